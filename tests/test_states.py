"""In each reading state the words of every passage are the same in the pages, the book, the e-book and the export."""

from __future__ import annotations

import ctypes
import io
import re
import zipfile
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from browsing import CONFIG, Reader, section_page
from building import command
from conftest import Site
from lxml import etree

from edition import cli, extract
from edition.model import Passage
from edition.readings import STATES
from edition.typst import book

ORIGINAL = CONFIG.languages[0]
BODY, HEADING, MARGIN = 11, 19.25, 8
"""The sizes of the text, of its headings and of the numbers in the margin of the book, in points."""
FOOT = 60
"""Below this stands the number of the page."""

SHOWN = """language => Object.fromEntries(
  [...document.querySelectorAll(`.segment[lang="${language}"]`)].map(e => [e.dataset.passage, e.innerText]))"""

by_state = pytest.mark.parametrize("state", STATES)

Words = dict[str, str]
"""The words of each passage, by its number."""


@dataclass(frozen=True)
class Outputs:
    """What is made of the original for each state by the builders, which must be told it."""

    ebooks: Mapping[str, Path]
    books: Mapping[str, Path]


@pytest.fixture(scope="module")
def outputs(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    folder = tmp_path_factory.mktemp("states")
    ebooks, books = {}, {}
    for state in STATES:
        option = ("-D", f"edition_state={state}")
        for builder in ("epub", "typst"):
            out = folder / state / builder / ORIGINAL
            built = command(root, ORIGINAL, builder, out, folder / "doctrees", *option)
            assert (built.errors, built.code) == ("", 0)
        (ebooks[state],) = (folder / state / "epub" / ORIGINAL).glob("*.epub")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(book, "config_of", lambda _: replace(CONFIG, languages=(ORIGINAL,)))
            (books[state],) = book.make_books(root, folder / state / "typst", folder / state)
    return Outputs(ebooks, books)


def one_line(text: str) -> str:
    return " ".join(text.split())


def letters(text: str) -> str:
    """Letters and digits; lines are broken and words divided in print."""
    return re.sub(r"[\W_]", "", text)


def in_pages(reader: Reader, site: Site, state: str) -> Words:
    """What a reader sees of the pages, without the numbers of notes."""
    words: Words = {}
    for number in site.edition.original:
        page = reader.open(f"{section_page(site, ORIGINAL, number)}?state={state}")
        page.add_style_tag(content=".note-mark { display: none !important; }")
        words |= page.evaluate(SHOWN, ORIGINAL)
    return {passage: one_line(text) for passage, text in words.items()}


def segments(path: Path) -> dict[str, etree._Element]:
    """The segments of an e-book by passage."""
    found: dict[str, etree._Element] = {}
    with zipfile.ZipFile(path) as files:
        for name in sorted(files.namelist()):
            if name.endswith(".xhtml"):
                page = etree.fromstring(files.read(name))
                found |= {
                    item.get("data-passage"): item for item in page.xpath("//*[@data-passage][@lang=$l]", l=ORIGINAL)
                }
    return found


def in_ebook(path: Path, *, marks: bool) -> Words:
    """The words in an e-book, with the numbers of the notes or without them."""
    inside = "" if marks else "[not(ancestor::*[@role='doc-noteref'])]"
    return {passage: one_line("".join(item.xpath(f".//text(){inside}"))) for passage, item in segments(path).items()}


def printed(path: Path, *sizes: float) -> str:
    """What a book has in some sizes above the numbers of its pages, line by line."""
    found: list[str] = []
    for sheet in pypdfium2.PdfDocument(path):
        text = sheet.get_textpage()
        box = [ctypes.c_double() for _ in range(4)]
        for index, character in enumerate(text.get_text_range()):
            pdfium.FPDFText_GetCharBox(text, index, *box)
            if character.isspace():
                found.append(" ")
            elif box[2].value > FOOT and any(
                abs(pdfium.FPDFText_GetFontSize(text, index) - size) < 0.01 for size in sizes
            ):
                found.append(character)
    return one_line("".join(found))


def exported(state: str) -> extract.Extract:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(out):
        assert cli.main(["export", "text", "--state", state]) == 0
    return extract.read(out.buffer.getvalue())


@by_state
def test_pages_e_book_book_and_export_have_the_same_words(
    reader: Reader, real_site: Site, outputs: Outputs, state: str
) -> None:
    sections = real_site.edition.original.values()
    words = in_pages(reader, real_site, state)
    assert list(map(Passage.parse, words)) == [passage for section in sections for passage in section.segments]
    assert in_ebook(outputs.ebooks[state], marks=False) == words
    # The e-book says where the numbers of the notes stand, which in the book cannot be told from years.
    stream, place = letters(printed(outputs.books[state], BODY, HEADING)), 0
    for passage, text in in_ebook(outputs.ebooks[state], marks=True).items():
        found = stream.find(letters(text), place)
        assert found >= 0, f"{passage} does not follow {stream[max(0, place - 40) : place + 80]!r}"
        place = found + len(letters(text))
    for section, written in zip(sections, exported(state).sections, strict=True):
        heading = "" if section.editorial else words[str(section.heading.passage)]
        assert one_line(written.heading) == heading
        lines = [" ".join(words[str(item.passage)] for item in paragraph) for paragraph in section.paragraphs]
        assert list(map(one_line, written.paragraphs)) == lines


def test_marks_and_numbers_are_the_same_in_all_states(real_site: Site, outputs: Outputs) -> None:
    edition = real_site.edition
    paragraphs = [
        str(lines[0].passage.paragraph) for section in edition.original.values() for lines in section.paragraphs
    ]
    for state in STATES:
        found = segments(outputs.ebooks[state])
        marks = [
            (passage, mark.get("data-annotation"), mark.text)
            for passage, item in found.items()
            for mark in item.xpath(".//*[@role='doc-noteref']")
        ]
        assert marks == [(str(note.last), note.slug, str(edition.numbers[note.slug])) for note in edition.annotations]
        margin = re.findall(r"\d+\.\d+", printed(outputs.books[state], MARGIN))
        assert margin == paragraphs
        lost = [item for element in found.values() for item in element.xpath(".//*[contains(@class, 'lost-note')]")]
        assert len(lost) == (state != STATES[0]) * sum(item.lost for item in edition.emendations)


def test_the_states_differ_in_every_output(outputs: Outputs) -> None:
    """Lest an output that knows no states pass for one."""
    for path in (outputs.ebooks, outputs.books):
        assert len({path[state].read_bytes() for state in STATES}) == len(STATES)
    texts = [in_ebook(outputs.ebooks[state], marks=False) for state in STATES]
    assert texts[0] != texts[1] != texts[2] != texts[0]
