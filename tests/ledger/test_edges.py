"""The edges of the ledger: what an entry keeps, and decisions just beside the ones that the stories take."""

import datetime as dt
import pickle

import attrs
import pytest

from supportcore.errors import InvalidAmount, InvalidEntry, UnbalancedBooks
from supportcore.ledger import (
    Debit,
    ExpiringSoon,
    HeldAtExpiry,
    Ledger,
    LineKind,
    Part,
    Recurring,
    Refund,
    Rollover,
    Shortfall,
    _reads,
    notices,
)
from supportcore.ledger._books import lowest
from supportcore.ledger.entries import CONSUMED, FREE, RANK
from supportcore.periods import Billing, Months
from supportcore.reasons import Refusal
from supportcore.units import CREDIT, Quantity

HOUR = dt.timedelta(hours=1)
START = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)


def at(hour):
    return START + hour * HOUR


def two_lots(**kwargs):
    """Five credits that burn after ten hours, and five that never do."""
    ledger = Ledger(CREDIT, **kwargs)
    ledger.post(ledger.grant("soon", CREDIT.of(5), at=at(0), expires_at=at(10)))
    ledger.post(ledger.grant("never", CREDIT.of(5), at=at(0)))
    return ledger


def prepared():
    """A ledger with something for each verb: two lots, a hold, a debit within credit and one that owes."""
    ledger = two_lots()
    ledger.post(ledger.hold("hold", CREDIT.of(2), at=at(1)))
    ledger.post(ledger.debit("paid", CREDIT.of(2), at=at(1)))
    ledger.post(ledger.debit("owing", CREDIT.of(8), at=at(1), shortfall=Shortfall.OWE()))
    ledger.post(ledger.grant("more", CREDIT.of(5), at=at(1)))
    return ledger


VERBS = {
    "grant": lambda ledger, **kw: ledger.grant("new", CREDIT.of(1), at=at(2), **kw),
    "opening": lambda ledger, **kw: ledger.opening("new", CREDIT.of(1), at=at(2), **kw),
    "carry": lambda ledger, **kw: ledger.carry("new", "more", at=at(2), expires_at=None, **kw),
    "debit": lambda ledger, **kw: ledger.debit("new", CREDIT.of(1), at=at(2), **kw),
    "debit beyond": lambda ledger, **kw: ledger.debit("new", CREDIT.of(9), at=at(2), shortfall=Shortfall.AT_MOST, **kw),
    "hold": lambda ledger, **kw: ledger.hold("new", CREDIT.of(1), at=at(2), **kw),
    "settle": lambda ledger, **kw: ledger.settle("new", "hold", at=at(2), **kw),
    "void": lambda ledger, **kw: ledger.void("new", "hold", at=at(2), **kw),
    "move": lambda ledger, **kw: ledger.move("new", "hold", at=at(2), **kw),
    "refund": lambda ledger, **kw: ledger.refund("new", "paid", at=at(2), **kw),
    "repay": lambda ledger, **kw: ledger.repay("new", "owing", at=at(2), **kw),
    "adjust": lambda ledger, **kw: ledger.adjust("new", "more", CREDIT.of(1), reason="wrong", at=at(2), **kw),
    "void_lot": lambda ledger, **kw: ledger.void_lot("new", "more", reason="wrong", at=at(2), **kw),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_every_entry_keeps_its_note_and_when_it_was_known(verb):
    entry = verb(prepared(), note="by phone", recorded_at=at(3))
    assert (entry.note, entry.effective_at, entry.recorded_at) == ("by phone", at(2), at(3))
    assert verb(prepared()).note == ""


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_every_entry_that_was_decided_can_be_posted_and_read_again(verb):
    ledger = prepared()
    entry = ledger.post(verb(ledger, note="by phone"))
    ledger.check()
    assert ledger.replay(CREDIT, reversed(ledger.entries)) == ledger
    assert verb(ledger, note="by phone") == entry


# What was free at an instant that has passed.


def test_what_happens_within_an_instant_is_no_level():
    noon, later = at(0), at(1)
    assert lowest(4, [(noon, -3), (later, 5), (later, -2)]) == 1
    assert lowest(4, [(noon, -3), (later, -2), (later, 5)]) == 1


def test_a_late_adjustment_takes_no_more_than_was_free_then():
    ledger = two_lots()
    ledger.post(ledger.adjust("up", "never", CREDIT.of(3), reason="gift", at=at(4)))
    refused = ledger.adjust("down", "never", -CREDIT.of(6), reason="wrong", at=at(2), recorded_at=at(5))
    assert "6 credits asked, 5 credits available" in str(refused)
    ledger.post(ledger.adjust("down", "never", -CREDIT.of(5), reason="wrong", at=at(2), recorded_at=at(5)))
    assert ledger.balance(at(2)).available == CREDIT.of(5)
    ledger.check()


def test_an_adjustment_that_is_too_large_says_what_there_is():
    refused = two_lots().adjust("down", "never", -CREDIT.of(7), reason="wrong", at=at(2))
    assert isinstance(refused, Refusal)
    assert "7 credits asked, 5 credits available" in str(refused)
    assert "top up by 2 credits" in str(refused)


# Holds that move, debts, refunds.


def test_a_hold_that_was_moved_pays_in_the_order_in_which_it_was_taken():
    ledger = two_lots()
    ledger.post(ledger.hold("old", CREDIT.of(8), at=at(1)))
    moved = ledger.post(ledger.move("new", "old", at=at(2)))
    assert moved.moved == (Part("never", 3), Part("soon", 5))
    settled = ledger.post(ledger.settle("done", "new", CREDIT.of(6), at=at(3)))
    assert settled.taken == (Part("soon", 5), Part("never", 1))
    assert settled.released == (Part("never", 2),)
    ledger.check()


@pytest.mark.parametrize("hours", [1, 2])
def test_a_hold_is_not_moved_to_one_that_is_over(hours):
    ledger = two_lots()
    ledger.post(ledger.hold("old", CREDIT.of(2), at=at(1)))
    with pytest.raises(InvalidEntry, match="is over by then"):
        ledger.move("new", "old", at=at(2), timeout_at=at(hours))
    assert ledger.move("new", "old", at=at(2), timeout_at=at(3)).timeout_at == at(3)


def test_a_refund_beyond_all_of_a_debit_says_how_much_it_was_with_its_debt():
    ledger = two_lots()
    ledger.post(ledger.debit("work", CREDIT.of(12), at=at(1), shortfall=Shortfall.OWE()))
    assert "12 credits" in str(ledger.refund("back", "work", CREDIT.of(13), at=at(2)))
    assert ledger.refund("back", "work", CREDIT.of(12), at=at(2)).forgiven == 2


def test_a_debt_is_not_repaid_before_it_was_made():
    ledger = two_lots()
    ledger.post(ledger.debit("work", CREDIT.of(12), at=at(4), shortfall=Shortfall.OWE()))
    ledger.post(ledger.grant("more", CREDIT.of(5), at=at(5)))
    with pytest.raises(InvalidEntry, match="was last touched"):
        ledger.repay("paid", "work", at=at(3), recorded_at=at(6))


def test_bounds_of_a_renewal_are_of_the_entry():
    entry = VERBS["carry"](prepared(), rollover=Rollover(most=CREDIT.of(1)))
    assert (entry.quantity, entry.carried) == (CREDIT.of(1), (Part("more", 1),))
    assert attrs.evolve(entry, note="again") != entry


def test_a_debt_beyond_its_limit_says_how_much_to_top_up():
    ledger = two_lots()
    refused = ledger.debit("work", CREDIT.of(16), at=at(1), shortfall=Shortfall.OWE(CREDIT.of(2)))
    assert "top up by 4 credits" in str(refused)


def test_a_unit_that_came_from_elsewhere_is_the_same_unit():
    """A host that stores quantities makes the unit anew: equal, and not the same object."""
    twin = attrs.evolve(CREDIT)
    assert twin is not CREDIT
    ledger = two_lots()
    debit = ledger.post(ledger.debit("work", Quantity(1, twin), at=at(1)))
    assert debit.taken == (Part("soon", 1),)


# The clock goes on for a hold that is over: nothing comes back a second time.


@pytest.mark.parametrize("end", ["settle", "void", "move"])
def test_a_hold_that_is_resolved_does_not_time_out_any_more(end):
    ledger = two_lots()
    ledger.post(ledger.hold("old", CREDIT.of(2), at=at(1), timeout_at=at(4)))
    ledger.post(getattr(ledger, end)("new", "old", at=at(2)))
    before, after = ledger.balance(at(3)), ledger.balance(at(5))
    assert before == after
    ledger.post(ledger.debit("later", CREDIT.of(1), at=at(6)))
    ledger.check()


@pytest.mark.parametrize("verb", ["carry", "void_lot"])
def test_a_lot_shows_when_it_ended(verb):
    ledger = prepared()
    ledger.post(VERBS[verb](ledger, recorded_at=at(3)))
    ended = {lot.id: lot.voided_at for lot in ledger.lots(at(3))}
    assert ended["more"] == at(2)
    assert ended["soon"] is None


def test_at_one_instant_lots_expire_before_holds_time_out():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("never", CREDIT.of(5), at=at(0)))
    ledger.post(ledger.hold("hold", CREDIT.of(2), at=at(1), timeout_at=at(10)))
    ledger.post(ledger.grant("short", CREDIT.of(5), at=at(2), expires_at=at(10)))
    lines = ledger.statement(at(9), at(11)).lines
    assert [(line.kind, line.entry) for line in lines] == [(LineKind.EXPIRED, "short"), (LineKind.TIMED_OUT, "hold")]


def test_a_lot_that_is_recorded_when_it_is_over_is_no_news():
    for recorded in (9, 10, 11):
        ledger = Ledger(CREDIT)
        ledger.post(ledger.grant("late", CREDIT.of(5), at=at(0), expires_at=at(10), recorded_at=at(recorded)))
        told = notices(ledger, [ExpiringSoon(2 * HOUR)], at(0), at(12))
        assert [notice.at for notice in told] == ([at(9)] if recorded == 9 else [])


def test_a_second_refund_is_not_before_the_first():
    ledger = two_lots()
    ledger.post(ledger.debit("work", CREDIT.of(4), at=at(1)))
    ledger.post(ledger.refund("first", "work", CREDIT.of(1), at=at(5)))
    with pytest.raises(InvalidEntry, match="'work' was last touched at 2026-06-01T14:00"):
        ledger.refund("second", "work", CREDIT.of(1), at=at(3), recorded_at=at(6))
    assert ledger.refund("second", "work", CREDIT.of(1), at=at(5), recorded_at=at(6)).returned == (Part("soon", 1),)


# What `check` proves, each proof broken alone.


def spends_too_much(books):
    books.apply(Debit("lie", at(2), at(2), 3, CREDIT.of(9), (Part("never", 9),)))


def gives_back_too_much(books):
    books.apply(Refund("lie", at(2), at(2), 3, "held", CREDIT.of(1), (Part("never", 1),)))


def moves_a_credit(books):
    books.lots["never"].cells[FREE] -= 1
    books.lots["never"].cells[CONSUMED] += 1


def makes_a_credit(books):
    books.lots["never"].cells[FREE] += 1


def forgets_a_hold(books):
    books.holds.clear()


def owes_more(books):
    books.owed += 1


def lists_another_debt(books):
    books.debts["made up"] = 1


@pytest.mark.parametrize(
    ("lie", "rule"),
    [
        (makes_a_credit, "the cells of a lot sum to zero"),
        (moves_a_credit, "the books say what the journal says"),
        (spends_too_much, "nothing is below zero"),
        (gives_back_too_much, "no more came back than was taken"),
        (forgets_a_hold, "what is held is what the open holds hold"),
        (owes_more, "what is owed is the sum of the debts"),
        (lists_another_debt, "what is owed is the sum of the debts"),
    ],
)
def test_check_names_the_proof_that_failed(lie, rule):
    ledger = two_lots()
    ledger.post(ledger.hold("held", CREDIT.of(2), at=at(1)))
    ledger.check()
    lie(ledger._books)
    with pytest.raises(UnbalancedBooks, match=rule):
        ledger.check()


def test_check_adds_up_the_balance_itself(monkeypatch):
    ledger = two_lots()
    sums = ledger.check()
    monkeypatch.setattr(_reads, "balance", lambda *_: attrs.evolve(sums, available=CREDIT.of(11)))
    with pytest.raises(UnbalancedBooks, match="what came in is what is there and what is gone"):
        ledger.check()


# Why, and what if.


def test_what_a_hold_or_a_debit_decided_is_explained_by_its_name():
    ledger = prepared()
    (taken,) = ledger.explain(ledger.post(ledger.settle("done", "hold", at=at(2)))).paid
    assert (taken.why.code, dict(taken.why.args)) == ("lot-of-hold", {"entry": "hold"})
    (back,) = ledger.explain(ledger.post(ledger.refund("back", "paid", at=at(2)))).paid
    assert (back.why.code, dict(back.why.args)) == ("lot-of-origin", {"entry": "paid"})


def test_an_entry_that_chose_no_lots_passes_none_over():
    ledger = prepared()
    assert ledger.explain(ledger.entry("more")).passed == ()
    assert ledger.explain(ledger.post(ledger.void("gone", "hold", at=at(2)))).passed == ()


def test_a_debit_that_found_nothing_tells_of_every_lot_it_passed_over():
    ledger = two_lots()
    ledger.post(ledger.debit("all", CREDIT.of(10), at=at(1)))
    none = ledger.post(ledger.debit("none", CREDIT.of(1), at=at(1), shortfall=Shortfall.AT_MOST))
    told = ledger.explain(none)
    assert (told.paid, [verdict.lot for verdict in told.passed]) == ((), ["soon", "never"])
    assert {verdict.quantity for verdict in told.passed} == {CREDIT.of(0)}


@pytest.mark.parametrize(
    ("hour", "code"), [(0, "lot-later"), (1, "lot-later"), (9, "lot-later"), (10, "lot-expired"), (11, "lot-expired")]
)
def test_a_lot_is_passed_over_for_where_it_stood_at_that_instant(hour, code):
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("first", CREDIT.of(5), at=at(0), priority=-1))
    ledger.post(ledger.grant("other", CREDIT.of(5), at=at(0), expires_at=at(10)))
    debit = ledger.post(ledger.debit("work", CREDIT.of(1), at=at(hour)))
    assert [verdict.why.code for verdict in ledger.explain(debit).passed] == [code]


def forfeited():
    """A hold whose lot expired under it: it is worth nothing any more, by the policy of its ledger."""
    ledger = two_lots(held_at_expiry=HeldAtExpiry.FORFEIT)
    ledger.post(ledger.hold("hold", CREDIT.of(5), at=at(1)))
    ledger.post(ledger.settle("done", "hold", CREDIT.of(2), at=at(11), beyond=Shortfall.AT_MOST))
    ledger.post(ledger.debit("work", CREDIT.of(1), at=at(12)))
    return ledger


def test_an_explanation_and_a_reconsideration_keep_the_policy_of_the_ledger():
    ledger = forfeited()
    assert [verdict.lot for verdict in ledger.explain(ledger.entry("work")).paid] == ["never"]
    again = ledger.reconsider()
    assert again.differences == ()
    assert again.ledger.held_at_expiry is HeldAtExpiry.FORFEIT


@pytest.mark.parametrize("twin", [Ledger.copy, lambda ledger: pickle.loads(pickle.dumps(ledger))])
def test_a_twin_keeps_the_policy_of_the_ledger(twin):
    ledger = forfeited()
    assert twin(ledger) == ledger
    assert twin(ledger).held_at_expiry is HeldAtExpiry.FORFEIT


def test_a_lot_that_was_granted_ahead_would_have_been_granted_ahead():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("ahead", CREDIT.of(5), at=at(8), recorded_at=at(0)))
    ledger.post(ledger.grant("now", CREDIT.of(5), at=at(1)))
    ledger.post(ledger.debit("work", CREDIT.of(1), at=at(2)))
    assert ledger.reconsider().differences == ()
    assert ledger.reconsider().ledger.entry("ahead").recorded_at == at(0)


def test_a_hold_is_worth_nothing_from_its_timeout_on_and_before_its_begin():
    ledger = two_lots()
    ledger.post(ledger.hold("hold", CREDIT.of(2), at=at(1), timeout_at=at(4)))
    worth = [ledger.held("hold", at(hour)).units for hour in range(6)]
    assert worth == [0, 2, 2, 2, 0, 0]
    assert ledger.held("nobody", at(1)) == CREDIT.of(0)


def test_a_ledger_equals_no_other_thing():
    assert (two_lots() == 3) is False


# Credit that comes every period.


def test_a_contract_may_have_one_period_and_its_lots_are_recorded_when_they_are_asked_for():
    ledger = Ledger(CREDIT)
    once = Recurring("once", CREDIT.of(5), Billing(START, Months(1), "UTC"), periods=1)
    later = START + 70 * 24 * HOUR
    (granted,) = once.renew(ledger, at=later)
    assert (granted.id, granted.effective_at, granted.recorded_at) == ("once/0", START, later)
    with pytest.raises(InvalidAmount, match="one or more periods"):
        attrs.evolve(once, periods=0)


def test_at_one_instant_credit_comes_in_then_goes_back_then_goes_out():
    """After expiries (0) and timeouts (1), which no entry is."""
    groups = {}
    for kind, rank in RANK.items():
        groups.setdefault(rank, set()).add(kind.__name__)
    assert [groups[rank] for rank in sorted(groups)] == [
        {"Carry"},
        {"Grant", "Opening"},
        {"Void", "Move", "Refund", "Adjust"},
        {"Settle", "Debit", "Hold", "Repay", "VoidLot"},
    ]
    assert min(groups) == 2


def test_a_hold_says_what_no_credit_covers():
    ledger = two_lots()
    hold = ledger.post(ledger.hold("work", CREDIT.of(12), at=at(1), shortfall=Shortfall.AT_MOST))
    assert hold.uncovered == 2
    assert hold.taken == (Part("soon", 5), Part("never", 5))


def test_a_correction_ahead_takes_from_a_lot_what_is_free_in_that_lot():
    ledger = two_lots()
    ledger.post(ledger.hold("work", CREDIT.of(2), at=at(1), timeout_at=at(3)))
    for lot in ("soon", "never"):  # of the first, what the hold gives back by then counts too
        refused = ledger.adjust(f"too much of {lot}", lot, CREDIT.of(-6), reason="lost", at=at(4))
        assert isinstance(refused, Refusal), lot
        assert ledger.adjust(f"all of {lot}", lot, CREDIT.of(-5), reason="lost", at=at(4)).quantity == CREDIT.of(-5)
