"""What is promised: targets say when, never for what. A target and a calendar turn a start into a `Deadline`.

Leaves resolve once, at the start, to an instant; `Earliest`, `Latest` and `CutOff` choose between others. A pause
moves a leaf: it is due at the earliest instant, not before the one it resolved to, at which as much unpaused time has
passed as there was between the start and that instant. Choosing comes after moving; on a tie the first named decides.
Inside, everything is whole microseconds.
"""

import datetime as dt
import enum
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

import attrs

from supportcore.calendar import Landing, WorkingCalendar
from supportcore.calendar._timeline import Timeline, WorkingDay
from supportcore.errors import Door, InvalidDuration, InvalidHours, InvalidTarget, named
from supportcore.instants import DAY, at_wall, duration, from_micros, in_range, local_ordinal, span, to_micros, utc
from supportcore.reasons import Reason
from supportcore.sla.deadline import Candidate, Deadline, Pause

Pauses = tuple[tuple[int, int], ...]


@attrs.frozen
class NotYet:
    """No deadline, and why: the promise depends on something that has not happened."""

    reason: Reason

    def __str__(self) -> str:
        return str(self.reason)


_RULE = Door(InvalidTarget, "a rule is named by its id", "write rule='ISM-3', or leave it out", str, type(None))
CALENDAR = Door(
    InvalidTarget, "working time is counted on a WorkingCalendar", "write due(calendar, at)", WorkingCalendar
)

Choice = tuple[int, "Leaf"]
"""An instant in microseconds and the leaf that gives it."""


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
        return local_ordinal(self.x, self.calendar.tz)

    def later(self, ordinal: int, days: int) -> int:
        """Return the working date so many working dates after a date."""
        return self.line.step(ordinal, days) if days else ordinal


@attrs.frozen
class Target:
    """The common face of all targets; ``rule`` is the rulebook's id, where one is obeyed."""

    rule: str | None = attrs.field(default=None, kw_only=True, validator=_RULE.check)

    def due(self, calendar: WorkingCalendar, at: dt.datetime, pauses: Iterable[Pause] = ()) -> "Deadline | NotYet":
        """Return the deadline of what starts at ``at``, or `NotYet` with the reason.

        >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
        >>> print(WorkingTime(dt.timedelta(hours=8)).due(house, dt.datetime(2026, 11, 20, 17, 30, tzinfo=house.tz)))
        due Mon 23 Nov 2026 16:30: 8 h of working time

        Raises what the calendar raises: `InvalidInstant`, `CoverageError`, `NoWorkingTime`, `OutOfRange`.
        """
        stops = _pauses(pauses) if type(pauses) is not tuple or pauses else ()
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
        yield from self.branches(Start(calendar, to_micros(at), merged(_pauses(pauses))))

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


def _amount(value: dt.timedelta) -> dt.timedelta:
    amount = span(value)
    if amount < dt.timedelta(0):
        raise InvalidTarget(value, "a promise lies in the future", "write a positive timedelta")
    return amount


def _micros(target: "WorkingTime | Elapsed") -> int:
    return duration(target.amount)


def _rolls(target: "WorkingTime") -> bool:
    return target.landing is not Landing.STAY


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
    if found is None or found.tzinfo or found.fold:
        raise InvalidHours(value, "a clock time is a time of day in the calendar's zone", "write '16:00' or time(16)")
    return found


@attrs.frozen
class WorkingTime(Leaf):
    """So much working time from the start. ISM-3: 8 hours."""

    amount: dt.timedelta = attrs.field(converter=_amount)
    micros: int = attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(_micros, takes_self=True))
    landing: Landing = attrs.field(default=Landing.STAY, kw_only=True, validator=named(Landing))
    rolls: bool = attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(_rolls, takes_self=True))

    @property
    def reason(self) -> Reason:
        return Reason.of("working-time", rule=self.rule, amount=self.amount)

    def resolve(self, start: Start) -> int:
        return self.add(start.calendar, start.x, self.micros)

    def add(self, calendar: WorkingCalendar, start: int, amount: int) -> int:
        return calendar.timeline.add(start, amount, latest=self.rolls) if amount or self.rolls else start


@attrs.frozen
class _RealTime(Leaf):
    """A leaf that counts real time: the calendar has no say in how long it is."""

    def count(self, calendar: WorkingCalendar, start: int, end: int) -> int:
        return end - start

    def add(self, calendar: WorkingCalendar, start: int, amount: int) -> int:
        return in_range(start + amount)


@attrs.frozen
class Elapsed(_RealTime):
    """So much real time: nights, holidays and the hour of a clock change counted."""

    amount: dt.timedelta = attrs.field(converter=_amount)
    micros: int = attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(_micros, takes_self=True))

    @property
    def reason(self) -> Reason:
        return Reason.of("elapsed-time", rule=self.rule, amount=self.amount)

    def resolve(self, start: Start) -> int:
        return self.add(start.calendar, start.x, self.micros)


@attrs.frozen
class WorkingDays(Leaf):
    """So many working days later, at the same time of day."""

    days: int = attrs.field(converter=_days)

    @property
    def reason(self) -> Reason:
        return Reason.of("working-days", rule=self.rule, days=self.days)

    def resolve(self, start: Start) -> int:
        return to_micros(start.calendar.add_days(from_micros(start.x), self.days))


@attrs.frozen
class CalendarDays(_RealTime):
    """So many days of the calendar later, at the same time of day in the calendar's zone. PKG-5: 5 days."""

    days: int = attrs.field(converter=_days)

    @property
    def reason(self) -> Reason:
        return Reason.of("calendar-days", rule=self.rule, days=self.days)

    def resolve(self, start: Start) -> int:
        in_range(start.x + self.days * DAY)
        local = from_micros(start.x, start.calendar.tz)
        return (
            at_wall(local.toordinal() + self.days, local.time().replace(fold=0), start.calendar.tz)
            if self.days
            else start.x
        )


@attrs.frozen
class EndOfDay(Leaf):
    """The closing of the working day, or of the one so many working days later.

    The working day of a start on a day off, or after closing, is the next one.
    """

    days: int = attrs.field(default=0, converter=_days)

    @property
    def reason(self) -> Reason:
        if self.days == 1:
            return Reason.of("end-of-next-day", rule=self.rule)
        if self.days:
            return Reason.of("end-of-day-after", rule=self.rule, days=self.days)
        return Reason.of("end-of-day", rule=self.rule)

    def resolve(self, start: Start) -> int:
        day, hours = start.day()
        ahead = self.days + (hours is None or hours[1] <= start.x)
        if hours is not None and not ahead:
            return hours[1]
        while (found := start.line.hours_after(day, ahead)[1]) < start.x:  # of two zones a later date may close first
            ahead += 1
        return found


@attrs.frozen
class ByTime(Leaf):
    """A time of day, so many working days later (0: on the working day itself, or the next one if it has passed)."""

    time: dt.time = attrs.field(converter=_time)
    days: int = attrs.field(default=0, converter=_days)

    @property
    def reason(self) -> Reason:
        if self.days == 1:
            return Reason.of("next-working-day", rule=self.rule, time=self.time)
        if self.days:
            return Reason.of("by-time-after", rule=self.rule, time=self.time, days=self.days)
        return Reason.of("by-time", rule=self.rule, time=self.time)

    def resolve(self, start: Start) -> int:
        day, hours = start.day()
        day = start.later(day, self.days or (hours is None))
        while (found := at_wall(day, self.time, start.calendar.tz)) < start.x:  # a night shift's date is yesterday
            day = start.later(day, 1)
        return found


@attrs.frozen
class At(Leaf):
    """An agreed instant (ISM-6); not before the start."""

    instant: dt.datetime = attrs.field(converter=utc)

    @property
    def reason(self) -> Reason:
        return Reason.of("at-instant", rule=self.rule)

    def resolve(self, start: Start) -> int:
        return max(start.x, to_micros(self.instant))


@attrs.frozen
class WhenAgreed(Target):
    """No due time yet: the size of the work must be agreed first (ISM-6)."""

    def describe(self) -> Reason:
        """Return why there is no due time."""
        return Reason.of("not-agreed", rule=self.rule)

    def choose(self, start: Start) -> NotYet:
        """Return the reason why there is none."""
        return NotYet(self.describe())


TARGET = Door(
    InvalidTarget, "only a target says when", "write WorkingTime(timedelta(hours=8)) or another target", Target
)


def _targets(value: tuple[Target, ...]) -> tuple[Target, ...]:
    if not value:
        raise InvalidTarget(value, "a choice needs at least one target", "write Earliest(WorkingTime(...), EndOfDay())")
    return TARGET.all(value)


def a_target(value: Target) -> Target:
    """Return a target; refuse what is none."""
    return TARGET(value)


@attrs.frozen(init=False)
class _Choose(Target):
    targets: tuple[Target, ...]
    _better: ClassVar[int]
    _words: ClassVar[str]

    def __init__(self, *targets: Target, rule: str | None = None) -> None:
        self.__attrs_init__(targets=_targets(targets), rule=rule)

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
class CutOff(Target):
    """One target for what starts before a time of the working day, another for what starts at it or later.

    A day that closes earlier has its cut-off at closing. The branch is chosen by the start alone, never by pauses.

    >>> by_noon = CutOff("12:00", EndOfDay(), ByTime("12:00", days=1), day_off=DayOff.AFTER)
    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
    >>> print(by_noon.due(house, dt.datetime(2026, 11, 20, 12, 0, tzinfo=house.tz)))
    due Mon 23 Nov 2026 12:00: by 12:00 on the next working day
    """

    time: dt.time = attrs.field(converter=_time)
    before: Target = attrs.field(validator=TARGET.check)
    after: Target = attrs.field(validator=TARGET.check)
    day_off: DayOff = attrs.field(default=DayOff.BEFORE, kw_only=True, validator=named(DayOff))
    late: Late = attrs.field(default=Late.START, kw_only=True, validator=named(Late))

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
        if start.x < hours[1] and start.x < at_wall(day, self.time, start.calendar.tz):
            return self.before, start
        if self.late is Late.NEXT_OPENING:
            opening = max(start.x, start.line.hours_after(day, 1)[0])
            return self.before, Start(start.calendar, opening, start.pauses)
        return self.after, start


PAUSE = Door(InvalidTarget, "a pause is a Pause with its start and end", "write Pause(start, end)", Pause)
_pauses = PAUSE.all


def merged(pauses: Iterable[Pause]) -> Pauses:
    """Join pauses that touch or overlap, in order, so that no moment is taken off twice."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted((to_micros(pause.start), to_micros(pause.end)) for pause in pauses):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif begin < end:
            joined.append((begin, end))
    return tuple(joined)
