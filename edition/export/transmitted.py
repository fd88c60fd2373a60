"""The transmitted text in the format of the extract from which it was imported."""

from __future__ import annotations

from edition.config import Config
from edition.extract import Extract, ExtractSection
from edition.model import Edition, Section


def extract_of(edition: Edition, config: Config) -> Extract:
    """The article as it was transmitted; equal to the pinned extract but for white space at segment ends."""
    original = edition.languages[0]
    sections = tuple(_section(section) for section in edition.original.values())
    return Extract(config.revision, config.titles[original], config.url, sections)


def _section(section: Section) -> ExtractSection:
    heading = "" if section.editorial else section.heading.text
    paragraphs = (" ".join(segment.text for segment in paragraph) for paragraph in section.paragraphs)
    return ExtractSection(heading, tuple(paragraphs))
