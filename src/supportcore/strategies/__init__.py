"""Hypothesis strategies for those who build on this package: inputs drawn where mistakes are.

Uniform instants miss the microsecond at which a promise breaks. These draw around edges: openings and closings,
midnights, nights on which clocks change, the expiry of a lot, and one microsecond either side of each. What they draw
is valid by construction, so little is thrown away, and it shrinks towards an office from nine to six.

This is the one room that needs Hypothesis: ``pip install 'supportcore[test]'``.
"""

from importlib.util import find_spec

from supportcore.errors import MissingExtra

if find_spec("hypothesis") is None:
    raise MissingExtra(
        "hypothesis",
        "strategies are drawn by Hypothesis, which the package does not need",
        "pip install 'supportcore[test]'",
    )

from supportcore.strategies.calendars import Place as Place
from supportcore.strategies.calendars import calendars as calendars
from supportcore.strategies.calendars import places as places
from supportcore.strategies.calendars import weekly_calendars as weekly_calendars
from supportcore.strategies.histories import histories as histories
from supportcore.strategies.hours import BREAKS as BREAKS
from supportcore.strategies.hours import DAY as DAY
from supportcore.strategies.hours import DAYS_OF_HOURS as DAYS_OF_HOURS
from supportcore.strategies.hours import HOUR as HOUR
from supportcore.strategies.hours import MICROSECOND as MICROSECOND
from supportcore.strategies.hours import MIDNIGHT as MIDNIGHT
from supportcore.strategies.hours import MINUTE as MINUTE
from supportcore.strategies.hours import NEXT_MIDNIGHT as NEXT_MIDNIGHT
from supportcore.strategies.hours import NIGHTS as NIGHTS
from supportcore.strategies.hours import ODD as ODD
from supportcore.strategies.hours import OFFICE as OFFICE
from supportcore.strategies.hours import ROUND as ROUND
from supportcore.strategies.hours import SECOND as SECOND
from supportcore.strategies.hours import WEEKDAYS as WEEKDAYS
from supportcore.strategies.hours import Hours as Hours
from supportcore.strategies.hours import Night as Night
from supportcore.strategies.hours import breaks as breaks
from supportcore.strategies.hours import clocks as clocks
from supportcore.strategies.hours import days_of_hours as days_of_hours
from supportcore.strategies.hours import holiday_tables as holiday_tables
from supportcore.strategies.hours import nights as nights
from supportcore.strategies.hours import weeks as weeks
from supportcore.strategies.journals import START as START
from supportcore.strategies.journals import Journal as Journal
from supportcore.strategies.journals import journals as journals
from supportcore.strategies.journals import plans as plans
from supportcore.strategies.journals import tasks as tasks
from supportcore.strategies.promises import AMOUNTS as AMOUNTS
from supportcore.strategies.promises import BESIDE as BESIDE
from supportcore.strategies.promises import CLOCKS as CLOCKS
from supportcore.strategies.promises import amounts as amounts
from supportcore.strategies.promises import instants as instants
from supportcore.strategies.promises import leaves as leaves
from supportcore.strategies.promises import pauses as pauses
from supportcore.strategies.promises import targets as targets
