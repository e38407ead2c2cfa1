"""What a price list should be warned about; a warning is a reason, and nothing is refused."""

from collections.abc import Mapping

from supportcore.errors import InvalidPlan, UnknownChoice
from supportcore.reasons import Reason
from supportcore.units import Money


def not_cheapest(prices: Mapping[str, Money], general: str = "paid_support") -> Reason | None:
    """Return the warning that general support costs more than another plan; it is the cheapest of the three (GEN-6).

    ``prices`` are by the code of the plan and in one currency, for the same stretch of time. Raises `UnknownChoice`
    where general support has no price.

    >>> print(not_cheapest({"paid_support": Money(90, "USD"), "individual_manager": Money(80, "USD")}))
    general support costs 90 USD, more than individual_manager (GEN-6)
    >>> not_cheapest({"paid_support": Money(80, "USD"), "individual_manager": Money(80, "USD")})
    """
    if not isinstance(prices, Mapping):
        raise InvalidPlan(prices, "prices are told by the code of the plan", "write {'paid_support': Money(...)}")
    if general not in prices:
        raise UnknownChoice(general, f"the price list has {', '.join(prices) or 'nothing'}", "give it a price")
    cheaper = tuple(name for name, price in prices.items() if price < prices[general])
    return Reason.of("not-cheapest", rule="GEN-6", price=prices[general], plans=cheaper) if cheaper else None
