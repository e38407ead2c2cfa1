"""The door of hosts: which spellings are read, exactly how, and what is refused with which path."""

import pickle
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from supportcore.errors import InvalidPayload, InvalidPolicy, OutOfRange, UnknownZone
from supportcore.hosts import LastMinute, Naive
from supportcore.hosts.given import Given, closing, row, wall_text, whole_second

KYIV = ZoneInfo("Europe/Kyiv")
HOUR = timedelta(hours=1)


# --- decimal hours ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (8, "8:00:00"),
        (8.5, "8:30:00"),
        (16.6, "16:36:00"),
        (16.67, "16:40:00"),
        (8.33, "8:20:00"),
        (23.983333333333334, "23:59:00"),
        (1.0166666666666666, "1:01:00"),
        (23.9999, "1 day, 0:00:00"),
        (24.0, "1 day, 0:00:00"),
        (0, "0:00:00"),
        (Decimal("8.25"), "8:15:00"),
        ("9.75", "9:45:00"),
        (8.005, "8:00:00"),
        (8.995, "9:00:00"),
    ],
)
def test_decimal_hours_name_the_nearest_minute(value, text):
    assert str(timedelta(seconds=Given(value).hours())) == text


@pytest.mark.parametrize(
    "value", [8.0051, 8.0083, 24.01, -0.01, -1, 25, float("nan"), float("inf"), True, None, "half past eight", [8]]
)
def test_hours_between_two_minutes_are_refused_rather_than_guessed(value):
    with pytest.raises(InvalidPayload, match=r"hour_from: .*(hours from 0 to 24 that name a minute|a number)"):
        Given({"hour_from": value})["hour_from"].hours()


@drawn(st.integers(0, 1440), st.sampled_from([None, 2, 3, 15]))
def test_every_minute_of_the_day_survives_as_a_float_of_hours(minute, digits):
    hours = minute / 60 if digits is None else round(minute / 60, digits)
    assert Given(hours).hours() == minute * 60


# --- instants ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "naive", "utc"),
    [
        ("2026-11-23 10:00:00", Naive.UTC, "2026-11-23T10:00:00+00:00"),
        ("2026-11-23 10:00:00", "Europe/Kyiv", "2026-11-23T08:00:00+00:00"),
        (datetime(2026, 11, 23, 10), KYIV, "2026-11-23T08:00:00+00:00"),
        ("2026-03-29 03:30:00", "Europe/Kyiv", "2026-03-29T01:30:00+00:00"),  # in the gap: moved forward by it
        ("2026-10-25 03:30:00", "Europe/Kyiv", "2026-10-25T00:30:00+00:00"),  # in the fold: the first
        (datetime(2026, 10, 25, 3, 30, fold=1), KYIV, "2026-10-25T00:30:00+00:00"),
        ("2026-11-23T10:00:00+02:00", Naive.REFUSE, "2026-11-23T08:00:00+00:00"),
        ("2026-11-23T10:00:00.125Z", Naive.REFUSE, "2026-11-23T10:00:00.125000+00:00"),
        ("2026-11-23 10:00", Naive.UTC, "2026-11-23T10:00:00+00:00"),
        (datetime(2026, 11, 23, 10, tzinfo=timezone(HOUR)), "Europe/Kyiv", "2026-11-23T09:00:00+00:00"),
    ],
)
def test_an_instant_is_read_in_every_spelling_of_the_hosts(value, naive, utc):
    found = Given(value).instant(naive)
    assert (found.isoformat(), found.tzinfo) == (utc, UTC)


def test_a_time_without_an_offset_is_refused_unless_the_door_says_whose_clock_it_is():
    """Whose ten o'clock: a naive text read once as UTC and once as local time moves a deadline by hours."""
    with pytest.raises(InvalidPayload, match=r"^created: '2026-11-23 10:00:00': .*says no offset; .*naive=Naive\.UTC"):
        Given({"created": "2026-11-23 10:00:00"})["created"].instant(Naive.REFUSE)


@pytest.mark.parametrize(
    "value", ["2026-11-23", "23.11.2026", "", 1764000000, None, date(2026, 11, 23), "2026-13-01 10:00"]
)
def test_what_names_no_time_is_no_instant(value):
    with pytest.raises(InvalidPayload, match="it is to be an instant; write '2026-11-23 10:00:00'"):
        Given(value, "at").instant(Naive.UTC)


def test_an_instant_outside_the_years_says_where_it_stood():
    with pytest.raises(InvalidPayload, match=r"^at: .*1900 to 2200") as refused:
        Given("1066-10-14 09:00:00", "at").instant(Naive.UTC)
    assert isinstance(refused.value.__cause__, OutOfRange)


@pytest.mark.parametrize("naive", [True, None, 2])
def test_a_policy_of_naive_times_is_a_name_or_a_zone(naive):
    with pytest.raises(InvalidPolicy, match="naive= is a member of Naive, or a zone"):
        Given("2026-11-23 10:00:00").instant(naive)


def test_a_zone_that_does_not_exist_is_the_callers_fault():
    with pytest.raises(UnknownZone, match="no IANA time zone of that name"):
        Given("2026-11-23 10:00:00").instant("refuse")


# --- the other kinds --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "yes"),
    [
        (True, True),
        (1, True),
        ("Y", True),
        ("1", True),
        ("true", True),
        (False, False),
        (0, False),
        ("N", False),
        ("0", False),
    ],
)
def test_a_flag_is_read_in_every_spelling(value, yes):
    assert Given(value).flag() is yes


@pytest.mark.parametrize("value", ["yes", 2, None, "", 1.0, [True]])
def test_what_is_no_flag_is_refused(value):
    with pytest.raises(InvalidPayload, match="it is to be a flag; write True or False, 1 or 0, 'Y' or 'N'"):
        Given(value, "active").flag()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("9:00:00", 32400), ("10:00", 36000), ("24:00", 86400), (timedelta(hours=9), 32400), (time(9), 32400),
     (timedelta(days=1), 86400), ("09:00:00.000000", 32400)],
)  # fmt: skip
def test_a_clock_time_is_text_a_time_or_a_timedelta(value, seconds):
    assert Given(value).clock() == seconds


@pytest.mark.parametrize(
    "value",
    ["25:00", "9", "09:60", timedelta(hours=25), -HOUR, timedelta(microseconds=1), None, 9, time(9, tzinfo=UTC)],
)
def test_what_is_no_clock_time_is_refused_with_its_place(value):
    with pytest.raises(InvalidPayload, match=r"^rows\[1\]\.start_time: "):
        list(Given({"rows": [{}, {"start_time": value}]})["rows"].rows())[1]["start_time"].clock()


@pytest.mark.parametrize(
    ("value", "exact"), [("320", 320), (0.1, Fraction(1, 10)), (Decimal("1.50"), Fraction(3, 2)), (-4, -4)]
)
def test_a_number_is_exact(value, exact):
    assert Given(value).number() == exact


@pytest.mark.parametrize("value", [True, None, "", "1e9", "1_000", float("nan"), float("-inf"), 1e30, "9" * 40, "0x1"])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(InvalidPayload, match=r"it is to be a number; write 8.5 or '8.5'"):
        Given(value, "n").number()


def test_a_whole_number_has_no_part():
    assert Given("2.0").whole() == 2
    with pytest.raises(InvalidPayload, match=r"'2.5': it is to be a whole number"):
        Given("2.5", "n").whole()


@pytest.mark.parametrize(("value", "found"), [("15.0", 15 * 60), (90, 90 * 60), (HOUR, 3600), (0.5, 30), (0, 0)])
def test_a_duration_is_a_number_of_units_or_a_timedelta(value, found):
    assert Given(value).duration(timedelta(minutes=1)) == timedelta(seconds=found)


@pytest.mark.parametrize("value", [-1, -HOUR, "-0.5", 10**14])
def test_a_duration_is_not_negative(value):
    with pytest.raises(InvalidPayload, match=r"a duration.*not negative; write 0 or more"):
        Given(value, "d").duration(timedelta(minutes=1))


@pytest.mark.parametrize("value", [0, "0.5", timedelta(seconds=90)])
def test_logged_work_is_whole_minutes(value):
    with pytest.raises(InvalidPayload, match="whole minutes of work, one or more; round it by your own rule first"):
        Given(value, "spent").minutes(timedelta(minutes=1))


@pytest.mark.parametrize("value", ["2026-12-31", date(2026, 12, 31)])
def test_a_date_is_a_date_or_its_text(value):
    assert Given(value).date() == date(2026, 12, 31)


@pytest.mark.parametrize("value", ["2026-02-30", "20261231", "31.12.2026", datetime(2026, 12, 31), None])
def test_what_is_no_date_is_refused(value):
    with pytest.raises(InvalidPayload, match="it is to be a date; write '2026-12-31'"):
        Given(value, "date").date()


@pytest.mark.parametrize("value", ["", "  ", None, True, 1.5, ["a"]])
def test_text_says_something(value):
    with pytest.raises(InvalidPayload, match="it is to be text"):
        Given(value, "name").text()


@pytest.mark.parametrize("value", [7, "7", [7, "Acme"], (7, "Acme"), SimpleNamespace(id=7)])
def test_an_id_is_read_from_every_form_of_a_reference(value):
    assert Given(value).id() == "7"


def test_a_zone_says_where_it_stood():
    with pytest.raises(InvalidPayload, match=r"^tz: 'Mars/Base': no IANA time zone") as refused:
        Given({"tz": "Mars/Base"})["tz"].zone()
    assert isinstance(refused.value.__cause__, UnknownZone)


# --- rows and paths ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [{"a": {"b": 1}}, SimpleNamespace(a=SimpleNamespace(b=1))], ids=["mapping", "object"])
def test_a_row_is_a_mapping_or_an_object(row):
    assert (Given(row)["a"]["b"].path, Given(row)["a"]["b"].whole()) == ("a.b", 1)
    assert Given(row)["z"].missing


@pytest.mark.parametrize("value", [None, False, "", [], {}, ()])
def test_nothing_is_empty_and_has_no_rows(value):
    field = Given({"rows": value})["rows"]
    assert (field.empty, list(field.rows()), list(field.items()), field.maybe(Given.text)) == (True, [], [], None)


@pytest.mark.parametrize("value", [0, 0.0, timedelta(0), "0", [0]])
def test_zero_is_not_nothing(value):
    assert not Given(value).empty


@pytest.mark.parametrize("value", ["1,2", 7, {"a": 1}])
def test_ids_and_text_are_no_rows(value):
    with pytest.raises(InvalidPayload, match="a list of rows; pass the rows themselves"):
        list(Given(value, "attendance_ids").rows())


def test_a_list_is_no_mapping():
    with pytest.raises(InvalidPayload, match="it is to be a mapping"):
        list(Given([1], "hours").items())


def test_a_missing_field_is_told_from_a_wrong_one():
    with pytest.raises(InvalidPayload, match=r"^name: None: the row has no such field, which is to be text"):
        Given({})["name"].text()


@pytest.mark.parametrize("value", [None, "text", 7, [{}]])
def test_a_reader_takes_one_row(value):
    with pytest.raises(InvalidPayload, match="an order: a mapping or an object; pass one row"):
        row(value, "an order")


def test_an_error_carries_its_path_through_a_pickle():
    error = Given("x", "a.b").refused("a number", "write 1")
    again = pickle.loads(pickle.dumps(error))
    assert (again.path, str(again), type(again)) == ("a.b", "a.b: 'x': it is to be a number; write 1", InvalidPayload)
    assert isinstance(again, ValueError)


def test_a_policy_of_the_last_minute_is_a_name():
    with pytest.raises(InvalidPolicy, match="a policy is a member of LastMinute"):
        closing(86_340, True)


@pytest.mark.parametrize(
    ("seconds", "policy", "found"),
    [(86_339, LastMinute.MIDNIGHT, 86_339), (86_340, LastMinute.MIDNIGHT, 86_400),
     (86_399, LastMinute.MIDNIGHT, 86_400),
     (86_340, LastMinute.AS_WRITTEN, 86_340)],
)  # fmt: skip
def test_the_last_minute_of_the_day_closes_at_midnight(seconds, policy, found):
    assert closing(seconds, policy) == found


# --- writing back -----------------------------------------------------------------------------------------------------


def test_what_is_written_back_is_never_later_than_the_promise():
    at = datetime(2026, 11, 23, 14, 30, 59, 999_999, tzinfo=UTC)
    assert wall_text(at, "Europe/Kyiv") == "2026-11-23 16:30:59"
    assert whole_second(at) == at.replace(microsecond=0)


@drawn(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_naive_text_reads_back_as_the_same_second_but_in_the_second_of_two_hours(at):
    back = Given(wall_text(at, KYIV)).instant(KYIV)
    twice = at.astimezone(KYIV).fold
    assert back == at.replace(microsecond=0) - HOUR * twice
