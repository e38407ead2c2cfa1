"""What a target is: it turns a start on a calendar into an instant, and so into a `Deadline`.

A target says when, never for what. A `Leaf` resolves once, at the start, to an instant; a pause moves it: it is due at
the earliest instant, not before the one it resolved to, at which as much unpaused time has passed as there was between
the start and that instant. Inside, everything is whole microseconds. Which leaves there are, `leaves` says; which of
several decides, `choices`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.calendar._timeline import Timeline, WorkingDay
from supportcore.errors import Door, InvalidTarget
from supportcore.instants import at_wall, from_micros, to_micros
from supportcore.reasons import Reason
from supportcore.sla.deadline import Candidate, Deadline
from supportcore.sla.pauses import PAUSE, Pause, Pauses, merged

_RULE = Door(InvalidTarget, "a rule is named by its id", "write rule='ISM-3', or leave it out", str, type(None))
CALENDAR = Door(
    InvalidTarget, "working time is counted on a WorkingCalendar", "write due(calendar, at)", WorkingCalendar
)


@attrs.frozen
class NotYet:
    """No deadline, and why: the promise depends on something that has not happened."""

    reason: Reason

    def __str__(self) -> str:
        return str(self.reason)


Choice = tuple[int, "Leaf"]
"""An instant in microseconds and the leaf that gives it."""


_at_clock = lru_cache(1024)(at_wall)
"""HOT: the tasks of a day all meet the same few clock times, and each takes a walk through the rules of a zone."""


class Start:
    """Where a target starts from: the calendar, the instant, the pauses, and the working date once it is asked for."""

    __slots__ = ("_day", "calendar", "line", "pauses", "x")

    def __init__(self, calendar: WorkingCalendar, x: int, pauses: Pauses) -> None:
        self.calendar: WorkingCalendar = calendar
        try:
            self.line: Timeline = calendar.timeline
        except AttributeError:
            CALENDAR(calendar)
            raise
        self.x: int = x
        self.pauses: Pauses = pauses
        self._day: WorkingDay | None = None

    def day(self) -> WorkingDay:
        """Return the date that the start counts to (its shift's, else the local one), and its opening and closing."""
        if self._day is None:
            self._day = self.line.day_of(self.x, self._local)
        return self._day

    def _local(self) -> int:
        return from_micros(self.x, self.calendar.tz).toordinal()

    def clock(self, day: int, time: dt.time) -> int:
        """Return the instant at which a date's clock shows a time in the calendar's zone."""
        return _at_clock(day, time, self.calendar.tz)

    def later(self, ordinal: int, days: int) -> int:
        """Return the working date so many working dates after a date."""
        return self.line.step(ordinal, days) if days else ordinal

    def later_hours(self, day: int, days: int) -> tuple[int, int]:
        """Return the opening and closing of the working date so many (one or more) after a date.

        Where two zones are joined a later date may have closed by the start: that one is over, and passed over.
        """
        while (found := self.line.hours_after(day, days))[1] <= self.x:
            days += 1
        return found


@attrs.frozen
class Target:
    """The common face of all targets; ``rule`` is the rulebook's id, where one is obeyed."""

    rule: str | None = attrs.field(default=None, kw_only=True, validator=_RULE.check)

    def due(self, calendar: WorkingCalendar, at: dt.datetime, pauses: Iterable[Pause] = ()) -> "Deadline | NotYet":
        """Return the deadline of what starts at ``at``, or `NotYet` with the reason.

        >>> from supportcore.sla import WorkingTime
        >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
        >>> print(WorkingTime(dt.timedelta(hours=8)).due(house, dt.datetime(2026, 11, 20, 17, 30, tzinfo=house.tz)))
        due Mon 23 Nov 2026 16:30: 8 h of working time

        Raises what the calendar raises: `InvalidInstant`, `CoverageError`, `NoWorkingTime`, `OutOfRange`.
        """
        stops = PAUSE.all(pauses) if type(pauses) is not tuple or pauses else ()
        start = Start(calendar, to_micros(at), merged(stops) if stops else ())
        found = self.choose(start)
        if isinstance(found, NotYet):
            return found
        first, last = from_micros(start.x), from_micros(found[0])
        guess = not start.line.strict and not calendar.covers(first, last)
        return Deadline(first, last, found[1], calendar.tz, self, stops, guess)

    def describe(self) -> Reason:
        """Return what is promised, in words that a table of rules can show."""
        raise NotImplementedError

    def choose(self, start: Start) -> Choice | NotYet:
        """Return the deciding leaf and its instant."""
        raise NotImplementedError

    def candidates(
        self, calendar: WorkingCalendar, at: dt.datetime, pauses: Iterable[Pause] = ()
    ) -> Iterator[Candidate]:
        """Yield every leaf among which a choice was made, the instant that it gives and the one it counts from."""
        yield from self.branches(Start(calendar, to_micros(at), merged(PAUSE.all(pauses))))

    def branches(self, start: Start) -> Iterator[Candidate]:
        """Yield the leaves with their instants."""
        found = self.choose(start)
        if not isinstance(found, NotYet):
            yield *found, start.x


@attrs.frozen
class Leaf(Target):
    """A target that stands for itself: it resolves to one instant."""

    if TYPE_CHECKING:  # a leaf always has a deadline, and callers need not ask for `NotYet`

        def due(self, calendar: WorkingCalendar, at: dt.datetime, pauses: Iterable[Pause] = ()) -> "Deadline": ...

    @property
    def reason(self) -> Reason:
        """The reason that a deadline decided by this leaf carries."""
        raise NotImplementedError

    def describe(self) -> Reason:
        """Return the same reason: a leaf promises what it decides."""
        return self.reason

    def resolve(self, start: Start) -> int:
        """Return the instant, without pauses."""
        raise NotImplementedError

    def count(self, calendar: WorkingCalendar, start: int, end: int) -> int:
        """Return the time that this leaf counts."""
        return calendar.timeline.between(start, end)

    def add(self, calendar: WorkingCalendar, start: int, amount: int) -> int:
        """Return the instant at which so much of that time has passed."""
        return calendar.timeline.add(start, amount)

    def choose(self, start: Start) -> Choice:
        """Return its own instant, moved by the pauses that begin before it."""
        found = self.resolve(start)
        return (self._moved(start, found) if start.pauses else found), self

    def _moved(self, start: Start, found: int) -> int:
        budget = self.count(start.calendar, start.x, found)
        return max(found, self.reach(start.calendar, start.x, start.pauses, budget))

    def reach(self, calendar: WorkingCalendar, x: int, pauses: Pauses, amount: int) -> int:
        """Return the earliest instant at which so much time outside pauses (in order, apart) has passed since x."""
        for begin, end in pauses:
            if end > x and amount:
                before = self.count(calendar, x, max(x, begin))
                if before >= amount:
                    break
                amount -= before
                x = end
        return self.add(calendar, x, amount) if amount else x


TARGET = Door(
    InvalidTarget, "only a target says when", "write WorkingTime(timedelta(hours=8)) or another target", Target
)


def a_target(value: Target) -> Target:
    """Return a target; refuse what is none."""
    return TARGET(value)
