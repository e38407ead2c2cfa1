"""Questions about a calendar, asked of the real one and of the oracle.

A question is drawn as a recipe (an edge by its number, and how far beside it), because which edges there are is only
known when the oracle has read the calendar. `QUESTIONS` is the table: how a caller would write it, and the oracle's
way to answer it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from oracles.wall_clock import DAY, NOTHING, Never, instant, reading
from supportcore import calendar as real
from supportcore.errors import NeverCloses, NoWorkingTime, OutOfRange

NEAR, FAR = 25, 150  # days either side of the night that the oracle reads at first, and where that holds no answer
MICROSECOND, SECOND = timedelta(microseconds=1), timedelta(seconds=1)

BESIDE = (*[NOTHING] * 5, MICROSECOND, -MICROSECOND, SECOND, -SECOND, timedelta(minutes=29), timedelta(hours=-5))
MORE = (*[NOTHING] * 6, MICROSECOND, -MICROSECOND, SECOND, timedelta(minutes=-7))


@dataclass(frozen=True)
class Recipe:
    """Which question, and where: instants by the number of an edge, dates by their distance from the night."""

    name: str
    edges: tuple[int, int, int]
    beside: tuple[timedelta, timedelta]
    more: timedelta
    days: tuple[int, int]
    choice: int

    def of(self, oracle, night, edges):
        """Return the arguments: every instant in reach of what the oracle has read."""
        one, two, three = (edges[number % len(edges)] for number in self.edges)
        work = oracle.between(one, two) + self.more
        instants = one + self.beside[0], two + self.beside[1], three
        return Asked(*instants, work, night + self.days[0] * DAY, self.days[1], self.choice)


@dataclass(frozen=True)
class Asked:
    """The arguments of one question; each takes what it needs."""

    at: datetime
    to: datetime
    since: datetime
    work: timedelta
    day: date
    n: int
    choice: int

    def one_of(self, policies):
        return list(policies)[self.choice % len(policies)]


def edges_of(scene, oracle):
    """Return what is worth asking about: openings, closings, midnights and clock changes within ten days."""
    low, high = (scene.night + n * DAY for n in (-10, 10))
    found = {edge for start, end, _ in oracle.owned for edge in (start, end) if low <= edge.date() <= high}
    for n in range(-3, 4):
        day = scene.night + n * DAY
        found.add(instant(scene.zone, datetime(day.year, day.month, day.day)))
        found.add(instant(scene.zone, datetime(day.year, day.month, day.day, 3, 30)))
    return sorted(found)


def joined(spans):
    """Show spans as instants of UTC, those that touch and have one working date as one, however they were told."""
    found = []
    for start, end, day in ((start.astimezone(UTC), end.astimezone(UTC), day) for start, end, day in spans):
        if found and found[-1][1:] == (start, day):
            found[-1] = (found[-1][0], end, day)
        elif found and found[-1][0] == end and found[-1][2] == day:  # walking backwards
            found[-1] = (start, found[-1][1], day)
        else:
            found.append((start, end, day))
    return found


def told(spans):
    return joined((span.start, span.end, span.working_date) for span in spans)


def towards(asked):
    return real.Direction.FORWARD if asked.at <= asked.to else real.Direction.BACKWARD


# --- the table: how a caller asks, and how the oracle answers ---------------------------------------------------------

QUESTIONS = {
    "add": (
        lambda cal, q: cal.add(q.since, q.work, landing=q.one_of(real.Landing)),
        lambda oracle, q: oracle.add(q.since, q.work, q.one_of(real.Landing).name),
    ),
    "add beside an edge": (
        lambda cal, q: cal.add(q.at, q.work, landing=q.one_of(real.Landing)),
        lambda oracle, q: oracle.add(q.at, q.work, q.one_of(real.Landing).name),
    ),
    "between": (lambda cal, q: cal.between(q.at, q.to), lambda oracle, q: oracle.between(q.at, q.to)),
    "is_open": (lambda cal, q: cal.is_open(q.at), lambda oracle, q: oracle.is_open(q.at)),
    "next_open": (lambda cal, q: cal.next_open(q.at), lambda oracle, q: oracle.next_open(q.at)),
    "previous_open": (lambda cal, q: cal.previous_open(q.at), lambda oracle, q: oracle.previous_open(q.at)),
    "next_close": (lambda cal, q: cal.next_close(q.at), lambda oracle, q: oracle.next_close(q.at)),
    "previous_close": (lambda cal, q: cal.previous_close(q.at), lambda oracle, q: oracle.previous_close(q.at)),
    "next_opening": (lambda cal, q: cal.next_opening(q.at), lambda oracle, q: oracle.next_opening(q.at)),
    "spans": (
        lambda cal, q: told(cal.spans(q.at, q.to, direction=towards(q))),
        lambda oracle, q: joined(oracle.spans(q.at, q.to)),
    ),
    "the first span": (
        lambda cal, q: next(cal.spans(q.at)).start.astimezone(UTC),
        lambda oracle, q: oracle.next_open(q.at),
    ),
    "the last span": (
        lambda cal, q: next(cal.spans(q.at, direction=real.Direction.BACKWARD)).end.astimezone(UTC),
        lambda oracle, q: oracle.previous_open(q.at),
    ),
    "is_working_day": (
        lambda cal, q: cal.is_working_day(q.day),
        lambda oracle, q: oracle.is_working_day(q.day),
    ),
    "is_working_day of an instant": (
        lambda cal, q: cal.is_working_day(q.at),
        lambda oracle, q: oracle.is_working_day(reading(oracle.zone, q.at).date()),
    ),
    "date_of": (lambda cal, q: cal.date_of(q.at), lambda oracle, q: oracle.date_of(q.at)),
    "hours": (lambda cal, q: told(cal.hours(q.day)), lambda oracle, q: joined(oracle.hours(q.day))),
    "opening": (lambda cal, q: cal.opening(q.day), lambda oracle, q: oracle.opening(q.day)),
    "closing": (lambda cal, q: cal.closing(q.day), lambda oracle, q: oracle.closing(q.day)),
    "add_days": (
        lambda cal, q: cal.add_days(q.day, q.n, step=q.one_of(real.DayStep)),
        lambda oracle, q: oracle.add_days(q.day, q.n, roll_first=q.one_of(real.DayStep) is real.DayStep.ROLL_FIRST),
    ),
    "add_days of an instant": (
        lambda cal, q: cal.add_days(q.at, q.n, step=q.one_of(real.DayStep)),
        lambda oracle, q: oracle.add_days_at(q.at, q.n, roll_first=q.one_of(real.DayStep) is real.DayStep.ROLL_FIRST),
    ),
    "working_days_between": (
        lambda cal, q: cal.working_days_between(q.day, q.day + q.n * DAY, ends=q.one_of(real.Ends)),
        lambda oracle, q: oracle.working_days_between(q.day, q.day + q.n * DAY, q.one_of(real.Ends).name),
    ),
}

NAMES = tuple(QUESTIONS)


def recipe(random):
    """Draw a question. A seed draws them, not Hypothesis: they are many and independent, and a failing one is told."""
    return Recipe(
        random.choice(NAMES),
        (random.randrange(200), random.randrange(200), random.randrange(200)),
        (random.choice(BESIDE), random.choice(BESIDE)),
        random.choice(MORE),
        (random.randint(-6, 6), random.randint(-7, 7)),
        random.randrange(6),
    )


def questions(seed, count):
    """Return so many questions; the same ones for the same seed."""
    random = Random(seed)
    return [recipe(random) for _ in range(count)]


def shown(answer):
    """Show an instant in UTC: two zones never agree, in Python, about a reading that comes twice."""
    return answer.astimezone(UTC) if isinstance(answer, datetime) else answer


def real_answer(calendar, name, asked):
    """Return the calendar's answer, or the word *never*."""
    try:
        return shown(QUESTIONS[name][0](calendar, asked))
    except (NoWorkingTime, NeverCloses, OutOfRange):
        return "never"


class Examined:
    """A scene under questions: the calendar in it, the oracle's reading, and each answer beside the other."""

    def __init__(self, calendar, scene):
        self.calendar, self.scene = calendar, scene
        self.near = scene.oracle(NEAR)
        self.far = None
        self.edges = edges_of(scene, self.near)

    def ask(self, recipe):
        """Return the question with both answers; `None` for one that no window of the oracle can answer."""
        asked = recipe.of(self.near, self.scene.night, self.edges)
        found = real_answer(self.calendar, recipe.name, asked)
        try:
            return asked, found, QUESTIONS[recipe.name][1](self.near, asked)
        except Never:
            if self.far is None:
                self.far = self.scene.oracle(FAR)
        try:
            return asked, found, QUESTIONS[recipe.name][1](self.far, asked)
        except Never:
            return asked, found, found if self.is_beyond(found) else "never"

    def is_beyond(self, found):
        """Tell whether an answer lies where even the far window does not reach."""
        if isinstance(found, datetime):
            return not self.far.window[0] < found < self.far.window[1]
        return isinstance(found, date) and abs(found - self.scene.night) > FAR * DAY
