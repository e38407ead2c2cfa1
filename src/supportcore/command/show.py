"""Answers out: a table where a person reads, JSON where a program does."""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from supportcore.tables import text_table


def is_terminal(stream: TextIO) -> bool:
    """Say whether a person reads the stream."""
    return bool(getattr(stream, "isatty", lambda: False)())


def wants_json(options: argparse.Namespace, stream: TextIO) -> bool:
    """Say whether the answer is JSON: as asked for, else unless a person reads it."""
    return bool((options.format or ("table" if is_terminal(stream) else "json")) == "json")


def plain(text: str) -> str:
    r"""Write what a terminal would obey, not show (controls, line ends), as an escape.

    >>> print(plain("T-1" + chr(27) + "[2J"))
    T-1\x1b[2J
    """
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay cells out in columns, safe for a terminal.

    >>> print(table(("id", "due"), [("T-1", "Mon"), ("T-10", "Tue")]))
    id    due
    T-1   Mon
    T-10  Tue
    """
    return text_table(head, (tuple(map(plain, row)) for row in rows))


def document(value: Mapping[str, object] | Sequence[object]) -> str:
    """Write JSON: readable, in every alphabet."""
    return json.dumps(value, ensure_ascii=False, indent=2)
