"""Why these lots, and what if it had come on time.

An explanation stands the ledger where it stood when the entry was decided, and asks every lot. A reconsideration
decides every request again in the order in which things happened, and reports where the answer would differ. Both only
read; decisions are never re-taken.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from supportcore.errors import SupportcoreError
from supportcore.ledger._burn import NEVER, Lot
from supportcore.ledger._reads import by_effect
from supportcore.ledger.entries import (
    FREE,
    HELD,
    Adjust,
    Carry,
    Debit,
    Entry,
    Grant,
    Hold,
    Move,
    Opening,
    Parts,
    Refund,
    Repay,
    Settle,
    Void,
    VoidLot,
)
from supportcore.reasons import Reason, Refusal
from supportcore.units import Quantity

if TYPE_CHECKING:
    from supportcore.ledger.ledger import Ledger


@attrs.frozen
class Verdict:
    """One lot's answer: what it paid (or got back), which may be nothing, and why."""

    lot: str
    quantity: Quantity
    why: Reason


@attrs.frozen
class Explanation:
    """An entry, the lots that paid it or got theirs back, and the lots that were passed over."""

    entry: Entry
    paid: tuple[Verdict, ...]
    passed: tuple[Verdict, ...]

    def __str__(self) -> str:
        return "\n".join(f"{verdict.lot}: {verdict.why}" for verdict in (*self.paid, *self.passed))


_GIVEN: tuple[tuple[type[Entry], str, str], ...] = (
    # the entries that do not choose their lots: which parts, and why those
    (Settle, "taken", "lot-of-hold"),
    (Void, "released", "lot-released"),
    (Settle, "released", "lot-released"),
    (Move, "moved", "lot-of-hold"),
    (Refund, "returned", "lot-of-origin"),
)
_CHOSEN: Mapping[type[Entry], str] = MappingProxyType({Debit: "taken", Hold: "taken", Repay: "taken", Settle: "extra"})


def explain(ledger: "Ledger", entry: Entry) -> Explanation:
    """Return why the entry's lots are its lots. Cost: linear, the ledger is rebuilt as it was."""
    given = [
        Verdict(part.lot, Quantity(part.units, ledger.unit), Reason.of(code, entry=_cause(entry)))
        for kind, name, code in _GIVEN
        if isinstance(entry, kind)
        for part in getattr(entry, name)
    ]
    parts: Parts = getattr(entry, _CHOSEN.get(type(entry), ""), ())
    if type(entry) not in _CHOSEN:
        return Explanation(entry, tuple(given), ())
    if isinstance(entry, Settle) and not (parts or entry.owed or entry.uncovered):
        return Explanation(entry, tuple(given), ())
    return _chosen(ledger, entry, parts, given)


def _cause(entry: Entry) -> str:
    return str(getattr(entry, "hold", getattr(entry, "of", entry.id)))


def _chosen(ledger: "Ledger", entry: Entry, parts: Parts, given: list[Verdict]) -> Explanation:
    before = ledger.replay(ledger.unit, ledger.entries[: entry.seq], held_at_expiry=ledger.held_at_expiry)
    books = before._books  # the same wing
    at, unit = entry.effective_at, ledger.unit
    offers = {lot.id: units for lot, units in books.offers(at)}
    paid = {part.lot: part.units for part in parts}
    passed = []
    for lot in sorted(books.lots.values(), key=lambda lot: (lot.priority, lot.key)):
        if lot.id in paid:
            quantity = Quantity(paid[lot.id], unit)
            why = Reason.of("lot-paid", paid=quantity, free=Quantity(offers[lot.id], unit), **_place(lot))
            given.append(Verdict(lot.id, quantity, why))
        else:
            passed.append(Verdict(lot.id, Quantity(0, unit), _passed_over(lot, at, offers.get(lot.id, 0), ledger)))
    return Explanation(entry, tuple(given), tuple(passed))


def _place(lot: Lot) -> dict[str, Any]:
    return {"priority": lot.priority, "expires": "never" if lot.expires == NEVER else lot.expires}


def _passed_over(lot: Lot, at: dt.datetime, offer: int, ledger: "Ledger") -> Reason:
    if lot.voided is not None:
        return Reason.of("lot-voided", at=lot.voided)
    if at < lot.effective:
        return Reason.of("lot-upcoming", at=lot.effective)
    if at >= lot.expires:
        return Reason.of("lot-expired", at=lot.expires)
    if offer:
        return Reason.of("lot-later", **_place(lot))
    if lot.cells[FREE]:
        return Reason.of("lot-used-since")
    return Reason.of("lot-empty", held=Quantity(lot.cells[HELD], ledger.unit))


_VERBS: Mapping[type[Entry], str] = MappingProxyType(
    {
        Grant: "grant",
        Opening: "opening",
        Carry: "carry",
        Debit: "debit",
        Hold: "hold",
        Settle: "settle",
        Void: "void",
        Move: "move",
        Refund: "refund",
        Repay: "repay",
        Adjust: "adjust",
        VoidLot: "void_lot",
    }
)


@attrs.frozen
class Difference:
    """An entry that would have been decided otherwise, and what would have been instead."""

    entry: Entry
    instead: "Entry | Refusal | SupportcoreError"


@attrs.frozen
class Reconsideration:
    """What on-time arrival would have changed, and the ledger that would have come of it."""

    differences: tuple[Difference, ...]
    ledger: "Ledger" = attrs.field(repr=False)


def reconsider(ledger: "Ledger") -> Reconsideration:
    """Decide every request again, in the order in which things happened."""
    on_time = type(ledger)(ledger.unit, held_at_expiry=ledger.held_at_expiry)
    differences = []
    for _, __, entry in sorted(by_effect(ledger.entries), key=lambda row: (row[0], row[1], row[2].seq)):
        instead = _decide_again(on_time, entry)
        if isinstance(instead, Entry):
            on_time.post(instead)
        if not isinstance(instead, Entry) or _answer(instead) != _answer(entry):
            differences.append(Difference(entry, instead))
    return Reconsideration(tuple(differences), on_time)


def _decide_again(ledger: "Ledger", entry: Entry) -> "Entry | Refusal | SupportcoreError":
    asked = {name: getattr(entry, name) for name in entry.ASKED if name != "effective_at"}
    known_at = min(entry.effective_at, entry.recorded_at)
    try:
        decided: Entry | Refusal = getattr(ledger, _VERBS[type(entry)])(
            entry.id, at=entry.effective_at, recorded_at=known_at, **asked
        )
    except SupportcoreError as why:  # its hold or debit would not be there
        return why
    return decided


def _answer(entry: Entry) -> tuple[object, ...]:
    return tuple(
        getattr(entry, field.name) for field in attrs.fields(type(entry)) if field.name not in ("recorded_at", "seq")
    )
