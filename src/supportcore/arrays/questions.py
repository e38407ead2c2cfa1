"""The questions of a calendar, asked for every row of a column.

The thought: nearly every row lies in years that are compiled and certain, and is answered by a few vector operations.
The rest (years not compiled yet, a date that no holiday table covers, an answer outside the years) is asked of the
timeline itself, row by row and in order, so that answers and errors are those of the scalar by construction.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from supportcore.arrays import _columns as columns
from supportcore.arrays._paths import CHUNK, Bools, Index, Ints, beyond, index_of
from supportcore.calendar import Landing, WorkingCalendar
from supportcore.calendar._timeline import Timeline
from supportcore.errors import policy

Rows = tuple[Ints, ...]
"""The arguments of a question, as parallel columns."""

Fast = Callable[..., Bools | None]
"""Writes the answers of rows; returns which of them are not sure, or ``None`` where all are."""

Slow = Callable[..., int]
"""The timeline's own answer to one row."""

_LATE: dict[Landing, Callable[[Ints], Bools]] = {
    Landing.STAY: lambda work: work < 0,
    Landing.ROLL_FORWARD: lambda work: np.ones_like(work, dtype=np.bool_),
    Landing.ROLL: lambda work: work >= 0,
}
"""Which work leads to the latest instant that is far enough, by policy; other work leads to the earliest."""


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
    read in place; other units, NaT and nulls, big-endian numbers and Arrow columns of several chunks are copied once.

    Raises `InvalidInstant` for other types, columns without a zone and parts of a microsecond, `InvalidDuration` for
    such work, `InvalidColumn` for shapes that do not fit and answers that the unit cannot tell, and what the scalar
    raises for the first row that it refuses. HOT: ``benchmarks/bench_arrays.py`` has it beside ``numpy.busday_offset``.
    """
    posted = columns.instants(instants)
    amount = columns.work(work, bare=posted.bare)
    late = _LATE[policy(landing, Landing)](amount.micros).astype(np.int64)
    stays = amount.micros == 0 if landing is Landing.STAY else None  # no work moves nothing, wherever it is
    timeline = calendar.timeline

    def slow(x: int, more: int, late: int) -> int:
        return timeline.add(x, more - late, latest=bool(late))

    fast = _led if amount.micros.ndim else _led_alike(int(amount.micros), int(late), posted.micros.size)
    return columns.answered(
        lambda rows, skip: _answers(timeline, rows, skip, fast, slow),
        (posted, amount._replace(micros=amount.micros + late)),
        columns.told_instants,
        beside=late,
        skip=stays,
    )


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
    timeline = calendar.timeline
    return columns.answered(
        lambda rows, skip: _answers(timeline, rows, skip, _counted, timeline.between),
        (columns.instants(start), columns.instants(end)),
        columns.told_durations,
    )


def is_open(calendar: WorkingCalendar, instants: Any) -> Any:
    """Say for each row whether it is working time, as `WorkingCalendar.is_open` does: openings are, closings are not.

    NaT is not working time; an Arrow null stays null.

    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")
    >>> is_open(house, np.array(["2026-11-20T09:00", "2026-11-20T18:00", "NaT"], dtype="datetime64[s]"))
    array([ True, False, False])

    Raises as `add` does.
    """
    timeline = calendar.timeline
    return columns.answered(
        lambda rows, skip: _answers(timeline, rows, skip, _seen, timeline.is_open),
        (columns.instants(instants),),
        columns.told_flags,
    )


def next_open(calendar: WorkingCalendar, instants: Any) -> Any:
    """Return for each row the earliest open instant at or after it, as `WorkingCalendar.next_open` does.

    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")
    >>> next_open(house, np.array(["2026-11-20T18:00:00"], dtype="datetime64[s]"))
    array(['2026-11-23T09:00:00'], dtype='datetime64[s]')

    Raises as `add` does.
    """
    timeline, asked = calendar.timeline, columns.instants(instants)
    alike = _led_alike(0, 1, asked.micros.size)
    return columns.answered(
        lambda rows, skip: _answers(timeline, rows, skip, alike, timeline.next_open),
        (asked,),
        columns.told_instants,
    )


_MANY = 20  # making a route costs what some 20 rows for each of its pieces save


# The fast answers: vector operations over one chunk. `late` is 1 where the latest instant is asked for and 0 where the
# earliest is; ``more`` is the work with it added, because the latest instant at some work is the microsecond before the
# earliest one at a microsecond more.


def _led(index: Index, x: Ints, more: Any, late: Any, out: Ints) -> Bools | None:
    done = np.empty_like(out)
    index.work.walk(x, done)
    np.add(done, more, out=done)
    index.back.walk(done, out)
    np.subtract(out, late, out=out)
    return _either(beyond(x, index.lo, index.hi), beyond(done, index.least + 1, index.most))


def _led_alike(work: int, late: int, count: int) -> Fast:
    """The same work for every row: with many rows it is worth a route of its own, of one search."""

    def fast(index: Index, x: Ints, *args: Ints) -> Bools | None:
        if count < _MANY * len(index.opens):
            return _led(index, x, work + late, late, args[-1])
        path, lo, hi = index.route(work, late)
        path.walk(x, args[-1])
        return beyond(x, lo, hi)

    return fast


def _counted(index: Index, a: Ints, b: Ints, out: Ints) -> Bools | None:
    done = np.empty_like(out)
    index.work.walk(a, done)
    index.work.walk(b, out)
    np.subtract(out, done, out=out)
    return _either(beyond(a, index.lo, index.hi), beyond(b, index.lo, index.hi))


def _seen(index: Index, x: Ints, out: Ints) -> Bools | None:
    piece = index.work.walk(x, out)
    np.copyto(out, out < index.sums.take(piece))
    return beyond(x, index.lo, index.hi - 1)  # it takes the next microsecond to see


def _either(one: Bools | None, other: Bools | None) -> Bools | None:
    if one is None or other is None:
        return one if other is None else other
    return one | other


# Row by row where that is not enough.


def _answers(timeline: Timeline, rows: Rows, skip: Bools | None, fast: Fast, slow: Slow) -> Ints:
    """Return an answer to each row; a row to skip keeps its first number."""
    if skip is not None:
        kept = np.flatnonzero(~skip)
        answers = rows[0].copy()
        answers[kept] = _answers(timeline, tuple(row[kept] for row in rows), None, fast, slow)
        return answers
    answers = np.empty(len(rows[0]), dtype=np.int64)
    for begin in range(0, len(answers), CHUNK):
        part = slice(begin, begin + CHUNK)
        _chunk(timeline, tuple(row[part] for row in rows), answers[part], fast, slow)
    return answers


def _chunk(timeline: Timeline, rows: Rows, out: Ints, fast: Fast, slow: Slow) -> None:
    left = _swept(timeline, rows, out, fast)
    if left.size:  # compile all its years at once
        timeline.window(int(rows[0].min()), int(rows[0].max()))
        left = _swept(timeline, rows, out, fast)
    while left.size:
        hot, asked = timeline.hot, 0
        while asked < left.size and timeline.hot is hot:
            row = left[asked]
            out[row] = slow(*(int(one[row]) for one in rows))
            asked += 1
        left = left[asked:]
        if left.size:  # more years are compiled now: most of the rest may go fast
            again = np.empty(left.size, dtype=np.int64)
            still = _swept(timeline, tuple(one[left] for one in rows), again, fast)
            out[left] = again
            left = left[still]


def _swept(timeline: Timeline, rows: Rows, out: Ints, fast: Fast) -> Ints:
    """Answer what can be answered fast; return the rows that are left."""
    index = index_of(timeline)
    unsure = np.ones(len(out), dtype=np.bool_) if index is None else fast(index, *rows, out)
    return np.flatnonzero(False if unsure is None else unsure)
