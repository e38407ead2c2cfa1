"""The command, called in process: text in, an exit code and two texts out."""

import io
import json

import attrs
import pytest

from supportcore.command import main


class Terminal(io.StringIO):
    """A stream that a person reads."""

    def isatty(self):
        return True


@attrs.frozen
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return self.out.splitlines()


@pytest.fixture(name="run")
def _run():
    def run(*argv, stdin="", terminal=False):
        out, err = Terminal() if terminal else io.StringIO(), io.StringIO()
        code = main([str(one) for one in argv], io.StringIO(stdin), out, err)
        return Said(code, out.getvalue(), err.getvalue())

    return run
