"""Asked of the wheel for plugins in an empty environment: a deadline, a balance, a JSON document."""

import sys
from datetime import datetime, timedelta
from importlib.util import find_spec

from supportcore import plans, wire
from supportcore.ledger import Ledger
from supportcore.sla import WorkingTime
from supportcore.units import CREDIT


def ask() -> None:
    house = plans.house_calendar()
    friday = datetime(2026, 11, 20, 17, 30, tzinfo=house.tz)
    deadline = WorkingTime(timedelta(hours=8), rule="ISM-3").due(house, friday)
    assert deadline.due == datetime(2026, 11, 23, 16, 30, tzinfo=house.tz), deadline
    ledger = Ledger(CREDIT)
    ledger.post(ledger.grant("g1", CREDIT.of(10), at=friday))
    ledger.post(ledger.debit("d1", CREDIT.of(3), at=friday))
    assert ledger.available(friday) == CREDIT.of(7)
    assert wire.loads(wire.dumps(deadline)) == deadline
    assert wire.schema("deadline")["title"] == "deadline"
    assert not any(find_spec(f"supportcore.{room}") for room in ("whatif", "command", "strategies", "arrays"))
    sys.stdout.write("a deadline, a balance and a JSON document, without what-ifs, command, strategies and arrays\n")


if __name__ == "__main__":
    ask()
