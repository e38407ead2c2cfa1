"""Answers of an account as rows for a template: text and classes, no logic left for the page."""

import datetime as dt

import attrs
from helpdesk.models import Ticket

from helpdesk_promises.models import Client
from supportcore.account import Account
from supportcore.ledger import LineKind
from supportcore.reasons import Refusal, instant_text
from supportcore.sla import Standing
from supportcore.sla import State as Clock
from supportcore.tasks import Case, Free, State

_MINUTE = dt.timedelta(minutes=1)
_COLOURS = {
    Clock.RUNNING: "primary",
    Clock.PAUSED: "secondary",
    Clock.MET: "success",
    Clock.BREACHED: "danger",
    Clock.NOT_STARTED: "secondary",
}
_HELD = "1 task of the package is held for it"
_CREDIT = {
    State.POSTED: "taken when the task is accepted",
    State.CLOSED: "1 task taken from the package",
    State.CANCELLED: "nothing taken",
}


@attrs.frozen
class TaskRow:
    """A ticket with its promise: when it is due, where it stands, what it takes, and why."""

    id: str
    title: str
    kind: str
    state: str
    due: str
    standing: str
    detail: str
    colour: str
    credit: str
    why: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()


@attrs.frozen
class BalanceLine:
    """A line of the statement: when, what, for which ticket, by how much, and what was available after it."""

    at: str
    what: str
    ticket: str
    change: str
    available: int


@attrs.frozen
class Lot:
    """A package: what is left of it, out of how many, and until when."""

    left: int
    held: int
    size: int
    expires: str
    soon: bool
    percent: int


def task_row(case: Case, account: Account, now: dt.datetime, title: str) -> TaskRow:
    """Return the row of a task that was taken."""
    zone, clock = account.calendar.tz, case.solution
    due, standing = clock.due(now), clock.standing(now)
    known = getattr(due, "due", None)
    return TaskRow(
        case.task.id,
        title,
        str(case.task.type),
        str(case.state),
        instant_text(known, zone) if known else str(due or "no due time"),
        standing.state.value,
        _detail(standing, zone),
        _COLOURS[standing.state],
        "free of charge" if isinstance(case.rule.charge, Free) else _CREDIT.get(case.state, _HELD),
        tuple(due.trace(case.calendar).lines()) if known else (),
        _refused(account, case.task.id),
    )


def _detail(standing: Standing, zone: dt.tzinfo) -> str:
    """Return what a standing says beside its word: what is left, by how much it is late, since when it is met."""
    late = None if standing.remaining is None else -standing.remaining
    if standing.state is Clock.BREACHED and late is not None and late < _MINUTE and standing.due is not None:
        return f"since {instant_text(standing.due, zone)}"  # late, and no working time has passed since
    words = standing.text(zone).removeprefix(standing.state.value).strip()
    since, _, left = words.rpartition(", ")
    return left if since and standing.state is not Clock.MET else words


def _refused(account: Account, task: str) -> tuple[str, ...]:
    """Return what the plan or the balance refused of a task, as words."""
    told = (one for one in account.refused() if getattr(one.fact, "task", None) == task)
    return tuple(dict.fromkeys(_words(one.refusal) for one in told if one.refusal is not None))


def _words(refusal: Refusal) -> str:
    return ". ".join(line[:1].upper() + line[1:] for line in str(refusal).splitlines()) + "."


def ticket_row(ticket: Ticket, account: Account, now: dt.datetime) -> TaskRow:
    """Return the row of a ticket: its promise, or why the plan did not take it."""
    name = str(ticket.pk)
    case = next((case for case in account.cases(now) if case.task.id == name), None)
    if case is not None:
        return task_row(case, account, now, ticket.title)
    told = (one for one in account.refused() if one.fact.id == name)
    words = tuple(_words(one.refusal) for one in told if one.refusal is not None)
    return TaskRow(
        name, ticket.title, "", "not taken", "-", "not taken", "", "warning", "nothing taken", refusals=words
    )


def task_rows(client: Client, account: Account, now: dt.datetime) -> list[TaskRow]:
    """Return all tickets of a client, the latest first."""
    names = [row.fact_id for row in client.facts.filter(kind="posted").order_by("-at")]
    tickets = Ticket.objects.in_bulk([int(name) for name in names])
    return [ticket_row(tickets[int(name)], account, now) for name in names if int(name) in tickets]


def lots(account: Account, now: dt.datetime, soon: dt.timedelta) -> list[Lot]:
    """Return the packages with something left in them, the one that burns first in front."""
    ledger = account.ledger(now)
    found = [] if ledger is None else [lot for lot in ledger.lots(now) if lot.balance.available or lot.balance.held]
    return [
        Lot(
            lot.balance.available.units,
            lot.balance.held.units,
            lot.balance.granted.units,
            instant_text(lot.expires_at, account.calendar.tz) if lot.expires_at else "never",
            lot.expires_at is not None and lot.expires_at - now <= soon,
            round(100 * lot.balance.available.units / lot.balance.granted.units),
        )
        for lot in sorted(found, key=lambda lot: lot.expires_at or now)
    ]


_WORDS = {LineKind.GRANTED: "package bought", LineKind.SETTLED: "used", LineKind.EXPIRED: "burnt"}


def statement(account: Account, now: dt.datetime) -> list[BalanceLine]:
    """Return what happened to the balance, the latest first."""
    ledger = account.ledger(now)
    if ledger is None or not ledger.entries:
        return []
    first = min(entry.effective_at for entry in ledger.entries)
    lines = ledger.statement(first, now + dt.timedelta(microseconds=1)).lines
    return [
        BalanceLine(
            instant_text(line.at, account.calendar.tz),
            _WORDS.get(line.kind, line.kind.value),
            line.note,
            f"{line.change.available.units:+d}" if line.change.available.units else "",
            line.available.units,
        )
        for line in reversed(lines)
    ]
