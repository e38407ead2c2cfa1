"""What chance does to a bill: many years, the same for every plan, each played through the account.

All plans meet the same years (common random numbers), so that a difference between two plans is the plans' own and not
luck. The answer is a spread, P10 to P90, and how often one plan beats another; the seed makes it the same every time.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import InvalidWorkload, NoAnswer
from supportcore.plans import Plan
from supportcore.pricing import ExchangeRate
from supportcore.units import Money
from supportcore.whatif.answers.bars import Spread, spreads
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.asking.chance import Drawing
from supportcore.whatif.asking.doors import PLAN
from supportcore.whatif.asking.workload import WORKLOAD, Workload
from supportcore.whatif.playing.desk import DESK, Desk
from supportcore.whatif.playing.play import books_of, named
from supportcore.whatif.varying.axis import Competes, Cost, Field, leader

MOST = 100_000


@attrs.frozen(repr=False)
class MonteCarlo(Result):
    """The costs of every plan in every year; a year is one run of the workload's months."""

    workload: Workload
    seed: int
    names: tuple[str, ...]
    years: tuple[tuple[Cost, ...], ...]

    def _place(self, name: str) -> int:
        if name not in self.names:
            raise NoAnswer(name, f"the years were played under {', '.join(self.names)}", "name one of these plans")
        return self.names.index(name)

    def percentile(self, name: str, percent: int) -> Money:
        """Return what so many of a hundred years do not exceed, by nearest rank: a bill that was drawn.

        Raises `NoAnswer` for a name that was not played, and for what is no whole number from 1 to 100.
        """
        totals = sorted(year[self._place(name)].total for year in self.years)
        if type(percent) is not int or not 0 < percent <= 100:
            raise NoAnswer(percent, "a percentile is a whole number from 1 to 100", "ask for 10, 50 or 90")
        return totals[-(-len(totals) * percent // 100) - 1]

    def beats(self, name: str, other: str) -> float:
        """Return in which share of the years a plan costs less than another; equal years count half.

        Years that one of them did not take whole are counted too: look at ``complete`` in the records.
        """
        one, two = self._place(name), self._place(other)
        less = sum(year[one].total < year[two].total for year in self.years)
        same = sum(year[one].total == year[two].total for year in self.years)
        return (less + same / 2) / len(self.years)

    def title(self) -> str:
        """Return how many years, of what, by which seed."""
        return f"{len(self.years)} times {self.workload}; seed {self.seed}; {self.years[0][0].total.currency}"

    def to_records(self) -> Sequence[Record]:
        """Return a row for each plan: the spread of its bills, and how often it is the cheapest that competes."""
        best = [leader(year) for year in self.years]
        return [
            {
                "plan": name,
                **{f"P{percent}": self.percentile(name, percent).amount for percent in (10, 50, 90)},
                "cheapest": f"{best.count(place) / len(best):.0%}",
                "complete": f"{sum(year[place].competes for year in self.years) / len(self.years):.0%}",
            }
            for place, name in enumerate(self.names)
        ]

    def duels(self) -> Sequence[Record]:
        """Return for each pair of plans how often the first beats the second."""
        return [{"plan": one, "beats": two, "in": self.beats(one, two)} for one, two in combinations(self.names, 2)]

    def draw(self, axes: Any) -> None:
        """Draw the spread of each plan's bills: P10 to P90, and the median."""
        paid = f"paid by the client, {self.years[0][0].total.currency}: median, P10 to P90"
        spreads(axes, [self._spread(place, name) for place, name in enumerate(self.names)], paid)

    def _spread(self, place: int, name: str) -> Spread:
        low, middle, high = (float(self.percentile(name, percent).amount) for percent in (10, 50, 90))
        return Spread(name, low, middle, high, counts=any(year[place].competes for year in self.years))


def monte_carlo(
    plans: Iterable[Plan],
    workload: Workload,
    calendar: WorkingCalendar,
    *,
    years: int = 100,
    seed: int = 1,
    currency: str | None = None,
    rates: Iterable[ExchangeRate] = (),
    desk: Desk = DESK,
    competes: Competes = Competes.COMPLETE,
) -> MonteCarlo:
    """Play many years of a workload by chance, the same for every plan.

    Requests arrive as a Poisson process in working time with the workload's numbers; efforts are drawn from those that
    it lists. A run of more years begins with the same years. Cost: some 60 milliseconds a plan and year of
    twenty tasks a month.

    >>> import datetime as dt
    >>> from supportcore import plans
    >>> month = Workload.of({"simple": 10}, {"simple": (15, 45)}, start=dt.date(2027, 3, 1), months=1)
    >>> flat = plans.paid_support(tariff=plans.Tariff(monthly=Money(150, "USD")))
    >>> found = monte_carlo([plans.hourly(), flat], month, plans.house_calendar(), years=20)
    >>> print(found.percentile("Hourly support", 50), found.beats("Hourly support", "General support, paid"))
    157.50 USD 0.425
    """
    chosen = PLAN.all(plans)
    if not chosen:
        raise NoAnswer("no plans", "years are played under plans", "give one or more")
    if type(years) is not int or not 1 <= years <= MOST:
        raise InvalidWorkload(years, f"years are a whole number from 1 to {MOST:,}", "write years=100")
    if type(seed) is not int:
        raise InvalidWorkload(seed, "a seed is a whole number, so that the answer can be had again", "write seed=1")
    field = Field(chosen, calendar, books_of(chosen, currency, rates), desk, competes)
    drawing = Drawing(WORKLOAD(workload), calendar, seed)
    found = tuple(field.costs(workload, drawing.year(number)) for number in range(years))
    return MonteCarlo(workload, seed, named(chosen), found)
