"""The bars of importing (row 8): a plugin that needs deadlines pays for deadlines.

    python benchmarks/bench_import.py [--smoke]

Each import runs in a fresh interpreter, which reads its own processor time around it; the sides take turns, and the
median of the ratios to ``import attrs`` beside it is the answer. What must not be loaded is looked for first. Both
sides are read as bytecode, as installed packages are: else a source tree would be compiled each time, and attrs not.
"""

import os
import statistics
import subprocess
import sys
import tempfile

from measure import Found, show

BARS = {"import supportcore": 1.3, "from supportcore.calendar import WorkingCalendar": 2.0}
ATTRS = "import attrs"
HEAVY = {"holidays", "numpy", "cattrs", "pandas"}
CHILD = """
import sys, time
start = time.process_time()
{statement}
print(time.process_time() - start, *sys.modules)
"""


def seconds(statement, bytecode):
    """Return what a statement costs a fresh interpreter that keeps its bytecode in a directory."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    answer = subprocess.run(
        [sys.executable, "-c", CHILD.format(statement=statement)],
        check=True,
        capture_output=True,
        text=True,
        env=environment | {"PYTHONPYCACHEPREFIX": bytecode},
    )
    took, *modules = answer.stdout.split()
    assert not HEAVY & set(modules), f"{statement} loads {HEAVY & set(modules)}"
    return float(took)


def rows(smoke):
    """Measure both imports beside attrs, in turns."""
    with tempfile.TemporaryDirectory() as bytecode:
        for statement, bar in BARS.items():
            ratios = []
            for one in (statement, ATTRS):
                seconds(one, bytecode)  # compiles
            for number in range(3 if smoke else 40):
                pair = (statement, ATTRS) if number % 2 else (ATTRS, statement)
                took = {one: seconds(one, bytecode) for one in pair}
                ratios.append(took[statement] / took[ATTRS])
            yield Found("8", f"{statement} / {ATTRS}", statistics.median(ratios), bar)


if __name__ == "__main__":
    show(rows, __doc__)
