"""What is promised on a calendar, when that is due, and why.

A `Target` says when (`WorkingTime`, `Elapsed`, `WorkingDays`, `EndOfDay`, `ByTime`, `At`), `CutOff`, `Earliest` and
`Latest` choose; ``target.due(calendar, at)`` gives a `Deadline`, whose ``trace`` tells what was counted and skipped.
A `Clock` follows a promise under way: paused, resumed, stopped, reopened, and where it stands at any instant.
This face only imports.
"""

from supportcore.sla.choices import CutOff as CutOff
from supportcore.sla.choices import DayOff as DayOff
from supportcore.sla.choices import Earliest as Earliest
from supportcore.sla.choices import Late as Late
from supportcore.sla.choices import Latest as Latest
from supportcore.sla.clock import Clock as Clock
from supportcore.sla.clock import Notify as Notify
from supportcore.sla.clock import Reopen as Reopen
from supportcore.sla.deadline import Deadline as Deadline
from supportcore.sla.deadline import Step as Step
from supportcore.sla.deadline import Trace as Trace
from supportcore.sla.leaves import At as At
from supportcore.sla.leaves import ByTime as ByTime
from supportcore.sla.leaves import CalendarDays as CalendarDays
from supportcore.sla.leaves import Elapsed as Elapsed
from supportcore.sla.leaves import EndOfDay as EndOfDay
from supportcore.sla.leaves import WhenAgreed as WhenAgreed
from supportcore.sla.leaves import WorkingDays as WorkingDays
from supportcore.sla.leaves import WorkingTime as WorkingTime
from supportcore.sla.pauses import Pause as Pause
from supportcore.sla.standing import Standing as Standing
from supportcore.sla.standing import State as State
from supportcore.sla.target import NotYet as NotYet
from supportcore.sla.target import Target as Target
