"""What an account keeps of a client, and what happens to that by itself: months of hours begin, solved work closes.

Both are functions of time, caught up with before each fact, each thing at its own instant. What the facts themselves
do is in `supportcore.account._taking`.
"""

import datetime as dt
from collections.abc import Iterable
from copy import copy
from heapq import heappop
from typing import Self

import attrs

from supportcore.account.credit import Purse, Told, Work
from supportcore.account.events import Fact, PlanChanged
from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, InvalidEvent, listed
from supportcore.instants import maybe_utc
from supportcore.ledger import Grant, Ledger, Recurring
from supportcore.periods import Billing, Months
from supportcore.plans import Plan
from supportcore.reasons import Refusal
from supportcore.tasks import Task
from supportcore.units import Unit

_FACTS = "facts are a list of what is known of the client", "write facts=[plans.CLIENT_OF_THE_FIRM]"


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


class Keeping:
    """The state of an account, which only time changes here."""

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
        self.changes: list[Held] = []
        self.fees: list[Billing | None] = []  # the months of each of them, in the zone of the day
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
        first = Held(plan, maybe_utc(since))
        self._subscribe(first, "" if first.since is None else first.since.isoformat())

    def copy(self) -> Self:
        """Return an account of its own with the same facts."""
        twin = copy(self)
        twin.changes, twin.fees = list(self.changes), list(self.fees)
        twin.work = {name: work.copy() for name, work in self.work.items()}
        twin._ledgers = {unit: ledger.copy() for unit, ledger in self._ledgers.items()}
        twin._days = {day: list(tasks) for day, tasks in self._days.items()}
        twin._months = list(self._months)
        twin._agenda = list(self._agenda)
        twin._outcomes = dict(self._outcomes)
        return twin

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

    def _subscribe(self, held: Held, name: str) -> None:
        """Let a plan hold: open its ledger, and start its monthly fees and lots."""
        plan, since, given = held.plan, held.since, held.plan.entitlement
        by_month = plan.tariff.monthly is not None or (given is not None and given.monthly is not None)
        if by_month and since is None:
            why = "a plan with a monthly fee or monthly hours starts at an instant (PCK-1)"
            raise InvalidEvent(plan.code, why, "pass since=")
        self.plan = plan
        self.changes.append(held)
        self.fees.append(None if since is None else Billing(since, Months(1), self.calendar.tz))
        self._recurring = self._renews_at = None
        if given is None:
            return
        self._ledgers.setdefault(given.unit, Ledger(given.unit))
        if given.monthly is not None and since is not None:
            billing = Billing(since, given.period, self.calendar.tz)
            self._recurring = Recurring(f"{plan.code}/{name}", given.monthly, billing)
            self._renewals, self._renews_at = 0, billing.anchor

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

    def _settle(self, work: Work, at: dt.datetime, known_at: dt.datetime, name: str) -> None:
        work.end(at)
        if (purse := self._purse(work, work.plan)) is not None:
            purse.settle(at, known_at, name)

    def _purse(self, work: Work, plan: Plan) -> Purse | None:
        given = plan.entitlement
        return None if given is None else Purse(self._ledgers[given.unit], given, work)
