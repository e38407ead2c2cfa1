"""A `Deadline` is small and kept; its `Trace` is made when somebody asks why.

The trace walks from the start to the due instant and says of every stretch whether it was counted or skipped, and why:
closed, a day off, a holiday by name, a pause. Its printed form is a few lines for the client; a notebook shows a table.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import InvalidTarget
from supportcore.instants import from_micros, to_micros
from supportcore.instants import zone as find_zone
from supportcore.reasons import Reason, instant_text, span_text
from supportcore.sla.pauses import Pause
from supportcore.tables import html_table

_SHOWN = 10  # lines of a printed trace before its middle is summed up


class Decider(Protocol):
    """What a deadline knows of the leaf that decided it."""

    @property
    def reason(self) -> Reason:
        """Why it is due then."""
        ...

    def count(self, calendar: WorkingCalendar, start: int, end: int) -> int:
        """Return the microseconds between two instants that it counts."""
        ...

    def reach(self, calendar: WorkingCalendar, x: int, pauses: tuple[tuple[int, int], ...], amount: int) -> int:
        """Return the earliest instant at which so much of that time has passed, pauses left out."""
        ...


Candidate = tuple[int, Decider, int]
"""The instant that a leaf gives, the leaf, and the instant from which it counts."""


class Promised(Protocol):
    """What a deadline knows of the target that was asked."""

    def candidates(
        self, calendar: WorkingCalendar, at: dt.datetime, pauses: Iterable[Pause] = ()
    ) -> Iterable[Candidate]:
        """Return all leaves among which a choice was made."""
        ...


@attrs.frozen(slots=False)  # a frozen value with a dict is made a third faster, and this one is made in bulk
class Deadline:
    """When something is due, and why.

    ``start`` and ``due`` are in UTC, ``target`` is the leaf that decided, ``promised`` the target that was asked,
    ``zone`` the calendar's (for showing), ``provisional`` says that it rests on dates no holiday table covers.
    """

    start: dt.datetime
    due: dt.datetime
    target: Decider
    zone: ZoneInfo
    promised: Promised
    pauses: tuple[Pause, ...] = ()
    provisional: bool = False

    @property
    def reason(self) -> Reason:
        """Why it is due then: the deciding leaf's reason."""
        return self.target.reason

    def text(self, zone: str | dt.tzinfo | None = None) -> str:
        """Return the due instant for a client: in their zone (the calendar's unless given), to the minute before it."""
        return instant_text(self.due, self.zone if zone is None else find_zone(zone))

    def __str__(self) -> str:
        moved = ", pauses not counted" if self.stopped else ""
        guess = " (provisional: holidays not yet known)" if self.provisional else ""
        return f"due {self.text()}: {self.reason}{moved}{guess}"

    @property
    def stopped(self) -> bool:
        """Whether any of the pauses stopped its clock."""
        return any(pause.start < self.due and self.start < pause.end for pause in self.pauses)

    def trace(self, calendar: WorkingCalendar) -> "Trace":
        """Return how the deadline came about, stretch by stretch, on the calendar that gave it.

        Raises `InvalidTarget` for a calendar that would give another deadline: its story would be a wrong one.
        """
        decided = (to_micros(self.due), self.target)
        leaves = list(self.promised.candidates(calendar, self.start, self.pauses))
        if decided not in [(due, leaf) for due, leaf, _ in leaves]:
            raise InvalidTarget(
                self.due.isoformat(),
                "this calendar would give another deadline",
                "trace it on the one it was counted on",
            )
        since = next((since for due, leaf, since in leaves if (due, leaf) == decided), to_micros(self.start))
        others = ((leaf.reason, from_micros(due)) for due, leaf, _ in leaves if leaf != self.target)
        return Trace(self, tuple(_steps(self, calendar, since)), tuple(others))


@attrs.frozen
class Step:
    """One stretch of a trace: counted or skipped, why, and what had been counted at its end."""

    start: dt.datetime
    end: dt.datetime
    reason: Reason
    counted: dt.timedelta
    total: dt.timedelta


@attrs.frozen
class Trace:
    """A deadline's story: its steps, and what the other targets of a choice would have given.

    >>> from supportcore.sla import WorkingTime
    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
    >>> deadline = WorkingTime(dt.timedelta(hours=8)).due(house, dt.datetime(2026, 11, 20, 17, 30, tzinfo=house.tz))
    >>> print(deadline.trace(house))
    due Mon 23 Nov 2026 16:30: 8 h of working time
      Fri 20 Nov 2026 17:30 - 18:00  counted 30 min
      Fri 20 Nov 2026 18:00 - Mon 23 Nov 2026 09:00  closed, day off
      Mon 23 Nov 2026 09:00 - 16:30  counted 7 h 30 min, in all 8 h
    """

    deadline: Deadline
    steps: tuple[Step, ...]
    alternatives: tuple[tuple[Reason, dt.datetime], ...] = ()

    def lines(self) -> list[str]:
        """Return the printed form, a line each; a long middle is summed up in one."""
        shown = [_line(step, self.deadline.zone) for step in self.folded()]
        if len(shown) > _SHOWN:
            middle = f"  ... {len(shown) - _SHOWN + 1} more lines ..."
            shown = [*shown[: _SHOWN - 4], middle, *shown[-3:]]
        zone = self.deadline.zone
        others = [f"  (not: {why}: {instant_text(due, zone)})" for why, due in self.alternatives]
        return [str(self.deadline), *shown, *others]

    def folded(self) -> Iterator[Step]:
        """Join neighbours that were both skipped, and tell the reasons once each."""
        waiting: list[Step] = []
        for step in self.steps:
            if step.counted:
                yield from _joined(waiting)
                yield step
                waiting = []
            else:
                waiting.append(step)
        yield from _joined(waiting)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        """Return a table for a notebook, every text escaped."""
        return html_table(("from", "until", "what", "counted", "in all"), self._rows(), str(self.deadline))

    def _rows(self) -> Iterator[tuple[str, ...]]:
        zone = self.deadline.zone
        for step in self.steps:
            counted = span_text(step.counted) if step.counted else ""
            yield (
                instant_text(step.start, zone),
                instant_text(step.end, zone),
                step.reason.text(),
                counted,
                span_text(step.total),
            )


def _joined(steps: list[Step]) -> Iterator[Step]:
    if steps:
        why = tuple(dict.fromkeys(step.reason for step in steps))
        reason = why[0] if len(why) == 1 else Reason.of("together", reasons=why)
        yield attrs.evolve(steps[0], end=steps[-1].end, reason=reason)


def _line(step: Step, zone: ZoneInfo) -> str:
    start, end = step.start.astimezone(zone), step.end.astimezone(zone)
    until = f"{end.hour:02}:{end.minute:02}" if start.date() == end.date() else instant_text(end)
    what = step.reason.text()
    if step.counted:
        what += f" {span_text(step.counted)}" + (
            f", in all {span_text(step.total)}" if step.total > step.counted else ""
        )
    return f"  {instant_text(start)} - {until}  {what}"


def _steps(deadline: Deadline, calendar: WorkingCalendar, since: int) -> Iterator[Step]:
    start, due = to_micros(deadline.start), to_micros(deadline.due)
    waiting = [(start, since, Reason.of("waits"))] if start < since else []
    total = 0
    for begin, end, reason in [*waiting, *_stretches(deadline, calendar, since, due)]:
        counted = deadline.target.count(calendar, begin, end) if reason.code == "counted" else 0
        total += counted
        yield Step(
            from_micros(begin),
            from_micros(end),
            reason,
            dt.timedelta(microseconds=counted),
            dt.timedelta(microseconds=total),
        )


def _stretches(
    deadline: Deadline, calendar: WorkingCalendar, start: int, due: int
) -> Iterator[tuple[int, int, Reason]]:
    """Cut the way at pauses, then at the calendar's edges and (where it is closed) at midnights."""
    pauses = sorted((to_micros(pause.start), to_micros(pause.end)) for pause in deadline.pauses)
    x = start
    for begin, end in pauses:
        if x < min(begin, due):
            yield from _open_and_closed(deadline, calendar, x, min(begin, due))
        if max(begin, x) < min(end, due):
            yield max(begin, x), min(end, due), Reason.of("paused")
        x = max(x, min(end, due))
    if x < due:
        yield from _open_and_closed(deadline, calendar, x, due)


def _open_and_closed(
    deadline: Deadline, calendar: WorkingCalendar, start: int, end: int
) -> Iterator[tuple[int, int, Reason]]:
    if deadline.target.count(calendar, start, end) == end - start:
        yield start, end, Reason.of("counted")
        return
    x = start
    for begin, until, _ in calendar.timeline.forward(start, end):
        yield from _closed(calendar, x, begin)
        yield begin, until, Reason.of("counted")
        x = until
    yield from _closed(calendar, x, end)


def _closed(calendar: WorkingCalendar, start: int, end: int) -> Iterator[tuple[int, int, Reason]]:
    """Cut a closed stretch at the midnights where the reason changes."""
    if start >= end:
        return
    cuts = [start, *_midnights(calendar, start, end), end]
    begin, said = start, _why_closed(calendar, start)
    for moment, _ in pairwise(cuts):
        if (why := _why_closed(calendar, moment)) != said:
            yield begin, moment, said
            begin, said = moment, why
    yield begin, end, said


def _midnights(calendar: WorkingCalendar, start: int, end: int) -> Iterable[int]:
    day = from_micros(start, calendar.tz).date()
    while (moment := to_micros(dt.datetime.combine(day := day + dt.timedelta(days=1), dt.time(), calendar.tz))) < end:
        yield moment


def _why_closed(calendar: WorkingCalendar, x: int) -> Reason:
    day = from_micros(x, calendar.tz).date()
    if calendar.is_working_day(day):
        return Reason.of("closed")
    name = calendar.note(day)
    return Reason.of("special-day", name=name) if name else Reason.of("day-off")
