"""Why: every decision carries a code with arguments and the rule it obeys, never a sentence.

A host stores and compares reasons; a person reads them. `PHRASES` is the one catalogue of all codes with their
English wording; other languages are other catalogues with the same keys. The ground floor knows the words
but not the meaning: which room gives which reason is that room's business.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import attrs

PHRASES: Mapping[str, str] = MappingProxyType(
    {
        # sla: what decided a deadline
        "within-working-time": "{amount} of working time from the start",
        "within-elapsed-time": "{amount} by the clock on the wall from the start",
        "within-working-days": "{days} working days from the start",
        "end-of-day": "the end of the working day",
        "by-time": "{time} on the working day that counts",
        "not-estimated": "no due time until the size of the work is agreed",
    }
)


@attrs.frozen
class Reason:
    """A code of the catalogue, its arguments in order of name, and the rulebook's id where one is obeyed.

    >>> why = Reason.of("within-working-time", rule="ISM-3", amount="8 h")
    >>> why.code, why.rule, dict(why.args)
    ('within-working-time', 'ISM-3', {'amount': '8 h'})
    >>> print(why)
    8 h of working time from the start (ISM-3)
    """

    code: str = attrs.field()
    rule: str | None = None
    args: tuple[tuple[str, object], ...] = ()

    @code.validator
    def _in_the_catalogue(self, _: object, code: str) -> None:
        if code not in PHRASES:
            raise LookupError(f"{code!r}: no reason of that code; add it to supportcore.reasons.PHRASES")

    @classmethod
    def of(cls, code: str, *, rule: str | None = None, **args: object) -> "Reason":
        """Make a reason from keyword arguments."""
        return cls(code, rule, tuple(sorted(args.items())))

    def text(self, phrases: Mapping[str, str] = PHRASES) -> str:
        """Render the reason with a catalogue of phrases (English unless given)."""
        return phrases[self.code].format_map(dict(self.args))

    def __str__(self) -> str:
        return f"{self.text()} ({self.rule})" if self.rule else self.text()


@attrs.frozen
class Refusal:
    """The plan or the balance says no: a value, returned and never raised.

    ``reason`` says which rule and which value; ``way_out`` what would be taken instead;
    ``retry_at`` the instant from which the very same request would be taken, where there is one.
    """

    reason: Reason
    way_out: Reason | None = None
    retry_at: datetime | None = None

    def __str__(self) -> str:
        lines = [f"refused: {self.reason}"]
        if self.way_out is not None:
            lines.append(f"instead: {self.way_out.text()}")
        if self.retry_at is not None:
            lines.append(f"possible from {self.retry_at:%a %d %b %Y %H:%M %Z}")
        return "\n".join(lines)
