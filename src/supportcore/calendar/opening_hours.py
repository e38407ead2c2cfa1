"""The plain part of OpenStreetMap's ``opening_hours``: weekdays, times, ``off``, single dates, ``24/7``, ``PH off``.

A rule further right replaces what an earlier one said of the same day. Anything else (sunrise, weeks of the year,
comments, ``||``) is refused with the character at which the reading stopped: hours that are half understood are worse
than none.
"""

import datetime as dt
import re
from collections.abc import Iterator

from supportcore.calendar.hours import (
    MIDNIGHT,
    WEEKDAYS,
    Dates,
    Shift,
    Week,
    refuse_overlap_past_midnight,
    shifts,
)
from supportcore.errors import InvalidHours

_DAYS = {name[:2].capitalize(): number for number, name in enumerate(WEEKDAYS)}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TOKEN = (  # compiled at the first text, which most who import this never read
    r"\s*(?:(?P<always>24/7)|(?P<time>\d{1,2}:\d{2})|(?P<year>\d{4})|(?P<number>\d{1,2})"
    r"|(?P<day>Mo|Tu|We|Th|Fr|Sa|Su)\b|(?P<month>" + "|".join(_MONTHS) + r")\b|(?P<holiday>PH)\b"
    r"|(?P<closed>off|closed)\b|(?P<mark>[-,;]))"
)


def read(text: str) -> tuple[Week, Dates]:
    """Return the week and the hours per date that the text describes.

    >>> week, dates = read("Mo-Fr 09:00-13:00,14:00-18:00; 2026 Dec 31 09:00-12:00")
    >>> week[0]
    (Shift('09:00', '13:00'), Shift('14:00', '18:00'))
    >>> dates
    ((datetime.date(2026, 12, 31), (Shift('09:00', '12:00'),)),)
    """
    if not isinstance(text, str) or not text.strip():
        raise InvalidHours(text, "opening hours are text such as 'Mo-Fr 09:00-18:00'", "write at least one rule")
    return _Reader(text).rules()


class _Reader:
    """One pass over the tokens; each method reads one noun of the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._cut())
        self.place = 0

    def _cut(self) -> Iterator[tuple[str, str, int]]:
        token, place, end = re.compile(_TOKEN, re.ASCII), 0, len(self.text.rstrip())
        while place < end:
            found = token.match(self.text, place)
            if not found:
                raise self._error(
                    place + len(self.text[place:]) - len(self.text[place:].lstrip()), "nothing I can read"
                )
            kind = str(found.lastgroup)
            yield kind, found[kind], found.start(kind)
            place = found.end()
        yield "end", "", len(self.text)

    def _error(self, at: int, expected: str) -> InvalidHours:
        rest = self.text[at : at + 12] or "the end"
        return InvalidHours(
            self.text,
            f"at character {at + 1} ({rest!r}) {expected}",
            "write rules such as 'Mo-Fr 09:00-18:00; Sa 10:00-14:00; 2026 Dec 31 off; PH off', "
            "or pass plain data to WorkingCalendar.weekly",
        )

    def next_is(self, kind: str, text: str | None = None) -> bool:
        found, value, _ = self.tokens[self.place]
        return found == kind and (text is None or value == text)

    def take(self, kind: str, expected: str, text: str | None = None) -> str:
        _, value, at = self.tokens[self.place]
        if not self.next_is(kind, text):
            raise self._error(at, f"should be {expected}")
        self.place += 1
        return value

    def accept(self, text: str) -> bool:
        if found := self.next_is("mark", text):
            self.place += 1
        return found

    def rules(self) -> tuple[Week, Dates]:
        week: list[tuple[Shift, ...]] = [()] * 7
        dates: dict[dt.date, tuple[Shift, ...]] = {}
        while not self.next_is("end"):
            if self.next_is("holiday"):
                self.take("holiday", "PH")
                self.take("closed", "'off': hours of a holiday are said in its table")
            elif self.next_is("year"):
                date = self.date()
                dates[date] = self.hours()
            else:
                days = self.days()
                hours = self.hours()
                for day in days:
                    week[day] = hours
            if not self.accept(";"):
                self.take("end", "';' or the end")
                break
        refuse_overlap_past_midnight(tuple(week))
        return tuple(week), tuple(sorted(dates.items()))

    def date(self) -> dt.date:
        _, year, at = self.tokens[self.place]
        self.take("year", "a year")
        month = _MONTHS.index(self.take("month", "a month such as Dec")) + 1
        day = self.take("number", "a day of the month")
        try:
            return dt.date(int(year), month, int(day))
        except ValueError:
            raise self._error(at, "is no date of the calendar") from None

    def days(self) -> list[int]:
        if self.next_is("time") or self.next_is("always"):
            return list(range(7))
        found: list[int] = []
        while not found or self.accept(","):
            if found and self.next_is("holiday"):
                at = self.tokens[self.place][2]
                raise self._error(at, "stands with weekdays: hours of a holiday are said in its table")
            first = _DAYS[self.take("day", "a weekday such as Mo")]
            last = _DAYS[self.take("day", "a weekday such as Fr")] if self.accept("-") else first
            found += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        return found

    def hours(self) -> tuple[Shift, ...]:
        if self.next_is("closed"):
            self.take("closed", "off")
            return ()
        if self.next_is("always"):
            self.take("always", "24/7")
            return (Shift("00:00", "24:00"),)
        found = [self.shift()]
        while self.accept(","):
            found.append(self.shift())
        return shifts(found)

    def shift(self) -> Shift:
        start = self.seconds(MIDNIGHT - 1)
        if not self.accept("-"):
            raise self._error(self.tokens[self.place][2], "should be '-' and a closing time")
        end = self.seconds(2 * MIDNIGHT)
        end = end if end > start else end + MIDNIGHT
        if end - start > MIDNIGHT:
            raise self._error(self.tokens[self.place - 1][2], "makes a shift longer than 24 hours")
        return Shift.of_seconds(start, end)

    def seconds(self, limit: int) -> int:
        at = self.tokens[self.place][2]
        hour, minute = map(int, self.take("time", "a time such as 09:00").split(":"))
        value = hour * 3600 + minute * 60
        if minute > 59 or value > limit:
            raise self._error(at, "is no clock time here")
        return value
