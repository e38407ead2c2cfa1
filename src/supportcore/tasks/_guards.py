"""Guards: what an event must bring before it may happen, by kind. A guard answers with a refusal, or lets it pass.

The table of transitions has said that the event is possible in this state; here it is asked for its parts, its size,
its consent, its owner.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from supportcore.reasons import Reason, Refusal
from supportcore.tasks._progress import Progress
from supportcore.tasks.events import Accepted, Agreed, Declined, Estimated, Event, Reclassified, Solved, Started
from supportcore.tasks.rules import Agreement, Rule
from supportcore.tasks.types import BUG, COMPOUND


def _accept_guard(case: Progress, event: Accepted) -> Refusal | None:
    if case.task.type == COMPOUND:
        return _parts_guard(event.parts if event.parts is not None else case.task.parts)
    if event.parts is None:
        return None
    return Refusal(Reason.of("no-parts", rule="ISM-4", type=case.task.type), Reason.of("leave-parts-out"))


def _parts_guard(parts: int | None) -> Refusal | None:
    if parts is not None and parts >= 2:
        return None
    why = Reason.of("parts-needed", rule="ISM-4", parts="none" if parts is None else parts)
    return Refusal(why, Reason.of("tell-parts"))


def _size_guard(case: Progress, event: Estimated) -> Refusal | None:
    return _consent_guard(case, event) or (_not_sized(case) if event.size is None else None)


def _consent_guard(case: Progress, _: Estimated | Agreed | Declined) -> Refusal | None:
    if case.rule.agreement is Agreement.BEFORE_WORK:
        return None
    return Refusal(Reason.of("no-size-here", rule=case.rule.rule, type=case.task.type), Reason.of("new-task"))


def _start_guard(case: Progress, event: Started) -> Refusal | None:
    if case.owner not in (None, event.owner):
        why = Reason.of("owned", rule="HRS-7", owner=case.owner)
        return Refusal(why, Reason.of("hand-over-first", owner=case.owner))
    return _agreed_guard(case)


def _solve_guard(case: Progress, _: Solved) -> Refusal | None:
    return (_parts_guard(case.task.parts) if case.task.type == COMPOUND else None) or _agreed_guard(case)


def _agreed_guard(case: Progress) -> Refusal | None:
    needed = case.rule.agreement is Agreement.BEFORE_WORK
    return _not_sized(case) if needed and case.task.size is None else None


def _not_sized(case: Progress) -> Refusal:
    return Refusal(Reason.of("not-sized", rule=case.rule.rule), Reason.of("agree-first"))


def _reclassify_guard(case: Progress, event: Reclassified) -> Refusal | None:
    if case.task.type == BUG:
        return Refusal(Reason.of("only-simple-grows", rule="ISM-5", type=BUG), Reason.of("two-bugs"))
    if not isinstance(case.grown, Rule):
        why = Reason.of("only-simple-grows", rule="ISM-3", type=case.task.type)
        return case.grown or Refusal(why, Reason.of("new-task"))
    if (refusal := _parts_guard(event.parts)) is not None or event.consent:
        return refusal
    return Refusal(Reason.of("consent-needed", rule="ISM-3"), Reason.of("ask-consent"))


GUARDS: Mapping[type[Event], Callable[..., Refusal | None]] = MappingProxyType(
    {
        Accepted: _accept_guard,
        Estimated: _size_guard,
        Agreed: _consent_guard,
        Declined: _consent_guard,
        Started: _start_guard,
        Solved: _solve_guard,
        Reclassified: _reclassify_guard,
    }
)
"""Kind of event -> what it must bring. An event without a row brings nothing."""
