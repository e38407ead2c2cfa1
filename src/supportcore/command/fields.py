"""How a field of JSON is read: text, whole numbers, instants, sizes, amounts, money, names of choices.

A reader takes a value, and the zone of instants without an offset if the caller named one; what is wrong is a
`ValueError` that says what is meant, and the row around it says where. Amounts are whole numbers or text: a float is
refused, being inexact.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from supportcore.command.options import amount
from supportcore.command.rows import instant
from supportcore.points import Fault
from supportcore.tasks import Channel, task_type
from supportcore.units import CREDIT, HOUR, POINT, Money, Quantity

Reader: TypeAlias = Callable[[object, ZoneInfo | None], object]

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_UNITS: Mapping[str, Any] = MappingProxyType(
    {unit.name + ending: unit for unit in (CREDIT, HOUR, POINT) for ending in ("", "s")}
)


def text(value: object, _: ZoneInfo | None = None) -> str:
    """Return text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("this is text")
    return value.encode("utf-8", "replace").decode()


def exact(value: object, _: ZoneInfo | None = None) -> Decimal:
    """Return an exact amount, from a whole number or from text.

    >>> exact(7), exact("2.5")
    (Decimal('7'), Decimal('2.5'))
    """
    if type(value) not in (int, str):
        raise ValueError("an amount is a whole number, or text such as '2.5'")
    return _decimal(str(value))


def _decimal(digits: str) -> Decimal:
    if not _NUMBER.fullmatch(digits):
        raise ValueError("an amount is written in digits, such as 10 or 7.5")
    return Decimal(digits)


def money(value: object, _: ZoneInfo | None = None) -> Money:
    """Return money from its text, such as ``'2.50 USD'``."""
    number, __, currency = text(value).strip().partition(" ")
    return Money(_decimal(number), currency.strip())


def _whole(value: object, _: ZoneInfo | None) -> int:
    if type(value) is not int:
        raise ValueError("this is a whole number, without quotes or a point")
    return value


def _flag(value: object, _: ZoneInfo | None) -> bool:
    if not isinstance(value, bool):
        raise ValueError("this is true or false")  # noqa: TRY004  # a row's error, like the others
    return value


def _instant(value: object, naive: ZoneInfo | None) -> dt.datetime:
    return instant(text(value), naive)


def _span(value: object, _: ZoneInfo | None) -> dt.timedelta:
    return amount(text(value))


def _size(value: object, naive: ZoneInfo | None) -> dt.timedelta | dt.datetime:
    return (_instant if ":" in text(value) else _span)(value, naive)


def _names(value: object, _: ZoneInfo | None) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("this is a list of text")  # noqa: TRY004  # a row's error, like the others
    return tuple(map(text, value))


def _quantity(value: object, _: ZoneInfo | None) -> Quantity:
    number, __, name = text(value).strip().partition(" ")
    if name.strip() not in _UNITS:
        raise ValueError("a quantity is an exact number with credits, hours or points, such as '7.5 hours'")
    found: Quantity = _UNITS[name.strip()].of(_decimal(number))
    return found


def _one_of(choice: Any) -> Reader:
    choices = {one.name.lower(): one for one in choice}

    def read(value: object, _: ZoneInfo | None) -> object:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"use one of {', '.join(choices)}")
        return choices[value]

    return read


READERS: Mapping[str, Reader] = MappingProxyType(
    dict.fromkeys(("at", "recorded_at", "expires_at", "since"), _instant)
    | dict.fromkeys(("parts", "minutes", "hours"), _whole)
    | {
        "type": lambda value, _: task_type(text(value)),
        "channel": _one_of(Channel),
        "fault": _one_of(Fault),
        "size": _size,
        "quantity": _quantity,
        "consent": _flag,
        "facts": _names,
        "price": money,
        "response": _span,
    }
)
"""Field of a journal -> how it is read; any other field is text."""
