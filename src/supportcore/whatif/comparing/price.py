"""Which price gives this margin: the smallest one, to the cent, or to any other step.

A bill never falls when a price rises, so the answer is bisected over whole steps of the price: exact, bounded, and
checked on either side. Where even the highest price is too low, the answer is an error that says how far it gets.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import InvalidWorkload, NoAnswer
from supportcore.plans import Plan
from supportcore.pricing import ExchangeRate, RateTable
from supportcore.units import Money
from supportcore.whatif.answers.amounts import told
from supportcore.whatif.answers.bars import amounts
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.asking.demand import exact
from supportcore.whatif.asking.doors import COSTS, MONEY
from supportcore.whatif.asking.workload import Workload
from supportcore.whatif.playing.desk import DESK, Desk
from supportcore.whatif.playing.outcome import Books, Played
from supportcore.whatif.playing.play import played


@attrs.frozen(repr=False)
class PriceFound(Result):
    """The smallest price whose margin is at least what was wanted; ``row`` is the plan at that price."""

    price: Money
    wanted: Money
    row: Played
    below: Played | None

    @property
    def margin(self) -> Money:
        """The margin at that price."""
        return _margin(self.row)

    def to_records(self) -> list[Record]:
        """Return the price, and the margin one step below it."""
        below = None if self.below is None else _margin(self.below).amount
        return [{"price": self.price.amount, "margin": self.margin.amount, "wanted": self.wanted.amount,
                 "a step below": below}]  # fmt: skip

    def draw(self, axes: Any) -> None:
        """Draw the client's bill as the firm's cost and its margin."""
        cost = self.row.cost
        values = [float(self.row.total.amount), float(cost.amount if cost else 0), float(self.margin.amount)]
        amounts(axes, ["paid by the client", "cost of the work", "margin"], values, self.wanted.currency)


def solve(
    make: Callable[[Money], Plan],
    workload: Workload,
    calendar: WorkingCalendar,
    *,
    margin: Money,
    costs: RateTable,
    highest: Money,
    step: Decimal = Decimal("0.01"),
    rates: Iterable[ExchangeRate] = (),
    desk: Desk = DESK,
) -> PriceFound:
    """Return the smallest price, in whole steps from zero to the highest, that gives a margin over the workload.

    ``make`` is the plan at a price. Figures are told in the margin's currency. Cost: about log2(highest / step) plays.
    Raises `NoAnswer` where the highest price gives too little.

    >>> import datetime as dt
    >>> from supportcore import plans
    >>> from supportcore.whatif import Workload
    >>> month = Workload.of({"simple": 12}, {"simple": 30}, start=dt.date(2027, 3, 1), months=1)
    >>> def monthly(price): return plans.paid_support(tariff=plans.Tariff(monthly=price))
    >>> found = solve(monthly, month, plans.house_calendar(), margin=Money(100, "USD"),
    ...               costs=RateTable(default=Money(9, "USD")), highest=Money(1000, "USD"))
    >>> print(found.price, found.margin)
    154.00 USD 100.00 USD
    """
    rule, way = "a price goes in steps above zero", "write step=Decimal('0.01')"
    if isinstance(step, Fraction) or exact(step, rule, way) <= 0:
        raise InvalidWorkload(step, rule, way)
    if not callable(make):
        raise InvalidWorkload(
            make, "a price makes a Plan: a function of Money is meant", "write make=lambda price: ..."
        )
    books = Books(MONEY(margin).currency, rates, COSTS(costs))

    def at(number: int) -> Played:
        price = Money(Decimal(step) * number, highest.currency)
        return played(make(price), workload, calendar, books, desk=desk)

    if MONEY(highest).amount < 0:
        raise InvalidWorkload(highest, "a price is zero or more", "write highest=Money(1000, 'USD')")
    top = floor(Fraction(highest.amount) / Fraction(step))
    best = at(top)
    if _margin(best) < margin:
        why = f"even {highest} gives a margin of {_margin(best)}"
        raise NoAnswer(margin, why, "raise highest=, or ask for less")
    low, high, under = -1, top, None
    while high - low > 1:
        middle = (low + high) // 2
        row = at(middle)
        if _margin(row) < margin:
            low, under = middle, row
        else:
            high, best = middle, row
    return PriceFound(told(Money(Decimal(step) * high, highest.currency)), told(margin), best, under)


def _margin(row: Played) -> Money:
    assert row.margin is not None  # costs are given
    return row.margin
