"""The site: the very pages that are read in the repository; its navigation is made of the index's own links.

Build it with ``sphinx-build -W docs dist/site`` (dependency group ``docs``). Nothing is fetched, and no notebook is
executed: what the pages show is proved elsewhere, by the tests.
"""

import importlib
import inspect
import re
import sys
from pathlib import Path
from textwrap import shorten

from sphinx.pycode import ModuleAnalyzer

import supportcore

project = "supportcore"
author = "The supportcore developers"
copyright = author  # noqa: A001 -- the name that Sphinx reads
release = version = supportcore.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.viewcode", "sphinx_copybutton"]
root_doc = "index"
exclude_patterns = ["examples/**"]
nb_execution_mode = "off"
myst_heading_anchors = 4
default_role = "py:obj"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "imported-members": True, "undoc-members": True}
add_module_names = False
copybutton_prompt_text = r">>> |\.\.\. "
copybutton_prompt_is_regexp = True
suppress_warnings = ["ref.python"]  # fields named ``type`` beside the builtin

html_theme = "furo"
html_title = "supportcore"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0f4c5c", "color-brand-content": "#0f6b7d"},
    "dark_css_variables": {"color-brand-primary": "#7cc4cf", "color-brand-content": "#8fd3dd"},
}

_OUTSIDE = {"../CHANGELOG.md": "reference/changelog.rst", "../README.md": "index.md"}
_FACE = (Path(__file__).parents[1] / "tests" / "public_api.txt").read_text(encoding="utf-8")
_WING = re.compile(r"^\.\. automodule:: (?P<address>[\w.]+)\n(?: +:.*\n)*", re.MULTILINE)
_TREE = "\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{pages}\n```\n"


def navigation(text: str) -> str:
    """Return a hidden tree for each heading of the index, of the pages that stand under it."""
    trees = ""
    for section in re.split(r"^##+ ", text, flags=re.MULTILINE)[1:]:
        caption = section.partition("\n")[0]
        links = re.findall(r"\[([^]]+)\]\(((?!\w+:|\.\.)[^)#]+\.(?:md|rst|ipynb))", section)
        pages = (f"{short(words)} <{page}>" for words, page in links)
        trees += _TREE.format(caption=caption, pages="\n".join(pages)) if links else ""
    return trees


def short(words: str) -> str:
    """Return the words of a link as the navigation shows them: they stand under "Do", and need no "How to"."""
    words = words.replace("\n", " ").removeprefix("How to ")
    return words if words.islower() and " " not in words else words[0].upper() + words[1:]


def values(address: str) -> str:
    """Return entries for the values of a face: autodoc sees classes, functions, and what a module itself assigns."""
    names = re.findall(rf"^{re.escape(address)}\.(\w+)(?:: .*)?$", _FACE, re.MULTILINE)
    face, own = importlib.import_module(address), ModuleAnalyzer.for_module(address).find_attr_docs()
    told = {}
    for room in (name for name in sys.modules if name.startswith(f"{address}.")):
        told |= ModuleAnalyzer.for_module(room).find_attr_docs()
    entries = ""
    for name in (name for name in names if ("", name) not in own):
        value = shorten(re.sub(r" at 0x\w+", "", repr(getattr(face, name))), width=90, placeholder=" ...")
        about = "".join(f"   {line}\n" for line in told.get(("", name), []))
        entries += f"\n.. py:data:: {name}\n   :value: {value}\n\n{about}"
    return entries


def adapt(_: object, name: str, source: list[str]) -> None:
    """Fit a page of the repository to the site: links that leave the folder, the drawn diagram, values, navigation."""
    text = source[0]
    for outside, inside in _OUTSIDE.items():
        text = text.replace(f"]({outside}", f"]({inside}")
    text = re.sub(
        r"^```mermaid\n.*?^```$", "![The states of a task](lifecycle.svg)", text, flags=re.MULTILINE | re.DOTALL
    )
    text = text.replace("```csv\n", "```text\n")  # Pygments has no name for it
    if name.startswith("reference/"):
        text = _WING.sub(lambda wing: wing[0] + values(wing["address"]), text)
    source[0] = text + navigation(text) if name == root_doc else text


def ours(_: object, what: str, name: str, value: object, *__: object) -> bool | None:
    """Leave out of a wing's page what it only uses: names of other packages."""
    made = inspect.isclass(value) or inspect.isroutine(value)
    foreign = what == "module" and made and not str(value.__module__).startswith("supportcore")
    return True if foreign or name.startswith("_") else None


def setup(app: object) -> None:
    """Connect both hooks."""
    app.connect("source-read", adapt)  # type: ignore[attr-defined]
    app.connect("autodoc-skip-member", ours)  # type: ignore[attr-defined]
