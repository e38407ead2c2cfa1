"""The slow, obvious calendar: cut the line at every edge, then decide each piece by looking at its middle.

It answers what `supportcore.calendar` answers and shares nothing with it, not an import and not an idea: no prefix
sums, no bisection, no compiled years, no `fold`. A wall clock is turned into an instant by looking at what the clock
*showed*: the zone's stretches of constant offset are found by walking UTC an hour at a time, and the first stretch
that ever showed the reading has it. A reading that no clock showed (a spring gap) goes on with the offset before it.

A calendar is plain data: `Weekly` hours, or `Both`, `Either`, `Minus` and `Changed` of other calendars. Everything is
decided from two tables, built for a window of dates:

- *spans*: pieces of open time, each owned by one working date; what touches and has one owner is one span;
- *stretches of open time*: the same with the owners forgotten, so that touching spans make no edge.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY, HOUR, NOTHING = timedelta(days=1), timedelta(hours=1), timedelta(0)

Clocks = tuple[tuple[str, str], ...]  # ("09:00", "18:00") pairs; the end may be "24:00" or lie past midnight


class Never(Exception):
    """The window holds no answer."""


@dataclass(frozen=True)
class Holiday:
    """What a holiday leaves: the week's hours of ``weekday`` (0 is Monday), cut to ``within``, less ``shorter``."""

    within: Clocks | None = ()
    weekday: int | None = None
    shorter: timedelta = NOTHING


@dataclass(frozen=True)
class Weekly:
    """Hours by weekday (0 is Monday) and by date, breaks that cut them, and holidays that remove them."""

    zone: str
    week: dict[int, Clocks]
    dates: dict[date, Clocks] = field(default_factory=dict)
    holidays: dict[date, Holiday] = field(default_factory=dict)
    week_breaks: dict[int, Clocks] = field(default_factory=dict)
    date_breaks: dict[date, Clocks] = field(default_factory=dict)
    holiday_first: bool = False


@dataclass(frozen=True)
class Both:
    left: object
    right: object


@dataclass(frozen=True)
class Either:
    left: object
    right: object


@dataclass(frozen=True)
class Minus:
    left: object
    dates: tuple[date, ...] = ()
    spans: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True)
class Changed:
    left: object
    since: date
    right: object


def zone_of(calendar: object) -> str:
    return calendar.zone if isinstance(calendar, Weekly) else zone_of(calendar.left)


# --- what the clocks showed ------------------------------------------------------------------------------------------


def offset_at(zone: str, at: datetime) -> timedelta:
    return at.astimezone(ZoneInfo(zone)).utcoffset()


@cache
def changes(zone: str, day: date) -> tuple[datetime, ...]:
    """Walk one day of UTC hour by hour; return, to the second, when the zone's offset changed."""
    found, start = [], datetime(day.year, day.month, day.day, tzinfo=UTC)
    for hour in range(24):
        before, after = start + hour * HOUR, start + (hour + 1) * HOUR
        if offset_at(zone, before) != offset_at(zone, after):
            while after - before > timedelta(seconds=1):
                middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
                if offset_at(zone, middle) == offset_at(zone, before):
                    before = middle
                else:
                    after = middle
            found.append(after)
    return tuple(found)


@cache
def stretches(zone: str, day: date) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """Cut three days either side of a date where the zone's offset changes."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - 3 * DAY
    cuts = [start, *(at for n in range(6) for at in changes(zone, day + (n - 3) * DAY)), start + 6 * DAY]
    return tuple((begin, finish, offset_at(zone, begin)) for begin, finish in pairwise(cuts))


@cache
def instant(zone: str, wall: datetime) -> datetime:
    """Return the first instant at which the zone's clocks showed the reading; in a gap, go on as before it."""
    known = stretches(zone, wall.date())
    for begin, finish, offset in known:
        if begin <= (wall - offset).replace(tzinfo=UTC) < finish:
            return (wall - offset).replace(tzinfo=UTC)
    for (_, gap, offset), _after in pairwise(known):
        if (wall - offset).replace(tzinfo=UTC) >= gap and offset_at(zone, gap) > offset:
            found = (wall - offset).replace(tzinfo=UTC)
    return found


def reading(zone: str, at: datetime) -> datetime:
    """Return what the zone's clocks show, as a naive datetime."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def was_shown(zone: str, day: date) -> bool:
    """Tell whether the zone's clocks ever showed the date (Apia never saw 30 December 2011)."""
    return reading(zone, instant(zone, datetime(day.year, day.month, day.day))).date() == day


# --- the hours of one date, on the wall -------------------------------------------------------------------------------


def clock(text: str) -> timedelta:
    hours, minutes, seconds = (*map(int, text.split(":")), 0)[:3]
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def ranges(clocks: Clocks) -> list[tuple[timedelta, timedelta]]:
    read = [(clock(start), clock(end)) for start, end in clocks]
    return [(start, end if end > start else end + DAY) for start, end in read]


def cut(pieces: list, keep: list | None = None, drop: list = ()) -> list[tuple[timedelta, timedelta]]:
    """Cut the wall at every edge; a piece whose middle is in ``pieces``, in ``keep`` and not in ``drop`` is left."""
    drop = [(start + turn, end + turn) for start, end in drop for turn in (NOTHING, DAY)]  # tonight, or after midnight
    inside = lambda at, some: any(start <= at < end for start, end in some)  # noqa: E731
    left: list[tuple[timedelta, timedelta]] = []
    for start, end in pairwise(sorted({edge for some in (pieces, keep or (), drop) for pair in some for edge in pair})):
        middle = (start + end) / 2
        if inside(middle, pieces) and (keep is None or inside(middle, keep)) and not inside(middle, drop):
            if left and left[-1][1] == start:
                start = left.pop()[0]  # noqa: PLW2901
            left.append((start, end))
    return left


def hours(calendar: Weekly, day: date) -> list[tuple[timedelta, timedelta]]:
    """Return the hours of a working date, counted from its midnight on the wall."""
    if not was_shown(calendar.zone, day):
        return []
    holiday = calendar.holidays.get(day)
    if day in calendar.dates and not (holiday and calendar.holiday_first):
        found = ranges(calendar.dates[day])
    else:
        weekday = day.weekday() if holiday is None or holiday.weekday is None else holiday.weekday
        found = cut(ranges(calendar.week.get(weekday, ())), drop=ranges(calendar.week_breaks.get(weekday, ())))
        if holiday is not None:
            found = cut(found, keep=None if holiday.within is None else ranges(holiday.within))
            less = holiday.shorter
            while less and found:
                start, end = found.pop()
                if end - start > less:
                    found.append((start, end - less))
                less -= min(less, end - start)
    return cut(found, drop=ranges(calendar.date_breaks.get(day, ())))


# --- the line of time -------------------------------------------------------------------------------------------------

Span = tuple[datetime, datetime, date]


def spans(calendar: object, first: date, last: date) -> list[Span]:
    """Cut the line at every edge, let the middle of each piece say who owns it, and join what one date owns."""
    match calendar:
        case Weekly():
            raw = [span for day in days(first, last) for span in shifts(calendar, day)]
            edges, whole = {edge for span in raw for edge in span[:2]}, by_day(raw)
            owner = lambda at: first_open(whole, at)  # noqa: E731
        case Both() | Either() | Changed():
            left, right = spans(calendar.left, first, last), spans(calendar.right, first, last)
            edges = {edge for span in (*left, *right) for edge in span[:2]}
            if isinstance(calendar, Changed):
                left = [span for span in left if span[2] < calendar.since]
                right = [span for span in right if span[2] >= calendar.since]
            old, new, either = by_day(left), by_day(right), by_day(left + right)
            if isinstance(calendar, Both):
                owner = lambda at: first_open(old, at) if covering(new, at) else None  # noqa: E731
            else:
                owner = lambda at: first_open(either, at)  # noqa: E731
        case Minus():
            left = spans(calendar.left, first, last)
            away = [(start, end, None) for start, end in calendar.spans]
            edges = {edge for span in (*left, *away) for edge in span[:2]}
            kept, absent = by_day([span for span in left if span[2] not in calendar.dates]), by_day(away)
            owner = lambda at: None if covering(absent, at) else first_open(kept, at)  # noqa: E731
    found: list[Span] = []
    for start, end in pairwise(sorted(edges)):
        if span := owner(start + (end - start) / 2):
            joins = found and found[-1][1:] == (start, span[2])
            found.append((found.pop()[0] if joins else start, end, span[2]))
    return found


def shifts(calendar: Weekly, day: date) -> Iterator[Span]:
    midnight = datetime(day.year, day.month, day.day)
    for start, end in hours(calendar, day):
        edges = instant(calendar.zone, midnight + start), instant(calendar.zone, midnight + end)
        if edges[0] < edges[1]:  # the gap may have pushed the opening past the closing
            yield *edges, day


def by_day(some: list[Span]) -> dict[date, list[Span]]:
    """File the spans under each date of UTC that they touch, so that asking what covers an instant reads a few."""
    filed: dict[date, list[Span]] = {}
    for span in some:
        for day in days(span[0].date(), span[1].date()):
            filed.setdefault(day, []).append(span)
    return filed


def covering(filed: dict[date, list[Span]], at: datetime) -> list[Span]:
    return [span for span in filed.get(at.date(), ()) if span[0] <= at < span[1]]


def first_open(filed: dict[date, list[Span]], at: datetime) -> Span | None:
    """Return the span that covers the instant, the one that opened first where several do."""
    return min(covering(filed, at), key=lambda span: span[0], default=None)


def days(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


class WallClock:
    """Every answer about one calendar within a window of dates; `Never` where the window holds none."""

    def __init__(self, calendar: object, first: date, last: date) -> None:
        self.zone = zone_of(calendar)
        self.window = [instant(self.zone, datetime(day.year, day.month, day.day)) for day in (first, last)]
        self.owned = spans(calendar, first - 3 * DAY, last + 3 * DAY)
        self.open: list[tuple[datetime, datetime]] = []
        for start, end, _ in self.owned:
            touches = self.open and self.open[-1][1] == start
            self.open.append((self.open.pop()[0] if touches else start, end))
        self.dates = sorted({day for _, _, day in self.owned if first <= day <= last})

    def is_open(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self.open)

    def between(self, start: datetime, end: datetime) -> timedelta:
        if end < start:
            return -self.between(end, start)
        return sum((min(end, e) - max(start, s) for s, e in self.open if s < end and e > start), NOTHING)

    def add(self, start: datetime, work: timedelta, landing: str = "STAY") -> datetime:
        found = self._forward(start, work) if work > NOTHING else self._back(start, -work) if work else start
        if landing == "STAY" or (landing == "ROLL_FORWARD" and work < NOTHING):
            return found
        return self.next_open(found) if work >= NOTHING else self.previous_open(found)

    def _forward(self, start: datetime, work: timedelta) -> datetime:
        for s, e in self.open:
            if e > start:
                if e - max(s, start) >= work:
                    return self._seen(max(s, start) + work)
                work -= e - max(s, start)
        raise Never

    def _back(self, start: datetime, work: timedelta) -> datetime:
        for s, e in reversed(self.open):
            if s < start:
                if min(e, start) - s >= work:
                    return self._seen(min(e, start) - work)
                work -= min(e, start) - s
        raise Never

    def next_open(self, at: datetime) -> datetime:
        return self._earliest(max(s, at) for s, e in self.open if e > at)

    def previous_open(self, at: datetime) -> datetime:
        return self._latest(min(e, at) for s, e in self.open if s < at)  # an opening ends nothing

    def next_close(self, at: datetime) -> datetime:
        return self._earliest(e for _, e in self.open if e > at)

    def previous_close(self, at: datetime) -> datetime:
        return self._latest(e for _, e in self.open if e <= at)

    def next_opening(self, at: datetime) -> datetime:
        return self._earliest(s for s, _ in self.open if s > at)

    def spans(self, start: datetime, end: datetime) -> list[Span]:
        """Return the spans clipped to the range, in the direction from ``start`` to ``end``."""
        low, high = min(start, end), max(start, end)
        found = [(max(s, low), min(e, high), day) for s, e, day in self.owned if max(s, low) < min(e, high)]
        return found if start <= end else found[::-1]

    def is_working_day(self, day: date) -> bool:
        return day in self.dates

    def date_of(self, at: datetime) -> date:
        return next((day for start, end, day in self.owned if start <= at < end), reading(self.zone, at).date())

    def hours(self, day: date) -> list[Span]:
        return [span for span in self.owned if span[2] == day]

    def opening(self, day: date) -> datetime | None:
        return min((s for s, _, owner in self.owned if owner == day), default=None)

    def closing(self, day: date) -> datetime | None:
        return max((e for _, e, owner in self.owned if owner == day), default=None)

    def add_days(self, day: date, n: int, *, roll_first: bool = False) -> date:
        if n == 0:
            return day
        if n > 0:
            ahead = [one for one in self.dates if one > day or (roll_first and one == day)]
            steps = n if roll_first else n - 1
        else:
            ahead = [one for one in reversed(self.dates) if one < day or (roll_first and one == day)]
            steps = -n if roll_first else -n - 1
        if steps >= len(ahead):
            raise Never
        return ahead[steps]

    def add_days_at(self, at: datetime, n: int, *, roll_first: bool = False) -> datetime:
        """Keep the wall time of an instant and move its date."""
        wall = reading(self.zone, at)
        there = self.add_days(wall.date(), n, roll_first=roll_first)
        return at if n == 0 else instant(self.zone, datetime.combine(there, wall.time()))

    def working_days_between(self, start: date, end: date, ends: str = "START") -> int:
        if end < start:
            return -self.working_days_between(end, start, ends)
        counted = {"START": days(start, end)[:-1], "END": days(start, end)[1:], "BOTH": days(start, end)}[ends]
        return sum(day in self.dates for day in counted)

    def _earliest(self, found: Iterator[datetime]) -> datetime:
        return self._seen(min(found, default=self.window[1]))

    def _latest(self, found: Iterator[datetime]) -> datetime:
        return self._seen(max(found, default=self.window[0]))

    def _seen(self, at: datetime) -> datetime:
        """Return an answer that lies within the window; what its rim shows is not true of the calendar."""
        if not self.window[0] < at < self.window[1]:
            raise Never
        return at
