"""Ninety days and three months on the wall clock of a zone."""

import datetime as dt
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportcore.errors import InvalidPeriod
from supportcore.periods import Billing, Days, Months, Period

KYIV = ZoneInfo("Europe/Kyiv")


def kyiv(*when):
    return dt.datetime(*when, tzinfo=KYIV)


CASES = [
    # rule PKG-3: bought, term, burns
    (kyiv(2026, 9, 1, 10), Days(90), kyiv(2026, 11, 30, 10)),
    (kyiv(2026, 8, 31, 10), Days(90), kyiv(2026, 11, 29, 10)),
    (kyiv(2026, 8, 31, 10), Months(3), kyiv(2026, 11, 30, 10)),
    (kyiv(2027, 11, 30, 10), Months(3), kyiv(2028, 2, 29, 10)),
    (kyiv(2026, 12, 30, 10), Days(88), kyiv(2027, 3, 28, 10)),
    # a wall time that the spring change skips moves forward by the gap
    (kyiv(2026, 2, 28, 3, 30), Months(1), kyiv(2026, 3, 28, 3, 30)),
    (kyiv(2026, 3, 28, 3, 30), Days(1), dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)),
    # one that the autumn change repeats is the first of the two
    (kyiv(2026, 10, 24, 3, 30), Days(1), dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)),
]


@pytest.mark.rule("PKG-3")
@pytest.mark.parametrize(("bought", "term", "burns"), CASES)
def test_a_term_ends_at_the_same_wall_time(bought, term, burns):
    assert term.after(bought, "Europe/Kyiv") == burns


@pytest.mark.rule("PKG-3")
def test_the_clock_change_inside_ninety_days_makes_them_an_hour_longer():
    bought = kyiv(2026, 9, 1, 10)
    assert Days(90).after(bought, KYIV) - bought.astimezone(dt.UTC) == dt.timedelta(days=90, hours=1)


@pytest.mark.parametrize("late", [0, 1])
def test_the_second_of_two_equal_wall_times_starts_where_it_is_said(late):
    start = dt.datetime(2026, 10, 25, 3, 30, tzinfo=KYIV, fold=late)
    assert Days(1).after(start, KYIV) == kyiv(2026, 10, 26, 3, 30)


@pytest.mark.rule("PCK-1")
def test_month_ends_clamp_and_come_back():
    monthly = Billing(kyiv(2026, 1, 31), Months(1), "Europe/Kyiv")
    starts = [period.start.astimezone(KYIV) for period in islice(monthly.periods(), 5)]
    assert [(day.month, day.day, day.hour) for day in starts] == [
        (1, 31, 0),
        (2, 28, 0),
        (3, 31, 0),
        (4, 30, 0),
        (5, 31, 0),
    ]


@pytest.mark.rule("PCK-1")
@given(
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC)),
    st.sampled_from([Months(1), Months(3), Days(1), Days(30)]),
    st.sampled_from([-1, 0, 1]),
    st.integers(-40, 40),
)
def test_the_period_that_holds_an_instant_holds_it(anchor, step, tick, n):
    billing = Billing(anchor, step, "Europe/Kyiv")
    at = billing.start(n) + dt.timedelta(microseconds=tick)
    number = billing.number(at)
    assert number == (n - 1 if tick < 0 else n)
    assert at in billing.containing(at)
    assert billing.period(number).end == billing.period(number + 1).start


def test_a_period_is_half_open():
    period = Period(kyiv(2026, 1, 1), kyiv(2026, 2, 1))
    assert period.start in period
    assert period.end not in period


@pytest.mark.parametrize("number", [0, -1, 1.5, True, "90", None])
@pytest.mark.parametrize("kind", [Days, Months])
def test_a_term_is_one_or_more_whole(kind, number):
    with pytest.raises(InvalidPeriod, match=r"a period is one or more whole (days|months); write Days\(90\)"):
        kind(number)


def test_bad_periods():
    with pytest.raises(InvalidPeriod, match="a period ends after it starts"):
        Period(kyiv(2026, 2, 1), kyiv(2026, 2, 1))
    with pytest.raises(InvalidPeriod, match="a step is Days or Months"):
        Billing(kyiv(2026, 2, 1), dt.timedelta(30), "UTC")
    with pytest.raises(InvalidPeriod, match="ends in the years 1900 to 2200"):
        Days(9_999_999).after(kyiv(2026, 1, 1), "UTC")
