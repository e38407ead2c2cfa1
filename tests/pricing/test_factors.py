"""A score is the exact sum of what its factors add: tables of hand-computed scores, and laws over any formula."""

import pickle
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportcore.errors import InvalidAmount, InvalidFormula, InvalidRounding, SupportcoreError, UnknownChoice
from supportcore.pricing import (
    ILLUSTRATIVE,
    ILLUSTRATIVE_COMPLEXITY,
    ILLUSTRATIVE_IMPLEMENTATIONS,
    ILLUSTRATIVE_TRAINEE,
    ComplexityFormula,
    Factor,
    Formula,
    Project,
    Steps,
    Table,
    Trainee,
    TraineeFormula,
    Weight,
)
from supportcore.units import Rounding, RoundTo

TYPES = {"standard": 10, "custom": 40}
numbers = st.decimals(-(10**9), 10**9, places=6)
counts = st.decimals(0, 10**9, places=6)

FLOATS = "a number is exact, and a float or a bool is not; write an int, a Decimal or its text: '1.5', never 1.5"


def refusal_of(make):
    with pytest.raises(SupportcoreError) as caught:
        make()
    return str(caught.value)


# --- ISM-10: the complexity of a project


@pytest.mark.rule("ISM-10")
@pytest.mark.parametrize(
    ("kind", "hours", "developments", "users", "total"),
    [
        ("standard", 0, 0, 0, "10"),
        ("standard", 120, 3, 15, "148"),
        ("custom", "37.5", 4, 25, "106.5"),
        ("custom", Decimal("0.000001"), 0, 1, "41.000001"),
        ("custom", 100_000, 1_000, 50_000, "151040"),
    ],
)
def test_all_weights_one_is_the_bare_sum(kind, hours, developments, users, total):
    score = ComplexityFormula(TYPES).score(Project(kind, hours, developments, users))
    assert score.total == Decimal(total)
    assert score.total == TYPES[kind] + Decimal(hours) + developments + users


@pytest.mark.rule("ISM-10")
def test_weights_caps_and_steps_are_scales_of_the_same_four_terms():
    formula = ComplexityFormula(
        TYPES,
        hours=Weight("0.1", rounded=RoundTo(8, Rounding.UP)),
        developments=Weight("2.5", at_most=20),
        users=Steps({1: 5, 11: 12, 51: 30}),
    )
    assert str(formula.score(Project("custom", 41, 9, 50))) == (
        "complexity: 76.8\n"
        "  implementation: custom = 40\n"
        "  hours: 48 x 0.1 = 4.8\n"
        "  developments: 9 x 2.5, at most 20 = 20\n"
        "  users: 50, from 11 on = 12"
    )
    assert [one.amount for one in formula.score(Project("standard", 0, 0, 0)).contributions] == [10, 0, 0, 0]


@pytest.mark.rule("ISM-11")
def test_the_table_of_implementation_types_is_the_callers():
    with pytest.raises(TypeError):
        ComplexityFormula()
    mine = ComplexityFormula({"from the box": 7})
    assert mine.score(Project("from the box", 1, 1, 1)).total == 10


@pytest.mark.rule("ISM-11")
def test_the_illustrative_table_says_so_wherever_it_is_used():
    score = ILLUSTRATIVE_COMPLEXITY.score(Project("configured", 10, 0, 0))
    assert score.contributions[0].note == ILLUSTRATIVE == ILLUSTRATIVE_IMPLEMENTATIONS.note
    assert "configured = 25 (illustrative: no document states this figure)" in str(score)
    assert [one.note for one in score.contributions[1:]] == ["", "", ""]


# --- GEN-3: the trainee


@pytest.mark.rule("GEN-3")
@pytest.mark.parametrize(
    ("answers", "total"),
    [
        (("one module", "knows the system", "the client's office", "the client's employee"), 200),
        (("several modules", "beginner", "the vendor's office", "found by the vendor"), 350 + 250 + 150 + 100),
        (("the whole system", "has used a CRM", "the vendor's office", "the vendor's employee"), 600 + 100 + 150 + 300),
    ],
)
def test_a_trainee_costs_the_sum_of_four_tables(answers, total):
    score = ILLUSTRATIVE_TRAINEE.score(Trainee(*answers))
    assert score.total == total
    assert [one.factor for one in score.contributions] == ["requirements", "level", "place", "source"]
    assert {one.note for one in score.contributions} == {ILLUSTRATIVE}


@pytest.mark.rule("GEN-3")
def test_the_trainee_formula_is_the_same_machine():
    tables = {name: {"a": 1, "b": 2} for name in ("requirements", "level", "place", "source")}
    assert TraineeFormula(**tables).formula == Formula("trainee", {name: Table(rows) for name, rows in tables.items()})


# --- laws


@st.composite
def weights(draw):
    least, most = sorted(draw(st.tuples(numbers, numbers)))
    step = draw(st.none() | st.decimals("0.000001", 1000, places=6))
    return Weight(
        draw(numbers),
        rounded=None if step is None else RoundTo(step, draw(st.sampled_from(Rounding))),
        at_least=draw(st.sampled_from([None, least])),
        at_most=draw(st.sampled_from([None, most])),
    )


scales = weights() | st.dictionaries(counts, numbers, min_size=1, max_size=4).map(Steps)


@given(st.lists(st.tuples(scales, counts), min_size=1, max_size=6))
def test_contributions_sum_exactly_to_the_total(parts):
    formula = Formula("any", {f"factor {n}": scale for n, (scale, _) in enumerate(parts)})
    score = formula.score({f"factor {n}": answer for n, (_, answer) in enumerate(parts)})
    assert Fraction(score.total) == sum(Fraction(one.amount) for one in score.contributions)


@given(numbers, counts)
def test_a_weight_multiplies_exactly(weight, count):
    assert Fraction(Weight(weight).read(count).amount) == Fraction(weight) * Fraction(count)


@given(weights(), counts)
def test_limits_hold(weight, count):
    amount = weight.read(count).amount
    assert weight.at_least is None or amount >= weight.at_least
    assert weight.at_most is None or amount <= weight.at_most


@given(st.dictionaries(st.integers(0, 50), st.integers(-9, 9), min_size=1, max_size=5), st.integers(0, 60))
def test_steps_are_found_by_walking_down(rows, count):
    below = count
    while below >= 0 and below not in rows:
        below -= 1
    assert Steps(rows).read(count).amount == rows.get(below, 0)


def test_below_the_first_step_nothing_is_added():
    assert str(Steps({10: 3}).read(9).why) == "9, below the first step"


def test_a_weight_keeps_to_its_least():
    assert str(Weight(2, at_least=5).read(1).why) == "1 x 2, at least 5"


def test_a_limit_that_is_just_met_changes_nothing_and_is_not_named():
    assert {str(weight.read(3).why) for weight in (Weight(2, at_most=6), Weight(2, at_least=6))} == {"3 x 2"}


def test_values_are_values():
    one, same = Table({"b": 2, "a": "2.0", "c": 1}), Table([("c", "1.00"), ("a", 2), ("b", 2)])
    assert one == same
    assert hash(one) == hash(same)
    assert one.rows == (("c", 1), ("a", 2), ("b", 2))
    formula = ComplexityFormula(one)
    assert pickle.loads(pickle.dumps(formula)) == formula
    assert attrs.evolve(formula, users=2) == ComplexityFormula(one, users=Weight("2"))
    listed = Formula("f", [Factor("users", Weight(1))])
    assert listed == Formula("f", {"users": Weight(1)})
    assert hash(listed)


# --- what is refused, in words


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Weight(1.5), "1.5: " + FLOATS),
        (lambda: Weight(True), "True: " + FLOATS),
        (
            lambda: Weight("many"),
            "'many': a number is written in decimals; write an int, a Decimal or its text: '1.5', never 1.5",
        ),
        (
            lambda: Weight(Decimal("NaN")),
            "Decimal('NaN'): a number is finite; write an int, a Decimal or its text: '1.5', never 1.5",
        ),
        (lambda: Weight("inf"), "'inf': a number is finite; write an int, a Decimal or its text: '1.5', never 1.5"),
        (lambda: Weight("1e15"), "'1e15': a number is below 10^15, with at most 12 places; round it first"),
        (lambda: Weight("1e-13"), "'1e-13': a number is below 10^15, with at most 12 places; round it first"),
        (
            lambda: Weight("1.0000000000001"),
            "'1.0000000000001': a number is below 10^15, with at most 12 places; round it first",
        ),
        (lambda: Weight("1." + "0" * 200), "a number is below 10^15, with at most 12 places; round it first"),
        (lambda: Weight(1, at_least=2, at_most=1), "Decimal('1'): the most is not below the least, 2; swap the two"),
        (lambda: Weight(1).read(-1), "-1: a number of things is zero or more; write 0, or a number above it"),
        (lambda: Steps({}), "{}: steps have one row or more; write {1: 5, 11: 12}: 5 from 1 on, 12 from 11 on"),
        (lambda: Steps([(1, 5), ("1.0", 6)]), "each step starts at a number of its own; leave one of them out"),
        (lambda: Table({}), "{}: a table has one row or more; write {'standard': 10, 'custom': 40}"),
        (lambda: Table([("a", 1), ("a", 2)]), "'a': each choice is named once; leave one of them out"),
        (lambda: Table({" ": 1}), "' ': a choice has a name; write a short text"),
        (lambda: Table({"a": 1, "b": 2}).read("c"), "'c': the table has a, b; use one of them, or add a row"),
        (lambda: Table({"1": 1}).read(1), "1: the table has 1; use one of them, or add a row"),
        (lambda: Formula("", {"a": Weight(1)}), "'': a formula has a name; write a short text"),
        (lambda: Formula("f", {}), "{}: a formula has one factor or more; write {'users': Weight(2)}"),
        (lambda: Formula("f", {"a": 1}), "1: a factor has a scale of this room; write {'users': Weight(2)}"),
        (lambda: Formula("f", {"": Weight(1)}), "'': a factor has a name; write a short text"),
        (
            lambda: Formula("f", [Factor("a", Weight(1)), Factor("a", Weight(2))]),
            "'a': each factor is named once; leave one of them out",
        ),
        (
            lambda: Formula("f", {"a": Weight(1), "b": Weight(1)}).score({"a": 1}),
            "'b': f asks for a, b; give an answer to each",
        ),
        (lambda: Formula("f", {"a": Weight(1)}).score({"a": 1, "c": 1}), "'c': f asks for a; leave the others out"),
        (lambda: Project("a", 1, 2.0, 3), "2.0: a count is a whole number from 0 up; write an int such as 3"),
        (lambda: Project("a", -1, 2, 3), "-1: a number of things is zero or more; write 0, or a number above it"),
        (
            lambda: Weight(1, rounded=5),
            "5: a rounding policy is a RoundTo; write RoundTo(Decimal('0.01'), Rounding.UP)",
        ),
        (
            lambda: Weight(1, rounded=RoundTo(Fraction(1, 3), Rounding.UP)),
            "Fraction(1, 3): a step is a decimal number; write RoundTo(Decimal('0.05'), Rounding.UP)",
        ),
    ],
)
def test_what_is_refused_names_the_value_the_rule_and_the_way_out(make, words):
    assert refusal_of(make).endswith(words)


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (InvalidAmount, ValueError),
        (InvalidFormula, ValueError),
        (UnknownChoice, LookupError),
        (InvalidRounding, ValueError),
    ],
)
def test_each_error_is_a_builtin_too(error, builtin):
    assert issubclass(error, builtin)


def test_a_number_has_one_spelling():
    assert [str(Weight(text).weight) for text in ("1E+2", "1.50", "-0.0", 7, "0e-99999")] == [
        "100",
        "1.5",
        "0",
        "7",
        "0",
    ]
