"""Facts of an account as JSON and back: one row a kind, and nothing that is not in the table.

Instants have columns of their own (`StoredFact.at`, `StoredFact.recorded_at`); the JSON holds the rest.
"""

import datetime as dt
from typing import Any

from supportcore.account import Bought, CalendarChanged, Fact, On, Posted, WorkLogged
from supportcore.calendar import WorkingCalendar
from supportcore.hosts import django_helpdesk
from supportcore.tasks import (
    Accepted,
    Cancelled,
    Channel,
    Closed,
    Questioned,
    Resumed,
    Solved,
    Task,
    Waiting,
    task_type,
)
from supportcore.units import CREDIT

EVENTS = {kind.kind: kind for kind in (Accepted, Waiting, Resumed, Solved, Questioned, Closed, Cancelled)}


def packed(fact: Fact) -> tuple[str, dict[str, Any]]:
    """Return the kind of a fact and its JSON."""
    match fact:
        case Posted(task=task):
            return "posted", {"type": task.type.code, "client": task.client, "channel": task.channel.name}
        case On(task=task, event=event) if event.kind in EVENTS:
            return event.kind, {"task": task}
        case WorkLogged(task=task, minutes=minutes):
            return "worked", {"task": task, "minutes": minutes}
        case Bought(quantity=quantity):
            return "bought", {"tasks": quantity.units}
    raise TypeError(fact)


def unpacked(kind: str, name: str, at: dt.datetime, recorded_at: dt.datetime, data: dict[str, Any]) -> Fact:
    """Return the fact that was packed."""
    known = recorded_at if recorded_at > at else None
    match kind:
        case "posted":
            task = Task(name, task_type(data["type"]), data["client"], at, Channel[data["channel"]])
            return Posted.of(task, recorded_at=known)
        case "worked":
            return WorkLogged(name, at, task=data["task"], minutes=data["minutes"], recorded_at=known)
        case "bought":
            return Bought(name, at, quantity=CREDIT.of(data["tasks"]), recorded_at=known)
        case "calendar":
            return CalendarChanged(name, at, calendar=calendar(data), recorded_at=known)
    return On.of(data["task"], EVENTS[kind](name, at), recorded_at=known)


def calendar(data: dict[str, Any]) -> WorkingCalendar:
    """Return the calendar of a snapshot: the helpdesk's own settings, its days off, and the zone it does not know."""
    return django_helpdesk.calendar(data, tz=data["zone"], exclusions=data["exclusions"])
