"""A `Plan` is data: a rulebook with a name, a balance and prices. It prints as the table that a client could sign.

The ready-made plans of the source documents are functions beside this file; every number in them is a parameter.
"""

import html
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import attrs

from supportcore.calendar import WorkingCalendar
from supportcore.errors import Door, InvalidPlan, listed
from supportcore.plans.entitlement import Entitlement
from supportcore.plans.tariff import Tariff
from supportcore.reasons import Reason, Refusal
from supportcore.tables import html_table, text_table
from supportcore.tasks import PerPart, PerTask, Promise, Rule, Rulebook, Scale, Taken, Task, eligible, intake


@attrs.frozen
class Difference:
    """One thing that two plans say differently."""

    where: str
    mine: object
    theirs: object


_TEXT = Door(InvalidPlan, "a plan's code and name are texts", "write Plan('gold', 'Gold', rulebook)", str).check


_WORDS = "rules and roles are lists of texts", "write ('ISM-8',)"


def _texts(texts: Any) -> tuple[str, ...]:
    return tuple(map(Door(InvalidPlan, *_WORDS, str), listed(texts, InvalidPlan, *_WORDS)))


@attrs.frozen
class Plan:
    """A support plan: what it takes and promises, whom it serves, what it gives to spend, and what it costs.

    ``code`` is what hosts store, ``rules`` the rulebook's ids beyond those of the rows, ``roles`` the people that a
    client gets (PCK-5), ``entitlement`` the balance (``None``: the plan keeps none), ``tariff`` the prices.
    """

    code: str = attrs.field(validator=_TEXT)
    name: str = attrs.field(validator=_TEXT)
    rulebook: Rulebook = attrs.field(
        validator=Door(
            InvalidPlan, "a plan has a Rulebook", "write plan.evolve(rulebook=...) of a ready one", Rulebook
        ).check
    )
    rules: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    roles: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    entitlement: Entitlement | None = attrs.field(
        default=None,
        validator=Door(
            InvalidPlan, "a balance is an Entitlement, or None", "write Entitlement(CREDIT)", Entitlement | None
        ).check,
    )
    tariff: Tariff = attrs.field(
        default=Tariff(),
        validator=Door(InvalidPlan, "a plan's prices are a Tariff", "write Tariff(monthly=...)", Tariff).check,
    )

    HEAD: ClassVar = ("type", "promise", "accepted", "channels", "takes", "closes by itself", "rules")

    def promise(self, task: Task) -> Promise | Refusal:
        """Return what is promised for a task, or why the plan does not take it."""
        return self.rulebook.promise(task)

    def intake(
        self, task: Task, calendar: WorkingCalendar, posted: Iterable[Task] = (), facts: Iterable[str] = ()
    ) -> Taken | Refusal:
        """Return the task taken, or the refusal; see `supportcore.tasks.intake`."""
        return intake(self.rulebook, task, calendar, posted, facts)

    def serves(self, facts: Iterable[str]) -> Refusal | None:
        """Return the refusal of a client who lacks a fact that the plan needs."""
        return eligible(self.rulebook, facts)

    def evolve(self, **changes: Any) -> "Plan":
        """Return the plan with fields changed: its tariff, its rulebook, its name; raise `InvalidPlan` for others."""
        known = attrs.fields_dict(Plan)
        for name in changes:
            if name not in known:
                raise InvalidPlan(name, f"a plan has the fields {', '.join(known)}", "change one of them")
        return attrs.evolve(self, **changes)

    def diff(self, other: "Plan") -> tuple[Difference, ...]:
        """Return what is not the same in another plan, row by row.

        >>> from supportcore import plans
        >>> plan = plans.task_package()
        >>> [one.where for one in plan.diff(plan.evolve(name="Ten tasks"))]
        ['name']
        """
        if not isinstance(other, Plan):
            raise InvalidPlan(other, "a plan differs from another Plan", "pass one, such as plans.task_package()")
        fields = ("code", "name", "rules", "roles", "entitlement", "tariff")
        found = [Difference(name, getattr(self, name), getattr(other, name)) for name in fields]
        kinds = dict.fromkeys(row.type for plan in (self, other) for row in plan.rulebook.rows)
        found += [
            Difference(f"rule {kind.code}", self.rulebook.rule(kind), other.rulebook.rule(kind)) for kind in kinds
        ]
        quota = Difference("quota", self.rulebook.quota, other.rulebook.quota)
        needs = Difference("conditions", self.rulebook.conditions, other.rulebook.conditions)
        return tuple(one for one in (*found, quota, needs) if one.mine != one.theirs)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the cells of the plan's table as text, kinds that it does not take last."""
        for rule in self.rulebook.rows:
            yield (rule.type.code, _promise(rule), _target(rule.acceptance), _channels(rule), self._takes(rule),
                   _target(rule.closes), ", ".join(rule.rules))  # fmt: skip
        for gone in self.rulebook.declined:
            instead = f"not taken; by {', '.join(gone.instead)}" if gone.instead else "not taken"
            yield (gone.type.code, instead, "", "", "", "", ", ".join(gone.rules))

    def _takes(self, rule: Rule) -> str:
        """Return what a kind of task takes; a plan that keeps no balance takes no credits (ISM-15)."""
        counted = isinstance(rule.charge, PerTask | PerPart)
        return "-" if counted and self.entitlement is None else str(rule.charge)

    def notes(self) -> Iterator[str]:
        """Yield what holds for all kinds of task."""
        quota = self.rulebook.quota
        if quota is not None:
            exempt = f", not counting {', '.join(sorted(kind.code for kind in quota.exempt))}" if quota.exempt else ""
            yield f"at most {quota.limit} tasks a client company and day{exempt} ({quota.rule})"
        for condition in self.rulebook.conditions:
            yield f"needs {condition.words} ({condition.rule})"
        if self.roles:
            yield f"the client gets: {', '.join(self.roles)} (PCK-5)"
        for name, price in self.tariff.prices():
            yield f"{price} {name}{' (illustrative)' if name in self.tariff.illustrative else ''}"
        if self.rules:
            yield f"see also {', '.join(self.rules)}"

    def __str__(self) -> str:
        return "\n".join([self.name, text_table(self.HEAD, self.rows()), *self.notes()])

    def _repr_html_(self) -> str:
        """Return a table for a notebook, every text escaped."""
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in self.notes())
        return f"<h4>{html.escape(self.name)}</h4>{html_table(self.HEAD, self.rows())}<ul>{notes}</ul>"


def _promise(rule: Rule) -> str:
    if rule.scale is Scale.AGREED:
        return "as agreed"
    each = " for each part" if rule.scale is Scale.PER_PART else ""
    return _target(rule.promise) + each


def _target(target: "object | None") -> str:
    describe = getattr(target, "describe", None)
    if describe is None:
        return "-"
    reason: Reason = describe()
    return str(reason)


def _channels(rule: Rule) -> str:
    words = ", ".join(sorted(str(one) for one in rule.channels)) or "any"
    written = ", ".join(sorted(str(one) for one in rule.in_writing))
    words = f"{words}; {written}: confirmed in writing" if written else words
    return f"{words} ({rule.asked_by})" if rule.asked_by else words
