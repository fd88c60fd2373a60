"""The pages of sections that have another number now, or are no more: every address on them leads on, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from edition.addresses import TEXT_FOLDER, docname_of
from edition.messages import message
from edition.model import Alias, Passage
from edition.sphinxext.domain import EditionDomain, domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_TEMPLATE = "former-page.html"
_LINK = "\N{OBJECT REPLACEMENT CHARACTER}"

Line = tuple[str, str, str, str, str, str]
"""What became of a passage: its old id, the language of the line, and the words before, in, and after the link to an
address."""


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Each page that is no more, as Sphinx asks for it: name, what is on it, template."""
    if app.builder.name not in {"html", "dirhtml"}:
        return
    domain = domain_of(app.env)
    for old, alias in domain.edition.aliases.items():
        if alias.page:
            name = TEXT_FOLDER + alias.page
            title = message("This page is no more", domain.language)
            yield name, {"title": title, "lines": list(_lines(app, domain, old, name))}, _TEMPLATE


def _lines(app: Sphinx, domain: EditionDomain, section: Passage, name: str) -> Iterator[Line]:
    for old, alias in domain.edition.aliases.items():
        if old.section == section.section:
            # Only a heading or segment has an address in each language.
            for language in domain.languages if domain.is_segment(old) else (domain.language,):
                yield _line(app, domain, old, alias, language, name)


def _line(app: Sphinx, domain: EditionDomain, old: Passage, alias: Alias, language: str, name: str) -> Line:
    there = docname_of(domain.edition.sections[domain.language][alias.to.section])
    anchor = domain.anchor(alias.to.anchor, language) if domain.is_segment(alias.to) else alias.to.anchor
    # A section is the whole page.
    fragment = f"#{anchor}" if len(alias.to.parts) > 1 else ""
    if alias.removed:
        removed = message("Passage %s was no longer in the article in revision %s; the one before it is %s.", language)
        text = removed % (old, alias.removed, _LINK)
    else:
        text = message("Passage %s is now %s.", language) % (old, _LINK)
    before, _, after = text.partition(_LINK)
    address = app.builder.get_relative_uri(name, there) + fragment
    return domain.anchor(old.anchor, language), language, before, address, str(alias.to), after
