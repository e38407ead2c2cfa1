"""The targets that choose between others: `Earliest`, `Latest`, and `CutOff`.

Choosing comes after pauses have moved what is chosen from; on a tie the first named decides. A cut-off is the
exception: the start alone says which of its branches takes it.
"""

import datetime as dt
import enum
from collections.abc import Iterator
from typing import ClassVar

import attrs

from supportcore.errors import InvalidTarget, named
from supportcore.reasons import Reason
from supportcore.sla.deadline import Candidate
from supportcore.sla.leaves import clock_time
from supportcore.sla.target import TARGET, Choice, NotYet, Start, Target

_DEEPEST, _MOST = 64, 1024  # targets in one another, and targets in all: well below what Python can descend


@attrs.frozen
class _Branching(Target):
    """A target made of other targets."""

    def _inner(self) -> tuple[Target, ...]:
        """Return the targets that it is made of."""
        raise NotImplementedError

    def __attrs_post_init__(self) -> None:
        level: list[Target] = [self]
        size = depth = 0
        while level:
            size, depth = size + len(level), depth + 1
            if size > _MOST or depth > _DEEPEST:
                raise InvalidTarget(
                    f"{size} targets or more, {depth} deep",
                    f"at most {_MOST} targets are combined, at most {_DEEPEST} deep",
                    "name them side by side: Earliest(first, second, third)",
                )
            level = [part for one in level if isinstance(one, _Branching) for part in one._inner()]


def _targets(value: tuple[Target, ...]) -> tuple[Target, ...]:
    if not value:
        raise InvalidTarget(value, "a choice needs at least one target", "write Earliest(WorkingTime(...), EndOfDay())")
    return TARGET.all(value)


@attrs.frozen(init=False)
class _Choose(_Branching):
    targets: tuple[Target, ...]
    _better: ClassVar[int]
    _words: ClassVar[str]

    def __init__(self, *of: Target, targets: tuple[Target, ...] = (), rule: str | None = None) -> None:
        self.__attrs_init__(targets=_targets((*of, *targets)), rule=rule)  # by name: so attrs.evolve() hands them over

    def _inner(self) -> tuple[Target, ...]:
        return self.targets

    def describe(self) -> Reason:
        """Return all that it chooses from."""
        options = tuple(target.describe() for target in self.targets)
        return Reason.of(self._words, rule=self.rule, options=options)

    def choose(self, start: Start) -> Choice | NotYet:
        """Return the best of its targets; the first named on a tie. One that is not yet leaves all open."""
        best: Choice | None = None
        for target in self.targets:
            found = target.choose(start)
            if isinstance(found, NotYet):
                return found
            if best is None or (best[0] - found[0]) * self._better > 0:
                best = found
        assert best is not None  # the door lets no empty choice in
        return best

    def branches(self, start: Start) -> Iterator[Candidate]:
        """Yield the leaves of every target."""
        for target in self.targets:
            yield from target.branches(start)


class Earliest(_Choose):
    """The first of several targets. ISM-5: 8 working hours, and not later than the same day."""

    __slots__ = ()
    _better = 1
    _words = "earliest-of"


class Latest(_Choose):
    """The last of several targets."""

    __slots__ = ()
    _better = -1
    _words = "latest-of"


class DayOff(enum.Enum):
    """Which branch of a `CutOff` takes what starts on a day off."""

    BEFORE = enum.auto()
    """As if it came in time on the next working day. ISM-5."""
    AFTER = enum.auto()
    """As if it came late. HRS-4."""


class Late(enum.Enum):
    """From when a `CutOff` counts what comes late."""

    START = enum.auto()
    """From the start, with the target ``after``."""
    NEXT_OPENING = enum.auto()
    """As if it came at the opening of the next working day, with the target ``before``."""


@attrs.frozen
class CutOff(_Branching):
    """One target for what starts before a time of the working day, another for what starts at it or later.

    A day that closes earlier has its cut-off at closing. The branch is chosen by the start alone, never by pauses.

    >>> from supportcore.calendar import WorkingCalendar
    >>> from supportcore.sla import ByTime, EndOfDay
    >>> by_noon = CutOff("12:00", EndOfDay(), ByTime("12:00", days=1), day_off=DayOff.AFTER)
    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
    >>> print(by_noon.due(house, dt.datetime(2026, 11, 20, 12, 0, tzinfo=house.tz)))
    due Mon 23 Nov 2026 12:00: by 12:00 on the next working day
    """

    time: dt.time = attrs.field(converter=clock_time)
    before: Target = attrs.field(validator=TARGET.check)
    after: Target = attrs.field(validator=TARGET.check)
    day_off: DayOff = attrs.field(default=DayOff.BEFORE, kw_only=True, validator=named(DayOff))
    late: Late = attrs.field(default=Late.START, kw_only=True, validator=named(Late))

    def _inner(self) -> tuple[Target, ...]:
        return self.before, self.after

    def describe(self) -> Reason:
        """Return both branches."""
        before, after = self.before.describe(), self.after.describe()
        return Reason.of("cut-off", rule=self.rule, time=self.time, before=before, after=after)

    def choose(self, start: Start) -> Choice | NotYet:
        """Return what the branch of the start gives."""
        branch, since = self._branch(start)
        return branch.choose(since)

    def branches(self, start: Start) -> Iterator[Candidate]:
        """Yield the leaves of the branch of the start."""
        branch, since = self._branch(start)
        yield from branch.branches(since)

    def _branch(self, start: Start) -> tuple[Target, Start]:
        """Return the target that takes the start, and from where it counts."""
        day, hours = start.day()
        if hours is None:
            return (self.before if self.day_off is DayOff.BEFORE else self.after), start
        if start.x < hours[1] and start.x < start.clock(day, self.time):
            return self.before, start
        if self.late is Late.NEXT_OPENING:
            opening = max(start.x, start.later_hours(day, 1)[0])
            return self.before, Start(start.calendar, opening, start.pauses)
        return self.after, start
