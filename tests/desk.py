"""A small language for the stories of an account: instants as text, facts as one line each, ids given by the way."""

import datetime as dt
from itertools import count

from supportcore import plans
from supportcore.account import (
    Account,
    Bought,
    CalendarChanged,
    FaultFound,
    Granted,
    On,
    OpenedWith,
    PlanChanged,
    Posted,
    Reserved,
    ReserveMoved,
    WorkLogged,
)
from supportcore.periods import Period
from supportcore.tasks import Task

HOUSE = plans.house_calendar()
FACTS = (plans.CLIENT_OF_THE_FIRM, plans.AFTER_IMPLEMENTATION_OR_AUDIT, plans.DEPLOYED_BY_US)


def at(text):
    """An instant of 2026 in Kyiv: ``at("11-23 10:00")``."""
    return dt.datetime.fromisoformat(f"2026-{text}").replace(tzinfo=HOUSE.tz)


def month(number):
    """A calendar month of 2026 in Kyiv."""
    start = dt.datetime(2026, number, 1, tzinfo=HOUSE.tz)
    end = dt.datetime(2026 + number // 12, number % 12 + 1, 1, tzinfo=HOUSE.tz)
    return Period(start, end)


class Desk:
    """An account and the shortest way to tell it what happened; every verb returns the outcome."""

    def __init__(self, plan, since=None, facts=FACTS):
        self.account = Account(plan, HOUSE, facts=facts, since=None if since is None else at(since))
        self.journal = []
        self.ids = count(1)

    def tell(self, fact):
        self.journal.append(fact)
        return self.account.post(fact)

    def _fact(self, kind, when, known=None, **fields):
        recorded_at = None if known is None else at(known)
        return self.tell(kind(f"f{next(self.ids)}", at(when), recorded_at=recorded_at, **fields))

    def posted(self, task, kind, when, known=None, **fields):
        asked = Task(task, kind, fields.pop("client", "Acme"), at(when), **fields)
        return self.tell(Posted.of(asked, recorded_at=None if known is None else at(known)))

    def on(self, task, kind, when, known=None, **fields):
        event = kind(f"e{next(self.ids)}", at(when), **fields)
        return self.tell(On.of(task, event, recorded_at=None if known is None else at(known)))

    def logged(self, task, minutes, when, known=None, **fields):
        return self._fact(WorkLogged, when, known, task=task, minutes=minutes, **fields)

    def bought(self, quantity, when, known=None):
        return self._fact(Bought, when, known, quantity=quantity)

    def granted(self, quantity, when, **fields):
        return self._fact(Granted, when, quantity=quantity, **fields)

    def opened(self, quantity, when, **fields):
        return self._fact(OpenedWith, when, quantity=quantity, **fields)

    def reserved(self, task, minutes, when, known=None):
        return self._fact(Reserved, when, known, task=task, minutes=minutes)

    def moved(self, task, to, when, known=None):
        return self._fact(ReserveMoved, when, known, task=task, to=to)

    def fault(self, task, fault, when, known=None):
        return self._fact(FaultFound, when, known, task=task, fault=fault)

    def plan(self, plan, when, known=None):
        return self._fact(PlanChanged, when, known, plan=plan)

    def calendar(self, calendar, when):
        return self._fact(CalendarChanged, when, calendar=calendar)

    # --- what is asked

    def units(self, when, *columns):
        """The balance in minor units, column by column."""
        balance = self.account.balance(at(when))
        return tuple(getattr(balance, name).units for name in columns)

    def state(self, task, when):
        return next(case for case in self.account.cases(at(when)) if case.task.id == task).state.value
