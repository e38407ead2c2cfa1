"""Every link from one page of the documentation to another leads to a file, and to a heading of it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\]\((?!\w+:)(?P<path>[^)#]*)#?(?P<heading>[^)]*)\)")


def headings(page):
    """The anchors that a code host makes of a page's headings."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def dead_links(page):
    for link in _LINK.finditer(page.read_text(encoding="utf-8")):
        target = (page.parent / link["path"]).resolve() if link["path"] else page
        if not target.exists() or (link["heading"] and link["heading"] not in headings(target)):
            yield link[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    assert list(dead_links(page)) == []


@pytest.mark.parametrize("link", ["[a](nowhere.md)", "[a](#nothing)", "[a](other.md#nothing)"])
def test_a_dead_link_is_found(link, tmp_path):
    (tmp_path / "other.md").write_text("# Something else\n")
    page = tmp_path / "page.md"
    page.write_text(f"# Title\n\n{link} [fine](other.md#something-else) [elsewhere](mailto:someone)\n")
    assert list(dead_links(page)) == [link.partition("]")[2].join(["]", ""])]


def test_every_page_of_the_docs_can_be_reached_from_the_index():
    index = ROOT / "docs" / "index.md"
    found = {(index.parent / link["path"]).resolve() for link in _LINK.finditer(index.read_text(encoding="utf-8"))}
    assert {page for page in PAGES if "docs" in page.relative_to(ROOT).parts} - found == {index}
