"""Old addresses lead to the new place: in a real browser, with and without scripts, and to nothing odd elsewhere."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browsing import Reader, served
from building import Tree, command
from conftest import SMALL, revise
from lxml import html
from playwright.sync_api import Browser, Page

LEAD, FIRST = "text/00-lead.html", "text/01-de-helvetiis.html"

# Narrow and low, so that one must scroll to nearly everything.
SIZE = {"width": 375, "height": 300}


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both trees of the small edition with other numbers."""
    folder = tmp_path_factory.mktemp("revised")
    root = revise(Path(shutil.copytree(SMALL, folder / "small")))
    for language in ("la", "de"):
        built = command(root, language, "html", folder / "html" / language, folder / "doctrees" / language)
        assert (built.errors, built.code) == ("", 0)
    return folder / "html"


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def reader(request: pytest.FixtureRequest, browser: Browser, trees: Path) -> Iterator[Reader]:
    context = browser.new_context(viewport=SIZE, java_script_enabled=request.param)
    with served(trees) as address:
        yield Reader(context, address)
    context.close()


def target(page: Page) -> tuple[float, str]:
    """Where in the window the target of the address stands, and what is read there."""
    place = page.locator(":target")
    box = place.bounding_box()
    assert box is not None, "it is hidden"
    return box["y"], place.inner_text()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("s0-2", "s0-1a"),
        ("s0-2-1", "s0-1a-1"),
        ("s0-2-2", "s0-1a-2"),
        ("s0-2-2-de", "s0-1a-2-de"),
    ],
)
def test_an_address_leads_to_where_the_words_are_on_the_page(old: str, new: str, reader: Reader) -> None:
    page = reader.open(f"la/{LEAD}#{old}")
    assert page.evaluate("scrollY") > 0
    there = page.locator(f"#{old} + #{new}")
    box = there.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < SIZE["height"]
    colours = [
        page.locator(f"#{name}").evaluate("e => getComputedStyle(e).backgroundColor") for name in (new, "s0-1-1")
    ]
    assert colours[0] != colours[1], "it is not told apart"


@pytest.mark.parametrize(
    ("language", "old", "text", "where"),
    [
        ("la", "s0-3", "Passage 0.3 is now 1.2.", "s1-2"),
        ("la", "s0-3-1", "Passage 0.3.1 is now 1.2.2.", "s1-2-2"),
        ("de", "s0-3-1-la", "Passage 0.3.1 is now 1.2.2.", "s1-2-2-la"),
    ],
)
def test_an_address_tells_on_which_page_the_words_are(
    language: str, old: str, text: str, where: str, reader: Reader
) -> None:
    page = reader.open(f"{language}/{LEAD}")
    assert not page.get_by_text("is now").first.is_visible()
    page = reader.open(f"{language}/{LEAD}#{old}")
    place, shown = target(page)
    assert 0 <= place < SIZE["height"]
    assert shown == text
    assert page.locator(".old-address:visible").count() == 1
    page.locator(":target a").click()
    page.wait_for_url(f"**/{language}/{FIRST}#{where}")
    assert 0 <= target(page)[0] < SIZE["height"]


@pytest.mark.parametrize(
    ("address", "before"),
    [(f"{LEAD}#s0-1-2", "s0-1-1a"), (f"{LEAD}#s0-1-2-de", "s0-1-1a-de"), (f"{FIRST}#s1-1a-1", "s1-0")],
)
def test_an_address_tells_that_the_words_are_gone(address: str, before: str, reader: Reader) -> None:
    page = reader.open(f"la/{address}")
    place, shown = target(page)
    assert 0 <= place < SIZE["height"]
    assert re.fullmatch(
        r"Passage [\w.]+ was no longer in the article in revision [23]; this is the one before it\.", shown
    )
    # Both at one time: the page may still settle.
    below, above = page.evaluate(
        "id => [document.querySelector(':target').getBoundingClientRect().top, document.getElementById(id).getBoundingClientRect().bottom]",
        before,
    )
    assert 0 <= above - 1 < below


def test_the_address_in_the_bar_may_change_on_the_page(reader: Reader) -> None:
    page = reader.open(f"la/{LEAD}")
    for old in ("s0-3", "s0-1-2", "s0-3"):
        page.goto(f"{reader.origin}/la/{LEAD}#{old}")
        assert 0 <= target(page)[0] < SIZE["height"]
        assert page.locator(".old-address:visible").count() == 1


def test_no_page_has_an_id_twice(trees: Path) -> None:
    pages = sorted(trees.glob("*/text/*.html"))
    assert pages
    for path in pages:
        ids = Counter(html.document_fromstring(path.read_text(encoding="utf-8")).xpath("//@id"))
        assert [name for name, times in ids.items() if times > 1] == []


def test_old_addresses_are_not_printed_from_the_browser(browser: Browser, trees: Path) -> None:
    context = browser.new_context()
    page = Reader(context, trees.as_uri()).open(f"la/{LEAD}#s0-3")
    assert page.locator(":target").is_visible()
    page.emulate_media(media="print")
    assert not page.locator(":target").is_visible()
    context.close()


@pytest.mark.parametrize("builder", ["epub", "text", "typst", "latex"])
def test_nothing_of_them_is_in_other_forms(builder: str, revised: Path, tmp_path: Path) -> None:
    built = command(revised, "la", builder, tmp_path / "out", tmp_path / "doctrees")
    assert (built.errors, built.code) == ("", 0)
    texts = [path for kind in ("xhtml", "txt", "typ", "tex") for path in sorted((tmp_path / "out").rglob(f"*.{kind}"))]
    assert texts
    for path in texts:
        text = path.read_text(encoding="utf-8")
        assert "is now" not in text
        assert "no longer in" not in text
    assert any("0.1a" in path.read_text(encoding="utf-8") for path in texts)


def test_an_old_number_may_lead_to_a_paragraph_or_a_section(revised: Path, tmp_path: Path) -> None:
    """Where it is not known which of their lines has the words."""
    table = revised / "source/passages.yaml"
    text = table.read_text(encoding="utf-8").replace('"0.1a.2"', '"0.1a"').replace('"0.1a.1"', '"0"')
    table.write_text(text, encoding="utf-8")
    tree = Tree(revised, "la", tmp_path / "build")
    tree.build()
    page = html.document_fromstring((tree.out / LEAD).read_text(encoding="utf-8"))
    for old in ("s0-2-2", "s0-2-2-de"):
        assert page.xpath(f"//*[@id='{old}']/following-sibling::*[@id='s0-1a']")
    for old, text in (("s0-2-1", "Passage 0.2.1 is now 0."), ("s0-2-1-de", "Passage 0.2.1 is now 0.")):
        [line] = page.xpath(f"//*[@id='{old}']")
        assert line.text_content() == text
        assert line.xpath(".//a/@href") == ["#s0"]


def test_a_reference_shows_the_new_number(revised: Path, tmp_path: Path) -> None:
    page = revised / "source/la/about/edition.md"
    text = page.read_text(encoding="utf-8").replace("{passage}`0.1.1`", "{passage}`0.3.1` et {passage}`ibi <0.3.1>`")
    page.write_text(text, encoding="utf-8")
    tree = Tree(revised, "la", tmp_path / "build")
    tree.build()
    built = html.document_fromstring((tree.out / "about/edition.html").read_text(encoding="utf-8"))
    links = built.xpath("//article//a[contains(@href, '01-de-helvetiis')]")
    assert [(urlsplit(link.get("href")).fragment, link.text_content()) for link in links] == [
        ("s1-2-2", "1.2.2"),
        ("s1-2-2", "ibi"),
    ]
