"""Chance: years of twenty tasks a month, drawn once and played under all ready-made plans. How long, and where it goes.

    python benchmarks/bench_whatif.py [--smoke]

Ten years in a smoke run, a hundred otherwise. Every task lives through the account: posted, accepted, worked on,
solved, closed, billed. The same seed must give the same years, and a longer run begin with a shorter one. The shares
are a profile's of a few more years, by the room whose code ran; what attrs and Python did for all of them is one more.
"""

import cProfile
import datetime as dt
import pstats
import re
import time

from measure import Found, show

from supportcore import plans
from supportcore.plans import Tariff
from supportcore.pricing import ExchangeRate, Linear, RateTable
from supportcore.units import Money
from supportcore.whatif import Workload, monte_carlo

HOUSE = plans.house_calendar()
YEAR = Workload.of(
    {"simple": 16, "bug": 3, "development": 1},
    {"simple": (10, 15, 25, 45), "bug": (30, 60, 120), "development": (240, 480)},
    start=dt.date(2027, 1, 1),
)  # fmt: skip
RATES = (ExchangeRate("UAH", "USD", "0.024"),)
HOURLY = RateTable(default=Money(30, "USD"))
TARIFFS = {
    "individual_manager": Tariff(monthly=Money(350, "USD"), development=HOURLY),
    "paid_support": Tariff(monthly=Money(250, "USD"), development=HOURLY),
    "free_support": Tariff(monthly=Money(0, "USD")),
    "hour_package": Tariff(monthly=Money(800, "USD")),
    "points_subscription": Tariff(monthly=Money(100, "USD"), unit=Linear(Money(25, "USD"))),
    "employee_training": Tariff(monthly=Money(200, "USD"), development=HOURLY),
}
FEW = 3


def everything():
    """Return all ready-made plans, each with a price: made-up ones where the source names none."""
    found = (make() for make in plans.READY.values())
    return [plan.evolve(tariff=TARIFFS.get(plan.code, plan.tariff)) for plan in found]


def played(years, seed=1):
    return monte_carlo(everything(), YEAR, HOUSE, years=years, seed=seed, currency="USD", rates=RATES)


def room(code):
    """Return the wing that a profiled function belongs to, by its file or by what attrs generated it for."""
    found = re.search(r"supportcore[./](\w+)", code[0])
    return found[1] if found else "attrs and Python"


def shares():
    """Return which share of the time each room took, the most first."""
    profile = cProfile.Profile()
    profile.runcall(played, FEW)
    spent = {}
    for code, (_, _, own, _, _) in pstats.Stats(profile).stats.items():
        spent[room(code)] = spent.get(room(code), 0) + own
    total = sum(spent.values())
    return sorted(((own / total, name) for name, own in spent.items()), reverse=True)


def rows(smoke):
    years = 10 if smoke else 100
    played(1)  # compiles the calendar's years
    wall, busy = time.perf_counter(), time.process_time()
    found = played(years)
    wall, busy = time.perf_counter() - wall, time.process_time() - busy
    again = played(FEW)
    assert again.years == found.years[:FEW], "the same seed gave other years"
    assert played(FEW, seed=2).years != again.years, "another seed gave the same years"
    print(found)
    what = f"{years:,} years of 20 tasks a month, {len(found.names)} plans"
    yield Found("beside", what, wall, unit="s")
    yield Found("beside", f"{what}, of the processor", busy, unit="s")
    yield Found("beside", "a plan and year", 1000 * busy / years / len(found.names), unit="ms")
    for share, name in shares():
        if share >= 0.01:
            yield Found("beside", f"of it in {name}", round(100 * share, 1), unit="%")


if __name__ == "__main__":
    show(rows, __doc__)
