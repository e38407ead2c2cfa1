"""Places, starts, pauses and promises drawn around edges: each told once, to the package and to the oracle.

A place is a few weeks of hours around a night worth waiting for. `PLACES` gives each of them twice: as a calendar,
and as spans written out date by date.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from oracles.plain_promise import Place
from supportcore import sla
from supportcore.calendar import WorkingCalendar
from supportcore.strategies import CLOCKS, DAY, HOUR, MICROSECOND, WEEKDAYS

BEFORE, AFTER = 12, 50  # days of spans around the night


def spans_of(zone, week, dates, night):
    """Write the open spans out, reading the wall clock of each date."""
    found = []
    for n in range(-BEFORE, AFTER):
        day = night + n * DAY
        for opening, closing in dates.get(day, week.get(WEEKDAYS[day.weekday()], ())):
            until = day if closing > opening else day + DAY
            start = at_wall(zone, day, time.fromisoformat(opening))
            end = at_wall(zone, until, time.fromisoformat(closing))
            if start < end:
                found.append((start, end, day))
    return tuple(found)


def at_wall(zone, day, reading):
    """Return the first instant at which a wall clock shows the reading, or what it would be without the gap."""
    return datetime.combine(day, reading, zone).astimezone(UTC)


def place_of(zone_name, week, dates, night):
    """Make one place twice: the calendar, and what the oracle is told."""
    zone = ZoneInfo(zone_name)
    plain = Place(
        spans_of(zone, week, dates, night),
        lambda day, reading: at_wall(zone, day, reading),
        lambda at: (at.astimezone(zone).date(), at.astimezone(zone).time()),
    )
    return WorkingCalendar.weekly(week, tz=zone_name, dates=dates), plain, night


def everyday(*hours):
    return {name: list(hours) for name in WEEKDAYS}


def weekdays(*hours):
    return {name: list(hours) for name in WEEKDAYS[:5]}


OFFICE, LUNCH, NIGHT = ("09:00", "18:00"), (("09:00", "13:00"), ("14:00", "18:00")), ("22:00", "06:00")
CHRISTMAS = date(2026, 12, 25)

PLACES = {
    "the house": place_of("Europe/Kyiv", weekdays(OFFICE), {}, date(2026, 11, 23)),
    "the house at Christmas": place_of(
        "Europe/Kyiv",
        weekdays(*LUNCH),
        {CHRISTMAS - DAY: [("09:00", "13:00")], CHRISTMAS: [], CHRISTMAS + DAY: [("10:00", "16:00")]},
        CHRISTMAS,
    ),
    "every night, clocks forward": place_of("Europe/Kyiv", everyday(NIGHT), {}, date(2026, 3, 29)),
    "every night, clocks back": place_of("Europe/Kyiv", everyday(NIGHT), {}, date(2026, 10, 25)),
    "nights and days of New York": place_of(
        "America/New_York", weekdays(("01:30", "02:30"), *LUNCH, ("20:00", "01:00")), {}, date(2026, 11, 1)
    ),
    "Saturdays only": place_of(
        "America/New_York", {"sat": [OFFICE], "sun": [("00:30", "03:30")]}, {}, date(2026, 3, 8)
    ),
    "half an hour of Lord Howe": place_of("Australia/Lord_Howe", everyday(("01:00", "02:15")), {}, date(2026, 4, 5)),
    "an early closing": place_of("UTC", weekdays(("06:00", "12:00")), {}, date(2026, 11, 27)),
}

# --- around edges -----------------------------------------------------------------------------------------------------

LITTLE = (timedelta(0), MICROSECOND, timedelta(minutes=1), timedelta(minutes=30), HOUR)
AMOUNTS = (*LITTLE, 7.5 * HOUR, 8 * HOUR, 8 * HOUR + MICROSECOND, 9 * HOUR, 12 * HOUR, 24 * HOUR)


@st.composite
def instants(draw, plain, night):
    """Draw an instant at, just beside or somewhat after an edge, or at a time of day."""
    near = [edge for start, end, _ in plain.spans for edge in (start, end) if abs(edge.date() - night) <= 5 * DAY]
    midnight = plain.instant(night + draw(st.integers(-4, 4)) * DAY, draw(st.sampled_from(CLOCKS)))
    edge = draw(st.sampled_from([*near, midnight]))
    return edge + draw(st.sampled_from([-1, 0, 0, 1])) * draw(st.sampled_from(LITTLE))


@st.composite
def pauses_of(draw, plain, night, marks=()):
    """Draw pauses anywhere and in any order: overlapping, touching, empty, at marks (such as a due instant) exactly."""
    found = []
    edges = st.one_of(instants(plain, night), st.sampled_from(marks)) if marks else instants(plain, night)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.one_of(edges, st.just(found[-1][1])) if found else edges)
        end = draw(st.one_of(edges, st.sampled_from(AMOUNTS).map(lambda long, start=start: start + long)))
        found.append((min(start, end), max(start, end)))
    return tuple(found)


def leaves(plain, night):
    amounts, days = st.sampled_from(AMOUNTS), st.integers(0, 3)
    return st.one_of(
        amounts.map(lambda amount: ("working", amount)),
        amounts.map(lambda amount: ("elapsed", amount)),
        days.map(lambda n: ("days", n)),
        days.map(lambda n: ("dates", n)),
        days.map(lambda n: ("end", n)),
        st.tuples(st.just("by"), st.sampled_from(CLOCKS), days),
        instants(plain, night).map(lambda at: ("at", at)),
    )


def promises(plain, night):
    """Draw promises: leaves, choices between promises, cut-offs, and choices between those."""
    single = leaves(plain, night)
    simple = st.one_of(single, choices(single))
    combined = st.one_of(simple, cut_offs(simple))
    return st.one_of(combined, choices(combined))


def choices(inner):
    return st.tuples(st.sampled_from(["first", "last"]), inner, inner)


def cut_offs(inner):
    day_off, late = st.sampled_from(["before", "after"]), st.sampled_from(["start", "opening"])
    return st.tuples(st.just("cut"), st.sampled_from(CLOCKS), inner, inner, day_off, late)


def build(promise):
    """Make the target that the data describes."""
    match promise:
        case ("working", amount):
            return sla.WorkingTime(amount)
        case ("elapsed", amount):
            return sla.Elapsed(amount)
        case ("days", days):
            return sla.WorkingDays(days)
        case ("dates", days):
            return sla.CalendarDays(days)
        case ("end", days):
            return sla.EndOfDay(days)
        case ("by", at, days):
            return sla.ByTime(at, days)
        case ("at", instant):
            return sla.At(instant)
        case ("first", *others):
            return sla.Earliest(*map(build, others))
        case ("last", *others):
            return sla.Latest(*map(build, others))
        case ("cut", at, before, after, day_off, late):
            return sla.CutOff(
                at,
                build(before),
                build(after),
                day_off={"before": sla.DayOff.BEFORE, "after": sla.DayOff.AFTER}[day_off],
                late={"start": sla.Late.START, "opening": sla.Late.NEXT_OPENING}[late],
            )
    raise TypeError(promise)
