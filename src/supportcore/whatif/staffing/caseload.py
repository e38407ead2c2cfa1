"""A manager's desk, played forward: tasks come in, wait their turn, are worked on, and are due by the plan's promise.

A `Caseload` says what *one* project asks for and how the manager works; `simulate` plays so many projects of it. Time
is counted by the calendars that count it in life: tasks come in the working time of the house (or at any time), the
promise runs on the calendar of the house, the work is done on the manager's own (ISM-9). One task at a time, and a
task that is begun is finished first. Inside, everything is whole microseconds.

Every project of every replication draws from dice of its own, so ten projects are nine and one more: the same tasks
come at the same instants whatever the number of projects, the effort, the order or the speedup.
"""

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from heapq import heappop, heappush
from random import Random

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.calendar._timeline import Timeline
from supportcore.errors import Door, InvalidCaseload, named
from supportcore.instants import EPOCH, duration, from_micros, to_micros
from supportcore.reasons import Refusal
from supportcore.sla import NotYet, Target, WhenAgreed
from supportcore.sla.target import Start
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
        raise _undue(stream, NotYet(promise.solution.describe()))
    return promise.solution


def _undue(stream: Stream, why: NotYet) -> InvalidCaseload:
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


Asked = tuple[int, int, int, int, int]
"""One task in whole microseconds: posted, project, stream, effort, due. In this order they stand in the queue.

A plain tuple, as a sort compares nothing faster.
"""


def asked(caseload: Caseload, start: int, end: int, project: int, seed: str) -> Iterator[Asked]:
    """Yield what one project posts in ``[start, end)``, stream after stream."""
    for number, stream in enumerate(caseload.streams):
        dice = f"{seed}/{project}/{number}"
        arrivals = _arrivals(stream, caseload.house.timeline, start, end, Random(f"{dice}/arrivals"))  # noqa: S311
        efforts = _efforts(stream, 1 - caseload.speedup, Random(f"{dice}/efforts"))  # noqa: S311
        for posted, effort in zip(arrivals, efforts, strict=False):
            yield posted, project, number, effort, _due(caseload, number, posted)


def _due(caseload: Caseload, number: int, posted: int) -> int:
    found = caseload.targets[number].choose(Start(caseload.house, posted, ()))
    if isinstance(found, NotYet):
        raise _undue(caseload.streams[number], found)
    return found[0]


def _efforts(stream: Stream, share: Fraction, dice: Random) -> Iterator[int]:
    factor, draw = float(share), stream.effort.draw
    while True:
        yield max(1, round(draw(dice) * factor))


def _arrivals(stream: Stream, line: Timeline, start: int, end: int, dice: Random) -> Iterator[int]:
    """Yield instants whose distances are exponential: at random, so many on average, none knowing of another."""
    rate, passed = 1 / duration(stream.every), 0
    while True:
        passed += max(1, round(dice.expovariate(rate)))
        at = line.add(start, passed) if stream.arrivals is Arrivals.WORKING_TIME else start + passed
        if at >= end:
            return
        yield at


# The queue. HOT: tasks in order of posting in, the instants of their solutions out.


def first_come(tasks: list[Asked], line: Timeline) -> list[int]:
    """Return when each task is solved, the first posted being the first begun."""
    ends, free, add = [], tasks[0][0] if tasks else 0, line.add
    for posted, _, _, effort, _ in tasks:
        free = add(max(free, posted), effort)
        ends.append(free)
    return ends


def earliest_due(tasks: list[Asked], line: Timeline) -> list[int]:
    """Return when each task is solved, the first due of those that lie there being the next begun."""
    ends, waiting, free, came = [0] * len(tasks), list[tuple[int, int]](), 0, 0
    while came < len(tasks) or waiting:
        begin = line.next_open(free if waiting else max(free, tasks[came][0]))
        while came < len(tasks) and tasks[came][0] <= begin:
            heappush(waiting, (tasks[came][4], came))
            came += 1
        _, number = heappop(waiting)
        free = ends[number] = line.add(begin, tasks[number][3])
    return ends


SOLVE: dict[Discipline, Callable[[list[Asked], Timeline], list[int]]] = {
    Discipline.FIRST_COME: first_come,
    Discipline.EARLIEST_DUE: earliest_due,
}


@attrs.frozen
class Served:
    """One simulated task: whose and what, when it was posted, how long it took, when it was due and when solved."""

    project: int
    kind: TaskType
    posted_at: dt.datetime
    effort: dt.timedelta
    due: dt.datetime
    solved_at: dt.datetime
    parts: int | None = None

    @property
    def kept(self) -> bool:
        """Whether it was solved in time: at the due instant it is."""
        return self.solved_at <= self.due


def simulate(
    caseload: Caseload, projects: int, start: dt.datetime, end: dt.datetime, *, seed: int = 1, replication: int = 0
) -> tuple[Served, ...]:
    """Return what becomes of the tasks that so many projects post from ``start`` until before ``end``, as posted.

    The desk is empty at the start, and everything posted is solved, after the end perhaps.

    >>> from supportcore import plans
    >>> from supportcore.tasks import SIMPLE
    >>> from supportcore.whatif import Caseload, Fixed, Stream
    >>> house = plans.house_calendar()
    >>> hour = dt.timedelta(hours=1)
    >>> book = plans.individual_manager().rulebook
    >>> caseload = Caseload(Stream(SIMPLE, 15 * hour, Fixed(hour)), book, house)
    >>> monday = dt.datetime(2026, 11, 23, tzinfo=house.tz)
    >>> week = simulate(caseload, 10, monday, monday + dt.timedelta(days=7))
    >>> len(week), sum(task.kept for task in week)
    (24, 24)
    """
    first, last = to_micros(start), to_micros(end)
    a_caseload(caseload)
    bounded(caseload.tasks(start, end) * whole(projects, 1))
    tasks = sorted(
        task
        for project in range(1, whole(projects, 1) + 1)
        for task in asked(caseload, first, last, project, f"{whole(seed)}/{whole(replication, 0)}")
    )
    ends = SOLVE[caseload.discipline](tasks, caseload.manager.timeline)
    return tuple(_served(caseload, task, solved) for task, solved in zip(tasks, ends, strict=True))


def _served(caseload: Caseload, task: Asked, solved: int) -> Served:
    posted, project, number, effort, due = task
    stream, took = caseload.streams[number], dt.timedelta(microseconds=effort)
    return Served(project, stream.kind, from_micros(posted), took, from_micros(due), from_micros(solved), stream.parts)


MOST = 10_000_000  # simulated tasks: some minutes


def bounded(tasks: Fraction) -> None:
    """Refuse what would take minutes, before it does."""
    if tasks > MOST:
        raise InvalidCaseload(
            f"{int(tasks):,}" if tasks < 10**100 else "more than can be counted",
            f"at most {MOST:,} tasks are simulated",
            "ask for fewer loads or projects, fewer replications or a shorter time",
        )


def a_caseload(value: Caseload) -> Caseload:
    """Return a caseload; refuse what is none."""
    return _CASELOAD(value)


_CASELOAD = Door(
    InvalidCaseload, "what is simulated is a Caseload", "write Caseload(streams, rulebook, house)", Caseload
)


def whole(value: int, least: int | None = None) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or (least is not None and value < least):
        rule = "a whole number" if least is None else f"a whole number from {least}"
        raise InvalidCaseload(value, f"projects, seeds and replications are counted: {rule}", "pass an int")
    return value
