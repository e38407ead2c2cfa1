"""For programs: answers as JSON whatever happens, one document for a whole input, or a line out for each line in.

``--json`` answers once. ``--lines`` keeps the process: each line of input is a whole input of its own, its answer is
one line, written and flushed before the next is read. What is wrong is an *error document*, on the same stream and in
the same place as the answer would be, so that a host never has to match two streams:

    {"supportcore": 1, "kind": "error", "line": 3, "problems": [{"path": "$.posted", "rule": "..."}]}

A line that cannot be answered does not end the process. ``internal`` is true where the package itself failed: a defect
worth a report, never the host's fault.
"""

import argparse
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from supportcore.errors import InvalidDocument, SupportcoreError

Run = Callable[[argparse.Namespace, TextIO, TextIO, TextIO], int]
LONGEST = 16 * 2**20
"""Characters in a line (bytes, of a real standard input); a longer one is an error, and all of it is passed over."""
GOOD, WRONG, DEFECT = 0, 2, 70
_VERSION = 1


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options for programs."""
    group = parser.add_argument_group("for programs")
    group.add_argument("--json", action="store_true", help="answer in JSON, errors too")
    group.add_argument(
        "--lines", action="store_true", help="answer each line with a line of JSON, until the input ends"
    )


def error(problems: list[dict[str, str]], line: int | None = None, *, internal: bool = False) -> dict[str, Any]:
    """Return an error document."""
    marks: dict[str, Any] = {"supportcore": _VERSION, "kind": "error"}
    where = {} if line is None else {"line": line}
    return marks | where | ({"internal": True} if internal else {}) | {"problems": problems}


def problems_of(why: Exception) -> list[dict[str, str]]:
    """Return what an exception says, as rows of an error document.

    >>> problems_of(SupportcoreError("x", "it is wrong", "mend it"))
    [{'path': '$', 'rule': "'x': it is wrong; mend it"}]
    """
    if isinstance(why, InvalidDocument) and why.problems:
        return [{"path": path, "rule": rule} for path, rule in why.problems]
    return [_placed(_printable(str(why)))]


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


_COUNT = re.compile(r"\d+ bad rows")  # the sum of the others, for a person
_FIELD = re.compile(r"line \d+, field '(\w+)': (.*)", re.DOTALL)


def _placed(said: str) -> dict[str, str]:
    """Return what was said of a row, with the path of its field."""
    found = _FIELD.fullmatch(said)
    return {"path": f"$.{found[1]}", "rule": found[2]} if found else {"path": "$", "rule": said}


def once(options: argparse.Namespace, run: Run, source: TextIO, out: TextIO) -> int:
    """Answer a whole input with one JSON document."""
    code, answer = _answer(options, run, source)
    print(json.dumps(answer, ensure_ascii=False, indent=2), file=out)
    return code


def lines(options: argparse.Namespace, run: Run, source: TextIO, out: TextIO) -> int:
    """Answer each line with a line; return 0 when the input ends, whatever the answers were."""
    for number, text in _lines(source):
        if isinstance(text, str) and not text.strip():
            continue
        answer = _line(options, run, number, text)
        out.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n")
        out.flush()
    return GOOD


def _line(options: argparse.Namespace, run: Run, number: int, text: str | Exception) -> Any:
    if isinstance(text, Exception):
        return error(problems_of(text), number)
    if not text.lstrip("\ufeff \t").startswith(("{", "[")):
        return error([{"path": "$", "rule": "a line is a JSON object, or a list of them"}], number)
    _, answer = _answer(options, run, io.StringIO(text.rstrip("\r\n"), newline=""), number)
    alone = isinstance(answer, list) and len(answer) == 1 and text.lstrip("\ufeff \t").startswith("{")
    return answer[0] if alone else answer


def _answer(options: argparse.Namespace, run: Run, source: TextIO, line: int | None = None) -> tuple[int, Any]:
    options.format = "json"
    out, err = io.StringIO(), io.StringIO()
    try:
        code = run(options, source, out, err)
    except (SupportcoreError, OSError, UnicodeDecodeError) as why:
        return WRONG, error(problems_of(why), line)
    except Exception as why:  # noqa: BLE001  # the last resort: a host of another language cannot read a traceback
        return DEFECT, error([_placed(_printable(f"{type(why).__name__}: {why!s:.200}"))], line, internal=True)
    if code and (said := err.getvalue().splitlines()):
        rows = [rule for rule in said if not _COUNT.match(rule)] or said
        problems = [_placed(_printable(rule)) for rule in rows]
        answers = {"answers": json.loads(out.getvalue())} if out.getvalue() else {}
        return code, error(problems, line) | answers
    return code, json.loads(out.getvalue())


def _lines(source: TextIO) -> Iterator[tuple[int, str | Exception]]:
    """Yield each line with its number; one that cannot be read is the error that says so."""
    stream: Any = getattr(source, "buffer", source)  # bytes, so that one bad line does not end the reading
    number, whole = 0, True
    while chunk := stream.readline(LONGEST + 1):
        ends = chunk[-1:] in (b"\n", "\n")
        if whole:
            number += 1
            yield number, _decoded(chunk, number) if ends or len(chunk) <= LONGEST else _too_long(number)
        whole = ends


def _decoded(chunk: bytes | str, number: int) -> str | Exception:
    if isinstance(chunk, str):
        return chunk
    try:
        return chunk.decode()
    except UnicodeDecodeError as why:
        return SupportcoreError(f"line {number}", f"the text is not UTF-8, at byte {why.start}", "write it in UTF-8")


def _too_long(number: int) -> SupportcoreError:
    return SupportcoreError(f"line {number}", f"a line has at most {LONGEST:,} characters", "send less at once")
