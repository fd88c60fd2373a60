"""What is other in the pages of an e-book: one language where a book has one, and marks by which notes pop up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition.sphinxext import html
from edition.sphinxext.domain import domain_of
from edition.sphinxext.nodes import companion_title, edition_note, language_of, note_list, note_mark, parallel_cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.writers.html5 import HTML5Translator

_Visitors = tuple["Callable[[Any, Any], None]", "Callable[[Any, Any], None]"]

# The names of the EPUB structural semantics vocabulary, by which reading systems know notes.
_TYPES: dict[type[nodes.Element], str] = {note_mark: "noteref", edition_note: "footnote", note_list: "footnotes"}


class LeaveOneLanguage(SphinxPostTransform):
    """Take the companion's words out of a book of one language; before anything refers to them."""

    default_priority = 2
    builders = ("epub",)

    def run(self, **kwargs: object) -> None:
        """Drop the other cells, titles and notes of the page."""
        if self.config.edition_companion:
            return
        for kind in (companion_title, parallel_cell, edition_note):
            for node in list(self.document.findall(kind)):
                if language_of(node, "") != self.config.language:
                    node.parent.remove(node)


class LeadToTheLanguageLeft(SphinxPostTransform):
    """Point references to words in the companion's language, which a book of one language has not, at their translation."""

    default_priority = 900
    builders = ("epub",)

    def run(self, **kwargs: object) -> None:
        """Take the companion's code off the fragments of the page's references."""
        if self.config.edition_companion:
            return
        endings = tuple(f"-{code}" for code in domain_of(self.env).languages[1:])
        for node in self.document.findall(nodes.reference):
            if node.get("internal"):
                for ending in endings:
                    node["refuri"] = node.get("refuri", "").removesuffix(ending)


def visitors(node: type[nodes.Element], of_html: _Visitors) -> _Visitors:
    """How an e-book shows a node: as a page does, with its type where it has one."""
    name = _TYPES.get(node)
    if name is None:
        return of_html
    visit, depart = of_html

    def visit_with_type(self: HTML5Translator, item: nodes.Element) -> None:
        start = len(self.body)
        visit(self, item)
        tag, _, rest = self.body[start].partition(" ")
        self.body[start] = f'{tag} epub:type="{name}" {rest}'

    return visit_with_type, depart


VISITORS = {node: visitors(node, of_html) for node, of_html in html.VISITORS.items()}
