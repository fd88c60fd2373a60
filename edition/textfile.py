"""Read one text file: an optional title, a heading, and paragraphs of one segment a line."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from edition.frontmatter import Reader, Value, split
from edition.markup import blocks, plain
from edition.model import Passage, Problem, Section, Segment

FILE_NAME = re.compile(r"(?P<number>\d{2,})-[a-z0-9]+(?:-[a-z0-9]+)*\.md")


def parse(path: PurePosixPath, language: str, text: str, problems: list[Problem]) -> Section | None:
    """Parse the text file *path*; None where its structure is broken, which is added to *problems*."""
    name = str(path)
    match = FILE_NAME.fullmatch(path.name)
    if match is None:
        problems.append(
            Problem(name, 1, "T06", f"“{path.name}” is not a name for a text file", "name it like 04-short-title.md")
        )
        return None
    number = int(match["number"])
    divided = split(name, text, problems)
    if divided is None:
        return None
    yaml_text, body, first_line = divided
    title = _title(name, yaml_text, problems)
    heading, lines = _lines(name, body, first_line, problems)
    if title is not None and heading is None:
        heading = title
    elif title is not None:
        problems.append(
            Problem(name, title.line, "T02", "there is a title as well as a heading", "take the title away")
        )
    if heading is None:
        problems.append(
            Problem(
                name,
                first_line,
                "T02",
                "the file has neither a heading nor a title",
                "begin it with a line “# The heading”, or give an editorial title in the front matter",
            )
        )
        return None
    return Section(
        number,
        language,
        path,
        Segment(Passage((number, 0)), heading.text, heading.line),
        title is not None,
        tuple(
            tuple(
                Segment(Passage((number, place, index)), plain(value.text), value.line)
                for index, value in enumerate(paragraph, 1)
            )
            for place, paragraph in enumerate(lines, 1)
        ),
    )


def _title(name: str, yaml_text: str, problems: list[Problem]) -> Value | None:
    if not yaml_text:
        return None
    reader = Reader(name, 2, problems)
    fields = reader.fields(reader.compose(yaml_text), "the front matter", ("title",))
    return reader.text(fields, "title")


def _lines(name: str, body: str, first_line: int, problems: list[Problem]) -> tuple[Value | None, list[list[Value]]]:
    """The heading, and the lines of each paragraph as Markdown."""
    heading: Value | None = None
    paragraphs: list[list[Value]] = []
    opened = ""
    for token in blocks(body):
        place = first_line + (token.map[0] if token.map else 0)
        if token.type.endswith("_open"):
            opened = token.type.removesuffix("_open")
        if token.type == "heading_open" and token.tag == "h1" and not paragraphs and heading is None:
            continue
        if token.type == "inline" and opened == "heading" and heading is None:
            heading = Value(plain(token.content), place)
        elif token.type == "inline" and opened == "paragraph":
            paragraphs.append([Value(line, place + index) for index, line in enumerate(token.content.split("\n"))])
        elif token.type not in {"heading_close", "paragraph_open", "paragraph_close"} and token.nesting >= 0:
            kind = token.type.removesuffix("_open").replace("_", " ")
            problems.append(
                Problem(
                    name,
                    place,
                    "T01",
                    f"this line is read as a {kind}; a text file has one heading and paragraphs, nothing else",
                    "put a backslash (\\) before the first character of the line",
                )
            )
            return heading, paragraphs
    return heading, paragraphs
