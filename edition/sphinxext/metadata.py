"""What a page says about itself, and how far its reader has come in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from edition import metadata
from edition.messages import message
from edition.model import Section
from edition.readings import DEFAULT_STATE, in_state
from edition.sphinxext.domain import EditionDomain, domain_of
from edition.sphinxext.nodes import headword, language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_ENOUGH = 80
"""So long a description says what is on a page; a shorter one is followed by the names on it."""


def add_metadata(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the template ``metadata.html`` what it writes into the head."""
    if doctree is None or app.builder.name not in {"html", "dirhtml"}:
        return
    domain = domain_of(app.env)
    section = domain.section(pagename)
    title = app.env.titles[pagename].astext()
    page = metadata.PageData(
        domain.language,
        app.builder.get_target_uri(pagename),
        title,
        metadata.shortened(_text(domain, section) if section else _summary(doctree, domain.language)),
        whole=pagename == app.config.root_doc,
        position=_order(domain).index(section) + 1 if section else 0,
        original=_original(domain, section) if section else "",
    )
    context["edition_metadata"] = metadata.describe(domain.config, page)
    context["edition_page_title"] = f"{title} — {_subtitle(domain) if page.whole else app.config.html_title}"
    if section:
        words = message("Page %(page)s of %(pages)s of the text", domain.language)
        pages = len(_order(domain))
        context["edition_progress"] = (page.position, pages, words % {"page": page.position, "pages": pages})


def _subtitle(domain: EditionDomain) -> str:
    return domain.config.subtitles.get(domain.language) or domain.config.titles[domain.language]


def _order(domain: EditionDomain) -> list[Section]:
    return list(domain.edition.sections[domain.language].values())


def _original(domain: EditionDomain, section: Section) -> str:
    """The heading of the section in the original, where this is a translation."""
    original = domain.edition.original[section.number]
    return "" if original is section else original.heading.text


def _text(domain: EditionDomain, section: Section) -> str:
    """How the section begins, as a reader sees it at first; of one without text, that it has none."""
    edition = domain.edition
    segments = [segment for paragraph in section.paragraphs[:2] for segment in paragraph]
    if not segments:
        return f"{section.heading.text}. {message('This section has no text in the transmitted article.', domain.language)}"
    if section is not edition.original[section.number]:
        waiting = edition.untranslated.get(domain.language, frozenset())
        words = " ".join(segment.text for segment in segments if segment.passage not in waiting)
        return words or section.heading.text
    return " ".join(
        in_state(segment.text, edition.emended.get(segment.passage, ()), edition.orthography, DEFAULT_STATE)
        for segment in segments
    )


def _summary(doctree: nodes.document, language: str) -> str:
    """The first paragraph of a page, and after a short one the names of the entries that it has."""
    first = next(_own(doctree, nodes.paragraph, language), "")
    if len(first) >= _ENOUGH:
        return first
    names = ", ".join(_own(doctree, headword, language))
    following = [text for text in _own(doctree, nodes.paragraph, language, nodes.section) if text != first]
    return f"{first} {names or ' '.join(following[:2])}".strip()


def _own(
    doctree: nodes.document, kind: type[nodes.Element], language: str, within: type[nodes.Element] = nodes.Element
) -> Iterator[str]:
    """The texts of one kind of node in the language of the page, directly in another kind of node."""
    for node in doctree.findall(kind):
        if language_of(node, language) == language and isinstance(node.parent, within) and node.astext().strip():
            yield node.astext()
