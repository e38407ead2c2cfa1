"""Nonsense at the doors of documents is refused in words, before anything is read."""

import datetime as dt

import pytest

from supportcore import plans, wire
from supportcore.account import Account
from supportcore.errors import InvalidDocument, InvalidEvent, InvalidHours, InvalidInstant, InvalidPlan, UnknownChoice
from supportcore.units import CREDIT

MONEY = '{"supportcore":1,"kind":"money","amount":"1","currency":"UAH"}'
PACKAGE, HOUSE = plans.task_package(), plans.house_calendar()


@pytest.mark.parametrize("nonsense", [None, 7, 1.5, [], {}, object(), dt.date(2026, 1, 1)])
def test_only_text_is_read(nonsense):
    with pytest.raises(InvalidDocument, match=rf"\$: JSON is text or its bytes, and this is {type(nonsense).__name__}"):
        wire.loads(nonsense)


@pytest.mark.parametrize("nonsense", [None, "money", 7, [], list[int]])
def test_what_is_wanted_is_a_class(nonsense):
    with pytest.raises(UnknownChoice, match=r"what is wanted is a class of values; write loads\(text, Work"):
        wire.loads(MONEY, nonsense)


@pytest.mark.parametrize("nonsense", [True, -1, 17, 10**30, 1.5, float("nan"), "  ", [], dt.date(2026, 1, 1)])
def test_an_indent_is_some_blanks(nonsense):
    with pytest.raises(UnknownChoice, match="an indent is 0 to 16 blanks; write indent=2, or leave it out"):
        wire.dumps(CREDIT.of(1), indent=nonsense)
    assert wire.dumps(CREDIT.of(1), indent=0).count("\n") == 5


@pytest.mark.parametrize("nonsense", [None, 7, HOUSE.tz, Account(PACKAGE, HOUSE)], ids=lambda one: type(one).__name__)
def test_what_is_no_value_does_not_travel(nonsense):
    said = r"only values travel; see supportcore.wire.KINDS; an Account goes as its Journal\n.*has no kind of document"
    with pytest.raises(InvalidDocument, match=said):
        wire.dumps(nonsense)


@pytest.mark.parametrize("nonsense", [None, 7, [], {}, "mony"])
def test_a_schema_is_that_of_a_kind(nonsense):
    with pytest.raises(UnknownChoice, match=r"there is no document of this kind; see supportcore.wire.KINDS"):
        wire.schema(nonsense)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((None, HOUSE), InvalidPlan, r"None: a journal begins with a plan; write plans.task_package\(\)"),
        ((PACKAGE, "9-18"), InvalidHours, r"a journal is kept on a calendar; write plans.house_calendar\(\)"),
        ((PACKAGE, HOUSE, None), InvalidEvent, "several are meant: a journal is a list of facts; put it in a list"),
        ((PACKAGE, HOUSE, ["bought"]), InvalidEvent, r"'bought': a journal is a list of facts; write \[Posted.of"),
        ((PACKAGE, HOUSE, (), "client"), InvalidPlan, "several are meant: what is known of a client is text"),
        ((PACKAGE, HOUSE, (), [7]), InvalidPlan, "7: what is known of a client is text, such as a condition's code"),
        ((PACKAGE, HOUSE, (), (), "2026-11-23"), InvalidInstant, "2026-11-23"),
    ],
)
def test_a_journal_is_made_of_what_it_says(arguments, error, message):
    with pytest.raises(error, match=message):
        wire.Journal(*arguments)
