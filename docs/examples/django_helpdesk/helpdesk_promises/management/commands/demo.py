"""``python manage.py demo``: a client with a package and a few tickets, to look at the pages."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from unittest import mock

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils import timezone
from helpdesk.models import FollowUp, Queue, Ticket

from helpdesk_promises.models import Client, Purchase

DAY = dt.timedelta(days=1)
STORIES = (
    ("The report does not open", 1, 20, ((1, None), (3, 3))),
    ("Add a field to the order form", 3, 13, ((1, None), (26, 3))),
    ("Change the logo of the letters", 3, 6, ((1, None), (30, 3))),
    ("Import the price list", 3, 2, ((1, None),)),
    ("A second warehouse", 3, 1, ((1, None),)),
    ("A barcode on every label", 3, 1, ()),
    ("Print in two languages", 3, 1, ()),
    ("A third language", 3, 1, ()),
    ("The printer prints in blue", 3, 0, ((0, None),)),
)
"""Title, priority, working days ago (0: five minutes), and follow-ups: hours after it, new status."""


class Command(BaseCommand):
    """Fill the demo: each row is saved on the day on which it happens, so that all is known in time."""

    help = "Make a staff user (demo, demo), a client of its own (ann, demo), packages and a few tickets."

    def handle(self, *_: Any, **__: Any) -> None:
        """Make them, unless they are there."""
        users = get_user_model().objects
        if users.filter(username="demo").exists():
            self.stdout.write("the demo is there already")
            return
        self.staff = users.create_superuser("demo", "demo@desk.example", "demo")
        users.create_user("ann", "ann@acme.example", "demo")
        self.client = Client.objects.create(name="Acme", domain="acme.example")
        self.queue = Queue.objects.create(title="Support", slug="support")
        for at, happens in sorted(self._story(), key=lambda step: step[0]):
            with mock.patch("django.utils.timezone.now", return_value=at):
                happens()
        self.stdout.write("made: sign in as demo (staff) or ann (client), password demo")

    def _story(self) -> Iterator[tuple[dt.datetime, Callable[[], object]]]:
        """Yield what happens, and when."""
        today = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0)
        for days in (98, 80):
            at = today - days * DAY
            yield at, partial(Purchase.objects.create, client=self.client, tasks=10, bought_at=at)
        for title, priority, days, followups in STORIES:
            at = _working_days_before(today, days) if days else timezone.now() - dt.timedelta(minutes=5)
            ticket = Ticket(title=title, queue=self.queue, priority=priority, submitter_email="ann@acme.example")
            yield at, ticket.save
            for hours, status in followups:
                yield at + dt.timedelta(hours=hours), partial(self._answer, ticket, status)

    def _answer(self, ticket: Ticket, status: int | None) -> None:
        """Answer a ticket, as the staff's page does: the ticket first, then the follow-up."""
        if status is not None:
            ticket.status = status
            ticket.save()
        FollowUp.objects.create(
            ticket=ticket, title="Answer", date=timezone.now(), public=True, user=self.staff, new_status=status
        )


def _working_days_before(day: dt.datetime, days: int) -> dt.datetime:
    while days or day.weekday() > 4:
        day -= DAY
        days -= days > 0 and day.weekday() < 5
    return day
