"""Find the exact words to which something is anchored.

Both sides are folded, the words wanted and the text, with a map back to the code points of the text; what is found is
exact but for what the folding makes equal. Where words are not found exactly once the caller reports a problem, and
nothing is guessed; :mod:`edition.anchoring` says what may have become of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

_QUOTATION_MARKS = dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′", "'")
_DASHES = dict.fromkeys("‐‑‒–—−", "-")

EQUAL = _QUOTATION_MARKS | _DASHES
"""Quotation marks and dashes, each with the one that it is read as."""


def fold(text: str, letters: Mapping[str, str] | None = None) -> tuple[str, list[int]]:
    """Fold quotation marks, dashes, white space and compatibility forms, keeping track of places.

    :param letters: letters to be read as others, in lower case, where an edition has two spellings; where a table is
        given, though it be empty, capital and small letters are made equal too.
    :returns: the folded text, and for each of its characters the 0-based code point in *text* that it came from,
        with the length of *text* at the end.
    """
    forms = _forms(None if letters is None else tuple(letters.items()))
    parts = [forms[character] for character in text]
    whole = "".join(parts)
    if "  " not in whole and all(len(part) == 1 for part in parts):
        return whole, list(range(len(text) + 1))
    folded: list[str] = []
    origins: list[int] = []
    for place, part in enumerate(parts):
        for result in part:
            if result == " " and folded and folded[-1] == " ":
                continue
            folded.append(result)
            origins.append(place)
    return "".join(folded), [*origins, len(text)]


class _Forms(dict[str, str]):
    """What each character is folded to, found out when it is met first."""

    def __init__(self, letters: Mapping[str, str] | None) -> None:
        super().__init__()
        self._letters = letters

    def __missing__(self, character: str) -> str:
        self[character] = form = _folded(character, self._letters)
        return form


@cache
def _forms(letters: tuple[tuple[str, str], ...] | None) -> _Forms:
    return _Forms(None if letters is None else dict(letters))


def _folded(character: str, letters: Mapping[str, str] | None) -> str:
    """What one character is folded to; white space of any kind to blanks."""
    character = _QUOTATION_MARKS.get(character, _DASHES.get(character, character))
    forms = unicodedata.normalize("NFKC", character)
    if letters is not None:
        forms = "".join(letters.get(form, form) for form in forms.casefold())
    return "".join(" " if form.isspace() else form for form in forms)


def wanted(quote: str, letters: Mapping[str, str] | None = None) -> str:
    """*quote* as it is looked for: folded, its accents composed, without white space around it."""
    return fold(unicodedata.normalize("NFC", quote), letters)[0].strip()


def occurrences(words: str, folded: str, origins: Sequence[int]) -> list[tuple[int, int]]:
    """All places of *words* in a folded text, overlapping ones too, as code points of the text before folding."""
    spans: list[tuple[int, int]] = []
    start = folded.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        span = (origins[start], origins[end - 1] + 1)
        # A character that is folded to several, as “…” to three dots, is one place.
        if span not in spans[-1:]:
            spans.append(span)
        start = folded.find(words, start + 1)
    return spans


def find(quote: str, text: str, letters: Mapping[str, str] | None = None) -> list[tuple[int, int]]:
    """All places of *quote* in *text*, overlapping ones too, as 0-based code points, end exclusive.

    White space around the quote does not count, nor whether its accents are composed.

    :param letters: see :func:`fold`.
    """
    folded, origins = fold(text, letters)
    as_written = fold(quote, letters)[0].strip()
    return occurrences(as_written if as_written in folded else wanted(quote, letters), folded, origins)
