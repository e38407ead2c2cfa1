"""Without arguments: a month in the life of one made-up client, every kind of task and every kind of *no* in it.

The month has the night when the clocks go back (25 October 2026) and a holiday; all of it is played through the plan
and the cases that a host would use. It is a picture to read, not a test: the tests read the same lines.
"""

import datetime as dt
from collections.abc import Iterator
from textwrap import wrap

import attrs

from supportcore import plans
from supportcore.calendar import HolidayTable, WorkingCalendar
from supportcore.plans import Plan
from supportcore.reasons import Refusal, instant_text
from supportcore.sla import Deadline
from supportcore.tasks import (
    BUG,
    COMPOUND,
    DEVELOPMENT,
    ESTIMATE,
    SERVICE_REQUEST,
    SIMPLE,
    WORK,
    Accepted,
    Agreed,
    Case,
    Channel,
    Estimated,
    Event,
    HandedOver,
    Manager,
    Questioned,
    Reclassified,
    Resumed,
    Solved,
    Started,
    Task,
    TaskType,
    Team,
    Waiting,
    compliance,
    queue,
    staffed,
)

CLIENT = "Example Ltd (made up)"
HOLIDAY = dt.date(2026, 10, 15)
_HOUR = dt.timedelta(hours=1)


@attrs.define
class _Desk:
    """Who plays the month: takes tasks, hands events on, and notes a line for each."""

    plan: Plan
    hours: WorkingCalendar
    cases: dict[str, Case] = attrs.field(factory=dict)
    posted: list[Task] = attrs.field(factory=list)
    told: list[tuple[dt.datetime, str, str, str]] = attrs.field(factory=list)

    def at(self, day: int, time: str, month: int = 10) -> dt.datetime:
        return dt.datetime.combine(dt.date(2026, month, day), dt.time.fromisoformat(time), self.hours.tz)

    def post(
        self, name: str, kind: TaskType, at: dt.datetime, channel: Channel = Channel.CABINET, plan: Plan | None = None
    ) -> None:
        task = Task(name, kind, CLIENT, at, channel)
        found = (plan or self.plan).intake(task, self.hours, self.posted)
        if isinstance(found, Refusal):
            self._note(at, name, f"{kind.code}, {channel.name.lower()}", str(found))
            return
        self.posted.append(task)
        case = Case.open(found.promise, self.hours, pending=found.pending)
        self.cases[name] = case
        said = str(found.pending) if found.pending else _due(case)
        self._note(at, name, f"{kind.code}, {channel.name.lower()}", said)

    def tell(self, name: str, event: Event) -> None:
        found = self.cases[name].after(event)
        if isinstance(found, Refusal):
            self._note(event.at, name, event.kind, str(found))
            return
        self.cases[name] = found
        self._note(event.at, name, event.kind, _standing(found, event))

    def _note(self, at: dt.datetime, name: str, what: str, answer: str) -> None:
        self.told.append((at, name, what, answer))


def _due(case: Case) -> str:
    found = case.solution.deadline
    if isinstance(found, Deadline):
        return str(found)
    return "-" if found is None else found.reason.text()


def _standing(case: Case, event: Event) -> str:
    if isinstance(event, (Accepted, Agreed, Resumed, Reclassified)):
        return _due(case)
    return case.solution.standing(event.at).text(case.calendar.tz)


def _play(desk: _Desk) -> None:
    at = desk.at
    desk.post("T-1", SIMPLE, at(1, "10:00"))
    desk.tell("T-1", Accepted("e1", at(1, "10:20")))
    desk.tell("T-1", Waiting("e2", at(1, "12:00")))
    desk.tell("T-1", Resumed("e3", at(2, "09:30")))
    desk.tell("T-1", Solved("e4", at(2, "14:00")))
    desk.tell("T-1", Questioned("e5", at(5, "11:00")))
    desk.tell("T-1", Solved("e6", at(5, "12:00")))
    desk.tell("T-1", Questioned("e7", at(12, "10:00")))
    desk.post("T-2", SIMPLE, at(6, "10:00"), Channel.TELEPHONE)
    desk.post("T-3", BUG, at(6, "15:59"), Channel.TELEPHONE)
    desk.post("T-4", BUG, at(6, "16:00"), Channel.TELEPHONE)
    desk.tell("T-3", Started("e8", at(6, "16:05"), "ann"))
    desk.tell("T-3", Accepted("e9", at(6, "16:05")))
    desk.tell("T-3", Started("e10", at(6, "16:06"), "ann"))
    desk.tell("T-3", Started("e11", at(6, "16:10"), "bob"))
    desk.tell("T-3", HandedOver("e12", at(6, "16:30"), "bob", "ann is ill"))
    desk.tell("T-3", Solved("e13", at(6, "18:00")))
    desk.tell("T-4", Reclassified("e14", at(6, "16:40"), 2, "two errors", consent=True))
    desk.tell("T-4", Solved("e15", at(7, "15:30")))
    desk.post("T-5", COMPOUND, at(14, "16:00"))
    desk.tell("T-5", Accepted("e16", at(14, "16:30")))
    desk.tell("T-5", Accepted("e17", at(14, "16:40"), 3))
    desk.post("T-6", SIMPLE, at(14, "17:00"))
    desk.post("T-7", ESTIMATE, at(14, "17:10"))
    desk.post("T-8", SIMPLE, at(14, "17:20"))
    desk.tell("T-6", Accepted("e18", at(14, "17:30")))
    desk.tell("T-6", Reclassified("e19", at(16, "09:30"), 2, "needs two reports"))
    desk.tell("T-6", Reclassified("e20", at(16, "09:40"), 2, "needs two reports", consent=True))
    desk.tell("T-7", Solved("e21", at(16, "12:00")))
    desk.tell("T-5", Solved("e22", at(20, "10:00")))
    desk.tell("T-6", Solved("e23", at(16, "17:00")))
    desk.post("T-9", DEVELOPMENT, at(19, "09:00"))
    desk.tell("T-9", Accepted("e24", at(19, "09:30")))
    desk.tell("T-9", Started("e25", at(19, "09:40"), "bob"))
    desk.tell("T-9", Estimated("e26", at(20, "10:00"), 30 * _HOUR))
    desk.tell("T-9", Agreed("e27", at(21, "11:00")))
    desk.tell("T-9", Started("e28", at(21, "11:30"), "bob"))
    desk.post("T-10", SIMPLE, at(23, "17:00"))
    desk.tell("T-10", Accepted("e29", at(23, "17:30")))
    desk.post("T-11", DEVELOPMENT, at(26, "09:00"), plan=plans.free_support())
    desk.post("T-12", SERVICE_REQUEST, at(26, "09:00"), plan=plans.points_subscription())
    desk.post("T-13", WORK, at(26, "09:00"), Channel.MESSENGER, plan=plans.hourly())


def _told(desk: _Desk) -> Iterator[str]:
    """Yield the month in order of time; the way out of a *no* stands below it."""
    for at, name, what, answer in sorted(desk.told, key=lambda line: line[0]):
        when = instant_text(at, desk.hours.tz).replace(f" {at.year}", "")
        said, *instead = (part for line in answer.splitlines() for part in wrap(line, 72, subsequent_indent="  "))
        yield f"{when:<17} {name:<5} {what:<24} {said}"
        yield from (f"{'':<48} {line}" for line in instead)


def _team(at: dt.datetime) -> Iterator[str]:
    team = Team((Manager("ann", qualified=True), Manager("bob")))
    for number in range(1, 11):
        found = team.assign(f"P-{number}", "ann", at)
        team = team if isinstance(found, Refusal) else found
    tries: dict[str, Team | Refusal | None] = {
        "the 11th project to ann": team.assign("P-11", "ann", at),
        "a project to bob": team.assign("P-11", "bob", at),
        "P-1 to ann again": team.assign("P-1", "ann", at),
        "an hour package with one person": staffed({"project manager": "ann"}),
    }
    for what, answer in tries.items():
        if isinstance(answer, Refusal):
            yield f"  {what}"
            yield from (f"    {line}" for line in str(answer).splitlines())


def lines() -> Iterator[str]:
    """Yield the month, a line each."""
    hours = plans.house_calendar(holidays=HolidayTable.of({HOLIDAY: "a holiday"}))
    desk = _Desk(plans.task_package(), hours)
    _play(desk)
    now = desk.at(26, "09:00")
    yield f"October 2026 of {CLIENT}: {desk.plan.name}, Monday to Friday 09:00-18:00, Europe/Kyiv"
    yield f"closed on {HOLIDAY} (a holiday); the clocks go back on the night to 25 October"
    yield ""
    yield from _told(desk)
    yield ""
    yield "The team:"
    yield from _team(now)
    yield ""
    yield f"Open on {instant_text(now, hours.tz)}, the one due first in front:"
    open_ = queue((case.at(now) for case in desk.cases.values() if case.last_at <= now), now)
    yield from (f"  {case.task.id:5} {_due(case)}" for case in open_)
    yield ""
    yield "Were the promises kept?"
    month = (desk.at(1, "00:00"), desk.at(1, "00:00", 11))
    yield str(compliance(((desk.plan.rulebook.plan, case) for case in desk.cases.values()), *month, now=now))
    first = desk.cases["T-10"].solution.deadline
    if isinstance(first, Deadline):
        yield ""
        yield "Why is T-10 due then?"
        yield str(first.trace(hours))
