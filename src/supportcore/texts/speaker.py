"""One value at a time: durations, dates, amounts, names, and reasons filled with them, in a language and a zone.

`SHOWN` is the table: a type, and how a value of it is shown. What it does not have is shown as it prints itself, so a
host's own kinds of task need no entry.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

import attrs

from supportcore.ledger import LineKind
from supportcore.pricing import UpTo
from supportcore.reasons import Reason
from supportcore.sla import State as ClockState
from supportcore.tasks import Channel, State, TaskType
from supportcore.texts.language import Language
from supportcore.units import Money, Quantity
from supportcore.wording import Told, fill

KEYS: Mapping[type[Enum], str] = MappingProxyType(
    {Channel: "channel", State: "state", ClockState: "standing", LineKind: "line"}
)
"""The words of an enumeration: ``channel.EMAIL``. What is told in words already stands in `NAMES`."""

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "event": "event", "events": "event", "plan": "plan", "plans": "plan", "unit": "balance", "how": "how",
        "fault": "fault", "fact": "fact", "roles": "role", "role": "role", "expires": "expires", "parts": "parts",
        "kind": "kind", "formula": "formula", "factor": "factor", "note": "note",
    }
)  # fmt: skip
"""Arguments that are words of ours in text: the argument's name, and the prefix of its words."""


@attrs.frozen
class Speaker:
    """A language and the zone in which instants are shown (each in its own, unless given)."""

    language: Language
    zone: dt.tzinfo | None = None

    def reason(self, reason: Reason) -> str:
        """Return the sentence of a reason, without its rule."""
        return reason.text(self.language.catalogue, self.tell)

    def frame(self, name: str, /, **arguments: object) -> str:
        """Return a frame, filled; text goes in as it is."""
        phrase = self.language.frame(name)
        return fill(phrase, {key: self.tell("", value) for key, value in arguments.items()})

    def tell(self, name: str, value: object) -> Told:
        """Return an argument on its way into a phrase."""
        number = value if isinstance(value, int | Decimal) else None
        return Told(
            self.show(value, name=name), number, self.language.plural, lambda case: self.show(value, case, name)
        )

    def show(self, value: object, case: str = "", name: str = "") -> str:
        """Return a value as people read it, in a case where the language has it."""
        if isinstance(value, tuple | list):
            return ", ".join(self.show(one, case, name) for one in value)
        if isinstance(value, str):
            return self.language.word(f"{NAMES[name]}.{value}", case) or value if name in NAMES else value
        for kind, shown in SHOWN:
            if isinstance(value, kind):
                return shown(self, value, case)
        return str(value)

    def day(self, value: dt.datetime) -> str:
        """Return the date of an instant, in the zone."""
        return _date(self, self.local(value).date(), "")

    def local(self, value: dt.datetime) -> dt.datetime:
        """Return the instant in the zone."""
        return value if self.zone is None else value.astimezone(self.zone)

    def instant(self, value: dt.datetime) -> str:
        """Return an instant in the zone, to the minute before it; in UTC it says nothing of that."""
        local = self.local(value)
        return self._dated("instant", date=self.day(value), time=f"{local.hour:02}:{local.minute:02}")

    def _dated(self, order: str, **parts: str) -> str:
        return fill(self.language.required(order), {name: Told(part) for name, part in parts.items()})

    def plural(self, number: int, forms: str) -> str:
        """Return the form that a number takes: ``"день|дні|днів"``."""
        return f"{Told(str(number), number, self.language.plural):{forms}}"


def _date(speaker: Speaker, value: dt.date, _: str) -> str:
    language = speaker.language
    return speaker._dated(
        "date",
        weekday=language.required("weekdays").split("|")[value.weekday()],
        day=str(value.day),
        month=language.required("months").split("|")[value.month - 1],
        year=str(value.year),
    )


def _instant(speaker: Speaker, value: dt.datetime, _: str) -> str:
    said = speaker.instant(value)
    marked = speaker.zone is None and value.tzinfo is dt.UTC  # UTC is nobody's wall clock
    return speaker._dated("instant-utc", instant=said) if marked else said


def _clock(_: Speaker, value: dt.time, __: str) -> str:
    return value.isoformat("minutes" if not value.second else "seconds")


def _duration(speaker: Speaker, value: dt.timedelta, case: str) -> str:
    days, rest = divmod(value, dt.timedelta(days=1))
    if case == "days" and not rest:
        return fill(speaker.language.required("days"), {"n": Told(str(days), days, speaker.language.plural)})
    return _span(speaker, value)


def _span(speaker: Speaker, value: dt.timedelta) -> str:
    sign, left = ("-", -value) if value < dt.timedelta(0) else ("", value)
    minutes, seconds = divmod(left, dt.timedelta(minutes=1))
    language = speaker.language
    parts = [(minutes // 60, "span.h"), (minutes % 60, "span.min")]
    shown = [f"{count} {language.required(unit)}" for count, unit in parts if count]
    if seconds or not shown:
        fraction = f".{seconds.microseconds:06}".rstrip(".0").replace(".", language.required("decimal"))
        shown.append(f"{seconds.seconds}{fraction} {language.required('span.s')}")
    return sign + " ".join(shown)


def _quantity(speaker: Speaker, value: Quantity, case: str) -> str:
    names = [speaker.language.word(f"unit.{name}", case) for name in (value.unit.name, value.unit.minor_name)]
    if names[0] is None or (value.unit.minor_name and names[1] is None):
        return str(value)
    major, minor = divmod(abs(value.units), value.unit.scale)
    counts = [(major, names[0])] if major or not minor else []
    counts += [(minor, names[1])] if minor and names[1] else []
    return ("-" if value.units < 0 else "") + " ".join(f"{n} {speaker.plural(n, forms)}" for n, forms in counts)


def _money(speaker: Speaker, value: Money, _: str) -> str:
    currency = speaker.language.word(f"currency.{value.currency}") or value.currency
    return speaker._dated("money", amount=_decimal(speaker, value.amount, ""), currency=currency)


def _decimal(speaker: Speaker, value: Decimal, _: str) -> str:
    """Write a number with the language's marks; where it groups by thousands, a group is not broken at a line's end."""
    language = speaker.language
    whole, _, part = f"{value:,f}".partition(".")
    point = language.required("decimal")
    return whole.replace(",", language.required("thousands")) + (point + part if part else "")


def _task_type(speaker: Speaker, value: TaskType, case: str) -> str:
    return speaker.language.word(f"type.{value.code}", case) or str(value)


def _up_to(speaker: Speaker, value: UpTo, _: str) -> str:
    name = "exact" if value.step == 1 else value.per.value
    return speaker.frame(f"rounding-{name}", **({} if name == "exact" else {"step": str(value.step)}))


def _member(speaker: Speaker, value: Enum, case: str) -> str:
    key = KEYS.get(type(value))
    return (key and speaker.language.word(f"{key}.{value.name}", case)) or str(value.value)


SHOWN: tuple[tuple[type, Callable[..., str]], ...] = (
    (dt.timedelta, _duration),
    (dt.datetime, _instant),
    (dt.date, _date),
    (dt.time, _clock),
    (Quantity, _quantity),
    (Money, _money),
    (Decimal, _decimal),
    (TaskType, _task_type),
    (UpTo, _up_to),
    (Enum, _member),
    (Reason, lambda speaker, value, _: speaker.reason(value)),
)
