"""The ranges and lemmas of notes on the page: in the small edition, where they overlap, and in the real one."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from building import Tree, command
from conftest import Site
from lxml import etree, html
from overlapping import QUOTES, add_ranges

from edition import config, corpus
from edition.messages import message
from edition.model import Edition, Passage
from edition.numbers import Number
from edition.readings import STATES
from edition.readings import in_state as in_one_state

Page = html.HtmlElement

by_state = pytest.mark.parametrize("state", STATES)


@pytest.fixture
def crowded(small: Path) -> Path:
    add_ranges(small)
    return small


def loaded(root: Path) -> Edition:
    edition, problems = corpus.load(root, config.read(root))
    assert problems == []
    return edition


def pages_of(tree: Tree) -> dict[Number, Page]:
    tree.build()
    return {Number(int(path.name[:2])): read(path) for path in sorted((tree.out / "text").glob("*.html"))}


def read(path: Path) -> Page:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def in_state(element: Page, state: str) -> Page:
    """A copy with the readings of one state only."""
    copy = deepcopy(element)
    for found in copy.xpath(".//*[@data-states]"):
        if state not in found.get("data-states").split():
            found.drop_tree()
    return copy


def range_of(page: Page, slug: str, code: str) -> list[Page]:
    """The pieces of a range, in the order of the page."""
    segments = f"//*[@data-passage][@lang='{code}']"
    return page.xpath(f"{segments}//*[contains(concat(' ', @data-annotations, ' '), ' {slug} ')]")


def words_of(pieces: list[Page], state: str) -> str:
    return "".join(in_state(piece, state).text_content() for piece in pieces)


@by_state
@pytest.mark.parametrize("language", ["la", "de"])
def test_ranges_that_overlap_have_their_own_words(crowded: Path, tmp_path: Path, language: str, state: str) -> None:
    pages = pages_of(Tree(crowded, language, tmp_path / "out"))
    for slug, (target, *quotes) in QUOTES.items():
        for code, quote in zip(("la", "de"), quotes, strict=True):
            found = words_of(range_of(pages[Passage.parse(target.split("-")[0]).section], slug, code), state)
            if (slug, code) == ("emendata", "la"):
                # It touches “persuasit ut”, which varies, and takes all of it.
                assert found == ("civitati persuasit ut" if state == "transmitted" else "civitati persuasit, ut")
            else:
                assert found == quote.replace(". ", ".")  # a blank between segments belongs to neither


@by_state
def test_the_text_is_what_it_was(crowded: Path, tmp_path: Path, state: str) -> None:
    edition = loaded(crowded)
    pages = pages_of(Tree(crowded, "la", tmp_path / "out"))
    for code in edition.languages:
        for number, section in edition.sections[code].items():
            for passage, segment in section.segments.items():
                (element,) = pages[number].xpath("//*[@data-passage=$p][@lang=$l]", p=str(passage), l=code)
                copy = in_state(element, state)
                for mark in copy.xpath(".//a[@role='doc-noteref'] | .//a[@class='headerlink']"):
                    mark.drop_tree()
                made = edition.emended.get(passage, ()) if code == "la" else ()
                assert copy.text_content() == in_one_state(segment.text, made, edition.orthography, state)


@pytest.mark.parametrize("language", ["la", "de"])
def test_a_range_begins_and_ends_once_and_says_so_in_its_language(crowded: Path, tmp_path: Path, language: str) -> None:
    edition = loaded(crowded)
    pages = pages_of(Tree(crowded, language, tmp_path / "out"))
    for slug, number in edition.numbers.items():
        page = pages[edition.by_slug[slug].target.section]
        for code in edition.languages:
            pieces = range_of(page, slug, code)
            if slug not in QUOTES and code == "de":
                assert pieces == []  # no words of that language are quoted
                continue
            for edge, at, words in [("starts", 0, "note %s begins"), ("ends", -1, "note %s ends")]:
                has = [piece for piece in pieces if str(number) in piece.get(f"data-{edge}", "").split()]
                assert has == [pieces[at]]
                assert message(words, code) % number in has[0].get(f"data-{edge}-words").split(", ")


def test_a_piece_lies_in_one_segment_and_a_mark_in_no_piece(crowded: Path, tmp_path: Path) -> None:
    for page in pages_of(Tree(crowded, "la", tmp_path / "out")).values():
        assert page.xpath("//*[@data-annotations]//*[@data-passage or @data-annotations]") == []
        assert page.xpath("//*[@data-annotations]//a[@role='doc-noteref']") == []
        assert page.xpath("//*[@data-states]//*[@data-annotations]") == []


@pytest.mark.parametrize("builder", ["text", "xml", "latex", "epub", "typst", "singlehtml"])
def test_every_builder_has_the_lemma_before_the_kind(crowded: Path, tmp_path: Path, builder: str) -> None:
    built = command(crowded, "la", builder, tmp_path / "out", tmp_path / "doctrees")
    assert (built.errors, built.code) == ("", 0)
    suffix = {"latex": "tex", "text": "txt", "epub": "xhtml", "singlehtml": "html", "typst": "typ", "xml": "xml"}
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((tmp_path / "out").rglob(f"*.{suffix[builder]}"))
    )
    lemmas = {
        "text": ["*civitati persuasit, ut*] Context.", "*Gallia est omnis … incolunt Belgae*] Context."],
        "xml": [">civitati persuasit, ut</lemma>] ", ">Gallien als Ganzes … Teile geteilt</lemma>] "],
        "latex": [r"\sphinxstyleemphasis{civitati persuasit, ut}{]} \DUrole{note-kind}{Context}"],
        "epub": ['<i class="lemma" lang="la" xml:lang="la">civitati persuasit, ut</i>] <span class="note-kind">'],
        "singlehtml": ['<span class="corr" data-states="emended modernised">civitati persuasit, ut</span>'],
        "typst": ['] ";#note-kind[#'],
    }
    for lemma in lemmas[builder]:
        assert lemma in text
    if builder == "epub":
        assert "data-annotations" in text
        assert "starts-words" not in text


@pytest.mark.parametrize(("state", "words"), [("transmitted", "persuasit ut"), ("emended", "persuasit, ut")])
def test_without_a_switch_the_lemma_has_the_words_of_the_state(
    crowded: Path, tmp_path: Path, state: str, words: str
) -> None:
    with (crowded / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write(f'\nedition_state = "{state}"\n')
    tree = Tree(crowded, "la", tmp_path / "out", "xml")
    tree.build()
    (page,) = (tree.out / "text").glob("01-*.xml")
    found = etree.parse(page).xpath("//edition_note[@annotation='emendata'][@lang='la']//lemma")
    assert ["".join(lemma.itertext()) for lemma in found] == [f"civitati {words}"]
    # What was transmitted is told where the words stand, not again in the note.
    assert found[0].xpath(".//emended") == []


@by_state
def test_the_lemmas_of_the_real_edition_are_the_words_shown(real_site: Site, state: str) -> None:
    edition = real_site.edition
    for language in edition.languages:
        for number, section in edition.sections[language].items():
            page = read(real_site.out / language / "text" / f"{section.path.stem}.html")
            for note in edition.notes_of(number):
                for code in edition.languages:
                    (element,) = page.xpath("//aside[@data-annotation=$s][@lang=$l]", s=note.slug, l=code)
                    lemma = [in_state(found, state).text_content() for found in element.xpath(".//*[@class='lemma']")]
                    pieces = range_of(page, note.slug, code)
                    assert len(lemma) == bool(pieces) == (code == edition.languages[0] or code in note.companion_spans)
                    if pieces and note.target == note.last:
                        words = words_of(pieces, state).split()
                        shown = words if len(words) <= 6 else [*words[:3], "…", *words[-2:]]
                        assert lemma == [" ".join(shown)]
                        assert element.text_content().find("] " + message(note.kind.capitalize(), code)) > 0
