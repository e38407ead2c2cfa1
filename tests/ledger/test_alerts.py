"""Each thing is told once, at its mark, and nothing is lost by not looking."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportcore.errors import InvalidAmount, InvalidDuration, InvalidEntry, InvalidPeriod
from supportcore.ledger import (
    POINTS,
    Exhausted,
    ExpiringSoon,
    Ledger,
    LowBalance,
    LowShare,
    Overdrawn,
    Rollover,
    Shortfall,
    expiring,
    notices,
)
from supportcore.units import CREDIT, POINT

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TICK = dt.timedelta(microseconds=1)
DAY = dt.timedelta(days=1)
END = START + 400 * DAY


def spending(*units, grant=10, unit=CREDIT):
    """A lot, and a debit a day."""
    ledger = Ledger(unit)
    ledger.post(ledger.grant("g", unit.of(grant), at=START))
    for number, amount in enumerate(units, 1):
        ledger.post(ledger.debit(f"d{number}", unit.of(amount), at=START + number * DAY))
    return ledger


def told(ledger, *alerts, since=START - DAY, until=END):
    return [(notice.at, notice.alert) for notice in notices(ledger, alerts, since, until)]


@pytest.mark.rule("PTS-6")
def test_a_debit_that_crosses_several_marks_tells_each_highest_first():
    ledger = spending(4, 6, unit=POINT)
    assert told(ledger, *POINTS) == [
        (START + 2 * DAY, LowShare(50)),
        (START + 2 * DAY, LowShare(20)),
        (START + 2 * DAY, Exhausted()),
    ]
    words = [str(notice.reason) for notice in notices(ledger, POINTS, START, END)]
    assert words == [
        "0 points left, no more than 50 % of 10 points (PTS-6)",
        "0 points left, no more than 20 % of 10 points (PTS-6)",
        "nothing is left (PTS-6)",
    ]


@pytest.mark.rule("PTS-6")
@pytest.mark.parametrize(("spent", "fires"), [(4, False), (5, True), (6, True)])
def test_a_mark_fires_at_or_below_it(spent, fires):
    ledger = spending(spent)
    assert bool(told(ledger, LowShare(50))) is fires
    assert bool(told(ledger, LowBalance(CREDIT.of(5)))) is fires
    assert bool(told(spending(spent, 10 - spent), Exhausted()))
    assert not told(ledger, Exhausted())


@pytest.mark.rule("PTS-6")
def test_once_per_episode_and_again_after_being_above():
    ledger = spending(5, 1, 1)
    ledger.post(ledger.adjust("more", "g", CREDIT.of(7), reason="gift", at=START + 4 * DAY))
    ledger.post(ledger.debit("again", CREDIT.of(6), at=START + 5 * DAY))
    low = LowBalance(CREDIT.of(5))
    assert told(ledger, low) == [(START + DAY, low), (START + 5 * DAY, low)]
    assert str(notices(ledger, [low], START, END)[0].reason) == "5 credits left, the mark is 5 credits (PTS-6)"


def test_at_one_instant_only_the_end_counts():
    ledger = spending(10)
    ledger.post(ledger.grant("top-up", CREDIT.of(5), at=START + DAY))
    assert told(ledger, Exhausted()) == []


def test_full_is_what_was_there_when_credit_last_came_in():
    ledger = spending(10)
    ledger.post(ledger.grant("next", CREDIT.of(4), at=START + 2 * DAY))
    assert told(ledger, LowShare(50), since=START + DAY) == []
    ledger.post(ledger.debit("x", CREDIT.of(2), at=START + 3 * DAY))
    assert told(ledger, LowShare(50), since=START + DAY) == [(START + 3 * DAY, LowShare(50))]


def test_an_opening_is_a_share_of_what_it_was_granted_with():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.opening("old", CREDIT.of(4), at=START, original=CREDIT.of(10)))
    assert told(ledger, LowShare(50)) == [(START, LowShare(50))]


def test_a_hold_is_not_available():
    ledger = spending(2)
    ledger.post(ledger.hold("h", CREDIT.of(8), at=START + 2 * DAY, timeout_at=START + 3 * DAY))
    ledger.post(ledger.hold("k", CREDIT.of(8), at=START + 4 * DAY))
    assert told(ledger, Exhausted()) == [(START + 2 * DAY, Exhausted()), (START + 4 * DAY, Exhausted())]


@pytest.mark.rule("PTS-5", "PTS-6")
def test_overdrawn():
    ledger = spending(8)
    ledger.post(ledger.debit("o", CREDIT.of(5), at=START + 2 * DAY, shortfall=Shortfall.OWE()))
    assert told(ledger, Overdrawn()) == [(START + 2 * DAY, Overdrawn())]
    assert str(notices(ledger, [Overdrawn()], START, END)[0].reason) == "3 credits owed (PTS-5)"


def two_lots():
    ledger = Ledger(CREDIT)
    for name, days in (("first", 90), ("second", 91)):
        ledger.post(ledger.grant(name, CREDIT.of(5), at=START, expires_at=START + days * DAY))
    return ledger


@pytest.mark.rule("PTS-6")
def test_every_lot_is_warned_of_at_each_mark():
    ledger = two_lots()
    soon = [ExpiringSoon(dt.timedelta(days=days)) for days in (14, 7, 1)]
    assert [(notice.at - START, notice.lots) for notice in notices(ledger, soon, START, END)] == [
        (76 * DAY, ("first",)),
        (77 * DAY, ("second",)),
        (83 * DAY, ("first",)),
        (84 * DAY, ("second",)),
        (89 * DAY, ("first",)),
        (90 * DAY, ("second",)),
    ]
    words = str(notices(ledger, soon, START, END)[0].reason)
    assert words == "5 credits in first will burn within 14 days (PTS-6)"
    assert "within 1 day (" in str(notices(ledger, soon, START, END)[-1].reason)
    assert "within 36 h (" in str(notices(ledger, [ExpiringSoon(1.5 * DAY)], START, END)[0].reason)


def test_a_warning_is_net_of_holds_and_comes_when_the_hold_ends():
    ledger = two_lots()
    ledger.post(ledger.hold("h", CREDIT.of(5), at=START + DAY))
    soon = ExpiringSoon(14 * DAY)
    assert [(n.at - START, n.lots) for n in notices(ledger, [soon], START, END)] == [(77 * DAY, ("second",))]
    ledger.post(ledger.void("v", "h", at=START + 80 * DAY))
    assert [(n.at - START, n.lots) for n in notices(ledger, [soon], START, END)] == [
        (77 * DAY, ("second",)),
        (80 * DAY, ("first",)),
    ]


def test_a_lot_bought_inside_the_mark_is_warned_of_at_once():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("short", CREDIT.of(5), at=START, expires_at=START + 5 * DAY))
    assert told(ledger, ExpiringSoon(14 * DAY)) == [(START, ExpiringSoon(14 * DAY))]


def test_two_lots_of_one_instant_are_told_together():
    ledger = Ledger(CREDIT)
    for name in ("a", "b"):
        ledger.post(ledger.grant(name, CREDIT.of(5), at=START, expires_at=START + 90 * DAY))
    [notice] = notices(ledger, [ExpiringSoon(14 * DAY)], START, END)
    assert notice.lots == ("a", "b")


def test_what_is_recorded_late_is_told_when_it_is_known():
    ledger = spending(4)
    ledger.post(ledger.debit("late", CREDIT.of(6), at=START + 2 * DAY, recorded_at=START + 9 * DAY))
    assert told(ledger, Exhausted(), since=START + 5 * DAY) == [(START + 9 * DAY, Exhausted())]


@given(cuts=st.lists(st.integers(0, 2400), max_size=12))
@pytest.mark.rule("PTS-6")
def test_checks_laid_end_to_end_tell_everything_once(cuts):
    ledger = two_lots()
    for number, days in enumerate((10, 20, 76, 84), 1):
        ledger.post(ledger.debit(f"d{number}", CREDIT.of(2), at=START + days * DAY))
    ledger.post(ledger.grant("third", CREDIT.of(9), at=START + 85 * DAY, expires_at=START + 99 * DAY))
    ledger.post(ledger.carry("fourth", "third", at=START + 95 * DAY, expires_at=None, rollover=Rollover()))
    alerts = (LowBalance(CREDIT.of(6)), *POINTS)
    whole = notices(ledger, alerts, START - DAY, START + 100 * DAY)
    points = sorted({START - DAY, START + 100 * DAY, *(START + dt.timedelta(hours=cut) for cut in cuts)})
    parts = [notice for since, until in pairwise(points) for notice in notices(ledger, alerts, since, until)]
    assert tuple(parts) == whole
    assert len(whole) > 5


def test_an_interval_is_open_at_its_start_and_closed_at_its_end():
    ledger, at = spending(10), START + DAY
    assert told(ledger, Exhausted(), since=at - TICK, until=at)
    assert not told(ledger, Exhausted(), since=at, until=END)
    assert not told(ledger, Exhausted(), since=START, until=at - TICK)
    assert told(Ledger(CREDIT), Exhausted()) == []


def test_bad_alerts():
    ledger = spending()
    for percent in (0, 100, 20.0, True):
        with pytest.raises(InvalidAmount, match="a share is a whole percentage"):
            LowShare(percent)
    with pytest.raises(InvalidPeriod, match="a warning comes some time before"):
        ExpiringSoon(dt.timedelta(0))
    with pytest.raises(InvalidDuration):
        ExpiringSoon(14)
    with pytest.raises(InvalidEntry, match="an alert is one of this room"):
        notices(ledger, ["low"], START, END)
    with pytest.raises(InvalidPeriod, match="a check looks forward"):
        notices(ledger, [], END, START)


# --- the edges of the alerts ------------------------------------------------------------------------------------------


@pytest.mark.rule("PTS-6")
def test_the_least_marks_are_the_smallest_units():
    assert LowShare(1).percent == 1
    assert ExpiringSoon(TICK).within == TICK
    century = 36_525 * DAY
    assert ExpiringSoon(century).within == century
    with pytest.raises(InvalidPeriod, match="at most a hundred years"):
        ExpiringSoon(century + TICK)
    assert told(spending(9), Exhausted()) == []
    assert told(spending(10), Exhausted()) == [(START + DAY, Exhausted())]


def test_one_credit_that_is_owed_is_told():
    ledger = spending(10)
    ledger.post(ledger.debit("over", CREDIT.of(1), at=START + 2 * DAY, shortfall=Shortfall.OWE()))
    assert told(ledger, Overdrawn()) == [(START + 2 * DAY, Overdrawn())]


def test_a_ledger_that_begins_with_a_debt_was_never_full():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.debit("first", CREDIT.of(1), at=START, shortfall=Shortfall.OWE()))
    (notice,) = notices(ledger, [LowShare(20)], START - DAY, END)
    assert str(notice.reason) == "0 credits left, no more than 20 % of 0 credits (PTS-6)"


def test_a_correction_by_one_credit_is_a_new_full_mark():
    ledger = spending(9)
    ledger.post(ledger.adjust("up", "g", CREDIT.of(1), reason="gift", at=START + 2 * DAY))
    ledger.post(ledger.debit("last", CREDIT.of(1), at=START + 3 * DAY))
    assert told(ledger, LowShare(50)) == [(START + DAY, LowShare(50)), (START + 3 * DAY, LowShare(50))]


def test_a_lot_that_was_granted_ahead_fills_the_tank_when_it_starts():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("ahead", CREDIT.of(10), at=START + 2 * DAY, recorded_at=START))
    ledger.post(ledger.debit("work", CREDIT.of(6), at=START + 3 * DAY))
    first, second = notices(ledger, [LowShare(50)], START - DAY, END)
    assert (first.at, str(first.reason)) == (START, "0 credits left, no more than 50 % of 0 credits (PTS-6)")
    assert (second.at, str(second.reason)) == (
        START + 3 * DAY,
        "4 credits left, no more than 50 % of 10 credits (PTS-6)",
    )


def expires_in_ten_days(*others):
    ledger = Ledger(CREDIT)
    for number, days in enumerate((10, *others)):
        ledger.post(ledger.grant(f"g{number}", CREDIT.of(5), at=START, expires_at=START + days * DAY))
    return ledger


def test_a_warning_begins_at_the_end_of_the_interval_it_belongs_to():
    ledger, soon = expires_in_ten_days(), ExpiringSoon(3 * DAY)
    assert told(ledger, soon, since=START, until=START + 7 * DAY - TICK) == []
    assert told(ledger, soon, since=START, until=START + 7 * DAY) == [(START + 7 * DAY, soon)]
    assert told(ledger, soon, since=START + 7 * DAY, until=START + 7 * DAY) == []


def test_no_warning_is_told_of_credit_that_is_spent_at_the_instant_of_its_mark():
    ledger = expires_in_ten_days()
    ledger.post(ledger.debit("all", CREDIT.of(5), at=START + 7 * DAY))
    assert told(ledger, ExpiringSoon(3 * DAY)) == []


def test_no_warning_is_told_of_a_lot_that_was_voided():
    ledger = expires_in_ten_days()
    ledger.post(ledger.void_lot("gone", "g0", reason="wrong", at=START + DAY))
    assert told(ledger, ExpiringSoon(3 * DAY)) == []


def test_a_forecast_tells_the_soonest_first_and_not_what_is_gone_by_its_start():
    ledger = expires_in_ten_days(30, 20)
    forecast = expiring(ledger, START, START + 40 * DAY)
    assert [burn.lot for burn in forecast.burns] == ["g0", "g2", "g1"]
    assert [burn.lot for burn in expiring(ledger, START + 10 * DAY, START + 20 * DAY).burns] == ["g2"]
