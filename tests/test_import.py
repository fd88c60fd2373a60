"""From the pinned extract to the text tree: the sentences, the proof that nothing is changed, and bad input."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from edition import config, textfile
from edition.extract import MAX_BYTES, Extract, ExtractError, ExtractSection, read
from edition.importing import ImportFailed, import_extract, render, slug
from edition.markup import blocks, escape, plain
from edition.model import Problem, Section
from edition.numbers import Number
from edition.segmentation import sentences

ROOT = Path(__file__).resolve().parent.parent
CONFIG = config.read(ROOT)
PINNED = ROOT / CONFIG.extract
TEXT = ROOT / "source" / CONFIG.languages[0] / "text"
ANSWER = json.loads((Path(__file__).parent / "data" / "segmentation.json").read_text(encoding="utf-8"))

FRONT = 'revision: 7\ntitle: "A \\u021Ba"\nurl: https://example.org/a\n\n\n---\n\n'
SMALL = FRONT + "One. Two.\nThree.\n\n\n== Empty ==\n\n\n== Second ==\nFour & five.\n"

# -- The sentences -----------------------------------------------------------


def pinned() -> Extract:
    return read(PINNED.read_bytes())


@pytest.mark.parametrize("number", range(len(ANSWER["sections"])))
def test_the_sentences_are_the_hand_checked_ones(number: int) -> None:
    section, expected = pinned().sections[number], ANSWER["sections"][number]
    assert section.heading == (expected["heading"] or "")
    assert [sentences(p, ANSWER["abbreviations"]) for p in section.paragraphs] == expected["paragraphs"]


def test_the_hand_checked_answer_is_whole() -> None:
    paragraphs = [p for section in ANSWER["sections"] for p in section["paragraphs"]]
    assert (len(ANSWER["sections"]), len(paragraphs), sum(map(len, paragraphs))) == (11, 45, 270)
    assert set(ANSWER["abbreviations"]) <= set(CONFIG.abbreviations)


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("Cu U.R.S.S. și S.U.A. era. Gata.", ["Cu U.R.S.S. și S.U.A. era.", "Gata."]),
        ("Ale U.R.S.S. Stalin vine.", ["Ale U.R.S.S.", "Stalin vine."]),
        ("Arme, ș.a. produse. Lemn, ș.a. Foarte.", ["Arme, ș.a. produse.", "Lemn, ș.a.", "Foarte."]),
        ("Directiva nr. 21 și cca. 11%. Nr. 5.", ["Directiva nr. 21 și cca. 11%.", "Nr. 5."]),
        ("A tov. Stalin (a – tov.) Stalin. Tov. Stalin.", ["A tov. Stalin (a – tov.) Stalin.", "Tov. Stalin."]),
        ("Der J. V. Stalin. Ja.", ["Der J. V. Stalin.", "Ja."]),
        ("Clar (sic!) Germania. Da [!] Nu.", ["Clar (sic!) Germania.", "Da [!] Nu."]),
        ("Că „e greu. Nu mai. Vine”. Apoi.", ["Că „e greu.", "Nu mai.", "Vine”.", "Apoi."]),
        ("Zise: „... În fine”. Apoi.", ["Zise: „... În fine”.", "Apoi."]),
        ("Poate... Apoi… Gata?! Da.", ["Poate...", "Apoi…", "Gata?!", "Da."]),
        ("În calea lor . Un punct.", ["În calea lor .", "Un punct."]),
        ("În 1918. 3 ani; apoi: Da. „Nu.” «Ba.»", ["În 1918.", "3 ani; apoi: Da.", "„Nu.”", "«Ba.»"]),
        ("(– n.n.)”. Sovieticii.", ["(– n.n.)”.", "Sovieticii."]),
        ("سلام. سلام؟ نعم.", ["سلام.", "سلام؟", "نعم."]),
        ("  \t ", []),
        ("no stop", ["no stop"]),
    ],
)
def test_the_rules(paragraph: str, expected: list[str]) -> None:
    assert sentences(paragraph, ["nr.", "cca.", "tov."]) == expected


def test_an_abbreviation_with_a_capital_is_not_the_word_in_lower_case() -> None:
    assert sentences("He said no. The No. 5 came.", ["No."]) == ["He said no.", "The No. 5 came."]


@given(st.text(alphabet=st.sampled_from("aA1 .!?…(“”„\"'[])\u00a0")))
def test_dividing_changes_nothing_but_white_space_at_the_ends(paragraph: str) -> None:
    found = sentences(paragraph, ["a."])
    assert follows("".join(paragraph), found)
    assert all(sentence == sentence.strip() != "" for sentence in found)


@pytest.mark.parametrize("part", [".", ". ", '."', ". A", "(. ", '"... ', "A. ", " ", "(", "a", ".)", "nr. A "])
def test_dividing_takes_linear_time(part: str) -> None:
    started = time.perf_counter()
    sentences(part * (1_000_000 // len(part)), ["nr."])
    assert time.perf_counter() - started < 5


# -- The tree is the transmitted text ----------------------------------------


def follows(paragraph: str, segments: list[str]) -> bool:
    """Whether *paragraph* is exactly *segments* in a row, with any white space before, between and after them."""
    rest = paragraph
    for segment in segments:
        rest = rest.lstrip()
        if not rest.startswith(segment):
            return False
        rest = rest[len(segment) :]
    return not rest.strip()


def parsed(files: dict[str, bytes]) -> list[Section]:
    problems: list[Problem] = []
    found = [
        textfile.parse(PurePosixPath(name), "xx", data.decode("utf-8"), problems)
        for name, data in sorted(files.items())
    ]
    assert problems == []
    return [section for section in found if section is not None]


def differences(extract: Extract, files: dict[str, bytes]) -> Iterator[str]:
    """Where the tree *files* and the *extract* are not the same text."""
    tree = parsed(files)
    if [section.number for section in tree] != [Number(place) for place, _ in enumerate(extract.sections)]:
        yield "sections"
    for section, source in zip(tree, extract.sections, strict=False):
        if section.editorial != (not source.heading) or (source.heading and section.heading.text != source.heading):
            yield str(section.heading.passage)
        if len(section.paragraphs) != len(source.paragraphs):
            yield str(section.number)
        for segments, paragraph in zip(section.paragraphs, source.paragraphs, strict=False):
            if not follows(paragraph, [segment.text for segment in segments]):
                yield str(segments[0].passage.paragraph)


def on_disk() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in TEXT.iterdir()}


def raw_paragraphs(text: str) -> list[str]:
    """The headings and paragraphs of an extract, read without the package."""
    return [line for line in text.split("---", 1)[1].split("\n") if line.strip()]


def test_the_tree_is_the_transmitted_text() -> None:
    assert list(differences(pinned(), on_disk())) == []


def test_the_tree_is_the_pinned_file_even_without_the_reader_of_extracts() -> None:
    lines = raw_paragraphs(PINNED.read_text(encoding="utf-8"))
    tree: list[list[str]] = []
    for _, data in sorted(on_disk().items()):
        for block in data.decode("utf-8").split("\n\n"):
            if block.startswith("---"):
                continue
            segments = [plain(line.removeprefix("# ")) for line in block.strip().split("\n")]
            tree.append([f"== {segments[0]} =="] if block.startswith("# ") else segments)
    assert len(tree) == len(lines)
    assert [line for line, segments in zip(lines, tree, strict=True) if not follows(line, segments)] == []


def test_the_tree_is_what_the_import_writes() -> None:
    assert render(pinned(), CONFIG.lead_title, CONFIG.abbreviations) == on_disk()


def test_every_changed_letter_is_found() -> None:
    extract, files = pinned(), on_disk()
    for name, data in files.items():
        text = data.decode("utf-8")
        start = text.index("\n\n") if text.startswith("---") else 2
        places = [place for place in range(start, len(text)) if text[place].isalnum()]
        for place in places[:: max(1, len(places) // 12)]:
            for wrong in ("", "x", text[place] + "ă", text[place].swapcase() if text[place].isalpha() else "0 "):
                if wrong == text[place]:
                    continue
                changed = text[:place] + wrong + text[place + 1 :]
                assert list(differences(extract, files | {name: changed.encode("utf-8")})), (name, place, wrong)


def test_a_missing_blank_segment_or_file_is_found() -> None:
    extract, files = pinned(), on_disk()
    name = next(name for name in files if name.startswith("05"))
    text = files[name].decode("utf-8")
    for changed in (text.replace("și  engleze", "și engleze"), text.replace("cu  ", "cu "), text.rsplit("\n", 2)[0]):
        if changed != text:
            assert list(differences(extract, files | {name: changed.encode("utf-8")}))
    del files[name]
    assert list(differences(extract, files))


def test_every_section_has_its_page_and_only_the_lead_an_editorial_title() -> None:
    tree = parsed(on_disk())
    assert [section.number for section in tree if not section.paragraphs] == [Number(1), Number(2), Number(10)]
    assert [section.number for section in tree if section.editorial] == [Number(0)]


def test_the_extract_is_given_back() -> None:
    written = PINNED.read_text(encoding="utf-8")
    assert pinned().text().split() == written.split()
    assert read(pinned().text().encode("utf-8")) == pinned()


WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).map(
    lambda text: " ".join(unicodedata.normalize("NFC", text).split())
)
LINES = WORDS.filter(lambda line: bool(line) and not (line.startswith("=") and line.endswith("=")))
SECTIONS = st.lists(st.tuples(WORDS.filter(lambda w: bool(w.strip("=") and w[0] != "=" != w[-1])), st.lists(LINES)))


@given(st.lists(LINES, min_size=1), SECTIONS)
def test_any_extract_survives_reading_writing_and_dividing(
    lead: list[str], sections: list[tuple[str, list[str]]]
) -> None:
    made = Extract(
        "1",
        'Ț\\u021b "x"',
        "https://example.org",
        (ExtractSection("", tuple(lead)), *(ExtractSection(head, tuple(body)) for head, body in sections)),
    )
    assert read(made.text().encode("utf-8")) == made
    assert list(differences(made, render(made, "Lead: 'no'", ["nr."]))) == []


# -- Markdown shows what the extract has -------------------------------------

MARKS = st.text(st.sampled_from(list("\\`*_{}[]()<>#+-.!|~=:;&$%^@/'\"1aăÎ 9x\t\u00a0\n".replace("\n", ""))))
TRAPS = [
    "# a", "a #", "a ##", "#", "C#", "1. a", "12) a", "- a", "+ a", "* a", "> a", "---", "===", "***", "~~~", "~~a~~",
    "```a", "| a | b |", "|-|-|", ":::{note}", "% a", "+++", "$a$", "$$a$$", "(a)=", "(a) = b", "[a]: b", "[^1]: a",
    "{note}`a`", "{{a}}", "&amp;", "&#65;", "&amp", "&;", "<b>a</b>", "<!-- a -->", "https://a.b", "<https://a.b>",
    "![a](b)", "a\\", "\\a", "\\\\", "a_b_c", "24[a].", "*a*", ":a: b", ": a", "~ a", "a  b", "\\begin{a}", "[ ] a",
    "...", "– a", "“... A", "&\\amp;", "a \\#", "a \\\\##", "1", "1.", "١. a", "-", "=", "a\tb",
]  # fmt: skip
MYST_SYNTAXES = {
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "html_admonition",
    "html_image", "strikethrough", "substitution", "tasklist",
}  # fmt: skip
MYST: MarkdownIt = create_md_parser(MdParserConfig(enable_extensions=MYST_SYNTAXES), RendererHTML)


def check_shown(line: str) -> None:
    """Check that *line* is shown as it is, alone, in the middle of a paragraph and as a heading."""
    escaped = escape(line)
    assert "\n" not in escaped
    assert plain(escaped) == line
    for parse in (blocks, MYST.parse):
        alone = parse(escaped + "\n")
        assert [token.type for token in alone] == ["paragraph_open", "inline", "paragraph_close"]
        assert shown(alone[1].children) == line
        between = parse(f"Before it\n{escaped}\nafter it.\n")
        assert [token.type for token in between] == ["paragraph_open", "inline", "paragraph_close"]
        assert shown(between[1].children) == f"Before it\n{line}\nafter it."
        head = parse(f"# {escaped}\n")
        assert [token.type for token in head] == ["heading_open", "inline", "heading_close"]
        assert shown(head[1].children) == line


def shown(tokens: list[Token] | None) -> str:
    """The text of inline tokens, which must be text and line ends and nothing else."""
    assert {token.type for token in tokens or []} <= {"text", "text_special", "softbreak"}
    return "".join("\n" if token.type == "softbreak" else token.content for token in tokens or [])


@pytest.mark.parametrize("line", TRAPS)
def test_what_markdown_would_interpret_is_shown(line: str) -> None:
    check_shown(line)


@given((MARKS | st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]))).map(str.strip).filter(bool))
def test_any_line_is_shown_as_it_is(line: str) -> None:
    check_shown(line)


# -- Bad input ---------------------------------------------------------------


def imported(tmp_path: Path, data: bytes | str, *, replace: bool = False) -> dict[str, bytes]:
    source, into = tmp_path / "extract.txt", tmp_path / "new" / "text"
    source.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    import_extract(source, into, lead_title="Lead", replace=replace)
    return {path.name: path.read_bytes() for path in into.iterdir()}


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (FRONT.encode() + b"One \xff two.", 8, "UTF-8"),
        (SMALL.encode("utf-16"), 1, "UTF-8"),
        ("", 1, "empty"),
        ("\ufeff \n\n", 1, "empty"),
        ("Just words.\n", 1, "no front matter"),
        ("== Heading ==\nWords.\n", 1, "no front matter"),
        ("\n---\n\nWords.\n", 2, "no front matter"),
        ("revision: 7\n\nWords.\n", 3, "end with a line ---"),
        ('revision: 7\ntitle: "A"\n', 3, "no end"),
        ('revision: 7\ntitle: "A"\n\n---\nWords.', 4, "url"),
        ("revision: 7\nrevision: 8\n---\nWords.", 2, "twice"),
        ("revision:\n---\nWords.", 1, "no value"),
        ("colour: red\n---\nWords.", 1, "unknown key"),
        (FRONT.replace('"', ""), 2, "quotation marks"),
        (FRONT.replace("A ", "\\n"), 2, "quotation marks"),
        (FRONT.replace("A ", "\\ud800"), 2, "quotation marks"),
        (FRONT, 8, "no text"),
        (FRONT + "One.\n\n==  ==\nTwo.", 10, "no text"),
        (FRONT + "One.\n====\nTwo.", 9, "no text"),
        (FRONT + "One.\n= Top =\n", 9, "level 1"),
        (FRONT + "One.\n== A ==\n=== Part ===\n", 10, "level 3"),
        (FRONT + "One.\n== A ===\n", 9, "begins with 2 equals signs and ends with 3"),
        (FRONT + "One.\nPos\u0327ta s\u0326i.\n", 9, "separate accents"),
        (FRONT + "One\x00.\n", 8, "U+0000"),
        (FRONT + "One.\r\nTwo\u2028three.\r\n", 9, "U+2028"),
        (FRONT + "One\x0btwo\x0cthree.\n", 8, "U+000B"),
    ],
)
def test_bad_input_is_refused_at_its_line_and_nothing_is_written(
    tmp_path: Path, data: bytes | str, line: int, words: str
) -> None:
    with pytest.raises(ImportFailed, match=re.escape(words)) as caught:
        imported(tmp_path, data)
    assert str(caught.value).startswith(f"{tmp_path / 'extract.txt'}:{line}: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["extract.txt"]


def test_line_ends_and_a_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    expected = imported(tmp_path, SMALL)
    for name, data in {
        "crlf": SMALL.replace("\n", "\r\n"),
        "cr": SMALL.replace("\n", "\r"),
        "bom": "\ufeff" + SMALL,
        "no-end": SMALL.rstrip("\n"),
        "blanks": SMALL.replace("\n", " \t\n"),
    }.items():
        (tmp_path / name).mkdir()
        assert imported(tmp_path / name, data) == expected


def test_a_file_of_50_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    started = time.perf_counter()
    with pytest.raises(ImportFailed, match="bytes"):
        imported(tmp_path, FRONT.encode() + b"Words. " * (50_000_000 // 7))
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "part", ["Some words stand here. ", "Ș. ", "== ", "=", "= a\n", "\u021b\n", "#", "&", "1", "("]
)
def test_a_large_extract_takes_seconds(part: str) -> None:
    count = (MAX_BYTES // 10) // len(part.encode())
    started = time.perf_counter()
    try:
        render(read((FRONT + "x" + part * count + "x").encode()), "Lead", ["nr."])
    except ExtractError:
        pytest.fail("a large extract was refused")
    assert time.perf_counter() - started < 20


def test_a_folder_or_nothing_is_no_extract(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.txt"):
        with pytest.raises(ImportFailed, match="cannot be read"):
            import_extract(path, tmp_path / "text", lead_title="Lead")
    assert list(tmp_path.iterdir()) == []


# -- Writing -----------------------------------------------------------------


def test_the_files_of_a_small_extract(tmp_path: Path) -> None:
    assert imported(tmp_path, SMALL) == {
        "00-lead.md": b"---\ntitle: Lead\n---\n\nOne.\nTwo.\n\nThree.\n",
        "01-empty.md": b"# Empty\n",
        "02-second.md": b"# Second\n\nFour & five.\n",
    }
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["text"]


def test_an_article_without_a_lead_has_the_page_nevertheless(tmp_path: Path) -> None:
    files = imported(tmp_path, FRONT + "== A ==\nOne.\n")
    assert files == {"00-lead.md": b"---\ntitle: Lead\n---\n", "01-a.md": b"# A\n\nOne.\n"}
    assert [section.editorial for section in parsed(files)] == [True, False]


@pytest.mark.parametrize("title", ["Introducere", "no", "A: b", "'x'", '"', "# a", "1939", "Ț" * 200, "- a", "[a"])
def test_any_title_of_the_lead_is_read_again(title: str) -> None:
    assert parsed(render(read(SMALL.encode()), title, []))[0].heading.text == title


def test_importing_again_changes_nothing_and_is_no_fault(tmp_path: Path) -> None:
    first = imported(tmp_path, SMALL)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "new" / "text").iterdir()}
    assert imported(tmp_path, SMALL) == first
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize(
    "changed", [SMALL.replace("Four", "For"), SMALL.replace("Second", "Other"), SMALL[: SMALL.index("== Second")]]
)
def test_a_file_that_would_change_is_kept_unless_replacing(tmp_path: Path, changed: str) -> None:
    first = imported(tmp_path, SMALL)
    own = tmp_path / "new" / "text" / "index.md"
    own.write_bytes(b"mine")
    with pytest.raises(ImportFailed, match=r"02-second\.md would be overwritten or taken away"):
        imported(tmp_path, changed)
    assert {path.name: path.read_bytes() for path in own.parent.iterdir()} == first | {"index.md": b"mine"}
    (tmp_path / "fresh").mkdir()
    expected = imported(tmp_path / "fresh", changed)
    assert imported(tmp_path, changed, replace=True) == expected | {"index.md": b"mine"}
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["text"]


@pytest.mark.parametrize("nth", range(1, 6))
def test_a_fault_while_writing_leaves_the_tree_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    first = imported(tmp_path, SMALL)
    calls = iter(range(1, 100))
    rename = Path.rename

    def failing(old: Path, new: Path) -> Path:
        if next(calls) == nth:
            raise OSError(28, "No space left on device")
        return rename(old, new)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(ImportFailed, match="nothing was written: No space left"):
        imported(
            tmp_path, SMALL.replace("One", "Eins").replace("Second", "Other").replace("Empty", "Void"), replace=True
        )
    assert {path.name: path.read_bytes() for path in (tmp_path / "new" / "text").iterdir()} == first
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["text"]


def test_a_file_in_the_place_of_the_folder_is_a_plain_fault(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("a file")
    with pytest.raises(ImportFailed, match="nothing was written"):
        imported(tmp_path, SMALL)
    assert (tmp_path / "new").read_text() == "a file"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Relațiile, în 1939–1941!", "relatiile-in-1939-1941"),
        ("Straße des 17. Juni", "strasse-des-17-juni"),
        ("История", "section"),
        ("a" * 300, "a" * 48),
        ("a" * 40 + " " + "b" * 7 + " c", "a" * 40 + "-" + "b" * 7),
        ("a" * 40 + " " + "b" * 8 + " c", "a" * 40),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_file_names(heading: str, expected: str) -> None:
    assert slug(heading) == expected
    assert textfile.FILE_NAME.fullmatch(f"01-{slug(heading)}.md")
