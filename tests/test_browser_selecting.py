"""From words that a reader selects, or a passage, to the form for an annotation that quotes them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from browsing import NARROW, OVERFLOW, Reader, by_language, section_page
from conftest import Site
from filling import LEAD, SELECT, address, fields, form, named, select, sign, wrong
from playwright.sync_api import Browser, Page, Route, expect

from edition.anchor import find
from edition.messages import message
from edition.numbers import Number
from edition.site import native_name


def test_the_quote_has_the_transmitted_words(teacher: Reader) -> None:
    """Emended ones are shown; half a word that is selected is meant whole."""
    page = teacher.open(LEAD)
    select(page, "0.1.1", "la", "nam", "Belgae")
    assert named(page, "quote").input_value() == "unam incolunt Belgae"
    named(page, "quote").fill("unam incolebant Belgae")
    expect(wrong(page, "quote")).to_contain_text("A02")
    named(page, "quote").fill("Matrona et Sequana")
    expect(wrong(page, "quote")).to_contain_text("These words stand in 0.1.3")
    wrong(page, "quote").locator("button").click()
    expect(wrong(page, "quote")).to_be_empty()
    assert named(page, "target").input_value() == "0.1.3"


def test_words_that_stand_there_twice_are_quoted_with_others(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    select(page, "0.2.2", "la", "aut", "aut")
    assert named(page, "quote").input_value() == "aut suis"
    named(page, "quote").fill("a")
    expect(wrong(page, "quote")).to_contain_text("A03")


def test_words_of_the_translation_are_quoted_beside_those_of_the_original(teacher: Reader, open_edition: Path) -> None:
    page = teacher.open(LEAD)
    select(page, "0.1.2", "de", "Sie alle", "voneinander")
    assert named(page, "quote-de").input_value() == "Sie alle unterscheiden sich voneinander"
    assert named(page, "quote").input_value() == "Hi omnes lingua, institutis, legibus inter se differunt."
    expect(form(page).locator("details")).to_have_attribute("open", "")
    named(page, "note-de").fill("Gut.")
    sign(page)
    assert "\nquote-de: Sie alle unterscheiden sich voneinander\n" in fields(address(page, "file"))["value"]
    named(page, "quote-de").fill("Sie keine")
    expect(wrong(page, "quote-de")).to_contain_text("A02")


def test_several_sentences_are_one_target_as_long_as_the_quote_has_words_of_them(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    page.evaluate(
        """() => {
          const [first, last] = ['0.1.2', '0.1.3'].map(n => document.querySelector(`[lang=la][data-passage="${n}"]`).lastChild);
          getSelection().setBaseAndExtent(first, 30, last, 8);
        }"""
    )
    page.locator(".annotate-words").click()
    assert named(page, "target").input_value() == "0.1.2-0.1.3"
    assert named(page, "quote").input_value() == "legibus inter se differunt. Gallos ab"
    named(page, "quote").fill("Gallos ab")
    expect(form(page).locator(".path")).to_contain_text("0.1.3 ·")
    assert 'target: "0.1.3"' in fields(address(page, "file"))["value"]


CASES = [
    ("“Gallia”", "'Gallia' est „Gallia”, «Gallia» et Gallia"),
    ("GALLIA — omnis", "Gallia \u2013  omnis"),
    ("ﬁnis", "finis, ﬁnis"),
    ("strasse", "Straße und STRASSE"),
    ("aa", "aaaa"),
    ("a\u0306", "ă și a\u0306"),
    ("...", "și… …"),
    ("Περσεύς", "ΠΕΡΣΕΥΣ περσευσ"),
    ("𝔘nd", "Und 𝔘nd"),
    ("zz", "aa"),
]


def test_a_quote_is_found_where_the_check_finds_it(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    select(page, "0.1.1", "la", "divisa in", "tres")
    script = """cases => {
      const { locate } = editionAnnotationFile(editionAnnotatingData);
      return cases.map(([quote, text]) => locate(quote, [{ passage: '1', text }]).code ?? '');
    }"""
    counts = [len(find(quote, text, {})) for quote, text in CASES]
    assert page.evaluate(script, CASES) == ["A02" if not count else "" if count == 1 else "A03" for count in counts]


@by_language
def test_every_passage_of_a_page_is_quoted_as_it_was_transmitted(
    language: str, real_site: Site, reader: Reader
) -> None:
    section = Number(4)
    page = reader.open(section_page(real_site, language, section))
    page.locator(".annotate-way .annotate").click()
    expect(form(page)).to_be_visible()
    expect(form(page).locator("h2")).to_have_text(message("Annotate", language))
    expect(page.locator("label[for=annotating-note]")).to_contain_text(native_name(language))
    expect(form(page).locator(".ends > *")).to_have_count(2)
    quoted = page.evaluate(
        """() => {
          const [target, quote] = ['target', 'quote'].map(name => document.querySelector(`dialog.annotating [name=${name}]`));
          return [...target.options].map(({ value }) => {
            target.value = value;
            target.dispatchEvent(new Event('change', { bubbles: true }));
            return [value, quote.value, document.getElementById(quote.getAttribute('aria-describedby')).textContent];
          });
        }"""
    )
    segments = real_site.edition.original[section].segments
    assert [(number, words.split()) for number, words, _ in quoted] == [
        (str(passage), segment.text.split()) for passage, segment in segments.items()
    ]
    assert [(number, wrong) for number, _, wrong in quoted if wrong] == []
    assert reader.complaints == []


# -- Ways to the form ------------------------------------------------------------------


def test_the_button_goes_with_the_selection(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    button = page.locator(".annotate-words")
    expect(button).to_be_hidden()
    page.evaluate(SELECT, ["0.1.1", "la", "divisa in", "tres"])
    expect(button).to_be_visible()
    page.evaluate("getSelection().removeAllRanges()")
    expect(button).to_be_hidden()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.notes'))")
    page.wait_for_function("getSelection().toString().length > 100")
    expect(button).to_be_hidden()


def test_the_button_stays_when_a_word_is_clicked_twice(teacher: Reader) -> None:
    """The first click takes a selection away, the second selects anew."""
    page = teacher.open(LEAD)
    page.clock.install()
    page.evaluate(SELECT, ["0.1.1", "la", "divisa", "divisa"])
    x, y = page.evaluate(
        "() => { const r = getSelection().getRangeAt(0).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] }"
    )
    page.mouse.dblclick(x, y, delay=20)
    expect(page.locator(".annotate-words")).to_be_visible()
    page.clock.run_for(1000)
    expect(page.locator(".annotate-words")).to_be_visible()


def test_who_presses_twice_on_a_slow_line_gets_one_form(held: Page, open_server: str) -> None:
    coming: list[Route] = []

    def hold(route: Route) -> None:
        coming.append(route)

    held.route("**/_static/annotating.js", hold)
    held.goto(f"{open_server}/{LEAD}")
    way = held.locator(".annotate-way .annotate")
    with held.expect_request("**/_static/annotating.js"):
        way.click()
    way.click()
    for script in coming:
        script.continue_()
    expect(form(held)).to_be_visible()
    held.keyboard.press("Escape")
    expect(form(held)).to_be_hidden()
    assert len(coming) == 1


by_script = pytest.mark.parametrize("script", ["annotating.js", "annotating-data.js", "annotation-file.js"])


@by_script
def test_where_the_form_does_not_come_the_link_leads_on(script: str, held: Page, open_server: str) -> None:
    held.route(f"**/_static/{script}", lambda route: route.abort())
    held.route("https://example.org/**", lambda route: route.fulfill(body="there"))
    held.goto(f"{open_server}/{LEAD}")
    held.evaluate(SELECT, ["0.1.1", "la", "divisa in", "tres"])
    held.locator(".annotate-words").click()
    held.wait_for_url("https://example.org/people/gallia/issues/new?template=annotation.yml", timeout=5000)


@by_script
def test_a_form_that_did_not_come_comes_when_one_presses_again(script: str, held: Page, small_server: str) -> None:
    held.route(f"**/_static/{script}", lambda route: route.abort(), times=1)
    held.goto(f"{small_server}/{LEAD}")
    with held.expect_console_message(lambda said: said.type == "warning", timeout=5000):
        held.locator(".annotate-way .annotate").click()
    held.locator(".annotate-way .annotate").click()
    expect(form(held)).to_be_visible()


def test_a_touch_chooses_a_passage(teacher: Reader) -> None:
    page = teacher.open(LEAD)
    page.set_viewport_size({"width": NARROW, "height": 700})
    page.locator("#s0-2 > .passage-number").tap()
    page.locator(".passage-menu .annotate").tap()
    expect(named(page, "target")).to_have_value("0.2.1-0.2.2")
    expect(page.locator(".passage-menu")).to_be_hidden()
    assert page.evaluate(OVERFLOW) == []
    assert form(page).evaluate("e => e.scrollWidth <= e.clientWidth && e.clientWidth === innerWidth")


def test_from_a_file(browser: Browser, open_edition: Path) -> None:
    page = browser.new_page()
    page.goto((open_edition / "html" / LEAD).as_uri())
    select(page, "0.1.1", "la", "divisa in", "tres")
    assert named(page, "quote").input_value() == "divisa in partes tres"
    page.close()


def test_without_scripts_a_link_leads_on(browser: Browser, open_server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{open_server}/{LEAD}")
    link = page.locator(".annotate-way a")
    expect(link).to_have_attribute("href", "https://example.org/people/gallia/issues/new?template=annotation.yml")
    expect(page.locator(".annotate-way span")).to_be_hidden()
    expect(page.locator(".annotate-words")).to_be_hidden()
    context.close()


def test_without_scripts_or_an_address_there_is_nothing_to_press(browser: Browser, small_server: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{small_server}/{LEAD}")
    expect(page.locator(".annotate-way button")).to_be_hidden()
    page.close()


def test_pages_stay_light(open_edition: Path) -> None:
    """The form is no part of a page: it is loaded when it is opened."""

    def size(*names: str) -> int:
        return sum(len(gzip.compress((open_edition / "html/de/_static" / name).read_bytes(), 9)) for name in names)

    assert size("edition.js", "edition-early.js") < 15_000
    assert size("edition.css") < 15_000
    assert size("annotating.js", "annotation-file.js") < 12_000
    assert "annotating.js" not in (open_edition / "html" / LEAD).read_text(encoding="utf-8")
