"""``statement``: a journal of several clients in, what each is to be shown at an instant out."""

import io
import json
from datetime import UTC, datetime

import pytest

from supportcore import plans, wire
from supportcore.account import Posted
from supportcore.calendar import WorkingCalendar
from supportcore.command.fields import READERS
from supportcore.command.journal import KINDS, read
from supportcore.tasks import BUG, Task

PACKAGE = {"kind": "account", "client": "Example Ltd", "plan": "task_package"}
BOUGHT = {"kind": "bought", "client": "Example Ltd", "id": "b1", "at": "2026-09-01T10:00:00+03:00",
          "quantity": "10 credits"}  # fmt: skip
POSTED = {"kind": "posted", "client": "Example Ltd", "id": "T-1", "at": "2026-11-20T17:30:00+02:00", "type": "simple"}
LATE = "2026-12-01T00:00:00+02:00"


def on(kind, ident, at, client="Example Ltd", task="T-1", **fields):
    return {"kind": kind, "client": client, "id": ident, "at": at, "task": task} | fields


LIFE = [
    PACKAGE,
    BOUGHT,
    POSTED,
    on("accepted", "e1", "2026-11-20T17:45:00+02:00"),
    on("solved", "e2", "2026-11-23T12:00:00+02:00"),
    POSTED | {"id": "T-2", "at": "2026-11-27T10:00:00+02:00", "channel": "telephone"},
    POSTED | {"id": "T-3", "at": "2026-11-27T17:00:00+02:00"},
    on("accepted", "e3", "2026-11-27T17:30:00+02:00", task="T-3"),
]
LIFE_OF_ONE = [Posted.of(Task("T-1", BUG, "Example Ltd", datetime(2026, 11, 20, 10, tzinfo=UTC)))]


def stated(run, journal, at=LATE, *options, terminal=False):
    said = run("statement", "-", "--at", at, *options, stdin=json.dumps(journal), terminal=terminal)
    assert (said.code, said.err) == (0, "")
    return said if terminal else said.json


@pytest.mark.rule("PKG-2", "PKG-3", "PKG-5", "PKG-6", "ISM-1", "ISM-15")
def test_a_package_says_what_is_due_what_burns_and_what_was_refused(run):
    (found,) = stated(run, LIFE, "2026-11-30T09:30:00+02:00")
    assert found["plan"] == {"code": "task_package", "name": "Package of tasks"}
    assert [(one["id"], one["state"], one["due"][:16]) for one in found["tasks"]] == [
        ("T-1", "closed", "2026-11-23T16:30"),
        ("T-3", "accepted", "2026-11-30T16:00"),
    ]
    (kept,) = found["balances"]
    assert (kept["available"], kept["held"], kept["consumed"]) == ("8 credits", "1 credit", "1 credit")
    assert [(lot["lot"], lot["burns"]) for lot in kept["lots"]] == [("b1", "2026-11-30T10:00:00+02:00")]
    assert [line["what"] for line in kept["statement"]["lines"]] == ["held", "held", "settled"]
    assert [(one["id"], one["rule"]) for one in found["refused"]] == [("T-2", "ISM-1")]
    assert found["month"] == ["2026-11-01T00:00:00+02:00", "2026-11-30T09:30:00+02:00"]


@pytest.mark.rule("PKG-3")
def test_half_an_hour_later_the_free_credits_have_burnt_and_the_held_one_has_not(run):
    (found,) = stated(run, LIFE, "2026-11-30T10:00:00+02:00")
    (kept,) = found["balances"]
    assert (kept["available"], kept["held"], kept["expired"]) == ("0 credits", "1 credit", "8 credits")


def test_a_journal_kept_as_a_document_is_stated_like_the_rows_that_tell_the_same(run):
    at = "2026-11-30T09:30:00+02:00"
    clients, _ = read(io.StringIO(json.dumps(LIFE)), None)
    (client,) = clients
    document = wire.dumps(wire.Journal(client.plan, plans.house_calendar(), [fact for _, fact in client.facts]))
    said = run("statement", "-", "--at", at, "--lines", stdin=f"{document}\n[]\n{document}\n")
    assert [json.loads(line) for line in said.lines] == [stated(run, LIFE, at)[0], [], stated(run, LIFE, at)[0]]
    other = {"kind": "account", "client": "Sample and Sons", "plan": "free_support"}
    assert [one["client"] for one in stated(run, [other, json.loads(document)], at)] == [
        "Sample and Sons", "Example Ltd",
    ]  # fmt: skip


def test_a_document_has_a_calendar_of_its_own_and_one_without_tasks_is_named_by_its_line(run):
    always = WorkingCalendar.weekly({"mon-sun": [("00:00", "24:00")]}, tz="UTC")
    (found,) = stated(run, [wire.to_document(wire.Journal(plans.free_support(), always))], LATE, "--zone", "Asia/Tokyo")
    assert (found["client"], found["at"]) == ("journal of line 1", "2026-11-30T22:00:00+00:00")


def test_what_is_wrong_in_a_document_is_told_with_its_paths(run):
    document = wire.to_document(wire.Journal(plans.free_support(), plans.house_calendar())) | {"since": "today"}
    said = run("statement", "-", "--at", LATE, "--json", stdin=json.dumps(document))
    assert (said.code, [one["path"] for one in said.json["problems"]]) == (2, ["$.since"])
    two = json.dumps([wire.to_document(wire.Journal(plans.free_support(), plans.house_calendar(), LIFE_OF_ONE))] * 2)
    said = run("statement", "-", "--at", LATE, stdin=two)
    assert said.code == 2
    assert "an account row or a journal opened this client before" in said.err


def test_what_was_not_known_yet_is_not_told(run):
    (found,) = stated(run, LIFE, "2026-11-20T17:40:00+02:00")
    assert [(one["id"], one["state"]) for one in found["tasks"]] == [("T-1", "posted")]
    later = [row | ({"recorded_at": LATE} if row["kind"] == "solved" else {}) for row in LIFE[:5]]
    (found,) = stated(run, later, "2026-11-30T09:30:00+02:00")
    assert [(one["id"], one["state"]) for one in found["tasks"]] == [("T-1", "accepted")]


def test_the_order_of_the_rows_and_their_repetition_change_nothing(run):
    once = stated(run, LIFE)
    assert stated(run, list(reversed(LIFE))) == once
    assert stated(run, LIFE + LIFE[1:]) == once


@pytest.mark.rule("PKG-1")
def test_the_invoice_is_that_of_the_month_so_far(run):
    bought = BOUGHT | {"at": "2026-11-10T10:00:00+02:00"}
    (found,) = stated(run, [PACKAGE, bought])
    assert found["invoice"]["totals"] == ["3500 UAH"]
    (found,) = stated(run, [PACKAGE, bought], "2026-12-01T00:00:01+02:00")
    assert found["invoice"] == {"lines": [], "totals": []}


CLIENTS = [
    # account row, rows, what is stated of it
    ({"plan": "hourly", "facts": ["client-of-the-firm"]},
     [{"kind": "posted", "id": "T-1", "at": "2026-11-16T09:00:00+02:00", "type": "consultation", "channel": "email"},
      {"kind": "work_logged", "id": "w1", "at": "2026-11-16T10:00:00+02:00", "task": "T-1", "minutes": 50}],
     {"totals": ["25.00 USD"], "available": []}),
    ({"plan": "hour_package", "hours": 20, "price": "600 USD", "since": "2026-11-01T09:00:00+02:00",
      "facts": ["after-implementation-or-audit"]},
     [{"kind": "posted", "id": "T-1", "at": "2026-11-16T09:00:00+02:00", "type": "work"},
      {"kind": "work_logged", "id": "w1", "at": "2026-11-16T10:00:00+02:00", "task": "T-1", "minutes": 90}],
     {"totals": ["600 USD"], "available": ["18 hours 30 minutes"]}),
    ({"plan": "private_support", "response": "30min", "price": "150 USD", "since": "2026-11-01T09:00:00+02:00"},
     [{"kind": "posted", "id": "T-1", "at": "2026-11-16T09:00:00+02:00", "type": "bug"}],
     {"totals": ["150 USD"], "available": []}),
    ({"plan": "points_subscription", "facts": ["deployed-by-vendor-or-partner"]},
     [{"kind": "granted", "id": "g1", "at": "2026-11-02T09:00:00+02:00", "quantity": 10, "unit": "points"},
      {"kind": "posted", "id": "T-1", "at": "2026-11-16T09:00:00+02:00", "type": "incident"},
      {"kind": "solved", "id": "e1", "at": "2026-11-16T12:00:00+02:00", "task": "T-1"},
      {"kind": "granted", "id": "g2", "at": "2026-11-17T09:00:00+02:00", "quantity": "0.5 points"}],
     {"totals": [], "available": ["10 points 30 minutes"]}),
    ({"plan": "free_support"},
     [{"kind": "posted", "id": "T-1", "at": "2026-11-16T09:00:00+02:00", "type": "bug"}],
     {"totals": [], "available": []}),
]  # fmt: skip


@pytest.mark.rule("HRS-1", "HRS-8", "PCK-1", "PCK-6", "GEN-4", "PTS-1", "PTS-2")
@pytest.mark.parametrize(("account", "rows", "expected"), CLIENTS, ids=[one["plan"] for one, *_ in CLIENTS])
def test_each_plan_is_stated_in_its_own_way(run, account, rows, expected):
    opened = {"kind": "account", "client": "Sample and Sons"} | account
    (found,) = stated(run, [opened, *(row | {"client": "Sample and Sons"} for row in rows)])
    assert found["refused"] == []
    assert found["invoice"]["totals"] == expected["totals"]
    assert [one["available"] for one in found["balances"]] == expected["available"]


def test_several_clients_are_stated_in_their_order_or_only_those_asked_for(run):
    journal = [PACKAGE, PACKAGE | {"client": "Sample and Sons", "plan": "free_support"}]
    assert [one["client"] for one in stated(run, journal)] == ["Example Ltd", "Sample and Sons"]
    assert [one["client"] for one in stated(run, journal, LATE, "--client", "Sample and Sons")] == ["Sample and Sons"]
    assert stated(run, []) == []


def test_after_a_change_of_plan_the_old_balance_is_still_stated(run):
    changed = {"kind": "plan_changed", "client": "Example Ltd", "id": "c1", "at": "2026-11-10T10:00:00+02:00",
               "plan": "hour_package", "hours": 20}  # fmt: skip
    (found,) = stated(run, [PACKAGE, BOUGHT, changed], "2026-11-20T10:00:00+02:00")
    assert found["plan"]["name"] == "Package of 20 hours a month"
    assert [(one["unit"], one["available"]) for one in found["balances"]] == [
        ("credit", "10 credits"),
        ("hour", "20 hours"),
    ]


def test_notices_of_the_month_are_told(run):
    rows = [
        {"kind": "account", "client": "Example Ltd", "plan": "points_subscription",
         "facts": ["deployed-by-vendor-or-partner"]},
        {"kind": "granted", "client": "Example Ltd", "id": "g1", "at": "2026-11-02T09:00:00+02:00",
         "quantity": "10 points"},
        POSTED | {"type": "service-request"},
        on("accepted", "e1", "2026-11-21T09:00:00+02:00"),
        on("estimated", "e2", "2026-11-21T10:00:00+02:00", size="6h"),
        on("agreed", "e3", "2026-11-22T10:00:00+02:00"),
    ]  # fmt: skip
    (found,) = stated(run, rows)
    assert [one["told"] for one in found["notices"]] == ["4 points left, no more than 50 % of 10 points (PTS-6)"]


SHOWN = [
    "Example Ltd: Package of tasks, at Mon 30 Nov 2026 09:30",
    "  tasks",
    "    id   type    state     due                    standing                 why",
    "    T-1  simple  closed    Mon 23 Nov 2026 16:30  met                      8 h of working time (ISM-3)",
    "    T-3  simple  accepted  Mon 30 Nov 2026 16:00  running, 6 h 30 min left  8 h of working time (ISM-3)",
]


def test_a_terminal_gets_sections(run):
    said = stated(run, LIFE, "2026-11-30T09:30:00+02:00", terminal=True)
    assert [line.split() for line in said.lines[:5]] == [line.split() for line in SHOWN]
    assert max(map(len, said.lines)) <= 120
    assert said.lines[-3:] == [
        "  refused: T-2, Fri 27 Nov 2026 10:00: a simple task is not taken by telephone (ISM-1)",
        "    instead: use the client's own system, the personal cabinet, e-mail",
        "  to pay, Sun 1 Nov 2026 00:00 to Mon 30 Nov 2026 09:30: nothing",
    ]
    empty = stated(run, [PACKAGE], terminal=True)
    assert empty.lines[1:] == [
        "  balance: 0 credits available",
        "  to pay, Sun 1 Nov 2026 00:00 to Tue 1 Dec 2026 00:00: nothing",
    ]


def test_hostile_text_does_not_command_the_terminal(run):
    row = POSTED | {"id": "T\x1b[2J\n1", "channel": "telephone"}
    said = stated(run, [PACKAGE, row, POSTED | {"id": "\u202eT-2"}], terminal=True)
    assert all(line.isprintable() for line in said.lines)


# The format.


EXAMPLES = {
    "confirmed": {}, "accepted": {}, "estimated": {"size": "3h"}, "agreed": {"size": "2026-12-01T10:00:00+02:00"},
    "declined": {}, "started": {"owner": "ann"}, "waiting": {}, "resumed": {}, "solved": {}, "questioned": {},
    "reclassified": {"parts": 2, "reason": "two reports", "consent": True}, "closed": {}, "cancelled": {},
    "handed_over": {"owner": "bob", "reason": "leave"}, "ticket_closed": {"outcome": "successful"},
    "noted": {"stage": "specified"}, "work_logged": {"minutes": 10, "role": "programmer", "project": "P"},
    "reserved": {"minutes": 60}, "reserve_moved": {"to": "T-2"}, "fault_found": {"fault": "client"},
}  # fmt: skip
CREDIT = {
    "bought": {"quantity": "10 credits"}, "opened_with": {"quantity": "3 credits", "expires_at": LATE},
    "granted": {"quantity": "1 credit"}, "plan_changed": {"plan": "private_support", "response": "1h"},
}  # fmt: skip


def test_the_examples_cover_the_format():
    assert set(EXAMPLES) | set(CREDIT) | {"posted"} == set(KINDS)
    known = {name for kind in KINDS.values() for name in kind.known}
    assert set(READERS) - {"since", "facts"} <= known


@pytest.mark.parametrize("kind", [*EXAMPLES, *CREDIT])
def test_every_kind_of_row_is_read(run, kind):
    row = {"kind": kind, "client": "Example Ltd", "id": "x", "at": "2026-11-21T10:00:00+02:00",
           "recorded_at": "2026-11-21T11:00:00+02:00"}  # fmt: skip
    row |= {"task": "T-1"} | EXAMPLES[kind] if kind in EXAMPLES else CREDIT[kind]
    stated(run, [PACKAGE, BOUGHT, POSTED, row])


def without(row, *names):
    return {name: value for name, value in row.items() if name not in names}


WRONG = [
    # the third row, what is said of it
    (without(POSTED, "kind"), "line 3, field 'kind': a row is an account or one of posted, confirmed"),
    (POSTED | {"kind": "paid"}, "line 3, field 'kind': 'paid': a row is an account or one of posted"),
    (POSTED | {"kind": ["posted"]}, "line 3, field 'kind': ['posted']: a row is an account or one of posted"),
    (without(POSTED, "client"), "line 3, field 'client': the field is missing"),
    (without(POSTED, "id"), "line 3, field 'id': the field is missing"),
    (without(POSTED, "at"), "line 3, field 'at': the field is missing"),
    (without(POSTED, "type"), "line 3, field 'type': the field is missing"),
    (POSTED | {"client": "Nobody"}, "line 3, field 'client': 'Nobody': no account row opens this client"),
    (POSTED | {"tpye": "bug"}, "line 3, field 'tpye': 'bug': this kind of row has the fields kind, client"),
    (POSTED | {"unit": "credits"}, "line 3, field 'unit': 'credits': this kind of row has the fields"),
    (POSTED | {"type": "kitchen"}, "line 3, field 'type': 'kitchen': no task type of that code"),
    (POSTED | {"id": 7}, "line 3, field 'id': 7: this is text"),
    (POSTED | {"id": " "}, "line 3, field 'id': ' ': this is text"),
    (POSTED | {"at": "2026-11-20T17:30:00"}, "line 3, field 'at': '2026-11-20T17:30:00': it has no offset"),
    (POSTED | {"at": "soon"}, "line 3, field 'at': 'soon': this is no ISO instant"),
    (POSTED | {"at": 1763652600}, "line 3, field 'at': 1763652600: this is text"),
    (POSTED | {"at": "1066-10-14T09:00:00+00:00"}, "line 3, field 'at': '1066-10-14T09:00:00+00:00': instants lie in"),
    (POSTED | {"channel": "fax"}, "line 3, field 'channel': 'fax': use one of crm, cabinet, email"),
    (POSTED | {"type": "compound", "parts": 1}, "line 3: a compound task has at least 2 parts (ISM-4)"),
    (POSTED | {"type": "compound", "parts": 2.0}, "line 3, field 'parts': 2.0: this is a whole number"),
    (POSTED | {"type": "development", "size": "0h"}, "line 3: an agreed size is a positive working time"),
    (POSTED | {"type": "development", "size": "soon"}, "line 3, field 'size': 'soon': working time is hours"),
    (BOUGHT | {"id": "b2", "quantity": 10}, "line 3, field 'quantity': 10: this is text"),
    (BOUGHT | {"id": "b2", "quantity": 10.0, "unit": "credits"}, "line 3, field 'quantity': 10.0: this is text"),
    (BOUGHT | {"id": "b2", "quantity": True, "unit": "credits"}, "line 3, field 'quantity': True: this is text"),
    (BOUGHT | {"id": "b2", "quantity": "ten credits"}, "line 3, field 'quantity': 'ten credits': an amount is"),
    (BOUGHT | {"id": "b2", "quantity": "1e9 credits"}, "line 3, field 'quantity': '1e9 credits': an amount is"),
    (BOUGHT | {"id": "b2", "quantity": "10 tasks"}, "line 3, field 'quantity': '10 tasks': a quantity is"),
    (BOUGHT | {"id": "b2", "quantity": "1.5 credits"}, "line 3, field 'quantity': '1.5 credits': an amount of"),
    (BOUGHT | {"id": "b2", "quantity": "0 credits"}, "line 3: credit is a quantity of one or more"),
    (BOUGHT | {"quantity": "20 credits"}, "line 3: b1: a fact of this id is known already"),
    (on("work_logged", "w", LATE, minutes=0), "line 3: work is logged in whole minutes"),
    (on("work_logged", "w", LATE, minutes=7.5), "line 3, field 'minutes': 7.5: this is a whole number"),
    (on("reclassified", "r", LATE, parts=2, consent="yes"), "line 3, field 'consent': 'yes': this is true or false"),
    (on("fault_found", "f", LATE, fault="mine"), "line 3, field 'fault': 'mine': use one of not_found, not_the_client"),
    (on("solved", "s", LATE, recorded_at="2026-11-01T10:00:00+02:00"), "line 3: s would be known before it happened"),
    (PACKAGE, "line 3, field 'client': 'Example Ltd': an account row or a journal opened this client before"),
    (PACKAGE | {"client": "B", "plan": "golden"}, "line 3: no plan of that name is sold; use one of individual"),
    (PACKAGE | {"client": "B", "plan": "hour_package", "hours": 30}, "line 3: packages have 20, 40, 80, 120 hours"),
    (PACKAGE | {"client": "B", "plan": "private_support"}, "line 3: it is sold by response times (GEN-4)"),
    (PACKAGE | {"client": "B", "facts": "all"}, "line 3, field 'facts': 'all': this is a list of text"),
    (PACKAGE | {"client": "B", "price": "much"}, "line 3, field 'price': 'much': an amount is written in digits"),
    (PACKAGE | {"client": "B", "price": "100 coins"}, "line 3, field 'price': '100 coins'"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "why"), WRONG, ids=[why for _, why in WRONG])
def test_a_wrong_row_is_said_with_its_line_and_field(run, row, why):
    journal = "\n".join(json.dumps(one) for one in (PACKAGE, BOUGHT, row))
    said = run("statement", "-", "--at", "2026-12-02T00:00:00+02:00", stdin=journal)
    assert (said.code, said.out) == (2, "")
    first = said.err.splitlines()[0]
    assert first.removeprefix("statement: ").startswith(why)


def test_all_bad_rows_are_said_in_the_order_of_the_file(run):
    rows = [PACKAGE, POSTED | {"type": "kitchen"}, BOUGHT, POSTED | {"at": "soon"}, PACKAGE]
    said = run("statement", "-", "--at", LATE, stdin="\n".join(map(json.dumps, rows)))
    assert [line.split(",")[0] for line in said.err.splitlines()] == ["line 2", "line 4", "line 5", "3 bad rows"]


NO_JOURNAL = [
    # journal, instant, options, what is said
    ("", LATE, [], "the journal: this is no JSON"),
    ("kind,client\naccount,B\n", LATE, [], "the journal: this is no JSON"),
    ("[1]", LATE, [], "line 1: a row is a JSON object"),
    ("{", LATE, [], "line 1, column 2: no JSON"),
    ("[]", "soon", [], "--at soon: this is no ISO instant"),
    ("[]", "2026-11-30T10:00", [], "--at 2026-11-30T10:00: it has no offset"),
    ("[]", LATE, ["--client", "Nobody"], "--client Nobody: no account row opens this client"),
    (
        json.dumps(PACKAGE | {"plan": "hour_package"}),
        LATE,
        [],
        "a plan with a monthly fee or monthly hours starts at an instant (PCK-1)",
    ),
]


@pytest.mark.parametrize(("text", "at", "options", "why"), NO_JOURNAL, ids=[why for *_, why in NO_JOURNAL])
def test_what_is_no_journal_is_said(run, text, at, options, why):
    said = run("statement", "-", "--at", at, *options, stdin=text)
    assert (said.code, said.out) == (2, "")
    assert why in said.err


def test_naive_instants_are_read_where_their_zone_is_named(run):
    rows = [PACKAGE, {name: value.removesuffix("+02:00") for name, value in POSTED.items()}]
    (found,) = stated(run, rows, "2026-11-30T10:00", "--naive", "Europe/Kyiv")
    assert found["tasks"][0]["due"] == "2026-11-23T16:30:00+02:00"


def test_of_one_instant_credit_comes_before_what_it_pays_as_in_the_account(run):
    """Ids would put the acceptance first, and the package has no credit yet."""
    at = "2026-11-23T11:00:00+02:00"
    rows = [PACKAGE, POSTED, on("accepted", "a1", at), BOUGHT | {"at": at}]
    (answer,) = stated(run, rows, "2026-11-23T12:00:00+02:00")
    assert answer["refused"] == []
    assert answer["balances"][0]["held"] == "1 credit"
