"""Passages in a browser: their numbers, their counterparts, their menus, and addresses that are not quite right."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import (
    CLIPBOARD,
    NARROW,
    OVERFLOW,
    WIDE,
    Reader,
    by_language,
    by_width,
    choose_state,
    reading_menu,
    section_page,
)
from conftest import Site
from playwright.sync_api import Browser, Locator, Page, expect
from pybtex.database import parse_string

from edition.messages import message
from edition.model import Passage
from edition.numbers import Number
from edition.readings import in_state

LEAD, FIRST = "la/text/00-lead.html", "la/text/01-de-helvetiis.html"
SECTION = Number(5)


@pytest.fixture
def visitor(browser: Browser, small_server: str) -> Iterator[Reader]:
    """A reader of the small edition who may use the clipboard."""
    context = browser.new_context(
        viewport={"width": WIDE, "height": 700},
        has_touch=True,
        permissions=CLIPBOARD,
    )
    yield Reader(context, small_server)
    context.close()


def line_of(page: Page, id: str) -> tuple[float, float]:
    """A place in the first line of an element, after its number."""
    page.locator(f"#{id}").scroll_into_view_if_needed()
    x, y = page.locator(f"#{id}").evaluate(
        "e => { const r = [...e.getClientRects()].find(r => r.width > 40); return [r.x + 60, r.y + r.height / 2] }"
    )
    return x, y


def linked(page: Page) -> set[str]:
    found: list[str] = page.locator(".segment.linked").evaluate_all("all => all.map(e => e.id)")
    return set(found)


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


# -- Counterparts ----------------------------------------------------------------


def test_pointing_at_a_segment_brings_out_its_counterpart(visitor: Reader) -> None:
    page = visitor.open(LEAD)
    for id, pair in [("s0-1-1", "s0-1-1-de"), ("s0-1a-2-de", "s0-1a-2"), ("s0-0", "s0-0-de")]:
        page.mouse.move(*line_of(page, id))
        assert linked(page) == {id, pair}
        colours = [
            page.locator(f"#{name}").evaluate("e => getComputedStyle(e).backgroundColor")
            for name in (id, pair, "s0-1-3")
        ]
        assert colours[0] == colours[1] != colours[2]
    page.mouse.move(1, 1)
    assert linked(page) == set()


def test_focus_within_a_segment_brings_it_out(visitor: Reader) -> None:
    page = visitor.open(LEAD)
    page.locator("#mark-tres-partes").focus()
    assert linked(page) == {"s0-1-1", "s0-1-1-de"}
    page.evaluate("document.activeElement.blur()")
    assert linked(page) == set()


def test_a_tap_holds_a_pair_until_the_next(visitor: Reader) -> None:
    page = visitor.open(LEAD)
    visitor.resize(NARROW)
    for id, expected in [
        ("s0-1-1", {"s0-1-1", "s0-1-1-de"}),
        ("s0-1a-1", {"s0-1a-1", "s0-1a-1-de"}),
        ("s0-1a-1", set()),
        ("s0-1-3-de", {"s0-1-3", "s0-1-3-de"}),
    ]:
        page.touchscreen.tap(*line_of(page, id))
        assert linked(page) == expected
    page.keyboard.press("Escape")
    assert linked(page) == set()


def test_no_word_moves_when_a_segment_is_brought_out(visitor: Reader) -> None:
    page = visitor.open(LEAD)
    # On the page: to point at a line may scroll to it.
    places = "all => all.map(e => { const { x, y } = e.getBoundingClientRect(); return [x + scrollX, y + scrollY] })"
    links = page.locator(".parallel-row a:visible")
    before = links.evaluate_all(places)
    for id in ("s0-1-1", "s0-1-3"):
        page.mouse.move(*line_of(page, id))
        assert f"{id}-de" in linked(page)
        assert links.evaluate_all(places) == before


def test_words_are_selected_as_ever(visitor: Reader) -> None:
    page = visitor.open(LEAD)
    x, y = line_of(page, "s0-1-1")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y + 40, steps=5)
    page.mouse.up()
    selected = page.evaluate("getSelection().toString()")
    assert len(selected) > 20
    page.mouse.move(x, y + 20)
    assert page.evaluate("getSelection().toString()") == selected
    page.mouse.move(1, 1)
    assert linked(page) == set()


# -- Numbers -----------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False])
def test_every_passage_shows_its_number_which_leads_to_it(browser: Browser, small_server: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = Reader(context, small_server).open(LEAD)
    numbers = page.locator(".parallel-cell .segment-number")
    assert numbers.count() == page.locator(".parallel-cell .segment").count() > 0
    found = numbers.evaluate_all(
        """all => all.map(e => [e.parentElement.dataset.passage, e.parentElement.id, e.getAttribute('href'),
          getComputedStyle(e, '::before').content, e.innerText, e.offsetWidth > 3])"""
    )
    for passage, id, href, content, text, wide in found:
        assert href == f"#{id}"
        assert content.startswith(f'"{passage.split(".")[-1]}"')
        assert text == ""
        assert wide
    expect(page.locator("h1 .passage-number")).to_have_attribute("href", "#s0-0")
    context.close()


def test_numbers_are_no_stops_but_those_of_headings_and_paragraphs(visitor: Reader) -> None:
    page = visitor.open(LEAD)
    stops = page.evaluate("[...document.querySelectorAll('article a[href]')].filter(e => e.tabIndex >= 0).length")
    links = page.locator(".segment-number").count()
    assert page.locator(".segment-number[tabindex='-1'][aria-hidden=true]").count() == links > 5
    assert stops == page.locator("article a[href]").count() - links
    assert page.locator(".passage-number:visible").evaluate_all("all => all.every(e => e.tabIndex === 0)")


# -- The menu ----------------------------------------------------------------------


def menu_of(page: Page) -> Locator:
    return page.get_by_role("dialog")


@by_width
def test_the_menu_of_a_paragraph_is_worked_with_keys(visitor: Reader, width: int) -> None:
    page = visitor.open(LEAD)
    visitor.resize(width)
    opener = page.locator("#s0-1 > .passage-number")
    opener.focus()
    page.keyboard.press("Enter")
    menu = menu_of(page)
    expect(menu).to_have_accessible_name("Passage 0.1")
    expect(opener).to_have_attribute("aria-expanded", "true")
    assert "#" not in page.url
    group = menu.get_by_role("group", name="Passages of the paragraph")
    assert [item.get_attribute("aria-label") for item in group.get_by_role("radio").all()] == [
        "0.1",
        "0.1.1",
        "0.1.1a",
        "0.1.3",
    ]
    expect(group.get_by_role("radio", name="0.1", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(menu).to_have_accessible_name("Passage 0.1.1a")
    assert linked(page) == {"s0-1-1a", "s0-1-1a-de"}
    page.keyboard.press("Tab")
    expect(menu.get_by_role("radio", name="Latina")).to_be_focused()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("button", name="Copy link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("status")).to_have_text("Copied.")
    assert clipboard(page) == f"{visitor.origin}/{LEAD}#s0-1-1a"
    box = menu.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate(OVERFLOW) == []
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    assert linked(page) == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@by_width
def test_open_menus_break_no_rule_of_axe(visitor: Reader, width: int, scheme: Literal["light", "dark"]) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    page = visitor.open(LEAD)
    visitor.resize(width)
    page.locator("#s0-1 > .passage-number").click()
    menu_of(page).get_by_role("button", name="RIS").click()
    expect(menu_of(page).locator("textarea")).to_be_visible()
    assert Axe().run(page, ".passage-menu").response["violations"] == []
    page.keyboard.press("Escape")
    with reading_menu(page):
        assert Axe().run(page, ".reading").response["violations"] == []


def test_the_menu_closes_when_one_leaves_it(visitor: Reader) -> None:
    page = visitor.open(LEAD)
    opener = page.locator("#s0-1 > .passage-number")
    for leave in (
        lambda: menu_of(page).get_by_role("button", name="Close").click(),
        lambda: page.mouse.click(5, 400),
        page.locator(".note-mark").first.focus,
    ):
        opener.click()
        expect(menu_of(page)).to_be_visible()
        leave()
        expect(menu_of(page)).to_be_hidden()


@by_width
def test_the_number_of_a_segment_opens_its_own_menu_by_a_tap(visitor: Reader, width: int) -> None:
    page = visitor.open(LEAD)
    visitor.resize(width)
    number = page.locator("#s0-1a-2-de > .segment-number")
    number.scroll_into_view_if_needed()
    number.tap()
    menu = menu_of(page)
    expect(menu).to_have_accessible_name("Passage 0.1a.2")
    expect(menu.get_by_role("radio", name="Deutsch")).to_be_checked()
    # The passage is not hidden by its own menu.
    line, box = number.bounding_box(), menu.bounding_box()
    assert line is not None
    assert box is not None
    assert line["y"] + line["height"] <= box["y"] + 1 or line["y"] >= box["y"] + box["height"] - 1
    menu.get_by_role("button", name="Copy text").tap()
    expect(menu.get_by_role("status")).to_have_text("Copied.")
    assert clipboard(page) == page.locator("#s0-1a-2-de").inner_text()
    heights = menu.get_by_role("button").evaluate_all("all => all.map(e => e.offsetHeight)")
    assert min(heights) >= (40 if width == NARROW else 24)


def test_a_paragraph_is_copied_whole_in_each_language_without_marks(visitor: Reader) -> None:
    page = visitor.open(LEAD)
    page.locator("#s0-1 > .passage-number").click()
    page.add_style_tag(content=".note-mark { display: none; }")
    menu = menu_of(page)
    for name, code in [("Latina", "la"), ("Deutsch", "de")]:
        menu.get_by_role("radio", name=name).check()
        menu.get_by_role("button", name="Copy text").click()
        expect(menu.locator("textarea")).to_be_visible()
        assert clipboard(page) == page.locator(f"#s0-1 > [lang={code}] > p").inner_text()


def test_the_menu_cites_in_each_form_and_language(visitor: Reader) -> None:
    page = visitor.open(LEAD)
    page.locator("#s0-1-1 > .segment-number").click()
    menu = menu_of(page)

    def cite(form: str, language: str) -> str:
        menu.get_by_role("radio", name=language).check()
        menu.get_by_role("button", name=form, exact=True).click()
        expect(menu.get_by_role("status")).to_have_text("Copied.")
        expect(menu.locator("textarea")).to_have_value(clipboard(page))
        return clipboard(page)

    here = {"Latina": f"{visitor.origin}/{LEAD}#s0-1-1", "Deutsch": f"{visitor.origin}/de/text/00-lead.html#s0-1-1"}
    titles = {
        "Latina": "De bello Gallico: Specimen cum versione Germanica",
        "Deutsch": "Der Gallische Krieg: Eine Probe mit deutscher Übersetzung",
    }
    words = {"Latina": "emended text", "Deutsch": "translation"}
    for language, address in here.items():
        text = cite("Plain", language)
        assert f"{titles[language]}, version 0.1, 2026, 0.1.1 ({words[language]}, after revision 1), {address}" in text
        [entry] = parse_string(cite("BibTeX", language), "bibtex").entries.values()
        assert (entry.fields["url"], entry.fields["booktitle"]) == (address, f"{{{titles[language]}}}")
        record = cite("RIS", language)
        assert record.startswith("TY  - CHAP\n")
        assert record.endswith(f"UR  - {address}\nER  - \n")
        [item] = json.loads(cite("CSL-JSON", language))
        assert (item["URL"], item["container-title"]) == (address, titles[language])
    # The address that was copied is one.
    page.goto(here["Deutsch"])
    expect(page.locator(":target")).to_have_attribute("lang", "de")


def test_without_a_clipboard_the_words_are_selected(visitor: Reader) -> None:
    """As on a site without a secure connection."""
    visitor.page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false;"
    )
    page = visitor.open(LEAD)
    page.locator("#s0-1 > .passage-number").click()
    menu_of(page).get_by_role("button", name="Copy link").click()
    expect(menu_of(page).get_by_role("status")).to_have_text("Selected: copy it with the keyboard.")
    area = menu_of(page).locator("textarea")
    selected = area.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
    assert selected == f"{visitor.origin}/{LEAD}#s0-1"
    expect(area).to_be_focused()


@by_language
def test_text_and_citation_have_the_state_that_is_shown(
    browser: Browser, server: str, real_site: Site, language: str
) -> None:
    context = browser.new_context(permissions=CLIPBOARD)
    reader = Reader(context, server)
    edition = real_site.edition
    original = edition.languages[0]
    passage = next(item for item in edition.emended if item.section == SECTION and len(item.parts) == 3)
    segment = edition.original[SECTION].segments[passage]
    page = reader.open(section_page(real_site, language, SECTION))
    end = "" if original == language else f"-{original}"
    for state in ("transmitted", "emended", "modernised"):
        choose_state(page, state)
        page.locator(f"#{passage.anchor}{end} > .segment-number").click()
        menu = menu_of(page)
        menu.get_by_role("button", name=message("Copy text", language)).click()
        expect(menu.get_by_role("status")).to_have_text(message("Copied.", language))
        emended = edition.emended[passage]
        assert clipboard(page) == in_state(segment.text, emended, edition.orthography, state).strip()
        menu.get_by_role("button", name=message("Plain", language)).click()
        expect(menu.locator("textarea")).to_have_value(re.compile(re.escape(str(passage))))
        citation = clipboard(page)
        assert message(f"{state} text", original) in citation
        query = "" if state == "emended" else f"?state={state}"
        assert citation.endswith(f"{section_page(real_site, original, SECTION)}{query}#{passage.anchor}")
        page.keyboard.press("Escape")
    assert reader.complaints == []
    context.close()


@by_language
def test_a_section_without_text_is_cited_by_its_heading(reader: Reader, real_site: Site, language: str) -> None:
    number = next(n for n, section in real_site.edition.original.items() if not section.paragraphs)
    page = reader.open(section_page(real_site, language, number))
    page.locator("h1 .passage-number").click()
    expect(menu_of(page)).to_have_accessible_name(f"{message('Passage', language)} {number}.0")
    expect(menu_of(page).get_by_role("group", name=message("Passages of the paragraph", language))).to_be_hidden()


# -- Addresses ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("s0.1.1", "s0-1-1"),
        ("0.1.1a", "s0-1-1a"),
        ("0-1a-2-de", "s0-1a-2-de"),
        ("S0-1A", "s0-1a"),
        ("s0.2.1", "s0-2-1"),
    ],
)
def test_an_address_that_is_written_otherwise_leads_to_its_passage(visitor: Reader, asked: str, reached: str) -> None:
    page = visitor.open(f"{LEAD}#{asked}")
    expect(page.locator(":target")).to_have_id(reached)
    expect(page.locator(".wrong-address")).to_be_hidden()


@pytest.mark.parametrize(
    ("asked", "reached", "number"),
    [
        ("s0-9-9", "s0-1a-2", "0.9.9"),
        ("s0.1.9", "s0-1-3", "0.1.9"),
        ("0-99", "s0-1a", "0.99"),
        ("s0-1-1aa", "s0-1-1a", "0.1.1aa"),
        ("s0-1-9-de", "s0-1-3", "0.1.9"),
        ("s0-1-2b", "s0-1-1a", "0.1.2b"),
    ],
)
@by_width
def test_a_wrong_address_leads_to_the_nearest_passage_before(
    visitor: Reader, asked: str, reached: str, number: str, width: int
) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 300})
    page = visitor.open(f"{LEAD}#{asked}")
    expect(page.locator(":target")).to_have_id(reached)
    expect(page.locator(":target")).to_be_in_viewport()
    shown = Passage.parse(reached[1:].replace("-", "."))
    notice = page.locator(".wrong-address")
    expect(notice).to_have_text(f"This page has no passage {number}. You are at {shown}, the nearest before it. ×")
    expect(notice).to_have_role("status")
    box = notice.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    place = page.locator(":target").evaluate("e => e.getBoundingClientRect().top")
    notice.get_by_role("button", name="Close").click()
    expect(notice).to_be_hidden()
    assert page.locator(":target").evaluate("e => e.getBoundingClientRect().top") == place


def test_what_comes_before_all_leads_to_the_beginning(visitor: Reader) -> None:
    page = visitor.open(f"{FIRST}#s0-1-1")
    expect(page.locator(":target")).to_have_id("s1-0")
    expect(page.locator(".wrong-address")).to_contain_text("You are at 1.0, its beginning.")


def test_the_address_in_the_bar_may_change(visitor: Reader) -> None:
    page = visitor.open(LEAD)
    page.evaluate("location.hash = 's0-1-9'")
    expect(page.locator(":target")).to_have_id("s0-1-3")
    expect(page.locator(".wrong-address")).to_be_visible()
    page.evaluate("location.hash = 's0-1-1'")
    expect(page.locator(".wrong-address")).to_be_hidden()
    page.evaluate("location.hash = 'no-passage-at-all'")
    expect(page.locator(".wrong-address")).to_be_hidden()
    assert page.url.endswith("#no-passage-at-all")


def test_a_wrong_address_in_a_view_of_one_language_is_told_too(visitor: Reader) -> None:
    page = visitor.open(f"{LEAD}?view=de#s0-1-9")
    expect(page.locator(":target")).to_have_id("s0-1-3-de")
    expect(page.locator(".wrong-address")).to_be_visible()
