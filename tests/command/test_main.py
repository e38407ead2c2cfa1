"""The command line itself: options, files, exit codes, and one run in a real process."""

import os
import subprocess
import sys

import pytest

from supportcore import __version__

MONDAY = "2026-11-23T10:00:00+02:00"

WRONG = [
    # arguments, what is said
    (["nonsense"], "invalid choice: 'nonsense'"),
    (["due"], "one of the arguments --plan --hours is required"),
    (["due", "--plan", "hourly", "--hours", "8h"], "not allowed with argument"),
    (["due", "--hours", "8h", "--nonsense"], "unrecognized arguments: --nonsense"),
    (["due", "--hours", "8h", "--format", "xml"], "invalid choice: 'xml'"),
    (["due", "--plan", "golden"], "golden: no plan of that name is ready-made; use one of individual_manager"),
    (["due", "--hours", "soon"], "soon: working time is hours and minutes; write 8h, 90min or 1h30m"),
    (["due", "--hours", "h"], "h: working time is hours and minutes"),
    (["due", "--hours", "1.5"], "1.5: working time is hours and minutes"),
    (["due", "--hours=-1h"], "-1h: working time is hours and minutes"),
    (["due", "--hours", "99999999h"], "so much working time is no promise"),
    (["due", "--hours", "8h", "--zone", "Nowhere"], "'Nowhere': no IANA time zone of that name"),
    (["due", "--hours", "8h", "--naive", "Nowhere"], "'Nowhere': no IANA time zone of that name"),
    (["due", "--hours", "8h", "--open", "Mo-Fr 9 to 18"], "'Mo-Fr 9 to 18': at character"),
    (["due", "--hours", "8h", "--open", "Mo off"], "never open"),
    (["due", "--hours", "8h", "--country", "XX"], "'XX': the holidays library has no such country"),
    (["due", "--hours", "8h", "--map", "posted"], "--map posted: a mapping is name=value"),
    (["due", "--hours", "8h", "--map", "when=posted"], "--map when: the fields are id, posted"),
    (["log"], "the following arguments are required: file, --map"),
    (["log", "-", "--map", "a=posted", "--zone", "UTC"], "--target: a log is replayed under a promise"),
]


@pytest.mark.parametrize(("argv", "why"), WRONG, ids=[" ".join(argv) for argv, _ in WRONG])
def test_a_wrong_option_is_said_in_a_line_and_ends_with_2(run, argv, why):
    said = run(*argv, stdin=f"posted\n{MONDAY}\n")
    assert (said.code, said.out) == (2, "")
    assert why in said.err
    assert "Traceback" not in said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("command", ["due", "log"])
def test_help_goes_where_the_answers_go(run, command):
    said = run(command, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"usage: python -m supportcore {command}")


def test_the_version_is_the_package_s(run):
    assert run("--version").out == f"{__version__}\n"


def test_a_file_is_read_with_or_without_a_byte_order_mark(run, tmp_path):
    for number, coding in enumerate(("utf-8", "utf-8-sig")):
        path = tmp_path / f"tasks{number}.csv"
        path.write_text(f"id,posted\nЗадача,{MONDAY}\n", encoding=coding)
        assert [one["id"] for one in run("due", path, "--hours", "8h").json] == ["Задача"]


def test_a_file_that_cannot_be_read_is_said(run, tmp_path):
    binary = tmp_path / "tasks.bin"
    binary.write_bytes(b"posted\n\xff\xfe\n")
    for path, why in (
        (tmp_path / "missing.csv", "No such file"),
        (tmp_path, "directory"),
        (binary, "byte 0xff at place 7 is no UTF-8; save it as UTF-8"),
    ):
        said = run("due", path, "--hours", "8h")
        assert (said.code, said.out) == (2, "")
        assert why in said.err


def test_it_runs_as_a_module_in_a_process_of_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "supportcore", "due", "--plan", "individual_manager"],
        input=f'{{"id": "Задача-1", "posted": "{MONDAY}"}}\n'.encode(),
        capture_output=True,
        env=os.environ | {"PYTHONUTF8": "1"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert '"id": "Задача-1"' in done.stdout.decode()
    assert '"due": "2026-11-23T18:00:00+02:00"' in done.stdout.decode()


def test_a_process_ends_with_2_where_the_input_is_wrong():
    done = subprocess.run(
        [sys.executable, "-m", "supportcore", "due", "--hours", "8h"], input=b"", capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"due: the input: it is empty")


def test_a_reader_who_has_read_enough_is_no_error():
    with subprocess.Popen(
        [sys.executable, "-m", "supportcore"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)
