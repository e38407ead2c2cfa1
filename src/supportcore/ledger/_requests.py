"""What every request goes through before a verb decides it, and the words of a refusal.

An id that is known already answers with its entry; units and instants are put in order; what is named must be there.
Each verb (`_granting`, `_spending`) then looks at the books and returns the entry that would happen, or why not.
Nothing in these three rooms changes anything.
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
from supportcore.ledger._books import Books
from supportcore.ledger._burn import Lot
from supportcore.ledger.entries import Entry
from supportcore.reasons import Reason, Refusal
from supportcore.units import Quantity

EntryT = TypeVar("EntryT", bound=Entry)


class Requests:
    """The books that every verb of a `Ledger` reads, and the doors before them."""

    _books: Books

    def entry(self, entry_id: str) -> Entry:
        """Return the entry of that id; raise `UnknownEntry` if there is none."""
        try:
            return self._books.by_id[entry_id]
        except (KeyError, TypeError):  # unknown, or nothing that could be an id
            raise UnknownEntry(entry_id, "no entry of that id", "see Ledger.entries") from None

    def _again(self, kind: type[EntryT], entry_id: str, asked: tuple[object, ...]) -> EntryT | None:
        known = _verify.named(self._books.by_id, entry_id)
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

    def _not_enough(self, asked: int, available: int) -> Refusal:
        return Refusal(
            Reason.of("not-enough", asked=self._quantity(asked), available=self._quantity(available)),
            Reason.of("top-up", missing=self._quantity(asked - available)),
        )
