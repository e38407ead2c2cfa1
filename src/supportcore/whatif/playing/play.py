"""One plan's answer to a workload, and what several answers need to stand side by side: names, and a currency."""

from collections.abc import Iterable, Mapping

from supportcore.calendar import WorkingCalendar
from supportcore.errors import MixedCurrencies
from supportcore.plans import Plan
from supportcore.pricing import Curve, ExchangeRate, RateTable
from supportcore.units import Money
from supportcore.whatif.asking.demand import Ask
from supportcore.whatif.asking.doors import COSTS, PLAN
from supportcore.whatif.asking.workload import Workload
from supportcore.whatif.playing.desk import DESK, Desk
from supportcore.whatif.playing.imagine import imagine
from supportcore.whatif.playing.outcome import Books, Played


def played(
    plan: Plan,
    workload: Workload,
    calendar: WorkingCalendar,
    books: Books,
    *,
    desk: Desk = DESK,
    asks: Iterable[Ask] | None = None,
) -> Played:
    """Return one plan's answer to a workload, or to the requests of a draw."""
    found = imagine(plan, workload, calendar, desk=desk, asks=asks)
    return Played(
        plan, found.account, tuple(found.journal), workload.periods(calendar), books, tuple(found.refused),
        tuple(found.unfinished), found.postponed,
    )  # fmt: skip


def named(plans: Iterable[Plan]) -> tuple[str, ...]:
    """Return a name for each plan: its own, and its place beside it where another has the same."""
    names = [plan.name for plan in plans]
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)


def books_of(
    plans: Iterable[Plan], currency: str | None, rates: Iterable[ExchangeRate], costs: RateTable | None = None
) -> Books:
    """Return the books of a question: in the currency that it names, or in the one that all prices have."""
    chosen = PLAN.all(plans)
    return Books(one_currency(chosen, costs) if currency is None else currency, rates, costs)


def one_currency(plans: Iterable[Plan], costs: RateTable | None = None) -> str:
    """Return the currency of all prices; raise `MixedCurrencies` where there are more, or none."""
    found = {one for plan in plans for one in currencies(plan)}
    if costs is not None:
        found.add(COSTS(costs).currency)
    if len(found) == 1:
        return found.pop()
    told = ", ".join(sorted(found)) or "no price at all"
    raise MixedCurrencies(told, "a comparison is told in one currency", "pass currency= and rates=")


def currencies(plan: Plan) -> frozenset[str]:
    """Return the currencies of a plan's prices.

    >>> from supportcore import plans
    >>> sorted(currencies(plans.task_package()))
    ['UAH', 'USD']
    """
    tariff = plan.tariff
    tables: Mapping[str, Money | Curve | RateTable | None] = {
        "monthly": tariff.monthly, "unit": tariff.unit, "hourly": tariff.hourly, "by_kind": tariff.by_kind,
        "development": tariff.development,
    }  # fmt: skip
    return frozenset(one.currency for one in tables.values() if one is not None)
