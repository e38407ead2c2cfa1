"""Bitrix24's tasks, elapsed time and hours: offsets without zones, 'Y' and 'N', numbers as text."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hosts.rows import record, sample
from supportcore.account import On
from supportcore.errors import CoverageError, InvalidPayload
from supportcore.hosts import LastMinute, Naive, bitrix24
from supportcore.tasks import Accepted, Cancelled, Closed, Solved, Waiting

ROWS = sample("bitrix24")
LISTED = ROWS["tasks.task.list_row"]
SCHEDULE = ROWS["timeman.schedule.get"]
LINE = ROWS["imopenlines.config.get"]
SETTINGS = ROWS["calendar.settings.get"]
KYIV = "Europe/Kyiv"


# --- tasks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [dict, record], ids=["json", "object"])
def test_a_task_keeps_the_offset_it_came_with(shape):
    task = bitrix24.task(shape(LISTED), client="Acme")
    assert (task.id, task.client, task.posted_at) == ("8017", "Acme", datetime(2025, 6, 4, 14, 15, 55, tzinfo=UTC))


def test_two_offsets_in_one_answer_are_two_offsets():
    """One response carries the employee's day at +02:00 and the server's envelope at +03:00: neither is *the* zone."""
    rows = [{"id": "1", "createdDate": f"2025-03-27T08:00:01+0{hours}:00"} for hours in (2, 3)]
    posted = [bitrix24.task(row, client="Acme").posted_at for row in rows]
    assert posted[0] - posted[1] == timedelta(hours=1)


def test_a_time_that_a_script_sent_without_an_offset_is_asked_about():
    row = LISTED | {"createdDate": "2025-12-31T23:59:59"}
    with pytest.raises(InvalidPayload, match=r"^createdDate: .*says no offset"):
        bitrix24.task(row, client="Acme")
    assert bitrix24.task(row, client="Acme", naive=KYIV).posted_at.hour == 21
    assert bitrix24.task(row, client="Acme", naive=Naive.UTC).posted_at.hour == 23


def test_a_task_in_its_envelope_belongs_to_its_first_crm_link():
    answer = ROWS["tasks.task.get"]
    inner = answer["result"]["task"] | {"createdDate": "2025-10-06T17:02:43+02:00"}
    assert bitrix24.task({"result": {"task": inner}}).client == "C_627"


@pytest.mark.parametrize(
    "answer", [ROWS["tasks.task.get_missing"], {"result": {"task": {}}}, {"result": None}], ids=str
)
def test_a_missing_task_is_an_empty_list_and_a_clear_error(answer):
    with pytest.raises(InvalidPayload, match=r"^result.*it is to be a task; no task of that id, or no right to see it"):
        bitrix24.task(answer)


@pytest.mark.parametrize("error", ["QUERY_LIMIT_EXCEEDED", {"code": "ACCESS_DENIED", "message": "no"}], ids=str)
def test_an_error_of_the_portal_is_told_as_one(error):
    answer = {"error": error, "error_description": "Too many requests"}
    for read in (bitrix24.task, bitrix24.facts):
        with pytest.raises(InvalidPayload, match=r"^error: .*it is to be an answer, not an error of the portal; see"):
            read(answer)


def test_a_task_without_links_asks_for_its_client():
    with pytest.raises(InvalidPayload, match=r"^ufCrmTask: .*the CRM links of the task; pass client='Acme'"):
        bitrix24.task(LISTED)


@pytest.mark.parametrize(
    ("status", "kinds"),
    [("1", []), ("2", []), ("3", [Accepted]), ("4", [Solved]), ("5", [Solved, Closed]),
     ("6", [Waiting]), ("7", [Cancelled]),
     (5, [Solved, Closed]), ("pending", []), ("in_progress", [Accepted]), ("completed", [Solved, Closed]), (None, [])],
)  # fmt: skip
def test_a_status_is_read_as_text_number_or_word(status, kinds):
    row = ROWS["tasks.task.add_response"] | {"status": status}
    told = bitrix24.facts(row, client="Acme")
    assert [type(fact.event) for fact in told if isinstance(fact, On)] == kinds


def test_rest_v3_has_other_names_for_the_same():
    row = ROWS["task_get_rest_v3"] | {"created": "2025-11-24T05:00:00+02:00", "status": "supposedly_completed"}
    told = bitrix24.facts(row, client="Acme")
    assert [(fact.id, fact.at.hour) for fact in told] == [("3835", 3), ("3835/solved/2025-11-24T04:00:00+00:00", 4)]


def test_the_same_row_read_twice_tells_the_same_facts():
    row = ROWS["tasks.task.add_response"] | {"status": "3"}
    assert bitrix24.facts(row, client="Acme") == bitrix24.facts(row, client="Acme")


def test_elapsed_seconds_are_text():
    logged = bitrix24.worked(ROWS["task.elapseditem.getlist"][0])
    assert (logged.task, logged.minutes, logged.what) == ("691", 60, "1")
    assert logged.at == datetime(2024, 5, 16, 8, 33, tzinfo=UTC)


# --- hours ------------------------------------------------------------------------------------------------------------


def test_a_day_and_a_month_without_a_year_are_that_day_of_every_year():
    house = bitrix24.calendar(SETTINGS | {"year_holidays": "1.01,29.02,24.12.2026"}, tz=KYIV, first=2026, last=2028)
    days = [date(2026, 1, 1), date(2028, 2, 29), date(2026, 12, 24), date(2027, 12, 24)]
    assert [house.is_working_day(day) for day in days] == [False, False, False, True]


def test_a_working_day_of_the_year_works_on_a_weekend_too():
    house = bitrix24.calendar(SETTINGS, tz=KYIV, first=2022, last=2023)
    saturday = date(2022, 12, 31)
    assert saturday.weekday() == 5
    assert str(house.opening(saturday)) == "2022-12-31 09:00:00+02:00"


def test_beyond_its_years_the_calendar_knows_nothing():
    with pytest.raises(CoverageError):
        bitrix24.calendar(SETTINGS, tz=KYIV, first=2026, last=2026).add(
            datetime(2026, 12, 30, tzinfo=UTC), timedelta(hours=40)
        )


def test_weekday_digits_begin_with_monday_as_1():
    """Weekday digits have 1 for Monday while START_WEEK_DAY has 0 for Monday: mixed up, the week works Sunday."""
    house = bitrix24.schedule_calendar(SCHEDULE, tz=KYIV, break_at="13:00")
    assert [house.is_working_day(date(2026, 11, day)) for day in (22, 23, 27, 28)] == [False, True, True, False]
    assert [str(span.length) for span in house.hours(date(2026, 11, 23))] == ["5:00:00", "3:00:00"]


def test_a_break_without_a_place_is_not_guessed_at():
    with pytest.raises(InvalidPayload, match=r"^SHIFTS\[0\].BREAK_DURATION: 3600: .*break_at='12:00'"):
        bitrix24.schedule_calendar(SCHEDULE, tz=KYIV)
    none = {"SHIFTS": [SCHEDULE["SHIFTS"][0] | {"BREAK_DURATION": 0}]}
    assert len(bitrix24.schedule_calendar(none, tz=KYIV).hours(date(2026, 11, 23))) == 1


def test_a_night_shift_runs_past_midnight():
    """Shifts past midnight are refused or cut elsewhere (biz#133, business_time#227, chatwoot#5254)."""
    night = {"WORK_TIME_START": "79200", "WORK_TIME_END": "21600", "WORK_DAYS": "5"}
    house = bitrix24.schedule_calendar({"SHIFTS": [night]}, tz=KYIV)
    assert str(house.closing(date(2026, 11, 27))) == "2026-11-28 06:00:00+02:00"


def test_2359_of_an_open_line_is_hours_and_minutes_and_closes_no_hole():
    """'23.59' is 23:59 (as a decimal it would be 23:35), and means midnight (chatwoot#15638)."""
    house = bitrix24.line_calendar(LINE, first=2026, last=2027)
    assert house.is_open(datetime(2026, 11, 23, 22, 59, 30, tzinfo=UTC))
    holed = bitrix24.line_calendar(LINE, first=2026, last=2027, last_minute=LastMinute.AS_WRITTEN)
    assert str(holed.closing(date(2026, 11, 23)).time()) == "23:59:00"


@pytest.mark.parametrize("days", [[""], [], None, "", ["SA", "SU"], "SA,SU"], ids=str)
def test_an_empty_list_of_days_is_a_list_of_one_empty_text(days):
    house = bitrix24.line_calendar(LINE | {"WORKTIME_DAYOFF": days}, first=2026, last=2027)
    assert house.is_working_day(date(2026, 11, 22)) is not ("SU" in (days or []))


def test_a_line_without_working_time_is_always_open():
    house = bitrix24.line_calendar(LINE | {"WORKTIME_ENABLE": "N"}, first=2026, last=2027)
    assert house.between(*(datetime(2030, 1, day, tzinfo=UTC) for day in (1, 2))) == timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "opening"), [("9", "09:00:00"), ("9.30", "09:30:00"), ("9.3", "09:30:00"), (9, "09:00:00")]
)
def test_hours_and_minutes_have_a_dot_between_them(text, opening):
    house = bitrix24.calendar(SETTINGS | {"work_time_start": text}, tz=KYIV, first=2026, last=2026)
    assert str(house.opening(date(2026, 11, 23)).time()) == opening


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"work_time_start": "nine"}, "^work_time_start: 'nine': it is to be hours and minutes"),
        ({"work_time_start": "25"}, "^work_time_start: '25:00': a clock time is"),
        ({"work_time_end": "9"}, "^work_time_end: '9': it is to be after the opening"),
        ({"week_holidays": ["SAT"]}, r"^week_holidays\[0\]: 'SAT': it is to be one of MO, TU"),
        (
            {"week_holidays": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "year_workdays": ""},
            "^week_holidays: .*never open",
        ),
        ({"year_holidays": "25/12"}, r"^year_holidays\[0\]: '25/12': it is to be a day and a month"),
        ({"year_holidays": "1.01,31.04"}, r"^year_holidays\[1\]: '31.04': it is to be a day of the year"),
    ],
)
def test_settings_that_cannot_be_read_say_where(more, message):
    with pytest.raises(InvalidPayload, match=message):
        bitrix24.calendar(SETTINGS | more, tz=KYIV, first=2026, last=2026)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"CALENDAR": {"EXCLUSIONS": ["2026-01-01"]}}, "^CALENDAR.EXCLUSIONS: .*the only form that is documented"),
        ({"SHIFTS": [SCHEDULE["SHIFTS"][0] | {"WORK_DAYS": "108"}]}, r"^SHIFTS\[0\].WORK_DAYS: '108': .*digits from 1"),
        (
            {"SHIFTS": [SCHEDULE["SHIFTS"][0] | {"WORK_TIME_END": 90000}]},
            r"^SHIFTS\[0\].WORK_TIME_END: 90000: .*seconds",
        ),
        ({"SHIFTS": []}, "^SHIFTS: .*never open"),
    ],
)
def test_a_schedule_that_cannot_be_read_says_where(row, message):
    with pytest.raises(InvalidPayload, match=message):
        bitrix24.schedule_calendar(SCHEDULE | row, tz=KYIV, break_at="12:00")


def test_an_instant_goes_back_with_the_offset_of_a_zone():
    at = datetime(2025, 10, 24, 17, 0, 0, 1, tzinfo=UTC)
    assert bitrix24.written(at, "Europe/Berlin") == ROWS["tasks.task.list_row"]["deadline"]
    assert datetime.fromisoformat(bitrix24.written(at, "Europe/Berlin")) == at.replace(microsecond=0)
