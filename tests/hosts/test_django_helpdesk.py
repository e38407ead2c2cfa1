"""django-helpdesk's settings and tickets: what its own tests expect, and what it gets wrong."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from hosts.rows import record, sample
from supportcore import plans
from supportcore.account import Account, Bought
from supportcore.errors import InvalidPayload
from supportcore.hosts import LastMinute, Naive, django_helpdesk
from supportcore.sla import WorkingTime
from supportcore.tasks import BUG, SIMPLE, State
from supportcore.units import CREDIT

ROWS = sample("django_helpdesk")
KYIV = ZoneInfo("Europe/Kyiv")
TICKET = {"id": 3} | next(row for row in ROWS["fixture_rows"] if row["pk"] == 3)["fields"]
WORKDAYS = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), (9, 18))
NINE_TO_SIX = {django_helpdesk.OPENING_HOURS: WORKDAYS | {"saturday": (0, 0), "sunday": (0, 0)}}


@pytest.mark.parametrize("row", ROWS["expected_time_spent"], ids=lambda row: f"{row['created']}..{row['followup']}")
def test_the_time_between_two_instants_is_that_of_its_own_tests(row):
    house = django_helpdesk.calendar(ROWS["test_example"], tz="UTC")
    spent = house.between(*(datetime.fromisoformat(row[name]) for name in ("created", "followup")))
    assert spent == timedelta(seconds=row["seconds"])


@pytest.mark.parametrize("row", ROWS["no_opening_hours"], ids=lambda row: row["followup"])
@pytest.mark.parametrize("settings", [{}, {django_helpdesk.OPENING_HOURS: {}}, SimpleNamespace()], ids=str)
def test_without_opening_hours_it_is_always_open(row, settings):
    house = django_helpdesk.calendar(settings, tz="UTC")
    spent = house.between(*(datetime.fromisoformat(row[name]) for name in ("created", "followup")))
    assert spent == timedelta(seconds=row["seconds"])


def test_opening_hours_are_those_of_the_zone_and_not_of_utc():
    """django-helpdesk 2.6.1 reads opening hours in UTC whatever the zone: 9-18 in Kyiv gives 6 h of a day, not 9."""
    house = django_helpdesk.calendar(NINE_TO_SIX, tz=KYIV)
    day = datetime(2026, 7, 1, 9, tzinfo=KYIV), datetime(2026, 7, 1, 18, tzinfo=KYIV)
    assert house.between(*(at.astimezone(UTC) for at in day)) == timedelta(hours=9)
    assert django_helpdesk.calendar(NINE_TO_SIX, tz="UTC").between(*day) == timedelta(hours=6)


def test_an_excluded_date_makes_a_deadline_later_never_earlier():
    """In django-helpdesk 2.6.1 an excluded date makes escalation *earlier*."""
    target = WorkingTime(timedelta(hours=18))
    friday = datetime(2026, 11, 20, 9, tzinfo=KYIV)
    excluded = [{"name": "Day of the firm", "date": "2026-11-23", "queues": []}]
    plain, later = (
        target.due(django_helpdesk.calendar(NINE_TO_SIX, tz=KYIV, exclusions=rows), friday) for rows in ([], excluded)
    )
    assert (plain.due, later.due) == (
        datetime(2026, 11, 23, 18, tzinfo=KYIV),
        datetime(2026, 11, 24, 18, tzinfo=KYIV),
    )
    house = django_helpdesk.calendar(NINE_TO_SIX, tz=KYIV, exclusions=excluded)
    assert "Day of the firm" in str(later.trace(house))


class Queues(list):
    """A many-to-many manager."""

    def all(self):
        return self


@pytest.mark.parametrize(
    ("queues", "queue", "closed"),
    [([], 1, True), ([], None, True), ([2], 1, False), ([1, 2], 1, True), ([2], None, False),
     (Queues([SimpleNamespace(id=1)]), 1, True), (Queues([]), 7, True)],
)  # fmt: skip
def test_an_exclusion_of_one_queue_shields_only_that_queue(queues, queue, closed):
    """The escalation command looks the date up without looking at the queues: one queue's day off shielded them all."""
    rows = [SimpleNamespace(name="", date=date(2026, 11, 23), queues=queues)]
    house = django_helpdesk.calendar(NINE_TO_SIX, tz=KYIV, exclusions=rows, queue=queue)
    assert house.is_working_day(date(2026, 11, 23)) is not closed


def test_a_weekday_that_is_left_out_is_open_and_a_closed_one_is_written():
    house = django_helpdesk.calendar({django_helpdesk.OPENING_HOURS: {"monday": (0, 0)}}, tz="UTC")
    assert [house.is_working_day(date(2026, 11, day)) for day in (23, 24)] == [False, True]


def test_the_example_of_its_documentation_is_read():
    house = django_helpdesk.calendar(ROWS["docs_example"], tz=KYIV)
    assert str(house.opening(date(2024, 12, 24)).time()) == "08:30:00"
    assert not house.is_working_day(date(2024, 12, 25))


def test_the_almost_midnight_of_the_settings_is_midnight():
    """23.9999 h is a form for midnight; taken as it stands the day loses its last second."""
    house = django_helpdesk.calendar(ROWS["test_example"], tz="UTC", last_minute=LastMinute.AS_WRITTEN)
    assert str(house.closing(date(2024, 3, 4))) == "2024-03-05 00:00:00+00:00"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"mon": (9, 18)}, "SPENT_OPENING_HOURS.mon: .*the hours of one of monday"),
        ({"monday": (9,)}, "SPENT_OPENING_HOURS.monday: .*a pair of decimal hours"),
        ({"monday": (18, 9)}, r"SPENT_OPENING_HOURS.monday\[1\]: 9: .*at or after the opening"),
        ({"monday": ("nine", 18)}, r"SPENT_OPENING_HOURS.monday\[0\]: 'nine'"),
        (
            dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), (0, 0)),
            "never open",
        ),
    ],
)
def test_settings_that_cannot_be_read_say_where(settings, message):
    with pytest.raises(InvalidPayload, match=message):
        django_helpdesk.calendar({django_helpdesk.OPENING_HOURS: settings}, tz="UTC")


def test_a_holiday_is_a_date():
    with pytest.raises(InvalidPayload, match=r"EXCLUDE_HOLIDAYS\[0\]: '25.12.2024': it is to be a date"):
        django_helpdesk.calendar({django_helpdesk.HOLIDAYS: ["25.12.2024"]}, tz="UTC")


@pytest.mark.parametrize("shape", [dict, record], ids=["values", "model"])
def test_a_critical_ticket_is_a_bug_and_any_other_a_simple_task(shape):
    assert django_helpdesk.task(shape(TICKET)).type == BUG
    task = django_helpdesk.task(shape(TICKET | {"priority": 3}), client="Acme")
    assert (task.type, task.client, task.id) == (SIMPLE, "Acme", "3")
    assert django_helpdesk.task(shape(TICKET | {"priority": None}), otherwise=BUG).type == BUG


def test_a_naive_instant_of_a_project_without_zones_is_asked_about():
    row = TICKET | {"created": datetime(2026, 11, 23, 10)}
    with pytest.raises(InvalidPayload, match=r"^created: .*says no offset"):
        django_helpdesk.task(row)
    assert django_helpdesk.task(row, naive=KYIV).posted_at.hour == 8
    assert django_helpdesk.task(row, naive=Naive.UTC).posted_at.hour == 10


def followup(number, hour, **more):
    at = datetime(2026, 11, 23, hour, tzinfo=UTC)
    return {"id": number, "date": at, "public": True, "user": None, "new_status": None, "time_spent": None} | more


def test_follow_ups_tell_the_life_of_a_ticket():
    ticket = TICKET | {"created": "2026-11-23T07:00:00Z", "priority": 3}
    told = django_helpdesk.facts(
        ticket,
        [
            followup(3, 10, new_status=3, user=1, time_spent=timedelta(minutes=20, seconds=30)),
            followup(1, 8),  # the client writes
            followup(2, 9, user=1, public=True, time_spent=timedelta(minutes=9, seconds=29)),
            followup(4, 11, new_status=2),
            followup(5, 12, new_status=4, time_spent=timedelta(seconds=29)),
            followup(6, 7, user=1, public=False, new_status=1),
        ],
        client="Acme",
    )
    assert [fact.id for fact in told] == [
        "3", "followup/2/accepted", "followup/2/spent", "followup/3/spent", "followup/3/status", "followup/4/status",
        "followup/5/solved", "followup/5/status",
    ]  # fmt: skip
    assert [fact.minutes for fact in told if hasattr(fact, "minutes")] == [9, 21]
    house = django_helpdesk.calendar(NINE_TO_SIX, tz=KYIV)
    bought = Bought("b", datetime(2026, 11, 1, tzinfo=UTC), quantity=CREDIT.of(10))
    account = Account.of(plans.task_package(), house, [bought, *told])
    assert account.refused() == ()
    at = datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert (account.cases(at)[0].state, account.balance(at).consumed) == (State.CLOSED, CREDIT.of(1))


def test_a_due_is_written_as_an_aware_field_takes_it():
    at = django_helpdesk.written(datetime(2026, 11, 23, 16, 30, 0, 5, tzinfo=KYIV))
    assert (at.isoformat(), at.tzinfo) == ("2026-11-23T14:30:00+00:00", UTC)


def test_a_ticket_that_was_resolved_is_only_closed():
    told = django_helpdesk.facts(TICKET, [followup(1, 8, new_status=3), followup(2, 9, new_status=4)])
    assert [fact.id for fact in told] == ["3", "followup/1/status", "followup/2/status"]
