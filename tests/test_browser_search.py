"""The search in a browser, as readers use it: what they type, which keys they press, and what has to be sent for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browsing import LANGUAGES, NARROW, NARROWEST, OVERFLOW, Reader, by_language, section_page
from conftest import ROOT, Site
from playwright.sync_api import Browser, Page, Route, expect

from edition.messages import message
from edition.numbers import Number

QUERIES = [
    tuple(line.split("\t"))
    for line in (ROOT / "tests/records/queries.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
SECTION = Number(4)
FORM = "form.search-form"


@pytest.fixture(scope="module")
def open_search(browser: Browser, server: str, real_site: Site) -> Iterator[dict[str, Page]]:
    """In each tree a page with its search open."""
    context = browser.new_context()
    pages = {}
    for language in LANGUAGES:
        page = context.new_page()
        page.goto(f"{server}/{section_page(real_site, language, SECTION)}")
        page.keyboard.press("/")
        pages[language] = page
    yield pages
    context.close()


def ask(page: Page, query: str) -> list[str]:
    """Type a query, and wait for the answer.

    :returns: the fragments of the hits that are shown.
    """
    page.locator(f"{FORM} input").fill(query)
    page.wait_for_function(f"query => document.querySelector('{FORM}').dataset.answered === query", arg=query)
    return [
        urlsplit(address).fragment
        for address in page.locator(".search-hits a").evaluate_all("all => all.map(a => a.href)")
    ]


def test_there_are_many_queries() -> None:
    assert len(QUERIES) >= 40
    assert {language for _, language, _ in QUERIES} == set(LANGUAGES)


@pytest.mark.parametrize(("query", "language", "expected"), QUERIES)
def test_a_query_finds_what_it_should(query: str, language: str, expected: str, open_search: dict[str, Page]) -> None:
    found = ask(open_search[language], query)
    wanted = {name for name in expected.split() if not name.startswith("!")}
    unwanted = {name[1:] for name in expected.split()} - {name[1:] for name in wanted}
    assert wanted <= set(found)
    assert not unwanted & set(found)


def test_every_hit_leads_to_an_element(real_site: Site, open_search: dict[str, Page]) -> None:
    page = open_search[LANGUAGES[0]]
    for query in ("Rapallo", "Molotov", "1939"):
        ask(page, query)
        for address in page.locator(".search-hits a").evaluate_all("all => all.map(a => a.href)"):
            parts = urlsplit(address)
            text = (real_site.out.parent / parts.path.lstrip("/")).read_text(encoding="utf-8")
            assert f'id="{parts.fragment}"' in text


@by_language
def test_a_hit_shows_both_languages_with_the_words_marked(language: str, open_search: dict[str, Page]) -> None:
    page = open_search[language]
    ask(page, "Soviets invited Munich")
    hit = page.locator(".search-hits li").filter(has=page.locator("a[href$='#s4-2-3']"))
    expect(hit.locator("a")).to_contain_text("4.2.3")
    expect(hit.locator("a")).to_contain_text(message("Passage of the text", language))
    assert hit.locator("p").evaluate_all("all => all.map(p => p.lang)")[0] == language
    expect(hit.locator("p")).to_have_count(len(LANGUAGES))
    expect(hit.locator("[lang=en] mark")).to_have_text(["Soviets", "invited", "Munich"])


def test_words_are_marked_in_the_spelling_that_they_have(open_search: dict[str, Page]) -> None:
    page = open_search["ro"]
    ask(page, '"conferinta de la munchen" invitati')
    hit = page.locator(".search-hits li").filter(has=page.locator("a[href$='#s4-2-3']"))
    expect(hit.locator("[lang=ro] mark")).to_have_text(["Conferința", "de", "la", "München", "invitați"])


@by_language
def test_the_number_of_hits_is_said(language: str, open_search: dict[str, Page]) -> None:
    page = open_search[language]
    ask(page, "Merecalov")
    status = page.locator(f"{FORM} [role=status]")
    expect(status).to_have_text(message("Hits: %s", language) % 3)


@by_language
def test_where_nothing_is_found_something_else_is_offered(language: str, open_search: dict[str, Page]) -> None:
    page = open_search[language]
    assert ask(page, "Molotof") == []
    status = page.locator(f"{FORM} [role=status]")
    expect(status).to_contain_text(message("Nothing was found.", language))
    status.get_by_role("button", name="Molotov", exact=True).click()
    expect(page.locator(f"{FORM} input")).to_have_value("Molotov")
    expect(page.locator(".search-hits a")).not_to_have_count(0)
    assert ask(page, "Rapallo qqqq") == []
    expect(status.get_by_role("button", name="Rapallo", exact=True)).to_be_visible()


def test_hits_are_filtered(open_search: dict[str, Page]) -> None:
    page = open_search["en"]
    everything = len(ask(page, "Munich"))
    filters = {name: page.locator(f"{FORM} select[name={name}]") for name in ("kind", "section", "language")}
    links = page.locator(".search-hits a")
    filters["kind"].select_option("note")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.search-hits a')].every(a => a.hash.startsWith('#note-'))"
    )
    filters["section"].select_option("4")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.search-hits a')].every(a => a.pathname.includes('/04-'))"
    )
    filters["kind"].select_option("")
    filters["section"].select_option("")
    filters["language"].select_option("ro")
    expect(links).to_have_count(0)
    filters["language"].select_option("")
    expect(links).to_have_count(everything)


def test_the_rest_of_many_hits_is_shown_when_it_is_asked_for(open_search: dict[str, Page]) -> None:
    page = open_search["en"]
    assert len(ask(page, "1939")) == 10
    page.get_by_role("button", name="More hits").click()
    expect(page.locator(".search-hits a")).to_have_count(20)
    expect(page.locator(".search-hits a").nth(10)).to_be_focused()


def test_the_keyboard_is_enough(reader: Reader, real_site: Site) -> None:
    page = reader.open(section_page(real_site, "ro", SECTION))
    page.keyboard.press("/")
    field = page.locator(f"{FORM} input")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("1/2")
    expect(field).to_have_value("1/2")
    ask(page, "Merecalov")
    links = page.locator(".search-hits a")
    page.keyboard.press("Enter")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    target = links.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(str(target))
    page.keyboard.press("/")
    expect(page.locator("dialog.search-dialog")).to_be_visible()
    page.locator(".search-filters select").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.search-dialog")).to_be_hidden()
    assert reader.complaints == []


def test_the_link_opens_the_search_and_gets_the_focus_back(reader: Reader, real_site: Site) -> None:
    page = reader.open(section_page(real_site, "en", SECTION))
    link = page.locator("a.search-open").first
    link.click()
    expect(page.locator(f"{FORM} input")).to_be_focused()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("dialog.search-dialog")).to_be_hidden()
    expect(link).to_be_focused()


def test_the_dialog_closes_though_what_searches_has_not_come(held: Page, server: str, real_site: Site) -> None:
    held.route("**/_static/search.js", lambda route: None)
    held.goto(f"{server}/{section_page(real_site, 'en', SECTION)}")
    with held.expect_request("**/_static/search.js"):
        held.keyboard.press("/")
    held.get_by_role("button", name="Close").click()
    expect(held.locator("dialog.search-dialog")).to_be_hidden()


def test_what_is_asked_for_stands_there_before_what_searches_has_come(held: Page, server: str) -> None:
    """And what is typed meanwhile is searched for, not what the address had."""
    coming: list[Route] = []

    def hold(route: Route) -> None:
        coming.append(route)

    held.route("**/_static/search.js", hold)
    with held.expect_request("**/_static/search.js"):
        held.goto(f"{server}/en/search.html?q=Merecalov&kind=note&length=1", wait_until="commit")
    expect(held.locator("[name=q]")).to_have_value("Merecalov")
    expect(held.locator("[name=kind]")).to_have_value("note")
    held.locator("[name=q]").fill("Rapallo")
    [script] = coming
    script.continue_()
    expect(held.locator("form[data-answered=Rapallo]")).to_be_visible()
    expect(held.locator("[name=q]")).to_have_value("Rapallo")


def test_a_search_that_did_not_come_comes_when_one_opens_it_again(held: Page, server: str, real_site: Site) -> None:
    held.route("**/_static/search.js", lambda route: route.abort(), times=1)
    held.goto(f"{server}/{section_page(real_site, 'en', SECTION)}")
    with held.expect_event("requestfailed"):
        held.keyboard.press("/")
    held.get_by_role("button", name="Close").click()
    expect(held.locator("dialog.search-dialog")).to_be_hidden()
    held.keyboard.press("/")
    held.keyboard.type("Rapallo")
    expect(held.locator(".search-hits li").first).to_be_visible()


@by_language
def test_a_search_can_be_sent(language: str, reader: Reader) -> None:
    page = reader.open(f"{language}/search.html?q=Merecalov&kind=note")
    expect(page.locator(".search-hits a")).to_have_count(1)
    expect(page.locator("dialog.search-dialog")).to_have_count(0)
    ask(page, "Benes")
    assert "q=Benes" in page.url
    assert "kind=note" in page.url
    assert reader.complaints == []


@by_language
def test_nothing_of_the_search_is_loaded_before_it_is_opened(language: str, reader: Reader, real_site: Site) -> None:
    names: list[str] = []
    reader.page.on("request", lambda request: names.append(urlsplit(request.url).path.rpartition("/")[2]))
    reader.open(section_page(real_site, language, SECTION))
    assert names
    loaded = re.compile(r"search|stemmer|language_data|pagefind")
    assert [name for name in names if loaded.match(name)] == []


def test_the_index_is_not_sent_at_once(reader: Reader, real_site: Site) -> None:
    sizes: dict[str, int] = {}
    reader.page.on(
        "response", lambda response: sizes.update({response.url: int(response.headers.get("content-length", 0))})
    )
    page = reader.open(section_page(real_site, "ro", SECTION))
    page.keyboard.press("/")
    ask(page, "Rapallo")
    folder = real_site.out / "search"
    whole = sum(path.stat().st_size for path in folder.rglob("*.pf_*"))
    sent = sum(size for address, size in sizes.items() if ".pf_" in address)
    assert 0 < sent < whole / 8
    assert not [address for address in sizes if address.endswith("records.js")]


@by_language
def test_pages_opened_from_a_file_find_the_same(
    language: str, browser: Browser, real_site: Site, open_search: dict[str, Page]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((real_site.out / language / "search.html").as_uri())
    said = message(
        "The search engine cannot run here, as in pages opened from a file; all records are looked through instead.",
        language,
    )
    expect(page.locator(".search-hints")).to_have_text(said)
    for query in ("Merecalov", "strâmtorilor", "Bessarabia occupation", '"conferinta de la munchen"', "4.2.3"):
        ask(page, query)
        count = page.locator(f"{FORM} [role=status]").inner_text()
        ask(open_search[language], query)
        assert open_search[language].locator(f"{FORM} [role=status]").inner_text() == count
    ask(page, "Merecalov")
    page.locator(".search-hits a[href$='#entry-aleksei-merekalov']").click()
    page.wait_for_url("**/persons.html#entry-aleksei-merekalov")
    context.close()


@by_language
def test_without_scripts_the_page_leads_elsewhere(language: str, browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/{language}/search.html")
    expect(page.locator(FORM)).to_be_hidden()
    links = page.locator("noscript a")
    assert {"persons.html", "glossary.html"} <= {Path(str(link.get_attribute("href"))).name for link in links.all()}
    context.close()


@pytest.mark.parametrize("width", [NARROW, NARROWEST])
def test_the_search_fits_a_phone(width: int, reader: Reader, real_site: Site) -> None:
    page = reader.open(section_page(real_site, "ro", SECTION))
    reader.resize(width)
    page.keyboard.press("/")
    ask(page, "Strâmtorilor")
    assert page.evaluate(OVERFLOW) == []
    box = page.locator("dialog.search-dialog").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, width)
