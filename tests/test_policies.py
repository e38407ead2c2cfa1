"""A policy is a name: text, flags and members of other enumerations are refused, never read as some default."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from supportcore.account import FaultFound
from supportcore.calendar import WorkingCalendar
from supportcore.errors import InvalidPolicy
from supportcore.ledger import Ledger
from supportcore.points import Charging, Fault, Kind, Takes, alternative_price, charged
from supportcore.pricing import UpTo
from supportcore.sla import Clock, CutOff, EndOfDay, WorkingTime
from supportcore.tasks import SIMPLE, Rule
from supportcore.units import CREDIT, RoundTo

HOUR = timedelta(hours=1)
HOUSE = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")
START = datetime(2026, 11, 23, 10, tzinfo=UTC)
CLOCK = Clock(WorkingTime(8 * HOUR), HOUSE, START)

DOORS = {
    "landing": (lambda what: WorkingTime(HOUR, landing=what), "Landing"),
    "day_off": (lambda what: CutOff("16:00", EndOfDay(), EndOfDay(), day_off=what), "DayOff"),
    "late": (lambda what: CutOff("16:00", EndOfDay(), EndOfDay(), late=what), "Late"),
    "reopen of a clock": (lambda what: CLOCK.stop(START + HOUR).reopen(START + 2 * HOUR, what), "Reopen"),
    "notify of a share": (lambda what: CLOCK.at_used(Fraction(1, 2), what), "Notify"),
    "notify of a lead": (lambda what: CLOCK.at_lead(HOUR, what), "Notify"),
    "scale": (lambda what: Rule(SIMPLE, None, scale=what), "Scale"),
    "starts": (lambda what: Rule(SIMPLE, None, starts=what), "Starts"),
    "agreement": (lambda what: Rule(SIMPLE, None, agreement=what), "Agreement"),
    "reopen of a rule": (lambda what: Rule(SIMPLE, None, reopen=what), "Reopen"),
    "rounding": (lambda what: RoundTo(15, what), "Rounding"),
    "rounding of time": (lambda what: UpTo(15, what), "Per"),
    "held at expiry": (lambda what: Ledger(CREDIT, held_at_expiry=what), "HeldAtExpiry"),
    "kind of a request": (charged, "Kind"),
    "fault of a request": (lambda what: charged(Kind.INCIDENT, what), "Fault"),
    "kind of an alternative": (lambda what: alternative_price(what, 60), "Kind"),
    "fault of an alternative": (lambda what: alternative_price(Kind.INCIDENT, 60, what), "Fault"),
    "kind of a row": (lambda what: Charging(what, Fault.CLIENT, Takes.NOTHING, ()), "Kind"),
    "fault of a row": (lambda what: Charging(Kind.INCIDENT, what, Takes.NOTHING, ()), "Fault"),
    "what a row takes": (lambda what: Charging(Kind.INCIDENT, Fault.CLIENT, what, ()), "Takes"),
    "fault that was found": (lambda what: FaultFound("f-1", START, task="T-1", fault=what), "Fault"),
}


@pytest.mark.parametrize("what", ["STAY", True, None, 1])
@pytest.mark.parametrize(("door", "kind"), DOORS.values(), ids=DOORS)
def test_only_a_member_of_the_named_policy_passes(door, kind, what):
    with pytest.raises(InvalidPolicy, match=rf"a policy is a member of {kind}; pass one of {kind}\.") as refused:
        door(what)
    assert refused.value.value == what
    assert isinstance(refused.value, TypeError)
