"""Every kind of page in front of axe-core with all its rules, light and dark, at a desk and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import LANGUAGES, NARROW, WIDE
from conftest import Site
from playwright.sync_api import Browser, Page

from edition.publishing import MISSING, pages_of

# Beside these, one of each kind that there may be more of.
_ONCE = ("index.html", "search.html")


def kinds(site: Site, language: str) -> list[str]:
    """The pages to look at: all but those that are made like another one."""
    pages = pages_of(site.out, language)
    sections = site.edition.sections[language].values()
    texts = [next(section for section in sections if section.editorial)]
    texts.append(next(section for section in sections if not section.paragraphs))
    # The section with the most notes has everything that a section can have.
    texts.append(max(sections, key=lambda section: len(site.edition.notes_of(section.number))))
    others = [page for page in pages if not page.startswith(("text/", "about/")) and page not in _ONCE]
    about = ["about/read.html", "about/contribute.html"]
    return [*_ONCE, *(f"text/{section.path.stem}.html" for section in texts), *others, *about]


# Axe compares each element with all others, which takes minutes on a page of thousands; rows are made alike.
FEW = """() => {
  for (const parent of document.querySelectorAll('main, main *')) {
    const rows = [...parent.children].filter(e => e.matches('.parallel-row, .note-pair, .listed-entry, tr, .citation, li, section'));
    for (const row of rows.slice(8)) row.remove();
  }
}"""


def violations(page: Page, name: str) -> list[str]:
    # Of all rules; to name every element that is well takes minutes on a page of text.
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{name}: {violation['id']} ({violation['impact']}): {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tree", [*LANGUAGES, ""], ids=[*LANGUAGES, "above the trees"])
def test_axe_finds_nothing(real_site: Site, browser: Browser, server: str, tree: str, scheme: str) -> None:
    names = [f"{tree}/{name}" for name in kinds(real_site, tree)] if tree else ["index.html", MISSING]
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    found = []
    for name in names:
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{server}/{name}", wait_until="load")
            page.evaluate(FEW)
            found += violations(page, f"{name} at {width}")
    context.close()
    assert found == []


def test_axe_would_find_something(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<p style='color: #aaa; background: #fff'>pale</p><img src='x.png'>")
    assert {"color-contrast", "image-alt", "html-has-lang"} <= {item.split()[1] for item in violations(page, "here")}
    page.close()
