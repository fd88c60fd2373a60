"""The glossary page: the register of terms in both languages, in the alphabetical order of the page's own."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from edition.corpus import TERMS
from edition.model import Term
from edition.sphinxext.domain import domain_of, term_anchor
from edition.sphinxext.lowering import parse_markdown
from edition.sphinxext.nodes import headword, parallel_cell, parallel_row, term_definition, term_entry


class TermsDirective(SphinxDirective):
    """``{terms}``: all terms of the register."""

    def run(self) -> list[nodes.Node]:
        """One row for each term."""
        domain = domain_of(self.env)
        terms = domain.edition.terms.values()
        return [
            self._row(term)
            for term in sorted(terms, key=lambda term: alphabetical(term.definitions[domain.language].term))
        ]

    def _row(self, term: Term) -> parallel_row:
        domain = domain_of(self.env)
        cells = []
        for code in domain.languages:
            definition = term.definitions[code]
            body = parse_markdown(self.state.document, PurePosixPath(TERMS), definition.text, definition.line)
            entry = term_entry(
                "",
                headword("", definition.term, lang=code, ids=[domain.anchor(term_anchor(term.slug), code)]),
                term_definition("", *body.children),
                lang=code,
            )
            cells.append(parallel_cell("", entry, lang=code))
        return parallel_row("", *cells)


def alphabetical(text: str) -> list[tuple[str, str]]:
    """A sort key by which a letter with a mark follows the plain letter (ă after a, ș after s)."""
    key = []
    for character in text.casefold():
        decomposed = unicodedata.normalize("NFD", character)
        if decomposed[0].isalnum():
            key.append((decomposed[0], decomposed[1:]))
    return key
