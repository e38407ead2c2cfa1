"""The slow twin of prices: an accountant with a pencil, who adds one unit, one minute, one cent at a time.

Shares no code with the package. Money is a ``Fraction``; a band is ``(above, each, flat)``, a piece of work
``(project, task, role, minutes)``.
"""

from fractions import Fraction

HALF = Fraction(1, 2)


def _band_of(unit, bands):
    """The band of the n-th unit: the last that begins above a smaller number."""
    found = bands[0]
    for band in bands:
        if band[0] < unit:
            found = band
    return found


def graduated(units, bands):
    """Price the units one after the other, and pay for each band on stepping into it."""
    total, entered = Fraction(0), set()
    for unit in range(1, units + 1):
        band = _band_of(unit, bands)
        total += Fraction(band[1])
        if band[0] not in entered:
            entered.add(band[0])
            total += Fraction(band[2])
    return total


def volume(units, bands):
    """Price every unit at the band of the last one."""
    if units == 0:
        return Fraction(0)
    band = _band_of(units, bands)
    total = Fraction(band[2])
    for _ in range(units):
        total += Fraction(band[1])
    return total


def to_cents(amount):
    """Drop what is below a cent, and add a cent where half of one or more was dropped."""
    cents = int(amount * 100)
    return Fraction(cents + 1 if amount * 100 - cents >= HALF else cents, 100)


def _fill_up(minutes, step):
    while minutes % step:
        minutes += 1
    return minutes


def bill(work, rates, default, step, per):
    """Return ``{(project, task, role): (worked, billed, amount)}``."""
    worked, billed = {}, {}
    for project, task, role, minutes in work:
        line = (project, task, role)
        worked[line] = worked.get(line, 0) + minutes
        billed[line] = billed.get(line, 0) + (_fill_up(minutes, step) if per == "entry" else minutes)
    group_of = {"entry": lambda line: line, "task": lambda line: line[:2], "invoice": lambda line: ()}[per]
    for group in {group_of(line) for line in billed}:
        lines = sorted(line for line in billed if group_of(line) == group)
        cheapest = lines[0]
        for line in lines:
            if rates.get(line[2], default) < rates.get(cheapest[2], default):
                cheapest = line
        minutes = sum(billed[line] for line in lines)
        billed[cheapest] += _fill_up(minutes, step) - minutes
    amounts = {}
    for line, minutes in billed.items():
        amount, minute = Fraction(0), Fraction(rates.get(line[2], default)) / 60
        for _ in range(minutes):
            amount += minute
        amounts[line] = (worked[line], minutes, to_cents(amount))
    return amounts
