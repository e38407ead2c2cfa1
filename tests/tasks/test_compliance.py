"""Were the promises kept? Hand-made cases with hand-counted answers, and the queue of what is due next."""

from datetime import timedelta
from fractions import Fraction

import pytest

from drawing.desk import HOUR, HOURLY, MICROSECOND, MINUTE, after, at, taken
from supportcore import tasks
from supportcore.tasks import (
    Accepted,
    Agreed,
    Cancelled,
    Channel,
    Compliance,
    Confirmed,
    Estimated,
    Line,
    Questioned,
    Reclassified,
    Resumed,
    Solved,
    Waiting,
    compliance,
    nearest_rank,
    queue,
)

NOVEMBER, DECEMBER = at(1, "00:00"), at(1, "00:00", 12)
NONE = timedelta(0)


def simple(name, *events, when=None):
    return after(taken(when=when, name=name), *events)


# Posted on Monday, 23 November at 10:00, due at 18:00, unless said otherwise.
CASES = {
    "met after 2 h": simple("A", Solved("1", at(23, "12:00"))),
    "met after 8 h, at the due instant": simple("B", Solved("1", at(23, "18:00"))),
    "breached after 9 h": simple("C", Solved("1", at(24, "10:00"))),
    "met after 3 h, paused for 4 h": simple(
        "D", Waiting("1", at(23, "11:00")), Resumed("2", at(23, "15:00")), Solved("3", at(23, "17:00"))
    ),
    "breached and open": simple("E"),
    "open": simple("F", when=at(30, "17:00")),
    "cancelled": simple("G", Cancelled("1", at(23, "11:00"))),
    "another month": simple("H", Solved("1", at(1, "10:00", 12)), when=at(1, "09:00", 12)),
    "reopened once, met after 3 h of work, solved for 2 h between": simple(
        "I", Solved("1", at(23, "12:00")), Questioned("2", at(23, "14:00")), Solved("3", at(23, "15:00"))
    ),
    "never agreed": taken(kind=tasks.DEVELOPMENT, name="J"),
    "agreed, met after 4 h": after(
        taken(kind=tasks.DEVELOPMENT, name="K"),
        Accepted("1", at(23, "10:10")),
        Estimated("2", at(23, "11:00"), 6 * HOUR),
        Agreed("3", at(24, "09:00")),
        Solved("4", at(24, "13:00")),
    ),
    "grown: now compound, breached": after(
        taken(name="L"),
        Reclassified("1", at(23, "12:00"), 2, "two reports", consent=True),
        Solved("2", at(25, "10:00")),
    ),
}
PAIRS = [("package", case) for case in CASES.values()]


def test_a_month_counted_by_hand():
    found = compliance(PAIRS, NOVEMBER, DECEMBER)
    assert [line.group for line in found.lines] == [
        ("package", "compound"),
        ("package", "development"),
        ("package", "simple"),
    ]
    compound, development, plain = found.lines
    # A, B, D, I met; C, E breached; F open; G promised nothing; H is December's
    assert (plain.promised, plain.met, plain.breached, plain.open) == (7, 4, 2, 1)
    assert plain.share == Fraction(4, 6)
    # solved in 2, 3, 3, 8 and 9 hours
    assert (plain.median, plain.p90) == (3 * HOUR, 9 * HOUR)
    assert plain.excluded == 4 * HOUR + 2 * HOUR
    assert (development.promised, development.met, development.median) == (1, 1, 4 * HOUR)
    assert (compound.promised, compound.breached, compound.median) == (1, 1, 18 * HOUR)


def test_the_edges_of_a_period_are_half_open():
    first, last = at(23, "10:00"), at(24, "09:00")
    cases = [("p", simple("A", when=when)) for when in (first, first - MICROSECOND, last, last - MICROSECOND)]
    (line,) = compliance(cases, first, last).lines
    assert line.promised == 2
    assert [one.promised for one in compliance(cases, last, last + MICROSECOND, now=at(30)).lines] == [1]


def test_what_counts_is_what_was_known():
    known = compliance(PAIRS, NOVEMBER, DECEMBER, now=at(23, "11:30"))
    found = {line.group[1]: (line.promised, line.met, line.breached, line.open) for line in known.lines}
    # at 11:30 on Monday A to E, I and L were simple and open; G was cancelled; F lay ahead
    assert found == {"simple": (7, 0, 0, 7), "development": (0, 0, 0, 0)}
    (line,) = (one for one in known.lines if one.group[1] == "simple")
    assert (line.median, line.share, line.excluded) == (None, None, 30 * MINUTE)


def test_a_case_reopened_after_the_end_was_solved_at_the_end():
    case = simple("A", Solved("1", at(23, "12:00")), Questioned("2", at(24, "10:00")))
    (line,) = compliance([("p", case)], NOVEMBER, at(24, "00:00")).lines
    assert (line.met, line.median) == (1, 2 * HOUR)


RANKS = [
    # so many hours, the share, the rank
    (1, Fraction(1, 2), 1), (2, Fraction(1, 2), 1), (3, Fraction(1, 2), 2), (10, Fraction(9, 10), 9),
    (11, Fraction(9, 10), 10), (10, Fraction(0), 1), (10, Fraction(1), 10),
]  # fmt: skip


@pytest.mark.parametrize(("count", "share", "rank"), RANKS)
def test_a_rank_is_the_nearest_that_is_not_exceeded(count, share, rank):
    assert nearest_rank([n * HOUR for n in range(1, count + 1)], share) == rank * HOUR
    assert nearest_rank([], share) is None


def test_the_table_reads_on_a_terminal_and_in_a_notebook():
    line = Line(("<b>", "simple"), 7, 4, 2, 1, 3 * HOUR + 59 * timedelta(seconds=1), None, NONE)
    table = Compliance((line,))
    assert str(table).splitlines() == [
        "plan  type    promised  met  breached  open  share  median  P90  paused",
        "<b>   simple  7         4    2         1     66.7%  3 h     -    0 s",
    ]
    cells = "".join(f"<td>{cell}</td>" for cell in ("&lt;b&gt;", "simple", 7, 4, 2, 1, "66.7%", "3 h", "-", "0 s"))
    assert table._repr_html_().endswith(f"<tbody><tr>{cells}</tr></tbody></table>")
    assert str(Compliance(())).startswith("plan  type")
    undecided = Compliance((Line(("p", "simple"), 1, 0, 0, 1, None, None, NONE),))
    assert str(undecided).splitlines()[1].split()[6] == "-"


def test_the_queue_has_what_is_due_first_in_front_and_what_has_no_due_time_at_the_end():
    paused = simple("M", Waiting("1", at(23, "11:00")))
    cases = [*CASES.values(), paused, simple("Z", when=at(20, "10:00")), simple("B2")]
    now = at(30, "17:30")
    assert [case.task.id for case in queue(cases, now)] == ["Z", "B2", "E", "F", "J", "M"]
    assert [case.task.id for case in queue(reversed(cases), now)] == ["Z", "B2", "E", "F", "J", "M"]
    assert [case.task.id for case in queue(cases, at(23, "11:30"))] == [
        *("Z", "A", "B", "B2", "C", "E", "I", "L"),
        *("D", "J", "K", "M"),  # paused, or not agreed
    ]
    assert queue([], now) == ()


def test_what_waited_for_its_mail_was_in_the_queue_before_the_mail_came():
    case = after(taken(HOURLY, tasks.CONTENT, at(23, "10:00"), Channel.TELEPHONE), Confirmed("1", at(23, "12:00")))
    assert [len(queue([case], at(23, clock))) for clock in ("09:59", "10:00", "11:00", "12:00")] == [0, 1, 1, 1]
