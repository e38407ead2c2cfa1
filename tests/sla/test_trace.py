"""Why something is due then: what a trace counts, what it skips, and how it is shown."""

import copy
import pickle
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawing import promises as drawn
from oracles import plain_promise
from supportcore.calendar import Holiday, HolidayTable, WorkingCalendar
from supportcore.errors import InvalidTarget
from supportcore.sla import (
    At,
    ByTime,
    CutOff,
    Earliest,
    Elapsed,
    EndOfDay,
    Late,
    Pause,
    WhenAgreed,
    WorkingDays,
    WorkingTime,
)

HOUR = timedelta(hours=1)
KYIV = ZoneInfo("Europe/Kyiv")
OFFICE = {"mon-fri": [("09:00", "18:00")]}
HOUSE = WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv")
FEAST = Holiday("2026-11-24", "St. Martin's")
FEASTS = WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv", holidays=HolidayTable((FEAST,)))
BUG = CutOff("16:00", Earliest(WorkingTime(8 * HOUR, rule="ISM-5"), EndOfDay()), WorkingTime(8 * HOUR))
BUG_FROM_OPENING = CutOff("16:00", Earliest(WorkingTime(8 * HOUR), EndOfDay()), EndOfDay(), late=Late.NEXT_OPENING)


def at(text):
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-11-{day}T{clock}").replace(tzinfo=KYIV)


def traced(target, start, *pauses, calendar=HOUSE):
    stops = [Pause(at(begin), at(end)) for begin, end in pauses]
    return target.due(calendar, at(start), stops).trace(calendar)


# --- what it counts ---------------------------------------------------------------------------------------------------

PROFILE = settings(max_examples=150, suppress_health_check=list(HealthCheck), database=None)
PLACES = st.sampled_from(list(drawn.PLACES.values()))


@PROFILE
@given(PLACES, st.data())
def test_the_steps_lead_from_start_to_due_without_a_hole_and_count_exactly_the_promise(place, data):
    calendar, plain, night = place
    start = data.draw(drawn.instants(plain, night), label="start")
    promise = data.draw(drawn.promises(plain, night), label="promise")
    unpaused = plain_promise.due(plain, promise, start)
    pauses = data.draw(drawn.pauses_of(plain, night, [start, unpaused]), label="pauses")
    deadline = drawn.build(promise).due(calendar, start, [Pause(*pause) for pause in pauses])
    steps = deadline.trace(calendar).steps

    assert all(step.start < step.end for step in steps)
    assert all(earlier.end == later.start for earlier, later in pairwise(steps))
    if steps:
        assert (steps[0].start, steps[-1].end) == (deadline.start, deadline.due)
    else:
        assert deadline.start == deadline.due

    leaf = promise
    since = start
    while leaf[0] in ("first", "last", "cut"):
        if leaf[0] == "cut":
            leaf, since = plain_promise.branch_of(plain, leaf, since)
        else:
            due = plain_promise.due(plain, leaf, since, pauses)
            leaf = next(one for one in leaf[1:] if plain_promise.due(plain, one, since, pauses) == due)
    resolved = plain_promise.resolved(plain, leaf, since)
    budget = plain_promise.counted(plain, since, resolved, (), working=leaf[0] not in ("elapsed", "dates"))
    assert sum((step.counted for step in steps), timedelta(0)) == budget
    assert all(step.counted in (timedelta(0), step.end - step.start) for step in steps)


def test_the_running_total_adds_up():
    totals = [step.total for step in traced(WorkingTime(20 * HOUR), "23 10:00").steps if step.counted]
    assert totals == [8 * HOUR, 17 * HOUR, 20 * HOUR]


@pytest.mark.parametrize(
    ("target", "start", "counted"),
    [
        (Elapsed(30 * HOUR), "20 17:30", 30 * HOUR),
        (EndOfDay(), "21 10:00", 9 * HOUR),
        (ByTime("12:00"), "21 10:00", 3 * HOUR),
        (WorkingDays(1), "20 17:30", 9 * HOUR),
        (At(at("24 10:00")), "23 17:00", 2 * HOUR),
        (WorkingTime(0 * HOUR), "21 10:00", 0 * HOUR),
    ],
)
def test_each_target_counts_its_own_time(target, start, counted):
    assert sum((step.counted for step in traced(target, start).steps), timedelta(0)) == counted


# --- what it says -----------------------------------------------------------------------------------------------------

STORIES = [
    pytest.param(
        traced(WorkingTime(8 * HOUR, rule="ISM-3"), "20 17:30"),
        """\
due Mon 23 Nov 2026 16:30: 8 h of working time (ISM-3)
  Fri 20 Nov 2026 17:30 - 18:00  counted 30 min
  Fri 20 Nov 2026 18:00 - Mon 23 Nov 2026 09:00  closed, day off
  Mon 23 Nov 2026 09:00 - 16:30  counted 7 h 30 min, in all 8 h""",
        id="a weekend",
    ),
    pytest.param(
        traced(WorkingTime(8 * HOUR), "23 15:00", calendar=FEASTS),
        """\
due Wed 25 Nov 2026 14:00: 8 h of working time
  Mon 23 Nov 2026 15:00 - 18:00  counted 3 h
  Mon 23 Nov 2026 18:00 - Wed 25 Nov 2026 09:00  closed, St. Martin's
  Wed 25 Nov 2026 09:00 - 14:00  counted 5 h, in all 8 h""",
        id="a holiday by its name",
    ),
    pytest.param(
        traced(WorkingTime(8 * HOUR), "23 10:00", ("23 12:00", "23 13:30"), ("23 17:00", "24 10:00")),
        """\
due Tue 24 Nov 2026 12:30: 8 h of working time, pauses not counted
  Mon 23 Nov 2026 10:00 - 12:00  counted 2 h
  Mon 23 Nov 2026 12:00 - 13:30  paused
  Mon 23 Nov 2026 13:30 - 17:00  counted 3 h 30 min, in all 5 h 30 min
  Mon 23 Nov 2026 17:00 - Tue 24 Nov 2026 10:00  paused
  Tue 24 Nov 2026 10:00 - 12:30  counted 2 h 30 min, in all 8 h""",
        id="pauses",
    ),
    pytest.param(
        traced(BUG, "23 15:59"),
        """\
due Mon 23 Nov 2026 18:00: by the end of the working day
  Mon 23 Nov 2026 15:59 - 18:00  counted 2 h 1 min
  (not: 8 h of working time (ISM-5): Tue 24 Nov 2026 14:59)""",
        id="the other target",
    ),
    pytest.param(
        traced(BUG, "23 16:00"),
        """\
due Tue 24 Nov 2026 15:00: 8 h of working time
  Mon 23 Nov 2026 16:00 - 18:00  counted 2 h
  Mon 23 Nov 2026 18:00 - Tue 24 Nov 2026 09:00  closed
  Tue 24 Nov 2026 09:00 - 15:00  counted 6 h, in all 8 h""",
        id="late: the branch not taken is no alternative",
    ),
    pytest.param(
        traced(BUG_FROM_OPENING, "23 16:00"),
        """\
due Tue 24 Nov 2026 17:00: 8 h of working time
  Mon 23 Nov 2026 16:00 - Tue 24 Nov 2026 09:00  came late, counts from the next opening
  Tue 24 Nov 2026 09:00 - 17:00  counted 8 h
  (not: by the end of the working day: Tue 24 Nov 2026 18:00)""",
        id="late, as posted at the next opening",
    ),
    pytest.param(
        traced(Elapsed(30 * HOUR), "20 17:30"),
        """\
due Sat 21 Nov 2026 23:30: 30 h of real time, nights and days off counted
  Fri 20 Nov 2026 17:30 - Sat 21 Nov 2026 23:30  counted 30 h""",
        id="elapsed time is one stretch",
    ),
    pytest.param(
        traced(WorkingTime(0 * HOUR), "21 10:00"),
        "due Sat 21 Nov 2026 10:00: 0 s of working time",
        id="nothing to do, nothing to tell",
    ),
    pytest.param(
        traced(EndOfDay(1, rule="X-1"), "23 10:00", calendar=HOUSE - [date(2026, 11, 24)]),
        """\
due Wed 25 Nov 2026 18:00: by the end of the next working day (X-1)
  Mon 23 Nov 2026 10:00 - 18:00  counted 8 h
  Mon 23 Nov 2026 18:00 - Wed 25 Nov 2026 09:00  closed, absence
  Wed 25 Nov 2026 09:00 - 18:00  counted 9 h, in all 17 h""",
        id="an absence",
    ),
]


@pytest.mark.parametrize(("trace", "text"), STORIES)
def test_a_trace_tells_the_story_in_a_few_lines(trace, text):
    assert str(trace) == text
    assert trace.lines() == text.splitlines()


def test_the_middle_of_a_long_story_is_summed_up():
    deadline = WorkingTime(20_000 * HOUR).due(HOUSE, at("23 10:00"))
    trace = deadline.trace(HOUSE)
    assert len(trace.steps) > 4000
    assert sum((step.counted for step in trace.steps), timedelta(0)) == 20_000 * HOUR
    lines = trace.lines()
    assert len(lines) == 11
    assert lines[7] == f"  ... {len(shown(trace)) - 9} more lines ..."
    assert lines[-1].endswith("in all 20000 h")


def shown(trace):
    """Return the lines that there would be without the summing up: one per run of skipped or counted steps."""
    return [step for before, step in pairwise([None, *trace.steps]) if step.counted or before is None or before.counted]


@pytest.mark.parametrize(("hours", "lines", "summed_up"), [(36, 10, False), (45, 11, True), (450, 11, True)])
def test_a_story_of_ten_steps_is_told_in_full_and_a_longer_one_takes_no_more_lines(hours, lines, summed_up):
    told = traced(WorkingTime(hours * HOUR), "23 10:00").lines()
    assert len(told) == lines
    assert any("more lines" in line for line in told) == summed_up


def test_the_steps_say_day_by_day_why_it_was_closed():
    week = WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv", holidays=HolidayTable((Holiday("2026-11-20", "Feast"),)))
    steps = traced(WorkingTime(HOUR), "19 18:00", calendar=week).steps
    assert [(step.reason.text(), step.start.astimezone(KYIV).day) for step in steps] == [
        ("closed", 19),
        ("Feast", 20),
        ("day off", 21),
        ("closed", 23),
        ("counted", 23),
    ]


# --- where it is shown ------------------------------------------------------------------------------------------------


def test_a_notebook_shows_a_table_with_every_text_escaped():
    name = "<script>alert('&')</script>"
    table = HolidayTable((Holiday("2026-11-24", name),))
    calendar = WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv", holidays=table)
    shown = traced(WorkingTime(8 * HOUR, rule="<b>"), "23 15:00", calendar=calendar)._repr_html_()
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;alert(&#x27;&amp;&#x27;)&lt;/script&gt;" in shown
    assert shown.count("<tr>") == 1 + 5
    assert "<td>5 h</td><td>8 h</td>" in shown


def test_deadlines_and_traces_are_values():
    deadline = BUG.due(HOUSE, at("23 10:00"), [Pause(at("23 12:00"), at("23 13:00"))])
    trace = deadline.trace(HOUSE)
    for value in (deadline, trace):
        assert pickle.loads(pickle.dumps(value)) == value == copy.deepcopy(value)
        assert hash(pickle.loads(pickle.dumps(value))) == hash(value)


def test_a_kept_deadline_is_traced_on_the_calendar_it_is_given():
    deadline = WorkingTime(8 * HOUR).due(HOUSE, datetime(2026, 11, 23, 8, tzinfo=UTC))
    later = deadline.trace(FEASTS)
    assert later.deadline == deadline
    assert sum((step.counted for step in later.steps), timedelta(0)) == 8 * HOUR


def test_a_calendar_that_would_give_another_deadline_cannot_tell_its_story():
    deadline = WorkingTime(8 * HOUR).due(HOUSE, at("23 10:00"))
    with pytest.raises(InvalidTarget, match="this calendar would give another deadline; trace it on the one it was"):
        deadline.trace(HOUSE - [date(2026, 11, 23)])


def test_a_deadline_is_shown_in_any_zone_by_name():
    deadline = WorkingTime(8 * HOUR).due(HOUSE, at("23 10:00"))
    assert deadline.text("America/New_York") == "Mon 23 Nov 2026 11:00"


def test_a_pair_is_no_pause():
    with pytest.raises(InvalidTarget, match=r"a pause is a Pause with its start and end; write Pause\(start, end\)"):
        WorkingTime(8 * HOUR).due(HOUSE, at("23 10:00"), [(at("23 12:00"), at("23 13:00"))])


def test_what_is_not_yet_due_says_why():
    assert str(WhenAgreed(rule="ISM-6").due(HOUSE, at("23 10:00"))) == (
        "no due time until the size of the work is agreed (ISM-6)"
    )


# --- the edges of a story ---------------------------------------------------------------------------------------------


def test_a_pause_that_only_touches_the_promise_stopped_no_clock():
    def stopped(begin, end):
        return WorkingTime(2 * HOUR).due(HOUSE, at("23 10:00"), [Pause(at(begin), at(end))]).stopped

    assert not stopped("23 09:00", "23 10:00")  # over when it started
    assert not stopped("23 12:00", "23 13:00")  # begun when it was due
    assert not stopped("23 14:00", "23 15:00")
    assert stopped("23 11:59", "23 13:00")
    assert stopped("23 09:00", "23 10:01")


def test_the_story_of_what_came_late_counts_from_the_next_opening():
    late = CutOff("16:00", WorkingTime(8 * HOUR), EndOfDay(), late=Late.NEXT_OPENING)
    waits, counts = traced(late, "23 17:00").steps
    assert (waits.reason.code, waits.end, waits.counted) == ("waits", at("24 09:00"), 0 * HOUR)
    assert (counts.start, counts.end, counts.counted) == (at("24 09:00"), at("24 17:00"), 8 * HOUR)


def test_a_story_of_ten_lines_is_told_whole_and_of_eleven_with_its_middle_in_one():
    ten, eleven = (traced(WorkingTime(hours * HOUR), "16 08:00").lines() for hours in (45, 46))
    assert len(ten) == 1 + 10
    assert not any("more lines" in line for line in ten)
    assert [line for line in eleven if "more lines" in line] == ["  ... 3 more lines ..."]


def test_a_story_may_end_where_nobody_works():
    steps = traced(At(at("21 12:00")), "20 17:00").steps
    told = [(step.reason.text(), step.end) for step in steps]
    assert told == [("counted", at("20 18:00")), ("closed", at("21 00:00")), ("day off", at("21 12:00"))]
    assert (
        traced(At(at("21 12:00")), "20 17:00").lines()[-1]
        == "  Fri 20 Nov 2026 18:00 - Sat 21 Nov 2026 12:00  closed, day off"
    )


def test_no_step_is_empty_where_a_pause_begins_at_a_midnight():
    steps = traced(WorkingTime(2 * HOUR), "20 17:00", ("21 00:00", "23 10:00")).steps
    assert [step.reason.text() for step in steps] == ["counted", "closed", "paused", "counted"]
    assert all(step.start < step.end for step in steps)
