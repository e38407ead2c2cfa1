"""Hints that an account gives about itself: shares and counts, never gates."""

from fractions import Fraction

from supportcore.account.account import ACCOUNT, Account
from supportcore.periods import Period, stretch
from supportcore.tasks import CONSULTATION, SIMPLE

CONSULTATIONS = frozenset({SIMPLE, CONSULTATION})  # a simple task is a consultation (ISM-3)


def consultation_share(account: Account, period: Period) -> Fraction | None:
    """Return which share of the tasks posted in a period are consultations; ``None`` where none was posted (GEN-5).

    Support begins when the main functions work as the customer wants; then 95 % of questions are consultations or
    recommendations. A share far below is a hint that the implementation is not over yet.

    >>> import datetime as dt
    >>> from supportcore import plans
    >>> from supportcore.account import Posted
    >>> from supportcore.tasks import BUG, Task
    >>> at = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    >>> account = Account(plans.paid_support(), plans.house_calendar())
    >>> for number, kind in enumerate((SIMPLE, SIMPLE, SIMPLE, BUG)):
    ...     _ = account.post(Posted.of(Task(f"T-{number}", kind, "Acme", at)))
    >>> consultation_share(account, Period(at, at + dt.timedelta(days=1)))
    Fraction(3, 4)
    """
    tasks = [work.case.task for work in ACCOUNT(account).work.values()]
    stretch(period)
    kinds = [task.type for task in tasks if task.posted_at in period]
    return Fraction(sum(kind in CONSULTATIONS for kind in kinds), len(kinds)) if kinds else None
