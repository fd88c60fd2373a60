"""What an entry of the bibliography shows, and that those of the real edition are of one form."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from pybtex.database import BibliographyData, parse_file, parse_string

from edition import bibliography, config, corpus
from edition.messages import unparted
from edition.sphinxext.citations import AuthorDate, BibliographyStyle, dated, work_label

LANGUAGES = ("ro", "en")
NO_BREAK = "\N{NO-BREAK SPACE}"


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
    said = shown(entry).replace(NO_BREAK, "~")
    assert said == "A and C 1990|A, B and D C (eds.). T g., 2nd ed. S, no.~3, L: P, 1990. ISBN~1-2. N."
    said = shown(entry, "ro").partition("|")[2].replace(NO_BREAK, "~")
    assert said.startswith("A, B și D C (ed.). T g., ediția a 2-a. S, nr.~3,")


@pytest.mark.parametrize("title", ["Г.", "What?", "On!", "And…"])
def test_a_sentence_that_has_an_end_gets_no_second_one(title: str) -> None:
    assert shown(f"@misc{{a, title = {{{title}}}, year = {{1918}}}}").endswith(f"|{title} 1918.")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("volume = {52}, number = {1}, year = {1993}", "J. of S 52 (1), 1993."),
        ("volume = {52}, year = {1993}, pages = {28--48}", "J. of S 52, 1993, pp.~28–48."),
        ("number = {1}, year = {2004}", "J. of S, no.~1, 2004."),
        ("year = {1963}", "J. of S, 1963."),
        ("note = {N}", "J. of S. N."),
    ],
)
def test_no_stop_stands_between_a_journal_and_its_volume(fields: str, text: str) -> None:
    entry = f"@article{{a, title = {{T}}, journal = {{J. of S}}, {fields}}}"
    assert shown(entry).replace(NO_BREAK, "~").endswith(f"|‘T’, {text}")


def test_a_figure_in_a_field_stays_with_its_abbreviation() -> None:
    fields = "howpublished = {Acts, vol. III, no. 4}, note = {See p. 7. In it. 5 acts of 8}"
    said = shown(f"@misc{{a, title = {{T vol. 2}}, {fields}}}").replace(NO_BREAK, "~")
    assert said.endswith("|T vol. 2. Acts, vol.~III, no.~4. See p.~7. In it.~5 acts of 8.")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        # The year is that of the document, not of the place at which it is read.
        ("title = {Treaty}, howpublished = {Site}, year = {1940}", "Treaty 1940|Treaty (1940). Site."),
        (
            "title = {8 May 1940 (W 3296)}, label = {A}, howpublished = {S}, year = {1940}",
            "A 1940|8 May 1940 (W 3296). S.",
        ),
        ("title = {T}, label = {A}, howpublished = {P, 2 May 1938}, year = {1938}", "A 1938|T. P, 2 May 1938."),
        ("title = {1939–1941}, label = {A}, howpublished = {S}, year = {1939}", "A 1939|1939–1941 (1939). S."),
        ("title = {T1940}, label = {A}, howpublished = {S}, year = {1940}", "A 1940|T1940 (1940). S."),
        # A book has its year from its publisher.
        ("title = {T 1940}, label = {A}, publisher = {P}, year = {1940}", "A 1940|T 1940. P, 1940."),
        # The name of a work does not say its year twice.
        ("title = {T}, label = {Note of May 1940}, year = {1940}", "Note of May 1940|T. 1940."),
        ("title = {T}, label = {1939–1940}, year = {1939}", "1939–1940 1939|T. 1939."),
        ("title = {T of 1940}", "T of 1940 n.d.|T of 1940."),
    ],
)
def test_a_year_is_said_once_and_of_what_it_is(fields: str, text: str) -> None:
    assert shown(f"@misc{{a, {fields}}}") == text


@pytest.mark.parametrize(
    ("fields", "year", "parenthetical", "textual"),
    [
        ("label = {Note of 1940}, year = {1940}", "", "Note of 1940, p.~5", "Note of 1940 (p.~5)"),
        ("label = {Note}, year = {1940}", "1940", "Note 1940, p.~5", "Note (1940, p.~5)"),
        ("shorthand = {N}, year = {1940}", "", "N, p.~5", "N (p.~5)"),
        ("label = {Note}", "n.d.", "Note n.d., p.~5", "Note (n.d., p.~5)"),
    ],
)
def test_a_citation_has_the_year_unless_the_name_says_it(
    fields: str, year: str, parenthetical: str, textual: str
) -> None:
    assert cited(f"@misc{{a, title = {{T}}, {fields}}}", year) == (parenthetical, textual)


def test_works_of_one_name_that_says_the_year_are_told_apart() -> None:
    entry = "@misc{a, title = {T}, label = {Note of 1940}, year = {1940}}"
    assert cited(entry, "", "b") == ("Note of 1940b, p.~5", "Note of 1940b (p.~5)")


def cited(entry: str, year: str, letter: str = "") -> tuple[str, str]:
    """A work as it is cited in brackets and in the sentence, with a page."""
    (work,) = parse_string(entry, "bibtex").entries.values()
    assert dated(work, "en") == year
    label = f"{work_label(work, 'en')} {year}".strip() + letter
    data = {
        "entry": work,
        "formatted_entry": SimpleNamespace(label=label),
        "reference_info": SimpleNamespace(pre_text="", post_text="p. 5"),
    }
    style = AuthorDate(language="en")
    found = [style.inner(role).f(style.inner(role).args, data) for role in "pt"]
    first, second = (str(text).replace(NO_BREAK, "~") for text in found)
    return first, second


def test_an_english_article_does_not_count_in_the_alphabet() -> None:
    titles = ["Beta", "The Alpha", "A Gamma", "Theta", "An Épsilon", "Antaeus"]
    works = parse_string("".join(f"@misc{{a{n}, title = {{{t}}}}}" for n, t in enumerate(titles)), "bibtex").entries
    style = type("Style", (BibliographyStyle,), {"language": "en"})()
    found = [work.fields["title"] for work in style.sorted_entries(works.values())]
    assert found == ["The Alpha", "Antaeus", "Beta", "An Épsilon", "A Gamma", "Theta"]


@pytest.mark.parametrize(
    ("locator", "shown"),
    [
        ("p. 5", "p.~5"),
        ("pp. 195–196, note 3", "pp.~195–196, note~3"),
        ("docs. ns042 and ns043", "docs.~ns042 and~ns043"),
        ("arts. I–III", "arts.~I–III"),
        ("docs. 1–2, 4", "docs.~1–2, 4"),
        ("preamble of the text", "preamble of the text"),
        ("12 October 1939", "12 October~1939"),
    ],
)
def test_figures_of_a_locator_stay_with_their_words(locator: str, shown: str) -> None:
    assert unparted(locator).replace(NO_BREAK, "~") == shown


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
