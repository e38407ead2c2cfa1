"""Which plan suits which client: every plan plays the same workload through the real account, side by side.

A price of nothing is not a cheap plan: where a tariff has no price for support, the comparison says so, and says too
what a plan refused or did not finish. What it does not do is choose; that is for `recommend`, which gives its reasons.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import NoAnswer
from supportcore.plans import Plan
from supportcore.pricing import ExchangeRate, RateTable
from supportcore.units import Money
from supportcore.whatif.answers.lines import Line, sums
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.asking.doors import PLAN
from supportcore.whatif.asking.workload import Workload
from supportcore.whatif.playing.desk import DESK, Desk
from supportcore.whatif.playing.outcome import Played, priced
from supportcore.whatif.playing.play import books_of, named, played


@attrs.frozen(repr=False)
class Comparison(Result):
    """One row a plan, in the order in which they were given; ``comparison["task_package"]`` opens one.

    Money is in one currency. ``burnt`` is what was paid for and lost unused, in units and in money; ``refused`` counts
    tasks that the plan did not take, ``put off`` those that it took on a later day than they were asked, ``late``
    broken promises, ``unfinished`` tasks for which the hours did not last.
    """

    workload: Workload
    rows: tuple[Played, ...]

    def __getitem__(self, code: str) -> Played:
        for name, row in zip(self.names, self.rows, strict=True):
            if code in (name, row.plan.code):
                return row
        raise NoAnswer(code, f"the comparison has {', '.join(self.names)}", "name one of its plans")

    def __iter__(self) -> Iterator[Played]:
        return iter(self.rows)

    @property
    def names(self) -> tuple[str, ...]:
        """The plans, each by its name; the second of one name by its name and its place."""
        return named([row.plan for row in self.rows])

    def to_records(self) -> Sequence[Record]:
        """Return a row for each plan."""
        return [_record(name, row) for name, row in zip(self.names, self.rows, strict=True)]

    def months(self) -> Sequence[Record]:
        """Return the bill of each month, a row a plan."""
        heads = [f"{period.start.astimezone(row.account.calendar.tz):%Y-%m}" for row in self.rows[:1]
                 for period in row.periods]  # fmt: skip
        return [
            {"plan": name, **dict(zip(heads, (bill.amount for bill in row.bills), strict=True))}
            for name, row in zip(self.names, self.rows, strict=True)
        ]

    def title(self) -> str:
        """Return what was asked, in which currency, and what is not to be read as a price."""
        told = [f"{self.workload}; {self.rows[0].books.currency}", *(str(one) for one in self.rows[0].books.rates)]
        free = [name for name, row in zip(self.names, self.rows, strict=True) if not priced(row.plan)]
        if free:
            told.append(f"no price for support in the tariff of {', '.join(free)}: 0 is no finding")
        return "\n".join(told)

    def draw(self, axes: Any) -> None:
        """Draw what each plan has cost by the end of each month."""
        sums(
            axes,
            [_line(name, row) for name, row in zip(self.names, self.rows, strict=True)],
            f"paid by the client, {self.rows[0].books.currency}",
        )


def _record(name: str, row: Played) -> Record:
    record: dict[str, Any] = {"plan": name, "total": row.total.amount, "a month": row.monthly.amount}
    record |= {"burnt": None if row.burnt is None else str(row.burnt), "worth": _amount(row.burnt_money)}
    record |= {"refused": len(row.refused), "put off": row.postponed, "unfinished": len(row.unfinished)}
    record |= {"late": row.late, "solved": row.solved}
    record |= {"a task": _amount(row.per_task), "an hour": _amount(row.per_hour)}
    return record | ({} if row.cost is None else {"cost": row.cost.amount, "margin": _amount(row.margin)})


def _line(name: str, row: Played) -> Line:
    """Return what has been paid by the end of each month; dashed, and told, where the plan did not do all of it."""
    undone = {"refused": len(row.refused), "unfinished": len(row.unfinished)}
    words = [f" ({number} {what})" for what, number in undone.items() if number]
    totals = list(accumulate((float(bill.amount) for bill in row.bills), initial=0.0))
    return Line("".join([name, *words]), totals, dashed=not row.complete)


def _amount(money: Money | None) -> Any:
    return None if money is None else money.amount


def compare(
    plans: Iterable[Plan],
    workload: Workload,
    calendar: WorkingCalendar,
    *,
    currency: str | None = None,
    rates: Iterable[ExchangeRate] = (),
    costs: RateTable | None = None,
    desk: Desk = DESK,
) -> Comparison:
    """Return what a workload costs under each plan, and the firm's margin where ``costs`` says what an hour costs it.

    Every plan is played through an `Account`, so unused credit burns as it would in life. ``currency`` is needed where
    the plans have more than one, and ``rates`` to turn the others into it. Raises `MixedCurrencies`.

    >>> import datetime as dt
    >>> from supportcore import plans
    >>> year = Workload.of({"simple": 20}, {"simple": 25}, start=dt.date(2027, 1, 1))
    >>> found = compare([plans.task_package(), plans.hourly()], year, plans.house_calendar(),
    ...                 rates=[ExchangeRate("USD", "UAH", "41.25")], currency="UAH")
    >>> for row in found:
    ...     print(row.plan.name, "|", row.total, "|", row.per_task)
    Package of tasks | 84000.00 UAH | 350.00 UAH
    Hourly support | 123750.00 UAH | 515.63 UAH
    """
    chosen = PLAN.all(plans)
    if not chosen:
        raise NoAnswer("no plans", "plans are compared with each other", "give one or more")
    books = books_of(chosen, currency, rates, costs)
    return Comparison(workload, tuple(played(plan, workload, calendar, books, desk=desk) for plan in chosen))
