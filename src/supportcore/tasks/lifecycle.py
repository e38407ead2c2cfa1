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
from typing import ClassVar

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import IdConflict, InvalidTask
from supportcore.instants import utc
from supportcore.reasons import Reason, Refusal
from supportcore.sla import Clock, Deadline, WorkingTime
from supportcore.tasks.rules import Agreement, Promise, Rule, Scale, Starts, agreed_target
from supportcore.tasks.types import BUG, COMPOUND, SIMPLE, Size, Task


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


@attrs.frozen
class Event:
    """Something that happened to a task. ``id`` makes a retry harmless."""

    id: str
    at: dt.datetime = attrs.field(converter=utc)
    kind: ClassVar[str] = ""


@attrs.frozen
class Confirmed(Event):
    """A request by telephone or messenger was repeated by e-mail: its clock starts (HRS-5)."""

    kind = "confirmed"


@attrs.frozen
class Accepted(Event):
    """The task was accepted; of a compound task the number of its parts was told (ISM-2, ISM-4)."""

    kind = "accepted"
    parts: int | None = None


@attrs.frozen
class Estimated(Event):
    """A size was proposed to the client."""

    kind = "estimated"
    size: Size | None = None


@attrs.frozen
class Agreed(Event):
    """The client agreed to a size (the estimated one unless another is given): the promise runs from here (ISM-6)."""

    kind = "agreed"
    size: Size | None = None


@attrs.frozen
class Declined(Event):
    """The client did not agree to the estimate."""

    kind = "declined"


@attrs.frozen
class Started(Event):
    """Somebody began to work on it and owns it from now on (HRS-7)."""

    kind = "started"
    owner: str = ""


@attrs.frozen
class Waiting(Event):
    """It waits for the client: the clock stands still."""

    kind = "waiting"


@attrs.frozen
class Resumed(Event):
    """It goes on."""

    kind = "resumed"


@attrs.frozen
class Solved(Event):
    """It is done, as far as we know."""

    kind = "solved"


@attrs.frozen
class Questioned(Event):
    """The client asked something about the solution: the task is open again (PKG-5)."""

    kind = "questioned"


@attrs.frozen
class Reclassified(Event):
    """A simple task turned out to be a compound one of so many parts (ISM-3)."""

    kind = "reclassified"
    parts: int = 2
    reason: str = ""
    consent: bool = False


@attrs.frozen
class Closed(Event):
    """Somebody closed it."""

    kind = "closed"


@attrs.frozen
class Cancelled(Event):
    """It is no longer wanted."""

    kind = "cancelled"


@attrs.frozen
class HandedOver(Event):
    """Another person leads it from now on: illness, leave, end. The clock does not stop (HRS-10, ISM-13)."""

    kind = "handed over"
    owner: str = ""
    reason: str = ""


@attrs.frozen
class TicketClosed(Event):
    """The ticket of the request closed, with an outcome; the task it set goes on (HRS-12)."""

    kind = "ticket closed"
    outcome: str = "successful"


@attrs.frozen
class Noted(Event):
    """A stage of a development, kept in its history: specified, demonstrated (ISM-16)."""

    kind = "noted"
    stage: str = ""


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
    return tuple(kind for origin, kind in TRANSITIONS if origin is state)


@attrs.frozen
class Case:
    """One task under way: its state, its clocks, its owner, and the events that made it so.

    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
    >>> from supportcore.tasks import Rulebook
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
    events: tuple[Event, ...] = ()

    @classmethod
    def open(cls, promise: Promise, calendar: WorkingCalendar, *, pending: Reason | None = None) -> "Case":
        """Return the case of a task that was taken; with ``pending`` its clocks wait for the confirmation."""
        task, rule = promise.task, promise.rule
        if pending is not None:
            return cls(task, rule, calendar, State.PENDING, promise.clock(calendar, None))
        start = task.posted_at
        clock = promise.clock(calendar, None if rule.starts is Starts.ACCEPTED else start)
        return cls(task, rule, calendar, State.POSTED, clock, promise.acceptance(calendar, start))

    @property
    def last_at(self) -> dt.datetime:
        """When the last thing happened to it."""
        return self.events[-1].at if self.events else self.task.posted_at

    @property
    def closes_at(self) -> dt.datetime | None:
        """The instant at which solved work closes by itself, if nothing is asked before (PKG-5)."""
        if self.state is not State.SOLVED or self.rule.closes is None or self.solution.stopped_at is None:
            return None
        found = self.rule.closes.due(self.calendar, self.solution.stopped_at)
        return found.due if isinstance(found, Deadline) else None

    def at(self, now: dt.datetime) -> "Case":
        """Return the case as it is at an instant not before its last event: closed by itself if that was due."""
        closes = self.closes_at
        return self if closes is None or utc(now) < closes else attrs.evolve(self, state=State.CLOSED)

    def after(self, event: Event) -> "Case | Refusal":
        """Return the case after an event, or the refusal; the same event again changes nothing.

        Raises `IdConflict` for the id of another event.
        """
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
        closed = attrs.evolve(self, state=State.SOLVED).closes_at if self.state is State.CLOSED else None
        if closed is not None and not isinstance(self.events[-1], (Closed, Cancelled)):
            return Refusal(
                Reason.of("closed-by-itself", rule="PKG-5", at=closed.astimezone(self.calendar.tz)),
                Reason.of("new-task"),
            )
        kinds = possible(self.state)
        why = Reason.of("not-possible", event=event.kind, state=self.state)
        return Refusal(why, Reason.of("possible-events", events=kinds) if kinds else Reason.of("new-task"))

    def played(self, events: Iterable[Event]) -> "Iterator[tuple[Event, Case | Refusal]]":
        """Yield every event, in order of time, with the case after it or the refusal; refused ones are passed over."""
        case = self
        for event in sorted(events, key=lambda one: one.at):
            found = case.after(event)
            case = case if isinstance(found, Refusal) else found
            yield event, found


# Guards: what an event must bring, by kind. None lets it pass.


def _accept_guard(case: Case, event: Accepted) -> Refusal | None:
    parts = event.parts
    if case.task.type == COMPOUND and (parts or case.task.parts or 0) < 2:
        return Refusal(Reason.of("parts-needed", rule="ISM-4", parts=parts or "none"), Reason.of("tell-parts"))
    if case.task.type != COMPOUND and parts is not None:
        return Refusal(Reason.of("only-simple-grows", rule="ISM-4", type=case.task.type), Reason.of("new-task"))
    return None


def _size_guard(case: Case, event: Estimated | Agreed) -> Refusal | None:
    if case.rule.agreement is Agreement.NOT_NEEDED:
        return Refusal(Reason.of("no-size-here", rule=case.rule.rule, type=case.task.type), Reason.of("new-task"))
    if event.size is None and (isinstance(event, Estimated) or case.offered is None):
        return Refusal(Reason.of("not-sized", rule=case.rule.rule), Reason.of("agree-first"))
    return None


def _start_guard(case: Case, event: Started) -> Refusal | None:
    if case.owner not in (None, event.owner):
        why = Reason.of("owned", rule="HRS-7", owner=case.owner)
        return Refusal(why, Reason.of("hand-over-first", owner=case.owner))
    return _agreed_guard(case)


def _solve_guard(case: Case, _: Solved) -> Refusal | None:
    return _agreed_guard(case)


def _agreed_guard(case: Case) -> Refusal | None:
    if case.rule.agreement is Agreement.NOT_NEEDED or case.task.size is not None:
        return None
    return Refusal(Reason.of("not-sized", rule=case.rule.rule), Reason.of("agree-first"))


def _reclassify_guard(case: Case, event: Reclassified) -> Refusal | None:
    if case.task.type == BUG:
        return Refusal(Reason.of("only-simple-grows", rule="ISM-5", type=BUG), Reason.of("two-bugs"))
    if case.task.type != SIMPLE:
        return Refusal(Reason.of("only-simple-grows", rule="ISM-3", type=case.task.type), Reason.of("new-task"))
    if event.parts < 2:
        return Refusal(Reason.of("parts-needed", rule="ISM-4", parts=event.parts), Reason.of("tell-parts"))
    if not event.consent:
        return Refusal(Reason.of("consent-needed", rule="ISM-3"), Reason.of("ask-consent"))
    return None


_GUARDS: Mapping[type[Event], Callable[..., Refusal | None]] = MappingProxyType(
    {
        Accepted: _accept_guard,
        Estimated: _size_guard,
        Agreed: _size_guard,
        Started: _start_guard,
        Solved: _solve_guard,
        Reclassified: _reclassify_guard,
    }
)


# Effects: how an event moves the clocks, by kind.


def _confirm(case: Case, event: Confirmed) -> Case:
    task = attrs.evolve(case.task, posted_at=event.at)
    opened = Case.open(Promise(task, case.rule, case.solution.target), case.calendar)
    return attrs.evolve(case, task=task, solution=opened.solution, acceptance=opened.acceptance)


def _accept(case: Case, event: Accepted) -> Case:
    clock = case.solution if case.solution.start is not None else case.solution.started(event.at)
    task = attrs.evolve(case.task, parts=event.parts or case.task.parts)
    if task != case.task:
        clock = clock.promised(case.rule.target(task))
    return attrs.evolve(case, task=task, solution=clock, acceptance=_stopped(case.acceptance, event.at))


def _stopped(clock: Clock | None, at: dt.datetime) -> Clock | None:
    return clock if clock is None or clock.stopped_at is not None else clock.stop(at)


def _estimate(case: Case, event: Estimated) -> Case:
    return attrs.evolve(case, offered=event.size)


def _agree(case: Case, event: Agreed) -> Case:
    size = event.size or case.offered
    clock = case.solution
    if case.rule.scale is Scale.AGREED:
        clock = Clock(agreed_target(size, case.rule.rule), case.calendar, event.at)
    return attrs.evolve(case, task=attrs.evolve(case.task, size=size), solution=clock)


def _start(case: Case, event: Started) -> Case:
    return attrs.evolve(case, owner=event.owner or case.owner)


def _wait(case: Case, event: Waiting) -> Case:
    running = case.solution.start is not None and case.solution.paused_at is None
    return attrs.evolve(case, solution=case.solution.pause(event.at) if running else case.solution, whence=case.state)


def _resume(case: Case, event: Resumed) -> Case:
    return attrs.evolve(
        case, solution=case.solution if case.solution.paused_at is None else case.solution.resume(event.at), whence=None
    )


def _solve(case: Case, event: Solved) -> Case:
    clock = case.solution if case.solution.start is not None else case.solution.started(event.at)
    return attrs.evolve(
        case, solution=clock.stop(event.at), acceptance=_stopped(case.acceptance, event.at), whence=None
    )


def _question(case: Case, event: Questioned) -> Case:
    return attrs.evolve(case, solution=case.solution.reopen(event.at, case.rule.reopen))


def _reclassify(case: Case, event: Reclassified) -> Case:
    task = attrs.evolve(case.task, type=COMPOUND, parts=event.parts)
    promise = case.rule.promise
    if not isinstance(promise, WorkingTime):
        raise InvalidTask(promise, "only a promise of working time can be multiplied", "give the row a WorkingTime")
    target = attrs.evolve(promise, amount=promise.amount * event.parts)
    return attrs.evolve(case, task=task, solution=case.solution.promised(target))


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
    }
)
