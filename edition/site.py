"""The page above the languages: a reader chooses one, or takes a book."""

from __future__ import annotations

import shutil
from pathlib import Path

from babel import Locale
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from edition import settings
from edition.config import Config

_BOOKS = "pdf"

# What pages may load, for hosts that read a file `_headers`; search is compiled to WebAssembly.
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'self'; form-action 'self'"
)
_HEADERS = f"/*\n  Content-Security-Policy: {_POLICY}\n  X-Content-Type-Options: nosniff\n"


def write_home(config: Config, site: Path, books: Path) -> Path:
    """Write ``index.html`` into the folder *site*, and put the books from the folder *books* beside the pages.

    Beside it stands ``_headers``, by which a host tells browsers to run and load nothing but files of the site.

    :returns: the page written.
    """
    found = sorted(books.glob("*.pdf")) if books.is_dir() else []
    site.mkdir(parents=True, exist_ok=True)
    if found:
        (site / _BOOKS).mkdir(exist_ok=True)
    for book in found:
        shutil.copyfile(book, site / _BOOKS / book.name)
    languages = [
        {
            "code": code,
            "name": native_name(code),
            "title": config.titles[code],
            "subtitle": config.subtitles.get(code, ""),
            "book": f"{_BOOKS}/{code}.pdf" if books / f"{code}.pdf" in found else "",
        }
        for code in config.languages
    ]
    parallel = f"{_BOOKS}/parallel.pdf" if books / "parallel.pdf" in found else ""
    page = site / "index.html"
    text = template("home.html").render(
        languages=languages, parallel=parallel, settings=settings.written(config.languages)
    )
    page.write_text(text, encoding="utf-8")
    (site / "_headers").write_text(_HEADERS, encoding="utf-8")
    return page


def template(name: str) -> Template:
    """A template of the package, for what stands beside the trees."""
    environment = Environment(
        loader=PackageLoader("edition"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def native_name(language: str) -> str:
    """What a language is called by its speakers."""
    name = Locale.parse(language).get_display_name(language) or language
    return name[0].upper() + name[1:]
