"""Calendars drawn where calendars go wrong: at edges, at midnight, on the nights the clocks change.

A calendar is drawn as the plain data of `oracles.wall_clock`; `build` makes the real one of it, so that both are
told the same thing once.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from oracles.wall_clock import DAY, Both, Changed, Either, Holiday, Minus, WallClock, Weekly, zone_of
from supportcore import calendar as real

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT, NEXT_MIDNIGHT = "00:00", "24:00"
MICROSECOND, SECOND = timedelta(microseconds=1), timedelta(seconds=1)

# A zone and a night worth waiting for. What is odd about it stands beside it.
NIGHTS = (
    ("UTC", date(2028, 2, 29)),
    ("Europe/Kyiv", date(2026, 3, 29)),  # 03:00 becomes 04:00
    ("Europe/Kyiv", date(2026, 10, 25)),  # 04:00 becomes 03:00
    ("Europe/Kyiv", date(2150, 10, 25)),  # no table reaches here: the rule does
    ("Europe/Kyiv", date(1924, 5, 2)),  # from 2:02:04 to 2:00
    ("Europe/Dublin", date(2026, 3, 29)),  # winter is the "daylight saving" there
    ("Europe/Dublin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/St_Johns", date(2006, 4, 2)),  # 00:01 becomes 01:01, at -3:30
    ("America/St_Johns", date(2006, 10, 29)),  # 00:01 becomes 23:01 of the evening before
    ("Australia/Lord_Howe", date(2026, 10, 4)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Africa/Cairo", date(2026, 4, 24)),  # 00:00 becomes 01:00
    ("Africa/Cairo", date(2026, 10, 30)),  # 00:00 becomes 23:00
    ("America/Havana", date(2026, 3, 8)),  # 00:00 becomes 01:00
    ("America/Havana", date(2026, 11, 1)),  # 01:00 becomes 00:00: midnight comes twice
    ("Asia/Beirut", date(2026, 3, 29)),
    ("Asia/Beirut", date(2026, 10, 25)),
    ("America/Sao_Paulo", date(2015, 10, 18)),
    ("Asia/Kathmandu", date(1986, 1, 1)),  # 00:00 becomes 00:15
    ("Asia/Pyongyang", date(2015, 8, 15)),  # half an hour back, at midnight
    ("Africa/Monrovia", date(1972, 1, 7)),  # 44 minutes and 30 seconds
    ("Antarctica/Troll", date(2026, 3, 29)),  # two hours
    ("Pacific/Auckland", date(2026, 2, 12)),  # a whole number of 366 days since 1970, where compiled years may meet
    ("America/Los_Angeles", date(2026, 2, 11)),
    ("Pacific/Apia", date(2011, 12, 30)),  # a date that never was
    ("Pacific/Kwajalein", date(1993, 8, 21)),  # another
    ("Pacific/Kwajalein", date(1969, 9, 30)),  # 23 hours that came twice
)

# --- hours ------------------------------------------------------------------------------------------------------------

ROUND = tuple(f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30))
ODD = ("00:00:01", "00:01", "00:15", "01:59:59", "02:15", "03:15", "03:59:59", "17:45", "23:15", "23:59", "23:59:59")
clocks = st.one_of(
    st.sampled_from(("00:00", "01:00", "02:30", "03:00", "03:30", "04:00", "09:00", "18:00", "22:00")),
    st.sampled_from(ROUND),
    st.sampled_from(ODD),
)
OFFICE = (("09:00", "18:00"),)
DAYS_OF_HOURS = (
    OFFICE,
    (("09:00", "13:00"), ("14:00", "18:00")),
    (("22:00", "06:00"),),
    (("00:00", "24:00"),),
    (("00:00", "03:00"), ("03:30", "04:00"), ("22:00", "24:00")),
    (("01:00", "03:30"), ("03:30", "09:00")),
    (("02:30", "03:30"), ("23:30", "00:30")),
    (),
)


@st.composite
def days_of_hours(draw):
    """Draw the shifts of one date: in order, apart or touching, the last one perhaps past midnight."""
    if draw(st.booleans()):
        return draw(st.sampled_from(DAYS_OF_HOURS))
    edges = sorted(set(draw(st.lists(clocks, max_size=6))))
    if len(edges) % 2:
        edges.append(draw(st.sampled_from([NEXT_MIDNIGHT, edges[0], MIDNIGHT])))
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@st.composite
def weeks(draw):
    """Draw seven days of hours; a shift that would run into the next weekday's ends where that one starts."""
    week = draw(
        st.one_of(
            st.just(dict.fromkeys(range(5), OFFICE)),
            st.builds(lambda some: dict.fromkeys(range(7), some), days_of_hours()),
            st.dictionaries(st.integers(0, 6), days_of_hours(), min_size=1, max_size=7),
        )
    )
    tamed = dict(week)
    for day, some in week.items():
        following = week.get((day + 1) % 7, ())
        if some and following and some[-1][1] <= some[-1][0] and some[-1][1] > following[0][0]:
            tamed[day] = (*some[:-1], (some[-1][0], NEXT_MIDNIGHT if following[0][0] == MIDNIGHT else following[0][0]))
    return tamed


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


breaks = st.sampled_from(((("13:00", "14:00"),), (("01:00", "02:00"), ("03:15", "03:45")), (("23:30", "00:30"),)))


@st.composite
def weeklies(draw, night=None):
    """Draw one calendar of weekly hours, with dates, holidays and breaks around a night of its zone."""
    zone, when = draw(st.sampled_from(NIGHTS)) if night is None else night
    near = [when + n * DAY for n in range(-4, 5)]
    week = draw(weeks())
    if not any(week.values()):
        week = {2: OFFICE}
    return Weekly(
        zone,
        week,
        draw(st.one_of(st.just({}), st.dictionaries(st.sampled_from(near), days_of_hours(), max_size=3))),
        draw(st.one_of(st.just({}), holidays_of(near))),
        draw(st.one_of(st.just({}), st.dictionaries(st.integers(0, 6), breaks, max_size=3))),
        draw(st.one_of(st.just({}), st.dictionaries(st.sampled_from(near), breaks, max_size=2))),
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
    zone, when = draw(st.sampled_from(NIGHTS))
    return Scene(_calendar(draw, zone, when, depth if draw(st.booleans()) else 0), when)


@st.composite
def neighbours(draw):
    """Draw two scenes of one night."""
    zone, when = draw(st.sampled_from(NIGHTS))
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
