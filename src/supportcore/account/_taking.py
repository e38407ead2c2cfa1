"""How an account takes a fact: decide first (may the task move, does the balance cover it), then do.

A handler for each kind of fact, in the table at the end. It returns what is to be told, or the refusal, and a refused
fact has changed nothing. What it changes is what the account keeps (`supportcore.account._keeping`).
"""

from collections.abc import Callable, Mapping
from heapq import heappush
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

import attrs

from supportcore.account._keeping import Held, Keeping
from supportcore.account.credit import Told, Work, agreed_hours, repay, taken_on
from supportcore.account.events import (
    MINUTE,
    Bought,
    CalendarChanged,
    Fact,
    FaultFound,
    Granted,
    On,
    OpenedWith,
    PlanChanged,
    Posted,
    Reserved,
    ReserveMoved,
    WorkLogged,
)
from supportcore.calendar import WorkingCalendar
from supportcore.instants import local_ordinal, to_micros
from supportcore.plans import Plan
from supportcore.points import Fault
from supportcore.reasons import Reason, Refusal
from supportcore.sla import Clock
from supportcore.tasks import (
    INCIDENT,
    Accepted,
    Agreement,
    ByEffort,
    Cancelled,
    Case,
    Closed,
    Solved,
    State,
)
from supportcore.units import HOUR, Quantity

Handler: TypeAlias = Callable[["Taking", Any], Refusal | Told]


class Taking(Keeping):
    """What each kind of fact does to an account."""

    def _posted(self, fact: Posted) -> Refusal | Told:
        task = fact.task
        if task.id in self.work:
            return Refusal(Reason.of("posted-already", task=task.id), Reason.of("new-task"))
        day = (task.client, local_ordinal(to_micros(task.posted_at), self.calendar.tz))
        taken = self.plan.intake(task, self.calendar, self._days.get(day, ()), self.facts)
        if isinstance(taken, Refusal):
            return taken
        self._days.setdefault(day, []).append(task)
        self.work[task.id] = Work(Case.open(taken.promise, self.calendar, pending=taken.pending), self.plan)
        return () if taken.pending is None else (taken.pending,)

    def _on(self, work: Work, fact: On) -> Refusal | Told:
        current, plan = self._current(work, fact)
        case = current.after(fact.event)
        if isinstance(case, Refusal):
            return case
        if case is current:
            return ()  # the same event again
        purse = self._purse(work, plan)
        need = None if purse is None else purse.needs(case, fact.event)
        if isinstance(need, Refusal):
            return need
        told = () if purse is None or need is None else purse.hold(need, fact)
        if isinstance(told, Refusal):
            return told
        before, work.case, work.plan = work.case.state, case, plan
        self._follow(work, before, fact)
        return told

    def _current(self, work: Work, fact: On) -> tuple[Case, Plan]:
        """Return the case as the event meets it: closed by itself if known to be, under the plan of its acceptance."""
        known = work.case.at(fact.known_at)
        case = known if known.state is State.CLOSED else work.case
        fresh = isinstance(fact.event, Accepted | Solved) and not taken_on(case) and not work.holds
        return self._promised_anew(case, work.plan) if fresh and work.plan is not self.plan else (case, work.plan)

    def _promised_anew(self, case: Case, plan: Plan) -> tuple[Case, Plan]:
        """Return a task that nobody took on yet under the plan that holds now, if that takes it; its pauses stay."""
        promise = self.plan.promise(case.task)
        if isinstance(promise, Refusal):
            return case, plan
        opened, waited = Case.open(promise, case.calendar), case.acceptance or case.solution
        solution, acceptance = _as_paused(opened.solution, waited), _as_paused(opened.acceptance, waited)
        anew = attrs.evolve(case, rule=opened.rule, grown=opened.grown, solution=solution, acceptance=acceptance)
        return attrs.evolve(anew, opened=anew), self.plan

    def _follow(self, work: Work, before: State, fact: On) -> None:
        """Do what follows from an event: settle what is closed, void what is cancelled, note when it will close."""
        event, case = fact.event, work.case
        if case.state is State.CANCELLED:
            work.end(fact.at)
            if (purse := self._purse(work, work.plan)) is not None:
                purse.void(fact)
        elif isinstance(event, (Closed, Cancelled)) or (isinstance(event, Solved) and case.rule.closes is None):
            self._settle(work, fact.at, fact.known_at, fact.id)
        elif (closes := case.closes_at) is not None and before is not State.SOLVED:
            heappush(self._agenda, (closes, case.task.id))

    def _logged(self, work: Work, fact: WorkLogged) -> Refusal | Told:
        told = self._over(work) or self._takes_time(work, fact)
        if isinstance(told, Refusal):
            return told
        before = _grown(work)
        work.log(fact)
        return (*told, *(_grown(work) if not before else ()))

    def _over(self, work: Work) -> Refusal | None:
        if work.case.state not in (State.CLOSED, State.CANCELLED):
            return None
        return Refusal(Reason.of("task-over", state=work.case.state), Reason.of("new-task"))

    def _takes_time(self, work: Work, fact: WorkLogged) -> Told | Refusal:
        """Take monthly hours as they are worked (PCK-6), more work on what is known to be the client's fault.

        Work that is told after the solution is taken then, as far as it was agreed to (PTS-4).
        """
        purse = self._purse(work, work.plan)
        if purse is not None and purse.given.monthly is not None:
            return purse.take(purse.given.unit.minor(fact.minutes), fact)
        if purse is not None and work.fault is Fault.CLIENT:
            return purse.take(purse.untaken(fact.minutes), fact)
        settled = work.case.state is State.SOLVED and work.closed_at is not None
        if purse is not None and settled and isinstance(work.case.rule.charge, ByEffort):
            return purse.take(purse.due(fact.minutes), fact)
        return ()

    def _bought(self, fact: Bought) -> Refusal | Told:
        given = self.plan.entitlement
        if given is None or fact.quantity.unit != given.unit:
            return self._no_balance(fact.quantity)
        refusal = given.sells(fact.quantity)
        if refusal is not None:
            return refusal
        ledger = self._ledgers[given.unit]
        expires = None if given.term is None else given.term.after(fact.at, self.calendar.tz)
        grant = ledger.grant(fact.id, fact.quantity, at=fact.at, expires_at=expires, recorded_at=fact.known_at)
        ledger.post(grant)
        repay(ledger, fact)
        return ()

    def _no_balance(self, quantity: Quantity) -> Refusal:
        return Refusal(Reason.of("no-balance", plan=self.plan.name, unit=quantity.unit.name))

    def _given(self, fact: Granted | OpenedWith) -> Refusal | Told:
        ledger = self._ledgers.get(fact.quantity.unit)
        if ledger is None:
            return self._no_balance(fact.quantity)
        give = ledger.grant if isinstance(fact, Granted) else ledger.opening
        entry = give(fact.id, fact.quantity, at=fact.at, expires_at=fact.expires_at, recorded_at=fact.known_at)
        ledger.post(entry)
        return ()

    def _reserved(self, work: Work, fact: Reserved) -> Refusal | Told:
        purse = self._purse(work, work.plan)
        if purse is None or purse.given.unit != HOUR:
            return Refusal(Reason.of("no-balance", plan=work.plan.name, unit=HOUR.name))
        return self._over(work) or purse.hold(purse.given.unit.minor(fact.minutes), fact)

    def _moved(self, work: Work, fact: ReserveMoved) -> Refusal | Told:
        other = self.work.get(fact.to)
        if other is None:
            return _no_such_task(fact.to)
        purse = self._purse(work, work.plan)
        if purse is None or purse.given.unit != HOUR or not work.holds:
            return Refusal(Reason.of("nothing-reserved", rule="PCK-8", task=fact.task), Reason.of("reserve-first"))
        theirs = other.plan.entitlement
        if theirs is None or theirs.unit != purse.given.unit:
            return Refusal(Reason.of("no-balance", plan=other.plan.name, unit=purse.given.unit.name))
        if (over := self._over(other)) is not None:
            return over
        purse.move(other, fact)
        return ()

    def _fault_found(self, work: Work, fact: FaultFound) -> Refusal | Told:
        """Charge an incident that turned out to be the client's fault, or give back what was charged (PTS-5)."""
        if work.case.task.type != INCIDENT:
            return Refusal(Reason.of("fault-not-asked", rule="PTS-5", type=work.case.task.type))
        purse = self._purse(work, work.plan)
        told: Told | Refusal = ()
        if purse is not None and fact.fault is Fault.CLIENT:
            told = purse.take(purse.untaken(), fact)
        elif purse is not None:
            purse.give_back(fact)
        if not isinstance(told, Refusal):
            work.faults.append((fact.known_at, fact.fault))
        return told

    def _plan_changed(self, fact: PlanChanged) -> Refusal | Told:
        self._known_at = fact.known_at
        self._supersede(fact)
        self._subscribe(Held(fact.plan, fact.at, fact.known_at), fact.id)
        self._renew(fact.known_at)
        return ()

    def _calendar_changed(self, fact: CalendarChanged) -> Refusal | Told:
        self.calendar: WorkingCalendar = fact.calendar
        return ()


ClockT = TypeVar("ClockT", Clock, Clock | None)


def _as_paused(clock: ClockT, other: Clock) -> ClockT:
    """Return a clock that has stood still whenever another one did."""
    if clock is None or clock.start is None:
        return clock
    return attrs.evolve(clock, pauses=other.pauses, paused_at=other.paused_at)


def _no_such_task(task: str) -> Refusal:
    return Refusal(Reason.of("no-such-task", task=task), Reason.of("post-first"))


def _of_task(take: Callable[[Taking, Work, Any], Refusal | Told]) -> Handler:
    """Return a handler that finds the work on the task which the fact tells of."""

    def found(account: Taking, fact: Any) -> Refusal | Told:
        work = account.work.get(fact.task)
        return _no_such_task(fact.task) if work is None else take(account, work, fact)

    return found


def _grown(work: Work) -> Told:
    """Return what is to be told, once, about a task that took longer than its kind or its quote allows."""
    case, spent = work.case, work.minutes * MINUTE
    notice = case.rule.notice(spent) if case.task.type == case.rule.type else None  # not once it is compound (ISM-3)
    told = () if notice is None else (notice,)
    size = agreed_hours(case)
    if case.rule.agreement is Agreement.BEFORE_WORK and size is not None and spent > size:
        told = (*told, Reason.of("beyond-quote", rule="PTS-4", spent=spent, quoted=size))
    return told


HANDLERS: Mapping[type[Fact], Handler] = MappingProxyType(
    {
        Posted: Taking._posted,
        On: _of_task(Taking._on),
        WorkLogged: _of_task(Taking._logged),
        Bought: Taking._bought,
        Granted: Taking._given,
        OpenedWith: Taking._given,
        Reserved: _of_task(Taking._reserved),
        ReserveMoved: _of_task(Taking._moved),
        FaultFound: _of_task(Taking._fault_found),
        PlanChanged: Taking._plan_changed,
        CalendarChanged: Taking._calendar_changed,
    }
)
