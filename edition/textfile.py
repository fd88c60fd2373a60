"""Read one text file: an optional title, a heading, and paragraphs of one segment a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from markdown_it.token import Token

from edition.frontmatter import Reader, Value, split
from edition.markup import blocks, escape, foreign, kind_of, plain, read_as
from edition.messages import Said, say
from edition.model import COUNTED, Numbering, Passage, Problem, Section, Segment
from edition.numbers import ZERO, Number

FILE_NAME = re.compile(r"(?P<count>[0-9]{2,5})(?P<letters>[a-z]{,3})-[a-z0-9]+(?:-[a-z0-9]+)*\.md")


def parse(
    path: PurePosixPath, language: str, text: str, problems: list[Problem], numbering: Numbering = COUNTED
) -> Section | None:
    """Parse the text file *path*; None where its structure is broken, which is added to *problems*."""
    name = str(path)
    match = FILE_NAME.fullmatch(path.name)
    if match is None:
        problems.append(
            Problem(
                name,
                1,
                "T06",
                say("“{name}” is not a name for a text file", name=path.name),
                say("name it like 04-short-title.md"),
            )
        )
        return None
    number = Number(int(match["count"]), match["letters"])
    divided = split(name, text, problems)
    if divided is None:
        return None
    yaml_text, body, first_line = divided
    before = len(problems)
    title = _title(name, yaml_text, problems)
    heading, lines = _lines(name, body, first_line, problems)
    if len(problems) > before:
        return None
    strange = list(foreign(name, body, first_line))
    problems += strange or (found for paragraph in lines for found in _running_on(name, paragraph))
    if title is not None and heading is None:
        heading = title
    elif title is not None:
        problems.append(
            Problem(name, title.line, "T02", say("there is a title as well as a heading"), say("take the title away"))
        )
    if heading is None:
        problems.append(
            Problem(
                name,
                first_line,
                "T02",
                say("the file has neither a heading nor a title"),
                say("begin it with a line “# The heading”, or give an editorial title in the front matter"),
            )
        )
        return None
    return Section(
        number,
        language,
        path,
        Segment(Passage((number, ZERO)), heading.text, heading.line),
        title is not None,
        tuple(
            tuple(
                Segment(passage, plain(value.text), value.line)
                for passage, value in zip(numbering.parts(place, len(paragraph)), paragraph, strict=True)
            )
            for place, paragraph in zip(numbering.parts(Passage((number,)), len(lines)), lines, strict=True)
        ),
    )


def _title(name: str, yaml_text: str, problems: list[Problem]) -> Value | None:
    if not yaml_text:
        return None
    reader = Reader(name, 2, problems)
    fields = reader.fields(reader.compose(yaml_text), say("the front matter"), ("title",))
    title = reader.text(fields, "title")
    return Value(plain(title.text), title.line) if title else None


def _lines(name: str, body: str, first_line: int, problems: list[Problem]) -> tuple[Value | None, list[list[Value]]]:
    """The heading, and the lines of each paragraph as Markdown."""
    heading: Value | None = None
    paragraphs: list[list[Value]] = []
    opened = ""
    for token in blocks(body):
        place = first_line + (token.map[0] if token.map else 0)
        if token.type.endswith("_open"):
            opened = kind_of(token)
        if token.type == "heading_open" and _is_first_heading(token) and not paragraphs and heading is None:
            continue
        if token.type == "inline" and opened == "heading" and heading is None:
            heading = Value(plain(token.content), place)
            if not heading.text.strip():
                problems.append(
                    Problem(name, place, "T02", say("the heading has no words"), say("write them after the “#”"))
                )
        elif token.type == "inline" and opened == "paragraph":
            # Blanks around a line are not shown.
            lines = [line.strip(" \t") for line in token.content.split("\n")]
            paragraphs.append([Value(line, place + index) for index, line in enumerate(lines)])
        elif token.type not in {"heading_close", "paragraph_open", "paragraph_close"} and token.nesting >= 0:
            line = body.split("\n")[place - first_line]
            problems.append(
                Problem(
                    name,
                    place,
                    "T01",
                    say(
                        "this line is read as {read_as}; a text file has one heading and paragraphs, nothing else",
                        read_as=read_as(opened if token.type == "inline" else kind_of(token)),
                    ),
                    _as_words(token, line),
                )
            )
            return heading, paragraphs
    return heading, paragraphs


def _is_first_heading(token: Token) -> bool:
    """Whether a heading is written as that of a text file is: with one “#”."""
    return token.tag == "h1" and token.markup == "#"


def _as_words(token: Token, line: str) -> Said:
    """How to write a line so that Markdown reads it as words."""
    if token.type == "code_block":
        return say("begin it at the left margin")
    if token.type == "heading_open" and token.markup != "#" * len(token.markup):
        return say("take away the line of “{markup}” under it, or put a blank line between", markup=token.markup)
    words = escape(line.strip())
    return say(
        "if it is part of the text, begin it with “{what}”", what=words if len(words) <= 30 else words[:30] + "…"
    )


def _running_on(name: str, paragraph: list[Value]) -> Iterator[Problem]:
    """Find marks, as of emphasis, that begin on one line and end on another: a line is shown by itself."""
    lines = [value.text for value in paragraph]
    alone = [plain(line) for line in lines]

    def differs(start: int, end: int) -> bool:
        return plain("\n".join(lines[start:end])) != "".join(alone[start:end])

    if differs(0, len(lines)):
        end = next(end for end in range(1, len(lines) + 1) if differs(0, end))
        start = next(start for start in reversed(range(end)) if differs(start, end))
        yield Problem(
            name,
            paragraph[start].line,
            "T07",
            say("*emphasis* begins on this line and ends on line {line}", line=paragraph[end - 1].line),
            say(
                "end it on the same line and begin it again on the next; where “*” or “_” is part of the text, put a backslash (\\) before it"
            ),
        )
