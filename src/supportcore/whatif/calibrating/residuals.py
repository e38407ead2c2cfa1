"""Every project under the weights: known, fitted, foretold by a fit that had not seen it; how much each misses."""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import attrs

from supportcore.pricing import Project
from supportcore.whatif.answers.look import heading
from supportcore.whatif.answers.plane import Points, against
from supportcore.whatif.answers.result import Record, Result, cell
from supportcore.whatif.calibrating.terms import EXACT


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


@attrs.frozen(repr=False)
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
            f"off by {short(self.error)}{unit} as fitted, "
            f"by {_maybe(self.left_out_error, unit)} ({_maybe(self.left_out_percent, ' %', 1)}) where left out; "
            f"R2 {'-' if r2 is None else f'{r2:.4f}'}"
        )

    def title(self) -> str:
        """Return the errors in a line."""
        return self.summary()

    def draw(self, axes: Any) -> None:
        """Draw what each project cost against what a fit that had not seen it says."""
        unit = f", {self.currency}" if self.currency else ""
        foretold = [one for one in self.projects if one.left_out is not None]
        fitted = [one for one in self.projects if one.left_out is None]
        groups = [
            Points("foretold by the others", [_said(one) for one in foretold], _known(foretold)),
            Points("as fitted", [float(one.fitted) for one in fitted], _known(fitted), hollow=True),
        ]
        heading(axes, [self.summary()])
        against(axes, [one for one in groups if one.known], f"what the weights say{unit}", f"what is known{unit}")


def _said(one: Checked) -> float:
    """Return what a fit that had not seen a project says of it."""
    return float(one.known) - float(one.left_out or 0)


def _known(projects: Iterable[Checked]) -> list[float]:
    return [float(one.known) for one in projects]


def short(value: Decimal | float) -> str:
    """Return a number to four digits, as a table shows it."""
    return cell(float(value))


def _maybe(value: float | None, unit: str, places: int | None = None) -> str:
    if value is None:
        return "-"
    return (short(value) if places is None else f"{value:.{places}f}") + unit
