"""How long does a task take? Laws of effort, each a named value: what people know of them, and how to draw from them.

A law says its mean (for the load of a manager) and draws whole microseconds from a seeded ``random.Random``. All are
positive: work that takes no time is no work.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from math import exp, log
from random import Random
from statistics import NormalDist

import attrs

from supportcore.errors import Door, InvalidCaseload
from supportcore.instants import DAY, duration, span

_LONGEST = 36_525 * DAY
_Z95 = NormalDist().inv_cdf(0.95)


def positive(value: dt.timedelta) -> dt.timedelta:
    """Return a duration above zero. Raises `InvalidCaseload`, and `InvalidDuration` for what is no ``timedelta``."""
    if not 0 < duration(value) <= _LONGEST:
        raise InvalidCaseload(
            value,
            "a time between tasks, and one of work, is positive, and a hundred years at most",
            "write timedelta(minutes=40)",
        )
    return span(value)


class EffortLaw:
    """The common face of the laws. Times are a specialist's working time."""

    __slots__ = ()

    @property
    def mean(self) -> dt.timedelta:
        """The average over many tasks."""
        raise NotImplementedError

    def draw(self, dice: Random) -> float:
        """Return the effort of one task in microseconds."""
        raise NotImplementedError


@attrs.frozen
class Fixed(EffortLaw):
    """Every task takes the same."""

    amount: dt.timedelta = attrs.field(converter=positive)

    @property
    def mean(self) -> dt.timedelta:
        return self.amount

    def draw(self, dice: Random) -> float:
        return float(duration(self.amount))


@attrs.frozen
class Exponential(EffortLaw):
    """Many short tasks and a few long ones, known by their average alone; the law of the textbooks.

    >>> round(Exponential(dt.timedelta(minutes=40)).draw(Random(1)) / 60e6, 1)
    5.8
    """

    average: dt.timedelta = attrs.field(converter=positive)

    @property
    def mean(self) -> dt.timedelta:
        return self.average

    def draw(self, dice: Random) -> float:
        return dice.expovariate(1 / duration(self.average))


@attrs.frozen(slots=False)  # a dict for the two numbers that every draw needs
class LogNormal(EffortLaw):
    """Half of the tasks take up to ``median``, 95 % up to ``p95``: what most logs of support look like.

    >>> LogNormal(dt.timedelta(minutes=20), dt.timedelta(hours=2)).mean // dt.timedelta(minutes=1)
    36
    """

    median: dt.timedelta = attrs.field(converter=positive)
    p95: dt.timedelta = attrs.field(converter=positive)

    def __attrs_post_init__(self) -> None:
        if self.p95 <= self.median:
            raise InvalidCaseload(
                self.p95, f"95 % of tasks take longer than half of them do, {self.median}", "swap them"
            )
        median, sigma = self._log
        if median + sigma * sigma / 2 >= log(_LONGEST):
            raise InvalidCaseload(
                self.p95,
                f"with a median of {self.median} the average would be a hundred years or more",
                "look for a slip in the unit",
            )

    @cached_property
    def _log(self) -> tuple[float, float]:
        median = log(duration(self.median))
        return median, (log(duration(self.p95)) - median) / _Z95

    @property
    def mean(self) -> dt.timedelta:
        median, sigma = self._log
        return dt.timedelta(microseconds=round(exp(median + sigma * sigma / 2)))

    def draw(self, dice: Random) -> float:
        return dice.lognormvariate(*self._log)


_OBSERVED = Door(InvalidCaseload, "observed efforts are a list", "write Empirical([timedelta(minutes=10)])", Iterable)


def _observed(value: Iterable[dt.timedelta]) -> tuple[dt.timedelta, ...]:
    found = tuple(positive(one) for one in _OBSERVED(value))
    if not found:
        raise InvalidCaseload(found, "there is nothing to draw from", "give at least one observed effort")
    return found


@attrs.frozen
class Empirical(EffortLaw):
    """Efforts as they were observed, each as likely as the others.

    >>> str(Empirical([dt.timedelta(minutes=10), dt.timedelta(minutes=50)]).mean)
    '0:30:00'
    """

    values: tuple[dt.timedelta, ...] = attrs.field(converter=_observed)

    @property
    def mean(self) -> dt.timedelta:
        return sum(self.values, dt.timedelta(0)) / len(self.values)

    def draw(self, dice: Random) -> float:
        return float(duration(dice.choice(self.values)))


def a_law(value: EffortLaw) -> EffortLaw:
    """Return a law of effort; refuse what is none, as a bare duration could be read as any of them."""
    if not isinstance(value, EffortLaw):
        known = "Fixed(timedelta(minutes=40)), Exponential, LogNormal or Empirical"
        raise InvalidCaseload(value, "how long tasks take is a law", f"write {known}")
    return value
