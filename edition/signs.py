"""What in a note is more than words, as patterns, for a form in a browser that has no parser of Markdown.

They refuse everything that :func:`edition.markup.allowed` refuses, and a little more: what nearly looks like it. So a
note that the form takes passes the check (``tests/test_annotating.py`` tries it on texts made for it). Every pattern
means the same to Python, with ``re.MULTILINE``, and to JavaScript, with the flags ``gmu``.
"""

from __future__ import annotations

from edition.markup import CITATION, EXPLICIT, LINK, ORDER, ROLES

_ROLE = r"\{(?:" + "|".join(ROLES) + ")\\}`[^`\\n]+`"
_ADDRESS = rf"(?:{LINK.pattern})(?:(?!@import)[^\s<>()\[\]{{}}|`\\])*"
_LINK = rf"\[([^\[\]`\n]*)\]\({_ADDRESS}\)|<{_ADDRESS}>"
# Where a block may begin: after the marks of quotations and lists.
_BEGINNING = r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t>]*)*"

KEPT = r"\\[!-\/:-@\[-`{-~]|" + f"{_ROLE}|{_LINK}"
"""What a note may have beside words: marks after a backslash, roles, links. In its place the form reads the words of the
link, which are the group, between dots (U+00B7)."""

REFUSED: tuple[tuple[str, str], ...] = (
    ("A12", r"\{[^\s{}]+\}|`"),
    ("A09", ORDER.pattern.replace("^", "").replace(r"import\b", "import").replace(r"[\w-]+::", r"\S+::")),
    ("A09", r"!\[|!·|\[\^|\]:"),
    ("A09", rf"{_BEGINNING}(?:#|%|~~~|\+[ \t]*\+[ \t]*\+)"),
    ("A09", rf"{_BEGINNING}[\-*_=+~:|][\-*_=+~:| \t]*$"),
    ("A09", r"[)·]=[ \t]*$|\t| {4}"),
)
"""Codes, each with what is refused in the rest: parts of roles; orders; images, footnotes; headings, comments; rules and
tables; targets of links, code."""

ROLE = r"\{(" + "|".join(ROLES) + ")\\}`([^`\\n]+)`"
"""A role: its name and what it says."""

REFERENCE = CITATION.pattern.replace("(?P<", "(?<")
"""One work of a citation, from where the last one ended."""

EXPLICIT_TARGET = EXPLICIT.pattern.replace("(?P<", "(?<").replace(".*", r"[\s\S]*", 1)
"""What a role points to where its words are others."""
