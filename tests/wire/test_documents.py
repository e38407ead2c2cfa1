"""Documents: what is written is read again, equal; what is wrong is refused, all of it, with its path."""

import copy
import datetime as dt
import json
import math
import pickle
import subprocess
import sys
from decimal import Decimal

import pytest

from desk import HOUSE, at
from samples import NOON, client, samples
from supportcore import calendar, ledger, plans, pricing, sla, tasks, wire
from supportcore.account import Posted
from supportcore.errors import InvalidDocument, MissingExtra, Problem
from supportcore.reasons import Reason
from supportcore.units import HOUR, Money, Unit
from supportcore.wire import dumps, from_document, loads, to_document

SAMPLES = samples()
IDS = [f"{type(one).__name__}-{place}" for place, one in enumerate(SAMPLES)]


@pytest.mark.parametrize("value", SAMPLES, ids=IDS)
def test_what_is_written_is_read_again_and_written_the_same(value):
    text = dumps(value)
    found = loads(text, type(value))
    assert type(found) is type(value)
    assert found == value
    assert dumps(found) == text
    assert loads(text.encode()) == value
    assert from_document(json.loads(text)) == value
    assert json.loads(dumps(value, indent=2)) == to_document(value)
    if type(value).__hash__ is not None:
        assert hash(found) == hash(value)


def test_a_document_has_its_version_and_kind_first():
    assert list(to_document(HOUSE))[:2] == ["supportcore", "kind"]
    assert wire.VERSION == 1


def test_a_span_keeps_its_zone_on_the_night_when_an_hour_comes_twice():
    start = dt.datetime(2026, 10, 25, 3, 30, tzinfo=HOUSE.tz, fold=1)
    found = loads(dumps(calendar.Span(start, start)))
    assert (found.start.tzinfo, found.start.fold) == (HOUSE.tz, 1)
    assert found == calendar.Span(start, start)


def test_a_reason_says_the_same_after_the_journey():
    why = Reason.of("out-of-order", event="closed", last=at("10-25 03:30"))
    assert loads(dumps(why)).text() == why.text()


def test_a_journal_makes_the_same_account_again():
    journal = loads(dumps(client()))
    now = at("11-27 12:00")
    assert journal.account().balance(now) == client().account().balance(now)
    assert journal.account().refused() == client().account().refused()
    assert wire.Journal(journal.plan, journal.calendar, list(journal.facts), ["b", "a", "a"]).knows == ("a", "b")


def test_texts_are_written_in_every_alphabet_and_on_one_line():
    text = dumps(tasks.Condition("факт", "рядок\nдва", "PCK-4"))
    assert "факт" in text
    assert "\n" not in text


# --- what is refused --------------------------------------------------------------------------------------------------


def document(value, **changes):
    return to_document(value) | changes


def problems(document_, kind=object):
    with pytest.raises(InvalidDocument) as caught:
        from_document(document_, kind)
    return [str(one) for one in caught.value.problems]


TASK = client().facts[2].task
WORK = pricing.Work("T-1", "programmer", 47)
RECLASSIFIED = tasks.Reclassified("x", NOON, parts=2)
NO_INSTANT = "$.posted_at: an instant is a date, a time and an offset, such as '2026-11-23T10:00:00+02:00', "
NO_REASON = "a reason is a code of supportcore.reasons.PHRASES; use one of them, such as 'counted'"
NO_DECIMAL = "$.amount: a decimal is a text such as '10.50', "
TARGETS = (
    "working-time, elapsed, working-days, calendar-days, end-of-day, by-time, at, when-agreed, parts-untold, "
    "unpromised, earliest, latest, cut-off"
)
REFUSED = [
    # a document, its problems
    (document(TASK, id=7), ["$.id: a text is needed, and this is a number"]),
    (document(WORK, minutes=True), ["$.minutes: a whole number is needed, and this is true or false"]),
    (document(WORK, minutes="47"), ["$.minutes: a whole number is needed, and this is a text"]),
    (document(WORK, minutes=47.0), ["$.minutes: a whole number is needed, and this is a number with a fraction"]),
    (document(WORK, minutes=-1), ["$: a count is a whole number from 0 up; write an int such as 3"]),
    (document(RECLASSIFIED, consent="false"), ["$.consent: true or false is needed, and this is a text"]),
    (document(RECLASSIFIED, consent=0), ["$.consent: true or false is needed, and this is a number"]),
    (
        document(TASK, posted_at="2026-11-23T10:00:00"),
        [NO_INSTANT + "not '2026-11-23T10:00:00'"],
    ),
    (
        document(TASK, posted_at="2026-02-30T10:00:00Z"),
        [NO_INSTANT + "not '2026-02-30T10:00:00Z'"],
    ),
    (
        document(TASK, posted_at="1776-07-04T10:00:00Z"),
        ["$.posted_at: instants lie in the years 1900 to 2200 of UTC, not '1776-07-04T10:00:00Z'"],
    ),
    (
        document(TASK, posted_at=0),
        [NO_INSTANT + "and this is a number"],
    ),
    (document(Money(1, "UAH"), amount=1.5), [NO_DECIMAL + "and this is a number with a fraction"]),
    (document(Money(1, "UAH"), amount=1), [NO_DECIMAL + "and this is a number"]),
    (document(Money(1, "UAH"), amount="1e5"), [NO_DECIMAL + "not '1e5'"]),
    (document(Money(1, "UAH"), amount="NaN"), [NO_DECIMAL + "not 'NaN'"]),
    (document(Money(1, "UAH"), amount="١"), [NO_DECIMAL + "not '١'"]),
    (
        document(Money(1, "UAH"), currency="uah", note=""),
        ["$.note: no such key; the keys are amount, currency"],
    ),
    (
        document(Money(1, "UAH"), currency="uah"),
        ["$: a currency is an ISO 4217 code of three capitals; write Money('10', 'EUR')"],
    ),
    (
        document(sla.WorkingTime(dt.timedelta(1)), amount="P1D"),
        ["$.amount: a duration is hours, minutes and seconds, such as 'PT7H30M', not 'P1D'"],
    ),
    (
        document(sla.WorkingTime(dt.timedelta(1)), amount="PT"),
        ["$.amount: a duration is hours, minutes and seconds, such as 'PT7H30M', not 'PT'"],
    ),
    (
        document(sla.WorkingTime(dt.timedelta(1)), amount="-PT1S"),
        ["$: a promise lies in the future; write a positive timedelta"],
    ),
    (
        document(sla.WorkingTime(dt.timedelta(1)), landing="STAY"),
        ["$.landing: one of stay, roll-forward, roll is needed, not 'STAY'"],
    ),
    (document(sla.ByTime("16:00"), time="24:00"), ["$.time: a time of day is a text such as '16:00', not '24:00'"]),
    (document(HOUR, scale="60"), ["$.scale: a whole number is needed, and this is a text"]),
    (
        document(HOUR.minor(1), unit="days"),
        ["$.unit: one of credit, hour, point is known by name, not 'days': write it as an object"],
    ),
    (
        document(sla.Earliest(sla.EndOfDay()), targets=[{"kind": "end-of-day"}, {"kind": "free"}]),
        [f"$.targets[1]: its kind is one of {TARGETS}, not 'free'"],
    ),
    (document(sla.Earliest(sla.EndOfDay()), targets={"0": 1}), ["$.targets: a list is needed, and this is an object"]),
    (document(sla.Earliest(sla.EndOfDay()), targets="abc"), ["$.targets: a list is needed, and this is a text"]),
    (
        document(sla.Earliest(sla.EndOfDay()), targets=[]),
        ["$: a choice needs at least one target; write Earliest(WorkingTime(...), EndOfDay())"],
    ),
    (
        document(sla.Earliest(sla.EndOfDay()), targets=["end-of-day"]),
        ["$.targets[0]: an object with its kind is needed, and this is a text"],
    ),
    (document(tasks.Quota(), exempt=["bug", "bug"]), ["$.exempt: each stands there once"]),
    (
        document(pricing.Table({"a": 1}), rows=[["a", "1", "2"]]),
        ["$.rows[0]: a list of 2 is needed, and this has 3"],
    ),
    (
        document(pricing.Table({"a": 1}), rows=[[1, 2]]),
        [
            "$.rows[0][0]: a text is needed, and this is a number",
            "$.rows[0][1]: a decimal is a text such as '10.50', and this is a number",
        ],
    ),
    (
        document(ledger.Shortfall.REJECT, name="reject", limit=to_document(HOUR.of(1))),
        [
            "$.limit.kind: no such key; the keys are units, unit",
            "$.limit.supportcore: no such key; the keys are units, unit",
        ],
    ),
    (
        document(ledger.Shortfall.REJECT, limit={"units": 1, "unit": "hour"}),
        ["$: only 'owe' has a limit"],
    ),
    (document(ledger.Shortfall.REJECT, name="REJECT"), ["$.name: one of reject, at-most, owe is needed, not 'REJECT'"]),
    (
        document(tasks.LogRow("C", "a", NOON), attributes={"a": 1}),
        ["$.attributes.a: a text is needed, and this is a number"],
    ),
    (document(tasks.LogRow("C", "a", NOON), attributes=[]), ["$.attributes: an object is needed, and this is a list"]),
    (document(Posted.of(TASK), task=None), ["$.task: an object is needed, and this is null"]),
    (
        document(Posted.of(TASK), at="2026-11-23T10:00:00Z"),
        ["$: T-1 tells of 2026-11-20T08:00:00+00:00; write Posted.of(task) or On.of('T-1', event)"],
    ),
    (
        document(calendar.HolidayTable(()), holidays=[{"date": "2026-13-01"}]),
        ["$.holidays[0].date: a date is a text such as '2026-12-31', not '2026-13-01'"],
    ),
    (
        document(Reason.of("exhausted"), code="nonsense"),
        [f"$: {NO_REASON}"],
    ),
    (
        document(Reason.of("exhausted"), args=[["a", {"kind": "duration", "value": "8h"}]]),
        ["$.args[0][1]: a duration is hours, minutes and seconds, such as 'PT7H30M', not '8h'"],
    ),
    (
        document(Reason.of("exhausted"), args=[["a", {"kind": "duration"}]]),
        ["$.args[0][1]: a tagged value has 'kind' and 'value'"],
    ),
    (
        document(Reason.of("exhausted"), args=[["a", {"kind": "instant"}]]),
        ["$.args[0][1]: a tagged instant has 'kind', 'value' and perhaps 'zone'"],
    ),
    (
        document(Reason.of("exhausted"), args=[["a", 1.5]]),
        ["$.args[0][1]: an exact value is needed, and this is a number with a fraction"],
    ),
]


@pytest.mark.parametrize(("wrong", "said"), REFUSED, ids=[said[0][:60] for _, said in REFUSED])
def test_a_wrong_document_is_refused_with_its_path(wrong, said):
    assert problems(wrong) == said


def test_a_calendar_brings_in_nothing_that_its_own_door_refuses():
    def hours(**changes):
        found = copy.deepcopy(to_document(HOUSE))
        found["hours"] |= changes
        return found

    overlap = problems(hours(week={"mon": ["09:00-18:00", "17:00-19:00"]}))
    assert overlap == ["$.hours: hours of mon of one date must not overlap; write one shift, or end the first at 17:00"]
    assert "a calendar that is never open promises nothing" in problems(hours(week={}))[0]
    assert "no IANA time zone of that name" in problems(hours(zone="Nowhere/Land"))[0]
    assert "no IANA time zone of that name" in problems(hours(zone="../../etc/passwd"))[0]
    assert problems(hours(zone="x" * 81)) == ["$.hours.zone: a zone is a name such as 'Europe/Kyiv'"]
    assert "a weekday is 'mon' or a range" in problems(hours(week={"Mon": []}))[0]
    assert problems(hours(dates={"2026-11-31": []}))[0].startswith('$.hours.dates["2026-11-31"]: a date is a text')
    assert problems(hours(week={"mon": ["25:00-26:00"]}))[0].startswith("$.hours.week.mon[0]: a shift is a text")
    assert problems(hours(kind="nowhere"))[0].startswith("$.hours: its kind is one of weekly, both, either, without")


def test_a_ledger_that_does_not_follow_from_its_entries_is_refused():
    book = to_document(ledger.Ledger(HOUR))
    start = ledger.Ledger(HOUR).grant("g", HOUR.of(1), at=NOON)
    entry = {"kind": "grant"} | {k: v for k, v in to_document(start).items() if k not in ("supportcore", "kind")}
    assert "was decided" in problems(book | {"entries": [entry | {"seq": 7}]})[0]


def test_a_price_has_one_answer_for_each_factor_and_no_other():
    price = next(one for one in SAMPLES if isinstance(one, pricing.FactorPrice))
    answers = to_document(price)["answers"]
    assert problems(document(price, answers=[*answers, answers[0]])) == ["$: each factor has one answer"]
    assert problems(document(price, answers=[["hours", 3]])) == ["$.answers[0][1]: a text or a decimal is needed"]


def test_everything_wrong_is_told_at_once():
    journal = to_document(client())
    journal["facts"][2]["task"] |= {"posted_at": "2026-11-20T10:00:00", "id": 7, "colour": "red"}
    journal["facts"][3].pop("id")
    journal["knows"] = [1, "fact", None]
    journal["since"] = "now"
    journal["more"] = 1
    assert [one.split(":")[0] for one in problems(journal)] == [
        "$.facts[2].task.colour",
        "$.facts[2].task.id",
        "$.facts[2].task.posted_at",
        "$.facts[3].id",
        "$.knows[0]",
        "$.knows[2]",
        "$.more",
        "$.since",
    ]


MARKS = [
    # changes, what is said
    ({"supportcore": 2}, "$.supportcore: the version of the document is 1, not 2"),
    ({"supportcore": True}, "$.supportcore: the version of the document is 1, not True"),
    ({"supportcore": "1"}, "$.supportcore: the version of the document is 1, not '1'"),
    ({"supportcore": None}, "$.supportcore: the version of the document is 1, not None"),
    ({"kind": "moneys"}, "$.kind: no kind is called 'moneys'; the kinds are those of supportcore.wire.KINDS"),
    ({"kind": "weekly"}, "$.kind: no kind is called 'weekly'; the kinds are those of supportcore.wire.KINDS"),
    ({"kind": ["money"]}, "$.kind: no kind is called ['money']; the kinds are those of supportcore.wire.KINDS"),
]


@pytest.mark.parametrize(("changes", "said"), MARKS, ids=[said for _, said in MARKS])
def test_a_document_of_another_version_or_kind_is_refused(changes, said):
    assert problems(document(Money(1, "UAH"), **changes)) == [said]


def test_a_document_says_its_version_and_kind():
    assert problems({}) == [
        "$.kind: missing; the kinds are those of supportcore.wire.KINDS",
        "$.supportcore: the version of the document is 1, missing",
    ] or problems({}) == [
        "$.supportcore: the version of the document is 1, missing",
        "$.kind: missing; the kinds are those of supportcore.wire.KINDS",
    ]
    assert problems([]) == ["$: a document is an object, and this is a list"]


def test_a_reader_who_wants_one_kind_gets_no_other():
    text = dumps(Money(1, "UAH"))
    assert loads(text, Money) == Money(1, "UAH")
    assert problems(json.loads(text), calendar.WorkingCalendar) == ["$.kind: a calendar is needed here, not a money"]
    assert problems(json.loads(text), sla.Target) == ["$.kind: a Target is needed here, not a money"]
    assert loads(dumps(sla.EndOfDay()), sla.Target) == sla.EndOfDay()


# --- text that is no clean JSON ---------------------------------------------------------------------------------------

MONEY = '{"supportcore":1,"kind":"money","amount":"1","currency":"UAH"}'
UNCLEAN = [
    # text, what is said
    ("", "$: this is no JSON: Expecting value, line 1, column 1"),
    ("{", "$: this is no JSON"),
    (MONEY + MONEY, "$: this is no JSON: Extra data"),
    (MONEY.replace('"1"', "NaN"), "$.amount: a number is finite"),
    (MONEY.replace('"1"', "-Infinity"), "$.amount: a number is finite"),
    (MONEY.replace('"1"', "1e999"), "$.amount: a number is finite"),
    (MONEY.replace('"1"', "9" * 5000), "$.amount: a whole number has at most 19 digits"),
    (MONEY.replace('"1"', "9223372036854775808"), "$.amount: a whole number lies between -9223372036854775807 and"),
    (MONEY.replace('"UAH"', '"\\ud800"'), "$.currency: the text holds half a character"),
    (MONEY.replace("currency", "\\udfff"), "$: a key holds half a character"),
    (MONEY[:-1] + ',"amount":"2"}', "$: the key 'amount' stands there twice"),
    ('[{"a":1,"a":1}]', "$[0]: the key 'a' stands there twice"),
    ("[" * 100_000 + "]" * 100_000, "$: values lie at most 100 deep"),
    ("[" * 150 + "]" * 150, " values lie at most 100 deep"),
    ('{"a":' * 150 + "1" + "}" * 150, " values lie at most 100 deep"),
    (b"\xff\xfe", "$: the text is not UTF-8, at byte 0"),
    (MONEY.encode("utf-16"), "$: the text is not UTF-8, at byte 0"),
    (MONEY.replace("UAH", "é").encode("latin-1"), "$: the text is not UTF-8, at byte"),
]


@pytest.mark.parametrize(("text", "said"), UNCLEAN, ids=[str(place) for place in range(len(UNCLEAN))])
def test_text_that_is_no_clean_json_is_refused(text, said):
    with pytest.raises(InvalidDocument) as caught:
        loads(text)
    assert said in str(caught.value.problems[0])


def test_a_byte_order_mark_is_no_part_of_a_document():
    assert loads("\ufeff" + MONEY) == loads(MONEY.encode("utf-8-sig")) == Money(1, "UAH")


def test_a_text_that_is_too_long_is_not_read(monkeypatch):
    monkeypatch.setattr("supportcore.wire.text.MOST_BYTES", 10)
    with pytest.raises(InvalidDocument, match=r"at most 10 bytes"):
        loads(MONEY)


def test_of_very_many_problems_the_first_are_told():
    with pytest.raises(InvalidDocument) as caught:
        from_document(document(client(), knows=[1] * 5000))
    assert len(caught.value.problems) == 100
    assert "has 5000 problems" in str(caught.value)


def test_dictionaries_are_held_to_the_same_as_text():
    for value, said in (
        ({1: 2}, "$: a key is a text, not 1"),
        ({"a": (1, 2)}, "$.a: tuple is no value of JSON"),
        ({"a": Decimal(1)}, "$.a: Decimal is no value of JSON"),
        ({"a": math.nan}, "$.a: a number is finite"),
        ({"a": 2**63}, "$.a: a whole number lies between"),
        ({"a b": NOON}, '$["a b"]: datetime is no value of JSON'),
        ({"\ud800": NOON}, "$: a key holds half a character"),
    ):
        assert problems(value)[0].startswith(said)
    for largest in (2**63 - 1, -(2**63) + 1):
        assert not any("a whole number" in one for one in problems({"a": largest}))


def test_a_list_that_holds_itself_is_too_deep():
    endless = []
    endless.append(endless)
    assert "values lie at most 100 deep" in problems({"a": endless})[0]


# --- what cannot be written -------------------------------------------------------------------------------------------


class Sunny:
    """Somebody's own hours: no document can tell them."""

    pieces = None


def forced(value, **fields):
    """Return the value with fields that its door would refuse."""
    value = copy.copy(value)
    for name, field in fields.items():
        object.__setattr__(value, name, field)
    return value


UNWRITABLE = [
    # a value, what is said
    (7, "$: int has no kind of document"),
    (client().account(), "$: Account has no kind of document"),
    (Money(Decimal("1" * 61), "UAH"), "$: a decimal has at most 60 digits"),
    (HOUR.minor(2**63), "$: a whole number lies between"),
    (Reason.of("exhausted", what=1.5), "$: float has no document"),
    (Reason.of("exhausted", what=Sunny()), "$: Sunny has no document"),
    (tasks.Condition("\ud800", "words", "PCK-4"), "$.fact: the text holds half a character"),
    (forced(tasks.PerTask(2), count="2"), "$: a whole number is needed, and this is a text"),
    (calendar.WorkingCalendar(Sunny(), HOUSE.tz), "$: only calendars of this package can be written, not Sunny"),
    (calendar.HolidayTable((calendar.Holiday("2026-12-25", within=[calendar.Shift.of_seconds(90_000, 95_000)]),)),
     "$: a shift starts before 24:00 and ends within a day"),
    (sla.Deadline(NOON, NOON, Sunny(), HOUSE.tz, sla.EndOfDay()), "$: only working-time, elapsed"),
    (forced(TASK, type="bug"),
     "$: a task-type is needed, not str"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "said"), UNWRITABLE, ids=[said for _, said in UNWRITABLE])
def test_what_no_document_can_tell_is_refused(value, said):
    with pytest.raises(InvalidDocument) as caught:
        to_document(value)
    assert str(caught.value.problems[0]).startswith(said)


def test_a_unit_that_only_has_a_known_name_is_written_in_full():
    assert to_document(Unit("hour").of(1))["unit"] == {"name": "hour", "scale": 1, "minor_name": ""}
    assert to_document(HOUR.of(1))["unit"] == "hour"


def test_the_error_travels_with_its_problems():
    with pytest.raises(InvalidDocument) as caught:
        loads("[]")
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == (Problem("$", "a document is an object, and this is a list"),)
    assert str(again) == str(caught.value)
    assert isinstance(again, ValueError)


# --- what it costs to those who do not ask ----------------------------------------------------------------------------


def in_a_new_process(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_nobody_pays_for_documents_who_does_not_ask():
    code = "import sys, supportcore, supportcore.calendar, supportcore.account; sys.exit('cattrs' in sys.modules)"
    assert in_a_new_process(code).returncode == 0


def test_without_cattrs_it_says_what_to_install():
    code = "import sys; sys.modules['cattrs'] = None; import supportcore.wire"
    done = in_a_new_process(code)
    assert done.returncode == 1
    assert "pip install 'supportcore[json]'" in done.stderr
    assert issubclass(MissingExtra, ImportError)


def test_a_plan_of_one_s_own_is_a_document_too():
    plan = plans.task_package().evolve(code="ours", name="Наш пакет")
    assert loads(dumps(plan), plans.Plan) == plan
