"""What a plan gives the client to spend: the unit, how long a purchase lives, and what happens when it runs short."""

import attrs

from supportcore.ledger import Alert, Shortfall
from supportcore.periods import Months, Term
from supportcore.reasons import Reason, Refusal
from supportcore.units import Quantity, RoundTo, Unit


@attrs.frozen
class Entitlement:
    """The balance side of a plan.

    ``minimum`` is the smallest purchase (PKG-2), ``term`` how long a purchase lives (``None``: no term). ``monthly`` is
    granted anew in every period of ``period`` and burns at its end (PCK-1). ``shortfall`` is what acceptance does when
    the balance is too small, ``done`` what work already done does (it must be recordable). ``alerts`` are told once;
    ``rounding`` is how effort is charged, per task (exact unless given).
    """

    unit: Unit
    minimum: Quantity | None = None
    term: Term | None = None
    monthly: Quantity | None = None
    period: Term = Months(1)
    shortfall: Shortfall = Shortfall.REJECT
    done: Shortfall = Shortfall.AT_MOST
    alerts: tuple[Alert, ...] = ()
    rounding: RoundTo | None = None

    def rounded(self, quantity: Quantity) -> Quantity:
        """Return an effort as it is charged: exact, or rounded by the plan's policy (PTS-3)."""
        return quantity if self.rounding is None else self.rounding.quantity(quantity)

    def sells(self, quantity: Quantity) -> Refusal | None:
        """Return the refusal of a purchase that is too small (PKG-2).

        >>> from supportcore.units import CREDIT
        >>> print(Entitlement(CREDIT, minimum=CREDIT.of(10)).sells(CREDIT.of(9)))
        refused: a purchase is at least 10 credits, and 9 credits was asked (PKG-2)
        instead: buy 10 credits or more
        """
        if self.minimum is None or quantity >= self.minimum:
            return None
        why = Reason.of("smallest-purchase", rule="PKG-2", minimum=self.minimum, asked=quantity)
        return Refusal(why, Reason.of("buy-more", minimum=self.minimum))
