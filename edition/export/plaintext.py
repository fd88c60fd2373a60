"""The article as plain text, in the format of the extract from which it was imported, in any reading state."""

from __future__ import annotations

from edition.config import Config
from edition.extract import Extract, ExtractSection
from edition.model import Edition, Section, Segment
from edition.readings import in_state


def extract_of(edition: Edition, config: Config, state: str) -> Extract:
    """The article in one state; as transmitted, it equals the pinned extract but for white space at segment ends."""
    original = edition.languages[0]
    sections = tuple(_section(edition, section, state) for section in edition.original.values())
    return Extract(config.revision, config.titles[original], config.url, sections)


def _section(edition: Edition, section: Section, state: str) -> ExtractSection:
    def read(segment: Segment) -> str:
        return in_state(segment.text, edition.emended.get(segment.passage, ()), edition.orthography, state)

    heading = "" if section.editorial else read(section.heading)
    return ExtractSection(heading, tuple(" ".join(map(read, paragraph)) for paragraph in section.paragraphs))
