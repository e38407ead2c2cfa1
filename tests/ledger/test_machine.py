"""The ledger against the jar of coins: any story, the same coins, and the laws of the books after every step.

Amounts are small and instants sit on edges: the expiry of a lot, the timeout of a hold, and one microsecond
either side of them, because that is where the mistakes are.
"""

import datetime as dt
import pickle
import random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from oracles.jar_of_coins import CLOSED, REFUSED, Jar
from supportcore.errors import HoldClosed
from supportcore.ledger import HeldAtExpiry, Ledger, Rollover, Shortfall
from supportcore.reasons import Refusal
from supportcore.units import CREDIT

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TICK = dt.timedelta(microseconds=1)
HOUR = dt.timedelta(hours=1)
LIMIT = 6
POLICIES = {
    "reject": Shortfall.REJECT,
    "at most": Shortfall.AT_MOST,
    "owe": Shortfall.OWE(CREDIT.of(LIMIT)),
}
# how far the clock moves before a step: not at all, a tick, an hour, or to an edge and one tick either side
STEPS = st.sampled_from(["stay", "tick", "hour", "before", "edge", "after", "stay", "hour"])
BACK = st.sampled_from([0, 0, 0, 0, 1, 2, 3])
SMALL = st.integers(1, 7)
PICK = st.integers(0, 40)
POLICY = st.sampled_from([*POLICIES])


def coins(*groups):
    return [part.lot for parts in groups for part in parts for _ in range(part.units)]


class Story(RuleBasedStateMachine):
    policy = HeldAtExpiry.STAY

    def __init__(self):
        super().__init__()
        self.ledger = Ledger(CREDIT, held_at_expiry=self.policy)
        self.jar = Jar(forfeit=self.policy is HeldAtExpiry.FORFEIT)
        self.now = START
        self.edges = {START}
        self.number = 0
        self.held = []
        self.spent = []
        self.asked = []
        self.remembered = {}

    # --- the clock and the choices

    def pass_to(self, step):
        ahead = sorted(edge for edge in self.edges if edge > self.now + TICK)
        to = {
            "stay": self.now,
            "tick": self.now + TICK,
            "hour": self.now + HOUR,
            "before": ahead[0] - TICK if ahead else self.now,
            "edge": ahead[0] if ahead else self.now,
            "after": ahead[0] + TICK if ahead else self.now,
        }
        self.now = max(self.now, to[step])
        self.jar.pass_time(self.now)

    def back(self, how):
        """An instant in the past: an edge that is behind us, or one tick before one."""
        behind = sorted(edge for edge in self.edges if edge <= self.now)
        if not how or not behind:
            return self.now
        return max(START, behind[-min(how, len(behind))] - TICK * (how % 2))

    def name(self):
        self.number += 1
        return f"e{self.number:04}"

    def later(self, pick):
        """An expiry: never, or soon, several lots sharing it."""
        return None if pick % 7 == 0 else START + HOUR * ((self.now - START) // HOUR + 1 + pick % 6)

    def settle_on(self, verb, name, *args, **kwargs):
        """Decide, see that deciding changed nothing, post, and see that asking again gives the same."""
        before = self.fingerprint()
        decided = getattr(self.ledger, verb)(name, *args, recorded_at=self.now, **kwargs)
        assert self.fingerprint() == before
        if isinstance(decided, Refusal):
            assert str(decided).startswith("refused: ")
            return decided
        posted = self.ledger.post(decided)
        count = len(self.ledger.entries)
        assert self.ledger.post(posted) == posted
        assert getattr(self.ledger, verb)(name, *args, recorded_at=self.now + HOUR, **kwargs) == posted
        assert len(self.ledger.entries) == count
        return posted

    def fingerprint(self):
        books = self.ledger._books
        lots = [(name, tuple(lot.cells), lot.shelved, lot.voided) for name, lot in books.lots.items()]
        shelf = [[lot.id for _, lot in block] for row in books.shelf.rows.values() for block in row]
        rest = (
            len(books.journal),
            books.holds,
            books.debts,
            books.owed,
            books.frontier,
            books.timeouts,
            books.upcoming,
        )
        return repr((lots, shelf, rest)) if len(books.journal) > 24 else pickle.dumps((self.ledger, lots, shelf, rest))

    def refused(self, expected, decided):
        assert (expected == REFUSED) == isinstance(decided, Refusal), (expected, decided)
        return expected == REFUSED

    def burns_in_order(self, taken, at):
        """Exchange: no lot that comes before one that paid could have paid another coin."""
        if taken:
            last = max(self.jar.lots[part.lot]["key"] for part in taken)
            for lot, terms in self.jar.lots.items():
                assert terms["key"] >= last or not (self.jar.usable(lot, at) and self.jar.can_spare(lot, at))

    # --- the steps

    @rule(step=STEPS, units=SMALL, pick=PICK, start=st.sampled_from(["now", "now", "now", "edge", "late"]))
    def grant(self, step, units, pick, start):
        self.pass_to(step)
        name = self.name()
        at = {"now": self.now, "edge": self.now + HOUR * (1 + pick % 3), "late": self.back(1 + pick % 3)}[start]
        expires = self.later(pick)
        expires = expires if expires is None or expires > at else at + HOUR
        self.edges |= {at, expires} - {None}
        entry = self.settle_on("grant", name, CREDIT.of(units), at=at, expires_at=expires, priority=pick % 2)
        self.jar.grant(name, units, at, expires, pick % 2, self.now)
        assert entry.quantity == CREDIT.of(units)

    @rule(step=STEPS, units=SMALL, back=BACK, policy=POLICY)
    def debit(self, step, units, back, policy):
        self.pass_to(step)
        at, name = self.back(back), self.name()
        decided = self.settle_on("debit", name, CREDIT.of(units), at=at, shortfall=POLICIES[policy])
        expected = self.jar.debit(name, units, at, policy, LIMIT)
        if not self.refused(expected, decided):
            assert coins(decided.taken) == expected
            self.burns_in_order(decided.taken, at)
            self.spent.append(name)

    @rule(step=STEPS, units=SMALL, back=BACK, pick=PICK, policy=st.sampled_from(["reject", "reject", "at most"]))
    def hold(self, step, units, back, pick, policy):
        self.pass_to(step)
        at, name = self.back(back), self.name()
        timeout = None if pick % 3 == 0 else self.later(pick + 1)
        self.edges |= {timeout} - {None}
        decided = self.settle_on("hold", name, CREDIT.of(units), at=at, timeout_at=timeout, shortfall=POLICIES[policy])
        expected = self.jar.hold(name, units, at, timeout, policy)
        if not self.refused(expected, decided):
            assert coins(decided.taken) == expected
            self.held.append(name)

    def some_hold(self, pick, at):
        name = self.held[-1 - pick % min(len(self.held), 8)]
        began = self.jar.holds[name]["began"] if name in self.jar.holds else at
        return name, max(at, began)

    @precondition(lambda self: self.held)
    @rule(step=STEPS, units=st.integers(-1, 8), back=BACK, pick=PICK, policy=POLICY)
    def settle(self, step, units, back, pick, policy):
        self.pass_to(step)
        name = self.name()
        hold, at = self.some_hold(pick, self.back(back))
        if hold not in self.jar.holds:
            with pytest.raises(HoldClosed):
                self.ledger.settle(name, hold, at=at, recorded_at=self.now)
            assert self.jar.settle(name, hold, 0, at, policy) == CLOSED
            return
        asked = None if units < 0 else units
        decided = self.settle_on(
            "settle", name, hold, None if asked is None else CREDIT.of(asked), at=at, beyond=POLICIES[policy]
        )
        expected = self.jar.settle(name, hold, asked, at, policy, LIMIT)
        if not self.refused(expected, decided):
            assert coins(decided.taken, decided.extra) == expected
            self.spent.append(name)

    @precondition(lambda self: self.held)
    @rule(step=STEPS, back=BACK, pick=PICK)
    def void(self, step, back, pick):
        self.pass_to(step)
        name = self.name()
        hold, at = self.some_hold(pick, self.back(back))
        if hold not in self.jar.holds:
            with pytest.raises(HoldClosed):
                self.ledger.void(name, hold, at=at, recorded_at=self.now)
            return
        decided = self.settle_on("void", name, hold, at=at)
        assert coins(decided.released) == self.jar.void(hold, at)[::-1]

    @precondition(lambda self: self.held)
    @rule(step=STEPS, units=SMALL, pick=PICK)
    def move(self, step, units, pick):
        self.pass_to(step)
        name = self.name()
        hold, at = self.some_hold(pick, self.now)
        if hold not in self.jar.holds:
            with pytest.raises(HoldClosed):
                self.ledger.move(name, hold, at=at, recorded_at=self.now)
            return
        timeout = None if pick % 2 else self.later(pick + 1)
        decided = self.settle_on("move", name, hold, CREDIT.of(units), at=at, timeout_at=timeout)
        expected = self.jar.shift(name, hold, units, at, timeout)
        if not self.refused(expected, decided):
            assert coins(decided.moved[::-1]) == expected
            self.held.append(name)

    @precondition(lambda self: self.spent)
    @rule(step=STEPS, units=SMALL, back=BACK, pick=PICK)
    def refund(self, step, units, back, pick):
        self.pass_to(step)
        name, of = self.name(), self.spent[-1 - pick % min(len(self.spent), 8)]
        at = max(self.back(back), self.jar.spent[of]["last"])
        decided = self.settle_on("refund", name, of, CREDIT.of(units), at=at)
        expected = self.jar.refund(of, units, at)
        if not self.refused(expected, decided):
            assert coins(decided.returned) == expected
            assert decided.forgiven == units - len(expected)

    @precondition(lambda self: self.ledger.debts)
    @rule(step=STEPS, pick=PICK)
    def repay(self, step, pick):
        self.pass_to(step)
        of = [*self.ledger.debts][pick % len(self.ledger.debts)]
        decided = self.settle_on("repay", self.name(), of, at=self.now)
        expected = self.jar.repay(of, self.now)
        if not self.refused(expected, decided):
            assert coins(decided.taken) == expected

    def some_lot(self, pick):
        return [*self.jar.lots][-1 - pick % min(len(self.jar.lots), 12)]

    @precondition(lambda self: self.jar.lots)
    @rule(step=STEPS, units=st.integers(-4, 4).filter(bool), back=BACK, pick=PICK)
    def adjust(self, step, units, back, pick):
        self.pass_to(step)
        lot = self.some_lot(pick)
        at = max(self.back(back), self.jar.lots[lot]["effective"])
        if at <= self.now:
            decided = self.settle_on("adjust", self.name(), lot, CREDIT.of(units), reason="counted again", at=at)
            self.refused(self.jar.adjust(lot, units, at), decided)

    @precondition(lambda self: self.jar.lots)
    @rule(step=STEPS, back=BACK, pick=PICK)
    def void_lot(self, step, back, pick):
        self.pass_to(step)
        if pick % 4 == 0:
            lot, at = self.some_lot(pick), self.back(back)
            at = max(at, self.ledger.entry(lot).recorded_at)
            if self.jar.lots[lot]["voided"] is None:
                decided = self.settle_on("void_lot", self.name(), lot, reason="cancelled", at=at)
                self.refused(self.jar.void_lot(lot, at), decided)

    @precondition(lambda self: self.jar.lots)
    @rule(step=STEPS, pick=PICK, least=st.integers(0, 4), more=st.integers(0, 4))
    def carry(self, step, pick, least, more):
        self.pass_to(step)
        lot, name = self.some_lot(pick), self.name()
        if self.jar.lots[lot]["effective"] < self.now:
            bounds = Rollover(CREDIT.of(least), CREDIT.of(least + more))
            expires = self.later(pick)
            decided = self.settle_on("carry", name, lot, at=self.now, expires_at=expires, rollover=bounds)
            expected = self.jar.carry(name, lot, least, least + more, self.now, expires, 0, self.now)
            if not self.refused(expected, decided):
                assert len(coins(decided.carried)) == expected
                self.edges |= {expires} - {None}

    # --- the laws

    @invariant()
    def the_books_balance(self):
        self.ledger.check()

    @invariant()
    def every_coin_is_where_the_jar_has_it(self):
        rng = random.Random(self.number)
        edge = rng.choice(sorted(self.edges))
        instants = (self.now, edge - TICK, edge)
        for at in instants if self.number < 48 else instants[self.number % 3 :][:1]:
            for view in self.ledger.lots(at):
                counted = {name: getattr(view.balance, name).units for name in COLUMNS}
                where = self.jar.where(view.id, at)
                assert counted == {name: where[name] for name in COLUMNS}, (view.id, at)
                assert sum(where[name] for name in COLUMNS[:4]) == sum(where[name] for name in COLUMNS[4:])

    @invariant()
    def what_can_be_spent_is_what_can_be_spared(self):
        spare = self.ledger.available(self.now).units
        assert spare == self.ledger.balance(self.now).available.units
        assert self.ledger.balance(self.now).owed.units == self.jar.owed()

    @invariant()
    def what_was_known_stays_known(self):
        if self.ledger.entries and self.number % 16 == 0:
            for (at, known_at), balance in self.remembered.items():
                assert self.ledger.balance(at, known_at=known_at) == balance
            rng = random.Random(self.number)
            known_at = self.ledger.entries[-1].recorded_at - TICK
            at = rng.choice(sorted(self.edges))
            self.remembered[at, known_at] = self.ledger.balance(at, known_at=known_at)
            while len(self.remembered) > 6:
                del self.remembered[next(iter(self.remembered))]

    @invariant()
    def replaying_a_part_and_then_the_rest_gives_the_same(self):
        if self.number % 32 == 0:
            entries = list(self.ledger.entries)
            random.Random(self.number).shuffle(entries)
            cut = self.number % (len(entries) + 1)
            whole = Ledger.replay(CREDIT, entries, held_at_expiry=self.policy)
            part = Ledger.replay(CREDIT, self.ledger.entries[:cut], held_at_expiry=self.policy).copy()
            for entry in self.ledger.entries[cut:]:
                part.post(entry)
            assert whole == part == self.ledger
            assert cells(whole) == cells(part) == cells(self.ledger) == cells(self.ledger.copy())

    def teardown(self):
        edges = sorted(self.edges)[-40:]
        ahead = [self.ledger.balance(edge) for edge in edges]
        for edge in edges:  # many small looks at the future change nothing
            self.ledger.available(edge)
        assert [self.ledger.balance(edge) for edge in edges] == ahead
        start, middle, end = START, self.now, self.now + HOUR * 12
        first, second = (
            self.ledger.statement(start, middle + TICK),
            self.ledger.statement(middle + TICK, end),
        )
        assert first.closing == second.opening == self.ledger.balance(middle)
        assert second.closing == self.ledger.balance(end - TICK)
        total = first.opening
        for line in first.lines + second.lines:
            total += line.change
        assert total == second.closing
        self.ledger.reconsider().ledger.check()


COLUMNS = ("granted", "adjusted", "refunded", "moved_in", "upcoming", "available", "held", "consumed", "expired",
           "voided", "moved_out")  # fmt: skip


def cells(ledger):
    books = ledger._books
    return (
        {name: (lot.cells, lot.shelved, lot.voided) for name, lot in books.lots.items()},
        [lot.id for row in books.shelf.rows.values() for block in row for _, lot in block],
        books.holds, books.debts, books.timed_out, sorted(books.upcoming),
    )  # fmt: skip


class Forfeiting(Story):
    policy = HeldAtExpiry.FORFEIT


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much,
         HealthCheck.large_base_example]  # fmt: skip


@pytest.mark.parametrize("story", [Story, Forfeiting])
def test_a_short_story(story):
    run_state_machine_as_test(
        story, settings=settings(max_examples=20, stateful_step_count=40, suppress_health_check=QUIET)
    )


@pytest.mark.long
@pytest.mark.parametrize("story", [Story, Forfeiting])
def test_a_long_story(story):
    run_state_machine_as_test(
        story,
        settings=settings(max_examples=512, stateful_step_count=512, suppress_health_check=QUIET),
    )
