"""Working calendars: when a place is open, how much work fits between two instants, and where it leads.

`WorkingCalendar` is made of a week of `Shift` values, odd dates, breaks and a `HolidayTable`, in one IANA zone;
calendars combine with ``&``, ``|``, ``-`` and ``changed``. The policies are named values: `Landing`, `DayStep`,
`Ends`, `Precedence`, `Beyond`, `Direction`. This face only imports.
"""

from supportcore.calendar.holidays import Beyond as Beyond
from supportcore.calendar.holidays import Holiday as Holiday
from supportcore.calendar.holidays import HolidayTable as HolidayTable
from supportcore.calendar.holidays import country_holidays as country_holidays
from supportcore.calendar.hours import Shift as Shift
from supportcore.calendar.policies import DayStep as DayStep
from supportcore.calendar.policies import Direction as Direction
from supportcore.calendar.policies import Ends as Ends
from supportcore.calendar.policies import Landing as Landing
from supportcore.calendar.sources import Precedence as Precedence
from supportcore.calendar.spans import Span as Span
from supportcore.calendar.working import WorkingCalendar as WorkingCalendar
