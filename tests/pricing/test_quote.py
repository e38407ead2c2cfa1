"""A quote is its inputs: lines that sum exactly, one fingerprint for the same inputs, another for any other."""

import datetime as dt
import hashlib
import pickle
import subprocess
import sys
from decimal import ROUND_UP, Decimal, Inexact, Rounded, localcontext
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportcore.errors import InvalidQuote, SupportcoreError
from supportcore.pricing import (
    CENTS,
    ILLUSTRATIVE_COMPLEXITY,
    PROGRAMMER,
    REQUEST,
    ComplexityFormula,
    FactorPrice,
    Formula,
    Graduated,
    Linear,
    Per,
    Project,
    Quote,
    RateTable,
    Steps,
    TimePrice,
    Trainee,
    TraineeFormula,
    UpTo,
    UsagePrice,
    Volume,
    Weight,
    Work,
)
from supportcore.pricing.quote import canonical
from supportcore.units import Money, Rounding, RoundTo

MADE = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
UNTIL = MADE + dt.timedelta(days=14)
TICK = dt.timedelta(microseconds=1)

FLOATS = "a number is exact, and a float or a bool is not; write an int, a Decimal or its text: '1.5', never 1.5"


def usd(amount):
    return Money(amount, "USD")


FORMULA = ComplexityFormula({"standard": 10, "custom": 40}, users="0.5")
CURVE = Linear(usd("2.333"), floor=usd(100))
PROJECT = Project("custom", "37.5", 4, 25)
MANAGER = Quote("Individual manager, Acme", FactorPrice(FORMULA, PROJECT, CURVE), MADE, UNTIL)


@pytest.mark.rule("ISM-10")
def test_the_price_is_a_function_of_the_complexity():
    assert str(MANAGER) == (
        "Individual manager, Acme\n"
        "quoted Mon 23 Nov 2026 10:00 UTC, valid until Mon 7 Dec 2026 10:00 UTC\n"
        "94 x 2.333 USD: 219.302 USD\n"
        "rounded to 0.01, half up: -0.002 USD\n"
        "total: 219.30 USD\n"
        "complexity: 94\n"
        "  implementation: custom = 40\n"
        "  hours: 37.5 x 1 = 37.5\n"
        "  developments: 4 x 1 = 4\n"
        "  users: 25 x 0.5 = 12.5\n"
        f"fingerprint {MANAGER.fingerprint}"
    )


@pytest.mark.rule("ISM-10")
@pytest.mark.parametrize(
    ("curve", "total"),
    [
        (Linear(usd(3)), "282.00"),
        (Linear(usd(1), base=usd(50)), "144.00"),
        (Linear(usd(1), floor=usd(100)), "100.00"),
        (Graduated([(0, usd(3)), (50, usd(2))]), "238.00"),
        (Volume([(0, usd(3)), (50, usd(2))]), "188.00"),
    ],
)
def test_linear_or_bands(curve, total):
    assert str(Quote("q", FactorPrice(FORMULA, PROJECT, curve), MADE, UNTIL).total) == f"{total} USD"


@pytest.mark.rule("PKG-1")
def test_ten_requests_cost_3500():
    quote = Quote("Ten requests", UsagePrice(10, "requests", REQUEST), MADE, UNTIL)
    assert str(quote.total) == "3500.00 UAH"
    assert [str(line) for line in quote.lines] == ["10 x 350 UAH: 3500 UAH"]


@pytest.mark.rule("HRS-2", "PKG-4")
def test_a_development_is_quoted_in_hours_of_a_programmer():
    work = [Work("T-7", "programmer", 12 * 60 + 10)]
    quote = Quote("Development T-7", TimePrice(PROGRAMMER, work, UpTo(15, Per.TASK)), MADE, UNTIL)
    assert [str(line) for line in quote.lines] == [
        "T-7: 735 min by programmer at 30 USD an hour, 730 min worked (HRS-8): 367.50 USD"
    ]
    assert str(quote.total) == "367.50 USD"
    assert quote.price.because() == ("time: up to 15 minutes per task",)


@pytest.mark.rule("GEN-3")
def test_a_trainee_is_quoted_by_the_same_machine():
    tables = {name: {"a": 100, "b": 250} for name in ("requirements", "level", "place", "source")}
    price = FactorPrice(TraineeFormula(**tables), Trainee("a", "b", "a", "b"), Linear(usd(1)))
    assert str(Quote("Training", price, MADE, UNTIL).total) == "700.00 USD"


@pytest.mark.rule("ISM-11")
def test_an_illustrative_figure_is_marked_on_the_quote():
    quote = Quote("q", FactorPrice(ILLUSTRATIVE_COMPLEXITY, Project("boxed", 1, 1, 1), CURVE), MADE, UNTIL)
    assert "(illustrative: no document states this figure)" in str(quote)
    assert "(illustrative: no document states this figure)" in quote._repr_html_()


# --- dates


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (
            MADE - TICK,
            "refused: the quote is made at Mon 23 Nov 2026 10:00 UTC\npossible from Mon 23 Nov 2026 10:00 UTC",
        ),
        (MADE, None),
        (UNTIL - TICK, None),
        (UNTIL, "refused: the quote was valid until Mon 7 Dec 2026 10:00 UTC\ninstead: ask for a new quote"),
    ],
)
def test_a_quote_is_valid_half_open(at, words):
    refusal = MANAGER.refused_at(at)
    assert (None if refusal is None else str(refusal)) == words
    assert MANAGER.valid_at(at) is (words is None)


# --- the fingerprint


def test_the_fingerprint_is_the_hash_of_a_text_that_anyone_can_read():
    quote = Quote("Ten requests", UsagePrice(10, "requests", REQUEST), MADE, UNTIL)
    assert quote.inputs == (
        "supportcore quote 1\n"
        'Quote(subject="Ten requests", price=UsagePrice(number=10, of="requests", '
        'curve=Linear(each=Money(amount=350, currency="UAH"), base=none, floor=none)), '
        "quoted_at=2026-11-23T10:00:00+00:00, valid_until=2026-12-07T10:00:00+00:00, "
        "money=RoundTo(step=0.01, how=Rounding.HALF_UP))\n"
    )
    assert quote.fingerprint == hashlib.sha256(quote.inputs.encode()).hexdigest()
    # Written down once: a release that changes it breaks every quote that a host has stored.
    assert quote.fingerprint == "b92c5f4d3b37b670e4431cac687514167f9691b74d2e073674760f18b67eaa81"


def test_the_same_inputs_spelled_otherwise_are_the_same_quote():
    formula = ComplexityFormula([("custom", "40.0"), ("standard", Decimal("1E1"))], users=Weight("0.50"))
    project = Project("custom", Decimal("37.50"), 4, 25)
    curve = Linear(usd("2.3330"), floor=usd("100.00"))
    kyiv = dt.timezone(dt.timedelta(hours=2))
    price = FactorPrice(formula, project, curve)
    same = Quote(MANAGER.subject, price, MADE.astimezone(kyiv), UNTIL, RoundTo(Decimal("0.010"), Rounding.HALF_UP))
    assert same == MANAGER
    assert hash(same) == hash(MANAGER)
    assert same.fingerprint == MANAGER.fingerprint
    assert str(same.total) == str(MANAGER.total) == "219.30 USD"


def test_another_process_makes_the_same_fingerprint():
    code = f"import pickle; print(pickle.loads({pickle.dumps(MANAGER)!r}).fingerprint)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == MANAGER.fingerprint


OTHERS = {
    "subject": {"subject": "Individual manager, Apex"},
    "made": {"quoted_at": MADE + TICK},
    "until": {"valid_until": UNTIL + TICK},
    "rounding": {"money": RoundTo(Decimal("0.01"), Rounding.HALF_EVEN)},
    "step": {"money": RoundTo(1, Rounding.HALF_UP)},
    "another row": {
        "price": FactorPrice(ComplexityFormula({"standard": 11, "custom": 40}, users="0.5"), PROJECT, CURVE)
    },
    "weight": {"price": FactorPrice(ComplexityFormula({"standard": 10, "custom": 40}), PROJECT, CURVE)},
    "answer": {"price": FactorPrice(FORMULA, Project("custom", "37.5", 4, 26), CURVE)},
    "curve": {"price": FactorPrice(FORMULA, PROJECT, Linear(usd("2.333")))},
    "currency": {"price": FactorPrice(FORMULA, PROJECT, Linear(Money("2.333", "EUR"), floor=Money(100, "EUR")))},
    "usage": {"price": UsagePrice(94, "complexity", CURVE)},
    "time": {"price": TimePrice(PROGRAMMER, [Work("T", "programmer", 94)])},
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_any_changed_input_makes_another_fingerprint(change):
    prints = {attrs.evolve(MANAGER, **other).fingerprint for other in OTHERS.values()} | {MANAGER.fingerprint}
    assert len(prints) == len(OTHERS) + 1
    assert (
        attrs.evolve(MANAGER, **change).fingerprint
        == attrs.evolve(MANAGER, **change).fingerprint
        != MANAGER.fingerprint
    )


texts = st.text(min_size=1).filter(str.strip)
amounts = st.decimals(0, 10**6, places=4)
curves = st.one_of(
    st.builds(Linear, amounts.map(usd), base=st.none() | amounts.map(usd), floor=st.none() | amounts.map(usd)),
    st.lists(amounts.map(usd), min_size=1, max_size=3).map(lambda prices: Graduated(enumerate(prices))),
    st.lists(amounts.map(usd), min_size=1, max_size=3).map(lambda prices: Volume(enumerate(prices))),
)
factor_prices = st.builds(
    lambda weight, number, curve: FactorPrice(
        Formula("f", {"a": Weight(weight), "b": Steps({0: 1})}), {"a": number, "b": 2}, curve
    ),
    st.integers(0, 50),
    amounts,
    curves,
)
usages = st.builds(UsagePrice, amounts, texts, curves)
works = st.lists(
    st.builds(Work, texts, st.sampled_from(["programmer", "cook"]), st.integers(0, 500), project=st.text()), max_size=3
)
times = st.builds(
    TimePrice,
    st.just(RateTable(default=usd("29.99"))),
    works,
    st.builds(UpTo, st.integers(1, 60), st.sampled_from(Per)),
)
policies = st.builds(RoundTo, st.sampled_from([Decimal("0.01"), Decimal("0.05"), 1, 10]), st.sampled_from(Rounding))
quotes = st.builds(
    Quote,
    texts,
    factor_prices | usages | times,
    st.just(MADE),
    st.integers(1, 99).map(lambda n: MADE + n * TICK),
    policies,
)


@given(quotes)
def test_the_lines_sum_exactly_to_the_total(quote):
    assert sum(Fraction(line.amount.amount) for line in quote.lines) == Fraction(quote.total.amount)
    assert Fraction(quote.total.amount) % Fraction(quote.money.step) == 0


@given(quotes, quotes)
def test_equal_quotes_and_only_they_have_one_fingerprint(one, other):
    assert (one == other) is (one.fingerprint == other.fingerprint)


@given(quotes)
def test_a_quote_is_a_value(quote):
    again = pickle.loads(pickle.dumps(quote))
    assert again == quote
    assert hash(again) == hash(quote)
    assert again.inputs == quote.inputs
    assert attrs.evolve(quote, price=quote.price) == quote


def test_the_callers_decimal_context_changes_nothing():
    with localcontext(prec=2, rounding=ROUND_UP, traps=[Inexact, Rounded]):
        narrow = Quote("q", FactorPrice(FORMULA, Project("custom", "37.5", 4, 25), CURVE), MADE, UNTIL)
        hours = Quote("q", TimePrice(RateTable(default=usd("29.99")), [Work("T", "cook", 50)]), MADE, UNTIL)
        shown = (narrow.fingerprint, str(narrow), narrow.lines, str(hours.total))
    wide = Quote("q", FactorPrice(FORMULA, PROJECT, CURVE), MADE, UNTIL)
    assert shown == (wide.fingerprint, str(wide), wide.lines, "24.99 USD")


def test_a_score_has_twice_the_places_of_a_number_and_is_still_priced_exactly():
    formula = Formula("f", {"a": Weight("0.000000000001")})
    price = FactorPrice(formula, {"a": "0.000000000001"}, Linear(usd("0.000000000001")))
    assert [str(line.amount.amount) for line in price.lines(CENTS)] == ["1E-36"]


def test_the_order_of_the_estimated_work_changes_nothing():
    work = [Work("T", "programmer", 10), Work("T", "programmer", 5), Work("S", "programmer", 7)]
    assert TimePrice(PROGRAMMER, work) == TimePrice(PROGRAMMER, reversed(work))


def test_answers_may_be_a_mapping_or_pairs():
    formula = Formula("f", {"a": Weight(1)})
    assert FactorPrice(formula, {"a": "2.0"}, CURVE) == FactorPrice(formula, [("a", 2)], CURVE)


# --- shown


def test_a_quote_shows_as_a_table_and_escapes_every_text():
    evil = "<script>alert('x')</script>"
    price = TimePrice(RateTable({evil: usd(30)}), [Work(evil, evil, 60)])
    shown = Quote(evil, price, MADE, UNTIL)._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "<td>total</td><td>30.00 USD</td>" in shown


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: attrs.evolve(MANAGER, valid_until=MADE),
            "'2026-11-23T10:00:00+00:00': a quote is valid for a while; write Days(14).after(quoted_at, zone)",
        ),
        (lambda: attrs.evolve(MANAGER, subject=""), "'': the subject of a quote has a name; write a short text"),
        (
            lambda: attrs.evolve(MANAGER, price=usd(5)),
            "Money('5', 'USD'): a quote prices factors, usage or time; write UsagePrice(10, 'requests', curve)",
        ),
        (
            lambda: attrs.evolve(MANAGER, money=2),
            "2: a rounding policy is a RoundTo; write RoundTo(Decimal('0.01'), Rounding.UP)",
        ),
        (lambda: UsagePrice(1, "", CURVE), "'': what is counted has a name; write a short text"),
        (lambda: UsagePrice(float("nan"), "tasks", CURVE), "nan: " + FLOATS),
        (
            lambda: FactorPrice(Formula("f", {"a": Weight(-1)}), {"a": 1}, CURVE),
            "Decimal('-1'): a number of things is zero or more; write 0, or a number above it",
        ),
        (lambda: UsagePrice(1, "tasks", 350), "350: a number is priced by a curve; write Linear(Money('350', 'UAH'))"),
        (
            lambda: FactorPrice(FORMULA, PROJECT, 350),
            "350: a number is priced by a curve; write Linear(Money('350', 'UAH'))",
        ),
        (
            lambda: TimePrice(PROGRAMMER, [Work("T", "cook", 1)]),
            "'cook': the table has programmer, and no default; add the role, or give a default",
        ),
        (lambda: canonical(object), "an input of a quote is a value of this package; use the values of pricing"),
    ],
)
def test_what_is_refused(make, words):
    with pytest.raises(SupportcoreError) as caught:
        make()
    assert str(caught.value).endswith(words)
    assert issubclass(InvalidQuote, ValueError)
