"""The page of all notes: each with its passage, its lemma, its kind and first words, who wrote it and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from edition.markup import first_words
from edition.messages import message, name_of
from edition.model import KINDS, STATUSES, Annotation
from edition.sphinxext.aboutnotes import signature
from edition.sphinxext.domain import EditionDomain, domain_of, on_the_web
from edition.sphinxext.lists import filter_of, group_of, heading_of
from edition.sphinxext.lowering import head_of, lemma_run
from edition.sphinxext.nodes import all_notes, entry_filter, listed_entry
from edition.sphinxext.works import joined, link_to_note

_BEGINNING = 160  # characters


class NotesDirective(SphinxDirective):
    """``{notes}``: all notes, section by section."""

    def run(self) -> list[nodes.Node]:
        """The filter, and the notes in the order of their numbers."""
        domain = domain_of(self.env)
        notes = domain.edition.annotations
        if not notes:
            return []
        groups = groupby(notes, key=lambda note: note.target.section)
        entries = [group_of(domain, number, [self._entry(domain, note) for note in found]) for number, found in groups]
        return [self._filter(domain), all_notes("", *entries, docname=self.env.docname)]

    def _filter(self, domain: EditionDomain) -> entry_filter:
        language, notes = domain.language, domain.edition.annotations
        kinds, statuses = ({getattr(note, key) for note in notes} for key in ("kind", "status"))
        authors = sorted({note.author for note in notes})
        sections = dict.fromkeys(note.target.section for note in notes)
        return filter_of(
            domain,
            [
                ("kind", "Kind:", [(kind, message(kind.capitalize(), language)) for kind in KINDS if kind in kinds]),
                ("section", "Section:", [(str(number), heading_of(domain, number)) for number in sections]),
                ("author", "Author:", [(author, message(author, language)) for author in authors]),
                ("status", "Status:", [(item, name_of(item, language)) for item in STATUSES if item in statuses]),
            ],
        )

    def _entry(self, domain: EditionDomain, note: Annotation) -> listed_entry:
        docname, language = self.env.docname, domain.language
        values = {
            "kind": note.kind,
            "section": str(note.target.section),
            "author": note.author,
            "status": note.status,
        }
        paragraph = nodes.paragraph(
            "",
            "",
            domain.reference("note", note.slug, "", language, docname),
            nodes.Text(" · "),
            domain.reference_to(note.target, language, docname),
            nodes.Text(" · "),
            *head_of(domain, lemma_run(domain, note, language), note.kind, language, docname),
            nodes.Text(first_words(note.parts[language].text, _BEGINNING) + " "),
            nodes.inline("", f"({signature(note, language)})", classes=["note-signature"]),
        )
        return listed_entry("", paragraph, values=values, annotation=note.slug)


def shown_on_page(domain: EditionDomain) -> Iterator[object]:
    """What the page of all notes is read from, beside its own file."""
    sections = dict.fromkeys(note.target.section for note in domain.edition.annotations)
    yield [heading_of(domain, number) for number in sections]
    yield [(note, lemma_run(domain, note, domain.language)) for note in domain.edition.annotations]


class IndexNotes(SphinxPostTransform):
    """In place of the list, tell the notes of each kind by number, where the notes themselves are not pages away.

    A book or an e-book has them all already, and nothing to filter with.
    """

    # Before references are resolved (10), of which each would otherwise be made for nothing.
    default_priority = 2

    def run(self, **kwargs: object) -> None:
        """Replace the list of the page."""
        if on_the_web(self.env._app.builder):
            return
        for found in list(self.document.findall(all_notes)):
            slugs = [entry["annotation"] for entry in found.findall(listed_entry)]
            found.replace_self(list(self._index(found["docname"], slugs)))
        for fields in list(self.document.findall(entry_filter)):
            fields.parent.remove(fields)

    def _index(self, docname: str, slugs: list[str]) -> Iterator[nodes.paragraph]:
        domain = domain_of(self.env)
        for kind in KINDS:
            links = [
                link_to_note(self.env, docname, slug) for slug in slugs if domain.edition.by_slug[slug].kind == kind
            ]
            if links:
                name = nodes.strong("", f"{message(kind.capitalize(), domain.language)}:")
                yield nodes.paragraph("", "", name, nodes.Text(" "), *joined("; ", links))
