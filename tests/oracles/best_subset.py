"""Least squares that stays above zero, the slow and certain way: every subset of the columns, in exact fractions.

The best answer has some columns above zero and the rest at zero, and on its columns it is plain least squares. So try
all subsets, solve each exactly, keep what is nowhere negative, and take the one that misses least.
"""

from fractions import Fraction
from itertools import combinations


def best_subset(columns, target):
    """Return the weights, as fractions; columns that depend on each other are never used together."""
    exact = [[Fraction(x) for x in column] for column in columns]
    goal = [Fraction(y) for y in target]
    best = None
    for count in range(len(exact) + 1):
        for chosen in combinations(range(len(exact)), count):
            found = _plain([exact[j] for j in chosen], goal)
            if found is None or any(x < 0 for x in found):
                continue
            missed = _missed([exact[j] for j in chosen], goal, found)
            if best is None or missed < best[0]:
                best = missed, chosen, found
    weights = [Fraction(0)] * len(exact)
    for j, x in zip(best[1], best[2], strict=True):
        weights[j] = x
    return weights


def _missed(columns, target, weights):
    said = (sum(x * w for x, w in zip(row, weights, strict=True)) for row in zip(*columns, strict=True))
    said = list(said) if columns else [0] * len(target)
    return sum((y - s) ** 2 for y, s in zip(target, said, strict=True))


def _plain(columns, target):
    """The normal equations by elimination: exact, so they lose nothing."""
    width = len(columns)
    table = [[_dot(one, other) for other in columns] + [_dot(one, target)] for one in columns]
    for k in range(width):
        pivot = next((i for i in range(k, width) if table[i][k]), None)
        if pivot is None:
            return None
        table[k], table[pivot] = table[pivot], table[k]
        table[k] = [x / table[k][k] for x in table[k]]
        for i in range(width):
            if i != k:
                table[i] = [x - table[i][k] * y for x, y in zip(table[i], table[k], strict=True)]
    return [row[-1] for row in table]


def _dot(one, other):
    return sum(x * y for x, y in zip(one, other, strict=True))
