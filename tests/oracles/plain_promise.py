"""The slow, obvious promise: cut the way at every edge and add the pieces by hand.

It answers what `supportcore.sla` answers and shares nothing with it. A place is its open spans written out one by one,
and two functions that read the clock on its wall. A promise is a tuple whose first word says what it is:

- ``("working", amount)``, ``("elapsed", amount)``, ``("days", n)`` of work, ``("dates", n)`` of the calendar,
  ``("end", n)``, ``("by", time, n)``, ``("at", instant)``: leaves;
- ``("first", *promises)``, ``("last", *promises)``: a choice, on a tie the first named;
- ``("cut", time, before, after, day_off, late)``: ``day_off`` is "before" or "after", ``late`` "start" or "opening".

Pauses are not moved along and not merged: the way from the start is cut at their edges, and a piece counts unless
one of them covers it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

Spans = tuple[tuple[datetime, datetime, date], ...]
Pauses = tuple[tuple[datetime, datetime], ...]

NOTHING = timedelta(0)


@dataclass(frozen=True)
class Place:
    """Open spans in order, the instant at which the wall clock shows a time of a date, and what it shows at one."""

    spans: Spans
    instant: Callable[[date, time], datetime]
    reading: Callable[[datetime], tuple[date, time]]

    def date_of(self, at: datetime) -> date:
        return next((day for start, end, day in self.spans if start <= at < end), self.reading(at)[0])

    def opening(self, day: date) -> datetime | None:
        return min((start for start, _, owner in self.spans if owner == day), default=None)

    def closing(self, day: date) -> datetime | None:
        return max((end for _, end, owner in self.spans if owner == day), default=None)

    def later(self, day: date, days: int) -> date:
        """Return the working date so many after this one."""
        following = sorted({owner for _, _, owner in self.spans if owner > day})
        return following[days - 1] if days else day


def due(place: Place, promise: tuple, start: datetime, pauses: Pauses = ()) -> datetime:
    """Return when a promise is due."""
    return decided(place, promise, start, pauses)[0]


def decided(place: Place, promise: tuple, start: datetime, pauses: Pauses = ()) -> tuple[datetime, tuple]:
    """Return when a promise is due, and the leaf that decided."""
    match promise:
        case ("first", *others):
            found = [decided(place, other, start, pauses) for other in others]
            return next(one for one in found if all(one[0] <= other[0] for other in found))
        case ("last", *others):
            found = [decided(place, other, start, pauses) for other in others]
            return next(one for one in found if all(one[0] >= other[0] for other in found))
        case ("cut", *_):
            branch, since = branch_of(place, promise, start)
            return decided(place, branch, since, pauses)
    return moved(place, promise, start, resolved(place, promise, start), pauses), promise


def branch_of(place: Place, promise: tuple, start: datetime) -> tuple[tuple, datetime]:
    _, at, before, after, day_off, late = promise
    day = place.date_of(start)
    closing = place.closing(day)
    if closing is None:
        return (before if day_off == "before" else after), start
    if start < min(closing, place.instant(day, at)):
        return before, start
    if late == "start":
        return after, start
    return before, place.opening(place.later(day, 1))


def resolved(place: Place, leaf: tuple, start: datetime) -> datetime:
    """Return the instant to which a leaf resolves at its start, without pauses."""
    day = place.date_of(start)
    match leaf:
        case ("working", amount):
            return after(place, start, amount, (), working=True)
        case ("elapsed", amount):
            return start + amount
        case ("days" | "dates", 0):
            return start
        case ("dates", days):
            today, clock = place.reading(start)
            return place.instant(today + timedelta(days=days), clock)
        case ("days", days):
            today, clock = place.reading(start)
            return place.instant(place.later(today, days), clock)
        case ("end", days):
            closing = place.closing(day)
            today = day if closing is not None and start < closing else place.later(day, 1)
            return place.closing(place.later(today, days))
        case ("by", clock, days):
            day = place.later(day, days or (1 if place.closing(day) is None else 0))
            while place.instant(day, clock) < start:
                day = place.later(day, 1)
            return place.instant(day, clock)
        case ("at", instant):
            return max(start, instant)
    raise TypeError(leaf)


def moved(place: Place, leaf: tuple, start: datetime, resolution: datetime, pauses: Pauses) -> datetime:
    """Return the earliest instant, not before the resolution, by which the budget has passed outside pauses."""
    working = leaf[0] not in ("elapsed", "dates")
    budget = counted(place, start, resolution, (), working=working)
    if counted(place, start, resolution, pauses, working=working) == budget:
        return resolution
    return after(place, start, budget, pauses, working=working)


def after(place: Place, start: datetime, amount: timedelta, pauses: Pauses, *, working: bool) -> datetime:
    """Return the earliest instant by which so much has passed: the piece in which the last of it lies has it."""
    left = amount
    for a, b in pieces(place, start, place.spans[-1][1], pauses, working=working):
        if left <= b - a:
            return a + left if left else start
        left -= b - a
    raise LookupError("the spans end too early")


def counted(place: Place, start: datetime, end: datetime, pauses: Pauses, *, working: bool) -> timedelta:
    """Add up the pieces of a stretch that are open (or any, for time by the clock on the wall) and not paused."""
    return sum((b - a for a, b in pieces(place, start, end, pauses, working=working)), NOTHING)


def pieces(
    place: Place, start: datetime, end: datetime, pauses: Pauses, *, working: bool
) -> Iterator[tuple[datetime, datetime]]:
    spans = [(a, b) for a, b, _ in place.spans if a < end and b > start]
    edges = {edge for stretch in (*spans, *pauses) for edge in stretch if start < edge < end}
    for a, b in pairwise(sorted({start, end} | edges)):
        opened = not working or any(opening <= a < closing for opening, closing in spans)
        if opened and not any(begin <= a and b <= until for begin, until in pauses):
            yield a, b
