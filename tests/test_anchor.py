"""Quotes: found exactly, once, or not at all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from edition.anchor import find, fold
from edition.nearest import did_you_mean, nearest

# Few different characters, so that words stand more than once; some that are folded to others or to several.
TEXTS = st.one_of(
    st.text(alphabet=st.sampled_from("ab  \u00a0\n\t“”„\"’'–-…½ﬁșş\u0327\u0301é𝐀"), max_size=40),
    st.text(max_size=40),
)


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(TEXTS.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(quoted())
def test_a_quote_that_is_unique_is_found_exactly(example: tuple[str, int, int]) -> None:
    text, start, end = example
    quote = text[start:end]
    wanted, folded = fold(quote)[0].strip(), fold(text)[0]
    assume(wanted)
    spans = find(quote, text)
    assert spans, "a quote that was copied from the text is found"
    if folded.count(wanted) == 1 and folded.find(wanted) == folded.rfind(wanted):
        # White space at the ends of a quote, and what folds to it, does not count.
        while not fold(text[start])[0].strip():
            start += 1
        while not fold(text[end - 1])[0].strip():
            end -= 1
        assert spans == [(start, end)]


@given(TEXTS)
def test_folding_keeps_track_of_places(text: str) -> None:
    folded, origins = fold(text)
    assert len(origins) == len(folded) + 1
    assert origins[-1] == len(text)
    assert origins == sorted(origins)
    assert all(
        character == " " if character.isspace() else character in fold(text[origin])[0]
        for character, origin in zip(folded, origins, strict=False)
    )


@given(TEXTS, TEXTS)
def test_what_is_found_reads_like_the_quote(quote: str, text: str) -> None:
    for start, end in find(quote, text):
        assert 0 <= start < end <= len(text)
        shown = fold(text[start:end])[0]
        assert any(fold(form)[0].strip() in shown for form in (quote, unicodedata.normalize("NFC", quote)))


@pytest.mark.parametrize(
    ("quote", "text", "spans"),
    [
        ("war", "the war", [(4, 7)]),
        ("war", "warfare, a war", [(0, 3), (11, 14)]),
        ("aa", "aaa", [(0, 2), (1, 3)]),
        ("  war\n", "the war", [(4, 7)]),
        ("a  war", "not a\u00a0war", [(4, 9)]),
        ('"peace"', "a „peace” of", [(2, 9)]),
        ("it's", "it’s so", [(0, 4)]),
        ("1918-1941", "(1918–1941)", [(1, 10)]),
        ("fine", "a ﬁne day", [(2, 5)]),
        ("...", "and so on…", [(9, 10)]),
        (".", "…", [(0, 1)]),
        ("re\u0301gi", "le régime", [(3, 7)]),
        ("𝐀b", "😀 𝐀b", [(2, 4)]),
        ("War", "the war", []),
        ("șase", "şase", []),
        ("", "text", []),
        (" \n", "a b", []),
        ("text", "", []),
    ],
)
def test_places_are_counted_in_code_points(quote: str, text: str, spans: list[tuple[int, int]]) -> None:
    assert find(quote, text) == spans


@pytest.mark.parametrize(
    ("quote", "text", "spans"),
    [
        ("War", "the war", [(4, 7)]),
        ("straße", "Die STRASSE", [(4, 11)]),
        ("STRASSE", "die Straße dort", [(4, 10)]),
        ("gînd", "de gând", [(3, 7)]),
        ("gând", "de gînd", [(3, 7)]),
        ("ÎNTR-UN", "ântr‑un", [(0, 7)]),
        ("gand", "de gînd", []),
    ],
)
def test_letters_of_two_spellings_and_capitals_may_be_one(quote: str, text: str, spans: list[tuple[int, int]]) -> None:
    assert find(quote, text, {"î": "â"}) == spans


@given(TEXTS, st.data())
def test_what_is_found_exactly_is_found_with_letters_too(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    assert set(find(quote, text)) <= set(find(quote, text, {}))


def test_the_nearest_value() -> None:
    assert nearest("contxt", ("context", "source")) == "context"
    assert nearest("CONTEXT", ("context", "source")) == "context"
    assert nearest("xyz", ("context", "source")) is None
    assert did_you_mean("sorce", ("context", "source"), "one of two") == "did you mean “source”?"
    assert did_you_mean("xyz", ("context", "source"), "one of two") == "one of two"
    assert did_you_mean("xyz", (), "none") == "none"
