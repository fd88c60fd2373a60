"""The three states of a passage: coherent in each, and faithful to what was transmitted."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from bench.edits import text_of
from edition import apparatus, config, corpus, orthographyfile
from edition.model import Edition, Emendation, Passage, Problem
from edition.orthography import Orthography
from edition.readings import STATES, in_state, runs, word_before

HERE = Passage.parse("4.1.2")
RULES = Orthography(
    words={"anti-sovietic": "antisovietic"},
    replace_words={"sînt": "sunt"},
    keep=frozenset({"bineînțeles"}),
    letter=("î", "â"),
    prefixes=("ne", "pre", "re"),
)


def emendation(text: str, quote: str, reading: str) -> Emendation:
    start = text.index(quote)
    return Emendation(HERE, (start, start + len(quote)), quote, reading, reading, "letter", "certain", {}, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pînă cînd sînt", "până când sunt"),
        ("Sînt, SÎNT", "Sunt, SUNT"),
        ("început, a coborî, Înainte", "început, a coborî, Înainte"),
        ("neîncredere, preîntîmpina, reîncepe", "neîncredere, preîntâmpina, reîncepe"),
        ("bineînțeles", "bineînțeles"),
        ("anti-sovietic, anti-sovieticul", "antisovietic, anti-sovieticul"),
        ("hotărîndu-și într-atît", "hotărându-și într-atât"),
        ("HOTĂRÎT", "HOTĂRÂT"),
    ],
)
def test_spelling_is_modernised_by_the_rules(old: str, new: str) -> None:
    assert RULES.modernise(old) == new
    assert RULES.modernise(new) == new


def test_without_rules_nothing_changes() -> None:
    assert Orthography().modernise("pînă cînd sînt") == "pînă cînd sînt"


def test_a_passage_is_coherent_in_every_state() -> None:
    text = "conform conform căreia sovieticii nu aveau de gînd să intervina"
    made = [emendation(text, "conform conform", "conform"), emendation(text, "intervina", "intervină")]
    assert in_state(text, made, RULES, "transmitted") == text
    assert in_state(text, made, RULES, "emended") == "conform căreia sovieticii nu aveau de gînd să intervină"
    assert in_state(text, made, RULES, "modernised") == "conform căreia sovieticii nu aveau de gând să intervină"


def test_a_word_may_be_emended_and_modernised() -> None:
    text = "din cauza înfrîgerii lor"
    (found,) = [run for run in runs(text, [emendation(text, "înfrîgerii", "înfrîngerii")], RULES) if run.varies]
    assert (found.transmitted, found.emended, found.modernised) == ("înfrîgerii", "înfrîngerii", "înfrângerii")


def test_an_emendation_inside_a_word_that_is_modernised_becomes_one_run() -> None:
    text = "a cîstigat mult"
    (found,) = [run for run in runs(text, [emendation(text, "s", "ș")], RULES) if run.varies]
    assert (found.transmitted, found.emended, found.modernised) == ("cîstigat", "cîștigat", "câștigat")


def test_words_may_be_taken_away_at_either_end() -> None:
    text = "iar iar apoi . "
    made = [emendation(text, "iar ", ""), emendation(text, " . ", ".")]
    assert in_state(text, made, RULES, "emended") == "iar apoi."
    assert "".join(run.transmitted for run in runs(text, made, RULES)) == text


def test_what_is_taken_away_before_a_modernised_word_is_not_part_of_it() -> None:
    text = "iar cînd cînd"
    found = runs(text, [emendation(text, "iar ", "")], RULES)
    assert "".join(run.transmitted for run in found) == text
    assert "".join(run.modernised for run in found) == "când când"


@pytest.fixture(scope="module")
def edition() -> Edition:
    found, problems = corpus.load(ROOT, config.read(ROOT))
    assert [problem for problem in problems if not problem.notice] == []
    return found


def test_the_runs_of_the_article_join_to_each_state(edition: Edition) -> None:
    changed = dict.fromkeys(STATES, 0)
    for section in edition.original.values():
        for passage, segment in section.segments.items():
            made = edition.emended.get(passage, ())
            found = runs(segment.text, made, edition.orthography)
            emended = segment.text
            for item in reversed(made):
                emended = emended[: item.span[0]] + item.replacement + emended[item.span[1] :]
            assert "".join(run.transmitted for run in found) == segment.text
            assert "".join(run.emended for run in found) == emended
            assert "".join(run.modernised for run in found) == edition.orthography.modernise(emended)
            for state in STATES:
                changed[state] += sum(run[state] != run.transmitted for run in found)
    assert changed["transmitted"] == 0
    assert changed["emended"] == sum(item.quote != item.emendation for item in edition.emendations)
    assert changed["modernised"] > changed["emended"]


def test_the_modernised_article_has_the_old_spelling_nowhere(edition: Edition) -> None:
    for section in edition.original.values():
        for passage, segment in section.segments.items():
            made = edition.emended.get(passage, ())
            modern = in_state(segment.text, made, edition.orthography, "modernised")
            assert edition.orthography.modernise(modern) == modern
            assert not {"pînă", "cînd", "sînt", "avînd", "întîi"} & set(modern.lower().split())


TEXT = "Franța și  Marea Britanie , iar iar Franța"
GOOD = """\
- passage: "4.1.2"
  quote: iar iar
  emendation: iar
  category: doubling
  certainty: certain
  reason: {la: Verbum iteratum., de: Wort doppelt.}
"""


def problems_of(text: str) -> tuple[list[Emendation], list[Problem]]:
    problems: list[Problem] = []
    words = text_of([[], [], [], [], [["Alta.", TEXT], ["Italia, Spania și Portugalia"]]], {})
    found = apparatus.parse("annotations/4/emendations.yaml", text, ("la", "de"), words, {}, {"ş": "ș"}, problems)
    return found, problems


def test_a_good_list_is_read() -> None:
    (found,), problems = problems_of(GOOD)
    assert [problem for problem in problems if not problem.notice] == []
    assert (found.passage, found.span, found.emendation, found.line) == (HERE, (28, 35), "iar", 2)


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "hint"),
    [
        ("iar iar", "zzzzzz", 2, "E04", "copy the words"),
        ("Verbum", "şi Verbum", 6, "F05", "“și”"),
        ("Verbum", "a\u0300 Verbum", 6, "F04", "“à”"),
        ("Verbum", "Verbum *iar*", 6, "E06", "plain words"),
        ("Verbum", "Verbum <b>iar</b>", 6, "E06", "plain words"),
        ("Verbum", "Verbum `iar`", 6, "E06", "plain words"),
        ("iar iar", "Franța", 2, "E04", "make the place certain"),
        ("doubling", "dubling", 4, "E02", "“doubling”"),
        ("certain\n", "certainly\n", 5, "E03", "“certain”"),
        ('"4.1.2"', '"4.1.9"', 1, "A01", "“4.1.2”"),
        ('"4.1.2"', "4.1.2.", 1, "A01", "section.paragraph.segment"),
        ("emendation: iar", "emendation: iar iar", 2, "E04", "take the entry away"),
        (", de: Wort doppelt.", "", 6, "Y04", "de: …"),
        ("  certainty: certain\n", "", 1, "Y04", "certainty: …"),
        ("quote:", "qoute:", 2, "Y02", "“quote”"),
    ],
)
def test_a_mistake_in_a_list_is_told_at_its_line(old: str, new: str, line: int, code: str, hint: str) -> None:
    assert old in GOOD
    found, problems = problems_of(GOOD.replace(old, new, 1))
    assert found == [] or code in {"E02", "E03", "E06", "F04", "F05"}
    assert [(item.line, item.code) for item in problems] == [(line, code)]
    assert hint in problems[0].hint


@pytest.mark.parametrize(
    ("quote", "hint", "new"),
    [
        (
            "Marea Brytanie",
            "the nearest words are “Marea Britanie” (score 0.93) in 4.1.2; if they are meant, write quote: Marea Britanie",
            {"quote": "Marea Britanie"},
        ),
        ("marea Britanie", "the nearest words are “Marea Britanie” (score 1.00)", {"quote": "Marea Britanie"}),
        ("Spania și Portugalia", 'if they are meant, write passage: "4.2.1"', {"passage": "4.2.1"}),
        (
            "Spania și Portogalia",
            '(score 0.95) in 4.2.1; if they are meant, write passage: "4.2.1" and quote: Spania și Portugalia',
            {"passage": "4.2.1", "quote": "Spania și Portugalia"},
        ),
        ("Franța", "certain: “Franța și” or “iar Franța”", None),
        ("cu totul altceva", "copy the words from the passage", None),
    ],
)
def test_a_quote_that_does_not_stand_once_is_told_what_to_write(
    quote: str, hint: str, new: dict[str, str] | None
) -> None:
    _, (problem,) = problems_of(GOOD.replace("quote: iar iar", f"quote: {quote}"))
    assert problem.code == "E04"
    assert hint in problem.hint
    assert (problem.patch and problem.patch.values) == new
    assert problem.patch is None or not problem.patch.certain
    if new:
        entry = GOOD.replace("quote: iar iar", f"quote: {new.get('quote', quote)}")
        assert problems_of(entry.replace('"4.1.2"', f'"{new.get("passage", "4.1.2")}"'))[1] == []


def test_a_lost_note_whose_trace_is_mended_is_told_how_to_keep_its_place() -> None:
    _, (problem,) = problems_of(lost("și Marea  Britanie", "și Marea Britanie").replace("Marea  B", "Marea, B"))
    assert (problem.code, problem.patch and problem.patch.certain) == ("E04", False)
    assert "write the same words twice, quote: și Marea Britanie and emendation: și Marea Britanie" in problem.hint
    assert problems_of(lost("și Marea Britanie", "și Marea Britanie"))[1] == []


def lost(quote: str, reading: str) -> str:
    """An entry for a lost note."""
    entry = GOOD.replace("quote: iar iar", f"quote: '{quote}'").replace("emendation: iar", f"emendation: '{reading}'")
    return entry.replace("doubling", "lost-note")


@pytest.mark.parametrize(
    ("quote", "reading", "trace", "before"),
    [
        ("Britanie ,", "Britanie,", " ", "Britanie"),
        ("și  Marea", "și Marea", " ", "și"),
        ("Britanie ,", "Britanie ,", "", ","),
        ("iar iar", "iar iar", "", "iar"),
    ],
)
def test_a_lost_note_has_its_place_and_may_leave_the_words_as_they_are(
    quote: str, reading: str, trace: str, before: str
) -> None:
    (item,), problems = problems_of(lost(quote, reading))
    assert problems == []
    found = runs(TEXT, [item], RULES)
    assert "".join(run.emended for run in found) == TEXT.replace(quote, reading)
    (place,) = [run for run in found if run.varies]
    assert (place.transmitted, place.emended, place.emendations) == (trace, "", (item,))
    assert word_before(found, item, "emended") == before


def test_a_lost_note_stands_beside_an_emendation_of_the_same_word_but_only_once() -> None:
    word = GOOD.replace("iar iar", "iar Franța").replace("emendation: iar", "emendation: iar România")
    found, problems = problems_of(word + lost("iar iar Franța", "iar iar Franța"))
    assert problems == []
    assert len(found) == 2
    _, problems = problems_of(lost("iar iar", "iar iar") * 2)
    assert [item.code for item in problems] == ["E05"]


def test_emendations_may_not_overlap() -> None:
    other = GOOD.replace("iar iar", "', iar'").replace("emendation: iar", "emendation: '; iar'")
    _, problems = problems_of(GOOD + other)
    assert [item.code for item in problems] == ["E05"]
    assert "“iar iar”" in problems[0].message


def test_a_list_that_is_none_is_a_problem() -> None:
    assert [item.code for item in problems_of("passage: x\n")[1]] == ["E01"]
    assert problems_of("")[1] == []


def test_the_rules_of_spelling_are_read_strictly() -> None:
    problems: list[Problem] = []
    rules = orthographyfile.parse("o.yaml", "inside: {from: î, to: â}\nprefixes: [ne]\nworts: {a: b}\n", problems)
    assert rules.letter == ("î", "â")
    assert [(item.line, item.code) for item in problems] == [(3, "Y02")]


def test_lists_stand_in_the_folder_of_their_section(small: Path) -> None:
    (small / "annotations" / "9").mkdir()
    (small / "annotations" / "9" / "emendations.yaml").write_text(GOOD, encoding="utf-8")
    _, problems = corpus.load(small, config.read(small))
    assert [(item.path, item.code) for item in problems] == [("annotations/9/emendations.yaml", "A11")]
