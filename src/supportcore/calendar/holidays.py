"""Which dates are unlike the others, what they do to the hours, and how far we know.

A table is a snapshot: rows, the range of dates it speaks for, and where it came from. Outside that range nobody
knows, and `Beyond` says what a calendar does about it. `country_holidays` reads the `holidays` library once, in full,
and lets go of it: its own objects grow when they are read, change hands between threads badly, and answer "working
day" for years they have never heard of.
"""

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from supportcore.calendar.hours import Shift, a_date, a_day, shifts, shortened, weekdays, within
from supportcore.errors import CoverageError, Door, InvalidHolidays, OutOfRange
from supportcore.instants import FIRST_YEAR, LAST_YEAR, span

if TYPE_CHECKING:
    from holidays import HolidayBase

_DAY = dt.timedelta(days=1)
_TEXT = Door(InvalidHolidays, "the name of a holiday, or of a source, is text", "write Holiday(date, 'Christmas')", str)


class Beyond(enum.Enum):
    """What a calendar does where its answer depends on a date that its holiday table does not cover."""

    REFUSE = enum.auto()
    """Raise `CoverageError` with the first such date: a promise is never counted on a guess."""
    PROVISIONAL = enum.auto()
    """Assume the week's hours; deadlines that depend on it are flagged provisional."""


def _limits(value: Iterable[object] | None) -> tuple[Shift, ...] | None:
    return None if value is None else shifts(value, "hours of a holiday")


def _weekday(value: int | str | None) -> int | None:
    if value is None or (type(value) is int and 0 <= value <= 6):
        return value
    return next(weekdays(value))


def _shorter(value: dt.timedelta) -> dt.timedelta:
    found = span(value) if isinstance(value, dt.timedelta) else None
    if found is None or found < dt.timedelta(0) or found.microseconds:
        raise InvalidHolidays(value, "a day gets shorter by whole seconds", "write shorter=timedelta(hours=1)")
    return found


@attrs.frozen
class Holiday:
    """A date unlike the others, closed unless it says more.

    Its hours are the week's hours of ``weekday`` (its own unless named: ``"fri"``, or 4), kept to what lies ``within``
    (nothing by default; ``None`` keeps all), less ``shorter`` at the end of the day.

    >>> Holiday(dt.date(2026, 12, 25), "Christmas").closed
    True
    >>> Holiday(dt.date(2026, 12, 24), "Christmas Eve", within=[("00:00", "13:00")]).within
    (Shift('00:00', '13:00'),)
    """

    date: dt.date = attrs.field(converter=a_day)
    name: str = attrs.field(default="", validator=_TEXT.check)
    within: tuple[Shift, ...] | None = attrs.field(default=(), converter=_limits)
    weekday: int | None = attrs.field(default=None, converter=_weekday, kw_only=True)
    shorter: dt.timedelta = attrs.field(default=dt.timedelta(0), converter=_shorter, kw_only=True)

    @classmethod
    def working(cls, date: dt.date, name: str = "", *, like: str) -> "Holiday":
        """A substituted working day: a date that takes the hours of another weekday.

        >>> Holiday.working(dt.date(2026, 1, 10), "for Friday 9 January", like="fri").weekday
        4
        """
        return cls(date, name, None, weekday=like)

    @property
    def closed(self) -> bool:
        """Whether nobody works at all that day."""
        return self.within == ()

    def hours(self, week: tuple[tuple[Shift, ...], ...]) -> tuple[Shift, ...]:
        """Return the shifts that a week leaves on this date."""
        base = week[self.date.weekday() if self.weekday is None else self.weekday]
        kept = base if self.within is None else within(base, self.within)
        return shortened(kept, int(self.shorter.total_seconds()))


_ROW = Door(InvalidHolidays, "a row of a table is a Holiday", "write HolidayTable.of(['2026-12-25'])", Holiday)
_TABLE = Door(
    InvalidHolidays,
    "holidays are a table, or the dates themselves",
    "write ['2026-12-25'], or HolidayTable((Holiday(date),), first, last)",
    Iterable,
)


def _rows(value: Iterable[Holiday]) -> tuple[Holiday, ...]:
    return tuple(sorted(_ROW.all(value), key=lambda row: row.date))


@attrs.frozen
class HolidayTable:
    """Holidays, the dates ``first`` to ``last`` (inclusive; ``None`` is open-ended) they speak for, and their source.

    >>> table = HolidayTable.of(["2026-12-25", "2026-01-01"])
    >>> [str(row.date) for row in table.holidays], table.covers(dt.date(2050, 1, 1))
    (['2026-01-01', '2026-12-25'], True)
    """

    holidays: tuple[Holiday, ...] = attrs.field(converter=_rows)
    first: dt.date | None = attrs.field(default=None, converter=attrs.converters.optional(a_date))
    last: dt.date | None = attrs.field(default=None, converter=attrs.converters.optional(a_date))
    source: str = attrs.field(default="", validator=_TEXT.check)

    def __attrs_post_init__(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise InvalidHolidays(f"{self.first}..{self.last}", "a table ends after it begins", "swap first and last")
        for earlier, later in pairwise(self.holidays):
            if earlier.date == later.date:
                raise InvalidHolidays(later.date.isoformat(), "a date stands once in a table", "join the two rows")
        for row in self.holidays:
            if not self.covers(row.date):
                raise InvalidHolidays(
                    row.date.isoformat(), f"the table covers {self.first} to {self.last}", "widen first and last"
                )

    @classmethod
    def of(cls, dates: "Iterable[dt.date | str | Holiday] | Mapping[dt.date, str]") -> "HolidayTable":
        """Make a table of closed dates (with names, from a mapping), or of rows: these and no others, in every year."""
        if isinstance(dates, str) or hasattr(dates, "weekend_workdays"):
            raise InvalidHolidays(
                type(dates).__name__,
                "holidays are a table, or the dates themselves; a live holidays object changes when it is read",
                "take a snapshot: country_holidays('UA', 2026, 2028), or write ['2026-12-25']",
            )
        if isinstance(dates, Mapping):
            return cls(tuple(Holiday(date, name) for date, name in dates.items()))
        rows = (row if isinstance(row, Holiday) else Holiday(row) for row in _TABLE(dates))
        return cls(tuple(dict.fromkeys(rows)))

    def covers(self, date: dt.date) -> bool:
        """Say whether the table speaks for that date."""
        date = a_date(date)
        return (self.first is None or self.first <= date) and (self.last is None or date <= self.last)

    def short_eves(self, by: dt.timedelta = dt.timedelta(hours=1)) -> "HolidayTable":
        """Return a table where the date before each closed one ends earlier by that much, unless closed itself.

        Labour law of several countries; no library has them, so the table does. An eve on a day off stays one.

        >>> eves = HolidayTable.of(["2026-12-25"]).short_eves()
        >>> eves.holidays[0].date, eves.holidays[0].shorter
        (datetime.date(2026, 12, 24), datetime.timedelta(seconds=3600))
        """
        rows = {row.date: row for row in self.holidays}
        for row in self.holidays:
            eve = row.date - _DAY
            if not row.closed or eve.year < FIRST_YEAR or not self.covers(eve):
                continue
            before = rows.get(eve) or Holiday(eve, f"eve of {row.name or row.date}", None)
            if not before.closed:
                rows[eve] = attrs.evolve(before, shorter=by)
        return attrs.evolve(self, holidays=tuple(rows.values()))

    def __or__(self, other: "HolidayTable") -> "HolidayTable":
        """Join two tables: the rows of both (the left's where both have a date), over the dates that both cover."""
        if not isinstance(other, HolidayTable):
            return NotImplemented
        first = max(filter(None, (self.first, other.first)), default=None)
        last = min(filter(None, (self.last, other.last)), default=None)
        if first and last and last < first:
            raise InvalidHolidays(
                f"{first}..{last}",
                "a joined table speaks for the dates that both cover, and there is none",
                "put all rows into one HolidayTable, with its first and last date",
            )
        span = HolidayTable((), first, last)
        rows = {row.date: row for table in (other, self) for row in table.holidays if span.covers(row.date)}
        return HolidayTable(tuple(rows.values()), first, last, "; ".join(filter(None, (self.source, other.source))))


def country_holidays(
    country: str,
    first: dt.date | str | int,
    last: dt.date | str | int,
    *,
    subdivision: str | None = None,
    categories: str | Iterable[str] = ("public",),
    substitutes: Mapping[dt.date, str] | None = None,
) -> HolidayTable:
    """Take a snapshot of a country's holidays for the dates (or years) ``first`` to ``last``, both included.

    Each category is asked for separately, because some tell different stories of one date: since 15 March 2022 the
    holidays of Ukraine stand in ``workday`` and none in ``public``; which of them close a firm is the firm's choice.
    Working weekends that stand in for another day get that day's hours; where the library does not say which weekday,
    ``substitutes={date: "fri"}`` must. Short eves: `HolidayTable.short_eves`. The first import takes a moment.

    >>> table = country_holidays("DE", 2026, 2026)
    >>> table.holidays[0].name, table.last
    ("New Year's Day", datetime.date(2026, 12, 31))
    """
    start, end = _edge(first, 1, 1), _edge(last, 12, 31)
    if end < start:
        raise InvalidHolidays(f"{start}..{end}", "the range ends after it begins", "swap first and last")
    wanted = _CATEGORY.all((categories,) if isinstance(categories, str) else categories)
    if not wanted:
        raise InvalidHolidays(wanted, "a table of no category would say that there are no holidays", _PUBLIC)
    likes = {a_date(date): like for date, like in ({} if substitutes is None else _LIKES(substitutes)).items()}
    books = [_book(country, subdivision, category, start, end) for category in wanted]
    names: dict[dt.date, str] = {}
    for book in reversed(books):
        names |= book
    rows = {date: Holiday(date, name) for date, name in names.items()}
    rows |= {row.date: row for book in books for row in _working_weekends(book, start, end, likes)}
    kept = tuple(row for row in rows.values() if start <= row.date <= end)
    place = f"{country}-{subdivision}" if subdivision else country
    from importlib.metadata import version  # noqa: PLC0415  # as slow to import as the rest of this wing

    return HolidayTable(kept, start, end, f"holidays {version('holidays')}: {place} {'+'.join(wanted)}")


_LIKES = Door(
    InvalidHolidays, "substitutes say whose hours a working weekend has", "write {date(2026, 1, 10): 'fri'}", Mapping
)
_PUBLIC = "write categories=('public',)"
_CATEGORY = Door(InvalidHolidays, "a category of holidays is text", _PUBLIC, str)


def _edge(value: dt.date | str | int, month: int, day: int) -> dt.date:
    year = value if isinstance(value, int) else a_date(value).year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutOfRange(value, f"dates lie in the years {FIRST_YEAR} to {LAST_YEAR}", "check the year")
    return dt.date(year, month, day) if isinstance(value, int) else a_date(value)


def _book(country: str, subdivision: str | None, category: str, first: dt.date, last: dt.date) -> "HolidayBase":
    import holidays  # noqa: PLC0415  # slow to import: only who asks for a country pays

    years = range(max(FIRST_YEAR, first.year - 1), min(LAST_YEAR, last.year + 1) + 1)  # substitutions cross New Year
    kind = getattr(holidays, country, None) if isinstance(country, str) else None
    if kind is None or not getattr(kind, "country", None):
        raise InvalidHolidays(country, "the holidays library has no such country", "write its ISO code, such as 'UA'")
    if not isinstance(subdivision, str | None):
        raise InvalidHolidays(subdivision, "a subdivision is text of the library's list", "write subdivision='BY'")
    language = "en_US" if "en_US" in kind.supported_languages else None
    try:
        return holidays.country_holidays(country, subdivision, years, categories=category, language=language)
    except (NotImplementedError, ValueError) as why:
        raise InvalidHolidays(f"{country} {subdivision} {category}", str(why)[:200], "see the library's list") from why


_STANDS_FOR = r"substituted from (\d{1,2}/\d{1,2}/\d{4})"


def _working_weekends(
    book: "HolidayBase", first: dt.date, last: dt.date, substitutes: Mapping[dt.date, str]
) -> Iterable[Holiday]:
    for date in sorted(getattr(book, "weekend_workdays", ())):
        if date in substitutes:
            yield Holiday.working(date, "working weekend", like=substitutes[date])
        elif first <= date <= last:
            yield Holiday(date, "working weekend", None, weekday=_stood_in_for(book, date))


def _stood_in_for(book: "HolidayBase", working: dt.date) -> int:
    """Find the weekday whose hours a working weekend takes: the day off that names it in its label."""
    for off, name in book.items():
        found = re.search(_STANDS_FOR, name)
        if found and dt.datetime.strptime(found[1], "%m/%d/%Y").date() == working:  # noqa: DTZ007  # a date, no instant
            return off.weekday()
    raise CoverageError(
        working.isoformat(),
        "a working weekend that does not say which weekday it stands in for",
        f"say so: substitutes={{date({working.year}, {working.month}, {working.day}): 'fri'}}",
    )
