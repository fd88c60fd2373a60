"""No page asks another host for anything."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from browsing import LANGUAGES, Reader
from conftest import Site
from playwright.sync_api import expect

from edition.publishing import MISSING, pages_of


@pytest.mark.parametrize("tree", [*LANGUAGES, ""], ids=[*LANGUAGES, "above the trees"])
def test_all_that_a_page_asks_for_is_of_this_site(reader: Reader, real_site: Site, tree: str) -> None:
    asked: list[str] = []
    reader.page.context.on("request", lambda request: asked.append(request.url))
    names = [f"{tree}/{name}" for name in pages_of(real_site.out, tree)] if tree else ["index.html", MISSING]
    for name in names:
        reader.open(name)
    assert len(asked) > len(names)
    assert {urlsplit(address).netloc for address in asked} <= {urlsplit(reader.origin).netloc, ""}


def test_so_it_is_when_one_searches(reader: Reader) -> None:
    asked: list[str] = []
    reader.page.context.on("request", lambda request: asked.append(request.url))
    page = reader.open(f"{LANGUAGES[0]}/index.html")
    page.keyboard.press("/")
    page.keyboard.type("Rapallo")
    expect(page.locator("mark").first).to_be_visible()
    assert any("/search/" in address for address in asked)
    assert {urlsplit(address).netloc for address in asked} <= {urlsplit(reader.origin).netloc, ""}
