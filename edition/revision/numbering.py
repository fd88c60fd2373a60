"""Number the new text: passages keep their numbers where they can, and every number given up gets an alias.

A part keeps its number where it continues a part of the same section or paragraph and the order of the text allows it
(:func:`edition.numbers.numbered`). What was moved elsewhere, split off or joined gets a number that was never used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from edition.model import Alias, Numbering, Passage, Section
from edition.numbers import ZERO, Number, numbered
from edition.revision.comparing import Chapter, Line, Paragraph


@dataclass(frozen=True)
class NumberedSection:
    """A section of the new text with the numbers of its parts.

    :ivar passages: the number of each line, by paragraphs, as :attr:`Chapter.paragraphs` has them.
    """

    number: Number
    chapter: Chapter
    passages: tuple[tuple[Passage, ...], ...]

    @property
    def heading(self) -> Passage:
        """The number of the heading."""
        return Passage((self.number, ZERO))

    @property
    def lines(self) -> Iterator[tuple[Passage, Line]]:
        """All lines with their numbers."""
        for passages, paragraph in zip(self.passages, self.chapter.paragraphs, strict=True):
            yield from zip(passages, paragraph.lines, strict=True)


@dataclass(frozen=True)
class Renumbering:
    """Where everything went.

    :ivar sections: the new text in its order.
    :ivar destinations: for each passage of the present text the ones of the new text that have its words, in their
        order; mostly one. Sections, paragraphs and headings have one too, unless all their words are gone.
    :ivar aliases: where the numbers lead that are no longer used, those given up earlier too.
    """

    sections: tuple[NumberedSection, ...]
    destinations: dict[Passage, tuple[Passage, ...]]
    aliases: dict[Passage, Alias]

    @classmethod
    def of(
        cls,
        present: Sequence[Section],
        chapters: Sequence[Chapter],
        earlier: Mapping[Passage, Alias],
        revision: str,
    ) -> Self:
        """Number the new text.

        :param present: the sections of the present text.
        :param chapters: the new text as it was compared with it.
        :param earlier: the numbers that were given up before.
        :param revision: the one that no longer has what is gone.
        """
        old = sorted({passage for section in present for passage in _all(section)})
        sections = tuple(_numbered(chapters, {*old, *earlier}))
        destinations = _destinations(present, sections)
        aliases = _aliases(old, destinations, earlier, revision)
        for section in present:
            if (place := Passage((section.number,))) in aliases:
                aliases[place] = replace(aliases[place], page=section.path.stem)
        return cls(sections, destinations, aliases)

    @property
    def numbering(self) -> Numbering:
        """The numbers of the new text, for the table of passages."""
        return Numbering.of(passages for section in self.sections for passages in section.passages)


def _all(section: Section) -> Iterator[Passage]:
    """The numbers of a section and of all its parts."""
    yield Passage((section.number,))
    for passage in section.segments:
        yield passage.paragraph
        yield passage


def _numbered(chapters: Sequence[Chapter], used: Iterable[Passage]) -> Iterator[NumberedSection]:
    parts: dict[tuple[Number, ...], set[Number]] = {}
    for passage in used:
        parts.setdefault(passage.parts[:-1], set()).add(passage.parts[-1])
    numbers = numbered(
        [chapter.origin.number if chapter.origin else None for chapter in chapters], parts.get((), set())
    )
    for number, chapter in zip(numbers, chapters, strict=True):
        whole = (number,)
        origins = [_part_of(whole, paragraph.origin) for paragraph in chapter.paragraphs]
        places = numbered(origins, parts.get(whole, set()) - {ZERO})
        lines = [
            _in_paragraph((number, place), paragraph, parts.get((number, place), set()))
            for place, paragraph in zip(places, chapter.paragraphs, strict=True)
        ]
        yield NumberedSection(number, chapter, tuple(lines))


def _in_paragraph(whole: tuple[Number, ...], paragraph: Paragraph, used: set[Number]) -> tuple[Passage, ...]:
    """The numbers of the lines of a paragraph."""
    kept = [
        _part_of(whole, line.origins[0]) if len(line.origins) == 1 and not line.further else None
        for line in paragraph.lines
    ]
    return tuple(Passage((*whole, number)) for number in numbered(kept, used))


def _part_of(whole: tuple[Number, ...], passage: Passage | None) -> Number | None:
    """The number of *passage* in what it is a part of, if that is *whole*."""
    return passage.parts[-1] if passage is not None and passage.parts[:-1] == whole else None


def _destinations(
    present: Sequence[Section], sections: Sequence[NumberedSection]
) -> dict[Passage, tuple[Passage, ...]]:
    found: dict[Passage, tuple[Passage, ...]] = {}
    for section in sections:
        if section.chapter.origin is not None:
            found[Passage((section.chapter.origin.number,))] = (Passage((section.number,)),)
            found[section.chapter.origin.heading.passage] = (section.heading,)
        for passages, paragraph in zip(section.passages, section.chapter.paragraphs, strict=True):
            if paragraph.origin is not None:
                found[paragraph.origin] = (passages[0].paragraph,)
        for passage, line in section.lines:
            for origin in line.origins:
                found[origin] = (*found.get(origin, ()), passage)
    for old in present:
        # What is not continued leads to where the first of its words went.
        for segments in old.paragraphs:
            words = next((found[segment.passage][0] for segment in segments if segment.passage in found), None)
            if words is not None:
                found.setdefault(segments[0].passage.paragraph, (words.paragraph,))
                found.setdefault(old.heading.passage, (words,))
                found.setdefault(Passage((old.number,)), (Passage((words.section,)),))
    return found


def _aliases(
    old: Sequence[Passage],
    destinations: Mapping[Passage, tuple[Passage, ...]],
    earlier: Mapping[Passage, Alias],
    revision: str,
) -> dict[Passage, Alias]:
    present = {place for places in destinations.values() for place in places}
    aliases: dict[Passage, Alias] = {}
    before: dict[int, Passage] = {}
    for passage in old:
        depth = len(passage.parts)
        places = destinations.get(passage, ())
        if places:
            # Before the first paragraph, and before its first line, stands the heading.
            depths = (2, 3) if passage.parts[1:] == (ZERO,) else (depth,)
            before |= dict.fromkeys(depths, places[0])
        if not places:
            aliases[passage] = Alias(before[depth], revision, 0)
        elif passage not in present:
            aliases[passage] = Alias(places[0], "", 0)
    for passage, alias in earlier.items():
        after = aliases.get(alias.to)
        aliases[passage] = replace(alias, to=after.to, removed=alias.removed or after.removed) if after else alias
    return dict(sorted(aliases.items()))
