"""The bill of a period: every line names what it is for, and the totals are the sums of the lines that are shown.

One function per way of charging; each reads the account as it is at the period's end. Two currencies stay two totals.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

import attrs

from supportcore.account.account import ACCOUNT, Account
from supportcore.account.credit import Work
from supportcore.account.events import MINUTE, Bought, WorkLogged
from supportcore.periods import Billing, Period, stretch
from supportcore.plans import Plan, Tariff
from supportcore.pricing import CENTS, Bill, PriceLine, RateTable, bill
from supportcore.pricing import Work as Effort
from supportcore.reasons import Reason, day_text, instant_text, span_text
from supportcore.tables import html_table
from supportcore.tasks import INCIDENT, Scale, State
from supportcore.units import Money, Quantity

_PLACES = 12
Found: TypeAlias = Iterator["InvoiceLine"]


@attrs.frozen
class InvoiceLine:
    """One line of an invoice: when it arose, what for, how much."""

    at: dt.datetime
    what: Reason
    amount: Money


@attrs.frozen
class Invoice:
    """What a client owes for a period, net of tax; ``time`` is the bill of worked hours behind the lines, if any."""

    plan: str
    period: Period
    lines: tuple[InvoiceLine, ...]
    time: tuple[Bill, ...] = ()
    zone: dt.tzinfo = dt.UTC

    def _day(self, at: dt.datetime) -> str:
        return day_text(at.astimezone(self.zone))

    @property
    def totals(self) -> tuple[Money, ...]:
        """The exact sums, one for each currency."""
        found: dict[str, Money] = {}
        for line in self.lines:
            code = line.amount.currency
            found[code] = found[code] + line.amount if code in found else line.amount
        return tuple(found[code] for code in sorted(found))

    def __str__(self) -> str:
        head = f"{self.plan}, {self._day(self.period.start)} to {self._day(self.period.end)}"
        lines = [f"  {self._day(line.at)}  {line.what}: {line.amount}" for line in self.lines]
        rounding = [f"  {one.worked} min worked, {one.rounding}, {one.billed} min billed" for one in self.time]
        return "\n".join([head, *lines, *rounding, f"  total: {', '.join(map(str, self.totals)) or 'nothing'}"])

    def _repr_html_(self) -> str:
        """Return a table for a notebook, every text escaped."""
        cells = [(self._day(line.at), str(line.what), str(line.amount)) for line in self.lines]
        total = ("", "total", ", ".join(map(str, self.totals)) or "nothing")
        return html_table(("date", "for", "amount"), [*cells, total], str(self).splitlines()[0])


def invoice(account: Account, period: Period, *, known_at: dt.datetime | None = None) -> Invoice:
    """Return the bill of a period, by all that is known, or that was known at ``known_at``.

    A bill that was sent is told again by the instant at which it was sent (HRS-1, HRS-8, PKG-1, PKG-4, PTS-7, GEN-4).

    >>> from supportcore import plans
    >>> from supportcore.units import CREDIT
    >>> house = plans.house_calendar()
    >>> at = dt.datetime(2026, 11, 2, 9, tzinfo=house.tz)
    >>> account = Account(plans.task_package(), house)
    >>> _ = account.post(Bought("b1", at, quantity=CREDIT.of(10)))
    >>> print(invoice(account, Period(at, at + dt.timedelta(days=28))))
    Package of tasks, Mon 2 Nov 2026 to Mon 30 Nov 2026
      Mon 2 Nov 2026  10 x 350 UAH: 3500 UAH
      total: 3500 UAH
    """
    known = ACCOUNT(account) if known_at is None else ACCOUNT(account).known(known_at)
    then = known.at(stretch(period).end)
    time = tuple(_time(then, period)) if _charges(then, "hourly") else ()
    charged = [find(then, period) for name, find in _BY_PRICE.items() if _charges(then, name)]
    lines = [line for found in (*charged, _worked(time, period)) for line in found]
    return Invoice(then.plan.name, period, tuple(sorted(lines, key=lambda line: line.at)), time, then.calendar.tz)


def _charges(account: Account, price: str) -> bool:
    """Return whether any plan that the account has had charges in a way; most plans charge in one or two."""
    return any(getattr(held.plan.tariff, price) is not None for held in account.changes)


def _fees(account: Account, period: Period) -> Found:
    """Yield the monthly fee of each plan for the months that begin in the period while it rules."""
    until = None
    for held, months in zip(reversed(account.changes), reversed(account.fees), strict=True):
        if months is not None:  # the plan told last for an instant rules
            yield from _months(held.plan, months, until, period)
            until = months.anchor if until is None else min(until, months.anchor)


def _months(plan: Plan, months: Billing, until: dt.datetime | None, period: Period) -> Found:
    if plan.tariff.monthly is None:
        return
    for month in months.periods(max(0, months.number(max(months.anchor, period.start)))):
        if month.start >= period.end or (until is not None and month.start >= until):
            break
        if month.start in period:
            yield InvoiceLine(month.start, Reason.of("monthly-fee", plan=plan.name), plan.tariff.monthly)


def _purchases(account: Account, period: Period) -> Found:
    for fact, plan in account.accepted(Bought):
        curve = plan.tariff.unit
        if fact.at in period and curve is not None:
            lines: Iterable[PriceLine] = curve.lines(_decimal(fact.quantity))
            yield from (InvoiceLine(fact.at, line.what, CENTS.money(line.amount)) for line in lines)


def _decimal(quantity: Quantity) -> Decimal:
    """Return how many of its unit, to the places that a price takes: ten minutes are no decimal part of an hour."""
    return Decimal(f"{int(quantity.amount * 10**_PLACES)}E-{_PLACES}")


def _logs(account: Account, period: Period) -> Iterator[tuple[WorkLogged, Work]]:
    return ((log, work) for log, work in _all_logs(account) if log.at in period)


def _all_logs(account: Account) -> Iterator[tuple[WorkLogged, Work]]:
    return ((log, work) for work in account.work.values() for log in work.logs)


def _time(account: Account, period: Period) -> Iterator[Bill]:
    """Yield the bill of worked hours of each plan that charges them, at each of its tariffs (HRS-8)."""
    efforts: dict[tuple[str, Tariff], list[Effort]] = {}
    for log, work in _logs(account, period):
        if work.plan.tariff.hourly is not None:
            found = efforts.setdefault((work.plan.code, work.plan.tariff), [])
            found.append(Effort(log.task, log.role or "specialist", log.minutes, project=log.project))
    for (_, tariff), found in efforts.items():
        assert tariff.hourly is not None  # asked above
        yield bill(found, tariff.hourly, rounding=tariff.rounding)


def _worked(bills: Iterable[Bill], period: Period) -> Found:
    for one in bills:
        for line in one.lines:
            priced = line.price_line()
            yield InvoiceLine(period.end, priced.what, priced.amount)


def _developments(account: Account, period: Period) -> Found:
    """Yield the agreed estimate of closed developments, and the hours worked of cancelled ones (PKG-4, PKG-6)."""
    for name, work in account.work.items():
        rates, size = work.plan.tariff.development, work.case.task.size
        if rates is None or work.closed_at is None or work.closed_at not in period:
            continue
        if work.case.rule.scale is not Scale.AGREED or not isinstance(size, dt.timedelta):
            continue
        cancelled = work.case.state is State.CANCELLED
        minutes = work.minutes if cancelled else size // MINUTE
        why = Reason.of("cancelled-work" if cancelled else "agreed-estimate", rule="PKG-4", task=name, size=size,
                        worked=work.minutes * MINUTE)  # fmt: skip
        yield InvoiceLine(work.closed_at, why, rates.price("programmer", minutes))


def _by_kind(account: Account, period: Period) -> Found:
    """Yield worked time by kind of task; incidents cost only by the client's fault (PTS-7)."""
    for log, work in _all_logs(account):
        rates: RateTable | None = work.plan.tariff.by_kind
        kind, worked = work.case.task.type.code, log.minutes * MINUTE
        for at, owed in _owed(log, work):
            if rates is not None and at in period:
                code, price = ("by-the-hour" if owed else "by-the-hour-credited"), rates.price(kind, log.minutes)
                why = Reason.of(code, rule="PTS-7", task=log.task, worked=worked, rate=rates.rate(kind))
                yield InvoiceLine(at, why, price if owed else -price)


def _owed(log: WorkLogged, work: Work) -> Iterator[tuple[dt.datetime, bool]]:
    """Yield when worked time is owed, and when no longer: of an incident, as its fault is found and put right.

    No bill that went out is written anew, so what was found in error is credited when that is known.
    """
    if work.case.task.type != INCIDENT:
        yield log.at, True
        return
    for since, until in work.blamed():
        at = max(log.at, since)
        if until is None or at < until:
            yield at, True
        if until is not None and at < until:
            yield until, False


_BY_PRICE: Mapping[str, Callable[[Account, Period], Found]] = MappingProxyType(
    {"monthly": _fees, "unit": _purchases, "development": _developments, "by_kind": _by_kind}
)
"""Which price of a tariff makes which lines; worked hours are billed together, and so apart."""


@attrs.frozen
class EffortLine:
    """What a task was estimated at and what it took; ``estimated`` is ``None`` where nothing was agreed (HRS-3)."""

    task: str
    estimated: dt.timedelta | None
    worked: dt.timedelta

    @property
    def difference(self) -> dt.timedelta | None:
        """How much more it took than estimated; negative for less."""
        return None if self.estimated is None else self.worked - self.estimated


def efforts(account: Account) -> tuple[EffortLine, ...]:
    """Return estimates beside actuals, a line a task (HRS-3, PCK-6)."""
    sizes = ((name, work.case.task.size, work.minutes) for name, work in ACCOUNT(account).work.items())
    return tuple(
        EffortLine(name, size if isinstance(size, dt.timedelta) else None, minutes * MINUTE)
        for name, size, minutes in sizes
    )


@attrs.frozen
class Week:
    """What the client reads once a week (PCK-7): done and in progress, time spent, what is left and what burnt."""

    period: Period
    done: tuple[str, ...]
    in_progress: tuple[str, ...]
    spent: dt.timedelta
    left: Quantity | None
    burnt: Quantity | None
    zone: dt.tzinfo = dt.UTC

    def __str__(self) -> str:
        span = f"{instant_text(self.period.start, self.zone)} to {instant_text(self.period.end, self.zone)}"
        return (
            f"{span}\ndone: {', '.join(self.done) or '-'}\nin progress: {', '.join(self.in_progress) or '-'}\n"
            f"spent: {span_text(self.spent) if self.spent else '-'}"
            f"\nleft: {'-' if self.left is None else self.left}\nburnt: {'-' if self.burnt is None else self.burnt}"
        )


def week(account: Account, period: Period) -> Week:
    """Return the report of a week, or of any period (PCK-7)."""
    then = ACCOUNT(account).at(stretch(period).end)
    zone = then.calendar.tz
    done = tuple(n for n, work in then.work.items() if work.closed_at is not None and work.closed_at in period)
    open_ = tuple(case.task.id for case in then.queue(period.end) if case.task.posted_at < period.end)
    spent = sum((log.minutes for log, _ in _logs(then, period)), 0) * MINUTE
    if then.plan.entitlement is None:
        return Week(period, done, open_, spent, None, None, zone)
    told = then.statement(period)
    return Week(period, done, open_, spent, told.closing.available, told.change.expired, zone)
