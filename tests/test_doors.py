"""The ground floor's doors: what is refused, in which words, and as which builtin exception."""

import copy
import pickle
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta

from supportcore import errors, instants
from supportcore.errors import (
    InvalidDuration,
    InvalidInstant,
    OutOfRange,
    SupportcoreError,
    UnknownZone,
)
from supportcore.instants import duration, from_micros, in_range, to_micros, utc, zone
from supportcore.reasons import PHRASES, Reason, Refusal, day_text, instant_text, span_text

KYIV = ZoneInfo("Europe/Kyiv")
MICROSECOND = timedelta(microseconds=1)


class Speechless(tzinfo):
    """A zone that does not know its offset: Python calls such a datetime naive."""

    def utcoffset(self, _):
        return None


# --- the door of time -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [1900, 2026, 2200])
def test_an_instant_that_is_utc_already_passes_as_it_is(year):
    first = datetime(year, 1, 1, tzinfo=UTC)
    assert utc(first) is first
    last = datetime(year, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    assert utc(last) is last


@pytest.mark.parametrize("beyond", [datetime(1899, 12, 31, 23, 59, 59, 999_999, UTC), datetime(2201, 1, 1, tzinfo=UTC)])
def test_no_quick_way_around_the_years(beyond):
    with pytest.raises(OutOfRange, match="instants lie in the years 1900 to 2200"):
        utc(beyond)


def test_what_only_looks_like_a_datetime_of_utc_goes_the_long_way():
    class Stamp(datetime):
        """Such as pandas has."""

    assert type(utc(Stamp(2026, 11, 23, tzinfo=UTC))) is datetime
    assert utc(datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("UTC"))).tzinfo is UTC


# --- the tree ---------------------------------------------------------------------------------------------------------

BUILTINS = {
    "InvalidInstant": ValueError,
    "InvalidDuration": TypeError,
    "UnknownZone": LookupError,
    "InvalidHours": ValueError,
    "InvalidHolidays": ValueError,
    "InvalidTarget": ValueError,
    "NoWorkingTime": ValueError,
    "NeverCloses": ValueError,
    "CoverageError": LookupError,
    "OutOfRange": ValueError,
}
TREE = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, SupportcoreError)]


@pytest.mark.parametrize(("name", "builtin"), BUILTINS.items())
def test_each_error_is_a_builtin_too(name, builtin):
    assert issubclass(getattr(errors, name), builtin)


@pytest.mark.parametrize("kind", TREE)
def test_each_error_says_the_value_the_rule_and_the_way_out(kind):
    error = kind("25:00", "a clock time ends at 24:00", "write '01:00'")
    assert str(error) == "'25:00': a clock time ends at 24:00; write '01:00'"
    assert (error.value, error.rule, error.way_out) == ("25:00", "a clock time ends at 24:00", "write '01:00'")
    assert kind.__doc__
    assert kind is SupportcoreError or len(kind.__mro__) > len(SupportcoreError.__mro__) + 1


@pytest.mark.parametrize("kind", TREE)
@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))],
    ids=["copy", "deep", "pickle"],
)
def test_an_error_survives_copying_with_what_it_carries(kind, copied):
    error = copied(kind(date(2026, 1, 1), "a rule", "a way out"))
    assert type(error) is kind
    assert (error.value, error.rule, error.way_out) == (date(2026, 1, 1), "a rule", "a way out")
    assert str(error) == "datetime.date(2026, 1, 1): a rule; a way out"


@pytest.mark.parametrize("value", ["x" * 10_000, list(range(10_000)), 10**1000, {"key": "x" * 10_000}])
def test_a_huge_value_does_not_make_a_huge_message(value):
    assert len(str(SupportcoreError(value, "a rule", "a way out"))) < 300


# --- instants ---------------------------------------------------------------------------------------------------------

NAIVE = r"naive datetime names no instant; say whose clock it is: \.replace\(tzinfo=ZoneInfo\('Europe/Kyiv'\)\)"


@pytest.mark.parametrize("door", [utc, to_micros])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (datetime(2026, 11, 23, 10), rf"datetime\.datetime\(2026, 11, 23, 10, 0\): a {NAIVE}"),
        (datetime(2026, 11, 23, 10, tzinfo=Speechless()), NAIVE),
        (date(2026, 11, 23), r"datetime\.date\(2026, 11, 23\): an instant is an aware datetime; pass a datetime with"),
        ("2026-11-23T10:00Z", r"'2026-11-23T10:00Z': an instant is an aware datetime; pass a datetime with a tzinfo"),
        (1_764_000_000, r"1764000000: an instant is an aware datetime"),
        (None, r"None: an instant is an aware datetime"),
        (timedelta(1), r"timedelta\(days=1\): an instant is an aware datetime"),
        (time(10, tzinfo=UTC), r"an instant is an aware datetime"),
    ],
)
def test_what_is_no_aware_datetime_is_no_instant(door, value, message):
    with pytest.raises(InvalidInstant, match=message) as caught:
        door(value)
    assert caught.value.value is value
    assert isinstance(caught.value, ValueError)
    assert caught.value.__cause__ is None


def test_a_naive_instant_is_told_all_three_ways_out():
    with pytest.raises(InvalidInstant) as caught:
        utc(datetime(2026, 11, 23, 10))
    for way in (
        ".replace(tzinfo=ZoneInfo('Europe/Kyiv'))",
        ".replace(tzinfo=datetime.UTC)",
        "datetime.fromisoformat()",
    ):
        assert way in caught.value.way_out


FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2201, 1, 1, tzinfo=UTC) - MICROSECOND


@pytest.mark.parametrize("value", [FIRST, LAST, FIRST.astimezone(KYIV), LAST.astimezone(KYIV)])
def test_the_first_and_the_last_microsecond_are_instants(value):
    assert utc(value) == value
    assert utc(value).tzinfo is UTC
    assert in_range(to_micros(value)) == to_micros(value)
    assert from_micros(to_micros(value), KYIV) == value


@pytest.mark.parametrize(
    "value",
    [
        FIRST - MICROSECOND,
        LAST + MICROSECOND,
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
        datetime(1900, 1, 1, 1, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_an_instant_outside_the_years_is_refused(value):
    with pytest.raises(
        OutOfRange, match="instants lie in the years 1900 to 2200 of UTC; check the year of the input"
    ) as caught:
        utc(value)
    assert caught.value.value == value.isoformat()
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("micros", [instants.EARLIEST - 1, instants.LATEST, 10**30, -(10**30)])
def test_an_instant_reckoned_outside_the_years_is_refused(micros):
    with pytest.raises(OutOfRange, match="the answer lies outside the years 1900 to 2200; ask for less time"):
        in_range(micros)


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 10, 25, 3, 30, tzinfo=KYIV),
        datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=KYIV),
        datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2106, 2, 7, 6, 28, 15, 999999, tzinfo=UTC),
        datetime(2106, 2, 7, 6, 28, 16, tzinfo=UTC),
        datetime(2199, 7, 1, 12, 0, 0, 1, tzinfo=KYIV),
    ],
)
def test_an_instant_goes_through_microseconds_and_back_exactly(value):
    shown = from_micros(to_micros(value), KYIV)
    assert shown.astimezone(UTC) == value.astimezone(UTC)
    assert (shown.fold, shown.microsecond) == (value.fold, value.microsecond)


# --- durations --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["8h", "8:00", 8, 8.5, None, relativedelta(hours=8), time(8)])
def test_what_is_no_timedelta_is_no_duration(value):
    with pytest.raises(
        InvalidDuration, match=r"bare number does not say its unit and a float is not exact; write timedelta\(hours=8\)"
    ) as caught:
        duration(value)
    assert caught.value.value is value
    assert isinstance(caught.value, TypeError)


def test_a_duration_is_whole_microseconds():
    assert duration(timedelta(days=1, microseconds=1)) == 86_400_000_001
    assert duration(-MICROSECOND) == -1


# --- zones ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "key"), [("Europe/Kyiv", "Europe/Kyiv"), (KYIV, "Europe/Kyiv"), (UTC, "UTC")])
def test_a_zone_is_named(given, key):
    assert zone(given).key == key


@pytest.mark.parametrize(
    "name", ["Europe/Kiyv", "", "Europe", "../../etc/passwd", "/etc/passwd", "a\0b", "+02:00", "x" * 300]
)
def test_an_unknown_zone_is_refused(name):
    with pytest.raises(
        UnknownZone, match="no IANA time zone of that name is installed; write a name such as 'Europe/Kyiv' or 'UTC'"
    ) as caught:
        zone(name)
    assert caught.value.value == name
    assert isinstance(caught.value, LookupError)


@pytest.mark.parametrize("value", [timezone(timedelta(hours=2)), Speechless(), None, 2, ["Europe/Kyiv"]])
def test_a_fixed_offset_is_no_zone(value):
    with pytest.raises(
        UnknownZone, match="a zone is named, because a fixed offset cannot know clock changes; write tz='Europe/Kyiv'"
    ) as caught:
        zone(value)
    assert caught.value.value is value


# --- reasons ----------------------------------------------------------------------------------------------------------


def test_a_reason_needs_a_code_of_the_catalogue():
    with pytest.raises(
        LookupError, match=r"'because': a reason is a code of supportcore\.reasons\.PHRASES; use one of them"
    ):
        Reason("because")


def test_a_reason_is_a_value_with_its_arguments_by_name():
    why = Reason.of("by-time-after", rule="HRS-4", time=time(12), days=2)
    assert why == Reason("by-time-after", "HRS-4", (("days", 2), ("time", time(12))))
    assert pickle.loads(pickle.dumps(why)) == why
    assert len({why, copy.deepcopy(why)}) == 1


def test_a_reason_is_told_in_another_language_by_another_catalogue():
    assert Reason.of("paused").text(PHRASES | {"paused": "на паузі"}) == "на паузі"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (timedelta(hours=8), "8 h"),
        (timedelta(minutes=90), "1 h 30 min"),
        (-timedelta(minutes=90), "-1 h 30 min"),
        (timedelta(0), "0 s"),
        (timedelta(hours=1, seconds=50), "1 h 50 s"),
        (timedelta(seconds=59, microseconds=123456), "59.123456 s"),
        (timedelta(seconds=10, microseconds=100), "10.0001 s"),
        (MICROSECOND, "0.000001 s"),
        (timedelta(days=900), "21600 h"),
    ],
)
def test_a_duration_is_written_without_rounding(value, text):
    assert span_text(value) == text


@pytest.mark.parametrize(
    ("value", "zone", "text"),
    [
        (datetime(2026, 11, 23, 15, 59, 59, 999999, tzinfo=UTC), None, "Mon 23 Nov 2026 15:59"),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), KYIV, "Tue 24 Nov 2026 01:00"),
    ],
)
def test_an_instant_is_written_in_a_zone_rounded_down(value, zone, text):
    assert instant_text(value, zone) == text


def test_a_date_is_written_without_a_locale():
    assert [day_text(date(2026, month, 1))[6:9].strip() for month in (1, 12)] == ["Jan", "Dec"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 11, 23), "Mon 23 Nov 2026"),
        (datetime(2026, 11, 23, 10, tzinfo=UTC), "Mon 23 Nov 2026 10:00 UTC"),
        (timedelta(hours=8), "8 h"),
        (time(12), "12:00"),
        (time(12, 0, 30), "12:00:30"),
        ("as it is", "as it is"),
        (7, "7"),
        ((time(9), "noon"), "09:00, noon"),
        ([], ""),
    ],
)
def test_every_argument_of_a_reason_is_written_for_people(value, text):
    assert Reason.of("special-day", name=value).text() == text


REASON, WAY_OUT = Reason.of("paused", rule="ISM-7"), Reason.of("at-instant", rule="ISM-6")


@pytest.mark.parametrize(
    ("refusal", "text"),
    [
        (Refusal(REASON), "refused: paused (ISM-7)"),
        (Refusal(REASON, WAY_OUT), "refused: paused (ISM-7)\ninstead: at the agreed time"),
        (
            Refusal(REASON, WAY_OUT, datetime(2026, 11, 23, tzinfo=UTC)),
            "refused: paused (ISM-7)\ninstead: at the agreed time\npossible from Mon 23 Nov 2026 00:00 UTC",
        ),
    ],
)
def test_a_refusal_tells_why_and_the_way_out(refusal, text):
    assert str(refusal) == text
    assert pickle.loads(pickle.dumps(refusal)) == refusal
