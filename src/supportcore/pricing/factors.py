"""What makes a project dear: a list of factors, each adding its exact share to one sum.

A factor is a name with a *scale* that can be published: a `Table` for a category, a `Weight` for a number, `Steps` for
a number that counts in jumps. A scale reads one answer as one number; a formula adds them up, so that a total is always
explained by its contributions, to the last digit. `ComplexityFormula` (ISM-10) and `TraineeFormula` (GEN-3) are two
such lists. This room knows no money: `supportcore.pricing.curves` turns a score into a price.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from supportcore.errors import Door, InvalidFormula, UnknownChoice, listed, paired
from supportcore.pricing import _door
from supportcore.pricing._door import EXACT, Number
from supportcore.reasons import Reason
from supportcore.units import RoundTo

Pairs: TypeAlias = tuple[tuple[str, Decimal], ...]
Jumps: TypeAlias = tuple[tuple[Decimal, Decimal], ...]


@attrs.frozen
class Reading:
    """What a scale makes of an answer: the answer as understood, the exact number, and why."""

    answer: str | Decimal
    amount: Decimal
    why: Reason


_TABLE = "write {'standard': 10, 'custom': 40}"
_NOTE = Door(InvalidFormula, "a note is a text, or none", "write a short text, or leave it out", str).check


def _rows(rows: Mapping[str, Number] | Iterable[tuple[str, Number]]) -> Pairs:
    pairs = paired(rows, InvalidFormula, "a table has one row or more: a choice and a number", _TABLE)
    if not pairs:
        raise InvalidFormula(rows, "a table has one row or more", _TABLE)
    exact = [(_door.named(name, "a choice", InvalidFormula), _door.number(amount)) for name, amount in pairs]
    _door.distinct([name for name, _ in exact], "choice", InvalidFormula)
    return tuple(sorted(exact, key=lambda row: (row[1], row[0])))


@attrs.frozen
class Table:
    """Each choice of a category adds its number. Rows are kept by rising number, so equal tables are equal values.

    >>> Table({"vendor's office": 40, "client's office": 25}).read("vendor's office").amount
    Decimal('40')
    """

    rows: Pairs = attrs.field(converter=_rows)
    note: str = attrs.field(default="", validator=_NOTE)

    def read(self, answer: Number) -> Reading:
        """Return what the choice adds; raise `UnknownChoice` for one that is not in the table."""
        amount = dict(self.rows).get(answer) if isinstance(answer, str) else None
        if amount is None:
            known = ", ".join(name for name, _ in self.rows)
            raise UnknownChoice(answer, f"the table has {known}", "use one of them, or add a row")
        return Reading(str(answer), amount, Reason.of("factor-choice", choice=str(answer)))


def _maybe(value: Number | None) -> Decimal | None:
    return None if value is None else _door.number(value)


@attrs.frozen
class Weight:
    """The number times a weight, exactly.

    ``rounded`` counts the number in steps first (``RoundTo(10, Rounding.UP)``: every ten begun). ``at_least`` and
    ``at_most`` keep what is added within limits.

    >>> from supportcore.units import Rounding
    >>> users = Weight("0.5", rounded=RoundTo(10, Rounding.UP), at_most=20)
    >>> print(users.read(23).why, "=", users.read(23).amount)
    30 x 0.5 = 15
    >>> print(users.read(400).why)
    400 x 0.5, at most 20
    """

    weight: Decimal = attrs.field(converter=_door.number)
    rounded: RoundTo | None = attrs.field(default=None, kw_only=True, validator=_door.maybe_policy)
    at_least: Decimal | None = attrs.field(default=None, kw_only=True, converter=_maybe)
    at_most: Decimal | None = attrs.field(default=None, kw_only=True, converter=_maybe)
    note: str = attrs.field(default="", kw_only=True, validator=_NOTE)

    @at_most.validator
    def _above(self, _: object, at_most: Decimal | None) -> None:
        if at_most is not None and self.at_least is not None and at_most < self.at_least:
            raise InvalidFormula(at_most, f"the most is not below the least, {self.at_least}", "swap the two")

    def read(self, answer: Number) -> Reading:
        """Return what the number adds; raise `InvalidAmount` unless it is an exact number from zero up."""
        given = _door.from_zero(answer)
        count = given if self.rounded is None else _door.stepped(given, self.rounded)
        amount, code, limit = self._within(_door.plain(EXACT.multiply(count, self.weight)))
        arguments: dict[str, Any] = {"number": count, "weight": self.weight} | (
            {} if limit is None else {"limit": limit}
        )
        return Reading(given, amount, Reason.of(code, **arguments))

    def _within(self, amount: Decimal) -> tuple[Decimal, str, Decimal | None]:
        if self.at_least is not None and amount < self.at_least:
            return self.at_least, "factor-at-least", self.at_least
        if self.at_most is not None and amount > self.at_most:
            return self.at_most, "factor-at-most", self.at_most
        return amount, "factor-weight", None


Starts: TypeAlias = Mapping[int, Number] | Mapping[Decimal, Number] | Mapping[str, Number]
"""Steps as a mapping: from which number on, how much."""


def _jumps(rows: Starts | Iterable[tuple[Number, Number]]) -> Jumps:
    pairs = paired(rows, InvalidFormula, "steps have rows: from which number on, how much", "write {1: 5, 11: 12}")
    exact = sorted((_door.from_zero(start), _door.number(amount)) for start, amount in pairs)
    if not exact:
        raise InvalidFormula(rows, "steps have one row or more", "write {1: 5, 11: 12}: 5 from 1 on, 12 from 11 on")
    if len({start for start, _ in exact}) < len(exact):
        raise InvalidFormula(rows, "each step starts at a number of its own", "leave one of them out")
    return tuple(exact)


@attrs.frozen
class Steps:
    """From each number on, so much; below the first step, nothing.

    >>> print(Steps({1: 5, 11: 12, 51: 30}).read(50).why)
    50, from 11 on
    """

    rows: Jumps = attrs.field(converter=_jumps)
    note: str = attrs.field(default="", validator=_NOTE)

    def read(self, answer: Number) -> Reading:
        """Return what the number adds; raise `InvalidAmount` unless it is an exact number from zero up."""
        given = _door.from_zero(answer)
        reached = [row for row in self.rows if row[0] <= given]
        if not reached:
            return Reading(given, Decimal(0), Reason.of("factor-below", number=given))
        start, amount = reached[-1]
        return Reading(given, amount, Reason.of("factor-step", number=given, start=start))


Scale: TypeAlias = Table | Weight | Steps


def _factor_name(name: str) -> str:
    return _door.named(name, "a factor", InvalidFormula)


@attrs.frozen
class Factor:
    """A name with its scale."""

    name: str = attrs.field(converter=_factor_name)
    scale: Scale = attrs.field(
        validator=Door(InvalidFormula, "a factor has a scale of this room", "write {'users': Weight(2)}", Scale).check
    )

    def contribution(self, answer: Number) -> "Contribution":
        """Return what the answer adds."""
        return Contribution(self.name, self.scale.read(answer), self.scale.note)


@attrs.frozen
class Contribution:
    """What one factor adds to a total, why, and what is to be said about its scale."""

    factor: str
    reading: Reading
    note: str = ""

    @property
    def amount(self) -> Decimal:
        """The exact number."""
        return self.reading.amount

    def __str__(self) -> str:
        return f"{self.factor}: {self.reading.why} = {self.amount}" + (f" ({self.note})" if self.note else "")


@attrs.frozen
class Score:
    """A number and why: what each factor of a formula added.

    >>> print(Formula("size", {"users": Weight(2)}).score({"users": 3}))
    size: 6
      users: 3 x 2 = 6
    """

    formula: str
    contributions: tuple[Contribution, ...]

    @property
    def total(self) -> Decimal:
        """The exact sum of the contributions."""
        return _door.total_of(one.amount for one in self.contributions)

    def __str__(self) -> str:
        return "\n  ".join([f"{self.formula}: {self.total}", *map(str, self.contributions)])


_FACTORS = "write {'users': Weight(2)}"


def _factors(scales: Mapping[str, Scale] | Iterable[Factor]) -> tuple[Factor, ...]:
    if isinstance(scales, Mapping):
        known = tuple(Factor(name, scale) for name, scale in scales.items())
    else:
        known = listed(scales, InvalidFormula, "a formula has one factor or more", _FACTORS)
    for factor in known:
        if not isinstance(factor, Factor):
            raise InvalidFormula(factor, "a formula is made of factors", _FACTORS)
    if not known:
        raise InvalidFormula(scales, "a formula has one factor or more", _FACTORS)
    _door.distinct([factor.name for factor in known], "factor", InvalidFormula)
    return known


def _formula_name(name: str) -> str:
    return _door.named(name, "a formula", InvalidFormula)


@attrs.frozen
class Formula:
    """Factors that add up, in the order in which they are shown.

    >>> team = Formula("team", {"shift": Table({"day": 1, "night": 2}), "people": Weight("1.5")})
    >>> team.score({"shift": "night", "people": 4}).total
    Decimal('8')
    """

    name: str = attrs.field(converter=_formula_name)
    factors: tuple[Factor, ...] = attrs.field(converter=_factors)

    def score(self, answers: Mapping[str, Number]) -> Score:
        """Return the sum with its contributions.

        Raises `InvalidFormula` where a factor has no answer or an answer no factor, `UnknownChoice` for a choice that
        is in no table, `InvalidAmount` for what is no exact number.
        """
        if not isinstance(answers, Mapping):
            raise InvalidFormula(answers, "answers are told by the name of their factor", "write {'users': 3}")
        names = [factor.name for factor in self.factors]
        rule = f"{self.name} asks for {', '.join(names)}"
        if missing := [name for name in names if name not in answers]:
            raise InvalidFormula(missing[0], rule, "give an answer to each")
        if beyond := [name for name in answers if name not in names]:
            raise InvalidFormula(beyond[0], rule, "leave the others out")
        return Score(self.name, tuple(factor.contribution(answers[factor.name]) for factor in self.factors))


def _table(table: Table | Mapping[str, Number]) -> Table:
    return table if isinstance(table, Table) else Table(table)


def _scale(scale: Number | Weight | Steps) -> Weight | Steps:
    return scale if isinstance(scale, Weight | Steps) else Weight(scale)


@attrs.frozen
class Project:
    """What ISM-10 asks of a project: the implementation type, hours spent on active implementation, two counts.

    ``hours`` is an exact decimal number, ``developments`` counts custom developments, ``users`` active users.
    """

    implementation: str
    hours: Decimal = attrs.field(converter=_door.from_zero)
    developments: int = attrs.field(converter=_door.whole)
    users: int = attrs.field(converter=_door.whole)


@attrs.frozen
class ComplexityFormula:
    """Project complexity: implementation type + time spent + custom developments + active users (ISM-10).

    The caller supplies the table of implementation types (ISM-11; `ILLUSTRATIVE_IMPLEMENTATIONS` is one to play with).
    Each other term is a `Weight`, written as a number, or `Steps`. All weights 1, the default, is the bare sum.

    >>> formula = ComplexityFormula({"standard": 10, "custom": 40})
    >>> print(formula.score(Project("custom", "37.5", developments=4, users=25)))
    complexity: 106.5
      implementation: custom = 40
      hours: 37.5 x 1 = 37.5
      developments: 4 x 1 = 4
      users: 25 x 1 = 25
    """

    implementation: Table = attrs.field(converter=_table)
    hours: Weight | Steps = attrs.field(default=Weight(1), converter=_scale)
    developments: Weight | Steps = attrs.field(default=Weight(1), converter=_scale)
    users: Weight | Steps = attrs.field(default=Weight(1), converter=_scale)

    @property
    def formula(self) -> Formula:
        """The four terms as factors."""
        return Formula("complexity", _fields(self))

    def score(self, project: Project) -> Score:
        """Return the complexity of a project with its contributions; errors as of `Formula.score`."""
        return self.formula.score(_told(project, Project))


@attrs.frozen
class Trainee:
    """What GEN-3 asks: the client's requirements, the trainee's base level, the place, the candidate's source."""

    requirements: str
    level: str
    place: str
    source: str


@attrs.frozen
class TraineeFormula:
    """What the training of a client's own employee amounts to: four tables, the same machine (GEN-3).

    >>> formula = TraineeFormula(
    ...     requirements={"sales": 300, "sales and telephony": 450},
    ...     level={"beginner": 200, "has used a CRM": 100},
    ...     place={"client's office": 0, "vendor's office": 150},
    ...     source={"client's employee": 0, "vendor's employee": 250},
    ... )
    >>> formula.score(Trainee("sales", "beginner", "vendor's office", "client's employee")).total
    Decimal('650')
    """

    requirements: Table = attrs.field(converter=_table)
    level: Table = attrs.field(converter=_table)
    place: Table = attrs.field(converter=_table)
    source: Table = attrs.field(converter=_table)

    @property
    def formula(self) -> Formula:
        """The four tables as factors."""
        return Formula("trainee", _fields(self))

    def score(self, trainee: Trainee) -> Score:
        """Return what the training of a person amounts to; errors as of `Formula.score`."""
        return self.formula.score(_told(trainee, Trainee))


def _told(value: Any, kind: type[Any]) -> dict[str, Any]:
    if not isinstance(value, kind):
        raise InvalidFormula(value, f"this formula is asked about a {kind.__name__}", "or ask .formula.score")
    return _fields(value)


def _fields(value: "attrs.AttrsInstance") -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}
