"""From values to plain JSON values and back, by cattrs, with every hook strict.

cattrs walks the classes, calls the hooks and gathers what they refuse; the hooks below take exactly one shape of type
each and coerce nothing. A field that takes several kinds holds an object with its ``kind``; one that takes a single
kind does not need to say it. Shapes, classes and scalars come from their tables.
"""

import datetime as dt
import enum
import typing
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from cattrs import Converter
from cattrs.errors import IterableValidationError, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, override

from supportcore.wire.scalars import (
    DATE,
    DECIMAL,
    DURATION,
    FRACTION,
    INSTANT,
    SCALARS,
    TIME,
    ZONE,
    Scalar,
    Wrong,
    named,
    of_enum,
)
from supportcore.wire.shapes import NAMES, Shape, fields, key, members, scalar, shape, without_none
from supportcore.wire.table import ENUMS, KINDS, KNOWN, RECORDS

Hook = Callable[[Any], Any]

_converter = Converter(detailed_validation=True, forbid_extra_keys=True)


def write(value: Any, kind: Any) -> Any:
    """Return the plain JSON values of a value, for a field of a type."""
    return _converter.unstructure(value, unstructure_as=kind)


def read(value: Any, kind: Any) -> Any:
    """Return the value of plain JSON values; raise what cattrs gathers."""
    return _converter.structure(value, kind)


# --- hooks: each writes and reads one shape of type -------------------------------------------------------------------

Hooks = tuple[Hook, Hook]
"""The writer and the reader of a type."""


def _of_scalar(kind: Any) -> Hooks:
    row = scalar(kind)
    assert row is not None
    return row.write, row.read


def _of_maybe(kind: Any) -> Hooks:
    inner = without_none(kind)
    return (
        lambda value: None if value is None else write(value, inner),
        lambda value: None if value is None else read(value, inner),
    )


def _of_tagged(kind: Any) -> Hooks:
    allowed = {NAMES[one]: one for one in members(kind)}

    def tagged(value: Any) -> Any:
        found = type(value)
        if NAMES.get(found) not in allowed:
            raise Wrong(f"only {', '.join(allowed)} can be written here, not {found.__name__}")
        return {"kind": NAMES[found], **_writer(found)(value)}

    return tagged, lambda value: _read_tagged(value, allowed)


def _read_tagged(value: Any, allowed: Mapping[str, type]) -> Any:
    if type(value) is not dict and not isinstance(value, dict):
        raise Wrong(f"an object with its kind is needed, and this is {named(value)}")
    kind = value.get("kind")
    if type(kind) is not str or kind not in allowed:
        raise Wrong(f"its kind is one of {', '.join(allowed)}, not {kind!r:.60}")
    return read_fields({name: one for name, one in value.items() if name != "kind"}, allowed[kind])


def _of_list(kind: Any) -> Hooks:
    inner, as_set = typing.get_args(kind)[0], typing.get_origin(kind) is frozenset

    def written(value: Any) -> Any:
        found = [write(one, inner) for one in value]
        return sorted(found, key=str) if as_set else found

    def found(value: Any) -> Any:
        values = _each(_a_list(value), [inner] * len(value), kind)
        if as_set and len(set(values)) < len(values):
            raise Wrong("each stands there once")
        return frozenset(values) if as_set else tuple(values)

    return written, found


def _a_list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Wrong(f"a list is needed, and this is {named(value)}")
    return value


def _each(values: Iterable[Any], kinds: Iterable[Any], of: Any) -> list[Any]:
    """Read each value as its type; gather what is refused, with its place."""
    found, wrong = [], []
    for place, (value, kind) in enumerate(zip(values, kinds, strict=True)):
        try:
            found.append(read(value, kind))
        except Exception as why:  # noqa: BLE001  # every refusal is gathered, whoever refuses
            _at(why, place, kind)
            wrong.append(why)
    if wrong:
        raise IterableValidationError("values", wrong, type(of))
    return found


def _at(why: Exception, place: Any, kind: Any) -> None:
    notes = [*getattr(why, "__notes__", []), IterableValidationNote("a value", place, kind)]
    why.__notes__ = notes


def _of_row(kind: Any) -> Hooks:
    kinds = typing.get_args(kind)

    def found(value: Any) -> Any:
        if len(_a_list(value)) != len(kinds):
            raise Wrong(f"a list of {len(kinds)} is needed, and this has {len(value)}")
        return tuple(_each(value, kinds, kind))

    return lambda value: [write(one, kind) for one, kind in zip(value, kinds, strict=True)], found


def _of_mapping(kind: Any) -> Hooks:
    keys, values = typing.get_args(kind)

    def found(value: Any) -> Any:
        if not isinstance(value, dict):
            raise Wrong(f"an object is needed, and this is {named(value)}")
        wrong: list[Exception] = []
        read_ = {}
        for name, one in value.items():
            try:
                read_[read(name, keys)] = read(one, values)
            except Exception as why:  # noqa: BLE001  # every refusal is gathered, whoever refuses
                _at(why, name, kind)
                wrong.append(why)
        if wrong:
            raise IterableValidationError("values", wrong, dict)
        return read_

    return lambda value: {write(name, keys): write(one, values) for name, one in value.items()}, found


# Anything: what JSON has stays as it is, the rest says its kind.

_TAGS: Mapping[str, tuple[type, Scalar]] = {
    "duration": (dt.timedelta, DURATION),
    "date": (dt.date, DATE),
    "time": (dt.time, TIME),
    "decimal": (Decimal, DECIMAL),
    "fraction": (Fraction, FRACTION),
} | {name: (kind, of_enum(kind)) for name, kind in ENUMS.items()}
_TAG_OF = {kind: name for name, (kind, _) in _TAGS.items()}


def _write_anything(value: Any) -> Any:
    match value:
        case None | bool() | str():
            return value
        case enum.Enum():
            pass
        case int():
            return SCALARS[int].write(value)
        case tuple() | list():
            return [_write_anything(one) for one in value]
        case dt.datetime():
            zone = {"zone": ZONE.write(value.tzinfo)} if isinstance(value.tzinfo, ZoneInfo) else {}
            return {"kind": "instant", "value": INSTANT.write(value), **zone}
    if type(value) in _TAG_OF:
        name = _TAG_OF[type(value)]
        return {"kind": name, "value": _TAGS[name][1].write(value)}
    if type(value) in NAMES:
        return {"kind": NAMES[type(value)], **_writer(type(value))(value)}
    raise Wrong(f"{type(value).__name__} has no document")


def _read_anything(value: Any) -> Any:
    match value:
        case None | bool() | str():
            return value
        case int():
            return SCALARS[int].read(value)
        case list():
            return tuple(_each(value, [object] * len(value), tuple))
        case dict() if value.get("kind") == "instant":
            return _read_instant(value)
        case dict() if isinstance(value.get("kind"), str) and value["kind"] in _TAGS:
            if value.keys() != {"kind", "value"}:
                raise Wrong("a tagged value has 'kind' and 'value'")
            return _TAGS[value["kind"]][1].read(value["value"])
        case dict():
            return _read_tagged(value, KINDS)
    raise Wrong(f"an exact value is needed, and this is {named(value)}")


def _read_instant(value: Mapping[str, Any]) -> dt.datetime:
    if not {"kind", "value"} <= value.keys() <= {"kind", "value", "zone"}:
        raise Wrong("a tagged instant has 'kind', 'value' and perhaps 'zone'")
    at: dt.datetime = INSTANT.read(value["value"])
    return at.astimezone(ZONE.read(value["zone"])) if "zone" in value else at


def _of_anything(kind: Any) -> Hooks:
    wanted = members(kind)

    def found(value: Any) -> Any:
        answer = _read_anything(value)
        if wanted and type(answer) not in wanted:
            raise Wrong("a text or a decimal is needed")
        return answer

    return _write_anything, found


# --- classes ----------------------------------------------------------------------------------------------------------


def _make_writer(kind: Any) -> Hook:
    """Return the writer of the fields of a class."""
    record = RECORDS.get(kind)
    names = [(key(field.name), field.name, hint) for field, hint in fields(kind)]

    def written(value: Any) -> dict[str, Any]:
        source = value if record is None else record.of(value)
        return {key_: write(getattr(source, name), hint) for key_, name, hint in names}

    return written


def _make_reader(kind: Any) -> Hook:
    """Return the reader of the fields of a class: cattrs gathers what is missing, unknown or wrong."""
    record = RECORDS.get(kind)
    source = record or kind
    attrs.resolve_types(source)
    renamed: dict[str, Any] = {field.name: override(rename=key(field.name)) for field, _ in fields(kind)}
    structure = make_dict_structure_fn(source, _converter, **renamed)
    found: Hook = lambda value: structure(value, source)  # noqa: E731
    return found if record is None else lambda value: found(value).build()


_writer: Callable[[Any], Hook] = cache(_make_writer)
_reader: Callable[[Any], Hook] = cache(_make_reader)


def write_fields(value: Any) -> dict[str, Any]:
    """Return the fields of the document of a value, in full."""
    found: dict[str, Any] = _writer(type(value))(value)
    return found


def read_fields(value: Any, kind: type) -> Any:
    """Return the value of an object with the fields of a class."""
    if not isinstance(value, dict):
        raise Wrong(f"an object is needed, and this is {named(value)}")
    return _reader(kind)(dict(value))


def _of_class(kind: type) -> Hooks:
    known = KNOWN.get(kind)

    def written(value: Any) -> Any:
        if type(value) is not kind:
            raise Wrong(f"a {NAMES[kind]} is needed, not {type(value).__name__}")
        name = next((name for name, one in known.items() if one == value), None) if known else None
        return name if name is not None else _writer(kind)(value)

    def found(value: Any) -> Any:
        if known and isinstance(value, str):
            if value not in known:
                raise Wrong(f"one of {', '.join(known)} is known by name, not {value!r:.60}: write it as an object")
            return known[value]
        return read_fields(value, kind)

    return written, found


# --- the converter ----------------------------------------------------------------------------------------------------

_MAKERS: Mapping[Shape, Callable[[Any], Hooks]] = {
    Shape.MAYBE: _of_maybe,
    Shape.ANYTHING: _of_anything,
    Shape.SINGLE: _of_scalar,
    Shape.TAGGED: _of_tagged,
    Shape.OBJECT: _of_class,
    Shape.LIST: _of_list,
    Shape.ROW: _of_row,
    Shape.MAPPING: _of_mapping,
}


@cache
def _hooks(kind: Any) -> Hooks:
    found = shape(kind)
    assert found is not None  # the converter asks only for what has a shape
    return _MAKERS[found](kind)


def _has_shape(kind: Any) -> bool:
    return shape(kind) is not None


def _register_class(kind: type, row: Scalar) -> None:
    _converter.register_unstructure_hook(kind, row.write)
    _converter.register_structure_hook(kind, lambda value, _: row.read(value))


_converter.register_unstructure_hook_factory(_has_shape, lambda kind: _hooks(kind)[0])
_converter.register_structure_hook_factory(_has_shape, lambda kind: lambda value, _: _hooks(kind)[1](value))
for _kind, _row in SCALARS.items():
    if isinstance(_kind, type):  # cattrs' own rows for int, str and bool coerce, and come first unless replaced
        _register_class(_kind, _row)
