"""``statement``: a journal of several clients in; what each of them is to be shown at an instant, out.

Tasks with due and standing, the balance and what burns when, what is to be told, what was refused, and the month so
far: the statement of the balance and the invoice. The month is the one that the instant ends in, so that midnight of
the first shows the whole month before.
"""

import argparse
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from supportcore.account import Account, Invoice, Outcome, invoice
from supportcore.calendar import WorkingCalendar
from supportcore.command.journal import Client, facts_known
from supportcore.command.journal import read as read_journal
from supportcore.command.options import add_calendar, add_format, calendar
from supportcore.command.rows import BadInput, instant
from supportcore.command.show import document, wants_json
from supportcore.errors import SupportcoreError
from supportcore.instants import zone
from supportcore.ledger import Balance, Ledger, Line, Notice, Statement
from supportcore.periods import Period
from supportcore.reasons import instant_text
from supportcore.sla import Deadline
from supportcore.tables import plain, text_table
from supportcore.tasks import Case
from supportcore.units import CREDIT, HOUR, POINT

Answer = dict[str, Any]
_SINCE = re.compile(r" since \w+ \d+ \w+ \d+ [\d:]+")  # a table has no room for it
COLUMNS = ("available", "held", "consumed", "expired", "upcoming", "owed")
_EPILOG = """
The journal is JSON: a list of objects, or an object a line. A row "account" opens a client (client, plan, since,
facts); every other row has kind, client, id and at, and the fields of its kind. A JSON document of kind "journal" is a
whole client with its own plan and calendar.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.epilog = _EPILOG
    parser.add_argument("file", metavar="JOURNAL", help="JSON (- for standard input)")
    parser.add_argument("--at", required=True, help="the instant of the statement, with an offset")
    parser.add_argument("--client", action="append", help="only this client (may be given several times)")
    parser.add_argument("--naive", help="the zone of instants without an offset (refused unless given)")
    add_format(parser)
    add_calendar(parser, zone="Europe/Kyiv")


def run(options: argparse.Namespace, source: TextIO, out: TextIO, err: TextIO) -> int:
    """Answer for every client; 2 where a row is bad."""
    naive = zone(options.naive) if options.naive else None
    now = _now(options.at, naive)
    clients, bad = read_journal(source, naive)
    for why in bad:
        print(why, file=err)
    if bad:
        print(f"{len(bad)} bad rows, nothing answered", file=err)
        return 2
    hours = calendar(options, [now, *(fact.at for client in clients for _, fact in client.facts)])
    answers = [_answer(client, client.hours or hours, now) for client in _asked(clients, options.client)]
    if wants_json(options, out):
        print(document(answers), file=out)
    else:
        print("\n\n".join("\n".join(_lines(answer)) for answer in answers), file=out)
    return 0


def _now(text: str, naive: Any) -> dt.datetime:
    try:
        return instant(text, naive)
    except ValueError as why:
        raise BadInput(f"--at {text}", str(why), "write --at 2026-11-30T18:00:00+02:00") from None


def _asked(clients: Sequence[Client], names: Sequence[str] | None) -> Iterator[Client]:
    known = {client.name: client for client in clients}
    for name in names or known:
        if name not in known:
            raise BadInput(f"--client {name}", "no account row opens this client", f"use one of {', '.join(known)}")
        yield known[name]


def _answer(client: Client, hours: WorkingCalendar, now: dt.datetime) -> Answer:
    account = _account(client, hours, now)
    month = _month(now, hours)
    return {"client": client.name, "at": _when(now, hours), "month": _span(month, hours)} | {
        name: section(account.at(now), now, month) for name, section in SECTIONS.items()
    }


def _account(client: Client, hours: WorkingCalendar, now: dt.datetime) -> Account:
    """Return the account as it was known, its facts posted in the order in which they became known."""
    account = Account(client.plan, hours, facts=client.knows, since=client.since)
    for line, fact in facts_known(client, now):
        try:
            account.post(fact)
        except SupportcoreError as why:
            raise BadInput(f"line {line}", f"{fact.id}: {why.rule}", why.way_out) from None
    return account


def _month(now: dt.datetime, hours: WorkingCalendar) -> Period:
    """Return the calendar month that ends with the instant, so far."""
    last = (now - dt.timedelta(microseconds=1)).astimezone(hours.tz)
    return Period(last.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0), now)


def _when(at: dt.datetime | None, hours: WorkingCalendar) -> str | None:
    return None if at is None else at.astimezone(hours.tz).isoformat()


def _span(period: Period, hours: WorkingCalendar) -> list[str | None]:
    return [_when(period.start, hours), _when(period.end, hours)]


# The sections: what is asked of an account, in the order in which it is shown.


def _plan(account: Account, now: dt.datetime, _: Period) -> Answer:
    plan = account.plan_at(now)
    return {"code": plan.code, "name": plan.name}


def _tasks(account: Account, now: dt.datetime, _: Period) -> list[Answer]:
    return [_task(case, now) for case in account.cases(now)]


def _task(case: Case, now: dt.datetime) -> Answer:
    found, hours = case.solution.deadline, case.calendar
    due = found.due if isinstance(found, Deadline) else None
    return {
        "id": case.task.id,
        "type": case.task.type.code,
        "state": str(case.state),
        "due": _when(due, hours),
        "standing": case.solution.standing(now).text(hours.tz),
        "why": None if found is None else str(found.reason),
    }


def _balances(account: Account, now: dt.datetime, month: Period) -> list[Answer]:
    """Return what is kept of each unit: that of the plan, and what is left of a plan before it."""
    kept = ((unit, account.ledger(now, unit)) for unit in (CREDIT, HOUR, POINT))
    return [_balance(account, ledger, now, month) for _, ledger in kept if ledger is not None]


def _balance(account: Account, ledger: Ledger, now: dt.datetime, month: Period) -> Answer:
    views = [view for view in ledger.lots(now) if view.balance.available or view.balance.held or view.balance.upcoming]
    lots = [{"lot": view.id, "burns": _when(view.expires_at, account.calendar)} | _left(view.balance) for view in views]
    statement = _statement(account.statement(month, unit=ledger.unit), account)
    return {"unit": ledger.unit.name} | _left(ledger.balance(now)) | {"lots": lots, "statement": statement}


def _left(balance: Balance) -> Answer:
    found = {name: getattr(balance, name) for name in COLUMNS}
    return {name: str(value) for name, value in found.items() if value or name == "available"}


def _statement(found: Statement, account: Account) -> Answer:
    lines = [_line(line, account) for line in found.lines]
    return {"opening": str(found.opening.available), "lines": lines, "closing": str(found.closing.available)}


def _line(line: Line, account: Account) -> Answer:
    return {
        "at": _when(line.at, account.calendar),
        "what": line.kind.value,
        "entry": line.entry,
        "task": line.note or None,
        "change": str(line.change.available),
        "available": str(line.available),
    }


def _notices(account: Account, now: dt.datetime, month: Period) -> list[Answer]:
    return [_notice(one, account) for one in account.notices(month.start, now)]


def _notice(notice: Notice, account: Account) -> Answer:
    return {"at": _when(notice.at, account.calendar), "told": str(notice.reason)}


def _refused(account: Account, _: dt.datetime, __: Period) -> list[Answer]:
    return [_refusal(one, account) for one in account.refused()]


def _refusal(outcome: Outcome, account: Account) -> Answer:
    refusal = outcome.refusal
    assert refusal is not None  # `Account.refused` yields no others
    way_out = None if refusal.way_out is None else refusal.way_out.text()
    return {
        "id": outcome.fact.id,
        "at": _when(outcome.fact.at, account.calendar),
        "why": refusal.reason.text(),
        "rule": refusal.reason.rule,
        "instead": way_out,
    }


def _invoice(account: Account, _: dt.datetime, month: Period) -> Answer:
    found: Invoice = invoice(account, month)
    lines = [
        {"at": _when(one.at, account.calendar), "what": str(one.what), "amount": str(one.amount)} for one in found.lines
    ]
    return {"lines": lines, "totals": [str(one) for one in found.totals]}


SECTIONS: Mapping[str, Callable[[Account, dt.datetime, Period], Any]] = {
    "plan": _plan,
    "tasks": _tasks,
    "balances": _balances,
    "notices": _notices,
    "refused": _refused,
    "invoice": _invoice,
}


# The same answer as lines.


def _shown(at: object) -> str:
    return "-" if at is None else instant_text(dt.datetime.fromisoformat(str(at)))


def _lines(answer: Answer) -> Iterator[str]:
    first, last = answer["month"]
    yield f"{plain(answer['client'])}: {answer['plan']['name']}, at {_shown(answer['at'])}"
    yield from _table("tasks", answer["tasks"], ("id", "type", "state", "due", "standing", "why"))
    for one in answer["balances"]:
        yield from _spent(one)
    yield from _table("to tell", answer["notices"], ("at", "told"))
    yield from (f"  {line}" for one in answer["refused"] for line in _no(one))
    yield f"  to pay, {_shown(first)} to {_shown(last)}: {', '.join(answer['invoice']['totals']) or 'nothing'}"
    yield from (f"    {plain(one['what'])}: {one['amount']}" for one in answer["invoice"]["lines"])


def _no(one: Answer) -> Iterator[str]:
    rule = f" ({one['rule']})" if one["rule"] else ""
    yield f"refused: {plain(one['id'])}, {_shown(one['at'])}: {plain(one['why'])}{rule}"
    if one["instead"]:
        yield f"  instead: {plain(one['instead'])}"


def _spent(kept: Answer) -> Iterator[str]:
    yield f"  balance: {', '.join(f'{kept[name]} {name}' for name in COLUMNS if name in kept)}"
    yield from (f"    {_lot(lot)}" for lot in kept["lots"])
    lines = kept["statement"]["lines"]
    rows = [
        (_shown(one["at"]), one["what"], one["change"], one["available"], one["task"] or one["entry"]) for one in lines
    ]
    yield from _indented(text_table(("when", "what", "change", "left", "for"), rows)) if rows else ()


def _lot(lot: Answer) -> str:
    left = ", ".join(f"{lot[name]} {name}" for name in COLUMNS if name in lot)
    burns = "never burns" if lot["burns"] is None else f"burns on {_shown(lot['burns'])}"
    return f"{plain(lot['lot'])}: {left}; {burns}"


def _indented(text: str) -> Iterator[str]:
    return (f"    {line}" for line in text.splitlines())


def _table(title: str, rows: Sequence[Answer], columns: tuple[str, ...]) -> Iterator[str]:
    if not rows:
        return
    yield f"  {title}"
    cells = [[_cell(name, row[name]) for name in columns] for row in rows]
    yield from _indented(text_table(columns, cells))


def _cell(name: str, value: object) -> str:
    if name in ("at", "due"):
        return _shown(value)
    if name == "standing":
        return _SINCE.sub("", str(value))
    return "" if value is None else str(value)
