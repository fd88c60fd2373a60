"""What a PDF says, read back with pdfium: its words with their size and place, its links, the tree of its structure."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

SOFT_HYPHEN = "\u00ad"
FOOT = 60
"""Points above the edge of a sheet of A4; text and notes end higher, the number of the page stands lower."""


@dataclass(frozen=True)
class Piece:
    """Letters and signs that follow one another in one size, on one side of a page.

    :ivar page: counted from 0.
    :ivar size: in points.
    :ivar right: whether they begin right of the middle of the page.
    :ivar foot: whether they stand where the number of the page does.
    :ivar bottom: how far above the edge of the paper the lowest of them ends, in points.
    """

    page: int
    size: float
    right: bool
    foot: bool
    bottom: float
    text: str


def plain(text: str) -> str:
    """Letters and signs without white space and hyphens; pdfium takes every hyphen at a line end for the printer's."""
    return re.sub(rf"[\s{SOFT_HYPHEN}\ufffe-]", "", text)


@cache
def pieces(path: Path) -> list[Piece]:
    """All that is printed in a book, in its order, without white space."""
    found: list[Piece] = []
    for number, sheet in enumerate(pypdfium2.PdfDocument(path)):
        for key, letters in groupby(_characters(sheet), key=lambda letter: letter[:3]):
            each = list(letters)
            text = plain("".join(character for *_, character in each))
            found.append(Piece(number, *key, min(letter[3] for letter in each), text))
    return found


def _characters(sheet: pypdfium2.PdfPage) -> Iterator[tuple[float, bool, bool, float, str]]:
    """Size, whether right and whether at the foot, bottom, and the character."""
    middle = sheet.get_width() / 2
    text = sheet.get_textpage()
    characters = text.get_text_range()
    assert len(characters) == text.count_chars()
    box = [ctypes.c_double() for _ in range(4)]
    for index, character in enumerate(characters):
        if not character.isspace():
            pdfium.FPDFText_GetCharBox(text, index, *box)
            left, _, bottom, _ = (value.value for value in box)
            size = round(pdfium.FPDFText_GetFontSize(text, index), 2)
            yield size, left > middle, bottom < FOOT, bottom, character


@cache
def texts(path: Path) -> list[str]:
    """The text of each page, as pdfium gives it."""
    return [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(path)]


@cache
def links(path: Path) -> list[tuple[int, int | None, str]]:
    """Every link: its page, and the page or the address to which it leads; pages are counted from 0."""
    document = pypdfium2.PdfDocument(path)
    found: list[tuple[int, int | None, str]] = []
    for number, sheet in enumerate(document):
        position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(sheet, position, link):
            action = pdfium.FPDFLink_GetAction(link)
            target = pdfium.FPDFLink_GetDest(document, link) or pdfium.FPDFAction_GetDest(document, action)
            buffer = ctypes.create_string_buffer(4096)
            pdfium.FPDFAction_GetURIPath(document, action, buffer, 4096)
            page = pdfium.FPDFDest_GetDestPageIndex(document, target) if target else None
            found.append((number, page, buffer.value.decode()))
    return found


@dataclass(frozen=True)
class Heard:
    """Something that is read aloud, or told in place of a drawing.

    :ivar page: counted from 0.
    :ivar kinds: the elements in which it stands, the outermost first: ``("Document", "Div", "P", "Note", "P")``.
    :ivar language: as the nearest of these names it; empty for that of the whole book.
    :ivar text: the words, or the alternative text of a drawing.
    """

    page: int
    kinds: tuple[str, ...]
    language: str
    text: str


@cache
def heard(path: Path) -> list[Heard]:
    """What a book says to those who do not see it, in the order of its structure, page by page."""
    return [item for number, sheet in enumerate(pypdfium2.PdfDocument(path)) for item in _heard(sheet, number)]


def spoken(path: Path, own: str) -> Iterator[tuple[str, bool, str]]:
    """The words of a book as a screen reader has them, but for the marks of notes: language, whether of a note, and bare."""
    for item in heard(path):
        if item.kinds[-1] != "Figure" and item.kinds[-2:] != ("Link", "Span"):
            yield item.language.partition("-")[0] or own, "Note" in item.kinds, plain(item.text.replace("\x02", ""))


def aloud(path: Path, own: str) -> dict[tuple[str, bool], str]:
    """The same, all words of a language that stand in notes, or outside of them, as one text."""
    found: dict[tuple[str, bool], list[str]] = {}
    for language, noted, text in spoken(path, own):
        found.setdefault((language, noted), []).append(text)
    return {key: "".join(parts) for key, parts in found.items()}


def _heard(sheet: pypdfium2.PdfPage, number: int) -> Iterator[Heard]:
    words = _marked(sheet)
    tree = pdfium.FPDF_StructTree_GetForPage(sheet)

    def walk(element: object, kinds: tuple[str, ...], language: str) -> Iterator[Heard]:
        kinds = (*kinds, _words(pdfium.FPDF_StructElement_GetType, element))
        language = _words(pdfium.FPDF_StructElement_GetLang, element) or language
        if alternative := _words(pdfium.FPDF_StructElement_GetAltText, element):
            yield Heard(number, kinds, language, alternative)
        for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
            if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, place):
                yield from walk(child, kinds, language)
            elif text := words.get(pdfium.FPDF_StructElement_GetChildMarkedContentID(element, place), ""):
                yield Heard(number, kinds, language, text)

    for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        yield from walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place), (), "")
    pdfium.FPDF_StructTree_Close(tree)


def _marked(sheet: pypdfium2.PdfPage) -> dict[int, str]:
    """The words of a page by the number that its structure knows them by; what is left out is decoration."""
    text = sheet.get_textpage()
    found: dict[int, str] = {}
    for item in sheet.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
        number = pdfium.FPDFPageObj_GetMarkedContentID(item)
        if number >= 0:
            size = pdfium.FPDFTextObj_GetText(item, text, None, 0)
            buffer = (ctypes.c_ushort * (size // 2))()
            pdfium.FPDFTextObj_GetText(item, text, buffer, size)
            found[number] = found.get(number, "") + bytes(buffer)[:-2].decode("utf-16-le")
    return found


def _words(function: Callable[..., int], element: object) -> str:
    size = function(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    function(element, buffer, size)
    return buffer.raw[:-2].decode("utf-16-le") if size > 2 else ""
