"""Numbers that stay: what a new revision inserts, moves and takes away, and the table that says so."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition import config, corpus, fixing, passagesfile
from edition.model import Alias, Edition, Numbering, Passage, Problem
from edition.numbers import ZERO, Number, numbered

PLAIN = st.builds(Number, st.integers(1, 12))
LETTERED = st.builds(Number, st.integers(0, 4), st.text("abz", max_size=2)).filter(lambda number: number != ZERO)


def kept_of(numbers: st.SearchStrategy[Number], size: int) -> st.SearchStrategy[list[Number | None]]:
    """What the items of a list would like to keep: some numbers once each, in any order, and new items among them."""
    some = st.lists(numbers, unique=True, max_size=size).flatmap(
        lambda found: st.permutations([*found, *[None] * (size - len(found))])
    )
    return some


def read(text: str) -> list[Number | None]:
    return [None if word == "-" else Number.parse(word) for word in text.split()]


@pytest.mark.parametrize(
    ("kept", "used", "expected"),
    [
        ("", "", ""),
        ("1 2 3", "", "1 2 3"),
        ("- - -", "", "1 2 3"),
        ("- - -", "1 2", "3 4 5"),
        ("1 2 - - 3", "", "1 2 2a 2b 3"),
        ("- - 1", "", "0a 0b 1"),
        ("1 2 -", "3", "1 2 4"),
        ("1 - 3", "2", "1 1a 3"),
        ("1 - 2", "1a", "1 1b 2"),
        ("1 2 2a - 3", "", "1 2 2a 2b 3"),
        ("1 2 - 2a 3", "", "1 2 2b 2c 3"),
        ("1 2a - 2b 3", "", "1 2a 2aa 2b 3"),
        ("2 1", "", "2 3"),
        ("1 3 2 4", "", "1 3 3a 4"),
        ("4 1 2 3", "", "0a 1 2 3"),
        ("0 1 - 2 -", "", "0 1 1a 2 3"),
    ],
)
def test_what_numbers_items_get(kept: str, used: str, expected: str) -> None:
    found = numbered(read(kept), [number for number in read(used) if number])
    assert " ".join(map(str, found)) == expected


def test_letters_suffice_for_many_and_then_numbers_give_way() -> None:
    many = numbered([Number(1), *[None] * 30, Number(2)], ())
    assert [str(number) for number in many[24:]] == ["1x", "1y", "1z", "1za", "1zb", "1zc", "1zd", "2"]
    too_many = numbered([Number(1), *[None] * 100, Number(2), Number(3)], ())
    assert [str(number) for number in (too_many[0], too_many[1], too_many[-1])] == ["1", "4", "105"]


@given(st.one_of(kept_of(PLAIN, 12), kept_of(LETTERED, 9)), st.sets(st.one_of(PLAIN, LETTERED), max_size=20))
def test_a_number_never_comes_to_mean_something_else(kept: list[Number | None], used: set[Number]) -> None:
    found = numbered(kept, used)
    assert len(found) == len(kept)
    assert all(earlier < later for earlier, later in pairwise(found))
    given_up = used | set(kept)
    assert all(number == wish or number not in given_up for number, wish in zip(found, kept, strict=True))
    assert all(Number.parse(str(number)) == number for number in found)


@given(kept_of(PLAIN, 9), st.sets(PLAIN, max_size=12))
def test_as_many_as_possible_keep_their_number(kept: list[Number | None], used: set[Number]) -> None:
    wishes = [number for number in kept if number]
    longest = next(
        size
        for size in range(len(wishes), -1, -1)
        if any(list(chosen) == sorted(chosen) for chosen in combinations(wishes, size))
    )
    found = numbered(kept, used)
    assert sum(number == wish for number, wish in zip(found, kept, strict=True)) == longest
    assert numbered(list(found), used) == found


# -- The table ----------------------------------------------------------------------------------------


def table_of(text: str) -> tuple[passagesfile.Table, list[Problem]]:
    problems: list[Problem] = []
    return passagesfile.parse("passages.yaml", text, problems), problems


PASSAGES = st.one_of(
    st.tuples(PLAIN), st.tuples(PLAIN, LETTERED), st.tuples(PLAIN, LETTERED, LETTERED)
).map(Passage)  # fmt: skip
LISTS = st.sets(LETTERED, min_size=1, max_size=6).map(lambda numbers: tuple(sorted(numbers)))
ALIASES = st.builds(Alias, PASSAGES, st.sampled_from(["", "15999999"]), st.just(0))


@given(st.dictionaries(PASSAGES, LISTS, max_size=5), st.dictionaries(PASSAGES, ALIASES, max_size=5))
def test_the_table_is_read_as_it_is_written(
    lists: dict[Passage, tuple[Number, ...]], aliases: dict[Passage, Alias]
) -> None:
    text = passagesfile.render(Numbering(lists), aliases)
    table, problems = table_of(text)
    assert problems == []
    assert table.numbering == Numbering(lists)
    assert {old: (alias.to, alias.removed) for old, alias in table.aliases.items()} == {
        old: (alias.to, alias.removed) for old, alias in aliases.items()
    }
    assert list(table.aliases) == sorted(aliases)
    assert passagesfile.render(table.numbering, table.aliases) == text


def test_the_table_as_people_see_it() -> None:
    lists = {
        Passage.parse("4.2"): tuple(map(Number.parse, ["1", "3"])),
        Passage.parse("4"): (Number(1), Number(1, "a")),
    }
    aliases = {
        Passage.parse("4.3"): Alias(Passage.parse("5.1a"), "", 0),
        Passage.parse("4.2.2"): Alias(Passage.parse("4.2.1"), "15999999", 0),
        Passage.parse("6"): Alias(Passage.parse("7a"), "", 0, "06-title"),
    }
    first, *lines = passagesfile.render(Numbering(lists), aliases).splitlines()
    assert first.startswith("# ")
    assert lines == [
        "numbers:",
        '  "4": 1 1a',
        '  "4.2": 1 3',
        "aliases:",
        '  "4.2.2": {to: "4.2.1", removed: "15999999"}',
        '  "4.3": {to: "5.1a"}',
        '  "6": {to: "7a", page: "06-title"}',
    ]


@pytest.mark.parametrize(
    ("text", "line", "code", "message"),
    [
        ("numbers: 1 2 3\n", 1, "Y05", "must be written as “key: value” lines"),
        ("numbers:\n  4: [1, 2]\n", 2, "Y05", "must be a text"),
        ("numbers:\n  4x4: 1 2\n", 2, "N01", "“4x4” is no passage number"),
        ("numbers:\n  4: 1 2 2A\n", 2, "N01", "'2A'"),
        ("numbers:\n  4: 1 3 2\n", 2, "N01", "2 stands after 3"),
        ("numbers:\n  4: 1 1\n", 2, "N01", "1 stands after 1"),
        ("numbers:\n  4: 0 1\n", 2, "N01", "0 stands after 0"),
        ("aliases:\n  4.3: 5.1\n", 2, "Y05", "the old number 4.3"),
        ("aliases:\n  4.3: {removed: '2'}\n", 2, "Y04", "“to” is missing"),
        ("aliases:\n  4: {to: 5, page: ../x}\n", 2, "N01", "“../x” is no page"),
        ("aliases:\n  4.3: {to: 5.1, page: 04-x}\n", 2, "N01", "“04-x” is no page"),
        ("aliases:\n  4.3: {to: here}\n", 2, "N01", "“here” is no passage number"),
        ("alias:\n  4.3: {to: 5.1}\n", 1, "Y02", "unknown key “alias”"),
        ("<<<<<<< HEAD\n", 1, "Y05", "the table of passages"),
    ],
)
def test_what_is_wrong_with_a_table_by_itself(text: str, line: int, code: str, message: str, small: Path) -> None:
    (small / corpus.PASSAGES).write_text(text, encoding="utf-8")
    (problem,) = load(small)[1]  # and nothing of what follows from it
    assert (problem.path, problem.line, problem.code) == (corpus.PASSAGES, line, code)
    assert message in problem.message
    assert problem.hint


# -- An edition with other numbers ----------------------------------------------------------------------


def load(root: Path) -> tuple[Edition, list[Problem]]:
    return corpus.load(root, config.read(root))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_all_languages_have_the_numbers_of_the_table(revised: Path) -> None:
    edition, problems = load(revised)
    assert problems == []
    for sections in edition.sections.values():
        passages = [str(passage) for section in sections.values() for passage in section.segments]
        assert passages == [
            "0.0", "0.1.1", "0.1.1a", "0.1.3", "0.1a.1", "0.1a.2", "1.0", "1.2.1", "1.2.2", "2.0",
        ]  # fmt: skip
    table, _ = table_of((revised / corpus.PASSAGES).read_text(encoding="utf-8"))
    assert numbering_of(edition) == table.numbering


def numbering_of(edition: Edition) -> Numbering:
    sections = edition.original.values()
    return Numbering.of([item.passage for item in lines] for section in sections for lines in section.paragraphs)


def test_numbers_that_are_counted_need_no_table(small: Path) -> None:
    edition, _ = load(small)
    assert numbering_of(edition) == Numbering()
    assert edition.aliases == {}
    assert edition.resolve(Passage.parse("9.9")) == Passage.parse("9.9")


def test_old_numbers_lead_to_the_new_place(revised: Path) -> None:
    edition, _ = load(revised)
    assert str(edition.resolve(Passage.parse("0.2.1"))) == "0.1a.1"
    assert str(edition.resolve(Passage.parse("0.1a.1"))) == "0.1a.1"


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "message", "hint"),
    [
        ('"0": 1 1a', '"0": 1 1a 2', 2, "N02", "3 numbers for 0, which has 2 parts", "divide the text as it was"),
        ('"0.1": 1 1a 3', '"0.1": 1 3', 3, "N02", "2 numbers for 0.1, which has 3 parts", "divide the text"),
        ('  "1": 2\n', '  "1": 2\n  "1.9": 2\n', 5, "N03", "1.9, which has no parts", "take the change back"),
        ('  "1": 2\n', '  "1": 2\n  "2": 1\n', 5, "N03", "2, which has no parts", "take the change back"),
        ('"0.3": {to: "1.2"}', '"0.1": {to: "1.2"}', 10, "N04", "0.1 is an old number, but", "never used again"),
        ('"0.3": {to: "1.2"}', '"0.3": {to: "1.7"}', 10, "N05", "0.3 leads to 1.7, which is not", "did you mean"),
        ('"0.3": {to: "1.2"}', '"0.3": {to: "1.1"}', 10, "N06", "0.3 leads to 1.1, which is an old", 'to: "1.2"'),
        ('  "1.1": {to: "1.2"}\n', "", 4, "N07", "1.1 is left out", "aliases"),
        ('  "0.1.2": {to: "0.1.1", removed: "2"}\n', "", 3, "N07", "0.1.2 is left out", "aliases"),
    ],
)
def test_a_table_that_does_not_fit_the_text(
    old: str, new: str, line: int, code: str, message: str, hint: str, revised: Path
) -> None:
    replace(revised / corpus.PASSAGES, old, new)
    problem = next(problem for problem in load(revised)[1] if problem.code.startswith("N"))
    assert (problem.path, problem.line, problem.code) == (corpus.PASSAGES, line, code)
    assert message in problem.message
    assert hint in problem.hint


def test_a_translation_with_other_lines_is_told_of_as_ever(revised: Path) -> None:
    replace(revised / "source/de/text/00-lead.md", "Sie alle unterscheiden", "Sie alle\nunterscheiden")
    (problem,) = load(revised)[1]
    assert (problem.code, "paragraph 0.1 has 4 lines here, but 3" in problem.message) == ("T05", True)


def test_sections_are_inserted_and_taken_away(small: Path) -> None:
    """04a stands after 04; of a section that is gone an alias tells where its number leads."""
    for language in ("la", "de"):
        folder = small / "source" / language / "text"
        (folder / "02-notae.md").rename(folder / "01a-notae.md")
    edition, problems = load(small)
    assert problems == []
    assert list(edition.original) == [Number(0), Number(1), Number(1, "a")]
    for language in ("la", "de"):
        folder = small / "source" / language / "text"
        (folder / "01a-notae.md").rename(folder / "03-notae.md")
    (problem,) = load(small)[1]
    assert (problem.code, problem.message) == ("T06", "there is no file for section 2")
    (small / corpus.PASSAGES).write_text('aliases:\n  "2": {to: "1", removed: "2"}\n', encoding="utf-8")
    assert load(small)[1] == []


def test_an_annotation_in_an_inserted_section(small: Path) -> None:
    for language in ("la", "de"):
        folder = small / "source" / language / "text"
        (folder / "02-notae.md").rename(folder / "01a-notae.md")
    (small / "annotations/1a").mkdir()
    note = small / "annotations/1/titulus-capitis.md"
    text = note.read_text(encoding="utf-8").replace('"1.0"', '"1a.0"').replace("De Helvetiis", "Notae")
    (small / "annotations/1a" / note.name).write_text(text, encoding="utf-8")
    note.unlink()
    edition, problems = load(small)
    assert problems == []
    assert [item.slug for item in edition.notes_of(Number(1, "a"))] == ["titulus-capitis"]


# -- What refers to old numbers --------------------------------------------------------------------------


def test_references_may_have_old_numbers_but_not_of_what_is_gone(revised: Path) -> None:
    page = revised / "source/la/about/edition.md"
    replace(page, "{passage}`0.1.1`", "{passage}`0.3`, {passage}`there <1.1.2>`")
    assert load(revised)[1] == []
    replace(page, "{passage}`0.3`", "{passage}`0.1.2`")
    (problem,) = load(revised)[1]
    assert (problem.path, problem.line, problem.code) == ("source/la/about/edition.md", 3, "R03")
    assert problem.message == "0.1.2 was no longer in the article in revision 2"
    assert problem.hint == "if the passage before it is meant, write “0.1.1”"


@pytest.mark.parametrize(
    ("target", "quote", "expected", "folder"),
    [
        ("1.1.2", "M. Messala M. Pisonis consulatu", "", "1"),
        ("1.1.2", "Orgetorix", "1.2.1", "1"),
        ("1.1.1", "nobilissimus fuit", "1.2.1", "1"),
        ("0.3.1", "coniurationem nobilitatis", "1.2.2", "1"),
        ("0.2.1-0.2.2", "longissime absunt. Qua de causa", "0.1a.1-0.1a.2", "0"),
        ("0.2.1", "Garumna flumen", "0.1.3", "0"),
    ],
)
def test_an_annotation_with_an_old_number_is_moved(
    target: str, quote: str, expected: str, folder: str, revised: Path
) -> None:
    """What the number is now is written by itself; what else became of the quote is told after that."""
    text = (revised / "annotations/1/duo-consules.md").read_text(encoding="utf-8")
    text = text.replace('"1.2.2"', f'"{target}"').replace("M. Messala M. Pisone consulibus", quote)
    place = revised / "annotations" / target[0] / "nova-nota.md"
    place.write_text(text, encoding="utf-8")
    (problem,) = load(revised)[1]
    assert (problem.path, problem.line, problem.code) == (f"annotations/{target[0]}/nova-nota.md", 2, "A14")
    assert f"{target} is an old number" in problem.message
    assert "“check --fix” does it" in problem.hint
    fixing.fix(revised, [problem])
    edition, problems = load(revised)
    if not expected:
        assert [(problem.code, problem.message.count("1.2.2")) for problem in problems] == [("A13", 1)]
        return
    assert problems == []
    note = edition.by_slug["nova-nota"]
    assert str(note.target if note.target == note.last else f"{note.target}-{note.last}") == expected
    assert str(note.path) == f"annotations/{folder}/nova-nota.md"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("0.1.2", "0.1.2 was no longer in the article in revision 2"),
        ("0.3.1-1.1.1", "the passages of “0.3.1-1.1.1” no longer follow each other"),
        ("0.2.2-0.3.1", "runs from one section into another"),
    ],
)
def test_an_annotation_on_what_is_gone(target: str, message: str, revised: Path) -> None:
    replace(revised / "annotations/0/tres-partes.md", '"0.1.1"', f'"{target}"')
    (problem,) = [problem for problem in load(revised)[1] if problem.path == "annotations/0/tres-partes.md"]
    assert (problem.line, problem.code) == (2, "A01")
    assert message in problem.message
    assert 'the quote stands in 0.1.1: write target: "0.1.1"' in problem.hint


EMENDATION = """- passage: "{passage}"
  quote: omnes
  emendation: omnis
  category: word
  certainty: probable
  reason:
    la: Sic.
    de: So.
"""


@pytest.mark.parametrize(
    ("passage", "message", "hint"),
    [
        ("0.2.1", "0.2.1 is an old number; the passage is 0.1a.1 now", 'write passage: "0.1a.1"'),
        ("0.3.1", "the passage is 1.2.2 now", 'passage: "1.2.2", and move the entry to annotations/1/emendations.yaml'),
        ("0.1.2", "0.1.2 was no longer in the article in revision 2", "take the entry away"),
    ],
)
def test_an_emendation_with_an_old_number(passage: str, message: str, hint: str, revised: Path) -> None:
    path = revised / "annotations/0/emendations.yaml"
    path.write_text(EMENDATION.format(passage=passage), encoding="utf-8")
    (problem,) = load(revised)[1]
    assert (problem.path, problem.line, problem.code) == ("annotations/0/emendations.yaml", 1, "A01")
    assert message in problem.message
    assert hint in problem.hint


def test_an_old_number_that_leads_into_a_file_that_cannot_be_read_is_not_told_of_too(revised: Path) -> None:
    replace(revised / "source/la/about/edition.md", "{passage}`0.1.1`", "{passage}`0.3.1`")
    replace(revised / "source/la/text/01-de-helvetiis.md", "Apud Helvetios", "- Apud Helvetios")
    assert [problem.code for problem in load(revised)[1]] == ["T01"]
