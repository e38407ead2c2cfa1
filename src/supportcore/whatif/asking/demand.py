"""How much is asked of each kind: numbers a month and efforts, and the doors at which each takes its one exact form.

Nothing here knows a plan, nor whether the numbers were assumed or counted.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import InvalidWorkload, listed
from supportcore.periods import Billing, Months, Period
from supportcore.tasks import TaskType, task_type
from supportcore.units import Exact
from supportcore.whatif.asking.doors import CALENDAR, KIND

Kind: TypeAlias = TaskType | str
"""A kind of task, or the code of one that the package knows."""
Effort: TypeAlias = int | dt.timedelta
"""How long a task takes to work: whole minutes, or a duration of such."""
Efforts: TypeAlias = Mapping[Kind, Effort | Iterable[Effort]] | Mapping[str, Effort | Iterable[Effort]]
"""The effort of each kind, or several that are taken one after another."""
MINUTE = dt.timedelta(minutes=1)
_MOST = 1_000_000
_TEXT: Any = (str, bytes)  # walked letter by letter, and never meant
_PLACES = 60  # what is larger or finer is a slip of an exponent, and takes for ever to write out


@attrs.frozen
class Ask:
    """One request: when it is posted, of which kind, and how many minutes of work it is."""

    at: dt.datetime
    kind: TaskType = attrs.field(validator=KIND.check)
    minutes: int = attrs.field()

    @minutes.validator
    def _whole(self, _: object, minutes: int) -> None:
        _minutes(minutes)


def _numbers(value: Iterable[Exact]) -> tuple[Fraction, ...]:
    each = listed(value, InvalidWorkload, "a demand has a number of tasks for each month", "write (20,) * 12")
    return tuple(how_many(one, "a number of tasks") for one in each)


def _efforts(value: Iterable[Effort]) -> tuple[int, ...]:
    return efforts_of(value)


@attrs.frozen
class Demand:
    """The requests of one kind: how many in each month before the season, and the minutes of one after another."""

    kind: TaskType = attrs.field(validator=KIND.check)
    monthly: tuple[Fraction, ...] = attrs.field(converter=_numbers)
    efforts: tuple[int, ...] = attrs.field(converter=_efforts)

    @property
    def effort(self) -> Fraction:
        """The mean of the minutes of a request."""
        return Fraction(sum(self.efforts), len(self.efforts))


def months_of(start: dt.date, months: int, calendar: WorkingCalendar) -> tuple[Period, ...]:
    """Return so many months from the midnight of a day on, where the calendar is."""
    billing = Billing(midnight(start, calendar), Months(1), calendar.tz)
    return tuple(map(billing.period, range(counted(months, "a number of months"))))


def midnight(start: dt.date, calendar: WorkingCalendar) -> dt.datetime:
    """Return the instant at which a day begins, where the calendar is."""
    return dt.datetime.combine(a_date(start), dt.time(), CALENDAR(calendar).tz)


# --- the doors: what a caller writes becomes one exact form, or is refused in words ----------------------------------


def by_kind(value: Mapping[Any, Any]) -> Iterable[tuple[Any, Any]]:
    """Return the pairs of a mapping by kind of task."""
    if not isinstance(value, Mapping):
        raise InvalidWorkload(value, "numbers and efforts are given by kind of task", "write {'simple': 20}")
    return value.items()


def kind_of(value: Kind) -> TaskType:
    """Return a kind of task by itself or by its code."""
    return value if isinstance(value, TaskType) else task_type(value)


def a_date(value: dt.date) -> dt.date:
    """Return a date; an instant is none, for whose midnight would it be?"""
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise InvalidWorkload(value, "a workload starts on a date, at its midnight", "write date(2027, 1, 1)")
    return value


def exact(value: Exact, rule: str, way: str) -> Fraction:
    """Return an exact number; what is none, or has no end, is refused by the rule.

    >>> exact(Decimal("2.5"), "hours are an exact number", "write 7")
    Fraction(5, 2)
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise InvalidWorkload(value, rule, way)
    if isinstance(value, Decimal) and value and not (value.is_finite() and abs(value.adjusted()) <= _PLACES):
        raise InvalidWorkload(value, rule, way)
    return Fraction(value)


def how_many(value: Exact, what: str) -> Fraction:
    """Return how many, or how many times as many: from none to a million."""
    found = exact(value, f"{what} is an exact number", "write 20, Decimal('2.5') or Fraction(1, 3)")
    if not 0 <= found <= _MOST:
        raise InvalidWorkload(value, f"{what} lies between 0 and {_MOST:,}", "leave the kind out where there is none")
    return found


def a_share(value: Exact) -> Fraction:
    """Return a share of the whole."""
    if how_many(value, "a share") > 1:
        raise InvalidWorkload(value, "a share lies between 0 and 1", "write Decimal('0.05')")
    return Fraction(value)


def counted(value: int, what: str) -> int:
    """Return how many of what there is always one at least."""
    if type(value) is not int or not 1 <= value <= _MOST:
        raise InvalidWorkload(value, f"{what} is a whole number, one or more", "write 12")
    return value


def each_month(value: Exact | Iterable[Exact], months: int) -> tuple[Fraction, ...]:
    """Return the number of each month, from one for all of them or from one each."""
    if isinstance(value, _TEXT) or not isinstance(value, Iterable):
        return (how_many(value, "a number of tasks"),) * months
    each = tuple(how_many(one, "a number of tasks") for one in value)
    if len(each) != months:
        raise InvalidWorkload(len(each), f"a number for each of the {months} months is meant", "give one, or all")
    return each


def season_of(value: Iterable[Exact]) -> tuple[Fraction, ...]:
    """Return twelve factors, or none."""
    each = listed(value, InvalidWorkload, "a season has 12 factors, January first", "give 12, or none")
    factors = tuple(how_many(one, "a factor of the season") for one in each)
    if len(factors) not in (0, 12):
        raise InvalidWorkload(len(factors), "a season has 12 factors, January first", "give 12, or none")
    return factors


def efforts_of(value: Effort | Iterable[Effort]) -> tuple[int, ...]:
    """Return efforts in minutes, from one or several."""
    if isinstance(value, _TEXT) or not isinstance(value, Iterable):
        return (_minutes(value),)
    if found := tuple(map(_minutes, value)):
        return found
    raise InvalidWorkload(value, "a kind has an effort", "write efforts={'simple': 25}")


def _minutes(value: Effort) -> int:
    minutes, rest = divmod(value, MINUTE) if isinstance(value, dt.timedelta) else (value, None)
    if rest or isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= _MOST:
        raise InvalidWorkload(value, "an effort is one or more whole minutes", "write 25, or timedelta(hours=8)")
    return minutes
