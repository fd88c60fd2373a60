"""The three states of the text in a browser: which words are seen, found, copied and printed in each."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pytest
from browsing import (
    CLIPBOARD,
    LANGUAGES,
    NARROW,
    OVERFLOW,
    WIDE,
    Reader,
    bare,
    by_language,
    by_width,
    choose_state,
    section_page,
)
from conftest import Site
from lxml import html
from playwright.sync_api import Browser, Locator, Page, expect

from edition.messages import message
from edition.model import Passage
from edition.numbers import Number
from edition.readings import DEFAULT_STATE, STATES, in_state

SECTION, NEXT = Number(5), Number(6)
ORIGINAL = LANGUAGES[0]

by_state = pytest.mark.parametrize("state", STATES)

WORDS = """language => Object.fromEntries(
  [...document.querySelectorAll(`.segment[lang="${language}"]`)].map(e => [e.dataset.passage, e.innerText]))"""


def text_in(site: Site, state: str, section: Number = SECTION) -> dict[str, str]:
    """The words of every passage of a section in one state, by the model."""
    edition = site.edition
    return {
        str(passage): in_state(segment.text, edition.emended.get(passage, ()), edition.orthography, state)
        for passage, segment in edition.original[section].segments.items()
    }


def open_section(reader: Reader, site: Site, language: str, query: str = "") -> Page:
    page = reader.open(section_page(site, language, SECTION) + query)
    without_marks(page)
    return page


def without_marks(page: Page) -> None:
    """Take the numbers of notes out of the view; they are no words of the text."""
    page.add_style_tag(content=".note-mark, .headerlink { display: none !important; }")


def shown(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(WORDS, ORIGINAL)
    return found


def test_the_states_differ_in_the_section_that_is_looked_at(real_site: Site) -> None:
    """Lest the tests here pass for want of anything to look at."""
    texts = [text_in(real_site, state) for state in STATES]
    all_differ = [passage for passage in texts[0] if len({text[passage] for text in texts}) == len(STATES)]
    assert len(all_differ) > 5


@by_language
@by_width
def test_the_switch_shows_each_state_in_every_passage(
    reader: Reader, real_site: Site, language: str, width: int
) -> None:
    page = open_section(reader, real_site, language)
    reader.resize(width)
    assert shown(page) == text_in(real_site, DEFAULT_STATE)
    for state in (*STATES, DEFAULT_STATE):
        choose_state(page, state)
        assert shown(page) == text_in(real_site, state)
        assert page.evaluate(OVERFLOW) == []
    assert reader.complaints == []


@by_language
@by_state
def test_the_translation_stays_as_it_is(reader: Reader, real_site: Site, language: str, state: str) -> None:
    page = open_section(reader, real_site, language, f"?state={state}")
    for code in LANGUAGES[1:]:
        segments = real_site.edition.sections[code][SECTION].segments
        assert page.evaluate(WORDS, code) == {str(passage): item.text for passage, item in segments.items()}


@by_state
def test_one_finds_what_one_sees_and_nothing_else(reader: Reader, real_site: Site, state: str) -> None:
    """By the browser's own search, which knows nothing of what is hidden."""
    page = open_section(reader, real_site, ORIGINAL, f"?state={state}")
    find = """text => { getSelection().removeAllRanges(); return window.find(text, true, false, true); }"""
    texts = {name: text_in(real_site, name) for name in STATES}
    varying = [passage for passage, text in texts[STATES[0]].items() if text != texts[STATES[-1]][passage]]
    everything = page.evaluate("document.body.innerText")
    for passage in varying:
        for name in STATES:
            text = texts[name][passage]
            seen = text == texts[state][passage]
            assert (text in everything) == seen
            # The search takes several spaces for one.
            if seen or " ".join(text.split()) != " ".join(texts[state][passage].split()):
                assert page.evaluate(find, text) == seen, (passage, name)


@by_state
@by_width
def test_what_is_copied_is_one_text(browser: Browser, server: str, real_site: Site, state: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, permissions=CLIPBOARD)
    reader = Reader(context, server)
    page = open_section(reader, real_site, ORIGINAL, f"?state={state}")
    texts = text_in(real_site, state)
    rows = real_site.edition.original[SECTION].paragraphs
    for number in (1, 2):
        expected = " ".join(texts[str(segment.passage)] for segment in rows[number - 1])
        selected = page.evaluate(
            """selector => {
              getSelection().selectAllChildren(document.querySelector(selector));
              return getSelection().toString();
            }""",
            f"#s{SECTION}-{number} > [lang={ORIGINAL}] > p",
        )
        assert selected.strip() == expected
        page.keyboard.press("Control+C")
        assert page.evaluate("navigator.clipboard.readText()").strip() == expected
        # What an editor or a letter takes over has its links, but no other words.
        rich = page.evaluate(
            "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then(blob => blob.text())"
        )
        assert " ".join(html.document_fromstring(rich).text_content().split()) == " ".join(expected.split())
    context.close()


# -- The choice ------------------------------------------------------------------


@by_language
@by_width
def test_the_choice_is_remembered(reader: Reader, real_site: Site, language: str, width: int) -> None:
    """On the next page, after it is loaded again, and in the other tree; not in the address of those."""
    page = open_section(reader, real_site, language)
    reader.resize(width)
    choose_state(page, "transmitted")
    assert page.url.endswith("?state=transmitted")
    page.reload()
    without_marks(page)
    assert shown(page) == text_in(real_site, "transmitted")
    page.locator(".neighbours a[rel=next]").click()
    page.wait_for_url(f"**/{section_page(real_site, language, NEXT)}")
    for _ in range(2):
        without_marks(page)
        assert shown(page) == text_in(real_site, "transmitted", NEXT)
        assert page.locator(".reading-state select").input_value() == "transmitted"
        page.reload()
    page.locator(".language-switch a").click()
    page.wait_for_url(f"**/{section_page(real_site, next(c for c in LANGUAGES if c != language), NEXT)}")
    without_marks(page)
    assert shown(page) == text_in(real_site, "transmitted", NEXT)
    choose_state(page, DEFAULT_STATE)
    assert "state" not in page.url
    assert reader.complaints == []


@by_language
def test_an_address_says_which_state_to_show(reader: Reader, real_site: Site, language: str) -> None:
    """Also to one who chose another before; an unknown state is none."""
    for query, state in [("?state=nonsense", DEFAULT_STATE), ("?state=modernised", "modernised")]:
        page = open_section(reader, real_site, language, query)
        assert shown(page) == text_in(real_site, state)
        assert page.locator(".reading-state select").input_value() == state
    choose_state(page, "transmitted")
    page = open_section(reader, real_site, language, "?state=modernised")
    assert shown(page) == text_in(real_site, "modernised")
    page = open_section(Reader(page.context, reader.origin), real_site, language)
    assert shown(page) == text_in(real_site, "transmitted")


def test_a_view_that_was_sent_holds_while_one_reads_on(reader: Reader, real_site: Site) -> None:
    """In its tab, and until one chooses; it is nobody's own choice."""
    page = open_section(reader, real_site, ORIGINAL, "?state=transmitted")
    page.locator(".neighbours a[rel=next]").click()
    page.wait_for_url(f"**/{section_page(real_site, ORIGINAL, NEXT)}")
    without_marks(page)
    assert shown(page) == text_in(real_site, "transmitted", NEXT)
    assert page.locator(".reading-state select").input_value() == "transmitted"
    other = open_section(Reader(page.context, reader.origin), real_site, ORIGINAL)
    assert shown(other) == text_in(real_site, DEFAULT_STATE)
    choose_state(page, DEFAULT_STATE)
    assert shown(open_section(reader, real_site, ORIGINAL)) == text_in(real_site, DEFAULT_STATE)


def test_the_state_of_the_address_is_shown_from_the_file_system(browser: Browser, real_site: Site) -> None:
    reader = Reader(browser.new_context(), real_site.out.as_uri())
    page = open_section(reader, real_site, ORIGINAL, "?state=modernised")
    assert shown(page) == text_in(real_site, "modernised")
    choose_state(page, "transmitted")
    assert shown(page) == text_in(real_site, "transmitted")
    assert reader.complaints == []
    page.context.close()


@by_language
@by_width
def test_the_switch_is_worked_with_keys_and_has_a_name(
    reader: Reader, real_site: Site, language: str, width: int
) -> None:
    page = open_section(reader, real_site, language)
    reader.resize(width)
    opener = page.get_by_role("button", name=message("Reading", language), exact=True)
    switch = page.get_by_role("combobox", name=message("Text:", language), exact=True)
    expect(opener).to_have_attribute("aria-expanded", "false")
    press_tab_until(page, opener)
    page.keyboard.press("Enter")
    expect(switch).to_be_visible()
    expect(opener).to_have_attribute("aria-expanded", "true")
    assert switch.locator("option").all_text_contents() == [message(state, language) for state in STATES]
    press_tab_until(page, switch)
    assert switch.evaluate("e => e.matches(':focus-visible') && getComputedStyle(e).outlineStyle") != "none"
    page.keyboard.press("ArrowDown")
    assert shown(page) == text_in(real_site, "modernised")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert shown(page) == text_in(real_site, "transmitted")
    expect(switch).to_be_focused()
    page.keyboard.press("Escape")
    expect(switch).to_be_hidden()
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")


def press_tab_until(page: Page, element: Locator) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            break
    expect(element).to_be_focused()


@by_language
def test_pages_without_such_text_have_no_switch(reader: Reader, language: str) -> None:
    page = reader.open(f"{language}/glossary.html")
    assert page.locator(".reading-state").count() == 0


@pytest.fixture(params=[WIDE, NARROW])
def plain(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Reader]:
    """A reader whose browser runs no scripts."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, java_script_enabled=False)
    yield Reader(context, server)
    context.close()


@by_language
def test_without_scripts_the_emended_text_is_shown_and_no_switch(plain: Reader, real_site: Site, language: str) -> None:
    page = plain.open(section_page(real_site, language, SECTION) + "?state=transmitted")
    assert not page.locator(".reading-state").is_visible()
    marks = {note.target for note in real_site.edition.notes_of(SECTION)}
    texts = text_in(real_site, DEFAULT_STATE)
    for passage in (passage for passage in texts if Passage.parse(passage) not in marks):
        segment = page.locator(f".segment[data-passage='{passage}'][lang={ORIGINAL}]")
        assert segment.inner_text() == texts[passage]


# -- Print ---------------------------------------------------------------------------


@by_state
def test_a_print_has_the_chosen_state_only(reader: Reader, real_site: Site, state: str) -> None:
    page = open_section(reader, real_site, ORIGINAL)
    choose_state(page, state)
    # The translation, the number, the notes and the foot would stand amid a paragraph that goes over to the next sheet.
    page.add_style_tag(
        content=f".passage-number, .notes, .page-footer, .parallel-cell:not([lang={ORIGINAL}]) {{ display: none; }}"
    )
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    printed = bare("".join(sheet.get_textpage().get_text_range() for sheet in document))
    document.close()
    texts = {name: text_in(real_site, name) for name in STATES}
    seen = set()
    for passage, text in texts[state].items():
        assert bare(text) in printed
        for name in STATES:
            if bare(texts[name][passage]) not in bare(text):
                assert bare(texts[name][passage]) not in printed
                seen.add(name)
    assert seen == set(STATES) - {state}
    page.emulate_media(media="print")
    assert not page.locator(".reading-state").is_visible()
