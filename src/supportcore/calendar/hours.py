"""Hours as people write them: shifts of a day, a week of them, odd dates, breaks.

A shift is wall-clock time and belongs to the date on which it starts; an end that is not after the start runs past
midnight, and 24:00 is the next midnight. Nothing here knows a zone: turning a wall clock into an instant is the
business of `sources`. At the door every spelling becomes one form, a sorted tuple of shifts that do not overlap.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import attrs

from supportcore.errors import InvalidHours, OutOfRange
from supportcore.instants import FIRST_YEAR, LAST_YEAR

MIDNIGHT = 86_400
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2}))?"
_FORM = "a clock time is HH:MM or HH:MM:SS between 00:00 and 24:00"


def clock(value: str | dt.time) -> int:
    """Return a wall-clock time as seconds from midnight.

    >>> clock("09:30"), clock("24:00"), clock(dt.time(18))
    (34200, 86400, 64800)
    """
    if isinstance(value, dt.time):
        if value.microsecond or value.tzinfo:
            raise InvalidHours(value, "hours are whole seconds of the calendar's own zone", "write '24:00' or time(18)")
        return value.hour * 3600 + value.minute * 60 + value.second
    found = re.fullmatch(_CLOCK, value, re.ASCII) if isinstance(value, str) else None
    if not found:
        raise InvalidHours(value, _FORM, "write '09:00', '24:00' or datetime.time(9)")
    hour, minute, second = (int(part or 0) for part in found.groups())
    seconds = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or seconds > MIDNIGHT:
        raise InvalidHours(value, _FORM, "write '24:00' for the end of the day, '01:00' for an end past midnight")
    return seconds


def _clock_text(seconds: int) -> str:
    if seconds > MIDNIGHT:
        seconds -= MIDNIGHT
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}" + (f":{rest:02}" if rest else "")


@attrs.frozen(order=True, init=False, repr=False)
class Shift:
    """One stretch of wall-clock time: seconds from the midnight on which it starts, an end past midnight above 86,400.

    >>> Shift("09:00", "18:00")
    Shift('09:00', '18:00')
    >>> Shift("22:00", "06:00").end - Shift("22:00", "06:00").start == 8 * 3600
    True
    """

    start: int
    end: int

    def __init__(self, start: str | dt.time, end: str | dt.time) -> None:
        first, last = clock(start), clock(end)
        if first == MIDNIGHT:
            raise InvalidHours(f"{start}-{end}", "a shift starts before 24:00", "write it as 00:00 of the next date")
        self.__attrs_init__(first, last if last > first else last + MIDNIGHT)

    @classmethod
    def of_seconds(cls, start: int, end: int) -> "Shift":
        """Make a shift from seconds of its date; both may lie past midnight."""
        if not (type(start) is int and type(end) is int and 0 <= start < end <= 2 * MIDNIGHT):
            raise InvalidHours(
                f"{start!r}, {end!r}",
                "a shift runs from one whole second to a later one, within two days",
                "write Shift('09:00', '18:00')",
            )
        shift = object.__new__(cls)
        shift.__attrs_init__(start, end)
        return shift

    def __repr__(self) -> str:
        return f"Shift({_clock_text(self.start)!r}, {_clock_text(self.end)!r})"

    def __str__(self) -> str:
        return f"{_clock_text(self.start)}-{_clock_text(self.end)}"


def shifts(pairs: Iterable[object], what: str = "hours") -> tuple[Shift, ...]:
    """Return the shifts of one date in order; refuse those that overlap.

    >>> shifts([("14:00", "18:00"), ("09:00", "13:00")])
    (Shift('09:00', '13:00'), Shift('14:00', '18:00'))
    """
    if isinstance(pairs, str) or not isinstance(pairs, Iterable):
        raise InvalidHours(pairs, f"{what} are a list of (start, end) pairs", "write [('09:00', '18:00')]")
    found = tuple(sorted(_shift(pair) for pair in pairs))
    for earlier, later in pairwise(found):
        if later.start < earlier.end:
            raise InvalidHours(
                f"{earlier}, {later}",
                f"{what} of one date must not overlap",
                f"write one shift, or end the first at {_clock_text(later.start)}",
            )
    return found


def _shift(pair: object) -> Shift:
    match pair:
        case Shift():
            return pair
        case (str() | dt.time() as start, str() | dt.time() as end):
            return Shift(start, end)
    raise InvalidHours(pair, "a shift is a pair of clock times", "write ('09:00', '18:00')")


def cut(hours: Iterable[Shift], breaks: Sequence[Shift]) -> tuple[Shift, ...]:
    """Take breaks out of shifts. A break counts in the night after the shift's date too: 01:00 cuts 22:00-06:00."""
    left = [(shift.start, shift.end) for shift in hours]
    for pause in breaks:
        for night in (0, MIDNIGHT):
            left = [piece for span in left for piece in _without(span, pause.start + night, pause.end + night)]
    return tuple(Shift.of_seconds(start, end) for start, end in left)


def _without(span: tuple[int, int], start: int, end: int) -> Iterator[tuple[int, int]]:
    for piece in ((span[0], min(span[1], start)), (max(span[0], end), span[1])):
        if piece[0] < piece[1]:
            yield piece


def within(hours: Iterable[Shift], limits: Sequence[Shift]) -> tuple[Shift, ...]:
    """Keep what lies inside the limits."""
    both = ((max(a.start, b.start), min(a.end, b.end)) for a in hours for b in limits)
    return tuple(Shift.of_seconds(start, end) for start, end in both if start < end)


def shortened(hours: tuple[Shift, ...], seconds: int) -> tuple[Shift, ...]:
    """Take so many seconds of work off the end of the day, through as many shifts as it needs."""
    left = list(hours)
    while left and seconds > 0:
        last = left.pop()
        if (kept := last.end - seconds) > last.start:
            left.append(Shift.of_seconds(last.start, kept))
        seconds -= last.end - last.start
    return tuple(left)


Week = tuple[tuple[Shift, ...], ...]


def week(plan: Mapping[str, Iterable[object]]) -> Week:
    """Read a week: weekday names or ranges of them to lists of shifts; days that are not named are closed.

    >>> [str(shift) for shift in week({"mon-fri": [("09:00", "18:00")]})[4]]
    ['09:00-18:00']
    """
    if not isinstance(plan, Mapping):
        raise InvalidHours(plan, "a week is a mapping of weekdays to shifts", "write {'mon-fri': [('09:00', '18:00')]}")
    days: dict[int, tuple[Shift, ...]] = {}
    for name, pairs in plan.items():
        for day in weekdays(name):
            if day in days:
                raise InvalidHours(name, f"{WEEKDAYS[day]} has its hours already", "name every weekday once")
            days[day] = shifts(pairs, f"hours of {name}")
    found = tuple(days.get(day, ()) for day in range(7))
    refuse_overlap_past_midnight(found)
    return found


def weekdays(name: object) -> Iterator[int]:
    """Yield the weekday numbers (Monday is 0) of ``'mon'`` or of a range such as ``'mon-fri'``, ``'sat-tue'``."""
    first, dash, last = name.lower().partition("-") if isinstance(name, str) else ("", "", "")
    if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
        raise InvalidHours(name, "a weekday is one of " + ", ".join(WEEKDAYS), "write 'mon' or a range, 'mon-fri'")
    start = WEEKDAYS.index(first)
    length = (WEEKDAYS.index(last) - start) % 7 if dash else 0
    yield from ((start + step) % 7 for step in range(length + 1))


def refuse_overlap_past_midnight(days: Week) -> None:
    """Refuse a shift past midnight that runs into the first shift of the next weekday."""
    for today, tomorrow in zip(range(7), (1, 2, 3, 4, 5, 6, 0), strict=True):
        if days[today] and days[tomorrow] and days[today][-1].end - MIDNIGHT > days[tomorrow][0].start:
            raise InvalidHours(
                f"{WEEKDAYS[today]} {days[today][-1]}, {WEEKDAYS[tomorrow]} {days[tomorrow][0]}",
                "shifts must not overlap, past midnight neither",
                f"end the one at {_clock_text(days[tomorrow][0].start)} or start the other later",
            )


def a_date(value: object) -> dt.date:
    """Read a date, or its ISO text; refuse a datetime, whose date depends on a zone."""
    if type(value) is dt.date:
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.date.fromordinal(value.toordinal())
    try:
        return dt.date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise InvalidHours(value, "a date is a datetime.date or its ISO text", "write '2026-12-31'") from None


def a_day(value: object) -> dt.date:
    """Read a date of the years 1900 to 2200: of any other a question is never asked, so it is a slip."""
    date = a_date(value)
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise OutOfRange(date.isoformat(), f"dates lie in the years {FIRST_YEAR} to {LAST_YEAR}", "check the year")
    return date


Dates = tuple[tuple[dt.date, tuple[Shift, ...]], ...]


def dates(plan: Mapping[object, Iterable[object]], what: str = "hours") -> Dates:
    """Read hours per date; an empty list closes the date.

    >>> dates({"2026-12-31": [("09:00", "13:00")]})
    ((datetime.date(2026, 12, 31), (Shift('09:00', '13:00'),)),)
    """
    if not isinstance(plan, Mapping):
        raise InvalidHours(
            plan, f"{what} of dates are a mapping of dates to shifts", "write {'2026-12-31': [('09:00', '13:00')]}"
        )
    found: dict[dt.date, tuple[Shift, ...]] = {}
    for key, pairs in plan.items():
        day = a_day(key)
        if day in found:
            raise InvalidHours(key, f"{day} has its {what} already", "name every date once")
        found[day] = shifts(pairs, f"{what} of {day}")
    return tuple(sorted(found.items()))


@attrs.frozen
class Breaks:
    """Breaks sorted by what they cut: each weekday's hours, and the hours of single dates."""

    weekly: Week = ((),) * 7
    dates: Dates = ()


def breaks(plan: Mapping[object, Iterable[object]] | Iterable[object]) -> Breaks:
    """Read breaks: a plain list cuts every weekday; a mapping names weekdays, ranges or dates.

    >>> breaks([("13:00", "14:00")]).weekly[6]
    (Shift('13:00', '14:00'),)
    """
    if not isinstance(plan, Mapping):
        return Breaks((shifts(plan, "breaks"),) * 7)
    named = {key: pairs for key, pairs in plan.items() if isinstance(key, str) and key[:3].lower() in WEEKDAYS}
    others = {key: pairs for key, pairs in plan.items() if key not in named}
    return Breaks(week(named), dates(others, "breaks"))
