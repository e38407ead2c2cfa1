"""Without arguments: a picture to read, in which every plan, every kind of task and every kind of *no* occurs."""

import pytest

from supportcore import plans
from supportcore.command.chapters import chapters
from supportcore.tasks import ALL_TYPES

rule = pytest.mark.rule


def shows(mark, words):
    return pytest.param(words, marks=mark, id=mark.args[0])


REFUSALS = [
    # rule, what the picture refuses
    shows(rule("ISM-1"), "a simple task is not taken by telephone (ISM-1)"),
    shows(rule("ISM-3"), "without the client's consent the task stays simple (ISM-3)"),
    shows(rule("ISM-4"), "a compound task has at least 2 parts, and none were told (ISM-4)"),
    shows(rule("ISM-5"), "a BUG is never turned into a compound task (ISM-5)"),
    shows(rule("ISM-6"), "the size is not yet agreed (ISM-6)"),
    shows(rule("ISM-7"), "a client company posts at most 3 tasks a day, and 3 are posted (ISM-7)"),
    shows(rule("ISM-8"), "ann leads 10 projects of at most 10 (ISM-8)"),
    shows(rule("ISM-13"), "P-1 is led by ann, and one manager leads a project (ISM-13)"),
    shows(rule("ISM-14"), "bob is not qualified to lead individual projects (ISM-14)"),
    shows(rule("PKG-2"), "a purchase is at least 10 credits, not 9 credits (PKG-2)"),
    shows(rule("PKG-4"), "3 credits asked, 1 credit available"),
    shows(rule("PKG-5"), "the task closed by itself at Sat 10 Oct 12:00, as nothing was asked (PKG-5)"),
    shows(rule("GEN-2"), "free support does not cover a development (GEN-2)"),
    shows(rule("GEN-7"), "paid support does not cover a compound task (GEN-7)"),
    shows(rule("HRS-7"), "the task is locked to ann, who started it (HRS-7)"),
    shows(rule("PCK-5"), "the team lacks support specialist, account manager (PCK-5)"),
    shows(rule("PTS-4"), "the size is not yet agreed (PTS-3)"),
    pytest.param("started is not possible for a task that is posted", id="not possible"),
]

NOBODY_ELSE = [
    shows(rule("HRS-11"), "hourly support needs a client of the firm, however long ago (HRS-11)"),
    shows(rule("PCK-4"), "package of 20 hours needs an implementation or an audit before it (PCK-4)"),
    shows(rule("PTS-8"), "points subscription needs a system that the vendor or its partners deployed (PTS-8)"),
]

ANSWERS = [
    # rule, a line of the picture
    shows(rule("ISM-2"), "14 Oct 16:00 T-5 compound answered by Wed 14 Oct 17:00: 1 h of working time (ISM-2)"),
    shows(rule("ISM-3"), "2 Nov 12:00 M-1 work logged more than 1 h of the specialist's time: 1 h 10 min (ISM-3)"),
    shows(rule("ISM-4"), "14 Oct 16:40 T-5 accepted due Tue 20 Oct 13:00: 24 h of working time (ISM-4)"),
    shows(rule("ISM-5"), "6 Oct 15:59 T-3 bug, telephone due Tue 6 Oct 18:00: by the end of the working day (ISM-5)"),
    shows(rule("ISM-5"), "6 Oct 16:00 T-4 bug, telephone due Wed 7 Oct 15:00: 8 h of working time (ISM-5)"),
    shows(rule("ISM-6"), "21 Oct 11:00 T-9 agreed due Mon 26 Oct 14:00: 30 h of working time (ISM-6)"),
    shows(rule("ISM-15"), "to pay, 1 Oct, 1 Nov, 1 Dec: Individual manager, a month: 229 USD"),
    shows(rule("ISM-16"), "4 Nov 10:00 M-2 noted accepted"),
    shows(rule("PKG-1"), "to pay, 1 Oct: 10 x 350 UAH: 3500 UAH"),
    shows(rule("PKG-3"), "at the end of the year: 0 credits available, 9 credits consumed, 1 credit expired"),
    shows(rule("PKG-4"), "to pay, 31 Oct: T-9: the agreed 30 h of a development (PKG-4): 900.00 USD"),
    shows(rule("GEN-1"), "23 Nov 10:00 S-1 simple due Tue 24 Nov 13:00: 12 h of working time (GEN-1)"),
    shows(rule("GEN-3"), "the client's office 0, found by the vendor 100: 700 USD (GEN-3)"),
    shows(rule("GEN-4"), "to pay, 1 Oct, 1 Nov, 1 Dec: Private support, a month: 100 USD"),
    shows(
        rule("HRS-4"),
        "20 Nov 11:59 H-1 consultation, telephone answered by Fri 20 Nov 18:00: by the end of the working day",
    ),
    shows(
        rule("HRS-4"),
        "20 Nov 14:00 H-2 confirmed answered by Mon 23 Nov 12:00: by 12:00 on the next working day (HRS-4)",
    ),
    shows(
        rule("HRS-5"), "H-2 improvement, messenger asked by messenger: the clock starts when it is confirmed in writing"
    ),
    shows(rule("HRS-3"), "3 h 20 min were worked, and the client agreed to 3 h"),
    shows(rule("HRS-8"), "to pay, 1 Dec: H-3: 200 min by specialist at 30 USD an hour (HRS-8): 100.00 USD"),
    shows(rule("HRS-1"), "to pay, 1 Dec: H-1: 20 min by specialist at 30 USD an hour (HRS-8): 10.00 USD"),
    shows(rule("HRS-10"), "6 Oct 16:30 T-3 handed over running since Tue 6 Oct 15:59, 1 h 30 min left"),
    shows(rule("HRS-12"), "20 Nov 15:00 H-2 ticket closed posted"),
    shows(rule("PCK-1"), "to pay, 31 Oct, 30 Nov, 31 Dec: Package of 20 hours a month, a month: 600 USD"),
    shows(
        rule("PCK-6"),
        "3 Nov 12:00 P-1 work logged 10 hours available, 7 hours 50 minutes held, 2 hours 10 minutes consumed",
    ),
    shows(rule("PCK-8"), "4 Nov 12:00 P-1 hours moved 10 hours available, 7 hours 50 minutes held"),
    shows(rule("PTS-1"), "1 Oct 09:00 g-1 granted 10 points available"),
    shows(rule("PTS-2"), "5 Oct 12:00 I-1 work logged 10 points available"),
    shows(rule("PTS-4"), "7 Oct 12:00 R-2 agreed 2 points available, 8 points held"),
    shows(
        rule("PTS-5"), "9 Oct 10:00 I-1 fault found 0 points available, 8 points held, 2 points consumed, 1 point owed"
    ),
    shows(rule("PTS-5"), "12 Oct 10:00 b-3 bought 9 points available, 8 points held, 3 points consumed"),
    shows(rule("PTS-6"), "told: 2 points left, no more than 20 % of 10 points (PTS-6)"),
]


@pytest.fixture(name="picture", scope="module")
def _picture():
    from supportcore.command import quarter

    return "\n".join(quarter.lines())


def test_it_prints_without_arguments(run, picture):
    said = run()
    assert (said.code, said.err) == (0, "")
    assert said.out == f"{picture}\n"


@pytest.mark.parametrize("refusal", REFUSALS)
def test_every_kind_of_refusal_occurs_with_its_way_out(picture, refusal):
    _, found, after = " ".join(picture.split()).partition(f"refused: {refusal}")
    assert found
    assert "instead: " in after[:120]


@pytest.mark.parametrize("refusal", NOBODY_ELSE)
def test_a_plan_with_conditions_says_whom_it_does_not_serve(picture, refusal):
    assert f"to anybody else refused: {refusal}" in " ".join(picture.split())


@pytest.mark.parametrize("line", ANSWERS)
def test_every_rule_is_seen_at_work(picture, line):
    assert line in " ".join(picture.split())


def test_every_plan_has_a_chapter(picture):
    shown = [one.plan.code for one in chapters()]
    assert sorted(shown) == sorted({*plans.READY, "private_support"})
    assert len({one.client for one in chapters()}) == len(shown) == 9
    for number, one in enumerate(chapters(), 1):
        assert f"{number}. {one.client}: {one.plan.name}" in picture.splitlines()


MANAGED = ["simple", "compound", "bug", "development", "estimate"]
OTHERS = ["consultation", "training", "improvement", "work", "incident", "standard-request", "service-request"]


@pytest.mark.parametrize("kind", [*MANAGED, *OTHERS])
def test_every_kind_of_task_occurs(picture, kind):
    assert kind in {one.code for one in ALL_TYPES}
    assert any(line[20:].startswith((f"{kind} ", f"{kind},")) for line in picture.splitlines())


KINDS_OF_EVENT = (
    "accepted, waiting, resumed, solved, questioned, started, handed over, reclassified, estimated, agreed, "
    "declined, cancelled, confirmed, ticket closed, noted, bought, granted, work logged, hours set aside, "
    "hours moved, fault found"
)


@pytest.mark.parametrize("event", KINDS_OF_EVENT.split(", "))
def test_every_kind_of_event_occurs(picture, event):
    assert any(line[20:].startswith(event) for line in picture.splitlines())


@pytest.mark.rule("ISM-9")
def test_the_holiday_and_the_night_of_the_clock_change_are_worked_around(picture):
    assert "closed on 2026-10-15 (a holiday); the clocks go back on the night to 25 October" in picture
    # one hour on Friday, seven on Monday: the night of 25 hours in between is no working time
    assert "due Mon 26 Oct 16:00: 8 h of working time (ISM-3)" in picture
    assert "due Fri 16 Oct 16:00: 8 h of working time (ISM-3)" in picture  # posted on the 14th, the 15th is closed


def test_figures_that_no_document_states_are_marked(picture):
    assert "illustrative: no document states this figure" in picture


def test_it_is_readable(picture):
    lines = picture.splitlines()
    assert max(map(len, lines)) <= 120
    assert len(lines) <= 165
    assert all(line == line.rstrip() and (line.isprintable()) for line in lines)
