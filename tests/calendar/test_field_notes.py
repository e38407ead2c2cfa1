"""What other systems get wrong: one story for each failure that their users reported and that a calendar can answer."""

import sys
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from supportcore.calendar import (
    DayStep,
    Direction,
    Ends,
    Holiday,
    HolidayTable,
    Landing,
    Span,
    WorkingCalendar,
    country_holidays,
)
from supportcore.errors import CoverageError, NeverCloses, NoWorkingTime, OutOfRange

KYIV = ZoneInfo("Europe/Kyiv")
OFFICE = {"mon-fri": [("09:00", "18:00")]}
AROUND_THE_CLOCK = {"mon-sun": [("00:00", "24:00")]}
HOUR, DAY, MICROSECOND = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)


def kyiv(month, day, hour=0, minute=0, second=0, *, fold=0, year=2026):
    return datetime(year, month, day, hour, minute, second, fold=fold, tzinfo=KYIV)


def house(week=OFFICE, **more):
    return WorkingCalendar.weekly(week, tz="Europe/Kyiv", **more)


def elapsed(start, end):
    """Return real time: Python subtracts wall clocks when both have one zone."""
    return end.astimezone(UTC) - start.astimezone(UTC)


# --- short days, part-day holidays ------------------------------------------------------------------------------------


def test_the_day_before_a_holiday_is_an_hour_shorter():
    table = HolidayTable((Holiday(date(2026, 12, 25), "Christmas"),), None, None)
    calendar = house(holidays=table.short_eves())
    assert calendar.closing(date(2026, 12, 24)) == kyiv(12, 24, 17)
    assert calendar.add(kyiv(12, 24, 16), 2 * HOUR) == kyiv(12, 28, 10)


@pytest.mark.parametrize(("less", "closing"), [(59, "14:01"), (60, "13:00"), (61, "12:59"), (300, None), (301, None)])
def test_a_shorter_day_loses_its_last_hours_first(less, closing):
    table = HolidayTable((Holiday(date(2026, 12, 24), "", within=None, shorter=timedelta(minutes=less)),), None, None)
    calendar = house({"mon-fri": [("09:00", "13:00"), ("14:00", "15:00")]}, holidays=table)
    found = calendar.closing(date(2026, 12, 24))
    assert (found and found.strftime("%H:%M")) == closing
    assert calendar.between(kyiv(12, 24), kyiv(12, 25)) == max(5 * HOUR - timedelta(minutes=less), 0 * HOUR)


def test_a_working_saturday_stands_in_for_a_friday():
    saturday = Holiday.working(date(2026, 11, 28), "for Friday", like="fri")
    calendar = house({"thu": [("09:00", "10:00")], "fri": [("09:00", "12:00")]}, holidays=HolidayTable((saturday,)))
    assert calendar.between(kyiv(11, 28), kyiv(11, 29)) == 3 * HOUR


def test_an_eve_that_is_a_holiday_or_not_covered_is_left_alone():
    christmas, boxing_day = Holiday(date(2026, 12, 25), "Christmas"), Holiday(date(2026, 12, 26), "Boxing Day")
    half = Holiday(date(2026, 12, 24), "half a day", within=[("00:00", "13:00")])
    eves = HolidayTable((christmas, boxing_day), None, None).short_eves(2 * HOUR)
    assert [(row.date.day, row.shorter) for row in eves.holidays] == [(24, 2 * HOUR), (25, 0 * HOUR), (26, 0 * HOUR)]
    assert [row.shorter for row in HolidayTable((half,), None, None).short_eves().holidays] == [0 * HOUR]
    new_year = Holiday(date(2026, 1, 1), "New Year")
    assert HolidayTable((new_year,), date(2026, 1, 1), None).short_eves().holidays == (new_year,)


def test_a_short_eve_takes_its_hour_from_the_last_hours_of_the_day():
    table = HolidayTable((Holiday(date(2026, 12, 24), "eve", within=None, shorter=HOUR),), None, None)
    calendar = house({"mon-fri": [("09:00", "13:00"), ("14:00", "14:30")]}, holidays=table)
    assert calendar.between(kyiv(12, 24), kyiv(12, 25)) == 3.5 * HOUR
    assert calendar.closing(date(2026, 12, 24)) == kyiv(12, 24, 12, 30)


def test_a_holiday_of_half_a_day_leaves_the_other_half():
    eve = Holiday(date(2026, 12, 24), "Christmas Eve", within=[("00:00", "13:00")])
    calendar = house(holidays=HolidayTable((eve,), None, None))
    assert calendar.closing(date(2026, 12, 24)) == kyiv(12, 24, 13)
    assert calendar.is_working_day(date(2026, 12, 24))
    assert calendar.add(kyiv(12, 24, 12), 2 * HOUR) == kyiv(12, 25, 10)


def test_a_holiday_of_half_a_day_that_leaves_nothing_is_a_day_off():
    evening = Holiday(date(2026, 12, 24), "the evening only", within=[("19:00", "24:00")])
    calendar = house(holidays=HolidayTable((evening,), None, None))
    assert not calendar.is_working_day(date(2026, 12, 24))


# --- past midnight ----------------------------------------------------------------------------------------------------


def test_a_shift_past_midnight_is_eight_hours_and_belongs_to_its_evening():
    night = house({"mon-fri": [("22:00", "06:00")]})
    (span,) = night.spans(kyiv(11, 23, 12), kyiv(11, 24, 12))
    assert (span.start, span.end, span.working_date) == (kyiv(11, 23, 22), kyiv(11, 24, 6), date(2026, 11, 23))
    assert night.between(kyiv(11, 23, 12), kyiv(11, 24, 12)) == 8 * HOUR
    assert night.is_open(kyiv(11, 28, 5))  # Saturday morning, of Friday's shift
    assert not night.is_working_day(date(2026, 11, 28))


@pytest.mark.parametrize("warm", [False, True], ids=["asked at once", "asked after others"])
def test_an_instant_counts_to_the_date_of_its_shift_until_that_ends(warm):
    night = house({"fri": [("22:00", "06:00")]})
    if warm:
        night.between(kyiv(11, 1), kyiv(12, 1))
    for at, day in [
        (kyiv(11, 20, 21, 59), 20),
        (kyiv(11, 20, 22), 20),
        (kyiv(11, 21), 20),
        (kyiv(11, 21, 6) - MICROSECOND, 20),
        (kyiv(11, 21, 6), 21),
        (kyiv(11, 22, 3), 22),
    ]:
        assert night.date_of(at) == date(2026, 11, day), at
        assert house({"fri": [("22:00", "06:00")]}).date_of(at) == date(2026, 11, day)


def test_a_holiday_removes_the_shift_that_starts_on_it_and_no_other():
    night = house({"mon-sun": [("22:00", "06:00")]}, holidays=[date(2026, 11, 24)])
    assert night.is_open(kyiv(11, 24, 5))  # the shift of the 23rd goes on
    assert not night.is_open(kyiv(11, 24, 23))
    assert not night.is_open(kyiv(11, 25, 5))
    assert night.is_open(kyiv(11, 25, 23))


def test_a_break_after_midnight_cuts_the_shift_of_the_evening_before():
    night = house({"fri": [("22:00", "06:00")]}, breaks=[("01:00", "02:00")])
    assert night.between(kyiv(11, 27), kyiv(11, 30)) == 7 * HOUR
    assert not night.is_open(kyiv(11, 28, 1))
    assert night.is_open(kyiv(11, 28, 2))


def test_nine_to_nine_is_a_whole_day():
    assert house({"sat": [("09:00", "09:00")]}).between(kyiv(11, 27), kyiv(11, 30)) == DAY


# --- lunch, several shifts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "calendar",
    [
        house({"mon-fri": [("09:00", "13:00"), ("14:00", "18:00")]}),
        house(breaks=[("13:00", "14:00")]),
        house(breaks={day: [("13:00", "14:00")] for day in ("mon", "tue", "wed", "thu", "fri")}),
    ],
    ids=["two shifts", "a break", "a break of each weekday"],
)
def test_nobody_works_over_lunch(calendar):
    assert calendar.add(kyiv(11, 23, 12), 2 * HOUR) == kyiv(11, 23, 15)
    assert calendar.between(kyiv(11, 23), kyiv(11, 24)) == 8 * HOUR
    assert calendar.next_close(kyiv(11, 23, 10)) == kyiv(11, 23, 13)
    assert calendar.next_opening(kyiv(11, 23, 10)) == kyiv(11, 23, 14)
    assert calendar.closing(date(2026, 11, 23)) == kyiv(11, 23, 18)


def test_a_weekday_break_does_not_cut_the_hours_of_a_date():
    calendar = house(breaks=[("13:00", "14:00")], dates={"2026-11-28": [("10:00", "16:00")]})
    assert calendar.between(kyiv(11, 28), kyiv(11, 29)) == 6 * HOUR


def test_a_break_of_a_date_cuts_whatever_hours_it_has():
    calendar = house(
        dates={"2026-11-28": [("10:00", "16:00")]},
        breaks={date(2026, 11, 28): [("12:00", "13:00")], date(2026, 11, 27): [("12:00", "13:00")]},
    )
    assert calendar.between(kyiv(11, 28), kyiv(11, 29)) == 5 * HOUR
    assert calendar.between(kyiv(11, 27), kyiv(11, 28)) == 8 * HOUR


# --- no endless loops -------------------------------------------------------------------------------------------------


def steps(question):
    """Count the calls that a question makes: how far it goes, whatever the machine."""
    count = 0

    def counting(frame, event, argument):
        nonlocal count
        count += event in {"call", "c_call"}

    outer = sys.getprofile()
    sys.setprofile(counting)
    try:
        question()
    except (NoWorkingTime, NeverCloses, OutOfRange):
        count += 1
    finally:
        sys.setprofile(outer)
    return count


NEVER = WorkingCalendar.weekly({"mon": [("09:00", "10:00")]}, tz="UTC") & WorkingCalendar.weekly(
    {"tue": [("09:00", "10:00")]}, tz="UTC"
)
SEARCHES = {
    "add": lambda calendar, at: calendar.add(at, HOUR),
    "add backwards": lambda calendar, at: calendar.add(at, -HOUR),
    "next_open": lambda calendar, at: calendar.next_open(at),
    "previous_open": lambda calendar, at: calendar.previous_open(at),
    "next_close": lambda calendar, at: calendar.next_close(at),
    "previous_close": lambda calendar, at: calendar.previous_close(at),
    "next_opening": lambda calendar, at: calendar.next_opening(at),
    "spans": lambda calendar, at: next(calendar.spans(at)),
    "spans backwards": lambda calendar, at: next(calendar.spans(at, direction=Direction.BACKWARD)),
    "add_days": lambda calendar, at: calendar.add_days(at.date(), 1),
    "add_days backwards": lambda calendar, at: calendar.add_days(at.date(), -1),
    "add_days, rolling": lambda calendar, at: calendar.add_days(at, 1, step=DayStep.ROLL_FIRST),
    "a roll of nothing": lambda calendar, at: calendar.add(at, 0 * HOUR, landing=Landing.ROLL),
}


@pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)
def test_a_search_in_a_calendar_that_never_opens_ends_with_an_error(search):
    with pytest.raises(NoWorkingTime, match="no working time for ten years"):
        search(NEVER, datetime(2026, 11, 23, tzinfo=UTC))


@pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)
def test_a_search_beside_the_end_of_the_known_years_ends_with_an_error(search):
    for at in (datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 12, 31, 23, 59, tzinfo=UTC)):
        with pytest.raises((NoWorkingTime, OutOfRange)):
            search(NEVER, at)


@pytest.mark.parametrize("name", ["next_close", "previous_close", "next_opening"])
def test_a_calendar_that_never_closes_says_so(name):
    with pytest.raises(NeverCloses, match="without an edge"):
        getattr(WorkingCalendar.weekly(AROUND_THE_CLOCK, tz="UTC"), name)(datetime(2026, 11, 23, tzinfo=UTC))


def test_a_calendar_without_a_shift_is_refused_at_once():
    for nothing in ({}, {"mon": []}):
        with pytest.raises(NoWorkingTime, match="never open"):
            house(nothing, dates={"2026-11-28": []})


LEAP_DAYS = [year for year in range(1904, 2200, 4) if year != 2100]


def leap_minutes():
    """One open minute each 29 February, and nothing else: eight years lie between two of them at most."""
    return house({}, dates={date(year, 2, 29): [("12:00", "12:01")] for year in LEAP_DAYS})


def test_one_open_minute_each_leap_day_is_found_over_eight_years():
    calendar = leap_minutes()
    assert calendar.next_open(kyiv(3, 1, year=2096)) == kyiv(2, 29, 12, year=2104)
    assert calendar.previous_close(kyiv(2, 29, 12, year=2104)) == kyiv(2, 29, 12, 1, year=2096)
    assert calendar.add(kyiv(2, 29, 12, year=2024), timedelta(minutes=3)) == kyiv(2, 29, 12, 1, year=2032)
    assert calendar.add_days(date(2096, 2, 29), 1) == date(2104, 2, 29)
    assert [span.start.year for span in islice(calendar.spans(kyiv(1, 1, year=2090)), 3)] == [2092, 2096, 2104]
    assert calendar.between(kyiv(1, 1, year=1901), kyiv(1, 1, year=2199)) == len(LEAP_DAYS) * timedelta(minutes=1)


def test_more_than_all_open_minutes_is_an_error_and_no_loop():
    for work in (timedelta(minutes=len(LEAP_DAYS) + 1), -timedelta(minutes=len(LEAP_DAYS) + 1)):
        with pytest.raises((OutOfRange, NoWorkingTime)):
            leap_minutes().add(kyiv(6, 1), work)


@cache
def twenty_years():
    """Count the steps of reading twenty years of an office."""
    return steps(lambda: house().between(kyiv(1, 1, year=2010), kyiv(12, 31, year=2029)))


@pytest.mark.parametrize("name", [name for name in SEARCHES if name not in {"add", "add backwards"}])
def test_a_search_takes_no_more_steps_than_reading_the_years_it_must(name):
    assert steps(lambda: SEARCHES[name](leap_minutes(), kyiv(3, 1, year=2096))) < twenty_years()
    never = house({"sat": [("12:00", "12:01")]}) & house()  # ten years of two calendars
    assert steps(lambda: SEARCHES[name](never, kyiv(3, 1))) < 2 * twenty_years()


@pytest.mark.parametrize("minutes", [60, -60])
def test_an_hour_of_leap_minutes_takes_no_more_steps_than_reading_the_years_it_needs(minutes):
    work = timedelta(minutes=minutes)
    assert steps(lambda: leap_minutes().add(kyiv(3, 1, year=2096), work)) < 15 * twenty_years()


def test_a_date_two_hundred_years_of_mondays_away_is_found():
    mondays = house({"mon": [("12:00", "12:00:01")]})
    seconds = 52 * 100
    assert mondays.between(kyiv(1, 1), mondays.add(kyiv(1, 1), timedelta(seconds=seconds))) == timedelta(
        seconds=seconds
    )


# --- holes at midnight ------------------------------------------------------------------------------------------------


def test_midnight_has_no_hole_and_no_edge():
    calendar = house(AROUND_THE_CLOCK)
    for beside in (-HOUR / 60, -MICROSECOND, 0 * HOUR, MICROSECOND):
        assert calendar.is_open(kyiv(11, 24) + beside)
    assert calendar.between(kyiv(11, 23), kyiv(11, 30)) == 7 * DAY


def test_an_end_at_23_59_means_23_59():
    calendar = house({"mon-sun": [("00:00", "23:59")]})
    assert not calendar.is_open(kyiv(11, 23, 23, 59))
    assert calendar.between(kyiv(11, 23), kyiv(11, 30)) == 7 * (DAY - HOUR / 60)


@pytest.mark.parametrize("end", ["24:00", "00:00"])
def test_the_end_of_the_day_is_the_next_midnight(end):
    calendar = house({"mon": [("18:00", end)], "tue": [("00:00", "06:00")]})
    assert calendar.between(kyiv(11, 23, 12), kyiv(11, 24, 12)) == 12 * HOUR
    assert calendar.next_close(kyiv(11, 23, 20)) == kyiv(11, 24, 6)
    assert calendar.closing(date(2026, 11, 23)) == kyiv(11, 24)


# Open from Thursday 18:00 through three midnights to Sunday 06:00, each week.
LONG = house({"thu": [("18:00", "24:00")], "fri-sat": [("00:00", "24:00")], "sun": [("00:00", "06:00")]})
EDGES = {  # days of November 2026, whose 19th and 26th are Thursdays: asked at -> answered
    "next_open": "26 17:59 -> 26 18:00, 26 18:00 -> 26 18:00, 28 00:00 -> 28 00:00, 22 06:00 -> 26 18:00",
    "previous_open": "26 18:00 -> 22 06:00, 26 18:01 -> 26 18:01, 28 00:00 -> 28 00:00, 25 00:00 -> 22 06:00",
    "next_close": "26 17:00 -> 29 06:00, 26 18:00 -> 29 06:00, 28 00:00 -> 29 06:00, 22 06:00 -> 29 06:00",
    "previous_close": "29 06:00 -> 29 06:00, 29 05:59 -> 22 06:00, 28 00:00 -> 22 06:00, 27 12:00 -> 22 06:00",
    "next_opening": "19 18:00 -> 26 18:00, 19 17:59 -> 19 18:00, 21 00:00 -> 26 18:00, 20 23:59 -> 26 18:00",
}


def november(text):
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=KYIV)


@pytest.mark.parametrize(("question", "rows"), EDGES.items(), ids=EDGES)
def test_only_the_outer_edges_of_touching_shifts_are_edges(question, rows):
    for asked, answered in (row.split(" -> ") for row in rows.split(", ")):
        assert getattr(LONG, question)(november(asked)) == november(answered), asked


def test_calendars_that_only_touch_share_no_time_and_no_edge():
    early, late = house({"mon": [("08:00", "09:00"), ("10:00", "12:00")]}), house({"mon": [("09:00", "11:00")]})
    for both in (early & late, late & early):
        assert both.next_opening(november("23 08:59")) == november("23 10:00")
        assert both.previous_close(november("23 10:30")) == november("16 11:00")
        assert both.opening(date(2026, 11, 23)) == november("23 10:00")
        assert [span.length for span in both.spans(november("23 00:00"), november("24 00:00"))] == [HOUR]
    either = early | late
    assert either.next_close(november("23 08:30")) == november("23 12:00")
    assert either.between(november("23 00:00"), november("24 00:00")) == 4 * HOUR
    less = early - [Span(november("23 09:00"), november("23 10:00"))]
    assert list(less.spans(november("23 00:00"), november("24 00:00"))) == list(
        early.spans(november("23 00:00"), november("24 00:00"))
    )


def test_walks_through_midnights_tell_each_working_date():
    forward = list(LONG.spans(kyiv(11, 26, 20), kyiv(11, 29, 1)))
    assert [span.working_date.day for span in forward] == [26, 27, 28, 29]
    assert [span.length for span in forward] == [4 * HOUR, DAY, DAY, HOUR]
    backward = list(LONG.spans(kyiv(11, 29, 1), kyiv(11, 26, 20), direction=Direction.BACKWARD))
    assert backward == forward[::-1]


# --- clock changes ----------------------------------------------------------------------------------------------------

CHANGES = {
    # start, end, hours on the wall, real hours
    "spring, a night shift": (kyiv(3, 28, 22), kyiv(3, 29, 6), 7),
    "autumn, a night shift": (kyiv(10, 24, 22), kyiv(10, 25, 6), 9),
    "a Sunday of 23 hours": (kyiv(3, 29), kyiv(3, 30), 23),
    "a Sunday of 25 hours": (kyiv(10, 25), kyiv(10, 26), 25),
    "the hour that comes twice": (kyiv(10, 25, 3), kyiv(10, 25, 3, fold=1), 1),
    "both of those hours": (kyiv(10, 25, 3), kyiv(10, 25, 4), 2),
    "the hour that never was": (kyiv(3, 29, 2), kyiv(3, 29, 4), 1),
}


@pytest.mark.parametrize(("start", "end", "hours"), CHANGES.values(), ids=CHANGES)
def test_working_time_is_real_time_when_the_clocks_change(start, end, hours):
    calendar = house(AROUND_THE_CLOCK)
    assert calendar.between(start, end) == hours * HOUR == elapsed(start, end)
    assert elapsed(start, calendar.add(start, hours * HOUR)) == hours * HOUR
    assert elapsed(calendar.add(end, -hours * HOUR), start) == 0 * HOUR


def test_the_second_time_the_clock_shows_half_past_three_is_half_past_three():
    calendar = house(AROUND_THE_CLOCK)
    second = calendar.add(kyiv(10, 25, 3, 30), HOUR)
    assert (second.hour, second.minute, second.fold) == (3, 30, 1)
    assert elapsed(kyiv(10, 25, 3, 30), second) == HOUR


def test_hours_that_start_in_the_gap_start_that_much_later():
    calendar = house({"sun": [("03:30", "08:00")]})
    assert calendar.opening(date(2026, 3, 29)) == kyiv(3, 29, 4, 30)
    assert calendar.between(kyiv(3, 29), kyiv(3, 30)) == 3.5 * HOUR


def test_hours_that_end_in_the_gap_end_that_much_later():
    calendar = house({"sun": [("01:00", "03:30")]})
    assert calendar.closing(date(2026, 3, 29)) == kyiv(3, 29, 4, 30)
    assert calendar.between(kyiv(3, 29), kyiv(3, 30)) == 2.5 * HOUR


def test_hours_whose_edge_comes_twice_keep_to_the_first():
    assert house({"sun": [("03:30", "08:00")]}).between(kyiv(10, 25), kyiv(10, 26)) == 5.5 * HOUR
    assert house({"sun": [("00:00", "03:30")]}).between(kyiv(10, 25), kyiv(10, 26)) == 3.5 * HOUR
    assert house({"sun": [("03:00", "04:00")]}).between(kyiv(10, 25), kyiv(10, 26)) == 2 * HOUR


def test_days_keep_the_wall_time_into_the_gap_and_into_the_fold():
    sundays = house({"sun": [("00:00", "24:00")]})
    assert sundays.add_days(kyiv(3, 22, 3, 30), 1) == kyiv(3, 29, 4, 30)
    assert sundays.add_days(kyiv(10, 18, 3, 30), 1).astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert sundays.add_days(kyiv(10, 25, 3, 30, fold=1), 1) == kyiv(11, 1, 3, 30)
    assert sundays.add_days(kyiv(10, 25, 3, 30, fold=1), 0).fold == 1  # no days: the very same instant


@pytest.mark.parametrize(
    ("days", "there"),
    [
        (22, datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # a gap: on to 04:30
        (-30, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (53, datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # a fold: the first 03:30
    ],
)
def test_days_from_the_second_half_past_three_lead_where_days_from_the_first_do(days, there):
    sundays = house({"sun": [("00:00", "24:00")]})
    assert sundays.add_days(kyiv(10, 25, 3, 30, fold=1), days).astimezone(UTC) == there


def test_a_date_that_a_zone_skipped_has_no_shifts_and_the_night_before_is_whole():
    apia = WorkingCalendar.weekly({"mon-sun": [("22:00", "06:00")]}, tz="Pacific/Apia")
    assert not apia.is_working_day(date(2011, 12, 30))
    assert apia.opening(date(2011, 12, 30)) is None
    assert apia.add_days(date(2011, 12, 29), 1) == date(2011, 12, 31)
    (span,) = apia.spans(datetime(2011, 12, 29, 12, tzinfo=apia.tz), datetime(2011, 12, 31, 12, tzinfo=apia.tz))
    assert elapsed(span.start, span.end) == 8 * HOUR
    assert span.end == datetime(2011, 12, 31, 6, tzinfo=apia.tz)


def test_opening_hours_are_read_in_the_zone_of_the_calendar():
    assert house().between(datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC)) == 9 * HOUR
    assert house().is_open(datetime(2026, 11, 23, 7, tzinfo=UTC))
    assert not house().is_open(datetime(2026, 11, 23, 16, tzinfo=UTC))


def test_the_zone_of_the_question_changes_nothing_and_the_answer_is_in_the_zone_of_the_calendar():
    start = kyiv(11, 23, 10)
    answers = {house().add(start.astimezone(zone), 12 * HOUR) for zone in (UTC, KYIV, ZoneInfo("Asia/Tokyo"))}
    (answer,) = answers
    assert answer == kyiv(11, 24, 13)
    assert answer.tzinfo is house().tz


# --- exactness --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [("09:00:30", "17:30:15"), (time(9, 0, 30), time(17, 30, 15))])
def test_seconds_of_hours_count(hours):
    calendar = house({"mon-fri": [hours]})
    assert calendar.between(kyiv(11, 23), kyiv(11, 24)) == timedelta(hours=8, minutes=29, seconds=45)
    assert not calendar.is_open(kyiv(11, 23, 9, 0, 29))
    assert calendar.is_open(kyiv(11, 23, 9, 0, 30))


def test_every_microsecond_counts():
    calendar = house()
    assert calendar.add(kyiv(11, 23, 17), HOUR) == kyiv(11, 23, 18)
    assert calendar.add(kyiv(11, 23, 17), HOUR + MICROSECOND) == kyiv(11, 24, 9) + MICROSECOND
    assert calendar.between(kyiv(11, 23, 18) - MICROSECOND, kyiv(11, 24, 9) + MICROSECOND) == 2 * MICROSECOND


def test_a_day_that_is_filled_exactly_is_due_at_closing_however_long_ago_it_began():
    calendar, start = house(), kyiv(1, 5, 9, year=1970)
    for weeks in (1, 52, 520, 5200):
        due = calendar.add(start, weeks * 45 * HOUR)
        assert (due.hour, due.minute, due.second, due.microsecond, due.weekday()) == (18, 0, 0, 0, 4)


@pytest.mark.parametrize(
    ("landing", "forward", "nothing", "back"),
    [
        (Landing.STAY, kyiv(11, 23, 18), kyiv(11, 22, 12), kyiv(11, 23, 9)),
        (Landing.ROLL_FORWARD, kyiv(11, 24, 9), kyiv(11, 23, 9), kyiv(11, 23, 9)),
        (Landing.ROLL, kyiv(11, 24, 9), kyiv(11, 23, 9), kyiv(11, 20, 18)),
    ],
    ids=["stay", "roll forward", "roll"],
)
def test_where_the_schools_land(landing, forward, nothing, back):
    calendar = house()
    assert calendar.add(kyiv(11, 23, 9), 9 * HOUR, landing=landing) == forward
    assert calendar.add(kyiv(11, 22, 12), 0 * HOUR, landing=landing) == nothing
    assert calendar.add(kyiv(11, 23, 18), -9 * HOUR, landing=landing) == back


# --- dates, month ends ------------------------------------------------------------------------------------------------


def test_days_are_counted_across_the_end_of_a_month():
    calendar = house()
    assert calendar.working_days_between(date(2026, 7, 31), date(2026, 8, 3)) == 1
    assert calendar.add_days(date(2026, 7, 31), 1) == date(2026, 8, 3)
    assert calendar.between(kyiv(7, 31, 17), kyiv(8, 3, 10)) == 2 * HOUR
    assert calendar.add_days(date(2026, 12, 31), 1) == date(2027, 1, 1)


def test_a_date_off_makes_nothing_earlier():
    off = house(holidays=[date(2026, 11, 24)])
    assert off.add(kyiv(11, 23, 10), 12 * HOUR) == kyiv(11, 25, 13)
    assert house().add(kyiv(11, 23, 10), 12 * HOUR) == kyiv(11, 24, 13)


def test_nothing_falls_on_a_sunday_or_at_midnight():
    calendar = house()
    for hour in range(7 * 24):
        due = calendar.add(kyiv(11, 23) + hour * HOUR, HOUR)
        assert due.weekday() < 5
        assert time(9) < due.time() <= time(18)


def test_saturday_and_one_working_day_by_both_schools():
    saturday = date(2026, 11, 21)
    assert house().add_days(saturday, 1) == date(2026, 11, 23)
    assert house().add_days(saturday, -1) == date(2026, 11, 20)
    assert house().add_days(saturday, 1, step=DayStep.ROLL_FIRST) == date(2026, 11, 24)
    assert house().add_days(saturday, -1, step=DayStep.ROLL_FIRST) == date(2026, 11, 19)


def test_ends_of_a_range_count_as_asked():
    monday, friday = date(2026, 11, 23), date(2026, 11, 27)
    counts = {ends: house().working_days_between(monday, friday, ends=ends) for ends in Ends}
    assert counts == {Ends.START: 4, Ends.END: 4, Ends.BOTH: 5}
    assert {ends: house().working_days_between(friday, monday, ends=ends) for ends in Ends} == {
        ends: -count for ends, count in counts.items()
    }
    saturday = date(2026, 11, 28)
    assert house().working_days_between(monday, saturday) == 5
    assert house().working_days_between(monday, saturday, ends=Ends.END) == 4


def test_a_reversed_range_is_negative():
    assert house().between(kyiv(11, 24, 12), kyiv(11, 23, 12)) == -9 * HOUR


# --- many holidays ----------------------------------------------------------------------------------------------------


def test_an_answer_takes_no_more_steps_with_many_holidays():
    start, end = kyiv(1, 2), kyiv(12, 30)
    many = [date(2000, 1, 1) + n * 3 * DAY for n in range(4000)]
    taken = {}
    for name, holidays in (("few", []), ("many", many)):
        calendar = house(holidays=holidays)
        calendar.between(start, end)  # the year is read once
        questions = partial(calendar.add, start, 300 * HOUR), partial(calendar.between, start, end)
        taken[name] = [steps(question) for question in questions]
    assert taken["few"] == taken["many"]


def test_a_long_answer_takes_no_more_steps_than_a_short_one():
    calendar, start = house(breaks=[("13:00", "14:00")]), kyiv(1, 2)
    calendar.add(start, 20_000 * HOUR)  # the years are read once
    assert steps(lambda: calendar.add(start, 20_000 * HOUR)) <= steps(lambda: calendar.add(start, 8 * HOUR))
    years = steps(lambda: calendar.between(start, kyiv(1, 2, year=2034)))
    assert years <= steps(lambda: calendar.between(start, kyiv(1, 3)))


# --- the holidays library ---------------------------------------------------------------------------------------------


def test_ukrainian_holidays_stand_in_workday_since_the_war():
    public = country_holidays("UA", 2021, 2023)
    workday = country_holidays("UA", 2021, 2023, categories=("public", "workday"))
    new_year = date(2023, 1, 1)
    assert any(row.date == date(2022, 1, 1) for row in public.holidays)
    assert not any(row.date >= date(2022, 3, 15) for row in public.holidays)
    assert any(row.date == new_year for row in workday.holidays)


def test_outside_the_table_there_is_no_silent_working_day():
    calendar = house(holidays=country_holidays("DE", 2026, 2026))
    assert not calendar.is_working_day(date(2026, 12, 25))
    for year in (2025, 2027):
        with pytest.raises(CoverageError, match=str(year)):
            calendar.is_working_day(date(year, 12, 25))


def test_a_table_holds_both_of_its_last_dates_and_no_other():
    table = country_holidays("DE", date(2026, 12, 25), date(2026, 12, 26))
    assert [row.date for row in table.holidays] == [date(2026, 12, 25), date(2026, 12, 26)]
    assert (table.first, table.last) == (date(2026, 12, 25), date(2026, 12, 26))
    assert country_holidays("DE", date(2026, 12, 27), date(2026, 12, 31)).holidays == ()


def test_reading_dates_does_not_change_a_table():
    table = country_holidays("DE", 2026, 2026)
    before = hash(table), repr(table)
    calendar = house(holidays=table)
    calendar.between(kyiv(1, 2), kyiv(12, 30))
    assert (hash(table), repr(table)) == before


def test_a_substituted_working_saturday_has_the_hours_of_the_day_it_stands_in_for():
    # In 2021 Kazakhstan worked on Saturday 3 July instead of Monday 5 July.
    calendar = WorkingCalendar.weekly(
        {"mon": [("10:00", "12:00")], "tue-fri": [("09:00", "18:00")]},
        tz="Asia/Almaty",
        holidays=country_holidays("KZ", 2021, 2021),
    )
    assert calendar.is_working_day(date(2021, 7, 3))
    assert not calendar.is_working_day(date(2021, 7, 5))
    assert elapsed(calendar.opening(date(2021, 7, 3)), calendar.closing(date(2021, 7, 3))) == 2 * HOUR


# --- what is special about a date -------------------------------------------------------------------------------------


def test_a_date_says_what_is_special_about_it():
    table = HolidayTable((Holiday(date(2026, 12, 25), "Christmas"), Holiday(date(2026, 12, 28), "")), None, None)
    calendar = house(holidays=table)
    assert calendar.note(date(2026, 12, 25)) == "Christmas"
    assert calendar.note(date(2026, 12, 28)) == "holiday"
    assert calendar.note(date(2026, 12, 24)) is None
    away = calendar - [date(2026, 12, 24)]
    assert [away.note(date(2026, 12, day)) for day in (23, 24, 25)] == [None, "absence", "Christmas"]
    for together in (house() & calendar, house() | calendar, calendar & house()):
        assert together.note(date(2026, 12, 25)) == "Christmas"
    assert calendar.changed("2026-12-25", house()).note(date(2026, 12, 25)) is None
    assert calendar.changed("2026-12-26", house()).note(date(2026, 12, 25)) == "Christmas"
    assert house().changed("2026-12-25", calendar).note(date(2026, 12, 25)) == "Christmas"
