"""Word breaks for the languages of which Typst has no patterns.

Soft hyphens let Typst break a word, but a reader who searches the PDF no longer finds the words that have one and are
not broken. So a book is set twice: with all of them, then with those only that fell at the end of a line. Typst looks
for the best breaks of a whole paragraph, and taking away what it did not choose leaves its choice the best: the lines
of both are the same.

Two things follow from how Typst reckons. A soft hyphen costs it nothing, unlike a hyphen of its own, so we offer none
near the ends of a word and none in short words. And it avoids a last line of one word, which for Typst is what has no
place to break: so the last word of a paragraph has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import takewhile

import pypdfium2
from pyphen import LANGUAGES, Pyphen, language_fallback

SOFT_HYPHEN = "\u00ad"

TYPST_HYPHENATES = frozenset(
    [
        "af",
        "be",
        "bg",
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fi",
        "fr",
        "gl",
        "hr",
        "hu",
        "it",
        "la",
        "lt",
        "mn",
        "nb",
        "nl",
        "nn",
        "no",
        "pl",
        "pt",
        "ru",
        "sk",
        "sl",
        "sq",
        "sr",
        "sv",
        "tr",
        "uk",
    ]
)
"""The languages that typst 0.15 was seen to hyphenate by itself, each in one way for all its regions."""

_WORD = re.compile(r"[^\W\d_]{7,}")
_LAST_WORD = re.compile(r"[^\W\d_]+(?=[\W\d_]*\Z)")
_LEAST = 3
"""How many letters of a word stand at least on either line."""

_STRING = re.compile(r'(#?)"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
_IGNORED = re.compile(r"[\s\d]+")
_PAGE = re.compile(r",\s+\w+\.\u00a0\d+")
"""What the template adds to a reference to a note, ", p. 17": the modules do not have it."""

_BROKEN = "\ufffe"
"""What pdfium gives for a hyphen at which a line was broken."""

_AT_END = re.compile(rf"{SOFT_HYPHEN}(?=\s|\Z)")
"""What it gives where a number in the margin hides the end of the line from it."""

_KEY = 6
_CONTEXT = 200
"""How many characters before a break must be the same, and how many on either side are compared."""


def is_ours(language: str) -> bool:
    """Whether we break the words of *language*: where Typst cannot, or knows the language and not its region.

    :param language: a language tag, such as ``en-GB``.
    """
    code, _, region = language.partition("-")
    return code.lower() not in TYPST_HYPHENATES or bool(region and f"{code}_{region}" in LANGUAGES)


@cache
def _patterns(language: str) -> Pyphen | None:
    if not is_ours(language):
        return None
    found = language_fallback(language.replace("-", "_"))
    return Pyphen(lang=found, left=_LEAST, right=_LEAST) if found else None


def soften(text: str, language: str, *, ends: bool = False) -> str:
    """*text* with a soft hyphen wherever a word of it may be broken, where Typst does not see to it.

    Acronyms are left whole.

    :param ends: whether the paragraph ends with this text.
    """
    patterns = _patterns(language)
    if patterns is None:
        return text
    last = _LAST_WORD.search(text) if ends else None
    end = last.start() if last else len(text)
    softened = _WORD.sub(
        lambda word: word[0] if word[0].isupper() else patterns.inserted(word[0], SOFT_HYPHEN), text[:end]
    )
    return softened + text[end:]


class SoftHyphens:
    """The soft hyphens of the modules of a book, each with the words around it.

    White space and digits do not count in these: lines end anywhere, and the PDF has the marks of notes and the
    numbers of passages between the words.
    """

    def __init__(self, modules: Mapping[str, str]) -> None:
        self.modules = modules
        self._places: dict[int, tuple[str, int]] = {}
        pieces: list[str] = []
        length = 0
        for name, code in modules.items():
            for string in _STRING.finditer(code):
                if not string[1]:
                    continue  # an argument, not text
                for offset, piece in _pieces(string[2]):
                    if piece == SOFT_HYPHEN:
                        self._places[length] = name, string.start(2) + offset
                    else:
                        pieces.append(piece)
                        length += len(piece)
        self._stream = "".join(pieces)

    def used(self, texts: Iterable[str]) -> set[tuple[str, int]]:
        """Those at which a line ends: module and offset.

        Where the words around two of them are the same, both.

        :param texts: of the pages, see :func:`page_texts`.
        """
        parts = [_bare(_AT_END.sub(_BROKEN, page)).replace(SOFT_HYPHEN, "") for page in texts]
        whole = "".join(parts)
        text = whole.replace(_BROKEN, "")
        found: set[tuple[str, int]] = set()
        for count, match in enumerate(re.finditer(_BROKEN, whole)):
            place = match.start() - count
            found.update(self._best(text[max(0, place - _CONTEXT) : place], text[place : place + _CONTEXT]))
        return found

    def _best(self, before: str, after: str) -> Iterable[tuple[str, int]]:
        """The soft hyphens between words that are most like these; none where those have a hyphen of Typst's own."""
        best = 0
        chosen: list[int] = []
        key = before[-_KEY:]
        place = self._stream.find(key) + len(key)
        while place >= len(key):
            left = self._stream[max(0, place - _CONTEXT) : place]
            score = _common(reversed(before), reversed(left)) + _common(after, self._stream[place : place + _CONTEXT])
            if score > best:
                best, chosen = score, []
            if score == best:
                chosen.append(place)
            place = self._stream.find(key, place - len(key) + 1) + len(key)
        return [self._places[place] for place in chosen if place in self._places]

    def keeping(self, used: set[tuple[str, int]]) -> dict[str, str]:
        """The modules without the soft hyphens that are not in *used*."""
        return {
            name: "".join(
                character for offset, character in enumerate(code) if character != SOFT_HYPHEN or (name, offset) in used
            )
            for name, code in self.modules.items()
        }


def _pieces(string: str) -> Iterable[tuple[int, str]]:
    """The words of a string literal between its soft hyphens, and these, each with its offset."""
    offset = 0
    for part in re.split(f"({SOFT_HYPHEN})", string):
        yield offset, part if part == SOFT_HYPHEN else _bare(_ESCAPE.sub(_unescape, part))
        offset += len(part)


def _bare(text: str) -> str:
    """What of a text is compared."""
    return _IGNORED.sub("", _PAGE.sub("", text))


def _unescape(match: re.Match[str]) -> str:
    return " " if match[1] in "nrt" else match[1]


def _common(left: Iterable[str], right: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, in the order in which it was set."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
