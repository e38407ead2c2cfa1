r"""Cells laid out: in columns for a terminal, as an escaped table for a notebook. It knows text only.

A cell is one line: what would break the line, move the cursor or colour the screen (a client's task may be called
anything) is shown as Python writes it, ``\n`` or ``\x1b``, and so is half a character, which no terminal can print.
"""

import html
import re
from collections.abc import Iterable, Sequence

_NEW_LINE = "\n"
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def text_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay cells out in columns.

    >>> print(text_table(("id", "due"), [("T-1", "Mon"), ("T-10", "Tue")]))
    id    due
    T-1   Mon
    T-10  Tue
    """
    cells = [tuple(map(seen, row)) for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)
    return "\n".join(lines)


def seen(text: str) -> str:
    r"""Return text of one line, with what cannot be seen as Python writes it.

    >>> seen("T-1" + chr(10) + chr(27) + "[31m")
    'T-1\\n\\x1b[31m'
    """
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def html_table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """Lay cells out as a table of a notebook, every text escaped.

    >>> html_table(["<id>"], [["T-1"]])
    '<table><thead><tr><th>&lt;id&gt;</th></tr></thead><tbody><tr><td>T-1</td></tr></tbody></table>'
    """
    over = f"<caption>{html.escape(caption).replace(_NEW_LINE, '<br>')}</caption>" if caption else ""
    body = "".join(_row(row, "td") for row in rows)
    return f"<table>{over}<thead>{_row(head, 'th')}</thead><tbody>{body}</tbody></table>"


def _row(cells: Iterable[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"
