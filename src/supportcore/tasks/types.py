"""What a client asks for: the kinds of task, the channels, and the task itself.

A kind is a row, not a branch: a plan that knows another kind adds a `TaskType` and a rule for it. A `Task` is what was
known when it was posted, plus what acceptance and agreement have told since (its parts, its size).
"""

import datetime as dt
import enum

import attrs

from supportcore.errors import InvalidTask, UnknownTaskType
from supportcore.instants import duration, utc


@attrs.frozen
class TaskType:
    """A kind of task: the code that hosts store, and the words that people read."""

    code: str
    name: str = attrs.field(default=attrs.Factory(lambda self: self.code, takes_self=True))

    def __str__(self) -> str:
        return self.name


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
    """Return the kind of task of a code.

    >>> task_type("bug")
    TaskType(code='bug', name='a BUG')
    """
    found = {kind.code: kind for kind in ALL_TYPES}.get(code)
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
    if value is not None and duration(value) <= 0:
        raise InvalidTask(value, "an agreed size is a positive working time", "write timedelta(hours=12)")
    return value


_MOST_PARTS = 1_000_000


@attrs.frozen
class Task:
    """One request of one client.

    ``client`` is the company, whoever of it posts. ``reference`` is the host's ticket number, text that is carried and
    never interpreted (HRS-7). ``parts`` is the number of simple tasks in a compound one, ``size`` what was agreed for a
    development; both are ``None`` until they are told.

    >>> Task("T-1", SIMPLE, "Acme", dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)).channel
    <Channel.CABINET: 'the personal cabinet'>
    """

    id: str
    type: TaskType
    client: str
    posted_at: dt.datetime = attrs.field(converter=utc)
    channel: Channel = Channel.CABINET
    parts: int | None = attrs.field(default=None)
    size: Size | None = attrs.field(default=None, converter=agreed_size)
    reference: str | None = None

    @parts.validator
    def _several(self, _: object, parts: int | None) -> None:
        if parts is None:
            return
        if not isinstance(parts, int) or isinstance(parts, bool) or parts < 2:
            raise InvalidTask(parts, "a compound task has at least 2 parts (ISM-4)", "post a simple task instead")
        if parts > _MOST_PARTS:
            raise InvalidTask(parts, f"a compound task has at most {_MOST_PARTS} parts", "count them again")
        if self.type != COMPOUND:
            raise InvalidTask(parts, f"{self.type} has no parts", "use COMPOUND, or leave parts out")
