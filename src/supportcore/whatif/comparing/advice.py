"""Which plan for this client, and why: does support pay at all (GEN-8), and which plan takes all of it for the least.

A recommendation is a list of reasons, each with its rule, in the order in which a person would say them. It never hides
a plan: one that refuses work or has no price stands at the end and says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, InvalidWorkload
from supportcore.plans import Plan
from supportcore.pricing import ExchangeRate, RateTable
from supportcore.reasons import Reason
from supportcore.tasks import DEVELOPMENT
from supportcore.whatif.answers.result import Record, Result
from supportcore.whatif.asking.workload import Workload
from supportcore.whatif.comparing.comparison import Comparison, compare
from supportcore.whatif.playing.desk import DESK, Desk
from supportcore.whatif.playing.outcome import Played, priced

MANY = 12
"""So many developments a year are many: one a month. The source says only *many*; this is our reading."""


@attrs.frozen
class Situation:
    """What is known of a client beside the numbers: the cases in which support pays (GEN-8).

    ``developments`` is how many a year are many.
    """

    staff_changes_often: bool = False
    nobody_owns_it: bool = False
    training_the_owner: bool = False
    developments: int = MANY

    def __attrs_post_init__(self) -> None:
        for field, _ in _CASES:
            if type(getattr(self, field)) is not bool:
                rule = f"{field} holds or does not: True or False"
                raise InvalidWorkload(getattr(self, field), rule, f"write {field}=True")
        if type(self.developments) is not int or self.developments < 1:
            raise InvalidWorkload(self.developments, "many is a whole number a year, one or more", "write 12")

    def reasons(self, workload: Workload) -> Iterator[Reason]:
        """Yield the cases that hold, each with the rule; none of them is a reason too."""
        told = [code for field, code in _CASES if getattr(self, field)]
        found = [Reason.of(code, rule="GEN-8") for code in told]
        number = sum(sum(workload.counts(one)) for one in workload.streams if one.kind == DEVELOPMENT)
        if number * 12 >= self.developments * workload.months:
            found.append(Reason.of("many-developments", rule="GEN-8", developments=number, months=workload.months))
        yield from found or [Reason.of("pays-not", rule="GEN-8")]


_SITUATION = Door(InvalidWorkload, "what is known of a client is a Situation", "write Situation()", Situation)
_CASES = (
    ("staff_changes_often", "staff-changes"),
    ("nobody_owns_it", "nobody-owns"),
    ("training_the_owner", "training-owner"),
)


@attrs.frozen
class Advice:
    """One plan's place in a recommendation, and why it has it."""

    name: str
    row: Played
    reasons: tuple[Reason, ...]


@attrs.frozen(repr=False)
class Recommendation(Result):
    """The plans in the order of advice; ``support`` are the cases in which support pays, or that there are none."""

    comparison: Comparison
    support: tuple[Reason, ...]
    advice: tuple[Advice, ...]

    @property
    def pays(self) -> bool:
        """Whether one of the cases holds in which support pays."""
        return any(reason.code != "pays-not" for reason in self.support)

    @property
    def best(self) -> Advice | None:
        """The plan that takes all that is asked for the least; ``None`` where none does."""
        first = self.advice[0]
        return first if _rank(first.row)[0] == 0 else None

    def title(self) -> str:
        """Return whether support pays, and why."""
        verdict = "support pays" if self.pays else "support need not pay"
        return f"{verdict}: {'; '.join(map(str, self.support))}"

    def to_records(self) -> Sequence[Record]:
        """Return a row for each plan, the best first."""
        return [
            {"plan": one.name, "total": one.row.total.amount, "why": "; ".join(map(str, one.reasons))}
            for one in self.advice
        ]

    def draw(self, axes: Any) -> None:
        """Draw the comparison that it rests on."""
        self.comparison.draw(axes)


def recommend(
    plans: Iterable[Plan],
    workload: Workload,
    calendar: WorkingCalendar,
    situation: Situation = Situation(),  # a frozen value
    *,
    currency: str | None = None,
    rates: Iterable[ExchangeRate] = (),
    costs: RateTable | None = None,
    desk: Desk = DESK,
) -> Recommendation:
    """Return the plans in order of advice for a workload (measured or assumed) and a client's situation (GEN-8).

    >>> import datetime as dt
    >>> from supportcore import plans
    >>> from supportcore.whatif import Workload
    >>> month = Workload.of({"simple": 8}, {"simple": 30}, start=dt.date(2027, 3, 1), months=1)
    >>> told = recommend([plans.free_support(), plans.hourly()], month, plans.house_calendar(),
    ...                  Situation(staff_changes_often=True), currency="USD")
    >>> print(told)
    support pays: the client's staff changes often, and newcomers ask (GEN-8)
    plan                   total   why
    Hourly support         120.00  takes all that is asked, at the lowest price: 120.00 USD
    General support, free  0.00    its tariff has no price for support: give it one to compare it; ...
    """
    _SITUATION(situation)
    found = compare(plans, workload, calendar, currency=currency, rates=rates, costs=costs, desk=desk)
    ordered = sorted(zip(found.names, found.rows, strict=True), key=lambda pair: _rank(pair[1]))
    first = ordered[0][1]
    advice = tuple(Advice(name, row, tuple(_why(row, first))) for name, row in ordered)
    return Recommendation(found, tuple(situation.reasons(workload)), advice)


def _rank(row: Played) -> tuple[int, Any]:
    """Return the place of a plan: whole and priced ones by their total, then those that refuse, then the unpriced."""
    if not priced(row.plan):
        return 2, len(row.refused) + len(row.unfinished)
    return (0, row.total.amount) if row.complete else (1, len(row.refused) + len(row.unfinished))


def _why(row: Played, first: Played) -> Iterator[Reason]:
    if not priced(row.plan):
        yield Reason.of("without-price")
    if not row.complete:
        refused, unfinished = len(row.refused), len(row.unfinished)
        asked = row.solved + refused + unfinished
        yield Reason.of("takes-not-all", refused=refused, unfinished=unfinished, asked=asked)
    elif priced(row.plan):
        dearer = row.total - first.total
        yield (Reason.of("dearer", difference=dearer) if row is not first else
               Reason.of("cheapest-complete", price=row.total))  # fmt: skip
    if row.late:
        yield Reason.of("keeps-late", late=row.late, solved=row.solved)
