"""The targets that stand for themselves: so much working time, the end of the day, an agreed instant.

Each says how it resolves at a start, and in which words it tells that.
"""

import datetime as dt

import attrs

from supportcore.calendar import Landing, WorkingCalendar
from supportcore.errors import InvalidDuration, InvalidHours, InvalidTarget, named
from supportcore.instants import DAY, LATEST, at_wall, duration, from_micros, in_range, span, to_micros, utc
from supportcore.reasons import Reason
from supportcore.sla.target import Leaf, NotYet, Start, Target


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


def clock_time(value: str | dt.time) -> dt.time:
    """Return a time of day, written as text or as a ``time``; refuse what has a zone of its own."""
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
        closing = hours[1] if hours is not None and not ahead else start.later_hours(day, ahead)[1]
        return closing if closing < LATEST else in_range(closing)


@attrs.frozen
class ByTime(Leaf):
    """A time of day, so many working days later (0: on the working day itself, or the next one if it has passed)."""

    time: dt.time = attrs.field(converter=clock_time)
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
        while (found := start.clock(day, self.time)) < start.x:  # a night shift's date is yesterday
            day = start.later(day, 1)
        return in_range(found)


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
