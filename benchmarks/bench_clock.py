"""Row 7: where do 10,000 open tasks stand at one `now`? At most 3 times as long as 10,000 `between`.

The clocks are those of a real list: most of them running, some paused, some waiting with a pause behind them, some
late. The answers are checked before anything is measured. ``--smoke`` runs one round of a few clocks.
"""

import argparse
import datetime as dt

from measure import ratio

from supportcore.plans import critical, house_calendar
from supportcore.sla import Clock, State, WorkingTime

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
BAR = 3.0


def clocks(count: int) -> list[Clock]:
    """Return so many open clocks, posted within two weeks before the `now` of the list."""
    house = house_calendar()
    start = dt.datetime(2026, 11, 9, 9, tzinfo=dt.UTC)
    targets = (WorkingTime(8 * HOUR), WorkingTime(24 * HOUR), critical())
    found = []
    for number in range(count):
        clock = Clock(targets[number % 3], house, start + number * 2 * MINUTE % (13 * 24 * HOUR))
        if number % 10 == 3:
            clock = clock.pause(clock.start + HOUR)
        if number % 10 == 6:
            clock = clock.pause(clock.start + HOUR).resume(clock.start + 3 * HOUR)
        found.append(clock)
    return found


def row_7(count: int, rounds: int) -> tuple[float, dict[State, int]]:
    """Return the ratio, and how many clocks stood where."""
    now = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    open_ = clocks(count)
    between = open_[0].calendar.between
    starts = [clock.start for clock in open_]

    def standings() -> None:
        for clock in open_:
            clock.standing(now)

    def betweens() -> None:
        for start in starts:
            between(start, now)

    stood = [clock.standing(now).state for clock in open_]
    return ratio(standings, betweens, rounds, block=1), {state: stood.count(state) for state in State}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="one round of a few clocks: does it run?")
    smoke = parser.parse_args().smoke
    found, stood = row_7(100 if smoke else 10_000, 2 if smoke else 30)
    states = ", ".join(f"{count} {state.value}" for state, count in stood.items() if count)
    verdict = "held" if found <= BAR else "MISSED"
    print(f"row 7: standing ({states}): {found:.2f} x between; bar {BAR}: {verdict}")


if __name__ == "__main__":
    main()
