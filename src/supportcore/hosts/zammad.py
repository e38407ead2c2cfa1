"""Zammad: calendars, SLAs, tickets and time accounting of its REST API, and escalation times to write back.

The API gives instants in UTC with a ``Z``; hours and holidays are wall clock and dates in the calendar's ``timezone``.
The targets of an SLA are minutes of business time. ``update_time`` and ``response_time`` are promises for every message
and a task of ours has none: `target` reads them, and the caller counts them from the message.
"""

import datetime as dt
from collections.abc import Iterator

from supportcore.account import Fact, On, Posted, WorkLogged
from supportcore.calendar import Holiday, HolidayTable, Shift, WorkingCalendar
from supportcore.calendar.hours import WEEKDAYS
from supportcore.errors import UnknownChoice
from supportcore.hosts.given import Given, LastMinute, Naive, NaiveTimes, closing, row, shift, whole_second
from supportcore.sla import WorkingTime
from supportcore.tasks import SIMPLE, Accepted, Rule, Rulebook, Solved, Task, TaskType

_MINUTE = dt.timedelta(minutes=1)
_TARGETS = ("first_response_time", "response_time", "update_time", "solution_time")


def calendar(record: object, *, last_minute: LastMinute = LastMinute.MIDNIGHT) -> WorkingCalendar:
    """Read a calendar: the timeframes of *active* weekdays, and the holidays that are active and not removed.

    >>> hours = {"mon": {"active": True, "timeframes": [["00:00", "23:59"]]},
    ...          "sat": {"active": False, "timeframes": [["10:00", "14:00"]]}}
    >>> house = calendar({"timezone": "Europe/Berlin", "business_hours": hours, "public_holidays": {}})
    >>> house.is_working_day(dt.date(2026, 11, 21)), str(house.closing(dt.date(2026, 11, 23)))
    (False, '2026-11-24 00:00:00+01:00')

    Raises `InvalidPayload` with the path of the value.
    """
    given = row(record, "a calendar")
    hours = given["business_hours"]
    week = {_weekday(name, day): list(_frames(day, last_minute)) for name, day in hours.items()}
    holidays = HolidayTable(tuple(_holidays(given["public_holidays"])), source="zammad")
    with hours.blamed():
        return WorkingCalendar.weekly(week, tz=given["timezone"].zone(), holidays=holidays)


def _weekday(name: str, day: Given) -> str:
    if name not in WEEKDAYS:
        raise day.refused("the hours of one of " + ", ".join(WEEKDAYS), "name the weekday 'mon'")
    return name


def _frames(day: Given, last_minute: LastMinute) -> Iterator[Shift]:
    if not day["active"].flag():
        return
    for frame in day["timeframes"].rows():
        ends = list(frame.rows())
        if len(ends) != 2:
            raise frame.refused("a pair of clock times", "write ['09:00', '17:00']")
        yield shift(ends[0].clock(), closing(ends[1].clock(), last_minute))


def _holidays(days: Given) -> Iterator[Holiday]:
    for date, one in days.items():
        closed = one["active"].maybe(Given.flag) and not one["removed"].maybe(Given.flag)
        if closed:
            yield Holiday(Given(date, one.path).date(), one["summary"].maybe(Given.text) or "")


def rulebook(sla: object, *, kind: TaskType = SIMPLE) -> Rulebook:
    """Read an SLA as a rulebook of one row: the first response, and the solution, in working minutes.

    >>> book = rulebook({"name": "new sla", "first_response_time": "120", "solution_time": 240})
    >>> book.rows[0].acceptance.amount, book.rows[0].promise.amount
    (datetime.timedelta(seconds=7200), datetime.timedelta(seconds=14400))
    """
    given, first, solution = row(sla, "an SLA"), target(sla, "first_response_time"), target(sla, "solution_time")
    if first is None and solution is None:
        way_out = "give the SLA one of the two; an SLA of updates alone is read by target(sla, 'update_time')"
        raise given["solution_time"].refused("minutes, or first_response_time is", way_out)
    return Rulebook(given["name"].text(), (Rule(kind, solution, acceptance=first),))


def target(sla: object, name: str) -> WorkingTime | None:
    """Read one target of an SLA by the name of its field: working minutes, or ``None`` where it promises none.

    >>> print(target({"name": "new sla", "update_time": "120"}, "update_time").amount)
    2:00:00
    """
    if name not in _TARGETS:
        raise UnknownChoice(name, "an SLA has no target of that name", f"use one of {', '.join(_TARGETS)}")
    return row(sla, "an SLA")[name].maybe(_minutes)


def _minutes(given: Given) -> WorkingTime:
    with given.blamed():
        return WorkingTime(given.duration(_MINUTE))


def task(ticket: object, *, naive: NaiveTimes = Naive.REFUSE, kind: TaskType = SIMPLE) -> Task:
    """Read a ticket: its id, the organization (else the customer) as client, when it was created, its number."""
    given = row(ticket, "a ticket")
    client = given["customer_id"] if given["organization_id"].empty else given["organization_id"]
    return Task(
        given["id"].id(), kind, client.id(), given["created_at"].instant(naive),
        reference=given["number"].maybe(Given.text),
    )  # fmt: skip


def facts(ticket: object, *, naive: NaiveTimes = Naive.REFUSE, kind: TaskType = SIMPLE) -> tuple[Fact, ...]:
    """Read what a ticket tells of its life: posted, answered first, closed.

    >>> ticket = {"id": 1, "customer_id": 2, "created_at": "2013-03-21T09:30:00.000Z",
    ...           "first_response_at": None, "close_at": "2013-03-21T11:30:00.000Z"}
    >>> [type(fact).__name__ for fact in facts(ticket)]
    ['Posted', 'On']
    """
    given, opened = row(ticket, "a ticket"), task(ticket, naive=naive, kind=kind)
    answered = given["first_response_at"].maybe(lambda one: one.instant(naive))
    closed = given["close_at"].maybe(lambda one: one.instant(naive))
    found: list[Fact] = [Posted.of(opened)]
    if answered is not None:
        found.append(On.of(opened.id, Accepted(f"{opened.id}/first-response", answered)))
    if closed is not None:
        found.append(On.of(opened.id, Solved(f"{opened.id}/close", closed)))
    return tuple(found)


def worked(entry: object, *, unit: dt.timedelta = _MINUTE, naive: NaiveTimes = Naive.REFUSE) -> WorkLogged:
    """Read a time accounting; Zammad's ``time_unit`` has the unit that the desk agreed on, minutes unless given.

    >>> worked({"id": 6, "ticket_id": 50, "time_unit": "15.0", "created_at": "2023-08-16T08:11:49.315Z"}).minutes
    15
    """
    given = row(entry, "a time accounting")
    return WorkLogged(
        f"time/{given['id'].id()}", given["created_at"].instant(naive), task=given["ticket_id"].id(),
        minutes=given["time_unit"].minutes(unit),
    )  # fmt: skip


def written(at: dt.datetime) -> str:
    """Write an instant as the API does: UTC, milliseconds, ``Z``; at the second before it.

    >>> written(dt.datetime(2013, 10, 21, 11, 30, tzinfo=dt.UTC))
    '2013-10-21T11:30:00.000Z'
    """
    return f"{whole_second(at):%Y-%m-%dT%H:%M:%S}.000Z"
