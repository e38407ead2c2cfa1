"""What happened to a client's account: typed, frozen facts, stored by the host and handed over in any order.

Every fact has an id, which makes a retry harmless, the instant ``at`` which it counts from, and the instant
``recorded_at`` which it was known from (the same, unless given). What happened to a task is told in the words of
`supportcore.tasks`, wrapped in `On`.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, InvalidEvent, named
from supportcore.instants import maybe_utc, utc
from supportcore.plans import Plan
from supportcore.points import Fault
from supportcore.tasks import (
    Accepted,
    Agreed,
    Cancelled,
    Closed,
    Confirmed,
    Declined,
    Estimated,
    Event,
    HandedOver,
    Noted,
    Questioned,
    Reclassified,
    Resumed,
    Solved,
    Started,
    Task,
    TicketClosed,
    Waiting,
)
from supportcore.units import Quantity

MINUTE = dt.timedelta(minutes=1)
"""What work is logged in (PCK-6)."""
MOST_MINUTES = 366 * 24 * 60
"""In one fact: a mistyped number would otherwise become a span of time that no `timedelta` holds."""


def _whole_minutes(_: object, __: object, value: int) -> None:
    if type(value) is not int or value < 1:
        raise InvalidEvent(value, "work is logged in whole minutes, one or more (PCK-6)", "write minutes=90")
    if value > MOST_MINUTES:
        raise InvalidEvent(value, f"one fact tells of a year at most, {MOST_MINUTES:,} minutes", "check the number")


_TEXT = Door(InvalidEvent, "this is a text, or none", "write a short text, or leave it out", str).check


def _name(_: object, field: "attrs.Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not value:
        raise InvalidEvent(value, f"{field.name} is a text that names something", f"write {field.name}='T-1'")


def _same_instant(fact: "Fact", _: object, value: Any) -> None:
    if not isinstance(value, Task | Event):
        rule = "a fact of a task tells of a Task or an event of supportcore.tasks"
        raise InvalidEvent(value, rule, "write Posted.of(task) or On.of('T-1', event)")
    at = value.posted_at if isinstance(value, Task) else value.at
    if at != fact.at:
        why = f"{fact.id} tells of {at.isoformat()}"
        raise InvalidEvent(fact.at.isoformat(), why, "write Posted.of(task) or On.of('T-1', event)")


def _later(fact: "Fact", _: object, value: dt.datetime | None) -> None:
    if value is not None and value <= fact.at:
        raise InvalidEvent(value.isoformat(), f"{fact.id} would be over as it begins", "give a later expires_at")


def _elsewhere(fact: "ReserveMoved", _: object, value: str) -> None:
    if value == fact.task:
        raise InvalidEvent(value, "what is set aside is given to another task", "name two tasks")


def _some(_: object, __: object, value: Quantity) -> None:
    if not isinstance(value, Quantity) or value.units < 1:
        raise InvalidEvent(value, "credit is a quantity of one or more", "write CREDIT.of(10)")


@attrs.frozen
class Fact:
    """The common face: an id, when it counts from, and when it was known."""

    id: str = attrs.field(validator=_name)
    at: dt.datetime = attrs.field(converter=utc)
    recorded_at: dt.datetime | None = attrs.field(default=None, converter=maybe_utc, kw_only=True)

    @property
    def known_at(self) -> dt.datetime:
        """When it was known: as it happened, unless it says otherwise."""
        return self.recorded_at or self.at

    def says(self, other: "Fact") -> bool:
        """Whether another fact says the same; when it was known is no content, so a retry may come later."""
        return attrs.evolve(self, recorded_at=None) == attrs.evolve(other, recorded_at=None)

    def __attrs_post_init__(self) -> None:
        if self.recorded_at is not None and self.recorded_at < self.at:
            why = f"{self.id} would be known before it happened"
            raise InvalidEvent(self.recorded_at.isoformat(), why, "record it later, or mend at")


@attrs.frozen
class Posted(Fact):
    """The client posted a task."""

    task: Task = attrs.field(kw_only=True, validator=_same_instant)

    @classmethod
    def of(cls, task: Task, *, recorded_at: dt.datetime | None = None) -> "Posted":
        """Make the fact of a task: its id and its posting."""
        if not isinstance(task, Task):
            raise InvalidEvent(task, "what is posted is a Task", "write Posted.of(Task('T-1', SIMPLE, 'Acme', at))")
        return cls(task.id, task.posted_at, task=task, recorded_at=recorded_at)


@attrs.frozen
class On(Fact):
    """Something happened to a task: any event of `supportcore.tasks`."""

    task: str = attrs.field(kw_only=True, validator=_name)
    event: Event = attrs.field(kw_only=True, validator=_same_instant)

    @classmethod
    def of(cls, task: str, event: Event, *, recorded_at: dt.datetime | None = None) -> "On":
        """Make the fact of an event: its id and its instant."""
        if not isinstance(event, Event):
            raise InvalidEvent(event, "what happens to a task is an event", "write On.of('T-1', Accepted('e1', at))")
        return cls(event.id, event.at, task=task, event=event, recorded_at=recorded_at)


@attrs.frozen
class WorkLogged(Fact):
    """Somebody worked so many whole minutes on a task (PCK-6)."""

    task: str = attrs.field(kw_only=True, validator=_name)
    minutes: int = attrs.field(kw_only=True, validator=_whole_minutes)
    role: str = attrs.field(default="", kw_only=True, validator=_TEXT)
    project: str = attrs.field(default="", kw_only=True, validator=_TEXT)
    what: str = attrs.field(default="", kw_only=True, validator=_TEXT)


@attrs.frozen
class Bought(Fact):
    """The client bought credit: tasks, hours, points. At any time (PKG-2, PTS-6)."""

    quantity: Quantity = attrs.field(kw_only=True, validator=_some)


@attrs.frozen
class OpenedWith(Fact):
    """The client came with credit from elsewhere: what is left, and until when."""

    quantity: Quantity = attrs.field(kw_only=True, validator=_some)
    expires_at: dt.datetime | None = attrs.field(default=None, converter=maybe_utc, validator=_later, kw_only=True)


@attrs.frozen
class Granted(Fact):
    """The firm gave credit: points with a subscription (PTS-1), a present. It pays no debt; a purchase does (PTS-5)."""

    quantity: Quantity = attrs.field(kw_only=True, validator=_some)
    expires_at: dt.datetime | None = attrs.field(default=None, converter=maybe_utc, validator=_later, kw_only=True)


@attrs.frozen
class Reserved(Fact):
    """So many minutes of the balance were set aside for a task (PCK-8)."""

    task: str = attrs.field(kw_only=True, validator=_name)
    minutes: int = attrs.field(kw_only=True, validator=_whole_minutes)


@attrs.frozen
class ReserveMoved(Fact):
    """What was set aside for a task was given to another; logged minutes stay (PCK-8)."""

    task: str = attrs.field(kw_only=True, validator=_name)
    to: str = attrs.field(kw_only=True, validator=[_name, _elsewhere])


@attrs.frozen
class FaultFound(Fact):
    """It was found out whose fault an incident was."""

    task: str = attrs.field(kw_only=True, validator=_name)
    fault: Fault = attrs.field(kw_only=True, validator=named(Fault))


@attrs.frozen
class PlanChanged(Fact):
    """From here on another plan holds; tasks accepted before keep their promise.

    The plan told last rules from its instant on, whatever was told for that time before: a month of fee or hours that
    begins there is its own. Hours of such a month that came in under another plan are void, as far as they are left.
    """

    plan: Plan = attrs.field(
        kw_only=True,
        validator=Door(InvalidEvent, "what holds from here on is a Plan", "write plans.hourly()", Plan).check,
    )


@attrs.frozen
class CalendarChanged(Fact):
    """From here on new tasks are counted on another calendar; those taken before keep theirs."""

    calendar: WorkingCalendar = attrs.field(
        kw_only=True,
        validator=Door(InvalidEvent, "tasks are counted on a WorkingCalendar", "pass one", WorkingCalendar).check,
    )


_RANKS: Mapping[type, int] = MappingProxyType(
    {
        kind: rank
        for rank, kind in enumerate(
            (CalendarChanged, PlanChanged, OpenedWith, Granted, Bought, Posted, Confirmed, Accepted, Reclassified,
             Estimated, Agreed, Declined, Waiting, Resumed, HandedOver, Started, Reserved, ReserveMoved, WorkLogged,
             Noted, Questioned, Solved, TicketClosed, FaultFound, Closed, Cancelled)
        )
    }
)  # fmt: skip
"""What comes first of what became known at one instant: credit before what it pays, posting before work."""


def in_order(fact: Fact) -> tuple[dt.datetime, dt.datetime, int, str]:
    """Return the place of a fact in a journal: by when it was known, when it counts, its kind, its id."""
    kind = type(fact.event) if isinstance(fact, On) else type(fact)
    return fact.known_at, fact.at, _RANKS[kind], fact.id
