"""Nonsense and extremes for calendars: what cannot be built or asked, and what is odd but right."""

import copy
import datetime as dt
import pickle
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import and_, or_
from zoneinfo import ZoneInfo

import pytest

from supportcore import calendar as face
from supportcore.calendar import Beyond, Holiday, HolidayTable, Shift, Span, WorkingCalendar, country_holidays
from supportcore.errors import InvalidHolidays, InvalidHours, OutOfRange, UnknownZone

KYIV = ZoneInfo("Europe/Kyiv")
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
OFFICE = {"mon-fri": [("09:00", "18:00")]}
HOUSE = WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=KYIV)
EVE = date(2026, 12, 24)


def weekly(week=OFFICE, *, tz="UTC", **more):
    return WorkingCalendar.weekly(week, tz=tz, **more)


def printed(calendar):
    """Read back what a calendar prints as."""
    return eval(repr(calendar), {"datetime": dt, **vars(face)})


class Day(date):
    """A date of another library."""


CANNOT_BE = {
    "a working date that is an instant": (
        InvalidHours,
        "a date is a datetime.date or its ISO text; write '2026-12-31'",
        lambda: Span(MONDAY, MONDAY + HOUR, MONDAY),
    ),
    "a calendar of nothing": (InvalidHours, "None: a calendar is made of hours", lambda: WorkingCalendar(None, KYIV)),
    "a calendar without a zone": (UnknownZone, "None", lambda: WorkingCalendar(HOUSE.source, None)),
    "dates that are a list": (InvalidHours, "a mapping of dates to shifts", lambda: weekly(dates=["2026-12-31"])),
    "dates that are nothing": (InvalidHours, "'': hours of dates are", lambda: weekly(dates="")),
    "dates of text that are 0": (
        InvalidHours,
        "0: hours of dates are",
        lambda: WorkingCalendar.parse("Mo 09:00-18:00", tz="UTC", dates=0),
    ),
    "hours of a date of the Middle Ages": (
        OutOfRange,
        "'1206-12-25'.*check the year",
        lambda: weekly(dates={"1206-12-25": []}),
    ),
    "a holiday of the Middle Ages": (OutOfRange, "'1206-12-25'", lambda: Holiday("1206-12-25")),
    "an absence on the last date of all": (OutOfRange, "'9999-12-31'", lambda: HOUSE - [date.max]),
    "seconds that are text": (InvalidHours, "'9', '18'", lambda: Shift.of_seconds("9", "18")),
    "seconds the wrong way round": (InvalidHours, "'7200, 3600': a shift runs", lambda: Shift.of_seconds(7200, 3600)),
    "no seconds": (InvalidHours, "'3600, 3600': a shift runs", lambda: Shift.of_seconds(3600, 3600)),
    "seconds before midnight": (InvalidHours, "'-1, 3600': a shift runs", lambda: Shift.of_seconds(-1, 3600)),
    "seconds of a third day": (InvalidHours, "within two days", lambda: Shift.of_seconds(0, 2 * 86_400 + 1)),
    "true seconds": (InvalidHours, "'False, True': a shift", lambda: Shift.of_seconds(False, True)),
    "a name that is a number": (InvalidHolidays, "5: the name of a holiday", lambda: Holiday(EVE, 5)),
    "no name in a mapping": (InvalidHolidays, "None: the name", lambda: weekly(holidays={EVE: None})),
    "a source that is a number": (InvalidHolidays, "5: the name", lambda: HolidayTable((), source=5)),
    "a table of text": (
        InvalidHolidays,
        "'2026-12-25': a row of a table is a Holiday.*HolidayTable.of",
        lambda: HolidayTable(["2026-12-25"]),
    ),
    "a table of None": (InvalidHolidays, "None: several are meant", lambda: HolidayTable(None)),
    "holidays that are a number": (
        InvalidHolidays,
        "5: holidays are a table, or the dates",
        lambda: HolidayTable.of(5),
    ),
    "holidays that are one date": (InvalidHolidays, "holidays are a table, or the dates", lambda: weekly(holidays=EVE)),
    "a table asked about an instant": (
        InvalidHours,
        "a date is a datetime.date",
        lambda: HolidayTable(()).covers(MONDAY),
    ),
    "a table asked about nothing": (InvalidHours, "None: a date is", lambda: HolidayTable(()).covers(None)),
    "tables that have no date in common": (
        InvalidHolidays,
        "the dates that both cover, and there is none; put all rows into one HolidayTable",
        lambda: HolidayTable((), "2025-01-01", "2025-12-31") | HolidayTable((), "2027-01-01", "2027-12-31"),
    ),
    "a country of no category": (
        InvalidHolidays,
        "no category would say that there are no holidays",
        lambda: country_holidays("DE", 2026, 2026, categories=[]),
    ),
    "a category that is None": (
        InvalidHolidays,
        "None: a category of holidays is text",
        lambda: country_holidays("DE", 2026, 2026, categories=[None]),
    ),
    "categories that are a number": (
        InvalidHolidays,
        "5: several are meant",
        lambda: country_holidays("DE", 2026, 2026, categories=5),
    ),
    "a class of the library that is no country": (
        InvalidHolidays,
        "'HolidayBase': the holidays library has no such country",
        lambda: country_holidays("HolidayBase", 2026, 2026),
    ),
    "a part of a country that is a list": (
        InvalidHolidays,
        r"\['BY'\]: a subdivision is text of the library's list",
        lambda: country_holidays("DE", 2026, 2026, subdivision=["BY"]),
    ),
    "substitutes that are a list": (
        InvalidHolidays,
        "substitutes say whose hours",
        lambda: country_holidays("DE", 2026, 2026, substitutes=[EVE]),
    ),
}


@pytest.mark.parametrize(("error", "says", "make"), CANNOT_BE.values(), ids=CANNOT_BE)
def test_nonsense_is_refused_with_value_rule_and_way_out(error, says, make):
    with pytest.raises(error, match=says) as refused:
        make()
    assert refused.value.rule in str(refused.value)
    assert refused.value.way_out in str(refused.value)


NO_OPERAND = {
    "& a week": lambda: HOUSE & OFFICE,
    "| None": lambda: HOUSE | None,
    "- None": lambda: HOUSE - None,
    "- a number": lambda: HOUSE - 5,
    "a table | None": lambda: HolidayTable(()) | None,
    "a table | a list": lambda: HolidayTable(()) | ["2026-12-25"],
}


@pytest.mark.parametrize("combine", NO_OPERAND.values(), ids=NO_OPERAND)
def test_an_operator_says_which_types_do_not_go_together(combine):
    with pytest.raises(TypeError, match="unsupported operand type"):
        combine()


# --- odd, but right ---------------------------------------------------------------------------------------------------


def test_a_table_may_cover_all_dates_that_python_knows():
    table = HolidayTable((Holiday("2026-11-24"),), date.min, date.max)
    for tz in ("UTC", "Pacific/Apia", "Etc/GMT+12"):
        calendar = weekly(tz=tz, holidays=table)
        start = datetime(2026, 11, 23, 17, tzinfo=calendar.tz)
        assert calendar.add(start, 2 * HOUR) == datetime(2026, 11, 25, 10, tzinfo=calendar.tz)
        assert calendar.covers(datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 12, 31, tzinfo=UTC))


@pytest.mark.parametrize("only", [date.min, date.max])
def test_a_table_of_one_date_at_the_end_of_time_covers_no_question(only):
    calendar = weekly(holidays=HolidayTable((), only, only), beyond=Beyond.PROVISIONAL)
    assert not calendar.covers(MONDAY, MONDAY + HOUR)
    assert calendar.add(MONDAY, HOUR) == MONDAY + 2 * HOUR  # it is eight o'clock in UTC


def test_the_first_date_of_all_has_no_eve():
    table = HolidayTable.of(["1900-01-01", "2026-12-25"]).short_eves()
    assert [row.date for row in table.holidays] == [date(1900, 1, 1), EVE, date(2026, 12, 25)]


def test_dates_and_rows_may_stand_in_one_list_and_a_date_written_twice_is_one():
    eve = Holiday(EVE, within=None, shorter=HOUR)
    table = HolidayTable.of([eve, "2026-12-25", date(2026, 12, 25), Day(2026, 12, 25)])
    assert table == HolidayTable((eve, Holiday("2026-12-25")))
    assert {type(row.date) for row in table.holidays} == {date}
    assert table.covers("2026-12-25")


def test_substitutes_may_be_written_as_text():
    as_text = country_holidays("BG", 2025, 2026, substitutes={"2026-01-10": "fri"})
    assert as_text == country_holidays("BG", 2025, 2026, substitutes={date(2026, 1, 10): "fri"})


def test_one_absence_may_be_text():
    assert HOUSE - "2026-11-24" == HOUSE - [date(2026, 11, 24)] == HOUSE - Day(2026, 11, 24)


def test_absences_taken_away_one_by_one_are_one_list():
    days = [MONDAY.date() + n * DAY for n in range(0, 2000, 2)]
    one_by_one = reduce(lambda calendar, day: calendar - [day], days, HOUSE)
    assert one_by_one == HOUSE - days
    assert hash(one_by_one) == hash(HOUSE - days)
    assert pickle.loads(pickle.dumps(one_by_one)) == one_by_one == copy.deepcopy(one_by_one)
    assert one_by_one.add(MONDAY, 9 * HOUR) == datetime(2026, 11, 24, 18, tzinfo=KYIV)  # the Monday is gone


def test_spans_taken_away_may_touch_overlap_be_empty_and_come_in_any_order():
    def at(hour, minute=0):
        return datetime(2026, 11, 23, hour, minute, tzinfo=KYIV)

    spans = [
        Span(at(16), at(23)),
        Span(at(11), at(12)),
        Span(at(10), at(11)),
        Span(at(11, 30), at(13)),
        Span(at(15), at(15)),
    ]
    left = HOUSE - spans
    assert left == reduce(lambda calendar, span: calendar - span, spans, HOUSE) == HOUSE - reversed(spans)
    assert [(span.start, span.end) for span in left.hours(date(2026, 11, 23))] == [(at(9), at(10)), (at(13), at(16))]
    assert HOUSE - [Span(at(15), at(15))] == HOUSE - []
    assert printed(left) == left


def test_a_thousand_spans_leave_what_a_walk_over_them_leaves():
    spans = [Span(MONDAY + n * DAY, MONDAY + n * DAY + HOUR) for n in range(1000)]
    hours = (HOUSE - spans).between(MONDAY - HOUR, MONDAY + 1000 * DAY)
    days = HOUSE.working_days_between(MONDAY.date(), MONDAY.date() + 1000 * DAY)
    away = sum((HOUSE.between(span.start, span.end) for span in spans), 0 * HOUR)
    assert hours == HOUSE.between(MONDAY - HOUR, MONDAY + 1000 * DAY) - away
    assert away == days * HOUR


# --- calendars of calendars -------------------------------------------------------------------------------------------


def shops(count):
    return [weekly({"mon-fri": [("09:00", f"18:{n % 60:02}")]}) for n in range(count)]


@pytest.mark.parametrize("combine", [and_, or_, lambda a, b: a.changed("2026-01-01", b)], ids=["&", "|", "changed"])
def test_calendars_are_combined_up_to_a_depth_at_which_everything_still_works(combine):
    deep = reduce(combine, shops(64))
    assert deep.add(MONDAY, HOUR) > MONDAY
    assert pickle.loads(pickle.dumps(deep)) == deep == copy.deepcopy(deep)
    assert hash(deep) == hash(copy.copy(deep))
    with pytest.raises(
        InvalidHours, match=r"65 calendars, 65 deep.*at most 64 deep; combine them in pairs, then the pairs"
    ):
        combine(deep, HOUSE)


def test_five_hundred_calendars_are_combined_in_pairs():
    left = shops(500)
    while len(left) > 1:
        left = [reduce(or_, left[n : n + 2]) for n in range(0, len(left), 2)]
    assert left[0].closing(MONDAY.date()) == datetime(2026, 11, 23, 18, 59, tzinfo=UTC)


def test_a_calendar_doubled_again_and_again_is_refused_before_it_is_too_large():
    with pytest.raises(InvalidHours, match=r"2048 calendars, 12 deep.*at most 1024 calendars"):
        reduce(lambda calendar, _: calendar & calendar, range(20), HOUSE)


def test_absences_between_unions_are_a_depth_of_their_own():
    calendar = HOUSE
    for _ in range(31):
        calendar = (calendar - [MONDAY.date()]) | HOUSE
    assert calendar.add(MONDAY, HOUR) == MONDAY + HOUR
    one_less = calendar - [MONDAY.date()]
    assert not one_less.is_working_day(MONDAY.date())
    with pytest.raises(InvalidHours, match="33 calendars, 65 deep"):
        one_less | HOUSE


# --- text and zones ---------------------------------------------------------------------------------------------------


def test_odd_names_of_holidays_survive_printing_and_pickling():
    name = 'O\'Neil "x"\n\x00\ud800'
    calendar = weekly(holidays=[Holiday(EVE, name)])
    assert calendar.note(EVE) == name
    assert printed(calendar) == calendar
    assert pickle.loads(pickle.dumps(calendar)) == calendar


ODD_ZONES = ["", ".", "Europe", "Europe/Kyiv ", "europe/kyiv", "../UTC", "/etc/passwd", "a\0b", "\ud800", "x" * 5000]


@pytest.mark.parametrize("name", ODD_ZONES, ids=range(len(ODD_ZONES)))
def test_a_name_that_is_no_zone_is_refused_in_a_few_words(name):
    with pytest.raises(UnknownZone, match="no IANA time zone of that name") as refused:
        weekly(tz=name)
    assert len(str(refused.value)) < 300


def test_two_zones_of_one_name_make_one_calendar():
    again = WorkingCalendar(HOUSE.source, ZoneInfo.no_cache("Europe/Kyiv"))
    assert again == HOUSE
    assert again.tz is HOUSE.tz
