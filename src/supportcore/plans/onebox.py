"""The plans of one vendor: an individual manager, a package of tasks, general and private support, training.

Rules ISM, PKG and GEN of the rulebook. Each function returns a `Plan`; each number of the documents is a parameter.
"""

import datetime as dt
from collections.abc import Iterable

import attrs

from supportcore.ledger import Shortfall
from supportcore.periods import Days, Term
from supportcore.plans.entitlement import Entitlement
from supportcore.plans.plan import Plan
from supportcore.plans.tariff import Tariff
from supportcore.pricing import PRIVATE_FLOOR, PROGRAMMER, REQUEST
from supportcore.sla import CalendarDays, CutOff, Earliest, EndOfDay, Late, Target, WorkingTime
from supportcore.tasks import (
    BUG,
    COMPOUND,
    CONSULTATION,
    DEVELOPMENT,
    ESTIMATE,
    SIMPLE,
    TRAINING,
    Agreement,
    ByEffort,
    Channel,
    Free,
    NotTaken,
    PerPart,
    PerTask,
    Quota,
    Rule,
    Rulebook,
    Scale,
    Starts,
    TaskType,
)
from supportcore.units import CREDIT

_HOUR = dt.timedelta(hours=1)
_WRITTEN = frozenset({Channel.CRM, Channel.CABINET, Channel.EMAIL})
_SAID = _WRITTEN | {Channel.TELEPHONE}
_PAYING = ("individual manager", "package of tasks", "paid support")


def critical(hours: dt.timedelta = 8 * _HOUR, cut_off: str = "16:00", late: Late = Late.START) -> Target:
    """Return the promise of a BUG: within 8 working hours, and the same day if posted before 16:00 (ISM-5).

    >>> critical().describe().text()
    'before 16:00: the earliest of: 8 h of working time, by the end of the working day; later: 8 h of working time'
    """
    work = WorkingTime(hours, rule="ISM-5")
    return CutOff(cut_off, Earliest(work, EndOfDay(rule="ISM-5")), work, late=late, rule="ISM-5")


def individual_manager(
    *,
    simple: dt.timedelta = 8 * _HOUR,
    accepted: dt.timedelta = _HOUR,
    late: Late = Late.START,
    starts: Starts = Starts.POSTED,
    quota: int = 3,
    exempt: Iterable[TaskType] = (),
    closes: Target | None = None,
    tariff: Tariff = Tariff(development=PROGRAMMER, illustrative=("an hour of an agreed development",)),  # noqa: B008
) -> Plan:
    """Return the plan with a manager of one's own (ISM-1 to ISM-9, ISM-13 to ISM-16).

    >>> individual_manager().rulebook.quota.limit
    3
    """
    rows = _manager_rows(simple, accepted, late, starts, closes)
    book = Rulebook("individual manager", rows, (), Quota(quota, exempt))
    return Plan(
        "individual_manager",
        "Individual manager",
        book,
        ("ISM-8", "ISM-9", "ISM-13", "ISM-14", "ISM-16"),
        tariff=tariff,
    )


def task_package(
    *,
    simple: dt.timedelta = 8 * _HOUR,
    accepted: dt.timedelta = _HOUR,
    late: Late = Late.START,
    starts: Starts = Starts.POSTED,
    quota: int = 3,
    exempt: Iterable[TaskType] = (),
    closes: Target | None = CalendarDays(5, rule="PKG-5"),  # noqa: B008  # a frozen value
    smallest: int = 10,
    term: Term = Days(90),  # noqa: B008  # a frozen value
    shortfall: Shortfall = Shortfall.REJECT,
    tariff: Tariff = Tariff(unit=REQUEST, development=PROGRAMMER),  # noqa: B008  # a frozen value
) -> Plan:
    """Return the prepaid package of tasks: the manager's promises (ISM-15), credits, and closing by itself (PKG-5).

    >>> from supportcore.tasks import BUG
    >>> str(task_package().rulebook.rule(BUG).charge)
    'free'
    """
    rows = _manager_rows(simple, accepted, late, starts, closes)
    book = Rulebook("package of tasks", rows, (), Quota(quota, exempt))
    deposit = Entitlement(CREDIT, CREDIT.of(smallest), term, shortfall=shortfall)
    return Plan(
        "task_package", "Package of tasks", book, ("ISM-15", "PKG-2", "PKG-3"), entitlement=deposit, tariff=tariff
    )


def _manager_rows(
    simple: dt.timedelta, accepted: dt.timedelta, late: Late, starts: Starts, closes: Target | None
) -> tuple[Rule, ...]:
    one, each = WorkingTime(simple, rule="ISM-3"), WorkingTime(simple, rule="ISM-4")
    rows = (
        Rule(SIMPLE, one, ("ISM-3",), charge=PerTask(), channels=_WRITTEN, closes=closes, effort=_HOUR),
        Rule(COMPOUND, each, ("ISM-4",), scale=Scale.PER_PART, charge=PerPart(), channels=_WRITTEN, closes=closes),
        Rule(BUG, critical(late=late), ("ISM-5",), charge=Free(), channels=_SAID, closes=closes),
        Rule(DEVELOPMENT, None, ("ISM-6", "ISM-16"), scale=Scale.AGREED, agreement=Agreement.BEFORE_WORK,
             charge=PerTask(), channels=_WRITTEN, closes=closes),
        Rule(ESTIMATE, one, ("PKG-4",), charge=PerTask(), channels=_WRITTEN),
    )  # fmt: skip
    hour = WorkingTime(accepted, rule="ISM-2")
    return tuple(attrs.evolve(row, acceptance=hour, starts=starts, asked_by="ISM-1") for row in rows)


def paid_support(
    *,
    simple: dt.timedelta = 12 * _HOUR,
    late: Late = Late.START,
    tariff: Tariff = Tariff(development=PROGRAMMER, illustrative=("an hour of an agreed development",)),  # noqa: B008
) -> Plan:
    """Return general support, paid: simple tasks in 12 working hours (GEN-1); nothing else is inherited (GEN-7).

    >>> print(paid_support().rulebook.rule(COMPOUND))
    refused: paid support does not cover a compound task (GEN-7)
    instead: individual manager, package of tasks
    """
    rows = (
        Rule(SIMPLE, WorkingTime(simple, rule="GEN-1"), ("GEN-1",)),
        Rule(BUG, critical(late=late), ("GEN-1", "ISM-5")),
        Rule(
            DEVELOPMENT,
            None,
            ("GEN-1", "ISM-6"),
            scale=Scale.AGREED,
            agreement=Agreement.BEFORE_WORK,
            charge=ByEffort(),
        ),
        Rule(ESTIMATE, WorkingTime(simple, rule="GEN-1"), ("GEN-1",)),
    )
    declined = (NotTaken(COMPOUND, _PAYING[:2], ("GEN-7",)),)
    book = Rulebook("paid support", rows, declined)
    return Plan("paid_support", "General support, paid", book, ("GEN-6", "GEN-7"), tariff=tariff)


def free_support(*, late: Late = Late.START) -> Plan:
    """Return general support, free: BUGs only (GEN-2).

    >>> print(free_support().rulebook.rule(DEVELOPMENT))
    refused: free support does not cover a development (GEN-2)
    instead: individual manager, package of tasks, paid support
    """
    rows = (Rule(BUG, critical(late=late), ("GEN-2", "ISM-5")),)
    paid = (NotTaken(kind, _PAYING, ("GEN-2",)) for kind in (SIMPLE, DEVELOPMENT, ESTIMATE))
    declined = (*paid, NotTaken(COMPOUND, _PAYING[:2], ("GEN-2",)))
    return Plan("free_support", "General support, free", Rulebook("free support", rows, declined), ("GEN-2",))


def private_support(response: Target, *, solution: Target | None = None, tariff: Tariff | None = None) -> Plan:
    """Return private support, sold by integrators: the response times that the client asks for (GEN-4).

    >>> plan = private_support(WorkingTime(dt.timedelta(minutes=30)))
    >>> plan.rulebook.rule(BUG).acceptance.amount
    datetime.timedelta(seconds=1800)
    """
    rows = tuple(Rule(kind, solution, ("GEN-4",), acceptance=response) for kind in (SIMPLE, CONSULTATION, BUG))
    book = Rulebook("private support", rows, elsewhere=_PAYING)
    paid = Tariff(monthly=PRIVATE_FLOOR) if tariff is None else tariff
    return Plan("private_support", "Private support", book, ("GEN-4",), tariff=paid)


def employee_training(*, tariff: Tariff = Tariff()) -> Plan:  # noqa: B008  # a frozen value
    """Return the training of a client's own employee, who then works for the client the whole day (GEN-3).

    >>> [rule.type.code for rule in employee_training().rulebook.rows]
    ['training']
    """
    book = Rulebook(
        "training of an employee", (Rule(TRAINING, None, ("GEN-3",), charge=ByEffort()),), elsewhere=_PAYING
    )
    return Plan("employee_training", "Training of an employee", book, ("GEN-3",), tariff=tariff)
