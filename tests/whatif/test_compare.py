"""Every plan plays the same workload through the account: bills, what burnt, what was refused, what it costs."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing.whatifs import BOOKS, COSTS, HOUSE, PRICED, RATES, READY, START, monthly, parts, workloads
from supportcore import plans
from supportcore.account import Account, Bought, Posted, invoice
from supportcore.errors import InvalidWorkload, MixedCurrencies, NoAnswer
from supportcore.ledger import Shortfall
from supportcore.periods import Days
from supportcore.points import Allowance
from supportcore.points import Tariff as PointsTariff
from supportcore.tasks import (
    BUG,
    COMPOUND,
    DEVELOPMENT,
    ESTIMATE,
    INCIDENT,
    SERVICE_REQUEST,
    SIMPLE,
    TRAINING,
    WORK,
    Channel,
    Reclassified,
    State,
    TaskType,
)
from supportcore.units import CREDIT, HOUR, POINT, Money
from supportcore.whatif import (
    DESK,
    EQUIVALENTS,
    OWN_MANAGER,
    Ask,
    Books,
    Desk,
    Workload,
    compare,
    imagine,
    kinds_table,
    speedup,
    translate,
)

PACKAGE = plans.task_package()


def asked(tasks, efforts, months=1, **more):
    return Workload.of(tasks, efforts, start=START, months=months, **more)


def one(plan, workload, **more):
    return compare([plan], workload, HOUSE, currency="USD", rates=RATES, costs=COSTS, **more).rows[0]


# --- the imagined journal


@settings(max_examples=20)
@given(workloads(), st.sampled_from(PRICED))
def test_the_journal_tells_the_whole_story(workload, plan):
    """Handed to another account, in any order, the facts give the same bills and the same tasks."""
    row = one(plan, workload)
    again = Account.of(plan, HOUSE, reversed(row.journal), facts=row.account.facts, since=workload.since(HOUSE))
    for period, bill in zip(row.periods, row.invoices, strict=True):
        assert sorted(map(str, invoice(again, period).lines)) == sorted(map(str, bill.lines))
    assert set(again.cases(row.last)) == set(row.account.cases(row.last))
    assert {name: work.minutes for name, work in again.work.items()} == {
        name: work.minutes for name, work in row.account.work.items()
    }


@settings(max_examples=20)
@given(workloads(), st.sampled_from(PRICED))
def test_every_request_is_solved_refused_or_left_unfinished(workload, plan):
    row = one(plan, workload)
    number = len(workload.asks(HOUSE))
    assert row.solved + len(row.refused) + len(row.unfinished) == number
    assert row.complete == (row.solved == number)
    asked_for = sum(ask.minutes for ask in workload.asks(HOUSE))
    lost = sum(ask.minutes for ask, _ in row.refused) + sum(left for _, left in row.unfinished)
    assert row.minutes == asked_for - lost


@settings(max_examples=20)
@given(workloads(), st.sampled_from(PRICED))
def test_every_minute_of_credit_is_somewhere(workload, plan):
    row = one(plan, workload)
    ledger = row.account.ledger(row.last)
    if ledger is None:
        assert (row.burnt, row.left) == (None, None)
        return
    ledger.check()
    balance = row.account.balance(row.last)
    assert not balance.owed
    if plan.entitlement.monthly is None:
        assert balance.granted == balance.consumed + balance.held + row.burnt + row.left


@settings(max_examples=20)
@given(workloads(kinds=("simple", "bug", "compound")))
def test_a_package_of_tasks_costs_what_a_jar_of_credits_says(workload):
    """Ten credits at a time, bought when the jar is empty; no term is reached in so short a time."""
    row = one(PACKAGE, workload)
    needed = sum(
        {SIMPLE: parts(ask.minutes), BUG: 0, COMPOUND: max(2, parts(ask.minutes))}[ask.kind]
        for ask in workload.asks(HOUSE)
    )
    got = sum(fact.quantity.units for fact, _ in row.account.accepted(Bought))
    assert got - row.left.units == needed
    assert got <= max(10, needed + 9)
    assert row.total == Money("8.75", "USD") * got


@settings(max_examples=20)
@given(workloads())
def test_hourly_support_costs_its_minutes(workload):
    row = one(plans.hourly(), workload)
    taken = [ask for ask in workload.asks(HOUSE) if plans.hourly().rulebook.rule(translate(ask.kind, plans.hourly()))]
    exact = Fraction(sum(ask.minutes for ask in taken), 60) * 30
    assert abs(Fraction(row.total.amount) - exact) <= Fraction(1, 200) * len(taken)


def test_packages_are_bought_just_in_time_and_burn_in_the_forecast_as_in_life():
    row = one(PACKAGE, asked({"simple": 3}, {"simple": 25}, months=12))
    days = [fact.at.astimezone(HOUSE.tz).date() for fact, _ in row.account.accepted(Bought)]
    assert days[0] == HOUSE.add(row.journal[0].at, dt.timedelta(minutes=30)).date()
    assert all(fact.quantity == CREDIT.of(10) for fact, _ in row.account.accepted(Bought))
    assert row.burnt.units > 0  # nine in 90 days, the tenth burns
    sold = len(days) * 10
    assert sold == 36 + row.burnt.units + row.left.units
    assert row.burnt_money == Money("8.75", "USD") * row.burnt.units
    assert row.total == Money("87.50", "USD") * len(days)


def test_more_than_the_smallest_package_is_bought_where_one_task_needs_more():
    row = one(PACKAGE, asked({"compound": 1}, {"compound": 60 * 12}))
    assert [fact.quantity for fact, _ in row.account.accepted(Bought)] == [CREDIT.of(12)]


@pytest.mark.parametrize(("minutes", "taken"), [(60, 1), (61, 2), (120, 2), (121, 3)])
def test_what_takes_longer_than_an_hour_turns_out_compound(minutes, taken):
    row = one(PACKAGE, asked({"simple": 1}, {"simple": minutes}))
    assert row.account.balance(row.last + dt.timedelta(days=6)).consumed == CREDIT.of(taken)
    assert any(isinstance(getattr(fact, "event", None), Reclassified) for fact in row.journal) == (taken > 1)


def test_general_support_has_no_hour_limit():
    row = one(plans.paid_support(), asked({"simple": 1}, {"simple": 300}))
    assert row.complete
    assert not any(isinstance(getattr(fact, "event", None), Reclassified) for fact in row.journal)


def test_a_development_is_agreed_and_billed_once_in_programmer_hours():
    row = one(PACKAGE, asked({"development": 1}, {"development": dt.timedelta(hours=12)}))
    assert row.total == Money(360, "USD") + Money("87.50", "USD")
    assert row.cost == Money(15 * 12, "USD")
    assert row.late == 0


def test_what_ends_after_the_last_month_belongs_to_it_and_no_new_month_begins():
    """A development asked in the middle of a month that is solved and closed in the next."""
    plan = monthly(plans.individual_manager(), 300)
    row = one(plan, asked({"development": 1}, {"development": dt.timedelta(hours=150)}))
    assert row.last > row.end
    assert row.invoices[0].totals == (Money(300, "USD"),)
    assert row.bills == (Money(300 + 150 * 30, "USD"),)
    assert [line.what.code for line in row.afterwards] == ["agreed-estimate"]


def test_monthly_hours_go_as_far_as_they_go_then_wait_for_the_next_month():
    plan = plans.hour_package(20, price=Money(400, "USD"))
    row = one(plan, asked({"work": (25, 0, 0)}, {"work": 60}, months=3))
    logs = [log for work in row.account.work.values() for log in work.logs]
    by_month = [sum(log.minutes for log in logs if log.at in period) for period in row.periods]
    assert by_month == [20 * 60, 5 * 60, 0]
    assert row.complete
    assert row.burnt == HOUR.of(15 + 20)
    assert row.burnt_money == Money(700, "USD")
    assert row.left is None


def test_a_piece_of_work_is_split_where_the_month_s_hours_end():
    row = one(plans.hour_package(20, price=Money(400, "USD")), asked({"work": (1, 0)}, {"work": 25 * 60}, months=2))
    (work,) = row.account.work.values()
    assert [log.minutes for log in work.logs] == [20 * 60, 5 * 60]
    assert work.logs[1].at.astimezone(HOUSE.tz).isoformat() == "2027-04-01T09:00:00+03:00"


def test_what_the_last_month_s_hours_do_not_cover_is_left_unfinished():
    row = one(plans.hour_package(20, price=Money(400, "USD")), asked({"work": 3}, {"work": 9 * 60}))
    assert [(ask.minutes, left) for ask, left in row.unfinished] == [(540, 420)]
    assert (row.solved, row.complete) == (2, False)


def test_points_are_topped_up_before_the_work_and_after_a_fault():
    plan = plans.points_subscription()
    requests = one(plan, asked({"service-request": 2}, {"service-request": 90}))
    assert requests.account.balance(requests.last).consumed == POINT.of(3)
    incidents = one(plan, asked({"incident": 4}, {"incident": 60}, fault=Decimal("0.5")))
    assert incidents.account.balance(incidents.last).consumed == POINT.of(2)
    assert not incidents.account.balance(incidents.last).owed


def test_points_may_come_with_the_subscription():
    allowance = Allowance({"standard": PointsTariff(5, 1)}, {})
    grants = {"points_subscription": lambda users: allowance.granted("standard", users=users).total}
    work = asked({"service-request": 8}, {"service-request": 60}, users=3)
    bare, granted = (one(plans.points_subscription(), work, desk=Desk(grants=given)) for given in ({}, grants))
    assert [sum(f.quantity.units for f, _ in row.account.accepted(Bought)) for row in (bare, granted)] == [480, 0]
    fixed = one(plans.points_subscription(), work, desk=Desk(grants={"points_subscription": POINT.of(5)}))
    assert sum(fact.quantity.units for fact, _ in fixed.account.accepted(Bought)) == 180


def test_what_a_plan_does_not_take_is_counted_with_its_reason():
    row = one(plans.free_support(), asked({"simple": 2, "bug": 1}, {"simple": 25, "bug": 60}))
    assert [(ask.kind, refusal.reason.code) for ask, refusal in row.refused] == [(SIMPLE, "not-covered")] * 2
    assert (row.solved, row.complete) == (1, False)


def test_a_wrong_channel_and_a_full_day_are_refusals_too():
    spoken = asked({"simple": 1}, {"simple": 5}, channel=Channel.TELEPHONE)
    assert one(PACKAGE, spoken).refused[0][1].reason.code == "wrong-channel"
    busy = asked({"simple": 23 * 4}, {"simple": 5})  # March 2027 has 23 working days
    hasty = one(PACKAGE, busy, desk=Desk(patience=0))
    assert {refusal.reason.code for _, refusal in hasty.refused} == {"quota"}
    assert hasty.postponed == 0


def test_a_full_day_is_tried_again_on_the_next_one_as_the_refusal_says():
    def at(hour):
        return Ask(dt.datetime(2027, 3, 5, hour, tzinfo=HOUSE.tz), SIMPLE, 5)

    found = imagine(PACKAGE, asked({}, {}), HOUSE, asks=map(at, (10, 11, 12, 13)))
    posted = [
        case.task.posted_at.astimezone(HOUSE.tz).isoformat() for case in found.account.cases(found.journal[-1].at)
    ]
    assert posted[3] == "2027-03-08T09:00:00+02:00"  # Friday's fourth, on Monday
    assert (found.postponed, found.refused) == (1, [])


@pytest.mark.rule("ISM-7")
def test_what_full_days_never_take_is_counted_as_refused_and_what_they_take_later_once_as_put_off():
    """Eight a day where three are taken: the queue grows, and what five later days do not take is refused by name."""
    crowd = [Ask(dt.datetime(2027, 3, day, 9, minute, tzinfo=HOUSE.tz), SIMPLE, 5) for day in (1, 2, 3, 4, 5)
             for minute in range(8)]  # fmt: skip
    found = imagine(PACKAGE, asked({}, {}), HOUSE, asks=crowd)
    cases = found.account.cases(found.journal[-1].at)
    taken, later = len(cases), sum("/" in case.task.id for case in cases)
    assert (taken + len(found.refused), found.postponed) == (40, later)
    assert {refusal.reason.code for _, refusal in found.refused} == {"quota"}
    assert found.refused
    patient = imagine(PACKAGE, asked({}, {}), HOUSE, asks=crowd, desk=Desk(patience=1000))
    assert patient.refused == []
    days = {}
    for case in patient.account.cases(patient.journal[-1].at):
        days.setdefault(case.task.posted_at.astimezone(HOUSE.tz).date(), []).append(case)
    assert len(days) == 14  # forty by threes
    assert max(map(len, days.values())) == 3


def test_a_fault_that_the_balance_does_not_cover_is_bought_and_paid_whatever_the_plan_does_with_work_done():
    plan = plans.points_subscription()
    for done in (Shortfall.REJECT, Shortfall.OWE(POINT.of(1))):
        strict = plan.evolve(entitlement=attrs.evolve(plan.entitlement, done=done))
        row = one(strict, asked({"incident": 4}, {"incident": 60}, fault=1))
        assert row.account.balance(row.last).consumed == POINT.of(4)
        assert not row.account.balance(row.last).owed


def test_what_comes_with_a_plan_goes_into_its_balance_or_is_refused():
    desk = Desk(grants={"hourly": POINT.of(5)})
    with pytest.raises(InvalidWorkload, match=r"goes into its balance: refused: .*; leave hourly out"):
        one(plans.hourly(), asked({"simple": 1}, {"simple": 5}), desk=desk)


def test_what_is_asked_by_telephone_is_repeated_in_writing_where_that_is_the_rule():
    row = one(plans.hourly(), asked({"work": 1}, {"work": 60}, channel=Channel.TELEPHONE))
    assert row.complete
    assert row.total == Money(30, "USD")


def test_late_work_is_counted_by_the_promise():
    slow = Desk(handle=dt.timedelta(hours=8))
    work = asked({"simple": 2}, {"simple": 30})
    assert [one(PACKAGE, work, desk=desk).late for desk in (DESK, slow)] == [0, 2]
    assert one(plans.paid_support(), work, desk=slow).late == 0  # twelve hours (GEN-1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Desk(accept=dt.timedelta(seconds=30)), "whole minutes of working time"),
        (lambda: Desk(handle=dt.timedelta(minutes=-1)), "whole minutes of working time"),
        (lambda: Desk(agree=30), "whole minutes of working time"),
        (lambda: Desk(patience=-1), "patience is a whole number from 0 to 1000"),
        (lambda: Desk(faster={"hourly": 1}), "hourly is faster by a share of the time, below 1"),
        (lambda: Desk(faster={"hourly": 0.5}), "hourly is faster by a share of the time, below 1"),
    ],
)
def test_refuses_a_desk_that_cannot_be(make, message):
    with pytest.raises(InvalidWorkload, match=message):
        make()


# --- kinds


@pytest.mark.parametrize(
    ("kind", "plan", "own"),
    [
        (SIMPLE, plans.hourly(), "consultation"),
        (SIMPLE, plans.points_subscription(), "service-request"),
        (BUG, plans.points_subscription(), "incident"),
        (BUG, plans.hour_package(), "work"),
        (INCIDENT, PACKAGE, "bug"),
        (SERVICE_REQUEST, PACKAGE, "simple"),
        (DEVELOPMENT, plans.hourly(), "work"),
        (WORK, PACKAGE, "development"),
        (ESTIMATE, plans.points_subscription(), "service-request"),
        (TRAINING, plans.employee_training(), "training"),
        (COMPOUND, plans.paid_support(), "compound"),  # which refuses it by name (GEN-7)
    ],
)
def test_kinds_are_translated_by_a_table(kind, plan, own):
    assert translate(kind, plan).code == own


def test_the_table_can_be_another_and_knows_every_kind_by_itself():
    kinds = {SIMPLE: (SERVICE_REQUEST, SIMPLE)}
    assert translate(SIMPLE, plans.points_subscription(), kinds) == SERVICE_REQUEST
    assert all(first == kind for kind, (first, *_) in EQUIVALENTS.items())
    assert translate(TaskType("wish"), PACKAGE) == TaskType("wish")
    assert "simple" in kinds_table(PACKAGE)
    odd = Desk(kinds={SIMPLE: (BUG,)})
    assert one(PACKAGE, asked({"simple": 3}, {"simple": 5}), desk=odd).total == Money(0, "USD")


# --- the comparison


@settings(max_examples=25)
@given(workloads(), st.sampled_from(PRICED))
def test_the_total_is_the_sum_of_what_is_shown(workload, plan):
    row = one(plan, workload)
    assert row.total == sum(row.bills, Money(0, "USD"))
    assert len(row.bills) == workload.months
    lines = [line.amount for bill in row.invoices for line in bill.lines] + [line.amount for line in row.afterwards]
    exact = sum((Fraction(BOOKS.told(amount).amount) for amount in lines), Fraction(0))
    assert abs(Fraction(row.total.amount) - exact) <= Fraction(1, 100) * (len(lines) + workload.months)
    assert row.total == row.margin + row.cost


def test_money_is_converted_by_the_rate_that_is_given_and_by_no_other():
    assert BOOKS.told(Money(350, "UAH")) == Money("8.75", "USD")
    with pytest.raises(MixedCurrencies, match="no rate turns UAH into EUR; pass rates="):
        Books("EUR", RATES).told(Money(1, "UAH"))
    with pytest.raises(MixedCurrencies, match="a comparison is told in one currency; pass currency= and rates="):
        compare([PACKAGE], asked({"simple": 1}, {"simple": 5}), HOUSE)
    with pytest.raises(MixedCurrencies, match="no price at all"):
        compare([plans.free_support()], asked({"simple": 1}, {"simple": 5}), HOUSE)
    assert compare([plans.hourly()], asked({"simple": 2}, {"simple": 30}), HOUSE).rows[0].total == Money(30, "USD")


def test_prices_by_task_and_by_hour_are_all_in_all():
    row = one(monthly(plans.paid_support(), 200), asked({"simple": 8}, {"simple": 45}))
    assert (row.per_task, row.per_hour) == (Money(25, "USD"), Money("33.33", "USD"))
    assert (row.cost, row.margin) == (Money(54, "USD"), Money(146, "USD"))
    empty = one(plans.employee_training(), asked({"simple": 8}, {"simple": 45}))
    assert (empty.per_task, empty.per_hour, empty.median) == (None, None, None)


def test_without_rates_there_is_no_margin():
    row = compare([plans.hourly()], asked({"simple": 2}, {"simple": 30}), HOUSE).rows[0]
    assert (row.cost, row.margin) == (None, None)
    assert "margin" not in compare([plans.hourly()], row.account and asked({}, {}), HOUSE).to_records()[0]


def test_prints_a_row_for_each_plan_and_says_which_zero_is_no_price():
    work = asked({"simple": 12}, {"simple": 25}, months=2)
    text = str(compare([PACKAGE, plans.free_support()], work, HOUSE, currency="USD", rates=RATES, costs=COSTS))
    assert "no price for support in the tariff of General support, free: 0 is no finding" in text
    assert "1 UAH = 0.025 USD" in text
    assert text.splitlines()[-2].split("  ")[0] == "Package of tasks"
    assert "no price" not in str(compare([plans.hourly()], work, HOUSE))


def test_a_row_is_found_by_its_plan_s_name_or_code_and_can_be_opened():
    work = asked({"simple": 3}, {"simple": 25}, months=2)
    two = compare([plans.hour_package(20), plans.hour_package(20)], work, HOUSE, currency="USD")
    assert two.names == ("Package of 20 hours a month", "Package of 20 hours a month (2)")
    assert two["Package of 20 hours a month (2)"] is two.rows[1]
    assert two["hour_package"] is two.rows[0]
    assert isinstance(two.rows[0].journal[0], Posted)
    with pytest.raises(NoAnswer, match="'gold': the comparison has Package of 20 hours a month, "):
        two["gold"]
    assert [list(row) for row in two.months()] == [["plan", "2027-03", "2027-04"]] * 2


def test_nothing_is_compared_with_nothing():
    with pytest.raises(NoAnswer, match="plans are compared with each other; give one or more"):
        compare([], asked({"simple": 1}, {"simple": 5}), HOUSE)


def test_all_ready_plans_play_a_year():
    year = Workload.of({"simple": 20}, {"simple": (15, 25, 40)}, start=START)
    table = compare(READY, year, HOUSE, currency="USD", rates=RATES)
    assert [row.complete for row in table] == [True, True, True, False, True, True, True, False]


def test_draws_a_line_for_each_plan():
    pytest.importorskip("matplotlib").use("agg")
    work = asked({"simple": 30, "work": 1}, {"simple": 25, "work": 3000}, months=2)
    axes = compare(PRICED, work, HOUSE, currency="USD", rates=RATES).plot()
    assert len(axes.lines) == len(PRICED)
    words = " ".join(text.get_text() for text in axes.texts)
    assert "refused" in words
    assert "unfinished" in words
    axes.figure.clear()


# --- ISM-12


@pytest.mark.rule("ISM-12")
def test_an_own_manager_takes_60_to_70_percent_less_time_except_for_programmers_hours():
    work = asked({"simple": 10, "development": 1}, {"simple": 60, "development": 600})
    lines = speedup(plans.paid_support(), plans.individual_manager(), work, HOUSE, costs=COSTS)
    assert [row.minutes for _, row in lines.own] == [600 + 240, 600 + 210, 600 + 180]
    assert [share for share, _ in lines.own] == [Decimal("0.60"), OWN_MANAGER, Decimal("0.70")]
    assert lines.common.minutes == 1200
    # posted, 30 min to acceptance (as on the common line), 30 min of handling and 60 of work, both shorter
    assert lines.common.median == dt.timedelta(minutes=120)
    shorter = [12 + 24, 11 + 21, 9 + 18]  # a half minute of handling is rounded up
    assert [row.median for _, row in lines.own] == [dt.timedelta(minutes=30 + one) for one in shorter]
    assert "no promise (ISM-12)" in str(lines)
    assert lines.to_records()[0]["margin"] == 300 - 240


@pytest.mark.rule("ISM-12")
def test_the_two_lines_are_two_plans():
    work = asked({"simple": 1}, {"simple": 5})
    with pytest.raises(InvalidWorkload, match="two lines are two plans"):
        speedup(PACKAGE, PACKAGE, work, HOUSE)


def test_draws_the_hours_of_the_two_lines():
    pytest.importorskip("matplotlib").use("agg")
    work = asked({"simple": 10}, {"simple": 60})
    axes = speedup(plans.paid_support(), plans.individual_manager(), work, HOUSE).plot()
    assert [bar.get_width() for bar in axes.patches] == [10, 4, 3.5, 3]
    axes.figure.clear()


def test_a_draw_s_own_requests_may_be_played():
    work = asked({"simple": 3}, {"simple": 5})
    asks = [attrs.evolve(ask, minutes=50) for ask in work.asks(HOUSE)[:1]]
    found = imagine(PACKAGE, work, HOUSE, asks=asks)
    assert [one.minutes for one in found.account.work.values()] == [50]
    assert all(case.state is State.SOLVED for case in found.account.cases(asks[0].at))


def test_the_term_of_a_package_counts_in_the_forecast():
    short = plans.task_package(term=Days(30))
    work = asked({"simple": 2}, {"simple": 25}, months=6)
    assert one(short, work).total > one(PACKAGE, work).total


def test_a_desk_keeps_its_tables_whatever_becomes_of_the_callers():
    grants = {"points_subscription": POINT.of(5)}
    desk = Desk(grants=grants)
    grants.clear()
    assert desk.grants == {"points_subscription": POINT.of(5)}
    for name in ("kinds", "faster", "grants"):
        with pytest.raises(InvalidWorkload, match="7: what differs by plan or kind is a table; write"):
            Desk(**{name: 7})


def test_requests_in_any_order_are_played_in_the_order_of_time():
    work = asked({"simple": 8}, {"simple": 30})
    asks = work.asks(HOUSE)
    played = imagine(plans.hourly(), work, HOUSE, asks=reversed(asks))
    told = [fact.at for fact in played.journal]
    assert told == sorted(told)
    assert [fact.at for fact in played.journal if isinstance(fact, Posted)] == [ask.at for ask in asks]
