"""Quotes stay at their words or are reported, whatever happens to the text; and nothing is anchored falsely."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bench.anchoring import measure
from bench.client import Selector, anchor
from bench.edits import BEGIN, END, EVENTS, Book, Sample, lines_of, read, samples, strip, text_of
from edition import config
from edition.anchoring import DRIFTED, Kind, Range, Text, locate
from edition.model import Passage

ROOT = Path(__file__).resolve().parent.parent
FEW = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@cache
def real() -> tuple[Book, dict[str, str]]:
    """The transmitted text, and the letters that are read as others."""
    known = config.read(ROOT)
    return read(ROOT / "source" / known.languages[0] / "text"), known.folded_letters


@cache
def chosen(count: int) -> tuple[Sample, ...]:
    return tuple(samples(*real(), count, random.Random(1941)))


@cache
def counts(event: str) -> Counter[str]:
    return measure(EVENTS[event], chosen(120), real()[1], both=False)["ours"]


# -- The figures that the edition promises ----------------------------------------------------------------


@pytest.mark.parametrize("event", EVENTS)
def test_no_anchor_is_false(event: str) -> None:
    assert counts(event)["false"] == 0


@pytest.mark.parametrize(
    ("events", "least"),
    [
        (["paragraph moved", "line divided"], 0.99),
        (["word changed outside"], 0.99),
        (["5 % of all words outside"], 0.99),
        (["spelling reformed"], 0.99),
        (["word changed inside"], 0.92),
        (["passage deleted", "paragraph deleted", "quoted words deleted"], 0.95),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_quotes_are_kept(events: list[str], least: float) -> None:
    total = sum((counts(event) for event in events), Counter[str]())
    assert total["kept"] >= least * total.total(), total


def test_the_client_that_we_compare_with_works_as_described() -> None:
    text = "the war, and a great war, and the warfare of all"
    assert anchor(Selector.of(text, 4, 7), text) == (4, 7)
    assert anchor(Selector.of(text, 21, 24), "Of " + text) == (24, 27)
    assert anchor(Selector.of(text, 15, 24), text.replace("great war", "greet war")) == (15, 24)
    assert anchor(Selector.of(text, 4, 7), text.replace("the war,", "the peace,")) is not None, "it guesses"
    assert anchor(Selector.of(text, 15, 24), "xyz") is None


# -- Properties ----------------------------------------------------------------------------------------------


@st.composite
def quoted(draw: st.DrawFn) -> tuple[Book, Sample]:
    """Any part of any paragraph of the text, not whole words only; with the text before it was marked."""
    book, _ = real()
    number = draw(st.sampled_from([number for number, section in enumerate(book) if section]))
    place = draw(st.integers(0, len(book[number]) - 1))
    lines = book[number][place]
    first = draw(st.integers(0, len(lines) - 1))
    last = draw(st.integers(first, min(first + 2, len(lines) - 1)))
    start = draw(st.integers(0, len(lines[first]) - 1))
    end = draw(st.integers(start + 1 if first == last else 1, len(lines[last])))
    marked = list(lines)
    marked[last] = marked[last][:end] + END + marked[last][end:]
    marked[first] = marked[first][:start] + BEGIN + marked[first][start:]
    section = [*book[number][:place], marked, *book[number][place + 1 :]]
    whole = [*book[:number], section, *book[number + 1 :]]
    stands = strip(whole)[1]
    assert stands is not None
    return book, Sample(whole, stands)


def found(text: Text, quote: str, target: Range) -> tuple[Kind, list[str]]:
    outcome = locate(quote, target, text)
    return outcome.kind, [" ".join(place.words.split()) for place in outcome.places]


@FEW
@given(quoted())
def test_a_quote_is_found_where_it_was_copied(example: tuple[Book, Sample]) -> None:
    book, sample = example
    text, place = text_of(book, real()[1]), sample.place
    quote = place.words.strip()
    assume(quote and place.words[0] != " " and place.words[-1] != " ")
    outcome = locate(quote, place.passages, text)
    assert outcome.kind in {Kind.OK, Kind.AMBIGUOUS, Kind.MOVED}
    assert place in outcome.places or outcome.kind is Kind.MOVED
    if outcome.kind is Kind.OK:
        assert outcome.places == (place,)
    for longer in outcome.quotes:
        assert locate(longer, place.passages, text).kind in {Kind.OK, Kind.MOVED}


@FEW
@given(quoted(), st.sampled_from(sorted(EVENTS)), st.integers(0, 2**32))
def test_an_anchor_has_the_words_of_its_quote_whatever_happened(
    example: tuple[Book, Sample], event: str, seed: int
) -> None:
    book, sample = example
    _, letters = real()
    assume(sample.place.words.strip())
    witness = " ".join(line for _, line in lines_of(book))
    text = text_of(strip(EVENTS[event](sample, random.Random(seed)))[0], letters, witness)
    outcome = locate(sample.place.words, sample.place.passages, text)
    wanted = text.wanted(sample.place.words)
    for place in outcome.places:
        assert text.holds(place.passages)
        exact = text.wanted(place.words) == wanted
        assert exact == (outcome.score == 1)
    if outcome.kind is Kind.OK:
        assert outcome.places[0].passages == sample.place.passages
    if outcome.kind is Kind.MOVED:
        assert outcome.patch == {"target": str(outcome.places[0].passages)}
    if outcome.kind is Kind.DRIFTED:
        assert DRIFTED <= outcome.score < 1
    # What is written by itself is found again, and then nothing is left to write.
    if outcome.certain:
        quote = outcome.patch.get("quote", sample.place.words)
        again = locate(quote, outcome.places[0].passages, text)
        assert (again.kind, again.patch) == (Kind.OK, {})


@FEW
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_quote_makes_the_search_fail(quote: str, one: str, two: str) -> None:
    assume(quote.strip())
    text = text_of([[[one, two]], [[two]]], {"a": "b"})
    target = Range(Passage.parse("0.1.1"), Passage.parse("0.1.2"))
    for passages in (target, None, Range(Passage.parse("7"), Passage.parse("7"))):
        outcome = locate(quote, passages, text)
        assert 0 <= outcome.score <= 1
        for place in outcome.places:
            assert text.holds(place.passages)


# -- Single cases ----------------------------------------------------------------------------------------------

LINES = ["The war of 1914 began in August.", "The peace — a bad one — came in 1919.", "Then “peace” ended in war."]
TEXT = text_of([[LINES], [["Another war, another peace."]]], {}, " ".join([*LINES, "Another war, another peace."]))


def at(target: str) -> Range:
    first, _, last = target.partition("-")
    return Range(Passage.parse(first), Passage.parse(last or first))


@pytest.mark.parametrize(
    ("quote", "target", "kind", "places"),
    [
        ("war of 1914", "0.1.1", Kind.OK, ["0.1.1"]),
        ("WAR  of 1914", "0.1.1", Kind.OK, ["0.1.1"]),
        ("peace - a bad one", "0.1.2", Kind.OK, ["0.1.2"]),
        ('in 1919. Then "peace"', "0.1.2-0.1.3", Kind.OK, ["0.1.2-0.1.3"]),
        ("August. The peace – a bad one – came in 1919. Then", "0.1.1-0.1.3", Kind.OK, ["0.1.1-0.1.3"]),
        ("August. The peace", "0.1.1-0.1.3", Kind.MOVED, ["0.1.1-0.1.2"]),
        ("August. The peace", "0.1.1", Kind.MOVED, ["0.1.1-0.1.2"]),
        ("in 1919. Then", "0.1.1-0.1.2", Kind.MOVED, ["0.1.2-0.1.3"]),
        ("war. Another war", "0.1.3", Kind.ORPHAN, ["1.1.1"]),  # no quote runs into another section
        ("another", "1.1.1", Kind.AMBIGUOUS, ["1.1.1", "1.1.1"]),
        ("war of 1915", "0.1.1", Kind.DRIFTED, ["0.1.1"]),
        ("the war of 1914 has begun in August", "0.1.1", Kind.DRIFTED, ["0.1.1"]),
        ("another peace", "0.1.1", Kind.MOVED, ["1.1.1"]),
        ("peace", "0.1.1", Kind.ORPHAN, ["0.1.2", "0.1.3", "1.1.1"]),
        ("something else altogether", "0.1.1", Kind.ORPHAN, []),
        ("another peace", "5.1.1", Kind.MOVED, ["1.1.1"]),
    ],
)
def test_what_became_of_a_quote(quote: str, target: str, kind: Kind, places: list[str]) -> None:
    outcome = locate(quote, at(target), TEXT)
    assert (outcome.kind, [str(place.passages) for place in outcome.places]) == (kind, places)


def test_the_span_begins_in_the_first_passage_and_ends_in_the_last() -> None:
    [place] = locate("bad one — came in 1919. Then “peace”", at("0.1.2-0.1.3"), TEXT).places
    assert LINES[1][place.span[0] :] == "bad one — came in 1919."
    assert LINES[2][: place.span[1]] == "Then “peace”"
    assert place.words == "bad one — came in 1919. Then “peace”"


def test_a_second_place_that_is_as_like_is_not_certain() -> None:
    one, two = "the first treaty of Warsaw in 1921", "the first treaty of Warsaw in 1922"
    both = locate("the first treaty of Warsaw in 1923", at("0.1.1"), text_of([[[f"{one}, then {two}"]]], {}))
    alone = locate("the first treaty of Warsaw in 1923", at("0.1.1"), text_of([[[f"{one}, then no other"]]], {}))
    assert (both.kind, both.certain, both.patch) == (Kind.DRIFTED, False, {"quote": one})
    assert (alone.kind, alone.certain, alone.patch) == (Kind.DRIFTED, True, {"quote": one})


@pytest.mark.parametrize(
    ("other", "certain"),
    [
        ("the first treaty of Warsaw in 2456", False),  # four letters differ, three more than in the best words
        ("the third treaty of Warsaw in 1922", True),  # five
    ],
)
def test_a_second_place_must_be_a_tenth_less_like(other: str, certain: bool) -> None:
    text = text_of([[[f"the first treaty of Warsaw in 1921, then {other}"]]], {})
    outcome = locate("the first treaty of Warsaw in 1923", at("0.1.1"), text)
    assert (outcome.kind, outcome.certain) == (Kind.DRIFTED, certain)
    assert outcome.patch == {"quote": "the first treaty of Warsaw in 1921"}


def test_the_witness_decides_about_a_move() -> None:
    book = [[["nothing here", "the treaty of Warsaw"]]]
    for witness, kind, certain in (
        ("the treaty of Warsaw", Kind.MOVED, True),
        ("the treaty of Warsaw, the Treaty of Warsaw", Kind.ORPHAN, False),
        ("no treaty", Kind.MOVED, False),
        (None, Kind.MOVED, False),
    ):
        outcome = locate("the treaty of Warsaw", at("0.1.1"), text_of(book, {}, witness))
        assert (outcome.kind, outcome.certain) == (kind, certain)
        assert outcome.patch == {"target": "0.1.2"}


def test_a_very_long_quote_costs_no_time() -> None:
    text = text_of([[["word " * 20_000]]], {})
    assert locate("wort " * 15_000, at("0.1.1"), text).kind is Kind.ORPHAN
