"""What became of every line in a newer revision: of made-up ones of the real article, in which the true answer is known."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edition import config, corpus
from edition.extract import Extract, ExtractSection, read
from edition.model import Passage, Section
from edition.revision.comparing import Chapter, Line, compare
from edition.revision.likeness import LEAST, contained, increasing, likeness, links

ROOT = Path(__file__).resolve().parent.parent
CONFIG = config.read(ROOT)
PINNED = read((ROOT / CONFIG.extract).read_bytes())
SECTIONS = tuple(corpus.load(ROOT, CONFIG)[0].original.values())
OLD = {segment.passage: " ".join(segment.text.split()) for section in SECTIONS for segment in section.segments.values()}
BY_WORDS = {words: passage for passage, words in OLD.items()}

Book = list[list[list[str]]]
"""Sections of paragraphs of lines."""


def book() -> Book:
    return [[[segment.text for segment in lines] for lines in section.paragraphs] for section in SECTIONS]


def revised(text: Book, headings: list[str] | None = None) -> tuple[Chapter, ...]:
    names = headings or [section.heading for section in PINNED.sections]
    sections = (ExtractSection(name, tuple(" ".join(p) for p in ps if p)) for name, ps in zip(names, text, strict=True))
    return compare(SECTIONS, replace(PINNED, sections=tuple(sections)), CONFIG.abbreviations)


def lines(chapters: tuple[Chapter, ...]) -> list[Line]:
    return [line for chapter in chapters for paragraph in chapter.paragraphs for line in paragraph.lines]


def found(chapters: tuple[Chapter, ...], words: str) -> Line:
    [line] = [line for line in lines(chapters) if words in line.text]
    return line


def passages(*numbers: str) -> tuple[Passage, ...]:
    return tuple(map(Passage.parse, numbers))


def test_an_unchanged_article_is_the_present_text_line_by_line() -> None:
    chapters = compare(SECTIONS, PINNED, CONFIG.abbreviations)
    assert [chapter.origin for chapter in chapters] == list(SECTIONS)
    for chapter, section in zip(chapters, SECTIONS, strict=True):
        assert [[line.text for line in paragraph.lines] for paragraph in chapter.paragraphs] == [
            [segment.text for segment in paragraph] for paragraph in section.paragraphs
        ]
        assert [[line.origins for line in paragraph.lines] for paragraph in chapter.paragraphs] == [
            [(segment.passage,) for segment in paragraph] for paragraph in section.paragraphs
        ]
        assert [paragraph.origin for paragraph in chapter.paragraphs] == [
            paragraph[0].passage.paragraph for paragraph in section.paragraphs
        ]


# -- Edits whose answer is known -------------------------------------------------------------------------


def test_a_word_is_changed() -> None:
    text = book()
    text[4][1][0] = text[4][1][0].replace("Munchen", "München")
    line = found(revised(text), text[4][1][0])
    assert (line.origins, line.further) == (passages("4.2.1"), False)


def test_a_sentence_is_added_and_another_removed() -> None:
    text = book()
    text[4][1].insert(1, "Aceasta este o propoziție cu totul nouă despre altceva.")
    del text[5][2][0]
    chapters = revised(text)
    assert found(chapters, "cu totul nouă").origins == ()
    assert passages("5.3.1") not in [line.origins for line in lines(chapters)]
    assert found(chapters, text[4][1][2]).origins == passages("4.2.2")


def test_a_sentence_is_divided() -> None:
    text = book()
    whole = max(text[5][1], key=len)
    index = text[5][1].index(whole)
    words = whole.split()
    half = len(words) // 2
    text[5][1][index] = " ".join(words[:half]).rstrip(",;") + ". " + " ".join(["Astfel", *words[half:]])
    parts = [line for line in lines(revised(text)) if line.origins == passages(f"5.2.{index + 1}")]
    assert [line.further for line in parts] == [False, True]
    assert parts[1].text.startswith("Astfel")


def test_two_sentences_are_joined() -> None:
    text = book()
    one, two = text[5][1][:2]
    text[5][1][:2] = [one.rstrip(".") + ", iar " + two[0].lower() + two[1:]]
    assert found(revised(text), one.rstrip(".")).origins == passages("5.2.1", "5.2.2")


def test_a_paragraph_is_divided_and_two_are_joined() -> None:
    text = book()
    text[6][0:1] = [text[6][0][:2], text[6][0][2:]]
    text[7][0:2] = [text[7][0] + text[7][1]]
    chapters = revised(text)
    assert [line.origins for line in lines(chapters)] == [
        (passage,) for passage in OLD if str(passage.paragraph) != str(passage)
    ]
    origins = [paragraph.origin for paragraph in chapters[6].paragraphs[:3]]
    assert sorted(map(str, origins)) == ["6.1", "6.2", "None"]
    assert str(chapters[7].paragraphs[0].origin) in {"7.1", "7.2"}


@pytest.mark.parametrize(("section", "place"), [(5, 3), (8, 0)], ids=["within a section", "to another section"])
def test_a_paragraph_is_moved_and_touched(section: int, place: int) -> None:
    text = book()
    moved = text[5].pop(0)
    moved[1] = moved[1].replace(" a ", " va ", 1) + " Adaos."
    text[section].insert(place, moved)
    chapters = revised(text)
    paragraph = chapters[section].paragraphs[place]
    assert paragraph.origin == Passage.parse("5.1")
    assert [line.origins for line in paragraph.lines if line.origins] == [
        passages(f"5.1.{index}") for index in range(1, len(moved) + 1)
    ]


def test_sections_are_known_by_their_heading_or_their_words() -> None:
    text, names = book(), [section.heading for section in PINNED.sections]
    names[5] = "Cu totul altfel"
    names[1] = names[1] + " (1917)"
    names.insert(4, "O secțiune nouă")
    text.insert(4, [["Prima propoziție nouă.", "A doua propoziție nouă."]])
    chapters = revised(text, names)
    assert [chapter.origin and str(chapter.origin.number) for chapter in chapters] == [
        "0", "1", "2", "3", None, "4", "5", "6", "7", "8", "9", "10",
    ]  # fmt: skip


def test_line_ends_made_by_hand_are_kept_where_the_words_around_them_are() -> None:
    section = SECTIONS[4]
    first, second, *others = section.paragraphs[0]
    words = first.text.split(" ")
    divided = (
        replace(first, text=" ".join(words[:5])),
        replace(second, text=" ".join(words[5:])),
        *(replace(item, passage=Passage.parse(f"4.1.{n}")) for n, item in enumerate((second, *others), 3)),
    )
    joined = (
        replace(section.paragraphs[1][0], text=" ".join(item.text for item in section.paragraphs[1][:2])),
        *(replace(item, passage=Passage.parse(f"4.2.{n}")) for n, item in enumerate(section.paragraphs[1][2:], 2)),
    )
    by_hand: Section = replace(section, paragraphs=(divided, joined, *section.paragraphs[2:]))
    sections = (*SECTIONS[:4], by_hand, *SECTIONS[5:])

    def same(extract: Extract) -> tuple[list[str], list[str]]:
        chapter = compare(sections, extract, CONFIG.abbreviations)[4]
        one, two = ([line.text for line in paragraph.lines] for paragraph in chapter.paragraphs[:2])
        return one, two

    assert same(PINNED) == ([item.text for item in divided], [item.text for item in joined])
    touched = replace(PINNED.sections[4], paragraphs=tuple(f"{p} Un adaos." for p in PINNED.sections[4].paragraphs))
    edited = replace(PINNED, sections=(*PINNED.sections[:4], touched, *PINNED.sections[5:]))
    assert same(edited) == (
        [*(item.text for item in divided), "Un adaos."],
        [*(item.text for item in joined), "Un adaos."],
    )


LINE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"
"""Forty letters: each that is another is a fortieth less like."""


def with_other_letters(count: int) -> str:
    return "-" * count + LINE[count:]


@pytest.mark.parametrize(("others", "linked"), [(17, True), (19, False)], ids=["0.575", "0.525"])
def test_how_like_a_line_in_its_place_must_be(others: int, linked: bool) -> None:
    assert links([LINE], [with_other_letters(others)], [(range(1), range(1))]) == ({0: (0,)} if linked else {})


@pytest.mark.parametrize(("others", "linked"), [(7, True), (9, False)], ids=["0.825", "0.775"])
def test_how_like_a_line_in_another_section_must_be(others: int, linked: bool) -> None:
    new = ["This one stayed.", with_other_letters(others)]
    found = links([LINE, "This one stayed."], new, [(range(1), range(0)), (range(1, 2), range(2))])
    assert found == {0: (1,)} | ({1: (0,)} if linked else {})


# -- Edits at random -------------------------------------------------------------------------------------

Edit = Callable[[Book, random.Random], None]


def somewhere(text: Book, rng: random.Random) -> list[str]:
    return rng.choice([paragraph for paragraphs in text for paragraph in paragraphs if paragraph])


def another_word(text: Book, rng: random.Random) -> None:
    paragraph = somewhere(text, rng)
    place = rng.randrange(len(paragraph))
    words = paragraph[place].split()
    words[rng.randrange(len(words))] = rng.choice(["altul", "nou", "1950", "—"])
    paragraph[place] = " ".join(words)


def sentence_gone(text: Book, rng: random.Random) -> None:
    paragraph = somewhere(text, rng)
    del paragraph[rng.randrange(len(paragraph))]


def sentence_moved(text: Book, rng: random.Random) -> None:
    paragraph = somewhere(text, rng)
    line = paragraph.pop(rng.randrange(len(paragraph)))
    other = somewhere(text, rng)
    other.insert(rng.randrange(len(other) + 1), line)


def sentence_new(text: Book, rng: random.Random) -> None:
    paragraph = somewhere(text, rng)
    words = somewhere(text, rng)[0].split()
    rng.shuffle(words)
    paragraph.insert(rng.randrange(len(paragraph) + 1), "Nou " + " ".join(words).replace(".", "") + ".")


def sentence_joined(text: Book, rng: random.Random) -> None:
    paragraph = somewhere(text, rng)
    if len(paragraph) > 1:
        place = rng.randrange(len(paragraph) - 1)
        paragraph[place : place + 2] = [f"{paragraph[place].rstrip('.')} și {paragraph[place + 1]}"]


def paragraph_moved(text: Book, rng: random.Random) -> None:
    section = rng.choice([paragraphs for paragraphs in text if paragraphs])
    paragraph = section.pop(rng.randrange(len(section)))
    other = rng.choice(text)
    other.insert(rng.randrange(len(other) + 1), paragraph)


def paragraph_divided(text: Book, rng: random.Random) -> None:
    section = rng.choice([paragraphs for paragraphs in text if paragraphs])
    place = rng.randrange(len(section))
    at = rng.randrange(len(section[place]) + 1)
    section[place : place + 1] = [part for part in (section[place][:at], section[place][at:]) if part]


def section_moved(text: Book, rng: random.Random) -> None:
    """The words of two sections change places."""
    one, two = rng.sample(range(len(text)), 2)
    text[one], text[two] = text[two], text[one]


EDITS: list[Edit] = [
    another_word, sentence_gone, sentence_moved, sentence_new, sentence_joined, paragraph_moved, paragraph_divided,
    section_moved,
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(EDITS), max_size=25), st.randoms(use_true_random=False))
def test_whatever_happens_unchanged_sentences_keep_their_origin(edits: list[Edit], rng: random.Random) -> None:
    text = book()
    for edit in edits:
        if any(any(paragraphs) for paragraphs in text):
            edit(text, rng)
    new = lines(revised(text))
    given_out: list[Passage] = []
    for place, line in enumerate(new):
        words = " ".join(line.text.split())
        if words in BY_WORDS:
            assert line.origins == (BY_WORDS[words],), line
        parts = [line]
        if line.further:
            assert new[place - 1].origins == line.origins
            continue
        while place + len(parts) < len(new) and new[place + len(parts)].further:
            parts.append(new[place + len(parts)])
        given_out += line.origins
        if line.origins:
            ours = " ".join(OLD[origin] for origin in line.origins)
            theirs = " ".join(part.text for part in parts)
            assert likeness(ours, " ".join(theirs.split())) >= LEAST
            assert all(contained(" ".join(part.text.split()), ours) for part in parts if len(parts) > 1)
    assert len(given_out) == len(set(given_out))


@given(st.lists(st.integers(0, 9)))
def test_the_longest_series(values: list[int]) -> None:
    series = increasing(values)
    assert all(a < b and values[a] < values[b] for a, b in pairwise(series))
    best = [1] * len(values)
    for j in range(len(values)):
        best[j] = 1 + max((best[i] for i in range(j) if values[i] < values[j]), default=0)
    assert len(series) == max(best, default=0)
