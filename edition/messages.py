"""The edition's own words, in any of its languages at a time.

A page shows two languages, so the interface language of a build is not enough: a note in the companion's language has
its “see also” in that language too. English is the language of the keys; the others are gettext catalogues.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

_LOCALE = Path(__file__).parent / "locale"


@cache
def _catalogue(language: str) -> dict[str, str]:
    path = _LOCALE / language / "LC_MESSAGES" / "edition.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id and message.string}


def message(text: str, language: str) -> str:
    """*text* in *language*; in English where the catalogue of that language does not have it."""
    return _catalogue(language).get(text, text)


def name_of(value: str, language: str) -> str:
    """A value of the data, such as a category, as it is called in *language*."""
    return message(value.replace("-", " "), language)
