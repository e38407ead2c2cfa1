"""Which input moves the answer most: one at a time, down and up by the same share, and the others left as they are."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import InvalidWorkload, paired
from supportcore.plans import Plan
from supportcore.pricing import ExchangeRate, RateTable
from supportcore.units import Exact, Money
from supportcore.whatif.answers.bars import swings
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.asking.demand import exact
from supportcore.whatif.asking.workload import WORKLOAD, Workload
from supportcore.whatif.playing.desk import DESK, Desk
from supportcore.whatif.playing.outcome import Played
from supportcore.whatif.playing.play import books_of, played

TWENTY = Decimal("0.2")
"""By how much inputs are moved unless something else is said: a fifth, down and up."""
Swing = tuple[Workload, Workload]


@attrs.frozen
class Blade:
    """One input: the answer with it low, and with it high."""

    name: str
    low: Money
    high: Money

    @property
    def swing(self) -> Money:
        """How far the answer moves, without its sign."""
        moved = self.high - self.low
        return -moved if moved.amount < 0 else moved


@attrs.frozen(repr=False)
class Tornado(Result):
    """The inputs, the one that moves the answer most first; ``base`` is the answer with none of them moved."""

    plan: Plan
    what: str
    base: Money
    blades: tuple[Blade, ...]

    def title(self) -> str:
        """Return which answer of which plan is moved."""
        return f"{self.plan.name}: {self.what} {self.base}"

    def to_records(self) -> Sequence[Record]:
        """Return a row for each input."""
        return [
            {"input": one.name, "low": one.low.amount, "high": one.high.amount, "moves by": one.swing.amount}
            for one in self.blades
        ]

    def draw(self, axes: Any) -> None:
        """Draw a bar for each input, from its low to its high answer, around the base."""
        ends = [(float(one.low.amount), float(one.high.amount)) for one in self.blades]
        what = f"{self.what}, {self.base.currency}; blue: the input low, orange: high"
        swings(axes, [one.name for one in self.blades], ends, float(self.base.amount), what)


def tornado(
    plan: Plan,
    workload: Workload,
    calendar: WorkingCalendar,
    *,
    by: Exact = TWENTY,
    inputs: Mapping[str, Swing] | None = None,
    currency: str | None = None,
    rates: Iterable[ExchangeRate] = (),
    costs: RateTable | None = None,
    desk: Desk = DESK,
) -> Tornado:
    """Return how far each input moves a plan's bill, or the firm's margin where ``costs`` are given.

    The inputs are the number and the effort of each kind, moved by a share, or any pairs of workloads by name.

    >>> import datetime as dt
    >>> from supportcore import plans
    >>> from supportcore.whatif import Workload
    >>> month = Workload.of({"simple": 20, "bug": 2}, {"simple": 30, "bug": 60}, start=dt.date(2027, 3, 1), months=1)
    >>> [(one.name, str(one.swing)) for one in tornado(plans.hourly(), month, plans.house_calendar()).blades][:2]
    [('simple: how long', '120.00 USD'), ('simple: how many', '120.00 USD')]
    """
    books = books_of((plan,), currency, rates, costs)

    def answer(work: Workload) -> Money:
        row: Played = played(plan, work, calendar, books, desk=desk)
        return row.total if row.margin is None else row.margin

    pairs = _swings(WORKLOAD(workload), by).items() if inputs is None else _pairs(inputs)
    found = (Blade(name, answer(low), answer(high)) for name, (low, high) in pairs)
    ordered = sorted(found, key=lambda one: (-one.swing.amount, one.name))
    return Tornado(plan, "paid by the client" if costs is None else "margin", answer(workload), tuple(ordered))


def _pairs(inputs: Mapping[str, Swing]) -> Iterable[tuple[str, Swing]]:
    rule, way = "an input is a name with two workloads, low and high", "write {'visits': (fewer, more)}"
    for name, pair in paired(inputs, InvalidWorkload, rule, way):
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise InvalidWorkload(pair, rule, way)
        yield name, (WORKLOAD(pair[0]), WORKLOAD(pair[1]))


def _swings(workload: Workload, by: Exact) -> Mapping[str, Swing]:
    rule, way = "inputs are moved by a share between 0 and 1", "write Decimal('0.2')"
    if not 0 < exact(by, rule, way) < 1:
        raise InvalidWorkload(by, rule, way)
    less, more = 1 - Fraction(by), 1 + Fraction(by)
    found: dict[str, Swing] = {}
    for stream in workload.streams:
        kind = stream.kind
        found[f"{kind.code}: how many"] = (workload.scaled(kind, tasks=less), workload.scaled(kind, tasks=more))
        found[f"{kind.code}: how long"] = (workload.scaled(kind, effort=less), workload.scaled(kind, effort=more))
    return found
