"""`Case`: one task, followed through its life.

A case is a frozen value: `after` decides and returns another case or a refusal, and a refused event has changed
nothing. Whether an event can happen the table of `transitions` says, what it must bring the guards, what it changes the
effects. Closing by itself is no event: it is a function of time, so no job has to run.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, IdConflict, InvalidTask
from supportcore.instants import utc
from supportcore.reasons import Reason, Refusal
from supportcore.sla import Deadline
from supportcore.tasks._effects import EFFECTS, begun
from supportcore.tasks._guards import GUARDS
from supportcore.tasks._progress import Changes, Progress
from supportcore.tasks.events import Cancelled, Closed, Event
from supportcore.tasks.rules import Promise
from supportcore.tasks.transitions import TRANSITIONS, Back, State, possible

_EVENT = Door(InvalidTask, "what happens to a task is an Event", "write Accepted('e1', at)", Event)
_PENDING = Door(InvalidTask, "why a task waits is a Reason, or None", "pass intake(...).pending", Reason, type(None))
_PROMISE = Door(
    InvalidTask, "a case is opened on a promise, not on a refusal", "check book.promise(task) first", Promise
)


@attrs.frozen
class Case(Progress):
    """One task under way: its state, its clocks, its owner, and the events that made it so.

    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
    >>> from supportcore.sla import WorkingTime
    >>> from supportcore.tasks import SIMPLE, Accepted, Rule, Rulebook, Solved, Task
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

    events: tuple[Event, ...] = ()
    opened: "Case | None" = attrs.field(default=None, eq=False, repr=False)

    @classmethod
    def open(cls, promise: Promise, calendar: WorkingCalendar, *, pending: Reason | None = None) -> "Case":
        """Return the case of a task that was taken; with ``pending`` its clocks wait for the confirmation."""
        told, waits = _PROMISE(promise), _PENDING(pending) is not None
        solution, acceptance = (told.clock(calendar, None), None) if waits else begun(told, calendar)
        state = State.PENDING if waits else State.POSTED
        case = cls(told.task, told.rule, calendar, state, solution, acceptance, grown=told.grown)
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
        moment, case = utc(now), self.opened
        if case is None or self.last_at <= moment:
            return self.at(moment)
        if case.opened is not None and moment < case.last_at:
            return case.as_of(moment)  # as it was promised before it was promised anew
        for event in self.events[len(case.events) :]:
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
        guard, effect = GUARDS.get(type(event)), EFFECTS.get(type(event))
        if guard is not None and (refusal := guard(self, event)) is not None:
            return refusal
        changes = Changes() if effect is None else effect(self, event)
        return attrs.evolve(self, state=self._next(target), events=(*self.events, event), **changes)

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
