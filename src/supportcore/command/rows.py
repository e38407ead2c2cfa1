"""Rows in: CSV or JSON text becomes plain dictionaries with their line; what is wrong names line and field."""

import csv
import datetime as dt
import io
import json
import re
import reprlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO
from zoneinfo import ZoneInfo

import attrs

from supportcore.errors import InvalidInstant, SupportcoreError
from supportcore.instants import at_wall, from_micros, utc

_JSON_STARTS = ("[", "{")
_NEWLINE = "\n"
_SPACE = re.compile(r"[ \t\r\n]*")


class BadInput(SupportcoreError, ValueError):
    """Input or options that cannot be read; ``value`` says where it stands."""

    def __str__(self) -> str:
        return f"{self.value}: {self.rule}; {self.way_out}"


class BadRow(BadInput):
    """One row that cannot be read; others may still be answered."""


@attrs.frozen
class Row:
    """One row of input: its line, and its columns as text."""

    line: int
    columns: Mapping[str, str] = attrs.field(hash=False)

    def text(self, column: str, default: str | None = None) -> str:
        """Return a column that must be there, unless a default is given."""
        found = self.columns.get(column) or default
        if found is None:
            raise BadRow(
                f"line {self.line}, field {column!r}",
                "the field is missing or empty",
                "fill it, or name another column with --map",
            )
        return found

    def wrong(self, column: str, why: Exception) -> BadRow:
        """Return the error of a column whose text means nothing."""
        shown = reprlib.repr(self.columns.get(column, ""))
        return BadRow(f"line {self.line}, field {column!r}: {shown}", said(why), "mend the field")

    def instant(self, column: str, naive: ZoneInfo | None) -> dt.datetime:
        """Return an instant from ISO text; one without an offset is local time in ``naive``, or refused."""
        text = self.text(column)
        try:
            return instant(text, naive)
        except (ValueError, InvalidInstant) as why:
            raise self.wrong(column, why) from None


def said(why: Exception) -> str:
    """Return what is wrong; where it stands is said already."""
    return why.rule if isinstance(why, SupportcoreError) else str(why)


def instant(text: str, naive: ZoneInfo | None) -> dt.datetime:
    """Read an instant: ISO 8601, slashes allowed in the date.

    >>> instant("2012/10/09 14:50:17.000", ZoneInfo("Europe/Rome")).isoformat()
    '2012-10-09T12:50:17+00:00'
    """
    try:
        found = dt.datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        raise ValueError("this is no ISO instant, such as 2026-11-23T10:00:00+02:00") from None
    if found.tzinfo is None and naive is not None:
        return utc(from_micros(at_wall(found.toordinal(), found.time(), naive)))
    if found.tzinfo is None:
        raise ValueError("it has no offset; add one, or say whose clock it is with --naive ZONE")
    return utc(found)


def read(stream: TextIO) -> Iterator[Row]:
    """Yield the rows of CSV with a header, of a JSON list of objects, or of JSON objects one after another."""
    text = stream.read().removeprefix("\ufeff")
    start = text.lstrip()
    if not start:
        raise BadInput("the input", "it is empty", "hand over CSV with a header, or a JSON list of objects")
    yield from _json(text) if start.startswith(_JSON_STARTS) else _csv(text)


def _csv(text: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        _once(filter(None, reader.fieldnames or ()), "column", "line 1")
        for columns in reader:
            if None in columns or None in columns.values():
                where = f"line {reader.line_num}"
                raise BadInput(where, "the row has not as many fields as the header", "quote fields that hold commas")
            yield Row(reader.line_num, columns)
    except csv.Error as why:
        raise BadInput(f"line {reader.line_num}", f"no CSV: {why}", "mend the line") from None


def _once(names: Iterable[str], what: str, where: str) -> None:
    """Refuse a name that is there twice: one of the two would be lost without a word."""
    for name, count in Counter(names).items():
        if count > 1:
            raise BadInput(where, f"the {what} {name!r} is there {count} times", "give each its own name")


def _json(text: str) -> Iterator[Row]:
    for line, row in objects(text):
        yield Row(line, {name: _text(value) for name, value in row.items() if value is not None})


def json_objects(stream: TextIO, what: str) -> list[tuple[int, dict[str, object]]]:
    """Return all objects of a stream of JSON, each with its line."""
    text = stream.read().removeprefix("\ufeff")
    if not text.lstrip().startswith(_JSON_STARTS):
        raise BadInput(what, "this is no JSON", "hand over a list of objects, or an object a line")
    return list(objects(text))


def objects(text: str) -> Iterator[tuple[int, dict[str, object]]]:
    r"""Yield the objects of a JSON list, or of JSON one after another, each with the line on which it begins.

    >>> list(objects('{"id": 1}\n\n{"id": 2}'))
    [(1, {'id': 1}), (3, {'id': 2})]
    """
    line, seen = 1, 0
    for place, value in _values(text):
        line, seen = line + text.count("\n", seen, place), place
        if not isinstance(value, dict):
            raise BadInput(f"line {line}", "a row is a JSON object", 'write {"posted": "2026-11-23T10:00:00+02:00"}')
        yield line, value


def _values(text: str) -> Iterator[tuple[int, object]]:
    """Yield each value with its place in the text, without reading the whole first."""
    decoder = json.JSONDecoder(object_pairs_hook=_object)
    place = _skip(text, 0)
    listed = text[place] == "["
    place = _skip(text, place + listed)
    while place < len(text) and text[place] != "]":
        value, end = _decoded(decoder, text, place)
        yield place, value
        place = _skip(text, end)
        if listed:
            place = _after_comma(text, place)
    if listed and (text[place:] or " ").strip() != "]":
        raise _no_json(text, place, "a list ends with ]")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        _once([name for name, _ in pairs], "field", "an object")
    return found


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    assert found is not None  # it matches nothing, too
    return found.end()


def _decoded(decoder: json.JSONDecoder, text: str, place: int) -> tuple[object, int]:
    try:
        return decoder.raw_decode(text, place)
    except json.JSONDecodeError as why:
        raise _no_json(text, why.pos, why.msg) from None
    except BadInput as why:
        raise _no_json(text, place, why.rule) from None
    except (ValueError, RecursionError):
        raise _no_json(text, place, "a number too long, or lists too deep") from None


def _after_comma(text: str, place: int) -> int:
    if text[place : place + 1] == "]":
        return place
    if text[place : place + 1] != ",":
        raise _no_json(text, place, "rows of a list are separated by commas")
    after = _skip(text, place + 1)
    if text[after : after + 1] == "]":
        raise _no_json(text, after, "a row is missing after the last comma")
    return after


def _no_json(text: str, place: int, why: str) -> BadInput:
    where = f"line {text.count(_NEWLINE, 0, place) + 1}, column {place - text.rfind(_NEWLINE, 0, place)}"
    return BadInput(where, f"no JSON: {why}", "hand over a list of objects, or an object a line")


def _text(value: object) -> str:
    found = value if isinstance(value, str) else json.dumps(value)
    return found.encode("utf-8", "replace").decode()  # half a character cannot be printed


def pairs(text: str, what: str) -> dict[str, str]:
    """Read ``'a=b,c=d'``: an option's mapping.

    >>> pairs("Closed=closed, Wait=waiting", "--map")
    {'Closed': 'closed', 'Wait': 'waiting'}
    """
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = pair.partition("=")
        if not equals or not value.strip():
            raise BadInput(f"{what} {pair}", "a mapping is name=value, separated by commas", f"write {what} 'a=b,c=d'")
        if name.strip() in found:
            raise BadInput(f"{what} {pair}", "that name is mapped twice", "leave one of them out")
        found[name.strip()] = value.strip()
    return found
