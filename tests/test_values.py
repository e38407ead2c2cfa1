"""Frozen is not yet a value: every public one travels by pickle, is copied, compared and hashed, and prints itself.

The table is the survey of all wings, found by looking: a new public class without a sample fails here. And using them
all leaves the process as it was.
"""

import copy
import decimal
import locale
import logging
import os
import pickle
import random
import subprocess
import sys
import time
import warnings
from pathlib import Path

import attrs
import pytest

import samples as known
import survey
from answers import answers
from samples import samples
from supportcore import wire
from supportcore.wire.shapes import ALL

BASES = {
    "account.Fact",
    "ledger.Entry",
    "ledger.Terms",
    "sla.Target",
    "tasks.Event",
    "whatif.EffortLaw",
    "whatif.Result",
}
"""What only its kinds are made of."""
NOT_COMPARED = {
    "account.Account": "an accumulator: a journal makes it again",
    "account.Work": "the account's own notes on a task, which change",
    "whatif.Imagined": "an account with lists that grow while it is played",
    "wording.Told": "an argument on its way into a phrase",
}
"""Public classes that are no values, and why."""
VALUES = {name: one for name, one in survey.values().items() if name not in BASES | NOT_COMPARED.keys()}
CHANGING = {
    "ledger.Ledger": "an accumulator: equal by its entries, and never a key",
    "ledger.Reconsideration": "it has a ledger",
}
"""What has no hash, and why."""
UNFROZEN = {"ledger.Ledger"}


def of(kind):
    """The values of a class: its samples, or what stands in an answer."""
    return known.of(kind) or answers().get(kind, [])


def test_the_table_is_the_whole_survey():
    found = survey.values()
    assert BASES | NOT_COMPARED.keys() | CHANGING.keys() <= found.keys()
    assert all(any(issubclass(one, found[base]) for one in VALUES.values()) for base in BASES)
    assert [name for name, kind in VALUES.items() if not of(kind)] == [], "tests/answers.py makes none of them"


@pytest.mark.parametrize("name", VALUES)
def test_each_is_pickled_and_copied_to_an_equal_one(name):
    found = of(VALUES[name])
    assert found
    for value in found:
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(value, protocol)) == value
        for twin in (copy.copy(value), copy.deepcopy(value)):
            assert twin == value
            assert type(twin) is type(value)
        assert repr(value)
        assert repr(copy.deepcopy(value)) == repr(value) or name in UNFROZEN


@pytest.mark.parametrize("name", VALUES)
def test_each_is_hashed_by_what_it_says(name):
    for value in of(VALUES[name]):
        if name in CHANGING:
            with pytest.raises(TypeError, match="unhashable"):
                hash(value)
        else:
            assert hash(pickle.loads(pickle.dumps(value))) == hash(value)
            assert len({value, copy.deepcopy(value)}) == 1


@pytest.mark.parametrize("name", VALUES)
def test_each_differs_from_others_and_from_what_is_no_value(name):
    found = of(VALUES[name])
    for place, value in enumerate(found):
        assert value != object()
        assert not value == "text"  # noqa: SIM201  # the operator itself
        if VALUES[name] in ALL.values():
            same = [other for other in found if wire.dumps(other) == wire.dumps(value)]
            assert all((other == value) == (other in same) for other in found), place


@pytest.mark.parametrize("name", [name for name in VALUES if name not in UNFROZEN])
def test_each_is_frozen(name):
    value = of(VALUES[name])[0]
    for field in attrs.fields(type(value)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, field.name, None)


def state():
    """What a library could change behind its host's back."""
    context = decimal.getcontext()
    return {
        "decimal": (context.prec, context.rounding, dict(context.traps), dict(context.flags)),
        "default decimal": repr(decimal.DefaultContext),
        "locale": locale.setlocale(locale.LC_ALL),
        "warnings": list(warnings.filters),
        "logging": (logging.root.level, list(logging.root.handlers), logging.raiseExceptions),
        "loggers": sorted(name for name in logging.root.manager.loggerDict if "supportcore" in name),
        "random": random.getstate(),
        "environment": dict(os.environ),
        "zone": (time.tzname, time.timezone),
        "hooks": (sys.excepthook, sys.displayhook, sys.getrecursionlimit(), sys.get_int_max_str_digits()),
        "here": Path.cwd(),
    }


def test_using_every_value_changes_nothing_global():
    before = state()
    for value in samples():
        assert wire.loads(wire.dumps(value)) == value
        str(value)
        wire.schema(wire.to_document(value)["kind"])
    assert state() == before


ROOMS = [wing.__name__ for wing in survey.wings()] + ["supportcore.errors", "supportcore.command"]


def test_importing_every_room_changes_nothing_global_and_loads_only_what_is_declared():
    code = (
        "import sys, decimal, locale, logging, random, warnings, os, time, importlib\n"
        "import attrs, dateutil.relativedelta, cattrs.gen, json, csv, argparse, zoneinfo\n"
        "import numpy  # which sets warnings\n"
        "def state():\n"
        "    c = decimal.getcontext()\n"
        "    return (repr(c), repr(decimal.DefaultContext), locale.setlocale(locale.LC_ALL), list(warnings.filters),\n"
        "            logging.root.level, list(logging.root.handlers), random.getstate(), dict(os.environ),\n"
        "            time.tzname, sys.excepthook, sys.getrecursionlimit(), sys.get_int_max_str_digits(), os.getcwd())\n"
        "before, modules = state(), set(sys.modules)\n"
        f"for room in {ROOMS!r}: importlib.import_module(room)\n"
        "assert state() == before\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - modules} - set(sys.stdlib_module_names)\n"
        "print(sorted(new))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert set(eval(done.stdout)) <= {"supportcore", "numpy", "attr", "attrs"}
