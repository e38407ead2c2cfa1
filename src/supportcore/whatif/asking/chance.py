"""Chance, the same on every machine: requests drawn from a workload by a seed.

Only `random.Random.random` is used, whose numbers Python promises to keep from version to version; everything else is
made of it here. Each year has a generator of its own, so that a longer run begins with the shorter one.
"""

import datetime as dt
import random
from collections.abc import Iterator
from math import exp

from supportcore.calendar import WorkingCalendar
from supportcore.periods import Period
from supportcore.whatif.asking.demand import MINUTE, Ask, Demand
from supportcore.whatif.asking.workload import Workload, bounded

_CHUNK = 30.0  # exp(-30) is far from underflow


def poisson(draw: random.Random, mean: float) -> int:
    """Return a number of arrivals: how many waits, exponential ones, fit into a time (Knuth).

    >>> [poisson(random.Random(7), mean) for mean in (0.0, 20.0, 100.0)]
    [0, 11, 91]
    """
    found = 0
    while mean > 0:
        part = min(mean, _CHUNK)
        limit, product = exp(-part), draw.random()
        while product > limit:
            found += 1
            product *= draw.random()
        mean -= part
    return found


class Drawing:
    """A workload's requests by chance: Poisson numbers, any working minute alike, efforts drawn from those given."""

    def __init__(self, workload: Workload, calendar: WorkingCalendar, seed: int) -> None:
        self.seed = seed
        self._calendar = calendar
        self._months = [
            (period, calendar.between(period.start, period.end) // MINUTE) for period in workload.periods(calendar)
        ]
        streams = bounded(workload).streams
        self._streams = [(stream, [float(one) for one in workload.expected(stream)]) for stream in streams]

    def year(self, number: int) -> tuple[Ask, ...]:
        """Return the requests of one run of the workload's months, in order of time."""
        draw = random.Random(f"{self.seed}/{number}")  # noqa: S311  # a simulation, no secret
        found = [ask for stream, means in self._streams for ask in self._stream(draw, stream, means)]
        return tuple(sorted(found, key=lambda ask: (ask.at, ask.kind.code)))

    def _stream(self, draw: random.Random, stream: Demand, means: list[float]) -> Iterator[Ask]:
        efforts, number = stream.efforts, len(stream.efforts)
        for (period, minutes), mean in zip(self._months, means, strict=True):
            for _ in range(poisson(draw, mean) if minutes else 0):
                at = self._at(period, int(draw.random() * minutes))
                yield Ask(at, stream.kind, efforts[int(draw.random() * number)])

    def _at(self, period: Period, minute: int) -> dt.datetime:
        return self._calendar.add(period.start, minute * MINUTE)
