"""Nonsense on the ground floor: wrong types, odd subclasses and extremes, and what is said about them."""

from datetime import UTC, datetime, timedelta

import pytest

from supportcore.errors import (
    Door,
    InvalidDuration,
    InvalidInstant,
    InvalidPeriod,
    InvalidTask,
    OutOfRange,
    SupportcoreError,
    UnknownChoice,
)
from supportcore.instants import duration, span, to_micros, utc
from supportcore.periods import Billing, Days, Months, Period
from supportcore.reasons import Reason
from supportcore.tables import html_table, text_table

HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
MONTHLY = Billing(datetime(2026, 1, 31, tzinfo=UTC), Months(1), "UTC")


class Signed(timedelta):
    """A subclass with a view of its own: minus an hour is no days and minus 3600 seconds (pendulum has such a one)."""

    @property
    def days(self):
        return 0

    @property
    def seconds(self):
        return 1

    @property
    def microseconds(self):
        return 2


class Column:
    """A column of a frame: it can be subtracted from, and cannot say whether it is in range."""

    days = seconds = microseconds = property(lambda self: self)

    def __sub__(self, _):
        return self

    def __mul__(self, _):
        return self

    def __add__(self, _):
        return self

    def __ge__(self, _):
        raise ValueError("the truth value of a column is ambiguous")


class NotATime(datetime):
    """What pandas puts where an instant is missing: a datetime that equals nothing, and whose distances are NaN."""

    __hash__ = datetime.__hash__

    def __eq__(self, _):
        return False

    def __ne__(self, _):
        return True

    def __sub__(self, _):
        return self

    days = seconds = microseconds = float("nan")


NOT_A_TIME = NotATime(2026, 11, 23, tzinfo=UTC)

NONSENSE = {
    "a column for an instant": (InvalidInstant, "an instant is an aware datetime", lambda: to_micros(Column())),
    "a missing instant": (InvalidInstant, "an instant is an aware datetime", lambda: utc(NOT_A_TIME)),
    "the first datetime": (OutOfRange, "1900 to 2200", lambda: utc(datetime.min.replace(tzinfo=UTC))),
    "the last datetime": (OutOfRange, "1900 to 2200", lambda: utc(datetime.max.replace(tzinfo=UTC))),
    "an instant for a duration": (InvalidDuration, "a duration is a datetime.timedelta", lambda: duration(MONDAY)),
    "half a time": (
        InvalidPeriod,
        "1.5: periods are counted in whole",
        lambda: Days(3).after(MONDAY, "UTC", times=1.5),
    ),
    "true times": (InvalidPeriod, "True: periods are", lambda: Months(3).after(MONDAY, "UTC", times=True)),
    "no period": (InvalidPeriod, "None: periods are counted in whole numbers", lambda: MONTHLY.start(None)),
    "half a period": (InvalidPeriod, "0.5: periods are", lambda: MONTHLY.period(0.5)),
    "periods from text": (InvalidPeriod, "'0': periods are", lambda: next(MONTHLY.periods("0"))),
    "days beyond all counting": (
        InvalidPeriod,
        "days': a period ends in the years 1900 to 2200; take fewer steps",
        lambda: Days(10**400).after(MONDAY, "UTC"),
    ),
    "months beyond all counting": (
        InvalidPeriod,
        "'3000000000 months': a period ends in the years",
        lambda: Months(3).after(MONDAY, "UTC", times=10**9),
    ),
    "a naive instant in a period": (
        InvalidInstant,
        "a naive datetime names no instant",
        lambda: datetime(2026, 11, 23, 10) in Period(MONDAY, MONDAY + HOUR),
    ),
    "text in a period": (InvalidInstant, "'10:00': an instant is", lambda: "10:00" in Period(MONDAY, MONDAY + HOUR)),
    "a reason that is a list": (UnknownChoice, r"\[\]: a reason is a code of", lambda: Reason.of([])),
    "a reason nobody knows": (UnknownChoice, "'because'.*such as 'counted'", lambda: Reason.of("because")),
}


@pytest.mark.parametrize(("error", "says", "ask"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused_with_value_rule_and_way_out(error, says, ask):
    with pytest.raises(error, match=says) as refused:
        ask()
    assert refused.value.rule in str(refused.value)
    assert refused.value.way_out in str(refused.value)


def test_a_subclass_of_timedelta_is_read_by_what_it_is_and_not_by_what_it_says():
    assert duration(Signed(hours=-30)) == -30 * 3600 * 10**6
    assert type(span(Signed(hours=-30))) is timedelta
    assert span(Signed(hours=-30)) == -30 * HOUR


def test_what_pandas_gives_is_read_to_the_microsecond_and_its_missing_values_are_refused():
    pandas = pytest.importorskip("pandas")
    assert to_micros(pandas.Timestamp("2026-11-23 10:00", tz="Europe/Kyiv")) == to_micros(MONDAY - 2 * HOUR)
    assert duration(pandas.Timedelta(hours=-7)) == duration(-7 * HOUR)
    with pytest.raises(
        InvalidInstant, match=r"000000999\+02:00': time is counted in whole microseconds; round it first"
    ):
        to_micros(pandas.Timestamp("2026-11-23 10:00:00.000000999", tz="Europe/Kyiv"))
    with pytest.raises(InvalidDuration, match="time is counted in whole microseconds; round it first"):
        duration(pandas.Timedelta(999, "ns"))
    with pytest.raises(OutOfRange, match="instants lie in the years 1900 to 2200"):
        to_micros(pandas.Timestamp("1899-12-31", tz="UTC"))
    for column in (pandas.NaT, pandas.DatetimeIndex(["2026-11-23", "2026-11-24"], tz="UTC")):
        with pytest.raises(InvalidInstant, match="an instant is an aware datetime"):
            to_micros(column)
    with pytest.raises(InvalidDuration, match="NaT"):
        duration(pandas.NaT)


# --- messages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "longest"),
    [("x" * 100_000, 200), (10**400, 100), (10**5000, 60), ([["x" * 1000] * 50] * 50, 6000), (MONDAY, 200)],
    ids=["long text", "a long number", "a number that Python does not write out", "lists of lists", "an instant"],
)
def test_a_message_is_short_whatever_the_value(value, longest):
    assert len(str(SupportcoreError(value, "a rule", "a way out"))) < longest


def test_a_number_too_long_to_write_is_told_by_its_size():
    assert str(SupportcoreError(10**5000, "a rule", "a way out")) == "an int of 16610 bits: a rule; a way out"


def test_a_door_takes_its_types_and_collections_of_them():
    name = Door(InvalidTask, "a name is text", "write 'Acme'", str)
    assert name("Acme") == "Acme"
    assert name.all(one for one in ["Acme", "Bolt"]) == ("Acme", "Bolt")
    assert name.all([]) == ()
    name.check(None, None, "Acme")


@pytest.mark.parametrize("several", ["Acme", b"Acme", None, 5])
def test_a_door_for_several_takes_no_single_one(several):
    with pytest.raises(InvalidTask, match="several are meant: a name is text; put it in a list: write 'Acme'"):
        Door(InvalidTask, "a name is text", "write 'Acme'", str).all(several)


@pytest.mark.parametrize("use", ["call", "all", "check"])
def test_a_door_names_the_one_that_does_not_pass(use):
    name = Door(InvalidTask, "a name is text", "write 'Acme'", str)
    uses = {"call": lambda: name(5), "all": lambda: name.all(["Acme", 5]), "check": lambda: name.check(None, None, 5)}
    with pytest.raises(InvalidTask, match=r"^5: a name is text; write 'Acme'$"):
        uses[use]()


# --- tables -----------------------------------------------------------------------------------------------------------

ODD_NAMES = {
    "T-1\nT-2  late": "T-1\\nT-2  late",
    "\x1b[31mred\x1b[0m": "\\x1b[31mred\\x1b[0m",
    "half \ud800": "half \\ud800",
    "\u202etxt.exe": "\\u202etxt.exe",
    "Ґанок, 'quoted' \"twice\"": "Ґанок, 'quoted' \"twice\"",
}


@pytest.mark.parametrize(("name", "shown"), ODD_NAMES.items(), ids=range(len(ODD_NAMES)))
def test_a_cell_is_one_line_and_nothing_but_text(name, shown):
    table = text_table(("id", "due"), [(name, "Mon"), ("T-10", "Tue")])
    assert table.splitlines()[1].startswith(f"{shown}  ")
    assert len(table.splitlines()) == 3
    table.encode()
    assert text_table((name,), []) == shown


def test_a_notebook_shows_markup_as_text():
    assert "<script>" not in html_table(["id"], [["<script>"]], "<script>\n'")
