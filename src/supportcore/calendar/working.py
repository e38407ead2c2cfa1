"""`WorkingCalendar`: when is this place open, how much work fits between two instants, and where does it lead?

A frozen value over a `sources` tree. Questions go through the door (aware instants become microseconds), are answered
by the timeline, and come back in the calendar's zone. The compiled timeline is a cache: it is no part of equality,
hash or pickle, and two threads may grow it at once.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import overload
from zoneinfo import ZoneInfo

import attrs

from supportcore.calendar import hours as written
from supportcore.calendar._timeline import Source, Timeline
from supportcore.calendar._window import Piece
from supportcore.calendar.holidays import Beyond, HolidayTable
from supportcore.calendar.policies import ENDS, DayStep, Direction, Ends, Landing
from supportcore.calendar.sources import Both, Either, Hours, Precedence, Versions, Without, tidy
from supportcore.calendar.spans import Span, read_absences
from supportcore.errors import InvalidDuration, InvalidHours, NoWorkingTime, named, policy
from supportcore.instants import at_wall, duration, from_micros, in_range, local_ordinal, to_micros, zone


def _timeline(calendar: "WorkingCalendar") -> Timeline:
    return Timeline(calendar.source, strict=calendar.beyond is Beyond.REFUSE)


_DEEPEST, _MOST = 64, 1024  # calendars in one another, and calendars in all: well below what Python can descend


def _a_source(_: object, __: object, source: Source) -> None:
    if not hasattr(source, "pieces"):
        raise InvalidHours(source, "a calendar is made of hours", "write WorkingCalendar.weekly(...) or .parse(...)")


def _bounded(source: Both | Without | Versions) -> None:
    if source.depth > _DEEPEST or source.size > _MOST:
        raise InvalidHours(
            f"{source.size} calendars, {source.depth} deep",
            f"at most {_MOST} calendars are combined, at most {_DEEPEST} deep",
            "combine them in pairs, then the pairs; take all absences away at once",
        )


def _table(value: HolidayTable | Iterable[dt.date | str] | None) -> HolidayTable | None:
    return value if value is None or isinstance(value, HolidayTable) else HolidayTable.of(value)


@attrs.frozen(repr=False)
class WorkingCalendar:
    """Working hours in a zone. Make one with `weekly` or `parse`; combine with ``&``, ``|``, ``-`` and `changed`.

    >>> house = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
    >>> friday = dt.datetime(2026, 11, 20, 17, 30, tzinfo=house.tz)
    >>> print(house.add(friday, dt.timedelta(hours=8)))
    2026-11-23 16:30:00+02:00

    Ranges are half-open, instants aware, durations ``timedelta``, everything exact to the microsecond. Years 1900 to
    2200; at most 64 calendars deep in one another, 1,024 in all. Any question may raise `InvalidInstant`,
    `InvalidDuration`, `OutOfRange`, `CoverageError` or `NoWorkingTime`.
    """

    source: Source = attrs.field(validator=_a_source)
    tz: ZoneInfo = attrs.field(converter=zone)
    beyond: Beyond = attrs.field(default=Beyond.REFUSE, validator=named(Beyond))
    timeline: Timeline = attrs.field(init=False, eq=False, default=attrs.Factory(_timeline, takes_self=True))
    """The same questions over whole microseconds since 1970, for rooms that count in bulk."""

    @classmethod
    def weekly(
        cls,
        week: Mapping[str, Iterable[object]],
        *,
        tz: str | dt.tzinfo,
        holidays: HolidayTable | Iterable[dt.date | str] | None = None,
        dates: Mapping[object, Iterable[object]] | None = None,
        breaks: Mapping[object, Iterable[object]] | Iterable[object] = (),
        precedence: Precedence = Precedence.DATES_FIRST,
        beyond: Beyond = Beyond.REFUSE,
    ) -> "WorkingCalendar":
        """Make a calendar from plain data: ``{"mon-thu": [("09:00", "13:00"), ("14:00", "18:00")], "fri": [...]}``.

        ``dates`` gives odd dates their own hours (an empty list closes one), ``breaks`` cuts every weekday, or the
        weekdays and dates it names. A bare list of ``holidays`` means these and no others, in every year.

        >>> lunch = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC", breaks=[("13:00", "14:00")])
        >>> monday = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
        >>> [str(span.length) for span in lunch.spans(monday, monday + dt.timedelta(days=1))]
        ['4:00:00', '4:00:00']

        Raises `InvalidHours` for hours that cannot be, `UnknownZone`, and `NoWorkingTime` where there is no shift.
        """
        source = Hours(
            zone(tz),
            written.week(week),
            written.dates({} if dates is None else dates),
            written.breaks(breaks),
            _table(holidays),
            precedence,
        )
        return cls._of_hours(source, beyond)

    @classmethod
    def parse(
        cls,
        text: str,
        *,
        tz: str | dt.tzinfo,
        holidays: HolidayTable | Iterable[dt.date | str] | None = None,
        dates: Mapping[object, Iterable[object]] | None = None,
        breaks: Mapping[object, Iterable[object]] | Iterable[object] = (),
        precedence: Precedence = Precedence.DATES_FIRST,
        beyond: Beyond = Beyond.REFUSE,
    ) -> "WorkingCalendar":
        """Read the plain part of OpenStreetMap's ``opening_hours``; an error points at the character.

        >>> shop = WorkingCalendar.parse("Mo-Fr 09:00-18:00; Sa 10:00-14:00; PH off", tz="Europe/Kyiv", holidays=[])
        >>> shop.is_working_day(dt.date(2026, 11, 21))
        True
        """
        from supportcore.calendar.opening_hours import read  # noqa: PLC0415  # a grammar that few calendars need

        week, odd = read(text)
        own = written.dates({} if dates is None else dates)
        merged = tuple(sorted((dict(odd) | dict(own)).items()))
        source = Hours(zone(tz), week, merged, written.breaks(breaks), _table(holidays), precedence)
        return cls._of_hours(source, beyond)

    @classmethod
    def _of_hours(cls, source: Hours, beyond: Beyond) -> "WorkingCalendar":
        if not source.ever_open():
            raise NoWorkingTime(
                "no shift in week and dates, breaks taken out",
                "a calendar that is never open promises nothing",
                "give it a shift",
            )
        return cls(source, source.tz, beyond)

    # Working time.

    def add(self, start: dt.datetime, work: dt.timedelta, *, landing: Landing = Landing.STAY) -> dt.datetime:
        """Return the instant at which so much working time since ``start`` has passed, in the calendar's zone.

        For positive work the earliest such instant (a day filled exactly ends at its closing), for negative work the
        latest, for none ``start`` itself; ``landing`` has the other schools. HOT: two bisections, whatever the span.

        >>> day = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")
        >>> str(day.add(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), dt.timedelta(hours=9)))
        '2026-11-23 18:00:00+00:00'
        """
        x, amount = to_micros(start), duration(work)
        if landing is Landing.STAY and amount > 0:
            return self._shown(self.timeline.add(x, amount))
        if landing is Landing.STAY and amount == 0:
            return self._shown(x)
        latest = policy(landing, Landing) is not Landing.ROLL or amount >= 0
        return self._shown(self.timeline.add(x, amount, latest=latest))

    def between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """Return the working time from ``start`` to ``end``; negative where end is earlier.

        >>> night = WorkingCalendar.weekly({"sat": [("22:00", "06:00")]}, tz="Europe/Kyiv")
        >>> evening = dt.datetime(2026, 10, 24, 22, tzinfo=night.tz)
        >>> morning = dt.datetime(2026, 10, 25, 6, tzinfo=night.tz)
        >>> str(night.between(evening, morning))  # the clocks go back that night
        '9:00:00'
        """
        return dt.timedelta(microseconds=self.timeline.between(to_micros(start), to_micros(end)))

    # Edges.

    def is_open(self, at: dt.datetime) -> bool:
        """Say whether the instant is working time: the opening is, the closing is not."""
        return self.timeline.is_open(to_micros(at))

    def next_open(self, at: dt.datetime) -> dt.datetime:
        """Return the earliest open instant at or after this one."""
        return self._shown(self.timeline.next_open(to_micros(at)))

    def previous_open(self, at: dt.datetime) -> dt.datetime:
        """Return the latest instant at or before this one that ends working time: itself in a shift and at closing."""
        return self._shown(self.timeline.previous_open(to_micros(at)))

    def next_close(self, at: dt.datetime) -> dt.datetime:
        """Return the first closing after the first open instant at or after this one."""
        return self._shown(self.timeline.next_close(to_micros(at)))

    def previous_close(self, at: dt.datetime) -> dt.datetime:
        """Return the latest closing at or before this instant."""
        return self._shown(self.timeline.previous_close(to_micros(at)))

    def next_opening(self, at: dt.datetime) -> dt.datetime:
        """Return the first opening strictly after this instant."""
        return self._shown(self.timeline.next_opening(to_micros(at)))

    def spans(
        self, start: dt.datetime, end: dt.datetime | None = None, *, direction: Direction = Direction.FORWARD
    ) -> Iterator[Span]:
        """Walk the working time from ``start`` lazily, clipped to ``end`` where one is given.

        Backwards, ``start`` is the late end and the latest span comes first. Without an end the walk goes on until the
        calendar has nothing for ten years, and raises then.

        >>> day = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")
        >>> print(next(day.spans(dt.datetime(2026, 11, 22, tzinfo=dt.UTC))).start)
        2026-11-23 09:00:00+00:00
        """
        x, limit = to_micros(start), None if end is None else to_micros(end)
        forward = policy(direction, Direction) is Direction.FORWARD
        walk = self.timeline.forward if forward else self.timeline.backward
        return map(self._span, walk(x, limit))

    # Working dates.

    def is_working_day(self, day: dt.date) -> bool:
        """Say whether a shift starts on the date (of a datetime: its date in the calendar's zone)."""
        return self.timeline.hours_of(self._ordinal(day)) is not None

    def date_of(self, at: dt.datetime) -> dt.date:
        """Return the date that an instant counts to: that of the shift it lies in, else its date in the zone.

        >>> night = WorkingCalendar.weekly({"fri": [("22:00", "06:00")]}, tz="UTC")
        >>> night.date_of(dt.datetime(2026, 11, 21, 5, tzinfo=dt.UTC))
        datetime.date(2026, 11, 20)
        """
        x = to_micros(at)
        return dt.date.fromordinal(self.timeline.working_date(x) or local_ordinal(x, self.tz))

    def note(self, day: dt.date) -> str | None:
        """Return what is special about a date: the name of a holiday, an absence."""
        return self.source.note(self._ordinal(day))

    def hours(self, day: dt.date) -> tuple[Span, ...]:
        """Return the spans of one working date, past midnight perhaps; none on a day off.

        >>> day = WorkingCalendar.weekly({"fri": [("09:00", "13:00"), ("14:00", "18:00")]}, tz="UTC")
        >>> [str(span.start.time()) for span in day.hours(dt.date(2026, 11, 20))]
        ['09:00:00', '14:00:00']
        """
        ordinal = self._ordinal(day)
        found = self.timeline.hours_of(ordinal)
        pieces = () if found is None else self.timeline.forward(*found)
        return tuple(self._span(piece) for piece in pieces if piece[2] == ordinal)

    def opening(self, day: dt.date) -> dt.datetime | None:
        """Return when the first shift of a working date starts, or ``None`` on a day off."""
        found = self.timeline.hours_of(self._ordinal(day))
        return None if found is None else self._shown(found[0])

    def closing(self, day: dt.date) -> dt.datetime | None:
        """Return when the last shift of a working date ends, past midnight perhaps, or ``None`` on a day off."""
        found = self.timeline.hours_of(self._ordinal(day))
        return None if found is None else self._shown(in_range(found[1]))

    @overload
    def add_days(self, day: dt.datetime, days: int, *, step: DayStep = ...) -> dt.datetime: ...
    @overload
    def add_days(self, day: dt.date, days: int, *, step: DayStep = ...) -> dt.date: ...
    def add_days(self, day: dt.date, days: int, *, step: DayStep = DayStep.STEP) -> dt.date:
        """Return the date so many working days away; a datetime keeps its wall time in the calendar's zone.

        From a day off, +1 is the next working day and -1 the previous one (``step`` has the other school); 0 stays.

        >>> day = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")
        >>> day.add_days(dt.date(2026, 11, 21), 1)
        datetime.date(2026, 11, 23)
        """
        if not isinstance(days, int) or isinstance(days, bool):
            raise InvalidDuration(days, "working days are whole", "pass an int, and hours to add()")
        ordinal = self._ordinal(day)
        found = self._stepped(ordinal, days, step)
        if not isinstance(day, dt.datetime):
            return dt.date.fromordinal(found)
        x = to_micros(day)
        if found == ordinal:
            return self._shown(x)
        local = from_micros(x, self.tz)
        return from_micros(at_wall(found, local.time().replace(fold=0), self.tz), self.tz)

    def _stepped(self, ordinal: int, days: int, step: DayStep) -> int:
        if days == 0:
            return ordinal
        if policy(step, DayStep) is DayStep.ROLL_FIRST and self.timeline.hours_of(ordinal) is None:
            ordinal = self.timeline.step(ordinal, 1 if days > 0 else -1)
        return self.timeline.step(ordinal, days)

    def working_days_between(self, start: dt.date, end: dt.date, *, ends: Ends = Ends.START) -> int:
        """Count the working dates from ``start`` until before ``end`` (or by ``ends``); negative where end is earlier.

        >>> day = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")
        >>> day.working_days_between(dt.date(2026, 11, 20), dt.date(2026, 11, 23))
        1
        """
        first, last = self._ordinal(start), self._ordinal(end)
        sign = 1 if first <= last else -1
        first, last = sorted((first, last))
        after_first, after_last = ENDS[policy(ends, Ends)]
        return sign * self.timeline.count(first + after_first, last + after_last)

    @property
    def guesses(self) -> bool:
        """Whether it answers beyond its holiday table, on the week's hours."""
        return self.beyond is Beyond.PROVISIONAL

    def covers(self, start: dt.datetime, end: dt.datetime) -> bool:
        """Say whether the holidays are known wherever the openness of ``[start, end)`` depends on them."""
        return self.timeline.doubt(to_micros(start), to_micros(end)) is None

    # Algebra and versions.

    def __and__(self, other: "WorkingCalendar") -> "WorkingCalendar":
        """Open where both are open; zone and working dates of the left."""
        if not isinstance(other, WorkingCalendar):
            return NotImplemented
        return self._combined(Both(self.source, other.source), other)

    def __or__(self, other: "WorkingCalendar") -> "WorkingCalendar":
        """Open where either is open; zone of the left, working dates of the piece that opens first."""
        if not isinstance(other, WorkingCalendar):
            return NotImplemented
        return self._combined(Either(self.source, other.source), other)

    def __sub__(self, absences: "dt.date | Span | Iterable[dt.date | Span]") -> "WorkingCalendar":
        """Take away absences: dates (the shifts that start on them) and spans (the time itself).

        >>> team = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="UTC")
        >>> (team - [dt.date(2026, 11, 23)]).is_working_day(dt.date(2026, 11, 23))
        False
        """
        if not isinstance(absences, Iterable | dt.date | Span):
            return NotImplemented
        dates, stretches = read_absences(absences)
        left = self.source
        if isinstance(left, Without):  # absences taken away one by one are one list
            dates |= left.dates
            stretches += left.stretches
            left = left.left
        apart = tuple((start, end) for start, end, _ in tidy((start, end, 0) for start, end in stretches))
        return self._made(Without(left, dates, apart), self.beyond)

    def changed(self, from_date: dt.date | str, new: "WorkingCalendar") -> "WorkingCalendar":
        """Return a calendar with these hours before a date and the new ones for working dates from it on.

        Versions say which hours applied when; a deadline once given is kept by its owner, not recomputed.
        """
        if not isinstance(new, WorkingCalendar):
            raise InvalidHours(new, "the new hours are a calendar", "pass WorkingCalendar.weekly(...)")
        return self._combined(Versions(self.source, written.a_date(from_date).toordinal(), new.source, self.tz), new)

    def __reduce__(self) -> tuple[object, ...]:
        return (WorkingCalendar, (self.source, self.tz, self.beyond))

    def __repr__(self) -> str:
        from supportcore.calendar.spelling import spelled  # noqa: PLC0415  # only who prints pays for printing

        return spelled(self.source, self.beyond)

    def _combined(self, source: Both | Versions, other: "WorkingCalendar") -> "WorkingCalendar":
        strict = Beyond.REFUSE in (self.beyond, other.beyond)
        return self._made(source, Beyond.REFUSE if strict else Beyond.PROVISIONAL)

    def _made(self, source: Both | Without | Versions, beyond: Beyond) -> "WorkingCalendar":
        _bounded(source)
        return WorkingCalendar(source, self.tz, beyond)

    # The door.

    def _shown(self, x: int) -> dt.datetime:
        return from_micros(x, self.tz)

    def _span(self, piece: Piece) -> Span:
        return Span(self._shown(piece[0]), self._shown(in_range(piece[1])), dt.date.fromordinal(piece[2]))

    def _ordinal(self, day: dt.date) -> int:
        if isinstance(day, dt.datetime):
            return local_ordinal(to_micros(day), self.tz)
        return written.a_day(day).toordinal()
