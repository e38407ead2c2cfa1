"""What every answer of a what-if can do: print as a table, show itself in a notebook, hand over records, draw itself.

An answer has only to say its records and what is worth a picture. pandas and matplotlib are asked for here and nowhere
else, and only when somebody asks for a frame or a picture.
"""

import datetime as dt
import importlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from supportcore.errors import MissingExtra
from supportcore.reasons import span_text
from supportcore.tables import html_table, text_table

Record = Mapping[str, Any]


class Result:
    """The face of an answer: a subclass gives `to_records` and `draw`.

    >>> class Prices(Result):
    ...     def to_records(self):
    ...         return [{"plan": "hourly", "price": Decimal("1250.50")}, {"plan": "package", "price": None}]
    >>> print(Prices())
    plan     price
    hourly   1,250.50
    package  -
    """

    __slots__ = ()

    def to_records(self) -> Sequence[Record]:
        """Return the rows as mappings of plain values; all rows have the same keys."""
        raise NotImplementedError

    def draw(self, axes: Any) -> None:
        """Draw the answer on matplotlib's axes."""
        raise NotImplementedError

    def title(self) -> str:
        """Return what stands above the table: nothing, unless the answer has more to say than its rows."""
        return ""

    def to_frame(self) -> Any:
        """Return a pandas frame of the records. Raises `MissingExtra` without pandas."""
        return extra("pandas", "notebook").DataFrame([dict(record) for record in self.to_records()])

    def plot(self, axes: Any = None) -> Any:
        """Draw the answer, on new axes unless some are given; return them. Raises `MissingExtra` without matplotlib."""
        if axes is None:
            _, axes = extra("matplotlib.pyplot", "notebook").subplots(layout="constrained")
        self.draw(axes)
        return axes

    def __repr__(self) -> str:
        """Show the table: an answer holds whole accounts, and nobody wants to read those at a prompt."""
        return str(self)

    def __str__(self) -> str:
        records = self.to_records()
        head = tuple(records[0]) if records else ("nothing",)
        rows = (tuple(map(cell, record.values())) for record in records)
        return "\n".join(line for line in (self.title(), text_table(head, rows)) if line)

    def _repr_html_(self) -> str:
        """Return the same table for a notebook, every text escaped."""
        records = self.to_records()
        head = tuple(records[0]) if records else ("nothing",)
        return html_table(head, (tuple(map(cell, record.values())) for record in records), self.title())


def cell(value: object) -> str:
    """Return a value as a table shows it: numbers to four digits at least, durations in hours and minutes.

    >>> [cell(one) for one in (None, 0.123456, 1234.5678, dt.timedelta(minutes=90), Fraction(1, 3), ("a", "b"))]
    ['-', '0.1235', '1,235', '1 h 30 min', '0.3333', 'a, b']
    """
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case dt.timedelta():
            return span_text(value)
        case float() | Fraction():
            number = float(value)
            return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"
        case int():
            return f"{value:,}"
        case Decimal():
            return f"{value:,f}"
        case tuple() | list():
            return ", ".join(map(cell, value)) or "-"
        case _:
            return str(value)


def extra(module: str, name: str) -> Any:
    """Return a module of an optional extra. Raises `MissingExtra`, which says what to install."""
    try:
        return importlib.import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        why = f"this needs {package}, which the package itself does not"
        raise MissingExtra(package, why, f"pip install 'supportcore[{name}]'") from None
