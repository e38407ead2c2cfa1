"""The calendar's bars (rows 1, 2 and 4): a deadline costs two bisections, whatever lies between.

    python benchmarks/bench_calendar.py [--smoke]

F is ``datetime.fromtimestamp(t.timestamp(), zone)``: reading an instant and showing it; no deadline can cost less.
Row 1: ``add`` of 8 hours against F, and against workclock. Row 2: 20,000 hours and ten years against 8 hours and a day.
Row 4: ``Target.due`` of a BUG against ``add``; a fresh calendar to its first deadline against compiling two years.
Beside: pandas CustomBusinessHour and businesstimedelta, where they are installed. All must give the same answer first.

The place is Berlin, Mon-Fri 9-18, 12 holidays a year, as of a Tuesday.
"""

import datetime as dt
import importlib
from zoneinfo import ZoneInfo

from measure import Found, ratio, show

from supportcore.calendar import HolidayTable, WorkingCalendar
from supportcore.calendar._window import compiled
from supportcore.instants import DAY, to_micros
from supportcore.sla import CutOff, Earliest, EndOfDay, WorkingTime

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = dt.timedelta(hours=1)
EIGHT, MANY = 8 * HOUR, 20_000 * HOUR
START = dt.datetime(2026, 11, 24, 10, 17, tzinfo=BERLIN)
HOLIDAYS = [dt.date(year, month, 1) for year in range(2020, 2050) for month in range(1, 13)]
TABLE = HolidayTable.of(HOLIDAYS)
WEEK = {"mon-fri": [("09:00", "18:00")]}
BUG = CutOff("16:00", Earliest(WorkingTime(EIGHT), EndOfDay()), WorkingTime(EIGHT), rule="ISM-5")
CASES = {
    "on time": START,
    "late": START.replace(hour=16),
    "on a day off": START + dt.timedelta(days=4),
}


def house():
    """A calendar that has compiled nothing yet."""
    return WorkingCalendar.weekly(WEEK, tz="Europe/Berlin", holidays=TABLE)


def warm():
    """A calendar that has compiled all that is asked here."""
    calendar = house()
    calendar.add(START, MANY)
    calendar.between(START, START + dt.timedelta(days=3653))
    return calendar


def floor():
    return dt.datetime.fromtimestamp(START.timestamp(), BERLIN)


# --- peers: each returns how it adds so many hours to the start -------------------------------------------------------


def workclock():
    peer = importlib.import_module("workclock")
    rules = [peer.WorkDay(dt.time(9), dt.time(18), days=[0, 1, 2, 3, 4]), peer.Holidays(HOLIDAYS)]
    schedule = peer.Schedule(rules, time_zone="Europe/Berlin")
    return lambda hours: schedule.add(START, hours=hours)


def pandas():
    peer = importlib.import_module("pandas")
    step = peer.offsets.CustomBusinessHour(start="09:00", end="18:00", holidays=HOLIDAYS)
    start = peer.Timestamp(START.replace(tzinfo=None))  # it does not know clock changes
    return lambda hours: start + hours * step


def businesstimedelta():
    peer, zones = importlib.import_module("businesstimedelta"), importlib.import_module("pytz")
    zone = zones.timezone("Europe/Berlin")
    days = peer.WorkDayRule(start_time=dt.time(9), end_time=dt.time(18), working_days=[0, 1, 2, 3, 4], tz=zone)
    rules = peer.Rules([days, peer.HolidayRule(dict.fromkeys(HOLIDAYS, "closed"), tz=zone)])
    return lambda hours: START + peer.BusinessTimeDelta(rules, hours=hours)


def installed(peer, calendar):
    """Return how a peer adds hours, once it has given our answers; ``None`` if it is not installed."""
    try:
        add = peer()
    except ImportError:
        return None
    for hours in (8, 80, 400):
        expected, found = calendar.add(START, hours * HOUR), add(hours)
        found = found if found.tzinfo else found.replace(tzinfo=BERLIN)
        assert expected == found, f"{hours} hours: {expected}, and {peer.__name__} says {found}"
    return add


# --- rows -------------------------------------------------------------------------------------------------------------


def row_1(rounds, calendar):
    def eight():
        return calendar.add(START, EIGHT)

    yield Found("1", "add 8 h / F", ratio(eight, floor, rounds), 2.8)
    for peer, block, bar in ((workclock, 100, 0.5), (pandas, 20, None), (businesstimedelta, 5, None)):
        add = installed(peer, calendar)
        found = None if add is None else ratio(eight, lambda add=add: add(8), rounds, block)
        yield Found("1", f"add 8 h / {peer.__name__}", found, bar)


def row_2(rounds, calendar):
    day, years = START + dt.timedelta(days=1), START + dt.timedelta(days=3653)
    many, eight = (lambda: calendar.add(START, MANY)), (lambda: calendar.add(START, EIGHT))
    yield Found("2", "add 20,000 h / add 8 h", ratio(many, eight, rounds), 1.3)
    long, short = (lambda: calendar.between(START, years)), (lambda: calendar.between(START, day))
    yield Found("2", "between ten years / one day", ratio(long, short, rounds), 1.3)
    add = installed(workclock, calendar)
    found = None if add is None else ratio(many, lambda: add(20_000), rounds, 5)
    yield Found("2", "add 20,000 h / workclock", found)


def row_4(rounds, calendar):
    for case, start in CASES.items():
        due, add = (lambda start=start: BUG.due(calendar, start)), (lambda start=start: calendar.add(start, EIGHT))
        yield Found("4", f"due of a BUG {case} / add", ratio(due, add, rounds), 2.5)
    source, begin = calendar.source, to_micros(START)
    end = begin + 2 * 366 * DAY

    def first():
        return BUG.due(house(), START)

    def two_years():
        return compiled(begin, end, source.pieces(begin, end))

    yield Found("4", "fresh to first deadline / two years", ratio(first, two_years, rounds, 3), 1.0)


def rows(smoke):
    rounds, calendar = (3 if smoke else 40), warm()
    for measured in (row_1, row_2, row_4):
        yield from measured(rounds, calendar)


if __name__ == "__main__":
    show(rows, __doc__)
