"""Read the bibliography: which keys there are, and the text of each entry.

pybtex parses it for the output; here its scanner gives keys and lines, so that a mistake has its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pybtex import errors
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names, split_name_list
from pybtex.scanner import PrematureEOF, PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from edition.model import Problem

_NOT_ENTRIES = {"preamble", "string"}


def parse(name: str, text: str, problems: list[Problem]) -> dict[str, str]:
    """The entries of a BibTeX file, key to raw text; what is wrong is added to *problems*."""

    def line_of(place: int) -> int:
        return text.count("\n", 0, place) + 1

    def report(error: PybtexSyntaxError) -> None:
        # Of a brace that is not closed the scanner hears at the end of the file only.
        place = scanner.command_start if isinstance(error, PrematureEOF) else len(text[: scanner.pos].rstrip())
        problem = Problem(name, line_of(place), "B01", *_explained(error))
        if problem not in flaws:
            flaws.append(problem)

    entries: dict[str, str] = {}
    keys: dict[str, str] = {}
    flaws: list[Problem] = []
    # The names of the months are copied: the scanner adds every @string to them.
    scanner = LowLevelParser(text, handle_error=report, macros=CaseInsensitiveDict(month_names))
    for kind, content in scanner:
        if kind.lower() not in _NOT_ENTRIES and content[0] is not None:
            key, fields = content
            line = line_of(scanner.command_start)
            # Two keys that differ in case only are one for BibTeX.
            first = keys.setdefault(key.lower(), key)
            if first in entries:
                message = f"the key “{key}” is used twice" + ("" if first == key else f"; the other is “{first}”")
                problems.append(Problem(name, line, "B02", message, "give one of the works another key"))
            entries[key] = text[scanner.command_start : scanner.pos].strip()
            if not flaws:
                problems.extend(Problem(name, line, "B03", *mistake) for mistake in _mistakes(key, fields))
        problems += flaws
        flaws.clear()
    problems += flaws
    return entries


def _explained(error: PybtexSyntaxError) -> tuple[str, str]:
    """What is wrong with the syntax, and how to mend it."""
    if isinstance(error, UndefinedMacro):
        return f"“{error.args[0]}” stands without braces", f"write {{{error.args[0]}}}"
    if isinstance(error, PrematureEOF):
        return (
            "what begins here with “@” has no end",
            "close every brace and quotation mark of the entry; outside the entries no “@” may stand",
        )
    return f"this is not BibTeX: {error.args[0]}", "look for a missing comma, brace or equals sign on this line"


def _mistakes(key: str, fields: Sequence[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, str]]:
    """What the style of the bibliography could make nothing of, each with its hint."""
    values: dict[str, str] = {}
    for field, parts in fields:
        if field.lower() in values:
            yield f"“{key}” has the field “{field}” twice", "keep one of the two"
        values[field.lower()] = "".join(parts)
    if not values.get("title", "").strip():
        yield f"“{key}” has no title", "add a line title = {…},"
    for role in ("author", "editor"):
        for person in split_name_list(values.get(role, "")):
            with errors.capture() as wrong:
                Person(person)
            if wrong:
                hint = "write {Last name, First name}, with “and” between persons, an institution in {{double braces}}"
                yield f"the {role} “{person}” of “{key}” cannot be read as a name", hint
