"""A journal in: JSON objects, one a fact, become the typed facts of the account, client by client.

Two tables are the format. `KINDS` says for each kind of row which fields it needs, which it may have, and the fact that
it makes; `supportcore.command.fields.READERS` says how a field is read. A row
``account`` opens a client: the plan, since when, and what is known of them. A journal that was kept as a document
(`supportcore.wire.Journal`) is a row too: a whole client, with a calendar of its own.
"""

import datetime as dt
import reprlib
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TextIO, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from supportcore import account, plans, tasks
from supportcore.account import Fact, On, PlanChanged, Posted
from supportcore.account.events import in_order
from supportcore.calendar import WorkingCalendar
from supportcore.command.fields import READERS, text
from supportcore.command.rows import BadInput, BadRow, json_objects
from supportcore.errors import SupportcoreError
from supportcore.plans import Plan
from supportcore.sla import WorkingTime
from supportcore.tasks import Event, Task

Fields: TypeAlias = dict[str, Any]
Maker: TypeAlias = Callable[[Fields], Fact]


# What a row makes.


@attrs.frozen
class Kind:
    """A kind of row: the fields it needs beside id, client and at, those it may have, and the fact that it makes."""

    make: Maker
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """All fields that must be there."""
        return ("client", "id", "at", *self.needs)

    @property
    def known(self) -> tuple[str, ...]:
        """All fields that may be there."""
        return ("kind", *self.required, *self.may, "recorded_at")


def _happened(event: type[Event], *needs: str, may: tuple[str, ...] = ()) -> Kind:
    """Return the kind of row that tells an event of a task."""

    def make(fields: Fields) -> Fact:
        task, recorded = fields.pop("task"), fields.pop("recorded_at", None)
        return On.of(task, event(**fields), recorded_at=recorded)

    return Kind(make, ("task", *needs), may)


def _kept(fact: type[Fact], *needs: str, may: tuple[str, ...] = ()) -> Kind:
    """Return the kind of row whose fields are those of the fact."""
    return Kind(lambda fields: fact(**fields), needs, may)


def _posted(fields: Fields) -> Fact:
    recorded = fields.pop("recorded_at", None)
    return Posted.of(Task(posted_at=fields.pop("at"), **fields), recorded_at=recorded)


def _plan_changed(fields: Fields) -> Fact:
    plan = sold({name: fields.pop(name) for name in PLAN_FIELDS if name in fields})
    return PlanChanged(**fields, plan=plan)


PLAN_FIELDS = ("plan", "hours", "price", "response")
_CREDIT = ("quantity",)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "posted": Kind(_posted, ("type",), ("channel", "parts", "size", "reference")),
        "confirmed": _happened(tasks.Confirmed),
        "accepted": _happened(tasks.Accepted, may=("parts",)),
        "estimated": _happened(tasks.Estimated, "size"),
        "agreed": _happened(tasks.Agreed, may=("size",)),
        "declined": _happened(tasks.Declined),
        "started": _happened(tasks.Started, "owner"),
        "waiting": _happened(tasks.Waiting),
        "resumed": _happened(tasks.Resumed),
        "solved": _happened(tasks.Solved),
        "questioned": _happened(tasks.Questioned),
        "reclassified": _happened(tasks.Reclassified, "parts", may=("reason", "consent")),
        "closed": _happened(tasks.Closed),
        "cancelled": _happened(tasks.Cancelled),
        "handed_over": _happened(tasks.HandedOver, "owner", may=("reason",)),
        "ticket_closed": _happened(tasks.TicketClosed, may=("outcome",)),
        "noted": _happened(tasks.Noted, "stage"),
        "work_logged": _kept(account.WorkLogged, "task", "minutes", may=("role", "project", "what")),
        "bought": _kept(account.Bought, *_CREDIT),
        "opened_with": _kept(account.OpenedWith, *_CREDIT, may=("expires_at",)),
        "granted": _kept(account.Granted, *_CREDIT, may=("expires_at",)),
        "reserved": _kept(account.Reserved, "task", "minutes"),
        "reserve_moved": _kept(account.ReserveMoved, "task", "to"),
        "fault_found": _kept(account.FaultFound, "task", "fault"),
        "plan_changed": Kind(_plan_changed, ("plan",), PLAN_FIELDS[1:]),
    }
)

_ACCOUNT_NEEDS = ("client", "plan")
_ACCOUNT_KNOWN = ("kind", *_ACCOUNT_NEEDS, *PLAN_FIELDS[1:], "since", "facts")


# Which plan.


def sold(fields: Fields) -> Plan:
    """Return a plan by its name: the hours of a package, a price a month, the response times of private support.

    >>> sold({"plan": "hour_package", "hours": 80}).name
    'Package of 80 hours a month'
    """
    name, price = fields["plan"], fields.get("price")
    if name not in _SOLD:
        raise BadInput(f"plan {name!r}", "no plan of that name is sold", f"use one of {', '.join(_SOLD)}")
    plan = _SOLD[name](fields)
    return plan if price is None else plan.evolve(tariff=attrs.evolve(plan.tariff, monthly=price))


def _private(fields: Fields) -> Plan:
    if "response" not in fields:
        raise BadInput("plan 'private_support'", "it is sold by response times (GEN-4)", "add response, such as 30min")
    return plans.private_support(WorkingTime(fields["response"], rule="GEN-4"))


def _ready(make: Callable[[], Plan]) -> Callable[[Fields], Plan]:
    return lambda _: make()


_SOLD: Mapping[str, Callable[[Fields], Plan]] = MappingProxyType(
    {name: _ready(make) for name, make in plans.READY.items()}
    | {
        "hour_package": lambda fields: plans.hour_package(fields.get("hours", 40)),
        "private_support": _private,
        "points_alternative": _ready(plans.points_alternative),
    }
)


# The journal.


@attrs.define
class Client:
    """A client of the journal: the plan they came with, and the facts with their lines, and their own hours if any."""

    name: str
    plan: Plan
    since: dt.datetime | None
    knows: tuple[str, ...]
    facts: list[tuple[int, Fact]] = attrs.field(factory=list)
    hours: WorkingCalendar | None = None


_OPENING = ("account", "journal")


def read(stream: TextIO, naive: ZoneInfo | None) -> tuple[tuple[Client, ...], tuple[BadRow, ...]]:
    """Return the clients in the order in which they come, and the rows that cannot be read."""
    rows = json_objects(stream, "the journal")
    clients: dict[str, Client] = {}
    bad = []
    for line, row in sorted(rows, key=lambda one: one[1].get("kind") not in _OPENING):  # accounts open first
        try:
            _take(_Row(line, row, naive), clients)
        except BadRow as why:
            bad.append((line, why))
    return tuple(clients.values()), tuple(why for _, why in sorted(bad, key=lambda one: one[0]))


@attrs.frozen
class _Row:
    line: int
    values: Mapping[str, object]
    naive: ZoneInfo | None

    def wrong(self, field: str, why: object) -> BadRow:
        shown = f": {reprlib.repr(self.values[field])}" if field in self.values else ""
        return BadRow(f"line {self.line}, field {field!r}{shown}", str(why), "mend the row")

    def fields(self, required: tuple[str, ...], known: tuple[str, ...]) -> Fields:
        """Return the fields as values; names are checked before what they hold."""
        given = {name: value for name, value in self.values.items() if value is not None}
        for name in given:
            if name not in known and not (name == "unit" and "quantity" in known):
                raise self.wrong(name, f"this kind of row has the fields {', '.join(known)}")
        for name in required:
            if name not in given:
                raise self.wrong(name, "the field is missing")
        return {name: self._read(name, value) for name, value in given.items() if name not in ("kind", "unit")}

    def _read(self, name: str, value: object) -> object:
        unit = self.values.get("unit")
        if name == "quantity" and unit is not None and type(value) in (int, str):
            value = f"{value} {unit}"
        try:
            return READERS.get(name, text)(value, self.naive)
        except (ValueError, LookupError) as why:
            raise self.wrong(name, _said(why)) from None


def _said(why: Exception) -> str:
    return f"{why.rule}; {why.way_out}" if isinstance(why, SupportcoreError) else str(why)


def _take(row: _Row, clients: dict[str, Client]) -> None:
    name = row.values.get("kind")
    if name == "account":
        _open(row, clients)
        return
    if name == "journal":
        _add(row, _document(row), clients)
        return
    if not isinstance(name, str) or name not in KINDS:
        raise row.wrong("kind", f"a row is an account or one of {', '.join(KINDS)}")
    kind = KINDS[name]
    fields = row.fields(kind.required, kind.known)
    client = clients.get(fields["client"])
    if client is None:
        raise row.wrong("client", "no account row opens this client")
    if name != "posted":
        del fields["client"]
    client.facts.append((row.line, _made(row, kind.make, fields)))


def _open(row: _Row, clients: dict[str, Client]) -> None:
    fields = row.fields(_ACCOUNT_NEEDS, _ACCOUNT_KNOWN)
    plan = _made(row, sold, fields)
    _add(row, Client(fields["client"], plan, fields.get("since"), fields.get("facts", ())), clients)


def _document(row: _Row) -> Client:
    """Return the client of a journal that was kept as a document: named as in its tasks, or by its line."""
    from supportcore.wire import Journal, from_document  # noqa: PLC0415  # only a document needs the extra

    found = from_document(row.values, Journal)
    name = next((fact.task.client for fact in found.facts if isinstance(fact, Posted)), f"journal of line {row.line}")
    facts = [(row.line, fact) for fact in found.facts]
    return Client(name, found.plan, found.since, found.knows, facts, found.calendar)


def _add(row: _Row, client: Client, clients: dict[str, Client]) -> None:
    if client.name in clients:
        raise row.wrong("client", "an account row or a journal opened this client before")
    clients[client.name] = client


def _made(row: _Row, make: Callable[[Fields], Any], fields: Fields) -> Any:
    try:
        return make(fields)
    except (SupportcoreError, TypeError) as why:
        raise BadRow(f"line {row.line}", _said(why), "mend the row") from None


def facts_known(client: Client, now: dt.datetime) -> Iterator[tuple[int, Fact]]:
    """Yield what was known of a client at an instant, in the order in which an account takes it."""
    known = ((line, fact) for line, fact in client.facts if fact.known_at <= now)
    return iter(sorted(known, key=lambda one: in_order(one[1])))
