"""Along an axis: every step is played, every switch is found; by chance: the same years for every plan."""

import datetime as dt
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing.whatifs import HOUSE, RATES, START, monthly
from supportcore import plans
from supportcore.calendar import WorkingCalendar
from supportcore.errors import InvalidPolicy, InvalidWorkload, NoAnswer
from supportcore.pricing import RateTable
from supportcore.units import Money
from supportcore.whatif import Axis, Competes, Workload, break_even, compare, monte_carlo
from supportcore.whatif.asking.chance import Drawing, poisson

MONTH = Workload.of({"simple": 1}, {"simple": 30}, start=START, months=1)
HOURLY = plans.hourly()
FLAT = monthly(plans.paid_support(), 150)


def flat(amount):
    return monthly(plans.paid_support(), amount)


# --- break-even


def test_switches_where_the_hours_cost_more_than_the_fee():
    found = break_even([HOURLY, FLAT], Axis.tasks(MONTH, "simple", range(21)), HOUSE)
    assert [(one.step, one.before, one.after) for one in found.switches] == [
        (11, "Hourly support", "General support, paid")  # at ten both cost 150: the first named stays
    ]
    assert found.total("Hourly support", 10) == found.total("General support, paid", 10) == Money(150, "USD")


def test_finds_all_switches_of_a_saw():
    """A package is bought ten at a time: with each new ten it jumps above the hours, which then catch up."""
    package = plans.task_package()
    axis = Axis.tasks(MONTH, "simple", range(1, 31))
    found = break_even([package, plans.hourly(rates=_rate(20))], axis, HOUSE, currency="USD", rates=RATES)
    assert [one.step for one in found.switches] == [9, 11, 18, 21, 27]


def _rate(amount):
    return RateTable(default=Money(amount, "USD"))


@settings(max_examples=8)
@given(st.integers(10, 60), st.integers(20, 200), st.integers(0, 9), st.integers(1, 14), st.integers(1, 60))
def test_every_switch_flips_one_step_either_side_and_there_is_no_other(rate, fee, first, length, effort):
    both = [plans.hourly(rates=_rate(rate)), flat(fee), plans.task_package()]
    month = MONTH.with_effort("simple", effort)
    axis = Axis.tasks(month, "simple", range(first, first + length))
    found = break_even(both, axis, HOUSE, currency="USD", rates=RATES)
    cheapest = []
    for step in axis.steps:
        rows = compare(both, axis.make(step), HOUSE, currency="USD", rates=RATES)
        assert [cost.total for cost in found.costs[step - first]] == [row.total for row in rows]
        cheapest.append(
            min((row.total.amount, place, row.plan.name) for place, row in enumerate(rows) if row.complete)[2]
        )
    flips = {axis.steps[n]: (cheapest[n - 1], cheapest[n]) for n in range(1, length) if cheapest[n] != cheapest[n - 1]}
    assert {one.step: (one.before, one.after) for one in found.switches} == flips


def test_who_refuses_or_has_no_price_does_not_compete_unless_all_do():
    both = [plans.free_support(), HOURLY]
    axis = Axis.tasks(MONTH, "simple", range(2, 4))
    assert set(break_even(both, axis, HOUSE, currency="USD").leaders) == {"Hourly support"}
    free = break_even(both, axis, HOUSE, currency="USD", competes=Competes.ALL)
    assert set(free.leaders) == {"General support, free"}
    nobody = break_even([plans.free_support(), plans.paid_support()], axis, HOUSE)
    assert nobody.leaders == (None, None)
    assert "cheapest at 2 simple a month: none" in nobody.title()
    with pytest.raises(InvalidPolicy):
        break_even(both, axis, HOUSE, currency="USD", competes="all")


def test_prints_both_sides_of_a_switch():
    found = break_even([HOURLY, FLAT], Axis.tasks(MONTH, "simple", range(9, 13)), HOUSE)
    assert found.to_records() == [
        {"from simple a month": 11, "cheapest": "General support, paid", "it, a step below": 150, "it, here": 150,
         "the one before, a step below": 150, "the one before, here": 165}
    ]  # fmt: skip
    assert "never changes" in str(break_even([HOURLY, FLAT], Axis.tasks(MONTH, "simple", range(3)), HOUSE))


def test_an_axis_of_minutes():
    found = break_even([HOURLY, FLAT], Axis.minutes(MONTH.with_tasks("simple", 10), "simple", range(28, 33)), HOUSE)
    assert [one.step for one in found.switches] == [31]


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ((), "an axis has one whole step or more"),
        ((1, 2.5), "an axis has one whole step or more"),
        ((1, 1), "the steps of an axis rise"),
        ((3, 2), "the steps of an axis rise"),
        (range(1001), "an axis has at most 1000 steps"),
        (range(10**12), "an axis has at most 1000 steps"),
    ],
)
def test_refuses_an_axis_that_cannot_be_walked(steps, message):
    with pytest.raises(NoAnswer, match=message):
        Axis.tasks(MONTH, "simple", steps)


def test_the_longest_axis_is_walked():
    assert len(Axis.tasks(MONTH, "simple", range(1000)).steps) == 1000


def test_a_break_even_is_between_plans():
    with pytest.raises(NoAnswer, match="a break-even is between plans; give two or more"):
        break_even([HOURLY], Axis.tasks(MONTH, "simple", range(3)), HOUSE)


def test_draws_the_crossings():
    pytest.importorskip("matplotlib").use("agg")
    axes = break_even([HOURLY, FLAT, plans.free_support()], Axis.tasks(MONTH, "simple", range(21)), HOUSE).plot()
    assert len(axes.lines) == 3 * 2 + 1
    assert axes.texts[-1].get_text() == "11"
    axes.figure.clear()


# --- chance


def test_the_same_seed_gives_the_same_answer_and_another_seed_another():
    one, again, other = (monte_carlo([HOURLY, FLAT], MONTH, HOUSE, years=8, seed=seed) for seed in (5, 5, 6))
    assert one.years == again.years
    assert one.years != other.years


def test_a_longer_run_begins_with_the_shorter_one():
    one, more = (monte_carlo([HOURLY], MONTH, HOUSE, years=years) for years in (3, 6))
    assert more.years[:3] == one.years


def test_every_plan_meets_the_same_years():
    """A plan beside others costs what it costs alone; twins never differ."""
    alone = monte_carlo([HOURLY], MONTH, HOUSE, years=6)
    beside = monte_carlo([FLAT, HOURLY, HOURLY], MONTH, HOUSE, years=6)
    assert [year[1:] for year in beside.years] == [year * 2 for year in alone.years]
    assert beside.beats("Hourly support", "Hourly support (2)") == 0.5


def test_percentiles_are_nearest_ranks_and_chances_are_shares():
    busy = MONTH.with_tasks("simple", 10)
    found = monte_carlo([HOURLY, FLAT], busy, HOUSE, years=40)
    totals = sorted(year[0].total for year in found.years)
    assert [found.percentile("Hourly support", percent) for percent in (1, 10, 50, 90, 100)] == [
        totals[0], totals[3], totals[19], totals[35], totals[39],
    ]  # fmt: skip
    less = sum(total < Money(150, "USD") for total in totals) + sum(total == Money(150, "USD") for total in totals) / 2
    assert found.beats("Hourly support", "General support, paid") == less / 40
    assert found.duels()[0]["in"] + found.beats("General support, paid", "Hourly support") == 1


def test_prints_the_spread_of_each_plan():
    found = monte_carlo([HOURLY, plans.free_support()], MONTH.with_tasks("simple", 10), HOUSE, years=10, currency="USD")
    text = str(found)
    assert text.startswith("10 times 1 month from 2027-03-01: 10 simple (5 h); seed 1; USD")
    assert [record["cheapest"] for record in found.to_records()] == ["100%", "0%"]
    assert [record["complete"] for record in found.to_records()] == ["100%", "0%"]


def test_as_many_years_are_played_as_it_says(monkeypatch):
    monkeypatch.setattr("supportcore.whatif.varying.years.MOST", 2)
    assert len(monte_carlo([HOURLY], MONTH, HOUSE, years=2).years) == 2
    with pytest.raises(InvalidWorkload, match="years are a whole number from 1 to 2"):
        monte_carlo([HOURLY], MONTH, HOUSE, years=3)


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda: monte_carlo([], MONTH, HOUSE), NoAnswer, "years are played under plans"),
        (lambda: monte_carlo([HOURLY], MONTH, HOUSE, years=0), InvalidWorkload, "years are a whole number from 1"),
        (lambda: monte_carlo([HOURLY], MONTH, HOUSE, seed=None), InvalidWorkload, "a seed is a whole number"),
        (
            lambda: monte_carlo([HOURLY], MONTH, HOUSE, years=1).percentile("Hourly support", 0),
            NoAnswer,
            "from 1 to 100",
        ),
        (lambda: monte_carlo([HOURLY], MONTH, HOUSE, years=1).beats("gold", "Hourly support"), NoAnswer, "'gold'"),
    ],
)
def test_refuses_questions_without_an_answer(ask, error, message):
    with pytest.raises(error, match=message):
        ask()


@pytest.mark.parametrize("mean", [0.5, 7.0, 31.0, 95.0])
def test_arrivals_have_the_mean_and_the_variance_of_poisson(mean):
    draw = random.Random(11)
    found = [poisson(draw, mean) for _ in range(4000)]
    middle = sum(found) / len(found)
    spread = sum((one - middle) ** 2 for one in found) / len(found)
    assert abs(middle - mean) < 4 * (mean / 4000) ** 0.5
    assert abs(spread - mean) < mean * 0.15


def test_nothing_is_asked_in_a_month_without_working_time():
    march = {START + dt.timedelta(day): [] for day in range(31)}
    house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz=HOUSE.tz.key, dates=march)
    work = Workload.of({"simple": 40}, {"simple": 30}, start=START, months=2)
    asks = Drawing(work, house, 3).year(0)
    assert {ask.at.astimezone(house.tz).month for ask in asks} == {4}


def test_draws_lie_in_working_time_and_take_efforts_that_were_given():
    work = Workload.of({"simple": 40, "bug": Fraction(1, 2)}, {"simple": (15, 45), "bug": 60}, start=START, months=2)
    asks = [ask for number in range(10) for ask in Drawing(work, HOUSE, 3).year(number)]
    assert all(HOUSE.is_open(ask.at) and ask.at.second == 0 for ask in asks)
    assert {ask.minutes for ask in asks} == {15, 45, 60}
    months = {ask.at.astimezone(HOUSE.tz).month for ask in asks}
    assert months == {3, 4}
    assert 600 < len(asks) < 1000


def test_draws_the_spreads():
    pytest.importorskip("matplotlib").use("agg")
    found = monte_carlo([HOURLY, FLAT, plans.free_support()], MONTH.with_tasks("simple", 8), HOUSE, years=10)
    axes = found.plot()
    assert len(axes.lines) == 6
    axes.figure.clear()


# --- all plans, a hundred years


@pytest.mark.long
def test_a_hundred_years_of_twenty_tasks_a_month_under_all_ready_plans():
    efforts = {"simple": (15, 25, 35), "bug": 60, "development": 300}
    year = Workload.of({"simple": 16, "bug": 3, "development": 1}, efforts, start=dt.date(2027, 1, 1))
    found = monte_carlo([make() for make in plans.READY.values()], year, HOUSE, years=100, currency="USD", rates=RATES)
    assert len(found.years) == 100
    assert found.percentile("Package of tasks", 10) < found.percentile("Package of tasks", 90)
