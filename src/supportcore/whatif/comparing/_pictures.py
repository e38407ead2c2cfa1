"""The pictures of plans side by side, on matplotlib's axes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from supportcore.whatif.answers._look import COLOURS, GREY, PALE, apart, colour, plain, thousands

if TYPE_CHECKING:
    from supportcore.whatif.comparing.comparison import Comparison
    from supportcore.whatif.comparing.hours import HourOptions


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
    axes.set_xticks([tick for tick in axes.get_xticks() if tick <= top])  # beyond are words
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
