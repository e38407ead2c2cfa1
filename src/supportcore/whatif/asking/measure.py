"""A workload measured: what a client really asked, from an account or from another system's log.

Counting is exact: every request stands in its month and its kind, refused ones too, for they were asked. Efforts are
the minutes that were logged, in the order of the requests; a development's is the size that was agreed.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from supportcore.account import Account, Posted
from supportcore.calendar import WorkingCalendar
from supportcore.errors import InvalidWorkload
from supportcore.instants import utc
from supportcore.tasks import DEVELOPMENT, SIMPLE, Activity, LogRow, Task, TaskType
from supportcore.whatif.asking.workload import Demand, Effort, Kind, Workload, efforts_of, kind_of

_MINUTE = dt.timedelta(minutes=1)
Efforts = Mapping[Kind, Effort | Iterable[Effort]] | Mapping[str, Effort | Iterable[Effort]]


def measured(
    account: Account, *, start: dt.date, months: int, efforts: Efforts | None = None, users: int = 1
) -> Workload:
    """Return what an account's client asked in some months; see `Workload.measured`."""
    tasks = [one.fact.task for one in account.outcomes() if isinstance(one.fact, Posted)]
    found: dict[TaskType, list[int]] = {}
    for task in sorted(tasks, key=lambda task: task.posted_at):
        minutes = _minutes(account, task)
        if minutes:
            found.setdefault(task.type, []).append(minutes)
    known = {kind: tuple(minutes) for kind, minutes in found.items()}
    return _counted(tasks, known, account.calendar, efforts or {}, start=start, months=months, users=users)


def _minutes(account: Account, task: Task) -> int:
    work = account.work.get(task.id)
    if work is None:
        return 0
    size = work.case.task.size
    return size // _MINUTE if task.type == DEVELOPMENT and isinstance(size, dt.timedelta) else work.minutes


def from_log(
    rows: Iterable[LogRow],
    mapping: Mapping[str, Activity],
    calendar: WorkingCalendar,
    efforts: Efforts,
    *,
    start: dt.date,
    months: int,
    kind: TaskType = SIMPLE,
    kinds: Mapping[tuple[str, str], TaskType] | None = None,
    users: int = 1,
) -> Workload:
    """Return the requests of an event log in some months, one a case; see `Workload.from_log`.

    A case is posted with its first row mapped as posted, or its first row; ``kind`` and ``kinds`` are as in
    `supportcore.tasks.play`.
    """
    cases: dict[str, list[LogRow]] = {}
    for row in rows:
        cases.setdefault(row.case, []).append(row)
    tasks = []
    for name, found in cases.items():
        ordered = sorted(found, key=lambda row: row.at)
        first = next((row for row in ordered if mapping.get(row.activity) is Activity.POSTED), ordered[0])
        told = (value for (column, word), value in (kinds or {}).items() if ordered[0].attributes.get(column) == word)
        tasks.append(Task(name, next(told, kind), "client", first.at))
    return _counted(tasks, {}, calendar, efforts, start=start, months=months, users=users)


def _counted(
    tasks: Iterable[Task],
    known: Mapping[TaskType, tuple[int, ...]],
    calendar: WorkingCalendar,
    efforts: Efforts,
    *,
    start: dt.date,
    months: int,
    users: int,
) -> Workload:
    """Return the streams of tasks: how many of each kind were posted in each month."""
    empty = Workload.of({}, {}, start=start, months=months, users=users)
    periods = empty.periods(calendar)
    given = {kind_of(kind): efforts_of(value) for kind, value in efforts.items()}
    counts: dict[TaskType, list[int]] = {}
    for task in tasks:
        month = next((place for place, period in enumerate(periods) if utc(task.posted_at) in period), None)
        if month is not None:
            counts.setdefault(task.type, [0] * months)[month] += 1
    streams = []
    for kind, monthly in sorted(counts.items(), key=lambda pair: pair[0].code):
        each = known.get(kind) or given.get(kind)
        if each is None:
            way = f"pass efforts={{{kind.code!r}: 25}}"
            raise InvalidWorkload(kind.code, "nothing says how long its tasks take", way)
        streams.append(Demand(kind, tuple(monthly), each))
    return empty.evolve(streams=tuple(streams))
