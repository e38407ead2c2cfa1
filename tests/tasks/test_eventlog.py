"""Logs of other systems, read as the lives of tasks: nothing guessed at, nothing lost silently."""

import pytest

from drawing.desk import HOUR, HOUSE, PACKAGE, at
from supportcore import plans, tasks
from supportcore.sla import State as Stands
from supportcore.tasks import Activity, LogRow, State, play

MAPPING = {
    "new": Activity.POSTED,
    "take": Activity.ACCEPTED,
    "wait": Activity.WAITING,
    "fix": Activity.SOLVED,
    "shut": Activity.CLOSED,
    "drop": Activity.CANCELLED,
}


def log(story, case="C-1", **attributes):
    """A story such as ``"new 10, wait 11, fix 15"``: what, and at which hour of Monday, 23 November."""
    told = (row.split() for row in story.split(", "))
    return [LogRow(case, what, at(23, f"{hour}:00"), attributes) for what, hour in told]


def played(story, plan=PACKAGE, **more):
    return play(log(story), MAPPING, plan.rulebook, HOUSE, **more)


STORIES = [
    # what stands in the log, how it ended, how long it took, and what was odd
    ("new 10, take 11, fix 12", "solved", 2, {}),
    ("new 10, wait 11, call 14, fix 15", "solved", 2, {"not mapped": 1}),
    ("new 10, wait 11, fix 15", "solved", 1, {}),
    ("new 10, wait 11, wait 12, fix 15", "solved", 1, {}),
    ("new 10, fix 11, fix 13", "solved", 1, {"reopened": 1}),
    ("new 10, fix 11, take 13, fix 14", "solved", 2, {"reopened": 1, "accepted again": 1}),
    ("new 10, fix 11, wait 13, fix 14", "solved", 1, {"reopened": 1}),
    ("new 10, take 11, take 12, fix 13", "solved", 3, {"accepted again": 1}),
    ("new 10, wait 11, take 12, fix 13", "solved", 2, {}),
    ("new 10, take 11, wait 12, take 13, fix 14", "solved", 3, {"accepted again": 1}),
    ("new 10, new 11, fix 12", "solved", 2, {"posted again": 1}),
    ("new 10, fix 12, shut 13", "closed", 2, {}),
    ("new 10, shut 13", "posted", None, {"closed while posted": 1, "cases never solved": 1}),
    ("new 10, drop 13", "cancelled", None, {"cases never solved": 1}),
    ("new 10, drop 13, fix 14", "cancelled", None, {"solved while cancelled": 1, "cases never solved": 1}),
    ("new 10, fix 12, shut 13, fix 14", "closed", 2, {"solved while closed": 1}),
    ("take 10, fix 12", "solved", 2, {"first row counted as posted": 1}),
    ("call 10, fix 12", "solved", 2, {"first row counted as posted": 1, "not mapped": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("story", "state", "hours", "odd"), STORIES, ids=[one[0] for one in STORIES])
def test_a_log_is_read_as_a_life(story, state, hours, odd):
    found = played(story)
    (case,) = found.cases
    assert str(case.state) == state
    assert found.counts == odd
    if hours is None:
        assert case.solution.stopped_at is None
    else:
        assert case.solution.elapsed(at(24)) == hours * HOUR


def test_rows_of_many_cases_come_in_any_order():
    rows = [*log("new 10, fix 12", "A"), *log("new 11, fix 15", "B")]
    found = play(reversed(rows), MAPPING, PACKAGE.rulebook, HOUSE)
    assert {case.task.id: case.solution.elapsed(at(24)) for case in found.cases} == {"A": 2 * HOUR, "B": 4 * HOUR}


def test_a_column_says_what_kind_of_task_it_is_and_another_whose():
    rows = log("new 16, fix 18", "A", level="critical", company="Acme") + log("new 16, fix 18", "B", level="low")
    found = play(rows, MAPPING, PACKAGE.rulebook, HOUSE, client="company", kinds={("level", "critical"): tasks.BUG})
    assert [(case.task.type.code, case.task.client) for case in found.cases] == [("bug", "Acme"), ("simple", "")]
    assert {case.solution.standing(at(24)).state for case in found.cases} == {Stands.MET}


def test_what_the_plan_does_not_take_is_refused_and_counted():
    found = played("new 10, fix 12", plans.free_support())
    ((task, refusal),) = found.refused
    assert (found.cases, task.id, refusal.reason.rule, found.counts) == ((), "C-1", "GEN-2", {"cases refused": 1})
    assert played("new 10, fix 12", plans.free_support(), kind=tasks.BUG).cases[0].state is State.SOLVED


def test_what_closed_by_itself_is_not_reopened():
    late = LogRow("C-1", "fix", at(30))
    found = play([*log("new 10, fix 12"), late], MAPPING, PACKAGE.rulebook, HOUSE)
    assert found.cases[0].state is State.SOLVED
    assert found.counts == {"reopened": 1, "questioned while closed": 1, "solved while closed": 1}
