"""What can happen to a prepaid balance: twelve frozen entries, and the table of what each one does.

An entry is a decision that was taken: it says what was asked and carries the lots that answered, so that replaying a
journal never decides anything again. ``effective_at`` says when it counts, ``recorded_at`` when we knew, ``seq`` its
place in the journal. Expiry and the timeout of a hold are no entries: they follow from the clock.

`MOVES` is the bookkeeping itself. A lot has eight cells; every entry moves units from one cell to another, so the
cells of a lot always sum to zero. Four are *sources* (negative: what ever came in), two are *places* (what is there),
two are *sinks* (what is gone).
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, TypeAlias

import attrs

from supportcore import instants
from supportcore.errors import InvalidAmount, InvalidEntry, MixedUnits
from supportcore.ledger.policies import ROLLOVER, SHORTFALL, Rollover, Shortfall
from supportcore.units import Quantity

Asked: TypeAlias = tuple[str, ...]
_NOT_CONTENT = ("recorded_at", "seq")

FREE, HELD, CONSUMED, MOVED_OUT, GRANTED, ADJUSTED, REFUNDED, MOVED_IN = range(8)
"""The cells of a lot."""


def text(_: object, field: "attrs.Attribute[str]", value: object) -> None:
    if type(value) is not str or not value:
        raise InvalidEntry(value, f"{field.name} is a text that names something", f"write {field.name}='2026-0042'")


def _note(_: object, __: object, value: object) -> None:
    if type(value) is not str:
        raise InvalidEntry(value, "a note is a text, or none", "write note='T-1', or leave it out")


def _units(_: object, field: "attrs.Attribute[int]", value: object) -> None:
    if type(value) is not int or value < 0:
        raise InvalidAmount(value, f"{field.name} counts whole minor units from 0 up", "write an int")


def above_zero(_: object, __: object, value: Any) -> None:
    if not isinstance(value, Quantity) or value.units <= 0:
        raise InvalidAmount(value, "a quantity above zero is needed", "write CREDIT.of(1) or HOUR.minor(90)")


def _not_negative(_: object, __: object, value: Any) -> None:
    if not isinstance(value, Quantity) or value.units < 0:
        raise InvalidAmount(value, "a quantity of zero or more is needed", "write CREDIT.of(1) or HOUR.minor(90)")


def _lot_size(entry: object, field: object, value: Any) -> None:
    (_not_negative if isinstance(entry, Carry) else above_zero)(entry, field, value)


def _not_zero(_: object, __: object, value: Any) -> None:
    if not isinstance(value, Quantity) or not value.units:
        raise InvalidAmount(value, "a quantity other than zero is needed", "write CREDIT.of(1) or -CREDIT.of(1)")


def _parts(_: object, field: "attrs.Attribute[tuple[Part, ...]]", value: object) -> None:
    if type(value) is not tuple or not {Part}.issuperset(map(type, value)):
        raise InvalidEntry(value, f"{field.name} is a tuple of Parts", "write (Part('lot', 3),)")


def _lots(entry: object, field: "attrs.Attribute[tuple[Part, ...]]", value: Any) -> None:
    _parts(entry, field, value)
    if len(value) > 1 and len({part.lot for part in value}) < len(value):
        raise InvalidEntry(value, f"a lot pays once in what is {field.name}", "write one Part for each lot")


@attrs.frozen
class Part:
    """So many minor units of one lot.

    >>> Part("september", 3)
    Part(lot='september', units=3)
    """

    lot: str
    units: int = attrs.field()

    @units.validator
    def _some(self, _: object, units: object) -> None:
        if type(units) is not int or units <= 0:
            raise InvalidAmount(units, "a part counts whole minor units above zero", "leave the lot out, or write 1")


Parts: TypeAlias = tuple[Part, ...]


def total(parts: Parts) -> int:
    """Return how many minor units the parts are together."""
    return sum([part.units for part in parts])


def in_one(lot: str, units: int) -> Parts:
    """Return so many minor units of one lot: no part at all where there are none."""
    return (Part(lot, units),) if units > 0 else ()


def _adds_up(entry: "Entry", expected: int, actual: int) -> None:
    if expected != actual:
        raise InvalidEntry(entry, f"its lots add up to {actual} and it says {expected}", "post what was decided")


@attrs.frozen
class Entry:
    """What all entries have: an id that is its idempotency key, when it counts, when we knew, its place."""

    id: str = attrs.field(validator=text)
    effective_at: dt.datetime = attrs.field(converter=instants.utc)
    recorded_at: dt.datetime = attrs.field(converter=instants.utc)
    seq: int = attrs.field(validator=_units)
    note: str = attrs.field(default="", kw_only=True, validator=_note)
    ASKED: ClassVar[Asked] = ()
    """The fields that are the request; the others are the answer."""


def content(entry: Entry) -> dict[str, object]:
    """Return what an entry says; when we knew it, and its place in the journal, are not part of that."""
    return {name: getattr(entry, name) for name in attrs.fields_dict(type(entry)) if name not in _NOT_CONTENT}


@attrs.frozen
class Terms(Entry):
    """A new lot: how much, from when, until when, and its place in the burn order. The entry's id names the lot.

    Usable while ``effective_at <= now < expires_at``; ``None`` never expires. A lower ``priority`` burns first.
    """

    quantity: Quantity = attrs.field(validator=_lot_size)
    expires_at: dt.datetime | None = attrs.field(default=None, converter=instants.maybe_utc)
    priority: int = attrs.field(default=0)

    @priority.validator
    def _in_order(self, _: object, priority: object) -> None:
        if type(priority) is not int:
            raise InvalidEntry(priority, "a priority is a whole number, the lower burns first", "write priority=1")

    @expires_at.validator
    def _later(self, _: object, expires_at: dt.datetime | None) -> None:
        if expires_at is not None and expires_at <= self.effective_at:
            raise InvalidEntry(
                expires_at.isoformat(),
                f"a lot is usable from {self.effective_at.isoformat()} on, so it expires after that",
                "give a later expires_at, such as Days(90).after(at, zone), or None",
            )

    @property
    def granted(self) -> Parts:
        """The credit that comes in."""
        return (Part(self.id, self.quantity.units),)


@attrs.frozen
class Grant(Terms):
    """Credit bought or given: one lot (PKG-2, PCK-1, PTS-1)."""

    ASKED: ClassVar[Asked] = ("quantity", "effective_at", "expires_at", "priority", "note")


@attrs.frozen
class Opening(Terms):
    """What is left of a lot that lived elsewhere before this ledger: every installation starts mid-life.

    ``since`` is when the lot really began (its place in the burn order), ``original`` what it was granted with.
    """

    since: dt.datetime | None = attrs.field(default=None, converter=instants.maybe_utc)
    original: Quantity | None = attrs.field(default=None)

    @original.validator
    def _as_granted(self, _: object, original: Any) -> None:
        if original is not None:
            above_zero(self, None, original)
            if original.unit != self.quantity.unit:
                raise MixedUnits(original, f"the lot counts {self.quantity.unit.name}s", "give what it was granted")

    ASKED: ClassVar[Asked] = ("quantity", "effective_at", "expires_at", "priority", "since", "original", "note")


@attrs.frozen
class Debit(Entry):
    """Credit spent. ``taken`` says from which lots, ``owed`` and ``uncovered`` what they could not pay."""

    quantity: Quantity = attrs.field(validator=above_zero)
    taken: Parts = attrs.field(validator=_lots)
    shortfall: Shortfall = attrs.field(default=Shortfall.REJECT, validator=SHORTFALL.check)
    owed: int = attrs.field(default=0, validator=_units)
    uncovered: int = attrs.field(default=0, validator=_units)
    ASKED: ClassVar[Asked] = ("quantity", "effective_at", "shortfall", "note")

    def __attrs_post_init__(self) -> None:
        _adds_up(self, self.quantity.units, total(self.taken) + self.owed + self.uncovered)


@attrs.frozen
class Hold(Entry):
    """Credit set aside for work that was accepted (PKG-6). It names its lots; over at ``timeout_at`` where given."""

    quantity: Quantity = attrs.field(validator=above_zero)
    taken: Parts = attrs.field(validator=_lots)
    timeout_at: dt.datetime | None = attrs.field(default=None, converter=instants.maybe_utc)
    shortfall: Shortfall = attrs.field(default=Shortfall.REJECT, validator=SHORTFALL.check)
    uncovered: int = attrs.field(default=0, validator=_units)
    ASKED: ClassVar[Asked] = ("quantity", "effective_at", "timeout_at", "shortfall", "note")

    def __attrs_post_init__(self) -> None:
        _adds_up(self, self.quantity.units, total(self.taken) + self.uncovered)


@attrs.frozen
class Settle(Entry):
    """The work of a hold is done: so much of it is spent, the rest released, what goes beyond taken as ``extra``."""

    hold: str = attrs.field(validator=text)
    quantity: Quantity = attrs.field(validator=_not_negative)
    taken: Parts = attrs.field(validator=_lots)
    released: Parts = attrs.field(default=(), validator=_parts)
    extra: Parts = attrs.field(default=(), validator=_lots)
    beyond: Shortfall = attrs.field(default=Shortfall.REJECT, validator=SHORTFALL.check)
    owed: int = attrs.field(default=0, validator=_units)
    uncovered: int = attrs.field(default=0, validator=_units)
    ASKED: ClassVar[Asked] = ("hold", "quantity", "effective_at", "beyond", "note")

    def __attrs_post_init__(self) -> None:
        _adds_up(self, self.quantity.units, total(self.taken) + total(self.extra) + self.owed + self.uncovered)


@attrs.frozen
class Void(Entry):
    """The work of a hold will not be done: all of it goes back."""

    hold: str = attrs.field(validator=text)
    released: Parts = attrs.field(validator=_parts)
    ASKED: ClassVar[Asked] = ("hold", "effective_at", "note")


@attrs.frozen
class Move(Entry):
    """Held credit given to other work (PCK-8): this entry's id is the new hold. Nothing is released on the way."""

    hold: str = attrs.field(validator=text)
    quantity: Quantity = attrs.field(validator=above_zero)
    moved: Parts = attrs.field(validator=_parts)
    timeout_at: dt.datetime | None = attrs.field(default=None, converter=instants.maybe_utc)
    ASKED: ClassVar[Asked] = ("hold", "quantity", "effective_at", "timeout_at", "note")

    def __attrs_post_init__(self) -> None:
        _adds_up(self, self.quantity.units, total(self.moved))


@attrs.frozen
class Refund(Entry):
    """Spent credit goes back to the lots it came from, last taken first; an unpaid debt is forgiven before that."""

    of: str = attrs.field(validator=text)
    quantity: Quantity = attrs.field(validator=above_zero)
    returned: Parts = attrs.field(validator=_parts)
    forgiven: int = attrs.field(default=0, validator=_units)
    ASKED: ClassVar[Asked] = ("of", "quantity", "effective_at", "note")

    def __attrs_post_init__(self) -> None:
        _adds_up(self, self.quantity.units, total(self.returned) + self.forgiven)


@attrs.frozen
class Repay(Entry):
    """A debt is paid from the lots of now, because the plan says so (PTS-5)."""

    of: str = attrs.field(validator=text)
    quantity: Quantity = attrs.field(validator=above_zero)
    taken: Parts = attrs.field(validator=_lots)
    ASKED: ClassVar[Asked] = ("of", "effective_at", "note")

    def __attrs_post_init__(self) -> None:
        _adds_up(self, self.quantity.units, total(self.taken))


@attrs.frozen
class Adjust(Entry):
    """A correction of one lot by hand, up or down, never without a reason."""

    lot: str = attrs.field(validator=text)
    quantity: Quantity = attrs.field(validator=_not_zero)
    reason: str = attrs.field(validator=text)
    ASKED: ClassVar[Asked] = ("lot", "quantity", "reason", "effective_at", "note")

    @property
    def added(self) -> Parts:
        """What the correction adds."""
        return in_one(self.lot, self.quantity.units)

    @property
    def taken(self) -> Parts:
        """What the correction takes away."""
        return in_one(self.lot, -self.quantity.units)


@attrs.frozen
class VoidLot(Entry):
    """A lot ends now; what is free in it, and whatever returns to it later, is void. Held parts stay until settled."""

    lot: str = attrs.field(validator=text)
    reason: str = attrs.field(validator=text)
    ASKED: ClassVar[Asked] = ("lot", "reason", "effective_at", "note")


@attrs.frozen
class Carry(Terms):
    """A renewal: what is left of a lot goes on as a new one, within the bounds of a `Rollover`; the old lot ends."""

    lot: str = attrs.field(default="", validator=text)
    rollover: Rollover = attrs.field(default=Rollover(), validator=ROLLOVER.check)
    carried: Parts = attrs.field(default=(), validator=_parts)
    ASKED: ClassVar[Asked] = ("lot", "rollover", "effective_at", "expires_at", "priority", "note")

    @property
    def received(self) -> Parts:
        """What came over from the old lot."""
        return in_one(self.id, total(self.carried))

    @property
    def granted(self) -> Parts:
        """What was added to reach the least."""
        return in_one(self.id, self.quantity.units - total(self.carried))


MOVES: Mapping[type[Entry], tuple[tuple[str, int, int], ...]] = MappingProxyType(
    {
        # entry: (which of its parts, from which cell, to which cell), ...
        Grant: (("granted", GRANTED, FREE),),
        Opening: (("granted", GRANTED, FREE),),
        Debit: (("taken", FREE, CONSUMED),),
        Hold: (("taken", FREE, HELD),),
        Settle: (("taken", HELD, CONSUMED), ("released", HELD, FREE), ("extra", FREE, CONSUMED)),
        Void: (("released", HELD, FREE),),
        Move: (),
        Refund: (("returned", REFUNDED, FREE),),
        Repay: (("taken", FREE, CONSUMED),),
        Adjust: (("added", ADJUSTED, FREE), ("taken", FREE, ADJUSTED)),
        VoidLot: (),
        Carry: (("carried", FREE, MOVED_OUT), ("received", MOVED_IN, FREE), ("granted", GRANTED, FREE)),
    }
)

RANK: Mapping[type[Entry], int] = MappingProxyType(
    {
        # At one instant: expiry (0), hold timeouts (1), then entries in this order, then by seq.
        Carry: 2,
        Grant: 3,
        Opening: 3,
        Void: 4,
        Move: 4,
        Refund: 4,
        Adjust: 4,
        Settle: 5,
        Debit: 5,
        Hold: 5,
        Repay: 5,
        VoidLot: 5,
    }
)
