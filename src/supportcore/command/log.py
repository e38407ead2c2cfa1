"""``log``: the event log of another system, replayed. How many promises were kept, and how late were the others?"""

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TextIO

from supportcore.calendar import WorkingCalendar
from supportcore.command.options import add_calendar, add_format, amount, calendar, plan, promised
from supportcore.command.rows import BadInput, BadRow, pairs, read
from supportcore.command.show import document, wants_json
from supportcore.instants import zone
from supportcore.plans import Plan
from supportcore.reasons import minutes_text
from supportcore.sla import Deadline, State
from supportcore.tables import plain, text_table
from supportcore.tasks import BUG, SIMPLE, Activity, Case, LogRow, Played, compliance, nearest_rank, play

COLUMNS = {"case": "Case ID", "activity": "Activity", "time": "Complete Timestamp", "client": "customer"}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("file", help="CSV or JSON, a row an activity (- for standard input)")
    parser.add_argument("--target", action="append", default=[], help="a promise: 8h (may be given several times)")
    parser.add_argument("--plan", action="append", default=[], help="a ready-made plan (may be given several times)")
    parser.add_argument("--map", required=True, help="what activities mean: 'Opened=posted,Hold=waiting,Done=solved'")
    parser.add_argument("--columns", default="", help=f"your column names (default {_spelled(COLUMNS)})")
    parser.add_argument("--bug", help="COLUMN=VALUE: cases whose first row has it are BUGs")
    parser.add_argument("--case", help="also explain one case")
    add_format(parser)
    add_calendar(parser, zone=None)


def _spelled(columns: Mapping[str, str]) -> str:
    return ",".join(f"{name}={value}" for name, value in columns.items())


def run(options: argparse.Namespace, source: TextIO, out: TextIO, err: TextIO) -> int:
    """Replay the log under every promise; 2 where a row cannot be read."""
    chosen = [promised(amount(text)) for text in options.target] + [plan(name) for name in options.plan]
    if not chosen:
        raise BadInput(
            "--target", "a log is replayed under a promise", "give --target 8h, or --plan individual_manager"
        )
    rows, bad = _rows(options, source, err)
    if bad or not rows:
        print(f"{bad} bad rows, {len(rows)} good ones: nothing replayed", file=err)
        return 2
    hours = calendar(options, [row.at for row in rows])
    mapping = _activities(options.map)
    kinds = dict.fromkeys(pairs(options.bug or "", "--bug").items(), BUG)
    now = max(row.at for row in rows)
    reports = []
    for one in chosen:
        played = play(rows, mapping, one.rulebook, hours, kind=SIMPLE, client=_columns(options)["client"], kinds=kinds)
        reports.append(_report(one, played, min(row.at for row in rows), now))
        if options.case:
            reports[-1]["case"] = _explained(played, options.case, hours, now)
    if wants_json(options, out):
        print(document(reports), file=out)
    else:
        print("\n".join(_lines(reports)), file=out)
    return 0


def _columns(options: argparse.Namespace) -> Mapping[str, str]:
    given = pairs(options.columns, "--columns")
    for name in given:
        if name not in COLUMNS:
            raise BadInput(f"--columns {name}", f"the columns are {', '.join(COLUMNS)}", "write case=your column")
    return COLUMNS | given


def _rows(options: argparse.Namespace, source: TextIO, err: TextIO) -> tuple[list[LogRow], int]:
    names, local = _columns(options), zone(options.zone)
    rows, bad = [], 0
    for row in read(source):
        try:
            at = row.instant(names["time"], local)
            rows.append(LogRow(row.text(names["case"]), row.text(names["activity"]), at, row.columns))
        except BadRow as why:
            bad += 1
            print(why, file=err)
    return rows, bad


def _activities(text: str) -> Mapping[str, Activity]:
    known = {one.value: one for one in Activity}
    found = {}
    for name, meaning in pairs(text, "--map").items():
        if meaning not in known:
            raise BadInput(
                f"--map {name}={meaning}", f"an activity means one of {', '.join(known)}", "leave others out"
            )
        found[name] = known[meaning]
    return found


def _report(chosen: Plan, played: Played, first: dt.datetime, now: dt.datetime) -> dict[str, object]:
    cases = [(chosen.rulebook.plan, case) for case in played.cases]
    found = compliance(cases, first, now + dt.timedelta(microseconds=1), now=now)
    standings = [case.solution.standing(now) for case in played.cases]
    late = sorted(-one.remaining for one in standings if one.state is State.BREACHED and one.remaining is not None)
    return {
        "plan": chosen.rulebook.plan,
        "cases": len(played.cases),
        "met": sum(one.state is State.MET for one in standings),
        "breached": len(late),
        "late by": {
            "median": minutes_text(nearest_rank(late, Fraction(1, 2))),
            "P90": minutes_text(nearest_rank(late, Fraction(9, 10))),
        },
        "compliance": [dict(zip(found.HEAD, row, strict=True)) for row in found.rows()],
        "odd": dict(sorted(played.counts.items())) | _refusals(played),
    }


def _refusals(played: Played) -> dict[str, int]:
    return dict(Counter(f"refused: {refusal.reason}" for _, refusal in played.refused))


def _explained(played: Played, name: str, hours: WorkingCalendar, now: dt.datetime) -> list[str]:
    case = next((one for one in played.cases if one.task.id == name), None)
    if case is None:
        raise BadInput(f"--case {name}", "no case of that name was replayed", "look at the case column")
    return list(_story(case, hours, now))


def _story(case: Case, hours: WorkingCalendar, now: dt.datetime) -> Iterator[str]:
    yield f"{plain(case.task.id)}, {case.task.type}: {case.solution.standing(now).text(hours.tz)}"
    found = case.solution.deadline
    if isinstance(found, Deadline):
        yield from found.trace(hours).lines()


def _lines(reports: list[dict[str, object]]) -> Iterator[str]:
    for report in reports:
        late = report["late by"]
        assert isinstance(late, dict)  # built above
        yield (
            f"{report['plan']}: {report['cases']} cases, {report['met']} met, {report['breached']} breached"
            f" (late by {late['median']} in the median, P90 {late['P90']})"
        )
        rows = report["compliance"]
        assert isinstance(rows, list)  # built above
        if rows:
            yield text_table(tuple(rows[0]), [tuple(row.values()) for row in rows])
        odd = report["odd"]
        assert isinstance(odd, dict)  # built above
        yield from (f"  {count:6}  {name}" for name, count in odd.items())
        case = report.get("case")
        if isinstance(case, list):
            yield from case
        yield ""
