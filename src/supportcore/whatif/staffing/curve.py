"""The answer to how many projects: a curve over loads, each point with its interval, and what it says.

The promise holds while the share of tasks solved in time is at least the goal; with one promise for all and a goal of
95 % that is the same as: P95 of the solution time is within it. A load that asks for all of the manager's time or more
has no answer but *overloaded*: its queue grows for as long as one looks.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import takewhile
from operator import attrgetter
from typing import Any

import attrs

from supportcore.instants import duration
from supportcore.sla import WorkingTime
from supportcore.tasks import PROJECTS_AT_MOST
from supportcore.whatif.answers.lines import Curve, curve
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.staffing.caseload import Caseload
from supportcore.whatif.staffing.estimate import Estimate

HOUR = 3_600_000_000
"""In microseconds."""


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


@attrs.frozen(repr=False)
class Capacity(Result):
    """The curve, and what it says: the largest load that keeps the promise.

    ``marked`` is the number of projects that the firm sells at most (ISM-8), shown on the curve.
    """

    caseload: Caseload
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
        return tuple((str(s.kind), duration(t.amount) / HOUR) for s, t in pairs if isinstance(t, WorkingTime))

    def draw(self, axes: Any) -> None:
        """Draw the curve with its interval, the promise, the largest load that keeps it, and the mark."""
        hours = {hours for _, hours in self.promised()}
        one_promise = len(hours) == 1 and len(self.promised()) == len(self.caseload.streams)
        curve(axes, self._times(hours.pop()) if one_promise else self._shares())

    def _times(self, promised: float) -> Curve:
        """Return the curve of solution times: with one promise of hours for all tasks it is a line across."""
        halves = [(load.projects, load.p50.mean) for load in self.loads if load.p50 is not None]
        return self._curve(
            [(load.projects, load.p95) for load in self.loads], 1, 0.97, told="P95, and its interval",
            line=(promised, f"promised: {promised:g} h"), what="solved within, working hours",
            height=(0, 3 * promised), legend="upper left", beside=halves, beside_told="half of the tasks",
        )  # fmt: skip

    def _shares(self) -> Curve:
        """Return the curve of what is solved in time: with several promises no line of hours would be true."""
        goal = 100 * float(self.goal)
        return self._curve(
            [(load.projects, load.kept) for load in self.loads], 100, 0.6, told="solved in time, and its interval",
            line=(goal, f"goal: {goal:g} %"), what="tasks solved in time, %",
            height=(max(0, 2 * goal - 140), 101), legend="lower left",
        )  # fmt: skip

    def _curve(self, points: Iterable[tuple[int, Estimate | None]], factor: float, share: float, **parts: Any) -> Curve:
        beyond = [load.projects for load in self.loads if load.overloaded]
        return Curve(
            title=self.title(), along="projects of one manager", numbers=[load.projects for load in self.loads],
            points=[(number, factor * one.mean, factor * one.low, factor * one.high)
                    for number, one in points if one is not None],
            good=self.largest, beyond=beyond[0] if beyond else None, mark=self._mark(share), **parts,
        )  # fmt: skip

    def _mark(self, share: float) -> tuple[int, str, float] | None:
        """Return what the firm sells, in words; to the hundredth, so that nearly kept does not read as kept."""
        load = None if self.marked is None else self.at(self.marked)
        if load is None:
            return None
        kept = "overloaded" if load.kept is None else f"{load.kept.mean:.2%} kept"
        return load.projects, f"ISM-8: {load.projects} at most\n{kept}", share


def _parts(name: str, estimate: Estimate | None) -> Record:
    mean, low, high = (None, None, None) if estimate is None else (estimate.mean, estimate.low, estimate.high)
    return {name: mean, f"{name} low": low, f"{name} high": high}


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):g} %"


def _projects(count: int, verb: str) -> str:
    return f"1 project {verb}s" if count == 1 else f"{count} projects {verb}"
