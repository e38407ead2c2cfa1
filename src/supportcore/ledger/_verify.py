"""What must be true of an entry before it is posted, and of a request before it is decided.

A ledger that is rebuilt from a host's rows meets entries it did not decide. Each is checked here against the state it
claims to follow: that its lots could pay at that instant, that its hold was open, that it returns what was taken.
The burn order is not asked again: decisions are never re-taken.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TypeVar

import attrs

from supportcore import instants
from supportcore.errors import (
    HoldClosed,
    IdConflict,
    InvalidEntry,
    MixedUnits,
    RecordedBackwards,
    StaleDecision,
    UnknownEntry,
    UnknownLot,
    shown,
)
from supportcore.ledger._books import Books, OpenHold
from supportcore.ledger._burn import Lot, back, front
from supportcore.ledger.entries import (
    FREE,
    MOVES,
    Adjust,
    Carry,
    Debit,
    Entry,
    Hold,
    Move,
    Parts,
    Refund,
    Repay,
    Settle,
    Void,
    VoidLot,
    content,
    total,
)
from supportcore.ledger.policies import SHORTFALL, HeldAtExpiry, Shortfall
from supportcore.units import Quantity

EntryT = TypeVar("EntryT", bound=Entry)
ValueT = TypeVar("ValueT")


def _conflict(known: Entry, field: str, new: object) -> IdConflict:
    return IdConflict(
        known.id,
        f"that id names an entry whose {field} is {getattr(known, field, type(known).__name__)!r}, not {shown(new)}",
        "give a new request a new id, or repeat the old one unchanged",
        field,
    )


def _as_stored(value: object) -> object:
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) and value.tzinfo else value


def named(shelf: Mapping[str, ValueT], name: str) -> ValueT | None:
    """Return what is there under a name, if anything is; a list, say, is no name at all."""
    try:
        return shelf.get(name)
    except TypeError:  # nothing that could be a name
        return None


def asked_again(known: Entry, kind: type[EntryT], asked: tuple[object, ...]) -> EntryT:
    """Return the entry that is there, if the same is asked; a quantity left out asks for whatever it was."""
    if type(known) is not kind:
        raise _conflict(known, "kind", kind.__name__)
    for field, value in zip(kind.ASKED, asked, strict=True):
        if getattr(known, field) != _as_stored(value) and not (field == "quantity" and value is None):
            raise _conflict(known, field, value)
    return known


def same(known: Entry, entry: Entry) -> None:
    """Raise `IdConflict` unless both say the same; when we knew, and its place, are not content."""
    if type(known) is not type(entry):
        raise _conflict(known, "kind", type(entry).__name__)
    said = content(known)
    for field, new in content(entry).items():
        if said[field] != new:
            raise _conflict(known, field, new)


def timeout(timeout_at: dt.datetime | None, recorded: dt.datetime) -> None:
    """Raise unless the hold lasts beyond the moment it is recorded."""
    if timeout_at is not None and instants.utc(timeout_at) <= recorded:
        raise InvalidEntry(
            timeout_at.isoformat(), f"a hold recorded at {recorded.isoformat()} is over by then", "give a later timeout"
        )


def no_debt(policy: Shortfall) -> None:
    """Raise where a hold would owe: a debt is made by spending."""
    if SHORTFALL(policy).name == "OWE":
        raise InvalidEntry(policy, "a hold owes nothing, it sets aside what there is", "choose REJECT or AT_MOST")


def begun(lot: Lot, at: dt.datetime) -> None:
    """Raise unless the lot is there at the instant."""
    if at < lot.effective:
        raise InvalidEntry(at.isoformat(), f"lot {lot.id!r} starts at {lot.effective.isoformat()}", "take a later `at`")


def there(books: Books, lot: str, at: dt.datetime) -> None:
    """Raise unless the lot was granted, or announced, by the instant."""
    since = min(books.by_id[lot].effective_at, books.by_id[lot].recorded_at)
    if at < since:
        raise InvalidEntry(at.isoformat(), f"lot {lot!r} is there since {since.isoformat()}", "take a later `at`")


def not_before(at: dt.datetime, spent: Entry, reversals: Iterable[Entry]) -> None:
    """Raise where credit would return, or be repaid, before it was taken."""
    last = max([spent.effective_at, *(entry.effective_at for entry in reversals)])
    if at < last:
        raise InvalidEntry(at.isoformat(), f"{spent.id!r} was last touched at {last.isoformat()}", "take a later `at`")


def open_hold(books: Books, hold: str, at: dt.datetime, recorded: dt.datetime) -> OpenHold:
    """Return the hold, if it is open at the instant and when this is recorded; raise `HoldClosed` if not."""
    found = named(books.holds, hold)
    if found is None:
        _no_hold(books, hold)
        raise HoldClosed(hold, "the hold was resolved already, or timed out", "record the work as a debit")
    if found.timeout_at is not None and recorded >= found.timeout_at:
        raise HoldClosed(hold, f"the hold timed out at {found.timeout_at.isoformat()}", "record the work as a debit")
    if at < found.effective_at:
        raise InvalidEntry(
            at.isoformat(), f"hold {hold!r} began at {found.effective_at.isoformat()}", "take a later `at`"
        )
    return found


def _no_hold(books: Books, hold: str) -> None:
    entry = named(books.by_id, hold)
    if not isinstance(entry, Hold | Move):
        what = "no entry of that id" if entry is None else f"that is a {type(entry).__name__}"
        raise UnknownEntry(hold, f"{what}, not a hold", "give the id of a Hold or a Move")


def worth(books: Books, hold: OpenHold, at: dt.datetime) -> Parts:
    """Return what a hold can still pay: all of it, or without the lots that expired and were forfeited."""
    if books.held_at_expiry is HeldAtExpiry.STAY:
        return hold.parts
    return tuple([part for part in hold.parts if books.lots[part.lot].expires > at])


def resolution(hold: OpenHold, worth: Parts, units: int) -> tuple[Parts, Parts]:
    """Return what a settle takes from a hold, first to last, and what it releases, last to first."""
    taken, _ = front(worth, units)
    used = {part.lot: part.units for part in taken}
    left = [attrs.evolve(part, units=part.units - used.get(part.lot, 0)) for part in hold.parts
            if part.units > used.get(part.lot, 0)]  # fmt: skip
    return taken, tuple(left[::-1])


def fits(books: Books, entry: Entry) -> None:
    """Raise unless the entry follows from the books as they are."""
    if entry.seq != len(books.journal):
        raise StaleDecision(
            entry.id,
            f"it was decided on state {entry.seq} and the ledger is in state {len(books.journal)}",
            "decide again; post one entry before deciding the next",
        )
    if books.frontier is not None and entry.recorded_at < books.frontier:
        raise RecordedBackwards(
            entry.recorded_at.isoformat(), "recorded_at never goes backwards", "replay the entries as they were stored"
        )
    quantity: Quantity | None = getattr(entry, "quantity", None)
    if quantity is not None and quantity.unit is not books.unit and quantity.unit != books.unit:
        raise MixedUnits(quantity, f"this ledger counts {books.unit.name}s", "keep one ledger per unit")
    check = _CHECKS.get(type(entry))
    if check is None:
        known = ", ".join(kind.__name__ for kind in MOVES)
        raise InvalidEntry(type(entry).__name__, "an entry is of one of the twelve kinds", f"post one of {known}")
    check(books, entry)


def _require(truth: object, entry: Entry, rule: str) -> None:
    if not truth:
        raise InvalidEntry(entry, rule, "post what this ledger decided, as it was decided")


def _lot(books: Books, name: str) -> Lot:
    lot = books.lots.get(name)
    if lot is None:
        raise UnknownLot(name, "no lot of that id", "replay its grant first")
    return lot


def _payable(books: Books, entry: Entry, parts: Parts) -> None:
    at = entry.effective_at
    if at > entry.recorded_at:
        _require(truth=False, entry=entry, rule="only a lot may be effective after it is recorded")
    plain = books.is_plain(at)
    for part in parts:
        lot = _lot(books, part.lot)
        free = lot.cells[FREE] if plain else books.free_in(lot, at)
        if free < part.units or not lot.effective <= at < lot.expires or lot.voided is not None:
            _require(truth=False, entry=entry, rule=f"lot {part.lot!r} cannot pay it then")


def _spend(books: Books, entry: Entry) -> None:
    assert isinstance(entry, Debit | Hold)
    _payable(books, entry, entry.taken)


def _new_lot(books: Books, entry: Entry) -> None:
    """A lot has the id of its entry, which is new."""


def _settle(books: Books, entry: Entry) -> None:
    assert isinstance(entry, Settle)
    hold = open_hold(books, entry.hold, entry.effective_at, entry.recorded_at)
    worthy = worth(books, hold, entry.effective_at)
    expected = resolution(hold, worthy, min(entry.quantity.units, total(worthy)))
    _require((entry.taken, entry.released) == expected, entry, f"hold {entry.hold!r} holds other parts")
    _payable(books, entry, entry.extra)


def _void(books: Books, entry: Entry) -> None:
    assert isinstance(entry, Void)
    hold = open_hold(books, entry.hold, entry.effective_at, entry.recorded_at)
    _payable(books, entry, ())
    _require(entry.released == hold.parts[::-1], entry, f"hold {entry.hold!r} holds other parts")


def _move(books: Books, entry: Entry) -> None:
    assert isinstance(entry, Move)
    hold = open_hold(books, entry.hold, entry.effective_at, entry.recorded_at)
    _payable(books, entry, ())
    expected = back(hold.parts, min(entry.quantity.units, total(hold.parts)))[1]
    _require(entry.moved == expected, entry, f"hold {entry.hold!r} holds other parts")


def _spent(books: Books, entry: Refund | Repay) -> Debit | Settle:
    spent = books.by_id.get(entry.of)
    if not isinstance(spent, Debit | Settle):
        raise UnknownEntry(entry.of, "no Debit or Settle of that id", "replay it first")
    not_before(entry.effective_at, spent, books.reversals.get(entry.of, ()))
    return spent


def _refund(books: Books, entry: Entry) -> None:
    assert isinstance(entry, Refund)
    left = books.left_of(_spent(books, entry))
    _payable(books, entry, ())
    _require(
        entry.forgiven == min(books.debts.get(entry.of, 0), entry.quantity.units), entry, "debts are forgiven first"
    )
    expected = back(left, min(total(entry.returned), total(left)))[1]
    _require(entry.returned == expected, entry, f"that is not what {entry.of!r} took last")


def _repay(books: Books, entry: Entry) -> None:
    assert isinstance(entry, Repay)
    _spent(books, entry)
    _require(entry.quantity.units <= books.debts.get(entry.of, 0), entry, f"{entry.of!r} owes less")
    _payable(books, entry, entry.taken)


def _adjust(books: Books, entry: Entry) -> None:
    assert isinstance(entry, Adjust)
    lot = _lot(books, entry.lot)
    begun(lot, entry.effective_at)
    _payable(books, entry, ())
    _require(total(entry.taken) <= books.free_in(lot, entry.effective_at), entry, "the lot has less")


def _void_lot(books: Books, entry: Entry) -> None:
    assert isinstance(entry, VoidLot)
    lot = _lot(books, entry.lot)
    _payable(books, entry, ())
    there(books, entry.lot, entry.effective_at)
    _require(lot.voided is None and entry.effective_at < lot.expires, entry, "the lot is over already")


def _carry(books: Books, entry: Entry) -> None:
    assert isinstance(entry, Carry)
    lot = _lot(books, entry.lot)
    _payable(books, entry, ())
    _require(lot.usable(entry.effective_at) and lot.effective < entry.effective_at, entry, "the lot cannot go on then")
    carried, added = entry.rollover.of(books.free_in(lot, entry.effective_at))
    _require((total(entry.carried), total(entry.granted)) == (carried, added), entry, "the bounds give another part")


_CHECKS = {
    **dict.fromkeys(MOVES, _new_lot),
    Debit: _spend,
    Hold: _spend,
    Settle: _settle,
    Void: _void,
    Move: _move,
    Refund: _refund,
    Repay: _repay,
    Adjust: _adjust,
    VoidLot: _void_lot,
    Carry: _carry,
}
