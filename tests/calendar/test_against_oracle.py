"""The calendar against the oracle that cuts the line at every edge: every public question, the same answer.

Calendars and questions are drawn around edges. One calendar is asked many questions; a question is a case. The short
run belongs to every build; the long one asks 200,000 and prints how many it asked: ``pytest -m long -s``.
"""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawing.calendars import build, scenes
from drawing.questions import QUESTIONS, Examined, questions

PROFILE = settings(suppress_health_check=list(HealthCheck), database=None)
LONG_RUN = 200_000


def run(examples, many):
    """Draw calendars, ask each of them many questions, and count what was asked."""
    count = Counter()

    @settings(PROFILE, max_examples=examples)
    @given(scenes(), st.integers(0, 2**32))
    def each_question_has_the_answer_of_the_oracle(scene, seed):
        examined = Examined(build(scene.data), scene)
        for recipe in questions(seed, many):
            question, found, expected = examined.ask(recipe)
            assert found == expected, f"{recipe.name} of {question}: {found}, the oracle says {expected}"
            count[recipe.name] += 1

    each_question_has_the_answer_of_the_oracle()
    return count


def test_every_question_has_the_answer_of_the_oracle():
    count = run(80, 40)
    assert count.keys() == QUESTIONS.keys()


@pytest.mark.long
def test_two_hundred_thousand_questions_have_the_answer_of_the_oracle():
    count = Counter()
    while count.total() < LONG_RUN:
        count += run(1000, 80)
    print(f"\n{count.total():,} questions:", ", ".join(f"{name} {n:,}" for name, n in count.most_common()))  # noqa: T201
    assert count.total() >= LONG_RUN
