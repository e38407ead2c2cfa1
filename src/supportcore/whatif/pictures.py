"""The pictures of answers, on matplotlib's axes; nothing here imports it. One look for all.

Colours are the eight of Okabe and Ito, which people who see fewer colours tell apart; a line is named where it ends, so
that nobody has to look up a legend.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supportcore.whatif.compare import Comparison
    from supportcore.whatif.hours import HourOptions

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


def bills(comparison: "Comparison", axes: Any) -> None:
    """Draw what each plan has cost by the end of each month, named at its end."""
    months = len(comparison.rows[0].periods)
    lines = []
    for row in comparison.rows:
        sums, total = [0.0], 0.0
        for bill in row.bills:
            total += float(bill.amount)
            sums.append(total)
        lines.append(sums)
    top = max([1.0, *(line[-1] for line in lines)])
    places = apart([line[-1] for line in lines], top * 0.062)
    for number, (name, row, line) in enumerate(zip(comparison.names, comparison.rows, lines, strict=True)):
        style = "-" if row.complete else (0, (4, 2))
        axes.plot(range(months + 1), line, color=colour(number), linestyle=style, linewidth=2)
        refused = f" ({len(row.refused)} refused)" if row.refused else ""
        undone = f" ({len(row.unfinished)} unfinished)" if row.unfinished else ""
        label = f"{name}{refused}{undone}"
        axes.annotate(
            label, (months, line[-1]), (months * 1.03, places[number]), color=colour(number), va="center", fontsize=9,
            annotation_clip=False, arrowprops={"arrowstyle": "-", "color": colour(number), "linewidth": 0.6},
        )  # fmt: skip
    axes.set_xlim(0, months * 1.75)
    axes.set_xticks(range(0, months + 1, max(1, months // 6)))
    axes.set_ylim(min(0, min(places) - top * 0.05), max(top, *places) * 1.06)
    axes.set_xlabel("months")
    axes.set_ylabel(f"paid by the client, {comparison.rows[0].books.currency}")
    thousands(axes.yaxis)
    plain(axes)


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


def hours(options: "HourOptions", axes: Any) -> None:
    """Draw the hours that the work takes, and beside them what would burn, a bar for each tariff."""
    places = range(len(options.options))
    used = [float(one.bought - one.burnt) for one in options]
    burnt = [float(one.burnt) for one in options]
    axes.barh(places, used, color=[COLOURS[0] if one.fits else PALE for one in options], height=0.6)
    axes.barh(places, burnt, left=used, color="none", edgecolor=COLOURS[1], hatch="///", height=0.6, linewidth=0.8)
    top = max([1.0, *(float(one.bought) for one in options)])
    for place, one in zip(places, options, strict=True):
        price = "" if one.price is None else f", {one.price.amount:,} {one.price.currency}"
        why = "" if one.fits else f"\nnot: {one.why_not[0].text()}"
        axes.text(float(one.bought) + top * 0.02, place, f"{one}{price}{why}", va="center", fontsize=9)
    axes.set_yticks(places, [f"{one.hours} h a month" for one in options])
    axes.invert_yaxis()
    axes.set_xlim(0, top * 1.75)
    axes.set_xlabel("hours bought; hatched: hours that burn")
    plain(axes)
    axes.grid(visible=False, axis="y")


def changes(axes: Any, names: Sequence[str], values: Sequence[float], currency: str) -> None:
    """Draw who pays more and who pays less, from zero, each with its number."""
    places = range(len(names))
    axes.barh(places, values, color=[COLOURS[1] if value > 0 else COLOURS[0] for value in values], height=0.6)
    top = max([1e-9, *map(abs, values)])
    for place, value in zip(places, values, strict=True):
        side = "left" if value >= 0 else "right"
        axes.text(
            value + (top if value >= 0 else -top) * 0.02, place, f"{value:+,.0f}", va="center", ha=side, fontsize=9
        )
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set_xlim(min(0.0, *values) - top * 0.18, max(0.0, *values) + top * 0.18)
    axes.set_xlabel(f"more to pay, {currency}")
    thousands(axes.xaxis)
    plain(axes)
    axes.grid(visible=False, axis="y")
