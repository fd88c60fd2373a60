"""The plain-text extract of an article, as MediaWiki gives it: front matter, then headings and paragraphs.

.. code-block:: text

    revision: 15759133
    title: "The title as JSON"
    url: https://…

    ---

    A paragraph of the lead is one line.

    == A heading ==
    A paragraph of section 1.

The words are sacred: what could not be kept as it stands is refused, with its line, and nothing is mended in silence.
Only what no reader sees is normalised: a byte-order mark, the line ends of other systems, white space around lines.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass

MAX_BYTES = 20 * 1024 * 1024
"""The longest extract that is read; far longer than any article, and still read in seconds."""

_FIELD = re.compile(r"(?P<key>[A-Za-z][\w-]*):(?P<value>.*)")
_KEYS = ("revision", "title", "url")
_RULE = "---"
_LEVEL = 2
_NO_FRONT_MATTER = f"there is no front matter; the extract begins with lines “{_KEYS[0]}: …”, then a line {_RULE}"
# White space that some programs take for a line end, and what no text holds; a tab is harmless.
_UNPRINTABLE = re.compile("[\x00-\x08\n-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class ExtractError(Exception):
    """The extract cannot be used.

    :ivar line: 1-based line in the file.
    :ivar message: what is wrong there and how to mend it.
    """

    def __init__(self, line: int, message: str) -> None:
        """Say *message* about *line*."""
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


@dataclass(frozen=True)
class ExtractSection:
    """A heading and the paragraphs under it.

    :ivar heading: without its equals signs; empty for the lead, which has none.
    :ivar paragraphs: without the white space around them; none for an empty section.
    """

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Extract:
    """One revision of one article.

    :ivar sections: the lead first, though it may be empty.
    """

    revision: str
    title: str
    url: str
    sections: tuple[ExtractSection, ...]

    def text(self) -> str:
        """The extract in its own format; but for white space, the file that :func:`read` was given."""
        lines = [f"revision: {self.revision}", f"title: {_quoted(self.title)}", f"url: {self.url}", "", "", _RULE, ""]
        for section in self.sections:
            if section.heading:
                lines += ["", "", f"== {section.heading} =="]
            lines += section.paragraphs
        return "\n".join(lines)


LARGEST = 10_000_000
"""The greatest size of an extract in bytes."""


def read(data: bytes) -> Extract:
    """Read an extract from the bytes of its file, in time linear in their number.

    :raises ExtractError: where the bytes are no such extract.
    """
    lines = _lines(data)
    fields, first = _front_matter(lines)
    sections = _sections(lines, first)
    if not any(section.heading or section.paragraphs for section in sections):
        raise ExtractError(len(lines), "there is no text after the front matter; the extract seems to be cut off")
    return Extract(fields["revision"], fields["title"], fields["url"], sections)


def _lines(data: bytes) -> list[str]:
    """The lines without the white space around them, proved to be text that can be kept as it stands."""
    if len(data) > MAX_BYTES:
        raise ExtractError(1, f"this is more than {MAX_BYTES:,} bytes, too much for an extract; is it the right file?")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        raise ExtractError(number, "this is not UTF-8 text; save the file again with the encoding UTF-8") from error
    if not text.strip():
        raise ExtractError(1, "the file is empty")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        _check_characters(number, line)
    return [line.strip() for line in lines]


def _check_characters(number: int, line: str) -> None:
    """Refuse characters that a text file cannot carry unchanged."""
    bad = _UNPRINTABLE.search(line)
    if bad is not None:
        raise ExtractError(number, f"the control character U+{ord(bad[0]):04X} stands here; take it out")
    if not unicodedata.is_normalized("NFC", line):
        word = next((word for word in line.split() if not unicodedata.is_normalized("NFC", word)), line.strip())
        raise ExtractError(
            number,
            f"“{word[:60]}” is written with separate accents (not Unicode NFC); "
            "nothing is changed in a transmitted text, so get the extract again from its source",
        )


def _front_matter(lines: list[str]) -> tuple[dict[str, str], int]:
    """The fields, and the 0-based index of the line after the rule that ends them."""
    fields: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if line == _RULE:
            _require(fields, number)
            return fields, number
        if not line:
            continue
        match = _FIELD.fullmatch(line)
        if match is None:
            what = f"the front matter has to end with a line {_RULE} before the text" if fields else _NO_FRONT_MATTER
            raise ExtractError(number, what)
        key, value = match["key"], match["value"].strip()
        if key not in _KEYS:
            raise ExtractError(number, f"unknown key “{key[:60]}”; the front matter has {', '.join(_KEYS)}")
        if key in fields:
            raise ExtractError(number, f"“{key}” is given twice; keep one of the two")
        fields[key] = _unquoted(value, number) if key == "title" else value
        if not fields[key]:
            raise ExtractError(number, f"“{key}” has no value")
    raise ExtractError(len(lines), f"the front matter has no end; a line {_RULE} has to stand before the text")


def _require(fields: dict[str, str], number: int) -> None:
    """Refuse front matter that lacks a key; *number* is the 1-based line on which it ends."""
    if not fields:
        raise ExtractError(number, _NO_FRONT_MATTER)
    for key in _KEYS:
        if key not in fields:
            raise ExtractError(number, f"the front matter lacks a line “{key}: …”")


def _unquoted(value: str, number: int) -> str:
    """The title out of its quotation marks."""
    try:
        title = json.loads(value)
    except (ValueError, RecursionError):
        title = None
    if not isinstance(title, str) or _UNPRINTABLE.search(title):
        raise ExtractError(number, 'the title has to stand in double quotation marks on one line: title: "The title"')
    return title.strip()


def _quoted(title: str) -> str:
    """The title as JSON, all but ASCII escaped with capital digits as in the extracts."""
    return re.sub(
        r"\\(?:u[0-9a-f]{4}|.)",
        lambda match: match[0] if match[0][1] != "u" else "\\u" + match[0][2:].upper(),
        json.dumps(title),
    )


def _sections(lines: list[str], first: int) -> tuple[ExtractSection, ...]:
    """The sections from the line with the 0-based index *first*, the lead first."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for number, line in enumerate(lines[first:], first + 1):
        if line.startswith("=") and line.endswith("="):
            found.append((_heading(line, number), []))
        elif line:
            found[-1][1].append(line)
    return tuple(ExtractSection(heading, tuple(paragraphs)) for heading, paragraphs in found)


def _heading(line: str, number: int) -> str:
    """The text of a heading of the second level; there are no others."""
    before = len(line) - len(line.lstrip("="))
    after = len(line) - len(line.rstrip("="))
    heading = line.strip("=").strip()
    if not heading:
        raise ExtractError(number, "this heading has no text; give it one, or take the line out")
    if before != after:
        raise ExtractError(number, f"this heading begins with {before} equals signs and ends with {after}")
    if before != _LEVEL:
        raise ExtractError(
            number,
            f"this is a heading of level {before}; only headings “== … ==” can be used, as sections have no parts",
        )
    return line[_LEVEL:-_LEVEL].strip()
