"""The slow twin of a clock: what happened, as a list, and open hours, as a list, walked from the start every time.

Nothing is kept and nothing is moved: at every question the stretches in which the watch ran are laid over the open
hours and counted. A due instant is the first one, not before the instant that its leaf gave at the start, at which as
much has been counted as lies between the two.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Kyiv")
NOTHING = timedelta(0)
FOREVER = datetime(2027, 6, 1, tzinfo=UTC)


def at_wall(day, clock):
    return datetime.combine(day, clock, ZONE).astimezone(UTC)


def office(first, last, off=()):
    """The open hours of Monday to Friday, 09:00 to 18:00 in Kyiv, as pairs of instants."""
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    days = [day for day in days if day.weekday() < 5 and day not in off]
    return [(at_wall(day, time(9)), at_wall(day, time(18))) for day in days]


@dataclass(frozen=True)
class Promise:
    """What is promised: the first or the last of some leaves, each a pair such as ("working", timedelta(hours=8))."""

    leaves: tuple
    choose: str = "first"


class Stopwatch:
    """A list of (instant, what), and what can be said about it at a `now`."""

    def __init__(self, spans, promise, told):
        self.spans, self.promise, self.told = spans, promise, told

    # What was known.

    def known(self, now):
        """The start, the stretches in which it ran, and what holds it still: ("paused" or "stopped", since when)."""
        start, ran, since, still = None, [], None, None
        for at, what in self.told:
            if at > now:
                break
            if what in ("start", "restart"):
                start, ran, since, still = at, [], at, None
            elif what in ("pause", "stop"):
                if since is not None:
                    ran.append((since, at))
                since, still = None, ("paused" if what == "pause" else "stopped", at)
            else:  # resume, reopen
                since, still = at, None
        return start, ran, since, still

    # Counting.

    def count(self, leaf, ran, start, end):
        total = NOTHING
        for a, b in ran:
            for low, high in self.spans if leaf[0] in ("working", "closing", "by") else [(start, end)]:
                total += max(NOTHING, min(b, high, end) - max(a, low, start))
        return total

    def first(self, leaf, start):
        """The instant that a leaf gives at the start."""
        kind, value = leaf
        if kind == "elapsed":
            return start + value
        if kind == "closing":
            return next(close for _, close in self.spans if close > start)
        if kind == "by":
            days = [opening.astimezone(ZONE).date() for opening, _ in self.spans]
            today = start.astimezone(ZONE).date()
            return next(found for day in days if day >= today and (found := at_wall(day, value)) >= start)
        return self.reach(leaf, [(start, FOREVER)], start, value)

    def reach(self, leaf, ran, start, amount):
        """The first instant at which so much has been counted since the start."""
        if amount == NOTHING:
            return start
        for a, b in ran:
            for low, high in self.spans if leaf[0] != "elapsed" else [(start, FOREVER)]:
                piece = min(b, high) - max(a, low, start)
                if piece >= amount:
                    return max(a, low, start) + amount
                amount -= max(NOTHING, piece)
        raise LookupError("more is promised than the walked years hold")

    def due(self, start, ran):
        """The due instant, and the leaf that decides."""
        best = None
        for leaf in self.promise.leaves:
            d = self.first(leaf, start)
            found = max(d, self.reach(leaf, ran, start, self.count(leaf, [(start, FOREVER)], start, d)))
            if best is None or (found < best[0] if self.promise.choose == "first" else found > best[0]):
                best = found, leaf
        return best

    # What it says.

    def standing(self, now):
        """Its state, since when, due when, and what is left."""
        start, ran, since, still = self.known(now)
        if start is None:
            return "not started", None, None, None
        held = still[1] if still else None
        due, leaf = self.due(start, [*ran, (held or since, FOREVER)])
        until = held or now
        left = self.count(leaf, [(start, FOREVER)], until, due)
        if still and still[0] == "paused":
            moved, mover = self.due(start, [*ran, (now, FOREVER)])
            if now > moved:
                return "breached", moved, moved, -self.count(mover, ran, moved, now)
            return "paused", held, None, left
        if until > due:
            lived = ran if still else [*ran, (since, now)]
            return "breached", due, due, -self.count(leaf, lived, due, until)
        return ("met", held, due, left) if still else ("running", since, due, left)

    def elapsed(self, now):
        return self._counted(now)[0]

    def excluded(self, now):
        return self._counted(now)[1]

    def _counted(self, now):
        start, ran, since, still = self.known(now)
        if start is None:
            return NOTHING, NOTHING
        _, leaf = self.due(start, [*ran, (still[1] if still else since, FOREVER)])
        until = still[1] if still and still[0] == "stopped" else now
        counted = self.count(leaf, ran if still else [*ran, (since, now)], start, until)
        return counted, self.count(leaf, [(start, FOREVER)], start, until) - counted
