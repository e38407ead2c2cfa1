"""How a phrase takes its arguments: as they are, by number, or in a grammatical case.

A phrase is text with named gaps. ``{days}`` shows an argument; ``{days:day|days}`` chooses a form by its number, as
many forms as the language counts; ``{type:gen}`` asks for the argument in another form, by a name that the language
knows. Which languages there are is not known here.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from string import Formatter
from typing import TypeAlias

from supportcore.errors import UnknownPhrase

Number: TypeAlias = int | Decimal
Plural: TypeAlias = Callable[[Number], int]
"""Which form of a list a number takes: 0 for the first."""
Case: TypeAlias = Callable[[str], str]


def one_or_other(number: Number) -> int:
    """Return the form that a number takes in English: 1 day, 0 days, 1.5 days (CLDR, cardinal, en).

    >>> [one_or_other(n) for n in (0, 1, 2, 11)]
    [1, 0, 1, 1]
    """
    return 0 if isinstance(number, int) and abs(number) == 1 else 1


class Told:
    """An argument on its way into a phrase: how it is shown, its number where it has one, its other forms."""

    __slots__ = ("case", "number", "plural", "shown")

    def __init__(
        self, shown: str, number: Number | None = None, plural: Plural = one_or_other, case: Case | None = None
    ) -> None:
        self.shown: str = shown
        self.number: Number | None = number
        self.plural: Plural = plural
        self.case: Case | None = case

    def __format__(self, spec: str) -> str:
        if not spec:
            return self.shown
        if "|" not in spec:
            return self.case(spec) if self.case else self.shown
        forms = spec.split("|")
        form = len(forms) - 1 if self.number is None else self.plural(self.number)
        return forms[form if form < len(forms) else 1]  # a fraction is like few: "1,5 години", "2 години"


def fill(phrase: str, arguments: Mapping[str, Told]) -> str:
    """Return the phrase with its gaps filled. Raises `UnknownPhrase` where an argument is missing.

    >>> fill("{n} {n:lot|lots} of {whom}", {"n": Told("2", 2), "whom": Told("Acme")})
    '2 lots of Acme'
    """
    try:
        return phrase.format_map(arguments)
    except KeyError as why:
        known = ", ".join(sorted(arguments)) or "nothing"
        raise UnknownPhrase(
            phrase, f"the phrase needs {why.args[0]!r}, and its reason has {known}", "give the reason that argument"
        ) from None


def gaps(phrase: str) -> tuple[tuple[str, str], ...]:
    """Return the gaps of a phrase: the argument's name and how it is asked for.

    >>> gaps("{days} working {days:day|days}")
    (('days', ''), ('days', 'day|days'))
    """
    return tuple((name, spec or "") for _, name, spec, _ in Formatter().parse(phrase) if name is not None)
