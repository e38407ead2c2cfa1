"""One value of somebody else's row, and where it stood: the door through which every host's data comes in.

A `Given` walks into a row (a mapping or an object with attributes) and keeps the path, so that an error can say
``attendance_ids[3].hour_from``. Each reading accepts the spellings of one kind (a flag is True, 1, ``'1'`` or ``'Y'``)
and refuses the rest: a payload that is half understood would become a wrong promise. It knows no system by name.
"""

import datetime as dt
import enum
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar
from zoneinfo import ZoneInfo

import attrs

from supportcore.calendar import Shift
from supportcore.calendar.hours import MIDNIGHT, clock
from supportcore.errors import InvalidPayload, InvalidPolicy, SupportcoreError, policy
from supportcore.instants import duration, utc, zone

KeyT = TypeVar("KeyT")
ResultT = TypeVar("ResultT")


class Naive(enum.Enum):
    """What a time without an offset is at a host's door. A zone (``"Europe/Kyiv"`` or a ``ZoneInfo``) is the third.

    In a zone, a time in a spring gap moves forward by the gap, and one in an autumn fold is its first occurrence.
    """

    REFUSE = enum.auto()
    """An error: two readers would take it for two instants. The default."""
    UTC = enum.auto()
    """UTC. Odoo's database and RPC."""


class LastMinute(enum.Enum):
    """What a closing at 23:59, 23:59:59 or 23.9999 is."""

    MIDNIGHT = enum.auto()
    """The next midnight, for which such forms have no word. The default; Zammad."""
    AS_WRITTEN = enum.auto()
    """That very time, with a hole until midnight."""


NaiveTimes = Naive | str | dt.tzinfo
"""How a door reads times without an offset: a policy, or the zone whose clock they are."""

_MISSING = object()
_BLANK = (None, "", False)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_CLOCK = re.compile(r"\d{1,2}:\d\d(:\d\d)?(\.0+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+([.]\d+)?", re.ASCII)
_FLAGS: dict[str, bool] = {"Y": True, "N": False, "1": True, "0": False, "true": True, "false": False}
_LOST = Fraction(5, 1000) * 60  # minutes that two decimals of an hour lose at most
_LAST = MIDNIGHT - 60
_ROWS = "pass the rows themselves, not their ids or their text"


@attrs.frozen
class Given:
    """A value and its path in the row."""

    value: object
    path: str = ""

    # Where it stands.

    def __getitem__(self, name: str) -> "Given":
        """Return a field by name: of a mapping by key, of an object by attribute; a missing one is empty.

        A bare id or text has no fields: it is refused.
        """
        row = self.value
        if isinstance(row, str | bytes) or type(row) in (int, float):
            raise self.refused("a row", _ROWS)
        found = row.get(name, _MISSING) if isinstance(row, Mapping) else getattr(row, name, _MISSING)
        return Given(found, f"{self.path}.{name}" if self.path else name)

    def rows(self) -> Iterator["Given"]:
        """Yield the elements of a list, or of anything that iterates over rows (a record set)."""
        if self.empty:
            return
        value = self.value
        if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
            raise self.refused("a list of rows", _ROWS)
        yield from (Given(row, f"{self.path}[{place}]") for place, row in enumerate(value))

    def items(self) -> Iterator[tuple[str, "Given"]]:
        """Yield the keys and values of a mapping; an empty one has none."""
        if self.empty or self.value == []:  # an empty mapping, as PHP spells it
            return
        if not isinstance(self.value, Mapping):
            raise self.refused("a mapping", "pass it as the host gives it")
        yield from ((str(key), Given(value, f"{self.path}.{key}")) for key, value in self.value.items())

    @property
    def missing(self) -> bool:
        """Whether the row has no such field."""
        return self.value is _MISSING

    @property
    def empty(self) -> bool:
        """Whether it says nothing: missing, ``None``, ``False``, no text, or an empty list or mapping."""
        return self.missing or any(self.value is one for one in _BLANK) or _hollow(self.value)

    def refused(self, rule: str, way_out: str) -> InvalidPayload:
        """Return the error for this value; ``rule`` completes *this is to be ...*."""
        if self.missing:
            return InvalidPayload(None, f"the row has no such field, which is to be {rule}", way_out, self.path)
        return InvalidPayload(self.value, f"it is to be {rule}", way_out, self.path)

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """Give an error of the inner rooms the path of this value."""
        try:
            yield
        except InvalidPayload:
            raise
        except SupportcoreError as why:
            raise InvalidPayload(why.value, why.rule, why.way_out, self.path) from why

    def maybe(self, read: Callable[["Given"], ResultT]) -> ResultT | None:
        """Return the reading, or ``None`` where it is empty."""
        return None if self.empty else read(self)

    # What it says.

    def text(self) -> str:
        """Read text that says something; a number of an id is its text."""
        if type(self.value) is int:
            return str(self.value)
        if isinstance(self.value, str) and self.value.strip():
            return self.value.strip()
        raise self.refused("text", "pass the value as the host stores it")

    def flag(self) -> bool:
        """Read a yes or no: a bool, 0 or 1, 'Y' or 'N', '0' or '1', 'true' or 'false'."""
        if isinstance(self.value, bool):
            return self.value
        found = _FLAGS.get(str(self.value)) if type(self.value) in (int, str) else None
        if found is None:
            raise self.refused("a flag", "write True or False, 1 or 0, 'Y' or 'N'")
        return found

    def number(self) -> Fraction:
        """Read an exact number: an int, a Decimal, text of digits, or the shortest decimals of a float."""
        value = self.value
        if isinstance(value, Decimal) and not value.is_finite():
            raise self.refused("a finite number", "write 8.5 or '8.5'")
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and -1e15 < value < 1e15:
            return Fraction(str(value))
        if isinstance(value, str) and len(value) < 30 and _NUMBER.fullmatch(value.strip()):
            return Fraction(value.strip())
        raise self.refused("a number", "write 8.5 or '8.5'")

    def whole(self) -> int:
        """Read a whole number."""
        found = self.number()
        if found.denominator != 1:
            raise self.refused("a whole number", "write 2 or '2'")
        return int(found)

    def duration(self, unit: dt.timedelta) -> dt.timedelta:
        """Read a duration: a ``timedelta``, or a number of units; not negative."""
        found = self.value if isinstance(self.value, dt.timedelta) else None
        if found is None:
            micros = self.number() * duration(unit)
            if not 0 <= micros < 10**18:
                raise self.refused(f"a duration in units of {unit}, not negative", "write 0 or more")
            found = dt.timedelta(microseconds=round(micros))
        if found < dt.timedelta(0):
            raise self.refused("a duration, not negative", "write 0 or more")
        return found

    def minutes(self, unit: dt.timedelta) -> int:
        """Read logged time as whole minutes; part of a minute is refused, as nothing says how to round it."""
        minutes, rest = divmod(self.duration(unit), dt.timedelta(minutes=1))
        if rest or minutes < 1:
            raise self.refused("whole minutes of work, one or more", "round it by your own rule first")
        return minutes

    def zone(self) -> ZoneInfo:
        """Read the name of a zone."""
        with self.blamed():
            return zone(self.text())

    def date(self) -> dt.date:
        """Read a date, or its text ``YYYY-MM-DD``."""
        value = self.value
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        try:
            if isinstance(value, str) and len(value) == 10:
                return dt.date.fromisoformat(value)
        except ValueError:
            pass
        raise self.refused("a date", "write '2026-12-31'")

    def clock(self) -> int:
        """Read a wall-clock time as seconds from midnight: ``'9:00'``, ``'10:00:00'``, a ``time``, a ``timedelta``."""
        value = self.value
        if isinstance(value, dt.timedelta):
            seconds, rest = divmod(value, dt.timedelta(seconds=1))
            if 0 <= seconds <= MIDNIGHT and not rest:
                return seconds
        elif isinstance(value, dt.time) or (isinstance(value, str) and _CLOCK.fullmatch(value)):
            with self.blamed():
                return clock(value.partition(".")[0] if isinstance(value, str) else value)
        raise self.refused("a clock time of a whole second from 00:00 to 24:00", "write '09:00' or '09:00:00'")

    def hours(self) -> int:
        """Read decimal hours as seconds from midnight, exactly to the minute.

        The rule: the nearest minute, from which it may lie as far as two decimals lose (0.005 h, 18 s): 8.5 is 08:30,
        16.6 is 16:36, 16.67 is 16:40, 23.9999 is 24:00. What lies between two minutes is refused, not guessed.
        """
        minutes = self.number() * 60
        nearest = round(minutes)
        if not 0 <= nearest <= 1440 or abs(minutes - nearest) > _LOST:
            raise self.refused("hours from 0 to 24 that name a minute", "write 8.5 for 08:30, 16.67 for 16:40")
        return nearest * 60

    def instant(self, naive: NaiveTimes) -> dt.datetime:
        """Read an instant: a ``datetime``, or its text with a blank or a T, with or without an offset."""
        value = self.value
        if isinstance(value, str) and _INSTANT.fullmatch(value.strip()):
            try:
                value = dt.datetime.fromisoformat(value.strip())
            except ValueError:
                value = None
        if not isinstance(value, dt.datetime):
            raise self.refused("an instant", "write '2026-11-23 10:00:00' or '2026-11-23T10:00:00+02:00'")
        placed = value if value.utcoffset() is not None else self._placed(value, naive)
        with self.blamed():
            return utc(placed)

    def _placed(self, value: dt.datetime, naive: NaiveTimes) -> dt.datetime:
        if naive is Naive.REFUSE:
            raise self.refused(
                "an instant, and it says no offset",
                "say whose clock it is: naive=Naive.UTC, or the zone, naive='Europe/Kyiv'",
            )
        if naive is Naive.UTC:
            return value.replace(tzinfo=dt.UTC)
        return value.replace(tzinfo=zone(a_zone(naive)), fold=0)

    # What it is called.

    def id(self) -> str:
        """Read the id of a record: itself, the first of ``[id, name]``, or the ``id`` of an object."""
        value = self.value
        if isinstance(value, list | tuple) and value:
            value = value[0]
        elif not isinstance(value, str | int):
            value = getattr(value, "id", value)
        return Given(value, self.path).text()


def _hollow(value: object) -> bool:
    return isinstance(value, Sized) and len(value) == 0  # a mapping, a list, a record set of an ORM


def a_zone(naive: object) -> str | dt.tzinfo:
    """Return a zone that stands where a policy may; refuse what is neither."""
    if isinstance(naive, str | dt.tzinfo):
        return naive
    known = ", ".join(map(str, Naive))
    raise InvalidPolicy(naive, "naive= is a member of Naive, or a zone", f"pass one of {known}, or 'Europe/Kyiv'")


def row(value: object, what: str) -> Given:
    """Return a row to read; refuse a bare value, a list of rows, nothing."""
    found = Given(value)
    if value is None or isinstance(value, str | bytes | int | float | list | tuple | set):
        raise found.refused(f"{what}: a mapping or an object", "pass one row as the host gives it")
    return found


def table(value: Mapping[KeyT, ResultT], name: str) -> Mapping[KeyT, ResultT]:
    """Return a table that the caller hands over; refuse what is none."""
    if not isinstance(value, Mapping):
        raise Given(value, name).refused("a mapping: a table of the firm's own", f"write {name}={{...}}")
    return value


def closing(seconds: int, last_minute: LastMinute) -> int:
    """Return where hours that end at a second of the day close."""
    return MIDNIGHT if policy(last_minute, LastMinute) is LastMinute.MIDNIGHT and seconds >= _LAST else seconds


def shift(start: int, end: int) -> Shift:
    """Return the shift between two seconds of a date; an end that is not after the start is on the next date."""
    return Shift.of_seconds(start, end if end > start else end + MIDNIGHT)


def whole_second(at: dt.datetime) -> dt.datetime:
    """Return the instant in UTC at the second before it: hosts keep seconds, and a promise is never told later."""
    return utc(at).replace(microsecond=0)


def wall_text(at: dt.datetime, tz: str | dt.tzinfo) -> str:
    """Write an instant as naive ``YYYY-MM-DD HH:MM:SS`` on a zone's clock."""
    return f"{whole_second(at).astimezone(zone(tz)):%Y-%m-%d %H:%M:%S}"
