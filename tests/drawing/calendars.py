"""Calendars drawn where calendars go wrong: at edges, at midnight, on the nights the clocks change.

The pieces are those of `supportcore.strategies`. A calendar is drawn as the plain data of `oracles.wall_clock`; `build`
makes the real one of it, so that both are told the same thing once.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from oracles.wall_clock import DAY, Both, Changed, Either, Holiday, Minus, WallClock, Weekly, zone_of
from supportcore import calendar as real
from supportcore.strategies import SECOND, WEEKDAYS, breaks, days_of_hours, nights, weeks


def holidays_of(near):
    """Draw holidays of every kind on the dates near the night."""
    kinds = st.one_of(
        st.just(Holiday()),
        st.builds(Holiday, within=st.sampled_from(((("00:00", "13:00"),), (("10:00", "12:00"), ("14:00", "24:00"))))),
        st.builds(Holiday, within=st.none(), weekday=st.integers(0, 6)),
        st.builds(Holiday, within=st.none(), shorter=st.sampled_from([timedelta(hours=1), timedelta(minutes=61)])),
        st.builds(Holiday, within=st.just((("08:00", "17:30"),)), weekday=st.integers(0, 6), shorter=st.just(SECOND)),
    )
    return st.dictionaries(st.sampled_from(near), kinds, max_size=4)


@st.composite
def weeklies(draw, night=None):
    """Draw one calendar of weekly hours, with dates, holidays and breaks around a night of its zone."""
    zone, when = draw(nights()) if night is None else night
    near = [when + n * DAY for n in range(-4, 5)]
    return Weekly(
        zone,
        draw(weeks()),
        draw(st.one_of(st.just({}), st.dictionaries(st.sampled_from(near), days_of_hours(), max_size=3))),
        draw(st.one_of(st.just({}), holidays_of(near))),
        draw(st.one_of(st.just({}), st.dictionaries(st.integers(0, 6), breaks(), max_size=3))),
        draw(st.one_of(st.just({}), st.dictionaries(st.sampled_from(near), breaks(), max_size=2))),
        holiday_first=draw(st.booleans()),
    )


@dataclass(frozen=True)
class Scene:
    """A calendar as data, and the night around which it was drawn."""

    data: object
    night: date

    @property
    def zone(self):
        return zone_of(self.data)

    def oracle(self, reach):
        """Return the slow answers about so many days either side of the night."""
        return WallClock(self.data, self.night - reach * DAY, self.night + reach * DAY)


@st.composite
def scenes(draw, depth=2):
    """Draw a calendar: weekly hours, or the algebra of calendars drawn around one night."""
    zone, when = draw(nights())
    return Scene(_calendar(draw, zone, when, depth if draw(st.booleans()) else 0), when)


@st.composite
def neighbours(draw):
    """Draw two scenes of one night."""
    zone, when = draw(nights())
    elsewhere = draw(st.sampled_from([zone, "Europe/Kyiv", "America/New_York"]))
    return tuple(Scene(_calendar(draw, where, when, draw(st.integers(0, 1))), when) for where in (zone, elsewhere))


def _calendar(draw, zone, when, depth):
    if depth == 0:
        return draw(weeklies((zone, when)))
    left = _calendar(draw, zone, when, draw(st.integers(0, depth - 1)))
    kind = draw(st.sampled_from([Both, Either, Minus, Changed]))
    if kind is Minus:
        dates = draw(st.lists(st.integers(-4, 4), max_size=2))
        away = draw(st.lists(st.tuples(st.integers(-96, 96), st.integers(1, 3000)), max_size=2))
        noon = datetime(when.year, when.month, when.day, 12, tzinfo=UTC)
        starts = [(noon + timedelta(hours=hour), timedelta(minutes=long)) for hour, long in away]
        return Minus(left, tuple(when + n * DAY for n in dates), tuple((s, s + long) for s, long in starts))
    elsewhere = draw(st.sampled_from([zone, zone, "Europe/Kyiv", "America/New_York", "Pacific/Apia"]))
    right = _calendar(draw, elsewhere, when, draw(st.integers(0, depth - 1)))
    return Changed(left, when + draw(st.integers(-2, 2)) * DAY, right) if kind is Changed else kind(left, right)


# --- the real calendar of the same data -------------------------------------------------------------------------------


def build(data):
    """Make the calendar that the data describes."""
    match data:
        case Weekly():
            return real.WorkingCalendar.weekly(
                {WEEKDAYS[day]: list(some) for day, some in data.week.items()},
                tz=data.zone,
                holidays=table(data.holidays),
                dates=data.dates,
                breaks={WEEKDAYS[day]: some for day, some in data.week_breaks.items()} | data.date_breaks,
                precedence=real.Precedence.HOLIDAY_FIRST if data.holiday_first else real.Precedence.DATES_FIRST,
            )
        case Both():
            return build(data.left) & build(data.right)
        case Either():
            return build(data.left) | build(data.right)
        case Changed():
            return build(data.left).changed(data.since, build(data.right))
        case Minus():
            absences = [real.Span(start, end, start.date()) for start, end in data.spans]
            return build(data.left) - [*data.dates, *absences]
    raise TypeError(data)


def table(holidays):
    """Make a holiday table that covers every year."""
    shifts = lambda some: None if some is None else tuple(real.Shift(*pair) for pair in some)  # noqa: E731
    return real.HolidayTable(
        tuple(
            real.Holiday(day, "a holiday", within=shifts(one.within), weekday=one.weekday, shorter=one.shorter)
            for day, one in sorted(holidays.items())
        ),
        None,
        None,
    )
