"""Where open pieces come from: hours in a zone, and calendars made of calendars.

`Hours` reads wall clocks into instants, date by date, and says how far its holidays are known. The algebra (`Both`,
`Either`, `Without`) and dated `Versions` combine the pieces of two sources. All answer the same questions, so a
timeline does not care which one it compiles. An edge in a spring gap moves forward by the gap, one in an autumn fold is
its first occurrence (both are what ``fold=0`` means); a date that a zone skipped whole has no shifts.

What is not known is known by date, as the shifts are: every instant is decided by one working date, which takes over
where the one before it ends (at midnight, or with its last shift past it). An instant is in doubt where its date is.
"""

import datetime as dt
import enum
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from supportcore.calendar._timeline import EVERY, Source
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


_APART = 2 * DAY
"""More than any shift is long, or any two zones are apart."""


def clipped(pieces: Iterable[Piece], lo: int, hi: int) -> list[Piece]:
    """Cut pieces to ``[lo, hi)``."""
    return [(max(a, lo), min(b, hi), day) for a, b, day in pieces if a < hi and b > lo]


def _made(make: Callable[[Any], object]) -> Any:
    """Return a field that is worked out from the parts, and is no part of the value."""
    return attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(make, takes_self=True))


class _Days:
    """The shifts of single dates: per-date hours, holidays and the week, laid out to be looked up."""

    def __init__(self, hours: "Hours") -> None:
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


@attrs.frozen
class Hours:
    """The hours of one place: a week, per-date hours, breaks and holidays, in one zone."""

    tz: ZoneInfo = attrs.field(converter=zone)
    week: Week
    dates: Dates = ()
    breaks: Breaks = Breaks()
    holidays: HolidayTable | None = None
    precedence: Precedence = attrs.field(default=Precedence.DATES_FIRST, validator=named(Precedence))
    _days: _Days = _made(_Days)

    def pieces(self, lo: int, hi: int) -> list[Piece]:
        """Return the open pieces in ``[lo, hi)``."""
        return clipped(tidy(self._shifts(self._near(lo, hi))), lo, hi)

    def _near(self, lo: int, hi: int) -> range:
        """Return all dates that may decide a part of ``[lo, hi]``, where a zone skips a date or repeats a midnight."""
        return range(local_ordinal(lo, self.tz) - 2, local_ordinal(hi, self.tz) + 2)

    def _shifts(self, dates: range) -> Iterator[Piece]:
        tz = self.tz
        begin = midnight(dates.start, tz)
        for ordinal in dates:
            end = midnight(ordinal + 1, tz)
            if begin < end:  # else the zone skipped the date
                for shift in self._days.shifts(ordinal):
                    yield (wall(ordinal, shift.start, tz), wall(ordinal, shift.end, tz), ordinal)
            begin = end

    def ever_open(self) -> bool:
        """Say whether a shift is left on any weekday or date."""
        return any(self._days.week) or any(self._days.shifts(ordinal) for ordinal in self._days.named)

    def note(self, ordinal: int) -> str | None:
        """Return the name of a holiday."""
        row = self._days.holidays.get(ordinal)
        return (row.name or "holiday") if row else None

    def known(self) -> tuple[float, float]:
        """Return the instants that covered dates decide, from the first to the last."""
        table = self.holidays
        first, last = (None, None) if table is None else (table.first, table.last)
        lo = -math.inf if first is None or first.year < FIRST_YEAR else self._end(first.toordinal() - 1)
        hi = math.inf if last is None or last.year > LAST_YEAR else self._end(last.toordinal())
        return lo, hi

    def _end(self, ordinal: int) -> int:
        """Return the instant at which a date stops deciding: the next midnight, or the end of its last shift."""
        hours = self._days.shifts(ordinal)
        return wall(ordinal, max(MIDNIGHT, hours[-1].end if hours else 0), self.tz)

    def doubt(self, lo: int, hi: int, dates: range = EVERY) -> int | None:
        """Return the first date in doubt, of those named, that decides a part of ``[lo, hi)``."""
        lo, hi = max(lo, EARLIEST), min(hi, LATEST)
        if hi <= lo:
            return None
        for day in self._near(lo, hi):
            if day in dates and self.doubtful(day):
                begin = self._end(day - 1) if day - 1 in dates else midnight(day, self.tz)
                if begin < hi and lo < self._end(day):
                    return day
        return None

    def doubtful(self, ordinal: int) -> bool:
        """Say whether a date's shifts are a guess: not covered, and no hours of its own that hold anyway."""
        if self.holidays is None or self.holidays.covers(dt.date.fromordinal(ordinal)):
            return False
        return self.precedence is Precedence.HOLIDAY_FIRST or ordinal not in self._days.named


def _size(source: Source) -> int:
    return getattr(source, "size", 1)


def _depth(source: Source) -> int:
    return getattr(source, "depth", 1)


def _earlier(*dates: int | None) -> int | None:
    return min((date for date in dates if date is not None), default=None)


@attrs.frozen
class Both:
    """Open where both are; working dates of the left."""

    left: Source
    right: Source
    size: int = _made(lambda self: _size(self.left) + _size(self.right))
    depth: int = _made(lambda self: 1 + max(_depth(self.left), _depth(self.right)))

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
        (a, b), (c, d) = self.left.known(), self.right.known()
        return max(a, c), min(b, d)

    def doubt(self, lo: int, hi: int, dates: range = EVERY) -> int | None:
        """Return the first date that either is unsure of."""
        return _earlier(self.left.doubt(lo, hi, dates), self.right.doubt(lo, hi, dates))

    def doubtful(self, ordinal: int) -> bool:
        """Say whether either is unsure of a date."""
        return self.left.doubtful(ordinal) or self.right.doubtful(ordinal)


@attrs.frozen
class Either(Both):
    """Open where either is; working dates of the piece that opens first, the left's on a tie."""

    def pieces(self, lo: int, hi: int) -> list[Piece]:
        """Return all stretches; shared time belongs to the piece that opens first."""
        wide = (lo - _APART, hi + _APART)  # who opened first may have opened before the cut
        return clipped(tidy([*self.left.pieces(*wide), *self.right.pieces(*wide)]), lo, hi)


@attrs.frozen
class Without:
    """The left, less absences: whole working dates and stretches of time, which are in order and apart."""

    left: Source
    dates: frozenset[int]
    stretches: tuple[tuple[int, int], ...]
    size: int = _made(lambda self: _size(self.left))
    depth: int = _made(lambda self: 1 + _depth(self.left))

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

    def doubt(self, lo: int, hi: int, dates: range = EVERY) -> int | None:
        """Return what the left is unsure of."""
        return self.left.doubt(lo, hi, dates)

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
    size: int = _made(lambda self: _size(self.old) + _size(self.new))
    depth: int = _made(lambda self: 1 + max(_depth(self.old), _depth(self.new)))

    def pieces(self, lo: int, hi: int) -> list[Piece]:
        """Return each version's pieces of its own working dates."""
        wide = (lo - _APART, hi + _APART)
        old = [piece for piece in self.old.pieces(*wide) if piece[2] < self.since]
        new = [piece for piece in self.new.pieces(*wide) if piece[2] >= self.since]
        return clipped(tidy([*old, *new]), lo, hi)

    def note(self, ordinal: int) -> str | None:
        """Return what the version that rules a date calls it."""
        return (self.old if ordinal < self.since else self.new).note(ordinal)

    def known(self) -> tuple[float, float]:
        """Return what is known without a break over the change, else what the old version knows."""
        change = midnight(self.since, self.tz)
        (lo, upto), (since, hi) = self.old.known(), self.new.known()
        before, after = min(upto, change - _APART), max(since, change + _APART)
        return (lo, before) if self.doubt(int(before), int(after)) else (lo, hi)

    def doubt(self, lo: int, hi: int, dates: range = EVERY) -> int | None:
        """Return the first date of which the version that rules it is unsure."""
        old, new = range(dates.start, min(dates.stop, self.since)), range(max(dates.start, self.since), dates.stop)
        return _earlier(self.old.doubt(lo, hi, old), self.new.doubt(lo, hi, new))

    def doubtful(self, ordinal: int) -> bool:
        """Say whether the version that rules a date is unsure of it."""
        return (self.old if ordinal < self.since else self.new).doubtful(ordinal)
