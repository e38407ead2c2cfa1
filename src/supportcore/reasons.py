"""Why: every decision carries a code with arguments and the rule it obeys, never a sentence.

A host stores and compares reasons; a person reads them. `PHRASES` is the one catalogue of all codes with their
English wording; other languages are other catalogues with the same keys. The ground floor knows the words
but not the meaning: which room gives which reason is that room's business.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from types import MappingProxyType

import attrs

from supportcore.errors import UnknownChoice, UnknownPhrase, UnknownZone
from supportcore.wording import Told, fill

PHRASES: Mapping[str, str] = MappingProxyType(
    {
        # sla: what decided a deadline, and what a trace counts and skips
        "working-time": "{amount} of working time",
        "elapsed-time": "{amount} of real time, nights and days off counted",
        "working-days": "{days} working {days:day|days} later, at the same time of day",
        "next-working-day": "by {time} on the next working day",
        "calendar-days": "{days} {days:day|days} later, at the same time of day",
        "end-of-day": "by the end of the working day",
        "end-of-next-day": "by the end of the next working day",
        "end-of-day-after": "by the end of the working day, {days} working {days:day|days} later",
        "by-time": "by {time} on a working day",
        "by-time-after": "by {time}, {days} working {days:day|days} later",
        "at-instant": "at the agreed time",
        "earliest-of": "the earliest of: {options}",
        "latest-of": "the latest of: {options}",
        "cut-off": "before {time}: {before}; later: {after}",
        "not-agreed": "no due time until the size of the work is agreed",
        "counted": "counted",
        "waits": "came late, counts from the next opening",
        "closed": "closed",
        "day-off": "day off",
        "special-day": "{name}",
        "paused": "paused",
        "together": "{reasons}",
        # tasks: intake
        "not-covered": "{plan} does not cover {type}",
        "plans-that-cover": "{plans}",
        "wrong-channel": "{type} is not taken by {channel}",
        "channels": "use {channels}",
        "quota": "a client company posts at most {limit} {limit:task|tasks} a day, and {posted} {posted:is|are} posted",
        "tomorrow": "post it on the next day",
        "not-eligible": "{plan} needs {fact}",
        "bring-fact": "show that it is so",
        "pending-in-writing": "asked by {channel}: the clock starts when it is confirmed in writing",
        # tasks: life
        "not-possible": "{event} is not possible for a task that is {state}",
        "possible-events": "possible now: {events}",
        "out-of-order": "{event} lies before the last thing that happened to the task, at {last}",
        "hand-in-order": "hand the events of a task over in the order of time",
        "closed-by-itself": "the task closed by itself at {at}, as nothing was asked",
        "new-task": "post a new task",
        "parts-needed": "a compound task has at least 2 parts, and {parts} {parts:was|were} told",
        "tell-parts": "tell how many simple tasks it consists of",
        "no-parts": "{type} has no parts",
        "leave-parts-out": "leave the parts out, or reclassify a simple task",
        "parts-not-told": "no due time until the number of parts is told",
        "only-simple-grows": "{type} is never turned into a compound task",
        "consent-needed": "without the client's consent the task stays simple",
        "ask-consent": "ask the client, and record the consent",
        "two-bugs": "post each error as a BUG of its own",
        "no-promise": "the plan promises no time for it",
        "not-sized": "the size is not yet agreed",
        "no-size-here": "{type} needs no agreed size",
        "agree-first": "estimate the work and have the client agree",
        "owned": "the task is locked to {owner}, who started it",
        "hand-over-first": "hand the task over, or ask {owner}",
        "due-for-reclassification": "more than {limit} of the specialist's time: {spent}",
        # tasks: team
        "manager-full": "{manager} leads {load} {load:project|projects} of at most {limit}",
        "another-manager": "assign another manager, or hand a project over first",
        "project-led": "{project} is led by {manager}, and one manager leads a project",
        "hand-over": "hand the project over",
        "not-led": "{project} is led by nobody",
        "assign-first": "assign it",
        "not-qualified": "{manager} is not qualified to lead individual projects",
        "qualify": "it takes set results on general support and an internship passed",
        "roles-missing": "the team lacks {roles}",
        "name-roles": "name a person for each",
        # ledger: what the balance refuses, and what it would take instead
        "not-enough": "{asked} asked, {available} available",
        "top-up": "top up by {missing}, or ask for no more than is available",
        "owes-too-much": "{asked} asked; the debt would be {owed}, and its limit is {limit}",
        "nothing-owed": "{entry} owes nothing",
        "beyond-hold": "{asked} asked, {held} held",
        "within-hold": "ask for at most {held}, or let more be taken by policy",
        "beyond-debit": "{asked} to give back, {left} left of what was taken",
        "adjust-instead": "give back at most what was taken; anything else is an adjustment with a reason",
        "lot-over": "lot {lot} is over since {since}",
        # ledger: why a lot paid, or did not
        "lot-paid": "pays {paid} of the {free} it had (priority {priority}, expires {expires})",
        "lot-later": "comes later in the burn order (priority {priority}, expires {expires})",
        "lot-upcoming": "not usable before {at}",
        "lot-expired": "expired at {at}",
        "lot-voided": "ended at {at}",
        "lot-empty": "nothing free in it, {held} held",
        "lot-used-since": "what was free then has been used since",
        "lot-of-hold": "named by the hold {entry}",
        "lot-released": "released from the hold {entry}, last held first",
        "lot-of-origin": "taken from it by {entry}, last taken first",
        # ledger: what a client is told about the balance
        "low-balance": "{available} left, the mark is {mark}",
        "low-share": "{available} left, no more than {percent} % of {full}",
        "exhausted": "nothing is left",
        "overdrawn": "{owed} owed",
        "expiring-soon": "{quantity} in {lots} will burn within {within:days}",
        # account
        "no-balance": "{plan} has no balance of {unit}s",
        "smallest-purchase": "a purchase is at least {minimum}, not {asked}",
        "buy-more": "buy {minimum} or more",
        "no-such-task": "no task {task} was posted and taken",
        "post-first": "post the task first",
        "posted-already": "{task} was posted already",
        "task-over": "the task is {state}, and nothing is logged on it any more",
        "nothing-reserved": "nothing is set aside for {task}",
        "reserve-first": "set hours aside for it first",
        "fault-not-asked": "whose fault it was matters for incidents, not for {type}",
        "not-cheapest": "general support costs {price}, more than {plans}",
        "monthly-fee": "{plan}, a month",
        "agreed-estimate": "{task}: the agreed {size} of a development",
        "cancelled-work": "{task}: cancelled; {worked} were worked",
        "by-the-hour": "{task}: {worked} at {rate} an hour",
        "by-the-hour-credited": "{task}: {worked} at {rate} an hour, credited",
        "beyond-quote": "{spent} were worked, and the client agreed to {quoted}",
        "uncovered": "{quantity} of {task} are covered by no credit",
        # what-ifs: how far fitted weights are to be trusted
        "fit-few-projects": "{projects} projects for {weights} weights; {wanted} or more tell them better",
        "fit-few-of-a-kind": "{weight}: no more than {count} of the projects tell it",
        "fit-alone": "{project} alone decides its own price: without it the others cannot tell",
        "fit-together": "{weights} are hardly told apart: the projects have them together",
        "fit-zero": "{weight} is zero: the projects do not show that it costs anything",
        "fit-flat": "{weight} costs no more than {below}: the order would not let it cost less",
        "fit-beyond": "{factor} {number} lies outside of what the projects show, {low} to {high}",
        "fit-sold-outside": "{weight} is sold at {sold}, outside of its interval, {low} to {high}",
        # pricing and points
        "factor-choice": "{choice}",
        "factor-weight": "{number} x {weight}",
        "factor-step": "{number}, from {start} on",
        "factor-below": "{number}, below the first step",
        "factor-at-least": "{number} x {weight}, at least {limit}",
        "factor-at-most": "{number} x {weight}, at most {limit}",
        "price-base": "base price",
        "price-each": "{count} x {each}",
        "price-band": "{count} above {above}, {each} each",
        "price-flat": "for going above {above}",
        "price-floor": "up to the least price, {floor}",
        "price-rounded": "rounded to {step}, {how}",
        "price-time": "{work}: {minutes} min by {role} at {rate} an hour",
        "price-time-rounded": "{work}: {minutes} min by {role} at {rate} an hour, {worked} min worked",
        "not-valid-yet": "the quote is made at {since}",
        "quote-over": "the quote was valid until {until}",
        "new-quote": "ask for a new quote",
        "points-base": "{tariff}: base",
        "points-users": "{tariff}: {count} {count:user|users} above {above}, {each} each",
        "points-option": "{option}",
        "points-free": "{kind} takes no points",
        "points-afterwards": "{kind} takes points by effort, found afterwards: {fault}",
        "points-by-consent": "{kind} takes points by effort, at most what the client agreed to",
        "consent-first": "{task} costs {quantity}, and the client has not agreed",
        "no-consent": "{spent} spent, and the client has agreed to nothing",
        "get-consent": "tell the client the cost, and record the consent",
        "beyond-consent": "{spent} spent, {agreed} agreed",
        "new-consent": "quote the rest, {rest}, and ask again",
        # what-ifs: why an option does not fit, and when support pays
        "too-many-hours": "{hours} hours a month, and the client can follow {limit}",
        "done-too-late": "done by {finish}, and {limit} is the latest",
        "beyond-budget": "{price} a month, and the budget is {limit}",
        "no-price": "the package of {hours} hours has no price to hold against a budget",
        "staff-changes": "the client's staff changes often, and newcomers ask",
        "nobody-owns": "nobody on the client's side owns the system",
        "training-owner": "the one who will own the system is being trained",
        "many-developments": "{developments} {developments:development|developments} in {months} "
        "{months:month|months}: without support none can be had",
        "pays-not": "none of the cases in which support pays",
        "cheapest-complete": "takes all that is asked, at the lowest price: {price}",
        "dearer": "takes all that is asked, for {difference} more",
        "takes-not-all": "refuses {refused} and leaves {unfinished} unfinished of {asked} tasks",
        "without-price": "its tariff has no price for support: give it one to compare it",
        "keeps-late": "{late} of {solved} {solved:task|tasks} would be late",
    }
)

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def span_text(value: timedelta) -> str:
    """Write a duration as people say it, without rounding.

    >>> span_text(timedelta(hours=7, minutes=30)), span_text(timedelta(hours=24)), span_text(-timedelta(seconds=5))
    ('7 h 30 min', '24 h', '-5 s')
    """
    sign, left = ("-", -value) if value < timedelta(0) else ("", value)
    minutes, seconds = divmod(left, timedelta(minutes=1))
    parts = [(minutes // 60, "h"), (minutes % 60, "min")]
    shown = [f"{count} {unit}" for count, unit in parts if count]
    if seconds or not shown:
        shown.append(f"{seconds.seconds}{f'.{seconds.microseconds:06}'.rstrip('.0')} s")
    return sign + " ".join(shown)


def minutes_text(value: timedelta | None) -> str:
    """Write a duration to the minute before it; a dash where there is none.

    >>> minutes_text(timedelta(minutes=90, seconds=59)), minutes_text(None)
    ('1 h 30 min', '-')
    """
    minute = timedelta(minutes=1)
    return "-" if value is None else span_text(value // minute * minute)


def day_text(value: date) -> str:
    """Write a date without a locale.

    >>> day_text(date(2026, 11, 23))
    'Mon 23 Nov 2026'
    """
    return f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]} {value.year}"


def instant_text(value: datetime, zone: tzinfo | None = None) -> str:
    """Write an instant as a client reads it: in a zone, to the minute, rounded down (a promise is never made later).

    >>> from datetime import UTC
    >>> instant_text(datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC))
    'Mon 23 Nov 2026 15:59'
    """
    if zone is not None and not isinstance(zone, tzinfo):
        raise UnknownZone(zone, "an instant is shown in a zone", "pass ZoneInfo('Europe/Kyiv')")
    local = value if zone is None else value.astimezone(zone)
    return f"{day_text(local)} {local.hour:02}:{local.minute:02}"


def days_text(value: timedelta) -> str:
    """Write a duration in whole days where it has only those.

    >>> days_text(timedelta(days=14)), days_text(timedelta(days=1)), days_text(timedelta(hours=36))
    ('14 days', '1 day', '36 h')
    """
    days, rest = divmod(value, timedelta(days=1))
    return span_text(value) if rest else f"{days} {'day' if abs(days) == 1 else 'days'}"


def _when(value: datetime) -> str:
    """Write an instant in its own zone, and say so where that is UTC, which is nobody's wall clock."""
    return f"{instant_text(value)} UTC" if value.tzinfo is UTC else instant_text(value)


def _shown(value: object) -> str:
    match value:
        case timedelta():
            return span_text(value)
        case datetime():
            return _when(value)
        case date():
            return day_text(value)
        case time():
            return value.isoformat("minutes" if not value.second else "seconds")
        case tuple() | list():
            return ", ".join(map(_shown, value))
        case Decimal():
            return f"{value:f}"
        case Reason():
            return value.text()
    return str(value)


def _told(_: str, value: object) -> Told:
    number = value if isinstance(value, int | Decimal) else None
    return Told(_shown(value), number, case=lambda _: days_text(value) if isinstance(value, timedelta) else str(value))


@attrs.frozen
class Reason:
    """A code of the catalogue, its arguments in order of name, and the rulebook's id where one is obeyed.

    >>> why = Reason.of("working-time", rule="ISM-3", amount=timedelta(hours=8))
    >>> why.code, why.rule, why.args
    ('working-time', 'ISM-3', (('amount', datetime.timedelta(seconds=28800)),))
    >>> print(why)
    8 h of working time (ISM-3)
    """

    code: str = attrs.field()
    rule: str | None = None
    args: tuple[tuple[str, object], ...] = ()

    @code.validator
    def _in_the_catalogue(self, _: object, code: str) -> None:
        if not isinstance(code, str) or code not in PHRASES:
            raise UnknownChoice(
                code, "a reason is a code of supportcore.reasons.PHRASES", "use one of them, such as 'counted'"
            )

    @classmethod
    def of(cls, code: str, *, rule: str | None = None, **args: object) -> "Reason":
        """Make a reason from keyword arguments."""
        return cls(code, rule, tuple(sorted(args.items())))

    def text(self, phrases: Mapping[str, str] = PHRASES, tell: Callable[[str, object], Told] | None = None) -> str:
        """Render the reason with phrases and a way to tell arguments (English unless given). Raises `UnknownPhrase`."""
        phrase = phrases.get(self.code)
        if phrase is None:
            raise UnknownPhrase(self.code, "the catalogue has no phrase of that code", "add one, or leave the code out")
        return fill(phrase, {name: (tell or _told)(name, value) for name, value in self.args})

    def __str__(self) -> str:
        return f"{self.text()} ({self.rule})" if self.rule else self.text()


@attrs.frozen
class Refusal:
    """The plan or the balance says no: a value, returned and never raised.

    ``reason`` says which rule and which value; ``way_out`` what would be taken instead;
    ``retry_at`` the instant from which the very same request would be taken, where there is one.
    """

    reason: Reason
    way_out: Reason | None = None
    retry_at: datetime | None = None

    def __str__(self) -> str:
        lines = [f"refused: {self.reason}"]
        if self.way_out is not None:
            lines.append(f"instead: {self.way_out.text()}")
        if self.retry_at is not None:
            lines.append(f"possible from {_when(self.retry_at)}")
        return "\n".join(lines)
