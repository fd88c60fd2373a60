"""The records of the search: nothing is left out, and each is found by what people type."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from conftest import SMALL

from edition import config, corpus
from edition.indexing import write_index
from edition.model import Edition
from edition.searching import Record, fold, passage_token, records, stemmer_of, words_of


def loaded(root: Path) -> tuple[Edition, list[Record]]:
    settings = config.read(root)
    edition, problems = corpus.load(root, settings)
    assert [problem for problem in problems if not problem.notice] == []
    return edition, records(edition, settings.regions)


@pytest.fixture(scope="module")
def real(root: Path) -> tuple[Edition, list[Record]]:
    return loaded(root)


def tokens_of(record: Record) -> set[str]:
    return {token[1:] for tokens in record.tokens for token in tokens}


def record_of(found: list[Record], name: str) -> Record:
    return next(record for record in found if record.name == name)


@pytest.mark.parametrize("which", ["real", "small"])
def test_everything_has_a_record_exactly_once(which: str, root: Path) -> None:
    edition, found = loaded(root if which == "real" else SMALL)
    expected = [
        *(("passage", str(passage)) for section in edition.original.values() for passage in section.segments),
        *(("note", note.slug) for note in edition.annotations),
        *((entry.register, slug) for slug, entry in edition.entries.items()),
        *(("chronology", event.slug) for event in edition.chronology),
    ]
    assert expected
    assert Counter((record.kind, record.name) for record in found) == Counter(expected)
    assert len({record.address for record in found}) == len(found)


def test_every_word_of_a_text_has_tokens_at_its_place(real: tuple[Edition, list[Record]]) -> None:
    """Words are marked by their place, so one token too many would mark the wrong one."""
    edition, found = real
    for record in found:
        words = [word for language in edition.languages for word in words_of(record.texts[language])]
        own = [fold(word).replace("'", "") for word in words]
        assert [tokens[0][1:] for tokens in record.tokens[: len(words)]] == own
        assert "" not in record.content.replace("-", " ").split(" ")


@pytest.mark.parametrize(
    ("passage", "typed"),
    [
        ("4.2.2", "sint sunt"),  # sînt
        ("9.4.4", "sunt sint"),  # sunt
        ("8.9.4", "strimtor stramtor"),  # Strîmtorilor
        ("7.6.6", "romania rominia"),  # România
        ("4.2.3", "benes bene munchen munich country countri"),  # both languages
        ("6.1.2", "milioan"),
    ],
)
def test_a_passage_is_found_in_every_spelling(passage: str, typed: str, real: tuple[Edition, list[Record]]) -> None:
    assert set(typed.split()) <= tokens_of(record_of(real[1], passage))


def test_a_letter_that_is_exchanged_inside_of_words_makes_no_other_word_of_a_short_one(
    real: tuple[Edition, list[Record]],
) -> None:
    found = real[1]
    in_words = [record for record in found if record.kind == "passage" and " în " in record.texts["ro"]]
    assert in_words
    for record in in_words:
        if "an" not in [fold(word) for word in words_of(record.texts["ro"])]:
            at = words_of(record.texts["ro"]).index("în")
            assert {token[1:] for token in record.tokens[at]} == {"in"}


def test_a_mention_is_found_by_every_form_of_its_entry(real: tuple[Edition, list[Record]]) -> None:
    record = record_of(real[1], "4.2.3")
    at = words_of(record.texts["ro"]).index("Conferința")
    assert {"acordul", "conferinta"} <= {token[1:] for token in record.tokens[at]}


def test_a_name_is_marked_at_its_own_word(real: tuple[Edition, list[Record]]) -> None:
    """Not at the first word of the mention, as another form of the name would be."""
    record = record_of(real[1], "maxim-litvinov")
    found = [place for place, tokens in enumerate(record.tokens) if "litvinov" in {token[1:] for token in tokens}]
    words = [word for text in record.texts.values() for word in words_of(text)]
    assert "Maxim" in words
    assert not [words[place] for place in found if place < len(words) and words[place] == "Maxim"]


def test_no_text_shows_the_name_of_a_note_instead_of_its_number(real: tuple[Edition, list[Record]]) -> None:
    edition, found = real
    shown = [text for record in found for text in record.texts.values()]
    long_names = [note.slug for note in edition.annotations if note.slug.count("-") > 1]
    assert long_names
    assert [name for name in long_names if any(name in text for text in shown)] == []


def test_an_emended_word_is_found_as_it_was_transmitted(real: tuple[Edition, list[Record]]) -> None:
    edition, found = real
    changed = [
        (str(item.passage), word)
        for item in edition.emendations
        for word in words_of(item.quote)
        if len(words_of(item.quote)) == 1 and item.quote.strip() == word
    ]
    assert changed
    for passage, word in changed:
        assert fold(word).replace("'", "") in tokens_of(record_of(found, passage)), passage


def test_words_are_folded() -> None:
    assert [fold(word) for word in ("ȚĂRII", "ţării", "Beneš", "Hitler’s")] == ["tarii", "tarii", "benes", "hitler's"]
    assert words_of("s-a semnat, la 16 octombrie 1925: Hitler’s") == [
        "s", "a", "semnat", "la", "16", "octombrie", "1925", "Hitler’s",
    ]  # fmt: skip


def test_a_language_without_a_stemmer_is_searched_by_its_forms() -> None:
    assert [stemmer_of(language) for language in ("ro", "en", "de", "la")] == ["romanian", "english", "german", ""]
    _, found = loaded(SMALL)
    assert "gallia" in {token for record in found for token in tokens_of(record)}


def test_the_token_of_a_paragraph_begins_those_of_its_segments_only() -> None:
    assert passage_token("4.2.3").startswith(passage_token("4.2"))
    assert not passage_token("4.21.3").startswith(passage_token("4.2"))


def test_the_same_records_make_the_same_index(tmp_path: Path) -> None:
    _, found = loaded(SMALL)
    sites = [tmp_path / "one", tmp_path / "other"]
    contents = []
    for site in sites:
        site.mkdir()
        folder = write_index(found, site)
        contents.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert contents[0] == contents[1]
    assert {"pagefind.js", "pagefind-worker.js", "records.js"} <= {path.name for path in contents[0]}


def test_an_older_index_is_replaced(tmp_path: Path) -> None:
    _, found = loaded(SMALL)
    folder = write_index(found, tmp_path)
    (folder / "old").touch()
    write_index(found, tmp_path)
    assert not (folder / "old").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["search"]
