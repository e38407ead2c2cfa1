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
from supportcore.whatif.result import Result as Result
from supportcore.whatif.terms import Rising as Rising
