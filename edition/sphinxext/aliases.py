"""Old numbers of passages on a page: every address that was ever given leads on, without a script.

Where the words are still on the page, an empty element with the old id stands before them. Where they are not, a line
that is seen only by who came for it stands after the passage before.
"""

from __future__ import annotations

from docutils import nodes

from edition.messages import message
from edition.model import Passage, Section
from edition.sphinxext.domain import EditionDomain
from edition.sphinxext.nodes import old_address

_LINK = "\N{OBJECT REPLACEMENT CHARACTER}"


def former_ids(domain: EditionDomain, passage: Passage, *languages: str) -> list[str]:
    """The ids under which *passage* stood on its page before, in some of the languages."""
    return [
        domain.anchor(old.anchor, code)
        for old in domain.edition.former.get(passage, ())
        if old.section == passage.section
        for code in _languages(domain, old)
        if code in languages
    ]


def old_addresses(domain: EditionDomain, section: Section, docname: str) -> dict[Passage, list[old_address]]:
    """For passages of a page, the lines that tell what became of those after them."""
    found: dict[Passage, list[old_address]] = {}
    for old, alias in domain.edition.aliases.items():
        # A section has no element before which its old ids could stand.
        elsewhere = alias.to.section != section.number or len(alias.to.parts) == 1
        if old.section == section.number and (alias.removed or elsewhere):
            before = max(passage for passage in section.segments if passage < old)
            found.setdefault(before, []).extend(_line(domain, old, code, docname) for code in _languages(domain, old))
    return found


def _languages(domain: EditionDomain, old: Passage) -> tuple[str, ...]:
    """The languages in which a page has an address of a passage: a heading or segment in each, a paragraph in all at once."""
    return domain.languages if domain.is_segment(old) else (domain.language,)


def _line(domain: EditionDomain, old: Passage, language: str, docname: str) -> old_address:
    alias = domain.edition.aliases[old]
    line = old_address("", ids=[domain.anchor(old.anchor, language)], lang=language)
    if alias.removed:
        text = message("Passage %s was no longer in the article in revision %s; this is the one before it.", language)
        line += nodes.Text(text % (old, alias.removed))
        return line
    before, _, after = (message("Passage %s is now %s.", language) % (old, _LINK)).partition(_LINK)
    line += [nodes.Text(before), domain.reference_to(alias.to, language, docname), nodes.Text(after)]
    return line
