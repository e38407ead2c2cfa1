"""HOT: the two searches of the timeline over many numbers at once, by tables instead of bisections.

The thought: the way from an instant to the working time before it, and the way back, are broken lines: within a piece
the answer is the number plus a lift, and no more than a cap. A bisection for the piece jumps through memory a dozen
times for every row. Cut the years into equal buckets instead, a power of two wide: a shift finds the bucket, a table
says which piece is the last one that begins before it, and a comparison or two with the next edges correct it. Where
the work is the same for all rows, both ways are laid end to end first, and there is one search. Rows are counted in
chunks that stay in the cache of a processor. What this file must not know: units, hosts, what is asked.
"""

import functools
from collections.abc import Callable, Sequence

import attrs
import numpy as np
import numpy.typing as npt

from supportcore.calendar._timeline import Hot, Timeline
from supportcore.calendar._window import Window

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

CHUNK = 32_768
"""Rows at a time: few enough for the second cache of a processor, enough to forget the cost of the calls."""

_CROWD = 4
"""More edges than this in one bucket (hours cut up by many absences): there a plain bisection is faster."""


class Path:
    """A broken line: from the last of its ascending edges at or before a number, the lift to add and the cap."""

    __slots__ = ("_begin", "_bits", "_caps", "_edges", "_following", "_lifts", "_passes", "_table")

    def __init__(self, edges: Ints, lifts: Ints, caps: Ints | None) -> None:
        span = int(edges[-1] - edges[0])
        self._edges, self._lifts, self._caps = edges, lifts, caps
        self._begin = int(edges[0])
        self._bits = max(0, (span // len(edges)).bit_length() - 1)
        starts = self._begin + (np.arange((span >> self._bits) + 2, dtype=np.int64) << self._bits)
        before = np.searchsorted(edges, starts, side="right") - 1
        self._table = np.ascontiguousarray(before[:-1])
        self._passes = int((np.searchsorted(edges, starts[1:] - 1, side="right") - 1 - self._table).max())
        self._following = np.append(edges[1:], np.iinfo(np.int64).max)

    def walk(self, x: Ints, out: Ints) -> Ints:
        """Write where each number leads, and return the pieces; a number before the first edge leads anywhere."""
        place, room = np.empty_like(out), np.empty_like(out)
        self._find(x, place, room)
        self._lifts.take(place, out=room, mode="clip")
        np.add(x, room, out=out)
        if self._caps is not None:
            self._caps.take(place, out=room, mode="clip")
            np.minimum(out, room, out=out)
        return place

    def _find(self, x: Ints, place: Ints, room: Ints) -> None:
        if self._passes > _CROWD:
            np.maximum(np.searchsorted(self._edges, x, side="right") - 1, 0, out=place)
            return
        np.subtract(x, self._begin, out=place)
        np.right_shift(place, self._bits, out=place)
        self._table.take(place, out=place, mode="clip")
        for _ in range(self._passes):
            self._following.take(place, out=room, mode="clip")
            np.add(place, room <= x, out=place)


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

        Its edges are the openings, and the instants from which the work fills one more piece.
        """
        more = work + late
        fills = self.sums + 1 - more
        fills = fills[(fills > 0) & (fills <= self.sums[-1])]
        edges = np.sort(np.append(self.opens, fills + self.shifts[np.searchsorted(self.sums, fills)]), kind="stable")
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
    opens, sums, shifts = (_ints(column) for column in (window.opens, window.sums, window.shifts))
    lo, hi, least, most = 1, 0, 1, 0  # a window with a gap of ten years: nothing is certain
    if hot[0] <= hot[1]:
        lo, hi = int(hot[0]), int(hot[1])
        edges = _ints([lo, hi])
        piece = np.searchsorted(opens, edges, side="right") - 1
        least, most = np.minimum(edges - shifts[piece], sums[piece]).tolist()
    lifts = np.append(shifts[1:], 0)
    work, back = Path(opens, -shifts, sums), Path(sums + 1, lifts, None)
    return Index(hot, lo, hi, least, most, opens, sums, shifts, lifts, work, back)


def beyond(numbers: Ints, least: int, most: int) -> Bools | None:
    """Return which numbers lie outside ``[least, most]``, or ``None`` where none does."""
    if least <= numbers.min() and numbers.max() <= most:
        return None
    return (numbers < least) | (numbers > most)


def _ints(numbers: Sequence[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)
