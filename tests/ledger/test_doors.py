"""Every field of every entry has a door: what cannot be is refused there, and what is left out is what is meant."""

import datetime as dt

import attrs
import pytest

from supportcore.errors import SupportcoreError
from supportcore.ledger import (
    Adjust,
    Carry,
    Debit,
    Grant,
    Hold,
    Move,
    Opening,
    Part,
    Refund,
    Repay,
    Rollover,
    Settle,
    Shortfall,
    Void,
    VoidLot,
)
from supportcore.units import CREDIT

AT = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
ONE, PARTS = CREDIT.of(1), (Part("lot", 1),)
NAIVE = dt.datetime(2027, 6, 1)
HEAD = ("id", AT, AT, 0)

LEAST = [
    # with what must be said and no more: what the rest is
    (Grant(*HEAD, ONE), {"expires_at": None, "priority": 0}),
    (Opening(*HEAD, ONE), {"expires_at": None, "priority": 0, "since": None, "original": None}),
    (Carry(*HEAD, ONE, lot="lot"), {"expires_at": None, "priority": 0, "rollover": Rollover(), "carried": ()}),
    (Debit(*HEAD, ONE, PARTS), {"shortfall": Shortfall.REJECT, "owed": 0, "uncovered": 0}),
    (Hold(*HEAD, ONE, PARTS), {"timeout_at": None, "shortfall": Shortfall.REJECT, "uncovered": 0}),
    (
        Settle(*HEAD, "hold", ONE, PARTS),
        {"released": (), "extra": (), "beyond": Shortfall.REJECT, "owed": 0, "uncovered": 0},
    ),
    (Void(*HEAD, "hold", PARTS), {}),
    (Move(*HEAD, "hold", ONE, PARTS), {"timeout_at": None}),
    (Refund(*HEAD, "debit", ONE, PARTS), {"forgiven": 0}),
    (Repay(*HEAD, "debit", ONE, PARTS), {}),
    (Adjust(*HEAD, "lot", ONE, "count"), {}),
    (VoidLot(*HEAD, "lot", "over"), {}),
]
KINDS = [type(entry).__name__ for entry, _ in LEAST]
CANNOT_BE = {
    "id": ["", None, 7],
    "effective_at": [NAIVE, None],
    "recorded_at": [NAIVE, None],
    "seq": [-1, 0.0, True],
    "quantity": [-ONE, None, 1],
    "expires_at": [NAIVE, "never"],
    "since": [NAIVE],
    "timeout_at": [NAIVE, 3],
    "taken": [[], (("lot", 1),), PARTS * 2],
    "extra": [[], PARTS * 2],
    "released": [[], None],
    "moved": [[], None],
    "returned": [[], None],
    "carried": [[], None],
    "shortfall": ["REJECT", None],
    "beyond": ["REJECT", None],
    "owed": [-1, None, True],
    "uncovered": [-1, None, True],
    "forgiven": [-1, None, True],
    "hold": ["", None],
    "of": ["", None],
    "lot": ["", None],
    "reason": ["", None],
}
ZERO_IS_NO_QUANTITY = (Grant, Opening, Debit, Hold, Move, Refund, Repay, Adjust)


@pytest.mark.parametrize(("entry", "rest"), LEAST, ids=KINDS)
def test_what_is_left_out_is_what_is_meant(entry, rest):
    assert {name: getattr(entry, name) for name in rest} == rest
    assert entry.note == ""


@pytest.mark.parametrize("entry", [entry for entry, _ in LEAST], ids=KINDS)
def test_what_cannot_be_is_refused_at_its_door(entry):
    for field in attrs.fields(type(entry)):
        for bad in CANNOT_BE.get(field.name, ()):
            if (field.name, bad) == ("quantity", -ONE) and isinstance(entry, Adjust):
                continue
            with pytest.raises(SupportcoreError):
                attrs.evolve(entry, **{field.name: bad})
    if isinstance(entry, ZERO_IS_NO_QUANTITY):
        with pytest.raises(SupportcoreError):
            attrs.evolve(entry, quantity=CREDIT.of(0))


@pytest.mark.parametrize("entry", [entry for entry, _ in LEAST], ids=KINDS)
def test_an_entry_is_a_frozen_value_with_its_instants_in_utc(entry):
    east = dt.timezone(dt.timedelta(hours=3))
    same = attrs.evolve(entry, effective_at=AT.astimezone(east), recorded_at=AT.astimezone(east))
    assert (same, hash(same)) == (entry, hash(entry))
    assert same.effective_at.tzinfo is same.recorded_at.tzinfo is dt.UTC
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        entry.note = "other"
    with pytest.raises(TypeError):
        type(entry)(
            *[getattr(entry, name) for name in ("id", "effective_at", "recorded_at", "seq")], "note", *[None] * 9
        )
