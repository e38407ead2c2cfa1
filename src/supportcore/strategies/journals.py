"""Plans, tasks, and the facts of a client in an order that an account of theirs takes."""

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs
from hypothesis import strategies as st

from supportcore import plans as ready
from supportcore.account import Account, Bought, Fact, Granted, On, Posted, WorkLogged
from supportcore.calendar import WorkingCalendar
from supportcore.instants import zone as find_zone
from supportcore.plans import Plan
from supportcore.strategies.hours import DAY, HOUR, MICROSECOND, MINUTE
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
_VERBS = ("event", "onward", "onward", "posted", "logged", "credit")
_STEP = st.tuples(st.sampled_from(_VERBS), st.integers(0, 11), st.sampled_from(_STEPS))
_ONWARD = ("confirmed", "agreed", "estimated", "solved", "started", "accepted", "resumed")  # towards the solution


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
    if verb == "onward":
        kinds = [kind for kind in _ONWARD if kind in kinds][:1] or kinds
    return On(name, now, task=case.task.id, event=_MADE[kinds[pick % len(kinds)]](name, now, case)) if kinds else None


def _credit(plan: Plan, pick: int, name: str, now: dt.datetime) -> Fact | None:
    if plan.entitlement is None:
        return None
    unit = plan.entitlement.unit
    if pick % 2:
        return Bought(name, now, quantity=unit.of(10 + pick % 3))
    return Granted(name, now, quantity=unit.of(1 + pick % 4), expires_at=(None, now + 4 * DAY)[pick // 2 % 2])
