"""What a value looks like in a document where that is not simply its fields.

A record is a frozen class whose fields *are* the document. ``of`` makes it from the value, ``build`` makes the value
from it, through the same door that everybody else uses: whatever that door refuses, a document cannot bring in.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from supportcore.account import Account, Fact
from supportcore.calendar import Beyond, HolidayTable, Precedence, Shift, Span, WorkingCalendar
from supportcore.calendar._timeline import Source
from supportcore.calendar.hours import WEEKDAYS, Week
from supportcore.calendar.sources import Both, Either, Hours, Versions, Without
from supportcore.errors import Door, InvalidEvent, InvalidHours, InvalidPlan
from supportcore.instants import from_micros, maybe_utc, to_micros
from supportcore.ledger import HeldAtExpiry, Ledger, Shortfall
from supportcore.ledger.entries import Entry
from supportcore.plans import Plan
from supportcore.pricing import FactorPrice, Formula
from supportcore.pricing.curves import Curve
from supportcore.sla import Earliest, Latest, Target
from supportcore.units import Quantity, Unit
from supportcore.wire.scalars import BreakDay, ShortfallName, Weekday, Wrong


class Record(Protocol):
    """A document's fields, between a value and its text."""

    @classmethod
    def of(cls, value: Any) -> "Record":
        """Return the record of a value."""
        ...

    def build(self) -> Any:
        """Return the value, through its own door."""
        ...


# --- calendars --------------------------------------------------------------------------------------------------------

Days: TypeAlias = Mapping[Weekday, tuple[Shift, ...]]


def _days(week: Week) -> dict[Weekday, tuple[Shift, ...]]:
    return {Weekday(name): shifts for name, shifts in zip(WEEKDAYS, week, strict=True) if shifts}


@attrs.frozen
class ZonedSpan:
    """A span, with the zone in which its instants are shown."""

    start: dt.datetime
    end: dt.datetime
    zone: ZoneInfo | None = None
    working_date: dt.date | None = None

    @classmethod
    def of(cls, value: Span) -> "ZonedSpan":
        """Return the record of a span."""
        zone = value.start.tzinfo if isinstance(value.start.tzinfo, ZoneInfo) else None
        return cls(value.start, value.end, zone, value.working_date)

    def build(self) -> Span:
        """Return the span."""
        start, end = (at if self.zone is None else at.astimezone(self.zone) for at in (self.start, self.end))
        return Span(start, end, self.working_date)


@attrs.frozen
class Weekly:
    """The hours of one place."""

    zone: ZoneInfo
    week: Days
    dates: Mapping[dt.date, tuple[Shift, ...]] = attrs.field(factory=dict)
    breaks: Mapping[BreakDay, tuple[Shift, ...]] = attrs.field(factory=dict)
    holidays: HolidayTable | None = None
    precedence: Precedence = Precedence.DATES_FIRST

    @classmethod
    def of(cls, value: Hours) -> "Weekly":
        """Return the record of a place's hours."""
        breaks = {BreakDay(day): shifts for day, shifts in _days(value.breaks.weekly).items()}
        breaks |= {BreakDay(day.isoformat()): shifts for day, shifts in value.breaks.dates}
        return cls(value.tz, _days(value.week), dict(value.dates), breaks, value.holidays, value.precedence)

    def build(self) -> Hours:
        """Return the hours."""
        calendar = WorkingCalendar.weekly(
            {str(day): shifts for day, shifts in self.week.items()},
            tz=self.zone,
            dates={day: shifts for day, shifts in self.dates.items()},  # noqa: C416  # its keys are of any type
            breaks=self.breaks,
            holidays=self.holidays,
            precedence=self.precedence,
        )
        assert isinstance(calendar.source, Hours)  # what `weekly` makes
        return calendar.source


@attrs.frozen
class Intersection:
    """Open where both are."""

    left: "Places"
    right: "Places"

    @classmethod
    def of(cls, value: Both) -> "Intersection":
        """Return the record of a combination."""
        return cls(place(value.left), place(value.right))

    def build(self) -> Both:
        """Return the combination."""
        return Both(self.left, self.right)


@attrs.frozen
class Union:
    """Open where either is."""

    left: "Places"
    right: "Places"

    @classmethod
    def of(cls, value: Either) -> "Union":
        """Return the record of a combination."""
        return cls(place(value.left), place(value.right))

    def build(self) -> Either:
        """Return the combination."""
        return Either(self.left, self.right)


@attrs.frozen
class Stretch:
    """A stretch of time in which nobody is there."""

    start: dt.datetime
    end: dt.datetime

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidHours(f"{self.start}..{self.end}", "a stretch ends after it starts", "swap its ends")


@attrs.frozen
class Absences:
    """The left, less dates and stretches."""

    left: "Places"
    dates: frozenset[dt.date] = frozenset()
    stretches: tuple[Stretch, ...] = ()

    @classmethod
    def of(cls, value: Without) -> "Absences":
        """Return the record of a calendar with absences."""
        dates = frozenset(map(dt.date.fromordinal, value.dates))
        return cls(place(value.left), dates, tuple(Stretch(from_micros(a), from_micros(b)) for a, b in value.stretches))

    def build(self) -> Without:
        """Return the calendar's source."""
        days = frozenset(day.toordinal() for day in self.dates)
        spans = sorted((to_micros(one.start), to_micros(one.end)) for one in self.stretches)
        return Without(self.left, days, tuple(spans))


@attrs.frozen
class Changed:
    """The old hours until a date, the new ones from it on."""

    old: "Places"
    since: dt.date
    new: "Places"

    @classmethod
    def of(cls, value: Versions) -> "Changed":
        """Return the record of a calendar with versions."""
        return cls(place(value.old), dt.date.fromordinal(value.since), place(value.new))

    def build(self) -> Versions:
        """Return the calendar's source."""
        return Versions(self.old, self.since.toordinal(), self.new, _zone(self.old))


Places: TypeAlias = Hours | Both | Either | Without | Versions
_PLACES = (Hours, Both, Either, Without, Versions)


def place(source: Source) -> Places:
    """Return a source that a document can tell; refuse one that somebody made themselves."""
    if not isinstance(source, _PLACES):
        raise Wrong(f"only calendars of this package can be written, not {type(source).__name__}")
    return source


def _zone(source: Source) -> ZoneInfo:
    """Return the zone of the leftmost hours: the one in which a combination shows its answers."""
    match source:
        case Both() | Without():
            return _zone(source.left)
        case Versions():
            return _zone(source.old)
        case Hours():
            return source.tz
    raise Wrong("only calendars of this package can be written")


@attrs.frozen
class Calendar:
    """A calendar: its hours, and what it does beyond its holidays."""

    hours: Places
    beyond: Beyond = Beyond.REFUSE

    @classmethod
    def of(cls, value: WorkingCalendar) -> "Calendar":
        """Return the record of a calendar."""
        return cls(place(value.source), value.beyond)

    def build(self) -> WorkingCalendar:
        """Return the calendar."""
        return WorkingCalendar(self.hours, _zone(self.hours), self.beyond)


# --- choices, policies, prices ----------------------------------------------------------------------------------------


@attrs.frozen
class First:
    """The first of several targets."""

    targets: tuple[Target, ...]
    rule: str | None = None

    @classmethod
    def of(cls, value: Earliest) -> "First":
        """Return the record of a choice."""
        return cls(value.targets, value.rule)

    def build(self) -> Earliest:
        """Return the choice."""
        return Earliest(*self.targets, rule=self.rule)


@attrs.frozen
class Last(First):
    """The last of several targets."""

    def build(self) -> Latest:  # type: ignore[override]  # the two are sisters
        """Return the choice."""
        return Latest(*self.targets, rule=self.rule)


@attrs.frozen
class Policy:
    """What a debit does that finds too little."""

    name: ShortfallName
    limit: Quantity | None = None

    @classmethod
    def of(cls, value: Shortfall) -> "Policy":
        """Return the record of a policy."""
        return cls(ShortfallName(value.name.lower().replace("_", "-")), value.limit)

    def build(self) -> Shortfall:
        """Return the policy."""
        if self.name == "owe":
            return Shortfall.OWE(self.limit)
        if self.limit is not None:
            raise Wrong("only 'owe' has a limit")
        return SHORTFALLS[self.name]


SHORTFALLS: Mapping[str, Shortfall] = {
    "reject": Shortfall.REJECT,
    "at-most": Shortfall.AT_MOST,
    "owe": Shortfall.OWE(),
}


@attrs.frozen
class Priced:
    """A formula, the answers, and the curve: what a quote of factors rests on."""

    formula: Formula
    answers: tuple[tuple[str, str | Decimal], ...]
    curve: Curve

    @classmethod
    def of(cls, value: FactorPrice) -> "Priced":
        """Return the record of a price."""
        return cls(value.formula, value.answers, value.curve)

    def build(self) -> FactorPrice:
        """Return the price."""
        names = [name for name, _ in self.answers]
        if len(set(names)) < len(names):
            raise Wrong("each factor has one answer")
        return FactorPrice(self.formula, self.answers, self.curve)


# --- accumulators -----------------------------------------------------------------------------------------------------


@attrs.frozen
class Books:
    """A ledger: its unit, its policy and its entries."""

    unit: Unit
    entries: tuple[Entry, ...] = ()
    held_at_expiry: HeldAtExpiry = HeldAtExpiry.STAY

    @classmethod
    def of(cls, value: Ledger) -> "Books":
        """Return the record of a ledger."""
        return cls(value.unit, value.entries, value.held_at_expiry)

    def build(self) -> Ledger:
        """Return the ledger that the entries add up to; one that does not follow from those before it is refused."""
        return Ledger.replay(self.unit, self.entries, held_at_expiry=self.held_at_expiry)


_PLAN = Door(InvalidPlan, "a journal begins with a plan", "write plans.task_package()", Plan)
_CALENDAR = Door(InvalidHours, "a journal is kept on a calendar", "write plans.house_calendar()", WorkingCalendar)
_FACT = Door(InvalidEvent, "a journal is a list of facts", "write [Posted.of(task), ...]", Fact)
_KNOWN = Door(InvalidPlan, "what is known of a client is text, such as a condition's code", "write ['client']", str)


def _facts(value: Iterable[Fact]) -> tuple[Fact, ...]:
    return _FACT.all(value)


def _sorted(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(_KNOWN.all(value))))


@attrs.frozen
class Journal:
    """A client's account as a document: the plan and calendar it began with, what is known of the client, its facts.

    ``knows`` are the facts about the client that a plan asks for, ``since`` is when a plan of monthly fees or hours
    starts, ``facts`` is what happened.

    >>> from supportcore import plans
    >>> journal = Journal(plans.task_package(), plans.house_calendar())
    >>> len(journal.account().refused())
    0
    """

    plan: Plan = attrs.field(validator=_PLAN.check)
    calendar: WorkingCalendar = attrs.field(validator=_CALENDAR.check)
    facts: tuple[Fact, ...] = attrs.field(default=(), converter=_facts)
    knows: tuple[str, ...] = attrs.field(default=(), converter=_sorted)
    since: dt.datetime | None = attrs.field(default=None, converter=maybe_utc)

    def account(self) -> Account:
        """Return the account that the journal makes."""
        return Account.of(self.plan, self.calendar, self.facts, facts=self.knows, since=self.since)
