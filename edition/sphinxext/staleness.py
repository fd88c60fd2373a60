"""Remarks in the page that a translation, or a note, is older than the text, or that there is no translation yet."""

from __future__ import annotations

from docutils import nodes

from edition.messages import message
from edition.model import Annotation, Edition, Passage
from edition.sphinxext.nodes import edition_note, note_mark, segment, staleness

_NOT_YET = "[not yet translated]"


def words_to_wait(edition: Edition, passage: Passage, language: str) -> str:
    """What a reader is told in place of a passage that is not translated yet; empty where it is."""
    waits = passage in edition.untranslated.get(language, ())
    return message(_NOT_YET, language) if waits else ""


def with_remark(edition: Edition, node: segment, passage: Passage) -> list[nodes.Node]:
    """The finished segment *node* with what is to be said of its translation, if anything.

    In place of a missing one, where the marks of notes stay; after an old one.
    """
    language = node["lang"]
    waiting = words_to_wait(edition, passage, language)
    if waiting:
        node["staleness"] = "untranslated"
        for text in [text for text in node.findall(nodes.Text) if not isinstance(text.parent, note_mark)]:
            text.parent.remove(text)
        node.insert(0, staleness("", waiting, lang=language))
    elif passage in edition.stale.get(language, ()):
        node["staleness"] = "stale"
        return [node, _after_words("[translation older than the text]", language)]
    return [node]


def remark_on_note(edition: Edition, found: Annotation, item: edition_note) -> None:
    """End a note with the remark that its passage has changed since it was written, if it has."""
    if found.slug not in edition.stale_notes:
        return
    last = item.children[-1]
    if not isinstance(last, nodes.paragraph):
        last = nodes.paragraph()
        item += last
    last += _after_words("[The passage has changed since this note was written.]", item["lang"])


def _after_words(text: str, language: str) -> staleness:
    """A remark with the blank before it, so that without the remark the text has no blank too many."""
    return staleness("", f" {message(text, language)}", lang=language)
