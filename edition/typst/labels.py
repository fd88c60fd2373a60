"""Labels of the printed book: one name for each place, the same in the books of every language.

A page of the text shows two languages, and the trees of both languages go into one book.
So a label says its language: ``ro:s4-2-3``, ``en:note-some-slug``, ``en:about/edition#some-section``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from edition.addresses import TEXT_FOLDER, entry_anchor, note_anchor, page_of
from edition.sphinxext.domain import domain_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain

_PASSAGE = re.compile(r"s\d+[a-z]*(-\d+[a-z]*)*")


class Labels:
    """The labels of one language tree."""

    def __init__(self, env: BuildEnvironment) -> None:
        domain = domain_of(env)
        self.language = domain.language
        self.languages = domain.languages
        self.tags = {code: f"{code}-{region}" for code, region in domain.regions.items()}
        notes = domain.edition.annotations
        self._text = {anchor for note in notes for anchor in (note_anchor(note), f"mark-{note.slug}")}
        self._entries = {(page_of(entry.register), entry_anchor(entry)) for entry in domain.edition.entries.values()}
        self._has_text = bool(domain.edition.sections[self.language])
        # An ordinary project may do without.
        cited = cast("BibtexDomain", env.get_domain("cite")).citations if "cite" in env.domains else []
        self._works = {
            (entry.bibliography_key.docname, entry.citation_id): entry.formatted_entry.key for entry in cited
        }

    def of_document(self, docname: str) -> str:
        """The label of a whole document in the language of the tree."""
        return f"{self.language}:{docname}"

    def of(self, docname: str, name: str) -> str:
        """The label of the id *name* on the page *docname*; the companion's ids end in its language."""
        if (docname, name) in self._works:
            return f"{self.language}:bib-{self._works[docname, name]}"
        if self._everywhere(docname, name):
            return f"{self.language}:{name}"
        for language in self.languages[1:]:
            bare = name.removesuffix(f"-{language}")
            if bare != name and self._everywhere(docname, bare):
                return f"{language}:{bare}"
        return f"{self.language}:{docname}#{name}"

    def of_all(self, docname: str, name: str) -> list[str]:
        """The labels of a place that the languages share: a paragraph, a section, a work."""
        label = self.of(docname, name).partition(":")[2]
        return [f"{language}:{label}" for language in self.languages]

    def _everywhere(self, docname: str, name: str) -> bool:
        """Whether *name* means the same place in the trees of all languages."""
        if self._has_text and docname.startswith(TEXT_FOLDER):
            return name in self._text or _PASSAGE.fullmatch(name) is not None
        return (docname, name) in self._entries
