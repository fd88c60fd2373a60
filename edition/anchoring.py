"""proto"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from edition.anchor import fold, occurrences, wanted
from edition.model import Passage, Section, Segment

_RUN = re.compile(r"\w+|\S+")


@dataclass(frozen=True)
class Place:
    first: Passage
    last: Passage
    span: tuple[int, int]
    words: str


@dataclass(frozen=True)
class Stretch:
    segments: tuple[Segment, ...]
    letters: Mapping[str, str]

    @cached_property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @cached_property
    def starts(self) -> list[int]:
        starts, place = [], 0
        for segment in self.segments:
            starts.append(place)
            place += len(segment.text) + 1
        return starts

    @cached_property
    def folded(self) -> tuple[str, list[int]]:
        return fold(self.text, self.letters)

    def place(self, start: int, end: int) -> Place:
        first, last = (bisect_right(self.starts, offset) - 1 for offset in (start, end - 1))
        return Place(
            self.segments[first].passage,
            self.segments[last].passage,
            (start - self.starts[first], end - self.starts[last]),
            self.text[start:end],
        )

    def exact(self, words: str) -> list[tuple[int, int]]:
        return occurrences(words, *self.folded)

    def like(self, words: str, least: float) -> list[tuple[float, int, int]]:
        """windows in folded coordinates scoring at least"""
        folded, _ = self.folded
        starts = sorted({m.start() for m in re.finditer(r"\w+|\S+", folded)} | {m.start() for m in re.finditer(r"\S+", folded)})
        ends = sorted({m.end() for m in re.finditer(r"\w+", folded)} | {m.end() for m in re.finditer(r"\S+", folded)})
        found = []
        low, high = least * len(words), len(words) / least
        for start in starts:
            for end in ends[bisect_right(ends, start):]:
                if end - start < low: continue
                if end - start > high: break
                score = Levenshtein.normalized_similarity(words, folded[start:end], score_cutoff=least)
                if score:
                    found.append((score, start, end))
        return sorted(found, key=lambda item: (-item[0], item[1], item[2]))
