"""The page of all notes: whole in HTML, an index by kind in books, filtered in a browser, and written again in time."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from browsing import LANGUAGES, NARROW, OVERFLOW, WIDE, Reader, by_language
from building import Tree, command
from conftest import Site
from lxml import html
from playwright.sync_api import Browser, Page, expect

from edition.markup import first_words
from edition.messages import message, name_of, unparted
from edition.model import KINDS, STATUSES, Annotation

NOTES = "notes"


@pytest.fixture
def tree(small: Path, tmp_path: Path) -> Tree:
    """The Latin tree of the small edition with a page of all notes, built once."""
    for language in ("la", "de"):
        page = small / f"source/{language}/notes.md"
        page.write_text("# Notae\n\n```{notes}\n```\n", encoding="utf-8")
        home = page.with_name("index.md")
        home.write_text(home.read_text(encoding="utf-8").replace("glossary\n", "glossary\nnotes\n"), encoding="utf-8")
    tree = Tree(small, "la", tmp_path / "build")
    tree.build()
    return tree


def entries(tree: Tree) -> dict[str, str]:
    """The words of each entry, by the fragment that it leads to."""
    page = html.fromstring((tree.out / "notes.html").read_text(encoding="utf-8"))
    return {
        entry.xpath(".//a/@href")[0].partition("#")[2]: " ".join(entry.text_content().split())
        for entry in page.find_class("listed-entry")
    }


# -- What it says ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "length", "words"),
    [
        ("Paucis verbis.", 14, "Paucis verbis."),
        ("Paucis verbis.", 13, "Paucis …"),
        ("Nomen, quod legitur", 10, "Nomen …"),
        ("Caesar *ipse* {cite:p}`caesar{1}` scripsit.\nEt alia.", 80, "Caesar ipse scripsit. Et alia."),
    ],
)
def test_first_words_are_whole_and_plain(text: str, length: int, words: str) -> None:
    assert first_words(text, length) == words


def test_each_note_stands_there_with_all_that_sorts_it(tree: Tree) -> None:
    found = entries(tree)
    assert list(found) == ["note-tres-partes", "note-celtae-et-galli", "note-titulus-capitis", "note-duo-consules"]
    assert found["note-tres-partes"].startswith("note 1 · 0.1.1 · divisa in partes tres] Context. Caesar")
    assert found["note-tres-partes"].endswith("(editores, proposed)")


@by_language
def test_the_page_of_the_real_edition_is_whole(real_site: Site, language: str) -> None:
    page = html.parse(str(real_site.out / language / "notes.html")).getroot()
    found = page.find_class("listed-entry")
    edition = real_site.edition
    assert len(found) == len(edition.annotations) > 200
    for entry, note in zip(found, edition.annotations, strict=True):
        section = edition.sections[language][note.target.section].path.stem
        number, passage = entry.xpath(".//a")
        assert number.get("href") == f"text/{section}.html#note-{note.slug}"
        assert number.text_content() == unparted(message("note %s", language) % edition.numbers[note.slug])
        assert passage.text_content() == str(note.target)
        assert entry.find_class("note-kind")[0].text_content() == message(note.kind.capitalize(), language)
        assert entry.find_class("lemma")[0].get("lang") == language
        said = entry.find_class("note-signature")[0].text_content()
        assert said == f"({message(note.author, language)}, {name_of(note.status, language)})"
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_books_have_an_index_by_kind_in_its_place(tree: Tree, tmp_path: Path) -> None:
    for builder in ("text", "latex", "epub", "typst"):
        out = tmp_path / builder
        built = command(tree.root, "la", builder, out, tmp_path / "doctrees")
        assert (built.errors, built.code) == ("", 0)
    assert re.findall(r"\*\*(\w+):\*\* (.*)", (tmp_path / "text/notes.txt").read_text(encoding="utf-8")) == [
        ("Context", "1"),
        ("Source", "4"),
        ("Language", "2"),
        ("Translation", "3"),
    ]
    page = html.fromstring((tmp_path / "epub/notes.xhtml").read_bytes())
    assert page.xpath("//p/a/@href") == [
        "text/00-lead.xhtml#note-tres-partes",
        "text/01-de-helvetiis.xhtml#note-duo-consules",
        "text/00-lead.xhtml#note-celtae-et-galli",
        "text/01-de-helvetiis.xhtml#note-titulus-capitis",
    ]
    for found in ("form", "aside"):
        assert page.xpath(f"//{found}") == []


def test_a_change_is_suggested_in_the_repository(tree: Tree, tmp_path: Path) -> None:
    """Where there is neither that nor a guide, nothing is offered; and never in a book."""
    page = html.fromstring((tree.out / "text/00-lead.html").read_text(encoding="utf-8"))
    about = [item.text_content() for item in page.find_class("about-note")]
    assert about == ["tres-partes · editores, proposed", "celtae-et-galli · editores, reviewed"]
    conf = tree.root / "conf.py"
    text = conf.read_text(encoding="utf-8") + 'edition_repository = "https://example.org/gallia/edit/main/"\n'
    conf.write_text(text, encoding="utf-8")
    tree.build()
    page = html.fromstring((tree.out / "text/00-lead.html").read_text(encoding="utf-8"))
    assert page.xpath("//p[@class='about-note']/a[last()]/@href") == [
        f"https://example.org/gallia/edit/main/annotations/0/{name}.md" for name in ("tres-partes", "celtae-et-galli")
    ]
    built = command(tree.root, "la", "epub", tmp_path / "epub", tmp_path / "doctrees")
    assert (built.errors, built.code) == ("", 0)
    assert "example.org/gallia" not in (tmp_path / "epub/text/00-lead.xhtml").read_text(encoding="utf-8")


# -- When it is written again ------------------------------------------------------------

FIRST, LEAD = "text/01-de-helvetiis", "text/00-lead"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Titulus editorum", "Inscriptio editorum", "Inscriptio editorum"),
        ("status: accepted", "status: reviewed", "reviewed)"),
        ("kind: translation", "kind: language", "Language."),
        ("author: editores", "author: Aulus Hirtius", "(Aulus Hirtius, "),
    ],
)
def test_a_changed_note_is_told_anew(tree: Tree, old: str, new: str, said: str) -> None:
    replace(tree.root / "annotations/1/titulus-capitis.md", old, new)
    read, written = tree.build()
    assert read == {FIRST, NOTES}
    assert {FIRST, NOTES} <= written
    assert said in entries(tree)["note-titulus-capitis"]
    assert tree.build() == (set(), set())


def test_a_note_that_is_taken_away_moves_the_numbers(tree: Tree) -> None:
    (tree.root / "annotations/0/celtae-et-galli.md").unlink()
    replace(tree.root / "annotations/0/tres-partes.md", " et {note}`celtae-et-galli`", "")
    replace(tree.root / "annotations/0/tres-partes.md", " und {note}`celtae-et-galli`", "")
    read, _ = tree.build()
    assert read == {LEAD, NOTES}
    found = entries(tree)
    assert "note-celtae-et-galli" not in found
    assert found["note-titulus-capitis"].startswith("note 2 ·")


def test_its_lemmas_and_headings_follow_the_text(tree: Tree) -> None:
    path = tree.root / "annotations/1/emendations.yaml"
    path.write_text(
        '- passage: "1.1.2"\n  quote: consulibus\n  emendation: coss.\n  category: word\n  certainty: probable\n'
        "  reason:\n    la: Abbreviatum.\n    de: Abgekürzt.\n",
        encoding="utf-8",
    )
    read, _ = tree.build()
    assert NOTES in read
    assert "coss.]" in entries(tree)["note-duo-consules"]


# -- The filter --------------------------------------------------------------------------


def expected(site: Site, **wanted: str) -> list[Annotation]:
    return [
        note
        for note in site.edition.annotations
        if all(
            not value or str(note.target.section if key == "section" else getattr(note, key)) == value
            for key, value in wanted.items()
        )
    ]


def assert_filtered(page: Page, site: Site, language: str, **wanted: str) -> None:
    notes = expected(site, **wanted)
    addresses = page.locator(".listed-entry:visible").evaluate_all("all => all.map(e => e.querySelector('a').hash)")
    assert addresses == [f"#note-{note.slug}" for note in notes]
    count = message("Shown: %s of %s", language) % (len(notes), len(site.edition.annotations))
    assert page.locator(".entry-filter output").inner_text() == count
    headings = page.locator(".entry-group .rubric:visible").all_inner_texts()
    sections = dict.fromkeys(str(note.target.section) for note in notes)
    assert [heading.partition(".")[0] for heading in headings] == list(sections)


@by_language
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_notes_are_filtered_and_the_address_says_how(
    reader: Reader, real_site: Site, language: str, width: int
) -> None:
    page = reader.open(f"{language}/notes.html")
    reader.resize(width)
    choose = {
        key: page.get_by_role("combobox", name=message(label, language))
        for key, label in [("kind", "Kind:"), ("section", "Section:"), ("author", "Author:"), ("status", "Status:")]
    }
    assert_filtered(page, real_site, language)
    choose["kind"].select_option("correction")
    assert_filtered(page, real_site, language, kind="correction")
    choose["section"].select_option("7")
    assert_filtered(page, real_site, language, kind="correction", section="7")
    author, status = real_site.edition.annotations[0].author, real_site.edition.annotations[0].status
    choose["author"].select_option(author)
    choose["status"].select_option(status)
    wanted = {"kind": "correction", "section": "7", "author": author, "status": status}
    assert_filtered(page, real_site, language, **wanted)
    assert page.url.endswith("?" + "&".join(f"{key}={value}" for key, value in wanted.items()))
    assert page.evaluate(OVERFLOW) == []
    page.reload()
    assert_filtered(page, real_site, language, **wanted)
    # And it is so still, with the focus where it was, when one comes back from a note.
    link = page.locator(".listed-entry:visible a").nth(4)
    link.press("Enter")
    page.wait_for_url("**#note-*")
    page.go_back()
    page.wait_for_url("**/notes.html?*")
    assert_filtered(page, real_site, language, **wanted)
    expect(link).to_be_focused()
    assert reader.complaints == []


def test_each_choice_is_one_that_some_note_has(reader: Reader, real_site: Site) -> None:
    page = reader.open(f"{LANGUAGES[0]}/notes.html")
    notes = real_site.edition.annotations
    for key, order in (("kind", KINDS), ("status", STATUSES)):
        counts = Counter(getattr(note, key) for note in notes)
        options = page.locator(f"select[name={key}] option").all()
        values = [option.get_attribute("value") for option in options]
        assert values == ["", *(value for value in order if value in counts)]
        for option, value in zip(options[1:], values[1:], strict=True):
            assert option.inner_text().endswith(f"({counts[str(value)]})")


def test_without_scripts_all_notes_are_there(browser: Browser, server: str, real_site: Site) -> None:
    context = browser.new_context(viewport={"width": NARROW, "height": 700}, java_script_enabled=False)
    page = Reader(context, server).open(f"{LANGUAGES[0]}/notes.html?kind=correction")
    assert page.locator(".entry-filter").is_hidden()
    assert page.locator(".listed-entry:visible").count() == len(real_site.edition.annotations)
    context.close()
