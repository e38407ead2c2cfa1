"""Whatever a program sends, it gets an answer or a clean error document: no traceback, no silence, no hang.

Documents and rows are changed a little each, and sent through `main` in process, a slice of them through real
processes. The slices are seeded, so that a failure comes again. The full size is behind the marker ``long``.
"""

import io
import json
import random
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise

import pytest

from damaged import broken, copies, text_of
from samples import samples
from supportcore import wire
from supportcore.command import main

DOCUMENTS = [wire.to_document(one) for one in samples()]
FACTS = wire.to_document(next(one for one in samples() if isinstance(one, wire.Journal)))
TASKS = [
    {"id": "T-1", "posted": "2026-11-20T17:30:00+02:00", "type": "simple", "client": "Acme", "channel": "email"},
    {"posted": "2026-10-25T03:30:00+02:00", "type": "compound", "parts": 3},
    {"posted": "2026-11-20T17:30:00Z", "type": "development", "hours": "12h"},
]
PROJECTS = [{"implementation": "boxed", "hours": "37.5", "developments": 4, "users": 25}]
LOG = [[
    {"Case ID": "C-1", "Activity": "New", "Complete Timestamp": "2026-11-23 09:00:00"},
    {"Case ID": "C-1", "Activity": "Hold", "Complete Timestamp": "2026-11-23 10:00:00"},
    {"Case ID": "C-1", "Activity": "Done", "Complete Timestamp": "2026-11-23 15:00:00"},
]]  # fmt: skip
JOURNAL = [[
    {"kind": "account", "client": "Acme", "plan": "task_package"},
    {"kind": "bought", "client": "Acme", "id": "b1", "at": "2026-11-20T09:00:00+02:00", "quantity": 10},
    {"kind": "posted", "client": "Acme", "id": "T-1", "at": "2026-11-20T10:00:00+02:00", "type": "simple"},
    {"kind": "accepted", "client": "Acme", "id": "e1", "at": "2026-11-20T11:00:00+02:00", "task": "T-1"},
    {"kind": "solved", "client": "Acme", "id": "e2", "at": "2026-11-20T17:00:00+02:00", "task": "T-1"},
]]  # fmt: skip
HANG = 5.0  # seconds of the processor that no document takes, a few hundred years of a calendar included
SLOWEST: list[tuple[float, str, str]] = []
COMMANDS = {
    # options, good inputs, how many of a hundred
    "check": (("check",), DOCUMENTS, 60),
    "due": (("due", "--plan", "task_package", "--explain"), TASKS, 15),
    "quote": (("quote", "-", "--at", "2026-11-23T10:00:00Z"), PROJECTS, 5),
    "log": (("log", "-", "--map", "New=posted,Hold=waiting,Done=solved", "--zone", "UTC", "--target", "8h"), LOG, 10),
    "statement": (("statement", "-", "--at", "2026-11-30T18:00:00+02:00"), JOURNAL, 10),
}


def sent(name, chance, count):
    """Damaged inputs of a command, a line each: so many that say something, and the blank ones that came between."""
    _, good, _ = COMMANDS[name]
    while count:
        document = chance.choice([*good, FACTS]) if name == "check" else chance.choice(good)
        text = text_of(next(copies(document, chance, 1, good)))
        line = (broken(text, chance) if chance.random() < 0.2 else text).replace("\n", " ").replace("\r", " ")
        count -= bool(line.strip())
        yield line


def judged(answer):
    """Of an answer: error, or answer; an error of the package itself is a defect."""
    if isinstance(answer, dict) and answer.get("kind") == "error":
        assert "internal" not in answer, answer
        assert answer["problems"]
        assert all(set(one) == {"path", "rule"} for one in answer["problems"])
        assert all(one["path"].startswith("$") for one in answer["problems"])
        assert "Traceback" not in json.dumps(answer)
        return "error"
    return "answer"


class Stamped(io.StringIO):
    """What is written, and when each line of it was."""

    def __init__(self):
        super().__init__()
        self.at = [time.process_time()]

    def write(self, text):
        if "\n" in text:
            self.at.append(time.process_time())
        return super().write(text)


def served(name, lines):
    """The answers of one process of lines, in process; each within a time that no hang has."""
    options, _, _ = COMMANDS[name]
    out, err, found = Stamped(), io.StringIO(), Counter()
    wanted = [line for line in lines if line.strip()]
    assert main([*options, "--lines"], io.StringIO("".join(f"{line}\n" for line in lines), newline=""), out, err) == 0
    SLOWEST.append(max((b - a, name, line) for (a, b), line in zip(pairwise(out.at), wanted, strict=True)))
    assert SLOWEST[-1][0] < HANG, SLOWEST[-1]
    answers = out.getvalue().split("\n")[:-1]
    assert len(answers) == len(wanted)
    assert err.getvalue() == ""
    for line, text in zip(wanted, answers, strict=True):
        try:
            found[judged(json.loads(text))] += 1
        except AssertionError as why:
            raise AssertionError(f"{name}: {line[:3000]}") from why
    return found


def fuzzed(seed, count):
    """What so many damaged inputs got, in rounds of a hundred: each an answer or an error, and nothing else."""
    chance, found = random.Random(seed), Counter()
    for _ in range(count // 100):
        for name, (_, _, share) in COMMANDS.items():
            found += served(name, list(sent(name, chance, share)))
    assert found["answer"] + found["error"] == found.total() == count
    return found


def test_damaged_documents_get_an_answer_or_an_error_document():
    found = fuzzed("a slice", 3000)
    assert found["error"] > 1000
    assert found["answer"] > 100


@pytest.mark.long
@pytest.mark.parametrize("quarter", ["one quarter", "another quarter", "a third quarter", "the last quarter"])
def test_a_hundred_thousand_of_them_do_too_and_memory_stays_bounded(quarter):
    resource = pytest.importorskip("resource")
    fuzzed(f"warm {quarter}", 5000)
    SLOWEST.clear()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = fuzzed(quarter, 25_000)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, name, line = max(SLOWEST)
    sys.stdout.write(f"{quarter}: {dict(found)}; memory {before / 1024:.0f}, then {after / 1024:.0f} MiB; ")
    sys.stdout.write(f"slowest {seconds:.2f} s, {name}: {line[:400]}\n")
    assert found["error"] > 10_000
    assert found["answer"] > 1000
    assert after - before < 100 * 1024


def through_processes(seed, count):
    """Send damaged inputs through real processes: bytes that no text can hold too, and the exit code of each."""
    chance, codes = random.Random(seed), Counter()
    for number in range(count):
        name = chance.choice(list(COMMANDS))
        *_, line = sent(name, chance, 1)
        data = line.encode("utf-8", "surrogatepass")
        if chance.random() < 0.2:
            data = data[: len(data) // 2] + bytes([chance.randrange(128, 256)]) + data[len(data) // 2 :]
        mode = ("--lines", "--json")[number % 2]
        command = [sys.executable, "-m", "supportcore", *COMMANDS[name][0], mode]
        done = subprocess.run(command, input=data + b"\n", capture_output=True, timeout=60, check=False)
        assert done.stderr == b"", (name, data)
        assert done.returncode in ((0,) if mode == "--lines" else (0, 2)), (name, data)
        codes[done.returncode, judged(json.loads(done.stdout))] += 1
    return codes


def test_real_processes_answer_too():
    assert sum(through_processes("a few", 6).values()) == 6


@pytest.mark.long
def test_three_hundred_real_processes_answer_too():
    found = through_processes("many", 300)
    sys.stdout.write(f"{dict(found)}\n")
    assert sum(found.values()) == 300
