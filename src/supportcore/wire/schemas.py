"""JSON Schemas (draft 2020-12), made of the same table that reads and writes: a document cannot mean two things.

One definition for each kind, with its keys and their types; a document, and a field that takes several kinds, add the
``kind``. A schema tells the structure. What a value's own door refuses (a shift that overlaps another, entries that do
not add up, an instant outside the years 1900 to 2200, a zone that does not exist) lies beyond it.

The definitions are shipped as a file too, so that other programs find them; a test holds that it says the same.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args, get_origin

import attrs

from supportcore.errors import UnknownChoice
from supportcore.wire.documents import VERSION
from supportcore.wire.shapes import ALL, NAMES, Shape, fields, key, members, scalar, shape, without_none
from supportcore.wire.table import KINDS, KNOWN

Json = dict[str, Any]
FILE = "schemas.json"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ANYTHING: Json = {
    "anyOf": [
        {"type": ["null", "boolean", "integer", "string"]},
        {"type": "array", "items": {"$ref": "#/$defs/anything"}},
        {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
    ]
}


def definitions() -> Json:
    """Return the definition of every kind, made of the table."""
    made = {name: _definition(kind) for name, kind in sorted(ALL.items())}
    return {**made, "anything": _ANYTHING}


def _definition(kind: type) -> Json:
    pairs = fields(kind)
    made: Json = {"type": "object", "properties": {key(field.name): of_type(hint) for field, hint in pairs}}
    required = [key(field.name) for field, _ in pairs if field.default is attrs.NOTHING]
    return made | ({"required": required} if required else {})


def of_type(kind: Any) -> Json:
    """Return the schema of a field of a type.

    >>> of_type(int), of_type(tuple[str, ...])
    ({'type': 'integer'}, {'type': 'array', 'items': {'type': 'string'}})
    """
    found = shape(kind)
    assert found is not None  # every field of a document has a shape
    return _PIECES[found](kind)


def _list(kind: Any) -> Json:
    unique = {"uniqueItems": True} if get_origin(kind) is frozenset else {}
    return {"type": "array", "items": of_type(get_args(kind)[0]), **unique}


def _row(kind: Any) -> Json:
    places = [of_type(one) for one in get_args(kind)]
    return {"type": "array", "prefixItems": places, "items": False, "minItems": len(places)}


def _mapping(kind: Any) -> Json:
    keys, values = get_args(kind)
    return {"type": "object", "propertyNames": of_type(keys), "additionalProperties": of_type(values)}


def _single(kind: Any) -> Json:
    row = scalar(kind)
    assert row is not None  # its shape says so
    return row.schema


def _alone(kind: type) -> Json:
    """Return the schema of a field of one class, which need not say its kind."""
    made = {"$ref": f"#/$defs/{NAMES[kind]}", "unevaluatedProperties": False}
    return {"anyOf": [{"enum": list(KNOWN[kind])}, made]} if kind in KNOWN else made


def _tagged(name: str, **marks: Json) -> Json:
    return {
        "$ref": f"#/$defs/{name}",
        "properties": {**marks, "kind": {"const": name}},
        "required": [*marks, "kind"],
        "unevaluatedProperties": False,
    }


_PIECES: Mapping[Shape, Callable[[Any], Json]] = {
    Shape.MAYBE: lambda kind: {"anyOf": [{"type": "null"}, of_type(without_none(kind))]},
    Shape.ANYTHING: lambda _: {"$ref": "#/$defs/anything"},
    Shape.SINGLE: _single,
    Shape.TAGGED: lambda kind: {"oneOf": [_tagged(NAMES[one]) for one in members(kind)]},
    Shape.OBJECT: _alone,
    Shape.LIST: _list,
    Shape.ROW: _row,
    Shape.MAPPING: _mapping,
}


@cache
def text() -> str:
    """Return the definitions as the text of the file that the package ships: a kind a line."""
    lines = (f"{json.dumps(name)}:{json.dumps(one, separators=(',', ':'))}" for name, one in definitions().items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def schema(kind: str) -> Json:
    """Return the JSON Schema of the documents of a kind, whole in itself.

    >>> schema("money")["properties"]["supportcore"]
    {'const': 1}

    Raises `UnknownChoice` for a kind that is not in the table.
    """
    if not isinstance(kind, str) or kind not in KINDS:
        raise UnknownChoice(kind, "there is no document of this kind", "see supportcore.wire.KINDS")
    known = json.loads(text())
    whole = {"$schema": DRAFT, "title": kind} | _tagged(kind, supportcore={"const": VERSION})
    return whole | {"$defs": {name: known[name] for name in sorted(_needed(kind, known))}}


def _needed(kind: str, known: Json) -> set[str]:
    """Return the names of all definitions that one leads to."""
    found: set[str] = set()
    waiting = [kind]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _references(known[name])
    return found


def _references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [name for one in node for name in _references(one)]
    if not isinstance(node, dict):
        return []
    here = [node["$ref"].rpartition("/")[2]] if "$ref" in node else []
    return here + [name for one in node.values() for name in _references(one)]
