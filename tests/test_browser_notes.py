"""Notes in a browser: opened and closed by keys, pointer and finger, beside the text or from below; and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import (
    CLIPBOARD,
    CONFIG,
    CONTRAST,
    LANGUAGES,
    NARROW,
    NARROWEST,
    OVERFLOW,
    WIDE,
    Reader,
    by_language,
    section_page,
)
from conftest import Site
from playwright.sync_api import Browser, Locator, Page, expect

from edition.messages import message
from edition.model import Annotation
from edition.numbers import Number
from edition.site import native_name

SECTION = Number(4)
ORIGINAL, OTHER = LANGUAGES
MIDDLE = 800
"""A window in which two columns stand, and nothing beside them."""


def open_section(reader: Reader, site: Site, language: str = ORIGINAL, fragment: str = "") -> Page:
    return reader.open(section_page(site, language, SECTION) + fragment)


def panel(page: Page) -> Locator:
    return page.locator(".note-panel")


def marks(page: Page, language: str = ORIGINAL) -> Locator:
    return page.locator(f".note-mark[lang={language}]:visible")


def title(site: Site, note: Annotation, language: str) -> str:
    return f"{message('Note %s', language) % site.edition.numbers[note.slug]} · {note.last}"


def focused(page: Page, selector: str) -> bool:
    return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))


def in_the_middle(link: Locator) -> None:
    link.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")


@pytest.fixture
def finger(browser: Browser, server: str) -> Iterator[Reader]:
    """A reader with a phone."""
    context = browser.new_context(viewport={"width": NARROW, "height": 700}, has_touch=True, is_mobile=True)
    yield Reader(context, server)
    context.close()


# -- By keys --------------------------------------------------------------------------


@by_language
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_keys_reach_each_mark_and_open_and_close_its_note(
    reader: Reader, real_site: Site, language: str, width: int
) -> None:
    page = open_section(reader, real_site, language)
    reader.resize(width)
    notes = {note.slug: note for note in real_site.edition.notes_of(SECTION)}
    reached = set()
    page.locator(".passage-number").first.focus()
    for _ in range(400):
        page.keyboard.press("Tab")
        if focused(page, "[role=doc-backlink]"):
            break
        if not focused(page, ".note-mark"):
            continue
        slug, code, name = page.evaluate("(e => [e.dataset.annotation, e.lang, e.id])(document.activeElement)")
        page.keyboard.press("Enter")
        expect(panel(page)).to_be_visible()
        assert focused(page, ".note-panel")
        assert panel(page).get_attribute("aria-labelledby") == "note-panel-title"
        expect(page.locator("#note-panel-title")).to_have_text(title(real_site, notes[slug], language))
        expect(panel(page).locator(".words")).to_have_attribute("lang", code)
        page.keyboard.press("Escape")
        expect(panel(page)).to_be_hidden()
        assert focused(page, f"#{name}")
        reached.add((slug, code))
    assert reached == {(slug, code) for slug in notes for code in LANGUAGES}
    assert reader.complaints == []


def test_the_panel_stands_after_its_mark_in_the_order_of_the_keys(reader: Reader, real_site: Site) -> None:
    page = open_section(reader, real_site)
    mark = marks(page).nth(1)
    mark.focus()
    page.keyboard.press("Tab")
    following = page.evaluate("document.activeElement.outerHTML")
    mark.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(mark).to_be_focused()
    expect(panel(page)).to_be_visible()
    inside = 0
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.closest('.note-panel') !== null"):
        inside += 1
        page.keyboard.press("Tab")
    assert inside == panel(page).locator("a, summary, button:not([disabled], [hidden])").count() - len(
        panel(page).locator(".sources li").all()
    )
    # And on with the text, as if it had not been opened.
    assert page.evaluate("document.activeElement.outerHTML") == following
    expect(panel(page)).to_be_hidden()


@by_language
def test_one_note_leads_to_the_next(reader: Reader, real_site: Site, language: str) -> None:
    page = open_section(reader, real_site, language)
    notes = real_site.edition.notes_of(SECTION)
    marks(page, language).first.press("Enter")
    previous = page.get_by_role("button", name=message("Previous note", language), exact=True)
    following = page.get_by_role("button", name=message("Next note", language), exact=True)
    expect(previous).to_be_disabled()
    following.focus()
    for note in notes[1:]:
        page.keyboard.press("Enter")
        expect(page.locator("#note-panel-title")).to_have_text(title(real_site, note, language))
        # Its words are in sight and brought out.
        shown = page.locator(f".note-mark[data-annotation={note.slug}][lang={language}]")
        expect(shown).to_be_in_viewport()
        assert set(
            page.locator(".noted").evaluate_all("all => all.map(e => e.dataset.annotation).filter(Boolean)")
        ) == {note.slug}
    expect(following).to_be_disabled()
    assert page.evaluate("document.activeElement.closest('.note-panel') !== null")
    previous.click()
    expect(page.locator("#note-panel-title")).to_have_text(title(real_site, notes[-2], language))
    page.keyboard.press("Escape")
    expect(page.locator(f"#mark-{notes[-2].slug}")).to_be_focused()
    assert page.locator(".noted").count() == 0


# -- What it shows ----------------------------------------------------------------------


@by_language
def test_the_panel_shows_what_the_list_has(reader: Reader, real_site: Site, language: str) -> None:
    page = open_section(reader, real_site, language)
    (other,) = (code for code in LANGUAGES if code != language)
    for place, note in enumerate(real_site.edition.notes_of(SECTION)):
        listed = {code: page.locator(f".edition-note[data-annotation={note.slug}][lang={code}]") for code in LANGUAGES}
        marks(page, language).nth(place).click()
        for code in (language, other):
            if code == other:
                panel(page).get_by_role("button", name=native_name(other)).click()
            words = listed[code].locator("p:not(.label p)").all_inner_texts()
            assert panel(page).locator(".words p").all_inner_texts() == words
            works = set(listed[code].locator(".bibtex-citation a").evaluate_all("all => all.map(a => a.title)"))
            shown = panel(page).locator(".sources li").evaluate_all("all => all.map(e => e.textContent)")
            assert len(shown) == len(works)
            assert all(any(line.endswith(work) for line in shown) for work in works)
        about = panel(page).locator(".about")
        expect(about).to_contain_text(note.slug)
        expect(about).to_contain_text(message(note.status, language))
        page.keyboard.press("Escape")
    assert page.evaluate(
        "[...document.querySelectorAll('[id]')].length === new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"
    )
    assert reader.complaints == []


def test_the_note_is_in_the_state_that_is_read(reader: Reader, real_site: Site) -> None:
    """Its lemma, as far as that differs."""
    seen = set()
    for state in ("transmitted", "emended", "modernised"):
        page = reader.open(f"{section_page(real_site, ORIGINAL, SECTION)}?state={state}")
        found = page.locator(".edition-note .lemma").all_inner_texts()
        for place in range(len(found) // 2):
            lemma = page.locator(".edition-note .lemma").nth(2 * place).inner_text()
            marks(page).nth(place).click()
            assert panel(page).locator(".lemma").inner_text() == lemma
            page.keyboard.press("Escape")
        seen.add(tuple(found))
    assert len(seen) > 1


@by_language
def test_the_link_of_a_note_is_copied_and_leads_to_it(
    browser: Browser, server: str, real_site: Site, language: str
) -> None:
    context = browser.new_context(permissions=CLIPBOARD)
    reader = Reader(context, server)
    page = reader.open(f"{section_page(real_site, language, SECTION)}?ranges=off")
    note = real_site.edition.notes_of(SECTION)[2]
    marks(page, language).nth(2).click()
    panel(page).get_by_role("button", name=message("Copy link", language)).click()
    expect(panel(page).locator("output")).to_have_text(message("Copied.", language))
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{server}/{section_page(real_site, language, SECTION)}#note-{note.slug}"
    panel(page).get_by_role("button", name=message("Copy citation", language)).click()
    page.wait_for_function("link => navigator.clipboard.readText().then(text => text !== link)", arg=copied)
    cited = page.evaluate("navigator.clipboard.readText()")
    assert CONFIG.titles[language] in cited
    assert f"{note.target}, {message('note %s', language) % note.slug} (" in cited
    assert cited.endswith(copied)
    page.goto(copied)
    expect(page.locator(f"#note-{note.slug}:target")).to_be_in_viewport()
    assert page.locator(".note-return").count() == 0
    context.close()


@by_language
def test_a_change_is_suggested_where_the_edition_says(reader: Reader, real_site: Site, language: str) -> None:
    page = open_section(reader, real_site, language)
    marks(page, language).first.click()
    link = panel(page).get_by_role("link", name=message("Suggest a change", language))
    assert CONFIG.languages  # this edition has no repository yet, so the guide is shown
    link.click()
    page.wait_for_url(f"**/{language}/about/contribute.html")


# -- By pointer -------------------------------------------------------------------------


def test_pointing_shows_a_note_and_one_may_move_onto_it(reader: Reader, real_site: Site) -> None:
    """Across the text between them, if it stands beside; nor does it go by itself."""
    page = open_section(reader, real_site)
    mark = marks(page).nth(1)
    in_the_middle(mark)
    mark.hover()
    expect(panel(page)).to_be_visible()
    assert not page.evaluate("document.activeElement.closest('.note-panel') !== null")
    start, box = mark.bounding_box(), panel(page).bounding_box()
    assert start
    assert box
    page.mouse.move(box["x"] + 40, start["y"] + 4, steps=20)
    page.wait_for_timeout(800)
    expect(panel(page)).to_be_visible()
    page.mouse.move(10, 10)
    expect(panel(page)).to_be_hidden()
    # On the way over a mark nothing comes up.
    mark.hover()
    page.mouse.move(10, 10)
    page.wait_for_timeout(600)
    expect(panel(page)).to_be_hidden()
    # What is shown by pointing is sent away by a key, and does not come back by itself.
    mark.hover()
    expect(panel(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    page.wait_for_timeout(600)
    expect(panel(page)).to_be_hidden()


def test_a_click_keeps_the_note_and_one_elsewhere_closes_it(reader: Reader, real_site: Site) -> None:
    page = open_section(reader, real_site)
    mark = marks(page).nth(1)
    in_the_middle(mark)
    mark.click()
    page.mouse.move(10, 10)
    page.wait_for_timeout(800)
    expect(panel(page)).to_be_visible()
    panel(page).locator(".note-kind").first.click()
    expect(panel(page)).to_be_visible()
    mark.click()
    expect(panel(page)).to_be_hidden()
    expect(mark).to_be_focused()
    mark.click()
    page.locator(".companion-title").click(position={"x": 2, "y": 2})
    expect(panel(page)).to_be_hidden()
    mark.click()
    page.get_by_role("button", name=message("Close", ORIGINAL), exact=True).click()
    expect(panel(page)).to_be_hidden()
    expect(mark).to_be_focused()


def test_a_mark_is_still_a_link(reader: Reader, real_site: Site) -> None:
    page = open_section(reader, real_site)
    with page.context.expect_page() as opened:
        marks(page).first.click(modifiers=["Control"])
    opened.value.wait_for_url(f"**#note-{real_site.edition.notes_of(SECTION)[0].slug}")
    # The pointer that stays on the mark may open its note; the page stays where it is.
    assert "#" not in page.url
    assert not focused(page, ".note-panel")


# -- Where it stands --------------------------------------------------------------------

PLACED = """([language, where]) => [...document.querySelectorAll(`.note-mark[lang="${language}"]`)].flatMap(mark => {
  const panel = document.querySelector('.note-panel');
  return ['start', 'center', 'end'].map(block => {
    mark.scrollIntoView({ block, behavior: 'instant' });
    mark.click();
    const box = panel.getBoundingClientRect();
    const words = [...mark.closest('.segment').getClientRects()];
    const inside = box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
    const line = mark.getBoundingClientRect();
    const free = line.bottom <= box.top + 1 || line.top >= box.bottom - 1 || line.right <= box.left || line.left >= box.right;
    const aside = words.every(word => word.right <= box.left || word.left >= box.right);
    mark.click();
    return [mark.id, block, inside, free, where === 'beside' && mark.closest('.parallel-cell') ? aside : true];
  });
}).filter(found => found.includes(false))"""
"""The marks at which the panel is not wholly in the window, or hides the mark, or the sentence that it should leave free."""


@by_language
@pytest.mark.parametrize("width", [2200, WIDE, MIDDLE, NARROW, NARROWEST])
def test_the_panel_is_in_the_window_and_leaves_what_is_read_free(
    reader: Reader, real_site: Site, language: str, width: int
) -> None:
    page = open_section(reader, real_site)
    reader.resize(width)
    page.add_style_tag(content="* { animation: none !important; }")
    where = "beside" if width >= MIDDLE else "below"
    assert page.evaluate(PLACED, [language, where]) == []
    marks(page, language).first.evaluate("e => e.click()")
    assert page.evaluate(OVERFLOW) == []


def test_where_there_is_room_it_stands_beside_everything(reader: Reader, real_site: Site) -> None:
    page = open_section(reader, real_site)
    reader.resize(2200)
    for language in LANGUAGES:
        marks(page, language).nth(1).click()
        box = panel(page).bounding_box()
        assert box
        ends = page.locator(".parallel-cell > p").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
        assert box["x"] > max(ends)


@by_language
def test_on_a_phone_it_comes_from_below(finger: Reader, real_site: Site, language: str) -> None:
    page = open_section(finger, real_site, language)
    page.add_style_tag(content="* { animation: none !important; }")
    notes = real_site.edition.notes_of(SECTION)
    for place in (0, 3):
        mark = marks(page, language).nth(place)
        in_the_middle(mark)
        mark.tap()
        expect(page.locator("#note-panel-title")).to_have_text(title(real_site, notes[place], language))
        box = panel(page).bounding_box()
        size = page.viewport_size
        assert box
        assert size
        assert (box["x"], box["width"]) == (0, size["width"])
        assert box["y"] + box["height"] == pytest.approx(size["height"], abs=1)
        at = mark.bounding_box()
        assert at
        assert at["y"] + at["height"] <= box["y"]
        for button in panel(page).locator(".head button").all():
            small = button.bounding_box()
            assert small
            assert min(small["width"], small["height"]) >= 44
    page.get_by_role("button", name=message("Close", language), exact=True).tap()
    expect(panel(page)).to_be_hidden()
    marks(page, language).nth(1).tap()
    expect(panel(page)).to_be_visible()
    in_the_middle(page.locator(".companion-title"))
    page.locator(".companion-title").tap()
    expect(panel(page)).to_be_hidden()
    assert finger.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_can_be_read(reader: Reader, real_site: Site, scheme: str) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    page = open_section(reader, real_site)
    marks(page).nth(1).click()
    panel(page).locator("summary").click()
    for selector in (".head p", ".words p", ".words a", ".sources li", ".about", ".about a", ".ways a", ".ways button"):
        ratios = page.evaluate(CONTRAST, f".note-panel {selector}")
        assert ratios, selector
        assert min(ratios) >= 4.5, selector


def test_it_is_not_printed(reader: Reader, real_site: Site) -> None:
    page = open_section(reader, real_site)
    marks(page).first.click()
    page.emulate_media(media="print")
    expect(panel(page)).to_be_hidden()
    expect(page.locator(".about-note").first).to_be_hidden()


# -- Back to where one was ----------------------------------------------------------------


def scrolled(page: Page) -> float:
    return float(page.evaluate("scrollY"))


def wait_for_scroll(page: Page, place: float) -> None:
    # Letters that came too late for the first page make the second time a few pixels less or more.
    page.wait_for_function("place => Math.abs(scrollY - place) < 10", arg=place)


@by_language
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("by", ["number", "link", "history"])
def test_the_way_back_from_the_list_ends_where_it_began(
    reader: Reader, real_site: Site, language: str, width: int, by: str
) -> None:
    page = open_section(reader, real_site, language)
    reader.resize(width)
    here = page.url
    note = real_site.edition.notes_of(SECTION)[4]
    mark = page.locator(f"#mark-{note.slug}")
    in_the_middle(mark)
    mark.press("Enter")
    place = scrolled(page)
    panel(page).locator(".to-list").press("Enter")
    page.wait_for_url(f"**#note-{note.slug}")
    listed = page.locator(f"#note-{note.slug}")
    expect(listed).to_be_in_viewport()
    expect(panel(page)).to_be_hidden()
    assert abs(scrolled(page) - place) > 300
    if by == "history":
        page.go_back()
    else:
        listed.locator("[role=doc-backlink]" if by == "number" else ".note-return a").press("Enter")
    page.wait_for_url(here)
    wait_for_scroll(page, place)
    expect(panel(page)).to_be_visible()
    expect(panel(page).locator(".to-list")).to_be_focused()
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()
    wait_for_scroll(page, place)
    assert page.locator(".note-return").count() == 0


def test_the_number_of_another_note_leads_to_its_own_mark(reader: Reader, real_site: Site) -> None:
    page = open_section(reader, real_site)
    first, second = real_site.edition.notes_of(SECTION)[:2]
    page.locator(f"#mark-{first.slug}").press("Enter")
    panel(page).locator(".to-list").press("Enter")
    page.wait_for_url(f"**#note-{first.slug}")
    page.locator(f"#note-{second.slug} [role=doc-backlink]").press("Enter")
    page.wait_for_url(f"**#mark-{second.slug}")
    expect(page.locator(f"#mark-{second.slug}")).to_be_in_viewport()


def reference_to_another_page(site: Site) -> tuple[Annotation, Annotation]:
    """A note, and one of another section that it refers to."""
    for note in site.edition.annotations:
        for reference in note.parts[ORIGINAL].references:
            if reference.role == "note":
                target = site.edition.by_slug[reference.target]
                if target.target.section != note.target.section:
                    return note, target
    raise AssertionError("no note refers to one of another section")


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("by", ["link", "history"])
def test_so_it_does_across_pages(reader: Reader, real_site: Site, width: int, by: str) -> None:
    note, target = reference_to_another_page(real_site)
    page = reader.open(section_page(real_site, ORIGINAL, note.target.section))
    reader.resize(width)
    page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => document.body.append(Object.assign(document.createElement('style'), {textContent: '* { transition: none !important }'})))"
    )
    mark = page.locator(f"#mark-{note.slug}")
    in_the_middle(mark)
    mark.press("Enter")
    place = scrolled(page)
    link = panel(page).locator(f".words a[href$='#note-{target.slug}']").first
    link.press("Enter")
    page.wait_for_url(f"**/{section_page(real_site, ORIGINAL, target.target.section)}#note-{target.slug}")
    expect(page.locator(f"#note-{target.slug}")).to_be_in_viewport()
    if by == "history":
        page.go_back()
    else:
        page.locator(".note-return a").press("Enter")
    page.wait_for_url(f"**/{section_page(real_site, ORIGINAL, note.target.section)}")
    wait_for_scroll(page, place)
    expect(panel(page)).to_be_visible()
    expect(link).to_be_focused()
    assert reader.complaints == []


def test_a_link_in_the_list_leads_back_too(reader: Reader, real_site: Site) -> None:
    """From note to note, step by step."""
    page = open_section(reader, real_site)
    link = page.locator(".note-referrers a[href^='#note-']").first
    in_the_middle(link)
    place = scrolled(page)
    link.press("Enter")
    page.wait_for_url("**#note-*")
    page.locator(".note-return a").press("Enter")
    wait_for_scroll(page, place)
    expect(link).to_be_focused()


# -- Without scripts ------------------------------------------------------------------------


@by_language
def test_without_scripts_the_mark_leads_to_the_list(
    browser: Browser, server: str, real_site: Site, language: str
) -> None:
    context = browser.new_context(viewport={"width": NARROW, "height": 700}, java_script_enabled=False)
    page = open_section(Reader(context, server), real_site, language)
    assert panel(page).count() == 0
    for note in real_site.edition.notes_of(SECTION)[:3]:
        page.locator(f"#mark-{note.slug}").click()
        assert page.url.endswith(f"#note-{note.slug}")
        expect(page.locator(f"#note-{note.slug}:target")).to_be_in_viewport()
        pair = page.locator(f"#note-{note.slug}").locator("..")
        assert pair.locator(".about-note .permanent").inner_text() == note.slug
        page.locator(f"#note-{note.slug} [role=doc-backlink]").click()
        assert page.url.endswith(f"#mark-{note.slug}")
    context.close()


def test_notes_open_from_a_folder_too(browser: Browser, real_site: Site) -> None:
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    reader = Reader(context, Path(real_site.out).as_uri())
    page = open_section(reader, real_site)
    marks(page).first.press("Enter")
    expect(panel(page)).to_be_visible()
    panel(page).locator(".to-list").press("Enter")
    page.wait_for_url("**#note-*")
    page.locator(".note-return a").press("Enter")
    expect(panel(page).locator(".to-list")).to_be_focused()
    assert reader.complaints == []
    context.close()
