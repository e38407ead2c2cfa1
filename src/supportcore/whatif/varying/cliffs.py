"""Cliffs: steps at which more work costs the client less. A price list may want them; it should not have them unseen.

A client who learns of one posts an empty task, so each is listed: from how much to how much, and what is saved.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.plans import Plan
from supportcore.pricing import ExchangeRate
from supportcore.units import Money
from supportcore.whatif.answers.lines import falls
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.playing.desk import DESK, Desk
from supportcore.whatif.playing.play import books_of
from supportcore.whatif.varying.axis import AXIS, Axis, Competes, Field


@attrs.frozen
class Cliff:
    """At ``step`` the bill is lower than one step before."""

    step: int
    before: Money
    here: Money

    @property
    def saved(self) -> Money:
        """How much less more work costs."""
        return self.before - self.here


@attrs.frozen(repr=False)
class Lint(Result):
    """A plan's bill at every step of an axis, and its cliffs."""

    plan: Plan
    axis: Axis
    totals: tuple[Money, ...]

    @property
    def cliffs(self) -> tuple[Cliff, ...]:
        """All steps at which more work costs less."""
        both = zip(self.axis.steps[1:], pairwise(self.totals), strict=True)
        return tuple(Cliff(step, before, here) for step, (before, here) in both if here < before)

    def title(self) -> str:
        """Return which plan, along what, and how many cliffs there are."""
        currency = self.totals[0].currency
        return f"{self.plan.name}, {self.axis.name}, {currency}: {_counted(len(self.cliffs))}"

    def to_records(self) -> Sequence[Record]:
        """Return a row for each cliff."""
        found = [
            {self.axis.name: one.step, "a step before": one.before.amount, "here": one.here.amount,
             "less by": one.saved.amount}
            for one in self.cliffs
        ]  # fmt: skip
        return found or [{self.axis.name: None, "here": "more work never costs less"}]

    def draw(self, axes: Any) -> None:
        """Draw the bill along the axis, its cliffs marked."""
        totals = [float(total.amount) for total in self.totals]
        marks = [one.step for one in self.cliffs]
        falls(axes, (self.axis.name, self.axis.steps), totals, marks, f"paid by the client, {self.totals[0].currency}")


def _counted(number: int) -> str:
    return "1 cliff" if number == 1 else f"{number or 'no'} cliffs"


def lint(
    plan: Plan,
    axis: Axis,
    calendar: WorkingCalendar,
    *,
    currency: str | None = None,
    rates: Iterable[ExchangeRate] = (),
    desk: Desk = DESK,
) -> Lint:
    """Return the steps of an axis at which a plan's bill falls though more is asked. Each step is played.

    >>> import datetime as dt
    >>> from supportcore import plans
    >>> from supportcore.pricing import Volume
    >>> from supportcore.whatif import Workload
    >>> cheaper = Volume([(0, Money(10, "USD")), (10, Money(8, "USD"))])
    >>> plan = plans.task_package(smallest=1, tariff=plans.Tariff(unit=cheaper))
    >>> month = Workload.of({"compound": 1}, {"compound": 60}, start=dt.date(2027, 3, 1), months=1)
    >>> hours = Axis("hours of one task", range(9, 13), lambda step: month.with_effort("compound", step * 60))
    >>> print(lint(plan, hours, plans.house_calendar()))
    Package of tasks, hours of one task, USD: 1 cliff
    hours of one task  a step before  here   less by
    11                 100.00         88.00  12.00
    """
    AXIS(axis)
    field = Field((plan,), calendar, books_of((plan,), currency, rates), desk, Competes.ALL)
    return Lint(plan, axis, tuple(field.costs(axis.make(step))[0].total for step in axis.steps))
