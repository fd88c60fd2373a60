"""How pages look, and what they load: colours, letters, widths, print, and the policy that hosts give them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsing import CONTRAST, LANGUAGES, NARROWEST, OVERFLOW, WIDE, Handler, Reader, by_language, served
from conftest import Site
from playwright.sync_api import Browser, expect

KINDS = [
    "index.html",
    "text/00-lead.html",
    "persons.html",
    "glossary.html",
    "chronology.html",
    "maps.html",
    "bibliography.html",
    "apparatus.html",
    "about/contribute.html",
    "search.html",
]
PAGES = ["index.html", *(f"{language}/{kind}" for language in LANGUAGES for kind in KINDS)]
SEARCH = [
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "searchtools.js",
    "language_data.js",
    "searchindex.js",
]
TEXT = f"{LANGUAGES[0]}/text/00-lead.html"

by_page = pytest.mark.parametrize("name", PAGES)


class Host(Handler):
    """A host that gives its pages the headers of the file ``_headers`` of the site."""

    def __init__(self, *arguments: Any, site: Path, **options: Any) -> None:
        lines = (site / "_headers").read_text(encoding="utf-8").splitlines()
        assert lines[0] == "/*"
        self.given = [line.strip().split(": ", 1) for line in lines[1:]]
        super().__init__(*arguments, **options)

    def end_headers(self) -> None:
        for name, value in self.given:
            self.send_header(name, value)
        super().end_headers()


@pytest.fixture(scope="module")
def host(real_site: Site) -> Iterator[str]:
    with served(real_site.out, partial(Host, site=real_site.out)) as address:
        yield address


@pytest.fixture
def strict_reader(browser: Browser, host: str) -> Iterator[Reader]:
    """A reader of pages that stand under the policy."""
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    context.add_init_script(
        "window.refused = []; document.addEventListener('securitypolicyviolation', e => refused.push("
        "`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`))"
    )
    yield Reader(context, host)
    context.close()


@by_page
def test_a_page_loads_what_is_ours_and_the_policy_of_the_host_refuses_nothing(strict_reader: Reader, name: str) -> None:
    loaded: list[str] = []
    strict_reader.page.on("request", lambda request: loaded.append(urlsplit(request.url).path.rsplit("/", 1)[-1]))
    page = strict_reader.open(name)
    for button in page.locator("button.colour-mode:visible, button.contents-hide:visible").all():
        button.click()
    assert page.evaluate("refused") == []
    assert strict_reader.complaints == []
    ours = ("edition", "serif-", "favicon.")
    assert [file for file in loaded[1:] if not file.startswith(ours)] == (SEARCH if "search" in name else [])


def test_the_policy_is_in_force(strict_reader: Reader) -> None:
    page = strict_reader.open(TEXT)
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    page.wait_for_function("refused.length === 2")


@by_page
def test_narrow_screens_and_twice_the_size_need_no_sideways_scroll(browser: Browser, server: str, name: str) -> None:
    """Browsers enlarge by taking half as many pixels; letters alone grow where the reader has set them so."""
    with browser.new_context(viewport={"width": WIDE // 2, "height": 450}, device_scale_factor=2) as context:
        page = context.new_page()
        page.goto(f"{server}/{name}")
        assert page.evaluate(OVERFLOW) == []
        page.set_viewport_size({"width": NARROWEST, "height": 640})
        assert page.evaluate(OVERFLOW) == []
        size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
        before = page.evaluate(size)
        page.add_style_tag(content=":root { font-size: 200% }")
        assert page.evaluate(size) == pytest.approx(2 * before)


@by_page
def test_all_words_stand_out_from_their_ground(browser: Browser, server: str, name: str) -> None:
    words = "body :is(p, a, td, th, dt, dd, h1, h2, h3, li, span.caption-text, code, label)"
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{server}/{name}")
        for mode in ("light", "dark"):
            page.emulate_media(color_scheme=mode)  # type: ignore[arg-type]
            assert min(page.evaluate(CONTRAST, words)) >= 4.5


def test_colours_follow_the_system_without_scripts(browser: Browser, server: str) -> None:
    grounds = {}
    for mode in ("light", "dark"):
        with browser.new_context(color_scheme=mode, java_script_enabled=False) as context:
            page = context.new_page()
            page.goto(f"{server}/{TEXT}")
            grounds[mode] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert grounds["light"] != grounds["dark"]


@by_language
def test_colours_are_chosen_and_remembered(reader: Reader, language: str) -> None:
    page = reader.open(f"{language}/text/00-lead.html")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    button = page.locator("button.colour-mode")
    names = []
    for _ in range(3):
        names.append(button.inner_text().strip())
        button.click()
    assert len(set(names)) == 3
    button.click()  # light
    button.click()  # dark
    assert page.evaluate(ground) != light
    dark = page.evaluate(ground)
    reader.open(f"{language}/persons.html")
    assert page.evaluate(ground) == dark
    assert reader.complaints == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_contents_open_on_a_narrow_screen(browser: Browser, server: str, scripts: bool) -> None:
    with browser.new_context(viewport={"width": 375, "height": 640}, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{server}/{TEXT}")
        contents = page.locator("#contents")
        expect(contents).to_be_hidden()
        opener = page.locator(".contents-open")
        opener.focus()
        page.keyboard.press("Enter")
        expect(contents).to_be_visible()
        page.keyboard.press("Escape")
        expect(contents).to_be_hidden()
        expect(opener).to_be_focused()
        opener.click()
        contents.locator("nav a").nth(2).click()
        page.wait_for_url(lambda address: not address.endswith(TEXT))


def test_the_contents_beside_the_text_can_be_put_away(reader: Reader) -> None:
    page = reader.open(TEXT)
    contents, button = page.locator("#contents"), page.locator(".contents-hide")
    expect(contents).to_be_visible()
    button.click()
    expect(contents).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    reader.open(f"{LANGUAGES[0]}/persons.html")
    expect(contents).to_be_hidden()
    button.click()
    expect(contents).to_be_visible()


@by_language
def test_printed_from_dark_mode_it_is_black_on_white_with_all_notes(
    browser: Browser, server: str, language: str
) -> None:
    with browser.new_context(color_scheme="dark", viewport={"width": 720, "height": 1000}) as context:
        page = context.new_page()
        page.goto(f"{server}/{language}/text/00-lead.html")
        page.locator("button.colour-mode").click()
        page.locator("button.colour-mode").click()
        page.emulate_media(media="print")
        colours = (
            "[document.body, document.querySelector('.parallel-cell p'), document.querySelector('.edition-note p')]"
        )
        assert set(page.evaluate(f"{colours}.map(e => getComputedStyle(e).color)")) == {"rgb(0, 0, 0)"}
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        notes = page.locator(".edition-note")
        assert notes.count() > 20
        assert all(note.is_visible() for note in notes.all())
        for gone in ("#contents", ".page-header", ".neighbours"):
            expect(page.locator(gone)).to_be_hidden()


def test_the_letters_of_the_edition_are_used(reader: Reader) -> None:
    """With commas below, Cyrillic too; and those that are not needed are not fetched."""
    page = reader.open(TEXT)
    page.reload()  # the first page may have to do without
    page.evaluate("document.fonts.ready")
    loaded = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family + f.style)"
    assert page.evaluate("document.fonts.check('17px \"Edition Serif\"', 'ăâîșț ĂÂÎȘȚ „” – čłżė')")
    assert {face.replace('"', "") for face in page.evaluate(loaded)} >= {"Edition Serifnormal", "Edition Serifitalic"}
    assert not any("Cyrillic" in face for face in page.evaluate(loaded))


def test_moving_is_left_out_for_whom_it_disturbs(browser: Browser, server: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{server}/{TEXT}")
        moving = """[...document.querySelectorAll('body, body *')].filter(e => {
          const style = getComputedStyle(e);
          return [style.transitionDuration, style.animationDuration].some(t => parseFloat(t) > 0.01);
        }).length"""
        assert page.evaluate(moving) == 0


def test_forced_colours_keep_what_is_said_by_colour(browser: Browser, server: str) -> None:
    with browser.new_context(forced_colors="active") as context:
        page = context.new_page()
        page.goto(f"{server}/{TEXT}")
        icon = page.locator(".search-open .icon")
        assert icon.evaluate("e => getComputedStyle(e).stroke") == icon.evaluate("e => getComputedStyle(e).color")
        quoted = page.locator(".quoted").first
        assert "dashed" in quoted.evaluate("e => getComputedStyle(e).textDecorationStyle")
