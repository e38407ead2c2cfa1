"""Packages of hours a month, booked and paid ahead (rules PCK)."""

from supportcore.errors import InvalidPlan
from supportcore.ledger import Shortfall
from supportcore.plans.entitlement import Entitlement
from supportcore.plans.plan import Plan
from supportcore.plans.tariff import Tariff
from supportcore.tasks import (
    CONSULTATION,
    IMPROVEMENT,
    ROLES,
    TRAINING,
    WORK,
    ByEffort,
    Condition,
    Rule,
    Rulebook,
)
from supportcore.units import HOUR, Money

TARIFFS = (20, 40, 80, 120)  # PCK-1
AFTER_IMPLEMENTATION_OR_AUDIT = "after-implementation-or-audit"


def hour_package(hours: int = 40, *, price: Money | None = None, done: Shortfall = Shortfall.AT_MOST) -> Plan:
    """Return a package of 20, 40, 80 or 120 hours a month (PCK-1). It promises no time: the development plan does.

    Raises `InvalidPlan` for other numbers of hours.

    >>> print(hour_package(40).serves(()))
    refused: package of 40 hours needs an implementation or an audit before it (PCK-4)
    instead: show that it is so
    """
    if type(hours) is not int or hours not in TARIFFS:
        raise InvalidPlan(
            hours, f"packages have {', '.join(map(str, TARIFFS))} hours a month (PCK-1)", "take one of them"
        )
    rows = tuple(
        Rule(kind, None, ("PCK-6",), charge=ByEffort()) for kind in (WORK, CONSULTATION, IMPROVEMENT, TRAINING)
    )
    before = Condition(AFTER_IMPLEMENTATION_OR_AUDIT, "an implementation or an audit before it", "PCK-4")
    book = Rulebook(f"package of {hours} hours", rows, conditions=(before,))
    tariff = Tariff(monthly=price)
    monthly = Entitlement(HOUR, monthly=HOUR.of(hours), done=done)
    return Plan("hour_package", f"Package of {hours} hours a month", book, ("PCK-1", "PCK-8"), ROLES, monthly, tariff)
