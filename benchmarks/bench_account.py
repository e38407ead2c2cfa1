"""The account's bar (row 6): an event that comes in order costs the same, however long the journal.

    python benchmarks/bench_account.py [--smoke]

A client posts three tasks a day; each is accepted, worked on and solved, and closes by itself five days later. The same
block of facts is posted to an account of 100,000 facts and to one of 1,000, the garbage collector as found, and frozen.
Beside: facts a second, on a package of tasks and on a package of hours.
"""

import datetime as dt
import gc
import time
from itertools import count

from measure import Found, paired, show

from supportcore import plans
from supportcore.account import Account, Bought, Granted, On, Posted, WorkLogged
from supportcore.tasks import SIMPLE, WORK, Accepted, Solved, Task
from supportcore.units import CREDIT

HOUSE = plans.house_calendar()
START = dt.datetime(1950, 1, 2, 9, tzinfo=dt.UTC)
FACTS = (plans.AFTER_IMPLEMENTATION_OR_AUDIT,)
HOUR = dt.timedelta(hours=1)


class Client:
    """An account, and where its story stands; credit is bought for all of it, so that both sides have the same lots."""

    def __init__(self, *, hours=False):
        self.kind = WORK if hours else SIMPLE
        plan = plans.hour_package(120) if hours else plans.task_package()
        self.account = Account(plan, HOUSE, facts=FACTS, since=START)
        if not hours:
            self.account.post(Granted("present", START, quantity=CREDIT.of(10**9)))
        self.days = count(1)
        self.number = 0

    def day(self):
        """Return the facts of a day: three tasks, four facts each, and now and then a package."""
        day = next(self.days)
        now = START + dt.timedelta(days=day)
        facts = [Bought(f"b{day}", now, quantity=CREDIT.of(10))] if day % 90 == 0 and self.kind is SIMPLE else []
        for hour in range(1, 4):
            name, at = f"T-{day}-{hour}", now + hour * HOUR
            facts += [
                Posted.of(Task(name, self.kind, "Acme", at)),
                On.of(name, Accepted(f"a-{name}", at)),
                WorkLogged(f"w-{name}", at, task=name, minutes=20),
                On.of(name, Solved(f"s-{name}", at)),
            ]
        return facts

    def block(self, facts):
        """Return a block of facts of so many at least, made outside the clock."""
        found = []
        while len(found) < facts:
            found += self.day()
        return found

    def post(self, facts):
        for fact in facts:
            self.account.post(fact)
        self.number += len(facts)

    def grown(self, facts):
        self.post(self.block(facts))
        assert self.account.refused() == ()
        return self


def timed(client, block):
    facts = client.block(block)
    start = time.perf_counter()
    client.post(facts)
    return (time.perf_counter() - start) / len(facts)


def row_6(rounds, journal, block):
    old, young = Client().grown(journal), Client().grown(1_000)

    def blocks():
        nonlocal young
        if young.number > 4_000:
            young = Client().grown(1_000)
        return timed(old, block), timed(young, block)

    yield Found("6", f"a fact at {journal:,} / at 1,000, collector as found", paired(blocks, rounds), 1.5)
    gc.collect()
    gc.freeze()
    yield Found("6", f"a fact at {journal:,} / at 1,000, collector frozen", paired(blocks, rounds), 1.2)
    gc.unfreeze()
    assert old.account.refused() == ()
    old.account.ledger(START).check()


def speed(number):
    for hours in (False, True):
        client = Client(hours=hours)
        facts = client.block(number)
        start = time.perf_counter()
        client.post(facts)
        seconds = time.perf_counter() - start
        yield Found(
            "beside", f"facts on a package of {'hours' if hours else 'tasks'}", len(facts) / seconds, unit="a second"
        )
        assert client.account.refused() == ()


def rows(smoke):
    yield from row_6(*((3, 3_000, 120) if smoke else (40, 100_000, 240)))
    yield from speed(1_000 if smoke else 20_000)


if __name__ == "__main__":
    show(rows, __doc__)
