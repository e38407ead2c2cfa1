"""Deciding: each verb looks at the books and returns the entry that would happen, or why not.

Every verb goes through the same doors: an id that is known already answers with its entry; units and instants are put
in order; what is named must be there. Then it asks the books which lots answer, and writes the entry down. Nothing here
changes anything.
"""

import datetime as dt
from typing import TypeVar

from supportcore import instants
from supportcore.errors import (
    InvalidAmount,
    InvalidEntry,
    MixedUnits,
    RecordedBackwards,
    UnknownEntry,
    UnknownLot,
)
from supportcore.ledger import _verify
from supportcore.ledger._books import Books, OpenHold
from supportcore.ledger._burn import Lot, back
from supportcore.ledger.entries import (
    Adjust,
    Carry,
    Debit,
    Entry,
    Grant,
    Hold,
    Move,
    Opening,
    Part,
    Parts,
    Refund,
    Repay,
    Settle,
    Void,
    VoidLot,
    total,
)
from supportcore.ledger.policies import Rollover, Shortfall
from supportcore.ledger.policies import shortfall as named_shortfall
from supportcore.reasons import Reason, Refusal
from supportcore.units import Quantity

EntryT = TypeVar("EntryT", bound=Entry)


class Decisions:
    """The verbs of a `Ledger`: what they need is the books, and they never touch them."""

    _books: Books

    # --- credit comes in ----------------------------------------------------------------------------------------------

    def grant(
        self,
        entry_id: str,
        quantity: Quantity,
        *,
        at: dt.datetime,
        expires_at: dt.datetime | None = None,
        priority: int = 0,
        recorded_at: dt.datetime | None = None,
        note: str = "",
    ) -> Grant:
        """Decide a new lot, usable while ``at <= now < expires_at``; its id is the entry's (PKG-2, PKG-3).

        A lot may start after it is recorded: then say when you knew with ``recorded_at``, which otherwise is ``at``,
        and nothing could be recorded before it any more. A lower ``priority`` burns first.
        """
        asked = (quantity, at, expires_at, priority, note)
        if (known := self._again(Grant, entry_id, asked)) is not None:
            return known
        self._units(quantity)
        when = self._ahead(at, recorded_at)
        return Grant(entry_id, *when, quantity, expires_at, priority, note=note)

    def opening(
        self,
        entry_id: str,
        quantity: Quantity,
        *,
        at: dt.datetime,
        expires_at: dt.datetime | None = None,
        priority: int = 0,
        since: dt.datetime | None = None,
        original: Quantity | None = None,
        recorded_at: dt.datetime | None = None,
        note: str = "",
    ) -> Opening:
        """Decide a half-used lot from elsewhere: what is left, its real expiry, since when, and of how much."""
        asked = (quantity, at, expires_at, priority, since, original, note)
        if (known := self._again(Opening, entry_id, asked)) is not None:
            return known
        self._units(quantity)
        when = self._ahead(at, recorded_at)
        return Opening(entry_id, *when, quantity, expires_at, priority, since, original, note=note)

    def carry(
        self,
        entry_id: str,
        lot: str,
        *,
        at: dt.datetime,
        expires_at: dt.datetime | None,
        rollover: Rollover = Rollover(),  # noqa: B008  # a frozen value
        priority: int = 0,
        recorded_at: dt.datetime | None = None,
        note: str = "",
    ) -> Carry | Refusal:
        """Decide a renewal: what is left of a lot goes on as a new one within the bounds; the rest is void.

        A lot that starts at the very instant is not renewed by it, and one that expires then has nothing left.
        """
        if (known := self._again(Carry, entry_id, (lot, rollover, at, expires_at, priority, note))) is not None:
            return known
        if not isinstance(rollover, Rollover):
            raise InvalidEntry(rollover, "what goes on is told by a Rollover", "write Rollover(most=CREDIT.of(5))")
        rollover.measured_in(self._quantity(0))
        when = at, _, _ = self._times(at, recorded_at)
        old = self._living(lot, at)
        if isinstance(old, Refusal):
            return old
        if old.effective >= at:
            raise InvalidEntry(
                at.isoformat(), f"lot {lot!r} starts at {old.effective.isoformat()}", "renew it at a later instant"
            )
        carried, added = rollover.of(self._books.free_in(old, at))
        parts = _parts(lot, carried)
        quantity = self._quantity(carried + added)
        return Carry(entry_id, *when, quantity, expires_at, priority, lot, rollover, parts, note=note)

    # --- credit goes out ----------------------------------------------------------------------------------------------

    def debit(
        self,
        entry_id: str,
        quantity: Quantity,
        *,
        at: dt.datetime,
        shortfall: Shortfall = Shortfall.REJECT,
        recorded_at: dt.datetime | None = None,
        note: str = "",
    ) -> Debit | Refusal:
        """Decide to spend: which lots pay, in burn order, or why not. Cost: the lots that pay, whatever the others."""
        if entry_id in self._books.by_id:
            return _verify.asked_again(self.entry(entry_id), Debit, (quantity, at, shortfall, note))
        units = self._asked(quantity)
        when = at, _, _ = self._times(at, recorded_at)
        taken, missing = self._books.take(units, at)
        if not missing:
            return Debit(entry_id, *when, quantity, taken, shortfall, note=note)
        owed, uncovered, refusal = self._short(units, missing, shortfall)
        return refusal or Debit(entry_id, *when, quantity, taken, shortfall, owed, uncovered, note=note)

    def hold(
        self,
        entry_id: str,
        quantity: Quantity,
        *,
        at: dt.datetime,
        timeout_at: dt.datetime | None = None,
        shortfall: Shortfall = Shortfall.REJECT,
        recorded_at: dt.datetime | None = None,
        note: str = "",
    ) -> Hold | Refusal:
        """Decide to set credit aside; the hold names its lots and is over at ``timeout_at`` (PKG-6, PTS-4)."""
        if (known := self._again(Hold, entry_id, (quantity, at, timeout_at, shortfall, note))) is not None:
            return known
        units = self._asked(quantity)
        when = at, recorded, _ = self._times(at, recorded_at)
        _verify.timeout(timeout_at, recorded)
        _verify.no_debt(shortfall)
        taken, missing = self._books.take(units, at)
        _, uncovered, refusal = self._short(units, missing, shortfall)
        return refusal or Hold(entry_id, *when, quantity, taken, timeout_at, shortfall, uncovered, note=note)

    def settle(
        self,
        entry_id: str,
        hold: str,
        quantity: Quantity | None = None,
        *,
        at: dt.datetime,
        beyond: Shortfall = Shortfall.REJECT,
        recorded_at: dt.datetime | None = None,
        note: str = "",
    ) -> Settle | Refusal:
        """Decide that the work of a hold is done and took ``quantity`` (all that is held, unless given).

        Less than held: the rest is released, last held first. More: refused, or taken and owed by ``beyond``,
        because work that was done must be recordable. Raises `HoldClosed` when it is late or resolved already.
        """
        if (known := self._again(Settle, entry_id, (hold, quantity, at, beyond, note))) is not None:
            return known
        when = at, recorded, _ = self._times(at, recorded_at)
        held = self._open_hold(hold, at, recorded)
        worth = _verify.worth(self._books, held, at)
        units = total(worth) if quantity is None else self._asked(quantity, least=0)
        taken, released = _verify.resolution(held, worth, units)
        missing = units - total(taken)
        extra: Parts = ()
        if missing and named_shortfall(beyond) == Shortfall.REJECT:
            return _beyond(self._quantity(units), self._quantity(total(worth)))
        if missing:
            extra, missing = self._books.take(missing, at)
        owed, uncovered, refusal = self._short(units, missing, beyond)
        return refusal or Settle(
            entry_id, *when, hold, self._quantity(units), taken, released, extra, beyond, owed, uncovered, note=note
        )

    def void(
        self,
        entry_id: str,
        hold: str,
        *,
        at: dt.datetime,
        recorded_at: dt.datetime | None = None,
        note: str = "",
    ) -> Void:
        """Decide that the work of a hold will not be done: everything goes back, last held first."""
        if (known := self._again(Void, entry_id, (hold, at, note))) is not None:
            return known
        when = at, recorded, _ = self._times(at, recorded_at)
        return Void(entry_id, *when, hold, self._open_hold(hold, at, recorded).parts[::-1], note=note)

    def move(
        self,
        entry_id: str,
        hold: str,
        quantity: Quantity | None = None,
        *,
        at: dt.datetime,
        timeout_at: dt.datetime | None = None,
        recorded_at: dt.datetime | None = None,
        note: str = "",
    ) -> Move | Refusal:
        """Decide to give held credit, all or a part (last held first), to other work: a new hold (PCK-8)."""
        if (known := self._again(Move, entry_id, (hold, quantity, at, timeout_at, note))) is not None:
            return known
        when = at, recorded, _ = self._times(at, recorded_at)
        _verify.timeout(timeout_at, recorded)
        held = self._open_hold(hold, at, recorded)
        there = total(held.parts)
        units = there if quantity is None else self._asked(quantity)
        if units > there:
            return _beyond(self._quantity(units), self._quantity(there))
        return Move(entry_id, *when, hold, self._quantity(units), back(held.parts, units)[1], timeout_at, note=note)

    # --- credit goes back, and is put right ---------------------------------------------------------------------------

    def refund(
        self,
        entry_id: str,
        of: str,
        quantity: Quantity | None = None,
        *,
        at: dt.datetime,
        recorded_at: dt.datetime | None = None,
        note: str = "",
    ) -> Refund | Refusal:
        """Decide to give back what a debit or settle took (all that is left of it, unless given).

        An unpaid debt is forgiven first, then lots get theirs back, last taken first, wherever they stand: into an
        expired lot it returns and expires at once.
        """
        if (known := self._again(Refund, entry_id, (of, quantity, at, note))) is not None:
            return known
        spent = self._spent(of)
        when = at, _, _ = self._times(at, recorded_at)
        _verify.not_before(at, spent, self._books.reversals.get(of, ()))
        left, debt = self._books.left_of(spent), self._books.debts.get(of, 0)
        units = total(left) + debt if quantity is None else self._asked(quantity)
        if not 0 < units <= total(left) + debt:
            return _too_much_back(self._quantity(units), self._quantity(total(left) + debt))
        forgiven = min(debt, units)
        returned = back(left, units - forgiven)[1]
        return Refund(entry_id, *when, of, self._quantity(units), returned, forgiven, note=note)

    def repay(
        self, entry_id: str, of: str, *, at: dt.datetime, recorded_at: dt.datetime | None = None, note: str = ""
    ) -> Repay | Refusal:
        """Decide to pay what a debit or settle owes, as far as there is credit (PTS-5)."""
        if (known := self._again(Repay, entry_id, (of, at, note))) is not None:
            return known
        spent = self._spent(of)
        when = at, _, _ = self._times(at, recorded_at)
        _verify.not_before(at, spent, self._books.reversals.get(of, ()))
        debt = self._books.debts.get(of, 0)
        if not debt:
            return Refusal(Reason.of("nothing-owed", entry=of))
        taken, missing = self._books.take(debt, at)
        if not taken:
            return self._not_enough(debt, 0)
        return Repay(entry_id, *when, of, self._quantity(debt - missing), taken, note=note)

    def adjust(
        self,
        entry_id: str,
        lot: str,
        quantity: Quantity,
        *,
        reason: str,
        at: dt.datetime,
        recorded_at: dt.datetime | None = None,
        note: str = "",
    ) -> Adjust | Refusal:
        """Decide to correct a lot by hand, up (positive) or down (negative), with a reason."""
        if (known := self._again(Adjust, entry_id, (lot, quantity, reason, at, note))) is not None:
            return known
        units = self._units(quantity)
        when = at, _, _ = self._times(at, recorded_at)
        found = self._lot(lot)
        free = self._books.free_in(found, at)
        _verify.begun(found, at)
        if -units > free:
            return self._not_enough(-units, free)
        return Adjust(entry_id, *when, lot, quantity, reason, note=note)

    def void_lot(
        self,
        entry_id: str,
        lot: str,
        *,
        reason: str,
        at: dt.datetime,
        recorded_at: dt.datetime | None = None,
        note: str = "",
    ) -> VoidLot | Refusal:
        """Decide that a lot ends now. What is free in it is void, and so is what returns to it later."""
        if (known := self._again(VoidLot, entry_id, (lot, reason, at, note))) is not None:
            return known
        when = at, _, _ = self._times(at, recorded_at)
        living = self._living(lot, at)
        _verify.there(self._books, lot, at)
        return living if isinstance(living, Refusal) else VoidLot(entry_id, *when, lot, reason, note=note)

    def entry(self, entry_id: str) -> Entry:
        """Return the entry of that id; raise `UnknownEntry` if there is none."""
        try:
            return self._books.by_id[entry_id]
        except (KeyError, TypeError):  # unknown, or nothing that could be an id
            raise UnknownEntry(entry_id, "no entry of that id", "see Ledger.entries") from None

    # --- the doors ----------------------------------------------------------------------------------------------------

    def _again(self, kind: type[EntryT], entry_id: str, asked: tuple[object, ...]) -> EntryT | None:
        known = self._books.by_id.get(entry_id)
        return None if known is None else _verify.asked_again(known, kind, asked)

    def _times(self, at: dt.datetime, recorded_at: dt.datetime | None) -> tuple[dt.datetime, dt.datetime, int]:
        when = self._ahead(at, recorded_at)
        if when[0] > when[1]:
            raise InvalidEntry(
                when[0].isoformat(),
                f"only a lot may be effective after it is recorded ({when[1].isoformat()})",
                "decide it when its time has come",
            )
        return when

    def _ahead(self, at: dt.datetime, recorded_at: dt.datetime | None) -> tuple[dt.datetime, dt.datetime, int]:
        at = instants.utc(at)
        recorded = at if recorded_at is None else instants.utc(recorded_at)
        frontier = self._books.frontier
        if frontier is not None and recorded < frontier:
            raise RecordedBackwards(
                recorded.isoformat(),
                f"the last entry was recorded at {frontier.isoformat()} and recorded_at never goes backwards",
                "pass recorded_at=<when you knew>, and at=<when it counts>, which may lie in the past",
            )
        return at, recorded, len(self._books.journal)

    def _quantity(self, units: int) -> Quantity:
        return Quantity(units, self._books.unit)

    def _asked(self, quantity: Quantity, least: int = 1) -> int:
        units = self._units(quantity)
        if units < least:
            needed = "above zero" if least else "of zero or more"
            raise InvalidAmount(quantity, f"a quantity {needed} is needed", "leave the request out, or ask for more")
        return units

    def _units(self, quantity: Quantity) -> int:
        unit = getattr(quantity, "unit", None)
        if unit is not self._books.unit and unit != self._books.unit:
            raise MixedUnits(
                quantity,
                f"this ledger counts {self._books.unit.name}s",
                f"write {self._books.unit!r}.of(...) or .minor(...)",
            )
        return quantity.units

    def _lot(self, lot: str) -> Lot:
        try:
            return self._books.lots[lot]
        except (KeyError, TypeError):
            raise UnknownLot(lot, "no lot of that id", "a lot has the id of its grant; see Ledger.lots(at)") from None

    def _living(self, lot: str, at: dt.datetime) -> Lot | Refusal:
        found = self._lot(lot)
        over = found.voided or found.expires
        if found.voided is None and at < found.expires:
            return found
        return Refusal(Reason.of("lot-over", lot=lot, since=over))

    def _open_hold(self, hold: str, at: dt.datetime, recorded: dt.datetime) -> OpenHold:
        return _verify.open_hold(self._books, hold, at, recorded)

    def _spent(self, of: str) -> Debit | Settle:
        spent = self.entry(of)
        if not isinstance(spent, Debit | Settle):
            raise UnknownEntry(of, "only a Debit or a Settle can be refunded or repaid", "name the entry that spent")
        return spent

    def _short(self, asked: int, missing: int, policy: Shortfall) -> tuple[int, int, Refusal | None]:
        """Return what is owed, what stays uncovered, and the refusal, if the policy refuses."""
        if not missing:
            return 0, 0, None
        match named_shortfall(policy).name:
            case "AT_MOST":
                return 0, missing, None
            case "OWE":
                return self._owe(asked, missing, policy.limit)
            case _:
                return 0, 0, self._not_enough(asked, asked - missing)

    def _not_enough(self, asked: int, available: int) -> Refusal:
        return Refusal(
            Reason.of("not-enough", asked=self._quantity(asked), available=self._quantity(available)),
            Reason.of("top-up", missing=self._quantity(asked - available)),
        )

    def _owe(self, asked: int, missing: int, limit: Quantity | None) -> tuple[int, int, Refusal | None]:
        owed = self._quantity(self._books.owed + missing)
        if limit is None or self._units(limit) >= owed.units:
            return missing, 0, None
        reason = Reason.of("owes-too-much", owed=owed, limit=limit, asked=self._quantity(asked))
        return 0, 0, Refusal(reason, Reason.of("top-up", missing=owed - limit))


def _parts(lot: str, units: int) -> Parts:
    return (Part(lot, units),) if units else ()


def _beyond(asked: Quantity, held: Quantity) -> Refusal:
    return Refusal(Reason.of("beyond-hold", asked=asked, held=held), Reason.of("within-hold", held=held))


def _too_much_back(asked: Quantity, left: Quantity) -> Refusal:
    return Refusal(Reason.of("beyond-debit", asked=asked, left=left), Reason.of("adjust-instead"))
