"""Translations and notes that are older than the text: told by the check, the page and the book, until confirmed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from building import Tree, command
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from edition import config, corpus, fingerprints
from edition.cli import main
from edition.fingerprints import fingerprint
from edition.model import Passage, Problem

DE, NOTES = "source/de/fingerprints.json", fingerprints.NOTES
EXTRACT = "source/transmitted/de-bello-gallico.1.txt"
LEAD, FIRST = "text/00-lead.md", "text/01-de-helvetiis.md"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the small edition, in which everything is confirmed."""
    monkeypatch.chdir(small)

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        return status, *capsys.readouterr()

    assert command("confirm", "--all")[0] == 0
    return command


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def revise(root: Path, name: str, old: str, new: str) -> None:
    """Change the transmitted text, as a newer revision of the article does."""
    for path in (f"source/la/{name}", EXTRACT):
        replace(root / path, old, new)


def notices(root: Path) -> list[tuple[str, int, str]]:
    problems = corpus.load(root, config.read(root))[1]
    assert all(problem.notice for problem in problems)
    return [(problem.path, problem.line, problem.code) for problem in problems]


def entries(root: Path, name: str) -> dict[str, str]:
    return dict(json.loads((root / name).read_text(encoding="utf-8")))


# -- Fingerprints and their files ----------------------------------------------------


def test_a_fingerprint_is_the_beginning_of_a_sha_256() -> None:
    assert fingerprint(" Hi  omnes\n") == hashlib.sha256(b"Hi omnes").hexdigest()[:16]


@given(st.text(), st.text(), st.lists(st.sampled_from(" \t\n\u00a0"), min_size=1))
def test_a_fingerprint_changes_with_everything_but_white_space(one: str, other: str, blanks: list[str]) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (one.split() == other.split())
    assert fingerprint("".join(blanks).join(one.split())) == fingerprint(" ".join(one.split()))


@given(
    st.dictionaries(st.sampled_from(["0.0", "0.1.10", "ștefan", "a-b"]), st.from_regex("[0-9a-f]{16}", fullmatch=True))
)
def test_a_sidecar_reads_as_it_is_written(recorded: dict[str, str]) -> None:
    problems: list[Problem] = []
    text = fingerprints.render(recorded)
    assert fingerprints.parse("x.json", text, problems) == recorded
    assert problems == []
    assert len(text.splitlines()) == (len(recorded) + 2 if recorded else 1)
    assert text.endswith("}\n")


SOUND = '{\n "0.1.1": "' + "0" * 16 + '",\n "0.1.2": "' + "1" * 16 + '"\n}\n'

BROKEN = {
    "empty": ("", 1, "this is not JSON"),
    "a comma missing": (SOUND.replace('",\n', '"\n'), 3, "this is not JSON"),
    "half of it": (SOUND[:40], 3, "this is not JSON"),
    "a list": ("[]", 1, "must be an object"),
    "pairs": ('[["0.1.1", "' + "0" * 16 + '"]]', 1, "must be an object"),
    "a text": ('"x"', 1, "must be an object"),
    "within": ('{"0.1.1": {"a": "' + "0" * 16 + '"}}', 1, "must be an object"),
    "a number": ('{"0.1.1": 1}', 1, "must be an object"),
    "a long number": ('{"0.1.1": ' + "1" * 5000 + "}", 1, "must be an object"),
    "too short": ('{"0.1.1": "abc"}', 1, "each 16 digits"),
    "half a character": ('{"\\ud800": "' + "0" * 16 + '"}', 1, "must be an object"),
    "deep": ("[" * 100_000, 1, ""),
    "twice": (SOUND.replace("0.1.2", "0.1.1"), 1, "“0.1.1” is given twice"),
    "a merge": ("{\n<<<<<<< HEAD\n" + SOUND[2:-2] + "\n=======\n>>>>>>> other\n}\n", 2, "two sides of a merge"),
}


@pytest.mark.parametrize("name", [DE, NOTES])
@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_sidecar_is_one_problem(fault: str, name: str, small: Path) -> None:
    text, line, message = BROKEN[fault]
    (small / name).write_text(text, encoding="utf-8")
    (problem,) = corpus.load(small, config.read(small))[1]
    assert (problem.path, problem.line, problem.code, problem.notice) == (name, line, "S01", False)
    assert message in problem.message
    assert "python -m edition confirm" in problem.hint


def test_of_two_sides_of_a_merge_that_is_kept_which_fits_the_text() -> None:
    fits, other = "a" * 16, "b" * 16
    current = {Passage.parse("0.1.1"): fits, Passage.parse("0.1.2"): fits}
    text = f'{{\n<<<<<<< HEAD\n "0.1.1": "{other}",\n "0.1.2": "{fits}"\n=======\n "0.1.1": "{fits}",\n "0.1.2": "{other}"\n>>>>>>> x\n}}\n'
    assert fingerprints.joined(text, current) == fingerprints.render(current)
    assert fingerprints.joined(SOUND, current) == SOUND


# -- The check -------------------------------------------------------------------------


def test_without_sidecars_nothing_is_said(small: Path) -> None:
    revise(small, LEAD, "Hi omnes", "Hi cuncti")
    assert notices(small) == []


def test_a_change_of_the_text_makes_its_translation_and_its_note_old(run: Run, small: Path) -> None:
    note = "annotations/1/duo-consules.md"
    revise(small, FIRST, "fecit et civitati", "fecit ac civitati")
    assert notices(small) == [(note, 2, "S04"), ("source/de/text/01-de-helvetiis.md", 4, "S02")]
    status, out, err = run("check")
    assert (status, err) == (0, "no problems, 2 notices\n")
    assert out == (
        f"{note}:2: S04 notice: 1.1.2 has changed since this note was written\n"
        "    read the note again with the passage, then run “python -m edition confirm duo-consules”\n"
        "source/de/text/01-de-helvetiis.md:4: S02 notice: the translation of 1.1.2 is older than the text\n"
        "    read it again against source/la/text/01-de-helvetiis.md:4, then run “python -m edition confirm 1.1.2”\n"
    )
    assert run("check", "source/de")[2] == "no problems, 1 notice\n"
    assert run("export", "text")[0] == 0


def test_only_words_count(run: Run, small: Path) -> None:
    """Not the place of a passage in its file, nor emendations, nor the words of the translation or the note."""
    replace(small / "source/la" / FIRST, "# De Helvetiis\n", "# De Helvetiis\n\n")
    replace(small / "source/de" / FIRST, "Vornehmste", "Edelste")
    replace(small / "annotations/1/duo-consules.md", "dictum est", "actum est")
    (small / "annotations/1/emendations.yaml").write_text(
        '- passage: "1.1.2"\n  quote: persuasit ut\n  emendation: persuasit, ut\n  category: punctuation\n'
        "  certainty: certain\n  reason:\n    la: Distinguitur.\n    de: Komma.\n",
        encoding="utf-8",
    )
    assert notices(small) == []


def test_a_heading_may_be_old(run: Run, small: Path) -> None:
    revise(small, FIRST, "De Helvetiis", "De Helvetiis pugnantibus")
    assert notices(small) == [
        ("annotations/1/titulus-capitis.md", 2, "S04"),
        ("source/de/text/01-de-helvetiis.md", 1, "S02"),
    ]


def test_a_note_on_a_range_is_about_all_of_it(run: Run, small: Path) -> None:
    replace(small / "annotations/1/duo-consules.md", '"1.1.2"', '"1.1.1-1.1.2"')
    replace(small / "annotations/1/duo-consules.md", "M. Messala M. Pisone consulibus", "Orgetorix. Is M. Messala")
    assert run("confirm", "duo-consules")[:2] == (0, f"{NOTES}: confirmed: duo-consules\n")
    revise(small, FIRST, "Apud Helvetios", "Inter Helvetios")
    (problem, _) = corpus.load(small, config.read(small))[1]
    assert problem.message == "1.1.1-1.1.2 has changed since this note was written"


def test_a_quote_of_a_line_that_is_not_translated_is_to_be_taken_away(run: Run, small: Path) -> None:
    replace(
        small / "source/de" / LEAD,
        "Sie alle unterscheiden sich voneinander in Sprache, Einrichtungen und Gesetzen.",
        "[…]",
    )
    note = small / "annotations/0/tres-partes.md"
    replace(note, '"0.1.1"', '"0.1.2"')
    replace(note, "quote: divisa in partes tres", "quote: legibus inter se\nquote-de: Einrichtungen und Gesetzen")
    (problem,) = [item for item in corpus.load(small, config.read(small))[1] if not item.notice]
    assert str(problem).startswith("annotations/0/tres-partes.md:4: A02 the quote-de “Einrichtungen und Gesetzen”")
    assert problem.message.endswith("is not in 0.1.2, as 0.1.2 is not translated yet")
    assert problem.hint.startswith("take “quote-de” away until")


@pytest.mark.parametrize("line", ["[…]", "\\[…\\]"])
def test_a_line_that_waits_for_its_translation(line: str, run: Run, small: Path) -> None:
    replace(
        small / "source/de" / LEAD,
        "Sie alle unterscheiden sich voneinander in Sprache, Einrichtungen und Gesetzen.",
        line,
    )
    (problem,) = corpus.load(small, config.read(small))[1]
    assert str(problem) == "source/de/text/00-lead.md:6: S03 notice: 0.1.2 is not translated yet"
    assert "source/la/text/00-lead.md:6" in problem.hint
    revise(small, LEAD, "Hi omnes", "Hi cuncti")
    assert [code for *_, code in notices(small)] == ["S03"]


def test_the_same_mark_in_the_original_is_its_translation(small: Path) -> None:
    for language, words in (
        ("la", "Hi omnes lingua, institutis, legibus inter se differunt."),
        ("de", "Sie alle unterscheiden sich voneinander in Sprache, Einrichtungen und Gesetzen."),
    ):
        replace(small / f"source/{language}" / LEAD, words, "[…]")
    replace(small / EXTRACT, "Hi omnes lingua, institutis, legibus inter se differunt.", "[…]")
    assert notices(small) == []


def test_what_has_no_fingerprint_is_one_notice_and_taken_to_fit(run: Run, small: Path) -> None:
    kept = {key: value for key, value in entries(small, DE).items() if key.startswith("1")}
    (small / DE).write_text(fingerprints.render(kept), encoding="utf-8")
    revise(small, LEAD, "Hi omnes", "Hi cuncti")
    (problem,) = corpus.load(small, config.read(small))[1]
    assert (problem.path, problem.line, problem.code, problem.notice) == (DE, 1, "S05", True)
    assert "passages without a fingerprint: 7;" in problem.message
    assert run("check", "--format", "github")[1].startswith(f"::notice file={DE},line=1,title=S05::")


def test_entries_that_lead_nowhere_are_told_and_taken_away(run: Run, small: Path) -> None:
    for name, key in ((DE, "7.7.7"), (NOTES, "nemo")):
        (small / name).write_text(fingerprints.render(entries(small, name) | {key: "0" * 16}), encoding="utf-8")
    assert notices(small) == [(NOTES, 1, "S01"), (DE, 1, "S01")]
    assert run("confirm") == (0, f"{DE}: taken away: 7.7.7\n{NOTES}: taken away: nemo\n", "")
    assert notices(small) == []


def test_what_could_not_be_read_is_not_said_to_be_no_more(run: Run, small: Path) -> None:
    (small / "source/la" / FIRST).write_text("- x\n", encoding="utf-8")
    replace(small / "annotations/0/tres-partes.md", "kind: context", "kind: contextus")
    assert not any(problem.notice for problem in corpus.load(small, config.read(small))[1])


def test_machines_tell_notices_from_problems(run: Run, small: Path) -> None:
    revise(small, LEAD, "Hi omnes", "Hi cuncti")
    replace(small / "annotations/0/tres-partes.md", "kind: context", "kind: contextus")
    status, out, _ = run("check", "--format", "json")
    assert status == 1
    assert [(item["code"], item["severity"]) for item in json.loads(out)] == [("A04", "problem"), ("S02", "notice")]
    assert [line.split()[0] for line in run("check", "--format", "github")[1].splitlines()] == ["::error", "::notice"]
    assert run("check")[2] == "1 problem, 1 notice\n"


@pytest.mark.parametrize("lost", [DE, NOTES])
def test_a_sidecar_that_was_lost_is_told_and_not_made_anew_in_silence(lost: str, run: Run, small: Path) -> None:
    revise(small, LEAD, "Hi omnes", "Hi cuncti")
    count = len(entries(small, lost))
    (small / lost).unlink()
    problems = corpus.load(small, config.read(small))[1]
    (notice,) = [problem for problem in problems if problem.code == "S05"]
    assert (notice.path, notice.line, notice.notice) == (lost, 1, True)
    assert "there is no such file" in notice.message
    assert "put it back as it was" in notice.hint
    status, out, _ = run("confirm", "1.1.1")
    assert status == 0
    assert f"{lost}: there was no such file; all {count} entries are recorded" in out
    assert "put it back as it was" in out
    assert "S05" not in {code for *_, code in notices(small)}
    # Once there is one, an ordinary confirmation has nothing of the kind to say.
    assert "no such file" not in run("confirm", "--all")[1]


def test_where_there_are_no_notes_their_sidecar_is_not_missed(run: Run, small: Path) -> None:
    for path in [*small.glob("annotations/*/*.md"), small / NOTES]:
        path.unlink()
    problems = corpus.load(small, config.read(small))[1]
    assert not [problem for problem in problems if problem.notice]


# -- The command ------------------------------------------------------------------------


def test_what_is_confirmed_is_old_no_more(run: Run, small: Path) -> None:
    revise(small, LEAD, "Hi omnes", "Hi cuncti")
    revise(small, FIRST, "fecit et civitati", "fecit ac civitati")
    assert run("confirm", "0.1.2") == (0, f"{DE}: confirmed: 0.1.2\n", "")
    assert [code for *_, code in notices(small)] == ["S04", "S02"]
    assert run("confirm", "1.1.2", "duo-consules") == (
        0, f"{DE}: confirmed: 1.1.2\n{NOTES}: confirmed: duo-consules\n", ""
    )  # fmt: skip
    assert run("check") == (0, "", "no problems\n")
    assert run("confirm", "1.1.2")[1] == "nothing to write: all that was named is recorded\n"


@pytest.mark.parametrize(
    ("name", "confirmed"),
    [
        ("0", "0.1.2, 0.2.1"),
        ("0.1", "0.1.2"),
        ("0.1-0.2", "0.1.2, 0.2.1"),
        ("0.1.2–0.2.1", "0.1.2, 0.2.1"),
        ("0.2-1", "0.2.1, 1.1.1"),
        ("--all", "0.1.2, 0.2.1, 1.1.1"),
    ],
)
def test_a_number_means_all_in_it(name: str, confirmed: str, run: Run, small: Path) -> None:
    revise(small, LEAD, "Hi omnes", "Hi cuncti")
    revise(small, LEAD, "Horum omnium", "Horum cunctorum")
    revise(small, FIRST, "Apud Helvetios", "Inter Helvetios")
    assert run("confirm", name) == (0, f"{DE}: confirmed: {confirmed}\n", "")


def test_a_sidecar_is_in_reading_order(run: Run, small: Path) -> None:
    edition = corpus.load(small, config.read(small))[0]
    assert list(entries(small, DE)) == [
        str(passage) for section in edition.original.values() for passage in section.segments
    ]
    assert list(entries(small, NOTES)) == list(edition.numbers)


def test_without_names_only_what_has_no_record_gets_one(run: Run, small: Path) -> None:
    text = (small / "annotations/0/tres-partes.md").read_text(encoding="utf-8")
    (small / "annotations/0/aliae-partes.md").write_text(
        text.replace("divisa in partes tres", "unam incolunt Belgae"), encoding="utf-8"
    )
    revise(small, LEAD, "Hi omnes", "Hi cuncti")
    assert [code for *_, code in notices(small)] == ["S05", "S02"]
    assert run("confirm") == (0, f"{NOTES}: recorded for the first time: aliae-partes\n", "")
    assert [code for *_, code in notices(small)] == ["S02"]


def test_what_is_not_translated_is_not_confirmed(run: Run, small: Path) -> None:
    replace(small / "source/de" / FIRST, "# Die Helvetier", "# […]")
    said = f"{DE}: not confirmed, as not translated yet: 1.0\n"
    assert run("confirm", "1") == (0, f"{DE}: taken away: 1.0\n{said}", "")
    assert run("confirm", "--all") == (0, said, "")
    replace(small / "source/de" / FIRST, "# […]", "# Die Helvetier")
    assert [code for *_, code in notices(small)] == ["S05"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("0.1.4", "there is no passage “0.1.4”; did you mean “0.1.3”?"),
        ("7", "there is no passage “7”; "),
        ("0.1.2-0.1.9", "there is no passage “0.1.9”; did you mean “0.1.3”?"),
        ("1-0", "“1-0” is no range of passages; "),
        ("0-1-1", "“0-1-1” is no range of passages; "),
        ("0.1-", "there is no passage “”; "),
        ("duo-consul", "there is no note “duo-consul”; did you mean “duo-consules”?"),
        ("", "there is no note “”; "),
    ],
)
def test_unknown_names_are_refused_and_nothing_written(name: str, message: str, run: Run, small: Path) -> None:
    revise(small, LEAD, "Hi omnes", "Hi cuncti")
    before = [(small / path).read_bytes() for path in (DE, NOTES)]
    status, out, err = run("confirm", "0.1.2", name)
    assert (status, out) == (2, "")
    assert err.startswith(f"edition: {message}")
    assert [(small / path).read_bytes() for path in (DE, NOTES)] == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("0.2.2", "0.2.2", "0.1a.2"), ("0.2", "0.2", "0.1a"), ("0.2.1-0.1a.2", "0.2.1", "0.1a.1")],
)
def test_old_numbers_are_followed_and_it_is_said(name: str, old: str, new: str, run: Run, revised: Path) -> None:
    assert run("confirm", "--all")[0] == 0
    revise(revised, LEAD, "Qua de causa", "Qua ex causa")
    assert [code for *_, code in notices(revised)] == ["S02"]
    done = f"{old} is an old number; the passage is {new} now\n{DE}: confirmed: 0.1a.2\n"
    assert run("confirm", name) == (0, done, "")
    assert notices(revised) == []


def test_a_number_of_what_was_removed_is_not_confirmed(run: Run, revised: Path) -> None:
    message = "edition: 0.1.2 was no longer in the article in revision 2; the passage before it is 0.1.1\n"
    assert run("confirm", "0.1.2") == (2, "", message)


def test_nothing_is_confirmed_of_an_edition_with_problems(run: Run, small: Path) -> None:
    replace(small / "annotations/0/tres-partes.md", "kind: context", "kind: contextus")
    status, out, err = run("confirm", "--all")
    assert (status, out) == (2, "")
    assert err.endswith("1 problem(s) must be mended first\n")


def test_a_merge_is_joined_and_other_faults_are_refused(run: Run, small: Path) -> None:
    good = (small / DE).read_text(encoding="utf-8")
    line = good.splitlines(keepends=True)[2]
    old = re.sub("[0-9a-f]{16}", "0" * 16, line)
    (small / DE).write_text(good.replace(line, f"<<<<<<< HEAD\n{old}=======\n{line}>>>>>>> other\n"), encoding="utf-8")
    assert run("check")[0] == 1
    assert run("confirm") == (0, f"{DE}: put in order\n", "")
    assert (small / DE).read_text(encoding="utf-8") == good
    (small / DE).write_text(good[:-3], encoding="utf-8")
    status, out, err = run("confirm", "--all")
    assert (status, out, (small / DE).read_text(encoding="utf-8")) == (2, "", good[:-3])
    assert err.startswith(f"edition: {DE}:")


def test_nothing_is_written_where_one_sidecar_cannot_be_read(run: Run, small: Path) -> None:
    revise(small, LEAD, "Hi omnes", "Hi cuncti")
    before = (small / DE).read_bytes()
    (small / NOTES).write_text("[]", encoding="utf-8")
    assert run("confirm", "--all")[0] == 2
    assert (small / DE).read_bytes() == before


def test_a_sidecar_is_written_whole_or_not_at_all(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    revise(small, LEAD, "Hi omnes", "Hi cuncti")
    before = (small / DE).read_bytes()

    def full(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "replace", full)
    status, _, err = run("confirm", "--all")
    assert (status, (small / DE).read_bytes()) == (2, before)
    assert err.endswith("could not be written: No space left on device\n")
    assert [path.name for path in (small / "source/de").iterdir() if path.name.startswith(".")] == []


def test_the_real_edition_has_its_sidecars(root: Path) -> None:
    edition, _ = corpus.load(root, config.read(root))
    for language in edition.languages[1:]:
        assert (root / fingerprints.sidecar(language)).exists()
    assert (root / NOTES).exists()


# -- The page and the book ------------------------------------------------------------------

AGED = (
    "[translation older than the text]",
    "[not yet translated]",
    "[The passage has changed since this note was written.]",
)


@pytest.fixture
def aged(run: Run, small: Path) -> Path:
    """The small edition with an old translation, an old note, and a line that is not translated."""
    revise(small, FIRST, "fecit et civitati", "fecit ac civitati")
    text = (small / "source/de" / FIRST).read_text(encoding="utf-8")
    (small / "source/de" / FIRST).write_text(re.sub("^Bei den.*$", "[…]", text, flags=re.MULTILINE), encoding="utf-8")
    return small


def page_of(tree: Tree) -> html.HtmlElement:
    return html.document_fromstring((tree.out / "text/01-de-helvetiis.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["la", "de"])
def test_the_page_says_what_is_old_until_it_is_confirmed(language: str, aged: Path, run: Run, tmp_path: Path) -> None:
    tree = Tree(aged, language, tmp_path / "out")
    tree.build()
    page = page_of(tree)
    old, waiting, changed = AGED
    (segment,) = page.xpath("//*[@data-passage='1.1.2'][contains(@class, 'stale')]")
    assert (segment.get("lang"), segment.get("class")) == ("de", "segment stale")
    assert segment.text_content().startswith("Unter den Konsuln")
    remark = segment.getnext()
    assert (remark.get("class"), remark.get("lang"), remark.text) == ("staleness", "de", f" {old}")
    (segment,) = page.xpath("//*[@data-passage='1.1.1'][@lang='de']")
    assert (segment.get("class"), segment.text_content()) == ("segment untranslated", waiting)
    assert "[…]" not in page.text_content()
    notes = page.xpath("//aside[@data-annotation='duo-consules']/p[last()]")
    assert [note.text_content().strip().endswith(f". {changed}") for note in notes] == [True, True]
    assert len(page.find_class("staleness")) == 4

    run("confirm", "1.1.2", "duo-consules")
    read, _ = tree.build()
    assert read == {"text/01-de-helvetiis"}
    page = page_of(tree)
    assert [remark.text_content() for remark in page.find_class("staleness")] == [waiting]
    assert page.find_class("stale") == []
    assert tree.build() == (set(), set())


@pytest.mark.parametrize("change", ["old", "waiting"])
def test_a_heading_says_it_too(change: str, run: Run, small: Path, tmp_path: Path) -> None:
    if change == "old":
        revise(small, FIRST, "De Helvetiis", "De Helvetiis pugnantibus")
    else:
        replace(small / "source/de" / FIRST, "# Die Helvetier", "# […]")
    shown = f"Die Helvetier {AGED[0]}" if change == "old" else AGED[1]
    for language, place in (("de", "//h1[.//*[@data-passage]]"), ("la", "//*[@class='companion-title']")):
        tree = Tree(small, language, tmp_path / language)
        tree.build()
        (heading,) = page_of(tree).xpath(place)
        for link in heading.xpath("./a"):
            link.text = ""
        # The note on the heading keeps its mark.
        (mark,) = heading.find_class("note-mark")
        mark.text = ""
        assert heading.text_content().strip() == shown
        # Lists of contents have the heading, not what is said of it.
        index = html.document_fromstring((tree.out / "index.html").read_text(encoding="utf-8"))
        assert AGED[0] not in index.text_content()


@pytest.mark.parametrize("builder", ["text", "latex", "epub"])
def test_every_other_output_says_it(builder: str, aged: Path, tmp_path: Path) -> None:
    built = command(aged, "la", builder, tmp_path / "out", tmp_path / "doctrees")
    assert (built.errors, built.code) == ("", 0)
    suffix = {"text": ".txt", "latex": ".tex", "epub": ".xhtml"}[builder]
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob(f"*{suffix}"))
    words = re.sub(r"\s+", " ", text.replace("{[}", "[").replace("{]}", "]"))
    assert [words.count(remark) for remark in AGED] == [1, 1, 2]


def test_the_books_say_it(aged: Path, tmp_path: Path) -> None:
    from edition.typst.book import make_books

    for language in ("la", "de"):
        built = command(aged, language, "typst", tmp_path / "trees" / language, tmp_path / "doctrees" / language)
        assert (built.errors, built.code) == ("", 0)
    said = {}
    for path in make_books(aged, tmp_path / "trees", tmp_path / "pdf"):
        text = " ".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(path))
        words = re.sub(r"[-\u00ad\ufffe]?\s+", "", text)
        said[path.stem] = [words.count(remark.replace(" ", "")) for remark in AGED]
    assert said == {"parallel": [1, 1, 2], "la": [0, 0, 1], "de": [1, 1, 1]}


def test_the_remarks_are_in_every_language_of_the_edition(root: Path) -> None:
    from edition.messages import message

    for language in config.read(root).languages:
        assert language == "en" or all(message(remark, language) != remark for remark in AGED)


def test_remarks_are_not_copied_with_the_text(aged: Path, tmp_path: Path) -> None:
    from browsing import launched

    tree = Tree(aged, "la", tmp_path / "out")
    tree.build()
    with launched() as browser:
        page = browser.new_page()
        page.goto((tree.out / "text/01-de-helvetiis.html").as_uri())
        copied = page.evaluate(
            """() => {
              getSelection().selectAllChildren(document.querySelector("article"));
              return String(getSelection());
            }"""
        )
    assert "Unter den Konsuln Marcus Messala" in copied
    assert not any(remark in copied for remark in AGED)
