"""Decisions about an amount: which lots pay it, now or when the work is done, and to which it goes back.

Credit is taken in burn order, first to last, and comes back in the reverse order, last taken first.
"""

import datetime as dt

from supportcore.errors import UnknownEntry
from supportcore.ledger import _verify
from supportcore.ledger._books import OpenHold
from supportcore.ledger._burn import back
from supportcore.ledger._requests import Requests
from supportcore.ledger.entries import Debit, Hold, Move, Parts, Refund, Repay, Settle, Void, total
from supportcore.ledger.policies import SHORTFALL, Shortfall
from supportcore.reasons import Reason, Refusal
from supportcore.units import Quantity


class Spending(Requests):
    """The verbs that ask for an amount, and those that answer what became of it."""

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
        if _verify.named(self._books.by_id, entry_id) is not None:
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
        if missing and SHORTFALL(beyond) == Shortfall.REJECT:
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
        match SHORTFALL(policy).name:
            case "AT_MOST":
                return 0, missing, None
            case "OWE":
                return self._owe(asked, missing, policy.limit)
            case _:
                return 0, 0, self._not_enough(asked, asked - missing)

    def _owe(self, asked: int, missing: int, limit: Quantity | None) -> tuple[int, int, Refusal | None]:
        owed = self._quantity(self._books.owed + missing)
        if limit is None or self._units(limit) >= owed.units:
            return missing, 0, None
        reason = Reason.of("owes-too-much", owed=owed, limit=limit, asked=self._quantity(asked))
        return 0, 0, Refusal(reason, Reason.of("top-up", missing=owed - limit))


def _beyond(asked: Quantity, held: Quantity) -> Refusal:
    return Refusal(Reason.of("beyond-hold", asked=asked, held=held), Reason.of("within-hold", held=held))


def _too_much_back(asked: Quantity, left: Quantity) -> Refusal:
    return Refusal(Reason.of("beyond-debit", asked=asked, left=left), Reason.of("adjust-instead"))
