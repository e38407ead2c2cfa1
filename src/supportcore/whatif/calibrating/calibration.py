"""Fitted weights with all that belongs to them: intervals, the error on unseen projects, warnings, rounding.

`Calibration` is what `calibrate` answers. Its `formula` is an ordinary `ComplexityFormula`, its `curve` turns the
complexity back into the money it was fitted to. `rounded` gives weights that can be sold, and says what that costs.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, TypeAlias

import attrs

from supportcore.errors import InvalidCalibration, InvalidRounding, UnknownChoice
from supportcore.pricing import ComplexityFormula, Linear, Number, Project, Weight
from supportcore.reasons import Reason
from supportcore.units import Money, Rounding, RoundTo
from supportcore.whatif.answers.bars import Interval, intervals
from supportcore.whatif.answers.look import heading
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.calibrating.residuals import Residuals, short
from supportcore.whatif.calibrating.terms import EXACT, Key, Term

_NOTHING = "XXX"  # ISO 4217's code for no currency


@attrs.frozen
class FittedWeight:
    """A weight and its interval. ``typical`` is what it multiplies in the middle project: 1, or the median number."""

    factor: str
    key: Key
    name: str
    point: Decimal
    low: Decimal
    high: Decimal
    typical: Decimal = Decimal(1)

    def covers(self, value: Number) -> bool:
        """Whether the interval holds a value; its ends belong to it."""
        return self.low <= Weight(value).weight <= self.high

    def __str__(self) -> str:
        return f"{self.name}: {short(self.point)} ({short(self.low)} to {short(self.high)})"


@attrs.frozen
class Seen:
    """The numbers of one kind in the projects: the least, the middle and the largest."""

    factor: str
    low: Decimal
    typical: Decimal
    high: Decimal


@attrs.frozen(repr=False)
class Calibration(Result):
    """Weights, each with its interval; the error on unseen projects; what speaks against the fit.

    Numbers are ``Decimal``, in the unit of what was known (``currency``, or complexity where that is ``None``).
    """

    weights: tuple[FittedWeight, ...]
    residuals: Residuals
    warnings: tuple[Reason, ...]
    seen: tuple[Seen, ...]
    currency: str | None
    base: Decimal
    terms: tuple[Term, ...]
    percent: int
    draws: int
    seed: int

    def weight(self, name: str) -> FittedWeight:
        """Return the weight of a name, as the table writes it; raise `UnknownChoice` for any other."""
        for one in self.weights:
            if one.name == name:
                return one
        raise UnknownChoice(name, f"fitted are {', '.join(one.name for one in self.weights)}", "name one of them")

    def formula(self) -> ComplexityFormula:
        """Return the formula with the fitted weights and those that were given: ready for a quote."""
        return formula_of(self.terms, self.weights)

    def curve(self) -> Linear:
        """Return the curve that turns this complexity into its money: each point costs 1, beside the base.

        Raises `InvalidCalibration` where complexities were known and no prices: their curve is the caller's.
        """
        if self.currency is None:
            raise InvalidCalibration(
                None, "complexities were known, not prices", "write the curve: Linear(Money('2.50', 'USD'))"
            )
        return Linear(Money(1, self.currency), base=Money(self.base, self.currency) if self.base else None)

    def beyond(self, project: Project) -> tuple[Reason, ...]:
        """Return where a project lies outside of what the projects show: its price is a guess there.

        Nothing for one inside. An implementation type that no project had is an error of the formula itself.
        """
        numbers = ((one, Decimal(getattr(project, one.factor))) for one in self.seen)
        return tuple(
            Reason.of("fit-beyond", factor=one.factor, number=number, low=one.low, high=one.high)
            for one, number in numbers
            if not one.low <= number <= one.high
        )

    def rounded(self, to: RoundTo | Number | Mapping[str, RoundTo | Number]) -> "Rounded":
        """Return weights that can be sold, and what that costs in error.

        ``to`` is a step (to the nearest, a tie up) or a rounding policy, for all weights or by factor; a factor that is
        not named keeps its weights. Raises `UnknownChoice` for a factor that was not fitted.
        """
        factors = list(dict.fromkeys(one.factor for one in self.weights))
        steps = dict(to) if isinstance(to, Mapping) else dict.fromkeys(factors, to)
        for factor in steps:
            if factor not in factors:
                raise UnknownChoice(factor, f"fitted are {', '.join(factors)}", "name one of them")
        policies = {factor: _policy(step) for factor, step in steps.items()}
        sold = tuple(_sold(one, policies.get(one.factor)) for one in self.weights)
        return Rounded(self, sold)

    def title(self) -> str:
        """Return how many projects, how well they are met, and every warning."""
        how = f"{self.percent} % intervals (wild bootstrap, {self.draws} draws, seed {self.seed})"
        head = f"{len(self.residuals.projects)} projects, {len(self.weights)} weights, {how}"
        return "\n".join([head, self.residuals.summary(), *_warned(self.warnings)])

    def to_records(self) -> Sequence[Record]:
        """Return a row for each fitted weight, as floats for reading; the exact ones are `weights`."""
        return [_record(one) for one in self.weights]

    def draw(self, axes: Any) -> None:
        """Draw each weight's interval, as what it adds to the middle project, so that all share one axis."""
        heading(axes, [f"{self.percent} % intervals; {self.residuals.summary()}", *_warned(self.warnings)])
        intervals(axes, list(map(_interval, self.weights)), _adds(self.currency))


@attrs.frozen(repr=False)
class Rounded(Result):
    """Weights as sold beside those that were fitted, and what the rounding costs in error."""

    calibration: Calibration
    sold: tuple[Decimal, ...]

    @property
    def _weights(self) -> tuple[FittedWeight, ...]:
        pairs = zip(self.calibration.weights, self.sold, strict=True)
        return tuple(attrs.evolve(one, point=sold) for one, sold in pairs)

    def formula(self) -> ComplexityFormula:
        """Return the formula with the weights as sold."""
        return formula_of(self.calibration.terms, self._weights)

    @property
    def residuals(self) -> Residuals:
        """The projects under the weights as sold. No fit is made, so nothing can be left out of it."""
        formula, base = self.formula(), self.calibration.base
        fitted = self.calibration.residuals
        return Residuals(
            tuple(
                attrs.evolve(one, fitted=EXACT.add(formula.score(one.project).total, base), left_out=None)
                for one in fitted.projects
            ),
            fitted.currency,
        )

    @property
    def costs(self) -> float:
        """By how much the usual error grows on the projects that made the fit."""
        return self.residuals.error - self.calibration.residuals.error

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """The warnings of the fit, and each weight that is sold outside of its interval."""
        outside = (one for one in self._weights if not one.covers(one.point))
        return (*self.calibration.warnings, *map(_outside, outside))

    def title(self) -> str:
        """Return what the rounding costs, the error on unseen projects before it, and every warning."""
        return "\n".join([self._head(), *_warned(self.warnings)])

    def to_records(self) -> Sequence[Record]:
        """Return a row for each weight, fitted and sold."""
        pairs = zip(self.calibration.weights, self.sold, strict=True)
        return [{**_record(one), "sold": sold} for one, sold in pairs]

    def draw(self, axes: Any) -> None:
        """Draw the intervals, and on each the weight as sold."""
        pairs = zip(self.calibration.weights, self.sold, strict=True)
        heading(axes, [*self._head().splitlines(), *_warned(self.warnings)])
        what = f"{_adds(self.calibration.currency)}; diamonds: as sold"
        intervals(axes, [_interval(one, sold) for one, sold in pairs], what)

    def _head(self) -> str:
        unit = f" {self.calibration.currency}" if self.calibration.currency else ""
        cost = f"sold, off by {short(self.residuals.error)}{unit}: rounding adds {short(self.costs)}{unit}"
        return f"{cost}\n{self.calibration.residuals.summary()}"


def formula_of(terms: Sequence[Term], weights: Sequence[FittedWeight]) -> ComplexityFormula:
    """Return the formula of fitted weights and given scales."""
    points = {factor: [one.point for one in group] for factor, group in groupby(weights, lambda one: one.factor)}
    scales: dict[str, Any] = {term.factor: term.scale(points.get(term.factor, ())) for term in terms}
    return ComplexityFormula(**scales)


Step: TypeAlias = RoundTo | Number


def _policy(step: Step) -> RoundTo:
    policy = step if isinstance(step, RoundTo) else RoundTo(Weight(step).weight, Rounding.HALF_UP)
    if not isinstance(policy.step, int | Decimal):
        raise InvalidRounding(policy.step, "a step is a decimal number", "write RoundTo(Decimal('0.05'), Rounding.UP)")
    return policy


def _sold(one: FittedWeight, policy: RoundTo | None) -> Decimal:
    return one.point if policy is None else Weight(policy.money(Money(one.point, _NOTHING)).amount).weight


def _outside(one: FittedWeight) -> Reason:
    return Reason.of("fit-sold-outside", weight=one.name, sold=one.point, low=short(one.low), high=short(one.high))


def _record(one: FittedWeight) -> dict[str, object]:
    return {"weight": one.name, "fitted": float(one.point), "low": float(one.low), "high": float(one.high)}


def _warned(warnings: Iterable[Reason]) -> list[str]:
    return [f"warning: {one}" for one in warnings]


def _adds(currency: str | None) -> str:
    return f"adds to a project{f', {currency}' if currency else ''}"


def _interval(one: FittedWeight, sold: Decimal | None = None) -> Interval:
    """Return what a weight adds to the middle project, so that all share one axis; the weight itself in words."""
    name = one.name if one.key is not None else f"{one.name} x {one.typical}"
    low, point, high = (float(value * one.typical) for value in (one.low, one.point, one.high))
    words = f"{one.point:.3g}  ({one.low:.3g} to {one.high:.3g})" + ("" if sold is None else f", sold {sold}")
    return Interval(name, low, point, high, words, None if sold is None else float(sold * one.typical))
