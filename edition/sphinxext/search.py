"""The search page and what the form of the search says; the index is made of the whole site (:mod:`edition.indexing`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from edition.addresses import APPARATUS, CHRONOLOGY, NOTES, page_of
from edition.messages import message
from edition.model import REGISTERS
from edition.searching import KINDS, stemmer_of
from edition.site import native_name
from edition.sphinxext.domain import EditionDomain, domain_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_PAGE = "search"
_OTHER_WAYS = (*map(page_of, REGISTERS), CHRONOLOGY, NOTES, APPARATUS, "bibliography")
_KIND_NAMES = {
    "passage": "Passage of the text",
    "note": "Note",
    "persons": "Person",
    "places": "Place",
    "organisations": "Organisation",
    "events": "Event or agreement",
    "terms": "Term",
    "chronology": "Chronology",
}


@dataclass(frozen=True)
class Form:
    """What the form shows.

    :ivar languages: each language of the edition, and after a colon its stemmer.
    :ivar filters: for each its name, its label, the words for no choice, and pairs of value and words.
    :ivar others: addresses and titles of pages that lead to everything without a script.
    """

    languages: str
    filters: list[tuple[str, str, str, list[tuple[str, str]]]]
    others: list[tuple[str, str]]


def replace_sphinx_search(app: Sphinx) -> None:
    """Have Sphinx write neither its index nor its search page."""
    if app.builder.name in {"html", "dirhtml"}:
        app.builder.search = False  # type: ignore[attr-defined]


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The search page, as Sphinx asks for it: name, what is on it, template."""
    if app.builder.name in {"html", "dirhtml"}:
        yield _PAGE, {}, "search.html"


def add_form(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give every page what the form needs."""
    if app.builder.name not in {"html", "dirhtml"}:
        return
    domain = domain_of(app.env)
    titles = [(name, app.env.titles[name].astext()) for name in _OTHER_WAYS if name in app.env.titles]
    others = [(app.builder.get_relative_uri(pagename, name), title) for name, title in titles]
    languages = " ".join(f"{code}:{stemmer_of(code)}" for code in domain.edition.languages)
    context["edition_search"] = Form(languages, _filters(domain), others)


def _filters(domain: EditionDomain) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    edition, say = domain.edition, partial(message, language=domain.language)
    found = {
        "passage": True,
        "note": bool(edition.annotations),
        **{name: bool(edition.register(name)) for name in REGISTERS},
        "chronology": bool(edition.chronology),
    }
    sections = [
        (str(number), f"{number} {section.heading.text}")
        for number, section in edition.sections[domain.language].items()
    ]
    kinds = [(kind, say(_KIND_NAMES[kind])) for kind in KINDS if found[kind]]
    languages = [(code, native_name(code)) for code in edition.languages]
    return [
        ("section", say("Section"), say("all"), sections),
        ("kind", say("What"), say("all"), kinds),
        ("language", say("Words in"), say("any language"), languages),
    ]
