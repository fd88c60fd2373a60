"""The books in all their forms, made of the small edition and read back from the PDFs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import page as validator
import pypdfium2
import pytest
from building import command
from conftest import SMALL
from pdfs import aloud, heard, links, texts

from edition import config, corpus
from edition.cli import main
from edition.model import Edition
from edition.readings import DEFAULT_STATE, in_state
from edition.typst.book import ORDINARY, Form, books_of, divided, make_books
from edition.typst.compiling import BookError, typeset

EMENDATION = """- passage: "1.1.1"
  quote: et ditissimus
  emendation: ac ditissimus
  category: word
  certainty: certain
  reason:
    la: Sic in aliis codicibus.
    de: So in anderen Handschriften.
"""

HOSTILE = '#panic("x") \\"]; #import "/x.typ": y // $a$ @b *c* _d_ ~ [e] {f} \\u{41} /*@9*/ ) ]'
"""What would end the book, or change it, if it were code."""

FORMS = {
    "screen": ORDINARY,
    "a5": Form(paper="a5"),
    "print": Form(medium="print"),
    "facing": Form(facing=True),
    "facing-a5-print": Form("a5", "print", facing=True),
    "volumes": Form(volumes=2),
}


@dataclass(frozen=True)
class Printed:
    """An edition, its Typst trees and a folder for its books."""

    root: Path
    edition: Edition
    trees: Path
    out: Path

    def books(self, form: Form) -> dict[str, list[Path]]:
        """The books of a form by name, each as a list of its volumes."""
        made = make_books(self.root, self.trees, self.out, form)
        names = books_of(self.edition.languages, form)
        return {name: [path for path in made if path.name.startswith(f"{name}{form.suffix}")] for name in names}

    def shown(self, name: str) -> tuple[str, ...]:
        """The languages of a book."""
        return self.edition.languages if name == "parallel" else (name,)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The small edition with an emendation, and with hostile words wherever somebody may write some."""
    folder = tmp_path_factory.mktemp("books")
    root = Path(shutil.copytree(SMALL, folder / "small"))
    (root / "annotations/1/emendations.yaml").write_text(EMENDATION, encoding="utf-8")
    for path, old in {
        "annotations/0/tres-partes.md": "Caesar zählt",
        "source/de/text/00-lead.md": "Sie alle unterscheiden",
        "source/de/about/edition.md": "Der Text",
        "conf.py": "Eine Probe",
    }.items():
        text = (root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1
        words = written(HOSTILE, path)
        (root / path).write_text(text.replace(old, f"{words} {old}"), encoding="utf-8")
    found, problems = corpus.load(root, config.read(root))
    assert [problem for problem in problems if not problem.notice] == []
    for language in found.languages:
        built = command(root, language, "typst", folder / "trees" / language, folder / f"doctrees-{language}")
        assert (built.errors, built.code) == ("", 0)
    return Printed(root, found, folder / "trees", folder / "out")


def written(words: str, path: str) -> str:
    """*words* as they are to be typed in a file, so that a reader sees them."""
    if path.endswith(".py"):
        return words.replace("\\", "\\\\").replace('"', '\\"')
    return re.sub(r"([\\`*_{}\[\]()#~$@<>/])", r"\\\1", words)


def pages(path: Path) -> list[str]:
    """The words of each page, bare."""
    return [bare(text) for text in texts(path)]


def bare(text: str) -> str:
    """Letters and signs, without white space, hyphens, and the numbers that may stand between words."""
    return re.sub(r"[\s\d.\u00ad\ufffe-]", "", text)


def segments(printed: Printed, language: str) -> Iterator[str]:
    """The segments of all paragraphs, as the books have them but for the marks of notes."""
    original = language == printed.edition.languages[0]
    for section in printed.edition.sections[language].values():
        for segment in (segment for paragraph in section.paragraphs for segment in paragraph):
            emendations = printed.edition.emended.get(segment.passage, ()) if original else ()
            yield in_state(segment.text, emendations, printed.edition.orthography, DEFAULT_STATE)


def text_of(paths: list[Path]) -> str:
    return "".join(page for path in paths for page in pages(path))


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_left_out_and_nothing_printed_twice(printed: Printed, form: str) -> None:
    for name, paths in printed.books(FORMS[form]).items():
        text = text_of(paths)
        for language in printed.shown(name):
            for segment in segments(printed, language):
                # Where no mark of a note can stand: its last words.
                end = bare(segment)[-24:]
                assert text.count(end) == 1, (name, end)
            for note in printed.edition.annotations:
                longest = max(re.split(r"[{}*`\\]", note.parts[language].text), key=len)
                assert text.count(bare(longest)) == 1, (name, longest)
            for entry in printed.edition.entries.values():
                assert text.count(bare(entry.names[language].description.split("{")[0])) == 1, (name, entry.slug)
        for work in ("TheMagistratesoftheRomanRepublic", "Commentariorumparsprior"):
            assert text.count(work) == 1, (name, work)
        in_original = printed.edition.languages[0] in printed.shown(name)
        assert text.count(bare("ac ditissimus] et ditissimus")) == in_original, name


@pytest.mark.parametrize("form", FORMS)
def test_hostile_words_are_words(printed: Printed, form: str) -> None:
    for name, paths in printed.books(FORMS[form]).items():
        # In the note, the translation, the page about the edition and the subtitle (on title page and imprint).
        expected = 3 + 2 * FORMS[form].volumes if "de" in printed.shown(name) else 0
        assert text_of(paths).count(bare(HOSTILE)) == expected, name


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("profile", [validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_2A])
def test_every_form_conforms(printed: Printed, form: str, profile: validator.ValidationProfile) -> None:
    for paths in printed.books(FORMS[form]).values():
        for path in paths:
            report = validator.validate_pdf(str(path), profile=profile)
            assert report.is_compliant, [failure.message for failure in report.failures]


@pytest.mark.parametrize("form", FORMS)
def test_every_link_leads_somewhere(printed: Printed, form: str) -> None:
    for paths in printed.books(FORMS[form]).values():
        for path in paths:
            count = len(texts(path))
            found = links(path)
            assert found
            for _, page, address in found:
                assert (page is not None and 0 <= page < count) or re.match("https?://", address)


def test_notes_are_reached_and_lead_back(printed: Printed) -> None:
    """On facing pages too, where they are not footnotes of Typst; each language has its own."""
    (path,) = printed.books(FORMS["facing"])["parallel"]
    texts = pages(path)
    left, right = (
        next(place for place, text in enumerate(texts) if word in text) for word in ("OrgetorixIs", "Orgetorixbei")
    )
    for place in (left, right):
        # Four marks, and four numbers that lead back; and a note refers to another, and is referred to.
        assert sum(start == end == place for start, end, _ in links(path)) >= 8


def test_facing_pages_have_the_same_passages(printed: Printed) -> None:
    for form in ("facing", "facing-a5-print"):
        (path,) = printed.books(FORMS[form])["parallel"]
        texts = pages(path)
        for first, second in zip(segments(printed, "la"), segments(printed, "de"), strict=True):
            (left,), (right,) = (
                [at for at, page in enumerate(texts) if bare(words)[-24:] in page] for words in (first, second)
            )
            # Page 2, 4, 6, … are on the left.
            assert left % 2 == 1
            assert right == left + 1


def spelt(number: int) -> str:
    """A number in letters, all of one length, so that none is a part of another."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:02}") + "x"


@pytest.fixture(scope="module")
def long_trees(printed: Printed, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same edition with a paragraph and a note that are longer than a page, and its trees."""
    folder = tmp_path_factory.mktemp("long")
    root = Path(shutil.copytree(printed.root, folder / "long"))
    for language, name in (("la", "00-lead"), ("de", "00-lead")):
        path = root / f"source/{language}/text/{name}.md"
        lines = path.read_text(encoding="utf-8").rstrip().split("\n")
        more = [f"Numerus {number} {'verba multa sequuntur ' * 20}finis{spelt(number)}." for number in range(24)]
        path.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")
    extract = root / "source/transmitted/de-bello-gallico.1.txt"
    text = extract.read_text(encoding="utf-8")
    extract.write_text(text.replace("bellum gerunt.", "bellum gerunt. " + " ".join(more)), encoding="utf-8")
    note = root / "annotations/0/tres-partes.md"
    note.write_text(
        note.read_text(encoding="utf-8").replace("Caesar zählt", "Caesar zählt " + "und zählt " * 95), encoding="utf-8"
    )
    for language in ("la", "de"):
        built = command(root, language, "typst", folder / "trees" / language, folder / f"doctrees-{language}")
        assert (built.errors, built.code) == ("", 0)
    return root, folder / "trees"


def test_a_spread_that_is_full_is_followed_by_another(long_trees: tuple[Path, Path], tmp_path: Path) -> None:
    """A long paragraph is broken between segments; notes that have no room on the page go to the next."""
    (path,) = make_books(*long_trees, tmp_path, FORMS["facing-a5-print"])
    texts = pages(path)
    places = []
    for number in range(24):
        left, right = (at for at, page in enumerate(texts) if f"finis{spelt(number)}" in page)
        assert left % 2 == 1
        assert right == left + 1
        places.append(left)
    assert places == sorted(places)
    assert len(set(places)) > 4


def test_a_page_of_the_parallel_book_has_the_same_segments_in_both_languages(
    long_trees: tuple[Path, Path], tmp_path: Path
) -> None:
    (path,) = make_books(*long_trees, tmp_path, FORMS["a5"], ["parallel"])
    texts = pages(path)
    places = []
    for number in range(24):
        (place,) = (at for at, page in enumerate(texts) if f"finis{spelt(number)}" in page)
        assert texts[place].count(f"finis{spelt(number)}") == 2
        places.append(place)
    assert places == sorted(places)
    assert len(set(places)) > 4


def test_chapters_of_printed_books_begin_on_the_right_and_empty_pages_are_empty(printed: Printed) -> None:
    for name, (path,) in printed.books(FORMS["print"]).items():
        document = pypdfium2.PdfDocument(path)
        texts = pages(path)
        chapters = [mark.get_dest().get_index() for mark in document.get_toc() if mark.level == 0]
        assert len(chapters) >= 7
        assert all(place % 2 == 0 for place in chapters), name
        empty = [place for place, text in enumerate(texts) if not text]
        assert empty
        assert all(place % 2 == 1 and place + 1 in chapters for place in empty), name


def test_volumes_are_numbered_on_and_refer_to_one_another_in_words(printed: Printed) -> None:
    for name, paths in printed.books(FORMS["volumes"]).items():
        assert [path.name for path in paths] == [f"{name}-1.pdf", f"{name}-2.pdf"]
        numbers = [[foot_number(sheet) for sheet in pypdfium2.PdfDocument(path)] for path in paths]
        # Title page and imprint have none.
        assert numbers[0][:4] == [None, None, 3, 4]
        assert numbers[1][:2] == [None, None]
        assert numbers[1][2] == 3 + len(numbers[0]) + len(numbers[0]) % 2
        # The second has registers, whose entries are mentioned in passages that are in the first.
        assert re.search(r"Mentioned in: [\d., ]+;\svol\.\s1\b", " ".join(texts(paths[1])))
        assert not re.search(r"vol\.\s2\b", " ".join(texts(paths[1])))


def foot_number(sheet: pypdfium2.PdfPage) -> int | None:
    found = re.search(r"(\d+)\s*$", sheet.get_textpage().get_text_bounded(top=45))
    return int(found[1]) if found else None


def test_an_edition_has_at_most_as_many_volumes_as_documents(printed: Printed, tmp_path: Path) -> None:
    with pytest.raises(BookError, match="7 documents cannot be divided into 8 volumes"):
        make_books(printed.root, printed.trees, tmp_path, Form(volumes=8))


def test_volumes_are_about_as_long_as_each_other() -> None:
    lengths = (1, 1, 8, 1, 1, 4, 4)
    data = {"documents": [{"paths": {"aa": f"/{place}"}} for place in range(len(lengths))]}
    modules = {str(place): "x" * length for place, length in enumerate(lengths)}
    volumes = [len(volume["documents"]) for volume in divided(data, modules, 2)]
    assert volumes == [3, 4]
    assert [len(volume["documents"]) for volume in divided(data, modules, 7)] == [1] * 7


# -- Mistakes ----------------------------------------------------------------------------


def test_a_warning_of_the_compiler_makes_no_book() -> None:
    book = {
        "book.typ": '#set document(title: "x", date: datetime(year: 2000, month: 1, day: 1))\n#set text(font: "Nobody Has")\nx'
    }
    with pytest.raises(BookError, match=r"x\.pdf was not made:(.|\n)*unknown font family: nobody has"):
        typeset("x.pdf", book, {"date": [2000, 1, 1], "documents": []}, {}, options={})


@pytest.mark.parametrize(
    ("module", "before", "place"),
    [
        ("la/text/01-de-helvetiis.typ", "#row((", "source/la/text/01-de-helvetiis.md:1.1"),
        ("la/text/00-lead.typ", "#par[#note-number(", "source/la/text/00-lead.md:"),
        ("de/about/edition.typ", "#par[", "source/de/about/edition.md:3"),
    ],
)
def test_a_mistake_is_told_at_its_source(
    printed: Printed, tmp_path: Path, module: str, before: str, place: str
) -> None:
    trees = Path(shutil.copytree(printed.trees, tmp_path / "trees"))
    code = (trees / module).read_text(encoding="utf-8")
    (trees / module).write_text(code.replace(before, f"#nothing-known();{before}", 1), encoding="utf-8")
    with pytest.raises(BookError, match="unknown variable: nothing-known") as raised:
        make_books(printed.root, trees, tmp_path / "out")
    assert str(raised.value).startswith(place)


def test_a_drawing_that_cannot_be_read_is_told_with_its_document(printed: Printed, tmp_path: Path) -> None:
    """Typst finds it late, and says only where in the template drawings are made."""
    trees = Path(shutil.copytree(printed.trees, tmp_path / "trees"))
    module = trees / "la/persons.typ"
    code = module.read_text(encoding="utf-8")
    module.write_text(code.replace("#let lead = ([", '#let lead = ([#drawing("no svg", "words");', 1), encoding="utf-8")
    with pytest.raises(BookError) as raised:
        make_books(printed.root, trees, tmp_path / "out", only=["la"])
    assert str(raised.value).startswith("source/la/persons.md: la.pdf was not made")


def test_a_book_that_there_is_not(printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(printed.root)
    assert main(["pdf", str(printed.trees), str(tmp_path), "--book", "fr"]) == 2
    assert main(["pdf", str(printed.trees), str(tmp_path), "--book", "de", "--paper", "a5"]) == 0
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["de-a5.pdf"]


# -- What is read aloud ------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_every_word_is_marked_with_its_language(printed: Printed, form: str) -> None:
    """What is said of a book in general is in its first language; a note is in that of the text at its mark."""
    for name, paths in printed.books(FORMS[form]).items():
        own, *_ = printed.shown(name)
        parts = [aloud(path, own) for path in paths]
        assert {language for found in parts for language, _ in found} == set(printed.shown(name))
        for language in printed.shown(name):
            text, notes = (
                "".join(bare(found.get((language, noted), "")) for found in parts) for noted in (False, True)
            )
            for segment in segments(printed, language):
                assert text.count(bare(segment)[-24:]) == 1
            for note in printed.edition.annotations:
                longest = max(re.split(r"[{}*`\\]", note.parts[language].text), key=len)
                # On facing pages they are not what the structure calls notes.
                assert (text + notes).count(bare(longest)) == 1


def test_a_note_is_read_where_its_mark_stands(printed: Printed) -> None:
    """Not at the end of the page: within the paragraph, in both languages, and then the text goes on."""
    (path,) = printed.books(FORMS["screen"])["parallel"]
    said = [(item.language or "la", "Note" in item.kinds) for item in heard(path)]
    changes = [now for before, now in zip([("", False), *said], said, strict=False) if now != before]
    marks = [place for place, item in enumerate(heard(path)) if "Lbl" in item.kinds]
    assert len(marks) == len(printed.edition.annotations)
    for mark in marks:
        assert said[mark + 1] == ("la", True)
    following = [changes[place : place + 3] for place, now in enumerate(changes) if now == ("la", True)]
    assert all(now[1] == ("de", True) and not now[2][1] for now in following)
