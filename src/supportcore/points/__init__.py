"""A subscription with points: how many it grants, what takes them, and what the client must agree to first (PTS).

A point is a man-hour, counted in whole minutes. Three questions, a table each: how many (`allowance`), does it take any
(`charging`), how many may be taken (`consent`); and `running_out` says when the client is told. The answers are values;
`supportcore.ledger` books them. This face only imports.
"""

from supportcore.points._door import NONE as NONE
from supportcore.points._door import points as points
from supportcore.points.allowance import Allowance as Allowance
from supportcore.points.allowance import Granted as Granted
from supportcore.points.allowance import PointGrant as PointGrant
from supportcore.points.allowance import PointsLine as PointsLine
from supportcore.points.allowance import Tariff as Tariff
from supportcore.points.allowance import Tier as Tier
from supportcore.points.charging import ALTERNATIVE as ALTERNATIVE
from supportcore.points.charging import ROWS as ROWS
from supportcore.points.charging import Charging as Charging
from supportcore.points.charging import Fault as Fault
from supportcore.points.charging import Kind as Kind
from supportcore.points.charging import Takes as Takes
from supportcore.points.charging import alternative_price as alternative_price
from supportcore.points.charging import charged as charged
from supportcore.points.charging import effort as effort
from supportcore.points.consent import Consent as Consent
from supportcore.points.consent import Debitable as Debitable
from supportcore.points.consent import PointsQuote as PointsQuote
from supportcore.points.consent import debitable as debitable
from supportcore.points.running_out import NOTICES as NOTICES
from supportcore.points.running_out import Marks as Marks
