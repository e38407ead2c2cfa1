"""The slow twin of a case: all that was ever handed in, read again from the first event at every question.

The table is written by hand, a line for a state, in words. Nothing is kept between two questions. The clock is a
`Stopwatch` that is wound anew from the same list. Events are looked at only through what they carry.
"""

from datetime import date, datetime, time, timedelta

from oracles.stopwatch import ZONE, Promise, Stopwatch, office

EIGHT = timedelta(hours=8)
SPANS = office(date(2026, 10, 19), date(2026, 12, 24))

BESIDE = "handed over: same, noted: same, ticket closed: same"
OPEN = f"waiting: waiting, cancelled: cancelled, reclassified: same, {BESIDE}"
TABLE = {
    "pending confirmation in writing": "confirmed: posted, cancelled: cancelled",
    "posted": f"accepted: accepted, solved: solved, {OPEN}",
    "accepted": f"estimated: estimated, started: in work, solved: solved, {OPEN}",
    "estimated": f"estimated: estimated, agreed: agreed, declined: cancelled, {OPEN}",
    "agreed": f"started: in work, solved: solved, {OPEN}",
    "in work": f"started: in work, estimated: same, agreed: same, declined: same, solved: solved, {OPEN}",
    "waiting": f"resumed: back, solved: solved, cancelled: cancelled, reclassified: same, {BESIDE}",
    "solved": f"questioned: in work, closed: closed, cancelled: closed, {BESIDE}",
    "closed": "",
    "cancelled": "",
}
KINDS = (
    "ticket closed", "handed over", "confirmed", "accepted", "estimated", "agreed", "declined", "started", "waiting",
    "resumed", "solved", "questioned", "reclassified", "closed", "cancelled", "noted",
)  # fmt: skip


def goes(state, kind):
    """Where an event leads from a state, or None: read from the words of the table."""
    ways = dict(way.split(": ") for way in TABLE[state].split(", ") if way)
    return ways.get(kind)


class TaskReader:
    """Everything handed in about one task, and the plan's numbers."""

    def __init__(self, kind, posted, *, pending=False, days=5):
        self.kind, self.posted, self.pending, self.days = kind, posted, pending, days
        self.handed = []

    def hand(self, event):
        """Hand an event in, and say what became of it."""
        self.handed.append(event)
        return self.read()["answers"][-1]

    def read(self):
        view = {
            "state": "pending confirmation in writing" if self.pending else "posted",
            "kind": self.kind, "parts": None, "size": None, "offered": None, "owner": None, "back": None,
            "last": self.posted, "solved": None, "by itself": False, "ids": {}, "answers": [],
            "told": [] if self.pending else [(self.posted, "start")], "agreed": None,
        }  # fmt: skip
        for event in self.handed:
            view["answers"].append(self._answer(view, event))
        return view

    def state(self, now):
        """The state at an instant not before the last event."""
        view = self.read()
        return "closed" if self._closed(view, now) else view["state"]

    def _closed(self, view, now):
        if view["state"] != "solved" or self.days is None or view["kind"] in ("estimate", "work"):
            return False
        local = view["solved"].astimezone(ZONE)
        day = date.fromordinal(local.date().toordinal() + self.days)
        return now >= datetime.combine(day, local.time().replace(fold=0), ZONE).astimezone(now.tzinfo)

    def _answer(self, view, event):
        known = view["ids"].get(event.id)
        if known is not None:
            return "same" if known == event else "conflict"
        if event.at < view["last"]:
            return "out-of-order"
        if self._closed(view, event.at):
            return "closed-by-itself"
        target = goes(view["state"], event.kind)
        if target is None:
            return "not-possible"
        answer = self._lacks(view, event)
        if answer is None:
            self._happens(view, event, target)
        return answer or "happened"

    def _lacks(self, view, event):
        kind, what = view["kind"], event.kind
        sized = kind in ("development", "work")
        if what == "accepted" and kind != "compound" and event.parts is not None:
            return "no-parts"
        told = event.parts if what == "accepted" and event.parts is not None else view["parts"]
        if what in ("accepted", "solved") and kind == "compound" and (told is None or told < 2):
            return "parts-needed"
        if what in ("estimated", "agreed", "declined") and not sized:
            return "no-size-here"
        if what == "estimated" and event.size is None:
            return "not-sized"
        if what == "started" and view["owner"] not in (None, event.owner):
            return "owned"
        if what in ("started", "solved") and sized and view["size"] is None:
            return "not-sized"
        if what == "reclassified":
            if kind != "simple":
                return "only-simple-grows"
            if event.parts < 2:
                return "parts-needed"
            if not event.consent:
                return "consent-needed"
        return None

    def _happens(self, view, event, target):
        what, told = event.kind, view["told"]
        view["ids"][event.id], view["last"] = event, event.at
        if what == "confirmed":
            told.append((event.at, "start"))
        elif what == "accepted" and event.parts is not None:
            view["parts"] = event.parts
        elif what == "estimated":
            view["offered"] = event.size
        elif what == "agreed":
            view["size"] = event.size or view["offered"]
            if view["kind"] == "development":
                view["agreed"] = event.at
                told[:] = [(event.at, "start")]
        elif what in ("started", "handed over"):
            view["owner"] = event.owner
        elif what == "reclassified":
            view["kind"], view["parts"] = "compound", event.parts
        elif what == "solved":
            view["solved"] = event.at
        clock = {"waiting": "pause", "resumed": "resume", "solved": "stop", "questioned": "reopen"}.get(what)
        if what in ("cancelled", "declined") and view["state"] not in ("waiting", "solved"):
            clock = "pause" if told else None
        if clock is not None:
            told.append((event.at, clock))
        if what == "waiting":
            view["back"] = view["state"]
        if target == "back":
            target = view["back"]
        if target != "same":
            view["state"] = target

    def watch(self):
        """The solution's stopwatch as things are now; None where nothing is promised yet."""
        view = self.read()
        kind, parts, size = view["kind"], view["parts"], view["size"]
        if kind == "work" or (kind == "compound" and parts is None) or (kind == "development" and size is None):
            return None
        if kind == "bug":
            leaves = (("working", EIGHT), ("closing", None)) if self._in_time() else (("working", EIGHT),)
            return Stopwatch(SPANS, Promise(leaves), view["told"])
        amount = size if kind == "development" else EIGHT * (parts if kind == "compound" else 1)
        return Stopwatch(SPANS, Promise((("working", amount),)), view["told"])

    def _in_time(self):
        local = self.posted.astimezone(ZONE)
        return local.weekday() >= 5 or local.time() < time(16)
