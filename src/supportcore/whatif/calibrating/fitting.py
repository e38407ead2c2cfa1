"""Which weights of the complexity formula explain the prices that were paid? And how far are they to be trusted?

`calibrate` takes projects that are already priced and finds the weights of ISM-10 that miss those prices least (least
squares), none below zero. No weight is shown without its interval, without the error on projects that the fit had not
seen, and without what speaks against it. Money comes in as `Money` and exact numbers go out as ``Decimal``, of twelve
digits; between the two are floats (`_nnls`, `_fit`). A base price cannot be fitted beside a number for each
implementation type, because adding to the one what is taken from the others changes no price: it is given.
"""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from statistics import median_low
from typing import Any, TypeAlias

import attrs

from supportcore.errors import Door, InvalidAmount, InvalidCalibration, MixedCurrencies, listed
from supportcore.pricing import ComplexityFormula, Number, Project, Weight
from supportcore.reasons import Reason
from supportcore.units import Money
from supportcore.whatif.calibrating._fit import Design, Fit, made_of
from supportcore.whatif.calibrating._nnls import Column, scaled
from supportcore.whatif.calibrating.calibration import Calibration, FittedWeight, Seen, formula_of
from supportcore.whatif.calibrating.residuals import Checked, Residuals
from supportcore.whatif.calibrating.terms import EXACT, Counts, Term, Types, terms_of

Known: TypeAlias = Money | Number
"""What is known of a project: its price, or its complexity."""

PER_WEIGHT = 5
"""Fewer projects for each weight than this are told as few (rules of thumb for regression say five to twenty)."""

OF_A_KIND = 3
"""A weight that fewer projects than this have is told as known from few."""


_PAIR = "write PricedProject(project, Money('450', 'USD'), 'P-1')"
_MOST_DRAWS = 1_000_000


def _known(known: Known) -> Money | Decimal:
    exact = Money(Weight(known.amount).weight, known.currency) if isinstance(known, Money) else Weight(known).weight
    if _amount(exact) < 0:
        raise InvalidAmount(known, "a price or a complexity is zero or more", "leave the project out")
    return exact


def _amount(known: Money | Decimal) -> Decimal:
    return known.amount if isinstance(known, Money) else known


@attrs.frozen
class PricedProject:
    """A project with its known price or complexity, and a name to find it by.

    >>> print(PricedProject(Project("boxed", 40, 2, 25), Money("450", "USD"), "P-1").known)
    450 USD
    """

    project: Project = attrs.field(
        validator=Door(InvalidCalibration, "what is priced is a Project", _PAIR, Project).check
    )
    known: Money | Decimal = attrs.field(converter=_known)
    name: str = attrs.field(
        default="",
        validator=Door(InvalidCalibration, "a project is named by a text, or by none", "leave it out", str).check,
    )


def calibrate(
    projects: Iterable[PricedProject | tuple[Project, Known]],
    *,
    implementation: Types = None,
    hours: Counts = None,
    developments: Counts = None,
    users: Counts = None,
    base: Known | None = None,
    percent: int = 90,
    draws: int = 999,
    seed: int = 0,
) -> Calibration:
    """Return the weights of the complexity formula that explain the known prices best, none below zero (ISM-10).

    What is ``None`` is fitted: a number for each implementation type that the projects have (ISM-11), a weight for
    each of the three numbers. `Rising` fits levels that never fall. A number, a scale of pricing, or a table with some
    of the types is given, and stays. ``base`` is a price that every project has beside its complexity. ``percent`` is
    the nominal coverage of the intervals, ``draws`` and ``seed`` belong to their bootstrap: the same seed, the same
    answer, to the last bit.

    Raises `InvalidCalibration` where the projects cannot tell the weights: none or no more of them than weights, a
    number that is zero in all of them, factors that always go together; `MixedCurrencies` for prices in two
    currencies, or prices among complexities; `InvalidAmount` for a price that is negative or not exact.

    >>> told = {Project("boxed", 20, 1, 10): 225, Project("boxed", 44, 0, 30): 310, Project("custom", 60, 6, 20): 655,
    ...         Project("custom", 90, 2, 80): 760, Project("boxed", 35, 2, 55): 440, Project("custom", 120, 9, 35): 940,
    ...         Project("boxed", 160, 3, 25): 755, Project("custom", 25, 4, 90): 650}
    >>> found = calibrate(
    ...     ((project, Money(price, "USD")) for project, price in told.items()),
    ...     implementation={"boxed": 100, "custom": 200},
    ... )
    >>> print(found)
    8 projects, 3 weights, 90 % intervals (wild bootstrap, 999 draws, seed 0)
    off by 11.43 USD as fitted, by 21.16 USD (3.1 %) where left out; R2 0.9975
    warning: 8 projects for 3 weights; 15 or more tell them better
    weight        fitted  low    high
    hours         3.025   2.867  3.185
    developments  32.83   26.52  39.27
    users         2.779   2.452  3.083
    >>> print(found.rounded(to="0.5").formula().score(Project("boxed", 40, 1, 20)))
    complexity: 313
      implementation: boxed = 100
      hours: 40 x 3 = 120
      developments: 1 x 33 = 33
      users: 20 x 3 = 60
    """
    rows = listed(projects, InvalidCalibration, "weights are fitted to a list of projects", f"of each {_PAIR}")
    known = [one if isinstance(one, PricedProject) else _pair(one) for one in rows]
    currency = _currency(known, base)
    plain = [one.project for one in known]
    terms = terms_of(plain, implementation, {"hours": hours, "developments": developments, "users": users})
    start = Decimal(0) if base is None else _amount(_known(base))
    names = tuple(term.name(key) for term in terms for key in term.keys)
    columns = _columns(terms, plain, names)
    target = [float(_without(one, terms, start)) for one in known]
    units, lengths = scaled(columns)
    fit = Fit.of(Design.of(units), target)
    cut = _cut(percent, draws, seed)
    levels = _levels(terms, fit.weights, lengths)
    spread = [
        sorted(column) for column in zip(*(_levels(terms, one, lengths) for one in fit.draws(draws, seed)), strict=True)
    ]
    seen = _seen(plain)
    ends = [(column[cut - 1], column[-cut]) for column in spread]
    weights = tuple(_weights(terms, levels, ends, seen))
    residuals = Residuals(tuple(_checked(known, formula_of(terms, weights), start, fit)), currency)
    warnings = tuple(_warnings(terms, names, columns, fit, residuals))
    return Calibration(weights, residuals, warnings, seen, currency, start, terms, percent, draws, seed)


def _pair(pair: Any) -> PricedProject:
    match pair:
        case (Project() as project, known):
            return PricedProject(project, known)
    rule = "what is known is a project with its price or complexity"
    raise InvalidCalibration(pair, rule, _PAIR)


def _currency(known: Sequence[PricedProject], base: Known | None) -> str | None:
    if not known:
        raise InvalidCalibration(known, "weights are fitted to projects, and there are none", "hand some over")
    kinds = [
        getattr(one, "currency", None) for one in (*(one.known for one in known), *([] if base is None else [base]))
    ]
    first = kinds[0]
    for kind in kinds:
        if kind != first:
            rule = f"the first project is priced in {first}" if first else "the first project has a complexity"
            raise MixedCurrencies(
                kind or "a bare number", rule, "convert first, with a rate to show, or fit them apart"
            )
    return first


def _columns(terms: Sequence[Term], projects: Sequence[Project], names: Sequence[str]) -> list[Column]:
    """Return the columns of what is fitted, once they can be told."""
    if not names:
        raise InvalidCalibration(names, "all weights are given", "leave one out, to have it fitted")
    if len(projects) <= len(names):
        rule = f"{len(projects)} projects do not tell {len(names)} weights: it takes more projects than weights"
        raise InvalidCalibration(len(projects), rule, "add projects, or give some of the weights: hours=2")
    rows = [[x for term in terms for x in term.row(project)] for project in projects]
    columns = [list(column) for column in zip(*rows, strict=True)]
    for name, column in zip(names, columns, strict=True):
        if not any(column):
            raise InvalidCalibration(name, "no project has any, so nothing tells its weight", "give the weight: 0")
    if alike := made_of(columns):
        which = ", ".join(names[place] for place in alike)
        rule = "these always go together in the projects, so no price tells them apart"
        raise InvalidCalibration(which, rule, "give the weight of one of them, or add projects that differ")
    return columns


def _without(one: PricedProject, terms: Sequence[Term], base: Decimal) -> Decimal:
    """Return what is left to explain: the known price without the base and what is given."""
    left = EXACT.subtract(_amount(one.known), base)
    for term in terms:
        left = EXACT.subtract(left, term.given(one.project))
    return left


def _cut(percent: int, draws: int, seed: int) -> int:
    """Return how many draws lie at or beyond each end of an interval."""
    if type(percent) is not int or not 0 < percent < 100:
        raise InvalidCalibration(percent, "an interval covers 1 to 99 percent", "write percent=90")
    if type(seed) is not int:
        raise InvalidCalibration(seed, "a seed is a whole number, for the same answer every time", "write seed=0")
    if type(draws) is not int or (draws + 1) * (100 - percent) < 200:
        least = math.ceil(200 / (100 - percent)) - 1
        raise InvalidCalibration(draws, f"{percent} % need {least} draws or more, a whole number", "write draws=999")
    if draws > _MOST_DRAWS:
        raise InvalidCalibration(draws, f"more than {_MOST_DRAWS} draws tell nothing more", "write draws=999")
    return (draws + 1) * (100 - percent) // 200


def _levels(terms: Sequence[Term], weights: Column, lengths: Column) -> Column:
    """Return a level for each key, from weights of columns of length 1."""
    bare = iter([weight / size for weight, size in zip(weights, lengths, strict=True)])
    return [level for term in terms for level in term.levels(list(islice(bare, len(term.keys))))]


def _decimal(value: float) -> Decimal:
    """Return a float as twelve digits and at most twelve places: more than any fit knows."""
    return Weight(Decimal(f"{round(value, 12):.12g}")).weight


def _seen(projects: Sequence[Project]) -> tuple[Seen, ...]:
    found = []
    for factor in ("hours", "developments", "users"):
        numbers = [Decimal(getattr(project, factor)) for project in projects]
        found.append(Seen(factor, min(numbers), median_low(numbers), max(numbers)))
    return tuple(found)


def _weights(
    terms: Sequence[Term], levels: Column, ends: Sequence[tuple[float, float]], seen: Sequence[Seen]
) -> Iterable[FittedWeight]:
    typical = {one.factor: one.typical for one in seen}
    pairs = iter(zip(levels, ends, strict=True))
    for term in terms:
        for key, (level, (low, high)) in zip(term.keys, pairs, strict=False):
            times = typical[term.factor] if key is None else Decimal(1)
            kept = (_decimal(level), _decimal(min(low, level)), _decimal(max(high, level)))
            yield FittedWeight(term.factor, key, term.name(key), *kept, times)


def _checked(known: Sequence[PricedProject], formula: ComplexityFormula, base: Decimal, fit: Fit) -> Iterable[Checked]:
    for place, one in enumerate(known):
        fitted = EXACT.add(formula.score(one.project).total, base)
        error = fit.left_out(place)
        name = one.name or f"project {place + 1}"
        left_out = None if error is None else _decimal(error)
        yield Checked(name, one.project, _amount(one.known), fitted, left_out)


def _warnings(
    terms: Sequence[Term], names: Sequence[str], columns: Sequence[Column], fit: Fit, residuals: Residuals
) -> Iterable[Reason]:
    """Yield what speaks against the fit: few projects, few of a kind, one alone, two together, levels at the bound."""
    count, wanted = len(residuals.projects), PER_WEIGHT * len(names)
    if count < wanted:
        yield Reason.of("fit-few-projects", projects=count, weights=len(names), wanted=wanted)
    for name, column in zip(names, columns, strict=True):
        if (having := sum(map(bool, column))) < OF_A_KIND:
            yield Reason.of("fit-few-of-a-kind", weight=name, count=having)
    for one in residuals.projects:
        if one.left_out is None:
            yield Reason.of("fit-alone", project=one.name)
    for group in fit.design.entangled():
        yield Reason.of("fit-together", weights=tuple(names[place] for place in group))
    flat = (name for name, above in zip(_below(terms), fit.positive, strict=True) if not above)
    for name, below in flat:
        code = "fit-flat" if below else "fit-zero"
        yield Reason.of(code, weight=name, **({"below": below} if below else {}))


def _below(terms: Sequence[Term]) -> Iterable[tuple[str, str]]:
    """Yield each weight's name with the name of the level that it may not fall below, if there is one."""
    for term in terms:
        below = ""
        for key in term.keys:
            yield term.name(key), below
            below = term.name(key) if term.rising else ""
