"""The pages of the registers: all entries in both languages, in the alphabetical order of the page's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective

from edition.addresses import entry_anchor
from edition.dates import sentence
from edition.messages import message
from edition.model import AUTHORITIES, REGISTERS, Entry
from edition.sphinxext.domain import EditionDomain, domain_of
from edition.sphinxext.lowering import parse_markdown
from edition.sphinxext.nodes import headword, parallel_cell, parallel_row, register_entry, register_text


class RegisterDirective(SphinxDirective):
    """``{register} persons``: the entries of a register; of ``terms`` also those of others that stand in the glossary."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One row for each entry."""
        domain = domain_of(self.env)
        register = self.arguments[0]
        if register not in REGISTERS:
            raise self.error(f"there is no register “{register}”; the registers are {', '.join(REGISTERS)}")
        entries = entries_on_page(domain, register)
        return [
            self._row(entry, visiting=entry.register != register)
            for entry in sorted(entries, key=lambda entry: alphabetical(entry.names[domain.language].sort))
        ]

    def _row(self, entry: Entry, *, visiting: bool) -> parallel_row:
        domain = domain_of(self.env)
        cells = []
        for code in domain.languages:
            name = entry.names[code]
            body = parse_markdown(self.state.document, PurePosixPath(entry.path), name.description, name.line)
            if visiting:
                head = headword("", "", self._link(entry, code), lang=code)
                content = register_text("", *body.children)
            else:
                head = headword("", name.sort, lang=code, ids=[domain.anchor(entry_anchor(entry), code)])
                content = register_text("", *body.children, *self._facts(entry, code))
                put_dates(domain, entry, code, content)
            cells.append(parallel_cell("", register_entry("", head, content, lang=code), lang=code))
        return parallel_row("", *cells)

    def _link(self, entry: Entry, code: str) -> pending_xref:
        """The headword of an entry that has its place in another register."""
        name = entry.names[code].name
        return domain_of(self.env).reference("entry", entry.slug, name, code, self.env.docname)

    def _facts(self, entry: Entry, code: str) -> Iterator[nodes.paragraph]:
        """Where it is mentioned, and what authorities call it."""
        domain = domain_of(self.env)
        passages = domain.passages_of.get((code, entry.slug), ())
        if passages:
            paragraph = nodes.paragraph("", message("Mentioned in:", code) + " ", classes=["register-facts"])
            for place, passage in enumerate(passages):
                paragraph += [nodes.Text(", ")] if place else []
                paragraph += domain.reference_to(passage, code, self.env.docname)
            yield paragraph
        if entry.identifiers:
            paragraph = nodes.paragraph("", classes=["register-facts"])
            for place, (authority, identifier) in enumerate(entry.identifiers.items()):
                label, address = AUTHORITIES[authority]
                words = f"{label} {identifier}"
                paragraph += [nodes.Text(" · ")] if place else []
                paragraph += nodes.reference("", words, refuri=address % identifier, internal=False)
            yield paragraph


def entries_on_page(domain: EditionDomain, register: str) -> tuple[Entry, ...]:
    """The entries that the page of a register shows."""
    visiting = [entry for entry in domain.edition.entries.values() if entry.glossary] if register == "terms" else []
    return *domain.edition.register(register), *visiting


def put_dates(domain: EditionDomain, entry: Entry, code: str, content: nodes.Element) -> None:
    """Begin the description with the dates."""
    dates = sentence(entry.dates, code, domain.regions.get(code, ""))
    first = content.next_node(nodes.paragraph)
    if dates and first is not None:
        first.insert(0, nodes.inline("", f"{dates} ", classes=["dates"]))


def alphabetical(text: str) -> list[tuple[str, str]]:
    """A sort key by which a letter with a mark follows the plain letter (ă after a, ș after s)."""
    key = []
    for character in text.casefold():
        decomposed = unicodedata.normalize("NFD", character)
        if decomposed[0].isalnum():
            key.append((decomposed[0], decomposed[1:]))
    return key
