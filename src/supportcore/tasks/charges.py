"""What a task takes from the balance: the mirror of `sla` targets. A rule's row names one of each.

A charge says how many units of which size; whose balance that is, and whether it covers them, the ledger decides.
"""

import attrs

from supportcore.errors import InvalidTask
from supportcore.tasks.types import TASK, Task


def _counted(_: object, __: object, count: int) -> None:
    if type(count) is not int or count < 0:
        raise InvalidTask(count, "a task takes a whole number of credits, zero or more", "write PerTask(1), or Free()")


@attrs.frozen
class Free:
    """Takes nothing. PKG-4: a BUG."""

    def credits(self, task: Task) -> int | None:
        """Return the credits that the task takes."""
        return 0

    def __str__(self) -> str:
        return "free"


@attrs.frozen
class PerTask:
    """Takes a fixed number of credits. PKG-4: a simple task, an estimate, a development."""

    count: int = attrs.field(default=1, validator=_counted)

    def credits(self, task: Task) -> int | None:
        """Return the credits that the task takes."""
        return self.count

    def __str__(self) -> str:
        return f"{self.count} credit{'s' * (self.count != 1)}"


@attrs.frozen
class PerPart:
    """Takes credits for each simple task that a compound one consists of; unknown until their number is told. PKG-4."""

    count: int = attrs.field(default=1, validator=_counted)

    def credits(self, task: Task) -> int | None:
        """Return the credits that the task takes, or ``None`` while the parts are not told."""
        parts = TASK(task).parts
        return None if parts is None else self.count * parts

    def __str__(self) -> str:
        return f"{self.count} credit{'s' * (self.count != 1)} for each part"


@attrs.frozen
class ByEffort:
    """Takes the time that is spent, or was agreed: minutes, hours, points."""

    def credits(self, task: Task) -> int | None:
        """Return ``None``: it is the work log that tells."""
        return None

    def __str__(self) -> str:
        return "by effort"


Charge = Free | PerTask | PerPart | ByEffort
