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
