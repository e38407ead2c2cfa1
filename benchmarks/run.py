"""Every benchmark in one run: the rows of the design's table, and the peers beside them.

    python benchmarks/run.py [--smoke] [--write]

``--write`` keeps the result: a dated file in ``benchmarks/results`` and, drawn from it, the page and the pictures of
``docs/reference/speed.md``. A result names the machine, the versions and how it was measured.
"""

import argparse
import datetime as dt
import importlib
import json
import os
import platform
import re
from importlib import metadata
from pathlib import Path

from measure import Found, table

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "reference" / "speed.md"
RESULTS = HERE / "results"
VERSIONS = ("supportcore", "attrs", "holidays", "numpy", "pandas", "workclock", "businesstimedelta",
            "business-duration", "beancount")  # fmt: skip
INK, GOOD, BAD, PEER = "#22303c", "#2a7f8e", "#c2452d", "#8a97a3"


def measured(smoke):
    """Yield what every bench_*.py finds, telling on the way where it is."""
    for path in sorted(HERE.glob("bench_*.py")):
        print(f"-- {path.name}", flush=True)
        yield from importlib.import_module(path.stem).rows(smoke)


def machine():
    """Return what a reader needs to know of the machine."""
    return {"system": f"{platform.system()} {platform.machine()}", "cores": os.cpu_count(),
            "python": f"{platform.python_implementation()} {platform.python_version()}",
            "load": round(os.getloadavg()[0], 2)}  # fmt: skip


def versions():
    """Return the versions of what took part."""
    installed = {one.name.lower().replace("_", "-"): one.version for one in metadata.distributions()}
    return {name: installed[name] for name in VERSIONS if name in installed}


def result(found, date):
    """Return the document that is kept."""
    return {"date": date.isoformat(), "machine": machine(), "versions": versions(),
            "method": "interleaved blocks, the median of paired ratios; see benchmarks/measure.py",
            "found": [one._asdict() for one in found]}  # fmt: skip


def page(kept):
    """Return the page's measured part: the machine, the bars, the peers."""
    found = [Found(**one) for one in kept["found"]]
    names = ", ".join(f"{name} {version}" for name, version in kept["versions"].items())
    told = kept["machine"]
    head = (
        f"Measured on {kept['date']}: {told['system']}, {told['cores']} cores (load {told['load']}), {told['python']};"
    )
    bars = sorted((one for one in found if one.row != "beside"), key=lambda one: one.row)
    return "\n".join([head, f"{names}.", "", *markdown(bars), "",
                      "![Each ratio as a share of its bar](speed-bars.svg)", "",
                      *markdown(one for one in found if one.row == "beside"), "",
                      "![How many times as long as supportcore the peers take](speed-peers.svg)"])  # fmt: skip


def markdown(found):
    """Yield a table of Markdown."""
    yield "| row | what | measured | bar | |"
    yield "| --- | --- | ---: | ---: | --- |"
    for one in found:
        yield f"| {' | '.join(one.cells())} |"


def draw(kept):
    """Draw both pictures: how much of each bar is used, and the peers on a scale of tens."""
    plt = importlib.import_module("matplotlib.pyplot")
    plt.rcParams["svg.hashsalt"] = "supportcore"
    found = [Found(**one) for one in kept["found"] if one["value"] is not None]
    bars = sorted((one for one in found if one.bar is not None), key=lambda one: one.row)
    shares = [one.value / one.bar for one in bars]
    names = [f"{one.row}  {one.what}" for one in bars]
    sketch(
        plt, names, shares, [GOOD if share <= 1 else BAD for share in shares], 1, "share of the bar", "speed-bars.svg"
    )
    peers = [one for one in found if one.unit == "x ours"]
    times = [one.value for one in peers]
    sketch(plt, [one.what for one in peers], times, [PEER] * len(peers), 1, "times as long as supportcore",
           "speed-peers.svg", scale="log")  # fmt: skip


def sketch(plt, names, values, colours, line, label, file, scale="linear"):
    """Draw lying bars, the first on top, with their numbers, and a line to hold them against."""
    figure, axes = plt.subplots(figsize=(9, 0.36 * len(names) + 0.8), layout="constrained")
    axes.barh(names, values, color=colours, height=0.62)
    axes.axvline(line, color=INK, linewidth=1)
    axes.set_xscale(scale)
    axes.invert_yaxis()
    axes.bar_label(
        axes.containers[0], fmt=lambda value: f" {value:,.0f}" if value >= 100 else f" {value:.2g}", fontsize=8
    )
    axes.set_xlabel(label, color=INK)
    axes.margins(x=0.12)
    axes.tick_params(labelsize=8, colors=INK)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(PAGE.parent / file, metadata={"Date": None})


def write(kept):
    """Keep the result, and renew the page between its two marks."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{kept['date']}.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    marks = re.compile(r"(?<=<!-- measured -->\n).*(?=<!-- end -->)", re.DOTALL)
    PAGE.write_text(marks.sub(lambda _: f"\n{page(kept)}\n\n", text), encoding="utf-8")
    draw(kept)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--smoke", action="store_true", help="a few rounds: does it run, are the answers equal?")
    options.add_argument("--write", action="store_true", help="keep the result and renew the page")
    asked = options.parse_args()
    found = list(measured(asked.smoke))
    print(table(one._replace(bar=None) if asked.smoke else one for one in found))
    if asked.write:
        write(result(found, dt.datetime.now(dt.UTC).date()))


if __name__ == "__main__":
    main()
