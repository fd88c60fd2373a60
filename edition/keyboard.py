"""What a keyboard leaves in a text that printers write otherwise: quotation marks, apostrophes, blanks at the ends of lines.

Told, and mended by ``check --fix``, is only what has one meaning: marks in pairs on one line, outside code, roles and
links. Marks of another language are left alone, for a text may quote it. All are notices (F10, F11): they stop nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from edition.config import Config
from edition.messages import say
from edition.model import Problem

LONGEST = 5000
"""The greatest length of a line that is looked at, in characters; a long sentence has a tenth of it."""

_HEADING = re.compile(r"#[ \t]+(\S+)[ \t]*")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_NO_WORDS = re.compile(r"(`+)[^`]{1,300}\1|<[^<>]{1,300}>|\]\([^()]{0,300}\)|\\.")
_STRAIGHT = re.compile(r'(?<![\w"])"(?![\s"])(?P<words>[^"„“”«»‘‚]{1,1000})(?<!\s)"(?!\w)')
_LOW = re.compile(r"""(?<![\w,]),,(?![\s,])(?P<words>[^"„“”«»‘‚]{1,1000}?)(?<!\s)(?:["”“]|'')(?!\w)""")
_APOSTROPHE = re.compile(r"(?<![^\W\d_'])[^\W\d_]{1,50}(?:'[^\W\d_]{1,50})+(?!')")


class _Line(NamedTuple):
    """A line, with its 0-based place; *language* is empty where there are no words of one."""

    place: int
    text: str
    language: str


def left(name: str, text: str, config: Config) -> Iterator[Problem]:
    """Find what a keyboard left in the Markdown file *name*."""
    blanks = []
    for line in _lines(name, text, config):
        if _ends_in_blanks(line.text):
            blanks.append(line.place + 1)
        for start, end, right in _marks(line, config):
            message = say("“{found}” has the marks of a keyboard", found=line.text[start:end])
            yield Problem(name, line.place + 1, "F11", message, say("write {right}", right=right), notice=True)
    if blanks:
        message = say("lines that end in blanks, from this one on: {count}", count=len(blanks))
        yield Problem(name, blanks[0], "F10", message, say("take the blanks away"), notice=True)


def mended(name: str, text: str, config: Config) -> str:
    """*text* as it should be written; nothing else is changed."""
    lines = text.split("\n")
    for line in _lines(name, text, config):
        right = line.text
        for start, end, better in reversed(_marks(line, config)):
            right = right[:start] + better + right[end:]
        lines[line.place] = right.rstrip(" \t") if _ends_in_blanks(right) else right
    return "\n".join(lines)


def _lines(name: str, text: str, config: Config) -> Iterator[_Line]:
    """The lines that are no code; a line break that Markdown is told with two blanks is none that ends in blanks."""
    path = PurePosixPath(name)
    language = path.parts[1] if path.parts[0] == "source" else ""
    lines = text.split("\n")
    front = text.startswith("---\n")
    fenced = False
    for place, (line, following) in enumerate(zip(lines, [*lines[1:], ""], strict=True)):
        if front:
            front = place == 0 or line.rstrip() != "---"
            yield _Line(place, line, "")
            continue
        if _FENCE.match(line):
            fenced = not fenced
        if fenced or len(line) > LONGEST or (line.endswith("  ") and following.strip()):
            continue
        heading = _HEADING.fullmatch(line) if path.parts[0] == "annotations" else None
        if heading is not None:
            language = heading[1] if heading[1] in config.languages else ""
        yield _Line(place, line, language)


def _ends_in_blanks(line: str) -> bool:
    return line.endswith((" ", "\t"))


def _marks(line: _Line, config: Config) -> list[tuple[int, int, str]]:
    """What is written with the marks of a keyboard: where it begins and ends in the line, and what it should be."""
    marks = config.quotation_marks.get(line.language, "")
    if not marks or not ("'" in line.text or '"' in line.text or ",," in line.text):
        return []
    # What has no words keeps its place, so that a pair may stand around it.
    masked = _NO_WORDS.sub(lambda match: "\ufffc" * len(match[0]), line.text)
    pairs = list(_LOW.finditer(masked)) if marks[0] == "„" else []
    if not pairs and masked.count('"') % 2 == 0:
        pairs = list(_STRAIGHT.finditer(masked))
    found = [
        (pair.start(), pair.end(), f"{marks[0]}{_printed(line.text, *pair.span('words'), masked)}{marks[1]}")
        for pair in pairs
    ]
    for word in _APOSTROPHE.finditer(masked):
        if not any(start <= word.start() < end for start, end, _ in found):
            found.append((word.start(), word.end(), _printed(line.text, *word.span(), masked)))
    return sorted(found)


def _printed(text: str, start: int, end: int, masked: str) -> str:
    """The words from *start* to *end* with printed apostrophes."""
    places = {
        match.start() + offset
        for match in _APOSTROPHE.finditer(masked, start, end)
        for offset, character in enumerate(match[0])
        if character == "'"
    }
    return "".join("’" if place in places else text[place] for place in range(start, end))
