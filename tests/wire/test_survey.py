"""Nothing public is forgotten: every class has a row, or a reason why it has none."""

import pytest

import survey
from samples import of
from supportcore.wire.scalars import SCALARS
from supportcore.wire.shapes import ALL, fields, shape
from supportcore.wire.table import ENUMS, KINDS, PARTS

ANSWERS = (
    "Advice", "Ask", "Blade", "BreakEven", "Calibration", "Capacity", "CheapestMap", "Checked", "Cliff", "Comparison",
    "Estimate", "FittedWeight", "HourOption", "HourOptions", "Imagined", "Lint", "Load", "MonteCarlo", "Played",
    "PriceFound", "Recommendation", "Repriced", "Repricing", "Residuals", "Rounded", "Seen", "Served", "Speedup",
    "Switch", "Tornado",
)  # fmt: skip
NOT_VALUES = {
    "account.Account": "an accumulator: a Journal makes it again",
    "account.Fact": "a base: its kinds have rows",
    "account.Work": "the account's own notes on a task, which change: a Journal makes them again",
    "ledger.Difference": "a finding that may hold an exception: its entries have rows",
    "ledger.Entry": "a base: its kinds have rows",
    "ledger.Reconsideration": "a finding about a ledger: reconsider() makes it again",
    "ledger.Terms": "a base: its kinds have rows",
    "plans.Difference": "a line of a printed comparison, of any two values: the plans have rows",
    "sla.Target": "a base: its kinds have rows",
    "tasks.Event": "a base: its kinds have rows",
    "texts.Language": "a catalogue: hosts keep their own in code",
    "wording.Told": "how one gap of a phrase is told",
    "whatif.Axis": "what is varied is a function",
    "whatif.Books": "plans by code: they have rows",
    "whatif.Cost": "the firm's side of one comparison: its rates have rows",
    "whatif.Desk": "the habits of an imagined desk, by code",
    "whatif.EffortLaw": "a base: its kinds have rows",
    "whatif.History": "a journal and its account: a Journal makes it again",
    "whatif.PricedProject": "a sample to calibrate with: its project and price have rows",
    "whatif.Rising": "a choice of one calibration, beside its sample",
    "whatif.Result": "a base: the answers of what-ifs are shown, and made again",
} | {f"whatif.{name}": "an answer: the same inputs and seed make it again" for name in ANSWERS}
"""Public classes that have no row, by wing and name, and why."""


def test_every_public_class_has_a_row_or_a_reason_why_not():
    rows = {*KINDS.values(), *PARTS.values(), *SCALARS}
    forgotten = [name for name, one in survey.values().items() if one not in rows and name not in NOT_VALUES]
    assert not forgotten, "add a row to KINDS, or say in NOT_VALUES why there is none"


def test_every_public_enumeration_has_a_row():
    assert [name for name, one in survey.enums().items() if one not in set(ENUMS.values())] == []


def test_no_class_stands_there_twice_and_no_reason_is_left_over():
    found = survey.values()
    assert len(set(ALL.values())) == len(ALL)
    assert set(NOT_VALUES) <= set(found)
    assert not {found[name] for name in NOT_VALUES} & set(ALL.values())
    assert all(NOT_VALUES.values())


@pytest.mark.parametrize(("name", "kind"), KINDS.items(), ids=KINDS)
def test_every_kind_has_a_sample(name, kind):
    assert of(kind), f"tests/samples.py has no {name}"


def test_the_names_of_kinds_are_small_words_and_tags_are_not_mistaken_for_them():
    assert all(name.replace("-", "").isalpha() and name == name.lower() for name in ALL)
    assert not {*ENUMS, "instant", "duration", "date", "time", "decimal", "fraction"} & set(ALL)


def test_the_survey_would_notice_a_new_class():
    assert len(survey.values()) > 100
    assert len(survey.enums()) > 20
    assert "sla.Deadline" in survey.values()


def test_every_field_of_every_document_has_a_shape_and_what_is_inexact_has_none():
    assert [(name, field.name) for name, kind in ALL.items() for field, hint in fields(kind) if not shape(hint)] == []
    assert (shape(float), shape(bytes), shape(dict)) == (None, None, None)
