"""What is fitted in each of the four terms of ISM-10, and what the caller says.

A term turns the answer of a project into columns of numbers, and fitted levels into a scale that pricing understands.
Where an order is named (`Rising`), the columns are "has reached this one", their weights the rises, and the levels the
sums of the rises so far: rises that are not negative make levels that never fall.
"""

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from itertools import accumulate
from typing import TypeAlias

import attrs

from supportcore.errors import InvalidCalibration
from supportcore.pricing import Number, Project, Scale, Steps, Table, Weight

EXACT = Context(prec=100, traps=[Inexact, InvalidOperation, Overflow])  # our own: the thread's context is not read


def _ordered(order: Sequence[str | int | Decimal]) -> tuple[str | int | Decimal, ...]:
    found = tuple(order)
    if not all(isinstance(one, str | int | Decimal) for one in found):
        raise InvalidCalibration(found, "an order names types, or exact numbers", "write Rising(1, 11, 51)")
    if not found or len(set(found)) < len(found):
        raise InvalidCalibration(found, "an order names one or more, each once", "write Rising('boxed', 'customised')")
    return found


@attrs.frozen(init=False)
class Rising:
    """An order in which a level never falls: of implementation types, or of numbers from which on a step counts.

    >>> Rising("boxed", "configured", "customised"), Rising(1, 11, 51)
    (Rising(order=('boxed', 'configured', 'customised')), Rising(order=(1, 11, 51)))
    """

    order: tuple[str | int | Decimal, ...] = attrs.field(converter=_ordered)

    def __init__(self, *of: str | int | Decimal, order: Sequence[str | int | Decimal] = ()) -> None:
        self.__attrs_init__((*of, *order))  # by name: so attrs.evolve() hands it over


Types: TypeAlias = Table | Mapping[str, Number] | Rising | None
"""Implementation types: fitted each by itself (``None``), in a rising order, or with some of their numbers given."""

Counts: TypeAlias = Number | Weight | Steps | Rising | None
"""A number of things: a weight to be fitted (``None``), rising steps to be fitted, or a scale that is given."""

Key: TypeAlias = str | Decimal | None


@attrs.frozen
class Term:
    """One term: ``keys`` are what gets a fitted level each, ``(None,)`` is a plain weight; ``known`` is given."""

    factor: str
    keys: tuple[Key, ...]
    rising: bool = False
    known: Scale | None = None

    def row(self, project: Project) -> list[float]:
        """Return the numbers that the weights of this term multiply."""
        answer = getattr(project, self.factor)
        match self.keys:
            case (None,):
                return [float(answer)]
            case (str(), *_) if self.rising:
                return [float(place <= self.keys.index(answer)) for place in range(len(self.keys))]
            case _ if self.rising:
                return [float(start <= answer) for start in self.starts]
        return [float(key == answer) for key in self.keys]

    @property
    def starts(self) -> tuple[Decimal, ...]:
        """The numbers from which on steps count."""
        return tuple(key for key in self.keys if isinstance(key, Decimal))

    def given(self, project: Project) -> Decimal:
        """Return what the caller says that the answer adds."""
        answer = getattr(project, self.factor)
        return Decimal(0) if self.known is None or answer in self.keys else self.known.read(answer).amount

    def levels(self, weights: Sequence[float]) -> list[float]:
        """Return the level of each key."""
        return list(accumulate(weights)) if self.rising else list(weights)

    def scale(self, levels: Sequence[Decimal]) -> Scale:
        """Return the scale with these levels, and with what is given."""
        match self.keys, self.known:
            case (None,), _:
                return Weight(levels[0])
            case (str(), *_), _:
                rows = self.known.rows if isinstance(self.known, Table) else ()
                named = ((str(key), level) for key, level in zip(self.keys, levels, strict=True))
                return Table((*rows, *named), "" if self.known is None else self.known.note)
            case (), scale if scale is not None:
                return scale
        return Steps(zip(self.starts, levels, strict=True))

    def name(self, key: Key) -> str:
        """Return a weight's name, as a person says it."""
        match key:
            case None:
                return self.factor
            case str():
                return f"{self.factor}: {key}"
        return f"{self.factor}: from {key} on"


def terms_of(projects: Sequence[Project], implementation: Types, counts: Mapping[str, Counts]) -> tuple[Term, ...]:
    """Return the four terms for these projects; raise `InvalidCalibration` for an order that does not fit them."""
    kinds = _types({project.implementation for project in projects}, implementation)
    return (kinds, *(_count(factor, spec) for factor, spec in counts.items()))


def _types(seen: set[str], spec: Types) -> Term:
    if isinstance(spec, Rising):
        if missing := sorted(seen.symmetric_difference(map(str, spec.order))):
            rule = "an order names the implementation types that the projects have, all of them and no other"
            raise InvalidCalibration(missing[0], rule, "name it, or leave it out, or add a project that has it")
        return Term("implementation", tuple(map(str, spec.order)), rising=True)
    if spec is not None and not isinstance(spec, Table | Mapping):
        raise InvalidCalibration(spec, "implementation types are given as a table", "write {'boxed': 90}")
    known = Table(spec) if isinstance(spec, Mapping) else spec
    free = seen - {name for name, _ in (() if known is None else known.rows)}
    return Term("implementation", tuple(sorted(free)), known=known)


def _count(factor: str, spec: Counts) -> Term:
    match spec:
        case None:
            return Term(factor, (None,))
        case Rising():
            return Term(factor, _starts(spec), rising=True)
        case Weight() | Steps():
            return Term(factor, (), known=spec)
    return Term(factor, (), known=Weight(spec))


def _starts(spec: Rising) -> tuple[Decimal, ...]:
    starts = [start for start, _ in Steps((one, 0) for one in spec.order).rows]
    if list(map(Decimal, spec.order)) != starts:
        raise InvalidCalibration(spec.order, "steps start at rising numbers", "write Rising(1, 11, 51)")
    return tuple(starts)
