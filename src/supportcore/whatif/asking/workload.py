"""What a client asks of a support firm, under no plan yet: requests of each kind a month, and how much work each is.

A `Workload` is assumed, or measured from what happened. It is a pattern: numbers by kind and month. `asks` makes it
requests at instants, the same every time: spread evenly over the working time of each month. Chance comes in only where
it is asked for (`monte_carlo`). A development's effort is its agreed hours.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, TypeAlias

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import InvalidWorkload
from supportcore.periods import Billing, Months, Period
from supportcore.tasks import Channel, TaskType, task_type
from supportcore.units import Exact

if TYPE_CHECKING:
    from supportcore.account import Account
    from supportcore.tasks import Activity, LogRow

Kind: TypeAlias = TaskType | str
"""A kind of task, or the code of one that the package knows."""
Effort: TypeAlias = int | dt.timedelta
"""How long a task takes to work: whole minutes, or a duration of such."""
_MINUTE = dt.timedelta(minutes=1)
_HALF = Fraction(1, 2)
_MOST = 1_000_000


@attrs.frozen
class Ask:
    """One request: when it is posted, of which kind, and how many minutes of work it is."""

    at: dt.datetime
    kind: TaskType
    minutes: int


def _fractions(value: Iterable[int | Fraction]) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, value))


@attrs.frozen
class Demand:
    """The requests of one kind: how many in each month before the season, and the minutes of one after another."""

    kind: TaskType
    monthly: tuple[Fraction, ...] = attrs.field(converter=_fractions)
    efforts: tuple[int, ...]

    @property
    def effort(self) -> Fraction:
        """The mean of the minutes of a request."""
        return Fraction(sum(self.efforts), len(self.efforts))


def kind_of(value: Kind) -> TaskType:
    """Return a kind of task by itself or by its code."""
    return value if isinstance(value, TaskType) else task_type(value)


def _number(value: Exact, what: str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise InvalidWorkload(value, f"{what} is an exact number", "write 20, Decimal('2.5') or Fraction(1, 3)")
    if not 0 <= value <= _MOST:
        raise InvalidWorkload(value, f"{what} lies between 0 and {_MOST:,}", "leave the kind out where there is none")
    return Fraction(value)


def _minutes(value: Effort) -> int:
    minutes, rest = divmod(value, _MINUTE) if isinstance(value, dt.timedelta) else (value, None)
    if rest or isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= _MOST:
        raise InvalidWorkload(value, "an effort is one or more whole minutes", "write 25, or timedelta(hours=8)")
    return minutes


def _monthly(value: Exact | Iterable[Exact], months: int) -> tuple[Fraction, ...]:
    """Return the number of each month, from one for all of them or from one each."""
    if not isinstance(value, Iterable):
        return (_number(value, "a number of tasks"),) * months
    each = tuple(_number(one, "a number of tasks") for one in value)
    if len(each) != months:
        raise InvalidWorkload(len(each), f"a number for each of the {months} months is meant", "give one, or all")
    return each


def efforts_of(value: Effort | Iterable[Effort]) -> tuple[int, ...]:
    """Return efforts in minutes, from one or several."""
    if not isinstance(value, Iterable):
        return (_minutes(value),)
    if found := tuple(map(_minutes, value)):
        return found
    raise InvalidWorkload(value, "a kind has an effort", "write efforts={'simple': 25}")


def _season(value: Iterable[Exact]) -> tuple[Fraction, ...]:
    factors = tuple(_number(one, "a factor of the season") for one in value)
    if len(factors) not in (0, 12):
        raise InvalidWorkload(len(factors), "a season has 12 factors, January first", "give 12, or none")
    return factors


def _counted(value: int, what: str) -> int:
    if type(value) is not int or not 1 <= value <= _MOST:
        raise InvalidWorkload(value, f"{what} is a whole number, one or more", "write 12")
    return value


def _share(value: Exact) -> Fraction:
    share = _number(value, "a share")
    if share > 1:
        raise InvalidWorkload(value, "a share lies between 0 and 1", "write Decimal('0.05')")
    return share


@attrs.frozen
class Workload:
    """What is asked: streams of requests from a first day on, for so many months.

    ``season`` are 12 factors, January first (none: every month alike). ``users`` is the size of the client, ``channel``
    how requests come in, ``fault`` the share of incidents that are the client's own (PTS-5: such are few).

    >>> year = Workload.of({"simple": 20, "bug": 2}, {"simple": 25, "bug": (40, 90)}, start=dt.date(2027, 1, 1))
    >>> print(year)
    12 months from 2027-01-01: 240 simple (100 h), 24 bug (26 h)
    """

    streams: tuple[Demand, ...]
    start: dt.date
    months: int
    season: tuple[Fraction, ...] = attrs.field(default=(), converter=_season)
    users: int = attrs.field(default=1, kw_only=True)
    channel: Channel = attrs.field(default=Channel.EMAIL, kw_only=True)
    fault: Fraction = attrs.field(default=Fraction(0), converter=_share, kw_only=True)

    @classmethod
    def of(
        cls,
        tasks: Mapping[Kind, Exact | Iterable[Exact]] | Mapping[str, Exact | Iterable[Exact]],
        efforts: Mapping[Kind, Effort | Iterable[Effort]] | Mapping[str, Effort | Iterable[Effort]],
        *,
        start: dt.date,
        months: int = 12,
        season: Iterable[Exact] = (),
        users: int = 1,
        channel: Channel = Channel.EMAIL,
        fault: Exact = 0,
    ) -> "Workload":
        """Return an assumed workload: of each kind so many a month (or a number for each month), and what each takes.

        Several efforts are taken one after another, then again from the first. Raises `InvalidWorkload`.
        """
        _counted(months, "a number of months")
        taken = {kind_of(kind): efforts_of(value) for kind, value in efforts.items()}
        streams = []
        for name, value in tasks.items():
            kind = kind_of(name)
            if kind not in taken:
                raise InvalidWorkload(kind.code, "a kind has an effort", f"write efforts={{{kind.code!r}: 25}}")
            streams.append(Demand(kind, _monthly(value, months), taken[kind]))
        if isinstance(start, dt.datetime) or not isinstance(start, dt.date):
            raise InvalidWorkload(start, "a workload starts on a date, at its midnight", "write date(2027, 1, 1)")
        return cls(
            tuple(streams), start, months, season, users=_counted(users, "a number of users"), channel=channel,
            fault=fault,
        )  # fmt: skip

    @classmethod
    def measured(
        cls,
        account: "Account",
        *,
        start: dt.date,
        months: int,
        efforts: Mapping[Kind, Effort | Iterable[Effort]] | None = None,
        users: int = 1,
    ) -> "Workload":
        """Return what an account's client asked, refused requests too, and how long each kind took.

        Efforts are the minutes logged (a development's: what was agreed); ``efforts`` are for kinds with none of them.
        """
        from supportcore.whatif.asking.measure import measured  # noqa: PLC0415  # it stands on this room

        return measured(account, start=start, months=months, efforts=efforts, users=users)

    @classmethod
    def from_log(
        cls,
        rows: Iterable["LogRow"],
        mapping: Mapping[str, "Activity"],
        calendar: WorkingCalendar,
        efforts: Mapping[Kind, Effort | Iterable[Effort]] | Mapping[str, Effort | Iterable[Effort]],
        **options: object,
    ) -> "Workload":
        """Return the requests of another system's event log; a log knows no effort, so the caller says it."""
        from supportcore.whatif.asking.measure import from_log  # noqa: PLC0415  # it stands on this room

        return from_log(rows, mapping, calendar, efforts, **options)  # type: ignore[arg-type]

    # --- what it says -------------------------------------------------------------------------------------------------

    def since(self, calendar: WorkingCalendar) -> dt.datetime:
        """Return the instant at which it starts: the midnight of its first day, where the calendar is."""
        return dt.datetime.combine(self.start, dt.time(), calendar.tz)

    def periods(self, calendar: WorkingCalendar) -> tuple[Period, ...]:
        """Return its months, from its first day on."""
        billing = Billing(self.since(calendar), Months(1), calendar.tz)
        return tuple(map(billing.period, range(self.months)))

    def expected(self, stream: Demand) -> tuple[Fraction, ...]:
        """Return how many requests of a stream each month has, season and all: not yet whole numbers."""
        if not self.season:
            return stream.monthly
        first = self.start.month - 1
        return tuple(number * self.season[(first + month) % 12] for month, number in enumerate(stream.monthly))

    def counts(self, stream: Demand) -> tuple[int, ...]:
        """Return whole numbers a month; what rounding takes from one month it gives to a later one."""
        found, total, given = [], Fraction(0), 0
        for number in self.expected(stream):
            total += number
            found.append(floor(total + _HALF) - given)
            given += found[-1]
        return tuple(found)

    def asks(self, calendar: WorkingCalendar) -> tuple[Ask, ...]:
        """Return the requests, spread evenly over the working time of each month, to the minute."""
        periods = self.periods(calendar)
        rows = [(stream, self.counts(stream)) for stream in self.streams]
        return tuple(_placed(rows, periods, calendar))

    # --- the same, a little different ---------------------------------------------------------------------------------

    def evolve(self, **changes: object) -> "Workload":
        """Return the workload with fields changed."""
        return attrs.evolve(self, **changes)  # type: ignore[arg-type]

    def with_tasks(self, kind: Kind, number: Exact) -> "Workload":
        """Return the workload with so many requests of a kind in every month, before the season."""
        monthly = _monthly(number, self.months)
        return self._with(kind, lambda stream: attrs.evolve(stream, monthly=monthly))

    def with_effort(self, kind: Kind, effort: Effort | Iterable[Effort]) -> "Workload":
        """Return the workload with another effort of a kind."""
        efforts = efforts_of(effort)
        return self._with(kind, lambda stream: attrs.evolve(stream, efforts=efforts))

    def scaled(self, kind: Kind, *, tasks: Exact = 1, effort: Exact = 1) -> "Workload":
        """Return the workload with the tasks of a kind, or their efforts, multiplied; efforts to the minute."""
        many, long = _number(tasks, "a factor"), _number(effort, "a factor")
        return self._with(kind, lambda one: Demand(one.kind, tuple(n * many for n in one.monthly), longer(one, long)))

    def _with(self, kind: Kind, change: Callable[[Demand], Demand]) -> "Workload":
        wanted = kind_of(kind)
        if all(stream.kind != wanted for stream in self.streams):
            known = ", ".join(stream.kind.code for stream in self.streams)
            raise InvalidWorkload(wanted.code, f"the workload has {known or 'nothing'}", "name one of its kinds")
        streams = tuple(change(one) if one.kind == wanted else one for one in self.streams)
        return attrs.evolve(self, streams=streams)

    def __str__(self) -> str:
        told = []
        for stream in self.streams:
            number = sum(self.counts(stream))
            told.append(f"{number:,} {stream.kind.code} ({floor(number * stream.effort / 60 + _HALF):,} h)")
        return f"{self.months} months from {self.start}: {', '.join(told) or 'nothing'}"


def longer(stream: Demand, factor: Fraction) -> tuple[int, ...]:
    """Return efforts multiplied, to the nearest minute and one at least."""
    return tuple(max(1, floor(one * factor + _HALF)) for one in stream.efforts)


def _placed(
    rows: list[tuple[Demand, tuple[int, ...]]], periods: tuple[Period, ...], calendar: WorkingCalendar
) -> Iterator[Ask]:
    """Yield the requests of each month in order of time: the k-th of n at (k + 1/2) / n of the month's working time."""
    done = [0] * len(rows)
    for month, period in enumerate(periods):
        open_minutes = calendar.between(period.start, period.end) // _MINUTE
        places = []
        for row, (_, counts) in enumerate(rows):
            number = counts[month]
            places += [(Fraction(2 * k + 1, 2 * number), row, done[row] + k) for k in range(number)]
            done[row] += number
        for place, row, number in sorted(places):
            stream = rows[row][0]
            at = calendar.add(period.start, floor(place * open_minutes) * _MINUTE)
            yield Ask(at, stream.kind, stream.efforts[number % len(stream.efforts)])
