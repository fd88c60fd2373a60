"""What the form for an annotation knows: its words, the rules of the check, the works and whatever a note may name.

The form runs in the reader's browser (``scripts/later/annotating.js``); all of this is one script beside the pages, so
that it can be loaded where they are opened from files too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from edition import schemas, writing
from edition.config import Config
from edition.messages import message
from edition.model import KINDS, STATUSES, Edition
from edition.repository import Repository
from edition.site import native_name, template

SCRIPT = "annotating-data.js"
LONGEST_ADDRESS = 2000
"""So many characters every host and browser takes; a host asks to sign in with the address written into another one."""

CODES = ("A02", "A03", "A08", "A09", "A12", "A14", "A15", "F07", "F09", "R01", "R02", "R03", "R04", "R05", "Y05")
"""What can be wrong with a note that is written in the form."""

_MEANINGS = {
    "context": "what one must know to understand",
    "source": "what the statement rests on",
    "correction": "the statement is wrong or imprecise",
    "dispute": "historians disagree",
    "language": "on the language of the text",
    "translation": "why the translation reads so",
}


@dataclass(frozen=True)
class Work:
    """A work of the bibliography, as the form shows it: key, names of the authors, year, title."""

    key: str
    author: str
    year: str
    title: str


def script(config: Config, edition: Edition, language: str, works: Iterable[Work], guide: str) -> str:
    """The script that gives the form everything, in the language of a tree; see :func:`data`."""
    found = json.dumps(data(config, edition, language, works, guide), ensure_ascii=False, sort_keys=True)
    return f"window.editionAnnotatingData = {found};\n"


def data(config: Config, edition: Edition, language: str, works: Iterable[Work], guide: str) -> dict[str, Any]:
    """Everything that the form knows, as JSON has it.

    :param language: in which the form speaks.
    :param guide: the page of the tree on which the codes of the check are explained; empty where it has none.
    """
    rules = schemas.documents(config)["rules.json"]
    others = [code for code in config.languages if code != language]
    repository = Repository.of(config.repository)
    return {
        "languages": [language, *others],
        "original": config.languages[0],
        "form": _form(config, language, others, repository),
        "file": _file(config),
        "wordsOfName": writing.WORDS_OF_NAME,
        "lengths": {**rules["lengths"], "address": LONGEST_ADDRESS},
        "patterns": rules["patterns"],
        "refused": rules["refused"],
        "equalCharacters": rules["equalCharacters"],
        "foldedLetters": rules["foldedLetters"],
        "replacedLetters": rules["replacedLetters"],
        "rules": {code: _rule(rules["rules"][code], language) for code in CODES},
        "works": [[work.key, work.author, work.year, work.title] for work in works],
        "notes": sorted(edition.by_slug),
        "passages": _passages(edition),
        "forms": {code: sorted(edition.forms[code]) for code in config.languages},
        "issue": repository.issue if repository else "",
        "new": repository.new if repository else "",
        "email": quote(config.email, safe="@+"),
        "help": guide,
    }


def _rule(rule: dict[str, Any], language: str) -> list[str]:
    """Fragment of the help, what is wrong, how it is mended."""
    words = rule.get(language) or next(value for value in rule.values() if isinstance(value, dict))
    return [rule["anchor"], words["what"], words["mend"]]


def _file(config: Config) -> str:
    """The file as ``new`` writes it, with names between ``@`` where the form has what a person wrote."""
    quotes = {f"quote-{code}": f"@quote-{code}@" for code in config.languages[1:]}
    values = {"target": '"@target@"', "quote": "@quote@", **quotes, "kind": "@kind@", "author": "@author@"}
    parts = {code: f"@note-{code}@" for code in config.languages}
    return writing.file_of({**values, "status": STATUSES[0]}, parts)


def _passages(edition: Edition) -> list[str]:
    """Every number that a reference may have, old ones too."""
    known = {passage for section in edition.original.values() for passage in section.passages}
    known |= {old for old, alias in edition.aliases.items() if not alias.removed}
    return [str(passage) for passage in sorted(known)]


def _form(config: Config, language: str, others: list[str], repository: Repository | None) -> str:
    names = {code: native_name(code) for code in config.languages}
    return template("annotating.html").render(
        say=lambda text: message(text, language),
        kinds=[(kind, message(kind.capitalize(), language), message(_MEANINGS[kind], language)) for kind in KINDS],
        language=language,
        others=[(code, names[code]) for code in others],
        translations=[(code, names[code]) for code in config.languages[1:]],
        name=names[language],
        original=names[config.languages[0]],
        original_code=config.languages[0],
        licence=config.licence,
        longest=schemas.documents(config)["rules.json"]["lengths"]["quote"],
        repository=repository,
        email=bool(config.email),
    )
