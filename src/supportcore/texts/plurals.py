"""Which form a number takes: the cardinal rules of the Unicode CLDR, for the languages of this package."""

from supportcore.wording import Number

_TEENS = range(11, 15)


def one_few_many(number: Number) -> int:
    """Return the form in Ukrainian and Russian (CLDR, cardinal, uk and ru): one, few, many, and other for fractions.

    1, 21 and 101 are one; 2 to 4, 22 and 104 are few; 0, 5 to 20 and 111 are many; 1.5 is other.

    >>> [one_few_many(n) for n in (1, 2, 5, 11, 12, 21, 111, 122)]
    [0, 1, 2, 2, 2, 0, 2, 1]
    """
    if not isinstance(number, int):
        return 3
    last = abs(number) % 10
    if abs(number) % 100 in _TEENS or last == 0 or last > 4:
        return 2
    return 0 if last == 1 else 1
