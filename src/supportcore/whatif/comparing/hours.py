"""Packages of hours side by side: so many hours of work, how many months of each tariff, and what would burn (PCK-2).

This is arithmetic over the tariffs of PCK-1, nothing is played: work of 160 hours is 2 x 80, 4 x 40 or 8 x 20. The
filters are what the choice rests on (PCK-3): how much the client can follow, how urgent it is, the monthly budget.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

import attrs

from supportcore.errors import Door, InvalidWorkload, listed
from supportcore.periods import Months
from supportcore.plans import TARIFFS
from supportcore.pricing import CENTS
from supportcore.reasons import Reason
from supportcore.units import Exact, Money
from supportcore.whatif.answers.amounts import told
from supportcore.whatif.answers.bars import Stack, stacks
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.asking.demand import a_date, exact
from supportcore.whatif.asking.doors import MONEY

_MOST = 1_000_000
_PRICES = Door(InvalidWorkload, "prices are a table by tariff", "write {20: Money(480, 'USD')}", Mapping)


@attrs.frozen
class HourOption:
    """One tariff for the work: how many months, hours bought and lost, the load of the last month, and what it costs.

    ``why_not`` are the filters that it does not pass; ``finish`` is when its last month ends, if a start was given.
    """

    hours: int
    months: int
    bought: Fraction
    burnt: Fraction
    last_month: Fraction
    price: Money | None = None
    monthly: Money | None = None
    finish: dt.date | None = None
    why_not: tuple[Reason, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it passes every filter."""
        return not self.why_not

    @property
    def share(self) -> Fraction:
        """The load of the last month: the share of its hours that the work takes."""
        return self.last_month / self.hours

    def __str__(self) -> str:
        unused = f", {_plain(self.burnt)} hours unused" if self.burnt else ""
        return f"{self.months} x {self.hours}{unused}"


@attrs.frozen(repr=False)
class HourOptions(Result):
    """Every tariff for so many hours of work, the largest first; ``fitting`` are those that pass the filters."""

    hours: Fraction
    options: tuple[HourOption, ...]

    def __iter__(self) -> Iterator[HourOption]:
        return iter(self.options)

    @property
    def fitting(self) -> tuple[HourOption, ...]:
        """The options that pass every filter."""
        return tuple(one for one in self.options if one.fits)

    def title(self) -> str:
        """Return how much work it is."""
        return f"{_plain(self.hours)} hours of work"

    def to_records(self) -> Sequence[Record]:
        """Return a row for each tariff; prices and dates where they were given."""
        return [self._record(one) for one in self.options]

    def _record(self, one: HourOption) -> Record:
        record: dict[str, Any] = {"tariff": one.hours, "months": one.months, "bought": _plain(one.bought)}
        record |= {"burnt": _plain(one.burnt), "last month": f"{float(one.share):.0%}"}
        if any(other.price for other in self.options):
            record |= {"price": one.price and one.price.amount, "a month": one.monthly and one.monthly.amount}
            record |= {"an hour of work": one.price and self._an_hour(one.price)}
        if any(other.finish for other in self.options):
            record |= {"done by": one.finish}
        return record | {"why not": "; ".join(map(str, one.why_not)) or None}

    def _an_hour(self, price: Money) -> Decimal | None:
        return told(CENTS.money(Fraction(price.amount) / self.hours, price.currency)).amount if self.hours else None

    def draw(self, axes: Any) -> None:
        """Draw hours used and hours burnt, a bar for each tariff."""
        stacks(axes, list(map(_stack, self.options)), "hours bought; hatched: hours that burn")


def _stack(one: HourOption) -> Stack:
    price = "" if one.price is None else f", {one.price.amount:,} {one.price.currency}"
    why = "" if one.fits else f"\nnot: {one.why_not[0].text()}"
    used, burnt = float(one.bought - one.burnt), float(one.burnt)
    return Stack(f"{one.hours} h a month", used, burnt, f"{one}{price}{why}", one.fits)


def hour_package_options(
    hours: Exact,
    *,
    prices: Mapping[int, Money] | None = None,
    start: dt.date | None = None,
    max_hours_a_month: Exact | None = None,
    finish_by: dt.date | None = None,
    max_money_a_month: Money | None = None,
    tariffs: Iterable[int] = TARIFFS,
) -> HourOptions:
    """Return each tariff for so many hours of work: its months, hours bought and burnt, load and price (PCK-2).

    ``prices`` are the fee of a month by tariff; no document states them. The filters are those of PCK-3; an option that
    does not pass one stays, with the reason. ``finish_by`` needs a ``start``, and counts whole months from it.

    >>> print(*hour_package_options(160), sep=" | ")
    2 x 120, 80 hours unused | 2 x 80 | 4 x 40 | 8 x 20
    >>> [str(one) for one in hour_package_options(160, max_hours_a_month=40).fitting]
    ['4 x 40', '8 x 20']
    """
    work = _hours(hours)
    fees = {tariff: MONEY(fee) for tariff, fee in _PRICES({} if prices is None else prices).items()}
    first, latest = (None if day is None else a_date(day) for day in (start, finish_by))
    budget = None if max_money_a_month is None else MONEY(max_money_a_month)
    if latest is not None and first is None:
        raise InvalidWorkload(latest, "when it is done depends on when it starts", "pass start=date(2027, 1, 1)")
    known = listed(tariffs, InvalidWorkload, "tariffs are several hours a month", "write tariffs=(20, 40)")
    options = (
        _option(work, tariff, fees.get(tariff), first) for tariff in sorted(set(map(_whole, known)), reverse=True)
    )
    return HourOptions(
        work,
        tuple(attrs.evolve(one, why_not=tuple(_why_not(one, max_hours_a_month, latest, budget))) for one in options),
    )


def _option(work: Fraction, tariff: int, fee: Money | None, start: dt.date | None) -> HourOption:
    months = ceil(work / tariff)
    return HourOption(
        hours=tariff, months=months, bought=Fraction(months * tariff), burnt=months * tariff - work,
        last_month=work - (months - 1) * tariff if months else Fraction(0),
        price=None if fee is None else told(fee * months), monthly=None if fee is None else told(fee),
        finish=None if start is None else _months_later(start, months),
    )  # fmt: skip


def _why_not(
    option: HourOption, follow: Exact | None, finish_by: dt.date | None, budget: Money | None
) -> Iterable[Reason]:
    """Yield the filters that an option does not pass; at the limit it passes."""
    if follow is not None and option.hours > _hours(follow):
        yield Reason.of("too-many-hours", rule="PCK-3", hours=option.hours, limit=_plain(_hours(follow)))
    if finish_by is not None and option.finish is not None and option.finish > finish_by:
        yield Reason.of("done-too-late", rule="PCK-3", finish=option.finish, limit=finish_by)
    if budget is None:
        return
    if option.monthly is None:
        yield Reason.of("no-price", rule="PCK-3", hours=option.hours)
    elif option.monthly > budget:
        yield Reason.of("beyond-budget", rule="PCK-3", price=option.monthly, limit=told(budget))


def _months_later(start: dt.date, months: int) -> dt.date:
    midnight = dt.datetime.combine(start, dt.time(), dt.UTC)
    return Months(months).after(midnight, "UTC").date() if months else start


def _hours(value: Exact) -> Fraction:
    rule, way = f"hours of work are an exact number from 0 to {_MOST:,}", "write 160, or Decimal('7.5')"
    if not 0 <= exact(value, rule, way) <= _MOST:
        raise InvalidWorkload(value, rule, way)
    return Fraction(value)


def _whole(tariff: int) -> int:
    if type(tariff) is not int or tariff < 1:
        raise InvalidWorkload(tariff, "a tariff is whole hours a month", "write tariffs=(20, 40)")
    return tariff


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}"
