"""What an entry of the bibliography shows, and that those of the real edition are of one form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pybtex.database import BibliographyData, parse_file, parse_string

from edition import bibliography, config, corpus
from edition.sphinxext.citations import BibliographyStyle, work_label

LANGUAGES = ("ro", "en")


def shown(entry: str, language: str = "en") -> str:
    """The text of an entry, with its label."""
    style = type("Style", (BibliographyStyle,), {"language": language})()
    (work,) = parse_string(entry, "bibtex").entries.values()
    (label,) = style.labels([work])
    return f"{label}|{style.format_entry(label, work).text}"


@pytest.mark.parametrize("field", sorted({*bibliography.FIELDS} - {"keywords"}))
def test_each_field_that_the_check_knows_is_shown_somewhere(field: str) -> None:
    rest = "" if field == "title" else "title = {T},"
    entries = [f"@{kind}{{a, {rest} {field} = {{Xyz}}}}" for kind in ("article", "book", "incollection")]
    assert any("Xyz" in shown(entry).replace("xyz", "Xyz") for entry in entries)


@pytest.mark.parametrize("field", bibliography.IN_LANGUAGES)
def test_a_field_in_one_language_is_shown_there_only(field: str) -> None:
    entry = f"@book{{a, title = {{T}}, {field} = {{Abc}}, {field}_ro = {{Xyz}}}}"
    assert ("Xyz" in shown(entry, "ro"), "Abc" in shown(entry, "ro")) == (True, False)
    assert ("Xyz" in shown(entry), "Abc" in shown(entry)) == (False, True)


def test_an_entry_in_the_words_of_its_language() -> None:
    entry = """@book{a, editor = {A, B and C, D}, title = {T g.}, series = {S}, number = {3}, edition = {2nd},
        edition_ro = {a 2-a}, publisher = {P}, address = {L}, year = {1990}, isbn = {1-2}, note = {N}}"""
    assert shown(entry) == "A and C 1990|A, B and D C (eds.). T g., 2nd ed. S, no. 3, L: P, 1990. ISBN 1-2. N."
    assert shown(entry, "ro").partition("|")[2].startswith("A, B și D C (ed.). T g., ediția a 2-a. S, nr. 3,")


def test_a_sentence_that_ends_in_a_stop_gets_no_second_one() -> None:
    assert shown("@misc{a, title = {Г.}, year = {1918}}").endswith("|Г. 1918.")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("doi = {10.1/x}, url = {https://a.b}", "https://doi.org/10.1/x https://a.b"),
        ("url = {https://a.b/%D0%A1_%E2%80%94%20%d1%8f}", "https://a.b/С_—%20я"),
        ("url = {https://a.b/%FF%C2%A0}", "https://a.b/%FF%C2%A0"),
    ],
)
def test_an_address_is_a_link_and_can_be_read(fields: str, text: str) -> None:
    assert shown(f"@misc{{a, title = {{T}}, {fields}}}").endswith(f" {text}")


# -- The real edition -----------------------------------------------------------


@pytest.fixture(scope="module")
def works(root: Path) -> BibliographyData:
    return parse_file(str(root / corpus.REFERENCES))


def test_all_is_cited_and_every_field_is_seen(root: Path) -> None:
    _, problems = corpus.load(root, config.read(root))
    assert [problem for problem in problems if problem.path == corpus.REFERENCES] == []


def test_every_work_has_one_kind_and_a_short_name(works: BibliographyData) -> None:
    for work in works.entries.values():
        assert work.fields["keywords"] in bibliography.KEYWORDS
        # With a year and a letter, and in brackets: a line of plain text has 70.
        assert len(work_label(work, "en")) < 60


def test_the_fields_have_one_form(works: BibliographyData) -> None:
    for key, work in works.entries.items():
        fields = work.fields
        for name, value in fields.items():
            assert value == " ".join(value.split()), key
            assert name in {"title", "subtitle"} or not value.endswith("."), key
            assert name in {"url", "doi"} or not re.search("""--|["']|\\.\\.\\.| - """, value), key
        assert re.fullmatch(r"[0-9ivxl]+(–[0-9ivxl]+)?", fields.get("pages", "1")), key
        assert re.fullmatch(r"\d{4}", fields.get("year", "1900")), key
        assert re.match(r"https?://(?!(dx\.)?doi\.org)", fields.get("url", "https://")), key
        assert re.fullmatch(r"10\.\d{4,}/\S+", fields.get("doi", "10.1000/x")), key
        assert "note" not in fields or "note_ro" in fields, key
        assert not any(fields.get(f"{name}_ro") == fields.get(name, "") for name in bibliography.IN_LANGUAGES), key


def test_the_numbers_of_books_are_right(works: BibliographyData) -> None:
    for key, work in works.entries.items():
        if "isbn" in work.fields:
            digits = [10 if digit == "X" else int(digit) for digit in work.fields["isbn"].replace("-", "")]
            weights = range(10, 0, -1) if len(digits) == 10 else [1, 3] * 6 + [1]
            total = sum(digit * weight for digit, weight in zip(digits, weights, strict=True))
            assert total % (11 if len(digits) == 10 else 10) == 0, key
            assert work.fields["isbn"].count("-") == (3 if len(digits) == 10 else 4), key
