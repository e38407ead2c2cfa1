"""A calendar is a value: it never changes, compares and hashes by its hours, travels, and serves many threads at once.

What it has read of the years is its own memory and no part of the value: it is not compared, hashed or pickled.
"""

import copy
import os
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import attrs
import pytest

from supportcore.calendar import (
    Beyond,
    Direction,
    Holiday,
    HolidayTable,
    Landing,
    Precedence,
    Shift,
    Span,
    WorkingCalendar,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
OFFICE = {"mon-fri": [("09:00", "13:00"), ("14:00", "18:00")]}
TABLE = HolidayTable((Holiday(date(2026, 12, 25), "Christmas"), Holiday(date(2026, 12, 24), "eve", [])), None, None)


def office(**more):
    return WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv", **more)


def night():
    return WorkingCalendar.weekly({"mon-sun": [("22:00", "06:00")]}, tz="America/New_York")


CALENDARS = {
    "weekly hours": office,
    "holidays, dates, breaks": lambda: office(
        holidays=TABLE, dates={"2026-11-28": [("10:00", "12:00")]}, breaks={"fri": [("15:00", "16:00")]}
    ),
    "both": lambda: office() & night(),
    "either": lambda: office() | night(),
    "minus": lambda: office() - [date(2026, 11, 24), Span(MONDAY, MONDAY + HOUR)],
    "changed": lambda: office().changed("2026-11-24", night()),
    "all of it": lambda: (office(holidays=TABLE) | night()).changed(
        date(2026, 11, 25), office() - [date(2026, 11, 26)]
    ),
    "read from text": lambda: WorkingCalendar.parse("Mo-Fr 09:00-18:00; PH off", tz="Europe/Kyiv", holidays=TABLE),
}
each_calendar = pytest.mark.parametrize("make", CALENDARS.values(), ids=CALENDARS)


def answers(calendar):
    """Ask a little of everything."""
    return (
        [calendar.add(MONDAY + n * 7 * HOUR, n * HOUR).astimezone(UTC) for n in range(-20, 21)],
        [calendar.between(MONDAY, MONDAY + n * 5 * HOUR) for n in range(-20, 21)],
        [(span.start.astimezone(UTC), span.working_date) for span in calendar.spans(MONDAY, MONDAY + 30 * DAY)],
        [calendar.is_working_day(date(2026, 11, 1) + n * DAY) for n in range(60)],
    )


@each_calendar
def test_a_calendar_equals_one_of_the_same_hours_and_hashes_alike(make):
    assert make() == make()
    assert hash(make()) == hash(make())
    assert len({make(), make()}) == 1


def test_calendars_of_other_hours_zones_or_policies_are_other_values():
    others = [make() for make in CALENDARS.values()]
    others += [
        WorkingCalendar.weekly(OFFICE, tz="Europe/Berlin"),
        office(precedence=Precedence.HOLIDAY_FIRST),
        office(holidays=[date(2026, 12, 25)]),
        office(holidays=[date(2026, 12, 25)], beyond=Beyond.PROVISIONAL),
        office(dates={"2026-12-25": []}),
        office(breaks=[("16:00", "16:01")]),
        night() & office(),
        night() | office(),
        office() - [date(2026, 11, 24)],
        office().changed("2026-11-25", night()),
    ]
    assert len(set(others)) == len(others)
    assert all((one == two) == (one is two) for one in others for two in others)
    assert office() != "a calendar"


@each_calendar
def test_what_a_calendar_has_read_is_no_part_of_its_value(make):
    cold, warm = make(), make()
    before = hash(warm), repr(warm), pickle.dumps(warm)
    answers(warm)
    assert warm == cold
    assert (hash(warm), repr(warm), pickle.dumps(warm)) == before


@each_calendar
def test_a_calendar_travels(make):
    calendar = make()
    expected = answers(calendar)
    travelled = [pickle.loads(pickle.dumps(calendar, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]
    for arrived in (*travelled, copy.copy(calendar), copy.deepcopy(calendar)):
        assert arrived == calendar
        assert hash(arrived) == hash(calendar)
        assert answers(arrived) == expected
        assert arrived.tz.key == calendar.tz.key


@each_calendar
def test_nothing_about_a_calendar_can_be_set(make):
    calendar = make()
    for name in ("tz", "beyond", "source", "something_new"):
        with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
            setattr(calendar, name, None)
        with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
            delattr(calendar, name)
    assert calendar == make()


def test_a_calendar_keeps_nothing_of_the_data_it_was_made_of():
    week, dates, holidays = {"mon": [("09:00", "18:00")]}, {"2026-11-24": [("10:00", "12:00")]}, [date(2026, 11, 30)]
    breaks = {"mon": [("12:00", "13:00")]}
    calendar = WorkingCalendar.weekly(week, tz="UTC", dates=dates, holidays=holidays, breaks=breaks)
    same = copy.deepcopy(calendar)
    before = calendar.between(MONDAY, MONDAY + 14 * DAY)
    week["mon"].append(("19:00", "20:00"))
    week["tue"] = [("09:00", "18:00")]
    dates["2026-11-24"].clear()
    holidays.append(date(2026, 11, 23))
    breaks["mon"][0] = ("09:00", "18:00")
    assert calendar == same
    assert copy.copy(calendar).between(MONDAY, MONDAY + 14 * DAY) == before == 10 * HOUR


def test_absences_may_come_from_an_iterator_and_in_any_order():
    absences = [Span(MONDAY, MONDAY + HOUR), date(2026, 11, 25), date(2026, 11, 24)]
    assert office() - iter(absences) == office() - absences == office() - absences[::-1]


@pytest.mark.parametrize(
    "value",
    [
        Shift("22:00", "06:00"),
        Span(MONDAY, MONDAY + HOUR, date(2026, 11, 23)),
        Holiday(date(2026, 12, 24), "eve", within=[("00:00", "13:00")], weekday=4, shorter=HOUR),
        TABLE,
        *Landing,
        *Direction,
    ],
    ids=repr,
)
def test_the_parts_are_values_too(value):
    assert pickle.loads(pickle.dumps(value)) == value
    assert copy.deepcopy(value) == value
    assert hash(copy.deepcopy(value)) == hash(value)


@pytest.mark.parametrize("make", [CALENDARS[name] for name in CALENDARS], ids=CALENDARS)
def test_a_calendar_prints_as_what_would_make_it(make):
    names = {"WorkingCalendar": WorkingCalendar, "HolidayTable": HolidayTable, "Holiday": Holiday, "Span": Span}
    names |= {"Shift": Shift, "Precedence": Precedence, "Beyond": Beyond, "datetime": sys.modules["datetime"]}
    assert eval(repr(make()), names) == make()


# --- threads, forks ---------------------------------------------------------------------------------------------------


def years_apart(calendar, order):
    """Ask about years in the given order, so that each question has new years to read."""
    return {
        year: (
            calendar.add(datetime(year, 6, 15, 12, tzinfo=UTC), 100 * HOUR).astimezone(UTC),
            calendar.between(datetime(year, 3, 1, tzinfo=UTC), datetime(year, 11, 30, tzinfo=UTC)),
            calendar.next_opening(datetime(year, 10, 20, tzinfo=UTC)).astimezone(UTC),
        )
        for year in order
    }


@pytest.mark.parametrize("name", ["weekly hours", "all of it"])
def test_threads_that_read_years_at_once_get_the_same_answers(name):
    years = [2018, 2022, 2026, 2028, 2033]
    expected = years_apart(CALENDARS[name](), years)
    calendar, threads = CALENDARS[name](), 5
    barrier, interval = Barrier(threads), sys.getswitchinterval()

    def ask(number):
        order = years[number:] + years[:number]
        barrier.wait()
        return years_apart(calendar, order if number % 2 else order[::-1])

    sys.setswitchinterval(1e-6)  # change threads as often as can be
    try:
        with ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(ask, range(threads)))
    finally:
        sys.setswitchinterval(interval)
    assert found == [expected] * threads


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_gives_the_answers_of_its_parent():
    calendar = CALENDARS["all of it"]()
    years_apart(calendar, [2026])
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        try:
            os.write(writing, pickle.dumps(years_apart(calendar, [2024, 2026, 2028])))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answered = pickle.loads(pipe.read())
    os.waitpid(child, 0)
    assert answered == years_apart(calendar, [2028, 2024, 2026])
