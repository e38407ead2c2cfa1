"""The ledger: decide, then post.

Every verb (`Ledger.debit`, `Ledger.hold`, ...) looks at the books and returns the entry that would happen, or a
`Refusal`; nothing has changed. `Ledger.post` folds an entry in; if it raises, nothing has changed either. The id of an
entry is its idempotency key: asking again for what is there already returns the entry that is there.

A decision is good for the state it was taken on, and ``seq`` is the number of that state: post one before deciding
the next. Hosts store entries; `Ledger.replay` makes the same ledger of them again.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import TypeVar

from supportcore.errors import (
    InvalidEntry,
    MixedUnits,
    RecordedBackwards,
    UnknownEntry,
    UnknownLot,
)
from supportcore.ledger import _reads, _verify
from supportcore.ledger._books import Books, OpenHold
from supportcore.ledger._burn import Lot, back
from supportcore.ledger.balance import Balance, LotView
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
    instant,
    total,
)
from supportcore.ledger.explain import Explanation, Reconsideration, explain, reconsider
from supportcore.ledger.policies import HeldAtExpiry, Rollover, Shortfall
from supportcore.ledger.statement import Statement, statement
from supportcore.reasons import Reason, Refusal
from supportcore.units import Quantity, Unit

EntryT = TypeVar("EntryT", bound=Entry)


class Ledger:
    """A prepaid balance of one unit: lots that expire, holds, refunds to the origin, and answers to "why".

    >>> from supportcore.units import CREDIT
    >>> bought = dt.datetime(2026, 9, 1, 7, tzinfo=dt.UTC)
    >>> ledger = Ledger(CREDIT)
    >>> _ = ledger.post(ledger.grant("september", CREDIT.of(10), at=bought, expires_at=bought + dt.timedelta(90)))
    >>> ledger.post(ledger.debit("task-1", CREDIT.of(3), at=bought)).taken
    (Part(lot='september', units=3),)
    >>> print(ledger.debit("task-2", CREDIT.of(8), at=bought))
    refused: 8 credits asked, 7 credits available
    instead: top up by 1 credit, or ask for no more than is available
    """

    def __init__(self, unit: Unit, *, held_at_expiry: HeldAtExpiry = HeldAtExpiry.STAY) -> None:
        if type(unit) is not Unit:
            raise InvalidEntry(unit, "a ledger keeps one Unit", "write Ledger(CREDIT)")
        if not isinstance(held_at_expiry, HeldAtExpiry):
            raise InvalidEntry(held_at_expiry, "the policy is named", "choose HeldAtExpiry.STAY or .FORFEIT")
        self._books = Books(unit, held_at_expiry)

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
        """Decide a new lot, usable while ``at <= now < expires_at``; its id is the entry's (PKG-2, PKG-3)."""
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
        units = self._units(quantity)
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
        units = self._units(quantity)
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
        units = total(worth) if quantity is None else self._units(quantity)
        taken, released = _verify.resolution(held, worth, units)
        missing = units - total(taken)
        extra: Parts = ()
        if missing and beyond == Shortfall.REJECT:
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
        units = there if quantity is None else self._units(quantity)
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
        units = total(left) + debt if quantity is None else self._units(quantity)
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

    # --- post ---------------------------------------------------------------------------------------------------------

    def post(self, entry: EntryT | Refusal) -> EntryT:
        """Fold an entry in and return it. Posting what is there already changes nothing.

        Raises `StaleDecision` if something was posted since it was decided, `InvalidEntry` if its lots cannot have
        paid it, `IdConflict` if the id names other content. If it raises, nothing has happened.
        """
        if not isinstance(entry, Entry):
            raise InvalidEntry(entry, "only an entry can be posted", "look at what was decided before posting it")
        known = self._books.by_id.get(entry.id)
        if known is not None:
            _verify.same(known, entry)
            return entry
        _verify.fits(self._books, entry)
        self._books.apply(entry)
        return entry

    @classmethod
    def replay(
        cls, unit: Unit, entries: Iterable[Entry], *, held_at_expiry: HeldAtExpiry = HeldAtExpiry.STAY
    ) -> "Ledger":
        """Return the ledger that the entries, in whatever order they come, add up to. Cost: linear."""
        ledger = cls(unit, held_at_expiry=held_at_expiry)
        for entry in sorted(entries, key=attrgetter("seq")):
            ledger.post(entry)
        return ledger

    # --- read ---------------------------------------------------------------------------------------------------------

    @property
    def unit(self) -> Unit:
        """What this ledger counts."""
        return self._books.unit

    @property
    def held_at_expiry(self) -> HeldAtExpiry:
        """What becomes of held credit whose lot expires."""
        return self._books.held_at_expiry

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in the order in which they were recorded."""
        return tuple(self._books.journal)

    def entry(self, entry_id: str) -> Entry:
        """Return the entry of that id; raise `UnknownEntry` if there is none."""
        try:
            return self._books.by_id[entry_id]
        except KeyError:
            raise UnknownEntry(entry_id, "no entry of that id", "see Ledger.entries") from None

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self._books.by_id

    def available(self, at: dt.datetime) -> Quantity:
        """Return what a debit effective at the instant, decided now, could take. Cost: the lots with free credit."""
        return self._quantity(sum([units for _, units in self._books.offers(instant(at))]))

    def held(self, hold: str, at: dt.datetime) -> Quantity:
        """Return what a hold is worth at the instant; zero once it is resolved, moved away or timed out."""
        found = self._books.holds.get(hold)
        at = instant(at)
        if found is None or at < found.effective_at or (found.timeout_at is not None and at >= found.timeout_at):
            return self._quantity(0)
        return self._quantity(total(_verify.worth(self._books, found, at)))

    @property
    def debts(self) -> Mapping[str, Quantity]:
        """What is owed, by the id of the debit or settle, oldest first."""
        return MappingProxyType({entry: self._quantity(units) for entry, units in self._books.debts.items()})

    def balance(self, at: dt.datetime, known_at: dt.datetime | None = None) -> Balance:
        """Return where we stand at an instant, by all that is known, or that was known at ``known_at``. Linear."""
        return _reads.balance(self._books, instant(at), None if known_at is None else instant(known_at))

    def lots(self, at: dt.datetime, known_at: dt.datetime | None = None) -> tuple[LotView, ...]:
        """Return each lot with its own balance, in burn order. Linear."""
        return _reads.lots(self._books, instant(at), None if known_at is None else instant(known_at))

    def statement(self, start: dt.datetime, end: dt.datetime, known_at: dt.datetime | None = None) -> Statement:
        """Return what happened in ``[start, end)``: opening + lines = closing, in every column."""
        return statement(self._books, instant(start), instant(end), None if known_at is None else instant(known_at))

    def explain(self, entry: Entry) -> Explanation:
        """Return which lots paid an entry of this ledger, which were passed over, and why."""
        return explain(self, self.entry(entry.id))

    def reconsider(self) -> Reconsideration:
        """Return what would have been decided had every entry arrived on time. Changes nothing."""
        return reconsider(self)

    def check(self) -> Balance:
        """Prove that the books balance, per lot and in sum, and return the sum; raise `UnbalancedBooks` if not."""
        return _reads.check(self._books)

    def copy(self) -> "Ledger":
        """Return a ledger of the same state that goes its own way."""
        twin = Ledger(self.unit, held_at_expiry=self.held_at_expiry)
        twin._books = self._books.copy()
        return twin

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ledger):
            return NotImplemented
        return self.__getstate__() == other.__getstate__()

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __getstate__(self) -> tuple[Unit, HeldAtExpiry, tuple[Entry, ...]]:
        return self.unit, self.held_at_expiry, self.entries

    def __setstate__(self, state: tuple[Unit, HeldAtExpiry, tuple[Entry, ...]]) -> None:
        unit, held_at_expiry, entries = state
        self.__init__(unit, held_at_expiry=held_at_expiry)  # type: ignore[misc]  # the door of a new ledger
        for entry in entries:
            self.post(entry)

    def __repr__(self) -> str:
        return f"<Ledger of {self.unit.name}s: {len(self._books.journal)} entries, {len(self._books.lots)} lots>"

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
        at = instant(at)
        recorded = at if recorded_at is None else instant(recorded_at)
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

    def _units(self, quantity: Quantity) -> int:
        unit = getattr(quantity, "unit", None)
        if unit is not self._books.unit and unit != self._books.unit:
            raise MixedUnits(
                quantity, f"this ledger counts {self.unit.name}s", f"write {self.unit!r}.of(...) or .minor(...)"
            )
        return quantity.units

    def _lot(self, lot: str) -> Lot:
        try:
            return self._books.lots[lot]
        except KeyError:
            raise UnknownLot(lot, "no lot of that id", "a lot has the id of its grant; see Ledger.lots(at)") from None

    def _living(self, lot: str, at: dt.datetime) -> Lot | Refusal:
        found = self._lot(lot)
        over = found.voided or found.expires
        if found.voided is None and at < found.expires:
            return found
        return Refusal(Reason.of("lot-over", lot=lot, since=f"{over:%Y-%m-%d %H:%M %Z}"))

    def _open_hold(self, hold: str, at: dt.datetime, recorded: dt.datetime) -> OpenHold:
        return _verify.open_hold(self._books, hold, at, recorded)

    def _spent(self, of: str) -> Debit | Settle:
        spent = self.entry(of)
        if not isinstance(spent, Debit | Settle):
            raise UnknownEntry(of, "only a Debit or a Settle can be refunded or repaid", "name the entry that spent")
        return spent

    def _short(self, asked: int, missing: int, shortfall: Shortfall) -> tuple[int, int, Refusal | None]:
        """Return what is owed, what stays uncovered, and the refusal, if the policy refuses."""
        if not missing:
            return 0, 0, None
        match shortfall.name:
            case "AT_MOST":
                return 0, missing, None
            case "OWE":
                return self._owe(asked, missing, shortfall.limit)
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
