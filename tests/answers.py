"""Values that no document holds: the answers of what-ifs, findings about a ledger, small change between rooms.

They are made by asking, and found by walking: whatever of ours stands inside of an answer is a value too.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache

import attrs

from desk import at
from drawing.whatifs import COSTS, HOUSE, PRICED, RATES, START
from samples import client
from supportcore import calendar, ledger, plans, pricing, tasks, texts, whatif
from supportcore.pricing import Linear
from supportcore.units import CREDIT, Money, Rounding, RoundTo

HOURS = dt.timedelta(hours=1)
MOST = 5
USD = {"currency": "USD", "rates": RATES}


def comparisons():
    month = whatif.Workload.of({"simple": 12}, {"simple": 30}, start=START, months=1)
    hourly, package, fee = plans.hourly(), plans.task_package(), PRICED[0]
    axis = whatif.Axis.tasks(month, "simple", range(15))
    compound = whatif.Axis.minutes(
        whatif.Workload.of({"compound": 1}, {"compound": 60}, start=START, months=1), "compound", range(540, 781, 60)
    )
    falling = pricing.Volume([(0, Money(10, "USD")), (10, Money(8, "USD"))])
    cheaper = plans.task_package(smallest=1, tariff=plans.Tariff(unit=falling))
    return [
        axis,
        *month.asks(HOUSE)[:2],
        whatif.compare([hourly, package], month, HOUSE, costs=COSTS, **USD),
        whatif.recommend([hourly, fee], month, HOUSE, whatif.Situation(nobody_owns_it=True), **USD),
        whatif.hour_package_options(160, prices={20: Money(400, "USD")}),
        whatif.speedup(PRICED[2], PRICED[0], month, HOUSE, costs=COSTS, **USD),
        *(found := whatif.break_even([hourly, PRICED[2]], axis, HOUSE, **USD)).switches,
        found,
        *(found := whatif.lint(cheaper, compound, HOUSE)).cliffs,
        found,
        whatif.tornado(package, month, HOUSE, costs=COSTS, **USD),
        whatif.cheapest_map(
            [hourly, fee], ("tasks", [1, 20]), ("minutes", [10, 60]),
            lambda x, y: whatif.Workload.of({"simple": x}, {"simple": y}, start=START, months=1), HOUSE, **USD,
        ),
        whatif.monte_carlo([hourly, fee], month, HOUSE, years=2, **USD),
        whatif.solve(
            lambda price: plans.paid_support().evolve(tariff=plans.Tariff(monthly=price)), month, HOUSE,
            margin=Money(50, "USD"), costs=COSTS, highest=Money(1000, "USD"), rates=RATES,
        ),
        whatif.reprice(
            {"client": ("task_package", month)}, {}, {"task_package": plans.Tariff(unit=Linear(Money(400, "UAH")))},
            HOUSE, start=START, months=1, **USD,
        ),
        whatif.imagine(package, month, HOUSE),
        whatif.DESK,
        whatif.History.of(client().account()),
    ]  # fmt: skip


def fitted():
    formula = pricing.ComplexityFormula({"boxed": 90, "custom": 400}, "2.6", 14, "1.8")
    projects = [
        pricing.Project(("boxed", "custom")[n % 2], 8 + 7 * n % 40, n * n % 13, 3 + 11 * n % 50) for n in range(12)
    ]
    known = [
        whatif.PricedProject(one, Money(formula.score(one).total + n % 3, "USD")) for n, one in enumerate(projects)
    ]
    found = whatif.calibrate(known, implementation=whatif.Rising("boxed", "custom"), draws=19)
    plain = whatif.calibrate(known, draws=19)
    return [
        *known,
        whatif.Rising("boxed", "custom"),
        found,
        plain.rounded(RoundTo(1, Rounding.HALF_UP)),
    ]


def staffed():
    load = whatif.Caseload(
        [whatif.Stream(tasks.SIMPLE, 8 * HOURS, whatif.Fixed(HOURS))], plans.individual_manager().rulebook, HOUSE, HOUSE
    )
    monday = at("11-23 09:00")
    weeks = dt.timedelta(days=7)
    return [
        *whatif.simulate(load, 2, monday, monday + weeks),
        whatif.capacity(load, monday, projects=[1, 2], length=weeks, warm_up=weeks, replications=5),
    ]


def late():
    """A ledger that would have paid otherwise, had a grant come in time."""
    book = ledger.Ledger(CREDIT)
    book.post(book.grant("a", CREDIT.of(2), at=at("09-01 09:00")))
    book.post(book.debit("d", CREDIT.of(2), at=at("09-03 09:00")))
    more = {"expires_at": at("09-09 09:00"), "recorded_at": at("09-04 09:00")}
    book.post(book.grant("b", CREDIT.of(2), at=at("09-02 09:00"), **more))
    return book


def findings():
    package = plans.task_package()
    return [
        calendar.Shift("09:00", "18:00"),
        calendar.Shift("22:00", "06:00"),
        late().reconsider(),
        *package.diff(package.evolve(name="Ten tasks")),
        *(texts.ENGLISH, texts.UKRAINIAN, texts.RUSSIAN, texts.ENGLISH.but(phrases={"paused": "on hold"})),
    ]


def inside(value, seen=None):
    """Every value of ours in it, itself too, each once."""
    seen = {} if seen is None else seen
    if id(value) in seen:
        return
    seen[id(value)] = value
    if type(value).__module__.startswith("supportcore"):
        yield value
    if attrs.has(type(value)):
        parts = [getattr(value, field.name) for field in attrs.fields(type(value))]
    elif isinstance(value, Mapping):
        parts = [*value, *value.values()]
    else:
        parts = value if isinstance(value, list | tuple | frozenset) else ()
    for part in parts:
        yield from inside(part, seen)


@cache
def answers():
    """All of them, and what is in them, by class; of a class with very many a few."""
    seen, found = {}, {}
    for one in (one for room in (findings, comparisons, fitted, staffed) for one in room()):
        for value in inside(one, seen):
            kept = found.setdefault(type(value), [])
            if len(kept) < MOST:
                kept.append(value)
    return found
