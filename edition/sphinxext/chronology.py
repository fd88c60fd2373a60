"""The chronology page: a drawn timeline, and a table of what happened, with its passages and the notes about them."""

from __future__ import annotations

from pathlib import PurePosixPath

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective

from edition.addresses import event_anchor
from edition.corpus import CHRONOLOGY
from edition.dates import locale_of
from edition.drawings.timeline import PRINTED_LENGTH, timeline
from edition.messages import message
from edition.model import DatedEvent
from edition.site import native_name
from edition.sphinxext.domain import EditionDomain, domain_of
from edition.sphinxext.lowering import parse_markdown
from edition.sphinxext.nodes import chronology_table, drawing, parallel_cell

_WIDTHS = (14, 38, 32, 16)


class ChronologyDirective(SphinxDirective):
    """``{chronology}``: the timeline and the table."""

    def run(self) -> list[nodes.Node]:
        """The drawings, then one row for each entry."""
        domain = domain_of(self.env)
        entries, language = domain.edition.chronology, domain.language
        if not entries:
            return []
        locale = locale_of(language, domain.regions.get(language, ""))
        anchor = f"#{event_anchor('%s')}"
        pictures = timeline(entries, language, locale, anchor)
        shown = nodes.container(
            "",
            *(drawing("", drawing=item, lang=language) for item in pictures),
            classes=["timeline"],
            printed=timeline(entries, language, locale, anchor, PRINTED_LENGTH),
        )
        return [shown, self._table(domain, entries)]

    def _table(self, domain: EditionDomain, entries: tuple[DatedEvent, ...]) -> chronology_table:
        language = domain.language
        heads = [
            message("Date", language),
            message("Event", language),
            *(native_name(code) for code in domain.languages[1:]),
            message("Passages and notes", language),
        ]
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in _WIDTHS[: len(heads)]), cols=len(heads))
        group += nodes.thead("", nodes.row("", *(nodes.entry("", nodes.paragraph("", head)) for head in heads)))
        group += nodes.tbody("", *(self._row(domain, entry) for entry in entries))
        return chronology_table("", group, classes=["chronology"])

    def _row(self, domain: EditionDomain, entry: DatedEvent) -> nodes.row:
        words = {
            code: entry.date.words(code, locale_of(code, domain.regions.get(code, ""))) for code in domain.languages
        }
        date = nodes.entry("", nodes.paragraph("", words[domain.language]))
        cells = [nodes.entry("", self._cell(entry, code)) for code in domain.languages]
        places = nodes.entry("", *self._places(domain, entry))
        return nodes.row("", date, *cells, places, ids=[event_anchor(entry.slug)], words=words)

    def _cell(self, entry: DatedEvent, code: str) -> parallel_cell:
        part = entry.texts[code]
        body = parse_markdown(self.state.document, PurePosixPath(CHRONOLOGY), part.text, part.line)
        first = body.next_node(nodes.paragraph)
        assert first is not None  # the check has seen to it that there is a text
        first[0:0] = [nodes.strong("", part.name), nodes.Text(". ")]
        return parallel_cell("", *body.children, lang=code)

    def _places(self, domain: EditionDomain, entry: DatedEvent) -> list[nodes.paragraph]:
        """Links to the passages, and to the notes that begin or end in one of them."""
        edition, own = domain.edition, domain.language
        here = [edition.resolve(passage) for passage in entry.passages]
        passages = [domain.reference_to(passage, own, self.env.docname) for passage in here]
        notes = [self._note(domain, note.slug) for note in edition.annotations if {note.target, note.last} & set(here)]
        return [nodes.paragraph("", "", *_listed(links)) for links in (passages, notes) if links]

    def _note(self, domain: EditionDomain, slug: str) -> pending_xref:
        """A reference to a note, whose number is put in when the page is written."""
        domain.references.setdefault(self.env.docname, set()).add(("note", slug))
        content = nodes.inline("", slug)
        return pending_xref(
            "", content, refdomain=domain.name, reftype="note", reftarget=slug, refdoc=self.env.docname,
            refexplicit=False, refwarn=True, lang=domain.language,
        )  # fmt: skip


def _listed(links: list[pending_xref]) -> list[nodes.Node]:
    """Links with commas between them."""
    listed: list[nodes.Node] = []
    for link in links:
        listed += [nodes.Text("; "), link] if listed else [link]
    return listed
