"""The page of rules is whole: every id of the rulebook stands on it, has an example there, and is named by a test."""

import datetime as dt
import re
from pathlib import Path

import pytest

from supportcore import plans
from supportcore.account import Account, Posted, WorkLogged, invoice, week
from supportcore.periods import Period
from supportcore.points import effort
from supportcore.pricing import Per, RateTable, UpTo
from supportcore.tasks import CONSULTATION, INCIDENT, SERVICE_REQUEST, SIMPLE, WORK, Channel, Task
from supportcore.units import HOUR, POINT, Money

HOUSE = plans.house_calendar()
TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "explanation" / "rules.md").read_text(encoding="utf-8")
FAMILIES = {"ISM": 16, "PKG": 6, "GEN": 8, "HRS": 12, "PCK": 8, "PTS": 8}
IDS = [f"{family}-{number}" for family, count in FAMILIES.items() for number in range(1, count + 1)]
ROWS = dict(re.findall(r"^\| ([A-Z]{3}-\d+) \| .* \| (.*) \|$", PAGE, re.MULTILINE))


def marked():
    """The ids that the tests name with a mark."""
    calls = (
        call for path in TESTS.rglob("test_*.py") for call in re.findall(r"\brule\(([^)]*)\)", path.read_text("utf-8"))
    )
    return {name for call in calls for name in re.findall(r"\"([A-Z]{3}-\d+)\"", call)}


def test_the_page_has_a_row_for_each_rule_in_order():
    assert list(ROWS) == IDS


@pytest.mark.parametrize("name", IDS)
def test_each_rule_has_an_example_on_the_page_and_a_test_that_names_it(name):
    assert re.search(rf"# {name}$", PAGE, re.MULTILINE)
    assert name in marked()


def test_no_test_names_a_rule_that_there_is_not():
    assert marked() <= set(IDS)


@pytest.mark.parametrize(("name", "place"), ROWS.items())
def test_the_place_of_a_rule_is_a_name_of_the_package(name, place):
    """Whatever a row says lives in a room of the package can be imported from there."""
    import importlib

    for room, public in re.findall(r"`(account|plans|pricing|points|tasks|sla|ledger|units|whatif)\.(\w+)", place):
        assert hasattr(importlib.import_module(f"supportcore.{room}"), public), (name, room, public)


# Rules that no other room's tests name.


def at(day, hour):
    return dt.datetime(2026, 11, day, hour, tzinfo=HOUSE.tz)


NOVEMBER = Period(at(1, 0), dt.datetime(2026, 12, 1, tzinfo=HOUSE.tz))


def worked(plan, kind, minutes, *facts, role="", since=None, price=None):
    """An account with one task of a kind, worked on for so long."""
    plan = plan if price is None else plan.evolve(tariff=price)
    account = Account(plan, HOUSE, facts=facts, since=since)
    task = Task("T-1", kind, "Example Ltd", at(2, 10), Channel.EMAIL)
    assert account.post(Posted.of(task)).refusal is None
    assert account.post(WorkLogged("w-1", at(3, 10), task="T-1", minutes=minutes, role=role)).refusal is None
    return account


@pytest.mark.rule("HRS-2")
@pytest.mark.parametrize(
    ("role", "total"), [("programmer", "40.00 USD"), ("consultant", "30.00 USD"), ("", "30.00 USD")]
)
def test_an_hour_costs_what_its_role_costs_or_the_one_price_for_all(role, total):
    rates = RateTable({"programmer": Money("40", "USD")}, default=Money("30", "USD"))
    account = worked(plans.hourly(rates=rates), WORK, 60, plans.CLIENT_OF_THE_FIRM, role=role)
    assert list(map(str, invoice(account, NOVEMBER).totals)) == [total]


@pytest.mark.rule("HRS-6")
def test_the_mail_s_own_time_is_the_posting_to_the_second():
    for second, expected in ((59, "Fri 20 Nov 2026 18:00"), (60, "Mon 23 Nov 2026 12:00")):
        posted = at(20, 11) + dt.timedelta(minutes=59, seconds=second)
        task = Task("T-1", CONSULTATION, "Example Ltd", posted, Channel.EMAIL)
        taken = plans.hourly().intake(task, HOUSE, facts=[plans.CLIENT_OF_THE_FIRM])
        assert expected in str(taken.promise.acceptance(HOUSE, posted).deadline)


@pytest.mark.rule("HRS-9")
def test_hourly_support_knows_its_kinds_of_task():
    kinds = [rule.type.code for rule in plans.hourly().rulebook.rows]
    assert kinds == ["consultation", "training", "improvement", "content", "site-control", "work"]


@pytest.mark.rule("PCK-7")
def test_the_weekly_report_says_what_was_spent_what_is_left_and_what_burnt():
    account = worked(
        plans.hour_package(20), WORK, 130, plans.AFTER_IMPLEMENTATION_OR_AUDIT,
        since=dt.datetime(2026, 10, 4, 9, tzinfo=HOUSE.tz),
    )  # fmt: skip
    found = week(account, Period(at(2, 0), at(9, 0)))
    assert (found.done, found.in_progress, found.spent) == ((), ("T-1",), dt.timedelta(minutes=130))
    assert (found.left, found.burnt) == (HOUR.of(20), HOUR.minor(20 * 60 - 130))


@pytest.mark.rule("PTS-3")
@pytest.mark.parametrize(
    ("rounding", "expected"), [(UpTo(1, Per.TASK), 32), (UpTo(15, Per.TASK), 45), (UpTo(15, Per.ENTRY), 60)]
)
def test_a_point_is_a_man_hour_exact_unless_a_policy_is_named(rounding, expected):
    assert effort([16, 16], rounding=rounding) == POINT.minor(expected)


@pytest.mark.rule("PTS-7")
@pytest.mark.parametrize(("kind", "total"), [(SERVICE_REQUEST, ["225.00 RUB"]), (INCIDENT, [])])
def test_the_hourly_alternative_bills_requests_and_incidents_by_the_client_s_fault(kind, total):
    account = worked(plans.points_alternative(), kind, 90, plans.DEPLOYED_BY_US)
    assert list(map(str, invoice(account, NOVEMBER).totals)) == total


@pytest.mark.rule("GEN-6")
def test_general_support_costs_what_the_caller_says():
    assert plans.paid_support().tariff.monthly is None
    price = plans.Tariff(monthly=Money("90", "USD"))
    account = worked(plans.paid_support(), SIMPLE, 10, since=at(1, 9), price=price)
    assert list(map(str, invoice(account, NOVEMBER).totals)) == ["90 USD"]
