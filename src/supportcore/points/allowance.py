"""How many points a purchase grants: a base of the tariff, so many for each user in tiers, and those of each option.

The table is the caller's, the lines explain the sum, and the dates of the grants are counted from the purchase (PTS-1).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import attrs

from supportcore.errors import InvalidAllowance, InvalidAmount, listed, paired
from supportcore.instants import utc
from supportcore.periods import Billing, Days, Months, Term
from supportcore.points._door import NONE, points, row
from supportcore.reasons import Reason
from supportcore.units import POINT, Exact, Quantity, sum_of


def _count(value: int) -> int:
    if type(value) is not int or value < 0:
        raise InvalidAmount(value, "users are counted from 0 up", "write an int such as 25")
    return value


@attrs.frozen
class Tier:
    """Points for each user above a number of users, up to the next tier."""

    above: int = attrs.field(converter=_count)
    each: Quantity = attrs.field(converter=points)


_TIERS = "write [(0, 2), (10, 1)]"


def _tier(tier: Any) -> Tier:
    if isinstance(tier, Tier):
        return tier
    if not isinstance(tier, tuple | list) or len(tier) != 2:
        raise InvalidAllowance(tier, "a tier is a number of users and the points of each above it", _TIERS)
    return Tier(*tier)


def _tiers(tiers: Quantity | Exact | Iterable[Tier | tuple[int, Quantity | Exact]]) -> tuple[Tier, ...]:
    if isinstance(tiers, str) or not isinstance(tiers, Iterable):
        return (Tier(0, tiers),)
    known = tuple(map(_tier, tiers))
    edges = [tier.above for tier in known]
    if edges[:1] != [0] or sorted(set(edges)) != edges:
        raise InvalidAllowance(edges, "tiers begin above 0 users and rise", _TIERS)
    return known


@attrs.frozen
class Tariff:
    """What a tariff grants: a base, and points for each user, in tiers or the same for all.

    >>> Tariff(10, [(0, 2), (10, 1)]).per_user[1].each
    Quantity(60, POINT)
    """

    base: Quantity = attrs.field(converter=points)
    per_user: tuple[Tier, ...] = attrs.field(default=NONE, converter=_tiers)


def _tariffs(tariffs: Mapping[str, Tariff] | Iterable[tuple[str, Tariff]]) -> tuple[tuple[str, Tariff], ...]:
    known = paired(tariffs, InvalidAllowance, "an allowance has one tariff or more, by name", _TARIFFS)
    if not known:
        raise InvalidAllowance(tariffs, "an allowance has one tariff or more", _TARIFFS)
    for _, tariff in known:
        if not isinstance(tariff, Tariff):
            raise InvalidAllowance(tariff, "a tariff is a Tariff", "write Tariff(10, 2): a base, and points per user")
    return _by_name(known)


_TARIFFS = "write {'standard': Tariff(10, 2)}"
_Given = TypeVar("_Given")


def _by_name(pairs: Iterable[tuple[str, _Given]]) -> tuple[tuple[str, _Given], ...]:
    """Return the pairs in the order of their names; refuse a name that is no text, or is there twice."""
    found: dict[str, _Given] = {}
    for name, value in pairs:
        if not isinstance(name, str) or name in found:
            raise InvalidAllowance(name, "tariffs and options are named by texts, each once", "give each its own name")
        found[name] = value
    return tuple(sorted(found.items()))


def _options(
    options: Mapping[str, Quantity | Exact] | Iterable[tuple[str, Quantity | Exact]],
) -> tuple[tuple[str, Quantity], ...]:
    known = paired(options, InvalidAllowance, "options are points by name", "write {'telephony': 5}")
    return _by_name((name, points(value)) for name, value in known)


def _term(_: object, __: object, term: Any) -> None:
    if term is not None and not isinstance(term, Days | Months):
        raise InvalidAllowance(term, "renewal and term are Days, Months or None", "write Months(1)")


@attrs.frozen
class PointsLine:
    """A line of what is granted: what for, and how many points."""

    what: Reason
    quantity: Quantity

    def __str__(self) -> str:
        return f"{self.what}: {self.quantity}"


@attrs.frozen
class Granted:
    """The points that a purchase grants, line by line."""

    lines: tuple[PointsLine, ...]

    @property
    def total(self) -> Quantity:
        """The exact sum of the lines."""
        return sum_of((line.quantity for line in self.lines), POINT)

    def __str__(self) -> str:
        return "\n".join([*map(str, self.lines), f"granted: {self.total}"])


@attrs.frozen
class PointGrant:
    """One grant, ready for the ledger: when, until when (``None``: without end), how many."""

    at: dt.datetime
    expires_at: dt.datetime | None
    quantity: Quantity


@attrs.frozen
class Allowance:
    """How many points a subscription grants: by tariff, users and options (PTS-1).

    ``renewal`` grants them again each period (``None``, the default: once, at the purchase). ``term`` is how long a
    grant lives (``None``: without end).

    >>> allowance = Allowance({"standard": Tariff(10, [(0, 2), (10, 1)])}, {"telephony": 5})
    >>> print(allowance.granted("standard", users=25, options=["telephony"]))
    standard: base (PTS-1): 10 points
    standard: 10 users above 0, 2 points each (PTS-1): 20 points
    standard: 15 users above 10, 1 point each (PTS-1): 15 points
    telephony (PTS-1): 5 points
    granted: 50 points
    """

    tariffs: tuple[tuple[str, Tariff], ...] = attrs.field(converter=_tariffs)
    options: tuple[tuple[str, Quantity], ...] = attrs.field(default=(), converter=_options)
    renewal: Term | None = attrs.field(default=None, validator=_term, kw_only=True)
    term: Term | None = attrs.field(default=None, validator=_term, kw_only=True)

    def granted(self, tariff: str, users: int, options: Iterable[str] = ()) -> Granted:
        """Return what a purchase grants; raise `UnknownChoice` for a tariff or an option that is not sold."""
        chosen = row(dict(self.tariffs), tariff, "tariffs")
        lines = [PointsLine(Reason.of("points-base", rule="PTS-1", tariff=tariff), chosen.base)]
        lines += _by_users(tariff, chosen.per_user, _count(users))
        known = dict(self.options)
        wanted = listed(options, InvalidAllowance, "options are a list of names", "write options=['telephony']")
        for name in sorted(set(wanted)):
            lines.append(PointsLine(Reason.of("points-option", rule="PTS-1", option=name), row(known, name, "options")))
        return Granted(tuple(lines))

    def grants(
        self, granted: Granted, bought_at: dt.datetime, zone: str | ZoneInfo, until: dt.datetime
    ) -> tuple[PointGrant, ...]:
        """Return the grants in ``[bought_at, until)``: the purchase, and each renewal where there are any.

        Renewal n, and the end of what it grants, are counted from the purchase in one step, never chained: bought on
        31 January and renewed each month for a month, a grant lives until 28 February and the next until 31 March.
        """
        if not isinstance(granted, Granted):
            raise InvalidAllowance(
                granted, "what is granted is told by .granted", "pass allowance.granted('standard', 25)"
            )
        first, last = utc(bought_at), utc(until)
        starts = enumerate(self._starts(first, zone))
        begun = takewhile(lambda one: one[1] < last, starts)
        return tuple(PointGrant(at, self._end(first, n, zone), granted.total) for n, at in begun)

    def _starts(self, first: dt.datetime, zone: str | ZoneInfo) -> Iterator[dt.datetime]:
        if self.renewal is None:
            return iter((first,))
        return (period.start for period in Billing(first, self.renewal, zone).periods())

    def _end(self, first: dt.datetime, n: int, zone: str | ZoneInfo) -> dt.datetime | None:
        match self.renewal, self.term:
            case _, None:
                return None
            case None, term:
                return term.after(first, zone)
            case Days(step), Days(length):
                return Days(n * step + length).after(first, zone)
            case Months(step), Months(length):
                return Months(n * step + length).after(first, zone)
            case step, term:
                start = step.after(first, zone, times=n) if n else first
                return term.after(start, zone)


def _by_users(tariff: str, tiers: tuple[Tier, ...], users: int) -> list[PointsLine]:
    ends = [*(tier.above for tier in tiers[1:]), users]
    reached = [
        (tier, min(end, users) - tier.above) for tier, end in zip(tiers, ends, strict=True) if tier.above < users
    ]
    return [PointsLine(_users_reason(tariff, tier, count), tier.each * count) for tier, count in reached if tier.each]


def _users_reason(tariff: str, tier: Tier, count: int) -> Reason:
    return Reason.of("points-users", rule="PTS-1", tariff=tariff, count=count, above=tier.above, each=tier.each)
