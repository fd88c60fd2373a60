"""Divide the paragraphs of a newer revision into lines, as those of the present tree are divided.

Where the words are new the rules of :mod:`edition.segmentation` divide them. Where a line end of the present tree is
not by these rules, somebody has put it there or taken it away, and that is kept wherever the words around it are there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import accumulate

from edition.model import Section
from edition.segmentation import sentences

AROUND = 2
"""How many words on each side of a line end must be the same."""

_WORDS = re.compile(r"\S+")

_Around = tuple[tuple[str, ...], tuple[str, ...]]


class Divider:
    """What the present tree knows about line ends.

    :param abbreviations: see :func:`edition.segmentation.sentences`.
    """

    def __init__(self, sections: Iterable[Section], abbreviations: Collection[str]) -> None:
        self._abbreviations = abbreviations
        self._kept: dict[tuple[str, ...], set[int]] = {}
        self._by_hand: dict[_Around, bool] = {}
        for section in sections:
            paragraphs = [[segment.text for segment in lines] for lines in section.paragraphs]
            for lines in paragraphs:
                self._kept[tuple(" ".join(lines).split())] = _ends(lines)
            # Paragraphs that are joined one day have a line end where they met.
            self._learn([line for lines in paragraphs for line in lines])

    def _learn(self, lines: list[str]) -> None:
        """Keep in mind where *lines* end by hand, or go on by hand."""
        text = " ".join(lines)
        words, ends = text.split(), _ends(lines)
        for place in ends ^ _ends(sentences(text, self._abbreviations)):
            self._by_hand[_around(words, place)] = place in ends

    def lines(self, paragraph: str) -> list[str]:
        """The lines of *paragraph*; their characters are those of the paragraph."""
        words = paragraph.split()
        ends = self._kept.get(tuple(words))
        if ends is None:
            natural = _ends(sentences(paragraph, self._abbreviations))
            ends = {
                place
                for place in range(1, len(words) + 1)
                if self._by_hand.get(_around(words, place), place in natural)
            }
        return list(_cut(paragraph, sorted({*ends, len(words)})))


def _ends(lines: Iterable[str]) -> set[int]:
    """After how many words each of *lines* ends."""
    return set(accumulate(len(line.split()) for line in lines))


def _around(words: list[str], place: int) -> _Around:
    return tuple(words[max(0, place - AROUND) : place]), tuple(words[place : place + AROUND])


def _cut(paragraph: str, ends: list[int]) -> Iterator[str]:
    """The paragraph cut after so many words each."""
    spans = [match.span() for match in _WORDS.finditer(paragraph)]
    for start, end in zip([0, *ends], ends, strict=False):
        yield paragraph[spans[start][0] : spans[end - 1][1]]
