"""What is drawn for plugin authors: valid, around edges, without waste; and nothing is loaded that nobody asked for."""

import datetime as dt
import subprocess
import sys
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from supportcore import plans
from supportcore import strategies as drawn
from supportcore.account import Account, Bought, On, Posted
from supportcore.calendar import WorkingCalendar
from supportcore.errors import NeverCloses, NoWorkingTime
from supportcore.ledger import Hold, Refund, Settle, Void
from supportcore.plans import Plan
from supportcore.reasons import Refusal
from supportcore.sla import CutOff, Deadline, Target
from supportcore.strategies.journals import _fact
from supportcore.tasks import SIMPLE, State, Task
from supportcore.units import CREDIT

PLACES = drawn.places()
TASKS = drawn.plans().flatmap(lambda plan: st.tuples(st.just(plan), drawn.tasks(plan)))
ALL = {
    "nights": drawn.nights(),
    "clocks": drawn.clocks(),
    "days of hours": drawn.days_of_hours(),
    "weeks": drawn.weeks(),
    "breaks": drawn.breaks(),
    "holiday tables": drawn.nights().flatmap(lambda night: drawn.holiday_tables([night[1]])),
    "weekly calendars": drawn.weekly_calendars(),
    "calendars": drawn.calendars(depth=2),
    "places": PLACES,
    "instants": PLACES.flatmap(drawn.instants),
    "instants of a calendar": drawn.weekly_calendars(("Europe/Kyiv", drawn.START.date())).flatmap(drawn.instants),
    "amounts": drawn.amounts(),
    "leaves": drawn.leaves(),
    "targets": drawn.targets(),
    "pauses": PLACES.flatmap(drawn.pauses),
    "plans": drawn.plans(),
    "tasks": TASKS,
    "journals": drawn.journals(),
    "histories": drawn.histories(),
}


@pytest.mark.parametrize("name", ALL)
def test_every_strategy_draws_without_waste(name):
    """No health check is suppressed but that of time, which a busy machine fails."""

    @settings(max_examples=20, database=None)
    @given(ALL[name])
    def draw(value):
        assert value is not None

    draw()


def some(strategy, like):
    """Find an example; the search is short, so an edge that is hardly ever drawn is not found."""
    return find(
        strategy,
        like,
        random=Random(0),
        settings=settings(max_examples=200, database=None, phases=[Phase.generate],
                          suppress_health_check=list(HealthCheck)),
    )  # fmt: skip


EDGES = {
    "a shift past midnight": ("days of hours", lambda hours: any(end <= start for start, end in hours)),
    "a whole day": ("days of hours", lambda hours: hours == (("00:00", "24:00"),)),
    "a day off": ("days of hours", lambda hours: hours == ()),
    "a break in a day": ("days of hours", lambda hours: len(hours) > 1),
    "shifts that touch": ("days of hours", lambda hours: any(a[1] == b[0] for a, b in pairwise(hours))),
    "a week with a day off that is named": ("weeks", lambda week: any(week.values()) and not all(week.values())),
    "an hour that the clocks skip": ("clocks", lambda clock: clock == "03:30"),
    "an odd second": ("clocks", lambda clock: len(clock) > 5),
    "a date that never was": ("nights", lambda night: night[0] == "Pacific/Apia"),
    "a short eve": ("holiday tables", lambda table: any(one.shorter for one in table.holidays)),
    "a part-day holiday": ("holiday tables", lambda table: any(one.within for one in table.holidays)),
    "a stand-in for another weekday": (
        "holiday tables", lambda table: any(one.weekday is not None for one in table.holidays)
    ),
    "an opening to the microsecond": (
        "instants and their calendar", lambda both: both[1] == both[0].calendar.next_opening(both[1] - drawn.SECOND)
    ),
    "a microsecond before an edge": ("instants", lambda at: at.microsecond == 999_999),
    "a microsecond after an edge": ("instants", lambda at: at.microsecond == 1),
    "a full day of work": ("amounts", lambda amount: amount == 9 * drawn.HOUR),
    "a cut-off": ("targets", lambda target: isinstance(target, CutOff)),
    "a choice between cut-offs": (
        "targets", lambda target: any(isinstance(one, CutOff) for one in getattr(target, "targets", ()))
    ),
    "an empty pause": ("pauses", lambda some: any(one.start == one.end for one in some)),
    "overlapping pauses": (
        "pauses", lambda some: any(a.start < b.end and b.start < a.end for a in some for b in some if a is not b)
    ),
    "a task solved and questioned": (
        "journals", lambda one: any(isinstance(fact, On) and fact.event.kind == "questioned" for fact in one.facts)
    ),
    "a task that closed by itself": (
        "journals",
        lambda one: bool(one.facts) and any(
            case.state is State.CLOSED
            and "closed" not in {fact.event.kind for fact in one.facts if isinstance(fact, On)}
            for case in one.account().cases(one.facts[-1].at)
        ),
    ),
    "credit bought": ("journals", lambda one: any(isinstance(fact, Bought) for fact in one.facts)),
    "more credit bought than the least that is sold": (
        "journals",
        lambda one: any(
            isinstance(fact, Bought) and fact.quantity > fact.quantity.unit.of(10) for fact in one.facts
        ),
    ),
    "two open tasks": ("journals", lambda one: sum(isinstance(fact, Posted) for fact in one.facts) >= 2),
    "a hold settled": ("histories", lambda ledger: any(isinstance(one, Settle) for one in ledger.entries)),
    "a hold released": ("histories", lambda ledger: any(isinstance(one, Void) for one in ledger.entries)),
    "a refund": ("histories", lambda ledger: any(isinstance(one, Refund) for one in ledger.entries)),
    "a hold at the microsecond before an expiry": (
        "histories",
        lambda ledger: any(
            isinstance(one, Hold) and one.effective_at + drawn.MICROSECOND == drawn.START + 4 * drawn.HOUR
            for one in ledger.entries
        ),
    ),
}  # fmt: skip
MORE = ALL | {"instants and their calendar": PLACES.flatmap(lambda one: st.tuples(st.just(one), drawn.instants(one)))}


@pytest.mark.parametrize("edge", EDGES)
def test_the_named_edge_is_drawn(edge):
    name, like = EDGES[edge]
    try:
        some(MORE[name], lambda value: _holds(like, value))
    except NoSuchExample:
        pytest.fail(f"{name} never draws {edge}")


def _holds(like, value):
    try:
        return like(value)
    except (NoWorkingTime, NeverCloses):
        return False


FAST = settings(max_examples=20)


@FAST
@given(drawn.journals())
def test_a_journal_is_taken_fact_by_fact(journal):
    account = journal.account()
    assert [outcome.fact for outcome in account.outcomes()] == list(journal.facts)
    assert not [*account.refused()]


def test_a_task_may_grow_and_then_the_client_consents():
    """It is drawn once in some hundred journals: too seldom to look for."""
    account, now = Account(plans.task_package(), plans.house_calendar(), since=drawn.START), drawn.START
    account.post(Bought("b", now, quantity=CREDIT.of(10)))
    account.post(Posted.of(Task("T-1", SIMPLE, "Acme", now)))
    facts = [_fact(account, ("event", pick), "f", now) for pick in range(12)]
    grown = next(fact for fact in facts if fact.event.kind == "reclassified")
    assert account.post(grown).refusal is None


@FAST
@given(drawn.histories())
def test_a_history_is_a_ledger_that_balances(ledger):
    ledger.check()
    assert ledger.entries


@FAST
@given(drawn.histories(most=2))
def test_a_history_is_no_longer_than_asked_after_its_first_grant(ledger):
    assert len(ledger.entries) <= 3


@FAST
@given(PLACES)
def test_half_past_three_is_an_edge_of_every_date_around_the_night(place):
    edges = place.edges()
    for number in range(-4, 5):
        day = place.night + number * drawn.DAY
        assert dt.datetime.combine(day, dt.time(3, 30), place.calendar.tz).astimezone(dt.UTC) in edges


@FAST
@given(TASKS)
def test_a_task_is_one_that_the_plan_promises_something(both):
    plan, task = both
    assert isinstance(plan, Plan)
    assert isinstance(task, Task)
    assert not isinstance(plan.promise(task), Refusal)


@FAST
@given(PLACES, drawn.targets(), st.data())
def test_a_target_and_an_instant_give_a_deadline_that_is_not_before_its_start(place, target, data):
    assert isinstance(target, Target)
    at = data.draw(drawn.instants(place))
    try:
        found = target.due(place.calendar, at)
    except NoWorkingTime:  # what two calendars have in common may be nothing
        return
    assert isinstance(found, Deadline)
    assert found.due >= at


@pytest.mark.parametrize(
    ("strategy", "simplest"),
    [(drawn.days_of_hours(), ()), (drawn.weeks(), dict.fromkeys(range(5), drawn.OFFICE)), (drawn.clocks(), "00:00")],
)
def test_it_shrinks_to_something_plain(strategy, simplest):
    assert find(strategy, lambda _: True, settings=settings(database=None)) == simplest


def test_a_calendar_shrinks_to_an_office():
    found = find(drawn.calendars(), lambda _: True, settings=settings(database=None))
    assert found == WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")


WITHOUT = """
import sys
sys.modules["hypothesis"] = None
try:
    import supportcore.strategies
except ImportError as why:
    print(type(why).__name__, why)
"""


def run(code):
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_without_hypothesis_it_says_what_to_install():
    assert run(WITHOUT) == (
        "MissingExtra 'hypothesis': strategies are drawn by Hypothesis, which the package does not need; "
        "pip install 'supportcore[test]'"
    )


def test_the_rest_of_the_package_does_not_load_hypothesis():
    wings = "calendar, sla, ledger, points, pricing, tasks, plans, account, texts, command"
    assert (
        run(f"import sys, supportcore; from supportcore import {wings}; print('hypothesis' in sys.modules)") == "False"
    )
