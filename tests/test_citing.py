"""Citations of a passage, read back as the programmes that take them would read them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pybtex.database import parse_string

from edition import config
from edition.citing import FORMATS, Cited, bibtex, csl_json, plain, ris, words_of_state
from edition.config import Config, ConfigError
from edition.readings import STATES

ADDRESS = "https://example.org/edition/en/text/04-title.html#s4-2-3"


@pytest.fixture(scope="module")
def real(root: Path) -> Config:
    return replace(config.read(root), release="1.2.3", date="2027-03-09")


ENGLISH = Cited("4.2.3", "en", "The crisis of 1938", words_of_state("", "en"), ADDRESS)
ROMANIAN = Cited("4.2.3", "ro", "Criza din 1938", words_of_state("transmitted", "ro"), ADDRESS.replace("/en/", "/ro/"))


def test_in_plain_words(real: Config) -> None:
    assert plain(real, ENGLISH) == (
        "Editors, Soviet–German Relations (1918–1941): An annotated edition with English translation, version 1.2.3, "
        f"2027, 4.2.3 (translation, after revision 15759133), {ADDRESS}"
    )
    assert plain(real, ROMANIAN) == (
        "Editorii, Relațiile sovieto-germane (1918–1941): Ediție adnotată, cu traducere în engleză, versiunea 1.2.3, "
        "2027, 4.2.3 (textul transmis, după revizia 15759133), https://example.org/edition/ro/text/04-title.html#s4-2-3"
    )


def test_bibtex_is_read_by_a_reader_of_bibtex(real: Config) -> None:
    [(key, entry)] = parse_string(bibtex(real, ENGLISH), "bibtex").entries.items()
    assert key == "sovietgermanrelations-4.2.3"
    assert entry.type == "incollection"
    assert [str(person) for person in entry.persons["author"]] == ["{editors}"]
    assert dict(entry.fields) == {
        "title": "{The crisis of 1938, 4.2.3}",
        "booktitle": "{Soviet–German Relations (1918–1941): An annotated edition with English translation}",
        "year": "2027",
        "note": "version 1.2.3; translation, after revision 15759133",
        "url": ADDRESS,
    }


def test_bibtex_is_safe_from_what_means_something_to_it(real: Config) -> None:
    [entry] = parse_string(bibtex(real, replace(ENGLISH, heading="50 % of {A_B & C\\D")), "bibtex").entries.values()
    assert entry.fields["title"] == r"{50 \% of {\textbraceleft}A\_B \& C\textbackslash{}D, 4.2.3}"


def test_a_ris_record_has_the_tags_of_a_section_of_a_book(real: Config) -> None:
    record = ris(real, ROMANIAN)
    lines = record.splitlines()
    assert record.endswith("\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    assert [tuple(line.split("  - ", 1)) for line in lines] == [
        ("TY", "CHAP"),
        ("ID", "relatiilesovietogermane-4.2.3"),
        ("AU", "editorii"),
        ("TI", "Criza din 1938, 4.2.3"),
        ("T2", "Relațiile sovieto-germane (1918–1941): Ediție adnotată, cu traducere în engleză"),
        ("ET", "1.2.3"),
        ("PY", "2027"),
        ("DA", "2027/03/09"),
        ("LA", "ro"),
        ("N1", "versiunea 1.2.3; textul transmis, după revizia 15759133"),
        ("UR", ROMANIAN.address),
        ("ER", ""),
    ]


def test_csl_json_is_a_list_of_one_item(real: Config) -> None:
    assert json.loads(csl_json(real, ENGLISH)) == [
        {
            "id": "sovietgermanrelations-4.2.3",
            "type": "chapter",
            "author": [{"literal": "editors"}],
            "title": "The crisis of 1938, 4.2.3",
            "container-title": "Soviet–German Relations (1918–1941): An annotated edition with English translation",
            "edition": "1.2.3",
            "issued": {"date-parts": [[2027, 3, 9]]},
            "language": "en-GB",
            "note": "version 1.2.3; translation, after revision 15759133",
            "URL": ADDRESS,
        }
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_every_form_says_passage_release_revision_text_and_address(real: Config, name: str) -> None:
    for cited in (ENGLISH, ROMANIAN):
        citation = FORMATS[name](real, cited)
        for words in ("4.2.3", "1.2.3", "15759133", cited.text, cited.address, "2027"):
            assert words in citation


def test_each_state_has_words_in_each_language() -> None:
    assert [words_of_state(state, "ro") for state in (*STATES, "")] == [
        "textul transmis",
        "textul emendat",
        "textul modernizat",
        "traducere",
    ]
    assert words_of_state("emended", "en") == "emended text"


def test_an_edition_that_lacks_something_is_still_cited() -> None:
    bare = Config(languages=("xx",), titles={"xx": "Title"}, date="2027-03-09", release="1", revision="7")
    cited = Cited("1.1", "xx", "Heading", "text", "file:///x")
    assert plain(bare, cited) == "Title, version 1, 2027, 1.1 (text, after revision 7), file:///x"


def test_a_public_address_that_is_none_is_refused(small: Path) -> None:
    conf = small / "conf.py"
    text = conf.read_text(encoding="utf-8")
    conf.write_text(text + 'edition_site = "www.example.org"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="edition_site must begin with https://"):
        config.read(small)
    conf.write_text(text + 'edition_site = "https://example.org/x"\n', encoding="utf-8")
    assert config.read(small).site == "https://example.org/x"
