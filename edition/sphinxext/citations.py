"""Citations and bibliography: author and date, with the words of each language and titles as they were seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from urllib.parse import quote, unquote

from pybtex.plugin import find_plugin, register_plugin
from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pybtex.style.template import Node
from sphinxcontrib.bibtex.style.referencing import BaseReferenceStyle
from sphinxcontrib.bibtex.style.template import SphinxReferenceText

from edition.messages import message

if TYPE_CHECKING:
    from pybtex.database import Entry, Person
    from pybtex.richtext import BaseText

_LETTER = re.compile(r"(?<=\d)[a-z]$|-[a-z]$")
"""The letter that tells works of one author and year apart: ``1999b``, ``n.d.-b``."""

_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
"""A run of encoded characters beyond ASCII."""

_CONTAINED = {"article", "incollection", "inproceedings"}


@dataclass
class AuthorDate(BaseReferenceStyle):
    """In-text citations: ``(Ericson 1999, p. 12)`` and ``Ericson (1999, p. 12)``."""

    language: str = ""
    separators: dict[str, str] = field(default_factory=lambda: {"p": "; ", "t": ", "})

    def role_names(self) -> Iterable[str]:
        """The roles: ``p`` in brackets, ``t`` in the sentence."""
        return self.separators.keys()

    def inner(self, role_name: str) -> Node:
        """The template of one work."""
        return Node("work", self._parenthetical if role_name == "p" else self._textual)

    def outer(self, role_name: str, children: list[BaseText]) -> Node:
        """The template of the whole citation."""

        def joined(_: Sequence[Any], __: dict[str, Any]) -> Text:
            inside = Text(self.separators[role_name]).join(children)
            return Text("(", inside, ")") if role_name == "p" else inside

        return Node("works", joined)

    def _parenthetical(self, _: Sequence[Any], data: dict[str, Any]) -> Text:
        info = data["reference_info"]
        who, when = work_label(data["entry"], self.language), _year(data, self.language)
        link = SphinxReferenceText(info, Text(f"{who} {when}".strip()))
        return Text(_before(info.pre_text), link, _after(info.post_text))

    def _textual(self, _: Sequence[Any], data: dict[str, Any]) -> Text:
        info = data["reference_info"]
        who, when = work_label(data["entry"], self.language), _year(data, self.language)
        place = ", ".join(part for part in (when, info.post_text) if part)
        link = SphinxReferenceText(info, Text(who))
        return Text(_before(info.pre_text), link, f" ({place})" if place else "")


@cache
def reference_style(language: str) -> AuthorDate:
    """The style of in-text citations in *language*."""
    return AuthorDate(language=language)


def work_label(entry: Entry, language: str) -> str:
    """How a work is called in a citation: by its shorthand, its authors, its editors or its short title."""
    if "shorthand" in entry.fields:
        return str(entry.fields["shorthand"])
    for role in ("author", "editor"):
        persons = entry.persons.get(role, [])
        if persons:
            names = [_last_name(person) for person in persons]
            if len(names) > 3:
                return f"{names[0]} et al."
            return _join(names, language)
    return str(entry.fields.get("label") or entry.fields["title"])


def _year(data: dict[str, Any], language: str) -> str:
    """The year, with the letter of the work's label; a work with a shorthand needs none."""
    entry, letter = data["entry"], _LETTER.search(data["formatted_entry"].label)
    if "shorthand" in entry.fields:
        return ""
    return dated(entry, language) + (letter[0] if letter else "")


def dated(entry: Entry, language: str) -> str:
    """The year of a work, or that it has none."""
    return str(entry.fields.get("year", message("n.d.", language)))


def _before(text: str) -> str:
    return f"{text} " if text else ""


def _after(text: str) -> str:
    return f", {text}" if text else ""


def _last_name(person: Person) -> str:
    return " ".join([*person.prelast_names, *person.last_names]).replace("{", "").replace("}", "")


def _join(names: list[str], language: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + f" {message('and', language)} " + names[-1]


class BibliographyStyle(BaseStyle):  # type: ignore[misc]
    """The list of works; titles stand as they were seen."""

    language = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # pybtex takes these from plugins of their own and puts them over the methods.
        self.sort = self.sorted_entries
        self.format_labels = self.labels

    def sorted_entries(self, entries: Iterable[Entry]) -> list[Entry]:
        """Sort by author, year and title."""
        return sorted(
            entries,
            key=lambda entry: (
                # Decomposed, so that a letter with a mark follows the plain letter.
                normalize("NFD", work_label(entry, self.language).casefold()),
                entry.fields.get("year", ""),
                entry.fields.get("title", ""),
            ),
        )

    def labels(self, entries: Sequence[Entry]) -> list[str]:
        """``Ericson 1999``; works of one author and year get a letter."""
        plain = [self._label(entry) for entry in entries]
        total, seen = Counter(plain), Counter[str]()
        labels = []
        for label in plain:
            letter = chr(ord("a") + seen[label]) if total[label] > 1 else ""
            letter = f"-{letter}" if letter and not label[-1].isdigit() else letter
            seen[label] += 1
            labels.append(label + letter)
        return labels

    def _label(self, entry: Entry) -> str:
        name = work_label(entry, self.language)
        if "shorthand" in entry.fields:
            return name
        return f"{name} {dated(entry, self.language)}"

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """One work as a paragraph."""
        isbn = f"ISBN {entry.fields['isbn']}" if "isbn" in entry.fields else ""
        sentences = [part for part in (self._persons(entry), self._title(entry), self._place(entry), isbn) if part]
        parts: list[object] = []
        for sentence in sentences:
            parts += [" " if parts else "", sentence, "" if str(sentence).endswith(".") else "."]
        note = self._field(entry, "note")
        if note:
            parts.append(f" {note.rstrip('.')}.")
        fields = entry.fields
        addresses = [f"https://doi.org/{fields['doi']}"] if "doi" in fields else []
        for address in [*addresses, *([fields["url"]] if "url" in fields else [])]:
            parts += [" ", HRef(address, _legible(address))]
        return FormattedEntry(entry.key, Text(*parts), label)

    def _field(self, entry: Entry, key: str) -> str:
        """A field in the language of the list, where it has one of its own: ``note_xx`` beside ``note``."""
        return plain(entry.fields.get(f"{key}_{self.language}") or entry.fields.get(key, ""))

    def _persons(self, entry: Entry) -> str:
        for role in ("author", "editor"):
            persons = entry.persons.get(role, [])
            if persons:
                suffix = message("ed." if len(persons) == 1 else "eds.", self.language) if role == "editor" else ""
                names = [_full_name(person, first=place == 0) for place, person in enumerate(persons)]
                joined = _join(names, self.language)
                return (f"{joined} ({suffix})" if suffix else joined).rstrip(".")
        return ""

    def _title(self, entry: Entry) -> Text:
        title = plain(entry.fields["title"])
        if "subtitle" in entry.fields:
            title += f": {plain(entry.fields['subtitle'])}"
        if entry.type not in _CONTAINED:
            edition = self._field(entry, "edition")
            return Text(Tag("em", title), f", {message('%s ed.', self.language) % edition}" if edition else "")
        container = plain(entry.fields.get("journal") or entry.fields.get("booktitle") or "")
        opening, closing = message("‘|’", self.language).split("|")
        parts: list[object] = [opening, title, closing]
        if container:
            inside = "" if entry.type == "article" else message("in", self.language) + " "
            parts += [", ", inside, Tag("em", container)]
        return Text(*parts)

    def _place(self, entry: Entry) -> str:
        fields = entry.fields
        words = []
        if entry.type == "article":
            issue = fields.get("volume", "")
            if "number" in fields:
                issue += f" ({fields['number']})" if issue else f"{message('no.', self.language)} {fields['number']}"
            words.append(issue)
        else:
            words.append(plain(fields.get("series", "")))
            for key, word in (("volume", "vol."), ("number", "no.")):
                if key in fields:
                    words.append(f"{message(word, self.language)} {fields[key]}")
        house = ": ".join(plain(fields[key]) for key in ("address", "publisher") if key in fields)
        words += [house, *(self._field(entry, key) for key in ("institution", "school", "howpublished"))]
        words.append(fields.get("date", fields.get("year", "")))
        if "pages" in fields:
            pages = fields["pages"].replace("--", "–")
            words.append(f"{message('pp.' if '–' in pages else 'p.', self.language)} {pages}")
        return ", ".join(word for word in words if word)


def _full_name(person: Person, *, first: bool) -> str:
    given = " ".join([*person.first_names, *person.middle_names])
    last = _last_name(person)
    if not given:
        return last
    return plain(f"{last}, {given}" if first else f"{given} {last}")


def _legible(address: str) -> str:
    """An address with the characters that it stands for, as browsers show it; blanks and ASCII stay encoded."""

    def decoded(match: re.Match[str]) -> str:
        text = unquote(match[0], errors="ignore")
        return text if text.isprintable() and quote(text) == match[0].upper() else match[0]

    return _ENCODED.sub(decoded, address)


def plain(text: str) -> str:
    """A field without the braces that only BibTeX needs."""
    return text.replace("{", "").replace("}", "")


def register_styles(languages: Iterable[str]) -> None:
    """Make the bibliography style of each language known to pybtex as ``edition-<language>``.

    The backends are registered too, for pybtex looks for what is not through all installed packages: at each citation.
    """
    for name in ("plaintext", "docutils"):
        register_plugin("pybtex.backends", name, find_plugin("pybtex.backends", name), force=True)
    for language in languages:
        style = type("LocalBibliographyStyle", (BibliographyStyle,), {"language": language})
        register_plugin("pybtex.style.formatting", f"edition-{language}", style, force=True)
