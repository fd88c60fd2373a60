"""A contributor is told what the change makes wrong, and nothing of what was wrong before."""

# ruff: noqa: F811 (the fixture of another file)

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SMALL
from test_cli import NOTE, Run, rewrite, run  # noqa: F401 (a fixture)

from edition import reporting
from edition.cli import main
from edition.messages import say
from edition.model import Problem

PAGE = "source/de/about/edition.md"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The edition before the change."""
    return Path(shutil.copytree(SMALL, tmp_path / "base"))


def test_nothing_changed(run: Run, base: Path) -> None:
    assert run("check", "--base", str(base)) == (0, "", "no problems\n")


def test_what_was_wrong_before_is_one_line(run: Run, base: Path, small: Path) -> None:
    for root in (base, small):
        rewrite(root, PAGE, ("`0.1.1`", "`0.1.7`"))
    rewrite(small, NOTE, ("author: editores", "author: nemo"))
    told = "no problems; in other files, which are not meant here: 1 problem\n"
    assert run("check", "--base", str(base)) == (0, "", told)
    assert run("check", NOTE) == (0, "", told)


def test_a_problem_of_the_changed_file_is_told_at_its_line(run: Run, base: Path, small: Path) -> None:
    rewrite(small, NOTE, ("kind: source", "kind: sauce"))
    status, out, err = run("check", "--base", str(base))
    assert (status, out.splitlines()[0], err) == (1, f"{NOTE}:4: A04 unknown kind “sauce”", "1 problem\n")


Change = Callable[[Path], object]
ELSEWHERE: dict[str, tuple[Change, str, str]] = {
    "a note to which others lead is taken away": (
        lambda root: (root / NOTE.replace("duo-consules", "titulus-capitis")).unlink(missing_ok=True)
        or (root / "annotations/0/celtae-et-galli.md").unlink(),
        "annotations/0/celtae-et-galli.md:1: R02 because of this, ",
        "unknown note “celtae-et-galli”",
    ),
    "a new note has the name of another": (
        lambda root: shutil.copy(root / NOTE, root / "annotations/0/duo-consules.md"),
        "annotations/0/duo-consules.md:1: A10 because of this, annotations/1/duo-consules.md:1 is wrong: ",
        "the name “duo-consules” is taken",
    ),
    "a new term has the form of another": (
        lambda root: rewrite(root, "source/registers/persons.yaml", ("name: M. Messala\n", "name: M. Messala\n    forms: [consul]\n")),
        "source/registers/persons.yaml:",
        "the form “consul” stands in",
    ),
    "a work that is cited is taken away": (
        lambda root: rewrite(root, "source/references.bib", ("@book{broughton1951", "@book{broughton1952")),
        "source/references.bib:1: R01 because of this, annotations/1/duo-consules.md:9 is wrong: ",
        "unknown citation key “broughton1951”",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_no_file_is_blamed_that_was_not_touched(name: str, run: Run, base: Path, small: Path) -> None:
    change, beginning, words = ELSEWHERE[name]
    change(small)
    status, out, _ = run("check", "--base", str(base))
    assert status == 1
    told = [line for line in out.splitlines() if not line.startswith(" ")]
    assert any(line.startswith(beginning) and words in line for line in told), out
    touched = beginning.split(":")[0]
    titulus = NOTE.replace("duo-consules", "titulus-capitis")
    assert {line.split(":")[0] for line in told} <= {touched, titulus}


def test_files_and_base_exclude_each_other(run: Run, base: Path) -> None:
    assert run("check", NOTE, "--base", str(base))[0] == 2


def test_messages_are_in_the_language_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, run: Run, small: Path
) -> None:
    rewrite(small, NOTE, ("kind: source", "kind: sauce"))
    assert "kind necunoscut: „sauce”" in run("check", "--language", "ro")[1]
    rewrite(small, "conf.py", ('edition_languages = ["la", "de"]', 'edition_languages = ["la", "de"]  # and no other'))
    monkeypatch.setenv("LANG", "ro_RO.UTF-8")  # the edition has no such language
    assert "unknown kind “sauce”" in run("check")[1]


def test_a_pull_request_shows_eight_and_the_summary_all(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = small.parent / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    for number in range(12):
        text = (small / NOTE).read_text(encoding="utf-8").replace("kind: source", "kind: <b>@x</b>")
        (small / f"annotations/1/nota-{number}.md").write_text(text, encoding="utf-8")
    status, out, _ = run("check", "--format", "github")
    lines = out.splitlines()
    assert status == 1
    assert len([line for line in lines if line.startswith("::error ")]) == reporting.ANNOTATIONS
    assert lines[-1] == "::notice::12 problems; here are the first 8, the summary of this run has all of them"
    written = summary.read_text(encoding="utf-8")
    assert len(re.findall(r"^- \*\*", written, re.MULTILINE)) == 12
    assert "<b>" not in written
    assert "@x" not in written


def test_problems_come_before_notices() -> None:
    problems = [Problem("a", 1, "B04", say("x"), notice=True)] * 8 + [Problem("b", 1, "A04", say("y"))]
    assert reporting.render(problems, "github").startswith("::error file=b,")


# -- check --fix: letters of our own files ----------------------------------------------------------


def test_letters_of_our_own_files_are_mended(run: Run, small: Path) -> None:
    page = (small / PAGE).read_text(encoding="utf-8")
    (small / PAGE).write_bytes(("\ufeff" + page + "\nCæsar u\u0308ber\n").replace("\n", "\r\n").encode())
    text = small / "source/la/text/01-de-helvetiis.md"
    text.write_text(text.read_text(encoding="utf-8").replace("regni", "re\u0301gni"), encoding="utf-8")
    transmitted = text.read_bytes()
    status, out, _ = run("check", "--fix")
    assert out.startswith(f"{PAGE}: letters, marks and line ends mended\n")
    assert (small / PAGE).read_text(encoding="utf-8") == page + "\nCaesar über\n"
    assert text.read_bytes() == transmitted
    assert status == 1


def test_a_new_note_is_valid_and_stands_in_its_place(run: Run, small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = "annotations/1/regni-cupiditate-inductus.md"
    assert run("new", "1.1", "--quote", "regni  cupiditate inductus", "--kind", "language", "--author", "N: N") == (
        0,
        f"{path}\n",
        "",
    )
    assert (small / path).read_text(encoding="utf-8") == (
        "---\ntarget: \"1.1.2\"\nquote: regni cupiditate inductus\nkind: language\nauthor: 'N: N'\nstatus: proposed\n---\n"
        "# la\n…\n\n# de\n…\n"
    )
    assert run("check")[0] == 0
    assert run("new", "1.1", "--quote", "regni cupiditate inductus")[1] == path.replace(".md", "-2.md\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["1.1", "--quote", "regni cupiditas"], "the nearest are “regni cupiditate” in 1.1.2"),
        (["0.1", "--quote", "regni cupiditate"], "the nearest are “regni cupiditate” in 1.1.2"),
        (["1.1", "--quote", "et"], "these words stand there"),
        (["9.9", "--quote", "et"], "there is no passage 9.9"),
        (["../x", "--quote", "et"], "“../x” is no passage number such as 4.2"),
        (["--quote", "regni", "--kind", "sauce"], "unknown kind “sauce”; did you mean “source”?"),
        (["--quote", "regni", "--name", "../../x"], "“../../x” cannot be the name of an annotation"),
        (["--quote", "regni", "--name", "duo-consules"], "there is a note “duo-consules” already"),
    ],
)
def test_what_cannot_be_begun_is_explained(arguments: list[str], message: str, run: Run, small: Path) -> None:
    before = sorted((small / "annotations").rglob("*"))
    status, _, err = run("new", *arguments)
    assert status == 2
    assert message in err
    assert sorted((small / "annotations").rglob("*")) == before


def test_the_command_is_known() -> None:
    with pytest.raises(SystemExit):
        main(["new"])
