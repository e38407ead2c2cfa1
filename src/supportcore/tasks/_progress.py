"""How far a task has come: all that a guard may look at and an effect may change; `Case` adds the events behind it."""

from typing import TypedDict

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.reasons import Refusal
from supportcore.sla import Clock
from supportcore.tasks.rules import Rule
from supportcore.tasks.transitions import State
from supportcore.tasks.types import Size, Task


@attrs.frozen
class Progress:
    """One task under way: its state, its clocks, its owner.

    ``whence`` is where it waits from, ``offered`` the size that was estimated last, ``grown`` the row that it would get
    as a compound task, or why the plan has none.
    """

    task: Task
    rule: Rule
    calendar: WorkingCalendar
    state: State
    solution: Clock
    acceptance: Clock | None = None
    owner: str | None = None
    whence: State | None = None
    offered: Size | None = None
    grown: Rule | Refusal | None = None


class Changes(TypedDict, total=False):
    """What an event changes of it, beside the state, which the table of transitions tells."""

    task: Task
    rule: Rule
    solution: Clock
    acceptance: Clock | None
    owner: str | None
    whence: State | None
    offered: Size | None
    grown: Rule | Refusal | None
