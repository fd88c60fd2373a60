"""The edition's own words, in any of its languages at a time.

A page shows two languages, so the interface language of a build is not enough: a note in the companion's language has
its “see also” in that language too. English is the language of the keys; the others are gettext catalogues.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

_LONGEST = 2000
"""How many characters of a stranger's text a message may repeat."""

KEYS = ""
"""The language in which messages are written here, which has no catalogue."""

_BEFORE_FIGURE = re.compile(r"(?<![\s,;:]) (?=[a-z]*\d|[IVXLC]+\b)")

_LOCALE = Path(__file__).parent / "locale"


@cache
def _catalogue(language: str) -> dict[str, str]:
    folder = _LOCALE / language / "LC_MESSAGES"
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            found |= {str(item.id): str(item.string) for item in read_po(file) if item.id and item.string}
    return found


def message(text: str, language: str) -> str:
    """*text* in *language*; in English where the catalogue of that language does not have it."""
    return _catalogue(language).get(text, text)


def unparted(text: str) -> str:
    """*text* with a no-break space between a figure and the word that it belongs to: ``doc. ns042``, ``arts. I–III``."""
    return _BEFORE_FIGURE.sub("\N{NO-BREAK SPACE}", text)


def translated(value: object, language: str) -> object:
    """*value* in *language*, if it is something that was said."""
    return value.in_language(language) if isinstance(value, Said) else value


def _filled(template: str, values: Mapping[str, object]) -> str:
    """*values* in a template; those that nobody can read for their length are cut."""
    return template.format(**{name: _short(value) for name, value in values.items()})


def _short(value: object) -> object:
    return f"{value[:_LONGEST]}…" if isinstance(value, str) and len(value) > _LONGEST else value


class Said(str):
    """An English sentence for a person, that knows how it was made, so that it can be said in another language.

    :ivar template: the sentence with names in braces, as the catalogues have it.
    :ivar values: what stands for the names; what was itself *said* is translated with the rest.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]

    def __new__(cls, template: str = "", /, **values: object) -> Said:
        """Fill *values* into *template*; braces that are meant are doubled there."""
        said = super().__new__(cls, _filled(template, values))
        said.template, said.values = template, values
        return said

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """For copies: a finished sentence cannot be filled again."""
        return (self.template,), self.values

    def in_language(self, language: str) -> str:
        """The same in another language; in English where its catalogue has no such sentence."""
        values = {name: translated(value, language) for name, value in self.values.items()}
        return _filled(message(self.template, language), values)


say = Said

NOTHING = Said()
"""Where there is nothing to say."""


class Listed(Said):
    """Several sentences or values in a row."""

    __slots__ = ("between", "parts")
    between: str
    parts: tuple[object, ...]

    def __new__(cls, between: str, parts: Iterable[object]) -> Listed:
        """Join *parts*; *between* is translated too."""
        known = tuple(parts)
        listed = str.__new__(cls, between.join(map(str, known)))
        listed.template, listed.values, listed.between, listed.parts = "", {}, between, known
        return listed

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """For copies."""
        return (self.between, self.parts), {}

    def in_language(self, language: str) -> str:
        """All parts in another language."""
        return message(self.between, language).join(str(translated(part, language)) for part in self.parts)


def name_of(value: str, language: str) -> str:
    """A value of the data, such as a category, as it is called in *language*."""
    return message(value.replace("-", " "), language)
