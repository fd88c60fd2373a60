"""Read the bibliography: which keys there are, the text of each entry, and what of it nobody would see.

pybtex parses it for the output; here its scanner gives keys and lines, so that a mistake has its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pybtex import errors
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names, split_name_list
from pybtex.scanner import PrematureEOF, PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from edition.messages import Said, say
from edition.model import Problem
from edition.nearest import did_you_mean

TYPES = (
    "article", "book", "booklet", "conference", "inbook", "incollection", "inproceedings", "manual", "mastersthesis",
    "misc", "phdthesis", "proceedings", "techreport", "unpublished",
)  # fmt: skip
"""The types of BibTeX."""

FIELDS = (
    "address", "author", "booktitle", "date", "doi", "edition", "editor", "howpublished", "institution", "isbn",
    "journal", "keywords", "label", "note", "number", "pages", "publisher", "school", "series", "shorthand",
    "subtitle", "title", "url", "volume", "year",
)  # fmt: skip
"""The fields that an entry of the list shows, or that say where it stands."""

IN_LANGUAGES = ("edition", "howpublished", "institution", "note", "school")
"""Those that may have other words in one language: ``note_xx`` beside ``note``."""

KEYWORDS = ("primary", "literature")
"""The keywords: what was written by those who took part or at the time, and what was written about it."""

LARGEST = 20_000
"""The greatest length of an entry, with the abbreviations in it written out."""

_TOLD = 50
"""How many fields of an entry are looked at for whether anybody sees them."""

_LONGEST = 200
"""The greatest length of what an abbreviation (``@string``) stands for, so that they cannot be made of one another."""

_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]*")
_DOI = re.compile(r"10\.\d+/[^\s<>\"\\^`{|}]+")
_NOT_ENTRIES = {"preamble", "string"}


class _Strings(CaseInsensitiveDict):  # type: ignore[misc]
    """The abbreviations of a file, cut where they would grow into a gigabyte."""

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name, value[:_LONGEST])


@dataclass(frozen=True)
class Work:
    """One entry: its raw text, and the 1-based line on which it begins."""

    text: str
    line: int


def parse(name: str, text: str, languages: Sequence[str], problems: list[Problem]) -> dict[str, Work]:
    """The entries of a BibTeX file by key; what is wrong, and what nobody would see, is added to *problems*.

    :param languages: those of the edition; an entry may have a note in each.
    """

    def line_of(place: int) -> int:
        return text.count("\n", 0, place) + 1

    def report(error: PybtexSyntaxError) -> None:
        # Of a brace that is not closed the scanner hears at the end of the file only.
        place = scanner.command_start if isinstance(error, PrematureEOF) else len(text[: scanner.pos].rstrip())
        problem = Problem(name, line_of(place), "B01", *_explained(error))
        if problem not in flaws:
            flaws.append(problem)

    entries: dict[str, Work] = {}
    keys: dict[str, str] = {}
    flaws: list[Problem] = []
    # The names of the months are copied: the scanner adds every @string to them.
    scanner = LowLevelParser(text, handle_error=report, macros=_Strings(month_names))
    for kind, content in scanner:
        if kind.lower() not in _NOT_ENTRIES and content[0] is not None:
            key, fields = content
            line = line_of(scanner.command_start)
            # Two keys that differ in case only are one for BibTeX.
            first = keys.setdefault(key.lower(), key)
            if first in entries:
                message = (
                    say("the key “{key}” is used twice", key=key)
                    if first == key
                    else say("the key “{key}” is used twice; the other is “{first}”", key=key, first=first)
                )
                problems.append(Problem(name, line, "B02", message, say("give one of the works another key")))
            work = entries[key] = Work(text[scanner.command_start : scanner.pos].strip(), line)
            if not flaws and sum(map(len, (part for _, parts in fields for part in parts))) > LARGEST:
                message = say("“{key}” is longer than {count} kB", key=key, count=LARGEST // 1000)
                problems.append(Problem(name, line, "B03", message, say("keep what a reader needs to find the work")))
            elif not flaws:
                mistakes = [Problem(name, line, "B03", *mistake) for mistake in _mistakes(key, fields)]
                # A word that is not understood may be the mistake itself, and is told once.
                problems.extend(mistakes or _unseen(name, work, kind, key, fields, languages))
        problems += flaws
        flaws.clear()
    problems += flaws
    return entries


def _explained(error: PybtexSyntaxError) -> tuple[Said, Said]:
    """What is wrong with the syntax, and how to mend it."""
    if isinstance(error, UndefinedMacro):
        return (
            say("“{first}” stands without braces", first=error.args[0]),
            say("write {{{first}}}", first=error.args[0]),
        )
    if isinstance(error, PrematureEOF):
        return (
            say("what begins here with “@” has no end"),
            say("close every brace and quotation mark of the entry; outside the entries no “@” may stand"),
        )
    return (
        say("this is not BibTeX: {first}", first=error.args[0]),
        say("look for a missing comma, brace or equals sign on this line"),
    )


def _mistakes(key: str, fields: Sequence[tuple[str, Sequence[str]]]) -> Iterator[tuple[Said, Said]]:
    """What the style of the bibliography could make nothing of, each with its hint."""
    values: dict[str, str] = {}
    for field, parts in fields:
        if field.lower() in values:
            yield (say("“{key}” has the field “{field}” twice", key=key, field=field), say("keep one of the two"))
        values[field.lower()] = "".join(parts)
    if not values.get("title", "").strip():
        yield (say("“{key}” has no title", key=key), say("add a line title = {{…}},"))
    if not _ADDRESS.fullmatch(values.get("url", "https://")):
        yield (
            say("the address of “{key}” does not begin with https://", key=key),
            say("copy the address of the page, or take the field away"),
        )
    if not _DOI.fullmatch(values.get("doi", "10.1/1")):
        yield (
            say("“{doi}” of “{key}” is no DOI", doi=values["doi"], key=key),
            say("write it without an address before it: 10.1000/182"),
        )
    for role in ("author", "editor"):
        for person in split_name_list(values.get(role, "")):
            with errors.capture() as wrong:
                Person(person)
            if wrong:
                hint = say(
                    "write {{Last name, First name}}, with “and” between persons, "
                    "an institution in {{{{double braces}}}}"
                )
                yield (
                    say("the {role} “{person}” of “{key}” cannot be read as a name", role=role, person=person, key=key),
                    hint,
                )


def _unseen(
    name: str, work: Work, kind: str, key: str, fields: Sequence[tuple[str, Sequence[str]]], languages: Sequence[str]
) -> Iterator[Problem]:
    """Notices of what no reader sees (B05): a type, field or keyword that means nothing here, a label that is not used."""

    def notice(field: str, message: Said, hint: Said) -> Problem:
        before = re.split(rf"\b{re.escape(field)}\s*=", work.text, maxsplit=1)[0] if field else ""
        return Problem(name, work.line + before.count("\n"), "B05", message, hint, notice=True)

    if kind.lower() not in TYPES:
        hint = did_you_mean(kind, TYPES, say("the types are {listed}", listed=", ".join(TYPES)))
        yield notice("", say("“{kind}” is no type of an entry", kind=kind), hint)
    known = (*FIELDS, *(f"{field}_{language}" for field in IN_LANGUAGES for language in languages))
    named = {field.lower() for field, _ in fields}
    for field, parts in fields[:_TOLD]:
        if field.lower() not in known:
            hint = did_you_mean(field, known, say("take it away; the fields are {listed}", listed=", ".join(FIELDS)))
            yield notice(field, say("nobody sees the field “{field}” of “{key}”", field=field, key=key), hint)
        elif field.lower() == "label" and named & {"author", "editor", "shorthand"}:
            hint = say("take it away: the work is called by its shorthand, author or editor")
            yield notice(field, say("nobody sees the label of “{key}”", key=key), hint)
        elif field.lower() == "keywords":
            for word in keywords_of("".join(parts)):
                if word not in KEYWORDS:
                    hint = did_you_mean(word, KEYWORDS, say("the keywords are {listed}", listed=", ".join(KEYWORDS)))
                    yield notice(field, say("“{word}” of “{key}” is no keyword", word=word, key=key), hint)


def keywords_of(value: str) -> list[str]:
    """The keywords in the field of that name, where commas divide them."""
    return [word.strip() for word in value.split(",") if word.strip()]
