"""HOT: working time as prefix sums over the edges of shifts, in whole microseconds since 1970, and nothing else.

The thought: lay the open pieces of a calendar end to end. ``sums[k]`` is the working time from the window's begin to
the close of piece k, and ``shifts[k] = close - sum``. Inside piece k an instant and its working time then differ by
``shifts[k]`` alone, so one bisection turns an instant into working time and a second one turns working time back into
an instant. The cost grows with neither the span, nor the holidays, nor the number of shifts.

A window of whole years is compiled when a question needs it and grows by doubling; it is published by one assignment of
a new tuple and never changed, so readers need no lock: a race compiles twice, and both are right. What this file must
not know: zones, weekdays, datetimes. It asks a `Source` for pieces.
"""

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from supportcore.errors import CoverageError, NeverCloses, NoWorkingTime, OutOfRange
from supportcore.instants import DAY, EARLIEST, FIRST_YEAR, LAST_YEAR, LATEST, from_micros

Piece = tuple[int, int, int]
"""An open piece: from, until (microseconds), and the ordinal of its working date."""

WorkingDay = tuple[int, tuple[int, int] | None]
"""The ordinal of a date, and the first opening and last closing of its shifts, where it has any."""

TEN_YEARS = 3653 * DAY
_YEAR = 366 * DAY
_MARGIN = 3 * DAY
_EPOCH_ORDINAL = 719_163

EVERY = range(dt.date.max.toordinal())
"""All dates, as ordinals."""


class Source(Protocol):
    """Where pieces come from."""

    def pieces(self, lo: int, hi: int) -> list[Piece]:
        """Return the open pieces in ``[lo, hi)``, clipped, in order, not overlapping."""
        ...

    def known(self) -> tuple[float, float]:
        """Return the instants between which no answer depends on an uncovered date."""
        ...

    def doubt(self, lo: int, hi: int, dates: range = EVERY) -> int | None:
        """Return the first uncovered date, of those named, that the openness of ``[lo, hi)`` depends on."""
        ...

    def doubtful(self, ordinal: int) -> bool:
        """Say whether the shifts that start on that date are a guess."""
        ...

    def note(self, ordinal: int) -> str | None:
        """Return what is special about that date, for people."""
        ...


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

    def step(self, ordinal: int, days: int) -> int | None:
        """Return the begin of the working date so many (not 0) after or before a date, if it lies well inside."""
        dates = self.dates
        there = (bisect_right(dates, ordinal) - 1 if days > 0 else bisect_left(dates, ordinal)) + days
        found = _start(dates[there]) if 0 <= there < len(dates) else self.end
        lo = self.begin + _MARGIN if self.begin > EARLIEST else EARLIEST  # nothing comes beside the first and last date
        hi = self.end - _MARGIN if self.end < LATEST else LATEST
        return found if lo <= found < hi else None

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces without the empty one."""
        return zip(self.opens[1:], self.closes[1:], self.days[1:], strict=True)


Hot = tuple[float, float, list[int], list[int], list[int], Window | None]


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


Find = Callable[[Window], int | None]
"""Looks for an answer in a window; ``None`` where the window is too short for it."""


class Timeline:
    """A source compiled on demand. Arguments and answers are microseconds since 1970."""

    __slots__ = ("_known", "_source", "bulk", "hot", "strict")

    def __init__(self, source: Source, *, strict: bool) -> None:
        self._source = source
        self.strict: bool = strict  # refuse what depends on an uncovered date
        self._known: tuple[float, float] | None = None
        self.hot: Hot = (math.inf, -math.inf, [], [], [], None)
        self.bulk: object = None  # what a room that counts in bulk has made of `hot`, and keeps here

    # The two hot questions. A window that is short, gappy or uncertain has lo above hi and takes the careful way.

    def add(self, x: int, work: int, *, latest: bool = False) -> int:
        """Return the earliest (or latest) instant whose working time is that of x plus ``work``."""
        lo, hi, opens, sums, shifts, _ = self.hot
        if lo <= x <= hi:
            k = bisect_right(opens, x) - 1
            target = x - shifts[k]
            target = min(target, sums[k])
            target += work
            j = bisect_right(sums, target) if latest else bisect_left(sums, target)
            if 0 < j < len(sums) and lo <= (answer := target + shifts[j]) <= hi:
                return answer
        return self._add(x, work, latest=latest)

    def between(self, a: int, b: int) -> int:
        """Return the signed working time in ``[a, b)``."""
        lo, hi, opens, sums, shifts, _ = self.hot
        if lo <= a <= hi and lo <= b <= hi:
            i = bisect_right(opens, a) - 1
            k = bisect_right(opens, b) - 1
            return min(b - shifts[k], sums[k]) - min(a - shifts[i], sums[i])
        window = self.window(min(a, b), max(a, b))
        self.certain(min(a, b), max(a, b))
        return _work(window, b) - _work(window, a)

    def _add(self, x: int, work: int, *, latest: bool) -> int:
        side = bisect_right if latest else bisect_left

        def find(window: Window) -> int | None:
            target = _work(window, x) + work
            j = side(window.sums, target)
            return target + window.shifts[j] if 0 < j < len(window.sums) else None

        forward = work > 0 or (work == 0 and latest)
        return self.seek(x, find, forward=forward, past=forward is latest)

    # Edges. Pieces that touch (24:00 and 00:00) make no edge.

    def is_open(self, x: int) -> bool:
        """Say whether x lies in a piece; half-open."""
        return self.between(x, x + 1) > 0

    def next_open(self, x: int) -> int:
        """Return the earliest open instant >= x."""
        return x if self.is_open(x) else self.add(x, 0, latest=True)

    def previous_open(self, x: int) -> int:
        """Return the latest instant <= x that ends working time: x itself inside a piece and at its close."""

        def find(window: Window) -> int | None:
            k = bisect_left(window.opens, x) - 1
            return min(x, window.closes[k]) if k > 0 else None

        return self.seek(x, find, forward=False, past=True)

    def next_close(self, x: int) -> int:
        """Return the first closing edge after the first open instant >= x."""
        start = self.next_open(x)

        def find(window: Window) -> int | None:
            opens, closes = window.opens, window.closes
            k = window.at(start)
            while k + 1 < len(opens) and opens[k + 1] == closes[k]:
                k += 1
            return closes[k] if closes[k] < window.end else None

        return self.seek(start, find, forward=True, edge=True)

    def previous_close(self, x: int) -> int:
        """Return the latest closing edge <= x."""

        def find(window: Window) -> int | None:
            opens, closes = window.opens, window.closes
            k = bisect_right(closes, x) - 1
            while k > 0 and k + 1 < len(opens) and opens[k + 1] == closes[k]:
                k -= 1
            return closes[k] if k > 0 else None

        return self.seek(x, find, forward=False, edge=True, past=True)

    def next_opening(self, x: int) -> int:
        """Return the first opening edge > x."""

        def find(window: Window) -> int | None:
            opens, closes = window.opens, window.closes
            k = bisect_right(opens, x)
            while 0 < k < len(opens) and opens[k] == closes[k - 1]:
                k += 1
            return opens[k] if k < len(opens) else None

        return self.seek(x, find, forward=True, edge=True, past=True)

    def _piece_at(self, x: int) -> Piece | None:
        window = self.window(x - _MARGIN, x + _MARGIN)  # no piece is longer: it comes whole
        self.certain(x, x + 1)
        k = window.at(x)
        return (window.opens[k], window.closes[k], window.days[k]) if x < window.closes[k] else None

    def working_date(self, x: int) -> int | None:
        """Return the working date of the piece that x lies in."""
        piece = self._piece_at(x)
        return piece[2] if piece else None

    def day_of(self, x: int, local: Callable[[], int]) -> WorkingDay:
        """Return the date that x counts to (its piece's, else the local one), with its opening and closing. HOT."""
        lo, hi, opens, sums, shifts, window = self.hot
        if window is not None and lo + _MARGIN <= x <= hi - _MARGIN:
            k = bisect_right(opens, x) - 1
            day = window.days[k] if x - shifts[k] < sums[k] else local()
            return day, window.hours.get(day)
        day = self.working_date(x) or local()
        return day, self.hours_of(day)

    def forward(self, lo: int, hi: int | None) -> Iterator[Piece]:
        """Yield the pieces after lo, clipped, until hi or for ever."""
        x = lo
        while hi is None or self.between(x, hi) > 0:
            start = self.next_open(x)
            _, stop, day = self._whole(start)
            x = stop if hi is None else min(stop, hi)
            yield (start, x, day)

    def backward(self, hi: int, lo: int | None) -> Iterator[Piece]:
        """Yield the pieces before hi, clipped, latest first, until lo or for ever."""
        x = hi
        while lo is None or self.between(lo, x) > 0:
            stop = self.previous_open(x)
            start, _, day = self._whole(stop - 1)
            x = start if lo is None else max(start, lo)
            yield (x, stop, day)

    def _whole(self, x: int) -> Piece:
        piece = self._piece_at(x)
        assert piece is not None  # asked of open instants only
        return piece

    # Working dates.

    def hours_of(self, ordinal: int) -> tuple[int, int] | None:
        """Return the first opening and last closing of a working date. HOT."""
        lo, hi, _, _, _, window = self.hot
        start = (ordinal - _EPOCH_ORDINAL) * DAY
        if window is None or not lo <= start - _MARGIN <= start + _MARGIN <= hi:
            window = self.window(start - _MARGIN, start + _MARGIN)
            if self.strict and self._source.doubtful(ordinal):
                raise _uncovered(ordinal)
        return window.hours.get(ordinal)

    def step(self, ordinal: int, days: int) -> int:
        """Return the working date so many (not 0) working dates after or before a date. HOT."""
        lo, hi, _, _, _, window = self.hot
        start = _start(ordinal)
        if window is not None and lo + _MARGIN <= start <= hi - _MARGIN:
            found = window.step(ordinal, days)
            if found is not None and lo + _MARGIN <= found <= hi - _MARGIN:
                return ordinal_of(found)
        self.window(start - _MARGIN, start + _MARGIN)  # else the end that a search leaves behind may hide the answer
        answer = ordinal_of(self._widened(start, lambda window: window.step(ordinal, days), forward=days > 0))
        self._refuse_guess(*((ordinal + 1, answer) if days > 0 else (answer, ordinal - 1)))
        return answer

    def hours_after(self, ordinal: int, days: int) -> tuple[int, int]:
        """Return the opening and closing of the working date so many (one or more) after a date. HOT."""
        lo, hi, _, _, _, window = self.hot
        if window is not None and lo + _MARGIN <= _start(ordinal):
            there = bisect_right(window.dates, ordinal) - 1 + days
            if there < len(window.dates):
                found = window.hours[window.dates[there]]
                if found[1] <= hi - _MARGIN:
                    return found
        hours = self.hours_of(self.step(ordinal, days))
        assert hours is not None  # a step leads to a working date
        return hours

    def count(self, first: int, last: int) -> int:
        """Count the working dates from ``first`` until before ``last``."""
        window = self.window(_start(first) - _MARGIN, _start(last) + _MARGIN)
        self._refuse_guess(first, last - 1)
        return bisect_left(window.dates, last) - bisect_left(window.dates, first)

    def _refuse_guess(self, first: int, last: int) -> None:
        if self.strict:
            lo, hi = self._certain_range()
            if lo <= _start(first) - _MARGIN and _start(last) + _MARGIN <= hi:
                return
            for ordinal in range(first, last + 1):
                if self._source.doubtful(ordinal):
                    raise _uncovered(ordinal)

    # The careful way: widen the window until the answer is in it, then check what it depends on.

    def seek(self, x: int, find: Find, *, forward: bool, edge: bool = False, past: bool = False) -> int:
        """Search away from x; refuse what lies past ten empty years, the range of years, or the holiday table.

        ``past`` says that work begins (or, backwards, ends) at the answer: it depends on the moment past it, too.
        """
        answer = self._widened(x, find, forward=forward, edge=edge)
        self.certain(min(x, answer - (past and not forward)), max(x, answer + (past and forward)))
        return answer

    def _widened(self, x: int, find: Find, *, forward: bool, edge: bool = False) -> int:
        window = self.window(x, x)
        while True:
            found = find(window)
            if found is not None:
                self._refuse_gap(window, min(x, found), max(x, found))
                return found
            self._refuse_endless(window, x, forward=forward, edge=edge)
            width = window.end - window.begin
            window = self.window(x, window.end + width) if forward else self.window(window.begin - width, x)

    def _refuse_gap(self, window: Window, lo: int, hi: int) -> None:
        for start, stop in window.gaps:
            if min(stop, hi) - max(start, lo) >= TEN_YEARS:
                self.certain(lo, hi)
                raise _nothing(start)

    def _refuse_endless(self, window: Window, x: int, *, forward: bool, edge: bool) -> None:
        """Raise where a search that has not found its answer must not go on."""
        lo, hi = (x, window.end) if forward else (window.begin, x)
        last = max(lo, window.closes[-1]) if forward else min(hi, *window.opens[1:2], hi)
        empty = hi - last if forward else last - lo
        if empty >= TEN_YEARS:
            self.certain(lo, hi)
            raise _nothing(x)
        if edge and hi - lo >= TEN_YEARS and _work(window, hi) - _work(window, lo) == hi - lo:
            self.certain(lo, hi)
            raise NeverCloses(
                from_micros(x).isoformat(), "work goes on for ten years without an edge", "ask for spans instead"
            )
        if (window.end >= LATEST) if forward else (window.begin <= EARLIEST):
            self.certain(lo, hi)
            raise OutOfRange(
                from_micros(x).isoformat(),
                f"the answer lies outside the years {FIRST_YEAR} to {LAST_YEAR}",
                "ask for less working time, or give the calendar more hours",
            )

    def certain(self, lo: int, hi: int) -> None:
        """Refuse a stretch whose openness depends on a date that the holidays do not cover."""
        if self.strict and (found := self.doubt(lo, hi)) is not None:
            raise _uncovered(found)

    def doubt(self, lo: int, hi: int) -> int | None:
        """Return the first uncovered date that ``[lo, hi)`` depends on."""
        known = self._certain_range()
        return None if known[0] <= lo and hi <= known[1] else self._source.doubt(lo, hi)

    def _certain_range(self) -> tuple[float, float]:
        if self._known is None:
            self._known = self._source.known()
        return self._known

    def window(self, lo: int, hi: int) -> Window:
        """Return a window that holds ``[lo, hi]`` (as far as the years go), compiling what is missing."""
        lo, hi = max(lo, EARLIEST), min(hi, LATEST)
        window = self.hot[5]
        if window is None:
            begin, end = _year_of(lo)
            window = compiled(begin, end, self._source.pieces(begin, end))
            self._publish(window)
        if lo < window.begin or hi > window.end:
            window = self._grown(window, lo, hi)
            self._publish(window)
        return window

    def _grown(self, window: Window, lo: int, hi: int) -> Window:
        width = window.end - window.begin
        begin = window.begin if lo >= window.begin else max(EARLIEST, min(_year_of(lo)[0], window.begin - width))
        end = window.end if hi <= window.end else min(LATEST, max(_year_of(hi)[1], window.end + width))
        before = self._source.pieces(begin, window.begin) if begin < window.begin else []
        after = self._source.pieces(window.end, end) if end > window.end else []
        return compiled(begin, end, [*before, *window.pieces(), *after])

    def _publish(self, window: Window) -> None:
        lo: float = window.begin
        hi: float = window.end
        if self.strict:
            known = self._certain_range()
            lo, hi = max(lo, known[0] + 1), min(hi, known[1] - 1)  # an answer may depend on the moment past it
        if window.gaps:
            lo, hi = math.inf, -math.inf
        self.hot = (lo, hi, window.opens, window.sums, window.shifts, window)


def ordinal_of(x: int) -> int:
    """Return the ordinal of the UTC date of an instant."""
    return x // DAY + _EPOCH_ORDINAL


def _start(ordinal: int) -> int:
    return (ordinal - _EPOCH_ORDINAL) * DAY


def _work(window: Window, x: int) -> int:
    k = bisect_right(window.opens, x) - 1
    return min(x - window.shifts[k], window.sums[k])


def _year_of(x: int) -> tuple[int, int]:
    """Return a stretch of 366 days on a fixed grid around 1970 that holds x."""
    begin = x // _YEAR * _YEAR
    return max(begin, EARLIEST), min(begin + _YEAR, LATEST)


def _nothing(since: int) -> NoWorkingTime:
    return NoWorkingTime(
        from_micros(since).isoformat(), "the calendar has no working time for ten years from there", "give it hours"
    )


def _uncovered(ordinal: int) -> CoverageError:
    return CoverageError(
        dt.date.fromordinal(ordinal).isoformat(),
        "the holiday table does not cover this date, and the answer depends on it",
        "widen the table, or build the calendar with beyond=Beyond.PROVISIONAL to count on the week's hours",
    )
