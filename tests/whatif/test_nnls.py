"""Non-negative least squares: against SciPy, against every subset in fractions, and by the conditions alone."""

import math
import random
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracles.best_subset import best_subset
from supportcore.errors import InvalidCalibration
from supportcore.whatif.calibrating import _nnls
from supportcore.whatif.calibrating._fit import Design, _groups, forward, made_of
from supportcore.whatif.calibrating._nnls import back, dot, gradient, least_squares, length, nnls, scaled, triangle


def table(random, rows, width, spread=0.0):
    """A table of random columns, whose sizes differ by up to ten to the power of the spread either way."""
    sizes = [10 ** random.uniform(-spread, spread) for _ in range(width)]
    return [[random.gauss(0, 1) * size for _ in range(rows)] for size in sizes]


def beside(columns, made):
    """The columns and one that is made of the first two."""
    return [*columns, list(map(made, columns[0], columns[1]))]


def missed(columns, target, weights):
    said = [dot(row, weights) for row in zip(*columns, strict=True)]
    return math.dist(target, said)


KINDS = {
    "tall": lambda r: table(r, r.randint(10, 50), r.randint(1, 9)),
    "square": lambda r: table(r, 6, 6),
    "of unlike sizes": lambda r: table(r, 40, 6, spread=4),
}
DEFICIENT = {
    "wide": lambda r: table(r, r.randint(1, 4), 7),
    "one column twice": lambda r: beside(table(r, 20, 4), lambda one, _: one),
    "a sum of two": lambda r: beside(table(r, 20, 4), lambda one, other: one + other),
    "almost the same": lambda r: beside(table(r, 20, 4), lambda one, _: one + 1e-7 * r.gauss(0, 1)),
    "the same but for rounding": lambda r: beside(table(r, 20, 4), lambda one, _: one + 1e-10 * r.gauss(0, 1)),
    "a column of zeros": lambda r: [*table(r, 20, 3), [0.0] * 20],
}


def scipy_nnls(columns, target):
    numpy, optimize = pytest.importorskip("numpy"), pytest.importorskip("scipy.optimize")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return optimize.nnls(numpy.array(columns).T, numpy.array(target))


@pytest.mark.parametrize("kind", KINDS)
def test_equals_scipy(kind):
    for seed in range(100):
        draw = random.Random(seed)
        columns = KINDS[kind](draw)
        target = [draw.gauss(0, 1) for _ in columns[0]]
        theirs, _ = scipy_nnls(columns, target)
        sizes = [length(column) for column in columns]
        ours = [x * size for x, size in zip(nnls(columns, target), sizes, strict=True)]
        assert ours == pytest.approx([x * size for x, size in zip(theirs, sizes, strict=True)], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("kind", DEFICIENT)
def test_misses_no_more_than_scipy_where_many_answers_are_best(kind):
    for seed in range(100):
        draw = random.Random(seed)
        columns = DEFICIENT[kind](draw)
        target = [draw.gauss(0, 1) for _ in columns[0]]
        _, theirs = scipy_nnls(columns, target)
        ours = nnls(columns, target)
        assert min(ours) >= 0
        assert missed(columns, target, ours) <= theirs + 1e-9 * length(target)


small = st.integers(-3, 3)


@st.composite
def tables(draw):
    rows, width = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    column = st.lists(small, min_size=rows, max_size=rows)
    return draw(st.lists(column, min_size=width, max_size=width)), draw(column)


@given(tables())
def test_misses_as_little_as_the_best_of_all_subsets(drawn):
    columns, target = drawn
    floats = [list(map(float, column)) for column in columns]
    ours, best = nnls(floats, list(map(float, target))), best_subset(columns, target)
    assert min(ours) >= 0
    goal = missed(floats, target, list(map(float, best)))
    assert missed(floats, target, ours) == pytest.approx(goal, rel=1e-9, abs=1e-7)


@given(tables())
def test_obeys_the_conditions_of_kuhn_and_tucker(drawn):
    """Nothing is below zero, nothing at zero would help, and what is above zero has done all it can."""
    columns, target = ([list(map(float, column)) for column in drawn[0]], list(map(float, drawn[1])))
    found = nnls(columns, target)
    for gain, weight in zip(gradient(columns, target, found), found, strict=True):
        assert weight >= 0
        assert gain <= 1e-9
        assert weight == 0 or abs(gain) <= 1e-9


def test_recovers_what_made_the_target():
    draw = random.Random(7)
    columns = table(draw, 42, 6, spread=3)
    truth = [draw.uniform(0, 100) * (place != 2) for place in range(6)]
    target = [dot(row, truth) for row in zip(*columns, strict=True)]
    assert nnls(columns, target) == pytest.approx(truth, rel=1e-9, abs=1e-9)


def test_scale_and_order_of_the_columns_change_nothing():
    draw = random.Random(8)
    columns, target = table(draw, 20, 5), [draw.gauss(0, 1) for _ in range(20)]
    found = nnls(columns, target)
    stretched = nnls([[1024 * x for x in column] for column in columns], target)
    assert [1024 * x for x in stretched] == found
    assert nnls(columns[::-1], target)[::-1] == pytest.approx(found, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("columns", "target", "expected"),
    [
        ([[1.0]], [2.0], [2.0]),
        ([[1.0]], [-2.0], [0.0]),
        ([[1.0]], [0.0], [0.0]),
        ([[0.0]], [1.0], [0.0]),
        ([[1.0, 0.0], [0.0, 1.0]], [-1.0, 3.0], [0.0, 3.0]),
        ([], [1.0], []),
    ],
)
def test_small_tables(columns, target, expected):
    assert nnls(columns, target) == pytest.approx(expected, abs=1e-15)


def test_a_set_that_does_not_settle_is_refused(monkeypatch):
    monkeypatch.setattr(_nnls, "_ROUNDS", 0)
    with pytest.raises(InvalidCalibration, match="2: the weights do not settle; leave out a factor, or give its"):
        nnls([[1.0, 0.0], [0.0, 1.0]], [-1.0, 3.0])


def test_the_target_is_left_as_it_was():
    columns, target = [[3.0, 4.0], [1.0, 1.0]], [5.0, -10.0]
    nnls(columns, target)
    assert (columns, target) == ([[3.0, 4.0], [1.0, 1.0]], [5.0, -10.0])


def test_a_triangle_keeps_lengths_and_angles():
    draw = random.Random(3)
    columns, target = table(draw, 12, 4), [draw.gauss(0, 1) for _ in range(12)]
    rows, turned = triangle(columns, target)
    assert [len(row) for row in rows] == [4, 3, 2, 1]
    upright = [[rows[k][j - k] if k <= j else 0.0 for k in range(4)] for j in range(4)]
    for one, turned_one in zip(columns, upright, strict=True):
        assert dot(turned_one, turned) == pytest.approx(dot(one, target))
        for other, turned_other in zip(columns, upright, strict=True):
            assert dot(turned_one, turned_other) == pytest.approx(dot(one, other))


def test_a_triangle_that_is_solved_forward_and_back():
    rows = [[2.0, 1.0], [4.0]]
    assert back(rows, [5.0, 4.0]) == [2.0, 1.0]
    assert forward(rows, [4.0, 10.0]) == [2.0, 2.0]
    assert back([[1.0, 1.0], [1e-9]], [1.0, 1.0]) is None


def test_columns_scaled_have_length_1():
    units, lengths = scaled([[3.0, 4.0], [0.0, 0.0]])
    assert (units, lengths) == ([[0.6, 0.8], [0.0, 0.0]], [5.0, 1.0])


def test_dependent_columns_have_no_plain_answer():
    assert least_squares([[1.0, 0.0], [1.0, 0.0]], [1.0, 1.0]) is None


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], []),
        ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 2.0, 0.0]], [1, 2]),
        ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [7.0, -2.0, 0.0], [1.0, 1.0, 1.0]], [0, 1, 2]),
        ([[1.0, 1.0], [0.0, 0.0]], [1]),
        ([[1e6, 0.0], [1e-6, 1e-9]], []),
        ([[1.0, 0.0], [1.0, 1e-9]], [0, 1]),
        ([[1.0, 0.0], [1.0, 1e-7]], []),
    ],
)
def test_columns_made_of_each_other_are_named(columns, expected):
    assert made_of(columns) == expected


def test_leverage_and_inflation_against_their_definitions():
    numpy = pytest.importorskip("numpy")
    columns, _ = scaled(table(random.Random(5), 15, 4))
    design, matrix = Design.of(columns), numpy.array(columns).T
    gram = numpy.linalg.inv(matrix.T @ matrix)
    hat = matrix @ gram @ matrix.T
    inverse = numpy.array([*design.inverse()])
    assert numpy.allclose(inverse @ inverse.T, gram)
    for place in range(15):
        assert design.leverage(place) == pytest.approx(hat[place, place])
        assert design.pull(place) == pytest.approx(list(gram @ matrix[place]))


def test_only_those_that_make_up_an_inflated_column_belong_to_its_group():
    one, two, three = table(random.Random(6), 30, 3)
    near = [x + 0.05 * y for x, y in zip(one, two, strict=True)]
    assert Design.of(scaled([one, near, three])[0]).entangled() == [(0, 1)]
    assert Design.of(scaled([one, two, three])[0]).entangled() == []
    both = [x + y + 0.05 * z for x, y, z in zip(one, two, three, strict=True)]
    assert Design.of(scaled([one, two, both])[0]).entangled() == [(0, 1, 2)]


LEVEL, ONE, OTHER = [1.0] * 4, [1.0, 1.0, -1.0, -1.0], [1.0, -1.0, 1.0, -1.0]  # at right angles


@pytest.mark.parametrize(("share", "expected"), [(0.099, [(0, 1)]), (0.102, [])])
def test_a_number_that_differs_by_less_than_a_tenth_is_hardly_told_from_a_level(share, expected):
    number = [1 + share * x for x in ONE]
    assert Design.of(scaled([LEVEL, number, OTHER])[0]).entangled() == expected


@pytest.mark.parametrize(("inflation", "expected"), [(10.2, [(1, 2)]), (9.8, [])])
def test_two_numbers_that_inflate_each_other_tenfold_are_hardly_told_apart_whatever_their_means(inflation, expected):
    share = 1 - 1 / inflation
    mixed = [2 + math.sqrt(share) * x + math.sqrt(1 - share) * y for x, y in zip(ONE, OTHER, strict=True)]
    assert Design.of(scaled([LEVEL, [1 + x for x in ONE], mixed])[0]).entangled() == expected
    small = [1000 * x for x in mixed]
    assert Design.of(scaled([LEVEL, [1 + x for x in ONE], small])[0]).entangled() == expected


def test_a_column_that_makes_up_exactly_the_share_belongs_to_the_group():
    assert [*_groups([[20.0, 4.0, 3.9], [0.0] * 3, [0.0] * 3], [1.0] * 3, 10)] == [(0, 1)]
