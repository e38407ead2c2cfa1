"""Which plan is the cheapest over two inputs at once: a map of plays, bounded like an axis."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, NoAnswer
from supportcore.plans import Plan
from supportcore.pricing import ExchangeRate
from supportcore.whatif.answers.plane import squares
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.asking.doors import PLAN
from supportcore.whatif.asking.workload import Workload
from supportcore.whatif.playing.desk import DESK, Desk
from supportcore.whatif.playing.play import books_of, named
from supportcore.whatif.varying.axis import LONGEST, Competes, Field, leader

_MAKE = Door(NoAnswer, "a map makes a workload of each point", "pass a function of two steps", Callable)


@attrs.frozen(repr=False)
class CheapestMap(Result):
    """The cheapest plan at each point of two axes: rows of ``y``, the lowest first, each along ``x``."""

    x: tuple[str, tuple[int, ...]]
    y: tuple[str, tuple[int, ...]]
    names: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]

    def at(self, x: int, y: int) -> str | None:
        """Return the cheapest plan at a point; ``None`` where no plan competes."""
        if x not in self.x[1] or y not in self.y[1]:
            raise NoAnswer((x, y), "the map has no such point", "name a step of either axis")
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
    chosen = PLAN.all(plans)
    (across_name, across), (down_name, down) = _side(x), _side(y)
    _MAKE(make)
    if not chosen or not 0 < len(across) * len(down) <= LONGEST:
        raise NoAnswer(len(across) * len(down), f"a map has 1 to {LONGEST} points, and plans", "take fewer steps")
    field = Field(chosen, calendar, books_of(chosen, currency, rates), desk, competes)
    cells = tuple(tuple(leader(field.costs(make(one, other))) for one in across) for other in down)
    return CheapestMap((across_name, across), (down_name, down), named(chosen), cells)


def _side(value: Any) -> tuple[str, tuple[int, ...]]:
    rule, way = "a side of a map is its name and whole steps", "write ('tasks a month', range(1, 21))"
    match value:
        case (str() as name, Iterable() as steps):
            found = tuple(islice(steps, LONGEST + 1))  # one more is already refused
            if all(type(step) is int for step in found):
                return name, found
    raise NoAnswer(value, rule, way)
