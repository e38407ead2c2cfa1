"""How many projects can a manager lead before the promise breaks? Every load is played, several times over.

All plays have the same period (`simulate` shows one of them), on an empty desk that is given time to fill before
anything is counted, and a larger load is the smaller one and the tasks of more projects. What asks for all of the
manager's time or more is not simulated: it is overloaded.
"""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from itertools import chain, pairwise
from math import inf

import attrs

from supportcore.errors import Door, InvalidCaseload
from supportcore.instants import duration, from_micros, in_range, to_micros
from supportcore.tasks import PROJECTS_AT_MOST, nearest_rank
from supportcore.whatif.staffing.caseload import Caseload, a_caseload, whole
from supportcore.whatif.staffing.curve import HOUR, Capacity, Load
from supportcore.whatif.staffing.efforts import positive
from supportcore.whatif.staffing.estimate import FEWEST, Estimate, share_of
from supportcore.whatif.staffing.queue import SOLVE, Asked, asked, bounded

P50, P95 = Fraction(1, 2), Fraction(95, 100)
_REPLICATIONS = 1_000_000  # at most: their seeds are a list
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
    if whole(replications, FEWEST) > _REPLICATIONS:
        raise InvalidCaseload(replications, f"at most {_REPLICATIONS:,} replications", "some 20 are enough")
    counts, seeds = _counts(projects), [f"{whole(seed)}/{number}" for number in range(replications)]
    target, sure = share_of(goal), share_of(confidence)
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
    return p50 / HOUR, p95 / HOUR, sum([kept for _, kept in rows]) / len(rows)


def _load(projects: int, busy: Fraction, figures: list[_Figures], confidence: Fraction) -> Load:
    if busy >= 1:
        return Load(projects, busy)
    if len(figures) < FEWEST:
        rule = f"hardly any task is posted by so many projects: {len(figures)} replications saw one"
        raise InvalidCaseload(projects, rule, "ask for a longer time, or for more projects")
    p50, p95, kept = (Estimate.of(column, confidence) for column in zip(*figures, strict=True))
    return Load(projects, busy, p50.within(0, inf), p95.within(0, inf), kept.within(0, 1))
