"""What a plan gives the client to spend: the unit, how long a purchase lives, and what happens when it runs short."""

from typing import Any

import attrs

from supportcore.errors import Door, InvalidPlan, MixedUnits
from supportcore.ledger import Alert, Shortfall
from supportcore.ledger.policies import SHORTFALL
from supportcore.periods import Months, Term
from supportcore.reasons import Reason, Refusal
from supportcore.units import Quantity, RoundTo, Unit


def _of_the_unit(given: "Entitlement", field: "attrs.Attribute[Any]", value: Any) -> None:
    if value is None:
        return
    if not isinstance(value, Quantity) or value.units < 1:
        raise InvalidPlan(value, f"{field.name} is a quantity above zero, or None", "write CREDIT.of(10)")
    if value.unit != given.unit:
        raise MixedUnits(value, f"this balance counts {given.unit.name}s", f"give {field.name} in the same unit")


_ALERT = Door(InvalidPlan, "an alert is one of the ledger's", "write LowShare(20) or Exhausted()", Alert)


def _alerts(alerts: Any) -> tuple[Alert, ...]:
    return _ALERT.all(alerts)


@attrs.frozen
class Entitlement:
    """The balance side of a plan.

    ``minimum`` is the smallest purchase (PKG-2), ``term`` how long a purchase lives (``None``: no term). ``monthly`` is
    granted anew in every period of ``period`` and burns at its end (PCK-1). ``shortfall`` is what acceptance does when
    the balance is too small, ``done`` what work already done does (it must be recordable). ``alerts`` are told once;
    ``rounding`` is how effort is charged, per task (exact unless given).
    """

    unit: Unit = attrs.field(
        validator=Door(InvalidPlan, "a balance counts one Unit", "write Entitlement(CREDIT)", Unit).check
    )
    minimum: Quantity | None = attrs.field(default=None, validator=_of_the_unit)
    term: Term | None = attrs.field(
        default=None, validator=Door(InvalidPlan, "a term is Days, Months or None", "write Days(90)", Term | None).check
    )
    monthly: Quantity | None = attrs.field(default=None, validator=_of_the_unit)
    period: Term = attrs.field(
        default=Months(1), validator=Door(InvalidPlan, "a period is Days or Months", "write Months(1)", Term).check
    )
    shortfall: Shortfall = attrs.field(default=Shortfall.REJECT, validator=SHORTFALL.check)
    done: Shortfall = attrs.field(default=Shortfall.AT_MOST, validator=SHORTFALL.check)
    alerts: tuple[Alert, ...] = attrs.field(default=(), converter=_alerts)
    rounding: RoundTo | None = attrs.field(
        default=None,
        validator=Door(InvalidPlan, "effort is rounded by a RoundTo, or exact", "leave it out", RoundTo | None).check,
    )

    def rounded(self, quantity: Quantity) -> Quantity:
        """Return an effort as it is charged: exact, or rounded by the plan's policy (PTS-3)."""
        return quantity if self.rounding is None else self.rounding.quantity(quantity)

    def sells(self, quantity: Quantity) -> Refusal | None:
        """Return the refusal of a purchase that is too small (PKG-2).

        >>> from supportcore.units import CREDIT
        >>> print(Entitlement(CREDIT, minimum=CREDIT.of(10)).sells(CREDIT.of(9)))
        refused: a purchase is at least 10 credits, not 9 credits (PKG-2)
        instead: buy 10 credits or more
        """
        if self.minimum is None or quantity >= self.minimum:
            return None
        why = Reason.of("smallest-purchase", rule="PKG-2", minimum=self.minimum, asked=quantity)
        return Refusal(why, Reason.of("buy-more", minimum=self.minimum))
