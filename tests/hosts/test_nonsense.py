"""Nonsense in rows, tables and options of hosts is refused with its place, whatever it is."""

import datetime as dt
from decimal import Decimal

import pytest

from supportcore.errors import InvalidDuration, InvalidPayload
from supportcore.hosts import bitrix24, django_helpdesk, odoo, onebox, zammad
from supportcore.hosts.given import Given

HELPDESK = {"id": 3, "submitter_email": "a@example.com", "created": "2026-11-23T08:00:00Z", "priority": 1}
FOLLOWUP = {"id": 9, "date": "2026-11-23T09:00:00Z", "new_status": 3}
ORDER = {"ordercode": "7", "workflowname": "Support", "clientcode": "3", "cdate": "2026-11-23 10:00:00", "payed": "1",
         "productArray": [{"id": "1", "count": "2"}]}  # fmt: skip
SETTINGS = {"work_time_start": "9", "work_time_end": "19", "week_holidays": ["SA"], "year_holidays": "1.01"}
LINE = {"WORKTIME_ENABLE": "Y", "WORKTIME_FROM": "9", "WORKTIME_TO": "19", "WORKTIME_TIMEZONE": "UTC",
        "WORKTIME_DAYOFF": ["SU"]}  # fmt: skip
ROTA = {"tz": "UTC", "attendance_ids": [{"dayofweek": "1", "hour_from": 8, "hour_to": 16, "week_type": "1"}]}


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_number_is_finite(text):
    with pytest.raises(InvalidPayload, match=r"^hours: .*it is to be a finite number; write 8.5 or '8.5'"):
        Given({"hours": Decimal(text)})["hours"].number()


@pytest.mark.parametrize("nonsense", [True, 7, dt.datetime(2026, 1, 1), "soon"])
@pytest.mark.parametrize("name", ["first", "last"])
def test_a_rota_is_written_out_between_dates(name, nonsense):
    dates = {"first": dt.date(2026, 1, 1), "last": dt.date(2026, 2, 1), name: nonsense}
    with pytest.raises(InvalidPayload, match=f"^{name}: .*it is to be a date; write '2026-12-31'"):
        odoo.calendar(ROTA, **dates)


def test_the_parity_of_a_week_is_that_of_a_date():
    with pytest.raises(InvalidPayload, match=r"^day: None: it is to be a date"):
        odoo.week_parity(None)


@pytest.mark.parametrize("unit", [None, 60, "min"])
def test_a_unit_of_time_is_a_duration(unit):
    row = {"id": 6, "ticket_id": 50, "time_unit": "15.0", "created_at": "2023-08-16T08:11:49Z"}
    with pytest.raises(InvalidDuration, match=r"a duration is a datetime.timedelta"):
        zammad.worked(row, unit=unit)


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (None, 2027, "^first: None: it is to be a number"),
        (2026, "soon", "^last: 'soon': it is to be a number"),
        (
            2027,
            2026,
            r"^first and last: \[2027, 2026\]: it is to be years from 1900 to 2200, in order; write first=",
        ),
        (0, 2026, "^first and last: .*years from 1900 to 2200"),
        (2026, 10**30, "^last: .*it is to be a number"),
    ],
)
def test_whole_years_are_asked_for(first, last, message):
    with pytest.raises(InvalidPayload, match=message):
        bitrix24.calendar(SETTINGS, tz="UTC", first=first, last=last)
    with pytest.raises(InvalidPayload, match=message):
        bitrix24.line_calendar(LINE, first=first, last=last)


@pytest.mark.parametrize("nonsense", [None, [], "bug", 7])
def test_a_table_of_the_firms_own_is_a_mapping(nonsense):
    for name, ask in {
        "kinds": lambda: onebox.task(ORDER, kinds=nonsense, naive="UTC"),
        "products": lambda: onebox.purchases(ORDER, products=nonsense, naive="UTC"),
        "statuses": lambda: django_helpdesk.facts(HELPDESK, [FOLLOWUP], statuses=nonsense),
    }.items():
        with pytest.raises(InvalidPayload, match=rf"^{name}: .*a mapping: a table of the firm's own; write {name}="):
            ask()
    with pytest.raises(InvalidPayload, match=r"^kinds: .*a mapping"):
        django_helpdesk.task(HELPDESK, kinds=nonsense)


def test_a_table_that_names_no_process_says_what_it_has():
    with pytest.raises(InvalidPayload, match="a process of the table: 1; add the process to kinds="):
        onebox.task(ORDER, kinds={1: None}, naive="UTC")
