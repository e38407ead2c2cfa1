"""Advice with its reasons, cliffs listed, the price of a margin, what moves the answer, a map of the cheapest."""

import datetime as dt
from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing.whatifs import COSTS, HOUSE, PRICED, RATES, START, monthly
from supportcore import plans
from supportcore.errors import InvalidWorkload, NoAnswer
from supportcore.pricing import Graduated, Linear, Volume
from supportcore.units import Money
from supportcore.whatif import (
    Axis,
    Competes,
    Desk,
    Situation,
    Workload,
    cheapest_map,
    compare,
    lint,
    recommend,
    solve,
    tornado,
)

MONTH = Workload.of({"simple": 12}, {"simple": 30}, start=START, months=1)
HOURLY = plans.hourly()


def advise(chosen, workload=MONTH, **more):
    return recommend(chosen, workload, HOUSE, Situation(**more), currency="USD", rates=RATES)


# --- GEN-8


@pytest.mark.rule("GEN-8")
@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"staff_changes_often": True}, "staff-changes"),
        ({"nobody_owns_it": True}, "nobody-owns"),
        ({"training_the_owner": True}, "training-owner"),
        ({}, "pays-not"),
    ],
)
def test_support_pays_in_the_cases_that_are_named(known, code):
    found = advise([HOURLY], **known)
    assert [(reason.code, reason.rule) for reason in found.support] == [(code, "GEN-8")]
    assert found.pays == bool(known)
    assert str(found).startswith("support pays: " if known else "support need not pay: ")


@pytest.mark.rule("GEN-8")
@pytest.mark.parametrize(
    ("developments", "months", "many"), [(11, 12, False), (12, 12, True), (6, 6, True), (5, 6, False)]
)
def test_many_developments_are_counted_by_the_year(developments, months, many):
    counts = (1,) * developments + (0,) * (months - developments)
    work = Workload.of({"development": counts}, {"development": 60}, start=START, months=months)
    codes = [reason.code for reason in Situation().reasons(work)]
    assert codes == (["many-developments"] if many else ["pays-not"])
    assert [reason.code for reason in Situation(developments=1).reasons(work)] == ["many-developments"]


@pytest.mark.rule("GEN-8")
def test_all_cases_that_hold_are_said_in_their_order():
    found = advise([HOURLY], staff_changes_often=True, nobody_owns_it=True, training_the_owner=True)
    assert [reason.code for reason in found.support] == ["staff-changes", "nobody-owns", "training-owner"]


def test_plans_stand_in_the_order_of_advice_each_with_its_reason():
    found = advise(
        [
            plans.free_support(),
            HOURLY,
            plans.task_package(),
            plans.hour_package(20),
            monthly(plans.employee_training(), 1),
        ]
    )
    assert [(one.name, [reason.code for reason in one.reasons]) for one in found.advice] == [
        ("Package of tasks", ["cheapest-complete"]),
        ("Hourly support", ["dearer"]),
        ("Training of an employee", ["takes-not-all"]),
        ("Package of 20 hours a month", ["without-price"]),
        ("General support, free", ["without-price", "takes-not-all"]),
    ]
    assert found.best.name == "Package of tasks"
    assert "for 5.00 USD more" in str(found)


def test_where_no_plan_takes_everything_there_is_no_best():
    assert advise([plans.free_support()]).best is None


def test_lateness_is_told():
    slow = Desk(handle=dt.timedelta(hours=9))
    found = recommend([monthly(plans.individual_manager(), 9)], MONTH, HOUSE, desk=slow)
    assert [reason.code for reason in found.advice[0].reasons] == ["cheapest-complete", "keeps-late"]


def test_many_is_one_or_more():
    with pytest.raises(InvalidWorkload, match="many is a whole number a year"):
        Situation(developments=0)


# --- cliffs


def by_tariff(curve):
    return plans.task_package(smallest=1, tariff=plans.Tariff(unit=curve))


def hours(first, last):
    one = Workload.of({"compound": 1}, {"compound": 60}, start=START, months=1)
    return Axis("hours of one task", range(first, last), lambda step: one.with_effort("compound", step * 60))


def test_lists_the_cliff_of_a_volume_price_and_none_of_a_graduated_one():
    bands = [(0, Money(10, "USD")), (10, Money(8, "USD"))]
    found = lint(by_tariff(Volume(bands)), hours(9, 15), HOUSE)
    assert [(one.step, one.before, one.here, one.saved) for one in found.cliffs] == [
        (11, Money(100, "USD"), Money(88, "USD"), Money(12, "USD"))
    ]
    smooth = lint(by_tariff(Graduated(bands)), hours(9, 15), HOUSE)
    assert smooth.cliffs == ()
    assert "more work never costs less" in str(smooth)


@settings(max_examples=12)
@given(
    st.sampled_from([*PRICED, *(by_tariff(curve) for curve in (
        Linear(Money(3, "USD")), Volume([(0, Money(10, "USD")), (4, Money(5, "USD")), (9, Money(4, "USD"))]),
    ))]),
    st.sampled_from(["simple", "bug", "compound"]), st.integers(0, 12), st.sampled_from([20, 60, 90]),
)  # fmt: skip
def test_more_work_never_costs_less_unless_lint_lists_that_cliff(plan, kind, first, effort):
    work = Workload.of({kind: 1}, {kind: effort}, start=START, months=2)
    axis = Axis.tasks(work, kind, range(first, first + 4))
    listed = {one.step for one in lint(plan, axis, HOUSE, currency="USD", rates=RATES).cliffs}
    totals = [compare([plan], axis.make(step), HOUSE, currency="USD", rates=RATES).rows[0].total for step in axis.steps]
    falls = {step for step, one, other in zip(axis.steps[1:], totals, totals[1:], strict=False) if other < one}
    assert listed == falls


# --- the price of a margin


@settings(max_examples=10)
@given(st.integers(-50, 300), st.integers(0, 20), st.sampled_from([Decimal("0.01"), Decimal("0.5"), Decimal(7)]))
def test_finds_the_smallest_price_that_gives_the_margin(wanted, tasks, step):
    found = solve(
        lambda price: plans.paid_support(tariff=plans.Tariff(monthly=price)), MONTH.with_tasks("simple", tasks), HOUSE,
        margin=Money(wanted, "USD"), costs=COSTS, highest=Money(700, "USD"), step=step,
    )  # fmt: skip
    cost = Decimal("4.5") * tasks
    exact = max(0, ceil((wanted + cost) / step)) * step
    assert found.price.amount == exact
    assert found.margin.amount == exact - cost
    if found.price.amount:
        assert found.below.margin.amount < wanted


def test_a_price_out_of_bounds_is_said():
    def make(price):
        return plans.paid_support(tariff=plans.Tariff(monthly=price))

    with pytest.raises(NoAnswer, match=r"even 100 USD gives a margin of 46\.00 USD; raise highest="):
        solve(make, MONTH, HOUSE, margin=Money(47, "USD"), costs=COSTS, highest=Money(100, "USD"))
    with pytest.raises(InvalidWorkload, match="a price goes in steps above zero"):
        solve(make, MONTH, HOUSE, margin=Money(47, "USD"), costs=COSTS, highest=Money(100, "USD"), step=0)


def test_no_price_at_all_may_be_the_highest():
    found = solve(
        lambda price: plans.paid_support(tariff=plans.Tariff(monthly=price)), MONTH, HOUSE,
        margin=Money(-54, "USD"), costs=COSTS, highest=Money(0, "USD"),
    )  # fmt: skip
    assert (found.price, found.margin, found.below) == (Money(0, "USD"), Money(-54, "USD"), None)


def test_solves_for_the_price_of_a_credit_too():
    found = solve(
        lambda price: plans.task_package(tariff=plans.Tariff(unit=Linear(price))), MONTH, HOUSE,
        margin=Money(100, "USD"), costs=COSTS, highest=Money(50, "USD"),
    )  # fmt: skip
    assert found.price == Money("7.70", "USD")  # 20 credits for 12 tasks that cost 54
    assert found.to_records() == [
        {"price": Decimal("7.70"), "margin": 100, "wanted": 100, "a step below": Decimal("99.8")}
    ]


# --- what moves the answer


def test_says_which_input_moves_the_answer_most():
    work = Workload.of({"simple": 20, "bug": 2}, {"simple": 30, "bug": 120}, start=START, months=1)
    found = tornado(HOURLY, work, HOUSE)
    assert [(one.name, one.low.amount, one.high.amount) for one in found.blades] == [
        ("simple: how long", 360, 480), ("simple: how many", 360, 480),
        ("bug: how long", 396, 444), ("bug: how many", 420, 420),  # 1.6 and 2.4 a month are both two
    ]  # fmt: skip
    assert found.title() == "Hourly support: paid by the client 420.00 USD"
    assert tornado(HOURLY, work, HOUSE, costs=COSTS).base == Money(420 - 14 * 9, "USD")


def test_inputs_may_be_named_and_the_share_must_be_one():
    pair = (MONTH, MONTH.with_tasks("simple", 2))
    found = tornado(HOURLY, MONTH, HOUSE, inputs={"a quiet month": pair})
    assert [(one.name, one.swing) for one in found.blades] == [("a quiet month", Money(150, "USD"))]
    for share in (0, 1, 0.2, True):
        with pytest.raises(InvalidWorkload, match="inputs are moved by a share between 0 and 1"):
            tornado(HOURLY, MONTH, HOUSE, by=share)


def test_maps_the_cheapest_plan_over_two_axes():
    def make(tasks, effort):
        return MONTH.with_tasks("simple", tasks).with_effort("simple", effort)

    found = cheapest_map(
        [HOURLY, monthly(plans.paid_support(), 100)], ("tasks", (2, 10)), ("minutes", (10, 30)), make, HOUSE,
    )  # fmt: skip
    assert found.cells == ((0, 0), (0, 1))
    assert (found.at(10, 30), found.at(2, 10)) == ("General support, paid", "Hourly support")
    assert found.to_records()[1] == {"minutes": 30, "2": "Hourly support", "10": "General support, paid"}
    nobody = cheapest_map([plans.free_support()], ("tasks", (2,)), ("minutes", (10,)), make, HOUSE, currency="USD")
    assert nobody.at(2, 10) is None
    assert nobody.to_records() == [{"minutes": 10, "2": None}]
    anybody = cheapest_map([plans.free_support()], ("tasks", (2,)), ("minutes", (10,)), make, HOUSE, currency="USD",
                           competes=Competes.ALL)  # fmt: skip
    assert anybody.at(2, 10) == "General support, free"
    for chosen, steps in (([], (1,)), ([HOURLY], ()), ([HOURLY], range(1001))):
        with pytest.raises(NoAnswer, match="a map has 1 to 1000 points, and plans"):
            cheapest_map(chosen, ("tasks", steps), ("minutes", (10,)), make, HOUSE)


def test_draws_each_answer():
    pytest.importorskip("matplotlib").use("agg")
    bands = Volume([(0, Money(10, "USD")), (10, Money(8, "USD"))])
    made = plans.paid_support(tariff=plans.Tariff(monthly=Money(1, "USD")))
    answers = [
        (lint(by_tariff(bands), hours(9, 13), HOUSE), lambda axes: len(axes.lines) == 2),
        (tornado(HOURLY, MONTH, HOUSE), lambda axes: len(axes.patches) == 4),
        (advise([HOURLY]), lambda axes: len(axes.lines) == 1),
        (solve(lambda price: made.evolve(tariff=plans.Tariff(monthly=price)), MONTH, HOUSE, margin=Money(9, "USD"),
               costs=COSTS, highest=Money(99, "USD")), lambda axes: len(axes.patches) == 3),
        (cheapest_map([HOURLY, plans.free_support()], ("tasks", (0, 2)), ("minutes", (10,)),
                      lambda tasks, effort: MONTH.with_tasks("simple", tasks).with_effort("simple", effort), HOUSE,
                      currency="USD"), lambda axes: len(axes.images) == 1),
    ]  # fmt: skip
    for answer, holds in answers:
        axes = answer.plot()
        assert holds(axes)
        axes.figure.clear()
