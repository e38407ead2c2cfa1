"""The panel of the ticket page."""

from typing import Any

from django import template
from django.utils import timezone
from helpdesk.models import Ticket

from helpdesk_promises import journal, shown

register = template.Library()


@register.inclusion_tag("helpdesk_promises/panel.html")
def promise_panel(ticket: Ticket) -> dict[str, Any]:
    """Show the promise of a ticket, or that its sender is no client."""
    client = journal.client_of(ticket)
    if client is None or not client.facts.filter(fact_id=str(ticket.pk), kind="posted").exists():
        return {"client": None}
    now, account = timezone.now(), journal.account_of(client)
    return {
        "client": client,
        "task": shown.ticket_row(ticket, account, now),
        "zone": account.calendar.tz.key,
        "balance": account.balance(now),
    }
