"""Nonsense for what-ifs: efforts, streams and questions about capacity that cannot be, and that end at once."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from supportcore import plans
from supportcore.errors import InvalidCaseload, InvalidDuration, InvalidInstant, SupportcoreError
from supportcore.tasks import COMPOUND, SIMPLE
from supportcore.whatif import (
    Caseload,
    Empirical,
    Estimate,
    Exponential,
    Fixed,
    LogNormal,
    Stream,
    capacity,
    simulate,
)

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
HOUSE, BOOK = plans.house_calendar(), plans.individual_manager().rulebook
STREAM = Stream(SIMPLE, 15 * HOUR, Fixed(HOUR))
LOAD = Caseload(STREAM, BOOK, HOUSE)
MONDAY = datetime(2026, 1, 5, tzinfo=HOUSE.tz)
MANY = 10**400


def ask(**changes):
    return capacity(
        LOAD, MONDAY, **{"projects": [3], "length": 2 * WEEK, "warm_up": WEEK, "replications": 5, **changes}
    )


NONSENSE = {
    "an effort of a thousand years": (InvalidCaseload, "a hundred years at most", lambda: Fixed(timedelta.max)),
    "a number for an effort": (InvalidDuration, "40: a duration", lambda: Exponential(40)),
    "a law whose average is beyond all time": (
        InvalidCaseload,
        "the average would be a hundred years or more; look for a slip in the unit",
        lambda: LogNormal(timedelta(microseconds=1), timedelta(days=30_000)),
    ),
    "one observed effort": (InvalidCaseload, "observed efforts are a list", lambda: Empirical(HOUR)),
    "observed numbers": (InvalidDuration, "40: a duration", lambda: Empirical([40])),
    "a stream of a code": (
        InvalidCaseload,
        "'simple': a stream is of one kind",
        lambda: Stream("simple", HOUR, Fixed(HOUR)),
    ),
    "half a part": (InvalidCaseload, "2.5: a compound task has", lambda: Stream(COMPOUND, HOUR, Fixed(HOUR), 2.5)),
    "one part": (InvalidCaseload, "1: a compound task has 2", lambda: Stream(COMPOUND, HOUR, Fixed(HOUR), 1)),
    "parts beyond all counting": (InvalidCaseload, "has 2 parts", lambda: Stream(COMPOUND, HOUR, Fixed(HOUR), MANY)),
    "no streams": (InvalidCaseload, "None: a project posts streams", lambda: Caseload(None, BOOK, HOUSE)),
    "streams of text": (InvalidCaseload, "a project posts streams", lambda: Caseload("abc", BOOK, HOUSE)),
    "a plan for its rulebook": (
        InvalidCaseload,
        "stands in a Rulebook; pass plan.rulebook",
        lambda: Caseload(STREAM, plans.individual_manager(), HOUSE),
    ),
    "no house": (InvalidCaseload, "None: the house and its manager", lambda: Caseload(STREAM, BOOK, None)),
    "a manager's name": (InvalidCaseload, "'m1': the house and its", lambda: Caseload(STREAM, BOOK, HOUSE, "m1")),
    "a simulated stream": (
        InvalidCaseload,
        "what is simulated is a Caseload",
        lambda: simulate(STREAM, 3, MONDAY, MONDAY + WEEK),
    ),
    "projects beyond all counting": (
        InvalidCaseload,
        "'more than can be counted': at most 10,000,000 tasks are simulated; ask for fewer loads or projects",
        lambda: simulate(LOAD, MANY, MONDAY, MONDAY + WEEK),
    ),
    "projects beyond all patience": (
        InvalidCaseload,
        "'30,000,000': at most 10,000,000 tasks",
        lambda: simulate(LOAD, 10_000_000, MONDAY, MONDAY + WEEK),
    ),
    "true projects": (InvalidCaseload, "True: projects, seeds", lambda: simulate(LOAD, True, MONDAY, MONDAY + WEEK)),
    "a play that ends at noon": (InvalidInstant, "'noon'", lambda: simulate(LOAD, 3, MONDAY, "noon")),
    "the capacity of a stream": (InvalidCaseload, "what is simulated is a Caseload", lambda: capacity(STREAM, MONDAY)),
    "replications beyond all counting": (
        InvalidCaseload,
        "at most 1,000,000 replications",
        lambda: ask(replications=MANY),
    ),
    "one load": (InvalidCaseload, "6: the loads are several numbers of projects", lambda: ask(projects=6)),
    "a mark of half a project": (InvalidCaseload, "9.5: projects, seeds", lambda: ask(marked=9.5)),
    "a load beyond all counting that is overloaded, with a confidence of 1": (
        InvalidCaseload,
        "a goal and a confidence",
        lambda: ask(projects=[MANY], confidence=1),
    ),
    "an interval of two values": (
        InvalidCaseload,
        "takes 5 values at least",
        lambda: Estimate.of([1.0, 2.0], Fraction(1, 2)),
    ),
    "an interval of a number": (InvalidCaseload, "5: an interval takes", lambda: Estimate.of(5, Fraction(1, 2))),
    "an interval that is certain": (InvalidCaseload, "1: a goal and a confidence", lambda: Estimate.of([1.0] * 5, 1)),
}


@pytest.mark.parametrize(("error", "says", "question"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused_at_once_with_value_rule_and_way_out(error, says, question):
    with pytest.raises(error, match=says) as refused:
        question()
    assert isinstance(refused.value, SupportcoreError)
    assert refused.value.rule in str(refused.value)
    assert refused.value.way_out in str(refused.value)


def test_a_load_beyond_all_counting_is_overloaded_without_a_simulation():
    assert ask(projects=[MANY]).loads[0].overloaded


def test_an_effort_is_a_plain_duration_whatever_it_was_given_as():
    class Long(timedelta):
        """A duration of another library."""

    assert type(Fixed(Long(hours=1)).mean) is timedelta
    assert type(Stream(SIMPLE, Long(hours=1), Fixed(HOUR)).every) is timedelta


def test_the_longest_effort_is_a_hundred_years():
    longest = timedelta(days=36_525)
    assert Fixed(longest).mean == longest
    with pytest.raises(InvalidCaseload, match="a hundred years at most"):
        Fixed(longest + timedelta(microseconds=1))


def test_no_mark_is_a_mark_too():
    assert ask(marked=None).marked is None
