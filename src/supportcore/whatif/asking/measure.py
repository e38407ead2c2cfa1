"""What a client really asked: the demand of each kind, counted from an account or from another system's log.

Counting is exact: every request stands in its month and its kind, refused ones too, for they were asked. Efforts are
the minutes that were logged, in the order of the requests; a development's is the size that was agreed.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from supportcore.account import Account, Posted
from supportcore.errors import InvalidWorkload, policy
from supportcore.periods import Period
from supportcore.tasks import DEVELOPMENT, Activity, LogRow, Task, TaskType
from supportcore.tasks.eventlog import by_case, by_column, kind_of_case
from supportcore.whatif.asking.demand import MINUTE, Demand, Efforts, by_kind, efforts_of, kind_of


def posted(account: Account) -> list[Task]:
    """Return the tasks that an account's client asked, refused ones too, in the order of their posting."""
    tasks = [one.fact.task for one in account.outcomes() if isinstance(one.fact, Posted)]
    return sorted(tasks, key=lambda task: task.posted_at)


def worked(account: Account, tasks: Iterable[Task]) -> dict[TaskType, tuple[int, ...]]:
    """Return the minutes of the tasks of each kind that somebody worked on."""
    found: dict[TaskType, list[int]] = {}
    for task in tasks:
        if minutes := _minutes(account, task):
            found.setdefault(task.type, []).append(minutes)
    return {kind: tuple(minutes) for kind, minutes in found.items()}


def _minutes(account: Account, task: Task) -> int:
    work = account.work.get(task.id)
    if work is None:
        return 0
    size = work.case.task.size
    return size // MINUTE if task.type == DEVELOPMENT and isinstance(size, dt.timedelta) else work.minutes


def logged(
    rows: Iterable[LogRow],
    mapping: Mapping[str, Activity],
    kind: TaskType,
    kinds: Mapping[tuple[str, str], TaskType],
) -> list[Task]:
    """Return the tasks of an event log, one a case, each posted with its first row that says so, or its first row."""
    if not isinstance(mapping, Mapping):
        raise InvalidWorkload(mapping, "activities are named by a table", "write {'new': Activity.POSTED}")
    for what in mapping.values():
        policy(what, Activity)
    types, tasks = by_column(kinds), []
    for case in by_case(rows):
        first = next((row for row in case if mapping.get(row.activity) is Activity.POSTED), case[0])
        tasks.append(Task(first.case, kind_of_case(case[0], kind, types), "client", first.at))
    return tasks


def demands(
    tasks: Iterable[Task], known: Mapping[TaskType, tuple[int, ...]], efforts: Efforts, months: Sequence[Period]
) -> tuple[Demand, ...]:
    """Return how many tasks of each kind were posted in each month, and what each takes: as known, or as given."""
    given = {kind_of(kind): efforts_of(value) for kind, value in by_kind(efforts)}
    counts: dict[TaskType, list[int]] = {}
    for task in tasks:
        month = next((place for place, period in enumerate(months) if task.posted_at in period), None)
        if month is not None:
            counts.setdefault(task.type, [0] * len(months))[month] += 1
    return tuple(
        Demand(kind, tuple(monthly), known.get(kind) or given.get(kind) or _unknown(kind))
        for kind, monthly in sorted(counts.items(), key=lambda pair: pair[0].code)
    )


def _unknown(kind: TaskType) -> tuple[int, ...]:
    way = f"pass efforts={{{kind.code!r}: 25}}"
    raise InvalidWorkload(kind.code, "nothing says how long its tasks take", way)
