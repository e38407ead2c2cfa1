"""The desk, played forward: its queue against a slow twin, its clocks against cases, its dice against themselves."""

import datetime as dt
import pickle
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracles.one_desk import lindley, walked
from supportcore import plans
from supportcore.calendar import Span, WorkingCalendar
from supportcore.errors import InvalidCaseload, InvalidDuration, InvalidPolicy
from supportcore.sla import Earliest, EndOfDay, State, WhenAgreed, WorkingTime
from supportcore.tasks import (
    BUG,
    COMPOUND,
    DEVELOPMENT,
    SIMPLE,
    WORK,
    Accepted,
    Case,
    Rule,
    Rulebook,
    Solved,
    Starts,
    Task,
)
from supportcore.whatif import (
    Arrivals,
    Caseload,
    Discipline,
    EffortLaw,
    Empirical,
    Exponential,
    Fixed,
    LogNormal,
    Stream,
    simulate,
)
from supportcore.whatif.staffing.queue import earliest_due, first_come

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
HOUSE = plans.house_calendar(holidays=["2026-12-25"])
ALWAYS = WorkingCalendar.weekly({"mon-sun": [("00:00", "24:00")]}, tz="UTC")
BOOK = plans.individual_manager().rulebook
START = dt.datetime(2026, 11, 23, tzinfo=HOUSE.tz)
MIXED = (
    Stream(SIMPLE, 12 * HOUR, LogNormal(25 * MINUTE, 2 * HOUR)),
    Stream(BUG, 60 * HOUR, Exponential(HOUR), arrivals=Arrivals.ALL_TIME),
    Stream(COMPOUND, 90 * HOUR, Fixed(3 * HOUR), 2),
)


def caseload(*streams, **fields):
    return Caseload(streams or MIXED, fields.pop("rulebook", BOOK), fields.pop("house", HOUSE), **fields)


# --- the queue

_M = 60_000_000
BREAKS = WorkingCalendar.weekly(
    {"mon-fri": [("09:00", "12:00"), ("12:15", "15:00")], "sun": [("22:00", "02:00")]}, tz="UTC"
)
FRIDAY = dt.datetime(2026, 11, 20, 8, 55, tzinfo=dt.UTC)
ORIGIN = int(FRIDAY.timestamp()) * 1_000_000
EDGES = [0, 4, 5, 6, 184, 185, 186, 199, 200, 201, 364, 365, 366, 1445, 3664, 3665, 3666, 3904, 3905, 3906, 4324, 4325]
minutes = st.one_of(st.sampled_from(EDGES), st.integers(0, 4400))
rows = st.lists(st.tuples(minutes, st.integers(1, 200), minutes), max_size=8).map(
    lambda found: sorted(found, key=lambda row: row[0])
)


def in_micros(tasks):
    return [(ORIGIN + p * _M, 0, n, e * _M, ORIGIN + d * _M) for n, (p, e, d) in enumerate(tasks)]


def open_in(calendar):
    opens = [(int(span.start.timestamp() - ORIGIN / 1e6) // 60, int(span.end.timestamp() - ORIGIN / 1e6) // 60)
             for span in calendar.spans(FRIDAY, FRIDAY + 30 * DAY)]  # fmt: skip
    return lambda minute: any(a <= minute < b for a, b in opens)


IS_OPEN = open_in(BREAKS)


@settings(max_examples=60)
@given(rows)
def test_first_come_is_served_first_as_a_minute_walker_does_it(tasks):
    ends = first_come(in_micros(tasks), BREAKS.timeline)
    assert [(end - ORIGIN) // _M for end in ends] == walked(tasks, IS_OPEN, lambda task: (task[0],))


@settings(max_examples=60)
@given(rows)
def test_the_first_due_of_those_that_lie_there_is_next_as_a_minute_walker_does_it(tasks):
    ends = earliest_due(in_micros(tasks), BREAKS.timeline)
    assert [(end - ORIGIN) // _M for end in ends] == walked(tasks, IS_OPEN, lambda task: (task[2], task[0]))


@given(rows)
def test_lindley_s_recursion_says_the_same_where_it_is_always_open(tasks):
    ends = first_come(in_micros(tasks), ALWAYS.timeline)
    assert [(end - ORIGIN) // _M for end in ends] == lindley(tasks)


@given(rows)
def test_the_order_of_work_moves_no_closing_time(tasks):
    """Both orders work whenever there is work: the desk is clear at the same instant."""
    asked = in_micros(tasks)
    assert max(first_come(asked, BREAKS.timeline), default=0) == max(earliest_due(asked, BREAKS.timeline), default=0)


def test_a_task_that_is_begun_is_finished_first():
    long, urgent = (ORIGIN, 1, 0, 120 * _M, ORIGIN + 900 * _M), (ORIGIN + 10 * _M, 1, 1, _M, ORIGIN + 20 * _M)
    assert earliest_due([long, urgent], ALWAYS.timeline) == [ORIGIN + 120 * _M, ORIGIN + 121 * _M]


# --- the clocks


def verdict(case, task):
    """What the public case says of a task accepted at once and solved when the simulation says."""
    case = case.after(Accepted("e1", task.posted_at)).after(Solved("e2", task.solved_at))
    return case.solution.standing(task.solved_at).state


@pytest.mark.rule("ISM-3", "ISM-5")
@pytest.mark.parametrize("discipline", Discipline)
def test_every_simulated_task_replayed_as_a_case_has_the_same_due_and_the_same_verdict(discipline):
    load = caseload(discipline=discipline, manager=HOUSE - [dt.date(2026, 12, 7)])
    served = simulate(load, 4, START, START + 100 * DAY)
    verdicts = []
    for number, task in enumerate(served):
        posted = Task(f"T-{number}", task.kind, f"P-{task.project}", task.posted_at, parts=task.parts)
        case = Case.open(BOOK.promise(posted), HOUSE)
        assert case.solution.deadline.due == task.due
        found = verdict(case, task)
        assert found is (State.MET if task.kept else State.BREACHED)
        verdicts.append(found)
    assert verdicts.count(State.MET) > 100
    assert verdicts.count(State.BREACHED) > 20
    assert {task.kind for task in served} == {SIMPLE, BUG, COMPOUND}


def test_solved_at_the_due_instant_is_kept_and_a_moment_later_is_not():
    (task, *_) = simulate(caseload(Stream(SIMPLE, 15 * HOUR, Fixed(8 * HOUR))), 1, START, START + 7 * DAY)
    assert (task.solved_at, task.kept) == (task.due, True)  # nothing before it: 8 hours from posting
    late = attrs.evolve(task, solved_at=task.due + dt.timedelta(microseconds=1))
    assert not late.kept


@pytest.mark.rule("ISM-9")
def test_work_waits_for_the_manager_and_the_promise_does_not():
    away = HOUSE - [Span(START + DAY, START + 4 * DAY)]
    load = caseload(Stream(SIMPLE, 5 * HOUR, Fixed(HOUR)))
    here, gone = (simulate(one, 1, START, START + 12 * DAY) for one in (load, attrs.evolve(load, manager=away)))
    assert [task.due for task in here] == [task.due for task in gone]
    assert all(a.solved_at <= b.solved_at for a, b in zip(here, gone, strict=True))
    assert all(away.is_open(task.solved_at - MINUTE) for task in gone)
    assert sum(task.kept for task in gone) < sum(task.kept for task in here)


def test_tasks_come_in_the_working_time_of_the_house_or_at_any_time():
    at_desk = simulate(caseload(Stream(SIMPLE, HOUR, Fixed(MINUTE))), 3, START, START + 14 * DAY)
    assert all(HOUSE.is_open(task.posted_at) for task in at_desk)
    stream = Stream(SIMPLE, HOUR, Fixed(MINUTE), arrivals=Arrivals.ALL_TIME)
    anywhen = simulate(caseload(stream), 3, START, START + 14 * DAY)
    assert sum(not HOUSE.is_open(task.posted_at) for task in anywhen) > 500
    assert len(at_desk) == pytest.approx(3 * 90, rel=0.2)
    assert len(anywhen) == pytest.approx(3 * 336, rel=0.1)


def test_everything_is_posted_within_the_time_and_in_order_and_solved_after():
    served = simulate(caseload(), 9, START, START + 28 * DAY)
    posted = [task.posted_at for task in served]
    assert posted == sorted(posted)
    assert START <= posted[0] <= posted[-1] < START + 28 * DAY
    assert all(HOUSE.between(task.posted_at, task.solved_at) >= task.effort for task in served)


# --- the dice


def test_the_same_seed_gives_the_same_tasks_and_another_gives_others():
    def play(**dice):
        return simulate(caseload(), 5, START, START + 7 * DAY, **dice)

    assert play() == play(seed=1, replication=0)
    assert len({play(), play(seed=2), play(replication=1), play(seed=2, replication=1)}) == 4


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(1, 14), st.sampled_from([HOUSE, HOUSE - [dt.date(2026, 11, 24)]]))
def test_one_project_more_makes_no_task_of_the_others_earlier(seed, projects, manager):
    """First come, first served: an inequality that holds task by task, hence in expectation."""
    load = caseload(manager=manager)
    few = simulate(load, projects, START, START + 10 * DAY, seed=seed)
    many = simulate(load, projects + 1, START, START + 10 * DAY, seed=seed)
    kept = [task for task in many if task.project <= projects]
    assert [(task.posted_at, task.effort, task.due) for task in kept] == [
        (task.posted_at, task.effort, task.due) for task in few
    ]
    assert all(a.solved_at <= b.solved_at for a, b in zip(few, kept, strict=True))


@pytest.mark.rule("ISM-12")
@settings(max_examples=30)
@given(st.integers(0, 10**6), st.sampled_from([Fraction(60, 100), Fraction(65, 100), Fraction(70, 100)]))
def test_a_person_who_knows_the_project_solves_the_same_tasks_sooner(seed, speedup):
    common = simulate(caseload(), 8, START, START + 10 * DAY, seed=seed)
    known = simulate(caseload(speedup=speedup), 8, START, START + 10 * DAY, seed=seed)
    assert [task.posted_at for task in common] == [task.posted_at for task in known]
    for slow, fast in zip(common, known, strict=True):
        assert abs(fast.effort - slow.effort * float(1 - speedup)) <= dt.timedelta(microseconds=2)
        assert fast.solved_at <= slow.solved_at


@pytest.mark.parametrize("law", [Fixed(40 * MINUTE), Exponential(40 * MINUTE), LogNormal(20 * MINUTE, 2 * HOUR),
                                 Empirical([10 * MINUTE, 50 * MINUTE, HOUR])])  # fmt: skip
def test_efforts_have_the_mean_that_their_law_says(law):
    served = simulate(caseload(Stream(SIMPLE, HOUR / 2, law)), 1, START, START + 365 * DAY)
    mean = sum((task.effort for task in served), dt.timedelta(0)) / len(served)
    assert mean / law.mean == pytest.approx(1, abs=0.08)


def test_half_of_log_normal_efforts_lie_below_the_median_and_one_in_twenty_above_p95():
    law = LogNormal(20 * MINUTE, 2 * HOUR)
    served = simulate(caseload(Stream(SIMPLE, HOUR / 4, law)), 1, START, START + 365 * DAY)
    assert sum(task.effort <= law.median for task in served) / len(served) == pytest.approx(0.5, abs=0.01)
    assert sum(task.effort > law.p95 for task in served) / len(served) == pytest.approx(0.05, abs=0.005)


def test_a_law_must_say_its_mean_and_how_to_draw():
    with pytest.raises(NotImplementedError):
        _ = EffortLaw().mean
    with pytest.raises(NotImplementedError):
        EffortLaw().draw(None)


# --- how much it is


def test_utilisation_is_the_share_of_the_manager_s_time_exactly():
    week = (START, START + 7 * DAY)
    load = caseload(Stream(SIMPLE, 15 * HOUR, Fixed(HOUR)))
    assert load.tasks(*week) == 3
    assert load.utilisation(*week) == Fraction(3, 45)
    assert attrs.evolve(load, speedup=Fraction(65, 100)).utilisation(*week) == Fraction(3 * 35, 45 * 100)
    assert attrs.evolve(load, manager=HOUSE - [START.date()]).utilisation(*week) == Fraction(3, 36)
    night = caseload(Stream(SIMPLE, 15 * HOUR, Fixed(HOUR), arrivals=Arrivals.ALL_TIME))
    assert night.tasks(*week) == Fraction(168, 15)


def test_a_caseload_is_a_value():
    load = caseload(speedup=Fraction(65, 100))
    assert pickle.loads(pickle.dumps(load)) == load
    assert len({load, caseload(speedup=Fraction(65, 100)), caseload()}) == 2
    assert Caseload(MIXED[0], BOOK, HOUSE).streams == (MIXED[0],)
    assert load.manager is HOUSE


# --- the door


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Fixed(0 * HOUR), "timedelta.*: a time between tasks, and one of work, is positive"),
        (lambda: Exponential(-HOUR), "is positive"),
        (lambda: Empirical([]), r"\(\): there is nothing to draw from"),
        (lambda: Empirical([HOUR, 0 * HOUR]), "is positive"),
        (lambda: LogNormal(HOUR, HOUR), "95 % of tasks take longer than half of them do, 1:00:00; swap them"),
        (lambda: Stream(SIMPLE, 0 * HOUR, Fixed(HOUR)), "is positive"),
        (lambda: Stream(SIMPLE, HOUR, HOUR), "how long tasks take is a law; write Fixed"),
        (lambda: Caseload("simple", BOOK, HOUSE), "a project posts streams of tasks; write Stream"),
        (lambda: Caseload((), BOOK, HOUSE), "a project posts streams of tasks"),
        (lambda: caseload(speedup=1), "1: a speedup is a Fraction from 0 to below 1"),
        (lambda: caseload(speedup=True), "True: a speedup is a Fraction"),
        (lambda: caseload(speedup=0.65), "0.65: a speedup is a Fraction"),
        (lambda: caseload(speedup=Fraction(-1, 2)), "a speedup is a Fraction"),
        (lambda: caseload(Stream(WORK, HOUR, Fixed(HOUR))), "'work': individual manager does not cover"),
        (lambda: caseload(Stream(COMPOUND, HOUR, Fixed(HOUR))), "'compound': no due time until the number of parts"),
        (lambda: caseload(Stream(DEVELOPMENT, HOUR, Fixed(HOUR))), "'development': no due time until the size"),
        (lambda: caseload(rulebook=plans.individual_manager(starts=Starts.ACCEPTED).rulebook),
         "'simple': a promise that counts from acceptance is kept by accepting late.*starts=Starts.POSTED"),
        (lambda: simulate(caseload(), 0, START, START + DAY), "0: projects, seeds and .* from 1; pass an int"),
        (lambda: simulate(caseload(), True, START, START + DAY), "True: projects"),
        (lambda: simulate(caseload(), 1, START, START + DAY, seed="1"), "'1': projects, seeds"),
        (lambda: simulate(caseload(), 1, START, START + DAY, replication=-1), "-1: .* from 0"),
        (lambda: caseload().utilisation(START, START), "the manager does not work then; ask for longer"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_says_why(make, message):
    with pytest.raises(InvalidCaseload, match=message) as caught:
        make()
    assert isinstance(caught.value, ValueError)


def test_a_promise_that_waits_inside_a_choice_is_refused_when_it_is_met():
    book = Rulebook("open", (Rule(SIMPLE, Earliest(EndOfDay(), WhenAgreed())),))
    with pytest.raises(InvalidCaseload, match="'simple': no due time until the size of the work is agreed"):
        simulate(caseload(Stream(SIMPLE, HOUR, Fixed(HOUR)), rulebook=book), 1, START, START + DAY)


def test_what_is_no_duration_and_no_policy_is_refused_by_type():
    with pytest.raises(InvalidDuration, match=r"a duration is a datetime\.timedelta"):
        Fixed(1.5)
    with pytest.raises(InvalidPolicy, match="Discipline"):
        caseload(discipline="first")
    with pytest.raises(InvalidPolicy, match="Arrivals"):
        Stream(SIMPLE, HOUR, Fixed(HOUR), arrivals=False)


def test_nothing_posted_is_nothing_served():
    rare = Stream(SIMPLE, 10_000 * HOUR, Fixed(HOUR))
    for discipline in Discipline:
        assert simulate(caseload(rare, discipline=discipline), 1, START, START + DAY) == ()


def test_a_promise_of_its_own_is_counted_like_any_other():
    book = Rulebook("quick", (Rule(SIMPLE, WorkingTime(HOUR)),))
    served = simulate(caseload(Stream(SIMPLE, HOUR, Fixed(MINUTE)), rulebook=book), 2, START, START + 7 * DAY)
    assert all(task.due == HOUSE.add(task.posted_at, HOUR) for task in served)
