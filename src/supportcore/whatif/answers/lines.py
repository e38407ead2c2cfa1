"""Pictures along an axis: a line for each plan, steps, a curve with its band."""

from collections.abc import Sequence
from typing import Any

import attrs

from supportcore.whatif.answers.look import (
    BLUE,
    FAINT,
    GREEN,
    GREY,
    ORANGE,
    Scale,
    apart,
    colour,
    named_ends,
    plain,
    thousands,
)

_DASHED = (0, (4, 2))
_TICKS = 25  # more numbers than these are not all written under the axis


@attrs.frozen
class Line:
    """A line with its name; ``solid`` says at which points it is drawn in full strength: everywhere, unless given."""

    name: str
    values: Sequence[float]
    solid: Sequence[bool] = ()
    dashed: bool = False


def sums(axes: Any, lines: Sequence[Line], paid: str) -> None:
    """Draw what has been added up by the end of each month, from nothing, named at its end."""
    months = len(lines[0].values) - 1
    for place, line in enumerate(lines):
        style = _DASHED if line.dashed else "-"
        axes.plot(range(months + 1), line.values, color=colour(place), linestyle=style, linewidth=2)
    ends = [line.values[-1] for line in lines]
    heights = named_ends(axes, [line.name for line in lines], ends, months, months)
    top = max(1.0, *ends, *heights)
    axes.set_xlim(0, months)
    axes.set_xticks(range(0, months + 1, max(1, months // 6)))
    axes.set_ylim(min(0, min(heights) - top * 0.05), top * 1.06)
    axes.set_xlabel("months")
    _paid(axes, paid)


def crossings(axes: Any, along: Scale, lines: Sequence[Line], marks: Sequence[int], paid: str) -> None:
    """Draw lines along an axis, pale where they do not count, and mark the steps from which another is the lowest."""
    what, steps = along
    for place, line in enumerate(lines):
        counted = [value if solid else None for value, solid in zip(line.values, line.solid, strict=True)]
        axes.plot(steps, line.values, color=colour(place), linewidth=0.9, alpha=FAINT)
        axes.plot(steps, counted, color=colour(place), linewidth=2)
    width = steps[-1] - steps[0] or 1
    named_ends(axes, [line.name for line in lines], [line.values[-1] for line in lines], steps[-1], width)
    top = max(1.0, *(value for line in lines for value in line.values))
    edges = [mark - 0.5 for mark in marks]
    for mark, edge, middle in zip(marks, edges, apart(edges, width * 0.035), strict=True):
        axes.axvline(edge, color=GREY, linewidth=0.8, linestyle=(0, (2, 2)))
        axes.text(middle, top * 1.03, f"{mark}", ha="center", va="bottom", fontsize=8, color=GREY)
    axes.set_xlim(steps[0], steps[0] + width)
    axes.set_ylim(0, top * 1.02)
    axes.set_xlabel(what)
    _paid(axes, paid)


def falls(axes: Any, along: Scale, values: Sequence[float], marks: Sequence[int], paid: str) -> None:
    """Draw one line in steps, and mark where it falls."""
    what, steps = along
    axes.step(steps, values, where="mid", color=BLUE, linewidth=2)
    heights = dict(zip(steps, values, strict=True))
    for mark in marks:
        axes.plot([mark], [heights[mark]], "v", color=ORANGE, markersize=9)
    axes.set_ylim(0, max([1.0, *values]) * 1.06)
    axes.set_xlabel(what)
    _paid(axes, paid)


def _paid(axes: Any, paid: str) -> None:
    axes.set_ylabel(paid)
    thousands(axes.yaxis)
    plain(axes)


@attrs.frozen
class Curve:
    """A figure along whole numbers, each with its interval, and what is to be read off it.

    ``points`` are a number, the figure and its interval. ``line`` lies across with its word: a promise, a goal.
    ``beside`` is a second figure without an interval. ``good`` is the last number that keeps it; from ``beyond`` on
    there is no figure. ``mark`` is a number with its words, at that share of the height.
    """

    title: str
    along: str
    what: str
    numbers: Sequence[int]
    points: Sequence[tuple[int, float, float, float]]
    told: str
    line: tuple[float, str]
    height: tuple[float, float]
    legend: str
    beside: Sequence[tuple[int, float]] = ()
    beside_told: str = ""
    good: int | None = None
    beyond: int | None = None
    mark: tuple[int, str, float] | None = None


def curve(axes: Any, found: Curve) -> None:
    """Draw it: the curve in its band, the line across, how far all is well, where there is nothing to draw."""
    numbers, middle, low, high = zip(*found.points, strict=True) if found.points else ((), (), (), ())
    axes.fill_between(numbers, low, high, color=BLUE, alpha=0.2, linewidth=0)
    axes.plot(numbers, middle, color=BLUE, marker="o", markersize=4, label=found.told)
    if found.beside:
        beside = zip(*found.beside, strict=True)
        axes.plot(*beside, color=BLUE, linewidth=1.2, linestyle=_DASHED, label=found.beside_told)
    axes.axhline(found.line[0], color=ORANGE, linewidth=1.4, label=found.line[1])
    axes.set_title(found.title, loc="left", fontsize=11, fontweight="bold", pad=14)
    axes.set(xlabel=found.along, ylabel=found.what, ylim=found.height)
    axes.set_xlim(found.numbers[0] - 0.5, found.numbers[-1] + 0.5)
    if len(found.numbers) <= _TICKS:
        axes.set_xticks(found.numbers)
    plain(axes)
    _marked(axes, found)
    axes.legend(loc=found.legend, frameon=False, fontsize=9)


def _marked(axes: Any, found: Curve) -> None:
    """Shade how far all is well and where there is nothing to draw; mark one number, off the curve."""
    first, last = found.numbers[0] - 0.5, found.numbers[-1] + 0.5
    bottom, top = found.height
    if found.good is not None:
        axes.axvspan(first, found.good + 0.5, color=GREEN, alpha=0.07, linewidth=0)
    if found.beyond is not None:
        edge = found.beyond - 0.5
        axes.axvspan(edge, last, color=ORANGE, alpha=0.07, linewidth=0)
        words, middle = "overloaded:\nthe queue only grows", ((edge + last) / 2, (bottom + top) / 2)
        axes.annotate(words, middle, ha="center", va="center", color=ORANGE, fontsize=9)
    if found.mark is not None:
        number, words, share = found.mark
        axes.axvline(number, color=GREY, linewidth=1, linestyle=(0, (1, 2)))
        where = (number, bottom + share * (top - bottom))
        axes.annotate(words, where, (-6, 0), textcoords="offset points", ha="right", va="top", fontsize=9)
