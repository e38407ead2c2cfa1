"""The pictures of answers, on matplotlib's axes; nothing here imports it. One look for all.

Colours are the eight of Okabe and Ito, which people who see fewer colours tell apart; a line is named where it ends, so
that nobody has to look up a legend.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supportcore.whatif.break_even import BreakEven
    from supportcore.whatif.compare import Comparison
    from supportcore.whatif.hours import HourOptions
    from supportcore.whatif.lint import Lint
    from supportcore.whatif.montecarlo import MonteCarlo
    from supportcore.whatif.tornado import CheapestMap, Tornado

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
    axes.set_xlim(0, months)
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


def crossings(found: "BreakEven", axes: Any) -> None:
    """Draw each plan's bill along the axis, pale where it does not compete, and mark where the cheapest one changes."""
    steps = found.axis.steps
    ends = [float(found.costs[-1][number].total.amount) for number in range(len(found.names))]
    top = max([1.0, *(float(cost.total.amount) for row in found.costs for cost in row)])
    places = apart(ends, top * 0.062)
    width = steps[-1] - steps[0] or 1
    for number, name in enumerate(found.names):
        totals = [float(row[number].total.amount) for row in found.costs]
        inside = [total if row[number].competes else None for total, row in zip(totals, found.costs, strict=True)]
        axes.plot(steps, totals, color=colour(number), linewidth=0.9, alpha=0.35)
        axes.plot(steps, inside, color=colour(number), linewidth=2)
        axes.annotate(
            name, (steps[-1], ends[number]), (steps[-1] + width * 0.03, places[number]), color=colour(number),
            va="center", fontsize=9, annotation_clip=False,
        )  # fmt: skip
    marks = [switch.step - 0.5 for switch in found.switches]
    for switch, mark, place in zip(found.switches, marks, apart(marks, width * 0.035), strict=True):
        axes.axvline(mark, color=GREY, linewidth=0.8, linestyle=(0, (2, 2)))
        axes.text(place, top * 1.03, f"{switch.step}", ha="center", va="bottom", fontsize=8, color=GREY)
    axes.set_xlim(steps[0], steps[-1])
    axes.set_ylim(0, top * 1.02)
    axes.set_xlabel(found.axis.name)
    axes.set_ylabel(f"paid by the client, {found.costs[0][0].total.currency}")
    thousands(axes.yaxis)
    plain(axes)


def spreads(found: "MonteCarlo", axes: Any) -> None:
    """Draw P10 to P90 of each plan's bill as a bar, its median as a dot; pale where the plan hardly ever competes."""
    rows = [[float(found.percentile(name, percent).amount) for percent in (10, 50, 90)] for name in found.names]
    top = max([1e-9, *(row[2] for row in rows)])
    for number, (low, middle, high) in enumerate(rows):
        shade = 1.0 if any(year[number].competes for year in found.years) else 0.35
        axes.plot([low, high], [number, number], color=colour(number), linewidth=7, alpha=0.35 * shade)
        axes.plot([middle], [number], "o", color=colour(number), markersize=7, alpha=shade)
        words = f"{middle:,.0f}  ({low:,.0f} to {high:,.0f})"
        axes.text(high + top * 0.03, number, words, va="center", fontsize=9, alpha=max(shade, 0.5))
    axes.set_yticks(range(len(rows)), found.names)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, top * 1.5)
    axes.set_xlabel(f"paid by the client, {found.years[0][0].total.currency}: median, P10 to P90")
    thousands(axes.xaxis)
    plain(axes)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x", color=PALE, linewidth=0.6)


def cliffs(found: "Lint", axes: Any) -> None:
    """Draw a plan's bill along the axis in steps, and mark where it falls."""
    totals = [float(total.amount) for total in found.totals]
    axes.step(found.axis.steps, totals, where="mid", color=COLOURS[0], linewidth=2)
    for one in found.cliffs:
        axes.plot([one.step], [float(one.here.amount)], "v", color=COLOURS[1], markersize=9)
    axes.set_ylim(0, max([1.0, *totals]) * 1.06)
    axes.set_xlabel(found.axis.name)
    axes.set_ylabel(f"paid by the client, {found.totals[0].currency}")
    thousands(axes.yaxis)
    plain(axes)


def blades(found: "Tornado", axes: Any) -> None:
    """Draw a bar for each input from its low answer to its high one; blue is the input low, orange the input high."""
    base = float(found.base.amount)
    for place, one in enumerate(found.blades):
        for value, shade in ((float(one.low.amount), COLOURS[0]), (float(one.high.amount), COLOURS[1])):
            axes.barh(place, value - base, left=base, color=shade, height=0.6)
    axes.axvline(base, color=GREY, linewidth=0.8)
    axes.set_yticks(range(len(found.blades)), [one.name for one in found.blades])
    axes.invert_yaxis()
    axes.set_xlabel(f"{found.what}, {found.base.currency}; blue: the input low, orange: high")
    thousands(axes.xaxis)
    plain(axes)
    axes.grid(visible=False, axis="y")


def cheapest(found: "CheapestMap", axes: Any) -> None:
    """Draw a square for each point in the colour of its cheapest plan, and name the plans beside it."""
    seen = sorted({place for row in found.cells for place in row if place is not None})
    shades = [[_rgb(PALE if place is None else colour(place)) for place in row] for row in found.cells]
    axes.imshow(shades, origin="lower", aspect="auto", interpolation="nearest")
    for axis, (name, steps), tell in ((axes.xaxis, found.x, axes.set_xlabel), (axes.yaxis, found.y, axes.set_ylabel)):
        every = max(1, -(-len(steps) // 8))
        axis.set_ticks(range(0, len(steps), every), [str(step) for step in steps[::every]])
        tell(name)
    for number, place in enumerate(seen):
        axes.text(
            1.02, 0.96 - 0.08 * number, found.names[place], color=colour(place), transform=axes.transAxes, fontsize=9,
            weight="bold",
        )  # fmt: skip


def _rgb(shade: str) -> tuple[float, float, float]:
    red, green, blue = (int(shade[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue
