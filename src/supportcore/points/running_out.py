"""When a client is told that points run out, as data: the ledger's alerts tell each mark once per crossing (PTS-6)."""

import datetime as dt
from collections.abc import Iterable

import attrs

from supportcore.errors import InvalidAllowance, listed
from supportcore.ledger import Alert, Exhausted, ExpiringSoon, LowShare
from supportcore.periods import Term
from supportcore.points._door import points
from supportcore.units import POINT, Exact, Quantity


def _shares(shares: Iterable[int]) -> tuple[int, ...]:
    known = listed(shares, InvalidAllowance, "shares are a list", "write (50, 20, 0)")
    whole = all(type(share) is int and 0 <= share < 100 for share in known)
    if not whole or sorted(set(known), reverse=True) != list(known):
        raise InvalidAllowance(known, "shares are whole percentages from 99 to 0, falling", "write (50, 20, 0)")
    return known


def _days(days: Iterable[int]) -> tuple[int, ...]:
    known = listed(days, InvalidAllowance, "warnings are a list of days", "write (14, 7, 1)")
    if not all(type(day) is int and day > 0 for day in known) or sorted(set(known), reverse=True) != list(known):
        raise InvalidAllowance(known, "warnings come whole days before the end, falling", "write (14, 7, 1)")
    return known


@attrs.frozen
class Marks:
    """When a client is told that points run out: shares of what was granted, and days before they expire (PTS-6).

    >>> print(*NOTICES.quantities(POINT.of(30)), sep=", ")
    15 points, 6 points, 0 points
    """

    shares: tuple[int, ...] = attrs.field(default=(50, 20, 0), converter=_shares)
    days: tuple[int, ...] = attrs.field(default=(14, 7, 1), converter=_days)

    def quantities(self, granted: Quantity | Exact) -> tuple[Quantity, ...]:
        """Return the marks of a grant, highest first: the notice comes at so much left, or less."""
        full = points(granted)
        return tuple(POINT.minor(full.units * share // 100) for share in self.shares)

    def alerts(self, term: Term | None = None) -> tuple[Alert, ...]:
        """Return the alerts to give to the ledger, highest mark first; warnings before expiry where there is a term."""
        if term is not None and not isinstance(term, Term):
            raise InvalidAllowance(term, "a term is Days, Months or None", "write Days(90)")
        left = tuple(LowShare(share) if share else Exhausted() for share in self.shares)
        soon = () if term is None else tuple(ExpiringSoon(dt.timedelta(days=day)) for day in self.days)
        return (*left, *soon)


NOTICES = Marks()
"""At 50 %, 20 % and nothing; 14, 7 and 1 days before the end of a term."""
