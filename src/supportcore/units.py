"""How much: whole minor units of one unit, and money beside them, never mixed.

A `Quantity` counts credits, hours or points. It is a whole number of minor units (an hour and a point are 60 minutes,
a credit is itself), so that every balance is exact and every sum comes out even. `Money` is a ``Decimal`` with an
ISO 4217 code; it is quoted and billed, and it never lies in a balance. Floats are refused at the door, because
``0.1 + 0.2`` is not ``0.3`` and a client reads the difference on the bill.
"""

import enum
from collections.abc import Callable, Iterable
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow, Subnormal
from fractions import Fraction
from typing import ClassVar, TypeAlias

import attrs

from supportcore.errors import InvalidAmount, InvalidRounding, InvalidUnit, MixedCurrencies, MixedUnits, named

Exact: TypeAlias = int | Decimal | Fraction
_WHOLE_OR_TEXT = "write an int, a Decimal or a Fraction: Decimal('1.5'), never 1.5"
_PLACES = 60
_MONEY = Context(  # our own: the thread's context is not read
    prec=100, Emin=-_PLACES, Emax=_PLACES, traps=[Inexact, InvalidOperation, Overflow, Subnormal]
)
_MOST = 10**100
"""No quantity is as large as this: what is larger is a mistake, and at 4300 digits Python refuses to print it."""


class Rounding(enum.Enum):
    """Which way a number goes that does not fall on a step."""

    UP = "up"
    """Away from zero: 61 minutes in quarters are 75. Time sheets bill this way."""
    DOWN = "down"
    """Toward zero: 61 minutes in quarters are 60."""
    HALF_UP = "half up"
    """To the nearest step, a tie away from zero: what invoices do."""
    HALF_EVEN = "half even"
    """To the nearest step, a tie to the even one: what banks do in sums."""


_BUMPS: dict[Rounding, Callable[[int, Fraction], bool]] = {
    Rounding.UP: lambda _, rest: rest > 0,
    Rounding.DOWN: lambda _, __: False,
    Rounding.HALF_UP: lambda _, rest: rest >= Fraction(1, 2),
    Rounding.HALF_EVEN: lambda steps, rest: rest > Fraction(1, 2) or (rest == Fraction(1, 2) and steps % 2 == 1),
}


def _exact(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise InvalidAmount(value, "an amount is exact, and a float or a bool is not", _WHOLE_OR_TEXT)
    if isinstance(value, Decimal) and not value.is_finite():
        raise InvalidAmount(value, "an amount is a finite number", _WHOLE_OR_TEXT)
    if isinstance(value, Decimal) and value and not -_PLACES <= value.adjusted() <= _PLACES:
        raise InvalidAmount(value, f"an amount lies between 10^-{_PLACES} and 10^{_PLACES}", "check its exponent")
    return Fraction(value)


def _whole(value: object, what: str) -> int:
    if type(value) is not int:
        raise InvalidAmount(value, f"{what} is a whole number", _WHOLE_OR_TEXT)
    return value


@attrs.frozen
class RoundTo:
    """A rounding policy: to multiples of ``step`` (minor units for quantities, an amount for money), going ``how``.

    >>> RoundTo(15, Rounding.UP).quantity(HOUR.minor(61))
    Quantity(75, HOUR)
    >>> print(RoundTo(Decimal("0.01"), Rounding.HALF_UP).money(Money("10.005", "EUR")))
    10.01 EUR
    """

    step: Exact = attrs.field()
    how: Rounding = attrs.field(validator=named(Rounding))

    @step.validator
    def _positive(self, _: object, step: Exact) -> None:
        if _exact(step) <= 0:
            raise InvalidRounding(step, "a rounding step is above zero", "write RoundTo(15, Rounding.UP)")

    def number(self, value: Exact) -> Fraction:
        """Return the multiple of the step, exactly; a negative number rounds as its mirror image.

        >>> RoundTo(15, Rounding.HALF_EVEN).number(Fraction(75, 2))
        Fraction(30, 1)
        """
        exact, step = _exact(value), Fraction(self.step)
        steps, rest = divmod(abs(exact) / step, 1)
        return (-step if exact < 0 else step) * (int(steps) + _BUMPS[self.how](int(steps), rest))

    def quantity(self, value: "Quantity") -> "Quantity":
        """Return the quantity rounded to the step, which counts minor units."""
        if not isinstance(value, Quantity):
            raise InvalidAmount(value, "what is rounded here is a Quantity", "write HOUR.minor(61), or use .number")
        return value.unit.minor(_integral(self.number(value.units), "a rounded quantity", self))

    def money(self, value: "Money | Fraction", currency: str | None = None) -> "Money":
        """Return the money rounded to the step; a bare fraction needs its currency.

        >>> print(RoundTo(Decimal("0.01"), Rounding.HALF_UP).money(Fraction(100, 3), "USD"))
        33.33 USD
        """
        amount, code = (value.amount, value.currency) if isinstance(value, Money) else (value, currency)
        return Money(_decimal(self.number(amount), self.step), code or "")


def _integral(value: Fraction, what: str, given: object) -> int:
    if value.denominator != 1:
        raise InvalidAmount(given, f"{what} is a whole number of minor units", "use a whole step, or round first")
    return value.numerator


def _decimal(value: Fraction, given: object) -> Decimal:
    try:
        return _MONEY.divide(Decimal(value.numerator), Decimal(value.denominator))
    except (Inexact, Subnormal):
        raise InvalidRounding(given, "money is a decimal number", "round to a step such as Decimal('0.01')") from None


@attrs.frozen(repr=False)
class Unit:
    """What is counted: its name, how many minor units make one, and what those are called.

    >>> HOUR.of(20), HOUR.minor(90), HOUR.of(Decimal("1.5")) == HOUR.minor(90)
    (Quantity(1200, HOUR), Quantity(90, HOUR), True)
    >>> print(HOUR.minor(90), "and", CREDIT.of(1))
    1 hour 30 minutes and 1 credit
    """

    name: str = attrs.field()
    scale: int = attrs.field(default=1)
    minor_name: str = attrs.field(default="")

    @name.validator
    def _told(self, _: object, name: object) -> None:
        if not isinstance(name, str) or not name:
            raise InvalidUnit(name, "a unit has a name", "write Unit('credit') or Unit('hour', 60, 'minute')")

    @scale.validator
    def _divisible(self, _: object, scale: object) -> None:
        if type(scale) is not int or scale < 1 or (scale > 1 and self.minor_name == ""):
            raise InvalidUnit(
                scale,
                "a unit is one or more minor units, and more than one need their name",
                "write Unit('hour', 60, 'minute')",
            )

    @minor_name.validator
    def _told_too(self, _: object, minor_name: object) -> None:
        if not isinstance(minor_name, str):
            raise InvalidUnit(minor_name, "a minor unit has a name", "write Unit('hour', 60, 'minute')")

    def of(self, amount: Exact) -> "Quantity":
        """Return so many of the unit; a part that is no whole minor unit is an error.

        Raises `InvalidAmount` for floats, NaN, bools and for parts too small to count.
        """
        return Quantity(_integral(_exact(amount) * self.scale, f"an amount of {self.name}s", amount), self)

    def minor(self, units: int) -> "Quantity":
        """Return so many minor units."""
        return Quantity(units, self)

    def __repr__(self) -> str:
        return _KNOWN.get(self) or f"Unit({self.name!r}, {self.scale}, {self.minor_name!r})"


CREDIT = Unit("credit")
"""The unit of a package of tasks (PKG-2)."""
HOUR = Unit("hour", 60, "minute")
"""The unit of a package of hours, counted in minutes (PCK-6)."""
POINT = Unit("point", 60, "minute")
"""The unit of a subscription: a point is a man-hour, counted in minutes (PTS-3)."""
_KNOWN = {CREDIT: "CREDIT", HOUR: "HOUR", POINT: "POINT"}


def _counted(units: int, name: str) -> str:
    return f"{units} {name}" if abs(units) == 1 else f"{units} {name}s"


@attrs.frozen(repr=False, order=False)
class Quantity:
    """So many whole minor units of one unit. Two units never meet: that is an error, not a conversion.

    >>> HOUR.of(2) - HOUR.minor(30), HOUR.of(2) > HOUR.of(1), sum_of([CREDIT.of(3), CREDIT.of(4)], CREDIT)
    (Quantity(90, HOUR), True, Quantity(7, CREDIT))
    >>> HOUR.of(1) + CREDIT.of(1)
    Traceback (most recent call last):
    ...
    supportcore.errors.MixedUnits: Quantity(1, CREDIT): a quantity of hours meets only hours; ...
    """

    units: int = attrs.field()
    unit: Unit = attrs.field()

    @units.validator
    def _counted(self, _: object, units: object) -> None:
        if type(units) is not int:
            raise InvalidAmount(units, "a quantity counts whole minor units", _WHOLE_OR_TEXT)
        if not -_MOST < units < _MOST:
            raise InvalidAmount(units, "a quantity counts fewer than 10^100 minor units", "check how it was reckoned")

    @unit.validator
    def _measured(self, _: object, unit: object) -> None:
        if type(unit) is not Unit:
            raise InvalidUnit(unit, "a quantity has a Unit", "write CREDIT.of(10) or HOUR.minor(90)")

    def _of_the_same(self, other: "Quantity") -> int:
        if not isinstance(other, Quantity):
            raise InvalidAmount(other, "a bare number has no unit", f"write {self.unit!r}.of(...) or .minor(...)")
        if other.unit != self.unit:
            raise MixedUnits(
                other, f"a quantity of {self.unit.name}s meets only {self.unit.name}s", "keep one ledger per unit"
            )
        return other.units

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.units + self._of_the_same(other), self.unit)

    def __radd__(self, other: object) -> "Quantity":
        raise InvalidAmount(other, "a bare number has no unit", f"sum with sum_of(quantities, {self.unit!r})")

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.units - self._of_the_same(other), self.unit)

    def __neg__(self) -> "Quantity":
        return Quantity(-self.units, self.unit)

    def __mul__(self, times: int) -> "Quantity":
        return Quantity(self.units * _whole(times, "a number of times"), self.unit)

    __rmul__ = __mul__

    def __lt__(self, other: "Quantity") -> bool:
        return self.units < self._of_the_same(other)

    def __le__(self, other: "Quantity") -> bool:
        return self.units <= self._of_the_same(other)

    def __gt__(self, other: "Quantity") -> bool:
        return self.units > self._of_the_same(other)

    def __ge__(self, other: "Quantity") -> bool:
        return self.units >= self._of_the_same(other)

    def __bool__(self) -> bool:
        return self.units != 0

    @property
    def amount(self) -> Fraction:
        """How many of the unit, exactly: ninety minutes are 3/2 of an hour."""
        return Fraction(self.units, self.unit.scale)

    def __str__(self) -> str:
        sign, (major, minor) = "-" if self.units < 0 else "", divmod(abs(self.units), self.unit.scale)
        parts = [_counted(major, self.unit.name)] if major or not minor else []
        return sign + " ".join([*parts, *([_counted(minor, self.unit.minor_name)] if minor else [])])

    def __repr__(self) -> str:
        return f"Quantity({self.units}, {self.unit!r})"


def sum_of(quantities: Iterable[Quantity], unit: Unit) -> Quantity:
    """Return the sum; the unit says what an empty sum is zero of."""
    return sum(quantities, start=Quantity(0, unit))


def _amount(value: Decimal | int | str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise InvalidAmount(value, "money is exact, and a float or a bool is not", "write Money('10.50', 'EUR')")
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise InvalidAmount(value, "money is a decimal number", "write Money('10.50', 'EUR')") from None
    if not amount.is_finite():
        raise InvalidAmount(value, "money is a finite number", "write Money('10.50', 'EUR')")
    return _reckoned(_MONEY.plus, amount)


def _reckoned(reckon: Callable[..., Decimal], *amounts: Decimal) -> Decimal:
    """Return an exact amount; what does not fit into a hundred digits about the point is refused, never rounded."""
    try:
        return reckon(*amounts)
    except (Inexact, Subnormal):
        rule = f"money has at most {_MONEY.prec} digits, between 10^-{_PLACES} and 10^{_PLACES}"
        raise InvalidAmount(
            amounts[0] if len(amounts) == 1 else amounts, rule, "round it first, with a RoundTo"
        ) from None


@attrs.frozen(repr=False)
class Money:
    """An amount of one currency (ISO 4217), exact. Adding two currencies is an error; conversion is the caller's.

    >>> Money("350", "UAH") * 10
    Money('3500', 'UAH')
    >>> Money("30", "USD") + Money("350", "UAH")
    Traceback (most recent call last):
    ...
    supportcore.errors.MixedCurrencies: Money('350', 'UAH'): USD adds up only with USD; ...
    """

    amount: Decimal = attrs.field(converter=_amount)
    currency: str = attrs.field()
    LETTERS: ClassVar[int] = 3

    @currency.validator
    def _iso(self, _: object, code: object) -> None:
        if not (isinstance(code, str) and len(code) == self.LETTERS and code.isascii() and code.isalpha()) or (
            code != code.upper()
        ):
            raise InvalidUnit(code, "a currency is an ISO 4217 code of three capitals", "write Money('10', 'EUR')")

    def _of_the_same(self, other: "Money") -> Decimal:
        if not isinstance(other, Money):
            raise InvalidAmount(other, "a bare number has no currency", f"write Money(..., {self.currency!r})")
        if other.currency != self.currency:
            raise MixedCurrencies(
                other, f"{self.currency} adds up only with {self.currency}", "convert first, with a rate you can show"
            )
        return other.amount

    def __add__(self, other: "Money") -> "Money":
        return Money(_reckoned(_MONEY.add, self.amount, self._of_the_same(other)), self.currency)

    def __radd__(self, other: object) -> "Money":
        raise InvalidAmount(
            other, "a bare number has no currency", f"write sum(..., start=Money(0, {self.currency!r}))"
        )

    def __sub__(self, other: "Money") -> "Money":
        return Money(_reckoned(_MONEY.subtract, self.amount, self._of_the_same(other)), self.currency)

    def __neg__(self) -> "Money":
        return Money(_reckoned(_MONEY.minus, self.amount), self.currency)

    def __mul__(self, times: int | Decimal) -> "Money":
        return Money(_reckoned(_MONEY.multiply, self.amount, _amount(times)), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._of_the_same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._of_the_same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._of_the_same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._of_the_same(other)

    def share(self, of: Fraction, rounding: RoundTo) -> "Money":
        """Return that fraction of the money, rounded by the policy: an hour's price for 50 minutes.

        >>> Money("30", "USD").share(Fraction(50, 60), RoundTo(Decimal("0.01"), Rounding.HALF_UP))
        Money('25', 'USD')
        """
        if not isinstance(rounding, RoundTo):
            raise InvalidRounding(rounding, "a share is rounded by a RoundTo", "write RoundTo(Decimal('0.01'), ...)")
        return rounding.money(Fraction(self.amount) * _exact(of), self.currency)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def __repr__(self) -> str:
        return f"Money({str(self.amount)!r}, {self.currency!r})"
