"""Nonsense for questions about workloads and plans: what cannot be is refused at once, in words, and nothing hangs."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from drawing.whatifs import COSTS, HOUSE, START
from supportcore import plans
from supportcore.errors import (
    InvalidCalibration,
    InvalidPolicy,
    InvalidTask,
    InvalidUnit,
    InvalidWorkload,
    NoAnswer,
    SupportcoreError,
)
from supportcore.tasks import SIMPLE
from supportcore.units import Money
from supportcore.whatif import (
    Ask,
    Axis,
    Books,
    Demand,
    Desk,
    History,
    Rising,
    Situation,
    Workload,
    break_even,
    cheapest_map,
    compare,
    hour_package_options,
    imagine,
    kinds_table,
    lint,
    monte_carlo,
    recommend,
    reprice,
    solve,
    speedup,
    tornado,
    translate,
)

MONTH = Workload.of({"simple": 3}, {"simple": 25}, start=START, months=1)
HOURLY = plans.hourly()
AXIS = Axis.tasks(MONTH, "simple", range(1, 3))
CENT = Money("0.01", "USD")


def of(tasks=1, effort=5, **more):
    return Workload.of({"simple": tasks}, {"simple": effort}, **{"start": START, "months": 1, **more})


def ask(**more):
    return compare([HOURLY], MONTH, HOUSE, **more)


def swing(**more):
    return tornado(HOURLY, MONTH, HOUSE, **more)


def price(make=lambda _: HOURLY, **more):
    return solve(make, MONTH, HOUSE, **{"margin": CENT, "costs": COSTS, "highest": Money(9, "USD"), **more})


def book(client, **more):
    return reprice({"Acme": client}, **{"old": {}, "new": {}, **more}, calendar=HOUSE, start=START, currency="USD")


def area(x=("x", [1]), y=("y", [1]), make=lambda *_: MONTH):
    return cheapest_map([HOURLY], x, y, make, HOUSE)


NONSENSE = {
    "endless tasks": (InvalidWorkload, "Infinity.*a number of tasks is an exact number", lambda: of(Decimal("Inf"))),
    "no number of tasks": (InvalidWorkload, "NaN.*a number of tasks is an exact number", lambda: of(Decimal("NaN"))),
    "an exponent without end": (InvalidWorkload, "is an exact number", lambda: of(Decimal("1E+999999999"))),
    "an exponent without a beginning": (InvalidWorkload, "is an exact number", lambda: of(Decimal("1E-999999999"))),
    "tasks in text": (InvalidWorkload, "'20': a number of tasks is an exact number", lambda: of("20")),
    "tasks in bytes": (InvalidWorkload, "b'20': a number of tasks is an exact number", lambda: of(b"20")),
    "an effort in text": (InvalidWorkload, "'25': an effort is one or more whole minutes", lambda: of(1, "25")),
    "tasks of no kind": (InvalidWorkload, "are given by kind of task", lambda: Workload.of(3, {}, start=START)),
    "efforts of no kind": (InvalidWorkload, "are given by kind of task", lambda: Workload.of({}, 5, start=START)),
    "a season of one number": (InvalidWorkload, "a season has 12 factors", lambda: of(season=1)),
    "a channel's name": (InvalidWorkload, "'e-mail': requests come by a Channel", lambda: of(channel="e-mail")),
    "an endless share": (InvalidWorkload, "a share is an exact number", lambda: of(fault=Decimal("NaN"))),
    "half a month": (InvalidWorkload, "a number of months", lambda: MONTH.evolve(months=Fraction(1, 2))),
    "another start": (InvalidWorkload, "starts on a date", lambda: MONTH.evolve(start="2027-03-01")),
    "streams of numbers": (InvalidWorkload, "20: what is asked is streams", lambda: MONTH.evolve(streams=[20])),
    "no calendar": (InvalidWorkload, "is placed on a WorkingCalendar", lambda: MONTH.asks("Europe/Kyiv")),
    "twelve million requests": (
        InvalidWorkload, "12,000,000 requests.*at most 1,000,000 are played", lambda: of(10**6, months=12).asks(HOUSE),
    ),
    "twelve million by chance": (
        InvalidWorkload, "at most 1,000,000", lambda: monte_carlo([HOURLY], of(10**6, months=12), HOUSE),
    ),
    "measured from a plan": (
        InvalidWorkload, "stands in an Account", lambda: Workload.measured(HOURLY, start=START, months=1),
    ),
    "a log of texts": (
        InvalidWorkload, "is rows of LogRow", lambda: Workload.from_log(["x"], {}, HOUSE, {}, start=START, months=1),
    ),
    "a log without a table": (
        InvalidWorkload, "named by a table", lambda: Workload.from_log([], None, HOUSE, {}, start=START, months=1),
    ),
    "a log whose kinds are a list": (
        InvalidTask, "kinds stand by a column",
        lambda: Workload.from_log([], {}, HOUSE, {}, start=START, months=1, kinds=[1]),
    ),
    "a log whose kinds have no column": (
        InvalidTask, "kinds stand by a column",
        lambda: Workload.from_log([], {}, HOUSE, {}, start=START, months=1, kinds={"critical": SIMPLE}),
    ),
    "a log with a meaning in words": (
        InvalidPolicy, "'posted': a policy is a member of Activity",
        lambda: Workload.from_log([], {"new": "posted"}, HOUSE, {}, start=START, months=1),
    ),
    "a demand of no kind": (InvalidWorkload, r"\[\]: a kind of task is a TaskType", lambda: Demand([], [1], [5])),
    "a demand of a float": (InvalidWorkload, "tasks is an exact number", lambda: Demand(SIMPLE, [0.1], [5])),
    "a demand below none": (InvalidWorkload, "lies between 0 and 1,000,000", lambda: Demand(SIMPLE, [-1], [5])),
    "a demand of one number": (InvalidWorkload, "a number of tasks for each month", lambda: Demand(SIMPLE, 1, [5])),
    "a demand without effort": (InvalidWorkload, "a kind has an effort", lambda: Demand(SIMPLE, [1], [])),
    "months without numbers": (
        InvalidWorkload, "1: a number for each of the 24 months is meant; write", lambda: MONTH.evolve(months=24),
    ),
    "a field of nothing": (InvalidWorkload, "'years': a workload has the fields", lambda: MONTH.evolve(years=1)),
    "no table of kinds": (InvalidWorkload, "None: what differs by plan", lambda: translate(SIMPLE, HOURLY, None)),
    "one kind for several": (InvalidWorkload, "5: several are meant", lambda: translate(SIMPLE, HOURLY, {SIMPLE: 5})),
    "one plan for plans": (InvalidWorkload, "several are meant", lambda: compare(HOURLY, MONTH, HOUSE)),
    "a plan's code": (InvalidWorkload, "'hourly': a workload is played", lambda: compare(["hourly"], MONTH, HOUSE)),
    "no workload": (InvalidWorkload, "None: what is asked is a Workload", lambda: compare([HOURLY], None, HOUSE)),
    "no house": (InvalidWorkload, "None: a workload is placed", lambda: compare([HOURLY], MONTH, None)),
    "a rate in text": (InvalidWorkload, "turned by an ExchangeRate", lambda: ask(rates=[1])),
    "a cost of a number": (InvalidWorkload, "9: what hours cost", lambda: ask(costs=9)),
    "a desk of a number": (InvalidWorkload, "5: how requests are", lambda: ask(desk=5)),
    "a currency that is none": (InvalidUnit, "'usd': a currency is", lambda: ask(currency="usd")),
    "no currency at all": (InvalidUnit, "'': a currency is", lambda: ask(currency="")),
    "money of a number": (InvalidWorkload, "5: an amount has a currency", lambda: Books("USD").told(5)),
    "a desk's table": (InvalidWorkload, "5: what differs by plan", lambda: Desk(kinds=5)),
    "a desk without end": (InvalidWorkload, "faster by a share", lambda: Desk(faster={"a": Decimal("NaN")})),
    "a table of kinds": (InvalidWorkload, "None: what differs by plan", lambda: kinds_table(HOURLY, None)),
    "a kind in text": (InvalidWorkload, "'simple': a kind of task", lambda: translate("simple", HOURLY)),
    "requests of texts": (InvalidWorkload, "each is an Ask", lambda: imagine(HOURLY, MONTH, HOUSE, asks=["x"])),
    "a request of no time": (InvalidWorkload, "0: an effort is", lambda: Ask(dt.datetime.now(dt.UTC), SIMPLE, 0)),
    "a story of no account": (InvalidWorkload, "stands in an Account", lambda: History.of(HOURLY)),
    "a story of one fact": (InvalidWorkload, "'x': several are meant", lambda: History(HOURLY, HOUSE, [], facts="x")),
    "a story of numbers": (InvalidWorkload, "5: what is known of a client", lambda: History(HOURLY, HOUSE, [], [5])),
    "a story of no journal": (InvalidWorkload, "a journal of facts", lambda: History(HOURLY, HOUSE, "x")),
    "hours without end": (InvalidWorkload, "from 0 to 1,000,000", lambda: hour_package_options(Decimal("Inf"))),
    "hours beyond all work": (InvalidWorkload, "from 0 to 1,000,000", lambda: hour_package_options(10**400)),
    "prices in a list": (InvalidWorkload, "prices are a table", lambda: hour_package_options(1, prices=[480])),
    "a price of a number": (InvalidWorkload, "480: an amount has a", lambda: hour_package_options(1, prices={20: 480})),
    "a start in text": (InvalidWorkload, "starts on a date", lambda: hour_package_options(1, start="2027-03-01")),
    "an end of an instant": (
        InvalidWorkload, "starts on a date",
        lambda: hour_package_options(1, start=START, finish_by=dt.datetime(2027, 5, 1, tzinfo=dt.UTC)),
    ),
    "one tariff": (InvalidWorkload, "20: tariffs are several", lambda: hour_package_options(1, tariffs=20)),
    "a case of 1": (InvalidWorkload, "1: nobody_owns_it holds or does not", lambda: Situation(nobody_owns_it=1)),
    "a situation in words": (InvalidWorkload, "is a Situation", lambda: recommend([HOURLY], MONTH, HOUSE, "bad")),
    "one share": (InvalidWorkload, "several shares", lambda: speedup(HOURLY, plans.task_package(), MONTH, HOUSE,
                                                                    currency="USD", shares=Decimal("0.6"))),
    "no share": (InvalidWorkload, "saves a share", lambda: speedup(HOURLY, plans.task_package(), MONTH, HOUSE,
                                                                  currency="USD", shares=[])),
    "a plan for a function": (InvalidWorkload, "a price makes a Plan", lambda: price(HOURLY)),
    "a function of nothing": (InvalidWorkload, "None: a workload is played under", lambda: price(lambda _: None)),
    "a margin of a number": (InvalidWorkload, "5: an amount has a currency", lambda: price(margin=5)),
    "no costs": (InvalidWorkload, "None: what hours cost", lambda: price(costs=None)),
    "a highest price below zero": (InvalidWorkload, "a price is zero or more", lambda: price(highest=-CENT)),
    "a step without end": (InvalidWorkload, "goes in steps above zero", lambda: price(step=Decimal("NaN"))),
    "a list of clients": (InvalidWorkload, "by name", lambda: reprice([1], {}, {}, HOUSE, start=START, currency="USD")),
    "a client of nothing": (InvalidWorkload, "a client is a History", lambda: book(("hourly", None))),
    "a book of a number": (InvalidWorkload, "5: a price book is a table", lambda: book(("hourly", MONTH), old=5)),
    "a price book of money": (
        InvalidWorkload, "has a Tariff or a Plan", lambda: book(("hourly", MONTH), new={"hourly": CENT}),
    ),
    "a walk in text": (NoAnswer, "'12': an axis has one whole step", lambda: Axis.tasks(MONTH, "simple", "12")),
    "a walk without a name": (NoAnswer, "an axis has a name", lambda: Axis(5, [1], lambda _: MONTH)),
    "a walk that makes nothing": (NoAnswer, "makes a workload of each step", lambda: Axis("x", [1], MONTH)),
    "a walk on nothing": (InvalidWorkload, "is a Workload", lambda: Axis.tasks(None, "simple", [1])),
    "a step to nowhere": (
        InvalidWorkload, "None: what is asked is", lambda: lint(HOURLY, Axis("x", [1], lambda _: None), HOUSE),
    ),
    "no axis": (NoAnswer, "what varies is an Axis", lambda: break_even([HOURLY] * 2, range(3), HOUSE)),
    "no axis to lint": (NoAnswer, "what varies is an Axis", lambda: lint(HOURLY, None, HOUSE)),
    "a step that was not played": (
        NoAnswer, "at 1 to 2; name one", lambda: break_even([HOURLY] * 2, AXIS, HOUSE).total("Hourly support", 99),
    ),
    "an input of one workload": (InvalidWorkload, "low and high", lambda: swing(inputs={"a": 1})),
    "a share without end": (InvalidWorkload, "moved by a share", lambda: swing(by=Decimal("NaN"))),
    "a side without a name": (NoAnswer, "its name and whole steps", lambda: area(x=[1, 2])),
    "a side without steps": (NoAnswer, "its name and whole steps", lambda: area(y=("y", 5))),
    "a side without end": (NoAnswer, "a map has 1 to 1000 points", lambda: area(y=("y", range(10**12)))),
    "a map of nothing": (NoAnswer, "makes a workload of each point", lambda: area(make=MONTH)),
    "a point beside the map": (NoAnswer, "the map has no such point", lambda: area().at(2, 1)),
    "an order of lists": (InvalidCalibration, "names types, or exact numbers", lambda: Rising([])),
}  # fmt: skip


@pytest.mark.parametrize(("error", "says", "question"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused_at_once_with_value_rule_and_way_out(error, says, question):
    with pytest.raises(error, match=says) as refused:
        question()
    assert isinstance(refused.value, SupportcoreError)
    assert refused.value.rule in str(refused.value)
    assert refused.value.way_out in str(refused.value)
