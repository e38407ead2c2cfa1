"""How far the holidays are known, against looking for the working date that decides each moment."""

import math
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest

from supportcore.calendar import Beyond, HolidayTable, Landing, Precedence, WorkingCalendar
from supportcore.calendar.sources import Hours, Versions, Without
from supportcore.errors import CoverageError
from supportcore.instants import DAY, at_wall, from_micros, to_micros

CHANGE = date(2026, 10, 25)  # the clocks of Kyiv go back that night
TICK = timedelta(microseconds=1)


OFFICE = {"mon-sun": [("09:00", "18:00")]}
NIGHTS = {"mon-sun": [("22:00", "06:00")]}
YEAR_2026 = HolidayTable((), "2026-01-01", "2026-12-31")
LONG = {"mon-sat": [("22:00", "21:59")], "sun": [("22:00", "24:00")]}
OWN = {"2026-10-29": [("10:00", "12:00")], "2026-10-18": [("20:00", "03:00")]}


def known(first, last, week=None, tz="Europe/Kyiv", **kwargs):
    """Hours whose holidays are known between two dates, as text or as days of October."""
    first, last = (date(2026, 10, one) if isinstance(one, int) else one for one in (first, last))
    return WorkingCalendar.weekly(
        week or OFFICE, tz=tz, holidays=HolidayTable((), first, last), beyond=Beyond.PROVISIONAL, **kwargs
    )


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Kyiv"))


def covered(calendar, first, last):
    return calendar.covers(at(first), at(last))


def test_what_is_covered_ends_with_the_last_covered_date_or_its_shift():
    day = known("2026-10-20", "2026-10-22")
    assert covered(day, "2026-10-20 00:00", "2026-10-23 00:00")
    assert not covered(day, "2026-10-20 00:00", "2026-10-23 00:01")
    assert not covered(day, "2026-10-19 23:59", "2026-10-23 00:00")
    night = known("2026-10-20", "2026-10-22", NIGHTS)
    assert covered(night, "2026-10-20 06:00", "2026-10-23 06:00")
    assert not covered(night, "2026-10-20 05:59", "2026-10-23 00:00")
    assert not covered(night, "2026-10-20 06:00", "2026-10-23 06:01")


@pytest.mark.parametrize("swapped", [False, True])
def test_two_calendars_are_known_where_both_are(swapped):
    one, two = known("2026-10-20", "2026-10-25"), known("2026-10-22", "2026-10-28")
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
    calendar = known(*old).changed(CHANGE, known(*new))
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


# The slow twin: of each moment, which date decides it, and is that date known?


def day(number):
    return date(2026, 10, number).toordinal()


@cache
def guessing(hours):
    return WorkingCalendar(hours, hours.tz, Beyond.PROVISIONAL)


@cache
def end(hours, ordinal):
    """When a date stops deciding: at the next midnight, or when its last shift ends."""
    closing = guessing(hours).closing(date.fromordinal(ordinal))
    midnight = at_wall(ordinal + 1, datetime.min.time(), hours.tz)
    return max(midnight, to_micros(closing)) if closing else midnight


@cache
def unknown(hours, ordinal):
    on = date.fromordinal(ordinal)
    table = hours.holidays
    covered = table is None or ((table.first or date.min) <= on <= (table.last or date.max))
    own = on in dict(hours.dates) and hours.precedence is Precedence.DATES_FIRST
    return not covered and not own


def doubts(source, x, first=0, until=10**7):
    """The dates in doubt that decide the moment, each by its own part of the calendar."""
    if isinstance(source, Versions):
        old = doubts(source.old, x, first, min(until, source.since))
        new = doubts(source.new, x, max(first, source.since), until)
        return old | new
    if isinstance(source, Without):
        return doubts(source.left, x, first, until)
    if not isinstance(source, Hours):
        return doubts(source.left, x, first, until) | doubts(source.right, x, first, until)
    found = set()
    for ordinal in range(day(10), day(31) + 10):
        if first <= ordinal < until and unknown(source, ordinal):
            begin = end(source, ordinal - 1) if first < ordinal else at_wall(ordinal, datetime.min.time(), source.tz)
            if begin <= x < end(source, ordinal):
                found.add(ordinal)
    return found


PLAIN = WorkingCalendar.weekly(NIGHTS, tz="Europe/Kyiv")
EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"
FEW = {
    "office": known(20, 28),
    "nights": known(20, 28, NIGHTS),
    "long": known(20, 28, LONG),
    "no end": known(20, None, NIGHTS),
    "no beginning": known(None, 28, NIGHTS),
    "one date": known(25, 25, NIGHTS),
    "own hours": known(20, 28, NIGHTS, dates=OWN),
    "holidays first": known(20, 28, NIGHTS, dates=OWN, precedence=Precedence.HOLIDAY_FIRST),
    "far": known(20, 28, NIGHTS, EAST) & known(20, 28, NIGHTS, WEST),
    "either, far": known(22, 28, NIGHTS, WEST) | known(20, 26, OFFICE, EAST),
    "without": known(20, 28, NIGHTS) - [CHANGE, date(2026, 10, 30)],
    "one of them is known for ever": known(20, 28, OFFICE) | PLAIN,
    "versions that meet": known(20, 24, NIGHTS).changed(CHANGE, known(25, 28, OFFICE)),
    "versions that meet, nights": known(20, 24).changed(CHANGE, known(25, 28, NIGHTS)),
    "versions that overlap": known(20, 26, NIGHTS).changed(CHANGE, known(23, 28, NIGHTS)),
    "versions with a hole before": known(20, 23, NIGHTS).changed(CHANGE, known(25, 28, NIGHTS)),
    "versions with a hole behind": known(20, 24, NIGHTS).changed(CHANGE, known(26, 28, NIGHTS)),
    "versions with a hole on each side": known(20, 22, NIGHTS).changed(CHANGE, known(27, 28, NIGHTS)),
    "versions, the first for ever": PLAIN.changed(CHANGE, known(25, 28, NIGHTS)),
    "versions, the last for ever": known(20, 24, NIGHTS).changed(CHANGE, PLAIN),
    "versions, the new ends where it begins": known(20, 24).changed(CHANGE, known(20, 24, NIGHTS)),
    "versions, of the new only the first date": known(20, 24).changed(CHANGE, known(25, 25, NIGHTS)),
    "versions, the new begins late": known(20, 24, NIGHTS).changed(CHANGE, known(29, None, NIGHTS)),
    "versions, to the east": known(20, 24, NIGHTS, WEST).changed(CHANGE, known(25, 28, NIGHTS, EAST)),
    "versions, to the west": known(20, 24, NIGHTS, EAST).changed(CHANGE, known(25, 28, NIGHTS, WEST)),
    "versions, late in the west": known(20, 24, LONG, WEST).changed(CHANGE, known(26, 28, NIGHTS, EAST)),
    "versions, three": known(18, 22, NIGHTS)
    .changed("2026-10-23", known(23, 24, OFFICE))
    .changed(CHANGE, known(25, 27, NIGHTS)),
    "versions in versions": known(20, 24).changed(
        CHANGE, known(1, 2).changed("2026-10-23", known(25, 26)).changed("2026-10-27", known(27, 28, NIGHTS))
    ),
    "both versions": known(20, 24).changed(CHANGE, known(25, 28)) & known(19, 29, NIGHTS),
}


def parts(source):
    """The hours that a calendar is made of."""
    if isinstance(source, Hours):
        return [source]
    names = ("old", "new", "left", "right")
    return [hours for name in names if hasattr(source, name) for hours in parts(getattr(source, name))]


def moments(source):
    """Where an answer may change: every date's midnight, end, opening, and the moments beside them."""
    found = set()
    for hours in parts(source):
        for ordinal in range(day(16), day(31)):
            for x in (at_wall(ordinal, datetime.min.time(), hours.tz), end(hours, ordinal)):
                found |= {x - 1, x, x + 1, x + DAY // 3}
    return sorted(found)


@pytest.mark.parametrize("calendar", FEW.values(), ids=FEW)
def test_a_moment_is_in_doubt_where_the_date_that_decides_it_is(calendar):
    source, strict = calendar.source, WorkingCalendar(calendar.source, calendar.tz, Beyond.REFUSE)
    for x in moments(source):
        found = doubts(source, x)
        at = from_micros(x)
        assert source.doubt(x, x + 1) == min(found, default=None)
        assert calendar.covers(at, at + TICK) is not bool(found)
        if found:
            with pytest.raises(CoverageError, match=date.fromordinal(min(found)).isoformat()):
                strict.is_open(at)
        else:
            assert strict.is_open(at) is calendar.is_open(at)


@pytest.mark.parametrize("calendar", FEW.values(), ids=FEW)
def test_a_stretch_is_in_doubt_where_one_of_its_moments_is(calendar):
    source = calendar.source
    line = {x: doubts(source, x) for x in moments(source)}
    for a, b in combinations(list(line)[::7] + list(line)[1:-1:11], 2):
        inside = [found for x, found in line.items() if a <= x < b]
        first = min((ordinal for found in inside for ordinal in found), default=None)
        assert source.doubt(a, b) == first
        assert calendar.covers(from_micros(a), from_micros(b)) is (first is None)
        assert source.doubt(b, b) is None


@pytest.mark.parametrize("calendar", FEW.values(), ids=FEW)
def test_what_is_known_has_no_doubt(calendar):
    lo, hi = calendar.source.known()
    assert not any(doubts(calendar.source, x) for x in moments(calendar.source) if lo <= x < hi)


def instant(number, hour=0, tz="Europe/Kyiv"):
    return to_micros(datetime(2026, 10, number, hour, tzinfo=ZoneInfo(tz)))


@pytest.mark.parametrize(
    ("name", "lo", "hi"),
    [
        ("office", instant(20), instant(29)),
        ("nights", instant(20, 6), instant(29, 6)),
        ("no end", instant(20, 6), math.inf),
        ("no beginning", -math.inf, instant(29, 6)),
        ("either, far", instant(22, 6, WEST), instant(27, 0, EAST)),
        ("without", instant(20, 6), instant(29, 6)),
        ("versions that meet", instant(20, 6), instant(29)),
        ("versions that overlap", instant(20, 6), instant(29, 6)),
        ("versions, the first for ever", -math.inf, instant(29, 6)),
        ("versions, the last for ever", instant(20, 6), math.inf),
        ("versions, to the east", instant(20, 6, WEST), instant(29, 6, EAST)),
        ("versions, three", instant(18, 6), instant(28, 6)),
        ("versions with a hole before", instant(20, 6), instant(23)),
        ("versions with a hole behind", instant(20, 6), instant(23)),
    ],
)
def test_what_is_known_goes_as_far_as_it_is(name, lo, hi):
    assert FEW[name].source.known() == (lo, hi)


# Which side of an answer it depends on.

STRICT = WorkingCalendar.weekly(
    {"mon-sun": [("00:00", "24:00")]}, tz="UTC", holidays=HolidayTable((), "2026-10-20", "2026-10-28")
)
FIRST, LAST = datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 10, 29, tzinfo=UTC)
NOON, CLOSING = datetime(2026, 11, 2, 12, tzinfo=UTC), datetime(2026, 11, 2, 18, tzinfo=UTC)
GUESSED = {
    "inside a guessed shift, work ends there": lambda office: office.previous_open(NOON),
    "at a guessed closing": lambda office: office.previous_open(CLOSING),
    "the guessed closing itself": lambda office: office.previous_close(CLOSING),
    "no work, rolled on": lambda office: office.add(NOON, timedelta(0), landing=Landing.ROLL_FORWARD),
    "work that ends before the first date known": lambda _: STRICT.previous_open(FIRST),
    "the opening after the last date known": lambda _: STRICT.next_open(LAST),
    "work done at the end, rolled on": lambda _: STRICT.add(LAST - TICK, TICK, landing=Landing.ROLL_FORWARD),
    "work undone at the beginning, rolled back": lambda _: STRICT.add(FIRST + TICK, -TICK, landing=Landing.ROLL),
}


@pytest.mark.parametrize("ask", GUESSED.values(), ids=GUESSED)
def test_an_answer_depends_on_the_moment_that_makes_it_one(ask):
    office = WorkingCalendar.weekly(OFFICE, tz="UTC", holidays=HolidayTable((), "2026-10-20", "2026-10-28"))
    STRICT.is_open(FIRST)  # its quick way is open
    with pytest.raises(CoverageError, match="the answer depends on it"):
        ask(office)


def test_up_to_the_very_ends_of_what_is_known_answers_are_given():
    assert STRICT.add(LAST - TICK, TICK) == LAST
    assert STRICT.add(FIRST + TICK, -TICK) == FIRST
    assert STRICT.add(LAST - 2 * TICK, TICK, landing=Landing.ROLL_FORWARD) == LAST - TICK
    assert STRICT.add(FIRST + 2 * TICK, -TICK, landing=Landing.ROLL) == FIRST + TICK
    assert STRICT.previous_open(FIRST + TICK) == FIRST + TICK
    assert STRICT.previous_open(LAST) == LAST
    assert STRICT.next_open(LAST - TICK) == LAST - TICK
    assert STRICT.between(FIRST, LAST) == timedelta(days=9)
    assert STRICT.between(LAST + TICK, LAST + TICK) == timedelta(0)


def test_no_time_depends_on_no_date_not_even_in_a_guessed_night():
    nights = WorkingCalendar.weekly(NIGHTS, tz="UTC", holidays=HolidayTable((), "2026-10-20", "2026-10-28"))
    there = datetime(2026, 11, 2, 2, tzinfo=UTC)
    assert nights.between(there, there) == timedelta(0)
    assert nights.covers(there, there)


def test_a_table_may_begin_in_the_first_year_and_end_in_the_last():
    calendar = WorkingCalendar.weekly(OFFICE, tz="UTC", holidays=HolidayTable((), "1900-06-01", "2200-06-30"))
    assert calendar.is_open(datetime(1900, 6, 1, 12, tzinfo=UTC))
    assert calendar.is_open(datetime(2200, 6, 30, 12, tzinfo=UTC))
    for beyond in (datetime(1900, 5, 31, 12, tzinfo=UTC), datetime(2200, 7, 1, 12, tzinfo=UTC)):
        with pytest.raises(CoverageError, match=f"{beyond.date()}.*the answer depends on it"):
            calendar.is_open(beyond)
    for first, last in (("1899-12-31", "2201-01-01"), ("0001-01-01", "9999-12-31")):
        wide = WorkingCalendar.weekly(OFFICE, tz="UTC", holidays=HolidayTable((), first, last))
        assert wide.source.known() == (-math.inf, math.inf)


def test_an_opening_at_the_first_moment_that_is_a_guess_is_refused():
    nights = WorkingCalendar.weekly({"mon-sun": [("00:00", "06:00")]}, tz="UTC", holidays=YEAR_2026)
    assert nights.next_opening(datetime(2026, 12, 30, 12, tzinfo=UTC)) == datetime(2026, 12, 31, tzinfo=UTC)
    with pytest.raises(CoverageError, match=r"2027-01-01.*the answer depends on it"):
        nights.next_opening(datetime(2026, 12, 31, 12, tzinfo=UTC))


def test_ten_years_without_work_are_a_guess_where_their_holidays_are_not_known():
    once = WorkingCalendar.weekly({}, tz="UTC", dates={"2026-11-23": [("09:00", "18:00")]}, holidays=YEAR_2026)
    with pytest.raises(CoverageError, match=r"2027-01-01.*the answer depends on it"):
        once.next_open(datetime(2026, 11, 24, tzinfo=UTC))
