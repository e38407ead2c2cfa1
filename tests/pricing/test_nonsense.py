"""Nonsense at the doors of pricing: each is refused with the value, the rule and the way out."""

import datetime as dt
from decimal import Decimal

import pytest

from supportcore.errors import InvalidAmount, InvalidCurve, InvalidFormula, InvalidRate, InvalidRounding
from supportcore.pricing import (
    ComplexityFormula,
    Factor,
    FactorPrice,
    Formula,
    Graduated,
    Linear,
    Per,
    Project,
    RateTable,
    Steps,
    Table,
    TimePrice,
    TraineeFormula,
    UpTo,
    Volume,
    Weight,
    Work,
    bill,
)
from supportcore.units import Money

USD = Money(1, "USD")
RATES = RateTable(default=USD)
SIZE = Formula("size", {"users": Weight(2)})
BARE = ComplexityFormula({"boxed": 1})
ONE = {"one": 1}

NONSENSE = [
    # what is tried, the error, what is said
    (lambda: Graduated(None), InvalidCurve, r"None: a curve has bands; write Band\(0, first\)"),
    (lambda: Graduated("bands"), InvalidCurve, "'bands': a curve has bands"),
    (lambda: Volume([0]), InvalidCurve, "0: a band is a Band, or a number and a price"),
    (lambda: Volume(["ab"]), InvalidCurve, "'ab': a band is a Band"),
    (lambda: Volume([(0,)]), InvalidCurve, "a band is a Band"),
    (lambda: Volume([(0, USD, USD, USD)]), InvalidCurve, "a band is a Band"),
    (lambda: Table(None), InvalidFormula, "None: a table has one row or more: a choice and a number"),
    (lambda: Table("ab"), InvalidFormula, "'ab': a table has one row"),
    (lambda: Table([("a", 1, 2)]), InvalidFormula, r"\('a', 1, 2\): a table has"),
    (lambda: Table([([], 1)]), InvalidFormula, r"\[\]: a choice has a name"),
    (lambda: Table(ONE, 7), InvalidFormula, "7: a note is a text, or none"),
    (lambda: Weight(1, note=None), InvalidFormula, "None: a note is a text, or none"),
    (lambda: Steps({1: 5}, []), InvalidFormula, "a note is a text, or none"),
    (lambda: Steps(5), InvalidFormula, "5: steps have rows: from which number on, how much"),
    (lambda: Factor("", Weight(1)), InvalidFormula, "'': a factor has a name"),
    (lambda: Factor("users", 2), InvalidFormula, "2: a factor has a scale of this room"),
    (lambda: Formula("f", 5), InvalidFormula, "5: a formula has one factor or more"),
    (lambda: Formula("f", [5]), InvalidFormula, "5: a formula is made of factors"),
    (lambda: SIZE.score([("users", 3)]), InvalidFormula, "answers are told by the name of their factor"),
    (lambda: BARE.score(None), InvalidFormula, "None: this formula is asked about a Project; or ask .formula.score"),
    (lambda: TraineeFormula(ONE, ONE, ONE, ONE).score(Project("boxed", 1, 1, 1)), InvalidFormula, "asked about a Tra"),
    (lambda: FactorPrice("f", {}, Linear(USD)), InvalidFormula, "'f': a price by factors has a formula"),
    (lambda: FactorPrice(SIZE, 5, Linear(USD)), InvalidFormula, "5: answers are told by the name of their factor"),
    (lambda: RateTable(5), InvalidRate, "5: a rate is a role and the price of its hour"),
    (lambda: RateTable([("a",)]), InvalidRate, "a rate is a role and the price of its hour"),
    (lambda: RateTable([([], USD)]), InvalidRate, r"\[\]: a role has a name"),
    (lambda: RATES.rate(None), InvalidRate, "None: a role has a name"),
    (lambda: RATES.price("", 5), InvalidRate, "'': a role has a name"),
    (lambda: UpTo(15, Per.TASK).up(1.5), InvalidAmount, "1.5: a count is a whole number from 0 up"),
    (lambda: UpTo(15, Per.TASK).up(-1), InvalidAmount, "-1: a count is a whole number from 0 up"),
    (lambda: UpTo(10**15, Per.TASK), InvalidAmount, r"1000000000000000: a count is below 10\^15; check how"),
    (lambda: Work("T-1", "programmer", 10**400), InvalidAmount, r"a count is below 10\^15"),
    (lambda: Project("boxed", 1, 1, 10**15), InvalidAmount, r"a count is below 10\^15"),
    (lambda: bill(None, RATES), InvalidRate, r"None: work is a list of Work; write \[Work\("),
    (lambda: bill([("T-1", "programmer", 5)], RATES), InvalidRate, r"\('T-1', 'programmer', 5\): work is a list of "),
    (lambda: bill([], None), InvalidRate, "None: work is priced by a RateTable"),
    (lambda: TimePrice(None, []), InvalidRate, "None: work is priced by a RateTable"),
    (lambda: TimePrice(RATES, [5]), InvalidRate, "5: work is a list of Work"),
    (lambda: bill([], RATES, money=0), InvalidRounding, "0: a rounding policy is a RoundTo"),
    (lambda: FactorPrice(Formula("f", {"u": Weight(-2)}), {"u": 3}, Linear(USD)), InvalidAmount, "zero or more"),
]  # fmt: skip


@pytest.mark.parametrize(("nonsense", "error", "said"), NONSENSE)
def test_nonsense_is_refused_in_words(nonsense, error, said):
    with pytest.raises(error, match=said):
        nonsense()


def test_a_count_just_below_the_limit_passes():
    assert Work("T-1", "programmer", 10**15 - 1).minutes == 10**15 - 1
    assert bill([Work("T-1", "programmer", 10**15 - 1)], RATES).total == Money("16666666666666.65", "USD")


def test_a_generator_is_walked_once_and_kept():
    priced = TimePrice(RATES, (Work("T-1", "programmer", 60) for _ in range(2)))
    assert len(priced.work) == 2
    assert Graduated(iter([(0, USD)])).price(3) == Money(3, "USD")


def test_a_mapping_that_changes_afterwards_changes_no_price():
    roles, rows = {"programmer": USD}, {"boxed": 1}
    rates, table = RateTable(roles), Table(rows)
    roles["programmer"] = Money(9, "USD")
    rows["boxed"] = 9
    assert rates.rate("programmer") == USD
    assert table.read("boxed").amount == Decimal(1)


class Name(str):
    """A name that counts how often any is compared with another."""

    __slots__ = ()

    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other):
        Name.compared += 1
        return str.__eq__(self, other)


def test_ten_thousand_names_are_not_each_compared_with_all_the_others():
    Name.compared = 0
    Table([(Name(number), number) for number in range(10_000)])
    assert Name.compared < 10 * 10_000


def test_a_time_zone_or_a_date_is_no_number():
    for other in (dt.date(2026, 1, 1), dt.timedelta(1), dt.UTC):
        with pytest.raises(InvalidAmount, match="a number is exact"):
            Linear(USD).price(other)
