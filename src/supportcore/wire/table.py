"""The table of documents: every value that travels, under the name that a document gives it.

A row is a name and a class. The converter, the JSON Schemas, the survey of the tests and the list in the documentation
read this table; a new value is one row more. A test says of every other public class why it has no row.
"""

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from supportcore import (
    account,
    calendar,
    hosts,
    ledger,
    periods,
    plans,
    points,
    pricing,
    reasons,
    sla,
    tasks,
    units,
)
from supportcore.calendar import sources
from supportcore.ledger import explain
from supportcore.sla import deadline, target
from supportcore.tasks import rules
from supportcore.wire import imagined, records

KINDS: Mapping[str, type] = MappingProxyType(
    {
        # time
        "calendar": calendar.WorkingCalendar,
        "holidays": calendar.HolidayTable,
        "holiday": calendar.Holiday,
        "span": calendar.Span,
        "period": periods.Period,
        "days": periods.Days,
        "months": periods.Months,
        "billing": periods.Billing,
        # promises
        "working-time": sla.WorkingTime,
        "elapsed": sla.Elapsed,
        "working-days": sla.WorkingDays,
        "calendar-days": sla.CalendarDays,
        "end-of-day": sla.EndOfDay,
        "by-time": sla.ByTime,
        "at": sla.At,
        "when-agreed": sla.WhenAgreed,
        "parts-untold": rules.PartsUntold,
        "unpromised": rules.Unpromised,
        "earliest": sla.Earliest,
        "latest": sla.Latest,
        "cut-off": sla.CutOff,
        "pause": sla.Pause,
        "deadline": sla.Deadline,
        "not-yet": sla.NotYet,
        "clock": sla.Clock,
        "standing": sla.Standing,
        "step": sla.Step,
        "trace": sla.Trace,
        # tasks
        "task": tasks.Task,
        "task-type": tasks.TaskType,
        "free": tasks.Free,
        "per-task": tasks.PerTask,
        "per-part": tasks.PerPart,
        "by-effort": tasks.ByEffort,
        "rule": tasks.Rule,
        "not-taken": tasks.NotTaken,
        "quota": tasks.Quota,
        "condition": tasks.Condition,
        "rulebook": tasks.Rulebook,
        "promise": tasks.Promise,
        "taken": tasks.Taken,
        "case": tasks.Case,
        "compliance": tasks.Compliance,
        "compliance-line": tasks.Line,
        "manager": tasks.Manager,
        "assignment": tasks.Assignment,
        "team": tasks.Team,
        "log-row": tasks.LogRow,
        "played": tasks.Played,
        # what happens to a task
        "confirmed": tasks.Confirmed,
        "accepted": tasks.Accepted,
        "estimated": tasks.Estimated,
        "agreed": tasks.Agreed,
        "declined": tasks.Declined,
        "started": tasks.Started,
        "waiting": tasks.Waiting,
        "resumed": tasks.Resumed,
        "solved": tasks.Solved,
        "questioned": tasks.Questioned,
        "reclassified": tasks.Reclassified,
        "closed": tasks.Closed,
        "cancelled": tasks.Cancelled,
        "handed-over": tasks.HandedOver,
        "ticket-closed": tasks.TicketClosed,
        "noted": tasks.Noted,
        # plans
        "plan": plans.Plan,
        "entitlement": plans.Entitlement,
        "tariff": plans.Tariff,
        # accounts
        "journal": records.Journal,
        "posted": account.Posted,
        "on": account.On,
        "work-logged": account.WorkLogged,
        "bought": account.Bought,
        "opened-with": account.OpenedWith,
        "granted": account.Granted,
        "reserved": account.Reserved,
        "reserve-moved": account.ReserveMoved,
        "fault-found": account.FaultFound,
        "plan-changed": account.PlanChanged,
        "calendar-changed": account.CalendarChanged,
        "held": account.Held,
        "outcome": account.Outcome,
        "invoice": account.Invoice,
        "invoice-line": account.InvoiceLine,
        "effort-line": account.EffortLine,
        "week": account.Week,
        # balances
        "ledger": ledger.Ledger,
        "grant": ledger.Grant,
        "opening": ledger.Opening,
        "carry": ledger.Carry,
        "debit": ledger.Debit,
        "hold": ledger.Hold,
        "settle": ledger.Settle,
        "void": ledger.Void,
        "move": ledger.Move,
        "refund": ledger.Refund,
        "repay": ledger.Repay,
        "adjust": ledger.Adjust,
        "void-lot": ledger.VoidLot,
        "part": ledger.Part,
        "shortfall": ledger.Shortfall,
        "rollover": ledger.Rollover,
        "recurring": ledger.Recurring,
        "balance": ledger.Balance,
        "lot": ledger.LotView,
        "statement": ledger.Statement,
        "statement-line": ledger.Line,
        "verdict": ledger.Verdict,
        "explanation": explain.Explanation,
        "low-balance": ledger.LowBalance,
        "low-share": ledger.LowShare,
        "exhausted": ledger.Exhausted,
        "overdrawn": ledger.Overdrawn,
        "expiring-soon": ledger.ExpiringSoon,
        "notice": ledger.Notice,
        "burn": ledger.Burn,
        "forecast": ledger.Forecast,
        # prices
        "unit": units.Unit,
        "quantity": units.Quantity,
        "money": units.Money,
        "round-to": units.RoundTo,
        "table": pricing.Table,
        "weight": pricing.Weight,
        "steps": pricing.Steps,
        "factor": pricing.Factor,
        "formula": pricing.Formula,
        "complexity-formula": pricing.ComplexityFormula,
        "trainee-formula": pricing.TraineeFormula,
        "project": pricing.Project,
        "trainee": pricing.Trainee,
        "reading": pricing.Reading,
        "contribution": pricing.Contribution,
        "score": pricing.Score,
        "linear": pricing.Linear,
        "band": pricing.Band,
        "graduated": pricing.Graduated,
        "volume": pricing.Volume,
        "price-line": pricing.PriceLine,
        "rate-table": pricing.RateTable,
        "up-to": pricing.UpTo,
        "work": pricing.Work,
        "bill-line": pricing.BillLine,
        "bill": pricing.Bill,
        "exchange-rate": pricing.ExchangeRate,
        "factor-price": pricing.FactorPrice,
        "usage-price": pricing.UsagePrice,
        "time-price": pricing.TimePrice,
        "quote": pricing.Quote,
        # points
        "allowance": points.Allowance,
        "points-tariff": points.Tariff,
        "tier": points.Tier,
        "granted-points": points.Granted,
        "points-line": points.PointsLine,
        "point-grant": points.PointGrant,
        "charging": points.Charging,
        "points-quote": points.PointsQuote,
        "consent": points.Consent,
        "debitable": points.Debitable,
        "marks": points.Marks,
        # reasons
        "reason": reasons.Reason,
        "refusal": reasons.Refusal,
    }
    | imagined.KINDS
)
"""Every kind of document."""

PARTS: Mapping[str, type] = MappingProxyType(
    {
        "weekly": sources.Hours,
        "both": sources.Both,
        "either": sources.Either,
        "without": sources.Without,
        "changed": sources.Versions,
        "stretch": records.Stretch,
    }
)
"""What stands only inside of documents: the places that a calendar is made of."""

ENUMS: Mapping[str, type[enum.Enum]] = MappingProxyType(
    {
        "beyond": calendar.Beyond,
        "day-step": calendar.DayStep,
        "direction": calendar.Direction,
        "ends": calendar.Ends,
        "landing": calendar.Landing,
        "precedence": calendar.Precedence,
        "day-off": sla.DayOff,
        "late": sla.Late,
        "notify": sla.Notify,
        "reopen": sla.Reopen,
        "clock-state": sla.State,
        "activity": tasks.Activity,
        "agreement": tasks.Agreement,
        "back": tasks.Back,
        "channel": tasks.Channel,
        "scale": tasks.Scale,
        "naive": hosts.Naive,
        "last-minute": hosts.LastMinute,
        "starts": tasks.Starts,
        "task-state": tasks.State,
        "held-at-expiry": ledger.HeldAtExpiry,
        "line-kind": ledger.LineKind,
        "per": pricing.Per,
        "rounding": units.Rounding,
        "fault": points.Fault,
        "points-kind": points.Kind,
        "takes": points.Takes,
    }
    | imagined.ENUMS
)
"""Named policies and states: a text in a field, tagged among the arguments of a reason."""

RECORDS: Mapping[type, Any] = MappingProxyType(
    {
        calendar.WorkingCalendar: records.Calendar,
        calendar.Span: records.ZonedSpan,
        sources.Hours: records.Weekly,
        sources.Both: records.Intersection,
        sources.Either: records.Union,
        sources.Without: records.Absences,
        sources.Versions: records.Changed,
        sla.Earliest: records.First,
        sla.Latest: records.Last,
        ledger.Shortfall: records.Policy,
        ledger.Ledger: records.Books,
        pricing.FactorPrice: records.Priced,
    }
)
"""The values whose documents are not simply their fields."""

BASES: Mapping[Any, type] = MappingProxyType(
    {
        sla.Target: sla.Target,
        deadline.Promised: sla.Target,
        deadline.Decider: target.Leaf,
        tasks.Event: tasks.Event,
        account.Fact: account.Fact,
        ledger.Entry: ledger.Entry,
    }
    | imagined.BASES
)
"""The types of fields that take any of several kinds: those that are of this class."""

KNOWN: Mapping[type, Mapping[str, Any]] = MappingProxyType(
    {
        units.Unit: {unit.name: unit for unit in (units.CREDIT, units.HOUR, units.POINT)},
        tasks.TaskType: {kind.code: kind for kind in tasks.ALL_TYPES},
    }
)
"""What is known by name: ``"hour"`` stands for the unit, ``"bug"`` for the kind of task."""
