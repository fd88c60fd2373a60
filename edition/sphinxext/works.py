"""The bibliography page: works in lists of their own, and under each what cites it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from edition.addresses import docname_of, note_anchor
from edition.bibliography import keywords_of
from edition.messages import message
from edition.sphinxext.domain import domain_of
from edition.sphinxext.nodes import work_list

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain, Citation


class WorksDirective(SphinxDirective):
    """``{works} keyword``: those works of the page's bibliography that have the keyword."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """A place for them; which works are cited is known when all pages are read."""
        return [work_list(keyword=self.arguments[0], docname=self.env.docname)]


class ListWorks(SphinxPostTransform):
    """Divide the bibliography into its lists, and end each entry with what cites the work.

    One bibliography is made, and divided afterwards: two would count the works of an author and year apart, and give a
    work two ids.
    """

    # After sphinxcontrib-bibtex (5) has made the entries.
    default_priority = 6

    def run(self, **kwargs: object) -> None:
        """Finish the entries, then move them."""
        cite = cast("BibtexDomain", self.env.get_domain("cite"))
        works = {(work.bibliography_key.docname, work.citation_id): work for work in cite.citations}
        entries: list[tuple[nodes.citation, Citation]] = []
        for node in self.document.findall(nodes.citation):
            work = works.get((node.get("docname", ""), node["ids"][0]))
            if work is not None:
                entries.append((node, work))
                node += self._cited_in(node["docname"], work.key)
        for place in list(self.document.findall(work_list)):
            chosen = [node for node, work in entries if _belongs(work, place)]
            for node in chosen:
                around = node.parent
                around.remove(node)
                if not around.children:
                    around.parent.remove(around)
            place.replace_self(chosen)

    def _cited_in(self, docname: str, key: str) -> nodes.paragraph:
        """The notes by their numbers, then the pages by their titles, each a link."""
        domain = domain_of(self.env)
        paragraph = nodes.paragraph("", message("Cited in:", domain.language) + " ", classes=["cited-in"])
        notes = domain.edition.citing.get(key, ())
        if notes:
            words = message("note %s" if len(notes) == 1 else "notes %s", domain.language).partition("%s")
            paragraph += [
                nodes.Text(words[0].replace(" ", "\N{NO-BREAK SPACE}")),
                *joined(", ", (link_to_note(self.env, docname, slug) for slug in notes)),
            ]
            paragraph += nodes.Text(words[2])
        pages = [self._page(docname, page) for page in citing_pages(self.env, key)]
        if pages:
            paragraph += [*[nodes.Text("; ")] * bool(notes), *joined("; ", pages)]
        return paragraph

    def _page(self, docname: str, page: str) -> nodes.reference:
        title = self.env.titles[page].astext()
        return make_refnode(self.env._app.builder, docname, page, "", nodes.inline("", title))


def citing_pages(env: BuildEnvironment, key: str) -> list[str]:
    """The pages that cite a work otherwise than in a note, by their names."""
    references = cast("BibtexDomain", env.get_domain("cite")).citation_refs
    found = {reference.docname for reference in references if key in {target.key for target in reference.targets}}
    return sorted(page for page in found if domain_of(env).section(page) is None)


def _belongs(work: Citation, place: work_list) -> bool:
    listed = work.bibliography_key.docname == place["docname"]
    return listed and place["keyword"] in keywords_of(work.entry.fields.get("keywords", ""))


def link_to_note(env: BuildEnvironment, docname: str, slug: str) -> nodes.reference:
    """A link from the page *docname*, which is being written, to a note; its words are the number."""
    domain = domain_of(env)
    note, number = domain.edition.by_slug[slug], str(domain.edition.numbers[slug])
    target = docname_of(domain.edition.sections[domain.language][note.target.section])
    return make_refnode(env._app.builder, docname, target, note_anchor(note), nodes.inline("", number))


def joined(between: str, items: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """The nodes, with words between them."""
    for place, item in enumerate(items):
        if place:
            yield nodes.Text(between)
        yield item
