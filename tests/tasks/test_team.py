"""Who does it: at most ten projects, one manager a project, who is qualified, the hand-over, the three roles."""

import pickle

import pytest

from drawing.desk import at, said
from supportcore.tasks import PROJECTS_AT_MOST, ROLES, Assignment, Manager, Team, staffed

ANN, BOB, EVE = Manager("ann", qualified=True), Manager("bob", qualified=True), Manager("eve")
START = Team((ANN, BOB, EVE))


def led(team=START, manager="ann", projects=range(1, 11)):
    for number in projects:
        team = team.assign(f"P-{number}", manager, at(2))
        assert isinstance(team, Team), str(team)
    return team


@pytest.mark.rule("ISM-8")
def test_a_manager_leads_ten_projects_and_the_eleventh_is_refused_naming_limit_and_load():
    full = led()
    assert (full.load("ann"), PROJECTS_AT_MOST) == (10, 10)
    assert said(full.assign("P-11", "ann", at(2))) == [
        "refused: ann leads 10 projects of at most 10 (ISM-8)",
        "instead: assign another manager, or hand a project over first",
    ]
    assert full.assign("P-11", "bob", at(2)).leader("P-11") == "bob"
    freed = full.hand_over("P-1", "bob", at(3), "the end of the contract")
    assert (freed.load("ann"), freed.load("bob")) == (9, 1)
    assert freed.assign("P-11", "ann", at(3)).load("ann") == 10


@pytest.mark.rule("ISM-8")
def test_a_full_manager_takes_over_nothing_and_the_limit_is_a_parameter():
    two = led(led(Team((ANN, BOB), limit=2), projects=(1, 2)), "bob", (3,))
    assert (
        said(two.hand_over("P-3", "ann", at(3), "illness"))[0] == "refused: ann leads 2 projects of at most 2 (ISM-8)"
    )
    assert two.leader("P-3") == "bob"


@pytest.mark.rule("ISM-13")
def test_one_manager_and_only_one_leads_a_project():
    team = led(projects=(1,))
    for manager in ("ann", "bob"):
        assert said(team.assign("P-1", manager, at(3))) == [
            "refused: P-1 is led by ann, and one manager leads a project (ISM-13)",
            "instead: hand the project over",
        ]
    assert said(team.hand_over("P-1", "ann", at(3), "illness")) == [
        "refused: P-1 is led by ann, and one manager leads a project (ISM-13)",
        "instead: assign another manager, or hand a project over first",
    ]
    assert said(team.hand_over("P-9", "ann", at(3), "illness")) == [
        "refused: P-9 is led by nobody (ISM-13)",
        "instead: assign it",
    ]


@pytest.mark.rule("ISM-13", "HRS-10")
def test_the_history_goes_along_with_a_hand_over():
    team = led(projects=(1, 2)).hand_over("P-1", "bob", at(9), "illness").hand_over("P-1", "ann", at(16), "is back")
    assert team.history("P-1") == (
        Assignment("P-1", "ann", at(2)),
        Assignment("P-1", "bob", at(9), "illness"),
        Assignment("P-1", "ann", at(16), "is back"),
    )
    assert (team.leader("P-1"), team.leader("P-3"), team.history("P-3")) == ("ann", None, ())
    assert (team.load("ann"), team.load("bob")) == (2, 0)


@pytest.mark.rule("ISM-14")
@pytest.mark.parametrize("manager", ["eve", "nobody"])
def test_only_a_qualified_manager_leads(manager):
    lines = [
        f"refused: {manager} is not qualified to lead individual projects (ISM-14)",
        "instead: it takes set results on general support and an internship passed",
    ]
    assert said(START.assign("P-1", manager, at(2))) == lines
    assert said(led(projects=(1,)).hand_over("P-1", manager, at(3), "leave")) == lines


THREE = {"project manager": "ann", "support specialist": "bob", "account manager": "eve"}
STAFFS = [
    # the people, and the roles that are missing
    (THREE, None),
    ({**THREE, "configurator": "dan", "developer": "ann", "assistant": "kim"}, None),
    ({}, "project manager, support specialist, account manager"),
    ({**THREE, "account manager": "ann"}, "account manager"),
    ({**THREE, "account manager": ""}, "account manager"),
    ({"project manager": "ann", "developer": "bob", "configurator": "eve"}, "support specialist, account manager"),
]


@pytest.mark.rule("PCK-5")
@pytest.mark.parametrize(("people", "missing"), STAFFS)
def test_a_client_has_three_people_in_three_roles(people, missing):
    found = staffed(people)
    if missing is None:
        assert found is None
    else:
        assert said(found) == [f"refused: the team lacks {missing} (PCK-5)", "instead: name a person for each"]


def test_other_roles_may_be_asked_for():
    assert staffed({"developer": "dan"}, ["developer"]) is None
    assert len(ROLES) == 3


def test_a_team_is_a_value():
    team = led()
    assert pickle.loads(pickle.dumps(team)) == team
    assert hash(team) == hash(led())
    assert START.assignments == ()
