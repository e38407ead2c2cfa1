"""Whole columns at once: the questions of a calendar over NumPy arrays, pandas and Arrow columns.

`add`, `between`, `is_open` and `next_open` give for each row what the `WorkingCalendar` gives for one instant, errors
included, in the type and the unit that came in. Functions without state: threads and processes may call them at will.
NumPy comes with ``pip install 'supportcore[numpy]'``; pandas and pyarrow are only asked for by a column of theirs.
This face only imports.
"""

try:
    import numpy as _numpy  # noqa: F401, ICN001 - asked for here, so that its absence is told in one place
except ImportError:
    from supportcore import errors as _errors

    raise _errors.MissingExtra(
        "numpy", "arrays need NumPy, which the package itself does not", "pip install 'supportcore[numpy]'"
    ) from None

from supportcore.arrays.questions import add as add
from supportcore.arrays.questions import between as between
from supportcore.arrays.questions import is_open as is_open
from supportcore.arrays.questions import next_open as next_open
