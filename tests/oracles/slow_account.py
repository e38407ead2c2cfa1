"""The slow twin of the account: plain lists of lots, everything recomputed from the first fact at every question.

It shares no code with the account and knows no ledger. A lot is a list ``[since, until, name, free]``; what is set
aside is a list of single units, each the name of its lot; what was paid is a list of the same. Tasks live in `Case`,
which is about time and words, not about credit. It plays on-time facts in the order in which they are handed over.
"""

import datetime as dt

from supportcore.plans import Plan
from supportcore.points import Fault
from supportcore.reasons import Refusal
from supportcore.tasks import BUG, COMPOUND, DEVELOPMENT, ESTIMATE, INCIDENT, SERVICE_REQUEST, SIMPLE, Case

NO, YES = "no", "yes"
CREDITS = {SIMPLE: 1, BUG: 0, DEVELOPMENT: 1, ESTIMATE: 1}  # PKG-4; a compound task takes one for each part
CLOSES = {SIMPLE, COMPOUND, BUG, DEVELOPMENT}  # PKG-5
OVER = ("closed", "cancelled")
NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


def on_the_wall(at, zone, days):
    """The same time on the wall, so many days later."""
    wall = at.astimezone(zone).replace(tzinfo=None, fold=0)
    return (wall + dt.timedelta(days=days)).replace(tzinfo=zone).astimezone(dt.UTC)


def months_later(at, zone, months):
    """The same day and time on the wall, so many months later, or the last day of a shorter month."""
    wall = at.astimezone(zone).replace(tzinfo=None, fold=0)
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    for day in (wall.day, 30, 29, 28):
        try:
            return (
                wall.replace(year=year, month=month + 1, day=min(day, wall.day)).replace(tzinfo=zone).astimezone(dt.UTC)
            )
        except ValueError:
            continue
    raise AssertionError("no month is shorter than 28 days")


class Slow:
    """``kind`` is "package", "hours" or "points"."""

    def __init__(self, kind: str, plan: Plan, calendar, since, facts) -> None:
        self.kind, self.plan, self.calendar, self.since, self.known = kind, plan, calendar, since, facts
        self.facts = []

    def tell(self, fact):
        """Take a fact and say whether it is refused."""
        self.facts.append(fact)
        return self.play(fact.at)[-1]

    def play(self, now):
        """Play everything from the start; return for each fact whether it was taken."""
        self.lots, self.tasks, self.debts, self.months = [], {}, [], 0
        self.consumed = self.refunded = 0
        said = []
        for fact in self.facts:
            self.pass_time(fact.at)
            said.append(YES if getattr(self, "take_" + type(fact).__name__)(fact) else NO)
        self.pass_time(now)
        return said

    # --- questions

    def balance(self, now):
        self.play(now)
        alive = [lot for lot in self.lots if lot[1] > now]
        held = sum(len(hold) for task in self.tasks.values() for hold in task["holds"])
        return {
            "available": sum(lot[3] for lot in alive),
            "expired": sum(lot[3] for lot in self.lots) - sum(lot[3] for lot in alive),
            "held": held,
            "consumed": self.consumed,
            "refunded": self.refunded,
            "owed": sum(debt["owed"] for debt in self.debts),
        }

    def states(self, now):
        self.play(now)
        return {name: task["case"].state.value for name, task in self.tasks.items()}

    def edges(self, now):
        """The instants ahead at which something happens by itself."""
        self.play(now)
        ends = [lot[1] for lot in self.lots] + [task["closes"] for task in self.tasks.values()]
        return sorted(end for end in ends if now < end < NEVER)

    # --- what happens by itself

    def pass_time(self, now):
        while True:
            ahead = [(task["closes"], 1, name) for name, task in self.tasks.items()]
            if self.kind == "hours":
                ahead.append((months_later(self.since, self.calendar.tz, self.months), 0, "month"))
            if not ahead or min(ahead)[0] > now:
                return
            at, what, name = min(ahead)
            if what == 0:
                self.months += 1
                end = months_later(self.since, self.calendar.tz, self.months)
                self.lots.append([at, end, f"month {self.months}", 20 * 60])
            else:
                self.tasks[name]["case"] = self.tasks[name]["case"].at(at)
                self.tasks[name]["closes"] = NEVER
                self.settle(self.tasks[name], at)

    # --- lots

    def take(self, units, at):
        """Take single units from what expires first; as many as there are."""
        taken = []
        for lot in sorted(self.lots, key=lambda lot: (lot[1], lot[0], lot[2])):
            while lot[3] and len(taken) < units and lot[0] <= at < lot[1]:
                lot[3] -= 1
                taken.append(lot[2])
        return taken

    def give_back(self, coins):
        for lot in self.lots:
            lot[3] += coins.count(lot[2])

    def hold(self, task, units, at):
        coins = self.take(units, at)
        if len(coins) < units:
            self.give_back(coins)
            return False
        if coins:
            task["holds"].append(coins)
        return True

    def agreed_and_untaken(self, task):
        agreed = task["case"].task.size
        worth = 0 if agreed is None else min(task["worked"], agreed // dt.timedelta(minutes=1))
        return max(0, worth - task["charged"])

    def settle(self, task, at):
        coins = [coin for hold in task["holds"] for coin in hold]
        spend = len(coins)
        if self.kind != "package":
            agreed = task["case"].task.size
            limit = task["worked"] if agreed is None else min(task["worked"], agreed // dt.timedelta(minutes=1))
            spend = min(len(coins), max(0, limit - task["charged"]))
        self.consumed += spend
        task["charged"] += spend
        self.give_back(coins[spend:])
        task["holds"] = []
        if self.kind == "points":
            self.spend(task, self.agreed_and_untaken(task), at, owe=True)

    def spend(self, task, units, at, owe):
        """Take what is set aside first, then free credit; the rest is owed or left uncovered."""
        task["charged"] += units
        paid = []
        while units and task["holds"]:
            paid.append(task["holds"][0].pop(0))
            units -= 1
            if not task["holds"][0]:
                del task["holds"][0]
        free = self.take(units, at)
        self.consumed += len(paid) + len(free)
        self.debts.append({"coins": paid + free, "owed": units - len(free) if owe else 0, "task": task})

    # --- facts

    def take_Bought(self, fact):
        zone = self.calendar.tz
        if self.kind == "package" and fact.quantity.units < 10:
            return False
        until = on_the_wall(fact.at, zone, 90) if self.kind == "package" else NEVER
        self.lots.append([fact.at, until, fact.id, fact.quantity.units])
        for debt in self.debts:
            coins = self.take(debt["owed"], fact.at)
            debt["owed"] -= len(coins)
            debt["coins"] += coins
            self.consumed += len(coins)
        return True

    def take_Granted(self, fact):
        self.lots.append([fact.at, fact.expires_at or NEVER, fact.id, fact.quantity.units])
        return True

    def take_Posted(self, fact):
        if fact.task.id in self.tasks:
            return False
        found = self.plan.intake(fact.task, self.calendar, [task["posted"] for task in self.tasks.values()], self.known)
        if isinstance(found, Refusal):
            return False
        self.tasks[fact.task.id] = {
            "posted": fact.task, "case": Case.open(found.promise, self.calendar), "closes": NEVER,
            "holds": [], "worked": 0, "charged": 0, "fault": None, "begun": False,
        }  # fmt: skip
        return True

    def take_On(self, fact):
        task = self.tasks.get(fact.task)
        if task is None:
            return False
        case = task["case"].after(fact.event)
        if not isinstance(case, Refusal) and self.unknown(task, case, fact.event):
            return False
        if isinstance(case, Refusal) or not self.hold(task, self.wanted(task, case, fact.event), fact.at):
            return False
        kind, was = fact.event.kind, task["case"].state.value
        task["case"] = case
        task["begun"] |= kind in ("accepted", "solved")
        state = case.state.value
        if state == "cancelled":
            self.give_back([coin for hold in task["holds"] for coin in hold])
            task["holds"] = []
        elif state == "closed" or (kind == "solved" and not self.closes(task)):
            self.settle(task, fact.at)
        if state != "solved":
            task["closes"] = NEVER
        elif was != "solved" and self.closes(task):
            task["closes"] = on_the_wall(fact.at, self.calendar.tz, 5)
        return True

    def unknown(self, task, case, event):
        """Whether nobody can say what it takes: a compound task whose parts are not told."""
        first = event.kind in ("accepted", "solved") and not task["begun"]
        return self.kind == "package" and first and task["posted"].type == COMPOUND and case.task.parts is None

    def closes(self, task):
        return self.kind == "package" and task["posted"].type in CLOSES

    def wanted(self, task, case, event):
        if self.kind == "package" and event.kind == "reclassified":
            return event.parts - 1
        if self.kind == "package" and event.kind in ("accepted", "solved") and not task["begun"]:
            return CREDITS.get(task["posted"].type, case.task.parts if task["posted"].type == COMPOUND else 0) or 0
        if self.kind == "points" and event.kind == "agreed" and case.task.type == SERVICE_REQUEST:
            held = sum(map(len, task["holds"]))
            return max(0, case.task.size // dt.timedelta(minutes=1) - held - task["charged"])
        return 0

    def take_WorkLogged(self, fact):
        task = self.tasks.get(fact.task)
        if task is None or task["case"].state.value in OVER:
            return False
        task["worked"] += fact.minutes
        if self.kind == "hours":
            self.spend(task, fact.minutes, fact.at, owe=False)
        elif task["fault"] is Fault.CLIENT:
            self.spend(task, max(0, task["worked"] - task["charged"]), fact.at, owe=True)
        elif self.kind == "points" and task["posted"].type == SERVICE_REQUEST and task["case"].state.value == "solved":
            self.spend(task, self.agreed_and_untaken(task), fact.at, owe=True)
        return True

    def take_Reserved(self, fact):
        task = self.tasks.get(fact.task)
        if task is None or self.kind != "hours" or task["case"].state.value in OVER:
            return False
        return self.hold(task, fact.minutes, fact.at)

    def take_ReserveMoved(self, fact):
        task, other = self.tasks.get(fact.task), self.tasks.get(fact.to)
        if task is None or other is None or self.kind != "hours" or not task["holds"]:
            return False
        if other["case"].state.value in OVER:
            return False
        other["holds"] += task["holds"]
        task["holds"] = []
        return True

    def take_FaultFound(self, fact):
        task = self.tasks.get(fact.task)
        if task is None or task["posted"].type != INCIDENT:
            return False
        if fact.fault is Fault.CLIENT:
            self.spend(task, max(0, task["worked"] - task["charged"]), fact.at, owe=True)
        else:
            for debt in self.debts:
                if debt["task"] is task:
                    self.refunded += len(debt["coins"])
                    self.give_back(debt["coins"])
                    debt["coins"], debt["owed"] = [], 0
            task["charged"] = 0
        task["fault"] = fact.fault
        return True
