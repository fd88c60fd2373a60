"""Passage numbers and what follows from the order of the notes."""

from __future__ import annotations

from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition import config, corpus
from edition.model import Passage, Problem
from edition.numbers import Number

NUMBERS = st.builds(Number, st.integers(0, 99_999), st.text(ascii_lowercase, max_size=3))
INSIDE = NUMBERS.filter(lambda number: number != Number(0))
PASSAGES = st.one_of(
    st.tuples(NUMBERS),
    st.tuples(NUMBERS, NUMBERS),
    st.tuples(NUMBERS, INSIDE, INSIDE),
)


@given(PASSAGES)
def test_a_passage_number_reads_as_it_is_written(parts: tuple[Number, ...]) -> None:
    passage = Passage(parts)
    assert Passage.parse(str(passage)) == passage
    assert passage.anchor == "s" + str(passage).replace(".", "-")
    assert passage.section == parts[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4.",
        ".4",
        "04",
        "4.02",
        "4.2.0",
        "4.0.1",
        "4.2.3.1",
        "4.2A",
        "4.a",
        "4.2aaaa",
        "4.2-a",
        "4.02a",
        "-1",
        "4,2",
        "4.2.3 ",
        "4.2.3\n",
        "٤.2",
        "4.２",
        "no",
        "9" * 5000,
    ],
)
def test_what_is_no_passage_number(text: str) -> None:
    with pytest.raises(ValueError, match="not a passage number"):
        Passage.parse(text)


def test_passages_sort_in_reading_order() -> None:
    ordered = [
        "0",
        "0.0",
        "0.0a",
        "0.1",
        "0.1.0a",
        "0.1.1",
        "0.1.2",
        "0.1.2a",
        "0.1.2aa",
        "0.1.2b",
        "0.1.10",
        "0.1a",
        "0.2",
        "0.10",
    ]
    ordered += ["0a.1", "2.0", "2.1.1", "2z", "2za", "10.0"]
    assert [str(passage) for passage in sorted(map(Passage.parse, reversed(ordered)))] == ordered


def test_the_paragraph_of_a_segment() -> None:
    assert Passage.parse("4.2.3").paragraph == Passage.parse("4.2")


def test_a_problem_is_one_line() -> None:
    assert str(Problem("a.md", 3, "A02", "the quote “a\n  b” is\tnot there")) == (
        "a.md:3: A02 the quote “a b” is not there"
    )


def test_notes_are_numbered_in_the_order_of_their_marks(small: Path) -> None:
    folder = small / "annotations" / "0"
    text = (folder / "celtae-et-galli.md").read_text(encoding="utf-8")
    # It begins before “tres-partes”, but ends, and so has its mark, after it.
    wide = text.replace("ipsorum lingua Celtae", "omnis divisa in partes tres, quarum")
    (folder / "a-wide.md").write_text(wide, encoding="utf-8")
    # On the same words as another: the name decides.
    (folder / "zz-same.md").write_text(text, encoding="utf-8")
    edition, problems = corpus.load(small, config.read(small))
    assert problems == []
    assert list(edition.numbers) == [
        "tres-partes", "a-wide", "celtae-et-galli", "zz-same", "titulus-capitis", "duo-consules",
    ]  # fmt: skip
    assert edition.referrers["tres-partes"] == ("a-wide", "celtae-et-galli", "zz-same")
    assert [note.slug for note in edition.notes_of(Number(1))] == ["titulus-capitis", "duo-consules"]


def test_forms_lead_to_their_term_in_each_language(small: Path) -> None:
    edition, _ = corpus.load(small, config.read(small))
    assert edition.forms["la"]["provinciam"] == edition.forms["de"]["provinzen"] == "provincia"
    assert "provinciam" not in edition.forms["de"]
