"""Prove that the text tree has the words of the pinned extract, all of them and no others.

White space at segment ends is not compared: a line of the tree ends where the extract has a blank or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from edition import files
from edition.extract import LARGEST, ExtractError, read
from edition.messages import say
from edition.model import Problem, Section, Segment
from edition.numbers import Number

_HINT = say("the transmitted text is never edited: take the change back; a correction is an entry in emendations.yaml")


def differences(root: Path, name: str, sections: dict[Number, Section]) -> Iterator[Problem]:
    """Find where the tree differs from the extract *name*, at most once in a paragraph."""
    try:
        pinned = read(files.data(root, root / name, LARGEST)).sections
    except FileNotFoundError:
        yield Problem(
            name, 1, "T09", say("the pinned extract is missing"), say("put it back: the text is proved by it")
        )
        return
    except OSError as error:
        message = say("the pinned extract cannot be read: {reason}", reason=error.strerror)
        yield Problem(name, 1, "T09", message, say("put it back"))
        return
    except ExtractError as error:
        yield Problem(
            name,
            error.line,
            "T09",
            say("the pinned extract cannot be read: {message}", message=error.message),
            say("put it back"),
        )
        return
    if len(pinned) != len(sections):
        path = str(next(iter(sections.values())).path.parent)
        yield Problem(
            path,
            1,
            "T09",
            say("{count} sections here, but {count2} in {name}", count=len(sections), count2=len(pinned), name=name),
            _HINT,
        )
        return
    for section, extract in zip(sections.values(), pinned, strict=True):
        if not section.editorial and section.heading.text.split() != extract.heading.split():
            yield _problem(section, section.heading, section.heading.text.split(), extract.heading.split())
        if len(section.paragraphs) != len(extract.paragraphs):
            message = say(
                "{count} paragraphs here, but {count2} in {name}",
                count=len(section.paragraphs),
                count2=len(extract.paragraphs),
                name=name,
            )
            yield Problem(str(section.path), section.heading.line, "T09", message, _HINT)
            continue
        for ours, theirs in zip(section.paragraphs, extract.paragraphs, strict=True):
            yield from _in_paragraph(section, ours, theirs.split())


def _in_paragraph(section: Section, ours: tuple[Segment, ...], theirs: list[str]) -> Iterator[Problem]:
    place = 0
    for segment in ours:
        words = segment.text.split()
        expected = theirs[place : place + len(words)]
        if words != expected:
            yield _problem(section, segment, words, expected)
            return
        place += len(words)
    if place < len(theirs):
        yield _problem(section, ours[-1], [], theirs[place:])


def _problem(section: Section, segment: Segment, ours: list[str], theirs: list[str]) -> Problem:
    here, there = next(pair for pair in zip_longest(ours, theirs, fillvalue="nothing") if pair[0] != pair[1])
    message = say(
        "{passage} differs from the pinned extract: “{here}” where that has “{there}”",
        passage=segment.passage,
        here=here,
        there=there,
    )
    return Problem(str(section.path), segment.line, "T09", message, _HINT)
