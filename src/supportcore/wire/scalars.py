"""How a single value is written: one row for each, with its text, its reader and its JSON Schema.

No row coerces. A duration is ISO 8601 in hours, minutes and seconds (``PT7H30M``): days and months are left out because
a day of a calendar is not always 24 hours. An instant is RFC 3339, written in UTC; any offset is read, none is refused.
A decimal is text, and so is a fraction (``1/3``); a whole number is a number.
"""

import datetime as dt
import enum
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NewType
from zoneinfo import ZoneInfo

import attrs

from supportcore import instants
from supportcore.calendar import Shift
from supportcore.errors import SupportcoreError
from supportcore.wire.text import LARGEST

Json = dict[str, Any]
Weekday = NewType("Weekday", str)
"""A key of a week: ``mon``, or a range such as ``mon-fri``."""
BreakDay = NewType("BreakDay", str)
"""A key of breaks: a weekday, a range or a date."""

ShortfallName = NewType("ShortfallName", str)
"""What a debit does that finds too little: ``reject``, ``at-most``, ``owe``."""


class Wrong(ValueError):
    """A value that its field does not take; the text says what it takes."""


@attrs.frozen
class Scalar:
    """One kind of single value: its JSON Schema, how it is written, how it is read."""

    schema: Json = attrs.field(hash=False)
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _exactly(kind: type, what: str) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise Wrong(f"{what}, and this is {named(value)}")
        return value

    return read


_NAMES: Mapping[type, str] = MappingProxyType(
    {
        str: "a text",
        int: "a number",
        float: "a number with a fraction",
        bool: "true or false",
        type(None): "null",
        list: "a list",
        dict: "an object",
    }
)


def named(value: Any) -> str:
    """Say in words what kind of JSON value it is.

    >>> named(True), named({})
    ('true or false', 'an object')
    """
    return _NAMES.get(type(value), type(value).__name__)


def _matched(pattern: str, what: str) -> Callable[[Any], "re.Match[str]"]:
    compiled = re.compile(pattern, re.ASCII)
    text = _exactly(str, what)

    def match(value: Any) -> "re.Match[str]":
        found = compiled.fullmatch(text(value))
        if not found:
            raise Wrong(f"{what}, not {value[:60]!r}")
        return found

    return match


def _said(read: Callable[[Any], Any], what: str) -> Callable[[Any], Any]:
    """Turn the errors of a builtin reader into ours."""

    def checked(value: Any) -> Any:
        try:
            return read(value)
        except SupportcoreError as why:
            raise Wrong(f"{why.rule}, not {value!r:.60}") from None
        except Wrong:
            raise
        except (ValueError, OverflowError, ArithmeticError, LookupError, OSError):
            raise Wrong(f"{what}, not {value!r:.60}") from None

    return checked


def _patterned(
    pattern: str, what: str, write: Callable[[Any], Any], build: Callable[["re.Match[str]"], Any], **more: Any
) -> Scalar:
    match = _matched(pattern, what)
    return Scalar(
        {"type": "string", "pattern": f"^{pattern}$"} | more, write, _said(lambda value: build(match(value)), what)
    )


# --- numbers ----------------------------------------------------------------------------------------------------------


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite() or abs(value.adjusted()) > 60 or len(value.as_tuple().digits) > 60:
        raise Wrong("a decimal has at most 60 digits")
    return f"{value:f}"


def _fraction_text(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


_WHOLE = _exactly(int, "a whole number is needed")


def _int(value: Any) -> int:
    found: int = _WHOLE(value)
    if abs(found) > LARGEST:
        raise Wrong(f"a whole number lies between -{LARGEST} and {LARGEST}")
    return found


_DECIMAL = r"-?[0-9]{1,60}(\.[0-9]{1,60})?"
_FRACTION = r"-?[0-9]{1,60}/[1-9][0-9]{0,59}"
DECIMAL = _patterned(_DECIMAL, "a decimal is a text such as '10.50'", _decimal_text, lambda found: Decimal(found[0]))
FRACTION = _patterned(_FRACTION, "a fraction is a text such as '1/3'", _fraction_text, lambda found: Fraction(found[0]))
INTEGER = Scalar({"type": "integer"}, _int, _int)
TEXT = Scalar({"type": "string"}, _same, _exactly(str, "a text is needed"))
BOOL = Scalar({"type": "boolean"}, _same, _exactly(bool, "true or false is needed"))


def _exact_text(value: Any) -> Any:
    if isinstance(value, int):
        return _int(value)
    return DECIMAL.write(value) if isinstance(value, Decimal) else FRACTION.write(value)


def _read_exact(value: Any) -> Any:
    if type(value) is str:
        return (FRACTION if "/" in value else DECIMAL).read(value)
    if type(value) is not int:
        raise Wrong(f"a whole number, a decimal or a fraction is needed, and this is {named(value)}")
    return _int(value)


# --- time -------------------------------------------------------------------------------------------------------------


def _instant_text(value: dt.datetime) -> str:
    return instants.utc(value).isoformat().replace("+00:00", "Z")


def _read_instant(found: "re.Match[str]") -> dt.datetime:
    return instants.utc(dt.datetime.fromisoformat(found[0]))


def _duration_text(value: dt.timedelta) -> str:
    micros = instants.duration(value)
    sign, micros = ("-", -micros) if micros < 0 else ("", micros)
    seconds, micros = divmod(micros, instants.SECOND)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    fraction = f".{micros:06}".rstrip("0") if micros else ""
    parts = [
        f"{hours}H" * bool(hours),
        f"{minutes}M" * bool(minutes),
        f"{seconds}{fraction}S" * bool(seconds or micros),
    ]
    return f"{sign}PT{''.join(parts) or '0S'}"


def _read_duration(found: "re.Match[str]") -> dt.timedelta:
    sign, hours, minutes, seconds, fraction = found.group("sign", "h", "m", "s", "f")
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    micros = whole * instants.SECOND + int((fraction or "").ljust(6, "0"))
    return dt.timedelta(microseconds=-micros if sign else micros)


_DATE = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_SECONDS = r":[0-5][0-9](\.[0-9]{1,6})?"
INSTANT = _patterned(
    rf"{_DATE}T{_CLOCK}{_SECONDS}(Z|[+-]{_CLOCK})",
    "an instant is a date, a time and an offset, such as '2026-11-23T10:00:00+02:00'",
    _instant_text,
    _read_instant,
)
# The pattern of a schema knows no names of groups, so it is written twice.
DURATION = attrs.evolve(
    _patterned(
        r"(?P<sign>-)?PT(?=[0-9])((?P<h>[0-9]{1,8})H)?((?P<m>[0-9]{1,9})M)?((?P<s>[0-9]{1,9})(\.(?P<f>[0-9]{1,6}))?S)?",
        "a duration is hours, minutes and seconds, such as 'PT7H30M'",
        _duration_text,
        _read_duration,
    ),
    schema={"type": "string", "pattern": r"^-?PT(?=[0-9])([0-9]{1,8}H)?([0-9]{1,9}M)?([0-9]{1,9}(\.[0-9]{1,6})?S)?$"},
)
DATE = _patterned(
    _DATE,
    "a date is a text such as '2026-12-31'",
    lambda value: value.isoformat(),
    lambda found: dt.date.fromisoformat(found[0]),
)
TIME = _patterned(
    rf"{_CLOCK}({_SECONDS})?",
    "a time of day is a text such as '16:00'",
    lambda value: value.isoformat("minutes" if not value.second and not value.microsecond else "auto"),
    lambda found: dt.time.fromisoformat(found[0]),
)


def _shift_text(value: Shift) -> str:
    if Shift(*str(value).split("-")) != value:
        raise Wrong(f"a shift starts before 24:00 and ends within a day, not {value}")
    return str(value)


_EDGE = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
SHIFT = _patterned(
    rf"{_EDGE}-({_EDGE}|24:00(:00)?)",
    "a shift is a text such as '09:00-18:00'",
    _shift_text,
    lambda found: Shift(*found[0].split("-")),
)

_DAYS = "(mon|tue|wed|thu|fri|sat|sun)"
_RANGE = f"{_DAYS}(-{_DAYS})?"
WEEKDAY = _patterned(_RANGE, "a weekday is 'mon' or a range, 'mon-fri'", _same, lambda found: found[0])
BREAK_DAY = _patterned(
    f"({_RANGE}|{_DATE})", "breaks are of a weekday, of a range or of a date", _same, lambda found: found[0]
)


_SHORTFALLS = ("reject", "at-most", "owe")


def _read_shortfall(value: Any) -> str:
    if type(value) is not str or value not in _SHORTFALLS:
        raise Wrong(f"one of {', '.join(_SHORTFALLS)} is needed, not {value!r:.60}")
    return value


SHORTFALL = Scalar({"enum": list(_SHORTFALLS)}, _same, _read_shortfall)


def _read_size(value: Any) -> Any:
    return (DURATION if type(value) is str and value[:2] in ("PT", "-P") else INSTANT).read(value)


# --- zones ------------------------------------------------------------------------------------------------------------


def _zone_text(value: dt.tzinfo) -> str:
    return "Z" if value is dt.UTC else instants.zone(value).key


def _read_zone(value: Any) -> ZoneInfo:
    text = TEXT.read(value)
    if len(text) > 80:
        raise Wrong("a zone is a name such as 'Europe/Kyiv'")
    return instants.zone(text)


def _read_any_zone(value: Any) -> dt.tzinfo:
    return dt.UTC if value == "Z" else _read_zone(value)


ZONE = Scalar({"type": "string", "maxLength": 80}, _zone_text, _said(_read_zone, "a zone is a name"))
ANY_ZONE = Scalar({"type": "string", "maxLength": 80}, _zone_text, _said(_read_any_zone, "a zone is a name"))

SCALARS: Mapping[Any, Scalar] = MappingProxyType(
    {
        str: TEXT,
        int: INTEGER,
        bool: BOOL,
        Decimal: DECIMAL,
        Fraction: FRACTION,
        dt.datetime: INSTANT,
        dt.timedelta: DURATION,
        dt.date: DATE,
        dt.time: TIME,
        ZoneInfo: ZONE,
        dt.tzinfo: ANY_ZONE,
        Shift: SHIFT,
        Weekday: WEEKDAY,
        BreakDay: BREAK_DAY,
        ShortfallName: SHORTFALL,
    }
)
"""By the type of a field."""

UNIONS: Mapping[frozenset[type], Scalar] = MappingProxyType(
    {
        frozenset({int, Decimal, Fraction}): Scalar(
            {"anyOf": [INTEGER.schema, DECIMAL.schema, FRACTION.schema]}, _exact_text, _read_exact
        ),
        frozenset({dt.timedelta, dt.datetime}): Scalar(
            {"anyOf": [DURATION.schema, INSTANT.schema]},
            lambda value: (INSTANT if isinstance(value, dt.datetime) else DURATION).write(value),
            _read_size,
        ),
    }
)
"""By the types that a field takes, where their texts cannot be mistaken for each other."""


def enum_text(value: enum.Enum) -> str:
    """Write a named policy or state: its name, in small letters.

    >>> from supportcore.sla import Late
    >>> enum_text(Late.NEXT_OPENING)
    'next-opening'
    """
    return value.name.lower().replace("_", "-")


def of_enum(kind: type[enum.Enum]) -> Scalar:
    """Return the row of an enumeration."""
    names = {enum_text(one): one for one in kind}

    def read(value: Any) -> enum.Enum:
        if type(value) is not str or value not in names:
            raise Wrong(f"one of {', '.join(names)} is needed, not {value!r:.60}")
        return names[value]

    return Scalar({"enum": list(names)}, enum_text, read)
