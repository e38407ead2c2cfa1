"""The transcribed rows of other systems, and a row as an ORM would hand it over."""

import json
from pathlib import Path
from types import SimpleNamespace


def sample(name):
    path = Path(__file__).parent / "samples" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def record(row):
    """Return a mapping, and all in it, as objects with attributes."""
    if isinstance(row, dict):
        return SimpleNamespace(**{name: record(value) for name, value in row.items()})
    return [record(one) for one in row] if isinstance(row, list) else row
