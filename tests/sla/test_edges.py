"""The edges of promises: what a target says of itself, ties, touching pauses, when to look at a clock."""

from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from supportcore.calendar import HolidayTable, Landing, WorkingCalendar
from supportcore.errors import ClockOrder, CoverageError, InvalidInstant, InvalidTarget, OutOfRange
from supportcore.sla import (
    At,
    ByTime,
    CalendarDays,
    Clock,
    CutOff,
    DayOff,
    Earliest,
    Elapsed,
    EndOfDay,
    Late,
    Latest,
    NotYet,
    Pause,
    WhenAgreed,
    WorkingDays,
    WorkingTime,
)
from supportcore.sla.pauses import merged
from supportcore.sla.target import Leaf, Target

KYIV = ZoneInfo("Europe/Kyiv")
HOUSE = WorkingCalendar.weekly(
    {"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv", dates={"2026-11-24": [("09:00", "15:00")]}
)
HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)


def at(day, clock="10:00"):
    return datetime.fromisoformat(f"2026-11-{day} {clock}").replace(tzinfo=KYIV)


# What a target says of itself.

ALL_DAY = timedelta(hours=8)
SAID = [
    (WorkingTime(ALL_DAY, rule="R-1"), "8 h of working time (R-1)"),
    (Elapsed(ALL_DAY, rule="R-1"), "8 h of real time, nights and days off counted (R-1)"),
    (WorkingDays(3, rule="R-1"), "3 working days later, at the same time of day (R-1)"),
    (CalendarDays(5, rule="R-1"), "5 days later, at the same time of day (R-1)"),
    (EndOfDay(rule="R-1"), "by the end of the working day (R-1)"),
    (EndOfDay(1, rule="R-1"), "by the end of the next working day (R-1)"),
    (EndOfDay(2, rule="R-1"), "by the end of the working day, 2 working days later (R-1)"),
    (ByTime("12:00", rule="R-1"), "by 12:00 on a working day (R-1)"),
    (ByTime("12:00", 1, rule="R-1"), "by 12:00 on the next working day (R-1)"),
    (ByTime("12:00", 2, rule="R-1"), "by 12:00, 2 working days later (R-1)"),
    (At(at(23), rule="R-1"), "at the agreed time (R-1)"),
    (WhenAgreed(rule="R-1"), "no due time until the size of the work is agreed (R-1)"),
    (
        Earliest(WorkingTime(ALL_DAY), EndOfDay(), rule="R-1"),
        "the earliest of: 8 h of working time, by the end of the working day (R-1)",
    ),
    (
        Latest(WorkingTime(ALL_DAY), EndOfDay(), rule="R-1"),
        "the latest of: 8 h of working time, by the end of the working day (R-1)",
    ),
    (
        CutOff("12:00", EndOfDay(), WorkingDays(2), rule="R-1"),
        "before 12:00: by the end of the working day; later: 2 working days later, at the same time of day (R-1)",
    ),
]


@pytest.mark.parametrize(("target", "words"), SAID, ids=[words for _, words in SAID])
def test_a_target_says_what_it_promises_and_by_which_rule(target, words):
    assert str(target.describe()) == words
    assert target.describe().rule == "R-1"
    found = target.due(HOUSE, at(23))
    if not isinstance(found, NotYet) and isinstance(target, Leaf):
        assert found.reason == target.describe()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Target().describe(),
        lambda: Target().due(HOUSE, at(23)),
        lambda: Leaf().reason,
        lambda: Leaf().due(HOUSE, at(23)),
    ],
)
def test_a_target_that_somebody_writes_must_say_what_it_promises(ask):
    with pytest.raises(NotImplementedError):
        ask()


# When it is due.


@pytest.mark.parametrize("landing", list(Landing))
def test_work_that_fills_the_day_lands_where_the_policy_says(landing):
    due = WorkingTime(9 * HOUR, landing=landing).due(HOUSE, at(25, "09:00")).due
    assert due == (at(25, "18:00") if landing is Landing.STAY else at(26, "09:00"))


def test_a_microsecond_decides_between_two_targets():
    sooner, later = Elapsed(HOUR - TICK), Elapsed(HOUR)
    assert Earliest(later, sooner).due(HOUSE, at(23)).target == sooner
    assert Latest(sooner, later).due(HOUSE, at(23)).target == later


def test_what_starts_at_the_closing_of_a_short_day_missed_its_cut_off():
    target = CutOff("16:00", EndOfDay(), Elapsed(HOUR))
    assert target.due(HOUSE, at(24, "15:00") - TICK).due == at(24, "15:00")
    assert target.due(HOUSE, at(24, "15:00")).due == at(24, "16:00")


def test_the_second_of_two_equal_hours_is_promised_the_first_of_them_a_year_later():
    twice = datetime(2026, 10, 25, 3, 30, tzinfo=KYIV, fold=1)
    due = CalendarDays(371).due(HOUSE, twice).due
    assert due == datetime(2027, 10, 31, 3, 30, tzinfo=KYIV).astimezone(UTC)


def test_calendar_days_may_begin_at_the_first_instant_and_end_before_the_last():
    first = datetime(1900, 1, 1, 12, tzinfo=UTC)
    last = datetime(2200, 12, 30, 12, tzinfo=UTC)
    assert CalendarDays(5).due(HOUSE, first).due == first + timedelta(days=5)
    with pytest.raises(OutOfRange, match="the answer lies outside"):
        CalendarDays(5).due(HOUSE, last)


def test_pauses_that_touch_are_one_and_those_without_length_are_none():
    first, second, third = (Pause(at(23, f"{hour}:00"), at(23, f"{hour + 1}:00")) for hour in (11, 12, 14))
    assert len(merged([second, first])) == 1
    assert len(merged([third, second, first])) == 2
    assert merged([Pause(at(23), at(23))]) == ()


# When to look at a clock.

CLOCK = Clock(WorkingTime(4 * HOUR), HOUSE, at(23))


def test_nothing_is_used_at_the_start_and_any_greater_lead_begins_there():
    assert CLOCK.at_used(Fraction(0)) == at(23)
    assert CLOCK.at_used(0) == at(23)
    assert CLOCK.at_lead(4 * HOUR) == at(23)
    assert CLOCK.at_lead(100 * HOUR) == at(23)
    with pytest.raises(InvalidTarget, match="a Fraction from 0 to 1"):
        CLOCK.at_used(Fraction(-1, 10**9))


@pytest.mark.parametrize("still", ["pause", "stop"])
def test_a_share_is_reached_up_to_the_instant_at_which_the_clock_stands_still(still):
    clock = getattr(CLOCK, still)(at(23, "12:00"))
    assert clock.at_used(Fraction(1, 2)) == at(23, "12:00")
    assert clock.at_used(Fraction(1, 2) + Fraction(1, 10**9)) is None
    assert clock.at_used(Fraction(3, 4)) is None
    assert clock.at_lead(HOUR) is None


def test_a_cut_off_is_a_time_of_day():
    assert ByTime(time(12)).due(HOUSE, at(23)).due == at(23, "12:00")


# The doors of targets.


@pytest.mark.parametrize(
    "make",
    [
        lambda: WorkingTime(HOUR, Landing.ROLL),
        lambda: CutOff("12:00", EndOfDay(), WorkingDays(1), DayOff.AFTER),
        lambda: CutOff("12:00", EndOfDay(), WorkingDays(1), Late.START),
    ],
)
def test_a_policy_is_named_at_the_call(make):
    with pytest.raises(TypeError):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: WorkingTime(HOUR, micros=3),
        lambda: WorkingTime(HOUR, rolls=True),
        lambda: Elapsed(HOUR, micros=3),
        lambda: Clock(WorkingTime(HOUR), HOUSE, at(23), last_at=at(23)),
        lambda: Clock(WorkingTime(HOUR), HOUSE, at(23), deadline=None),
    ],
)
def test_what_is_worked_out_is_not_given(make):
    with pytest.raises(TypeError, match="unexpected keyword"):
        make()


def test_an_agreed_instant_is_an_instant():
    assert At(at(23)) == At(at(23).astimezone(UTC))
    assert At(at(23)).instant.tzinfo is UTC
    with pytest.raises(InvalidInstant):
        At(datetime(2026, 11, 23))


@pytest.mark.parametrize("after", [timedelta(0), timedelta(microseconds=1)], ids=["at its closing", "just after"])
def test_of_two_zones_a_later_date_that_has_closed_by_the_start_is_over(after):
    evening = WorkingCalendar.weekly({"sat": [("14:30", "24:00")]}, tz="Europe/Kyiv")
    island = WorkingCalendar.weekly({"mon-sun": [("01:00", "09:00")]}, tz="Pacific/Apia")
    late = datetime(2026, 3, 28, 20, tzinfo=UTC) + after  # Sunday's hours on the island have closed
    assert EndOfDay(1).due(evening | island, late).due == datetime(2026, 3, 29, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("target", "beyond"),
    [
        (EndOfDay(), "2201-01-01T00:00:00+00:00"),
        (ByTime("22:00"), "2201-01-01T03:00:00+00:00"),
        (CalendarDays(1), "2201-01-01T17:00:00+00:00"),
        (Elapsed(8 * HOUR), "2201-01-01T01:00:00+00:00"),
        (CutOff("22:00", EndOfDay(), At(at(23))), "2201-01-01T00:00:00+00:00"),
        (EndOfDay(1), "2200-12-31T00:00:00+00:00"),
    ],
    ids=repr,
)
def test_no_promise_of_the_last_date_lies_beyond_the_years_west_of_greenwich(target, beyond):
    shop = WorkingCalendar.weekly({"mon-sun": [("09:00", "23:30")]}, tz="America/New_York")
    noon = datetime(2200, 12, 31, 12, tzinfo=shop.tz)
    assert target.due(shop, noon - timedelta(days=3)).due < noon
    with pytest.raises(OutOfRange, match="the answer lies outside the years 1900 to 2200") as caught:
        target.due(shop, noon)
    assert caught.value.value == beyond
    assert EndOfDay(1).due(shop, noon - timedelta(days=2)).due == datetime(2200, 12, 31, 4, 30, tzinfo=UTC)


def test_of_two_zones_what_comes_late_counts_from_the_next_opening_that_is_still_to_come():
    evening = WorkingCalendar.weekly({"sat": [("14:30", "24:00")]}, tz="Europe/Kyiv")
    island = WorkingCalendar.weekly({"mon-sun": [("01:00", "09:00")]}, tz="Pacific/Apia")
    late = datetime(2026, 3, 28, 20, 0, 0, 1, tzinfo=UTC)  # Sunday's hours on the island have just closed
    deadline = CutOff("16:00", EndOfDay(), EndOfDay(), late=Late.NEXT_OPENING).due(evening | island, late)
    assert deadline.due == datetime(2026, 3, 29, 20, tzinfo=UTC)
    assert [step.counted for step in deadline.trace(evening | island).steps] == [timedelta(0), 8 * HOUR]


def test_the_end_of_a_later_day_is_no_guess():
    table = HolidayTable((), "2026-01-01", "2026-11-24")
    known = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC", holidays=table)
    known.add(datetime(2026, 6, 1, 12, tzinfo=UTC), HOUR)  # a calendar that has its year at hand
    tuesday = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert EndOfDay(1).due(known, tuesday - timedelta(days=1)).due == tuesday + 6 * HOUR
    for days in (1, 2, 3):
        with pytest.raises(CoverageError, match=r"2026-11-25.*the answer depends on it"):
            EndOfDay(days).due(known, tuesday)


@pytest.mark.parametrize("kept", ["paused_at", "stopped_at"])
def test_a_clock_that_cannot_be_names_the_instant_that_cannot(kept):
    with pytest.raises(
        ClockOrder, match=r"\(2026, 11, 23, 8, 0, .*\): a clock is started before it is paused or stopped"
    ):
        Clock(WorkingTime(HOUR), HOUSE, **{kept: at(23)})
