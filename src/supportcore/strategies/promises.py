"""Instants at edges, amounts of work, targets and pauses."""

import datetime as dt

from hypothesis import strategies as st

from supportcore import sla
from supportcore.calendar import WorkingCalendar
from supportcore.strategies.calendars import Place
from supportcore.strategies.hours import HOUR, MICROSECOND, MINUTE, SECOND

BESIDE = (dt.timedelta(0), MICROSECOND, -MICROSECOND, SECOND, -SECOND, 29 * MINUTE, -5 * HOUR)
AMOUNTS = (
    dt.timedelta(0), MICROSECOND, MINUTE, 30 * MINUTE, HOUR, 8 * HOUR, 8 * HOUR + MICROSECOND, 9 * HOUR, 12 * HOUR,
    24 * HOUR,
)  # fmt: skip
CLOCKS = tuple(
    map(
        dt.time.fromisoformat,
        ("09:00", "00:00", "02:30", "03:00", "12:00", "13:30", "16:00", "18:00", "23:59:59.999999"),
    )
)


@st.composite
def instants(draw: st.DrawFn, place: Place | WorkingCalendar, near: dt.date | None = None) -> dt.datetime:
    """Draw an instant (UTC) at an edge of a calendar or just beside one: of a place, or of a calendar near a date."""
    if isinstance(place, WorkingCalendar):
        place = Place(place, near or dt.date(2026, 11, 23))
    return draw(st.sampled_from(place.edges())) + draw(st.sampled_from(BESIDE))


def amounts() -> st.SearchStrategy[dt.timedelta]:
    """Draw working time: nothing, next to nothing, what fills a day exactly, and a microsecond more."""
    return st.sampled_from(AMOUNTS)


def leaves() -> st.SearchStrategy[sla.Target]:
    """Draw a target that stands for itself: working time, real time, days, an end of day, a time of day."""
    days, hours = st.integers(0, 3), st.sampled_from(CLOCKS)
    return st.one_of(
        st.builds(sla.WorkingTime, amounts()),
        st.builds(sla.Elapsed, amounts()),
        st.builds(sla.WorkingDays, days),
        st.builds(sla.CalendarDays, days),
        st.builds(sla.EndOfDay, days),
        st.builds(sla.ByTime, hours, days),
    )


def targets() -> st.SearchStrategy[sla.Target]:
    """Draw a target: a leaf, a choice of two, a cut-off, or a choice between those."""
    single = leaves()
    simple = st.one_of(single, st.builds(sla.Earliest, single, single), st.builds(sla.Latest, single, single))
    cut = st.builds(
        sla.CutOff,
        st.sampled_from(CLOCKS),
        simple,
        simple,
        day_off=st.sampled_from(sla.DayOff),
        late=st.sampled_from(sla.Late),
    )
    return st.one_of(simple, cut, st.builds(sla.Earliest, cut, simple), st.builds(sla.Latest, simple, cut))


@st.composite
def pauses(draw: st.DrawFn, place: Place, most: int = 3) -> tuple[sla.Pause, ...]:
    """Draw pauses between edges, in any order: overlapping, touching, empty."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        one, other = draw(instants(place)), draw(instants(place))
        found.append(sla.Pause(min(one, other), max(one, other)))
    return tuple(found)
