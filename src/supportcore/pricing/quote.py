"""A price that was said aloud: frozen, dated, valid for a while, and the same for ever from the same inputs.

A `Quote` holds its inputs and nothing else: what is priced, when, until when, and how it rounds. Lines, total and
explanation follow from them, so two quotes with equal inputs are the same quote.
The fingerprint is the SHA-256 of the inputs written as one canonical text, which anybody can read and hash again.
"""

import datetime as dt
import enum
import hashlib
import html
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs

from supportcore.errors import InvalidFormula, InvalidQuote, paired
from supportcore.instants import utc
from supportcore.pricing import _door
from supportcore.pricing._door import CENTS, Number
from supportcore.pricing.curves import Curve, Lines, PriceLine, is_curve
from supportcore.pricing.factors import ComplexityFormula, Formula, Project, Score, Trainee, TraineeFormula
from supportcore.pricing.rates import EXACT_MINUTES, RateTable, UpTo, Work, bill, works
from supportcore.reasons import Reason, Refusal, instant_text
from supportcore.tables import html_table
from supportcore.units import Money, RoundTo

Answers: TypeAlias = Project | Trainee | Mapping[str, Number] | Iterable[tuple[str, Number]]


def _answers(answers: Answers) -> dict[str, Number]:
    if isinstance(answers, Project | Trainee):
        return attrs.asdict(answers)
    return dict(paired(answers, InvalidFormula, "answers are told by the name of their factor", "write {'users': 3}"))


@attrs.frozen(init=False)
class FactorPrice:
    """A formula, the answers about one project or person, and the curve that prices the score (ISM-10, GEN-3).

    >>> from supportcore.pricing.curves import Linear
    >>> formula = ComplexityFormula({"standard": 10, "custom": 40})
    >>> price = FactorPrice(formula, Project("custom", 37, 4, 25), Linear(Money("2.50", "USD")))
    >>> print(price.score.total, "costs", price.lines(CENTS)[0].amount)
    106 costs 265 USD
    """

    formula: Formula
    answers: tuple[tuple[str, str | Decimal], ...]
    curve: Curve = attrs.field(validator=is_curve)

    def __init__(self, formula: Formula | ComplexityFormula | TraineeFormula, answers: Answers, curve: Curve) -> None:
        if not isinstance(formula, Formula | ComplexityFormula | TraineeFormula):
            raise InvalidFormula(formula, "a price by factors has a formula", "write Formula('size', {...})")
        bare = formula if isinstance(formula, Formula) else formula.formula
        score = bare.score(_answers(answers))
        read = tuple((one.factor, one.reading.answer) for one in score.contributions)
        self.__attrs_init__(bare, read, curve)
        curve.lines(score.total)

    @property
    def score(self) -> Score:
        """The score with the contribution of each factor."""
        return self.formula.score(dict(self.answers))

    @property
    def currency(self) -> str:
        """The currency of the price."""
        return self.curve.currency

    def lines(self, _: RoundTo) -> Lines:
        """Return the lines of the curve, exactly."""
        return self.curve.lines(self.score.total)

    def because(self) -> tuple[str, ...]:
        """Return the score in words, a line each."""
        return tuple(str(self.score).splitlines())


def _unit(value: str) -> str:
    return _door.named(value, "what is counted", InvalidQuote)


@attrs.frozen
class UsagePrice:
    """A number of something, and the curve that prices it: ten requests, so many users (PKG-1)."""

    number: Decimal = attrs.field(converter=_door.from_zero)
    of: str = attrs.field(converter=_unit)
    curve: Curve = attrs.field(validator=is_curve)

    @property
    def currency(self) -> str:
        """The currency of the price."""
        return self.curve.currency

    def lines(self, _: RoundTo) -> Lines:
        """Return the lines of the curve, exactly."""
        return self.curve.lines(self.number)

    def because(self) -> tuple[str, ...]:
        """Return the number in words."""
        return (f"{self.of}: {self.number}",)


def _works(work: Iterable[Work]) -> tuple[Work, ...]:
    return tuple(sorted(works(work), key=lambda one: (one.place, one.minutes)))


@attrs.frozen
class TimePrice:
    """Estimated work by role, the rates, and the rounding of time (HRS-2, HRS-3, PKG-4)."""

    rates: RateTable
    work: tuple[Work, ...] = attrs.field(converter=_works)
    rounding: UpTo = EXACT_MINUTES

    def __attrs_post_init__(self) -> None:
        self.lines(CENTS)

    @property
    def currency(self) -> str:
        """The currency of the price."""
        return self.rates.currency

    def lines(self, money: RoundTo) -> Lines:
        """Return a line for each task and role, each rounded."""
        lines = bill(self.work, self.rates, rounding=self.rounding, money=money).lines
        return tuple(line.price_line() for line in lines)

    def because(self) -> tuple[str, ...]:
        """Return the rounding of time in words."""
        return (f"time: {self.rounding}",)


Price: TypeAlias = FactorPrice | UsagePrice | TimePrice


def _subject(value: str) -> str:
    return _door.named(value, "the subject of a quote", InvalidQuote)


@attrs.frozen
class Quote:
    """A price for something, made at an instant, valid while ``quoted_at <= now < valid_until``.

    ``money`` is the policy that rounds the total (in a line of its own). The quote knows its inputs only: equal inputs
    make equal quotes with one fingerprint, and any other input makes another.

    >>> from supportcore.pricing.curves import Linear
    >>> made = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    >>> price = UsagePrice(10, "requests", Linear(Money("350", "UAH")))
    >>> print(Quote("Ten requests", price, made, made + dt.timedelta(days=14)))
    Ten requests
    quoted Mon 23 Nov 2026 10:00 UTC, valid until Mon 7 Dec 2026 10:00 UTC
    10 x 350 UAH: 3500 UAH
    total: 3500.00 UAH
    requests: 10
    fingerprint ...
    """

    subject: str = attrs.field(converter=_subject)
    price: Price = attrs.field()
    quoted_at: dt.datetime = attrs.field(converter=utc)
    valid_until: dt.datetime = attrs.field(converter=utc)
    money: RoundTo = attrs.field(default=CENTS, validator=_door.policy)

    @price.validator
    def _priced(self, _: object, price: object) -> None:
        if not isinstance(price, Price):
            raise InvalidQuote(
                price, "a quote prices factors, usage or time", "write UsagePrice(10, 'requests', curve)"
            )

    @valid_until.validator
    def _for_a_while(self, _: object, until: dt.datetime) -> None:
        if until <= self.quoted_at:
            raise InvalidQuote(
                until.isoformat(), "a quote is valid for a while", "write Days(14).after(quoted_at, zone)"
            )

    @property
    def lines(self) -> Lines:
        """The lines of the price; the last one is the rounding, where there is any."""
        lines = self.price.lines(self.money)
        exact = _door.total((line.amount for line in lines), self.price.currency)
        change = self._rounded(exact) - exact
        if not change.amount:
            return lines
        why = Reason.of("price-rounded", step=self.money.step, how=self.money.how.value)
        return (*lines, PriceLine(why, change))

    def _rounded(self, exact: Money) -> Money:
        return _door.rounded(Fraction(exact.amount), self.money, exact.currency)

    @property
    def total(self) -> Money:
        """The exact sum of the lines."""
        return self._rounded(_door.total((line.amount for line in self.lines), self.price.currency))

    @property
    def inputs(self) -> str:
        """The inputs as one canonical text: the same for the same inputs, in any process and on any machine."""
        return f"supportcore quote 1\n{canonical(self)}\n"

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the inputs, in hexadecimal."""
        return hashlib.sha256(self.inputs.encode()).hexdigest()

    def valid_at(self, at: dt.datetime) -> bool:
        """Return whether the quote may be accepted at an instant."""
        return self.quoted_at <= utc(at) < self.valid_until

    def refused_at(self, at: dt.datetime) -> Refusal | None:
        """Return why the quote may not be accepted at an instant, or ``None`` where it may."""
        return refused(utc(at), self.quoted_at, self.valid_until)

    def __str__(self) -> str:
        return "\n".join(
            [
                self.subject,
                self._dates(),
                *map(str, self.lines),
                f"total: {self.total}",
                *self.price.because(),
                f"fingerprint {self.fingerprint}",
            ]
        )

    def _dates(self) -> str:
        return f"quoted {instant_text(self.quoted_at)} UTC, valid until {instant_text(self.valid_until)} UTC"

    def _repr_html_(self) -> str:
        """Return a table for a notebook, every text escaped."""
        rows = [*((str(line.what), str(line.amount)) for line in self.lines), ("total", str(self.total))]
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in (self._dates(), *self.price.because()))
        table = html_table(("for", "amount"), rows)
        return f"<h4>{html.escape(self.subject)}</h4>{table}<ul>{notes}</ul><p>{self.fingerprint}</p>"


def refused(at: dt.datetime, since: dt.datetime, until: dt.datetime, rule: str | None = None) -> Refusal | None:
    """Return why something valid while ``since <= at < until`` is refused at an instant, or ``None``."""
    if at < since:
        return Refusal(Reason.of("not-valid-yet", rule=rule, since=since), retry_at=since)
    if at >= until:
        return Refusal(Reason.of("quote-over", rule=rule, until=until), Reason.of("new-quote"))
    return None


def canonical(value: object) -> str:
    """Write a value as text that differs for different values and is the same for equal ones.

    >>> print(canonical((Money("2.50", "USD"), Decimal("1.0"), 1, "ten")))
    [Money(amount=2.5, currency="USD"), 1, 1, "ten"]
    """
    match value:
        case None:
            return "none"
        case str():
            return json.dumps(value)
        case enum.Enum():
            return f"{type(value).__name__}.{value.name}"
        case int() | Decimal():
            return str(_door.number(value))
        case dt.datetime():
            return utc(value).isoformat()
        case tuple():
            return f"[{', '.join(map(canonical, value))}]"
    if not attrs.has(type(value)):
        raise InvalidQuote(value, "an input of a quote is a value of this package", "use the values of pricing")
    return f"{type(value).__name__}({', '.join(_fields(value))})"


def _fields(value: object) -> Iterator[str]:
    for field in attrs.fields(type(value)):  # type: ignore[arg-type]
        yield f"{field.name}={canonical(getattr(value, field.name))}"
