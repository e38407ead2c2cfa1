"""How long, by the calendar on the wall: so many days or months later, at the same time of day.

A period starts at an instant and ends at an instant; between them lies calendar arithmetic in somebody's zone. Ninety
days across the autumn change of clocks are 90 x 24 hours and one more. Months are counted from the anchor, never
chained: 31 January, 28 February, 31 March (chaining would lose the 31st for ever). A wall time that the spring change
skips moves forward by the gap; one that the autumn change repeats is the first of the two.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import count
from typing import TypeAlias
from zoneinfo import ZoneInfo

import attrs
from dateutil.relativedelta import relativedelta

from supportcore import instants
from supportcore.errors import InvalidPeriod


def _positive(_: object, field: "attrs.Attribute[int]", number: object) -> None:
    if type(number) is not int or number < 1:
        raise InvalidPeriod(number, f"a period is one or more whole {field.name}", "write Days(90) or Months(3)")


def _later(at: dt.datetime, zone: str | dt.tzinfo, unit: str, number: int, times: int) -> dt.datetime:
    place = instants.zone(zone)
    wall = instants.utc(at).astimezone(place).replace(tzinfo=None, fold=0)
    steps = number * _whole(times)
    try:
        return instants.utc((wall + relativedelta(**{unit: steps})).replace(tzinfo=place))  # type: ignore[arg-type]
    except (OverflowError, ValueError) as why:
        raise InvalidPeriod(f"{steps} {unit}", "a period ends in the years 1900 to 2200", "take fewer steps") from why


def _whole(number: int) -> int:
    if type(number) is not int:
        raise InvalidPeriod(number, "periods are counted in whole numbers", "write 0, 1 or -1")
    return number


@attrs.frozen
class Days:
    """Calendar days: the same wall time, so many days later.

    >>> bought = dt.datetime(2026, 9, 1, 10, tzinfo=ZoneInfo("Europe/Kyiv"))
    >>> Days(90).after(bought, "Europe/Kyiv").astimezone(ZoneInfo("Europe/Kyiv")).isoformat()
    '2026-11-30T10:00:00+02:00'
    """

    days: int = attrs.field(validator=_positive)

    def after(self, at: dt.datetime, zone: str | dt.tzinfo, *, times: int = 1) -> dt.datetime:
        """Return the instant (UTC) that lies ``times`` such periods after ``at``, in one step."""
        return _later(at, zone, "days", self.days, times)


@attrs.frozen
class Months:
    """Calendar months: the same day and wall time, or the month's last day where it is shorter.

    >>> ends = Months(3).after(dt.datetime(2026, 8, 31, 10, tzinfo=dt.UTC), "UTC")
    >>> ends.isoformat()
    '2026-11-30T10:00:00+00:00'
    """

    months: int = attrs.field(validator=_positive)

    def after(self, at: dt.datetime, zone: str | dt.tzinfo, *, times: int = 1) -> dt.datetime:
        """Return the instant (UTC) that lies ``times`` such periods after ``at``, in one step."""
        return _later(at, zone, "months", self.months, times)


Term: TypeAlias = Days | Months
"""How long a lot lives."""


@attrs.frozen
class Period:
    """A stretch of time, half-open: ``start`` belongs to it, ``end`` does not."""

    start: dt.datetime = attrs.field(converter=instants.utc)
    end: dt.datetime = attrs.field(converter=instants.utc)

    @end.validator
    def _forward(self, _: object, end: dt.datetime) -> None:
        if end <= self.start:
            raise InvalidPeriod(end.isoformat(), "a period ends after it starts", "swap the two, or take a longer step")

    def __contains__(self, at: dt.datetime) -> bool:
        try:
            return self.start <= at < self.end
        except TypeError:
            instants.utc(at)  # says what an instant is
            raise


def stretch(value: Period) -> Period:
    """Return the period; refuse what is none, such as a pair of instants."""
    if not isinstance(value, Period):
        raise InvalidPeriod(value, "a stretch of time is a Period", "write Period(start, end)")
    return value


@attrs.frozen
class Billing:
    """Billing periods: anchor + n x step in a zone, never chained.

    >>> monthly = Billing(dt.datetime(2026, 1, 31, tzinfo=dt.UTC), Months(1), "UTC")
    >>> [f"{monthly.start(n):%d %b}" for n in range(4)]
    ['31 Jan', '28 Feb', '31 Mar', '30 Apr']
    >>> monthly.number(dt.datetime(2026, 3, 30, tzinfo=dt.UTC))
    1
    """

    anchor: dt.datetime = attrs.field(converter=instants.utc)
    step: Term = attrs.field()
    zone: ZoneInfo = attrs.field(converter=instants.zone)

    @step.validator
    def _a_term(self, _: object, step: object) -> None:
        if not isinstance(step, Days | Months):
            raise InvalidPeriod(step, "a step is Days or Months", "write Months(1)")

    def start(self, n: int) -> dt.datetime:
        """Return the instant at which period ``n`` starts; 0 is the anchor, before it count negatives."""
        return self.step.after(self.anchor, self.zone, times=n) if _whole(n) else self.anchor

    def period(self, n: int) -> Period:
        """Return period ``n``."""
        return Period(self.start(n), self.start(n + 1))

    def periods(self, first: int = 0) -> Iterator[Period]:
        """Yield the periods from ``first`` on, without end."""
        return map(self.period, count(_whole(first)))

    def number(self, at: dt.datetime) -> int:
        """Return which period holds the instant."""
        at = instants.utc(at)
        length = self.start(1) - self.anchor
        n = (at - self.anchor) // length
        while self.start(n) > at:
            n -= 1
        while self.start(n + 1) <= at:
            n += 1
        return n

    def containing(self, at: dt.datetime) -> Period:
        """Return the period that holds the instant."""
        return self.period(self.number(at))
