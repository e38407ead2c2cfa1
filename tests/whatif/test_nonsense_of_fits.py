"""Nonsense at the doors of the calibration: refused in words, before any long sum begins."""

import pytest

from supportcore.errors import InvalidAmount, InvalidCalibration
from supportcore.pricing import Project
from supportcore.units import Money
from supportcore.whatif import PricedProject, calibrate

KNOWN = [(Project("boxed", hours, 1, hours * hours), Money(3 * hours, "USD")) for hours in (1, 2, 5, 7, 9, 12)]
GIVEN = {"implementation": {"boxed": 0}, "developments": 0}

NONSENSE = [
    # what is tried, the error, what is said
    (lambda: calibrate(None), InvalidCalibration, "None: weights are fitted to a list of projects"),
    (lambda: calibrate("projects"), InvalidCalibration, "'projects': weights are fitted to a list of projects"),
    (lambda: calibrate([5]), InvalidCalibration, "5: what is known is a project with its price or complexity"),
    (lambda: PricedProject(None, 1), InvalidCalibration, "None: what is priced is a Project; write PricedProject"),
    (lambda: PricedProject(KNOWN[0][0], 1, 7), InvalidCalibration, "7: a project is named by a text, or by none"),
    (lambda: calibrate(KNOWN, **GIVEN, draws=10**6 + 1), InvalidCalibration, "more than 1000000 draws tell nothing "),
    (lambda: calibrate(KNOWN, **GIVEN, draws=10**400), InvalidCalibration, "write draws=999"),
    (lambda: Project("boxed", 1, 1, 10**400), InvalidAmount, r"a count is below 10\^15"),
]  # fmt: skip


@pytest.mark.parametrize(("nonsense", "error", "said"), NONSENSE)
def test_nonsense_is_refused_in_words(nonsense, error, said):
    with pytest.raises(error, match=said):
        nonsense()


def test_a_generator_is_walked_once_and_the_sign_or_size_of_a_seed_is_free():
    usual = calibrate(KNOWN, **GIVEN, draws=199, seed=-(10**400))
    assert calibrate((one for one in KNOWN), **GIVEN, draws=199, seed=-(10**400)) == usual
