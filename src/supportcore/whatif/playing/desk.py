"""How an imagined help desk works: its delays, its patience, and what it calls the requests of others.

Nobody waits for a free pair of hands here: how many hands it takes is a question of its own.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from types import MappingProxyType
from typing import TypeAlias, TypeVar

import attrs

from supportcore.errors import Door, InvalidWorkload
from supportcore.plans import Plan
from supportcore.units import Exact, Quantity
from supportcore.whatif.asking.demand import MINUTE, exact
from supportcore.whatif.playing.kinds import EQUIVALENTS, TABLE, Kinds

_MOST = 1000
_K = TypeVar("_K")
_V = TypeVar("_V")

Points: TypeAlias = Quantity | Callable[[int], Quantity]
"""What a subscription grants at purchase: so much, or so much for a number of users (PTS-1)."""
OWN_MANAGER = Decimal("0.65")
"""How much shorter a task is with a manager of one's own: 60-70 %, because the person knows the project (ISM-12)."""


def _work(value: dt.timedelta) -> dt.timedelta:
    if not isinstance(value, dt.timedelta) or value < dt.timedelta(0) or value % MINUTE:
        raise InvalidWorkload(value, "the desk takes whole minutes of working time", "write timedelta(minutes=30)")
    return value


def _times(value: int) -> int:
    if type(value) is not int or not 0 <= value <= _MOST:
        raise InvalidWorkload(value, f"patience is a whole number from 0 to {_MOST}", "write patience=5")
    return value


def _table(value: Mapping[_K, _V]) -> Mapping[_K, _V]:
    return MappingProxyType(dict(TABLE(value)))


def _shares(value: Mapping[str, Exact]) -> Mapping[str, Fraction]:
    for code, share in _table(value).items():
        rule, way = f"{code} is faster by a share of the time, below 1", "write Decimal('0.65')"
        if not 0 <= exact(share, rule, way) < 1:
            raise InvalidWorkload(share, rule, way)
    return _table({code: Fraction(share) for code, share in value.items()})


@attrs.frozen
class Desk:
    """How the imagined desk works; every delay is working time.

    ``accept`` is how long a request waits to be accepted, ``handle`` how long until somebody works on it, ``agree`` how
    long the client thinks about an estimate; work that is agreed begins at once. ``kinds`` translates requests into a
    plan's own kinds. ``faster`` says, by the code of a plan, by which share its handling and solving are shorter
    (ISM-12; developments, which are programmers' hours, are not). ``grants`` are points that come with a plan at
    purchase (PTS-1). A request that a full day refuses (ISM-7) is posted again when the refusal says that it would be
    taken, up to ``patience`` times. Taken on a later day it counts as put off, otherwise as refused, with its reason.
    """

    accept: dt.timedelta = attrs.field(default=30 * MINUTE, converter=_work)
    handle: dt.timedelta = attrs.field(default=30 * MINUTE, converter=_work)
    agree: dt.timedelta = attrs.field(default=240 * MINUTE, converter=_work)
    kinds: Kinds = attrs.field(default=EQUIVALENTS, converter=_table, hash=False)
    faster: Mapping[str, Fraction] = attrs.field(factory=dict, converter=_shares, hash=False)
    grants: Mapping[str, Points] = attrs.field(factory=dict, converter=_table, hash=False)
    patience: int = attrs.field(default=5, converter=_times)

    def __reduce__(self) -> tuple[type["Desk"], tuple[object, ...]]:
        parts = attrs.astuple(self, recurse=False)  # a view of a table cannot be pickled, and the table can
        return Desk, tuple(dict(one) if isinstance(one, Mapping) else one for one in parts)

    def shorter(self, plan: Plan, minutes: int) -> int:
        """Return minutes of handling or solving under a plan, to the nearest minute."""
        share = self.faster.get(plan.code)
        return minutes if share is None else floor(minutes * (1 - share) + Fraction(1, 2))


A_DESK = Door(InvalidWorkload, "how requests are worked is a Desk", "write Desk(patience=5)", Desk)
DESK = Desk()
"""Accepted in half an hour, begun half an hour later, agreed in half a day."""
