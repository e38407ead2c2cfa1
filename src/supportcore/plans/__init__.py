"""The plans of the source documents, as data: each prints as a table with the rulebook's ids.

>>> plan = individual_manager()
>>> print(plan.name)
Individual manager

``READY`` names those that need no argument. This face only imports, and names the house calendar of the examples.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from supportcore.calendar import HolidayTable, WorkingCalendar
from supportcore.plans.entitlement import Entitlement as Entitlement
from supportcore.plans.hourly import CLIENT_OF_THE_FIRM as CLIENT_OF_THE_FIRM
from supportcore.plans.hourly import hourly as hourly
from supportcore.plans.hours import AFTER_IMPLEMENTATION_OR_AUDIT as AFTER_IMPLEMENTATION_OR_AUDIT
from supportcore.plans.hours import TARIFFS as TARIFFS
from supportcore.plans.hours import hour_package as hour_package
from supportcore.plans.lint import not_cheapest as not_cheapest
from supportcore.plans.onebox import critical as critical
from supportcore.plans.onebox import employee_training as employee_training
from supportcore.plans.onebox import free_support as free_support
from supportcore.plans.onebox import individual_manager as individual_manager
from supportcore.plans.onebox import paid_support as paid_support
from supportcore.plans.onebox import private_support as private_support
from supportcore.plans.onebox import task_package as task_package
from supportcore.plans.plan import Difference as Difference
from supportcore.plans.plan import Plan as Plan
from supportcore.plans.points import DEPLOYED_BY_US as DEPLOYED_BY_US
from supportcore.plans.points import points_alternative as points_alternative
from supportcore.plans.points import points_subscription as points_subscription
from supportcore.plans.tariff import Tariff as Tariff

READY: Mapping[str, Callable[[], Plan]] = MappingProxyType(
    {
        "individual_manager": individual_manager,
        "task_package": task_package,
        "paid_support": paid_support,
        "free_support": free_support,
        "hourly": hourly,
        "hour_package": hour_package,
        "points_subscription": points_subscription,
        "employee_training": employee_training,
    }
)


def house_calendar(
    *,
    tz: str | dt.tzinfo = "Europe/Kyiv",
    holidays: HolidayTable | Iterable[dt.date | str] | None = None,
    breaks: Iterable[tuple[str, str]] = (),
) -> WorkingCalendar:
    """Return the calendar of the rulebook's examples: Monday to Friday, 09:00 to 18:00 (ISM-9), no lunch break.

    >>> house_calendar().closing(dt.date(2026, 11, 23)).hour
    18
    """
    return WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz=tz, holidays=holidays, breaks=breaks)
