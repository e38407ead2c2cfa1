"""The mutator notices what it should, and leaves alone what is text."""

import runpy
from pathlib import Path

import pytest

MUTANTS = runpy.run_path(str(Path(__file__).with_name("mutants.py")), run_name="mutants")


def mutants(source):
    return MUTANTS["Finder"]("made_up.py", source.encode()).mutants()


def said(source):
    return [mutant.said for mutant in mutants(source)]


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("a < b", ["pass", "a <= b"]),
        ("x = a is b in c", ["a is not b in c", "a is b not in c"]),
        ("x = a + b // c", ["a - b // c", "b * c"]),
        ("x = a and not b", ["a or not b", "b"]),
        ("x = 3, True, -1", ["4", "False", "1", "2"]),
        ("def f(a=1):\n    return a", ["2", "return None"]),
        ("if a > 0:\n    b.c = 1", ["a >= 0", "1", "not a > 0", "pass", "2"]),
        ("if a == b:\n    pass", ["a != b"]),
        ("for a in b:\n    break", ["continue"]),
        ("x = min(a, key=b)", ["max(a, key=b)", "min(a)"]),
        ("x = a[1:]", ["a[:]", "2"]),
        ("def f():\n    raise E('text', a < b)", ["pass"]),
        ("x += 1", ["pass", "x -= 1", "2"]),
        ("x = [a for a in b if a]", ["not a"]),
    ],
)
def test_each_change_is_found(source, changes):
    found = [change.rsplit(" -> ", 1)[1] for change in said(source)]
    compact = [change.split(" = ", 1)[-1] if change.startswith("x = ") else change for change in found]
    assert sorted(compact) == sorted(changes)


@pytest.mark.parametrize(
    "text",
    [
        '"""A docstring with 1 < 2."""',
        "assert a < 1",
        "x: tuple[int, 3] | None",
        "def __repr__(self):\n    return 1 + 1",
        "x = f'{a + 1}'",
        "x = 'text'",
        "if TYPE_CHECKING:\n    x = 1",
        "def f(a: int | None) -> int | None: ...",
    ],
)
def test_what_is_text_is_left_alone(text):
    assert said(text) == []


def test_a_mutant_changes_one_place_and_moves_no_line():
    source = "def f(a, b):\n    return g(\n        a < b,\n        key=1,\n    )\n\n\ndef after():\n    return 1\n"
    for mutant in mutants(source):
        changed = mutant.source(source.encode()).decode()
        assert changed != source
        assert changed.count("\n") == source.count("\n")
        compile(changed, "made_up.py", "exec")


def test_only_the_code_of_functions_that_differ_is_swapped():
    one, two, other = (compile(f"def f():\n    return {n}\ndef g():\n    return 0\n", "x", "exec") for n in (1, 2, 1))
    ((old, new),) = MUTANTS["swaps"](one, two)
    assert (old.co_qualname, old.co_consts[-1], new.co_consts[-1]) == ("f", 1, 2)
    assert MUTANTS["swaps"](one, other) == []
    assert MUTANTS["swaps"](one, compile("x = 3\n", "x", "exec")) is None
