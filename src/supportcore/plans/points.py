"""A subscription with points (rules PTS): incidents free, non-standard work by effort, with the client's consent."""

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

DEPLOYED_BY_US = "deployed-by-vendor-or-partner"


def points_subscription() -> Plan:
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
    return Plan("points_subscription", "Points subscription", Rulebook("points subscription", rows, conditions=(ours,)))
