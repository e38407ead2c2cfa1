"""The page about the command shows what the command says: its inputs, its commands and its answers, run again."""

import re
import shlex
from pathlib import Path

import pytest

from supportcore.command.journal import KINDS

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "how-to" / "the-command.md").read_text(encoding="utf-8")
FILES = re.findall(r"<!-- file: (\S+) -->\n\n```\w+\n(.*?)```", PAGE, re.DOTALL)
ASKED = re.findall(r"```sh\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)
ROWS = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)


def test_every_command_of_the_page_has_its_answer():
    assert len(ASKED) == PAGE.count("```sh") >= 5
    assert {shlex.split(command)[3] for command, _ in ASKED} == {"due", "log", "statement", "compare", "quote"}


@pytest.mark.parametrize(("command", "answer"), ASKED, ids=[command.split()[3] for command, _ in ASKED])
def test_the_page_shows_what_the_command_says(run, tmp_path, monkeypatch, command, answer):
    for name, text in FILES:
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    program, *argv = shlex.split(command.replace("\\\n", " "))
    assert (program, *argv[:2]) == ("python", "-m", "supportcore")
    said = run(*argv[2:], terminal=True)
    assert (said.err + said.out).rstrip("\n") == answer.rstrip("\n")
    assert said.code == (2 if said.err else 0)


def test_the_page_lists_every_kind_of_row_with_its_fields():
    def names(cell):
        return tuple(re.findall(r"`(\w+)`", cell))

    assert {kind: (names(needs), names(may)) for kind, needs, may in ROWS} == {
        name: (kind.needs, kind.may) for name, kind in KINDS.items()
    }
