"""Side by side with what else adds and counts working time in Python; beside each other, and nobody's bar.

    python benchmarks/bench_peers.py [--smoke]

One calendar (Berlin, Mon-Fri 9-18, 12 holidays a year): add 8 hours, add 2,000 hours, what lies between two instants a
year apart, and ten years apart. Every engine must give our answer first; a question that an engine has no word for is
left out. numpy's busday knows whole days only, and is asked for the next working day.

What the others cannot say at all is no part of this: breaks, nights, dates with hours of their own, clock changes
(pandas, business-duration and numpy read the wall clock), pauses, and why.
"""

import datetime as dt
import importlib

from bench_calendar import HOLIDAYS, HOUR, START, businesstimedelta, installed, pandas, warm, workclock
from measure import Found, ratio, show

YEAR = dt.timedelta(days=365)


# --- peers: each returns how it counts between two instants -----------------------------------------------------------


def count_by_workclock():
    peer = importlib.import_module("workclock")
    rules = [peer.WorkDay(dt.time(9), dt.time(18), days=[0, 1, 2, 3, 4]), peer.Holidays(HOLIDAYS)]
    schedule = peer.Schedule(rules, time_zone="Europe/Berlin")
    return schedule.between


def count_by_businesstimedelta():
    peer, zones = importlib.import_module("businesstimedelta"), importlib.import_module("pytz")
    zone = zones.timezone("Europe/Berlin")
    days = peer.WorkDayRule(start_time=dt.time(9), end_time=dt.time(18), working_days=[0, 1, 2, 3, 4], tz=zone)
    rules = peer.Rules([days, peer.HolidayRule(dict.fromkeys(HOLIDAYS, "closed"), tz=zone)])

    def count(start, end):
        found = rules.difference(start, end)
        return dt.timedelta(hours=found.hours, seconds=found.seconds)

    return count


def count_by_business_duration():
    peer = importlib.import_module("business_duration")
    closed = dict.fromkeys(HOLIDAYS, "closed")

    def count(start, end):
        minutes = peer.businessDuration(
            start.replace(tzinfo=None),
            end.replace(tzinfo=None),
            dt.time(9),
            dt.time(18),
            holidaylist=closed,
            unit="min",
        )
        return dt.timedelta(minutes=minutes)

    return count


def next_day_by_numpy():
    peer = importlib.import_module("numpy")
    closed = peer.busdaycalendar(holidays=HOLIDAYS)
    return lambda day: peer.busday_offset(day, 1, busdaycal=closed)


# --- rows -------------------------------------------------------------------------------------------------------------


def asked(peer, ours, questions):
    """Return how a peer answers, once it has given our answers; ``None`` if it is not installed."""
    try:
        theirs = peer()
    except ImportError:
        return None
    for question in questions:
        expected, found = ours(*question), theirs(*question)
        assert expected == found, f"{question}: {expected}, and {peer.__name__} says {found}"
    return theirs


def adding(rounds, calendar):
    for hours in (8, 2_000):
        for peer, block in ((workclock, 50), (pandas, 20), (businesstimedelta, 1)):
            add = installed(peer, calendar)
            found = None if add is None else ratio(
                lambda add=add, hours=hours: add(hours), lambda amount=hours * HOUR: calendar.add(START, amount),
                rounds, block,
            )  # fmt: skip
            yield Found("beside", f"add {hours:,} h: {peer.__name__}", found, unit="x ours")


def counting(rounds, calendar):
    peers = {"workclock": (count_by_workclock, 5), "businesstimedelta": (count_by_businesstimedelta, 1),
             "business-duration": (count_by_business_duration, 1)}  # fmt: skip
    for years in (1, 10):
        question = START, START + years * YEAR
        for name, (peer, block) in peers.items():
            count = asked(peer, calendar.between, [question])
            found = None if count is None else ratio(
                lambda count=count, question=question: count(*question),
                lambda question=question: calendar.between(*question), rounds, block,
            )  # fmt: skip
            yield Found("beside", f"between, {years} year{'s' if years > 1 else ''}: {name}", found, unit="x ours")


def days(rounds, calendar):
    day = START.date()
    step = asked(next_day_by_numpy, lambda day: calendar.add_days(day, 1), [(day,)])
    found = None if step is None else ratio(lambda: step(day), lambda: calendar.add_days(day, 1), rounds)
    yield Found("beside", "the next working day: numpy busday", found, unit="x ours")


def rows(smoke):
    rounds, calendar = (2 if smoke else 30), warm()
    for measured in (adding, counting, days):
        yield from measured(rounds, calendar)


if __name__ == "__main__":
    show(rows, __doc__)
