"""Fitted weights with all that belongs to them: intervals, residuals, errors on unseen projects, warnings, rounding.

`Calibration` is what `calibrate` answers. Its `formula` is an ordinary `ComplexityFormula`, its `curve` turns the
complexity back into the money it was fitted to. `rounded` gives weights that can be sold, and says what that costs.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby, zip_longest
from statistics import median_low
from textwrap import wrap
from typing import Any, TypeAlias

import attrs

from supportcore.errors import InvalidCalibration, InvalidRounding, UnknownChoice
from supportcore.pricing import ComplexityFormula, Linear, Number, Project, Weight
from supportcore.reasons import Reason
from supportcore.units import Money, Rounding, RoundTo
from supportcore.whatif.answers.result import Record, Result, cell
from supportcore.whatif.calibrating.terms import EXACT, Key, Term

_WIDE = 100  # characters of a picture's title

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
        return f"{self.name}: {_short(self.point)} ({_short(self.low)} to {_short(self.high)})"


@attrs.frozen
class Seen:
    """The numbers of one kind in the projects: the least, the middle and the largest."""

    factor: str
    low: Decimal
    typical: Decimal
    high: Decimal


@attrs.frozen
class Checked:
    """A project with its known price, what the weights say, and by how much a fit without it misses it.

    ``left_out`` is known minus foretold, ``None`` where the other projects cannot foretell it.
    """

    name: str
    project: Project
    known: Decimal
    fitted: Decimal
    left_out: Decimal | None

    @property
    def residual(self) -> Decimal:
        """What is known minus what the weights say, exactly."""
        return EXACT.subtract(self.known, self.fitted)


def _usual(errors: Iterable[Decimal | float]) -> float | None:
    """Return the root of the mean square; ``None`` of nothing."""
    squares = [float(error) ** 2 for error in errors]
    return math.sqrt(math.fsum(squares) / len(squares)) if squares else None


@attrs.frozen
class Residuals(Result):
    """Every project: known, fitted, and foretold by a fit that had not seen it.

    The *usual* error is the root of the mean square, in the unit of what is known.
    """

    projects: tuple[Checked, ...]
    currency: str | None

    @property
    def error(self) -> float:
        """The usual error of the fit on the projects that made it."""
        return _usual(one.residual for one in self.projects) or 0.0

    @property
    def left_out_error(self) -> float | None:
        """The usual error on a project that the fit had not seen: the honest one."""
        return _usual(one.left_out for one in self.projects if one.left_out is not None)

    @property
    def left_out_percent(self) -> float | None:
        """The same in percent of what is known, over projects that are not free."""
        share = _usual(
            float(one.left_out) / float(one.known) for one in self.projects if one.left_out is not None and one.known
        )
        return None if share is None else 100 * share

    @property
    def r_squared(self) -> float | None:
        """The share of the prices' variance that the weights explain; ``None`` where all prices are equal."""
        mean = math.fsum(float(one.known) for one in self.projects) / len(self.projects)
        around = math.fsum((float(one.known) - mean) ** 2 for one in self.projects)
        return 1 - math.fsum(float(one.residual) ** 2 for one in self.projects) / around if around else None

    def to_records(self) -> Sequence[Record]:
        """Return a row for each project."""
        return [
            {
                "project": one.name,
                "known": one.known,
                "fitted": float(one.fitted),
                "residual": float(one.residual),
                "left out": None if one.left_out is None else float(one.left_out),
            }
            for one in self.projects
        ]

    def summary(self) -> str:
        """Return the errors in a line."""
        unit = f" {self.currency}" if self.currency else ""
        r2 = self.r_squared
        return (
            f"off by {_short(self.error)}{unit} as fitted, "
            f"by {_maybe(self.left_out_error, unit)} ({_maybe(self.left_out_percent, ' %', 1)}) where left out; "
            f"R2 {'-' if r2 is None else f'{r2:.4f}'}"
        )

    def title(self) -> str:
        """Return the errors in a line."""
        return self.summary()

    def draw(self, axes: Any) -> None:
        """Draw what each project cost against what a fit that had not seen it says."""
        unit = f", {self.currency}" if self.currency else ""
        middle = float(median_low(one.known for one in self.projects))
        axes.axline((middle, middle), slope=1, color="0.6", linewidth=1, zorder=1)
        told = [one for one in self.projects if one.left_out is not None]
        alone = [one for one in self.projects if one.left_out is None]
        _points(axes, told, {"color": "C0", "alpha": 0.8, "label": "foretold by the others"})
        _points(axes, alone, {"facecolors": "none", "edgecolors": "C1", "label": "as fitted"})
        axes.set(xlabel=f"what the weights say{unit}", ylabel=f"what is known{unit}")
        axes.set_title(self.summary(), fontsize="small", loc="left")
        axes.set_aspect("equal", adjustable="datalim")
        axes.grid(color="0.95", zorder=0)
        axes.legend(frameon=False, loc="upper left")


def _points(axes: Any, projects: Sequence[Checked], look: Mapping[str, Any]) -> None:
    if projects:
        said = [float(one.fitted) if one.left_out is None else float(one.known - one.left_out) for one in projects]
        axes.scatter(said, [float(one.known) for one in projects], s=28, zorder=2, **look)


@attrs.frozen
class Calibration(Result):
    """Weights, each with its interval; the error on unseen projects; what speaks against the fit.

    Numbers are ``Decimal``, in the unit of what was known (``currency``, or complexity where that is ``None``).
    """

    weights: tuple[FittedWeight, ...]
    residuals: Residuals = attrs.field(repr=False)
    warnings: tuple[Reason, ...]
    seen: tuple[Seen, ...]
    currency: str | None
    base: Decimal
    terms: tuple[Term, ...] = attrs.field(repr=False)
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
        return "\n".join([head, self.residuals.summary(), *(f"warning: {one}" for one in self.warnings)])

    def to_records(self) -> Sequence[Record]:
        """Return a row for each fitted weight, as floats for reading; the exact ones are `weights`."""
        return [_record(one) for one in self.weights]

    def draw(self, axes: Any) -> None:
        """Draw each weight's interval, as what it adds to the middle project, so that all share one axis."""
        self._forest(axes, f"{self.percent} % intervals; {self.residuals.summary()}", self.warnings)

    def _forest(self, axes: Any, head: str, warnings: Iterable[Reason], sold: Sequence[Decimal] = ()) -> None:
        lines = [head, *(line for one in warnings for line in wrap(f"warning: {one}", _WIDE))]
        axes.set_title("\n".join(lines), fontsize="small", loc="left")
        axes.set_xlabel(f"adds to a project{f', {self.currency}' if self.currency else ''}")
        _intervals(axes, self.weights, sold)


@attrs.frozen
class Rounded(Result):
    """Weights as sold beside those that were fitted, and what the rounding costs in error."""

    calibration: Calibration = attrs.field(repr=False)
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
        return "\n".join([self._head(), *(f"warning: {one}" for one in self.warnings)])

    def to_records(self) -> Sequence[Record]:
        """Return a row for each weight, fitted and sold."""
        pairs = zip(self.calibration.weights, self.sold, strict=True)
        return [{**_record(one), "sold": sold} for one, sold in pairs]

    def draw(self, axes: Any) -> None:
        """Draw the intervals, and on each the weight as sold."""
        self.calibration._forest(axes, self._head(), self.warnings, self.sold)
        places = range(len(self.sold), 0, -1)
        sold = [float(one.point * one.typical) for one in self._weights]
        axes.scatter(sold, places, marker="D", s=30, facecolors="none", edgecolors="C1", zorder=4, label="sold")
        axes.legend(frameon=False, loc="lower right")

    def _head(self) -> str:
        unit = f" {self.calibration.currency}" if self.calibration.currency else ""
        cost = f"sold, off by {_short(self.residuals.error)}{unit}: rounding adds {_short(self.costs)}{unit}"
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
    return Reason.of("fit-sold-outside", weight=one.name, sold=one.point, low=_short(one.low), high=_short(one.high))


def _record(one: FittedWeight) -> dict[str, object]:
    return {"weight": one.name, "fitted": float(one.point), "low": float(one.low), "high": float(one.high)}


def _short(value: Decimal | float) -> str:
    return cell(float(value))


def _maybe(value: float | None, unit: str, places: int | None = None) -> str:
    if value is None:
        return "-"
    return (_short(value) if places is None else f"{value:.{places}f}") + unit


def _intervals(axes: Any, weights: Sequence[FittedWeight], sold: Sequence[Decimal]) -> None:
    places = range(len(weights), 0, -1)
    points = [float(one.point * one.typical) for one in weights]
    ends = [[float((one.point - one.low) * one.typical) for one in weights]]
    ends.append([float((one.high - one.point) * one.typical) for one in weights])
    axes.errorbar(points, places, xerr=ends, fmt="o", color="C0", markersize=5, capsize=3, zorder=3)
    for place, one, price in zip_longest(places, weights, sold):
        text = f"{one.point:.3g}  ({one.low:.3g} to {one.high:.3g})" + ("" if price is None else f", sold {price}")
        axes.annotate(text, (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize="small")
    labels = [one.name if one.key is not None else f"{one.name} x {one.typical}" for one in weights]
    axes.set_yticks(list(places), labels)
    axes.set_ylim(0.5, len(weights) + 0.5)
    axes.set_xlim(left=0)
    axes.grid(axis="x", color="0.9")
