"""The door of numbers: what comes in is exact and of a sensible size, so that no sum or product here is ever rounded.

A number is an int, a ``Decimal`` or a decimal text, below 10^15 and with at most 12 places. What a curve prices may be
a sum of products and have twice as many. A product of three numbers has 81 digits and the context below 100, so nothing
is ever rounded by accident; if it were, the context would raise. The thread's own decimal context is never read.
"""

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from fractions import Fraction
from typing import Any, TypeAlias

from supportcore.errors import InvalidAmount, InvalidRounding, MixedCurrencies, SupportcoreError
from supportcore.units import Money, Rounding, RoundTo

Number: TypeAlias = int | Decimal | str
"""What callers may write for a number: ``3``, ``Decimal("1.5")`` or ``"1.5"``; never ``1.5``."""

EXACT = Context(prec=100, traps=[Inexact, InvalidOperation, Overflow])
CENTS = RoundTo(Decimal("0.01"), Rounding.HALF_UP)
"""To the hundredth, a tie away from zero: how a bill is rounded unless it says otherwise."""

_DIGITS, _PLACES = 15, 12
_WAY_OUT = "write an int, a Decimal or its text: '1.5', never 1.5"


def plain(value: Decimal) -> Decimal:
    """Return the same number in one spelling: no exponent, no trailing zeros, no negative zero.

    >>> plain(Decimal("1E+2")), plain(Decimal("1.50")), plain(Decimal("-0.0"))
    (Decimal('100'), Decimal('1.5'), Decimal('0'))
    """
    short = value.normalize(EXACT) if value else Decimal(0)
    return Decimal(f"{short:f}")


def number(value: Number) -> Decimal:
    """Return the number as a plain ``Decimal``.

    Raises `InvalidAmount` for a float, a bool, NaN, infinity, other text, and for numbers out of any sensible size.

    >>> number("1.50")
    Decimal('1.5')
    """
    return _sized(_finite(value), value)


def _finite(value: Number) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise InvalidAmount(value, "a number is exact, and a float or a bool is not", _WAY_OUT)
    try:
        exact = Decimal(value)
    except InvalidOperation:
        raise InvalidAmount(value, "a number is written in decimals", _WAY_OUT) from None
    if not exact.is_finite():
        raise InvalidAmount(value, "a number is finite", _WAY_OUT)
    return exact


def _sized(exact: Decimal, given: object, factors: int = 1) -> Decimal:
    digits, places = _DIGITS * factors, _PLACES * factors
    fits = len(exact.as_tuple().digits) <= EXACT.prec and (not exact or -places <= exact.adjusted() < digits)
    short = plain(exact) if fits else None
    if short is None or -int(short.as_tuple().exponent) > places:
        raise InvalidAmount(given, f"a number is below 10^{digits}, with at most {places} places", "round it first")
    return short


def from_zero(value: Number) -> Decimal:
    """Return the number, which must not be negative."""
    return _not_negative(number(value), value)


def priced(value: Number) -> Decimal:
    """Return what a curve prices: not negative, and of the size of a product, for it may be a score."""
    return _not_negative(_sized(_finite(value), value, 2), value)


def _not_negative(exact: Decimal, given: object) -> Decimal:
    if exact < 0:
        raise InvalidAmount(given, "a number of things is zero or more", "write 0, or a number above it")
    return exact


def whole(value: int) -> int:
    """Return the whole number, which must not be negative."""
    if type(value) is not int or value < 0:
        raise InvalidAmount(value, "a count is a whole number from 0 up", "write an int such as 3")
    if value >= 10**_DIGITS:
        raise InvalidAmount(value, f"a count is below 10^{_DIGITS}", "check how it was reckoned")
    return value


def price(value: Money) -> Money:
    """Return the money in one spelling; it must be zero or more, and of a sensible size."""
    if not isinstance(value, Money):
        raise InvalidAmount(value, "a price is Money", "write Money('30', 'USD')")
    amount = _sized(value.amount, value)
    if amount < 0:
        raise InvalidAmount(value, "a price is zero or more", "write Money('0', 'USD') for what is free")
    return Money(amount, value.currency)


def maybe_price(value: Money | None) -> Money | None:
    """Return the price where there is one."""
    return None if value is None else price(value)


def one_currency(moneys: Iterable[Money]) -> str:
    """Return the currency that all the money is in; the first one says which."""
    first, *others = moneys
    for other in others:
        if other.currency != first.currency:
            raise MixedCurrencies(other, f"the prices are in {first.currency}", "convert first, with a rate to show")
    return first.currency


def times(money: Money, by: Decimal) -> Money:
    """Return the product, exactly, in one spelling."""
    return Money(plain(EXACT.multiply(money.amount, by)), money.currency)


def rounded(amount: Fraction, policy: RoundTo, currency: str) -> Money:
    """Return the amount rounded by a policy, with as many places as its step has: 23.50, not 23.5."""
    money = policy.money(amount, currency)
    places = max(0, -int(plain(Decimal(str(policy.step))).as_tuple().exponent))
    return Money(money.amount.quantize(Decimal((0, (1,), -places)), context=EXACT), currency)


def minus(one: Decimal, other: Decimal) -> Decimal:
    """Return the exact difference, in one spelling."""
    return plain(EXACT.subtract(one, other))


def total(moneys: Iterable[Money], currency: str) -> Money:
    """Return the exact sum; the currency says what an empty sum is zero of."""
    return sum(moneys, start=Money(0, currency))


def total_of(numbers: Iterable[Decimal]) -> Decimal:
    """Return the exact sum, in one spelling."""
    result = Decimal(0)
    for one in numbers:
        result = EXACT.add(result, one)
    return plain(result)


def stepped(value: Decimal, policy: RoundTo) -> Decimal:
    """Return the number in whole steps of a policy, one that `policy` has let in."""
    steps = policy.number(value) / Fraction(policy.step)
    return plain(EXACT.multiply(Decimal(int(steps)), Decimal(str(policy.step))))


def policy(_: object, __: object, value: Any) -> None:
    """Refuse what is no rounding policy, or one with a step that no decimal can write (a validator of attrs)."""
    if not isinstance(value, RoundTo):
        raise InvalidRounding(value, "a rounding policy is a RoundTo", "write RoundTo(Decimal('0.01'), Rounding.UP)")
    if not isinstance(value.step, int | Decimal):
        raise InvalidRounding(value.step, "a step is a decimal number", "write RoundTo(Decimal('0.05'), Rounding.UP)")
    number(value.step)


def maybe_policy(of: object, field: object, value: Any) -> None:
    """Refuse what is neither a rounding policy nor ``None`` (a validator of attrs)."""
    if value is not None:
        policy(of, field, value)


def named(value: str, what: str, error: type[SupportcoreError]) -> str:
    """Return the name, which is a text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise error(value, f"{what} has a name", "write a short text")
    return value


def distinct(values: Sequence[str], what: str, error: type[SupportcoreError]) -> None:
    """Refuse a name that is there twice."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise error(value, f"each {what} is named once", "leave one of them out")
        seen.add(value)
