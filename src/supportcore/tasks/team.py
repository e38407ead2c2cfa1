"""Who does it: managers and the projects they lead, the roles of a team, the hand-over.

A `Team` is a frozen value; `assign` and `hand_over` return another one or the refusal. The history goes along.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from supportcore.errors import Door, InvalidTask
from supportcore.instants import utc
from supportcore.reasons import Reason, Refusal
from supportcore.tasks.types import NAME, name

PROJECTS_AT_MOST = 10  # ISM-8
ROLES = ("project manager", "support specialist", "account manager")  # PCK-5


_QUALIFIED = Door(InvalidTask, "a manager is qualified or is not (ISM-14)", "write qualified=True", bool)


@attrs.frozen
class Manager:
    """A person who may lead projects. Whether they are qualified (ISM-14) is a fact that the caller brings."""

    id: str = attrs.field(validator=name)
    qualified: bool = attrs.field(default=False, kw_only=True, validator=_QUALIFIED.check)


@attrs.frozen
class Assignment:
    """Who leads a project, since when, and why they took over."""

    project: str = attrs.field(validator=name)
    manager: str = attrs.field(validator=name)
    since: dt.datetime = attrs.field(converter=utc)
    reason: str = attrs.field(default="", validator=NAME.check)


_MANAGER = Door(InvalidTask, "a team is made of managers", "write Manager('m1', qualified=True)", Manager)
_ASSIGNMENT = Door(InvalidTask, "who leads a project is an Assignment", "use team.assign(...)", Assignment)


def _managers(value: Iterable[Manager]) -> tuple[Manager, ...]:
    return _MANAGER.all(value)


def _assignments(value: Iterable[Assignment]) -> tuple[Assignment, ...]:
    return _ASSIGNMENT.all(value)


def _one_of_each(_: object, __: object, managers: tuple[Manager, ...]) -> None:
    for one, count in Counter(manager.id for manager in managers).items():
        if count > 1:
            raise InvalidTask(one, "a manager stands once in a team", "leave out the other one")


@attrs.frozen
class Team:
    """Managers and their projects: one manager leads a project (ISM-13), and at most ten of them (ISM-8).

    >>> team = Team((Manager("m1", qualified=True),))
    >>> since = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    >>> team = team.assign("P-1", "m1", since)
    >>> team.leader("P-1"), team.load("m1")
    ('m1', 1)
    >>> print(team.assign("P-1", "m1", since))
    refused: P-1 is led by m1, and one manager leads a project (ISM-13)
    instead: hand the project over
    """

    managers: tuple[Manager, ...] = attrs.field(default=(), converter=_managers, validator=_one_of_each)
    limit: int = attrs.field(default=PROJECTS_AT_MOST, kw_only=True)
    assignments: tuple[Assignment, ...] = attrs.field(default=(), converter=_assignments, kw_only=True)

    @limit.validator
    def _counted(self, _: object, limit: int) -> None:
        if type(limit) is not int or limit < 1:
            raise InvalidTask(limit, "a manager leads at most so many projects, one or more", "write limit=10 (ISM-8)")

    def leader(self, project: str) -> str | None:
        """Return who leads a project now."""
        NAME(project)
        return next((one.manager for one in reversed(self.assignments) if one.project == project), None)

    def load(self, manager: str) -> int:
        """Return how many projects a manager leads now."""
        NAME(manager)
        projects = {one.project for one in self.assignments}
        return sum(self.leader(project) == manager for project in projects)

    def history(self, project: str) -> tuple[Assignment, ...]:
        """Return everybody who led a project, in order."""
        NAME(project)
        return tuple(one for one in self.assignments if one.project == project)

    def assign(self, project: str, manager: str, since: dt.datetime) -> "Team | Refusal":
        """Return the team with a project given to a manager."""
        new = Assignment(project, manager, since)
        leader = self.leader(project)
        if leader is not None:
            why = Reason.of("project-led", rule="ISM-13", project=project, manager=leader)
            return Refusal(why, Reason.of("hand-over"))
        return self._with(new)

    def hand_over(self, project: str, manager: str, since: dt.datetime, reason: str) -> "Team | Refusal":
        """Return the team with a project led by another manager: illness, leave, end."""
        new = Assignment(project, manager, since, reason)
        leader = self.leader(project)
        if leader is None:
            return Refusal(Reason.of("not-led", rule="ISM-13", project=project), Reason.of("assign-first"))
        if leader == manager:
            why = Reason.of("project-led", rule="ISM-13", project=project, manager=manager)
            return Refusal(why, Reason.of("another-manager"))
        return self._with(new)

    def _with(self, assignment: Assignment) -> "Team | Refusal":
        person = next((one for one in self.managers if one.id == assignment.manager), None)
        if person is None or not person.qualified:
            why = Reason.of("not-qualified", rule="ISM-14", manager=assignment.manager)
            return Refusal(why, Reason.of("qualify", rule="ISM-14"))
        load = self.load(assignment.manager)
        if load >= self.limit:
            why = Reason.of("manager-full", rule="ISM-8", manager=assignment.manager, load=load, limit=self.limit)
            return Refusal(why, Reason.of("another-manager"))
        return attrs.evolve(self, assignments=(*self.assignments, assignment))


def staffed(people: Mapping[str, str], roles: Iterable[str] = ROLES) -> Refusal | None:
    """Return the refusal of a client's team that lacks a role (PCK-5); others are welcome, one person may not hold two.

    >>> staffed({"project manager": "a", "support specialist": "b", "account manager": "c", "developer": "d"})
    >>> print(staffed({"project manager": "a", "support specialist": "a"}))
    refused: the team lacks support specialist, account manager (PCK-5)
    instead: name a person for each
    """
    if not isinstance(people, Mapping):
        raise InvalidTask(people, "a team says who holds which role", "write {'project manager': 'a'}")
    held: dict[str, str] = {}
    roles = NAME.all(roles)
    NAME.all(people.values())
    for role in roles:
        if people.get(role) and people[role] not in held.values():
            held[role] = people[role]
    missing = tuple(role for role in roles if role not in held)
    if not missing:
        return None
    return Refusal(Reason.of("roles-missing", rule="PCK-5", roles=missing), Reason.of("name-roles"))
