"""Where something stands on the pages: the same page and fragment in the tree of every language, for ever."""

from __future__ import annotations

from edition.model import Annotation, DatedEvent, Edition, Entry, Passage, Section

TEXT_FOLDER = "text/"
GLOSSARY = "glossary"
APPARATUS = "apparatus"
CHRONOLOGY = "chronology"
MAPS = "maps"
NOTES = "notes"
CONTRIBUTE = "about/contribute"
CREDITS = "about/credits"


def docname_of(section: Section) -> str:
    """The page on which a section is shown."""
    return TEXT_FOLDER + section.path.stem


def note_anchor(note: Annotation) -> str:
    """The permanent fragment of a note."""
    return f"note-{note.slug}"


def entry_anchor(entry: Entry) -> str:
    """The permanent fragment of an entry on the page of its register."""
    return f"entry-{entry.slug}"


def page_of(register: str) -> str:
    """The page of a register; that of the terms is the glossary."""
    return GLOSSARY if register == "terms" else register


def event_anchor(slug: str) -> str:
    """The permanent fragment of an entry of the chronology."""
    return f"event-{slug}"


def address_of_passage(edition: Edition, passage: Passage) -> str:
    """The address of a passage, relative to a tree."""
    return f"{docname_of(edition.original[passage.section])}.html#{passage.anchor}"


def address_of_note(edition: Edition, note: Annotation) -> str:
    """The address of a note, relative to a tree."""
    return f"{docname_of(edition.original[note.target.section])}.html#{note_anchor(note)}"


def address_of_entry(entry: Entry) -> str:
    """The address of an entry of a register, relative to a tree."""
    return f"{page_of(entry.register)}.html#{entry_anchor(entry)}"


def address_of_event(event: DatedEvent) -> str:
    """The address of an entry of the chronology, relative to a tree."""
    return f"{CHRONOLOGY}.html#{event_anchor(event.slug)}"
