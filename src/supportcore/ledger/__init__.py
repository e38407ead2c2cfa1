"""The prepaid balance: lots that expire, holds that name their lots, refunds to the origin, and answers to "why".

Value knows no working time: the ledger sees instants and whole minor units, nothing else. Nothing here reads a clock.
"""

from supportcore.ledger.alerts import POINTS as POINTS
from supportcore.ledger.alerts import Alert as Alert
from supportcore.ledger.alerts import Burn as Burn
from supportcore.ledger.alerts import Exhausted as Exhausted
from supportcore.ledger.alerts import ExpiringSoon as ExpiringSoon
from supportcore.ledger.alerts import Forecast as Forecast
from supportcore.ledger.alerts import LowBalance as LowBalance
from supportcore.ledger.alerts import LowShare as LowShare
from supportcore.ledger.alerts import Notice as Notice
from supportcore.ledger.alerts import Overdrawn as Overdrawn
from supportcore.ledger.alerts import expiring as expiring
from supportcore.ledger.alerts import notices as notices
from supportcore.ledger.balance import Balance as Balance
from supportcore.ledger.balance import LotView as LotView
from supportcore.ledger.entries import Adjust as Adjust
from supportcore.ledger.entries import Carry as Carry
from supportcore.ledger.entries import Debit as Debit
from supportcore.ledger.entries import Entry as Entry
from supportcore.ledger.entries import Grant as Grant
from supportcore.ledger.entries import Hold as Hold
from supportcore.ledger.entries import Move as Move
from supportcore.ledger.entries import Opening as Opening
from supportcore.ledger.entries import Part as Part
from supportcore.ledger.entries import Refund as Refund
from supportcore.ledger.entries import Repay as Repay
from supportcore.ledger.entries import Settle as Settle
from supportcore.ledger.entries import Terms as Terms
from supportcore.ledger.entries import Void as Void
from supportcore.ledger.entries import VoidLot as VoidLot
from supportcore.ledger.explain import Explanation as Explanation
from supportcore.ledger.explain import Verdict as Verdict
from supportcore.ledger.ledger import Ledger as Ledger
from supportcore.ledger.ledger import Reconsideration as Reconsideration
from supportcore.ledger.policies import HeldAtExpiry as HeldAtExpiry
from supportcore.ledger.policies import Rollover as Rollover
from supportcore.ledger.policies import Shortfall as Shortfall
from supportcore.ledger.reconsider import Difference as Difference
from supportcore.ledger.recurring import Recurring as Recurring
from supportcore.ledger.statement import Line as Line
from supportcore.ledger.statement import LineKind as LineKind
from supportcore.ledger.statement import Statement as Statement
