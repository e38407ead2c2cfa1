"""The door of points: exact, zero or more, and in points; a row that is not in a table is named with those that are."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from supportcore.errors import Door, InvalidAllowance, InvalidAmount, MixedUnits, UnknownChoice
from supportcore.units import POINT, Exact, Quantity

NONE = POINT.of(0)
"""No points."""


def points(value: Quantity | Exact) -> Quantity:
    """Return points, zero or more; a bare number counts points and is exact to the minute.

    Raises `InvalidAmount` for a float, a negative number or a part of a minute, `MixedUnits` for another unit.

    >>> points(2), points(POINT.minor(90))
    (Quantity(120, POINT), Quantity(90, POINT))
    """
    quantity = value if isinstance(value, Quantity) else POINT.of(value)
    if quantity.unit != POINT:
        raise MixedUnits(quantity, "points are counted in POINT", "write POINT.of(2) or POINT.minor(90)")
    if quantity.units < 0:
        raise InvalidAmount(quantity, "points are zero or more", "write POINT.of(2) or POINT.minor(90)")
    return quantity


text = Door(InvalidAllowance, "a name is a text", "write a short text", str).check
"""The validator of a field that names something."""

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


def row(table: Mapping[_Key, _Value], key: _Key, what: str) -> _Value:
    """Return the row of a table, or raise `UnknownChoice` with the keys that there are."""
    if key not in table:
        known = ", ".join(map(str, table))
        raise UnknownChoice(key, f"the {what} are {known or 'none'}", "use one of them, or add a row")
    return table[key]
