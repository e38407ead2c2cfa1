"""JSON text, read with suspicion: bounded, exact, and with nothing lost on the way.

Python's reader forgives what a document must not contain: NaN, a key twice, half a character, a number of a million
digits. Here each of these is a problem with its path. What passes is plain dictionaries, lists, texts and whole numbers
of a size that every language can hold; a number with a fraction stays a float, and no field takes one.
"""

import json
import math
from collections.abc import Iterator
from typing import Any

from supportcore.errors import InvalidDocument, Problem

MOST_BYTES = 64 * 2**20
DEEPEST = 100
LARGEST = 2**63 - 1
MOST_PROBLEMS = 100

_DIGITS = 19


class _Twice(dict[str, Any]):
    """An object that named a key twice; the walk reports it where it stands."""

    key = ""


class _Long:
    """A number of more digits than any field takes: never worked out."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = _Twice(found)
    seen: set[str] = set()
    twice.key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return twice


def _whole(text: str) -> "int | _Long":
    return int(text) if len(text) <= _DIGITS + 1 else _Long()


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_whole)


def parse(text: str | bytes) -> Any:
    """Return the plain values of JSON text; raise `InvalidDocument` for what is no clean JSON."""
    if not isinstance(text, str | bytes):
        raise refused("the text", [Problem("$", f"JSON is text or its bytes, and this is {type(text).__name__}")])
    if len(text) > MOST_BYTES:
        raise refused("the text", [Problem("$", f"a document has at most {MOST_BYTES:,} bytes")])
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        value = _DECODER.decode(decoded)
    except UnicodeDecodeError as why:
        raise refused("the text", [Problem("$", f"the text is not UTF-8, at byte {why.start}")]) from None
    except json.JSONDecodeError as why:
        where = f"line {why.lineno}, column {why.colno}"
        raise refused("the text", [Problem("$", f"this is no JSON: {why.msg}, {where}")]) from None
    except (RecursionError, ValueError):
        raise refused("the text", [Problem("$", f"values lie at most {DEEPEST} deep")]) from None
    return value


def clean(value: Any) -> None:
    """Refuse, all at once, what no document may contain anywhere in it."""
    problems = [problem for problem, _ in zip(_unclean(value), range(MOST_PROBLEMS), strict=False)]
    if problems:
        raise refused("the document", problems)


def _unclean(value: Any) -> Iterator[Problem]:
    """Walk without recursion: how deep a document lies is one of the things to refuse."""
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), value)]
    while waiting:
        place, one = waiting.pop()
        rule = _rule(one)
        if rule:
            yield Problem(path(place), rule)
        inside: list[tuple[Any, Any]] = []
        if isinstance(one, dict):
            yield from (Problem(path(place), rule) for rule in _keys(one))
            inside = [(key, item) for key, item in one.items() if isinstance(key, str)]
        elif isinstance(one, list):
            inside = list(enumerate(one))
        if inside and len(place) >= DEEPEST:
            yield Problem(path(place), f"values lie at most {DEEPEST} deep")
            continue
        waiting += [((*place, key), item) for key, item in reversed(inside)]


def _keys(value: dict[Any, Any]) -> Iterator[str]:
    if isinstance(value, _Twice):
        yield f"the key {value.key[:60]!r} stands there twice"
    for key in value:
        if not isinstance(key, str):
            yield f"a key is a text, not {key!r:.60}"
        elif _broken(key):
            yield "a key holds half a character"


def _rule(value: Any) -> str | None:
    match value:
        case None | bool() | dict() | list():
            return None
        case str():
            return "the text holds half a character" if _broken(value) else None
        case int():
            return None if abs(value) <= LARGEST else f"a whole number lies between -{LARGEST} and {LARGEST}"
        case float():
            return None if math.isfinite(value) else "a number is finite"
        case _Long():
            return f"a whole number has at most {_DIGITS} digits"
    return f"{type(value).__name__} is no value of JSON"


def _broken(text: str) -> bool:
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def path(place: tuple[Any, ...]) -> str:
    """Write a place as a JSON path.

    >>> path(("tasks", 3, "posted at"))
    '$.tasks[3]["posted at"]'
    """
    return "$" + "".join(map(_step, place))


def _step(key: Any) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    text = str(key)[:80].encode("utf-8", "backslashreplace").decode()
    return f".{text}" if text.isidentifier() else f"[{json.dumps(text, ensure_ascii=False)}]"


def refused(value: object, problems: list[Problem]) -> InvalidDocument:
    """Return the error of some problems; of very many the first are told."""
    count = len(problems)
    told = tuple(problems[:MOST_PROBLEMS])
    words = "a problem" if count == 1 else f"{count} problems"
    return InvalidDocument(value, f"the document has {words}", "mend what stands at each path", told)
