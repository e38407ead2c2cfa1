"""What a manager of one's own is worth: the same work on the common line and on an own one, 60-70 % shorter (ISM-12).

The source does not promise it, so no clock and no plan knows it: it is a parameter of this comparison. Both lines are
played through the real account; on the own line every request is handled and solved in the rest of the time, except
developments, which are programmers' hours on both.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import InvalidWorkload, listed
from supportcore.plans import Plan
from supportcore.pricing import ExchangeRate, RateTable
from supportcore.units import Exact
from supportcore.whatif.answers.bars import amounts
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.asking.doors import PLAN
from supportcore.whatif.asking.workload import Workload
from supportcore.whatif.playing.desk import A_DESK, DESK, OWN_MANAGER, Desk
from supportcore.whatif.playing.outcome import Played
from supportcore.whatif.playing.play import books_of, played

RANGE = (Decimal("0.60"), OWN_MANAGER, Decimal("0.70"))
"""The range that the source states, and its middle."""


@attrs.frozen(repr=False)
class Speedup(Result):
    """The common line first, then the own line at each share of the time that it saves."""

    common: Played
    own: tuple[tuple[Exact, Played], ...]

    def to_records(self) -> Sequence[Record]:
        """Return a row for each line."""
        rows = [("the common line", self.common)]
        rows += [(f"an own manager, {float(share):.0%} shorter", one) for share, one in self.own]
        return [_record(name, row) for name, row in rows]

    def title(self) -> str:
        """Return the currency, and that this is no promise."""
        return (
            f"{self.common.plan.name} and {self.own[0][1].plan.name}, {self.common.books.currency}; no promise (ISM-12)"
        )

    def draw(self, axes: Any) -> None:
        """Draw the hours of each line."""
        records = self.to_records()
        amounts(axes, [record["line"] for record in records], [record["hours"] for record in records], "hours of work")


def _record(name: str, row: Played) -> Record:
    hours = round(row.minutes / 60, 1)
    record = {"line": name, "hours": hours, "median solution": row.median, "late": row.late, "paid": row.total.amount}
    return record | ({} if row.cost is None or row.margin is None else
                     {"cost": row.cost.amount, "margin": row.margin.amount})  # fmt: skip


def speedup(
    common: Plan,
    own: Plan,
    workload: Workload,
    calendar: WorkingCalendar,
    *,
    shares: Iterable[Exact] = RANGE,
    currency: str | None = None,
    rates: Iterable[ExchangeRate] = (),
    costs: RateTable | None = None,
    desk: Desk = DESK,
) -> Speedup:
    """Return a workload on the common line beside the own one, at each share of time saved (ISM-12).

    >>> import datetime as dt
    >>> from supportcore import plans
    >>> month = Workload.of({"simple": 20}, {"simple": 30}, start=dt.date(2027, 3, 1), months=1)
    >>> lines = speedup(plans.paid_support(), plans.individual_manager(), month, plans.house_calendar())
    >>> [record["hours"] for record in lines.to_records()]
    [10.0, 4.0, 3.7, 3.0]
    """
    if PLAN(common).code == PLAN(own).code:
        raise InvalidWorkload(own.code, "two lines are two plans", "give a plan of general support and one's own")
    books = books_of((common, own), currency, rates, costs)
    rows = []
    told = listed(shares, InvalidWorkload, "the time saved is several shares", "write shares=[Decimal('0.65')]")
    if not told:
        raise InvalidWorkload(told, "the own line saves a share of the time", "write shares=[Decimal('0.65')]")
    for share in told:
        faster = attrs.evolve(A_DESK(desk), faster={**desk.faster, own.code: share})
        rows.append((share, played(own, workload, calendar, books, desk=faster)))
    return Speedup(played(common, workload, calendar, books, desk=desk), tuple(rows))
