"""A calendar printed as the code that would make it: what a log line or a failing test should show."""

import datetime as dt
from collections.abc import Iterator

from supportcore.calendar._timeline import Source
from supportcore.calendar.holidays import Beyond
from supportcore.calendar.hours import WEEKDAYS, Breaks, Shift, Week
from supportcore.calendar.sources import Both, Either, Hours, Precedence, Versions, Without
from supportcore.instants import from_micros


def spelled(source: Source, beyond: Beyond) -> str:
    """Return the expression that makes a calendar of this source."""
    match source:
        case Hours():
            return f"WorkingCalendar.weekly({', '.join(_arguments(source, beyond))})"
        case Either():
            return f"({spelled(source.left, beyond)} | {spelled(source.right, beyond)})"
        case Both():
            return f"({spelled(source.left, beyond)} & {spelled(source.right, beyond)})"
        case Without():
            return f"({spelled(source.left, beyond)} - [{', '.join(_absences(source))}])"
        case Versions():
            since = dt.date.fromordinal(source.since)
            return f"{spelled(source.old, beyond)}.changed({since!r}, {spelled(source.new, beyond)})"
    return f"WorkingCalendar({source!r})"


def _arguments(hours: Hours, beyond: Beyond) -> Iterator[str]:
    yield _week(hours.week)
    yield f"tz={hours.tz.key!r}"
    if hours.holidays is not None:
        yield f"holidays={hours.holidays!r}"
    if hours.dates:
        yield "dates={" + ", ".join(f"{str(date)!r}: {_pairs(shifts)}" for date, shifts in hours.dates) + "}"
    if hours.breaks != Breaks():
        yield f"breaks={_breaks(hours.breaks)}"
    if hours.precedence is not Precedence.DATES_FIRST:
        yield f"precedence={hours.precedence}"
    if beyond is not Beyond.REFUSE:
        yield f"beyond={beyond}"


def _week(week: Week) -> str:
    return "{" + ", ".join(f"{name!r}: {_pairs(shifts)}" for name, shifts in _named(week)) + "}"


def _named(week: Week) -> Iterator[tuple[str, tuple[Shift, ...]]]:
    """Yield runs of equal open weekdays under one name: mon-fri."""
    first = 0
    for day in range(1, 8):
        if day == 7 or week[day] != week[first]:
            if week[first]:
                yield WEEKDAYS[first] + (f"-{WEEKDAYS[day - 1]}" if day - 1 > first else ""), week[first]
            first = day


def _pairs(shifts: tuple[Shift, ...]) -> str:
    return "[" + ", ".join(repr(tuple(str(shift).split("-"))) for shift in shifts) + "]"


def _breaks(breaks: Breaks) -> str:
    weekly = [f"{name!r}: {_pairs(shifts)}" for name, shifts in _named(breaks.weekly)]
    dates = [f"{str(date)!r}: {_pairs(shifts)}" for date, shifts in breaks.dates]
    return "{" + ", ".join(weekly + dates) + "}"


def _absences(source: Without) -> Iterator[str]:
    for ordinal in sorted(source.dates):
        yield repr(dt.date.fromordinal(ordinal))
    for start, end in source.stretches:
        yield f"Span({from_micros(start)!r}, {from_micros(end)!r})"
