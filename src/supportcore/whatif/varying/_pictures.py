"""The pictures of what varies, on matplotlib's axes."""

from typing import TYPE_CHECKING, Any

from supportcore.whatif.answers._look import COLOURS, GREY, PALE, apart, colour, plain, thousands

if TYPE_CHECKING:
    from supportcore.whatif.varying.cliffs import Lint
    from supportcore.whatif.varying.inputs import CheapestMap, Tornado
    from supportcore.whatif.varying.switches import BreakEven
    from supportcore.whatif.varying.years import MonteCarlo


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
        if one.low == one.high == found.base:
            axes.annotate("moves nothing", (base, place), (6, 0), textcoords="offset points", va="center", fontsize=9)
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
