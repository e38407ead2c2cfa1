"""Why these lots: an explanation stands the books where they stood when the entry was decided, and asks every lot."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from supportcore.ledger._books import Books
from supportcore.ledger._burn import NEVER, Lot
from supportcore.ledger.entries import (
    FREE,
    HELD,
    Debit,
    Entry,
    Hold,
    Move,
    Parts,
    Refund,
    Repay,
    Settle,
    Void,
)
from supportcore.reasons import Reason
from supportcore.units import Quantity, Unit


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


def explain(books: Books, entry: Entry) -> Explanation:
    """Return why the entry's lots are its lots. Cost: linear, the books are kept again up to the entry."""
    given = [
        Verdict(part.lot, Quantity(part.units, books.unit), Reason.of(code, entry=_cause(entry)))
        for kind, name, code in _GIVEN
        if isinstance(entry, kind)
        for part in getattr(entry, name)
    ]
    parts: Parts = getattr(entry, _CHOSEN.get(type(entry), ""), ())
    if type(entry) not in _CHOSEN:
        return Explanation(entry, tuple(given), ())
    if isinstance(entry, Settle) and not (parts or entry.owed or entry.uncovered):
        return Explanation(entry, tuple(given), ())
    return _chosen(_before(books, entry), entry, parts, given)


def _cause(entry: Entry) -> str:
    return str(getattr(entry, "hold", getattr(entry, "of", entry.id)))


def _before(books: Books, entry: Entry) -> Books:
    before = Books(books.unit, books.held_at_expiry)
    for earlier in books.journal[: entry.seq]:
        before.apply(earlier)
    return before


def _chosen(books: Books, entry: Entry, parts: Parts, given: list[Verdict]) -> Explanation:
    at, unit = entry.effective_at, books.unit
    offers = {lot.id: units for lot, units in books.offers(at)}
    paid = {part.lot: part.units for part in parts}
    passed = []
    for lot in sorted(books.lots.values(), key=lambda lot: (lot.priority, lot.key)):
        if lot.id in paid:
            quantity = Quantity(paid[lot.id], unit)
            why = Reason.of("lot-paid", paid=quantity, free=Quantity(offers[lot.id], unit), **_place(lot))
            given.append(Verdict(lot.id, quantity, why))
        else:
            passed.append(Verdict(lot.id, Quantity(0, unit), _passed_over(lot, at, offers.get(lot.id, 0), unit)))
    return Explanation(entry, tuple(given), tuple(passed))


def _place(lot: Lot) -> dict[str, Any]:
    return {"priority": lot.priority, "expires": "never" if lot.expires == NEVER else lot.expires}


def _passed_over(lot: Lot, at: dt.datetime, offer: int, unit: Unit) -> Reason:
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
    return Reason.of("lot-empty", held=Quantity(lot.cells[HELD], unit))
