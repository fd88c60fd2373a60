"""A change is built where it shows and nowhere else, and what comes out is what a build from clean gives."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from building import Tree, command, digests

EVERY_PAGE = {
    "index",
    "about/edition",
    "bibliography",
    "glossary",
    "persons",
    "text/00-lead",
    "text/01-de-helvetiis",
    "text/02-notae",
}
LEAD, FIRST, EMPTY = "text/00-lead", "text/01-de-helvetiis", "text/02-notae"
ABOUT, WORKS, TERMS, PERSONS = "about/edition", "bibliography", "glossary", "persons"

NEW_NOTE = """---
target: "{target}"
quote: {quote}
kind: context
author: editores
status: proposed
---
# la
Nota nova est{la}.

# de
Eine neue Note{de}.
"""


@pytest.fixture
def tree(small: Path, tmp_path: Path) -> Tree:
    """The Latin tree of the small edition, built once."""
    tree = Tree(small, "la", tmp_path / "build")
    assert tree.build() == (EVERY_PAGE, EVERY_PAGE)
    return tree


def assert_built(tree: Tree, *, read: set[str], written: set[str]) -> None:
    """Build, and see which pages were read and written; Sphinx writes the page with their toctree again with any."""
    assert tree.build() == (read, written | {"index"})


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def annotate(root: Path, slug: str, target: str, quote: str, la: str = "", de: str = "") -> Path:
    path = root / "annotations" / target.partition(".")[0] / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(NEW_NOTE.format(target=target, quote=quote, la=la, de=de), encoding="utf-8")
    return path


def assert_as_from_clean(tree: Tree, tmp_path: Path) -> None:
    """Compare the folder with a build from clean, file by file, and see that nothing is left to do."""
    clean = Tree(tree.root, tree.language, tmp_path / "clean")
    clean.build()
    found, expected = digests(tree.out), digests(clean.out)
    differing = {name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name)}
    assert differing == set()
    assert tree.build() == (set(), set())


# -- Annotations --------------------------------------------------------------


def test_nothing_changed(tree: Tree) -> None:
    before = digests(tree.out)
    assert tree.build() == (set(), set())
    assert digests(tree.out) == before


def test_an_annotation_is_edited(tree: Tree, tmp_path: Path) -> None:
    replace(tree.root / "annotations/1/titulus-capitis.md", "editorum est", "scribarum est")
    assert_built(tree, read={FIRST}, written={FIRST})
    assert_as_from_clean(tree, tmp_path)


def test_an_annotation_is_edited_in_the_other_language(tree: Tree, tmp_path: Path) -> None:
    replace(tree.root / "annotations/1/titulus-capitis.md", "von den Herausgebern", "von den Schreibern")
    assert_built(tree, read={FIRST}, written={FIRST})
    assert_as_from_clean(tree, tmp_path)


EMENDATION = """- passage: "1.1.2"
  quote: persuasit ut
  emendation: persuasit, ut
  category: punctuation
  certainty: probable
  reason:
    la: Sententia pendens distinguitur.
    de: Der Nebensatz wird abgetrennt.
"""


LOST_NOTE = """- passage: "1.1.2"
  quote: persuasit
  emendation: persuasit
  category: lost-note
  certainty: possible
  reason:
    la: Nullum vestigium.
    de: Keine Spur.
"""


def test_an_emendation_is_added_and_edited(tree: Tree, tmp_path: Path) -> None:
    """Its reason stands on the page of the text too."""
    path = tree.root / "annotations/1/emendations.yaml"
    path.write_text(EMENDATION, encoding="utf-8")
    assert_built(tree, read={FIRST}, written={FIRST})
    replace(path, "distinguitur", "separatur")
    assert_built(tree, read={FIRST}, written={FIRST})
    assert "separatur" in (tree.out / f"{FIRST}.html").read_text(encoding="utf-8")
    assert_as_from_clean(tree, tmp_path)


@pytest.mark.parametrize(("name", "key"), [("source/de", "1.1.2"), ("annotations", "duo-consules")])
def test_what_was_confirmed_for_other_words_is_told_until_it_is_confirmed(
    name: str, key: str, tree: Tree, tmp_path: Path
) -> None:
    path = tree.root / name / "fingerprints.json"
    path.write_text(json.dumps({key: "0" * 16}), encoding="utf-8")
    assert_built(tree, read={FIRST}, written={FIRST})
    assert_as_from_clean(tree, tmp_path)
    path.unlink()
    assert_built(tree, read={FIRST}, written={FIRST})


def test_an_emendation_changes_the_lemma_of_a_note(tree: Tree, tmp_path: Path) -> None:
    """The words at the head of the note follow the text, and the range is the emended place as a whole."""
    annotate(tree.root, "persuasio", "1.1.2", "civitati persuasit")
    tree.build()
    (tree.root / "annotations/1/emendations.yaml").write_text(EMENDATION, encoding="utf-8")
    assert_built(tree, read={FIRST}, written={FIRST})
    page = (tree.out / f"{FIRST}.html").read_text(encoding="utf-8")
    assert ">civitati persuasit, ut</span></span></i>] " in page
    assert_as_from_clean(tree, tmp_path)


def test_a_quote_in_the_other_language_is_added(tree: Tree, tmp_path: Path) -> None:
    """Its range and its lemma appear on the page."""
    path = tree.root / "annotations/1/duo-consules.md"
    replace(path, "kind: source", "quote-de: Unter den Konsuln\nkind: source")
    assert_built(tree, read={FIRST}, written={FIRST})
    page = (tree.out / f"{FIRST}.html").read_text(encoding="utf-8")
    assert re.search(r'class="quoted"[^>]*>Unter den (<[^>]+>)*Konsuln', page)
    assert '<i class="lemma" lang="de">Unter den Konsuln</i>] ' in page
    assert_as_from_clean(tree, tmp_path)


def test_the_ranges_of_later_notes_say_their_new_numbers(tree: Tree, tmp_path: Path) -> None:
    page = tree.out / f"{FIRST}.html"
    assert 'data-starts-words="note 4 begins"' in page.read_text(encoding="utf-8")
    annotate(tree.root, "gallia-ipsa", "0.1.1", "Gallia est omnis")
    assert_built(tree, read={LEAD}, written={LEAD, FIRST, ABOUT, WORKS})
    text = page.read_text(encoding="utf-8")
    assert 'data-starts-words="note 5 begins"' in text
    assert 'data-starts-words="note 3 begins"' not in text
    assert_as_from_clean(tree, tmp_path)


def test_a_lost_note_is_added_and_edited(tree: Tree, tmp_path: Path) -> None:
    """Without an apparatus its mark is there too, but leads nowhere."""
    path = tree.root / "annotations/1/emendations.yaml"
    path.write_text(LOST_NOTE, encoding="utf-8")
    assert_built(tree, read={FIRST}, written={FIRST})
    text = (tree.out / f"{FIRST}.html").read_text(encoding="utf-8")
    assert re.findall(r'persuasit<span class="choice emended".*?</span>(<span [^>]*class="lost-note"[^>]*)', text)
    replace(path, "vestigium", "signum")
    assert_built(tree, read={FIRST}, written={FIRST})
    assert "signum" in (tree.out / f"{FIRST}.html").read_text(encoding="utf-8")
    assert_as_from_clean(tree, tmp_path)


def test_an_annotation_is_added_at_the_end(tree: Tree, tmp_path: Path) -> None:
    annotate(tree.root, "coniuratio", "1.1.2", "coniurationem nobilitatis fecit")
    assert_built(tree, read={FIRST}, written={FIRST})
    assert_as_from_clean(tree, tmp_path)


def test_an_annotation_is_added_at_the_beginning(tree: Tree, tmp_path: Path) -> None:
    """All numbers change: the page with later notes, the page that refers to one, and the works that they cite."""
    annotate(tree.root, "gallia-ipsa", "0.1.1", "Gallia est omnis")
    assert_built(tree, read={LEAD}, written={LEAD, FIRST, ABOUT, WORKS})
    assert_as_from_clean(tree, tmp_path)


def test_an_annotation_refers_to_a_note_of_another_page(tree: Tree, tmp_path: Path) -> None:
    """That note shows the new reference back."""
    path = tree.root / "annotations/0/celtae-et-galli.md"
    replace(path, "vide {note}`tres-partes`", "vide {note}`titulus-capitis`")
    assert_built(tree, read={LEAD}, written={LEAD, FIRST})
    assert_as_from_clean(tree, tmp_path)


def test_an_annotation_is_retargeted(tree: Tree, tmp_path: Path) -> None:
    """From the lead to the last section: its old page and its new one, and the pages whose numbers change."""
    old, new = (tree.root / "annotations" / part / "celtae-et-galli.md" for part in "01")
    replace(old, 'target: "0.1.1"', 'target: "1.1.1"')
    replace(old, "quote: ipsorum lingua Celtae", "quote: nobilissimus fuit")
    old.rename(new)
    assert_built(tree, read={LEAD, FIRST}, written={LEAD, FIRST})
    assert_as_from_clean(tree, tmp_path)


def test_a_note_goes_to_another_page_and_keeps_its_number(tree: Tree, tmp_path: Path) -> None:
    """The links to it must follow."""
    replace(tree.root / "source/la/about/edition.md", "{note}`tres-partes`", "{note}`celtae-et-galli`")
    tree.build()
    old, new = (tree.root / "annotations" / part / "celtae-et-galli.md" for part in "01")
    replace(old, 'target: "0.1.1"', 'target: "1.0"')
    replace(old, "quote: ipsorum lingua Celtae", "quote: De")
    old.rename(new)
    assert_built(tree, read={LEAD, FIRST}, written={LEAD, FIRST, ABOUT})
    assert_as_from_clean(tree, tmp_path)


def test_an_annotation_is_removed(tree: Tree, tmp_path: Path) -> None:
    """The work that only it cited leaves the bibliography."""
    (tree.root / "annotations/1/duo-consules.md").unlink()
    assert_built(tree, read={FIRST}, written={FIRST, WORKS})
    assert "broughton1951" not in (tree.out / f"{WORKS}.html").read_text(encoding="utf-8")
    assert_as_from_clean(tree, tmp_path)


def test_an_annotation_cites_a_work_for_the_first_time(tree: Tree, tmp_path: Path) -> None:
    annotate(
        tree.root, "garumna", "0.1.3", "Garumna flumen", " {cite:p}`broughton1951{1}`", " {cite:p}`broughton1951{1}`"
    )
    (tree.root / "annotations/1/duo-consules.md").unlink()
    assert tree.build()[0] == {LEAD, FIRST}
    assert_as_from_clean(tree, tmp_path)


def test_what_cites_a_work_is_told_with_it(tree: Tree, tmp_path: Path) -> None:
    """A note cites a work that is listed already, then another one instead of it; and a page cites one."""
    new = " {cite:p}`broughton1951{1}`"
    path = annotate(tree.root, "gallia-ipsa", "0.1.1", "Gallia est omnis", new, new)
    assert_built(tree, read={LEAD}, written={LEAD, FIRST, ABOUT, WORKS})
    assert under_works(tree) == ["note 2; De editione; Vocabula", "notes 1, 5"]
    path.write_text(path.read_text(encoding="utf-8").replace("broughton1951", "caesar1900"), encoding="utf-8")
    assert_built(tree, read={LEAD}, written={LEAD, WORKS})
    assert under_works(tree) == ["notes 1, 2; De editione; Vocabula", "note 5"]
    about = tree.root / "source/la/about/edition.md"
    about.write_text(about.read_text(encoding="utf-8") + "\nV. {cite:t}`broughton1951`.\n", encoding="utf-8")
    assert_built(tree, read={ABOUT}, written={ABOUT, WORKS})
    assert under_works(tree)[1] == "note 5; De editione"
    assert_as_from_clean(tree, tmp_path)


def under_works(tree: Tree) -> list[str]:
    """What is said to cite each work, in the order of the page."""
    page = (tree.out / f"{WORKS}.html").read_text(encoding="utf-8")
    found = re.findall(r'<p class="cited-in">Cited in: (.*?)</p>', page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", text).replace("\N{NO-BREAK SPACE}", " ") for text in found]


def test_a_file_that_is_older_than_the_last_build(tree: Tree, tmp_path: Path) -> None:
    """As when a file is put back from a copy: not the time tells, but what is in it."""
    for name, old, new in [
        ("annotations/1/titulus-capitis.md", "editorum est", "scribarum est"),
        ("source/de/text/00-lead.md", "Fluss Garonne", "Strom Garonne"),
        ("source/la/about/edition.md", "Textus est", "Verba sunt"),
        ("source/references.bib", "Oxonii", "Londinii"),
    ]:
        path = tree.root / name
        replace(path, old, new)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert_built(tree, read={FIRST, LEAD, ABOUT, WORKS}, written=EVERY_PAGE - {EMPTY, "persons"})
    assert_as_from_clean(tree, tmp_path)


# -- Text, terms, works ---------------------------------------------------------


def test_a_companion_is_edited(tree: Tree, tmp_path: Path) -> None:
    replace(tree.root / "source/de/text/00-lead.md", "Fluss Garonne", "Strom Garonne")
    assert_built(tree, read={LEAD}, written={LEAD})
    assert_as_from_clean(tree, tmp_path)


def test_the_heading_of_a_companion_is_edited(tree: Tree, tmp_path: Path) -> None:
    replace(tree.root / "source/de/text/02-notae.md", "# Anmerkungen", "# Noten")
    assert_built(tree, read={EMPTY}, written={EMPTY})
    assert_as_from_clean(tree, tmp_path)


def test_the_heading_of_a_page_is_edited(tree: Tree, tmp_path: Path) -> None:
    """It stands in the sidebar of every page."""
    german = Tree(tree.root, "de", tmp_path / "german")
    german.build()
    replace(tree.root / "source/de/text/02-notae.md", "# Anmerkungen", "# Noten")
    assert_built(german, read={EMPTY}, written=EVERY_PAGE)
    assert_as_from_clean(german, tmp_path)


def test_a_definition_is_edited(tree: Tree, tmp_path: Path) -> None:
    """The pages that mention the term show it too."""
    replace(tree.root / "source/registers/terms.yaml", "Magistratus summus", "Magistratus maximus")
    assert_built(tree, read={TERMS}, written={TERMS, FIRST})
    assert_as_from_clean(tree, tmp_path)


def test_a_term_is_renamed(tree: Tree, tmp_path: Path) -> None:
    """The links to it change, wherever they stand; so do the mentions."""
    replace(tree.root / "source/registers/terms.yaml", "provincia:\n", "provincia-romana:\n")
    assert_built(tree, read={TERMS, LEAD}, written={TERMS, LEAD, ABOUT})
    assert_as_from_clean(tree, tmp_path)


def test_a_form_is_added(tree: Tree, tmp_path: Path) -> None:
    """The page that has it, and that of the register, which lists the passage."""
    register = tree.root / "source/registers/persons.yaml"
    replace(register, "    sort: Messala, M.\n", "    sort: Messala, M.\n    forms: [Belgae]\n")
    assert_built(tree, read={PERSONS, LEAD}, written={PERSONS, LEAD})
    assert_as_from_clean(tree, tmp_path)


def test_the_dates_of_an_entry_are_given(tree: Tree, tmp_path: Path) -> None:
    replace(tree.root / "source/registers/persons.yaml", "orgetorix:\n", "orgetorix:\n  dates: 0100/0200\n")
    assert_built(tree, read={PERSONS}, written={PERSONS, FIRST})
    assert_as_from_clean(tree, tmp_path)


def test_an_entry_moves_to_another_register(tree: Tree, tmp_path: Path) -> None:
    """Its page is another one, to which its mentions now lead."""
    folder = tree.root / "source/registers"
    text = (folder / "persons.yaml").read_text(encoding="utf-8")
    start = text.index("orgetorix:")
    (folder / "persons.yaml").write_text(text[:start], encoding="utf-8")
    with (folder / "terms.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + text[start:])
    assert_built(tree, read={PERSONS, TERMS}, written={PERSONS, TERMS, FIRST})
    assert_as_from_clean(tree, tmp_path)


def test_a_work_is_edited(tree: Tree, tmp_path: Path) -> None:
    """The bibliography, and the page that cites the work."""
    replace(tree.root / "source/references.bib", "year = {1951}", "year = {1952}")
    assert_built(tree, read={WORKS}, written={WORKS, FIRST})
    assert_as_from_clean(tree, tmp_path)


def test_a_second_work_of_a_year_changes_the_label_of_the_first(tree: Tree, tmp_path: Path) -> None:
    """Both get a letter, on every page that cites one of them."""
    with (tree.root / "source/references.bib").open("a", encoding="utf-8") as file:
        file.write(
            "\n@book{caesar1900b,\n author = {Caesar, Gaius Iulius},\n title = {Pars altera},\n year = {1900},\n}\n"
        )
    assert_built(tree, read={WORKS}, written={WORKS})
    annotate(tree.root, "nota-nova", "1.1.1", "nobilissimus", " {cite:p}`caesar1900b`", " {cite:p}`caesar1900b`")
    assert_built(tree, read={FIRST}, written={FIRST, WORKS, LEAD, ABOUT, TERMS})
    assert_as_from_clean(tree, tmp_path)


def test_a_work_is_added_and_cited_in_a_file_with_an_old_time(tree: Tree, tmp_path: Path) -> None:
    path = tree.root / "source/references.bib"
    text = "\n@book{mommsen1854,\n author = {Mommsen, Theodor},\n title = {Römische Geschichte},\n year = {1854},\n}\n"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    annotate(tree.root, "nota-nova", "1.1.1", "nobilissimus", " {cite:p}`mommsen1854`", " {cite:p}`mommsen1854`")
    assert_built(tree, read={FIRST, WORKS}, written={FIRST, WORKS})
    assert_as_from_clean(tree, tmp_path)


# -- Builders that share what was read, and builds that fail ----------------------


def test_a_builder_sees_what_another_one_has_read(tree: Tree) -> None:
    """The doctrees are shared: the second builder reads nothing, and writes what is new to it."""
    text = Tree(tree.root, "la", tree.into, "text")
    assert_built(text, read=set(), written=EVERY_PAGE)
    annotate(tree.root, "gallia-ipsa", "0.1.1", "Gallia est omnis")
    assert_built(tree, read={LEAD}, written={LEAD, FIRST, ABOUT, WORKS})
    assert_built(text, read=set(), written={LEAD, FIRST, ABOUT, WORKS})
    assert "[5] Source" in (text.out / f"{FIRST}.txt").read_text(encoding="utf-8")
    assert text.build() == (set(), set())


def test_a_build_that_broke_off_is_made_up_for(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The change was read, but its pages were not written."""
    annotate(tree.root, "gallia-ipsa", "0.1.1", "Gallia est omnis")
    with monkeypatch.context() as patch:
        patch.setattr("sphinx.builders.html.StandaloneHTMLBuilder.write_doc", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tree.build()
    tree.build()
    assert_as_from_clean(tree, tmp_path)


# -- Mistakes -----------------------------------------------------------------------

MISTAKES = {
    "kind": ("kind: source", "kind: sauce", 4, "A04"),
    "quote": ("quote: M. Messala M. Pisone", "quote: M. Messala L. Pisone", 3, "A13"),
    "citation": ("# la\n{cite:t}`broughton1951{", "# la\n{cite:t}`broughton1915{", 9, "R01"),
    "note": ("von den Helvetiern", "{note}`nota-nulla`, von den Helvetiern", 12, "R02"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("language", ["la", "de"])
def test_a_mistake_is_reported_on_every_build(mistake: str, language: str, small: Path, tmp_path: Path) -> None:
    """At its own file and line, once; on the first build, on an incremental one, and when nothing else has changed."""
    old, new, line, code = MISTAKES[mistake]
    path = small / "annotations/1/duo-consules.md"
    good = path.read_text(encoding="utf-8")

    def build() -> str:
        result = command(small, language, "html", tmp_path / "html", tmp_path / "doctrees")
        assert result.output == ""
        assert (result.code == 0) == (result.errors == "")
        return result.errors

    def assert_reported() -> None:
        before = digests(tmp_path / "html")
        errors = build()
        assert errors.count(f"annotations/1/duo-consules.md:{line}: ERROR: {code} ") == 1
        assert errors.count("ERROR") == 1
        assert digests(tmp_path / "html") == before

    replace(path, old, new)
    assert_reported()
    path.write_text(good, encoding="utf-8")
    assert build() == ""
    replace(path, old, new)
    assert_reported()
    assert_reported()
    path.write_text(good, encoding="utf-8")
    assert build() == ""


def test_each_of_several_mistakes_is_reported(small: Path, tmp_path: Path) -> None:
    replace(small / "annotations/1/duo-consules.md", "kind: source", "kind: sauce")
    replace(small / "annotations/0/tres-partes.md", "status: proposed", "status: perfect")
    replace(small / "source/de/text/01-de-helvetiis.md", "# Die Helvetier\n\n", "# Die Helvetier\n\nZu viel.\n")
    errors = command(small, "la", "html", tmp_path / "html", tmp_path / "doctrees").errors
    assert [line.split(": ERROR: ")[0] for line in errors.splitlines() if ": ERROR: " in line] == [
        "annotations/0/tres-partes.md:6",
        "annotations/1/duo-consules.md:4",
        "source/de/text/01-de-helvetiis.md:4",
    ]


# -- The same bytes -------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "text"])
def test_parallel_and_serial_builds_are_the_same(builder: str, root: Path, tmp_path: Path) -> None:
    """The real edition: Sphinx divides no work among processes for as few pages as the small one has."""
    serial, parallel = (
        Tree(root, "ro", tmp_path / name, builder, parallel=jobs) for name, jobs in [("serial", 1), ("parallel", 2)]
    )
    assert serial.build()[0] == parallel.build()[0]
    assert digests(serial.out) == digests(parallel.out)
    assert parallel.build() == (set(), set())


def test_two_builds_from_clean_are_the_same(small: Path, tmp_path: Path) -> None:
    trees = [Tree(small, "de", tmp_path / name) for name in ("one", "two")]
    for tree in trees:
        tree.build()
    assert digests(trees[0].out) == digests(trees[1].out)


# -- Numbers ------------------------------------------------------------------


def test_a_passage_gets_another_number(tree: Tree, tmp_path: Path) -> None:
    """A note of the next page refers to it and shows the new one, and so does the register whose entry stands there."""
    table = tree.root / "source/passages.yaml"
    table.write_text(PASSAGES_MOVED, encoding="utf-8")
    assert_built(tree, read={LEAD, TERMS}, written={LEAD, FIRST, TERMS})
    assert_as_from_clean(tree, tmp_path)
    table.unlink()
    assert_built(tree, read={LEAD, TERMS}, written={LEAD, FIRST, TERMS})
    assert_as_from_clean(tree, tmp_path)


PASSAGES_MOVED = """numbers:
  "0": 1 3
aliases:
  "0.2": {to: "0.3"}
  "0.2.1": {to: "0.3.1"}
  "0.2.2": {to: "0.3.2"}
"""


def test_an_old_number_leads_to_another_page(tree: Tree, tmp_path: Path) -> None:
    """On its own page stands a line for its address; a page that refers to it by the old number shows the new one."""
    table = tree.root / "source/passages.yaml"
    replace(tree.root / "source/la/about/edition.md", "{passage}`0.1.1`", "{passage}`0.3.1`")
    table.write_text('aliases:\n  "0.3.1": {to: "1.1.1"}\n', encoding="utf-8")
    assert_built(tree, read={LEAD, ABOUT}, written={LEAD, ABOUT})
    table.write_text('aliases:\n  "0.3.1": {to: "1.1.2"}\n', encoding="utf-8")
    assert_built(tree, read={LEAD}, written={LEAD, ABOUT})
    assert_as_from_clean(tree, tmp_path)
    table.unlink()
    replace(tree.root / "source/la/about/edition.md", "{passage}`0.3.1`", "{passage}`0.1.1`")
    assert_built(tree, read={LEAD, ABOUT}, written={LEAD, ABOUT})
    assert_as_from_clean(tree, tmp_path)
