"""The life of a task as a table: a state and a kind of event give the next state.

`TRANSITIONS` *is* the protocol, and what is not in the table is impossible. The picture of it, and the list of what can
happen next, are read from the same table.
"""

import enum
from collections.abc import Mapping
from types import MappingProxyType

from supportcore.errors import policy


class State(enum.Enum):
    """Where a task is in its life."""

    PENDING = "pending confirmation in writing"
    POSTED = "posted"
    ACCEPTED = "accepted"
    ESTIMATED = "estimated"
    AGREED = "agreed"
    IN_WORK = "in work"
    WAITING = "waiting"
    SOLVED = "solved"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    def __str__(self) -> str:
        return self.value


class Back(enum.Enum):
    """Where a transition leads to no fixed state."""

    SAME = enum.auto()
    """It stays where it is."""
    WHENCE = enum.auto()
    """Where it came from before it waited."""


_S = State
_OPEN = (_S.POSTED, _S.ACCEPTED, _S.ESTIMATED, _S.AGREED, _S.IN_WORK, _S.WAITING)

_Table = dict[tuple[State, str], State | Back]

_WAYS: _Table = {
    (_S.PENDING, "confirmed"): _S.POSTED,
    (_S.PENDING, "cancelled"): _S.CANCELLED,
    (_S.POSTED, "accepted"): _S.ACCEPTED,
    (_S.POSTED, "solved"): _S.SOLVED,  # accepted and solved in one go
    (_S.ACCEPTED, "estimated"): _S.ESTIMATED,
    (_S.ACCEPTED, "started"): _S.IN_WORK,
    (_S.ACCEPTED, "solved"): _S.SOLVED,
    (_S.ESTIMATED, "estimated"): _S.ESTIMATED,
    (_S.ESTIMATED, "agreed"): _S.AGREED,
    (_S.ESTIMATED, "declined"): _S.CANCELLED,
    (_S.AGREED, "started"): _S.IN_WORK,
    (_S.AGREED, "solved"): _S.SOLVED,
    (_S.IN_WORK, "started"): _S.IN_WORK,  # by its owner only
    (_S.IN_WORK, "estimated"): Back.SAME,  # more than was agreed needs a new consent (PTS-4)
    (_S.IN_WORK, "agreed"): Back.SAME,
    (_S.IN_WORK, "declined"): Back.SAME,
    (_S.IN_WORK, "solved"): _S.SOLVED,
    (_S.WAITING, "resumed"): Back.WHENCE,
    (_S.WAITING, "solved"): _S.SOLVED,
    (_S.SOLVED, "questioned"): _S.IN_WORK,
    (_S.SOLVED, "closed"): _S.CLOSED,
    (_S.SOLVED, "cancelled"): _S.CLOSED,  # solved work that is cancelled counts as closed (PKG-6)
}
_WAIT: _Table = {(state, "waiting"): _S.WAITING for state in _OPEN if state is not _S.WAITING}
_CANCEL: _Table = {(state, "cancelled"): _S.CANCELLED for state in _OPEN}
_GROW: _Table = {(state, "reclassified"): Back.SAME for state in _OPEN}
_BESIDE: _Table = {
    (state, kind): Back.SAME for state in (*_OPEN, _S.SOLVED) for kind in ("handed over", "noted", "ticket closed")
}

TRANSITIONS: Mapping[tuple[State, str], State | Back] = MappingProxyType(_WAYS | _WAIT | _CANCEL | _GROW | _BESIDE)
"""State and kind of event -> next state. What is not here cannot happen."""


def diagram() -> str:
    """Return the table as a Mermaid state diagram.

    >>> diagram().splitlines()[:3]
    ['stateDiagram-v2', '    [*] --> posted', '    [*] --> pending']
    """
    lines = ["stateDiagram-v2", "    [*] --> posted", "    [*] --> pending"]
    for (state, kind), target in TRANSITIONS.items():
        if isinstance(target, State):
            lines.append(f"    {state.name.lower()} --> {target.name.lower()}: {kind}")
        elif target is Back.WHENCE:
            lines.append(f"    {state.name.lower()} --> in_work: {kind} (or where it came from)")
    return "\n".join([*lines, "    closed --> [*]", "    cancelled --> [*]"])


def possible(state: State) -> tuple[str, ...]:
    """Return the kinds of event that can happen in a state."""
    policy(state, State)
    return tuple(kind for origin, kind in TRANSITIONS if origin is state)
