"""Every kind, drawn from the types of its fields: whatever its own door lets in makes the journey unchanged."""

import datetime as dt
import typing
from decimal import Decimal
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from samples import of, samples
from supportcore import wire
from supportcore.calendar import Shift
from supportcore.errors import InvalidDocument, SupportcoreError
from supportcore.wire import scalars, table
from supportcore.wire.shapes import Shape, fields, members, shape, without_none

EPOCH = dt.datetime(1900, 1, 1)
ZONES = st.sampled_from([ZoneInfo(name) for name in ("UTC", "Europe/Kyiv", "America/St_Johns", "Pacific/Apia")])
TEXTS = st.text(max_size=8) | st.sampled_from(["T-1", "UAH", "USD", "a", "b"])
AMOUNTS = st.decimals(-1000, 10**9, allow_nan=False, places=2) | st.integers(0, 50).map(Decimal)
CLOCKS = st.integers(0, 86_399).map(lambda second: (dt.datetime.min + dt.timedelta(seconds=second)).time())
INSTANTS = st.datetimes(EPOCH, dt.datetime(2200, 12, 31), timezones=st.just(dt.UTC)) | st.integers(0, 99).map(
    lambda hour: dt.datetime(2026, 10, 24, tzinfo=dt.UTC) + dt.timedelta(hours=hour)
)
SCALARS = {
    str: TEXTS,
    int: st.integers(-3, 100) | st.integers(-(2**63) + 1, 2**63 - 1),
    bool: st.booleans(),
    Decimal: AMOUNTS,
    Fraction: st.fractions(0, 100, max_denominator=60),
    dt.datetime: INSTANTS,
    dt.timedelta: st.timedeltas(dt.timedelta(days=-1), dt.timedelta(days=4000)) | st.integers(1, 99).map(dt.timedelta),
    dt.date: st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)),
    dt.time: st.times(),
    ZoneInfo: ZONES,
    dt.tzinfo: ZONES | st.just(dt.UTC),
    Shift: st.tuples(CLOCKS, CLOCKS).map(lambda edges: Shift(*edges)),
    scalars.Weekday: st.sampled_from(["mon", "tue", "wed-fri", "sat-sun"]),
    scalars.BreakDay: st.sampled_from(["mon", "tue-thu", "2026-11-23"]),
    scalars.ShortfallName: st.sampled_from(["reject", "at-most", "owe"]),
}
ANYTHING = st.recursive(
    st.one_of(
        st.none(), st.booleans(), *(SCALARS[kind] for kind in (str, int, Decimal, dt.timedelta, dt.datetime, dt.date))
    ),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=4,
)


def drawn(kind, depth):
    """A strategy for a field of a type."""
    if kind in SCALARS:
        return SCALARS[kind]
    arguments = typing.get_args(kind)
    match shape(kind):
        case Shape.MAYBE:
            return st.none() | drawn(without_none(kind), depth)
        case Shape.ANYTHING:
            return ANYTHING if kind is object else st.sampled_from(["a", "b"]) | AMOUNTS
        case Shape.SINGLE:
            names = kind if isinstance(kind, type) else None
            return st.sampled_from(list(names)) if names else st.one_of(*(SCALARS[one] for one in members(kind)))
        case Shape.OBJECT:
            return values(kind, depth - 1)
        case Shape.LIST:
            several = st.lists(drawn(arguments[0], depth), max_size=3)
            return several.map(frozenset if typing.get_origin(kind) is frozenset else tuple)
        case Shape.ROW:
            return st.tuples(*(drawn(one, depth) for one in arguments))
        case Shape.MAPPING:
            return st.dictionaries(drawn(arguments[0], depth), drawn(arguments[1], depth), max_size=3)
        case Shape.TAGGED:
            return st.one_of(*(values(one, depth - 1) for one in members(kind)))
    raise AssertionError(kind)


@cache
def values(kind, depth=3):
    """A strategy for a class: its samples, and what its door makes of drawn fields."""
    known = st.sampled_from(of(kind)) if of(kind) else st.nothing()
    if depth <= 0:
        return known
    record = table.RECORDS.get(kind)
    pairs = {field.alias: hint for field, hint in fields(kind)}

    def made(told):
        try:
            found = (record or kind)(**told)
            return found.build() if record else found
        except (SupportcoreError, LookupError, ValueError, TypeError, AttributeError, OverflowError, ArithmeticError):
            return None

    parts = {name: drawn(hint, depth) for name, hint in pairs.items()}
    return st.deferred(lambda: st.fixed_dictionaries(parts).map(made)) | known


@cache
def validator(kind):
    return jsonschema.Draft202012Validator(wire.schema(kind))


EACH_KIND = pytest.mark.parametrize(("name", "kind"), wire.KINDS.items(), ids=wire.KINDS)


def journey(name, kind, count, depth):
    """Send so many values of a kind there and back."""

    @settings(max_examples=count, database=None, suppress_health_check=list(HealthCheck))
    @given(values(kind, depth))
    def there_and_back(value):
        assume(value is not None)
        try:
            text = wire.dumps(value)
        except InvalidDocument:
            return  # what no document can tell
        found = wire.loads(text, kind)
        assert found == value
        assert wire.dumps(found) == text
        assert validator(name).is_valid(wire.to_document(value))

    there_and_back()


@EACH_KIND
def test_what_a_door_lets_in_makes_the_journey_unchanged(name, kind):
    journey(name, kind, 4, 1)


@pytest.mark.long
@EACH_KIND
def test_very_many_make_it_too(name, kind):
    journey(name, kind, 300, 2)


def test_the_samples_are_drawn_from_too():
    assert len(samples()) > 200
