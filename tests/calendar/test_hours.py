"""Hours as people write them: clock times, shifts, weeks, breaks, texts; and a calendar printed as what makes it."""

import datetime as dt
import pickle
from datetime import UTC, date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportcore import calendar as wing
from supportcore.calendar import Beyond, Holiday, HolidayTable, Precedence, Shift, Span, WorkingCalendar
from supportcore.calendar.hours import MIDNIGHT, WEEKDAYS, breaks, clock, cut, shifts, shortened, week, weekdays, within

HOUR, MINUTE = 3600, 60
OFFICE = {"mon-fri": [("09:00", "18:00")]}


def some(*texts):
    """Read shifts: '09:00-18:00'."""
    return tuple(Shift(*text.split("-")) for text in texts)


def told(found):
    """Tell shifts as hours of their date: 22-30 runs to six in the morning."""
    return [(shift.start / HOUR, shift.end / HOUR) for shift in found]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("00:00", 0),
        ("9:05", 9 * HOUR + 5 * MINUTE),
        ("09:30:15", 9 * HOUR + 30 * MINUTE + 15),
        ("23:59:59", MIDNIGHT - 1),
        ("24:00", MIDNIGHT),
        (time(18), 18 * HOUR),
        (time(0, 0, 1), 1),
    ],
)
def test_a_clock_time_is_seconds_from_midnight(value, seconds):
    assert clock(value) == seconds


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("09:00", "18:00", (9, 18)),
        ("09:00", "24:00", (9, 24)),
        ("22:00", "06:00", (22, 30)),
        ("22:00", "00:00", (22, 24)),
        ("09:00", "09:00", (9, 33)),
        ("00:00", "24:00", (0, 24)),
        ("00:00", "00:00", (0, 24)),
        (time(9), time(18), (9, 18)),
    ],
)
def test_a_shift_that_ends_at_or_before_its_start_runs_past_midnight(start, end, hours):
    assert told([Shift(start, end)]) == [hours]


@pytest.mark.parametrize("text", ["09:00-18:00", "22:00-06:00", "00:00-24:00", "09:00:30-18:00:01"])
def test_a_shift_prints_as_what_makes_it(text):
    shift = Shift(*text.split("-"))
    assert str(shift) == text
    assert eval(repr(shift)) == shift == pickle.loads(pickle.dumps(shift))


def test_shifts_are_put_in_order_and_may_be_given_in_any_form():
    assert shifts([("14:00", time(18)), Shift("09:00", "13:00")]) == some("09:00-13:00", "14:00-18:00")
    assert shifts([("13:00", "18:00"), ("09:00", "13:00")]) == some("09:00-13:00", "13:00-18:00")
    assert shifts([]) == ()


@pytest.mark.parametrize(
    ("hours", "pauses", "left"),
    [
        (["09:00-18:00"], [], [(9, 18)]),
        (["09:00-18:00"], ["13:00-14:00"], [(9, 13), (14, 18)]),
        (["09:00-18:00"], ["09:00-10:00"], [(10, 18)]),
        (["09:00-18:00"], ["17:00-18:00"], [(9, 17)]),
        (["09:00-18:00"], ["18:00-19:00"], [(9, 18)]),
        (["09:00-18:00"], ["08:00-19:00"], []),
        (["09:00-13:00", "14:00-18:00"], ["12:00-15:00"], [(9, 12), (15, 18)]),
        (["22:00-06:00"], ["01:00-02:00"], [(22, 25), (26, 30)]),
        (["22:00-06:00"], ["23:30-00:30"], [(22, 23.5), (24.5, 30)]),
        (["22:00-06:00"], ["23:00-23:30", "03:00-04:00"], [(22, 23), (23.5, 27), (28, 30)]),
    ],
)
def test_breaks_are_taken_out_of_the_night_after_too(hours, pauses, left):
    assert told(cut(some(*hours), some(*pauses))) == left


@pytest.mark.parametrize(
    ("hours", "limits", "left"),
    [
        (["09:00-18:00"], ["00:00-13:00"], [(9, 13)]),
        (["09:00-18:00"], [], []),
        (["09:00-18:00"], ["18:00-20:00"], []),
        (["09:00-13:00", "14:00-18:00"], ["10:00-12:00", "12:30-15:00"], [(10, 12), (12.5, 13), (14, 15)]),
        (["22:00-06:00"], ["00:00-24:00"], [(22, 24)]),
    ],
)
def test_a_part_day_holiday_keeps_what_lies_within(hours, limits, left):
    assert told(within(some(*hours), some(*limits))) == left


@pytest.mark.parametrize(
    ("hours", "by", "left"),
    [
        (["09:00-18:00"], 0, [(9, 18)]),
        (["09:00-18:00"], 1, [(9, 17)]),
        (["09:00-18:00"], 9, []),
        (["09:00-18:00"], 10, []),
        (["09:00-13:00", "14:00-18:00"], 4, [(9, 13)]),
        (["09:00-13:00", "14:00-18:00"], 5, [(9, 12)]),
        (["09:00-13:00", "14:00-18:00"], 8, []),
        (["22:00-06:00"], 7, [(22, 23)]),
        ([], 1, []),
    ],
)
def test_a_shorter_day_loses_work_from_its_end(hours, by, left):
    assert told(shortened(some(*hours), by * HOUR)) == left


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("mon", [0]),
        ("sun", [6]),
        ("mon-fri", [0, 1, 2, 3, 4]),
        ("sat-tue", [5, 6, 0, 1]),
        ("fri-fri", [4]),
        ("mon-sun", [0, 1, 2, 3, 4, 5, 6]),
        ("tue-mon", [1, 2, 3, 4, 5, 6, 0]),
    ],
)
def test_a_range_of_weekdays_may_run_over_the_weekend(name, days):
    assert list(weekdays(name)) == days


def test_days_that_are_not_named_are_closed():
    found = week({"sat-mon": [("10:00", "12:00")], "wed": []})
    assert [WEEKDAYS[day] for day in range(7) if found[day]] == ["mon", "sat", "sun"]


NOON = [("13:00", "14:00")]


@pytest.mark.parametrize(
    ("plan", "weekly", "dates"),
    [
        ([], [], []),
        (NOON, [0, 1, 2, 3, 4, 5, 6], []),
        (some("13:00-14:00"), [0, 1, 2, 3, 4, 5, 6], []),
        ({"mon-wed": NOON}, [0, 1, 2], []),
        ({"fri": NOON, "2026-12-31": NOON, date(2026, 1, 1): NOON}, [4], [date(2026, 1, 1), date(2026, 12, 31)]),
    ],
)
def test_breaks_are_a_list_or_name_weekdays_and_dates(plan, weekly, dates):
    found = breaks(plan)
    assert [day for day in range(7) if found.weekly[day]] == weekly
    assert [day for day, _ in found.dates] == dates


def test_breaks_cut_what_they_name():
    house = WorkingCalendar.weekly(OFFICE, tz="UTC", breaks={"mon": NOON, "2026-11-24": [("09:00", "12:00")]})
    monday = dt.datetime(2026, 11, 23, tzinfo=UTC)
    days = [monday + timedelta(days=n) for n in range(4)]
    worked = [house.between(a, b) // timedelta(hours=1) for a, b in pairwise(days)]
    assert worked == [8, 6, 9]


TEXTS = [
    ("Mo-Fr 09:00-18:00", OFFICE, {}),
    ("Mo-Fr 9:00-18:00; PH off;", OFFICE, {}),
    ("  Mo - Fr 09:00 - 18:00  ", OFFICE, {}),
    ("Mo-Fr 09:00-13:00,14:00-18:00", {"mon-fri": [("09:00", "13:00"), ("14:00", "18:00")]}, {}),
    (
        "Mo,We,Fr-Su 10:00-12:00",
        {"mon": [("10:00", "12:00")], "wed": [("10:00", "12:00")], "fri-sun": [("10:00", "12:00")]},
        {},
    ),
    ("Sa-Mo 10:00-12:00", {"sat-mon": [("10:00", "12:00")]}, {}),
    ("24/7", {"mon-sun": [("00:00", "24:00")]}, {}),
    ("08:00-20:00; Su off", {"mon-sat": [("08:00", "20:00")]}, {}),
    ("08:00-20:00; Su closed", {"mon-sat": [("08:00", "20:00")]}, {}),
    (
        "Mo-Su 09:00-18:00; We 10:00-12:00",
        {"mon-tue": [("09:00", "18:00")], "wed": [("10:00", "12:00")], "thu-sun": [("09:00", "18:00")]},
        {},
    ),
    ("Fr 22:00-06:00", {"fri": [("22:00", "06:00")]}, {}),
    ("Fr 22:00-30:00", {"fri": [("22:00", "06:00")]}, {}),
    ("Fr 10:00-34:00", {"fri": [("10:00", "10:00")]}, {}),
    ("Sa 24/7", {"sat": [("00:00", "24:00")]}, {}),
    (
        "Mo-Fr 09:00-18:00; 2026 Dec 31 09:00-12:00; 2027 Jan 1 off",
        OFFICE,
        {"2026-12-31": [("09:00", "12:00")], "2027-01-01": []},
    ),
    ("Mo-Fr 09:00-18:00; 2026 Dec 31 off; 2026 Dec 31 10:00-11:00", OFFICE, {"2026-12-31": [("10:00", "11:00")]}),
]


@pytest.mark.parametrize(("text", "plan", "dates"), TEXTS)
def test_a_text_says_the_same_as_plain_data(text, plan, dates):
    assert WorkingCalendar.parse(text, tz="Europe/Kyiv") == WorkingCalendar.weekly(plan, tz="Europe/Kyiv", dates=dates)


def test_a_text_takes_what_plain_data_takes_and_own_dates_win():
    more = {
        "holidays": ["2026-12-25"],
        "breaks": NOON,
        "precedence": Precedence.HOLIDAY_FIRST,
        "beyond": Beyond.PROVISIONAL,
    }
    parsed = WorkingCalendar.parse(
        "Mo-Fr 09:00-18:00; 2026 Dec 31 off", tz="UTC", dates={"2026-12-31": [("09:00", "10:00")]}, **more
    )
    assert parsed == WorkingCalendar.weekly(OFFICE, tz="UTC", dates={"2026-12-31": [("09:00", "10:00")]}, **more)


# --- a calendar prints as what makes it -------------------------------------------------------------------------------

HOUSE = WorkingCalendar.weekly(OFFICE, tz="Europe/Kyiv")
NIGHTS = WorkingCalendar.weekly({"sat-tue": [("22:00", "06:00")]}, tz="America/New_York")
CHRISTMAS = Holiday(date(2026, 12, 25), 'Christmas "Day"', within=[("00:00", "13:00")])
TABLE = HolidayTable(
    (
        CHRISTMAS,
        Holiday.working("2026-12-19", "it's for Friday", like="fri"),
        Holiday("2026-12-24", shorter=timedelta(hours=1)),
    ),
    "2026-01-01",
    None,
    "by hand",
)
AWAY = Span(dt.datetime(2026, 11, 23, 12, tzinfo=UTC), dt.datetime(2026, 11, 23, 13, 0, 0, 1, tzinfo=UTC))
CALENDARS = [
    HOUSE,
    NIGHTS,
    WorkingCalendar.weekly({"mon": [("00:00", "24:00")], "tue": [("09:00", "09:00")]}, tz="UTC"),
    WorkingCalendar.weekly({"mon-sun": [("09:00:30", "13:00"), ("14:00", "18:00:01")]}, tz="UTC"),
    WorkingCalendar.weekly({}, tz="UTC", dates={"2026-12-31": [("09:00", "13:00")], "2026-12-30": []}),
    WorkingCalendar.weekly(OFFICE, tz="UTC", holidays=TABLE),
    WorkingCalendar.weekly(OFFICE, tz="UTC", holidays=[]),
    WorkingCalendar.weekly(OFFICE, tz="UTC", holidays=["2026-12-25"], precedence=Precedence.HOLIDAY_FIRST),
    WorkingCalendar.weekly(OFFICE, tz="UTC", holidays=TABLE, beyond=Beyond.PROVISIONAL),
    WorkingCalendar.weekly(OFFICE, tz="UTC", breaks=NOON),
    WorkingCalendar.weekly(OFFICE, tz="UTC", breaks={"mon-wed": NOON, "fri": NOON, "2026-12-31": NOON}),
    HOUSE & NIGHTS,
    HOUSE | NIGHTS,
    HOUSE - [date(2026, 11, 23), AWAY, date(2026, 1, 2)],
    HOUSE - [],
    HOUSE.changed("2026-12-01", NIGHTS),
    (HOUSE | NIGHTS - [AWAY]).changed("2026-12-01", HOUSE & NIGHTS).changed("2027-01-01", HOUSE) - [date(2028, 2, 29)],
]
NAMES = {"datetime": dt} | {name: getattr(wing, name) for name in wing.__dir__() if name[0].isupper()}


@pytest.mark.parametrize("calendar", CALENDARS)
def test_a_calendar_prints_as_the_expression_that_makes_it(calendar):
    made = eval(repr(calendar), dict(NAMES))
    assert made == calendar
    assert hash(made) == hash(calendar)
    assert repr(made) == repr(calendar)


pairs = st.sampled_from([[("09:00", "18:00")], [("09:00", "13:00"), ("14:00", "18:00")], [("18:00", "24:00")], []])
plans = st.dictionaries(st.sampled_from(WEEKDAYS), pairs, min_size=1).filter(lambda plan: any(plan.values()))
single = st.builds(
    WorkingCalendar.weekly,
    plans,
    tz=st.sampled_from(["UTC", "Europe/Kyiv"]),
    holidays=st.sampled_from([None, TABLE, []]),
    dates=st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 1, 9)), pairs, max_size=2),
    breaks=st.dictionaries(st.sampled_from(["mon", "tue-thu", "2026-01-02"]), st.just(NOON)),
    precedence=st.sampled_from(Precedence),
    beyond=st.sampled_from(Beyond),
)


@settings(max_examples=60, database=None)
@given(single, single, st.sampled_from(["&", "|", "-", "changed", "alone"]))
def test_every_calendar_prints_as_the_expression_that_makes_it(left, right, kind):
    made = {
        "&": lambda: left & right,
        "|": lambda: left | right,
        "-": lambda: left - [AWAY, date(2026, 1, 2)],
        "changed": lambda: left.changed("2026-06-01", right),
        "alone": lambda: left,
    }[kind]()
    assert eval(repr(made), dict(NAMES)) == made


def test_a_calendar_of_a_source_from_elsewhere_prints_its_source():
    class Elsewhere:
        pieces = None

        def __repr__(self):
            return "Elsewhere()"

    assert repr(WorkingCalendar(Elsewhere(), ZoneInfo("UTC"))) == "WorkingCalendar(Elsewhere())"


def test_a_shift_may_take_both_days_whole():
    assert (Shift.of_seconds(0, 2 * MIDNIGHT).start, Shift.of_seconds(0, 2 * MIDNIGHT).end) == (0, 2 * MIDNIGHT)
