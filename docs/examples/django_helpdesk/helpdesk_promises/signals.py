"""What is saved in the helpdesk is read into the journal."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from helpdesk.models import FollowUp, Ticket

from helpdesk_promises import journal
from helpdesk_promises.models import Purchase


@receiver(post_save, sender=Ticket)
def ticket_saved(instance: Ticket, *, raw: bool = False, **_: Any) -> None:
    """Read a ticket that was posted, put on hold, or edited."""
    if not raw:
        journal.read_ticket(instance)


@receiver(post_save, sender=FollowUp)
def followup_saved(instance: FollowUp, *, raw: bool = False, **_: Any) -> None:
    """Read the ticket of a follow-up: an answer, a new status, time spent."""
    if not raw:
        journal.read_ticket(instance.ticket)


@receiver(post_save, sender=Purchase)
def purchase_saved(instance: Purchase, *, raw: bool = False, **_: Any) -> None:
    """Read a purchase."""
    if not raw:
        journal.read_purchase(instance)
