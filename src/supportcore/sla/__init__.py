"""What is promised on a calendar, when that is due, and why.

A `Target` says when (`WorkingTime`, `Elapsed`, `WorkingDays`, `EndOfDay`, `ByTime`, `At`), `CutOff`, `Earliest` and
`Latest` choose; ``target.due(calendar, at)`` gives a `Deadline`, whose ``trace`` tells what was counted and skipped.
A `Clock` follows a promise under way: paused, resumed, stopped, reopened, and where it stands at any instant.
This face only imports.
"""

from supportcore.sla.clock import Clock as Clock
from supportcore.sla.clock import Notify as Notify
from supportcore.sla.clock import Reopen as Reopen
from supportcore.sla.clock import Standing as Standing
from supportcore.sla.clock import State as State
from supportcore.sla.deadline import Deadline as Deadline
from supportcore.sla.deadline import Pause as Pause
from supportcore.sla.deadline import Step as Step
from supportcore.sla.deadline import Trace as Trace
from supportcore.sla.targets import At as At
from supportcore.sla.targets import ByTime as ByTime
from supportcore.sla.targets import CalendarDays as CalendarDays
from supportcore.sla.targets import CutOff as CutOff
from supportcore.sla.targets import DayOff as DayOff
from supportcore.sla.targets import Earliest as Earliest
from supportcore.sla.targets import Elapsed as Elapsed
from supportcore.sla.targets import EndOfDay as EndOfDay
from supportcore.sla.targets import Late as Late
from supportcore.sla.targets import Latest as Latest
from supportcore.sla.targets import NotYet as NotYet
from supportcore.sla.targets import Target as Target
from supportcore.sla.targets import WhenAgreed as WhenAgreed
from supportcore.sla.targets import WorkingDays as WorkingDays
from supportcore.sla.targets import WorkingTime as WorkingTime
