"""Pictures with a row for each name: how much, how much more or less, from where to where."""

from collections.abc import Sequence
from typing import Any

import attrs

from supportcore.whatif.answers.look import (
    BLUE,
    FAINT,
    GREY,
    ORANGE,
    PALE,
    colour,
    room_for_words,
    rows,
    thousands,
)

_WORDS = {"va": "center", "fontsize": 9, "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1}}
_LEAST = 1e-9  # a picture of nothing but zeros has a scale too


def amounts(axes: Any, names: Sequence[str], values: Sequence[float], what: str) -> None:
    """Draw a bar for each name with its number."""
    axes.barh(range(len(names)), values, color=[colour(place) for place in range(len(names))], height=0.6)
    top = max(_LEAST, *map(abs, values))
    for place, value in enumerate(values):
        axes.text(max(value, 0) + top * 0.015, place, f"{value:,.4g}", **_WORDS)
    rows(axes, names, what)
    axes.set_xlim(min(0, *values) * 1.1, top * 1.14)


@attrs.frozen
class Stack:
    """What is used and what is lost beside it, in words; pale where it does not fit."""

    name: str
    used: float
    lost: float
    words: str
    fits: bool


def stacks(axes: Any, bars: Sequence[Stack], what: str) -> None:
    """Draw what is used as a bar and what is lost hatched beside it."""
    top = max(_LEAST, *(bar.used + bar.lost for bar in bars))
    for place, bar in enumerate(bars):
        axes.barh(place, bar.used, color=BLUE if bar.fits else PALE, height=0.6)
        if bar.lost:
            axes.barh(place, bar.lost, left=bar.used, color="none", edgecolor=ORANGE, hatch="///", height=0.6)
        axes.text(bar.used + bar.lost + top * 0.02, place, bar.words, **_WORDS)
    rows(axes, [bar.name for bar in bars], what)
    room_for_words(axes, top, 1.75)


def changes(axes: Any, names: Sequence[str], values: Sequence[float], what: str) -> None:
    """Draw what is more and what is less, from zero, each with its number."""
    axes.barh(range(len(names)), values, color=[ORANGE if value > 0 else BLUE for value in values], height=0.6)
    top = max(_LEAST, *map(abs, values))
    for place, value in enumerate(values):
        sign, side = (1, "left") if value >= 0 else (-1, "right")
        axes.text(value + sign * top * 0.02, place, f"{value:+,.0f}", ha=side, **_WORDS)
    axes.axvline(0, color=GREY, linewidth=0.8)
    rows(axes, names, what)
    axes.set_xlim(min(0.0, *values) - top * 0.18, max(0.0, *values) + top * 0.18)
    thousands(axes.xaxis)


def swings(axes: Any, names: Sequence[str], ends: Sequence[tuple[float, float]], base: float, what: str) -> None:
    """Draw from a base to a low and a high end: blue is the input low, orange the input high."""
    for place, (low, high) in enumerate(ends):
        for value, shade in ((low, BLUE), (high, ORANGE)):
            axes.barh(place, value - base, left=base, color=shade, height=0.6)
        if low == high == base:
            axes.annotate("moves nothing", (base, place), (6, 0), textcoords="offset points", va="center", fontsize=9)
    axes.axvline(base, color=GREY, linewidth=0.8)
    rows(axes, names, what)
    thousands(axes.xaxis)


@attrs.frozen
class Spread:
    """A name with its low, middle and high; pale where it hardly counts."""

    name: str
    low: float
    middle: float
    high: float
    counts: bool


def spreads(axes: Any, bars: Sequence[Spread], what: str) -> None:
    """Draw from low to high as a bar, the middle as a dot, and the numbers in words."""
    top = max(_LEAST, *(bar.high for bar in bars))
    for place, bar in enumerate(bars):
        shade = 1.0 if bar.counts else FAINT
        axes.plot([bar.low, bar.high], [place, place], color=colour(place), linewidth=7, alpha=0.35 * shade)
        axes.plot([bar.middle], [place], "o", color=colour(place), markersize=7, alpha=shade)
        words = f"{bar.middle:,.0f}  ({bar.low:,.0f} to {bar.high:,.0f})"
        axes.text(bar.high + top * 0.03, place, words, **_WORDS, alpha=max(shade, 0.5))
    rows(axes, [bar.name for bar in bars], what)
    thousands(axes.xaxis)
    room_for_words(axes, top, 1.5)


@attrs.frozen
class Interval:
    """A name with a point between its ends, and the words beside it; ``mark`` is another point on it."""

    name: str
    low: float
    point: float
    high: float
    words: str
    mark: float | None = None


def intervals(axes: Any, found: Sequence[Interval], what: str) -> None:
    """Draw each point in its interval, with its words at the right, and a diamond at its mark."""
    places, points = range(len(found)), [one.point for one in found]
    around = [[one.point - one.low for one in found], [one.high - one.point for one in found]]
    axes.errorbar(points, places, xerr=around, fmt="o", color=BLUE, markersize=5, capsize=3, zorder=3)
    for place, one in enumerate(found):
        axes.annotate(one.words, (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize="small")
    marks = [(one.mark, place) for place, one in enumerate(found) if one.mark is not None]
    if marks:
        axes.scatter(*zip(*marks, strict=True), marker="D", s=30, facecolors="none", edgecolors=ORANGE, zorder=4)
    rows(axes, [one.name for one in found], what)
    axes.set_xlim(left=0)
