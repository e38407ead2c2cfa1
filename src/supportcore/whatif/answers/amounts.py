"""Money as it is told: with the minor units of its currency, and with all of a fraction that is finer.

A table in which one price is 325 and the next 3,900.00 makes a reader ask what the difference means. None is meant: the
amounts are exact, only written as they were reckoned. `told` writes them alike and changes no value.
"""

from decimal import Context, Decimal, Inexact, InvalidOperation

from supportcore.units import Money

_TWO = 2
_MINOR = {
    0: ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
        "XPF"),
    3: ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"),
    4: ("CLF", "UYW"),
}  # fmt: skip
_PLACES = {code: places for places, codes in _MINOR.items() for code in codes}
"""The digits of the minor unit by currency (ISO 4217); the others have two."""
_EXACT = Context(prec=200, traps=[Inexact, InvalidOperation])  # our own: the thread's context is not read


def told(money: Money) -> Money:
    """Return the same money, written with the minor units of its currency; a finer fraction is not rounded away.

    >>> print(*map(told, (Money(325, "USD"), Money("3900.5", "USD"), Money("0.1250", "USD"), Money("1E+3", "JPY"))))
    325.00 USD 3900.50 USD 0.125 USD 1000 JPY
    """
    shortest = money.amount.normalize(_EXACT)
    places = max(_PLACES.get(money.currency, _TWO), -int(shortest.as_tuple().exponent))
    return Money(shortest.quantize(Decimal(1).scaleb(-places), context=_EXACT), money.currency)
