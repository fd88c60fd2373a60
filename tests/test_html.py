"""The pages of the real edition, taken apart: the words, the notes, the links, the bibliography, the languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

import pytest
from building import Tree
from conftest import ROOT, Site
from lxml import html
from pybtex.database import BibliographyData, Entry, parse_file

from edition import config
from edition.dates import sentence
from edition.markup import targets
from edition.mentions import mentions
from edition.messages import message
from edition.model import Annotation, Edition, Section
from edition.numbers import Number
from edition.publishing import MISSING
from edition.readings import STATES, runs
from edition.readings import in_state as in_one_state
from edition.site import native_name, write_home
from edition.sphinxext.citations import work_label

CONFIG = config.read(ROOT)
LANGUAGES = CONFIG.languages
AND = {"ro": "și", "en": "and"}
ALPHABET = {"ro": "aăâbcdefghiîjklmnopqrsștțuvwxyz", "en": "abcdefghijklmnopqrstuvwxyz"}
_LOCATED = re.compile(r"(?P<key>[^\s,{}]+)\{(?P<locator>[^{}]*)\}")
_CITATION = re.compile(r"\{cite:(?P<role>[pt])\}`(?P<content>[^`]*)`")

Page = html.HtmlElement

by_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def read(path: Path) -> Page:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def page_of(site: Site, language: str, section: Number) -> Page:
    name = site.edition.sections[language][section].path.stem
    return read(site.out / language / "text" / f"{name}.html")


def pages(site: Site) -> Iterator[Path]:
    found = sorted(site.out.rglob("*.html"))
    # The theme leaves two templates among its static files.
    yield from (path for path in found if "_static" not in path.parts)


def article(page: Page) -> Page:
    (found,) = page.xpath("//article")
    return found


def suffix(code: str, language: str) -> str:
    return "" if code == language else f"-{code}"


def both(language: str) -> tuple[str, ...]:
    return (language, *(code for code in LANGUAGES if code != language))


def words(element: Page, state: str = "transmitted") -> str:
    """The text of an element in one reading state, without the marks of its notes."""
    copy = in_state(deepcopy(element), state)
    for mark in copy.xpath(".//a[@role='doc-noteref'] | .//a[@class='headerlink']"):
        mark.drop_tree()
    return copy.text_content()


def in_state(element: Page, state: str) -> Page:
    """The element with the readings of one state only, as the style sheet shows it."""
    for reading in element.xpath(".//*[@data-states]"):
        if state not in reading.get("data-states").split():
            reading.drop_tree()
    return element


# -- The text ------------------------------------------------------------------


@by_language
def test_every_segment_stands_on_its_page_word_for_word(real_site: Site, language: str) -> None:
    for number in real_site.edition.original:
        page = page_of(real_site, language, number)
        for code in both(language):
            section = real_site.edition.sections[code][number]
            found = page.xpath("//*[contains(@class, 'segment')][@lang=$code]", code=code)
            assert [(e.get("id"), e.get("data-passage"), words(e)) for e in found] == [
                (passage.anchor + suffix(code, language), str(passage), segment.text)
                for passage, segment in section.segments.items()
            ]


@by_language
def test_rows_pair_the_paragraphs(real_site: Site, language: str) -> None:
    for number, original in real_site.edition.original.items():
        rows = page_of(real_site, language, number).xpath("//div[@class='parallel-row'][@id]")
        assert [row.get("id") for row in rows] == [f"s{number}-{n}" for n, _ in enumerate(original.paragraphs, 1)]
        for place, row in enumerate(rows):
            assert row.xpath("./a[@class='passage-number']/text()") == [f"{number}.{place + 1}"]
            cells = row.xpath("./div")
            assert [(cell.get("class"), cell.get("lang")) for cell in cells] == [
                ("parallel-cell", code) for code in both(language)
            ]
            for code, cell in zip(both(language), cells, strict=True):
                paragraph = real_site.edition.sections[code][number].paragraphs[place]
                assert words(cell).strip() == " ".join(segment.text for segment in paragraph)


@by_language
def test_a_page_has_one_heading_and_that_of_its_companion_below(real_site: Site, language: str) -> None:
    for number in real_site.edition.original:
        (heading,) = page_of(real_site, language, number).xpath("//article//h1")
        (companion,) = page_of(real_site, language, number).xpath("//*[@class='companion-title']")
        for code, element in zip(both(language), (heading, companion), strict=True):
            section = real_site.edition.sections[code][number]
            shown = f"[{section.heading.text}]" if section.editorial else section.heading.text
            assert words(element) == shown
            (segment,) = element.xpath(".//*[@data-passage]")
            assert (segment.get("lang"), segment.get("data-passage")) == (code, f"{number}.0")
    assert [n for n, section in real_site.edition.original.items() if section.editorial] == [Number(0)]


@by_language
def test_a_section_without_text_says_so_in_both_languages(real_site: Site, language: str) -> None:
    remarks = {
        "ro": "Această secțiune nu are text în articolul transmis.",
        "en": "This section has no text in the transmitted article.",
    }
    empty = [number for number, section in real_site.edition.original.items() if not section.paragraphs]
    assert empty
    for number in real_site.edition.original:
        found = page_of(real_site, language, number).xpath("//p[@class='editorial']")
        assert [(e.get("lang"), e.text_content()) for e in found] == (
            [(code, remarks[code]) for code in both(language)] if number in empty else []
        )


# -- Notes -----------------------------------------------------------------------


def notes_of(page: Page, code: str) -> list[Page]:
    return page.xpath("//aside[@role='doc-footnote'][@lang=$code]", code=code)


def marks_of(page: Page, code: str) -> list[Page]:
    return page.xpath("//a[@role='doc-noteref'][@lang=$code]", code=code)


@by_language
def test_every_annotation_has_a_note_and_a_mark_in_each_language(real_site: Site, language: str) -> None:
    """In the order of their numbers, which run through the edition and are the same everywhere."""
    edition = real_site.edition
    for code in LANGUAGES:
        notes, marks = [], []
        for number in edition.original:
            page = page_of(real_site, language, number)
            notes += [(e.get("data-annotation"), e.get("data-kind"), number_of(e)) for e in notes_of(page, code)]
            marks += [(e.get("data-annotation"), int(e.text_content())) for e in marks_of(page, code)]
        expected = [(note.slug, note.kind, count) for count, note in enumerate(edition.annotations, 1)]
        assert notes == expected
        assert sorted(marks, key=lambda mark: mark[1]) == [(slug, count) for slug, _, count in expected]


def number_of(note: Page) -> int:
    (link,) = note.xpath("./span[@class='label']/a")
    return int(link.text_content())


@by_language
def test_marks_and_notes_lead_to_each_other(real_site: Site, language: str) -> None:
    for number in real_site.edition.original:
        page = page_of(real_site, language, number)
        for code in LANGUAGES:
            notes = {f"#{note.get('id')}": note for note in notes_of(page, code)}
            marks = {f"#{mark.get('id')}": mark for mark in marks_of(page, code)}
            for address, mark in marks.items():
                note = notes.pop(mark.get("href"))
                assert note.get("id") == f"note-{mark.get('data-annotation')}{suffix(code, language)}"
                assert note.get("data-annotation") == mark.get("data-annotation")
                assert note.xpath(".//a[@role='doc-backlink']/@href") == [address]
            assert notes == {}


@by_language
@pytest.mark.parametrize("state", STATES)
def test_every_state_of_the_text_is_on_the_page(real_site: Site, language: str, state: str) -> None:
    """The same page has the text in all states, and in each it is one coherent text."""
    edition = real_site.edition
    original = edition.languages[0]
    varying = 0
    for number, section in edition.original.items():
        page = page_of(real_site, language, number)
        for passage, segment in section.segments.items():
            (element,) = page.xpath("//*[@data-passage=$p][@lang=$l]", p=str(passage), l=original)
            expected = in_one_state(segment.text, edition.emended.get(passage, ()), edition.orthography, state)
            assert words(element, state) == expected
            varying += expected != segment.text
    assert (varying > 0) == (state != "transmitted")


@by_language
def test_an_emended_place_leads_to_its_entry_in_the_apparatus(real_site: Site, language: str) -> None:
    edition = real_site.edition
    apparatus = read(real_site.out / language / "apparatus.html")
    entries = {entry.get("id"): entry for entry in apparatus.xpath("//*[@data-category]")}
    assert list(entries) == [edition.anchor_of(item) for item in edition.emendations]
    for item in edition.emendations:
        shown = entries[edition.anchor_of(item)].text_content().replace("␣", " ")
        if item.lost:
            had = "may have had a note" if item.certainty == "possible" else "had a note, which is lost"
            assert message(f"here the article {had}", language) in shown
        assert item.quote == item.emendation or item.quote in shown
        assert item.lost or item.emendation.strip() in shown
        assert item.reasons[language] in shown
    for number in edition.original:
        page = page_of(real_site, language, number)
        for place in page.xpath("//*[contains(@class, 'choice')][contains(@class, 'emended')]"):
            assert place.xpath("./*[contains(@class, 'sic')]") or place.get("data-lost")
            # The words of another state may lead to a register.
            addresses = place.xpath(".//a[not(@class='mention')]/@href")
            assert addresses or not words(place, "emended")
            assert all(address.partition("#")[2] in entries for address in addresses)


@by_language
def test_a_mark_stands_after_its_words(real_site: Site, language: str) -> None:
    """After the quote; at the end of the segment where no words of the language are quoted."""
    edition = real_site.edition
    for note in edition.annotations:
        page = page_of(real_site, language, note.target.section)
        for code in LANGUAGES:
            (mark,) = page.xpath("//a[@role='doc-noteref'][@data-annotation=$s][@lang=$c]", s=note.slug, c=code)
            (segment,) = mark.xpath("./ancestor::*[@data-passage]")
            assert (segment.get("data-passage"), segment.get("lang")) == (str(note.last), code)
            text = edition.sections[code][note.last.section].segments[note.last].text
            end = len(text)
            if code == edition.languages[0]:
                end = place_of_mark(edition, note)
            elif code in note.companion_spans:
                end = note.companion_spans[code][1]
            assert text_before(segment, mark) == text[:end]


def place_of_mark(edition: Edition, note: Annotation) -> int:
    """The end of the quote; where the readings differ there, the end of that place."""
    segment = edition.original[note.last.section].segments[note.last]
    place = 0
    for run in runs(segment.text, edition.emended.get(note.last, ()), edition.orthography):
        end = place + len(run.transmitted)
        if note.span[1] <= end:
            return end if run.varies and note.span[1] > place else note.span[1]
        place = end
    return note.span[1]


def text_before(segment: Page, mark: Page) -> str:
    """The words of the segment before the mark, other marks left out."""
    copy = in_state(deepcopy(segment), "transmitted")
    for other in copy.xpath(".//a[@role='doc-noteref']"):
        if other.get("id") == mark.get("id"):
            other.text = "\ufffc"
        else:
            other.drop_tree()
    return copy.text_content().partition("\ufffc")[0]


@by_language
def test_a_note_lists_the_notes_that_refer_to_it(real_site: Site, language: str) -> None:
    edition = real_site.edition
    words_of = {"ro": ("Trimiteri din:", "nota"), "en": ("Referred to in:", "note")}
    assert edition.referrers
    for note in edition.annotations:
        page = page_of(real_site, language, note.target.section)
        for code in LANGUAGES:
            (element,) = page.xpath("//aside[@id=$id]", id=f"note-{note.slug}{suffix(code, language)}")
            lists = element.xpath("./p[@class='note-referrers']")
            referrers = edition.referrers.get(note.slug, ())
            if not referrers:
                assert lists == []
                continue
            label, word = words_of[code]
            numbers = [f"{word}\N{NO-BREAK SPACE}{edition.numbers[slug]}" for slug in referrers]
            assert [e.text_content() for e in lists] == [f"{label} {'; '.join(numbers)}"]
            anchors = [unquote(urlsplit(link).fragment) for link in lists[0].xpath(".//a/@href")]
            assert anchors == [f"note-{slug}{suffix(code, language)}" for slug in referrers]


@by_language
def test_references_stay_in_their_language(real_site: Site, language: str) -> None:
    edition = real_site.edition
    for note in edition.annotations:
        page = page_of(real_site, language, note.target.section)
        for code, part in note.parts.items():
            (element,) = page.xpath("//aside[@id=$id]", id=f"note-{note.slug}{suffix(code, language)}")
            links = [
                (link.text_content(), urlsplit(link.get("href")).fragment)
                for link in element.xpath("./*[not(@class='note-referrers')]//a[contains(@class, 'internal')]")
                if "bib-" not in link.get("href")
            ]
            expected = []
            for reference in part.references:
                if reference.role == "note":
                    word = {"ro": "nota", "en": "note"}[code]
                    shown = f"{word}\N{NO-BREAK SPACE}{edition.numbers[reference.target]}"
                    expected.append((shown, f"note-{reference.target}{suffix(code, language)}"))
                elif reference.role == "passage":
                    whole = reference.target.count(".") == 2 or reference.target.endswith(".0")
                    anchor = "s" + reference.target.replace(".", "-")
                    expected.append((reference.target, anchor + (suffix(code, language) if whole else "")))
                elif reference.role == "term":
                    term = edition.entry_called(reference.target, code).slug
                    expected.append((reference.target, f"entry-{term}{suffix(code, language)}"))
            assert links == expected


# -- Links ---------------------------------------------------------------------


def test_every_internal_link_has_a_target(real_site: Site) -> None:
    """File and fragment, on every page of both trees and on the home page, for links, scripts, styles and pictures."""
    broken = [
        f"{path.relative_to(real_site.out)}: {address}"
        for path in pages(real_site)
        # That page is shown in any folder: tests/test_missing.py.
        if path.name != MISSING
        for address in read(path).xpath("//@href | //@src | //form/@action")
        if not resolves(path, address)
    ]
    assert broken == []


def resolves(page: Path, address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return parts.scheme in {"http", "https", "mailto", "data"}
    path = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    return path.is_file() and (not parts.fragment or unquote(parts.fragment) in identifiers(path))


@cache
def identifiers(path: Path) -> frozenset[str]:
    return frozenset(read(path).xpath("//@id"))


def test_the_ids_of_a_page_are_unique(real_site: Site) -> None:
    for path in pages(real_site):
        counted = Counter(read(path).xpath("//@id"))
        assert [name for name, times in counted.items() if times > 1] == [], path


@by_language
def test_a_page_is_in_its_language_and_knows_its_companion(real_site: Site, language: str) -> None:
    (other,) = (code for code in LANGUAGES if code != language)
    documents = {path.relative_to(real_site.out / language) for path in pages(real_site) if language in path.parts}
    for name in documents:
        path = real_site.out / language / name
        page = read(path)
        assert page.get("lang") == language
        if name.name in {"genindex.html", "search.html"}:
            continue
        alternates = page.xpath("//head/link[@rel='alternate'][@hreflang=$other]", other=other)
        switch = page.xpath("//nav[@class='language-switch']/a")
        for links in (alternates, switch):
            assert [link.get("hreflang") for link in links] == [other]
            target = (path.parent / unquote(links[0].get("href"))).resolve()
            assert target == (real_site.out / other / name).resolve()
            assert target.is_file()
        assert [(link.get("lang"), link.text_content()) for link in switch] == [(other, native_name(other))]


def test_both_trees_have_the_same_pages(real_site: Site) -> None:
    first, second = (
        {path.relative_to(real_site.out / language) for path in pages(real_site) if language in path.parts}
        for language in LANGUAGES
    )
    assert first == second


# -- Citations and bibliography ---------------------------------------------------


@pytest.fixture(scope="module")
def works() -> BibliographyData:
    return parse_file(str(ROOT / "source" / "references.bib"))


def anchor_of(key: str) -> str:
    return "bib-" + re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def last_names(work: Entry) -> list[str]:
    persons = work.persons.get("author") or work.persons.get("editor") or []
    return [
        " ".join([*person.prelast_names, *person.last_names]).replace("{", "").replace("}", "") for person in persons
    ]


def order_of(work: Entry, language: str) -> tuple[str, ...]:
    """A letter with a mark follows the plain one; an English article does not count."""
    name = re.sub(r"^(an?|the) ", "", unicodedata.normalize("NFD", work_label(work, language).casefold()))
    return name, work.fields.get("year", ""), work.fields["title"]


def cited(site: Site) -> set[str]:
    """The keys that the edition cites anywhere, found in its files."""
    files = [*ROOT.glob("annotations/*/*.md"), *ROOT.glob("source/registers/*.yaml"), *ROOT.glob("source/maps/*.yaml")]
    files += [path for language in LANGUAGES for path in (ROOT / "source" / language).rglob("*.md")]
    # A role that is shown as an example is no citation.
    texts = [re.sub(r"(?ms)^```\w.*?^```$|``.*?``", "", path.read_text(encoding="utf-8")) for path in files]
    return {key for text in texts for match in _CITATION.finditer(text) for key in targets("cite:p", match["content"])}


@by_language
def test_citations_have_their_locators_and_the_words_of_their_language(
    real_site: Site, language: str, works: BibliographyData
) -> None:
    seen = set()
    listed = sorted(works.entries, key=lambda key: order_of(works.entries[key], language))
    for note in real_site.edition.annotations:
        page = page_of(real_site, language, note.target.section)
        for code, part in note.parts.items():
            (element,) = page.xpath("//aside[@id=$id]", id=f"note-{note.slug}{suffix(code, language)}")
            found = element.xpath(".//span[@class='bibtex-citation']")
            written = list(_CITATION.finditer(part.text))
            assert len(found) == len(written)
            for citation, source in zip(found, written, strict=True):
                shown = citation.text_content()
                assert shown.startswith("(") == (source["role"] == "p")
                keys = targets("cite:p", source["content"])
                addresses = [urlsplit(link).fragment for link in citation.xpath(".//a/@href")]
                # In the order of the bibliography, were it one list.
                keys.sort(key=listed.index)
                assert addresses == [anchor_of(key) for key in keys]
                for located in _LOCATED.finditer(source["content"]):
                    assert f", {located['locator']}" in shown.replace("\N{NO-BREAK SPACE}", " ")
                for key, link in zip(keys, citation.xpath(".//a"), strict=True):
                    names = last_names(works.entries[key])
                    if 2 <= len(names) <= 3:
                        joined = f"{', '.join(names[:-1])} {AND[code]} {names[-1]}"
                        assert link.text_content().startswith(joined)
                        seen.add(code)
    assert seen == set(LANGUAGES)


@by_language
def test_the_bibliography_lists_each_cited_work_once_with_its_title_letter_by_letter(
    real_site: Site, language: str, works: BibliographyData
) -> None:
    page = read(real_site.out / language / "bibliography.html")
    found = {element.get("id"): element for element in page.xpath("//div[@class='citation']")}
    assert len(found) == len(page.xpath("//div[@class='citation']"))
    keys = cited(real_site)
    assert set(found) == {anchor_of(key) for key in keys}
    for key in keys:
        text = found[anchor_of(key)].xpath("./p")[0].text_content()
        fields = works.entries[key].fields
        for name in ("title", "journal", "booktitle"):
            if name in fields:
                assert fields[name].replace("{", "").replace("}", "") in text


@by_language
def test_the_bibliography_speaks_the_language_of_its_tree(
    real_site: Site, language: str, works: BibliographyData
) -> None:
    page = read(real_site.out / language / "bibliography.html")
    spoken = {"ro": ("f.a.", "nr.", "în", "„", "”"), "en": ("n.d.", "no.", "in", "‘", "’")}[language]
    undated, number, inside, opening, closing = spoken
    seen = set()
    for key in cited(real_site):
        work = works.entries[key]
        (entry,) = page.xpath("//*[@id=$id]", id=anchor_of(key))
        label, text = entry.xpath("./span")[0].text_content(), entry.xpath("./p")[0].text_content()
        title = work.fields["title"].replace("{", "").replace("}", "")
        if "shorthand" in work.fields:
            seen.add("shorthand")
            assert label == f"[{work.fields['shorthand']}]"
        elif "year" not in work.fields:
            seen.add("undated")
            assert undated in label
        if work.type == "article":
            seen.add("article")
            assert f"{opening}{title}{closing}, {work.fields['journal']}" in text
        if work.type in {"incollection", "inproceedings"}:
            seen.add("part")
            assert f"{closing}, {inside} " in text
        if "number" in work.fields and work.type != "article":
            seen.add("number")
            assert f"{number}\N{NO-BREAK SPACE}{work.fields['number']}" in text
        if "–" in work.fields.get("pages", "").replace("--", "–"):
            seen.add("pages")
            assert f"pp.\N{NO-BREAK SPACE}{work.fields['pages'].replace('--', '–')}" in text
        if len(last_names(work)) > 1:
            seen.add("and")
            assert f" {AND[language]} " in text
    assert {"undated", "shorthand", "article", "and"} <= seen


@by_language
def test_primary_sources_stand_apart_in_the_same_order(real_site: Site, language: str, works: BibliographyData) -> None:
    page = read(real_site.out / language / "bibliography.html")
    primary = {anchor_of(key) for key, work in works.entries.items() if work.fields["keywords"] == "primary"}
    orders = {anchor_of(key): order_of(work, language) for key, work in works.entries.items()}
    first, second = (part.xpath(".//div[@class='citation']/@id") for part in page.xpath("//article//section/section"))
    assert (set(first), set(second)) == (primary, orders.keys() - primary)
    for listed in (first, second):
        assert listed == sorted(listed, key=orders.__getitem__)


def citing(edition: Edition, language: str) -> dict[str, set[str]]:
    """For each work the addresses of the notes and the pages that cite it, but those about the edition."""
    places = [
        (part.text, f"text/{edition.sections[language][note.target.section].path.stem}.html#note-{note.slug}")
        for note in edition.annotations
        for part in note.parts.values()
    ]
    for entry in edition.entries.values():
        pages = {REGISTER_PAGES.get(entry.register, "glossary"), *(["glossary"] if entry.glossary else [])}
        places += [(name.description, f"{page}.html") for name in entry.names.values() for page in pages]
    places += [(part.text, "chronology.html") for event in edition.chronology for part in event.texts.values()]
    places += [(chart.texts[language].text, "maps.html") for chart in edition.maps.values()]
    found: dict[str, set[str]] = {}
    for text, address in places:
        for match in _CITATION.finditer(text):
            for key in targets("cite:p", match["content"]):
                found.setdefault(anchor_of(key), set()).add(address)
    return found


@by_language
def test_each_work_tells_the_notes_and_pages_that_cite_it(real_site: Site, language: str) -> None:
    page = read(real_site.out / language / "bibliography.html")
    expected = citing(real_site.edition, language)
    opening = {
        "ro": r"Citări în: (nota\N{NO-BREAK SPACE}|notele\N{NO-BREAK SPACE})?",
        "en": r"Cited in: (note\N{NO-BREAK SPACE}|notes\N{NO-BREAK SPACE})?",
    }[language]
    for entry in page.xpath("//div[@class='citation']"):
        (paragraph,) = entry.xpath("./p[@class='cited-in']")
        links = {link.get("href"): link.text_content() for link in paragraph.xpath(".//a")}
        assert re.match(opening, paragraph.text_content())
        about = {address for address in links if address.startswith("about/")}
        assert set(links) - about == expected.get(entry.get("id"), set())
        assert links
        for address, words in links.items():
            slug = address.partition("#note-")[2]
            assert words == (str(real_site.edition.numbers[slug]) if slug else words)


# -- Registers, home page ---------------------------------------------------------------

REGISTER_PAGES = {"persons": "persons", "places": "places", "organisations": "organisations", "events": "events"}
by_register = pytest.mark.parametrize("register", [*REGISTER_PAGES, "terms"])


@by_language
@by_register
def test_a_register_has_each_entry_in_both_languages_in_alphabetical_order(
    real_site: Site, language: str, register: str
) -> None:
    page = REGISTER_PAGES.get(register, "glossary")
    rows = article(read(real_site.out / language / f"{page}.html")).xpath(".//div[@class='parallel-row']")
    edition = real_site.edition
    found = mentions(edition)
    shown, visiting = [], []
    for row in rows:
        cells = row.xpath("./div[@class='parallel-cell']")
        assert [cell.get("lang") for cell in cells] == list(both(language))
        headwords = [cell.xpath("./dl/dt")[0] for cell in cells]
        if headwords[0].get("id") is None:
            (link,) = headwords[0].xpath("./a")
            visiting.append(urlsplit(link.get("href")).fragment.removeprefix("entry-"))
            shown.append(visiting[-1])
            continue
        slug = headwords[0].get("id").removeprefix("entry-")
        shown.append(slug)
        entry = edition.entries[slug]
        for code, headword, cell in zip(both(language), headwords, cells, strict=True):
            assert headword.get("id") == f"entry-{slug}{suffix(code, language)}"
            assert headword.text_content() == entry.names[code].sort
            text = cell.xpath("./dl/dd")[0].text_content()
            assert text.lstrip().startswith(sentence(entry.dates, code, CONFIG.regions.get(code, "")))
            links = cell.xpath(".//*[@class='register-facts']//a[contains(@href, 'text/')]")
            passages = [str(item.passage) for item in found[code] if item.slug == slug]
            assert [link.text_content() for link in links] == list(dict.fromkeys(passages))
            addresses = cell.xpath(".//*[@class='register-facts']//a/@href")
            assert all(any(value in address for address in addresses) for value in entry.identifiers.values())
    assert sorted(set(shown) - set(visiting)) == sorted(entry.slug for entry in edition.register(register))
    expected = [entry.slug for entry in edition.entries.values() if entry.glossary] if register == "terms" else []
    assert sorted(visiting) == sorted(expected)

    def key(slug: str) -> list[float]:
        # A letter of another alphabet (Š in English) follows its plain letter.
        alphabet, letters = ALPHABET[language], edition.entries[slug].names[language].sort.lower()
        order = {letter: float(place) for place, letter in enumerate(alphabet)}
        places = [order.get(letter, order.get(normalize("NFD", letter)[0], -1) + 0.5) for letter in letters]
        return [place for place in places if place >= 0]

    assert shown == sorted(shown, key=key)


@by_language
def test_every_mention_is_shown_and_no_link_stands_in_another(real_site: Site, language: str) -> None:
    found = mentions(real_site.edition)
    shared = []
    for number, section in real_site.edition.sections[language].items():
        page = page_of(real_site, language, number)
        assert page.xpath("//a//a") == []
        said = {(item.get("data-entry"), item.get("lang")) for item in page.xpath("//template[@id='entries']/span")}
        for code in LANGUAGES:
            for item in (item for item in found[code] if item.passage.section == section.number):
                (segment,) = page.xpath("//*[@data-passage=$number][@lang=$code]", number=str(item.passage), code=code)
                if not segment.xpath(".//*[@data-entry=$slug]", slug=item.slug):
                    shared.append(item)
                    continue
                assert (item.slug, code) in said
        for link in page.xpath("//a[@class='mention']"):
            address = urlsplit(link.get("href"))
            assert address.path.removeprefix("../").removesuffix(".html") in {*REGISTER_PAGES.values(), "glossary"}
            assert f"entry-{link.get('data-entry')}" in address.fragment
    # An emended place that has words of two mentions is not divided, and belongs to the first.
    assert len(shared) < 5, shared


def test_references_to_terms_lead_to_the_glossary(small: Path, tmp_path: Path) -> None:
    """By any form of the term, in the language in which it stands, and not to Sphinx's own glossary."""
    tree = Tree(small, "de", tmp_path / "build")
    tree.build()
    page = html.parse(str(tree.out / "text" / "00-lead.html"), html.HTMLParser(encoding="utf-8"))
    assert [
        (link.text_content(), link.get("href")) for link in page.xpath("//aside//a[contains(@href, 'glossary')]")
    ] == [
        ("Provinz", "../glossary.html#entry-provincia"),
        ("provinciam", "../glossary.html#entry-provincia-la"),
    ]


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("{passage}`verba <0.1.2>`", "00-lead.html#s0-1-2"),
        ("{passage}`verba <0.1>`", "00-lead.html#s0-1"),
        ("{passage}`verba <0>`", "00-lead.html#s0"),
        ("{passage}`verba <1.0>`", "#s1-0"),
        ("{note}`verba <tres-partes>`", "00-lead.html#note-tres-partes"),
        ("{term}`verba <consulibus>`", "../glossary.html#entry-consul"),
    ],
)
def test_a_reference_may_have_words_of_its_own(role: str, address: str, small: Path, tmp_path: Path) -> None:
    path = small / "annotations/1/titulus-capitis.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("non Caesaris", f"non Caesaris, {role}"), encoding="utf-8")
    tree = Tree(small, "la", tmp_path / "build")
    tree.build()
    page = html.document_fromstring((tree.out / "text/01-de-helvetiis.html").read_text(encoding="utf-8"))
    (link,) = page.xpath("//aside[@id='note-titulus-capitis']//a[.='verba']")
    assert link.get("href") == address
    assert link.xpath(".//code") == []


def test_the_home_page_leads_to_each_language(real_site: Site) -> None:
    page = read(real_site.out / "index.html")
    sections = page.xpath("//section")
    assert [section.get("lang") for section in sections] == list(LANGUAGES)
    for language, section in zip(LANGUAGES, sections, strict=True):
        assert section.xpath("./h1/text()") == [CONFIG.titles[language]]
        assert section.xpath("./p/text()") == [CONFIG.subtitles[language]]
        (link,) = section.xpath("./a")
        assert (link.get("href"), link.get("hreflang")) == (f"{language}/index.html", language)
        assert link.text_content() == native_name(language)
    assert page.xpath("//link[@rel='alternate']/@hreflang") == list(LANGUAGES)
    assert len(page.xpath("//a[contains(@href, '.pdf')]")) == len(LANGUAGES) + 1


def test_the_home_page_offers_the_books_that_there_are(tmp_path: Path) -> None:
    books = tmp_path / "books"
    books.mkdir()
    names = ("parallel.pdf", f"{LANGUAGES[0]}.pdf")
    for name in names:
        (books / name).write_bytes(b"%PDF")
    written = write_home(CONFIG, tmp_path / "site", books)
    addresses = html.fromstring(written.read_text(encoding="utf-8")).xpath("//a[contains(@href, '.pdf')]/@href")
    assert sorted(addresses) == sorted(f"pdf/{name}" for name in names)
    assert all((tmp_path / "site" / address).read_bytes() == b"%PDF" for address in addresses)


def test_the_home_page_is_the_same_whenever_it_is_written(tmp_path: Path) -> None:
    first, second = (write_home(CONFIG, tmp_path / name, tmp_path).read_bytes() for name in ("one", "two"))
    assert first == second


def test_the_model_has_what_these_tests_look_at(real_site: Site) -> None:
    """Lest a test passes for want of anything to look at."""
    sections: list[Section] = list(real_site.edition.original.values())
    assert (len(sections), sum(len(section.paragraphs) for section in sections)) == (11, 45)
    assert sum(len(section.segments) for section in sections) == 270 + 11
    assert len(real_site.edition.annotations) > 40
    assert len(real_site.edition.entries) > 200


RANGE = """\
---
target: "1.1.1-1.1.2"
quote: ditissimus Orgetorix. Is M. Messala
quote-de: Vornehmste und Reichste. Unter den Konsuln
kind: context
author: editores
status: proposed
---
# la
De duabus sententiis.

# de
Über zwei Sätze.
"""


def test_a_quote_may_cross_segments_and_be_anchored_in_the_translation(small: Path, tmp_path: Path) -> None:
    (small / "annotations" / "1" / "de-duabus-sententiis.md").write_text(RANGE, encoding="utf-8")
    tree = Tree(small, "la", tmp_path / "out")
    tree.build()
    (path,) = (tree.out / "text").glob("01-*.html")
    page = html.document_fromstring(path.read_text(encoding="utf-8"))
    before = {}
    for mark in page.xpath("//a[@role='doc-noteref'][@data-annotation='de-duabus-sententiis']"):
        (segment,) = mark.xpath("./ancestor::*[@data-passage]")
        assert segment.get("data-passage") == "1.1.2"
        before[mark.get("lang")] = text_before(segment, mark)
    assert before == {"la": "Is M. Messala", "de": "Unter den Konsuln"}
