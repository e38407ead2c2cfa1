"""How many projects: the simulation against the formulas of queues, the curve, and the figures against a slow twin."""

import datetime as dt
import pickle
from fractions import Fraction
from math import exp, log, sqrt

import attrs
import pytest

from supportcore import plans
from supportcore.calendar import WorkingCalendar
from supportcore.errors import CoverageError, InvalidCaseload
from supportcore.sla import WorkingTime
from supportcore.tasks import BUG, SIMPLE, Rule, Rulebook
from supportcore.whatif import (
    Arrivals,
    Capacity,
    Caseload,
    Discipline,
    Empirical,
    Estimate,
    Exponential,
    Fixed,
    Load,
    LogNormal,
    Stream,
    capacity,
    simulate,
)
from supportcore.whatif.staffing.estimate import student

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
WEEK = dt.timedelta(weeks=1)
ALWAYS = WorkingCalendar.weekly({"mon-sun": [("00:00", "24:00")]}, tz="UTC")
HOUSE = plans.house_calendar()
BOOK = plans.individual_manager().rulebook
START = dt.datetime(2026, 1, 5, tzinfo=HOUSE.tz)
SURE = Fraction(99, 100)


def always(law, hours=8, every=10 * HOUR):
    """A project whose tasks come every ten hours of a desk that never closes: n projects are n/10 an hour."""
    book = Rulebook("always", (Rule(SIMPLE, WorkingTime(hours * HOUR)),))
    return Caseload(Stream(SIMPLE, every, law), book, ALWAYS)


def holds(estimate, truth):
    return estimate.low <= truth <= estimate.high


# --- the formulas


@pytest.mark.parametrize("hours", [1, 3, 8])
def test_m_m_1_the_solution_time_is_exponential(hours):
    """Poisson arrivals, exponential efforts of an hour: P(T > t) = exp(-(mu - lambda) t)."""
    found = capacity(always(Exponential(HOUR), hours), START, projects=(3, 5, 7), confidence=SURE, length=50 * WEEK)
    for load in found.loads:
        rate = 1 - load.projects / 10
        assert load.utilisation == Fraction(load.projects, 10)
        assert holds(load.p50, log(2) / rate)
        assert holds(load.p95, -log(0.05) / rate)
        assert holds(load.kept, 1 - exp(-rate * hours))
        assert (load.p95.high - load.p95.low) / load.p95.mean < 0.15  # and the interval says something


def waits(caseload, projects):
    """The mean wait in hours, over replications, after the desk has filled."""
    end = START + 60 * WEEK
    means = []
    for number in range(12):
        served = [task for task in simulate(caseload, projects, START, end, seed=3, replication=number)
                  if task.posted_at >= START + 4 * WEEK]  # fmt: skip
        waited = sum((task.solved_at - task.posted_at - task.effort for task in served), dt.timedelta(0))
        means.append(waited / len(served) / HOUR)
    return Estimate.of(means, SURE)


LAWS = [
    (Exponential(HOUR), 1.0, 2.0),
    (Fixed(HOUR), 1.0, 1.0),
    (Empirical([HOUR / 6, HOUR / 2, 3 * HOUR / 2]), 13 / 18, (1 / 36 + 1 / 4 + 9 / 4) / 3),
]


@pytest.mark.parametrize(("law", "mean", "square"), LAWS, ids=["M/M/1", "M/D/1", "M/G/1"])
def test_pollaczek_and_khinchine_the_mean_wait_by_the_spread_of_efforts(law, mean, square):
    """W = lambda E[S^2] / (2 (1 - rho)), for any law of effort."""
    assert law.mean / HOUR == pytest.approx(mean)
    busy = 0.6 * mean
    found = waits(always(law), 6)
    assert holds(found, 0.6 * square / (2 * (1 - busy)))
    assert found.high - found.low < 0.35 * found.mean


def covered(curves, weeks):
    """How often a nominal 90 % interval of six replications holds the true P50, P95 and share kept of M/M/1."""
    truths = (log(2) / 0.5, -log(0.05) / 0.5, 1 - exp(-0.5 * 8))
    hits = [0, 0, 0]
    for seed in range(curves):
        found = capacity(always(Exponential(HOUR)), START, projects=(5,), replications=6, confidence=Fraction(9, 10),
                         length=weeks * WEEK, warm_up=WEEK, seed=seed).loads[0]  # fmt: skip
        for number, estimate in enumerate((found.p50, found.p95, found.kept)):
            hits[number] += holds(estimate, truths[number])
    return [hit / curves for hit in hits]


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    assert all(0.75 <= share <= 1 for share in covered(30, 12))


@pytest.mark.long
def test_the_interval_covers_the_truth_about_as_often_as_it_says_over_many_curves():
    shares = covered(200, 40)
    assert all(0.82 <= share <= 0.96 for share in shares)


@pytest.mark.parametrize("freedom", [4, 5, 9, 19, 100])
@pytest.mark.parametrize("probability", [0.9, 0.95, 0.975])
def test_student_s_quantiles_are_those_of_scipy(probability, freedom):
    stats = pytest.importorskip("scipy.stats")
    assert student(probability, freedom) == pytest.approx(stats.t.ppf(probability, freedom), rel=1e-3)


# --- the figures


@pytest.mark.parametrize("discipline", Discipline)
def test_the_figures_are_those_of_the_tasks_counted_by_the_public_calendar(discipline):
    streams = (
        Stream(SIMPLE, 10 * HOUR, LogNormal(20 * MINUTE, 3 * HOUR)),
        Stream(BUG, 50 * HOUR, Exponential(HOUR), arrivals=Arrivals.ALL_TIME),
    )
    caseload = Caseload(streams, BOOK, HOUSE, HOUSE - [dt.date(2026, 2, 3)], discipline=discipline)
    found = capacity(caseload, START, projects=(2, 5), replications=5, length=6 * WEEK, warm_up=2 * WEEK, seed=4)
    for load in found.loads:
        p50, p95, kept = [], [], []
        for number in range(5):
            served = simulate(caseload, load.projects, START, START + 10 * WEEK, seed=4, replication=number)
            counted = [task for task in served if START + 2 * WEEK <= task.posted_at < START + 8 * WEEK]
            times = sorted(HOUSE.between(task.posted_at, task.solved_at) / HOUR for task in counted)
            p50.append(times[-(-len(times) // 2) - 1])
            p95.append(times[-(-len(times) * 95 // 100) - 1])
            kept.append(sum(task.kept for task in counted) / len(counted))
        for estimate, values in ((load.p50, p50), (load.p95, p95), (load.kept, kept)):
            assert estimate.mean == pytest.approx(sum(values) / 5)
            spread = sqrt(sum((one - estimate.mean) ** 2 for one in values) / 4)
            assert estimate.high - estimate.mean == pytest.approx(
                min(2.776 * spread / sqrt(5), 1 - estimate.mean if values is kept else 9e9), rel=1e-3
            )
            assert estimate.low >= 0


SMALL = {"replications": 5, "length": 12 * WEEK, "warm_up": 2 * WEEK}


def curve(projects=range(1, 17), **fields):
    caseload = Caseload(Stream(SIMPLE, 15 * HOUR, Exponential(HOUR)), BOOK, HOUSE, **fields)
    return capacity(caseload, START, projects=projects, **SMALL)


FOUND = curve()


def test_the_same_seed_gives_the_same_curve_and_another_gives_another():
    assert curve() == FOUND
    assert capacity(FOUND.caseload, START, projects=range(1, 17), seed=2, **SMALL) != FOUND


def test_a_point_does_not_depend_on_which_others_are_asked_for():
    assert curve(projects=(12, 3)).loads == (FOUND.at(3), FOUND.at(12))


@pytest.mark.rule("ISM-8")
def test_more_projects_are_never_better_and_the_ten_of_the_rule_are_marked():
    shares = [load.kept.mean for load in FOUND.loads if not load.overloaded]
    assert shares == sorted(shares, reverse=True)
    assert [record["says"] for record in FOUND.to_records()][9].endswith("(ISM-8)")
    assert [record["projects"] for record in FOUND.to_records() if "ISM-8" in record["says"]] == [10]
    assert FOUND.marked == 10
    assert "ISM-8" not in str(attrs.evolve(FOUND, marked=None))


@pytest.mark.rule("ISM-12")
def test_a_manager_who_knows_the_projects_can_lead_more_of_them():
    lengths = [curve(speedup=one).largest for one in (Fraction(0), Fraction(60, 100), Fraction(70, 100))]
    assert lengths[0] < lengths[1] == lengths[2] == 16  # as far as was asked


@pytest.mark.rule("ISM-9")
def test_two_weeks_of_leave_that_nobody_covers_cost_projects():
    leave = [dt.date(2026, 2, 2) + dt.timedelta(days=one) for one in range(14)]
    away = curve(manager=HOUSE - leave)
    assert (away.largest or 0) < FOUND.largest
    assert away.at(5).utilisation > FOUND.at(5).utilisation


def test_a_load_that_asks_for_all_of_the_time_is_overloaded_and_nothing_is_played():
    at_15, at_14 = FOUND.at(15), FOUND.at(14)
    assert (at_15.utilisation, at_15.overloaded, at_15.p50, at_15.p95, at_15.kept) == (1, True, None, None, None)
    assert not at_14.overloaded
    huge = curve(projects=(10**9,))  # does not take a second
    assert huge.loads[0].overloaded
    assert huge.largest is None
    assert huge.title() == "no load that was asked for keeps the promise for 95 % of tasks"


def load(projects, mean, low, high):
    same = Estimate(1.0, 1.0, 1.0)
    return Load(projects, Fraction(1, 2), same, same, Estimate(mean, low, high))


@pytest.mark.parametrize(
    ("loads", "largest", "surely", "perhaps", "says"),
    [
        ([(1, 0.99, 0.98, 1.0), (2, 0.95, 0.95, 0.95)], 2, 2, 2, ["keeps", "keeps"]),
        ([(1, 0.96, 0.94, 0.98), (2, 0.94, 0.93, 0.95)], 1, None, 2, ["keeps, in doubt", "breaks, in doubt"]),
        ([(1, 0.94, 0.93, 0.949), (2, 0.99, 0.98, 1.0)], None, None, None, ["breaks", "keeps"]),
        ([(4, 0.96, 0.95, 0.97), (9, 0.9499, 0.94, 0.9499)], 4, 4, 4, ["keeps", "breaks"]),
    ],
)
def test_the_answer_is_the_last_load_before_the_first_that_breaks(loads, largest, surely, perhaps, says):
    found = attrs.evolve(FOUND, loads=tuple(load(*one) for one in loads))
    assert (found.largest, found.surely, found.perhaps) == (largest, surely, perhaps)
    assert [record["says"] for record in found.to_records()] == says


def test_the_answer_in_words():
    one = attrs.evolve(FOUND, loads=(load(1, 0.96, 0.96, 0.96),))
    assert one.title() == "1 project keeps the promise for 95 % of tasks"
    two = attrs.evolve(FOUND, loads=(load(1, 0.99, 0.99, 0.99), load(2, 0.96, 0.94, 0.98)))
    assert two.title() == "2 projects keep the promise for 95 % of tasks (between 1 and 2, at 95 % confidence)"
    none = attrs.evolve(FOUND, goal=Fraction(999, 1000), loads=(load(1, 0.96, 0.94, 0.9999),))
    assert none.title().endswith("keeps the promise for 99.9 % of tasks (between none and 1, at 95 % confidence)")


def test_an_answer_is_a_value_with_records_of_one_shape():
    assert pickle.loads(pickle.dumps(FOUND)) == FOUND
    assert hash(FOUND) == hash(curve())
    assert {tuple(record) for record in FOUND.to_records()} == {
        ("projects", "busy", "P50 h", "P95 h", "P95 h low", "P95 h high", "kept", "kept low", "kept high", "says")
    }
    assert str(FOUND).splitlines()[0] == FOUND.title()
    assert FOUND.at(99) is None
    assert isinstance(FOUND, Capacity)


# --- the picture


def drawn(found):
    pytest.importorskip("matplotlib").use("agg")
    axes = found.plot()
    words = [text.get_text() for text in axes.texts] + [line.get_label() for line in axes.lines]
    axes.figure.clear()
    return words


def test_one_promise_is_drawn_as_hours():
    words = drawn(FOUND)
    assert FOUND.promised() == (("a simple task", 8.0),)
    assert "promised: 8 h" in words
    assert any("ISM-8: 10 at most" in text and "kept" in text for text in words)
    assert any("overloaded" in text for text in words)


def test_a_broken_promise_is_not_drawn_as_kept():
    """94.97 % is not 95 %."""
    load = Load(10, Fraction(1, 2), *[Estimate(0.9497, 0.94, 0.96)] * 3)
    words = drawn(attrs.evolve(FOUND, loads=(load,)))
    assert "ISM-8: 10 at most\n94.97% kept" in words


def test_several_promises_are_drawn_as_the_share_kept():
    streams = (Stream(SIMPLE, 20 * HOUR, Fixed(HOUR)), Stream(BUG, 90 * HOUR, Fixed(HOUR)))
    words = drawn(capacity(Caseload(streams, BOOK, HOUSE), START, projects=(2, 4, 30), marked=30, **SMALL))
    assert "goal: 95 %" in words
    assert "ISM-8: 30 at most\noverloaded" in words


def test_a_picture_of_nothing_but_overload_and_one_without_marks():
    words = drawn(curve(projects=(40, 50)))
    assert any("overloaded" in text for text in words)
    words = drawn(curve(projects=range(1, 4)))
    assert not any("ISM-8" in text or "overloaded" in text for text in words)
    drawn(curve(projects=range(20, 60)))


# --- the door


def ask(**fields):
    return capacity(FOUND.caseload, fields.pop("start", START), **SMALL | fields)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"projects": ()}, r"\[\]: a curve has at least one load; write projects=range\(1, 21\)"),
        ({"projects": (0,)}, "0: .* a whole number from 1"),
        ({"projects": (1.0,)}, "1.0: .* a whole number from 1; pass an int"),
        ({"replications": 4}, "4: .* a whole number from 5"),
        ({"seed": None}, "None: .* a whole number; pass an int"),
        ({"goal": Fraction(1)}, r"Fraction\(1, 1\): a goal and a confidence are Fractions between 0 and 1"),
        ({"goal": 0.95}, "0.95: a goal and a confidence are Fractions"),
        ({"confidence": Fraction(0)}, "a goal and a confidence are Fractions"),
        ({"length": 0 * HOUR}, "is positive"),
        ({"warm_up": -HOUR}, "a desk is given time to fill, or none"),
        ({"projects": (1,), "length": HOUR / 60, "start": START + 10 * HOUR, "warm_up": 0 * HOUR},
         "1: hardly any task is posted by so many projects: 0 replications saw one; ask for a longer time"),
        ({"replications": 10**6}, "at most 10,000,000 tasks are simulated; ask for fewer loads"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_says_why(fields, message):
    with pytest.raises(InvalidCaseload, match=message):
        ask(**fields)


def test_no_warm_up_is_allowed():
    assert ask(warm_up=0 * HOUR, projects=(3,)).largest == 3


def test_a_year_that_no_holiday_table_covers_is_not_guessed():
    from supportcore.calendar import Holiday, HolidayTable

    year = HolidayTable(
        (Holiday("2026-12-25", "Christmas Day"),), first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31)
    )
    house = plans.house_calendar(holidays=year)
    with pytest.raises(CoverageError):
        capacity(attrs.evolve(FOUND.caseload, house=house, manager=house), START, projects=(3,))
