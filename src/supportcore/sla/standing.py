"""Where a promise stands at an instant: the answer of a `Clock`, and its words."""

import datetime as dt
import enum

import attrs

from supportcore.instants import zone as find_zone
from supportcore.reasons import Reason, instant_text, span_text


class State(enum.Enum):
    """Where a clock stands."""

    NOT_STARTED = "not started"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"


@attrs.frozen
class Standing:
    """The state of a clock at an instant: since when, due when, and how much is left (negative: late by so much)."""

    state: State
    since: dt.datetime | None
    due: dt.datetime | None
    remaining: dt.timedelta | None
    reason: Reason | None = None

    def text(self, zone: str | dt.tzinfo) -> str:
        """Write the standing in a line, instants in a zone.

        >>> Standing(State.MET, dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC), None, None).text(dt.UTC)
        'met since Mon 23 Nov 2026 10:00'
        """
        words = self.state.value
        if self.since is not None:
            place = zone if isinstance(zone, dt.tzinfo) else find_zone(zone)
            words += f" since {instant_text(self.since, place)}"
        if self.remaining is not None and self.state in (State.RUNNING, State.PAUSED):
            words += f", {span_text(_to_the_minute(self.remaining))} left"
        if self.remaining is not None and self.state is State.BREACHED:
            words += f", late by {span_text(_to_the_minute(-self.remaining))}"
        return words


def _to_the_minute(value: dt.timedelta) -> dt.timedelta:
    minute = dt.timedelta(minutes=1)
    return value // minute * minute if value >= minute else value


UNSTARTED = Standing(State.NOT_STARTED, None, None, None)
