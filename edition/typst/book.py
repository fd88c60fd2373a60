"""The printed books: one with all languages side by side, and one for each language."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import typst
from babel import Locale
from babel.dates import format_date

from edition.config import Config
from edition.config import read as config_of
from edition.messages import message
from edition.typst.builder import MANIFEST
from edition.typst.hyphenation import SoftHyphens, line_ends

PARALLEL = "parallel"

_FRONT = "about/"
_TEMPLATE = ("book.typ", "elements.typ")
_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_PASSES = 4
"""How often a book is set anew at most; once is enough unless Typst changes its mind."""

_WORDS = ("Contents", "Version", "revision")


class BookError(Exception):
    """A book could not be made; the text says why."""


def make_books(root: Path, trees: Path, out: Path) -> list[Path]:
    """Make all books of an edition.

    :param root: the folder of ``conf.py``.
    :param trees: where the builder ``typst`` has written, for each language a folder of its code.
    :param out: the folder for ``parallel.pdf`` and ``<language>.pdf``.
    :raises BookError: where the trees are not there or Typst finds a mistake.
    """
    config = config_of(root)
    languages = config.languages
    manifests = {language: _manifest(trees / language) for language in languages}
    out.mkdir(parents=True, exist_ok=True)
    layouts = {PARALLEL: languages, **{language: (language,) for language in languages}}
    return [
        _make_book(layout, _data(config, {code: manifests[code] for code in shown}), trees, out)
        for layout, shown in layouts.items()
        if layout != PARALLEL or len(languages) > 1
    ]


def _make_book(layout: str, data: dict[str, Any], trees: Path, out: Path) -> Path:
    """Make one book, unless the one that is there was made of the same."""
    template = {name: _read(Path(__file__).with_name(name)) for name in _TEMPLATE}
    template["book.json"] = json.dumps(data, ensure_ascii=False)
    modules = {path.lstrip("/"): _read(trees / path.lstrip("/")) for path in _paths(data)}
    path, record = out / f"{layout}.pdf", out / f".{layout}.digest"
    digest = _digest(_tools(), layout, template, modules)
    if path.exists() and record.exists() and record.read_text(encoding="utf-8") == digest + _digest(path.read_bytes()):
        return path
    pdf = _typeset(layout, template, modules, data["date"])
    _write(path, pdf)
    _write(record, (digest + _digest(pdf)).encode())
    return path


def _typeset(layout: str, template: Mapping[str, str], modules: Mapping[str, str], date: list[int]) -> bytes:
    """Set a book: with all soft hyphens, then with those that were used, until the lines stay the same."""
    pdf = _compile(layout, {**template, **modules}, date)
    for _ in range(_PASSES):
        hyphens = SoftHyphens(modules)
        if not hyphens:
            break
        modules = hyphens.keeping(hyphens.used(pdf))
        previous, pdf = pdf, _compile(layout, {**template, **modules}, date)
        if line_ends(previous) == line_ends(pdf):
            break
    return _plain_stream_ends(pdf)


def _plain_stream_ends(pdf: bytes) -> bytes:
    r"""The same PDF, with no stream whose data seem to end in another place than they do.

    Compressed data may end in a carriage return. Before the line feed that Typst writes after the data, a validator
    takes the two for one line end, and the stream for shorter than it says. A carriage return alone is a line end
    too (ISO 32000-1, 7.3.8.1), as long, so that no offset changes.
    """
    return pdf.replace(b"\r\nendstream", b"\r\rendstream")


def _compile(layout: str, sources: Mapping[str, str], date: list[int]) -> bytes:
    year, month, day = date
    noon = datetime.datetime(year, month, day, 12, tzinfo=datetime.UTC)
    main = {"main.typ": b'#include "/book.typ"', **{name: code.encode() for name, code in sources.items()}}
    try:
        pdf, warnings = typst.compile_with_warnings(
            cast("Any", main),  # a dictionary of files is accepted, but missing in the stubs
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"layout": layout},
            pdf_standards=_STANDARDS,
            timestamp=noon,
        )
    except typst.TypstError as error:
        # One mistake in a function of the template is told once for each call.
        first = (error.diagnostic or error.message).split("\n\nerror: ")[0]
        raise BookError(f"{layout}.pdf was not made:\n{first}") from error
    if warnings:
        raise BookError(f"{layout}.pdf was not made:\n" + "\n".join(item.diagnostic for item in warnings))
    return pdf


# -- What the template is told ---------------------------------------------------


def _data(config: Config, manifests: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Everything in a book but the documents."""
    languages = list(manifests)
    try:
        date = datetime.date.fromisoformat(config.date)
    except ValueError as error:
        raise BookError(f"conf.py: edition_date: {error}") from error
    return {
        "languages": languages,
        "original": config.languages[0],
        "regions": config.regions,
        "titles": config.titles,
        "subtitles": config.subtitles,
        "authors": config.authors,
        "release": config.release,
        "revision": config.revision,
        "article": config.article,
        "licence": config.licence,
        "date": [date.year, date.month, date.day],
        "dates": {code: format_date(date, "long", locale=_locale(code, config.regions)) for code in languages},
        "words": {code: {text: message(text, code) for text in _WORDS} for code in languages},
        "documents": _documents(manifests),
        "colophon": _colophon(config, languages),
    }


def _documents(manifests: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The documents in the order of the book: those about the edition, the text, the rest."""
    own, *others = manifests
    by_name = {code: {item["name"]: item for item in manifests[code]["documents"]} for code in manifests}
    documents: list[dict[str, Any]] = []
    kind, caption = -1, ""
    for item in sorted(manifests[own]["documents"], key=_part):
        name = item["name"]
        for code in others:
            if name not in by_name[code]:
                raise BookError(f"the tree {code!r} has no document {name!r}, which the tree {own!r} has")
        same = {code: by_name[code][name] for code in manifests}
        short = {code: found["short"] for code, found in same.items()}
        captions = {code: found["caption"] for code, found in same.items()}
        part = _part(item)
        documents.append(
            {
                "name": name,
                "text": item["text"],
                "short": short,
                "bookmark": " · ".join(dict.fromkeys(short.values())),
                "captions": captions if captions[own] != caption else None,
                "number": item["number"],
                "paths": {code: f"/{code}/{name}.typ" for code in ([own] if item["text"] else manifests)},
                "new-page": part != kind or part == 2,
            }
        )
        kind, caption = part, captions[own]
    return documents


def _part(item: Mapping[str, Any]) -> int:
    return 1 if item["text"] else 0 if item["name"].startswith(_FRONT) else 2


def _locale(language: str, regions: Mapping[str, str]) -> Locale:
    tag = f"{language}-{regions[language]}" if language in regions else language
    return Locale.parse(tag, sep="-")


def _colophon(config: Config, languages: Iterable[str]) -> dict[str, Any]:
    short = {code: message("Colophon", code) for code in languages}
    numbers = (
        "Passages are numbered by section, paragraph and segment (4.2.3); the numbers are the same in every form of "
        "the edition. Those of the paragraphs stand in the margin."
    )
    paragraphs = {
        code: [
            message("Text of revision %s of the article.", code) % config.revision,
            message(numbers, code),
            message("Text, notes and translation: %s.", code) % config.licence,
            message("Set in Libertinus Serif with Typst.", code),
        ]
        for code in languages
    }
    return {
        "text": False,
        "short": short,
        "bookmark": " · ".join(dict.fromkeys(short.values())),
        "captions": None,
        "number": None,
        "paragraphs": paragraphs,
    }


def _paths(data: Mapping[str, Any]) -> list[str]:
    return [path for item in data["documents"] for path in item["paths"].values()]


# -- Files ----------------------------------------------------------------------


def _manifest(tree: Path) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(_read(tree / MANIFEST)))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BookError(f"{path} is missing: build the trees first, with the builder typst") from error


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)


def _digest(*values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()


@cache
def _tools() -> str:
    """A digest of what makes the books: Typst and this package."""
    here = Path(__file__).parent
    sources = [path.read_bytes() for path in sorted(here.iterdir()) if path.suffix in {".py", ".typ"}]
    return _digest(version("typst"), sources)
