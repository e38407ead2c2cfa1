"""The slow twin of the ledger: a jar per lot, one coin at a time, no cleverness.

Every coin that moves is a row: when it counts, which lot, from where, to where. What is free in a lot at an instant is
counted by reading all its rows. To pay, look at the jars in order and take one coin from the first that can spare one
at that instant and at every later instant; then look again for the next coin.
"""

from collections import Counter

REFUSED = "refused"
CLOSED = "closed"


class Jar:
    def __init__(self, forfeit=False):
        self.forfeit = forfeit
        self.lots = {}  # id -> dict of its terms
        self.rows = {}  # id -> [(when, source, target)], one per coin
        self.holds = {}  # id -> dict(began, timeout, coins: [lot, ...])
        self.closed = set()
        self.spent = {}  # id -> dict(last, coins: [lot, ...], owed)

    # --- time

    def pass_time(self, now):
        for name in [name for name, hold in self.holds.items() if hold["timeout"] is not None]:
            hold = self.holds[name]
            if hold["timeout"] <= now:
                for lot in hold["coins"]:
                    self.move(hold["timeout"], lot, "held", "free")
                del self.holds[name]
                self.closed.add(name)

    def move(self, when, lot, source, target):
        self.rows[lot].append((when, source, target))

    def free_at(self, lot, when):
        return sum((target == "free") - (source == "free") for at, source, target in self.rows[lot] if at <= when)

    def can_spare(self, lot, when):
        instants = {when, *(at for at, _, __ in self.rows[lot] if at > when)}
        return all(self.free_at(lot, at) >= 1 for at in instants)

    def in_order(self):
        return sorted(self.lots, key=lambda lot: self.lots[lot]["key"])

    def usable(self, lot, when):
        terms = self.lots[lot]
        over = terms["expires"] is not None and when >= terms["expires"]
        return terms["voided"] is None and when >= terms["effective"] and not over

    def take(self, units, when, target):
        """Take coins one by one; return the lots they came from, which may be fewer than asked."""
        coins = []
        for _ in range(units):
            for lot in self.in_order():
                if self.usable(lot, when) and self.can_spare(lot, when):
                    self.move(when, lot, "free", target)
                    coins.append(lot)
                    break
            else:
                break
        return coins

    def put_back(self, coins, when, source):
        for lot in coins:
            self.rows[lot].remove((when, "free", source))

    # --- what can happen

    def grant(self, name, units, effective, expires, priority, recorded):
        never = (1, 0) if expires is None else (0, expires)
        key = (priority, never, effective, recorded, name)
        self.lots[name] = {"effective": effective, "expires": expires, "voided": None, "key": key}
        self.rows[name] = []
        for _ in range(units):
            self.move(min(effective, recorded), name, "granted", "free")

    def debit(self, name, units, when, policy, limit=None):
        coins = self.take(units, when, "consumed")
        missing = units - len(coins)
        if missing and not self.allowed(missing, policy, limit):
            self.put_back(coins, when, "consumed")
            return REFUSED
        self.spent[name] = {"last": when, "coins": coins, "owed": missing if policy == "owe" else 0}
        return coins

    def allowed(self, missing, policy, limit):
        return policy == "at most" or (policy == "owe" and self.owed() + missing <= limit)

    def hold(self, name, units, when, timeout, policy="reject"):
        coins = self.take(units, when, "held")
        if len(coins) < units and policy == "reject":
            self.put_back(coins, when, "held")
            return REFUSED
        self.holds[name] = {"began": when, "timeout": timeout, "coins": coins}
        return coins

    def worth(self, name, when):
        return [
            lot
            for lot in self.holds[name]["coins"]
            if not (self.forfeit and self.lots[lot]["expires"] is not None and when >= self.lots[lot]["expires"])
        ]

    def settle(self, name, hold, units, when, policy, limit=None):
        if hold not in self.holds:
            return CLOSED
        worth = self.worth(hold, when)
        units = len(worth) if units is None else units
        beyond = units - len(worth)
        if beyond > 0 and policy == "reject":
            return REFUSED
        extra = self.take(max(beyond, 0), when, "consumed")
        missing = max(beyond, 0) - len(extra)
        if missing and not self.allowed(missing, policy, limit):
            self.put_back(extra, when, "consumed")
            return REFUSED
        for coin in worth[:units]:
            self.move(when, coin, "held", "consumed")
        released = list((Counter(self.holds[hold]["coins"]) - Counter(worth[:units])).elements())
        for coin in released:
            self.move(when, coin, "held", "free")
        del self.holds[hold]
        self.closed.add(hold)
        self.spent[name] = {"last": when, "coins": worth[:units] + extra, "owed": missing if policy == "owe" else 0}
        return worth[:units] + extra

    def void(self, hold, when):
        if hold not in self.holds:
            return CLOSED
        coins = self.holds.pop(hold)["coins"]
        self.closed.add(hold)
        for coin in coins:
            self.move(when, coin, "held", "free")
        return coins

    def shift(self, name, hold, units, when, timeout):
        if hold not in self.holds:
            return CLOSED
        coins = self.holds[hold]["coins"]
        if units > len(coins):
            return REFUSED
        moved = [coins.pop() for _ in range(units)][::-1]
        self.holds[name] = {"began": when, "timeout": timeout, "coins": moved}
        if not coins:
            del self.holds[hold]
            self.closed.add(hold)
        return moved

    def refund(self, of, units, when):
        spent = self.spent[of]
        if not 0 < units <= spent["owed"] + len(spent["coins"]):
            return REFUSED
        returned = []
        for _ in range(units):
            if spent["owed"]:
                spent["owed"] -= 1
            else:
                returned.append(spent["coins"].pop())
                self.move(when, returned[-1], "refunded", "free")
        spent["last"] = when
        return returned

    def repay(self, of, when):
        spent = self.spent[of]
        coins = self.take(spent["owed"], when, "consumed")
        if not coins:
            return REFUSED
        spent["owed"] -= len(coins)
        spent["coins"] += coins
        spent["last"] = when
        return coins

    def adjust(self, lot, units, when):
        for _ in range(units):
            self.move(when, lot, "adjusted", "free")
        for count in range(-units):
            if not self.can_spare(lot, when):
                for _ in range(count):
                    self.rows[lot].remove((when, "free", "adjusted"))
                return REFUSED
            self.move(when, lot, "free", "adjusted")
        return units

    def over(self, lot, when):
        terms = self.lots[lot]
        return terms["voided"] is not None or (terms["expires"] is not None and when >= terms["expires"])

    def void_lot(self, lot, when):
        if self.lots[lot]["voided"] is not None and self.lots[lot]["voided"] > when:
            return "skip"
        if self.over(lot, when):
            return REFUSED
        self.lots[lot]["voided"] = when
        return lot

    def carry(self, name, lot, least, most, when, expires, priority, recorded):
        if self.over(lot, when):
            return REFUSED
        carried = 0
        while carried < most and self.can_spare(lot, when):
            self.move(when, lot, "free", "moved out")
            carried += 1
        self.lots[lot]["voided"] = when
        self.grant(name, max(0, least - carried), when, expires, priority, recorded)
        for _ in range(carried):
            self.move(when, name, "moved in", "free")
        return carried

    # --- what there is

    def owed(self):
        return sum(spent["owed"] for spent in self.spent.values())

    def where(self, lot, when):
        """Count the coins of a lot by where they are at the instant; None before the lot is known."""
        rows = [row for row in self.rows[lot] if row[0] <= when]
        flows = Counter()
        for _, source, target in rows:
            flows[target] += 1
            flows[source] -= 1
        for hold in self.holds.values():
            if hold["timeout"] is not None and hold["timeout"] <= when:
                flows["held"] -= hold["coins"].count(lot)
                flows["free"] += hold["coins"].count(lot)
        terms = self.lots[lot]
        expired = terms["expires"] is not None and when >= terms["expires"]
        voided = terms["voided"] is not None and when >= terms["voided"]
        place = "voided" if voided else "expired" if expired else "available"
        if place == "available" and when < terms["effective"]:
            place = "upcoming"
        found = Counter({place: flows["free"], "consumed": flows["consumed"], "moved_out": flows["moved out"]})
        found["expired" if expired and self.forfeit else "held"] += flows["held"]
        found["granted"], found["moved_in"] = -flows["granted"], -flows["moved in"]
        found["adjusted"], found["refunded"] = -flows["adjusted"], -flows["refunded"]
        return +found + Counter({"adjusted": 0}) if found["adjusted"] >= 0 else found
