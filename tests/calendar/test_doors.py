"""The calendar's doors: what is refused, in which words; what the country tables know, and what they do not."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import holidays
import pytest
from dateutil.relativedelta import relativedelta

from supportcore.calendar import Beyond, Holiday, HolidayTable, Shift, Span, WorkingCalendar, country_holidays
from supportcore.calendar.opening_hours import read
from supportcore.errors import (
    CoverageError,
    InvalidDuration,
    InvalidHolidays,
    InvalidHours,
    InvalidInstant,
    InvalidTarget,
    NeverCloses,
    NoWorkingTime,
    OutOfRange,
    UnknownZone,
)
from supportcore.sla import (
    At,
    ByTime,
    CalendarDays,
    CutOff,
    Earliest,
    Elapsed,
    EndOfDay,
    Pause,
    WorkingDays,
    WorkingTime,
)

HOUR = timedelta(hours=1)
KYIV = ZoneInfo("Europe/Kyiv")
OFFICE = {"mon-fri": [("09:00", "18:00")]}
HOUSE = WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=KYIV)
NAIVE = datetime(2026, 11, 23, 10)


def weekly(week=None, **others):
    return WorkingCalendar.weekly(OFFICE if week is None else week, **{"tz": "UTC", **others})


def refused(kind, builtin, ask, *words):
    """Ask, and expect a refusal that holds all the words, has all three parts and is the builtin too."""
    with pytest.raises(kind) as caught:
        ask()
    assert type(caught.value) is kind
    assert isinstance(caught.value, builtin)
    assert caught.value.rule
    assert caught.value.way_out
    for word in words:
        assert word in str(caught.value)


# --- hours ------------------------------------------------------------------------------------------------------------

CLOCK_FORM = "a clock time is HH:MM or HH:MM:SS between 00:00 and 24:00"
NO_CLOCK = ["9", "9am", "09.00", "", "09:0", "09:00:0", " 09:00", "٠٩:٠٠", "-1:00", 9, 9.5, None, timedelta(hours=9)]
PAST_CLOCK = ["24:01", "24:00:01", "25:00", "09:60", "09:00:60"]


@pytest.mark.parametrize(
    ("value", "way_out"),
    [(value, "write '09:00', '24:00' or datetime.time(9)") for value in NO_CLOCK]
    + [(value, "write '24:00' for the end of the day, '01:00' for an end past midnight") for value in PAST_CLOCK],
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_bad_clock_time_is_refused(value, way_out, place):
    pair = ["08:00", "12:00"]
    pair[place] = value
    refused(InvalidHours, ValueError, lambda: Shift(*pair), repr(value), CLOCK_FORM, way_out)


@pytest.mark.parametrize("value", [time(9, 0, 0, 1), time(9, tzinfo=UTC)])
def test_a_clock_time_is_whole_seconds_without_a_zone(value):
    words = ("hours are whole seconds of the calendar's own zone", "write '24:00' or time(18)")
    refused(InvalidHours, ValueError, lambda: Shift(value, "18:00"), *words)


def test_a_shift_starts_before_midnight():
    words = ("'24:00-02:00'", "a shift starts before 24:00", "write it as 00:00 of the next date")
    refused(InvalidHours, ValueError, lambda: Shift("24:00", "02:00"), *words)


@pytest.mark.parametrize("pair", ["09:00-18:00", ("09:00",), ("09:00", "13:00", "18:00"), (9, 18), None, 9])
def test_a_shift_is_a_pair(pair):
    words = ("a shift is a pair of clock times", "write ('09:00', '18:00')")
    refused(InvalidHours, ValueError, lambda: weekly({"mon": [pair]}), *words)


@pytest.mark.parametrize(
    ("ask", "what"),
    [
        (lambda: weekly({"mon": "09:00-18:00"}), "hours of mon are a list of (start, end) pairs"),
        (lambda: weekly(dates={"2026-12-31": "09:00-18:00"}), "hours of 2026-12-31 are a list"),
        (lambda: weekly(breaks="13:00-14:00"), "breaks are a list"),
        (lambda: weekly(breaks={"2026-12-31": "13:00-14:00"}), "breaks of 2026-12-31 are a list"),
        (lambda: Holiday("2026-12-31", within="09:00-18:00"), "hours of a holiday are a list"),
    ],
)
def test_hours_are_a_list_of_pairs(ask, what):
    refused(InvalidHours, ValueError, ask, what, "write [('09:00', '18:00')]")


OVERLAPPING = [("09:00", "13:00"), ("12:59:59", "18:00")]


@pytest.mark.parametrize(
    ("ask", "what"),
    [
        (lambda: weekly({"mon": OVERLAPPING}), "hours of mon"),
        (lambda: weekly({"mon": OVERLAPPING[::-1]}), "hours of mon"),
        (lambda: weekly({"mon": [("22:00", "06:00"), ("23:00", "23:30")]}), "hours of mon"),
        (lambda: weekly(dates={"2026-12-31": OVERLAPPING}), "hours of 2026-12-31"),
        (lambda: weekly(breaks=OVERLAPPING), "breaks"),
        (lambda: Holiday("2026-12-31", within=OVERLAPPING), "hours of a holiday"),
        (lambda: read("Mo 09:00-13:00,12:59-18:00"), "hours"),
    ],
)
def test_shifts_of_one_date_must_not_overlap(ask, what):
    refused(
        InvalidHours, ValueError, ask, f"{what} of one date must not overlap", "write one shift, or end the first at "
    )


@pytest.mark.parametrize(
    ("ask", "value", "end"),
    [
        (
            lambda: weekly({"mon": [("22:00", "06:00")], "tue": [("05:59", "12:00")]}),
            "mon 22:00-06:00, tue 05",
            "05:59",
        ),
        (lambda: weekly({"sun": [("22:00", "01:00")], "mon": [("00:00", "12:00")]}), "sun 22:00-01:00, mon", "00:00"),
        (lambda: read("Mo 22:00-06:00; Tu 05:59-12:00"), "mon 22:00-06:00, tue 05:59-12:00", "05:59"),
    ],
)
def test_shifts_must_not_overlap_past_midnight(ask, value, end):
    words = (value, "shifts must not overlap, past midnight neither", f"end the one at {end} or start the other later")
    refused(InvalidHours, ValueError, ask, *words)


@pytest.mark.parametrize("name", ["monday", "Mo", "", "mon-", "-fri", "mon-friday", "mon fri", "mon-tue-wed", 0, None])
def test_a_weekday_is_one_of_seven(name):
    words = (repr(name), "a weekday is one of mon, tue, wed, thu, fri, sat, sun", "write 'mon' or a range, 'mon-fri'")
    refused(InvalidHours, ValueError, lambda: weekly({name: [("09:00", "18:00")]}), *words)


@pytest.mark.parametrize(
    ("week", "day"), [({"mon-fri": [], "wed": []}, "wed"), ({"sat-tue": [], "mon-fri": []}, "mon")]
)
def test_a_weekday_has_its_hours_once(week, day):
    refused(InvalidHours, ValueError, lambda: weekly(week), f"{day} has its hours already", "name every weekday once")


@pytest.mark.parametrize("key", ["31.12.2026", "2026-02-30", "", "tomorrow", 20261231, None, MONDAY])
def test_a_date_is_a_date_or_its_iso_text(key):
    words = ("a date is a datetime.date or its ISO text", "write '2026-12-31'")
    refused(InvalidHours, ValueError, lambda: weekly(dates={key: []}), *words)


@pytest.mark.parametrize(("argument", "what"), [("dates", "hours"), ("breaks", "breaks")])
def test_a_date_is_named_once(argument, what):
    twice = {"2026-12-31": [], date(2026, 12, 31): []}
    words = (f"2026-12-31 has its {what} already", "name every date once")
    refused(InvalidHours, ValueError, lambda: weekly(**{argument: twice}), *words)


@pytest.mark.parametrize(
    ("breaks", "what"),
    [
        ({"mon-tee": []}, "a weekday is one of"),
        ({"mon-fri": [], "tue": []}, "tue has its hours already"),
        ({"noon": []}, "a date is a datetime.date or its ISO text"),
        ([("13:00", "25:00")], CLOCK_FORM),
        ([13], "a shift is a pair"),
    ],
)
def test_bad_breaks_are_refused(breaks, what):
    refused(InvalidHours, ValueError, lambda: weekly(breaks=breaks), what)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: weekly({}),
        lambda: weekly({"mon": []}),
        lambda: weekly({}, dates={"2026-12-31": []}),
        lambda: WorkingCalendar.parse("Mo-Fr off; PH off", tz="UTC"),
    ],
)
def test_a_calendar_without_a_shift_is_refused(ask):
    words = ("no shift in week and dates", "a calendar that is never open promises nothing", "give it a shift")
    refused(NoWorkingTime, ValueError, ask, *words)


@pytest.mark.parametrize(
    ("tz", "rule"),
    [
        ("Europe/Kiyv", "no IANA time zone of that name"),
        ("localtime", "a machine's own zone differs from one machine to the next; write tz='Europe/Kyiv'"),
        (timezone(2 * HOUR), "a fixed offset cannot know clock changes"),
    ],
)
def test_a_calendar_needs_a_known_zone(tz, rule):
    refused(UnknownZone, LookupError, lambda: weekly(tz=tz), rule, "'Europe/Kyiv'")


# --- texts of opening hours -------------------------------------------------------------------------------------------

BAD_TEXTS = [
    ("09:00", 6, "the end", "should be '-' and a closing time"),
    ("Mo", 3, "the end", "should be a time such as 09:00"),
    ("Mo 09:00-", 10, "the end", "should be a time such as 09:00"),
    ("Mo-Fr 09:00-18:00 Sa", 19, "Sa", "should be ';' or the end"),
    ("Mo-Fr 09:00-18:00 || off", 19, "|| off", "nothing I can read"),
    ("sunrise-sunset", 1, "sunrise-suns", "nothing I can read"),
    ("Mo-Fr  week 1-10", 8, "week 1-10", "nothing I can read"),
    ('Mo "by appointment"', 4, '"by appointm', "nothing I can read"),
    ("Mo-Fr 09:00-18:00+", 18, "+", "nothing I can read"),
    ("Mon-Fri 09:00-18:00", 1, "Mon-Fri 09:0", "nothing I can read"),
    ("Mo-09:00", 4, "09:00", "should be a weekday such as Fr"),
    ("Mo, 09:00-18:00", 5, "09:00-18:00", "should be a weekday such as Mo"),
    ("Mo,PH 09:00-18:00", 4, "PH 09:00-18:", "stands with weekdays: hours of a holiday are said in its table"),
    ("PH 10:00-14:00", 4, "10:00-14:00", "should be 'off': hours of a holiday are said in its table"),
    ("PH,Mo off", 3, ",Mo off", "should be 'off'"),
    ("Mo 24:00-02:00", 4, "24:00-02:00", "is no clock time here"),
    ("Mo 09:60-18:00", 4, "09:60-18:00", "is no clock time here"),
    ("Mo 09:00-18:75", 10, "18:75", "is no clock time here"),
    ("Mo 09:00-48:01", 10, "48:01", "is no clock time here"),
    ("Mo 09:00-33:01", 10, "33:01", "makes a shift longer than 24 hours"),
    ("Mo 09:00-18:00,", 16, "the end", "should be a time such as 09:00"),
    ("Mo 09:00-18:00;;", 16, ";", "should be a weekday such as Mo"),
    ("2026 31 Dec off", 6, "31 Dec off", "should be a month such as Dec"),
    ("2026 Dec off", 10, "off", "should be a day of the month"),
    ("Mo off; 2026 Feb 30 off", 9, "2026 Feb 30 ", "is no date of the calendar"),
    ("0000 Jan 01 off", 1, "0000 Jan 01 ", "is no date of the calendar"),
    ("Dec 31 off", 1, "Dec 31 off", "should be a weekday such as Mo"),
    ("   Mo x", 7, "x", "nothing I can read"),
]


@pytest.mark.parametrize(("text", "character", "rest", "expected"), BAD_TEXTS)
def test_an_error_in_opening_hours_points_at_the_character(text, character, rest, expected):
    with pytest.raises(InvalidHours) as caught:
        WorkingCalendar.parse(text, tz="UTC")
    assert caught.value.value == text
    assert caught.value.rule.startswith(f"at character {character} ({rest!r}) {expected}")
    assert "write rules such as 'Mo-Fr 09:00-18:00; Sa 10:00-14:00; 2026 Dec 31 off; PH off'" in caught.value.way_out


@pytest.mark.parametrize("text", ["", "  \n", None, 7, {"mon": []}])
def test_opening_hours_are_a_text(text):
    words = (repr(text), "opening hours are text such as 'Mo-Fr 09:00-18:00'", "write at least one rule")
    refused(InvalidHours, ValueError, lambda: WorkingCalendar.parse(text, tz="UTC"), *words)


# --- instants, durations, dates ---------------------------------------------------------------------------------------

QUESTIONS = [
    lambda at: HOUSE.add(at, HOUR),
    lambda at: HOUSE.between(at, MONDAY),
    lambda at: HOUSE.between(MONDAY, at),
    HOUSE.is_open,
    HOUSE.next_open,
    HOUSE.previous_open,
    HOUSE.next_close,
    HOUSE.previous_close,
    HOUSE.next_opening,
    HOUSE.spans,
    lambda at: HOUSE.spans(MONDAY, at),
    HOUSE.date_of,
    HOUSE.is_working_day,
    HOUSE.opening,
    HOUSE.closing,
    HOUSE.note,
    lambda at: HOUSE.add_days(at, 1),
    lambda at: HOUSE.working_days_between(at, MONDAY),
    lambda at: HOUSE.covers(at, MONDAY),
    lambda at: Span(at, at),
    lambda at: Pause(at, at),
    At,
]


@pytest.mark.parametrize("ask", QUESTIONS)
def test_every_question_asks_whose_clock_it_is(ask):
    words = ("datetime.datetime(2026, 11, 23, 10, 0)", "a naive datetime names no instant", "say whose clock it is")
    refused(InvalidInstant, ValueError, lambda: ask(NAIVE), *words)


@pytest.mark.parametrize("ask", QUESTIONS)
@pytest.mark.parametrize("year", [1899, 2201])
def test_no_question_leaves_the_years(ask, year):
    words = ("the years 1900 to 2200", "check the year")
    refused(OutOfRange, ValueError, lambda: ask(datetime(year, 6, 1, tzinfo=UTC)), *words)


@pytest.mark.parametrize("value", ["8h", 8, 8.0, None, relativedelta(hours=8)])
@pytest.mark.parametrize("ask", [lambda value: HOUSE.add(MONDAY, value), WorkingTime, Elapsed])
def test_a_duration_is_a_timedelta(ask, value):
    words = ("a duration is a datetime.timedelta", "write timedelta(hours=8) or timedelta(minutes=90)")
    refused(InvalidDuration, TypeError, lambda: ask(value), *words)


def test_a_subclass_of_timedelta_is_a_duration():
    kind = type("Shifted", (timedelta,), {})
    assert HOUSE.add(MONDAY, kind(hours=1)) == MONDAY + HOUR


@pytest.mark.parametrize("days", [1.0, "1", None, True, timedelta(1)])
@pytest.mark.parametrize(
    "ask",
    [lambda n: HOUSE.add_days(MONDAY, n), WorkingDays, EndOfDay, CalendarDays, lambda n: ByTime("12:00", n)],
)
def test_working_days_are_whole(ask, days):
    refused(InvalidDuration, TypeError, lambda: ask(days), repr(days), "days are whole", "pass an int")


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2201, 1, 1), "1899-12-31", date.min, date.max])
@pytest.mark.parametrize("ask", [HOUSE.is_working_day, HOUSE.opening, lambda day: HOUSE.add_days(day, 1)])
def test_no_date_leaves_the_years(ask, day):
    words = (str(day), "dates lie in the years 1900 to 2200", "check the year")
    refused(OutOfRange, ValueError, lambda: ask(day), *words)


@pytest.mark.parametrize("day", ["23.11.2026", 7, None])
def test_what_is_no_date_is_refused(day):
    words = (repr(day), "a date is a datetime.date or its ISO text")
    refused(InvalidHours, ValueError, lambda: HOUSE.is_working_day(day), *words)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: Span(MONDAY, MONDAY - HOUR), ("a span ends after it starts", "swap its ends")),
        (lambda: Pause(MONDAY, MONDAY - HOUR), ("a pause ends after it starts", "swap its ends")),
        (lambda: HOUSE - ["next week"], ("'next week'", "a date is a datetime.date or its ISO text")),
        (lambda: HOUSE - [MONDAY], ("a date is a datetime.date or its ISO text",)),
        (lambda: HOUSE.changed("soon", HOUSE), ("'soon'", "a date is a datetime.date or its ISO text")),
    ],
)
def test_absences_and_versions_are_read_at_the_door(ask, words):
    refused(InvalidHours, ValueError, ask, *words)


# --- targets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "way_out"),
    [
        (lambda: WorkingTime(-HOUR), "write a positive timedelta"),
        (lambda: Elapsed(-timedelta(microseconds=1)), "write a positive timedelta"),
        (lambda: WorkingDays(-1), "pass a number of days from 0"),
        (lambda: ByTime("12:00", -1), "pass a number of days from 0"),
    ],
)
def test_a_promise_lies_in_the_future(ask, way_out):
    refused(InvalidTarget, ValueError, ask, "a promise lies in the future", way_out)


@pytest.mark.parametrize("value", ["noon", "25:00", 12, None, time(12, tzinfo=UTC), time(12, fold=1)])
@pytest.mark.parametrize("ask", [ByTime, lambda value: CutOff(value, EndOfDay(), EndOfDay())])
def test_a_time_of_day_is_read_on_the_calendars_clock(ask, value):
    words = (repr(value), "a clock time is a time of day in the calendar's zone", "write '16:00' or time(16)")
    refused(InvalidHours, ValueError, lambda: ask(value), *words)


def test_a_choice_needs_a_target():
    words = ("a choice needs at least one target", "write Earliest(WorkingTime(...), EndOfDay())")
    refused(InvalidTarget, ValueError, Earliest, *words)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Earliest(HOUR),
        lambda: Earliest([EndOfDay()]),
        lambda: CutOff("16:00", HOUR, EndOfDay()),
        lambda: CutOff("16:00", EndOfDay(), "later"),
    ],
)
def test_only_a_target_says_when(ask):
    refused(InvalidTarget, ValueError, ask, "only a target says when", "write WorkingTime(timedelta(hours=8))")


# --- searches that end ------------------------------------------------------------------------------------------------

LEAP_YEARS = [year for year in range(1904, 2200, 4) if year % 100 or year % 400 == 0]
LEAP_DAYS = weekly({}, dates={f"{year}-02-29": [("12:00", "12:01")] for year in LEAP_YEARS})
ONCE = weekly({}, dates={"2026-11-23": [("09:00", "18:00")]})
ALWAYS = weekly({"mon-sun": [("00:00", "24:00")]})
NOBODY = HOUSE & WorkingCalendar.weekly({"sat": [("09:00", "18:00")]}, tz="Europe/Kyiv")
LATER, BEFORE = datetime(2027, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: ONCE.add(LATER, HOUR),
        lambda: ONCE.add(BEFORE, 10 * HOUR),
        lambda: ONCE.add(BEFORE, -HOUR),
        lambda: ONCE.next_open(LATER),
        lambda: ONCE.previous_open(BEFORE),
        lambda: ONCE.next_close(LATER),
        lambda: ONCE.previous_close(BEFORE),
        lambda: ONCE.next_opening(LATER),
        lambda: ONCE.add_days(LATER, 1),
        lambda: ONCE.add_days(BEFORE, -1),
        lambda: next(ONCE.spans(LATER)),
        lambda: NOBODY.add(LATER, HOUR),
        lambda: WorkingTime(HOUR).due(NOBODY, LATER),
        lambda: EndOfDay().due(NOBODY, LATER),
    ],
)
def test_a_search_that_meets_ten_years_without_work_ends(ask):
    words = ("the calendar has no working time for ten years from there", "give it hours")
    refused(NoWorkingTime, ValueError, ask, *words)


def test_a_calendar_open_for_a_minute_each_leap_day_has_an_answer():
    start, minute = datetime(2088, 3, 1, tzinfo=UTC), timedelta(minutes=1)
    assert LEAP_DAYS.add(start, minute) == datetime(2092, 2, 29, 12, 1, tzinfo=UTC)
    assert LEAP_DAYS.add(start, 3 * minute) == datetime(2104, 2, 29, 12, 1, tzinfo=UTC)  # over 2100, no leap year
    refused(
        OutOfRange, ValueError, lambda: LEAP_DAYS.add(start, HOUR), "the answer lies outside the years 1900 to 2200"
    )


@pytest.mark.parametrize(
    "ask",
    [
        lambda: HOUSE.add(MONDAY, timedelta(days=60 * 365)),
        lambda: HOUSE.add(MONDAY, timedelta(days=-60 * 365)),
        lambda: ALWAYS.add(MONDAY, timedelta(days=200 * 365)),
        lambda: HOUSE.add_days(MONDAY, 100_000),
        lambda: HOUSE.add_days(MONDAY, -100_000),
        lambda: HOUSE.next_opening(datetime(2200, 12, 31, 23, tzinfo=UTC)),
        lambda: HOUSE.previous_open(datetime(1900, 1, 1, tzinfo=UTC)),
    ],
)
def test_an_answer_outside_the_years_is_refused(ask):
    words = ("the answer lies outside the years 1900 to 2200", "ask for less working time, or give the calendar more")
    refused(OutOfRange, ValueError, ask, *words)


@pytest.mark.parametrize("ask", [ALWAYS.next_close, ALWAYS.previous_close, ALWAYS.next_opening])
def test_a_search_for_an_edge_of_what_never_closes_ends(ask):
    words = ("work goes on for ten years without an edge", "ask for spans instead")
    refused(NeverCloses, ValueError, lambda: ask(MONDAY), *words)


# --- coverage ---------------------------------------------------------------------------------------------------------

TABLE = HolidayTable((Holiday("2026-12-25", "Christmas"),), "2026-01-01", "2026-12-31")
COVERED = WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv", holidays=TABLE)
GUESSING = WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv", holidays=TABLE, beyond=Beyond.PROVISIONAL)
LAST_HOUR, FIRST_HOUR = datetime(2026, 12, 31, 17, tzinfo=KYIV), datetime(2026, 1, 1, 10, tzinfo=KYIV)

BEYOND = [
    (lambda house: house.add(LAST_HOUR, 2 * HOUR), "2027-01-01"),
    (lambda house: house.add(FIRST_HOUR, -2 * HOUR), "2025-12-31"),
    (lambda house: house.between(LAST_HOUR, LAST_HOUR + 48 * HOUR), "2027-01-01"),
    (lambda house: house.between(LAST_HOUR + 48 * HOUR, LAST_HOUR), "2027-01-01"),
    (lambda house: house.next_opening(LAST_HOUR), "2027-01-01"),
    (lambda house: house.is_open(LAST_HOUR + 24 * HOUR), "2027-01-01"),
    (lambda house: house.is_working_day(date(2027, 1, 1)), "2027-01-01"),
    (lambda house: house.opening(date(2025, 12, 31)), "2025-12-31"),
    (lambda house: house.date_of(LAST_HOUR + 24 * HOUR), "2027-01-01"),
    (lambda house: house.add_days(date(2026, 12, 31), 1), "2027-01-01"),
    (lambda house: house.add_days(date(2026, 1, 1), -1), "2025-12-31"),
    (lambda house: house.working_days_between(date(2026, 12, 31), date(2027, 1, 2)), "2027-01-01"),
    (lambda house: list(house.spans(LAST_HOUR, LAST_HOUR + 24 * HOUR)), "2027-01-01"),
    (lambda house: WorkingTime(2 * HOUR).due(house, LAST_HOUR), "2027-01-01"),
]


@pytest.mark.parametrize(("ask", "first"), BEYOND)
def test_an_answer_that_depends_on_an_uncovered_date_is_refused(ask, first):
    words = (f"'{first}'", "the holiday table does not cover this date", "beyond=Beyond.PROVISIONAL")
    refused(CoverageError, LookupError, lambda: ask(COVERED), *words)
    ask(GUESSING)


def test_an_answer_that_needs_no_uncovered_date_is_given():
    assert COVERED.add(LAST_HOUR, HOUR) == LAST_HOUR + HOUR
    assert COVERED.working_days_between(date(2026, 12, 31), date(2027, 1, 1)) == 1
    assert COVERED.covers(LAST_HOUR, LAST_HOUR + HOUR)
    assert not COVERED.covers(LAST_HOUR, LAST_HOUR + 24 * HOUR)


# --- holiday tables ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (
            lambda: HolidayTable((), "2026-12-31", "2026-01-01"),
            ("'2026-12-31..2026-01-01'", "a table ends after it begins", "swap first and last"),
        ),
        (
            lambda: HolidayTable((Holiday("2026-12-25"), Holiday("2026-12-25", "again"))),
            ("'2026-12-25'", "a date stands once in a table", "join the two rows"),
        ),
        (
            lambda: HolidayTable((Holiday("2027-01-01"),), "2026-01-01", "2026-12-31"),
            ("'2027-01-01'", "the table covers 2026-01-01 to 2026-12-31", "widen first and last"),
        ),
        (
            lambda: HolidayTable((), None, "2025-12-31") | HolidayTable((), "2026-01-01"),
            ("'2026-01-01..2025-12-31'", "the dates that both cover, and there is none", "into one HolidayTable"),
        ),
        (
            lambda: Holiday("2026-12-24", shorter=-HOUR),
            ("a day gets shorter by whole seconds", "write shorter=timedelta(hours=1)"),
        ),
        (lambda: Holiday("2026-12-24", shorter=1), ("1: a day gets shorter by whole seconds",)),
        (lambda: Holiday("2026-12-24", shorter=timedelta(microseconds=1)), ("a day gets shorter by whole seconds",)),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(ask, words):
    refused(InvalidHolidays, ValueError, ask, *words)


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        (lambda: Holiday("25.12.2026"), "'25.12.2026'"),
        (lambda: Holiday(MONDAY), "datetime.datetime(2026, 11, 23"),
        (lambda: HolidayTable((), "2026"), "'2026'"),
        (lambda: weekly(holidays=["25.12.2026"]), "'25.12.2026'"),
    ],
)
def test_a_holiday_has_a_date(ask, value):
    refused(InvalidHours, ValueError, ask, value, "a date is a datetime.date or its ISO text")


def test_a_working_weekend_is_like_a_weekday():
    rule = "a weekday is one of mon, tue"
    refused(InvalidHours, ValueError, lambda: Holiday.working("2026-01-10", like="Friday"), "'Friday'", rule)


# --- countries --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("country", ["XX", "ua", "country_holidays", "date", "", None, 380])
def test_an_unknown_country_is_refused(country):
    words = (repr(country), "the holidays library has no such country", "write its ISO code, such as 'UA'")
    refused(InvalidHolidays, ValueError, lambda: country_holidays(country, 2026, 2026), *words)


@pytest.mark.parametrize(
    ("arguments", "value"),
    [({"categories": ["weekday"]}, "UA None weekday"), ({"subdivision": "Crym"}, "UA Crym public")],
)
def test_what_the_library_does_not_have_is_refused(arguments, value):
    ask = lambda: country_holidays("UA", 2026, 2026, **arguments)  # noqa: E731
    refused(InvalidHolidays, ValueError, ask, repr(value), "not", "see the library's list")


def test_the_range_of_a_country_begins_before_it_ends():
    words = ("'2026-01-01..2025-12-31'", "the range ends after it begins", "swap first and last")
    refused(InvalidHolidays, ValueError, lambda: country_holidays("UA", 2026, 2025), *words)


@pytest.mark.parametrize(
    ("first", "last"), [(0, 2026), (1899, 2026), (2026, 2201), (2026, 10**9), ("1899-12-31", 2026)]
)
def test_the_range_of_a_country_lies_in_the_years(first, last):
    words = ("dates lie in the years 1900 to 2200", "check the year")
    refused(OutOfRange, ValueError, lambda: country_holidays("UA", first, last), *words)


def test_since_15_march_2022_the_holidays_of_ukraine_are_working_days_with_names():
    named = country_holidays("UA", "2022-03-15", 2023, categories=["workday"])
    assert country_holidays("UA", "2022-03-15", 2023).holidays == ()
    assert date(2022, 8, 24) in {row.date for row in named.holidays}
    assert country_holidays("UA", "2022-03-01", "2022-03-14").holidays != ()


def test_both_categories_together_close_the_dates_of_either():
    both = country_holidays("UA", 2021, 2023, categories=["public", "workday"])
    apart = [country_holidays("UA", 2021, 2023, categories=[kind]) for kind in ("public", "workday")]
    assert {row.date for row in both.holidays} == {row.date for table in apart for row in table.holidays}
    assert both.source.endswith("UA public+workday")


def test_a_substituted_saturday_takes_the_hours_of_the_day_it_stands_in_for():
    week = {"mon": [("10:00", "16:00")], "tue-fri": [("09:00", "18:00")]}
    moscow = WorkingCalendar.weekly(week, tz="Europe/Moscow", holidays=country_holidays("RU", 2024, 2024))
    assert moscow.opening(date(2024, 4, 27)).hour == 10  # a Saturday, for Monday 29 April
    assert moscow.closing(date(2024, 4, 27)).hour == 16
    assert not moscow.is_working_day(date(2024, 4, 29))
    assert moscow.opening(date(2024, 11, 2)).hour == 9  # a Saturday, for Tuesday 30 April


def test_a_working_weekend_is_known_though_its_day_off_lies_past_the_range():
    table = country_holidays("RU", "2024-12-01", "2024-12-29")  # Saturday the 28th stands in for Monday the 30th
    assert {row.date: row.weekday for row in table.holidays} == {date(2024, 12, 28): 0}


def a_country(labels, working):
    """Make a country for the library: days off with their labels, and working weekends."""

    def populate(self, year):
        self.weekend_workdays = getattr(self, "weekend_workdays", set()) | {day for day in working if day.year == year}
        for day, label in labels.items():
            if day.year == year:
                self[day] = label

    words = {"country": "RU", "supported_languages": ("en_US",), "default_language": "en_US", "_populate": populate}
    return type("Elsewhere", (holidays.HolidayBase,), words)


def test_a_day_off_moved_over_new_year_is_known_from_either_side(monkeypatch):
    moved = a_country({date(2026, 1, 2): "Day off (substituted from 12/28/2025)"}, [date(2025, 12, 28)])
    monkeypatch.setattr(holidays, "RU", moved)
    before, after = country_holidays("RU", 2025, 2025), country_holidays("RU", 2026, 2026)
    assert [(row.date, row.weekday, row.closed) for row in before.holidays] == [(date(2025, 12, 28), 4, False)]
    assert [(row.date, row.closed) for row in after.holidays] == [(date(2026, 1, 2), True)]


def test_a_working_weekend_that_names_no_weekday_must_be_told(monkeypatch):
    monkeypatch.setattr(holidays, "RU", a_country({}, [date(2026, 1, 10), date(2027, 1, 9)]))
    refused(
        CoverageError,
        LookupError,
        lambda: country_holidays("RU", 2026, 2026),
        "'2026-01-10'",
        "a working weekend that does not say which weekday it stands in for",
        "say so: substitutes={date(2026, 1, 10): 'fri'}",
    )
    told = country_holidays("RU", 2026, 2026, substitutes={date(2026, 1, 10): "fri"})
    assert [(row.date, row.weekday) for row in told.holidays] == [(date(2026, 1, 10), 4)]


def test_a_country_table_says_what_it_covers_and_where_it_is_from():
    table = country_holidays("DE", "2026-03-01", 2027, subdivision="BY")
    assert (table.first, table.last) == (date(2026, 3, 1), date(2027, 12, 31))
    assert not table.covers(date(2026, 2, 28))
    assert not table.covers(date(2028, 1, 1))
    assert table.source == f"holidays {holidays.__version__}: DE-BY public"


def test_short_eves_are_ours_to_add():
    eves = HolidayTable.of({date(2026, 12, 25): "Christmas", date(2026, 12, 26): "Boxing Day"}).short_eves()
    house = WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv", holidays=eves)
    assert house.closing(date(2026, 12, 24)).hour == 17
    assert house.note(date(2026, 12, 24)) == "eve of Christmas"
    assert not house.is_working_day(date(2026, 12, 25))  # an eve that is a day off itself stays one
    assert house.note(date(2026, 12, 26)) == "Boxing Day"


def test_an_eve_outside_the_covered_dates_is_not_added():
    table = HolidayTable((Holiday("2026-01-01"),), "2026-01-01", "2026-12-31")
    assert table.short_eves() == table


def test_a_substituted_saturday_may_be_an_eve():
    rows = (Holiday.working("2026-01-10", like="fri"), Holiday("2026-01-11", "Sunday's feast"))
    house = WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv", holidays=HolidayTable(rows).short_eves(2 * HOUR))
    assert house.closing(date(2026, 1, 10)).hour == 16


def test_joined_tables_know_what_both_know():
    own = HolidayTable((Holiday("2026-06-01", "ours"), Holiday("2026-07-01")), "2026-01-01", "2026-12-31", "own")
    other = HolidayTable((Holiday("2026-06-01", "theirs"), Holiday("2027-01-01")), "2026-03-01", None, "law")
    both = own | other
    assert [(row.date, row.name) for row in both.holidays] == [(date(2026, 6, 1), "ours"), (date(2026, 7, 1), "")]
    assert (both.first, both.last, both.source) == (date(2026, 3, 1), date(2026, 12, 31), "own; law")


@pytest.mark.parametrize(
    "what", ["2026-12-25", holidays.country_holidays("DE", years=2026)], ids=["text", "live object"]
)
def test_holidays_are_a_table_or_dates_and_never_a_live_object(what):
    words = "holidays are a table, or the dates themselves; a live holidays object changes when it is read"
    refused(InvalidHolidays, ValueError, lambda: weekly(holidays=what), words, "country_holidays('UA', 2026, 2028)")


def test_rows_of_holidays_are_as_good_as_a_table():
    row = Holiday("2026-12-25", "Feast")
    assert weekly(holidays=[row]) == weekly(holidays=HolidayTable((row,)))


def test_one_category_needs_no_list():
    assert country_holidays("UA", 2023, 2023, categories="workday").holidays[0].name == "New Year's Day"


@pytest.mark.parametrize("other", [3, None, "calendar"])
def test_calendars_combine_with_calendars_only(other):
    for combine in (lambda: weekly() & other, lambda: weekly() | other):
        with pytest.raises(TypeError, match="unsupported operand"):
            combine()
    ask = lambda: weekly().changed("2026-12-01", other)  # noqa: E731
    refused(InvalidHours, ValueError, ask, "the new hours are a calendar", "pass WorkingCalendar.weekly(...)")


def test_a_single_absence_needs_no_list():
    day = date(2026, 11, 23)
    assert weekly() - day == weekly() - [day]


@pytest.mark.parametrize("what", [[("mon", [])], None])
def test_a_week_is_a_mapping(what):
    ask = lambda: WorkingCalendar.weekly(what, tz="UTC")  # noqa: E731
    refused(
        InvalidHours, ValueError, ask, "a week is a mapping of weekdays to shifts", "{'mon-fri': [('09:00', '18:00')]}"
    )


def test_hours_of_a_day_are_a_list():
    ask = lambda: weekly(dates={"2026-12-31": None})  # noqa: E731
    refused(
        InvalidHours, ValueError, ask, "hours of 2026-12-31 are a list of (start, end) pairs", "[('09:00', '18:00')]"
    )


def test_breaks_that_leave_nothing_are_seen_at_the_door():
    ask = lambda: WorkingCalendar.weekly({"mon": [("09:00", "12:00")]}, tz="UTC", breaks=[("08:00", "13:00")])  # noqa: E731
    refused(NoWorkingTime, ValueError, ask, "never open promises nothing", "give it a shift")


def test_weekdays_may_be_written_with_a_capital():
    assert WorkingCalendar.weekly({"Mon-Fri": [("09:00", "18:00")]}, tz="UTC") == WorkingCalendar.weekly(
        {"mon-fri": [("09:00", "18:00")]}, tz="UTC"
    )


def test_the_hours_of_a_date_are_its_spans():
    lunch = WorkingCalendar.weekly({"fri": [("09:00", "18:00")]}, tz="UTC", breaks=[("13:00", "14:00")])
    assert [(span.start.hour, span.end.hour) for span in lunch.hours(date(2026, 11, 20))] == [(9, 13), (14, 18)]
    assert lunch.hours(date(2026, 11, 21)) == ()
