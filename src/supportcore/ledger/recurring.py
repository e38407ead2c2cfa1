"""Credit that comes every period: each month a new lot, valid to the next anchor date (PCK-1).

A recurring grant is not a timer. It says which lot belongs to which period, and its ids come from the numbers of the
periods, so that asking twice, or asking late for three months at once, grants each of them exactly once.
"""

import datetime as dt

import attrs

from supportcore import instants
from supportcore.errors import Door, InvalidAmount, InvalidPeriod
from supportcore.ledger.entries import Grant, above_zero, text
from supportcore.ledger.ledger import LEDGER, Ledger
from supportcore.periods import Billing
from supportcore.units import Quantity


@attrs.frozen
class Recurring:
    """So much in every billing period, a lot each; what is unused burns when the period ends.

    >>> from supportcore.periods import Months
    >>> from supportcore.units import HOUR
    >>> anchor = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    >>> hours, ledger = Recurring("hours", HOUR.of(20), Billing(anchor, Months(1), "UTC")), Ledger(HOUR)
    >>> [f"{grant.id} to {grant.expires_at:%d %b}" for grant in hours.renew(ledger, at=anchor)]
    ['hours/0 to 28 Feb']
    >>> [f"{grant.id} to {grant.expires_at:%d %b}" for grant in hours.renew(ledger, at=anchor + dt.timedelta(60))]
    ['hours/1 to 31 Mar', 'hours/2 to 30 Apr']
    """

    id: str = attrs.field(validator=text)
    quantity: Quantity = attrs.field(validator=above_zero)
    billing: Billing = attrs.field(
        validator=Door(
            InvalidPeriod, "periods are told by a Billing", "write Billing(anchor, Months(1), 'UTC')", Billing
        ).check
    )
    periods: int | None = attrs.field(default=None)
    """How many periods there are; None goes on for ever."""

    @periods.validator
    def _some(self, _: object, periods: object) -> None:
        if periods is not None and (type(periods) is not int or periods < 1):
            raise InvalidAmount(periods, "a contract has one or more periods", "write periods=12, or None")

    def grant(self, ledger: Ledger, n: int, *, recorded_at: dt.datetime | None = None) -> Grant:
        """Decide the lot of period ``n``, counted from 0. Raises `InvalidPeriod` below, and beyond the last."""
        if type(n) is not int or n < 0:
            raise InvalidPeriod(n, "periods are counted from 0", "write 0 for the first")
        if self.periods is not None and n >= self.periods:
            raise InvalidPeriod(n, f"there are {self.periods} periods, counted from 0", "make one with more periods")
        period = self.billing.period(n)
        return LEDGER(ledger).grant(
            f"{self.id}/{n}", self.quantity, at=period.start, expires_at=period.end, recorded_at=recorded_at
        )

    def renew(self, ledger: Ledger, *, at: dt.datetime) -> tuple[Grant, ...]:
        """Post the lot of every period that has begun by the instant and has none yet; return the new ones."""
        at = instants.utc(at)
        begun = self.billing.number(at) + 1
        wanted = range(begun if self.periods is None else min(begun, self.periods))
        missing = [n for n in wanted if f"{self.id}/{n}" not in LEDGER(ledger)]
        return tuple([ledger.post(self.grant(ledger, n, recorded_at=at)) for n in missing])
