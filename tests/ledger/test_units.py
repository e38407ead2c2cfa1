"""Quantities are whole, money is exact, two units never meet."""

import decimal
import math
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest

from supportcore.errors import (
    InvalidAmount,
    InvalidRounding,
    InvalidUnit,
    MixedCurrencies,
    MixedUnits,
    SupportcoreError,
)
from supportcore.units import CREDIT, HOUR, POINT, Money, Quantity, Rounding, RoundTo, Unit, sum_of

BAD_UNITS = [1.0, math.nan, True, "1", None, Decimal(1)]


@pytest.mark.parametrize("bad", BAD_UNITS)
def test_a_quantity_counts_whole_minor_units(bad):
    with pytest.raises(InvalidAmount, match=r"whole minor units; write an int"):
        Quantity(bad, CREDIT)


@pytest.mark.parametrize("bad", [1.5, math.nan, True, Decimal("NaN"), Decimal("Infinity"), "2", None])
def test_an_amount_of_a_unit_is_exact(bad):
    with pytest.raises(InvalidAmount, match="an amount is"):
        HOUR.of(bad)


def test_part_of_a_minor_unit_is_refused():
    with pytest.raises(InvalidAmount, match="an amount of hours is a whole number of minor units"):
        HOUR.of(Fraction(1, 61))
    with pytest.raises(InvalidAmount, match="an amount of credits"):
        CREDIT.of(Decimal("0.5"))


def test_a_point_and_an_hour_are_sixty_minutes():
    assert POINT.of(Decimal("1.5")) == POINT.minor(90)
    assert HOUR.of(Fraction(1, 3)).units == 20
    assert HOUR.minor(90).amount == Fraction(3, 2)


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (CREDIT.of(0), "0 credits"),
        (CREDIT.of(1), "1 credit"),
        (CREDIT.of(-2), "-2 credits"),
        (HOUR.of(20), "20 hours"),
        (HOUR.minor(90), "1 hour 30 minutes"),
        (HOUR.minor(-61), "-1 hour 1 minute"),
        (HOUR.minor(-30), "-30 minutes"),
    ],
)
def test_a_quantity_is_told_in_words(quantity, text):
    assert str(quantity) == text


def test_arithmetic_and_order():
    assert CREDIT.of(3) + CREDIT.of(4) - CREDIT.of(2) == CREDIT.of(5)
    assert 2 * CREDIT.of(3) == CREDIT.of(3) * 2 == CREDIT.of(6)
    assert -CREDIT.of(3) == CREDIT.of(-3)
    assert CREDIT.of(1) < CREDIT.of(2) <= CREDIT.of(2) < CREDIT.of(3)
    assert CREDIT.of(3) > CREDIT.of(2) >= CREDIT.of(2)
    assert not CREDIT.of(2) < CREDIT.of(2)
    assert not CREDIT.of(2) > CREDIT.of(2)
    assert CREDIT.of(1)
    assert not CREDIT.of(0)
    assert sum_of([], HOUR) == HOUR.of(0)


OPERATIONS = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a < b,
    lambda a, b: a <= b,
    lambda a, b: a > b,
    lambda a, b: a >= b,
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_two_units_never_meet(operation):
    with pytest.raises(MixedUnits, match="a quantity of credits meets only credits; keep one ledger per unit"):
        operation(CREDIT.of(1), HOUR.of(1))
    with pytest.raises(InvalidAmount, match=r"a bare number has no unit; write CREDIT\.of"):
        operation(CREDIT.of(1), 1)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_two_currencies_never_meet(operation):
    with pytest.raises(MixedCurrencies, match="UAH adds up only with UAH; convert first"):
        operation(Money(350, "UAH"), Money(30, "USD"))
    with pytest.raises(InvalidAmount, match="a bare number has no currency"):
        operation(Money(350, "UAH"), 30)


def test_a_quantity_is_multiplied_by_whole_numbers_only():
    with pytest.raises(InvalidAmount, match="a number of times is a whole number"):
        CREDIT.of(1) * 1.5


@pytest.mark.parametrize("name", ["", None, 7])
def test_a_unit_has_a_name(name):
    with pytest.raises(InvalidUnit, match="a unit has a name"):
        Unit(name)


@pytest.mark.parametrize("scale", [0, -1, 1.0, True, 60])
def test_a_unit_is_whole_minor_units_with_a_name(scale):
    with pytest.raises(InvalidUnit, match="more than one need their name"):
        Unit("day", scale)


def test_a_quantity_has_a_unit():
    with pytest.raises(InvalidUnit, match="a quantity has a Unit"):
        Quantity(1, "credit")


def test_values_print_as_what_makes_them_and_travel():
    day = Unit("day", 480, "minute")
    for value in (CREDIT.of(3), day.of(2), Money("10.50", "EUR"), day, POINT, RoundTo(15, Rounding.UP)):
        assert pickle.loads(pickle.dumps(value)) == value
        assert hash(value) == hash(pickle.loads(pickle.dumps(value)))
    assert repr(day.of(2)) == "Quantity(960, Unit('day', 480, 'minute'))"
    assert repr(HOUR) == "HOUR"


ROUNDED = [
    # minutes, and to a quarter: up, down, half up, half even
    (0, 0, 0, 0, 0),
    (1, 15, 0, 0, 0),
    (7, 15, 0, 0, 0),
    (8, 15, 0, 15, 15),
    (15, 15, 15, 15, 15),
    (16, 30, 15, 15, 15),
    (61, 75, 60, 60, 60),
    (-61, -75, -60, -60, -60),
]


@pytest.mark.parametrize(("minutes", "up", "down", "half_up", "half_even"), ROUNDED)
def test_rounding_to_a_quarter(minutes, up, down, half_up, half_even):
    expected = {Rounding.UP: up, Rounding.DOWN: down, Rounding.HALF_UP: half_up, Rounding.HALF_EVEN: half_even}
    for how, answer in expected.items():
        assert RoundTo(15, how).quantity(HOUR.minor(minutes)) == HOUR.minor(answer)


@pytest.mark.parametrize(("minutes", "half_up", "half_even"), [(5, 10, 0), (15, 20, 20), (25, 30, 20), (-5, -10, 0)])
def test_a_tie(minutes, half_up, half_even):
    assert RoundTo(10, Rounding.HALF_UP).quantity(HOUR.minor(minutes)).units == half_up
    assert RoundTo(10, Rounding.HALF_EVEN).quantity(HOUR.minor(minutes)).units == half_even


@pytest.mark.parametrize("step", [0, -15, 1.5, True])
def test_a_step_is_above_zero_and_exact(step):
    with pytest.raises(SupportcoreError, match=r"a rounding step is above zero|an amount is exact"):
        RoundTo(step, Rounding.UP)


def test_a_quantity_is_not_rounded_to_parts():
    with pytest.raises(InvalidAmount, match="a rounded quantity is a whole number"):
        RoundTo(Fraction(3, 2), Rounding.UP).quantity(HOUR.minor(1))


CENT = RoundTo(Decimal("0.01"), Rounding.HALF_UP)


def test_money_is_exact_and_rounds_by_policy():
    assert Money("0.1", "EUR") + Money("0.2", "EUR") == Money("0.3", "EUR")
    assert Money("10.005", "EUR") - Money(10, "EUR") == Money("0.005", "EUR")
    assert CENT.money(Money("10.005", "EUR")) == Money("10.01", "EUR")
    assert CENT.money(Fraction(100, 3), "USD") == Money("33.33", "USD")
    assert -Money(1, "EUR") == Money(-1, "EUR")
    assert Decimal("1.5") * Money(30, "USD") == Money(45, "USD")
    assert Money(1, "EUR") < Money(2, "EUR")
    assert str(Money("1E+3", "EUR")) == "1000 EUR"


def test_money_does_not_read_the_decimal_context_of_the_thread():
    with decimal.localcontext() as context:
        context.prec = 2
        assert Money("1234.56", "EUR") + Money("0.01", "EUR") == Money("1234.57", "EUR")
        assert -Money("1234.56", "EUR") == Money("-1234.56", "EUR")


def test_money_that_no_decimal_can_write_is_refused():
    with pytest.raises(InvalidRounding, match=r"money is a decimal number; round to a step such as Decimal\('0.01'\)"):
        RoundTo(Fraction(1, 3), Rounding.UP).money(Money("0.3", "EUR"))


@pytest.mark.parametrize("bad", [1.5, True, None, "ten", math.nan, "NaN", "Infinity", Decimal("NaN")])
def test_money_refuses_what_is_not_exact(bad):
    with pytest.raises(InvalidAmount, match=r"write Money\('10.50', 'EUR'\)"):
        Money(bad, "EUR")


@pytest.mark.parametrize("code", ["eur", "EURO", "EU", "€€€", "", None, "E R"])
def test_a_currency_is_three_capitals(code):
    with pytest.raises(InvalidUnit, match="ISO 4217"):
        Money(1, code)
