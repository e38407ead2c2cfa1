"""`Span`: a stretch of working time as an answer has it, or an absence as a caller writes it."""

import datetime as dt
from collections.abc import Iterable

import attrs

from supportcore.calendar.hours import a_date, a_day
from supportcore.errors import InvalidHours
from supportcore.instants import to_micros


@attrs.frozen
class Span:
    """A stretch of working time, half-open, and the working date whose shift it is part of (if any).

    >>> noon = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    >>> Span(noon, noon + dt.timedelta(hours=1)).length
    datetime.timedelta(seconds=3600)
    """

    start: dt.datetime
    end: dt.datetime
    working_date: dt.date | None = attrs.field(default=None, converter=attrs.converters.optional(a_date))

    def __attrs_post_init__(self) -> None:
        if to_micros(self.end) < to_micros(self.start):
            raise InvalidHours(f"{self.start}..{self.end}", "a span ends after it starts", "swap its ends")

    @property
    def length(self) -> dt.timedelta:
        """The time between its ends, clock changes counted."""
        return dt.timedelta(microseconds=to_micros(self.end) - to_micros(self.start))


def read_absences(away: dt.date | Span | Iterable[dt.date | Span]) -> tuple[frozenset[int], list[tuple[int, int]]]:
    """Read absences: the ordinals of the dates, and the stretches of time in microseconds."""
    several = [away] if isinstance(away, (dt.date, str, Span)) else list(away)
    dates = frozenset(a_day(day).toordinal() for day in several if not isinstance(day, Span))
    return dates, [(to_micros(span.start), to_micros(span.end)) for span in several if isinstance(span, Span)]
