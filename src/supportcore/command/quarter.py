"""Without arguments: the last quarter of 2026 under all nine plans, every kind of task and every kind of *no* in it.

The chapters are played, row by row, through the `Account` that a host would use, and what it answers is told. The
quarter has the night when the clocks go back (25 October) and a holiday. It is a picture to read, not a test: the tests
read the same lines.
"""

import datetime as dt
from collections.abc import Iterator
from textwrap import wrap

import attrs

from supportcore import plans
from supportcore.account import (
    Account,
    Bought,
    Fact,
    FaultFound,
    Granted,
    On,
    Outcome,
    Posted,
    Reserved,
    ReserveMoved,
    WorkLogged,
    invoice,
)
from supportcore.calendar import HolidayTable, WorkingCalendar
from supportcore.command.chapters import Chapter, Row, chapters
from supportcore.periods import Billing, Months
from supportcore.pricing import ILLUSTRATIVE, ILLUSTRATIVE_TRAINEE, FactorPrice, Linear, Trainee
from supportcore.reasons import Refusal, day_text, instant_text
from supportcore.sla import Deadline
from supportcore.tasks import (
    Accepted,
    Agreed,
    ByEffort,
    Cancelled,
    Case,
    Channel,
    Confirmed,
    Declined,
    Event,
    Manager,
    Noted,
    Reclassified,
    Resumed,
    Task,
    TaskType,
    Team,
    TicketClosed,
    staffed,
)
from supportcore.units import Money

HOLIDAY = dt.date(2026, 10, 15)


# A row becomes a fact, and a fact an answer.


def _at(text: str, hours: WorkingCalendar) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-{text}").replace(tzinfo=hours.tz)


def _fact(number: int, row: Row, client: str, hours: WorkingCalendar) -> Fact:
    when, name, what, more = (*row, {})[:4]
    at, ident = _at(when, hours), f"e{number}"
    if isinstance(what, TaskType):
        return Posted.of(Task(name, what, client, at, **more))
    if issubclass(what, Event):
        return On.of(name, what(ident, at, **more))
    if "task" in attrs.fields_dict(what):
        kept: Fact = what(ident, at, task=name, **more)
        return kept
    bare: Fact = what(name, at, **more)
    return bare


def _words(fact: Fact) -> str:
    if isinstance(fact, Posted):
        channel = fact.task.channel
        return fact.task.type.code if channel is Channel.CABINET else f"{fact.task.type.code}, {channel.name.lower()}"
    return fact.event.kind if isinstance(fact, On) else _WORDS[type(fact)]


_WORDS: dict[type[Fact], str] = {
    Bought: "bought",
    Granted: "granted",
    WorkLogged: "work logged",
    Reserved: "hours set aside",
    ReserveMoved: "hours moved",
    FaultFound: "fault found",
}


def _answer(account: Account, outcome: Outcome) -> Iterator[str]:
    fact = outcome.fact
    if outcome.refusal is not None:
        yield from str(outcome.refusal).splitlines()
    elif outcome.told:
        yield from map(str, outcome.told)
    elif isinstance(fact, On) and isinstance(fact.event, Agreed) and _by_effort(account, fact.task):
        yield _left(account, fact.at)
    elif isinstance(fact, (Posted, On)):
        yield _case(account.work[fact.task.id if isinstance(fact, Posted) else fact.task].case, fact)
    else:
        yield "noted" if account.plan.entitlement is None else _left(account, fact.at)


def _by_effort(account: Account, task: str) -> bool:
    work = account.work[task]
    return bool(work.holds) and isinstance(work.case.rule.charge, ByEffort)


def _left(account: Account, at: dt.datetime) -> str:
    """Say what is left, and where the rest went."""
    balance = account.balance(at)
    columns = ((name, getattr(balance, name)) for name in ("available", "held", "consumed", "expired", "owed"))
    return ", ".join(f"{value} {name}" for name, value in columns if value or name == "available")


def _case(case: Case, fact: Posted | On) -> str:
    event = None if isinstance(fact, Posted) else fact.event
    if event is None or isinstance(event, Confirmed):
        return _answered(case)
    if isinstance(event, (Accepted, Agreed, Resumed, Reclassified)):
        return _due(case)
    if isinstance(event, (Cancelled, Declined, TicketClosed, Noted)):
        return str(case.state)
    return case.solution.standing(event.at).text(case.calendar.tz)


def _answered(case: Case) -> str:
    """Say when it is due; where nothing is promised yet, when it is answered."""
    first = None if case.acceptance is None else case.acceptance.deadline
    if isinstance(case.solution.deadline, Deadline) or not isinstance(first, Deadline):
        return _due(case)
    return f"answered by {instant_text(first.due, case.calendar.tz)}: {first.reason}"


def _due(case: Case) -> str:
    found = case.solution.deadline
    if isinstance(found, Deadline):
        return str(found)
    return "-" if found is None else found.reason.text()


# The lines.


def _told(chapter: Chapter, account: Account, hours: WorkingCalendar) -> Iterator[str]:
    refusal = chapter.plan.serves(())
    if refusal is not None:
        yield f"  to anybody else  refused: {refusal.reason}"
    for number, row in enumerate(chapter.story):
        fact = _fact(number, row, chapter.client, hours)
        said, *more = (
            part
            for line in _answer(account, account.post(fact))
            for part in wrap(line.replace(" 2026", ""), 75, subsequent_indent="  ")
        )
        yield f"{_short(fact.at, hours):<13} {row[1]:<5} {_words(fact):<24} {said}"
        yield from (f"{'':<44} {line}" for line in more)


def _short(at: dt.datetime, hours: WorkingCalendar) -> str:
    local = at.astimezone(hours.tz)
    return f"{day_text(local).split()[1]:>2} {day_text(local).split()[2]} {local:%H:%M}"


def _money(account: Account, hours: WorkingCalendar) -> Iterator[str]:
    """Yield the invoices of the three months, a line for what is the same in each."""
    found: dict[str, list[str]] = {}
    for period in map(Billing(_at("10-01 00:00", hours), Months(1), hours.tz).period, range(3)):
        for line in invoice(account, period).lines:
            _, day, month, _ = day_text(line.at.astimezone(hours.tz)).split()
            found.setdefault(f"{line.what}: {line.amount}", []).append(f"{day} {month}")
    yield from (f"  to pay, {', '.join(days)}: {what}" for what, days in found.items())


def _rest(account: Account, end: dt.datetime, since: dt.datetime) -> Iterator[str]:
    if account.plan.entitlement is not None:
        yield f"  at the end of the year: {_left(account.at(end), end)}"
        yield from (f"  told: {one.reason}" for one in account.notices(since, end))


def _priced() -> Iterator[str]:
    """Yield the price of a training: four tables, and a price for each point (GEN-3)."""
    trainee = Trainee("several modules", "beginner", "the client's office", "found by the vendor")
    price = FactorPrice(ILLUSTRATIVE_TRAINEE, trainee, Linear(Money(1, "USD")))
    parts = ", ".join(f"{one.reading.answer} {one.amount}" for one in price.score.contributions)
    yield f"  the price: {parts}: {price.score.total} USD (GEN-3)"
    yield f"  {ILLUSTRATIVE}"


def _team(at: dt.datetime) -> Iterator[str]:
    team = Team((Manager("ann", qualified=True), Manager("bob")))
    for number in range(1, 11):
        found = team.assign(f"P-{number}", "ann", at)
        team = team if isinstance(found, Refusal) else found
    tries: dict[str, Team | Refusal | None] = {
        "the 11th project to ann": team.assign("P-11", "ann", at),
        "a project to bob": team.assign("P-11", "bob", at),
        "P-1 to ann again": team.assign("P-1", "ann", at),
        "an hour package, one person": staffed({"project manager": "ann"}),
    }
    for what, answer in tries.items():
        said, *instead = str(answer).splitlines()
        yield f"  {what:<28} {said}"
        yield from (f"  {'':<28} {line}" for line in instead)


def _chapter(number: int, chapter: Chapter, hours: WorkingCalendar) -> Iterator[str]:
    since, end = _at(chapter.since, hours), _at("12-31 23:00", hours)
    account = Account(chapter.plan, hours, facts=chapter.facts, since=since)
    yield f"{number}. {chapter.client}: {chapter.plan.name}"
    yield from _told(chapter, account, hours)
    yield from _money(account, hours)
    yield from _rest(account, end, since)
    if chapter.plan.code == "employee_training":
        yield from _priced()
    if number == 1:
        yield from _kept(account, hours)
    yield ""


def _kept(account: Account, hours: WorkingCalendar) -> Iterator[str]:
    yield ""
    yield "Were the promises of October kept, and why is T-10 due then?"
    yield str(account.compliance(_at("10-01 00:00", hours), _at("11-01 00:00", hours)))
    first = account.work["T-10"].case.solution.deadline
    if isinstance(first, Deadline):
        yield str(first.trace(hours))


def lines() -> Iterator[str]:
    """Yield the quarter, a line each."""
    hours = plans.house_calendar(holidays=HolidayTable.of({HOLIDAY: "a holiday"}))
    yield "October to December 2026 of nine made-up clients: Monday to Friday 09:00-18:00, Europe/Kyiv"
    yield f"closed on {HOLIDAY} (a holiday); the clocks go back on the night to 25 October"
    yield ""
    for number, chapter in enumerate(chapters(), 1):
        yield from (line for part in _chapter(number, chapter, hours) for line in part.split("\n"))
    yield "The team:"
    yield from _team(_at("10-26 09:00", hours))
