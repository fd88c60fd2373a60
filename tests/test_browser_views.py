"""The views of the pairs in a browser: both languages, one of them, and one with the other on demand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import (
    LANGUAGES,
    NARROW,
    NARROWEST,
    OVERFLOW,
    WIDE,
    Reader,
    by_language,
    by_width,
    choose_view,
    reading_menu,
    section_page,
)
from conftest import Site
from playwright.sync_api import Browser, Locator, Page, expect

from edition.messages import message
from edition.numbers import Number
from edition.site import native_name

LEAD, FIRST, GLOSSARY = "la/text/00-lead.html", "la/text/01-de-helvetiis.html", "la/glossary.html"


@pytest.fixture
def visitor(browser: Browser, small_server: str) -> Iterator[Reader]:
    """A reader of the small edition."""
    context = browser.new_context(viewport={"width": WIDE, "height": 700}, has_touch=True)
    yield Reader(context, small_server)
    context.close()


def shown(page: Page) -> set[str]:
    """The languages in which text or notes are to be seen."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.parallel-cell, .edition-note, h1 > .segment, .companion-title')]
          .filter(e => e.checkVisibility()).map(e => e.lang)"""
    )
    return set(found)


# -- The choice ------------------------------------------------------------------


@by_width
def test_each_view_shows_its_language_in_text_and_notes(visitor: Reader, width: int) -> None:
    page = visitor.open(LEAD)
    visitor.resize(width)
    assert shown(page) == {"la", "de"}
    for view, languages in [("la", {"la"}), ("de", {"de"}), ("both", {"la", "de"})]:
        choose_view(page, view)
        assert shown(page) == languages
        for selector in (".parallel-cell", ".edition-note"):
            for code in ("la", "de"):
                boxes = page.locator(f"{selector}[lang={code}]").evaluate_all("all => all.map(e => e.clientWidth)")
                assert boxes
                assert all((box > 200) == (code in languages) for box in boxes)
        assert page.evaluate(OVERFLOW) == []


def test_the_only_heading_is_the_one_that_is_seen(visitor: Reader) -> None:
    page = visitor.open(LEAD)
    for view, name in [("both", "Prooemium"), ("de", "Einleitung"), ("la", "Prooemium"), ("reveal", "Prooemium")]:
        choose_view(page, view)
        headings = page.get_by_role("heading", level=1)
        # The theme repeats the heading for print.
        assert [text for text in headings.all_inner_texts() if name not in text] == []
        assert headings.count() >= 1


@by_width
def test_the_view_is_remembered_and_in_the_address(visitor: Reader, width: int) -> None:
    page = visitor.open(LEAD)
    visitor.resize(width)
    choose_view(page, "de")
    assert page.url.endswith("?view=de")
    page.reload()
    assert shown(page) == {"de"}
    page = visitor.open(FIRST)
    assert shown(page) == {"de"}
    page.goto(f"{visitor.origin}/de/text/00-lead.html")
    assert shown(page) == {"de"}
    page.goto(f"{visitor.origin}/{GLOSSARY}")
    assert page.locator(".parallel-cell[lang=la]:visible").count() == 0
    choose_view(page, "both")
    assert "view" not in page.url
    assert shown(visitor.open(LEAD)) == {"la", "de"}


def test_a_view_that_was_sent_holds_while_one_reads_on(visitor: Reader) -> None:
    """In its tab, and until one chooses; an unknown view is none."""
    assert shown(visitor.open(f"{LEAD}?view=nonsense")) == {"la", "de"}
    page = visitor.open(f"{LEAD}?view=la")
    assert shown(page) == {"la"}
    assert shown(visitor.open(FIRST)) == {"la"}
    with reading_menu(page) as menu:
        expect(menu.locator("[name=view][value=la]")).to_be_checked()
    assert shown(Reader(page.context, visitor.origin).open(LEAD)) == {"la", "de"}
    choose_view(page, "both")
    assert shown(visitor.open(LEAD)) == {"la", "de"}


def test_the_view_is_set_before_the_page_is_drawn(visitor: Reader) -> None:
    """Before there is any text that could be seen in another view."""
    visitor.page.add_init_script(
        """new MutationObserver(() => {
          if (document.querySelector('.parallel-row')) window.before ??= document.documentElement.dataset.view ?? 'none';
        }).observe(document, { childList: true, subtree: true });"""
    )
    assert visitor.open(f"{LEAD}?view=de").evaluate("before") == "de"


def test_the_line_that_one_reads_stays_when_the_view_changes(visitor: Reader) -> None:
    visitor.page.set_viewport_size({"width": NARROW, "height": 400})
    page = visitor.open(f"{LEAD}?view=la")
    top = "document.querySelector('#s0-1a').getBoundingClientRect().top"
    page.evaluate(f"scrollTo(0, {top} + scrollY - 100)")
    before = page.evaluate(top)
    # Not by the menu: to open it the test would scroll to it.
    page.evaluate("document.querySelector('[name=view][value=both]').click()")
    assert abs(page.evaluate(top) - before) <= 1


@by_language
@pytest.mark.parametrize("width", [WIDE, NARROW, NARROWEST])
def test_the_menu_is_worked_with_keys_at_every_width(
    reader: Reader, real_site: Site, language: str, width: int
) -> None:
    page = reader.open(section_page(real_site, language, Number(4)))
    reader.resize(width)
    other = next(code for code in LANGUAGES if code != language)
    opener = page.get_by_role("button", name=message("Reading", language), exact=True)
    box = opener.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["height"] >= 24
    opener.focus()
    page.keyboard.press("Enter")
    views = page.get_by_role("radio")
    assert [view.evaluate("e => e.parentElement.innerText.trim()") for view in views.all()] == [
        message("Both languages", language),
        native_name(language),
        native_name(other),
        message("The other on demand", language),
    ]
    expect(views.first).to_be_focused()
    menu = page.locator(".reading").bounding_box()
    assert menu is not None
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= width
    page.keyboard.press("ArrowDown")
    assert shown(page) == {language}
    page.keyboard.press("ArrowDown")
    assert shown(page) == {other}
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    assert page.evaluate(OVERFLOW) == []
    assert reader.complaints == []


# -- On demand ---------------------------------------------------------------------


def row_of(page: Page, number: str) -> tuple[Locator, Locator, Locator]:
    """The button of a paragraph, and its words in each language."""
    row = page.locator(f"#s{number}")
    return row.locator(".reveal"), row.locator(".parallel-cell > p").first, row.locator(".parallel-cell > p").nth(1)


@by_width
@pytest.mark.parametrize("by", ["keys", "pointer", "touch"])
def test_a_paragraph_reveals_its_companion_in_place(visitor: Reader, width: int, by: str) -> None:
    page = visitor.open(f"{LEAD}?view=reveal")
    visitor.resize(width)
    button, own, other = row_of(page, "0-1")
    expect(button).to_have_text("Deutsch")
    expect(button).to_have_attribute("aria-label", "Deutsch 0.1")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 24
    above = own.bounding_box()
    for is_open in (True, False):
        match by:
            case "keys":
                button.focus()
                page.keyboard.press("Enter")
            case "pointer":
                button.click()
            case "touch":
                button.tap()
        expect(button).to_have_attribute("aria-expanded", str(is_open).lower())
        assert other.is_visible() == is_open
        assert own.bounding_box() == above
        assert not row_of(page, "0-1a")[2].is_visible()
    assert page.evaluate(OVERFLOW) == []
    assert visitor.complaints == [] or all("theme mode" in complaint for complaint in visitor.complaints)


def test_notes_are_revealed_too(visitor: Reader) -> None:
    page = visitor.open(f"{LEAD}?view=reveal")
    pair = page.locator(".note-pair").first
    expect(pair.locator(".edition-note[lang=de]")).to_be_hidden()
    pair.locator(".reveal").click()
    expect(pair.locator(".edition-note[lang=de]")).to_be_visible()


def test_there_are_no_buttons_in_other_views(visitor: Reader) -> None:
    page = visitor.open(LEAD)
    choose_view(page, "reveal")
    assert page.locator(".parallel-row .reveal:visible").count() == page.locator(".parallel-row").count() > 0
    for view in ("both", "la", "de"):
        choose_view(page, view)
        assert page.locator(".reveal:visible").count() == 0


# -- Addresses in a language that is not shown ----------------------------------------


def test_an_address_in_a_hidden_language_leads_to_the_same_place_in_the_other(visitor: Reader) -> None:
    for view, asked, reached in [
        ("la", "s0-1-1-de", "s0-1-1"),
        ("de", "s0-1-1", "s0-1-1-de"),
        ("la", "note-tres-partes-de", "note-tres-partes"),
        ("de", "s0-0", "s0-0-de"),
    ]:
        visitor.open("la/index.html")
        page = visitor.open(f"{LEAD}?view={view}#{asked}")
        expect(page.locator(":target")).to_have_id(reached)
        expect(page.locator(":target")).to_be_in_viewport()


def test_an_address_in_the_other_language_reveals_it(visitor: Reader) -> None:
    page = visitor.open(f"{LEAD}?view=reveal#s0-1a-1-de")
    expect(page.locator("#s0-1a-1-de")).to_be_in_viewport()
    expect(row_of(page, "0-1a")[0]).to_have_attribute("aria-expanded", "true")
    page.evaluate("location.hash = 'note-tres-partes-de'")
    expect(page.locator("#note-tres-partes-de")).to_be_in_viewport()


# -- Without scripts, and printed -------------------------------------------------------


def test_without_scripts_both_languages_are_shown_and_no_menu(browser: Browser, small_server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = Reader(context, small_server).open(f"{LEAD}?view=de")
    for code in ("la", "de"):
        assert page.locator(f".parallel-cell[lang={code}]:visible").count() > 0
    assert page.locator(".reading-button:visible, .reading:visible, .reveal:visible").count() == 0
    context.close()


def test_a_print_has_the_view_and_no_buttons(visitor: Reader) -> None:
    page = visitor.open(f"{LEAD}?view=reveal")
    row_of(page, "0-1")[0].click()
    page.emulate_media(media="print")
    assert page.locator(".reveal:visible, .reading-button:visible").count() == 0
    expect(row_of(page, "0-1")[2]).to_be_visible()
    expect(row_of(page, "0-1a")[2]).to_be_hidden()
