"""Every standard builder renders the real edition without a warning, and loses no note."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from building import command
from conftest import Site
from lxml import etree, html

BUILDERS = {"ro": ("dirhtml", "singlehtml", "epub", "latex", "text", "xml"), "en": ("text",)}
"""For each language; the fixture of the site builds both as ``html``."""


@pytest.fixture(scope="module")
def built(real_site: Site, root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """The folder of each builder; what was read for the site is used again, as it may be."""
    folder = tmp_path_factory.mktemp("builders")
    found = {}
    for language, builders in BUILDERS.items():
        for builder in builders:
            out = folder / builder / language
            result = command(root, language, builder, out, real_site.doctrees / language)
            assert (builder, result.errors, result.code) == (builder, "", 0)
            found[builder, language] = out
    return found


@pytest.mark.parametrize("builder", ["html", "epub", "typst", "text"])
def test_a_state_that_there_is_not_is_refused(builder: str, small: Path, tmp_path: Path) -> None:
    option = ("-D", "edition_state=bogus")
    result = command(small, "la", builder, tmp_path / "out", tmp_path / "doctrees", *option)
    assert result.code != 0
    assert "edition_state is “bogus”; write one of transmitted, emended, modernised" in result.errors
    assert "Traceback" not in result.errors


@pytest.mark.parametrize(("builder", "language"), [(b, code) for code, builders in BUILDERS.items() for b in builders])
def test_the_builder_says_nothing(builder: str, language: str, built: dict[tuple[str, str], Path]) -> None:
    assert any(built[builder, language].iterdir())


def collapsed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("language", BUILDERS)
def test_the_plain_text_has_every_note(language: str, built: dict[tuple[str, str], Path], real_site: Site) -> None:
    """With its number, once in each language, beginning with its first words."""
    for number, section in real_site.edition.sections[language].items():
        path = built["text", language] / "text" / f"{section.path.stem}.txt"
        text = collapsed(path.read_text(encoding="utf-8"))
        for note in real_site.edition.notes_of(number):
            for part in note.parts.values():
                beginning = re.match(r"[\w ,]+", collapsed(part.text))
                if beginning:
                    assert beginning[0].strip() in text
            number_of_note = f"[{real_site.edition.numbers[note.slug]}]"
            assert text.partition(f" {number_of_note} ")[0].count(number_of_note) == 2
            # Notes may speak of such marks in the middle of a line.
            assert len(re.findall(rf"(?m)^{re.escape(number_of_note)} ", path.read_text(encoding="utf-8"))) == 2


def test_the_plain_text_numbers_its_paragraphs(built: dict[tuple[str, str], Path], real_site: Site) -> None:
    for number, section in real_site.edition.sections["ro"].items():
        path = built["text", "ro"] / "text" / f"{section.path.stem}.txt"
        lines = path.read_text(encoding="utf-8").splitlines()
        numbers = [line for line in lines if re.fullmatch(r"\d+\.\d+", line)]
        assert numbers == [f"{number}.{place}" for place, _ in enumerate(section.paragraphs, 1)]


def test_the_plain_text_tells_what_cites_a_work(built: dict[tuple[str, str], Path], real_site: Site) -> None:
    for language, words in (("ro", "Citări în: notele "), ("en", "Cited in: notes ")):
        text = collapsed((built["text", language] / "bibliography.txt").read_text(encoding="utf-8"))
        notes = ", ".join(str(real_site.edition.numbers[slug]) for slug in real_site.edition.citing["nsr1948"])
        assert f"{words}{notes}; " in text


def test_one_html_page_has_every_note_and_no_dead_link(built: dict[tuple[str, str], Path], real_site: Site) -> None:
    text = (built["singlehtml", "ro"] / "index.html").read_text(encoding="utf-8")
    page = html.document_fromstring(text)
    notes = page.xpath("//aside[@role='doc-footnote'][@lang='ro']/@data-annotation")
    assert notes == [note.slug for note in real_site.edition.annotations]
    ids = set(page.xpath("//@id"))
    links = page.xpath("//article//a[starts-with(@href, '#')]/@href")
    assert [link for link in links if link[1:] not in ids] == []


def test_pages_in_folders_know_their_companions(built: dict[tuple[str, str], Path]) -> None:
    folder = built["dirhtml", "ro"]
    documents = [path for path in folder.rglob("index.html") if "_static" not in path.parts]
    assert len(documents) > 15
    for path in documents:
        if path.parent.name in {"genindex", "search"}:
            continue
        page = html.document_fromstring(path.read_text(encoding="utf-8"))
        (address,) = page.xpath("//head/link[@rel='alternate'][@hreflang='en']/@href")
        expected = folder.parent / "en" / path.relative_to(folder).parent
        assert (path.parent / address).resolve() == expected.resolve()


def test_the_e_book_is_whole_and_well_formed(built: dict[tuple[str, str], Path], real_site: Site) -> None:
    """Each page is XML, each link has its target, and every note is there."""
    (path,) = built["epub", "ro"].glob("*.epub")
    notes: list[str] = []
    with zipfile.ZipFile(path) as book:
        assert book.namelist()[0] == "mimetype"
        names = [name for name in book.namelist() if name.endswith(".xhtml")]
        trees = {name: etree.fromstring(book.read(name)) for name in names}
        ids = {name: set(tree.xpath("//@id")) for name, tree in trees.items()}
        files = set(book.namelist())
    for name, tree in sorted(trees.items()):
        notes += tree.xpath("//*[@role='doc-footnote'][@lang='ro']/@data-annotation")
        assert len(ids[name]) == len(tree.xpath("//@id"))
        for address in tree.xpath("//@href"):
            target, _, fragment = address.partition("#")
            if ":" in target:
                continue
            file = (Path("/", name).parent / target).resolve().relative_to("/").as_posix() if target else name
            assert file in files
            assert not fragment or fragment in ids[file]
    assert notes == [note.slug for note in real_site.edition.annotations]


def test_latex_has_one_footnote_for_each_note(built: dict[tuple[str, str], Path], real_site: Site) -> None:
    """In both languages, at its first mark; the mark of the other language repeats the number."""
    (path,) = built["latex", "ro"].glob("*.tex")
    text = path.read_text(encoding="utf-8")
    count = len(real_site.edition.annotations)
    numbers = re.findall(r"\\begin\{footnote(?:text)?\}\[?\{?(\d+)", text)
    assert sorted(map(int, numbers)) == list(range(1, count + 1))
    marks = re.findall(r"\\sphinxfootnotemark\[(\d+)\]", text)
    assert set(map(int, marks)) == set(range(1, count + 1))


def test_latex_has_a_label_for_every_reference(built: dict[tuple[str, str], Path]) -> None:
    (path,) = built["latex", "ro"].glob("*.tex")
    text = path.read_text(encoding="utf-8")
    labels = re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", text)
    references = re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}\]", text)
    assert references
    assert set(references) <= set(labels)
    assert len(labels) == len(set(labels))


def test_text_and_latex_have_a_ring_for_each_lost_note(built: dict[tuple[str, str], Path], real_site: Site) -> None:
    lost = sum(item.lost for item in real_site.edition.emendations)
    (latex,) = built["latex", "ro"].glob("*.tex")
    texts = [path.read_text(encoding="utf-8") for path in (built["text", "ro"] / "text").glob("*.txt")]
    assert "".join(texts).count("○") == latex.read_text(encoding="utf-8").count("○") == lost > 0


def test_xml_tells_what_each_part_is(built: dict[tuple[str, str], Path], real_site: Site) -> None:
    """The nodes are our own, with their passages and languages."""
    for number, section in real_site.edition.sections["ro"].items():
        tree = etree.parse(built["xml", "ro"] / "text" / f"{section.path.stem}.xml")
        found = tree.xpath("//segment[@lang='ro']/@passage")
        assert found == [str(passage) for passage in section.segments]
        notes = tree.xpath("//edition_note[@lang='ro']/@annotation")
        assert notes == [note.slug for note in real_site.edition.notes_of(number)]
