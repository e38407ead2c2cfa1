"""The one place where all meets: a client's facts go in; tasks, balance, notices and bills come out, at any instant.

An `Account` is an accumulator, like the ledger: the only kind of object here that changes, owned by one caller. `post`
takes one fact, in the order in which facts became known. It decides first (may the task move, does the balance cover
it) and then does; a refused fact has changed nothing and is kept as refused. What happens by itself (solved work that
closes, a month's hours that come in) is a function of time: it is caught up with before each fact, at its own instant,
so that no job ever has to run. Questions never change the account.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypeVar

from supportcore.account._keeping import Outcome
from supportcore.account._taking import HANDLERS, Taking
from supportcore.account.events import Fact, PlanChanged, in_order
from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, IdConflict, InvalidEvent, InvalidUnit, RecordedBackwards, listed
from supportcore.instants import utc
from supportcore.ledger import Balance, Ledger, Notice, Statement, notices
from supportcore.periods import Period, stretch
from supportcore.plans import Plan
from supportcore.reasons import Refusal
from supportcore.tasks import Case, Compliance, compliance, queue
from supportcore.units import Unit

FactT = TypeVar("FactT", bound=Fact)
_UNIT = Door(InvalidUnit, "a balance counts one Unit", "write unit=CREDIT, or leave it out", Unit, type(None))


class Account(Taking):
    """One client under a plan.

    ``facts`` are what the caller knows of the client (see `Plan.serves`), ``since`` is when a plan of monthly fees or
    hours starts.

    >>> from supportcore import plans
    >>> from supportcore.account import Bought, On, Posted
    >>> from supportcore.tasks import SIMPLE, Accepted, Solved, Task
    >>> from supportcore.units import CREDIT
    >>> house = plans.house_calendar()
    >>> def at(day, hour): return dt.datetime(2026, 11, day, hour, tzinfo=house.tz)
    >>> account = Account(plans.task_package(), house)
    >>> _ = account.post(Bought("b1", at(20, 9), quantity=CREDIT.of(10)))
    >>> _ = account.post(Posted.of(Task("T-1", SIMPLE, "Acme", at(20, 10))))
    >>> _ = account.post(On.of("T-1", Accepted("e1", at(20, 11))))
    >>> account.balance(at(20, 12)).held, account.balance(at(20, 12)).available
    (Quantity(1, CREDIT), Quantity(9, CREDIT))
    >>> _ = account.post(On.of("T-1", Solved("e2", at(20, 17))))
    >>> account.balance(at(25, 16)).consumed, account.balance(at(25, 17)).consumed  # closed by itself (PKG-5)
    (Quantity(0, CREDIT), Quantity(1, CREDIT))
    """

    # --- facts go in --------------------------------------------------------------------------------------------------

    def post(self, fact: Fact) -> Outcome:
        """Take a fact and return what became of it; the same fact again changes nothing.

        Raises `IdConflict` for the id of another fact, `RecordedBackwards` for one that was known before the last.
        """
        handler = HANDLERS.get(type(fact))
        if handler is None:
            kinds = ", ".join(kind.__name__ for kind in HANDLERS)
            raise InvalidEvent(fact, "an account takes facts", f"post one of {kinds}")
        known = self._outcomes.get(fact.id)
        if known is not None:
            if not known.fact.says(fact):
                why = f"a fact of this id is known already: {known.fact}"
                raise IdConflict(fact.id, why, "give every fact its own id")
            return known
        if self._known_at is not None and fact.known_at < self._known_at:
            raise RecordedBackwards(
                fact.known_at.isoformat(),
                f"{fact.id} was known before the last fact, of {self._known_at.isoformat()}",
                "post facts in the order in which they became known, or hand all of them to Account.of",
            )
        self._catch_up(fact.known_at)
        told = handler(self, fact)
        outcome = Outcome(fact, told) if isinstance(told, Refusal) else Outcome(fact, None, told)
        self._outcomes[fact.id] = outcome
        self._known_at = fact.known_at
        return outcome

    @classmethod
    def of(
        cls,
        plan: Plan,
        calendar: WorkingCalendar,
        journal: Iterable[Fact],
        *,
        facts: Iterable[str] = (),
        since: dt.datetime | None = None,
    ) -> "Account":
        """Return the account that a journal makes, in whatever order its facts are handed over.

        Facts are taken as they became known. Of one instant, credit comes before what it pays and a posting before the
        work, and facts of one kind come in the order of their ids. Raises as `post` does.
        """
        account = cls(plan, calendar, facts=facts, since=since)
        known = listed(journal, InvalidEvent, "a journal is a list of facts", "write [Posted.of(task), ...]")
        for fact in known:
            if type(fact) not in HANDLERS:
                raise InvalidEvent(fact, "a journal is a list of facts", "write [Posted.of(task), ...]")
        for fact in sorted(known, key=in_order):
            account.post(fact)
        return account

    # --- questions ----------------------------------------------------------------------------------------------------

    def at(self, now: dt.datetime) -> "Account":
        """Return the account as it is at an instant not before its last fact: what happens by itself has happened.

        It is this very account where nothing was due meanwhile, else a copy.
        """
        moment = utc(now)
        closes = bool(self._agenda) and self._agenda[0][0] <= moment
        renews = self._renews_at is not None and self._renews_at <= moment
        if not closes and not renews:
            return self
        twin = self.copy()
        twin._catch_up(moment)
        return twin

    def known(self, at: dt.datetime) -> "Account":
        """Return the account of the facts that were known at an instant. Cost: linear, they are taken again."""
        moment, first = utc(at), self.changes[0]
        if self._known_at is None or self._known_at <= moment:
            return self
        account = Account(first.plan, self.first_calendar, facts=self.facts, since=first.since)
        for one in self._outcomes.values():
            if one.fact.known_at <= moment:
                account.post(one.fact)
        return account

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return what became of every fact, in the order in which they were taken."""
        return tuple(self._outcomes.values())

    def accepted(self, kind: type[FactT]) -> Iterator[tuple[FactT, Plan]]:
        """Yield the facts of a kind that were taken, with the plan that held when they became known."""
        plan = self.changes[0].plan
        for one in self._outcomes.values():
            if isinstance(one.fact, PlanChanged):
                plan = one.fact.plan
            if isinstance(one.fact, kind) and one.refusal is None:
                yield one.fact, plan

    def plan_at(self, now: dt.datetime) -> Plan:
        """Return the plan that holds at an instant, by what was known then."""
        moment = utc(now)
        return next(held.plan for held in reversed(self.changes) if held.known_at is None or held.known_at <= moment)

    def refused(self) -> tuple[Outcome, ...]:
        """Return the facts that the plan or the balance refused."""
        return tuple(one for one in self._outcomes.values() if one.refusal is not None)

    def cases(self, now: dt.datetime) -> tuple[Case, ...]:
        """Return all tasks that were taken, as they are at an instant."""
        moment = utc(now)
        return tuple(work.case.at(max(moment, work.case.last_at)) for work in self.work.values())

    def queue(self, now: dt.datetime) -> tuple[Case, ...]:
        """Return the unsolved tasks, the one due first in front."""
        return queue(self.cases(now), now)

    def ledger(self, now: dt.datetime, unit: Unit | None = None) -> Ledger | None:
        """Return the ledger of a unit (the plan's, unless given) as it is at an instant; ``None`` without a balance."""
        account, given = self.at(now), self.plan.entitlement
        wanted = _UNIT(unit) or (None if given is None else given.unit)
        return None if wanted is None else account._ledgers.get(wanted)

    def balance(self, now: dt.datetime, *, known_at: dt.datetime | None = None, unit: Unit | None = None) -> Balance:
        """Return the balance at an instant; raise `InvalidEvent` where the plan has none."""
        return self._sure(now, unit).balance(now, known_at)

    def statement(self, period: Period, *, unit: Unit | None = None) -> Statement:
        """Return what happened to the balance in a period: opening, lines, closing."""
        stretch(period)
        return self._sure(period.end, unit).statement(period.start, period.end)

    def notices(self, since: dt.datetime, until: dt.datetime) -> tuple[Notice, ...]:
        """Return what is to be told about the balance in ``(since, until]``, each thing once (PTS-6)."""
        ledger, given = self.ledger(until), self.plan.entitlement
        return () if ledger is None or given is None else notices(ledger, given.alerts, since, until)

    def compliance(self, start: dt.datetime, end: dt.datetime, *, now: dt.datetime | None = None) -> Compliance:
        """Return what became of the promises for tasks posted in a period, by plan and kind."""
        seen = end if now is None else now
        pairs = zip((work.plan.rulebook.plan for work in self.work.values()), self.cases(seen), strict=True)
        return compliance(pairs, start, end, now=seen)

    def _sure(self, now: dt.datetime, unit: Unit | None) -> Ledger:
        ledger = self.ledger(now, unit)
        if ledger is None:
            raise InvalidEvent(self.plan.name, "this plan keeps no balance", "ask a plan with credits, hours or points")
        return ledger


ACCOUNT = Door(InvalidEvent, "a bill or a report is made of an Account", "pass the account first", Account)
