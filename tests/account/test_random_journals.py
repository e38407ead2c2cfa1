"""Random journals: the account and its slow twin give the same balance, the same states and the same refusals.

Instants sit on edges: the expiry of a lot, the fifth day after a solution, the end of a month, and one microsecond
either side of them; the stories begin shortly before the clocks go back.
"""

import datetime as dt
from itertools import count, takewhile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk import FACTS, HOUSE, at
from oracles.slow_account import NO, YES, Slow, months_later
from supportcore import plans
from supportcore.account import (
    Account,
    Bought,
    FaultFound,
    Granted,
    On,
    PlanChanged,
    Posted,
    Reserved,
    ReserveMoved,
    WorkLogged,
    invoice,
)
from supportcore.periods import Period
from supportcore.points import Fault
from supportcore.tasks import (
    BUG,
    COMPOUND,
    CONSULTATION,
    DEVELOPMENT,
    ESTIMATE,
    INCIDENT,
    SERVICE_REQUEST,
    SIMPLE,
    STANDARD_REQUEST,
    WORK,
    Accepted,
    Agreed,
    Cancelled,
    Closed,
    Declined,
    Estimated,
    Questioned,
    Reclassified,
    Resumed,
    Solved,
    Started,
    Task,
    Waiting,
)
from supportcore.units import CREDIT, HOUR, POINT, Money

START = at("10-20 10:00")
TICK = dt.timedelta(microseconds=1)
H = dt.timedelta(hours=1)
MADE = {
    "package": (plans.task_package, CREDIT, (SIMPLE, SIMPLE, COMPOUND, BUG, DEVELOPMENT, ESTIMATE)),
    "hours": (lambda: plans.hour_package(20), HOUR, (WORK, CONSULTATION)),
    "points": (plans.points_subscription, POINT, (SERVICE_REQUEST, SERVICE_REQUEST, INCIDENT, STANDARD_REQUEST)),
}
EVENTS = (
    lambda name, when, pick: Accepted(name, when, parts=None),
    lambda name, when, pick: Accepted(name, when, parts=2 + pick % 3),
    lambda name, when, pick: Solved(name, when),
    lambda name, when, pick: Questioned(name, when),
    lambda name, when, pick: Reclassified(name, when, parts=2 + pick % 3, consent=pick % 4 > 0),
    lambda name, when, pick: Estimated(name, when, size=(1 + pick % 7) * H),
    lambda name, when, pick: Agreed(name, when, size=None if pick % 2 else (1 + pick % 5) * H),
    lambda name, when, pick: Declined(name, when),
    lambda name, when, pick: Started(name, when, owner="olha"),
    lambda name, when, pick: Waiting(name, when),
    lambda name, when, pick: Resumed(name, when),
    lambda name, when, pick: Closed(name, when),
    lambda name, when, pick: Cancelled(name, when),
)
NEXT = {
    "posted": (Accepted, Accepted, Accepted, Solved, Waiting, Cancelled),
    "accepted": (Estimated, Solved, Solved, Reclassified, Started, Cancelled, Waiting),
    "estimated": (Agreed, Agreed, Declined),
    "agreed": (Started, Solved, Cancelled),
    "in work": (Solved, Solved, Estimated, Agreed, Cancelled, Waiting),
    "waiting": (Resumed, Solved),
    "solved": (Questioned, Questioned, Closed, Cancelled),
}
"""What may well happen next, so that stories get somewhere."""


def usual(case, name, when, pick):
    """An event that may well happen next; a development is estimated first."""
    kind = NEXT[case.state.value][pick % len(NEXT[case.state.value])]
    if kind is Solved and case.rule.agreement.name == "BEFORE_WORK" and case.task.size is None:
        kind = Estimated if case.state.value == "accepted" else Accepted
    more = {
        Accepted: {"parts": 2 + pick % 3 if case.task.type == COMPOUND else None},
        Estimated: {"size": (1 + pick % 5) * H},
        Agreed: {"size": None if pick % 2 else (1 + pick % 4) * H},
        Reclassified: {"parts": 2 + pick % 3, "consent": True},
        Started: {"owner": "olha"},
    }
    return kind(name, when, **more.get(kind, {}))


VERBS = ("posted", *["usual"] * 6, "event", "logged", "logged", "credit", "aside", "aside", "fault", "fault")
STEPS = ("stay", "tick", "hour", "day", "before", "edge", "after", "hour", "edge")


ELSEWHERE = {
    ("package", "aside"): "usual",
    ("package", "fault"): "usual",
    ("hours", "fault"): "aside",
    ("points", "aside"): "fault",
}
"""What a plan mostly refuses is mostly replaced."""


def fact_of(kind, verb, pick, name, when, account, late=None):
    """One fact; which one depends on the numbers drawn, and a little on how the tasks are."""
    _, unit, kinds = MADE[kind]
    verb = ELSEWHERE.get((kind, verb), verb) if pick % 7 else verb
    cases = account.cases(late or when)
    incidents = [case.task.id for case in cases if case.task.type == INCIDENT]
    names = [case.task.id for case in cases][-3:] or ["T-0"]
    names = incidents[-2:] if verb == "fault" and incidents else names
    task, other = (
        (f"T-{pick % 3}", "T-0") if verb == "posted" else (names[pick % len(names)], names[pick // 2 % len(names)])
    )
    other = other if other != task else "T-none"
    case = next((case for case in cases if case.task.id == task), None)
    if verb == "usual" and (case is None or case.state.value not in NEXT):
        task, verb = f"T-{3 + int(name[1:])}" if case else task, "posted"
    known = {"recorded_at": late}
    match verb:
        case "posted":
            kind_of = kinds[pick // 3 % len(kinds)]
            return Posted(name, when, task=Task(task, kind_of, "Acme", when), **known)
        case "usual":
            return On(name, when, task=task, event=usual(case, name, when, pick // 3), **known)
        case "event":
            return On(name, when, task=task, event=EVENTS[pick // 3 % len(EVENTS)](name, when, pick // 3), **known)
        case "logged":
            return WorkLogged(name, when, task=task, minutes=(1, 40, 300, 900)[pick // 3 % 4], **known)
        case "credit" if pick % 2:
            expires = (None, when + dt.timedelta(days=4))[pick // 2 % 2]
            return Granted(name, when, quantity=unit.of(1 + pick % 4), expires_at=expires, **known)
        case "credit":
            return Bought(name, when, quantity=unit.of((9, 10, 12, 1)[pick // 2 % 4]), **known)
        case "aside" if pick % 2:
            return Reserved(name, when, task=task, minutes=(30, 400, 1100)[pick // 3 % 3], **known)
        case "aside":
            return ReserveMoved(name, when, task=task, to=other, **known)
        case _:
            faults = (Fault.CLIENT, Fault.CLIENT, Fault.NOT_THE_CLIENT, Fault.NOT_FOUND)
            return FaultFound(name, when, task=task, fault=faults[pick // 3 % 4], **known)


def moved_on(slow, now, step):
    ahead = [edge for edge in slow.edges(now) if edge > now + TICK]
    to = {
        "tick": now + TICK, "hour": now + H, "day": now + 24 * H,
        "before": ahead[0] - TICK if ahead else now, "edge": ahead[0] if ahead else now,
        "after": ahead[0] + TICK if ahead else now,
    }  # fmt: skip
    return to.get(step, now)


def compare(account, slow, now):
    balance, expected = account.balance(now), slow.balance(now)
    assert {name: getattr(balance, name).units for name in expected} == expected, now
    assert {case.task.id: case.state.value for case in account.cases(now)} == slow.states(now), now


def play(kind, steps):
    """Play a story on both, comparing everything after every fact; then look ahead, and shuffle the list."""
    plan = MADE[kind][0]()
    account = Account(plan, HOUSE, facts=FACTS, since=START)
    slow = Slow(kind, plan, HOUSE, START.astimezone(dt.UTC), FACTS)
    now, journal = START.astimezone(dt.UTC), []
    for number, (verb, pick, step) in enumerate([*BEGINNING, *steps]):
        now = moved_on(slow, now, step)
        fact = fact_of(kind, verb, pick, f"f{number:03}", now, account)
        outcome = account.post(fact)
        journal.append(fact)
        assert (NO if outcome.refusal else YES) == slow.tell(fact), (fact, outcome.refusal)
        assert account.post(fact) is outcome
        compare(account, slow, now)
    for edge in slow.edges(now)[:3]:
        for later in (edge - TICK, edge, edge + TICK):
            compare(account, slow, later)
    for ledger in account._ledgers.values():
        ledger.check()
    return account, journal


BEGINNING = (
    ("credit", 2, "stay"),
    ("credit", 3, "stay"),
    ("posted", 0, "stay"),
    ("posted", 4, "hour"),
    ("posted", 8, "hour"),
)
STORY = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 35), st.sampled_from(STEPS)), min_size=6, max_size=24)
FAST = settings(max_examples=60, suppress_health_check=list(HealthCheck))
LONG = settings(FAST, max_examples=700)


@pytest.mark.parametrize("kind", [*MADE])
@FAST
@given(steps=STORY)
def test_the_account_and_its_slow_twin_agree(kind, steps):
    play(kind, steps)


@pytest.mark.long
@pytest.mark.parametrize("kind", [*MADE])
@LONG
@given(steps=STORY)
def test_the_account_and_its_slow_twin_agree_for_long(kind, steps):
    play(kind, steps)


def told(account, now):
    balance = account.balance(now)
    outcomes = sorted((one.fact.id, str(one.refusal), one.told) for one in account.outcomes())
    return balance, [(case.task.id, case.state) for case in account.cases(now)], outcomes


@pytest.mark.parametrize("kind", [*MADE])
@settings(FAST, max_examples=8)
@given(steps=STORY, data=st.data())
def test_the_order_of_a_list_and_duplicates_change_nothing(kind, steps, data):
    _, journal = play(kind, steps)
    now = journal[-1].at + dt.timedelta(days=10)
    shuffled = data.draw(st.permutations(journal + journal[: len(journal) // 2]))
    one, other = (Account.of(MADE[kind][0](), HOUSE, facts, facts=FACTS, since=START) for facts in (journal, shuffled))
    assert told(one, now) == told(other, now)


def late(kind, steps):
    """Facts that became known later than they happened: nothing breaks, and the books always balance."""
    account = Account(MADE[kind][0](), HOUSE, facts=FACTS, since=START)
    now = START.astimezone(dt.UTC)
    for number, (verb, pick, step) in enumerate([*BEGINNING, *steps]):
        now += {"stay": 0, "tick": 0, "hour": 1, "day": 24}.get(step, 60) * H
        back = (0, 1, 0, 30, 200)[pick % 5] * H
        fact = fact_of(kind, verb, pick, f"f{number:03}", max(START, now - back), account, late=now)
        before = account.copy().at(now)
        outcome = account.post(fact)
        if outcome.refusal is not None:
            assert account.balance(now) == before.balance(now)
            assert account.cases(now) == before.cases(now)
        for ledger in account.at(now + 150 * H)._ledgers.values():
            ledger.check()


@pytest.mark.parametrize("kind", [*MADE])
@FAST
@given(steps=STORY)
def test_facts_that_are_told_late_break_nothing(kind, steps):
    late(kind, steps)


@pytest.mark.long
@pytest.mark.parametrize("kind", [*MADE])
@LONG
@given(steps=STORY)
def test_facts_that_are_told_late_break_nothing_for_long(kind, steps):
    late(kind, steps)


HOURS = (20, 40, 80, 120)
CHANGES = st.lists(
    st.tuples(st.sampled_from(HOURS), st.integers(-40, 40), st.sampled_from((0, 0, 1, 24, 2000))), max_size=6
)


def months_ruled(plans_told, until):
    """By hand: of each plan the months that begin before another plan was told for that time."""
    for place, (since, hours) in enumerate(plans_told):
        ends = min([until, *(later for later, _ in plans_told[place + 1 :])])
        months = (months_later(since, HOUSE.tz, number) for number in count())
        yield from ((begun, hours) for begun in takewhile(lambda begun, ends=ends: begun < ends, months))


@FAST
@given(changes=CHANGES)
def test_of_plans_that_change_every_month_ruled_has_its_fee_and_its_hours_and_no_other_has(changes):
    booked = {hours: plans.hour_package(hours, price=Money(hours, "USD")) for hours in HOURS}
    account = Account(booked[20], HOUSE, facts=FACTS, since=START)
    told, now = [(START.astimezone(dt.UTC), 20)], START.astimezone(dt.UTC)
    for number, (hours, day, step) in enumerate(changes):
        now += step * H
        since = max(told[0][0], min(now, START.astimezone(dt.UTC) + dt.timedelta(day)))
        account.post(PlanChanged(f"p{number}", since, plan=booked[hours], recorded_at=now))
        told.append((since, hours))
    whole = Period(START, now + dt.timedelta(100))
    expected = sorted(months_ruled(told, whole.end))
    assert [(line.at, line.amount) for line in invoice(account, whole).lines] == [
        (begun, Money(hours, "USD")) for begun, hours in expected
    ]
    ledger = account.ledger(whole.end)
    ledger.check()
    lots = [lot for lot in ledger.lots(whole.end) if lot.voided_at is None and lot.effective_at < whole.end]
    assert sorted((lot.effective_at, lot.balance.granted) for lot in lots) == [
        (begun, HOUR.of(hours)) for begun, hours in expected
    ]
