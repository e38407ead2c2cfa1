"""The ledger: decide, then post.

Every verb (`Ledger.debit`, `Ledger.hold`, ...) looks at the books and returns the entry that would happen, or a
`Refusal`; nothing has changed. `Ledger.post` folds an entry in; if it raises, nothing has changed either. The id of an
entry is its idempotency key: asking again for what is there already returns the entry that is there.

A decision is good for the state it was taken on, and ``seq`` is the number of that state: post one before deciding
the next. Hosts store entries; `Ledger.replay` makes the same ledger of them again.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import ClassVar, TypeVar

import attrs

from supportcore import instants
from supportcore.errors import Door, InvalidEntry, listed, policy
from supportcore.ledger import _reads, _verify
from supportcore.ledger._books import Books
from supportcore.ledger._granting import Granting
from supportcore.ledger._spending import Spending
from supportcore.ledger.balance import Balance, LotView
from supportcore.ledger.entries import Entry, total
from supportcore.ledger.explain import Explanation, explain
from supportcore.ledger.policies import HeldAtExpiry
from supportcore.ledger.reconsider import Difference, differences
from supportcore.ledger.statement import Statement, statement
from supportcore.reasons import Refusal
from supportcore.units import Quantity, Unit

EntryT = TypeVar("EntryT", bound=Entry)


class Ledger(Granting, Spending):
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
        self._books = Books(unit, policy(held_at_expiry, HeldAtExpiry))

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
        known = listed(entries, InvalidEntry, "a ledger is made of entries", "hand over a list of them")
        for entry in sorted(known, key=lambda entry: getattr(entry, "seq", -1)):  # no entry at all: `post` says so
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

    def __contains__(self, entry_id: str) -> bool:
        return _verify.named(self._books.by_id, entry_id) is not None

    def available(self, at: dt.datetime) -> Quantity:
        """Return what a debit effective at the instant, decided now, could take. Cost: the lots with free credit."""
        return self._quantity(sum([units for _, units in self._books.offers(instants.utc(at))]))

    def held(self, hold: str, at: dt.datetime) -> Quantity:
        """Return what a hold is worth at the instant; zero once it is resolved, moved away or timed out."""
        found = _verify.named(self._books.holds, hold)
        at = instants.utc(at)
        if found is None or at < found.effective_at or (found.timeout_at is not None and at >= found.timeout_at):
            return self._quantity(0)
        return self._quantity(total(_verify.worth(self._books, found, at)))

    @property
    def debts(self) -> Mapping[str, Quantity]:
        """What is owed, by the id of the debit or settle, oldest first."""
        return MappingProxyType({entry: self._quantity(units) for entry, units in self._books.debts.items()})

    def balance(self, at: dt.datetime, known_at: dt.datetime | None = None) -> Balance:
        """Return where we stand at an instant, by all that is known, or that was known at ``known_at``. Linear."""
        return _reads.balance(self._books, instants.utc(at), instants.maybe_utc(known_at))

    def lots(self, at: dt.datetime, known_at: dt.datetime | None = None) -> tuple[LotView, ...]:
        """Return each lot with its own balance, in burn order. Linear."""
        return _reads.lots(self._books, instants.utc(at), instants.maybe_utc(known_at))

    def statement(self, start: dt.datetime, end: dt.datetime, known_at: dt.datetime | None = None) -> Statement:
        """Return what happened in ``[start, end)``: opening + lines = closing, in every column."""
        return statement(self._books, instants.utc(start), instants.utc(end), instants.maybe_utc(known_at))

    def explain(self, entry: Entry) -> Explanation:
        """Return which lots paid an entry of this ledger, which were passed over, and why."""
        if not isinstance(entry, Entry):
            raise InvalidEntry(entry, "only an entry can be explained", "write ledger.explain(ledger.entry('d-1'))")
        return explain(self._books, self.entry(entry.id))

    def reconsider(self) -> "Reconsideration":
        """Return what would have been decided had every entry arrived on time. Changes nothing."""
        on_time = type(self)(self.unit, held_at_expiry=self.held_at_expiry)
        return Reconsideration(differences(self._books.journal, on_time), on_time)

    def check(self) -> Balance:
        """Prove that the books balance, per lot and in sum, and return the sum; raise `UnbalancedBooks` if not."""
        return _reads.check(self._books)

    def copy(self) -> "Ledger":
        """Return a ledger of the same state that goes its own way."""
        twin = Ledger(self.unit)
        twin._books = self._books.copy()  # the policy is theirs
        return twin

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ledger):
            return NotImplemented
        return self.__getstate__() == other.__getstate__()

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it changes

    def __getstate__(self) -> tuple[Unit, HeldAtExpiry, tuple[Entry, ...]]:
        return self.unit, self.held_at_expiry, self.entries

    def __setstate__(self, state: tuple[Unit, HeldAtExpiry, tuple[Entry, ...]]) -> None:
        unit, held_at_expiry, entries = state
        self.__init__(unit, held_at_expiry=held_at_expiry)  # type: ignore[misc]  # the door of a new ledger
        for entry in entries:
            self.post(entry)

    def __repr__(self) -> str:
        return f"<Ledger of {self.unit.name}s: {len(self._books.journal)} entries, {len(self._books.lots)} lots>"


LEDGER = Door(InvalidEntry, "a balance is kept by a Ledger", "pass a Ledger, or account.ledger(now)", Ledger)


@attrs.frozen
class Reconsideration:
    """What on-time arrival would have changed, and the ledger that would have come of it."""

    differences: tuple[Difference, ...]
    ledger: Ledger = attrs.field(repr=False)
