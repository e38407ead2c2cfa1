"""The rows of what-ifs in the table of documents: none, where that wing has been left out of the package.

A wheel for plugins may lack it; everything else is written and read there as it is here.
"""

import enum
from importlib.util import find_spec
from typing import Any

KINDS: dict[str, type] = {}
"""The inputs of what-ifs, as documents."""
ENUMS: dict[str, type[enum.Enum]] = {}
"""Their named policies."""
BASES: dict[Any, type] = {}
"""Their fields that take any of several kinds."""

if find_spec("supportcore.whatif") is not None:
    from supportcore import whatif

    KINDS = {
        "fixed-effort": whatif.Fixed,
        "exponential-effort": whatif.Exponential,
        "log-normal-effort": whatif.LogNormal,
        "empirical-effort": whatif.Empirical,
        "stream": whatif.Stream,
        "caseload": whatif.Caseload,
        "workload": whatif.Workload,
        "demand": whatif.Demand,
        "situation": whatif.Situation,
    }
    ENUMS = {"arrivals": whatif.Arrivals, "competes": whatif.Competes, "discipline": whatif.Discipline}
    BASES = {whatif.EffortLaw: whatif.EffortLaw}

_ANSWERS = (
    "Advice", "Ask", "Blade", "BreakEven", "Calibration", "Capacity", "CheapestMap", "Checked", "Cliff", "Comparison",
    "Estimate", "FittedWeight", "HourOption", "HourOptions", "Imagined", "Lint", "Load", "MonteCarlo", "Played",
    "PriceFound", "Recommendation", "Repriced", "Repricing", "Residuals", "Rounded", "Seen", "Served", "Speedup",
    "Switch", "Tornado",
)  # fmt: skip

NOT_VALUES: dict[str, str] = {
    "whatif.Axis": "what is varied is a function",
    "whatif.Books": "plans by code: they have rows",
    "whatif.Cost": "the firm's side of one comparison: its rates have rows",
    "whatif.Desk": "the habits of an imagined desk, by code",
    "whatif.EffortLaw": "a base: its kinds have rows",
    "whatif.History": "a journal and its account: a Journal makes it again",
    "whatif.PricedProject": "a sample to calibrate with: its project and price have rows",
    "whatif.Rising": "a choice of one calibration, beside its sample",
    "whatif.Result": "a base: the answers of what-ifs are shown, and made again",
} | {f"whatif.{name}": "an answer: the same inputs and seed make it again" for name in _ANSWERS}
"""Public classes that have no row, and why."""
