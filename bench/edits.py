"""Quotes taken from a text, and what may happen to the text afterwards; the same for every rule that is measured.

While a text is edited two characters that it does not use mark where the quote begins and ends, so that the true place
is known whatever the edit does.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from edition.anchoring import Place, Range, Text
from edition.model import Passage, Section, Segment
from edition.numbers import Number
from edition.textfile import parse

BEGIN, END = "\ue000", "\ue001"
BANDS = ((8, 20), (20, 40), (40, 80), (80, 160))
"""The lengths of quotes, in characters; there are as many of each."""

Book = list[list[list[str]]]
"""Sections of paragraphs of lines."""

_WORD = re.compile(r"\w+")


def read(folder: Path) -> Book:
    """The lines of all text files of a language, without the headings."""
    paths = sorted(folder.glob("*.md"))
    sections = [parse(PurePosixPath(path.name), "x", path.read_text(encoding="utf-8"), []) for path in paths]
    return [[[item.text for item in lines] for lines in section.paragraphs] for section in sections if section]


def text_of(book: Book, letters: dict[str, str], witness: str | None = None) -> Text:
    """A book as the rule of the edition searches it."""
    return Text((_section(number, paragraphs) for number, paragraphs in enumerate(book)), letters, witness)


def _section(number: int, paragraphs: list[list[str]]) -> Section:
    heading = Segment(Passage.parse(f"{number}.0"), "", 1)
    numbered = tuple(
        tuple(Segment(Passage.parse(f"{number}.{place}.{index}"), line, 1) for index, line in enumerate(lines, 1))
        for place, lines in enumerate(paragraphs, 1)
    )
    return Section(Number(number), "x", PurePosixPath("x"), heading, False, numbered)


def lines_of(book: Book) -> Iterator[tuple[Passage, str]]:
    """All lines with their numbers."""
    for number, paragraphs in enumerate(book):
        for place, lines in enumerate(paragraphs, 1):
            for index, line in enumerate(lines, 1):
                yield Passage.parse(f"{number}.{place}.{index}"), line


@dataclass(frozen=True)
class Sample:
    """A quote in its text.

    :ivar book: the text with the marks of the quote.
    :ivar place: where the quote stands, and its words.
    """

    book: Book
    place: Place

    @property
    def section(self) -> int:
        """The index of the section in which the quote stands."""
        return self.place.passages.first.section.count

    @property
    def paragraph(self) -> int:
        """The index of its paragraph in the section."""
        return self.place.passages.first.parts[1].count - 1

    def lines(self) -> slice:
        """The indices of its lines in the paragraph."""
        return slice(self.place.passages.first.parts[2].count - 1, self.place.passages.last.parts[2].count)


def strip(book: Book) -> tuple[Book, Place | None]:
    """A book without marks, and the place that they marked; None where they are gone."""
    begin = end = None
    for passage, line in lines_of(book):
        if BEGIN in line:
            begin = (passage, line.index(BEGIN))
        if END in line:
            end = (passage, line.replace(BEGIN, "").index(END))
    bare = [[[re.sub(f"[{BEGIN}{END}]", "", line) for line in lines] for lines in section] for section in book]
    if begin is None or end is None:
        return bare, None
    words = " ".join(line for passage, line in lines_of(book) if begin[0] <= passage <= end[0])
    inside = words[words.index(BEGIN) + 1 : words.index(END)]
    return bare, Place(Range(begin[0], end[0]), (begin[1], end[1]), inside)


def samples(book: Book, letters: dict[str, str], count: int, rng: random.Random) -> Iterator[Sample]:
    """Quotes of whole words in one paragraph, unique in their target; the short ones, unique in the whole text.

    That is how quotes are to be chosen, and how nearly all of the edition are.
    """
    text = text_of(book, letters)
    paragraphs = [(number, place) for number, section in enumerate(book) for place in range(len(section))]
    found = 0
    while found < count:
        low, high = BANDS[found % len(BANDS)]
        number, place = rng.choice(paragraphs)
        running = " ".join(book[number][place])
        spans = [match.span() for match in _WORD.finditer(running)]
        start = rng.choice(spans)[0]
        ends = [end for _, end in spans if low <= end - start <= high]
        if not ends:
            continue
        marked = _marked(book, number, place, start, rng.choice(ends))
        stands = strip(marked)[1]
        assert stands is not None
        words = text.wanted(stands.words)
        where = text if low < BANDS[1][0] else text.stretch(stands.passages)
        if len(where.exact(words)) == 1:
            found += 1
            yield Sample(marked, stands)


def _marked(book: Book, number: int, place: int, start: int, end: int) -> Book:
    """A book with marks in one of its paragraphs, at two places of its running text."""
    lines, offset = [], 0
    for line in book[number][place]:
        for mark, at in ((END, end - offset), (BEGIN, start - offset)):
            # A line end is no place for a mark that begins something.
            if 0 <= at <= len(line) and not (at == len(line) and mark == BEGIN) and not (at == 0 and mark == END):
                line = line[:at] + mark + line[at:]
        lines.append(line)
        offset += len(re.sub(f"[{BEGIN}{END}]", "", line)) + 1
    return _with(book, number, place, lines)


def _with(book: Book, number: int, place: int, *paragraphs: list[str]) -> Book:
    """A book with one paragraph replaced by others, or by none."""
    section = [*book[number][:place], *paragraphs, *book[number][place + 1 :]]
    return [*book[:number], section, *book[number + 1 :]]


# -- What may happen ------------------------------------------------------------------------------------


def passage_deleted(sample: Sample, rng: random.Random) -> Book:
    """The lines of the quote are taken away; the following ones get their numbers."""
    lines = list(sample.book[sample.section][sample.paragraph])
    del lines[sample.lines()]
    return _with(sample.book, sample.section, sample.paragraph, *([lines] if lines else []))


def paragraph_deleted(sample: Sample, rng: random.Random) -> Book:
    """The paragraph of the quote is taken away; the following ones get their numbers."""
    return _with(sample.book, sample.section, sample.paragraph)


def words_deleted(sample: Sample, rng: random.Random) -> Book:
    """The words of the quote are taken away, and nothing else."""
    lines = "\n".join(sample.book[sample.section][sample.paragraph])
    gone = re.sub(f"{BEGIN}.*{END}", "", lines, flags=re.DOTALL).split("\n")
    return _with(sample.book, sample.section, sample.paragraph, gone)


def paragraph_moved(sample: Sample, rng: random.Random) -> Book:
    """The paragraph of the quote is put to another place of the text."""
    lines = sample.book[sample.section][sample.paragraph]
    rest = paragraph_deleted(sample, rng)
    number = rng.choice([number for number, section in enumerate(rest) if section])
    place = rng.randrange(len(rest[number]) + 1)
    section = [*rest[number][:place], lines, *rest[number][place:]]
    return [*rest[:number], section, *rest[number + 1 :]]


def lines_divided(sample: Sample, rng: random.Random) -> Book:
    """A line is divided in two somewhere, in the quote or before it."""
    lines = list(sample.book[sample.section][sample.paragraph])
    index = rng.randrange(sample.lines().stop)
    blanks = [match.start() for match in re.finditer(" ", lines[index])]
    if blanks:
        at = rng.choice(blanks)
        lines[index : index + 1] = [lines[index][:at], lines[index][at + 1 :]]
    return _with(sample.book, sample.section, sample.paragraph, lines)


def word_outside(sample: Sample, rng: random.Random) -> Book:
    """One word of the lines of the quote is changed, outside it."""
    return _changed(sample, rng, inside=False)


def word_inside(sample: Sample, rng: random.Random) -> Book:
    """One word of the quote is changed."""
    return _changed(sample, rng, inside=True)


def _changed(sample: Sample, rng: random.Random, *, inside: bool) -> Book:
    lines = list(sample.book[sample.section][sample.paragraph])
    text = "\n".join(lines[sample.lines()])
    begin, end = text.index(BEGIN), text.index(END)
    spans = [match.span() for match in _WORD.finditer(text) if (begin < match.start() < end) == inside]
    if spans:
        start, stop = rng.choice(spans)
        new = _another(text[start:stop], len(spans) > 1, sample.book, rng)
        lines[sample.lines()] = (text[:start] + new + text[stop:]).split("\n")
    return _with(sample.book, sample.section, sample.paragraph, lines)


def _another(word: str, may_go: bool, book: Book, rng: random.Random) -> str:
    """What a word becomes: one letter or the ending is another, or it is replaced, taken away, or another put after."""
    line = rng.choice([line for _, line in lines_of(book)])
    others: list[str] = _WORD.findall(line)
    other = rng.choice(others or [word])
    place = rng.randrange(len(word))
    ways = [
        word[:place] + rng.choice("aeiorstn") + word[place + 1 :],
        word[: -rng.randint(1, 2)] + rng.choice(("ul", "ei", "lor", "e", "i", "a")),
        other,
        f"{word} {other}",
    ]
    return rng.choice([*ways, ""] if may_go else ways)


def many_words(sample: Sample, rng: random.Random) -> Book:
    """One word in twenty of the whole text is changed, but none of the quote."""
    inside = False

    def line_changed(line: str) -> str:
        nonlocal inside
        pieces = re.findall(rf"\w+|[{BEGIN}{END}]|[^\w{BEGIN}{END}]+", line)
        for index, piece in enumerate(pieces):
            if piece in {BEGIN, END}:
                inside = piece == BEGIN
            elif _WORD.fullmatch(piece) and not inside and rng.random() < 0.05:
                pieces[index] = _another(piece, True, sample.book[:1], rng)
        return "".join(pieces)

    return [[[line_changed(line) for line in lines] for lines in section] for section in sample.book]


def spelling_reformed(sample: Sample, rng: random.Random) -> Book:
    """The whole text is put into the spelling of 1993."""

    def reformed(line: str) -> str:
        line = re.sub(r"\b([Ss])înt(?=em\b|eți\b|\b)", r"\1unt", line)
        return re.sub(r"(?<=\w)î(?=\w)", "â", line)

    return [[[reformed(line) for line in lines] for lines in section] for section in sample.book]


Event = Callable[[Sample, random.Random], Book]

EVENTS: dict[str, Event] = {
    "passage deleted": passage_deleted,
    "paragraph deleted": paragraph_deleted,
    "quoted words deleted": words_deleted,
    "paragraph moved": paragraph_moved,
    "line divided": lines_divided,
    "word changed outside": word_outside,
    "word changed inside": word_inside,
    "5 % of all words outside": many_words,
    "spelling reformed": spelling_reformed,
}
