"""Cells laid out: in columns for a terminal, as an escaped table for a notebook. It knows text only.

A cell is one line and nothing but text: a client may call a task anything, and a name must not break a line, move the
cursor or colour the screen.
"""

import html
from collections.abc import Iterable, Sequence

_NEW_LINE = "\n"


def text_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay cells out in columns.

    >>> print(text_table(("id", "due"), [("T-1", "Mon"), ("T-10", "Tue")]))
    id    due
    T-1   Mon
    T-10  Tue
    """
    cells = [tuple(map(plain, row)) for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)
    return "\n".join(lines)


def plain(text: str) -> str:
    r"""Write what a terminal would obey, not show (controls, line ends, half a character), as an escape.

    >>> print(plain("T-1" + chr(27) + "[2J"))
    T-1\x1b[2J
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


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
