"""Read the bibliography: which keys there are, and the text of each entry.

pybtex parses it for the output; here its scanner gives keys and lines, so that a mistake has its place.
"""

from __future__ import annotations

import re

from pybtex.database.input.bibtex import LowLevelParser
from pybtex.scanner import PybtexSyntaxError

from edition.model import Problem

_ENTRY = re.compile(r"^[ \t]*@(?P<type>\w+)\s*\{\s*(?P<key>[^,\s}]+)", re.MULTILINE)
_NOT_ENTRIES = {"comment", "preamble", "string"}


def parse(name: str, text: str, problems: list[Problem]) -> dict[str, str]:
    """The entries of a BibTeX file, key to raw text; what is wrong is added to *problems*."""
    found = [match for match in _ENTRY.finditer(text) if match["type"].lower() not in _NOT_ENTRIES]
    starts = [match.start() for match in found[1:]] + [len(text)]
    entries: dict[str, str] = {}
    for match, end in zip(found, starts, strict=True):
        line = text.count("\n", 0, match.start("type")) + 1
        if match["key"] in entries:
            problems.append(
                Problem(
                    name, line, "B02", f"the key “{match['key']}” is used twice", "give one of the works another key"
                )
            )
        entries[match["key"]] = text[match.start() : end].strip()
    scanner = LowLevelParser(text, handle_error=lambda error: problems.append(_syntax_problem(name, error)))
    for _ in scanner:
        pass
    return entries


def _syntax_problem(name: str, error: PybtexSyntaxError) -> Problem:
    return Problem(
        name,
        error.lineno or 1,
        "B01",
        f"this is not BibTeX: {error.args[0]}",
        "look for a missing comma or brace on this line or the one before it",
    )
