"""Minutes into money: bills added up by hand, every rounding in sight, and currencies that never meet."""

import itertools
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracles import hand_added_bill as pencil
from supportcore.errors import InvalidRate, MixedCurrencies, SupportcoreError
from supportcore.pricing import CENTS, EXACT_MINUTES, PROGRAMMER, ExchangeRate, Per, RateTable, UpTo, Work, bill
from supportcore.units import Money, Rounding, RoundTo

USD = "USD"

FLOATS = "a number is exact, and a float or a bool is not; write an int, a Decimal or its text: '1.5', never 1.5"


def usd(amount):
    return Money(amount, USD)


RATES = RateTable({"programmer": usd(30), "configurator": usd("22.50")}, default=usd(20))
WEEK = [
    Work("T-1", "programmer", 47, project="shop"),
    Work("T-1", "programmer", 4, project="shop"),
    Work("T-1", "consultant", 10, project="shop"),
    Work("T-2", "configurator", 20, project="shop"),
    Work("T-3", "consultant", 1),
]


@pytest.mark.rule("HRS-2")
@pytest.mark.parametrize(("role", "hour"), [("programmer", "30"), ("configurator", "22.50"), ("anybody else", "20")])
def test_a_role_has_its_price_and_the_others_the_default(role, hour):
    assert RATES.rate(role) == usd(hour)


@pytest.mark.rule("HRS-2")
def test_today_the_price_is_the_same_for_all():
    same = RateTable(default=usd(18))
    assert {same.rate(role) for role in ("programmer", "consultant")} == {usd(18)}


@pytest.mark.rule("PKG-4")
@pytest.mark.parametrize(
    ("minutes", "price"), [(60, "30.00"), (50, "25.00"), (1, "0.50"), (12 * 60, "360.00"), (0, "0.00")]
)
def test_an_hour_of_a_programmer_costs_30_dollars(minutes, price):
    assert str(PROGRAMMER.price("programmer", minutes)) == f"{price} USD"


@pytest.mark.rule("HRS-8")
@pytest.mark.parametrize(
    ("minutes", "how", "price"),
    [
        (1, Rounding.HALF_UP, "0.33"),
        (2, Rounding.HALF_UP, "0.67"),
        (2, Rounding.DOWN, "0.66"),
        (1, Rounding.UP, "0.34"),
    ],
)
def test_money_for_minutes_is_rounded_once_by_a_named_policy(minutes, how, price):
    assert RATES.price("consultant", minutes, money=RoundTo(Decimal("0.01"), how)) == usd(price)


@pytest.mark.rule("HRS-8")
@pytest.mark.parametrize(
    ("rounding", "rows", "total"),
    [
        # 1 x 20/60; 10 x 20/60, 51 x 30/60; 20 x 22.50/60
        (EXACT_MINUTES, [(1, "0.33"), (10, "3.33"), (51, "25.50"), (20, "7.50")], "36.66"),
        # each entry by itself: 15; 15, 60 + 15; 30
        (UpTo(15, Per.ENTRY), [(15, "5.00"), (15, "5.00"), (75, "37.50"), (30, "11.25")], "58.75"),
        # T-3: 15; T-1: 61 -> 75, 14 more to the consultant; T-2: 30
        (UpTo(15, Per.TASK), [(15, "5.00"), (24, "8.00"), (51, "25.50"), (30, "11.25")], "49.75"),
        # 82 -> 90 in all, 8 more to the first of the cheapest
        (UpTo(15, Per.INVOICE), [(9, "3.00"), (10, "3.33"), (51, "25.50"), (20, "7.50")], "39.33"),
        (UpTo(60, Per.INVOICE), [(39, "13.00"), (10, "3.33"), (51, "25.50"), (20, "7.50")], "49.33"),
    ],
    ids=str,
)
def test_a_week_added_up_by_hand(rounding, rows, total):
    made = bill(WEEK, RATES, rounding=rounding)
    assert [(line.billed, str(line.amount)) for line in made.lines] == [(n, f"{amount} USD") for n, amount in rows]
    assert str(made.total) == f"{total} USD"
    assert made.worked == 82
    assert made.billed == sum(n for n, _ in rows)


@pytest.mark.rule("HRS-8")
def test_time_is_summed_over_task_and_project():
    made = bill(WEEK, RATES)
    assert made.by_task() == (
        ("", "T-3", usd("0.33")),
        ("shop", "T-1", usd("28.83")),
        ("shop", "T-2", usd("7.50")),
    )
    assert made.by_project() == (("", usd("0.33")), ("shop", usd("36.33")))
    assert sum((amount for _, amount in made.by_project()), usd(0)) == made.total


@pytest.mark.rule("HRS-8")
def test_the_rounding_is_shown_on_the_bill():
    assert str(bill(WEEK, RATES, rounding=UpTo(15, Per.TASK))).splitlines() == [
        "T-3: 15 min by consultant at 20 USD an hour, 1 min worked (HRS-8): 5.00 USD",
        "shop, T-1: 24 min by consultant at 20 USD an hour, 10 min worked (HRS-8): 8.00 USD",
        "shop, T-1: 51 min by programmer at 30 USD an hour (HRS-8): 25.50 USD",
        "shop, T-2: 30 min by configurator at 22.5 USD an hour, 20 min worked (HRS-8): 11.25 USD",
        "120 min, up to 15 minutes per task: 49.75 USD",
    ]


def test_the_order_of_the_work_changes_nothing():
    bills = {bill(order, RATES, rounding=UpTo(15, Per.TASK)) for order in itertools.permutations(WEEK)}
    assert len(bills) == 1


def test_no_work_costs_nothing():
    made = bill([], RATES, rounding=UpTo(15, Per.INVOICE))
    assert (made.lines, made.total, made.billed) == ((), usd(0), 0)


works = st.tuples(
    st.sampled_from(["", "shop"]),
    st.sampled_from(["T-1", "T-2"]),
    st.sampled_from(["programmer", "configurator", "consultant", "trainer"]),
    st.integers(0, 70),
)


@pytest.mark.rule("HRS-8")
@given(st.lists(works, max_size=8), st.sampled_from([1, 5, 15, 60]), st.sampled_from(Per))
def test_any_bill_equals_one_added_minute_by_minute(work, step, per):
    made = bill([Work(t, r, m, project=p) for p, t, r, m in work], RATES, rounding=UpTo(step, per))
    rates = {"programmer": Fraction(30), "configurator": Fraction("22.5")}
    expected = pencil.bill(work, rates, Fraction(20), step, per.value)
    found = {(one.project, one.task, one.role): (one.worked, one.billed, one.amount.amount) for one in made.lines}
    assert found == expected
    assert made.total.amount == sum(amount for _, _, amount in expected.values())


@given(st.lists(st.integers(0, 500), max_size=6), st.integers(1, 90), st.sampled_from(Per))
def test_time_is_rounded_up_by_less_than_a_step_a_group(entries, step, per):
    minutes = UpTo(step, per).minutes(entries)
    groups = len(entries) if per is Per.ENTRY else 1
    assert minutes % step == 0
    assert 0 <= minutes - sum(entries) <= groups * (step - 1)


def test_conversion_takes_the_rate_as_an_argument():
    rate = ExchangeRate("USD", "UAH", "41.25")
    assert str(rate) == "1 USD = 41.25 UAH"
    assert str(rate.convert(usd("26.83"))) == "1106.74 UAH"  # 1106.7375
    assert str(rate.convert(usd("26.83"), rounding=RoundTo(1, Rounding.DOWN))) == "1106 UAH"
    assert str(rate.convert(usd("-26.83"))) == "-1106.74 UAH"


def test_two_currencies_never_add_up():
    with pytest.raises(MixedCurrencies) as caught:
        usd(30) + Money(350, "UAH")
    assert str(caught.value) == (
        "Money('350', 'UAH'): USD adds up only with USD; convert first, with a rate you can show"
    )


def test_values_are_values():
    one, same = RateTable({"b": usd(2), "a": usd("1.0")}), RateTable([("a", usd(1)), ("b", usd("2.00"))])
    assert one == same
    assert hash(one) == hash(same)
    made = bill(WEEK, RATES)
    assert pickle.loads(pickle.dumps(made)) == made
    assert hash(made)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (RateTable, "(): a rate table has a price; write RateTable(default=Money('30', 'USD'))"),
        (
            lambda: RateTable({"a": usd(1)}, default=Money(1, "EUR")),
            "Money('1', 'EUR'): the prices are in USD; convert first, with a rate to show",
        ),
        (lambda: RateTable({"": usd(1)}), "'': a role has a name; write a short text"),
        (lambda: RateTable([("a", usd(1)), ("a", usd(2))]), "'a': each role is named once; leave one of them out"),
        (lambda: RateTable({"a": 30}), "30: a price is Money; write Money('30', 'USD')"),
        (
            lambda: PROGRAMMER.rate("cook"),
            "'cook': the table has programmer, and no default; add the role, or give a default",
        ),
        (
            lambda: PROGRAMMER.price("programmer", 1.5),
            "1.5: a count is a whole number from 0 up; write an int such as 3",
        ),
        (
            lambda: PROGRAMMER.price("programmer", 1, money="cents"),
            "'cents': a rounding policy is a RoundTo; write RoundTo(Decimal('0.01'), Rounding.UP)",
        ),
        (lambda: Work("T", "r", True), "True: a count is a whole number from 0 up; write an int such as 3"),
        (lambda: Work("", "r", 1), "'': a piece of work's task and role has a name; write a short text"),
        (
            lambda: Work("T", "r", 1, project=None),
            "None: a project is named by a text, or by none; leave it out, or write a short text",
        ),
        (lambda: UpTo(0, Per.TASK), "0: time is rounded up to one or more whole minutes; write UpTo(15, Per.TASK)"),
        (
            lambda: bill([], RATES, rounding=15),
            "15: a rounding of time is named; write UpTo(15, Per.TASK) or EXACT_MINUTES",
        ),
        (
            lambda: ExchangeRate("USD", "UAH", 0),
            "Decimal('0'): a rate of exchange is above zero; write ExchangeRate('USD', 'UAH', '41.25')",
        ),
        (lambda: ExchangeRate("USD", "UAH", 41.25), "41.25: " + FLOATS),
        (lambda: ExchangeRate("USD", "USD", 1), "'USD': a rate leads to another currency; leave the money as it is"),
        (
            lambda: ExchangeRate("usd", "UAH", 1),
            "'usd': a currency is an ISO 4217 code of three capitals; write Money('10', 'EUR')",
        ),
        (
            lambda: ExchangeRate("USD", "UAH", 2).convert(Money(1, "EUR")),
            "Money('1', 'EUR'): this rate converts USD; find the rate into UAH",
        ),
    ],
)
def test_what_is_refused(make, words):
    with pytest.raises(SupportcoreError) as caught:
        make()
    assert str(caught.value) == words
    assert issubclass(InvalidRate, ValueError)


def test_cents_are_half_up():
    assert RoundTo(Decimal("0.01"), Rounding.HALF_UP) == CENTS
