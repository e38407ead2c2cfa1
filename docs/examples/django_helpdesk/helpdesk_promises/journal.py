"""A client's journal: rows of the helpdesk go in as facts, and the account that they make comes out.

Each save of a ticket or a follow-up reads that ticket anew and adds the facts that are not yet known; a fact's id makes
a second look harmless. Facts are kept with the instant at which we knew them, so nothing that is edited later rewrites
what was promised. The opening hours are a fact too: when they change, tickets taken before keep their calendar.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from helpdesk.models import EscalationExclusion, Ticket

from helpdesk_promises import codec
from helpdesk_promises.models import Client, Purchase
from supportcore.account import Account, Bought, Fact, On
from supportcore.hosts import django_helpdesk
from supportcore.plans import Plan, task_package
from supportcore.sla import Deadline
from supportcore.tasks import Resumed, Waiting
from supportcore.units import CREDIT

PLAN: Plan = task_package()


def client_of(ticket: Ticket) -> Client | None:
    """Return the client of a ticket: the company of the sender's e-mail domain."""
    domain = (ticket.submitter_email or "").rpartition("@")[2].lower()
    return Client.objects.filter(domain=domain).first() if domain else None


def read_ticket(ticket: Ticket) -> None:
    """Add what a ticket and its follow-ups tell that was not known before."""
    client = client_of(ticket)
    if client is None:
        return
    told = django_helpdesk.facts(ticket, ticket.followup_set.order_by("date", "id"), client=client.name)
    add(client, [*told, *_holds(client, ticket)])
    _write_due(client, ticket)


def _write_due(client: Client, ticket: Ticket) -> None:
    """Put the promised time into the ticket's own due date, which the helpdesk's lists and mails show."""
    now, account = timezone.now(), account_of(client)
    case = next((case for case in account.cases(now) if case.task.id == str(ticket.pk)), None)
    found = None if case is None else case.solution.due(now)
    if isinstance(found, Deadline):
        ticket.due_date = django_helpdesk.written(found.due)
        Ticket.objects.filter(pk=ticket.pk).update(due_date=ticket.due_date)


def _holds(client: Client, ticket: Ticket) -> Iterable[Fact]:
    """Tell that a ticket was put on hold or taken off: the helpdesk keeps a flag, we keep when it changed."""
    known = client.facts.filter(kind__in=[Waiting.kind, Resumed.kind], data__task=str(ticket.pk))
    last = known.last()
    waits = last is not None and last.kind == Waiting.kind
    if ticket.on_hold is not waits:
        event = Waiting if ticket.on_hold else Resumed
        yield On.of(str(ticket.pk), event(f"ticket/{ticket.pk}/hold/{known.count() + 1}", timezone.now()))


def read_purchase(purchase: Purchase) -> None:
    """Add what a client bought."""
    add(purchase.client, [Bought(f"purchase/{purchase.pk}", purchase.bought_at, quantity=CREDIT.of(purchase.tasks))])


@transaction.atomic
def add(client: Client, facts: Iterable[Fact]) -> None:
    """Store the facts that are not known yet, after the opening hours if these have changed."""
    now = timezone.now()
    known = set(client.facts.values_list("fact_id", flat=True))
    fresh = [fact for fact in facts if fact.id not in known]
    if not fresh:
        return
    _note_hours(client, min(fact.at for fact in fresh), now)
    for fact in fresh:
        kind, data = codec.packed(fact)
        client.facts.create(fact_id=fact.id, kind=kind, at=fact.at, recorded_at=max(now, fact.at), data=data)


def _note_hours(client: Client, at: dt.datetime, now: dt.datetime) -> None:
    """Store the opening hours, if they are not those that the client's last task was counted on."""
    data, last = snapshot(), client.facts.filter(kind="calendar").last()
    if last is None or last.data != data:
        number = client.facts.filter(kind="calendar").count() + 1
        client.facts.create(
            fact_id=f"calendar/{number}", kind="calendar", at=at, recorded_at=max(now, at), data=data
        )  # fmt: skip


def snapshot() -> dict[str, Any]:
    """Return the opening hours, holidays and days off (those of every queue) as they are now, as JSON."""
    days = EscalationExclusion.objects.filter(queues=None).order_by("date", "name")
    hours = getattr(settings, django_helpdesk.OPENING_HOURS, {})
    return {
        "zone": getattr(settings, "HELPDESK_PROMISES_ZONE", settings.TIME_ZONE),
        django_helpdesk.OPENING_HOURS: {day: list(ends) for day, ends in hours.items()},
        django_helpdesk.HOLIDAYS: [str(day) for day in getattr(settings, django_helpdesk.HOLIDAYS, ())],
        "exclusions": [{"date": day.date.isoformat(), "name": day.name} for day in days],
    }


def account_of(client: Client) -> Account:
    """Return the account that a client's facts make."""
    rows = list(client.facts.all())
    first = next((row.data for row in rows if row.kind == "calendar"), snapshot())
    facts = [codec.unpacked(row.kind, row.fact_id, row.at, row.recorded_at, row.data) for row in rows]
    return Account.of(PLAN, codec.calendar(first), facts)
