"""Other systems' answers: every vector of `conformance/working-time.json`, asked of the calendar and of the oracle.

A vector is a calendar, a question and the answer its source expects. Where the conventions of this package differ,
the vector carries both answers; then the calendar gives ours, and the source's too wherever one of our named policies
is the source's own.
"""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from oracles import wall_clock
from supportcore.calendar import DayStep, Direction, Ends, Landing, Precedence, Span, WorkingCalendar

VECTORS = json.loads((Path(__file__).parent.parent / "conformance" / "working-time.json").read_text("utf-8"))
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ENDS = {"[start,end)": "START", "(start,end]": "END", "[start,end]": "BOTH"}

# Marked as agreeing, but only up to the source's resolution: by the conventions the answer is exact.
EXACTLY = {
    "v0129": "2014-04-08T00:00:00+00:00",  # the source's 24:00 is 23:59:59.999999, as the vector's note says
    "v0190": 21600.0002,  # 09:00 to 15:00:00.000200; the source rounds to whole seconds
}

# The vector's answer, by the source's own policy, where our default answers otherwise.
BY_POLICY = {
    "v0022": {"landing": Landing.ROLL_FORWARD},
    "v0204": {"landing": Landing.ROLL_FORWARD},
    "v0251": {"snap": "day_open"},
    "v0253": {"snap": "day_open"},
}

# What no policy of ours expresses, and why not; each of these still has our own answer above.
INEXPRESSIBLE = {
    "v0012": "a reversed range is 0 there: the sign is not a policy",
    "v0101": "the source rounds its result to a whole second",
    "v0182": "the source rounds its result to a whole second",
    "v0193": "the source counts what the wall clock showed: 24 hours on a day of 25",
    "v0205": "zero hours rolls back there: our zero has no direction, and ROLL takes it forward",
    "v0299": "the source's closing second is open",
    "v0336": "a reversed range is positive there: the sign is not a policy",
    "v0613": "a mistake of the source, kept by its own test",
}


def named(vectors):
    return [pytest.param(vector, id=vector["id"] + "-" + vector["op"]) for vector in vectors]


def at(text):
    """Read an instant, or a date where there is no time."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def plain(answer):
    """Show instants in UTC: two zones never agree, in Python, about a reading that comes twice."""
    if isinstance(answer, list):
        return [(plain(start), plain(end)) for start, end in answer]
    return answer.astimezone(UTC) if isinstance(answer, datetime) else answer


def ours(vector):
    """Return what this package should answer, as the type it answers with."""
    answer = EXACTLY.get(vector["id"], vector["expect"] if vector["agrees"] else vector["expect_ours"])
    return typed(vector["op"], answer)


def typed(op, answer):
    match op:
        case "between":
            return timedelta(seconds=answer)
        case "periods" | "periods_before":
            return [(plain(at(start)), plain(at(end))) for start, end in answer]
        case "is_open" | "is_workday" | "workdays_between":
            return answer
        case _:
            return plain(at(answer))


def calendar_of(data, week=None, **dates):
    """Build the calendar of a vector."""
    holidays = [date.fromisoformat(day) for day in data.get("holidays", ())]
    breaks = {date.fromisoformat(day): cuts for day, cuts in data.get("breaks", {}).items()}
    calendar = WorkingCalendar.weekly(
        data["weekly"] if week is None else week,
        tz=data["tz"],
        holidays=holidays,
        dates=data.get("overrides", {}) | dates,
        breaks=breaks | data.get("weekly_breaks", {}),
        precedence=Precedence.HOLIDAY_FIRST if data.get("holiday_wins") else Precedence.DATES_FIRST,
    )
    if data.get("holiday_cuts"):  # that source removes the whole local day, even of a shift begun the evening before
        midnights = [(day, day + timedelta(days=1)) for day in holidays]
        calendar -= [Span(*(start_of(data["tz"], day) for day in pair), pair[0]) for pair in midnights]
    return calendar


def start_of(zone, day):
    return wall_clock.instant(zone, datetime(day.year, day.month, day.day))


def ask(vector, *, landing=Landing.STAY, snap=None):
    """Ask the calendar the question of a vector, as a caller would write it."""
    args, data = vector["args"], vector["calendar"]
    if vector["op"] == "resolve_local":  # no calendar: the opening of the one shift that starts at that reading
        day, clock = args["local"].split("T")
        return calendar_of(data, week={}, **{day: [(clock, "24:00")]}).opening(date.fromisoformat(day))
    calendar = calendar_of(data)
    match vector["op"]:
        case "add":
            return calendar.add(at(args["start"]), timedelta(seconds=args["seconds"]), landing=landing)
        case "between":
            return calendar.between(at(args["start"]), at(args["end"]))
        case "is_open" | "next_open" | "next_close" | "next_opening" as op:
            return getattr(calendar, op)(at(args["at"]))
        case "prev_open":
            return calendar.previous_open(at(args["at"]))
        case "is_workday":
            return calendar.is_working_day(at(args["date"]))
        case "periods":
            return [(span.start, span.end) for span in islice(calendar.spans(at(args["from"])), args["limit"])]
        case "periods_before":
            walk = calendar.spans(at(args["from"]), direction=Direction.BACKWARD)
            return [(span.start, span.end) for span in islice(walk, args["limit"])]
        case "workdays_between":
            return calendar.working_days_between(at(args["start"]), at(args["end"]), ends=Ends[ENDS[args["mode"]]])
        case "add_days":
            return snapped(calendar, stepped(calendar, args), snap or args.get("snap"))
    raise LookupError(vector["op"])


def stepped(calendar, args):
    start, step = at(args["start"]), DayStep.ROLL_FIRST if args["mode"] == "roll_then_step" else DayStep.STEP
    if args["days"] == 0 and step is DayStep.ROLL_FIRST and "dir" in args:
        # Zero days have no direction of travel; a source that gives them one means: there and back again.
        there, back = (1, -1) if args["dir"] == "after" else (-1, 1)
        return calendar.add_days(calendar.add_days(start, there, step=step), back)
    return calendar.add_days(start, args["days"], step=step)


def snapped(calendar, there, snap):
    match snap:
        case "next_open":
            return calendar.next_open(there)
        case "prev_open":
            return calendar.previous_open(there)
        case "day_open":
            return calendar.opening(there.date())
        case _:
            return there


@pytest.mark.parametrize("vector", named(VECTORS))
def test_the_calendar_gives_the_answer_of_the_vector(vector):
    snap = "nothing" if vector["id"] in BY_POLICY else None  # our answer keeps the wall time; see the next test
    assert plain(ask(vector, snap=snap)) == ours(vector)


@pytest.mark.parametrize("vector", named(vector for vector in VECTORS if vector["id"] in BY_POLICY))
def test_with_the_policy_of_the_source_the_calendar_gives_its_answer(vector):
    assert plain(ask(vector, **BY_POLICY[vector["id"]])) == typed(vector["op"], vector["expect"])


@pytest.mark.parametrize(
    "vector",
    named(vector for vector in VECTORS if vector["source"].startswith("zendesk/biz") and vector["op"] == "add"),
)
def test_everything_that_biz_adds_it_adds_by_rolling_forward(vector):
    assert plain(ask(vector, landing=Landing.ROLL_FORWARD)) == typed("add", vector["expect"])


def test_each_disagreement_is_answered_by_a_policy_or_excused_by_name():
    disagreeing = {vector["id"] for vector in VECTORS if not vector["agrees"]}
    assert disagreeing == BY_POLICY.keys() | INEXPRESSIBLE.keys()
    assert not BY_POLICY.keys() & INEXPRESSIBLE.keys()


def test_no_vector_is_left_out():
    assert len(VECTORS) == 338
    assert len({vector["id"] for vector in VECTORS}) == 338


# --- the same questions asked of the oracle ---------------------------------------------------------------------------


def oracle_of(data):
    clocks = lambda some: tuple(map(tuple, some))  # noqa: E731
    weekly = wall_clock.Weekly(
        data["tz"],
        {WEEKDAYS.index(day): clocks(some) for day, some in data["weekly"].items()},
        {date.fromisoformat(day): clocks(some) for day, some in data.get("overrides", {}).items()},
        {date.fromisoformat(day): wall_clock.Holiday() for day in data.get("holidays", ())},
        {WEEKDAYS.index(day): clocks(some) for day, some in data.get("weekly_breaks", {}).items()},
        {date.fromisoformat(day): clocks(some) for day, some in data.get("breaks", {}).items()},
        holiday_first=data.get("holiday_wins", False),
    )
    if not data.get("holiday_cuts"):
        return weekly
    whole = tuple((start_of(data["tz"], day), start_of(data["tz"], day + wall_clock.DAY)) for day in weekly.holidays)
    return wall_clock.Minus(weekly, spans=whole)


def ask_oracle(vector):
    args, data, op = vector["args"], vector["calendar"], vector["op"]
    if op == "resolve_local":
        return wall_clock.instant(data["tz"], at(args["local"]))
    there = [at(text) for name, text in args.items() if name in {"start", "end", "at", "from", "date"}]
    dates = [one.date() if isinstance(one, datetime) else one for one in there]
    reach = (60 + 2 * abs(args.get("days", 0))) * wall_clock.DAY
    oracle = wall_clock.WallClock(oracle_of(data), min(dates) - reach, max(dates) + reach)
    match op:
        case "add":
            return oracle.add(there[0], timedelta(seconds=args["seconds"]))
        case "prev_open":
            return oracle.previous_open(there[0])
        case "is_workday":
            return oracle.is_working_day(there[0])
        case "periods":
            return [span[:2] for span in oracle.spans(there[0], there[0] + 55 * wall_clock.DAY)][: args["limit"]]
        case "periods_before":
            return [span[:2] for span in oracle.spans(there[0], there[0] - 55 * wall_clock.DAY)][: args["limit"]]
        case "workdays_between":
            return oracle.working_days_between(*dates, ENDS[args["mode"]])
        case "add_days":
            roll_first = args["mode"] == "roll_then_step"
            if isinstance(there[0], datetime):
                if args["days"] == 0 and roll_first:
                    return oracle.add_days_at(oracle.add_days_at(there[0], 1, roll_first=True), -1)
                found = oracle.add_days_at(there[0], args["days"], roll_first=roll_first)
                snaps = {"next_open": oracle.next_open, "prev_open": oracle.previous_open}
                return snaps.get(args.get("snap"), lambda stays: stays)(found)
            return oracle.add_days(there[0], args["days"], roll_first=roll_first)
        case _:
            return getattr(oracle, op)(*there)


@pytest.mark.parametrize("vector", named(VECTORS))
def test_the_oracle_gives_the_answer_of_the_vector(vector):
    assert plain(ask_oracle(vector)) == ours(vector)


@pytest.mark.parametrize(
    ("zone", "read", "shown_at"),
    [
        ("Europe/Kyiv", datetime(2026, 11, 23, 9), datetime(2026, 11, 23, 7, tzinfo=UTC)),
        ("Europe/Kyiv", datetime(2026, 3, 29, 3, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # a gap: 04:30
        ("Europe/Kyiv", datetime(2026, 10, 25, 3, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first 03:30
        ("Europe/Kyiv", datetime(2026, 10, 25, 4, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 15), datetime(2026, 10, 3, 15, 45, tzinfo=UTC)),
        ("Pacific/Apia", datetime(2011, 12, 30, 0, 0), datetime(2011, 12, 30, 10, 0, tzinfo=UTC)),
        ("Pacific/Apia", datetime(2011, 12, 30, 6, 0), datetime(2011, 12, 30, 16, 0, tzinfo=UTC)),
        ("Pacific/Apia", datetime(2011, 12, 31, 0, 0), datetime(2011, 12, 30, 10, 0, tzinfo=UTC)),
    ],
)
def test_the_oracle_reads_the_wall_as_the_clocks_showed_it(zone, read, shown_at):
    assert wall_clock.instant(zone, read) == shown_at


def test_the_oracle_knows_that_apia_never_saw_the_thirtieth():
    assert not wall_clock.was_shown("Pacific/Apia", date(2011, 12, 30))
    assert wall_clock.was_shown("Pacific/Apia", date(2011, 12, 31))
    assert wall_clock.was_shown("America/Havana", date(2026, 3, 8))  # no midnight there that night, but a day
