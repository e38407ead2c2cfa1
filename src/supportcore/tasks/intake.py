"""May this task be posted, here and now? Channel, coverage, eligibility, quota; and whether writing is still owed.

Checks run in one order and the first *no* is the answer. A refused posting leaves no trace in the quota: count only
what was not refused.
"""

import datetime as dt
from collections.abc import Iterable

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, InvalidTask
from supportcore.instants import at_wall, from_micros, local_ordinal, to_micros
from supportcore.reasons import Reason, Refusal
from supportcore.sla.target import CALENDAR
from supportcore.tasks.rules import Promise, Rulebook
from supportcore.tasks.types import NAME, TASK, Channel, Task

BOOK = Door(InvalidTask, "the rows of a plan are a Rulebook", "write Rulebook(plan, rows), or plan.rulebook", Rulebook)


@attrs.frozen
class Taken:
    """The task is in: what is promised, and the reason if its clock still waits for confirmation in writing."""

    promise: Promise
    pending: Reason | None = None


def intake(
    book: Rulebook,
    task: Task,
    calendar: WorkingCalendar,
    posted: Iterable[Task] = (),
    facts: Iterable[str] = (),
) -> Taken | Refusal:
    """Return the task taken, or the refusal that says what would do.

    ``posted`` are the tasks of any client that were posted and not refused (of this company and local day they count);
    ``facts`` are the codes of what the caller knows about the client.
    """
    CALENDAR(calendar)
    promise = BOOK(book).promise(task)
    if isinstance(promise, Refusal):
        return promise
    refusal = eligible(book, facts) or _channel(promise) or _quota(book, task, calendar, posted)
    return refusal or Taken(promise, _writing(promise))


def eligible(book: Rulebook, facts: Iterable[str]) -> Refusal | None:
    """Return the refusal of a client who lacks a fact that the plan needs (PCK-4, PTS-8, HRS-11)."""
    known = frozenset(NAME.all(facts))
    for condition in BOOK(book).conditions:
        if condition.fact not in known:
            why = Reason.of("not-eligible", rule=condition.rule, plan=book.plan, fact=condition.words)
            return Refusal(why, Reason.of("bring-fact", rule=condition.rule))
    return None


def _channel(promise: Promise) -> Refusal | None:
    allowed = promise.rule.channels
    task = promise.task
    if not allowed or task.channel in allowed:
        return None
    why = Reason.of("wrong-channel", rule=promise.rule.asked_by, type=task.type, channel=task.channel)
    return Refusal(why, Reason.of("channels", channels=tuple(one for one in Channel if one in allowed)))


def _quota(book: Rulebook, task: Task, calendar: WorkingCalendar, posted: Iterable[Task]) -> Refusal | None:
    quota = book.quota
    if quota is None or task.type in quota.exempt:
        return None
    today = local_ordinal(to_micros(task.posted_at), calendar.tz)
    count = sum(
        other.client == task.client
        and other.id != task.id
        and other.type not in quota.exempt
        and local_ordinal(to_micros(other.posted_at), calendar.tz) == today
        for other in TASK.all(posted)
    )
    if count < quota.limit:
        return None
    tomorrow = from_micros(at_wall(today + 1, dt.time(), calendar.tz), calendar.tz)
    why = Reason.of("quota", rule=quota.rule, limit=quota.limit, posted=count)
    return Refusal(why, Reason.of("tomorrow"), tomorrow)


def _writing(promise: Promise) -> Reason | None:
    channel = promise.task.channel
    if channel not in promise.rule.in_writing:
        return None
    return Reason.of("pending-in-writing", rule=promise.rule.asked_by, channel=channel)
