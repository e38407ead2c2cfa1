"""What must hold of every calendar, whatever its hours: additivity, inverses, order, the laws of the algebra."""

import copy
import pickle
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawing.calendars import build, neighbours, scenes
from drawing.questions import FAR, NEAR, QUESTIONS, edges_of, questions, real_answer, told
from oracles.wall_clock import DAY
from supportcore.calendar import Direction, WorkingCalendar
from supportcore.errors import NoWorkingTime, OutOfRange

NOTHING, MICROSECOND, HOUR = timedelta(0), timedelta(microseconds=1), timedelta(hours=1)

many_calendars = settings(max_examples=20, database=None, suppress_health_check=list(HealthCheck))
picks = st.lists(st.tuples(st.integers(0, 199), st.integers(-3, 3)), min_size=6, max_size=6)
works = st.lists(
    st.integers(-3 * 10**11, 3 * 10**11).map(lambda micros: timedelta(microseconds=micros)), min_size=4, max_size=4
)


def instants(scene, picked):
    """Return instants at the edges near the night, or a few microseconds beside them."""
    edges = edges_of(scene, scene.oracle(15))
    return [edges[number % len(edges)] + beside * MICROSECOND for number, beside in picked]


def reach(calendar, at, work):
    """Return where the work leads in UTC, or `None` where the calendar has too little of it."""
    try:
        return calendar.add(at, work).astimezone(UTC)
    except (NoWorkingTime, OutOfRange):
        return None


@many_calendars
@given(scenes(), picks)
def test_working_time_adds_up(scene, picked):
    calendar = build(scene.data)
    points = instants(scene, picked)
    parts = [calendar.between(a, b) for a, b in pairwise(points)]
    assert sum(parts, NOTHING) == calendar.between(points[0], points[-1])
    assert [calendar.between(b, a) for a, b in pairwise(points)] == [-part for part in parts]


@many_calendars
@given(scenes(), picks)
def test_working_time_is_the_length_of_the_spans_and_no_longer_than_the_day(scene, picked):
    calendar = build(scene.data)
    for start, end in pairwise(sorted(instants(scene, picked))):
        spans = list(calendar.spans(start, end))
        assert calendar.between(start, end) == sum((span.length for span in spans), NOTHING) <= end - start
        shown = [(span.start.astimezone(UTC), span.end.astimezone(UTC)) for span in spans]
        assert all(a[1] <= b[0] for a, b in pairwise(shown))
        assert all(start <= a < b <= end for a, b in shown)
        backwards = list(calendar.spans(end, start, direction=Direction.BACKWARD))
        assert told(backwards) == told(spans[::-1])


@many_calendars
@given(scenes(), picks, works)
def test_add_leads_to_the_first_or_the_last_instant_that_is_far_enough(scene, picked, drawn):
    calendar = build(scene.data)
    for at, work in zip(instants(scene, picked), drawn, strict=False):
        there = reach(calendar, at, work)
        if there is not None:
            assert calendar.between(at, there) == work
            nearer = there - MICROSECOND if work > NOTHING else there + MICROSECOND
            assert work == NOTHING or abs(calendar.between(at, nearer)) < abs(work)


@many_calendars
@given(scenes(), picks, works)
def test_add_keeps_the_order_and_takes_two_steps_as_one(scene, picked, drawn):
    calendar = build(scene.data)
    points = sorted(instants(scene, picked))
    for work in drawn:
        there = [found for found in (reach(calendar, at, work) for at in points) if found is not None]
        assert there == sorted(there)
    first, second = abs(drawn[0]), abs(drawn[1])
    for at in points:
        for one, two in ((first, second), (-first, -second)):
            if (whole := reach(calendar, at, one + two)) is not None:
                assert reach(calendar, calendar.add(at, one), two) == whole


@many_calendars
@given(scenes(), picks)
def test_no_work_leads_nowhere(scene, picked):
    calendar = build(scene.data)
    for at in instants(scene, picked):
        assert calendar.add(at, NOTHING).astimezone(UTC) == at


@many_calendars
@given(scenes(), picks)
def test_open_is_where_the_next_microsecond_counts(scene, picked):
    calendar = build(scene.data)
    for at in instants(scene, picked):
        assert calendar.is_open(at) == (calendar.between(at, at + MICROSECOND) == MICROSECOND)
        found = real_answer(calendar, "next_open", _asked(at))
        if found != "never":
            assert calendar.is_open(found)
            assert calendar.between(at, found) == NOTHING
            assert calendar.next_open(found).astimezone(UTC) == found
        found = real_answer(calendar, "previous_open", _asked(at))
        if found != "never":
            assert calendar.is_open(found - MICROSECOND)
            assert calendar.between(found, at) == NOTHING


def _asked(at):
    return type("Asked", (), {"at": at})


@many_calendars
@given(neighbours(), picks)
def test_the_algebra_keeps_its_laws(scenes_of_one_night, picked):
    scene, other = scenes_of_one_night
    one, two = build(scene.data), build(other.data)
    points = instants(scene, picked)
    both, either, absent = one & two, one | two, one - list(two.spans(min(points), max(points)))
    the_same = [one & one, one | one, one - [], one.changed(scene.night, one)]
    for start, end in pairwise(points):
        first, second, shared = (calendar.between(start, end) for calendar in (one, two, both))
        assert shared + either.between(start, end) == first + second
        assert absent.between(start, end) == first - shared
        assert [calendar.between(start, end) for calendar in the_same] == [first] * 4


@many_calendars
@given(scenes(), st.integers(0, 2**32))
def test_answers_do_not_depend_on_what_was_asked_before(scene, seed):
    warm = build(scene.data)
    for years in (-9, 4):  # read the years around it first
        warm.is_open(datetime(scene.night.year + years, 6, 1, tzinfo=UTC))
    oracle = scene.oracle(NEAR)
    edges = edges_of(scene, oracle)
    restored = pickle.loads(pickle.dumps(warm))
    for recipe in questions(seed, 4):
        asked = recipe.of(oracle, scene.night, edges)
        answers = [real_answer(calendar, recipe.name, asked) for calendar in (warm, build(scene.data), restored)]
        assert answers == answers[:1] * 3, recipe.name


@many_calendars
@given(scenes())
def test_the_same_data_is_the_same_value(scene):
    one, two = build(scene.data), build(scene.data)
    one.is_open(datetime(2026, 11, 23, tzinfo=UTC))
    assert one == two
    assert hash(one) == hash(two)
    for same in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
        assert same == two
    assert hash(pickle.loads(pickle.dumps(one))) == hash(two)


# --- what can be counted by hand over centuries -----------------------------------------------------------------------

OFFICE = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")
WEEKS = [(1950, 2090), (1999, 2026), (2025, 2027), (1900, 1902), (2198, 2200)]


def weekdays(first, last):
    whole, rest = divmod((last - first).days, 7)
    return 5 * whole + sum((first + n * DAY).weekday() < 5 for n in range(rest))


@pytest.mark.parametrize(("first", "last"), WEEKS)
def test_centuries_of_office_hours_are_nine_hours_a_weekday(first, last):
    start, end = date(first, 1, 3), date(last, 12, 28)
    at = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (start, end)]
    fresh = OFFICE & OFFICE
    assert fresh.between(*at) == weekdays(start, end) * 9 * HOUR
    assert fresh.working_days_between(start, end) == weekdays(start, end)
    assert OFFICE.add(at[0], weekdays(start, end) * 9 * HOUR) == OFFICE.previous_open(at[1])
    assert OFFICE.add(at[1], -weekdays(start, end) * 9 * HOUR) == OFFICE.next_open(at[0])
    assert OFFICE.add_days(start - DAY, weekdays(start, end)) == OFFICE.previous_open(at[1]).date()


def test_a_piece_that_opens_first_keeps_its_time_however_its_hours_are_written():
    monday_night = WorkingCalendar.weekly(
        {"mon": [("22:00", "24:00")]}, tz="America/New_York"
    )  # Tuesday 03:00 to 05:00
    for hours in ([("01:00", "09:00")], [("01:00", "03:30"), ("03:30", "09:00")]):
        tuesday = WorkingCalendar.weekly({"tue": hours}, tz="UTC")
        at = datetime(2026, 11, 24, tzinfo=UTC)
        (span,) = (tuesday | monday_night).spans(at, at + DAY)
        assert span.working_date == date(2026, 11, 24)


def test_a_piece_that_opens_first_keeps_its_time_whatever_it_was_met_with():
    tuesday = WorkingCalendar.weekly({"tue": [("02:30", "24:00")]}, tz="UTC")
    always = WorkingCalendar.weekly({"mon-sun": [("00:00", "24:00")]}, tz="Europe/Kyiv")  # midnight at 22:00
    wednesday = WorkingCalendar.weekly({"wed": [("09:00", "18:00")]}, tz="Pacific/Apia")  # from Tuesday 20:00
    late = datetime(2026, 11, 24, 23, tzinfo=UTC)
    assert (tuesday | wednesday).date_of(late) == date(2026, 11, 24)
    assert (tuesday & always | wednesday).date_of(late) == date(2026, 11, 24)


def test_the_questions_that_the_oracle_is_asked_are_all_there_are():
    public = {name for name, member in vars(WorkingCalendar).items() if not name.startswith("_") and callable(member)}
    asked = {name.split(" ")[0] for name in QUESTIONS}
    assert public - asked == {"covers", "changed", "note"}
    assert FAR > NEAR
