"""Pictures on a plane: a map of squares, and points about the line on which they would be exactly right."""

from collections.abc import Sequence
from statistics import median_low
from typing import Any

import attrs

from supportcore.whatif.answers.look import BLUE, GREY, ORANGE, PALE, Scale, colour, plain


def squares(axes: Any, x: Scale, y: Scale, cells: Sequence[Sequence[int | None]], names: Sequence[str]) -> None:
    """Draw a square for each point of two axes in the colour of its name, and tell the names beside it."""
    axes.imshow([[_rgb(_shade(place)) for place in row] for row in cells],
                origin="lower", aspect="auto", interpolation="nearest")  # fmt: skip
    for axis, (name, steps), tell in ((axes.xaxis, x, axes.set_xlabel), (axes.yaxis, y, axes.set_ylabel)):
        every = max(1, -(-len(steps) // 8))
        axis.set_ticks(range(0, len(steps), every), [str(step) for step in steps[::every]])
        tell(name)
    seen: list[int | None] = [place for place in range(len(names)) if any(place in row for row in cells)]
    if any(None in row for row in cells):
        seen.append(None)
    for number, place in enumerate(seen):
        name, shade = ("none competes", GREY) if place is None else (names[place], colour(place))
        axes.text(1.02, 0.96 - 0.08 * number, name, color=shade, transform=axes.transAxes, fontsize=9, weight="bold")


def _shade(place: int | None) -> str:
    return PALE if place is None else colour(place)


def _rgb(shade: str) -> tuple[float, float, float]:
    red, green, blue = (int(shade[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


@attrs.frozen
class Points:
    """Points that share a meaning, each said and known; hollow where what is said is no forecast."""

    told: str
    said: Sequence[float]
    known: Sequence[float]
    hollow: bool = False


def against(axes: Any, groups: Sequence[Points], said: str, known: str) -> None:
    """Draw what is known against what was said, about the line on which both are the same."""
    middle = median_low(value for group in groups for value in group.known)
    axes.axline((middle, middle), slope=1, color=GREY, linewidth=1, zorder=1, label="exactly right")
    for group in groups:
        look = {"facecolors": "none", "edgecolors": ORANGE} if group.hollow else {"color": BLUE, "alpha": 0.8}
        axes.scatter(group.said, group.known, s=28, zorder=2, label=group.told, **look)
    axes.set(xlabel=said, ylabel=known)
    axes.set_aspect("equal", adjustable="datalim")
    plain(axes, along="both")
    axes.legend(frameon=False, loc="upper left")
