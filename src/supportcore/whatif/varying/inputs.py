"""Which input moves the answer most, and which plan is the cheapest over two inputs at once.

A tornado moves one input at a time, down and up by the same share, and leaves the others; what two together do, the map
shows. Both are made of the same plays as everything else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import InvalidWorkload, NoAnswer
from supportcore.plans import Plan
from supportcore.pricing import ExchangeRate, RateTable
from supportcore.units import Exact, Money
from supportcore.whatif.answers.bars import swings
from supportcore.whatif.answers.plane import squares
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.asking.demand import exact
from supportcore.whatif.asking.workload import Workload
from supportcore.whatif.playing.desk import DESK, Desk
from supportcore.whatif.playing.outcome import Books, Played
from supportcore.whatif.playing.play import named, one_currency, played
from supportcore.whatif.varying.axis import LONGEST, Competes, Field, leader

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
    books = Books(currency or one_currency((plan,), costs), rates, costs)

    def answer(work: Workload) -> Money:
        row: Played = played(plan, work, calendar, books, desk=desk)
        return row.total if row.margin is None else row.margin

    pairs = _swings(workload, by) if inputs is None else inputs
    found = (Blade(name, answer(low), answer(high)) for name, (low, high) in pairs.items())
    ordered = sorted(found, key=lambda one: (-one.swing.amount, one.name))
    return Tornado(plan, "paid by the client" if costs is None else "margin", answer(workload), tuple(ordered))


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


@attrs.frozen(repr=False)
class CheapestMap(Result):
    """The cheapest plan at each point of two axes: rows of ``y``, the lowest first, each along ``x``."""

    x: tuple[str, tuple[int, ...]]
    y: tuple[str, tuple[int, ...]]
    names: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]

    def at(self, x: int, y: int) -> str | None:
        """Return the cheapest plan at a point; ``None`` where no plan competes."""
        place = self.cells[self.y[1].index(y)][self.x[1].index(x)]
        return None if place is None else self.names[place]

    def title(self) -> str:
        """Return what goes across and what goes down."""
        return f"across: {self.x[0]}; down: {self.y[0]}"

    def to_records(self) -> Sequence[Record]:
        """Return a row for each step of ``y``, a column for each of ``x``."""
        return [
            {self.y[0]: step, **{str(x): None if one is None else self.names[one]
                                 for x, one in zip(self.x[1], row, strict=True)}}
            for step, row in zip(self.y[1], self.cells, strict=True)
        ]  # fmt: skip

    def draw(self, axes: Any) -> None:
        """Draw the map, a colour for each plan."""
        squares(axes, self.x, self.y, self.cells, self.names)


def cheapest_map(
    plans: Iterable[Plan],
    x: tuple[str, Iterable[int]],
    y: tuple[str, Iterable[int]],
    make: Callable[[int, int], Workload],
    calendar: WorkingCalendar,
    *,
    currency: str | None = None,
    rates: Iterable[ExchangeRate] = (),
    desk: Desk = DESK,
    competes: Competes = Competes.COMPLETE,
) -> CheapestMap:
    """Return the cheapest plan at each point of two axes; ``make(x, y)`` is the workload there.

    Raises `NoAnswer` for more points than an axis may have steps.
    """
    chosen = tuple(plans)
    across, down = tuple(x[1]), tuple(y[1])
    if not chosen or not 0 < len(across) * len(down) <= LONGEST:
        raise NoAnswer(len(across) * len(down), f"a map has 1 to {LONGEST} points, and plans", "take fewer steps")
    field = Field(chosen, calendar, Books(currency or one_currency(chosen), rates), desk, competes)
    cells = tuple(tuple(leader(field.costs(make(one, other))) for one in across) for other in down)
    return CheapestMap((x[0], across), (y[0], down), named(chosen), cells)
