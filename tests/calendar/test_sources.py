"""Pieces do not depend on where a window cuts them, nor on what is asked beside them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from supportcore.calendar import HolidayTable, Span, WorkingCalendar
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


def test_the_date_of_a_change_has_the_new_hours_and_no_others():
    calendar = OFFICE.changed(CHANGE, NIGHTS)
    assert [span.start.hour for span in calendar.hours(CHANGE - timedelta(days=1))] == [9, 14]
    assert [span.start.hour for span in calendar.hours(CHANGE)] == [22]
