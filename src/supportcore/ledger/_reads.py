"""Reading the journal: what it adds up to at an instant, by what was known at another.

A `Tally` is the slow, plain twin of the books: it applies entries to cells and keeps for each lot whether it has
started, expired or been voided. `balance` folds it over the entries that count; `sweep` drives it through time, event
by event, for statements and alerts. Expiry and hold timeouts are events of the clock; no entry ever records them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import attrs

from supportcore.errors import UnbalancedBooks
from supportcore.ledger._books import Books, burn_key
from supportcore.ledger._burn import NEVER, Key
from supportcore.ledger.balance import Balance, LotView
from supportcore.ledger.entries import (
    ADJUSTED,
    CONSUMED,
    FREE,
    GRANTED,
    HELD,
    MOVED_IN,
    MOVED_OUT,
    MOVES,
    RANK,
    REFUNDED,
    Carry,
    Debit,
    Entry,
    Hold,
    Move,
    Parts,
    Refund,
    Repay,
    Settle,
    Terms,
    Void,
    VoidLot,
)
from supportcore.ledger.policies import HeldAtExpiry

Counts: TypeAlias = list[int]
_UPCOMING, _AVAILABLE, _HELD, _EXPIRED, _VOIDED, _OWED = 4, 5, 6, 8, 9, 11
EXPIRY, TIMEOUT, START, ENTRY = range(4)


class LotState:
    """A lot in a tally."""

    __slots__ = ("cells", "expired", "expires", "key", "started", "terms", "voided", "voided_at")

    def __init__(self, terms: Terms, now: dt.datetime) -> None:
        self.terms = terms
        self.key: tuple[int, Key] = (terms.priority, burn_key(terms))
        self.expires = terms.expires_at or NEVER
        self.cells = [0] * 8
        self.started = terms.effective_at <= now
        self.expired = self.expires <= now
        self.voided = False
        self.voided_at: dt.datetime | None = None

    def counts(self, policy: HeldAtExpiry) -> Counts:
        """Return the columns of the lot's balance."""
        cells = self.cells
        row = [-cells[GRANTED], -cells[ADJUSTED], -cells[REFUNDED], -cells[MOVED_IN], 0, 0, 0, cells[CONSUMED], 0, 0,
               cells[MOVED_OUT], 0]  # fmt: skip
        row[_VOIDED if self.voided else _EXPIRED if self.expired else _AVAILABLE if self.started else _UPCOMING] = (
            cells[FREE]
        )
        row[_EXPIRED if self.expired and policy is HeldAtExpiry.FORFEIT else _HELD] += cells[HELD]
        return row


class Tally:
    """What a choice of entries adds up to."""

    def __init__(self, policy: HeldAtExpiry) -> None:
        self.policy = policy
        self.lots: dict[str, LotState] = {}
        self.holds: dict[str, tuple[dt.datetime, dict[str, int]]] = {}
        self.owed: int = 0

    def apply(self, entry: Entry, now: dt.datetime) -> list[str]:
        """Fold an entry in, at the instant ``now``, and return the lots it touched."""
        if isinstance(entry, Terms):
            self.lots[entry.id] = LotState(entry, now)
        touched = [entry.id] if isinstance(entry, Terms) else []
        for name, source, target in MOVES[type(entry)]:
            for part in getattr(entry, name):
                cells = self.lots[part.lot].cells
                cells[source] -= part.units
                cells[target] += part.units
                touched.append(part.lot)
        return touched + self._follow(entry)

    def _follow(self, entry: Entry) -> list[str]:
        match entry:
            case Hold():
                self._hold(entry.id, entry.taken, entry.timeout_at)
            case Move():
                self._hold(entry.id, entry.moved, entry.timeout_at)
                self._drop(entry.hold, entry.moved)
            case Settle():
                self._drop(entry.hold, entry.taken + entry.released)
                self.owed += entry.owed
            case Void():
                self._drop(entry.hold, entry.released)
            case Debit():
                self.owed += entry.owed
            case Refund():
                self.owed -= entry.forgiven
            case Repay():
                self.owed -= entry.quantity.units
            case Carry() | VoidLot():
                self.lots[entry.lot].voided = True
                self.lots[entry.lot].voided_at = entry.effective_at
                return [entry.lot]
        return []

    def _hold(self, hold: str, parts: Parts, timeout_at: dt.datetime | None) -> None:
        self.holds[hold] = (timeout_at or NEVER, {part.lot: part.units for part in parts})

    def _drop(self, hold: str, parts: Parts) -> None:
        held = self.holds[hold][1]
        for part in parts:
            held[part.lot] -= part.units

    def time_out(self, hold: str) -> list[str]:
        """Release what a hold still holds, and return the lots it touched."""
        held = self.holds[hold][1]
        for lot, units in held.items():
            self.lots[lot].cells[HELD] -= units
            self.lots[lot].cells[FREE] += units
        return list(held)

    def counts(self, lots: Iterable[LotState]) -> Counts:
        """Return the columns of the sum of those lots, and all debt."""
        sums = [0] * 12
        for lot in lots:
            sums = [a + b for a, b in zip(sums, lot.counts(self.policy), strict=True)]
        sums[_OWED] = self.owed
        return sums

    def available(self) -> int:
        """Return what could be spent now."""
        return sum([lot.cells[FREE] for lot in self.lots.values() if lot.started and not lot.expired | lot.voided])


def begins(entry: Entry) -> dt.datetime:
    """Return from when on an entry shows: a lot that is granted ahead is upcoming from when it was recorded."""
    return min(entry.effective_at, entry.recorded_at) if isinstance(entry, Terms) else entry.effective_at


def known(books: Books, known_at: dt.datetime | None) -> Iterable[Entry]:
    """Return the entries that were recorded by then, in order."""
    if known_at is None:
        return books.journal
    return [entry for entry in books.journal if entry.recorded_at <= known_at]


def fold(books: Books, at: dt.datetime, known_at: dt.datetime | None) -> Tally:
    """Return the tally of what counts at the instant."""
    tally = Tally(books.held_at_expiry)
    for entry in known(books, known_at):
        if begins(entry) <= at:
            tally.apply(entry, at)
    for hold in [hold for hold, (timeout, _) in tally.holds.items() if timeout <= at]:
        tally.time_out(hold)
    return tally


def balance(books: Books, at: dt.datetime, known_at: dt.datetime | None) -> Balance:
    """Return the sum over all lots at the instant."""
    tally = fold(books, at, known_at)
    return Balance.of(tally.counts(tally.lots.values()), books.unit)


def lots(books: Books, at: dt.datetime, known_at: dt.datetime | None) -> tuple[LotView, ...]:
    """Return each lot at the instant, in burn order."""
    tally = fold(books, at, known_at)
    return tuple(
        [
            LotView(
                lot.terms.id,
                lot.terms.priority,
                lot.terms.effective_at,
                lot.terms.expires_at,
                lot.voided_at,
                Balance.of(lot.counts(tally.policy), books.unit),
            )
            for lot in sorted(tally.lots.values(), key=lambda lot: lot.key)
        ]
    )


@attrs.frozen
class Event:
    """Something that happens at an instant: an entry, or the clock reaching a start, an expiry or a timeout."""

    when: dt.datetime
    rank: int
    seq: int
    entry: Entry
    what: int


Order: TypeAlias = Callable[[Iterable[Entry]], Iterator[tuple[dt.datetime, int, Entry]]]


def _clock(entry: Entry, when: dt.datetime) -> Iterator[Event]:
    if isinstance(entry, Terms):
        if entry.effective_at > when:
            yield Event(entry.effective_at, 3, entry.seq, entry, START)
        if entry.expires_at is not None and entry.expires_at > when:
            yield Event(entry.expires_at, 0, entry.seq, entry, EXPIRY)
    timeout = entry.timeout_at if isinstance(entry, Hold | Move) else None
    if timeout is not None:
        yield Event(timeout, 1, entry.seq, entry, TIMEOUT)


def by_effect(entries: Iterable[Entry]) -> Iterator[tuple[dt.datetime, int, Entry]]:
    """Order entries by when they count. At one instant an entry never comes before one whose lots or hold it needs."""
    last: dict[tuple[dt.datetime, str], int] = {}
    for entry in entries:
        when = begins(entry)
        names = [part.lot for name, _, __ in MOVES[type(entry)] for part in getattr(entry, name)]
        names += [entry.id, getattr(entry, "hold", ""), getattr(entry, "of", ""), getattr(entry, "lot", "")]
        keys = [(when, name) for name in names if name]
        rank = max([RANK[type(entry)], *[last.get(key, 0) for key in keys]])
        last.update(dict.fromkeys(keys, rank))
        yield when, rank, entry


def by_knowledge(entries: Iterable[Entry]) -> Iterator[tuple[dt.datetime, int, Entry]]:
    """Order entries by when they were known: as the ledger decided."""
    return ((entry.recorded_at, 6, entry) for entry in entries)


def events(entries: Iterable[Entry], order: Order) -> list[Event]:
    """Return all that happens, in the order of time."""
    found: list[Event] = []
    for when, rank, entry in order(entries):
        found.append(Event(when, rank, entry.seq, entry, ENTRY))
        found += _clock(entry, when)
    return sorted(found, key=lambda event: (event.when, event.rank, event.seq))


def sweep(books: Books, happening: Iterable[Event]) -> Iterator[tuple[Event, Tally, Counts]]:
    """Yield each event with the tally after it, and how the columns changed."""
    tally = Tally(books.held_at_expiry)
    seen: dict[str, Counts] = {}
    nothing = [0] * 12
    for event in happening:
        owed = tally.owed
        change = nothing.copy()
        for lot in dict.fromkeys(_happen(tally, event)):
            now = tally.lots[lot].counts(tally.policy)
            before = seen.get(lot, nothing)
            change = [c + n - b for c, n, b in zip(change, now, before, strict=True)]
            seen[lot] = now
        change[_OWED] = tally.owed - owed
        yield event, tally, change


def _happen(tally: Tally, event: Event) -> list[str]:
    name = event.entry.id
    match event.what:
        case 0:  # EXPIRY
            tally.lots[name].expired = True
        case 1:  # TIMEOUT
            return tally.time_out(name)
        case 2:  # START
            tally.lots[name].started = True
        case _:
            return tally.apply(event.entry, event.when)
    return [name]


def check(books: Books) -> Balance:
    """Prove that books and journal agree and that both balance; raise `UnbalancedBooks` if not."""
    now = books.frontier or dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    slow = Tally(books.held_at_expiry)
    for entry in books.journal:
        slow.apply(entry, now)
    for hold in [hold for hold, (timeout, _) in slow.holds.items() if timeout <= now]:
        slow.time_out(hold)
    held: dict[str, int] = {}
    for open_hold in books.holds.values():
        for part in open_hold.parts:
            held[part.lot] = held.get(part.lot, 0) + part.units
    for name, lot in books.lots.items():
        _prove(sum(lot.cells) == 0, name, "the cells of a lot sum to zero")
        _prove(lot.cells == slow.lots[name].cells, name, "the books say what the journal says")
        _prove(min(lot.cells[FREE], lot.cells[HELD], lot.cells[CONSUMED], lot.cells[MOVED_OUT]) >= 0, name,
               "nothing is below zero")  # fmt: skip
        _prove(-lot.cells[REFUNDED] <= lot.cells[CONSUMED], name, "no more came back than was taken")
        _prove(lot.cells[HELD] == held.get(name, 0), name, "what is held is what the open holds hold")
    _prove(books.owed == slow.owed == sum(books.debts.values()), "debts", "what is owed is the sum of the debts")
    total = balance(books, now, None)
    columns = [column.units for column in total.columns]
    _prove(sum(columns[:4]) == sum(columns[4:_OWED]), "balance", "what came in is what is there and what is gone")
    return total


def _prove(truth: bool, value: object, rule: str) -> None:  # noqa: FBT001  # a proof is a truth
    if not truth:
        raise UnbalancedBooks(value, rule, "report a defect of this package, with the entries")
