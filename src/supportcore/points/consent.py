"""How many points may be taken: what was told before the work, and what the client agreed to (PTS-4).

`PointsQuote`, `Consent` and what to hold are three values in a row; without the second there is no third, so no work
and no debit. `debitable` reads the table of `charging` afterwards: nothing, all, or no more than was agreed.
"""

import datetime as dt
from collections.abc import Iterable

import attrs

from supportcore.errors import Door, IdConflict, InvalidAllowance, InvalidQuote, listed
from supportcore.instants import utc
from supportcore.points._door import NONE, points, text
from supportcore.points.charging import Charging, Takes
from supportcore.pricing.quote import refused
from supportcore.reasons import Reason, Refusal
from supportcore.units import POINT, Exact, Quantity, sum_of


@attrs.frozen
class PointsQuote:
    """What a task will cost at most, told before the work starts; valid while ``quoted_at <= now < valid_until``.

    >>> made = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    >>> quote = PointsQuote("Q-1", "T-1", 2, made, made + dt.timedelta(days=5))
    >>> print(quote.hold(None, made))
    refused: T-1 costs 2 points, and the client has not agreed (PTS-4)
    instead: tell the client the cost, and record the consent
    >>> consent = quote.accept(made + dt.timedelta(hours=1), by="Acme")
    >>> print(quote.hold(consent, made + dt.timedelta(hours=2)))
    2 points
    """

    id: str = attrs.field(validator=text)
    task: str = attrs.field(validator=text)
    quantity: Quantity = attrs.field(converter=points)
    quoted_at: dt.datetime = attrs.field(converter=utc)
    valid_until: dt.datetime = attrs.field(converter=utc)

    @quantity.validator
    def _some(self, _: object, quantity: Quantity) -> None:
        if not quantity:
            raise InvalidQuote(quantity, "a quote is for some points", "leave the quote out where nothing is charged")

    @valid_until.validator
    def _for_a_while(self, _: object, until: dt.datetime) -> None:
        if until <= self.quoted_at:
            raise InvalidQuote(
                until.isoformat(), "a quote is valid for a while", "write Days(5).after(quoted_at, zone)"
            )

    def valid_at(self, at: dt.datetime) -> bool:
        """Return whether the client may agree at an instant."""
        return self.quoted_at <= utc(at) < self.valid_until

    def accept(self, at: dt.datetime, by: str = "") -> "Consent | Refusal":
        """Return the client's consent, or why it comes too late (or before the quote)."""
        return self._refused(at) or Consent(self, at, by)

    def hold(self, consent: "Consent | None", at: dt.datetime) -> Quantity | Refusal:
        """Return what to hold when the work starts: all that was agreed. A refusal without consent.

        A consent that was given in time stands, however late the work starts. Raises `InvalidQuote` for the consent to
        another quote, and for work that starts before the consent.
        """
        if consent is None:
            return self._refused(at) or _ask(
                Reason.of("consent-first", rule="PTS-4", task=self.task, quantity=self.quantity)
            )
        if _CONSENT(consent).quote != self:
            raise InvalidQuote(consent.quote.id, f"this consent is not to {self.id}", "pass the consent to this quote")
        if utc(at) < consent.at:
            raise InvalidQuote(
                utc(at).isoformat(), "work starts after the consent (PTS-4)", "start at or after consent.at"
            )
        return self.quantity

    def _refused(self, at: dt.datetime) -> Refusal | None:
        return refused(utc(at), self.quoted_at, self.valid_until, rule="PTS-4")


def _ask(reason: Reason) -> Refusal:
    return Refusal(reason, Reason.of("get-consent"))


@attrs.frozen
class Consent:
    """The client agreed to a quote, in time: when, and who."""

    quote: PointsQuote
    at: dt.datetime = attrs.field(converter=utc)
    by: str = attrs.field(default="", validator=text)

    @at.validator
    def _in_time(self, _: object, at: dt.datetime) -> None:
        if not isinstance(self.quote, PointsQuote):
            raise InvalidQuote(self.quote, "a consent is to a PointsQuote", "write quote.accept(at)")
        if not self.quote.valid_at(at):
            raise InvalidQuote(at.isoformat(), "a consent is given while the quote is valid", "ask quote.accept(at)")


_CONSENT = Door(InvalidQuote, "what a client agreed to is a Consent", "pass what quote.accept(at) returned", Consent)


@attrs.frozen
class Debitable:
    """What may be debited, what was spent beyond it (and stays untaken without a new consent), and why."""

    quantity: Quantity
    beyond: Quantity
    why: Reason
    way_out: Reason | None = None


def debitable(row: Charging, spent: Quantity | Exact, consents: Iterable[Consent] = ()) -> Debitable | Refusal:
    """Return what may be debited for the effort on one task, or why nothing may.

    Nothing for what is free; all of it for the client's fault, even beyond the balance (PTS-5); else no more than the
    sum of what the client agreed to, each quote once (PTS-4).

    >>> from supportcore.points import Fault, Kind, charged
    >>> print(debitable(charged(Kind.INCIDENT, Fault.CLIENT), POINT.minor(40)).quantity)
    40 minutes
    >>> print(debitable(charged(Kind.SERVICE_REQUEST), POINT.minor(40)))
    refused: 40 minutes spent, and the client has agreed to nothing (PTS-4)
    instead: tell the client the cost, and record the consent
    """
    if not isinstance(row, Charging):
        raise InvalidAllowance(row, "what a request takes is a row of the table", "write charged(Kind.INCIDENT)")
    known = listed(consents, InvalidQuote, "what a client agreed to is a list of Consents", "write [consent]")
    return _DEBITS[row.takes](row, points(spent), frozenset(map(_CONSENT, known)))


def _nothing(row: Charging, _: Quantity, __: frozenset[Consent]) -> Debitable:
    return Debitable(NONE, NONE, row.reason)


def _all(row: Charging, spent: Quantity, _: frozenset[Consent]) -> Debitable:
    return Debitable(spent, NONE, row.reason)


def _agreed(row: Charging, spent: Quantity, consents: frozenset[Consent]) -> Debitable | Refusal:
    quotes = {consent.quote for consent in consents}
    _of_one_task(quotes)
    if not quotes:
        return _ask(Reason.of("no-consent", rule="PTS-4", spent=spent))
    agreed = sum_of((quote.quantity for quote in quotes), POINT)
    if spent <= agreed:
        return Debitable(spent, NONE, row.reason)
    rest = spent - agreed
    why = Reason.of("beyond-consent", rule="PTS-4", spent=spent, agreed=agreed)
    return Debitable(agreed, rest, why, Reason.of("new-consent", rest=rest))


def _of_one_task(quotes: Iterable[PointsQuote]) -> None:
    seen: dict[str, PointsQuote] = {}
    for quote in sorted(quotes, key=lambda one: one.id):
        if quote.id in seen:
            raise IdConflict(quote.id, "two quotes of one id, with other content", "give each quote an id of its own")
        seen[quote.id] = quote
    tasks = sorted({quote.task for quote in quotes})
    if len(tasks) > 1:
        raise InvalidQuote(tasks, "the consents are to quotes of one task", "pass those of this task")


_DEBITS = {Takes.NOTHING: _nothing, Takes.AFTERWARDS: _all, Takes.BY_CONSENT: _agreed}
