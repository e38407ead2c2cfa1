"""Options that several commands share: whose hours, which promise."""

import argparse
import datetime as dt
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from supportcore import plans
from supportcore.calendar import Beyond, WorkingCalendar, country_holidays
from supportcore.command.rows import BadInput
from supportcore.instants import FIRST_YEAR, LAST_YEAR
from supportcore.plans import Plan
from supportcore.reasons import span_text
from supportcore.sla import WorkingTime
from supportcore.tasks import BUG, SIMPLE, Rule, Rulebook

_T = TypeVar("_T")
_KEPT = 8
HOURS = "Mo-Fr 09:00-18:00"
_MOST = 1_000_000
_AMOUNT = re.compile(r"(?:([0-9]{1,9})\s*h)?\s*(?:([0-9]{1,9})\s*m(?:in)?)?")


def add_calendar(parser: argparse.ArgumentParser, *, zone: str | None) -> None:
    """Add the options that make a calendar."""
    group = parser.add_argument_group("the calendar")
    group.add_argument(
        "--zone", required=zone is None, default=zone, help="IANA zone of the hours (default %(default)s)"
    )
    group.add_argument("--open", default=HOURS, help="hours, as OpenStreetMap writes them (default %(default)r)")
    group.add_argument("--country", help="close on the public holidays of a country, such as IT")
    group.add_argument("--calendar", metavar="FILE", help="the whole calendar, as a JSON document")
    group.add_argument("--category", action="append", help="categories of its holidays (default public)")


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add the option that says how the answer is written."""
    parser.add_argument("--format", choices=("table", "json"), help="default: table on a terminal, JSON when piped")


def calendar(options: argparse.Namespace, instants: Iterable[dt.datetime]) -> WorkingCalendar:
    """Return the calendar; holidays cover the years of the input and three more, beyond them it guesses and says so."""
    if options.calendar:
        return once(options, options.calendar, lambda: written(options.calendar, WorkingCalendar))
    years = {moment.year for moment in instants} if options.country else set()
    span = (max(FIRST_YEAR, min(years) - 1), min(LAST_YEAR, max(years) + 3)) if years else None
    return once(options, ("calendar", span), lambda: _of_country(options, span))


def _of_country(options: argparse.Namespace, span: tuple[int, int] | None) -> WorkingCalendar:
    categories = tuple(options.category or ("public",))
    holidays = None if span is None else country_holidays(options.country, *span, categories=categories)
    return WorkingCalendar.parse(options.open, tz=options.zone, holidays=holidays, beyond=Beyond.PROVISIONAL)


def once(options: argparse.Namespace, key: object, make: Callable[[], _T]) -> _T:
    """Make something of the options once: a process that answers line after line keeps it."""
    kept: dict[object, _T] = vars(options).setdefault("kept", {})
    if key not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        kept[key] = make()
    return kept[key]


def written(path: str, kind: type[_T]) -> _T:
    """Read a JSON document of a kind from a file. Raises `InvalidDocument`, and `MissingExtra` without cattrs."""
    from supportcore import wire  # noqa: PLC0415  # who names no document needs no extra

    return wire.loads(Path(path).read_bytes(), kind)


def amount(text: str) -> dt.timedelta:
    """Read ``'8h'``, ``'90min'``, ``'1h30m'`` or a bare number of hours.

    >>> amount("1h30m"), amount("8")
    (datetime.timedelta(seconds=5400), datetime.timedelta(seconds=28800))
    """
    found = _AMOUNT.fullmatch(text.strip() + "h" if text.strip().isdecimal() else text.strip())
    if not found or not any(found.groups()):
        raise BadInput(text, "working time is hours and minutes", "write 8h, 90min or 1h30m")
    hours, minutes = (int(part or 0) for part in found.groups())
    if hours + minutes > _MOST:
        raise BadInput(text, "so much working time is no promise", f"write at most {_MOST} hours")
    return dt.timedelta(hours=hours, minutes=minutes)


def promised(work: dt.timedelta) -> Plan:
    """Return a plan that promises one working time for a simple task and a BUG."""
    name = span_text(work)
    rows = tuple(Rule(kind, WorkingTime(work)) for kind in (SIMPLE, BUG))
    return Plan(name, f"{name} of working time", Rulebook(name, rows))


def plan(name: str) -> Plan:
    """Return a ready-made plan by its name, or the plan of a JSON document by the name of its file."""
    if name.endswith(".json"):
        return written(name, Plan)
    if name not in plans.READY:
        raise BadInput(name, "no plan of that name is ready-made", f"use one of {', '.join(plans.READY)}")
    return plans.READY[name]()
