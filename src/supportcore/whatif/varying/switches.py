"""Where one plan stops being the cheapest and another begins: every such step of an axis, not the first one only.

Bills are steps and saws, so two plans may change places many times. Each step of the axis is played; between two
neighbours nothing is guessed.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import NoAnswer
from supportcore.plans import Plan
from supportcore.pricing import ExchangeRate
from supportcore.units import Money
from supportcore.whatif.answers.lines import Line, crossings
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.asking.doors import PLAN
from supportcore.whatif.playing.desk import DESK, Desk
from supportcore.whatif.playing.play import books_of, named
from supportcore.whatif.varying.axis import AXIS, Axis, Competes, Cost, Field, leader


@attrs.frozen
class Switch:
    """At ``step`` the cheapest plan is another than one step before; ``None`` where no plan competes."""

    step: int
    before: str | None
    after: str | None


@attrs.frozen(repr=False)
class BreakEven(Result):
    """The costs of every plan at every step, and the steps at which the cheapest plan changes."""

    axis: Axis
    names: tuple[str, ...]
    costs: tuple[tuple[Cost, ...], ...]
    competes: Competes

    @property
    def leaders(self) -> tuple[str | None, ...]:
        """The cheapest plan at each step, the first named of equals."""
        return tuple(None if (place := leader(row)) is None else self.names[place] for row in self.costs)

    @property
    def switches(self) -> tuple[Switch, ...]:
        """All steps at which the cheapest plan changes."""
        both = zip(self.axis.steps[1:], pairwise(self.leaders), strict=True)
        return tuple(Switch(step, one, other) for step, (one, other) in both if one != other)

    def total(self, name: str, step: int) -> Money:
        """Return what a plan costs at a step."""
        if step not in self.axis.steps or name not in self.names:
            known = f"played are {', '.join(self.names)} at {self.axis.steps[0]} to {self.axis.steps[-1]}"
            raise NoAnswer((name, step), known, "name one of these plans, and a step of the axis")
        return self.costs[self.axis.steps.index(step)][self.names.index(name)].total

    def title(self) -> str:
        """Return what is the cheapest at first, who competes, and in which currency."""
        first, currency = self.leaders[0] or "none", self.costs[0][0].total.currency
        return f"cheapest at {self.axis.steps[0]} {self.axis.name}: {first} (of the plans {self.competes}; {currency})"

    def to_records(self) -> Sequence[Record]:
        """Return a row for each switch, with what both plans cost on either side of it."""
        return [self._record(switch) for switch in self.switches] or [{"from": None, "cheapest": "never changes"}]

    def _record(self, switch: Switch) -> Record:
        place = self.axis.steps.index(switch.step)
        record: dict[str, Any] = {f"from {self.axis.name}": switch.step, "cheapest": switch.after or "none"}
        for label, name in (("it", switch.after), ("the one before", switch.before)):
            for side, at in (("a step below", place - 1), ("here", place)):
                cost = None if name is None else self.costs[at][self.names.index(name)]
                record[f"{label}, {side}"] = cost.total.amount if cost is not None and cost.competes else None
        return record

    def draw(self, axes: Any) -> None:
        """Draw what each plan costs along the axis, and the steps at which the cheapest one changes."""
        paid = f"paid by the client, {self.costs[0][0].total.currency}"
        marks = [switch.step for switch in self.switches]
        crossings(axes, (self.axis.name, self.axis.steps), list(map(self._line, self.names)), marks, paid)

    def _line(self, name: str) -> Line:
        costs = [row[self.names.index(name)] for row in self.costs]
        return Line(name, [float(cost.total.amount) for cost in costs], solid=[cost.competes for cost in costs])


def break_even(
    plans: Iterable[Plan],
    axis: Axis,
    calendar: WorkingCalendar,
    *,
    currency: str | None = None,
    rates: Iterable[ExchangeRate] = (),
    desk: Desk = DESK,
    competes: Competes = Competes.COMPLETE,
) -> BreakEven:
    """Return every step of an axis at which the cheapest plan changes. Each step is played: mind the axis' length.

    >>> import datetime as dt
    >>> from supportcore import plans
    >>> from supportcore.whatif import Workload
    >>> month = Workload.of({"simple": 1}, {"simple": 30}, start=dt.date(2027, 3, 1), months=1)
    >>> flat = plans.paid_support(tariff=plans.Tariff(monthly=Money(150, "USD")))
    >>> found = break_even([plans.hourly(), flat], Axis.tasks(month, "simple", range(1, 21)), plans.house_calendar())
    >>> found.switches
    (Switch(step=11, before='Hourly support', after='General support, paid'),)
    """
    chosen = PLAN.all(plans)
    if len(chosen) < 2:
        raise NoAnswer(len(chosen), "a break-even is between plans", "give two or more")
    AXIS(axis)
    field = Field(chosen, calendar, books_of(chosen, currency, rates), desk, competes)
    costs = tuple(field.costs(axis.make(step)) for step in axis.steps)
    return BreakEven(axis, named(chosen), costs, competes)
