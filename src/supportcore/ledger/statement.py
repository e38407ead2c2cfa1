"""A statement: how the balance at the start of a period became the balance at its end, line by line.

Half-open like every range: what happens at ``end`` belongs to the next. Opening + lines = closing in every column, and
a credit that burnt has a line of its own, with the lot and the instant, although nobody ever entered it.
"""

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar

import attrs

from supportcore.errors import InvalidPeriod
from supportcore.ledger._books import Books
from supportcore.ledger._reads import ENTRY, EXPIRY, START, TIMEOUT, Event, by_effect, events, known, sweep
from supportcore.ledger.balance import Balance
from supportcore.ledger.entries import (
    Adjust,
    Carry,
    Debit,
    Entry,
    Grant,
    Hold,
    Move,
    Opening,
    Refund,
    Repay,
    Settle,
    Void,
    VoidLot,
)
from supportcore.reasons import instant_text
from supportcore.tables import html_table, text_table
from supportcore.units import Quantity


class LineKind(enum.Enum):
    """What a line of a statement tells."""

    GRANTED = "granted"
    OPENED = "opened"
    STARTED = "started"
    CARRIED = "carried over"
    DEBITED = "spent"
    HELD = "held"
    SETTLED = "settled"
    RELEASED = "released"
    TIMED_OUT = "hold timed out"
    MOVED = "moved to other work"
    REFUNDED = "refunded"
    REPAID = "debt repaid"
    ADJUSTED = "adjusted"
    VOIDED = "lot voided"
    EXPIRED = "expired"


_OF_ENTRY: Mapping[type[Entry], LineKind] = MappingProxyType(
    {
        Grant: LineKind.GRANTED,
        Opening: LineKind.OPENED,
        Carry: LineKind.CARRIED,
        Debit: LineKind.DEBITED,
        Hold: LineKind.HELD,
        Settle: LineKind.SETTLED,
        Void: LineKind.RELEASED,
        Move: LineKind.MOVED,
        Refund: LineKind.REFUNDED,
        Repay: LineKind.REPAID,
        Adjust: LineKind.ADJUSTED,
        VoidLot: LineKind.VOIDED,
    }
)
_OF_CLOCK = {EXPIRY: LineKind.EXPIRED, TIMEOUT: LineKind.TIMED_OUT, START: LineKind.STARTED}


@attrs.frozen
class Line:
    """One thing that happened: when, what, by which entry, how each column changed, what was available after it.

    ``entry`` is the id of the entry; for a line of the clock it is the lot that started or expired, or the hold that
    timed out.
    """

    at: dt.datetime
    kind: LineKind
    entry: str
    change: Balance
    available: Quantity
    note: str = ""


@attrs.frozen
class Statement:
    """What happened in ``[start, end)``. It prints in UTC; ``text`` shows it in a zone."""

    start: dt.datetime
    end: dt.datetime
    opening: Balance
    lines: tuple[Line, ...]
    closing: Balance

    HEAD: ClassVar = ("when", "what", "of", "change", "available")

    @property
    def change(self) -> Balance:
        """What the period did to every column: spent is ``change.consumed``, burnt ``change.expired``."""
        return self.closing - self.opening

    def rows(self, zone: dt.tzinfo = dt.UTC) -> Iterator[tuple[str, ...]]:
        """Yield the cells of the table: the opening balance, the lines, the closing balance."""
        yield instant_text(self.start, zone), "opening balance", "", "", str(self.opening.available)
        for line in self.lines:
            cells = line.kind.value, line.note or line.entry, str(line.change), str(line.available)
            yield instant_text(line.at, zone), *cells
        yield instant_text(self.end, zone), "closing balance", "", "", str(self.closing.available)

    def text(self, zone: dt.tzinfo = dt.UTC) -> str:
        """Return the statement as a table, its instants in a zone, to the minute."""
        return text_table(self.HEAD, self.rows(zone))

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        """Return the same table for a notebook, every text escaped."""
        return html_table(self.HEAD, self.rows())


def statement(books: Books, start: dt.datetime, end: dt.datetime, known_at: dt.datetime | None) -> Statement:
    """Return the statement of the period. Cost: linear in the journal, and a sort."""
    if end <= start:
        raise InvalidPeriod(end.isoformat(), "a statement ends after it starts", "swap the two")
    units = [0] * 12
    opening = units
    lines = []
    for event, _, change in sweep(books, events(known(books, known_at), by_effect)):
        if event.when >= end:
            break
        units = [a + b for a, b in zip(units, change, strict=True)]
        if event.when < start:
            opening = units
        elif event.what == ENTRY or any(change):
            lines.append(_line(books, event, change, units[5]))
    return Statement(start, end, Balance.of(opening, books.unit), tuple(lines), Balance.of(units, books.unit))


def _line(books: Books, event: Event, change: list[int], available: int) -> Line:
    entry = event.entry
    kind = _OF_ENTRY[type(entry)] if event.what == ENTRY else _OF_CLOCK[event.what]
    note = entry.note if event.what == ENTRY else ""
    return Line(event.when, kind, entry.id, Balance.of(change, books.unit), Quantity(available, books.unit), note)
