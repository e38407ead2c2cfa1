"""What can happen to a task, each kind a frozen value with the instant at which it happened.

An event says what somebody did; whether that was possible the table of transitions decides (`transitions`).
"""

import datetime as dt
from typing import ClassVar

import attrs

from supportcore.errors import Door, InvalidTask
from supportcore.instants import utc
from supportcore.tasks.types import MOST_PARTS, NAME, Size, agreed_size, name

_CONSENT = Door(InvalidTask, "the client consents or does not (ISM-3)", "write consent=True", bool)


def _counted(_: object, __: object, parts: int | None) -> None:
    if parts is not None and (type(parts) is not int or parts > MOST_PARTS):
        rule = f"the parts of a compound task are counted (ISM-4), in whole numbers up to {MOST_PARTS:,}"
        raise InvalidTask(parts, rule, "pass an int: parts=3")


def _named(event: object, _: object, owner: str) -> None:
    if not NAME(owner):
        raise InvalidTask(event, "a task has exactly one owner (HRS-7)", "name the person")


@attrs.frozen
class Event:
    """Something that happened to a task. ``id`` makes a retry harmless."""

    id: str = attrs.field(validator=name)
    at: dt.datetime = attrs.field(converter=utc)
    kind: ClassVar[str] = ""


@attrs.frozen
class Confirmed(Event):
    """A request by telephone or messenger was repeated by e-mail: its clock starts (HRS-5)."""

    kind = "confirmed"


@attrs.frozen
class Accepted(Event):
    """The task was accepted; of a compound task the number of its parts was told (ISM-2, ISM-4)."""

    kind = "accepted"
    parts: int | None = attrs.field(default=None, validator=_counted)


@attrs.frozen
class Estimated(Event):
    """A size was proposed to the client."""

    kind = "estimated"
    size: Size | None = attrs.field(default=None, converter=agreed_size)


@attrs.frozen
class Agreed(Event):
    """The client agreed to a size (the estimated one unless another is given): the promise runs from here (ISM-6)."""

    kind = "agreed"
    size: Size | None = attrs.field(default=None, converter=agreed_size)


@attrs.frozen
class Declined(Event):
    """The client did not agree to the estimate."""

    kind = "declined"


@attrs.frozen
class Started(Event):
    """Somebody began to work on it and owns it from now on (HRS-7)."""

    kind = "started"
    owner: str = attrs.field(validator=_named)


@attrs.frozen
class Waiting(Event):
    """It waits for the client: the clock stands still."""

    kind = "waiting"


@attrs.frozen
class Resumed(Event):
    """It goes on."""

    kind = "resumed"


@attrs.frozen
class Solved(Event):
    """It is done, as far as we know."""

    kind = "solved"


@attrs.frozen
class Questioned(Event):
    """The client asked something about the solution: the task is open again (PKG-5)."""

    kind = "questioned"


@attrs.frozen
class Reclassified(Event):
    """A simple task turned out to be a compound one of so many parts (ISM-3)."""

    kind = "reclassified"
    parts: int = attrs.field(default=2, validator=_counted)
    reason: str = attrs.field(default="", validator=NAME.check)
    consent: bool = attrs.field(default=False, validator=_CONSENT.check)


@attrs.frozen
class Closed(Event):
    """Somebody closed it."""

    kind = "closed"


@attrs.frozen
class Cancelled(Event):
    """It is no longer wanted."""

    kind = "cancelled"


@attrs.frozen
class HandedOver(Event):
    """Another person leads it from now on: illness, leave, end. The clock does not stop (HRS-10, ISM-13)."""

    kind = "handed over"
    owner: str = attrs.field(validator=_named)
    reason: str = attrs.field(default="", validator=NAME.check)


@attrs.frozen
class TicketClosed(Event):
    """The ticket of the request closed, with an outcome; the task it set goes on (HRS-12)."""

    kind = "ticket closed"
    outcome: str = attrs.field(default="successful", validator=NAME.check)


@attrs.frozen
class Noted(Event):
    """A stage of a development, kept in its history: specified, demonstrated (ISM-16)."""

    kind = "noted"
    stage: str = attrs.field(default="", validator=NAME.check)
