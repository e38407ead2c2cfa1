"""Packages of hours side by side: months, hours that burn, the load of the last month, and the client's filters."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing.whatifs import HOUSE
from supportcore import plans
from supportcore.errors import InvalidWorkload
from supportcore.units import HOUR, Money
from supportcore.whatif import Workload, compare, hour_package_options

PRICES = {hours: Money(hours * 20, "USD") for hours in plans.TARIFFS}


@pytest.mark.rule("PCK-2")
def test_work_of_160_hours_is_two_four_or_eight_months_and_120_leaves_80_unused():
    assert [str(one) for one in hour_package_options(160)] == ["2 x 120, 80 hours unused", "2 x 80", "4 x 40", "8 x 20"]


@pytest.mark.rule("PCK-2")
@pytest.mark.parametrize(
    ("hours", "tariff", "months", "bought", "burnt", "last"),
    [
        (160, 80, 2, 160, 0, 80),
        (161, 80, 3, 240, 79, 1),
        (159, 80, 2, 160, 1, 79),
        (Decimal("0.5"), 20, 1, 20, Fraction(39, 2), Fraction(1, 2)),
        (0, 20, 0, 0, 0, 0),
        (20, 20, 1, 20, 0, 20),
    ],
)
def test_each_tariff_says_what_is_bought_what_burns_and_how_full_the_last_month_is(
    hours, tariff, months, bought, burnt, last
):
    one = next(one for one in hour_package_options(hours, prices=PRICES) if one.hours == tariff)
    assert (one.months, one.bought, one.burnt, one.last_month) == (months, bought, burnt, last)
    assert one.share == Fraction(last) / tariff
    assert one.price == Money(tariff * 20 * months, "USD")


@pytest.mark.rule("PCK-2")
@given(st.integers(1, 60), st.sampled_from(plans.TARIFFS))
def test_the_arithmetic_is_what_the_account_would_burn(hours, tariff):
    """Work of so many hours on the first days of the first month, played through the account."""
    one = next(one for one in hour_package_options(hours) if one.hours == tariff)
    work = Workload.of({"work": (1,) + (0,) * (one.months - 1)}, {"work": hours * 60}, start=dt.date(2027, 3, 1),
                       months=one.months)  # fmt: skip
    row = compare([plans.hour_package(tariff, price=Money(1, "USD"))], work, HOUSE).rows[0]
    assert row.complete
    assert row.burnt == HOUR.of(one.burnt)
    assert row.total == Money(one.months, "USD")


@pytest.mark.rule("PCK-3")
@pytest.mark.parametrize(
    ("filters", "fitting"),
    [
        ({"max_hours_a_month": 40}, ["4 x 40", "8 x 20"]),
        ({"max_hours_a_month": 39}, ["8 x 20"]),
        ({"finish_by": dt.date(2027, 5, 1)}, ["2 x 120, 80 hours unused", "2 x 80", "4 x 40"]),
        ({"finish_by": dt.date(2027, 4, 30)}, ["2 x 120, 80 hours unused", "2 x 80"]),
        ({"max_money_a_month": Money(1600, "USD")}, ["2 x 80", "4 x 40", "8 x 20"]),
        ({"max_money_a_month": Money(1599, "USD")}, ["4 x 40", "8 x 20"]),
        ({"max_hours_a_month": 10}, []),
    ],
)
def test_filters_are_how_much_the_client_can_follow_how_urgent_it_is_and_the_budget(filters, fitting):
    options = hour_package_options(160, prices=PRICES, start=dt.date(2027, 1, 1), **filters)
    assert [str(one) for one in options.fitting] == fitting
    assert len(options.options) == 4


@pytest.mark.rule("PCK-3")
def test_an_option_that_does_not_fit_says_why():
    options = hour_package_options(
        160, prices=PRICES, start=dt.date(2027, 1, 31), max_hours_a_month=80, finish_by=dt.date(2027, 4, 30),
        max_money_a_month=Money(500, "USD"),
    )  # fmt: skip
    assert [[str(why) for why in one.why_not] for one in options] == [
        ["120 hours a month, and the client can follow 80 (PCK-3)",
         "2400.00 USD a month, and the budget is 500.00 USD (PCK-3)"],
        ["1600.00 USD a month, and the budget is 500.00 USD (PCK-3)"],
        ["done by Mon 31 May 2027, and Fri 30 Apr 2027 is the latest (PCK-3)",
         "800.00 USD a month, and the budget is 500.00 USD (PCK-3)"],
        ["done by Thu 30 Sep 2027, and Fri 30 Apr 2027 is the latest (PCK-3)"],
    ]  # fmt: skip
    unpriced = hour_package_options(160, max_money_a_month=Money(500, "USD"))
    assert (
        str(unpriced.options[0].why_not[0]) == "the package of 120 hours has no price to hold against a budget (PCK-3)"
    )


def test_prints_what_was_given():
    assert list(hour_package_options(160).to_records()[0]) == [
        "tariff",
        "months",
        "bought",
        "burnt",
        "last month",
        "why not",
    ]
    full = hour_package_options(150, prices=PRICES, start=dt.date(2027, 1, 1))
    assert str(full).splitlines()[0] == "150 hours of work"
    record = full.to_records()[1]
    assert record == {"tariff": 80, "months": 2, "bought": "160", "burnt": "10", "last month": "88%", "price": 3200,
                      "a month": 1600, "an hour of work": Decimal("21.33"), "done by": dt.date(2027, 3, 1),
                      "why not": None}  # fmt: skip
    partly = hour_package_options(0, prices={20: Money(1, "USD")})
    assert [record["price"] for record in partly.to_records()] == [None, None, None, 0]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: hour_package_options(-1), "hours of work are an exact number from 0 to 1,000,000"),
        (lambda: hour_package_options(7.5), "hours of work are an exact number from 0 to 1,000,000"),
        (lambda: hour_package_options(10, tariffs=(0,)), "a tariff is whole hours a month"),
        (lambda: hour_package_options(10, finish_by=dt.date(2027, 1, 1)), "when it is done depends on when it starts"),
    ],
)
def test_refuses_what_cannot_be_bought(make, message):
    with pytest.raises(InvalidWorkload, match=message):
        make()


def test_draws_hours_used_and_hours_burnt():
    pytest.importorskip("matplotlib").use("agg")
    axes = hour_package_options(160, prices=PRICES, max_hours_a_month=80).plot()
    assert [bar.get_width() for bar in axes.patches] == [
        160,
        80,
        160,
        160,
        160,
    ]  # what burns is a bar beside, where any does
    assert "not: 120 hours a month" in axes.texts[0].get_text()
    axes.figure.clear()
