"""HOT: some years of a calendar compiled: its open pieces laid end to end, as parallel lists of whole microseconds.

``sums[k]`` is the working time from the window's begin to the close of piece k, and ``shifts[k] = close - sum``. Inside
piece k an instant and its working time then differ by ``shifts[k]`` alone: one bisection turns an instant into working
time, a second one turns working time back into an instant. A window is never changed; a longer one is compiled anew.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from supportcore.instants import DAY, EARLIEST, LATEST

TEN_YEARS = 3653 * DAY
MARGIN = 3 * DAY
"""No piece is longer, and no wall clock further from UTC."""
_YEAR = 366 * DAY
_EPOCH_ORDINAL = 719_163

Piece = tuple[int, int, int]
"""An open piece: from, until (microseconds), and the ordinal of its working date."""


class Window(NamedTuple):
    """Compiled years: parallel lists by piece, of which the first is an empty piece at the window's begin."""

    begin: int
    end: int
    opens: list[int]
    closes: list[int]
    sums: list[int]
    shifts: list[int]
    days: list[int]
    gaps: list[tuple[int, int]]  # stretches of ten years and more without work
    hours: dict[int, tuple[int, int]]  # working date -> its first opening and its last closing
    dates: list[int]  # working dates in order

    def at(self, x: int) -> int:
        """Return the last piece that opens at or before x."""
        return bisect_right(self.opens, x) - 1

    def work(self, x: int) -> int:
        """Return the working time from the begin to x."""
        k = bisect_right(self.opens, x) - 1
        return min(x - self.shifts[k], self.sums[k])

    def step(self, ordinal: int, days: int) -> int | None:
        """Return the begin of the working date so many (not 0) after or before a date, if it lies well inside."""
        dates = self.dates
        there = (bisect_right(dates, ordinal) - 1 if days > 0 else bisect_left(dates, ordinal)) + days
        found = start_of(dates[there]) if 0 <= there < len(dates) else self.end
        return found if self.holds(found) else None

    def holds(self, x: int) -> bool:
        """Say whether all of a date that begins at x in UTC is here; the ends of the years cut nothing off."""
        first = EARLIEST if self.begin == EARLIEST else self.begin + MARGIN
        last = LATEST - 1 if self.end == LATEST else self.end - MARGIN
        return first <= x <= last

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces without the empty one."""
        return zip(self.opens[1:], self.closes[1:], self.days[1:], strict=True)


def compiled(begin: int, end: int, pieces: list[Piece]) -> Window:
    """Lay the pieces out as a window, joining those that the cut between two windows has parted."""
    opens, closes, sums, shifts, days = [begin], [begin], [0], [begin], [0]
    gaps: list[tuple[int, int]] = []
    hours: dict[int, tuple[int, int]] = {}
    for start, stop, day in pieces:
        first, last = hours.get(day, (start, stop))
        hours[day] = (min(first, start), max(last, stop))
        if day == days[-1] and start == closes[-1]:
            closes[-1] = stop
            sums[-1] += stop - start
            continue
        if start - closes[-1] >= TEN_YEARS:
            gaps.append((closes[-1], start))
        opens.append(start)
        closes.append(stop)
        sums.append(sums[-1] + stop - start)
        shifts.append(stop - sums[-1])
        days.append(day)
    return Window(begin, end, opens, closes, sums, shifts, days, gaps, hours, sorted(hours))


def ordinal_of(x: int) -> int:
    """Return the ordinal of the UTC date of an instant."""
    return x // DAY + _EPOCH_ORDINAL


def start_of(ordinal: int) -> int:
    """Return the instant at which a date begins in UTC."""
    return (ordinal - _EPOCH_ORDINAL) * DAY


def year_of(x: int) -> tuple[int, int]:
    """Return a stretch of 366 days on a fixed grid around 1970 that holds x."""
    begin = x // _YEAR * _YEAR
    return max(begin, EARLIEST), min(begin + _YEAR, LATEST)
