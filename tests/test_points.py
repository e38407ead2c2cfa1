"""A subscription with points: what it grants, what takes points, what the client must agree to, what it is told."""

import datetime as dt
import pickle
from decimal import Decimal
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportcore import ledger as books
from supportcore.errors import (
    InvalidAllowance,
    InvalidPolicy,
    InvalidQuote,
    InvalidRate,
    MixedUnits,
    SupportcoreError,
)
from supportcore.periods import Days, Months
from supportcore.points import (
    ALTERNATIVE,
    NONE,
    NOTICES,
    ROWS,
    Allowance,
    Charging,
    Consent,
    Debitable,
    Fault,
    Kind,
    Marks,
    PointsQuote,
    Takes,
    Tariff,
    Tier,
    alternative_price,
    charged,
    debitable,
    effort,
    points,
)
from supportcore.pricing import EXACT_MINUTES, Per, UpTo
from supportcore.reasons import Refusal
from supportcore.tasks import INCIDENT, SERVICE_REQUEST, STANDARD_REQUEST
from supportcore.units import HOUR, POINT, Money

KYIV = ZoneInfo("Europe/Kyiv")
MADE = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
UNTIL = MADE + dt.timedelta(days=5)
EXACT = "write an int, a Decimal or a Fraction: Decimal('1.5'), never 1.5"
TICK = dt.timedelta(microseconds=1)

ALLOWANCE = Allowance(
    {"small": Tariff(5), "standard": Tariff(10, [(0, 2), (10, 1), (50, Decimal("0.5"))]), "flat": Tariff(0, 1)},
    {"telephony": 5, "warehouse": POINT.minor(90)},
)
QUOTE = PointsQuote("Q-1", "T-1", 2, MADE, UNTIL)
CONSENT = Consent(QUOTE, MADE, "Acme")
OTHER = attrs.evolve(QUOTE, id="Q-2", task="T-2")
LARGER = attrs.evolve(QUOTE, quantity=POINT.of(3))
REQUEST = charged(Kind.SERVICE_REQUEST)


# --- PTS-1: how many


@pytest.mark.rule("PTS-1")
@pytest.mark.parametrize(
    ("tariff", "users", "options", "minutes"),
    [
        ("small", 0, [], 5 * 60),
        ("small", 1000, [], 5 * 60),
        ("flat", 7, [], 7 * 60),
        ("standard", 0, [], 10 * 60),
        ("standard", 1, [], 12 * 60),
        ("standard", 10, [], 30 * 60),
        ("standard", 11, [], 31 * 60),
        ("standard", 50, [], 70 * 60),
        ("standard", 51, [], 70 * 60 + 30),
        ("standard", 25, ["telephony"], 50 * 60),
        ("standard", 25, ["warehouse", "telephony", "telephony"], 50 * 60 + 90),
    ],
)
def test_points_granted_by_users_tariff_and_options(tariff, users, options, minutes):
    assert ALLOWANCE.granted(tariff, users, options).total == POINT.minor(minutes)


@pytest.mark.rule("PTS-1")
@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 90)), max_size=4), st.integers(0, 90), st.integers(0, 80))
def test_tiers_equal_one_user_at_a_time(steps, first, users):
    edges = {0: first, **dict(steps)}
    allowance = Allowance({"t": Tariff(0, [(above, POINT.minor(each)) for above, each in sorted(edges.items())])})
    one_by_one = sum(edges[max(above for above in edges if above < user)] for user in range(1, users + 1))
    granted = allowance.granted("t", users)
    assert granted.total.units == one_by_one == sum(line.quantity.units for line in granted.lines)


@pytest.mark.rule("PTS-1")
def test_granted_once_at_the_purchase_unless_renewal_is_asked_for():
    granted = ALLOWANCE.granted("small", 1)
    once = ALLOWANCE.grants(granted, MADE, KYIV, MADE + dt.timedelta(days=4000))
    assert [(one.at, one.expires_at, one.quantity) for one in once] == [(MADE, None, POINT.of(5))]
    assert ALLOWANCE.grants(granted, MADE, KYIV, MADE) == ()


@pytest.mark.rule("PTS-1")
@pytest.mark.parametrize(
    ("renewal", "term", "spans"),
    [
        (Months(1), Months(1), ["31 Jan - 28 Feb", "28 Feb - 31 Mar", "31 Mar - 30 Apr", "30 Apr - 31 May"]),
        (Months(1), Months(2), ["31 Jan - 31 Mar", "28 Feb - 30 Apr", "31 Mar - 31 May", "30 Apr - 30 Jun"]),
        (Months(1), Days(10), ["31 Jan - 10 Feb", "28 Feb - 10 Mar", "31 Mar - 10 Apr", "30 Apr - 10 May"]),
        (Days(60), Days(60), ["31 Jan - 01 Apr", "01 Apr - 31 May"]),
        (None, Months(1), ["31 Jan - 28 Feb"]),
    ],
    ids=str,
)
def test_renewals_and_terms_are_counted_from_the_purchase(renewal, term, spans):
    allowance = attrs.evolve(ALLOWANCE, renewal=renewal, term=term)
    bought = dt.datetime(2026, 1, 31, 10, tzinfo=KYIV)
    grants = allowance.grants(allowance.granted("small", 1), bought, KYIV, dt.datetime(2026, 5, 31, 10, tzinfo=KYIV))
    shown = [f"{one.at.astimezone(KYIV):%d %b} - {one.expires_at.astimezone(KYIV):%d %b}" for one in grants]
    assert shown == spans
    assert {one.at.astimezone(KYIV).hour for one in grants} == {10}


def test_renewal_without_a_term_lives_on():
    allowance = attrs.evolve(ALLOWANCE, renewal=Months(1))
    grants = allowance.grants(allowance.granted("small", 1), MADE, "UTC", MADE + dt.timedelta(days=40))
    assert [one.expires_at for one in grants] == [None, None]


# --- PTS-2, PTS-3, PTS-5: does it take any


@pytest.mark.rule("PTS-2", "PTS-3", "PTS-5")
@pytest.mark.parametrize(
    ("kind", "fault", "takes", "words"),
    [
        (Kind.INCIDENT, Fault.NOT_FOUND, Takes.NOTHING, "an incident takes no points (PTS-2)"),
        (Kind.INCIDENT, Fault.NOT_THE_CLIENT, Takes.NOTHING, "an incident takes no points (PTS-2)"),
        (
            Kind.INCIDENT,
            Fault.CLIENT,
            Takes.AFTERWARDS,
            "an incident takes points by effort, found afterwards: the client's fault (PTS-5)",
        ),
        *(
            (Kind.STANDARD_REQUEST, fault, Takes.NOTHING, "a standard service request takes no points (PTS-2)")
            for fault in Fault
        ),
        *(
            (
                Kind.SERVICE_REQUEST,
                fault,
                Takes.BY_CONSENT,
                "a non-standard service request takes points by effort, at most what the client agreed to (PTS-4)",
            )
            for fault in Fault
        ),
    ],
)
def test_what_takes_points(kind, fault, takes, words):
    row = charged(kind, fault)
    assert row.takes is takes
    assert str(row.reason) == words
    assert row in ROWS


def test_the_table_has_each_kind_and_fault_once():
    assert sorted((row.kind.name, row.fault.name) for row in ROWS) == sorted(
        (k.name, f.name) for k in Kind for f in Fault
    )


def test_kinds_are_the_codes_of_the_task_types():
    assert [kind.value for kind in Kind] == [one.code for one in (INCIDENT, STANDARD_REQUEST, SERVICE_REQUEST)]


@pytest.mark.rule("PTS-2")
@pytest.mark.parametrize("kind", [Kind.INCIDENT, Kind.STANDARD_REQUEST])
def test_incidents_and_standard_requests_take_nothing_whatever_was_spent(kind):
    assert debitable(charged(kind), 3) == Debitable(NONE, NONE, charged(kind).reason)


@pytest.mark.rule("PTS-3")
@pytest.mark.parametrize(
    ("rounding", "minutes"),
    [(EXACT_MINUTES, 47), (UpTo(15, Per.TASK), 60), (UpTo(15, Per.ENTRY), 75), (UpTo(60, Per.TASK), 60)],
    ids=str,
)
def test_a_point_is_a_man_hour_and_rounding_is_named(rounding, minutes):
    assert effort([10, 31, 6], rounding=rounding) == POINT.minor(minutes)
    assert effort([60]) == POINT.of(1)


@pytest.mark.rule("PTS-3", "PTS-5")
def test_the_clients_fault_takes_all_the_effort_without_consent():
    assert debitable(charged(Kind.INCIDENT, Fault.CLIENT), POINT.minor(200)).quantity == POINT.minor(200)


# --- PTS-4: quote -> consent -> hold


@pytest.mark.rule("PTS-4")
def test_without_consent_there_is_no_work():
    assert str(QUOTE.hold(None, MADE)) == (
        "refused: T-1 costs 2 points, and the client has not agreed (PTS-4)\n"
        "instead: tell the client the cost, and record the consent"
    )


@pytest.mark.rule("PTS-4")
def test_with_consent_the_whole_quote_is_held_however_late_the_work_starts():
    assert QUOTE.hold(CONSENT, MADE) == QUOTE.hold(CONSENT, UNTIL + dt.timedelta(days=99)) == POINT.of(2)


@pytest.mark.rule("PTS-4")
@pytest.mark.parametrize(
    ("at", "answer"),
    [
        (
            MADE - TICK,
            "refused: the quote is made at Mon 23 Nov 2026 10:00 UTC (PTS-4)\npossible from Mon 23 Nov 2026 10:00 UTC",
        ),
        (MADE, None),
        (UNTIL - TICK, None),
        (UNTIL, "refused: the quote was valid until Sat 28 Nov 2026 10:00 UTC (PTS-4)\ninstead: ask for a new quote"),
    ],
)
def test_a_quote_can_be_agreed_to_while_it_is_valid(at, answer):
    said = QUOTE.accept(at, "Acme")
    if answer is None:
        assert said == Consent(QUOTE, at, "Acme")
    else:
        assert str(said) == str(QUOTE.hold(None, at)) == answer


@pytest.mark.rule("PTS-4")
@given(st.integers(0, 500), st.lists(st.integers(1, 300), max_size=4))
def test_no_more_than_was_agreed_is_ever_debited(spent, quoted):
    quotes = [PointsQuote(f"Q-{n}", "T-1", POINT.minor(size), MADE, UNTIL) for n, size in enumerate(quoted)]
    answer = debitable(REQUEST, POINT.minor(spent), [quote.accept(MADE) for quote in quotes] * 2)
    if not quoted:
        assert isinstance(answer, Refusal)
        return
    assert answer.quantity.units == min(spent, sum(quoted))
    assert answer.quantity + answer.beyond == POINT.minor(spent)
    assert (answer.way_out is not None) is (spent > sum(quoted))


@pytest.mark.rule("PTS-4")
def test_beyond_the_quote_a_new_consent_is_needed():
    over = debitable(REQUEST, POINT.minor(150), [CONSENT])
    assert (over.quantity, over.beyond) == (POINT.of(2), POINT.minor(30))
    assert str(over.why) == "2 points 30 minutes spent, 2 points agreed (PTS-4)"
    assert str(over.way_out) == "quote the rest, 30 minutes, and ask again"
    more = PointsQuote("Q-2", "T-1", over.beyond, MADE, UNTIL).accept(MADE)
    assert debitable(REQUEST, POINT.minor(150), [CONSENT, more]).quantity == POINT.minor(150)


@pytest.mark.rule("PTS-4")
def test_nothing_agreed_nothing_debited():
    assert str(debitable(REQUEST, POINT.minor(90))) == (
        "refused: 1 point 30 minutes spent, and the client has agreed to nothing (PTS-4)\n"
        "instead: tell the client the cost, and record the consent"
    )


@pytest.mark.rule("PTS-4")
def test_from_quote_to_settlement_in_the_ledger():
    account = books.Ledger(POINT)
    account.post(account.grant("subscription", POINT.of(10), at=MADE))
    consent = QUOTE.accept(MADE)
    account.post(account.hold("T-1", QUOTE.hold(consent, MADE), at=MADE))
    spent = effort([50, 43])
    settled = account.settle("T-1/done", hold="T-1", quantity=debitable(REQUEST, spent, [consent]).quantity, at=UNTIL)
    account.post(settled)
    assert account.balance(UNTIL).available == POINT.of(10) - spent


# --- PTS-6: the client is told


@pytest.mark.rule("PTS-6")
def test_the_default_marks_are_those_of_the_rulebook():
    assert (NOTICES.shares, NOTICES.days) == ((50, 20, 0), (14, 7, 1))
    assert NOTICES.quantities(30) == (POINT.of(15), POINT.of(6), NONE)
    assert NOTICES.alerts(Months(3)) == books.POINTS
    assert NOTICES.alerts() == books.POINTS[:3]


@pytest.mark.rule("PTS-6")
def test_a_debit_that_crosses_several_marks_tells_each_highest_first():
    account = books.Ledger(POINT)
    account.post(account.grant("subscription", POINT.of(10), at=MADE))
    account.post(account.debit("T-1", POINT.of(5), at=MADE + TICK))
    account.post(account.debit("T-2", POINT.of(5), at=MADE + 2 * TICK))
    told = books.notices(account, NOTICES.alerts(), MADE, UNTIL)
    assert [str(one.reason) for one in told] == [
        "5 points left, no more than 50 % of 10 points (PTS-6)",
        "0 points left, no more than 20 % of 10 points (PTS-6)",
        "nothing is left (PTS-6)",
    ]


def test_marks_may_be_others():
    marks = Marks((75, 10), (30,))
    assert marks.quantities(POINT.minor(9)) == (POINT.minor(6), NONE)
    assert marks.alerts(Days(90)) == (books.LowShare(75), books.LowShare(10), books.ExpiringSoon(dt.timedelta(days=30)))


# --- PTS-7: the plain alternative


@pytest.mark.rule("PTS-7")
@pytest.mark.parametrize(
    ("kind", "fault", "minutes", "roubles"),
    [
        (Kind.INCIDENT, Fault.CLIENT, 60, "100.00"),
        (Kind.INCIDENT, Fault.CLIENT, 95, "158.33"),
        (Kind.INCIDENT, Fault.NOT_THE_CLIENT, 95, "0.00"),
        (Kind.INCIDENT, Fault.NOT_FOUND, 95, "0.00"),
        (Kind.SERVICE_REQUEST, Fault.NOT_FOUND, 60, "150.00"),
        (Kind.SERVICE_REQUEST, Fault.CLIENT, 50, "125.00"),
        (Kind.STANDARD_REQUEST, Fault.NOT_FOUND, 7, "17.50"),
    ],
)
def test_the_hourly_alternative(kind, fault, minutes, roubles):
    assert str(alternative_price(kind, minutes, fault)) == f"{roubles} RUB"
    assert ALTERNATIVE.currency == "RUB"
    assert alternative_price(Kind.INCIDENT, 60, Fault.CLIENT) == Money(100, "RUB")


# --- values, and what is refused


def test_values_are_values():
    same = Allowance(dict(reversed(ALLOWANCE.tariffs)), dict(reversed(ALLOWANCE.options)))
    assert same == ALLOWANCE
    assert hash(same) == hash(ALLOWANCE)
    for value in (
        ALLOWANCE,
        ALLOWANCE.granted("standard", 25),
        QUOTE,
        CONSENT,
        NOTICES,
        debitable(REQUEST, 1, [CONSENT]),
    ):
        assert pickle.loads(pickle.dumps(value)) == value
        assert hash(value) is not None


def test_a_tier_that_nobody_reaches_has_no_line():
    assert len(ALLOWANCE.granted("standard", 10).lines) == 2


def test_what_is_granted_is_explained():
    assert str(ALLOWANCE.granted("standard", 12, ["warehouse"])) == (
        "standard: base (PTS-1): 10 points\n"
        "standard: 10 users above 0, 2 points each (PTS-1): 20 points\n"
        "standard: 2 users above 10, 1 point each (PTS-1): 2 points\n"
        "warehouse (PTS-1): 1 point 30 minutes\n"
        "granted: 33 points 30 minutes"
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: points(1.5),
            "1.5: an amount is exact, and a float or a bool is not; " + EXACT,
        ),
        (
            lambda: points(Decimal("NaN")),
            "Decimal('NaN'): an amount is a finite number; " + EXACT,
        ),
        (lambda: points(-1), "Quantity(-60, POINT): points are zero or more; write POINT.of(2) or POINT.minor(90)"),
        (
            lambda: points(HOUR.of(1)),
            "Quantity(60, HOUR): points are counted in POINT; write POINT.of(2) or POINT.minor(90)",
        ),
        (lambda: Tier(-1, 1), "-1: users are counted from 0 up; write an int such as 25"),
        (lambda: Tariff(1, [(1, 2)]), "[1]: tiers begin above 0 users and rise; write [(0, 2), (10, 1)]"),
        (
            lambda: Tariff(1, [(0, 2), (9, 1), (9, 3)]),
            "[0, 9, 9]: tiers begin above 0 users and rise; write [(0, 2), (10, 1)]",
        ),
        (lambda: Tariff(1, []), "[]: tiers begin above 0 users and rise; write [(0, 2), (10, 1)]"),
        (lambda: Allowance({}), "{}: an allowance has one tariff or more; write {'standard': Tariff(10, 2)}"),
        (lambda: Allowance({"a": 5}), "5: a tariff is a Tariff; write Tariff(10, 2): a base, and points per user"),
        (
            lambda: Allowance({"a": Tariff(1)}, renewal=30),
            "30: renewal and term are Days, Months or None; write Months(1)",
        ),
        (
            lambda: ALLOWANCE.granted("gold", 1),
            "'gold': the tariffs are flat, small, standard; use one of them, or add a row",
        ),
        (
            lambda: ALLOWANCE.granted("small", 1, ["gold"]),
            "'gold': the options are telephony, warehouse; use one of them, or add a row",
        ),
        (
            lambda: Allowance({"a": Tariff(1)}).granted("a", 1, ["gold"]),
            "'gold': the options are none; use one of them, or add a row",
        ),
        (lambda: ALLOWANCE.granted("small", 2.0), "2.0: users are counted from 0 up; write an int such as 25"),
        (
            lambda: effort([1], rounding=UpTo(15, Per.INVOICE)),
            "'up to 15 minutes per invoice': points know no invoice; write UpTo(15, Per.TASK)",
        ),
        (lambda: effort(90), "90: minutes are a list, a count for each entry; write [90]"),
        (lambda: effort([1.5]), "1.5: a count is a whole number from 0 up; write an int such as 3"),
        (
            lambda: alternative_price(Kind.INCIDENT, -1),
            "-1: a count is a whole number from 0 up; write an int such as 3",
        ),
        (
            lambda: PointsQuote("Q", "T", 0, MADE, UNTIL),
            "Quantity(0, POINT): a quote is for some points; leave the quote out where nothing is charged",
        ),
        (
            lambda: PointsQuote("Q", "T", 1, MADE, MADE),
            "'2026-11-23T10:00:00+00:00': a quote is valid for a while; write Days(5).after(quoted_at, zone)",
        ),
        (
            lambda: Consent(QUOTE, UNTIL),
            "'2026-11-28T10:00:00+00:00': a consent is given while the quote is valid; ask quote.accept(at)",
        ),
        (
            lambda: attrs.evolve(QUOTE, id="Q-2").hold(CONSENT, MADE),
            "'Q-1': this consent is not to Q-2; pass the consent to this quote",
        ),
        (
            lambda: QUOTE.hold(Consent(QUOTE, MADE + TICK), MADE),
            "work starts after the consent (PTS-4); start at or after consent.at",
        ),
        (
            lambda: debitable(REQUEST, 1, [QUOTE.accept(UNTIL)]),
            "what a client agreed to is a Consent; pass what quote.accept(at) returned",
        ),
        (
            lambda: debitable(REQUEST, 1, [CONSENT, Consent(OTHER, MADE)]),
            "['T-1', 'T-2']: the consents are to quotes of one task; pass those of this task",
        ),
        (
            lambda: debitable(REQUEST, 1, [CONSENT, Consent(LARGER, MADE)]),
            "'Q-1': two quotes of one id, with other content; give each quote an id of its own",
        ),
        (lambda: Marks((20, 50)), "(20, 50): shares are whole percentages from 99 to 0, falling; write (50, 20, 0)"),
        (
            lambda: Marks((Decimal(50),)),
            "(Decimal('50'),): shares are whole percentages from 99 to 0, falling; write (50, 20, 0)",
        ),
        (lambda: Marks(days=(1, 7)), "(1, 7): warnings come whole days before the end, falling; write (14, 7, 1)"),
    ],
)
def test_what_is_an_error_names_the_value_the_rule_and_the_way_out(make, words):
    with pytest.raises(SupportcoreError) as caught:
        make()
    assert str(caught.value).endswith(words)
    assert issubclass(InvalidAllowance, ValueError)
    assert issubclass(MixedUnits, ValueError)


NONSENSE = [
    # what is tried, the error, what is said
    (lambda: Tariff(10, [None]), InvalidAllowance, "None: a tier is a number of users and the points of each above it"),
    (lambda: Tariff(10, [(0, 2, 3)]), InvalidAllowance, r"write \[\(0, 2\), \(10, 1\)\]"),
    (lambda: Allowance(None), InvalidAllowance, "None: an allowance has one tariff or more, by name"),
    (lambda: Allowance([5]), InvalidAllowance, "5: an allowance has one tariff or more, by name"),
    (lambda: Allowance([(7, Tariff(1))]), InvalidAllowance, "7: tariffs and options are named by texts, each once"),
    (lambda: Allowance([("a", Tariff(1)), ("a", Tariff(2))]), InvalidAllowance, "'a': tariffs and options are named"),
    (lambda: Allowance({"a": Tariff(1)}, "telephony"), InvalidAllowance, "'telephony': options are points by name"),
    (lambda: Allowance({"a": Tariff(1)}, {None: 5}), InvalidAllowance, "None: tariffs and options are named"),
    (lambda: Allowance({"a": Tariff(1)}).granted("a", 1, "telephony"), InvalidAllowance, "options are a list of names"),
    (lambda: Allowance({"a": Tariff(1)}).grants(5, None, "UTC", None), InvalidAllowance, "5: what is granted is tol"),
    (lambda: Marks("50"), InvalidAllowance, "'50': shares are a list"),
    (lambda: Marks((50,), 14), InvalidAllowance, "14: warnings are a list of days"),
    (lambda: Marks().alerts(90), InvalidAllowance, "90: a term is Days, Months or None"),
    (lambda: effort([1], rounding=15), InvalidAllowance, "15: a rounding of time is an UpTo"),
    (lambda: alternative_price(Kind.INCIDENT, 1, rates=None), InvalidRate, "None: the alternative is priced by a Rate"),
    (lambda: debitable(None, 1), InvalidAllowance, "None: what a request takes is a row of the table"),
    (lambda: debitable(charged(Kind.SERVICE_REQUEST), 1, 5), InvalidQuote, "5: what a client agreed to is a list"),
    (lambda: debitable(charged(Kind.SERVICE_REQUEST), 1, [[]]), InvalidQuote, r"\[\]: what a client agreed to is a "),
    (lambda: Consent(None, None), ValueError, "None: an instant is an aware datetime"),
    (lambda: charged([], Fault.CLIENT), InvalidPolicy, r"\[\]: a policy is a member of Kind; pass one of Kind.INCID"),
]  # fmt: skip


@pytest.mark.parametrize(("nonsense", "error", "said"), NONSENSE)
def test_nonsense_is_refused_in_words(nonsense, error, said):
    with pytest.raises(error, match=said):
        nonsense()


def test_a_quote_and_a_consent_know_each_other_by_kind():
    made = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    quote = PointsQuote("Q-1", "T-1", 2, made, made + dt.timedelta(5))
    for wrong in ((None, "T-1"), ("Q-1", 5)):
        with pytest.raises(InvalidAllowance, match="a name is a text"):
            PointsQuote(*wrong, 2, made, made + dt.timedelta(5))
    with pytest.raises(InvalidQuote, match=r"'Q-1': a consent is to a PointsQuote; write quote\.accept"):
        Consent("Q-1", made)
    with pytest.raises(InvalidQuote, match=r"True: what a client agreed to is a Consent; pass what quote.accept"):
        quote.hold(True, made)
    with pytest.raises(InvalidAllowance, match="7: a name is a text"):
        quote.accept(made, by=7)


def test_a_row_of_one_s_own_may_name_no_rule():
    own = Charging(Kind.INCIDENT, Fault.CLIENT, Takes.NOTHING, ())
    assert str(own.reason) == "an incident takes no points"
