"""The account: one client's facts in; tasks, balance, notices, statement and bill out. This face only imports."""

from supportcore.account._keeping import Held as Held
from supportcore.account._keeping import Outcome as Outcome
from supportcore.account.account import Account as Account
from supportcore.account.bill import EffortLine as EffortLine
from supportcore.account.bill import Invoice as Invoice
from supportcore.account.bill import InvoiceLine as InvoiceLine
from supportcore.account.bill import Week as Week
from supportcore.account.bill import efforts as efforts
from supportcore.account.bill import invoice as invoice
from supportcore.account.bill import week as week
from supportcore.account.credit import Work as Work
from supportcore.account.events import Bought as Bought
from supportcore.account.events import CalendarChanged as CalendarChanged
from supportcore.account.events import Fact as Fact
from supportcore.account.events import FaultFound as FaultFound
from supportcore.account.events import Granted as Granted
from supportcore.account.events import On as On
from supportcore.account.events import OpenedWith as OpenedWith
from supportcore.account.events import PlanChanged as PlanChanged
from supportcore.account.events import Posted as Posted
from supportcore.account.events import Reserved as Reserved
from supportcore.account.events import ReserveMoved as ReserveMoved
from supportcore.account.events import WorkLogged as WorkLogged
from supportcore.account.measures import consultation_share as consultation_share
