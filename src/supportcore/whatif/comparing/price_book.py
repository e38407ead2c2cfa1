"""A new price book: who pays more, and by how much, if everybody goes on as before.

A portfolio holds what clients did (a `History`, its journal played again) or what they are expected to do (a plan's
code and a `Workload`). Nobody changes plan here and nobody asks less because it costs more: what clients would do, no
price book knows.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, InvalidWorkload, NoAnswer
from supportcore.plans import READY, Plan
from supportcore.pricing import ExchangeRate
from supportcore.units import Money
from supportcore.whatif.answers.bars import changes
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.asking.workload import Workload
from supportcore.whatif.playing.desk import DESK, Desk
from supportcore.whatif.playing.history import BOOK, History, Prices, sold
from supportcore.whatif.playing.outcome import Books, Played
from supportcore.whatif.playing.play import played

Client: TypeAlias = History | tuple[str, Workload]
"""What a client did, or a plan's code and what the client is expected to ask."""


_PORTFOLIO = Door(
    InvalidWorkload, "a portfolio is a table of clients by name", "write {'Acme': History.of(...)}", Mapping
)


@attrs.frozen
class Repriced:
    """One client under both books; each side can be opened."""

    client: str
    old: Played
    new: Played

    @property
    def more(self) -> Money:
        """How much more the client pays; negative for less."""
        return self.new.total - self.old.total


@attrs.frozen(repr=False)
class Repricing(Result):
    """A portfolio under an old and a new price book, who pays the most more first."""

    rows: tuple[Repriced, ...]

    @property
    def more(self) -> Money:
        """How much more all pay together."""
        return self._sum(one.more for one in self.rows)

    def _sum(self, amounts: Iterable[Money]) -> Money:
        return sum(amounts, Money(0, self.rows[0].old.books.currency))

    def title(self) -> str:
        """Return the totals, and how many pay more, less and the same."""
        old, new = (self._sum(getattr(one, side).total for one in self.rows) for side in ("old", "new"))
        more = sum(one.more.amount > 0 for one in self.rows)
        less = sum(one.more.amount < 0 for one in self.rows)
        same = len(self.rows) - more - less
        return f"{old} before, {new} after: {more} pay more, {less} pay less, {same} the same"

    def to_records(self) -> Sequence[Record]:
        """Return a row for each client."""
        return [
            {"client": one.client, "plan": one.old.plan.name, "old": one.old.total.amount, "new": one.new.total.amount,
             "more": one.more.amount, "share": _share(one)}
            for one in self.rows
        ]  # fmt: skip

    def draw(self, axes: Any) -> None:
        """Draw how much more each client pays."""
        currency = self.rows[0].old.books.currency
        more = [float(one.more.amount) for one in self.rows]
        changes(axes, [one.client for one in self.rows], more, f"more to pay, {currency}")


def _share(one: Repriced) -> str | None:
    old = one.old.total.amount
    return f"{float(one.more.amount / old):+.1%}" if old else None


def reprice(
    portfolio: Mapping[str, Client],
    old: Prices,
    new: Prices,
    calendar: WorkingCalendar,
    *,
    start: dt.date,
    months: int = 12,
    currency: str,
    rates: Iterable[ExchangeRate] = (),
    desk: Desk = DESK,
) -> Repricing:
    """Return what every client of a portfolio pays for some months under an old and a new price book.

    A book gives a `Tariff` or a whole `Plan` by a plan's code; a plan that it does not name keeps its prices. Workloads
    are taken over their own months. Raises `NoAnswer` for an empty portfolio.
    """
    if not _PORTFOLIO(portfolio):
        raise NoAnswer("no clients", "a price book is held against a portfolio", "give one client or more")
    books = Books(currency, rates)
    rows = []
    for name, client in portfolio.items():
        if isinstance(client, History):
            sides = [client.played(start, months, books, prices) for prices in (old, new)]
        else:
            code, workload = _pair(client)
            plan = _plan(code, BOOK(old))
            sides = [played(sold(plan, prices), workload, calendar, books, desk=desk) for prices in (old, new)]
        rows.append(Repriced(name, *sides))
    return Repricing(tuple(sorted(rows, key=lambda one: (-one.more.amount, one.client))))


def _pair(client: Any) -> tuple[str, Workload]:
    match client:
        case (str() as code, Workload() as workload):
            return code, workload
    rule = "a client is a History, or a plan's code and a Workload"
    raise InvalidWorkload(client, rule, "write ('hourly', Workload.of(...))")


def _plan(code: str, prices: Prices) -> Plan:
    found = prices.get(code)
    if isinstance(found, Plan):
        return found
    if code not in READY:
        raise InvalidWorkload(code, "no plan of that code is ready-made", "give the whole Plan in the old book")
    return READY[code]()
