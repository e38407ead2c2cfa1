"""The life of a task: one table of transitions, a few guards, and a `Case` that reads them.

`TRANSITIONS` *is* the protocol: a state and a kind of event give the next state, and what is not in the table is
impossible. Guards look at what an event carries (parts, consent, an owner); effects move the clocks. A `Case` is a
frozen value: `after` decides and returns another case or a refusal, and a refused event has changed nothing. Closing by
itself is no event: it is a function of time, so no job has to run.
"""

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, IdConflict, InvalidTask, policy
from supportcore.instants import utc
from supportcore.reasons import Reason, Refusal
from supportcore.sla import Clock, Deadline
from supportcore.tasks.events import (
    Accepted,
    Agreed,
    Cancelled,
    Closed,
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
from supportcore.tasks.rules import Agreement, Promise, Rule, Scale, Starts, agreed_target
from supportcore.tasks.types import BUG, COMPOUND, Size, Task


class State(enum.Enum):
    """Where a task is in its life."""

    PENDING = "pending confirmation in writing"
    POSTED = "posted"
    ACCEPTED = "accepted"
    ESTIMATED = "estimated"
    AGREED = "agreed"
    IN_WORK = "in work"
    WAITING = "waiting"
    SOLVED = "solved"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    def __str__(self) -> str:
        return self.value


class Back(enum.Enum):
    """Where a transition leads to no fixed state."""

    SAME = enum.auto()
    """It stays where it is."""
    WHENCE = enum.auto()
    """Where it came from before it waited."""


_S = State
_OPEN = (_S.POSTED, _S.ACCEPTED, _S.ESTIMATED, _S.AGREED, _S.IN_WORK, _S.WAITING)

_Table = dict[tuple[State, str], State | Back]

_WAYS: _Table = {
    (_S.PENDING, "confirmed"): _S.POSTED,
    (_S.PENDING, "cancelled"): _S.CANCELLED,
    (_S.POSTED, "accepted"): _S.ACCEPTED,
    (_S.POSTED, "solved"): _S.SOLVED,  # accepted and solved in one go
    (_S.ACCEPTED, "estimated"): _S.ESTIMATED,
    (_S.ACCEPTED, "started"): _S.IN_WORK,
    (_S.ACCEPTED, "solved"): _S.SOLVED,
    (_S.ESTIMATED, "estimated"): _S.ESTIMATED,
    (_S.ESTIMATED, "agreed"): _S.AGREED,
    (_S.ESTIMATED, "declined"): _S.CANCELLED,
    (_S.AGREED, "started"): _S.IN_WORK,
    (_S.AGREED, "solved"): _S.SOLVED,
    (_S.IN_WORK, "started"): _S.IN_WORK,  # by its owner only
    (_S.IN_WORK, "estimated"): Back.SAME,  # more than was agreed needs a new consent (PTS-4)
    (_S.IN_WORK, "agreed"): Back.SAME,
    (_S.IN_WORK, "declined"): Back.SAME,
    (_S.IN_WORK, "solved"): _S.SOLVED,
    (_S.WAITING, "resumed"): Back.WHENCE,
    (_S.WAITING, "solved"): _S.SOLVED,
    (_S.SOLVED, "questioned"): _S.IN_WORK,
    (_S.SOLVED, "closed"): _S.CLOSED,
    (_S.SOLVED, "cancelled"): _S.CLOSED,  # solved work that is cancelled counts as closed (PKG-6)
}
_WAIT: _Table = {
    (state, "waiting"): _S.WAITING for state in (_S.POSTED, _S.ACCEPTED, _S.ESTIMATED, _S.AGREED, _S.IN_WORK)
}
_CANCEL: _Table = {(state, "cancelled"): _S.CANCELLED for state in _OPEN}
_GROW: _Table = {(state, "reclassified"): Back.SAME for state in _OPEN}
_BESIDE: _Table = {
    (state, kind): Back.SAME for state in (*_OPEN, _S.SOLVED) for kind in ("handed over", "noted", "ticket closed")
}

TRANSITIONS: Mapping[tuple[State, str], State | Back] = MappingProxyType(_WAYS | _WAIT | _CANCEL | _GROW | _BESIDE)
"""State and kind of event -> next state. What is not here cannot happen."""


def diagram() -> str:
    """Return the table as a Mermaid state diagram.

    >>> diagram().splitlines()[:3]
    ['stateDiagram-v2', '    [*] --> posted', '    [*] --> pending']
    """
    lines = ["stateDiagram-v2", "    [*] --> posted", "    [*] --> pending"]
    for (state, kind), target in TRANSITIONS.items():
        if isinstance(target, State):
            lines.append(f"    {state.name.lower()} --> {target.name.lower()}: {kind}")
        elif target is Back.WHENCE:
            lines.append(f"    {state.name.lower()} --> in_work: {kind} (or where it came from)")
    return "\n".join([*lines, "    closed --> [*]", "    cancelled --> [*]"])


def possible(state: State) -> tuple[str, ...]:
    """Return the kinds of event that can happen in a state."""
    policy(state, State)
    return tuple(kind for origin, kind in TRANSITIONS if origin is state)


_EVENT = Door(InvalidTask, "what happens to a task is an Event", "write Accepted('e1', at)", Event)
_PENDING = Door(InvalidTask, "why a task waits is a Reason, or None", "pass intake(...).pending", Reason, type(None))
_PROMISE = Door(
    InvalidTask, "a case is opened on a promise, not on a refusal", "check book.promise(task) first", Promise
)


@attrs.frozen
class Case:
    """One task under way: its state, its clocks, its owner, and the events that made it so.

    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
    >>> from supportcore.sla import WorkingTime
    >>> from supportcore.tasks import SIMPLE, Rulebook
    >>> book = Rulebook("house rules", (Rule(SIMPLE, WorkingTime(dt.timedelta(hours=8))),))
    >>> def at(hour): return dt.datetime(2026, 11, 23, hour, tzinfo=house.tz)
    >>> case = Case.open(book.promise(Task("T-1", SIMPLE, "Acme", at(10))), house)
    >>> case = case.after(Accepted("e1", at(11))).after(Solved("e2", at(12)))
    >>> case.state, case.solution.standing(at(13)).state.value
    (<State.SOLVED: 'solved'>, 'met')
    >>> print(case.after(Accepted("e3", at(13))))
    refused: accepted is not possible for a task that is solved
    instead: possible now: questioned, closed, cancelled, handed over, noted, ticket closed
    """

    task: Task
    rule: Rule
    calendar: WorkingCalendar
    state: State
    solution: Clock
    acceptance: Clock | None = None
    owner: str | None = None
    whence: State | None = None
    offered: Size | None = None
    grown: Rule | Refusal | None = None
    events: tuple[Event, ...] = ()
    opened: "Case | None" = attrs.field(default=None, eq=False, repr=False)

    @classmethod
    def open(cls, promise: Promise, calendar: WorkingCalendar, *, pending: Reason | None = None) -> "Case":
        """Return the case of a task that was taken; with ``pending`` its clocks wait for the confirmation."""
        task, rule, waits = _PROMISE(promise).task, promise.rule, _PENDING(pending) is not None
        start = None if waits else rule.counted_from(task)
        clock = promise.clock(calendar, None if rule.starts is Starts.ACCEPTED else start)
        acceptance = None if start is None else promise.acceptance(calendar, start)
        state = State.PENDING if waits else State.POSTED
        case = cls(task, rule, calendar, state, clock, acceptance, grown=promise.grown)
        return attrs.evolve(case, opened=case)

    def __str__(self) -> str:
        due = self.solution.due(self.last_at)
        told = f"{self.task.id}, {self.task.type.name} of {self.task.client}: {self.state}"
        return f"{told}, due {due.text(self.calendar.tz)}" if isinstance(due, Deadline) else told

    @property
    def last_at(self) -> dt.datetime:
        """When the last thing happened to it: an event, or the posting from which its clocks count."""
        counted = self.task.posted_at if self.state is State.PENDING else self.rule.counted_from(self.task)
        return max(counted, self.events[-1].at) if self.events else counted

    @property
    def closes_at(self) -> dt.datetime | None:
        """The instant at which solved work closes by itself, if nothing is asked before (PKG-5)."""
        if self.state is not State.SOLVED or self.rule.closes is None or self.solution.stopped_at is None:
            return None
        found = self.rule.closes.due(self.calendar, self.solution.stopped_at)
        return found.due if isinstance(found, Deadline) else None

    def at(self, now: dt.datetime) -> "Case":
        """Return the case as it is at an instant not before its last event: closed by itself if that was due."""
        closes, moment = self.closes_at, utc(now)
        return self if closes is None or moment < closes else attrs.evolve(self, state=State.CLOSED)

    def as_of(self, now: dt.datetime) -> "Case":
        """Return the case as it was known at an instant: later events undone, closed by itself if that was due."""
        moment = utc(now)
        if self.opened is None or self.last_at <= moment:
            return self.at(moment)
        case = self.opened
        for event in self.events:
            found = case.after(event) if event.at <= moment else case
            assert isinstance(found, Case)  # it happened
            case = found
        return case.at(moment)

    def after(self, event: Event) -> "Case | Refusal":
        """Return the case after an event, or the refusal; the same event again changes nothing.

        Raises `IdConflict` for the id of another event.
        """
        _EVENT(event)
        for known in self.events:
            if known.id == event.id:
                if known == event:
                    return self
                raise IdConflict(
                    event.id, f"an event of this id happened already: {known}", "give every event its own id"
                )
        if event.at < self.last_at:
            why = Reason.of("out-of-order", event=event.kind, last=self.last_at.astimezone(self.calendar.tz))
            return Refusal(why, Reason.of("hand-in-order"))
        return self.at(event.at)._happen(event)

    def _happen(self, event: Event) -> "Case | Refusal":
        target = TRANSITIONS.get((self.state, event.kind))
        if target is None:
            return self._impossible(event)
        guard = _GUARDS.get(type(event))
        if guard is not None and (refusal := guard(self, event)) is not None:
            return refusal
        effect = _EFFECTS.get(type(event))
        case = self if effect is None else effect(self, event)
        return attrs.evolve(case, state=self._next(target), events=(*self.events, event))

    def _next(self, target: State | Back) -> State:
        if isinstance(target, State):
            return target
        return self.state if target is Back.SAME else self.whence or State.IN_WORK

    def _impossible(self, event: Event) -> Refusal:
        by_itself = self.state is State.CLOSED and not isinstance(self.events[-1], (Closed, Cancelled))
        closed = attrs.evolve(self, state=State.SOLVED).closes_at if by_itself else None
        if closed is not None and self.rule.closes is not None:
            at = closed.astimezone(self.calendar.tz)
            why = Reason.of("closed-by-itself", rule=self.rule.closes.rule, at=at)
            return Refusal(why, Reason.of("new-task"))
        kinds = possible(self.state)
        why = Reason.of("not-possible", event=event.kind, state=self.state)
        return Refusal(why, Reason.of("possible-events", events=kinds) if kinds else Reason.of("new-task"))

    def played(self, events: Iterable[Event]) -> "Iterator[tuple[Event, Case | Refusal]]":
        """Yield every event, in order of time, with the case after it or the refusal; refused ones are passed over."""
        case = self
        for event in sorted(_EVENT.all(events), key=lambda one: one.at):
            found = case.after(event)
            case = case if isinstance(found, Refusal) else found
            yield event, found


# Guards: what an event must bring, by kind. None lets it pass.


def _accept_guard(case: Case, event: Accepted) -> Refusal | None:
    if case.task.type == COMPOUND:
        return _parts_guard(event.parts if event.parts is not None else case.task.parts)
    if event.parts is None:
        return None
    return Refusal(Reason.of("no-parts", rule="ISM-4", type=case.task.type), Reason.of("leave-parts-out"))


def _parts_guard(parts: int | None) -> Refusal | None:
    if parts is not None and parts >= 2:
        return None
    return Refusal(Reason.of("parts-needed", rule="ISM-4", parts="none" if parts is None else parts), _TELL_PARTS)


_TELL_PARTS = Reason.of("tell-parts")


def _size_guard(case: Case, event: Estimated) -> Refusal | None:
    return _consent_guard(case, event) or (_not_sized(case) if event.size is None else None)


def _consent_guard(case: Case, _: Estimated | Agreed | Declined) -> Refusal | None:
    if case.rule.agreement is Agreement.BEFORE_WORK:
        return None
    return Refusal(Reason.of("no-size-here", rule=case.rule.rule, type=case.task.type), Reason.of("new-task"))


def _start_guard(case: Case, event: Started) -> Refusal | None:
    if case.owner not in (None, event.owner):
        why = Reason.of("owned", rule="HRS-7", owner=case.owner)
        return Refusal(why, Reason.of("hand-over-first", owner=case.owner))
    return _agreed_guard(case)


def _solve_guard(case: Case, _: Solved) -> Refusal | None:
    return (_parts_guard(case.task.parts) if case.task.type == COMPOUND else None) or _agreed_guard(case)


def _agreed_guard(case: Case) -> Refusal | None:
    needed = case.rule.agreement is Agreement.BEFORE_WORK
    return _not_sized(case) if needed and case.task.size is None else None


def _not_sized(case: Case) -> Refusal:
    return Refusal(Reason.of("not-sized", rule=case.rule.rule), Reason.of("agree-first"))


def _reclassify_guard(case: Case, event: Reclassified) -> Refusal | None:
    if case.task.type == BUG:
        return Refusal(Reason.of("only-simple-grows", rule="ISM-5", type=BUG), Reason.of("two-bugs"))
    if not isinstance(case.grown, Rule):
        why = Reason.of("only-simple-grows", rule="ISM-3", type=case.task.type)
        return case.grown or Refusal(why, Reason.of("new-task"))
    if (refusal := _parts_guard(event.parts)) is not None or event.consent:
        return refusal
    return Refusal(Reason.of("consent-needed", rule="ISM-3"), Reason.of("ask-consent"))


_GUARDS: Mapping[type[Event], Callable[..., Refusal | None]] = MappingProxyType(
    {
        Accepted: _accept_guard,
        Estimated: _size_guard,
        Agreed: _consent_guard,
        Declined: _consent_guard,
        Started: _start_guard,
        Solved: _solve_guard,
        Reclassified: _reclassify_guard,
    }
)


# Effects: how an event moves the clocks, by kind.


def _confirm(case: Case, event: Confirmed) -> Case:
    task = attrs.evolve(case.task, posted_at=event.at)
    opened = Case.open(Promise(task, case.rule, case.rule.target(task)), case.calendar)
    return attrs.evolve(case, task=task, solution=opened.solution, acceptance=opened.acceptance)


def _accept(case: Case, event: Accepted) -> Case:
    clock = case.solution if case.solution.start is not None else case.solution.started(event.at)
    task = attrs.evolve(case.task, parts=event.parts or case.task.parts)
    if task != case.task:
        clock = clock.promised(case.rule.target(task), event.at)
    return attrs.evolve(case, task=task, solution=clock, acceptance=_stopped(case.acceptance, event.at))


def _stopped(clock: Clock | None, at: dt.datetime) -> Clock | None:
    return clock if clock is None or clock.stopped_at is not None else clock.stop(at)


def _held(clock: Clock, at: dt.datetime) -> Clock:
    runs = clock.start is not None and clock.paused_at is None and clock.stopped_at is None
    return clock.pause(at) if runs else clock


def _paused(case: Case, at: dt.datetime) -> Case:
    acceptance = None if case.acceptance is None else _held(case.acceptance, at)
    return attrs.evolve(case, solution=_held(case.solution, at), acceptance=acceptance)


def _resumed(clock: Clock, at: dt.datetime) -> Clock:
    return clock if clock.paused_at is None else clock.resume(at)


def _estimate(case: Case, event: Estimated) -> Case:
    return attrs.evolve(case, offered=event.size)


def _agree(case: Case, event: Agreed) -> Case:
    size = event.size or case.offered
    clock = case.solution
    if case.rule.scale is Scale.AGREED:
        clock = clock.agreed(agreed_target(size, case.rule.rule), event.at)
    return attrs.evolve(case, task=attrs.evolve(case.task, size=size), solution=clock)


def _start(case: Case, event: Started) -> Case:
    return attrs.evolve(case, owner=event.owner)


def _wait(case: Case, event: Waiting) -> Case:
    return attrs.evolve(_paused(case, event.at), whence=case.state)


def _resume(case: Case, event: Resumed) -> Case:
    solution = _resumed(case.solution, event.at)
    acceptance = None if case.acceptance is None else _resumed(case.acceptance, event.at)
    return attrs.evolve(case, solution=solution, acceptance=acceptance, whence=None)


def _drop(case: Case, event: Cancelled | Declined) -> Case:
    """Let the clocks of what is no longer wanted stand still."""
    return attrs.evolve(_paused(case, event.at), whence=None)


def _solve(case: Case, event: Solved) -> Case:
    clock = case.solution if case.solution.start is not None else case.solution.started(event.at)
    return attrs.evolve(
        case, solution=clock.stop(event.at), acceptance=_stopped(case.acceptance, event.at), whence=None
    )


def _question(case: Case, event: Questioned) -> Case:
    return attrs.evolve(case, solution=case.solution.reopen(event.at, case.rule.reopen))


def _reclassify(case: Case, event: Reclassified) -> Case:
    """Turn it compound: another row of the plan, with the original start (ISM-3)."""
    assert isinstance(case.grown, Rule)  # the guard has seen to it
    task = attrs.evolve(case.task, type=COMPOUND, parts=event.parts)
    solution = case.solution
    if solution.start is None:  # counts from acceptance
        solution = attrs.evolve(solution, target=case.grown.target(task))
    else:
        solution = solution.promised(case.grown.target(task), event.at)
    return attrs.evolve(case, task=task, rule=case.grown, grown=None, solution=solution)


def _hand_over(case: Case, event: HandedOver) -> Case:
    return attrs.evolve(case, owner=event.owner)


_EFFECTS: Mapping[type[Event], Callable[..., Case]] = MappingProxyType(
    {
        Confirmed: _confirm,
        Accepted: _accept,
        Agreed: _agree,
        Estimated: _estimate,
        Started: _start,
        Waiting: _wait,
        Resumed: _resume,
        Solved: _solve,
        Questioned: _question,
        Reclassified: _reclassify,
        HandedOver: _hand_over,
        Cancelled: _drop,
        Declined: _drop,
    }
)
