"""The command line: parse, open the one file, hand over, and say what was wrong in a line."""

import argparse
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from pathlib import Path
from typing import TextIO

from supportcore import __version__
from supportcore.command import check, compare, due, log, quarter, quote, serve, statement
from supportcore.errors import SupportcoreError

Run = Callable[[argparse.Namespace, TextIO, TextIO, TextIO], int]
_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None], Run]] = {
    "due": ("when are tasks due, and why?", due.add, due.run),
    "log": ("replay the event log of another system under a promise", log.add, log.run),
    "statement": ("what is each client of a journal to be shown at an instant?", statement.add, statement.run),
    "compare": ("what does a workload cost under each plan?", compare.add, compare.run),
    "quote": ("how complex is a project, and what does it cost?", quote.add, quote.run),
    "check": ("is a JSON document good? a journal is replayed", check.add, check.run),
}


class _Parser(argparse.ArgumentParser):
    """A parser that raises instead of leaving the process."""

    def error(self, message: str) -> "None":  # type: ignore[override]
        raise SystemExit(f"{self.prog}: {message}; see {self.prog} --help")


def _parser() -> argparse.ArgumentParser:
    about = "Count the promises of a support firm exactly. Without a command: a quarter to read."
    parser = _Parser(prog="python -m supportcore", description=about)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", parser_class=_Parser)
    for name, (help_, add, _) in _COMMANDS.items():
        command = commands.add_parser(name, help=help_, description=help_)
        add(command)
        serve.add(command)
    return parser


def main(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Run one command; return 0, or 2 where the input or an option is wrong (70 where this package is, with --json).

    >>> import io, sys
    >>> row = io.StringIO('{"posted": "2026-11-20T17:30:00+02:00", "id": "T-1"}')
    >>> main(["due", "--plan", "individual_manager", "--format", "table"], row, sys.stdout, sys.stderr)
    id   type    posted                 due                    why                  rule
    T-1  simple  Fri 20 Nov 2026 17:30  Mon 23 Nov 2026 16:30  8 h of working time  ISM-3
    0
    """
    try:
        with redirect_stdout(stdout):
            options = _parser().parse_args(list(argv))
    except SystemExit as stop:  # --help and --version have printed; a wrong option says so
        if stop.code:
            print(stop.code, file=stderr)
        return 2 if stop.code else 0
    if options.command is None:
        print("\n".join(quarter.lines()), file=stdout)
        return 0
    run = _COMMANDS[options.command][2]
    try:
        with _source(options.file, stdin) as source:
            if options.lines:
                return serve.lines(options, run, source, stdout)
            return serve.once(options, run, source, stdout) if options.json else run(options, source, stdout, stderr)
    except UnicodeDecodeError as why:
        said = f"byte {why.object[why.start]:#04x} at place {why.start} is no UTF-8"
        print(f"{options.command}: the input: {said}; save it as UTF-8 and hand it over again", file=stderr)
        return 2
    except (SupportcoreError, OSError) as why:
        print(f"{options.command}: {why}", file=stderr)
        return 2


def _source(name: str | None, stdin: TextIO) -> AbstractContextManager[TextIO]:
    return nullcontext(stdin) if name in (None, "-") else Path(str(name)).open(encoding="utf-8-sig", newline="")
