"""Decisions about a lot: it begins, it goes on as another one, it is corrected by hand, it ends.

Each names its lot, so there is nothing to choose: no burn order is asked here. What is spent is in `_spending`.
"""

import datetime as dt

from supportcore.errors import InvalidEntry
from supportcore.ledger import _verify
from supportcore.ledger._burn import Lot
from supportcore.ledger._requests import Requests
from supportcore.ledger.entries import Adjust, Carry, Grant, Opening, VoidLot, in_one
from supportcore.ledger.policies import ROLLOVER, Rollover
from supportcore.reasons import Reason, Refusal
from supportcore.units import Quantity


class Granting(Requests):
    """The verbs that name a lot."""

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
        ROLLOVER(rollover).measured_in(self._quantity(0))
        when = at, _, _ = self._times(at, recorded_at)
        old = self._living(lot, at)
        if isinstance(old, Refusal):
            return old
        if old.effective >= at:
            raise InvalidEntry(
                at.isoformat(), f"lot {lot!r} starts at {old.effective.isoformat()}", "renew it at a later instant"
            )
        carried, added = rollover.of(self._books.free_in(old, at))
        quantity = self._quantity(carried + added)
        return Carry(entry_id, *when, quantity, expires_at, priority, lot, rollover, in_one(lot, carried), note=note)

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

    def _living(self, lot: str, at: dt.datetime) -> Lot | Refusal:
        found = self._lot(lot)
        over = found.voided or found.expires
        if found.voided is None and at < found.expires:
            return found
        return Refusal(Reason.of("lot-over", lot=lot, since=over))
