"""What-ifs: which plan suits which client, what the formula's weights are, how many projects a manager can lead.

Nothing here has rules of its own: an imagined journal is played through the very account that runs production, and an
imagined day through the very clocks. This face only imports.
"""

from supportcore.whatif.capacity import Capacity as Capacity
from supportcore.whatif.capacity import Estimate as Estimate
from supportcore.whatif.capacity import Load as Load
from supportcore.whatif.capacity import capacity as capacity
from supportcore.whatif.caseload import Arrivals as Arrivals
from supportcore.whatif.caseload import Caseload as Caseload
from supportcore.whatif.caseload import Discipline as Discipline
from supportcore.whatif.caseload import Served as Served
from supportcore.whatif.caseload import Stream as Stream
from supportcore.whatif.caseload import simulate as simulate
from supportcore.whatif.efforts import EffortLaw as EffortLaw
from supportcore.whatif.efforts import Empirical as Empirical
from supportcore.whatif.efforts import Exponential as Exponential
from supportcore.whatif.efforts import Fixed as Fixed
from supportcore.whatif.efforts import LogNormal as LogNormal
from supportcore.whatif.result import Result as Result
