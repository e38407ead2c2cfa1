"""A subscription with points (rules PTS): incidents free, non-standard work by effort, with the client's consent."""

import attrs

from supportcore.errors import InvalidPlan
from supportcore.ledger import Shortfall
from supportcore.periods import Term
from supportcore.plans.entitlement import Entitlement
from supportcore.plans.plan import Plan
from supportcore.plans.tariff import Tariff
from supportcore.points import ALTERNATIVE, NOTICES, Marks
from supportcore.tasks import (
    INCIDENT,
    SERVICE_REQUEST,
    STANDARD_REQUEST,
    Agreement,
    ByEffort,
    Condition,
    Free,
    Rule,
    Rulebook,
)
from supportcore.units import POINT, RoundTo

DEPLOYED_BY_US = "deployed-by-vendor-or-partner"


def points_subscription(
    *,
    term: Term | None = None,
    marks: Marks = NOTICES,
    rounding: RoundTo | None = None,
    done: Shortfall = Shortfall.OWE(),  # noqa: B008  # a frozen value
    tariff: Tariff = Tariff(),  # noqa: B008
) -> Plan:
    """Return the points subscription: what it takes and from whom (PTS-2, PTS-3, PTS-4, PTS-8).

    What work already done takes beyond the balance is owed, unless ``done`` says otherwise (PTS-5).

    >>> print(points_subscription().serves(()))
    refused: points subscription needs a system that the vendor or its partners deployed (PTS-8)
    instead: show that it is so
    """
    if not isinstance(marks, Marks):
        raise InvalidPlan(marks, "notices are told at Marks", "write Marks((50, 20, 0), (14, 7, 1))")
    rows = (
        Rule(INCIDENT, None, ("PTS-2", "PTS-5"), charge=Free()),
        Rule(STANDARD_REQUEST, None, ("PTS-2",), charge=Free()),
        Rule(SERVICE_REQUEST, None, ("PTS-3", "PTS-4"), charge=ByEffort(), agreement=Agreement.BEFORE_WORK),
    )
    ours = Condition(DEPLOYED_BY_US, "a system that the vendor or its partners deployed", "PTS-8")
    points = Entitlement(POINT, term=term, done=done, alerts=marks.alerts(term), rounding=rounding)
    book = Rulebook("points subscription", rows, conditions=(ours,))
    return Plan("points_subscription", "Points subscription", book, ("PTS-1", "PTS-6"), (), points, tariff)


def points_alternative() -> Plan:
    """Return the plain alternative to points, for the comparison: by the hour, after the fact (PTS-7).

    >>> points_alternative().tariff.by_kind.rate("service-request")
    Money('150', 'RUB')
    """
    plan = points_subscription()
    book = attrs.evolve(plan.rulebook, plan="points alternative")
    tariff = Tariff(by_kind=ALTERNATIVE)
    return Plan("points_alternative", "By the hour instead of points", book, ("PTS-7",), tariff=tariff)
