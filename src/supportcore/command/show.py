"""Answers out: a table where a person reads, JSON where a program does."""

import argparse
import json
from collections.abc import Mapping, Sequence
from typing import TextIO


def is_terminal(stream: TextIO) -> bool:
    """Say whether a person reads the stream."""
    return bool(getattr(stream, "isatty", lambda: False)())


def wants_json(options: argparse.Namespace, stream: TextIO) -> bool:
    """Say whether the answer is JSON: as asked for, else unless a person reads it."""
    return bool((options.format or ("table" if is_terminal(stream) else "json")) == "json")


def document(value: Mapping[str, object] | Sequence[object]) -> str:
    """Write JSON: readable, in every alphabet."""
    return json.dumps(value, ensure_ascii=False, indent=2)
