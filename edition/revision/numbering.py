"""Number the new text: passages keep their numbers where they can, and every number given up gets an alias.

A part keeps its number where it continues a part of the same section or paragraph and the order of the text allows it
(:func:`edition.numbers.numbered`). What was moved elsewhere, split off or joined gets a number that was never used.

A number that was given up before follows its words. The table has their fingerprint, so words that were joined and are
divided again, or were removed and are back just as they were, are found. Where the words have changed meanwhile it is
not known which part has them, and the number leads to the whole. Paragraphs and sections lead where their lines do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from edition.fingerprints import fingerprint, of_passages
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
        words = of_passages(present)
        pages = {Passage((section.number,)): section.path.stem for section in present}
        given_up = {
            passage: replace(alias, page=pages.get(passage, ""), words=words.get(passage, ""))
            for passage, alias in _given_up(old, destinations, revision).items()
        }
        following = _Following(words, *_new(sections), destinations, given_up, revision)
        return cls(sections, destinations, dict(sorted((given_up | following.aliases(earlier)).items())))

    @property
    def numbering(self) -> Numbering:
        """The numbers of the new text, for the table of passages."""
        return Numbering.of(passages for section in self.sections for passages in section.passages)


def _new(sections: Sequence[NumberedSection]) -> tuple[dict[str, Passage], set[Passage]]:
    """Where the words stand that stand once in the new text, by their fingerprints; and what comes from nothing."""
    places: dict[str, list[Passage]] = {}
    new: set[Passage] = set()
    for section in sections:
        chapter = section.chapter
        heading = (section.heading, Line(chapter.heading, (section.heading,) if chapter.origin else ()))
        for passage, line in (heading, *section.lines):
            places.setdefault(fingerprint(line.text), []).append(passage)
            if not line.origins:
                new.add(passage)
    return {words: found[0] for words, found in places.items() if len(found) == 1}, new


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


def _given_up(
    old: Sequence[Passage], destinations: Mapping[Passage, tuple[Passage, ...]], revision: str
) -> dict[Passage, Alias]:
    """Where the numbers of the present text lead that the new one does not use."""
    present = {place for places in destinations.values() for place in places}
    aliases: dict[Passage, Alias] = {}
    before: dict[int, Passage] = {}
    for passage in old:
        depth = len(passage.parts)
        places = destinations.get(passage, ())
        if places:
            # Before the first paragraph, and before its first line, stands the heading.
            depths = (2, 3) if _is_heading(passage) else (depth,)
            before |= dict.fromkeys(depths, places[0])
        if not places:
            aliases[passage] = Alias(before[depth], revision, 0)
        elif passage not in present:
            aliases[passage] = Alias(places[0], "", 0)
    return aliases


def _is_heading(passage: Passage) -> bool:
    return passage.parts[1:] == (ZERO,)


@dataclass(frozen=True)
class _Following:
    """What tells where the numbers lead that were given up before.

    :ivar words: the fingerprints of the headings and lines of the present text.
    :ivar once: where words stand that stand once in the new text, by their fingerprints.
    :ivar new: the headings and lines of the new text that come from nothing in the present one.
    :ivar given_up: the numbers that are given up now.
    """

    words: Mapping[Passage, str]
    once: Mapping[str, Passage]
    new: Collection[Passage]
    destinations: Mapping[Passage, tuple[Passage, ...]]
    given_up: Mapping[Passage, Alias]
    revision: str

    def aliases(self, earlier: Mapping[Passage, Alias]) -> dict[Passage, Alias]:
        """The aliases of *earlier*, which lead to the new text now."""
        led = dict[str, set[Passage]]()
        for alias in earlier.values():
            led.setdefault(alias.words, set()).add(alias.to)
        # Of words that stood in two places it is not known which have come back.
        known = {words: self.once[words] for words, places in led.items() if len(places) == 1 and words in self.once}
        lines = {
            passage: self._line(alias, known.get(alias.words))
            for passage, alias in earlier.items()
            if len(passage.parts) == 3 or _is_heading(passage)
        }
        wholes = {
            passage: self._whole(passage, alias, lines) for passage, alias in earlier.items() if passage not in lines
        }
        return lines | wholes

    def _line(self, alias: Alias, back: Passage | None) -> Alias:
        """Where a heading or line leads, whose own words may stand at *back* now."""
        places = [
            place
            for passage in self.words
            if passage.parts[: len(alias.to.parts)] == alias.to.parts
            for place in self.destinations.get(passage, ())
        ]
        if back is not None and (back in places or back in self.new):
            return replace(alias, to=back, removed="")
        if not places:
            before = self.given_up[alias.to].to if alias.to in self.given_up else alias.to
            return replace(alias, to=before, removed=alias.removed or self.revision)
        if alias.removed:
            return replace(alias, to=places[-1])
        is_all = alias.words == self.words.get(alias.to)
        return replace(alias, to=places[0] if is_all else _around(places))

    def _whole(self, passage: Passage, alias: Alias, lines: Mapping[Passage, Alias]) -> Alias:
        """Where a paragraph or section leads: to where most of its lines do."""
        depth = len(passage.parts)
        parts = [part for line, part in lines.items() if line.parts[:depth] == passage.parts]
        parts = parts or [self._line(alias, None)]
        living = [part for part in parts if not part.removed]
        places = Counter(Passage(part.to.parts[:depth]) for part in living or parts)
        removed = "" if living else alias.removed or self.revision
        return replace(alias, to=places.most_common(1)[0][0], removed=removed)


def _around(places: Sequence[Passage]) -> Passage:
    """The passage, paragraph or section in which all of *places* are; the first of them where there is none."""
    first = places[0].parts
    wholes = (Passage(first[:depth]) for depth in range(len(first), 0, -1))
    return next((it for it in wholes if all(p.parts[: len(it.parts)] == it.parts for p in places)), places[0])
