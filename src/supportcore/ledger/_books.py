"""The books: what the journal adds up to now, and what was free at an instant that has passed.

This is the only mutable state of the wing, and only `Books.apply` changes it. ``frontier`` is the last ``recorded_at``;
lots before it are on the shelf, later ones wait; timeouts of holds are past up to it.

An entry may be effective before the frontier (it was recorded late). It may take only what was free at its instant
and what nothing that we have recorded since has used: the *low tide* of each lot from that instant on. Credit that
burnt meanwhile is still in its lot, so it counts as free, and the burn shrinks. Finding the low tide reads only
the entries recorded since that instant.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import groupby
from operator import attrgetter, itemgetter

import attrs

from supportcore.ledger._burn import NEVER, Key, Lot, Shelf, share
from supportcore.ledger.entries import (
    CONSUMED,
    FREE,
    HELD,
    MOVES,
    Carry,
    Debit,
    Entry,
    Hold,
    Move,
    Opening,
    Part,
    Parts,
    Refund,
    Repay,
    Settle,
    Terms,
    Void,
    VoidLot,
    total,
)
from supportcore.ledger.policies import HeldAtExpiry
from supportcore.units import Unit

_RECORDED = attrgetter("recorded_at")
_WHEN = itemgetter(0)


@attrs.frozen
class OpenHold:
    """A hold that waits for its resolution: what it still holds, in the order of taking."""

    id: str
    parts: Parts
    effective_at: dt.datetime
    timeout_at: dt.datetime | None


def burn_key(terms: Terms) -> Key:
    """Return the place of a lot among those of its priority."""
    began = (terms.since if isinstance(terms, Opening) else None) or terms.effective_at
    return (terms.expires_at or NEVER, began, terms.recorded_at, terms.id)


def make_lot(terms: Terms) -> Lot:
    """Return the empty lot of those terms."""
    return Lot(terms.id, terms.priority, terms.effective_at, burn_key(terms))


def minus(parts: Parts, gone: Parts) -> Parts:
    """Return the parts less what is gone from the end of them."""
    less = {part.lot: part.units for part in gone}
    rest = ((part.lot, part.units - less.get(part.lot, 0)) for part in parts)
    return tuple([Part(lot, units) for lot, units in rest if units])


def free_changes(entry: Entry) -> Iterator[tuple[str, int]]:
    """Yield what an entry did to the free cell of its lots."""
    for name, source, target in MOVES[type(entry)]:
        sign = (target == FREE) - (source == FREE)
        if sign:
            for part in getattr(entry, name):
                yield part.lot, sign * part.units


def lowest(level: int, changes: list[tuple[dt.datetime, int]]) -> int:
    """Return the least level before, between and after the changes, read backwards from the last level.

    Only the end of an instant is a level: what happens within one is not seen.

    >>> noon, later = dt.datetime(2026, 1, 1, 12), dt.datetime(2026, 1, 1, 13)
    >>> lowest(4, [(noon, -3), (later, -2), (later, 5)])
    1
    """
    least = level
    for _, group in groupby(sorted(changes, reverse=True), key=_WHEN):
        level -= sum([units for _, units in group])
        least = min(least, level)
    return least


class Books:
    """The state that a journal adds up to."""

    __slots__ = ("by_id", "debts", "frontier", "held_at_expiry", "holds", "journal", "lots", "owed", "reversals",
                 "shelf", "timed_out", "timeouts", "unit", "upcoming")  # fmt: skip

    def __init__(self, unit: Unit, held_at_expiry: HeldAtExpiry) -> None:
        self.unit: Unit = unit
        self.held_at_expiry: HeldAtExpiry = held_at_expiry
        self.journal: list[Entry] = []
        self.by_id: dict[str, Entry] = {}
        self.lots: dict[str, Lot] = {}
        self.shelf: Shelf = Shelf()
        self.holds: dict[str, OpenHold] = {}
        self.debts: dict[str, int] = {}
        self.owed: int = 0
        self.reversals: dict[str, tuple[Refund | Repay, ...]] = {}
        self.frontier: dt.datetime | None = None
        self.timeouts: list[tuple[dt.datetime, str]] = []
        self.timed_out: list[tuple[dt.datetime, Parts]] = []
        self.upcoming: list[tuple[dt.datetime, str]] = []

    # --- what there is to take -------------------------------------------------------------------------------------

    def take(self, units: int, at: dt.datetime) -> tuple[Parts, int]:
        """Return which lots pay so many units at the instant, in burn order, and what stays unpaid."""
        if self.is_plain(at):
            return self.shelf.take(at, units)
        return share(self.offers(at), units)

    def offers(self, at: dt.datetime) -> Iterator[tuple[Lot, int]]:
        """Yield each lot that may pay at the instant with what it may give, in burn order."""
        if self.is_plain(at):
            return ((lot, lot.cells[FREE]) for lot in self.shelf.after(at))
        if self.frontier is not None and at < self.frontier:
            tide = self._low_tide(at)
            return ((lot, tide.get(lot.id, lot.cells[FREE])) for lot in self.shelf.after(at) if lot.effective <= at)
        return self._offers_ahead(at)

    def free_in(self, lot: Lot, at: dt.datetime) -> int:
        """Return what one lot may give at the instant, without asking whether it is usable then."""
        if self.is_plain(at):
            return lot.cells[FREE]
        if self.frontier is not None and at < self.frontier:
            return self._low_tide(at).get(lot.id, lot.cells[FREE])
        return lot.cells[FREE] + self._released_by(at).get(lot.id, 0)

    def is_plain(self, at: dt.datetime) -> bool:
        """Whether nothing stands between the books and the instant."""
        return (
            (self.frontier is None or at >= self.frontier)
            and (not self.timeouts or self.timeouts[0][0] > at)
            and (not self.upcoming or self.upcoming[0][0] > at)
        )

    def _released_by(self, at: dt.datetime) -> dict[str, int]:
        released: dict[str, int] = {}
        for timeout, hold in self.timeouts:
            for part in self._open_parts(hold, timeout) if timeout <= at else ():
                released[part.lot] = released.get(part.lot, 0) + part.units
        return released

    def _open_parts(self, hold: str, timeout: dt.datetime) -> Parts:
        found = self.holds.get(hold)
        return found.parts if found is not None and found.timeout_at == timeout else ()

    def _offers_ahead(self, at: dt.datetime) -> Iterator[tuple[Lot, int]]:
        released = self._released_by(at)
        new = {name for start, name in self.upcoming if start <= at} | released.keys()
        lots = [*self.shelf.after(at), *(lot for name in new if not (lot := self.lots[name]).shelved)]
        for lot in sorted(lots, key=lambda lot: (lot.priority, lot.key)):
            if lot.usable(at):
                yield lot, lot.cells[FREE] + released.get(lot.id, 0)

    def _low_tide(self, at: dt.datetime) -> dict[str, int]:
        """Return, for each lot that changed after the instant, the least that was free from it on."""
        since = self.journal[bisect_right(self.journal, at, key=_RECORDED) :]
        late = self.timed_out[bisect_right(self.timed_out, at, key=_WHEN) :]
        news: dict[str, list[tuple[dt.datetime, int]]] = {}
        for entry in since:
            if entry.effective_at > at:
                for lot, units in free_changes(entry):
                    news.setdefault(lot, []).append((entry.effective_at, units))
        for when, parts in late:
            for part in parts:
                news.setdefault(part.lot, []).append((when, part.units))
        return {lot: lowest(self.lots[lot].cells[FREE], changes) for lot, changes in news.items()}

    # --- the one door that changes anything --------------------------------------------------------------------------

    def apply(self, entry: Entry) -> None:
        """Add an entry that was verified."""
        self.frontier = entry.recorded_at
        if self.timeouts or self.upcoming:
            self._advance(entry.recorded_at)
        if type(entry) is Debit:
            self._spend(entry)
        else:
            self._move(entry)
        self.journal.append(entry)
        self.by_id[entry.id] = entry

    def _spend(self, entry: Debit) -> None:
        """HOT: what `_move` does, for the entry that comes a thousand times as often as all others."""
        for part in entry.taken:
            lot = self.lots[part.lot]
            cells = lot.cells
            cells[CONSUMED] += part.units
            cells[FREE] -= part.units
            if lot.shelved and not cells[FREE]:
                lot.shelved = False
                self.shelf.remove(lot)
        if entry.owed:
            self._owe(entry)

    def _move(self, entry: Entry) -> None:
        if isinstance(entry, Terms):
            self.lots[entry.id] = make_lot(entry)
        touched = []
        for name, source, target in MOVES[type(entry)]:
            for part in getattr(entry, name):
                lot = self.lots[part.lot]
                cells = lot.cells
                cells[source] -= part.units
                cells[target] += part.units
                touched.append(lot)
        self._follow(entry)
        for lot in touched:
            if lot.shelved != (lot.cells[FREE] > 0):
                self._shelve(lot)

    def _shelve(self, lot: Lot) -> None:
        wanted = lot.cells[FREE] > 0 and lot.voided is None and not self._waits(lot)
        if wanted != lot.shelved:
            lot.shelved = wanted
            (self.shelf.add if wanted else self.shelf.remove)(lot)

    def _waits(self, lot: Lot) -> bool:
        return self.frontier is not None and lot.effective > self.frontier

    def _advance(self, now: dt.datetime) -> None:
        while self.timeouts and self.timeouts[0][0] <= now:
            self._time_out(*heappop(self.timeouts))
        while self.upcoming and self.upcoming[0][0] <= now:
            self._shelve(self.lots[heappop(self.upcoming)[1]])

    def _time_out(self, when: dt.datetime, hold: str) -> None:
        parts = self._open_parts(hold, when)
        if parts:
            self.timed_out.append((when, parts))
        if hold in self.holds and self.holds[hold].timeout_at == when:
            del self.holds[hold]
        for part in parts:
            lot = self.lots[part.lot]
            lot.cells[HELD] -= part.units
            lot.cells[FREE] += part.units
            self._shelve(lot)

    def _follow(self, entry: Entry) -> None:
        """Keep holds, debts and ends of lots in step."""
        match entry:
            case Carry() | VoidLot():
                self._end(entry.lot, entry.effective_at)
            case Terms():
                self._await(entry)
            case Hold():
                self._open(entry.id, entry.taken, entry.effective_at, entry.timeout_at)
            case Move():
                held = self.holds[entry.hold]
                self._open(entry.id, entry.moved[::-1], entry.effective_at, entry.timeout_at)
                self._rest(held, minus(held.parts, entry.moved))
            case Settle():
                del self.holds[entry.hold]
                self._owe(entry)
            case Void():
                del self.holds[entry.hold]
            case Refund() | Repay():
                self._reverse(entry)

    def _await(self, terms: Terms) -> None:
        if self._waits(self.lots[terms.id]):
            heappush(self.upcoming, (terms.effective_at, terms.id))

    def _open(self, hold: str, parts: Parts, at: dt.datetime, timeout_at: dt.datetime | None) -> None:
        self.holds[hold] = OpenHold(hold, parts, at, timeout_at)
        if timeout_at is not None:
            heappush(self.timeouts, (timeout_at, hold))

    def _rest(self, held: OpenHold, parts: Parts) -> None:
        if parts:
            self.holds[held.id] = attrs.evolve(held, parts=parts)
        else:
            del self.holds[held.id]

    def _end(self, lot_id: str, at: dt.datetime) -> None:
        lot = self.lots[lot_id]
        lot.voided = at
        self._shelve(lot)

    def _owe(self, entry: Debit | Settle) -> None:
        if entry.owed:
            self.debts[entry.id] = entry.owed
            self.owed += entry.owed

    def _reverse(self, entry: Refund | Repay) -> None:
        self.reversals[entry.of] = (*self.reversals.get(entry.of, ()), entry)
        less = entry.forgiven if isinstance(entry, Refund) else entry.quantity.units
        if less:
            self.owed -= less
            self.debts[entry.of] -= less
            if not self.debts[entry.of]:
                del self.debts[entry.of]

    def left_of(self, spent: Debit | Settle) -> Parts:
        """Return what a debit or settle took and has not given back, in the order of taking; repayments come last."""
        parts: list[Part] = [*spent.taken, *(spent.extra if isinstance(spent, Settle) else ())]
        for later in self.reversals.get(spent.id, ()):
            match later:
                case Repay():
                    parts += later.taken
                case Refund():
                    parts = _less(parts, total(later.returned))
        return tuple(parts)

    def copy(self) -> "Books":
        """Return books of the same state that go their own way; entries are shared, they are frozen."""
        twin = Books(self.unit, self.held_at_expiry)
        twin.journal, twin.by_id = self.journal.copy(), self.by_id.copy()
        twin.lots = {name: lot.copy() for name, lot in self.lots.items()}
        for lot in twin.lots.values():
            if lot.shelved:
                twin.shelf.add(lot)
        twin.holds, twin.debts, twin.owed = self.holds.copy(), self.debts.copy(), self.owed
        twin.reversals, twin.frontier = self.reversals.copy(), self.frontier
        twin.timeouts, twin.timed_out, twin.upcoming = self.timeouts[:], self.timed_out[:], self.upcoming[:]
        return twin


def _less(parts: list[Part], units: int) -> list[Part]:
    kept = parts.copy()
    while units:
        last = kept.pop()
        if last.units > units:
            kept.append(Part(last.lot, last.units - units))
        units -= min(units, last.units)
    return kept
