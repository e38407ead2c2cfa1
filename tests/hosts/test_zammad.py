"""Zammad's calendars and SLAs: what its own tests expect, and what it gets wrong."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hosts.rows import sample
from supportcore.account import Account, On, WorkLogged
from supportcore.errors import InvalidPayload, UnknownChoice
from supportcore.hosts import LastMinute, zammad
from supportcore.plans import Plan
from supportcore.sla import Clock, State, WorkingTime
from supportcore.tasks import SIMPLE, Accepted, Rulebook, Solved

ROWS = sample("zammad")
CALENDARS = {
    "factory_9_17 + mixed holidays": ROWS["factory_9_17"] | {"public_holidays": ROWS["public_holidays"]},
    "'EU 2' Europe/Berlin Mon-Fri 08:00-18:00": {
        "timezone": "Europe/Berlin",
        "business_hours": {
            day: {"active": day not in ("sat", "sun"), "timeframes": [["08:00", "18:00"]]}
            for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        },
    },
}
CALENDARS["same"] = CALENDARS["factory_9_17 + mixed holidays"]
EXPECTED = [
    row | {"sla": ROWS["expected"][0]["sla"] if row["sla"] == "same" else row["sla"]} for row in ROWS["expected"]
]


def utc(text):
    return datetime.fromisoformat(text.removesuffix(" UTC")).replace(tzinfo=UTC)


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["created_at"])
def test_tickets_escalate_when_zammads_own_tests_expect(row):
    house = zammad.calendar(CALENDARS[row["calendar"]])
    rule = zammad.rulebook(row["sla"] | {"name": "test"}).rows[0]
    created = utc(row["created_at"])
    assert rule.acceptance.due(house, created).due == utc(row["first_response_escalation_at"])
    assert rule.promise.due(house, created).due == utc(row["close_escalation_at"])
    update = zammad.target(row["sla"], "update_time")
    assert (update and update.due(house, created).due) == (
        row["update_escalation_at"] and utc(row["update_escalation_at"])
    )


@pytest.mark.parametrize("row", [EXPECTED[3] | then for then in EXPECTED[3]["then"]], ids=str)
def test_minutes_taken_and_missed_are_those_of_zammads_own_tests(row):
    house, rule = zammad.calendar(CALENDARS[row["calendar"]]), zammad.rulebook(row["sla"] | {"name": "x"}).rows[0]
    name = "first_response" if "first_response_at" in row else "close"
    target = rule.acceptance if name == "first_response" else rule.promise
    stopped = Clock(target, house, utc(row["created_at"])).stop(utc(row[f"{name}_at"]))
    seen = utc(row[f"{name}_at"])
    assert stopped.elapsed(seen) == timedelta(minutes=row[f"{name}_in_min"])
    assert target.amount - stopped.elapsed(seen) == timedelta(minutes=row[f"{name}_diff_in_min"])
    assert (stopped.standing(seen).state is State.BREACHED) is (row[f"{name}_diff_in_min"] < 0)


def test_inactive_days_are_closed_though_they_carry_timeframes():
    assert ROWS["calendar"]["business_hours"]["sat"]["timeframes"]
    assert not zammad.calendar(ROWS["calendar"]).is_working_day(date(2026, 11, 21))


def test_a_day_until_2359_has_no_hole_at_midnight():
    """23:59 as the end of the day leaves a hole of a minute every midnight (zammad#3180)."""
    row = ROWS["23:59/7"] | {"timezone": "Europe/Berlin"}
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert zammad.calendar(row).add(noon, timedelta(days=1)) == noon + timedelta(days=1)
    holed = zammad.calendar(row, last_minute=LastMinute.AS_WRITTEN)
    assert holed.add(noon, timedelta(days=1)) == noon + timedelta(days=1, minutes=1)


def test_a_night_shift_is_hours_and_no_nonsense():
    """Hours past midnight are 'nonsensical hours' elsewhere (biz#133, business_time#227, chatwoot#5254)."""
    row = {"timezone": "Europe/Berlin", "business_hours": {"fri": {"active": True, "timeframes": [["22:00", "06:00"]]}}}
    house = zammad.calendar(row)
    assert house.is_open(datetime(2026, 11, 21, 4, tzinfo=UTC))


def test_frames_of_a_day_may_stand_in_any_order():
    frames = [["13:00", "17:00"], ["09:00", "12:00"]]
    row = {"timezone": "UTC", "business_hours": {"mon": {"active": 1, "timeframes": frames}}}
    assert str(zammad.calendar(row).opening(date(2026, 11, 23)).time()) == "09:00:00"


@pytest.mark.parametrize(
    ("holiday", "open_"),
    [({"active": True}, False), ({"active": False}, True), ({"removed": False}, True),
     ({"active": True, "removed": True}, True), ({"active": True, "removed": False, "summary": "Feast"}, False)],
)  # fmt: skip
def test_a_holiday_counts_if_it_is_active_and_not_removed(holiday, open_):
    row = ROWS["calendar"] | {"public_holidays": {"2026-11-23": holiday}}
    assert zammad.calendar(row).is_working_day(date(2026, 11, 23)) is open_
    assert open_ or zammad.calendar(row).note(date(2026, 11, 23)) == (holiday.get("summary") or "holiday")


def test_no_escalation_falls_into_the_night_or_on_a_sunday():
    """Escalations fired at midnight or on a Sunday (zammad#4432): the due instant itself is in working time."""
    house, rule = zammad.calendar(ROWS["calendar"]), zammad.rulebook(ROWS["sla"]).rows[0]
    late = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # Friday, half an hour before closing
    due = rule.promise.due(house, late).due
    assert zammad.written(due) == "2026-11-23T09:30:00.000Z"


def test_a_breach_can_be_told_again_from_the_record_alone():
    """Nobody can reproduce a breach time from the record (zammad#390): a trace walks it, stretch by stretch."""
    house, rule = zammad.calendar(ROWS["calendar"]), zammad.rulebook(ROWS["sla"]).rows[0]
    due = rule.promise.due(house, datetime(2026, 11, 20, 15, 30, tzinfo=UTC))
    assert due.trace(house).lines()[1:] == [
        "  Fri 20 Nov 2026 16:30 - 17:00  counted 30 min",
        "  Fri 20 Nov 2026 17:00 - Mon 23 Nov 2026 09:00  closed, day off",
        "  Mon 23 Nov 2026 09:00 - 10:30  counted 1 h 30 min, in all 2 h",
    ]


def test_numbers_as_text_and_no_target_as_an_empty_text_are_read():
    assert zammad.rulebook(ROWS["sla_create_payload"]) == zammad.rulebook(ROWS["sla"])
    row = zammad.rulebook({"name": "answers only", "first_response_time": 30, "solution_time": ""}).rows[0]
    assert (row.promise, row.acceptance.amount) == (None, timedelta(minutes=30))


def test_a_target_of_every_message_is_read_by_its_name():
    assert zammad.target(ROWS["sla"], "response_time") is None
    assert zammad.target(ROWS["sla_create_payload"], "update_time") == WorkingTime(timedelta(hours=2))
    with pytest.raises(InvalidPayload, match=r"^solution_time: .*an SLA of updates alone is read by target\(sla, 'upd"):
        zammad.rulebook({"name": "updates only", "update_time": 120})
    with pytest.raises(
        UnknownChoice, match="'close': an SLA has no target of that name; use one of first_response_time"
    ):
        zammad.target(ROWS["sla"], "close")


def test_a_ticket_tells_its_life_to_an_account():
    row = ROWS["ticket"] | {"first_response_at": "2021-11-03T12:00:00.000Z", "close_at": "2021-11-03T13:00:00.000Z"}
    told = zammad.facts(row)
    assert [type(fact.event) for fact in told if isinstance(fact, On)] == [Accepted, Solved]
    book = Rulebook("sla", zammad.rulebook(ROWS["sla"]).rows)
    account = Account.of(Plan("sla", "SLA", book, ()), zammad.calendar(ROWS["calendar"]), told)
    assert account.refused() == ()
    case = account.cases(datetime(2021, 11, 4, tzinfo=UTC))[0]
    assert case.solution.standing(datetime(2021, 11, 4, tzinfo=UTC)).state is State.MET
    assert (case.task.client, case.task.reference, case.task.type) == ("1", "22001", SIMPLE)


def test_a_ticket_without_an_organization_is_its_customers():
    assert zammad.task(ROWS["ticket"] | {"organization_id": None}).client == "2"
    assert len(zammad.facts(ROWS["ticket"])) == 1


def test_accounted_time_is_logged_in_the_unit_of_the_desk():
    logged = zammad.worked(ROWS["time_accounting"])
    assert (type(logged), logged.task, logged.minutes) == (WorkLogged, "50", 15)
    assert zammad.worked(ROWS["time_accounting"], unit=timedelta(hours=1)).minutes == 15 * 60


FRAME = {"active": True, "timeframes": [["09:00", "17:00"]]}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"business_hours": {"monday": FRAME}}, "^business_hours.monday: .*one of mon, tue"),
        (
            {"business_hours": {"mon": FRAME | {"active": "yes"}}},
            "^business_hours.mon.active: 'yes': it is to be a flag",
        ),
        (
            {"business_hours": {"mon": FRAME | {"timeframes": [["9"]]}}},
            r"^business_hours.mon.timeframes\[0\]: .*a pair",
        ),
        (
            {"business_hours": {"mon": FRAME | {"timeframes": [["9", "10"]]}}},
            r"timeframes\[0\]\[0\]: '9': .*a clock time",
        ),
        (
            {"business_hours": {"mon": FRAME | {"timeframes": [["09:00", "12:00"], ["11:00", "13:00"]]}}},
            "must not overlap",
        ),
        ({"business_hours": {}}, "^business_hours: .*a calendar that is never open"),
        ({"business_hours": []}, "^business_hours: .*a calendar that is never open"),
        ({"business_hours": {"mon": FRAME}, "timezone": "Berlin"}, "^timezone: 'Berlin': no IANA time zone"),
        ({"business_hours": {"mon": FRAME}, "timezone": None}, "^timezone: None: it is to be text"),
        (
            {"business_hours": {"mon": FRAME}, "public_holidays": {"24.12.": {"active": True}}},
            "^public_holidays.24.12.: ",
        ),
    ],
)
def test_a_calendar_that_cannot_be_read_says_where(row, message):
    with pytest.raises(InvalidPayload, match=message):
        zammad.calendar({"timezone": "Europe/Berlin"} | row)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"name": "x"}, "^solution_time: .*minutes, or first_response_time is; give the SLA one of the two"),
        ({"name": "x", "solution_time": "soon"}, "^solution_time: 'soon': it is to be a number"),
        ({"name": "", "solution_time": 10}, "^name: '': it is to be text"),
        ({"name": "x", "solution_time": -5}, "^solution_time: -5: .*not negative"),
    ],
)
def test_an_sla_that_cannot_be_read_says_where(row, message):
    with pytest.raises(InvalidPayload, match=message):
        zammad.rulebook(row)
