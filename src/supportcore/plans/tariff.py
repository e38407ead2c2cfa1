"""What a plan costs: each way of charging is a field, and a plan uses those that its documents name.

Figures that the documents do not state come from the caller; where a ready-made plan must show one, its name stands in
``illustrative``.
"""

from typing import Any

import attrs

from supportcore.errors import Door, InvalidPlan, listed
from supportcore.pricing import EXACT_MINUTES, Curve, Linear, RateTable, UpTo
from supportcore.units import Money

_MONEY = Door(InvalidPlan, "a monthly fee is Money, or None", "write Money('100', 'USD')", Money | None)
_CURVE = Door(
    InvalidPlan, "what is bought is priced by a curve", "write Linear(Money('350', 'UAH'))", Curve | None
).check
_RATES = Door(
    InvalidPlan, "worked time is priced by a RateTable", "write RateTable(default=Money('30', 'USD'))", RateTable | None
).check


def _fee(_: object, __: object, fee: Any) -> None:
    if _MONEY(fee) is not None and fee.amount < 0:
        raise InvalidPlan(fee, "a monthly fee is zero or more", "write None for a plan without one")


_FIGURES = "the illustrative figures are a list of names", "write ('an hour worked',)"


def _names(names: Any) -> tuple[str, ...]:
    return tuple(map(Door(InvalidPlan, *_FIGURES, str), listed(names, InvalidPlan, *_FIGURES)))


@attrs.frozen
class Tariff:
    """Prices of a plan, net of tax.

    ``monthly`` is the fee of every month begun (ISM-15, GEN-4, PCK-1), ``unit`` the price of one credit, hour or point
    that is bought (PKG-1), ``hourly`` what worked time costs by role, billed at month end (HRS-2) with ``rounding``
    (HRS-8), ``by_kind`` the same by kind of task (PTS-7), ``development`` an hour of an agreed estimate (PKG-4).

    >>> from supportcore.pricing import REQUEST
    >>> print(Tariff(unit=REQUEST).unit.price(10))
    3500 UAH
    """

    monthly: Money | None = attrs.field(default=None, validator=_fee)
    unit: Curve | None = attrs.field(default=None, validator=_CURVE)
    hourly: RateTable | None = attrs.field(default=None, validator=_RATES)
    by_kind: RateTable | None = attrs.field(default=None, validator=_RATES)
    development: RateTable | None = attrs.field(default=None, validator=_RATES)
    rounding: UpTo = attrs.field(
        default=EXACT_MINUTES,
        validator=Door(InvalidPlan, "time is rounded by an UpTo", "write UpTo(15, Per.TASK)", UpTo).check,
    )
    illustrative: tuple[str, ...] = attrs.field(default=(), converter=_names)

    def prices(self) -> tuple[tuple[str, str], ...]:
        """Return its prices as words, for the plan's table."""
        found = (
            ("a month", self.monthly),
            ("each, bought", self.unit),
            ("an hour worked", self.hourly),
            ("an hour, by kind", self.by_kind),
            ("an hour of an agreed development", self.development),
        )
        return tuple((name, _price(value)) for name, value in found if value is not None)


def _price(value: Money | Curve | RateTable) -> str:
    if isinstance(value, Money):
        return str(value)
    if not isinstance(value, RateTable):
        return str(value.each) if isinstance(value, Linear) else "by bands"
    roles = [f"{name} {rate}" for name, rate in value.roles]
    return ", ".join(roles + ([] if value.default is None else [str(value.default)]))
