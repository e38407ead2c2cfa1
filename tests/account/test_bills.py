"""Ten bills, one for each plan, added up by hand; what is printed; estimates beside actuals; the weekly report."""

import datetime as dt
from fractions import Fraction

import attrs
import pytest

from desk import Desk, at, month
from supportcore import plans
from supportcore.account import On, consultation_share, efforts, invoice, week
from supportcore.errors import InvalidInstant, MixedCurrencies, UnknownChoice
from supportcore.periods import Period
from supportcore.plans import Tariff
from supportcore.points import Fault
from supportcore.pricing import (
    ILLUSTRATIVE_COMPLEXITY,
    ILLUSTRATIVE_TRAINEE,
    Linear,
    Per,
    Project,
    RateTable,
    Trainee,
    UpTo,
    private_support_curve,
)
from supportcore.sla import WorkingTime
from supportcore.tasks import (
    BUG,
    COMPOUND,
    CONSULTATION,
    DEVELOPMENT,
    IMPROVEMENT,
    INCIDENT,
    SERVICE_REQUEST,
    SIMPLE,
    TRAINING,
    WORK,
    Accepted,
    Agreed,
    Cancelled,
    Channel,
    Closed,
    Estimated,
    Questioned,
    Solved,
    Started,
)
from supportcore.units import CREDIT, HOUR, POINT, Money

H = dt.timedelta(hours=1)
NOVEMBER, DECEMBER = month(11), month(12)


def amounts(desk, period=NOVEMBER):
    return [str(line.amount) for line in invoice(desk.account, period).lines]


def totals(desk, period=NOVEMBER):
    return [str(total) for total in invoice(desk.account, period).totals]


def developed(desk, task, size, day="11-02", solved="11-06 12:00"):
    desk.posted(task, DEVELOPMENT, f"{day} 10:00")
    desk.on(task, Accepted, f"{day} 10:30")
    desk.on(task, Estimated, f"{day} 11:00", size=size)
    desk.on(task, Agreed, f"{day} 12:00")
    desk.logged(task, 95, f"{day} 15:00")
    return desk.on(task, Solved, solved)


# --- ten bills


@pytest.mark.rule("PKG-1", "PKG-2", "PKG-4")
def test_1_package_of_tasks():
    desk = Desk(plans.task_package())
    desk.bought(CREDIT.of(10), "11-02 09:00")
    developed(desk, "D-1", 7 * H + 20 * dt.timedelta(minutes=1))
    desk.bought(CREDIT.of(25), "11-20 09:00")
    # 10 x 350 = 3500 and 25 x 350 = 8750; the estimate 7 h 20 min x 30 = 220, whatever was worked
    assert amounts(desk) == ["3500 UAH", "220.00 USD", "8750 UAH"]
    assert totals(desk) == ["12250 UAH", "220.00 USD"]
    assert totals(desk, DECEMBER) == []
    assert str(invoice(desk.account, NOVEMBER)) == (
        "Package of tasks, Sun 1 Nov 2026 to Tue 1 Dec 2026\n"
        "  Mon 2 Nov 2026  10 x 350 UAH: 3500 UAH\n"
        "  Wed 11 Nov 2026  D-1: the agreed 7 h 20 min of a development (PKG-4): 220.00 USD\n"
        "  Fri 20 Nov 2026  25 x 350 UAH: 8750 UAH\n"
        "  total: 12250 UAH, 220.00 USD"
    )


@pytest.mark.rule("ISM-15", "ISM-10", "ISM-6")
def test_2_individual_manager_by_the_month_and_by_complexity():
    score = ILLUSTRATIVE_COMPLEXITY.score(Project("configured", 40, 3, 12)).total
    assert score == 80  # 25 + 40 + 3 + 12
    fee = Linear(Money("2.15", "USD")).price(score)  # 80 x 2.15 = 172
    base = plans.individual_manager()
    desk = Desk(base.evolve(tariff=attrs.evolve(base.tariff, monthly=fee)), "10-15 09:00")
    developed(desk, "D-1", 90 * dt.timedelta(minutes=1))
    desk.on("D-1", Closed, "11-09 10:00")
    # the month that begins on 15 November, and 1.5 h x 30
    assert amounts(desk) == ["45.00 USD", "172 USD"]
    assert totals(desk) == ["217.00 USD"]
    assert totals(desk, month(10)) == ["172 USD"]
    assert totals(desk, Period(at("11-15 09:00"), at("11-15 09:01"))) == ["172 USD"]
    assert totals(desk, Period(at("11-14 09:00"), at("11-15 09:00"))) == []


@pytest.mark.rule("GEN-1", "GEN-6", "PKG-6")
def test_3_paid_support_and_a_development_that_is_cancelled():
    base = plans.paid_support()
    desk = Desk(base.evolve(tariff=attrs.evolve(base.tariff, monthly=Money("79.90", "USD"))), "11-01 00:00")
    developed(desk, "D-1", 2 * H)
    desk.posted("D-2", DEVELOPMENT, "11-09 10:00")
    desk.on("D-2", Accepted, "11-09 10:30")
    desk.on("D-2", Estimated, "11-09 10:40", size=12 * H)
    desk.on("D-2", Agreed, "11-09 11:00", size=10 * H)
    desk.logged("D-2", 50, "11-09 15:00")
    desk.on("D-2", Cancelled, "11-10 10:00")
    # 79.90 + 2 x 30 + 50/60 x 30 = 79.90 + 60 + 25
    assert amounts(desk) == ["79.90 USD", "60.00 USD", "25.00 USD"]
    assert totals(desk) == ["164.90 USD"]
    assert "D-2: cancelled; 50 min were worked (PKG-4): 25.00 USD" in str(invoice(desk.account, NOVEMBER))


@pytest.mark.rule("GEN-2")
def test_4_free_support_costs_nothing():
    desk = Desk(plans.free_support(), "11-01 00:00")
    desk.posted("B-1", BUG, "11-02 10:00")
    desk.on("B-1", Solved, "11-02 12:00")
    assert desk.posted("T-1", SIMPLE, "11-02 13:00").refusal is not None
    bill = invoice(desk.account, NOVEMBER)
    assert (bill.lines, bill.totals) == ((), ())
    assert str(bill).endswith("  total: nothing")
    assert "<td>total</td><td>nothing</td>" in bill._repr_html_()


@pytest.mark.rule("GEN-4")
def test_5_private_support_has_a_monthly_floor():
    price = private_support_curve(Money("1.75", "USD")).price(90)  # 90 x 1.75 = 157.50
    asked = WorkingTime(dt.timedelta(minutes=30))
    dear = Desk(plans.private_support(asked, tariff=Tariff(monthly=price)), "10-31 00:00")
    least = Desk(plans.private_support(asked), "10-31 00:00")
    # months begin on 31 October, 30 November (clamped) and 31 December
    assert amounts(dear) == ["157.5 USD"]
    assert totals(dear, Period(at("10-31 00:00"), month(12).end)) == ["472.5 USD"]
    assert totals(least) == ["100 USD"]


@pytest.mark.rule("GEN-3")
def test_6_training_of_an_employee():
    trainee = Trainee("one module", "beginner", "the vendor's office", "found by the vendor")
    score = ILLUSTRATIVE_TRAINEE.score(trainee).total
    assert score == 700  # 200 + 250 + 150 + 100
    desk = Desk(
        plans.employee_training(tariff=Tariff(monthly=Linear(Money("1.03", "USD")).price(score))), "11-01 00:00"
    )
    desk.posted("E-1", TRAINING, "11-02 10:00")
    desk.logged("E-1", 480, "11-03 18:00")
    assert amounts(desk) == ["721 USD"]  # 700 x 1.03, whatever was worked


@pytest.mark.rule("HRS-1", "HRS-2", "HRS-8")
def test_7_hourly_is_billed_at_the_end_of_the_month_by_project_and_task():
    rates = RateTable({"programmer": Money("31.50", "USD")}, default=Money(20, "USD"))
    desk = Desk(plans.hourly(rates=rates, rounding=UpTo(15, Per.TASK)))
    for task in ("T-1", "T-2"):
        desk.posted(task, CONSULTATION, "11-02 10:00", channel=Channel.EMAIL)
    desk.logged("T-1", 47, "11-02 11:00", role="programmer", project="Shop")
    desk.logged("T-1", 10, "11-02 11:50", project="Shop")
    desk.logged("T-2", 5, "11-30 23:59", project="Depot")
    desk.logged("T-2", 5, "12-01 00:00", project="Depot")  # the next month's
    # Depot: 5 min in quarters are 15, 15/60 x 20 = 5. Shop: 57 min are 60; the three go to the cheaper role:
    # 47/60 x 31.50 = 24.675, rounded 24.68; 13/60 x 20 = 4.333, rounded 4.33
    assert sorted(amounts(desk)) == ["24.68 USD", "4.33 USD", "5.00 USD"]
    assert totals(desk) == ["34.01 USD"]
    bill = invoice(desk.account, NOVEMBER)
    assert {name: str(total) for name, total in bill.time[0].by_project()} == {"Depot": "5.00 USD", "Shop": "29.01 USD"}
    assert "  62 min worked, up to 15 minutes per task, 75 min billed" in str(bill)
    assert {line.at for line in bill.lines} == {NOVEMBER.end}
    assert totals(desk, DECEMBER) == ["5.00 USD"]


@pytest.mark.rule("PCK-1")
def test_8_four_months_of_forty_hours():
    desk = Desk(plans.hour_package(40, price=Money("1234.56", "USD")), "08-31 00:00")
    desk.posted("W-1", WORK, "09-01 10:00")
    desk.logged("W-1", 5000, "09-10 10:00")  # beyond the hours: told, not billed
    span = Period(at("08-31 00:00"), at("12-31 00:00"))  # 31 August, 30 September, 31 October, 30 November
    assert [line.at for line in invoice(desk.account, span).lines] == [
        at("08-31 00:00"), at("09-30 00:00"), at("10-31 00:00"), at("11-30 00:00"),
    ]  # fmt: skip
    assert totals(desk, span) == ["4938.24 USD"]  # 4 x 1234.56


@pytest.mark.rule("PTS-3", "PTS-6")
def test_9_points_that_are_bought_by_parts():
    desk = Desk(plans.points_subscription(tariff=Tariff(unit=Linear(Money("18.35", "USD")))))
    desk.granted(POINT.of(20), "11-01 09:00")
    desk.bought(POINT.of(3), "11-10 09:00")
    desk.bought(POINT.minor(90), "11-11 09:00")
    desk.bought(POINT.minor(10), "11-12 09:00")
    # 3 x 18.35 = 55.05; 1.5 x 18.35 = 27.525, rounded 27.53; a sixth is 3.0583, rounded 3.06; what is granted is free
    assert amounts(desk) == ["55.05 USD", "27.53 USD", "3.06 USD"]
    assert totals(desk) == ["85.64 USD"]


@pytest.mark.rule("PTS-7")
def test_10_by_the_hour_instead_of_points():
    desk = Desk(plans.points_alternative())
    for task, kind in (("S-1", SERVICE_REQUEST), ("I-1", INCIDENT), ("I-2", INCIDENT)):
        desk.posted(task, kind, "11-02 10:00")
    desk.logged("S-1", 50, "11-02 12:00")
    desk.logged("I-1", 100, "11-03 12:00")
    desk.logged("I-2", 100, "11-03 12:00")
    desk.fault("I-2", Fault.NOT_THE_CLIENT, "11-04 12:00")
    # 50/60 x 150 = 125; the incidents cost nothing yet
    assert amounts(desk) == ["125.00 RUB"]
    desk.fault("I-1", Fault.CLIENT, "12-02 12:00")
    # November's bill has gone out, so the incident is on December's: 100/60 x 100 = 166.666, rounded 166.67
    assert amounts(desk) == ["125.00 RUB"]
    assert amounts(desk, DECEMBER) == ["166.67 RUB"]


@pytest.mark.rule("PTS-7")
def test_an_incident_that_was_billed_in_error_is_credited_when_that_is_known():
    desk = Desk(plans.points_alternative())
    desk.posted("I-1", INCIDENT, "11-02 10:00")
    desk.logged("I-1", 100, "11-03 12:00")
    desk.fault("I-1", Fault.CLIENT, "11-04 12:00")
    desk.fault("I-1", Fault.CLIENT, "11-05 12:00")  # told twice, billed once
    sent = invoice(desk.account, NOVEMBER)
    assert [(line.at, str(line.amount)) for line in sent.lines] == [(at("11-04 12:00"), "166.67 RUB")]
    desk.fault("I-1", Fault.NOT_THE_CLIENT, "12-02 12:00")
    desk.logged("I-1", 30, "12-03 12:00")
    assert invoice(desk.account, NOVEMBER) == sent  # it has gone out
    assert str(invoice(desk.account, DECEMBER)) == (
        "By the hour instead of points, Tue 1 Dec 2026 to Fri 1 Jan 2027\n"
        "  Wed 2 Dec 2026  I-1: 1 h 40 min at 100 RUB an hour, credited (PTS-7): -166.67 RUB\n"
        "  total: -166.67 RUB"
    )
    desk.fault("I-1", Fault.CLIENT, "12-04 12:00")  # after all: all of it, with what was worked since
    assert amounts(desk, DECEMBER) == ["-166.67 RUB", "166.67 RUB", "50.00 RUB"]


@pytest.mark.parametrize(
    ("found", "cleared", "lines"),
    [
        ("11-03 12:00", "11-03 12:00", []),  # at one instant the last finding rules
        ("11-02 12:00", "11-03 11:59", []),  # worked when it was known better
        ("11-02 12:00", "11-03 12:00", []),
        ("11-02 12:00", "11-03 12:01", [("11-03 12:00", "100.00 RUB"), ("11-03 12:01", "-100.00 RUB")]),
        ("11-03 12:01", "11-03 12:02", [("11-03 12:01", "100.00 RUB"), ("11-03 12:02", "-100.00 RUB")]),
    ],
)
def test_only_what_was_owed_is_credited(found, cleared, lines):
    desk = Desk(plans.points_alternative())
    desk.posted("I-1", INCIDENT, "11-02 10:00")
    told = [
        ("11-03 12:00", lambda when: desk.logged("I-1", 60, when)),
        (found, lambda when: desk.fault("I-1", Fault.CLIENT, when)),
        (cleared, lambda when: desk.fault("I-1", Fault.NOT_FOUND, when)),
    ]
    for when, tell in sorted(told, key=lambda one: one[0]):
        tell(when)
    said = [(line.at, str(line.amount)) for line in invoice(desk.account, NOVEMBER).lines]
    assert said == [(at(when), amount) for when, amount in lines]


def test_a_bill_that_was_sent_is_told_again_as_it_was_known():
    desk = Desk(plans.hourly(rates=RateTable(default=Money(20, "USD"))))
    desk.posted("W-1", CONSULTATION, "11-02 10:00", channel=Channel.EMAIL)
    desk.logged("W-1", 60, "11-02 12:00")
    sent = invoice(desk.account, NOVEMBER)
    assert str(*sent.totals) == "20.00 USD"
    desk.logged("W-1", 45, "11-30 17:00", known="12-01 09:00")
    assert totals(desk) == ["35.00 USD"]
    assert invoice(desk.account, NOVEMBER, known_at=at("12-01 08:59")) == sent
    assert invoice(desk.account, NOVEMBER, known_at=at("12-01 09:00")) == invoice(desk.account, NOVEMBER)
    with pytest.raises(InvalidInstant, match="a naive datetime names no instant"):
        invoice(desk.account, NOVEMBER, known_at=dt.datetime(2026, 12, 1))


def test_a_development_that_is_due_at_an_agreed_instant_has_no_hours_to_bill():
    desk = Desk(plans.task_package())
    desk.bought(CREDIT.of(10), "10-02 09:00")
    developed(desk, "D-1", at("11-20 12:00"))
    assert amounts(desk) == []


def test_the_week_does_not_tell_of_what_came_after_it():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.posted("W-1", WORK, "11-03 10:00")
    desk.posted("W-2", WORK, "11-10 10:00")
    assert week(desk.account, Period(at("11-02 00:00"), at("11-09 00:00"))).in_progress == ("W-1",)


# --- a client who changes plan


def test_fees_and_prices_follow_the_plan_of_the_day():
    old = plans.hour_package(20, price=Money(500, "USD"))
    desk = Desk(old, "10-01 00:00")
    desk.plan(plans.task_package(), "11-15 00:00", known="11-17 00:00")
    desk.bought(CREDIT.of(10), "11-17 09:00")
    desk.plan(plans.hour_package(40, price=Money(900, "USD")), "11-20 00:00", known="11-21 00:00")
    assert amounts(desk) == ["500 USD", "3500 UAH", "900 USD"]
    assert [line.at for line in invoice(desk.account, NOVEMBER).lines] == [
        at("11-01 00:00"), at("11-17 09:00"), at("11-20 00:00"),
    ]  # fmt: skip
    assert totals(desk, DECEMBER) == ["900 USD"]


def test_the_months_of_a_plan_are_counted_in_the_zone_of_the_day_on_which_it_was_told():
    desk = Desk(plans.hour_package(20, price=Money(500, "USD")), "10-31 00:00")
    sent = invoice(desk.account, NOVEMBER)
    desk.calendar(plans.house_calendar(tz="America/New_York"), "11-10 00:00")
    fees = [line.at for line in invoice(desk.account, NOVEMBER).lines]
    assert fees == [line.at for line in sent.lines] == [at("11-30 00:00")]
    assert [lot.effective_at for lot in desk.account.ledger(at("12-01 00:00")).lots(at("12-01 00:00"))] == [
        at("10-31 00:00"), *fees,
    ]  # fmt: skip


def test_of_plans_that_change_at_one_instant_the_last_told_takes_its_fee():
    desk = Desk(plans.hour_package(20, price=Money(500, "USD")), "11-01 00:00")
    for hours, price in ((40, 900), (80, 1700), (120, 2500)):
        desk.plan(plans.hour_package(hours, price=Money(price, "USD")), "11-15 00:00")
    assert amounts(desk) == ["500 USD", "2500 USD"]
    assert totals(desk, DECEMBER) == ["2500 USD"]


def test_a_plan_that_is_told_last_takes_its_fee_from_its_instant_whatever_was_told_before():
    desk = Desk(plans.hour_package(20, price=Money(500, "USD")), "10-15 00:00")
    desk.plan(plans.hour_package(40, price=Money(900, "USD")), "11-20 00:00")
    desk.plan(plans.hour_package(80, price=Money(1700, "USD")), "11-10 00:00", known="11-25 00:00")
    assert [(line.at, str(line.amount)) for line in invoice(desk.account, NOVEMBER).lines] == [
        (at("11-10 00:00"), "1700 USD")
    ]


def test_hours_are_billed_at_the_rates_under_which_their_task_was_taken():
    desk = Desk(plans.hourly(rates=RateTable(default=Money(20, "USD"))))
    desk.posted("T-1", CONSULTATION, "11-02 10:00", channel=Channel.EMAIL)
    desk.plan(plans.hourly(rates=RateTable(default=Money(30, "USD")), rounding=UpTo(30, Per.TASK)), "11-10 09:00")
    desk.posted("T-2", CONSULTATION, "11-10 10:00", channel=Channel.EMAIL)
    for task in ("T-1", "T-2"):
        desk.logged(task, 45, "11-11 10:00")
    # 45/60 x 20 = 15, and 45 minutes up to 60, 60/60 x 30 = 30
    assert sorted(amounts(desk)) == ["15.00 USD", "30.00 USD"]
    assert [str(one.rounding) for one in invoice(desk.account, NOVEMBER).time] == [
        "exact minutes",
        "up to 30 minutes per task",
    ]


def test_an_invoice_for_a_notebook_escapes_its_text():
    desk = Desk(plans.hour_package(20, price=Money(500, "USD")).evolve(name="<b>Hours</b>"), "11-01 00:00")
    html = invoice(desk.account, NOVEMBER)._repr_html_()
    assert "&lt;b&gt;Hours&lt;/b&gt;, a month" in html
    assert "&lt;b&gt;Hours&lt;/b&gt;, Sun 1 Nov 2026 to Tue 1 Dec 2026" in html
    assert "<td>Sun 1 Nov 2026</td>" in html


# --- estimates, the week, the measures


@pytest.mark.rule("HRS-3")
def test_estimates_stand_beside_actuals():
    desk = Desk(plans.hourly())
    for task in ("T-1", "T-2", "T-3"):
        desk.posted(task, WORK, "11-02 10:00", channel=Channel.EMAIL)
        desk.on(task, Accepted, "11-02 10:00")
        desk.on(task, Estimated, "11-02 10:00", size=5 * H)
    desk.on("T-1", Agreed, "11-02 12:00")
    desk.on("T-2", Agreed, "11-02 12:00")
    desk.logged("T-1", 330, "11-03 12:00")
    desk.logged("T-2", 280, "11-03 12:00")
    minutes = dt.timedelta(minutes=1)
    assert [(line.task, line.estimated, line.worked, line.difference) for line in efforts(desk.account)] == [
        ("T-1", 5 * H, 330 * minutes, 30 * minutes),
        ("T-2", 5 * H, 280 * minutes, -20 * minutes),
        ("T-3", None, 0 * minutes, None),
    ]
    # both are billed as worked, not as estimated: 610/60 x 30
    assert totals(desk) == ["305.00 USD"]


@pytest.mark.rule("PCK-6", "PCK-7")
def test_the_weekly_report_of_hours():
    desk = Desk(plans.hour_package(20), "10-28 00:00")
    desk.posted("W-1", WORK, "11-23 10:00")
    desk.posted("W-2", IMPROVEMENT, "11-23 10:00")
    desk.logged("W-1", 10, "11-23 11:00", what="a chat answer")
    desk.logged("W-1", 20, "11-24 11:00", what="briefing the developers")
    desk.reserved("W-2", 60, "11-24 12:00")
    desk.on("W-1", Solved, "11-25 12:00")
    desk.on("W-1", Closed, "11-26 12:00")
    desk.logged("W-2", 15, "11-30 00:00")  # the next week's
    report = week(desk.account, Period(at("11-23 00:00"), at("11-30 00:00")))
    # the month ended on 28 November: 1200 - 30 worked - 60 set aside = 1110 burnt, and twenty new hours came
    assert str(report) == (
        "Mon 23 Nov 2026 00:00 to Mon 30 Nov 2026 00:00\n"
        "done: W-1\nin progress: W-2\nspent: 30 min\nleft: 20 hours\nburnt: 18 hours 30 minutes"
    )


def test_the_weekly_report_without_a_balance():
    desk = Desk(plans.hourly())
    report = week(desk.account, Period(at("11-23 00:00"), at("11-30 00:00")))
    assert str(report).endswith("done: -\nin progress: -\nspent: -\nleft: -\nburnt: -")


@pytest.mark.rule("GEN-5")
def test_the_share_of_consultations():
    desk = Desk(plans.task_package())
    assert consultation_share(desk.account, NOVEMBER) is None
    for number, kind in enumerate((SIMPLE, BUG, COMPOUND)):
        desk.posted(f"T-{number}", kind, "11-02 10:00")
    desk.posted("T-3", SIMPLE, "11-02 10:30")  # the fourth of a day is refused and not counted
    desk.posted("T-4", SIMPLE, "11-03 10:30")
    assert consultation_share(desk.account, NOVEMBER) == Fraction(2, 4)
    assert consultation_share(desk.account, DECEMBER) is None


@pytest.mark.rule("GEN-6")
def test_general_support_should_be_the_cheapest():
    prices = {
        "individual_manager": Money(300, "USD"),
        "task_package": Money(120, "USD"),
        "paid_support": Money(90, "USD"),
    }
    assert plans.not_cheapest(prices) is None
    warned = plans.not_cheapest(prices | {"paid_support": Money(121, "USD")})
    assert str(warned) == "general support costs 121 USD, more than task_package (GEN-6)"
    with pytest.raises(UnknownChoice, match="give it a price"):
        plans.not_cheapest({})
    with pytest.raises(MixedCurrencies):
        plans.not_cheapest(prices | {"task_package": Money(3500, "UAH")})


def test_hours_bought_beside_a_package_have_no_price_of_their_own():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    desk.bought(HOUR.of(2), "11-02 10:00")
    assert amounts(desk) == []


@pytest.mark.rule("PKG-4", "PKG-6", "ISM-6", "HRS-3")
def test_who_agrees_to_an_instant_agrees_to_the_estimate_and_pays_it():
    desk = Desk(plans.task_package())
    desk.bought(CREDIT.of(10), "10-02 09:00")
    for task, day, size in (("D-1", "11-02", 12 * H), ("D-2", "11-03", at("11-20 12:00"))):  # nobody told D-2's hours
        desk.posted(task, DEVELOPMENT, f"{day} 10:00")
        desk.on(task, Accepted, f"{day} 10:30")
        desk.on(task, Estimated, f"{day} 11:00", size=size)
        desk.on(task, Agreed, f"{day} 12:00", size=at("11-10 12:00"))
        assert desk.account.work[task].case.solution.deadline.due == at("11-10 12:00")
    assert desk.logged("D-1", 720, "11-04 12:00").told == ()
    assert [one.code for one in desk.logged("D-1", 1, "11-04 12:01").told] == ["beyond-quote"]
    for task in ("D-1", "D-2"):
        desk.on(task, Solved, "11-06 12:00")
    assert amounts(desk) == ["360.00 USD"]  # 12 x 30
    assert [line.estimated for line in efforts(desk.account)] == [12 * H, None]


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ([Estimated("1", at("11-02 11:00"), 12 * H), Agreed("2", at("11-02 12:00"), 10 * H)], 10),
        (
            [
                Estimated("1", at("11-02 11:00"), 12 * H),
                Agreed("2", at("11-02 12:00"), 10 * H),
                Started("3", at("11-02 13:00"), "ann"),
                Agreed("4", at("11-02 14:00"), at("11-20 12:00")),  # only the day is another
                Estimated("5", at("11-02 15:00"), 30 * H),  # and nobody agreed to this
            ],
            10,
        ),
        (
            [
                Estimated("1", at("11-02 11:00"), 12 * H),
                Estimated("2", at("11-02 11:30"), at("11-20 12:00")),  # a second estimate replaces the first
                Agreed("3", at("11-02 12:00")),
            ],
            None,
        ),
    ],
)
def test_the_hours_that_were_agreed_last_are_the_estimate(told, hours):
    desk = Desk(plans.task_package())
    desk.bought(CREDIT.of(10), "10-02 09:00")
    desk.posted("D-1", DEVELOPMENT, "11-02 10:00")
    desk.on("D-1", Accepted, "11-02 10:30")
    for event in told:
        assert desk.tell(On.of("D-1", event)).refusal is None
    assert efforts(desk.account)[0].estimated == (None if hours is None else hours * H)


@pytest.mark.rule("PKG-6")
@pytest.mark.parametrize("size", [None, at("11-20 12:00")], ids=["hours", "an instant"])
def test_of_a_cancelled_development_the_credit_comes_back_and_the_worked_hours_are_billed(size):
    desk = Desk(plans.task_package())
    desk.bought(CREDIT.of(10), "10-02 09:00")
    desk.posted("D-1", DEVELOPMENT, "11-02 10:00")
    desk.on("D-1", Accepted, "11-02 10:30")
    desk.on("D-1", Estimated, "11-02 11:00", size=12 * H)
    desk.on("D-1", Agreed, "11-02 12:00", size=size)
    desk.logged("D-1", 100, "11-03 12:00")
    desk.on("D-1", Cancelled, "11-05 10:00")
    assert desk.units("11-05 10:00", "available", "held", "consumed") == (10, 0, 0)
    assert amounts(desk) == ["50.00 USD"]  # 100/60 x 30
    assert "D-1: cancelled; 1 h 40 min were worked (PKG-4)" in str(invoice(desk.account, NOVEMBER))


@pytest.mark.rule("PKG-6")
def test_a_development_that_was_cancelled_before_it_was_agreed_costs_nothing():
    desk = Desk(plans.task_package())
    desk.bought(CREDIT.of(10), "10-02 09:00")
    desk.posted("D-1", DEVELOPMENT, "11-02 10:00")
    desk.on("D-1", Accepted, "11-02 10:30")
    desk.on("D-1", Estimated, "11-02 11:00", size=12 * H)
    desk.logged("D-1", 100, "11-03 12:00")
    desk.on("D-1", Cancelled, "11-05 10:00")
    assert amounts(desk) == []


@pytest.mark.rule("PCK-7")
def test_what_was_cancelled_is_not_done():
    desk = Desk(plans.hour_package(20), "11-01 00:00")
    for task, day, ends in (("W-1", "11-02", Solved), ("W-2", "11-03", Cancelled)):
        desk.posted(task, WORK, f"{day} 10:00")
        desk.on(task, Accepted, f"{day} 10:10")
        desk.on(task, ends, f"{day} 12:00")
    report = week(desk.account, Period(at("11-02 00:00"), at("11-09 00:00")))
    assert (report.done, report.in_progress) == (("W-1",), ())


@pytest.mark.rule("PKG-4", "PKG-6")
@pytest.mark.parametrize(
    ("size", "ends", "line"),
    [
        (None, Solved, None),
        (20 * H, Solved, ("the agreed 8 h of a development (PKG-4)", "240.00 USD")),
        (10 * H, Solved, ("the agreed -2 h of a development (PKG-4)", "-60.00 USD")),
        (20 * H, Cancelled, ("cancelled; 10 h were worked (PKG-4)", "-60.00 USD")),
    ],
)
def test_a_development_that_was_opened_again_leaves_the_bill_that_went_out_as_it_was(size, ends, line):
    desk = Desk(plans.paid_support())
    desk.posted("D-1", DEVELOPMENT, "11-02 10:00")
    desk.on("D-1", Accepted, "11-02 10:30")
    desk.on("D-1", Estimated, "11-02 11:00", size=12 * H)
    desk.on("D-1", Agreed, "11-02 12:00")
    desk.logged("D-1", 600, "11-04 12:00")
    desk.on("D-1", Solved, "11-05 12:00")
    sent = invoice(desk.account, NOVEMBER)
    assert [str(one.amount) for one in sent.lines] == ["360.00 USD"]
    desk.on("D-1", Questioned, "11-30 10:00")
    if size is not None:
        desk.on("D-1", Estimated, "12-01 10:00", size=size)
        desk.on("D-1", Agreed, "12-01 11:00")
    assert invoice(desk.account, NOVEMBER).lines == sent.lines  # what is agreed is not yet done
    desk.on("D-1", ends, "12-05 12:00")
    desk.on("D-1", Closed, "12-06 12:00")
    assert invoice(desk.account, NOVEMBER).lines == sent.lines
    found = [(str(one.what), str(one.amount)) for one in invoice(desk.account, DECEMBER).lines]
    assert found == ([] if line is None else [(f"D-1: {line[0]}", line[1])])


@pytest.mark.rule("ISM-6", "PKG-1", "PKG-2")
def test_the_rate_of_a_development_the_price_of_a_request_and_the_smallest_package_are_parameters():
    tariff = Tariff(unit=Linear(Money(400, "UAH")), development=RateTable(default=Money(45, "EUR")))
    desk = Desk(plans.task_package(smallest=4, tariff=tariff))
    assert desk.bought(CREDIT.of(3), "10-30 09:00").refusal.reason.rule == "PKG-2"
    desk.bought(CREDIT.of(4), "11-01 09:00")
    developed(desk, "D-1", 2 * H)
    assert totals(desk) == ["90.00 EUR", "1600 UAH"]


@pytest.mark.rule("HRS-1", "HRS-8")
def test_what_is_heard_after_a_bill_was_sent_is_the_difference_between_the_two():
    desk = Desk(plans.task_package())
    desk.bought(CREDIT.of(10), "11-02 09:00")
    desk.bought(CREDIT.of(12), "11-29 09:00", known="12-03 09:00")
    assert totals(desk) == ["7700 UAH"]  # 22 x 350
    sent = invoice(desk.account, NOVEMBER, known_at=NOVEMBER.end)
    assert [str(total) for total in sent.totals] == ["3500 UAH"]
    assert totals(desk, DECEMBER) == []  # what belongs to November is on no other bill
