"""The page above the languages: a reader chooses one, or takes a book."""

from __future__ import annotations

import shutil
from pathlib import Path

from babel import Locale
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from edition.config import Config

_BOOKS = "pdf"


def write_home(config: Config, site: Path, books: Path) -> Path:
    """Write ``index.html`` into the folder *site*, and put the books from the folder *books* beside the pages.

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
    text = template("home.html").render(languages=languages, parallel=parallel)
    page.write_text(text, encoding="utf-8")
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
