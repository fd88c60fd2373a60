"""The apparatus in a browser: the transmitted form of an emended word, and the filter of the list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import (
    CONTRAST,
    LANGUAGES,
    NARROW,
    NARROWEST,
    OVERFLOW,
    WIDE,
    Reader,
    by_language,
    choose_state,
    section_page,
)
from conftest import Site
from playwright.sync_api import Browser, Locator, Page, expect

from edition.messages import message, name_of
from edition.model import Emendation
from edition.numbers import Number
from edition.readings import with_blanks_shown

SECTION = Number(5)
ORIGINAL = LANGUAGES[0]
WORDS = ".choice.emended a:not(.mention):visible"
LOST = "here the article had a note, which is lost"
PERHAPS = "here the article may have had a note"


@pytest.fixture
def finger(browser: Browser, server: str) -> Iterator[Reader]:
    """A reader with a telephone."""
    context = browser.new_context(viewport={"width": NARROW, "height": 700}, has_touch=True, is_mobile=True)
    yield Reader(context, server)
    context.close()


def open_section(reader: Reader, site: Site, language: str) -> Page:
    return reader.open(section_page(site, language, SECTION))


def emendations(site: Site) -> list[Emendation]:
    return [item for item in site.edition.emendations if item.passage.section == SECTION]


def note(page: Page) -> Locator:
    return page.locator(".word-note")


def explained(item: Emendation, language: str) -> str:
    """What is said of an emendation."""
    kind = f"{name_of(item.category, language)}, {message(item.certainty, language)}"
    about = said_of_lost(item, language) if item.lost else message("transmitted", language)
    words = ": ".join(filter(None, [about, form_of(item)]))
    return f"{words} — {kind}. {item.reasons[language]} {message('In the apparatus', language)}"


def said_of_lost(item: Emendation, language: str) -> str:
    return message(PERHAPS if item.certainty == "possible" else LOST, language)


def form_of(item: Emendation) -> str:
    """What was transmitted; nothing where a lost note left no trace."""
    return with_blanks_shown(item.emendation, item.quote)[1] if item.quote != item.emendation else ""


def point_elsewhere(page: Page) -> None:
    page.mouse.move(1, 1)


def in_the_middle(word: Locator) -> None:
    """Scroll so that there is room on both sides; what is pointed at moves, so the pointer goes away first."""
    word.evaluate("e => scrollBy({top: e.getBoundingClientRect().top - innerHeight / 2, behavior: 'instant'})")


# -- The transmitted form ------------------------------------------------------------


@by_language
def test_the_transmitted_form_of_every_emended_word_is_shown(reader: Reader, real_site: Site, language: str) -> None:
    page = open_section(reader, real_site, language)
    words = page.locator(WORDS)
    items = emendations(real_site)
    assert words.count() == len(items) > 20
    for place, item in enumerate(items):
        word = words.nth(place)
        word.focus()
        expect(note(page)).to_be_visible()
        assert " ".join(note(page).locator(".emendation").inner_text().split()) == " ".join(
            explained(item, language).split()
        )
        form = note(page).locator(".transmitted")
        assert form.get_attribute("lang") == ORIGINAL
        assert form.inner_text() == form_of(item)
        assert word.get_attribute("aria-describedby") == note(page).get_attribute("id")
        link = note(page).locator(".emendation a")
        assert link.evaluate("e => e.href") == word.evaluate("e => e.href")
        assert word.get_attribute("title") is None
    assert note(page).get_attribute("role") == "tooltip"
    assert note(page).evaluate("e => e.closest('[lang]').lang") == language
    assert reader.complaints == []


@by_language
@pytest.mark.parametrize("width", [WIDE, NARROW, NARROWEST])
def test_what_is_shown_stays_inside_the_window(reader: Reader, real_site: Site, language: str, width: int) -> None:
    """And leaves the word free, as far as there is room."""
    page = open_section(reader, real_site, language)
    reader.resize(width)
    page.set_viewport_size({"width": width, "height": 500})
    outside = page.evaluate(
        """words => [...document.querySelectorAll(words)].filter(e => e.checkVisibility()).filter(word => {
          const note = document.querySelector('.word-note');
          return ['start', 'center', 'end'].some(block => {
            word.blur();
            word.scrollIntoView({ block, behavior: 'instant' });
            word.focus({ preventScroll: true });
            const box = note.getBoundingClientRect();
            const lines = [...word.getClientRects()];
            const inside = box.left >= 0 && box.right <= document.documentElement.clientWidth
              && box.top >= 0 && box.bottom <= document.documentElement.clientHeight;
            const free = lines.every(line => line.bottom <= box.top + 1 || line.top >= box.bottom - 1);
            return note.hidden || !inside || !free;
          });
        }).map(e => e.textContent)""",
        WORDS.removesuffix(":visible"),
    )
    assert outside == []
    assert page.evaluate(OVERFLOW) == []


@by_language
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_shown_can_be_read(reader: Reader, real_site: Site, language: str, scheme: str) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    page = open_section(reader, real_site, language)
    word = page.locator(WORDS).first
    word.focus()
    for selector in (".word-note", ".word-note > *", ".choice.emended a[aria-describedby]"):
        ratios = page.evaluate(CONTRAST, selector)
        assert ratios, selector
        assert min(ratios) >= 4.5, selector
    ground = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(document.body).backgroundColor]"
    own, behind = note(page).evaluate(ground)
    assert own == behind  # the page's own ground, so that its colours hold


def test_pointing_shows_it_and_one_may_move_onto_it(reader: Reader, real_site: Site) -> None:
    page = open_section(reader, real_site, ORIGINAL)
    first, second = page.locator(WORDS).nth(2), page.locator(WORDS).nth(3)
    in_the_middle(first)
    first.hover()
    expect(note(page)).to_be_visible()
    note(page).hover()
    page.wait_for_timeout(500)
    expect(note(page)).to_be_visible()
    assert note(page).evaluate("e => getComputedStyle(e).userSelect") != "none"
    point_elsewhere(page)
    expect(note(page)).to_be_hidden()
    assert first.get_attribute("aria-describedby") is None
    # On the way over a word nothing comes up.
    first.hover()
    point_elsewhere(page)
    page.wait_for_timeout(400)
    expect(note(page)).to_be_hidden()
    second.hover()
    expect(note(page)).to_contain_text(with_blanks_shown("", emendations(real_site)[3].quote)[1])


def test_escape_sends_it_away_and_the_focus_stays(reader: Reader, real_site: Site) -> None:
    page = open_section(reader, real_site, ORIGINAL)
    word = page.locator(WORDS).nth(2)
    word.hover()
    expect(note(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(note(page)).to_be_hidden()
    point_elsewhere(page)
    word.focus()
    expect(note(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(note(page)).to_be_hidden()
    expect(word).to_be_focused()
    # Nor does it come back when the pointer leaves another word.
    other = page.locator(WORDS).nth(3)
    other.hover()
    expect(note(page)).to_be_visible()
    point_elsewhere(page)
    expect(note(page)).to_be_hidden()


def test_it_stays_as_long_as_the_word_has_the_focus(reader: Reader, real_site: Site) -> None:
    page = open_section(reader, real_site, ORIGINAL)
    words = page.locator(WORDS)
    shown = emendations(real_site)[2].reasons[ORIGINAL]
    words.nth(2).focus()
    words.nth(9).hover()  # one that the note does not cover
    expect(note(page)).not_to_contain_text(shown)
    point_elsewhere(page)
    expect(note(page)).to_contain_text(shown)
    page.wait_for_timeout(500)
    expect(note(page)).to_be_visible()
    page.keyboard.press("Tab")  # to the next link, which may have a note of its own
    expect(note(page).locator(".emendation")).to_be_hidden()
    words.nth(2).focus()
    words.nth(2).evaluate("e => e.blur()")
    expect(note(page)).to_be_hidden()


@by_language
def test_keys_lead_from_the_word_to_the_apparatus(reader: Reader, real_site: Site, language: str) -> None:
    page = open_section(reader, real_site, language)
    item = emendations(real_site)[0]
    page.locator(".passage-number").first.focus()
    while not page.evaluate("document.activeElement.matches('.choice.emended a:not(.mention)')"):
        expect(note(page).locator(".emendation")).to_be_hidden()
        page.keyboard.press("Tab")
    expect(note(page)).to_be_visible()
    page.keyboard.press("Tab")  # past it: the link in it is for the finger, the word itself leads there
    assert not page.evaluate("document.activeElement.closest('.word-note')")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/apparatus.html#{real_site.edition.anchor_of(item)}")
    assert reader.complaints == []


def test_a_click_leads_to_the_apparatus_at_once(reader: Reader, real_site: Site) -> None:
    page = open_section(reader, real_site, ORIGINAL)
    word = page.locator(WORDS).first
    with page.context.expect_page() as opened:
        word.click(modifiers=["Control"])
    assert "/apparatus.html#" in opened.value.url
    word.click()
    page.wait_for_url("**/apparatus.html#*")


@by_language
def test_a_first_tap_shows_it_and_its_link_leads_on(finger: Reader, real_site: Site, language: str) -> None:
    page = open_section(finger, real_site, language)
    here = page.url
    items = emendations(real_site)
    words = page.locator(WORDS)
    in_the_middle(words.nth(2))
    words.nth(2).tap()
    expect(note(page)).to_contain_text(items[2].reasons[language])
    # A tap on what is shown changes nothing, one on another word shows that, one elsewhere puts it away.
    note(page).locator(".reason").tap()
    expect(note(page)).to_contain_text(items[2].reasons[language])
    in_the_middle(words.nth(4))
    words.nth(4).tap()
    expect(note(page)).to_contain_text(items[4].reasons[language])
    page.locator(".passage-number").first.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    page.locator(".companion-title").tap()
    expect(note(page)).to_be_hidden()
    assert page.url == here
    words.nth(2).tap()
    note(page).locator(".emendation a").tap()
    page.wait_for_url(f"**/{language}/apparatus.html#{real_site.edition.anchor_of(items[2])}")
    assert finger.complaints == []


def test_a_second_tap_on_the_word_leads_on_too(finger: Reader, real_site: Site) -> None:
    page = open_section(finger, real_site, ORIGINAL)
    word = page.locator(WORDS).nth(2)
    word.tap()
    expect(note(page)).to_be_visible()
    word.tap()
    page.wait_for_url("**/apparatus.html#*")


def test_it_is_neither_printed_nor_there_in_the_transmitted_state(reader: Reader, real_site: Site) -> None:
    page = open_section(reader, real_site, ORIGINAL)
    page.locator(WORDS).first.focus()
    page.emulate_media(media="print")
    expect(note(page)).to_be_hidden()
    page.emulate_media(media="screen")
    choose_state(page, "transmitted")
    assert page.locator(WORDS).count() == 0


@by_language
def test_without_scripts_the_word_leads_to_the_apparatus(
    browser: Browser, server: str, real_site: Site, language: str
) -> None:
    context = browser.new_context(java_script_enabled=False, has_touch=True)
    page = open_section(Reader(context, server), real_site, language)
    assert note(page).count() == 0
    page.locator(WORDS).first.tap()
    page.wait_for_url("**/apparatus.html#*")
    assert page.locator(".entry-filter").is_hidden()
    assert page.locator(".listed-entry:visible").count() == len(real_site.edition.emendations)
    context.close()


@by_language
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_ring_shows_where_a_note_was_lost(reader: Reader, real_site: Site, language: str, scheme: str) -> None:
    """It has a name, is drawn and no character of the text, and is not there where nothing was lost or mended yet."""
    reader.page.emulate_media(color_scheme=scheme)
    page = open_section(reader, real_site, language)
    items = [item for item in emendations(real_site) if item.lost]
    assert len(items) > 10
    names = [said_of_lost(item, language) for item in items]
    assert len(set(names)) == 2
    rings = page.locator("a.lost-note:visible")
    for state in ("emended", "modernised"):
        choose_state(page, state)
        assert rings.count() == len(items)
        for name in set(names):
            named = page.get_by_role("link", name=name, exact=True)
            assert named.evaluate_all("links => links.map(link => link.hash.slice(1))") == [
                real_site.edition.anchor_of(item) for item, its in zip(items, names, strict=True) if its == name
            ]
        addresses = rings.evaluate_all("links => links.map(link => link.hash.slice(1))")
        assert addresses == [real_site.edition.anchor_of(item) for item in items]
    assert set(rings.all_inner_texts()) == {""}
    assert rings.evaluate_all("links => links.every(e => getComputedStyle(e, '::before').content.includes('○'))")
    assert min(page.evaluate(CONTRAST, ".lost-note")) >= 4.5
    assert page.evaluate(OVERFLOW) == []
    # Its line is no higher than others, and no line begins with what follows it.
    glued = page.evaluate(
        """() => [...document.querySelectorAll('.choice .lost-note')].filter(e => e.checkVisibility()).every(e => {
          const range = document.createRange();
          const next = e.parentElement.nextSibling;
          if (!next || !/^[.,;]/.test(next.textContent)) return true;
          range.setStart(next, 0);
          range.setEnd(next, 1);
          return range.getBoundingClientRect().left >= e.getBoundingClientRect().left;
        })"""
    )
    assert glued
    choose_state(page, "transmitted")
    assert rings.count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mark_that_is_pointed_at_can_be_read(reader: Reader, real_site: Site, scheme: str) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    page = open_section(reader, real_site, ORIGINAL)
    page.locator(".note-mark:visible").nth(3).hover()
    (ratio,) = page.evaluate(CONTRAST, ".note-mark:hover")
    assert ratio >= 4.5


def test_the_ring_is_seen_and_moves_no_line(reader: Reader, real_site: Site) -> None:
    page = open_section(reader, real_site, ORIGINAL)
    heights = "[...document.querySelectorAll('.parallel-cell > p')].map(e => e.offsetHeight)"
    ring = page.locator("a.lost-note:visible").first
    assert ring.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 10
    with_rings = page.evaluate(heights)
    page.add_style_tag(content=".lost-note { font-size: 1px !important; vertical-align: baseline !important; }")
    lines = "e => parseFloat(getComputedStyle(e).lineHeight)"
    line = page.locator(".parallel-cell > p").first.evaluate(lines)
    # What is narrower may save a line; but no line is higher for a ring.
    assert all(
        abs((a - b) / line - round((a - b) / line)) < 0.1
        for a, b in zip(with_rings, page.evaluate(heights), strict=True)
    )


def test_the_band_of_an_entry_is_as_wide_as_its_words(reader: Reader, real_site: Site) -> None:
    entry = real_site.edition.anchor_of(emendations(real_site)[0])
    page = reader.open(f"{ORIGINAL}/apparatus.html#{entry}")
    widths = "e => [e.getBoundingClientRect().width, e.firstElementChild.getBoundingClientRect().width]"
    band, words = page.locator(".listed-entry:target").evaluate(widths)
    assert band == pytest.approx(words, abs=1)


# -- The filter ----------------------------------------------------------------------


def shown(page: Page) -> list[str]:
    found: list[str] = page.locator(".listed-entry:visible").evaluate_all("entries => entries.map(e => e.id)")
    return found


def expected(site: Site, **wanted: str) -> list[Emendation]:
    """The emendations that fit; an empty wish is none."""
    return [
        item
        for item in site.edition.emendations
        if all(not value or getattr(item, key) == value for key, value in wanted.items())
    ]


def assert_filtered(page: Page, site: Site, language: str, **wanted: str) -> None:
    items = expected(site, **wanted)
    assert shown(page) == [site.edition.anchor_of(item) for item in items]
    count = message("Shown: %s of %s", language) % (len(items), len(site.edition.emendations))
    assert page.locator(".entry-filter [aria-live]").inner_text() == count
    headings = page.locator(".entry-group .rubric:visible").all_inner_texts()
    sections = dict.fromkeys(item.passage.section for item in items)
    assert [heading.partition(".")[0] for heading in headings] == list(map(str, sections))


@by_language
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_apparatus_is_filtered_by_category_and_certainty(
    reader: Reader, real_site: Site, language: str, width: int
) -> None:
    page = reader.open(f"{language}/apparatus.html")
    reader.resize(width)
    category = page.get_by_role("combobox", name=message("Category:", language))
    certainty = page.get_by_role("combobox", name=message("Certainty:", language))
    assert_filtered(page, real_site, language)
    for wanted in ("agreement", "residue", "lost-note"):
        category.select_option(wanted)
        assert_filtered(page, real_site, language, category=wanted)
        assert page.url.endswith(f"?category={wanted}")
        for sure in ("certain", "probable", ""):
            certainty.select_option(sure)
            assert_filtered(page, real_site, language, category=wanted, certainty=sure)
            assert page.evaluate(OVERFLOW) == []
    category.select_option("")
    assert_filtered(page, real_site, language)
    assert page.url.endswith("/apparatus.html")
    assert reader.complaints == []


@by_language
def test_each_choice_says_what_it_would_show(reader: Reader, real_site: Site, language: str) -> None:
    page = reader.open(f"{language}/apparatus.html?certainty=possible")
    for value in ("punctuation", "agreement", ""):
        option = page.locator(f"select[name=category] option[value='{value}']")
        count = len(expected(real_site, category=value, certainty="possible"))
        assert option.inner_text() == f"{message(value or 'all', language)} ({count})"
    options = page.locator("select[name=category] option")
    given = {item.category for item in real_site.edition.emendations}
    assert {option.get_attribute("value") for option in options.all()} == {"", *given}


def test_the_address_says_what_is_shown(reader: Reader, real_site: Site) -> None:
    page = reader.open(f"{ORIGINAL}/apparatus.html?category=letter&certainty=probable")
    assert_filtered(page, real_site, ORIGINAL, category="letter", certainty="probable")
    assert page.locator("select[name=category]").input_value() == "letter"
    page.reload()
    assert_filtered(page, real_site, ORIGINAL, category="letter", certainty="probable")
    page = reader.open(f"{ORIGINAL}/apparatus.html?category=nonsense")
    assert_filtered(page, real_site, ORIGINAL)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_filter_can_be_read_and_worked_with_keys(reader: Reader, real_site: Site, scheme: str) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    page = reader.open(f"{ORIGINAL}/apparatus.html")
    for selector in (".entry-filter label", ".entry-filter select", ".entry-filter output"):
        assert min(page.evaluate(CONTRAST, selector)) >= 4.5, selector
    page.locator("select[name=category]").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "certainty"
    page.keyboard.press("ArrowDown")
    assert_filtered(page, real_site, ORIGINAL, certainty="certain")


@by_language
def test_the_way_from_an_entry_leads_back_to_its_passage(reader: Reader, real_site: Site, language: str) -> None:
    page = reader.open(f"{language}/apparatus.html?category=agreement")
    item = expected(real_site, category="agreement")[0]
    page.locator(f"#{real_site.edition.anchor_of(item)} a").first.click()
    page.wait_for_url(f"**#{item.passage.anchor}{'' if language == ORIGINAL else f'-{ORIGINAL}'}")
    page.go_back()
    assert_filtered(page, real_site, language, category="agreement")
