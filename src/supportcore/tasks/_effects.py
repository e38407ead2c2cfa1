"""Effects: what an event changes, by kind. Most of them move the clocks; a guard has let the event pass."""

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.sla import Clock
from supportcore.tasks._progress import Changes, Progress
from supportcore.tasks.events import (
    Accepted,
    Agreed,
    Cancelled,
    Confirmed,
    Declined,
    Estimated,
    Event,
    HandedOver,
    Questioned,
    Reclassified,
    Resumed,
    Solved,
    Started,
    Waiting,
)
from supportcore.tasks.rules import Promise, Rule, Scale, Starts, agreed_target
from supportcore.tasks.types import COMPOUND


def begun(promise: Promise, calendar: WorkingCalendar) -> tuple[Clock, Clock | None]:
    """Return the solution clock and the acceptance clock of a task that was posted."""
    start = promise.rule.counted_from(promise.task)
    solution = promise.clock(calendar, None if promise.rule.starts is Starts.ACCEPTED else start)
    return solution, promise.acceptance(calendar, start)


def _started(clock: Clock, at: dt.datetime) -> Clock:
    return clock if clock.start is not None else clock.started(at)


def _held(clock: Clock, at: dt.datetime) -> Clock:
    runs = clock.start is not None and clock.paused_at is None and clock.stopped_at is None
    return clock.pause(at) if runs else clock


def _going_on(clock: Clock, at: dt.datetime) -> Clock:
    return clock if clock.paused_at is None else clock.resume(at)


def _stopped(clock: Clock, at: dt.datetime) -> Clock:
    return clock if clock.stopped_at is not None else clock.stop(at)


_Move = Callable[[Clock, dt.datetime], Clock]


def _acceptance(case: Progress, move: _Move, at: dt.datetime) -> Clock | None:
    return None if case.acceptance is None else move(case.acceptance, at)


def _both(case: Progress, move: _Move, at: dt.datetime) -> Changes:
    return Changes(solution=move(case.solution, at), acceptance=_acceptance(case, move, at))


def _confirm(case: Progress, event: Confirmed) -> Changes:
    task = attrs.evolve(case.task, posted_at=event.at)
    solution, acceptance = begun(Promise(task, case.rule, case.rule.target(task)), case.calendar)
    return Changes(task=task, solution=solution, acceptance=acceptance)


def _accept(case: Progress, event: Accepted) -> Changes:
    solution = _started(case.solution, event.at)
    task = attrs.evolve(case.task, parts=event.parts or case.task.parts)
    if task != case.task:
        solution = solution.promised(case.rule.target(task), event.at)
    return Changes(task=task, solution=solution, acceptance=_acceptance(case, _stopped, event.at))


def _estimate(_: Progress, event: Estimated) -> Changes:
    return Changes(offered=event.size)


def _agree(case: Progress, event: Agreed) -> Changes:
    size = event.size or case.offered
    solution = case.solution
    if case.rule.scale is Scale.AGREED:
        solution = solution.agreed(agreed_target(size, case.rule.rule), event.at)
    return Changes(task=attrs.evolve(case.task, size=size), solution=solution)


def _own(_: Progress, event: Started | HandedOver) -> Changes:
    return Changes(owner=event.owner)


def _wait(case: Progress, event: Waiting) -> Changes:
    return Changes(whence=case.state, **_both(case, _held, event.at))


def _resume(case: Progress, event: Resumed) -> Changes:
    return Changes(whence=None, **_both(case, _going_on, event.at))


def _drop(case: Progress, event: Cancelled | Declined) -> Changes:
    """Let the clocks of what is no longer wanted stand still."""
    return Changes(whence=None, **_both(case, _held, event.at))


def _solve(case: Progress, event: Solved) -> Changes:
    solution = _started(case.solution, event.at).stop(event.at)
    return Changes(solution=solution, acceptance=_acceptance(case, _stopped, event.at), whence=None)


def _question(case: Progress, event: Questioned) -> Changes:
    return Changes(solution=case.solution.reopen(event.at, case.rule.reopen))


def _reclassify(case: Progress, event: Reclassified) -> Changes:
    """Turn it compound: another row of the plan, with the original start (ISM-3)."""
    assert isinstance(case.grown, Rule)  # the guard has seen to it
    task = attrs.evolve(case.task, type=COMPOUND, parts=event.parts)
    target, solution = case.grown.target(task), case.solution
    if solution.start is None:  # counts from acceptance
        solution = attrs.evolve(solution, target=target)
    else:
        solution = solution.promised(target, event.at)
    return Changes(task=task, rule=case.grown, grown=None, solution=solution)


EFFECTS: Mapping[type[Event], Callable[..., Changes]] = MappingProxyType(
    {
        Confirmed: _confirm,
        Accepted: _accept,
        Agreed: _agree,
        Estimated: _estimate,
        Started: _own,
        Waiting: _wait,
        Resumed: _resume,
        Solved: _solve,
        Questioned: _question,
        Reclassified: _reclassify,
        HandedOver: _own,
        Cancelled: _drop,
        Declined: _drop,
    }
)
"""Kind of event -> what it changes. An event without a row changes nothing but the state."""
