"""What a page says about itself to those who do not read it: search engines, reference managers, networks.

Reference managers take the names of Highwire Press (``citation_…``) and Dublin Core from ``meta`` elements, networks
those of Open Graph, search engines schema.org. A page is a part of the edition and the front page is the edition; the
rules by which Zotero tells the two are kept in ``tests/test_metadata.py``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from babel.core import get_global

from edition.config import Config

LONGEST_DESCRIPTION = 200

CARD_SIZE = (1200, 630)
"""Width and height in pixels of the picture that networks show with a link."""

_EVERY_LANGUAGE = "x-default"


@dataclass(frozen=True)
class PageData:
    """A page, as it is described.

    :ivar language: of the tree in which it stands.
    :ivar path: its file in that tree: ``text/00-lead.html``.
    :ivar title: its heading.
    :ivar description: one or two sentences, without marks of notes.
    :ivar whole: whether it stands for the edition and not for a part.
    :ivar position: of a section of the text, its place among them, from 1; 0 on other pages.
    :ivar original: of a section in translation, its heading in the language of the original.
    """

    language: str
    path: str
    title: str
    description: str
    whole: bool = False
    position: int = 0
    original: str = ""


@dataclass
class Metadata:
    """What stands in the head of a page.

    :ivar elements: the ``meta`` elements: the attribute that names it (``name`` or ``property``), the name, the content.
    :ivar alternates: the same page in each language: ``hreflang`` and address.
    :ivar linked_data: JSON-LD, safe within a ``script`` element.
    """

    elements: list[tuple[str, str, str]] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)
    linked_data: str = ""


def shortened(text: str) -> str:
    """*text* in at most :data:`LONGEST_DESCRIPTION` characters, broken between words."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[:LONGEST_DESCRIPTION].rpartition(" ")[0].rstrip(" ,;:–—(„“") + "…"


def book_title(config: Config, language: str) -> str:
    """Title and subtitle of the edition in one line."""
    parts = (config.titles[language], config.subtitles.get(language, ""))
    return ": ".join(part for part in parts if part)


def address(config: Config, language: str, path: str) -> str:
    """The public address of a page; empty where the edition has none."""
    if not config.site:
        return ""
    return f"{config.site.rstrip('/')}/{language}/{path}"


def card_name(language: str) -> str:
    """The file of the picture for networks, beside the trees."""
    return f"card-{language}.png"


def describe(config: Config, page: PageData) -> Metadata:
    """Everything that a page says about itself."""
    return Metadata(
        [*_plain(config, page), *_highwire(config, page), *_dublin_core(config, page), *_open_graph(config, page)],
        _alternates(config, page),
        _linked_data(config, page),
    )


def _plain(config: Config, page: PageData) -> list[tuple[str, str, str]]:
    return _elements("name", {"description": page.description, "author": config.authors.get(page.language, "")})


def _highwire(config: Config, page: PageData) -> list[tuple[str, str, str]]:
    """For Zotero and Scholar; a book by its title alone would be taken for an article, so Open Graph says it is a book."""
    book = book_title(config, page.language)
    editors = config.authors.get(page.language, "")
    fields = {"citation_title": book if page.whole else page.title}
    if not page.whole:
        # The first is that of newer versions of Zotero, the second of older ones.
        fields |= {"citation_inbook_title": book, "citation_book_title": book}
    if not page.position and not page.whole:
        fields["citation_author"] = editors
    fields |= {
        "citation_editor": editors,
        "citation_publication_date": config.date.replace("-", "/"),
        "citation_language": language_tag(config, page.language),
        "citation_public_url": address(config, page.language, page.path),
    }
    if config.site:
        fields["citation_pdf_url"] = f"{config.site.rstrip('/')}/pdf/{page.language}.pdf"
    return _elements("name", fields)


def _dublin_core(config: Config, page: PageData) -> list[tuple[str, str, str]]:
    """No source and no part-of: Zotero would take the one for the title of a journal, the other for a record."""
    fields = {
        "DC.title": book_title(config, page.language) if page.whole else page.title,
        "DC.creator": config.authors.get(page.language, ""),
        "DC.date": config.date,
        "DC.language": language_tag(config, page.language),
        "DC.type": "Text",
        "DC.format": "text/html",
        "DC.identifier": address(config, page.language, page.path),
        "DC.rights": config.licence,
    }
    return _elements("name", fields)


def _open_graph(config: Config, page: PageData) -> list[tuple[str, str, str]]:
    """A picture only where there is a public address: networks fetch it by that."""
    fields = {
        # Of “website” Zotero would make a web page.
        "og:type": "book" if page.whole else "article",
        "og:title": page.title,
        "og:description": page.description,
        "og:site_name": config.titles[page.language],
        "og:locale": _locale(config, page.language),
        "og:url": address(config, page.language, page.path),
    }
    elements = _elements("property", fields)
    elements += [
        ("property", "og:locale:alternate", _locale(config, code)) for code in config.languages if code != page.language
    ]
    if config.site:
        width, height = CARD_SIZE
        picture = {
            "og:image": f"{config.site.rstrip('/')}/{card_name(page.language)}",
            "og:image:type": "image/png",
            "og:image:width": str(width),
            "og:image:height": str(height),
            "og:image:alt": book_title(config, page.language),
        }
        elements += _elements("property", picture)
    return [*elements, ("name", "twitter:card", "summary_large_image" if config.site else "summary")]


def _alternates(config: Config, page: PageData) -> list[tuple[str, str]]:
    """Also the page itself; a reader of another language gets the choice of languages, or the original."""
    up = "../" * (page.path.count("/") + 1)
    site = f"{config.site.rstrip('/')}/" if config.site else up
    found = [(code, f"{site}{code}/{page.path}") for code in config.languages]
    return [*found, (_EVERY_LANGUAGE, f"{site}index.html" if page.whole else found[0][1])]


def _linked_data(config: Config, page: PageData) -> str:
    """The page as a chapter of a book, or as the book."""
    editors = {"@type": "Organization", "name": config.authors.get(page.language, "")}
    book: dict[str, Any] = {
        "@type": "Book",
        "name": config.titles[page.language],
        "alternativeHeadline": config.subtitles.get(page.language, ""),
        "inLanguage": list(config.languages),
        "editor": editors,
        "version": config.release,
        "datePublished": config.date,
        "license": config.licence,
        "isBasedOn": config.article,
        "url": address(config, page.language, "index.html"),
    }
    if page.whole:
        data = book | {"description": page.description}
    else:
        data = {
            "@type": "Chapter" if page.position else "WebPage",
            "name": page.title,
            "description": page.description,
            "inLanguage": page.language,
            "url": address(config, page.language, page.path),
            "isPartOf": book,
        }
        if page.position:
            data["position"] = page.position
        if page.original:
            original = config.languages[0]
            data["translationOfWork"] = {"@type": "Chapter", "name": page.original, "inLanguage": original}
    text = json.dumps(_filled({"@context": "https://schema.org"} | data), ensure_ascii=False)
    return text.replace("<", "\\u003c")


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {key: _filled(value) if isinstance(value, dict) else value for key, value in data.items() if value}


def _elements(attribute: str, fields: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(attribute, name, content) for name, content in fields.items() if content]


def language_tag(config: Config, language: str) -> str:
    """The tag of a language with its region, where the edition names one: ``en-GB``."""
    region = config.regions.get(language, "")
    return f"{language}-{region}" if region else language


def _locale(config: Config, language: str) -> str:
    """A language with a region, which Open Graph wants always: that of the edition, else the likely one."""
    likely = str(get_global("likely_subtags").get(language, language)).split("_")
    region = config.regions.get(language) or (likely[-1] if len(likely) > 1 else language.upper())
    return f"{language}_{region}"
