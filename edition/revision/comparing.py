"""Compare a newer revision with the present text: the new sections, and from what each of their parts comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TypeVar

from edition.extract import Extract, ExtractSection
from edition.model import Passage, Section
from edition.revision.dividing import Divider
from edition.revision.likeness import LEAST, likeness, links

_T = TypeVar("_T", bound=Hashable)
_U = TypeVar("_U", bound=Hashable)

SHARED = 0.4
"""The least share of words that two sections with different headings have in common if they are the same one."""


@dataclass(frozen=True)
class Line:
    """A line of the new text.

    :ivar origins: the passages from which it comes: mostly one, several where they were joined, none where it is new.
    :ivar further: whether it is not the first of the lines into which a sentence was divided.
    """

    text: str
    origins: tuple[Passage, ...] = ()
    further: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the new text.

    :ivar origin: the paragraph that it continues; no other continues it.
    """

    lines: tuple[Line, ...]
    origin: Passage | None


@dataclass(frozen=True)
class Chapter:
    """A section of the new text, as yet without a number.

    :ivar heading: as the article has it; empty for the lead, which has none.
    :ivar origin: the section that it continues.
    """

    heading: str
    origin: Section | None
    paragraphs: tuple[Paragraph, ...]


def compare(sections: Iterable[Section], extract: Extract, abbreviations: Collection[str]) -> tuple[Chapter, ...]:
    """Say for every part of the new text from what it comes.

    :param sections: the present text, in its order.
    :param abbreviations: see :func:`edition.segmentation.sentences`.
    """
    present = tuple(sections)
    origins = _paired(present, extract.sections)
    divider = Divider(present, abbreviations)
    divided = [[divider.lines(paragraph) for paragraph in section.paragraphs] for section in extract.sections]
    old = [segment for section in present for segments in section.paragraphs for segment in segments]
    new = [line for paragraphs in divided for texts in paragraphs for line in texts]
    ours = _places(section.paragraphs for section in present)
    theirs = _places(divided)
    found = links(
        [segment.text for segment in old],
        new,
        [(ours[present.index(origin)], places) for origin, places in zip(origins, theirs, strict=True) if origin],
    )
    lines = [
        Line(text, tuple(old[i].passage for i in found.get(j, ())), j in found and found.get(j - 1) == found[j])
        for j, text in enumerate(new)
    ]
    weights = Counter[tuple[Passage, tuple[int, int]]]()
    drafts: list[list[tuple[Line, ...]]] = []
    for number, paragraphs in enumerate(divided):
        drafts.append([])
        for place, texts in enumerate(paragraphs):
            drafts[-1].append(tuple(lines[: len(texts)]))
            del lines[: len(texts)]
            for line in drafts[-1][-1]:
                for origin in line.origins:
                    weights[origin.paragraph, (number, place)] += len(line.text)
    continued = {theirs: ours for ours, theirs in _matched(weights)}
    return tuple(
        Chapter(
            section.heading,
            origin,
            tuple(Paragraph(lines, continued.get((number, place))) for place, lines in enumerate(paragraphs)),
        )
        for number, (section, origin, paragraphs) in enumerate(zip(extract.sections, origins, drafts, strict=True))
    )


def _places(sections: Iterable[Sequence[Sequence[object]]]) -> list[range]:
    """Of each section the places of its lines in the whole text."""
    ends = list(accumulate((sum(map(len, paragraphs)) for paragraphs in sections), initial=0))
    return [range(start, end) for start, end in pairwise(ends)]


def _paired(present: Sequence[Section], sections: Sequence[ExtractSection]) -> list[Section | None]:
    """For each new section the present one that it continues."""
    weights: dict[tuple[int, int], float] = {}
    for i, ours in enumerate(present):
        for j, theirs in enumerate(sections):
            weight = _kinship(ours, theirs)
            if weight:
                weights[i, j] = weight
    pairs = {j: i for i, j in _matched(weights)}
    return [present[pairs[j]] if j in pairs else None for j in range(len(sections))]


def _kinship(ours: Section, theirs: ExtractSection) -> float:
    """How much speaks for a new section being a present one; 0 where that is out of the question."""
    if ours.editorial or not theirs.heading:
        return 3.0 if ours.editorial and not theirs.heading else 0.0
    before = Counter(word for lines in ours.paragraphs for segment in lines for word in segment.text.split())
    after = Counter(word for paragraph in theirs.paragraphs for word in paragraph.split())
    if ours.heading.text.split() == theirs.heading.split():
        return 2.0 + _share(before, after)
    if not before or not after:
        return likeness(ours.heading.text, theirs.heading, LEAST) if not before and not after else 0.0
    share = _share(before, after)
    return share if share >= SHARED else 0.0


def _share(before: Counter[str], after: Counter[str]) -> float:
    """Dice's coefficient of two bags of words."""
    return 2 * (before & after).total() / max(1, before.total() + after.total())


def _matched(weights: Mapping[tuple[_T, _U], float]) -> Iterator[tuple[_T, _U]]:
    """Pairs in which everything stands at most once, the greatest weights first, then the order of *weights*."""
    left: set[_T] = set()
    right: set[_U] = set()
    for ours, theirs in sorted(weights, key=lambda pair: -weights[pair]):
        if ours not in left and theirs not in right:
            left.add(ours)
            right.add(theirs)
            yield ours, theirs
