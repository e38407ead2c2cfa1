"""From values to plain JSON values and back, by cattrs, with every hook strict.

cattrs walks the classes, calls the hooks and gathers what they refuse; the hooks below take exactly one type each and
coerce nothing. A field that takes several kinds holds an object with its ``kind``; one that takes a single kind does
not need to say it. Classes and scalars come from the two tables.
"""

import datetime as dt
import enum
import typing
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Protocol
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
    UNIONS,
    ZONE,
    Scalar,
    Wrong,
    named,
    of_enum,
)
from supportcore.wire.table import BASES, ENUMS, KINDS, KNOWN, PARTS, RECORDS

ALL: Mapping[str, type] = {**KINDS, **PARTS}
NAMES: Mapping[type, str] = {kind: name for name, kind in ALL.items()}
Hook = Callable[[Any], Any]

_converter = Converter(detailed_validation=True, forbid_extra_keys=True)


def write(value: Any, kind: Any) -> Any:
    """Return the plain JSON values of a value, for a field of a type."""
    return _converter.unstructure(value, unstructure_as=kind)


def read(value: Any, kind: Any) -> Any:
    """Return the value of plain JSON values; raise what cattrs gathers."""
    return _converter.structure(value, kind)


# --- types ------------------------------------------------------------------------------------------------------------


def fields(kind: type) -> tuple[tuple["attrs.Attribute[Any]", Any], ...]:
    """Return the fields of the document of a class, each with its type."""
    record = RECORDS.get(kind, kind)
    hints = typing.get_type_hints(record)
    return tuple((field, hints[field.name]) for field in attrs.fields(record) if field.init)


def key(name: str) -> str:
    """Return the key of a field: its name, unless a document says its own kind there."""
    return "what" if name == "kind" else name


def members(kind: Any) -> tuple[type, ...]:
    """Return the classes that a field of a type takes, where it takes any of several.

    >>> from supportcore.tasks.charges import Charge
    >>> len(members(Charge))
    4
    """
    if kind in BASES:
        return tuple(one for one in NAMES if issubclass(one, BASES[kind]))
    return tuple(one for one in typing.get_args(kind) if one is not NoneType)


def scalar(kind: Any) -> Scalar | None:
    """Return the row of a type that is written as a single value."""
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return of_enum(kind)
    if _is_union(kind):
        return UNIONS.get(frozenset(members(kind)))
    return SCALARS.get(kind)


def _is_union(kind: Any) -> bool:
    return typing.get_origin(kind) in (UnionType, typing.Union)


def is_maybe(kind: Any) -> bool:
    """Say whether a field may hold null."""
    return _is_union(kind) and NoneType in typing.get_args(kind)


def without_none(kind: Any) -> Any:
    """Return the type that an optional field has when it is there."""
    rest = members(kind)
    return rest[0] if len(rest) == 1 else typing.Union[rest]  # noqa: UP007  # made of a tuple


def _is_tagged(kind: Any) -> bool:
    if kind in BASES:
        return True
    return _is_union(kind) and not is_maybe(kind) and all(one in NAMES for one in members(kind))


def is_list(kind: Any) -> bool:
    """Say whether a type is written as a list of values of one type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    return origin is frozenset or (origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis)


def is_row(kind: Any) -> bool:
    """Say whether a type is written as a list with a type for each place."""
    return typing.get_origin(kind) is tuple and not is_list(kind)


def is_mapping(kind: Any) -> bool:
    """Say whether a type is written as an object with keys of its own."""
    return typing.get_origin(kind) is Mapping


def is_anything(kind: Any) -> bool:
    """Say whether a field takes any value: the arguments of a reason, the answers to a formula."""
    return kind is object or (_is_union(kind) and frozenset(members(kind)) == {str, Decimal})


# --- hooks: each writes and reads one shape of type -------------------------------------------------------------------


class Shape(Protocol):
    """What is made for a type: its writer and its reader."""

    def __call__(self, kind: Any) -> tuple[Hook, Hook]:
        """Return the writer and the reader of a type."""
        ...


def _of_scalar(kind: Any) -> tuple[Hook, Hook]:
    row = scalar(kind)
    assert row is not None
    return row.write, row.read


def _of_maybe(kind: Any) -> tuple[Hook, Hook]:
    inner = without_none(kind)
    return (
        lambda value: None if value is None else write(value, inner),
        lambda value: None if value is None else read(value, inner),
    )


def _of_tagged(kind: Any) -> tuple[Hook, Hook]:
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
    return read_fields({key: one for key, one in value.items() if key != "kind"}, allowed[kind])


def _of_list(kind: Any) -> tuple[Hook, Hook]:
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


def _of_row(kind: Any) -> tuple[Hook, Hook]:
    kinds = typing.get_args(kind)

    def found(value: Any) -> Any:
        if len(_a_list(value)) != len(kinds):
            raise Wrong(f"a list of {len(kinds)} is needed, and this has {len(value)}")
        return tuple(_each(value, kinds, kind))

    return lambda value: [write(one, kind) for one, kind in zip(value, kinds, strict=True)], found


def _of_mapping(kind: Any) -> tuple[Hook, Hook]:
    keys, values = typing.get_args(kind)

    def found(value: Any) -> Any:
        if not isinstance(value, dict):
            raise Wrong(f"an object is needed, and this is {named(value)}")
        wrong: list[Exception] = []
        read_ = {}
        for key, one in value.items():
            try:
                read_[read(key, keys)] = read(one, values)
            except Exception as why:  # noqa: BLE001  # every refusal is gathered, whoever refuses
                _at(why, key, kind)
                wrong.append(why)
        if wrong:
            raise IterableValidationError("values", wrong, dict)
        return read_

    return lambda value: {write(key, keys): write(one, values) for key, one in value.items()}, found


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


def _of_anything(kind: Any) -> tuple[Hook, Hook]:
    wanted = members(kind)

    def found(value: Any) -> Any:
        answer = _read_anything(value)
        if wanted and type(answer) not in wanted:
            raise Wrong("a text or a decimal is needed")
        return answer

    return _write_anything, found


# --- classes ----------------------------------------------------------------------------------------------------------


def _writer(kind: Any) -> Hook:
    return _make_writer(kind)


@cache
def _make_writer(kind: Any) -> Hook:
    """Return the writer of the fields of a class."""
    record = RECORDS.get(kind)
    names = [(key(field.name), field.name, hint) for field, hint in fields(kind)]

    def written(value: Any) -> dict[str, Any]:
        source = value if record is None else record.of(value)
        return {key_: write(getattr(source, name), hint) for key_, name, hint in names}

    return written


def _reader(kind: Any) -> Hook:
    return _make_reader(kind)


@cache
def _make_reader(kind: Any) -> Hook:
    """Return the reader of the fields of a class: cattrs gathers what is missing, unknown or wrong."""
    record = RECORDS.get(kind)
    shape = record or kind
    attrs.resolve_types(shape)
    renamed: dict[str, Any] = {field.name: override(rename=key(field.name)) for field, _ in fields(kind)}
    structure = make_dict_structure_fn(shape, _converter, **renamed)
    found: Hook = lambda value: structure(value, shape)  # noqa: E731
    return found if record is None else lambda value: found(value).build()


def write_fields(value: Any) -> dict[str, Any]:
    """Return the fields of the document of a value, in full."""
    found: dict[str, Any] = _writer(type(value))(value)
    return found


def read_fields(value: Any, kind: type) -> Any:
    """Return the value of an object with the fields of a class."""
    if not isinstance(value, dict):
        raise Wrong(f"an object is needed, and this is {named(value)}")
    return _reader(kind)(dict(value))


def _of_class(kind: type) -> tuple[Hook, Hook]:
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


def _is_class(kind: Any) -> bool:
    return isinstance(kind, type) and kind in NAMES


_SHAPES: tuple[tuple[Callable[[Any], bool], Shape], ...] = (
    # of the types that answer to two of these, the later row decides
    (is_list, _of_list),
    (is_row, _of_row),
    (is_mapping, _of_mapping),
    (_is_class, _of_class),
    (_is_tagged, _of_tagged),
    (lambda kind: scalar(kind) is not None, _of_scalar),
    (is_anything, _of_anything),
    (is_maybe, _of_maybe),
)


def _register(holds: Callable[[Any], bool], shape: Shape) -> None:
    made = cache(shape)
    _converter.register_unstructure_hook_factory(holds, lambda kind: made(kind)[0])
    _converter.register_structure_hook_factory(holds, lambda kind: lambda value, _: made(kind)[1](value))


def _register_class(kind: type, row: Scalar) -> None:
    _converter.register_unstructure_hook(kind, row.write)
    _converter.register_structure_hook(kind, lambda value, _: row.read(value))


for _holds, _shape in _SHAPES:
    _register(_holds, _shape)
for _kind, _row in SCALARS.items():
    if isinstance(_kind, type):  # cattrs' own rows for int, str and bool coerce, and come first unless replaced
        _register_class(_kind, _row)
