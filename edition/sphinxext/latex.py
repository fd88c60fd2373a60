"""What LaTeX needs: one footnote for both languages, and labels for what is linked to."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition.sphinxext.nodes import edition_note, headword, note_list, note_mark, note_pair, parallel_row, segment


class OneFootnote(SphinxPostTransform):
    """Make each pair of notes one footnote, to which the marks of all languages lead.

    Sphinx puts footnotes where their first mark stands, tells them by their number, and knows only docutils' own nodes.
    """

    # After numbers and references are in the notes, before Sphinx moves footnotes (600).
    default_priority = 590
    formats = ("latex",)

    def run(self, **kwargs: object) -> None:
        """Replace marks, notes and the list that holds them."""
        first: dict[str, str] = {}
        for pair in list(self.document.findall(note_pair)):
            notes = list(pair.findall(edition_note))
            label, ids = notes[0].next_node(nodes.label), [name for note in notes for name in note["ids"]]
            assert label is not None  # numbered before
            first |= dict.fromkeys(ids, ids[0])
            body = [child for note in notes for child in note.children if not isinstance(child, nodes.label)]
            footnote = nodes.footnote("", label, *body, ids=ids[:1], docname=notes[0]["docname"])
            for paragraph in footnote.findall(nodes.paragraph):
                paragraph.insert(0, nodes.target(ids=ids))
                break
            pair.replace_self(footnote)
        for found in list(self.document.findall(note_list)):
            found.replace_self(list(found.findall(nodes.footnote)))
        for mark in list(self.document.findall(note_mark)):
            plain = nodes.footnote_reference("", mark.astext(), refid=first[mark["refid"]], docname=mark["docname"])
            mark.replace_self(plain)


class Anchors(SphinxPostTransform):
    """Give passages and entries labels; LaTeX would drop the ids of containers and inline nodes."""

    default_priority = 890
    formats = ("latex",)

    def run(self, **kwargs: object) -> None:
        """Insert a target before what is linked to."""
        for kind in (segment, headword):
            for node in self.document.findall(kind):
                node.insert(0, nodes.target(ids=node["ids"]))
        for row in self.document.findall(parallel_row):
            paragraph = row.next_node(nodes.paragraph)
            if paragraph is not None and row["ids"]:
                paragraph.insert(0, nodes.target(ids=row["ids"]))
