"""HOT: which lots pay. Lots stand on a shelf in burn order, and a debit walks along it from the front.

The order is total: priority (lower first), expiry (never last), effective, created, id. The shelf keeps one row per
priority, so that the lots which are over by an instant are the front of each row, and one bisection skips them all,
however many they are. Only lots with free credit stand there; a lot that expired with credit left keeps its place,
because a debit that is recorded late may still be entitled to it. A row is cut into short blocks, so that adding and
removing cost the same among ten lots and among a hundred thousand.

Nothing here knows units, entries or why.
"""

import datetime as dt
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from supportcore.ledger.entries import FREE, Part

NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)
BLOCK = 256
Key: TypeAlias = tuple[dt.datetime, dt.datetime, dt.datetime, str]


class Lot:
    """A lot at work: its place in the order, when it may pay, and its eight cells, which sum to zero."""

    __slots__ = ("cells", "effective", "expires", "id", "key", "priority", "shelved", "voided")

    def __init__(self, lot_id: str, priority: int, effective: dt.datetime, key: Key) -> None:
        self.id: str = lot_id
        self.priority: int = priority
        self.effective: dt.datetime = effective
        self.expires: dt.datetime = key[0]
        self.key: Key = key
        self.voided: dt.datetime | None = None
        self.shelved: bool = False
        self.cells: list[int] = [0] * 8

    def copy(self) -> "Lot":
        """Return a lot of the same terms and cells, free to go its own way."""
        twin = Lot(self.id, self.priority, self.effective, self.key)
        twin.voided, twin.shelved, twin.cells = self.voided, self.shelved, self.cells.copy()
        return twin

    def usable(self, at: dt.datetime) -> bool:
        """Whether the lot may pay at that instant: half-open, so not at the expiry itself."""
        return self.voided is None and self.effective <= at < self.expires


Row: TypeAlias = list[list[tuple[Key, Lot]]]


def _block(row: Row, key: Key) -> int:
    return min(bisect_left(row, key, key=lambda block: block[-1][0]), len(row) - 1)


class Shelf:
    """The lots with free credit, in burn order."""

    __slots__ = ("rows",)

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}

    def add(self, lot: Lot) -> None:
        """Put the lot in its place."""
        row = self.rows.get(lot.priority)
        if row is None:
            self.rows[lot.priority] = [[(lot.key, lot)]]
            self.rows = dict(sorted(self.rows.items()))
            return
        at = _block(row, lot.key)
        insort(row[at], (lot.key, lot))  # keys are unlike: lots themselves are never compared
        if len(row[at]) > 2 * BLOCK:
            row[at : at + 1] = [row[at][:BLOCK], row[at][BLOCK:]]

    def remove(self, lot: Lot) -> None:
        """Take the lot away."""
        row = self.rows[lot.priority]
        first = row[0][0][1] is lot  # most often it is the front that was emptied
        at = 0 if first else _block(row, lot.key)
        block = row[at]
        del block[0 if first else bisect_left(block, lot.key, key=lambda place: place[0])]
        if not block:
            del row[at]
        if not row:
            del self.rows[lot.priority]

    def after(self, at: dt.datetime) -> Iterator[Lot]:
        """Yield the lots that are not over at the instant, in burn order. Cost: one bisection per priority."""
        for row in self.rows.values():
            if row[0][0][0][0] > at:  # the first to expire is still alive, as it most often is
                for block in row:
                    for _, lot in block:
                        yield lot
                continue
            first, place = _first(row, at)
            for number in range(first, len(row)):
                for _, lot in row[number][place:]:
                    yield lot
                place = 0

    def take(self, at: dt.datetime, units: int) -> tuple[tuple[Part, ...], int]:
        """Return what each lot pays of so many minor units, first to last, and what stays unpaid."""
        parts = []
        for lot in self.after(at):
            free = lot.cells[FREE]
            if free >= units:
                parts.append(Part(lot.id, units))
                return tuple(parts), 0
            parts.append(Part(lot.id, free))
            units -= free
        return tuple(parts), units


def _first(row: Row, at: dt.datetime) -> tuple[int, int]:
    probe = (at, NEVER, NEVER, "")  # behind every lot that expires at `at`: usable means now < expires
    number = bisect_right(row, probe, key=lambda block: block[-1][0])
    return number, bisect_right(row[number], probe, key=lambda place: place[0]) if number < len(row) else 0


def share(offers: Iterable[tuple[Lot, int]], units: int) -> tuple[tuple[Part, ...], int]:
    """Return the same where what a lot may give is not simply what is free in it now."""
    parts = []
    for lot, free in offers:
        paid = min(free, units)
        if paid > 0:
            parts.append(Part(lot.id, paid))
            units -= paid
        if not units:
            break
    return tuple(parts), units


def front(parts: tuple[Part, ...], units: int) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Cut parts in two: the first ``units`` of them, and the rest, which is the last held.

    >>> front((Part("a", 3), Part("b", 4)), 5)
    ((Part(lot='a', units=3), Part(lot='b', units=2)), (Part(lot='b', units=2),))
    """
    kept, rest = [], []
    for part in parts:
        here = min(part.units, units)
        units -= here
        if here:
            kept.append(Part(part.lot, here) if here < part.units else part)
        if here < part.units:
            rest.append(Part(part.lot, part.units - here) if here else part)
    return tuple(kept), tuple(rest)


def back(parts: tuple[Part, ...], units: int) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Cut parts in two: what stays, and the last ``units`` of them in reverse order, last taken first.

    >>> back((Part("a", 3), Part("b", 4)), 5)
    ((Part(lot='a', units=2),), (Part(lot='b', units=4), Part(lot='a', units=1)))
    """
    kept, rest = front(parts, sum([part.units for part in parts]) - units)
    return kept, rest[::-1]
