"""The bars of importing (row 8): a plugin that needs deadlines pays for deadlines.

    python benchmarks/bench_import.py [--smoke]

Each import runs in a fresh interpreter, which reads its own processor time around it; the sides take turns, and the
median of the ratios to ``import attrs`` beside it is the answer. What must not be loaded is looked for first.
"""

import argparse
import statistics
import subprocess
import sys

BARS = {"import supportcore": 1.3, "from supportcore.calendar import WorkingCalendar": 2.0}
ATTRS = "import attrs"
HEAVY = {"holidays", "numpy", "cattrs", "pandas"}
CHILD = """
import sys, time
start = time.process_time()
{statement}
print(time.process_time() - start, *sys.modules)
"""


def seconds(statement):
    """Return what a statement costs a fresh interpreter."""
    answer = subprocess.run(
        [sys.executable, "-c", CHILD.format(statement=statement)], check=True, capture_output=True, text=True
    )
    took, *modules = answer.stdout.split()
    assert not HEAVY & set(modules), f"{statement} loads {HEAVY & set(modules)}"
    return float(took)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--smoke", action="store_true", help="a few rounds only: is nothing heavy loaded?")
    rounds = 3 if options.parse_args().smoke else 40
    for statement, bar in BARS.items():
        ratios = []
        for number in range(rounds):
            pair = (statement, ATTRS) if number % 2 else (ATTRS, statement)
            took = {one: seconds(one) for one in pair}
            ratios.append(took[statement] / took[ATTRS])
        found = statistics.median(ratios)
        print(f"8  {statement} / {ATTRS}: {found:.3f}  <= {bar}  {'ok' if found <= bar else 'MISSED'}")


if __name__ == "__main__":
    main()
