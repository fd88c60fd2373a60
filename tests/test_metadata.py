"""What pages say about themselves: descriptions, records for reference managers, companions, the map of the site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from building import command
from conftest import ROOT, Site
from lxml import etree, html

from edition import config, corpus, publishing
from edition.metadata import PageData, describe, shortened
from edition.readings import DEFAULT_STATE, in_state
from edition.typst.pictures import write_pictures

CONFIG = config.read(ROOT)
PUBLIC = replace(CONFIG, site="https://example.org/edition/")

by_language = pytest.mark.parametrize("language", CONFIG.languages)


def pages(site: Site, language: str) -> Iterator[tuple[str, html.HtmlElement]]:
    """The pages of a tree that stand for something of the edition."""
    for name in publishing.pages_of(site.out, language):
        yield name, html.document_fromstring((site.out / language / name).read_text(encoding="utf-8"))


def content(page: html.HtmlElement, name: str) -> list[str]:
    return page.xpath("//head/meta[@name=$n or @property=$n]/@content", n=name)


# -- Descriptions ----------------------------------------------------------------


@by_language
def test_every_page_has_a_title_and_a_description_of_its_own(real_site: Site, language: str) -> None:
    titles, descriptions = {}, {}
    for name, page in pages(real_site, language):
        (title,), (description,) = page.xpath("//head/title/text()"), content(page, "description")
        assert 40 <= len(description) <= 201, (name, description)
        # No number of a note, and none of the marks that a role or a link leaves.
        assert not re.search(r"\bnot[ae] \d|\[|\]|[{}`]", description), (name, description)
        assert content(page, "og:description") == [description]
        assert title not in titles, (name, titles.get(title))
        assert description not in descriptions, (name, descriptions.get(description))
        titles[title], descriptions[description] = name, name
    assert len(titles) > 25


@by_language
def test_a_section_is_described_by_its_own_first_words_as_they_are_shown(real_site: Site, language: str) -> None:
    edition = real_site.edition
    for number, section in edition.sections[language].items():
        path = real_site.out / language / "text" / f"{section.path.stem}.html"
        (description,) = content(html.document_fromstring(path.read_text(encoding="utf-8")), "description")
        if not section.paragraphs:
            assert section.heading.text in description
            continue
        segment = section.paragraphs[0][0]
        first = segment.text
        if section is edition.original[number]:
            first = in_state(first, edition.emended.get(segment.passage, ()), edition.orthography, DEFAULT_STATE)
        assert " ".join(first.split()).startswith(description[:60])


def test_a_description_is_cut_between_words() -> None:
    assert shortened("one  two\nthree") == "one two three"
    cut = shortened("syllable, " * 40)
    assert len(cut) <= 201
    assert cut.endswith("syllable…")


# -- Zotero ------------------------------------------------------------------------

# The rules of its translators “Embedded Metadata” and “RDF”, as far as they concern what a page of ours has.
_PREFIXES = {"dc", "dcterms", "og", "book", "article", "bib", "bibo", "prism", "eprints"}
_HIGHWIRE = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_inbook_title": "bookTitle",
    "citation_book_title": "bookTitle",
    "citation_public_url": "url",
    "citation_language": "language",
}


def zotero(page: html.HtmlElement, address: str, *, newer: bool = True) -> dict[str, Any]:
    """The record that Zotero makes of a page; older versions look at the parts of a name in another way."""
    hwtype, guess, rdf = "", "", {}
    for element in page.iter("meta"):
        tag, value = element.get("name") or element.get("property"), element.get("content")
        if not tag or not value:
            continue
        parts = re.split("[.:_]", tag)
        prefix = parts[1].lower() if newer and len(parts) > 2 else ""
        if prefix not in _PREFIXES:
            prefix = parts[0].lower()
        if prefix in _PREFIXES:
            rdf.setdefault(f"{prefix}:{tag[len(parts[0]) + 1 :]}".lower(), value)
        elif tag in ("citation_book_title", "citation_inbook_title") and (newer or tag == "citation_book_title"):
            hwtype = "bookSection"
        elif tag == "citation_title":
            guess = guess or "journalArticle"
    types = {"book": "book", "website": "webpage"}
    kind = types.get(rdf.get("og:type", "")) or {"bookitem": "bookSection"}.get(rdf.get("dc:type", "").lower())
    kind = hwtype or kind or guess or "webpage" if newer else kind or hwtype or guess or "webpage"
    record: dict[str, Any] = {"itemType": kind, "title": rdf.get("dc:title") or rdf.get("og:title")}
    record["abstractNote"] = rdf.get("og:description")
    record["rights"], record["date"] = rdf.get("dc:rights"), rdf.get("dc:date")
    record["url"] = rdf.get("og:url")
    for name, key in _HIGHWIRE.items():
        if values := content(page, name):
            record[key] = values[0]
    if kind == "bookSection":
        record.setdefault("bookTitle", rdf.get("dc:source") or rdf.get("og:site_name"))
    else:
        record.pop("bookTitle", None)
    creators = [("author", name) for name in content(page, "citation_author")]
    creators += [("editor", name) for name in content(page, "citation_editor")] if newer else []
    record["creators"] = creators or [("author", rdf["dc:creator"])]
    record["attachments"] = content(page, "citation_pdf_url")
    record["url"] = record["url"] or address
    return record


@by_language
@pytest.mark.parametrize("newer", [True, False], ids=["newer Zotero", "older Zotero"])
def test_zotero_has_a_right_record_from_every_page(real_site: Site, language: str, newer: bool) -> None:
    book = f"{CONFIG.titles[language]}: {CONFIG.subtitles[language]}"
    editors = CONFIG.authors[language]
    for name, page in pages(real_site, language):
        address = f"https://example.org/{language}/{name}"
        record = zotero(page, address, newer=newer)
        assert record["date"].replace("/", "-") == CONFIG.date
        assert (record["language"], record["rights"]) == ({"en": "en-GB"}.get(language, language), CONFIG.licence)
        assert record["url"] == address
        assert record["abstractNote"] == content(page, "description")[0]
        if name == "index.html":
            assert (record["itemType"], record["title"]) == ("book", book)
        else:
            (heading,) = page.xpath("//h1")
            assert record["itemType"] == "bookSection"
            assert record["bookTitle"] == book
            assert heading.text_content().startswith(record["title"][:8]), name
        roles = dict(record["creators"])
        assert set(roles.values()) == {editors}
        # The words of the article are not the editors' own; what they wrote themselves is.
        if newer:
            assert roles.keys() == ({"editor"} if name.startswith(("text/", "index")) else {"author", "editor"})


def test_with_a_public_address_a_record_has_it_and_the_book() -> None:
    page = html.Element("html")
    head = etree.SubElement(page, "head")
    for kind, name, value in describe(PUBLIC, PageData("en", "text/a.html", "A", "About A", position=1)).elements:
        etree.SubElement(head, "meta", {kind: name, "content": value})
    record = zotero(page, "")
    assert record["url"] == "https://example.org/edition/en/text/a.html"
    assert record["attachments"] == ["https://example.org/edition/pdf/en.pdf"]


# -- Search engines and networks ---------------------------------------------------


@by_language
def test_schema_org_has_a_chapter_of_a_book(real_site: Site, language: str) -> None:
    seen = []
    for name, page in pages(real_site, language):
        (script,) = page.xpath("//script[@type='application/ld+json']/text()")
        data = json.loads(script)
        book = data if name == "index.html" else data["isPartOf"]
        assert (book["@type"], book["name"]) == ("Book", CONFIG.titles[language])
        assert book["isBasedOn"] == CONFIG.article
        if name.startswith("text/"):
            assert data["@type"] == "Chapter"
            assert data["inLanguage"] == language
            assert ("translationOfWork" in data) == (language != CONFIG.languages[0])
            seen.append(data["position"])
    assert seen == list(range(1, len(real_site.edition.original) + 1))


def test_linked_data_cannot_end_its_element() -> None:
    data = describe(CONFIG, PageData("en", "a.html", "</script><b>", "x")).linked_data
    assert "<" not in data
    assert json.loads(data)["name"] == "</script><b>"


@by_language
def test_a_page_names_itself_in_all_languages(real_site: Site, language: str) -> None:
    codes = [*CONFIG.languages, "x-default"]
    for name, page in pages(real_site, language):
        links = page.xpath("//head/link[@rel='alternate']")
        assert [link.get("hreflang") for link in links] == codes
        there = [((real_site.out / language / name).parent / link.get("href")).resolve() for link in links]
        home = real_site.out / "index.html"
        expected = [real_site.out / code / name for code in CONFIG.languages]
        assert there == [path.resolve() for path in [*expected, home if name == "index.html" else expected[0]]]


def test_with_a_public_address_pages_and_lists_have_it(small: Path) -> None:
    conf = small / "conf.py"
    conf.write_text(
        f'{conf.read_text(encoding="utf-8")}\nedition_site = "https://example.org/bello"\n', encoding="utf-8"
    )
    out = small / "out"
    for language in ("la", "de"):
        assert command(small, language, "html", out / language, small / "doctrees" / language).errors == ""
    settings = config.read(small)
    edition, _ = corpus.load(small, settings)
    publishing.write_site(edition, settings, out, small / "none")
    write_pictures(settings, out)
    page = html.document_fromstring((out / "de/text/00-lead.html").read_text(encoding="utf-8"))
    here = "https://example.org/bello/de/text/00-lead.html"
    assert page.xpath("//link[@rel='canonical']/@href") == [here]
    assert content(page, "og:url") == content(page, "citation_public_url") == content(page, "DC.identifier") == [here]
    assert page.xpath("//link[@rel='alternate']/@href") == [
        "https://example.org/bello/la/text/00-lead.html",
        here,
        "https://example.org/bello/la/text/00-lead.html",
    ]
    (picture,) = content(page, "og:image")
    assert (out / picture.removeprefix("https://example.org/bello/")).read_bytes().startswith(b"\x89PNG")
    assert content(page, "og:image:alt") == ["Der Gallische Krieg: Eine Probe mit deutscher Übersetzung"]
    sitemap = etree.parse(out / "sitemap.xml")
    listed = sitemap.xpath("//*[local-name()='loc']/text()")
    assert here in listed
    assert len(listed) == len(set(listed)) == 2 * len(publishing.pages_of(out, "de"))
    assert all((out / place.removeprefix("https://example.org/bello/")).is_file() for place in listed)
    assert "Sitemap: https://example.org/bello/sitemap.xml" in (out / "robots.txt").read_text(encoding="utf-8")


def test_without_a_public_address_there_is_no_canonical_one(real_site: Site) -> None:
    assert CONFIG.site == ""
    for language in CONFIG.languages:
        for _, page in pages(real_site, language):
            assert page.xpath("//link[@rel='canonical']") == []
            assert content(page, "og:image") == []
    assert not (real_site.out / "sitemap.xml").exists()
