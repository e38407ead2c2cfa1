"""What is promised: targets say when, never for what. A target and a calendar turn a start into a `Deadline`.

Leaves resolve once, at the start, to an instant; `Earliest`, `Latest` and `CutOff` choose between others. A pause moves
a leaf: it is due at the earliest instant, not before the one it resolved to, at which as much unpaused time has
passed as there was between the start and that instant. Choosing comes after moving, and on a tie the first named decides.
Inside, everything is whole microseconds.
"""

import datetime as dt
import enum
from collections.abc import Iterable, Iterator
from typing import ClassVar, NamedTuple

import attrs

from supportcore.calendar import Landing, WorkingCalendar
from supportcore.errors import InvalidDuration, InvalidHours, InvalidTarget
from supportcore.instants import at_wall, duration, from_micros, local_ordinal, to_micros, utc
from supportcore.reasons import Reason
from supportcore.sla.deadline import Deadline, Pause

Pauses = tuple[tuple[int, int], ...]


@attrs.frozen
class NotYet:
    """No deadline, and why: the promise depends on something that has not happened."""

    reason: Reason


class Choice(NamedTuple):
    """An instant and the leaf that gives it."""

    due: int
    leaf: "Leaf"


@attrs.frozen
class Target:
    """The common face of all targets; ``rule`` is the rulebook's id, where one is obeyed."""

    rule: str | None = attrs.field(default=None, kw_only=True)

    def due(self, calendar: WorkingCalendar, at: dt.datetime, pauses: Iterable[Pause] = ()) -> "Deadline | NotYet":
        """Return the deadline of what starts at ``at``, or `NotYet` with the reason.

        >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
        >>> print(WorkingTime(dt.timedelta(hours=8)).due(house, dt.datetime(2026, 11, 20, 17, 30, tzinfo=house.tz)))
        due Mon 23 Nov 2026 16:30: 8 h of working time

        Raises what the calendar raises: `InvalidInstant`, `CoverageError`, `NoWorkingTime`, `OutOfRange`.
        """
        start = to_micros(at)
        stops = tuple(pauses)
        found = self.choose(calendar, start, _merged(stops) if stops else ())
        if isinstance(found, NotYet):
            return found
        first, last = from_micros(start), from_micros(found.due)
        guess = calendar.guesses and not calendar.covers(first, last)
        return Deadline(first, last, found.leaf, calendar.tz, self, stops, guess)

    def choose(self, calendar: WorkingCalendar, start: int, pauses: Pauses) -> Choice | NotYet:
        """Return the deciding leaf and its instant."""
        raise NotImplementedError

    def candidates(self, calendar: WorkingCalendar, at: dt.datetime, pauses: Iterable[Pause] = ()) -> Iterator[Choice]:
        """Yield every leaf among which a choice was made, with the instant that it gives."""
        yield from self.branches(calendar, to_micros(at), _merged(pauses))

    def branches(self, calendar: WorkingCalendar, start: int, pauses: Pauses) -> Iterator[Choice]:
        """Yield the leaves and their instants."""
        found = self.choose(calendar, start, pauses)
        if not isinstance(found, NotYet):
            yield found


@attrs.frozen
class Leaf(Target):
    """A target that stands for itself: it resolves to one instant."""

    @property
    def reason(self) -> Reason:
        """The reason that a deadline decided by this leaf carries."""
        raise NotImplementedError

    def resolve(self, calendar: WorkingCalendar, start: int) -> int:
        """Return the instant, without pauses."""
        raise NotImplementedError

    def count(self, calendar: WorkingCalendar, start: int, end: int) -> int:
        """Return the time that this leaf counts."""
        return calendar.timeline.between(start, end)

    def add(self, calendar: WorkingCalendar, start: int, amount: int) -> int:
        """Return the instant at which so much of that time has passed."""
        return calendar.timeline.add(start, amount)

    def choose(self, calendar: WorkingCalendar, start: int, pauses: Pauses) -> Choice:
        """Return its own instant, moved by the pauses that begin before it."""
        found = self.resolve(calendar, start)
        return Choice(self._moved(calendar, start, found, pauses) if pauses else found, self)

    def _moved(self, calendar: WorkingCalendar, start: int, found: int, pauses: Pauses) -> int:
        left = self.count(calendar, start, found)
        due = found
        for begin, end in pauses:
            if end <= start:
                continue
            if begin >= due:
                break
            left -= self.count(calendar, start, max(start, begin))
            if left <= 0:
                break
            due = max(found, self.add(calendar, end, left))
            start = end
        return due


def _amount(value: dt.timedelta) -> dt.timedelta:
    if duration(value) < 0:
        raise InvalidTarget(value, "a promise lies in the future", "write a positive timedelta")
    return value


def _days(value: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidDuration(value, "working days are whole", "pass an int")
    if value < 0:
        raise InvalidTarget(value, "a promise lies in the future", "pass a number of days from 0")
    return value


def _time(value: str | dt.time) -> dt.time:
    try:
        found = value if isinstance(value, dt.time) else dt.time.fromisoformat(value)
    except (TypeError, ValueError):
        found = None
    if found is None or found.tzinfo:
        raise InvalidHours(value, "a clock time is a time of day in the calendar's zone", "write '16:00' or time(16)")
    return found


@attrs.frozen
class WorkingTime(Leaf):
    """So much working time from the start. ISM-3: 8 hours."""

    amount: dt.timedelta = attrs.field(converter=_amount)
    landing: Landing = Landing.STAY

    @property
    def reason(self) -> Reason:
        return Reason.of("working-time", rule=self.rule, amount=self.amount)

    def resolve(self, calendar: WorkingCalendar, start: int) -> int:
        return self.add(calendar, start, duration(self.amount))

    def add(self, calendar: WorkingCalendar, start: int, amount: int) -> int:
        rolls = self.landing is not Landing.STAY
        return calendar.timeline.add(start, amount, latest=rolls) if amount or rolls else start


@attrs.frozen
class Elapsed(Leaf):
    """So much time by the clock on the wall, nights and holidays counted."""

    amount: dt.timedelta = attrs.field(converter=_amount)

    @property
    def reason(self) -> Reason:
        return Reason.of("elapsed-time", rule=self.rule, amount=self.amount)

    def resolve(self, calendar: WorkingCalendar, start: int) -> int:
        return start + duration(self.amount)

    def count(self, calendar: WorkingCalendar, start: int, end: int) -> int:
        return end - start

    def add(self, calendar: WorkingCalendar, start: int, amount: int) -> int:
        return start + amount


@attrs.frozen
class WorkingDays(Leaf):
    """So many working days later, at the same time of day."""

    days: int = attrs.field(converter=_days)

    @property
    def reason(self) -> Reason:
        return Reason.of("working-days", rule=self.rule, days=self.days)

    def resolve(self, calendar: WorkingCalendar, start: int) -> int:
        return to_micros(calendar.add_days(from_micros(start), self.days))


@attrs.frozen
class EndOfDay(Leaf):
    """The closing of the working day, or of the one so many working days later.

    The working day of a start on a day off, or after closing, is the next one.
    """

    days: int = attrs.field(default=0, converter=_days)

    @property
    def reason(self) -> Reason:
        if self.days:
            return Reason.of("end-of-day-after", rule=self.rule, days=self.days)
        return Reason.of("end-of-day", rule=self.rule)

    def resolve(self, calendar: WorkingCalendar, start: int) -> int:
        line = calendar.timeline
        day = working_date(calendar, start)
        hours = line.hours_of(day)
        if hours is None or hours[1] <= start:
            day = line.step(day, 1)
        if self.days:
            day = line.step(day, self.days)
        return _hours(calendar, day)[1]


@attrs.frozen
class ByTime(Leaf):
    """A time of day, so many working days later (0: on the working day itself, or the next one if it has passed)."""

    time: dt.time = attrs.field(converter=_time)
    days: int = attrs.field(default=0, converter=_days)

    @property
    def reason(self) -> Reason:
        if self.days:
            return Reason.of("by-time-after", rule=self.rule, time=self.time, days=self.days)
        return Reason.of("by-time", rule=self.rule, time=self.time)

    def resolve(self, calendar: WorkingCalendar, start: int) -> int:
        line = calendar.timeline
        day = working_date(calendar, start)
        if self.days:
            day = line.step(day, self.days)
        elif line.hours_of(day) is None:
            day = line.step(day, 1)
        while (
            found := at_wall(day, self.time, calendar.tz)
        ) < start:  # at most twice: a night shift's date is yesterday
            day = line.step(day, 1)
        return found


@attrs.frozen
class At(Leaf):
    """An agreed instant (ISM-6); not before the start."""

    instant: dt.datetime = attrs.field(converter=utc)

    @property
    def reason(self) -> Reason:
        return Reason.of("at-instant", rule=self.rule)

    def resolve(self, calendar: WorkingCalendar, start: int) -> int:
        return max(start, to_micros(self.instant))


@attrs.frozen
class WhenAgreed(Target):
    """No due time yet: the size of the work must be agreed first (ISM-6)."""

    def choose(self, calendar: WorkingCalendar, start: int, pauses: Pauses) -> NotYet:
        """Return the reason why there is none."""
        return NotYet(Reason.of("not-agreed", rule=self.rule))


def _targets(value: object) -> tuple[Target, ...]:
    found = tuple(value) if isinstance(value, Iterable) else (value,)
    if not found or not all(isinstance(target, Target) for target in found):
        raise InvalidTarget(value, "a choice needs at least one target", "write Earliest(WorkingTime(...), EndOfDay())")
    return found


@attrs.frozen(init=False)
class _Choose(Target):
    targets: tuple[Target, ...]
    _better: ClassVar[int]

    def __init__(self, *targets: Target, rule: str | None = None) -> None:
        self.__attrs_init__(targets=_targets(targets), rule=rule)

    def choose(self, calendar: WorkingCalendar, start: int, pauses: Pauses) -> Choice | NotYet:
        """Return the best of its targets; the first named on a tie. One that is not yet leaves all open."""
        best: Choice | None = None
        for target in self.targets:
            found = target.choose(calendar, start, pauses)
            if isinstance(found, NotYet):
                return found
            if best is None or (best.due - found.due) * self._better > 0:
                best = found
        assert best is not None  # the door lets no empty choice in
        return best

    def branches(self, calendar: WorkingCalendar, start: int, pauses: Pauses) -> Iterator[Choice]:
        """Yield the leaves of every target."""
        for target in self.targets:
            yield from target.branches(calendar, start, pauses)


class Earliest(_Choose):
    """The first of several targets. ISM-5: 8 working hours, and not later than the same day."""

    __slots__ = ()
    _better = 1


class Latest(_Choose):
    """The last of several targets."""

    __slots__ = ()
    _better = -1


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
class CutOff(Target):
    """One target for what starts before a time of the working day, another for what starts at it or later.

    A day that closes earlier has its cut-off at closing. The branch is chosen by the start alone, never by pauses.

    >>> by_noon = CutOff("12:00", EndOfDay(), ByTime("12:00", days=1), day_off=DayOff.AFTER)
    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
    >>> print(by_noon.due(house, dt.datetime(2026, 11, 20, 12, 0, tzinfo=house.tz)))
    due Mon 23 Nov 2026 12:00: by 12:00, 1 working days later
    """

    time: dt.time = attrs.field(converter=_time)
    before: Target
    after: Target
    day_off: DayOff = attrs.field(default=DayOff.BEFORE, kw_only=True)
    late: Late = attrs.field(default=Late.START, kw_only=True)

    def choose(self, calendar: WorkingCalendar, start: int, pauses: Pauses) -> Choice | NotYet:
        """Return what the branch of the start gives."""
        branch, since = self._branch(calendar, start)
        return branch.choose(calendar, since, pauses)

    def branches(self, calendar: WorkingCalendar, start: int, pauses: Pauses) -> Iterator[Choice]:
        """Yield the leaves of the branch of the start."""
        branch, since = self._branch(calendar, start)
        yield from branch.branches(calendar, since, pauses)

    def _branch(self, calendar: WorkingCalendar, start: int) -> tuple[Target, int]:
        """Return the target that takes the start, and from when it counts."""
        day = working_date(calendar, start)
        hours = calendar.timeline.hours_of(day)
        if hours is None:
            return (self.before if self.day_off is DayOff.BEFORE else self.after), start
        if start < hours[1] and start < at_wall(day, self.time, calendar.tz):
            return self.before, start
        if self.late is Late.NEXT_OPENING:
            return self.before, _hours(calendar, calendar.timeline.step(day, 1))[0]
        return self.after, start


def working_date(calendar: WorkingCalendar, x: int) -> int:
    """Return the date that an instant counts to: that of the shift it lies in, else the local one."""
    return calendar.timeline.working_date(x) or local_ordinal(x, calendar.tz)


def _hours(calendar: WorkingCalendar, day: int) -> tuple[int, int]:
    hours = calendar.timeline.hours_of(day)
    assert hours is not None  # asked of working dates only
    return hours


def _merged(pauses: Iterable[Pause]) -> Pauses:
    """Join pauses that touch or overlap, in order, so that no moment is taken off twice."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted((to_micros(pause.start), to_micros(pause.end)) for pause in pauses):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif begin < end:
            joined.append((begin, end))
    return tuple(joined)
