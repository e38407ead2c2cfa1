"""Where two schools disagree about a question: the word that says which answer is meant, and who else gives it."""

import enum


class Landing(enum.Enum):
    """Where `WorkingCalendar.add` lands when the work ends exactly at an edge."""

    STAY = enum.auto()
    """Work that fills the day is due at closing, and no work moves nothing. The default; most calendars."""
    ROLL_FORWARD = enum.auto()
    """Forwards, and for no work at all, on to the next opening. zendesk/biz."""
    ROLL = enum.auto()
    """As `ROLL_FORWARD`, and backwards on to the previous closing. pandas."""


class DayStep(enum.Enum):
    """How `WorkingCalendar.add_days` counts from a day off."""

    STEP = enum.auto()
    """The next working day is one step away. The default; biz, pandas, numpy."""
    ROLL_FIRST = enum.auto()
    """First roll to a working day in the direction of travel, then count. business_time, working_hours.

    No days have no direction: they stay.
    """


class Direction(enum.Enum):
    """Which way `WorkingCalendar.spans` walks."""

    FORWARD = enum.auto()
    BACKWARD = enum.auto()


class Ends(enum.Enum):
    """Which of two dates count themselves in `WorkingCalendar.working_days_between`."""

    START = enum.auto()
    """``[start, end)``: additive. The default."""
    END = enum.auto()
    """``(start, end]``: the days that follow. working_hours."""
    BOTH = enum.auto()
    """``[start, end]``: every date named. rickar/cal."""


ENDS = {Ends.START: (0, 0), Ends.END: (1, 1), Ends.BOTH: (0, 1)}
"""How far each moves the first and the last date of ``[start, end)``."""
