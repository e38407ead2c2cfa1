"""Row 7: where do 10,000 open tasks stand at one `now`? At most 3 times as long as 10,000 `between`.

The clocks are those of a real list: most of them running, some paused, some waiting with a pause behind them, some
late. The answers are checked before anything is measured. ``--smoke`` runs one round of a few clocks.
"""

import datetime as dt

from measure import Found, ratio, show

from supportcore.plans import critical, house_calendar
from supportcore.sla import Clock, State, WorkingTime

HOUR = dt.timedelta(hours=1)


def clocks(count):
    """Return so many open clocks, posted within two weeks before the `now` of the list."""
    house = house_calendar()
    start = dt.datetime(2026, 11, 9, 9, tzinfo=dt.UTC)
    targets = (WorkingTime(8 * HOUR), WorkingTime(24 * HOUR), critical())
    found = []
    for number in range(count):
        clock = Clock(targets[number % 3], house, start + number * 13 * 24 * HOUR / count)
        if number % 10 == 3:
            clock = clock.pause(clock.start + HOUR)
        if number % 10 == 6:
            clock = clock.pause(clock.start + HOUR).resume(clock.start + 3 * HOUR)
        found.append(clock)
    return found


def rows(smoke):
    """Measure, once the clocks are seen to stand in every state that a list has."""
    count, rounds = (1_000, 2) if smoke else (10_000, 30)
    now = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    open_ = clocks(count)
    between = open_[0].calendar.between
    starts = [clock.start for clock in open_]

    def standings():
        for clock in open_:
            clock.standing(now)

    def betweens():
        for start in starts:
            between(start, now)

    assert {clock.standing(now).state for clock in open_} >= {State.RUNNING, State.PAUSED, State.BREACHED}
    yield Found("7", f"standing of {count:,} open tasks / between", ratio(standings, betweens, rounds, block=1), 3.0)


if __name__ == "__main__":
    show(rows, __doc__)
