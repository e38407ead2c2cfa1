"""The figures that the source documents state, and illustrative ones where they state none, marked as such.

Every one is a value that a caller may replace; nothing in this package reads them behind the caller's back.
"""

from supportcore.pricing.curves import Linear
from supportcore.pricing.factors import ComplexityFormula, Table, TraineeFormula
from supportcore.pricing.rates import RateTable
from supportcore.units import Money

REQUEST = Linear(Money(350, "UAH"))
"""A request of the package of tasks (PKG-1); ten of them are the smallest package (PKG-2)."""

PROGRAMMER = RateTable({"programmer": Money(30, "USD")})
"""The hour of a programmer in a development (PKG-4)."""

PRIVATE_FLOOR = Money(100, "USD")
"""Private support, a month: as a rule from this price on (GEN-4)."""

ILLUSTRATIVE = "illustrative: no document states this figure"
"""The note of every table below; it is printed wherever one of them is used."""

ILLUSTRATIVE_IMPLEMENTATIONS = Table({"boxed": 10, "configured": 25, "customised": 60}, ILLUSTRATIVE)
"""Implementation types to play with: the real ones are the vendor's own list (ISM-11)."""

ILLUSTRATIVE_COMPLEXITY = ComplexityFormula(ILLUSTRATIVE_IMPLEMENTATIONS)
"""The complexity of a project with that table, all weights 1 (ISM-10)."""

ILLUSTRATIVE_TRAINEE = TraineeFormula(
    requirements=Table({"one module": 200, "several modules": 350, "the whole system": 600}, ILLUSTRATIVE),
    level=Table({"knows the system": 0, "has used a CRM": 100, "beginner": 250}, ILLUSTRATIVE),
    place=Table({"the client's office": 0, "the vendor's office": 150}, ILLUSTRATIVE),
    source=Table({"the client's employee": 0, "found by the vendor": 100, "the vendor's employee": 300}, ILLUSTRATIVE),
)
"""The training of an employee, four tables to play with (GEN-3)."""


def private_support_curve(each: Money, *, base: Money | None = None, floor: Money = PRIVATE_FLOOR) -> Linear:
    """Return the monthly price of private support: so much for each point of what is asked, from a floor (GEN-4).

    The caller says what the response times asked for amount to, with a `Formula` of their own.

    >>> print(private_support_curve(Money(3, "USD")).price(20))
    100 USD
    """
    return Linear(each, base=base, floor=floor)
