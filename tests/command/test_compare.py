"""``compare``: a workload and plans in, a row for each plan out; what is wrong names its field."""

import datetime as dt
import json

import pytest

from supportcore import wire
from supportcore.units import Money
from supportcore.whatif import Workload

ASKED = {
    "start": "2027-03-01",
    "months": 2,
    "currency": "USD",
    "rates": {"UAH": "0.025"},
    "tasks": {"simple": 10, "bug": [1, 0]},
    "efforts": {"simple": [15, 30], "bug": "1h30m"},
    "plans": ["task_package", {"plan": "paid_support", "monthly": "200 USD", "name": "General"}],
}


def asked(run, *options, terminal=False, **more):
    return run("compare", "-", *options, stdin=json.dumps(ASKED | more), terminal=terminal)


def test_says_what_each_plan_costs(run):
    rows = asked(run).json
    assert [(row["plan"], row["total"], row["solved"]) for row in rows] == [
        ("Package of tasks", "175.00", 21), ("General", "400.00", 21),
    ]  # fmt: skip
    assert "margin" not in rows[0]


def test_costs_give_a_margin(run):
    rows = asked(run, costs="6 USD").json
    assert (rows[1]["cost"], rows[1]["margin"]) == ("54.00", "346.00")
    by_role = asked(run, costs={"programmer": "15 USD", "": "6 USD"}).json
    assert by_role[1]["cost"] == "54.00"


def test_shows_each_month_when_asked(run):
    rows = asked(run, "--months").json
    assert list(rows[0]) == ["plan", "2027-03", "2027-04"]
    table = asked(run, "--months", terminal=True)
    assert table.lines[-1].split() == ["General", "200.00", "200.00"]


def test_prices_are_given_with_the_plan(run):
    plans = [
        {"plan": "hour_package", "hours": 20, "monthly": "480 USD"},
        {"plan": "hourly", "hourly": "12 USD"},
        {"plan": "hourly", "hourly": {"specialist": "20 USD"}},
        {"plan": "task_package", "unit": "7 USD", "development": {"programmer": "1 USD"}},
    ]
    assert [row["total"] for row in asked(run, plans=plans).json] == ["960.00", "108.00", "180.00", "140.00"]


def test_a_name_does_not_command_a_terminal(run):
    said = asked(run, terminal=True, plans=[{"plan": "paid_support", "monthly": "1 USD", "name": "a\u001b[2J"}])
    assert "\u001b" not in said.out
    assert "a\\x1b[2J" in said.out


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"start": "soon"}, "field 'start'"),
        ({"tasks": 3}, "field 'tasks': an object is meant"),
        ({"tasks": {"simple": 2.5}}, "field 'tasks.simple': an amount is a whole number, or text such as '2.5'"),
        ({"tasks": {"wish": 2}}, "no task type of that code"),
        ({"efforts": {"simple": 15.5}}, "field 'efforts.simple': an effort is whole minutes, or text such as '8h'"),
        ({"efforts": {"simple": "soon"}}, "working time is hours and minutes"),
        ({"efforts": {}}, "a kind has an effort"),
        ({"plans": "task_package"}, "field 'plans': a list is meant"),
        ({"plans": []}, "plans are compared with each other"),
        ({"plans": ["gold"]}, "plans[1] gold: no such plan is ready-made; use individual_manager"),
        ({"plans": [{"plan": "hourly", "price": 3}]}, "field 'plans[1].price': the fields are plan, name"),
        ({"plans": [{"plan": "hourly", "hourly": 3}]}, "field 'plans[1].hourly'"),
        ({"plans": [{"plan": "hour_package", "hours": 30}]}, "packages have 20, 40, 80, 120 hours a month"),
        ({"rates": {"UAH": "x"}}, "field 'rates.UAH'"),
        ({"rates": {}}, "no rate turns UAH into USD"),
        ({"months": 0}, "a number of months is a whole number"),
        ({"season": [1, 2]}, "a season has 12 factors"),
        ({"wishes": 1}, "the fields are start, tasks"),
    ],
)
def test_what_is_wrong_names_its_field(run, more, message):
    said = asked(run, **more)
    assert said.code == 2
    assert message in said.err
    assert said.out == ""


def test_one_object_is_one_comparison(run):
    assert "it is one JSON object, and these are 2" in run("compare", "-", stdin=json.dumps([ASKED, ASKED])).err
    missing = {name: value for name, value in ASKED.items() if name != "plans"}
    assert "field 'plans': the field is missing" in run("compare", "-", stdin=json.dumps(missing)).err


def test_a_workload_may_be_a_document(run):
    given = {name: value for name, value in ASKED.items() if name in ("currency", "rates", "plans")}
    workload = Workload.of({"simple": 10, "bug": [1, 0]}, {"simple": [15, 30], "bug": 90},
                           start=dt.date(2027, 3, 1), months=2)  # fmt: skip
    said = run("compare", "-", stdin=json.dumps(given | {"workload": wire.to_document(workload)}))
    assert said.json == asked(run).json


def test_a_document_that_is_no_workload_names_its_path(run):
    given = {"plans": ["hourly"], "workload": wire.to_document(Money(1, "USD"))}
    said = run("compare", "-", "--json", stdin=json.dumps(given))
    assert said.json["kind"] == "error"
    assert "workload" in said.json["problems"][0]["rule"]
    beside = {"plans": ["hourly"], "workload": {}, "tasks": {}}
    message = "field 'tasks': the fields are workload, plans, currency, rates, costs; leave it out"
    assert message in run("compare", "-", stdin=json.dumps(beside)).err
    assert "field 'plans': the field is missing; a comparison has workload, plans" in (
        run("compare", "-", stdin='{"workload": {}}').err
    )


def test_each_line_is_a_comparison_of_its_own(run):
    text = json.dumps(ASKED)
    said = run("compare", "-", "--lines", stdin=f"{text}\n{{}}\n{text}\n")
    first, wrong, third = map(json.loads, said.out.splitlines())
    assert first == third == asked(run).json
    assert (wrong["line"], wrong["problems"]) == (
        2, [{"path": "$", "rule": "field 'start': the field is missing; a comparison has start, tasks, efforts, plans"}]
    )  # fmt: skip
    assert run("compare", "-", "--json", stdin=text).json == first
