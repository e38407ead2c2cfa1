"""``due``: tasks in, deadlines out. When is each due, why, and which does the plan not take?"""

import argparse
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import TextIO, TypeVar
from zoneinfo import ZoneInfo

from supportcore.calendar import WorkingCalendar
from supportcore.command.options import add_calendar, add_format, amount, calendar, once, plan, promised
from supportcore.command.rows import BadInput, BadRow, Row, pairs, read
from supportcore.command.show import document, wants_json
from supportcore.errors import SupportcoreError
from supportcore.instants import zone
from supportcore.plans import Plan
from supportcore.reasons import Refusal, instant_text
from supportcore.sla import NotYet
from supportcore.tables import plain, text_table
from supportcore.tasks import Channel, Task, task_type

_T = TypeVar("_T")

FIELDS = ("id", "posted", "type", "client", "channel", "parts", "hours")
_EPILOG = """
Fields of a row: posted (an ISO instant), and if you like id, type (simple, compound, bug, ...), client, channel
(crm, cabinet, email, telephone, messenger), parts (of a compound task), hours (agreed, of a development).
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.epilog = _EPILOG
    parser.add_argument("file", nargs="?", default="-", help="CSV or JSON (default: standard input)")
    promise = parser.add_mutually_exclusive_group(required=True)
    promise.add_argument(
        "--plan", help="a ready-made plan, such as individual_manager, or FILE.json: a plan as a document"
    )
    promise.add_argument("--hours", help="one promise for all: 8h, 90min")
    parser.add_argument("--map", default="", help="your column names: posted=created_at,id=ticket")
    parser.add_argument("--naive", help="the zone of instants without an offset (refused unless given)")
    add_format(parser)
    parser.add_argument("--keep-going", action="store_true", help="answer the good rows even if some are bad")
    parser.add_argument("--explain", action="store_true", help="show what was counted and what was skipped")
    add_calendar(parser, zone="Europe/Kyiv")


def run(options: argparse.Namespace, source: TextIO, out: TextIO, err: TextIO) -> int:
    """Answer every row; 2 where one is bad."""
    chosen = once(options, "plan", lambda: plan(options.plan) if options.plan else promised(amount(options.hours)))
    names = _names(options.map)
    naive = zone(options.naive) if options.naive else None
    tasks, bad = [], 0
    for row in read(source):
        try:
            tasks.append(_task(row, names, naive))
        except BadRow as why:
            bad += 1
            print(why, file=err)
    if bad and not options.keep_going:
        print(f"{bad} bad rows, nothing answered; --keep-going answers the others", file=err)
        return 2
    hours = calendar(options, [task.posted_at for task in tasks])
    answers = [_answer(task, chosen, hours, explain=options.explain) for task in tasks]
    if wants_json(options, out):
        print(document(answers), file=out)
    else:
        print("\n".join(_lines(answers, hours)), file=out)
    return 2 if bad else 0


def _names(text: str) -> Mapping[str, str]:
    given = pairs(text, "--map")
    for name in given:
        if name not in FIELDS:
            raise BadInput(f"--map {name}", f"the fields are {', '.join(FIELDS)}", "write field=your column")
    return {name: given.get(name, name) for name in FIELDS}


def _task(row: Row, names: Mapping[str, str], naive: ZoneInfo | None) -> Task:
    posted = row.instant(names["posted"], naive)
    kind = _read(row, names["type"], "simple", task_type)
    channel = _read(row, names["channel"], "cabinet", _channel)
    parts = _read(row, names["parts"], "", lambda text: _whole(text) if text else None)
    size = _read(row, names["hours"], "", lambda text: _size(amount(text)) if text else None)
    ident = row.text(names["id"], str(row.line))
    try:
        return Task(ident, kind, row.text(names["client"], "-"), posted, channel, parts, size)
    except SupportcoreError as why:
        raise row.wrong(names["parts"], why) from None


def _read(row: Row, column: str, default: str, parse: Callable[[str], _T]) -> _T:
    try:
        return parse(row.columns.get(column) or default)
    except (ValueError, LookupError) as why:
        raise row.wrong(column, why) from None


def _whole(text: str) -> int:
    if not text.strip().isdecimal() or len(text) > 9:
        raise ValueError("the number of parts is a whole number")
    return int(text)


def _size(size: dt.timedelta) -> dt.timedelta:
    if not size:
        raise ValueError("an agreed size is more than nothing")
    return size


def _channel(text: str) -> Channel:
    try:
        return Channel[text.upper()]
    except KeyError:
        known = ", ".join(one.name.lower() for one in Channel)
        raise ValueError(f"no channel of that name; use one of {known}") from None


def _answer(task: Task, chosen: Plan, hours: WorkingCalendar, *, explain: bool) -> dict[str, object]:
    answer: dict[str, object] = {"id": task.id, "type": task.type.code, "posted": task.posted_at.isoformat()}
    promise = chosen.promise(task)
    if isinstance(promise, Refusal):
        instead = promise.way_out.text() if promise.way_out else None
        return answer | {"refused": promise.reason.text(), "rule": promise.reason.rule, "instead": instead}
    found = promise.due(hours)
    if isinstance(found, NotYet):
        return answer | {"due": None, "reason": found.reason.text(), "rule": found.reason.rule}
    answer |= {
        "due": found.due.astimezone(hours.tz).isoformat(),
        "reason": found.reason.text(),
        "rule": found.reason.rule,
    }
    if found.provisional:
        answer["provisional"] = True
    return answer | ({"trace": found.trace(hours).lines()} if explain else {})


def _lines(answers: list[dict[str, object]], hours: WorkingCalendar) -> Iterator[str]:
    def shown(value: object) -> str:
        return instant_text(dt.datetime.fromisoformat(str(value)), hours.tz)

    def cells(answer: Mapping[str, object]) -> tuple[str, ...]:
        due = answer.get("due")
        when = shown(due) if due else ("refused" if "refused" in answer else "-")
        why = str(answer.get("reason") or answer.get("refused"))
        why += " (provisional: some holidays are not known)" if answer.get("provisional") else ""
        return str(answer["id"]), str(answer["type"]), shown(answer["posted"]), when, why, str(answer.get("rule") or "")

    yield text_table(("id", "type", "posted", "due", "why", "rule"), map(cells, answers))
    for answer in answers:
        trace = answer.get("trace")
        if isinstance(trace, list):
            yield from ("", f"{plain(str(answer['id']))}:", *trace)
