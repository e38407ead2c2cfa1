"""How the benchmarks measure: ratios of two things in one run, never seconds of one.

These machines change speed twofold inside a run, so the two sides take turns in short blocks, each pair of blocks
gives one ratio, and the median of the ratios is the answer.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from supportcore.tables import text_table


def clock(work: Callable[[], object], block: int) -> float:
    """Return the seconds that ``block`` calls take."""
    calls = range(block)
    start = time.perf_counter()
    for _ in calls:
        work()
    return time.perf_counter() - start


def ratio(f: Callable[[], object], g: Callable[[], object], rounds: int = 30, block: int = 100) -> float:
    """Return how many times as long as ``g`` one call of ``f`` takes: the median over interleaved blocks."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            ours, theirs = clock(f, block), clock(g, block)
        else:
            theirs, ours = clock(g, block), clock(f, block)
        pairs.append(ours / theirs)
    return statistics.median(pairs)


def paired(blocks: Callable[[], tuple[float, float]], rounds: int = 30) -> float:
    """Return the median ratio where each block measures itself, and so sets itself up outside the clock."""
    return statistics.median(ours / theirs for ours, theirs in (blocks() for _ in range(rounds)))


class Found(NamedTuple):
    """What was measured: the row of the design's table (or ``beside``), of what, how many times, and the bar for it.

    ``value`` is a ratio unless ``unit`` says otherwise, and ``None`` where a peer is not installed.
    """

    row: str
    what: str
    value: float | None
    bar: float | None = None
    unit: str = "x"

    @property
    def verdict(self) -> str:
        """Whether the bar is held."""
        if self.value is None:
            return "not installed"
        return "" if self.bar is None else "ok" if self.value <= self.bar else "MISSED"

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the printed table."""
        if self.value is None:
            return self.row, self.what, "-", "", self.verdict
        number = f"{self.value:,.0f}" if self.value >= 1000 else f"{self.value:.3g}"
        return self.row, self.what, f"{number} {self.unit}", "" if self.bar is None else f"<= {self.bar}", self.verdict


HEAD = ("row", "what", "measured", "bar", "verdict")


def table(found: Iterable[Found]) -> str:
    """Lay out what was measured in columns."""
    return text_table(HEAD, (one.cells() for one in found))


def show(rows: Callable[[bool], Iterable[Found]], doc: str | None) -> None:
    """Run one benchmark from its own command line and print what it found."""
    options = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--smoke", action="store_true", help="a few rounds: does it run, are the answers equal?")
    smoke = options.parse_args().smoke
    print(table(found._replace(bar=None) if smoke else found for found in rows(smoke)))  # too few rounds to judge
