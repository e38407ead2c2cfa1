"""The past played again gives its own bills; under another price book it gives that book's."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import Desk, at, month
from drawing.whatifs import BOOKS, HOUSE, PRICED, RATES, START, monthly, workloads
from supportcore import plans
from supportcore.account import invoice
from supportcore.errors import InvalidWorkload, NoAnswer
from supportcore.pricing import ExchangeRate, Linear, RateTable
from supportcore.tasks import SIMPLE, Accepted, Solved
from supportcore.units import CREDIT, Money
from supportcore.whatif import Books, History, Workload, compare, reprice

DEARER = plans.Tariff(unit=Linear(Money(400, "UAH")))


@settings(max_examples=30)
@given(workloads(), st.sampled_from(PRICED))
def test_a_forecast_of_a_past_journal_equals_its_actual_bill(workload, plan):
    """Whatever the plan and the story: every line of every month is the one that was sent, and so is the sum."""
    life = compare([plan], workload, HOUSE, currency="USD", rates=RATES).rows[0]
    sent = [invoice(life.account, period) for period in life.periods]
    forecast = History.of(life.account).played(workload.start, workload.months, BOOKS)
    assert list(forecast.invoices) == sent
    assert forecast.bills == tuple(BOOKS.sum(one.totals) for one in sent)
    assert (forecast.late, forecast.solved) == (
        sum(line.breached for line in life.account.compliance(life.periods[0].start, life.end).lines),
        sum(case.solution.stopped_at is not None for case in life.account.cases(life.end)),
    )


def busy():
    """A package of tasks, changed for hourly support in March; a calendar that changes too if asked."""
    one = Desk(plans.task_package(), since="01-01 00:00")
    one.bought(CREDIT.of(9), "01-10 09:00")  # refused
    one.bought(CREDIT.of(10), "01-10 09:00")
    one.posted("T-1", SIMPLE, "01-12 10:00")
    one.on("T-1", Accepted, "01-12 10:30")
    one.on("T-1", Solved, "01-12 11:00")
    one.plan(plans.hourly(), "03-01 00:00")
    return one


def test_a_story_with_a_refusal_and_a_change_of_plan_gives_the_bills_that_were_sent():
    account = busy().account
    again = History.of(account).replay()
    for number in (1, 2, 3):
        assert invoice(again, month(number)) == invoice(account, month(number))
    assert [one.refusal for one in again.outcomes()] == [one.refusal for one in account.outcomes()]


def test_what_came_after_the_months_asked_for_is_not_billed_to_them():
    """A forecast ends with its work; a history goes on, and the next month has its own bill."""
    one = Desk(plans.task_package(), since="01-01 00:00")
    one.bought(CREDIT.of(10), "01-10 09:00")
    one.bought(CREDIT.of(20), "02-10 09:00")
    january = History.of(one.account).played(dt.date(2026, 1, 1), 1, Books("UAH"))
    assert (january.last, january.afterwards) == (at("02-01 00:00"), ())
    assert january.total == Money(3500, "UAH") == invoice(one.account, month(1)).totals[0]


def test_another_price_book_changes_bills_and_no_decision():
    past = History.of(busy().account)
    dear = past.replay({"task_package": DEARER, "hourly": plans.Tariff(hourly=RateTable(default=Money(99, "EUR")))})
    assert invoice(dear, month(1)).totals == (Money(4000, "UAH"),)
    assert dear.plan.tariff.hourly.default == Money(99, "EUR")
    assert dear.balance(at("02-01 00:00"), unit=CREDIT) == busy().account.balance(at("02-01 00:00"), unit=CREDIT)
    other = past.replay({"task_package": plans.task_package(smallest=5)})  # a whole plan may change what is taken
    assert invoice(other, month(1)).totals == (Money(350 * 19, "UAH"),)


def test_says_which_calendar_was_the_first():
    one = busy()
    one.calendar(HOUSE, "03-02 00:00")
    with pytest.raises(InvalidWorkload, match="its calendar changed on the way; pass calendar="):
        History.of(one.account)
    assert History.of(one.account, HOUSE).replay().plan.code == "hourly"


# --- a portfolio


def portfolio():
    small = Workload.of({"simple": 3}, {"simple": 25}, start=START, months=6)
    large = Workload.of({"simple": 30}, {"simple": 25}, start=START, months=6)
    return {"Small": ("task_package", small), "Large": ("task_package", large), "Hourly": ("hourly", small)}


def test_says_who_pays_more_and_by_how_much():
    old = {"task_package": plans.task_package()}
    new = {"task_package": DEARER, "hourly": plans.Tariff(hourly=RateTable(default=Money(24, "USD")))}
    found = reprice(portfolio(), old, new, HOUSE, start=START, months=6, currency="UAH",
                    rates=[ExchangeRate("USD", "UAH", 40)])  # fmt: skip
    assert [(one.client, one.more) for one in found.rows] == [
        ("Large", Money(50 * 180, "UAH")),
        ("Small", Money(50 * 20, "UAH")),
        ("Hourly", Money("-1800", "UAH")),  # 7.5 hours, 6 USD less each, at 40
    ]
    assert found.more == Money(sum(one.more.amount for one in found.rows), "UAH")
    assert "2 pay more, 1 pay less, 0 the same" in str(found)
    assert found.to_records()[0]["share"] == "+14.3%"


def test_takes_the_past_as_well_as_what_is_expected():
    clients = {"Acme": History.of(busy().account), "Free": ("free_support", portfolio()["Small"][1])}
    found = reprice(clients, {}, {"task_package": DEARER}, HOUSE, start=dt.date(2026, 1, 1), months=3, currency="UAH")
    assert [(one.client, one.more) for one in found.rows] == [("Acme", Money(500, "UAH")), ("Free", Money(0, "UAH"))]
    assert [record["share"] for record in found.to_records()] == ["+14.3%", None]


def test_the_same_book_changes_nothing():
    book = {"task_package": monthly(plans.task_package(), 5, "UAH")}
    found = reprice({"Small": portfolio()["Small"]}, book, book, HOUSE, start=START, currency="UAH")
    assert found.more == Money(0, "UAH")
    assert "0 pay more, 0 pay less, 1 the same" in found.title()


def test_refuses_nobody_and_a_plan_that_nobody_knows():
    with pytest.raises(NoAnswer, match="a price book is held against a portfolio"):
        reprice({}, {}, {}, HOUSE, start=START, currency="UAH")
    with pytest.raises(InvalidWorkload, match="no plan of that code is ready-made"):
        reprice({"A": ("gold", portfolio()["Small"][1])}, {}, {}, HOUSE, start=START, currency="UAH")


def test_draws_more_and_less():
    pytest.importorskip("matplotlib").use("agg")
    old = {"task_package": plans.task_package()}
    two = {"Small": portfolio()["Small"], "Large": portfolio()["Large"]}
    axes = reprice(two, old, {"task_package": DEARER}, HOUSE, start=START, currency="UAH").plot()
    assert [bar.get_width() for bar in axes.patches] == [9000, 1000]
    axes.figure.clear()


def test_a_journal_may_be_handed_over_in_any_order():
    account = busy().account
    past = History.of(account)
    turned = History(past.plan, past.calendar, reversed(past.journal), past.facts, past.since)
    assert invoice(turned.replay(), month(1)) == invoice(account, month(1))
