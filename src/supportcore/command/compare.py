"""``compare``: a workload and plans in, as one JSON object; what each plan costs, burns, refuses and earns, out.

In the place of start, tasks and efforts a workload may stand as the document that `supportcore.wire` writes. Amounts
are whole numbers or text (``"2.5"``, ``"350 UAH"``, ``"8h"``), never floats. A field that means nothing is an error
that names it.
"""

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TextIO

import attrs

from supportcore import plans
from supportcore.command.fields import exact, money
from supportcore.command.options import add_calendar, add_format, amount, calendar
from supportcore.command.rows import BadInput, json_objects, said
from supportcore.command.show import document, wants_json
from supportcore.errors import SupportcoreError
from supportcore.plans import Plan
from supportcore.pricing import ExchangeRate, Linear, RateTable
from supportcore.tables import plain, text_table
from supportcore.whatif import Comparison, Workload, compare
from supportcore.whatif.answers.result import cell

NEEDS, ASKED_MAY = ("start", "tasks", "efforts"), ("months", "season", "users")
MAY = ("currency", "rates", "costs")
PLAN = ("plan", "name", "hours", "monthly", "unit", "hourly", "development")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("file", help="the workload and the plans as one JSON object (- for standard input)")
    parser.add_argument("--months", action="store_true", help="show the bill of each month instead")
    add_format(parser)
    add_calendar(parser, zone="Europe/Kyiv")


def run(options: argparse.Namespace, source: TextIO, out: TextIO, _: TextIO) -> int:
    """Compare the plans; what is wrong is raised with the field that holds it."""
    rows = json_objects(source, "the comparison")
    if len(rows) != 1:
        raise BadInput("the comparison", f"it is one JSON object, and these are {len(rows)}", "hand over one")
    asked = rows[0][1]
    needs = (*(("workload",) if "workload" in asked else NEEDS), "plans")
    _known(asked, (*needs, *(() if "workload" in asked else ASKED_MAY), *MAY), "")
    for name in needs:
        if name not in asked:
            raise BadInput(f"field {name!r}", "the field is missing", f"a comparison has {', '.join(needs)}")
    found = _compared(asked, options)
    records = found.months() if options.months else found.to_records()
    if wants_json(options, out):
        print(document([{name: _told(value) for name, value in record.items()} for record in records]), file=out)
    else:
        print(_table(found, months=options.months), file=out)
    return 0


def _compared(asked: Mapping[str, Any], options: argparse.Namespace) -> Comparison:
    workload = _document(asked["workload"]) if "workload" in asked else _workload(asked)
    chosen = [_plan(one, place) for place, one in enumerate(_list("plans", asked["plans"]), 1)]
    currency = asked.get("currency")
    rates = [
        ExchangeRate(code, str(currency), _read(f"rates.{code}", rate, exact))
        for code, rate in _object("rates", asked.get("rates", {})).items()
    ]
    hours = calendar(options, [dt.datetime.combine(workload.start, dt.time(), dt.UTC)])
    costs = None if "costs" not in asked else _read("costs", asked["costs"], _costs)
    return compare(chosen, workload, hours, currency=currency, rates=rates, costs=costs)


def _document(value: object) -> Workload:
    """Return the workload of a document, as `supportcore.wire` writes it. Raises `InvalidDocument`."""
    from supportcore import wire  # noqa: PLC0415  # who names no document needs no extra

    return wire.from_document(value, Workload)


def _workload(asked: Mapping[str, Any]) -> Workload:
    start = _read("start", asked["start"], dt.date.fromisoformat)
    tasks = {
        kind: _read(f"tasks.{kind}", value, lambda one: [*map(exact, one)] if isinstance(one, list) else exact(one))
        for kind, value in _object("tasks", asked["tasks"]).items()
    }
    efforts = {
        kind: _read(f"efforts.{kind}", value, lambda one: [*map(_effort, one if isinstance(one, list) else [one])])
        for kind, value in _object("efforts", asked["efforts"]).items()
    }
    season = [_read("season", one, exact) for one in _list("season", asked.get("season", []))]
    months, users = asked.get("months", 12), asked.get("users", 1)
    found: Workload = _read(
        "the workload", asked,
        lambda _: Workload.of(tasks, efforts, start=start, months=months, season=season, users=users),
    )  # fmt: skip
    return found


def _plan(asked: object, place: int) -> Plan:
    """Return a ready-made plan, by its code or as an object that gives it prices."""
    where = f"plans[{place}]"
    given = {"plan": asked} if isinstance(asked, str) else _object(where, asked)
    _known(given, PLAN, f"{where}.")
    code = given.get("plan")
    if code not in plans.READY:
        raise BadInput(f"{where} {plain(str(code))}", "no such plan is ready-made", f"use {', '.join(plans.READY)}")
    plan: Plan
    if "hours" in given:
        plan = _read(f"{where}.hours", given["hours"], plans.hour_package)
    else:
        plan = plans.READY[str(code)]()
    prices = {name: _read(f"{where}.{name}", given[name], read) for name, read in _PRICES.items() if name in given}
    name = str(given.get("name", plan.name))
    return plan.evolve(name=name, tariff=attrs.evolve(plan.tariff, **prices))


def _costs(value: object) -> RateTable:
    if not isinstance(value, dict):
        return RateTable(default=money(value))
    roles = {role: money(rate) for role, rate in value.items()}
    return RateTable({role: rate for role, rate in roles.items() if role}, default=roles.get(""))


_PRICES: Mapping[str, Callable[[Any], object]] = {
    "monthly": money,
    "unit": lambda value: Linear(money(value)),
    "hourly": _costs,
    "development": _costs,
}


def _effort(value: object) -> dt.timedelta | int:
    if type(value) is int:
        return value
    if isinstance(value, str):
        return amount(value)
    raise ValueError("an effort is whole minutes, or text such as '8h'")


def _object(where: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadInput(f"field {where!r}", "an object is meant", "write {...}")
    return value


def _list(where: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise BadInput(f"field {where!r}", "a list is meant", "write [...]")
    return value


def _known(given: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
    for name in given:
        if name not in names:
            raise BadInput(f"field {where + name!r}", f"the fields are {', '.join(names)}", "leave it out")


def _read(where: str, value: Any, read: Callable[[Any], Any]) -> Any:
    try:
        return read(value)
    except BadInput:
        raise
    except (SupportcoreError, ValueError, TypeError) as why:
        raise BadInput(f"field {where!r}", said(why), "mend it") from None


def _told(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


def _table(found: Comparison, *, months: bool) -> str:
    """Return the table as a terminal may show it: no name of a plan commands it."""
    records = found.months() if months else found.to_records()
    rows = (tuple(map(cell, record.values())) for record in records)
    return "\n".join([*map(plain, found.title().splitlines()), text_table(tuple(records[0]), rows)])
