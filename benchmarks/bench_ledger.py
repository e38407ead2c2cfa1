"""The ledger's bars (rows 5 and 6): a debit costs what its entry costs, whatever else is in the ledger.

    python benchmarks/bench_ledger.py [--smoke]

Row 5: decide and post a debit on 3 lots, against building its entry; and on 100,000 lots, against on 3.
Row 6: the same per entry at a journal of 100,000 against 1,000, the garbage collector as found, and frozen.
Beside: entries a second, and beancount's FIFO booking of the same reductions, if it is installed.
"""

import datetime as dt
import gc
import time
from itertools import count

from measure import Found, paired, ratio, show

from supportcore.ledger import Debit, Ledger, Part, Shortfall
from supportcore.units import CREDIT, Quantity

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LATER = START + dt.timedelta(days=1)
names = count()


def with_lots(number, units=10**9):
    """A ledger of so many lots that all may pay."""
    ledger = Ledger(CREDIT)
    for lot in range(number):
        expires = START + dt.timedelta(days=90, seconds=lot)
        ledger.post(ledger.grant(f"lot-{lot}", CREDIT.of(units), at=START, expires_at=expires))
    return ledger


def debits(ledger, number, quantity):
    """Decide and post so many debits."""
    for _ in range(number):
        ledger.post(ledger.debit(f"d{next(names)}", quantity, at=LATER))


def timed(work, *args):
    start = time.perf_counter()
    work(*args)
    return time.perf_counter() - start


def row_5(rounds, lots):
    """A debit that empties two lots and part of a third, refunded between the rounds so that it stays so."""
    small, large = with_lots(3, 2), with_lots(lots, 2)
    quantity, one = CREDIT.of(5), CREDIT.of(1)
    parts = (("lot-0", 2), ("lot-1", 2), ("lot-2", 1))

    def build():
        name = f"d{next(names)}"
        Debit(name, LATER, LATER, 0, quantity, tuple([Part(lot, units) for lot, units in parts]), Shortfall.REJECT)

    def spend(ledger, times):
        """Only the debits are timed; the refund that undoes each is not."""
        spent = 0.0
        for _ in range(times):
            name = f"d{next(names)}"
            start = time.perf_counter()
            entry = ledger.post(ledger.debit(name, quantity, at=LATER))
            spent += time.perf_counter() - start
            assert [(part.lot, part.units) for part in entry.taken] == list(parts)
            ledger.post(ledger.refund(f"r{name}", name, at=LATER))
        return spent

    def against_building():
        ours = spend(small, 50)
        start = 0.0
        for _ in range(50):
            begun = time.perf_counter()
            build()
            start += time.perf_counter() - begun
        return ours, start

    assert small.available(LATER) == CREDIT.of(6)
    yield Found("5", "decide + post over 3 lots / its entry", paired(against_building, rounds), 3)
    many_lots = paired(lambda: (spend(large, 50), spend(small, 50)), rounds)
    yield Found("5", f"the same with {lots:,} lots / with 3", many_lots, 2)
    few, many = with_lots(3), large

    def plain(ledger):
        return lambda: ledger.post(ledger.debit(f"d{next(names)}", one, at=LATER))

    def entry():
        name = f"d{next(names)}"
        return Debit(name, LATER, LATER, 0, one, (Part("lot-0", 1),), Shortfall.REJECT)

    yield Found("5", "one lot pays: decide + post / its entry", ratio(plain(few), entry, rounds, 50))
    small.check()
    many.check()


def row_6(rounds, journal):
    one = CREDIT.of(1)

    def grown(number):
        ledger = with_lots(3)
        debits(ledger, number, one)
        return ledger

    young, old = grown(1_000), grown(journal)
    block = 200

    def blocks():
        nonlocal young
        if len(young.entries) > 3_000:
            young = grown(1_000)
        return timed(debits, old, block, one), timed(debits, young, block, one)

    yield Found("6", f"an entry at {journal:,} / at 1,000, collector as found", paired(blocks, rounds), 1.5)
    gc.collect()
    gc.freeze()
    yield Found("6", f"an entry at {journal:,} / at 1,000, collector frozen", paired(blocks, rounds), 1.2)
    gc.unfreeze()
    assert old.balance(LATER).consumed == Quantity(len(old.entries) - 3, CREDIT)


def speed(number):
    """Return debits a second, decided and posted, each a frozen entry."""
    ledger = with_lots(3)
    return number / timed(debits, ledger, number, CREDIT.of(1))


def beancount(number):
    """Return how many of the same reductions beancount books a second: three lots, FIFO; parsing not counted."""
    try:
        from beancount.parser import booking, parser
    except ImportError:
        return None
    text = [
        '2026-01-01 open Assets:Credits CREDIT "FIFO"',
        "2026-01-01 open Equity:Bought",
        "2026-01-01 open Expenses:Work",
    ]
    for lot in range(3):
        text += [
            f'2026-01-0{lot + 1} * "bought"',
            f"  Assets:Credits  {number} CREDIT {{1.0{lot} EUR}}",
            "  Equity:Bought",
        ]
    for _ in range(number):
        text += ['2026-02-01 * "task"', "  Assets:Credits  -1 CREDIT {}", "  Expenses:Work"]
    entries, errors, options = parser.parse_string("\n".join(text))
    assert not errors
    start = time.perf_counter()
    booked, errors = booking.book(entries, options)
    seconds = time.perf_counter() - start
    assert not errors
    assert len(booked) == number + 6
    return number / seconds


def rows(smoke):
    yield from row_5(*((3, 2_000) if smoke else (40, 100_000)))
    yield from row_6(*((3, 5_000) if smoke else (40, 100_000)))
    ours, theirs = speed(2_000 if smoke else 100_000), beancount(200 if smoke else 5_000)
    yield Found("beside", "debits", ours, unit="a second")
    yield Found("beside", "beancount books the same", theirs, unit="a second")


if __name__ == "__main__":
    show(rows, __doc__)
