"""A mean with its interval: what plays that differ by chance alone tell of a figure."""

from collections.abc import Sequence
from fractions import Fraction
from math import fsum, sqrt
from statistics import NormalDist, fmean, stdev

import attrs

from supportcore.errors import InvalidCaseload

FEWEST = 5
"""Replications: fewer say nothing about their spread."""


@attrs.frozen
class Estimate:
    """A mean over replications, and the interval in which the true one lies with the confidence that was asked for."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float], confidence: Fraction) -> "Estimate":
        """Return the mean of independent values with Student's interval.

        >>> found = Estimate.of([1.0, 2.0, 3.0, 4.0, 5.0], Fraction(95, 100))
        >>> found.mean, round(found.low, 2), round(found.high, 2)
        (3.0, 1.04, 4.96)
        """
        if not isinstance(values, Sequence) or len(values) < FEWEST:
            raise InvalidCaseload(values, f"an interval takes {FEWEST} values at least", "pass a list of them")
        share_of(confidence)
        mean = fmean(values)
        half = student(float(1 + confidence) / 2, len(values) - 1) * stdev(values) / sqrt(len(values))
        return cls(mean, mean - half, mean + half)

    def within(self, low: float, high: float) -> "Estimate":
        """Return the estimate with its interval cut to what is possible."""
        return Estimate(self.mean, max(low, self.low), min(high, self.high))


def student(probability: float, freedom: int) -> float:
    """Return the quantile of Student's t by its expansion around the normal one (Abramowitz and Stegun 26.7.5).

    Within 0.1 % of the true one from 4 degrees of freedom on, up to 0.975.

    >>> round(student(0.975, 9), 3)
    2.262
    """
    z = NormalDist().inv_cdf(probability)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return fsum(term / freedom**power for power, term in enumerate(terms))


def share_of(value: Fraction) -> Fraction:
    """Return a goal or a confidence: a share, neither none nor all."""
    if not isinstance(value, Fraction) or not 0 < value < 1:
        raise InvalidCaseload(value, "a goal and a confidence are Fractions between 0 and 1", "write Fraction(95, 100)")
    return value
