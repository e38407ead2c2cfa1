"""``quote``: four answers in; the complexity with what each adds, and a price, out."""

import json

import pytest

MADE = "2026-11-23T10:00:00+02:00"
ANSWERS = {"implementation": "configured", "hours": "37.5", "developments": "4", "users": "25"}


def asked(answers=ANSWERS, **more):
    return ["quote", "--at", MADE, *(f"--{name}={value}" for name, value in (answers | more).items())]


@pytest.mark.rule("ISM-10", "ISM-11")
def test_the_complexity_is_the_sum_of_its_four_terms(run):
    found = run(*asked()).json
    assert found["complexity"] == "91.5"
    assert [(one["factor"], one["answer"], one["adds"]) for one in found["contributions"]] == [
        ("implementation", "configured", "25"),
        ("hours", "37.5", "37.5"),
        ("developments", "4", "4"),
        ("users", "25", "25"),
    ]
    assert found["total"] == "228.75 USD"
    assert (found["quoted_at"], found["valid_until"]) == (MADE, "2026-12-07T10:00:00+02:00")


@pytest.mark.parametrize(
    ("options", "total"),
    [
        ({"each": "3 USD"}, "274.50 USD"),
        ({"each": "3 USD", "base": "30 USD"}, "304.50 USD"),
        ({"each": "3 USD", "floor": "500 USD"}, "500.00 USD"),
        ({"each": "100 UAH", "types": "configured=40,boxed=1"}, "10650.00 UAH"),
        ({"hours": "0", "users": "0", "developments": "0"}, "62.50 USD"),
    ],
)
def test_the_price_follows_the_curve_and_its_lines_add_up(run, options, total):
    found = run(*asked(**options)).json
    assert found["total"] == total


def test_figures_that_no_document_states_are_marked_until_the_caller_brings_theirs(run):
    note = "illustrative: no document states this figure"
    assert run(*asked()).json["illustrative"] == [
        f"the implementation types: {note}",
        f"the price of each point: {note}",
    ]
    assert run(*asked(types="configured=1", each="2 USD")).json["illustrative"] == []


def test_answers_come_as_options_or_as_json_and_an_option_wins(run):
    as_json = json.dumps({"implementation": "configured", "hours": "37.5", "developments": 4, "users": 25})
    found = run("quote", "-", "--at", MADE, stdin=as_json)
    assert found.json == run(*asked()).json
    assert run("quote", "-", "--at", MADE, "--users", "26", stdin=as_json).json["complexity"] == "92.5"


def test_equal_inputs_make_one_fingerprint_and_others_another(run):
    one, same, other = (run(*asked(users=users)).json["fingerprint"] for users in ("25", "25", "26"))
    assert one == same != other


SHOWN = [
    "complexity: 91.5",
    "  implementation: configured = 25",
    "  hours: 37.5 x 1 = 37.5",
    "  developments: 4 x 1 = 4",
    "  users: 25 x 1 = 25",
    "price: 228.75 USD",
    "  91.5 x 2.5 USD: 228.75 USD",
    "quoted Mon 23 Nov 2026 10:00, valid until Mon 7 Dec 2026 10:00 (Europe/Kyiv)",
    "the implementation types: illustrative: no document states this figure",
    "the price of each point: illustrative: no document states this figure",
]


def test_a_terminal_gets_lines(run):
    said = run(*asked(), terminal=True)
    assert said.lines[:-1] == SHOWN
    assert said.lines[-1].startswith("fingerprint ")


WRONG = [
    # what is asked, standard input, what is said of it
    (asked({"implementation": "boxed"}), "", "--hours: the answer is missing"),
    (asked(implementation="golden"), "", "'golden': the table has boxed, configured, customised"),
    (asked(hours="-1"), "", "--hours -1: an amount is written in digits"),
    (asked(hours="1e9"), "", "--hours 1e9: an amount is written in digits"),
    (asked(users="2.5"), "", "--users 2.5: this is counted: a whole number"),
    (asked(each="2.50"), "", "--each 2.50: "),
    (asked(each="free"), "", "--each free: an amount is written in digits"),
    (asked(each="2 USD", base="3 UAH"), "", "the prices are in USD"),
    (asked(types="boxed"), "", "--types boxed: a mapping is name=value"),
    (asked(types="boxed=much"), "", "--types much: an amount is written in digits"),
    (asked(valid="0"), "", "one or more"),
    (asked(valid="999999999999"), "", "1900 to 2200"),
    (asked(zone="Nowhere"), "", "'Nowhere': no IANA time zone"),
    (["quote", "--at", "soon", *asked()[3:]], "", "--at soon: this is no ISO instant"),
    (["quote", "--at", "2026-11-23T10:00", *asked()[3:]], "", "--at 2026-11-23T10:00: it has no offset"),
    (["quote", "-", "--at", MADE], "[]", "the answers: one project is one JSON object, and these are 0"),
    (["quote", "-", "--at", MADE], "{}{}", "the answers: one project is one JSON object, and these are 2"),
    (["quote", "-", "--at", MADE], "", "the answers: this is no JSON"),
    (["quote", "-", "--at", MADE], '{"colour": "red"}', "field 'colour': the answers are implementation, hours"),
    (
        ["quote", "-", "--at", MADE],
        json.dumps(ANSWERS | {"hours": 37.5}),
        "--hours 37.5: an amount is a whole number, or",
    ),
    (["quote", "-", "--at", MADE], json.dumps(ANSWERS | {"users": True}), "--users True: an amount is a whole number"),
]


@pytest.mark.parametrize(("argv", "stdin", "why"), WRONG, ids=[why for *_, why in WRONG])
def test_what_cannot_be_priced_is_said_in_a_line(run, argv, stdin, why):
    said = run(*argv, stdin=stdin)
    assert (said.code, said.out) == (2, "")
    assert why in said.err
    assert len(said.err.splitlines()) == 1
