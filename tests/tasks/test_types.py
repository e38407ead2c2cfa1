"""Kinds of task, rows of rules, what they charge: what makes sense, and what is refused at the door."""

import pickle

import pytest

from drawing.desk import HOUR, HOUSE, MANAGER, MINUTE, PACKAGE, at, task
from supportcore import tasks
from supportcore.errors import InvalidDuration, InvalidInstant, InvalidTask, OutOfRange, UnknownTaskType
from supportcore.sla import Elapsed, NotYet, WorkingTime
from supportcore.tasks import ByEffort, Free, NotTaken, PerPart, PerTask, Promise, Rule, Rulebook, Scale, task_type

EIGHT = WorkingTime(8 * HOUR)


@pytest.mark.parametrize("kind", tasks.ALL_TYPES, ids=str)
def test_every_kind_is_found_by_its_code(kind):
    assert task_type(kind.code) is kind
    assert str(kind) == kind.name != kind.code


def test_an_unknown_kind_is_an_error_that_lists_the_known_ones():
    with pytest.raises(
        UnknownTaskType, match=r"^'wish': no task type of that code; use one of simple, compound, bug, "
    ):
        task_type("wish")


def test_a_kind_of_ones_own_has_its_code_for_a_name():
    assert str(tasks.TaskType("wish")) == "wish"


WRONG = [
    ({"parts": 1, "kind": tasks.COMPOUND}, InvalidTask, "1: a compound task has at least 2 parts"),
    ({"parts": True, "kind": tasks.COMPOUND}, InvalidTask, "True: a compound task has at least 2 parts"),
    ({"parts": 2.5, "kind": tasks.COMPOUND}, InvalidTask, "2.5: a compound task has at least 2 parts"),
    ({"parts": 2}, InvalidTask, "2: a simple task has no parts; use COMPOUND, or leave parts out"),
    ({"parts": 2, "kind": tasks.BUG}, InvalidTask, "2: a BUG has no parts"),
    ({"size": 0 * HOUR}, InvalidTask, r"an agreed size is a positive working time; write timedelta\(hours=12\)"),
    ({"size": -HOUR}, InvalidTask, "an agreed size is a positive working time"),
    ({"size": "12h"}, InvalidDuration, "a duration is a datetime.timedelta"),
    ({"when": at(23).replace(tzinfo=None)}, InvalidInstant, "a naive datetime names no instant"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "error", "message"), WRONG)
def test_a_task_that_contradicts_itself_is_refused(fields, error, message):
    with pytest.raises(error, match=message):
        task(**fields)


def test_the_reference_of_a_ticket_is_carried_and_never_read():
    assert task(reference="2011120910000047").reference == "2011120910000047"


def test_a_size_may_be_an_instant():
    assert task(tasks.DEVELOPMENT, size=at(27)).size == at(27)


CHARGES = [
    # a charge, its words, and what it takes of: a simple task, a compound one untold, one of three parts
    (Free(), "free", (0, 0, 0)),
    (PerTask(0), "0 credits", (0, 0, 0)),
    (PerTask(), "1 credit", (1, 1, 1)),
    (PerTask(2), "2 credits", (2, 2, 2)),
    (PerPart(), "1 credit for each part", (None, None, 3)),
    (PerPart(2), "2 credits for each part", (None, None, 6)),
    (ByEffort(), "by effort", (None, None, None)),
]


@pytest.mark.parametrize(("charge", "words", "credits_"), CHARGES, ids=[one[1] for one in CHARGES])
def test_a_charge_says_how_many_credits(charge, words, credits_):
    asked = (task(), task(tasks.COMPOUND), task(tasks.COMPOUND, parts=3))
    assert tuple(charge.credits(one) for one in asked) == credits_
    assert str(charge) == words


@pytest.mark.rule("ISM-3")
def test_exactly_an_hour_of_the_specialists_time_is_still_simple():
    row = PACKAGE.rulebook.rule(tasks.SIMPLE)
    assert row.notice(60 * MINUTE) is None
    assert str(row.notice(61 * MINUTE)) == "more than 1 h of the specialist's time: 1 h 1 min (ISM-3)"
    assert PACKAGE.rulebook.rule(tasks.BUG).notice(99 * HOUR) is None


def test_a_rulebook_has_one_row_for_a_kind():
    row = Rule(tasks.SIMPLE, EIGHT)
    message = "'simple': a rulebook has one row for a type; join the rows, or name another type"
    with pytest.raises(InvalidTask, match=message):
        Rulebook("house rules", (row, row))
    with pytest.raises(InvalidTask, match=message):
        Rulebook("house rules", (), (NotTaken(tasks.SIMPLE), NotTaken(tasks.SIMPLE)))


def test_only_working_time_can_be_multiplied():
    with pytest.raises(
        InvalidTask, match="only a promise of working time can be multiplied; give the row a WorkingTime"
    ):
        Rule(tasks.COMPOUND, Elapsed(HOUR), scale=Scale.PER_PART)
    timeless = Rule(tasks.COMPOUND, None, scale=Scale.PER_PART)
    assert timeless.target(task(tasks.COMPOUND, parts=2)).describe().code == "no-promise"


def test_more_parts_than_any_span_of_time_holds_are_refused():
    years = WorkingTime(24_000 * HOUR)
    slow = tasks.Rulebook("slow", (Rule(tasks.COMPOUND, years, scale=tasks.Scale.PER_PART),))
    with pytest.raises(OutOfRange, match="so many parts take longer than a calendar reaches; check the number"):
        slow.promise(task(tasks.COMPOUND, parts=10**6))


@pytest.mark.parametrize("every", [0 * MINUTE, -MINUTE])
def test_mail_is_fetched_every_so_many_minutes(every):
    with pytest.raises(InvalidTask, match="mail is fetched every so many minutes"):
        Rule(tasks.SIMPLE, EIGHT, granularity=every)


FETCHES = [("11:50", "11:50"), ("11:50:00.000001", "12:00"), ("11:59:59.999999", "12:00"), ("12:00", "12:00")]


@pytest.mark.rule("HRS-6")
@pytest.mark.parametrize(("sent", "counted"), FETCHES)
def test_a_mail_counts_from_the_fetch_that_finds_it(sent, counted):
    assert tasks.fetched(at(23, sent), 10 * MINUTE) == at(23, counted)


def test_a_row_is_changed_by_its_kind_and_an_unknown_kind_is_an_error():
    book = PACKAGE.rulebook.evolve(tasks.SIMPLE, promise=WorkingTime(4 * HOUR))
    assert book.rule(tasks.SIMPLE).promise.amount == 4 * HOUR
    assert book.rule(tasks.BUG) == PACKAGE.rulebook.rule(tasks.BUG)
    assert (book.plan, book.quota) == (PACKAGE.rulebook.plan, PACKAGE.rulebook.quota)
    with pytest.raises(UnknownTaskType, match="package of tasks has no row for it; name a type that the plan takes"):
        book.evolve(tasks.TRAINING, promise=None)


def test_a_promise_is_due_counted_from_posting():
    promise = MANAGER.promise(task(when=at(20, "17:30")))
    assert promise.due(HOUSE).due == at(23, "16:30")
    assert promise.acceptance(HOUSE, at(20, "17:30")).deadline.due == at(23, "09:30")
    assert isinstance(MANAGER.promise(task(tasks.DEVELOPMENT)).due(HOUSE), NotYet)
    assert Promise(task(), Rule(tasks.SIMPLE, EIGHT), EIGHT).acceptance(HOUSE, at(20)) is None


def test_rules_are_values():
    for one in (MANAGER.rulebook, task(), MANAGER.promise(task())):
        twin = pickle.loads(pickle.dumps(one))
        assert twin == one
        assert hash(twin) == hash(one)
