"""django-helpdesk: its settings of opening hours, its exclusions, and the life of a ticket as its follow-ups tell it.

Django keeps aware instants. The settings have decimal hours without a zone: django-helpdesk 2.6.1 reads them on the
clock of the instant as it was loaded, which is UTC. Here the zone is asked for. A weekday that the settings leave out
is open all day; closed is ``(0, 0)``. Rows may be model instances, ``.values()`` or the ``fields`` of a fixture.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from supportcore.account import Fact, On, Posted, WorkLogged
from supportcore.calendar import Holiday, HolidayTable, Shift, WorkingCalendar
from supportcore.calendar.hours import WEEKDAYS
from supportcore.hosts.given import Given, LastMinute, Naive, NaiveTimes, closing, row, shift, table, whole_second
from supportcore.tasks import (
    BUG,
    SIMPLE,
    Accepted,
    Cancelled,
    Closed,
    Event,
    Questioned,
    Solved,
    Task,
    TaskType,
)

OPENING_HOURS = "HELPDESK_FOLLOWUP_TIME_SPENT_OPENING_HOURS"
HOLIDAYS = "HELPDESK_FOLLOWUP_TIME_SPENT_EXCLUDE_HOLIDAYS"
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MINUTE = dt.timedelta(minutes=1)

KINDS: Mapping[int, TaskType] = MappingProxyType({1: BUG})
"""What a priority means: critical (1, the most urgent) is a BUG, anything else a simple task."""

STATUSES: Mapping[int, type[Event]] = MappingProxyType({2: Questioned, 3: Solved, 4: Closed, 5: Cancelled})
"""What a new status means: reopened, resolved, closed, duplicate. 1 (open) is how a ticket begins.

A ticket that is closed before it was resolved was solved at that instant too.
"""


def calendar(
    settings: object,
    *,
    tz: str | dt.tzinfo,
    exclusions: Iterable[object] = (),
    queue: str | int | None = None,
    last_minute: LastMinute = LastMinute.MIDNIGHT,
) -> WorkingCalendar:
    """Read the opening hours and holidays of the settings (a module, ``django.conf.settings``, a mapping) in a zone.

    Of ``exclusions`` (rows of ``EscalationExclusion``), those of the ``queue`` and those of all queues are days off.

    >>> hours = {"HELPDESK_FOLLOWUP_TIME_SPENT_OPENING_HOURS": {"saturday": (0, 0), "sunday": (0, 0)} | dict.fromkeys(
    ...     ("monday", "tuesday", "wednesday", "thursday", "friday"), (8.5, 19))}
    >>> house = calendar(hours, tz="Europe/Kyiv")
    >>> print(house.opening(dt.date(2026, 11, 23)))
    2026-11-23 08:30:00+02:00

    Raises `InvalidPayload` with the path of the value.
    """
    given = row(settings, "the settings")
    hours = given[OPENING_HOURS]
    named = {_weekday(name, day): _frame(day, last_minute) for name, day in hours.items()}
    always = [Shift("00:00", "24:00")]
    week = {day: named.get(name, always) for day, name in zip(WEEKDAYS, _NAMES, strict=True)}
    days = {day.date(): "" for day in given[HOLIDAYS].rows()} | dict(_excluded(exclusions, queue))
    holidays = HolidayTable(tuple(Holiday(day, name) for day, name in days.items()), source="django-helpdesk")
    with hours.blamed():
        return WorkingCalendar.weekly(week, tz=tz, holidays=holidays)


def _weekday(name: str, day: Given) -> str:
    if name not in _NAMES:
        raise day.refused("the hours of one of " + ", ".join(_NAMES), "name the weekday 'monday'")
    return name


def _frame(day: Given, last_minute: LastMinute) -> list[Shift]:
    ends = list(day.rows())
    if len(ends) != 2:
        raise day.refused("a pair of decimal hours", "write (8.5, 19), or (0, 0) for closed")
    start, end = ends[0].hours(), closing(ends[1].hours(), last_minute)
    if end < start:
        raise ends[1].refused("at or after the opening", "write (0, 0) for closed; there is no night shift here")
    return [shift(start, end)] if end > start else []


def _excluded(rows: Iterable[object], queue: str | int | None) -> Iterator[tuple[dt.date, str]]:
    for one in Given(rows, "exclusions").rows():
        queues = one["queues"]
        named = {each.id() for each in Given(_all(queues.value), queues.path).rows()}
        if not named or str(queue) in named:
            yield one["date"].date(), one["name"].maybe(Given.text) or ""


def _all(related: object) -> object:
    """Return the rows of a many-to-many field, which a manager holds."""
    every = getattr(related, "all", None)
    return every() if callable(every) else related


def task(
    ticket: object,
    *,
    client: str | None = None,
    kinds: Mapping[int, TaskType] = KINDS,
    otherwise: TaskType = SIMPLE,
    naive: NaiveTimes = Naive.REFUSE,
) -> Task:
    """Read a ticket: its id, who sent it (unless the ``client`` is known), when, and its kind by priority.

    >>> ticket = {"id": 3, "submitter_email": "ann@example.com", "created": "2026-11-23T08:00:00Z", "priority": 1}
    >>> task(ticket).type.code, task(ticket).client
    ('bug', 'ann@example.com')
    """
    given = row(ticket, "a ticket")
    kind = table(kinds, "kinds").get(given["priority"].maybe(Given.whole) or 0, otherwise)
    return Task(given["id"].id(), kind, client or given["submitter_email"].text(), given["created"].instant(naive))


def facts(
    ticket: object,
    followups: Iterable[object] = (),
    *,
    client: str | None = None,
    kinds: Mapping[int, TaskType] = KINDS,
    otherwise: TaskType = SIMPLE,
    statuses: Mapping[int, type[Event]] = STATUSES,
    naive: NaiveTimes = Naive.REFUSE,
) -> tuple[Fact, ...]:
    """Read the life of a ticket from its follow-ups, in order of time.

    The first public follow-up by a user accepts it, a new status moves it, time spent is work, in whole minutes, half a
    minute up. ``on_hold`` is a flag without a date: the rows do not tell when a ticket stood still.

    >>> ticket = {"id": 3, "submitter_email": "ann@example.com", "created": "2026-11-23T08:00:00Z", "priority": 3}
    >>> told = facts(ticket, [{"id": 9, "date": "2026-11-23T09:00:00Z", "public": True, "user": 1, "new_status": 3,
    ...                        "time_spent": dt.timedelta(minutes=15)}])
    >>> [fact.id for fact in told]
    ['3', 'followup/9/accepted', 'followup/9/spent', 'followup/9/status']
    """
    opened = task(ticket, client=client, kinds=kinds, otherwise=otherwise, naive=naive)
    dated = [(one["date"].instant(naive), one) for one in Given(followups, "followups").rows()]
    found: list[Fact] = [Posted.of(opened)]
    for at, one in sorted(dated, key=lambda pair: pair[0]):
        found.extend(_told(one, f"followup/{one['id'].id()}", at, found, statuses))
    return tuple(found)


def _told(
    one: Given, name: str, at: dt.datetime, before: list[Fact], statuses: Mapping[int, type[Event]]
) -> Iterator[Fact]:
    """Yield what a follow-up tells, after what was told before it."""
    task, events = before[0].id, [fact.event for fact in before if isinstance(fact, On)]
    if one["public"].maybe(Given.flag) and not one["user"].empty and not any(isinstance(e, Accepted) for e in events):
        yield On.of(task, Accepted(f"{name}/accepted", at))
    yield from _spent(one, task, name, at)
    kind = table(statuses, "statuses").get(one["new_status"].maybe(Given.whole) or 0)
    moved = [event for event in events if not isinstance(event, Accepted)]
    if kind is Closed and not (moved and isinstance(moved[-1], Solved)):
        yield On.of(task, Solved(f"{name}/solved", at))
    if kind is not None:
        yield On.of(task, kind(f"{name}/status", at))


def _spent(one: Given, task: str, name: str, at: dt.datetime) -> Iterator[Fact]:
    spent = one["time_spent"].maybe(lambda value: value.duration(dt.timedelta(seconds=1))) or dt.timedelta(0)
    if minutes := (spent + _MINUTE / 2) // _MINUTE:
        yield WorkLogged(f"{name}/spent", at, task=task, minutes=minutes)


def written(at: dt.datetime) -> dt.datetime:
    """Return an instant as a ``DateTimeField`` takes it with ``USE_TZ``: aware, in UTC, at the second before it.

    >>> written(dt.datetime(2026, 11, 23, 16, 30, 0, 999, tzinfo=dt.UTC)).isoformat()
    '2026-11-23T16:30:00+00:00'
    """
    return whole_second(at)
