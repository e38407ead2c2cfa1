"""Wrong input: one tree of exceptions, each saying what was given, which rule it breaks and the way out.

A plan that says *no* returns a refusal (`supportcore.reasons.Refusal`), a value. These exceptions mean that the
caller is wrong. They are written in English for the programmer who reads the traceback, and each is a builtin too,
so that code which knows nothing of this package still catches it.
"""

import enum
import reprlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias, TypeVar

PolicyT = TypeVar("PolicyT", bound=enum.Enum)
ValueT = TypeVar("ValueT")
Check: TypeAlias = Callable[[Any, Any, Any], None]
"""A validator of attrs: of whom, of which field, the value."""


class _Short(reprlib.Repr):
    """A value in a message: never longer than a few lines, and never an error of its own."""

    def repr_int(self, x: int, level: int) -> str:
        """Return the digits; of a number that Python refuses to write out, its size."""
        try:
            return super().repr_int(x, level)
        except ValueError:
            return f"an int of {x.bit_length()} bits"


_repr = _Short()
_repr.maxlevel = 3
_repr.maxstring = _repr.maxother = 120
_repr.maxlong = 60


def shown(value: object) -> str:
    """Return a value as a message shows it, inside of a rule too: never longer than a few lines."""
    return _repr.repr(value)


class SupportcoreError(Exception):
    """The root of the tree: ``value`` is what was given, ``rule`` what it breaks, ``way_out`` how to mend it.

    >>> str(SupportcoreError("25:00", "a clock time lies between 00:00 and 24:00", "write '01:00' for the next day"))
    "'25:00': a clock time lies between 00:00 and 24:00; write '01:00' for the next day"
    """

    def __init__(self, value: object, rule: str, way_out: str) -> None:
        super().__init__(value, rule, way_out)
        self.value = value
        self.rule = rule
        self.way_out = way_out

    def __str__(self) -> str:
        return f"{shown(self.value)}: {self.rule}; {self.way_out}"


class InvalidPolicy(SupportcoreError, TypeError):
    """Text, a flag or another enumeration where a named policy is meant."""


class InvalidInstant(SupportcoreError, ValueError):
    """Not an aware ``datetime``: a naive one, or no datetime at all."""


class InvalidDuration(SupportcoreError, TypeError):
    """Not a ``timedelta``: text, a float of hours, a ``relativedelta``."""


class InvalidColumn(SupportcoreError, ValueError):
    """Columns that do not go together, or whose unit cannot tell the answer."""


class UnknownZone(SupportcoreError, LookupError):
    """No IANA time zone of that name."""


class InvalidHours(SupportcoreError, ValueError):
    """Hours that cannot be: a bad clock time, overlapping shifts, an unknown weekday, unreadable text."""


class InvalidHolidays(SupportcoreError, ValueError):
    """A holiday table that contradicts itself or that the source cannot give."""


class InvalidTarget(SupportcoreError, ValueError):
    """A target that promises nothing sensible: a negative duration, an empty choice."""


class ClockOrder(SupportcoreError, ValueError):
    """Something that cannot happen to a clock now: a pause of a stopped one, an event before the last one."""


class InvalidTask(SupportcoreError, ValueError):
    """A task or rule that contradicts itself: a compound task of one part, two rows for one type."""


class UnknownTaskType(SupportcoreError, LookupError):
    """No task type of that code."""


class InvalidPlan(SupportcoreError, ValueError):
    """A plan that nobody sells: a package of 30 hours."""


class NoWorkingTime(SupportcoreError, ValueError):
    """A calendar that is never open, or a search that met ten years without working time."""


class NeverCloses(SupportcoreError, ValueError):
    """A search for a closing that met ten years without one."""


class CoverageError(SupportcoreError, LookupError):
    """The answer depends on a date that the holiday table does not cover; ``value`` is that date."""


class OutOfRange(SupportcoreError, ValueError):
    """An instant or date outside the years 1900 to 2200."""


class InvalidAmount(SupportcoreError, ValueError):
    """Not an exact amount: a float, NaN, a bool, part of a minor unit, or nothing where something is needed."""


class InvalidUnit(SupportcoreError, ValueError):
    """Not a unit or a currency."""


class InvalidRounding(SupportcoreError, ValueError):
    """A rounding policy that rounds to nothing sensible."""


class MixedUnits(SupportcoreError, ValueError):
    """Credits met hours, or a ledger met a unit that it does not keep."""


class MixedCurrencies(SupportcoreError, ValueError):
    """Two currencies were added or compared."""


class MissingExtra(SupportcoreError, ImportError):
    """A table or a picture was asked of a library that is not installed."""


class InvalidPeriod(SupportcoreError, ValueError):
    """A period of no length, of no whole number, or one that ends before it starts."""


class InvalidEntry(SupportcoreError, ValueError):
    """A ledger entry that contradicts itself, the ledger's settings, or the entries before it."""


class IdConflict(SupportcoreError, ValueError):
    """The id of something known, with other content: ``value`` is the id, ``field`` the first field that differs."""

    def __init__(self, value: object, rule: str, way_out: str, field: str = "") -> None:
        super().__init__(value, rule, way_out)
        self.field = field


class RecordedBackwards(SupportcoreError, ValueError):
    """An entry recorded before the last one: decisions are never re-taken."""


class StaleDecision(SupportcoreError, ValueError):
    """An entry that was decided on another state of the ledger than the one it is posted to."""


class UnknownEntry(SupportcoreError, LookupError):
    """No entry of that id, or not of the kind that is needed."""


class UnknownLot(SupportcoreError, LookupError):
    """No lot of that id."""


class HoldClosed(SupportcoreError, ValueError):
    """A hold that was settled, voided, moved away or timed out: each has one resolution."""


class InvalidFormula(SupportcoreError, ValueError):
    """A formula that cannot be: no factor, one named twice, an empty table, an answer too few or too many."""


class UnknownChoice(SupportcoreError, LookupError):
    """No row of that name in a table: an implementation type, a role, a tariff, an option."""


class InvalidCurve(SupportcoreError, ValueError):
    """A curve that prices nothing sensible: bands that do not start at 0 or do not rise."""


class InvalidRate(SupportcoreError, ValueError):
    """A rate table that says nothing, a rate of exchange of zero, work that cannot be billed."""


class InvalidQuote(SupportcoreError, ValueError):
    """A quote that contradicts itself: valid until before it was made, or a consent to another quote."""


class InvalidAllowance(SupportcoreError, ValueError):
    """An allowance of points that cannot be: no tariff, tiers that do not rise, marks out of order."""


class InvalidEvent(SupportcoreError, ValueError):
    """A fact that cannot be: known before it happened, half a minute of work, a task that nobody posted."""


class InvalidCaseload(SupportcoreError, ValueError):
    """A question about capacity that cannot be asked: work of no time, tasks without a promise, no replication."""


class UnknownPhrase(SupportcoreError, LookupError):
    """Nothing to say it with: no phrase of that code in a language, or an argument that the phrase needs is missing."""


class InvalidLanguage(SupportcoreError, ValueError):
    """A language that cannot be spoken: a phrase with arguments that its reason never has, too few plural forms."""


class UnsayableValue(SupportcoreError, TypeError):
    """A value that no language has a text for."""


class InvalidCalibration(SupportcoreError, ValueError):
    """Projects that cannot tell the weights: too few of them, factors that always go together, a type without one."""


class Problem(NamedTuple):
    """One thing that is wrong in a document: where, as a JSON path, and which rule it breaks."""

    path: str
    rule: str

    def __str__(self) -> str:
        return f"{self.path}: {self.rule}"


class InvalidDocument(SupportcoreError, ValueError):
    """A JSON document that cannot be read, or a value that cannot be written as one; ``problems`` has all of them.

    >>> why = InvalidDocument("task", "2 problems", "mend them", (Problem("$.id", "missing"), Problem("$.x", "new")))
    >>> print(why)
    'task': 2 problems; mend them
      $.id: missing
      $.x: new
    """

    def __init__(self, value: object, rule: str, way_out: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(value, rule, way_out)
        self.args: tuple[object, ...] = (value, rule, way_out, problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n  ".join([super().__str__(), *map(str, self.problems)])


class InvalidPayload(SupportcoreError, ValueError):
    """A row of another system that cannot be read; ``path`` is where in the row: ``attendance_ids[3].hour_from``."""

    def __init__(self, value: object, rule: str, way_out: str, path: str = "") -> None:
        super().__init__(value, rule, way_out)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {super().__str__()}" if self.path else super().__str__()


class InvalidWorkload(SupportcoreError, ValueError):
    """An imagined workload that cannot be: a negative number of tasks, eleven months of a year, work without effort."""


class NoAnswer(SupportcoreError, ValueError):
    """A what-if that has no answer as it is asked: an axis too long, a price out of bounds, nothing to compare."""


class UnbalancedBooks(SupportcoreError, AssertionError):
    """The ledger contradicts itself. Never the caller's fault: a defect of this package."""


def policy(value: object, kind: type[PolicyT]) -> PolicyT:
    """Return a named policy. Raises `InvalidPolicy`: anything else would be read as some default without a word."""
    if isinstance(value, kind):
        return value
    known = ", ".join(f"{kind.__name__}.{one.name}" for one in kind)
    raise InvalidPolicy(value, f"a policy is a member of {kind.__name__}", f"pass one of {known}")


def listed(values: Any, error: type[SupportcoreError], rule: str, way_out: str) -> tuple[Any, ...]:
    """Return what can be walked through as a tuple. Text is refused: it would be walked letter by letter."""
    if not _is_collection(values):
        raise error(values, rule, way_out)
    return tuple(values)


def _is_collection(values: object) -> bool:
    return isinstance(values, Iterable) and not isinstance(values, str | bytes)


def paired(values: Any, error: type[SupportcoreError], rule: str, way_out: str) -> tuple[Any, ...]:
    """Return the pairs of a mapping, or of anything that walks through pairs."""
    pairs = listed(values.items() if isinstance(values, Mapping) else values, error, rule, way_out)
    for pair in pairs:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise error(pair, rule, way_out)
    return pairs


def named(kind: type[enum.Enum]) -> Check:
    """Return the validator of a field that holds a named policy."""

    def check(_: object, __: object, value: object) -> None:
        policy(value, kind)

    return check


class Door:
    """What a field or an argument takes: its types, and the error with the rule and the way out for all else.

    >>> name = Door(InvalidTask, "a name is text", "write 'Acme'", str)
    >>> name("Acme"), name.all(["Acme", "Bolt"])
    ('Acme', ('Acme', 'Bolt'))
    >>> name(5)
    Traceback (most recent call last):
    supportcore.errors.InvalidTask: 5: a name is text; write 'Acme'
    """

    __slots__ = ("error", "kinds", "rule", "way_out")

    def __init__(self, error: type[SupportcoreError], rule: str, way_out: str, *kinds: Any) -> None:
        self.error: type[SupportcoreError] = error
        self.rule: str = rule
        self.way_out: str = way_out
        self.kinds: tuple[Any, ...] = kinds

    def __call__(self, value: ValueT) -> ValueT:
        """Return the value, if it is of one of the types."""
        if isinstance(value, self.kinds):
            return value
        raise self.error(value, self.rule, self.way_out)

    def all(self, values: Iterable[ValueT]) -> tuple[ValueT, ...]:
        """Return the values as a tuple, if each is of one of the types; text is no collection."""
        if not _is_collection(values):
            raise self.error(values, f"several are meant: {self.rule}", f"put it in a list: {self.way_out}")
        return tuple(map(self, values))

    def check(self, _: object, __: object, value: Any) -> None:
        """Check a field of an attrs class: ``attrs.field(validator=door.check)``."""
        if not isinstance(value, self.kinds):
            raise self.error(value, self.rule, self.way_out)
