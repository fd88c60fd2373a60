"""Places in the words of a node, counted in code points of the transmitted text; marks of notes are no words."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from edition.sphinxext.nodes import choice, note_mark


def leaves(parent: nodes.Element) -> Iterator[nodes.Text | choice]:
    """The text nodes and choices of *parent*, in their order; one may replace each when it has come."""
    for child in list(parent.children):
        if isinstance(child, (nodes.Text, choice)):
            yield child
        elif isinstance(child, nodes.Element) and not isinstance(child, note_mark):
            yield from leaves(child)


def length(leaf: nodes.Text | choice) -> int:
    """The length of its transmitted words."""
    return int(leaf["length"]) if isinstance(leaf, choice) else len(leaf)


def substitute(leaf: nodes.Node, *new: nodes.Node) -> None:
    """Put *new* in place of *leaf*, and not of another text node with the same words."""
    owner = leaf.parent
    index = next(index for index, child in enumerate(owner.children) if child is leaf)
    owner.pop(index)
    for node in reversed(new):
        owner.insert(index, node)


def insert_at(parent: nodes.Element, offset: int, new: nodes.Node) -> None:
    """Insert *new* into *parent* after the first *offset* code points.

    Within a choice there is no place, so it comes after it.
    """
    place = 0
    for leaf in leaves(parent):
        before, place = place, place + length(leaf)
        if offset <= place:
            substitute(leaf, *_around(leaf, offset - before, new))
            return
    parent.append(new)


def split_at(parent: nodes.Element, offset: int) -> None:
    """Divide the text node that has the place *offset* inside it; a choice is not divided."""
    place = 0
    for leaf in leaves(parent):
        before, place = place, place + length(leaf)
        if before < offset < place:
            substitute(leaf, *_around(leaf, offset - before))
            return


def replace(parent: nodes.Element, start: int, end: int, new: nodes.Node) -> None:
    """Put *new* in place of the text from *start* to *end*; what lies in several nodes goes where the first is."""
    place = 0
    placed = False
    for leaf in leaves(parent):
        before, place = place, place + length(leaf)
        if not isinstance(leaf, nodes.Text) or place <= start or before >= end:
            continue
        head, tail = leaf[: max(0, start - before)], leaf[max(0, end - before) :]
        substitute(leaf, *_text(head), *([] if placed else [new]), *_text(tail))
        placed = True


def _around(leaf: nodes.Text | choice, cut: int, *new: nodes.Node) -> list[nodes.Node]:
    if isinstance(leaf, choice):
        return [leaf, *new]
    return [*_text(leaf[:cut]), *new, *_text(leaf[cut:])]


def _text(words: str) -> list[nodes.Node]:
    return [nodes.Text(words)] if words else []
