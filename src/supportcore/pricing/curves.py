"""From a number to money: a curve prices a complexity or a usage, and says how in lines that sum exactly.

`Linear` is a base price and so much for each, with a floor. Bands change the price on the way: `Graduated` prices each
unit at the band it falls in, `Volume` prices all of them at the band the number falls in. A band begins *above* a
number, so the tenth unit of ``Band(0, ...), Band(10, ...)`` belongs to the first. Nothing is rounded here: a price is
exact, and a quote or a bill rounds it once, by a named policy, in a line of its own.
"""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeAlias

import attrs

from supportcore.errors import InvalidCurve, listed
from supportcore.pricing import _door
from supportcore.pricing._door import Number
from supportcore.reasons import Reason
from supportcore.units import Money


@attrs.frozen
class PriceLine:
    """One line of a price: what for, and how much."""

    what: Reason
    amount: Money

    def __str__(self) -> str:
        return f"{self.what}: {self.amount}"


Lines: TypeAlias = tuple[PriceLine, ...]


def _each(count: Decimal, each: Money) -> PriceLine:
    return PriceLine(Reason.of("price-each", count=count, each=each), _door.times(each, count))


@attrs.frozen
class Linear:
    """A base price and so much for each, never less than the floor. It never falls.

    ``each`` is the price of one unit; ``base`` and ``floor`` are optional, all in one currency.

    >>> curve = Linear(Money("2.50", "USD"), base=Money("30", "USD"), floor=Money("100", "USD"))
    >>> print(curve.price("106.5"), "and", curve.price(4))
    296.25 USD and 100 USD
    """

    each: Money = attrs.field(converter=_door.price)
    base: Money | None = attrs.field(default=None, converter=_door.maybe_price, kw_only=True)
    floor: Money | None = attrs.field(default=None, converter=_door.maybe_price, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _door.one_currency([self.each, *(one for one in (self.base, self.floor) if one is not None)])

    @property
    def currency(self) -> str:
        """The currency of the price."""
        return self.each.currency

    @property
    def never_falls(self) -> bool:
        """Whether more never costs less: always so."""
        return True

    def lines(self, number: Number) -> Lines:
        """Return the lines of the price of a number from zero up; raise `InvalidAmount` for any other."""
        lines = [_each(_door.priced(number), self.each)]
        if self.base is not None:
            lines.insert(0, PriceLine(Reason.of("price-base"), self.base))
        short = None if self.floor is None else self.floor - _sum(lines, self.currency)
        if short is not None and short.amount > 0:
            lines.append(PriceLine(Reason.of("price-floor", floor=self.floor), short))
        return tuple(lines)

    def price(self, number: Number) -> Money:
        """Return the price: the exact sum of its lines."""
        return _sum(self.lines(number), self.currency)


@attrs.frozen
class Band:
    """Above a number, so much for each, and ``flat`` once for getting there."""

    above: Decimal = attrs.field(converter=_door.from_zero)
    each: Money = attrs.field(converter=_door.price)
    flat: Money | None = attrs.field(default=None, converter=_door.maybe_price)

    def at(self, count: Decimal) -> Lines:
        """Return the lines of so many units of this band."""
        what = Reason.of("price-band", count=count, above=self.above, each=self.each)
        line = PriceLine(what, _door.times(self.each, count))
        if self.flat is None:
            return (line,)
        return (line, PriceLine(Reason.of("price-flat", above=self.above), self.flat))

    def edge(self) -> Money:
        """Return the limit of the price at the number this band begins above, all units at this band's price."""
        price = _door.times(self.each, self.above)
        return price if self.flat is None else price + self.flat


_BANDS = "write Band(0, first), Band(10, second)"


def _band(band: Any) -> Band:
    if isinstance(band, Band):
        return band
    if not isinstance(band, tuple | list) or len(band) not in (2, 3):
        raise InvalidCurve(band, "a band is a Band, or a number and a price", _BANDS)
    return Band(*band)


def _bands(bands: Iterable[Band | tuple[Number, Money]]) -> tuple[Band, ...]:
    known = tuple(map(_band, listed(bands, InvalidCurve, "a curve has bands", _BANDS)))
    edges = [band.above for band in known]
    if not edges or edges[0] != 0 or any(one >= other for one, other in pairwise(edges)):
        raise InvalidCurve(edges, "bands begin above 0 and rise", _BANDS)
    _door.one_currency([price for band in known for price in (band.each, band.flat) if price is not None])
    return known


@attrs.frozen
class Graduated:
    """Bands, each unit priced where it falls: ten at the first price, the eleventh at the second. It never falls.

    >>> curve = Graduated([(0, Money(350, "UAH")), (10, Money(300, "UAH"))])
    >>> print(curve.price(12))
    4100 UAH
    """

    bands: tuple[Band, ...] = attrs.field(converter=_bands)

    @property
    def currency(self) -> str:
        """The currency of the price."""
        return self.bands[0].each.currency

    @property
    def never_falls(self) -> bool:
        """Whether more never costs less: always so."""
        return True

    def lines(self, number: Number) -> Lines:
        """Return a line for each band that a number from zero up reaches; raise `InvalidAmount` for any other."""
        exact = _door.priced(number)
        ends = [*(band.above for band in self.bands[1:]), exact]
        reached = [(band, min(end, exact)) for band, end in zip(self.bands, ends, strict=True) if band.above < exact]
        return tuple(line for band, end in reached for line in band.at(_door.minus(end, band.above)))

    def price(self, number: Number) -> Money:
        """Return the price: the exact sum of its lines."""
        return _sum(self.lines(number), self.currency)


@attrs.frozen
class Volume:
    """Bands, all units priced where the number falls: eleven at the second price. It may fall just above an edge.

    >>> curve = Volume([(0, Money(350, "UAH")), (10, Money(300, "UAH"))])
    >>> print(curve.price(10), "and", curve.price(11))
    3500 UAH and 3300 UAH
    >>> curve.never_falls
    False
    """

    bands: tuple[Band, ...] = attrs.field(converter=_bands)

    @property
    def currency(self) -> str:
        """The currency of the price."""
        return self.bands[0].each.currency

    @property
    def never_falls(self) -> bool:
        """Whether more never costs less: only where no edge is cheaper from above than from below."""
        below = [self.price(band.above) for band in self.bands[1:]]
        return all(band.edge() >= price for band, price in zip(self.bands[1:], below, strict=True))

    def lines(self, number: Number) -> Lines:
        """Return the line of the band that a number from zero up falls in; raise `InvalidAmount` for any other."""
        exact = _door.priced(number)
        reached = [band for band in self.bands if band.above < exact]
        return reached[-1].at(exact) if reached else ()

    def price(self, number: Number) -> Money:
        """Return the price: the exact sum of its lines."""
        return _sum(self.lines(number), self.currency)


Curve: TypeAlias = Linear | Graduated | Volume


def is_curve(_: object, __: object, value: Any) -> None:
    """Refuse what is no curve (a validator of attrs)."""
    if not isinstance(value, Curve):
        raise InvalidCurve(value, "a number is priced by a curve", "write Linear(Money('350', 'UAH'))")


def _sum(lines: Iterable[PriceLine], currency: str) -> Money:
    return _door.total((line.amount for line in lines), currency)
