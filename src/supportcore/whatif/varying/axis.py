"""One thing that varies in whole steps, and which plan is the cheapest at each of them.

An `Axis` is a name, whole numbers, and the workload at each. Costs are neither smooth nor always rising (packages come
in tens, hours burn), so nothing here is interpolated: every step is played, and an axis is bounded instead.
"""

import enum
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from typing import TypeAlias

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, NoAnswer, listed, policy
from supportcore.plans import Plan
from supportcore.units import Money
from supportcore.whatif.asking.demand import Ask, Kind, kind_of
from supportcore.whatif.asking.workload import WORKLOAD, Workload
from supportcore.whatif.playing.desk import Desk
from supportcore.whatif.playing.outcome import Books, Played, priced
from supportcore.whatif.playing.play import played

LONGEST = 1000
"""The most steps of an axis: each is a workload played under every plan."""
Make: TypeAlias = Callable[[int], Workload]


class Competes(enum.Enum):
    """Which plans may be called the cheapest."""

    COMPLETE = "with a price, and taking and finishing all that is asked"
    """The default: what refuses half of the work is no cheaper, and what has no price is not cheap."""
    ALL = "whatever they refuse"
    """Every plan, by what it bills."""

    def __str__(self) -> str:
        return self.value


_NAME = Door(NoAnswer, "an axis has a name", "write Axis('tasks a month', range(1, 61), make)", str)
_MAKE = Door(NoAnswer, "an axis makes a workload of each step", "pass a function of the step", Callable)


def _steps(value: Iterable[int]) -> tuple[int, ...]:
    if not isinstance(value, range):
        value = listed(value, NoAnswer, "an axis has one whole step or more", "write range(1, 61)")
    steps = tuple(value) if not isinstance(value, range) or len(value) <= LONGEST else tuple(range(LONGEST + 1))
    if not steps or any(type(step) is not int for step in steps):
        raise NoAnswer(value, "an axis has one whole step or more", "write range(1, 61)")
    if len(steps) > LONGEST:
        raise NoAnswer(value, f"an axis has at most {LONGEST} steps, for each is played", "take a shorter one")
    if any(later <= one for one, later in pairwise(steps)):
        raise NoAnswer(value, "the steps of an axis rise", "write range(1, 61)")
    return steps


@attrs.frozen
class Axis:
    """Whole numbers that rise, and the workload at each.

    >>> import datetime as dt
    >>> month = Workload.of({"simple": 1}, {"simple": 25}, start=dt.date(2027, 3, 1), months=1)
    >>> print(Axis.tasks(month, "simple", range(5, 8)).make(7))
    1 month from 2027-03-01: 7 simple (3 h)
    """

    name: str = attrs.field(validator=_NAME.check)
    steps: tuple[int, ...] = attrs.field(converter=_steps)
    make: Make = attrs.field(eq=False, validator=_MAKE.check)

    @classmethod
    def tasks(cls, workload: Workload, kind: Kind, steps: Iterable[int]) -> "Axis":
        """Return the axis of the tasks of a kind a month."""
        make = partial(WORKLOAD(workload).with_tasks, kind)
        return cls(f"{kind_of(kind).code} a month", steps, make)

    @classmethod
    def minutes(cls, workload: Workload, kind: Kind, steps: Iterable[int]) -> "Axis":
        """Return the axis of the minutes that each task of a kind takes."""
        make = partial(WORKLOAD(workload).with_effort, kind)
        return cls(f"minutes of a {kind_of(kind).code}", steps, make)


AXIS = Door(NoAnswer, "what varies is an Axis", "write Axis.tasks(workload, 'simple', range(1, 61))", Axis)


@attrs.frozen
class Cost:
    """What a plan costs at a step, and whether it may be called the cheapest there."""

    total: Money
    competes: bool


@attrs.frozen
class Field:
    """What every question along axes needs: the plans, the calendar, the books, the desk, and who competes."""

    plans: tuple[Plan, ...]
    calendar: WorkingCalendar
    books: Books
    desk: Desk
    competes: Competes

    def __attrs_post_init__(self) -> None:
        policy(self.competes, Competes)

    def costs(self, workload: Workload, asks: Iterable[Ask] | None = None) -> tuple[Cost, ...]:
        """Return what each plan costs for a workload, or for the requests of a draw."""
        known = WORKLOAD(workload).asks(self.calendar) if asks is None else tuple(asks)
        rows = (played(plan, workload, self.calendar, self.books, desk=self.desk, asks=known) for plan in self.plans)
        return tuple(Cost(row.total, self._may(row)) for row in rows)

    def _may(self, row: Played) -> bool:
        return self.competes is Competes.ALL or (priced(row.plan) and row.complete)


def leader(costs: Sequence[Cost]) -> int | None:
    """Return the place of the cheapest of those that compete, the first of equals; ``None`` where none does."""
    rivals = [(cost.total.amount, place) for place, cost in enumerate(costs) if cost.competes]
    return min(rivals)[1] if rivals else None
