"""What a client asks of a support firm, under no plan yet: requests of each kind a month, and how much work each is.

A `Workload` is assumed, or measured from what happened. It is a pattern: numbers by kind and month. `asks` makes it
requests at instants, the same every time: spread evenly over the working time of each month. Chance comes in only where
it is asked for (`monte_carlo`). A development's effort is its agreed hours.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from math import floor

import attrs

from supportcore.account import Account
from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, InvalidWorkload
from supportcore.periods import Period
from supportcore.tasks import SIMPLE, Activity, Channel, LogRow, TaskType
from supportcore.units import Exact
from supportcore.whatif.asking import measure
from supportcore.whatif.asking.demand import (
    MINUTE,
    Ask,
    Demand,
    Effort,
    Efforts,
    Kind,
    a_date,
    a_share,
    by_kind,
    counted,
    each_month,
    efforts_of,
    how_many,
    kind_of,
    midnight,
    months_of,
    season_of,
)
from supportcore.whatif.asking.doors import ACCOUNT, CHANNEL, KIND, LOG_ROW

MOST = 1_000_000
"""The most requests of a workload that are played: some minutes under one plan."""
_HALF = Fraction(1, 2)


_STREAM = Door(InvalidWorkload, "what is asked is streams of Demand", "write Workload.of({'simple': 20}, ...)", Demand)


def _streams(value: Iterable[Demand]) -> tuple[Demand, ...]:
    return _STREAM.all(value)


def _months(value: int) -> int:
    return counted(value, "a number of months")


def _users(value: int) -> int:
    return counted(value, "a number of users")


@attrs.frozen
class Workload:
    """What is asked: streams of requests from a first day on, for so many months.

    ``season`` are 12 factors, January first (none: every month alike). ``users`` is the size of the client, ``channel``
    how requests come in, ``fault`` the share of incidents that are the client's own (PTS-5: such are few).

    >>> year = Workload.of({"simple": 20, "bug": 2}, {"simple": 25, "bug": (40, 90)}, start=dt.date(2027, 1, 1))
    >>> print(year)
    12 months from 2027-01-01: 240 simple (100 h), 24 bug (26 h)
    """

    streams: tuple[Demand, ...] = attrs.field(converter=_streams)
    start: dt.date = attrs.field(converter=a_date)
    months: int = attrs.field(converter=_months)
    season: tuple[Fraction, ...] = attrs.field(default=(), converter=season_of)
    users: int = attrs.field(default=1, converter=_users, kw_only=True)
    channel: Channel = attrs.field(default=Channel.EMAIL, validator=CHANNEL.check, kw_only=True)
    fault: Fraction = attrs.field(default=Fraction(0), converter=a_share, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for stream in self.streams:
            if (told := len(stream.monthly)) < self.months:
                rule = f"a number for each of the {self.months} months is meant"
                raise InvalidWorkload(told, rule, "write Workload.of({'simple': 20}, ..., months=24)")

    @classmethod
    def of(
        cls,
        tasks: Mapping[Kind, Exact | Iterable[Exact]] | Mapping[str, Exact | Iterable[Exact]],
        efforts: Efforts,
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
        known = _months(months)
        taken = {kind_of(kind): efforts_of(value) for kind, value in by_kind(efforts)}
        streams = []
        for name, value in by_kind(tasks):
            kind = kind_of(name)
            if kind not in taken:
                raise InvalidWorkload(kind.code, "a kind has an effort", f"write efforts={{{kind.code!r}: 25}}")
            streams.append(Demand(kind, each_month(value, known), taken[kind]))
        return cls(
            tuple(streams), start, months, season, users=users, channel=channel,
            fault=fault,
        )  # fmt: skip

    @classmethod
    def measured(
        cls, account: Account, *, start: dt.date, months: int, efforts: Efforts | None = None, users: int = 1
    ) -> "Workload":
        """Return what an account's client asked, refused requests too, and how long each kind took.

        Efforts are the minutes logged (a development's: what was agreed); ``efforts`` are for kinds with none of them.
        """
        tasks = measure.posted(ACCOUNT(account))
        empty, known = cls.of({}, {}, start=start, months=months, users=users), measure.worked(account, tasks)
        return empty.evolve(streams=measure.demands(tasks, known, efforts or {}, empty.periods(account.calendar)))

    @classmethod
    def from_log(
        cls,
        rows: Iterable[LogRow],
        mapping: Mapping[str, Activity],
        calendar: WorkingCalendar,
        efforts: Efforts,
        *,
        start: dt.date,
        months: int,
        kind: TaskType = SIMPLE,
        kinds: Mapping[tuple[str, str], TaskType] | None = None,
        users: int = 1,
    ) -> "Workload":
        """Return the requests of another system's event log; a log knows no effort, so the caller says it.

        A case is posted with its first row mapped as posted, or its first row; ``kind`` and ``kinds`` are as in
        `supportcore.tasks.play`.
        """
        empty = cls.of({}, {}, start=start, months=months, users=users)
        tasks = measure.logged(LOG_ROW.all(rows), mapping, KIND(kind), {} if kinds is None else kinds)
        return empty.evolve(streams=measure.demands(tasks, {}, efforts, empty.periods(calendar)))

    # --- what it says -------------------------------------------------------------------------------------------------

    def since(self, calendar: WorkingCalendar) -> dt.datetime:
        """Return the instant at which it starts: the midnight of its first day, where the calendar is."""
        return midnight(self.start, calendar)

    def periods(self, calendar: WorkingCalendar) -> tuple[Period, ...]:
        """Return its months, from its first day on."""
        return months_of(self.start, self.months, calendar)

    def expected(self, stream: Demand) -> tuple[Fraction, ...]:
        """Return how many requests of a stream each month has, season and all: not yet whole numbers."""
        monthly = stream.monthly[: self.months]  # made shorter, it may have numbers of more
        if not self.season:
            return monthly
        first = self.start.month - 1
        return tuple(number * self.season[(first + month) % 12] for month, number in enumerate(monthly))

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
        rows = [(stream, self.counts(stream)) for stream in bounded(self).streams]
        return tuple(_placed(rows, self.periods(calendar), calendar))

    # --- the same, a little different ---------------------------------------------------------------------------------

    def evolve(self, **changes: object) -> "Workload":
        """Return the workload with fields changed: fewer months, another start; raise `InvalidWorkload` for others."""
        known = attrs.fields_dict(Workload)
        for name in changes:
            if name not in known:
                raise InvalidWorkload(name, f"a workload has the fields {', '.join(known)}", "change one of them")
        return attrs.evolve(self, **changes)  # type: ignore[arg-type]

    def with_tasks(self, kind: Kind, number: Exact) -> "Workload":
        """Return the workload with so many requests of a kind in every month, before the season."""
        monthly = each_month(number, self.months)
        return self._with(kind, lambda stream: attrs.evolve(stream, monthly=monthly))

    def with_effort(self, kind: Kind, effort: Effort | Iterable[Effort]) -> "Workload":
        """Return the workload with another effort of a kind."""
        efforts = efforts_of(effort)
        return self._with(kind, lambda stream: attrs.evolve(stream, efforts=efforts))

    def scaled(self, kind: Kind, *, tasks: Exact = 1, effort: Exact = 1) -> "Workload":
        """Return the workload with the tasks of a kind, or their efforts, multiplied; efforts to the minute."""
        many, long = how_many(tasks, "a factor"), how_many(effort, "a factor")
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
        months = "1 month" if self.months == 1 else f"{self.months} months"
        return f"{months} from {self.start}: {', '.join(told) or 'nothing'}"


WORKLOAD = Door(InvalidWorkload, "what is asked is a Workload", "write Workload.of({'simple': 20}, ...)", Workload)


def bounded(workload: Workload) -> Workload:
    """Return a workload; refuse one that would take hours to play, before it does."""
    asked = sum((number for stream in workload.streams for number in workload.expected(stream)), Fraction(0))
    if asked > MOST:
        way = "ask for fewer months, or fewer a month"
        raise InvalidWorkload(f"{floor(asked):,} requests", f"at most {MOST:,} are played", way)
    return workload


def longer(stream: Demand, factor: Fraction) -> tuple[int, ...]:
    """Return efforts multiplied, to the nearest minute and one at least."""
    return tuple(max(1, floor(one * factor + _HALF)) for one in stream.efforts)


def _placed(
    rows: list[tuple[Demand, tuple[int, ...]]], periods: tuple[Period, ...], calendar: WorkingCalendar
) -> Iterator[Ask]:
    """Yield the requests of each month in order of time: the k-th of n at (k + 1/2) / n of the month's working time."""
    done = [0] * len(rows)
    for month, period in enumerate(periods):
        open_minutes = calendar.between(period.start, period.end) // MINUTE
        places = []
        for row, (_, counts) in enumerate(rows):
            number = counts[month]
            places += [(Fraction(2 * k + 1, 2 * number), row, done[row] + k) for k in range(number)]
            done[row] += number
        for place, row, number in sorted(places):
            stream = rows[row][0]
            at = calendar.add(period.start, floor(place * open_minutes) * MINUTE)
            yield Ask(at, stream.kind, stream.efforts[number % len(stream.efforts)])
