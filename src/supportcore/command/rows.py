"""Rows in: CSV or JSON text becomes plain dictionaries with their line; what is wrong names line and field."""

import csv
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import TextIO
from zoneinfo import ZoneInfo

import attrs

from supportcore.errors import InvalidInstant, SupportcoreError
from supportcore.instants import at_wall, from_micros, utc

_JSON_STARTS = ("[", "{")


class BadRow(SupportcoreError, ValueError):
    """A row that cannot be read; ``value`` says where it stands."""


class BadInput(SupportcoreError, ValueError):
    """Input or options that cannot be read at all."""


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
        value = self.columns.get(column, "")
        return BadRow(f"line {self.line}, field {column!r}: {value!r}", str(why), "mend the field")

    def instant(self, column: str, naive: ZoneInfo | None) -> dt.datetime:
        """Return an instant from ISO text; one without an offset is local time in ``naive``, or refused."""
        text = self.text(column)
        try:
            return instant(text, naive)
        except (ValueError, InvalidInstant) as why:
            raise self.wrong(column, why) from None


def instant(text: str, naive: ZoneInfo | None) -> dt.datetime:
    """Read an instant: ISO 8601, slashes allowed in the date.

    >>> instant("2012/10/09 14:50:17.000", ZoneInfo("Europe/Rome")).isoformat()
    '2012-10-09T12:50:17+00:00'
    """
    found = dt.datetime.fromisoformat(text.strip().replace("/", "-"))
    if found.tzinfo is None and naive is not None:
        return from_micros(at_wall(found.toordinal(), found.time(), naive))
    if found.tzinfo is None:
        raise ValueError("it has no offset; add one, or say whose clock it is with --naive ZONE")
    return utc(found)


def read(stream: TextIO) -> Iterator[Row]:
    """Yield the rows of CSV with a header, of a JSON list of objects, or of one JSON object a line."""
    text = stream.read()
    start = text.lstrip()
    if not start:
        raise BadInput("the input", "it is empty", "hand over CSV with a header, or a JSON list of objects")
    yield from _json(text) if start.startswith(_JSON_STARTS) else _csv(text)


def _csv(text: str) -> Iterator[Row]:
    reader = csv.DictReader(text.splitlines())
    for columns in reader:
        if None in columns or None in columns.values():
            where = f"line {reader.line_num}"
            raise BadInput(where, "the row has not as many fields as the header", "quote fields that contain commas")
        yield Row(reader.line_num, columns)


def _json(text: str) -> Iterator[Row]:
    try:
        found = json.loads(text)
        rows = found if isinstance(found, list) else [found]
        places = range(1, len(rows) + 1)
    except json.JSONDecodeError as whole:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        try:
            rows = [json.loads(line) for _, line in lines]
        except json.JSONDecodeError:
            where = f"line {whole.lineno}, column {whole.colno}"
            raise BadInput(where, f"no JSON: {whole.msg}", "hand over a list of objects, or an object a line") from None
        places = [number for number, _ in lines]  # type: ignore[assignment]
    for place, row in zip(places, rows, strict=True):
        if not isinstance(row, dict):
            raise BadInput(f"row {place}", "a row is a JSON object", 'write {"posted": "2026-11-23T10:00:00+02:00"}')
        yield Row(place, {str(name): _text(value) for name, value in row.items() if value is not None})


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


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
        found[name.strip()] = value.strip()
    return found
