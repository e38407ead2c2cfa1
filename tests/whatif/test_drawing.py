"""What each kind of picture tells, whatever the answer: its rows by name, its colours, where its words stand."""

import pytest

from supportcore.whatif.answers import bars, lines, look, plane


@pytest.fixture
def axes():
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend("agg")
    yield pyplot.figure().subplots()
    pyplot.close("all")


def names(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def rgba(shade):
    colors = pytest.importorskip("matplotlib.colors")
    return colors.to_rgba(shade)


# --- a row for each name

ROWS = {
    "amounts": lambda axes: bars.amounts(axes, ["one", "two"], [3, 5], "hours"),
    "stacks": lambda axes: bars.stacks(
        axes, [bars.Stack("one", 3, 1, "", fits=True), bars.Stack("two", 5, 0, "", fits=False)], "hours"
    ),
    "changes": lambda axes: bars.changes(axes, ["one", "two"], [3, -5], "hours"),
    "swings": lambda axes: bars.swings(axes, ["one", "two"], [(3, 5), (4, 4)], 4, "hours"),
    "spreads": lambda axes: bars.spreads(
        axes, [bars.Spread("one", 1, 2, 3, counts=True), bars.Spread("two", 2, 4, 8, counts=False)], "hours"
    ),
    "intervals": lambda axes: bars.intervals(
        axes, [bars.Interval("one", 1, 2, 3, ""), bars.Interval("two", 2, 4, 8, "")], "hours"
    ),
}


@pytest.mark.parametrize("kind", ROWS)
def test_every_row_has_its_name_the_first_on_top(axes, kind):
    ROWS[kind](axes)
    assert names(axes.yaxis) == ["one", "two"]
    assert axes.get_ylim() == (1.5, -0.5)
    assert axes.get_xlabel() == "hours"


@pytest.mark.parametrize("kind", ROWS)
def test_rules_lie_behind_what_is_drawn(axes, kind):
    ROWS[kind](axes)
    assert axes.get_axisbelow() is True


def test_a_stack_is_pale_where_it_does_not_fit(axes):
    ROWS["stacks"](axes)
    used, lost, beyond = axes.patches
    assert (used.get_facecolor(), beyond.get_facecolor()) == (rgba(look.BLUE), rgba(look.PALE))
    assert lost.get_hatch() == "///"


def test_the_words_of_a_spread_stand_on_the_picture(axes):
    ROWS["spreads"](axes)
    assert [text.get_text() for text in axes.texts] == ["2  (1 to 3)", "4  (2 to 8)"]
    assert all(
        high < text.get_position()[0] < axes.get_xlim()[1] for high, text in zip((3, 8), axes.texts, strict=True)
    )


def test_the_scale_names_the_very_end_of_the_longest_row(axes):
    bars.stacks(axes, [bars.Stack("one", 100, 0, "", fits=True)], "hours")
    assert max(axes.get_xticks()) == 100 < axes.get_xlim()[1]


# --- along an axis


def test_sums_stand_on_zero_however_high_they_are(axes):
    lines.sums(axes, [lines.Line("one", [0, 100, 200]), lines.Line("two", [0, 150, 300])], "paid")
    assert axes.get_ylim()[0] == 0


def test_a_line_falls_between_two_steps(axes):
    """What a step costs is drawn at the step, half a step either side."""
    lines.falls(axes, ("tasks", [1, 2, 3]), [10, 20, 15], [3], "paid")
    line, mark = axes.lines
    assert line.get_drawstyle() == "steps-mid"
    assert mark.get_xydata().tolist() == [[3, 15]]


def test_what_is_well_and_what_is_overloaded_are_shaded_to_the_half_number(axes):
    found = lines.Curve(
        title="", along="projects", what="days", numbers=range(1, 7), points=[(1, 2, 1, 3), (2, 3, 2, 4)], told="P95",
        line=(5, "promised"), height=(0, 10), legend="upper left", good=2, beyond=4,
    )  # fmt: skip
    lines.curve(axes, found)
    well, overloaded = axes.patches
    boxes = [one.get_extents().transformed(axes.transData.inverted()) for one in (well, overloaded)]
    assert [x for box in boxes for x in (box.x0, box.x1)] == pytest.approx([0.5, 2.5, 3.5, 6.5])
    assert well.get_facecolor()[:3] == rgba(look.GREEN)[:3]
    assert overloaded.get_facecolor()[:3] == rgba(look.ORANGE)[:3]
    assert axes.texts[-1].get_position() == (5, 5)


# --- on a plane


@pytest.mark.parametrize(("steps", "named"), [(8, 8), (9, 5), (20, 7)])
def test_a_map_names_eight_steps_of_an_axis_at_most(axes, steps, named):
    plane.squares(axes, ("x", range(steps)), ("y", [1]), [[0] * steps], ["one"])
    assert len(names(axes.xaxis)) == named
    assert names(axes.xaxis)[:2] == ["0", "1" if steps == 8 else "2" if steps == 9 else "3"]
