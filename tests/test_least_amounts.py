"""The least and the most of what several doors take: one microsecond, one digit, one line."""

from datetime import timedelta

import pytest

from supportcore.command.options import amount
from supportcore.command.rows import BadInput, objects
from supportcore.errors import InvalidAmount, InvalidTask
from supportcore.instants import EARLIEST, LATEST, from_micros, to_micros
from supportcore.plans.tariff import _price
from supportcore.pricing import _door
from supportcore.tasks.types import agreed_size
from supportcore.units import Money


def test_the_least_agreed_size_is_a_microsecond():
    assert agreed_size(timedelta(microseconds=1)) == timedelta(microseconds=1)
    with pytest.raises(InvalidTask):
        agreed_size(timedelta(0))


def test_a_row_knows_its_line_where_the_text_begins_with_an_empty_one():
    assert list(objects('\n{"id": 1}\n{"id": 2}')) == [(2, {"id": 1}), (3, {"id": 2})]


@pytest.mark.parametrize("text", ["1000001h", "1h999999999min"])
def test_so_much_working_time_is_no_promise(text):
    with pytest.raises(BadInput, match="no promise"):
        amount(text)


def test_what_a_curve_prices_has_the_digits_of_a_product():
    most = 2 * _door._DIGITS
    assert _door.priced("9" * most) == int("9" * most)
    with pytest.raises(InvalidAmount):
        _door.priced("1" + "0" * most)


def test_a_price_is_shown_as_money():
    assert _price(Money("12.50", "EUR")) == str(Money("12.50", "EUR"))


def test_every_microsecond_has_a_datetime_of_its_own():
    for around in (EARLIEST, 0, 2**32 * 1_000_000, 7_000_000_000_000_000):
        for near in range(-3, 4):
            micros = max(around + near, EARLIEST)
            assert to_micros(from_micros(micros)) == micros
    assert to_micros(from_micros(LATEST - 1)) == LATEST - 1
