"""Nonsense for tasks: what no task, rule, event, team or log can be, and whom one may not ask."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from supportcore.calendar import WorkingCalendar
from supportcore.errors import (
    InvalidDuration,
    InvalidInstant,
    InvalidPolicy,
    InvalidTask,
    OutOfRange,
    SupportcoreError,
    UnknownTaskType,
)
from supportcore.reasons import Reason, Refusal
from supportcore.sla import WorkingTime
from supportcore.tasks import (
    BUG,
    COMPOUND,
    SIMPLE,
    Accepted,
    Activity,
    Assignment,
    Case,
    Channel,
    Condition,
    Estimated,
    HandedOver,
    LogRow,
    Manager,
    Noted,
    NotTaken,
    PerPart,
    PerTask,
    Quota,
    Reclassified,
    Rule,
    Rulebook,
    Scale,
    Solved,
    Started,
    Task,
    TaskType,
    Team,
    TicketClosed,
    compliance,
    eligible,
    fetched,
    intake,
    nearest_rank,
    play,
    possible,
    queue,
    staffed,
    task_type,
)

HOUSE = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
HOUR = timedelta(hours=1)
EIGHT = WorkingTime(8 * HOUR)
SIMPLE_ROW = Rule(SIMPLE, EIGHT)
BOOK = Rulebook("house rules", (SIMPLE_ROW, Rule(COMPOUND, EIGHT, scale=Scale.PER_PART)), quota=Quota(1))
CLOSED = Reason.of("closed")


def at(hour):
    return datetime(2026, 11, 23, hour, tzinfo=HOUSE.tz)


def task(name="T-1", kind=SIMPLE, **more):
    return Task(name, kind, "Acme", at(10), **more)


def row(**more):
    return Rule(SIMPLE, EIGHT, **more)


TASK = task()
CASE = Case.open(BOOK.promise(TASK), HOUSE)
TEAM = Team((Manager("m1", qualified=True),))
NEW = LogRow("C-1", "new", at(10))
TOLD = {"new": Activity.POSTED}
MANY = 10**400

NO_TASK = {
    "an id that is a number": ("5: ids, codes, names and clients are text", lambda: Task(5, SIMPLE, "Acme", at(10))),
    "no id": ("'': an id, a code or a name is not empty", lambda: task("")),
    "a client that is None": ("None: ids", lambda: Task("T-1", SIMPLE, None, at(10))),
    "a kind that is text": (
        "'simple': a kind of task is a TaskType; write SIMPLE, or task_type",
        lambda: task(kind="simple"),
    ),
    "a reference that is a number": (r"5: a reference is text \(HRS-7\)", lambda: task(reference=5)),
    "parts beyond all counting": ("at least 2 parts .* at most 1,000,000", lambda: task(kind=COMPOUND, parts=MANY)),
    "true parts": ("True: a compound task has", lambda: task(kind=COMPOUND, parts=True)),
    "a code that is a number": ("5: ids", lambda: TaskType(5)),
    "no code": ("'': an id, a code", lambda: TaskType("")),
    "a name that is None": ("None: ids", lambda: TaskType("wish", None)),
    "an event without an id": ("'': an id", lambda: Accepted("", at(11))),
    "an event whose id is a number": ("7: ids", lambda: Solved(7, at(11))),
    "half a part": (r"2.5: the parts of a compound task are counted \(ISM-4\)", lambda: Accepted("e", at(11), 2.5)),
    "parts in text": ("'3': the parts", lambda: Accepted("e", at(11), "3")),
    "parts that are true": ("True: the parts", lambda: Reclassified("e", at(11), True)),
    "too many parts": (
        "the parts of a compound task are counted .* up to 1,000,000",
        lambda: Reclassified("e", at(11), MANY),
    ),
    "consent in text": ("'no': the client consents or does not", lambda: Reclassified("e", at(11), 3, "why", "no")),
    "a cause that is a number": ("5: ids", lambda: Reclassified("e", at(11), 3, 5)),
    "an owner that is a number": ("5: ids", lambda: Started("e", at(11), 5)),
    "a cause of a hand-over": ("None: ids", lambda: HandedOver("e", at(11), "Bob", None)),
    "an outcome that is true": ("True: ids", lambda: TicketClosed("e", at(11), True)),
    "a stage that is a number": ("5: ids", lambda: Noted("e", at(11), 5)),
    "half a credit": ("0.5: a task takes a whole number of credits", lambda: PerTask(0.5)),
    "a negative credit": ("-1: a task takes", lambda: PerPart(-1)),
    "true credits": ("True: a task takes", lambda: PerTask(True)),
    "a row of text": ("'simple': a kind of task is a TaskType", lambda: Rule("simple", EIGHT)),
    "a promise that is a duration": ("a promise is a target, or None", lambda: Rule(SIMPLE, 8 * HOUR)),
    "an acceptance that is a duration": ("a promise is a target", lambda: row(acceptance=HOUR)),
    "a closing that is a number": ("5: a promise is a target", lambda: row(closes=5)),
    "one rule for rules": ("'ISM-3': several are meant", lambda: row(rules="ISM-3")),
    "one channel for channels": ("several are meant: a way to ask is a Channel", lambda: row(channels=Channel.CRM)),
    "channels in text": ("'email': a way to ask is a Channel", lambda: row(in_writing=["email"])),
    "a charge that is a number": (r"1: a row takes a Charge; write PerTask\(1\)", lambda: row(charge=1)),
    "an id of a rule that is a number": ("5: a rule is named by its id", lambda: row(asked_by=5)),
    "mail that is fetched all the time": ("mail is fetched every so many minutes", lambda: fetched(at(10), 0 * HOUR)),
    "a book of one row": ("several are meant: a row is a Rule", lambda: Rulebook("house", SIMPLE_ROW)),
    "a book of text": ("'simple': a row is a Rule", lambda: Rulebook("house", ["simple"])),
    "a book without a name": ("None: ids", lambda: Rulebook(None, ())),
    "an effort below nothing": (
        "an effort takes time, or none; write timedelta",
        lambda: Rule(SIMPLE, None, effort=-HOUR),
    ),
    "declined kinds": ("what a plan does not take is a NotTaken", lambda: Rulebook("house", (), [BUG])),
    "a quota that is a number": (
        r"3: a quota is a Quota, or None; write Quota\(3\)",
        lambda: Rulebook("house", (), quota=3),
    ),
    "conditions in text": ("'vip': what a client must bring", lambda: Rulebook("house", (), conditions=["vip"])),
    "one plan elsewhere": ("'package': several are meant", lambda: Rulebook("house", (), elsewhere="package")),
    "half a task a day": ("2.5: so many tasks a day are a whole number", lambda: Quota(2.5)),
    "less than no task a day": ("-1: so many tasks", lambda: Quota(-1)),
    "an exempt kind in text": ("'bug': a kind of task", lambda: Quota(3, ["bug"])),
    "a fact that is a number": ("5: ids", lambda: Condition(5, "words", "PCK-4")),
    "one plan instead": ("'hourly': several are meant", lambda: NotTaken(BUG, "hourly")),
    "a manager without an id": ("'': an id", lambda: Manager("")),
    "qualified in text": ("'yes': a manager is qualified or is not", lambda: Manager("m1", qualified="yes")),
    "a team of text": ("'m1': a team is made of managers", lambda: Team(["m1"])),
    "a team of one manager": ("several are meant", lambda: Team(Manager("m1"))),
    "a manager twice": (
        "'m1': a manager stands once in a team",
        lambda: Team((Manager("m1"), Manager("m1", qualified=True))),
    ),
    "a team of no projects": ("0: a manager leads at most so many", lambda: Team(limit=0)),
    "true projects": ("True: a manager leads", lambda: Team(limit=True)),
    "assignments of text": ("'P-1': who leads a project is an Assignment", lambda: Team(assignments=["P-1"])),
    "a project that is a number": ("5: ids", lambda: TEAM.assign(5, "m1", at(10))),
    "a project without a name": ("'': an id", lambda: Assignment("", "m1", at(10))),
    "a staff of pairs": ("a team says who holds which role", lambda: staffed([("manager", "a")])),
    "a staff of numbers": ("5: ids", lambda: staffed({"project manager": 5})),
    "one role": ("'manager': several are meant", lambda: staffed({}, "manager")),
    "a case that is a number": ("5: ids", lambda: LogRow(5, "new", at(10))),
    "an activity that is None": ("None: ids", lambda: LogRow("C-1", None, at(10))),
    "columns in a list": ("the other columns of a row have names", lambda: LogRow("C-1", "new", at(10), ["a"])),
}


@pytest.mark.parametrize(("says", "make"), NO_TASK.values(), ids=NO_TASK)
def test_what_cannot_be_is_refused_when_it_is_made(says, make):
    with pytest.raises(InvalidTask, match=says) as refused:
        make()
    complete(refused.value)


REFUSED = BOOK.promise(task(kind=BUG))

CANNOT_BE_ASKED = {
    "the promise of an id": (InvalidTask, "'T-1': what is posted is a Task", lambda: BOOK.promise("T-1")),
    "the row of a code": (InvalidTask, "'simple': a kind of task is a TaskType", lambda: BOOK.rule("simple")),
    "a changed field of nothing": (
        InvalidTask,
        "'price': a row has the fields type, promise.*; change one",
        lambda: BOOK.evolve(SIMPLE, price=3),
    ),
    "a changed row of a code": (InvalidTask, "'simple': a kind of task", lambda: BOOK.evolve("simple", rules=())),
    "a code that is a list": (UnknownTaskType, r"\[\]: no task type of that code", lambda: task_type([])),
    "a code that is nothing": (UnknownTaskType, "None: no task type", lambda: task_type(None)),
    "the growth of a number": (InvalidDuration, "90: a duration", lambda: row(effort=HOUR).notice(90)),
    "an effort that is a number": (InvalidDuration, "2: a duration", lambda: row(effort=2)),
    "a fetch in another age": (OutOfRange, "1900 to 2200", lambda: fetched(at(10), timedelta.max)),
    "intake by a plan's name": (
        InvalidTask,
        "the rows of a plan are a Rulebook",
        lambda: intake("package", TASK, HOUSE),
    ),
    "intake of an id": (InvalidTask, "what is posted is a Task", lambda: intake(BOOK, "T-1", HOUSE)),
    "intake on no calendar": (ValueError, "counted on a WorkingCalendar", lambda: intake(BOOK, TASK, None)),
    "intake after one task": (
        InvalidTask,
        "several are meant: what is posted",
        lambda: intake(BOOK, TASK, HOUSE, TASK),
    ),
    "intake after ids": (InvalidTask, "'T-0': what is posted", lambda: intake(BOOK, TASK, HOUSE, ["T-0"])),
    "one fact": (InvalidTask, "'vip': several are meant", lambda: eligible(BOOK, "vip")),
    "facts that are numbers": (InvalidTask, "5: ids", lambda: eligible(BOOK, [5])),
    "eligible for a name": (InvalidTask, "'package': the rows", lambda: eligible("package", [])),
    "a case of what was refused": (
        InvalidTask,
        "a case is opened on a promise, not on a refusal",
        lambda: Case.open(REFUSED, HOUSE),
    ),
    "a case that waits for false": (
        InvalidTask,
        "False: why a task waits",
        lambda: Case.open(BOOK.promise(TASK), HOUSE, pending=False),
    ),
    "what happens in text": (InvalidTask, "'solved': what happens to a task is an Event", lambda: CASE.after("solved")),
    "the refusal of an event as an event": (InvalidTask, "is an Event", lambda: CASE.after(Refusal(CLOSED))),
    "one event played": (InvalidTask, "several are meant", lambda: list(CASE.played(Solved("e", at(11))))),
    "text played": (InvalidTask, "'solved': what happens", lambda: list(CASE.played(["solved"]))),
    "a case at no time": (InvalidInstant, "None: an instant", lambda: CASE.at(None)),
    "what can happen in text": (InvalidPolicy, "'posted': a policy is a member of State", lambda: possible("posted")),
    "a log of dictionaries": (
        InvalidTask,
        "a row of a log is a LogRow",
        lambda: play([{"case": "C-1"}], TOLD, BOOK, HOUSE),
    ),
    "a log of one row": (InvalidTask, "several are meant", lambda: play(NEW, TOLD, BOOK, HOUSE)),
    "a mapping of pairs": (InvalidTask, "a mapping says what each", lambda: play([NEW], [("new", 1)], BOOK, HOUSE)),
    "a mapping to text": (InvalidPolicy, "'posted': a policy", lambda: play([NEW], {"new": "posted"}, BOOK, HOUSE)),
    "a log under a plan's name": (InvalidTask, "are a Rulebook", lambda: play([NEW], TOLD, "package", HOUSE)),
    "an empty log on no calendar": (ValueError, "on a WorkingCalendar", lambda: play([], TOLD, BOOK, None)),
    "kinds of an empty log": (
        InvalidTask,
        "5: kinds stand by a column and",
        lambda: play([], TOLD, BOOK, HOUSE, kinds=5),
    ),
    "kinds by a value alone": (
        InvalidTask,
        "'critical': kinds stand by a column and its value",
        lambda: play([NEW], TOLD, BOOK, HOUSE, kinds={"critical": BUG}),
    ),
    "kinds by three words": (
        InvalidTask,
        "kinds stand by a column and its value; write {",
        lambda: play([NEW], TOLD, BOOK, HOUSE, kinds={("a", "b", "c"): BUG}),
    ),
    "kinds by name": (
        InvalidTask,
        "'bug': a kind of task is a TaskType",
        lambda: play([NEW], TOLD, BOOK, HOUSE, kinds={("a", "b"): "bug"}),
    ),
    "a log on no calendar": (ValueError, "on a WorkingCalendar", lambda: play([NEW], TOLD, BOOK, None)),
    "a log of a code": (InvalidTask, "'bug': a kind of task", lambda: play([NEW], TOLD, BOOK, HOUSE, kind="bug")),
    "kinds in a list": (InvalidTask, "kinds stand by a column", lambda: play([NEW], TOLD, BOOK, HOUSE, kinds=[BUG])),
    "a table of bare cases": (
        InvalidTask,
        "a case stands with the name of its plan",
        lambda: compliance([CASE], at(9), at(18)),
    ),
    "a table of refusals": (
        InvalidTask,
        "what is counted is a Case",
        lambda: compliance([("plan", REFUSED)], at(9), at(18)),
    ),
    "a table of threes": (InvalidTask, "stands with the name", lambda: compliance([("plan", CASE, 1)], at(9), at(18))),
    "a table of numbered plans": (InvalidTask, "stands with the name", lambda: compliance([(5, CASE)], at(9), at(18))),
    "a table known at 0": (InvalidInstant, "0: an instant", lambda: compliance([], at(9), at(18), now=0)),
    "a queue of refusals": (InvalidTask, "what is counted is a Case", lambda: queue([REFUSED], at(12))),
    "a queue of one case": (InvalidTask, "several are meant", lambda: queue(CASE, at(12))),
    "a share that is true": (InvalidTask, "True: a share is a Fraction", lambda: nearest_rank([1, 2], True)),
    "the rank of a number": (InvalidTask, "5: values are ranked in a sorted list", lambda: nearest_rank(5, 1)),
    "the rank of text": (InvalidTask, "'12': values are ranked", lambda: nearest_rank("12", 1)),
    "the rank of a table": (InvalidTask, "values are ranked in a sorted", lambda: nearest_rank({"a": 1}, 1)),
    "the target of an id": (InvalidTask, "'T-1': what is posted is a Task", lambda: BOOK.rows[0].target("T-1")),
    "the posting of nothing": (InvalidTask, "None: what is posted", lambda: BOOK.rows[0].counted_from(None)),
    "the credits of nothing": (InvalidTask, "None: what is posted", lambda: PerPart().credits(None)),
    "a notice of minutes": (InvalidDuration, "45: a duration is", lambda: Rule(SIMPLE, None).notice(45)),
    "who leads a number": (InvalidTask, "5: ids, codes", lambda: TEAM.leader(5)),
    "the load of nobody": (InvalidTask, "None: ids, codes", lambda: TEAM.load(None)),
    "the history of a number": (InvalidTask, "5: ids, codes", lambda: TEAM.history(5)),
    "a hand-over at no time": (InvalidInstant, "None: an instant", lambda: TEAM.hand_over("P-1", "m1", None, "ill")),
    "a hand-over without words": (InvalidTask, "None: ids, codes", lambda: TEAM.hand_over("P-1", "m1", at(9), None)),
    "a share above one": (InvalidTask, "2: a share is a Fraction from 0 to 1", lambda: nearest_rank([1, 2], 2)),
    "a share in floats": (InvalidTask, "0.9: a share is a Fraction", lambda: nearest_rank([1, 2], 0.9)),
}


@pytest.mark.parametrize(("error", "says", "ask"), CANNOT_BE_ASKED.values(), ids=CANNOT_BE_ASKED)
def test_a_question_that_cannot_be_is_refused(error, says, ask):
    with pytest.raises(error, match=says) as refused:
        ask()
    complete(refused.value)


def complete(error):
    """Every refusal carries its three parts, and says them all."""
    assert isinstance(error, SupportcoreError)
    assert error.rule in str(error)
    assert error.way_out in str(error)


# --- odd, but right ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ['O\'Neil "x"', "T\n1", "\x1b[31m", "\ud800", "x" * 100_000, "${jndi}"], ids=range(6))
def test_any_text_is_an_id_and_is_carried_as_it_is(name):
    case = Case.open(BOOK.promise(task(name)), HOUSE)
    assert case.after(Accepted(name, at(11))).events[0].id == name
    assert queue([case], at(12))[0].task.id == name


def test_a_million_parts_are_counted_and_are_due_in_no_year_that_is_known():
    promise = BOOK.promise(task(kind=COMPOUND, parts=1_000_000))
    assert promise.solution == WorkingTime(8_000_000 * HOUR)
    with pytest.raises(OutOfRange, match="1900 to 2200"):
        promise.due(HOUSE)


def test_sizes_and_limits_are_plain_durations_whatever_they_were_given_as():
    class Long(timedelta):
        """A duration of another library."""

    sizes = (
        Estimated("e", at(11), Long(hours=2)).size,
        task(size=Long(hours=2)).size,
        row(effort=Long(hours=2)).effort,
        row(granularity=Long(minutes=10)).granularity,
    )
    assert {type(size) for size in sizes} == {timedelta}


def test_a_row_of_a_log_keeps_its_columns_though_the_caller_changes_them():
    columns = {"client": "Acme"}
    kept = LogRow("C-1", "new", at(10), columns)
    columns["client"] = "Bolt"
    assert kept.attributes == {"client": "Acme"}


def test_a_table_may_be_known_at_its_end_and_facts_be_any_collection():
    assert compliance(iter([("plan", CASE)]), at(9), at(18)).lines[0].promised == 1
    book = Rulebook("house", (), conditions=[Condition("vip", "a contract", "PCK-4")])
    assert eligible(book, {"vip"}) is None
    assert eligible(book, iter(["vip"])) is None
    assert isinstance(eligible(book, ()), Refusal)


def test_the_ends_of_the_ranks_are_the_least_and_the_greatest():
    assert [nearest_rank([1, 2, 3], share) for share in (0, Fraction(1, 3), Fraction(2, 3), 1)] == [1, 1, 2, 3]
    assert nearest_rank([], Fraction(1, 2)) is None


def test_the_door_of_years_holds_for_tasks():
    with pytest.raises(OutOfRange, match="1900 to 2200"):
        Task("T-1", SIMPLE, "Acme", datetime.max.replace(tzinfo=UTC))
