"""The pages of the real edition in a browser: from a server and from the file system, wide and narrow, light and dark."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from browsing import (
    CONFIG,
    CONTRAST,
    LANGUAGES,
    NARROW,
    NARROWEST,
    OVERFLOW,
    WIDE,
    Reader,
    bare,
    by_language,
)
from browsing import section_page as page_of_section
from conftest import Site
from playwright.sync_api import Browser, Page

from edition.numbers import Number
from edition.publishing import MISSING

SECTION = Number(4)


def section_page(site: Site, language: str) -> str:
    return page_of_section(site, language, SECTION)


def all_pages(site: Site) -> list[str]:
    """All but the page for wrong addresses, which looks for its folder: ``test_missing.py`` opens it where it belongs."""
    found = sorted(path for path in site.out.rglob("*.html") if path.name != MISSING)
    return [path.relative_to(site.out).as_posix() for path in found if "_static" not in path.parts]


@pytest.mark.parametrize("origin", ["server", "files"])
def test_every_page_is_quiet_and_fits_every_width(browser: Browser, real_site: Site, server: str, origin: str) -> None:
    """No error in the console, no request to another host, nothing that one must scroll sideways for."""
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    reader = Reader(context, server if origin == "server" else real_site.out.as_uri())
    wide: dict[str, list[str]] = {}
    for name in all_pages(real_site):
        page = reader.open(name)
        for width, scheme in [(WIDE, "light"), (NARROW, "dark"), (NARROWEST, "light"), (WIDE, "dark")]:
            reader.resize(width)
            page.emulate_media(color_scheme=scheme)
            if found := page.evaluate(OVERFLOW):
                wide[f"{name} at {width}"] = found
    context.close()
    assert reader.complaints == []
    assert wide == {}


def test_a_page_that_is_not_quiet_would_be_heard(reader: Reader) -> None:
    page = reader.open("index.html")
    page.evaluate("console.error('ouch')")
    page.evaluate("fetch('http://127.0.0.1:1/').catch(() => 0)")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"width: 9999px\">wide</p>')")
    with page.expect_event("pageerror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('oops') }) }")
    assert {"error: ouch", "request: http://127.0.0.1:1/", "error: oops"} <= set(reader.complaints)
    assert page.evaluate(OVERFLOW)


@by_language
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_words_can_be_told_from_their_ground(reader: Reader, real_site: Site, language: str, scheme: str) -> None:
    page = reader.page
    page.emulate_media(color_scheme=scheme)
    reader.open(section_page(real_site, language))
    for selector in (
        ".segment",
        ".note-mark",
        ".about-note",
        ".about-note a",
        ".passage-number",
        ".companion-title",
        ".edition-note p",
        ".note-kind",
        ".note-referrers",
        ".edition-note a",
        ".language-switch a",
    ):
        ratios = page.evaluate(CONTRAST, selector)
        assert ratios, selector
        assert min(ratios) >= 4.5, selector


@by_language
@pytest.mark.parametrize("row", [".parallel-row", ".note-pair"])
def test_pairs_stand_side_by_side_or_one_below_the_other(
    reader: Reader, real_site: Site, language: str, row: str
) -> None:
    page = reader.open(section_page(real_site, language))
    pair = page.locator(row).first.locator("> [lang]")
    assert pair.count() == 2
    for width, beside in [(WIDE, True), (NARROW, False)]:
        reader.resize(width)
        first, second = (pair.nth(place).bounding_box() for place in range(2))
        assert first
        assert second
        if beside:
            assert abs(first["y"] - second["y"]) < 2
            assert first["x"] + first["width"] <= second["x"]
            assert min(first["width"], second["width"]) > 250
        else:
            assert first["y"] + first["height"] <= second["y"]
            assert min(first["width"], second["width"]) > 250


def focused(page: Page, name: str) -> str | None:
    found: str | None = page.evaluate("name => document.activeElement.getAttribute(name)", name)
    return found


IN_SIGHT = """id => {
  const element = document.getElementById(id);
  const box = element.getClientRects()[0];
  const top = document.elementFromPoint(box.left + Math.min(4, box.width / 2), box.top + Math.min(8, box.height / 2));
  return element.contains(top) || (top !== null && top.contains(element) && top.closest('article') !== null);
}"""


@by_language
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_keys_lead_from_a_mark_to_its_note_and_back(reader: Reader, real_site: Site, language: str, width: int) -> None:
    page = reader.open(section_page(real_site, language))
    page.set_viewport_size({"width": width, "height": 700})
    for note in real_site.edition.notes_of(SECTION)[:2]:
        for code in LANGUAGES:
            end = "" if code == language else f"-{code}"
            mark, target = f"mark-{note.slug}{end}", f"note-{note.slug}{end}"
            page.locator(".passage-number").first.focus()
            presses = 0
            while focused(page, "id") != mark:
                page.keyboard.press("Tab")
                presses += 1
                assert presses < 100
            page.keyboard.press("Enter")
            page.locator(".note-panel .to-list").press("Enter")
            page.wait_for_function("hash => location.hash === hash", arg=f"#{target}")
            page.wait_for_function(IN_SIGHT, arg=target)
            page.keyboard.press("Tab")
            assert focused(page, "role") == "doc-backlink"
            page.keyboard.press("Enter")
            page.wait_for_function("!location.hash")
            page.wait_for_function(IN_SIGHT, arg=mark)
            page.keyboard.press("Escape")
            assert focused(page, "id") == mark
    assert reader.complaints == []


@by_language
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_an_address_with_a_passage_shows_the_passage(
    reader: Reader, real_site: Site, language: str, width: int
) -> None:
    reader.page.set_viewport_size({"width": width, "height": 700})
    (other,) = (code for code in LANGUAGES if code != language)
    for anchor in ("s4-1-5", f"s4-1-5-{other}", "s4-2", "s4-2-3", f"s4-2-5-{other}"):
        reader.open("index.html")
        page = reader.open(f"{section_page(real_site, language)}#{anchor}")
        page.wait_for_function(IN_SIGHT, arg=anchor)
        assert page.evaluate("id => document.getElementById(id).matches(':target')", anchor)


@by_language
def test_a_page_has_its_title_and_leads_to_its_companion(reader: Reader, real_site: Site, language: str) -> None:
    (other,) = (code for code in LANGUAGES if code != language)
    page = reader.open(section_page(real_site, language))
    heading = {code: real_site.edition.sections[code][SECTION].heading.text for code in LANGUAGES}
    assert page.title() == f"{heading[language]} — {CONFIG.titles[language]}"
    page.locator(".language-switch a").click()
    page.wait_for_url(f"**/{section_page(real_site, other)}")
    assert page.title() == f"{heading[other]} — {CONFIG.titles[other]}"
    assert page.evaluate("document.documentElement.lang") == other


@by_language
def test_a_printed_page_has_all_words_and_notes(reader: Reader, real_site: Site, language: str, tmp_path: Path) -> None:
    page = reader.open(section_page(real_site, language))
    page.emulate_media(color_scheme="dark")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    notes = page.locator("aside[role=doc-footnote]").all_inner_texts()  # the lemma in the state that is shown
    segments = page.locator(".segment").all_text_contents()
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    printed = bare("".join(sheet.get_textpage().get_text_range() for sheet in document))
    document.close()
    assert len(notes) == 2 * len(real_site.edition.notes_of(SECTION))
    for text in notes:
        # A note may go on over the next page, with a number at the foot of this one.
        first_words = bare(" ".join(text.split()[1:9]))
        assert first_words in printed
    for text in segments:
        assert bare(" ".join(text.split()[:4])) in printed


@by_language
def test_all_is_there_without_scripts(browser: Browser, real_site: Site, server: str, language: str) -> None:
    context = browser.new_context(viewport={"width": NARROW, "height": 700}, java_script_enabled=False)
    page = Reader(context, server).open(section_page(real_site, language))
    for selector in (".segment", "aside[role=doc-footnote]", "a[role=doc-noteref]"):
        elements = page.locator(selector)
        assert elements.count() > 0
        assert all(element.is_visible() for element in elements.all())
    slug = real_site.edition.notes_of(SECTION)[0].slug
    page.locator(f"#mark-{slug}").click()
    assert page.url.endswith(f"#note-{slug}")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_home_page_lets_one_choose(reader: Reader, scheme: str) -> None:
    page = reader.page
    page.emulate_media(color_scheme=scheme)
    for language in LANGUAGES:
        reader.open("index.html")
        page.locator(f"section[lang={language}] a.read").click()
        page.wait_for_url(f"**/{language}/index.html")
        assert page.evaluate("document.documentElement.lang") == language
    assert reader.complaints == []
