"""One look for all pictures, on matplotlib's axes; nothing here imports it.

Colours are the eight of Okabe and Ito, which people who see fewer colours tell apart; a line is named where it ends, so
that nobody has to look up a legend.
"""

from collections.abc import Sequence
from typing import Any

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#6B6B6B", "#B8A800")
GREY, PALE = "#6B6B6B", "#D9D9D9"


def colour(place: int) -> str:
    """Return the colour of the so manieth plan."""
    return COLOURS[place % len(COLOURS)]


def plain(axes: Any) -> None:
    """Take away what does not tell anything."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(visible=True, axis="y", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)


def thousands(axis: Any) -> None:
    """Write an axis of money with commas."""
    axis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def apart(values: list[float], room: float) -> list[float]:
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


def bars(axes: Any, names: Sequence[str], values: Sequence[float], what: str) -> None:
    """Draw a bar for each name, the first on top, each with its number."""
    places = range(len(names))
    axes.barh(places, values, color=[colour(place) for place in places], height=0.6)
    top = max([1e-9, *map(abs, values)])
    for place, value in zip(places, values, strict=True):
        axes.text(max(value, 0) + top * 0.015, place, f"{value:,.4g}", va="center", fontsize=9)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set_xlabel(what)
    axes.set_xlim(min(0, *values) * 1.1, top * 1.14)
    plain(axes)
    axes.grid(visible=False, axis="y")
