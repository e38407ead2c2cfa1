"""JSON Schemas: what the package ships is what the table says, and an independent validator agrees with our reader."""

import copy
import random
from collections import Counter
from functools import cache
from importlib.resources import files

import jsonschema
import pytest

from damaged import copies
from samples import samples
from supportcore import wire
from supportcore.errors import InvalidDocument, UnknownChoice
from supportcore.wire import schemas


@cache
def validator(kind):
    return jsonschema.Draft202012Validator(wire.schema(kind))


def test_the_shipped_definitions_are_those_of_the_table():
    shipped = (files("supportcore.wire") / schemas.FILE).read_text(encoding="utf-8")
    assert shipped == schemas.text(), "write schemas.text() to src/supportcore/wire/schemas.json"


@pytest.mark.parametrize("kind", wire.KINDS)
def test_each_schema_is_one(kind):
    found = wire.schema(kind)
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["$schema"] == schemas.DRAFT
    assert found["title"] == kind


def test_a_kind_that_does_not_exist_has_no_schema():
    with pytest.raises(UnknownChoice, match="there is no document of this kind"):
        wire.schema("weekly")


def test_a_schema_given_away_is_the_reader_s_own():
    wire.schema("money")["properties"].clear()
    assert wire.schema("money")["properties"]


DOCUMENTS = [wire.to_document(one) for one in samples()]


@pytest.mark.parametrize("place", range(len(DOCUMENTS)))
def test_what_we_write_is_valid(place):
    document = DOCUMENTS[place]
    assert list(validator(document["kind"]).iter_errors(document)) == []


BEYOND = 0.25
"""The most of refused documents that a schema may pass: those that break a rule of the value's own door."""


def test_most_of_what_we_refuse_is_invalid_and_what_is_invalid_we_refuse():
    chance, found = random.Random("schemas"), Counter()
    for document in DOCUMENTS:
        for damaged in copies(document, chance, 8):
            if damaged.get("kind") != document["kind"]:
                continue
            valid = validator(document["kind"]).is_valid(damaged)
            taken = _is_taken(damaged)
            assert valid or not taken, damaged
            found[valid, taken] += 1
    refused = found[True, False] + found[False, False]
    assert refused > 1000
    assert found[True, False] < BEYOND * refused, found


def _is_taken(document):
    try:
        wire.from_document(copy.deepcopy(document))
    except InvalidDocument:
        return False
    return True
