"""Ledgers with a history: lots that expire together, holds and refunds beside an expiry."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from supportcore.ledger import Ledger
from supportcore.reasons import Refusal
from supportcore.strategies.hours import HOUR, MICROSECOND
from supportcore.strategies.journals import START
from supportcore.units import CREDIT, Unit

_VERBS = ("grant", "debit", "hold", "hold", "settle", "void", "refund")  # a hold, so that there is one to end
_ENTRY = st.tuples(
    st.sampled_from(_VERBS), st.integers(1, 7), st.sampled_from(("stay", "tick", "hour", "before", "edge", "after"))
)


@st.composite
def histories(draw: st.DrawFn, unit: Unit = CREDIT, *, most: int = 24) -> Ledger:
    """Draw a ledger with a history: lots that expire together, holds, refunds, each at an expiry or beside one."""
    ledger, now, edges = Ledger(unit), START.astimezone(dt.UTC), [START.astimezone(dt.UTC)]
    granted = ledger.grant("e000", unit.minor(5), at=now, expires_at=now + 4 * HOUR)
    ledger.post(granted)
    edges.append(now + 4 * HOUR)
    for number, (verb, size, step) in enumerate(draw(st.lists(_ENTRY, max_size=most)), 1):
        ahead = min((edge for edge in edges if edge > now + MICROSECOND), default=now + MICROSECOND)
        now = {
            "stay": now, "tick": now + MICROSECOND, "hour": now + HOUR,
            "before": ahead - MICROSECOND, "edge": ahead, "after": ahead + MICROSECOND,
        }[step]  # fmt: skip
        decided = _decided(ledger, verb, f"e{number:03}", size, now)
        if decided is not None and not isinstance(decided, Refusal):
            ledger.post(decided)
            edges += [end for end in (getattr(decided, "expires_at", None),) if end]
    return ledger


def _decided(ledger: Ledger, verb: str, name: str, size: int, now: dt.datetime) -> Any:
    quantity = ledger.unit.minor(size)
    match verb:
        case "grant":
            expires = None if size == 7 else now.replace(minute=0, second=0, microsecond=0) + (1 + size % 4) * HOUR
            return ledger.grant(name, quantity, at=now, expires_at=expires, priority=size % 2)
        case "debit" | "hold":
            return getattr(ledger, verb)(name, quantity, at=now)
        case "refund":
            debits = [entry.id for entry in ledger.entries if type(entry).__name__ == "Debit"]
            return ledger.refund(name, debits[-1], at=now) if debits else None
    held = _open_hold(ledger)
    return None if held is None else getattr(ledger, verb)(name, held, at=now)


def _open_hold(ledger: Ledger) -> str | None:
    ended = {getattr(entry, "hold", None) for entry in ledger.entries}
    return next((one.id for one in ledger.entries if type(one).__name__ == "Hold" and one.id not in ended), None)
