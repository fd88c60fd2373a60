"""What a person or a machine sees of ``python -m edition``."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from edition import config
from edition.cli import main

NOTE = "annotations/1/duo-consules.md"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the small edition."""
    monkeypatch.chdir(small)

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        return status, *capsys.readouterr()

    return command


@pytest.fixture
def spoilt(small: Path) -> Path:
    """The small edition with two mistakes in one file and one in another."""
    text = (small / NOTE).read_text(encoding="utf-8")
    text = text.replace("kind: source", "kind: sauce").replace("Pisone consulibus", "Pisone, consulibus")
    (small / NOTE).write_text(text, encoding="utf-8")
    page = small / "source" / "de" / "about" / "edition.md"
    page.write_text(page.read_text(encoding="utf-8").replace("`0.1.1`", "`0.1.7`"), encoding="utf-8")
    return small


def test_a_sound_edition(run: Run) -> None:
    assert run("check") == (0, "", "no problems\n")


def test_the_real_edition_is_sound(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    assert main(["check"]) == 0, capsys.readouterr().out


def test_problems_are_shown_with_place_code_and_remedy(run: Run, spoilt: Path) -> None:
    status, out, err = run("check")
    assert (status, err) == (1, "3 problems\n")
    assert out == (
        f"{NOTE}:3: A13 the quote “M. Messala M. Pisone, consulibus” is not in 1.1.2, "
        "which has “M. Messala M. Pisone consulibus” (score 0.97)\n"
        "    write quote: M. Messala M. Pisone consulibus; “check --fix” does it\n"
        f"{NOTE}:4: A04 unknown kind “sauce”\n"
        "    did you mean “source”?\n"
        "source/de/about/edition.md:3: R03 unknown passage “0.1.7”\n"
        "    did you mean “0.1.3”? paragraph 0.1 has 0.1.1 to 0.1.3\n"
    )


# -- check --fix -----------------------------------------------------------------------------------------

LEAD = "annotations/0/tres-partes.md"


def rewrite(root: Path, name: str, *changes: tuple[str, str]) -> str:
    """Change a file of the small edition, and return what it was."""
    before = text = (root / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (root / name).write_text(text, encoding="utf-8")
    return before


def test_what_is_certain_is_mended_and_the_rest_reported(run: Run, spoilt: Path) -> None:
    before = (spoilt / NOTE).read_text(encoding="utf-8")
    status, out, err = run("check", "--fix")
    assert (status, err) == (1, "2 problems\n")
    assert out.splitlines()[:3] == [
        f"{NOTE}:3: quote: “M. Messala M. Pisone, consulibus” → “M. Messala M. Pisone consulibus”",
        f"{NOTE}:4: A04 unknown kind “sauce”",
        "    did you mean “source”?",
    ]
    assert (spoilt / NOTE).read_text(encoding="utf-8") == before.replace("Pisone, consulibus", "Pisone consulibus")
    assert run("check", "--fix")[1].startswith(f"{NOTE}:4: A04 ")


def test_a_moved_annotation_gets_its_target(run: Run, small: Path) -> None:
    before = rewrite(small, LEAD, ('"0.1.1"', '"0.2.1"  # was here'))
    assert run("check", "--fix") == (0, f"{LEAD}:2: target: “0.2.1” → “0.1.1”\n", "no problems\n")
    assert (small / LEAD).read_text(encoding="utf-8") == before.replace('"0.1.1"', '"0.1.1"  # was here')


@pytest.mark.parametrize("target", ["1.1.1", "0.1.1"])
def test_an_annotation_is_moved_to_the_folder_of_its_section(target: str, run: Run, small: Path) -> None:
    before = (small / LEAD).read_text(encoding="utf-8")
    (small / LEAD).rename(small / "annotations/1/tres-partes.md")
    rewrite(small, "annotations/1/tres-partes.md", ('"0.1.1"', f'"{target}"'))
    status, out, err = run("check", "annotations/1/tres-partes.md", "--fix")
    changed = ["annotations/1/tres-partes.md:2: target: “1.1.1” → “0.1.1”"] if target == "1.1.1" else []
    assert out.splitlines() == [*changed, f"annotations/1/tres-partes.md → {LEAD}"]
    assert (status, err) == (0, "no problems\n")
    assert (small / LEAD).read_text(encoding="utf-8") == before
    assert not (small / "annotations/1/tres-partes.md").exists()


def test_a_moved_range_is_one_target(run: Run, small: Path) -> None:
    rewrite(small, LEAD, ("divisa in partes tres", "appellantur. Hi omnes"))
    assert run("check", "--fix")[:2] == (0, f"{LEAD}:2: target: “0.1.1” → “0.1.1-0.1.2”\n")


@pytest.mark.parametrize(
    ("quote", "target"),
    [
        ("divisa in portes", "0.1.1"),  # too short
        ("nostra Gallia appellabantur", "0.1.1"),  # too unlike
        ("cum", "0.1.1"),  # at several places
        ("quid nobis hoc", "0.1.1"),  # nowhere
    ],
)
def test_what_is_not_certain_is_left_alone(quote: str, target: str, run: Run, small: Path) -> None:
    rewrite(small, LEAD, ("divisa in partes tres", quote), ("0.1.1", target))
    before = (small / LEAD).read_bytes()
    status, out, _ = run("check", "--fix")
    assert status == 1
    assert "→" not in out
    assert "--fix" not in out
    assert (small / LEAD).read_bytes() == before


def test_words_that_the_extract_has_twice_are_not_moved(run: Run, small: Path) -> None:
    # The line of the note is taken away in both languages; the same words stand elsewhere.
    extract = small / "source/transmitted/de-bello-gallico.1.txt"
    extract.write_text(extract.read_text(encoding="utf-8") + "\nIs longe nobilissimus fuit.\n", encoding="utf-8")
    rewrite(small, LEAD, ("divisa in partes tres", "longe nobilissimus fuit"))
    status, out, _ = run("check", "--fix")
    assert (status, "→" in out) == (1, False)
    assert "A02 the quote “longe nobilissimus fuit” is not in 0.1.1\n" in out


def test_words_in_another_language_must_agree_with_a_move(run: Run, small: Path) -> None:
    rewrite(small, LEAD, ('"0.1.1"', '"0.1.2"'), ("kind:", "quote-de: drei Teile\nkind:"))
    assert run("check", "--fix")[:2] == (0, f"{LEAD}:2: target: “0.1.2” → “0.1.1”\n")
    rewrite(small, LEAD, ('"0.1.1"', '"0.1.2"'), ("drei Teile", "vier Teile"))
    status, out, _ = run("check", "--fix")
    assert (status, "→" in out) == (1, False)
    assert [line.split()[1] for line in out.splitlines() if line.startswith(LEAD)] == ["A14", "A13"]


def test_a_file_is_not_overwritten_and_no_link_followed(run: Run, small: Path) -> None:
    (small / LEAD).rename(small / "annotations/1/tres-partes.md")
    (small / LEAD).mkdir()
    out = run("check", "--fix")[1]
    assert f"annotations/1/tres-partes.md: not changed, as there is a file {LEAD} already\n" in out
    (small / LEAD).rmdir()
    (small / "annotations/1/tres-partes.md").rename(small.parent / "outside.md")
    rewrite(small.parent, "outside.md", ("0.1.1", "0.2.1"))
    (small / LEAD).symlink_to(small.parent / "outside.md")
    assert f"{LEAD}:1: F06 this file cannot be read: a link leads to another place\n" in run("check", "--fix")[1]
    assert "0.2.1" in (small.parent / "outside.md").read_text(encoding="utf-8")


def test_only_named_files_are_mended(run: Run, spoilt: Path) -> None:
    told = "no problems; in other files, which are not meant here: 3 problems\n"
    assert run("check", "--fix", "source/la") == (0, "", told)
    assert "Pisone, consulibus" in (spoilt / NOTE).read_text(encoding="utf-8")


def test_machines_read_what_is_left_and_people_what_was_done(run: Run, spoilt: Path) -> None:
    rewrite(spoilt, LEAD, ('"0.1.1"', '"0.2.1"'), ("divisa in partes tres", "divisa in portes"))
    _, out, err = run("check", "--format", "json", "--fix")
    assert err == f"{NOTE}:3: quote: “M. Messala M. Pisone, consulibus” → “M. Messala M. Pisone consulibus”\n"
    assert [problem["code"] for problem in json.loads(out)] == ["A02", "A04", "R03"]
    assert json.loads(out)[0]["patch"] == {
        "values": {"target": "0.1.1", "quote": "divisa in partes"}, "path": LEAD, "certain": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        ([NOTE], [f"{NOTE}:3:", f"{NOTE}:4:"]),
        ([f"./annotations/../{NOTE}"], [f"{NOTE}:3:", f"{NOTE}:4:"]),
        (["annotations"], [f"{NOTE}:3:", f"{NOTE}:4:"]),
        (["source/de"], ["source/de/about/edition.md:3:"]),
        (["."], [f"{NOTE}:3:", f"{NOTE}:4:", "source/de/about/edition.md:3:"]),
        (["source/la", NOTE], [f"{NOTE}:3:", f"{NOTE}:4:"]),
        (["source/la/index.md"], []),
    ],
)
def test_only_the_named_files_are_reported(files: list[str], lines: list[str], run: Run, spoilt: Path) -> None:
    status, out, _ = run("check", *files)
    found = [line for line in out.splitlines() if not line.startswith(" ")]
    assert [line.split(" ")[0] for line in found] == lines
    assert status == (1 if lines else 0)


def test_one_problem_is_counted_as_one(run: Run, spoilt: Path) -> None:
    assert run("check", "source")[2] == "1 problem; in other files, which are not meant here: 2 problems\n"


def test_json_for_machines(run: Run, spoilt: Path) -> None:
    status, out, err = run("check", "--format", "json")
    problems = json.loads(out)
    assert (status, err, len(problems)) == (1, "", 3)
    assert problems[1] == {
        "path": NOTE, "line": 4, "code": "A04", "message": "unknown kind “sauce”", "hint": "did you mean “source”?",
        "severity": "problem",
    }  # fmt: skip


def test_json_of_a_sound_edition_is_an_empty_list(run: Run) -> None:
    status, out, _ = run("check", "--format", "json")
    assert (status, json.loads(out)) == (0, [])


def test_github_shows_problems_at_their_lines(run: Run, spoilt: Path, small: Path) -> None:
    strange = small / "annotations" / "1" / "50%, a:b.md"
    strange.write_text("no front matter", encoding="utf-8")
    status, out, _ = run("check", "--format", "github")
    commands = [
        re.fullmatch(r"::error file=([^,:]*),line=(\d+),title=([A-Z]\d\d)::(.*)", line) for line in out.splitlines()
    ]
    assert status == 1
    assert all(commands), out

    def decoded(text: str) -> str:
        return re.sub("%(25|0A|0D|3A|2C)", lambda match: chr(int(match[1], 16)), text)

    found = [tuple(map(decoded, command.groups())) for command in commands if command]
    assert ("annotations/1/50%, a:b.md", "1", "Y01") in [item[:3] for item in found]
    assert (NOTE, "4", "A04", "unknown kind “sauce”\ndid you mean “source”?") in found
    older = "::notice::in other files, which are not meant here: 5 problems\n"
    assert run("check", "--format", "github", "source/la") == (0, older, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "annotations/1/nobody.md"], "there is no file annotations/1/nobody.md"),
        (["check", "/"], "/ is not in this edition"),
        (["check", "../elsewhere.md"], "../elsewhere.md is not in this edition"),
    ],
)
def test_a_file_that_cannot_be_checked(arguments: list[str], message: str, run: Run, small: Path) -> None:
    (small.parent / "elsewhere.md").write_text("x", encoding="utf-8")
    assert run(*arguments) == (2, "", f"edition: {message}\n")


@pytest.mark.parametrize(
    "arguments", [["chek"], [], ["check", "--format", "xml"], ["export"], ["export", "text", "--state", "x"]]
)
def test_a_wrong_command_is_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m edition")


def test_a_folder_that_is_no_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert capsys.readouterr().err == f"edition: no conf.py in {tmp_path}: run this in the folder of an edition\n"


CONF = 'edition_languages = ["la", "de"]\nedition_titles = {"la": "A", "de": "B"}\n'


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        ("", "conf.py: edition_languages is missing; add a line such as"),
        ("edition_languages = []", "conf.py: edition_languages is missing"),
        ("x = 1\nedition_languages = [", "conf.py:2: this is not Python: "),
        ("x = 1\n  y = 2", "conf.py:2: this is not Python: "),
        ("x = 1\nedition_languages = make()", "conf.py:2: edition_languages must be a plain value"),
        ("edition_languages = {[]: 1}", "conf.py:1: edition_languages must be a plain value"),
        ("edition_languages = 'la'", 'conf.py:1: edition_languages must be a list of texts: ["one", "two"]'),
        ("edition_languages = [1]", "conf.py:1: edition_languages must be a list of texts"),
        ("edition_languages = ['..']", "conf.py: “..” in edition_languages is not a language code"),
        ("edition_languages = ['la', 'la']\nedition_titles = {'la': 'A'}", "conf.py: “la” stands twice"),
        ("edition_languages = ['la']", "conf.py: edition_titles has no title in the language “la”"),
        (CONF + "edition_titles = ['A']", 'conf.py:3: edition_titles must be a table of texts: {"one": "two"}'),
        (CONF + "edition_titles = {'la': 1}", "conf.py:3: edition_titles must be a table of texts"),
        (CONF + "edition_revision = 7", "conf.py:3: edition_revision must be a text in quotation marks"),
        (
            CONF + "edition_replaced_letters = {'ab': 'c'}",
            "conf.py: “ab” in edition_replaced_letters is not one letter",
        ),
        (CONF + "edition_folded_letters = {'': 'c'}", "conf.py: “” in edition_folded_letters is not one letter"),
        ("edition_languages = " + "[" * 500, "conf.py"),
        ("edition_languages = " + "-" * 5000 + "1", "conf.py"),
        ("x = '\x00'", "conf.py"),
        (b"x = '\xff'", "conf.py cannot be read: "),
        (b"\xff\xfe", "conf.py cannot be read: "),
    ],
)
def test_a_bad_conf_py_is_explained(
    conf: str | bytes, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "conf.py").write_bytes(conf.encode() if isinstance(conf, str) else conf)
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"edition: {message}")


def test_conf_py_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(CONF + "open('made', 'w').close()\nraise SystemExit\n", encoding="utf-8")
    assert config.read(tmp_path).languages == ("la", "de")
    assert not Path("made").exists()
    assert not (tmp_path / "made").exists()


def test_a_byte_order_mark_in_conf_py_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_bytes(b"\xef\xbb\xbf" + CONF.encode())
    assert config.read(tmp_path).titles == {"la": "A", "de": "B"}


@pytest.mark.parametrize("real", [True, False], ids=["real", "small"])
def test_the_transmitted_text_is_that_of_the_extract(
    real: bool, root: Path, small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = root if real else small
    monkeypatch.chdir(folder)
    assert main(["export", "text", "--state", "transmitted"]) == 0
    written = capsys.readouterr().out
    pinned = (folder / config.read(folder).extract).read_text(encoding="utf-8")
    assert written.split() == pinned.split()
    # Paragraphs and headings are lines of their own, as in the extract.
    assert [line for line in written.splitlines() if line.startswith("==")] == [
        line.strip() for line in pinned.splitlines() if line.startswith("==")
    ]


def test_nothing_is_exported_of_an_edition_with_problems(run: Run, spoilt: Path) -> None:
    status, out, err = run("export", "text")
    assert (status, out) == (2, "")
    assert err.startswith(f"{NOTE}:3: A13 ")
    assert err.endswith("edition: 3 problem(s) must be mended first\n")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_messages_are_utf_8_whatever_the_terminal(encoding: str, root: Path, spoilt: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "edition", "check"],
        cwd=spoilt,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert "unknown kind “sauce”" in done.stdout.decode("utf-8")
    assert done.stderr.decode("utf-8") == "3 problems\n"
