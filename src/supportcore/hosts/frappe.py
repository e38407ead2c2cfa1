"""Frappe Helpdesk and ERPNext: service level agreements, holiday lists and tickets.

Everything is on the clock of the *site*, and no document says which zone that is: ``tz`` is asked for, and naive times
need ``naive=`` the same zone. Service days come as text (``'10:00:00'``, ``'9:00:00'``) or as ``timedelta``; response
and resolution are seconds, in the schema of 2019 a number with a period beside it. There is one row a weekday, so a
lunch break cannot be expressed there: combine the calendar with one that has it, ``calendar & other``.
"""

import datetime as dt
from collections.abc import Iterator

from supportcore.calendar import Beyond, Holiday, HolidayTable, Shift, WorkingCalendar
from supportcore.hosts.given import Given, LastMinute, Naive, NaiveTimes, closing, row, shift, wall_text
from supportcore.sla import WorkingTime
from supportcore.tasks import Rule, Rulebook, Task, TaskType

_SECOND = dt.timedelta(seconds=1)
_WORKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PERIODS = {"Minute": dt.timedelta(minutes=1), "Hour": dt.timedelta(hours=1)}


def calendar(
    sla: object,
    holiday_list: object = None,
    *,
    tz: str | dt.tzinfo,
    last_minute: LastMinute = LastMinute.MIDNIGHT,
    beyond: Beyond = Beyond.REFUSE,
) -> WorkingCalendar:
    """Read the ``support_and_resolution`` rows of an SLA, and the holiday list it names, on the clock of the site.

    The list speaks for the dates ``from_date`` to ``to_date``; ``beyond`` says what happens after them. Without a list
    there are no holidays.

    >>> sla = {"support_and_resolution": [
    ...     {"workday": "Monday", "start_time": dt.timedelta(hours=10), "end_time": "18:00:00"}]}
    >>> print(calendar(sla, tz="Asia/Kolkata").closing(dt.date(2026, 11, 23)))
    2026-11-23 18:00:00+05:30

    Raises `InvalidPayload` with the path of the value.
    """
    given = row(sla, "a service level agreement")
    days = given["support_and_resolution"]
    week: dict[str, list[Shift]] = {}
    for one in days.rows():
        name = _workday(one["workday"])
        if name in week:
            raise one["workday"].refused("a weekday named once", "join its rows, or add a break to the calendar")
        week[name] = [_service_day(one, last_minute)]
    table = None if holiday_list is None else _holidays(row(holiday_list, "a holiday list"))
    with days.blamed():
        return WorkingCalendar.weekly(week, tz=tz, holidays=table, beyond=beyond)


def _workday(given: Given) -> str:
    if given.value not in _WORKDAYS:
        raise given.refused("one of " + ", ".join(_WORKDAYS), "write 'Monday'")
    return str(given.value)[:3].lower()


def _service_day(one: Given, last_minute: LastMinute) -> Shift:
    start, end = one["start_time"].clock(), closing(one["end_time"].clock(), last_minute)
    if end <= start:
        raise one["end_time"].refused("after start_time", "split a night at midnight, on two weekdays")
    return shift(start, end)


def _holidays(given: Given) -> HolidayTable:
    first, last = given["from_date"].maybe(Given.date), given["to_date"].maybe(Given.date)
    rows = {one["holiday_date"].date(): one["description"].maybe(Given.text) or "" for one in given["holidays"].rows()}
    name = given["holiday_list_name"].maybe(Given.text) or "frappe"
    with given["holidays"].blamed():
        return HolidayTable(tuple(Holiday(day, words) for day, words in rows.items()), first, last, name)


def rulebook(sla: object) -> Rulebook:
    """Read the priorities of an SLA as a rulebook: a row each, whose kind of task is the priority.

    >>> sla = {"service_level": "Default", "priorities": [
    ...     {"priority": "High", "response_time": 3600, "resolution_time": 14400}]}
    >>> row, = rulebook(sla).rows
    >>> row.type.code, row.acceptance.amount, row.promise.amount
    ('High', datetime.timedelta(seconds=3600), datetime.timedelta(seconds=14400))
    """
    given = row(sla, "a service level agreement")
    solved = given["apply_sla_for_resolution"]
    resolution = solved.missing or solved.maybe(Given.flag) or False
    priorities = given["priorities"]
    rows = tuple(_rows(priorities, resolution=resolution))
    if not rows:
        raise priorities.refused("rows of priorities", "read the SLA with its child rows")
    with priorities.blamed():
        return Rulebook(given["service_level"].text(), rows)


def _rows(priorities: Given, *, resolution: bool) -> Iterator[Rule]:
    for one in priorities.rows():
        solution = _time(one, "resolution_time") if resolution else None
        yield Rule(TaskType(one["priority"].text()), solution, acceptance=_time(one, "response_time"))


def _time(one: Given, name: str) -> WorkingTime | None:
    period = one[f"{name}_period"]
    unit = _SECOND if period.empty else _PERIODS.get(str(period.value))
    if unit is None:
        way_out = "write its hours: a day, and so a week, is 24 working hours to some and one working day to others"
        raise period.refused("'Minute' or 'Hour'", way_out)
    with one[name].blamed():
        return one[name].maybe(lambda value: WorkingTime(value.duration(unit)))


def task(ticket: object, *, naive: NaiveTimes = Naive.REFUSE) -> Task:
    """Read an ``HD Ticket`` or an ``Issue``: its name, its priority as kind, its customer, when its clock started.

    >>> ticket = {"name": 12, "priority": "High", "customer": "Acme", "creation": "2026-11-23 10:00:00"}
    >>> print(task(ticket, naive="Asia/Kolkata").posted_at)
    2026-11-23 04:30:00+00:00
    """
    given = row(ticket, "a ticket")
    started = given["service_level_agreement_creation"]
    started = given["creation"] if started.empty else started
    client = given["raised_by"] if given["customer"].empty else given["customer"]
    return Task(given["name"].text(), TaskType(given["priority"].text()), client.text(), started.instant(naive))


def written(at: dt.datetime, tz: str | dt.tzinfo) -> str:
    """Write an instant as Frappe keeps it: naive text on the clock of the site, at the second before it.

    In the hour that an autumn night has twice, the text reads back as the first.

    >>> written(dt.datetime(2026, 11, 23, 12, 30, tzinfo=dt.UTC), "Asia/Kolkata")
    '2026-11-23 18:00:00'
    """
    return wall_text(at, tz)
