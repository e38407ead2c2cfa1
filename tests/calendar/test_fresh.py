"""A calendar that was made this moment gives the answers of one that has seen years, on each date about a cut.

Years are compiled in stretches of 366 days on a fixed grid. A question beside the end of a stretch is the hard one.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from supportcore.calendar import DayStep, Direction, HolidayTable, WorkingCalendar
from supportcore.sla import ByTime, CutOff, Earliest, EndOfDay, WorkingDays, WorkingTime

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CUT = datetime(1970, 1, 1, tzinfo=UTC) + 366 * 56 * DAY  # 12 February 2026


def office(tz):
    return WorkingCalendar.weekly({"mon-fri": [("09:00", "13:00"), ("14:00", "18:00")]}, tz=tz)


MADE = {
    "office": lambda: office("Europe/Kyiv"),
    "far east": lambda: office("Pacific/Kiritimati"),
    "far west": lambda: office("Pacific/Pago_Pago"),
    "nights": lambda: WorkingCalendar.weekly({"mon-sun": [("22:00", "06:00")]}, tz="Europe/Kyiv"),
    "holidays": lambda: WorkingCalendar.weekly(
        {"mon-fri": [("09:00", "18:00")]},
        tz="Europe/Kyiv",
        holidays=HolidayTable.of(["2026-02-11", "2026-02-12", "2026-02-13"]),
    ),
}
BOUND = EndOfDay(1)
TARGETS = (WorkingTime(5 * HOUR), EndOfDay(), BOUND, ByTime("12:00", 2), WorkingDays(1), WorkingDays(4))
CHOICE = CutOff("16:00", Earliest(WorkingTime(8 * HOUR), EndOfDay()), WorkingTime(8 * HOUR))


def questions(at):
    day = at.date()
    for days in (-4, -1, 1, 4):
        yield lambda calendar, n=days: calendar.add_days(day, n)
        yield lambda calendar, n=days: calendar.add_days(at, n, step=DayStep.ROLL_FIRST)
        yield lambda calendar, n=days: calendar.working_days_between(day, day + n * DAY)
        yield lambda calendar, n=days: calendar.between(at, at + n * DAY)
        yield lambda calendar, n=days: calendar.add(at, n * 7 * HOUR)
    for name in ("is_open", "next_open", "previous_open", "date_of"):
        yield lambda calendar, name=name: getattr(calendar, name)(at)
    for name in ("is_working_day", "hours", "opening", "closing"):
        yield lambda calendar, name=name: getattr(calendar, name)(day)
    for direction in Direction:
        yield lambda calendar, way=direction: next(calendar.spans(at, direction=way)).working_date
    for target in (*TARGETS, CHOICE):
        yield lambda calendar, target=target: target.due(calendar, at)


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
@pytest.mark.parametrize("days", range(-2, 2))
def test_a_fresh_calendar_answers_as_one_that_has_seen_years(make, days):
    seen = make()
    seen.between(CUT - 300 * DAY, CUT + 300 * DAY)
    at = CUT + days * DAY + timedelta(hours=10, minutes=30)
    for ask in questions(at):
        assert ask(make()) == ask(seen)


@pytest.mark.parametrize("year", [1901, 1969, 1970, 2025, 2026, 2027, 2199])
def test_the_next_working_day_is_found_on_every_day_of_a_year(year):
    first = date(year, 1, 1)
    for n in {*range(0, 366, 9), *range(38, 45)}:  # 12 February is among them
        day = first + n * DAY
        ahead = (7 - day.weekday()) if day.weekday() >= 4 else 1
        assert office("Europe/Kyiv").add_days(day, 1) == day + ahead * DAY, day


def test_the_next_working_day_keeps_the_clock_of_the_wall():
    assert office("Europe/Kyiv").add_days(CUT, 1).astimezone(UTC) == CUT + DAY
    assert (
        WorkingDays(1).due(office("UTC"), datetime.combine(date(2026, 2, 12), time(10), UTC)).due
        == CUT + DAY + 10 * HOUR
    )
