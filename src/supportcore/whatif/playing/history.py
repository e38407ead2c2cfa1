"""What really happened to a client, played again: under the same prices it gives the very bills that were sent.

A `History` is a journal of facts and what an account was opened with. Played again under another price book, every
decision (what was taken, held, refused) is the same, for prices decide nothing: only the bills differ.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TypeAlias

import attrs

from supportcore.account import Account, CalendarChanged, Fact, PlanChanged
from supportcore.account.events import in_order
from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, InvalidWorkload, listed
from supportcore.plans import Plan, Tariff
from supportcore.whatif.asking.demand import months_of
from supportcore.whatif.asking.doors import ACCOUNT, CALENDAR, PLAN
from supportcore.whatif.playing.outcome import Books, Played

BOOK = Door(InvalidWorkload, "a price book is a table by the code of a plan", "write {'hourly': Tariff(...)}", Mapping)
Prices: TypeAlias = Mapping[str, Tariff | Plan]
"""A price book: by the code of a plan its tariff, or the whole plan as it is sold now."""


def _journal(value: Iterable[Fact]) -> tuple[Fact, ...]:
    return listed(value, InvalidWorkload, "a history is a journal of facts", "pass the facts in a list")


_FACT = Door(InvalidWorkload, "what is known of a client is text", "write facts=[plans.CLIENT_OF_THE_FIRM]", str)


def _facts(value: Iterable[str]) -> frozenset[str]:
    return frozenset(_FACT.all(value))


@attrs.frozen
class History:
    """A client's journal, and what the account was opened with."""

    plan: Plan = attrs.field(validator=PLAN.check)
    calendar: WorkingCalendar = attrs.field(validator=CALENDAR.check)
    journal: tuple[Fact, ...] = attrs.field(converter=_journal)
    facts: frozenset[str] = attrs.field(default=frozenset(), converter=_facts)
    since: dt.datetime | None = None

    @classmethod
    def of(cls, account: Account, calendar: WorkingCalendar | None = None) -> "History":
        """Return the history of an account. Raises `InvalidWorkload` where its first calendar must be said."""
        first, journal = ACCOUNT(account).changes[0], [one.fact for one in account.outcomes()]
        if calendar is None and any(isinstance(fact, CalendarChanged) for fact in journal):
            raise InvalidWorkload("the first calendar", "its calendar changed on the way", "pass calendar=")
        return cls(first.plan, calendar or account.calendar, journal, account.facts, first.since)

    def replay(self, prices: Prices | None = None) -> Account:
        """Return the account that the journal makes, with the plans of a price book where it names them.

        >>> from supportcore import plans
        >>> from supportcore.account import Bought, invoice
        >>> from supportcore.pricing import Linear
        >>> from supportcore.units import CREDIT, Money
        >>> from supportcore.periods import Period
        >>> house = plans.house_calendar()
        >>> bought = Bought("b1", dt.datetime(2026, 11, 2, 9, tzinfo=house.tz), quantity=CREDIT.of(10))
        >>> past = History(plans.task_package(), house, [bought])
        >>> november = Period(dt.datetime(2026, 11, 1, tzinfo=house.tz), dt.datetime(2026, 12, 1, tzinfo=house.tz))
        >>> print(*invoice(past.replay(), november).totals)
        3500 UAH
        >>> dearer = {"task_package": Tariff(unit=Linear(Money("400", "UAH")))}
        >>> print(*invoice(past.replay(dearer), november).totals)
        4000 UAH
        """
        book = prices or {}
        journal = [
            attrs.evolve(fact, plan=sold(fact.plan, book)) if isinstance(fact, PlanChanged) else fact
            for fact in self.journal
        ]
        account = Account(sold(self.plan, book), self.calendar, facts=self.facts, since=self.since)
        for fact in journal if _in_order(journal) else sorted(journal, key=in_order):
            account.post(fact)
        return account

    def played(self, start: dt.date, months: int, books: Books, prices: Prices | None = None) -> Played:
        """Return the same as figures of so many months: a row that can stand in a comparison."""
        account, periods = self.replay(prices), months_of(start, months, self.calendar)
        return Played(sold(self.plan, prices or {}), account, self.journal, periods, books, ended=False)


def _in_order(journal: list[Fact]) -> bool:
    """Return whether facts stand as they became known; then those of one instant keep their order too."""
    return all(one.known_at <= later.known_at for one, later in pairwise(journal))


def sold(plan: Plan, prices: Prices) -> Plan:
    """Return a plan as a price book sells it: with its tariff, or another plan altogether, or as it is."""
    found = BOOK(prices).get(plan.code)
    if found is None:
        return plan
    if not isinstance(found, Tariff | Plan):
        raise InvalidWorkload(found, "a price book has a Tariff or a Plan for each code", BOOK.way_out)
    return plan.evolve(tariff=found) if isinstance(found, Tariff) else found
