"""HOT: the two searches of the timeline over many numbers at once, by tables instead of bisections.

The thought: the way from an instant to the working time before it, and the way back, are broken lines: within a piece
the answer is the number plus a lift, and no more than a cap. A bisection for the piece jumps through memory a dozen
times for every row. Cut the years into equal cells instead: a division finds the cell, and a table says which piece is
the last one that begins before it. Shops open at full hours or quarters, so all edges lie on a grid, and where the
cells are that grid, the table has said all. Where they are not, a comparison or two with the next edges correct it.
Where the work is the same for all rows, both ways are laid end to end first, and there is one search. What this file
must not know: units, hosts, what is asked.
"""

import functools
from collections.abc import Callable, Sequence
from typing import NamedTuple, Self

import attrs
import numpy as np
import numpy.typing as npt

from supportcore.calendar._timeline import Hot, Timeline
from supportcore.calendar._window import Window

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_CELLS = 2**20
"""A finer grid than this (a century of full hours) is left alone: its table would leave the cache."""

_CROWD = 4
"""More edges than this in one cell (hours cut up by many absences): there a plain bisection is faster."""


class Line(NamedTuple):
    """Numbers in a line, and what none of them is below and none above."""

    numbers: Ints
    least: int
    most: int

    @classmethod
    def of(cls, numbers: Ints) -> Self:
        """Look for the ends."""
        return cls(numbers, int(numbers.min()), int(numbers.max())) if numbers.size else cls(numbers, 0, 0)

    def at(self, rows: Ints) -> Self:
        """Return some of the numbers."""
        return self._replace(numbers=self.numbers[rows])

    def beyond(self, least: int, most: int) -> Bools | None:
        """Return which numbers lie outside ``[least, most]``, or ``None`` where none does."""
        if least <= self.least and self.most <= most:
            return None
        return (self.numbers < least) | (self.numbers > most)


class Path:
    """A broken line: from the last of its ascending edges at or before a number, the lift to add and the cap."""

    __slots__ = ("_begin", "_caps", "_edges", "_following", "_lifts", "_passes", "_table", "_width")

    def __init__(self, edges: Ints, lifts: Ints, caps: Ints | None) -> None:
        self._edges, self._lifts, self._caps = edges, lifts, caps
        self._begin, self._width = int(edges[0]), _width(edges)
        pieces, past = np.arange(len(edges)), edges - self._begin
        cells = -(-past // self._width)  # the first cell that begins at or after each edge
        table = np.repeat(pieces, np.diff(cells, append=cells[-1] + 1))
        self._passes = int((pieces - table[past // self._width]).max())
        self._table = table.astype(np.min_scalar_type(len(edges)))  # the smaller, the more of it stays in the cache
        self._following = np.append(edges[1:], np.iinfo(np.int64).max)

    def piece(self, x: Ints, out: Ints) -> Ints:
        """Write the piece in which each number lies, and return it; of a number before the first edge, anything."""
        if self._passes > _CROWD:
            return np.maximum(np.searchsorted(self._edges, x, side="right") - 1, 0, out=out)
        np.subtract(x, self._begin, out=out)
        np.floor_divide(out, self._width, out=out)
        out[...] = self._table.take(out, mode="clip")
        for _ in range(self._passes):
            out += self._following.take(out) <= x
        return out

    def walk(self, x: Ints, out: Ints) -> Ints:
        """Write where each number leads, and return it; a number before the first edge leads anywhere."""
        piece = self.piece(x, out)
        caps = None if self._caps is None else self._caps.take(piece)
        self._lifts.take(piece, out=out, mode="clip")
        out += x
        return out if caps is None else np.minimum(out, caps, out=out)


def _width(edges: Ints) -> int:
    """Return the grid on which all edges lie; if that is too fine, what leaves four cells for each."""
    span, grid = int(edges[-1] - edges[0]), int(np.gcd.reduce(np.diff(edges)))
    return grid if grid > 0 and span // grid < _CELLS else max(1, span // (4 * len(edges)))


Route = tuple[Path, int, int]
"""A path, and the instants between which it is certain."""


@attrs.frozen(eq=False)
class Index:
    """A compiled window as arrays. Instants in ``[lo, hi]`` and answers at work in ``(least, most]`` are certain."""

    hot: Hot
    lo: int
    hi: int
    least: int
    most: int
    opens: Ints
    closes: Ints
    sums: Ints
    shifts: Ints
    lifts: Ints  # from working time to the instant, by the pieces that it has filled
    work: Path  # from an instant to the working time before it
    back: Path  # from working time to the earliest instant that has it; one more, less one, is the latest
    route: Callable[[int, int], Route] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "route", functools.lru_cache(maxsize=16)(self._route))

    def _route(self, work: int, late: int) -> Route:
        """Return the way from instants to those so much work later; `route` remembers the last few.

        Its edges are the openings, and the instants from which the work fills one more piece: for the earliest instants
        a microsecond after a full hour, and so are the openings, where either piece gives the answer.
        """
        more = work + late
        fills = self.sums + 1 - more
        fills = fills[(fills > 0) & (fills <= self.sums[-1])]
        edges = np.sort(
            np.append(self.opens + (1 - late), fills + self.shifts[np.searchsorted(self.sums, fills)]), kind="stable"
        )
        edges = edges[np.append(True, edges[1:] > edges[:-1])]
        piece = np.searchsorted(self.opens, edges, side="right") - 1
        done = np.minimum(edges - self.shifts[piece], self.sums[piece])
        up = self.lifts[np.searchsorted(self.sums, done + more) - 1] + work
        path = Path(edges, up - self.shifts[piece], up + self.sums[piece])
        lo, hi = self._reached(self.least - more + 1), self._reached(self.most - more + 1) - 1
        return path, max(self.lo, lo), min(self.hi, hi)

    def _reached(self, work: int) -> int:
        """Return the earliest instant with so much working time before it."""
        if work <= 0:
            return self.lo
        if work > self.sums[-1]:
            return self.hi + 1
        return work + int(self.shifts[np.searchsorted(self.sums, work)])


def index_of(timeline: Timeline) -> Index | None:
    """Return the index of what a timeline has compiled, made once and kept beside it; ``None`` before the first year.

    It is published by one assignment and never changed: threads that race make it twice, and both are right.
    """
    kept, hot = timeline.bulk, timeline.hot
    if isinstance(kept, Index) and kept.hot is hot:
        return kept
    window = hot[5]
    if window is None:
        return None
    timeline.bulk = made = _index(hot, window)
    return made


def _index(hot: Hot, window: Window) -> Index:
    opens, closes, sums, shifts = (
        _ints(column) for column in (window.opens, window.closes, window.sums, window.shifts)
    )
    lo, hi, least, most = 1, 0, 1, 0  # a window with a gap of ten years: nothing is certain
    if hot[0] <= hot[1]:
        lo, hi = int(hot[0]), int(hot[1])
        edges = _ints([lo, hi])
        piece = np.searchsorted(opens, edges, side="right") - 1
        least, most = np.minimum(edges - shifts[piece], sums[piece]).tolist()
    lifts = np.append(shifts[1:], 0)
    work, back = Path(opens, -shifts, sums), Path(sums + 1, lifts, None)
    return Index(hot, lo, hi, least, most, opens, closes, sums, shifts, lifts, work, back)


def _ints(numbers: Sequence[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)
