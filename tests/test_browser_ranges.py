"""The ranges of notes in a browser: what is seen, said, copied and pointed at, with and without them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import (
    CLIPBOARD,
    LANGUAGES,
    NARROW,
    WIDE,
    Reader,
    by_language,
    by_width,
    choose_state,
    reading_menu,
    section_page,
    served,
)
from building import Tree
from conftest import SMALL, Site
from overlapping import QUOTES, add_ranges
from playwright.sync_api import Browser, Locator, Page, expect

from edition.messages import message
from edition.model import Annotation
from edition.numbers import Number

SECTION, NEXT = Number(6), Number(7)
ORIGINAL = LANGUAGES[0]


def open_section(reader: Reader, site: Site, language: str, query: str = "") -> Page:
    return reader.open(section_page(site, language, SECTION) + query)


def switch_of(page: Page, language: str) -> Locator:
    """The switch in the menu of settings, also while that is closed."""
    name = message("Annotated words", language)
    return page.get_by_role("checkbox", name=name, exact=True, include_hidden=True)


def show_ranges(page: Page, language: str, shown: bool) -> None:
    with reading_menu(page):
        switch_of(page, language).set_checked(shown)


def is_marked(page: Page) -> bool:
    """Whether the ranges of the page are tinted; all or none must be."""
    colours: list[str] = page.evaluate(
        "[...new Set([...document.querySelectorAll('.quoted')].map(e => getComputedStyle(e).backgroundColor))]"
    )
    clear = "rgba(0, 0, 0, 0)"
    assert colours
    assert colours == [clear] or clear not in colours
    return colours != [clear]


# -- What is said -------------------------------------------------------------------


def spoken(page: Page) -> str:
    """The text of the accessibility tree in its order, of links their names."""
    found = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in found}

    def words(node: dict[str, Any]) -> Iterator[str]:
        role = node.get("role", {}).get("value")
        if role in {"StaticText", "doc-noteref"}:
            yield node.get("name", {}).get("value", "")
        else:
            for child in node.get("childIds", []):
                yield from words(by_id[child])

    return "|".join(words(found[0]))


def announcements(note: Annotation, number: int, language: str) -> list[str]:
    return [message(words, language) % number for words in ("note %s begins", "note %s ends")]


_SAID = re.compile(r"\[[^\]]*\]")
"""What is said where ranges begin or end, of one or of several notes."""

_MARKS = re.compile("(?:[|]" + message("note %s", ORIGINAL) % "[0-9]+" + "(?=[|]))+")


@by_language
@by_width
def test_a_screen_reader_is_told_where_each_range_begins_and_ends(
    reader: Reader, real_site: Site, language: str, width: int
) -> None:
    page = open_section(reader, real_site, language)
    reader.resize(width)
    heard = spoken(page)
    notes = real_site.edition.notes_of(SECTION)
    assert len(notes) > 5
    for note in notes:
        number = real_site.edition.numbers[note.slug]
        begins, ends = announcements(note, number, ORIGINAL)
        assert (heard.count(begins), heard.count(ends)) == (1, 1)
        # Other ranges may begin or end with this one, or within it, with their marks.
        start, end = heard.index("]", heard.index(begins)) + 1, heard.rindex("[", 0, heard.index(ends))
        between = _MARKS.sub("", _SAID.sub("", heard[start:end]))
        pieces = page.locator(f".segment[lang={ORIGINAL}] .quoted[data-annotations~='{note.slug}']").all_inner_texts()
        assert re.sub(r"\W", "", between) == re.sub(r"\W", "", "".join(pieces))
        marks = _MARKS.match(heard.partition(ends)[2].partition("]")[2])
        assert marks is not None
        assert message("note %s", ORIGINAL) % number in marks[0].split("|")


@by_language
def test_nothing_is_said_when_ranges_are_off(reader: Reader, real_site: Site, language: str) -> None:
    page = open_section(reader, real_site, language)
    words = [
        words
        for note in real_site.edition.notes_of(SECTION)
        for code in LANGUAGES
        for words in announcements(note, real_site.edition.numbers[note.slug], code)
    ]

    def heard() -> bool:
        said = spoken(page)
        return any(each in said for each in words)

    assert heard()
    show_ranges(page, language, shown=False)
    assert not heard()
    show_ranges(page, language, shown=True)
    assert heard()


def test_what_is_said_is_neither_copied_nor_found(browser: Browser, server: str, real_site: Site) -> None:
    context = browser.new_context(permissions=CLIPBOARD)
    page = open_section(Reader(context, server), real_site, ORIGINAL, "?state=transmitted")
    page.add_style_tag(content=".note-mark { display: none; }")
    notes = real_site.edition.notes_of(SECTION)
    for note in notes:
        segment = real_site.edition.original[SECTION].segments[note.target]
        selected = page.evaluate(
            "id => { getSelection().selectAllChildren(document.getElementById(id)); return getSelection().toString() }",
            segment.passage.anchor,
        )
        page.keyboard.press("Control+C")
        assert selected.strip() == page.evaluate("navigator.clipboard.readText()").strip() == segment.text
        for words in announcements(note, real_site.edition.numbers[note.slug], ORIGINAL):
            assert page.evaluate("text => window.find(text, true, false, true)", words) is False
    context.close()


# -- The switch ---------------------------------------------------------------------


@by_language
@by_width
def test_the_switch_is_remembered_and_in_the_address(
    reader: Reader, real_site: Site, language: str, width: int
) -> None:
    page = open_section(reader, real_site, language)
    reader.resize(width)
    assert is_marked(page)
    with reading_menu(page):
        expect(switch_of(page, language)).to_be_visible()
        expect(switch_of(page, language)).to_be_checked()
        switch_of(page, language).focus()
        page.keyboard.press("Space")
    assert not is_marked(page)
    assert page.url.endswith("?ranges=off")
    choose_state(page, "transmitted")
    assert "ranges=off" in page.url
    page = open_section(reader, real_site, language)
    assert not is_marked(page)
    expect(switch_of(page, language)).not_to_be_checked()
    page.locator(".neighbours a[rel=next]").click()
    page.wait_for_url(f"**/{section_page(real_site, language, NEXT)}")
    assert not is_marked(page)
    show_ranges(page, language, shown=True)
    assert is_marked(page)
    assert "ranges" not in page.url
    assert is_marked(open_section(reader, real_site, language))
    assert reader.complaints == []


def test_an_address_says_whether_ranges_are_shown(reader: Reader, real_site: Site) -> None:
    """Also to one who chose otherwise before; and as long as one reads on in the same tab."""
    page = open_section(reader, real_site, ORIGINAL, "?ranges=off")
    assert not is_marked(page)
    expect(switch_of(page, ORIGINAL)).not_to_be_checked()
    page.locator(".neighbours a[rel=next]").click()
    page.wait_for_url(f"**/{section_page(real_site, ORIGINAL, NEXT)}")
    assert not is_marked(page)
    assert is_marked(open_section(Reader(page.context, reader.origin), real_site, ORIGINAL))
    show_ranges(page, ORIGINAL, shown=True)
    assert is_marked(open_section(reader, real_site, ORIGINAL))
    show_ranges(page, ORIGINAL, shown=False)
    assert is_marked(open_section(reader, real_site, ORIGINAL, "?ranges=on"))
    assert is_marked(open_section(reader, real_site, ORIGINAL))
    assert not is_marked(open_section(Reader(page.context, reader.origin), real_site, ORIGINAL))


@by_language
def test_pages_without_ranges_have_no_switch(reader: Reader, language: str) -> None:
    assert reader.open(f"{language}/glossary.html").locator(".ranges-shown").count() == 0


@by_width
def test_without_scripts_ranges_are_shown_and_no_switch(
    browser: Browser, server: str, real_site: Site, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page = open_section(Reader(context, server), real_site, ORIGINAL, "?ranges=off")
    assert is_marked(page)
    assert not page.locator(".ranges-shown").is_visible()
    context.close()


# -- Ranges that overlap --------------------------------------------------------------


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the small edition with notes whose ranges lie in one another, overlap and cross segments."""
    folder = tmp_path_factory.mktemp("crowded")
    root = Path(shutil.copytree(SMALL, folder / "small"))
    add_ranges(root)
    tree = Tree(root, "la", folder)
    tree.build()
    with served(tree.out) as address:
        yield address


@pytest.fixture
def crowd(browser: Browser, crowded: str) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    yield Reader(context, crowded)
    context.close()


def page_of(target: str) -> str:
    return {"0": "text/00-lead.html", "1": "text/01-de-helvetiis.html"}[target[0]]


def pointed(page: Page, code: str) -> str:
    """The words that are pointed out now, in one language."""
    return "".join(page.locator(f".segment[lang={code}] .quoted.pointed").all_inner_texts())


def mark_of(page: Page, slug: str, code: str) -> Locator:
    return page.locator(f".note-mark[data-annotation={slug}][lang={code}]")


def point_at(page: Page, words: Locator) -> None:
    """Move the pointer onto the first line of *words*; the middle of their box may lie beside them."""
    words.scroll_into_view_if_needed()
    x, y = words.evaluate("e => { const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2] }")
    page.mouse.move(x, y)


@pytest.mark.parametrize("by", ["pointer", "focus"])
@pytest.mark.parametrize("slug", QUOTES)
def test_a_mark_points_out_its_own_range_in_both_languages(crowd: Reader, slug: str, by: str) -> None:
    target, *quotes = QUOTES[slug]
    page = crowd.open(page_of(target))
    for code in ("la", "de"):
        mark = mark_of(page, slug, code)
        # The note of a mark that is pointed at may lie over the other column.
        page.mouse.move(1, 1)
        expect(page.locator(".note-panel")).to_be_hidden()
        if by == "pointer":
            mark.hover()
        else:
            mark.focus()
        for language, quote in zip(("la", "de"), quotes, strict=True):
            expected = "civitati persuasit, ut" if (slug, language) == ("emendata", "la") else quote
            assert pointed(page, language) == expected.replace(". ", ".")
    page.mouse.move(1, 1)
    page.evaluate("document.activeElement.blur()")
    assert (pointed(page, "la"), pointed(page, "de")) == ("", "")


def test_a_mark_in_focus_keeps_its_range_while_one_points_elsewhere(crowd: Reader) -> None:
    page = crowd.open(page_of("0.1.1"))
    mark_of(page, "interior", "la").focus()
    mark_of(page, "exterior", "la").hover()
    assert pointed(page, "la") == QUOTES["exterior"][1]
    page.mouse.move(1, 1)
    assert pointed(page, "la") == QUOTES["interior"][1]


def test_words_point_out_the_marks_of_all_their_notes(crowd: Reader) -> None:
    page = crowd.open(page_of("0.1.1"))
    for words, slugs in [
        ("Gallia est omnis ", {"exterior"}),
        ("partes", {"exterior", "interior", "transversa", "tres-partes"}),
        (", quarum unam", {"exterior", "transversa"}),
        (" incolunt Belgae", {"exterior"}),
    ]:
        point_at(page, page.locator(".segment[lang=la] .quoted", has_text=re.compile(f"^{words}$")))
        found = page.locator(".note-mark.pointed")
        assert set(found.evaluate_all("marks => marks.map(e => e.dataset.annotation)")) == slugs
        assert set(found.evaluate_all("marks => marks.map(e => e.lang)")) == {"la", "de"}
    page.mouse.move(1, 1)
    assert page.locator(".pointed").count() == 0


def test_nothing_is_pointed_out_when_ranges_are_off(crowd: Reader) -> None:
    page = crowd.open(page_of("0.1.1") + "?ranges=off")
    mark_of(page, "exterior", "la").hover()
    colours = page.locator(".quoted").evaluate_all("all => all.map(e => getComputedStyle(e).backgroundColor)")
    assert set(colours) == {"rgba(0, 0, 0, 0)"}


# -- What is seen ---------------------------------------------------------------------

SEEN = """selector => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const paint = colour => { context.fillStyle = colour; context.fillRect(0, 0, 1, 1); };
  const pixel = () => [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  const light = colour => colour.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (one, other) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const ground = element => {
    const line = [];
    for (let e = element; e; e = e.parentElement) line.unshift(getComputedStyle(e).backgroundColor);
    paint('white');
    line.forEach(paint);
    return pixel();
  };
  return [...document.querySelectorAll(selector)].map(e => {
    const under = ground(e);
    const around = ground(e.closest('.segment'));
    paint(getComputedStyle(e).color);
    return [ratio(pixel(), under), ratio(under, around)];
  });
}"""
"""Of each element, the contrast of its words with their ground, and of this with what is around the range."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ranges_are_seen_and_their_words_are_read(crowd: Reader, scheme: str) -> None:
    crowd.page.emulate_media(color_scheme=scheme)
    page = crowd.open(page_of("0.1.1"))
    mark_of(page, "celtae-et-galli", "la").hover()
    # Several notes, one note, pointed at.
    kinds = (".quoted[data-annotations*=' ']", ".quoted:not([data-annotations*=' '], .pointed)", ".quoted.pointed")
    seen = [page.evaluate(SEEN, selector) for selector in kinds]
    assert all(seen)
    assert min(words for each in seen for words, _ in each) >= 4.5
    overlapping, single, shown = (min(tint for _, tint in each) for each in seen)
    assert 1.05 < single < overlapping < shown
    point_at(page, page.locator(".quoted").first)
    assert min(words for words, _ in page.evaluate(SEEN, ".note-mark.pointed")) >= 4.5


@pytest.mark.parametrize("media", [{"media": "print"}, {"forced_colors": "active"}, {"contrast": "more"}])
def test_ranges_are_underlined_where_tints_are_not_drawn(crowd: Reader, media: dict[str, Any]) -> None:
    page = crowd.open(page_of("0.1.1"))
    line = "getComputedStyle(document.querySelector('.quoted')).textDecorationLine"
    assert page.evaluate(line) == "none"
    page.emulate_media(**media)
    assert page.evaluate(line) == "underline"
    page.evaluate("document.documentElement.dataset.ranges = 'off'")
    assert page.evaluate(line) == "none"


def test_ranges_do_not_move_the_text(crowd: Reader) -> None:
    """No line is broken elsewhere."""
    page = crowd.open(page_of("0.1.1"))
    lines = "[...document.querySelectorAll('.segment')].map(e => [...e.getClientRects()].map(r => [r.left, r.right, r.top]))"
    for width in (WIDE, NARROW):
        crowd.resize(width)
        page.evaluate("document.documentElement.dataset.ranges = ''")
        shown = page.evaluate(lines)
        page.evaluate("document.documentElement.dataset.ranges = 'off'")
        assert page.evaluate(lines) == shown


@by_language
def test_a_lemma_follows_the_state_that_is_shown(reader: Reader, real_site: Site, language: str) -> None:
    page = open_section(reader, real_site, language)
    seen = set()
    for state in ("transmitted", "emended", "modernised"):
        choose_state(page, state)
        lemmas = []
        for note in real_site.edition.notes_of(SECTION):
            pieces = page.locator(f".segment[lang={ORIGINAL}] .quoted[data-annotations~='{note.slug}']")
            words = "".join(pieces.all_inner_texts()).split()
            lemma = page.locator(f".edition-note[data-annotation={note.slug}][lang={ORIGINAL}] .lemma").inner_text()
            assert lemma.split() == (words if len(words) <= 6 else [*words[:3], "…", *words[-2:]])
            lemmas.append(lemma)
        seen.add(tuple(lemmas))
    assert len(seen) > 1
