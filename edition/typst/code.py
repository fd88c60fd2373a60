"""Writing Typst: everything that comes from a document becomes a string literal, so that it cannot become code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_PLACE = re.compile(r"[0-9a-z.-]+")
_MARK = re.compile(r"/\*@([0-9a-z.-]+)\*/")
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": ""})


def literal(text: str) -> str:
    """A string literal."""
    return f'"{text.translate(_ESCAPES)}"'


def array(items: Iterable[str]) -> str:
    """An array of expressions."""
    return "(" + "".join(f"{item}, " for item in items) + ")"


def dictionary(items: Mapping[str, str]) -> str:
    """A dictionary of expressions with string keys."""
    return "(" + ("".join(f"{literal(key)}: {item}, " for key, item in items.items()) or ":") + ")"


def source_mark(place: object) -> str:
    """A comment by which a mistake that Typst finds after it is told at its *place*: a line, a passage or a note."""
    return f"/*@{place}*/" if place and _PLACE.fullmatch(str(place)) else ""


def place_before(code: str) -> str:
    """The place that the last mark in *code* tells; nothing where there is none."""
    marks = _MARK.findall(_LITERAL.sub('""', code))
    return str(marks[-1]) if marks else ""


def call(function: str, *arguments: str) -> str:
    """A call within markup; the semicolon ends it, whatever follows."""
    return f"#{function}({', '.join(arguments)});"
