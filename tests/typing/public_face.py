"""Read by the type checkers and never run: what a caller gets back has the type that the docs say.

mypy --strict and pyright read this file as a caller of the installed package would.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import assert_type
from zoneinfo import ZoneInfo

from supportcore import plans
from supportcore.account import Account, Bought, Invoice, On, Outcome, Posted, invoice
from supportcore.calendar import HolidayTable, Landing, Span, WorkingCalendar, country_holidays
from supportcore.ledger import Balance, Debit, Grant, Hold, Ledger, Shortfall, Statement
from supportcore.periods import Billing, Days, Months, Period
from supportcore.plans import Plan
from supportcore.pricing import ComplexityFormula, Linear, Project, Quote, Score
from supportcore.reasons import Reason, Refusal
from supportcore.sla import Clock, Deadline, Earliest, EndOfDay, NotYet, Standing, Target, WorkingTime
from supportcore.tasks import SIMPLE, Accepted, Case, Event, Promise, Taken, Task
from supportcore.units import CREDIT, Money, Quantity
from supportcore.whatif import Calibration, Rising, calibrate

HOUR = dt.timedelta(hours=1)
now = dt.datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Kyiv"))

# Time.
house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv", holidays=["2026-12-25"])
assert_type(house, WorkingCalendar)
assert_type(house.add(now, HOUR, landing=Landing.ROLL), dt.datetime)
assert_type(house.between(now, now), dt.timedelta)
assert_type(house.is_open(now), bool)
assert_type(house.spans(now, now), Iterator[Span])
assert_type(house.add_days(dt.date(2026, 11, 23), 1), dt.date)
assert_type(house.add_days(now, 1), dt.datetime)
assert_type(house & house, WorkingCalendar)
assert_type(country_holidays("DE", 2026, 2027), HolidayTable)
target: Target = Earliest(WorkingTime(8 * HOUR), EndOfDay())
assert_type(target.due(house, now), Deadline | NotYet)
assert_type(WorkingTime(HOUR).due(house, now), Deadline)
assert_type(Clock(target, house, now).pause(now).standing(now), Standing)

# Value.
ledger = Ledger(CREDIT)
assert_type(CREDIT.of(3) + CREDIT.of(4), Quantity)
assert_type(ledger.grant("g", CREDIT.of(10), at=now), Grant)
assert_type(ledger.debit("d", CREDIT.of(1), at=now, shortfall=Shortfall.OWE()), Debit | Refusal)
assert_type(ledger.hold("h", CREDIT.of(1), at=now), Hold | Refusal)
assert_type(ledger.balance(now), Balance)
assert_type(ledger.statement(now, now + HOUR), Statement)
assert_type(Linear(Money(350, "UAH")).price(10), Money)
assert_type(Billing(now, Months(1), house.tz).period(0), Period)
term: Days | Months = Days(90)

# Business.
plan = plans.task_package(term=term)
assert_type(plan, Plan)
task = Task("T-1", SIMPLE, "Acme", now)
assert_type(plan.promise(task), Promise | Refusal)
assert_type(plan.intake(task, house), Taken | Refusal)
promise = plan.promise(task)
if isinstance(promise, Promise):
    case = Case.open(promise, house)
    assert_type(case.after(Accepted("e", now)), Case | Refusal)
account = Account(plan, house)
assert_type(account.post(Bought("b", now, quantity=CREDIT.of(10))), Outcome)
assert_type(account.post(Posted.of(task)).refusal, Refusal | None)
event: Event = Accepted("a", now)
assert_type(On.of("T-1", event), On)
assert_type(account.queue(now), tuple[Case, ...])
assert_type(invoice(account, Period(now, now + HOUR)), Invoice)


def why(refusal: Refusal) -> tuple[Reason, Reason | None]:
    """A refusal has a reason, with or without a way out."""
    return refusal.reason, refusal.way_out


def priced(formula: ComplexityFormula, quote: Quote) -> Money:
    """A formula's contributions sum to a number, a quote's lines to money."""
    assert_type(formula.score(Project("corporate", hours=40, developments=2, users=30)), Score)
    return quote.total


def calibrated(projects: list[tuple[Project, Money]]) -> ComplexityFormula:
    """Weights are fitted to prices; the formula is an ordinary one."""
    found = calibrate(projects, hours="2.5", users=Rising(1, 11, 51), implementation={"corporate": 90})
    assert_type(found, Calibration)
    assert_type(found.weight("developments").low, Decimal)
    return found.rounded(to={"developments": 5}).formula()
