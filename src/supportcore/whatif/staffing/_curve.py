"""The picture of a capacity: the curve with its interval, what is promised, how far it holds, and the firm's own mark.

With one promise of working hours for every task the curve is P95 of the solution time, and the promise is a line across
it. With several promises no line would be true, and the curve is the share of tasks solved in time. It asks matplotlib
for nothing: the axes come from the caller.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supportcore.whatif.staffing.projects import Capacity

INK, PALE, GRID = "#22303c", "#6b7884", "#e6eaed"
BLUE, LIGHT, RED, GREEN = "#0f4c5c", "#2a7f8e", "#c2452d", "#3d7a4e"


def draw(found: "Capacity", axes: Any) -> None:
    """Draw it."""
    hours = {hours for _, hours in found.promised()}
    one_promise = len(hours) == 1 and len(found.promised()) == len(found.caseload.streams)
    _frame(found, axes)
    if one_promise:
        _times(found, axes, hours.pop())
    else:
        _shares(found, axes)
    _marks(found, axes, 0.97 if one_promise else 0.6)


def _frame(found: "Capacity", axes: Any) -> None:
    """Say the answer above, and leave of the frame what is needed to read."""
    axes.set_title(found.title(), loc="left", color=INK, fontsize=11, fontweight="bold", pad=14)
    axes.set_xlabel("projects of one manager", color=PALE)
    axes.tick_params(colors=PALE, length=0)
    axes.yaxis.grid(visible=True, color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color("#cfd6db")
    counts = [load.projects for load in found.loads]
    axes.set_xlim(counts[0] - 0.5, counts[-1] + 0.5)
    if len(counts) <= 25:
        axes.set_xticks(counts)


def _band(found: "Capacity", axes: Any, name: str, factor: float, label: str) -> None:
    """Draw one figure of every load that is not overloaded, and its interval as a band."""
    points = [(load.projects, getattr(load, name)) for load in found.loads if not load.overloaded]
    counts = [count for count, _ in points]
    low, high = ([factor * getattr(one, end) for _, one in points] for end in ("low", "high"))
    axes.fill_between(counts, low, high, color=LIGHT, alpha=0.22, linewidth=0)
    axes.plot(counts, [factor * one.mean for _, one in points], color=BLUE, marker="o", markersize=4, label=label)


def _times(found: "Capacity", axes: Any, promised: float) -> None:
    _band(found, axes, "p95", 1, "P95, and its interval")
    middle = [(load.projects, load.p50.mean) for load in found.loads if load.p50 is not None]
    axes.plot(*zip(*middle, strict=True), color=LIGHT, linewidth=1.2, linestyle=(0, (4, 2)), label="half of the tasks")
    axes.axhline(promised, color=RED, linewidth=1.4, label=f"promised: {promised:g} h")
    axes.set_ylabel("solved within, working hours", color=PALE)
    axes.set_ylim(0, 3 * promised)
    axes.legend(loc="upper left", frameon=False, fontsize=9, labelcolor=INK)


def _shares(found: "Capacity", axes: Any) -> None:
    goal = 100 * float(found.goal)
    _band(found, axes, "kept", 100, "solved in time, and its interval")
    axes.axhline(goal, color=RED, linewidth=1.4, label=f"goal: {goal:g} %")
    axes.set_ylabel("tasks solved in time, %", color=PALE)
    axes.set_ylim(max(0, 2 * goal - 140), 101)
    axes.legend(loc="lower left", frameon=False, fontsize=9, labelcolor=INK)


def _marks(found: "Capacity", axes: Any, height: float) -> None:
    """Shade how far the promise holds and where the desk is overloaded; mark what the firm sells, off the curve."""
    first, last = found.loads[0].projects - 0.5, found.loads[-1].projects + 0.5
    bottom, top = axes.get_ylim()
    if found.largest is not None:
        axes.axvspan(first, found.largest + 0.5, color=GREEN, alpha=0.07, linewidth=0)
    beyond = [load.projects for load in found.loads if load.overloaded]
    if beyond:
        axes.axvspan(beyond[0] - 0.5, last, color=RED, alpha=0.07, linewidth=0)
        axes.annotate("overloaded:\nthe queue only grows", ((beyond[0] - 0.5 + last) / 2, (bottom + top) / 2),
                      ha="center", va="center", color=RED, fontsize=9)  # fmt: skip
    marked = None if found.marked is None else found.at(found.marked)
    if marked is not None:
        share = "overloaded" if marked.kept is None else f"{marked.kept.mean:.1%} kept"
        axes.axvline(marked.projects, color=INK, linewidth=1, linestyle=(0, (1, 2)))
        where = (marked.projects, bottom + height * (top - bottom))
        axes.annotate(f"ISM-8: {marked.projects} at most\n{share}", where, (-6, 0),
                      textcoords="offset points", ha="right", va="top", color=INK, fontsize=9)  # fmt: skip
