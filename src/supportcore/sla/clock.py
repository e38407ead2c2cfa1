"""A `Clock` is a promise under way: when it started, where it stood still, when it stopped.

It is a frozen value: `pause`, `resume`, `stop` and `reopen` return another one. Asked at an instant it answers from
what had happened by then and nothing later, so a past standing can be told again. Its due instant is worked out once,
when the clock is made, and moves only by its own pauses; a calendar that somebody edits later moves nothing.

A task is met when it stops at its due instant or before, and breached from the first microsecond after it.
"""

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from math import ceil
from typing import Any

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import ClockOrder, InvalidTarget
from supportcore.errors import policy as named_policy
from supportcore.instants import EARLIEST, duration, from_micros, maybe_utc, to_micros, utc
from supportcore.reasons import Reason
from supportcore.sla.deadline import Deadline
from supportcore.sla.pauses import PAUSE, Pause, merged
from supportcore.sla.standing import UNSTARTED, Standing, State
from supportcore.sla.target import CALENDAR, Leaf, NotYet, Target, a_target

_TICK = 1  # microsecond: the first instant after a due one


class Reopen(enum.Enum):
    """What happens to the clock when solved work is questioned."""

    RESUME = enum.auto()
    """It goes on with what remained: the time since the solution was a pause. The default."""
    RESTART = enum.auto()
    """It starts anew, with the whole promise. Where the contract treats every question as a new request."""


class Notify(enum.Enum):
    """When the instants that a clock names for warnings may fall."""

    ANY_TIME = enum.auto()
    """Exactly when it happens, be it Sunday night."""
    OPEN_HOURS = enum.auto()
    """Not before somebody is there: the next open instant."""


def _last_event(clock: "Clock") -> dt.datetime | None:
    ends = (stretch.end for stretch in clock.still)
    moments = (clock.start, clock.anew_at, clock.paused_at, clock.stopped_at, *ends)
    return max((moment for moment in moments if moment is not None), default=None)


def _first_due(clock: "Clock") -> Deadline | NotYet | None:
    if clock.start is None:
        return None
    return clock.target.due(clock.calendar, clock.start, clock.still)


def _why(clock: "Clock") -> Reason | None:
    return None if clock.deadline is None else clock.deadline.reason


def _last_micros(clock: "Clock") -> int:
    return EARLIEST if clock.last_at is None else to_micros(clock.last_at)


def _due_micros(clock: "Clock") -> int:
    return to_micros(clock.deadline.due) if isinstance(clock.deadline, Deadline) else EARLIEST


def _worked_out(make: Callable[["Clock"], Any]) -> Any:
    """Return a field that is worked out once, when the clock is made, and is no part of its value."""
    return attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(make, takes_self=True))


_IMPOSSIBLE: tuple[tuple[Callable[["Clock"], bool], str], ...] = (
    (
        lambda one: one.start is None and bool(one.paused_at or one.stopped_at),
        "is started before it is paused or stopped",
    ),
    (lambda one: one.paused_at is not None and one.stopped_at is not None, "that has stopped is not paused too"),
    (lambda one: bool(one.start and one.stopped_at and one.stopped_at < one.start), "stops after it has started"),
)


def _in_order(value: Iterable[Pause]) -> tuple[Pause, ...]:
    return tuple(sorted(PAUSE.all(value), key=lambda pause: pause.start)) if type(value) is not tuple or value else ()


@attrs.frozen
class Clock:
    """A target running on a calendar.

    >>> from supportcore.sla import WorkingTime
    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
    >>> def at(hour): return dt.datetime(2026, 11, 23, hour, tzinfo=house.tz)
    >>> clock = Clock(WorkingTime(dt.timedelta(hours=4)), house, at(10))
    >>> print(clock.pause(at(11)).resume(at(13)).standing(at(14)).text(house.tz))
    running since Mon 23 Nov 2026 13:00, 2 h left

    ``start``, ``paused_at`` and ``stopped_at`` are ``None`` where that has not happened; ``solved`` are the stretches
    from a stop to the reopening after it; ``earlier`` is what the clock was before it was promised anew, ``anew_at``.
    Instants are UTC inside.
    """

    target: Target = attrs.field(converter=a_target)
    calendar: WorkingCalendar = attrs.field(validator=CALENDAR.check)
    start: dt.datetime | None = attrs.field(default=None, converter=maybe_utc)
    pauses: tuple[Pause, ...] = attrs.field(default=(), converter=_in_order)
    paused_at: dt.datetime | None = attrs.field(default=None, converter=maybe_utc)
    stopped_at: dt.datetime | None = attrs.field(default=None, converter=maybe_utc)
    solved: tuple[Pause, ...] = attrs.field(default=(), converter=_in_order)
    earlier: "Clock | None" = None
    anew_at: dt.datetime | None = attrs.field(default=None, converter=maybe_utc)
    last_at: dt.datetime | None = _worked_out(_last_event)
    deadline: Deadline | NotYet | None = _worked_out(_first_due)
    _reason: Reason | None = _worked_out(_why)
    _last: int = _worked_out(_last_micros)
    _due: int = _worked_out(_due_micros)

    def __attrs_post_init__(self) -> None:
        if self.earlier is not None and not isinstance(self.earlier, Clock):
            raise InvalidTarget(
                self.earlier, "what a clock was before is a Clock, or None", "use promised() or agreed()"
            )
        for there, rule in _IMPOSSIBLE:
            if there(self):
                at = self.stopped_at or self.paused_at
                raise ClockOrder(at, f"a clock {rule}", "use started(), pause(), resume(), stop() and reopen()")

    @property
    def still(self) -> tuple[Pause, ...]:
        """All stretches in which the clock stood still: pauses, and solutions that did not hold."""
        return self.pauses + self.solved

    # What happens to it.

    def started(self, at: dt.datetime) -> "Clock":
        """Return the clock started. Raises `ClockOrder` where it runs already."""
        if self.start is not None:
            raise ClockOrder(at, f"the clock has started at {self.start}", "start a clock once")
        return attrs.evolve(self, start=utc(at))

    def pause(self, at: dt.datetime) -> "Clock":
        """Return the clock standing still from an instant on. Raises `ClockOrder` where it does not run."""
        self._not_before(at, "paused")
        if self.paused_at is not None or self.stopped_at is not None:
            raise ClockOrder(at, "a clock that stands still cannot be paused", "resume or reopen it first")
        return attrs.evolve(self, paused_at=at)

    def resume(self, at: dt.datetime) -> "Clock":
        """Return the clock running again; what lies between is a pause. Raises `ClockOrder` without one."""
        self._not_before(at, "resumed")
        if self.paused_at is None:
            raise ClockOrder(at, "a clock that is not paused cannot be resumed", "pause it first")
        return attrs.evolve(self, pauses=(*self.pauses, Pause(self.paused_at, at)), paused_at=None)

    def stop(self, at: dt.datetime) -> "Clock":
        """Return the clock stopped: what was promised is done. Resumes a paused one. Raises `ClockOrder`."""
        self._not_before(at, "stopped")
        if self.stopped_at is not None:
            raise ClockOrder(at, f"the clock has stopped at {self.stopped_at}", "reopen it first")
        clock = self if self.paused_at is None else self.resume(at)
        return attrs.evolve(clock, stopped_at=at)

    def reopen(self, at: dt.datetime, policy: Reopen = Reopen.RESUME) -> "Clock":
        """Return the clock going on after a solution that did not hold. Raises `ClockOrder` where it runs."""
        self._not_before(at, "reopened")
        if self.stopped_at is None:
            raise ClockOrder(at, "a clock that runs cannot be reopened", "stop it first")
        if named_policy(policy, Reopen) is Reopen.RESTART:
            return self._anew(self.target, at)
        return attrs.evolve(self, solved=(*self.solved, Pause(self.stopped_at, at)), stopped_at=None)

    def promised(self, target: Target, at: dt.datetime) -> "Clock":
        """Return the clock with another target from an instant on, counted from its own start: parts were told."""
        self._not_before(at, "promised anew")
        return attrs.evolve(self, target=target, earlier=self, anew_at=at)

    def agreed(self, target: Target, at: dt.datetime) -> "Clock":
        """Return the clock starting anew at an instant with another target: a size was agreed (ISM-6)."""
        self._not_before(at, "promised anew")
        return self._anew(target, at)

    def _anew(self, target: Target, at: dt.datetime) -> "Clock":
        return Clock(target, self.calendar, at, earlier=self, anew_at=at)

    def _not_before(self, at: dt.datetime, what: str) -> None:
        last = self.last_at
        if last is None or utc(at) < last:
            raise ClockOrder(
                at, f"a clock is {what} after it has started and after its last event ({last})", "sort them"
            )

    # What it says.

    def standing(self, now: dt.datetime) -> Standing:
        """Return the state at an instant, from what had happened by then."""
        x = to_micros(now)
        clock = self if self._last <= x else self._known(from_micros(x))
        if clock.start is None:
            return UNSTARTED
        if isinstance(clock.deadline, Deadline):
            return clock._against(clock.deadline, x)
        return Standing(*clock._undue(), None, None, clock._reason)

    def _against(self, found: Deadline, x: int) -> Standing:
        still = self.stopped_at or self.paused_at
        until = x if still is None else to_micros(still)
        micros = self._unpaused(until, self._due)
        left = dt.timedelta(microseconds=micros)
        if self.paused_at is not None:
            late = None if x <= self._due else self._late_though_paused(x, micros)
            return late or Standing(State.PAUSED, self.paused_at, None, left, self._reason)
        if until > self._due:
            return Standing(State.BREACHED, found.due, found.due, left, self._reason)
        state, since = self._undue()
        return Standing(state, since, found.due, left, self._reason)

    def _late_though_paused(self, x: int, left: int) -> Standing | None:
        """Return the breach that a pause cannot stop, as nothing was left to count when it began."""
        if left > 0 and isinstance(self.target, Leaf):
            return None  # a single leaf moves with its pause: no need to work out where to
        resumed = self.resume(from_micros(x))
        moved = resumed.deadline
        return resumed._against(moved, x) if isinstance(moved, Deadline) and x > resumed._due else None

    def _undue(self) -> tuple[State, dt.datetime | None]:
        """Return the state of a started clock that is not late, and since when."""
        if self.stopped_at is not None:
            return State.MET, self.stopped_at
        if self.paused_at is not None:
            return State.PAUSED, self.paused_at
        return State.RUNNING, max((stretch.end for stretch in self.still), default=self.start)

    def due(self, now: dt.datetime) -> Deadline | NotYet | None:
        """Return the deadline as known at an instant; of a paused clock the one it would have if resumed then."""
        clock = self.as_of(now)
        return clock.resume(now).deadline if clock.paused_at is not None else clock.deadline

    def remaining(self, now: dt.datetime) -> dt.timedelta | None:
        """Return how much is left at an instant; negative when late; ``None`` without a deadline."""
        return self.standing(now).remaining

    def elapsed(self, now: dt.datetime) -> dt.timedelta:
        """Return the time counted by an instant, pauses taken out."""
        clock = self.as_of(now)
        if clock.start is None:
            return dt.timedelta(0)
        until = clock.stopped_at or clock.paused_at or now
        return dt.timedelta(microseconds=clock._unpaused(to_micros(clock.start), to_micros(until)))

    def excluded(self, now: dt.datetime) -> dt.timedelta:
        """Return the time that pauses, and solutions that did not hold, took out of the count by an instant."""
        clock = self.as_of(now)
        if clock.start is None:
            return dt.timedelta(0)
        whole = clock._count(to_micros(clock.start), to_micros(clock.stopped_at or now))
        return dt.timedelta(microseconds=whole) - clock.elapsed(now)

    def _count(self, start: int, end: int) -> int:
        found = self.deadline
        if isinstance(found, Deadline):
            return found.target.count(self.calendar, start, end)
        return self.calendar.timeline.between(start, end)

    def _unpaused(self, start: int, end: int) -> int:
        """Return the time counted between two instants, signed, pauses taken out."""
        count = self._count(start, end)
        if not self.pauses and not self.solved:
            return count
        if start > end:
            return -self._unpaused(end, start)
        for begin, finish in merged(self.still):
            if max(begin, start) < min(finish, end):
                count -= self._count(max(begin, start), min(finish, end))
        return count

    def used(self, now: dt.datetime) -> Fraction | None:
        """Return the share of the promised time that is used: 1 when due, above when late; ``None`` without one."""
        left = self.remaining(now)
        if left is None:
            return None
        spent = duration(self.elapsed(now))
        promised = spent + duration(left)
        return Fraction(spent, promised) if promised else Fraction(1)

    # When to look again.

    def at_used(self, share: Fraction, notify: Notify = Notify.ANY_TIME) -> dt.datetime | None:
        """Return the first instant at which so much of the promised time is used, pauses so far counted.

        Shares are exact: ``Fraction(3, 4)``. ``None`` where there is no deadline, or the clock stands still before it.
        """
        if not isinstance(share, (Fraction, int)) or isinstance(share, bool) or not 0 <= share <= 1:
            raise InvalidTarget(share, "a share of the promise is a Fraction from 0 to 1", "write Fraction(3, 4)")
        return self._when(lambda budget: ceil(budget * share), notify)

    def at_lead(self, lead: dt.timedelta, notify: Notify = Notify.ANY_TIME) -> dt.datetime | None:
        """Return the first instant at which no more than ``lead`` is left: not before the start."""
        ahead = duration(lead)
        return self._when(lambda budget: max(0, budget - ahead), notify)

    def _when(self, part: Callable[[int], int], notify: Notify) -> dt.datetime | None:
        """Return the first instant at which a part of the promised time is used."""
        in_hours = named_policy(notify, Notify) is Notify.OPEN_HOURS
        found = self.deadline
        if not isinstance(found, Deadline):
            return None
        start = to_micros(found.start)
        amount = part(self._unpaused(start, self._due))
        x = found.target.reach(self.calendar, start, merged(self.still), amount)
        still = self.paused_at or self.stopped_at
        if still is not None and x > to_micros(still):
            return None
        return from_micros(self.calendar.timeline.next_open(x) if in_hours else x)

    def next_change(self, now: dt.datetime) -> dt.datetime | None:
        """Return the first instant after ``now`` at which the standing differs; ``None`` if nothing is to come.

        A list redrawn at the earliest of its clocks' answers is never wrong in between.
        """
        moment, here = utc(now), _but_for_time(self.standing(now))
        moments = (one for one in self._moments() if one > moment)
        return min((one for one in moments if _but_for_time(self.standing(one)) != here), default=None)

    def _moments(self) -> set[dt.datetime]:
        """Return all instants at which the standing may change: every event, and just after what was due then."""
        edges = (edge for stretch in self.still for edge in (stretch.start, stretch.end))
        moments = (self.start, self.paused_at, self.stopped_at, self.anew_at, *edges)
        events = {moment for moment in moments if moment is not None}
        dues = {due for moment in events for due in self._known(moment)._just_late()}
        return events | dues | (self.earlier._moments() if self.earlier is not None else set())

    def _just_late(self) -> Iterator[dt.datetime]:
        if isinstance(self.deadline, Deadline):
            for choice in self.target.candidates(self.calendar, self.deadline.start, self.still):
                yield from_micros(choice[0] + _TICK)

    def as_of(self, now: dt.datetime) -> "Clock":
        """Return the clock as it was known at an instant: later events undone."""
        return self._known(utc(now))

    def _known(self, moment: dt.datetime) -> "Clock":
        if self.last_at is None or self.last_at <= moment:
            return self
        if self.earlier is not None and self.anew_at is not None and moment < self.anew_at:
            return self.earlier._known(moment)
        if self.start is None or self.start > moment:
            return Clock(self.target, self.calendar)
        return attrs.evolve(
            self,
            pauses=(pause for pause in self.pauses if pause.end <= moment),
            paused_at=_begun(self.pauses, moment),
            stopped_at=_begun(self.solved, moment),
            solved=(pause for pause in self.solved if pause.end <= moment),
        )


def _but_for_time(standing: Standing) -> Standing:
    """Return the standing without what differs from one instant to the next."""
    return attrs.evolve(standing, remaining=None)


def _begun(stretches: tuple[Pause, ...], moment: dt.datetime) -> dt.datetime | None:
    """Return when the stretch began that was under way at a moment."""
    return next((pause.start for pause in stretches if pause.start <= moment < pause.end), None)
