"""The account, fact by fact: what each does, what is refused and in which words, and what never changes anything."""

import datetime as dt
from itertools import pairwise

import attrs
import pytest

from desk import FACTS, HOUSE, Desk, at, month
from supportcore import plans
from supportcore.account import (
    Account,
    Bought,
    FaultFound,
    Granted,
    On,
    OpenedWith,
    PlanChanged,
    Posted,
    ReserveMoved,
    WorkLogged,
)
from supportcore.errors import IdConflict, InvalidEvent, RecordedBackwards
from supportcore.ledger import LineKind, LowBalance, Shortfall
from supportcore.periods import Days, Months, Period
from supportcore.plans import Entitlement
from supportcore.points import Allowance, Fault, Tariff
from supportcore.sla import WorkingTime
from supportcore.tasks import (
    BUG,
    COMPOUND,
    CONSULTATION,
    DEVELOPMENT,
    ESTIMATE,
    INCIDENT,
    SERVICE_REQUEST,
    SIMPLE,
    STANDARD_REQUEST,
    WORK,
    Accepted,
    Agreed,
    Agreement,
    Cancelled,
    Closed,
    Confirmed,
    Declined,
    Estimated,
    Questioned,
    Reclassified,
    Resumed,
    Solved,
    Started,
    Task,
    Waiting,
)
from supportcore.units import CREDIT, HOUR, POINT, Rounding, RoundTo

H = dt.timedelta(hours=1)


def package(count=10, bought="11-02 09:00", **changes):
    desk = Desk(plans.task_package(**changes))
    if count:
        desk.bought(CREDIT.of(count), bought)
    return desk


def simple(desk, task="T-1", posted="11-20 10:00", accepted="11-20 10:30"):
    desk.posted(task, SIMPLE, posted)
    return desk.on(task, Accepted, accepted)


def points(granted=20, **changes):
    desk = Desk(plans.points_subscription(**changes))
    if granted:
        desk.granted(POINT.of(granted), "11-02 09:00")
    return desk


def fingerprint(account):
    """Everything that an account keeps, copied, so that it can be compared later."""
    ledgers = [ledger.entries for ledger in account._ledgers.values()]
    work = [attrs.astuple(work.copy(), recurse=False) for work in account.work.values()]
    days = {day: tuple(tasks) for day, tasks in account._days.items()}
    return ledgers, work, tuple(account.changes), account.plan, account.calendar, sorted(account._agenda), days


def refused(desk, tell):
    """The words of a refusal that has changed nothing (but what happened by itself before it), and is kept."""
    before = desk.account.copy()
    outcome = tell()
    assert outcome.refusal is not None
    assert outcome.told == ()
    assert fingerprint(desk.account) == fingerprint(before.at(outcome.fact.known_at))
    assert desk.account.refused()[-1] == outcome
    return str(outcome.refusal)


# --- posted


def test_a_posted_task_is_in_the_queue_with_its_due_time():
    desk = package()
    desk.posted("T-2", SIMPLE, "11-20 17:00")
    desk.posted("T-1", SIMPLE, "11-20 17:30")
    assert [case.task.id for case in desk.account.queue(at("11-20 18:00"))] == ["T-2", "T-1"]
    assert desk.account.work["T-1"].case.solution.deadline.due == at("11-23 16:30")


def test_what_intake_refuses_is_kept_as_refused_and_counts_for_no_quota():
    desk = package()
    said = refused(desk, lambda: desk.posted("T-0", SIMPLE, "11-20 09:00", channel=_phone()))
    assert said == (
        "refused: a simple task is not taken by telephone (ISM-1)\n"
        "instead: use the client's own system, the personal cabinet, e-mail"
    )
    for number in (1, 2, 3):
        assert desk.posted(f"T-{number}", SIMPLE, "11-20 10:00").refusal is None
    said = refused(desk, lambda: desk.posted("T-4", BUG, "11-20 23:59"))
    assert "at most 3 tasks a day, and 3 are posted (ISM-7)" in said
    assert desk.posted("T-5", SIMPLE, "11-20 12:00", known="11-20 23:59", client="Other").refusal is None


def _phone():
    from supportcore.tasks import Channel

    return Channel.TELEPHONE


def test_a_task_is_posted_once():
    desk = package()
    simple(desk)
    again = Task("T-1", BUG, "Acme", at("11-20 12:00"))
    said = refused(desk, lambda: desk.tell(Posted("p-2", at("11-20 12:00"), task=again)))
    assert said == "refused: T-1 was posted already\ninstead: post a new task"


def test_a_spoken_request_is_told_to_wait_for_writing():
    desk = Desk(plans.hourly())
    told = desk.posted("T-1", WORK, "11-20 10:00", channel=_phone()).told
    assert [str(one) for one in told] == [
        "asked by telephone: the clock starts when it is confirmed in writing (HRS-5)"
    ]
    assert desk.on("T-1", Accepted, "11-20 10:05").refusal is not None
    assert desk.on("T-1", Confirmed, "11-20 10:30").refusal is None
    assert desk.state("T-1", "11-20 11:00") == "posted"


# --- on: events of tasks


@pytest.mark.rule("PKG-4", "PKG-6")
@pytest.mark.parametrize(
    ("kind", "fields", "held"),
    [(SIMPLE, {}, 1), (COMPOUND, {"parts": 3}, 3), (BUG, {}, 0), (DEVELOPMENT, {}, 1), (ESTIMATE, {}, 1)],
    ids=lambda value: getattr(value, "code", ""),
)
def test_acceptance_holds_what_the_kind_takes(kind, fields, held):
    desk = package()
    desk.posted("T-1", kind, "11-20 10:00")
    assert desk.units("11-20 10:00", "held", "available") == (0, 10)
    assert desk.on("T-1", Accepted, "11-20 10:30", **fields).refusal is None
    assert desk.units("11-20 10:30", "held", "available") == (held, 10 - held)


@pytest.mark.rule("PKG-4")
def test_a_bug_is_free_on_an_empty_deposit():
    desk = package(0)
    desk.posted("T-1", BUG, "11-20 10:00")
    for kind, when in ((Accepted, "11-20 10:30"), (Solved, "11-20 12:00")):
        assert desk.on("T-1", kind, when).refusal is None
    assert desk.state("T-1", "11-25 12:00") == "closed"
    assert desk.units("11-25 12:00", "granted", "consumed", "owed") == (0, 0, 0)


@pytest.mark.rule("PKG-2")
def test_acceptance_is_refused_where_the_balance_does_not_cover_it():
    desk = package()
    desk.posted("T-1", COMPOUND, "11-20 10:00")
    said = refused(desk, lambda: desk.on("T-1", Accepted, "11-20 10:30", parts=11))
    assert said == (
        "refused: 11 credits asked, 10 credits available\n"
        "instead: top up by 1 credit, or ask for no more than is available"
    )
    assert desk.state("T-1", "11-20 11:00") == "posted"
    desk.bought(CREDIT.of(10), "11-20 12:00")
    assert desk.on("T-1", Accepted, "11-20 12:30", parts=11).refusal is None


def test_an_event_of_a_task_that_is_not_there_and_one_that_cannot_happen():
    desk = package()
    said = refused(desk, lambda: desk.on("T-9", Accepted, "11-20 10:00"))
    assert said == "refused: no task T-9 was posted and taken\ninstead: post the task first"
    simple(desk)
    said = refused(desk, lambda: desk.on("T-1", Questioned, "11-20 12:00"))
    assert said.startswith("refused: questioned is not possible for a task that is accepted")
    said = refused(desk, lambda: desk.on("T-1", Solved, "11-20 10:00", known="11-20 13:00"))
    assert "lies before the last thing that happened to the task" in said


def test_the_same_event_under_another_fact_changes_nothing():
    desk = package()
    desk.posted("T-1", SIMPLE, "11-20 10:00")
    event = Accepted("e", at("11-20 10:30"))
    desk.tell(On("first", event.at, task="T-1", event=event))
    before = fingerprint(desk.account)
    assert desk.tell(On("second", event.at, task="T-1", event=event)).refusal is None
    assert fingerprint(desk.account) == before


@pytest.mark.rule("PKG-5", "PKG-6")
def test_solved_work_closes_by_itself_at_its_own_instant_without_any_job():
    desk = package()
    simple(desk)
    desk.on("T-1", Solved, "11-20 17:00")
    assert desk.units("11-25 16:59", "held", "consumed") == (1, 0)
    assert desk.units("11-25 17:00", "held", "consumed") == (0, 1)
    assert desk.state("T-1", "11-25 16:59") == "solved"
    assert desk.state("T-1", "11-25 17:00") == "closed"
    lines = desk.account.statement(month(11)).lines
    assert [(line.kind, line.at) for line in lines if line.kind is LineKind.SETTLED] == [
        (LineKind.SETTLED, at("11-25 17:00"))
    ]
    desk.bought(CREDIT.of(10), "12-24 10:00")  # a fact of a month later finds it settled then, not now
    assert desk.account.ledger(at("12-24 10:00")).entries[-2].effective_at == at("11-25 17:00")


@pytest.mark.rule("PKG-5")
def test_a_question_before_the_fifth_day_reopens_and_one_at_it_is_too_late():
    desk = package()
    simple(desk)
    desk.on("T-1", Solved, "11-20 17:00")
    desk.on("T-1", Questioned, "11-25 16:59")
    assert desk.units("12-20 10:00", "held", "consumed") == (1, 0)
    desk.on("T-1", Solved, "11-26 10:00")
    said = refused(desk, lambda: desk.on("T-1", Questioned, "12-01 10:00"))
    assert said == (
        "refused: the task closed by itself at Tue 1 Dec 2026 10:00, as nothing was asked (PKG-5)\n"
        "instead: post a new task"
    )
    assert desk.units("12-01 10:00", "held", "consumed") == (0, 1)


def test_a_solution_that_is_learnt_after_its_closing_is_settled_at_it_and_recorded_late():
    desk = package()
    simple(desk)
    desk.bought(CREDIT.of(10), "11-26 09:00")
    desk.on("T-1", Solved, "11-20 17:00", known="11-26 10:00")
    desk.bought(CREDIT.of(10), "11-27 09:00")
    settle = next(entry for entry in desk.account.ledger(at("11-27 09:00")).entries if "settle" in entry.id)
    assert (settle.effective_at, settle.recorded_at) == (at("11-25 17:00"), at("11-26 10:00"))


@pytest.mark.rule("PKG-4")
def test_an_estimate_settles_when_it_is_delivered():
    desk = package()
    desk.posted("T-1", ESTIMATE, "11-20 10:00")
    desk.on("T-1", Accepted, "11-20 10:30")
    desk.on("T-1", Solved, "11-20 15:00")
    assert desk.units("11-20 15:00", "held", "consumed") == (0, 1)


@pytest.mark.rule("PKG-6")
def test_cancelling_unsolved_work_takes_nothing_and_solved_work_counts_as_closed():
    desk = package()
    simple(desk, "T-1")
    simple(desk, "T-2", "11-20 11:00", "11-20 11:30")
    desk.on("T-1", Cancelled, "11-20 12:00")
    desk.on("T-2", Solved, "11-20 12:00")
    desk.on("T-2", Cancelled, "11-20 13:00")
    assert desk.units("11-20 13:00", "held", "available", "consumed") == (0, 9, 1)
    assert desk.state("T-1", "11-20 13:00") == "cancelled"
    assert desk.state("T-2", "11-20 13:00") == "closed"


def test_somebody_may_close_before_the_fifth_day():
    desk = package()
    simple(desk)
    desk.on("T-1", Solved, "11-20 12:00")
    desk.on("T-1", Closed, "11-21 12:00")
    assert desk.units("11-21 12:00", "held", "consumed") == (0, 1)


@pytest.mark.parametrize("waits", [False, True])
def test_a_task_that_is_solved_in_one_go_takes_its_credit(waits):
    desk = package()
    desk.posted("T-1", SIMPLE, "11-20 10:00")
    if waits:
        desk.on("T-1", Waiting, "11-20 10:10")
    desk.on("T-1", Solved, "11-20 11:00")
    assert desk.units("11-20 11:00", "held") == (1,)
    desk.on("T-1", Questioned, "11-20 12:00")
    desk.on("T-1", Solved, "11-20 13:00")
    assert desk.units("11-20 13:00", "held") == (1,)
    assert desk.units("11-25 13:00", "held", "consumed") == (0, 1)


def test_a_compound_task_is_not_solved_before_its_parts_are_told():
    desk = package()
    desk.posted("T-1", COMPOUND, "11-20 10:00")
    said = refused(desk, lambda: desk.on("T-1", Solved, "11-20 11:00"))
    assert said.startswith("refused: a compound task has at least 2 parts, and none were told (ISM-4)")


def test_a_task_that_is_solved_in_one_go_is_refused_on_an_empty_deposit():
    desk = package(0)
    desk.posted("T-1", SIMPLE, "11-20 10:00")
    assert "1 credit asked, 0 credits available" in refused(desk, lambda: desk.on("T-1", Solved, "11-20 11:00"))


def test_a_declined_development_gives_its_credit_back():
    desk = package()
    desk.posted("D-1", DEVELOPMENT, "11-20 10:00")
    desk.on("D-1", Accepted, "11-20 10:30")
    desk.on("D-1", Estimated, "11-20 11:00", size=8 * H)
    desk.on("D-1", Declined, "11-20 12:00")
    assert desk.units("11-20 12:00", "held", "available") == (0, 10)


@pytest.mark.rule("ISM-3")
def test_turning_compound_holds_one_credit_less_than_its_parts():
    desk = package()
    simple(desk)
    before = desk.account.work["T-1"].case
    said = refused(desk, lambda: desk.on("T-1", Reclassified, "11-20 11:00", parts=3))
    assert said.startswith("refused: without the client's consent the task stays simple (ISM-3)")
    said = refused(desk, lambda: desk.on("T-1", Reclassified, "11-20 11:10", parts=11, consent=True))
    assert said.startswith("refused: 10 credits asked, 9 credits available")
    assert desk.account.work["T-1"].case == before
    desk.on("T-1", Reclassified, "11-20 11:30", parts=3, consent=True)
    assert desk.units("11-20 11:30", "held") == (3,)
    desk.on("T-1", Solved, "11-24 10:00")
    assert desk.units("11-29 10:00", "held", "consumed") == (0, 3)


# --- lots that run out


@pytest.mark.rule("PKG-3", "PKG-6")
def test_held_credits_do_not_burn_and_burn_at_once_when_they_come_back_late():
    desk = package(10, "09-01 10:00")  # burns 30 Nov 10:00
    simple(desk, "T-1", "11-27 10:00", "11-27 10:30")
    simple(desk, "T-2", "11-27 11:00", "11-27 11:30")
    assert desk.units("11-30 09:59", "available", "held", "expired") == (8, 2, 0)
    assert desk.units("11-30 10:00", "available", "held", "expired") == (0, 2, 8)
    desk.on("T-1", Cancelled, "11-30 12:00")
    desk.on("T-2", Solved, "11-30 12:00")
    assert desk.units("11-30 12:00", "held", "expired") == (1, 9)
    assert desk.units("12-05 12:00", "held", "expired", "consumed") == (0, 9, 1)


@pytest.mark.rule("PKG-6")
def test_what_expires_first_is_taken_first():
    desk = package(10, "10-01 10:00")
    desk.bought(CREDIT.of(10), "09-15 10:00", known="10-02 10:00")
    simple(desk)
    hold = desk.account.ledger(at("11-20 12:00")).entries[-1]
    assert desk.account.ledger(at("11-20 12:00")).entry(hold.taken[0].lot).effective_at == at("09-15 10:00")


# --- bought, granted, opened with


@pytest.mark.rule("PKG-2")
def test_nine_are_refused_and_ten_are_a_package():
    desk = package(0)
    said = refused(desk, lambda: desk.bought(CREDIT.of(9), "11-02 09:00"))
    assert said == (
        "refused: a purchase is at least 10 credits, not 9 credits (PKG-2)\ninstead: buy 10 credits or more"
    )
    assert desk.bought(CREDIT.of(10), "11-02 09:00").refusal is None
    assert desk.units("11-02 09:00", "available") == (10,)


@pytest.mark.rule("PKG-3")
@pytest.mark.parametrize(("term", "burns"), [(Days(90), "11-29 10:00"), (Months(3), "11-30 10:00")])
def test_a_package_bought_on_the_last_of_august(term, burns):
    desk = package(10, "08-31 10:00", term=term)
    last = at(burns) - dt.timedelta(microseconds=1)
    assert desk.account.balance(last).available == CREDIT.of(10)
    assert desk.account.balance(at(burns)).available == CREDIT.of(0)
    assert desk.account.balance(at(burns)).expired == CREDIT.of(10)


@pytest.mark.parametrize("verb", ["bought", "granted", "opened"])
def test_credit_of_another_unit_has_no_balance(verb):
    desk = package()
    said = refused(desk, lambda: getattr(desk, verb)(HOUR.of(5), "11-02 09:00"))
    assert said == "refused: Package of tasks has no balance of hours"


def test_a_plan_without_balance():
    desk = Desk(plans.paid_support())
    said = refused(desk, lambda: desk.bought(CREDIT.of(10), "11-02 09:00"))
    assert said == "refused: General support, paid has no balance of credits"
    desk.posted("T-1", SIMPLE, "11-02 10:00")
    assert "no balance of hours" in refused(desk, lambda: desk.reserved("T-1", 30, "11-02 11:00"))
    with pytest.raises(InvalidEvent, match="this plan keeps no balance"):
        desk.account.balance(at("11-02 10:00"))
    assert desk.account.ledger(at("11-02 10:00")) is None
    assert desk.account.notices(at("11-01 10:00"), at("11-02 10:00")) == ()


def test_a_client_comes_with_credit_and_gets_a_present():
    desk = package(0)
    desk.opened(CREDIT.of(4), "11-02 09:00", expires_at=at("11-10 09:00"))
    desk.granted(CREDIT.of(2), "11-02 09:00")
    assert desk.units("11-02 09:00", "available") == (6,)
    assert desk.units("11-10 09:00", "available", "expired") == (2, 4)


# --- work logged


@pytest.mark.rule("ISM-3")
def test_more_than_an_hour_is_told_once_and_an_hour_is_not():
    desk = package()
    simple(desk)
    assert desk.logged("T-1", 60, "11-20 12:00").told == ()
    assert [str(one) for one in desk.logged("T-1", 1, "11-20 12:01").told] == [
        "more than 1 h of the specialist's time: 1 h 1 min (ISM-3)"
    ]
    assert desk.logged("T-1", 5, "11-20 12:10").told == ()


def test_a_task_that_is_compound_by_now_is_not_due_for_it():
    desk = package()
    simple(desk)
    desk.on("T-1", Reclassified, "11-20 11:30", parts=3, consent=True)
    assert desk.logged("T-1", 100, "11-20 14:00").told == ()


def test_nothing_is_logged_or_set_aside_once_it_is_over():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.posted("W-1", WORK, "11-02 10:00")
    desk.posted("W-2", WORK, "11-02 10:00")
    desk.reserved("W-2", 60, "11-02 11:00")
    desk.on("W-1", Cancelled, "11-02 12:00")
    said = "refused: the task is cancelled, and nothing is logged on it any more\ninstead: post a new task"
    assert refused(desk, lambda: desk.logged("W-1", 5, "11-02 13:00")) == said
    assert refused(desk, lambda: desk.reserved("W-1", 5, "11-02 13:00")) == said
    assert refused(desk, lambda: desk.moved("W-2", "W-1", "11-02 13:00")) == said
    for tell in (
        lambda: desk.logged("X", 5, "11-02 14:00"),
        lambda: desk.reserved("X", 5, "11-02 14:00"),
        lambda: desk.moved("X", "W-2", "11-02 14:00"),
        lambda: desk.moved("W-2", "X", "11-02 14:00"),
        lambda: desk.fault("X", Fault.CLIENT, "11-02 14:00"),
    ):
        assert refused(desk, tell).startswith("refused: no task X was posted and taken")


# --- packages of hours


@pytest.mark.rule("PCK-1")
def test_the_hours_of_a_month_burn_at_its_end_and_the_next_come_by_themselves():
    desk = Desk(plans.hour_package(20), "01-31 00:00")
    assert desk.units("01-31 00:00", "available", "expired") == (1200, 0)
    assert desk.units("02-28 00:00", "available", "expired") == (1200, 1200)
    assert desk.units("03-31 00:00", "available", "expired") == (1200, 2400)
    assert desk.units("03-30 23:59", "available", "expired") == (1200, 1200)


@pytest.mark.rule("PCK-1")
def test_a_month_is_known_from_its_own_instant_and_warned_of_once():
    warned = plans.hour_package(20)
    warned = warned.evolve(entitlement=attrs.evolve(warned.entitlement, alerts=(LowBalance(HOUR.of(5)),)))
    desk = Desk(warned, "11-01 00:00")
    desk.posted("W-1", WORK, "11-02 10:00")
    desk.logged("W-1", 16 * 60, "11-03 10:00")
    days = [at(f"11-{day:02} 00:00") for day in range(1, 31)] + [at(f"12-{day:02} 00:00") for day in range(1, 31)]
    told = [one for a, b in pairwise(days) for one in desk.account.notices(a, b)]
    assert [one.at for one in told] == [at("11-03 10:00")]
    assert desk.account.notices(days[0], days[-1]) == tuple(told)
    grants = [entry for entry in desk.account.ledger(days[-1]).entries if entry.id.startswith("hour_package")]
    assert [entry.recorded_at for entry in grants] == [at("11-01 00:00"), at("12-01 00:00")]


def test_a_plan_of_monthly_hours_needs_its_start():
    with pytest.raises(InvalidEvent, match="pass since="):
        Account(plans.hour_package(20), HOUSE)


def test_nothing_comes_before_the_start():
    desk = Desk(plans.hour_package(20), "11-10 00:00")
    desk.posted("W-1", WORK, "11-02 10:00")
    assert desk.units("11-09 23:59", "available") == (0,)
    assert [str(one) for one in desk.logged("W-1", 30, "11-03 10:00").told] == [
        "30 minutes of W-1 are covered by no credit"
    ]


@pytest.mark.rule("PCK-6", "PCK-8")
def test_minutes_set_aside_are_taken_first_and_the_rest_moves_without_loss():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.posted("W-1", WORK, "11-02 10:00")
    desk.posted("W-2", CONSULTATION, "11-02 10:00")
    desk.reserved("W-1", 300, "11-02 11:00")
    desk.logged("W-1", 10, "11-02 12:00", what="a chat answer")
    desk.logged("W-1", 20, "11-02 12:30", what="briefing the developers")
    assert desk.units("11-02 13:00", "available", "held", "consumed") == (900, 270, 30)
    desk.moved("W-1", "W-2", "11-03 10:00")
    assert desk.units("11-03 10:00", "available", "held", "consumed") == (900, 270, 30)
    desk.logged("W-1", 5, "11-03 11:00")  # nothing is set aside for it any more
    assert desk.units("11-03 11:00", "available", "held", "consumed") == (895, 270, 35)
    desk.on("W-2", Cancelled, "11-04 10:00")
    assert desk.units("11-04 10:00", "available", "held", "consumed") == (1165, 0, 35)
    said = refused(desk, lambda: desk.moved("W-2", "W-1", "11-05 10:00"))
    assert said == "refused: nothing is set aside for W-2 (PCK-8)\ninstead: set hours aside for it first"


@pytest.mark.rule("PCK-8")
def test_minutes_of_a_month_that_is_over_stay_set_aside_until_they_are_worked():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.posted("W-1", WORK, "11-20 10:00")
    desk.reserved("W-1", 180, "11-20 11:00")
    desk.logged("W-1", 60, "12-02 10:00")
    assert desk.units("12-02 10:00", "available", "held", "consumed", "expired") == (1200, 120, 60, 1020)
    desk.logged("W-1", 150, "12-03 10:00")  # 120 of November's, 30 of December's
    assert desk.units("12-03 10:00", "available", "held", "consumed", "expired") == (1170, 0, 210, 1020)


def test_work_that_is_told_after_the_reserve_that_pays_it():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.posted("W-1", WORK, "11-20 08:00")
    desk.posted("W-2", WORK, "11-20 08:00")
    desk.reserved("W-1", 90, "11-20 10:00")
    desk.logged("W-1", 60, "11-20 09:30", known="11-20 10:30")
    assert desk.units("11-20 10:30", "available", "held", "consumed") == (1110, 30, 60)
    desk.moved("W-1", "W-2", "11-20 09:00", known="11-20 11:00")
    desk.on("W-2", Cancelled, "11-20 09:45", known="11-20 12:00")
    assert desk.units("11-20 12:00", "available", "held", "consumed") == (1140, 0, 60)
    desk.reserved("W-1", 90, "11-20 13:00")
    desk.on("W-1", Solved, "11-20 10:30", known="11-20 14:00")
    desk.on("W-1", Closed, "11-20 12:30", known="11-20 15:00")
    assert desk.units("11-20 15:00", "available", "held", "consumed") == (1140, 0, 60)


@pytest.mark.rule("PCK-6")
def test_work_beyond_the_hours_is_recorded_and_told():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.posted("W-1", WORK, "11-02 10:00")
    told = desk.logged("W-1", 1260, "11-20 10:00").told
    assert [str(one) for one in told] == ["1 hour of W-1 are covered by no credit"]
    assert desk.units("11-20 10:00", "available", "consumed", "owed") == (0, 1200, 0)


def test_work_beyond_the_hours_is_refused_where_the_plan_says_so():
    desk = Desk(plans.hour_package(20, done=Shortfall.REJECT), "11-01 00:00")
    desk.posted("W-1", WORK, "11-02 10:00")
    desk.reserved("W-1", 60, "11-02 11:00")
    said = refused(desk, lambda: desk.logged("W-1", 1260, "11-20 10:00"))
    assert said.startswith("refused: 20 hours asked, 19 hours available")
    assert desk.logged("W-1", 1140, "11-20 10:00").refusal is None  # 60 set aside and 1080 free
    assert "1 hour 1 minute asked, 1 hour available" in refused(desk, lambda: desk.reserved("W-1", 61, "11-20 11:00"))


def test_minutes_are_no_credits_and_no_points():
    desk = package()
    simple(desk)
    simple(desk, "T-2", "11-20 10:40", "11-20 10:50")
    assert "nothing is set aside for T-1 (PCK-8)" in refused(desk, lambda: desk.moved("T-1", "T-2", "11-20 11:00"))
    assert "has no balance of hours" in refused(desk, lambda: desk.reserved("T-1", 5, "11-20 12:00"))
    desk = points()
    desk.posted("S-1", SERVICE_REQUEST, "11-20 10:00")
    assert "has no balance of hours" in refused(desk, lambda: desk.reserved("S-1", 5, "11-20 12:00"))


def test_hours_do_not_move_to_a_task_of_a_plan_that_counts_something_else():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.posted("W-1", WORK, "11-02 10:00")
    desk.reserved("W-1", 60, "11-02 11:00")
    desk.plan(plans.task_package(), "11-10 00:00")
    desk.bought(CREDIT.of(10), "11-10 09:00")
    simple(desk)
    said = refused(desk, lambda: desk.moved("W-1", "T-1", "11-20 12:00"))
    assert said == "refused: Package of tasks has no balance of hours"


# --- points


def quoted(desk, task="S-1", size=2 * H):
    desk.posted(task, SERVICE_REQUEST, "11-20 10:00")
    desk.on(task, Accepted, "11-20 10:10")
    desk.on(task, Estimated, "11-20 10:20", size=size)
    return desk.on(task, Agreed, "11-20 10:30")


@pytest.mark.rule("PTS-3", "PTS-4")
def test_quote_consent_hold_and_settle_at_most_the_quote():
    desk = points()
    quoted(desk)
    assert desk.units("11-20 10:30", "available", "held") == (1080, 120)
    desk.on("S-1", Started, "11-20 11:00", owner="olha")
    desk.logged("S-1", 100, "11-20 13:00")
    assert [str(one) for one in desk.logged("S-1", 30, "11-20 14:00").told] == [
        "2 h 10 min were worked, and the client agreed to 2 h (PTS-4)"
    ]
    desk.on("S-1", Solved, "11-20 15:00")
    assert desk.units("11-20 15:00", "available", "held", "consumed") == (1080, 0, 120)


@pytest.mark.rule("PTS-4")
def test_less_than_the_quote_takes_what_was_worked():
    desk = points()
    quoted(desk)
    desk.logged("S-1", 45, "11-20 13:00")
    desk.on("S-1", Solved, "11-20 15:00")
    assert desk.units("11-20 15:00", "available", "held", "consumed") == (1155, 0, 45)


@pytest.mark.rule("PTS-4")
def test_more_needs_a_new_consent_and_so_does_less():
    desk = points()
    quoted(desk)
    desk.on("S-1", Started, "11-20 11:00", owner="olha")
    desk.logged("S-1", 200, "11-20 13:00")
    desk.on("S-1", Estimated, "11-20 14:00", size=4 * H)
    assert desk.units("11-20 14:00", "held") == (120,)
    desk.on("S-1", Agreed, "11-20 14:30")
    assert desk.units("11-20 14:30", "held") == (240,)
    desk.on("S-1", Agreed, "11-20 14:40", size=3 * H)  # after all, three hours will do
    desk.on("S-1", Solved, "11-20 15:00")
    assert desk.units("11-20 15:00", "available", "held", "consumed") == (1020, 0, 180)


@pytest.mark.rule("PTS-4")
def test_without_consent_there_is_no_work_and_no_debit():
    desk = points()
    desk.posted("S-1", SERVICE_REQUEST, "11-20 10:00")
    desk.on("S-1", Accepted, "11-20 10:10")
    assert "the size is not yet agreed" in refused(desk, lambda: desk.on("S-1", Started, "11-20 10:30", owner="olha"))
    desk.on("S-1", Estimated, "11-20 10:40", size=21 * H)
    said = refused(desk, lambda: desk.on("S-1", Agreed, "11-20 10:50"))
    assert said.startswith("refused: 21 points asked, 20 points available")
    assert desk.units("11-20 11:00", "available", "held", "consumed") == (1200, 0, 0)


@pytest.mark.rule("PTS-4")
def test_an_agreed_instant_is_no_consent_to_points():
    desk = points()
    desk.posted("S-1", SERVICE_REQUEST, "11-20 10:00")
    desk.on("S-1", Accepted, "11-20 10:10")
    desk.on("S-1", Estimated, "11-20 10:20", size=2 * H)
    said = refused(desk, lambda: desk.on("S-1", Agreed, "11-20 10:30", size=at("11-25 12:00")))
    assert said == ("refused: the size is not yet agreed (PTS-4)\ninstead: estimate the work and have the client agree")


@pytest.mark.rule("PTS-1")
def test_a_subscription_grants_points_by_users_and_options():
    granted = Allowance({"standard": Tariff(10, [(0, 2), (10, 1)])}, {"telephony": 5}).granted(
        "standard", users=25, options=["telephony"]
    )
    desk = points(0)
    desk.granted(granted.total, "11-02 09:00")
    assert desk.units("11-02 09:00", "available") == (50 * 60,)


@pytest.mark.rule("PTS-2")
def test_an_incident_and_a_standard_request_are_free():
    desk = points()
    for task, kind, day in (("I-1", INCIDENT, "11-20"), ("R-1", STANDARD_REQUEST, "11-23")):
        desk.posted(task, kind, f"{day} 10:00")
        desk.on(task, Accepted, f"{day} 10:10")
        desk.logged(task, 90, f"{day} 12:00")
        desk.on(task, Solved, f"{day} 12:30")
        desk.on(task, Closed, f"{day} 13:00")
    assert desk.units("11-30 10:00", "available", "held", "consumed") == (1200, 0, 0)
    said = refused(desk, lambda: desk.fault("R-1", Fault.CLIENT, "11-30 10:00"))
    assert said == "refused: whose fault it was matters for incidents, not for a standard service request (PTS-5)"


def incident(desk, minutes=90):
    desk.posted("I-1", INCIDENT, "11-20 10:00")
    desk.on("I-1", Accepted, "11-20 10:10")
    desk.logged("I-1", minutes, "11-20 12:00")
    desk.on("I-1", Solved, "11-20 12:30")


@pytest.mark.rule("PTS-5")
def test_an_incident_is_charged_when_the_fault_is_found_to_be_the_clients():
    desk = points(1)
    incident(desk)
    desk.fault("I-1", Fault.NOT_FOUND, "11-20 13:00")
    assert desk.units("11-20 13:00", "available", "consumed", "owed") == (60, 0, 0)
    desk.fault("I-1", Fault.CLIENT, "11-23 10:00")
    assert desk.units("11-23 10:00", "available", "consumed", "owed") == (0, 60, 30)
    desk.fault("I-1", Fault.CLIENT, "11-23 11:00")  # told twice, charged once
    assert desk.units("11-23 11:00", "available", "consumed", "owed") == (0, 60, 30)
    desk.bought(POINT.of(5), "11-24 10:00")
    assert desk.units("11-24 10:00", "available", "consumed", "owed") == (270, 90, 0)
    desk.fault("I-1", Fault.NOT_THE_CLIENT, "11-25 10:00")
    assert desk.units("11-25 10:00", "available", "consumed", "refunded", "owed") == (360, 90, 90, 0)
    desk.fault("I-1", Fault.CLIENT, "11-26 10:00")
    assert desk.units("11-26 10:00", "available", "owed") == (270, 0)


@pytest.mark.rule("PTS-5")
def test_work_goes_on_after_the_fault_was_found():
    desk = points(rounding=RoundTo(15, Rounding.UP))
    desk.posted("I-1", INCIDENT, "11-20 10:00")
    desk.fault("I-1", Fault.CLIENT, "11-20 10:10")
    desk.logged("I-1", 20, "11-20 11:00")
    assert desk.units("11-20 11:00", "consumed") == (30,)
    desk.logged("I-1", 10, "11-20 11:30")
    assert desk.units("11-20 11:30", "consumed") == (30,)
    desk.logged("I-1", 1, "11-20 12:00")
    assert desk.units("11-20 12:00", "consumed") == (45,)
    desk.fault("I-1", Fault.NOT_THE_CLIENT, "11-20 13:00")
    assert desk.units("11-20 13:00", "available") == (1200,)


@pytest.mark.rule("PTS-5")
def test_money_facts_that_are_told_late_are_put_right_when_they_are_known():
    desk = points(1)
    incident(desk)
    desk.fault("I-1", Fault.CLIENT, "11-23 10:00")
    desk.bought(POINT.of(5), "11-22 10:00", known="11-24 10:00")  # paid before the fault was found
    assert desk.units("11-24 10:00", "available", "owed") == (270, 0)
    desk.fault("I-1", Fault.NOT_THE_CLIENT, "11-23 12:00", known="11-25 10:00")
    assert desk.units("11-25 10:00", "available", "owed") == (360, 0)


@pytest.mark.rule("PTS-6")
def test_the_client_is_told_once_for_each_mark_highest_first():
    desk = points()
    incident(desk, 20 * 60)
    desk.fault("I-1", Fault.CLIENT, "11-23 10:00")
    told = desk.account.notices(at("11-20 00:00"), at("11-30 00:00"))
    assert [str(one.reason) for one in told] == [
        "0 points left, no more than 50 % of 20 points (PTS-6)",
        "0 points left, no more than 20 % of 20 points (PTS-6)",
        "nothing is left (PTS-6)",
    ]
    assert desk.account.notices(at("11-23 10:00"), at("11-30 00:00")) == ()
    assert desk.bought(POINT.of(1), "11-30 10:00").refusal is None  # at any time


def test_minutes_set_aside_in_two_goes_are_taken_in_their_order():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.posted("W-1", WORK, "11-20 08:00")
    desk.reserved("W-1", 30, "11-20 09:00")
    desk.reserved("W-1", 30, "11-20 09:10")
    desk.logged("W-1", 20, "11-20 10:00")
    assert desk.units("11-20 10:00", "available", "held", "consumed") == (1140, 40, 20)
    desk.logged("W-1", 50, "11-20 11:00")
    assert desk.units("11-20 11:00", "available", "held", "consumed") == (1130, 0, 70)


def test_a_debt_that_a_purchase_cannot_pay_whole_is_paid_in_part():
    desk = points(1)
    incident(desk, 60 * 5)
    desk.fault("I-1", Fault.CLIENT, "11-23 10:00")
    desk.bought(POINT.of(1), "11-24 10:00")
    assert desk.units("11-24 10:00", "available", "owed") == (0, 180)
    desk.bought(POINT.of(4), "11-25 10:00")
    assert desk.units("11-25 10:00", "available", "owed") == (60, 0)


# --- plan and calendar change


def test_a_task_keeps_the_promise_under_which_it_was_accepted_and_a_posted_one_gets_the_new():
    desk = Desk(plans.paid_support())
    desk.posted("T-2", SIMPLE, "11-20 10:00")
    simple(desk, "T-1")
    desk.on("T-2", Waiting, "11-20 11:00")
    desk.on("T-2", Resumed, "11-20 13:00")
    desk.plan(plans.task_package(), "11-20 14:00")
    desk.bought(CREDIT.of(10), "11-20 14:00")
    desk.on("T-2", Accepted, "11-20 15:00")
    first, second = (desk.account.work[name].case for name in ("T-1", "T-2"))
    assert first.solution.deadline.due == at("11-23 13:00")  # 12 working hours
    assert second.solution.deadline.due == at("11-23 11:00")  # 8, and 2 that it waited
    assert desk.units("11-20 15:00", "held") == (1,)
    assert desk.account.plan_at(at("11-20 13:59")).code == "paid_support"
    assert desk.account.plan_at(at("11-20 14:00")).code == "task_package"


def test_an_acceptance_that_is_refused_leaves_the_task_under_its_plan():
    desk = Desk(plans.paid_support())
    desk.posted("T-1", SIMPLE, "11-20 10:00")
    desk.plan(plans.task_package(), "11-20 14:00")
    refused(desk, lambda: desk.on("T-1", Accepted, "11-20 15:00"))
    assert desk.account.work["T-1"].plan.code == "paid_support"


def test_a_plan_that_does_not_take_the_task_leaves_it_under_its_own():
    desk = package()
    desk.posted("T-1", COMPOUND, "11-20 10:00")
    desk.plan(plans.free_support(), "11-20 14:00")
    desk.on("T-1", Accepted, "11-20 15:00", parts=2)
    assert desk.account.work["T-1"].plan.code == "task_package"
    assert desk.account.balance(at("11-20 15:00"), unit=CREDIT).held == CREDIT.of(2)


def test_hours_of_the_old_plan_live_on_and_those_of_the_new_come():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.plan(plans.hour_package(40), "11-15 00:00", known="11-16 00:00")
    assert desk.units("11-16 00:00", "available") == (3600,)
    assert desk.units("12-01 00:00", "available", "expired") == (2400, 1200)
    assert desk.units("12-15 00:00", "available", "expired") == (2400, 3600)
    desk.plan(plans.free_support(), "12-20 00:00")
    assert desk.account.balance(at("12-31 00:00"), unit=HOUR).available == HOUR.of(40)


def hours(desk, when):
    balance = desk.account.balance(at(when), unit=HOUR)
    return {name: getattr(balance, name).units // 60 for name in ("available", "consumed", "voided")}


def test_of_plans_that_change_at_one_instant_the_last_told_gives_its_hours():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    for number in (40, 80, 120):
        desk.plan(plans.hour_package(number), "11-15 00:00")
    assert hours(desk, "11-15 00:00") == {"available": 140, "consumed": 0, "voided": 120}
    assert hours(desk, "12-15 00:00") == {"available": 120, "consumed": 0, "voided": 120}
    desk.account.ledger(at("12-31 00:00")).check()
    again = Account.of(plans.hour_package(20), HOUSE, reversed(desk.journal), facts=FACTS, since=at("11-01 00:00"))
    assert again.plan == plans.hour_package(120)  # of one instant and kind, the ids tell the order
    assert again.balance(at("12-15 00:00")) == desk.account.balance(at("12-15 00:00"))


def test_a_month_that_begins_as_the_plan_changes_is_the_new_plans():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.plan(plans.hour_package(40), "12-01 00:00")
    assert hours(desk, "12-01 00:00") == {"available": 40, "consumed": 0, "voided": 20}


def test_hours_of_a_month_that_another_plan_ruled_are_void_once_that_is_known_and_what_was_taken_stays_taken():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.posted("W-1", WORK, "12-02 10:00")
    desk.on("W-1", Accepted, "12-02 10:10")
    desk.logged("W-1", 180, "12-02 15:00")
    assert hours(desk, "12-03 09:00") == {"available": 17, "consumed": 3, "voided": 0}
    desk.plan(plans.hour_package(40), "11-20 00:00", known="12-03 10:00")
    assert hours(desk, "12-03 10:00") == {"available": 40, "consumed": 3, "voided": 17}
    assert desk.account.balance(at("12-03 10:00"), known_at=at("12-03 09:00")).voided == HOUR.of(0)
    assert hours(desk, "12-20 00:00") == {"available": 40, "consumed": 3, "voided": 17}


def test_a_plan_that_is_told_last_rules_from_its_instant_whatever_was_told_before():
    desk = Desk(plans.hour_package(20), "10-01 00:00")
    desk.plan(plans.hour_package(40), "11-20 00:00")
    desk.plan(plans.hour_package(80), "11-10 00:00", known="11-25 00:00")
    assert hours(desk, "11-25 00:00") == {"available": 100, "consumed": 0, "voided": 40}
    copied = desk.account.copy()
    copied.post(PlanChanged("again", at("11-10 00:00"), plan=plans.hour_package(120), recorded_at=at("11-26 00:00")))
    assert copied.balance(at("11-26 00:00")).available == HOUR.of(140)
    assert hours(desk, "11-26 00:00") == {"available": 100, "consumed": 0, "voided": 40}


def test_a_purchase_keeps_the_plan_that_took_it_though_another_is_told_at_its_instant():
    desk = package(0)
    desk.bought(CREDIT.of(10), "11-20 14:00")
    desk.plan(plans.hour_package(20), "11-20 14:00")
    assert [plan.code for _, plan in desk.account.accepted(Bought)] == ["task_package"]


def test_new_tasks_are_counted_on_the_new_calendar_and_those_taken_keep_theirs():
    desk = Desk(plans.paid_support())
    desk.posted("T-1", SIMPLE, "11-20 17:00")
    short = HOUSE.weekly({"mon-fri": [("09:00", "13:00")]}, tz="Europe/Kyiv")
    desk.calendar(short, "11-20 17:10")
    desk.posted("T-2", SIMPLE, "11-20 17:20")
    assert desk.account.work["T-1"].case.solution.deadline.due == at("11-24 11:00")
    assert desk.account.work["T-2"].case.solution.deadline.due == at("11-25 13:00")


# --- ids, order, copies


def test_the_same_fact_again_changes_nothing_even_if_it_is_recorded_later():
    desk = package()
    simple(desk)
    before = fingerprint(desk.account)
    for fact in list(desk.journal):
        again = attrs.evolve(fact, recorded_at=at("11-25 10:00"))
        assert desk.account.post(again) == desk.account.post(fact)
    assert fingerprint(desk.account) == before


def test_a_refusal_is_kept_for_a_retry():
    desk = package(0)
    first = desk.bought(CREDIT.of(9), "11-02 09:00")
    assert desk.account.post(first.fact) is first


def test_another_fact_of_a_known_id_is_an_error():
    desk = package()
    before = fingerprint(desk.account)
    with pytest.raises(IdConflict, match="a fact of this id is known already"):
        desk.account.post(Bought("f1", at("11-02 09:00"), quantity=CREDIT.of(11)))
    with pytest.raises(IdConflict):
        desk.account.post(Granted("f1", at("11-02 09:00"), quantity=CREDIT.of(10)))
    assert fingerprint(desk.account) == before


def test_a_fact_that_was_known_before_the_last_is_an_error():
    desk = package()
    with pytest.raises(RecordedBackwards, match=r"hand all of them to Account\.of"):
        desk.bought(CREDIT.of(10), "11-02 08:59")
    assert desk.units("11-02 09:00", "available") == (10,)


def test_a_list_may_come_in_any_order_and_twice():
    desk = package()
    simple(desk)
    desk.on("T-1", Solved, "11-20 17:00")
    desk.bought(CREDIT.of(10), "11-21 10:00", known="11-30 10:00")
    expected = fingerprint(desk.account)
    for journal in (desk.journal[::-1], desk.journal[2:] + desk.journal[:2], desk.journal * 2):
        assert fingerprint(Account.of(plans.task_package(), HOUSE, journal, facts=FACTS)) == expected


def test_facts_of_one_instant_come_in_the_order_of_their_kind():
    noon = at("11-20 12:00")
    journal = [
        On.of("T-1", Accepted("a", noon)),
        On.of("T-1", Solved("b", noon)),
        WorkLogged("c", noon, task="T-1", minutes=5),
        Posted.of(Task("T-1", SIMPLE, "Acme", noon)),
        Bought("z", noon, quantity=CREDIT.of(10)),
    ]
    account = Account.of(plans.task_package(), HOUSE, journal)
    assert account.refused() == ()
    assert account.balance(noon).held == CREDIT.of(1)


@pytest.mark.parametrize(
    "question",
    [
        lambda account: account.at(at("12-31 10:00")),
        lambda account: account.balance(at("12-31 10:00")),
        lambda account: account.balance(at("12-31 10:00"), known_at=at("11-21 10:00")),
        lambda account: account.statement(Period(at("11-01 00:00"), at("12-31 00:00"))),
        lambda account: account.notices(at("11-01 00:00"), at("12-31 00:00")),
        lambda account: account.queue(at("12-31 10:00")),
        lambda account: account.cases(at("12-31 10:00")),
        lambda account: account.compliance(at("11-01 00:00"), at("12-31 00:00")),
        lambda account: (account.outcomes(), account.refused(), list(account.accepted(Bought))),
    ],
)
@pytest.mark.parametrize("hours", [False, True])
def test_questions_never_change_the_account(question, hours):
    desk = Desk(plans.hour_package(20), "11-01 00:00") if hours else package()
    if hours:
        desk.posted("T-1", WORK, "11-20 10:00")
        desk.reserved("T-1", 60, "11-20 11:00")
    else:
        simple(desk)
        desk.on("T-1", Solved, "11-20 17:00")
    before = fingerprint(desk.account)
    question(desk.account)
    assert fingerprint(desk.account) == before


def test_an_account_as_it_was_known_is_the_account_of_that_day():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.posted("W-1", WORK, "11-02 10:00")
    desk.logged("W-1", 60, "11-02 12:00")
    before = desk.account.copy()
    desk.calendar(HOUSE.weekly({"mon": [("09:00", "13:00")]}, tz="Europe/Kyiv"), "11-03 10:00")
    desk.plan(plans.hour_package(40), "11-02 00:00", known="11-04 10:00")
    desk.posted("W-2", WORK, "11-04 11:00")
    then = desk.account.known(at("11-04 09:59"))
    assert (then.plan.code, then.calendar, list(then.work)) == (before.plan.code, desk.account.calendar, ["W-1"])
    early = desk.account.known(at("11-03 09:59"))
    assert early.calendar == HOUSE
    assert early.outcomes() == before.outcomes()
    assert early.balance(at("12-02 10:00")) == before.balance(at("12-02 10:00"))
    assert desk.account.known(at("11-04 11:00")) is desk.account
    assert desk.account.known(at("10-01 00:00")).outcomes() == ()


def test_an_account_where_nothing_is_due_is_its_own_future():
    desk = package()
    assert desk.account.at(at("12-31 10:00")) is desk.account
    hours = Desk(plans.hour_package(20), "11-01 00:00")
    hours.posted("W-1", WORK, "11-02 10:00")
    assert hours.account.at(at("11-30 23:59")) is hours.account
    assert hours.account.at(at("12-01 00:00")) is not hours.account


def test_a_copy_goes_its_own_way():
    desk = package()
    simple(desk)
    before = fingerprint(desk.account)
    twin = desk.account.copy()
    twin.post(On.of("T-1", Solved("x", at("11-20 17:00"))))
    twin.post(WorkLogged("y", at("11-20 17:00"), task="T-1", minutes=5))
    twin.post(Posted.of(Task("T-2", BUG, "Acme", at("11-20 17:00"))))
    twin.post(Bought("z", at("11-26 17:00"), quantity=CREDIT.of(10)))
    assert fingerprint(desk.account) == before
    assert desk.account.work["T-1"].minutes == 0


def test_compliance_counts_by_the_plan_of_the_task():
    desk = package()
    simple(desk)
    desk.on("T-1", Solved, "11-20 17:00")
    line = desk.account.compliance(at("11-01 00:00"), at("12-01 00:00")).lines[0]
    assert (line.group, line.met, line.breached) == (("package of tasks", "simple"), 1, 0)


# --- the door


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: WorkLogged("l", at("11-20 10:00"), task="T-1", minutes=0), "whole minutes"),
        (lambda: WorkLogged("l", at("11-20 10:00"), task="T-1", minutes=1.5), "whole minutes"),
        (lambda: WorkLogged("l", at("11-20 10:00"), task="T-1", minutes=527_041), "a year at most, 527,040 minutes"),
        (lambda: Bought("b", at("11-20 10:00"), quantity=CREDIT.of(0)), "one or more"),
        (lambda: Bought("b", at("11-20 10:00"), quantity=10), "CREDIT.of"),
        (lambda: Bought("b", at("11-20 10:00"), quantity=CREDIT.of(10), recorded_at=at("11-19 10:00")), "before it"),
        (lambda: Granted("g", at("11-20 10:00"), quantity=POINT.of(1), expires_at=at("11-20 10:00")), "as it begins"),
        (
            lambda: OpenedWith("o", at("11-20 10:00"), quantity=POINT.of(1), expires_at=at("11-01 10:00")),
            "as it begins",
        ),
        (lambda: On("a", at("11-20 10:00"), task="T-1", event=Accepted("a", at("11-20 10:01"))), "tells of"),
        (lambda: Posted("p", at("11-20 10:00"), task=Task("T", BUG, "A", at("11-20 10:01"))), "tells of"),
        (lambda: ReserveMoved("m", at("11-20 10:00"), task="T-1", to="T-1"), "another task"),
    ],
)
def test_facts_that_cannot_be(make, why):
    with pytest.raises(InvalidEvent, match=why):
        make()


def test_a_fault_on_a_plan_without_a_balance_is_kept():
    desk = Desk(plans.points_alternative())
    desk.posted("I-1", INCIDENT, "11-20 10:00")
    assert desk.tell(FaultFound("x", at("11-20 11:00"), task="I-1", fault=Fault.CLIENT)).refusal is None
    assert desk.account.work["I-1"].fault is Fault.CLIENT


def test_an_entitlement_rounds_effort_by_its_policy():
    assert Entitlement(POINT, rounding=RoundTo(15, Rounding.UP)).rounded(POINT.minor(16)) == POINT.minor(30)
    assert Entitlement(POINT).rounded(POINT.minor(16)) == POINT.minor(16)


@pytest.mark.parametrize(
    "plan", [plans.private_support(WorkingTime(H)), plans.hour_package(20)], ids=["a monthly fee", "monthly hours"]
)
def test_a_plan_that_counts_months_says_since_when(plan):
    with pytest.raises(InvalidEvent, match="a plan with a monthly fee or monthly hours starts at an instant"):
        Account(plan, HOUSE, facts=FACTS)


# --- clauses of the rulebook that a story as a whole does not show


@pytest.mark.rule("ISM-7")
def test_cancelling_returns_no_slot_and_a_development_counts_beside_its_estimate():
    desk = package()
    desk.posted("E-1", ESTIMATE, "11-20 10:00")
    desk.on("E-1", Accepted, "11-20 10:10")
    desk.posted("D-1", DEVELOPMENT, "11-20 11:00")
    desk.posted("C-1", COMPOUND, "11-20 12:00")
    desk.on("C-1", Cancelled, "11-20 12:10")
    refused_ = desk.posted("B-1", BUG, "11-20 13:00").refusal
    assert refused_.reason.rule == "ISM-7"
    assert refused_.retry_at == at("11-21 00:00")
    assert desk.posted("B-1b", BUG, "11-21 00:00").refusal is None


@pytest.mark.rule("PKG-4")
def test_an_estimate_has_cost_its_own_credit_and_the_development_after_it_costs_another():
    desk = package()
    desk.posted("E-1", ESTIMATE, "11-20 10:00")
    desk.on("E-1", Accepted, "11-20 10:10")
    desk.on("E-1", Solved, "11-20 11:00")
    desk.posted("D-1", DEVELOPMENT, "11-20 12:00")
    desk.on("D-1", Accepted, "11-20 12:10")
    assert desk.units("11-20 12:10", "available", "held", "consumed") == (8, 1, 1)


@pytest.mark.rule("PKG-2")
def test_what_no_credit_covers_is_told_where_the_plan_takes_the_task_all_the_same():
    desk = package(10, shortfall=Shortfall.AT_MOST)
    desk.posted("T-1", COMPOUND, "11-20 10:00")
    assert [str(one) for one in desk.on("T-1", Accepted, "11-20 10:10", parts=12).told] == [
        "2 credits of T-1 are covered by no credit"
    ]
    assert desk.units("11-20 10:10", "available", "held") == (0, 10)
    desk.bought(CREDIT.of(10), "11-20 11:00")
    assert desk.on("T-1", Solved, "11-20 12:00").told == ()  # what was missing is set aside now
    assert desk.units("11-25 12:00", "available", "held", "consumed") == (8, 0, 12)


@pytest.mark.rule("ISM-3", "GEN-7")
def test_a_task_that_is_accepted_under_a_new_plan_grows_by_that_plan():
    desk = Desk(plans.paid_support())
    desk.posted("T-1", SIMPLE, "11-20 10:00")
    desk.plan(plans.task_package(), "11-20 10:10")
    desk.bought(CREDIT.of(10), "11-20 10:20")
    desk.on("T-1", Accepted, "11-20 10:30")
    assert desk.on("T-1", Reclassified, "11-20 11:00", parts=3, consent=True).refusal is None
    assert desk.units("11-20 11:00", "held") == (3,)
    desk = package()
    desk.posted("T-1", SIMPLE, "11-20 10:00")
    desk.plan(plans.paid_support(), "11-20 10:10")
    desk.on("T-1", Accepted, "11-20 10:30")
    said = desk.on("T-1", Reclassified, "11-20 11:00", parts=3, consent=True).refusal
    assert said.reason.rule == "GEN-7"


@pytest.mark.rule("ISM-2")
@pytest.mark.parametrize("first", [plans.individual_manager(), plans.paid_support()], ids=lambda plan: plan.code)
def test_the_acceptance_clock_of_a_new_plan_stood_still_while_the_task_waited(first):
    desk = Desk(first)
    desk.posted("T-1", SIMPLE, "11-20 10:00")
    desk.on("T-1", Waiting, "11-20 10:30")
    desk.on("T-1", Resumed, "11-20 12:00")
    desk.plan(plans.task_package(), "11-20 12:05")
    desk.bought(CREDIT.of(10), "11-20 12:06")
    desk.on("T-1", Accepted, "11-20 12:15")
    acceptance = desk.account.work["T-1"].case.acceptance
    assert acceptance.deadline.due == at("11-20 12:30")
    assert acceptance.standing(at("11-20 13:00")).state.value == "met"


def test_a_task_that_was_promised_anew_tells_its_past():
    desk = Desk(plans.hourly())
    desk.posted("C-1", CONSULTATION, "11-20 10:00", channel=_email())
    desk.on("C-1", Waiting, "11-20 10:05")
    desk.on("C-1", Resumed, "11-20 10:10")
    desk.plan(plans.hourly(agree_all=Agreement.BEFORE_WORK), "11-20 10:20")
    desk.on("C-1", Accepted, "11-20 10:30")
    desk.on("C-1", Estimated, "11-20 10:40", size=2 * H)  # the first plan has no estimates of consultations
    desk.on("C-1", Agreed, "11-20 11:00")
    case = desk.account.work["C-1"].case
    moments = ("10:04", "10:05", "10:10", "10:30", "10:40", "11:00")
    states = [case.as_of(at(f"11-20 {moment}")).state.value for moment in moments]
    assert states == ["posted", "waiting", "posted", "accepted", "estimated", "agreed"]
    assert [case.task.id for case in desk.account.queue(at("11-20 10:35"))] == ["C-1"]
    assert [line.group for line in desk.account.compliance(at("11-20 00:00"), at("11-20 10:35")).lines] == [
        ("hourly support", "consultation")
    ]


# --- work that is told when the solution is


@pytest.mark.rule("PTS-3", "PTS-4")
def test_work_that_is_told_after_the_solution_is_taken_as_far_as_it_was_agreed():
    desk = points()
    quoted(desk)
    desk.on("S-1", Solved, "11-20 13:00")
    assert desk.units("11-20 13:00", "available", "held", "consumed") == (1200, 0, 0)
    desk.logged("S-1", 90, "11-20 12:00", known="11-20 13:30")
    assert desk.units("11-20 13:30", "available", "consumed") == (1110, 90)
    told = desk.logged("S-1", 60, "11-20 14:00").told
    assert [one.code for one in told] == ["beyond-quote"]
    assert desk.units("11-20 14:00", "available", "consumed") == (1080, 120)
    desk.on("S-1", Closed, "11-20 15:00")
    assert desk.units("11-20 15:00", "available", "consumed") == (1080, 120)


@pytest.mark.rule("PTS-3", "PTS-4")
def test_a_request_that_was_opened_again_takes_what_was_worked_since_as_far_as_it_was_agreed():
    desk = points()
    quoted(desk)
    desk.logged("S-1", 60, "11-20 12:00")
    desk.on("S-1", Solved, "11-20 13:00")
    desk.on("S-1", Questioned, "11-20 14:00")
    desk.logged("S-1", 90, "11-20 15:00")
    assert desk.units("11-20 15:00", "available", "consumed") == (1140, 60)
    desk.on("S-1", Estimated, "11-20 15:10", size=3 * H)
    desk.on("S-1", Agreed, "11-20 15:20")
    assert desk.units("11-20 15:20", "available", "held", "consumed") == (
        1020,
        120,
        60,
    )  # two hours more than were taken
    desk.on("S-1", Solved, "11-20 16:00")
    assert desk.units("11-20 16:00", "available", "held", "consumed") == (1050, 0, 150)


@pytest.mark.rule("PTS-4", "PTS-5")
@pytest.mark.parametrize(
    ("done", "left"),
    [(Shortfall.OWE(), (0, 90, 30)), (Shortfall.AT_MOST, (0, 90, 0)), (Shortfall.REJECT, (30, 60, 0))],
)
def test_agreed_work_that_finds_too_little_credit_when_it_is_solved_again(done, left):
    desk = points(2, done=done)
    quoted(desk)
    desk.logged("S-1", 60, "11-20 12:00")
    desk.on("S-1", Solved, "11-20 13:00")
    desk.on("S-1", Questioned, "11-20 14:00")
    desk.posted("S-2", SERVICE_REQUEST, "11-20 14:10")
    desk.on("S-2", Accepted, "11-20 14:20")
    desk.on("S-2", Estimated, "11-20 14:30", size=H / 2)
    desk.on("S-2", Agreed, "11-20 14:40")  # half an hour of the last hour is another request's
    desk.logged("S-1", 60, "11-20 15:00")
    desk.on("S-1", Solved, "11-20 16:00")
    assert desk.units("11-20 16:00", "available", "consumed", "owed") == left


@pytest.mark.rule("PTS-5")
@pytest.mark.parametrize(("done", "left"), [(Shortfall.OWE(), (0, 60, 30)), (Shortfall.AT_MOST, (0, 60, 0))])
def test_whether_a_shortfall_is_owed_is_a_parameter_of_the_plan(done, left):
    desk = points(1, done=done)
    incident(desk)
    desk.fault("I-1", Fault.CLIENT, "11-23 10:00")
    assert desk.units("11-23 10:00", "available", "consumed", "owed") == left


def _email():
    from supportcore.tasks import Channel

    return Channel.EMAIL


@pytest.mark.rule("PKG-5")
def test_a_question_that_was_asked_in_time_and_told_after_the_closing_is_a_new_task():
    desk = package()
    simple(desk)
    desk.on("T-1", Solved, "11-20 17:00")
    desk.bought(CREDIT.of(10), "11-26 09:00")  # by now it has closed
    refused_ = desk.on("T-1", Questioned, "11-24 10:00", known="11-26 10:00").refusal
    assert refused_.reason.rule == "PKG-5"
    assert desk.units("11-26 10:00", "held", "consumed") == (0, 1)


@pytest.mark.rule("PKG-4", "PKG-5")
@pytest.mark.parametrize(("kind", "fields", "taken"), [(COMPOUND, {"parts": 3}, 3), (BUG, {}, 0)])
def test_the_parts_of_a_compound_task_close_together_and_a_bug_without_a_debit(kind, fields, taken):
    desk = package(bought="10-02 09:00")
    desk.posted("T-1", kind, "10-20 10:00")
    desk.on("T-1", Accepted, "10-20 10:30", **fields)
    desk.on("T-1", Solved, "10-22 12:00")
    before = at("10-27 12:00") - dt.timedelta(microseconds=1)  # five days later on the wall, 121 hours
    assert desk.account.balance(before).held.units == taken
    assert desk.units("10-27 12:00", "held", "consumed") == (0, taken)
    assert desk.state("T-1", "10-27 12:00") == "closed"
