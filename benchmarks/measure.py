"""How the benchmarks measure: ratios of two things in one run, never seconds of one.

These machines change speed twofold inside a run, so the two sides take turns in short blocks, each pair of blocks
gives one ratio, and the median of the ratios is the answer.
"""

import statistics
import time
from collections.abc import Callable


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
