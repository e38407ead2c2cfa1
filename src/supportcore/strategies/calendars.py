"""Calendars around one night: weekly hours, dated versions, and the algebra of calendars."""

import datetime as dt
from collections.abc import Callable

import attrs
from hypothesis import strategies as st

from supportcore.calendar import Precedence, Span, WorkingCalendar
from supportcore.strategies.hours import (
    DAY,
    HOUR,
    MINUTE,
    WEEKDAYS,
    Hours,
    Night,
    breaks,
    days_of_hours,
    holiday_tables,
    nights,
    weeks,
)


@attrs.frozen
class Place:
    """A calendar, and the date around which it was drawn: that of a clock change, as a rule."""

    calendar: WorkingCalendar
    night: dt.date

    def edges(self, days: int = 4) -> tuple[dt.datetime, ...]:
        """Return the openings, closings and midnights so many days either side of the night, and 03:30 on each."""
        tz = self.calendar.tz
        dates = [self.night + n * DAY for n in range(-days, days + 1)]
        walls = {dt.datetime.combine(day, time, tz) for day in dates for time in (dt.time(), dt.time(3, 30))}
        since, until = (dt.datetime.combine(day, dt.time(), tz) for day in (dates[0], dates[-1]))
        spans = self.calendar.spans(since, until)
        found = {edge for span in spans for edge in (span.start, span.end)} | walls
        return tuple(sorted({edge.astimezone(dt.UTC) for edge in found}))


@st.composite
def weekly_calendars(draw: st.DrawFn, night: Night | None = None) -> WorkingCalendar:
    """Draw a calendar of weekly hours, with odd dates, holidays and breaks around a night of its zone."""
    zone, when = night or draw(nights())
    near = [when + n * DAY for n in range(-4, 5)]
    names = st.sampled_from(WEEKDAYS)
    odd: dict[object, Hours] = draw(st.dictionaries(st.sampled_from(near), days_of_hours(), max_size=3))
    return WorkingCalendar.weekly(
        {WEEKDAYS[day]: list(some) for day, some in draw(weeks()).items()},
        tz=zone,
        holidays=draw(st.one_of(st.none(), holiday_tables(near))),
        dates=odd,
        breaks=draw(
            st.one_of(st.just({}), st.dictionaries(st.one_of(names, st.sampled_from(near)), breaks(), max_size=4))
        ),
        precedence=draw(st.sampled_from(Precedence)),
    )


@st.composite
def places(draw: st.DrawFn, *, depth: int = 1) -> Place:
    """Draw a calendar with its night: weekly hours, or versions and the algebra of calendars, so many levels deep."""
    zone, when = draw(nights())
    return Place(_calendar(draw, zone, when, draw(st.integers(0, depth))), when)


def calendars(*, depth: int = 1) -> st.SearchStrategy[WorkingCalendar]:
    """Draw a calendar; of what two have in common there may be nothing, and a search says so with `NoWorkingTime`."""
    return places(depth=depth).map(lambda place: place.calendar)


def _calendar(draw: st.DrawFn, zone: str, when: dt.date, depth: int) -> WorkingCalendar:
    left = draw(weekly_calendars((zone, when)))
    if not depth:
        return left
    right = _calendar(draw, draw(st.sampled_from([zone, zone, "Europe/Kyiv", "Pacific/Apia"])), when, depth - 1)
    since = when + draw(st.integers(-2, 2)) * DAY
    combine: Callable[[], WorkingCalendar] = draw(
        st.sampled_from(
            [
                lambda: left.changed(since, right),
                lambda: left | right,
                lambda: left - [since, *draw(st.lists(_absences(when), max_size=2))],
                lambda: left & right,
            ]
        )
    )
    return combine()


@st.composite
def _absences(draw: st.DrawFn, when: dt.date) -> Span:
    start = dt.datetime.combine(when, dt.time(12), dt.UTC) + draw(st.integers(-96, 96)) * HOUR
    return Span(start, start + draw(st.integers(1, 3000)) * MINUTE, start.date())
