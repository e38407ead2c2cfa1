"""What every what-if is handed, and how the wrong thing is refused: one door for each kind of value."""

from supportcore.account import Account
from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, InvalidWorkload
from supportcore.plans import Plan
from supportcore.pricing import ExchangeRate, RateTable
from supportcore.tasks import Channel, LogRow, TaskType
from supportcore.units import Money

PLAN = Door(InvalidWorkload, "a workload is played under a Plan", "write plans.task_package()", Plan)
CALENDAR = Door(
    InvalidWorkload, "a workload is placed on a WorkingCalendar", "pass plans.house_calendar()", WorkingCalendar
)
ACCOUNT = Door(InvalidWorkload, "what happened stands in an Account", "pass the account", Account)
LOG_ROW = Door(InvalidWorkload, "an event log is rows of LogRow", "write LogRow(case, activity, at)", LogRow)
KIND = Door(InvalidWorkload, "a kind of task is a TaskType", "pass SIMPLE, or TaskType('wish')", TaskType)
CHANNEL = Door(InvalidWorkload, "requests come by a Channel", "write Channel.EMAIL", Channel)
RATE = Door(
    InvalidWorkload,
    "currencies are turned by an ExchangeRate",
    "write ExchangeRate('UAH', 'USD', 1)",
    ExchangeRate,
)
COSTS = Door(InvalidWorkload, "what hours cost is a RateTable", "write RateTable(default=Money(9, 'USD'))", RateTable)
MONEY = Door(InvalidWorkload, "an amount has a currency: it is Money", "write Money(100, 'USD')", Money)
