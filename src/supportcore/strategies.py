"""Hypothesis strategies for those who build on this package: inputs drawn where mistakes are.

Uniform instants miss the microsecond at which a promise breaks. These draw around edges: openings and closings,
midnights, nights on which clocks change, the expiry of a lot, and one microsecond either side of each. What they draw
is valid by construction, so little is thrown away, and it shrinks towards an office from nine to six.

This is the one room that needs Hypothesis: ``pip install 'supportcore[test]'``.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from supportcore import plans as ready
from supportcore import sla
from supportcore.account import Account, Bought, Fact, Granted, On, Posted, WorkLogged
from supportcore.calendar import Holiday, HolidayTable, Precedence, Shift, Span, WorkingCalendar
from supportcore.errors import MissingExtra
from supportcore.instants import zone as find_zone
from supportcore.ledger import Ledger
from supportcore.plans import Plan
from supportcore.reasons import Refusal
from supportcore.tasks import (
    COMPOUND,
    Accepted,
    Agreed,
    Cancelled,
    Case,
    Channel,
    Closed,
    Confirmed,
    Declined,
    Estimated,
    Event,
    Questioned,
    Reclassified,
    Resumed,
    Rule,
    Solved,
    Started,
    Task,
    Waiting,
    possible,
)
from supportcore.units import CREDIT, Unit

try:
    from hypothesis import strategies as st
except ImportError:
    raise MissingExtra(
        "hypothesis",
        "strategies are drawn by Hypothesis, which the package does not need",
        "pip install 'supportcore[test]'",
    ) from None

Hours = tuple[tuple[str, str], ...]
Night = tuple[str, dt.date]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MICROSECOND, SECOND, MINUTE, HOUR, DAY = (
    dt.timedelta(microseconds=1),
    dt.timedelta(seconds=1),
    dt.timedelta(minutes=1),
    dt.timedelta(hours=1),
    dt.timedelta(days=1),
)
MIDNIGHT, NEXT_MIDNIGHT = "00:00", "24:00"

NIGHTS: tuple[Night, ...] = (
    ("UTC", dt.date(2028, 2, 29)),
    ("Europe/Kyiv", dt.date(2026, 3, 29)),  # 03:00 becomes 04:00
    ("Europe/Kyiv", dt.date(2026, 10, 25)),  # 04:00 becomes 03:00
    ("Europe/Kyiv", dt.date(2150, 10, 25)),  # no table reaches here: the rule does
    ("Europe/Kyiv", dt.date(1924, 5, 2)),  # from 2:02:04 to 2:00
    ("Europe/Dublin", dt.date(2026, 3, 29)),  # winter is the "daylight saving" there
    ("Europe/Dublin", dt.date(2026, 10, 25)),
    ("America/New_York", dt.date(2026, 3, 8)),
    ("America/New_York", dt.date(2026, 11, 1)),
    ("America/St_Johns", dt.date(2006, 4, 2)),  # 00:01 becomes 01:01, at -3:30
    ("America/St_Johns", dt.date(2006, 10, 29)),  # 00:01 becomes 23:01 of the evening before
    ("Australia/Lord_Howe", dt.date(2026, 10, 4)),  # half an hour
    ("Australia/Lord_Howe", dt.date(2026, 4, 5)),
    ("Africa/Cairo", dt.date(2026, 4, 24)),  # 00:00 becomes 01:00
    ("Africa/Cairo", dt.date(2026, 10, 30)),  # 00:00 becomes 23:00
    ("America/Havana", dt.date(2026, 3, 8)),  # 00:00 becomes 01:00
    ("America/Havana", dt.date(2026, 11, 1)),  # 01:00 becomes 00:00: midnight comes twice
    ("Asia/Beirut", dt.date(2026, 3, 29)),
    ("Asia/Beirut", dt.date(2026, 10, 25)),
    ("America/Sao_Paulo", dt.date(2015, 10, 18)),
    ("Asia/Kathmandu", dt.date(1986, 1, 1)),  # 00:00 becomes 00:15
    ("Asia/Pyongyang", dt.date(2015, 8, 15)),  # half an hour back, at midnight
    ("Africa/Monrovia", dt.date(1972, 1, 7)),  # 44 minutes and 30 seconds
    ("Antarctica/Troll", dt.date(2026, 3, 29)),  # two hours
    ("Pacific/Auckland", dt.date(2026, 2, 12)),  # a whole number of 366 days since 1970, where compiled years may meet
    ("America/Los_Angeles", dt.date(2026, 2, 11)),
    ("Pacific/Apia", dt.date(2011, 12, 30)),  # a date that never was
    ("Pacific/Kwajalein", dt.date(1993, 8, 21)),  # another
    ("Pacific/Kwajalein", dt.date(1969, 9, 30)),  # 23 hours that came twice
)
"""A zone and a night worth waiting for. What is odd about it stands beside it."""

# --- hours ------------------------------------------------------------------------------------------------------------

OFFICE: Hours = (("09:00", "18:00"),)
DAYS_OF_HOURS: tuple[Hours, ...] = (
    OFFICE,
    (("09:00", "13:00"), ("14:00", "18:00")),
    (("22:00", "06:00"),),
    (("00:00", "24:00"),),
    (("00:00", "03:00"), ("03:30", "04:00"), ("22:00", "24:00")),
    (("01:00", "03:30"), ("03:30", "09:00")),
    (("02:30", "03:30"), ("23:30", "00:30")),
    (),
)
ROUND = tuple(f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30))
ODD = ("00:00:01", "00:01", "00:15", "01:59:59", "02:15", "03:15", "03:59:59", "17:45", "23:15", "23:59", "23:59:59")
BREAKS: tuple[Hours, ...] = (
    (("13:00", "14:00"),),
    (("01:00", "02:00"), ("03:15", "03:45")),
    (("23:30", "00:30"),),
)


def nights() -> st.SearchStrategy[Night]:
    """Draw a zone and a date: most often one on which its clocks change."""
    return st.sampled_from(NIGHTS)


def clocks() -> st.SearchStrategy[str]:
    """Draw a clock time as text: round, or near midnight and the hours at which clocks change."""
    usual = ("00:00", "01:00", "02:30", "03:00", "03:30", "04:00", "09:00", "18:00", "22:00")
    return st.one_of(st.sampled_from(usual), st.sampled_from(ROUND), st.sampled_from(ODD))


@st.composite
def days_of_hours(draw: st.DrawFn) -> Hours:
    """Draw the shifts of one date: in order, apart or touching, the last one perhaps past midnight."""
    if draw(st.booleans()):
        return draw(st.sampled_from(DAYS_OF_HOURS))
    edges = sorted(set(draw(st.lists(clocks(), max_size=6))))
    if len(edges) % 2:
        edges.append(draw(st.sampled_from([NEXT_MIDNIGHT, edges[0], MIDNIGHT])))
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@st.composite
def weeks(draw: st.DrawFn) -> dict[int, Hours]:
    """Draw hours by weekday (0 is Monday); a shift that would run into the next day's ends where that one starts."""
    week: dict[int, Hours] = draw(
        st.one_of(
            st.just(dict.fromkeys(range(5), OFFICE)),
            st.builds(lambda some: dict.fromkeys(range(7), some), days_of_hours()),
            st.dictionaries(st.integers(0, 6), days_of_hours(), min_size=1, max_size=7),
        )
    )
    tamed = dict(week)
    for day, some in week.items():
        following = week.get((day + 1) % 7, ())
        if some and following and some[-1][1] <= some[-1][0] and some[-1][1] > following[0][0]:
            tamed[day] = (*some[:-1], (some[-1][0], NEXT_MIDNIGHT if following[0][0] == MIDNIGHT else following[0][0]))
    return tamed if any(tamed.values()) else {2: OFFICE}


def breaks() -> st.SearchStrategy[Hours]:
    """Draw the breaks of a date: lunch, the small hours, over midnight."""
    return st.sampled_from(BREAKS)


def holiday_tables(near: Sequence[dt.date]) -> st.SearchStrategy[HolidayTable]:
    """Draw holidays of every kind on some of the dates, in a table that covers every year."""

    def part(*hours: tuple[str, str]) -> tuple[Shift, ...]:
        return tuple(Shift(*pair) for pair in hours)

    weekday = st.integers(0, 6)
    shorter = st.sampled_from([HOUR, 61 * MINUTE])
    rows: st.SearchStrategy[Mapping[str, Any]] = st.one_of(
        st.just({}),
        st.sampled_from(
            [{"within": part(("00:00", "13:00"))}, {"within": part(("10:00", "12:00"), ("14:00", "24:00"))}]
        ),
        st.fixed_dictionaries({"within": st.none(), "weekday": weekday}),
        st.fixed_dictionaries({"within": st.none(), "shorter": shorter}),
        st.fixed_dictionaries(
            {"within": st.just(part(("08:00", "17:30"))), "weekday": weekday, "shorter": st.just(SECOND)}
        ),
    )
    return st.dictionaries(st.sampled_from(near), rows, max_size=4).map(
        lambda found: HolidayTable(
            tuple(Holiday(day, "a holiday", **row) for day, row in sorted(found.items())), None, None
        )
    )


# --- calendars --------------------------------------------------------------------------------------------------------


@attrs.frozen
class Place:
    """A calendar, and the date around which it was drawn: that of a clock change, as a rule."""

    calendar: WorkingCalendar
    night: dt.date

    def edges(self, days: int = 4) -> tuple[dt.datetime, ...]:
        """Return the openings, closings and midnights so many days either side of the night, and 03:30 on each."""
        tz = self.calendar.tz
        dates = [self.night + n * DAY for n in range(-days, days + 1)]
        walls = {dt.datetime.combine(day, time, tz) for day in dates for time in (dt.time(), dt.time(3, 30))}
        since, until = (dt.datetime.combine(day, dt.time(), tz) for day in (dates[0], dates[-1]))
        spans = self.calendar.spans(since, until)
        found = {edge for span in spans for edge in (span.start, span.end)} | walls
        return tuple(sorted({edge.astimezone(dt.UTC) for edge in found}))


@st.composite
def weekly_calendars(draw: st.DrawFn, night: Night | None = None) -> WorkingCalendar:
    """Draw a calendar of weekly hours, with odd dates, holidays and breaks around a night of its zone."""
    zone, when = night or draw(nights())
    near = [when + n * DAY for n in range(-4, 5)]
    names = st.sampled_from(WEEKDAYS)
    odd: dict[object, Hours] = draw(st.dictionaries(st.sampled_from(near), days_of_hours(), max_size=3))
    return WorkingCalendar.weekly(
        {WEEKDAYS[day]: list(some) for day, some in draw(weeks()).items()},
        tz=zone,
        holidays=draw(st.one_of(st.none(), holiday_tables(near))),
        dates=odd,
        breaks=draw(
            st.one_of(st.just({}), st.dictionaries(st.one_of(names, st.sampled_from(near)), breaks(), max_size=4))
        ),
        precedence=draw(st.sampled_from(Precedence)),
    )


@st.composite
def places(draw: st.DrawFn, *, depth: int = 1) -> Place:
    """Draw a calendar with its night: weekly hours, or versions and the algebra of calendars, so many levels deep."""
    zone, when = draw(nights())
    return Place(_calendar(draw, zone, when, draw(st.integers(0, depth))), when)


def calendars(*, depth: int = 1) -> st.SearchStrategy[WorkingCalendar]:
    """Draw a calendar; of what two have in common there may be nothing, and a search says so with `NoWorkingTime`."""
    return places(depth=depth).map(lambda place: place.calendar)


def _calendar(draw: st.DrawFn, zone: str, when: dt.date, depth: int) -> WorkingCalendar:
    left = draw(weekly_calendars((zone, when)))
    if not depth:
        return left
    right = _calendar(draw, draw(st.sampled_from([zone, zone, "Europe/Kyiv", "Pacific/Apia"])), when, depth - 1)
    since = when + draw(st.integers(-2, 2)) * DAY
    combine: Callable[[], WorkingCalendar] = draw(
        st.sampled_from(
            [
                lambda: left.changed(since, right),
                lambda: left | right,
                lambda: left - [since, *draw(st.lists(_absences(when), max_size=2))],
                lambda: left & right,
            ]
        )
    )
    return combine()


@st.composite
def _absences(draw: st.DrawFn, when: dt.date) -> Span:
    start = dt.datetime.combine(when, dt.time(12), dt.UTC) + draw(st.integers(-96, 96)) * HOUR
    return Span(start, start + draw(st.integers(1, 3000)) * MINUTE, start.date())


# --- instants and targets ---------------------------------------------------------------------------------------------

BESIDE = (dt.timedelta(0), MICROSECOND, -MICROSECOND, SECOND, -SECOND, 29 * MINUTE, -5 * HOUR)
AMOUNTS = (
    dt.timedelta(0), MICROSECOND, MINUTE, 30 * MINUTE, HOUR, 8 * HOUR, 8 * HOUR + MICROSECOND, 9 * HOUR, 12 * HOUR,
    24 * HOUR,
)  # fmt: skip
CLOCKS = tuple(
    map(
        dt.time.fromisoformat,
        ("09:00", "00:00", "02:30", "03:00", "12:00", "13:30", "16:00", "18:00", "23:59:59.999999"),
    )
)


@st.composite
def instants(draw: st.DrawFn, place: Place | WorkingCalendar, near: dt.date | None = None) -> dt.datetime:
    """Draw an instant (UTC) at an edge of a calendar or just beside one: of a place, or of a calendar near a date."""
    if isinstance(place, WorkingCalendar):
        place = Place(place, near or dt.date(2026, 11, 23))
    return draw(st.sampled_from(place.edges())) + draw(st.sampled_from(BESIDE))


def amounts() -> st.SearchStrategy[dt.timedelta]:
    """Draw working time: nothing, next to nothing, what fills a day exactly, and a microsecond more."""
    return st.sampled_from(AMOUNTS)


def leaves() -> st.SearchStrategy[sla.Target]:
    """Draw a target that stands for itself: working time, real time, days, an end of day, a time of day."""
    days, hours = st.integers(0, 3), st.sampled_from(CLOCKS)
    return st.one_of(
        st.builds(sla.WorkingTime, amounts()),
        st.builds(sla.Elapsed, amounts()),
        st.builds(sla.WorkingDays, days),
        st.builds(sla.CalendarDays, days),
        st.builds(sla.EndOfDay, days),
        st.builds(sla.ByTime, hours, days),
    )


def targets() -> st.SearchStrategy[sla.Target]:
    """Draw a target: a leaf, a choice of two, a cut-off, or a choice between those."""
    single = leaves()
    simple = st.one_of(single, st.builds(sla.Earliest, single, single), st.builds(sla.Latest, single, single))
    cut = st.builds(
        sla.CutOff,
        st.sampled_from(CLOCKS),
        simple,
        simple,
        day_off=st.sampled_from(sla.DayOff),
        late=st.sampled_from(sla.Late),
    )
    return st.one_of(simple, cut, st.builds(sla.Earliest, cut, simple), st.builds(sla.Latest, simple, cut))


@st.composite
def pauses(draw: st.DrawFn, place: Place, most: int = 3) -> tuple[sla.Pause, ...]:
    """Draw pauses between edges, in any order: overlapping, touching, empty."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        one, other = draw(instants(place)), draw(instants(place))
        found.append(sla.Pause(min(one, other), max(one, other)))
    return tuple(found)


# --- plans, tasks, journals -------------------------------------------------------------------------------------------

_PLANS: tuple[Callable[[], Plan], ...] = (
    ready.task_package,
    ready.individual_manager,
    ready.paid_support,
    ready.hourly,
    ready.points_subscription,
    *((lambda hours=hours: ready.hour_package(hours)) for hours in ready.TARIFFS),
    ready.free_support,
)
START = dt.datetime(2026, 10, 20, 10, tzinfo=find_zone("Europe/Kyiv"))
"""Where journals begin: a Tuesday, five days before the clocks of Kyiv go back."""


def plans() -> st.SearchStrategy[Plan]:
    """Draw a ready-made plan."""
    return st.sampled_from(_PLANS).map(lambda made: made())


@st.composite
def tasks(
    draw: st.DrawFn, plan: Plan, at: st.SearchStrategy[dt.datetime] | None = None, *, client: str = "Acme"
) -> Task:
    """Draw a task that the plan's rulebook has a row for, posted through a channel that it takes."""
    rule: Rule = draw(st.sampled_from(plan.rulebook.rows))
    channels = [one for one in Channel if one in rule.channels] or list(Channel)
    name = f"T-{draw(st.integers(1, 999))}"
    return Task(name, rule.type, client, draw(at or st.just(START)), draw(st.sampled_from(channels)))


@attrs.frozen
class Journal:
    """A plan, a calendar and facts in order, every one of which an account of theirs takes."""

    plan: Plan
    calendar: WorkingCalendar
    facts: tuple[Fact, ...]

    @property
    def known(self) -> frozenset[str]:
        """What a client of the plan has to bring before it serves them."""
        return frozenset(one.fact for one in self.plan.rulebook.conditions)

    def account(self) -> Account:
        """Return a new account with all of the facts."""
        account = Account(self.plan, self.calendar, facts=self.known, since=START)
        for fact in self.facts:  # in this order: `Account.of` has its own for facts of one instant
            account.post(fact)
        return account


_MADE: Mapping[str, Callable[[str, dt.datetime, Case], Event]] = MappingProxyType(
    {
        "confirmed": lambda name, at, _: Confirmed(name, at),
        "accepted": lambda name, at, case: Accepted(name, at, parts=2 if case.task.type == COMPOUND else None),
        "estimated": lambda name, at, _: Estimated(name, at, size=4 * HOUR),
        "agreed": lambda name, at, _: Agreed(name, at),
        "declined": lambda name, at, _: Declined(name, at),
        "started": lambda name, at, case: Started(name, at, owner=case.owner or "ann"),
        "waiting": lambda name, at, _: Waiting(name, at),
        "resumed": lambda name, at, _: Resumed(name, at),
        "solved": lambda name, at, _: Solved(name, at),
        "questioned": lambda name, at, _: Questioned(name, at),
        "reclassified": lambda name, at, _: Reclassified(name, at, parts=2, consent=True),
        "closed": lambda name, at, _: Closed(name, at),
        "cancelled": lambda name, at, _: Cancelled(name, at),
    }
)
_STEPS = (10 * MINUTE, dt.timedelta(0), MICROSECOND, HOUR, DAY, 5 * DAY, 5 * DAY - MICROSECOND, 31 * DAY)
_STEP = st.tuples(
    st.sampled_from(("event", "event", "posted", "logged", "credit")), st.integers(0, 11), st.sampled_from(_STEPS)
)


@st.composite
def journals(draw: st.DrawFn, plan: st.SearchStrategy[Plan] | None = None, *, most: int = 16) -> Journal:
    """Draw a client's facts in order: credit, tasks, what happens to them, time. An account takes every one.

    Time passes by nothing, a microsecond, hours, and what closes a task or ends a lot, and a microsecond less.
    """
    chosen, calendar = draw(plan or plans()), ready.house_calendar()
    journal = Journal(chosen, calendar, ())
    account, now, facts = Account(chosen, calendar, facts=journal.known, since=START), START, []
    for number, (verb, pick, step) in enumerate(draw(st.lists(_STEP, min_size=1, max_size=most))):
        now += step
        fact = _fact(account, (verb, pick), f"f{number:03}", now)
        if fact is not None and account.copy().post(fact).refusal is None:
            account.post(fact)
            facts.append(fact)
    return attrs.evolve(journal, facts=tuple(facts))


def _fact(account: Account, step: tuple[str, int], name: str, now: dt.datetime) -> Fact | None:
    (verb, pick), plan, cases = step, account.plan, account.cases(now)
    if verb == "credit":
        return _credit(plan, pick, name, now)
    if verb == "posted" or not cases:
        rule = plan.rulebook.rows[pick % len(plan.rulebook.rows)]
        channel = next((one for one in Channel if one in rule.channels), Channel.CABINET)
        return Posted.of(Task(f"T-{name}", rule.type, "Acme", now, channel))
    case = cases[-1 - pick % min(3, len(cases))]
    if verb == "logged":
        return WorkLogged(name, now, task=case.task.id, minutes=(1, 40, 300)[pick % 3])
    kinds = [kind for kind in possible(case.state) if kind in _MADE]
    return On(name, now, task=case.task.id, event=_MADE[kinds[pick % len(kinds)]](name, now, case)) if kinds else None


def _credit(plan: Plan, pick: int, name: str, now: dt.datetime) -> Fact | None:
    if plan.entitlement is None:
        return None
    unit = plan.entitlement.unit
    if pick % 2:
        return Bought(name, now, quantity=unit.of(10 + pick % 3))
    return Granted(name, now, quantity=unit.of(1 + pick % 4), expires_at=(None, now + 4 * DAY)[pick // 2 % 2])


# --- the ledger -------------------------------------------------------------------------------------------------------

_VERBS = ("grant", "debit", "hold", "settle", "void", "refund")
_ENTRY = st.tuples(
    st.sampled_from(_VERBS), st.integers(1, 7), st.sampled_from(("stay", "tick", "hour", "before", "edge", "after"))
)


@st.composite
def histories(draw: st.DrawFn, unit: Unit = CREDIT, *, most: int = 24) -> Ledger:
    """Draw a ledger with a history: lots that expire together, holds, refunds, each at an expiry or beside one."""
    ledger, now, edges = Ledger(unit), START.astimezone(dt.UTC), [START.astimezone(dt.UTC)]
    granted = ledger.grant("e000", unit.minor(5), at=now, expires_at=now + 4 * HOUR)
    ledger.post(granted)
    edges.append(now + 4 * HOUR)
    for number, (verb, size, step) in enumerate(draw(st.lists(_ENTRY, max_size=most)), 1):
        ahead = min((edge for edge in edges if edge > now + MICROSECOND), default=now + MICROSECOND)
        now += {"stay": 0 * HOUR, "tick": MICROSECOND, "hour": HOUR}.get(step, 0 * HOUR)
        now = {"before": ahead - MICROSECOND, "edge": ahead, "after": ahead + MICROSECOND}.get(step, now)
        decided = _decided(ledger, verb, f"e{number:03}", size, now)
        if decided is not None and not isinstance(decided, Refusal):
            ledger.post(decided)
            edges += [end for end in (getattr(decided, "expires_at", None),) if end]
    return ledger


def _decided(ledger: Ledger, verb: str, name: str, size: int, now: dt.datetime) -> Any:
    quantity = ledger.unit.minor(size)
    match verb:
        case "grant":
            expires = None if size == 7 else now.replace(minute=0, second=0, microsecond=0) + (1 + size % 4) * HOUR
            return ledger.grant(name, quantity, at=now, expires_at=expires, priority=size % 2)
        case "debit" | "hold":
            return getattr(ledger, verb)(name, quantity, at=now)
        case "refund":
            debits = [entry.id for entry in ledger.entries if type(entry).__name__ == "Debit"]
            return ledger.refund(name, debits[-1], at=now) if debits else None
    held = _open_hold(ledger)
    return None if held is None else getattr(ledger, verb)(name, held, at=now)


def _open_hold(ledger: Ledger) -> str | None:
    ended = {getattr(entry, "hold", None) for entry in ledger.entries}
    return next((one.id for one in ledger.entries if type(one).__name__ == "Hold" and one.id not in ended), None)
