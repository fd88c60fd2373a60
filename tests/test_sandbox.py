"""A note to practise on is checked like any other, and is part of nothing; and the credits count the others."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from building import command
from conftest import ROOT
from lxml import html
from test_cli import NOTE, Run, rewrite, run  # noqa: F401 (a fixture)

from edition import config, corpus
from edition.annotationfile import SANDBOX

# ruff: noqa: F811 (the fixture of another file)

PRACTICE = f"annotations/{SANDBOX}/exercitium.md"


def practise(root: Path, *pairs: tuple[str, str]) -> None:
    (root / PRACTICE).parent.mkdir()
    shutil.copy(root / NOTE, root / PRACTICE)
    rewrite(root, PRACTICE, *pairs)


def test_a_note_to_practise_on_is_shown_nowhere(small: Path) -> None:
    before = corpus.load(small, config.read(small))
    practise(small)
    assert corpus.load(small, config.read(small)) == before


def test_it_is_checked_like_any_other(run: Run, small: Path) -> None:
    practise(small, ("kind: source", "kind: sauce"), ("broughton1951{a. 61}", "broughton1952"))
    status, out, _ = run("check", PRACTICE)
    assert status == 1
    assert [line.split(" ")[:2] for line in out.splitlines() if not line.startswith(" ")] == [
        [f"{PRACTICE}:4:", "A04"],
        [f"{PRACTICE}:9:", "R01"],
    ]


def test_a_quote_that_moved_is_mended_where_the_file_stands(run: Run, small: Path) -> None:
    practise(small, ('"1.1.2"', '"0.1.1"'))
    status, out, _ = run("check", "--fix", PRACTICE)
    assert (status, out) == (0, f"{PRACTICE}:2: target: “0.1.1” → “1.1.2”\n")


def test_nothing_leads_to_it_and_it_cites_nothing(run: Run, small: Path) -> None:
    practise(small)
    rewrite(small, NOTE, ("{term}`consules`", "{note}`exercitium`"), ("{cite:t}`broughton1951{a. 61}`", "Broughton"))
    rewrite(small, NOTE, ("{cite:t}`broughton1951{Jahr 61}`", "Broughton"))
    out = run("check")[1]
    assert f"{NOTE}:9: R02 unknown note “exercitium”" in out
    rewrite(small, NOTE, ("{note}`exercitium`", "consules"))
    assert "B04 notice: nothing cites “broughton1951”" in run("check")[1]


def test_the_one_of_the_edition_is_sound() -> None:
    edition, problems = corpus.load(ROOT, config.read(ROOT))
    found = list((ROOT / "annotations" / SANDBOX).glob("*.md"))
    assert len(found) == 1
    assert found[0].stem not in edition.by_slug
    assert [problem for problem in problems if SANDBOX in problem.path] == []


def test_credits_are_made_of_the_files(small: Path) -> None:
    practise(small, ("author: editores", "author: Nemo"))
    rewrite(small, NOTE, ("author: editores", "author: 'Ana <b>Pop</b>'"))
    rewrite(
        small, "conf.py", ("edition_release", 'edition_translators = {"de": "Herausgeber, A. B."}\nedition_release')
    )
    for language in ("la", "de"):
        (small / f"source/{language}/about/credits.md").write_text("# Gratiae\n\n```{credits}\n```\n", encoding="utf-8")
        rewrite(small, f"source/{language}/index.md", ("about/edition\n", "about/edition\nabout/credits\n"))
    built = command(small, "de", "html", small / "html", small / "doctrees")
    assert (built.errors, built.code) == ("", 0)
    page = html.parse(str(small / "html/about/credits.html"))
    said = [" ".join(item.text_content().split()) for item in page.xpath("//main//li")]
    assert [text for text in said if re.match("Herausgeber|A. B.|Ana|editores|Nemo", text)] == [
        "Herausgeber: editing; translation (Deutsch)",
        "A. B.: translation (Deutsch)",
        "editores: notes: 3 (context 1, language 1, translation 1)",
        "Ana <b>Pop</b>: notes: 1 (source 1)",
    ]
