"""A plan that contradicts itself is refused where it is made, not in the month in which it would be billed."""

import pytest

from supportcore import plans
from supportcore.errors import InvalidPlan, InvalidPolicy, MixedUnits
from supportcore.ledger import Exhausted, Shortfall
from supportcore.periods import Days, Months
from supportcore.plans import Entitlement, Plan, Tariff
from supportcore.units import CREDIT, HOUR, Money, Rounding, RoundTo

PLAN = plans.task_package()

NONSENSE = [
    # what is tried, the error, what is said
    (lambda: Entitlement("credit"), InvalidPlan, r"'credit': a balance counts one Unit; write Entitlement\(CREDIT\)"),
    (lambda: Entitlement(CREDIT, minimum=10), InvalidPlan, "10: minimum is a quantity above zero, or None"),
    (lambda: Entitlement(CREDIT, minimum=CREDIT.of(0)), InvalidPlan, "minimum is a quantity above zero"),
    (lambda: Entitlement(CREDIT, minimum=HOUR.of(1)), MixedUnits, "this balance counts credits; give minimum in the"),
    (lambda: Entitlement(CREDIT, monthly=HOUR.of(1)), MixedUnits, "this balance counts credits; give monthly in the"),
    (lambda: Entitlement(CREDIT, monthly=CREDIT.of(-1)), InvalidPlan, "monthly is a quantity above zero"),
    (lambda: Entitlement(CREDIT, term=90), InvalidPlan, "90: a term is Days, Months or None"),
    (lambda: Entitlement(CREDIT, period=None), InvalidPlan, "None: a period is Days or Months"),
    (lambda: Entitlement(CREDIT, shortfall="REJECT"), InvalidPolicy, "'REJECT': a shortfall policy is named; choose"),
    (lambda: Entitlement(CREDIT, done=None), InvalidPolicy, "None: a shortfall policy is named"),
    (lambda: Entitlement(CREDIT, alerts=Exhausted()), InvalidPlan, "several are meant: an alert is one of the led"),
    (lambda: Entitlement(CREDIT, alerts=[20]), InvalidPlan, "20: an alert is one of the ledger's"),
    (lambda: Entitlement(CREDIT, rounding=15), InvalidPlan, "15: effort is rounded by a RoundTo, or exact"),
    (lambda: Tariff(monthly=Money(-1, "USD")), InvalidPlan, r"Money\('-1', 'USD'\): a monthly fee is zero or more"),
    (lambda: plans.private_support(plans.critical(), tariff=0), InvalidPlan, "0: a plan's prices are a Tariff"),
    (lambda: Tariff(monthly=100), InvalidPlan, "100: a monthly fee is Money, or None"),
    (lambda: Tariff(unit=Money(350, "UAH")), InvalidPlan, "what is bought is priced by a curve; write Linear"),
    (lambda: Tariff(hourly=Money(30, "USD")), InvalidPlan, "worked time is priced by a RateTable"),
    (lambda: Tariff(by_kind={}), InvalidPlan, "worked time is priced by a RateTable"),
    (lambda: Tariff(development=30), InvalidPlan, "30: worked time is priced by a RateTable"),
    (lambda: Tariff(rounding=15), InvalidPlan, "15: time is rounded by an UpTo"),
    (lambda: Tariff(illustrative="all"), InvalidPlan, "'all': the illustrative figures are a list of names"),
    (lambda: Plan(1, "One", PLAN.rulebook), InvalidPlan, "1: a plan's code and name are texts"),
    (lambda: Plan("one", None, PLAN.rulebook), InvalidPlan, "None: a plan's code and name are texts"),
    (lambda: Plan("one", "One", None), InvalidPlan, "None: a plan has a Rulebook"),
    (lambda: Plan("one", "One", PLAN.rulebook, "ISM-8"), InvalidPlan, "'ISM-8': rules and roles are lists of texts"),
    (lambda: PLAN.evolve(roles=[7]), InvalidPlan, r"7: rules and roles are lists of texts; write \('ISM-8',\)"),
    (lambda: Tariff(illustrative=[7]), InvalidPlan, "7: the illustrative figures are a list of names; write"),
    (lambda: PLAN.diff(None), InvalidPlan, r"None: a plan differs from another Plan; pass one, such as plans.task"),
    (lambda: PLAN.evolve(entitlement=CREDIT), InvalidPlan, "CREDIT: a balance is an Entitlement, or None"),
    (lambda: PLAN.evolve(tariff=Money(1, "USD")), InvalidPlan, "a plan's prices are a Tariff"),
    (lambda: PLAN.evolve(colour="red"), InvalidPlan, "'colour': a plan has the fields code, name, rulebook"),
    (lambda: plans.hour_package(40.0), InvalidPlan, "40.0: packages have 20, 40, 80, 120 hours a month"),
    (lambda: plans.points_subscription(marks=(50, 20)), InvalidPlan, "notices are told at Marks"),
    (lambda: plans.task_package(term=90), InvalidPlan, "90: a term is Days, Months or None"),
    (lambda: plans.task_package(smallest=0), InvalidPlan, "minimum is a quantity above zero"),
    (lambda: plans.not_cheapest(None), InvalidPlan, "None: prices are told by the code of the plan"),
]  # fmt: skip


@pytest.mark.parametrize(("nonsense", "error", "said"), NONSENSE)
def test_nonsense_is_refused_in_words(nonsense, error, said):
    with pytest.raises(error, match=said):
        nonsense()


def test_every_field_that_may_be_given_passes_and_lists_are_kept_as_tuples():
    given = Entitlement(
        CREDIT, minimum=CREDIT.of(1), term=Days(1), monthly=CREDIT.of(1), period=Months(1), shortfall=Shortfall.OWE(),
        done=Shortfall.REJECT, alerts=[Exhausted()], rounding=RoundTo(1, Rounding.UP),
    )  # fmt: skip
    roles = ["manager"]
    plan = PLAN.evolve(entitlement=given, roles=roles)
    roles.append("nobody")
    assert (plan.roles, plan.entitlement.alerts) == (("manager",), (Exhausted(),))
    assert hash(plan) == hash(PLAN.evolve(entitlement=given, roles=("manager",)))
