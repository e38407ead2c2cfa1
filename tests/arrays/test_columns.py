"""A column leaves as it came in: unit, zone, index, nulls. What cannot be said of it is refused."""

import copy
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import numpy as np
import pytest

from supportcore import arrays
from supportcore.calendar import HolidayTable, Landing, Span, WorkingCalendar
from supportcore.errors import CoverageError, InvalidColumn, InvalidDuration, InvalidInstant, InvalidPolicy, OutOfRange

HOUR = timedelta(hours=1)
HOUSE = WorkingCalendar.weekly({"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv")
ALWAYS = WorkingCalendar.weekly({"mon-sun": [("00:00", "24:00")]}, tz="UTC")
POSTED = ["2026-11-20T15:30", "2026-11-21T10:00", "2026-11-23T07:00"]
DUE = ["2026-11-23T14:30", "2026-11-23T15:00", "2026-11-23T15:00"]
NAT = np.datetime64("NaT", "us")


def column(texts, unit="us"):
    return np.array(texts, dtype=f"datetime64[{unit}]")


def same(found, expected):
    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(
    "question",
    [
        lambda: arrays.add(column(POSTED), HOUSE, HOUR),
        lambda: arrays.between(column(POSTED), column(POSTED), HOUSE),
        lambda: arrays.is_open(column(POSTED), HOUSE),
        lambda: arrays.next_open(column(POSTED), HOUSE),
    ],
)
def test_the_calendar_comes_first(question):
    with pytest.raises(InvalidColumn, match="columns are counted on a WorkingCalendar; pass the calendar first"):
        question()


# --- NumPy ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("work", [8 * HOUR, np.timedelta64(8, "h"), np.array([480] * 3, dtype="m8[m]")])
def test_the_answer_has_the_unit_that_came_in(unit, work):
    posted = column(POSTED, unit)
    same(arrays.add(HOUSE, posted, work), column(DUE, unit))
    same(arrays.next_open(HOUSE, posted), column([POSTED[0], POSTED[2], POSTED[2]], unit))
    spent = np.array([8 * 3600] * 3, dtype="m8[s]").astype(f"m8[{unit}]")
    same(arrays.between(HOUSE, posted, column(DUE, unit)), spent)
    same(arrays.is_open(HOUSE, posted), np.array([True, False, True]))


def test_of_two_units_the_finer_one_is_told():
    assert arrays.add(HOUSE, column(POSTED, "s"), np.timedelta64(8 * 3600 * 10**6, "us")).dtype == "M8[us]"
    assert arrays.add(HOUSE, column(POSTED, "s"), np.timedelta64(1, "W")).dtype == "M8[s]"
    assert arrays.between(HOUSE, column(POSTED, "ms"), column(DUE, "ns")).dtype == "m8[ns]"


def test_whole_numbers_are_microseconds_and_stay_whole_numbers():
    posted = column(POSTED).view(np.int64)
    same(arrays.add(HOUSE, posted, 8 * 3600 * 10**6), column(DUE).view(np.int64))
    same(arrays.add(HOUSE, posted, np.full(3, 8 * 3600 * 10**6)), column(DUE).view(np.int64))
    same(arrays.add(HOUSE, posted, 8 * HOUR), column(DUE).view(np.int64))
    same(arrays.between(HOUSE, posted, column(DUE)), np.full(3, 8 * 3600 * 10**6))


@pytest.mark.parametrize(
    "shaped",
    [
        lambda x: np.repeat(x, 2)[::2],
        lambda x: x[::-1][::-1],
        lambda x: x.astype(x.dtype.newbyteorder(">")),
        lambda x: np.asfortranarray(np.array([x, x, x])),
        lambda x: x[:0],
        lambda x: x[:, None],
        lambda x: x[0],
        lambda x: np.array(x[0]),
    ],
    ids=["strided", "reversed", "big-endian", "two dimensions", "empty", "a column", "a scalar", "no dimensions"],
)
@pytest.mark.parametrize("bare", [False, True])
def test_any_layout_of_an_array(shaped, bare):
    posted, due = column(POSTED), column(DUE)
    if bare:
        posted, due = posted.view(np.int64), due.view(np.int64)
    found, expected = arrays.add(HOUSE, shaped(posted), 8 * HOUR), shaped(due)
    assert found.shape == expected.shape
    np.testing.assert_array_equal(found, expected)
    assert arrays.is_open(HOUSE, shaped(posted)).shape == expected.shape
    spent = arrays.between(HOUSE, shaped(posted), shaped(due))
    assert (np.asarray(spent).astype(np.int64) == 8 * 3600 * 10**6).all()


def test_shapes_broadcast():
    work = np.array([[0], [8]], dtype="m8[h]")
    same(arrays.add(HOUSE, column(POSTED), work), column([POSTED, DUE]))
    start = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    same(arrays.add(HOUSE, start, np.array([0, 8], dtype="m8[h]")), column([POSTED[0], DUE[0]], "s"))
    same(arrays.between(HOUSE, start, column(DUE[:1])), np.array([8 * 3600 * 10**6], dtype="m8[us]"))
    assert arrays.add(HOUSE, start, 8 * HOUR) == np.datetime64(DUE[0], "us")
    assert arrays.is_open(HOUSE, start) is np.True_


@pytest.mark.parametrize("unit", ["s", "us", "ns"])
def test_nat_leads_to_nat(unit):
    posted = column([POSTED[0], "NaT", POSTED[1]], unit)
    work = np.array([8, 8, "NaT"], dtype="m8[h]")
    same(arrays.add(HOUSE, posted, 8 * HOUR), column([DUE[0], "NaT", DUE[1]], unit))
    same(arrays.add(HOUSE, posted, timedelta(0)), posted)
    same(arrays.add(HOUSE, posted, work), column([DUE[0], "NaT", "NaT"], unit))
    same(arrays.next_open(HOUSE, posted), column([POSTED[0], "NaT", POSTED[2]], unit))
    same(arrays.is_open(HOUSE, posted), np.array([True, False, False]))
    assert np.isnat(arrays.between(HOUSE, posted, column(DUE, unit))).tolist() == [False, True, False]
    assert np.isnat(arrays.add(HOUSE, NAT.astype(f"M8[{unit}]"), 8 * HOUR))
    assert np.isnat(arrays.add(HOUSE, np.full(5, NAT, f"M8[{unit}]"), 8 * HOUR)).all()


def test_what_stands_beside_nat_is_not_asked():
    never = column(["2200-12-31T12:00", POSTED[0]])
    same(arrays.add(ALWAYS, never, np.array(["NaT", 8], dtype="m8[h]")), column(["NaT", "2026-11-20T23:30"]))
    same(arrays.add(ALWAYS, never[::-1], np.array([8, "NaT"], dtype="m8[h]")), column(["2026-11-20T23:30", "NaT"]))
    spent = arrays.between(ALWAYS, column(["NaT", POSTED[0]]), column([POSTED[0], "NaT"]))
    assert np.isnat(spent).tolist() == [True, True]
    calendar = copy.deepcopy(HOUSE)
    assert np.isnat(arrays.add(calendar, column(["NaT"] * 3), 8 * HOUR)).all()
    assert arrays.is_open(calendar, column(["NaT", POSTED[0]])).tolist() == [False, True]
    assert calendar.timeline.hot[0] > 0  # 1970, where NaT might have led, was not compiled


def test_nothing_that_came_in_is_changed():
    posted, work = column([*POSTED, "NaT"]), np.array([8, 0, -8, 1], dtype="m8[h]")
    before = posted.copy(), work.copy()
    posted.flags.writeable = work.flags.writeable = False
    arrays.add(HOUSE, posted, work)
    arrays.between(HOUSE, posted, posted)
    np.testing.assert_array_equal(posted, before[0])
    np.testing.assert_array_equal(work, before[1])


def test_microseconds_are_read_in_place():
    from supportcore.arrays import _columns

    posted = column(POSTED)
    for one in (posted, posted.view(np.int64), posted[::2]):
        assert np.shares_memory(_columns.instants(one).numbers, posted)
    assert not np.shares_memory(_columns.instants(column(POSTED, "s")).numbers, posted)


# --- what is refused --------------------------------------------------------------------------------------------------

KIND = "instants are datetime64 in s, ms, us or ns, int64 microseconds, or a pandas or Arrow column with a zone"
AMOUNT = "working time is a timedelta or timedelta64"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (["2026-11-20T15:30"], KIND),
        ("2026-11-20T15:30", KIND),
        (np.array(POSTED), f"'ndarray of <U16': {KIND}; make them datetime64"),
        (column(["2026-11-20"], "D"), KIND),
        (column(["2026-11-20T10"], "h"), KIND),
        (np.array([1.5]), KIND),
        (np.array([1], dtype=np.int32), KIND),
        (np.array([1], dtype=np.uint64), KIND),
        (np.array([True]), KIND),
        (np.ma.masked_array(column(POSTED), mask=[True, False, False]), KIND),
        (1_764_000_000_000_000, KIND),
        (np.array([1], dtype="m8[us]"), KIND),
        (np.array([2**60], dtype="M8[1000s]"), r"'ndarray of datetime64\[1000s\]': instants are datetime64"),
        (np.float64(1), r"np\.float64\(1\.0\): instants are|1\.0: instants are"),
        ([datetime(2026, 11, 20, tzinfo=UTC)], r"of text or datetimes pandas makes them: pandas\.to_datetime\(column"),
        (np.array(["2026-11-20T15:30:00.000000001"], dtype="M8[ns]"), "time is counted in whole microseconds"),
        (datetime(2026, 11, 20), "naive datetime names no instant"),
    ],
)
def test_what_is_no_column_of_instants(value, message):
    with pytest.raises(InvalidInstant, match=message):
        arrays.is_open(HOUSE, value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (8, AMOUNT),
        (8.5, AMOUNT),
        (np.array([8]), "'ndarray of int64': working time is a timedelta or timedelta64"),
        (np.zeros(1, "i8").view("m8"), AMOUNT),  # amounts without a unit, which NumPy will stop making
        (np.timedelta64(1, "M"), AMOUNT),
        (np.array([8], dtype="m8[15m]"), AMOUNT),
        (None, AMOUNT),
        ([timedelta(hours=8)], AMOUNT),
        (column(POSTED), AMOUNT),
        (np.timedelta64(1, "ns"), "1 ns': time is counted in whole microseconds"),
    ],
)
def test_what_is_no_working_time(value, message):
    with pytest.raises(InvalidDuration, match=message):
        arrays.add(HOUSE, column(POSTED), value)


def test_truth_is_no_number_of_microseconds():
    with pytest.raises(InvalidDuration, match=AMOUNT):
        arrays.add(HOUSE, column(POSTED).view(np.int64), True)


@pytest.mark.parametrize(
    "value",
    [
        column(["2026-11-20T15:30", "1899-12-31T23:59:59.999999"]),
        column(["2201-01-01"], "s"),
        column(["1890-01-01"], "ns"),
        np.array([2**62], dtype="M8[s]"),
        np.array([-(2**63)]),
        np.array([2**63 - 1]),
    ],
)
@pytest.mark.parametrize("ask", [arrays.is_open, lambda c, x: arrays.add(c, x, timedelta(0))])
def test_an_instant_outside_the_years_is_refused(value, ask):
    with pytest.raises(OutOfRange, match="instants lie in the years 1900 to 2200; check the unit and the year"):
        ask(HOUSE, value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.array([-(2**63)]), "'-9223372036854775808'"),
        (np.array([0, 2**63 - 1]), "'9223372036854775807'"),
        (np.array([5, 2**61], dtype="M8[s]"), "'73069258126-09-25T03:52:32'"),
        (np.array(["NaT", "2500-01-01"], dtype="M8[ms]"), "'2500-01-01T00:00:00.000'"),
        (np.array([2**63 - 1]).view("M8[ns]"), "'2262-04-11T23:47:16.854775807'"),
    ],
)
def test_what_is_refused_is_shown_as_it_came_in(value, shown):
    with pytest.raises(OutOfRange, match=shown):
        arrays.is_open(HOUSE, value)


@pytest.mark.parametrize(
    "work", [np.timedelta64(2**62, "s"), np.array([-(2**62)], dtype="m8[us]"), np.timedelta64(2**40, "h")]
)
def test_work_that_no_year_holds_is_refused(work):
    with pytest.raises(OutOfRange, match="the answer lies outside the years 1900 to 2200"):
        arrays.add(ALWAYS, column(POSTED[:1]), work)


def test_nanoseconds_tell_no_more_than_292_years():
    first, last = column(["1900-01-01"], "ns"), column(["2200-12-31"], "ns")
    with pytest.raises(OutOfRange, match="292 years are the most that nanoseconds can tell; pass microseconds"):
        arrays.between(ALWAYS, first, last)
    assert arrays.between(ALWAYS, column(["1900-01-01"]), column(["2200-12-31"])) == column(["2200-12-31"]) - column(
        ["1900-01-01"]
    )


def test_an_answer_between_two_seconds_is_refused():
    away = HOUSE - Span(datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 8, 0, 0, 1, tzinfo=UTC))
    with pytest.raises(InvalidColumn, match="an answer lies between two of these units; pass instants in microseconds"):
        arrays.add(away, column(POSTED, "s"), 8 * HOUR)


def test_whole_numbers_have_no_nat():
    posted, wait = column(POSTED[:1]).view(np.int64), np.array(["NaT"], dtype="m8[h]")
    for ask in (lambda: arrays.add(HOUSE, posted, wait), lambda: arrays.between(HOUSE, posted, column(["NaT"]))):
        with pytest.raises(InvalidColumn, match="whole numbers have no NaT; pass instants as datetime64"):
            ask()


def test_lengths_that_do_not_fit_are_refused():
    with pytest.raises(InvalidColumn, match="columns have one length, or one value for all rows"):
        arrays.add(HOUSE, column(POSTED), np.array([1, 2], dtype="m8[h]"))


def test_a_landing_is_named():
    with pytest.raises(InvalidPolicy, match="a policy is a member of Landing"):
        arrays.add(HOUSE, column(POSTED), HOUR, landing="roll")


# --- pandas -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def pandas():
    return pytest.importorskip("pandas")


@pytest.mark.parametrize("unit", ["s", "us", "ns"])
@pytest.mark.parametrize("tz", ["UTC", "Europe/Kyiv", "America/New_York"])
def test_a_series_keeps_its_index_name_unit_and_zone(pandas, unit, tz):
    def series(texts, name="posted"):
        shown = pandas.DatetimeIndex(column(texts, unit)).tz_localize("UTC").tz_convert(tz)
        return pandas.Series(shown, index=[7, 5, 5, 1], name=name)

    posted, due = series([*POSTED, "NaT"]), series([*DUE, "NaT"])
    pandas.testing.assert_series_equal(arrays.add(HOUSE, posted, 8 * HOUR), due)
    pandas.testing.assert_series_equal(
        arrays.between(HOUSE, posted, due), (due - posted) * 0 + pandas.Timedelta(8 * HOUR).as_unit(unit)
    )
    opened = pandas.Series([True, False, True, False], index=posted.index, name="posted")
    pandas.testing.assert_series_equal(arrays.is_open(HOUSE, posted), opened)
    index = pandas.DatetimeIndex(posted)
    pandas.testing.assert_index_equal(arrays.add(HOUSE, index, 8 * HOUR), pandas.DatetimeIndex(due, name="posted"))
    assert isinstance(arrays.between(HOUSE, index, index), pandas.TimedeltaIndex)
    assert arrays.is_open(HOUSE, index).tolist() == opened.tolist()
    work = pandas.Series([8 * HOUR] * 4, index=posted.index)
    assert arrays.add(HOUSE, posted, work).equals(due.astype(arrays.add(HOUSE, posted, work).dtype))


def test_a_series_is_read_in_place(pandas):
    from supportcore.arrays import _columns

    posted = pandas.Series(pandas.DatetimeIndex(column(POSTED)).tz_localize("UTC").tz_convert("Europe/Kyiv"))
    assert np.shares_memory(_columns.instants(posted).numbers, posted.array.asi8)


def test_a_column_of_pandas_on_arrow_stays_on_arrow(pandas):
    pa = pytest.importorskip("pyarrow")
    kind = pandas.ArrowDtype(pa.timestamp("us", tz="Europe/Kyiv"))
    posted = pandas.Series(pandas.DatetimeIndex(column([*POSTED, "NaT"])).tz_localize("UTC"), name="posted").astype(
        kind
    )
    due = arrays.add(HOUSE, posted, 8 * HOUR)
    assert (due.dtype, due.name) == (kind, "posted")
    assert due.isna().tolist() == [False] * 3 + [True]
    assert arrays.between(HOUSE, posted, due).dtype == pandas.ArrowDtype(pa.duration("us"))
    assert arrays.is_open(HOUSE, posted).tolist()[:3] == [True, False, True]
    with pytest.raises(InvalidInstant, match=r"'timestamp\[us\]': .* for UTC: column\.dt\.tz_localize\('UTC'\)"):
        arrays.is_open(HOUSE, posted.dt.tz_localize(None))


def test_a_pandas_column_that_names_no_instants_is_refused(pandas):
    naive = pandas.Series(column(POSTED))
    with pytest.raises(InvalidInstant, match=r"a column without a zone names no instants; .*column\.dt\.tz_localize"):
        arrays.is_open(HOUSE, naive)
    with pytest.raises(InvalidInstant, match=r"names no instants; .* for UTC: column\.tz_localize\('UTC'\)"):
        arrays.is_open(HOUSE, pandas.DatetimeIndex(naive))
    for other in (pandas.Series([1, 2]), pandas.Series(POSTED), pandas.DataFrame({"posted": naive})):
        with pytest.raises(InvalidInstant, match=KIND):
            arrays.is_open(HOUSE, other)


def test_a_pandas_column_that_only_looks_like_instants_is_refused(pandas):
    naive = pandas.Series(column(POSTED))
    aware = naive.dt.tz_localize("UTC")
    for other in (naive.astype("category"), aware.astype(object), pandas.MultiIndex.from_arrays([naive, naive])):
        with pytest.raises(InvalidInstant, match=KIND):
            arrays.is_open(HOUSE, other)
    with pytest.raises(InvalidInstant, match="'a whole DataFrame': instants are"):
        arrays.is_open(HOUSE, pandas.DataFrame({"posted": aware}))


def test_parts_of_a_microsecond_are_refused_of_one_value_of_pandas_too(pandas):
    with pytest.raises(InvalidInstant, match=r"000000001.*': time is counted in whole microseconds; round it first"):
        arrays.is_open(HOUSE, pandas.Timestamp("2026-11-20 12:00:00.000000001", tz="UTC"))
    with pytest.raises(InvalidDuration, match="time is counted in whole microseconds; round it first"):
        arrays.add(HOUSE, column(POSTED), pandas.Timedelta(1, "ns"))
    assert arrays.add(HOUSE, pandas.Timestamp(POSTED[0], tz="UTC"), pandas.Timedelta("8h")) == column(DUE)[0]


def test_two_series_belong_together_by_their_index(pandas):
    posted = pandas.Series(pandas.DatetimeIndex(column(POSTED)).tz_localize("UTC"))
    with pytest.raises(InvalidColumn, match="the rows of two Series belong together by their index; align them first"):
        arrays.between(HOUSE, posted, posted[::-1])
    with pytest.raises(InvalidColumn, match="a pandas or Arrow column keeps its length"):
        arrays.add(HOUSE, posted, np.array([[1], [2]], dtype="m8[h]"))


# --- Arrow ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def pa():
    return pytest.importorskip("pyarrow")


def test_an_arrow_column_keeps_its_type_and_nulls(pa):
    kind = pa.timestamp("us", tz="Europe/Kyiv")
    posted, due = (pa.array(column([*texts, "NaT"]), kind) for texts in (POSTED, DUE))
    assert arrays.add(HOUSE, posted, 8 * HOUR).equals(due)
    assert arrays.add(HOUSE, posted, 8 * HOUR).type == kind
    assert arrays.add(HOUSE, posted[1:], 8 * HOUR).equals(due[1:])
    assert arrays.between(HOUSE, posted, due).equals(pa.array([8 * HOUR] * 3 + [None], pa.duration("us")))
    assert arrays.is_open(HOUSE, posted).to_pylist() == [True, False, True, None]
    assert arrays.add(HOUSE, posted, pa.array([8 * HOUR] * 3 + [None], pa.duration("s"))).equals(due)


def test_an_arrow_column_of_chunks(pa):
    kind = pa.timestamp("s", tz="UTC")
    chunks = [pa.array(column(POSTED[:1], "s"), kind), pa.array(column(POSTED[1:], "s"), kind)]
    expected = pa.chunked_array([pa.array(column(DUE, "s"), kind)])
    assert arrays.add(HOUSE, pa.chunked_array(chunks), 8 * HOUR).equals(expected)
    assert arrays.add(HOUSE, pa.chunked_array(chunks[:1]), 8 * HOUR).equals(expected[:1])
    assert arrays.add(HOUSE, pa.chunked_array([], kind), 8 * HOUR).to_pylist() == []


def test_an_arrow_column_is_read_and_made_without_a_copy(pa):
    from supportcore.arrays import _columns

    posted = pa.array(column(POSTED), pa.timestamp("us", tz="UTC"))
    assert _columns.instants(posted).numbers.ctypes.data == posted.buffers()[1].address
    made = column(DUE)
    told = _columns.instants(posted).host.column(made, None)
    assert told.buffers()[1].address == made.ctypes.data


def test_an_arrow_column_that_names_no_instants_is_refused(pa):
    with pytest.raises(InvalidInstant, match=r"a column without a zone names no instants; .*assume_timezone"):
        arrays.is_open(HOUSE, pa.array(column(POSTED), pa.timestamp("us")))
    date = datetime(2026, 1, 1).date()
    of_repeats = pa.array(column(POSTED), pa.timestamp("us")).dictionary_encode()
    dates = (pa.array([date]), pa.array([date], pa.date64()))
    for other in (pa.array([1, 2]), pa.array(["2026"]), of_repeats, *dates, pa.table({"posted": of_repeats})):
        with pytest.raises(InvalidInstant, match=KIND):
            arrays.is_open(HOUSE, other)


# --- threads, values, imports -----------------------------------------------------------------------------------------


def test_threads_share_one_calendar():
    x = column([f"{year}-06-15T12:00" for year in range(1990, 2050)])
    parts, threads = [x[n::5] for n in range(5)], 5
    expected = [arrays.add(HOUSE, part, 8 * HOUR, landing=Landing.ROLL) for part in parts]
    calendar, barrier = copy.deepcopy(HOUSE), Barrier(threads)

    def ask(number):
        barrier.wait()
        return [arrays.add(calendar, part, 8 * HOUR, landing=Landing.ROLL) for part in parts[number:] + parts[:number]]

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(ask, range(threads)))
    finally:
        sys.setswitchinterval(interval)
    for number, answers in enumerate(found):
        for one, other in zip(answers, expected[number:] + expected[:number], strict=True):
            same(one, other)


def test_what_was_made_of_the_years_is_kept_and_no_part_of_the_value():
    from supportcore.arrays._paths import index_of

    calendar = copy.deepcopy(HOUSE)
    assert index_of(calendar.timeline) is None
    before = hash(calendar), pickle.dumps(calendar)
    arrays.is_open(calendar, column(POSTED))
    assert index_of(calendar.timeline) is index_of(calendar.timeline)
    assert calendar == copy.deepcopy(HOUSE)
    assert (hash(calendar), pickle.dumps(calendar)) == before


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("statement", ["import supportcore", "from supportcore.calendar import WorkingCalendar"])
def test_nothing_heavy_is_loaded_by_who_needs_deadlines(statement):
    heavy = "{'numpy', 'pandas', 'pyarrow', 'cattrs', 'holidays', 'importlib.metadata', 'email'}"
    found = run(f"{statement}; import sys; print(sorted({heavy} & set(sys.modules)))")
    assert found.stdout == "[]\n", found.stderr


def test_columns_load_neither_pandas_nor_arrow():
    found = run("import supportcore.arrays, sys; print(sorted({'pandas', 'pyarrow'} & set(sys.modules)))")
    assert found.stdout == "[]\n", found.stderr


def test_without_numpy_the_error_says_what_to_install():
    found = run("import sys; sys.modules['numpy'] = None; import supportcore.calendar; import supportcore.arrays")
    assert "MissingExtra: 'numpy': arrays need NumPy, which the package itself does not" in found.stderr
    assert found.stderr.endswith("pip install 'supportcore[numpy]'\n")


def test_nanoseconds_before_1970_are_a_guess_where_microseconds_are():
    known = WorkingCalendar.weekly(
        {"mon-sun": [("09:00", "18:00")]}, tz="UTC", holidays=HolidayTable((), "1960-01-01", "1965-12-31")
    )
    for unit in ("us", "ns"):
        assert arrays.is_open(known, column(["1962-01-01T10"], unit)).all()
        with pytest.raises(CoverageError, match=r"1967-01-01.*the answer depends on it"):
            arrays.is_open(known, column(["1962-01-01T10", "1967-01-01T10"], unit))
