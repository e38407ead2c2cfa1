"""What a client asks for: the kinds of task, the channels, and the task itself.

A kind is a row, not a branch: a plan that knows another kind adds a `TaskType` and a rule for it. A `Task` is what was
known when it was posted, plus what acceptance and agreement have told since (its parts, its size).
"""

import datetime as dt
import enum

import attrs

from supportcore.errors import Door, InvalidTask, UnknownTaskType, named
from supportcore.instants import span, utc

NAME = Door(InvalidTask, "ids, codes, names and clients are text", "write 'T-1', or str() of a number", str)
_REMARK = Door(InvalidTask, "a reference is text (HRS-7)", "write str() of it, or leave it out", str, type(None))


def name(_: object, __: object, value: str) -> None:
    """Check a name: text that says something."""
    if not NAME(value):
        raise InvalidTask(value, "an id, a code or a name is not empty", "write 'T-1'")


@attrs.frozen
class TaskType:
    """A kind of task: the code that hosts store, and the words that people read."""

    code: str = attrs.field(validator=name)
    name: str = attrs.field(default=attrs.Factory(lambda self: self.code, takes_self=True), validator=NAME.check)

    def __str__(self) -> str:
        return self.name


KIND = Door(InvalidTask, "a kind of task is a TaskType", "write SIMPLE, or task_type('simple')", TaskType)

SIMPLE = TaskType("simple", "a simple task")
COMPOUND = TaskType("compound", "a compound task")
BUG = TaskType("bug", "a BUG")
DEVELOPMENT = TaskType("development", "a development")
ESTIMATE = TaskType("estimate", "the estimate of a development")

# Hourly support (HRS-9).
CONSULTATION = TaskType("consultation", "a consultation")
TRAINING = TaskType("training", "a first training")
IMPROVEMENT = TaskType("improvement", "an improvement")
CONTENT = TaskType("content", "content work")
SITE_CONTROL = TaskType("site-control", "the control of a hosted site")
WORK = TaskType("work", "a non-standard task")

# Points (PTS-2, PTS-3).
INCIDENT = TaskType("incident", "an incident")
STANDARD_REQUEST = TaskType("standard-request", "a standard service request")
SERVICE_REQUEST = TaskType("service-request", "a non-standard service request")

ALL_TYPES = (
    SIMPLE, COMPOUND, BUG, DEVELOPMENT, ESTIMATE, CONSULTATION, TRAINING, IMPROVEMENT, CONTENT, SITE_CONTROL, WORK,
    INCIDENT, STANDARD_REQUEST, SERVICE_REQUEST,
)  # fmt: skip


def task_type(code: str) -> TaskType:
    """Return the kind of task of a code. Raises `UnknownTaskType`.

    >>> task_type("bug")
    TaskType(code='bug', name='a BUG')
    """
    found = next((kind for kind in ALL_TYPES if isinstance(code, str) and kind.code == code), None)
    if found is None:
        known = ", ".join(kind.code for kind in ALL_TYPES)
        raise UnknownTaskType(code, "no task type of that code", f"use one of {known}, or make a TaskType and a Rule")
    return found


class Channel(enum.Enum):
    """How a request comes in (ISM-1, HRS-5)."""

    CRM = "the client's own system"
    CABINET = "the personal cabinet"
    EMAIL = "e-mail"
    TELEPHONE = "telephone"
    MESSENGER = "messenger"

    def __str__(self) -> str:
        return self.value


Size = dt.timedelta | dt.datetime
"""An agreed size: so much working time, or an agreed instant (ISM-6)."""


def agreed_size(value: Size | None) -> Size | None:
    """Return an agreed size, checked: an instant in UTC, or a positive working time."""
    if isinstance(value, dt.datetime):
        return utc(value)
    if value is None:
        return None
    size = span(value)
    if size <= dt.timedelta(0):
        raise InvalidTask(value, "an agreed size is a positive working time", "write timedelta(hours=12)")
    return size


MOST_PARTS = 1_000_000


def several(parts: int) -> bool:
    """Say whether a compound task can consist of so many parts (ISM-4): a whole number from 2 to a million."""
    return type(parts) is int and 2 <= parts <= MOST_PARTS


@attrs.frozen
class Task:
    """One request of one client.

    ``client`` is the company, whoever of it posts. ``reference`` is the host's ticket number, text that is carried and
    never interpreted (HRS-7). ``parts`` is the number of simple tasks in a compound one, ``size`` what was agreed for a
    development; both are ``None`` until they are told.

    >>> Task("T-1", SIMPLE, "Acme", dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)).channel
    <Channel.CABINET: 'the personal cabinet'>
    """

    id: str = attrs.field(validator=name)
    type: TaskType = attrs.field(validator=KIND.check)
    client: str = attrs.field(validator=NAME.check)
    posted_at: dt.datetime = attrs.field(converter=utc)
    channel: Channel = attrs.field(default=Channel.CABINET, validator=named(Channel))
    parts: int | None = attrs.field(default=None)
    size: Size | None = attrs.field(default=None, converter=agreed_size)
    reference: str | None = attrs.field(default=None, validator=_REMARK.check)

    @parts.validator
    def _several(self, _: object, parts: int | None) -> None:
        if parts is None:
            return
        if not several(parts):
            rule = f"a compound task has at least 2 parts (ISM-4), in whole numbers, and at most {MOST_PARTS:,}"
            raise InvalidTask(parts, rule, "post a simple task instead, or several compound ones")
        if self.type != COMPOUND:
            raise InvalidTask(parts, f"{self.type} has no parts", "use COMPOUND, or leave parts out")


TASK = Door(InvalidTask, "what is posted is a Task", "write Task('T-1', SIMPLE, 'Acme', posted_at)", Task)
