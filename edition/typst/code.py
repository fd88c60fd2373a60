"""Writing Typst: everything that comes from a document becomes a string literal, so that it cannot become code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def call(function: str, *arguments: str) -> str:
    """A call within markup; the semicolon ends it, whatever follows."""
    return f"#{function}({', '.join(arguments)});"
