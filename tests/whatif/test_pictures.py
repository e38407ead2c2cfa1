"""What a person sees: scales that end where the bars do, every colour named, nothing drawn that is not there."""

import subprocess
import sys
import warnings

import pytest

from drawing.whatifs import HOUSE, START, monthly
from supportcore import plans
from supportcore.units import Money
from supportcore.whatif import Axis, Workload, break_even, cheapest_map, hour_package_options

MONTH = Workload.of({"simple": 2}, {"simple": 30}, start=START, months=1)
HOURLY, FLAT = plans.hourly(), monthly(plans.paid_support(), 150)


@pytest.fixture
def drawn():
    """Draw answers on axes that are thrown away; a warning of matplotlib's is an error."""
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend("agg")

    def draw(answer):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            axes = answer.plot()
            axes.figure.canvas.draw()
        return axes

    yield draw
    pyplot.close("all")


def test_a_map_names_the_colour_of_points_where_no_plan_competes(drawn):
    found = cheapest_map([plans.free_support(), HOURLY], ("x", [1, 2]), ("y", [1]), lambda *_: MONTH, HOUSE)
    assert [text.get_text() for text in drawn(found).texts] == ["Hourly support"]
    nobody = cheapest_map([plans.free_support()], ("x", [1]), ("y", [1]), lambda *_: MONTH, HOUSE, currency="USD")
    assert [text.get_text() for text in drawn(nobody).texts] == ["none competes"]


def test_an_axis_of_one_step_is_drawn_as_well(drawn):
    axes = drawn(break_even([HOURLY, FLAT], Axis.tasks(MONTH, "simple", [5]), HOUSE))
    assert axes.get_xlim() == (5, 6)
    assert [text.get_text() for text in axes.texts] == ["Hourly support", "General support, paid"]


def test_the_scale_ends_where_the_hours_end_and_beyond_are_words(drawn):
    axes = drawn(hour_package_options(160, prices={20: Money(480, "USD")}))
    assert max(axes.get_xticks()) <= 240 < axes.get_xlim()[1]
    assert axes.texts[-1].get_text() == "8 x 20, 3,840.00 USD"
    assert len(drawn(hour_package_options(0)).patches) == 4


def test_nothing_that_draws_is_loaded_before_somebody_asks_for_a_picture():
    code = "import sys, supportcore.whatif; print({'matplotlib', 'pandas', 'numpy'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
