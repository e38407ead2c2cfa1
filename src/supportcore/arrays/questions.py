"""The questions of a calendar, asked for every row of a column.

The thought: nearly every row lies in years that are compiled and certain, and is answered by a few vector operations.
The rest (years not compiled yet, a date that no holiday table covers, an answer outside the years) is asked of the
timeline itself, row by row and in order, so that answers and errors are those of the scalar by construction.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from supportcore.arrays import _columns as columns
from supportcore.arrays._paths import Bools, Index, Ints, Line, index_of
from supportcore.calendar import Landing, WorkingCalendar
from supportcore.calendar._timeline import Timeline
from supportcore.errors import Door, InvalidColumn, policy

Rows = tuple[Line, ...]
"""The arguments of a question, as parallel columns."""

Fast = Callable[..., Bools | None]
"""Writes the answers of rows; returns which of them are not sure, or ``None`` where all are."""

Slow = Callable[..., int]
"""The timeline's own answer to one row."""

Late = Callable[[Any], Any]
"""Says of work, one or a column, whether it leads to the latest instant that is far enough; else to the earliest."""

_CALENDAR = Door(
    InvalidColumn,
    "columns are counted on a WorkingCalendar",
    "pass the calendar first: add(house, ...)",
    WorkingCalendar,
)
_LATE: dict[Landing, Late] = {
    Landing.STAY: lambda work: work < 0,
    Landing.ROLL_FORWARD: lambda _: True,
    Landing.ROLL: lambda work: work >= 0,
}


def add(calendar: WorkingCalendar, instants: Any, work: Any, *, landing: Landing = Landing.STAY) -> Any:
    """Return for each row the instant at which so much working time has passed, as `WorkingCalendar.add` does.

    ``instants``: ``int64`` microseconds since 1970 or ``datetime64[s|ms|us|ns]``, both read as UTC; a pandas ``Series``
    or ``DatetimeIndex`` with a zone; an Arrow timestamp column with a zone; or one aware ``datetime``. ``work``: a
    ``timedelta`` or ``timedelta64``, one or a column; beside ``int64`` instants also whole microseconds. Shapes
    broadcast. The answer has the type, the zone and the unit that came in (of instants and work the finer one).

    >>> import datetime as dt
    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
    >>> posted = np.array(["2026-11-20T15:30", "2026-11-21T10:00", "NaT"], dtype="datetime64[s]")
    >>> add(house, posted, dt.timedelta(hours=8))
    array(['2026-11-23T14:30:00', '2026-11-23T15:00:00', 'NaT'], dtype='datetime64[s]')

    NaT and null lead to NaT and null. ``int64``, ``datetime64[us]``, and pandas and Arrow columns in microseconds are
    read in place, other units and NaT a chunk of rows at a time; big-endian numbers, Arrow nulls and Arrow columns of
    several chunks are copied once.

    Raises `InvalidInstant` for other types, columns without a zone and parts of a microsecond, `InvalidDuration` for
    such work, `InvalidColumn` for shapes that do not fit and answers that the unit cannot tell, and what the scalar
    raises for the first row that it refuses. HOT: ``benchmarks/bench_arrays.py`` has it beside ``numpy.busday_offset``.
    """
    timeline, posted = _CALENDAR(calendar).timeline, columns.instants(instants)
    amount = columns.work(work, bare=posted.bare)
    late = _LATE[policy(landing, Landing)]
    stays, alike = landing is Landing.STAY, amount.one  # no work moves nothing then, wherever it is
    fast = _led(late, stays=stays)
    if alike or (alike == 0 and not stays):
        fast = _led_alike(alike, late, posted.numbers.size)

    def slow(x: int, work: int) -> int:
        return timeline.add(x, work, latest=late(work)) if work or not stays else x

    return columns.answered(_asked(timeline, fast, slow), (posted, amount), "M")


def between(calendar: WorkingCalendar, start: Any, end: Any) -> Any:
    """Return for each row the signed working time from ``start`` to ``end``, as `WorkingCalendar.between` does.

    The answer is ``timedelta64`` of the finer unit (``int64`` microseconds where ``start`` is ``int64``), or a column
    of durations where a pandas or Arrow column came in.

    >>> import datetime as dt
    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
    >>> posted = np.array(["2026-11-20T15:30", "2026-11-21T10:00"], dtype="datetime64[s]")
    >>> between(house, posted, dt.datetime(2026, 11, 23, 12, tzinfo=house.tz))
    array([12600, 10800], dtype='timedelta64[s]')

    Raises as `add` does.
    """
    timeline = _CALENDAR(calendar).timeline
    given = (columns.instants(start), columns.instants(end))
    return columns.answered(_asked(timeline, _counted, timeline.between), given, "m")


def is_open(calendar: WorkingCalendar, instants: Any) -> Any:
    """Say for each row whether it is working time, as `WorkingCalendar.is_open` does: openings are, closings are not.

    NaT is not working time; an Arrow null stays null.

    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")
    >>> is_open(house, np.array(["2026-11-20T09:00", "2026-11-20T18:00", "NaT"], dtype="datetime64[s]"))
    array([ True, False, False])

    Raises as `add` does.
    """
    timeline = _CALENDAR(calendar).timeline
    return columns.answered(_asked(timeline, _seen, timeline.is_open), (columns.instants(instants),), "?")


def next_open(calendar: WorkingCalendar, instants: Any) -> Any:
    """Return for each row the earliest open instant at or after it, as `WorkingCalendar.next_open` does.

    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")
    >>> next_open(house, np.array(["2026-11-20T18:00:00"], dtype="datetime64[s]"))
    array(['2026-11-23T09:00:00'], dtype='datetime64[s]')

    Raises as `add` does.
    """
    timeline, asked = _CALENDAR(calendar).timeline, columns.instants(instants)
    alike = _led_alike(0, _LATE[Landing.ROLL], asked.numbers.size)
    return columns.answered(_asked(timeline, alike, timeline.next_open), (asked,), "M")


_MANY = 20  # making a route costs what some 40 rows for each of its pieces save, and the next question has it


# The fast answers: vector operations over one chunk. The latest instant at some work is the microsecond before the
# earliest one at a microsecond more, so one path back serves both.


def _led(late: Late, *, stays: bool) -> Fast:
    """Work of its own for every row: a search for the work that was done, and another for the instant."""

    def fast(index: Index, x: Line, work: Line, out: Ints) -> Bools | None:
        more = late(work.numbers)
        done = index.work.walk(x.numbers, np.empty_like(out))
        done += work.numbers
        done += more
        index.back.walk(done, out)
        out -= more
        unsure = _either(x.beyond(index.lo, index.hi), Line.of(done).beyond(index.least + 1, index.most))
        if stays:
            idle = work.numbers == 0
            np.copyto(out, x.numbers, where=idle)
            unsure = None if unsure is None else unsure & ~idle
        return unsure

    return fast


def _led_alike(work: int, late: Late, count: int) -> Fast:
    """The same work for every row: with many rows it is worth a route of its own, of one search."""
    few = _led(late, stays=False)

    def fast(index: Index, x: Line, *args: Any) -> Bools | None:
        if count < _MANY * len(index.opens):
            return few(index, x, Line(np.array(work), work, work), args[-1])
        path, lo, hi = index.route(work, int(late(work)))
        path.walk(x.numbers, args[-1])
        return x.beyond(lo, hi)

    return fast


def _counted(index: Index, a: Line, b: Line, out: Ints) -> Bools | None:
    index.work.walk(b.numbers, out)
    out -= index.work.walk(a.numbers, np.empty_like(out))
    return _either(a.beyond(index.lo, index.hi), b.beyond(index.lo, index.hi))


def _seen(index: Index, x: Line, out: Bools) -> Bools | None:
    piece = index.work.piece(x.numbers, np.empty_like(x.numbers))
    np.less(x.numbers, index.closes.take(piece), out=out)
    return x.beyond(index.lo, index.hi - 1)  # it takes the next microsecond to see


def _either(one: Bools | None, other: Bools | None) -> Bools | None:
    if one is None or other is None:
        return one if other is None else other
    return one | other


# Row by row where that is not enough.


def _asked(timeline: Timeline, fast: Fast, slow: Slow) -> columns.Ask:
    return lambda rows, out: _answer(timeline, rows, out, fast, slow)


def _answer(timeline: Timeline, rows: Rows, out: Any, fast: Fast, slow: Slow) -> None:
    left = _swept(timeline, rows, out, fast)
    if left.size:  # compile all its years at once
        timeline.window(rows[0].least, rows[0].most)
        left = _swept(timeline, rows, out, fast)
    while left.size:
        hot, asked = timeline.hot, 0
        while asked < left.size and timeline.hot is hot:
            row = left[asked]
            out[row] = slow(*(int(one.numbers[row]) for one in rows))
            asked += 1
        left = left[asked:]
        if left.size:  # more years are compiled now: most of the rest may go fast
            again = np.empty_like(out, shape=left.size)
            still = _swept(timeline, tuple(one.at(left) for one in rows), again, fast)
            out[left] = again
            left = left[still]


def _swept(timeline: Timeline, rows: Rows, out: Any, fast: Fast) -> Any:
    """Answer what can be answered fast; return the rows that are left."""
    index = index_of(timeline)
    unsure = np.ones(len(out), dtype=np.bool_) if index is None else fast(index, *rows, out)
    return np.flatnonzero(False if unsure is None else unsure)
