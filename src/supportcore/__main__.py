"""Run the command with the streams of this process; a reader who has read enough (``| head``) is no error.

Files and pipes are UTF-8, whatever the locale says: a ticket's name must not depend on the machine that reads it. A
terminal keeps its own encoding. A stream that is closed (``<&-``, ``>&-``) is empty, or swallows what is said.
"""

import os
import sys
from io import StringIO, TextIOWrapper
from typing import TextIO

from supportcore.command import main


def _streams() -> tuple[TextIO, TextIO, TextIO]:
    """Return the streams of this process, each in UTF-8 unless it is a terminal."""
    source, out, err = (stream or StringIO() for stream in (sys.stdin, sys.stdout, sys.stderr))
    if isinstance(source, TextIOWrapper) and not source.isatty():
        source.reconfigure(encoding="utf-8-sig", errors="strict", newline="")
    if isinstance(out, TextIOWrapper) and out.isatty():
        out.reconfigure(errors="backslashreplace")
    elif isinstance(out, TextIOWrapper):
        out.reconfigure(encoding="utf-8", errors="strict")
    return source, out, err


def _run() -> int:
    source, out, err = _streams()
    try:
        code = main(sys.argv[1:], source, out, err)
        out.flush()
    except OSError as why:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())  # what is left has nowhere to go
        if isinstance(why, BrokenPipeError):
            return 0
        print(f"the answer cannot be written: {why}", file=err)
        return 2
    return code


if __name__ == "__main__":
    sys.exit(_run())
