"""The made-up clients of the quarter, and what happened to them: a chapter a client, each under a plan of its own.

A story is a table of rows, each of which is a fact: when, of which task, what happened. Every kind of task is in them,
and every kind of *no*. How they are played and told is not known here.
"""

import datetime as dt
from typing import Any, TypeAlias

import attrs

from supportcore import plans
from supportcore.account import Bought, FaultFound, Granted, Reserved, ReserveMoved, WorkLogged
from supportcore.plans import Plan
from supportcore.points import Allowance, Fault
from supportcore.points import Tariff as PointsTariff
from supportcore.sla import WorkingTime
from supportcore.tasks import (
    BUG,
    COMPOUND,
    CONSULTATION,
    DEVELOPMENT,
    ESTIMATE,
    IMPROVEMENT,
    INCIDENT,
    SERVICE_REQUEST,
    SIMPLE,
    STANDARD_REQUEST,
    TRAINING,
    WORK,
    Accepted,
    Agreed,
    Cancelled,
    Channel,
    Confirmed,
    Declined,
    Estimated,
    HandedOver,
    Noted,
    Questioned,
    Reclassified,
    Resumed,
    Solved,
    Started,
    TicketClosed,
    Waiting,
)
from supportcore.units import CREDIT, POINT, Money

_HOUR = dt.timedelta(hours=1)
Row: TypeAlias = tuple[str, str, Any] | tuple[str, str, Any, dict[str, Any]]
"""When, of which task (or the fact's own name), what happened, and what it carries."""


@attrs.frozen
class Chapter:
    """A made-up client under a plan, and what happened."""

    client: str
    plan: Plan
    story: tuple[Row, ...]
    since: str = "10-01 09:00"
    facts: tuple[str, ...] = ()


def _says(channel: Channel) -> dict[str, Any]:
    return {"channel": channel}


_TELEPHONE, _EMAIL, _MESSENGER = (_says(one) for one in (Channel.TELEPHONE, Channel.EMAIL, Channel.MESSENGER))

_PACKAGE: tuple[Row, ...] = (
    ("10-01 09:00", "b-1", Bought, {"quantity": CREDIT.of(9)}),
    ("10-01 09:10", "b-2", Bought, {"quantity": CREDIT.of(10)}),
    ("10-01 10:00", "T-1", SIMPLE),
    ("10-01 10:20", "T-1", Accepted),
    ("10-01 12:00", "T-1", Waiting),
    ("10-02 09:30", "T-1", Resumed),
    ("10-02 14:00", "T-1", Solved),
    ("10-05 11:00", "T-1", Questioned),
    ("10-05 12:00", "T-1", Solved),
    ("10-06 10:00", "T-2", SIMPLE, _TELEPHONE),
    ("10-06 15:59", "T-3", BUG, _TELEPHONE),
    ("10-06 16:00", "T-4", BUG, _TELEPHONE),
    ("10-06 16:05", "T-3", Started, {"owner": "ann"}),
    ("10-06 16:06", "T-3", Accepted),
    ("10-06 16:07", "T-3", Started, {"owner": "ann"}),
    ("10-06 16:10", "T-3", Started, {"owner": "bob"}),
    ("10-06 16:30", "T-3", HandedOver, {"owner": "bob", "reason": "ann is ill"}),
    ("10-06 16:40", "T-4", Reclassified, {"parts": 2, "consent": True}),
    ("10-06 18:00", "T-3", Solved),
    ("10-07 15:30", "T-4", Solved),
    ("10-12 10:00", "T-1", Questioned),
    ("10-14 16:00", "T-5", COMPOUND),
    ("10-14 16:30", "T-5", Accepted),
    ("10-14 16:40", "T-5", Accepted, {"parts": 3}),
    ("10-14 17:00", "T-6", SIMPLE),
    ("10-14 17:10", "T-7", ESTIMATE),
    ("10-14 17:20", "T-8", SIMPLE),
    ("10-16 09:30", "T-6", Reclassified, {"parts": 2}),
    ("10-16 09:40", "T-6", Reclassified, {"parts": 2, "consent": True}),
    ("10-16 12:00", "T-7", Solved),
    ("10-16 17:00", "T-6", Solved),
    ("10-19 09:00", "T-9", DEVELOPMENT),
    ("10-19 09:30", "T-9", Accepted),
    ("10-19 09:40", "T-9", Started, {"owner": "bob"}),
    ("10-20 10:00", "T-5", Solved),
    ("10-20 10:10", "T-9", Estimated, {"size": 30 * _HOUR}),
    ("10-21 11:00", "T-9", Agreed),
    ("10-23 17:00", "T-10", SIMPLE),
    ("10-26 13:00", "T-9", Solved),
    ("10-26 15:00", "T-10", Solved),
    ("12-01 10:00", "T-11", COMPOUND),
    ("12-01 10:30", "T-11", Accepted, {"parts": 3}),
)

_MANAGER: tuple[Row, ...] = (
    ("11-02 10:00", "M-1", SIMPLE),
    ("11-02 10:30", "M-1", Accepted),
    ("11-02 12:00", "M-1", WorkLogged, {"minutes": 70}),
    ("11-02 12:30", "M-1", Solved),
    ("11-03 10:00", "M-2", DEVELOPMENT),
    ("11-03 10:30", "M-2", Accepted),
    ("11-04 10:00", "M-2", Noted, {"stage": "specified"}),
    ("11-05 10:00", "M-2", Estimated, {"size": 12 * _HOUR}),
    ("11-06 10:00", "M-2", Declined),
)

_HOURLY: tuple[Row, ...] = (
    ("11-20 11:59", "H-1", CONSULTATION, _TELEPHONE),
    ("11-20 12:00", "H-2", IMPROVEMENT, _MESSENGER),
    ("11-20 14:00", "H-2", Confirmed),
    ("11-20 14:30", "H-1", WorkLogged, {"minutes": 20}),
    ("11-20 15:00", "H-2", TicketClosed),
    ("11-23 10:00", "H-3", WORK, _EMAIL),
    ("11-23 10:30", "H-3", Accepted),
    ("11-23 11:00", "H-3", Estimated, {"size": 3 * _HOUR}),
    ("11-23 12:00", "H-3", Agreed),
    ("11-23 17:00", "H-3", WorkLogged, {"minutes": 200}),
)

_HOURS: tuple[Row, ...] = (
    ("11-02 10:00", "P-1", WORK),
    ("11-02 10:10", "P-2", TRAINING),
    ("11-02 11:00", "P-1", Reserved, {"minutes": 600}),
    ("11-03 12:00", "P-1", WorkLogged, {"minutes": 130}),
    ("11-04 12:00", "P-1", ReserveMoved, {"to": "P-2"}),
    ("11-05 12:00", "P-1", Cancelled),
)

_ALLOWANCE = Allowance({"standard": PointsTariff(5, 1)})

_POINTS: tuple[Row, ...] = (
    ("10-01 09:00", "g-1", Granted, {"quantity": _ALLOWANCE.granted("standard", users=5).total}),
    ("10-05 10:00", "I-1", INCIDENT),
    ("10-05 12:00", "I-1", WorkLogged, {"minutes": 180}),
    ("10-05 12:10", "I-1", Solved),
    ("10-06 10:00", "R-1", STANDARD_REQUEST),
    ("10-07 10:00", "R-2", SERVICE_REQUEST),
    ("10-07 10:10", "R-2", Accepted),
    ("10-07 10:20", "R-2", Started, {"owner": "bob"}),
    ("10-07 11:00", "R-2", Estimated, {"size": 8 * _HOUR}),
    ("10-07 12:00", "R-2", Agreed),
    ("10-09 10:00", "I-1", FaultFound, {"fault": Fault.CLIENT}),
    ("10-12 10:00", "b-3", Bought, {"quantity": POINT.of(10)}),
)


def chapters() -> tuple[Chapter, ...]:
    """Return the quarter: a chapter for each plan."""
    manager = plans.individual_manager()
    with_fee = attrs.evolve(manager.tariff, monthly=Money("229", "USD"), illustrative=("a month",))
    private = plans.private_support(WorkingTime(_HOUR / 2, rule="GEN-4"))
    ours, client, after = plans.DEPLOYED_BY_US, plans.CLIENT_OF_THE_FIRM, plans.AFTER_IMPLEMENTATION_OR_AUDIT
    hours = plans.hour_package(20, price=Money("600", "USD"))
    return (
        Chapter("Example Ltd", plans.task_package(), _PACKAGE),
        Chapter("Sample and Sons", manager.evolve(tariff=with_fee), _MANAGER),
        Chapter("Specimen Bakery", plans.paid_support(),
                (("11-23 10:00", "S-1", SIMPLE), ("11-23 11:00", "S-2", COMPOUND))),
        Chapter("Placeholder Press", plans.free_support(),
                (("11-21 10:00", "F-1", BUG), ("11-23 11:00", "F-2", DEVELOPMENT))),
        Chapter("Dummy Freight", private, (("11-20 17:45", "V-1", BUG, _MESSENGER),)),
        Chapter("Anonymous Tea", plans.hourly(), _HOURLY, facts=(client,)),
        Chapter("Fictional Tiles", hours, _HOURS, "10-31 09:00", (after,)),
        Chapter("Invented Optics", plans.points_subscription(), _POINTS, facts=(ours,)),
        Chapter("Imaginary Shoes", plans.employee_training(), (("11-02 09:00", "E-1", TRAINING),)),
    )  # fmt: skip
