"""The shelf against a sorted list: many blocks, many priorities, lots that come and go."""

import datetime as dt
import random

import pytest

from supportcore.ledger._burn import BLOCK, NEVER, Lot, Shelf

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TICK = dt.timedelta(microseconds=1)


def lots(number, rng):
    for name in range(number):
        expires = rng.choice([NEVER, START + dt.timedelta(days=rng.randrange(40)), START + TICK * rng.randrange(3)])
        key = (expires, START, START, f"{name:05}")
        yield Lot(key[3], rng.choice([0, 0, 0, 0, 1, 2]), START, key)


@pytest.mark.parametrize("seed", range(3))
def test_a_shelf_is_a_sorted_list(seed):
    rng = random.Random(seed)
    shelf, plain = Shelf(), []
    for lot in lots(8 * BLOCK, rng):
        shelf.add(lot)
        plain.append(lot)
        if rng.random() < 0.2:
            gone = plain.pop(rng.randrange(len(plain)))
            shelf.remove(gone)
    assert len(shelf.rows[0]) > 2, "a row of one block would prove little"
    plain.sort(key=lambda lot: (lot.priority, lot.key))
    for at in (START - TICK, START, START + TICK, START + 2 * TICK, *(START + dt.timedelta(days=d) for d in range(41))):
        assert [lot.id for lot in shelf.after(at)] == [lot.id for lot in plain if lot.expires > at]
    while plain:
        shelf.remove(plain.pop(rng.choice([0, -1, rng.randrange(len(plain))])))
        if len(plain) % 97 == 0:
            assert sum(1 for _ in shelf.after(START - TICK)) == len(plain)
    assert not shelf.rows


def test_what_a_debit_reads_does_not_grow_with_the_lots():
    shelf = Shelf()
    for number in range(10 * BLOCK):
        lot = Lot(f"{number:05}", 0, START, (START + dt.timedelta(days=number), START, START, f"{number:05}"))
        lot.cells[0] = 2
        shelf.add(lot)
    assert max(len(block) for block in shelf.rows[0]) <= 2 * BLOCK
    assert [part.lot for part in shelf.take(START + dt.timedelta(days=700), 5)[0]] == ["00701", "00702", "00703"]
