"""How a passage is cited: in plain words, and in the forms that programmes for references read.

A passage is cited as a part of the edition: its title is the heading of its section with the number, so that every
style prints the number, and none takes it for a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from edition.config import Config
from edition.messages import message
from edition.model import spelt_plainly

_SPECIAL = {character: f"\\{character}" for character in "&%$#_"} | {
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class Cited:
    """A passage as it is cited.

    :ivar passage: its number.
    :ivar language: the language of its words, and of the citation.
    :ivar heading: of its section, in that language.
    :ivar text: what its words are, in that language: :func:`words_of_state`, or the word for a translation.
    :ivar address: where it is read.
    """

    passage: str
    language: str
    heading: str
    text: str
    address: str


def words_of_state(state: str, language: str) -> str:
    """What the words of a passage are in one reading state; of none, they are a translation."""
    return message(f"{state} text" if state else "translation", language)


def plain(config: Config, cited: Cited) -> str:
    """One line, as it stands in a footnote."""
    author = config.authors.get(cited.language, "")
    parts = [
        author[:1].upper() + author[1:],
        _title(config, cited.language),
        message("version %s", cited.language) % config.release,
        config.date[:4],
        f"{cited.passage} ({_basis(config, cited)})",
        cited.address,
    ]
    return ", ".join(part for part in parts if part)


def bibtex(config: Config, cited: Cited) -> str:
    """An entry for BibTeX and biblatex; names in double braces are taken as they are."""
    fields = {
        "author": f"{{{_escaped(config.authors.get(cited.language, ''))}}}",
        "title": f"{{{_escaped(_part(cited))}}}",
        "booktitle": f"{{{_escaped(_title(config, cited.language))}}}",
        "year": config.date[:4],
        "note": _escaped(_note(config, cited)),
        "url": cited.address,
    }
    width = max(map(len, fields))
    lines = ",\n".join(f"  {name:{width}} = {{{value}}}" for name, value in fields.items())
    return f"@incollection{{{_key(config, cited)},\n{lines}\n}}\n"


def ris(config: Config, cited: Cited) -> str:
    """A record in the RIS format, a section of a book."""
    lines = [
        ("TY", "CHAP"),
        ("ID", _key(config, cited)),
        ("AU", config.authors.get(cited.language, "")),
        ("TI", _part(cited)),
        ("T2", _title(config, cited.language)),
        ("ET", config.release),
        ("PY", config.date[:4]),
        ("DA", config.date.replace("-", "/")),
        ("LA", _tag(config, cited.language)),
        ("N1", _note(config, cited)),
        ("UR", cited.address),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in lines)


def csl_json(config: Config, cited: Cited) -> str:
    """A list of one item, as programmes that use CSL styles exchange it."""
    item = {
        "id": _key(config, cited),
        "type": "chapter",
        "author": [{"literal": config.authors.get(cited.language, "")}],
        "title": _part(cited),
        "container-title": _title(config, cited.language),
        "edition": config.release,
        "issued": {"date-parts": [[int(part) for part in config.date.split("-")]]},
        "language": _tag(config, cited.language),
        "note": _note(config, cited),
        "URL": cited.address,
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[str, Callable[[Config, Cited], str]] = {
    "plain": plain,
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
}
"""All forms of a citation, by name."""


def _title(config: Config, language: str) -> str:
    parts = (config.titles[language], config.subtitles.get(language, ""))
    return ": ".join(part for part in parts if part)


def _part(cited: Cited) -> str:
    return f"{cited.heading}, {cited.passage}"


def _basis(config: Config, cited: Cited) -> str:
    return message("%s, after revision %s", cited.language) % (cited.text, config.revision)


def _note(config: Config, cited: Cited) -> str:
    return f"{message('version %s', cited.language) % config.release}; {_basis(config, cited)}"


def _tag(config: Config, language: str) -> str:
    region = config.regions.get(language, "")
    return f"{language}-{region}" if region else language


def _key(config: Config, cited: Cited) -> str:
    return re.sub(r"[^a-z]", "", spelt_plainly(config.titles[cited.language])) + f"-{cited.passage}"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in text)
