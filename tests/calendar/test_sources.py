"""Pieces do not depend on where a window cuts them, nor on what is asked beside them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from supportcore.calendar import Beyond, HolidayTable, Span, WorkingCalendar
from supportcore.calendar.sources import clipped, tidy
from supportcore.instants import DAY, to_micros

HOUR = DAY // 24
MIDDLE = to_micros(datetime(2026, 10, 25, tzinfo=UTC))  # the clocks of Kyiv go back that night


def weekly(week, tz="Europe/Kyiv", **kwargs):
    return WorkingCalendar.weekly(week, tz=tz, **kwargs)


OFFICE = weekly({"mon-sun": [("09:00", "13:00"), ("14:00", "18:00")]})
NIGHTS = weekly({"mon-sun": [("22:00", "06:00")]})
LONG = weekly({"mon": [("20:00", "19:00")], "wed": [("08:00", "07:59")], "sat": [("12:00", "11:00")]})
EAST = weekly({"mon-sun": [("00:00", "08:00"), ("20:00", "24:00")]}, tz="Pacific/Kiritimati")
WEST = weekly({"mon-sun": [("00:00", "08:00"), ("20:00", "24:00")]}, tz="Pacific/Pago_Pago")
ALWAYS = weekly({"mon-sun": [("00:00", "24:00")]})
CHANGE = date(2026, 10, 25)
SOURCES = {
    "office": OFFICE,
    "nights": NIGHTS,
    "long": LONG,
    "east": EAST,
    "west": WEST,
    "always": ALWAYS,
    "both": NIGHTS & ALWAYS,
    "both, far": EAST & WEST,
    "either": NIGHTS | OFFICE,
    "either, who opens first": LONG | NIGHTS,
    "either, far": EAST | WEST,
    "without": LONG - [CHANGE, Span(datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC))],
    "versions": NIGHTS.changed(CHANGE, OFFICE),
    "versions, nights": OFFICE.changed(CHANGE, NIGHTS),
    "versions, far": EAST.changed(CHANGE, WEST),
}


def joined(pieces):
    """Pieces of one date that touch are one."""
    found = []
    for start, stop, day in pieces:
        if found and found[-1][1] == start and found[-1][2] == day:
            found[-1] = (found[-1][0], stop, day)
        else:
            found.append((start, stop, day))
    return found


@pytest.mark.parametrize("calendar", SOURCES.values(), ids=SOURCES)
def test_a_cut_takes_nothing_away_and_adds_nothing(calendar):
    source = calendar.source
    whole = source.pieces(MIDDLE - 12 * DAY, MIDDLE + 12 * DAY)
    assert all(a < b for a, b, _ in whole)
    assert all(one[1] <= two[0] for one, two in pairwise(whole))
    for lo in range(MIDDLE - 2 * DAY, MIDDLE + 2 * DAY, 7 * HOUR):
        for hi in range(lo + HOUR, MIDDLE + 3 * DAY, 17 * HOUR):
            inside = [(max(a, lo), min(b, hi), day) for a, b, day in whole if max(a, lo) < min(b, hi)]
            assert joined(source.pieces(lo, hi)) == joined(inside)
    for a, b, day in whole[3:6]:  # cut exactly at the edges
        assert joined(source.pieces(a, b)) == [(a, b, day)]
        assert all(piece[2] != day or piece[0] >= b for piece in source.pieces(b, b + 9 * DAY))


def test_pieces_are_put_in_order_and_the_first_keeps_what_two_share():
    assert tidy([(5, 9, 2), (0, 6, 1)]) == [(0, 6, 1), (6, 9, 2)]
    assert tidy([(0, 6, 1), (2, 5, 2)]) == [(0, 6, 1)]
    assert tidy([(0, 6, 1), (2, 6, 2)]) == [(0, 6, 1)]
    assert tidy([(0, 6, 1), (6, 9, 1), (9, 12, 2)]) == [(0, 9, 1), (9, 12, 2)]
    assert tidy([(0, 6, 2), (0, 3, 1)]) == [(0, 6, 2)]
    assert clipped([(0, 6, 1), (6, 9, 1), (9, 12, 2)], 6, 9) == [(6, 9, 1)]
    assert clipped([(0, 6, 1), (6, 9, 1), (9, 12, 2)], 5, 10) == [(5, 6, 1), (6, 9, 1), (9, 10, 2)]


# How far the holidays are known.


def known_to(first, last, week=None, tz="Europe/Kyiv"):
    table = HolidayTable((), first, last)
    return weekly(week or {"mon-sun": [("09:00", "18:00")]}, tz=tz, holidays=table, beyond=Beyond.PROVISIONAL)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE.tz)


def covered(calendar, first, last):
    return calendar.covers(at(first), at(last))


def test_what_is_covered_ends_with_the_last_covered_date_or_its_shift():
    day = known_to("2026-10-20", "2026-10-22")
    assert covered(day, "2026-10-20 00:00", "2026-10-23 00:00")
    assert not covered(day, "2026-10-20 00:00", "2026-10-23 00:01")
    assert not covered(day, "2026-10-19 23:59", "2026-10-23 00:00")
    night = known_to("2026-10-20", "2026-10-22", {"mon-sun": [("22:00", "06:00")]})
    assert covered(night, "2026-10-20 06:00", "2026-10-23 06:00")
    assert not covered(night, "2026-10-20 05:59", "2026-10-23 00:00")
    assert not covered(night, "2026-10-20 06:00", "2026-10-23 06:01")


@pytest.mark.parametrize("swapped", [False, True])
def test_two_calendars_are_known_where_both_are(swapped):
    one, two = known_to("2026-10-20", "2026-10-25"), known_to("2026-10-22", "2026-10-28")
    for calendar in (two & one, two | one) if swapped else (one & two, one | two):
        assert covered(calendar, "2026-10-22 00:00", "2026-10-26 00:00")
        assert not covered(calendar, "2026-10-21 23:59", "2026-10-26 00:00")
        assert not covered(calendar, "2026-10-22 00:00", "2026-10-26 00:01")
        assert calendar.source.doubt(to_micros(at("2026-10-19 00:00")), to_micros(at("2026-10-30 00:00"))) == (
            date(2026, 10, 19).toordinal()
        )
        assert [calendar.source.doubtful(date(2026, 10, day).toordinal()) for day in (21, 22, 25, 26)] == [
            True,
            False,
            False,
            True,
        ]


@pytest.mark.parametrize(
    ("old", "new", "first", "last"),
    [
        # known of the old hours until, of the new ones from; what is known of the versions
        (("2026-10-01", "2026-11-30"), ("2026-10-01", "2026-11-30"), "2026-10-01", "2026-11-30"),
        (("2026-10-01", "2026-10-24"), ("2026-10-25", "2026-11-30"), "2026-10-01", "2026-11-30"),
        (("2026-10-01", "2026-10-30"), ("2026-10-20", "2026-11-30"), "2026-10-01", "2026-11-30"),
        (("2026-10-01", "2026-10-22"), ("2026-10-25", "2026-11-30"), "2026-10-01", "2026-10-22"),
        (("2026-10-01", "2026-10-30"), ("2026-10-28", "2026-11-30"), "2026-10-01", "2026-10-24"),
    ],
)
def test_versions_are_known_as_far_as_the_hours_that_apply_are(old, new, first, last):
    calendar = known_to(*old).changed(CHANGE, known_to(*new))
    begin, end = at(f"{first} 00:00"), at(f"{last} 00:00") + timedelta(days=1)
    assert calendar.covers(begin, end)
    assert not calendar.covers(begin - timedelta(minutes=1), end)
    assert not calendar.covers(begin, end + timedelta(hours=18))
    for day in range(1, 31):
        theirs = old if day < CHANGE.day else new
        doubtful = not theirs[0] <= f"2026-10-{day:02}" <= theirs[1]
        assert calendar.source.doubtful(date(2026, 10, day).toordinal()) is doubtful
        noon = at(f"2026-10-{day:02} 12:00")
        assert calendar.covers(noon, noon + timedelta(hours=1)) is not doubtful


# Small doors.


def test_a_table_of_rows_and_dates_is_refused_and_tables_join_where_both_speak():
    left, right = HolidayTable((), "2026-01-01", None), HolidayTable((), None, "2026-12-31")
    assert ((left | right).first, (left | right).last) == (date(2026, 1, 1), date(2026, 12, 31))
    open_ended = HolidayTable.of([]) | HolidayTable.of(["2026-05-01"])
    assert (open_ended.first, open_ended.last, len(open_ended.holidays)) == (None, None, 1)
    two = HolidayTable((), "2026-01-01", "2027-06-30") | HolidayTable((), "2026-03-01", "2026-09-30")
    assert (two.first, two.last) == (date(2026, 3, 1), date(2026, 9, 30))


def test_a_span_may_be_empty():
    now = datetime(2026, 10, 25, tzinfo=UTC)
    assert Span(now, now).length == timedelta(0)


def test_days_may_be_of_the_first_and_the_last_year():
    assert OFFICE.is_working_day(date(1900, 6, 1))
    assert OFFICE.is_working_day(date(2200, 6, 1))
