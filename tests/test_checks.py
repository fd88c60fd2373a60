"""Mistakes of authors: each gives exactly one message, at its place, with how to mend it; and never a traceback."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition import annotationfile, attaching, bibliography, config, corpus, files, register, textfile
from edition.fixing import fix
from edition.model import Problem, register_path
from edition.numbers import Number

RECORDS = Path(__file__).parent / "records" / "bad"
_EXPECTED = re.compile(r"^# expect: (?P<line>\d+) (?P<code>[A-Z]\d\d) (?P<text>.+)$", re.MULTILINE)
_HINT = re.compile(r"^# hint: (?P<hint>.+)$", re.MULTILINE)


def problems_of(root: Path) -> list[Problem]:
    return corpus.load(root, config.read(root))[1]


def test_the_small_edition_is_sound(small: Path) -> None:
    edition, problems = corpus.load(small, config.read(small))
    assert problems == []
    assert list(edition.numbers) == ["tres-partes", "celtae-et-galli", "titulus-capitis", "duo-consules"]
    assert edition.referrers == {"tres-partes": ("celtae-et-galli",), "celtae-et-galli": ("tres-partes",)}
    assert edition.by_slug["titulus-capitis"].span == (0, 12)


# -- Annotations: one bad file each, which says itself what is expected of it -------------------------


@pytest.mark.parametrize("record", sorted(RECORDS.glob("*.md")), ids=lambda path: path.stem)
def test_a_bad_annotation(record: Path, small: Path) -> None:
    stated = record.with_suffix(".expect")
    expectation = (stated if stated.exists() else record).read_text(encoding="utf-8")
    shutil.copy(record, small / "annotations" / "1")
    found = problems_of(small)
    expected = list(_EXPECTED.finditer(expectation))
    assert expected, "the record states no expectation"
    place = f"annotations/1/{record.name}"
    assert [(p.path, p.line, p.code) for p in found] == [(place, int(e["line"]), e["code"]) for e in expected]
    for problem, e in zip(found, expected, strict=True):
        assert e["text"] in problem.message
        assert problem.hint
    hint = _HINT.search(expectation)
    if hint:
        assert hint["hint"] in found[0].hint
    assert record.name.upper().startswith(found[0].code)


def test_the_records_cover_every_rule_on_annotations() -> None:
    source = "".join(
        (Path(module.__file__ or "")).read_text(encoding="utf-8") for module in (annotationfile, attaching, corpus)
    ) + Path(corpus.__file__).with_name("markup.py").read_text(encoding="utf-8")
    rules = {code for code in re.findall(r'"([A-Z]\d\d)"', source) if code[0] in "AR"}
    assert rules <= {path.name[:3].upper() for path in RECORDS.glob("*.md")}


# -- Everything else: one change to a sound edition each ------------------------------------------------

LA, DE = "source/la/text/01-de-helvetiis.md", "source/de/text/01-de-helvetiis.md"
LEAD = "source/de/text/00-lead.md"
TERMS, PERSONS, BIB = register_path("terms"), register_path("persons"), corpus.REFERENCES
NOTE = "annotations/1/duo-consules.md"

CHANGES = {
    # Text files
    "list item": (DE, "Bei den", "- Bei den", 3, "T01", "read as an item of a list", "begin it with “\\- Bei den"),
    "numbered item": (DE, "Bei den", "61. Bei den", 3, "T01", "an item of a numbered list", "begin it with “61\\. Bei"),
    "code": (DE, "Bei den", "    Bei den", 3, "T01", "read as code, as it begins with four", "at the left margin"),
    "fence": (DE, "Bei den", "```\nBei den", 3, "T01", "beginning of a block of code", "begin it with “\\`\\`\\`”"),
    "block quotation": (DE, "Bei den", "> Bei den", 3, "T01", "read as a block quotation", "begin it with “\\> Bei"),
    "rule": (DE, "Bei den", "***\n\nBei den", 3, "T01", "read as a rule across", "begin it with “\\*\\*\\*”"),
    "html block": (DE, "Bei den", "<div>\nBei den", 3, "T01", "read as HTML", "begin it with “\\<div\\>”"),
    "second heading": (DE, "Bei den", "# Zwei\n\nBei den", 3, "T01", "read as a heading", "begin it with “\\# Zwei”"),
    "underlined": (DE, "Unter den", "---\nUnter den", 3, "T01", "read as a heading", "take away the line of “-” under"),
    "level two": (DE, "# Die", "## Die", 1, "T01", "read as a heading; a text file has one heading", "\\## Die"),
    "comment": (DE, "Bei den", "% Bei den", 3, "T01", "read as a comment", "begin it with “\\% Bei den"),
    "link address": (
        DE,
        "Bei den",
        "[a]: b\n\nBei den",
        3,
        "T01",
        "the address of a link",
        "begin it with “\\[a\\]: b”",
    ),
    "in the original": (LA, "Apud", "+ Apud", 3, "T01", "read as an item of a list", "begin it with “\\+ Apud"),
    "no heading": (
        DE,
        "# Die Helvetier\n",
        "",
        1,
        "T02",
        "neither a heading nor a title",
        "begin it with a line “# The",
    ),
    "empty heading": (DE, "# Die Helvetier", "#", 1, "T02", "the heading has no words", "write them after the “#”"),
    "title and heading": (
        LEAD,
        "---\n\nGa",
        "---\n\n# Buch\n\nGa",
        2,
        "T02",
        "a title as well as",
        "take the title away",
    ),
    "heading for title": (
        LEAD,
        "---\ntitle: Einleitung\n---\n",
        "# Buch\n",
        1,
        "T02",
        "in one language only",
        "in both",
    ),
    "bad title key": (LEAD, "title:", "titel:", 2, "Y02", "unknown key “titel”", "did you mean “title”?"),
    "title twice": (LEAD, "title:", "title: A\ntitle:", 3, "Y03", "“title” is given twice", "keep one of the two"),
    "title a list": (
        LEAD,
        "Einleitung",
        "[a]",
        2,
        "Y05",
        "“title” must be a text",
        "write title: 'the text' on one line",
    ),
    "paragraph missing": (
        LEAD,
        "\n\nDie tapfersten",
        "\nDie tapfersten",
        9,
        "T04",
        "1 paragraphs here, but 2 in",
        "blank",
    ),
    "paragraph more": (DE, "\nUnter", "\n\nUnter", 5, "T04", "2 paragraphs here, but 1 in source/la/text/01", "blank"),
    "line missing": (DE, "Reichste.\n", "Reichste. ", 3, "T05", "paragraph 1.1 has 1 lines here, but 2 in", "one line"),
    "line more": (DE, "Piso stiftete", "Piso\nstiftete", 4, "T05", "paragraph 1.1 has 3 lines here, but 2", "one line"),
    "emphasis runs on": (
        DE,
        "der Vornehmste",
        "*der Vornehmste",
        3,
        "T07",
        "begins on this line and ends on line 4",
        "end it",
    ),
    "html": (DE, "Vornehmste", "<i>Vornehmste", 3, "T08", "HTML in a text file", "put a backslash (\\) before the “<”"),
    "role": (
        DE,
        "Konsuln",
        "{term}`Konsuln`",
        4,
        "T08",
        "a role in a text file",
        "before the “{”, or write an annotation",
    ),
    "link": (DE, "Konsuln", "[Konsuln](https://example.org)", 4, "T08", "a link in a text file", "before the “[”"),
    "image": (DE, "Konsuln", "![Konsuln](x.png)", 4, "T08", "an image in a text file", "before the “[”"),
    "code in a line": (DE, "Konsuln", "`Konsuln`", 4, "T08", "code in a text file", "before the “`”"),
    "forced break": (DE, "Reichste.", "Reichste.\\", 3, "T08", "a forced line break", "take away the backslash"),
    # Letters
    "replaced letter": (DE, "Helvetiern", "Helvetiærn", 3, "F05", "“Helvetiærn” has a letter", "write “Helvetiaern”"),
    "decomposed": (
        DE,
        "übe",
        unicodedata.normalize("NFD", "übe"),
        4,
        "F04",
        "with separate accents",
        "again: “überredete”",
    ),
    "decomposed original": (LA, "regni", "re\u0301gni", 4, "F04", "with separate accents", "type it again: “régni”"),
    "both at once": (DE, "der", "æu\u0308", 3, "F04", "separate accents (Unicode NFD)", "type it again: “aeü”"),
    "page": (
        "source/de/about/edition.md",
        "Caesar",
        "Cæsar",
        3,
        "F05",
        "has a letter that is not used",
        "write “Caesar”",
    ),
    # References in pages and in the register
    "page cites": ("source/de/about/edition.md", "caesar1900", "caesar190", 3, "R01", "“caesar190”", "“caesar1900”?"),
    "page notes": (
        "source/la/about/edition.md",
        "`tres-partes",
        "`tres-pates",
        3,
        "R02",
        "“tres-pates”",
        "“tres-partes”?",
    ),
    "page passage": (
        "source/la/about/edition.md",
        "`0.1.1",
        "`0.1.4",
        3,
        "R03",
        "“0.1.4”",
        "“0.1.3”? paragraph 0.1 has",
    ),
    "page term": (
        "source/la/about/edition.md",
        "{term}`provincia",
        "{term}`provincja",
        3,
        "R04",
        "“provincja”",
        "“provincia”?",
    ),
    "term cites": (
        TERMS,
        "erat {cite:p}`caesar1900",
        "erat {cite:p}`cesar1900",
        14,
        "R01",
        "“cesar1900”",
        "“caesar1900”?",
    ),
    # The register
    "term with HTML": (TERMS, "Höchster", "<b>Höchster", 9, "A09", "HTML is not allowed: <b>", "use *emphasis*"),
    "term includes": (TERMS, "Magistratus", "'```{include} x'\n    #", 5, "A09", "the directive {include} x", "plain"),
    "term name": (
        TERMS,
        "consul:\n  la",
        "Consul:\n  la",
        1,
        "G01",
        "“Consul” cannot be the name",
        "use small letters",
    ),
    "form of two": (
        TERMS,
        "[Provinzen]",
        "[Provinzen, konsuln]",
        17,
        "G02",
        "“konsuln” stands in “consul” and in",
        "keep it",
    ),
    "term twice": (
        TERMS,
        "provincia:\n  la",
        "consul:\n  la",
        10,
        "Y03",
        "“consul” is given twice; the first is on line 1",
        "keep",
    ),
    "term key": (
        TERMS,
        "    description: Magi",
        "    descrption: Magi",
        5,
        "Y02",
        "unknown key “descrption”",
        "mean “description”?",
    ),
    "language key": (
        TERMS,
        "  de:\n    name: Konsul",
        "  du:\n    name: Konsul",
        6,
        "Y02",
        "unknown key “du”",
        "the keys are la, de",
    ),
    "forms no list": (
        TERMS,
        "[Provinzen]",
        "Provinzen",
        17,
        "Y05",
        "“forms” must be a list of texts",
        "forms: [one, two]",
    ),
    "forms empty": (
        TERMS,
        "[Provinzen]",
        "[Provinzen, '']",
        17,
        "Y05",
        "“forms” must be a list of texts",
        "forms: [one, two]",
    ),
    "term no table": (
        TERMS,
        "consul:\n",
        "proconsul: x\nconsul:\n",
        1,
        "Y05",
        "the entry “proconsul” must be",
        "CONTRIBUTING",
    ),
    "colon in term": (
        TERMS,
        "Magistratus summus;",
        "Magistratus: summus;",
        5,
        "Y01",
        "not well-formed YAML",
        "'single quotes'",
    ),
    "no EDTF": (PERSONS, "orgetorix:\n", "orgetorix:\n  dates: 60 BC\n", 12, "G03", "“60 BC” is no date", "write 1939"),
    "authority": (
        PERSONS,
        "orgetorix:\n",
        "orgetorix:\n  identifiers: {wikdata: Q1}\n",
        12,
        "Y02",
        "unknown key “wikdata”",
        "mean “wikidata”?",
    ),
    "identifier": (
        PERSONS,
        "orgetorix:\n",
        "orgetorix:\n  identifiers: {wikidata: 1}\n",
        12,
        "G04",
        "“1” is no identifier of wikidata",
        "begin with Q",
    ),
    "glossary no": (PERSONS, "orgetorix:\n", "orgetorix:\n  glossary: no\n", 12, "Y05", "must be “yes”", "leave"),
    "place gone": (PERSONS, '{"1.1.2": [Is]', '{"1.1.3": [Is]', 18, "G05", "no passage 1.1.3", "did you mean “1.1.2”"),
    "place no number": (
        PERSONS,
        '{"1.1.2": [Is]',
        "{here: [Is]",
        18,
        "G05",
        "“here” is no passage number",
        "as in 4.2.3",
    ),
    "place elsewhere": (PERSONS, "[Is]", "[Hic]", 18, "G05", "“Hic” does not stand in 1.1.2", "copy the words"),
    "except no form": (
        PERSONS,
        '  places: {la: {"1.1.2": [Is]}, de: {"1.1.2": [er]}}',
        '  except: {la: {"1.1.1": [nobilissimus]}}',
        18,
        "G05",
        "“nobilissimus” is no form of “orgetorix”",
        "form",
    ),
    "entry in two registers": (
        TERMS,
        "consul:\n  la",
        "orgetorix:\n  la",
        1,
        "G06",
        "“orgetorix” is taken by an entry of source/registers/persons.yaml",
        "another name",
    ),
    "form begins": (PERSONS, "[Is]", "['…Is']", 18, "G07", "does not begin with a letter", "leave out"),
    "form in two registers": (
        TERMS,
        "[consulis,",
        "[Orgetorix, consulis,",
        4,
        "G02",
        "“Orgetorix” stands in “orgetorix” and in “consul”",
        "“places”",
    ),
    # The bibliography
    "key twice": (
        BIB,
        "caesar1900",
        "Broughton1951",
        9,
        "B02",
        "used twice; the other is “broughton1951”",
        "another key",
    ),
    "comma missing": (
        BIB,
        "S.},",
        "S.}",
        2,
        "B01",
        "this is not BibTeX: '}' expected",
        "a missing comma, brace or equals",
    ),
    "brace missing": (
        BIB,
        "Oxonii},",
        "Oxonii,",
        9,
        "B01",
        "what begins here with “@” has no end",
        "close every brace",
    ),
    "bare word": (BIB, "{Oxonii}", "Oxonii", 12, "B01", "“Oxonii” stands without braces", "write {Oxonii}"),
    "no title": (
        BIB,
        "  title = {Comm",
        "  titel = {Comm",
        9,
        "B03",
        "“caesar1900” has no title",
        "add a line title = {…},",
    ),
    "field twice": (
        BIB,
        "address = {Oxonii}",
        "year = {1}",
        9,
        "B03",
        "has the field “year” twice",
        "keep one of the two",
    ),
    "entry that nothing cites": (
        BIB,
        "@book{caesar1900",
        "@book{idem, title = {I}}\n@book{caesar1900",
        9,
        "B04",
        "nothing cites “idem”",
        "cite it, or take the entry away",
    ),
    "unknown type": (BIB, "@book{caesar", "@bok{caesar", 9, "B05", "“bok” is no type of an entry", "“book”?"),
    "unknown field": (
        BIB,
        "  author = {Caesar",
        "  Autor = {Caesar",
        10,
        "B05",
        "nobody sees the field “Autor” of “caesar1900”",
        "“author”?",
    ),
    "field of another programme": (
        BIB,
        "address = {O",
        "abstract = {O",
        12,
        "B05",
        "the field “abstract”",
        "take it away",
    ),
    "field in no language": (BIB, "  address = {O", "  note_en = {O", 12, "B05", "the field “note_en”", "“note_de”?"),
    "label not used": (BIB, "  address = {O", "  label = {O", 12, "B05", "nobody sees the label", "take it away: the"),
    "unknown keyword": (BIB, "{primary}", "{primry, literature}", 15, "B05", "“primry” of “caesar1900”", "“primary”?"),
    "three commas": (
        BIB,
        "Caesar, Gaius Iulius",
        "C, G, I, x",
        9,
        "B03",
        "the author “C, G, I, x” of",
        "write {Last name, First",
    ),
}


def spoil(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


# What one change makes wrong besides.
ALSO = {"language key": "Y04", "key twice": "R01"}


@pytest.mark.parametrize("name", CHANGES)
def test_a_mistake_in_another_file(name: str, small: Path) -> None:
    path, old, new, line, code, text, hint = CHANGES[name]
    if name == "emphasis runs on":
        spoil(small, path, "Marcus Messala", "Marcus* Messala")
    spoil(small, path, old, new)
    found = problems_of(small)
    assert [(p.path, p.line, p.code) for p in found if p.code != ALSO.get(name)] == [(path, line, code)], found
    problem = next(p for p in found if p.code == code)
    assert text in problem.message
    assert hint in problem.hint


Change = Callable[[Path], object]
TREE: dict[str, tuple[Change, str]] = {
    "companion missing": (
        lambda r: (r / DE).unlink(),
        f"{DE}:1: T03 section 1 is missing",
    ),
    "companion of another name": (
        lambda r: (r / DE).rename(r / "source/de/text/01-die-helvetier.md"),
        "source/de/text/01-die-helvetier.md:1: T03 the name differs from that of the original",
    ),
    "companion too many": (
        lambda r: shutil.copy(r / DE, r / "source/de/text/03-zu-viel.md"),
        "source/de/text/03-zu-viel.md:1: T03 there is no section 3 in the original",
    ),
    "two files for a section": (
        lambda r: shutil.copy(r / DE, r / "source/de/text/01-de-helvetiis-bis.md"),
        f"{DE}:1: T06 there are two files for section 1",
    ),
    "gap in the sections": (
        lambda r: [(r / LA).unlink(), shutil.rmtree(r / "annotations/1")],
        "source/la/text:1: T06 there is no file for section 1",
    ),
    "bad name": (
        lambda r: (r / LA).rename(r / "source/la/text/1_De Helvetiis.md"),
        "source/la/text/1_De Helvetiis.md:1: T06 “1_De Helvetiis.md” is not a name for a text file",
    ),
    "no text": (
        lambda r: shutil.rmtree(r / "source/de/text"),
        "source/de/text:1: T06 there is no text here",
    ),
    "page missing": (
        lambda r: (r / "source/de/about/edition.md").unlink(),
        "source/de/about/edition.md:1: T03 this page is there in “la” only",
    ),
    "annotation twice": (
        lambda r: shutil.copy(r / NOTE, r / "annotations/0/duo-consules.md"),
        f"{NOTE}:1: A10 the name “duo-consules” is taken by annotations/0/duo-consules.md",
    ),
    "annotation beside the folders": (
        lambda r: shutil.copy(r / NOTE, r / "annotations/tres-consules.md"),
        "annotations/tres-consules.md:1: A11 this file is not read as an annotation",
    ),
    "annotation of another kind of file": (
        lambda r: shutil.copy(r / NOTE, r / "annotations/1/tres-consules.txt"),
        "annotations/1/tres-consules.txt:1: A11 this file is not read as an annotation",
    ),
    "folder for a file": (
        lambda r: (r / "annotations/1/folder.md").mkdir(),
        "annotations/1/folder.md:1: F06 this file cannot be read",
    ),
    "link to nowhere": (
        lambda r: (r / "annotations/1/link.md").symlink_to("nowhere"),
        "annotations/1/link.md:1: F06 this file cannot be read",
    ),
}


@pytest.mark.parametrize("name", TREE)
def test_a_mistake_in_the_tree(name: str, small: Path) -> None:
    change, expected = TREE[name]
    change(small)
    found = problems_of(small)
    if name == "annotation twice":  # the copy stands in the wrong folder as well
        found = [problem for problem in found if problem.code != "A11"]
    assert len(found) == 1, found
    assert str(found[0]).startswith(expected)
    assert found[0].hint


@pytest.mark.parametrize("path", [DE, NOTE, TERMS, BIB, "source/de/about/edition.md"])
@pytest.mark.parametrize(
    ("change", "line", "code", "text"),
    [
        (lambda data: b"\xef\xbb\xbf" + data, 1, "F02", "byte-order mark"),
        (lambda data: data.replace(b"\n", b"\r\n"), 1, "F03", "CRLF"),
        (lambda data: data.replace(b"\n", b"\r"), 1, "F03", "CRLF"),
        (lambda data: data.replace(b"\n", b"\xff\n", 3)[: data.index(b"\n") + 5], 1, "F01", "not UTF-8"),
        (lambda data: data.decode().encode("utf-16"), 1, "F01", "not UTF-8"),
        (lambda data: b"\n".join([*data.split(b"\n")[:2], b"K\xf6nig"]), 3, "F01", "not UTF-8"),
    ],
    ids=["BOM", "CRLF", "CR", "bytes", "UTF-16", "Latin-1"],
)
def test_a_fault_of_encoding_is_the_only_problem(
    path: str, change: Callable[[bytes], bytes], line: int, code: str, text: str, small: Path
) -> None:
    (small / path).write_bytes(change((small / path).read_bytes()))
    [problem] = problems_of(small)
    assert (problem.path, problem.line, problem.code) == (path, line, code)
    assert text in problem.message
    assert problem.hint.startswith("save it")


def test_a_text_file_that_cannot_be_read_is_reported_once(small: Path) -> None:
    # Its annotations, its companion and what refers to it are not wrong for that.
    spoil(small, "source/la/text/00-lead.md", "Gallia est", "- Gallia est")
    assert [(p.path, p.code) for p in problems_of(small)] == [("source/la/text/00-lead.md", "T01")]


def test_several_mistakes_are_all_told_at_once(small: Path) -> None:
    spoil(small, NOTE, "kind: source", "kind: sauce")
    spoil(small, NOTE, "M. Messala M. Pisone consulibus", "M. Messala et M. Pisone consulibus")
    spoil(small, NOTE, "broughton1951{a. 61}", "broughton1950{a. 61}")
    assert [(p.line, p.code) for p in problems_of(small)] == [(3, "A13"), (4, "A04"), (9, "R01")]


def test_a_quote_may_be_written_otherwise_than_the_text(small: Path) -> None:
    spoil(
        small, NOTE, "quote: M. Messala M. Pisone consulibus", "quote: >-\n  M. Messala\n  M.\u00a0Pisone   consulibus"
    )
    edition, problems = corpus.load(small, config.read(small))
    assert problems == []
    note = edition.by_slug["duo-consules"]
    assert (
        edition.original[Number(1)].segments[note.target].text[slice(*note.span)] == "M. Messala M. Pisone consulibus"
    )


LIST = """\
- passage: "1.1.1"
  quote: ditissimus
  emendation: dītissimus omnium
  category: omission
  certainty: possible
  reason: {la: Verbum deest., de: Ein Wort fehlt.}
- passage: "1.1.2"
  quote: Is M.
  emendation: Is, M.
  category: punctuation
  certainty: certain
  reason: {la: Interpunctio deest., de: Ein Zeichen fehlt.}
"""


@pytest.mark.parametrize(
    ("target", "quote", "state", "words"),
    [
        ("1.1.2", "Is, M. Messala M. Pisone", "emended", "Is M. Messala M. Pisone"),
        ("1.1.2", "Is, M. Mefsala", "modernised", "Is M. Messala"),
        ("1.1.1", "dītissimus omnium Orgetorix", "emended", "ditissimus Orgetorix"),
        ("1.1.1", "et dītissimus", "emended", "et ditissimus"),
        ("1.1.1-1.1.2", "omnium Orgetorix. Is, M. Messala", "emended", "ditissimus Orgetorix. Is M. Messala"),
    ],
)
def test_a_quote_of_another_state_is_told_what_was_transmitted(
    target: str, quote: str, state: str, words: str, small: Path
) -> None:
    (small / "annotations/1/emendations.yaml").write_text(LIST, encoding="utf-8")
    (small / "annotations/orthography.yaml").write_text("words: {Messala: Mefsala}\n", encoding="utf-8")
    spoil(small, NOTE, 'target: "1.1.2"\nquote: M. Messala M. Pisone consulibus', f'target: "{target}"\nquote: {quote}')
    [problem] = problems_of(small)
    assert (problem.path, problem.line, problem.code) == (NOTE, 3, "A13")
    assert problem.message.endswith(f"is not in {target} as it was transmitted, but in the {state} text")
    assert problem.hint == f"quote the transmitted words: “{words}”; “check --fix” does it"
    assert fix(small, [problem])
    edition, problems = corpus.load(small, config.read(small))
    assert problems == []
    assert edition.by_slug["duo-consules"].quote == words


def test_a_text_file_is_read_as_a_reader_sees_it() -> None:
    text = "---\ntitle: A *short* title\n---\n\nOne *two* \\*.\n   &lt;three>\t\nfour\n\n1986\\. five\n"
    problems: list[Problem] = []
    section = textfile.parse(PurePosixPath("source/la/text/01-a.md"), "la", text, problems)
    assert problems == []
    assert section is not None
    assert section.editorial
    assert [(str(p), segment.text, segment.line) for p, segment in section.segments.items()] == [
        ("1.0", "A short title", 2), ("1.1.1", "One two *.", 5), ("1.1.2", "<three>", 6), ("1.1.3", "four", 7), ("1.2.1", "1986. five", 9),
    ]  # fmt: skip


def test_an_underlined_heading_is_not_the_heading_of_a_text_file() -> None:
    problems: list[Problem] = []
    assert textfile.parse(PurePosixPath("source/la/text/01-a.md"), "la", "A heading\n===\n\nText.\n", problems) is None
    assert [(p.line, p.code) for p in problems] == [(1, "T01")]


def test_a_definition_may_be_a_block_and_its_mistakes_have_their_lines(small: Path) -> None:
    block = "|\n      Bini *quotannis*.\n\n      Vide {note}`tres-pates`."
    spoil(small, TERMS, "Magistratus summus; bini quotannis creabantur.", block)
    assert [(p.line, p.code) for p in problems_of(small)] == [(8, "R02")]


def test_a_note_that_refers_to_itself_is_not_its_own_referrer(small: Path) -> None:
    spoil(small, NOTE, "dictum est", "dictum est, v. {note}`duo-consules`")
    edition, problems = corpus.load(small, config.read(small))
    assert problems == []
    assert "duo-consules" not in edition.referrers


# -- Whatever stands in a file, it is read without an exception ----------------------------------------

_MARKS = st.text(
    alphabet=st.one_of(
        st.sampled_from("---\n\n\n #*_`{}[]()<>!:|&'\"\\%+=~^$@,.0aAșş\u0327\u0301\t\x00\x85\u2028"), st.characters()
    )
)
_PIECES = st.lists(
    st.sampled_from(
        ["---\n", "target: ", "quote: x\n", "# la\n", "# de\n", "{note}`x`", "- a\n", "  b: ", "@book{a,", "title = {x}", "}",
         "\n", "    ", "```{include} x\n", "|a|b|\n|-|-|\n", "[^1]", "[a]: b\n", "&x ", "*x", "? ", "<b>", "+++\n", "(x)=\n", "$$\n"]
    )
)  # fmt: skip
_TEXTS = st.one_of(_MARKS, _PIECES.map("".join), st.tuples(_PIECES.map("".join), _MARKS).map("".join))
# The reader of files has turned other line ends into this one.
_ANY = _TEXTS.map(lambda text: text.replace("\r", "\n"))


@given(_ANY, st.booleans())
def test_no_annotation_makes_the_reader_fail(text: str, front: bool) -> None:
    text = f'---\ntarget: "1.1"\n---\n# la\n{text}' if front else text
    problems: list[Problem] = []
    draft = annotationfile.parse(PurePosixPath("annotations/1/a.md"), text, ("la", "de"), problems)
    lines = text.count("\n") + 1
    assert all(1 <= problem.line <= lines for problem in problems)
    assert draft is None or draft.sound == (not problems)
    assert problems or (draft is not None and set(draft.parts) == {"la", "de"})


@given(_ANY, st.booleans())
def test_no_text_file_makes_the_reader_fail(text: str, front: bool) -> None:
    text = f"# A\n\n{text}" if front else text
    problems: list[Problem] = []
    section = textfile.parse(PurePosixPath("source/la/text/01-a.md"), "la", text, problems)
    lines = text.count("\n") + 1
    assert all(1 <= problem.line <= lines for problem in problems)
    assert section is not None or problems
    if section is not None:
        assert [1 <= segment.line <= lines for segment in section.segments.values()]


@given(_ANY, st.booleans())
def test_no_register_makes_the_reader_fail(text: str, front: bool) -> None:
    text = f"a:\n  la:\n    name: {text}" if front else text
    problems: list[Problem] = []
    register.parse("terms", text, ("la", "de"), problems)
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in problems)


@given(_ANY, st.booleans())
def test_no_bibliography_makes_the_reader_fail(text: str, front: bool) -> None:
    text = f"@book{{a,\n author = {{{text}" if front else text
    problems: list[Problem] = []
    bibliography.parse("x.bib", text, ("la", "de"), problems)
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in problems)


@given(st.text(), st.dictionaries(st.characters(), st.text(max_size=2)))
def test_letters_have_a_line_and_a_remedy(text: str, replaced: dict[str, str]) -> None:
    for problem in files.letters("a.md", text, replaced):
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.hint


def test_what_nothing_cites_is_known_only_where_all_could_be_read(small: Path) -> None:
    spoil(small, NOTE, "kind: source", "kind: sauce")
    spoil(small, NOTE, "{cite:t}`broughton1951{a. 61}`", "Broughton")
    spoil(small, NOTE, "{cite:t}`broughton1951{Jahr 61}`", "Broughton")
    assert [problem.code for problem in problems_of(small)] == ["A04"]
    spoil(small, NOTE, "kind: sauce", "kind: source")
    assert [(problem.code, problem.notice) for problem in problems_of(small)] == [("B04", True)]


def test_deep_nesting_is_a_problem_like_others() -> None:
    problems: list[Problem] = []
    register.parse("terms", "a: " + "[" * 20000, ("la",), problems)
    annotationfile.parse(
        PurePosixPath("annotations/1/a.md"), "---\n" + "{a: " * 5000 + "\n---\n" + "> " * 5000, ("la",), problems
    )
    assert "Y01" in {problem.code for problem in problems}


def test_strings_of_one_bibliography_are_unknown_to_the_next() -> None:
    first: list[Problem] = []
    bibliography.parse("a.bib", "@string{oup = {Oxford}}\n@book{a, title = oup}", (), first)
    assert first == []
    second: list[Problem] = []
    bibliography.parse("b.bib", "@book{b, title = oup}", (), second)
    assert [problem.code for problem in second] == ["B01"]
