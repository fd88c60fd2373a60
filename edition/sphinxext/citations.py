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

from edition.messages import message, unparted

if TYPE_CHECKING:
    from pybtex.database import Entry, Person
    from pybtex.richtext import BaseText

_LETTER = re.compile(r"(?<=\d)[a-z]$|-[a-z]$")
"""The letter that tells works of one author and year apart: ``1999b``, ``n.d.-b``."""

_ABBREVIATED = re.compile(r"(?:(?<=\b[a-z]\.)|(?<=\b[a-z]{2}\.)|(?<=\b[a-z]{3}\.)) (?=\d|[IVXLC]+\b)")
"""The blank between an abbreviation and its figure in a field: ``p. 217``, ``vol. III``."""

_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
"""A run of encoded characters beyond ASCII."""

_YEAR = re.compile(r"(?<!\w)(?:1\d|20)\d\d(?!\w)")
"""A year in the words of a title or of a place."""

_ARTICLE = re.compile(r"(?:an?|the)\s+(?=\w)", re.IGNORECASE)
"""An English article at the beginning of a name, which does not count in the alphabet."""

_CONTAINED = {"article", "incollection", "inproceedings"}
_ENDS = (".", "?", "!", "…")
"""What a sentence may end with by itself."""


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
        who, when = _called(data, self.language)
        link = SphinxReferenceText(info, Text(f"{who} {when}".strip()))
        return Text(_before(info.pre_text), link, _after(info.post_text))

    def _textual(self, _: Sequence[Any], data: dict[str, Any]) -> Text:
        info = data["reference_info"]
        who, when = _called(data, self.language)
        place = ", ".join(part for part in (when, unparted(info.post_text)) if part)
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


def _called(data: dict[str, Any], language: str) -> tuple[str, str]:
    """A work's name and year, one of them with the letter of its label; a work with a shorthand has no letter."""
    entry, letter = data["entry"], _LETTER.search(data["formatted_entry"].label)
    who, when = work_label(entry, language), dated(entry, language)
    if "shorthand" in entry.fields or letter is None:
        return who, when
    return (who, when + letter[0]) if when else (who + letter[0], "")


def dated(entry: Entry, language: str) -> str:
    """The year that follows a work's name, or that it has none; nothing where the name itself says it."""
    year = str(entry.fields.get("year", message("n.d.", language)))
    return "" if "shorthand" in entry.fields or _says(work_label(entry, language), year) else year


def _says(words: str, year: str) -> bool:
    """Whether the last date in *words* is of *year*."""
    return _YEAR.findall(words)[-1:] == [year]


def _without_article(name: str) -> str:
    match = _ARTICLE.match(name)
    return name[match.end() :] if match else name


def _before(text: str) -> str:
    return f"{text} " if text else ""


def _after(text: str) -> str:
    return f", {unparted(text)}" if text else ""


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
        """Sort by author, year and title; an English article before a name does not count."""
        return sorted(
            entries,
            key=lambda entry: (
                # Decomposed, so that a letter with a mark follows the plain letter.
                normalize("NFD", _without_article(work_label(entry, self.language)).casefold()),
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
        return f"{work_label(entry, self.language)} {dated(entry, self.language)}".strip()

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """One work as a paragraph."""
        isbn = f"ISBN\N{NO-BREAK SPACE}{entry.fields['isbn']}" if "isbn" in entry.fields else ""
        work, place = self._title(entry), self._place(entry)
        if entry.type == "article" and place:
            # Volume and year are of the journal, whose name ends no sentence.
            work, place = Text(work, " " if "volume" in entry.fields else ", ", place), ""
        sentences = [part for part in (self._persons(entry), work, place, isbn, self._field(entry, "note")) if part]
        parts: list[object] = []
        for sentence in sentences:
            parts += [" " if parts else "", sentence, "" if str(sentence).endswith(_ENDS) else "."]
        fields = entry.fields
        addresses = [f"https://doi.org/{fields['doi']}"] if "doi" in fields else []
        for address in [*addresses, *([fields["url"]] if "url" in fields else [])]:
            parts += [" ", HRef(address, _legible(address))]
        return FormattedEntry(entry.key, Text(*parts), label)

    def _field(self, entry: Entry, key: str) -> str:
        """A field in the language of the list, where it has one of its own: ``note_xx`` beside ``note``."""
        text = plain(entry.fields.get(f"{key}_{self.language}") or entry.fields.get(key, ""))
        return _ABBREVIATED.sub("\N{NO-BREAK SPACE}", text)

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
            edition = f", {message('%s ed.', self.language) % edition}" if edition else ""
            year = "" if _published(entry) else self._date(entry, title)
            return Text(Tag("em", title), edition, f" ({year})" if year else "")
        container = plain(entry.fields.get("journal") or entry.fields.get("booktitle") or "")
        opening, closing = message("‘|’", self.language).split("|")
        parts: list[object] = [opening, title, closing]
        if container:
            inside = "" if entry.type == "article" else message("in", self.language) + " "
            parts += [", ", inside, Tag("em", container)]
        return Text(*parts)

    def _date(self, entry: Entry, title: str) -> str:
        """The date of what can be read somewhere, unless the title or the place says it: the place has no date."""
        date: str = entry.fields.get("date", entry.fields.get("year", ""))
        said = _says(title, date) or _says(self._field(entry, "howpublished"), date)
        return "" if said else date

    def _place(self, entry: Entry) -> str:
        fields = entry.fields
        words = []
        if entry.type == "article":
            issue = fields.get("volume", "")
            if "number" in fields:
                number = f"{message('no.', self.language)}\N{NO-BREAK SPACE}{fields['number']}"
                issue += f" ({fields['number']})" if issue else number
            words.append(issue)
        else:
            words.append(plain(fields.get("series", "")))
            for key, word in (("volume", "vol."), ("number", "no.")):
                if key in fields:
                    words.append(f"{message(word, self.language)}\N{NO-BREAK SPACE}{fields[key]}")
        house = ": ".join(plain(fields[key]) for key in ("address", "publisher") if key in fields)
        words += [house, *(self._field(entry, key) for key in ("institution", "school", "howpublished"))]
        if _published(entry):
            words.append(fields.get("date", fields.get("year", "")))
        if "pages" in fields:
            pages = fields["pages"].replace("--", "–")
            words.append(f"{message('pp.' if '–' in pages else 'p.', self.language)}\N{NO-BREAK SPACE}{pages}")
        return ", ".join(word for word in words if word)


def _published(entry: Entry) -> bool:
    """Whether the year is that of the imprint, not of a document that can be read in a place of another time."""
    return entry.type in _CONTAINED or "publisher" in entry.fields or "howpublished" not in entry.fields


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
