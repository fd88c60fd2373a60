"""What a page says of a note beside its words: its name, its author, how far it has come, and where to change it."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from edition.messages import message, name_of
from edition.model import Annotation
from edition.sphinxext.domain import CONTRIBUTE, docname_of, domain_of, note_anchor, on_the_web
from edition.sphinxext.nodes import note_pair


class TellAboutNotes(SphinxPostTransform):
    """End each pair of notes with a line on them; in web pages only, for a book cannot be followed."""

    # Before the links of a book in one page are shortened (900).
    default_priority = 880

    def run(self, **kwargs: object) -> None:
        """Add the lines."""
        if on_the_web(self.env._app.builder):
            for pair in self.document.findall(note_pair):
                pair += self._about(pair)

    def _about(self, pair: note_pair) -> nodes.paragraph:
        domain = domain_of(self.env)
        note, language = domain.edition.by_slug[pair["annotation"]], domain.language
        name = nodes.reference("", note.slug, refid=note_anchor(note), classes=["permanent"])
        paragraph = nodes.paragraph("", "", name, nodes.Text(f" · {signature(note, language)}"), classes=["about-note"])
        words = message("Suggest a change", language)
        repository = self.config.edition_repository
        if repository:
            paragraph += nodes.Text(" · ")
            paragraph += nodes.reference("", words, refuri=f"{repository}{note.path}", internal=False)
        elif CONTRIBUTE in self.env.found_docs:
            page = docname_of(domain.edition.sections[language][note.target.section])
            paragraph += nodes.Text(" · ")
            paragraph += make_refnode(self.env._app.builder, page, CONTRIBUTE, "", nodes.inline("", words))
        return paragraph


def signature(note: Annotation, language: str) -> str:
    """Who wrote a note, and how far it has come."""
    return f"{message(note.author, language)}, {name_of(note.status, language)}"
