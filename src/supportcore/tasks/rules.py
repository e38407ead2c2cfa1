"""Rules are rows: what each kind of task promises, may be asked how, and takes. A `Rulebook` is a table of them.

The row says everything about a kind; the code below only reads it. What a plan does not take is a row too, so that the
refusal can name the plans that would.
"""

import datetime as dt
import enum
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, get_args

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, InvalidTask, OutOfRange, UnknownTaskType, named
from supportcore.instants import duration, from_micros, in_range, span, to_micros
from supportcore.reasons import Reason, Refusal
from supportcore.sla import At, Clock, Deadline, NotYet, Reopen, Target, WhenAgreed, WorkingTime
from supportcore.tasks.charges import Charge, Free
from supportcore.tasks.types import COMPOUND, KIND, NAME, SIMPLE, TASK, Channel, Size, Task, TaskType


class Scale(enum.Enum):
    """How the promise of a row grows with the task."""

    FIXED = enum.auto()
    """The same for every task of the kind."""
    PER_PART = enum.auto()
    """So much for each part of a compound task; open until their number is told (ISM-4)."""
    AGREED = enum.auto()
    """What was agreed with the client; open until then (ISM-6)."""


class Agreement(enum.Enum):
    """Whether the client must agree to a size before the work starts."""

    NOT_NEEDED = enum.auto()
    """Work starts when somebody is free."""
    BEFORE_WORK = enum.auto()
    """Estimate, consent, then work (ISM-6, HRS-3, PTS-4)."""


class Starts(enum.Enum):
    """From when the solution clock runs."""

    POSTED = enum.auto()
    """From posting: safer for the client. The default."""
    ACCEPTED = enum.auto()
    """From acceptance."""


def _in_order(value: frozenset[object]) -> str:
    """Print a set the same way in every process."""
    return f"frozenset({{{', '.join(sorted(map(repr, value)))}}})" if value else "frozenset()"


_CHANNEL = Door(InvalidTask, "a way to ask is a Channel", "write [Channel.CABINET]", Channel)
_TARGET = Door(
    InvalidTask, "a promise is a target, or None", "write WorkingTime(timedelta(hours=8))", Target, type(None)
)
_CHARGE = Door(InvalidTask, "a row takes a Charge", "write PerTask(1), or Free()", *get_args(Charge))
_ID = Door(InvalidTask, "a rule is named by its id", "write 'ISM-3', or leave it out", str, type(None))


def _names(value: Iterable[str]) -> tuple[str, ...]:
    return NAME.all(value)


def _channels(value: Iterable[Channel]) -> frozenset[Channel]:
    return frozenset(_CHANNEL.all(value))


def _types(value: Iterable[TaskType]) -> frozenset[TaskType]:
    return frozenset(KIND.all(value))


def _interval(value: dt.timedelta) -> dt.timedelta:
    if duration(value) <= 0:
        raise InvalidTask(value, "mail is fetched every so many minutes", "write timedelta(minutes=10)")
    return span(value)


def _granularity(value: dt.timedelta | None) -> dt.timedelta | None:
    return None if value is None else _interval(value)


def _effort(value: dt.timedelta | None) -> dt.timedelta | None:
    if value is not None and duration(value) < 0:
        raise InvalidTask(value, "an effort takes time, or none", "write timedelta(minutes=30), or leave it out")
    return None if value is None else span(value)


def fetched(at: dt.datetime, every: dt.timedelta) -> dt.datetime:
    """Return the fetch at or after an instant: they lie on whole multiples since midnight UTC (HRS-6).

    >>> fetched(dt.datetime(2026, 11, 23, 11, 51, tzinfo=dt.UTC), dt.timedelta(minutes=10)).strftime("%H:%M")
    '12:00'
    """
    step = duration(_interval(every))
    return from_micros(in_range(-(-to_micros(at) // step) * step))


@attrs.frozen
class Rule:
    """One row: a kind of task and all that the plan says about it.

    ``promise`` is the solution target; with `Scale.PER_PART` it is the one of a single part. ``acceptance`` is the
    target of the acceptance clock. ``channels`` may ask for it (all where empty); those ``in_writing`` must be
    confirmed by e-mail before the clock starts. ``closes`` is when solved work closes by itself, ``effort`` the most of
    the specialist's time that the kind of task is meant for. ``granularity``: mail is fetched so often and counts from
    the fetch, ``None`` for the mail's own time (HRS-6). ``rules`` are the rulebook's ids, ``asked_by`` the one that
    speaks of channels.
    """

    type: TaskType = attrs.field(validator=KIND.check)
    promise: Target | None = attrs.field(validator=_TARGET.check)
    rules: tuple[str, ...] = attrs.field(default=(), converter=_names)
    scale: Scale = attrs.field(default=Scale.FIXED, kw_only=True, validator=named(Scale))
    acceptance: Target | None = attrs.field(default=None, kw_only=True, validator=_TARGET.check)
    channels: frozenset[Channel] = attrs.field(default=frozenset(), converter=_channels, repr=_in_order, kw_only=True)
    in_writing: frozenset[Channel] = attrs.field(default=frozenset(), converter=_channels, repr=_in_order, kw_only=True)
    charge: Charge = attrs.field(default=Free(), kw_only=True, validator=_CHARGE.check)
    closes: Target | None = attrs.field(default=None, kw_only=True, validator=_TARGET.check)
    starts: Starts = attrs.field(default=Starts.POSTED, kw_only=True, validator=named(Starts))
    agreement: Agreement = attrs.field(default=Agreement.NOT_NEEDED, kw_only=True, validator=named(Agreement))
    reopen: Reopen = attrs.field(default=Reopen.RESUME, kw_only=True, validator=named(Reopen))
    effort: dt.timedelta | None = attrs.field(default=None, converter=_effort, kw_only=True)
    granularity: dt.timedelta | None = attrs.field(default=None, converter=_granularity, kw_only=True)
    asked_by: str | None = attrs.field(default=None, kw_only=True, validator=_ID.check)

    def __attrs_post_init__(self) -> None:
        if self.scale is Scale.PER_PART and not isinstance(self.promise, WorkingTime | None):
            raise InvalidTask(
                self.promise, "only a promise of working time can be multiplied", "give the row a WorkingTime"
            )

    def target(self, task: Task) -> Target:
        """Return the solution target of a task, `WhenAgreed` or `PartsUntold` while it depends on what is not known."""
        return _OF_SCALE[self.scale](self, TASK(task))

    def notice(self, spent: dt.timedelta) -> Reason | None:
        """Return the notice that a task has grown beyond its kind (ISM-3): at exactly the limit it has not."""
        spent = span(spent)
        if self.effort is None or spent <= self.effort:
            return None
        return Reason.of("due-for-reclassification", rule=self.rule, limit=self.effort, spent=spent)

    def counted_from(self, task: Task) -> dt.datetime:
        """Return the instant from which the clocks count: its posting, or the fetch of the mail that posts it."""
        mailed = TASK(task).channel is Channel.EMAIL or task.channel in self.in_writing
        return fetched(task.posted_at, self.granularity) if mailed and self.granularity else task.posted_at

    @property
    def rule(self) -> str | None:
        """The first of its ids."""
        return self.rules[0] if self.rules else None


@attrs.frozen
class PartsUntold(WhenAgreed):
    """No due time until the number of parts is told (ISM-4)."""

    def describe(self) -> Reason:
        """Return why there is no due time."""
        return Reason.of("parts-not-told", rule=self.rule)


@attrs.frozen
class Unpromised(WhenAgreed):
    """The plan promises no time for this kind of task."""

    def describe(self) -> Reason:
        """Return why there is no due time."""
        return Reason.of("no-promise", rule=self.rule)


def _fixed(rule: Rule, _: Task) -> Target:
    return rule.promise or Unpromised(rule=rule.rule)


def _per_part(rule: Rule, task: Task) -> Target:
    if task.parts is None:
        return PartsUntold(rule=rule.rule)
    if not isinstance(rule.promise, WorkingTime):
        return Unpromised(rule=rule.rule)
    try:
        return attrs.evolve(rule.promise, amount=rule.promise.amount * task.parts)
    except OverflowError:
        raise OutOfRange(task.parts, "so many parts take longer than a calendar reaches", "check the number") from None


def _agreed(rule: Rule, task: Task) -> Target:
    return agreed_target(task.size, rule.rule)


_OF_SCALE: Mapping[Scale, Callable[[Rule, Task], Target]] = MappingProxyType(
    {Scale.FIXED: _fixed, Scale.PER_PART: _per_part, Scale.AGREED: _agreed}
)


def agreed_target(size: Size | None, rule: str | None) -> Target:
    """Return the target of an agreed size: working time, an instant, or none yet."""
    if size is None:
        return WhenAgreed(rule=rule)
    return At(size, rule=rule) if isinstance(size, dt.datetime) else WorkingTime(size, rule=rule)


@attrs.frozen
class NotTaken:
    """A kind of task that a plan does not take, and the plans that would."""

    type: TaskType = attrs.field(validator=KIND.check)
    instead: tuple[str, ...] = attrs.field(default=(), converter=_names)
    rules: tuple[str, ...] = attrs.field(default=(), converter=_names)


@attrs.frozen
class Quota:
    """How many tasks a client company posts in one local day (ISM-7); kinds may be exempt."""

    limit: int = attrs.field(default=3)
    exempt: frozenset[TaskType] = attrs.field(default=frozenset(), converter=_types, repr=_in_order)
    rule: str | None = attrs.field(default="ISM-7", validator=_ID.check)

    @limit.validator
    def _counted(self, _: object, limit: int) -> None:
        if type(limit) is not int or limit < 0:
            raise InvalidTask(limit, "so many tasks a day are a whole number", "write Quota(3), or quota=None for none")


@attrs.frozen
class Condition:
    """A fact that the caller must bring before the plan serves a client (PCK-4, PTS-8, HRS-11)."""

    fact: str = attrs.field(validator=NAME.check)
    words: str = attrs.field(validator=NAME.check)
    rule: str = attrs.field(validator=NAME.check)


@attrs.frozen
class Promise:
    """What a plan promises for one task: its targets, ready to become clocks on a calendar.

    ``grown`` is the row that a simple task would get as a compound one, or why the plan has none (ISM-3).
    """

    task: Task
    rule: Rule
    solution: Target
    grown: Rule | Refusal | None = None

    def due(self, calendar: WorkingCalendar) -> Deadline | NotYet:
        """Return when the task is due, counted from posting."""
        return self.solution.due(calendar, self.rule.counted_from(self.task))

    def clock(self, calendar: WorkingCalendar, start: dt.datetime | None) -> Clock:
        """Return the solution clock, from its start (``None``: not started)."""
        return Clock(self.solution, calendar, start)

    def acceptance(self, calendar: WorkingCalendar, start: dt.datetime) -> Clock | None:
        """Return the acceptance clock, where the plan has one."""
        return None if self.rule.acceptance is None else Clock(self.rule.acceptance, calendar, start)


_ROW = Door(InvalidTask, "a row is a Rule", "write Rule(SIMPLE, WorkingTime(timedelta(hours=8)))", Rule)
_DECLINED = Door(InvalidTask, "what a plan does not take is a NotTaken", "write NotTaken(BUG, ('package',))", NotTaken)
_QUOTA = Door(InvalidTask, "a quota is a Quota, or None", "write Quota(3)", Quota, type(None))
_FACT = Door(InvalidTask, "what a client must bring is a Condition", "write Condition(fact, words, rule)", Condition)


def _rules(value: Iterable[Rule]) -> tuple[Rule, ...]:
    return _ROW.all(value)


def _not_taken(value: Iterable[NotTaken]) -> tuple[NotTaken, ...]:
    return _DECLINED.all(value)


def _conditions(value: Iterable[Condition]) -> tuple[Condition, ...]:
    return _FACT.all(value)


def _one_row_a_type(_: object, __: object, rows: tuple[Rule | NotTaken, ...]) -> None:
    for kind, count in Counter(row.type for row in rows).items():
        if count > 1:
            raise InvalidTask(kind.code, "a rulebook has one row for a type", "join the rows, or name another type")


@attrs.frozen
class Rulebook:
    """The rows of a plan, its quota, and what it needs to know of a client.

    >>> from supportcore.tasks import COMPOUND
    >>> book = Rulebook("house rules", (Rule(COMPOUND, WorkingTime(dt.timedelta(hours=8)), scale=Scale.PER_PART),))
    >>> task = Task("T-1", COMPOUND, "Acme", dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC), parts=3)
    >>> book.promise(task).solution
    WorkingTime(rule=None, amount=datetime.timedelta(days=1), landing=<Landing.STAY: 1>)
    """

    plan: str = attrs.field(validator=NAME.check)
    rows: tuple[Rule, ...] = attrs.field(converter=_rules, validator=_one_row_a_type)
    declined: tuple[NotTaken, ...] = attrs.field(default=(), converter=_not_taken, validator=_one_row_a_type)
    quota: Quota | None = attrs.field(default=None, validator=_QUOTA.check)
    conditions: tuple[Condition, ...] = attrs.field(default=(), converter=_conditions)
    elsewhere: tuple[str, ...] = attrs.field(default=(), converter=_names)

    def rule(self, kind: TaskType) -> Rule | Refusal:
        """Return the row of a kind of task, or the refusal that names the plans that would take it."""
        KIND(kind)
        for row in self.rows:
            if row.type == kind:
                return row
        gone = next((row for row in self.declined if row.type == kind), NotTaken(kind, self.elsewhere))
        rule = gone.rules[0] if gone.rules else None
        instead = Reason.of("plans-that-cover", plans=gone.instead) if gone.instead else None
        return Refusal(Reason.of("not-covered", rule=rule, plan=self.plan, type=kind), instead)

    def promise(self, task: Task) -> Promise | Refusal:
        """Return what is promised for a task, or why the plan does not take it."""
        rule = self.rule(TASK(task).type)
        if isinstance(rule, Refusal):
            return rule
        return Promise(task, rule, rule.target(task), self.rule(COMPOUND) if task.type == SIMPLE else None)

    def evolve(self, kind: TaskType, **changes: Any) -> "Rulebook":
        """Return the rulebook with fields of one row changed.

        Raises `UnknownTaskType` without that row, `InvalidTask` for fields that no row has.
        """
        KIND(kind)
        known = attrs.fields_dict(Rule)
        for name in changes:
            if name not in known:
                raise InvalidTask(name, f"a row has the fields {', '.join(known)}", "change one of them")
        if all(row.type != kind for row in self.rows):
            raise UnknownTaskType(kind.code, f"{self.plan} has no row for it", "name a type that the plan takes")
        rows = tuple(attrs.evolve(row, **changes) if row.type == kind else row for row in self.rows)
        return Rulebook(self.plan, rows, self.declined, self.quota, self.conditions, self.elsewhere)
