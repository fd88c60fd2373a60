"""What a keyboard leaves in a text is told, and mended where it has one meaning."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from test_cli import NOTE, Run, rewrite, run  # noqa: F401 (a fixture)

from edition import config, keyboard
from edition.config import ConfigError

# ruff: noqa: F811 (the fixture of another file)

SETTINGS = replace(config.read(ROOT), quotation_marks={"ro": "„”", "en": "‘’"})
PATH = "annotations/4/x.md"
KEPT = "ab`{}<>[]#\n"
FRONT = '---\ntarget: "4.1.5"\nquote: "a"\n---\n'


def mended(romanian: str, english: str = "b") -> tuple[str, str]:
    text = keyboard.mended(PATH, f"{FRONT}# ro\n{romanian}\n\n# en\n{english}\n", SETTINGS)
    assert text.startswith(f"{FRONT}# ro\n")
    one, _, other = text.removeprefix(f"{FRONT}# ro\n").partition("\n\n# en\n")
    return one, other.removesuffix("\n")


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ('spune "un pact" și tace', "spune „un pact” și tace"),
        ('"Un pact", "două"', "„Un pact”, „două”"),
        ('("pact").', "(„pact”)."),
        (",,un pact” și ,,altul''", "„un pact” și „altul”"),
        (',,un pact"', "„un pact”"),
        ('vezi "articolul {term}`pact` de aici"', "vezi „articolul {term}`pact` de aici”"),
        ("Quai d'Orsay", "Quai d’Orsay"),
        ('"Quai d\'Orsay"', "„Quai d’Orsay”"),
    ],
)
def test_marks_in_pairs_are_mended(written: str, right: str) -> None:
    assert mended(written)[0] == right
    assert mended(right)[0] == right


@pytest.mark.parametrize(
    "written",
    [
        'cod `"a"` și `d\'x`',
        '{term}`pact <"a">` [a](http://x/"b")',
        'un 5" și atât',
        'numai "unul',
        '"unul „în altul” aici"',
        'a"b"c " d "',
        "‘un cuvânt englez’ și “altul”",
        '\\"a\\"',
        "anii '30 și '40",
        "1,,2",
        '```\n"a"  \n```',
    ],
)
def test_what_may_be_meant_is_left_alone(written: str) -> None:
    assert mended(written) == (written, "b")
    assert list(keyboard.left(PATH, f"{FRONT}# ro\n{written}\n\n# en\nb\n", SETTINGS)) == []


def test_each_language_has_its_marks() -> None:
    assert mended('"a"', 'It\'s "b" here') == ("„a”", "It’s ‘b’ here")
    assert keyboard.mended("source/en/about/x.md", '"b"', SETTINGS) == "‘b’"
    assert keyboard.mended("source/de/about/x.md", '"b"', SETTINGS) == '"b"'
    assert mended('# xx\n"a"')[0] == '# xx\n"a"'


def test_blanks_at_the_ends_of_lines() -> None:
    assert mended("a \nb\t\n\nc  ") == ("a\nb\n\nc", "b")
    assert mended("a  \nb")[0] == "a  \nb"  # a line break that is meant
    assert keyboard.mended(PATH, "---\nkind: a \n---\n", SETTINGS) == "---\nkind: a\n---\n"
    [problem] = keyboard.left(PATH, f"{FRONT}# ro\na \nb \n# en\nc\n", SETTINGS)
    assert (problem.line, problem.code, problem.notice) == (6, "F10", True)
    assert problem.message == "lines that end in blanks, from this one on: 2"


@given(st.text(alphabet="ab \"',`„”‘’\\\t\n(){}<>[]#-\ufffc", max_size=60))
def test_words_stay_and_a_second_time_changes_nothing(text: str) -> None:
    for name in (PATH, "source/ro/about/x.md"):
        once = keyboard.mended(name, f"# ro\n{text}", SETTINGS)
        assert keyboard.mended(name, once, SETTINGS) == once
        assert [mark for mark in once if mark in KEPT] == [mark for mark in f"# ro\n{text}" if mark in KEPT]
        assert once.count("\n") == text.count("\n") + 1
        assert (list(keyboard.left(name, f"# ro\n{text}", SETTINGS)) == []) == (once == f"# ro\n{text}")


@pytest.mark.parametrize("unit", ['"', "'", ",,", "`", "<", "](", '"a', "a'", ",,a", "\\", "a", '" '])
def test_long_lines_come_to_an_end(unit: str) -> None:
    line = (unit * keyboard.LONGEST)[: keyboard.LONGEST]
    text = "# ro\n" + f"{line}\n" * 4
    assert keyboard.mended(PATH, keyboard.mended(PATH, text, SETTINGS), SETTINGS).count("\n") == 5


def test_the_check_tells_and_mends(run: Run, small: Path) -> None:
    rewrite(small, "conf.py", ("edition_release", 'edition_quotation_marks = {"la": "«»"}\nedition_release'))
    rewrite(small, NOTE, ("hos {term}`consules` anno", '"hos {term}`consules`" anno'))
    status, out, err = run("check")
    assert (status, err) == (0, "no problems, 1 notice\n")
    assert out == (
        f'{NOTE}:9: F11 notice: “"hos {{term}}`consules`"” has the marks of a keyboard\n    write «hos {{term}}`consules`»\n'
    )
    assert run("check", "--fix") == (0, f"{NOTE}: letters, marks and line ends mended\n", "no problems\n")


def test_marks_are_two(small: Path) -> None:
    rewrite(small, "conf.py", ("edition_release", 'edition_quotation_marks = {"la": "«"}\nedition_release'))
    with pytest.raises(ConfigError, match="must have two marks for “la”"):
        config.read(small)
