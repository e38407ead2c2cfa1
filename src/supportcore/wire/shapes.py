"""Which shape a type has in a document: a single value, a list, an object of one class or of several, anything.

`shape` reads one table. The converter has a pair of hooks for every shape, the JSON Schemas a piece of schema: so what
is written, what is read and what a schema allows are one decision.
"""

import enum
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType, NoneType, UnionType
from typing import Any

import attrs

from supportcore.wire.scalars import SCALARS, UNIONS, Scalar, of_enum
from supportcore.wire.table import BASES, KINDS, PARTS, RECORDS

ALL: Mapping[str, type] = MappingProxyType({**KINDS, **PARTS})
NAMES: Mapping[type, str] = MappingProxyType({kind: name for name, kind in ALL.items()})


class Shape(enum.Enum):
    """What a type is in JSON."""

    MAYBE = enum.auto()
    """Null, or what the type is without it."""
    ANYTHING = enum.auto()
    """Whatever JSON has, and objects that say their kind: the arguments of a reason, the answers to a formula."""
    SINGLE = enum.auto()
    """A value with a row in the table of scalars."""
    TAGGED = enum.auto()
    """An object of one of several kinds, which says its own."""
    OBJECT = enum.auto()
    """An object of one kind, which need not say it."""
    LIST = enum.auto()
    """A list of values of one type."""
    ROW = enum.auto()
    """A list with a type for each place."""
    MAPPING = enum.auto()
    """An object with keys of its own."""


def shape(kind: Any) -> Shape | None:
    """Return the shape of a type; ``None`` where no document holds it.

    >>> shape(int), shape(int | None), shape(tuple[int, ...]), shape(tuple[int, str])
    (<Shape.SINGLE: 3>, <Shape.MAYBE: 1>, <Shape.LIST: 6>, <Shape.ROW: 7>)
    """
    return next((one for one, holds in _HOLDS if holds(kind)), None)


def _is_union(kind: Any) -> bool:
    return typing.get_origin(kind) in (UnionType, typing.Union)


def _is_maybe(kind: Any) -> bool:
    return _is_union(kind) and NoneType in typing.get_args(kind)


def _is_anything(kind: Any) -> bool:
    return kind is object or (_is_union(kind) and frozenset(members(kind)) == {str, Decimal})


def _is_tagged(kind: Any) -> bool:
    return kind in BASES or (_is_union(kind) and all(one in NAMES for one in members(kind)))


def _is_list(kind: Any) -> bool:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    return origin is frozenset or (origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis)


_HOLDS: tuple[tuple[Shape, Callable[[Any], bool]], ...] = (
    # of the types that answer to two of these, the first row decides
    (Shape.MAYBE, _is_maybe),
    (Shape.ANYTHING, _is_anything),
    (Shape.SINGLE, lambda kind: scalar(kind) is not None),
    (Shape.TAGGED, _is_tagged),
    (Shape.OBJECT, lambda kind: isinstance(kind, type) and kind in NAMES),
    (Shape.LIST, _is_list),
    (Shape.ROW, lambda kind: typing.get_origin(kind) is tuple),
    (Shape.MAPPING, lambda kind: typing.get_origin(kind) is Mapping),
)


# What a shape is made of.


def scalar(kind: Any) -> Scalar | None:
    """Return the row of a type that is written as a single value."""
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return of_enum(kind)
    if _is_union(kind):
        return UNIONS.get(frozenset(members(kind)))
    return SCALARS.get(kind)


def without_none(kind: Any) -> Any:
    """Return the type that an optional field has when it is there."""
    rest = members(kind)
    return rest[0] if len(rest) == 1 else typing.Union[rest]  # noqa: UP007  # made of a tuple


def members(kind: Any) -> tuple[type, ...]:
    """Return the classes that a field of a type takes, where it takes any of several.

    >>> from supportcore.tasks.charges import Charge
    >>> len(members(Charge))
    4
    """
    if kind in BASES:
        return tuple(one for one in NAMES if issubclass(one, BASES[kind]))
    return tuple(one for one in typing.get_args(kind) if one is not NoneType)


def fields(kind: type) -> tuple[tuple["attrs.Attribute[Any]", Any], ...]:
    """Return the fields of the document of a class, each with its type."""
    record = RECORDS.get(kind, kind)
    hints = typing.get_type_hints(record)
    return tuple((field, hints[field.name]) for field in attrs.fields(record) if field.init)


def key(name: str) -> str:
    """Return the key of a field: its name, unless a document says its own kind there."""
    return "what" if name == "kind" else name
