"""The door of time: every instant becomes UTC here, every zone a known one, every duration a ``timedelta``.

Inside there is one form only: an aware ``datetime`` in UTC, or its whole microseconds since 1970 where many are
counted. A naive ``datetime`` is refused, because two machines would read it differently. Arithmetic between two
datetimes of one zone ignores the clock change in Python (a 25-hour day counts 24), so nothing here ever does it.
"""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from supportcore.errors import InvalidDuration, InvalidInstant, OutOfRange, UnknownZone

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
SECOND = 1_000_000
DAY = 86_400 * SECOND
FIRST_YEAR, LAST_YEAR = 1900, 2200
_MICROSECOND = dt.timedelta(microseconds=1)
EARLIEST = (dt.datetime(FIRST_YEAR, 1, 1, tzinfo=dt.UTC) - EPOCH) // _MICROSECOND
_EXACT = 2**32 * SECOND  # until then a float of seconds names every microsecond
_from_timestamp = dt.datetime.fromtimestamp
_FIRST, _LAST = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (FIRST_YEAR, LAST_YEAR + 1))
LATEST = (_LAST - EPOCH) // _MICROSECOND
_OWN = {"localtime", "posixrules"}  # files beside the zones, which say something else on each machine
_WHOLE = "time is counted in whole microseconds"


def utc(value: dt.datetime) -> dt.datetime:
    """Return the instant in UTC; refuse what is naive, no datetime, or outside the years 1900 to 2200.

    >>> utc(dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Kyiv")))
    datetime.datetime(2026, 11, 23, 8, 0, tzinfo=datetime.timezone.utc)
    """
    if value.__class__ is dt.datetime and value.tzinfo is dt.UTC and _FIRST <= value < _LAST:
        return value  # it is, already: most instants that come here have been through this door before
    return from_micros(to_micros(value))


def maybe_utc(value: dt.datetime | None) -> dt.datetime | None:
    """Return the instant in UTC, where there is one."""
    return None if value is None else utc(value)


def to_micros(value: dt.datetime) -> int:
    """Return whole microseconds since 1970-01-01 UTC, exact in every year, folds honoured. HOT.

    Raises `InvalidInstant` for a naive datetime, for what is none and for nanoseconds, `OutOfRange` outside the years
    1900 to 2200.

    >>> to_micros(dt.datetime(1970, 1, 1, 0, 0, 1, tzinfo=dt.UTC))
    1000000
    """
    try:
        since = value - EPOCH
        micros = since.days * DAY + since.seconds * SECOND + since.microseconds
        if since.__class__ is dt.timedelta and EARLIEST <= micros < LATEST:
            return micros
    except (TypeError, AttributeError, ValueError):  # the last: a whole column of instants
        raise _no_instant(value) from None
    if type(micros) is not int:  # pandas' NaT
        raise _no_instant(value)
    if getattr(value, "nanosecond", 0):  # pandas' too
        raise InvalidInstant(str(value), _WHOLE, "round it first: at.floor('us')")
    micros = duration(since)
    if EARLIEST <= micros < LATEST:
        return micros
    rule = f"instants lie in the years {FIRST_YEAR} to {LAST_YEAR} of UTC"
    raise OutOfRange(value.isoformat(), rule, "check the year of the input")


def in_range(micros: int) -> int:
    """Return an instant that was reckoned, unless it lies outside the years 1900 to 2200."""
    if EARLIEST <= micros < LATEST:
        return micros
    try:
        named = from_micros(micros).isoformat()
    except (OverflowError, ValueError):
        named = f"{micros} microseconds since 1970"
    raise OutOfRange(named, f"the answer lies outside the years {FIRST_YEAR} to {LAST_YEAR}", "ask for less time")


def _no_instant(value: object) -> InvalidInstant:
    if not isinstance(value, dt.datetime) or value != value:  # noqa: PLR0124  # pandas' NaT differs from itself
        return InvalidInstant(value, "an instant is an aware datetime", "pass a datetime with a tzinfo")
    return InvalidInstant(
        value,
        "a naive datetime names no instant",
        "say whose clock it is: .replace(tzinfo=ZoneInfo('Europe/Kyiv')) for a wall clock, "
        ".replace(tzinfo=datetime.UTC) for UTC, or datetime.fromisoformat() of text with an offset",
    )


def from_micros(micros: int, zone: dt.tzinfo = dt.UTC) -> dt.datetime:
    """Return the instant of whole microseconds since 1970, shown in the zone (UTC unless given). HOT."""
    if 0 <= micros < _EXACT:
        return _from_timestamp(micros / SECOND, zone)
    return (EPOCH + dt.timedelta(microseconds=micros)).astimezone(zone)


def at_wall(ordinal: int, time: dt.time, tz: ZoneInfo) -> int:
    """Return the microseconds at which a date's clock shows a time: the first one in a fold, moved on in a gap. HOT.

    The clocks of Kyiv jump from 03:00 to 04:00 that night:

    >>> from_micros(at_wall(dt.date(2026, 3, 29).toordinal(), dt.time(3, 30), ZoneInfo("Europe/Kyiv"))).hour
    1
    """
    since = dt.datetime.combine(dt.date.fromordinal(ordinal), time, tz) - EPOCH
    return since.days * DAY + since.seconds * SECOND + since.microseconds


def local_ordinal(micros: int, tz: dt.tzinfo) -> int:
    """Return the ordinal of the date that a zone's calendar shows at an instant."""
    return from_micros(micros, tz).toordinal()


def duration(value: dt.timedelta) -> int:
    """Return a ``timedelta`` as whole microseconds; refuse text, numbers and anything else.

    >>> duration(dt.timedelta(minutes=1))
    60000000
    """
    if type(value) is not dt.timedelta:
        value = span(value)
    return value.days * DAY + value.seconds * SECOND + value.microseconds


def span(value: dt.timedelta) -> dt.timedelta:
    """Return a plain ``timedelta``. Raises `InvalidDuration` for all that is none, and for nanoseconds.

    A subclass is read by what it is as a ``timedelta``: pendulum's counts ``days`` and ``seconds`` in a way of its own.

    >>> span(dt.timedelta(hours=8))
    datetime.timedelta(seconds=28800)
    """
    if not isinstance(value, dt.timedelta) or value != value:  # noqa: PLR0124  # pandas' NaT differs from itself
        raise InvalidDuration(
            value,
            "a duration is a datetime.timedelta, because a bare number does not say its unit and a float is not exact",
            "write timedelta(hours=8) or timedelta(minutes=90)",
        )
    if getattr(value, "nanoseconds", 0):  # pandas'
        raise InvalidDuration(str(value), _WHOLE, "round it first: work.floor('us')")
    return dt.timedelta.__pos__(value)


def zone(name: str | dt.tzinfo) -> ZoneInfo:
    """Return the IANA zone of that name; a ``ZoneInfo`` passes, and so does ``datetime.UTC``. Raises `UnknownZone`.

    >>> zone("Europe/Kyiv").key
    'Europe/Kyiv'
    """
    key = getattr(name, "key", None) or ("UTC" if name is dt.UTC else name)
    if not isinstance(key, str):
        raise UnknownZone(
            name, "a zone is named, because a fixed offset cannot know clock changes", "write tz='Europe/Kyiv'"
        )
    return _known_zone(key)


@cache
def _known_zone(key: str) -> ZoneInfo:
    if key in _OWN:
        raise UnknownZone(key, "a machine's own zone differs from one machine to the next", "write tz='Europe/Kyiv'")
    try:
        return ZoneInfo(key)
    except (LookupError, ValueError, OSError) as why:
        raise UnknownZone(
            key, "no IANA time zone of that name is installed", "write a name such as 'Europe/Kyiv' or 'UTC'"
        ) from why
