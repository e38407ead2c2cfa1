"""Bitrix24: tasks, elapsed time and the three places where a portal keeps working hours.

REST answers carry ISO 8601 with an offset but no zone's name; what a script sent in may lack the offset, and then the
portal's clock is meant (``naive=``). Flags are ``'Y'`` and ``'N'``, numbers are text, an empty list is ``['']``,
a missing task ``[]``. Hours name no zone except an open line's, so ``tz`` is asked for.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from supportcore.account import Fact, On, Posted, WorkLogged
from supportcore.calendar import Holiday, HolidayTable, Shift, WorkingCalendar
from supportcore.calendar.hours import MIDNIGHT, WEEKDAYS, clock, cut
from supportcore.hosts.given import Given, LastMinute, Naive, NaiveTimes, closing, row, shift, whole_second
from supportcore.instants import FIRST_YEAR, LAST_YEAR, zone
from supportcore.tasks import SIMPLE, Accepted, Cancelled, Closed, Event, Solved, Task, TaskType, Waiting

_SECOND = dt.timedelta(seconds=1)
_RANGE = f"years from {FIRST_YEAR} to {LAST_YEAR}, in order"
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?", re.ASCII)
_H_MM = re.compile(r"(\d{1,2})(?:[.:](\d{1,2}))?", re.ASCII)
_SHORT = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAYS, strict=True))

STATUSES: Mapping[str, tuple[type[Event], ...]] = MappingProxyType(
    {
        "3": (Accepted,), "4": (Solved,), "5": (Solved, Closed), "6": (Waiting,), "7": (Cancelled,),
        "in_progress": (Accepted,), "supposedly_completed": (Solved,), "completed": (Solved, Closed),
        "deferred": (Waiting,), "declined": (Cancelled,),
    }
)  # fmt: skip
"""What a status means, of the older methods and of REST v3; any other (new, pending) has moved nothing."""


def task(
    answer: object, *, client: str | None = None, kind: TaskType = SIMPLE, naive: NaiveTimes = Naive.REFUSE
) -> Task:
    """Read a task, bare or in the envelope of an answer. Its client is its first CRM link, unless you know better.

    >>> task({"id": "8017", "createdDate": "2025-06-04T16:15:55+02:00", "ufCrmTask": ["CO_591"]}).client
    'CO_591'

    Raises `InvalidPayload` with the path of the value.
    """
    given = _unwrapped(answer)
    created = given["createdDate"] if given["created"].empty else given["created"]
    return Task(given["id"].text(), kind, client or _client(given), created.instant(naive))


def _unwrapped(answer: object) -> Given:
    given = row(answer, "a task")
    if not given["error"].empty:
        raise given["error"].refused("an answer, not an error of the portal", "see what it describes, and ask again")
    result = given["result"]
    if result.missing:
        return given
    inner = result if result.empty else result["task"]
    if inner.empty:
        raise inner.refused("a task", "no task of that id, or no right to see it: check both")
    return inner


def _client(given: Given) -> str:
    linked = next(given["ufCrmTask"].rows(), None)
    if linked is None:
        raise given["ufCrmTask"].refused("the CRM links of the task", "pass client='Acme'")
    return linked.text()


def facts(
    answer: object, *, client: str | None = None, kind: TaskType = SIMPLE, naive: NaiveTimes = Naive.REFUSE
) -> tuple[Fact, ...]:
    """Read what a task tells of its life: posted, and the status it has since ``statusChangedDate``.

    One row shows one status: read it at each change. Completed work is solved and closed; an account that was told of
    the solution before refuses it the second time, which changes nothing.

    >>> found = facts({"id": "1", "createdDate": "2026-11-23T10:00:00+02:00", "status": "4",
    ...                "statusChangedDate": "2026-11-23T12:00:00+02:00"}, client="Acme")
    >>> [fact.id for fact in found]
    ['1', '1/solved/2026-11-23T10:00:00+00:00']
    """
    given = _unwrapped(answer)
    opened = task(answer, client=client, kind=kind, naive=naive)
    found: list[Fact] = [Posted.of(opened)]
    kinds = STATUSES.get(str(given["status"].value), ())
    if kinds:
        changed = given["statusChanged"] if given["statusChangedDate"].empty else given["statusChangedDate"]
        at = changed.instant(naive)
        found.extend(On.of(opened.id, one(f"{opened.id}/{one.kind}/{at.isoformat()}", at)) for one in kinds)
    return tuple(found)


def worked(item: object, *, naive: NaiveTimes = Naive.REFUSE) -> WorkLogged:
    """Read an elapsed item: its ``SECONDS`` as whole minutes, when it was entered.

    >>> worked({"ID": "1", "TASK_ID": "691", "SECONDS": "3600", "CREATED_DATE": "2024-05-16T10:33:00+02:00"}).minutes
    60
    """
    given = row(item, "an elapsed item")
    return WorkLogged(
        f"elapsed/{given['ID'].id()}", given["CREATED_DATE"].instant(naive), task=given["TASK_ID"].text(),
        minutes=given["SECONDS"].minutes(_SECOND), what=given["COMMENT_TEXT"].maybe(Given.text) or "",
    )  # fmt: skip


def calendar(
    settings: object,
    *,
    tz: str | dt.tzinfo,
    first: int,
    last: int,
    last_minute: LastMinute = LastMinute.MIDNIGHT,
) -> WorkingCalendar:
    """Read ``calendar.settings.get``: one shift a day, days off of the week, holidays ``d.mm`` without a year.

    The days are those of every year from ``first`` to ``last``; beyond them the calendar knows nothing and says so. A
    working day of the year has the shift, whatever its weekday.

    >>> house = calendar({"work_time_start": "9", "work_time_end": "19", "week_holidays": ["SA", "SU"],
    ...                   "year_holidays": "1.01", "year_workdays": ""}, tz="Europe/Kyiv", first=2026, last=2027)
    >>> house.is_working_day(dt.date(2027, 1, 1)), house.is_working_day(dt.date(2027, 1, 4))
    (False, True)
    """
    given = row(settings, "the calendar's settings")
    hours = [_frame(given["work_time_start"], given["work_time_end"], last_minute)]
    off = {_weekday(day) for day in _listed(given["week_holidays"])}
    week = {day: hours for day in WEEKDAYS if day not in off}
    worked_days = set(_days(given["year_workdays"], first, last))
    closed = set(_days(given["year_holidays"], first, last)) - worked_days
    table = _closed(closed, first, last)
    with given["week_holidays"].blamed():
        return WorkingCalendar.weekly(week, tz=tz, holidays=table, dates=dict.fromkeys(worked_days, hours))


def schedule_calendar(schedule: object, *, tz: str | dt.tzinfo, break_at: str | None = None) -> WorkingCalendar:
    """Read the shifts of ``timeman.schedule.get`` (``WORK_DAYS`` digits, 1 is Monday; seconds from midnight).

    A break has a length and no place: ``break_at`` says when it begins. Exclusions are documented as an empty list
    only; others are refused.

    >>> shift = {"WORK_TIME_START": 28800, "WORK_TIME_END": 61200, "WORK_DAYS": "12345", "BREAK_DURATION": 3600}
    >>> house = schedule_calendar({"SHIFTS": [shift]}, tz="Europe/Kyiv", break_at="12:00")
    >>> [str(span.length) for span in house.hours(dt.date(2026, 11, 23))]
    ['4:00:00', '4:00:00']
    """
    given = row(schedule, "a schedule")
    exclusions = given["CALENDAR"]["EXCLUSIONS"]
    if not exclusions.empty:
        raise exclusions.refused("an empty list, the only form that is documented", "take the dates away yourself")
    week: dict[str, list[Shift]] = {}
    for one in given["SHIFTS"].rows():
        for day in one["WORK_DAYS"].text():
            week.setdefault(_digit(one["WORK_DAYS"], day), []).extend(_shift(one, break_at))
    with given["SHIFTS"].blamed():
        return WorkingCalendar.weekly(week, tz=tz)


def _digit(given: Given, day: str) -> str:
    if day not in "1234567":
        raise given.refused("digits from 1, Monday, to 7", "write '12345'")
    return WEEKDAYS[int(day) - 1]


def _shift(one: Given, break_at: str | None) -> tuple[Shift, ...]:
    start, end = _seconds(one["WORK_TIME_START"]), _seconds(one["WORK_TIME_END"])
    work, length = shift(start, end), one["BREAK_DURATION"].maybe(Given.whole) or 0
    if not length:
        return (work,)
    if break_at is None:
        raise one["BREAK_DURATION"].refused("a break with a time of day", "say when it begins: break_at='12:00'")
    begin = clock(break_at)
    return cut([work], [Shift.of_seconds(begin, begin + length)])


def _seconds(given: Given) -> int:
    if not 0 <= (found := given.whole()) <= MIDNIGHT:
        raise given.refused("seconds from midnight, 0 to 86400", "write 28800 for 08:00")
    return found


def line_calendar(
    config: object, *, first: int, last: int, last_minute: LastMinute = LastMinute.MIDNIGHT
) -> WorkingCalendar:
    """Read the hours of an open line (``imopenlines.config.get``), in the one zone that Bitrix24 names.

    ``WORKTIME_TO`` ``'23.59'`` is 23:59, not 23.59 hours. A line without working time is always open.

    >>> line = {"WORKTIME_ENABLE": "Y", "WORKTIME_FROM": "0", "WORKTIME_TO": "23.59",
    ...         "WORKTIME_TIMEZONE": "Europe/Berlin", "WORKTIME_HOLIDAYS": [""], "WORKTIME_DAYOFF": ["SU"]}
    >>> print(line_calendar(line, first=2026, last=2027).closing(dt.date(2026, 11, 23)))
    2026-11-24 00:00:00+01:00
    """
    given = row(config, "an open line")
    tz = given["WORKTIME_TIMEZONE"].zone()
    if not given["WORKTIME_ENABLE"].flag():
        return WorkingCalendar.weekly({"mon-sun": [("00:00", "24:00")]}, tz=tz)
    hours = [_frame(given["WORKTIME_FROM"], given["WORKTIME_TO"], last_minute)]
    off = {_weekday(day) for day in _listed(given["WORKTIME_DAYOFF"])}
    days = set(_days(given["WORKTIME_HOLIDAYS"], first, last))
    table = _closed(days, first, last)
    with given["WORKTIME_DAYOFF"].blamed():
        return WorkingCalendar.weekly({day: hours for day in WEEKDAYS if day not in off}, tz=tz, holidays=table)


def _years(first: int, last: int) -> range:
    years = [Given(one, name).whole() for one, name in ((first, "first"), (last, "last"))]
    if not FIRST_YEAR <= years[0] <= years[1] <= LAST_YEAR:
        raise Given(years, "first and last").refused(_RANGE, "write first=2026, last=2028")
    return range(years[0], years[1] + 1)


def _closed(days: Iterable[dt.date], first: int, last: int) -> HolidayTable:
    """Return the table of days off of whole years: it knows those and no others."""
    years = _years(first, last)
    since, until = dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)
    return HolidayTable(tuple(map(Holiday, days)), since, until, "bitrix24")


def _frame(start: Given, end: Given, last_minute: LastMinute) -> Shift:
    opens, closes = _h_mm(start), closing(_h_mm(end), last_minute)
    if closes <= opens:
        raise end.refused("after the opening", "write '24' for midnight")
    return shift(opens, closes)


def _h_mm(given: Given) -> int:
    """Read hours and minutes with a dot between them: ``'9'``, ``'9.30'`` (and ``'9.3'``), ``'23.59'``."""
    found = _H_MM.fullmatch(given.text())
    if found is None:
        raise given.refused("hours and minutes", "write '9', '9.30' or '23.59'")
    hour, minute = found.groups()
    with given.blamed():
        return clock(f"{hour}:{(minute or '00').ljust(2, '0')}")


def _listed(given: Given) -> Iterator[Given]:
    """Yield what a list names, given as a list or as text with commas; ``['']`` names nothing."""
    value = given.value.split(",") if isinstance(given.value, str) else given.value
    yield from (one for one in Given(value, given.path).rows() if not one.empty)


def _weekday(given: Given) -> str:
    name = _SHORT.get(given.text().upper())
    if name is None:
        raise given.refused("one of " + ", ".join(_SHORT), "write 'SA'")
    return name


def _days(given: Given, first: int, last: int) -> Iterator[dt.date]:
    for one in _listed(given):
        found = _DAY.fullmatch(one.text())
        if found is None:
            raise one.refused("a day and a month, '25.12'", "write 'd.mm', or 'd.mm.yyyy' for one year")
        day, month, year = found.groups()
        for each in _years(first, last) if year is None else (int(year),):
            yield from _a_day(one, each, int(month), int(day))


def _a_day(given: Given, year: int, month: int, day: int) -> Iterator[dt.date]:
    """Yield the date, or nothing for 29 February of a common year."""
    try:
        yield dt.date(year, month, day)
    except ValueError:
        if (day, month) != (29, 2):
            raise given.refused("a day of the year", "write '25.12' for 25 December") from None


def written(at: dt.datetime, tz: str | dt.tzinfo) -> str:
    """Write an instant as the REST answers do: ISO 8601 with the offset of a zone, at the second before it.

    >>> written(dt.datetime(2026, 11, 23, 14, 30, tzinfo=dt.UTC), "Europe/Kyiv")
    '2026-11-23T16:30:00+02:00'
    """
    return whole_second(at).astimezone(zone(tz)).isoformat()
