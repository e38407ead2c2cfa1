"""Where open pieces come from: hours in a zone, and calendars made of calendars.

`Hours` reads wall clocks into instants, date by date, and says how far its holidays are known. The algebra (`Both`,
`Either`, `Without`) and dated `Versions` combine the pieces of two sources. All answer the same four questions, so a
timeline does not care which one it compiles. An edge in a spring gap moves forward by the gap, one in an autumn fold is
its first occurrence (both are what ``fold=0`` means); a date that a zone skipped whole has no shifts.
"""

import datetime as dt
import enum
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from supportcore.calendar._timeline import Source
from supportcore.calendar._window import Piece
from supportcore.calendar.holidays import Holiday, HolidayTable
from supportcore.calendar.hours import MIDNIGHT, Breaks, Dates, Shift, Week, cut
from supportcore.errors import named
from supportcore.instants import DAY, EARLIEST, FIRST_YEAR, LAST_YEAR, LATEST, at_wall, local_ordinal, zone


class Precedence(enum.Enum):
    """Which of two special rows rules a date that has per-date hours and is a holiday."""

    DATES_FIRST = enum.auto()
    """Per-date hours beat holidays, holidays beat the week: who writes a date means it."""
    HOLIDAY_FIRST = enum.auto()
    """Holidays beat per-date hours, as zendesk/biz has it."""


def midnight(ordinal: int, tz: ZoneInfo) -> int:
    """Return the instant at which a local date begins."""
    return wall(ordinal, 0, tz)


def wall(ordinal: int, seconds: int, tz: ZoneInfo) -> int:
    """Return the instant of a wall-clock time, in seconds (up to two days) from the midnight of a date."""
    days, rest = divmod(seconds, MIDNIGHT)
    hour, rest = divmod(rest, 3600)
    return at_wall(ordinal + days, dt.time(hour, rest // 60, rest % 60), tz)


def tidy(pieces: Iterable[Piece]) -> list[Piece]:
    """Put pieces in order; where two overlap, who opens first owns the shared time; a date's touching ones join."""
    kept: list[Piece] = []
    until = -math.inf
    for start, stop, day in sorted(pieces, key=lambda piece: piece[0]):
        begin = start if start >= until else int(until)
        if begin >= stop:
            continue
        if kept and begin == until and day == kept[-1][2]:
            kept[-1] = (kept[-1][0], stop, day)
        else:
            kept.append((begin, stop, day))
        until = stop
    return kept


def clipped(pieces: Iterable[Piece], lo: int, hi: int) -> list[Piece]:
    """Cut pieces to ``[lo, hi)``."""
    return [(max(a, lo), min(b, hi), day) for a, b, day in pieces if a < hi and b > lo]


@attrs.frozen
class Hours:
    """The hours of one place: a week, per-date hours, breaks and holidays, in one zone."""

    tz: ZoneInfo = attrs.field(converter=zone)
    week: Week
    dates: Dates = ()
    breaks: Breaks = Breaks()
    holidays: HolidayTable | None = None
    precedence: Precedence = attrs.field(default=Precedence.DATES_FIRST, validator=named(Precedence))

    def pieces(self, lo: int, hi: int) -> list[Piece]:
        """Return the open pieces in ``[lo, hi)``."""
        return clipped(tidy(self._shifts(local_ordinal(lo, self.tz) - 2, local_ordinal(hi, self.tz) + 1)), lo, hi)

    def _shifts(self, first: int, last: int) -> Iterator[Piece]:
        tz = self.tz
        day = _Days(self)
        begin = midnight(first, tz)
        for ordinal in range(first, last + 1):
            end = midnight(ordinal + 1, tz)
            if begin < end:  # else the zone skipped the date
                for shift in day.shifts(ordinal):
                    yield (wall(ordinal, shift.start, tz), wall(ordinal, shift.end, tz), ordinal)
            begin = end

    def ever_open(self) -> bool:
        """Say whether a shift is left on any weekday or date."""
        days = _Days(self)
        return any(days.week) or any(days.shifts(date.toordinal()) for date, _ in self.dates)

    def note(self, ordinal: int) -> str | None:
        """Return the name of a holiday."""
        rows = self.holidays.holidays if self.holidays else ()
        return next((row.name or "holiday" for row in rows if row.date.toordinal() == ordinal), None)

    def known(self) -> tuple[float, float]:
        """Return the instants from the first covered date's midnight (or the end of the shift that may run into it)
        to the end of the last covered date, or of its last shift.
        """
        table = self.holidays
        days = _Days(self)
        first, last = (None, None) if table is None else (table.first, table.last)
        lo = -math.inf if first is None or first.year < FIRST_YEAR else self._end(first.toordinal() - 1, days)
        hi = math.inf if last is None or last.year > LAST_YEAR else self._end(last.toordinal(), days)
        return lo, hi

    def _end(self, ordinal: int, days: "_Days") -> int:
        hours = days.shifts(ordinal)
        return wall(ordinal, max(MIDNIGHT, hours[-1].end if hours else 0), self.tz)

    def doubt(self, lo: int, hi: int, since: int = 0) -> int | None:
        """Return the first uncovered date, of those from ``since`` on, on which ``[lo, hi)`` depends."""
        if self.holidays is None or hi < lo:
            return None
        days = _Days(self)
        last = local_ordinal(max(lo, min(hi, LATEST) - 1), self.tz)
        first = local_ordinal(max(lo, EARLIEST), self.tz)
        if first > since and self.doubtful(first - 1) and self._end(first - 1, days) > lo:
            return first - 1
        dates = range(max(first, since), last + 1)
        return next((ordinal for ordinal in dates if self._unsure(ordinal, lo, hi, days)), None)

    def _unsure(self, ordinal: int, lo: int, hi: int, days: "_Days") -> bool:
        """Whether a part of ``[lo, hi)`` lies on a date that is a guess, past the tail of the shift before it."""
        if not self.doubtful(ordinal):
            return False
        tail = midnight(ordinal, self.tz) if self.doubtful(ordinal - 1) else self._end(ordinal - 1, days)
        return hi > max(tail, lo)

    def doubtful(self, ordinal: int) -> bool:
        """Say whether a date's shifts are a guess: not covered, and no hours of its own that hold anyway."""
        date = dt.date.fromordinal(ordinal)
        if self.holidays is None or self.holidays.covers(date):
            return False
        return self.precedence is Precedence.HOLIDAY_FIRST or all(date != named for named, _ in self.dates)


class _Days:
    """The shifts of single dates: per-date hours, holidays and the week, looked up while a window is compiled."""

    def __init__(self, hours: Hours) -> None:
        self.week = tuple(cut(shifts, pause) for shifts, pause in zip(hours.week, hours.breaks.weekly, strict=True))
        self.named = {date.toordinal(): shifts for date, shifts in hours.dates}
        self.holidays = {row.date.toordinal(): row for row in hours.holidays.holidays} if hours.holidays else {}
        self.breaks = {date.toordinal(): shifts for date, shifts in hours.breaks.dates}
        self.holiday_first = hours.precedence is Precedence.HOLIDAY_FIRST

    def shifts(self, ordinal: int) -> tuple[Shift, ...]:
        """Return the shifts that start on a date."""
        found = self._before_breaks(ordinal)
        pause = self.breaks.get(ordinal)
        return cut(found, pause) if pause and found else found

    def _before_breaks(self, ordinal: int) -> tuple[Shift, ...]:
        holiday: Holiday | None = self.holidays.get(ordinal)
        named = self.named.get(ordinal)
        if named is not None and not (holiday and self.holiday_first):
            return named
        return holiday.hours(self.week) if holiday else self.week[(ordinal - 1) % 7]


def _known_by_both(left: Source, right: Source) -> tuple[float, float]:
    (a, b), (c, d) = left.known(), right.known()
    return max(a, c), min(b, d)


def _size(source: Source) -> int:
    return getattr(source, "size", 1)


def _depth(source: Source) -> int:
    return getattr(source, "depth", 1)


def _weighed(make: Callable[[Any], int]) -> Any:
    """Return a field that is worked out from the parts, and is no part of the value."""
    return attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(make, takes_self=True))


def _earlier(*dates: int | None) -> int | None:
    return min((date for date in dates if date is not None), default=None)


@attrs.frozen
class Both:
    """Open where both are; working dates of the left."""

    left: Source
    right: Source
    size: int = _weighed(lambda self: _size(self.left) + _size(self.right))
    depth: int = _weighed(lambda self: 1 + max(_depth(self.left), _depth(self.right)))

    def pieces(self, lo: int, hi: int) -> list[Piece]:
        """Return the common stretches, by one walk along both lists."""
        found: list[Piece] = []
        others = self.right.pieces(lo, hi)
        k = 0
        for start, stop, day in self.left.pieces(lo, hi):
            while k < len(others) and others[k][1] <= start:
                k += 1
            j = k
            while j < len(others) and others[j][0] < stop:
                found.append((max(start, others[j][0]), min(stop, others[j][1]), day))
                j += 1
        return tidy(found)  # a midnight of the right side is no edge

    def note(self, ordinal: int) -> str | None:
        """Return what either calls a date."""
        return self.left.note(ordinal) or self.right.note(ordinal)

    def known(self) -> tuple[float, float]:
        """Return what both know."""
        return _known_by_both(self.left, self.right)

    def doubt(self, lo: int, hi: int, since: int = 0) -> int | None:
        """Return the first date that either is unsure of."""
        return _earlier(self.left.doubt(lo, hi, since), self.right.doubt(lo, hi, since))

    def doubtful(self, ordinal: int) -> bool:
        """Say whether either is unsure of a date."""
        return self.left.doubtful(ordinal) or self.right.doubtful(ordinal)


@attrs.frozen
class Either(Both):
    """Open where either is; working dates of the piece that opens first, the left's on a tie."""

    def pieces(self, lo: int, hi: int) -> list[Piece]:
        """Return all stretches; shared time belongs to the piece that opens first."""
        wide = (lo - 2 * DAY, hi + 2 * DAY)  # who opened first may have opened before the cut
        return clipped(tidy([*self.left.pieces(*wide), *self.right.pieces(*wide)]), lo, hi)


@attrs.frozen
class Without:
    """The left, less absences: whole working dates and stretches of time, which are in order and apart."""

    left: Source
    dates: frozenset[int]
    stretches: tuple[tuple[int, int], ...]
    size: int = _weighed(lambda self: _size(self.left))
    depth: int = _weighed(lambda self: 1 + _depth(self.left))

    def pieces(self, lo: int, hi: int) -> list[Piece]:
        """Return what the absences leave."""
        found: list[Piece] = []
        away = self.stretches
        k = 0
        for start, stop, day in self.left.pieces(lo, hi):
            while k < len(away) and away[k][1] <= start:
                k += 1
            x, j = start, k
            while j < len(away) and away[j][0] < stop:
                found.append((x, away[j][0], day))
                x = away[j][1]
                j += 1
            found.append((x, stop, day))
        return [piece for piece in found if piece[0] < piece[1] and piece[2] not in self.dates]

    def note(self, ordinal: int) -> str | None:
        """Return what the left calls a date, or that everybody is away."""
        return "absence" if ordinal in self.dates else self.left.note(ordinal)

    def known(self) -> tuple[float, float]:
        """Return what the left knows."""
        return self.left.known()

    def doubt(self, lo: int, hi: int, since: int = 0) -> int | None:
        """Return what the left is unsure of."""
        return self.left.doubt(lo, hi, since)

    def doubtful(self, ordinal: int) -> bool:
        """Say whether the left is unsure of a date on which somebody is there."""
        return ordinal not in self.dates and self.left.doubtful(ordinal)


@attrs.frozen
class Versions:
    """The old hours for working dates before ``since``, the new ones from it on."""

    old: Source
    since: int
    new: Source
    tz: ZoneInfo
    size: int = _weighed(lambda self: _size(self.old) + _size(self.new))
    depth: int = _weighed(lambda self: 1 + max(_depth(self.old), _depth(self.new)))

    def pieces(self, lo: int, hi: int) -> list[Piece]:
        """Return each version's pieces of its own working dates."""
        wide = (lo - 2 * DAY, hi + 2 * DAY)
        old = [piece for piece in self.old.pieces(*wide) if piece[2] < self.since]
        new = [piece for piece in self.new.pieces(*wide) if piece[2] >= self.since]
        return clipped(tidy([*old, *new]), lo, hi)

    def note(self, ordinal: int) -> str | None:
        """Return what the version that rules a date calls it."""
        return (self.old if ordinal < self.since else self.new).note(ordinal)

    def known(self) -> tuple[float, float]:
        """Return what is known without a break around the change, else what the old version knows."""
        change = midnight(self.since, self.tz)
        (lo, upto), (since, hi) = self.old.known(), self.new.known()
        if upto < change + DAY:
            return lo, min(upto, change)
        return (lo, hi) if since <= change - DAY else (lo, change)

    def doubt(self, lo: int, hi: int, since: int = 0) -> int | None:
        """Return the first date on which the version that ruled then is unsure."""
        change = midnight(self.since, self.tz)
        old = self.old.doubt(lo, min(hi, change + 2 * DAY), since)
        new = self.new.doubt(max(lo, change - 2 * DAY), hi, max(since, self.since))
        return _earlier(old if old is not None and old < self.since else None, new)

    def doubtful(self, ordinal: int) -> bool:
        """Say whether the version that rules a date is unsure of it."""
        return (self.old if ordinal < self.since else self.new).doubtful(ordinal)
