"""``log``: the event log of another system, replayed under promises; what does not fit is counted by name."""

import pytest

LOG = """\
Case ID,Activity,Complete Timestamp,seriousness,customer
C-1,New,2026/11/23 09:00:00,normal,Example Ltd
C-1,Take,2026/11/23 09:30:00,normal,Example Ltd
C-1,Hold,2026/11/23 10:00:00,normal,Example Ltd
C-1,Back,2026/11/23 14:00:00,normal,Example Ltd
C-1,Done,2026/11/24 11:00:00,normal,Example Ltd
C-2,Take,2026/11/23 16:30:00,critical,Example Ltd
C-2,Done,2026/11/25 10:00:00,critical,Example Ltd
C-3,New,2026/11/23 09:00:00,normal,Sample and Sons
C-3,Done,2026/11/23 10:00:00,normal,Sample and Sons
C-3,Done,2026/11/23 12:00:00,normal,Sample and Sons
C-4,New,2026/11/23 09:00:00,normal,Sample and Sons
"""
MEANING = "New=posted,Take=accepted,Hold=waiting,Done=solved"
ASKED = ("log", "-", "--zone", "Europe/Rome", "--map", MEANING)


def replayed(run, *options, text=LOG):
    said = run(*ASKED, *options, stdin=text)
    assert (said.code, said.err) == (0, "")
    return said.json


def counts(report):
    return report["cases"], report["met"], report["breached"]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        # C-1 takes 7 h beside its pause, C-2 11 h 30 min, C-3 1 h (solved twice); C-4 is never solved
        ("1h", (4, 0, 4)),  # reopened with nothing left
        ("1h1m", (4, 1, 3)),
        ("3h", (4, 1, 3)),
        ("4h", (4, 1, 3)),
        ("7h", (4, 2, 2)),
        ("6h59m", (4, 1, 3)),
        ("11h30m", (4, 3, 1)),
        ("40h", (4, 3, 0)),
    ],
)
def test_each_case_is_met_or_breached(run, target, expected):
    (report,) = replayed(run, "--target", target)
    assert counts(report) == expected


def test_what_is_odd_is_counted_by_name(run):
    (report,) = replayed(run, "--target", "8h")
    assert report["odd"] == {
        "cases never solved": 1,
        "first row counted as posted": 1,
        "not mapped": 1,
        "reopened": 1,
    }


def test_several_promises_are_several_reports_targets_first(run):
    found = replayed(run, "--plan", "paid_support", "--target", "8h", "--target", "4h")
    assert [one["plan"] for one in found] == ["8 h", "4 h", "paid support"]
    shown = run(*ASKED, "--target", "8h", "--target", "4h", stdin=LOG, terminal=True).lines
    assert [shown[at + 1][:4] for at, line in enumerate(shown[:-1]) if not line] == ["4 h:"]


def test_a_value_of_a_column_means_a_bug(run):
    (report,) = replayed(run, "--plan", "paid_support", "--bug", "seriousness=critical")
    kinds = {line["type"]: (line["promised"], line["met"], line["breached"]) for line in report["compliance"]}
    assert kinds == {"bug": ("1", "0", "1"), "simple": ("3", "2", "1")}


def test_what_a_plan_does_not_take_is_counted_with_the_reason(run):
    (report,) = replayed(run, "--plan", "free_support", "--bug", "seriousness=critical")
    assert report["cases"] == 1
    assert report["odd"]["refused: free support does not cover a simple task (GEN-2)"] == 3


def test_waiting_is_not_counted(run):
    (report,) = replayed(run, "--target", "8h", "--case", "C-1")
    assert report["case"] == [
        "C-1, a simple task: met since Tue 24 Nov 2026 11:00",
        "due Tue 24 Nov 2026 12:00: 8 h of working time, pauses not counted",
        "  Mon 23 Nov 2026 09:00 - 10:00  counted 1 h",
        "  Mon 23 Nov 2026 10:00 - 14:00  paused",
        "  Mon 23 Nov 2026 14:00 - 18:00  counted 4 h, in all 5 h",
        "  Mon 23 Nov 2026 18:00 - Tue 24 Nov 2026 09:00  closed",
        "  Tue 24 Nov 2026 09:00 - 12:00  counted 3 h, in all 8 h",
    ]


def test_a_terminal_gets_tables_and_counts(run):
    said = run(*ASKED, "--target", "8h", "--case", "C-3", stdin=LOG, terminal=True)
    assert said.code == 0
    assert said.lines[:4] == [
        "8 h: 4 cases, 2 met, 2 breached (late by 3 h 30 min in the median, P90 11 h)",
        "plan  type    promised  met  breached  open  share  median  P90          paused",
        "8 h   simple  4         2    2         0     50.0%  7 h     11 h 30 min  6 h",
        "       1  cases never solved",
    ]
    assert "C-3, a simple task: met since Mon 23 Nov 2026 12:00" in said.lines
    assert max(map(len, said.lines)) <= 120


def test_columns_may_have_other_names_and_rows_any_order(run):
    head, *rows = LOG.splitlines()
    renamed = head.replace("Case ID", "nr").replace("Activity", "what").replace("Complete Timestamp", "when")
    text = "\n".join([renamed, *reversed(rows)])
    said = run(*ASKED, "--columns", "case=nr,activity=what,time=when", "--target", "8h", stdin=text)
    assert counts(said.json[0]) == (4, 2, 2)


def test_instants_with_an_offset_are_taken_as_they_are(run):
    text = (
        "Case ID,Activity,Complete Timestamp\nC-1,New,2026-11-23T09:00:00+00:00\nC-1,Done,2026-11-23T12:00:00+01:00\n"
    )
    assert [counts(one) for one in replayed(run, "--target", "2h", "--target", "119min", text=text)] == [
        (1, 1, 0),
        (1, 0, 1),
    ]


def test_holidays_of_a_country_are_not_counted(run):
    text = "Case ID,Activity,Complete Timestamp\nC-1,New,2026/12/07 17:00\nC-1,Done,2026/12/09 10:00\n"
    assert counts(replayed(run, "--target", "2h", "--country", "IT", text=text)[0]) == (1, 1, 0)
    assert counts(replayed(run, "--target", "2h", text=text)[0]) == (1, 0, 1)


WRONG = [
    # options, log, what is said
    (["--map", "New=opened"], LOG, "--map New=opened: an activity means one of posted, accepted, waiting"),
    (["--columns", "when=x"], LOG, "--columns when: the columns are case, activity, time, client"),
    (["--case", "C-9"], LOG, "--case C-9: no case of that name was replayed"),
    (["--bug", "critical"], LOG, "--bug critical: a mapping is name=value"),
    ([], LOG.replace("2026/11/24 11:00:00", "soon"), "line 6, field 'Complete Timestamp': 'soon'"),
    ([], LOG.replace("C-4,New", ",New"), "line 12, field 'Case ID': the field is missing or empty"),
    ([], LOG.splitlines()[0], "0 bad rows, 0 good ones: nothing replayed"),
    ([], "[]", "0 bad rows, 0 good ones: nothing replayed"),
]


@pytest.mark.parametrize(("options", "text", "why"), WRONG, ids=[why for *_, why in WRONG])
def test_what_cannot_be_replayed_is_said_and_ends_with_2(run, options, text, why):
    said = run(*ASKED, "--target", "8h", *options, stdin=text)
    assert (said.code, said.out) == (2, "")
    assert why in said.err
