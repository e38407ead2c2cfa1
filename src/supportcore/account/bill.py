"""The bill of a period: every line names what it is for, and the totals are the sums of the lines that are shown.

One function per way of charging; each reads the account as it is at the period's end. Two currencies stay two totals.
"""

import datetime as dt
import html
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import attrs

from supportcore.account.account import Account
from supportcore.account.credit import Work
from supportcore.account.events import Bought, WorkLogged
from supportcore.periods import Billing, Months, Period
from supportcore.plans import Plan
from supportcore.points import Fault
from supportcore.pricing import Bill, PriceLine, RateTable, bill
from supportcore.pricing import Work as Effort
from supportcore.reasons import Reason, day_text, instant_text
from supportcore.tasks import INCIDENT, Scale, State
from supportcore.units import Money

_MINUTE = dt.timedelta(minutes=1)
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

    @property
    def totals(self) -> tuple[Money, ...]:
        """The exact sums, one for each currency."""
        found: dict[str, Money] = {}
        for line in self.lines:
            code = line.amount.currency
            found[code] = found[code] + line.amount if code in found else line.amount
        return tuple(found[code] for code in sorted(found))

    def __str__(self) -> str:
        head = f"{self.plan}, {day_text(self.period.start)} to {day_text(self.period.end)}"
        lines = [f"  {day_text(line.at)}  {line.what}: {line.amount}" for line in self.lines]
        rounding = [f"  {one.worked} min worked, {one.rounding}, {one.billed} min billed" for one in self.time]
        return "\n".join([head, *lines, *rounding, f"  total: {', '.join(map(str, self.totals)) or 'nothing'}"])

    def _repr_html_(self) -> str:
        """Return a table for a notebook, every text escaped."""
        cells = ((day_text(line.at), str(line.what), str(line.amount)) for line in self.lines)
        rows = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in cells)
        total = html.escape(", ".join(map(str, self.totals)) or "nothing")
        return f"<table><tbody>{rows}</tbody><tfoot><tr><th colspan=2>total</th><th>{total}</th></tr></tfoot></table>"


def invoice(account: Account, period: Period) -> Invoice:
    """Return the bill of a period, as it is known at its end (HRS-1, HRS-8, PKG-1, PKG-4, PTS-7, GEN-4).

    >>> from zoneinfo import ZoneInfo
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
    then = account.at(period.end)
    time = tuple(_time(then, period))
    lines = [*_fees(then, period), *_purchases(then, period), *_worked(time, period), *_developments(then, period),
             *_by_kind(then, period)]  # fmt: skip
    return Invoice(then.plan.name, period, tuple(sorted(lines, key=lambda line: line.at)), time)


def _fees(account: Account, period: Period) -> Found:
    """Yield the monthly fee of each plan for the months that begin in the period while it holds."""
    ends = [since for since, _ in account.changes[1:]] + [None]
    for (since, plan), until in zip(account.changes, ends, strict=True):
        if plan.tariff.monthly is None or since is None:
            continue
        billing = Billing(since, Months(1), account.calendar.tz)
        for month in billing.periods(max(0, billing.number(max(since, period.start)))):
            if month.start >= period.end or (until is not None and month.start >= until):
                break
            if month.start in period:
                yield InvoiceLine(month.start, Reason.of("monthly-fee", plan=plan.name), plan.tariff.monthly)


def _purchases(account: Account, period: Period) -> Found:
    for fact, plan in account.accepted(Bought):
        curve = plan.tariff.unit
        if fact.at in period and curve is not None:
            number = fact.quantity.amount
            lines: Iterable[PriceLine] = curve.lines(number.numerator if number.denominator == 1 else str(number))
            yield from (InvoiceLine(fact.at, line.what, line.amount) for line in lines)


def _logs(account: Account, period: Period) -> Iterator[tuple[WorkLogged, Work]]:
    return ((log, work) for work in account.work.values() for log in work.logs if log.at in period)


def _time(account: Account, period: Period) -> Iterator[Bill]:
    """Yield the bill of worked hours of each plan that charges them (HRS-8)."""
    efforts: dict[str, tuple[Plan, list[Effort]]] = {}
    for log, work in _logs(account, period):
        if work.plan.tariff.hourly is not None:
            _, found = efforts.setdefault(work.plan.code, (work.plan, []))
            found.append(Effort(log.task, log.role or "specialist", log.minutes, project=log.project))
    for plan, found in efforts.values():
        rates = plan.tariff.hourly
        assert rates is not None  # asked above
        yield bill(found, rates, rounding=plan.tariff.rounding)


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
        minutes = work.minutes if cancelled else size // _MINUTE
        why = Reason.of("cancelled-work" if cancelled else "agreed-estimate", rule="PKG-4", task=name, size=size,
                        worked=work.minutes * _MINUTE)  # fmt: skip
        yield InvoiceLine(work.closed_at, why, rates.price("programmer", minutes))


def _by_kind(account: Account, period: Period) -> Found:
    """Yield worked time by kind of task; incidents cost only by the client's fault (PTS-7)."""
    for log, work in _logs(account, period):
        rates: RateTable | None = work.plan.tariff.by_kind
        kind = work.case.task.type
        if rates is None or (kind == INCIDENT and work.fault is not Fault.CLIENT):
            continue
        why = Reason.of(
            "by-the-hour", rule="PTS-7", task=log.task, worked=log.minutes * _MINUTE, rate=rates.rate(kind.code)
        )
        yield InvoiceLine(log.at, why, rates.price(kind.code, log.minutes))


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
    sizes = ((name, work.case.task.size, work.minutes) for name, work in account.work.items())
    return tuple(
        EffortLine(name, size if isinstance(size, dt.timedelta) else None, minutes * _MINUTE)
        for name, size, minutes in sizes
    )


@attrs.frozen
class Week:
    """What the client reads once a week (PCK-7): done and in progress, time spent, what is left and what burnt."""

    period: Period
    done: tuple[str, ...]
    in_progress: tuple[str, ...]
    spent: dt.timedelta
    left: str
    burnt: str

    def __str__(self) -> str:
        span = f"{instant_text(self.period.start)} to {instant_text(self.period.end)}"
        return (
            f"{span}\ndone: {', '.join(self.done) or '-'}\nin progress: {', '.join(self.in_progress) or '-'}\n"
            f"spent: {self.spent}\nleft: {self.left}\nburnt: {self.burnt}"
        )


def week(account: Account, period: Period) -> Week:
    """Return the report of a week, or of any period (PCK-7)."""
    then = account.at(period.end)
    done = tuple(n for n, work in then.work.items() if work.closed_at is not None and work.closed_at in period)
    open_ = tuple(case.task.id for case in then.queue(period.end))
    spent = sum((log.minutes for log, _ in _logs(then, period)), 0) * _MINUTE
    if then.plan.entitlement is None:
        return Week(period, done, open_, spent, "-", "-")
    change = then.statement(period).change
    return Week(period, done, open_, spent, str(then.balance(period.end).available), str(change.expired))
