"""Nonsense at the doors of units and the ledger: each is refused in words, and a refused entry has changed nothing."""

import datetime as dt
import decimal
import pickle
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from supportcore.errors import (
    IdConflict,
    InvalidAmount,
    InvalidEntry,
    InvalidPeriod,
    InvalidPolicy,
    InvalidRounding,
    InvalidUnit,
    MixedUnits,
    SupportcoreError,
    UnknownEntry,
    UnknownLot,
    UnknownZone,
)
from supportcore.ledger import (
    Adjust,
    Carry,
    Entry,
    ExpiringSoon,
    Grant,
    Ledger,
    LowBalance,
    Opening,
    Recurring,
    Rollover,
    Shortfall,
    Terms,
    expiring,
    notices,
)
from supportcore.periods import Billing, Months
from supportcore.units import CREDIT, HOUR, Money, Quantity, Rounding, RoundTo, Unit, sum_of

AT = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ONE = CREDIT.of(1)
CENTS = RoundTo(Decimal("0.01"), Rounding.HALF_UP)
MONTHLY = Billing(AT, Months(1), "UTC")

UNITS = [
    # what is tried, the error, what is said
    (lambda: Money("1e999999", "USD"), InvalidAmount, r"1E\+999999.*: money has at most 100 digits, between 10\^-60"),
    (lambda: Money("1e-999999", "USD"), InvalidAmount, "round it first, with a RoundTo"),
    (lambda: Money("9" * 101, "USD"), InvalidAmount, "money has at most 100 digits"),
    (lambda: Money(10**400, "USD"), InvalidAmount, "money has at most 100 digits"),
    (lambda: Money("9" * 60, "USD") + Money("1e-60", "USD"), InvalidAmount, "money has at most 100 digits"),
    (lambda: Money("1e41", "USD") - Money("1e-60", "USD") * 7, InvalidAmount, "money has at most 100 digits"),
    (lambda: Money("1e60", "USD") * 10, InvalidAmount, "money has at most 100 digits"),
    (lambda: Money("1." + "1" * 59, "USD") * Decimal("1." + "1" * 59), InvalidAmount, "money has at most 100 digits"),
    (lambda: sum([Money(1, "USD")]), InvalidAmount, r"0: a bare number has no currency; write sum\(\..., start=Money"),
    (lambda: sum([ONE]), InvalidAmount, r"0: a bare number has no unit; sum with sum_of\(quantities, CREDIT\)"),
    (lambda: Money(1, "USD").share(Fraction(1, 2), None), InvalidRounding, "None: a share is rounded by a RoundTo"),
    (lambda: CENTS.quantity(3), InvalidAmount, "3: what is rounded here is a Quantity; write HOUR.minor"),
    (lambda: CENTS.number(Decimal("1e61")), InvalidAmount, r"an amount lies between 10\^-60 and 10\^60"),
    (lambda: CENTS.number(Decimal("1e-61")), InvalidAmount, r"an amount lies between 10\^-60 and 10\^60"),
    (lambda: CENTS.money(Fraction(1, 3)), InvalidUnit, "'': a currency is an ISO 4217 code"),
    (lambda: RoundTo(Decimal("1e999999"), Rounding.UP), InvalidAmount, "check its exponent"),
    (lambda: CREDIT.of(Decimal("1e999999")), InvalidAmount, "check its exponent"),
    (lambda: Quantity(10**100, CREDIT), InvalidAmount, r"a quantity counts fewer than 10\^100 minor units"),
    (lambda: Quantity(-(10**100), CREDIT), InvalidAmount, "check how it was reckoned"),
    (lambda: Quantity(10**5000, CREDIT), InvalidAmount, "^an int of 16610 bits: "),
    (lambda: Unit("hour", 60, 60), InvalidUnit, "60: a minor unit has a name; write Unit"),
    (lambda: Unit("hour", 60, []), InvalidUnit, "a minor unit has a name"),
    (lambda: sum_of([HOUR.of(1)], CREDIT), MixedUnits, "a quantity of credits meets only credits"),
]


@pytest.mark.parametrize(("nonsense", "error", "said"), UNITS)
def test_an_amount_out_of_any_sensible_size_or_kind_is_refused(nonsense, error, said):
    with pytest.raises(error, match=said):
        nonsense()


def test_an_amount_at_the_very_limit_passes_and_prints():
    assert str(Money("1e60", "USD"))[:4] == "1000"
    assert Money("1e-60", "USD") * 3 == Money("3e-60", "USD")
    assert len(str(Quantity(10**100 - 1, CREDIT))) == 108
    assert CREDIT.of(Decimal("1e60")).units == 10**60
    assert str(Money("-0.00", "USD")) == "0.00 USD"


def test_the_hosts_decimal_context_changes_no_answer():
    def answers():
        thing = Money("123456789.123456789", "USD")
        return (thing + Money("1e-12", "USD"), thing * Decimal("1.12345"), -thing, thing.share(Fraction(1, 3), CENTS),
                CENTS.money(thing), HOUR.of(Decimal("1234567890.5")), str(thing), thing < thing * 2)  # fmt: skip

    usual = answers()
    with decimal.localcontext(decimal.Context(prec=1, Emin=-1, Emax=1, traps=[decimal.Inexact, decimal.Rounded])):
        assert answers() == usual


def book():
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("g", CREDIT.of(10), at=AT, expires_at=AT + 90 * DAY))
    ledger.post(ledger.debit("d", CREDIT.of(2), at=AT))
    ledger.post(ledger.hold("h", CREDIT.of(2), at=AT))
    return ledger


VERBS = {
    "priority": (lambda book: book.grant("n", ONE, at=AT, priority="low"), InvalidEntry, "'low': a priority is a wh"),
    "true priority": (lambda book: book.grant("n", ONE, at=AT, priority=True), InvalidEntry, "the lower burns first"),
    "note": (lambda book: book.debit("n", ONE, at=AT, note=7), InvalidEntry, "7: a note is a text, or none"),
    "original": (lambda book: book.opening("n", ONE, at=AT, original=3), InvalidAmount, "3: a quantity above zero"),
    "other original": (
        lambda book: book.opening("n", ONE, at=AT, original=HOUR.of(1)), MixedUnits, "the lot counts credits",
    ),
    "rollover": (
        lambda book: book.carry("n", "g", at=AT + DAY, expires_at=None, rollover=5), InvalidEntry,
        r"5: what goes on is told by a Rollover; write Rollover\(most=",
    ),
    "no shortfall": (lambda book: book.debit("n", CREDIT.of(99), at=AT, shortfall=None), InvalidPolicy, "choose Short"),
    "other enum": (lambda book: book.debit("n", CREDIT.of(99), at=AT, shortfall=Rounding.UP), InvalidPolicy, "named"),
    "hold shortfall": (lambda book: book.hold("n", ONE, at=AT, shortfall="OWE"), InvalidPolicy, "'OWE': a shortfall"),
    "beyond": (lambda book: book.settle("n", "h", CREDIT.of(9), at=AT, beyond="OWE"), InvalidPolicy, "is named"),
    "timeout": (lambda book: book.hold("n", ONE, at=AT, timeout_at="soon"), ValueError, "an instant is an aware"),
    "date": (lambda book: book.move("n", "h", at=AT, timeout_at=dt.date(2027, 1, 1)), ValueError, "an aware datetime"),
    "lot": (lambda book: book.void_lot("n", ["g"], reason="why", at=AT), UnknownLot, "no lot of that id"),
    "of": (lambda book: book.refund("n", {}, at=AT), UnknownEntry, "no entry of that id"),
    "explain": (lambda book: book.explain("d"), InvalidEntry, r"'d': only an entry can be explained; write ledger"),
    "text in a zone": (lambda book: book.statement(AT, AT + DAY).text("UTC"), UnknownZone, "is shown in a zone; pas"),
    "junk": (lambda _: Ledger.replay(CREDIT, [7]), InvalidEntry, "7: only an entry can be posted"),
    "bare entry": (lambda book: book.post(Entry("n", AT, AT, 3)), InvalidEntry, "'Entry': an entry is of one of the"),
    "bare terms": (lambda book: book.post(Terms("n", AT, AT, 3, ONE)), InvalidEntry, "post one of Grant, Opening"),
    "mark": (lambda book: notices(book, [LowBalance(3)], AT, AT), InvalidAmount, "3: a mark is a quantity"),
    "no marks": (lambda book: notices(book, None, AT, AT), InvalidEntry, "None: several are meant: an alert is one"),
    "no mark": (lambda book: notices(book, [20], AT, AT), InvalidEntry, "20: an alert is one of this room; write Low"),
    "no ledger": (lambda _: notices(None, [], AT, AT), InvalidEntry, "None: a balance is kept by a Ledger; pass a L"),
    "no forecast": (lambda _: expiring(7, AT, AT + DAY), InvalidEntry, "7: a balance is kept by a Ledger"),
    "no entries": (lambda _: Ledger.replay(CREDIT, None), InvalidEntry, "None: a ledger is made of entries; hand over"),
    "list of ids": (lambda book: book.grant(["n"], ONE, at=AT), InvalidEntry, r"\['n'\]: id is a text that names"),
    "set of ids": (lambda book: book.debit({"n"}, ONE, at=AT), InvalidEntry, "id is a text that names something"),
    "list of holds": (lambda book: book.settle("n", ["h"], at=AT), UnknownEntry, r"\['h'\]: no entry of that id, not"),
    "a long other": (lambda book: book.grant("g", "1" * 5000, at=AT), IdConflict, r"not '1+\.\.\.1+'; give a new"),
    "renew nothing": (lambda _: Recurring("r", ONE, MONTHLY).renew(None, at=AT), InvalidEntry, "is kept by a Ledger"),
    "grant nothing": (lambda _: Recurring("r", ONE, MONTHLY).grant("g", 0), InvalidEntry, "'g': a balance is kept by"),
    "aeon": (lambda _: ExpiringSoon(dt.timedelta.max), InvalidPeriod, "at most a hundred years"),
    "future": (lambda _: ExpiringSoon(-DAY), InvalidPeriod, "a warning comes some time before"),
    "recurring id": (lambda _: Recurring("", ONE, MONTHLY), InvalidEntry, "'': id is a text"),
    "recurring nothing": (lambda _: Recurring("r", CREDIT.of(0), MONTHLY), InvalidAmount, "a quantity above zero"),
    "recurring when": (lambda _: Recurring("r", ONE, Months(1)), InvalidPeriod, r"periods are told by a Billing; wr"),
    "period -1": (lambda book: Recurring("r", ONE, MONTHLY).grant(book, -1), InvalidPeriod, "-1: periods are counte"),
    "period 1.5": (lambda book: Recurring("r", ONE, MONTHLY).grant(book, 1.5), InvalidPeriod, "1.5: periods are cou"),
    "period 10^400": (lambda book: Recurring("r", ONE, MONTHLY).grant(book, 10**400), InvalidPeriod, "the years 190"),
    "shortfall": (lambda _: Shortfall("reject"), InvalidPolicy, "'reject': a shortfall is rejected, taken at most, "),
    "limit": (lambda _: Shortfall("OWE", 3), InvalidEntry, "3: a limit of debt is a quantity of zero or more"),
    "carry": (
        lambda _: Carry("n", AT, AT, 3, ONE, None, 0, "g", "all"), InvalidEntry, "'all': what goes on is told by a R",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("nonsense", "error", "said"), VERBS.values(), ids=VERBS)
def test_nonsense_is_refused_and_changes_nothing(nonsense, error, said):
    ledger, untouched = book(), book()
    with pytest.raises(error, match=said) as refused:
        nonsense(ledger)
    assert isinstance(refused.value, SupportcoreError)
    assert ledger == untouched
    ledger.check()
    assert ledger.available(AT) == untouched.available(AT)


FORGED = [
    # an entry that no ledger decided: it would have left half of itself in the books
    (lambda: Grant("n", AT, AT, 3, ONE, None, "first"), "a priority is a whole number"),
    (lambda: Opening("n", AT, AT, 3, ONE, None, None), "a priority is a whole number"),
    (lambda: Grant("n", AT, AT, 3, ONE, note=b"x"), "a note is a text"),
    (lambda: Adjust("n", AT, AT, 3, "g", ONE, "why", note=None), "a note is a text"),
]


@pytest.mark.parametrize(("forged", "said"), FORGED)
def test_an_entry_that_cannot_be_is_never_made(forged, said):
    with pytest.raises(InvalidEntry, match=said):
        forged()


def test_every_policy_of_shortfall_is_known_by_its_name_and_survives_a_pickle():
    for policy in (Shortfall.REJECT, Shortfall.AT_MOST, Shortfall.OWE(), Shortfall.OWE(ONE)):
        assert pickle.loads(pickle.dumps(policy)) == policy
    assert Rollover() == pickle.loads(pickle.dumps(Rollover()))


def test_a_hold_that_times_out_as_its_lot_expires_gives_back_nothing():
    ledger, end = Ledger(CREDIT), AT + 90 * DAY
    ledger.post(ledger.grant("g", CREDIT.of(10), at=AT, expires_at=end))
    ledger.post(ledger.hold("h", CREDIT.of(4), at=AT, timeout_at=end))
    assert ledger.available(end - dt.timedelta(microseconds=1)) == CREDIT.of(6)
    assert (ledger.available(end), ledger.held("h", end)) == (CREDIT.of(0), CREDIT.of(0))
    assert ledger.balance(end).expired == CREDIT.of(10)
    ledger.check()


def test_what_could_be_no_id_names_nothing():
    ledger = book()
    assert ["g"] not in ledger
    assert ledger.held({"h"}, AT) == CREDIT.of(0)


def test_copies_that_went_their_own_ways_refuse_each_others_entries():
    one = book()
    other = one.copy()
    mine, theirs = one.debit("a", ONE, at=AT), other.debit("b", ONE, at=AT)
    one.post(mine)
    other.post(theirs)
    with pytest.raises(SupportcoreError, match="it was decided on state 3 and the ledger is in state 4"):
        one.post(theirs)
    assert one != other


def test_a_statement_is_shown_in_a_zone_and_not_by_its_name():
    assert "12:00" in book().statement(AT, AT + DAY).text(ZoneInfo("Europe/Kyiv"))
