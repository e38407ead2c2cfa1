"""The command in a real process, with streams, locales and bytes that a terminal would not hand over."""

import json
import os
import subprocess
import sys

import pytest

ROW = '{"posted": "2026-11-20T17:30:00+02:00", "id": "Київ \U0001f680"}'
HEAD = "posted,id\n2026-11-20T17:30:00+02:00,T-1\n"
DUE = ("due", "--plan", "individual_manager")
JOURNAL = '{"kind": "account", "client": "Acme", "plan": "task_package"}'
AT = ("--at", "2026-11-30T18:00:00+02:00")


def process(*argv, stdin=b"", **environment):
    return subprocess.run(
        [sys.executable, "-m", "supportcore", *argv],
        input=stdin, capture_output=True, check=False, timeout=60, env={**os.environ, **environment},
    )  # fmt: skip


LOCALES = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "ascii:replace"},
]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_pipes_are_utf8_whatever_the_locale_says(locale, mark):
    said = process(*DUE, stdin=mark + ROW.encode(), **locale)
    assert (said.returncode, said.stderr) == (0, b"")
    assert json.loads(said.stdout.decode())[0]["id"] == "Київ \U0001f680"


@pytest.mark.parametrize(
    ("stdin", "why"),
    [
        (HEAD.encode("utf-16"), "byte 0xff at place 0 is no UTF-8; save it as UTF-8"),
        ("posted,id\n2026-11-20T17:30:00+02:00,é\n".encode("latin-1"), "byte 0xe9 at place 36 is no UTF-8"),
        (bytes(range(128, 256)) * 40, "byte 0x80 at place 0 is no UTF-8"),
    ],
)
def test_other_bytes_are_refused_from_a_pipe_as_from_a_file(tmp_path, stdin, why):
    path = tmp_path / "rows"
    path.write_bytes(stdin)
    for said in (process(*DUE, stdin=stdin), process(*DUE, path)):
        assert (said.returncode, said.stdout) == (2, b"")
        assert why in said.stderr.decode()


CLOSED = [
    # how the shell starts it, the exit code, what is said
    ('"$0" -m supportcore due --plan hourly <&-', 2, "the input: it is empty"),
    ('"$0" -m supportcore >&-', 0, ""),
    ('echo nonsense | "$0" -m supportcore due --plan hourly 2>&-', 0, ""),
    ('"$0" -m supportcore due --plan hourly <&- >&- 2>&-', 2, ""),
]


@pytest.mark.skipif(os.name != "posix", reason="a shell that closes streams")
@pytest.mark.parametrize(("line", "code", "why"), CLOSED)
def test_a_closed_stream_is_no_traceback(line, code, why):
    said = subprocess.run(["sh", "-c", line, sys.executable], capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == code
    assert "Traceback" not in said.stderr
    assert why in said.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full")  # noqa: PTH110
@pytest.mark.parametrize("argv", [(), DUE])
def test_a_full_disk_is_said_and_ends_with_2(argv):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        said = subprocess.run(
            [sys.executable, "-m", "supportcore", *argv],
            input=ROW, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert said.returncode == 2
    assert "No space left on device" in said.stderr
    assert "Traceback" not in said.stderr


TWICE = [
    # arguments, input, what is said
    (
        DUE,
        "posted,id,id\n2026-11-20T17:30:00+02:00,a,b\n",
        "line 1: the column 'id' is there 2 times; give each its own",
    ),
    (DUE, '{"id": "a",\n "id": "b"}', "line 1, column 1: no JSON: the field 'id' is there 2 times"),
    (DUE, '[{"id": "a"},\n {"x": {"y": 1, "y": 1}}]', "line 2, column 2: no JSON: the field 'y' is there 2 times"),
    ((*DUE, "--map", "id=a,id=b"), HEAD, "--map id=b: that name is mapped twice; leave one of them out"),
    (("statement", "-", *AT), JOURNAL.replace('"plan"', '"client": "Other", "plan"'), "the field 'client' is there 2"),
    (("log", "-", "--zone", "UTC", "--target", "8h", "--map", "Open=posted,Open=solved"), "a\n1\n", "mapped twice"),
]


@pytest.mark.parametrize(("argv", "stdin", "why"), TWICE)
def test_what_is_named_twice_is_refused(run, argv, stdin, why):
    if argv[0] == "log":
        stdin = "Case ID,Activity,Complete Timestamp\n1,Open,2026-11-20T09:00:00Z\n"
    said = run(*argv, stdin=stdin)
    assert (said.code, said.out) == (2, "")
    assert why in said.err


def test_columns_without_a_name_may_be_there_many_times(run):
    said = run(*DUE, stdin="posted,id,,\n2026-11-20T17:30:00+02:00,T-1,,\n")
    assert (said.code, said.json[0]["id"]) == (0, "T-1")


def test_more_parts_than_anybody_counts_are_a_bad_row(run):
    posted = '{"kind": "posted", "client": "Acme", "id": "T-1", "at": "2026-11-20T09:00:00+02:00", "type": "compound"'
    said = run("statement", "-", *AT, stdin=f'{JOURNAL}\n{posted}, "parts": {10**23}}}')
    assert said.code == 2
    assert "line 2: a compound task has at least 2 parts (ISM-4), in whole numbers, and at most 1,000,000" in said.err
