"""The examples of the documentation, found and run: what a page shows is what a page does.

A page is a Markdown file. Its ```python blocks share one namespace and run in the order of the page: a block with
``>>>`` as a doctest, any other as plain code. A block is left out only where the line above it says so, with a reason:
``<!-- not run: needs a database -->``. A block under ``<!-- with: pandas -->``
runs where that library is installed, as it is in the gate. Shell blocks are somebody else's business (``.ci/run``).
"""

import doctest
import importlib.util
import re
import textwrap
from pathlib import Path

import attrs

LANGUAGES = {"python", "sh", "text", "toml", "json", "csv", "mermaid", "php"}
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS

_FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<code>.*?)^(?P=indent)```[ ]*$", re.MULTILINE | re.DOTALL)
_WITH = re.compile(r"<!--\s*with:(?P<libraries>[^>]*)-->\s*\Z")
_NOT_RUN = re.compile(r"<!--\s*not run\b:?(?P<reason>.*?)-->\s*\Z", re.DOTALL)


class WrongExample(AssertionError):
    """An example that does not do what its page says, or that nobody could run."""


@attrs.frozen
class Block:
    """One ```python block: the line of its first statement, its code, and why it is not run (``None``: it is)."""

    page: str
    line: int
    code: str
    not_run: str | None = None
    libraries: tuple[str, ...] = ()

    @property
    def missing(self) -> str | None:
        """The first library that it asks for in vain."""
        return next((name for name in self.libraries if importlib.util.find_spec(name) is None), None)

    @property
    def name(self) -> str:
        """Where to find it: ``README.md:12``."""
        return f"{self.page}:{self.line}"


def blocks(page: str, text: str) -> list[Block]:
    """Return the ```python blocks of a page.

    >>> [block.name for block in blocks("a.md", "Hello.\\n\\n```python\\n1 + 1\\n```\\n")]
    ['a.md:4']
    """
    found = []
    for fence in _FENCE.finditer(text):
        line = text.count("\n", 0, fence.start("code")) + 1
        language = fence["info"].strip()
        if language not in LANGUAGES:
            raise WrongExample(f"{page}:{line}: a block in {language!r}; this project writes {sorted(LANGUAGES)}")
        if language == "python":
            left_out = _NOT_RUN.search(text, 0, fence.start())
            reason = None if left_out is None else left_out["reason"].strip()
            asked = _WITH.search(text, 0, fence.start())
            libraries = tuple(asked["libraries"].replace(",", " ").split()) if asked else ()
            found.append(Block(page, line, textwrap.dedent(fence["code"]), reason, libraries))
    if len(_FENCE.findall(text)) * 2 != len(re.findall(r"^ *```", text, re.MULTILINE)):
        raise WrongExample(f"{page}: a block that is opened and never closed")
    return found


class Page:
    """The blocks of one file and the namespace that they share."""

    def __init__(self, name: str, text: str) -> None:
        self.blocks = blocks(name, text)
        self.namespace: dict[str, object] = {"__name__": name}
        self._done: set[Block] = set()

    @classmethod
    def of(cls, root: Path, path: Path) -> "Page":
        """Read a file, named by its way from the root."""
        return cls(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))

    def run(self, block: Block) -> None:
        """Run a block, and before it those above it that have not run yet (where one test is asked for alone)."""
        for earlier in self.blocks[: self.blocks.index(block) + 1]:
            if earlier.not_run is None and not earlier.missing and earlier not in self._done:
                self._done.add(earlier)
                _run(earlier, self.namespace)


def _run(block: Block, namespace: dict[str, object]) -> None:
    if ">>>" in block.code:
        _run_doctest(block, namespace)
    else:
        above = "\n" * (block.line - 1)  # so that a traceback names the page's own line
        exec(compile(above + block.code, block.page, "exec", dont_inherit=True), namespace)


def _run_doctest(block: Block, namespace: dict[str, object]) -> None:
    test = doctest.DocTestParser().get_doctest(block.code, {}, block.name, block.page, block.line - 1)
    test.globs = namespace
    said: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS, verbose=False).run(test, out=said.append, clear_globs=False)
    if said:
        raise WrongExample("".join(said))


def pages(root: Path) -> list[Page]:
    """Return the README and every page of the docs."""
    return [Page.of(root, path) for path in (root / "README.md", *sorted((root / "docs").rglob("*.md")))]
