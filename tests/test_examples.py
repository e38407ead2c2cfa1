"""Every ```python block of the README and the docs runs; and the runner itself notices what is wrong."""

from codeop import compile_command
from doctest import DocTestParser
from pathlib import Path

import pytest

from examples import Block, Page, WrongExample, blocks, pages

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent
EXAMPLES = [pytest.param(page, block, id=block.name) for page in pages(ROOT) for block in page.blocks]


@pytest.mark.parametrize(("page", "block"), EXAMPLES)
def test_the_example_does_what_its_page_says(page, block, record_property):
    if block.not_run == "":
        pytest.fail(f"{block.name} is not run and does not say why: write <!-- not run: reason -->")
    if block.not_run:
        pytest.skip(f"{block.name}: {block.not_run}")
    if block.missing:
        pytest.skip(f"{block.name}: needs {block.missing}")
    page.run(block)
    record_property("documentation example", block.name)


@pytest.mark.parametrize("name", ["README.md", "docs/tutorial.md"])
def test_a_newcomer_can_paste_each_example_into_python(name):
    """At Python's prompt an indented block wants an empty line after it, so only the last statement may be one."""
    for block in Page.of(ROOT, ROOT / name).blocks:
        for example in DocTestParser().get_examples(block.code)[:-1]:
            assert compile_command(example.source.rstrip()), f"{block.name}: ends its block:\n{example.source}"


# The runner itself.


def page_of(*codes, above=""):
    return Page("made-up.md", "\n\n".join(f"{above}```python\n{code}\n```" for code in codes))


def run_all(page):
    for block in page.blocks:
        page.run(block)


def test_blocks_of_a_page_share_a_namespace_in_order():
    page = page_of("a = 20", ">>> a + 1\n21", "b = a + 2")
    run_all(page)
    assert page.namespace["b"] == 22


def test_a_block_asked_for_alone_runs_those_above_it_once():
    page = page_of("seen = []", "seen.append(1)", ">>> seen\n[1]")
    page.run(page.blocks[2])
    run_all(page)
    assert page.namespace["seen"] == [1]


def test_pages_do_not_share_a_namespace():
    run_all(page_of("secret = 1"))
    with pytest.raises(NameError):
        run_all(page_of("secret"))


@pytest.mark.parametrize(
    "wrong",
    [">>> 1 + 1\n3", ">>> 1 + 1", ">>> print('a')\n>>> print('b')\nb", ">>> undefined", ">>> 1 / 0\nzero"],
)
def test_a_wrong_example_fails(wrong):
    with pytest.raises(WrongExample, match=r"made-up\.md"):
        run_all(page_of(wrong))


def test_a_wrong_plain_block_fails_with_the_line_of_its_page():
    with pytest.raises(ZeroDivisionError) as caught:
        run_all(page_of("a = 1", "b = 2\na / 0"))
    where = caught.tb
    while where.tb_next:
        where = where.tb_next
    assert (where.tb_frame.f_code.co_filename, where.tb_lineno) == ("made-up.md", 7)


def test_whitespace_and_ellipses_are_forgiven():
    run_all(page_of(">>> print('a   b')\na b", ">>> list(range(100))\n[0, 1, ..., 99]"))


def test_an_expected_error_is_an_example():
    run_all(page_of(">>> 1 / 0\nTraceback (most recent call last):\n    ...\nZeroDivisionError: division by zero"))


def test_a_block_says_why_it_is_not_run():
    (block,) = blocks("a.md", "<!-- not run: needs a database -->\n\n```python\n1 / 0\n```\n")
    assert block == Block("a.md", 4, "1 / 0\n", "needs a database")
    page = page_of("1 / 0", above="<!-- not run: needs a database -->\n")
    run_all(page)


@pytest.mark.parametrize("comment", ["<!-- not run -->", "<!-- not run: -->", "<!--not run:   -->"])
def test_a_block_that_does_not_say_why_is_known_by_its_empty_reason(comment):
    (block,) = blocks("a.md", f"{comment}\n```python\n1 / 0\n```\n")
    assert block.not_run == ""


def test_a_block_says_which_libraries_it_needs():
    page = page_of("import no_such_library", "import re", above="<!-- with: re, no_such_library -->\n")
    assert [block.missing for block in page.blocks] == ["no_such_library"] * 2
    run_all(page)


def test_a_comment_further_up_leaves_nothing_out():
    (block,) = blocks("a.md", "<!-- not run: old -->\n\nA sentence between.\n\n```python\n1\n```\n")
    assert block.not_run is None


def test_other_languages_are_not_run_but_must_be_known():
    assert blocks("a.md", "```sh\nrm -rf everything\n```\n\n```text\nhello\n```\n") == []
    with pytest.raises(WrongExample, match="'pycon'"):
        blocks("a.md", "```pycon\n>>> 1\n```\n")


def test_a_block_inside_a_list_is_found():
    (block,) = blocks("a.md", "1. First:\n\n   ```python\n   a = 1\n   if a:\n       b = 2\n   ```\n")
    assert block.code == "a = 1\nif a:\n    b = 2\n"


def test_a_block_that_is_never_closed_is_refused():
    with pytest.raises(WrongExample, match="never closed"):
        blocks("a.md", "```python\n1\n```\n\n```python\n2\n")


def test_the_run_tells_at_its_end_how_many_examples_ran_and_what_it_skipped(pytester):
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.parametrize("block", ["a.md:1", "a.md:5"])
        def test_example(block, record_property):
            record_property("documentation example", block)

        def test_other():
            ">>> 1 + 1" "\\n2"

        def test_left_out():
            pytest.skip("a.md:9: needs a database")
        """
    )
    pytester.makefile(".md", a=">>> 1\n1")
    said = pytester.runpytest_inprocess("-q", "--doctest-glob=*.md").stdout
    said.fnmatch_lines(
        ["2 documentation examples ran, and the examples of 1 docstrings", "skipped: *: a.md:9: needs a database"]
    )
