"""One look for all pictures: colours, what a frame keeps, and where words go.

Nothing that draws imports matplotlib: the axes come from the caller. Nothing that draws knows an answer either: it is
handed names, numbers and words. Colours are the eight of Okabe and Ito, which people who see fewer colours tell apart;
a line is named where it ends, so that nobody has to look up a legend.
"""

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any, TypeAlias

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#6B6B6B", "#B8A800")
BLUE, ORANGE, GREEN = COLOURS[:3]
GREY, PALE, FAINT = "#6B6B6B", "#D9D9D9", 0.35
Scale: TypeAlias = tuple[str, Sequence[int]]
"""An axis of whole numbers: what they are, and which."""
_WIDE = 100  # characters of a heading
_BETWEEN = 0.062  # of the height: two lines of words, one above the other


def colour(place: int) -> str:
    """Return the colour of the so manieth plan."""
    return COLOURS[place % len(COLOURS)]


def plain(axes: Any, along: str = "y") -> None:
    """Take away what does not tell anything, and rule the direction in which values are read."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(visible=False)
    axes.grid(visible=True, axis=along, color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)


def heading(axes: Any, lines: Iterable[str]) -> None:
    """Write lines above the picture, the long ones broken."""
    told = [part for line in lines for part in wrap(line, _WIDE)]
    axes.set_title("\n".join(told), fontsize="small", loc="left")


def thousands(axis: Any) -> None:
    """Write an axis of money with commas."""
    axis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def rows(axes: Any, names: Sequence[str], what: str) -> None:
    """Name a row for each name, the first on top, and what is read along them."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlabel(what)
    plain(axes, along="x")


def room_for_words(axes: Any, top: float, share: float) -> None:
    """Leave room beyond the longest row, and end the scale where the rows end."""
    axes.set_xlim(0, top)
    ticks = [tick for tick in axes.get_xticks() if 0 <= tick <= top]
    axes.set_xlim(0, top * share)
    axes.set_xticks(ticks)
    axes.spines["bottom"].set_bounds(0, top)


def named_ends(axes: Any, names: Sequence[str], ends: Sequence[float], at: float, width: float) -> list[float]:
    """Name lines to the right of where they end, each in its colour; return the heights of the names."""
    heights = apart(ends, max([1.0, *ends]) * _BETWEEN)
    for place, (name, end, height) in enumerate(zip(names, ends, heights, strict=True)):
        axes.annotate(
            name, (at, end), (at + width * 0.03, height), color=colour(place), va="center", fontsize=9,
            annotation_clip=False, arrowprops={"arrowstyle": "-", "color": colour(place), "linewidth": 0.6},
        )  # fmt: skip
    return heights


def apart(values: Sequence[float], room: float) -> list[float]:
    """Return where labels go so that each has its room, near where it belongs and in the same order.

    >>> apart([10.0, 10.5, 30.0], 2.0)
    [9.25, 11.25, 30.0]
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    groups: list[tuple[list[int], float]] = []
    for place in order:
        members, middle = [place], values[place]
        while groups and middle - groups[-1][1] < room * (len(members) + len(groups[-1][0])) / 2:
            before, _ = groups.pop()
            members = before + members
            middle = sum(values[one] for one in members) / len(members)
        groups.append((members, middle))
    found = list(values)
    for members, middle in groups:
        low = middle - room * (len(members) - 1) / 2
        for number, place in enumerate(members):
            found[place] = low + room * number
    return found
