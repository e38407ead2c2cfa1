"""Documents: values as JSON text or plain dictionaries, with a version and a kind, and back, strictly."""

import json
from typing import Any, TypeVar, overload

from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

from supportcore.errors import InvalidDocument, Problem, SupportcoreError, UnknownChoice
from supportcore.wire.convert import read_fields, write_fields
from supportcore.wire.scalars import Wrong, named
from supportcore.wire.shapes import key
from supportcore.wire.table import KINDS
from supportcore.wire.text import clean, parse, path, refused

VERSION = 1
_WIDEST = 16
_MARKS = ("supportcore", "kind")
_NAMES = {kind: name for name, kind in KINDS.items()}
ValueT = TypeVar("ValueT")
Place = tuple[Any, ...]


def to_document(value: object) -> dict[str, Any]:
    """Return a value as a document of plain dictionaries, lists, texts and whole numbers.

    >>> from supportcore.units import Money
    >>> to_document(Money("350", "UAH"))
    {'supportcore': 1, 'kind': 'money', 'amount': '350', 'currency': 'UAH'}

    Raises `InvalidDocument` for what has no kind, and for a value that holds what no document can tell.
    """
    kind = type(value)
    if kind not in _NAMES:
        problem = Problem("$", f"{kind.__name__} has no kind of document")
        raise InvalidDocument(
            value, "only values travel", "see supportcore.wire.KINDS; an Account goes as its Journal", (problem,)
        )
    marks = {"supportcore": VERSION, "kind": _NAMES[kind]}
    try:
        document = marks | write_fields(value)
    except (Wrong, SupportcoreError, RecursionError) as why:
        raise refused(value, [Problem("$", str(why) or type(why).__name__)]) from None
    clean(document)
    return document


@overload
def from_document(document: object) -> Any: ...
@overload
def from_document(document: object, kind: type[ValueT]) -> ValueT: ...
def from_document(document: object, kind: type[Any] = object) -> Any:
    """Return the value of a document of plain dictionaries; with ``kind``, only one of that class.

    >>> from_document({"supportcore": 1, "kind": "money", "amount": "350", "currency": "UAH"})
    Money('350', 'UAH')

    Raises `InvalidDocument` with all its problems, each with the path at which it stands.
    """
    if not isinstance(kind, type):
        raise UnknownChoice(kind, "what is wanted is a class of values", "write loads(text, WorkingCalendar)")
    clean(document)
    if not isinstance(document, dict):
        raise refused("the document", [Problem("$", f"a document is an object, and this is {named(document)}")])
    found, problems = _kind(document, kind)
    if found is None or problems:
        raise refused(document.get("kind", "the document"), problems)
    fields = {key: one for key, one in document.items() if key not in _MARKS}
    try:
        return read_fields(fields, found)
    except Exception as why:  # noqa: BLE001  # whatever a document makes go wrong is the document's problem
        raise refused(document["kind"], _problems(why, ())) from None


def dumps(value: object, *, indent: int | None = None) -> str:
    """Return a value as JSON text, on one line unless ``indent`` is given.

    >>> from supportcore.units import HOUR
    >>> dumps(HOUR.minor(90))
    '{"supportcore":1,"kind":"quantity","units":90,"unit":"hour"}'

    Raises `InvalidDocument` as `to_document` does.
    """
    if not (indent is None or (type(indent) is int and 0 <= indent <= _WIDEST)):
        raise UnknownChoice(indent, f"an indent is 0 to {_WIDEST} blanks", "write indent=2, or leave it out")
    separators = (",", ":") if indent is None else (",", ": ")
    return json.dumps(to_document(value), ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)


@overload
def loads(text: str | bytes) -> Any: ...
@overload
def loads(text: str | bytes, kind: type[ValueT]) -> ValueT: ...
def loads(text: str | bytes, kind: type[Any] = object) -> Any:
    """Return the value of JSON text (or its bytes in UTF-8); with ``kind``, only one of that class.

    >>> loads('{"supportcore":1,"kind":"quantity","units":90,"unit":"hour"}')
    Quantity(90, HOUR)
    >>> loads('{"supportcore":1,"kind":"quantity","units":"90","unit":"hours","of":1}')
    Traceback (most recent call last):
    ...
    supportcore.errors.InvalidDocument: 'quantity': the document has 3 problems; mend what stands at each path
      $.of: no such key; the keys are units, unit
      $.unit: one of credit, hour, point is known by name, not 'hours': write it as an object
      $.units: a whole number is needed, and this is a text

    Raises `InvalidDocument` with all its problems.
    """
    return from_document(parse(text), kind)


def _kind(document: dict[str, Any], wanted: type) -> tuple[type | None, list[Problem]]:
    """Return the class that a document names, and what is wrong with its marks."""
    problems = []
    version, kind = document.get("supportcore"), document.get("kind")
    if type(version) is not int or version != VERSION:
        given = "missing" if "supportcore" not in document else f"not {version!r:.40}"
        problems.append(Problem("$.supportcore", f"the version of the document is {VERSION}, {given}"))
    found = KINDS.get(kind) if isinstance(kind, str) else None
    if found is None:
        given = "missing" if "kind" not in document else f"no kind is called {kind!r:.40}"
        problems.append(Problem("$.kind", f"{given}; the kinds are those of supportcore.wire.KINDS"))
    elif not issubclass(found, wanted):
        problems.append(Problem("$.kind", f"a {_name(wanted)} is needed here, not a {kind}"))
    return found, problems


def _name(kind: type) -> str:
    return _NAMES.get(kind, kind.__name__)


def _problems(why: BaseException, place: Place) -> list[Problem]:
    """Unfold what cattrs gathered: every refusal with its path, in order of the paths."""
    return sorted(_unfolded(why, place))


def _unfolded(why: BaseException, place: Place) -> list[Problem]:
    if isinstance(why, ClassValidationError):
        named_, others = why.group_exceptions()
        inner = [one for sub, note in named_ for one in _field(sub, (*place, key(note.name)))]
        return inner + [one for sub in others for one in _unfolded(sub, place)]
    if isinstance(why, IterableValidationError):
        placed, others = why.group_exceptions()
        inner = [one for sub, note in placed for one in _unfolded(sub, (*place, note.index))]
        return inner + [one for sub in others for one in _unfolded(sub, place)]
    if isinstance(why, ForbiddenExtraKeysError):
        return _unknown(why, place)
    return [Problem(path(place), _said(why))]


def _field(why: BaseException, place: Place) -> list[Problem]:
    if type(why) is KeyError and why.args == (place[-1],):
        return [Problem(path(place), "missing")]
    return _unfolded(why, place)


def _unknown(why: ForbiddenExtraKeysError, place: Place) -> list[Problem]:
    known = ", ".join(_keys(why.cl)) or "none"
    return [Problem(path((*place, key)), f"no such key; the keys are {known}") for key in sorted(why.extra_fields)]


def _keys(kind: Any) -> list[str]:
    return [key(field.name) for field in kind.__attrs_attrs__ if field.init]


def _said(why: BaseException) -> str:
    if isinstance(why, SupportcoreError):
        return f"{why.rule}; {why.way_out}"
    if isinstance(why, Wrong):
        return str(why)
    return f"it cannot be read: {type(why).__name__}: {why!s:.120}"
