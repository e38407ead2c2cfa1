"""What is set aside for a task does not depend on the way it took: as many credits as it is worth, once."""

import datetime as dt

import pytest

from supportcore import plans
from supportcore.account import Account, Bought, On, Posted
from supportcore.tasks import SIMPLE, Accepted, Questioned, Reclassified, Resumed, Solved, Task, Waiting
from supportcore.units import CREDIT

HOUSE = plans.house_calendar()


def at(hour, minute=0):
    return dt.datetime(2026, 11, 23, hour, minute, tzinfo=HOUSE.tz)


WAYS = [
    # what happens, credits set aside after it
    ([Accepted], 1),
    ([Solved], 1),
    ([Accepted, Solved], 1),
    ([Waiting, Solved], 1),
    ([Waiting, Resumed, Solved], 1),
    ([Accepted, Waiting, Solved], 1),
    ([Solved, Questioned, Solved], 1),
    ([Accepted, Solved, Questioned, Solved], 1),
    ([Accepted, Reclassified], 3),
    ([Accepted, Reclassified, Solved], 3),
    ([Reclassified, Solved], 3),
    ([Waiting, Reclassified, Solved], 3),
    ([Solved, Questioned, Reclassified, Solved], 3),
]


def happened(kind, number):
    more = {"parts": 3, "reason": "three reports", "consent": True} if kind is Reclassified else {}
    return On.of("T-1", kind(f"e-{number}", at(11, number), **more))


@pytest.mark.rule("PKG-4", "PKG-6", "ISM-3")
@pytest.mark.parametrize(("ways", "held"), WAYS, ids=["-".join(one.__name__ for one in ways) for ways, _ in WAYS])
def test_a_task_sets_aside_what_it_is_worth_whichever_way_it_takes(ways, held):
    account = Account(plans.task_package(), HOUSE)
    facts = [Bought("b-1", at(9), quantity=CREDIT.of(10)), Posted.of(Task("T-1", SIMPLE, "Example Ltd", at(10)))]
    facts += [happened(kind, number) for number, kind in enumerate(ways)]
    assert [account.post(fact).refusal for fact in facts] == [None] * len(facts)
    assert account.balance(at(12)).held == CREDIT.of(held)
