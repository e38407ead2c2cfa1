"""How many projects can a manager lead before the promise breaks? A curve over loads, each point with its interval.

Every load is played several times over the same period (`caseload.simulate` shows one such play), on an empty desk that
is given time to fill before anything is counted. The promise holds while the share of tasks solved in time is at least
the goal; with one promise for all and a goal of 95 % that is the same as: P95 of the solution time is within it. A load
that asks for all of the manager's time or more has no answer but *overloaded*: its queue grows for as long as one
looks, so nothing is simulated.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import chain, pairwise, takewhile
from math import fsum, inf, sqrt
from operator import attrgetter
from statistics import NormalDist, fmean, stdev
from typing import Any

import attrs

from supportcore.errors import Door, InvalidCaseload
from supportcore.instants import duration, from_micros, in_range, to_micros
from supportcore.sla import WorkingTime
from supportcore.tasks import PROJECTS_AT_MOST, nearest_rank
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.staffing._curve import draw
from supportcore.whatif.staffing.caseload import SOLVE, Asked, Caseload, a_caseload, asked, bounded, whole
from supportcore.whatif.staffing.efforts import positive

P50, P95 = Fraction(1, 2), Fraction(95, 100)
_HOUR = 3_600_000_000
_FEWEST = 5  # replications: fewer say nothing about their spread
_REPLICATIONS = 1_000_000  # at most: their seeds are a list


@attrs.frozen
class Estimate:
    """A mean over replications, and the interval in which the true one lies with the confidence that was asked for."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float], confidence: Fraction) -> "Estimate":
        """Return the mean of independent values with Student's interval.

        >>> found = Estimate.of([1.0, 2.0, 3.0, 4.0, 5.0], Fraction(95, 100))
        >>> found.mean, round(found.low, 2), round(found.high, 2)
        (3.0, 1.04, 4.96)
        """
        if not isinstance(values, Sequence) or len(values) < _FEWEST:
            raise InvalidCaseload(values, f"an interval takes {_FEWEST} values at least", "pass a list of them")
        _share(confidence)
        mean = fmean(values)
        half = student(float(1 + confidence) / 2, len(values) - 1) * stdev(values) / sqrt(len(values))
        return cls(mean, mean - half, mean + half)

    def within(self, low: float, high: float) -> "Estimate":
        """Return the estimate with its interval cut to what is possible."""
        return Estimate(self.mean, max(low, self.low), min(high, self.high))


def student(probability: float, freedom: int) -> float:
    """Return the quantile of Student's t by its expansion around the normal one (Abramowitz and Stegun 26.7.5).

    Within 0.1 % of the true one from 4 degrees of freedom on, up to 0.975.

    >>> round(student(0.975, 9), 3)
    2.262
    """
    z = NormalDist().inv_cdf(probability)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return fsum(term / freedom**power for power, term in enumerate(terms))


@attrs.frozen
class Load:
    """One point of the curve: what becomes of the tasks of so many projects.

    ``utilisation`` is the share of the manager's time that they ask for. ``p50`` and ``p95`` are solution times in
    working hours of the house, ``kept`` the share of tasks solved in time; all three are ``None`` where overloaded.
    """

    projects: int
    utilisation: Fraction
    p50: Estimate | None = None
    p95: Estimate | None = None
    kept: Estimate | None = None

    @property
    def overloaded(self) -> bool:
        """Whether the projects ask for all of the manager's time or more."""
        return self.kept is None


@attrs.frozen
class Capacity(Result):
    """The curve, and what it says: the largest load that keeps the promise.

    ``marked`` is the number of projects that the firm sells at most (ISM-8), shown on the curve.
    """

    caseload: Caseload = attrs.field(repr=False)
    loads: tuple[Load, ...]
    goal: Fraction
    confidence: Fraction
    replications: int
    marked: int | None = PROJECTS_AT_MOST

    @property
    def largest(self) -> int | None:
        """The largest load that keeps the promise, as do all smaller ones; ``None`` if not even the smallest does."""
        return self._up_to(attrgetter("mean"))

    @property
    def surely(self) -> int | None:
        """The same, where the whole interval must keep it: the answer for a careful owner."""
        return self._up_to(attrgetter("low"))

    @property
    def perhaps(self) -> int | None:
        """The same, where the interval's best end is enough: above it the promise is broken."""
        return self._up_to(attrgetter("high"))

    def _up_to(self, end: Callable[[Estimate], float]) -> int | None:
        goal = float(self.goal)
        good = list(takewhile(lambda load: load.kept is not None and end(load.kept) >= goal, self.loads))
        return good[-1].projects if good else None

    def at(self, projects: int) -> Load | None:
        """Return the point of so many projects, if it was asked for."""
        return next((load for load in self.loads if load.projects == projects), None)

    def to_records(self) -> Sequence[Record]:
        return [self._record(load) for load in self.loads]

    def _record(self, load: Load) -> Record:
        return {
            "projects": load.projects,
            "busy": float(load.utilisation),
            "P50 h": None if load.p50 is None else load.p50.mean,
            **_parts("P95 h", load.p95),
            **_parts("kept", load.kept),
            "says": self._says(load),
        }

    def _says(self, load: Load) -> str:
        mark = " (ISM-8)" if load.projects == self.marked else ""
        if load.kept is None:
            return f"overloaded{mark}"
        goal = float(self.goal)
        doubt = ", in doubt" if load.kept.low < goal <= load.kept.high else ""
        return f"{'keeps' if load.kept.mean >= goal else 'breaks'}{doubt}{mark}"

    def title(self) -> str:
        """Return the answer in words."""
        many = "no load that was asked for keeps" if self.largest is None else _projects(self.largest, "keep")
        sure = "none" if self.surely is None else self.surely
        most = "none" if self.perhaps is None else self.perhaps
        spread = "" if sure == most else f" (between {sure} and {most}, at {_percent(self.confidence)} confidence)"
        return f"{many} the promise for {_percent(self.goal)} of tasks{spread}"

    def promised(self) -> tuple[tuple[str, float], ...]:
        """Return the promises that are so many working hours, by kind of task."""
        pairs = zip(self.caseload.streams, self.caseload.targets, strict=True)
        return tuple((str(s.kind), duration(t.amount) / _HOUR) for s, t in pairs if isinstance(t, WorkingTime))

    def draw(self, axes: Any) -> None:
        """Draw the curve with its interval, the promise, the largest load that keeps it, and the mark."""
        draw(self, axes)


def _parts(name: str, estimate: Estimate | None) -> Record:
    mean, low, high = (None, None, None) if estimate is None else (estimate.mean, estimate.low, estimate.high)
    return {name: mean, f"{name} low": low, f"{name} high": high}


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):g} %"


def _projects(count: int, verb: str) -> str:
    return f"1 project {verb}s" if count == 1 else f"{count} projects {verb}"


_YEAR, _EIGHT_WEEKS = dt.timedelta(weeks=52), dt.timedelta(weeks=8)


def capacity(
    caseload: Caseload,
    start: dt.datetime,
    *,
    projects: Iterable[int] = range(1, 21),
    length: dt.timedelta = _YEAR,
    warm_up: dt.timedelta = _EIGHT_WEEKS,
    replications: int = 20,
    goal: Fraction = P95,
    confidence: Fraction = P95,
    seed: int = 1,
    marked: int | None = PROJECTS_AT_MOST,
) -> Capacity:
    """Return how long tasks take, and how many are solved in time, for each number of projects.

    Counted are the tasks posted in ``length`` after ``warm_up``; tasks go on coming for another ``warm_up`` after that,
    so that none has a quiet end. The same seed gives the same answer, and every load sees the same tasks. Costs some
    two microseconds for a simulated task and load.

    >>> from supportcore import plans
    >>> from supportcore.tasks import SIMPLE
    >>> from supportcore.whatif import Exponential, Stream
    >>> house, book = plans.house_calendar(), plans.individual_manager().rulebook
    >>> hour = dt.timedelta(hours=1)
    >>> caseload = Caseload(Stream(SIMPLE, 15 * hour, Exponential(hour)), book, house)
    >>> monday = dt.datetime(2026, 1, 5, tzinfo=house.tz)
    >>> found = capacity(caseload, monday, projects=(6, 10, 15), replications=5, length=dt.timedelta(weeks=12))
    >>> [(load.projects, load.overloaded or round(load.p95.mean, 1)) for load in found.loads]
    [(6, 6.0), (10, 12.7), (15, True)]

    Raises `InvalidCaseload` for a question that cannot be asked, and what the calendars raise.
    """
    window = _Window.of(start, positive(length), warm_up)
    a_caseload(caseload)
    if marked is not None:
        whole(marked, 1)
    if whole(replications, _FEWEST) > _REPLICATIONS:
        raise InvalidCaseload(replications, f"at most {_REPLICATIONS:,} replications", "some 20 are enough")
    counts, seeds = _counts(projects), [f"{whole(seed)}/{number}" for number in range(replications)]
    target, sure = _share(goal), _share(confidence)
    busy = caseload.utilisation(from_micros(window.counted), from_micros(window.until))
    possible = [count for count in counts if count * busy < 1]
    _bounded(caseload, window, possible, len(seeds))
    plays = [_played(caseload, window, possible, one) for one in seeds]
    loads = (_load(count, count * busy, [play[count] for play in plays if count in play], sure) for count in counts)
    return Capacity(caseload, tuple(loads), target, sure, len(seeds), marked)


@attrs.frozen
class _Window:
    """When a play begins, which tasks of it are counted, and when the last one comes."""

    start: int
    counted: int
    until: int
    end: int

    @classmethod
    def of(cls, start: dt.datetime, length: dt.timedelta, warm_up: dt.timedelta) -> "_Window":
        if duration(warm_up) < 0:
            raise InvalidCaseload(warm_up, "a desk is given time to fill, or none", "write timedelta(weeks=8)")
        first, quiet, long = to_micros(start), duration(warm_up), duration(length)
        return cls(first, first + quiet, first + quiet + long, in_range(first + 2 * quiet + long))


_LOADS = Door(InvalidCaseload, "the loads are several numbers of projects", "write projects=(6, 10, 15)", Iterable)


def _counts(projects: Iterable[int]) -> list[int]:
    found = sorted({whole(count, 1) for count in _LOADS(projects)})
    if not found:
        raise InvalidCaseload(found, "a curve has at least one load", "write projects=range(1, 21)")
    return found


def _share(value: Fraction) -> Fraction:
    if not isinstance(value, Fraction) or not 0 < value < 1:
        raise InvalidCaseload(value, "a goal and a confidence are Fractions between 0 and 1", "write Fraction(95, 100)")
    return value


def _bounded(caseload: Caseload, window: _Window, counts: list[int], replications: int) -> None:
    """Refuse what would take minutes, before it does."""
    each = caseload.tasks(from_micros(window.start), from_micros(window.end))
    bounded(each * sum(counts) * replications)


_Figures = tuple[float, float, float]
"""P50 and P95 of the solution time in hours, and the share kept, of one play."""


def _played(caseload: Caseload, window: _Window, counts: list[int], seed: str) -> dict[int, _Figures]:
    """Return the figures of each load in one play: a larger load is the smaller one and the tasks of more projects."""
    found: dict[int, _Figures] = {}
    tasks: list[Asked] = []
    for before, count in pairwise([0, *counts]):
        more = (asked(caseload, window.start, window.end, number, seed) for number in range(before + 1, count + 1))
        tasks = sorted(chain(tasks, *more))
        ends = SOLVE[caseload.discipline](tasks, caseload.manager.timeline)
        if (figures := _figures(caseload, window, tasks, ends)) is not None:
            found[count] = figures
    return found


def _figures(caseload: Caseload, window: _Window, tasks: list[Asked], ends: list[int]) -> _Figures | None:
    between, first, until = caseload.house.timeline.between, window.counted, window.until
    rows = [(between(posted, end), end <= due) for (posted, _, _, _, due), end in zip(tasks, ends, strict=True)
            if first <= posted < until]  # fmt: skip
    times = sorted([time for time, _ in rows])
    p50, p95 = nearest_rank(times, P50), nearest_rank(times, P95)
    if p50 is None or p95 is None:
        return None
    return p50 / _HOUR, p95 / _HOUR, sum([kept for _, kept in rows]) / len(rows)


def _load(projects: int, busy: Fraction, figures: list[_Figures], confidence: Fraction) -> Load:
    if busy >= 1:
        return Load(projects, busy)
    if len(figures) < _FEWEST:
        rule = f"hardly any task is posted by so many projects: {len(figures)} replications saw one"
        raise InvalidCaseload(projects, rule, "ask for a longer time, or for more projects")
    p50, p95, kept = (Estimate.of(column, confidence) for column in zip(*figures, strict=True))
    return Load(projects, busy, p50.within(0, inf), p95.within(0, inf), kept.within(0, 1))
