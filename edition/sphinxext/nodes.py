"""Nodes of the parallel page; each subclasses a docutils class, so that every builder can render it.

``lang`` is a language code; ``passage`` a passage number; ``annotation`` the slug of an annotation.
"""

from __future__ import annotations

from docutils import nodes


class segment(nodes.inline):
    """One segment: ``lang``, ``passage``; ``former``, the ids that it had before; ``staleness``: stale, untranslated."""


class staleness(nodes.inline):
    """A remark, no part of the text, that something is older than the text or not translated yet: ``lang``."""


class choice(nodes.inline):
    """A place where the reading states differ; its children are readings, and a mark for each note that was lost there.

    ``length`` of the transmitted words in code points; ``emendations``, the anchors of what was corrected there; where
    there are some, the ``transmitted`` words, and the ``kind`` and ``reason`` in the language of the tree; ``lost``, what
    is said of a lost note where nothing else was corrected.
    """


class reading(nodes.inline):
    """The words of a choice in some of the states: ``states``; its class says what they are, as in TEI."""


class emended(nodes.inline):
    """Emended words where no other state can be shown: ``transmitted``, what stood there; ``passage``."""


class quoted(nodes.inline):
    """A piece of the words that notes are about: ``annotations``, the slugs of all those.

    ``starts`` and ``ends``, which of them begin and end with the piece: slugs, and numbers when the page is written.
    """


class lost_note(nodes.inline):
    """The mark of a place where a note was lost: its ``name`` for those who do not see it, the ``emendation``'s anchor.

    ``states`` are those that show it, and ``before`` the word before it in each of them; ``transmitted``, what the mark
    of the note left, if anything; ``kind``, what it is called in an apparatus; ``passage``; ``refuri`` of the apparatus, where there is one to lead to. It has words
    only where nothing draws the mark.
    """


class parallel_row(nodes.container):
    """A paragraph and its companion: ``passage``, or none for a pair that is not text; children are cells.

    ``former``, the ids that it had before.
    """


class parallel_cell(nodes.container):
    """One language of a row: ``lang``."""


class companion_title(nodes.paragraph):
    """The heading of the page in the other language: ``lang``."""


class editorial(nodes.paragraph):
    """A remark of the editors in place of text: ``lang``."""


class old_address(nodes.inline):
    """What became of a passage whose number is no longer used: ``lang``; its id is the old one."""


class note_list(nodes.container):
    """All notes of a page."""


class note_pair(nodes.container):
    """One note in every language: ``annotation``; children are notes."""


class edition_note(nodes.footnote):
    """A note in one language: ``lang``, ``annotation``, ``kind``; its label is its number."""


class lemma(nodes.emphasis):
    """The words that a note is about, at its head: ``lang``."""


class note_mark(nodes.footnote_reference):
    """The mark of a note in the text: ``lang``, ``annotation``; its text is the number of the note."""


class entry_filter(nodes.container):
    """By what a reader may sort out the entries of the page: ``fields``, each a key, a label, the values with their words.

    ``label`` of the whole; ``shown``, how the number of entries is told.
    """


class entry_group(nodes.container):
    """The entries of one section, under its heading."""


class listed_entry(nodes.container):
    """An emendation or a note in a list of all: ``values``, by which it is sorted out, for each key of the filter."""


class all_notes(nodes.container):
    """The list of all notes; children are groups of entries, each of which names its ``annotation``. ``docname``."""


class work_list(nodes.container):
    """The place of the works of the page's bibliography that have a ``keyword``: ``docname`` of the page."""


class mention(nodes.inline):
    """Words that mean an entry of a register: its slug as ``entry``; ``lang``; the ``docname`` of the page.

    When the page is written in HTML: the ``address`` of the entry, and whether the words are ``linked`` to it.
    """


class register_entry(nodes.container):
    """An entry of a register in one language: ``lang``; children are a headword and what is said of it."""


class headword(nodes.paragraph):
    """What an entry is called: ``lang``."""


class register_text(nodes.container):
    """What is said of an entry."""


class chronology_table(nodes.table):
    """The chronology; its rows have the ``words`` of their date in each language."""


class drawing(nodes.container):
    """A picture made by the build: ``drawing``; its words are said elsewhere on the page, so it has no children.

    ``lang``.
    """


ALL = (
    chronology_table,
    drawing,
    choice,
    reading,
    emended,
    lost_note,
    segment,
    staleness,
    quoted,
    parallel_row,
    parallel_cell,
    companion_title,
    editorial,
    old_address,
    note_list,
    note_pair,
    edition_note,
    lemma,
    note_mark,
    entry_filter,
    entry_group,
    listed_entry,
    all_notes,
    work_list,
    mention,
    register_entry,
    headword,
    register_text,
)


def language_of(node: nodes.Node, default: str) -> str:
    """The language in which *node* stands: its own or that of the nearest ancestor that says one."""
    current: nodes.Node | None = node
    while current is not None:
        if isinstance(current, nodes.Element) and current.get("lang"):
            return str(current["lang"])
        current = current.parent
    return default
