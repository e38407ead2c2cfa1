"""Whether a request takes points: a table of what was asked for and whose fault it was (PTS-2, PTS-3, PTS-5).

A point is a man-hour, counted in whole minutes. Beside the table stands the plain alternative, money by the hour, that
a subscription with points is compared with (PTS-7).
"""

import enum
from collections.abc import Iterable

import attrs

from supportcore.errors import InvalidAllowance, InvalidRate, named, policy
from supportcore.pricing import EXACT_MINUTES, Per, RateTable, UpTo
from supportcore.reasons import Reason
from supportcore.units import POINT, Money, Quantity


class Kind(enum.Enum):
    """What is asked for; the values are the codes of the task types."""

    INCIDENT = "incident"
    STANDARD_REQUEST = "standard-request"
    SERVICE_REQUEST = "service-request"

    def __str__(self) -> str:
        return _WORDS[self]


_WORDS = {
    Kind.INCIDENT: "an incident",
    Kind.STANDARD_REQUEST: "a standard service request",
    Kind.SERVICE_REQUEST: "a non-standard service request",
}


class Fault(enum.Enum):
    """Whose fault an incident was. It is found after the repair; until then it takes nothing (PTS-5)."""

    NOT_FOUND = "not found yet"
    NOT_THE_CLIENT = "not the client's fault"
    CLIENT = "the client's fault"


class Takes(enum.Enum):
    """What a request takes."""

    NOTHING = "nothing"
    """Free of points."""
    AFTERWARDS = "the effort, found afterwards"
    """Whatever was spent, even beyond the balance; a debt is repaid from the next top-up (PTS-5)."""
    BY_CONSENT = "the effort, as agreed before"
    """What was spent, and no more than the client agreed to (PTS-4)."""


@attrs.frozen
class Charging:
    """A row of the table: a kind and a fault, what they take, and the rules that say so."""

    kind: Kind = attrs.field(validator=named(Kind))
    fault: Fault = attrs.field(validator=named(Fault))
    takes: Takes = attrs.field(validator=named(Takes))
    rules: tuple[str, ...]

    @property
    def reason(self) -> Reason:
        """Why, in words."""
        rule = self.rules[-1] if self.rules else None
        return Reason.of(_SAID[self.takes], rule=rule, kind=str(self.kind), fault=self.fault.value)


_SAID = {
    Takes.NOTHING: "points-free",
    Takes.AFTERWARDS: "points-afterwards",
    Takes.BY_CONSENT: "points-by-consent",
}

ROWS = (
    Charging(Kind.INCIDENT, Fault.NOT_FOUND, Takes.NOTHING, ("PTS-5", "PTS-2")),
    Charging(Kind.INCIDENT, Fault.NOT_THE_CLIENT, Takes.NOTHING, ("PTS-2",)),
    Charging(Kind.INCIDENT, Fault.CLIENT, Takes.AFTERWARDS, ("PTS-3", "PTS-5")),
    *(Charging(Kind.STANDARD_REQUEST, fault, Takes.NOTHING, ("PTS-2",)) for fault in Fault),
    *(Charging(Kind.SERVICE_REQUEST, fault, Takes.BY_CONSENT, ("PTS-3", "PTS-4")) for fault in Fault),
)
"""Every kind and fault; whose fault a request is changes nothing."""


def charged(kind: Kind, fault: Fault = Fault.NOT_FOUND) -> Charging:
    """Return the row of a request.

    >>> print(charged(Kind.INCIDENT).reason)
    an incident takes no points (PTS-2)
    >>> charged(Kind.INCIDENT, Fault.CLIENT).takes
    <Takes.AFTERWARDS: 'the effort, found afterwards'>
    """
    asked = policy(kind, Kind), policy(fault, Fault)
    return next(row for row in ROWS if (row.kind, row.fault) == asked)


def effort(minutes: Iterable[int], *, rounding: UpTo = EXACT_MINUTES) -> Quantity:
    """Return the points of the work on one task: exact minutes, or rounded up per entry or per task (PTS-3).

    Raises `InvalidAmount` for minutes that are not whole, `InvalidAllowance` for a rounding per invoice: points have
    none.

    >>> effort([10, 20]), effort([10, 20], rounding=UpTo(15, Per.TASK)), effort([10, 20], rounding=UpTo(15, Per.ENTRY))
    (Quantity(30, POINT), Quantity(30, POINT), Quantity(45, POINT))
    """
    if not isinstance(rounding, UpTo):
        raise InvalidAllowance(rounding, "a rounding of time is an UpTo", "write UpTo(15, Per.TASK)")
    if rounding.per is Per.INVOICE:
        raise InvalidAllowance(str(rounding), "points know no invoice", "write UpTo(15, Per.TASK)")
    return POINT.minor(rounding.minutes(minutes))


ALTERNATIVE = RateTable(
    {
        Kind.INCIDENT.value: Money(100, "RUB"),
        Kind.STANDARD_REQUEST.value: Money(150, "RUB"),
        Kind.SERVICE_REQUEST.value: Money(150, "RUB"),
    }
)
"""An hour of an incident by the client's fault, and of a service request of any kind (PTS-7)."""


def alternative_price(
    kind: Kind, minutes: int, fault: Fault = Fault.NOT_FOUND, rates: RateTable = ALTERNATIVE
) -> Money:
    """Return what the hourly alternative would ask for whole minutes; an incident costs only by the client's fault.

    >>> print(alternative_price(Kind.INCIDENT, 90, Fault.CLIENT), "and", alternative_price(Kind.SERVICE_REQUEST, 10))
    150.00 RUB and 25.00 RUB
    """
    free = policy(kind, Kind) is Kind.INCIDENT and policy(fault, Fault) is not Fault.CLIENT
    if not isinstance(rates, RateTable):
        raise InvalidRate(rates, "the alternative is priced by a RateTable", "leave it out for ALTERNATIVE")
    price = rates.price(kind.value, minutes)
    return price * 0 if free else price
