"""Documents once written keep their meaning: those of version 1 load, and are written to the very same text.

Each file holds a list, a document a line. A file is never edited; a kind that is new gets a file, a document that has
to change gets a new version of documents.
"""

import json
from pathlib import Path

import pytest

from supportcore import wire

GOLDEN = sorted(Path(__file__).with_name("golden").glob("*.json"))


def lines(path):
    head, *found, tail = path.read_text(encoding="utf-8").splitlines()
    assert (head, tail) == ("[", "]")
    return [line.removesuffix(",") for line in found]


@pytest.mark.parametrize("path", GOLDEN, ids=[path.stem for path in GOLDEN])
def test_documents_of_version_1_load_and_are_written_the_same(path):
    for line in lines(path):
        assert json.loads(line)["supportcore"] == 1
        assert json.loads(line)["kind"] == path.stem
        assert wire.dumps(wire.loads(line)) == line


def test_every_kind_is_kept():
    assert {path.stem for path in GOLDEN} == set(wire.KINDS)
