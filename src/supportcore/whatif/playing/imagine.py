"""An imagined story: requests in, and the journal that a client's account would have under a plan, played.

Every request lives like a real one: posted, accepted, agreed where the plan wants that, worked, solved, closed. Facts
go into the very `Account` that runs production, in the order of time, and the account decides. Where the balance
refuses, the client tops up and the desk tries again (PKG-2), so packages are bought just in time. A plan of monthly
hours works on a request as far as the month's hours go, and goes on next month (PCK-1). Nothing is lost on the way:
every request ends solved, refused with the reason, or unfinished.
"""

import datetime as dt
from collections.abc import Callable, Generator, Iterable, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import ceil, floor
from typing import TypeAlias

import attrs

from supportcore.account import Account, Bought, Fact, FaultFound, Granted, On, Outcome, Posted, WorkLogged
from supportcore.calendar import Landing, WorkingCalendar
from supportcore.errors import Door, InvalidWorkload
from supportcore.ledger import Debit, Shortfall
from supportcore.periods import Billing
from supportcore.plans import Plan
from supportcore.points import Fault
from supportcore.reasons import Refusal
from supportcore.tasks import (
    COMPOUND,
    DEVELOPMENT,
    INCIDENT,
    SIMPLE,
    Accepted,
    Agreed,
    Agreement,
    Confirmed,
    Estimated,
    Reclassified,
    Rule,
    Solved,
    Task,
    TaskType,
)
from supportcore.units import Quantity
from supportcore.whatif.asking.demand import MINUTE, Ask
from supportcore.whatif.asking.doors import CALENDAR, PLAN
from supportcore.whatif.asking.workload import WORKLOAD, Workload
from supportcore.whatif.playing.desk import A_DESK, DESK, Desk
from supportcore.whatif.playing.kinds import translate

ASK = Door(InvalidWorkload, "what is played is requests: each is an Ask", "write Ask(at, SIMPLE, 25)", Ask)
_HOUR = 60
_TRIED = {"not-enough", "no-balance"}  # buy and try again; say that there is nothing to grant to
_NOTHING = dt.timedelta(0)


@attrs.frozen
class Wait:
    """Nothing happens, until an instant."""

    at: dt.datetime


Step: TypeAlias = Fact | Wait
Life: TypeAlias = Generator[Step, Outcome | None, None]
"""The facts of one request, each yielded when the outcome of the one before is known."""


@attrs.define
class Imagined:
    """A workload played under a plan: the account, its journal, and what became of what it could not take at once.

    ``refused`` are requests that the plan does not take, or for which every day was full as often as the desk tried;
    ``unfinished`` those for which a month's hours did not last, with the minutes left. ``postponed`` counts requests
    that were taken on a later day than they were asked.
    """

    account: Account
    journal: list[Fact] = attrs.field(factory=list)
    refused: list[tuple[Ask, Refusal]] = attrs.field(factory=list)
    unfinished: list[tuple[Ask, int]] = attrs.field(factory=list)
    postponed: int = 0


def imagine(
    plan: Plan, workload: Workload, calendar: WorkingCalendar, *, desk: Desk = DESK, asks: Iterable[Ask] | None = None
) -> Imagined:
    """Play a workload under a plan and return what became of it. The same every time.

    ``asks`` are the requests, if not the workload's own: those of a draw. What the plan asks to know of a client is
    taken as known.

    >>> from supportcore import plans
    >>> month = Workload.of({"simple": 12, "development": 1}, {"simple": 25, "development": 480},
    ...                     start=dt.date(2027, 3, 1), months=1)
    >>> played = imagine(plans.task_package(), month, plans.house_calendar())
    >>> print(played.account.balance(dt.datetime(2027, 4, 30, tzinfo=dt.UTC)))
    granted 20 credits, available 7 credits, consumed 13 credits
    """
    known = WORKLOAD(workload).asks(CALENDAR(calendar)) if asks is None else ASK.all(asks)
    return _Play(PLAN(plan), WORKLOAD(workload), CALENDAR(calendar), A_DESK(desk)).run(known)


@attrs.define
class _Job:
    """A request under way: how much of its work is left, and the instant that it has come to."""

    name: str
    ask: Ask
    rule: Rule
    minutes: int
    left: int
    at: dt.datetime
    pieces: int = 0

    def log(self, minutes: int) -> WorkLogged:
        """Return the fact of a piece of its work."""
        self.pieces += 1
        self.left -= minutes
        role = "programmer" if self.ask.kind == DEVELOPMENT else "specialist"
        return WorkLogged(f"{self.name}/log{self.pieces}", self.at, task=self.name, minutes=minutes, role=role)


class _Play:
    """The requests of one workload under one plan, each a generator that waits for the outcome of its last fact."""

    def __init__(self, plan: Plan, workload: Workload, calendar: WorkingCalendar, desk: Desk) -> None:
        self.plan, self.workload, self.calendar, self.desk = plan, workload, calendar, desk
        since = workload.since(calendar)
        self.end = workload.periods(calendar)[-1].end
        facts = [condition.fact for condition in plan.rulebook.conditions]
        self.found = Imagined(Account(plan, calendar, facts=facts, since=since))
        self.since = since
        self.own: dict[TaskType, TaskType] = {}
        self.bought = 0
        self.incidents = 0
        given = plan.entitlement
        self.by_month = given is not None and given.monthly is not None
        self.billing = Billing(since, given.period, calendar.tz) if given is not None and self.by_month else None
        self.grows = isinstance(plan.rulebook.rule(COMPOUND), Rule)
        self.handle = desk.shorter(plan, desk.handle // MINUTE) * MINUTE

    def run(self, asks: Sequence[Ask]) -> Imagined:
        self._grant()
        width = len(str(len(asks)))  # so that ids sort as the requests came
        lives = [self._life(f"T-{number:0{width}}", ask) for number, ask in enumerate(asks, 1)]
        due = [(step.at, number, step, life) for number, life in enumerate(lives) for step in (next(life),)]
        heapify(due)
        while due:
            _, number, step, life = heappop(due)
            later = self._live(life, step)
            if later is not None:
                heappush(due, (later.at, number, later, life))
        return self.found

    def _grant(self) -> None:
        given = self.desk.grants.get(self.plan.code)
        if given is not None:
            quantity = given(self.workload.users) if callable(given) else given
            refusal = self._post(Granted("granted", self.since, quantity=quantity)).refusal
            if refusal is not None:
                way = f"leave {self.plan.code} out of grants="
                raise InvalidWorkload(quantity, f"what comes with a plan goes into its balance: {refusal}", way)

    def _live(self, life: Life, step: Step) -> Step | None:
        """Post a fact and those that follow at the same instant; return the next step, or ``None`` at the end."""
        now, following = step.at, step
        try:
            while following.at == now:
                following = life.send(None if isinstance(following, Wait) else self._post(following))
        except StopIteration:
            return None
        return following

    def _post(self, fact: Fact) -> Outcome:
        outcome = self.found.account.post(fact)
        if outcome.refusal is None or isinstance(fact, Posted):
            self.found.journal.append(fact)
        else:  # a try that the balance refused is no part of the story; nothing else may fail unseen
            assert outcome.refusal.reason.code in _TRIED, outcome.refusal
        return outcome

    def _own(self, kind: TaskType) -> TaskType:
        """Return the plan's own kind for a request, looked up once."""
        if kind not in self.own:
            self.own[kind] = translate(kind, self.plan, self.desk.kinds)
        return self.own[kind]

    # --- the life of one request --------------------------------------------------------------------------------------

    def _life(self, name: str, ask: Ask) -> Life:
        kind = self._own(ask.kind)
        task = yield from self._taken(Task(name, kind, "client", ask.at, self.workload.channel), ask)
        if task is None:
            return
        name = task.id
        rule = self.plan.rulebook.rule(kind)
        assert isinstance(rule, Rule)  # else the posting was refused
        minutes = ask.minutes if ask.kind == DEVELOPMENT else max(1, self.desk.shorter(self.plan, ask.minutes))
        job = _Job(name, ask, rule, minutes, minutes, task.posted_at)
        yield from self._taken_on(job)
        yield from self._worked(job)
        if job.left:
            self.found.unfinished.append((ask, job.left))
            return
        yield On.of(name, Solved(f"{name}/solved", job.at))
        if kind == INCIDENT:
            yield from self._whose_fault(name, job.at)

    def _taken(self, task: Task, ask: Ask) -> Generator[Step, Outcome | None, Task | None]:
        """Post a request, again on a later day while the days are full (ISM-7); return it as taken, or nothing."""
        first, refusal = task.id, None
        for again in range(self.desk.patience + 1):
            outcome = yield Posted.of(task)
            assert outcome is not None  # a fact was posted
            refusal = outcome.refusal
            if refusal is None:
                self.found.postponed += bool(again)
                if outcome.told:  # asked by telephone or messenger: repeated in writing, then the clock runs (HRS-5)
                    yield On.of(task.id, Confirmed(f"{task.id}/confirmed", task.posted_at))
                return task
            if refusal.retry_at is None:
                break
            at = self.calendar.add(refusal.retry_at, _NOTHING, landing=Landing.ROLL_FORWARD)
            task = attrs.evolve(task, id=f"{first}/{again + 2}", posted_at=at)
        assert refusal is not None  # else it was taken
        self.found.refused.append((ask, refusal))
        return None

    def _taken_on(self, job: "_Job") -> Life:
        """Accept a request, and have its size agreed where the plan wants that."""
        name, compound = job.name, job.rule.type == COMPOUND
        job.at = self.calendar.add(job.at, self.desk.accept)
        parts = max(2, ceil(Fraction(job.minutes, _HOUR))) if compound else None
        yield from self._covered(lambda way: On.of(name, Accepted(f"{name}/accepted{way}", job.at, parts)))
        if job.rule.agreement is not Agreement.BEFORE_WORK:
            job.at = self.calendar.add(job.at, self.handle)
            return
        yield On.of(name, Estimated(f"{name}/estimated", job.at, job.minutes * MINUTE))
        job.at = self.calendar.add(job.at, self.desk.agree)
        yield from self._covered(lambda way: On.of(name, Agreed(f"{name}/agreed{way}", job.at)))

    def _worked(self, job: "_Job") -> Life:
        """Work on a request until it is done; what takes longer than its kind is meant for turns out compound."""
        if self.by_month:
            yield from self._as_far_as_it_goes(job)
        else:
            yield job.log(job.left)
        if grown := self._grown(job):
            name = job.name
            event = Reclassified(f"{name}/grown", job.at, grown, "it takes longer", consent=True)
            yield from self._covered(lambda way: On.of(name, attrs.evolve(event, id=f"{event.id}{way}")))
        job.at = self.calendar.add(job.at, job.minutes * MINUTE)

    def _grown(self, job: "_Job") -> int:
        """Return of how many parts a simple task turns out to be that takes too long, or 0 (ISM-3)."""
        limit = job.rule.effort
        if not self.grows or job.rule.type != SIMPLE or limit is None or job.minutes * MINUTE <= limit:
            return 0
        return ceil(Fraction(job.minutes, limit // MINUTE))

    def _as_far_as_it_goes(self, job: "_Job") -> Life:
        """Work as far as each month's hours go; what the last month leaves undone stays so."""
        yield Wait(job.at)
        while job.at < self.end:
            done = self._affordable(job)
            if done:
                yield job.log(done)
            if not job.left:
                return
            job.at = self._next_month(job.at)
            yield Wait(job.at)

    def _affordable(self, job: "_Job") -> int:
        """Return how many minutes of what is left the balance covers: a decision that is not posted."""
        ledger = self.found.account.ledger(job.at)
        assert ledger is not None  # asked only of a plan by the month
        wanted = ledger.unit.minor(job.left)
        decision = ledger.debit(f"{job.name}/asked", wanted, at=job.at, shortfall=Shortfall.AT_MOST)
        assert isinstance(decision, Debit)  # at most: never refused
        return job.left - decision.uncovered

    def _next_month(self, at: dt.datetime) -> dt.datetime:
        """Return the first opening of the next month's hours."""
        assert self.billing is not None  # asked only of a plan by the month
        return self.calendar.add(self.billing.containing(at).end, _NOTHING, landing=Landing.ROLL_FORWARD)

    def _covered(self, fact: Callable[[str], Fact]) -> Life:
        """Yield a fact; where the balance is too small, buy what is missing and try again."""
        outcome = yield (tried := fact(""))
        refusal = None if outcome is None else outcome.refusal
        while refusal is not None and refusal.reason.code == "not-enough":
            yield self._purchase(tried.at, _missing(refusal))
            outcome = yield fact(f"/after-{self.bought}")
            refusal = None if outcome is None else outcome.refusal

    def _purchase(self, at: dt.datetime, missing: Quantity) -> Bought:
        """Buy what is missing: whole units, and no less than the smallest package."""
        given = self.plan.entitlement
        assert given is not None  # a balance has refused
        whole = given.unit.of(ceil(missing.amount))
        self.bought += 1
        return Bought(f"B-{self.bought}", at, quantity=whole if given.minimum is None else max(whole, given.minimum))

    def _whose_fault(self, name: str, at: dt.datetime) -> Life:
        """Find every so manieth incident the client's own, and pay what it takes (PTS-5)."""
        before, self.incidents = floor(self.incidents * self.workload.fault), self.incidents + 1
        fault = Fault.CLIENT if floor(self.incidents * self.workload.fault) > before else Fault.NOT_THE_CLIENT
        yield from self._covered(lambda way: FaultFound(f"{name}/fault{way}", at, task=name, fault=fault))
        owes = fault is Fault.CLIENT and self.plan.entitlement is not None
        if owes and (owed := self.found.account.balance(at).owed):
            yield self._purchase(at, owed)


def _missing(refusal: Refusal) -> Quantity:
    found = dict(refusal.reason.args)
    asked, available = found["asked"], found["available"]
    assert isinstance(asked, Quantity)  # that is what the reason carries
    assert isinstance(available, Quantity)
    return asked - available
