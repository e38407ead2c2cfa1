"""What stands ready on the shelf: the plans that need no argument, by name, and the calendar of the examples."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from supportcore.calendar import HolidayTable, WorkingCalendar
from supportcore.plans.hourly import hourly
from supportcore.plans.hours import hour_package
from supportcore.plans.onebox import employee_training, free_support, individual_manager, paid_support, task_package
from supportcore.plans.plan import Plan
from supportcore.plans.points import points_subscription

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
