"""Without arguments: a picture to read, in which every kind of task and every kind of *no* occurs."""

import pytest

from supportcore.tasks import ALL_TYPES

REFUSALS = [
    # rule, what the picture shows
    pytest.param("a simple task is not taken by telephone (ISM-1)", marks=pytest.mark.rule("ISM-1")),
    pytest.param("without the client's consent the task stays simple (ISM-3)", marks=pytest.mark.rule("ISM-3")),
    pytest.param("a compound task has at least 2 parts, and none were told (ISM-4)", marks=pytest.mark.rule("ISM-4")),
    pytest.param("a BUG is never turned into a compound task (ISM-5)", marks=pytest.mark.rule("ISM-5")),
    pytest.param("the size is not yet agreed (ISM-6)", marks=pytest.mark.rule("ISM-6")),
    pytest.param(
        "a client company posts at most 3 tasks a day, and 3 are posted (ISM-7)", marks=pytest.mark.rule("ISM-7")
    ),
    pytest.param("ann leads 10 projects of at most 10 (ISM-8)", marks=pytest.mark.rule("ISM-8")),
    pytest.param("P-1 is led by ann, and one manager leads a project (ISM-13)", marks=pytest.mark.rule("ISM-13")),
    pytest.param("bob is not qualified to lead individual projects (ISM-14)", marks=pytest.mark.rule("ISM-14")),
    pytest.param("the task closed by itself at Sat 10 Oct 2026 12:00", marks=pytest.mark.rule("PKG-5")),
    pytest.param("free support does not cover a development (GEN-2)", marks=pytest.mark.rule("GEN-2")),
    pytest.param("the task is locked to ann, who started it (HRS-7)", marks=pytest.mark.rule("HRS-7")),
    pytest.param("hourly support needs a client of the firm", marks=pytest.mark.rule("HRS-11")),
    pytest.param("the team lacks support specialist, account manager (PCK-5)", marks=pytest.mark.rule("PCK-5")),
    pytest.param("points subscription needs a system that the vendor", marks=pytest.mark.rule("PTS-8")),
    pytest.param("started is not possible for a task that is posted"),
]


@pytest.fixture(name="picture", scope="module")
def _picture():
    from supportcore.command import month

    return "\n".join(month.lines())


def test_it_prints_without_arguments(run, picture):
    said = run()
    assert (said.code, said.err) == (0, "")
    assert said.out == f"{picture}\n"


@pytest.mark.parametrize("refusal", REFUSALS)
def test_every_kind_of_refusal_occurs_with_its_way_out(picture, refusal):
    _, found, after = " ".join(picture.split()).partition(f"refused: {refusal}")
    assert found
    assert "instead: " in after[:120]


@pytest.mark.parametrize("kind", ["simple", "compound", "bug", "development", "estimate", "service-request", "work"])
def test_every_kind_of_task_occurs(picture, kind):
    assert kind in {one.code for one in ALL_TYPES}
    assert any(f" {kind}, " in line for line in picture.splitlines())


@pytest.mark.parametrize(
    "event",
    [
        "accepted",
        "waiting",
        "resumed",
        "solved",
        "questioned",
        "started",
        "handed over",
        "reclassified",
        "estimated",
        "agreed",
    ],
)
def test_every_kind_of_event_occurs(picture, event):
    assert any(line[23:].lstrip().startswith(event) for line in picture.splitlines())


@pytest.mark.rule("ISM-9")
def test_the_holiday_and_the_night_of_the_clock_change_are_worked_around(picture):
    assert "closed on 2026-10-15 (a holiday); the clocks go back on the night to 25 October" in picture
    # one hour on Friday, seven on Monday: the night of 25 hours in between is no working time
    assert "due Mon 26 Oct 2026 16:00: 8 h of working time (ISM-3)" in picture
    assert "due Fri 16 Oct 2026 16:00: 8 h of working time (ISM-3)" in picture  # posted on the 14th, the 15th is closed


def test_it_is_readable(picture):
    lines = picture.splitlines()
    assert max(map(len, lines)) <= 120
    assert len(lines) <= 150
    assert all(line == line.rstrip() and (line.isprintable()) for line in lines)
