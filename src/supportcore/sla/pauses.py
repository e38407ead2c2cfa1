"""Stretches in which the clock stands still: as callers write them, and joined for counting.

Inside, pauses are pairs of whole microseconds, in order and apart, so that no moment is taken off twice.
"""

import datetime as dt
from collections.abc import Iterable

import attrs

from supportcore.errors import Door, InvalidHours, InvalidTarget
from supportcore.instants import to_micros, utc

Pauses = tuple[tuple[int, int], ...]
"""Pauses in order and apart, in microseconds."""


@attrs.frozen
class Pause:
    """A stretch in which the clock stands still, half-open."""

    start: dt.datetime = attrs.field(converter=utc)
    end: dt.datetime = attrs.field(converter=utc)

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidHours(f"{self.start}..{self.end}", "a pause ends after it starts", "swap its ends")


PAUSE = Door(InvalidTarget, "a pause is a Pause with its start and end", "write Pause(start, end)", Pause)


def merged(pauses: Iterable[Pause]) -> Pauses:
    """Join pauses that touch or overlap, in order, so that no moment is taken off twice."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted((to_micros(pause.start), to_micros(pause.end)) for pause in pauses):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif begin < end:
            joined.append((begin, end))
    return tuple(joined)
