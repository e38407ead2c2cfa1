"""Least squares whose answers are never below zero (Lawson and Hanson 1974, chapter 23), in floats.

A table is a list of columns. Householder reflections turn it into a triangle no larger than the number of columns;
after that, nothing depends on how many rows there were. Columns are scaled to length 1 first, so that hours and users
weigh alike. The active set then grows by the column that helps most and shrinks by those that would go below zero.
Every sum is `math.fsum`, which is exact before its one rounding: all versions of Python give the same bits.
"""

import math
from collections.abc import Iterable, Sequence
from operator import mul
from typing import TypeAlias

from supportcore.errors import InvalidCalibration

Column: TypeAlias = list[float]

DEPENDENT = 1e-8
"""How near, relative to its own length, a column lies to the others before it counts as made of them."""

_ROUNDS = 10
"""Rounds per column: the set seldom needs two, and a table that needs more is refused rather than looped over."""

_NOISE = 1e-13
"""A gain this small, relative to the target, is rounding."""


def dot(one: Iterable[float], other: Iterable[float]) -> float:
    """Return the sum of the products, rounded once."""
    return math.fsum(map(mul, one, other))


def length(column: Sequence[float]) -> float:
    """Return the Euclidean length."""
    return math.sqrt(dot(column, column))


def scaled(columns: Iterable[Column]) -> tuple[list[Column], list[float]]:
    """Return the columns at length 1, and their lengths; an empty column keeps its zeros and counts as 1 long."""
    kept = list(columns)
    lengths = [length(column) or 1.0 for column in kept]
    return [[x / size for x in column] for column, size in zip(kept, lengths, strict=True)], lengths


def triangle(columns: Sequence[Column], target: Column) -> tuple[list[Column], Column]:
    """Return the rows of the upper triangle, and the target turned with them (Householder).

    ``rows[k][0]`` is the diagonal: row k begins at column k.

    >>> rows, turned = triangle([[3.0, 4.0], [0.0, 5.0]], [5.0, 10.0])
    >>> [[round(x, 9) for x in row] for row in rows], [round(x, 9) for x in turned]
    ([[-5.0, -4.0], [-3.0]], [-11.0, -2.0])
    """
    short = max(0, len(columns) - len(target))
    left = [[*column, *[0.0] * short] for column in (*columns, target)]
    rows, turned = [], []
    while len(left) > 1:
        row = _reflected(left)
        rows.append(row[:-1])
        turned.append(row[-1])
    return rows, turned


def _reflected(left: list[Column]) -> Column:
    """Reflect the first column onto its first axis; take that row and that column away and return the row."""
    head, *others = left
    size = -math.copysign(length(head), head[0])
    mirror = [head[0] - size, *head[1:]]
    half = dot(mirror, mirror) / 2
    if half:
        others = [_mirrored(column, mirror, half) for column in others]
    left[:] = [column[1:] for column in others]
    return [size, *(column[0] for column in others)]


def _mirrored(column: Column, mirror: Column, half: float) -> Column:
    share = dot(column, mirror) / half
    return [x - share * m for x, m in zip(column, mirror, strict=True)]


def back(rows: Sequence[Column], turned: Column) -> Column | None:
    """Solve the triangle from its last row up; ``None`` where a column is made of those before it."""
    found: Column = []
    for row, value in zip(reversed(rows), reversed(turned), strict=True):
        if abs(row[0]) < DEPENDENT:
            return None
        found.insert(0, (value - dot(row[1:], found)) / row[0])
    return found


def least_squares(columns: Sequence[Column], target: Column) -> Column | None:
    """Return the least-squares answer of columns of length 1; ``None`` where they depend on each other."""
    return back(*triangle(columns, target))


def nnls(columns: Sequence[Column], target: Column) -> Column:
    """Return the answer of least squares among those that are nowhere below zero.

    Raises `InvalidCalibration` where rounding keeps the set from settling, which no table of the tests does.

    >>> [round(x, 9) for x in nnls([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]], [2.0, -1.0, 1.0])]
    [1.5, 0.0]
    """
    units, lengths = scaled(columns)
    return [x / size for x, size in zip(unit_nnls(units, target), lengths, strict=True)]


def unit_nnls(columns: Sequence[Column], target: Column) -> Column:
    """Return the same for columns of length 1."""
    rows, turned = triangle(columns, target)
    free = back(rows, turned)
    if free is not None and min(free, default=0.0) >= 0:
        return free
    width = len(rows)
    square = [[rows[k][j - k] if k <= j else 0.0 for k in range(width)] for j in range(width)]
    return _active_set(square, turned, _NOISE * length(target))


def _active_set(columns: list[Column], target: Column, noise: float) -> Column:
    found = [0.0] * len(columns)
    positive: list[int] = []
    useless: set[int] = set()
    for _ in range(_ROUNDS * len(columns)):
        gains = gradient(columns, target, found)
        helpful = [j for j, gain in enumerate(gains) if gain > noise and j not in positive and j not in useless]
        if not helpful:
            return found
        best = max(helpful, key=gains.__getitem__)
        trial = _solved(columns, target, [*positive, best])
        if trial is None or trial[best] <= 0:
            useless.add(best)
            continue
        useless.clear()
        found, positive = _settled(columns, target, found, [*positive, best], trial)
    raise InvalidCalibration(len(columns), "the weights do not settle", "leave out a factor, or give its weight")


def gradient(columns: Sequence[Column], target: Column, found: Column) -> Column:
    """Return how much each column still helps: what is left of the target, seen along it."""
    rest = [value - dot(row, found) for value, row in zip(target, zip(*columns, strict=True), strict=True)]
    return [dot(column, rest) for column in columns]


def _solved(columns: list[Column], target: Column, positive: list[int]) -> Column | None:
    answer = least_squares([columns[j] for j in positive], target)
    if answer is None:
        return None
    full = [0.0] * len(columns)
    for j, value in zip(positive, answer, strict=True):
        full[j] = value
    return full


def _settled(
    columns: list[Column], target: Column, found: Column, positive: list[int], trial: Column
) -> tuple[Column, list[int]]:
    """Go from what was found toward the trial, and drop each column that reaches zero on the way."""
    while any(trial[j] <= 0 for j in positive):
        far, first = min((found[j] / (found[j] - trial[j]), j) for j in positive if trial[j] <= 0)
        found = [here + far * (there - here) for here, there in zip(found, trial, strict=True)]
        positive = [j for j in positive if j != first and found[j] > 0]
        found = [value if j in positive else 0.0 for j, value in enumerate(found)]
        trial = _solved(columns, target, positive) or found  # fewer of independent columns stay independent
    return trial, positive
