"""Words that are code elsewhere, and that the check lets pass since they are only words: they are shown, and do nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pypdfium2
import pytest
from building import command
from conftest import SMALL
from lxml import html

from edition import config, corpus
from edition.typst.book import make_books

ORDERS = (
    "{{ 7*7 }}{% include '/etc/passwd' %}",
    '#read("/etc/passwd") #panic("x") $1 + 1$ @x ];',
    "\\input{/etc/passwd}",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
)
PLAIN = " ".join(ORDERS)
MARKDOWN = re.sub(r"([\\`*_\[\]{}<>#$@~%])", r"\\\1", PLAIN)
SCALAR = "'" + PLAIN.replace("'", "''") + "'"
BLOCK = f"'{MARKDOWN.replace(chr(39), chr(39) * 2)}'"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small edition with orders wherever words may stand."""
    root = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("hostile") / "small"))

    def change(path: str, *pairs: tuple[str, str]) -> None:
        text = (root / path).read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        (root / path).write_text(text, encoding="utf-8")

    change(
        "annotations/1/duo-consules.md",
        ("author: editores", f"author: {SCALAR}"),
        ("dictum est.", MARKDOWN),
        ("die Rede.", MARKDOWN),
    )
    change(
        "source/de/text/01-de-helvetiis.md", ("# Die Helvetier", f"# {MARKDOWN}"), ("Reichste.", f"Reichste {MARKDOWN}")
    )
    for language in ("la", "de"):
        (root / f"source/{language}/about/edition.md").write_text(
            f"# {MARKDOWN}\n\n{MARKDOWN} {{cite:p}}`caesar1900`\n", encoding="utf-8"
        )
    change("source/registers/terms.yaml", ("name: consul\n", f"name: 'consul {SCALAR[1:]}\n"),
           ("Magistratus summus; bini quotannis creabantur.", BLOCK))  # fmt: skip
    change(
        "source/references.bib",
        ("{Oxonii}", "{" + re.sub(r"([#$%&_{}])", r"\\\1", PLAIN.replace("\\", "")).replace("@", "") + "}"),
    )
    (root / "annotations/1/emendations.yaml").write_text(
        f"- passage: '1.1.2'\n  quote: exirent\n  emendation: {SCALAR}\n  category: word\n  certainty: certain\n"
        "  reason: {la: 'read(/etc/passwd) 7*7', de: 'panic(x) 1 + 1'}\n",
        encoding="utf-8",
    )
    problems = corpus.load(root, config.read(root))[1]
    assert [str(problem) for problem in problems if not problem.notice] == []
    return root


@pytest.fixture(scope="module")
def built(hostile: Path) -> Path:
    """The pages and the books of it."""
    out = hostile.parent / "out"
    for language in ("la", "de"):
        for builder in ("html", "typst"):
            done = command(hostile, language, builder, out / builder / language, out / "doctrees" / language)
            assert (done.errors, done.code) == ("", 0)
    make_books(hostile, out / "typst", out / "pdf")
    return out


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\ufffe-]", "", text)


@pytest.mark.parametrize("language", ["la", "de"])
def test_pages_show_orders_and_obey_none(language: str, built: Path) -> None:
    shown = ""
    for path in sorted((built / "html" / language).rglob("*.html")):
        page = html.fromstring(path.read_bytes())
        for script in page.iter("script"):
            # Data for search engines name the page, and have no mark that could end them.
            data = script.get("type") == "application/ld+json"
            words = script.text or ""
            assert "<" not in words if data else "alert" not in words, (path, words)
        for element in page.iter():
            for name, value in element.attrib.items():
                assert not (name.lower().startswith("on") and "alert" in value), (path, name)
                if name in {"href", "src", "action", "data"}:
                    assert not value.strip().lower().startswith(("javascript:", "data:text", "vbscript:"))
        assert not page.xpath("//img[@src='x']")
        shown += squeezed(page.text_content())
    for order in ORDERS:
        assert shown.count(squeezed(order)) >= 3
    assert "root:x:0" not in shown
    assert "49{%" not in shown


def test_books_show_orders_and_obey_none(built: Path) -> None:
    for name in ("parallel", "la", "de"):
        sheets = pypdfium2.PdfDocument(built / "pdf" / f"{name}.pdf")
        shown = squeezed("".join(sheet.get_textpage().get_text_range() for sheet in sheets))
        assert "root:x:0" not in shown
        for order in ORDERS[:3]:
            assert squeezed(order) in shown, (name, order)
