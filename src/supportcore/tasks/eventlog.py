"""Event logs of other systems, one row an activity, read as the histories of tasks.

A mapping says what each activity means (posted, accepted, waiting, solved, closed); others are counted and passed over.
The first row of a case counts as its posting where none is mapped so. Waiting lasts until the next row of the case,
whatever it says. Work on a solved case, or solving it again, reopens it. What does not fit is counted by name, never
guessed at and never lost silently.
"""

import datetime as dt
import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, InvalidTask, paired, policy
from supportcore.instants import utc
from supportcore.reasons import Refusal
from supportcore.sla.target import CALENDAR
from supportcore.tasks.case import Case
from supportcore.tasks.events import Accepted, Cancelled, Closed, Event, Questioned, Resumed, Solved, Waiting
from supportcore.tasks.intake import BOOK
from supportcore.tasks.rules import Rulebook
from supportcore.tasks.transitions import State
from supportcore.tasks.types import KIND, NAME, SIMPLE, Task, TaskType, name


class Activity(enum.Enum):
    """What a row of a log can mean."""

    POSTED = "posted"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    SOLVED = "solved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


_COLUMNS = Door(InvalidTask, "the other columns of a row have names", "write {'seriousness': 'critical'}", Mapping)


def _columns(value: Mapping[str, str]) -> Mapping[str, str]:
    return dict(_COLUMNS(value))


@attrs.frozen
class LogRow:
    """One row: of which case, what, when, and its other columns."""

    case: str = attrs.field(validator=name)
    activity: str = attrs.field(validator=NAME.check)
    at: dt.datetime = attrs.field(converter=utc)
    attributes: Mapping[str, str] = attrs.field(factory=dict, converter=_columns, hash=False)


@attrs.frozen
class Played:
    """A log played through a rulebook: the cases, the refused with their reason, and what was odd, counted by name."""

    cases: tuple[Case, ...]
    refused: tuple[tuple[Task, Refusal], ...]
    counts: Mapping[str, int] = attrs.field(hash=False)


_ROW = Door(InvalidTask, "a row of a log is a LogRow", "write LogRow(case, activity, at)", LogRow)
_MEANING = Door(InvalidTask, "a mapping says what each activity means", "write {'new': Activity.POSTED}", Mapping)
_KINDS = Door(InvalidTask, "kinds stand by a column and its value", "write {('seriousness', 'critical'): BUG}", Mapping)


def by_column(kinds: Mapping[tuple[str, str], TaskType]) -> Mapping[tuple[str, str], TaskType]:
    """Return kinds of task by a column and its value; refuse what is no such table."""
    paired(list(_KINDS(kinds)), InvalidTask, _KINDS.rule, _KINDS.way_out)
    KIND.all(kinds.values())
    return kinds


def play(
    rows: Iterable[LogRow],
    mapping: Mapping[str, Activity],
    book: Rulebook,
    calendar: WorkingCalendar,
    *,
    kind: TaskType = SIMPLE,
    client: str = "client",
    kinds: Mapping[tuple[str, str], TaskType] | None = None,
) -> Played:
    """Play a log through a rulebook on a calendar.

    ``kind`` is the type of every case, unless an attribute of its first row has a value named in ``kinds``
    (``{("seriousness", "critical"): BUG}``); ``client`` is the column of the company. Quotas and channels are not
    applied: what stands in the log was taken.

    >>> from supportcore.sla import WorkingTime
    >>> from supportcore.tasks import Rule
    >>> book = Rulebook("four hours", (Rule(SIMPLE, WorkingTime(dt.timedelta(hours=4))),))
    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")
    >>> def row(what, hour): return LogRow("C-1", what, dt.datetime(2026, 11, 23, hour, tzinfo=dt.UTC))
    >>> told = {"new": Activity.POSTED, "hold": Activity.WAITING, "done": Activity.SOLVED}
    >>> played = play([row("new", 9), row("hold", 10), row("call", 12), row("done", 13)], told, book, house)
    >>> played.cases[0].solution.elapsed(dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
    datetime.timedelta(seconds=7200)
    >>> played.counts["not mapped"]
    1
    """
    for what in _MEANING(mapping).values():
        policy(what, Activity)
    types = {} if kinds is None else by_column(kinds)
    BOOK(book)
    CALENDAR(calendar)
    counts: Counter[str] = Counter()
    cases, refused = [], []
    for found in by_case(rows):
        first = found[0]
        task = Task(first.case, kind_of_case(first, kind, types), first.attributes.get(client, ""), first.at)
        promise = book.promise(task)
        if isinstance(promise, Refusal):
            refused.append((task, promise))
            counts["cases refused"] += 1
        else:
            cases.append(_Reading(Case.open(promise, calendar), counts).through(found, mapping))
    return Played(tuple(cases), tuple(refused), dict(counts))


def by_case(rows: Iterable[LogRow]) -> Iterable[list[LogRow]]:
    """Group rows by case, in order of time; rows of one instant stay as they stood."""
    found: dict[str, list[LogRow]] = {}
    for row in _ROW.all(rows):
        found.setdefault(row.case, []).append(row)
    return [sorted(case, key=lambda row: row.at) for case in found.values()]


def kind_of_case(row: LogRow, kind: TaskType, kinds: Mapping[tuple[str, str], TaskType]) -> TaskType:
    """Return the kind of a case: what a column of its first row says, else the one for all."""
    return next((found for (name, value), found in kinds.items() if row.attributes.get(name) == value), kind)


_EVENTS: Mapping[Activity | None, type[Event]] = MappingProxyType(
    {
        Activity.ACCEPTED: Accepted,
        Activity.WAITING: Waiting,
        Activity.SOLVED: Solved,
        Activity.CLOSED: Closed,
        Activity.CANCELLED: Cancelled,
    }
)
_REOPENING = (Activity.ACCEPTED, Activity.WAITING, Activity.SOLVED)


class _Reading:
    """One case under way through its rows, and what was odd about them, counted by name."""

    def __init__(self, case: Case, counts: Counter[str]) -> None:
        self.case = case
        self.counts = counts

    def through(self, rows: list[LogRow], mapping: Mapping[str, Activity]) -> Case:
        """Return the case after all of its rows."""
        if mapping.get(rows[0].activity) is not Activity.POSTED:
            self.counts["first row counted as posted"] += 1
        for place, row in enumerate(rows):
            told = mapping.get(row.activity)
            if told is Activity.POSTED and place:
                self.counts["posted again"] += 1
            self.row(told, f"{row.case}#{place}", row.at)
        if self.case.solution.stopped_at is None:
            self.counts["cases never solved"] += 1
        return self.case

    def row(self, told: Activity | None, name: str, at: dt.datetime) -> None:
        """Let happen what a row means for the case as it stands."""
        if told is None:
            self.counts["not mapped"] += 1
        if self.case.state is State.WAITING:
            self.happen(Resumed(f"{name}-resumed", at))
        if self.case.state is State.SOLVED and told in _REOPENING:
            self.counts["reopened"] += 1
            self.happen(Questioned(f"{name}-questioned", at))
        if told is Activity.ACCEPTED and self.case.state is not State.POSTED:
            self.counts["accepted again"] += 1
        elif event := _EVENTS.get(told):
            self.happen(event(name, at))

    def happen(self, event: Event) -> None:
        """Go on with the case after an event, or count the refusal."""
        found = self.case.after(event)
        if isinstance(found, Refusal):
            self.counts[f"{event.kind} while {self.case.at(event.at).state}"] += 1
        else:
            self.case = found
