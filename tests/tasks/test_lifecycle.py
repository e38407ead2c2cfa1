"""The life of a task: the table in both directions, every guard, closing by itself, duplicates, and the clocks."""

import pickle
import re
from datetime import UTC
from pathlib import Path

import attrs
import pytest

from drawing.desk import (
    HOUR,
    HOURLY,
    HOUSE,
    KYIV,
    MADE,
    MANAGER,
    MICROSECOND,
    MINUTE,
    PACKAGE,
    after,
    at,
    lived,
    said,
    taken,
)
from supportcore import plans, tasks
from supportcore.errors import IdConflict, InvalidDuration, InvalidInstant, InvalidTask
from supportcore.reasons import Refusal
from supportcore.sla import Deadline, NotYet, Reopen, WorkingDays, WorkingTime
from supportcore.sla import State as Stands
from supportcore.tasks import (
    TRANSITIONS,
    Accepted,
    Agreed,
    Back,
    Cancelled,
    Case,
    Channel,
    Closed,
    Confirmed,
    Declined,
    Estimated,
    Event,
    HandedOver,
    Noted,
    Questioned,
    Reclassified,
    Resumed,
    Solved,
    Started,
    Starts,
    State,
    TicketClosed,
    Waiting,
    diagram,
    possible,
)


def due(case):
    found = case.solution.deadline
    return f"{found.due.astimezone(KYIV):%d %b %H:%M}" if isinstance(found, Deadline) else None


# --- the table, in both directions ------------------------------------------------------------------------------------

SIMPLE = taken()
DEVELOPMENT = taken(kind=tasks.DEVELOPMENT)
SPOKEN = taken(HOURLY, tasks.CONTENT, channel=Channel.MESSENGER)
REACHED = {
    State.PENDING: [SPOKEN],
    State.POSTED: [SIMPLE, DEVELOPMENT],
    State.ACCEPTED: [lived(SIMPLE, "accepted"), lived(DEVELOPMENT, "accepted")],
    State.ESTIMATED: [lived(DEVELOPMENT, "accepted", "estimated")],
    State.AGREED: [lived(DEVELOPMENT, "accepted", "estimated", "agreed")],
    State.IN_WORK: [
        lived(SIMPLE, "accepted", "started"),
        lived(DEVELOPMENT, "accepted", "estimated", "agreed", "started"),
    ],
    State.WAITING: [lived(SIMPLE, "accepted", "waiting"), lived(DEVELOPMENT, "waiting")],
    State.SOLVED: [lived(SIMPLE, "solved"), lived(DEVELOPMENT, "accepted", "estimated", "agreed", "solved")],
    State.CLOSED: [lived(SIMPLE, "solved", "closed"), lived(SIMPLE, "solved", "cancelled")],
    State.CANCELLED: [lived(SIMPLE, "cancelled"), lived(DEVELOPMENT, "accepted", "estimated", "declined")],
}
# What no plan leads to, and so cannot be tried: a simple task has no estimate, and what has one does not grow.
NEVER_MET = {(State.ESTIMATED, "reclassified"), (State.AGREED, "reclassified")}


@pytest.mark.parametrize("state", State)
def test_every_state_is_reached(state):
    assert {case.state for case in REACHED[state]} == {state}


@pytest.mark.parametrize(("state", "kind"), sorted(set(TRANSITIONS) - NEVER_MET, key=str))
def test_what_the_table_has_is_possible(state, kind):
    target = TRANSITIONS[state, kind]
    found = [case.after(MADE[kind]("new", case.last_at + MINUTE)) for case in REACHED[state]]
    happened = [one for one in found if isinstance(one, Case)]
    assert happened
    for case in happened:
        assert case.events[-1].kind == kind
        if target is Back.SAME:
            assert case.state is state
        elif target is not Back.WHENCE:
            assert case.state is target


@pytest.mark.parametrize(("state", "kind"), [(s, k) for s in State for k in MADE if (s, k) not in TRANSITIONS], ids=str)
def test_what_the_table_has_not_is_refused_and_changes_nothing(state, kind):
    for case in REACHED[state]:
        before = pickle.dumps(case)
        refusal = case.after(MADE[kind]("new", case.last_at + MINUTE))
        events = ", ".join(possible(state))
        assert said(refusal) == [
            f"refused: {kind} is not possible for a task that is {state}",
            f"instead: possible now: {events}" if events else "instead: post a new task",
        ]
        assert pickle.dumps(case) == before


def test_every_kind_of_event_is_in_the_table_and_made_here():
    kinds = {kind.kind for kind in Event.__subclasses__()}
    assert kinds == {kind for _, kind in TRANSITIONS} == set(MADE)


def test_nothing_happens_to_what_is_over():
    assert possible(State.CLOSED) == possible(State.CANCELLED) == ()


@pytest.mark.parametrize(
    ("kinds", "state"), [((), "posted"), (("accepted",), "accepted"), (("accepted", "started"), "in work")]
)
def test_what_waited_goes_on_where_it_was(kinds, state):
    case = lived(taken(), *kinds, "waiting", "noted", "resumed")
    assert str(case.state) == state
    assert case.whence is None


# --- guards: each with what it lets pass and what it says -------------------------------------------------------------

COMPOUND = taken(kind=tasks.COMPOUND)
BUG = taken(kind=tasks.BUG)
NOW = at(23, "10:30")
OWNED = lived(SIMPLE, "accepted", "started")
ESTIMATED = lived(DEVELOPMENT, "accepted", "estimated")
GENERAL = taken(plans.paid_support())

GUARDED = [
    ("no parts told", COMPOUND, Accepted("x", NOW),
     "a compound task has at least 2 parts, and none were told (ISM-4)", "tell how many simple tasks it consists of"),
    ("one part", COMPOUND, Accepted("x", NOW, 1),
     "a compound task has at least 2 parts, and 1 was told (ISM-4)", "tell how many simple tasks it consists of"),
    ("parts of a simple task", SIMPLE, Accepted("x", NOW, 2),
     "a simple task has no parts (ISM-4)", "leave the parts out, or reclassify a simple task"),
    ("solved with parts untold", COMPOUND, Solved("x", NOW),
     "a compound task has at least 2 parts, and none were told (ISM-4)", "tell how many simple tasks it consists of"),
    ("an estimate nobody needs", lived(SIMPLE, "accepted"), Estimated("x", NOW, HOUR),
     "a simple task needs no agreed size (ISM-3)", "post a new task"),
    ("an estimate without a size", lived(DEVELOPMENT, "accepted"), Estimated("x", NOW),
     "the size is not yet agreed (ISM-6)", "estimate the work and have the client agree"),
    ("another estimate without a size", ESTIMATED, Estimated("x", NOW),
     "the size is not yet agreed (ISM-6)", "estimate the work and have the client agree"),
    ("work before the agreement", lived(DEVELOPMENT, "accepted"), Started("x", NOW, "ann"),
     "the size is not yet agreed (ISM-6)", "estimate the work and have the client agree"),
    ("a solution before it", DEVELOPMENT, Solved("x", NOW),
     "the size is not yet agreed (ISM-6)", "estimate the work and have the client agree"),
    ("another starts", OWNED, Started("x", NOW, "bob"),
     "the task is locked to ann, who started it (HRS-7)", "hand the task over, or ask ann"),
    ("a BUG grows", BUG, Reclassified("x", NOW, 2, "two errors", consent=True),
     "a BUG is never turned into a compound task (ISM-5)", "post each error as a BUG of its own"),
    ("a development grows", DEVELOPMENT, Reclassified("x", NOW, 2, "large", consent=True),
     "a development is never turned into a compound task (ISM-3)", "post a new task"),
    ("one part to grow to", SIMPLE, Reclassified("x", NOW, 1, "large", consent=True),
     "a compound task has at least 2 parts, and 1 was told (ISM-4)", "tell how many simple tasks it consists of"),
    ("without consent", SIMPLE, Reclassified("x", NOW, 2, "large"),
     "without the client's consent the task stays simple (ISM-3)", "ask the client, and record the consent"),
    ("a plan without compound tasks", GENERAL, Reclassified("x", NOW, 2, "large", consent=True),
     "paid support does not cover a compound task (GEN-7)", "individual manager, package of tasks"),
]  # fmt: skip


@pytest.mark.rule("ISM-3", "ISM-4", "ISM-5", "ISM-6", "HRS-7", "GEN-7")
@pytest.mark.parametrize(
    ("case", "event", "why", "instead"), [one[1:] for one in GUARDED], ids=[one[0] for one in GUARDED]
)
def test_a_guard_says_what_the_event_lacks_and_nothing_changes(case, event, why, instead):
    before = pickle.dumps(case)
    assert said(case.after(event)) == [f"refused: {why}", f"instead: {instead}"]
    assert pickle.dumps(case) == before


def test_parts_told_at_posting_need_not_be_told_again():
    posted = taken(kind=tasks.COMPOUND, parts=3)
    assert after(posted, Accepted("e1", NOW)).task.parts == 3
    assert after(posted, Accepted("e1", NOW, 2)).task.parts == 2
    assert after(posted, Solved("e1", NOW)).state is State.SOLVED


def test_a_hand_made_promise_without_a_compound_row_does_not_grow():
    case = attrs.evolve(SIMPLE, grown=None)
    assert (
        said(case.after(MADE["reclassified"]("x", NOW)))[0]
        == "refused: a simple task is never turned into a compound task (ISM-3)"
    )


@pytest.mark.parametrize("kind", [Started, HandedOver])
def test_nobody_is_no_owner(kind):
    with pytest.raises(InvalidTask, match=r"a task has exactly one owner \(HRS-7\); name the person"):
        kind("x", NOW, "")


@pytest.mark.parametrize("kind", [Estimated, Agreed])
def test_a_size_is_checked_at_its_own_door(kind):
    with pytest.raises(InvalidTask, match="an agreed size is a positive working time"):
        kind("x", NOW, 0 * HOUR)
    with pytest.raises(InvalidInstant):
        kind("x", NOW, NOW.replace(tzinfo=None))
    with pytest.raises(InvalidDuration):
        kind("x", NOW, 12)


# --- clocks -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("ISM-2")
def test_acceptance_has_a_clock_of_its_own():
    posted = taken(when=at(20, "17:30"))
    assert posted.acceptance.deadline.due == at(23, "09:30")
    assert after(posted, Accepted("e1", at(23, "09:30"))).acceptance.standing(at(23)).state is Stands.MET
    late = after(posted, Accepted("e1", at(23, "09:30") + MICROSECOND))
    assert late.acceptance.standing(at(23)).state is Stands.BREACHED
    assert due(late) == "23 Nov 16:30"  # acceptance does not move what was promised from posting


def test_a_plan_that_promises_no_acceptance_has_no_clock_for_it():
    for kinds in (("accepted", "solved"), ("solved",), ("waiting", "resumed"), ("waiting", "cancelled")):
        assert lived(GENERAL, *kinds).acceptance is None


def test_solving_an_unaccepted_task_accepts_it():
    case = lived(taken(), "solved")
    assert case.acceptance.standing(at(24)).state is Stands.MET
    assert case.acceptance.stopped_at == case.solution.stopped_at


def test_a_wait_stops_both_clocks_and_a_resumption_starts_both():
    case = after(taken(), Waiting("e1", at(23, "10:30")))
    assert {case.solution.standing(at(24)).state, case.acceptance.standing(at(24)).state} == {Stands.PAUSED}
    case = after(case, Resumed("e2", at(23, "12:00")))
    assert (due(case), case.acceptance.deadline.due) == ("24 Nov 10:30", at(23, "12:30"))
    accepted = after(
        case, Accepted("e3", at(23, "12:10")), Waiting("e4", at(23, "13:00")), Resumed("e5", at(23, "14:00"))
    )
    assert accepted.acceptance.stopped_at == at(23, "12:10")
    assert due(accepted) == "24 Nov 11:30"


def test_what_is_solved_while_it_waits_was_not_worked_on_meanwhile():
    case = after(taken(), Waiting("e1", at(23, "11:00")), Solved("e2", at(25, "12:00")))
    assert case.solution.elapsed(at(30)) == HOUR
    assert case.solution.standing(at(30)).state is Stands.MET
    assert case.whence is None


@pytest.mark.parametrize("kinds", [("cancelled",), ("waiting", "cancelled")])
def test_the_clocks_of_what_is_no_longer_wanted_stand_still(kinds):
    case = lived(taken(), *kinds)
    assert {case.solution.standing(at(30)).state, case.acceptance.standing(at(30)).state} == {Stands.PAUSED}
    assert case.solution.next_change(at(30)) is None


def test_a_declined_estimate_ends_the_task():
    case = after(ESTIMATED, Declined("x", at(23, "12:00")))
    assert (case.state, case.solution.paused_at) == (State.CANCELLED, at(23, "12:00"))


def test_cancelled_late_is_still_late():
    case = after(taken(), Cancelled("e1", at(24, "10:00")))
    assert case.solution.standing(at(30)).state is Stands.BREACHED


@pytest.mark.rule("HRS-10", "ISM-13")
def test_a_hand_over_does_not_stop_the_clock():
    case = after(OWNED, HandedOver("x", at(23, "12:00"), "bob", "ann is ill"), Started("y", at(23, "12:10"), "bob"))
    assert (case.owner, due(case)) == ("bob", "23 Nov 18:00")
    assert case.solution.elapsed(at(23, "13:00")) == 3 * HOUR
    assert [event.kind for event in case.events] == ["accepted", "started", "handed over", "started"]
    assert (
        said(case.after(Started("z", at(23, "13:00"), "ann")))[0]
        == "refused: the task is locked to bob, who started it (HRS-7)"
    )


@pytest.mark.rule("HRS-12")
def test_a_closed_ticket_is_not_a_task_that_is_done():
    case = after(taken(), Accepted("e1", NOW), TicketClosed("e2", NOW), TicketClosed("e3", NOW, "merged"))
    assert (case.state, case.solution.stopped_at) == (State.ACCEPTED, None)
    assert [event.outcome for event in case.events[1:]] == ["successful", "merged"]
    assert after(case, Solved("e4", at(23, "12:00"))).state is State.SOLVED


@pytest.mark.rule("HRS-5")
def test_a_request_by_messenger_counts_from_the_mail_that_confirms_it():
    case = taken(HOURLY, tasks.CONTENT, at(20, "11:00"), Channel.MESSENGER)
    assert (case.state, case.acceptance, case.solution.start) == (State.PENDING, None, None)
    assert said(case.after(Accepted("x", at(20, "12:00")))) == [
        "refused: accepted is not possible for a task that is pending confirmation in writing",
        "instead: possible now: confirmed, cancelled",
    ]
    confirmed = after(case, Confirmed("e1", at(20, "12:00")))
    assert (confirmed.state, confirmed.task.posted_at) == (State.POSTED, at(20, "12:00"))
    assert confirmed.acceptance.deadline.due == at(23, "12:00")  # HRS-4: at noon it is too late for the same day
    assert after(case, Cancelled("e1", at(20, "12:00"))).state is State.CANCELLED


@pytest.mark.rule("HRS-6")
def test_mail_counts_from_its_fetch_where_the_plan_says_so():
    ten = plans.hourly(granularity=10 * MINUTE)
    counted = lambda plan, channel: taken(plan, tasks.CONSULTATION, at(20, "11:51"), channel).acceptance.start  # noqa: E731
    assert counted(HOURLY, Channel.EMAIL) == at(20, "11:51")
    assert counted(ten, Channel.EMAIL) == at(20, "12:00")
    assert counted(ten, Channel.TELEPHONE) == at(20, "11:51")
    case = taken(ten, tasks.CONTENT, at(20, "11:51"), Channel.MESSENGER)
    confirmed = after(case, Confirmed("e1", at(20, "11:52")))
    assert (confirmed.acceptance.start, confirmed.last_at) == (at(20, "12:00"), at(20, "12:00"))
    assert said(confirmed.after(Accepted("e2", at(20, "11:59"))))[0].startswith(
        "refused: accepted lies before the last thing"
    )
    assert confirmed.as_of(at(20, "11:55")).state is State.POSTED


# --- sizes ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("ISM-6")
def test_a_development_has_no_due_time_until_its_size_is_agreed():
    for case in (DEVELOPMENT, lived(DEVELOPMENT, "accepted"), ESTIMATED):
        assert isinstance(case.solution.deadline, NotYet)
        why = case.solution.standing(at(23, "12:00")).reason
        assert str(why) == "no due time until the size of the work is agreed (ISM-6)"


AGREED = [
    ("the estimate", Agreed("x", at(23, "11:00")), "23 Nov 15:00"),
    ("other hours", Agreed("x", at(23, "11:00"), 12 * HOUR), "24 Nov 14:00"),
    ("an instant", Agreed("x", at(23, "11:00"), at(27, "12:00")), "27 Nov 12:00"),
]


@pytest.mark.parametrize(("event", "expected"), [one[1:] for one in AGREED], ids=[one[0] for one in AGREED])
def test_from_the_agreement_on_the_agreed_hours_or_the_agreed_instant_count(event, expected):
    case = after(ESTIMATED, event)
    assert due(case) == expected
    assert case.solution.start == at(23, "11:00")
    assert case.solution.standing(at(23, "10:59")).due is None  # as it was known then


def test_a_second_estimate_replaces_the_first():
    case = after(ESTIMATED, Estimated("x", at(23, "11:00"), 2 * HOUR), Agreed("y", at(23, "11:00")))
    assert (case.task.size, due(case)) == (2 * HOUR, "23 Nov 13:00")


def test_hourly_work_is_agreed_without_a_due_time():
    case = taken(HOURLY, tasks.WORK, channel=Channel.EMAIL)
    case = lived(case, "accepted", "estimated", "agreed", "started", "solved")
    assert (case.task.size, case.solution.standing(at(30)).due) == (4 * HOUR, None)


@pytest.mark.rule("ISM-16")
def test_the_stages_of_a_development_are_kept_in_its_history():
    stages = ("specified", "programmed", "demonstrated")
    case = after(ESTIMATED, *(Noted(stage, at(23, "12:00"), stage) for stage in stages))
    assert tuple(event.stage for event in case.events if isinstance(event, Noted)) == stages
    assert case.state is State.ESTIMATED


@pytest.mark.rule("ISM-3", "ISM-4")
@pytest.mark.parametrize("parts", [2, 3, 5])
def test_a_simple_task_that_grows_keeps_its_start(parts):
    simple = lived(taken(when=at(23, "10:00")), "accepted", "started")
    case = after(simple, Reclassified("x", at(24, "12:00"), parts, "needs reports", consent=True))
    assert case.solution.start == at(23, "10:00")
    assert case.solution.deadline.due == HOUSE.add(at(23, "10:00"), parts * 8 * HOUR)
    assert (case.task.type, case.task.parts, case.state) == (tasks.COMPOUND, parts, State.IN_WORK)
    assert case.rule == PACKAGE.rulebook.rule(tasks.COMPOUND)
    assert case.rule.charge.credits(case.task) == parts
    assert case.rule.notice(3 * HOUR) is None  # the hour is a simple task's
    assert case.solution.standing(at(24, "11:00")).state is Stands.BREACHED  # as it was known then
    assert said(case.after(Reclassified("y", at(24, "13:00"), 3, "again", consent=True)))[0] == (
        "refused: a compound task is never turned into a compound task (ISM-3)"
    )


def test_a_simple_task_that_counts_from_acceptance_grows_before_it():
    plan = plans.task_package(starts=Starts.ACCEPTED)
    case = after(taken(plan), MADE["reclassified"]("e1", at(23, "10:30")), Accepted("e2", at(23, "11:00")))
    assert due(case) == "24 Nov 18:00"
    grown = after(
        taken(plan), Accepted("e1", at(23, "11:00")), Reclassified("e2", at(23, "12:00"), 2, "", consent=True)
    )
    assert due(grown) == "24 Nov 18:00"


@pytest.mark.rule("ISM-4")
def test_a_compound_task_is_due_when_its_parts_are_told():
    assert isinstance(COMPOUND.solution.deadline, NotYet)
    assert str(COMPOUND.solution.standing(NOW).reason) == "no due time until the number of parts is told (ISM-4)"
    case = after(COMPOUND, Accepted("e1", at(23, "10:40"), 3))
    assert due(case) == "25 Nov 16:00"
    assert case.solution.standing(at(23, "10:39")).due is None


@pytest.mark.rule("ISM-3")
def test_a_clock_may_start_at_acceptance():
    case = taken(plans.task_package(starts=Starts.ACCEPTED))
    assert case.solution.standing(at(23, "12:00")).state is Stands.NOT_STARTED
    assert due(after(case, Accepted("e1", at(23, "12:00")))) == "24 Nov 11:00"
    waited = after(
        case, Waiting("e1", at(23, "10:10")), Resumed("e2", at(23, "11:00")), Accepted("e3", at(23, "12:00"))
    )
    assert due(waited) == "24 Nov 11:00"
    assert waited.acceptance.standing(at(23, "12:00")).state is Stands.BREACHED
    solved = after(case, Solved("e1", at(23, "12:00")))
    assert (solved.solution.elapsed(at(24)), solved.solution.standing(at(24)).state) == (0 * HOUR, Stands.MET)


# --- closing by itself ------------------------------------------------------------------------------------------------

CLOSING = [
    # solved, closes: five days later, at the same time of day
    ("the example", at(20, "17:00"), at(25, "17:00")),
    ("over the night of the clock change", at(22, "12:00", 10), at(27, "12:00", 10)),
    ("into that night, the first of two", at(20, "03:30", 10), at(25, "03:30", 10)),
    ("from that night", at(25, "12:00", 10), at(30, "12:00", 10)),
]


@pytest.mark.rule("PKG-5")
@pytest.mark.parametrize(("solved", "closes"), [one[1:] for one in CLOSING], ids=[one[0] for one in CLOSING])
def test_solved_work_closes_by_itself_at_exactly_five_days(solved, closes):
    case = after(taken(when=solved - HOUR), Solved("e1", solved))
    assert case.closes_at == closes.astimezone(UTC)
    assert case.at(closes - MICROSECOND).state is State.SOLVED
    assert case.at(closes).state is State.CLOSED
    assert after(case, Questioned("q", closes - MICROSECOND)).state is State.IN_WORK
    when = f"{closes:%a} {closes.day} {closes:%b} 2026 {closes:%H:%M}"
    assert said(case.after(Questioned("q", closes))) == [
        f"refused: the task closed by itself at {when}, as nothing was asked (PKG-5)",
        "instead: post a new task",
    ]
    for kind in MADE:
        assert isinstance(case.after(MADE[kind]("late", closes)), Refusal)


@pytest.mark.rule("PKG-5")
def test_a_fold_makes_the_five_days_an_hour_longer():
    case = after(taken(when=at(20, "10:00", 10)), Solved("e1", at(22, "12:00", 10)))
    assert case.closes_at - case.solution.stopped_at == 121 * HOUR


@pytest.mark.rule("PKG-5")
def test_a_question_in_time_starts_the_five_days_again_at_the_next_solution():
    case = after(
        taken(), Solved("e1", at(23, "11:00")), Questioned("e2", at(26, "11:00")), Solved("e3", at(26, "12:00"))
    )
    assert case.closes_at == at(1, "12:00", 12)
    assert after(case, Questioned("e4", at(30, "12:00"))).closes_at is None


def test_what_was_closed_by_hand_says_nothing_of_closing_by_itself():
    for kind in ("closed", "cancelled"):
        case = lived(taken(), "solved", kind)
        assert said(case.after(Questioned("q", at(30)))) == [
            "refused: questioned is not possible for a task that is closed",
            "instead: post a new task",
        ]


def test_what_happens_beside_a_solution_does_not_put_off_its_closing():
    case = after(
        taken(), Solved("e1", at(23, "11:00")), TicketClosed("e2", at(25, "11:00")), Noted("e3", at(26, "11:00"))
    )
    assert case.closes_at == at(28, "11:00")
    assert said(case.after(Questioned("q", at(28, "11:00"))))[0].startswith("refused: the task closed by itself")


@pytest.mark.rule("PKG-4", "PKG-5")
def test_closing_is_the_plans_to_say():
    assert lived(taken(MANAGER), "solved").closes_at is None
    assert lived(taken(kind=tasks.ESTIMATE), "solved").closes_at is None  # PKG-5 does not list it
    assert lived(taken(kind=tasks.BUG), "solved").closes_at == at(28, "10:10")
    working = plans.task_package(closes=WorkingDays(5, rule="PKG-5"))
    assert lived(taken(working), "solved").closes_at == at(30, "10:10")
    agreed = plans.individual_manager(closes=WorkingTime(HOUR, rule="the contract"))
    assert said(lived(taken(agreed), "solved").after(Questioned("q", at(24))))[0].endswith(
        "as nothing was asked (the contract)"
    )


def test_a_question_goes_on_with_what_remained_or_starts_anew_as_the_row_says():
    book = PACKAGE.rulebook.evolve(tasks.SIMPLE, reopen=Reopen.RESTART)
    restarts = attrs.evolve(PACKAGE, rulebook=book)
    events = (Solved("e1", at(23, "12:00")), Questioned("e2", at(24, "10:00")))
    assert due(after(taken(), *events)) == "24 Nov 16:00"
    assert due(after(taken(restarts), *events)) == "24 Nov 18:00"


# --- retries, order, the past -----------------------------------------------------------------------------------------


def test_the_same_event_again_changes_nothing():
    case = lived(taken(), "accepted", "started", "solved")
    for event in case.events:
        assert case.after(event) is case


def test_the_id_of_something_else_is_a_mistake_of_the_caller():
    case = lived(taken(), "accepted")
    for other in (Accepted("e1", at(23, "10:11")), Started("e1", at(23, "10:10"), "ann")):
        with pytest.raises(
            IdConflict, match=r"'e1': an event of this id happened already: .*; give every event its own id"
        ):
            case.after(other)


def test_a_refused_event_is_not_remembered():
    assert isinstance(COMPOUND.after(Accepted("e1", NOW)), Refusal)
    assert after(COMPOUND, Accepted("e1", NOW, 3)).task.parts == 3


def test_events_come_in_order():
    case = lived(taken(), "accepted")
    assert said(case.after(Solved("x", at(23, "10:10") - MICROSECOND))) == [
        "refused: solved lies before the last thing that happened to the task, at Mon 23 Nov 2026 10:10",
        "instead: hand the events of a task over in the order of time",
    ]
    assert said(taken().after(Accepted("x", at(23, "09:59"))))[0].endswith("at Mon 23 Nov 2026 10:00")
    assert after(case, Solved("x", at(23, "10:10"))).state is State.SOLVED


def test_a_heap_of_events_is_played_in_order_and_says_of_each_what_became_of_it():
    events = (
        Questioned("e4", at(23, "14:00")),
        Solved("e2", at(23, "12:00")),
        Started("e3", at(23, "13:00"), "ann"),
        Accepted("e1", at(23, "11:00")),
    )
    played = [(event.id, isinstance(found, Case)) for event, found in taken().played(events)]
    assert played == [("e1", True), ("e2", True), ("e3", False), ("e4", True)]


def test_a_case_tells_its_past():
    case = lived(taken(), "accepted", "started", "waiting", "resumed", "solved", start=at(23, "10:00"))
    expected = ["posted", "accepted", "in work", "waiting", "in work", "solved"]
    assert [str(case.as_of(at(23, "10:05") + n * 10 * MINUTE).state) for n in range(6)] == expected
    assert case.as_of(at(23, "10:30")).state is State.WAITING  # at the very instant
    assert case.as_of(at(28, "10:50")).state is State.CLOSED
    assert case.as_of(at(1)) == taken()
    assert attrs.evolve(case, opened=None).as_of(at(23, "10:05")).state is State.SOLVED  # made by hand: no past


def test_a_case_is_a_value():
    for case in (case for cases in REACHED.values() for case in cases):
        twin = pickle.loads(pickle.dumps(case))
        assert twin == case
        assert twin.as_of(at(1)) == case.as_of(at(1))
        assert twin.at(at(30).astimezone(UTC)) == case.at(at(30))


def test_closed_by_a_person_is_closed():
    assert lived(taken(), "solved", "closed").closes_at is None
    assert after(lived(taken(), "solved"), Closed("x", at(24))).at(at(30)).state is State.CLOSED


# --- the picture ------------------------------------------------------------------------------------------------------


def test_the_diagram_draws_every_way_between_states():
    lines = diagram().splitlines()
    ways = [(key, target) for key, target in TRANSITIONS.items() if target is not Back.SAME]
    assert len(lines) == 1 + 2 + len(ways) + 2
    assert "    solved --> closed: cancelled" in lines
    assert "    waiting --> in_work: resumed (or where it came from)" in lines
    assert not any("noted" in line for line in lines)


def test_the_page_shows_the_diagram_of_the_table():
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "lifecycle.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{diagram()}\n```" in page


def test_the_drawing_of_the_site_shows_every_way_between_states():
    drawing = (Path(__file__).parents[2] / "docs" / "explanation" / "lifecycle.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r"<title>([\w ]+)&#45;&gt;([\w ]+)</title>", drawing))
    goals = {
        (str(origin), str(State.IN_WORK if goal is Back.WHENCE else goal))
        for (origin, _), goal in TRANSITIONS.items()
        if goal is not Back.SAME
    }
    assert drawn == goals


def test_a_case_prints_as_a_line():
    assert str(SIMPLE) == "T-1, a simple task of Acme: posted, due Mon 23 Nov 2026 18:00"
    assert str(lived(DEVELOPMENT, "accepted")) == "T-1, a development of Acme: accepted"
