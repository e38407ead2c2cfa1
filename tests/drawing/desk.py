"""The small language of the tests of tasks: a house, its plans, and a desk that takes tasks and hands events on."""

from datetime import date, datetime, time, timedelta

from supportcore import plans, tasks
from supportcore.reasons import Refusal
from supportcore.tasks import (
    Accepted,
    Agreed,
    Cancelled,
    Case,
    Channel,
    Closed,
    Confirmed,
    Declined,
    Estimated,
    HandedOver,
    Noted,
    Questioned,
    Reclassified,
    Resumed,
    Solved,
    Started,
    Task,
    TicketClosed,
    Waiting,
)

HOUSE = plans.house_calendar()
KYIV = HOUSE.tz
HOUR, MINUTE, MICROSECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)
PACKAGE, MANAGER, HOURLY = plans.task_package(), plans.individual_manager(), plans.hourly()


def at(day, clock="10:00", month=11):
    """23 November 2026 is a Monday; the clocks go back on 25 October."""
    return datetime.combine(date(2026, month, day), time.fromisoformat(clock), KYIV)


def task(kind=tasks.SIMPLE, when=None, channel=Channel.CABINET, *, name="T-1", client="Acme", **more):
    return Task(name, kind, client, at(23) if when is None else when, channel, **more)


def taken(plan=PACKAGE, kind=tasks.SIMPLE, when=None, channel=Channel.CABINET, **more):
    """The case of a task that a plan takes."""
    found = plan.intake(
        task(kind, when, channel, **more), HOUSE, (), [condition.fact for condition in plan.rulebook.conditions]
    )
    assert not isinstance(found, Refusal), found
    return Case.open(found.promise, HOUSE, pending=found.pending)


def after(case, *events):
    """The case after events of which every one happens."""
    for event in events:
        found = case.after(event)
        assert isinstance(found, Case), str(found)
        case = found
    return case


MADE = {
    "confirmed": Confirmed,
    "accepted": Accepted,
    "estimated": lambda name, when: Estimated(name, when, 4 * HOUR),
    "agreed": Agreed,
    "declined": Declined,
    "started": lambda name, when: Started(name, when, "ann"),
    "waiting": Waiting,
    "resumed": Resumed,
    "solved": Solved,
    "questioned": Questioned,
    "reclassified": lambda name, when: Reclassified(name, when, 2, "two reports", consent=True),
    "closed": Closed,
    "cancelled": Cancelled,
    "handed over": lambda name, when: HandedOver(name, when, "bob", "ann is ill"),
    "ticket closed": TicketClosed,
    "noted": lambda name, when: Noted(name, when, "specified"),
}


def lived(case, *kinds, start=None, step=10 * MINUTE):
    """The case after events of these kinds, one every ten minutes."""
    when = case.last_at if start is None else start
    return after(case, *(MADE[kind](f"e{n}", when + n * step) for n, kind in enumerate(kinds, 1)))


def said(refusal):
    """A refusal as the lines that a person reads."""
    assert isinstance(refusal, Refusal), refusal
    return str(refusal).splitlines()
