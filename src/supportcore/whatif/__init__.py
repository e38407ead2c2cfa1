"""What-ifs: which plan suits which client, what the formula's weights are, how many projects a manager can lead.

Nothing here has rules of its own: an imagined journal is played through the very account that runs production, and an
imagined day through the very clocks. This face only imports. Behind it, each room stands only on those named before it:

- ``answers``: what every answer is: rows, a table, a frame, one picture; and all that draws, which knows no answer;
- ``asking``: what is asked: a workload, assumed, measured or drawn by chance;
- ``playing``: one plan plays it through the account, and the figures of that;
- then four kinds of question, which do not know each other: ``comparing`` plans side by side, ``varying`` one thing or
  many, ``calibrating`` the formula's weights, ``staffing`` a desk that has one pair of hands.
"""

from supportcore.whatif.answers.result import Result as Result
from supportcore.whatif.asking.demand import Ask as Ask
from supportcore.whatif.asking.demand import Demand as Demand
from supportcore.whatif.asking.workload import Workload as Workload
from supportcore.whatif.calibrating.calibration import Calibration as Calibration
from supportcore.whatif.calibrating.calibration import FittedWeight as FittedWeight
from supportcore.whatif.calibrating.calibration import Rounded as Rounded
from supportcore.whatif.calibrating.calibration import Seen as Seen
from supportcore.whatif.calibrating.fitting import PricedProject as PricedProject
from supportcore.whatif.calibrating.fitting import calibrate as calibrate
from supportcore.whatif.calibrating.residuals import Checked as Checked
from supportcore.whatif.calibrating.residuals import Residuals as Residuals
from supportcore.whatif.calibrating.terms import Rising as Rising
from supportcore.whatif.comparing.advice import Advice as Advice
from supportcore.whatif.comparing.advice import Recommendation as Recommendation
from supportcore.whatif.comparing.advice import Situation as Situation
from supportcore.whatif.comparing.advice import recommend as recommend
from supportcore.whatif.comparing.comparison import Comparison as Comparison
from supportcore.whatif.comparing.comparison import compare as compare
from supportcore.whatif.comparing.hours import HourOption as HourOption
from supportcore.whatif.comparing.hours import HourOptions as HourOptions
from supportcore.whatif.comparing.hours import hour_package_options as hour_package_options
from supportcore.whatif.comparing.own_manager import Speedup as Speedup
from supportcore.whatif.comparing.own_manager import speedup as speedup
from supportcore.whatif.comparing.price import PriceFound as PriceFound
from supportcore.whatif.comparing.price import solve as solve
from supportcore.whatif.comparing.price_book import Repriced as Repriced
from supportcore.whatif.comparing.price_book import Repricing as Repricing
from supportcore.whatif.comparing.price_book import reprice as reprice
from supportcore.whatif.playing.desk import DESK as DESK
from supportcore.whatif.playing.desk import OWN_MANAGER as OWN_MANAGER
from supportcore.whatif.playing.desk import Desk as Desk
from supportcore.whatif.playing.history import History as History
from supportcore.whatif.playing.imagine import Imagined as Imagined
from supportcore.whatif.playing.imagine import imagine as imagine
from supportcore.whatif.playing.kinds import EQUIVALENTS as EQUIVALENTS
from supportcore.whatif.playing.kinds import kinds_table as kinds_table
from supportcore.whatif.playing.kinds import translate as translate
from supportcore.whatif.playing.outcome import Books as Books
from supportcore.whatif.playing.outcome import Played as Played
from supportcore.whatif.staffing.caseload import Arrivals as Arrivals
from supportcore.whatif.staffing.caseload import Caseload as Caseload
from supportcore.whatif.staffing.caseload import Discipline as Discipline
from supportcore.whatif.staffing.caseload import Stream as Stream
from supportcore.whatif.staffing.curve import Capacity as Capacity
from supportcore.whatif.staffing.curve import Load as Load
from supportcore.whatif.staffing.efforts import EffortLaw as EffortLaw
from supportcore.whatif.staffing.efforts import Empirical as Empirical
from supportcore.whatif.staffing.efforts import Exponential as Exponential
from supportcore.whatif.staffing.efforts import Fixed as Fixed
from supportcore.whatif.staffing.efforts import LogNormal as LogNormal
from supportcore.whatif.staffing.estimate import Estimate as Estimate
from supportcore.whatif.staffing.projects import capacity as capacity
from supportcore.whatif.staffing.queue import Served as Served
from supportcore.whatif.staffing.queue import simulate as simulate
from supportcore.whatif.varying.area import CheapestMap as CheapestMap
from supportcore.whatif.varying.area import cheapest_map as cheapest_map
from supportcore.whatif.varying.axis import Axis as Axis
from supportcore.whatif.varying.axis import Competes as Competes
from supportcore.whatif.varying.axis import Cost as Cost
from supportcore.whatif.varying.cliffs import Cliff as Cliff
from supportcore.whatif.varying.cliffs import Lint as Lint
from supportcore.whatif.varying.cliffs import lint as lint
from supportcore.whatif.varying.switches import BreakEven as BreakEven
from supportcore.whatif.varying.switches import Switch as Switch
from supportcore.whatif.varying.switches import break_even as break_even
from supportcore.whatif.varying.tornado import Blade as Blade
from supportcore.whatif.varying.tornado import Tornado as Tornado
from supportcore.whatif.varying.tornado import tornado as tornado
from supportcore.whatif.varying.years import MonteCarlo as MonteCarlo
from supportcore.whatif.varying.years import monte_carlo as monte_carlo
