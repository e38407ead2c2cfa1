"""Clocks: stories told by hand, then every answer compared with a slow stopwatch."""

import copy
import pickle
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracles.stopwatch import FOREVER, NOTHING, Promise, Stopwatch, office
from supportcore.calendar import WorkingCalendar
from supportcore.errors import ClockOrder, InvalidDuration, InvalidInstant, InvalidTarget
from supportcore.sla import (
    At,
    ByTime,
    CalendarDays,
    Clock,
    CutOff,
    Deadline,
    Earliest,
    Elapsed,
    EndOfDay,
    Late,
    Latest,
    Notify,
    NotYet,
    Pause,
    Reopen,
    Standing,
    State,
    WhenAgreed,
    WorkingTime,
)

HOUSE = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
KYIV = HOUSE.tz
HOUR, MINUTE, MICROSECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)
FOUR_HOURS, EIGHT_HOURS = WorkingTime(4 * HOUR), WorkingTime(8 * HOUR)


def at(day, clock, month=11):
    """23 November 2026 is a Monday."""
    return datetime.combine(date(2026, month, day), time.fromisoformat(clock), KYIV)


def told(standing):
    """A standing as a table of cases writes it: state, since, due, left."""
    moment = lambda value: None if value is None else f"{value.astimezone(KYIV):%d %H:%M}"  # noqa: E731
    return standing.state.value, moment(standing.since), moment(standing.due), standing.remaining


# --- stories ----------------------------------------------------------------------------------------------------------

MONDAY = Clock(FOUR_HOURS, HOUSE, at(23, "10:00"))  # due 14:00
PAUSED = MONDAY.pause(at(23, "11:00"))
RESUMED = PAUSED.resume(at(23, "13:00"))  # due 16:00
TWICE = RESUMED.pause(at(23, "15:30")).resume(at(24, "10:00"))  # half an hour is left: due 24 10:30
STOPPED = RESUMED.stop(at(23, "15:00"))
REOPENED = STOPPED.reopen(at(24, "09:30"))
RESTARTED = STOPPED.reopen(at(24, "09:30"), Reopen.RESTART)

STORIES = [
    # a clock, when it is asked, and what it says: state, since, due, left
    ("not started", Clock(FOUR_HOURS, HOUSE), at(23, "10:00"), ("not started", None, None, None)),
    ("before its start", MONDAY, at(23, "09:59"), ("not started", None, None, None)),
    ("at its start", MONDAY, at(23, "10:00"), ("running", "23 10:00", "23 14:00", 4 * HOUR)),
    ("under way", MONDAY, at(23, "11:30"), ("running", "23 10:00", "23 14:00", 2.5 * HOUR)),
    ("at the due instant", MONDAY, at(23, "14:00"), ("running", "23 10:00", "23 14:00", NOTHING)),
    ("just late", MONDAY, at(23, "14:00") + MICROSECOND, ("breached", "23 14:00", "23 14:00", -MICROSECOND)),
    ("late over a night", MONDAY, at(24, "10:00"), ("breached", "23 14:00", "23 14:00", -5 * HOUR)),
    ("paused", PAUSED, at(23, "12:00"), ("paused", "23 11:00", None, 3 * HOUR)),
    ("at the pause", PAUSED, at(23, "11:00"), ("paused", "23 11:00", None, 3 * HOUR)),
    ("before the pause", PAUSED, at(23, "10:59"), ("running", "23 10:00", "23 14:00", 181 * MINUTE)),
    ("a pause has no end of its own", PAUSED, at(30, "12:00"), ("paused", "23 11:00", None, 3 * HOUR)),
    ("resumed", RESUMED, at(23, "13:00"), ("running", "23 13:00", "23 16:00", 3 * HOUR)),
    ("told as paused", RESUMED, at(23, "12:59"), ("paused", "23 11:00", None, 3 * HOUR)),
    ("resumed, late", RESUMED, at(23, "17:00"), ("breached", "23 16:00", "23 16:00", -HOUR)),
    ("two pauses", TWICE, at(24, "10:10"), ("running", "24 10:00", "24 10:30", 20 * MINUTE)),
    ("two pauses, in the first", TWICE, at(23, "12:00"), ("paused", "23 11:00", None, 3 * HOUR)),
    ("two pauses, between", TWICE, at(23, "14:00"), ("running", "23 13:00", "23 16:00", 2 * HOUR)),
    ("two pauses, in the second", TWICE, at(24, "09:00"), ("paused", "23 15:30", None, HOUR / 2)),
    ("stopped", STOPPED, at(25, "12:00"), ("met", "23 15:00", "23 16:00", HOUR)),
    ("told as running", STOPPED, at(23, "14:59"), ("running", "23 13:00", "23 16:00", 61 * MINUTE)),
    ("reopened", REOPENED, at(24, "10:00"), ("running", "24 09:30", "24 10:30", HOUR / 2)),
    ("told as solved", REOPENED, at(24, "09:29"), ("met", "23 15:00", "23 16:00", HOUR)),
    ("told as paused before that", REOPENED, at(23, "12:00"), ("paused", "23 11:00", None, 3 * HOUR)),
    ("reopened, late", REOPENED, at(24, "12:00"), ("breached", "24 10:30", "24 10:30", -1.5 * HOUR)),
    ("restarted", RESTARTED, at(24, "09:30"), ("running", "24 09:30", "24 13:30", 4 * HOUR)),
    (
        "restarted and paused, told as running",
        RESTARTED.pause(at(24, "10:30")),
        at(24, "10:00"),
        ("running", "24 09:30", "24 13:30", 3.5 * HOUR),
    ),
    ("restarted, told as solved", RESTARTED, at(24, "09:29"), ("met", "23 15:00", "23 16:00", HOUR)),
    ("restarted, told as paused", RESTARTED, at(23, "12:00"), ("paused", "23 11:00", None, 3 * HOUR)),
    ("restarted, before its first start", RESTARTED, at(23, "09:00"), ("not started", None, None, None)),
    ("stopped at the due instant", MONDAY.stop(at(23, "14:00")), FOREVER, ("met", "23 14:00", "23 14:00", NOTHING)),
    (
        "stopped just after it",
        MONDAY.stop(at(23, "14:00") + MICROSECOND),
        FOREVER,
        ("breached", "23 14:00", "23 14:00", -MICROSECOND),
    ),
    ("stopped while paused", PAUSED.stop(at(24, "12:00")), FOREVER, ("met", "24 12:00", "24 15:00", 3 * HOUR)),
    (
        "paused at the due instant",
        MONDAY.pause(at(23, "14:00")),
        at(23, "14:00"),
        ("paused", "23 14:00", None, NOTHING),
    ),
    (
        "a pause at the due instant comes too late",
        MONDAY.pause(at(23, "14:00")),
        at(23, "14:00") + MICROSECOND,
        ("breached", "23 14:00", "23 14:00", NOTHING),
    ),
    (
        "a pause after the due instant stops only the lateness",
        MONDAY.pause(at(23, "15:00")),
        at(24, "12:00"),
        ("breached", "23 14:00", "23 14:00", -HOUR),
    ),
    (
        "and it stays out of the lateness for good",
        MONDAY.pause(at(23, "15:00")).resume(at(24, "12:00")),
        at(24, "13:00"),
        ("breached", "23 14:00", "23 14:00", -2 * HOUR),
    ),
    (
        "questioned at the due instant, nothing is left",
        MONDAY.stop(at(23, "14:00")).reopen(at(24, "10:00")),
        at(24, "10:00"),
        ("breached", "23 14:00", "23 14:00", NOTHING),
    ),
    (
        "a clock on the wall",
        Clock(Elapsed(HOUR), HOUSE, at(23, "23:00")),
        at(23, "23:30"),
        ("running", "23 23:00", "24 00:00", HOUR / 2),
    ),
    (
        "days",
        Clock(CalendarDays(5), HOUSE, at(20, "17:00")),
        at(25, "17:00"),
        ("running", "20 17:00", "25 17:00", NOTHING),
    ),
]


@pytest.mark.parametrize(
    ("clock", "now", "expected"), [story[1:] for story in STORIES], ids=[one[0] for one in STORIES]
)
def test_a_clock_tells_where_it_stands(clock, now, expected):
    assert told(clock.standing(now)) == expected
    assert clock.standing(now.astimezone(UTC)) == clock.standing(now)
    assert clock.remaining(now) == expected[3]


def test_a_choice_under_a_clock_may_change_its_mind_with_a_pause():
    bug = Earliest(EIGHT_HOURS, EndOfDay())
    clock = Clock(bug, HOUSE, at(23, "11:00"))  # the closing, 18:00, is before 8 hours, 19:00
    assert told(clock.standing(at(23, "12:00"))) == ("running", "23 11:00", "23 18:00", 6 * HOUR)
    moved = clock.pause(at(23, "12:00")).resume(at(23, "13:00"))
    assert told(moved.standing(at(23, "13:00"))) == ("running", "23 13:00", "24 10:00", 6 * HOUR)


def test_a_pause_outside_what_is_counted_may_come_too_late_for_one_choice_only():
    both = Earliest(Elapsed(10 * HOUR), ByTime("21:00"))
    clock = Clock(both, HOUSE, at(23, "10:00")).pause(at(23, "18:30"))  # no working time is left before 21:00
    assert told(clock.standing(at(23, "20:30"))) == ("paused", "23 18:30", None, 1.5 * HOUR)
    assert told(clock.standing(at(23, "21:00"))) == ("paused", "23 18:30", None, 1.5 * HOUR)
    assert told(clock.standing(at(24, "12:00"))) == ("breached", "23 21:00", "23 21:00", NOTHING)
    assert clock.next_change(at(23, "18:30")) == at(23, "21:00") + MICROSECOND


def test_a_late_bug_that_counts_from_the_next_opening_has_its_clock_there():
    bug = CutOff("16:00", EIGHT_HOURS, EIGHT_HOURS, late=Late.NEXT_OPENING)
    clock = Clock(bug, HOUSE, at(23, "16:30"))
    assert told(clock.standing(at(24, "16:00"))) == ("running", "23 16:30", "24 17:00", HOUR)


def test_without_a_deadline_a_clock_still_runs_stands_and_stops():
    clock = Clock(WhenAgreed(rule="ISM-6"), HOUSE, at(23, "10:00"))
    assert isinstance(clock.deadline, NotYet)
    why = clock.standing(at(23, "11:00")).reason
    assert str(why) == "no due time until the size of the work is agreed (ISM-6)"
    stories = [
        (clock, ("running", "23 10:00", None, None)),
        (clock.pause(at(23, "10:30")), ("paused", "23 10:30", None, None)),
        (clock.pause(at(23, "10:15")).resume(at(23, "10:30")), ("running", "23 10:30", None, None)),
        (clock.stop(at(23, "10:45")), ("met", "23 10:45", None, None)),
    ]
    for found, expected in stories:
        assert told(found.standing(at(23, "11:00"))) == expected
        assert found.used(at(23, "11:00")) is found.at_used(Fraction(1)) is found.at_lead(HOUR) is None
    assert clock.elapsed(at(24, "10:00")) == 9 * HOUR  # working time until it is known what counts


def test_a_promise_changed_on_the_way_keeps_the_start_and_tells_the_past_as_it_was_known():
    clock = MONDAY.promised(WorkingTime(12 * HOUR), at(23, "13:00"))
    assert told(clock.standing(at(23, "13:00"))) == ("running", "23 10:00", "24 13:00", 9 * HOUR)
    assert told(clock.standing(at(23, "12:00"))) == ("running", "23 10:00", "23 14:00", 2 * HOUR)
    assert clock.next_change(at(23, "10:00")) == at(23, "13:00")
    assert clock.next_change(at(23, "13:00")) == at(24, "13:00") + MICROSECOND


def test_an_agreed_promise_starts_anew_and_tells_the_past_as_it_was_known():
    open_ = Clock(WhenAgreed(), HOUSE, at(23, "10:00"))
    clock = open_.agreed(FOUR_HOURS, at(23, "12:00"))
    assert told(clock.standing(at(23, "12:00"))) == ("running", "23 12:00", "23 16:00", 4 * HOUR)
    assert told(clock.standing(at(23, "11:00"))) == ("running", "23 10:00", None, None)
    assert told(clock.standing(at(23, "09:00"))) == ("not started", None, None, None)
    assert told(open_.agreed(At(at(25, "12:00")), at(23, "12:00")).standing(at(24, "12:00")))[2] == "25 12:00"


COUNTED = [
    # a clock, when, elapsed, excluded, used
    ("not started", Clock(FOUR_HOURS, HOUSE), at(23, "09:00"), NOTHING, NOTHING, None),
    ("before its start", MONDAY, at(23, "09:00"), NOTHING, NOTHING, None),
    ("under way", MONDAY, at(23, "11:00"), HOUR, NOTHING, Fraction(1, 4)),
    ("at the due instant", MONDAY, at(23, "14:00"), 4 * HOUR, NOTHING, Fraction(1)),
    ("late", MONDAY, at(23, "16:00"), 6 * HOUR, NOTHING, Fraction(3, 2)),
    ("in a pause", PAUSED, at(23, "12:30"), HOUR, 1.5 * HOUR, Fraction(1, 4)),
    ("in a pause, over a night", PAUSED, at(24, "10:00"), HOUR, 8 * HOUR, Fraction(1, 4)),
    ("after a pause", RESUMED, at(23, "14:00"), 2 * HOUR, 2 * HOUR, Fraction(1, 2)),
    ("after two", TWICE, at(24, "10:30"), 4 * HOUR, 5.5 * HOUR, Fraction(1)),
    ("stopped", STOPPED, at(30, "10:00"), 3 * HOUR, 2 * HOUR, Fraction(3, 4)),
    ("reopened", REOPENED, at(24, "10:00"), 3.5 * HOUR, 5.5 * HOUR, Fraction(7, 8)),
    ("restarted", RESTARTED, at(24, "10:30"), HOUR, NOTHING, Fraction(1, 4)),
    (
        "late, with a pause in the lateness",
        MONDAY.pause(at(23, "15:00")).resume(at(24, "12:00")),
        at(24, "13:00"),
        6 * HOUR,
        6 * HOUR,
        Fraction(3, 2),
    ),
    (
        "nothing promised",
        Clock(WorkingTime(NOTHING), HOUSE, at(23, "10:00")),
        at(23, "10:00"),
        NOTHING,
        NOTHING,
        Fraction(1),
    ),
]


@pytest.mark.parametrize(
    ("clock", "now", "elapsed", "excluded", "used"), [one[1:] for one in COUNTED], ids=[one[0] for one in COUNTED]
)
def test_a_clock_counts_what_it_ran_and_what_pauses_took_out(clock, now, elapsed, excluded, used):
    assert clock.elapsed(now) == elapsed
    assert clock.excluded(now) == excluded
    assert clock.used(now) == used


WARNINGS = [
    # what is asked, and when it comes
    ("three quarters", MONDAY.at_used(Fraction(3, 4)), at(23, "13:00")),
    ("none of it", MONDAY.at_used(Fraction(0)), at(23, "10:00")),
    ("all of it", MONDAY.at_used(1), at(23, "14:00")),
    (
        "a third, to the microsecond after",
        Clock(WorkingTime(10 * MICROSECOND), HOUSE, at(23, "10:00")).at_used(Fraction(1, 3)),
        at(23, "10:00") + 4 * MICROSECOND,
    ),
    ("half, with a pause before", RESUMED.at_used(Fraction(1, 2)), at(23, "14:00")),
    ("a quarter, reached as the pause begins", RESUMED.at_used(Fraction(1, 4)), at(23, "11:00")),
    ("what a pause under way reached before it", PAUSED.at_used(Fraction(1, 4)), at(23, "11:00")),
    ("what a pause under way holds off", PAUSED.at_used(Fraction(1, 4) + Fraction(1, 10**9)), None),
    ("what a stopped clock reached", STOPPED.at_used(Fraction(3, 4)), at(23, "15:00")),
    ("what a stopped clock never reaches", STOPPED.at_used(Fraction(4, 5)), None),
    ("an hour before", MONDAY.at_lead(HOUR), at(23, "13:00")),
    ("at the due instant", MONDAY.at_lead(NOTHING), at(23, "14:00")),
    ("not before the start", MONDAY.at_lead(24 * HOUR), at(23, "10:00")),
    ("an hour before, with pauses", TWICE.at_lead(HOUR), at(23, "15:00")),
    ("an hour before, in a pause", PAUSED.at_lead(HOUR), None),
    ("at night", Clock(Elapsed(12 * HOUR), HOUSE, at(20, "17:00")).at_used(Fraction(1, 2)), at(20, "23:00")),
    (
        "not at night",
        Clock(Elapsed(12 * HOUR), HOUSE, at(20, "17:00")).at_used(Fraction(1, 2), Notify.OPEN_HOURS),
        at(23, "09:00"),
    ),
    ("lead at night", Clock(Elapsed(12 * HOUR), HOUSE, at(20, "17:00")).at_lead(2 * HOUR), at(21, "03:00")),
    (
        "lead not at night",
        Clock(Elapsed(12 * HOUR), HOUSE, at(20, "17:00")).at_lead(2 * HOUR, Notify.OPEN_HOURS),
        at(23, "09:00"),
    ),
    ("in open hours at once", MONDAY.at_lead(HOUR, Notify.OPEN_HOURS), at(23, "13:00")),
    ("not started", Clock(FOUR_HOURS, HOUSE).at_used(Fraction(1, 2)), None),
    ("not started, lead", Clock(FOUR_HOURS, HOUSE).at_lead(HOUR), None),
]


@pytest.mark.parametrize(("found", "expected"), [one[1:] for one in WARNINGS], ids=[one[0] for one in WARNINGS])
def test_a_clock_names_the_instants_for_warnings(found, expected):
    assert found == expected


@pytest.mark.parametrize("share", [0.5, Fraction(-1, 4), Fraction(5, 4), "half"])
def test_a_share_of_the_promise_is_exact_and_part_of_it(share):
    with pytest.raises(
        InvalidTarget, match=r"a share of the promise is a Fraction from 0 to 1; write Fraction\(3, 4\)"
    ):
        MONDAY.at_used(share)


def test_a_lead_is_a_duration():
    with pytest.raises(InvalidDuration):
        MONDAY.at_lead(2)


def test_what_is_due_of_a_paused_clock_is_what_it_would_be_if_it_went_on_now():
    assert MONDAY.due(at(23, "11:00")).due == at(23, "14:00")
    assert PAUSED.due(at(23, "12:00")).due == at(23, "15:00")
    assert PAUSED.due(at(24, "12:00")).due == at(24, "15:00")
    assert PAUSED.due(at(23, "10:30")).due == at(23, "14:00")
    assert STOPPED.due(at(30, "12:00")).due == at(23, "16:00")
    assert MONDAY.due(at(23, "09:00")) is None


CHANGES = [
    (MONDAY, ["23 10:00:00.000000", "23 14:00:00.000001"]),
    (PAUSED, ["23 10:00:00.000000", "23 11:00:00.000000"]),
    (RESUMED, ["23 10:00:00.000000", "23 11:00:00.000000", "23 13:00:00.000000", "23 16:00:00.000001"]),
    (STOPPED, ["23 10:00:00.000000", "23 11:00:00.000000", "23 13:00:00.000000", "23 15:00:00.000000"]),
    (
        REOPENED,
        [
            "23 10:00:00.000000",
            "23 11:00:00.000000",
            "23 13:00:00.000000",
            "23 15:00:00.000000",
            "24 09:30:00.000000",
            "24 10:30:00.000001",
        ],
    ),
    (
        RESTARTED,
        [
            "23 10:00:00.000000",
            "23 11:00:00.000000",
            "23 13:00:00.000000",
            "23 15:00:00.000000",
            "24 09:30:00.000000",
            "24 13:30:00.000001",
        ],
    ),
    (MONDAY.pause(at(23, "14:00")), ["23 10:00:00.000000", "23 14:00:00.000000", "23 14:00:00.000001"]),
    (MONDAY.stop(at(23, "17:00")), ["23 10:00:00.000000", "23 14:00:00.000001"]),
    (MONDAY.pause(at(23, "17:00")), ["23 10:00:00.000000", "23 14:00:00.000001"]),
    (Clock(FOUR_HOURS, HOUSE), []),
    (Clock(WhenAgreed(), HOUSE, at(23, "10:00")), ["23 10:00:00.000000"]),
]


@pytest.mark.parametrize(("clock", "expected"), CHANGES)
def test_a_list_is_redrawn_when_something_changes_and_only_then(clock, expected):
    found, now = [], at(1, "00:00")
    while (now := clock.next_change(now)) is not None:
        found.append(f"{now.astimezone(KYIV):%d %H:%M:%S.%f}")
    assert found == expected


# --- what cannot be ---------------------------------------------------------------------------------------------------

EARLY = at(23, "09:59")
AFTER = "a clock is {} after it has started and after its last event ({}); sort them"
REFUSED = [
    (lambda: MONDAY.started(at(23, "12:00")), "the clock has started at 2026-11-23 08:00:00+00:00; start a clock once"),
    (lambda: Clock(FOUR_HOURS, HOUSE).pause(EARLY), AFTER.format("paused", "None")),
    (lambda: Clock(FOUR_HOURS, HOUSE).stop(EARLY), AFTER.format("stopped", "None")),
    (lambda: MONDAY.pause(EARLY), AFTER.format("paused", "2026-11-23 08:00:00+00:00")),
    (lambda: PAUSED.pause(at(23, "12:00")), "a clock that stands still cannot be paused; resume or reopen it first"),
    (lambda: STOPPED.pause(at(24, "12:00")), "a clock that stands still cannot be paused; resume or reopen it first"),
    (lambda: MONDAY.resume(at(23, "12:00")), "a clock that is not paused cannot be resumed; pause it first"),
    (lambda: PAUSED.resume(at(23, "10:30")), AFTER.format("resumed", "2026-11-23 09:00:00+00:00")),
    (lambda: RESUMED.pause(at(23, "12:30")), AFTER.format("paused", "2026-11-23 11:00:00+00:00")),
    (lambda: MONDAY.stop(EARLY), AFTER.format("stopped", "2026-11-23 08:00:00+00:00")),
    (lambda: STOPPED.stop(at(24, "12:00")), "the clock has stopped at 2026-11-23 13:00:00+00:00; reopen it first"),
    (lambda: MONDAY.reopen(at(23, "12:00")), "a clock that runs cannot be reopened; stop it first"),
    (lambda: STOPPED.reopen(at(23, "14:59")), AFTER.format("reopened", "2026-11-23 13:00:00+00:00")),
    (lambda: REOPENED.pause(at(24, "09:29")), AFTER.format("paused", "2026-11-24 07:30:00+00:00")),
    (lambda: MONDAY.promised(EIGHT_HOURS, EARLY), AFTER.format("promised anew", "2026-11-23 08:00:00+00:00")),
    (lambda: MONDAY.agreed(EIGHT_HOURS, EARLY), AFTER.format("promised anew", "2026-11-23 08:00:00+00:00")),
    (
        lambda: MONDAY.promised(EIGHT_HOURS, at(23, "13:00")).pause(at(23, "12:00")),
        AFTER.format("paused", "2026-11-23 11:00:00+00:00"),
    ),
]


@pytest.mark.parametrize(("act", "message"), REFUSED)
def test_what_cannot_happen_to_a_clock_is_an_error_that_shows_the_way_out(act, message):
    with pytest.raises(ClockOrder) as caught:
        act()
    assert str(caught.value).split(": ", 1)[1].endswith(message)


def test_everything_may_happen_at_the_very_instant_of_the_last_event():
    moment = at(23, "10:00")
    clock = MONDAY.pause(moment).resume(moment).stop(moment).reopen(moment).pause(moment).stop(moment)
    assert told(clock.standing(moment)) == ("met", "23 10:00", "23 14:00", 4 * HOUR)


def test_a_naive_instant_is_refused_at_every_door():
    naive = datetime(2026, 11, 23, 12)
    doors = (MONDAY.pause, MONDAY.stop, MONDAY.standing, MONDAY.elapsed, MONDAY.next_change, MONDAY.due, MONDAY.as_of)
    for door in doors:
        with pytest.raises(InvalidInstant):
            door(naive)


def test_a_clock_is_a_value():
    for clock in (Clock(FOUR_HOURS, HOUSE), MONDAY, PAUSED, TWICE, REOPENED, RESTARTED):
        for twin in (pickle.loads(pickle.dumps(clock)), copy.deepcopy(clock)):
            assert twin == clock
            assert hash(twin) == hash(clock)
            assert twin.standing(at(24, "10:00")) == clock.standing(at(24, "10:00"))


def test_pauses_handed_in_at_once_are_put_in_order():
    first, second = Pause(at(23, "11:00"), at(23, "12:00")), Pause(at(23, "13:00"), at(23, "14:00"))
    both = [Clock(FOUR_HOURS, HOUSE, at(23, "10:00"), pauses) for pauses in ((first, second), [second, first])]
    assert both[0] == both[1]
    assert both[0].deadline.due == at(23, "16:00")


def test_a_started_clock_equals_one_that_was_made_started():
    assert Clock(FOUR_HOURS, HOUSE).started(at(23, "10:00")) == MONDAY


LINES = [
    (MONDAY, at(23, "11:30"), "running since Mon 23 Nov 2026 10:00, 2 h 30 min left"),
    (MONDAY, at(23, "11:30:01"), "running since Mon 23 Nov 2026 10:00, 2 h 29 min left"),
    (MONDAY, at(23, "13:59:30"), "running since Mon 23 Nov 2026 10:00, 30 s left"),
    (MONDAY, at(23, "15:30"), "breached since Mon 23 Nov 2026 14:00, late by 1 h 30 min"),
    (PAUSED, at(23, "12:00"), "paused since Mon 23 Nov 2026 11:00, 3 h left"),
    (STOPPED, at(23, "16:00"), "met since Mon 23 Nov 2026 15:00"),
    (Clock(FOUR_HOURS, HOUSE), at(23, "16:00"), "not started"),
    (Clock(WhenAgreed(), HOUSE, at(23, "10:00")), at(23, "11:00"), "running since Mon 23 Nov 2026 10:00"),
]


@pytest.mark.parametrize(("clock", "now", "line"), LINES)
def test_a_standing_is_a_line_for_a_person(clock, now, line):
    assert clock.standing(now).text(KYIV) == line


def test_a_standing_made_by_hand_need_not_say_how_late():
    standing = Standing(State.BREACHED, at(23, "14:00"), at(23, "14:00"), None)
    assert standing.text(KYIV) == "breached since Mon 23 Nov 2026 14:00"


# --- against the stopwatch --------------------------------------------------------------------------------------------

OFF = date(2026, 10, 28)
OFFICE = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv", holidays=[OFF])
SPANS = office(date(2026, 10, 20), date(2026, 12, 1), {OFF})
FIRST = datetime(2026, 10, 22, 15, tzinfo=UTC)
EDGES = sorted(
    {edge for span in SPANS for edge in span if FIRST <= edge <= FIRST + timedelta(days=9)}
    | {FIRST + timedelta(days=n, hours=h) for n in range(9) for h in (0, 3, 6, 14)}
)
BESIDE = (*[NOTHING] * 4, MICROSECOND, -MICROSECOND, 17 * MINUTE, -100 * MINUTE)

PROMISES = [
    (WorkingTime(3 * HOUR), Promise((("working", 3 * HOUR),))),
    (WorkingTime(9 * HOUR), Promise((("working", 9 * HOUR),))),
    (WorkingTime(NOTHING), Promise((("working", NOTHING),))),
    (Elapsed(20 * HOUR), Promise((("elapsed", 20 * HOUR),))),
    (EndOfDay(), Promise((("closing", None),))),
    (ByTime("20:00"), Promise((("by", time(20)),))),
    (Earliest(WorkingTime(8 * HOUR), EndOfDay()), Promise((("working", 8 * HOUR), ("closing", None)))),
    (Earliest(Elapsed(10 * HOUR), ByTime("21:00")), Promise((("elapsed", 10 * HOUR), ("by", time(21))))),
    (
        Latest(Elapsed(10 * HOUR), ByTime("21:00"), WorkingTime(4 * HOUR)),
        Promise((("elapsed", 10 * HOUR), ("by", time(21)), ("working", 4 * HOUR)), "last"),
    ),
]
NEXT = {
    "start": ("pause", "stop"),
    "pause": ("resume", "stop"),
    "resume": ("pause", "stop"),
    "stop": ("reopen", "restart"),
    "reopen": ("pause", "stop"),
    "restart": ("pause", "stop"),
}
DO = {
    "start": Clock.started,
    "pause": Clock.pause,
    "resume": Clock.resume,
    "stop": Clock.stop,
    "reopen": Clock.reopen,
    "restart": lambda clock, when: clock.reopen(when, Reopen.RESTART),
}


@st.composite
def histories(draw):
    """Draw a promise and what happened, near the edges of the day and around the due instant of the moment."""
    target, promise = draw(st.sampled_from(PROMISES))
    happened = [(draw(st.sampled_from(EDGES[:12])) + draw(st.sampled_from(BESIDE)), "start")]
    for _ in range(draw(st.integers(0, 6))):
        last, what = happened[-1]
        watch = Stopwatch(SPANS, promise, happened)
        due = watch.standing(last)[2]
        near = [edge for edge in EDGES if edge >= last][:6] + [last] + [due] * 3 * (due is not None)
        moment = max(last, draw(st.sampled_from(near)) + draw(st.sampled_from(BESIDE)))
        happened.append((moment, draw(st.sampled_from(NEXT[what]))))
    clock = Clock(target, OFFICE)
    for moment, what in happened:
        clock = DO[what](clock, moment)
    return clock, Stopwatch(SPANS, promise, happened)


def instants_of(clock, watch):
    """All instants worth asking about: what happened, what was due, and the edges, each with its neighbours."""
    events = {moment for moment, _ in watch.told}
    dues = {due for moment in events if (due := watch.standing(moment)[2])}
    return sorted(
        {one + beside for one in events | dues | set(EDGES[::3]) for beside in (NOTHING, MICROSECOND, -MICROSECOND)}
    )


def agrees_with_the_stopwatch(history):
    clock, watch = history
    for now in instants_of(clock, watch):
        standing = clock.standing(now)
        expected = watch.standing(now)
        assert (standing.state.value, standing.since, standing.due, standing.remaining) == expected, now
        assert clock.elapsed(now) == watch.elapsed(now)
        assert clock.excluded(now) == watch.excluded(now)
        assert clock.as_of(now).standing(now) == standing


PROFILE = settings(max_examples=80, suppress_health_check=list(HealthCheck), database=None)
many = given(histories())


@PROFILE
@many
def test_every_answer_is_the_stopwatchs(history):
    agrees_with_the_stopwatch(history)


@pytest.mark.long
def test_every_answer_is_the_stopwatchs_for_long():
    settings(PROFILE, max_examples=10_000)(many(agrees_with_the_stopwatch))()


@settings(PROFILE, max_examples=15)
@many
def test_walking_from_change_to_change_sees_all_that_a_walk_by_minutes_sees(history):
    clock, watch = history
    first, last = watch.told[0][0] - HOUR, watch.told[-1][0] + 30 * HOUR
    minutes = [first + n * MINUTE for n in range((last - first) // MINUTE)]
    walk = sorted({*minutes, *(one for one in instants_of(clock, watch) if first <= one <= last)})
    sight = lambda now: all_but_what_is_left(clock.standing(now))  # noqa: E731
    change, seen = clock.next_change(first), sight(first)
    for now in walk:
        if change is not None and now >= change:
            assert sight(change - MICROSECOND) == seen  # not before its time
            while change is not None and now >= change:
                assert sight(change) != seen  # and not for nothing
                seen, change = sight(change), clock.next_change(change)
        assert sight(now) == seen


def all_but_what_is_left(standing):
    return standing.state, standing.since, standing.due


@PROFILE
@many
def test_warnings_come_when_the_share_is_used_and_not_a_microsecond_before(history):
    clock, _ = history
    for share in (Fraction(1, 2), Fraction(3, 4), Fraction(1)):
        moment = clock.at_used(share)
        if moment is None or clock.start is None:
            continue
        if clock.stopped_at is clock.paused_at is None:
            promised = clock.elapsed(clock.deadline.due) / MICROSECOND
            before, counted = (clock.elapsed(one) / MICROSECOND for one in (moment - MICROSECOND, moment))
            assert counted >= promised * share > before or moment == clock.start
        opening = clock.at_used(share, Notify.OPEN_HOURS)
        assert opening == OFFICE.next_open(moment) >= moment


@PROFILE
@many
def test_what_was_used_and_what_is_left_are_the_whole_promise(history):
    clock, watch = history
    if clock.stopped_at is None and clock.paused_at is None and isinstance(clock.deadline, Deadline):
        last = watch.told[-1][0]
        sums = {clock.elapsed(last + n * HOUR) + clock.remaining(last + n * HOUR) for n in range(60)}
        assert len(sums) == 1


def test_a_standing_without_anything_is_equal_to_another():
    assert Clock(FOUR_HOURS, HOUSE).standing(at(1, "00:00")) == Standing(State.NOT_STARTED, None, None, None)
