"""Every row of a column is what the calendar says of that one instant, errors included.

The scalar is the oracle. Instants are drawn at edges, at midnights and clock changes, and a microsecond beside them.
"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawing.calendars import build, scenes
from drawing.questions import NEAR, edges_of
from supportcore import arrays
from supportcore.arrays import _columns, _paths, questions
from supportcore.calendar import Beyond, Holiday, HolidayTable, Landing, Span, WorkingCalendar
from supportcore.errors import CoverageError, NoWorkingTime, OutOfRange, SupportcoreError
from supportcore.instants import EARLIEST, LATEST, from_micros, to_micros

HOUR, DAY, MICROSECOND = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
OFFICE = {"mon-fri": [("09:00", "13:00"), ("14:00", "18:00")]}
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)

many_calendars = settings(max_examples=15, database=None, suppress_health_check=list(HealthCheck))
picks = st.lists(st.tuples(st.integers(0, 199), st.integers(-2, 2)), min_size=5, max_size=30)
works = st.one_of(
    st.sampled_from([0, 1, -1, 4 * 3600 * 10**6, -4 * 3600 * 10**6, 9 * 3600 * 10**6]),
    st.integers(-3 * 10**11, 3 * 10**11),
)


@pytest.fixture(params=["two searches", "one route"])
def _way(request, monkeypatch):
    """Lead rows that have the same work both ways, however few they are."""
    monkeypatch.setattr(questions, "_MANY", {"two searches": 10**9, "one route": 0}[request.param])


both_ways = pytest.mark.usefixtures("_way")


def micros(instant):
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // MICROSECOND


def scalar_add(calendar, x, work, landing=Landing.STAY):
    return micros(calendar.add(from_micros(x), timedelta(microseconds=work), landing=landing))


def scalar_between(calendar, a, b):
    return calendar.between(from_micros(a), from_micros(b)) // MICROSECOND


def each(ask, *columns):
    """Return the scalar's answers, or the error of the first row that has one."""
    try:
        return [ask(*row) for row in zip(*columns, strict=True)]
    except SupportcoreError as error:
        return type(error), error.value


def whole(ask):
    try:
        return ask().tolist()
    except SupportcoreError as error:
        return type(error), error.value


def at_edges(scene, picked):
    edges = edges_of(scene, scene.oracle(NEAR))
    return [to_micros(edges[number % len(edges)]) + beside for number, beside in picked]


@both_ways
@many_calendars
@given(scenes(), picks, works, st.sampled_from(Landing))
def test_the_same_work_for_all(scene, picked, work, landing):
    calendar, fresh, points = build(scene.data), build(scene.data), at_edges(scene, picked)
    expected = each(lambda x: scalar_add(calendar, x, work, landing), points)
    assert whole(lambda: arrays.add(fresh, np.array(points), work, landing=landing)) == expected
    assert whole(lambda: arrays.add(fresh, np.array(points), work, landing=landing)) == expected  # warm


@many_calendars
@given(scenes(), picks, st.lists(works, min_size=30, max_size=30), st.sampled_from(Landing))
def test_its_own_work_for_each(scene, picked, drawn, landing):
    calendar, fresh, points = build(scene.data), build(scene.data), at_edges(scene, picked)
    drawn = drawn[: len(points)]
    expected = each(lambda x, w: scalar_add(calendar, x, w, landing), points, drawn)
    assert whole(lambda: arrays.add(fresh, np.array(points), np.array(drawn), landing=landing)) == expected


@both_ways
@many_calendars
@given(scenes(), picks)
def test_the_other_questions(scene, picked):
    calendar, fresh, points = build(scene.data), build(scene.data), at_edges(scene, picked)
    x, y = np.array(points), np.array(points[::-1])
    assert whole(lambda: arrays.between(fresh, x, y)) == each(
        lambda a, b: scalar_between(calendar, a, b), points, points[::-1]
    )
    assert whole(lambda: arrays.is_open(fresh, x)) == each(lambda a: calendar.is_open(from_micros(a)), points)
    assert whole(lambda: arrays.next_open(fresh, x)) == each(
        lambda a: micros(calendar.next_open(from_micros(a))), points
    )


# --- what is met seldom -----------------------------------------------------------------------------------------------

TABLE = HolidayTable((Holiday("2026-12-25", "Christmas Day"),), "2026-01-01", "2026-12-31")
CROWDED = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC") - [
    Span(MONDAY + 9 * HOUR + n * MICROSECOND, MONDAY + 9 * HOUR + (n + 1) * MICROSECOND) for n in range(0, 400, 2)
]
CALENDARS = {
    "an office": lambda: WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv"),
    "always open": lambda: WorkingCalendar.weekly({"mon-sun": [("00:00", "24:00")]}, tz="Europe/Kyiv"),
    "covered for a year": lambda: WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv", holidays=TABLE),
    "provisional": lambda: WorkingCalendar.weekly(OFFICE, tz="UTC", holidays=TABLE, beyond=Beyond.PROVISIONAL),
    "crowded edges": lambda: CROWDED & CROWDED,
    "a gap of twelve years": lambda: WorkingCalendar.weekly(
        {}, tz="UTC", dates={f"{year}-06-0{n}": [("09:00", "18:00")] for year in (2014, 2026, 2027) for n in (1, 2, 3)}
    ),
    "one day ever": lambda: WorkingCalendar.weekly({}, tz="UTC", dates={"2026-11-23": [("09:00", "18:00")]}),
}
NEAR_ONE_ANOTHER = [
    to_micros(MONDAY + n * DAY + hour * HOUR) + beside
    for n in (-4, -1, 0, 1, 32)
    for hour in (0, 8, 9, 13, 18)
    for beside in (-1, 0, 1, 100)
]
FAR_AWAY = [
    EARLIEST,
    EARLIEST + 1,
    LATEST - 1,
    *(to_micros(datetime(year, 12, 31, 22, tzinfo=UTC)) for year in range(1955, 2100, 9)),
]
READ = {name: make() for name, make in CALENDARS.items()}  # answers do not depend on what was asked before
WORKS = [0, 1, -1, 9 * 3600 * 10**6, -27 * 3600 * 10**6]
HUGE = [10**15, -(10**17)]
POINTS = {"near": NEAR_ONE_ANOTHER, "one": NEAR_ONE_ANOTHER[:1], "far": FAR_AWAY}
each_column = pytest.mark.parametrize(
    ("name", "points"),
    [
        pytest.param(name, points, id=f"{name}, {where}")
        for name in CALENDARS
        for where, points in POINTS.items()
        if where == "near" or name != "crowded edges"  # centuries of those take long to read
    ],
)


def one_of(name, points):
    """Return a calendar that has read nothing, unless it would have to read centuries."""
    return CALENDARS[name]() if points is NEAR_ONE_ANOTHER else READ[name]


@both_ways
@each_column
def test_every_calendar_and_any_work(name, points):
    calendar, x = one_of(name, points), np.array(points)
    for work in WORKS if points is NEAR_ONE_ANOTHER else WORKS + HUGE:
        for landing in Landing:
            expected = each(lambda a, w=work, to=landing: scalar_add(READ[name], a, w, to), points)
            assert whole(lambda w=work, to=landing: arrays.add(calendar, x, w, landing=to)) == expected


@each_column
def test_every_calendar_and_the_other_questions(name, points):
    calendar, x, read = one_of(name, points), np.array(points), READ[name]
    assert whole(lambda: arrays.is_open(calendar, x)) == each(lambda a: read.is_open(from_micros(a)), points)
    opens = each(lambda a: micros(read.next_open(from_micros(a))), points)
    assert whole(lambda: arrays.next_open(calendar, x)) == opens
    spans = each(lambda a, b: scalar_between(read, a, b), points, points[::-1])
    assert whole(lambda: arrays.between(calendar, x, x[::-1])) == spans
    spans = each(lambda a: scalar_between(read, a, points[0]), points)
    assert whole(lambda: arrays.between(calendar, x, from_micros(points[0]))) == spans


@both_ways
def test_rows_of_many_years_in_any_order_over_several_chunks(monkeypatch):
    monkeypatch.setattr(_columns, "CHUNK", 64)
    rng = np.random.default_rng(7)
    x = rng.integers(to_micros(datetime(2010, 1, 1, tzinfo=UTC)), to_micros(datetime(2050, 1, 1, tzinfo=UTC)), 1000)
    calendar = CALENDARS["an office"]()
    expected = each(lambda a: scalar_add(calendar, a, 8 * 3600 * 10**6), x.tolist())
    assert whole(lambda: arrays.add(CALENDARS["an office"](), x, 8 * 3600 * 10**6)) == expected
    assert whole(lambda: arrays.add(CALENDARS["an office"](), np.sort(x), 8 * 3600 * 10**6)) == sorted(expected)


@pytest.mark.parametrize(
    ("work", "passes"), [(8 * HOUR, 0), (-8 * HOUR, 0), (timedelta(0), 0), (8 * HOUR + 7 * MICROSECOND, 2)]
)
def test_full_hours_need_no_comparison_and_others_few(work, passes):
    calendar = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Berlin")
    x = np.arange(to_micros(MONDAY), to_micros(MONDAY + 1000 * DAY), 1800 * 10**6)
    found = arrays.add(calendar, x, work, landing=Landing.ROLL)
    path, _, _ = _paths.index_of(calendar.timeline).route(work // MICROSECOND, int(work >= timedelta(0)))
    assert path._passes == passes
    assert found[::97].tolist() == each(
        lambda a: scalar_add(calendar, a, work // MICROSECOND, Landing.ROLL), x[::97].tolist()
    )


def test_crowded_edges_take_the_plain_bisection():
    arrays.is_open(CROWDED, np.array(NEAR_ONE_ANOTHER))
    assert _paths.index_of(CROWDED.timeline).work._passes > 4
    assert CROWDED.between(MONDAY, MONDAY + DAY) == 9 * HOUR - 200 * MICROSECOND


# --- errors are the scalar's ------------------------------------------------------------------------------------------


def test_the_first_uncovered_date_is_told():
    calendar = CALENDARS["covered for a year"]()
    posted = np.array(["2026-12-31T10:00", "2027-01-05T10:00", "2027-01-04T10:00"], dtype="datetime64[us]")
    with pytest.raises(CoverageError, match="'2027-01-01': the holiday table does not cover this date") as caught:
        arrays.add(calendar, posted, 8 * HOUR)
    assert caught.value.value == "2027-01-01"
    with pytest.raises(CoverageError, match="2027-01-05"):
        arrays.is_open(calendar, posted)


def test_a_row_that_does_not_depend_on_an_uncovered_date_is_answered():
    calendar = CALENDARS["covered for a year"]()
    posted = np.array(["2026-12-31T08:00", "2026-12-31T20:00"], dtype="datetime64[us]")
    assert arrays.add(calendar, posted, -HOUR).tolist() == [datetime(2026, 12, 31, 7), datetime(2026, 12, 31, 15)]
    assert arrays.is_open(calendar, posted).tolist() == [True, False]


def test_no_work_asks_nothing_of_the_calendar():
    posted = np.array(["2040-12-31T08:00"], dtype="datetime64[us]")
    assert arrays.add(CALENDARS["covered for a year"](), posted, timedelta(0)) == posted


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda c, x: arrays.add(c, x, 300 * 366 * DAY), OutOfRange, "the answer lies outside the years 1900 to 2200"),
        (lambda c, x: arrays.add(c, x, timedelta.max), OutOfRange, "the answer lies outside the years 1900 to 2200"),
        (lambda c, x: arrays.add(c, x, timedelta.min), OutOfRange, "the answer lies outside the years 1900 to 2200"),
        (
            lambda c, x: arrays.add(CALENDARS["one day ever"](), x, DAY),
            NoWorkingTime,
            "the calendar has no working time for ten years from there",
        ),
    ],
)
def test_an_answer_that_is_nowhere_is_refused_as_the_scalar_does(ask, error, message):
    with pytest.raises(error, match=message):
        ask(CALENDARS["always open"](), np.array(["2026-11-23T10:00"], dtype="datetime64[s]"))
