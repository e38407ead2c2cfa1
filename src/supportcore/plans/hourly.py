"""Hourly support after the fact: discussed, estimated, agreed, worked, billed at the end of the month (rules HRS)."""

import datetime as dt

from supportcore.plans.plan import Plan
from supportcore.plans.tariff import Tariff
from supportcore.pricing import EXACT_MINUTES, RateTable, UpTo
from supportcore.sla import ByTime, CutOff, DayOff, EndOfDay, Target
from supportcore.tasks import (
    CONSULTATION,
    CONTENT,
    IMPROVEMENT,
    SITE_CONTROL,
    TRAINING,
    WORK,
    Agreement,
    ByEffort,
    Channel,
    Condition,
    Rule,
    Rulebook,
    TaskType,
)
from supportcore.units import Money

CLIENT_OF_THE_FIRM = "client-of-the-firm"
_EXAMPLE = RateTable(default=Money("30", "USD"))  # no price is stated: illustrative
_CHANNELS = frozenset({Channel.EMAIL, Channel.TELEPHONE, Channel.MESSENGER})
_SPOKEN = frozenset({Channel.TELEPHONE, Channel.MESSENGER})


def receipt(noon: str = "12:00") -> Target:
    """Return when receipt is confirmed: the same day if it came before noon, else by noon of the next (HRS-4).

    >>> print(receipt().describe())
    before 12:00: by the end of the working day; later: by 12:00 on the next working day (HRS-4)
    """
    same, next_ = EndOfDay(rule="HRS-4"), ByTime(noon, days=1, rule="HRS-4")
    return CutOff(noon, same, next_, day_off=DayOff.AFTER, rule="HRS-4")


def hourly(
    *,
    rates: RateTable = _EXAMPLE,
    rounding: UpTo = EXACT_MINUTES,
    noon: str = "12:00",
    agree_all: Agreement = Agreement.NOT_NEEDED,
    granularity: dt.timedelta | None = None,
) -> Plan:
    """Return hourly support (HRS-1 to HRS-12). Only non-standard tasks need an agreed size, unless ``agree_all``.

    Mail counts from its own time; with a ``granularity`` of ten minutes, from the fetch after it (HRS-6).

    >>> [rule.type.code for rule in hourly().rulebook.rows]
    ['consultation', 'training', 'improvement', 'content', 'site-control', 'work']
    """

    def row(kind: TaskType, agreement: Agreement, *, written: frozenset[Channel] = _SPOKEN) -> Rule:
        return Rule(
            kind, None, ("HRS-4", "HRS-9"), acceptance=receipt(noon), channels=_CHANNELS, in_writing=written,
            charge=ByEffort(), agreement=agreement,
            granularity=granularity, asked_by="HRS-5",
        )  # fmt: skip

    rows = (
        row(CONSULTATION, agree_all, written=frozenset()),
        *(row(kind, agree_all) for kind in (TRAINING, IMPROVEMENT, CONTENT, SITE_CONTROL)),
        row(WORK, Agreement.BEFORE_WORK),
    )
    client = Condition(CLIENT_OF_THE_FIRM, "a client of the firm, however long ago", "HRS-11")
    book = Rulebook("hourly support", rows, conditions=(client,))
    illustrative = ("an hour worked",) if rates == _EXAMPLE else ()
    tariff = Tariff(hourly=rates, rounding=rounding, illustrative=illustrative)
    return Plan("hourly", "Hourly support", book, ("HRS-6", "HRS-7", "HRS-8", "HRS-10", "HRS-12"), tariff=tariff)
