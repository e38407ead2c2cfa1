"""One fit and how far to trust it, in floats: leverage, the error of what was left out, a wild bootstrap.

*Left out.* Taking project i away moves the weights by its pull times ``residual / (1 - leverage)``. The moved weights
are the answer of the refit exactly if they still satisfy the conditions of Kuhn and Tucker: nothing below zero, and no
weight at zero that would now help. Where they do not, the refit is made.

*Bootstrap.* The projects are the projects: what would come out otherwise in another world is their prices. So each
draw keeps every project and turns the sign of its residual by a coin (a wild bootstrap, Rademacher's two points). It
asks for no common size of errors, which prices of 100 and of 10,000 do not have, and no draw loses the one project of a
type, as drawing projects would. Residuals are first divided by ``1 - leverage`` (MacKinnon and White's HC3), because a
fit lies too near the data that made it. The interval is between percentiles of the weights of the draws.
"""

import math
import random
from collections.abc import Iterator, Sequence
from itertools import compress, repeat, starmap

import attrs

from supportcore.whatif.calibrating._nnls import (
    DEPENDENT,
    Column,
    back,
    dot,
    gradient,
    length,
    scaled,
    triangle,
    unit_nnls,
)

ALONE = 1e-9
"""What is left of 1 - leverage where nothing but the project itself says what it should cost."""

INFLATED = 10
"""From this inflation of its variance on (VIF, the usual rule of thumb), a weight is hardly told apart."""

LEVEL = 100
"""The same where means count too: a number that differs by less than a tenth of itself is hardly told from a level."""

SHARE = 0.2
"""A column belongs to a group if at least this share of its length makes up the inflated one."""

_NOISE = 1e-12
_HEADS = (0.5).__gt__


@attrs.frozen
class Design:
    """Columns of length 1 and what follows from them alone: no price has been looked at.

    ``halves`` has a row for each project; its square is the project's leverage.
    """

    columns: list[Column]
    rows: list[Column]
    halves: list[Column]

    @classmethod
    def of(cls, columns: list[Column]) -> "Design":
        """Make the triangle; the columns must be independent (see `made_of`)."""
        rows, _ = triangle(columns, [0.0] * len(columns[0]))
        return cls(columns, rows, [forward(rows, list(answers)) for answers in zip(*columns, strict=True)])

    def leverage(self, project: int) -> float:
        """Return how much of a project's fitted price is its own price: from 0 to 1."""
        return dot(self.halves[project], self.halves[project])

    def pull(self, project: int) -> Column:
        """Return how the weights move for one more on the price of a project."""
        return back(self.rows, self.halves[project]) or []

    def inverse(self) -> list[Column]:
        """Return the inverse of the triangle, row by row."""
        width = len(self.rows)
        return list(map(list, zip(*(back(self.rows, _axis(width, k)) or [] for k in range(width)), strict=True)))

    def entangled(self) -> list[tuple[int, ...]]:
        """Return the groups of columns that are hardly told apart: one so inflated, and those it is mostly made of."""
        inverse = self.inverse()
        mixed = [[dot(one, other) for other in inverse] for one in inverse]
        around = [_around(column) for column in self.columns]
        groups = {*_groups(mixed, around, INFLATED), *_groups(mixed, [1.0] * len(mixed), LEVEL)}
        return sorted(group for group in groups if not any(set(group) < set(other) for other in groups))


def _around(column: Column) -> float:
    mean = math.fsum(column) / len(column)
    return length([x - mean for x in column])


def _groups(mixed: Sequence[Column], sizes: Column, most: float) -> Iterator[tuple[int, ...]]:
    for j, row in enumerate(mixed):
        if row[j] * sizes[j] ** 2 > most:
            yield tuple(k for k, x in enumerate(row) if abs(x) * sizes[k] >= SHARE * row[j] * sizes[j])


def _axis(width: int, place: int) -> Column:
    return [float(place == k) for k in range(width)]


def forward(rows: Sequence[Column], answers: Column) -> Column:
    """Solve the transposed triangle from its first row down."""
    left, found = list(answers), []
    for row in rows:
        value = left[0] / row[0]
        found.append(value)
        left = [x - value * r for x, r in zip(left[1:], row[1:], strict=True)]
    return found


def made_of(columns: Sequence[Column]) -> list[int]:
    """Return the places of columns that are made of each other, the last of them the first that can be; or nothing.

    >>> made_of([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 2.0, 0.0]])
    [1, 2]
    """
    units, _ = scaled(columns)
    rows, _ = triangle(units, [0.0] * len(units[0]))
    near = (place for place, row in enumerate(rows) if abs(row[0]) < DEPENDENT)
    place = next(near, None)
    if place is None:
        return []
    mix = back(
        [row[: place - k] for k, row in enumerate(rows[:place])], [row[place - k] for k, row in enumerate(rows[:place])]
    )
    return [*(j for j, share in enumerate(mix or []) if abs(share) > math.sqrt(DEPENDENT)), place]


@attrs.frozen
class Fit:
    """Weights of columns of length 1, and what they leave over; ``positive`` marks those above zero."""

    design: Design
    target: Column
    weights: Column
    positive: list[bool]
    fitted: Column
    within: Design | None

    @classmethod
    def of(cls, design: Design, target: Column) -> "Fit":
        """Fit the weights."""
        weights = unit_nnls(design.columns, target)
        positive = [weight > 0 for weight in weights]
        kept = list(compress(design.columns, positive))
        fitted = [dot(row, weights) for row in zip(*design.columns, strict=True)]
        return cls(design, target, weights, positive, fitted, Design.of(kept) if kept else None)

    @property
    def residuals(self) -> Column:
        """What the projects cost more than the weights say."""
        return [value - guess for value, guess in zip(self.target, self.fitted, strict=True)]

    def leverage(self, project: int) -> float:
        """Return a project's leverage among the weights above zero."""
        return 0.0 if self.within is None else self.within.leverage(project)

    def left_out(self, project: int) -> float | None:
        """Return by how much the fit without a project misses it; ``None`` where the others cannot tell."""
        if 1 - self.design.leverage(project) < ALONE:
            return None
        error = self.residuals[project] / (1 - self.leverage(project))
        moved = self._moved(project, error)
        others = [[x for i, x in enumerate(column) if i != project] for column in self.design.columns]
        target = [x for i, x in enumerate(self.target) if i != project]
        if self._optimal(others, target, moved):
            return error
        refit = unit_nnls(others, target)
        return self.target[project] - dot((column[project] for column in self.design.columns), refit)

    def _moved(self, project: int, error: float) -> Column:
        pull = iter([] if self.within is None else self.within.pull(project))
        return [
            weight - next(pull) * error if above else 0.0
            for weight, above in zip(self.weights, self.positive, strict=True)
        ]

    def _optimal(self, columns: list[Column], target: Column, weights: Column) -> bool:
        if min(weights) < 0:
            return False
        noise = _NOISE * math.sqrt(dot(target, target))
        gains = gradient(columns, target, weights)
        return all(gain <= noise for gain, above in zip(gains, self.positive, strict=True) if not above)

    def draws(self, count: int, seed: int) -> list[Column]:
        """Return the weights of so many draws of the wild bootstrap."""
        coin = random.Random(seed).random  # noqa: S311 - a simulation, not a secret
        errors = self._inflated()
        moves = list(zip(*(self._move(project, error) for project, error in enumerate(errors)), strict=True))
        tails = [weight - math.fsum(move) for weight, move in zip(self.weights, moves, strict=True)]
        sides = list(zip(tails, [[2 * x for x in move] for move in moves], strict=True))
        tosses = (list(map(_HEADS, starmap(coin, repeat((), len(errors))))) for _ in range(count))
        return [self._above_zero([tail + math.fsum(compress(up, heads)) for tail, up in sides]) for heads in tosses]

    def _move(self, project: int, error: float) -> Column:
        return [x * error for x in self.design.pull(project)]

    def _above_zero(self, free: Column) -> Column:
        """Return the weights of a draw: the free ones, or where some are below zero the best that are not.

        The triangle times the free weights is the draw's turned target, so the projects are not needed again.
        """
        if min(free) >= 0:
            return free
        rows = self.design.rows
        width = len(rows)
        square = [[rows[k][j - k] if k <= j else 0.0 for k in range(width)] for j in range(width)]
        return unit_nnls(square, [dot(row, free[k:]) for k, row in enumerate(rows)])

    def _inflated(self) -> Column:
        """Return residuals as large as those of projects that had no say; the usual one where nothing else is known."""
        rest = self.residuals
        usual = math.sqrt(dot(rest, rest) / (len(rest) - sum(self.positive)))
        free = (1 - self.leverage(project) for project in range(len(rest)))
        return [usual if share < ALONE else error / share for error, share in zip(rest, free, strict=True)]
