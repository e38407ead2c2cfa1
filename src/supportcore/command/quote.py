"""``quote``: a project's answers in, its complexity with what each answer adds, and a price, out (ISM-10).

Each answer is an option, or a field of one JSON object. The tables are the caller's; without them illustrative ones
are used, and every line that rests on one says so: no document states these figures.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TextIO

from supportcore.command.fields import exact, money
from supportcore.command.options import add_format
from supportcore.command.rows import BadInput, instant, json_objects, pairs, said
from supportcore.command.show import document, wants_json
from supportcore.instants import zone
from supportcore.periods import Days
from supportcore.pricing import (
    ILLUSTRATIVE,
    ILLUSTRATIVE_IMPLEMENTATIONS,
    ComplexityFormula,
    FactorPrice,
    Linear,
    Project,
    Quote,
    Table,
)
from supportcore.reasons import instant_text
from supportcore.tables import plain
from supportcore.units import Money

ANSWERS = ("implementation", "hours", "developments", "users")
EACH = Money("2.50", "USD")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("file", nargs="?", help="the answers as one JSON object (- for standard input)")
    for name in ANSWERS:
        parser.add_argument(f"--{name}", help=_HELP[name])
    parser.add_argument("--at", help="when the quote is made, with an offset", required=True)
    parser.add_argument("--valid", type=int, default=14, help="for how many days (default %(default)s)")
    parser.add_argument("--types", help="your implementation types: 'boxed=10,custom=40'")
    parser.add_argument("--each", help=f"the price of each point of complexity (illustrative default {EACH})")
    parser.add_argument("--base", help="a base price beside it, such as '30 USD'")
    parser.add_argument("--floor", help="the least price, such as '100 USD'")
    parser.add_argument(
        "--zone", default="Europe/Kyiv", help="the zone in which days are counted (default %(default)s)"
    )
    add_format(parser)


_HELP = {
    "implementation": f"its type (illustrative: {', '.join(name for name, _ in ILLUSTRATIVE_IMPLEMENTATIONS.rows)})",
    "hours": "spent on active implementation, such as 37.5",
    "developments": "the number of custom developments",
    "users": "the number of active users",
}


def run(options: argparse.Namespace, source: TextIO, out: TextIO, _: TextIO) -> int:
    """Price one project; what is wrong is raised with the option or field that holds it."""
    project = _project(_answers(options, source))
    table = _types(options.types) if options.types else ILLUSTRATIVE_IMPLEMENTATIONS
    price = FactorPrice(ComplexityFormula(table), project, _curve(options))
    made = _read("--at", options.at, instant)
    found = Quote("A project", price, made, Days(options.valid).after(made, zone(options.zone)))
    if wants_json(options, out):
        print(document(_document(found, price, options)), file=out)
    else:
        print("\n".join(_lines(found, price, options)), file=out)
    return 0


def _answers(options: argparse.Namespace, source: TextIO) -> Mapping[str, object]:
    """Return the answers of the file or the line, each replaced by the option of its name where there is one."""
    rows = json_objects(source, "the answers") if options.file or options.lines else [(1, {})]
    if len(rows) != 1:
        raise BadInput("the answers", f"one project is one JSON object, and these are {len(rows)}", "hand over one")
    given = {name: getattr(options, name) for name in ANSWERS if getattr(options, name) is not None}
    return rows[0][1] | given


def _project(answers: Mapping[str, object]) -> Project:
    for name in (*answers, *ANSWERS):
        if name not in ANSWERS:
            raise BadInput(f"field {name!r}", f"the answers are {', '.join(ANSWERS)}", "leave the others out")
        if name not in answers:
            raise BadInput(f"--{name}", "the answer is missing", f"give {_HELP[name]}")
    hours = _read("--hours", answers["hours"], exact)
    developments, users = (_read(f"--{name}", answers[name], _count) for name in ANSWERS[2:])
    return Project(str(answers["implementation"]), hours, developments, users)


def _read(where: str, value: Any, read: Callable[[Any, None], Any]) -> Any:
    try:
        return read(value, None)
    except (ValueError, LookupError) as why:
        raise BadInput(f"{where} {plain(str(value))}", said(why), "mend it") from None


def _count(value: object, _: None) -> int:
    number = exact(value, _)
    if number != int(number):
        raise ValueError("this is counted: a whole number")
    return int(number)


def _types(text: str) -> Table:
    return Table({name: _read("--types", number, exact) for name, number in pairs(text, "--types").items()})


def _curve(options: argparse.Namespace) -> Linear:
    each, base, floor = (
        None if text is None else _read(name, text, money)
        for name, text in (("--each", options.each), ("--base", options.base), ("--floor", options.floor))
    )
    return Linear(each or EACH, base=base, floor=floor)


def _notes(options: argparse.Namespace) -> list[str]:
    """Return which figures are nobody's but ours."""
    given = {"the implementation types": options.types, "the price of each point": options.each}
    return [f"{name}: {ILLUSTRATIVE}" for name, value in given.items() if not value]


def _document(found: Quote, price: FactorPrice, options: argparse.Namespace) -> dict[str, object]:
    zone_ = zone(options.zone)
    parts = [
        {"factor": one.factor, "answer": str(one.reading.answer), "adds": str(one.amount), "why": str(one.reading.why)}
        for one in price.score.contributions
    ]
    return {
        "complexity": str(price.score.total),
        "contributions": parts,
        "lines": [{"what": str(line.what), "amount": str(line.amount)} for line in found.lines],
        "total": str(found.total),
        "quoted_at": found.quoted_at.astimezone(zone_).isoformat(),
        "valid_until": found.valid_until.astimezone(zone_).isoformat(),
        "fingerprint": found.fingerprint,
        "illustrative": _notes(options),
    }


def _lines(found: Quote, price: FactorPrice, options: argparse.Namespace) -> Iterator[str]:
    zone_ = zone(options.zone)
    yield f"complexity: {price.score.total}"
    yield from (f"  {one.factor}: {plain(str(one.reading.why))} = {one.amount}" for one in price.score.contributions)
    yield f"price: {found.total}"
    yield from (f"  {line}" for line in found.lines)
    made, until = (instant_text(at, zone_) for at in (found.quoted_at, found.valid_until))
    yield f"quoted {made}, valid until {until} ({zone_.key})"
    yield from _notes(options)
    yield f"fingerprint {found.fingerprint}"
