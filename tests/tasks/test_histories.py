"""Random lives: late, doubled and impossible events, every answer and every clock compared with a slow reader."""

import pickle
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawing.desk import HOUR, HOURLY, MICROSECOND, MINUTE, PACKAGE, taken
from oracles.task_reader import EIGHT, KINDS, TABLE, TaskReader, goes
from supportcore.errors import IdConflict
from supportcore.reasons import Refusal
from supportcore.tasks import (
    TRANSITIONS,
    Accepted,
    Agreed,
    Back,
    Cancelled,
    Channel,
    Closed,
    Confirmed,
    Declined,
    Estimated,
    HandedOver,
    Noted,
    Questioned,
    Reclassified,
    Resumed,
    Solved,
    Started,
    State,
    TicketClosed,
    Waiting,
    task_type,
)

FIRST = datetime(2026, 10, 22, 6, tzinfo=UTC)  # a Thursday, 09:00 in Kyiv; the clocks go back on Sunday
NOTHING = timedelta(0)


def test_the_table_and_the_readers_words_say_the_same():
    for state in State:
        for kind in KINDS:
            target = TRANSITIONS.get((state, kind))
            word = {None: None, Back.SAME: "same", Back.WHENCE: "back"}.get(target, str(target))
            assert goes(str(state), kind) == word
    assert {str(state) for state in State} == set(TABLE)


people = st.sampled_from(["ann", "bob"])
parts = st.sampled_from([None, None, 1, 2, 3])
sizes = st.sampled_from([None, HOUR, 12 * HOUR])
PLAIN = (Confirmed, Declined, Waiting, Resumed, Solved, Questioned, Closed, Cancelled, TicketClosed, Noted)
LIKELY = (Waiting, Resumed, Solved, Solved, Questioned, Questioned, Confirmed)


DAYS = timedelta(days=1)
STEPS = (
    *(NOTHING, MICROSECOND, -MICROSECOND, 7 * MINUTE, 7 * MINUTE, HOUR, HOUR, -3 * HOUR, 9 * HOUR, 2 * DAYS),
    *(5 * DAYS, 5 * DAYS - MICROSECOND, 5 * DAYS + HOUR),
)


@st.composite
def events(draw, number, last, due):
    """Draw an event: an id that may be known, an instant that may be late, a kind that may be impossible."""
    name = f"e{draw(st.sampled_from([number] * 9 + [max(0, number - 1), max(0, number - 3)]))}"
    step = draw(st.sampled_from(STEPS))
    when = last + step
    if due is not None and draw(st.integers(0, 5)) == 0:
        when = due + draw(st.sampled_from([NOTHING, MICROSECOND, -MICROSECOND]))
    kind = draw(st.sampled_from(["accepted", "started", "size", "size", "grow", "hand", "plain", "likely", "likely"]))
    match kind:
        case "accepted":
            return Accepted(name, when, draw(parts))
        case "started":
            return Started(name, when, draw(people))
        case "size":
            return draw(st.sampled_from([Estimated, Agreed]))(name, when, draw(sizes))
        case "grow":
            return Reclassified(name, when, draw(st.integers(1, 3)), "a reason", consent=draw(st.booleans()))
        case "hand":
            return HandedOver(name, when, draw(people), "ill")
    return draw(st.sampled_from(PLAIN if kind == "plain" else LIKELY))(name, when)


def answered(case, event):
    """What became of an event, in the reader's words, and the case after it."""
    try:
        found = case.after(event)
    except IdConflict:
        return "conflict", case
    if isinstance(found, Refusal):
        return found.reason.code, case
    return ("same" if found is case else "happened"), found


def lives_as_the_reader_says(data):
    kind = data.draw(st.sampled_from(["simple", "simple", "compound", "bug", "development", "estimate", "work"]))
    posted = FIRST + data.draw(st.sampled_from([NOTHING, HOUR, 7 * HOUR, 7 * HOUR - MICROSECOND, 30 * HOUR, 50 * HOUR]))
    pending = kind == "work"
    plan, channel = (HOURLY, Channel.MESSENGER) if pending else (PACKAGE, Channel.EMAIL)
    case = taken(plan, task_type(kind), posted, channel)
    reader = TaskReader(kind, posted, pending=pending)
    for number in range(data.draw(st.integers(1, 14))):
        watch = reader.watch()
        due = None if watch is None else watch.standing(case.last_at)[2]
        event = data.draw(events(number, case.last_at, due))
        before, bytes_before = case, pickle.dumps(case)
        answer, case = answered(case, event)
        assert answer == reader.hand(event), event
        assert pickle.dumps(before) == bytes_before
        if answer != "happened":
            assert case is before
        compare(case, reader)


def compare(case, reader):
    view = reader.read()
    assert (str(case.state), case.owner, case.last_at) == (view["state"], view["owner"], view["last"])
    assert (case.task.type.code, case.task.parts, case.task.size) == (view["kind"], view["parts"], view["size"])
    watch = reader.watch()
    for wait in (NOTHING, 6 * HOUR, timedelta(days=3), timedelta(days=5)):
        now = case.last_at + wait
        assert str(case.at(now).state) == reader.state(now)
        standing = case.solution.standing(now)
        if watch is None:
            assert (standing.due, standing.remaining) == (None, None)
        else:
            seen = (standing.state.value, standing.since, standing.due, standing.remaining)
            assert seen == watch.standing(now)
            assert case.solution.elapsed(now) == watch.elapsed(now)


PROFILE = settings(max_examples=150, suppress_health_check=list(HealthCheck), database=None)


@PROFILE
@given(st.data())
def test_a_random_life_is_what_the_reader_says(data):
    lives_as_the_reader_says(data)


@pytest.mark.long
def test_many_random_lives_are_what_the_reader_says():
    settings(PROFILE, max_examples=10_000)(given(st.data())(lives_as_the_reader_says))()


@settings(PROFILE, max_examples=60)
@given(st.data())
def test_a_case_asked_about_its_past_answers_as_it_did_then(data):
    case, then = taken(when=FIRST), []
    for number in range(data.draw(st.integers(1, 10))):
        moment = case.last_at
        then = [one for one in then if one[0] < moment] + [(moment, case)]
        _, case = answered(case, data.draw(events(number, moment, None)))
    for moment, known in then:
        if moment < case.last_at:
            assert case.as_of(moment) == known.at(moment)
            assert case.solution.standing(moment) == known.solution.standing(moment)


def test_eight_hours_are_the_plans():
    assert PACKAGE.rulebook.rule(task_type("simple")).promise.amount == EIGHT
