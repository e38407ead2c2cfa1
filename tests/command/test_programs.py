"""The command for programs: JSON whatever happens, line after line, and hosts in other languages that use it."""

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from samples import NOON, client
from supportcore import plans, wire
from supportcore.account import Bought
from supportcore.calendar import WorkingCalendar
from supportcore.command import main, serve
from supportcore.ledger import Ledger
from supportcore.units import CREDIT, Money

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"
PHP_PAGE = (EXAMPLES.parent / "how-to" / "php.md").read_text(encoding="utf-8")
FRIDAY = '{"id": "T-1", "posted": "2026-11-20T17:30:00+02:00"}'
NAIVE = '{"id": "T-2", "posted": "2026-11-20T17:30:00"}'
DUE = ("due", "--plan", "individual_manager")


def answers(said):
    assert said.err == ""
    return [json.loads(line) for line in said.out.splitlines()]


# --- lines ------------------------------------------------------------------------------------------------------------


def test_each_line_is_answered_with_a_line(run):
    first, second, third = answers(run(*DUE, "--lines", stdin=f"{FRIDAY}\n\n  \n{NAIVE}\n[{FRIDAY}]\n"))
    assert first["due"] == "2026-11-23T16:30:00+02:00"
    assert second == {
        "supportcore": 1,
        "kind": "error",
        "line": 4,
        "problems": [
            {
                "path": "$.posted",
                "rule": "'2026-11-20T17:30:00': it has no offset; add one, or say whose clock it is with --naive ZONE; "
                "mend the field",
            }
        ],
    }
    assert third == [first]


def test_the_last_line_needs_no_end(run):
    assert len(answers(run(*DUE, "--lines", stdin=FRIDAY))) == 1
    assert answers(run(*DUE, "--lines")) == []


def test_good_rows_beside_bad_ones_are_answered_where_asked_for(run):
    (error,) = answers(run(*DUE, "--lines", "--keep-going", stdin=f"[{FRIDAY}, {NAIVE}]\n"))
    assert [one["id"] for one in error["answers"]] == ["T-1"]
    assert [one["path"] for one in error["problems"]] == ["$.posted"]
    (without,) = answers(run(*DUE, "--lines", stdin=f"[{FRIDAY}, {NAIVE}]\n"))
    assert "answers" not in without


NO_LINES = [
    ("posted", "$: a line is a JSON object, or a list of them"),
    ('"text"', "$: a line is a JSON object, or a list of them"),
    ("[1]", "$: line 1: a row is a JSON object; write"),
    ("{", "$: line 1, column 2: no JSON: Expecting"),
    ("[" * 100_000, "$: line 1, column 2: no JSON: a number too long, or lists too deep"),
]


@pytest.mark.parametrize(("line", "said"), NO_LINES, ids=[line[:10] for line, _ in NO_LINES])
def test_what_is_no_row_is_said_and_the_next_line_is_answered(run, line, said):
    error, good = answers(run(*DUE, "--lines", stdin=f"{line}\n{FRIDAY}\n"))
    assert "{path}: {rule}".format(**error["problems"][0]).startswith(said)
    assert good["id"] == "T-1"


def test_a_refusal_of_the_plan_is_an_answer(run):
    (refused,) = answers(run("due", "--plan", "free_support", "--lines", stdin=FRIDAY))
    assert refused["refused"] == "free support does not cover a simple task"


def test_a_line_that_is_too_long_is_passed_over_whole(run, monkeypatch):
    monkeypatch.setattr(serve, "LONGEST", 100)
    long, good = answers(run(*DUE, "--lines", stdin="[" * 350 + f"\n{FRIDAY}\n"))
    assert (long["line"], good["id"]) == (1, "T-1")
    assert "at most 100 characters" in long["problems"][0]["rule"]
    (exact,) = answers(run(*DUE, "--lines", stdin=FRIDAY.ljust(100)))
    assert exact["id"] == "T-1"
    (beyond,) = answers(run(*DUE, "--lines", stdin=FRIDAY.ljust(101)))
    assert beyond["kind"] == "error"


class Bytes(io.TextIOWrapper):
    """A stream of bytes, as a process has it."""


def test_a_line_that_is_no_utf_8_does_not_end_the_process():
    source = Bytes(io.BytesIO(b'{"posted": "\xff"}\n' + FRIDAY.encode() + b"\n"), encoding="utf-8")
    out = io.StringIO()
    assert main([*DUE, "--lines"], source, out, io.StringIO()) == 0
    error, good = map(json.loads, out.getvalue().splitlines())
    assert error["problems"] == [
        {"path": "$", "rule": "'line 1': the text is not UTF-8, at byte 12; write it in UTF-8"}
    ]
    assert good["id"] == "T-1"


class Flushed(io.StringIO):
    def __init__(self):
        super().__init__()
        self.seen = []

    def flush(self):
        self.seen.append(self.getvalue().count("\n"))


class Asking(io.StringIO):
    """A host that sends the next line only when the answer to the last has come."""

    def __init__(self, out):
        super().__init__()
        self.out, self.sent = out, 0

    def readline(self, _size=-1):
        assert self.out.seen[-1:] == [self.sent][: self.sent]
        self.sent += 1
        return f"{FRIDAY}\n" if self.sent < 4 else ""


def test_each_answer_is_flushed_before_the_next_line_is_read():
    out = Flushed()
    assert main([*DUE, "--lines"], Asking(out), out, io.StringIO()) == 0
    assert out.seen == [1, 2, 3]


def test_what_the_options_make_is_made_once(run, monkeypatch):
    made = []
    parse = WorkingCalendar.parse
    monkeypatch.setattr(WorkingCalendar, "parse", lambda *args, **more: made.append(1) or parse(*args, **more))
    years = "".join(f'{{"posted": "{year}-11-20T17:30:00Z"}}\n' for year in range(2000, 2020))
    assert len(answers(run(*DUE, "--lines", stdin=f"{FRIDAY}\n" * 5))) == 5
    assert len(made) == 1
    assert len(answers(run(*DUE, "--lines", "--country", "DE", stdin=years))) == 20
    assert len(made) == 21


def test_quotes_logs_and_statements_are_answered_line_by_line_too(run):
    project = '{"implementation": "boxed", "hours": "37.5", "developments": 4, "users": 25}'
    (quote,) = answers(
        run("quote", "-", "--at", "2026-11-23T10:00:00Z", "--lines", "--types", "boxed=10", stdin=project)
    )
    assert quote["total"].endswith("USD")
    bare = ("quote", "--at", "2026-11-23T10:00:00Z", "--lines", "--types", "boxed=10")
    assert answers(run(*bare, stdin=project)) == [quote]
    row = '{"Case ID": "C-1", "Activity": "New", "Complete Timestamp": "2026-11-23 09:00:00"}'
    (log,) = answers(
        run("log", "-", "--map", "New=posted", "--zone", "UTC", "--target", "8h", "--lines", stdin=f"[{row}]")
    )
    assert log[0]["cases"] == 1
    account = '[{"kind": "account", "client": "Acme", "plan": "task_package"}]'
    (statement,) = answers(run("statement", "-", "--at", "2026-11-30T18:00:00+02:00", "--lines", stdin=account))
    assert statement[0]["client"] == "Acme"


# --- once -------------------------------------------------------------------------------------------------------------


def test_one_input_is_answered_with_one_document(run):
    said = run(*DUE, "--json", stdin=FRIDAY, terminal=True)
    assert (said.code, said.json[0]["id"]) == (0, "T-1")
    wrong = run(*DUE, "--json", stdin=NAIVE)
    assert (wrong.code, wrong.err, wrong.json["kind"]) == (2, "", "error")
    assert "line" not in wrong.json
    empty = run(*DUE, "--json")
    assert (empty.code, empty.json["problems"][0]["path"]) == (2, "$")


def test_a_defect_of_the_package_is_told_as_one(run, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("of ours \ud800")

    monkeypatch.setattr("supportcore.command.due._answer", broken)
    said = run(*DUE, "--json", stdin=FRIDAY)
    assert (said.code, said.err) == (70, "")
    assert said.json["internal"] is True
    assert said.json["problems"] == [{"path": "$", "rule": "ZeroDivisionError: of ours \\ud800"}]
    first, second = answers(run(*DUE, "--lines", stdin=f"{FRIDAY}\n{FRIDAY}\n"))
    assert (first["internal"], second["line"]) == (True, 2)


def test_a_wrong_option_ends_the_process_before_the_first_line(run):
    said = run("due", "--lines", stdin=FRIDAY)
    assert (said.code, said.out) == (2, "")
    assert "one of the arguments --plan --hours is required" in said.err


# --- documents as options ---------------------------------------------------------------------------------------------


def test_a_plan_and_a_calendar_of_one_s_own_are_read_from_documents(run, tmp_path):
    hours = WorkingCalendar.weekly({"mon-sun": [("00:00", "24:00")]}, tz="UTC")
    (tmp_path / "hours.json").write_text(wire.dumps(hours))
    (tmp_path / "plan.json").write_text(wire.dumps(plans.paid_support()))
    mine = ("due", "--plan", tmp_path / "plan.json", "--calendar", tmp_path / "hours.json", "--lines")
    assert [one["due"] for one in answers(run(*mine, stdin=f"{FRIDAY}\n{FRIDAY}"))] == ["2026-11-21T03:30:00+00:00"] * 2
    wrong = run("due", "--plan", tmp_path / "hours.json", "--json", stdin=FRIDAY)
    assert wrong.json["problems"] == [{"path": "$.kind", "rule": "a plan is needed here, not a calendar"}]
    missing = run("due", "--plan", tmp_path / "none.json", "--json", stdin=FRIDAY)
    assert (missing.code, "No such file" in missing.json["problems"][0]["rule"]) == (2, True)


# --- check ------------------------------------------------------------------------------------------------------------


def test_a_journal_is_replayed(run):
    said = run("check", "--json", stdin=wire.dumps(client()))
    assert (said.code, said.json) == (
        0,
        {
            "supportcore": 1,
            "kind": "checked",
            "of": "journal",
            "facts": 9,
            "refused": 2,
            "balances": ["7 credits available at 2026-11-20T15:30:00+00:00"],
        },
    )
    shown = run("check", stdin=wire.dumps(client()), terminal=True)
    assert shown.out == "a good journal; facts 9; refused 2; 7 credits available at 2026-11-20T15:30:00+00:00\n"


def test_a_ledger_adds_up_and_any_other_value_is_read(run):
    book = Ledger(CREDIT)
    book.post(book.grant("g", CREDIT.of(3), at=NOON))
    assert run("check", stdin=wire.dumps(book)).json["balances"] == ["3 credits available after its last entry"]
    assert run("check", stdin=wire.dumps(Ledger(CREDIT))).json["entries"] == 0
    assert run("check", stdin=wire.dumps(Money(1, "UAH"))).json == {"supportcore": 1, "kind": "checked", "of": "money"}
    empty = run("check", stdin=wire.dumps(wire.Journal(plans.free_support(), plans.house_calendar())))
    assert (empty.json["facts"], empty.json["balances"]) == (0, [])


def test_a_wrong_document_is_told_with_all_its_problems(run):
    wrong = json.dumps(wire.to_document(Money(1, "UAH")) | {"amount": 1, "x\x1b": 2})
    shown = run("check", stdin=wrong, terminal=True)
    assert (shown.code, shown.out) == (2, "")
    assert len(shown.err.splitlines()) == 2
    assert "\x1b" not in shown.err
    said = run("check", "--json", stdin=wrong)
    assert said.code == 2
    assert [one["path"] for one in said.json["problems"]] == ["$.amount", '$["x\\u001b"]']
    plain = run("check", stdin=wrong)  # piped, and no program asked for error documents
    assert (plain.code, plain.out) == (2, "")


def test_a_journal_of_facts_that_contradict_each_other_is_wrong(run):
    two = (Bought("b", NOON, quantity=CREDIT.of(10)), Bought("b", NOON, quantity=CREDIT.of(20)))
    said = run("check", "--json", stdin=wire.dumps(wire.Journal(plans.task_package(), plans.house_calendar(), two)))
    assert (said.code, "give every fact its own id" in said.json["problems"][0]["rule"]) == (2, True)


# --- hosts ------------------------------------------------------------------------------------------------------------


def hosted(*command):
    done = subprocess.run([*command, sys.executable], capture_output=True, text=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.skipif(shutil.which("php") is None, reason="there is no php")
def test_the_page_s_script_runs_in_php_and_says_what_the_page_says():
    script = (EXAMPLES / "php" / "due.php").read_text(encoding="utf-8")
    shown, answer = re.search(r"```php\n(.*?)```\n\n```text\n(.*?)```", PHP_PAGE, re.DOTALL).groups()
    assert shown == script
    assert hosted("php", EXAMPLES / "php" / "due.php") == answer


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node")
def test_the_same_script_runs_in_node():
    first, second = hosted("node", EXAMPLES / "node" / "due.mjs").splitlines()
    assert first == "Задача-1: due 2026-11-23T16:30:00+02:00, 8 h of working time (ISM-3)"
    assert second.startswith("T-2: $.posted: '2026-11-23 10:00': it has no offset")


def test_the_contract_of_the_page_is_the_command_s(run):
    blocks = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PHP_PAGE, re.DOTALL)]
    asked, answered, error, checked = blocks
    assert answers(run(*DUE, "--lines", stdin=json.dumps(asked))) == [answered]
    assert list(error) == ["supportcore", "kind", "line", "problems"]
    assert run("check", stdin=wire.dumps(client())).json == checked
