"""What a client asks: counted, placed in working time, measured from what happened."""

import datetime as dt
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import HOUSE, Desk
from supportcore import plans
from supportcore.errors import InvalidWorkload, UnknownTaskType
from supportcore.tasks import BUG, DEVELOPMENT, SIMPLE, Accepted, Activity, Agreed, Estimated, LogRow
from supportcore.whatif import Ask, Workload, monte_carlo

START = dt.date(2026, 1, 1)
MINUTE = dt.timedelta(minutes=1)


def workload(tasks=20, effort=25, **more):
    return Workload.of({"simple": tasks}, {"simple": effort}, start=START, **more)


def counts(one):
    return [one.counts(stream) for stream in one.streams]


@pytest.mark.parametrize(
    ("tasks", "season", "expected"),
    [
        (20, (), (20,) * 12),
        (Decimal("0.5"), (), (1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0)),
        (Fraction(1, 3), (), (0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0)),
        (10, (2,) + (1,) * 10 + (0,), (20,) + (10,) * 10 + (0,)),
        (tuple(range(12)), (), tuple(range(12))),
        (0, (), (0,) * 12),
    ],
)
def test_numbers_a_month_are_whole_and_lose_nothing(tasks, season, expected):
    assert counts(workload(tasks, season=season)) == [expected]


def test_a_season_belongs_to_the_months_of_the_year_not_of_the_workload():
    summer = [1] * 12
    summer[6] = 3
    july = Workload.of({"simple": 10}, {"simple": 5}, start=dt.date(2026, 6, 1), months=3, season=summer)
    assert counts(july) == [(10, 30, 10)]


@settings(max_examples=60)
@given(
    st.fractions(0, 40, max_denominator=12), st.lists(st.fractions(0, 3, max_denominator=10), min_size=12, max_size=12)
)
def test_rounding_never_strays_by_more_than_half_a_task(each, season):
    one = workload(each, season=season)
    (found,), (stream,) = counts(one), one.streams
    for months in range(1, 13):
        assert abs(sum(found[:months]) - sum(one.expected(stream)[:months])) <= Fraction(1, 2)


def test_requests_lie_in_working_time_spread_evenly_to_the_minute():
    asks = workload(4, (10, 20, 30), months=1).asks(HOUSE)
    assert [ask.minutes for ask in asks] == [10, 20, 30, 10]
    assert all(HOUSE.is_open(ask.at) and ask.at.second == ask.at.microsecond == 0 for ask in asks)
    month = dt.datetime(2026, 1, 1, tzinfo=HOUSE.tz)
    places = [HOUSE.between(month, ask.at) for ask in asks]
    whole = HOUSE.between(month, dt.datetime(2026, 2, 1, tzinfo=HOUSE.tz))
    assert places == [whole / 8 * number // MINUTE * MINUTE for number in (1, 3, 5, 7)]


def test_efforts_go_on_from_month_to_month():
    asks = workload(2, (10, 20, 30), months=3).asks(HOUSE)
    assert [ask.minutes for ask in asks] == [10, 20, 30, 10, 20, 30]


def test_kinds_take_turns_by_their_place_in_the_month():
    asks = Workload.of({"simple": 2, "bug": 1}, {"simple": 10, "bug": 60}, start=START, months=1).asks(HOUSE)
    assert [ask.kind for ask in asks] == [SIMPLE, BUG, SIMPLE]


def test_it_is_a_value():
    one = workload()
    assert one == workload()
    assert hash(one) == hash(workload())
    assert pickle.loads(pickle.dumps(one)) == one
    assert one != workload(21)
    assert Ask(one.asks(HOUSE)[0].at, SIMPLE, 25) == one.asks(HOUSE)[0]


def test_it_says_what_it_is():
    one = Workload.of({"simple": 20, "development": 1}, {"simple": 25, "development": dt.timedelta(hours=8)},
                      start=START)  # fmt: skip
    assert str(one) == "12 months from 2026-01-01: 240 simple (100 h), 12 development (96 h)"
    assert str(Workload.of({}, {}, start=START)) == "12 months from 2026-01-01: nothing"


def test_made_shorter_it_asks_for_the_months_that_are_left():
    season = [1, 2, *[1] * 10]
    one = workload(20, season=season).evolve(months=1)
    assert str(one).startswith("1 month from 2026-01-01: 20 simple (")
    assert one.counts(one.streams[0]) == (20,)
    assert len(one.asks(HOUSE)) == 20
    assert len(workload(20, season=season).evolve(months=2).asks(HOUSE)) == 60
    drawn = monte_carlo([plans.hourly()], one, HOUSE, years=2)
    same = monte_carlo([plans.hourly()], workload(20, months=1), HOUSE, years=2)
    assert drawn.years == same.years


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: workload(-1), "a number of tasks lies between 0 and 1,000,000"),
        (lambda: workload(2.5), "a number of tasks is an exact number"),
        (lambda: workload(True), "a number of tasks is an exact number"),
        (lambda: workload((1, 2, 3)), "a number for each of the 12 months is meant"),
        (lambda: workload(20, 0), "an effort is one or more whole minutes"),
        (lambda: workload(20, dt.timedelta(seconds=90)), "an effort is one or more whole minutes"),
        (lambda: workload(20, ()), "a kind has an effort"),
        (lambda: workload(20, months=0), "a number of months is a whole number, one or more"),
        (lambda: workload(20, users=0), "a number of users is a whole number, one or more"),
        (lambda: workload(20, season=(1, 2)), "a season has 12 factors, January first"),
        (lambda: workload(20, fault=2), "a share lies between 0 and 1"),
        (lambda: Workload.of({"simple": 1}, {}, start=START), "'simple': a kind has an effort"),
        (
            lambda: Workload.of({}, {}, start=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
            "starts on a date, at its midnight",
        ),
        (lambda: workload().with_tasks("bug", 3), "the workload has simple"),
        (lambda: Workload.of({}, {}, start=START).with_effort("bug", 3), "the workload has nothing"),
    ],
)
def test_refuses_what_cannot_be_asked(make, message):
    with pytest.raises(InvalidWorkload, match=message):
        make()


def test_a_kind_is_one_that_is_known_or_a_type_of_one_s_own():
    with pytest.raises(UnknownTaskType, match="no task type of that code"):
        Workload.of({"wish": 1}, {"wish": 5}, start=START)
    assert Workload.of({BUG: 1}, {"bug": 5}, start=START).streams[0].kind == BUG


def test_changes_a_little():
    one = Workload.of({"simple": 10, "bug": 1}, {"simple": (10, 25), "bug": 60}, start=START)
    assert one.with_tasks("simple", 12).streams[0].monthly == (Fraction(12),) * 12
    assert one.with_effort(SIMPLE, 30).streams[0].efforts == (30,)
    more = one.scaled("simple", tasks=Decimal("1.2"), effort=Decimal("0.5"))
    assert (more.streams[0].monthly[0], more.streams[0].efforts) == (12, (5, 13))
    assert more.streams[1] == one.streams[1]
    assert one.scaled("bug", effort=0).streams[1].efforts == (1,)
    assert one.evolve(months=1, users=7).users == 7


def desk():
    """A desk with a development agreed at ten hours, two simple tasks and a BUG that nobody worked on."""
    one = Desk(plans.individual_manager(), since="01-01 00:00")
    one.posted("T-1", SIMPLE, "01-12 10:00")
    one.logged("T-1", 15, "01-12 11:00")
    one.logged("T-1", 20, "01-12 12:00")
    one.posted("T-2", SIMPLE, "02-02 10:00")
    one.logged("T-2", 40, "02-02 11:00")
    one.posted("T-3", DEVELOPMENT, "02-03 10:00")
    one.on("T-3", Accepted, "02-03 11:00")
    one.on("T-3", Estimated, "02-03 11:00", size=dt.timedelta(hours=10))
    one.on("T-3", Agreed, "02-03 12:00")
    one.logged("T-3", 30, "02-03 13:00")
    one.posted("T-4", BUG, "03-31 17:00")
    one.posted("T-5", SIMPLE, "04-01 00:00")
    return one


def test_is_measured_from_an_account_month_by_month():
    found = Workload.measured(desk().account, start=START, months=3, efforts={"bug": 45}, users=9)
    told = {stream.kind.code: (tuple(map(int, stream.monthly)), stream.efforts) for stream in found.streams}
    assert told == {"simple": ((1, 1, 0), (35, 40)), "development": ((0, 1, 0), (600,)), "bug": ((0, 0, 1), (45,))}
    assert found.users == 9


def test_what_was_refused_was_asked_too():
    one = Desk(plans.free_support())
    assert one.posted("T-1", SIMPLE, "01-12 10:00").refusal is not None
    found = Workload.measured(one.account, start=START, months=1, efforts={"simple": 25})
    assert counts(found) == [(1,)]


def test_says_where_nothing_tells_the_effort():
    with pytest.raises(InvalidWorkload, match="'bug': nothing says how long its tasks take"):
        Workload.measured(desk().account, start=START, months=3)


def test_is_measured_from_the_log_of_another_system():
    def row(case, what, day, **more):
        return LogRow(case, what, dt.datetime(2026, 1, day, 10, tzinfo=dt.UTC), more)

    rows = [row("C-2", "new", 31, level="high"), row("C-1", "touch", 3), row("C-1", "new", 5), row("C-3", "touch", 9),
            row("C-1", "done", 6)]  # fmt: skip
    found = Workload.from_log(
        rows, {"new": Activity.POSTED}, HOUSE, {"simple": 20, "bug": 60}, start=dt.date(2026, 1, 4), months=1,
        kinds={("level", "high"): BUG},
    )  # fmt: skip
    assert {stream.kind: stream.monthly for stream in found.streams} == {SIMPLE: (2,), BUG: (1,)}
