"""The site: the very pages that are read in the repository; its navigation is made of the index's own links.

Build it with ``sphinx-build -W docs dist/site`` (dependency group ``docs``). Nothing is fetched, and no notebook is
executed: what the pages show is proved elsewhere, by the tests.
"""

import re

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
_TREE = "\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{pages}\n```\n"


def navigation(text: str) -> str:
    """Return a hidden tree for each heading of the index, of the pages that stand under it."""
    trees = ""
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        caption = section.partition("\n")[0]
        pages = dict.fromkeys(re.findall(r"\]\(((?!\w+:|\.\.)[^)#]+\.(?:md|rst|ipynb))", section))
        trees += _TREE.format(caption=caption, pages="\n".join(pages)) if pages else ""
    return trees


def adapt(_: object, name: str, source: list[str]) -> None:
    """Fit a page of the repository to the site: links that leave the folder, the drawn diagram, the navigation."""
    text = source[0]
    for outside, inside in _OUTSIDE.items():
        text = text.replace(f"]({outside}", f"]({inside}")
    text = re.sub(
        r"^```mermaid\n.*?^```$", "![The states of a task](lifecycle.svg)", text, flags=re.MULTILINE | re.DOTALL
    )
    text = text.replace("```csv\n", "```text\n")  # Pygments has no name for it
    source[0] = text + navigation(text) if name == root_doc else text


def ours(_: object, what: str, name: str, value: object, *__: object) -> bool | None:
    """Leave out of a wing's page what it only uses: names of other packages."""
    module = getattr(value, "__module__", None)
    foreign = what == "module" and module is not None and not str(module).startswith("supportcore")
    return True if foreign or name.startswith("_") else None


def setup(app: object) -> None:
    """Connect both hooks."""
    app.connect("source-read", adapt)  # type: ignore[attr-defined]
    app.connect("autodoc-skip-member", ours)  # type: ignore[attr-defined]
