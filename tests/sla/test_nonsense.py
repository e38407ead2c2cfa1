"""Nonsense for targets and clocks: what cannot be promised, or asked of a promise."""

import copy
import pickle
from datetime import UTC, datetime, timedelta, timezone
from functools import reduce

import attrs
import pytest

from supportcore.calendar import WorkingCalendar
from supportcore.errors import (
    ClockOrder,
    InvalidDuration,
    InvalidInstant,
    InvalidPolicy,
    InvalidTarget,
    SupportcoreError,
    UnknownZone,
)
from supportcore.sla import Clock, CutOff, Earliest, EndOfDay, Latest, Pause, WhenAgreed, WorkingTime

HOUSE = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
HOUR = timedelta(hours=1)
EIGHT = WorkingTime(8 * HOUR)


def at(hour):
    return datetime(2026, 11, 23, hour, tzinfo=HOUSE.tz)


LUNCH = Pause(at(12), at(13))
CLOCK = Clock(EIGHT, HOUSE, at(10))

NONSENSE = {
    "a rule that is a number": (InvalidTarget, "3: a rule is named by its id", lambda: WorkingTime(HOUR, rule=3)),
    "rules in a list": (InvalidTarget, r"\['ISM-3'\]: a rule is named", lambda: EndOfDay(rule=["ISM-3"])),
    "a rule of a choice": (InvalidTarget, "0: a rule is named", lambda: Earliest(EIGHT, rule=0)),
    "a choice of durations": (InvalidTarget, "only a target says when", lambda: Latest(EIGHT, HOUR)),
    "a branch that is a duration": (InvalidTarget, "only a target says when", lambda: CutOff("12:00", EIGHT, HOUR)),
    "no calendar": (
        InvalidTarget,
        "None: working time is counted on a WorkingCalendar",
        lambda: EIGHT.due(None, at(10)),
    ),
    "arguments the wrong way round": (InvalidInstant, "an instant is an aware", lambda: EIGHT.due(at(10), HOUSE)),
    "the candidates of no calendar": (
        InvalidTarget,
        "'house': working time",
        lambda: list(EIGHT.candidates("house", at(10))),
    ),
    "a trace on no calendar": (InvalidTarget, "None: working time", lambda: EIGHT.due(HOUSE, at(10)).trace(None)),
    "one pause": (InvalidTarget, "several are meant: a pause is a Pause", lambda: EIGHT.due(HOUSE, at(10), LUNCH)),
    "no pauses": (InvalidTarget, "None: several are meant", lambda: EIGHT.due(HOUSE, at(10), None)),
    "a number of pauses": (InvalidTarget, "0: several are meant", lambda: EIGHT.due(HOUSE, at(10), 0)),
    "a pause that is a pair": (
        InvalidTarget,
        "a pause is a Pause with its start",
        lambda: EIGHT.due(HOUSE, at(10), [(at(11), at(12))]),
    ),
    "a clock of a duration": (InvalidTarget, "only a target says when", lambda: Clock(HOUR, HOUSE)),
    "a clock of a target that has no due time": (
        InvalidTarget,
        "only a target says when",
        lambda: Clock(WhenAgreed().due(HOUSE, at(10)), HOUSE),
    ),
    "a clock without a calendar": (InvalidTarget, "None: working time is counted", lambda: Clock(EIGHT, None)),
    "a clock of one pause": (InvalidTarget, "several are meant", lambda: Clock(EIGHT, HOUSE, at(10), LUNCH)),
    "a clock of pairs": (InvalidTarget, "a pause is a Pause", lambda: Clock(EIGHT, HOUSE, at(10), [(at(11), at(12))])),
    "a clock that was a number": (InvalidTarget, "5: what a clock was before", lambda: Clock(EIGHT, HOUSE, earlier=5)),
    "paused and never started": (
        ClockOrder,
        r"2026, 11, 23, 9, 0, .*: a clock is started before it is paused",
        lambda: Clock(EIGHT, HOUSE, paused_at=at(11)),
    ),
    "stopped and never started": (
        ClockOrder,
        r"2026, 11, 23, 9, 0, .*is started before",
        lambda: Clock(EIGHT, HOUSE, stopped_at=at(11)),
    ),
    "paused and stopped": (
        ClockOrder,
        "that has stopped is not paused too",
        lambda: Clock(EIGHT, HOUSE, at(10), paused_at=at(11), stopped_at=at(12)),
    ),
    "stopped before it started": (
        ClockOrder,
        "stops after it has started; use started",
        lambda: Clock(EIGHT, HOUSE, at(10), stopped_at=at(9)),
    ),
    "a start at no time": (InvalidInstant, "None: an instant is", lambda: Clock(EIGHT, HOUSE).started(None)),
    "promised nothing": (InvalidTarget, "None: only a target", lambda: CLOCK.promised(None, at(12))),
    "agreed to a duration": (InvalidTarget, "only a target", lambda: CLOCK.agreed(HOUR, at(12))),
    "a lead that is a number": (InvalidDuration, "2: a duration is", lambda: CLOCK.at_lead(2)),
    "a lead of what has no deadline": (InvalidDuration, "2: a duration is", lambda: Clock(EIGHT, HOUSE).at_lead(2)),
    "a share that is true": (InvalidTarget, "True: a share of the promise", lambda: CLOCK.at_used(True)),
    "hours to be told in": (InvalidPolicy, "'open': a policy", lambda: Clock(EIGHT, HOUSE).at_used(1, "open")),
    "hours to be told in while it is paused": (
        InvalidPolicy,
        "True: a policy",
        lambda: CLOCK.pause(at(11)).at_lead(HOUR, True),
    ),
    "a standing in no zone": (UnknownZone, "5: a zone is named", lambda: CLOCK.standing(at(12)).text(5)),
    "a standing in a zone nobody knows": (UnknownZone, "'Kyiv'", lambda: CLOCK.standing(at(12)).text("Kyiv")),
}


@pytest.mark.parametrize(("error", "says", "ask"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused_with_value_rule_and_way_out(error, says, ask):
    with pytest.raises(error, match=says) as refused:
        ask()
    assert isinstance(refused.value, SupportcoreError)
    assert refused.value.rule in str(refused.value)
    assert refused.value.way_out in str(refused.value)


def test_pauses_may_be_any_collection_and_none_at_all():
    wanted = EIGHT.due(HOUSE, at(10), (LUNCH,))
    assert wanted == EIGHT.due(HOUSE, at(10), [LUNCH]) == EIGHT.due(HOUSE, at(10), (one for one in [LUNCH]))
    assert EIGHT.due(HOUSE, at(10)) == EIGHT.due(HOUSE, at(10), []) == EIGHT.due(HOUSE, at(10), ())
    assert Clock(EIGHT, HOUSE, at(10), [LUNCH]) == Clock(EIGHT, HOUSE, at(10), (LUNCH,))
    assert list(EIGHT.candidates(HOUSE, at(10), (one for one in [LUNCH]))) == list(
        EIGHT.candidates(HOUSE, at(10), [LUNCH])
    )


def test_a_clock_may_stop_at_its_start_and_may_have_stood_still_before_it():
    assert Clock(EIGHT, HOUSE, at(10), stopped_at=at(10)).standing(at(11)).since == at(10)
    early = Clock(EIGHT, HOUSE, at(10), [Pause(at(9), at(11))])
    assert early.standing(at(12)).remaining == 7 * HOUR
    assert early.as_of(at(10)).paused_at == at(9)


def test_a_promise_holds_a_plain_duration_whatever_it_was_given():
    class Long(timedelta):
        """A duration of another library."""

    promise = WorkingTime(Long(hours=8))
    assert promise == EIGHT
    assert type(promise.amount) is timedelta
    assert repr(promise) == repr(EIGHT)


def test_a_standing_is_written_in_a_zone_by_name_or_by_object():
    standing = CLOCK.standing(at(12))
    assert standing.text("Europe/Kyiv") == standing.text(HOUSE.tz) == standing.text(timezone(2 * HOUR))
    assert standing.text("UTC") == standing.text(UTC)


def test_a_target_that_fails_in_itself_is_not_taken_for_a_wrong_calendar():
    class Broken:
        @property
        def timeline(self):
            raise AttributeError("no such thing")

    with pytest.raises(InvalidTarget, match="counted on a WorkingCalendar"):
        EIGHT.due(Broken(), at(10))


def test_a_choice_is_changed_in_one_part():
    choice = Earliest(EIGHT, EndOfDay(), rule="ISM-5")
    assert attrs.evolve(choice, rule="HRS-4") == Earliest(EIGHT, EndOfDay(), rule="HRS-4")
    assert attrs.evolve(choice, targets=(EIGHT,)) == Earliest(EIGHT, rule="ISM-5")
    assert attrs.evolve(Latest(EIGHT), rule="ISM-5") == Latest(EIGHT, rule="ISM-5")
    with pytest.raises(InvalidTarget, match="a choice needs at least one target"):
        attrs.evolve(choice, targets=())
    with pytest.raises(InvalidTarget, match="only a target says when"):
        attrs.evolve(choice, targets=("8h",))


NEST = {
    "earliest": lambda target: Earliest(EIGHT, target),
    "latest": Latest,
    "before": lambda target: CutOff("12:00", target, EIGHT),
    "after": lambda target: CutOff("10:00", EIGHT, target),
}


def nested(how, depth):
    return reduce(lambda target, _: NEST[how](target), range(depth - 1), EndOfDay())


@pytest.mark.parametrize("how", NEST)
def test_targets_are_nested_up_to_a_depth_at_which_everything_still_works(how):
    deep = nested(how, 64)
    deadline = deep.due(HOUSE, at(11))
    assert deadline.due == at(18)
    assert str(deadline.trace(HOUSE)).startswith("due Mon 23 Nov 2026 18:00")
    assert pickle.loads(pickle.dumps(deep)) == deep == copy.deepcopy(deep)
    assert len({deep, copy.copy(deep)}) == 1
    assert repr(deep).count("EndOfDay") == 1
    assert "end of the working day" in deep.describe().text()
    with pytest.raises(
        InvalidTarget, match=r"targets or more, 65 deep': at most 1024 .* at most 64 deep; name them side"
    ):
        NEST[how](deep)


def test_a_target_doubled_again_and_again_is_refused_before_it_is_too_large():
    with pytest.raises(InvalidTarget, match=r"2047 targets or more, 11 deep': at most 1024 targets are combined"):
        reduce(lambda target, _: Earliest(target, target), range(70), EIGHT)
    assert Earliest(*[EIGHT] * 1023).due(HOUSE, at(10)).due == at(18)
    with pytest.raises(InvalidTarget, match="1025 targets or more, 2 deep"):
        Earliest(*[EIGHT] * 1024)
