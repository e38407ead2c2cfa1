"""Draw the year of packages that `a-year-of-packages.md` tells: python docs/stories/burn_chart.py [out.svg]."""

import datetime as dt
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import matplotlib as mpl
from matplotlib import dates
from matplotlib import pyplot as plt

from supportcore.ledger import Ledger, LineKind
from supportcore.periods import Days
from supportcore.units import CREDIT

KYIV = ZoneInfo("Europe/Kyiv")
HERE = Path(__file__).parent
INK, PALE, RED = "#22303c", "#8a97a3", "#c2452d"
COLOURS = ["#0f4c5c", "#2a7f8e", "#5fa8a3", "#e3a857", "#d97b4f"]
# month, day, how many: what was bought, and what was solved
BOUGHT = [(1, 12, 10), (3, 2, 10), (5, 18, 20), (9, 1, 10), (11, 9, 10)]
SOLVED = [
    (1, 20, 2), (2, 3, 1), (2, 17, 3), (3, 10, 1), (3, 24, 2), (4, 14, 4), (5, 12, 1), (5, 26, 2), (6, 9, 2),
    (6, 30, 3), (7, 14, 2), (8, 4, 1), (9, 8, 2), (9, 22, 1), (10, 6, 2), (10, 27, 1), (11, 16, 2), (12, 1, 3),
    (12, 15, 2),
]  # fmt: skip


def local(month: int, day: int) -> dt.datetime:
    """Ten in the morning in Kyiv."""
    return dt.datetime(2026, month, day, 10, tzinfo=KYIV)


def play() -> Ledger:
    """Return the ledger of the year."""
    ledger = Ledger(CREDIT)
    bought = [(local(m, d), 0, units) for m, d, units in BOUGHT]
    solved = [(local(m, d), 1, units) for m, d, units in SOLVED]
    for at, what, units in sorted(bought + solved):
        name = f"{at:%d %b}".lstrip("0")
        if what == 0:
            ledger.post(
                ledger.grant(name, CREDIT.of(units), at=at, expires_at=Days(90).after(at, KYIV), note="package")
            )
        else:
            ledger.post(ledger.debit(f"tasks of {name}", CREDIT.of(units), at=at))
    return ledger


def levels(ledger: Ledger, first: dt.datetime, last: dt.datetime) -> tuple[list[dt.datetime], dict[str, list[int]]]:
    """Return what is available in each lot at every instant at which anything changes."""
    instants = sorted({first, *(line.at for line in ledger.statement(first, last).lines), last})
    lots: dict[str, list[int]] = {view.id: [] for view in ledger.lots(last)}
    for at in instants:
        there = {view.id: view.balance.available.units for view in ledger.lots(at)}
        for lot, row in lots.items():
            row.append(there.get(lot, 0))
    return instants, lots


def draw(out: Path) -> None:
    """Draw the lots on top of each other, soonest to expire at the bottom, and mark what burnt."""
    mpl.rcParams.update({"font.family": "DejaVu Sans", "svg.hashsalt": "supportcore", "svg.fonttype": "path"})
    ledger = play()
    first, last = local(1, 1).replace(hour=0), dt.datetime(2027, 1, 1, tzinfo=KYIV)
    instants, lots = levels(ledger, first, last)
    figure, axes = plt.subplots(figsize=(11, 5.2))
    axes.stackplot(instants, lots.values(), colors=COLOURS, step="post", linewidth=0.6, edgecolor="white")
    highest = 29
    for (name, row), colour in zip(lots.items(), COLOURS, strict=True):
        bought = ledger.entry(name).effective_at
        top = next(sum(there[step] for there in lots.values()) for step, units in enumerate(row) if units)
        units = ledger.entry(name).quantity.units
        axes.annotate(
            f"{name}\n{units} tasks", (bought, top), (4, 5), textcoords="offset points", color=colour, fontsize=9,
            fontweight="bold", va="bottom",
        )  # fmt: skip
    for line in ledger.statement(first, last).lines:
        if line.kind is LineKind.EXPIRED:
            height = line.available.units + line.change.expired.units
            axes.plot(
                [line.at, line.at], [line.available.units, height], color=RED, linewidth=2.4, solid_capstyle="butt"
            )
            inside = line.change.expired.units > 10  # room for the words left of the line only
            axes.annotate(
                f"{line.change.expired.units} burnt\n{line.at.astimezone(KYIV):%-d %b}", (line.at, height),
                (-6, -6) if inside else (5, 0), textcoords="offset points", color="white" if inside else RED,
                fontsize=9, va="top", ha="right" if inside else "left", fontweight="bold" if inside else "normal",
            )  # fmt: skip
    year = ledger.statement(first, last).closing
    axes.set_title("A year of packages: each colour is one package, burning down from the bottom", loc="left",
                   color=INK, fontsize=12.5, fontweight="bold", pad=26)  # fmt: skip
    axes.text(
        0, 1.035,
        f"{year.granted.units} tasks bought, {year.consumed.units} solved, {year.expired.units} burnt, "
        f"{year.available.units} left on New Year's Eve",
        transform=axes.transAxes, color=PALE, fontsize=10.5,
    )  # fmt: skip
    axes.set_ylim(0, highest)
    axes.set_xlim(first, last)
    axes.xaxis.set_major_locator(dates.MonthLocator(tz=KYIV))
    axes.xaxis.set_major_formatter(dates.DateFormatter("%b", tz=KYIV))
    axes.set_ylabel("tasks available", color=PALE)
    axes.tick_params(colors=PALE, length=0)
    axes.yaxis.grid(visible=True, color="#e6eaed", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color("#cfd6db")
    figure.tight_layout()
    figure.savefig(out, metadata={"Date": None})
    if out.suffix == ".svg":
        text = "\n".join(line.rstrip() for line in out.read_text("utf-8").splitlines())
        out.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "a-year-of-packages.svg")
