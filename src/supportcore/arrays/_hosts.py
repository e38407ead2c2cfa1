"""Columns of pandas and Arrow: their numbers out, and a column of the same kind around the answers.

Neither library is imported before a column of its own has come in. What this file must not know: units, calendars.
"""

import datetime as dt
import importlib
from typing import Any

import numpy as np
import numpy.typing as npt

from supportcore.errors import SupportcoreError

Values = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]
Error = type[SupportcoreError]


def host_of(value: Any, letter: str, error: Error) -> "Host | None":
    """Return what knows the column's library, if it is a column of instants (M) or durations (m) of one.

    Raises the error for instants that do not say whose clock they read.
    """
    libraries = {base.__module__.partition(".")[0] for base in type(value).__mro__}
    if "pyarrow" in libraries and hasattr(value, "to_numpy"):
        return _arrow(value, letter, error, "pyarrow.compute.assume_timezone(column, 'UTC')")
    if "pandas" in libraries and hasattr(value, "dtype") and hasattr(value, "name"):  # a Series or an index
        return _pandas(value, letter, error)
    return None


def _arrow(column: Any, letter: str, error: Error, way_out: str) -> "_Arrow | None":
    types = importlib.import_module("pyarrow").types
    if not {"M": types.is_timestamp, "m": types.is_duration}[letter](column.type):
        return None  # dates and dictionaries would hand out such numbers too
    if letter == "M" and column.type.tz is None:
        raise error(str(column.type), *_no_zone(way_out))
    return _Arrow(column)


def _pandas(column: Any, letter: str, error: Error) -> "_Series | None":
    way_out = f"{'column.dt' if hasattr(column, 'index') else 'column'}.tz_localize('UTC')"
    if hasattr(column.dtype, "pyarrow_dtype"):
        inner = _arrow(column.array.__arrow_array__(), letter, error, way_out)
        return _Series(column, inner) if inner else None
    if column.dtype.kind != letter:
        return None
    if letter == "M" and getattr(column.dtype, "tz", None) is None:
        raise error(str(column.dtype), *_no_zone(way_out))
    return _Series(column)


class _Arrow:
    """An Arrow ``Array`` or ``ChunkedArray``; its answer is one of the same kind, with its nulls."""

    index = None

    def __init__(self, column: Any) -> None:
        self._arrow = importlib.import_module("pyarrow")
        self._column = column
        self.rows = len(column)
        self._tz = getattr(column.type, "tz", None) or "UTC"

    def values(self) -> Any:
        """Return its numbers, in place where there is one chunk without nulls."""
        chunks = getattr(self._column, "chunks", [self._column])
        return (chunks[0] if len(chunks) == 1 else self._column).to_numpy(zero_copy_only=False)

    def column(self, values: Values, nat: Bools | None) -> Any:
        """Return such a column of the answers."""
        numbers = values if values.dtype.kind == "b" else values.view(np.int64)
        made = self._arrow.array(numbers, mask=nat).view(self._type(values.dtype))
        return made if isinstance(self._column, self._arrow.Array) else self._arrow.chunked_array([made])

    def _type(self, kind: Any) -> Any:
        if kind.kind == "b":
            return self._arrow.bool_()
        unit = np.datetime_data(kind)[0]
        return self._arrow.timestamp(unit, self._tz) if kind.kind == "M" else self._arrow.duration(unit)


class _Series:
    """A pandas ``Series`` or index, on NumPy or on Arrow; its answer has its index and name."""

    def __init__(self, column: Any, inner: _Arrow | None = None) -> None:
        self._pandas = importlib.import_module("pandas")
        self._column = column
        self._inner = inner
        self.rows = len(column)
        self.index = getattr(column, "index", None)
        self._tz = getattr(column.dtype, "tz", None) or dt.UTC

    def values(self) -> Any:
        """Return its numbers, in place."""
        if self._inner:
            return self._inner.values()
        tz = getattr(self._column.dtype, "tz", None)
        return self._column.to_numpy(dtype=f"M8[{self._column.dtype.unit}]" if tz else None)

    def column(self, values: Values, nat: Bools | None) -> Any:
        """Return such a column of the answers."""
        if self._inner:
            made = self._inner.column(values, nat)
            return self._like(self._pandas.array(made, dtype=self._pandas.ArrowDtype(made.type)))
        if values.dtype.kind == "M":
            return self._like(self._pandas.DatetimeIndex(values, copy=False).tz_localize("UTC").tz_convert(self._tz))
        if values.dtype.kind == "m":
            return self._like(self._pandas.TimedeltaIndex(values, copy=False))
        return values if self.index is None else self._like(values)

    def _like(self, values: Any) -> Any:
        name = self._column.name
        if self.index is None:
            return self._pandas.Index(values, name=name)
        return self._pandas.Series(values, index=self.index, name=name, copy=False)


def _no_zone(way_out: str) -> tuple[str, str]:
    return "a column without a zone names no instants", f"say whose clock it is, for UTC: {way_out}"


Host = _Arrow | _Series
