"""What the tests of what-ifs share: a house, plans with prices, workloads drawn at random."""

import datetime as dt
from fractions import Fraction
from math import ceil

from hypothesis import strategies as st

from supportcore import plans
from supportcore.pricing import ExchangeRate, Linear, RateTable
from supportcore.units import Money
from supportcore.whatif import Books, Workload

HOUSE = plans.house_calendar()
START = dt.date(2027, 3, 1)
RATES = (ExchangeRate("UAH", "USD", "0.025"), ExchangeRate("RUB", "USD", "0.0125"))
COSTS = RateTable({"programmer": Money(15, "USD")}, default=Money(9, "USD"))
BOOKS = Books("USD", RATES, COSTS)


def monthly(plan, amount, currency="USD"):
    return plan.evolve(tariff=plans.Tariff(monthly=Money(amount, currency), development=plan.tariff.development))


PRICED = (
    monthly(plans.individual_manager(), 300),
    plans.task_package(),
    monthly(plans.paid_support(), 200),
    plans.free_support(),
    plans.hourly(),
    plans.hour_package(20, price=Money(400, "USD")),
    plans.points_subscription(tariff=plans.Tariff(unit=Linear(Money(25, "USD")))),
    plans.points_alternative(),
    plans.employee_training(),
)
READY = [make() for make in plans.READY.values()]


@st.composite
def workloads(draw, most=12, months=3, kinds=("simple", "bug", "development", "compound", "training")):
    chosen = draw(st.lists(st.sampled_from(kinds), unique=True, min_size=1))
    tasks = {kind: draw(st.integers(0, 3 if kind == "development" else most)) for kind in chosen}
    efforts = {
        kind: draw(st.lists(st.sampled_from([1, 15, 59, 60, 61, 90, 180]), min_size=1, max_size=4)) for kind in chosen
    }
    return Workload.of(
        tasks, efforts, start=draw(st.sampled_from([START, dt.date(2027, 1, 31), dt.date(2027, 10, 1)])),
        months=draw(st.integers(1, months)), fault=draw(st.sampled_from([0, Fraction(1, 3), 1])),
    )  # fmt: skip


def parts(minutes):
    """Of how many simple tasks of an hour a long one consists."""
    return ceil(minutes / 60)
