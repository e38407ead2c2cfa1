"""A subscription with points (rules PTS): incidents free, non-standard work by effort, with the client's consent."""

from supportcore.ledger import POINTS, Shortfall
from supportcore.periods import Term
from supportcore.plans.entitlement import Entitlement
from supportcore.plans.plan import Plan
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
from supportcore.units import POINT

DEPLOYED_BY_US = "deployed-by-vendor-or-partner"


def points_subscription(*, term: Term | None = None) -> Plan:
    """Return the points subscription: what it takes and from whom (PTS-2, PTS-3, PTS-4, PTS-8).

    >>> print(points_subscription().serves(()))
    refused: points subscription needs a system that the vendor or its partners deployed (PTS-8)
    instead: show that it is so
    """
    rows = (
        Rule(INCIDENT, None, ("PTS-2", "PTS-5"), charge=Free()),
        Rule(STANDARD_REQUEST, None, ("PTS-2",), charge=Free()),
        Rule(SERVICE_REQUEST, None, ("PTS-3", "PTS-4"), charge=ByEffort(), agreement=Agreement.BEFORE_WORK),
    )
    ours = Condition(DEPLOYED_BY_US, "a system that the vendor or its partners deployed", "PTS-8")
    points = Entitlement(POINT, term=term, done=Shortfall.OWE(), alerts=POINTS)
    book = Rulebook("points subscription", rows, conditions=(ours,))
    return Plan("points_subscription", "Points subscription", book, ("PTS-1", "PTS-6"), entitlement=points)
