"""The stories of the balance, the refusals it gives, and the mistakes it refuses."""

import datetime as dt
import pickle
from zoneinfo import ZoneInfo

import attrs
import pytest

from supportcore.errors import (
    HoldClosed,
    IdConflict,
    InvalidAmount,
    InvalidEntry,
    InvalidInstant,
    InvalidPeriod,
    InvalidPolicy,
    MixedUnits,
    OutOfRange,
    RecordedBackwards,
    StaleDecision,
    UnbalancedBooks,
    UnknownEntry,
    UnknownLot,
)
from supportcore.ledger import (
    Debit,
    Grant,
    HeldAtExpiry,
    Hold,
    Ledger,
    LineKind,
    Part,
    Recurring,
    Refund,
    Rollover,
    Settle,
    Shortfall,
    Void,
    expiring,
)
from supportcore.periods import Billing, Days, Months
from supportcore.reasons import PHRASES, Refusal
from supportcore.units import CREDIT, HOUR, POINT

KYIV = ZoneInfo("Europe/Kyiv")
TICK = dt.timedelta(microseconds=1)
HOURS = dt.timedelta(hours=1)


def day(month, number, hour=10, minute=0):
    return dt.datetime(2026, month, number, hour, minute, tzinfo=KYIV)


NOON = day(6, 1, 12)


def three_lots(**kwargs):
    """Five credits in each of three lots that burn in June, in July, and never."""
    ledger = Ledger(CREDIT, **kwargs)
    for name, expires in (("june", day(6, 30)), ("july", day(7, 31)), ("never", None)):
        ledger.post(ledger.grant(name, CREDIT.of(5), at=day(5, 1), expires_at=expires))
    return ledger


def paid(entry):
    return {part.lot: part.units for part in entry.taken}


def refusal(decided, text):
    assert isinstance(decided, Refusal)
    assert text in str(decided)


# --- prepaid packages: PKG, PCK, PTS --------------------------------------------------------------------------------


@pytest.mark.rule("PKG-2")
def test_nothing_is_debited_beyond_the_balance():
    ledger = three_lots()
    refusal(ledger.debit("big", CREDIT.of(16), at=NOON), "16 credits asked, 15 credits available")
    refusal(ledger.debit("big", CREDIT.of(16), at=NOON), "top up by 1 credit")
    assert isinstance(ledger.debit("all", CREDIT.of(15), at=NOON), Debit)


@pytest.mark.rule("PKG-3")
@pytest.mark.parametrize(
    ("bought", "term", "burns"),
    [
        (day(9, 1), Days(90), day(11, 30)),
        (day(8, 31), Days(90), day(11, 29)),
        (day(8, 31), Months(3), day(11, 30)),
    ],
)
def test_a_package_burns_at_the_same_local_time(bought, term, burns):
    ledger = Ledger(CREDIT)
    grant = ledger.grant("package", CREDIT.of(10), at=bought, expires_at=term.after(bought, KYIV))
    ledger.post(grant)
    assert ledger.available(burns - TICK) == CREDIT.of(10)
    assert ledger.available(burns) == CREDIT.of(0)
    assert ledger.balance(burns - TICK).available == ledger.balance(burns).expired == CREDIT.of(10)
    assert isinstance(ledger.debit("last", CREDIT.of(1), at=burns - TICK), Debit)
    assert isinstance(ledger.debit("late", CREDIT.of(1), at=burns), Refusal)


@pytest.mark.rule("PKG-6")
def test_soonest_to_expire_goes_first():
    ledger = three_lots()
    entry = ledger.debit("d", CREDIT.of(12), at=NOON)
    assert entry.taken == (Part("june", 5), Part("july", 5), Part("never", 2))


@pytest.mark.rule("PKG-6")
def test_acceptance_holds_closing_settles_cancelling_voids():
    ledger = three_lots()
    ledger.post(ledger.hold("accepted", CREDIT.of(3), at=NOON))
    assert ledger.available(NOON) == CREDIT.of(12)
    assert ledger.held("accepted", NOON) == CREDIT.of(3)
    ledger.post(ledger.settle("closed", "accepted", at=NOON + HOURS))
    assert ledger.balance(NOON + HOURS).consumed == CREDIT.of(3)
    ledger.post(ledger.hold("other", CREDIT.of(3), at=NOON + HOURS))
    ledger.post(ledger.void("cancelled", "other", at=NOON + HOURS))
    assert ledger.available(NOON + HOURS) == CREDIT.of(12)
    assert not ledger.held("other", NOON + HOURS)


@pytest.mark.rule("PKG-6")
def test_held_credit_does_not_burn_while_held_and_burns_at_once_when_released_late():
    ledger = three_lots()
    ledger.post(ledger.hold("accepted", CREDIT.of(7), at=NOON))
    after = day(7, 2)
    assert ledger.balance(after).held == CREDIT.of(7)
    assert ledger.balance(after).expired == CREDIT.of(0)
    ledger.post(ledger.void("cancelled", "accepted", at=after))
    balance = ledger.balance(after)
    assert (balance.held, balance.expired, balance.available) == (CREDIT.of(0), CREDIT.of(5), CREDIT.of(10))
    line = ledger.statement(after, after + TICK).lines[0]
    assert (line.kind, line.change.expired, line.change.available) == (LineKind.RELEASED, CREDIT.of(5), CREDIT.of(2))


def test_forfeit_is_the_other_policy_held_credit_burns_with_its_lot():
    ledger = three_lots(held_at_expiry=HeldAtExpiry.FORFEIT)
    ledger.post(ledger.hold("accepted", CREDIT.of(7), at=NOON))
    burns = day(6, 30)
    assert ledger.held("accepted", burns - TICK) == CREDIT.of(7)
    assert ledger.held("accepted", burns) == CREDIT.of(2)
    assert ledger.balance(burns).expired == CREDIT.of(5)
    refusal(ledger.settle("closed", "accepted", CREDIT.of(7), at=burns), "7 credits asked, 2 credits held")
    settled = ledger.post(ledger.settle("closed", "accepted", CREDIT.of(7), at=burns, beyond=Shortfall.AT_MOST))
    assert (settled.taken, settled.released, settled.extra) == (
        (Part("july", 2),),
        (Part("june", 5),),
        (Part("july", 3), Part("never", 2)),
    )
    ledger.check()


@pytest.mark.rule("PCK-1")
def test_a_monthly_package_is_a_lot_for_each_month_and_what_is_unused_burns():
    hours = Recurring("hours", HOUR.of(20), Billing(day(1, 31), Months(1), KYIV), periods=3)
    ledger = Ledger(HOUR)
    assert [grant.id for grant in hours.renew(ledger, at=day(1, 31))] == ["hours/0"]
    ledger.post(ledger.debit("work", HOUR.minor(90), at=day(2, 5)))
    assert hours.renew(ledger, at=day(2, 20)) == ()
    grants = hours.renew(ledger, at=day(7, 31))
    assert [(grant.effective_at, grant.expires_at) for grant in grants] == [
        (day(2, 28), day(3, 31)),
        (day(3, 31), day(4, 30)),
    ]
    assert ledger.balance(day(2, 28)).expired == HOUR.minor(18 * 60 + 30)
    assert ledger.balance(day(3, 1)).available == HOUR.of(20)
    with pytest.raises(InvalidPeriod, match="3: there are 3 periods, counted from 0; make one with more periods"):
        hours.grant(ledger, 3, recorded_at=day(7, 31))
    with pytest.raises(InvalidAmount, match="a contract has one or more periods"):
        Recurring("hours", HOUR.of(20), hours.billing, periods=0)


@pytest.mark.rule("PCK-8")
def test_held_hours_move_to_other_work_without_loss():
    ledger = three_lots()
    ledger.post(ledger.hold("task-1", CREDIT.of(8), at=NOON))
    ledger.post(ledger.move("task-2", "task-1", CREDIT.of(4), at=day(7, 2)))
    assert ledger.held("task-1", day(7, 2)) == ledger.held("task-2", day(7, 2)) == CREDIT.of(4)
    assert ledger.entry("task-2").moved == (Part("july", 3), Part("june", 1))
    assert ledger.balance(day(7, 2)).held == CREDIT.of(8)
    refusal(ledger.move("task-3", "task-1", CREDIT.of(5), at=day(7, 2)), "5 credits asked, 4 credits held")
    ledger.post(ledger.settle("done", "task-2", at=day(7, 3)))
    assert paid(ledger.entry("done")) == {"june": 1, "july": 3}
    ledger.post(ledger.move("task-3", "task-1", at=day(7, 3)))
    with pytest.raises(HoldClosed):
        ledger.void("v", "task-1", at=day(7, 3))


@pytest.mark.rule("PTS-5")
def test_a_debit_after_the_fact_may_owe_and_the_next_top_up_repays_it():
    ledger = Ledger(POINT)
    ledger.post(ledger.grant("first", POINT.of(2), at=day(5, 1)))
    found_out = ledger.debit("incident", POINT.of(3), at=NOON, shortfall=Shortfall.OWE(POINT.of(1)))
    ledger.post(found_out)
    assert (found_out.owed, paid(found_out)) == (60, {"first": 120})
    assert dict(ledger.debts) == {"incident": POINT.of(1)}
    ledger.post(ledger.grant("top-up", POINT.of(5), at=day(6, 2)))
    assert ledger.available(day(6, 2)) == POINT.of(5), "a debt never eats a later lot by itself"
    ledger.post(ledger.repay("repaid", "incident", at=day(6, 2)))
    assert ledger.available(day(6, 2)) == POINT.of(4)
    assert not ledger.debts
    refusal(ledger.repay("again", "incident", at=day(6, 2)), "incident owes nothing")


def test_all_debts_together_stay_within_the_limit():
    ledger, policy = Ledger(CREDIT), Shortfall.OWE(CREDIT.of(5))
    ledger.post(ledger.debit("a", CREDIT.of(3), at=NOON, shortfall=policy))
    refusal(
        ledger.debit("b", CREDIT.of(3), at=NOON, shortfall=policy),
        "3 credits asked; the debt would be 6 credits, and its limit is 5 credits",
    )
    ledger.post(ledger.debit("b", CREDIT.of(2), at=NOON, shortfall=policy))
    ledger.post(ledger.debit("c", CREDIT.of(9), at=NOON, shortfall=Shortfall.OWE()))
    assert ledger.balance(NOON).owed == CREDIT.of(14)
    refusal(ledger.repay("r", "a", at=NOON), "3 credits asked, 0 credits available")


# --- decided here, because nobody has ------------------------------------------------------------------------------


def test_a_refund_into_an_expired_lot_returns_and_expires_at_once():
    ledger = three_lots()
    ledger.post(ledger.debit("d", CREDIT.of(7), at=NOON))
    late = day(7, 5)
    ledger.post(ledger.refund("r", "d", CREDIT.of(4), at=late))
    assert ledger.entry("r").returned == (Part("july", 2), Part("june", 2))
    balance = ledger.balance(late)
    assert (balance.refunded, balance.expired, balance.available) == (CREDIT.of(4), CREDIT.of(2), CREDIT.of(10))


def test_work_beyond_the_hold_is_recordable_by_policy():
    ledger = three_lots()
    ledger.post(ledger.hold("h", CREDIT.of(3), at=NOON))
    refusal(ledger.settle("s", "h", CREDIT.of(20), at=NOON), "20 credits asked, 3 credits held")
    refusal(
        ledger.settle("s", "h", CREDIT.of(20), at=NOON), "ask for at most 3 credits, or let more be taken by policy"
    )
    refusal(
        ledger.settle("s", "h", CREDIT.of(20), at=NOON, beyond=Shortfall.OWE(CREDIT.of(4))), "its limit is 4 credits"
    )
    at_most = ledger.settle("s", "h", CREDIT.of(20), at=NOON, beyond=Shortfall.AT_MOST)
    assert (at_most.uncovered, sum(part.units for part in at_most.extra)) == (5, 12)
    owed = ledger.post(ledger.settle("s", "h", CREDIT.of(20), at=NOON, beyond=Shortfall.OWE(CREDIT.of(5))))
    assert (owed.owed, ledger.balance(NOON).owed) == (5, CREDIT.of(5))
    ledger.post(ledger.refund("r", "s", CREDIT.of(6), at=NOON))
    assert (ledger.entry("r").forgiven, ledger.entry("r").returned) == (5, (Part("never", 1),))


def test_settling_nothing_uses_the_hold_up():
    ledger = three_lots()
    ledger.post(ledger.hold("h", CREDIT.of(7), at=NOON))
    ledger.post(ledger.settle("s", "h", CREDIT.of(0), at=NOON))
    assert ledger.entry("s").released == (Part("july", 2), Part("june", 5))
    assert ledger.available(NOON) == CREDIT.of(15)


def test_a_late_settle_is_an_error_that_shows_the_way():
    ledger = three_lots()
    over = NOON + HOURS
    ledger.post(ledger.hold("h", CREDIT.of(7), at=NOON, timeout_at=over))
    assert ledger.available(over - TICK) == CREDIT.of(8)
    assert ledger.available(over) == CREDIT.of(15)
    assert isinstance(ledger.settle("s", "h", at=over - TICK), Settle)
    with pytest.raises(HoldClosed, match=r"timed out at 2026-06-01T10:00:00.*; record the work as a debit"):
        ledger.settle("s", "h", at=over)
    with pytest.raises(HoldClosed, match="timed out"):
        ledger.settle("s", "h", at=over - TICK, recorded_at=over)
    assert paid(ledger.post(ledger.debit("work", CREDIT.of(7), at=over))) == {"june": 5, "july": 2}
    with pytest.raises(HoldClosed, match="resolved already, or timed out"):
        ledger.settle("s", "h", at=over)
    assert [line.kind for line in ledger.statement(over, over + HOURS).lines] == [LineKind.TIMED_OUT, LineKind.DEBITED]


def test_a_backdated_debit_across_an_expiry_makes_the_burn_shrink():
    ledger = three_lots()
    ledger.post(ledger.debit("known", CREDIT.of(1), at=day(7, 5)))
    assert ledger.balance(day(7, 5)).expired == CREDIT.of(5)
    late = ledger.post(ledger.debit("worked in June", CREDIT.of(6), at=day(6, 15), recorded_at=day(7, 6)))
    assert paid(late) == {"june": 5, "july": 1}
    assert ledger.balance(day(7, 5)).expired == CREDIT.of(0)
    assert ledger.balance(day(7, 5), known_at=day(7, 5)).expired == CREDIT.of(5), "what was known stays known"


def test_a_backdated_debit_takes_only_what_nobody_used_since():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("lot", CREDIT.of(5), at=day(5, 1)))
    ledger.post(ledger.hold("h", CREDIT.of(4), at=day(6, 2)))
    ledger.post(ledger.void("v", "h", at=day(6, 4)))
    refusal(ledger.debit("d", CREDIT.of(2), at=day(6, 1), recorded_at=day(6, 5)), "2 credits asked, 1 credit available")
    assert ledger.available(day(6, 4)) == CREDIT.of(5)
    assert ledger.available(day(6, 2)) == ledger.available(day(6, 4) - TICK) == CREDIT.of(1)


def test_a_backdated_debit_may_use_the_credit_of_a_hold_that_ended_at_that_instant():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("lot", CREDIT.of(5), at=day(5, 1)))
    ledger.post(ledger.hold("h", CREDIT.of(5), at=day(6, 2), timeout_at=day(6, 3)))
    ledger.post(ledger.adjust("a", "lot", CREDIT.of(1), reason="a gift", at=day(6, 5)))
    assert ledger.available(day(6, 3)) == CREDIT.of(5)
    assert ledger.available(day(6, 3) - TICK) == CREDIT.of(0)


# --- the rest of the verbs ------------------------------------------------------------------------------------------


def test_burn_order_is_total():
    ledger = Ledger(CREDIT)
    early, late = day(5, 1), day(5, 2)
    lots = [
        # id, priority, at, expires, recorded
        ("priority", -1, late, None, late),
        ("expires", 0, late, day(8, 1), late),
        ("expires later", 0, early, day(8, 2), late),
        ("effective", 0, early, None, late),
        ("created", 0, late, None, early),
        ("id a", 0, late, None, late),
        ("id b", 0, late, None, late),
    ]
    for name, priority, at, expires, recorded in sorted(lots, key=lambda lot: lot[4]):
        ledger.post(
            ledger.grant(name, CREDIT.of(1), at=at, expires_at=expires, priority=priority, recorded_at=recorded)
        )
    entry = ledger.debit("d", CREDIT.of(7), at=NOON)
    assert [part.lot for part in entry.taken] == [lot[0] for lot in lots]
    assert [view.id for view in ledger.lots(NOON)] == [lot[0] for lot in lots]


def test_an_opening_keeps_its_place_in_the_order():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("new", CREDIT.of(5), at=day(5, 1)))
    old = ledger.opening("old", CREDIT.of(2), at=day(6, 1), since=day(4, 1), original=CREDIT.of(10))
    ledger.post(old)
    assert paid(ledger.debit("d", CREDIT.of(3), at=NOON)) == {"old": 2, "new": 1}
    assert ledger.opening("old", CREDIT.of(2), at=day(6, 1), since=day(4, 1), original=CREDIT.of(10)) == old
    with pytest.raises(IdConflict, match="original"):
        ledger.opening("old", CREDIT.of(2), at=day(6, 1), since=day(4, 1))


def test_an_upcoming_lot_pays_from_its_first_instant():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("june", CREDIT.of(5), at=NOON, recorded_at=day(5, 1)))
    assert ledger.balance(NOON - TICK).upcoming == CREDIT.of(5)
    assert not ledger.available(NOON - TICK)
    assert ledger.available(NOON) == CREDIT.of(5)
    assert paid(ledger.debit("d", CREDIT.of(5), at=NOON)) == {"june": 5}
    kinds = [line.kind for line in ledger.statement(day(4, 1), day(7, 1)).lines]
    assert kinds == [LineKind.GRANTED, LineKind.STARTED]
    with pytest.raises(InvalidEntry, match=r"lot 'june' starts at .*; take a later `at`"):
        ledger.adjust("a", "june", CREDIT.of(1), reason="gift", at=day(5, 2))


def test_a_carried_lot_goes_on_within_its_bounds():
    ledger = three_lots()
    carried = ledger.carry("june again", "june", at=NOON, expires_at=day(9, 1), rollover=Rollover(most=CREDIT.of(2)))
    ledger.post(carried)
    june = {view.id: view.balance for view in ledger.lots(NOON)}
    assert (june["june"].moved_out, june["june"].voided) == (CREDIT.of(2), CREDIT.of(3))
    assert (june["june again"].moved_in, june["june again"].available) == (CREDIT.of(2), CREDIT.of(2))
    refusal(ledger.carry("again", "june", at=NOON + HOURS, expires_at=None), "lot june is over since Mon 1 Jun 2026")
    refusal(ledger.carry("again", "july", at=day(7, 31), expires_at=None), "lot july is over since Fri 31 Jul 2026")
    with pytest.raises(InvalidEntry, match="renew it at a later instant"):
        ledger.carry("again", "june again", at=NOON, expires_at=None)
    with pytest.raises(MixedUnits, match="give the bounds in the same unit"):
        ledger.carry("again", "july", at=NOON, expires_at=None, rollover=Rollover(most=HOUR.of(1)))
    ledger.check()


def test_a_voided_lot_ends_and_what_returns_to_it_is_void():
    ledger = three_lots()
    ledger.post(ledger.debit("d", CREDIT.of(2), at=NOON))
    ledger.post(ledger.hold("h", CREDIT.of(1), at=NOON))
    ledger.post(ledger.void_lot("v", "june", reason="charged back", at=NOON))
    ledger.post(ledger.refund("r", "d", at=NOON))
    ledger.post(ledger.void("hv", "h", at=NOON))
    assert ledger.balance(NOON).voided == CREDIT.of(5)
    assert ledger.available(NOON) == CREDIT.of(10)
    refusal(ledger.void_lot("v2", "june", reason="again", at=NOON), "lot june is over since Mon 1 Jun 2026")
    with pytest.raises(InvalidEntry, match="lot 'july' is there since"):
        ledger.void_lot("v2", "july", reason="early", at=day(4, 1), recorded_at=NOON)


def test_an_adjustment_has_a_reason_and_stays_within_what_is_free():
    ledger = three_lots()
    ledger.post(ledger.adjust("a", "june", CREDIT.of(2), reason="goodwill", at=NOON))
    ledger.post(ledger.adjust("b", "june", CREDIT.of(-7), reason="a mistake", at=NOON))
    assert ledger.balance(NOON).adjusted == CREDIT.of(-5)
    refusal(ledger.adjust("c", "june", CREDIT.of(-1), reason="more", at=NOON), "1 credit asked, 0 credits available")
    with pytest.raises(InvalidEntry, match="reason is a text that names something"):
        ledger.adjust("c", "july", CREDIT.of(1), reason="", at=NOON)
    with pytest.raises(InvalidAmount, match="a quantity other than zero"):
        ledger.adjust("c", "july", CREDIT.of(0), reason="none", at=NOON)


def test_refunds_go_back_in_reverse_and_never_beyond_what_was_taken():
    ledger = three_lots()
    ledger.post(ledger.debit("d", CREDIT.of(12), at=NOON))
    ledger.post(ledger.refund("r1", "d", CREDIT.of(3), at=NOON))
    assert ledger.entry("r1").returned == (Part("never", 2), Part("july", 1))
    refusal(
        ledger.refund("r2", "d", CREDIT.of(10), at=NOON), "10 credits to give back, 9 credits left of what was taken"
    )
    refusal(ledger.refund("r2", "d", CREDIT.of(10), at=NOON), "anything else is an adjustment with a reason")
    ledger.post(ledger.refund("r2", "d", at=NOON))
    assert ledger.entry("r2").returned == (Part("july", 4), Part("june", 5))
    refusal(ledger.refund("r3", "d", at=NOON), "0 credits to give back")
    assert ledger.available(NOON) == CREDIT.of(15)
    with pytest.raises(InvalidEntry, match="'d' was last touched at"):
        ledger.refund("r3", "d", CREDIT.of(1), at=NOON - TICK, recorded_at=NOON)


def test_at_most_says_what_stayed_uncovered():
    entry = three_lots().debit("d", CREDIT.of(18), at=NOON, shortfall=Shortfall.AT_MOST)
    assert (entry.uncovered, paid(entry)) == (3, {"june": 5, "july": 5, "never": 5})
    empty = Ledger(CREDIT).debit("d", CREDIT.of(1), at=NOON, shortfall=Shortfall.AT_MOST)
    assert (empty.uncovered, empty.taken) == (1, ())


# --- ids, time, doors -----------------------------------------------------------------------------------------------


def test_asking_again_gives_the_same_entry_and_no_second_one():
    ledger = three_lots()
    first = ledger.post(ledger.debit("d", CREDIT.of(3), at=NOON, note="task 7"))
    again = ledger.debit("d", CREDIT.of(3), at=NOON.astimezone(dt.UTC), note="task 7", recorded_at=day(7, 1))
    assert again is first
    assert ledger.post(again) is first
    assert ledger.post(attrs.evolve(first, recorded_at=day(7, 1), seq=99)) == attrs.evolve(
        first, recorded_at=day(7, 1), seq=99
    )
    assert len(ledger.entries) == 4


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quantity": CREDIT.of(4)}, "quantity"),
        ({"at": NOON + TICK}, "effective_at"),
        ({"shortfall": Shortfall.AT_MOST}, "shortfall"),
        ({"note": "task 8"}, "note"),
    ],
)
def test_the_same_id_with_other_content_is_an_error_that_names_the_field(change, field):
    ledger = three_lots()
    asked = {"quantity": CREDIT.of(3), "at": NOON}
    ledger.post(ledger.debit("d", asked["quantity"], at=NOON))
    with pytest.raises(IdConflict, match=f"an entry whose {field} is .*; give a new request a new id") as caught:
        ledger.debit("d", **asked | change)
    assert caught.value.field == field
    assert pickle.loads(pickle.dumps(caught.value)).field == field


def test_an_id_names_one_kind_of_entry():
    ledger = three_lots()
    with pytest.raises(IdConflict, match="whose kind is 'Grant', not 'Hold'"):
        ledger.hold("june", CREDIT.of(3), at=NOON)
    with pytest.raises(IdConflict, match="kind"):
        ledger.post(Debit("june", NOON, NOON, 3, CREDIT.of(1), (Part("july", 1),)))
    other = attrs.evolve(ledger.entry("june"), priority=3)
    with pytest.raises(IdConflict, match="priority"):
        ledger.post(other)


def test_a_refusal_is_not_remembered():
    ledger = Ledger(CREDIT)
    assert isinstance(ledger.debit("d", CREDIT.of(3), at=NOON), Refusal)
    ledger.post(ledger.grant("g", CREDIT.of(3), at=NOON))
    assert isinstance(ledger.debit("d", CREDIT.of(3), at=NOON), Debit)


def test_a_decision_is_good_for_one_state():
    ledger = three_lots()
    one, two = ledger.debit("one", CREDIT.of(15), at=NOON), ledger.debit("two", CREDIT.of(15), at=NOON)
    ledger.post(one)
    with pytest.raises(StaleDecision, match="decided on state 3 and the ledger is in state 4; decide again"):
        ledger.post(two)
    assert len(ledger.entries) == 4


def test_what_is_recorded_never_goes_backwards():
    ledger = three_lots()
    ledger.post(ledger.debit("d", CREDIT.of(1), at=NOON))
    with pytest.raises(RecordedBackwards, match="pass recorded_at=<when you knew>"):
        ledger.debit("e", CREDIT.of(1), at=NOON - TICK)
    with pytest.raises(InvalidEntry, match="only a lot may be effective after it is recorded"):
        ledger.debit("e", CREDIT.of(1), at=NOON + TICK, recorded_at=NOON)
    assert isinstance(ledger.debit("e", CREDIT.of(1), at=NOON - TICK, recorded_at=NOON), Debit)


@pytest.mark.parametrize("bad", [None, 3, 3.0, HOUR.of(3), "3"])
def test_a_ledger_counts_one_unit(bad):
    for verb in ("grant", "debit", "hold", "opening"):
        with pytest.raises(MixedUnits, match=r"this ledger counts credits; write CREDIT\.of"):
            getattr(three_lots(), verb)("x", bad, at=NOON)
    with pytest.raises(MixedUnits):
        three_lots().debit("x", CREDIT.of(90), at=NOON, shortfall=Shortfall.OWE(HOUR.of(1)))


@pytest.mark.parametrize("units", [0, -1])
@pytest.mark.parametrize("verb", ["grant", "debit", "hold", "opening"])
def test_a_quantity_above_zero_is_needed(verb, units):
    with pytest.raises(InvalidAmount, match="a quantity above zero is needed"):
        getattr(three_lots(), verb)("x", CREDIT.of(units), at=NOON)


@pytest.mark.parametrize("bad", ["", 7, None])
def test_an_id_is_a_text(bad):
    with pytest.raises(InvalidEntry, match="id is a text that names something"):
        three_lots().debit(bad, CREDIT.of(1), at=NOON)


def test_bad_instants():
    with pytest.raises(InvalidInstant, match="a naive datetime names no instant"):
        three_lots().debit("d", CREDIT.of(1), at=dt.datetime(2026, 6, 1))
    with pytest.raises(OutOfRange):
        three_lots().debit("d", CREDIT.of(1), at=dt.datetime(2500, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(InvalidEntry, match="so it expires after that"):
        three_lots().grant("g", CREDIT.of(1), at=NOON, expires_at=NOON)
    with pytest.raises(InvalidPeriod, match="a statement ends after it starts"):
        three_lots().statement(NOON, NOON)


def test_bad_holds():
    ledger = three_lots()
    with pytest.raises(InvalidEntry, match=r"is over by then; give a later timeout"):
        ledger.hold("h", CREDIT.of(1), at=NOON, timeout_at=NOON)
    with pytest.raises(InvalidEntry, match="a hold owes nothing"):
        ledger.hold("h", CREDIT.of(1), at=NOON, shortfall=Shortfall.OWE())
    ledger.post(ledger.hold("h", CREDIT.of(1), at=NOON))
    with pytest.raises(InvalidEntry, match="hold 'h' began at"):
        ledger.void("v", "h", at=NOON - TICK, recorded_at=NOON)
    with pytest.raises(UnknownEntry, match="no entry of that id, not a hold"):
        ledger.void("v", "nobody", at=NOON)
    with pytest.raises(InvalidAmount, match="zero or more"):
        ledger.settle("s", "h", CREDIT.of(-1), at=NOON)


def test_unknown_names():
    ledger = three_lots()
    with pytest.raises(UnknownLot, match="no lot of that id; a lot has the id of its grant"):
        ledger.void_lot("v", "august", reason="none", at=NOON)
    with pytest.raises(UnknownEntry, match="no entry of that id"):
        ledger.refund("r", "nothing", at=NOON)
    with pytest.raises(UnknownEntry, match="only a Debit or a Settle can be refunded or repaid"):
        ledger.refund("r", "june", at=NOON)


def test_bad_settings():
    with pytest.raises(InvalidEntry, match="a ledger keeps one Unit"):
        Ledger("credit")
    with pytest.raises(InvalidPolicy, match=r"choose Shortfall\.REJECT"):
        three_lots().debit("d", CREDIT.of(1), at=NOON, shortfall="reject")
    with pytest.raises(InvalidEntry, match="a limit of debt"):
        Shortfall.OWE(CREDIT.of(-1))
    for bounds in ((CREDIT.of(5), CREDIT.of(4)), (CREDIT.of(-1), None), (None, 3)):
        with pytest.raises(InvalidEntry, match="0 <= least <= most"):
            Rollover(*bounds)
    assert [repr(Shortfall.REJECT), repr(Shortfall.OWE())] == ["Shortfall.REJECT", "Shortfall.OWE()"]


def test_only_an_entry_is_posted():
    ledger = Ledger(CREDIT)
    with pytest.raises(InvalidEntry, match="only an entry can be posted; look at what was decided"):
        ledger.post(ledger.debit("d", CREDIT.of(1), at=NOON))


# --- replay: a journal that lies is caught ---------------------------------------------------------------------------


def posted():
    ledger = three_lots()
    ledger.post(ledger.debit("d", CREDIT.of(6), at=NOON, shortfall=Shortfall.OWE()))
    ledger.post(ledger.hold("h", CREDIT.of(3), at=NOON))
    ledger.post(ledger.move("m", "h", CREDIT.of(2), at=NOON))
    ledger.post(ledger.settle("s", "m", CREDIT.of(1), at=NOON))
    ledger.post(ledger.void("v", "h", at=NOON))
    ledger.post(ledger.refund("r", "d", CREDIT.of(1), at=NOON))
    ledger.post(ledger.debit("o", CREDIT.of(20), at=NOON, shortfall=Shortfall.OWE()))
    ledger.post(ledger.grant("g", CREDIT.of(5), at=NOON))
    ledger.post(ledger.repay("p", "o", at=NOON))
    ledger.post(ledger.grant("k", CREDIT.of(5), at=NOON))
    ledger.post(ledger.adjust("a", "k", CREDIT.of(-1), reason="count", at=NOON))
    ledger.post(ledger.carry("c", "k", at=NOON + TICK, expires_at=None))
    ledger.post(ledger.void_lot("w", "c", reason="over", at=NOON + TICK))
    return ledger


LIES = [
    ("d", {"taken": (Part("july", 6),)}, InvalidEntry, "lot 'july' cannot pay it then"),
    ("d", {"taken": (Part("august", 6),)}, UnknownLot, "replay its grant first"),
    ("d", {"quantity": HOUR.minor(6)}, MixedUnits, "this ledger counts credits"),
    ("d", {"effective_at": day(7, 1)}, InvalidEntry, "only a lot may be effective after it is recorded"),
    ("d", {"recorded_at": day(4, 1), "effective_at": day(4, 1)}, RecordedBackwards, "as they were stored"),
    ("m", {"moved": (Part("june", 2),)}, InvalidEntry, "hold 'h' holds other parts"),
    ("s", {"released": ()}, InvalidEntry, "hold 'm' holds other parts"),
    ("v", {"released": (Part("never", 1),)}, InvalidEntry, "hold 'h' holds other parts"),
    ("r", {"returned": (Part("june", 1),)}, InvalidEntry, "that is not what 'd' took last"),
    ("r", {"returned": (), "forgiven": 1}, InvalidEntry, "debts are forgiven first"),
    ("r", {"of": "nobody"}, UnknownEntry, "replay it first"),
    ("p", {"of": "d"}, InvalidEntry, "'d' owes less"),
    ("a", {"quantity": CREDIT.of(-6)}, InvalidEntry, "the lot has less"),
    ("c", {"carried": ()}, InvalidEntry, "the bounds give another part"),
    ("c", {"lot": "june", "effective_at": day(5, 1)}, InvalidEntry, "the lot cannot go on then"),
    ("w", {"lot": "k"}, InvalidEntry, "the lot is over already"),
]


@pytest.mark.parametrize(("name", "lie", "error", "told"), LIES)
def test_replay_checks_the_lots_that_an_entry_carries(name, lie, error, told):
    entries = list(posted().entries)
    place = next(number for number, entry in enumerate(entries) if entry.id == name)
    entries[place] = attrs.evolve(entries[place], **lie)
    with pytest.raises(error, match=told):
        Ledger.replay(CREDIT, entries)


@pytest.mark.parametrize(
    ("name", "lie"),
    [
        ("d", {"owed": 1}),
        ("h", {"taken": ()}),
        ("s", {"extra": (Part("july", 1),)}),
        ("m", {"moved": ()}),
        ("r", {"forgiven": 1}),
        ("p", {"taken": ()}),
    ],
)
def test_an_entry_adds_up(name, lie):
    with pytest.raises(InvalidEntry, match=r"its lots add up to \d+ and it says \d+"):
        attrs.evolve(posted().entry(name), **lie)


def test_bad_parts():
    with pytest.raises(InvalidAmount, match="a part counts whole minor units above zero"):
        Part("june", 0)
    with pytest.raises(InvalidEntry, match="taken is a tuple of Parts"):
        Debit("d", NOON, NOON, 0, CREDIT.of(1), [Part("june", 1)])
    with pytest.raises(InvalidEntry, match="taken is a tuple of Parts"):
        Debit("d", NOON, NOON, 0, CREDIT.of(1), (("june", 1),))
    with pytest.raises(InvalidEntry, match="a lot pays once in what is taken; write one Part for each lot"):
        Debit("d", NOON, NOON, 0, CREDIT.of(2), (Part("june", 1), Part("june", 1)))
    with pytest.raises(InvalidAmount, match="owed counts whole minor units from 0 up"):
        Debit("d", NOON, NOON, 0, CREDIT.of(1), (), owed=True)


def test_a_ledger_is_its_journal():
    ledger = posted()
    again = Ledger.replay(CREDIT, reversed(ledger.entries))
    twin = ledger.copy()
    assert again == twin == pickle.loads(pickle.dumps(ledger)) == ledger
    twin.post(twin.grant("more", CREDIT.of(1), at=NOON + HOURS))
    assert twin != ledger
    assert "more" not in ledger
    assert ledger != 7
    assert repr(ledger) == "<Ledger of credits: 16 entries, 6 lots>"
    for entry in ledger.entries:
        assert pickle.loads(pickle.dumps(entry)) == entry
        assert hash(entry) == hash(attrs.evolve(entry))
    with pytest.raises(TypeError):
        hash(ledger)
    ledger.check()


def test_check_finds_books_that_lie():
    ledger = three_lots()
    ledger._books.lots["june"].cells[0] += 1
    with pytest.raises(UnbalancedBooks, match="the cells of a lot sum to zero"):
        ledger.check()
    assert Ledger(CREDIT).check().available == CREDIT.of(0)


# --- why ------------------------------------------------------------------------------------------------------------


def test_explain_says_which_lots_paid_and_why_not_the_others():
    ledger = three_lots()
    ledger.post(ledger.grant("old", CREDIT.of(1), at=day(5, 1), expires_at=day(5, 2)))
    ledger.post(ledger.grant("gone", CREDIT.of(1), at=day(5, 1), expires_at=day(6, 20)))
    ledger.post(ledger.grant("void", CREDIT.of(1), at=day(5, 1)))
    ledger.post(ledger.grant("soon", CREDIT.of(1), at=day(8, 1), recorded_at=day(5, 1)))
    ledger.post(ledger.void_lot("w", "void", reason="cancelled", at=day(5, 3)))
    ledger.post(ledger.hold("h", CREDIT.of(1), at=day(5, 3)))
    entry = ledger.post(ledger.debit("d", CREDIT.of(7), at=NOON))
    why = ledger.explain(entry)
    assert [(verdict.lot, verdict.quantity.units, verdict.why.code) for verdict in why.paid] == [
        ("june", 5, "lot-paid"),
        ("july", 2, "lot-paid"),
    ]
    assert {verdict.lot: verdict.why.code for verdict in why.passed} == {
        "old": "lot-expired",
        "gone": "lot-empty",
        "never": "lot-later",
        "void": "lot-voided",
        "soon": "lot-upcoming",
    }
    assert "june: pays 5 credits of the 5 credits it had (priority 0, expires Tue 30 Jun 2026 07:00 UTC)" in str(why)
    assert "never: comes later in the burn order (priority 0, expires never)" in str(why)


def test_explain_the_entries_that_do_not_choose():
    ledger = posted()
    codes = {
        name: {(verdict.lot, verdict.why.code) for verdict in ledger.explain(ledger.entry(name)).paid}
        for name in ("s", "v", "m", "r", "june", "w")
    }
    assert codes == {
        "s": {("july", "lot-of-hold"), ("july", "lot-released")},
        "v": {("july", "lot-released")},
        "m": {("july", "lot-of-hold")},
        "r": {("july", "lot-of-origin")},
        "june": set(),
        "w": set(),
    }


def test_explain_a_late_debit_and_a_settle_beyond():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("lot", CREDIT.of(5), at=day(5, 1), expires_at=day(9, 1)))
    ledger.post(ledger.grant("next", CREDIT.of(5), at=day(5, 1)))
    ledger.post(ledger.hold("h", CREDIT.of(5), at=day(6, 2)))
    ledger.post(ledger.void("v", "h", at=day(6, 4)))
    late = ledger.post(ledger.debit("d", CREDIT.of(2), at=day(6, 1), recorded_at=day(6, 5)))
    assert [verdict.why.code for verdict in ledger.explain(late).passed] == ["lot-used-since"]
    ledger.post(ledger.hold("k", CREDIT.of(5), at=day(6, 6)))
    more = ledger.post(ledger.settle("s", "k", CREDIT.of(6), at=day(6, 6), beyond=Shortfall.AT_MOST))
    assert [verdict.why.code for verdict in ledger.explain(more).paid] == ["lot-of-hold", "lot-paid"]


def test_reconsider_tells_what_arriving_on_time_would_have_given():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("a", CREDIT.of(2), at=day(5, 1)))
    ledger.post(ledger.debit("d", CREDIT.of(2), at=day(6, 2)))
    ledger.post(ledger.grant("b", CREDIT.of(2), at=day(6, 1), expires_at=day(8, 1), recorded_at=day(6, 3)))
    before = ledger.entries
    found = ledger.reconsider()
    assert [(change.entry.id, paid(change.entry), paid(change.instead)) for change in found.differences] == [
        ("d", {"a": 2}, {"b": 2})
    ]
    assert found.ledger.available(day(9, 1)) == CREDIT.of(2)
    assert ledger.entries == before


def test_reconsider_tells_what_could_not_have_been():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("a", CREDIT.of(2), at=day(5, 1)))
    ledger.post(ledger.hold("h", CREDIT.of(2), at=day(6, 3)))
    ledger.post(ledger.settle("s", "h", CREDIT.of(1), at=day(6, 5)))
    ledger.post(ledger.debit("d", CREDIT.of(1), at=day(6, 5), recorded_at=day(6, 6)))
    ledger.post(ledger.adjust("x", "a", CREDIT.of(3), reason="gift", at=day(6, 6)))
    ledger.post(ledger.debit("late", CREDIT.of(1), at=day(6, 6), recorded_at=day(6, 7)))
    assert not ledger.reconsider().differences
    early = Ledger(CREDIT)
    early.post(early.grant("a", CREDIT.of(2), at=day(5, 1), expires_at=day(9, 1)))
    early.post(early.hold("h", CREDIT.of(2), at=day(6, 3)))
    early.post(early.void("v", "h", at=day(6, 4)))
    early.post(early.grant("b", CREDIT.of(2), at=day(5, 2), recorded_at=day(6, 8)))
    early.post(early.void_lot("w", "a", reason="moved", at=day(5, 3), recorded_at=day(6, 8)))
    codes = {change.entry.id: type(change.instead) for change in early.reconsider().differences}
    assert codes == {"h": Hold, "v": Void}


def test_reconsider_reports_refusals_and_errors():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("a", CREDIT.of(2), at=day(5, 1)))
    ledger.post(ledger.hold("h", CREDIT.of(2), at=day(6, 3)))
    ledger.post(ledger.settle("s", "h", at=day(6, 4)))
    ledger.post(ledger.void_lot("w", "a", reason="never paid", at=day(5, 2), recorded_at=day(6, 5)))
    told = {change.entry.id: str(change.instead) for change in ledger.reconsider().differences}
    assert "2 credits asked, 0 credits available" in told["h"]
    assert "no entry of that id" in told["s"]


def test_every_reason_of_the_ledger_is_in_the_catalogue():
    for code in ("not-enough", "top-up", "owes-too-much", "beyond-hold", "beyond-debit", "lot-over", "lot-paid"):
        assert code in PHRASES


def test_a_forecast_lists_every_lot_net_of_holds():
    ledger = three_lots()
    ledger.post(ledger.hold("h", CREDIT.of(7), at=NOON))
    forecast = expiring(ledger, NOON, day(7, 31))
    assert [(burn.lot, burn.quantity.units, burn.held.units) for burn in forecast.burns] == [("july", 3, 2)]
    assert forecast.total == CREDIT.of(3)
    assert expiring(ledger, NOON, day(7, 31) - TICK).burns == ()
    with pytest.raises(InvalidPeriod, match="a forecast looks forward"):
        expiring(ledger, NOON, NOON)


def test_a_statement_adds_up_and_has_a_line_for_what_burnt():
    ledger = three_lots()
    ledger.post(ledger.debit("d", CREDIT.of(2), at=NOON, note="task 7"))
    statement = ledger.statement(day(6, 1, 0), day(7, 1, 0))
    assert [(line.kind, line.entry, line.note) for line in statement.lines] == [
        (LineKind.DEBITED, "d", "task 7"),
        (LineKind.EXPIRED, "june", ""),
    ]
    assert (statement.change.consumed, statement.change.expired) == (CREDIT.of(2), CREDIT.of(3))
    assert statement.opening + statement.lines[0].change + statement.lines[1].change == statement.closing
    assert str(statement.closing) == "granted 15 credits, available 10 credits, consumed 2 credits, expired 3 credits"
    assert str(Ledger(CREDIT).balance(NOON)) == "nothing"
    assert ledger.statement(day(6, 1, 0), NOON).lines == ()
    burns = day(6, 30)
    assert [line.entry for line in ledger.statement(burns, burns + TICK).lines] == ["june"]
    assert ledger.statement(burns - TICK, burns).lines == ()


def test_at_one_instant_expiry_comes_first_and_debits_last():
    ledger, at = Ledger(CREDIT), day(6, 30)
    ledger.post(ledger.grant("old", CREDIT.of(3), at=day(5, 1), expires_at=at))
    ledger.post(ledger.grant("base", CREDIT.of(9), at=day(5, 1)))
    ledger.post(ledger.hold("h", CREDIT.of(4), at=NOON, timeout_at=at))
    ledger.post(ledger.debit("d", CREDIT.of(1), at=at))
    ledger.post(ledger.grant("new", CREDIT.of(3), at=at))
    ledger.post(ledger.carry("renewed", "base", at=at, expires_at=None))
    kinds = [line.kind for line in ledger.statement(at, at + TICK).lines]
    assert kinds == [LineKind.TIMED_OUT, LineKind.GRANTED, LineKind.DEBITED, LineKind.CARRIED]
    assert isinstance(ledger.entry("old"), Grant)
    assert not isinstance(ledger.entry("d"), Refund)


def test_a_refund_forgives_the_debt_then_returns_what_repaid_it_then_what_paid_first():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("first", CREDIT.of(2), at=day(5, 1)))
    ledger.post(ledger.debit("d", CREDIT.of(7), at=NOON, shortfall=Shortfall.OWE()))
    ledger.post(ledger.grant("top-up", CREDIT.of(3), at=NOON))
    ledger.post(ledger.repay("p", "d", at=NOON))
    ledger.post(ledger.refund("r", "d", CREDIT.of(6), at=NOON))
    refund = ledger.entry("r")
    assert (refund.forgiven, refund.returned) == (2, (Part("top-up", 3), Part("first", 1)))
    ledger.post(ledger.refund("r2", "d", at=NOON))
    assert ledger.entry("r2").returned == (Part("first", 1),)
    assert not ledger.debts
    ledger.check()


def test_a_settle_takes_a_quantity_of_zero_or_more():
    ledger = three_lots()
    ledger.post(ledger.hold("h", CREDIT.of(1), at=NOON))
    settle = ledger.settle("s", "h", at=NOON)
    with pytest.raises(InvalidAmount, match="a quantity of zero or more is needed"):
        attrs.evolve(settle, quantity=CREDIT.of(-1))
