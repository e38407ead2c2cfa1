"""Nonsense at the doors of the account: each is refused in words, and the account is as it was."""

import datetime as dt

import attrs
import pytest

from supportcore import plans
from supportcore.account import (
    Account,
    Bought,
    CalendarChanged,
    Fact,
    On,
    PlanChanged,
    Posted,
    Reserved,
    ReserveMoved,
    WorkLogged,
    consultation_share,
    efforts,
    invoice,
    week,
)
from supportcore.errors import InvalidEvent, InvalidInstant, InvalidPeriod, InvalidUnit, MixedUnits
from supportcore.periods import Period
from supportcore.plans import Entitlement
from supportcore.tasks import COMPOUND, SIMPLE, Task
from supportcore.units import CREDIT, HOUR

HOUSE = plans.house_calendar()
PLAN = plans.task_package()
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=HOUSE.tz)
PAIR = (NOON, NOON + dt.timedelta(1))


def account():
    return Account.of(PLAN, HOUSE, [Bought("b-1", NOON, quantity=CREDIT.of(10))])


FACTS = [
    # what is tried, what is said
    (lambda: Bought("", NOON, quantity=CREDIT.of(1)), "'': id is a text that names something; write id='T-1'"),
    (lambda: Bought(None, NOON, quantity=CREDIT.of(1)), "None: id is a text"),
    (lambda: Bought(["b"], NOON, quantity=CREDIT.of(1)), "id is a text"),
    (lambda: Bought("b", NOON, quantity=10), "10: credit is a quantity of one or more"),
    (lambda: WorkLogged("w", NOON, task=None, minutes=5), "None: task is a text"),
    (lambda: WorkLogged("w", NOON, task="T", minutes=True), "True: work is logged in whole minutes"),
    (lambda: WorkLogged("w", NOON, task="T", minutes=10**9), "a year at most, 527,040 minutes; check the number"),
    (lambda: WorkLogged("w", NOON, task="T", minutes=5, role=None), "None: this is a text, or none"),
    (lambda: WorkLogged("w", NOON, task="T", minutes=5, project=1), "1: this is a text, or none"),
    (lambda: WorkLogged("w", NOON, task="T", minutes=5, what=b""), "b'': this is a text, or none"),
    (lambda: Reserved("r", NOON, task="", minutes=5), "'': task is a text"),
    (lambda: ReserveMoved("r", NOON, task="T-1", to=None), "None: to is a text"),
    (lambda: ReserveMoved("r", NOON, task="T-1", to="T-1"), "what is set aside is given to another task"),
    (lambda: PlanChanged("p", NOON, plan="hourly"), r"'hourly': what holds from here on is a Plan; write plans.hourly"),
    (lambda: CalendarChanged("c", NOON, calendar=None), "None: tasks are counted on a WorkingCalendar"),
    (lambda: Posted("p", NOON, task=None), r"None: a fact of a task tells of a Task or an event of supportcore.tasks"),
    (lambda: Posted.of("T-1"), r"'T-1': what is posted is a Task; write Posted.of\(Task\("),
    (lambda: On("o", NOON, task="T-1", event=None), r"None: a fact of a task tells of a Task or an event"),
    (lambda: On.of("T-1", "solved"), r"'solved': what happens to a task is an event; write On.of\('T-1', Accepted"),
    (lambda: Account(plans.task_package, HOUSE), r"an account is kept under a Plan; write Account\(plans.task_packa"),
    (lambda: Account(PLAN, None), r"None: an account counts on a WorkingCalendar; pass plans.house_calendar\(\)"),
    (lambda: Account(PLAN, HOUSE, facts="client-of-the-firm"), "facts are a list of what is known of the client"),
    (lambda: Account(PLAN, HOUSE, facts=[["known"]]), r"\['known'\]: facts are a list of what is known of the clie"),
    (lambda: Account(PLAN, HOUSE, facts=[7]), "7: facts are a list of what is known"),
    (lambda: Account.of(PLAN, HOUSE, None), "None: a journal is a list of facts"),
    (lambda: Account.of(PLAN, HOUSE, [Task("T", SIMPLE, "Acme", NOON)]), "a journal is a list of facts; write"),
    (lambda: account().post(None), "None: an account takes facts; post one of Posted, On, WorkLogged"),
    (lambda: account().post(Task("T", SIMPLE, "Acme", NOON)), "an account takes facts"),
    (lambda: account().post(Fact("f", NOON)), "an account takes facts"),
]  # fmt: skip


@pytest.mark.parametrize(("nonsense", "said"), FACTS)
def test_a_fact_that_cannot_be_is_refused_in_words(nonsense, said):
    with pytest.raises(InvalidEvent, match=said):
        nonsense()


QUESTIONS = {
    "statement": lambda period: account().statement(period),
    "invoice": lambda period: invoice(account(), period),
    "week": lambda period: week(account(), period),
    "share": lambda period: consultation_share(account(), period),
}


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize("period", [None, PAIR, "2026-11"])
def test_a_question_about_no_period_is_refused(ask, period):
    with pytest.raises(InvalidPeriod, match=r"a stretch of time is a Period; write Period\(start, end\)"):
        ask(period)


@pytest.mark.parametrize("ask", [invoice, week, consultation_share, lambda account, _: efforts(account)])
def test_a_bill_of_no_account_is_refused(ask):
    with pytest.raises(InvalidEvent, match=r"Period.*: a bill or a report is made of an Account; pass the account fir"):
        ask(Period(*PAIR), account())


@pytest.mark.parametrize("ask", ["balance", "compliance", "invoice"])
@pytest.mark.parametrize("nothing", [0, "", False])
def test_an_instant_of_knowing_is_an_instant(ask, nothing):
    asked = {
        "balance": lambda: account().balance(NOON, known_at=nothing),
        "compliance": lambda: account().compliance(*PAIR, now=nothing),
        "invoice": lambda: invoice(account(), Period(*PAIR), known_at=nothing),
    }
    with pytest.raises(InvalidInstant, match="an instant is an aware datetime"):
        asked[ask]()


@pytest.mark.parametrize("unit", ["credit", [], 0])
def test_a_balance_of_no_unit_is_refused(unit):
    with pytest.raises(InvalidUnit, match="a balance counts one Unit; write unit=CREDIT, or leave it out"):
        account().balance(NOON, unit=unit)


@pytest.mark.parametrize("now", [None, "2026-11-23", dt.date(2026, 11, 23), dt.datetime(2026, 11, 23)])
def test_an_instant_is_asked_for_even_where_there_is_no_task_yet(now):
    with pytest.raises(InvalidInstant):
        account().cases(now)


def test_a_months_hours_beyond_the_last_year_are_refused_with_their_number():
    hours = Account(plans.hour_package(), HOUSE, facts=[plans.AFTER_IMPLEMENTATION_OR_AUDIT], since=NOON)
    assert hours.balance(dt.datetime(2200, 11, 1, tzinfo=dt.UTC)).granted == HOUR.of(40 * 2088)
    with pytest.raises(
        InvalidPeriod, match=r"'2090 months': a period ends in the years 1900 to 2200; take fewer steps"
    ):
        hours.balance(dt.datetime(2200, 12, 31, tzinfo=dt.UTC))


def test_a_plan_whose_months_count_another_unit_cannot_reach_an_account():
    with pytest.raises(MixedUnits, match="this balance counts credits"):
        PLAN.evolve(entitlement=attrs.evolve(Entitlement(CREDIT), monthly=HOUR.of(1)))


def test_a_generator_of_facts_is_walked_once_and_a_retry_changes_nothing():
    bought = Bought("b-1", NOON, quantity=CREDIT.of(10))
    made = Account.of(PLAN, HOUSE, (bought for _ in range(3)), facts=iter(["known"]))
    assert (made.balance(NOON).granted, made.facts) == (CREDIT.of(10), {"known"})


def test_more_parts_than_anybody_counts_are_refused():
    with pytest.raises(
        ValueError, match=r"a compound task has at least 2 parts .ISM-4., in whole numbers, and at most 1,000,000; "
    ):
        Task("T", COMPOUND, "Acme", NOON, parts=10**23)
    assert Task("T", COMPOUND, "Acme", NOON, parts=10**6).parts == 10**6


def test_an_empty_period_of_an_empty_account_costs_nothing():
    quiet = Account(PLAN, HOUSE)
    assert invoice(quiet, Period(*PAIR)).totals == ()
    assert consultation_share(quiet, Period(*PAIR)) is None
