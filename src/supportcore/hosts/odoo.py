"""Odoo: `resource.calendar` and its leaves, the SLAs and tickets of the OCA's helpdesk, and text to write back.

Odoo keeps every instant as naive UTC and its hours as floats on the wall clock of the calendar's ``tz``. Pass records
as they are (an ORM record, or the dictionary of ``read`` with its rows filled in) and ``naive=Naive.UTC``.

A calendar of plain weekly rows becomes a week. A two-week rota, rows with dates and rows that recur every few weeks are
written out date by date between ``first`` and ``last``; outside that range the calendar knows nothing and says so.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import attrs

from supportcore.calendar import HolidayTable, Shift, Span, WorkingCalendar
from supportcore.calendar.hours import MIDNIGHT, WEEKDAYS, clock, cut
from supportcore.errors import InvalidPayload
from supportcore.hosts.given import Given, LastMinute, Naive, NaiveTimes, closing, row, shift, wall_text
from supportcore.sla import Target, WorkingDays, WorkingTime
from supportcore.tasks import SIMPLE, Task, TaskType

_DAY = dt.timedelta(days=1)
_OUTRIGHT = {"flexible_hours": "flexible hours", "duration_based": "durations without a time of day"}


def week_parity(day: dt.date) -> int:
    """Return which week of a two-week rota a date lies in: Odoo counts weeks from 1 January of year 1.

    >>> week_parity(dt.date(2026, 1, 1)), week_parity(dt.date(2026, 1, 5))  # ISO weeks 1 and 2
    (1, 0)
    """
    return (Given(day, "day").date().toordinal() - 1) // 7 % 2


@attrs.frozen
class _Row:
    """One attendance: which dates it works on, from when to when, and whether it is a break."""

    start: int
    end: int
    weekday: int
    parity: int | None = None
    day: dt.date | None = None
    every: int | None = None  # weeks, counted from `day`
    since: dt.date | None = None
    until: dt.date | None = None
    lunch: bool = False
    path: str = ""

    @property
    def weekly(self) -> bool:
        return self.parity is None and self.day is None and self.since is None and self.until is None

    def on(self, date: dt.date) -> bool:
        if (self.since and date < self.since) or (self.until and self.until < date):
            return False
        if self.day is not None and self.every is None:
            return date == self.day
        if self.day is not None and self.every is not None:
            return date >= self.day and (date - self.day).days % (7 * self.every) == 0
        return date.weekday() == self.weekday and self.parity in (None, week_parity(date))


def calendar(
    record: object,
    *,
    tz: str | dt.tzinfo | None = None,
    leaves: Iterable[object] = (),
    resource: str | int | None = None,
    naive: NaiveTimes = Naive.REFUSE,
    first: dt.date | None = None,
    last: dt.date | None = None,
    break_at: str | None = None,
    last_minute: LastMinute = LastMinute.MIDNIGHT,
) -> WorkingCalendar:
    """Read a ``resource.calendar`` with its ``attendance_ids``, and take its leaves away.

    ``tz`` stands in where the record names no zone. Of ``leaves``, those of the calendar (or of no calendar: the whole
    company) count, and those of one ``resource`` only for it; ``time_type`` *other* is work. ``first`` and ``last`` are
    asked for where the rows are not plainly weekly; ``break_at`` is when a break of ``break_hours`` begins, which Odoo
    does not say.

    >>> rows = [{"dayofweek": str(day), "hour_from": 8.5, "hour_to": 16.6} for day in range(5)]
    >>> house = calendar({"tz": "Europe/Brussels", "attendance_ids": rows})
    >>> print(house.closing(dt.date(2026, 11, 23)))
    2026-11-23 16:36:00+01:00

    Raises `InvalidPayload` with the path of the value.
    """
    given = row(record, "a resource.calendar")
    for name, words in _OUTRIGHT.items():
        if not given[name].empty and given[name].flag():
            way_out = "give the calendar its attendance rows, or write the hours yourself, with WorkingCalendar.weekly"
            raise given[name].refused("off", f"{words} say how long, not when: {way_out}")
    found = tuple(_attendances(given["attendance_ids"], break_at, last_minute))
    place = given["attendance_ids"]
    if not any(not one.lunch for one in found):
        raise place.refused("rows with hours", "a calendar that is never open promises nothing: read its rows too")
    zone = given["tz"].maybe(Given.zone) or tz
    if zone is None:
        raise given["tz"].refused("the zone whose clock the hours are", "pass tz='Europe/Brussels'")
    with place.blamed():
        house = _weekly(found, zone) if all(one.weekly for one in found) else _dated(given, found, zone, first, last)
    mine = (one for one in Given(leaves, "leaves").rows() if _counts(one, given["id"], resource))
    return house - [_absence(one, house, naive, last_minute) for one in mine]


def _attendances(rows: Given, break_at: str | None, last_minute: LastMinute) -> Iterator[_Row]:
    for one in rows.rows():
        if one["display_type"].empty:  # else a heading
            yield from _with_break(_attendance(one, last_minute), one, break_at)


def _attendance(one: Given, last_minute: LastMinute) -> _Row:
    start, end = one["hour_from"].hours(), closing(one["hour_to"].hours(), last_minute)
    if end <= start:
        raise one["hour_to"].refused("after hour_from", "split a night at midnight: 22 to 24, then 0 to 6")
    day, recurs = one["date"].maybe(Given.date), one["recurrency"].maybe(Given.flag) or False
    return _Row(
        start,
        end,
        _weekday(one["dayofweek"]) if day is None else day.weekday(),
        one["week_type"].maybe(_parity),
        day,
        _interval(one) if recurs else None,
        one["date_from"].maybe(Given.date),
        one["date_to"].maybe(Given.date),
        one["day_period"].value == "lunch",
        one.path,
    )


def _weekday(given: Given) -> int:
    if (found := given.whole()) not in range(7):
        raise given.refused("a weekday from '0', Monday, to '6'", "write '0' for Monday")
    return found


def _parity(given: Given) -> int:
    if (found := given.whole()) not in (0, 1):
        raise given.refused("a week of the rota, '0' or '1'", "write '0' or '1'")
    return found


def _interval(one: Given) -> int:
    kind, every = one["recurrency_type"], one["interval"]
    if kind.value != "weeks":
        raise kind.refused("'weeks', the only recurrence read here", "write its rows out, a date each")
    if (found := every.whole()) < 1:
        raise every.refused("a number of weeks, one or more", "write 2 for every other week")
    return found


def _with_break(found: _Row, one: Given, break_at: str | None) -> Iterator[_Row]:
    """Yield the row, and the break in it that has a length but no place."""
    yield found
    if one["break_hours"].empty or not (length := one["break_hours"].hours()):
        return
    if break_at is None:
        raise one["break_hours"].refused("a break with a time of day", "say when it begins: break_at='12:00'")
    begin = clock(break_at)
    if not found.start <= begin <= begin + length <= found.end:
        raise one["break_hours"].refused("a break inside its row", "give break_at= a time from which it fits")
    yield attrs.evolve(found, start=begin, end=begin + length, lunch=True)


def _shifts(rows: Iterable[_Row]) -> list[Shift]:
    kept = list(rows)
    work = [shift(one.start, one.end) for one in kept if not one.lunch]
    return list(cut(work, [shift(one.start, one.end) for one in kept if one.lunch]))


def _weekly(rows: tuple[_Row, ...], zone: str | dt.tzinfo) -> WorkingCalendar:
    week = {name: _shifts(one for one in rows if one.weekday == day) for day, name in enumerate(WEEKDAYS)}
    return WorkingCalendar.weekly(week, tz=zone)


def _dated(
    given: Given, rows: tuple[_Row, ...], zone: str | dt.tzinfo, first: dt.date | None, last: dt.date | None
) -> WorkingCalendar:
    """Write the rows out date by date; the table of no holidays says how far that goes."""
    if first is None or last is None:
        odd = next(one for one in rows if not one.weekly)
        raise InvalidPayload(
            odd.path,
            "the rows are not the same every week, and are written out date by date",
            "say for which dates: first=date(2026, 1, 1), last=date(2028, 12, 31)",
            given["attendance_ids"].path,
        )
    since, until = Given(first, "first").date(), Given(last, "last").date()
    days = (since + _DAY * step for step in range((until - since).days + 1))
    dates: Mapping[object, Iterable[object]] = {day: _shifts(one for one in rows if one.on(day)) for day in days}
    always = {name: [Shift("00:00", "24:00")] for name in WEEKDAYS}  # beyond the table nobody knows, so it is asked
    return WorkingCalendar.weekly(always, tz=zone, dates=dates, holidays=HolidayTable((), since, until, "written out"))


def _counts(leave: Given, calendar_id: Given, resource: str | int | None) -> bool:
    """Say whether a leave takes time away from this calendar: training is work, and another's leave is not ours."""
    if leave["time_type"].value == "other" or leave["count_as"].value == "working_time":
        return False
    return _of_this(leave["calendar_id"], calendar_id) and _of(leave["resource_id"], resource)


def _absence(leave: Given, house: WorkingCalendar, naive: NaiveTimes, last_minute: LastMinute) -> Span:
    start, end = leave["date_from"].instant(naive), leave["date_to"].instant(naive)
    if end < start:
        raise leave["date_to"].refused("at or after date_from", "swap the two")
    return Span(start, _until(end, house, last_minute))


def _of_this(named: Given, own: Given) -> bool:
    if named.empty:
        return True  # the whole company
    if own.empty:
        raise own.refused("known, as a leave names its calendar", "read the calendar's id too")
    return named.id() == own.id()


def _of(named: Given, resource: str | int | None) -> bool:
    return named.empty or (resource is not None and named.id() == str(resource))


def _until(end: dt.datetime, house: WorkingCalendar, last_minute: LastMinute) -> dt.datetime:
    """Return the midnight that a leave to 23:59:59 local means, else its very end."""
    local = end.astimezone(house.tz)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    if closing(seconds, last_minute) != MIDNIGHT:
        return end
    return dt.datetime.combine(local.date() + _DAY, dt.time(), house.tz)


def target(sla: object) -> Target:
    """Read a ``helpdesk.sla`` of the OCA: so many working hours, or so many working days.

    Raises `InvalidPayload` where it says both or neither.

    >>> target({"name": "General SLA", "hours": 2, "days": 0}).amount
    datetime.timedelta(seconds=7200)
    """
    given = row(sla, "a helpdesk.sla")
    days = given["days"].maybe(Given.whole) or 0
    hours = given["hours"].maybe(lambda one: one.duration(dt.timedelta(hours=1))) or dt.timedelta(0)
    if days and hours:
        raise given["hours"].refused("0 where days are given", "promise one of them: working hours, or working days")
    if not days and not hours:
        raise given["hours"].refused("a number of hours", "an SLA of no time promises nothing")
    with given["days" if days else "hours"].blamed():
        return WorkingDays(days) if days else WorkingTime(hours)


def task(ticket: object, *, naive: NaiveTimes = Naive.REFUSE, kind: TaskType = SIMPLE) -> Task:
    """Read a ``helpdesk.ticket``: its id, its partner, and when it was created.

    >>> ticket = {"id": 7, "number": "HT00007", "partner_id": [3, "Acme"], "create_date": "2026-11-23 08:00:00"}
    >>> task(ticket, naive=Naive.UTC).client, task(ticket, naive=Naive.UTC).reference
    ('3', 'HT00007')

    Raises `InvalidPayload` with the path of the value; a ticket of nobody has no plan to look at.
    """
    given = row(ticket, "a helpdesk.ticket")
    ident = given["id"].id()
    client = given["partner_id"] if not given["partner_id"].empty else given["partner_name"]
    if client.empty:
        raise client.refused("who asks", "give the row a partner_id, or a partner_name such as the e-mail")
    return Task(
        ident, kind, client.id(), given["create_date"].instant(naive), reference=given["number"].maybe(Given.text)
    )  # fmt: skip


def written(at: dt.datetime) -> str:
    """Write an instant as Odoo stores it: naive UTC text, at the second before it.

    >>> from zoneinfo import ZoneInfo
    >>> written(dt.datetime(2026, 11, 23, 16, 30, tzinfo=ZoneInfo("Europe/Kyiv")))
    '2026-11-23 14:30:00'
    """
    return wall_text(at, dt.UTC)
