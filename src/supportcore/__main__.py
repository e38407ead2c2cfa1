"""Run the command with the streams of this process; a reader who has read enough (``| head``) is no error."""

import os
import sys

from supportcore.command import main


def _run() -> int:
    try:
        code = main(sys.argv[1:], sys.stdin, sys.stdout, sys.stderr)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left has nowhere to go
        return 0
    return code


if __name__ == "__main__":
    sys.exit(_run())
