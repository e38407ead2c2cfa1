"""Nights on which clocks change, clock times, days and weeks of hours, breaks, holidays."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from supportcore.calendar import Holiday, HolidayTable, Shift

Hours = tuple[tuple[str, str], ...]
Night = tuple[str, dt.date]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MICROSECOND = dt.timedelta(microseconds=1)
SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
MIDNIGHT = "00:00"
NEXT_MIDNIGHT = "24:00"

NIGHTS: tuple[Night, ...] = (
    ("UTC", dt.date(2028, 2, 29)),
    ("Europe/Kyiv", dt.date(2026, 3, 29)),  # 03:00 becomes 04:00
    ("Europe/Kyiv", dt.date(2026, 10, 25)),  # 04:00 becomes 03:00
    ("Europe/Kyiv", dt.date(2150, 10, 25)),  # no table reaches here: the rule does
    ("Europe/Kyiv", dt.date(1924, 5, 2)),  # from 2:02:04 to 2:00
    ("Europe/Dublin", dt.date(2026, 3, 29)),  # winter is the "daylight saving" there
    ("Europe/Dublin", dt.date(2026, 10, 25)),
    ("America/New_York", dt.date(2026, 3, 8)),
    ("America/New_York", dt.date(2026, 11, 1)),
    ("America/St_Johns", dt.date(2006, 4, 2)),  # 00:01 becomes 01:01, at -3:30
    ("America/St_Johns", dt.date(2006, 10, 29)),  # 00:01 becomes 23:01 of the evening before
    ("Australia/Lord_Howe", dt.date(2026, 10, 4)),  # half an hour
    ("Australia/Lord_Howe", dt.date(2026, 4, 5)),
    ("Africa/Cairo", dt.date(2026, 4, 24)),  # 00:00 becomes 01:00
    ("Africa/Cairo", dt.date(2026, 10, 30)),  # 00:00 becomes 23:00
    ("America/Havana", dt.date(2026, 3, 8)),  # 00:00 becomes 01:00
    ("America/Havana", dt.date(2026, 11, 1)),  # 01:00 becomes 00:00: midnight comes twice
    ("Asia/Beirut", dt.date(2026, 3, 29)),
    ("Asia/Beirut", dt.date(2026, 10, 25)),
    ("America/Sao_Paulo", dt.date(2015, 10, 18)),
    ("Asia/Kathmandu", dt.date(1986, 1, 1)),  # 00:00 becomes 00:15
    ("Asia/Pyongyang", dt.date(2015, 8, 15)),  # half an hour back, at midnight
    ("Africa/Monrovia", dt.date(1972, 1, 7)),  # 44 minutes and 30 seconds
    ("Antarctica/Troll", dt.date(2026, 3, 29)),  # two hours
    ("Pacific/Auckland", dt.date(2026, 2, 12)),  # a whole number of 366 days since 1970, where compiled years may meet
    ("America/Los_Angeles", dt.date(2026, 2, 11)),
    ("Pacific/Apia", dt.date(2011, 12, 30)),  # a date that never was
    ("Pacific/Kwajalein", dt.date(1993, 8, 21)),  # another
    ("Pacific/Kwajalein", dt.date(1969, 9, 30)),  # 23 hours that came twice
)
"""A zone and a night worth waiting for. What is odd about it stands beside it."""

OFFICE: Hours = (("09:00", "18:00"),)
DAYS_OF_HOURS: tuple[Hours, ...] = (
    OFFICE,
    (("09:00", "13:00"), ("14:00", "18:00")),
    (("22:00", "06:00"),),
    (("00:00", "24:00"),),
    (("00:00", "03:00"), ("03:30", "04:00"), ("22:00", "24:00")),
    (("01:00", "03:30"), ("03:30", "09:00")),
    (("02:30", "03:30"), ("23:30", "00:30")),
    (),
)
ROUND = tuple(f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30))
ODD = ("00:00:01", "00:01", "00:15", "01:59:59", "02:15", "03:15", "03:59:59", "17:45", "23:15", "23:59", "23:59:59")
BREAKS: tuple[Hours, ...] = (
    (("13:00", "14:00"),),
    (("01:00", "02:00"), ("03:15", "03:45")),
    (("23:30", "00:30"),),
)


def nights() -> st.SearchStrategy[Night]:
    """Draw a zone and a date: most often one on which its clocks change."""
    return st.sampled_from(NIGHTS)


def clocks() -> st.SearchStrategy[str]:
    """Draw a clock time as text: round, or near midnight and the hours at which clocks change."""
    usual = ("00:00", "01:00", "02:30", "03:00", "03:30", "04:00", "09:00", "18:00", "22:00")
    return st.one_of(st.sampled_from(usual), st.sampled_from(ROUND), st.sampled_from(ODD))


@st.composite
def days_of_hours(draw: st.DrawFn) -> Hours:
    """Draw the shifts of one date: in order, apart or touching, the last one perhaps past midnight."""
    if draw(st.booleans()):
        return draw(st.sampled_from(DAYS_OF_HOURS))
    edges = sorted(set(draw(st.lists(clocks(), max_size=6))))
    if len(edges) % 2:
        edges.append(draw(st.sampled_from([NEXT_MIDNIGHT, edges[0], MIDNIGHT])))
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@st.composite
def weeks(draw: st.DrawFn) -> dict[int, Hours]:
    """Draw hours by weekday (0 is Monday); a shift that would run into the next day's ends where that one starts."""
    week: dict[int, Hours] = draw(
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
    return tamed if any(tamed.values()) else {2: OFFICE}


def breaks() -> st.SearchStrategy[Hours]:
    """Draw the breaks of a date: lunch, the small hours, over midnight."""
    return st.sampled_from(BREAKS)


def holiday_tables(near: Sequence[dt.date]) -> st.SearchStrategy[HolidayTable]:
    """Draw holidays of every kind on some of the dates, in a table that covers every year."""

    def part(*hours: tuple[str, str]) -> tuple[Shift, ...]:
        return tuple(Shift(*pair) for pair in hours)

    weekday = st.integers(0, 6)
    shorter = st.sampled_from([HOUR, 61 * MINUTE])
    rows: st.SearchStrategy[Mapping[str, Any]] = st.one_of(
        st.just({}),
        st.sampled_from(
            [{"within": part(("00:00", "13:00"))}, {"within": part(("10:00", "12:00"), ("14:00", "24:00"))}]
        ),
        st.fixed_dictionaries({"within": st.none(), "weekday": weekday}),
        st.fixed_dictionaries({"within": st.none(), "shorter": shorter}),
        st.fixed_dictionaries(
            {"within": st.just(part(("08:00", "17:30"))), "weekday": weekday, "shorter": st.just(SECOND)}
        ),
    )
    return st.dictionaries(st.sampled_from(near), rows, max_size=4).map(
        lambda found: HolidayTable(
            tuple(Holiday(day, "a holiday", **row) for day, row in sorted(found.items())), None, None
        )
    )
