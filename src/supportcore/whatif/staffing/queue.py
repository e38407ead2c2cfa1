"""One desk with one pair of hands, played forward: tasks come in, wait their turn, are worked on, and are due.

Tasks come in the working time of the house (or at any time), the promise runs on the calendar of the house, the work is
done on the manager's own (ISM-9). One task at a time, and a task that is begun is finished first. Inside, everything is
whole microseconds.

Every project of every replication draws from dice of its own, so ten projects are nine and one more: the same tasks
come at the same instants whatever the number of projects, the effort, the order or the speedup.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from fractions import Fraction
from heapq import heappop, heappush
from random import Random

import attrs

from supportcore.calendar._timeline import Timeline
from supportcore.errors import InvalidCaseload
from supportcore.instants import duration, from_micros, to_micros
from supportcore.sla import NotYet
from supportcore.sla.target import Start
from supportcore.tasks import TaskType
from supportcore.whatif.staffing.caseload import Arrivals, Caseload, Discipline, Stream, a_caseload, undue, whole

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
        raise undue(caseload.streams[number], found)
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
