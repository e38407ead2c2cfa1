"""What one project asks of its manager, what is promised for it, and how the manager works: the question of a desk.

A `Caseload` says it for *one* project, with the calendars that count it in life: the promise runs on the calendar of
the house, the work is done on the manager's own (ISM-9). What stands here plays nothing.
"""

import datetime as dt
import enum
from collections.abc import Iterable
from fractions import Fraction

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, InvalidCaseload, named
from supportcore.instants import EPOCH, duration
from supportcore.reasons import Refusal
from supportcore.sla import NotYet, Target, WhenAgreed
from supportcore.tasks import Rulebook, Starts, Task, TaskType
from supportcore.tasks.types import several
from supportcore.whatif.staffing.efforts import EffortLaw, a_law, positive

_A_STREAM = "write Stream(SIMPLE, timedelta(hours=15), law)"


class Arrivals(enum.Enum):
    """When clients post."""

    WORKING_TIME = enum.auto()
    """In the working time of the house. The default: most requests are written at a desk."""
    ALL_TIME = enum.auto()
    """At any time; what comes at night waits for the morning."""


class Discipline(enum.Enum):
    """Which of the waiting tasks a manager takes next."""

    FIRST_COME = enum.auto()
    """The one that was posted first. The default."""
    EARLIEST_DUE = enum.auto()
    """The one that is due first; between two of them the one that was posted first. What `tasks.queue` shows."""


_KIND = Door(
    InvalidCaseload, "a stream is of one kind of task, a TaskType", "write Stream(SIMPLE, every, law)", TaskType
)
_STREAM = Door(InvalidCaseload, "a project posts streams of tasks", _A_STREAM, Iterable)
_BOOK = Door(InvalidCaseload, "what is promised stands in a Rulebook", "pass plan.rulebook", Rulebook)
_HOURS = Door(InvalidCaseload, "the house and its manager work on a WorkingCalendar", "pass one", WorkingCalendar)


@attrs.frozen
class Stream:
    """The tasks of one kind that one project posts: one ``every`` so often on average, at random, independently.

    ``every`` is counted in the time in which tasks arrive: with `Arrivals.WORKING_TIME` a task every 15 hours is three
    in a week of 45. ``parts`` is how many simple tasks a compound one consists of.
    """

    kind: TaskType = attrs.field(validator=_KIND.check)
    every: dt.timedelta = attrs.field(converter=positive)
    effort: EffortLaw = attrs.field(converter=a_law)
    parts: int | None = attrs.field(default=None)
    arrivals: Arrivals = attrs.field(default=Arrivals.WORKING_TIME, kw_only=True, validator=named(Arrivals))

    @parts.validator
    def _counted(self, _: object, parts: int | None) -> None:
        if parts is not None and not several(parts):
            raise InvalidCaseload(parts, "a compound task has 2 parts or more, in whole numbers", "write parts=3")


def _streams(value: Stream | Iterable[Stream]) -> tuple[Stream, ...]:
    found = (value,) if isinstance(value, Stream) else tuple(_STREAM(value))
    if not found or not all(isinstance(one, Stream) for one in found):
        raise InvalidCaseload(found, _STREAM.rule, _A_STREAM)
    return found


def _speedup(value: Fraction | int) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, Fraction | int) or not 0 <= value < 1:
        raise InvalidCaseload(value, "a speedup is a Fraction from 0 to below 1", "write Fraction(65, 100)")
    return Fraction(value)


def _targets(caseload: "Caseload") -> tuple[Target, ...]:
    return tuple(_target(caseload.rulebook, stream) for stream in caseload.streams)


def _target(book: Rulebook, stream: Stream) -> Target:
    promise = _BOOK(book).promise(Task("any", stream.kind, "any", EPOCH, parts=stream.parts))
    if isinstance(promise, Refusal):
        raise InvalidCaseload(stream.kind.code, promise.reason.text(), "leave the stream out, or take another plan")
    if promise.rule.starts is Starts.ACCEPTED:
        why = "a promise that counts from acceptance is kept by accepting late, whatever the load"
        raise InvalidCaseload(stream.kind.code, why, "take a plan with starts=Starts.POSTED")
    if isinstance(promise.solution, WhenAgreed):
        raise undue(stream, NotYet(promise.solution.describe()))
    return promise.solution


def undue(stream: Stream, why: NotYet) -> InvalidCaseload:
    """Return the error of a stream whose tasks have no due time."""
    return InvalidCaseload(stream.kind.code, why.reason.text(), "tell the parts of a compound task, or leave it out")


@attrs.frozen
class Caseload:
    """What one project asks of its manager, what is promised for it, and how the manager works.

    ``manager`` is the manager's own calendar (the house unless given; absences are ``house - days``). ``speedup`` is by
    how much the efforts are shorter than the streams say: ISM-12 has 0.60 to 0.70 for efforts measured on the common
    line, 0 is for efforts measured on managers.
    """

    streams: tuple[Stream, ...] = attrs.field(converter=_streams)
    rulebook: Rulebook = attrs.field(validator=_BOOK.check)
    house: WorkingCalendar = attrs.field(validator=_HOURS.check)
    manager: WorkingCalendar = attrs.field(
        default=attrs.Factory(lambda self: self.house, takes_self=True), validator=_HOURS.check
    )
    discipline: Discipline = attrs.field(default=Discipline.FIRST_COME, kw_only=True, validator=named(Discipline))
    speedup: Fraction = attrs.field(default=Fraction(0), converter=_speedup, kw_only=True)
    targets: tuple[Target, ...] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_targets, takes_self=True)
    )
    """What is promised for each stream."""

    def tasks(self, start: dt.datetime, end: dt.datetime) -> Fraction:
        """Return how many tasks a project posts between two instants on average."""
        return sum((self._posted(stream, start, end) for stream in self.streams), Fraction(0))

    def utilisation(self, start: dt.datetime, end: dt.datetime) -> Fraction:
        """Return the share of the manager's working time that one project takes on average; 1 is all of it.

        Raises `InvalidCaseload` where the manager does not work at all between the two instants.
        """
        there = duration(self.manager.between(start, end))
        if there <= 0:
            raise InvalidCaseload(
                f"{start.isoformat()}..{end.isoformat()}", "the manager does not work then", "ask for longer"
            )
        asked = sum(self._posted(stream, start, end) * duration(stream.effort.mean) for stream in self.streams)
        return asked * (1 - self.speedup) / there

    def _posted(self, stream: Stream, start: dt.datetime, end: dt.datetime) -> Fraction:
        counted = self.house.between(start, end) if stream.arrivals is Arrivals.WORKING_TIME else end - start
        return Fraction(duration(counted), duration(stream.every))


_CASELOAD = Door(
    InvalidCaseload, "what is simulated is a Caseload", "write Caseload(streams, rulebook, house)", Caseload
)


def a_caseload(value: Caseload) -> Caseload:
    """Return a caseload; refuse what is none."""
    return _CASELOAD(value)


def whole(value: int, least: int | None = None) -> int:
    """Return a number that is counted; refuse halves, and what lies below the least."""
    if not isinstance(value, int) or isinstance(value, bool) or (least is not None and value < least):
        rule = "a whole number" if least is None else f"a whole number from {least}"
        raise InvalidCaseload(value, f"projects, seeds and replications are counted: {rule}", "pass an int")
    return value
