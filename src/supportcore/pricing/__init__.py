"""What a project, a number of requests or an hour costs: exact prices, and why they are what they are.

`factors` turn answers about a project into a score, `curves` a number into money, `rates` minutes into money; a `quote`
holds the inputs of a price and reproduces it. Decimal everywhere; value knows no working time. This face only imports.
"""

from supportcore.pricing._door import CENTS as CENTS
from supportcore.pricing._door import Number as Number
from supportcore.pricing.curves import Band as Band
from supportcore.pricing.curves import Curve as Curve
from supportcore.pricing.curves import Graduated as Graduated
from supportcore.pricing.curves import Linear as Linear
from supportcore.pricing.curves import Lines as Lines
from supportcore.pricing.curves import PriceLine as PriceLine
from supportcore.pricing.curves import Volume as Volume
from supportcore.pricing.factors import ComplexityFormula as ComplexityFormula
from supportcore.pricing.factors import Contribution as Contribution
from supportcore.pricing.factors import Factor as Factor
from supportcore.pricing.factors import Formula as Formula
from supportcore.pricing.factors import Project as Project
from supportcore.pricing.factors import Reading as Reading
from supportcore.pricing.factors import Scale as Scale
from supportcore.pricing.factors import Score as Score
from supportcore.pricing.factors import Steps as Steps
from supportcore.pricing.factors import Table as Table
from supportcore.pricing.factors import Trainee as Trainee
from supportcore.pricing.factors import TraineeFormula as TraineeFormula
from supportcore.pricing.factors import Weight as Weight
from supportcore.pricing.published import ILLUSTRATIVE as ILLUSTRATIVE
from supportcore.pricing.published import ILLUSTRATIVE_COMPLEXITY as ILLUSTRATIVE_COMPLEXITY
from supportcore.pricing.published import ILLUSTRATIVE_IMPLEMENTATIONS as ILLUSTRATIVE_IMPLEMENTATIONS
from supportcore.pricing.published import ILLUSTRATIVE_TRAINEE as ILLUSTRATIVE_TRAINEE
from supportcore.pricing.published import PRIVATE_FLOOR as PRIVATE_FLOOR
from supportcore.pricing.published import PROGRAMMER as PROGRAMMER
from supportcore.pricing.published import REQUEST as REQUEST
from supportcore.pricing.published import private_support_curve as private_support_curve
from supportcore.pricing.quote import FactorPrice as FactorPrice
from supportcore.pricing.quote import Price as Price
from supportcore.pricing.quote import Quote as Quote
from supportcore.pricing.quote import TimePrice as TimePrice
from supportcore.pricing.quote import UsagePrice as UsagePrice
from supportcore.pricing.rates import EXACT_MINUTES as EXACT_MINUTES
from supportcore.pricing.rates import Bill as Bill
from supportcore.pricing.rates import BillLine as BillLine
from supportcore.pricing.rates import ExchangeRate as ExchangeRate
from supportcore.pricing.rates import Per as Per
from supportcore.pricing.rates import RateTable as RateTable
from supportcore.pricing.rates import UpTo as UpTo
from supportcore.pricing.rates import Work as Work
from supportcore.pricing.rates import bill as bill
