"""One request, many vocabularies: what a simple task of one plan is called in another.

A client asks the same things whatever the plan; only the plan's own words differ. `EQUIVALENTS` says, for each kind of
request, which kinds of a plan would carry it, the first that the plan takes. It is a table to look at and to change:
hand another one to the what-if where you read the documents otherwise.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from supportcore.errors import Door, InvalidWorkload
from supportcore.plans import Plan
from supportcore.reasons import Refusal
from supportcore.tables import text_table
from supportcore.tasks import (
    BUG,
    COMPOUND,
    CONSULTATION,
    CONTENT,
    DEVELOPMENT,
    ESTIMATE,
    IMPROVEMENT,
    INCIDENT,
    SERVICE_REQUEST,
    SIMPLE,
    SITE_CONTROL,
    STANDARD_REQUEST,
    TRAINING,
    WORK,
    TaskType,
)
from supportcore.whatif.asking.doors import KIND, PLAN

Kinds: TypeAlias = Mapping[TaskType, tuple[TaskType, ...]]
"""For each kind of request the kinds of a plan that would carry it, the best first."""

EQUIVALENTS: Kinds = MappingProxyType(
    {
        SIMPLE: (SIMPLE, CONSULTATION, SERVICE_REQUEST),  # ISM-3 calls a simple task a consultation
        BUG: (BUG, INCIDENT, WORK),
        COMPOUND: (COMPOUND, WORK, SERVICE_REQUEST),
        DEVELOPMENT: (DEVELOPMENT, WORK, SERVICE_REQUEST),
        ESTIMATE: (ESTIMATE, WORK, SERVICE_REQUEST),
        CONSULTATION: (CONSULTATION, SIMPLE, SERVICE_REQUEST),
        TRAINING: (TRAINING, CONSULTATION, SIMPLE, SERVICE_REQUEST),
        IMPROVEMENT: (IMPROVEMENT, SIMPLE, SERVICE_REQUEST),
        CONTENT: (CONTENT, WORK, SIMPLE, SERVICE_REQUEST),
        SITE_CONTROL: (SITE_CONTROL, WORK, SIMPLE, SERVICE_REQUEST),
        WORK: (WORK, DEVELOPMENT, SERVICE_REQUEST),
        INCIDENT: (INCIDENT, BUG, WORK),
        STANDARD_REQUEST: (STANDARD_REQUEST, SIMPLE, CONSULTATION),
        SERVICE_REQUEST: (SERVICE_REQUEST, SIMPLE, CONSULTATION),
    }
)
"""What the ready-made plans call each other's kinds. A kind that no entry carries keeps its name, and is refused."""


TABLE = Door(InvalidWorkload, "what differs by plan or kind is a table", "write {SIMPLE: (SIMPLE, WORK)}", Mapping)


def translate(kind: TaskType, plan: Plan, kinds: Kinds = EQUIVALENTS) -> TaskType:
    """Return the plan's own kind for a request, or the kind as it is where the plan takes none of its equivalents.

    >>> from supportcore import plans
    >>> [translate(SIMPLE, plan()).code for plan in (plans.task_package, plans.hourly, plans.points_subscription)]
    ['simple', 'consultation', 'service-request']
    >>> translate(DEVELOPMENT, plans.free_support()).code  # it will be refused, by name
    'development'
    """
    rule, carriers = PLAN(plan).rulebook.rule, KIND.all(TABLE(kinds).get(KIND(kind), (kind,)))
    return next((one for one in carriers if not isinstance(rule(one), Refusal)), kind)


def kinds_table(plan: Plan, kinds: Kinds = EQUIVALENTS) -> str:
    r"""Return the translation for a plan as a table to read.

    >>> from supportcore import plans
    >>> print("\n".join(kinds_table(plans.free_support()).splitlines()[:3]))
    asked   under General support, free
    simple  refused
    bug     bug
    """
    rows = []
    for kind in TABLE(kinds):
        own = translate(kind, plan, kinds)
        rows.append((kind.code, "refused" if isinstance(plan.rulebook.rule(own), Refusal) else own.code))
    return text_table(("asked", f"under {plan.name}"), rows)
