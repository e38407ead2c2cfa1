"""The credit side of one task: what is set aside for it, what it takes, what it gives back.

A `Purse` joins a task's work with the ledger that pays for it. Everything that may be refused is decided before
anything is posted. Hours are taken as they are worked, from what is set aside first; credits and quotes at closing.
"""

import datetime as dt
from collections.abc import Iterator
from copy import copy

import attrs

from supportcore.account.events import MINUTE, Fact, WorkLogged
from supportcore.ledger import Debit, Ledger
from supportcore.plans import Entitlement, Plan
from supportcore.points import Fault
from supportcore.reasons import Reason, Refusal
from supportcore.tasks import (
    Accepted,
    Agreed,
    ByEffort,
    Case,
    Estimated,
    Event,
    PerPart,
    Reclassified,
    Scale,
    Solved,
    State,
)
from supportcore.units import Quantity

Told = tuple[Reason, ...]


@attrs.define
class Work:
    """What an account keeps of a task beside its case: its plan, the holds for it, the work on it, whose fault when.

    ``payable`` says when an agreed development ended, how many minutes were payable then, and how it ended (PKG-4).
    """

    case: Case
    plan: Plan
    holds: list[str] = attrs.field(factory=list)
    debits: list[str] = attrs.field(factory=list)
    logs: list[WorkLogged] = attrs.field(factory=list)
    charged: int = 0
    minutes: int = 0
    faults: list[tuple[dt.datetime, Fault]] = attrs.field(factory=list)
    closed_at: dt.datetime | None = None
    payable: list[tuple[dt.datetime, int, State]] = attrs.field(factory=list)

    @property
    def fault(self) -> Fault | None:
        """Whose fault it was, as far as that is known; ``None`` where nobody has looked."""
        return self.faults[-1][1] if self.faults else None

    def blamed(self) -> Iterator[tuple[dt.datetime, dt.datetime | None]]:
        """Yield from when until when it was held to be the client's fault; ``None`` where it still is."""
        since = None
        for at, fault in self.faults:
            if fault is Fault.CLIENT:
                since = since or at
            elif since is not None:
                yield since, at
                since = None
        if since is not None:
            yield since, None

    def log(self, fact: WorkLogged) -> None:
        """Add what was worked."""
        self.logs.append(fact)
        self.minutes += fact.minutes

    def end(self, at: dt.datetime) -> None:
        """Keep when it ended first, and what a development is worth: its estimate, or the work on what is cancelled."""
        self.closed_at = self.closed_at or at
        hours = agreed_hours(self.case)
        if self.case.rule.scale is Scale.AGREED and self.case.task.size is not None:
            agreed = 0 if hours is None else hours // MINUTE  # agreed to an instant, and nobody told the hours
            minutes = self.minutes if self.case.state is State.CANCELLED else agreed
            self.payable.append((at, minutes, self.case.state))

    def copy(self) -> "Work":
        """Return work of its own."""
        twin = copy(self)
        twin.holds, twin.debits, twin.logs = list(self.holds), list(self.debits), list(self.logs)
        twin.faults, twin.payable = list(self.faults), list(self.payable)
        return twin


@attrs.frozen
class Purse:
    """The ledger that pays for one task."""

    ledger: Ledger
    given: Entitlement
    work: Work

    @property
    def task(self) -> str:
        """The id of the task, noted on every entry."""
        return self.work.case.task.id

    def needs(self, case: Case, event: Event) -> Quantity | Refusal | None:
        """Return the credit that an event, which leads to ``case``, sets aside, or why nobody can say how much."""
        if isinstance(event, Agreed) and isinstance(case.rule.charge, ByEffort):
            return self._quoted(case)
        if isinstance(event, Accepted | Reclassified | Solved) and not self.work.charged:
            return self._worth(case, event.at)
        return None

    def _worth(self, case: Case, at: dt.datetime) -> Quantity | Refusal | None:
        """Return what the kind of a task takes, less what is held for it already (PKG-4, PKG-6)."""
        count = case.rule.charge.credits(case.task)
        if count is None and isinstance(case.rule.charge, PerPart):
            return Refusal(Reason.of("parts-needed", rule="ISM-4", parts="none"), Reason.of("tell-parts"))
        more = self.given.unit.of(count or 0).units - self._held(at)
        return self.given.unit.minor(more) if more > 0 else None

    def _quoted(self, case: Case) -> Quantity | Refusal | None:
        """Return what a consent adds to what is held or taken already; an agreed instant is no quote (PTS-4)."""
        if not isinstance(case.task.size, dt.timedelta):
            return Refusal(Reason.of("not-sized", rule="PTS-4"), Reason.of("agree-first"))
        more = self._minor(case.task.size).units - self._held(case.last_at) - self.work.charged
        return self.given.unit.minor(more) if more > 0 else None

    def _held(self, at: dt.datetime) -> int:
        return sum(self.ledger.held(hold, self._since(hold, at)).units for hold in self.work.holds)

    def hold(self, need: Quantity, fact: Fact) -> Told | Refusal:
        """Set credit aside and return what no credit covers, or why the balance does not cover it."""
        hold = self.ledger.hold(
            f"{fact.id}/hold",
            need,
            at=fact.at,
            shortfall=self.given.shortfall,
            recorded_at=fact.known_at,
            note=self.task,
        )
        if isinstance(hold, Refusal):
            return hold
        self.work.holds.append(self.ledger.post(hold).id)
        return self._uncovered(hold.uncovered)

    def _uncovered(self, units: int) -> Told:
        return (Reason.of("uncovered", quantity=self.given.unit.minor(units), task=self.task),) if units else ()

    def _since(self, hold: str, at: dt.datetime) -> dt.datetime:
        """Return when something that counts from an instant happens to a hold: not before the hold began."""
        return max(at, self.ledger.entry(hold).effective_at)

    def settle(self, at: dt.datetime, known_at: dt.datetime, name: str) -> None:
        """Write off what is held: credits whole, effort as far as it was worked, agreed and not taken before.

        What no hold pays any more, of a task that was opened again, is taken from free credit.
        """
        by_effort, left = isinstance(self.work.case.rule.charge, ByEffort), self.due().units
        for number, hold in enumerate(self.work.holds):
            when = self._since(hold, at)
            spent = self.ledger.held(hold, when)
            if by_effort:
                spent = min(spent, spent.unit.minor(left))
                left -= spent.units
            entry = f"{name}/settle/{number}"
            self.ledger.post(self.ledger.settle(entry, hold, spent, at=when, recorded_at=known_at, note=self.task))
            self.work.charged += spent.units
        self.work.holds.clear()
        if by_effort and left and self.given.monthly is None:  # months of hours are taken as they are worked
            self._spend(self._decide(self.given.unit.minor(left), f"{name}/rest", at, known_at), left)

    def _spend(self, decided: Debit | Refusal, units: int) -> None:
        if not isinstance(decided, Refusal):
            self.work.debits.append(self.ledger.post(decided).id)
            self.work.charged += units

    def due(self, more: int = 0) -> Quantity:
        """Return what was worked (and so many minutes more) and agreed, beyond what was taken for it (PTS-4)."""
        return self.given.unit.minor(max(0, min(self.effort(more), self._agreed(more)) - self.work.charged))

    def effort(self, more: int = 0) -> int:
        """Return the minor units that the work (and so many minutes more) is worth, by the plan's rounding."""
        return self.given.rounded(self.given.unit.minor(self.work.minutes + more)).units

    def untaken(self, more: int = 0) -> Quantity:
        """Return what the work is worth beyond what was taken for it."""
        return self.given.unit.minor(max(0, self.effort(more) - self.work.charged))

    def _agreed(self, more: int = 0) -> int:
        """Return the minor units that the client agreed to last; without a size to agree to, all the work (PTS-4)."""
        size = self.work.case.task.size
        return self._minor(size).units if isinstance(size, dt.timedelta) else self.effort(more)

    def _minor(self, size: dt.timedelta) -> Quantity:
        return self.given.rounded(self.given.unit.minor(size // MINUTE))

    def void(self, fact: Fact) -> None:
        """Give back what is held."""
        for number, hold in enumerate(self.work.holds):
            at = self._since(hold, fact.at)
            self.ledger.post(self.ledger.void(f"{fact.id}/void/{number}", hold, at=at, recorded_at=fact.known_at))
        self.work.holds.clear()

    def take(self, asked: Quantity, fact: Fact) -> Told | Refusal:
        """Take what was worked: first what is set aside, then free credit; decided before anything moves."""
        left = asked.unit.minor(max(0, asked.units - self._held(fact.at)))
        refusal = self._decide_now(left, fact) if left.units else None
        if isinstance(refusal, Refusal):
            return refusal
        self._from_reserve(asked, fact)
        self.work.charged += asked.units
        if not left.units:
            return ()
        entry = self.ledger.post(self._decide_now(left, fact))
        self.work.debits.append(entry.id)
        return self._uncovered(entry.uncovered)

    def _decide_now(self, left: Quantity, fact: Fact) -> Debit | Refusal:
        return self._decide(left, f"{fact.id}/debit", fact.at, fact.known_at)

    def _decide(self, left: Quantity, name: str, at: dt.datetime, known_at: dt.datetime) -> Debit | Refusal:
        return self.ledger.debit(name, left, at=at, shortfall=self.given.done, recorded_at=known_at, note=self.task)

    def _from_reserve(self, asked: Quantity, fact: Fact) -> None:
        """Take from what is set aside, first set aside first; the rest stays so, in the lots it is in (PCK-8)."""
        known_at, kept = fact.known_at, []
        for number, hold in enumerate(self.work.holds):
            at = self._since(hold, fact.at)
            held = self.ledger.held(hold, at)
            spent = min(held, asked)
            asked -= spent
            if not spent.units:
                kept.append(hold)
                continue
            name = f"{fact.id}/reserve/{number}"
            if rest := held - spent:
                stays = self.ledger.move(f"{name}/rest", hold, rest, at=at, recorded_at=known_at, note=self.task)
                kept.append(self.ledger.post(stays).id)
            settled = self.ledger.settle(name, hold, spent, at=at, recorded_at=known_at, note=self.task)
            self.work.debits.append(self.ledger.post(settled).id)
        self.work.holds[:] = kept

    def move(self, other: Work, fact: Fact) -> None:
        """Give what is held to another task (PCK-8)."""
        to = other.case.task.id
        for number, hold in enumerate(self.work.holds):
            at = self._since(hold, fact.at)
            moved = self.ledger.move(f"{fact.id}/move/{number}", hold, at=at, recorded_at=fact.known_at, note=to)
            other.holds.append(self.ledger.post(moved).id)
        self.work.holds.clear()

    def give_back(self, fact: Fact) -> None:
        """Refund what was taken for work that turned out to be free, when that is known (PTS-5)."""
        for number, debit in enumerate(self.work.debits):
            found = self.ledger.refund(f"{fact.id}/refund/{number}", debit, at=fact.known_at)
            if not isinstance(found, Refusal):
                self.ledger.post(found)
        self.work.debits.clear()
        self.work.charged = 0


def taken_on(case: Case) -> bool:
    """Whether somebody accepted the task, or solved it in one go: then the plan and the credit are settled."""
    return any(isinstance(event, Accepted | Solved) for event in case.events)


def agreed_hours(case: Case) -> dt.timedelta | None:
    """Return the working time that the client agreed to last: who agrees to an instant agrees to the estimate (PKG-4).

    ``None`` where nothing was agreed, or nobody told the hours.
    """
    if not isinstance(case.task.size, dt.datetime):
        return case.task.size
    agreed = offered = None
    for event in case.events:
        if isinstance(event, Estimated) or (isinstance(event, Agreed) and isinstance(event.size, dt.timedelta)):
            offered = event.size
        if isinstance(event, Agreed):
            agreed = offered
    return agreed if isinstance(agreed, dt.timedelta) else None


def repay(ledger: Ledger, fact: Fact) -> None:
    """Pay what is owed from new credit, oldest debt first, when that is known (PTS-5)."""
    for number, debt in enumerate(tuple(ledger.debts)):
        found = ledger.repay(f"{fact.id}/repay/{number}", debt, at=fact.known_at)
        if not isinstance(found, Refusal):
            ledger.post(found)
