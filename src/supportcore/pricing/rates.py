"""What an hour costs: a price per role, whole minutes turned into money, and every rounding in sight (HRS-2, HRS-8).

Time is whole minutes, never a float of hours. A bill groups work by project, task and role: a line shows the minutes
worked, the minutes billed where the agreed rounding makes them more, and an amount rounded to the hundredth. The total
is the sum of the lines that are shown, so a client who adds them up finds what is written. The order in which
work is handed in changes nothing.
"""

import enum
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

import attrs

from supportcore.errors import Door, InvalidRate, InvalidUnit, MixedCurrencies, UnknownChoice, listed, named, paired
from supportcore.pricing import _door
from supportcore.pricing._door import CENTS
from supportcore.pricing.curves import PriceLine
from supportcore.reasons import Reason
from supportcore.units import Money, RoundTo

_HOUR = 60


def _roles(roles: Mapping[str, Money] | Iterable[tuple[str, Money]]) -> tuple[tuple[str, Money], ...]:
    pairs = paired(roles, InvalidRate, "a rate is a role and the price of its hour", "write {'programmer': Money(...)}")
    rates = [(_door.named(name, "a role", InvalidRate), _door.price(rate)) for name, rate in pairs]
    _door.distinct([name for name, _ in rates], "role", InvalidRate)
    return tuple(sorted(rates))


@attrs.frozen
class RateTable:
    """The price of an hour of each role, and one default for the others (HRS-2). One currency.

    >>> rates = RateTable({"programmer": Money(30, "USD")}, default=Money(20, "USD"))
    >>> print(rates.rate("programmer"), "and", rates.rate("consultant"))
    30 USD and 20 USD
    >>> print(rates.price("programmer", 50))
    25.00 USD
    """

    roles: tuple[tuple[str, Money], ...] = attrs.field(default=(), converter=_roles)
    default: Money | None = attrs.field(default=None, converter=_door.maybe_price)

    def __attrs_post_init__(self) -> None:
        if not self._prices():
            raise InvalidRate(self.roles, "a rate table has a price", "write RateTable(default=Money('30', 'USD'))")
        _door.one_currency(self._prices())

    def _prices(self) -> list[Money]:
        return [rate for _, rate in self.roles] + ([] if self.default is None else [self.default])

    @property
    def currency(self) -> str:
        """The currency of all its prices."""
        return self._prices()[0].currency

    def rate(self, role: str) -> Money:
        """Return the price of an hour; raise `UnknownChoice` for a role that has none where there is no default."""
        found = dict(self.roles).get(_door.named(role, "a role", InvalidRate), self.default)
        if found is None:
            known = ", ".join(name for name, _ in self.roles)
            raise UnknownChoice(role, f"the table has {known}, and no default", "add the role, or give a default")
        return found

    def price(self, role: str, minutes: int, *, money: RoundTo = CENTS) -> Money:
        """Return the money for whole minutes, rounded once; raise `InvalidAmount` for any other time."""
        _door.policy(None, None, money)
        return _money(self.rate(role), _door.whole(minutes), money)


class Per(enum.Enum):
    """What time is rounded up for."""

    ENTRY = "entry"
    """Each piece of work by itself: a call of 4 minutes in quarters is 15."""
    TASK = "task"
    """All work on a task together: three calls of 4 minutes in quarters are 15."""
    INVOICE = "invoice"
    """All work on the bill together."""


def _step(minutes: int) -> int:
    if type(minutes) is not int or minutes < 1:
        raise InvalidRate(minutes, "time is rounded up to one or more whole minutes", "write UpTo(15, Per.TASK)")
    return _door.whole(minutes)


@attrs.frozen
class UpTo:
    """A rounding of time: up to whole steps of so many minutes, per entry, task or invoice (HRS-8, PTS-3).

    >>> print(UpTo(15, Per.TASK), "|", EXACT_MINUTES)
    up to 15 minutes per task | exact minutes
    >>> UpTo(15, Per.ENTRY).minutes([4, 4, 4]), UpTo(15, Per.TASK).minutes([4, 4, 4])
    (45, 15)
    """

    step: int = attrs.field(converter=_step)
    per: Per = attrs.field(validator=named(Per))

    def up(self, minutes: int) -> int:
        """Return the minutes rounded up to whole steps."""
        return -(-_door.whole(minutes) // self.step) * self.step

    def minutes(self, entries: Iterable[int]) -> int:
        """Return the minutes of the entries of one group: each rounded by itself, or all together."""
        several = listed(entries, InvalidRate, "minutes are a list, a count for each entry", "write [90]")
        counts = [_door.whole(entry) for entry in several]
        return sum(map(self.up, counts)) if self.per is Per.ENTRY else self.up(sum(counts))

    def __str__(self) -> str:
        return "exact minutes" if self.step == 1 else f"up to {self.step} minutes per {self.per.value}"


EXACT_MINUTES = UpTo(1, Per.ENTRY)
"""No rounding of time: what HRS-8 and PTS-3 do unless told otherwise."""


def _work_name(value: str) -> str:
    return _door.named(value, "a piece of work's task and role", InvalidRate)


@attrs.frozen
class Work:
    """A piece of work: so many whole minutes of a role on a task, of a project or of none."""

    task: str = attrs.field(converter=_work_name)
    role: str = attrs.field(converter=_work_name)
    minutes: int = attrs.field(converter=_door.whole)
    project: str = attrs.field(default="", kw_only=True)

    @project.validator
    def _text(self, _: object, project: object) -> None:
        if not isinstance(project, str):
            raise InvalidRate(
                project, "a project is named by a text, or by none", "leave it out, or write a short text"
            )

    @property
    def place(self) -> tuple[str, str, str]:
        """The line of a bill that it belongs to."""
        return (self.project, self.task, self.role)


@attrs.frozen
class BillLine:
    """A line of a bill: the minutes of a role on a task, worked and billed, and the rounded amount."""

    project: str
    task: str
    role: str
    worked: int
    billed: int
    rate: Money
    amount: Money

    def price_line(self) -> PriceLine:
        """Return the line as one of a quote."""
        work = f"{self.project}, {self.task}" if self.project else self.task
        arguments = {"work": work, "minutes": self.billed, "role": self.role, "rate": self.rate}
        if self.worked == self.billed:
            return PriceLine(Reason.of("price-time", rule="HRS-8", **arguments), self.amount)
        return PriceLine(Reason.of("price-time-rounded", rule="HRS-8", worked=self.worked, **arguments), self.amount)


@attrs.frozen
class Bill:
    """Work turned into money: lines by project, task and role, the policies that rounded them, and the total.

    >>> rates = RateTable({"programmer": Money(30, "USD")}, default=Money(20, "USD"))
    >>> print(bill([Work("T-1", "consultant", 10), Work("T-1", "programmer", 47)], rates))
    T-1: 10 min by consultant at 20 USD an hour (HRS-8): 3.33 USD
    T-1: 47 min by programmer at 30 USD an hour (HRS-8): 23.50 USD
    57 min, exact minutes: 26.83 USD
    """

    lines: tuple[BillLine, ...]
    rounding: UpTo
    money: RoundTo
    currency: str

    @property
    def total(self) -> Money:
        """The exact sum of the lines."""
        return _door.total((line.amount for line in self.lines), self.currency)

    @property
    def worked(self) -> int:
        """The minutes worked."""
        return sum(line.worked for line in self.lines)

    @property
    def billed(self) -> int:
        """The minutes billed."""
        return sum(line.billed for line in self.lines)

    def by_project(self) -> tuple[tuple[str, Money], ...]:
        """Return the total of each project; they sum to the total of the bill."""
        groups = groupby(self.lines, key=lambda line: line.project)
        return tuple((name, _door.total((line.amount for line in lines), self.currency)) for name, lines in groups)

    def by_task(self) -> tuple[tuple[str, str, Money], ...]:
        """Return the total of each task of each project; they sum to the total of the bill."""
        groups = groupby(self.lines, key=lambda line: (line.project, line.task))
        return tuple((*name, _door.total((line.amount for line in lines), self.currency)) for name, lines in groups)

    def __str__(self) -> str:
        closing = f"{self.billed} min, {self.rounding}: {self.total}"
        return "\n".join([*(str(line.price_line()) for line in self.lines), closing])


def works(work: Iterable[Work]) -> tuple[Work, ...]:
    """Return the work as a tuple; refuse what is no work."""
    return tuple(map(_A_WORK, listed(work, InvalidRate, _A_WORK.rule, _A_WORK.way_out)))


_A_WORK = Door(InvalidRate, "work is a list of Work", "write [Work('T-1', 'programmer', 47)]", Work)
_UP_TO = Door(InvalidRate, "a rounding of time is named", "write UpTo(15, Per.TASK) or EXACT_MINUTES", UpTo)
_RATES = Door(InvalidRate, "work is priced by a RateTable", "write RateTable(default=Money('30', 'USD'))", RateTable)


def bill(work: Iterable[Work], rates: RateTable, *, rounding: UpTo = EXACT_MINUTES, money: RoundTo = CENTS) -> Bill:
    """Return the bill of some work.

    ``rounding`` rounds time up; the minutes that it adds to a task or an invoice go to the cheapest role in it.
    ``money`` rounds the amount of each line. Raises `UnknownChoice` for a role without a price.
    """
    _door.policy(None, None, money)
    _UP_TO(rounding)
    _RATES(rates)
    ordered = sorted(works(work), key=lambda one: one.place)
    groups = groupby(ordered, key=lambda one: one.place)
    lines = [_line(place, [one.minutes for one in entries], rates, rounding) for place, entries in groups]
    stretched = [line for _, group in groupby(lines, key=_GROUPS[rounding.per]) for line in _stretch(group, rounding)]
    return Bill(tuple(_priced(line, money) for line in stretched), rounding, money, rates.currency)


_GROUPS = {
    Per.ENTRY: lambda line: (line.project, line.task, line.role),
    Per.TASK: lambda line: (line.project, line.task),
    Per.INVOICE: lambda _: (),
}


def _line(place: tuple[str, str, str], minutes: list[int], rates: RateTable, rounding: UpTo) -> BillLine:
    billed = rounding.minutes(minutes) if rounding.per is Per.ENTRY else sum(minutes)
    rate = rates.rate(place[2])
    return BillLine(*place, sum(minutes), billed, rate, Money(0, rate.currency))


def _stretch(group: Iterable[BillLine], rounding: UpTo) -> list[BillLine]:
    lines = list(group)
    minutes = sum(line.billed for line in lines)
    cheapest = min(range(len(lines)), key=lambda place: lines[place].rate)
    line = lines[cheapest]
    lines[cheapest] = attrs.evolve(line, billed=line.billed + rounding.up(minutes) - minutes)
    return lines


def _priced(line: BillLine, money: RoundTo) -> BillLine:
    return attrs.evolve(line, amount=_money(line.rate, line.billed, money))


def _money(rate: Money, minutes: int, policy: RoundTo) -> Money:
    return _door.rounded(Fraction(rate.amount) * Fraction(minutes, _HOUR), policy, rate.currency)


def _currency(code: str) -> str:
    return Money(0, code).currency


@attrs.frozen
class ExchangeRate:
    """So much of one currency for one of another: conversion takes it as an argument, and a statement can show it.

    >>> rate = ExchangeRate("USD", "UAH", "41.25")
    >>> print(rate.convert(Money("26.83", "USD")))
    1106.74 UAH
    """

    source: str = attrs.field(converter=_currency)
    target: str = attrs.field(converter=_currency)
    rate: Decimal = attrs.field(converter=_door.from_zero)

    def __attrs_post_init__(self) -> None:
        if not self.rate:
            raise InvalidRate(
                self.rate, "a rate of exchange is above zero", "write ExchangeRate('USD', 'UAH', '41.25')"
            )
        if self.source == self.target:
            raise InvalidUnit(self.target, "a rate leads to another currency", "leave the money as it is")

    def convert(self, money: Money, *, rounding: RoundTo = CENTS) -> Money:
        """Return the money in the other currency, rounded once; raise `MixedCurrencies` for money of a third."""
        if not isinstance(money, Money) or money.currency != self.source:
            raise MixedCurrencies(money, f"this rate converts {self.source}", f"find the rate into {self.target}")
        _door.policy(None, None, rounding)
        return _door.rounded(Fraction(money.amount) * Fraction(self.rate), rounding, self.target)

    def __str__(self) -> str:
        return f"1 {self.source} = {self.rate} {self.target}"
