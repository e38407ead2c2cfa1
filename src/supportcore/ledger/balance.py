"""Where we stand: everything that ever came in, and where it is now.

    granted + adjusted + refunded + moved in = upcoming + available + held + consumed + expired + voided + moved out

Always, per lot and in sum. What is owed stands beside it: a debt is no credit of any lot.
"""

import datetime as dt
from collections.abc import Iterable

import attrs

from supportcore.units import Quantity, Unit

SOURCES = ("granted", "adjusted", "refunded", "moved_in")
"""What came in."""
WHEREABOUTS = ("upcoming", "available", "held", "consumed", "expired", "voided", "moved_out")
"""Where it is."""


@attrs.frozen
class Balance:
    """The columns of a balance, each a `Quantity`; as a change (a line of a statement) they may be negative."""

    granted: Quantity
    adjusted: Quantity
    refunded: Quantity
    moved_in: Quantity
    upcoming: Quantity
    available: Quantity
    held: Quantity
    consumed: Quantity
    expired: Quantity
    voided: Quantity
    moved_out: Quantity
    owed: Quantity

    @classmethod
    def of(cls, units: Iterable[int], unit: Unit) -> "Balance":
        """Return the balance of those minor units, in the order of the columns."""
        return cls(*[Quantity(number, unit) for number in units])

    @property
    def columns(self) -> tuple[Quantity, ...]:
        """All columns, in order."""
        return attrs.astuple(self, recurse=False)

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(*[mine + theirs for mine, theirs in zip(self.columns, other.columns, strict=True)])

    def __sub__(self, other: "Balance") -> "Balance":
        return Balance(*[mine - theirs for mine, theirs in zip(self.columns, other.columns, strict=True)])

    def __str__(self) -> str:
        told = [f"{name.replace('_', ' ')} {getattr(self, name)}" for name in attrs.fields_dict(Balance)
                if getattr(self, name)]  # fmt: skip
        return ", ".join(told) or "nothing"


@attrs.frozen
class LotView:
    """One lot at an instant: its terms and its balance."""

    id: str
    priority: int
    effective_at: dt.datetime
    expires_at: dt.datetime | None
    voided_at: dt.datetime | None
    balance: Balance
