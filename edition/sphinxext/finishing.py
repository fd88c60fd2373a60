"""The write phase: what depends on the whole edition — numbers of notes, references back, citations by language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from edition.addresses import APPARATUS, docname_of, note_anchor
from edition.messages import message, unparted
from edition.readings import STATES
from edition.sphinxext.aliases import former_ids
from edition.sphinxext.citations import reference_style
from edition.sphinxext.domain import domain_of, on_the_web
from edition.sphinxext.lowering import runs_of, vary
from edition.sphinxext.nodes import (
    choice,
    edition_note,
    emended,
    language_of,
    lost_note,
    mention,
    note_mark,
    old_address,
    parallel_row,
    quoted,
    reading,
    segment,
)
from edition.sphinxext.ranges import annotate
from edition.sphinxext.staleness import with_remark

if TYPE_CHECKING:
    from sphinxcontrib.bibtex.domain import BibtexDomain

    from edition.model import Section
    from edition.sphinxext.domain import EditionDomain


_MARK = "\u25cb"
"""The mark of a lost note, where neither a style sheet nor a template draws one."""

_WITHOUT_MARK = ("text", "latex")


class FinishHeadings(SphinxPostTransform):
    """Make the heading of a text page a segment with its marks and ranges.

    Not in the read phase: tables of contents copy titles there, with everything in them.
    """

    default_priority = 1

    def run(self, **kwargs: object) -> None:
        """Wrap the words of each heading of the text."""
        domain = domain_of(self.env)
        sections = {f"s{number}": section for number, section in domain.edition.sections[domain.language].items()}
        for title in list(self.document.findall(nodes.title)):
            section = next((sections[name] for name in title.parent["ids"] if name in sections), None)
            if "lang" in title and section is not None:
                self._wrap(domain, section, title)

    def _wrap(self, domain: EditionDomain, section: Section, title: nodes.title) -> None:
        passage = section.heading.passage
        text = section.heading.text
        wrapped = segment("", text, lang=domain.language, passage=str(passage), ids=[passage.anchor])
        wrapped["former"] = former_ids(domain, passage, domain.language)
        vary(domain, wrapped, runs_of(domain, section.heading, domain.language), docname_of(section))
        notes = domain.edition.notes_of(section.number)
        annotate(domain, wrapped, notes, section.heading, domain.language, docname_of(section))
        title.children = []
        # The brackets of an editorial heading are no words of it.
        brackets = [nodes.Text("["), nodes.Text("]")] if section.editorial else []
        words, *remark = with_remark(domain.edition, wrapped, passage)
        title += [*brackets[:1], words, *brackets[1:], *remark]


class DropOldAddresses(SphinxPostTransform):
    """Take the lines for old addresses out of what has no addresses: books, e-books, text."""

    default_priority = 3

    def run(self, **kwargs: object) -> None:
        """Leave them in web pages only."""
        if not on_the_web(self.env._app.builder):
            for line in list(self.document.findall(old_address)):
                around = line.parent
                around.remove(line)
                if not around.children:
                    around.parent.remove(around)


class ChooseState(SphinxPostTransform):
    """Leave one reading of each choice where a reader cannot switch, and lead from the others to the apparatus.

    A page of HTML has all states in it, and shows the emended one until the reader asks for another.
    """

    default_priority = 3

    def run(self, **kwargs: object) -> None:
        """Settle the choices of the page."""
        builder = self.env._app.builder
        for node in list(self.document.findall(choice)):
            for mark in node.findall(lost_note):
                self._lead(node, mark)
            if on_the_web(builder):
                self._link(node)
            else:
                node.replace_self(list(self._settled(node, self.config.edition_state)))

    def _settled(self, node: choice, state: str) -> Iterator[nodes.Node]:
        text, transmitted = _reading(node, state), _reading(node, STATES[0])
        lost = [mark for mark in node.findall(lost_note) if state in mark["states"]]
        if state == STATES[0] or len(node["emendations"]) == len(lost):
            yield nodes.Text(text)
        else:
            place: nodes.Element | None = node.parent
            while place is not None and "passage" not in place:
                place = place.parent
            yield emended("", text, transmitted=transmitted, passage=place["passage"] if place is not None else "")
        for mark in lost:
            mark["before"] = mark["before"][mark["states"].index(state)]
            mark["states"] = [state]
            if self.env._app.builder.format in _WITHOUT_MARK:
                mark += nodes.Text(_MARK)
            yield mark

    def _lead(self, node: choice, mark: lost_note) -> None:
        """Say where the apparatus tells of the lost note."""
        builder = self.env._app.builder
        if APPARATUS in self.env.found_docs and builder.format == "html":
            mark["refuri"] = f"{builder.get_relative_uri(node['docname'], APPARATUS)}#{mark['emendation']}"

    def _link(self, node: choice) -> None:
        if not node["emendations"] or APPARATUS not in self.env.found_docs:
            return
        for item in [item for item in node.findall(reading) if STATES[0] not in item["states"] and item.astext()]:
            content = nodes.inline("", item.astext())
            link = make_refnode(self.env._app.builder, node["docname"], APPARATUS, node["emendations"][0], content)
            item.children = []
            item += link


def _reading(node: choice, state: str) -> str:
    return next(item.astext() for item in node.findall(reading) if state in item["states"])


class NumberNotes(SphinxPostTransform):
    """Put the number into each mark, range and note, and the references back under the note.

    Before Sphinx resolves references (10), so that those made here are ordinary ones.
    """

    default_priority = 2

    def run(self, **kwargs: object) -> None:
        """Finish the notes of the page."""
        domain = domain_of(self.env)
        for mark in self.document.findall(note_mark):
            mark.clear()
            mark += nodes.Text(str(domain.edition.numbers[mark["annotation"]]))
        for piece in self.document.findall(quoted):
            for edge in ("starts", "ends"):
                piece[edge] = [str(domain.edition.numbers[slug]) for slug in piece[edge]]
        for item in self.document.findall(edition_note):
            slug = item["annotation"]
            item.insert(0, nodes.label("", str(domain.edition.numbers[slug]), support_smartquotes=False))
            referrers = domain.edition.referrers.get(slug, ())
            if referrers:
                item += self._references_back(domain, item, referrers)

    def _references_back(
        self, domain: EditionDomain, item: edition_note, referrers: tuple[str, ...]
    ) -> nodes.paragraph:
        language = item["lang"]
        paragraph = nodes.paragraph("", message("Referred to in:", language) + " ", classes=["note-referrers"])
        for place, slug in enumerate(referrers):
            if place:
                paragraph += nodes.Text("; ")
            other = domain.edition.by_slug[slug]
            text = unparted(message("note %s", language) % domain.edition.numbers[slug])
            docname = docname_of(domain.edition.sections[domain.language][other.target.section])
            anchor = domain.anchor(note_anchor(other), language)
            paragraph += make_refnode(self.env._app.builder, item["docname"], docname, anchor, nodes.inline(text, text))
        return paragraph


class LocaliseCitations(SphinxPostTransform):
    """Resolve citations with the words of the language in which they stand.

    sphinxcontrib-bibtex has one reference style for a build; a page here has two languages.
    """

    default_priority = 8

    def run(self, **kwargs: object) -> None:
        """Resolve each citation of the page."""
        domain = cast("BibtexDomain", self.env.get_domain("cite"))
        for node in list(self.document.findall(pending_xref)):
            if node["refdomain"] != "cite":
                continue
            language = language_of(node, self.config.language)
            domain.reference_style = reference_style(language)
            docname = node.get("refdoc", self.env.docname)
            resolved = domain.resolve_xref(
                self.env, docname, self.env._app.builder, node["reftype"], node["reftarget"], node, nodes.inline()
            )
            node.replace_self(resolved)


class LinkWithinOnePage(SphinxPostTransform):
    """Point the links of a book in one HTML page at their fragments.

    Sphinx 9.0 writes ``#document-page#fragment``, which leads nowhere.
    """

    default_priority = 900
    builders = ("singlehtml",)

    def run(self, **kwargs: object) -> None:
        """Drop the page from each link."""
        for node in [*self.document.findall(nodes.reference), *self.document.findall(lost_note)]:
            page, mark, fragment = node.get("refuri", "").rpartition("#")
            if page.startswith("#document-"):
                node["refuri"] = mark + fragment
        for node in self.document.findall(mention):
            node["address"] = "#" + node.get("address", "").rpartition("#")[2]


class NumberPassages(SphinxPostTransform):
    """Put its number before each paragraph, where no margin shows it."""

    default_priority = 880
    formats = ("text", "latex")

    def run(self, **kwargs: object) -> None:
        """Insert the numbers."""
        for row in list(self.document.findall(parallel_row)):
            if row.get("passage"):
                row.insert(0, nodes.paragraph("", row["passage"]))
