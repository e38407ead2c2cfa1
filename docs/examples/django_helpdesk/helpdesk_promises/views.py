"""The balance page of a client: for the staff, and for the people of the client itself."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from helpdesk_promises import journal, shown
from helpdesk_promises.models import Client

SOON = dt.timedelta(days=14)


@login_required
def balance(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show what a client has, what is promised to it, and what happened to its package."""
    client = get_object_or_404(Client, pk=client_id)
    own = request.user.email.lower().endswith(f"@{client.domain}")
    if not (request.user.is_staff or own):
        raise PermissionDenied
    now, account = timezone.now(), journal.account_of(client)
    return render(
        request,
        "helpdesk_promises/balance.html",
        {
            "base": "helpdesk/base.html" if request.user.is_staff else "helpdesk/public_base.html",
            "client": client,
            "zone": account.calendar.tz.key,
            "now": shown.instant_text(now, account.calendar.tz),
            "balance": account.balance(now),
            "lots": shown.lots(account, now, SOON),
            "tasks": shown.task_rows(client, account, now),
            "lines": shown.statement(account, now),
        },
    )
