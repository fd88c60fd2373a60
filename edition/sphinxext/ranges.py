"""What a note is about, in the text: its mark after the words, and the words themselves."""

from __future__ import annotations

from collections.abc import Iterable

from edition.addresses import note_anchor
from edition.model import Annotation, Segment
from edition.ranges import place_in
from edition.sphinxext.domain import EditionDomain
from edition.sphinxext.mentioned import show_mentions
from edition.sphinxext.nodes import note_mark, quoted, segment
from edition.sphinxext.places import insert_at, leaves, length, split_at, substitute


def annotate(
    domain: EditionDomain, node: segment, notes: Iterable[Annotation], item: Segment, code: str, docname: str
) -> None:
    """Put the marks of *notes* into *node*, which has the words of *item*, and show mentions and ranges.

    Marks first, for no mention may have one in it; ranges last, so that a mention is one link, however many end in it.
    """
    about = list(notes)
    put_marks(domain, node, about, item, code, docname)
    show_mentions(domain, node, item, code, docname)
    show_ranges(domain, node, about, item, code)


def put_marks(
    domain: EditionDomain, node: segment, notes: Iterable[Annotation], item: Segment, code: str, docname: str
) -> None:
    """Put the marks of the notes that end in *item*: after the quote, or else at the end of the segment."""

    def offset(found: Annotation) -> int:
        place = place_in(domain.edition, found, item, code)
        return place[1] if place is not None else len(item.text)

    here = [found for found in notes if found.last == item.passage]
    # From the end backwards, so that the offsets of the quotes stay true.
    for found in sorted(here, key=lambda found: (offset(found), found.order), reverse=True):
        insert_at(node, offset(found), new_mark(domain, found, code, docname))


def new_mark(domain: EditionDomain, found: Annotation, code: str, docname: str) -> note_mark:
    """A mark of the note *found* in the language *code* on the page *docname*."""
    mark = note_mark("", found.slug, lang=code, annotation=found.slug, docname=docname)
    mark["refid"] = domain.anchor(note_anchor(found), code)
    mark["ids"] = [domain.anchor(f"mark-{found.slug}", code)]
    return mark


def show_ranges(domain: EditionDomain, node: segment, notes: Iterable[Annotation], item: Segment, code: str) -> None:
    """Wrap the words of *item* that *notes* are about.

    Ranges may overlap, which nodes cannot: so each text node or choice is divided where a range begins or ends, and
    every piece knows all its notes. A choice that a range touches belongs to it as a whole, in all states alike.
    """
    ranges = [(note, place) for note in notes if (place := place_in(domain.edition, note, item, code)) is not None]
    for offset in {offset for _, place in ranges for offset in place}:
        split_at(node, offset)
    pieces = []
    end = 0
    for leaf in leaves(node):
        start, end = end, end + length(leaf)
        about = [note.slug for note, place in ranges if place[0] < end and start < place[1]]
        if about:
            piece = quoted("", annotations=about, starts=[], ends=[])
            substitute(leaf, piece)
            piece += leaf
            pieces.append(piece)
    for note, _ in ranges:
        own = [piece for piece in pieces if note.slug in piece["annotations"]]
        if item.passage == note.target:
            own[0]["starts"].append(note.slug)
        if item.passage == note.last:
            own[-1]["ends"].append(note.slug)
