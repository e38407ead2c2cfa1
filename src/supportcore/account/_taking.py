"""How an account takes a fact: decide first (may the task move, does the balance cover it), then do.

This room is the inside of `supportcore.account.Account`: its state, what happens to that by itself, and a handler for
each kind of fact. A handler returns what is to be told, or the refusal, and a refused fact has changed nothing.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from types import MappingProxyType
from typing import Any

import attrs

from supportcore.account.credit import Purse, Told, Work, repay, taken_on
from supportcore.account.events import (
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
from supportcore.errors import Door, InvalidEvent, listed
from supportcore.instants import local_ordinal, maybe_utc, to_micros, utc
from supportcore.ledger import Grant, Ledger, Recurring
from supportcore.periods import Billing
from supportcore.plans import Plan
from supportcore.points import Fault
from supportcore.reasons import Reason, Refusal
from supportcore.tasks import (
    INCIDENT,
    Accepted,
    Agreement,
    Cancelled,
    Case,
    Closed,
    Solved,
    State,
    Task,
)
from supportcore.units import HOUR, Quantity, Unit

_FACTS = "facts are a list of what is known of the client", "write facts=[plans.CLIENT_OF_THE_FIRM]"
_MINUTE = dt.timedelta(minutes=1)


@attrs.frozen
class Held:
    """A plan that held: since when it counts, and since when it was known (``None``: from the start)."""

    plan: Plan
    since: dt.datetime | None = None
    known_at: dt.datetime | None = None


@attrs.frozen
class Outcome:
    """What became of a fact: the refusal, or what should be told about it."""

    fact: Fact
    refusal: Refusal | None = None
    told: Told = ()


class Taking:
    """The state of an account, and what each fact does to it."""

    def __init__(
        self, plan: Plan, calendar: WorkingCalendar, *, facts: Iterable[str] = (), since: dt.datetime | None = None
    ) -> None:
        if not isinstance(plan, Plan):
            raise InvalidEvent(plan, "an account is kept under a Plan", "write Account(plans.task_package(), calendar)")
        if not isinstance(calendar, WorkingCalendar):
            raise InvalidEvent(calendar, "an account counts on a WorkingCalendar", "pass plans.house_calendar()")
        known = listed(facts, InvalidEvent, *_FACTS)
        self.plan: Plan = plan
        self.calendar: WorkingCalendar = calendar
        self.first_calendar: WorkingCalendar = calendar
        self.facts: frozenset[str] = frozenset(map(Door(InvalidEvent, *_FACTS, str), known))
        self.changes: list[Held] = [Held(plan, maybe_utc(since))]
        self.work: dict[str, Work] = {}
        self._ledgers: dict[Unit, Ledger] = {}
        self._recurring: Recurring | None = None
        self._months: list[Grant] = []
        self._renewals = 0
        self._renews_at: dt.datetime | None = None
        self._days: dict[tuple[str, int], list[Task]] = {}
        self._agenda: list[tuple[dt.datetime, str]] = []
        self._outcomes: dict[str, Outcome] = {}
        self._known_at: dt.datetime | None = None
        self._subscribe(plan, since, "" if since is None else utc(since).isoformat())

    # --- what happens by itself ---------------------------------------------------------------------------------------

    def _catch_up(self, now: dt.datetime) -> None:
        """Let everything happen that was due by an instant, each thing at its own."""
        while self._agenda and self._agenda[0][0] <= now:
            at, name = heappop(self._agenda)
            work = self.work[name]
            if work.case.closes_at == at:
                self._renew(at)
                work.case = work.case.at(at)
                self._settle(work, at, self._knowable(at), f"{name}/closed/{at.isoformat()}")
        self._renew(now)

    def _knowable(self, at: dt.datetime) -> dt.datetime:
        """Return when what happens by itself is known: as it happens, or with a late fact that it follows from."""
        return at if self._known_at is None else max(at, self._known_at)

    def _renew(self, now: dt.datetime) -> None:
        """Bring in the lot of every period that has begun, each at its own instant (PCK-1)."""
        while self._renews_at is not None and self._recurring is not None and self._renews_at <= now:
            ledger = self._ledgers[self._recurring.quantity.unit]
            known_at = self._knowable(self._renews_at)
            self._months.append(ledger.post(self._recurring.grant(ledger, self._renewals, recorded_at=known_at)))
            self._renewals += 1
            self._renews_at = self._recurring.billing.start(self._renewals)

    def _subscribe(self, plan: Plan, since: dt.datetime | None, name: str) -> None:
        """Open the ledger of a plan, and start its monthly lots."""
        given = plan.entitlement
        by_month = plan.tariff.monthly is not None or (given is not None and given.monthly is not None)
        if by_month and since is None:
            why = "a plan with a monthly fee or monthly hours starts at an instant (PCK-1)"
            raise InvalidEvent(plan.code, why, "pass since=")
        self._recurring = self._renews_at = None
        if given is None:
            return
        self._ledgers.setdefault(given.unit, Ledger(given.unit))
        if given.monthly is not None and since is not None:
            billing = Billing(since, given.period, self.calendar.tz)
            self._recurring = Recurring(f"{plan.code}/{name}", given.monthly, billing)
            self._renewals, self._renews_at = 0, billing.anchor

    # --- handlers: decide, then do ------------------------------------------------------------------------------------

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

    def _on(self, fact: On) -> Refusal | Told:
        work = self._known(fact.task)
        if isinstance(work, Refusal):
            return work
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
        if purse is not None and need is not None and (refusal := purse.hold(need, fact)) is not None:
            return refusal
        before, work.case, work.plan = work.case.state, case, plan
        self._follow(work, before, fact)
        return ()

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
        opened = Case.open(promise, case.calendar)
        clock, old = opened.solution, case.solution
        if clock.start is not None:
            clock = attrs.evolve(clock, pauses=old.pauses, paused_at=old.paused_at)
        return attrs.evolve(case, rule=opened.rule, solution=clock, acceptance=opened.acceptance), self.plan

    def _follow(self, work: Work, before: State, fact: On) -> None:
        """Do what follows from an event: settle what is closed, void what is cancelled, note when it will close."""
        event, case = fact.event, work.case
        if case.state is State.CANCELLED:
            self._end(work, fact.at)
            if (purse := self._purse(work, work.plan)) is not None:
                purse.void(fact)
        elif isinstance(event, (Closed, Cancelled)) or (isinstance(event, Solved) and case.rule.closes is None):
            self._settle(work, fact.at, fact.known_at, fact.id)
        elif (closes := case.closes_at) is not None and before is not State.SOLVED:
            heappush(self._agenda, (closes, case.task.id))

    def _settle(self, work: Work, at: dt.datetime, known_at: dt.datetime, name: str) -> None:
        self._end(work, at)
        if (purse := self._purse(work, work.plan)) is not None:
            purse.settle(at, known_at, name)

    def _end(self, work: Work, at: dt.datetime) -> None:
        work.closed_at = work.closed_at or at

    def _logged(self, fact: WorkLogged) -> Refusal | Told:
        work = self._known(fact.task)
        if isinstance(work, Refusal):
            return work
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
        """Take monthly hours as they are worked (PCK-6), and more work on what is known to be the client's fault."""
        purse = self._purse(work, work.plan)
        if purse is not None and purse.given.monthly is not None:
            return purse.take(purse.given.unit.minor(fact.minutes), fact)
        if purse is not None and work.fault is Fault.CLIENT:
            return purse.take(purse.untaken(fact.minutes), fact)
        return ()

    def _bought(self, fact: Bought) -> Refusal | Told:
        given, ledger = self.plan.entitlement, self._ledger(self.plan)
        if given is None or ledger is None or fact.quantity.unit != given.unit:
            return self._no_balance(fact.quantity)
        refusal = given.sells(fact.quantity)
        if refusal is not None:
            return refusal
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

    def _reserved(self, fact: Reserved) -> Refusal | Told:
        work = self._known(fact.task)
        if isinstance(work, Refusal):
            return work
        purse = self._purse(work, work.plan)
        if purse is None or purse.given.unit != HOUR:
            return Refusal(Reason.of("no-balance", plan=work.plan.name, unit=HOUR.name))
        return self._over(work) or purse.hold(purse.given.unit.minor(fact.minutes), fact) or ()

    def _moved(self, fact: ReserveMoved) -> Refusal | Told:
        work, other = self._known(fact.task), self._known(fact.to)
        if isinstance(work, Refusal):
            return work
        if isinstance(other, Refusal):
            return other
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

    def _fault_found(self, fact: FaultFound) -> Refusal | Told:
        """Charge an incident that turned out to be the client's fault, or give back what was charged (PTS-5)."""
        work = self._known(fact.task)
        if isinstance(work, Refusal):
            return work
        if work.case.task.type != INCIDENT:
            return Refusal(Reason.of("fault-not-asked", rule="PTS-5", type=work.case.task.type))
        purse = self._purse(work, work.plan)
        told: Told | Refusal = ()
        if purse is not None and fact.fault is Fault.CLIENT:
            told = purse.take(purse.untaken(), fact)
        elif purse is not None and fact.fault is not Fault.CLIENT:
            purse.give_back(fact)
        if not isinstance(told, Refusal):
            work.faults.append((fact.known_at, fact.fault))
        return told

    def _plan_changed(self, fact: PlanChanged) -> Refusal | Told:
        self._known_at = fact.known_at
        self._supersede(fact)
        self._subscribe(fact.plan, fact.at, fact.id)
        self.plan = fact.plan
        self.changes.append(Held(fact.plan, fact.at, fact.known_at))
        self._renew(fact.known_at)
        return ()

    def _supersede(self, fact: PlanChanged) -> None:
        """Void the lots of months that begin where the new plan rules: as their fees, they are not the old plan's."""
        for month in self._months:
            if month.effective_at >= fact.at:
                ledger, name = self._ledgers[month.quantity.unit], f"{fact.id}/instead of/{month.id}"
                gone = ledger.void_lot(
                    name, month.id, reason="another plan holds", at=month.effective_at, recorded_at=fact.known_at
                )
                ledger.post(gone)
        self._months = [month for month in self._months if month.effective_at < fact.at]

    def _calendar_changed(self, fact: CalendarChanged) -> Refusal | Told:
        self.calendar = fact.calendar
        return ()

    def _known(self, task: str) -> Work | Refusal:
        work = self.work.get(task)
        return work or Refusal(Reason.of("no-such-task", task=task), Reason.of("post-first"))

    def _purse(self, work: Work, plan: Plan) -> Purse | None:
        given = plan.entitlement
        return None if given is None else Purse(self._ledgers[given.unit], given, work)

    def _ledger(self, plan: Plan) -> Ledger | None:
        return None if plan.entitlement is None else self._ledgers[plan.entitlement.unit]


def _grown(work: Work) -> Told:
    """Return what is to be told, once, about a task that took longer than its kind or its quote allows."""
    case, spent = work.case, work.minutes * _MINUTE
    notice = case.rule.notice(spent) if case.task.type == case.rule.type else None  # not once it is compound (ISM-3)
    told = () if notice is None else (notice,)
    size = case.task.size
    if case.rule.agreement is Agreement.BEFORE_WORK and isinstance(size, dt.timedelta) and spent > size:
        told = (*told, Reason.of("beyond-quote", rule="PTS-4", spent=spent, quoted=size))
    return told


HANDLERS: Mapping[type[Fact], Callable[[Taking, Any], Refusal | Told]] = MappingProxyType(
    {
        Posted: Taking._posted,
        On: Taking._on,
        WorkLogged: Taking._logged,
        Bought: Taking._bought,
        Granted: Taking._given,
        OpenedWith: Taking._given,
        Reserved: Taking._reserved,
        ReserveMoved: Taking._moved,
        FaultFound: Taking._fault_found,
        PlanChanged: Taking._plan_changed,
        CalendarChanged: Taking._calendar_changed,
    }
)
