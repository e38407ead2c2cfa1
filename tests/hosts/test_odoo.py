"""Odoo's calendars, leaves and SLAs: what its own tests expect, and what it gets wrong."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hosts.rows import record, sample
from supportcore.errors import CoverageError, InvalidPayload
from supportcore.hosts import LastMinute, Naive, odoo
from supportcore.sla import WorkingDays, WorkingTime
from supportcore.tasks import BUG

ROWS = sample("odoo")
CALENDARS = {row["_ref"]: row for row in ROWS["calendars"]} | {
    f"{name}, UTC": row | {"tz": "UTC", "_ref": name} for name, row in ROWS["development"].items()
}
CALENDARS["calendar_jean + attendance_24h"] = CALENDARS["calendar_jean"] | {
    "attendance_ids": [
        *(row for row in CALENDARS["calendar_jean"]["attendance_ids"] if row["dayofweek"] != "2"),
        ROWS["attendance_24h"],
    ]
}
LEAVES = {row["_ref"]: row for row in ROWS["leaves"]}
GLOBAL_11_APRIL = {"calendar_id": "ref:calendar_jean", "resource_id": False,
                   "date_from": "2018-04-10 22:00:00", "date_to": "2018-04-11 21:59:59"}  # fmt: skip
MONDAY = date(2018, 4, 2)


def read(name, leaves=(), **more):
    row = CALENDARS[name]
    known = [LEAVES.get(leave, GLOBAL_11_APRIL) if isinstance(leave, str) else leave for leave in leaves]
    wide = {"first": date(2017, 1, 1), "last": date(2019, 1, 1), "break_at": "12:00", "naive": Naive.UTC} | more
    return odoo.calendar(row | {"id": "ref:" + row["_ref"]}, leaves=known, **wide)


def text(at):
    return datetime.fromisoformat(at)


@pytest.mark.parametrize("row", [row for row in ROWS["expected"] if "hours" in row], ids=str)
def test_the_hours_between_two_instants_are_those_that_odoos_own_tests_expect(row):
    house = read(row["calendar"], row["leaves"])
    worked = house.between(text(row["from"]), text(row["to"]))
    assert worked == timedelta(hours=row["hours"])


@pytest.mark.parametrize("row", [row for row in ROWS["expected"] if row.get("plan_hours")], ids=str)
def test_planned_hours_end_where_odoos_own_tests_expect(row):
    house = read(row["calendar"], row.get("leaves", ()))
    assert house.add(text(row["from"]), timedelta(hours=row["plan_hours"])) == text(row["result"])


@pytest.mark.parametrize("shape", [dict, record], ids=["rpc", "orm"])
def test_lunch_rows_are_breaks_and_a_record_is_read_as_its_mapping(shape):
    house = odoo.calendar(shape(CALENDARS["calendar_std"]), tz="Europe/Kyiv")
    spans = [(str(span.start.time()), str(span.end.time())) for span in house.hours(date(2026, 11, 23))]
    assert spans == [("08:00:00", "12:00:00"), ("13:00:00", "17:00:00")]


def test_a_float_of_hours_is_read_to_the_minute_not_cut():
    """16.6 is 16:36; cut to seconds it is 16:35:59 and a fraction, and four days a week end a second early."""
    house = odoo.calendar(CALENDARS["calendar_38"], tz="Europe/Brussels")
    assert str(house.closing(date(2026, 11, 23)).time()) == "16:36:00"
    assert house.between(datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC)) == timedelta(hours=38)


def test_a_night_that_is_split_at_2359_has_no_hole():
    """23:59 as the end of a day leaves a hole of a minute every midnight (zammad#3180, chatwoot#15638, jmix#1433)."""
    row = ROWS["night_shift"]
    open_at = [datetime(2026, 11, 23, 23, 59, 30, tzinfo=UTC)]
    assert [odoo.calendar(row).is_open(at) for at in open_at] == [True]
    written = odoo.calendar(row, last_minute=LastMinute.AS_WRITTEN)
    assert [written.is_open(at) for at in open_at] == [False]
    assert odoo.calendar(row).between(*(datetime(2026, 11, day, 12, tzinfo=UTC) for day in (23, 24))) == timedelta(
        hours=2
    ) + timedelta(hours=5, minutes=59)


def test_years_without_an_opening_raise_instead_of_answering_false():
    """Odoo's search gives up after 1400 days and returns False, which a caller takes for a date."""
    row = CALENDARS["calendar_jean"] | {"id": 1}
    away = {"date_from": "2018-01-01 00:00:00", "date_to": "2040-01-01 00:00:00"}
    house = odoo.calendar(row, leaves=[away], naive=Naive.UTC)
    with pytest.raises(ValueError, match="ten years"):
        house.next_open(datetime(2018, 1, 2, tzinfo=UTC))


# --- rotas ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "parity"), ROWS["week_parity"].items())
def test_the_weeks_of_a_rota_are_counted_from_the_year_1_not_by_iso(day, parity):
    assert odoo.week_parity(date.fromisoformat(day)) == parity


def test_a_rota_of_two_weeks_has_the_hours_of_each_week():
    house = read("calendar_jules")
    weeks = [(datetime(2018, 4, day, tzinfo=UTC), datetime(2018, 4, day + 7, tzinfo=UTC)) for day in (2, 9, 16)]
    assert [house.between(*week) for week in weeks] == [timedelta(hours=hours) for hours in (30, 16, 30)]


def test_a_rota_across_new_year_keeps_its_turn_where_iso_weeks_lose_it():
    """2026 has 53 ISO weeks: weeks 53 and 1 are both odd, and a rota by ISO parity works one of its weeks twice."""
    house = read("calendar_jules", first=date(2026, 12, 1), last=date(2027, 1, 31))
    worked = [house.between(datetime(2026, 12, 28, tzinfo=UTC) + timedelta(7 * n), datetime(2027, 1, 4, tzinfo=UTC)
                            + timedelta(7 * n)) for n in range(3)]  # fmt: skip
    assert worked[0] == worked[2] != worked[1]


def test_rows_with_dates_are_those_dates_and_no_others():
    house = read("dated_rows, UTC", first=date(2018, 3, 26), last=date(2018, 4, 8))
    days = [day for day in range(2, 9) if house.is_working_day(date(2018, 4, day))]
    assert days == [2, 4, 5, 6]


def test_rows_of_a_season_count_in_that_season():
    rows = [{"dayofweek": "0", "hour_from": 8, "hour_to": 12, "date_from": "2018-04-09", "date_to": "2018-04-16"}]
    house = odoo.calendar({"tz": "UTC", "attendance_ids": rows}, first=MONDAY, last=date(2018, 5, 1))
    assert [day for day in (2, 9, 16, 23) if house.is_working_day(date(2018, 4, day))] == [9, 16]


def test_a_rota_asks_for_which_dates_it_is_written_out():
    with pytest.raises(InvalidPayload, match=r"attendance_ids: .*not the same every week.*say for which dates: first="):
        odoo.calendar(CALENDARS["calendar_jules"])


@pytest.mark.parametrize("at", [datetime(2016, 12, 31, 12, tzinfo=UTC), datetime(2019, 1, 2, 12, tzinfo=UTC)])
def test_beyond_the_dates_that_were_written_out_a_rota_knows_nothing(at):
    with pytest.raises(CoverageError):
        read("calendar_jules").add(at, timedelta(hours=30))


# --- leaves -----------------------------------------------------------------------------------------------------------


def test_a_whole_day_off_leaves_no_last_second():
    """A leave ends at 21:59:59 UTC, one second short of the local midnight: round the clock, that second was open."""
    rows = [{"dayofweek": str(day), "hour_from": 0, "hour_to": 24} for day in range(7)]
    row = {"id": 1, "tz": "Europe/Brussels", "attendance_ids": rows}
    leave = LEAVES["global_jean"] | {"calendar_id": [1, "always"]}
    day_before, day_after = datetime(2018, 4, 2, 22, tzinfo=UTC), datetime(2018, 4, 3, 22, tzinfo=UTC)
    assert odoo.calendar(row, leaves=[leave], naive=Naive.UTC).between(day_before, day_after) == timedelta(0)
    exact = odoo.calendar(row, leaves=[leave], naive=Naive.UTC, last_minute=LastMinute.AS_WRITTEN)
    assert exact.between(day_before, day_after) == timedelta(seconds=1)


@pytest.mark.parametrize(("resource", "open_"), [(None, True), ("ref:jean", False), ("ref:ann", True)])
def test_the_leave_of_one_person_closes_the_calendar_for_nobody_else(resource, open_):
    house = read("calendar_jean", ["leave_jean"], resource=resource)
    assert house.is_open(datetime(2018, 4, 5, 9, tzinfo=UTC)) is open_


@pytest.mark.parametrize(
    ("more", "open_"),
    [({}, False), ({"time_type": "other"}, True), ({"time_type": "leave"}, False), ({"count_as": "working_time"}, True),
     ({"calendar_id": "ref:another"}, True), ({"calendar_id": False}, False)],
)  # fmt: skip
def test_training_is_work_and_leaves_of_other_calendars_are_not_ours(more, open_):
    house = read("calendar_jean", [LEAVES["global_jean"] | more])
    assert house.is_open(datetime(2018, 4, 3, 9, tzinfo=UTC)) is open_


def test_leaves_are_naive_and_the_door_asks_what_that_means():
    """Odoo stores naive UTC; read on the local clock a day off begins two hours late and ends in the next day."""
    with pytest.raises(InvalidPayload, match=r"^leaves\[0\]\.date_from: '2018-04-02 22:00:00'.*naive=Naive\.UTC"):
        read("calendar_jean", ["global_jean"], naive=Naive.REFUSE)


# --- what is refused --------------------------------------------------------------------------------------------------

MORNING = {"dayofweek": "0", "hour_from": 8, "hour_to": 12}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([MORNING | {"hour_from": "eight"}], r"^attendance_ids\[0\]\.hour_from: 'eight': it is to be a number"),
        (
            [MORNING, MORNING | {"hour_to": 8}],
            r"^attendance_ids\[1\]\.hour_to: 8: it is to be after hour_from; split a",
        ),
        ([MORNING | {"dayofweek": "7"}], r"dayofweek: '7': it is to be a weekday from '0', Monday, to '6'"),
        ([MORNING | {"dayofweek": "-1"}], r"dayofweek: '-1'"),
        ([MORNING | {"week_type": "2"}], r"week_type: '2': it is to be a week of the rota"),
        ([MORNING, MORNING], r"^attendance_ids: .*must not overlap"),
        ([MORNING | {"break_hours": 1}], r"break_hours: 1: it is to be a break with a time of day; .*break_at='12:00'"),
        ([MORNING | {"day_period": "lunch"}], r"^attendance_ids: .*rows with hours; a calendar that is never open"),
        ([MORNING | {"date": "2018-04-02", "recurrency": True, "recurrency_type": "months"}], r"'weeks', the only"),
        (
            [MORNING | {"date": "2018-04-02", "recurrency": True, "recurrency_type": "weeks", "interval": 0}],
            r"interval: 0",
        ),
        (False, r"^attendance_ids: False: it is to be rows with hours"),
        ("1,2", r"^attendance_ids: '1,2': it is to be a list of rows"),
        ([3, 4], r"^attendance_ids\[0\]: 3: it is to be a row; pass the rows themselves, not their ids or their text$"),
        (["08:00-12:00"], r"^attendance_ids\[0\]: '08:00-12:00': it is to be a row; pass the rows themselves"),
    ],
)
def test_a_calendar_that_cannot_be_read_says_where(rows, message):
    with pytest.raises(InvalidPayload, match=message):
        odoo.calendar({"tz": "UTC", "attendance_ids": rows})


def test_a_break_has_to_fit_into_its_row():
    rows = [MORNING | {"break_hours": 1}]
    with pytest.raises(InvalidPayload, match=r"break_hours: 1: it is to be a break inside its row"):
        odoo.calendar({"tz": "UTC", "attendance_ids": rows}, break_at="11:30")
    fits = odoo.calendar({"tz": "UTC", "attendance_ids": rows}, break_at="11:00")
    assert str(fits.closing(date(2026, 11, 23)).time()) == "11:00:00"
    none = odoo.calendar({"tz": "UTC", "attendance_ids": [MORNING | {"break_hours": 0.0}]})
    assert str(none.closing(date(2026, 11, 23)).time()) == "12:00:00"


@pytest.mark.parametrize("name", ["flexible_hours", "duration_based"])
def test_flexible_hours_say_how_long_and_not_when(name):
    with pytest.raises(
        InvalidPayload,
        match=f"^{name}: True: it is to be off; .*say how long, not when: give .*, with WorkingCalendar.weekly$",
    ):
        odoo.calendar({"tz": "UTC", "attendance_ids": [MORNING], name: True})


def test_a_calendar_without_a_zone_asks_for_one():
    with pytest.raises(InvalidPayload, match=r"^tz: .*the zone whose clock the hours are; pass tz="):
        odoo.calendar({"attendance_ids": [MORNING], "tz": False})


def test_a_leave_that_names_a_calendar_needs_the_calendars_id():
    with pytest.raises(InvalidPayload, match=r"^id: .*as a leave names its calendar"):
        odoo.calendar({"tz": "UTC", "attendance_ids": [MORNING]}, leaves=[LEAVES["global_jean"]], naive=Naive.UTC)


def test_a_leave_ends_after_it_begins():
    turned = {"date_from": "2018-04-03 21:59:59", "date_to": "2018-04-02 22:00:00"}
    with pytest.raises(InvalidPayload, match=r"^leaves\[0\]\.date_to: .*at or after date_from; swap the two"):
        odoo.calendar({"tz": "UTC", "attendance_ids": [MORNING]}, leaves=[turned], naive=Naive.UTC)


# --- the helpdesk of the OCA ------------------------------------------------------------------------------------------


def test_an_sla_is_working_hours_or_working_days():
    assert [odoo.target(row) for row in ROWS["helpdesk"]["sla"]] == [WorkingTime(timedelta(hours=2))] * 2
    assert odoo.target({"days": 3, "hours": 0}) == WorkingDays(3)


def test_three_working_days_across_a_month_end_are_in_the_next_month():
    """OCA 14.0 compares the day numbers of two dates: 31 July against 3 August is wrong."""
    house = odoo.calendar(CALENDARS["calendar_jean"])
    due = odoo.target({"days": 1}).due(house, datetime(2026, 7, 31, 10, tzinfo=house.tz)).due
    assert odoo.written(due) == "2026-08-03 08:00:00"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"days": 1, "hours": 2}, "^hours: 2: it is to be 0 where days are given"),
        ({"days": 0, "hours": 0}, "^hours: 0: it is to be a number of hours; an SLA of no time"),
        ({"days": -1}, "^days: -1: "),
        ({"hours": -1}, "^hours: -1: "),
    ],
)
def test_an_sla_that_promises_nothing_sensible_is_refused(row, message):
    with pytest.raises(InvalidPayload, match=message):
        odoo.target(row)


def test_a_ticket_becomes_a_task_and_its_due_goes_back_as_naive_utc_text():
    row = {"id": 7, "number": "HT7", "partner_id": [3, "Acme"], "create_date": datetime(2026, 11, 20, 15, 30)}
    task = odoo.task(record(row), naive=Naive.UTC, kind=BUG)
    assert (task.id, task.client, task.type, task.reference) == ("7", "3", BUG, "HT7")
    house = odoo.calendar(CALENDARS["calendar_jean"])
    due = WorkingTime(timedelta(hours=2)).due(house, task.posted_at).due
    assert odoo.written(due) == "2026-11-23 09:00:00"
    assert datetime.fromisoformat(odoo.written(due)).replace(tzinfo=UTC) == due


def test_a_ticket_of_nobody_is_known_by_the_name_that_was_written():
    row = {"id": 8, "partner_id": False, "partner_name": "Acme", "create_date": "2026-11-20 15:30:00"}
    assert odoo.task(row, naive=Naive.UTC).client == "Acme"
    with pytest.raises(
        InvalidPayload,
        match=r"^partner_name: False: it is to be who asks; give the row a partner_id, or a partner_name such as the",
    ):
        odoo.task(row | {"partner_name": False}, naive=Naive.UTC)
