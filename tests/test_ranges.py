"""Which words a note is about, and the lemma that is made of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from edition import config, corpus
from edition.model import Annotation, Edition, Passage
from edition.numbers import Number
from edition.ranges import lemma_of, place_in, within
from edition.readings import STATES, Run, runs


def same(words: str) -> Run:
    return Run(words, words, words)


FOUND = [same("conform "), Run("cu cu", "cu", "cu"), same(" planul")]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (0, 7, "conform"),
        (3, 8, "form "),
        (0, 8, "conform "),
        (0, 9, "conform cu"),
        (9, 10, "cu"),
        (12, 14, "cu "),
        (13, 20, " planul"),
        (4, 17, "orm cu pla"),
    ],
)
def test_a_range_takes_what_varies_as_a_whole(start: int, end: int, words: str) -> None:
    assert "".join(run.emended for run in within(FOUND, start, end)) == words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("1926", "1926"),
        ("unu doi trei patru cinci șase", "unu doi trei patru cinci șase"),
        ("unu doi trei patru cinci șase șapte", "unu doi trei … șase șapte"),
        (" cu  blancuri ", "cu blancuri"),
    ],
)
def test_a_long_lemma_is_shortened(words: str, shown: str) -> None:
    assert lemma_of([[same(words)]]) == same(shown)


def test_a_lemma_follows_the_state() -> None:
    """Its words are counted in each; where a state has none a dash stands for them."""
    assert lemma_of([FOUND]) == Run("conform cu cu planul", "conform cu planul", "conform cu planul")
    assert lemma_of([[Run("iar ", "", "")]]) == Run("iar", "–", "–")
    long = lemma_of([[same("unu doi trei patru cinci "), Run("dela", "de la", "de la")]])
    assert (long.transmitted, long.emended) == ("unu doi trei patru cinci dela", "unu doi trei … de la")


def test_the_lemma_of_several_passages_is_joined_by_blanks() -> None:
    assert lemma_of([[same("inter se differunt.")], [same("Gallos")]]) == same("inter se differunt. Gallos")


@pytest.fixture(scope="module")
def edition() -> Edition:
    found, problems = corpus.load(ROOT, config.read(ROOT))
    assert problems == []
    return found


def test_the_range_of_every_note_is_its_quote(edition: Edition) -> None:
    """In the passages of the quote and in no others."""
    language = edition.languages[0]
    for note in edition.annotations:
        section = edition.original[note.target.section]
        touched = {
            passage: segment.text[slice(*place)]
            for passage, segment in section.segments.items()
            if (place := place_in(edition, note, segment, language)) is not None
        }
        assert list(touched) == [passage for passage in section.segments if note.target <= passage <= note.last]
        assert " ".join(touched.values()).split() == note.quote.split()


def test_a_range_over_several_passages() -> None:
    """It has its start in the first, its end in the last, and all words of those between."""
    root = Path(__file__).parent / "small"
    edition, _ = corpus.load(root, config.read(root))
    first, middle, last = edition.original[Number(0)].paragraphs[0]
    note = Annotation(
        "nota", Path("nota.md"), first.passage, last.passage, "", (7, 6), "context", "", "", {}, {"de": (3, 9)}
    )
    expected = {first: (7, len(first.text)), middle: (0, len(middle.text)), last: (0, 6)}
    for segment, place in expected.items():
        assert place_in(edition, note, segment, "la") == place
    german = edition.sections["de"][Number(0)].segments
    assert place_in(edition, note, german[first.passage], "de") == (3, len(german[first.passage].text))
    assert place_in(edition, note, edition.original[Number(0)].segments[Passage.parse("0.2.1")], "la") is None
    without = Annotation("nota", Path("nota.md"), first.passage, last.passage, "", (7, 6), "context", "", "", {})
    assert place_in(edition, without, german[first.passage], "de") is None


def test_every_lemma_is_there_in_every_state(edition: Edition) -> None:
    for note in edition.annotations:
        pieces = [
            within(runs(item.text, edition.emended.get(item.passage, ()), edition.orthography), *place)
            for item in edition.original[note.target.section].segments.values()
            if (place := place_in(edition, note, item, edition.languages[0])) is not None
        ]
        lemma = lemma_of(pieces)
        for state in STATES:
            assert lemma[state].strip()
            assert len(lemma[state].split()) <= 6
