"""The public face is a checked file: whoever changes it sees it in the diff."""

from pathlib import Path

import pytest

KEPT = Path(__file__).with_name("public_api.txt")


@pytest.fixture(scope="module")
def told():
    pytest.importorskip("griffe")
    from public_api import face

    return "\n".join(face()) + "\n"


def test_the_public_face_is_the_one_that_is_kept(told):
    assert told == KEPT.read_text(encoding="utf-8"), "run: python tests/public_api.py > tests/public_api.txt"


def test_every_address_has_a_page_of_reference(told):
    pages = {page.stem for page in (Path(__file__).parents[1] / "docs" / "reference").glob("*.rst")} - {"changelog"}
    assert {line.removeprefix("# supportcore.") for line in told.splitlines() if line.startswith("# ")} == pages


def test_a_name_of_a_private_base_is_part_of_the_face(told):
    ledger = told.partition("class supportcore.ledger.Ledger")[2].partition("\nclass")[0]
    assert "    debit(" in ledger
    assert "    _again" not in ledger
