"""What the client is told about the balance, each thing once, and before it is too late (PTS-6).

An alert is a condition on what the ledger knew at an instant. An *episode* is the time while the condition holds; a
*notice* is the beginning of an episode. So a mark that is hit exactly (``<=``) is told once, is told again only after
the balance was above it, and a check that was missed loses nothing: `notices` answers for an interval, and intervals
laid end to end tell everything exactly once. An entry that was recorded late counts from when it was known.

``full`` of a share is what was available right after credit last came in, like the mark of a full tank: a lot used up
long ago does not make a new one look small.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import zip_longest
from typing import TypeAlias

import attrs

from supportcore import instants
from supportcore.errors import Door, InvalidAmount, InvalidEntry, InvalidPeriod
from supportcore.ledger._reads import Event, Tally, by_knowledge, events, fold, sweep
from supportcore.ledger.entries import FREE, HELD, Adjust, Carry, Entry, Grant, Opening, Terms
from supportcore.ledger.ledger import LEDGER, Ledger
from supportcore.reasons import Reason, instant_text
from supportcore.units import Quantity

Lots: TypeAlias = frozenset[str]
_NOTHING: Lots = frozenset()
_TRUE: Lots = frozenset({""})
_A_CENTURY = 36_525 * instants.DAY


class _View:
    """What an alert may see: the tally, the last full mark, and the instant."""

    now: dt.datetime

    def __init__(self, tally: Tally, ledger: Ledger) -> None:
        self.tally: Tally = tally
        self.ledger: Ledger = ledger
        self.full: int = 0

    @property
    def available(self) -> int:
        return self.tally.available()

    def quantity(self, units: int) -> Quantity:
        return Quantity(units, self.ledger.unit)


@attrs.frozen
class LowBalance:
    """No more than so much is left."""

    mark: Quantity = attrs.field(
        validator=Door(InvalidAmount, "a mark is a quantity", "write LowBalance(CREDIT.of(3))", Quantity).check
    )

    def holds(self, view: _View) -> Lots:
        """Say whether the condition holds."""
        return _TRUE if view.quantity(view.available) <= self.mark else _NOTHING

    def reason(self, view: _View, _: Lots) -> Reason:
        """Say so in words."""
        return Reason.of("low-balance", rule="PTS-6", available=view.quantity(view.available), mark=self.mark)


@attrs.frozen
class LowShare:
    """No more than so many percent are left of what was there when credit last came in."""

    percent: int = attrs.field()

    @percent.validator
    def _a_share(self, _: object, percent: object) -> None:
        if type(percent) is not int or not 0 < percent < 100:
            raise InvalidAmount(percent, "a share is a whole percentage from 1 to 99", "write LowShare(20)")

    def holds(self, view: _View) -> Lots:
        """Say whether the condition holds."""
        return _TRUE if view.available <= Fraction(view.full * self.percent, 100) else _NOTHING

    def reason(self, view: _View, _: Lots) -> Reason:
        """Say so in words."""
        available, full = view.quantity(view.available), view.quantity(view.full)
        return Reason.of("low-share", rule="PTS-6", available=available, percent=self.percent, full=full)


@attrs.frozen
class Exhausted:
    """Nothing is left."""

    def holds(self, view: _View) -> Lots:
        """Say whether the condition holds."""
        return _TRUE if view.available <= 0 else _NOTHING

    def reason(self, _: _View, __: Lots) -> Reason:
        """Say so in words."""
        return Reason.of("exhausted", rule="PTS-6")


@attrs.frozen
class Overdrawn:
    """Something is owed."""

    def holds(self, view: _View) -> Lots:
        """Say whether the condition holds."""
        return _TRUE if view.tally.owed > 0 else _NOTHING

    def reason(self, view: _View, _: Lots) -> Reason:
        """Say so in words."""
        return Reason.of("overdrawn", rule="PTS-5", owed=view.quantity(view.tally.owed))


@attrs.frozen
class ExpiringSoon:
    """Free credit will burn within that time. Each lot has its own episode; held parts do not count."""

    within: dt.timedelta = attrs.field()

    @within.validator
    def _some_time(self, _: object, within: dt.timedelta) -> None:
        if not 0 < instants.duration(within) <= _A_CENTURY:
            raise InvalidPeriod(
                within, "a warning comes some time before, and at most a hundred years", "write timedelta(days=14)"
            )

    def holds(self, view: _View) -> Lots:
        """Return the lots whose free credit burns within that time."""
        by = view.now + self.within
        lots = view.tally.lots.values()
        return frozenset(
            [
                lot.terms.id
                for lot in lots
                if lot.cells[FREE] and lot.started and not lot.expired | lot.voided and lot.expires <= by
            ]
        )

    def reason(self, view: _View, lots: Lots) -> Reason:
        """Say so in words, naming every lot."""
        units = sum(view.tally.lots[lot].cells[FREE] for lot in lots)
        return Reason.of(
            "expiring-soon",
            rule="PTS-6",
            quantity=view.quantity(units),
            lots=", ".join(sorted(lots)),
            within=self.within,
        )


Alert: TypeAlias = LowBalance | LowShare | Exhausted | Overdrawn | ExpiringSoon

POINTS: tuple[Alert, ...] = (
    LowShare(50),
    LowShare(20),
    Exhausted(),
    ExpiringSoon(dt.timedelta(days=14)),
    ExpiringSoon(dt.timedelta(days=7)),
    ExpiringSoon(dt.timedelta(days=1)),
)
"""The notices of a subscription with points (PTS-6): at 50 %, 20 % and nothing; 14, 7 and 1 days before expiry."""


@attrs.frozen
class Notice:
    """The beginning of an episode: when, which alert, in words, and the lots that made it true (expiry only)."""

    at: dt.datetime
    alert: Alert
    reason: Reason
    lots: tuple[str, ...] = ()


_ALERT = Door(InvalidEntry, "an alert is one of this room", "write LowShare(20) or Exhausted()", Alert)


def notices(ledger: Ledger, alerts: Iterable[Alert], since: dt.datetime, until: dt.datetime) -> tuple[Notice, ...]:
    """Return what is to be told in ``(since, until]``: every episode that began then, in order, once.

    Alerts that begin at one instant come in the order given, so name the highest mark first. Cost: linear in the
    journal, however often it is asked. Raises `InvalidPeriod` where ``until`` is the earlier.
    """
    since, until = instants.utc(since), instants.utc(until)
    if until < since:
        raise InvalidPeriod(until.isoformat(), "a check looks forward", "swap since and until")
    told = _told(LEDGER(ledger), _ALERT.all(alerts), until)
    return tuple([notice for notice in told if since < notice.at])


def _told(ledger: Ledger, alerts: tuple[Alert, ...], until: dt.datetime) -> Iterator[Notice]:
    live: dict[Alert, Lots] = dict.fromkeys(alerts, _NOTHING)
    for view in _moments(ledger, alerts, until):
        for alert in alerts:
            holds = alert.holds(view)
            begun = holds - live[alert]
            live[alert] = holds
            if begun:
                yield Notice(view.now, alert, alert.reason(view, begun), tuple(sorted(begun - _TRUE)))


def _moments(ledger: Ledger, alerts: tuple[Alert, ...], until: dt.datetime) -> Iterator[_View]:
    """Yield the view at the end of each instant at which something may have begun."""
    happening = [event for event in events(ledger.entries, by_knowledge) if event.when <= until]
    marks = sorted({mark for mark in _marks(ledger, alerts) if mark <= until}, reverse=True)
    following = [event.when for event in happening[1:]]
    view: _View | None = None
    for (event, tally, _), after in zip_longest(sweep(ledger._books, happening), following):  # our wing
        view = view or _View(tally, ledger)
        view.now = event.when
        _refill(view, event)
        if after != event.when:  # only the end of an instant is looked at, and then the marks before the next
            yield view
            while marks and (after is None or marks[-1] < after):
                view.now = max(event.when, marks.pop())
                yield view


def _marks(ledger: Ledger, alerts: tuple[Alert, ...]) -> Iterator[dt.datetime]:
    """Yield the instants at which a warning before expiry may begin."""
    for alert in alerts:
        if isinstance(alert, ExpiringSoon):
            for entry in ledger.entries:
                if isinstance(entry, Terms) and entry.expires_at is not None:
                    yield max(entry.expires_at - alert.within, entry.recorded_at)


def _refill(view: _View, event: Event) -> None:
    entry: Entry = event.entry
    more = isinstance(entry, Grant | Carry | Opening) or (isinstance(entry, Adjust) and entry.quantity.units > 0)
    if more and event.what >= 2:  # a start or an entry
        original = entry.original if isinstance(entry, Opening) else None
        view.full = max(view.available, original.units if original else 0)


@attrs.frozen
class Burn:
    """Credit that will burn: of which lot, when, how much is free, and how much is held beside it."""

    lot: str
    at: dt.datetime
    quantity: Quantity
    held: Quantity


@attrs.frozen
class Forecast:
    """What will burn after ``start``, by ``end``, if nothing happens: every lot, soonest first, net of holds."""

    start: dt.datetime
    end: dt.datetime
    burns: tuple[Burn, ...]
    total: Quantity

    def text(self, zone: dt.tzinfo = dt.UTC) -> str:
        """Return a line a lot, its instant in a zone, to the minute."""
        told = (f"{instant_text(burn.at, zone)}  {burn.quantity} of {burn.lot} burn" for burn in self.burns)
        return "\n".join(told) or "nothing burns"

    def __str__(self) -> str:
        return self.text()


def expiring(ledger: Ledger, start: dt.datetime, end: dt.datetime) -> Forecast:
    """Return what will burn in ``(start, end]`` by what is known now. A read at the expiry sees it, so ``end`` counts.

    Cost: linear in the journal. Raises `InvalidPeriod` where ``end`` is not the later.
    """
    start, end = instants.utc(start), instants.utc(end)
    if end <= start:
        raise InvalidPeriod(end.isoformat(), "a forecast looks forward", "swap start and end")
    tally = fold(LEDGER(ledger)._books, start, None)  # the same wing
    lots = [lot for lot in tally.lots.values() if lot.cells[FREE] and not lot.voided and start < lot.expires <= end]
    burns = tuple(
        [
            Burn(
                lot.terms.id,
                lot.expires,
                Quantity(lot.cells[FREE], ledger.unit),
                Quantity(lot.cells[HELD], ledger.unit),
            )
            for lot in sorted(lots, key=lambda lot: (lot.expires, lot.key))
        ]
    )
    return Forecast(start, end, burns, Quantity(sum(burn.quantity.units for burn in burns), ledger.unit))
