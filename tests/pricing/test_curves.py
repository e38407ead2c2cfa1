"""Curves turn a number into money: hand-computed prices, the accountant's pencil, and what never falls."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracles import hand_added_bill as pencil
from supportcore.errors import InvalidCurve, MixedCurrencies, SupportcoreError
from supportcore.pricing import PRIVATE_FLOOR, REQUEST, Band, Graduated, Linear, Volume, private_support_curve
from supportcore.units import Money

USD = "USD"
cents = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
counts = st.decimals(0, 10**6, places=3)

FLOATS = "a number is exact, and a float or a bool is not; write an int, a Decimal or its text: '1.5', never 1.5"


def usd(amount):
    return Money(amount, USD)


BANDS = [(0, usd("5.00"), None), (10, usd("4.25"), usd(3)), (100, usd("3.10"), None)]


@pytest.mark.rule("PKG-1")
@pytest.mark.parametrize(("requests", "price"), [(1, 350), (10, 3500), (37, 12950), (0, 0)])
def test_a_request_costs_350(requests, price):
    assert REQUEST.price(requests) == Money(price, "UAH")


@pytest.mark.rule("GEN-4")
@pytest.mark.parametrize(
    ("points", "price"), [(0, "100"), (20, "100"), ("33.33", "100"), ("33.34", "100.02"), (40, "120"), (250, "750")]
)
def test_private_support_costs_at_least_100_a_month(points, price):
    curve = private_support_curve(usd(3))
    assert curve.price(points) == usd(price) >= PRIVATE_FLOOR == usd(100)


@pytest.mark.rule("GEN-4")
def test_the_floor_is_a_parameter_and_a_line_of_the_price():
    curve = private_support_curve(usd(3), base=usd(10), floor=usd(80))
    assert [str(line) for line in curve.lines(20)] == [
        "base price: 10 USD",
        "20 x 3 USD: 60 USD",
        "up to the least price, 80 USD: 10 USD",
    ]
    assert [str(line) for line in private_support_curve(usd(5)).lines(20)] == ["20 x 5 USD: 100 USD"]
    assert [str(line) for line in curve.lines(30)] == ["base price: 10 USD", "30 x 3 USD: 90 USD"]


@pytest.mark.parametrize(
    ("number", "graduated", "volume"),
    [
        (0, "0", "0"),
        ("0.5", "2.50", "2.50"),
        (10, "50.00", "50.00"),
        ("10.01", "53.0425", "45.5425"),
        (11, "57.25", "49.75"),
        (100, "435.50", "428.00"),
        (101, "438.60", "313.10"),
        (1000, "3225.50", "3100.00"),
    ],
)
def test_bands_to_the_last_hundredth(number, graduated, volume):
    assert Graduated(BANDS).price(number) == usd(graduated)
    assert Volume(BANDS).price(number) == usd(volume)


def test_bands_say_how():
    assert [str(line) for line in Graduated(BANDS).lines(101)] == [
        "10 above 0, 5 USD each: 50 USD",
        "90 above 10, 4.25 USD each: 382.5 USD",
        "for going above 10: 3 USD",
        "1 above 100, 3.1 USD each: 3.1 USD",
    ]
    assert [str(line) for line in Volume(BANDS).lines(11)] == [
        "11 above 10, 4.25 USD each: 46.75 USD",
        "for going above 10: 3 USD",
    ]


@st.composite
def bands(draw):
    edges = [0, *sorted(draw(st.sets(st.integers(1, 60), max_size=4)))]
    return [(edge, draw(cents), draw(cents)) for edge in edges]


def of(kind, rows):
    return kind(Band(above, usd(each), usd(flat)) for above, each, flat in rows)


@given(bands(), st.integers(0, 70))
def test_graduated_bands_equal_one_unit_at_a_time(rows, units):
    assert Fraction(of(Graduated, rows).price(units).amount) == pencil.graduated(units, rows)


@given(bands(), st.integers(0, 70))
def test_volume_bands_equal_one_unit_at_a_time(rows, units):
    assert Fraction(of(Volume, rows).price(units).amount) == pencil.volume(units, rows)


def linear(rows):
    return Linear(usd(rows[0][1]), base=usd(rows[0][2]), floor=usd(rows[-1][2]))


makers = st.sampled_from([linear, lambda rows: of(Graduated, rows), lambda rows: of(Volume, rows)])


@given(makers, bands(), counts)
def test_a_price_is_the_exact_sum_of_its_lines(make, rows, number):
    curve = make(rows)
    assert Fraction(curve.price(number).amount) == sum(Fraction(line.amount.amount) for line in curve.lines(number))


@given(makers, bands(), st.decimals(0, 80, places=2), st.decimals(0, 80, places=2))
def test_a_curve_that_never_falls_never_falls(make, rows, one, other):
    curve = make(rows)
    if curve.never_falls:
        assert curve.price(min(one, other)) <= curve.price(max(one, other))


@given(bands())
def test_a_volume_curve_that_falls_falls_just_above_an_edge(rows):
    curve = of(Volume, rows)
    tiny = Decimal("1e-12")
    falls = [band.above for band in curve.bands[1:] if curve.price(band.above + tiny) < curve.price(band.above)]
    assert curve.never_falls is not bool(falls)


def test_only_volume_falls():
    assert Graduated(BANDS).never_falls
    assert Linear(usd(1)).never_falls
    assert not Volume(BANDS).never_falls
    assert Volume([(0, usd(1)), (10, usd(1)), (20, usd(2))]).never_falls


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Graduated([]), "[]: bands begin above 0 and rise; write Band(0, first), Band(10, second)"),
        (lambda: Volume([(1, usd(1))]), "bands begin above 0 and rise; write Band(0, first), Band(10, second)"),
        (
            lambda: Volume([(0, usd(1)), (5, usd(1)), (5, usd(2))]),
            "bands begin above 0 and rise; write Band(0, first), Band(10, second)",
        ),
        (
            lambda: Graduated([(0, usd(1)), (5, Money(1, "UAH"))]),
            "Money('1', 'UAH'): the prices are in USD; convert first, with a rate to show",
        ),
        (
            lambda: Graduated([Band(0, usd(1), Money(1, "EUR"))]),
            "Money('1', 'EUR'): the prices are in USD; convert first, with a rate to show",
        ),
        (
            lambda: Linear(usd(1), floor=Money(100, "UAH")),
            "Money('100', 'UAH'): the prices are in USD; convert first, with a rate to show",
        ),
        (lambda: Linear(1), "1: a price is Money; write Money('30', 'USD')"),
        (
            lambda: Linear(usd(-1)),
            "Money('-1', 'USD'): a price is zero or more; write Money('0', 'USD') for what is free",
        ),
        (
            lambda: Linear(usd("1e20")),
            "Money('1E+20', 'USD'): a number is below 10^15, with at most 12 places; round it first",
        ),
        (lambda: Linear(usd(1)).price(0.5), "0.5: " + FLOATS),
        (lambda: Volume(BANDS).price(-1), "-1: a number of things is zero or more; write 0, or a number above it"),
    ],
)
def test_what_is_refused(make, words):
    with pytest.raises(SupportcoreError) as caught:
        make()
    assert str(caught.value).endswith(words)
    assert issubclass(InvalidCurve, ValueError)
    assert issubclass(MixedCurrencies, ValueError)
