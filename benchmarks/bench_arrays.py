"""The bar of arrays (row 3): a million random instants over 20 years.

    python benchmarks/bench_arrays.py [--smoke]

``arrays.add`` of 8 hours against ``numpy.busday_offset`` by one day on the same dates, which knows only whole days:
both with 12 holidays a year, and both without any, which is where ``busday_offset`` is quickest. Beside it, without a
bar: the other questions, work of its own for every row, work that leaves the grid of full hours, and columns in other
units and with NaT. A sample must equal the scalar first. The place is Berlin, Mon-Fri 9-18.
"""

import datetime as dt

import numpy as np
from measure import Found, clock, ratio, show

from supportcore import arrays
from supportcore.calendar import HolidayTable, WorkingCalendar
from supportcore.instants import from_micros

HOUR = dt.timedelta(hours=1)
HOLIDAYS = [dt.date(year, month, 1) for year in range(2005, 2035) for month in range(1, 13)]
WEEK = {"mon-fri": [("09:00", "18:00")]}
BAR = 0.7


def house(holidays):
    return WorkingCalendar.weekly(WEEK, tz="Europe/Berlin", holidays=HolidayTable.of(holidays))


def as_scalar(calendar, instants, work, answers):
    """Assert that a sample of the rows has the scalar's answers."""
    for x, amount, found in zip(instants[:2000].tolist(), work[:2000].tolist(), answers[:2000].tolist(), strict=True):
        expected = calendar.add(from_micros(x), dt.timedelta(microseconds=amount))
        assert from_micros(found) == expected, f"{from_micros(x)}: {expected}, and the column says {from_micros(found)}"


def rows(smoke):
    """Measure with holidays and without, once samples are seen to equal the scalar."""
    count, rounds = (20_000, 3) if smoke else (1_000_000, 30)
    random = np.random.default_rng(2026)
    whole = random.integers(1_262_304_000 * 10**6, 1_893_456_000 * 10**6, count)  # the years 2010 to 2029
    instants, other = whole.view("M8[us]"), random.permutation(whole).view("M8[us]")
    dates = instants.astype("M8[D]")
    work = random.integers(-100 * 3600 * 10**6, 100 * 3600 * 10**6, count)
    for name, holidays in (("12 holidays a year", HOLIDAYS), ("no holidays", [])):
        calendar, days = house(holidays), np.busdaycalendar(holidays=np.array(holidays, dtype="M8[D]"))
        as_scalar(calendar, whole, np.full(count, 8 * 3600 * 10**6), arrays.add(calendar, whole, 8 * HOUR))
        as_scalar(calendar, whole, work, arrays.add(calendar, whole, work))
        step = lambda days=days: np.busday_offset(dates, 1, roll="backward", busdaycal=days)  # noqa: E731
        for question, ask in questions(calendar, instants, other, work.view("m8[us]")).items():
            barred = question == "add 8 h"
            found = ratio(ask, step, rounds if barred else min(rounds, 10), 1)
            yield Found(
                "3" if barred else "beside", f"{question}, {name} / busday_offset", found, BAR if barred else None
            )
        speed = count / clock(lambda calendar=calendar: arrays.add(calendar, instants, 8 * HOUR), 1)
        yield Found("beside", f"add 8 h, {name}", speed, None, "rows/s")


def questions(calendar, instants, other, work):
    nanos, seconds, with_nat = instants.astype("M8[ns]"), instants.astype("M8[s]"), instants.copy()
    with_nat[::100] = np.datetime64("NaT")
    return {
        "add 8 h": lambda: arrays.add(calendar, instants, 8 * HOUR),
        "add -8 h": lambda: arrays.add(calendar, instants, -8 * HOUR),
        "add 7 h 53 min 11 s": lambda: arrays.add(calendar, instants, dt.timedelta(hours=7, minutes=53, seconds=11)),
        "add 8 h, nanoseconds": lambda: arrays.add(calendar, nanos, 8 * HOUR),
        "add 8 h, seconds": lambda: arrays.add(calendar, seconds, 8 * HOUR),
        "add 8 h, one in 100 NaT": lambda: arrays.add(calendar, with_nat, 8 * HOUR),
        "add, work of its own": lambda: arrays.add(calendar, instants, work),
        "between": lambda: arrays.between(calendar, instants, other),
        "is_open": lambda: arrays.is_open(calendar, instants),
        "next_open": lambda: arrays.next_open(calendar, instants),
    }


if __name__ == "__main__":
    show(rows, __doc__)
