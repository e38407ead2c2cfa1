"""Beside the edge: a second less of a day, the last weekday, an hour that is a whole day, a table of one date."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from supportcore.calendar import Holiday, HolidayTable, Span, WorkingCalendar, country_holidays
from supportcore.calendar.sources import Hours
from supportcore.errors import InvalidHours, OutOfRange
from supportcore.instants import from_micros, to_micros

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)


def office(**kwargs):
    return WorkingCalendar.weekly({"mon-sun": [("09:00", "18:00")]}, tz="UTC", **kwargs)


@pytest.mark.parametrize("today", range(7))
def test_a_night_shift_must_end_before_the_next_day_begins(today):
    tomorrow = (today + 1) % 7
    night = {NAMES[today]: [("22:00", "06:00")]}
    for name in NAMES:
        if name not in (NAMES[today], NAMES[tomorrow]):
            night[name] = []
    WorkingCalendar.weekly({**night, NAMES[tomorrow]: [("06:00", "12:00")]}, tz="UTC")
    with pytest.raises(InvalidHours, match=f"{NAMES[today]} 22:00-06:00, {NAMES[tomorrow]} 05:59-12:00"):
        WorkingCalendar.weekly({**night, NAMES[tomorrow]: [("05:59", "12:00")]}, tz="UTC")


@pytest.mark.parametrize("weekday", range(7))
def test_a_date_may_take_the_hours_of_any_weekday(weekday):
    assert Holiday("2026-11-23", weekday=weekday).weekday == weekday
    assert Holiday("2026-11-23", weekday=NAMES[weekday]).weekday == weekday


@pytest.mark.parametrize("weekday", [-1, 7, True])
def test_there_are_seven_weekdays(weekday):
    with pytest.raises(InvalidHours, match="a weekday is one of"):
        Holiday("2026-11-23", weekday=weekday)


@pytest.mark.parametrize("seconds", [0, 1, 9 * 3600 - 1, 9 * 3600, 10 * 3600])
def test_a_day_gets_shorter_by_a_second_or_to_nothing(seconds):
    eve = Holiday("2026-11-23", "eve", None, shorter=timedelta(seconds=seconds))
    calendar = office(holidays=HolidayTable((eve,)))
    there = datetime(2026, 11, 23, tzinfo=UTC)
    assert calendar.between(there, there + DAY) == max(timedelta(0), timedelta(hours=9, seconds=-seconds))


def test_hours_from_a_time_to_the_same_are_a_whole_day():
    calendar = WorkingCalendar.parse("Mo 09:00-09:00", tz="UTC")
    assert calendar.closing(date(2026, 11, 23)) == datetime(2026, 11, 24, 9, tzinfo=UTC)
    with pytest.raises(InvalidHours, match="longer than 24 hours"):
        WorkingCalendar.parse("Mo 00:00-48:00", tz="UTC")
    with pytest.raises(InvalidHours, match="no clock time here"):
        WorkingCalendar.parse("Mo 00:00-48:01", tz="UTC")


def test_a_weekday_alone_is_spelled_alone():
    for name in NAMES:
        assert f"{{{name!r}: [('09:00', '18:00')]}}" in repr(
            WorkingCalendar.weekly({name: [("09:00", "18:00")]}, tz="UTC")
        )
    pair = WorkingCalendar.weekly({"tue-wed": [("09:00", "18:00")]}, tz="UTC")
    assert "{'tue-wed': [('09:00', '18:00')]}" in repr(pair)


def test_a_microsecond_of_work_before_closing_is_due_at_closing():
    closing = datetime(2026, 11, 23, 18, tzinfo=UTC)
    assert office().add(closing - TICK, TICK) == closing
    assert office().add(closing, TICK) == closing + timedelta(hours=15) + TICK
    assert from_micros(to_micros(closing)) == closing


def test_a_table_may_be_of_one_date_in_the_words_that_all_countries_share():
    table = country_holidays("UA", "2021-01-01", "2021-01-01")
    assert [(row.date, row.name) for row in table.holidays] == [(date(2021, 1, 1), "New Year's Day")]
    assert (table.first, table.last) == (date(2021, 1, 1), date(2021, 1, 1))
    assert country_holidays("DE", 1900, 1900).first == date(1900, 1, 1)
    assert country_holidays("DE", 2200, 2200).last == date(2200, 12, 31)


def test_what_is_odd_about_a_date_is_named():
    for odd in (["fri"], ["fri", timedelta(hours=1)]):
        with pytest.raises(TypeError):
            Holiday("2026-11-23", "", None, *odd)


def test_hours_are_read_in_a_zone_that_is_named():
    assert Hours("Europe/Kyiv", office().source.week).tz == ZoneInfo("Europe/Kyiv")


# --- the first and the last days of the years -------------------------------------------------------------------------

FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)


@pytest.mark.parametrize(
    "zone", ["UTC", "America/New_York", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
)
@pytest.mark.parametrize("fresh", [True, False], ids=["fresh", "warm"])
def test_the_first_and_the_last_dates_are_counted_to_and_not_past(zone, fresh):
    calendar = WorkingCalendar.weekly({"mon-sun": [("09:00", "17:00")]}, tz=zone)
    if not fresh:
        skipped = zone == "Pacific/Kiritimati"  # no 1 January 1995 there
        assert calendar.working_days_between(FIRST, LAST) == (LAST - FIRST).days - skipped
    for days in (1, 2, 3, 4):
        assert calendar.add_days(FIRST, days) == FIRST + days * DAY
        assert calendar.add_days(FIRST + days * DAY, -days) == FIRST
        assert calendar.add_days(LAST - days * DAY, days) == LAST
        assert calendar.add_days(LAST, -days) == LAST - days * DAY
        for day, step in ((FIRST + days * DAY, -days - 1), (LAST - days * DAY, days + 1)):
            with pytest.raises(OutOfRange, match="the answer lies outside the years 1900 to 2200"):
                calendar.add_days(day, step)


def test_west_of_greenwich_the_last_evening_lies_beyond_the_years():
    shop = WorkingCalendar.weekly({"mon-sun": [("09:00", "18:00"), ("18:30", "23:30")]}, tz="America/New_York")
    assert shop.is_working_day(LAST)
    assert shop.opening(LAST) == datetime(2200, 12, 31, 9, tzinfo=shop.tz)
    told = "'2201-01-01T00:00:00+00:00': the answer lies outside the years 1900 to 2200"
    for ask in (shop.closing, shop.hours):
        with pytest.raises(OutOfRange, match=re.escape(told)):
            ask(LAST)
    with pytest.raises(OutOfRange, match=re.escape(told)):
        list(shop.spans(datetime(2200, 12, 31, 12, tzinfo=shop.tz)))
    evening = datetime(2200, 12, 31, 21, tzinfo=shop.tz)
    told = "'2200-12-31T21:00:00-05:00': instants lie in the years 1900 to 2200 of UTC; check the year"
    with pytest.raises(OutOfRange, match=re.escape(told)):
        shop.is_open(evening)
    assert shop.closing(LAST - DAY) == datetime(2200, 12, 30, 23, 30, tzinfo=shop.tz)


def test_the_working_date_of_a_span_is_a_date():
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert Span(noon, noon, "2026-11-23").working_date == date(2026, 11, 23)
    assert Span(noon, noon).working_date is None
    for odd in ("monday", noon, 5):
        with pytest.raises(InvalidHours, match=r"a date is a datetime\.date or its ISO text"):
            Span(noon, noon, odd)


def test_names_of_holidays_do_not_depend_on_the_language_of_the_machine(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "uk")
    assert [row.name for row in country_holidays("UA", "2021-01-01", "2021-01-01").holidays] == ["New Year's Day"]


def test_a_working_weekend_may_be_the_first_or_the_last_date_of_a_table():
    saturday = date(2021, 1, 16)  # for Friday 8 January
    for first, last in ((saturday, "2021-01-31"), ("2021-01-09", saturday), (saturday, saturday)):
        rows = {row.date: row.weekday for row in country_holidays("UA", first, last).holidays}
        assert rows[saturday] == 4


def test_an_eve_lies_in_the_first_year_but_not_before_it():
    eves = HolidayTable.of(["1900-12-25", "1900-01-01"]).short_eves()
    assert [row.date for row in eves.holidays] == [date(1900, 1, 1), date(1900, 12, 24), date(1900, 12, 25)]


def test_tables_that_share_one_date_join_to_that_date():
    joined = HolidayTable((), "2026-01-01", "2026-06-30") | HolidayTable((), "2026-06-30", "2026-12-31")
    assert (joined.first, joined.last) == (date(2026, 6, 30), date(2026, 6, 30))


def test_a_date_that_a_zone_skipped_has_no_shifts_and_takes_none_of_the_next():
    calendar = WorkingCalendar.weekly({"mon-sun": [("09:00", "18:00")]}, tz="Pacific/Apia")
    dates = [date(2011, 12, day) for day in (29, 30, 31)]  # the 30th was left out to change sides of the date line
    assert [calendar.is_working_day(day) for day in dates] == [True, False, True]
    pieces = calendar.source.pieces(*(to_micros(datetime(2011, 12, day, 10, tzinfo=UTC)) for day in (29, 31)))
    assert [day for _, _, day in pieces] == [dates[0].toordinal(), dates[2].toordinal()]


def test_what_is_worked_out_is_not_told():
    with pytest.raises(TypeError, match="days"):
        Hours("UTC", office().source.week, days=None)
