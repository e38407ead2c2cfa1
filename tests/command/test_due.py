"""``due``: tasks in, deadlines out, each with its reason; what cannot be read is said with its line and field."""

import json

import pytest

MONDAY = "2026-11-23T10:00:00+02:00"


def due(run, posted=MONDAY, *options, plan="individual_manager", **fields):
    row = {"id": "T-1", "posted": posted} | fields
    said = run("due", "--plan", plan, *options, stdin=json.dumps([row]))
    assert (said.code, said.err) == (0, "")
    return said.json[0]


PROMISES = [
    # plan, type, posted, due, rule
    ("individual_manager", "simple", "2026-11-23T10:00+02:00", "2026-11-23T18:00:00+02:00", "ISM-3"),
    ("individual_manager", "simple", "2026-11-20T17:30+02:00", "2026-11-23T16:30:00+02:00", "ISM-3"),
    ("individual_manager", "bug", "2026-11-23T15:59:59+02:00", "2026-11-23T18:00:00+02:00", "ISM-5"),
    ("individual_manager", "bug", "2026-11-23T16:00+02:00", "2026-11-24T15:00:00+02:00", "ISM-5"),
    ("individual_manager", "bug", "2026-11-21T10:00+02:00", "2026-11-23T17:00:00+02:00", "ISM-5"),
    ("task_package", "estimate", "2026-11-23T10:00+02:00", "2026-11-23T18:00:00+02:00", "ISM-3"),
    ("paid_support", "simple", "2026-11-23T10:00+02:00", "2026-11-24T13:00:00+02:00", "GEN-1"),
    ("free_support", "bug", "2026-11-23T16:00+02:00", "2026-11-24T15:00:00+02:00", "ISM-5"),
]


@pytest.mark.rule("ISM-3", "ISM-5", "GEN-1", "GEN-2")
@pytest.mark.parametrize(("plan", "kind", "posted", "expected", "rule"), PROMISES)
def test_a_plan_says_when_a_task_is_due_and_by_which_rule(run, plan, kind, posted, expected, rule):
    found = due(run, posted, plan=plan, type=kind)
    assert (found["due"], found["rule"]) == (expected, rule)


@pytest.mark.rule("ISM-4")
def test_a_compound_task_is_due_by_its_parts(run):
    assert due(run, type="compound", parts=3)["due"] == "2026-11-25T16:00:00+02:00"
    untold = due(run, type="compound")
    assert (untold["due"], untold["rule"]) == (None, "ISM-4")
    assert untold["reason"] == "no due time until the number of parts is told"


@pytest.mark.rule("ISM-6")
@pytest.mark.parametrize(
    ("hours", "expected"), [("12h", "2026-11-24T13:00:00+02:00"), ("90min", "2026-11-23T11:30:00+02:00")]
)
def test_a_development_is_due_by_the_agreed_hours(run, hours, expected):
    assert due(run, type="development", hours=hours)["due"] == expected
    assert due(run, type="development")["due"] is None


@pytest.mark.parametrize(
    ("plan", "kind", "refused", "rule", "instead"),
    [
        ("free_support", "simple", "free support does not cover a simple task", "GEN-2",
         "individual manager, package of tasks, paid support"),
        ("paid_support", "compound", "paid support does not cover a compound task", "GEN-7",
         "individual manager, package of tasks"),
        ("hourly", "bug", "hourly support does not cover a BUG", None, None),
    ],
)  # fmt: skip
@pytest.mark.rule("GEN-2", "GEN-7")
def test_what_a_plan_does_not_take_is_an_answer_and_no_error(run, plan, kind, refused, rule, instead):
    found = due(run, plan=plan, type=kind)
    assert (found["refused"], found["rule"], found["instead"]) == (refused, rule, instead)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("8h", "18:00"),
        ("8", "18:00"),
        ("90min", "11:30"),
        ("1h30m", "11:30"),
        ("1 h 30 min", "11:30"),
        (" 2h ", "12:00"),
    ],
)
def test_a_promise_may_be_written_as_hours(run, hours, expected):
    said = run("due", "--hours", hours, stdin=f"posted\n{MONDAY}\n")
    assert said.json[0]["due"] == f"2026-11-23T{expected}:00+02:00"


CALENDARS = [
    # options, posted, due
    (["--open", "Mo-Fr 08:00-12:00,13:00-17:00"], "2026-11-23T10:00+02:00", "2026-11-24T10:00:00+02:00"),
    (["--open", "24/7"], "2026-11-21T10:00+02:00", "2026-11-21T18:00:00+02:00"),
    (["--zone", "Europe/Rome"], "2026-11-23T10:00+01:00", "2026-11-23T18:00:00+01:00"),
    (["--country", "IT", "--zone", "Europe/Rome"], "2026-12-07T17:00+01:00", "2026-12-09T16:00:00+01:00"),
    (["--zone", "Europe/Rome"], "2026-12-07T17:00+01:00", "2026-12-08T16:00:00+01:00"),
]


@pytest.mark.parametrize(("options", "posted", "expected"), CALENDARS)
def test_the_calendar_is_an_option(run, options, posted, expected):
    assert due(run, posted, *options)["due"] == expected


def test_beyond_the_known_holidays_the_answer_says_that_it_is_provisional(run):
    far = ("--country", "IT", "--zone", "Europe/Rome")
    rows = "posted,type,hours\n2026-11-23T10:00+01:00,development,9000h\n"
    said = run("due", "--plan", "individual_manager", *far, stdin=rows)
    assert said.json[0]["provisional"] is True
    shown = run("due", "--plan", "individual_manager", *far, stdin=rows, terminal=True)
    assert "provisional" in shown.lines[1]


# What comes in.

ONE = f'{{"id": "T-1", "posted": "{MONDAY}", "type": "bug"}}'
TWO = f'{{"id": "T-2", "posted": "{MONDAY}"}}'

ROWS = {
    "CSV": f"id,posted,type\nT-1,{MONDAY},bug\nT-2,{MONDAY},\n",
    "CSV with a byte order mark": f"\ufeffid,posted,type\nT-1,{MONDAY},bug\nT-2,{MONDAY},\n",
    "CSV with other line ends": f"id,posted,type\r\nT-1,{MONDAY},bug\r\nT-2,{MONDAY},\r\n",
    "a JSON list": f"[{ONE}, {TWO}]",
    "JSON lines": f"{ONE}\n\n{TWO}\n",
    "objects one after another": f"{ONE} {TWO}".replace(", ", ",\n  "),
    "null where nothing is known": f"[{ONE}, {TWO}]".replace('"bug"', '"bug", "parts": null'),
}


@pytest.mark.parametrize("text", ROWS.values(), ids=ROWS)
def test_rows_come_as_csv_or_json(run, text):
    said = run("due", "--plan", "individual_manager", stdin=text)
    assert [(one["id"], one["type"]) for one in said.json] == [("T-1", "bug"), ("T-2", "simple")]


def test_columns_are_mapped(run):
    text = f"ticket,created at,kind\nA,{MONDAY},bug\n"
    said = run("due", "--plan", "individual_manager", "--map", "id=ticket, posted=created at,type=kind", stdin=text)
    assert [(one["id"], one["type"]) for one in said.json] == [("A", "bug")]


def test_a_row_without_a_name_is_called_by_its_line(run):
    assert [one["id"] for one in run("due", "--hours", "8h", stdin=f"posted\n{MONDAY}\n{MONDAY}\n").json] == ["2", "3"]


@pytest.mark.parametrize("text", ["2026-11-23T10:00", "2026-11-23 10:00", "2026/11/23 10:00:00.000", "20261123T1000"])
def test_an_instant_without_an_offset_is_refused_unless_its_zone_is_named(run, text):
    refused = run("due", "--hours", "8h", stdin=f"posted\n{text}\n")
    assert (refused.code, refused.out) == (2, "")
    assert "line 2, field 'posted'" in refused.err
    assert "--naive ZONE" in refused.err
    said = run("due", "--hours", "8h", "--naive", "Europe/Kyiv", stdin=f"posted\n{text}\n")
    assert said.json[0]["posted"] == "2026-11-23T08:00:00+00:00"


BAD = [
    # a bad second row, what is said of it
    (f"T-2,{MONDAY},kitchen,,,", "line 3, field 'type': 'kitchen': no task type of that code"),
    (f"T-2,{MONDAY},simple,fax,,", "line 3, field 'channel': 'fax': no channel of that name; use one of crm"),
    ("T-2,,simple,,,", "line 3, field 'posted': the field is missing or empty"),
    ("T-2,yesterday,simple,,,", "line 3, field 'posted': 'yesterday': this is no ISO instant"),
    (
        "T-2,1812-06-24T10:00+02:00,simple,,,",
        "line 3, field 'posted': '1812-06-24T10:00+02:00': instants lie in the years",
    ),
    (f"T-2,{MONDAY},compound,,three,", "line 3, field 'parts': 'three': the number of parts is a whole number"),
    (f"T-2,{MONDAY},compound,,1,", "line 3, field 'parts': '1': a compound task has at least 2 parts (ISM-4)"),
    (f"T-2,{MONDAY},simple,,3,", "line 3, field 'parts': '3': a simple task has no parts"),
    (f"T-2,{MONDAY},development,,,soon", "line 3, field 'hours': 'soon': working time is hours and minutes"),
    (f"T-2,{MONDAY},development,,,0h", "line 3, field 'hours': '0h': an agreed size is more than nothing"),
    (f"T-2,{MONDAY},development,,,1.5", "line 3, field 'hours': '1.5': working time is hours and minutes"),
]


@pytest.mark.parametrize(("row", "why"), BAD)
def test_a_bad_row_is_said_with_its_line_and_field_and_nothing_is_answered(run, row, why):
    text = f"id,posted,type,channel,parts,hours\nT-1,{MONDAY},simple,,,\n{row}\n"
    said = run("due", "--plan", "individual_manager", stdin=text)
    assert (said.code, said.out) == (2, "")
    first, last = said.err.splitlines()
    assert first.startswith(why)
    assert last == "1 bad rows, nothing answered; --keep-going answers the others"


def test_keep_going_answers_the_good_rows_and_still_says_2(run):
    text = f"id,posted\nT-1,{MONDAY}\nT-2,\nT-3,{MONDAY}\nT-4,soon\n"
    said = run("due", "--hours", "8h", "--keep-going", stdin=text)
    assert said.code == 2
    assert [one["id"] for one in said.json] == ["T-1", "T-3"]
    assert [line.split(",")[0] for line in said.err.splitlines()] == ["line 3", "line 5"]


def test_a_line_of_json_is_named_as_the_file_has_it(run):
    text = f'[{{"id": "T-1", "posted": "{MONDAY}"}},\n\n{{"id": "T-2",\n "posted": "soon"}}]'
    assert "line 3, field 'posted': 'soon'" in run("due", "--hours", "8h", stdin=text).err


# What goes out.


def test_a_pipe_gets_json_and_a_terminal_a_table(run):
    row = f"id,posted\nT-1,{MONDAY}\n"
    answer = {"id": "T-1", "type": "simple", "posted": "2026-11-23T08:00:00+00:00", "due": "2026-11-23T18:00:00+02:00",
              "reason": "8 h of working time", "rule": "ISM-3"}  # fmt: skip
    table = [
        "id   type    posted                 due                    why                  rule",
        "T-1  simple  Mon 23 Nov 2026 10:00  Mon 23 Nov 2026 18:00  8 h of working time  ISM-3",
    ]
    asked = ("due", "--plan", "individual_manager")
    assert run(*asked, stdin=row).json == [answer]
    assert run(*asked, stdin=row, terminal=True).lines == table
    assert run(*asked, "--format", "table", stdin=row).lines == table
    assert run(*asked, "--format", "json", stdin=row, terminal=True).json == [answer]


def test_a_table_shows_what_is_refused_and_what_is_not_due_yet(run):
    text = f"id,posted,type\nT-1,{MONDAY},compound\nT-2,{MONDAY},content\n"
    _, untold, refused = run("due", "--plan", "individual_manager", stdin=text, terminal=True).lines
    assert untold.split("  ")[3].strip() == "-"
    assert "refused" in refused
    assert "does not cover content work" in refused


TRACE = [
    "due Mon 23 Nov 2026 16:30: 8 h of working time (ISM-3)",
    "  Fri 20 Nov 2026 17:30 - 18:00  counted 30 min",
    "  Fri 20 Nov 2026 18:00 - Mon 23 Nov 2026 09:00  closed, day off",
    "  Mon 23 Nov 2026 09:00 - 16:30  counted 7 h 30 min, in all 8 h",
]


def test_explain_shows_what_was_counted(run):
    assert due(run, "2026-11-20T17:30+02:00", "--explain")["trace"] == TRACE
    rows = "id,posted\nT-1,2026-11-20T17:30+02:00\n"
    said = run("due", "--plan", "individual_manager", "--explain", stdin=rows, terminal=True)
    assert said.lines[2:] == ["", "T-1:", *TRACE]


def test_no_rows_are_no_answers(run):
    assert run("due", "--hours", "8h", "--country", "IT", stdin="id,posted\n").json == []
    assert run("due", "--hours", "8h", stdin="[]").json == []
    assert len(run("due", "--hours", "8h", stdin="[]", terminal=True).lines) == 1
