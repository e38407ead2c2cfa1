"""The door of the command: whatever the text, rows or an error with its place; never a traceback."""

import pytest

MONDAY = "2026-11-23T10:00:00+02:00"

UNREADABLE = [
    # text, what is said of it
    ("", "the input: it is empty"),
    (" \n\t\n", "the input: it is empty"),
    ("\ufeff", "the input: it is empty"),
    ("[", "line 1, column 2: no JSON: a list ends with ]"),
    ('{"posted":', "line 1, column 11: no JSON: Expecting value"),
    ('{"posted": "x"\n"id": 1}', "line 2, column 1: no JSON: Expecting ',' delimiter"),
    ('{"a": 1}\n{"b": }\n', "line 2, column 7: no JSON: Expecting value"),
    ('[{"a": 1} {"b": 1}]', "line 1, column 11: no JSON: rows of a list are separated by commas"),
    ('[{"a": 1},]', "line 1, column 11: no JSON: a row is missing after the last comma"),
    ('[{"a": 1},', "line 1, column 11: no JSON: a list ends with ]"),
    ('[{"a": 1}] more', "line 1, column 10: no JSON: a list ends with ]"),
    ('[\n{"a": 1},\n"b"]', "line 3: a row is a JSON object"),
    ("[" * 100_000, "line 1, column 2: no JSON: a number too long, or lists too deep"),
    ('{"a": ' + "9" * 10_000 + "}", "line 1, column 1: no JSON: a number too long, or lists too deep"),
    ("id,posted\nT-1\n", "line 2: the row has not as many fields as the header"),
    (f"id,posted\nT-1,{MONDAY},x\n", "line 2: the row has not as many fields as the header"),
    ('id,posted\n"' + "x" * 200_000 + '"\n', "line 1: no CSV: field larger than field limit"),
]


@pytest.mark.parametrize(("text", "why"), UNREADABLE, ids=[why for _, why in UNREADABLE])
def test_what_is_neither_csv_nor_json_is_refused_with_its_place(run, text, why):
    said = run("due", "--hours", "8h", stdin=text)
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[-1].startswith(f"due: {why}")


HOSTILE = {
    "escapes": "\x1b[2J\x1b]0;title\x07",
    "a line end": "T-1\nT-2",
    "a tab": "T\t1",
    "a line separator": "T-1\u2028T-2",
    "a form feed": "T-1\x0cT-2",
    "right to left": "\u202eT-1",
    "half a character": "T-\ud800",
    "a null": "T-\x00",
    "markup": "<script>alert(1)</script>",
    "a formula": "=1+1",
    "a format": "{0.__class__} %s",
    "another alphabet": "Задача-1",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_carried_in_json_and_shown_harmless_in_a_table(run, name):
    import json

    row = json.dumps([{"id": name, "posted": MONDAY}])
    said = run("due", "--hours", "8h", stdin=row)
    assert [one["id"] for one in said.json] == [name.replace("\ud800", "?")]
    said.out.encode()
    shown = run("due", "--hours", "8h", "--explain", stdin=row, terminal=True)
    assert len(shown.lines) == 2 + 2 + 2
    assert all(line.isprintable() for line in shown.lines)


@pytest.mark.parametrize("name", ["T-1\nT-2", "T-1\u2028T-2", "T-1, T-2", 'T-"1"'])
def test_a_quoted_field_of_csv_keeps_what_it_holds(run, name):
    text = f'id,posted\n"{name.replace(chr(34), chr(34) * 2)}",{MONDAY}\n'
    assert [one["id"] for one in run("due", "--hours", "8h", stdin=text).json] == [name]


def test_a_hostile_value_in_an_error_is_escaped_and_cut(run):
    said = run("due", "--hours", "8h", stdin=f"id,posted\nT-1,\x1b[2J{'x' * 5000}\n")
    first = said.err.splitlines()[0]
    assert first.isprintable()
    assert len(first) < 300


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_csv_end_as_any_system_ends_them(run, end):
    text = end.join(["id,posted", f"T-1,{MONDAY}", f"T-2,{MONDAY}", ""])
    assert [one["id"] for one in run("due", "--hours", "8h", stdin=text).json] == ["T-1", "T-2"]
