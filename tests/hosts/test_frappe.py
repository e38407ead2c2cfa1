"""Frappe's SLAs and holiday lists: what its own tests expect, and what it gets wrong."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from hosts.rows import record, sample
from supportcore.calendar import Beyond
from supportcore.errors import CoverageError, InvalidPayload
from supportcore.hosts import LastMinute, Naive, frappe
from supportcore.sla import Pause
from supportcore.tasks import TaskType

ROWS = sample("frappe")
ERP = ROWS["erpnext"]
SITE = "Asia/Kolkata"
MONDAY = datetime(2026, 11, 23)
DAYS = {"Mon": 0, "Tue": 1, "Wed": 2, "Thu": 3, "Fri": 4, "Sat": 5, "Sun": 6}


def row_of(book, priority):
    return book.rule(TaskType(priority))


def on(text, after=MONDAY):
    """Read 'next Mon 11:00' of the expected rows as an instant of the site, at or after another."""
    words = text.removeprefix("next ").split()
    day = MONDAY + timedelta(days=DAYS[words[-2].strip("()")])
    while text.startswith("next") and day <= after.replace(hour=0, minute=0):
        day += timedelta(days=7)
    if text.startswith("+"):
        day = after.replace(hour=0, minute=0, second=0) + timedelta(days=int(words[0]))
    return datetime.combine(day, time.fromisoformat(words[-1]))


@pytest.mark.parametrize(
    "row", [row for row in ROWS["expected"] if "response_by" in row], ids=lambda row: row["created"]
)
def test_deadlines_are_those_of_the_helpdesks_own_tests(row):
    created = on(row["created"])
    away = [{"holiday_date": str(on(f"{name.split()[1]} 00:00").date())} for name in row.get("holidays", ())]
    holidays = {"from_date": "2026-01-01", "to_date": "2026-12-31", "holidays": away}
    house, rule = frappe.calendar(ROWS["sla"], holidays, tz=SITE), row_of(frappe.rulebook(ROWS["sla"]), row["priority"])
    start = created.replace(tzinfo=house.tz)
    found = [target.due(house, start).due for target in (rule.acceptance, rule.promise)]
    assert found == [on(row[name], created).replace(tzinfo=house.tz) for name in ("response_by", "resolution_by")]


@pytest.mark.parametrize("row", ERP["expected_deadlines"], ids=lambda row: f"{row['sla']} {row['creation']}")
@pytest.mark.parametrize("shape", [dict, record], ids=["api", "document"])
def test_deadlines_are_those_of_erpnexts_own_tests(row, shape):
    times = {"response_time": 7200, "resolution_time": 10800} if "customer" in row["sla"] else {}
    sla = ERP["sla"] | {"priorities": [ERP["sla"]["priorities"][0] | times]}
    house = frappe.calendar(shape(sla), shape(ERP["holiday_list"]), tz=SITE)
    rule = frappe.rulebook(shape(sla)).rows[0]
    issue = {"name": "ISS-1", "priority": "Low", "customer": "Acme", "creation": row["creation"]}
    start = frappe.task(shape(issue), naive=SITE).posted_at
    dues = [frappe.written(target.due(house, start).due, SITE) for target in (rule.acceptance, rule.promise)]
    assert dues == [row["response_by"], row["resolution_by"]]


def test_a_pause_outside_working_hours_moves_no_deadline():
    """Hold time added by the wall clock, or outside hours (erpnext#47884, #49414, frappe/helpdesk#3776).

    ERPNext's own test expects 45 minutes on hold at four in the morning to move the deadline by 45 minutes.
    """
    row = ERP["expected_hold"][0]
    house, rule = frappe.calendar(ERP["sla"], tz=SITE), row_of(frappe.rulebook(ERP["sla"]), "Medium")
    created, *hold = (datetime.fromisoformat(text).replace(tzinfo=house.tz) for text in (row["creation"], *row["hold"]))
    due = rule.promise.due(house, created, [Pause(*hold)]).due
    assert frappe.written(due, SITE) == "2020-03-04 16:00:00"
    assert row["resolution_by"] == "2020-03-04 16:45:00"


def test_a_pause_is_counted_once_and_in_working_time():
    """Ten minutes on Thursday and 150 on Monday, with a day off between: 160 minutes later, not four days."""
    holidays = {"holidays": [{"holiday_date": "2026-11-27"}]}
    house, rule = frappe.calendar(ROWS["sla"], holidays, tz=SITE), row_of(frappe.rulebook(ROWS["sla"]), "High")
    at = [datetime(2026, 11, *when, tzinfo=house.tz) for when in ((26, 17, 30), (26, 17, 50), (30, 12, 30))]
    due = rule.promise.due(house, at[0], [Pause(*at[1:])]).due
    assert frappe.written(due, SITE) == "2026-11-30 16:10:00"


def test_around_the_clock_loses_no_second_at_midnight():
    """23:59:59 as the end of the day leaves a hole of a second every midnight."""
    sla = ERP["around_the_clock"]
    evening = datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert frappe.calendar(sla, tz="UTC").add(evening, timedelta(hours=2)) == evening + timedelta(hours=2)
    holed = frappe.calendar(sla, tz="UTC", last_minute=LastMinute.AS_WRITTEN)
    assert holed.add(evening, timedelta(hours=2)) == evening + timedelta(hours=2, seconds=1)


def test_the_deadline_of_an_open_ticket_stays_when_the_sla_is_edited():
    """Deadlines of open tickets moved silently when somebody edited the policy (frappe/helpdesk#2449)."""
    sla, start = dict(ROWS["sla"]), datetime(2026, 11, 23, 11, tzinfo=UTC)
    deadline = row_of(frappe.rulebook(sla), "High").promise.due(frappe.calendar(sla, tz="UTC"), start)
    sla["support_and_resolution"] = sla["support_and_resolution"][:1]
    assert deadline.due == start + timedelta(hours=4)


def test_a_lunch_break_is_put_in_by_the_algebra_of_calendars():
    """One row a weekday: no lunch break can be expressed there (frappe/helpdesk#2212)."""
    from supportcore.calendar import WorkingCalendar

    breaks = WorkingCalendar.weekly({"mon-sun": [("00:00", "24:00")]}, tz=SITE, breaks=[("13:00", "14:00")])
    house = frappe.calendar(ROWS["sla"], tz=SITE) & breaks
    assert sum((span.length for span in house.hours(MONDAY.date())), timedelta(0)) == timedelta(hours=7)


def test_service_days_come_as_text_or_as_timedeltas():
    days = [
        {"workday": "Monday", "start_time": start, "end_time": end}
        for start, end in [("9:00:00", "18:00:00"), (timedelta(hours=9), timedelta(hours=18)), (time(9), time(18))]
    ]
    houses = {frappe.calendar({"support_and_resolution": [day]}, tz=SITE) for day in days}
    assert len(houses) == 1


def test_a_holiday_list_speaks_for_its_dates_and_refuses_the_others():
    start = datetime(2019, 12, 30, 12, tzinfo=UTC)
    with pytest.raises(CoverageError):
        frappe.calendar(ERP["sla"], ERP["holiday_list"], tz="UTC").add(start, timedelta(hours=40))
    guess = frappe.calendar(ERP["sla"], ERP["holiday_list"], tz="UTC", beyond=Beyond.PROVISIONAL)
    assert guess.add(start, timedelta(hours=40))
    assert guess.note(date(2019, 3, 5)) == "Test Holiday 1"


def test_seconds_and_the_numbers_of_2019_with_their_periods_are_the_same_promise():
    old, new = (
        {row.type: (row.acceptance, row.promise) for row in frappe.rulebook(sla).rows}
        for sla in (ROWS["erpnext_2019"], ERP["sla"])
    )
    assert old == new


def test_an_sla_of_the_response_alone_promises_no_resolution():
    rows = frappe.rulebook(ROWS["sla"] | {"apply_sla_for_resolution": 0}).rows
    assert {row.promise for row in rows} == {None}
    assert all(row.acceptance for row in rows)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"workday": "Mon"}, r"^support_and_resolution\[0\].workday: 'Mon': it is to be one of Monday"),
        ({"start_time": "10"}, r"^support_and_resolution\[0\].start_time: '10': it is to be a clock time"),
        ({"end_time": "10:00:00"}, r"^support_and_resolution\[0\].end_time: .*after start_time; split a night"),
        ({"end_time": timedelta(hours=30)}, r"^support_and_resolution\[0\].end_time: "),
    ],
)
def test_a_service_day_that_cannot_be_read_says_where(more, message):
    day = {"workday": "Monday", "start_time": "10:00:00", "end_time": "18:00:00"} | more
    with pytest.raises(InvalidPayload, match=message):
        frappe.calendar({"support_and_resolution": [day]}, tz=SITE)


@pytest.mark.parametrize(
    ("sla", "message"),
    [
        ({"priorities": []}, "^priorities: .*rows of priorities"),
        ({"priorities": [{"priority": "High", "response_time": "soon"}]}, r"^priorities\[0\].response_time: 'soon'"),
        ({"priorities": [{"priority": "High"}] * 2}, "^priorities: .*one row for a type"),
        ({"priorities": [{"priority": "A", "response_time": 1, "response_time_period": "Day"}]},
         r"^priorities\[0\].response_time_period: 'Day': .*24 working hours to some and one working day to others"),
        ({"priorities": [{"priority": "A", "resolution_time": 1, "resolution_time_period": "Week"}]},
         r"^priorities\[0\].resolution_time_period: 'Week': it is to be 'Minute' or 'Hour'; write its hours: a day"),
    ],
)  # fmt: skip
def test_an_sla_that_cannot_be_read_says_where(sla, message):
    with pytest.raises(InvalidPayload, match=message):
        frappe.rulebook({"service_level": "x"} | sla)


def test_a_weekday_stands_once():
    days = [{"workday": "Monday", "start_time": "10:00:00", "end_time": "12:00:00"}] * 2
    with pytest.raises(InvalidPayload, match=r"support_and_resolution\[1\].workday: .*a weekday named once"):
        frappe.calendar({"support_and_resolution": days}, tz=SITE)


def test_a_calendar_of_no_service_day_and_a_holiday_outside_its_list_say_where():
    with pytest.raises(InvalidPayload, match=r"^support_and_resolution: .*never open"):
        frappe.calendar({"support_and_resolution": []}, tz=SITE)
    outside = ERP["holiday_list"] | {"to_date": "2019-02-28"}
    with pytest.raises(InvalidPayload, match=r"^holidays: .*the table covers"):
        frappe.calendar(ERP["sla"], outside, tz=SITE)


def test_a_ticket_starts_when_its_clock_did_and_is_told_whose_clock_that_was():
    ticket = {"name": 7, "priority": "High", "raised_by": "ann@example.com", "creation": "2026-11-23 09:00:00",
              "service_level_agreement_creation": "2026-11-23 10:00:00"}  # fmt: skip
    task = frappe.task(ticket, naive=SITE)
    assert (task.client, task.type.code, task.posted_at.isoformat()) == (
        "ann@example.com", "High", "2026-11-23T04:30:00+00:00",
    )  # fmt: skip
    with pytest.raises(InvalidPayload, match=r"^service_level_agreement_creation: .*says no offset"):
        frappe.task(ticket)
    assert frappe.task(ticket, naive=Naive.UTC).posted_at.hour == 10
