"""What every answer can do, and what it says when a library for it is missing."""

from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportcore import whatif
from supportcore.errors import MissingExtra
from supportcore.units import Money
from supportcore.whatif.answers.amounts import told
from supportcore.whatif.answers.result import Result, cell, extra


def an_answer(value):
    return isinstance(value, type) and issubclass(value, Result) and value is not Result


@attrs.frozen
class Two(Result):
    low: int
    high: int

    def to_records(self):
        return [{"which": "<low>", "value": self.low}, {"which": "high", "value": self.high}]

    def draw(self, axes):
        axes.plot([self.low, self.high])

    def title(self):
        return "Two & no more"


class Nothing(Result):
    def to_records(self):
        return []


def test_prints_its_title_and_its_rows():
    assert str(Two(1, 20_000)) == "Two & no more\nwhich  value\n<low>  1\nhigh   20,000"


def test_escapes_every_text_in_a_notebook():
    page = Two(1, 2)._repr_html_()
    assert "&lt;low&gt;" in page
    assert "Two &amp; no more" in page
    assert "<low>" not in page


def test_the_lines_of_a_title_stay_lines_in_a_notebook():
    class Titled(Nothing):
        def title(self):
            return "one <\nand two"

    assert "<caption>one &lt;<br>and two</caption>" in Titled()._repr_html_()


def test_an_answer_without_rows_says_so():
    assert str(Nothing()) == "nothing"


@pytest.mark.parametrize("answer", [value for value in vars(whatif).values() if an_answer(value)])
def test_every_answer_shows_its_table_at_a_prompt(answer):
    """An answer holds whole accounts, or the intervals of twenty loads, which nobody wants to read there."""
    assert answer.__repr__ is Result.__repr__


@settings(max_examples=200)
@given(st.decimals(-(10**30), 10**30, allow_nan=False, places=5), st.sampled_from(["USD", "JPY", "KWD", "CLF"]))
def test_money_is_told_with_its_minor_units_and_never_rounded(amount, currency):
    least = {"USD": 2, "JPY": 0, "KWD": 3, "CLF": 4}[currency]
    shown = str(told(Money(amount, currency)).amount)
    places = len(shown.partition(".")[2])
    assert told(Money(amount, currency)) == Money(amount, currency)
    assert places >= least
    assert places == least or not shown.endswith("0")


def test_one_look_for_money_however_it_was_reckoned():
    reckoned = [Decimal("4E+3"), Decimal(4000), Decimal("4000.0"), Decimal("4000.00000")]
    assert {cell(told(Money(one, "USD")).amount) for one in reckoned} == {"4,000.00"}
    assert cell(told(Money(Decimal("1E-60"), "USD")).amount) == f"0.{'0' * 59}1"
    assert cell(Decimal("1E+3")) == "1,000"


def test_gives_a_frame():
    pytest.importorskip("pandas")
    frame = Two(1, 2).to_frame()
    assert list(frame.columns) == ["which", "value"]
    assert frame["value"].sum() == 3


def test_draws_on_the_axes_it_is_given_or_on_new_ones():
    pytest.importorskip("matplotlib").use("agg")
    axes = Two(1, 2).plot()
    assert Two(3, 4).plot(axes) is axes
    assert len(axes.lines) == 2
    axes.figure.clear()


def test_names_what_to_install():
    with pytest.raises(MissingExtra, match=r"'nosuch': this needs nosuch, .*; pip install 'supportcore\[notebook\]'"):
        extra("nosuch.part", "notebook")


def test_a_subclass_that_says_nothing_is_told():
    with pytest.raises(NotImplementedError):
        Result().to_records()
    with pytest.raises(NotImplementedError):
        Result().draw(None)
