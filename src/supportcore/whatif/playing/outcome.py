"""A workload under a plan, as figures: the bills, what burnt, what was refused, what it cost the firm.

`Played` is one row of a comparison, and it can be opened: the account with every task and lot, the journal, the
invoices. Every figure of the client's is a sum of what the account's own invoices say.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import attrs

from supportcore.account import Account, Bought, Fact, Invoice, InvoiceLine, invoice
from supportcore.errors import MixedCurrencies
from supportcore.periods import Months, Period
from supportcore.plans import Plan
from supportcore.pricing import CENTS, ExchangeRate, RateTable
from supportcore.reasons import Refusal
from supportcore.tasks import nearest_rank
from supportcore.units import Money, Quantity
from supportcore.whatif.answers.amounts import told
from supportcore.whatif.asking.demand import Ask
from supportcore.whatif.asking.doors import COSTS, MONEY, RATE


def _rates(value: Iterable[ExchangeRate]) -> tuple[ExchangeRate, ...]:
    return RATE.all(value)


def _currency(code: str) -> str:
    return Money(0, code).currency


@attrs.frozen
class Books:
    """In which currency figures are told, by which rates others are turned into it, and what an hour costs the firm."""

    currency: str = attrs.field(converter=_currency)
    rates: tuple[ExchangeRate, ...] = attrs.field(default=(), converter=_rates)
    costs: RateTable | None = attrs.field(default=None, validator=attrs.validators.optional(COSTS.check))

    def told(self, money: Money) -> Money:
        """Return money in the one currency; raise `MixedCurrencies` where no rate leads there."""
        if MONEY(money).currency == self.currency:
            return money
        for rate in self.rates:
            if (rate.source, rate.target) == (money.currency, self.currency):
                return rate.convert(money)
        way = f"pass rates=[ExchangeRate({money.currency!r}, {self.currency!r}, ...)]"
        raise MixedCurrencies(money, f"no rate turns {money.currency} into {self.currency}", way)

    def sum(self, amounts: Iterable[Money]) -> Money:
        """Return the sum in the one currency: each currency is added up, then turned into it."""
        found: dict[str, Money] = {}
        for money in amounts:
            known = found.get(money.currency)
            found[money.currency] = money if known is None else known + money
        return told(sum(map(self.told, found.values()), Money(0, self.currency)))

    def cents(self, amount: Fraction) -> Money:
        """Return an amount of the one currency to the hundredth."""
        return told(CENTS.money(amount, self.currency))


def priced(plan: Plan) -> bool:
    """Return whether the tariff has a price for support; developments are beside it."""
    tariff = plan.tariff
    return any(one is not None for one in (tariff.monthly, tariff.unit, tariff.hourly, tariff.by_kind))


@attrs.frozen(slots=False, repr=False)  # a dict for what is worked out once
class Played:
    """One plan's answer. ``books`` says in which currency; ``refused`` and ``unfinished`` what the plan did not do.

    ``ended`` says that nothing was asked after the last month: what is billed later belongs to it. A history goes on.
    """

    plan: Plan
    account: Account = attrs.field(eq=False)  # what the journal makes
    journal: tuple[Fact, ...]
    periods: tuple[Period, ...]
    books: Books
    refused: tuple[tuple[Ask, Refusal], ...] = ()
    unfinished: tuple[tuple[Ask, int], ...] = ()
    postponed: int = 0
    ended: bool = True

    def __repr__(self) -> str:
        return f"<{self.plan.name}: {self.total}>"

    @property
    def end(self) -> dt.datetime:
        """When the last month ends."""
        return self.periods[-1].end

    @cached_property
    def invoices(self) -> tuple[Invoice, ...]:
        """The account's own invoices, month by month."""
        return tuple(invoice(self.account, period) for period in self.periods)

    @cached_property
    def last(self) -> dt.datetime:
        """When the last thing happened: the end, or the last fact of work that was asked before it."""
        if not self.ended:
            return self.end
        return max([self.end, *(one.fact.at for one in self.account.outcomes()[-1:])])

    @cached_property
    def afterwards(self) -> tuple[InvoiceLine, ...]:
        """What is billed after the end for work that was asked before it; no month begins any more."""
        if not self.ended:
            return ()
        tail = invoice(self.account, Period(self.end, Months(1).after(self.last, self.account.calendar.tz)))
        return tuple(line for line in tail.lines if line.what.code != "monthly-fee")

    @cached_property
    def bills(self) -> tuple[Money, ...]:
        """What each month costs the client; what is billed afterwards belongs to the last."""
        amounts = [[line.amount for line in one.lines] for one in self.invoices]
        amounts[-1] += [line.amount for line in self.afterwards]
        return tuple(map(self.books.sum, amounts))

    @cached_property
    def total(self) -> Money:
        """What all of it costs the client: the sum of the bills."""
        return self.books.sum(self.bills)

    @cached_property
    def monthly(self) -> Money:
        """The mean bill of a month, to the hundredth."""
        return self.books.cents(Fraction(self.total.amount) / len(self.periods))

    # --- the balance --------------------------------------------------------------------------------------------------

    @cached_property
    def burnt(self) -> Quantity | None:
        """What the client paid for and lost unused; ``None`` without a balance."""
        given = self.plan.entitlement
        if given is None:
            return None
        return self.account.balance(self.end if given.monthly is not None else self.last).expired

    @cached_property
    def left(self) -> Quantity | None:
        """What is left and still good; ``None`` without a balance, or where a month's hours burn with it anyway."""
        given = self.plan.entitlement
        if given is None or given.monthly is not None:
            return None
        balance = self.account.balance(self.last)
        return balance.available + balance.upcoming

    @cached_property
    def _each(self) -> Fraction | None:
        """What one unit of the balance cost: all that was paid for credit over all that was bought."""
        given = self.plan.entitlement
        if given is None:
            return None
        if given.monthly is not None:
            fee = self.plan.tariff.monthly
            return None if fee is None else Fraction(self.books.told(fee).amount) / given.monthly.amount
        paid, number = Fraction(0), Fraction(0)
        for fact, plan in self.account.accepted(Bought):
            if plan.tariff.unit is not None:
                price = CENTS.money(plan.tariff.unit.price(Decimal(fact.quantity.units) / fact.quantity.unit.scale))
                paid += Fraction(self.books.told(price).amount)
                number += fact.quantity.amount
        return paid / number if number else None

    @cached_property
    def burnt_money(self) -> Money | None:
        """What was paid for what burnt."""
        if self.burnt is None or self._each is None:
            return None
        return self.books.cents(self._each * self.burnt.amount)

    # --- the work -----------------------------------------------------------------------------------------------------

    @cached_property
    def solved(self) -> int:
        """How many tasks were solved."""
        return sum(case.solution.stopped_at is not None for case in self.account.cases(self.last))

    @cached_property
    def late(self) -> int:
        """How many tasks were solved later than promised, or are overdue."""
        told = self.account.compliance(self.periods[0].start, self.end, now=self.last)
        return sum(line.breached for line in told.lines)

    @cached_property
    def median(self) -> dt.timedelta | None:
        """The median of the working time that solved tasks took, from posting."""
        clocks = [case.solution for case in self.account.cases(self.last)]
        times = sorted(clock.elapsed(self.last) for clock in clocks if clock.stopped_at is not None)
        return nearest_rank(times, Fraction(1, 2))

    @cached_property
    def minutes(self) -> int:
        """The minutes worked."""
        return sum(work.minutes for work in self.account.work.values())

    @cached_property
    def per_task(self) -> Money | None:
        """What a solved task cost the client, all in all."""
        return self._per(Fraction(self.solved))

    @cached_property
    def per_hour(self) -> Money | None:
        """What a worked hour cost the client, all in all."""
        return self._per(Fraction(self.minutes, 60))

    def _per(self, number: Fraction) -> Money | None:
        return self.books.cents(Fraction(self.total.amount) / number) if number else None

    @cached_property
    def cost(self) -> Money | None:
        """What the worked time cost the firm; ``None`` where the rates were not given."""
        rates = self.books.costs
        if rates is None:
            return None
        roles: dict[str, int] = {}
        for work in self.account.work.values():
            for log in work.logs:
                role = log.role or "specialist"
                roles[role] = roles.get(role, 0) + log.minutes
        return self.books.sum(rates.price(role, minutes) for role, minutes in sorted(roles.items()))

    @cached_property
    def margin(self) -> Money | None:
        """What is left to the firm of the client's money."""
        return None if self.cost is None else self.total - self.cost

    @property
    def complete(self) -> bool:
        """Whether the plan took and finished everything that was asked."""
        return not self.refused and not self.unfinished
