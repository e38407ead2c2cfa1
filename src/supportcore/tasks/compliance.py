"""Were the promises kept? Counts over cases, and the queue of what is due next.

Everything is read from the cases at one instant; a case cancelled unsolved, or without a due time, promised nothing.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import ClassVar, TypeVar

import attrs

from supportcore.errors import Door, InvalidTask
from supportcore.instants import utc
from supportcore.reasons import minutes_text
from supportcore.sla import State as Standing
from supportcore.tables import html_table, text_table
from supportcore.tasks.case import Case
from supportcore.tasks.transitions import State

_Value = TypeVar("_Value")


@attrs.frozen
class Line:
    """One row of a compliance table: how many were promised, met and breached, and how long solutions took.

    ``open`` are promised and neither met nor breached yet. ``median`` and ``p90`` are the counted time of solved tasks
    (nearest rank), ``excluded`` the time that pauses took out of the count.
    """

    group: tuple[str, ...]
    promised: int
    met: int
    breached: int
    open: int
    median: dt.timedelta | None
    p90: dt.timedelta | None
    excluded: dt.timedelta

    @property
    def share(self) -> Fraction | None:
        """The share met of what is decided."""
        decided = self.met + self.breached
        return Fraction(self.met, decided) if decided else None


@attrs.frozen
class Compliance:
    """A table of `Line` rows, printed for a terminal and for a notebook."""

    lines: tuple[Line, ...]

    HEAD: ClassVar = ("plan", "type", "promised", "met", "breached", "open", "share", "median", "P90", "paused")

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the cells of every row as text."""
        for line in self.lines:
            share = "-" if line.share is None else f"{float(line.share):.1%}"
            counts = (str(line.promised), str(line.met), str(line.breached), str(line.open))
            times = (minutes_text(line.median), minutes_text(line.p90), minutes_text(line.excluded))
            yield (*line.group, *counts, share, *times)

    def __str__(self) -> str:
        return text_table(self.HEAD, self.rows())

    def _repr_html_(self) -> str:
        """Return a table for a notebook, every text escaped."""
        return html_table(self.HEAD, self.rows())


_CASE = Door(InvalidTask, "what is counted is a Case", "leave out what was refused", Case)
_PAIR = Door(InvalidTask, "a case stands with the name of its plan", "write [('package', case)]", tuple)


def _pair(value: tuple[str, Case]) -> tuple[str, Case]:
    if len(value) != 2 or not isinstance(value[0], str):
        raise InvalidTask(value, _PAIR.rule, _PAIR.way_out)
    return value[0], _CASE(value[1])


def compliance(
    cases: Iterable[tuple[str, Case]],
    start: dt.datetime,
    end: dt.datetime,
    *,
    now: dt.datetime | None = None,
) -> Compliance:
    """Return, by plan and kind of task, what became of the tasks posted in ``[start, end)``.

    ``cases`` are pairs of a plan's name and a case; what is known at ``now`` counts (at the end, unless given).
    """
    first, last, seen = utc(start), utc(end), utc(end if now is None else now)
    groups: dict[tuple[str, ...], list[Case]] = {}
    for plan, case in map(_pair, _PAIR.all(cases)):
        known = case.as_of(seen)
        if first <= known.task.posted_at < last:
            groups.setdefault((plan, known.task.type.code), []).append(known)
    return Compliance(tuple(_line(group, found, seen) for group, found in sorted(groups.items())))


def _line(group: tuple[str, ...], cases: list[Case], now: dt.datetime) -> Line:
    kept = [case for case in cases if case.state is not State.CANCELLED]
    standings = [case.solution.standing(now) for case in kept]
    promised = [one for one in standings if one.remaining is not None]
    met = sum(one.state is Standing.MET for one in promised)
    breached = sum(one.state is Standing.BREACHED for one in promised)
    solved = [case.solution for case in kept if (at := case.solution.stopped_at) is not None and at <= now]
    times = sorted(clock.elapsed(now) for clock in solved)
    excluded = sum((case.solution.excluded(now) for case in kept), dt.timedelta(0))
    open_ = len(promised) - met - breached
    return Line(
        group,
        len(promised),
        met,
        breached,
        open_,
        nearest_rank(times, Fraction(1, 2)),
        nearest_rank(times, Fraction(9, 10)),
        excluded,
    )


def nearest_rank(values: Sequence[_Value], share: Fraction) -> _Value | None:
    """Return the smallest of sorted values that so large a share does not exceed.

    >>> nearest_rank([dt.timedelta(hours=1), dt.timedelta(hours=3)], Fraction(1, 2))
    datetime.timedelta(seconds=3600)
    """
    if not isinstance(values, Sequence) or isinstance(values, str | bytes):
        raise InvalidTask(values, "values are ranked in a sorted list", "write sorted(values)")
    if not isinstance(share, Fraction | int) or isinstance(share, bool) or not 0 <= share <= 1:
        raise InvalidTask(share, "a share is a Fraction from 0 to 1", "write Fraction(9, 10)")
    return values[max(0, ceil(len(values) * share) - 1)] if values else None


def queue(cases: Iterable[Case], now: dt.datetime) -> tuple[Case, ...]:
    """Return the cases that were posted and unsolved at an instant, as known then.

    The one due first stands in front, those without a due time at the end.
    """
    moment = utc(now)
    known = (case.as_of(moment) for case in _CASE.all(cases))
    open_ = [case for case in known if case.task.posted_at <= moment and case.state in _UNSOLVED]
    return tuple(sorted(open_, key=lambda case: _due_key(case, now)))


_UNSOLVED = frozenset(State) - {State.SOLVED, State.CLOSED, State.CANCELLED}
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def _due_key(case: Case, now: dt.datetime) -> tuple[bool, dt.datetime, str]:
    due = case.solution.standing(now).due
    return (due is None, due or _NEVER, case.task.id)
