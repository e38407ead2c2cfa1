"""The choices a plan makes about its balance, as named values: call sites read as sentences.

What happens to a debit that finds too little, to a held part whose lot ends, to what is left at a renewal.
"""

import enum
from typing import ClassVar

import attrs

from supportcore.errors import Door, InvalidEntry, InvalidPolicy, MixedUnits
from supportcore.units import Quantity


def _is_bound(value: object) -> bool:
    return isinstance(value, Quantity) and value.units >= 0


@attrs.frozen(repr=False)
class Shortfall:
    """What a debit, or a settle beyond its hold, does when the free credit is too little.

    ``Shortfall.REJECT``
        Nothing is taken and a refusal says what is missing (TigerBeetle, beancount, Lago). The default.
    ``Shortfall.AT_MOST``
        What there is is taken; the entry says what stayed uncovered (TigerBeetle's balancing transfers, alga-psa).
    ``Shortfall.OWE(limit)``
        What there is is taken and the rest is owed, all debts together up to the limit (PTS-5); without a limit,
        any debt. A debt never eats a later lot by itself: repaying is an entry of its own.
    """

    name: str = attrs.field()
    limit: Quantity | None = attrs.field(default=None)
    REJECT: ClassVar["Shortfall"]
    AT_MOST: ClassVar["Shortfall"]

    @classmethod
    def OWE(cls, limit: Quantity | None = None) -> "Shortfall":  # noqa: N802  # a policy is written like its sisters
        """Return the policy that lets a debt grow up to ``limit``.

        >>> from supportcore.units import POINT
        >>> Shortfall.OWE(POINT.of(2))
        Shortfall.OWE(Quantity(120, POINT))
        """
        return cls("OWE", limit)

    @name.validator
    def _known(self, _: object, name: object) -> None:
        if name not in ("REJECT", "AT_MOST", "OWE"):
            raise InvalidPolicy(name, "a shortfall is rejected, taken at most, or owed", f"choose {_SHORTFALLS}")

    @limit.validator
    def _bound(self, _: object, limit: object) -> None:
        if limit is not None and not _is_bound(limit):
            raise InvalidEntry(limit, "a limit of debt is a quantity of zero or more", "write OWE(POINT.of(2))")

    def __repr__(self) -> str:
        argument = f"({self.limit!r})" if self.limit is not None else "()" if self.name == "OWE" else ""
        return f"Shortfall.{self.name}{argument}"


_SHORTFALLS = "Shortfall.REJECT, .AT_MOST or .OWE(limit)"
Shortfall.REJECT = Shortfall("REJECT")
Shortfall.AT_MOST = Shortfall("AT_MOST")


SHORTFALL = Door(InvalidPolicy, "a shortfall policy is named", f"choose {_SHORTFALLS}", Shortfall)
"""Anything else would be read as a refusal without a word."""


class HeldAtExpiry(enum.Enum):
    """What becomes of credit that is on hold when its lot expires."""

    STAY = "stay"
    """It stays until the hold ends; released after its term it expires at once (PKG-6). The default."""
    FORFEIT = "forfeit"
    """It expires with its lot, and the hold is worth that much less."""


@attrs.frozen
class Rollover:
    """How much of a lot goes on at a renewal: at least, at most. ``most=None`` lets everything go on.

    >>> from supportcore.units import CREDIT
    >>> Rollover(most=CREDIT.of(5)).of(8), Rollover(least=CREDIT.of(10)).of(3)
    ((5, 0), (3, 7))
    """

    least: Quantity | None = None
    most: Quantity | None = None

    def __attrs_post_init__(self) -> None:
        bounds = [bound for bound in (self.least, self.most) if bound is not None]
        if not all(map(_is_bound, bounds)) or bounds != sorted(bounds):
            raise InvalidEntry(self, "a rollover has 0 <= least <= most", "write Rollover(most=CREDIT.of(5))")

    def measured_in(self, zero: Quantity) -> None:
        """Raise `MixedUnits` if a bound counts another unit than the ledger."""
        for bound in (self.least, self.most):
            if bound is not None and bound.unit != zero.unit:
                raise MixedUnits(bound, f"this ledger counts {zero.unit.name}s", "give the bounds in the same unit")

    def of(self, free: int) -> tuple[int, int]:
        """Return how many minor units go on, and how many are added to reach the least."""
        carried = free if self.most is None else min(free, self.most.units)
        return carried, 0 if self.least is None else max(0, self.least.units - carried)


ROLLOVER = Door(InvalidEntry, "what goes on is told by a Rollover", "write Rollover(most=CREDIT.of(5))", Rollover)
