"""Entries that this ledger would not have decided: a journal from elsewhere, put together wrongly, is refused whole."""

import datetime as dt

import attrs
import pytest

from supportcore.errors import InvalidAmount, InvalidEntry, InvalidInstant
from supportcore.instants import utc
from supportcore.ledger import Debit, Ledger, Part, Repay, Shortfall, VoidLot
from supportcore.units import CREDIT

HOUR = dt.timedelta(hours=1)
START = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)


def at(hour):
    return START + hour * HOUR


def prepared():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("soon", CREDIT.of(5), at=at(0), expires_at=at(10)))
    ledger.post(ledger.grant("never", CREDIT.of(5), at=at(0)))
    ledger.post(ledger.hold("hold", CREDIT.of(2), at=at(1)))
    ledger.post(ledger.debit("paid", CREDIT.of(1), at=at(1)))
    ledger.post(ledger.debit("owing", CREDIT.of(9), at=at(1), shortfall=Shortfall.OWE()))
    ledger.post(ledger.grant("more", CREDIT.of(5), at=at(1), expires_at=at(10)))
    return ledger


DECIDED = {
    "debit": lambda ledger: ledger.debit("new", CREDIT.of(1), at=at(2)),
    "hold": lambda ledger: ledger.hold("new", CREDIT.of(1), at=at(2)),
    "carry": lambda ledger: ledger.carry("new", "more", at=at(2), expires_at=None),
    "settle": lambda ledger: ledger.settle("new", "hold", at=at(2)),
    "void": lambda ledger: ledger.void("new", "hold", at=at(2)),
    "move": lambda ledger: ledger.move("new", "hold", at=at(2)),
    "refund": lambda ledger: ledger.refund("new", "paid", at=at(2)),
    "repay": lambda ledger: ledger.repay("new", "owing", at=at(2)),
    "adjust": lambda ledger: ledger.adjust("new", "more", CREDIT.of(1), reason="wrong", at=at(2)),
    "void_lot": lambda ledger: ledger.void_lot("new", "more", reason="wrong", at=at(2)),
}


def refused(ledger, entry, told):
    before = ledger.entries
    with pytest.raises(InvalidEntry, match=told):
        ledger.post(entry)
    assert ledger.entries == before
    ledger.check()


@pytest.mark.parametrize("decide", DECIDED.values(), ids=DECIDED)
def test_nothing_but_a_lot_is_effective_after_it_is_recorded(decide):
    ledger = prepared()
    entry = decide(ledger)
    refused(ledger, attrs.evolve(entry, effective_at=at(3)), "only a lot may be effective after it is recorded")
    ledger.post(attrs.evolve(entry, recorded_at=at(3)))


def test_a_lot_does_not_pay_at_its_expiry():
    ledger = prepared()
    refused(ledger, Debit("new", at(10), at(10), 6, CREDIT.of(1), (Part("more", 1),)), "lot 'more' cannot pay it then")


def test_a_settle_takes_beyond_its_hold_only_what_there_is():
    ledger = prepared()
    entry = DECIDED["settle"](ledger)
    forged = attrs.evolve(entry, quantity=CREDIT.of(8), extra=(Part("more", 6),), beyond=Shortfall.AT_MOST)
    refused(ledger, forged, "lot 'more' cannot pay it then")


def test_a_repayment_takes_only_what_there_is_and_pays_only_what_is_owed():
    ledger = prepared()
    refused(ledger, Repay("new", at(2), at(2), 6, "owing", CREDIT.of(2), (Part("soon", 2),)), "cannot pay it then")
    refused(ledger, Repay("new", at(2), at(2), 6, "paid", CREDIT.of(1), (Part("more", 1),)), "'paid' owes less")
    refused(ledger, Repay("new", at(2), at(2), 6, "owing", CREDIT.of(3), (Part("more", 3),)), "'owing' owes less")


@pytest.mark.parametrize("verb", ["refund", "repay"])
def test_nothing_goes_back_before_it_was_taken(verb):
    ledger = prepared()
    forged = attrs.evolve(DECIDED[verb](ledger), effective_at=at(0), recorded_at=at(3))
    refused(ledger, forged, "was last touched at 2026-06-01T10:00")


def test_a_lot_is_not_corrected_or_voided_before_it_is_there_nor_voided_when_it_is_over():
    ledger = prepared()
    adjust, void = DECIDED["adjust"](ledger), DECIDED["void_lot"](ledger)
    late = {"effective_at": at(0), "recorded_at": at(3)}
    refused(ledger, attrs.evolve(adjust, **late), "lot 'more' starts at 2026-06-01T10:00")
    refused(ledger, attrs.evolve(void, **late), "lot 'more' is there since 2026-06-01T10:00")
    refused(ledger, VoidLot("new", at(10), at(10), 6, "more", "over"), "the lot is over already")


@pytest.mark.parametrize("bad", [None, "2026-06-01", 3, dt.date(2026, 6, 1)])
def test_an_instant_is_an_aware_datetime(bad):
    with pytest.raises(InvalidInstant, match="an instant is an aware datetime"):
        prepared().available(bad)


def test_an_instant_of_another_type_is_kept_as_a_plain_one():
    class Stamp(dt.datetime):
        """What a host's library makes of a datetime."""

    assert type(utc(Stamp(2026, 6, 1, 9, tzinfo=dt.UTC))) is dt.datetime


def test_a_part_counts_from_one():
    assert Part("soon", 1).units == 1
    with pytest.raises(InvalidAmount):
        Part("soon", 0)
