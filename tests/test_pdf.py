"""The printed books of the real edition, read back from the PDFs."""

from __future__ import annotations

import json
import re
import runpy
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import page as validator
import pypdfium2
import pytest
import typst
from building import command
from conftest import ROOT, Site
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from pdfs import aloud, heard, links, pieces, plain, spoken, texts
from pyphen import Pyphen

from edition.messages import message
from edition.model import Annotation, Edition, Segment
from edition.ranges import lemma_of, place_in, within
from edition.readings import DEFAULT_STATE, Run, in_state, runs, with_blanks_shown, word_before
from edition.typst.book import make_books
from edition.typst.compiling import BookError
from edition.typst.hyphenation import SOFT_HYPHEN, TYPST_HYPHENATES, SoftHyphens, soften
from edition.typst.ties import pieces as unparted
from edition.typst.ties import tied
from edition.typst.translator import TypstTranslator

TEMPLATE = ROOT / "edition" / "typst"

BODY, NOTES = 10, 8
SINGLE_BODY, SINGLE_NOTES = 11, 9
"""The sizes of the text and of the notes in points, in the parallel book and in those of one language."""

APPARATUS = (7.2, 6.62, 6.05)
"""Those of the apparatus: the usual one, and two where much stands in it."""
APPARATUS_TOP = 95
"""How far above the edge of the paper it begins at the most, in points."""


@pytest.fixture(scope="session")
def edition(real_site: Site) -> Edition:
    return real_site.edition


@pytest.fixture(scope="session")
def trees(real_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Typst modules of both trees, made of what the site was made of."""
    folder = tmp_path_factory.mktemp("typst")
    for language in real_site.edition.languages:
        built = command(ROOT, language, "typst", folder / language, real_site.doctrees / language)
        assert (built.errors, built.code) == ("", 0)
    return folder


@pytest.fixture(scope="session")
def books(trees: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All books, by name."""
    return {path.stem: path for path in make_books(ROOT, trees, tmp_path_factory.mktemp("pdf"))}


def column(path: Path, size: float, *, right: bool | None) -> str:
    """What is set in *size* above the foot, in one of the two columns or (``None``) in the whole width, in its order."""
    return "".join(
        piece.text
        for piece in pieces(path)
        if piece.size == size and not piece.foot and (right is None or piece.right == right)
    )


def assert_in_order(stream: str, pieces: Iterable[str]) -> None:
    place = 0
    for piece in pieces:
        found = stream.find(piece, place)
        assert found >= 0, f"{piece!r} does not follow {stream[max(0, place - 40) : place]!r}"
        place = found + len(piece)


def segments(edition: Edition, language: str) -> list[str]:
    """All segments, with the numbers of their notes where these are to stand."""
    return [
        printed(segment, edition.notes_of(number), edition, language)
        for number, section in sorted(edition.sections[language].items())
        for paragraph in section.paragraphs
        for segment in paragraph
    ]


def printed(segment: Segment, notes: Iterable[Annotation], edition: Edition, language: str) -> str:
    """A segment with the numbers of its notes: after the quotes in the emended text, else at the end."""
    marks = []
    for note in notes:
        if note.last == segment.passage:
            words = place_in(edition, note, segment, language)
            marks.append((words[1] if words else len(segment.text), edition.numbers[note.slug]))
    pieces, place = [], 0
    for run in runs_of(edition, segment, language):
        end = place + len(run.transmitted)
        here = [(offset - place, str(number)) for offset, number in sorted(marks)]
        text = run.emended
        for offset, number in reversed([item for item in here if 0 < item[0] <= len(run.transmitted)]):
            cut = len(text) if run.varies else offset
            text = text[:cut] + number + text[cut:]
        pieces.append(text)
        place = end
    return plain("".join(pieces))


def runs_of(edition: Edition, segment: Segment, language: str) -> list[Run]:
    """What varies in a segment: nothing in a translation."""
    if language != edition.languages[0]:
        return [Run(segment.text, segment.text, segment.text)]
    return runs(segment.text, edition.emended.get(segment.passage, ()), edition.orthography)


@pytest.mark.parametrize("place", [0, 1])
def test_parallel_book_has_every_segment_in_order(books: dict[str, Path], edition: Edition, place: int) -> None:
    stream = column(books["parallel"], BODY, right=bool(place))
    assert_in_order(stream, segments(edition, edition.languages[place]))


@pytest.mark.parametrize("place", [0, 1])
def test_book_of_one_language_has_every_segment_in_order(books: dict[str, Path], edition: Edition, place: int) -> None:
    language = edition.languages[place]
    stream = column(books[language], SINGLE_BODY, right=None)
    assert_in_order(stream, segments(edition, language))


def feet(path: Path) -> list[str]:
    """The apparatus of each page."""
    found = [""] * len(texts(path))
    for piece in pieces(path):
        if piece.size in APPARATUS and piece.bottom < APPARATUS_TOP:
            found[piece.page] += piece.text
    return found


def noted(found: list[Run], run: Run, edition: Edition) -> str:
    """What is said of an emended place at the foot of a page, lost notes in words."""
    if not any(item.lost for item in run.emendations):
        return "{}]{}".format(*with_blanks_shown(run.emended, run.transmitted))
    (item,) = run.emendations
    trace = with_blanks_shown(item.emendation, item.quote)[1] if item.quote != item.emendation else ""
    kind = message("lost note?" if item.certainty == "possible" else "lost note", edition.languages[0])
    return ": ".join(filter(None, [f"{word_before(found, item, DEFAULT_STATE)}] {kind}", trace]))


@pytest.mark.parametrize("book", ["parallel", "ro"])
def test_every_emended_place_stands_at_the_foot_of_its_page(
    books: dict[str, Path], edition: Edition, book: str
) -> None:
    found_feet = feet(books[book])
    stream = "".join(found_feet)
    expected = [
        plain(noted(found, run, edition))
        for section in edition.original.values()
        for segment in section.segments.values()
        for found in [runs(segment.text, edition.emended.get(segment.passage, ()), edition.orthography)]
        for run in found
        if run.emendations
    ]
    assert len(expected) > 200
    assert_in_order(stream, expected)
    # Those of a heading where it stands.
    pages = [plain(text) for text in texts(books[book])]
    headings = [section.heading for section in edition.original.values() if section.heading.passage in edition.emended]
    assert headings
    for heading in headings:
        read = in_state(heading.text, edition.emended[heading.passage], edition.orthography, DEFAULT_STATE)
        (page,) = [text for text, foot in zip(pages, found_feet, strict=True) if f"{heading.passage}" in foot]
        assert all(plain(word) in page for word in read.split())
    # Above the page number, with some room.
    assert min(piece.bottom for piece in pieces(books[book]) if piece.size in APPARATUS) > 42


def test_the_book_of_the_translation_has_no_apparatus_at_the_foot(books: dict[str, Path]) -> None:
    assert set(feet(books["en"])) == {""}


def lemma(edition: Edition, note: Annotation, language: str) -> str:
    """What stands before the kind of a note: the emended words and a bracket, or nothing."""
    pieces = [
        within(runs_of(edition, segment, language), *words)
        for segment in edition.sections[language][note.target.section].segments.values()
        if (words := place_in(edition, note, segment, language))
    ]
    return f"{lemma_of(pieces).emended}]" if pieces else ""


@pytest.mark.parametrize(("book", "place"), [("parallel", 0), ("parallel", 1), ("own", 0), ("own", 1)])
def test_every_note_is_printed_once(books: dict[str, Path], edition: Edition, book: str, place: int) -> None:
    language = edition.languages[place]
    if book == "parallel":
        stream = column(books["parallel"], NOTES, right=bool(place))
    else:
        stream = column(books[language], SINGLE_NOTES, right=None)
    for note in edition.annotations:
        number, kind = edition.numbers[note.slug], message(note.kind.capitalize(), language)
        first = re.match(r"[^\[\]`{}*_<\n]*", note.parts[language].text)
        assert first is not None
        opening = plain(f"{number}{lemma(edition, note, language)}{kind}. {first[0][:60]}")
        assert stream.count(opening) == 1, opening


def test_editorial_headings_stand_in_brackets_and_empty_sections_say_so(
    books: dict[str, Path], edition: Edition
) -> None:
    text = plain("".join(texts(books["parallel"])))
    for language in edition.languages:
        sections = edition.sections[language].values()
        for section in sections:
            if section.editorial:
                assert plain(f"[{section.heading.text}]") in text
        remark = plain(message("This section has no text in the transmitted article.", language))
        assert text.count(remark) == sum(not section.paragraphs for section in sections)


def test_bookmarks_are_clean_and_name_every_document(books: dict[str, Path], trees: Path, edition: Edition) -> None:
    for name, languages in [("parallel", edition.languages), *((code, (code,)) for code in edition.languages)]:
        titles = [mark.get_title() for mark in pypdfium2.PdfDocument(books[name]).get_toc()]
        assert all(SOFT_HYPHEN not in title and title == title.strip() and title for title in titles)
        for language in languages:
            manifest = json.loads((trees / language / "manifest.json").read_text(encoding="utf-8"))
            for document in manifest["documents"]:
                assert any(document["short"] in title for title in titles)


def test_both_lists_of_works_are_printed_with_what_cites_each(books: dict[str, Path], edition: Edition) -> None:
    """Under headings in every language of the book."""
    headings = {"ro": ("Izvoare", "Literatură"), "en": ("Primary sources", "Literature")}
    own = edition.languages[0]
    for name, languages in [("parallel", edition.languages), *((code, (code,)) for code in edition.languages)]:
        stream = plain("".join(texts(books[name])))
        language = own if name == "parallel" else name
        first, second = ([plain("".join(headings[code][place] for code in languages))] for place in (0, 1))
        assert_in_order(stream, [*first, plain("Balanovschi 1992"), *second, plain("Carley 1999")])
        notes = ", ".join(str(edition.numbers[slug]) for slug in edition.citing["carley1999"])
        assert plain(f"{message('Cited in:', language)} {message('notes %s', language) % notes}") in stream


def test_the_bibliography_leads_to_the_pages_on_which_an_entry_cites_a_work(books: dict[str, Path]) -> None:
    """Not to the first page of the register."""
    pages = texts(books["en"])
    (place,) = (at for at, page in enumerate(pages, 1) if "transit of German goods" in page and "Afghanistan" in page)
    (cited,) = re.findall(r"The Avalon Project 1999\s.*?Cited in:.*?pp\.([\s\d,–]+)", "".join(pages), re.DOTALL)
    numbers = [[int(number) for number in part.split("–")] for part in re.sub(r"\s", "", cited).split(",")]
    assert any(run[0] <= place <= run[-1] for run in numbers)


def labels_in(trees: Path, edition: Edition) -> tuple[Counter[str], set[str]]:
    """The places of the parallel book that have a name, and the names to which its links lead."""
    own, *_ = edition.languages
    defined, wanted = Counter[str](), set[str]()
    for language in edition.languages:
        manifest = json.loads((trees / language / "manifest.json").read_text(encoding="utf-8"))
        for document in manifest["documents"]:
            defined[f"{language}:{document['name']}"] += 1
            if language == own or not document["text"]:
                code = (trees / language / f"{document['name']}.typ").read_text(encoding="utf-8")
                if language != own:
                    code = code.partition("#let shared")[0]  # what is shared is printed once, from the first tree
                for names in re.findall(
                    r"(?:#anchor\(|#row\(\(|#\w+\(\(|\bnames: \(|#let labels = \()((?:\"[^\"]*\"(?:, )?)+)", code
                ):
                    defined.update(re.findall(r'"([^"]*)"', names))
                for names in re.findall(r'#note-mark\(notes, "[^"]*", "[^"]*", \(([^)]*)\)', code):
                    defined.update(re.findall(r'"([^"]*)"', names))
                wanted.update(re.findall(r'#link-to(?:-note)?\((?:"[^"]*", )?"([^"]*)"', code))
    return defined, wanted


def test_every_link_has_its_place(trees: Path, edition: Edition) -> None:
    """In the parallel book too, where the pages of one tree serve the other's links; and each place has one name."""
    defined, wanted = labels_in(trees, edition)
    assert wanted - defined.keys() == set()
    assert [name for name, count in defined.items() if count > 1] == []
    for code in edition.languages:
        for slug in edition.entries:
            assert defined[f"{code}:entry-{slug}"] == 1
        for key in edition.citations:
            assert defined[f"{code}:bib-{key}"] == 1
        for note in edition.annotations:
            assert defined[f"{code}:note-{note.slug}"] == defined[f"{code}:mark-{note.slug}"] == 1
        for item in edition.emendations:
            assert defined[f"{code}:apparatus#{edition.anchor_of(item)}"] == 1


def test_every_link_of_the_files_leads_somewhere(books: dict[str, Path]) -> None:
    for path in books.values():
        count = len(texts(path))
        assert len(links(path)) > 3000
        assert [
            found
            for found in links(path)
            if not (found[1] is not None and 0 <= found[1] < count) and not re.match("https?://", found[2])
        ] == []


# -- What is read aloud ---------------------------------------------------------------


def languages_of(name: str, edition: Edition) -> tuple[str, ...]:
    return edition.languages if name == "parallel" else (name,)


def longest(text: str) -> str:
    """The longest stretch of *text* without markup, bare."""
    return max(map(plain, re.split(r"[{}*`\\\[\]<>]|\]\([^)]*\)", text)), key=len)


by_book = pytest.mark.parametrize("name", ["parallel", "ro", "en"])


def words_of_chapters(path: Path, own: str) -> dict[tuple[str, str], str]:
    """What is read aloud in each chapter but for notes: by its bookmark, and by language."""
    document = pypdfium2.PdfDocument(path)
    starts = {mark.get_dest().get_index(): mark.get_title() for mark in document.get_toc() if mark.level == 0}
    found: dict[tuple[str, str], str] = {}
    for item in heard(path):
        if "Note" not in item.kinds and item.page >= min(starts):
            title = starts[max(start for start in starts if start <= item.page)]
            key = title, item.language.partition("-")[0] or own
            found[key] = found.get(key, "") + plain(item.text.replace("\x02", ""))
    return found


def assert_each_once(texts: Iterable[str], stream: str) -> None:
    """That each stands as often in *stream* as there are *texts*; one may be a part of another."""
    all_words = [longest(text) for text in texts]
    for words in set(all_words):
        assert stream.count(words) == sum(other.count(words) for other in all_words), words


@by_book
def test_every_entry_and_emendation_is_in_its_chapter_once(books: dict[str, Path], edition: Edition, name: str) -> None:
    shown = languages_of(name, edition)
    chapters = words_of_chapters(books[name], shown[0])
    titles = {
        "persons": ("Persoane", "Persons"),
        "places": ("Locuri", "Places"),
        "organisations": ("Organizații", "Organisations"),
        "events": ("Evenimente și acorduri", "Events and agreements"),
        "terms": ("Glosar", "Glossary"),
    }
    entries = edition.entries.values()
    for language in shown:
        for register, names in titles.items():
            title = " · ".join(names[edition.languages.index(code)] for code in shown)
            there = (
                [entry for entry in entries if entry.in_glossary]
                if register == "terms"
                else [entry for entry in entries if entry.register == register]
            )
            assert there
            assert_each_once((entry.names[language].description for entry in there), chapters[title, language])
        title = " · ".join(("Aparat critic", "Apparatus")[edition.languages.index(code)] for code in shown)
        assert_each_once((item.reasons[language] for item in edition.emendations), chapters[title, language])


@by_book
def test_every_note_is_there_once_and_whole_in_its_language(
    books: dict[str, Path], edition: Edition, name: str
) -> None:
    shown = languages_of(name, edition)
    streams = aloud(books[name], shown[0])
    for language in shown:
        for note in edition.annotations:
            text = re.sub(r"\]\([^)]*\)", "]", note.parts[language].text)
            for words in re.split(r"[{}*`\\\[\]<>]|\n\n", text):
                if len(words) > 40:
                    assert streams[language, True].count(plain(words)) == 1, words


@by_book
def test_every_mark_is_a_link_and_so_is_the_number_of_every_note(
    books: dict[str, Path], edition: Edition, name: str
) -> None:
    """Of the marks that are read within the text, and the numbers with which the notes begin."""
    marks, numbers = Counter[str](), Counter[str]()
    for item in heard(books[name]):
        if item.kinds[-2:] == ("Link", "Span") and "Note" not in item.kinds:
            marks[item.text.strip()] += 1
        elif item.kinds[-1] == "Link" and "Note" in item.kinds:
            numbers[item.text.strip()] += 1
    count = len(languages_of(name, edition))
    assert marks == {str(number): count for number in edition.numbers.values()}
    assert [number for number in marks if numbers[number] < count] == []


def test_every_note_of_the_parallel_book_begins_on_the_page_of_its_mark(
    books: dict[str, Path], edition: Edition
) -> None:
    marks: dict[str, int] = {}
    begun: dict[str, set[int]] = {}
    for item in heard(books["parallel"]):
        if item.kinds[-2:] == ("Link", "Span") and "Note" not in item.kinds:
            marks.setdefault(item.text.strip(), item.page)
        elif item.kinds[-1] == "Link" and "Note" in item.kinds:
            begun.setdefault(item.text.strip(), set()).add(item.page)
    assert len(marks) == len(edition.annotations)
    assert [number for number, page in marks.items() if page not in begun[number]] == []


def test_no_page_of_the_text_has_notes_only(books: dict[str, Path]) -> None:
    path = books["parallel"]
    pages = {mark.get_title(): mark.get_dest().get_index() for mark in pypdfium2.PdfDocument(path).get_toc()}
    filled = {(piece.page, piece.right) for piece in pieces(path) if piece.size == BODY}
    for page in range(pages["Introducere · Introduction"], pages["Persoane · Persons"]):
        assert {(page, False), (page, True)} <= filled, page + 1


def test_a_paragraph_is_read_before_its_translation_and_that_before_the_next(
    books: dict[str, Path], edition: Edition
) -> None:
    own, *_ = edition.languages
    streams = dict.fromkeys(edition.languages, "")
    ends: dict[str, list[tuple[int, int]]] = {language: [] for language in edition.languages}
    for place, (language, noted, text) in enumerate(spoken(books["parallel"], own)):
        if not noted:
            streams[language] += text
            ends[language].append((len(streams[language]), place))
    found: list[int] = []
    begun = dict.fromkeys(edition.languages, 0)
    for number in sorted(edition.original):
        for rows in zip(
            *(edition.sections[language][number].paragraphs for language in edition.languages), strict=True
        ):
            for language, (first, *_rest) in zip(edition.languages, rows, strict=True):
                words = printed(first, (), edition, language)[:40]
                begun[language] = streams[language].index(words, begun[language])
                found.append(next(place for end, place in ends[language] if end > begun[language]))
    assert len(found) > 80
    assert found == sorted(found)


def test_metadata(books: dict[str, Path], edition: Edition) -> None:
    for name, language in [("parallel", edition.languages[0]), *((code, code) for code in edition.languages)]:
        document = pypdfium2.PdfDocument(books[name])
        metadata = document.get_metadata_dict()
        settings = runpy.run_path(str(ROOT / "conf.py"))
        assert metadata["Title"] == settings["edition_titles"][language]
        assert metadata["Author"] == settings["edition_authors"][language]
        assert metadata["CreationDate"].startswith("D:" + settings["edition_date"].replace("-", ""))
        assert re.search(rb"/Lang ?\(" + language.encode() + rb"\b", books[name].read_bytes())


@pytest.mark.parametrize("profile", [validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_2A])
def test_books_conform(books: dict[str, Path], profile: validator.ValidationProfile) -> None:
    for path in books.values():
        report = validator.validate_pdf(str(path), profile=profile)
        assert report.is_compliant, [failure.message for failure in report.failures]


def test_the_ring_of_a_lost_note_is_drawn_and_has_a_name(books: dict[str, Path], edition: Edition) -> None:
    """What is copied is the text alone, without a character for the ring or for what holds it to its word."""
    for name in ("parallel", edition.languages[0]):
        assert not {"○", "°", "\u2060"} & set("".join(texts(books[name])))
    names = [item.text for item in heard(books[edition.languages[0]]) if item.kinds[-1] == "Figure"]
    for words, doubtful in (("had a note, which is lost", False), ("may have had a note", True)):
        expected = [item for item in edition.emendations if item.lost and (item.certainty == "possible") == doubtful]
        assert names.count(message(f"here the article {words}", edition.languages[0])) == len(expected) > 0


def test_the_timeline_says_how_much_it_shows(books: dict[str, Path], edition: Edition) -> None:
    words = re.escape(message("A vertical axis with %s events; what follows says the same in words.", "en")).replace(
        "%s", r"(\d+)"
    )
    drawn = [item.text for item in heard(books["en"]) if item.kinds[-1] == "Figure"]
    shown = [int(found[1]) for text in drawn if (found := re.search(words, text))]
    assert len(shown) > 10
    assert sum(shown) == len(edition.chronology)


def test_hyphenated_words_are_found(books: dict[str, Path], edition: Edition) -> None:
    language = next(code for code in edition.languages if code not in TYPST_HYPHENATES)
    patterns = Pyphen(lang=language)
    text = " ".join(
        segment.text for section in edition.sections[language].values() for segment in section.segments.values()
    )
    words = re.findall(r"\b[^\W\d_]{11,}\b", text)
    often = [word for word in dict.fromkeys(words) if words.count(word) > 3 and patterns.positions(word)]
    assert len(often) >= 10
    for name in ("parallel", language):
        sheets = [sheet.get_textpage() for sheet in pypdfium2.PdfDocument(books[name])]
        for word in often[:10]:
            assert any(sheet.search(word, match_whole_word=True).get_next() for sheet in sheets), word


def test_no_soft_hyphen_is_left_within_a_line(books: dict[str, Path]) -> None:
    for path in books.values():
        for page, text in enumerate(texts(path), 1):
            assert re.findall(rf".*{SOFT_HYPHEN}\w.*", text) == [], (path.stem, page)


def test_nothing_is_made_again_without_a_change(books: dict[str, Path], trees: Path) -> None:
    before = {name: path.stat().st_mtime_ns for name, path in books.items()}
    make_books(ROOT, trees, books["parallel"].parent)
    assert {name: path.stat().st_mtime_ns for name, path in books.items()} == before


def test_missing_tree_is_a_clear_message(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="build the trees first"):
        make_books(ROOT, tmp_path, tmp_path)


# -- The translator alone -------------------------------------------------------------

HOSTILE = ['#panic("x")', '"]; #panic()', "\\", '\\"', "$x$ @x <y> *a* _b_ `c` //", ']} #include "/x.typ"']


def translate(*children: nodes.Node) -> str:
    """The module of a page with one section."""
    document = new_document("page", get_default_settings())
    document += nodes.section("", nodes.title("", "Title"), *children, ids=["top"])
    labels = SimpleNamespace(
        language="aa",
        languages=("aa",),
        of=lambda docname, name: f"aa:{docname}#{name}",
        of_all=lambda docname, name: [f"aa:{docname}#{name}"],
        tags={},
    )
    builder = SimpleNamespace(
        config=SimpleNamespace(numfig=False),
        labels=labels,
        images={},
        env=SimpleNamespace(path2doc=lambda path: "page", domains={}),
        name="typst",
    )
    translator = TypstTranslator(document, builder)  # type: ignore[arg-type]
    document.walkabout(translator)
    return translator.module()


def typeset(module: str) -> str:
    """The text of a page, when Typst has set it."""
    main = '#import "/module.typ": lead, title\n#title.at("aa", default: none)\n#for part in lead { part }'
    sources = {
        "main.typ": main,
        "module.typ": module,
        **{name: (TEMPLATE / name).read_text(encoding="utf-8") for name in ("elements.typ", "ordinary.typ")},
        "book.json": json.dumps({"languages": ["aa"], "regions": {}, "words": {}, "softened": [], "elsewhere": {}}),
    }
    pdf = typst.compile({name: text.encode() for name, text in sources.items()}, sys_inputs={"layout": "aa"})  # type: ignore[type-var]
    return "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(pdf))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_code(text: str) -> None:
    children = [
        nodes.paragraph("", "", nodes.Text(text), nodes.emphasis("", text), nodes.literal("", text)),
        nodes.literal_block("", text),
        nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", text))),
        nodes.paragraph("", "", nodes.reference("", text, refuri="https://example.org/" + text), ids=[text]),
        nodes.paragraph("", "", nodes.reference("", text, refid=text)),
        nodes.section("", nodes.title("", text), ids=["a" + text]),
        nodes.image(uri=text, alt=text),
    ]
    assert plain(typeset(translate(*children))).count(plain(text)) >= 8


def test_unknown_node_warns_and_keeps_its_text(caplog: pytest.LogCaptureFixture) -> None:
    class Mystery(nodes.Element):
        pass

    with caplog.at_level("WARNING"):
        module = translate(nodes.paragraph("", "", Mystery("", nodes.Text("kept"))))
    assert "Mystery" in caplog.text
    assert "kept" in typeset(module)


def test_raw_code_is_left_out() -> None:
    assert "panic" not in translate(nodes.raw("", "#panic()", format="typst"))


# -- Hyphenation alone -----------------------------------------------------------------


def test_numbers_stay_with_what_they_are_numbers_of() -> None:
    assert tied("Rossi 1949, p. 5 – and doc. 12, in 1939") == "Rossi 1949, p.\u00a05\u00a0– and doc.\u00a012, in 1939"
    text = "FRUS 1940/I, pp. 195–196; Lukes n.d.-a, 1939/40"
    assert "".join(piece for piece, _ in unparted(text)) == text
    assert [piece for piece, whole in unparted(text) if whole] == ["1940/I", "195–196", "n.d.-a", "1939/40"]


def test_soften_leaves_to_typst_what_it_can_do() -> None:
    assert soften("international relations", "en") == "international relations"
    shown = soften("relațiile U.R.S.S. ORGANIZAȚIA cehoslovacilor.", "ro", ends=True).replace(SOFT_HYPHEN, "|")
    assert shown == "rela|ți|ile U.R.S.S. ORGANIZAȚIA cehoslovacilor."


def test_words_are_broken_by_the_rules_of_the_region() -> None:
    """Typst has the American ones: rela-tions, photog-raphy."""
    assert soften("photographer", "en") == "photographer"
    assert soften("photographer", "en-GB").replace(SOFT_HYPHEN, "|") == "pho|to|grapher"
    assert soften("Verwandtschaft", "de-XX") == "Verwandtschaft"


def test_soft_hyphens_are_kept_where_they_stand() -> None:
    code = f'#label("x{SOFT_HYPHEN}");#"una{SOFT_HYPHEN}două \\"trei{SOFT_HYPHEN}patru\\" cinci";'
    hyphens = SoftHyphens({"a": code})
    assert hyphens
    (kept,) = hyphens.keeping({("a", code.rindex(SOFT_HYPHEN))}).values()
    assert kept == code.replace(SOFT_HYPHEN, "", 2)
