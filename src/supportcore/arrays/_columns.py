"""The door of columns: what comes in becomes whole microseconds, and answers leave in the type that came in.

A column of instants must say whose clock it reads. NumPy's ``datetime64`` is UTC by NumPy's own word; a pandas or Arrow
column without a zone could be anybody's wall clock and is refused, as a naive ``datetime`` is everywhere. Rows are
read, answered and told a chunk at a time, while they are in the cache of a processor.
"""

import datetime as dt
import functools
import math
import operator
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from supportcore.arrays._hosts import Host, host_of
from supportcore.arrays._paths import Bools, Ints, Line
from supportcore.errors import InvalidColumn, InvalidDuration, InvalidInstant, OutOfRange, SupportcoreError
from supportcore.instants import DAY, EARLIEST, FIRST_YEAR, LAST_YEAR, LATEST, duration, to_micros

CHUNK = 32_768
"""Rows at a time: few enough for the second cache of a processor, enough to forget the cost of the calls."""

Ask = Callable[[tuple[Line, ...], Any], None]
"""Writes the answers to rows, which came in parallel columns."""

NAT = np.iinfo(np.int64).min
_UNITS = ("s", "ms", "us", "ns")  # of instants and answers, the finer later
_MICROS = {"W": 7 * DAY, "D": DAY, "h": DAY // 24, "m": 60_000_000, "s": 1_000_000, "ms": 1000, "us": 1}
_NANOS = (-(2**63 // 1000), 2**63 // 1000)  # the microseconds that nanoseconds can tell
_FOREVER = 2**60  # 36,000 years of work: where it leads is outside the years, as more would be
_NO_PART = ("time is counted in whole microseconds", "round it first: column.astype('M8[us]')")


class _Kind(NamedTuple):
    """What a column may be: NumPy's letter and units for it, where its microseconds end, and how others are refused."""

    letter: str
    units: tuple[str, ...]
    ends: tuple[int, int]
    error: type[SupportcoreError]
    rule: str
    way_out: str


_INSTANTS = _Kind(
    "M",
    _UNITS,
    (EARLIEST, LATEST - 1),
    InvalidInstant,
    "instants are datetime64 in s, ms, us or ns, int64 microseconds, or a pandas or Arrow column with a zone",
    "make them datetime64[us], which NumPy reads as UTC: np.array(values, dtype='datetime64[us]'); "
    "of text or datetimes pandas makes them: pandas.to_datetime(column, utc=True)",
)
_WORK = _Kind(
    "m",
    ("ns", *_MICROS),
    (-_FOREVER, _FOREVER),
    InvalidDuration,
    "working time is a timedelta or timedelta64 (int64 microseconds only beside int64 instants)",
    "write timedelta(hours=8), or np.array(values, dtype='timedelta64[m]')",
)


class Column(NamedTuple):
    """Numbers of any shape, of which chunks are read as whole microseconds, and what they were."""

    kind: _Kind
    numbers: Ints
    unit: str
    host: Host | None = None
    told: str | None = None  # the unit of answers; whole numbers and one Python value have none of their own
    bare: bool = False  # int64: the answer is int64 as well

    @property
    def one(self) -> int | None:
        """The microseconds of one value for all rows."""
        return None if self.numbers.ndim else self.read(self.numbers.reshape(1)).line.least

    def spread(self, shape: tuple[int, ...]) -> Callable[[slice], "Chunk"]:
        """Lay the numbers in a line, as many as all columns have rows, and return what reads a chunk of them."""
        if self.numbers.ndim:
            numbers = np.broadcast_to(self.numbers, shape).reshape(-1)
            return lambda part: self.read(numbers[part])
        line, nat = self.read(self.numbers.reshape(1))
        same = np.broadcast_to(line.numbers, math.prod(shape))
        lost = None if nat is None else np.broadcast_to(nat, math.prod(shape))
        return lambda part: Chunk(line._replace(numbers=same[part]), None if lost is None else lost[part])

    def read(self, numbers: Ints) -> "Chunk":
        """Return some of the numbers as microseconds. Raises `OutOfRange`, and for parts of a microsecond.

        For nearly every chunk one look at the least and the most number says that all is well.
        """
        line, ends, nat = Line.of(numbers), _in_terms_of(self.unit, *self.kind.ends), None
        if line.least == NAT and self.told is not None:
            nat = numbers == NAT
            line = Line.of(np.where(nat, 0 if line.most == NAT else line.most, numbers))
        far = line.beyond(*ends)
        if far is not None and self.kind is _INSTANTS:
            found = numbers[far if nat is None else far & ~nat]
            raise _no_year(found[0] if self.bare else found.view(f"M8[{self.unit}]")[0])
        if far is not None:
            line = Line.of(np.clip(line.numbers, *ends))
        return Chunk(_micros(line, self.unit, self.kind.error), nat)


class Chunk(NamedTuple):
    """Some rows of a column in microseconds, and which of them are NaT; the numbers of these say nothing."""

    line: Line
    nat: Bools | None


# In.


def instants(value: Any) -> Column:
    """Take instants. Raises `InvalidInstant` for what is none."""
    if isinstance(value, dt.datetime):
        return Column(_INSTANTS, np.array(to_micros(value), dtype=np.int64), "us")
    return _taken(value, _INSTANTS, whole=True)


def work(value: Any, *, bare: bool) -> Column:
    """Take working time; whole numbers only beside instants that are whole numbers. Raises `InvalidDuration`."""
    if isinstance(value, dt.timedelta):
        return _amount(duration(value))
    if bare and isinstance(value, int) and not isinstance(value, bool):
        return _amount(value)
    return _taken(value, _WORK, whole=bare)


def _amount(micros: int) -> Column:
    return Column(_WORK, np.array(min(max(micros, -_FOREVER), _FOREVER), dtype=np.int64), "us")


def _taken(value: Any, kind: _Kind, *, whole: bool) -> Column:
    host = host_of(value, kind.letter, kind.error)
    values = host.values() if host else value
    letter, unit = _held(values)
    if whole and letter == "i8" and not host:
        return Column(kind, np.asarray(values, dtype=np.int64), unit, bare=True)
    if letter != kind.letter or unit not in kind.units:
        raise kind.error(_named(value), kind.rule, kind.way_out)
    numbers = np.asarray(values, dtype=f"{letter}8[{unit}]").view(np.int64)
    return Column(kind, numbers, unit, host, unit if unit in _UNITS else "s")


def _held(values: Any) -> tuple[str, str]:
    """Return what NumPy holds, and its unit; nothing for what NumPy does not hold."""
    if not isinstance(values, (np.ndarray, np.generic)) or isinstance(values, np.ma.MaskedArray):
        return "", ""
    dtype: Any = values.dtype
    if dtype.kind in "mM":
        unit, times = np.datetime_data(dtype)
        return dtype.kind, unit if times == 1 else ""  # of 25 s at a time the numbers would overflow unseen
    return ("i8", "us") if dtype.kind == "i" and dtype.itemsize == 8 else ("", "")


def _in_terms_of(unit: str, least: int, most: int) -> tuple[int, int]:
    """Return the least and the most number of a unit that lie between these microseconds; NaT never does."""
    if unit == "ns":
        return max(least * 1000, NAT + 1), min(most * 1000 + 999, -NAT - 1)
    return -(-least // _MICROS[unit]), most // _MICROS[unit]


def _micros(line: Line, unit: str, error: type[SupportcoreError]) -> Line:
    """Return whole microseconds, in place where they are."""
    if unit == "us":
        return line
    numbers, least, most = line
    if unit != "ns":
        scale = _MICROS[unit]
        return Line(numbers * scale, least * scale, most * scale)
    micros = numbers // 1000
    if (odd := micros * 1000 != numbers).any():
        raise error(f"{numbers[odd][0]} ns", *_NO_PART)
    return Line(micros, least // 1000, most // 1000)


def _named(value: Any) -> object:
    """Return what a message shows of a column: its type, not its rows."""
    kind, name = getattr(value, "dtype", getattr(value, "type", None)), type(value).__name__
    if hasattr(value, "columns"):
        return f"a whole {name}"
    return value if kind is None or isinstance(value, np.generic) else f"{name} of {kind}"


def _no_year(found: object) -> OutOfRange:
    years = f"instants lie in the years {FIRST_YEAR} to {LAST_YEAR}"
    return OutOfRange(str(found), years, "check the unit and the year")


# Through: one shape for all, the rows in a line, and out again.


def answered(ask: Ask, given: tuple[Column, ...], letter: str) -> Any:
    """Ask for every row, and tell instants (M), durations (m) or yes and no (?) as the columns came in.

    NaT leads to NaT, and to no.
    """
    shape = _shape(given)
    reads = [column.spread(shape) for column in given]
    bare, unit = given[0].bare, _unit_of(given)
    out: Any = np.empty(math.prod(shape), dtype=np.bool_ if letter == "?" else np.int64)
    nat = np.zeros(out.size, dtype=np.bool_)
    for begin in range(0, out.size, CHUNK):
        part = slice(begin, begin + CHUNK)
        _known(ask, [read(part) for read in reads], out[part], nat[part])
        if letter == "?":
            out[part] &= ~nat[part]
        elif not bare:
            _tell(out[part], unit, nat[part])
    lost = nat if nat.any() else None
    if bare and lost is not None:
        raise InvalidColumn("NaT", "whole numbers have no NaT", "pass instants as datetime64[us]")
    values = out.reshape(shape) if letter == "?" or bare else out.reshape(shape).view(f"{letter}8[{unit}]")
    hosts = [] if bare else [column.host for column in given if column.host]
    return hosts[0].column(values, lost) if hosts else values[()]


def _known(ask: Ask, chunks: list[Chunk], out: Any, nat: Bools) -> None:
    """Ask for the rows without NaT; the first of them stands in for those with it."""
    lost = [chunk.nat for chunk in chunks if chunk.nat is not None]
    lines = [chunk.line for chunk in chunks]
    if lost:
        nat[...] = functools.reduce(operator.or_, lost)
        first = int(nat.argmin())
        lines = [line._replace(numbers=np.where(nat, line.numbers[first], line.numbers)) for line in lines]
    if nat.all():
        out[...] = 0
    else:
        ask(tuple(lines), out)


def _tell(out: Ints, unit: str, nat: Bools) -> None:
    """Turn microseconds into a unit, in place. Raises where it cannot tell them."""
    if unit == "ns":
        if Line.of(out).beyond(*_NANOS) is not None:
            raise OutOfRange("an answer", "292 years are the most that nanoseconds can tell", "pass microseconds")
        out *= 1000
    elif unit != "us":
        micros = out.copy()
        out //= _MICROS[unit]
        if (out * _MICROS[unit] != micros).any():
            raise InvalidColumn(
                f"[{unit}]", "an answer lies between two of these units", "pass instants in microseconds"
            )
    if nat.any():
        out[nat] = NAT


def _unit_of(given: tuple[Column, ...]) -> str:
    units = [_UNITS.index(column.told) for column in given if column.told]
    return _UNITS[max(units)] if units else "us"


def _shape(given: tuple[Column, ...]) -> tuple[int, ...]:
    shapes = [column.numbers.shape for column in given]
    try:
        shape = np.broadcast_shapes(*shapes)
    except ValueError:
        raise InvalidColumn(shapes, "columns have one length, or one value for all rows", "check the lengths") from None
    hosts = [column.host for column in given if column.host]
    if any((host.rows,) != shape for host in hosts):
        raise InvalidColumn(shapes, "a pandas or Arrow column keeps its length", "pass one value for each of its rows")
    frames = [host.index for host in hosts if host.index is not None]
    if any(not frames[0].equals(index) for index in frames[1:]):
        raise InvalidColumn("two indexes", "the rows of two Series belong together by their index", "align them first")
    return shape
