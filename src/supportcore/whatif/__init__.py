"""What-ifs: which plan suits which client, what the formula's weights are, how many projects a manager can lead.

Nothing here has rules of its own: an imagined journal is played through the very account that runs production, and an
imagined day through the very clocks. This face only imports.
"""

from supportcore.whatif.calibrated import Calibration as Calibration
from supportcore.whatif.calibrated import Checked as Checked
from supportcore.whatif.calibrated import FittedWeight as FittedWeight
from supportcore.whatif.calibrated import Residuals as Residuals
from supportcore.whatif.calibrated import Rounded as Rounded
from supportcore.whatif.calibrated import Seen as Seen
from supportcore.whatif.calibrating import PricedProject as PricedProject
from supportcore.whatif.calibrating import calibrate as calibrate
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
from supportcore.whatif.terms import Rising as Rising
from supportcore.whatif.compare import Comparison as Comparison
from supportcore.whatif.compare import compare as compare
from supportcore.whatif.desk import DESK as DESK
from supportcore.whatif.desk import OWN_MANAGER as OWN_MANAGER
from supportcore.whatif.desk import Desk as Desk
from supportcore.whatif.desk import Imagined as Imagined
from supportcore.whatif.desk import imagine as imagine
from supportcore.whatif.history import History as History
from supportcore.whatif.hours import HourOption as HourOption
from supportcore.whatif.hours import HourOptions as HourOptions
from supportcore.whatif.hours import hour_package_options as hour_package_options
from supportcore.whatif.kinds import EQUIVALENTS as EQUIVALENTS
from supportcore.whatif.kinds import kinds_table as kinds_table
from supportcore.whatif.kinds import translate as translate
from supportcore.whatif.outcome import Books as Books
from supportcore.whatif.outcome import Played as Played
from supportcore.whatif.reprice import Repriced as Repriced
from supportcore.whatif.reprice import Repricing as Repricing
from supportcore.whatif.reprice import reprice as reprice
from supportcore.whatif.result import Result as Result
from supportcore.whatif.speedup import Speedup as Speedup
from supportcore.whatif.speedup import speedup as speedup
from supportcore.whatif.workload import Ask as Ask
from supportcore.whatif.workload import Stream as Stream
from supportcore.whatif.workload import Workload as Workload
