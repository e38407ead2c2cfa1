"""Fitted weights: exact where the prices are, honest where they are not, refused where nothing could tell."""

import pickle
import random
import statistics
import sys
from decimal import Decimal, localcontext

import attrs
import pytest

from supportcore.errors import InvalidAmount, InvalidCalibration, InvalidFormula, MixedCurrencies, UnknownChoice
from supportcore.pricing import ComplexityFormula, FactorPrice, Project, Steps, Table, Weight
from supportcore.reasons import Reason
from supportcore.units import Money, Rounding, RoundTo
from supportcore.whatif import Calibration, PricedProject, Rising, calibrate

TYPES = ("boxed", "configured", "customised")
TRUTH = {
    "implementation: boxed": "90",
    "implementation: configured": "176",
    "implementation: customised": "400",
    "hours": "2.6",
    "developments": "14",
    "users": "1.8",
}
FORMULA = ComplexityFormula({"boxed": 90, "configured": 176, "customised": 400}, "2.6", 14, "1.8")


def portfolio(seed=0, count=42):
    """Made-up projects: types in turn, numbers at random."""
    draw = random.Random(seed)
    return [
        Project(TYPES[place % 3], draw.randint(8, 160), draw.randint(0, 12), draw.randint(3, 120))
        for place in range(count)
    ]


def priced(projects, formula=FORMULA, noise=0.0, seed=0, base=0):
    """Their prices under a formula, off by so much (a share, one standard deviation)."""
    draw = random.Random(f"prices {seed}")
    exact = [base + formula.score(project).total for project in projects]
    off = (Decimal(repr(round(1 + noise * draw.gauss(0, 1), 6))) if noise else 1 for _ in exact)
    return [
        (project, Money(round(price * factor, 6), "USD"))
        for project, price, factor in zip(projects, exact, off, strict=True)
    ]


def points(found):
    return {one.name: one.point for one in found.weights}


def codes(found):
    return [one.code for one in found.warnings]


# --- exact prices give exact weights


@pytest.mark.rule("ISM-10", "ISM-11")
@pytest.mark.parametrize("seed", range(5))
def test_recovers_the_weights_from_prices_without_noise(seed):
    found = calibrate(priced(portfolio(seed)))
    assert list(points(found)) == list(TRUTH)
    for one in found.weights:
        truth = Decimal(TRUTH[one.name])
        assert abs(one.point - truth) <= truth * Decimal("1e-9")
        assert one.low <= one.point <= one.high
        assert one.high - one.low <= truth * Decimal("1e-9")
    assert found.residuals.error < 1e-6
    assert found.residuals.left_out_error < 1e-6
    assert found.residuals.r_squared == pytest.approx(1)
    assert found.warnings == ()


def test_recovers_weights_of_very_unlike_size():
    formula = ComplexityFormula({"boxed": 90_000, "configured": "0.5", "customised": 4}, "0.0026", 14_000, 1)
    found = calibrate(priced(portfolio(), formula))
    for one, truth in zip(found.weights, (90_000, 0.5, 4, 0.0026, 14_000, 1), strict=True):
        assert float(one.point) == pytest.approx(truth, rel=1e-9)


def test_the_formula_prices_what_was_priced():
    projects = portfolio()
    found = calibrate(priced(projects, base=30), base=Money(30, "USD"))
    for project, known in priced(projects, base=30):
        price = FactorPrice(found.formula(), project, found.curve())
        total = sum((line.amount.amount for line in price.lines(None)), Decimal(0))
        assert abs(total - known.amount) < Decimal("1e-6")
    assert found.curve().base == Money(30, "USD")
    assert calibrate(priced(projects)).curve().base is None


def test_complexities_are_fitted_like_prices_but_have_no_curve():
    projects = portfolio()
    found = calibrate((project, FORMULA.score(project).total) for project in projects)
    assert found.currency is None
    assert "USD" not in str(found)
    assert points(found) == points(calibrate(priced(projects)))
    with pytest.raises(InvalidCalibration, match=r"None: complexities were known, not prices; write the curve: Linear"):
        found.curve()


def test_the_order_of_the_projects_is_not_heard():
    known = priced(portfolio(), noise=0.1)
    one, other = calibrate(known), calibrate(known[::-1])
    for here, there in zip(one.weights, other.weights, strict=True):
        assert float(here.point) == pytest.approx(float(there.point), rel=1e-9)


# --- what is given


def test_what_is_given_stays_and_the_rest_is_fitted():
    found = calibrate(priced(portfolio()), implementation={"boxed": 90}, hours="2.6", users=Weight("1.8"))
    assert list(points(found)) == ["implementation: configured", "implementation: customised", "developments"]
    assert float(found.weight("developments").point) == pytest.approx(14, rel=1e-9)
    formula = found.formula()
    assert (formula.hours, formula.users) == (Weight("2.6"), Weight("1.8"))
    assert dict(formula.implementation.rows)["boxed"] == 90
    assert dict(formula.implementation.rows).keys() == set(TYPES)


def test_a_given_scale_may_have_caps_and_steps_and_a_note():
    table = Table({"boxed": 90, "configured": 176, "customised": 400, "unseen": 999}, "from the price list")
    formula = ComplexityFormula(table, Weight(3, at_most=200), Steps({1: 5, 4: 60}), 2)
    found = calibrate(
        priced(portfolio(), formula), implementation=table, hours=formula.hours, developments=formula.developments
    )
    assert list(points(found)) == ["users"]
    assert float(found.weight("users").point) == pytest.approx(2, rel=1e-9)
    assert (found.formula().implementation, found.formula().hours) == (table, formula.hours)


def test_the_note_of_a_table_partly_given_is_kept():
    found = calibrate(priced(portfolio()), implementation=Table({"boxed": 90}, "agreed"))
    assert found.formula().implementation.note == "agreed"


# --- rising levels


def test_rising_types_and_steps_are_recovered_where_they_rise():
    steps = Steps({11: 60, 51: 130})
    formula = ComplexityFormula({"boxed": 90, "configured": 176, "customised": 400}, "2.6", 14, steps)
    found = calibrate(priced(portfolio(), formula), implementation=Rising(*TYPES), users=Rising(11, 51))
    truth = {**TRUTH, "users: from 11 on": 60, "users: from 51 on": 130}
    del truth["users"]
    assert list(points(found)) == list(truth)
    for one in found.weights:
        assert float(one.point) == pytest.approx(float(truth[one.name]), rel=1e-9)
    assert [start for start, _ in found.formula().users.rows] == [11, 51]


@pytest.mark.parametrize("seed", range(10))
def test_rising_levels_never_fall_and_say_where_they_would(seed):
    """Two types in the wrong order: both come out at one level, and the fit says so."""
    found = calibrate(priced(portfolio(seed), noise=0.05), implementation=Rising("customised", "configured", "boxed"))
    levels = [one.point for one in found.weights if one.factor == "implementation"]
    assert levels == sorted(levels)
    lows = [one.low for one in found.weights if one.factor == "implementation"]
    assert lows == sorted(lows)
    flat = [one for one in found.warnings if one.code == "fit-flat"]
    assert str(flat[0]) == (
        "implementation: configured costs no more than implementation: customised: the order would not let it cost less"
    )


def test_a_first_level_at_zero_is_zero_and_not_flat():
    formula = ComplexityFormula({"boxed": 0, "configured": 176, "customised": 400}, "2.6", 14, "1.8")
    known = [(project, Money(max(price.amount - 30, 0), "USD")) for project, price in priced(portfolio(), formula)]
    found = calibrate(known, implementation=Rising(*TYPES))
    assert found.weights[0].point == 0
    assert [(one.code, dict(one.args)["weight"]) for one in found.warnings] == [("fit-zero", "implementation: boxed")]


# --- what is left out


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("free", [True, False], ids=["all above zero", "some at zero"])
def test_the_error_of_a_project_left_out_is_that_of_a_fit_without_it(seed, free):
    formula = FORMULA if free else ComplexityFormula({"boxed": 0, "configured": 3, "customised": 400}, "2.6", 0, "1.8")
    known = priced(portfolio(seed, 18), formula, noise=0.2, seed=seed)
    found = calibrate(known, draws=99)
    for place, (project, price) in enumerate(known):
        without = calibrate(known[:place] + known[place + 1 :], draws=99)
        told = price.amount - without.formula().score(project).total
        assert float(found.residuals.projects[place].left_out) == pytest.approx(float(told), rel=1e-8, abs=1e-7)


def test_a_project_that_alone_tells_a_weight_cannot_be_left_out_and_keeps_an_interval():
    projects = [*portfolio(count=15), Project("moved from a rival", 40, 2, 30)]
    formula = ComplexityFormula(
        {"boxed": 90, "configured": 176, "customised": 400, "moved from a rival": 250}, 2, 14, 2
    )
    known = [PricedProject(*pair, f"P-{place}") for place, pair in enumerate(priced(projects, formula, noise=0.1))]
    found = calibrate(known)
    last = found.residuals.projects[-1]
    assert (last.name, last.left_out) == ("P-15", None)
    alone = found.weight("implementation: moved from a rival")
    assert alone.high - alone.low > 2 * Decimal(found.residuals.error)
    assert [str(one) for one in found.warnings] == [
        "16 projects for 7 weights; 35 or more tell them better",
        "implementation: moved from a rival: no more than 1 of the projects tell it",
        "P-15 alone decides its own price: without it the others cannot tell",
    ]
    assert found.residuals.to_records()[-1]["left out"] is None


def test_residuals_are_what_the_formula_leaves_to_the_last_digit():
    known = priced(portfolio(), noise=0.1, base=30)
    found = calibrate(known, base=Money(30, "USD"), hours=2)
    for one, (project, price) in zip(found.residuals.projects, known, strict=True):
        assert one.fitted == found.formula().score(project).total + 30
        assert one.residual == price.amount - one.fitted
    squares = [float(one.residual) ** 2 for one in found.residuals.projects]
    assert found.residuals.error == pytest.approx((sum(squares) / 42) ** 0.5)
    left = [float(one.left_out) for one in found.residuals.projects]
    assert found.residuals.left_out_error == pytest.approx((sum(x * x for x in left) / 42) ** 0.5)
    assert found.residuals.left_out_error > found.residuals.error
    shares = [(x / float(price.amount)) ** 2 for x, (_, price) in zip(left, known, strict=True)]
    assert found.residuals.left_out_percent == pytest.approx(100 * (sum(shares) / 42) ** 0.5)
    prices = [float(price.amount) for _, price in known]
    assert found.residuals.r_squared == pytest.approx(1 - sum(squares) / (42 * statistics.pvariance(prices)))


def test_prices_that_are_all_zero_have_no_share_and_no_percent():
    found = calibrate([(project, 0) for project in portfolio()])
    assert set(points(found).values()) == {0}
    assert (found.residuals.r_squared, found.residuals.left_out_percent) == (None, None)
    assert "by 0 (-) where left out; R2 -" in str(found)


# --- intervals


def coverage(sets, draws):
    """How many intervals of simulated portfolios hold the truth, by weight; and all intervals of the weight of 176."""
    hits, ends = dict.fromkeys(TRUTH, 0), []
    for seed in range(sets):
        found = calibrate(priced(portfolio(seed), noise=0.12, seed=seed), draws=draws, seed=seed)
        for one in found.weights:
            hits[one.name] += one.covers(TRUTH[one.name])
        middle = found.weight("implementation: configured")
        ends.append((middle.low, middle.high))
    return {name: 100 * count / sets for name, count in hits.items()}, ends


def told(shares, ends, sets, draws):
    low, high = (statistics.median(end) for end in zip(*ends, strict=True))
    each = ", ".join(f"{name.removeprefix('implementation: ')} {share:.1f}" for name, share in shares.items())
    return (
        f"\n{sets} simulated sets of 42 projects, 12 % noise, {draws} draws: the nominal 90 % interval covers the "
        f"truth in {statistics.mean(shares.values()):.1f} % ({each}); the weight of 176: {low:.0f} to {high:.0f}\n"
    )


@pytest.mark.parametrize(
    ("sets", "draws"), [(400, 399), pytest.param(1000, 999, marks=pytest.mark.long)], ids=["CI", "long"]
)
def test_the_interval_of_90_percent_covers_the_truth(sets, draws, capsys):
    shares, ends = coverage(sets, draws)
    with capsys.disabled():
        sys.stdout.write(told(shares, ends, sets, draws))
    assert all(80 <= share <= 97 for share in shares.values())
    low, high = (statistics.median(end) for end in zip(*ends, strict=True))
    assert 90 < low < 125
    assert 225 < high < 265


def test_a_truth_of_zero_is_covered_and_never_shown_below_zero():
    formula = ComplexityFormula({"boxed": 90, "configured": 176, "customised": 400}, "2.6", 0, "1.8")
    hits = 0
    for seed in range(40):
        one = calibrate(priced(portfolio(seed), formula, 0.12, seed), draws=99, seed=seed).weight("developments")
        assert one.low >= 0
        hits += one.covers(0)
    assert hits >= 36


def test_a_wider_interval_holds_a_narrower_one_and_the_point():
    known = priced(portfolio(), noise=0.12)
    narrow, usual, wide = (calibrate(known, percent=percent) for percent in (50, 90, 99))
    for small, middle, large in zip(narrow.weights, usual.weights, wide.weights, strict=True):
        assert small.point == middle.point == large.point
        assert large.low <= middle.low <= small.low < small.point < small.high < middle.high < large.high


def test_the_ends_are_covered_and_nothing_beyond():
    one = calibrate(priced(portfolio(), noise=0.12)).weights[0]
    step = Decimal("1e-9")
    assert one.covers(one.low)
    assert one.covers(one.high)
    assert not one.covers(one.low - step)
    assert not one.covers(one.high + step)


def test_the_same_seed_gives_the_same_answer_and_another_other_intervals():
    known = priced(portfolio(), noise=0.12)
    one, same, other = (calibrate(known, seed=seed) for seed in (1, 1, 2))
    assert one == same
    assert hash(one) == hash(same)
    assert pickle.loads(pickle.dumps(one)) == one
    assert points(one) == points(other)
    assert [weight.low for weight in one.weights] != [weight.low for weight in other.weights]


def test_the_bits_are_the_same_everywhere():
    """Only sums rounded once, products, quotients and square roots: nothing that a machine or a version may change."""
    one = calibrate(priced(portfolio(), noise=0.12), seed=5).weight("implementation: configured")
    assert (one.point, one.low, one.high) == tuple(map(Decimal, ("190.995815565", "120.22840243", "264.08671647")))


def test_the_thread_s_decimal_context_is_not_read():
    known = priced(portfolio(), noise=0.12, base=30)
    expected = calibrate(known, base=Money(30, "USD"))
    with localcontext() as context:
        context.prec = 3
        found = calibrate(known, base=Money(30, "USD"))
        assert (found, found.rounded(to=5).residuals) == (expected, expected.rounded(to=5).residuals)
        left = [one.residual for one in found.residuals.projects]
    assert left == [one.residual for one in expected.residuals.projects]


# --- warnings


@pytest.mark.parametrize(("count", "expected"), [(29, ["fit-few-projects"]), (30, [])])
def test_five_projects_for_a_weight_are_enough_and_fewer_are_told(count, expected):
    assert codes(calibrate(priced(portfolio(count=count)))) == expected


@pytest.mark.parametrize(
    ("having", "expected"), [(1, ["fit-few-of-a-kind", "fit-alone"]), (2, ["fit-few-of-a-kind"]), (3, [])]
)
def test_a_type_of_fewer_than_three_projects_is_told(having, expected):
    rare = [Project("rare", 20 + 30 * place, 3, 40) for place in range(having)]
    formula = ComplexityFormula({"boxed": 90, "configured": 176, "customised": 400, "rare": 50}, 2, 14, 2)
    assert codes(calibrate(priced([*portfolio(), *rare], formula))) == expected


def together(spread):
    """Projects whose developments follow their hours, but for so much."""
    draw = random.Random(4)
    for project in portfolio():
        hours = 10 * project.developments + round(spread * draw.uniform(-1, 1), 3)
        yield Project(project.implementation, str(round(hours + 100, 3)), project.developments + 10, project.users)


def test_factors_that_go_together_are_named():
    found = calibrate(priced(list(together(10)), noise=0.05))
    (one,) = found.warnings
    assert str(one) == "hours, developments are hardly told apart: the projects have them together"
    assert codes(calibrate(priced(portfolio()))) == []


def test_factors_that_always_go_together_are_refused():
    with pytest.raises(
        InvalidCalibration, match=r"'hours, developments': these always go together in the projects, so no"
    ):
        calibrate(priced(list(together(0))))
    found = calibrate(priced(list(together(0))), hours="2.6")
    assert float(found.weight("developments").point) == pytest.approx(14)


def test_a_weight_at_zero_is_told():
    formula = ComplexityFormula({"boxed": 90, "configured": 176, "customised": 400}, "2.6", 0, "1.8")
    known = [
        (project, Money(price.amount - project.developments, "USD")) for project, price in priced(portfolio(), formula)
    ]
    found = calibrate(known)
    assert found.weight("developments").point == found.weight("developments").low == 0
    assert [str(one) for one in found.warnings] == [
        "developments is zero: the projects do not show that it costs anything"
    ]


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        (Project("boxed", 8, 0, 3), []),
        (Project("boxed", 160, 12, 120), []),
        (Project("boxed", "7.9", 0, 3), ["hours 7.9 lies outside of what the projects show, 8 to 160"]),
        (
            Project("boxed", "160.1", 13, 121),
            [
                "hours 160.1 lies outside of what the projects show, 8 to 160",
                "developments 13 lies outside of what the projects show, 0 to 12",
                "users 121 lies outside of what the projects show, 3 to 120",
            ],
        ),
    ],
)
def test_a_project_unlike_all_others_is_a_guess(project, expected):
    edges = [Project("boxed", 8, 0, 3), Project("boxed", 160, 12, 120)]
    found = calibrate(priced([*portfolio(), *edges]))
    assert [str(one) for one in found.beyond(project)] == expected


# --- weights that are sold


@pytest.fixture(scope="module")
def noisy():
    return calibrate(priced(portfolio(3), noise=0.12, seed=3))


def test_rounds_to_steps_by_factor_and_says_what_that_costs(noisy):
    sold = noisy.rounded(to={"implementation": 25, "hours": "0.5", "users": RoundTo(Decimal("0.5"), Rounding.UP)})
    for one, price in zip(noisy.weights, sold.sold, strict=True):
        step = {"implementation": Decimal(25), "hours": Decimal("0.5"), "users": Decimal("0.5")}.get(one.factor)
        if step is None:
            assert price == one.point
        else:
            assert price % step == 0
            assert (0 <= price - one.point < step) if one.factor == "users" else abs(price - one.point) <= step / 2
    rows = dict(sold.formula().implementation.rows)
    assert list(rows.values()) == sorted(sold.sold[:3])
    again = [one.known - sold.formula().score(one.project).total for one in noisy.residuals.projects]
    assert [one.residual for one in sold.residuals.projects] == again
    assert sold.costs == pytest.approx((sum(float(x) ** 2 for x in again) / 42) ** 0.5 - noisy.residuals.error)
    assert sold.costs > 0


def test_one_step_is_for_all_weights_and_a_tie_goes_up():
    formula = ComplexityFormula({"boxed": 90, "configured": "172.5", "customised": 400}, 5, 15, 5)
    found = calibrate(priced(portfolio(), formula), draws=99)
    assert found.rounded(to=5).sold == (90, 175, 400, 5, 15, 5)
    assert found.rounded(to=RoundTo(5, Rounding.DOWN)).sold[1] == 170


def test_a_base_is_kept_when_rounding():
    found = calibrate(priced(portfolio(), base=30), base=Money(30, "USD"), draws=99)
    assert abs(found.rounded(to="0.1").costs) < 1e-6


def test_a_weight_sold_outside_of_its_interval_is_told(noisy):
    sold = noisy.rounded(to={"developments": 1000})
    assert sold.warnings[:-1] == noisy.warnings
    assert str(sold.warnings[-1]).startswith("developments is sold at 0, outside of its interval, ")
    assert noisy.rounded(to="0.001").warnings == noisy.warnings


@pytest.mark.parametrize(
    ("to", "error", "message"),
    [
        ({"hour": 5}, UnknownChoice, "'hour': fitted are implementation, hours, developments, users; name one of them"),
        (0.5, InvalidAmount, "a number is exact, and a float or a bool is not"),
        (0, ValueError, "a rounding step is above zero"),
    ],
)
def test_refuses_to_round_what_is_not_there_or_to_nothing(noisy, to, error, message):
    with pytest.raises(error, match=message):
        noisy.rounded(to=to)


def test_refuses_a_step_that_no_decimal_can_write(noisy):
    from fractions import Fraction

    with pytest.raises(ValueError, match=r"Fraction\(1, 3\): a step is a decimal number; write RoundTo\(Decimal"):
        noisy.rounded(to=RoundTo(Fraction(1, 3), Rounding.UP))


# --- never a weight without what belongs to it


def test_prints_intervals_errors_and_warnings_with_the_weights():
    found = calibrate(priced(portfolio(count=18), noise=0.12))
    for text in (str(found), found._repr_html_(), str(found.rounded(to=5)), found.rounded(to=5)._repr_html_()):
        assert "where left out" in text
        assert "18 projects for 6 weights; 30 or more tell them better" in text
        assert "low" in text
        assert "high" in text
    assert str(found).splitlines()[0] == "18 projects, 6 weights, 90 % intervals (wild bootstrap, 999 draws, seed 0)"
    assert list(found.to_records()[0]) == ["weight", "fitted", "low", "high"]
    assert list(found.rounded(to=5).to_records()[0]) == ["weight", "fitted", "low", "high", "sold"]
    assert "rounding adds" in str(found.rounded(to=5)).splitlines()[0]
    assert str(found.weights[0]).startswith("implementation: boxed: ")
    assert str(found.residuals).splitlines()[0] == found.residuals.summary()
    assert list(found.residuals.to_records()[0]) == ["project", "known", "fitted", "residual", "left out"]


def test_a_weight_is_asked_for_by_its_name(noisy):
    assert noisy.weight("users") is noisy.weights[-1]
    with pytest.raises(UnknownChoice, match=r"'user': fitted are implementation: boxed, .*, users; name one of them"):
        noisy.weight("user")


def test_projects_without_a_name_are_counted():
    found = calibrate([*priced(portfolio())[:-1], PricedProject(*priced(portfolio())[-1], "last")], draws=99)
    names = [one.name for one in found.residuals.projects]
    assert (names[0], names[1], names[-1]) == ("project 1", "project 2", "last")


@pytest.mark.parametrize("which", ["weights", "residuals", "sold", "sold residuals", "alone"])
def test_draws_itself(which, noisy):
    pytest.importorskip("matplotlib").use("agg")
    from matplotlib import pyplot as plt

    alone = calibrate([*priced(portfolio(count=15)), (Project("rare", 40, 2, 30), Money(300, "USD"))], draws=99)
    sold = noisy.rounded(to=5)
    answer = {
        "weights": noisy, "residuals": noisy.residuals, "sold": sold, "sold residuals": sold.residuals,
        "alone": alone.residuals,
    }[which]  # fmt: skip
    axes = answer.plot()
    axes.figure.canvas.draw()
    assert "USD" in axes.get_xlabel()
    if which == "weights":
        labels = [label.get_text() for label in axes.get_yticklabels()]
        assert labels[0] == "implementation: boxed"
        assert labels[-1].startswith("users x ")
        middle = noisy.weight("users")
        ends = axes.containers[0].lines[0].get_xdata()
        assert ends[-1] == pytest.approx(float(middle.point * middle.typical))
    elif which != "sold":
        legend = {text.get_text() for text in axes.get_legend().get_texts()} - {"exactly right"}
        expected = {"residuals": {"foretold by the others"}, "sold residuals": {"as fitted"}}
        assert legend == expected.get(which, {"foretold by the others", "as fitted"})
    if which == "sold":
        assert axes.get_xlabel() == "adds to a project, USD; diamonds: as sold"
        marks = [tuple(mark) for mark in axes.collections[-1].get_offsets()]
        rows = zip(sold.sold, noisy.weights, range(6), strict=True)
        assert marks == [(float(price * one.typical), place) for price, one, place in rows]
        assert axes.texts[0].get_text().endswith(f", sold {sold.sold[0]}")
        assert axes.texts[0].xy[1] == 0
        assert "rounding adds" in axes.get_title("left")
    plt.close(axes.figure)


# --- refused at the door

GOOD = priced(portfolio(count=8))


@pytest.mark.parametrize(
    ("projects", "options", "error", "message"),
    [
        ([], {}, InvalidCalibration, r"\[\]: weights are fitted to projects, and there are none; hand some over"),
        (
            GOOD[:6],
            {},
            InvalidCalibration,
            "6: 6 projects do not tell 6 weights: it takes more projects than weights; add",
        ),
        (GOOD[:1], {}, InvalidCalibration, "1: 1 projects do not tell 4 weights"),
        (
            [*GOOD, Project("boxed", 1, 1, 1)],
            {},
            InvalidCalibration,
            "what is known is a project with its price or comp",
        ),
        ([*GOOD, (1, 2)], {}, InvalidCalibration, r"\(1, 2\): what is known is a project with its price"),
        ([*GOOD, (*GOOD[0], 3)], {}, InvalidCalibration, "what is known is a project with its price"),
        (
            [*GOOD, (GOOD[0][0], Money(5, "UAH"))],
            {},
            MixedCurrencies,
            "'UAH': the first project is priced in USD; convert",
        ),
        ([*GOOD, (GOOD[0][0], 5)], {}, MixedCurrencies, "'a bare number': the first project is priced in USD; convert"),
        ([(GOOD[0][0], 5), *GOOD], {}, MixedCurrencies, "'USD': the first project has a complexity; convert first"),
        (GOOD, {"base": 30}, MixedCurrencies, "'a bare number': the first project is priced in USD"),
        (
            GOOD,
            {"base": Money(-1, "USD")},
            InvalidAmount,
            "a price or a complexity is zero or more; leave the project out",
        ),
        ([(GOOD[0][0], Decimal("NaN"))], {}, InvalidAmount, "a number is finite"),
        ([(GOOD[0][0], "Infinity")], {}, InvalidAmount, "a number is finite"),
        ([(GOOD[0][0], 12.5)], {}, InvalidAmount, "12.5: a number is exact, and a float or a bool is not"),
        ([(GOOD[0][0], -1)], {}, InvalidAmount, "-1: a price or a complexity is zero or more; leave the project out"),
        ([(GOOD[0][0], Money(-1, "USD"))], {}, InvalidAmount, "a price or a complexity is zero or more"),
        (
            GOOD,
            {"implementation": dict.fromkeys(TYPES, 1), "hours": 1, "developments": 1, "users": 1},
            InvalidCalibration,
            r"\(\): all weights are given; leave one out, to have it fitted",
        ),
        (
            [(Project(one.implementation, one.hours, 0, one.users), price) for one, price in GOOD],
            {},
            InvalidCalibration,
            "'developments': no project has any, so nothing tells its weight; give the weight: 0",
        ),
        (
            GOOD,
            {"implementation": Rising("boxed", "configured")},
            InvalidCalibration,
            "'customised': an order names the",
        ),
        (
            GOOD,
            {"implementation": Rising(*TYPES, "rare")},
            InvalidCalibration,
            "'rare': an order names the implementation types that the projects have, all of them and no other; name it",
        ),
        (
            GOOD,
            {"users": Rising(51, 11)},
            InvalidCalibration,
            r"\(51, 11\): steps start at rising numbers; write Rising\(1",
        ),
        (GOOD, {"users": Rising("a")}, InvalidAmount, "'a': a number is written in decimals"),
        (
            priced(portfolio()),
            {"implementation": Rising(*TYPES), "users": Rising(1, 51)},
            InvalidCalibration,
            "'implementation: boxed, users: from 1 on': these always go together",
        ),
        (GOOD, {"users": 1.5}, InvalidAmount, "1.5: a number is exact"),
        (GOOD, {"percent": 0}, InvalidCalibration, "0: an interval covers 1 to 99 percent; write percent=90"),
        (GOOD, {"percent": 100}, InvalidCalibration, "100: an interval covers 1 to 99 percent"),
        (GOOD, {"percent": 0.9}, InvalidCalibration, "0.9: an interval covers 1 to 99 percent"),
        (
            GOOD,
            {"implementation": 90},
            InvalidCalibration,
            "90: implementation types are given as a table; write {'boxed'",
        ),
        (
            GOOD,
            {"seed": None},
            InvalidCalibration,
            "None: a seed is a whole number, for the same answer every time; write",
        ),
        (GOOD, {"seed": 1.0}, InvalidCalibration, "1.0: a seed is a whole number"),
        (GOOD, {"draws": 18}, InvalidCalibration, "18: 90 % need 19 draws or more, a whole number; write draws=999"),
        (GOOD, {"draws": 99.0}, InvalidCalibration, "99.0: 90 % need 19 draws or more"),
        (GOOD, {"percent": 99, "draws": 198}, InvalidCalibration, "198: 99 % need 199 draws or more"),
    ],
)
def test_refuses_what_cannot_be_fitted(projects, options, error, message):
    with pytest.raises(error, match=message):
        calibrate(projects, **options)


@pytest.mark.parametrize(("percent", "draws"), [(90, 19), (99, 199), (1, 3), (50, 3)])
def test_the_least_number_of_draws_will_do(percent, draws):
    assert calibrate(GOOD, percent=percent, draws=draws).draws == draws


@pytest.mark.parametrize("order", [(), ("boxed", "boxed"), (1, Decimal(1))])
def test_refuses_an_order_that_is_none(order):
    with pytest.raises(InvalidCalibration, match="an order names one or more, each once; write Rising"):
        Rising(*order)


def test_one_more_project_than_weights_is_enough():
    assert isinstance(calibrate(GOOD[:7], draws=99), Calibration)


def test_a_priced_project_has_a_project():
    with pytest.raises(InvalidCalibration, match="what is priced is a Project"):
        PricedProject("boxed", 1)


def test_a_project_answers_what_the_formula_asks():
    found = calibrate(GOOD, draws=99)
    with pytest.raises(UnknownChoice, match="'rare': the table has boxed, configured, customised"):
        found.formula().score(Project("rare", 1, 1, 1))
    with pytest.raises(InvalidFormula):
        found.formula().formula.score({"hours": 1})


def test_reasons_carry_their_values():
    found = calibrate(priced(portfolio(count=18)), draws=99)
    assert found.warnings[0] == Reason.of("fit-few-projects", projects=18, weights=6, wanted=30)


def test_an_order_is_changed_by_name_as_every_value_is():
    assert attrs.evolve(Rising(1, 11), order=(1, 51)) == Rising(1, 51)
    assert attrs.evolve(Rising(*TYPES)) == Rising(*TYPES)
    with pytest.raises(InvalidCalibration, match="names one or more, each once"):
        attrs.evolve(Rising(1), order=())
