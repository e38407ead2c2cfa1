"""When what was promised is due: the rulebook's worked examples, every target and policy, pauses, and the oracle."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawing import promises as drawn
from oracles import plain_promise
from supportcore.calendar import Beyond, HolidayTable, Landing, WorkingCalendar
from supportcore.errors import CoverageError, InvalidInstant, OutOfRange
from supportcore.sla import (
    At,
    ByTime,
    CalendarDays,
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

HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)
KYIV = ZoneInfo("Europe/Kyiv")
HOUSE = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv", holidays=[])
SHORT_DAYS = WorkingCalendar.weekly(
    {"mon-fri": [("09:00", "18:00")]},
    tz="Europe/Kyiv",
    dates={"2026-11-24": [("09:00", "15:00")], "2026-11-26": [("09:00", "16:00")]},
)
NIGHTS = WorkingCalendar.weekly({"mon-fri": [("22:00", "06:00")]}, tz="Europe/Kyiv")

ACCEPTED = WorkingTime(HOUR, rule="ISM-2")
SIMPLE = WorkingTime(8 * HOUR, rule="ISM-3")
COMPOUND_OF_3 = WorkingTime(3 * 8 * HOUR, rule="ISM-4")
SAME_DAY = Earliest(WorkingTime(8 * HOUR, rule="ISM-5"), EndOfDay(rule="ISM-5"))
BUG = CutOff("16:00", SAME_DAY, WorkingTime(8 * HOUR, rule="ISM-5"), rule="ISM-5")
BUG_FROM_OPENING = CutOff("16:00", SAME_DAY, WorkingTime(8 * HOUR), late=Late.NEXT_OPENING, rule="ISM-5")
GENERAL = WorkingTime(12 * HOUR, rule="GEN-1")
RECEIPT = CutOff("12:00", EndOfDay(), ByTime("12:00", days=1), day_off=DayOff.AFTER, rule="HRS-4")


def at(text, zone=KYIV):
    """Read a wall clock of November 2026, or a whole instant: '23 10:00', '2026-10-25 03:30'.

    In UTC, because Python calls no two instants of an hour that comes twice equal if their zones differ.
    """
    day, clock = text.split()
    local = datetime.fromisoformat(f"{day if '-' in day else '2026-11-' + day}T{clock}")
    return local.replace(tzinfo=zone).astimezone(UTC)


def due(target, start, *pauses, calendar=HOUSE):
    """Ask for the due instant of a start and pauses on the calendar's wall clock."""
    stops = [Pause(at(begin, calendar.tz), at(end, calendar.tz)) for begin, end in pauses]
    return target.due(calendar, at(start, calendar.tz), stops).due


# --- the rulebook's worked examples -----------------------------------------------------------------------------------


@pytest.mark.rule("ISM-2")
@pytest.mark.parametrize(("posted", "accepted_by"), [("20 17:30", "23 09:30"), ("23 09:00", "23 10:00")])
def test_a_task_is_accepted_within_a_working_hour(posted, accepted_by):
    assert due(ACCEPTED, posted) == at(accepted_by)


@pytest.mark.rule("ISM-3")
@pytest.mark.parametrize(("posted", "solved_by"), [("23 10:00", "23 18:00"), ("20 17:30", "23 16:30")])
def test_a_simple_task_takes_eight_working_hours(posted, solved_by):
    assert due(SIMPLE, posted) == at(solved_by)


@pytest.mark.rule("ISM-4")
def test_a_compound_task_of_three_parts_takes_three_times_eight_hours():
    assert due(COMPOUND_OF_3, "23 10:00") == at("25 16:00")


@pytest.mark.rule("ISM-5")
@pytest.mark.parametrize(
    ("posted", "fixed_by", "calendar", "target"),
    [
        pytest.param("23 15:59:59", "23 18:00", HOUSE, BUG, id="capped by the same day"),
        pytest.param("23 15:59:59.999999", "23 18:00", HOUSE, BUG, id="a microsecond before the cut-off"),
        pytest.param("23 16:00", "24 15:00", HOUSE, BUG, id="the cut-off is late: no cap"),
        pytest.param("21 10:00", "23 17:00", HOUSE, BUG, id="a day off: from Monday's opening"),
        pytest.param("23 07:00", "23 17:00", HOUSE, BUG, id="before opening: from the opening"),
        pytest.param("23 09:00", "23 17:00", HOUSE, BUG, id="eight hours end before the day does"),
        pytest.param("23 10:00", "23 18:00", HOUSE, BUG, id="both limits at once"),
        pytest.param("23 19:00", "24 17:00", HOUSE, BUG, id="after closing: late"),
        pytest.param("24 14:59:59", "24 15:00", SHORT_DAYS, BUG, id="a short day: its closing caps"),
        pytest.param("24 15:00", "25 17:00", SHORT_DAYS, BUG, id="a short day: its closing is the cut-off"),
        pytest.param("26 15:59", "26 16:00", SHORT_DAYS, BUG, id="closing at the cut-off"),
        pytest.param("26 16:00", "27 17:00", SHORT_DAYS, BUG, id="at such a closing"),
        pytest.param("23 16:00", "24 17:00", HOUSE, BUG_FROM_OPENING, id="late, as posted at the next opening"),
        pytest.param("23 16:00", "24 15:00", SHORT_DAYS, BUG_FROM_OPENING, id="late, capped by the next day"),
        pytest.param("27 16:00", "2026-11-30 17:00", HOUSE, BUG_FROM_OPENING, id="late on Friday"),
        pytest.param("23 19:00", "24 17:00", HOUSE, BUG_FROM_OPENING, id="after closing, as posted at the opening"),
        pytest.param("21 10:00", "23 17:00", HOUSE, BUG_FROM_OPENING, id="a day off is not late"),
    ],
)
def test_a_bug_is_fixed_in_eight_hours_and_the_same_day_unless_it_came_late(posted, fixed_by, calendar, target):
    assert due(target, posted, calendar=calendar) == at(fixed_by)


@pytest.mark.rule("ISM-6")
@pytest.mark.parametrize(
    ("agreed", "done_by"),
    [
        (WorkingTime(20 * HOUR, rule="ISM-6"), "25 12:00"),
        (At(at("27 12:00"), rule="ISM-6"), "27 12:00"),
        (At(at("20 12:00"), rule="ISM-6"), "23 10:00"),  # agreed on an instant that had passed: never before its start
    ],
)
def test_a_development_has_no_due_time_until_its_size_is_agreed(agreed, done_by):
    open_question = WhenAgreed(rule="ISM-6").due(HOUSE, at("23 10:00"))
    assert open_question == NotYet(open_question.reason)
    assert str(open_question.reason) == "no due time until the size of the work is agreed (ISM-6)"
    assert due(agreed, "23 10:00") == at(done_by)


@pytest.mark.rule("GEN-1")
def test_general_support_solves_a_simple_task_in_twelve_working_hours():
    assert due(GENERAL, "23 10:00") == at("24 13:00")


@pytest.mark.rule("HRS-4")
@pytest.mark.parametrize(
    ("came", "answered_by"),
    [
        ("20 11:59", "20 18:00"),
        ("20 12:00", "23 12:00"),
        ("21 08:00", "23 12:00"),
        ("22 23:59", "23 12:00"),
        ("23 07:00", "23 18:00"),
        ("23 19:00", "24 12:00"),
    ],
)
def test_receipt_is_confirmed_the_same_day_before_noon_else_by_noon_of_the_next_working_day(came, answered_by):
    assert due(RECEIPT, came) == at(answered_by)


# --- every target -----------------------------------------------------------------------------------------------------

TARGETS = [
    (WorkingTime(0 * HOUR), "21 10:00", "21 10:00"),
    (WorkingTime(0 * HOUR, landing=Landing.ROLL_FORWARD), "21 10:00", "23 09:00"),
    (WorkingTime(9 * HOUR, landing=Landing.ROLL_FORWARD), "23 09:00", "24 09:00"),
    (WorkingTime(9 * HOUR, landing=Landing.ROLL), "23 09:00", "24 09:00"),
    (WorkingTime(9 * HOUR), "23 09:00", "23 18:00"),
    (WorkingTime(9 * HOUR + MICROSECOND), "23 09:00", "24 09:00:00.000001"),
    (Elapsed(0 * HOUR), "21 10:00", "21 10:00"),
    (Elapsed(48 * HOUR), "20 17:30", "22 17:30"),
    (Elapsed(24 * HOUR), "2026-10-24 12:00", "2026-10-25 11:00"),  # a day of 25 hours
    (Elapsed(24 * HOUR), "2026-03-28 12:00", "2026-03-29 13:00"),  # a day of 23
    (WorkingDays(0), "21 10:00", "21 10:00"),
    (WorkingDays(1), "20 17:30", "23 17:30"),
    (WorkingDays(1), "21 23:30", "23 23:30"),
    (WorkingDays(5), "20 17:30", "27 17:30"),
    (WorkingDays(1), "2026-10-23 20:00", "2026-10-26 20:00"),  # the same wall time after the change
    (CalendarDays(0), "20 17:30", "20 17:30"),
    (CalendarDays(5), "20 17:00", "25 17:00"),
    (CalendarDays(1), "2026-10-24 03:30", "2026-10-25 03:30"),  # the first of the two
    (CalendarDays(1), "2026-03-28 03:30", "2026-03-29 04:30"),  # the hour that is left out
    (EndOfDay(), "23 08:00", "23 18:00"),
    (EndOfDay(), "23 17:59:59.999999", "23 18:00"),
    (EndOfDay(), "23 18:00", "24 18:00"),
    (EndOfDay(), "20 18:00", "23 18:00"),
    (EndOfDay(), "21 10:00", "23 18:00"),
    (EndOfDay(1), "23 17:59", "24 18:00"),
    (EndOfDay(1), "23 18:00", "25 18:00"),
    (EndOfDay(2), "21 10:00", "25 18:00"),
    (ByTime("12:00"), "23 08:00", "23 12:00"),
    (ByTime("12:00"), "23 12:00", "23 12:00"),
    (ByTime("12:00"), "23 12:00:00.000001", "24 12:00"),
    (ByTime("12:00"), "21 10:00", "23 12:00"),
    (ByTime("20:00"), "23 19:00", "23 20:00"),
    (ByTime("12:00", days=1), "23 08:00", "24 12:00"),
    (ByTime("12:00", days=1), "21 08:00", "23 12:00"),
    (ByTime("12:00", days=2), "20 12:00", "24 12:00"),
    (At(at("25 12:00")), "23 10:00", "25 12:00"),
    (At(at("25 12:00")), "26 10:00", "26 10:00"),
]


@pytest.mark.parametrize(("target", "start", "expected"), TARGETS)
def test_each_target_is_due_where_its_name_says(target, start, expected):
    assert due(target, start) == at(expected)


@pytest.mark.parametrize(
    ("target", "start", "expected"),
    [
        (EndOfDay(), "23 21:00", "24 06:00"),
        (EndOfDay(), "24 05:59", "24 06:00"),  # the working date is Monday still
        (EndOfDay(), "24 06:00", "25 06:00"),
        (EndOfDay(1), "24 05:59", "25 06:00"),
        (EndOfDay(), "21 03:00", "21 06:00"),  # Friday's shift, on Saturday
        (WorkingTime(8 * HOUR), "24 02:00", "25 02:00"),
        (WorkingTime(8 * HOUR), "2026-10-23 22:00", "2026-10-24 06:00"),
        (ByTime("23:00"), "24 02:00", "24 23:00"),  # Monday's 23:00 has passed
        (CutOff("23:00", WorkingTime(HOUR), EndOfDay(1)), "23 22:30", "23 23:30"),
        (CutOff("23:00", WorkingTime(HOUR), EndOfDay(1)), "24 05:00", "25 06:00"),
        (CutOff("23:00", WorkingTime(HOUR), EndOfDay(1), late=Late.NEXT_OPENING), "24 05:00", "24 23:00"),
    ],
)
def test_a_night_shift_belongs_to_the_date_on_which_it_starts(target, start, expected):
    assert due(target, start, calendar=NIGHTS) == at(expected)


@pytest.mark.parametrize(
    ("start", "expected"),
    [("2026-10-24 22:00", "2026-10-25 05:00"), ("2026-03-28 22:00", "2026-03-29 07:00")],
)
def test_a_night_in_which_the_clocks_change_still_has_only_its_hours(start, expected):
    nights = WorkingCalendar.weekly({"mon-sun": [("22:00", "08:00")]}, tz="Europe/Kyiv")
    assert due(WorkingTime(8 * HOUR), start, calendar=nights) == at(expected)


def test_a_cut_off_in_the_hour_that_comes_twice_is_the_first_of_them():
    nights = WorkingCalendar.weekly({"mon-sun": [("00:00", "08:00")]}, tz="Europe/Kyiv")
    by_half_past_three = CutOff("03:30", WorkingTime(HOUR), EndOfDay())
    first = datetime(2026, 10, 25, 3, 15, tzinfo=KYIV)
    assert by_half_past_three.due(nights, first).due == first.astimezone(UTC) + HOUR
    assert by_half_past_three.due(nights, first.replace(fold=1)).due == at("2026-10-25 08:00")


# --- choices ----------------------------------------------------------------------------------------------------------

EIGHT, TEN = WorkingTime(8 * HOUR, rule="first"), EndOfDay(rule="second")


@pytest.mark.parametrize("choice", [Earliest, Latest])
def test_on_a_tie_the_first_named_decides(choice):
    assert choice(EIGHT, TEN).due(HOUSE, at("23 10:00")).target is EIGHT
    assert choice(TEN, EIGHT).due(HOUSE, at("23 10:00")).target is TEN


@pytest.mark.parametrize(
    ("choice", "start", "decider"),
    [
        (Earliest(EIGHT, TEN), "23 09:59", EIGHT),
        (Earliest(EIGHT, TEN), "23 10:01", TEN),
        (Latest(EIGHT, TEN), "23 09:59", TEN),
        (Latest(EIGHT, TEN), "23 10:01", EIGHT),
        (Earliest(TEN, Latest(EIGHT, TEN)), "23 10:00", TEN),
    ],
)
def test_a_choice_takes_the_first_or_the_last_of_its_targets(choice, start, decider):
    assert choice.due(HOUSE, at(start)).target is decider


@pytest.mark.parametrize("choice", [Earliest, Latest])
def test_a_choice_with_an_open_question_is_not_yet(choice):
    found = choice(EIGHT, WhenAgreed(rule="ISM-6")).due(HOUSE, at("23 10:00"))
    assert isinstance(found, NotYet)
    assert found.reason.rule == "ISM-6"


def test_a_cut_off_is_not_yet_where_its_branch_is_not():
    target = CutOff("16:00", WhenAgreed(), EIGHT)
    assert isinstance(target.due(HOUSE, at("23 10:00")), NotYet)
    assert due(target, "23 16:00") == at("24 15:00")


# --- pauses -----------------------------------------------------------------------------------------------------------

MONDAY_TEN = "23 10:00"  # eight hours from here end at 18:00


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        pytest.param([("23 08:00", "23 09:30")], "23 18:00", id="over before the start"),
        pytest.param([("23 08:00", "23 10:00")], "23 18:00", id="ends at the start"),
        pytest.param([("23 08:00", "23 11:00")], "24 10:00", id="begins before the start"),
        pytest.param([("23 10:00", "23 11:00")], "24 10:00", id="begins at the start"),
        pytest.param([("23 12:00", "23 13:00")], "24 10:00", id="in the middle"),
        pytest.param([("23 12:00", "23 12:00")], "23 18:00", id="of no length"),
        pytest.param([("23 12:00", "23 14:00"), ("23 13:00", "23 15:00")], "24 12:00", id="overlapping"),
        pytest.param([("23 12:00", "23 15:00"), ("23 13:00", "23 14:00")], "24 12:00", id="one inside another"),
        pytest.param([("23 12:00", "23 13:00"), ("23 13:00", "23 14:00")], "24 11:00", id="touching"),
        pytest.param([("23 14:00", "23 15:00"), ("23 12:00", "23 13:00")], "24 11:00", id="not in order"),
        pytest.param([("23 12:00", "23 13:00"), ("24 09:00", "24 10:00")], "24 11:00", id="the second in the time won"),
        pytest.param([("23 12:00", "23 13:00"), ("24 10:00", "24 11:00")], "24 10:00", id="at the moved due exactly"),
        pytest.param([("23 17:00", "24 12:00")], "24 13:00", id="over the due instant and the night"),
        pytest.param([("23 17:59:59.999999", "23 18:00")], "24 09:00:00.000001", id="a microsecond"),
        pytest.param([("23 18:00", "24 12:00")], "23 18:00", id="at the due instant exactly"),
        pytest.param([("23 19:00", "24 12:00")], "23 18:00", id="after the due instant"),
        pytest.param([("21 00:00", "28 00:00")], "2026-11-30 17:00", id="a week"),
    ],
)
def test_a_pause_moves_what_is_due_by_the_working_time_in_it(pauses, expected):
    assert due(EIGHT, MONDAY_TEN, *pauses) == at(expected)


@pytest.mark.parametrize(
    ("target", "start", "pauses", "expected"),
    [
        pytest.param(EIGHT, "20 17:30", [("20 18:00", "23 09:00")], "23 16:30", id="in closed time"),
        pytest.param(EIGHT, "20 17:30", [("21 10:00", "23 10:00")], "23 17:30", id="out of closed time"),
        pytest.param(Elapsed(24 * HOUR), "20 17:30", [("21 10:00", "21 11:00")], "21 18:30", id="elapsed: at any hour"),
        pytest.param(EndOfDay(), "23 10:00", [("23 12:00", "23 13:00")], "24 10:00", id="the end of the day moves on"),
        pytest.param(ByTime("12:00", 1), "23 10:00", [("23 10:00", "23 11:00")], "24 13:00", id="a time of day moves"),
        pytest.param(WorkingDays(1), "23 10:00", [("23 10:00", "23 19:00")], "24 18:00", id="a day moves"),
        pytest.param(ByTime("20:00"), "23 10:00", [("23 19:00", "23 21:00")], "23 20:00", id="nothing is left to do"),
        pytest.param(ByTime("20:00"), "23 10:00", [("23 12:00", "23 13:00")], "24 10:00", id="an hour is left to do"),
        pytest.param(At(at("27 12:00")), "23 10:00", [("24 09:00", "24 10:00")], "27 13:00", id="an agreed instant"),
        pytest.param(CalendarDays(1), "20 17:30", [("21 10:00", "21 11:00")], "21 18:30", id="a day of the calendar"),
        pytest.param(WorkingTime(0 * HOUR), "23 10:00", [("23 09:00", "23 12:00")], "23 10:00", id="no work"),
    ],
)
def test_a_pause_takes_off_what_the_target_counts(target, start, pauses, expected):
    assert due(target, start, *pauses) == at(expected)


def test_choosing_comes_after_moving():
    choice = Earliest(EIGHT, Elapsed(9 * HOUR))
    assert choice.due(HOUSE, at("23 10:00")).target is EIGHT
    paused = [Pause(at("23 17:00"), at("23 17:30"))]
    assert choice.due(HOUSE, at("23 10:00"), paused).due == at("23 19:30")


@pytest.mark.parametrize("target", [BUG, BUG_FROM_OPENING, RECEIPT])
def test_the_branch_of_a_cut_off_is_chosen_by_the_start_alone(target):
    before_noon = [Pause(at("23 11:00"), at("23 17:00"))]
    assert target.due(HOUSE, at("23 10:00"), before_noon).target == target.due(HOUSE, at("23 10:00")).target


def test_a_pause_before_the_next_opening_changes_nothing_of_what_counts_from_there():
    assert due(BUG_FROM_OPENING, "23 16:00", ("23 16:30", "24 08:00")) == at("24 17:00")
    assert due(BUG_FROM_OPENING, "23 16:00", ("23 16:30", "24 10:00")) == at("24 18:00")


# --- what a deadline rests on -----------------------------------------------------------------------------------------


def test_a_deadline_keeps_its_start_its_due_and_the_leaf_that_decided_in_utc():
    found = BUG.due(HOUSE, at("23 15:59:59"))
    assert (found.start, found.due) == (at("23 15:59:59"), at("23 18:00"))
    assert found.start.tzinfo is found.due.tzinfo is UTC
    assert found.promised is BUG
    assert str(found) == "due Mon 23 Nov 2026 18:00: by the end of the working day (ISM-5)"


@pytest.mark.parametrize(("zone", "shown"), [(None, "18:00"), (UTC, "16:00"), (ZoneInfo("Asia/Tokyo"), "01:00")])
def test_a_deadline_is_shown_in_the_clients_zone(zone, shown):
    assert SIMPLE.due(HOUSE, at("23 10:00")).text(zone).endswith(shown)


def test_a_deadline_is_shown_to_the_minute_before_it():
    found = WorkingTime(timedelta(minutes=1, microseconds=-1)).due(HOUSE, at("23 10:00"))
    assert found.text() == "Mon 23 Nov 2026 10:00"


def test_a_deadline_on_days_that_no_table_covers_is_refused_or_flagged():
    table = HolidayTable((), "2026-01-01", "2026-11-23")
    week = {"mon-fri": [("09:00", "18:00")]}
    strict = WorkingCalendar.weekly(week, tz="Europe/Kyiv", holidays=table)
    guessing = WorkingCalendar.weekly(week, tz="Europe/Kyiv", holidays=table, beyond=Beyond.PROVISIONAL)
    assert SIMPLE.due(strict, at("23 10:00")).due == at("23 18:00")
    with pytest.raises(CoverageError, match="2026-11-24"):
        SIMPLE.due(strict, at("23 10:01"))
    assert not SIMPLE.due(guessing, at("23 10:00")).provisional
    flagged = SIMPLE.due(guessing, at("23 10:01"))
    assert flagged.provisional
    assert str(flagged).endswith("(provisional: holidays not yet known)")


@pytest.mark.parametrize(
    "target",
    [SIMPLE, Elapsed(HOUR), WorkingDays(1), EndOfDay(), ByTime("12:00"), At(at("23 10:00")), BUG, WhenAgreed()],
)
def test_every_target_asks_whose_clock_the_start_is_on(target):
    with pytest.raises(InvalidInstant, match=r"2026, 11, 23, 10.*naive.*say whose clock it is"):
        target.due(HOUSE, datetime(2026, 11, 23, 10))


@pytest.mark.parametrize(
    "target",
    [
        WorkingTime(timedelta.max),
        WorkingTime(timedelta(days=365 * 80)),
        Elapsed(timedelta.max),
        Elapsed(timedelta(days=365 * 200)),
        CalendarDays(365 * 200),
        CalendarDays(10**12),
        WorkingDays(10**6),
        EndOfDay(10**6),
        ByTime("12:00", 10**6),
    ],
)
def test_no_target_is_due_after_2200(target):
    with pytest.raises(OutOfRange, match="1900 to 2200"):
        target.due(HOUSE, at("23 10:00"))


def test_a_pause_moves_no_target_past_2200():
    to_the_end = Elapsed(datetime(2200, 12, 31, tzinfo=UTC) - at("23 10:00"))
    with pytest.raises(OutOfRange, match="1900 to 2200"):
        to_the_end.due(HOUSE, at("23 10:00"), [Pause(at("24 10:00"), at("27 10:00"))])


# --- against the oracle -----------------------------------------------------------------------------------------------

PROFILE = settings(max_examples=200, suppress_health_check=list(HealthCheck), database=None)
PLACES = st.sampled_from(list(drawn.PLACES.values()))


def agrees_with_the_oracle(place, data):
    calendar, plain, night = place
    start = data.draw(drawn.instants(plain, night), label="start")
    promise = data.draw(drawn.promises(plain, night), label="promise")
    unpaused = plain_promise.due(plain, promise, start)
    pauses = data.draw(drawn.pauses_of(plain, night, [start, unpaused]), label="pauses")
    found = drawn.build(promise).due(calendar, start, [Pause(*pause) for pause in pauses])
    expected, decider = plain_promise.decided(plain, promise, start, pauses)
    assert found.due == expected
    assert found.target == drawn.build(decider)
    assert found.due >= start


def test_every_promise_is_due_where_the_oracle_says():
    PROFILE(given(PLACES, st.data())(agrees_with_the_oracle))()


@pytest.mark.long
def test_ten_thousand_promises_are_due_where_the_oracle_says():
    settings(PROFILE, max_examples=10_000)(given(PLACES, st.data())(agrees_with_the_oracle))()


@PROFILE
@given(PLACES, st.data())
def test_a_pause_at_or_after_the_due_instant_changes_nothing(place, data):
    calendar, plain, night = place
    start = data.draw(drawn.instants(plain, night), label="start")
    target = drawn.build(data.draw(drawn.leaves(plain, night), label="leaf"))
    found = target.due(calendar, start).due
    begin = found + data.draw(st.sampled_from(drawn.LITTLE), label="later")
    end = begin + data.draw(st.sampled_from(drawn.AMOUNTS), label="long")
    assert target.due(calendar, start, [Pause(begin, end)]).due == found


@PROFILE
@given(PLACES, st.data())
def test_the_order_and_the_overlaps_of_pauses_do_not_matter(place, data):
    calendar, plain, night = place
    start = data.draw(drawn.instants(plain, night), label="start")
    target = drawn.build(data.draw(drawn.promises(plain, night), label="promise"))
    pauses = [Pause(*pause) for pause in data.draw(drawn.pauses_of(plain, night), label="pauses")]
    shuffled = data.draw(st.permutations([*pauses, *pauses]), label="shuffled")
    assert target.due(calendar, start, shuffled).due == target.due(calendar, start, pauses).due
