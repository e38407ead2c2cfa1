"""The door of columns: what comes in becomes whole microseconds, and answers leave in the type that came in.

A column of instants must say whose clock it reads. NumPy's ``datetime64`` is UTC by NumPy's own word; a pandas or Arrow
column without a zone could be anybody's wall clock and is refused, as a naive ``datetime`` is everywhere. pandas and
pyarrow are never imported before a column of theirs has come in.
"""

import datetime as dt
import functools
import importlib
import operator
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from supportcore.arrays._paths import Bools, Ints, beyond
from supportcore.errors import InvalidColumn, InvalidDuration, InvalidInstant, OutOfRange, SupportcoreError
from supportcore.instants import EARLIEST, FIRST_YEAR, LAST_YEAR, LATEST, duration, to_micros

Values = npt.NDArray[Any]

NAT = np.iinfo(np.int64).min
_UNITS = ("s", "ms", "us", "ns")  # of instants and answers, the finer later
_MICROS = {"W": 604_800_000_000, "D": 86_400_000_000, "h": 3_600_000_000, "m": 60_000_000, "s": 1_000_000, "ms": 1000}
_FOREVER = 2**60  # 36,000 years of work: where it leads is outside the years, as more would be
_AS_UTC = "datetime64[us], which NumPy reads as UTC"


class Column(NamedTuple):
    """Numbers of any shape in microseconds, which of them are NaT, and what they were."""

    micros: Ints
    nat: Bools | None = None  # their numbers are 0
    unit: str | None = None  # one value, a whole number: no unit of its own
    bare: bool = False  # int64 instants: the answer is int64 as well
    host: "_Series | _Arrow | None" = None


# In.


def instants(value: Any) -> Column:
    """Read instants. Raises `InvalidInstant` for what is none, and `OutOfRange`."""
    if isinstance(value, dt.datetime):
        return Column(np.array(to_micros(value), dtype=np.int64))
    host = _host(value, "M", InvalidInstant)
    values = host.values() if host else value
    kind, unit = _kind(values)
    if (kind == "i8" and not host) or (kind == "M" and unit in _UNITS):
        column = _read(values, kind, unit, InvalidInstant)
        return column._replace(micros=_in_years(column), host=host)
    raise InvalidInstant(
        _named(value),
        "instants are datetime64 in s, ms, us or ns, int64 microseconds, or a pandas or Arrow column with a zone",
        f"make them {_AS_UTC}: np.array(values, dtype='datetime64[us]')",
    )


def work(value: Any, *, bare: bool) -> Column:
    """Read working time; whole numbers only beside instants that are whole numbers. Raises `InvalidDuration`."""
    if isinstance(value, dt.timedelta):
        return _one(duration(value))
    if bare and isinstance(value, int) and not isinstance(value, bool):
        return _one(value)
    host = _host(value, "m", InvalidDuration)
    values = host.values() if host else value
    kind, unit = _kind(values)
    if (bare and kind == "i8" and not host) or (kind == "m" and unit in ("us", "ns", *_MICROS)):
        return _read(values, kind, unit, InvalidDuration)._replace(host=host)
    raise InvalidDuration(
        _named(value),
        "working time is a timedelta or timedelta64 (int64 microseconds only beside int64 instants)",
        "write timedelta(hours=8), or np.array(values, dtype='timedelta64[m]')",
    )


def _one(micros: int) -> Column:
    return Column(np.array(min(max(micros, -_FOREVER), _FOREVER), dtype=np.int64))


def _kind(values: Any) -> tuple[str, str]:
    """Return what NumPy holds, and its unit; nothing for what NumPy does not hold."""
    if not isinstance(values, (np.ndarray, np.generic)) or isinstance(values, np.ma.MaskedArray):
        return "", ""
    dtype: Any = values.dtype
    if dtype.kind in "mM":
        return dtype.kind, np.datetime_data(dtype)[0]
    return ("i8", "us") if dtype.kind == "i" and dtype.itemsize == 8 else ("", "")


def _read(values: Values, kind: str, unit: str, error: type[SupportcoreError]) -> Column:
    if kind == "i8":
        return Column(_scaled(np.asarray(values, dtype=np.int64), unit, error), bare=error is InvalidInstant)
    numbers = np.asarray(values, dtype=f"{kind}8[{unit}]").view(np.int64)
    nat = None
    if numbers.size and numbers.min() == NAT:
        nat = numbers == NAT
        numbers = np.where(nat, 0, numbers)
    return Column(_scaled(numbers, unit, error), nat, unit if unit in _UNITS else "s")


def _scaled(numbers: Ints, unit: str, error: type[SupportcoreError]) -> Ints:
    """Return whole microseconds; what overflowed would lie outside the years, and so does the most that is left."""
    if unit == "ns":
        micros = numbers // 1000
        if (odd := micros * 1000 != numbers).any():
            value = f"{numbers[odd].flat[0]} ns"
            raise error(value, "time is counted in whole microseconds", "round it first: column.astype('M8[us]')")
        return micros
    scale = _MICROS.get(unit, 1)
    most = _FOREVER // scale
    if numbers.size and (numbers.min() < -most or numbers.max() > most):
        numbers = np.clip(numbers, -most, most)
    return numbers if scale == 1 else numbers * scale


def _in_years(column: Column) -> Ints:
    micros = column.micros
    outside = beyond(micros, EARLIEST, LATEST - 1) if micros.size else None
    if outside is not None:
        found = int(micros[outside].flat[0])
        value = str(found if column.bare else np.datetime64(found, "us"))
        raise OutOfRange(value, f"instants lie in the years {FIRST_YEAR} to {LAST_YEAR}", "check the unit and the year")
    return micros


def _named(value: Any) -> object:
    """Return what a message shows of a column: its type, not its rows."""
    kind = getattr(value, "dtype", getattr(value, "type", None))
    return value if kind is None else f"{type(value).__name__} of {kind}"


# Through: one shape for all, and the rows in a line.


def answered(
    ask: Callable[[tuple[Ints, ...], Bools | None], Ints],
    given: tuple[Column, ...],
    told: Callable[..., Any],
    *,
    beside: Ints | None = None,
    skip: Bools | None = None,
) -> Any:
    """Spread the columns (and what goes beside them) to one shape, ask, and tell the answers as the columns came in."""
    shape = _shape(given)
    nats = [np.broadcast_to(column.nat, shape) for column in given if column.nat is not None]
    nat = functools.reduce(operator.or_, nats) if nats else None
    numbers = [column.micros for column in given] + ([] if beside is None else [beside])
    rows = tuple(np.broadcast_to(one, shape).reshape(-1) for one in numbers)
    skipped = np.zeros(shape, dtype=np.bool_) if nat is None else nat
    if skip is not None:
        skipped = skipped | skip
    answers = ask(rows, skipped.reshape(-1) if skipped.any() else None).reshape(shape)
    return told(answers, nat, given)


def _shape(given: tuple[Column, ...]) -> tuple[int, ...]:
    shapes = [column.micros.shape for column in given]
    try:
        shape = np.broadcast_shapes(*shapes)
    except ValueError:
        raise InvalidColumn(shapes, "columns have one length, or one value for all rows", "check the lengths") from None
    hosts = [column.host for column in given if column.host]
    if any((host.rows,) != shape for host in hosts):
        raise InvalidColumn(shapes, "a pandas or Arrow column keeps its length", "pass one value for each of its rows")
    frames = [host.index for host in hosts if isinstance(host, _Series) and host.index is not None]
    if any(not frames[0].equals(index) for index in frames[1:]):
        raise InvalidColumn("two indexes", "the rows of two Series belong together by their index", "align them first")
    return shape


# Out.


def told_instants(answers: Ints, nat: Bools | None, given: tuple[Column, ...]) -> Any:
    """Tell instants as the columns came in."""
    if given[0].bare:
        return _whole(answers, nat)
    host, unit = _host_and_unit(given)
    values = _in_unit(answers, unit, nat).view(f"M8[{unit}]")
    return host.instants(values, nat) if host else values[()]


def told_durations(answers: Ints, nat: Bools | None, given: tuple[Column, ...]) -> Any:
    """Tell durations in the unit that came in. Raises `OutOfRange` for more than 292 years in nanoseconds."""
    if given[0].bare:
        return _whole(answers, nat)
    host, unit = _host_and_unit(given)
    values = _in_unit(answers, unit, nat).view(f"m8[{unit}]")
    return host.durations(values, nat) if host else values[()]


def told_flags(answers: Ints, nat: Bools | None, given: tuple[Column, ...]) -> Any:
    """Tell yes and no; NaT is no."""
    flags = answers.astype(np.bool_)
    if nat is not None:
        flags &= ~nat
    host = given[0].host
    return host.flags(flags, nat) if host else flags[()]


def _whole(answers: Ints, nat: Bools | None) -> Any:
    if nat is None:
        return answers[()]
    raise InvalidColumn("NaT", "whole numbers have no NaT", "pass instants as datetime64[us]")


def _host_and_unit(given: tuple[Column, ...]) -> tuple["_Series | _Arrow | None", str]:
    units = [_UNITS.index(column.unit) for column in given if column.unit]
    hosts = (column.host for column in given if column.host)
    return next(hosts, None), _UNITS[max(units)] if units else "us"


def _in_unit(micros: Ints, unit: str, nat: Bools | None) -> Ints:
    numbers = micros
    if unit == "ns":
        if numbers.size and abs(numbers).max() > np.iinfo(np.int64).max // 1000:
            raise OutOfRange("an answer", "292 years are the most that nanoseconds can tell", "pass microseconds")
        numbers = micros * 1000
    elif unit != "us":
        numbers = micros // _MICROS[unit]
        if (numbers * _MICROS[unit] != micros).any():
            raise InvalidColumn(
                f"[{unit}]", "an answer lies between two of these units", "pass instants in microseconds"
            )
    return np.asarray(numbers if nat is None else np.where(nat, NAT, numbers))


# Hosts: columns of pandas and Arrow.


def _host(value: Any, kind: str, error: type[SupportcoreError]) -> "_Series | _Arrow | None":
    """Return what knows the column's library, if it is one; ``kind`` is M for instants and m for durations."""
    libraries = {base.__module__.partition(".")[0] for base in type(value).__mro__}
    if "pyarrow" in libraries and hasattr(value, "to_numpy"):
        return _Arrow(value, kind, error)
    if "pandas" in libraries and hasattr(value, "array"):  # a Series or an index
        return _Series(value, kind, error)
    return None


class _Arrow:
    """An Arrow ``Array`` or ``ChunkedArray``; its answer is one of the same kind, with its nulls."""

    def __init__(self, column: Any, kind: str, error: type[SupportcoreError]) -> None:
        self._arrow = importlib.import_module("pyarrow")
        self._column = column
        self.rows = len(column)
        if kind == "M" and self._arrow.types.is_timestamp(column.type) and column.type.tz is None:
            raise error(str(column.type), *_no_zone("pyarrow.compute.assume_timezone(column, 'UTC')"))
        self._tz = getattr(column.type, "tz", None) or "UTC"

    def values(self) -> Any:
        """Return its numbers, in place where there is one chunk without nulls."""
        chunks = getattr(self._column, "chunks", [self._column])
        return (chunks[0] if len(chunks) == 1 else self._column).to_numpy(zero_copy_only=False)

    def instants(self, values: Values, nat: Bools | None) -> Any:
        unit = np.datetime_data(values.dtype)[0]
        return self._made(values.view(np.int64), nat, self._arrow.timestamp(unit, self._tz))

    def durations(self, values: Values, nat: Bools | None) -> Any:
        return self._made(values.view(np.int64), nat, self._arrow.duration(np.datetime_data(values.dtype)[0]))

    def flags(self, values: Values, nat: Bools | None) -> Any:
        return self._made(values, nat, self._arrow.bool_())

    def _made(self, values: Values, nat: Bools | None, type_: Any) -> Any:
        made = self._arrow.array(values, mask=nat).view(type_)
        return made if isinstance(self._column, self._arrow.Array) else self._arrow.chunked_array([made])


class _Series:
    """A pandas ``Series`` or index, on NumPy or on Arrow; its answer has its index and name."""

    def __init__(self, column: Any, kind: str, error: type[SupportcoreError]) -> None:
        self._pandas = importlib.import_module("pandas")
        self._column = column
        self.rows = len(column)
        self.index = getattr(column, "index", None)
        self._inner = None
        if hasattr(column.dtype, "pyarrow_dtype"):
            self._inner = _Arrow(column.array.__arrow_array__(), kind, error)
        elif kind == "M" and column.dtype.kind == "M" and getattr(column.dtype, "tz", None) is None:
            way = "column" if self.index is None else "column.dt"
            raise error(str(column.dtype), *_no_zone(f"{way}.tz_localize('UTC')"))
        self._tz = getattr(column.dtype, "tz", None) or dt.UTC

    def values(self) -> Any:
        """Return its numbers, in place."""
        if self._inner:
            return self._inner.values()
        tz = getattr(self._column.dtype, "tz", None)
        return self._column.to_numpy(dtype=f"M8[{self._column.dtype.unit}]" if tz else None)

    def instants(self, values: Values, nat: Bools | None) -> Any:
        if self._inner:
            return self._on_arrow(self._inner.instants(values, nat))
        shown = self._pandas.DatetimeIndex(values, copy=False).tz_localize("UTC").tz_convert(self._tz)
        return self._like(shown)

    def durations(self, values: Values, nat: Bools | None) -> Any:
        if self._inner:
            return self._on_arrow(self._inner.durations(values, nat))
        return self._like(self._pandas.TimedeltaIndex(values, copy=False))

    def flags(self, values: Values, nat: Bools | None) -> Any:
        if self._inner:
            return self._on_arrow(self._inner.flags(values, nat))
        return values if self.index is None else self._like(values)

    def _on_arrow(self, made: Any) -> Any:
        return self._like(self._pandas.array(made, dtype=self._pandas.ArrowDtype(made.type)))

    def _like(self, values: Any) -> Any:
        name = self._column.name
        if self.index is None:
            return self._pandas.Index(values, name=name)
        return self._pandas.Series(values, index=self.index, name=name, copy=False)


def _no_zone(way_out: str) -> tuple[str, str]:
    return "a column without a zone names no instants", f"say whose clock it is, for UTC: {way_out}"
