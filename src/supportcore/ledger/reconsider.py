"""What if it had come on time: every request decided again in the order in which things happened.

It reports where the answer would differ, and changes nothing: decisions are never re-taken.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

import attrs

from supportcore.errors import SupportcoreError
from supportcore.ledger._reads import by_effect
from supportcore.ledger.entries import (
    Adjust,
    Carry,
    Debit,
    Entry,
    Grant,
    Hold,
    Move,
    Opening,
    Refund,
    Repay,
    Settle,
    Void,
    VoidLot,
    content,
)
from supportcore.reasons import Refusal

_VERBS: Mapping[type[Entry], str] = MappingProxyType(
    {
        Grant: "grant",
        Opening: "opening",
        Carry: "carry",
        Debit: "debit",
        Hold: "hold",
        Settle: "settle",
        Void: "void",
        Move: "move",
        Refund: "refund",
        Repay: "repay",
        Adjust: "adjust",
        VoidLot: "void_lot",
    }
)


class Desk(Protocol):
    """Where requests are decided again: a ledger, whose verbs are called by name."""

    def post(self, entry: Entry) -> Entry:
        """Fold an entry in and return it."""
        ...


@attrs.frozen
class Difference:
    """An entry that would have been decided otherwise, and what would have been instead."""

    entry: Entry
    instead: Entry | Refusal | SupportcoreError


def differences(journal: Iterable[Entry], on_time: Desk) -> tuple[Difference, ...]:
    """Decide every request of a journal again at an empty desk, in the order in which things happened."""
    found = []
    for _, __, entry in sorted(by_effect(journal), key=lambda row: (row[0], row[1], row[2].seq)):
        instead = _decide_again(on_time, entry)
        if isinstance(instead, Entry):
            on_time.post(instead)
        if not isinstance(instead, Entry) or content(instead) != content(entry):
            found.append(Difference(entry, instead))
    return tuple(found)


def _decide_again(desk: Desk, entry: Entry) -> Entry | Refusal | SupportcoreError:
    asked = {name: getattr(entry, name) for name in entry.ASKED if name != "effective_at"}
    known_at = min(entry.effective_at, entry.recorded_at)
    verb: Callable[..., Entry | Refusal] = getattr(desk, _VERBS[type(entry)])
    try:
        return verb(entry.id, at=entry.effective_at, recorded_at=known_at, **asked)
    except SupportcoreError as why:  # its hold or debit would not be there
        return why
