"""Mentions in a browser: what is said of an entry, by pointer, key and finger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import CONTRAST, LANGUAGES, NARROW, NARROWEST, OVERFLOW, Reader, by_language, choose_state, section_page
from conftest import Site
from playwright.sync_api import Browser, Locator, Page, expect

from edition.markup import without_roles
from edition.messages import message
from edition.numbers import Number

SECTION = Number(5)


@pytest.fixture
def finger(browser: Browser, server: str) -> Iterator[Reader]:
    """A reader with a telephone."""
    context = browser.new_context(viewport={"width": NARROW, "height": 700}, has_touch=True, is_mobile=True)
    yield Reader(context, server)
    context.close()


def note(page: Page) -> Locator:
    return page.locator(".word-note")


def mention(page: Page, slug: str, language: str) -> Locator:
    return page.locator(f".segment[lang={language}] a.mention[data-entry={slug}]:visible").first


@by_language
def test_a_mention_that_has_the_focus_shows_its_entry(reader: Reader, real_site: Site, language: str) -> None:
    page = reader.open(section_page(real_site, language, SECTION))
    for code in LANGUAGES:
        for slug in ("iosif-stalin", "materii-prime", "pactul-anti-comintern-1936", "polonia"):
            name = real_site.edition.entries[slug].names[code]
            word = mention(page, slug, code)
            word.focus()
            entry = note(page).locator(".entry")
            expect(entry).to_be_visible()
            expect(note(page).locator(".emendation")).to_be_hidden()
            shown = " ".join(entry.inner_text().split())
            assert shown.startswith(name.name)
            assert " ".join(without_roles(name.description).split()) in shown
            assert shown.endswith(message("In the register", language))
            assert entry.locator("[data-entry]").get_attribute("lang") == code
            assert entry.locator("a").evaluate("e => e.href") == word.evaluate("e => e.href")
            assert word.get_attribute("aria-describedby") == note(page).get_attribute("id")
    assert reader.complaints == []


def test_the_dates_of_an_entry_are_said_in_its_language(reader: Reader, real_site: Site) -> None:
    page = reader.open(section_page(real_site, "ro", SECTION))
    for code, dates in (("ro", "25 noiembrie 1936"), ("en", "25 November 1936")):
        mention(page, "pactul-anti-comintern-1936", code).focus()
        expect(note(page)).to_contain_text(f"({dates})")


def test_the_note_can_be_pointed_at_sent_away_and_leaves_with_the_pointer(reader: Reader, real_site: Site) -> None:
    """Success criterion 1.4.13 of WCAG: hoverable, dismissible, persistent."""
    page = reader.open(section_page(real_site, "en", SECTION))
    word = mention(page, "polonia", "en")
    word.hover()
    expect(note(page)).to_be_visible()
    note(page).hover()
    page.wait_for_timeout(400)
    expect(note(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(note(page)).to_be_hidden()
    page.mouse.move(1, 1)
    word.hover()
    expect(note(page)).to_be_visible()
    page.mouse.move(1, 1)
    expect(note(page)).to_be_hidden()


def test_an_emended_word_that_is_a_mention_says_both(reader: Reader, real_site: Site) -> None:
    page = reader.open(section_page(real_site, "ro", SECTION))
    word = page.locator(".mention[data-entry=maxim-litvinov] .choice.emended a:visible").first
    word.focus()
    emendation, entry = note(page).locator(".emendation"), note(page).locator(".entry")
    expect(emendation).to_contain_text("Maxim_Litvinov")
    assert " ".join(entry.inner_text().split()).endswith(f"31 decembrie 1951). {message('In the register', 'ro')}")
    assert emendation.locator("a").evaluate("e => e.href") == word.evaluate("e => e.href")
    assert entry.locator("a").evaluate("e => e.href").endswith("/ro/persons.html#entry-maxim-litvinov")
    choose_state(page, "transmitted")
    word = page.locator(".mention[data-entry=maxim-litvinov] .sic a.mention:visible").first
    word.focus()
    expect(emendation).to_be_hidden()
    expect(entry).to_contain_text("Maxim Litvinov")
    assert word.evaluate("e => e.href").endswith("/ro/persons.html#entry-maxim-litvinov")


def test_a_first_tap_shows_the_entry_and_a_second_goes_to_it(finger: Reader, real_site: Site) -> None:
    page = finger.open(section_page(real_site, "en", SECTION))
    address = page.url
    word = mention(page, "polonia", "en")
    word.tap()
    expect(note(page).locator(".entry")).to_be_visible()
    assert page.evaluate(OVERFLOW) == []
    assert page.url == address
    word.tap()
    page.wait_for_url("**/en/places.html#entry-polonia")
    assert page.locator("#entry-polonia").inner_text() == "Poland"


def test_mentions_look_like_the_text_until_they_are_pointed_at(reader: Reader, real_site: Site) -> None:
    page = reader.open(section_page(real_site, "en", SECTION))
    word = mention(page, "polonia", "en")
    look = "e => [getComputedStyle(e).textDecorationLine, getComputedStyle(e).color]"
    before = word.evaluate(look)
    assert before == ["none", word.evaluate("e => getComputedStyle(e.closest('p')).color")]
    word.hover()
    assert word.evaluate(look)[0] == "underline"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["persons", "events", "glossary"])
def test_the_pages_of_registers_fit_and_can_be_read(scheme: str, name: str, reader: Reader) -> None:
    page = reader.open(f"ro/{name}.html")
    page.emulate_media(color_scheme=scheme)
    reader.resize(NARROWEST)
    assert page.evaluate(OVERFLOW) == []
    assert min(page.evaluate(CONTRAST, ".register-facts, .register-entry .dates, .register-entry p")) >= 4.5
    assert reader.complaints == []


def test_without_scripts_mentions_are_links(browser: Browser, server: str, real_site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/{section_page(real_site, 'en', SECTION)}")
    mention(page, "polonia", "en").click()
    assert page.url.endswith("/en/places.html#entry-polonia")
    context.close()
