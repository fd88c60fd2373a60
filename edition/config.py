"""The settings of an edition, read from ``conf.py`` without running it.

``conf.py`` holds names and values only, so its assignments can be read as literals; a checker that runs on a
stranger's copy executes nothing of it.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field, fields
from pathlib import Path

from edition import files
from edition.repository import Repository

_PREFIX = "edition_"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


class ConfigError(Exception):
    """``conf.py`` cannot be used; the text says why."""


@dataclass(frozen=True)
class Config:
    """What the pure half needs to know; each field is ``edition_<field>`` in ``conf.py``.

    :ivar languages: language codes, that of the transmitted text first.
    :ivar titles: the title of the edition in each language; that of the original is the title of the article.
    :ivar subtitles: what stands under the title, in each language.
    :ivar regions: the region of a language, where its code alone says too little: ``GB`` for British English.
    :ivar licence: the licence of text, notes and translation, as it is printed.
    :ivar authors: who signs the edition, in each language.
    :ivar release: the edition's own version.
    :ivar date: the day of the release, as ``YYYY-MM-DD``.
    :ivar extract: the pinned extract, relative to the root.
    :ivar revision: the revision of the article that was extracted.
    :ivar url: the address of the article.
    :ivar article: the permanent address of that revision.
    :ivar site: the public address of the edition, the folder of its trees; empty where it has none.
    :ivar repository: where a file of the edition is edited, up to its path: ``https://…/edit/main/``; or empty.
    :ivar email: to whom annotations may be sent; or empty.
    :ivar lead_title: the title given to the lead, which the extract leaves untitled.
    :ivar abbreviations: abbreviations after whose full stop a sentence goes on, whatever follows.
    :ivar replaced_letters: letters that our own writing does not use, each with the right one.
    :ivar folded_letters: letters that two spellings of the language exchange, each with the one that it is read as
        where a quote is looked for.
    :ivar quotation_marks: for each language the mark that begins a quotation and the one that ends it, where those of
        a keyboard are to be told.
    """

    languages: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    subtitles: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    licence: str = ""
    release: str = ""
    date: str = ""
    extract: str = ""
    revision: str = ""
    url: str = ""
    article: str = ""
    site: str = ""
    repository: str = ""
    email: str = ""
    lead_title: str = "Lead"
    abbreviations: tuple[str, ...] = ()
    replaced_letters: dict[str, str] = field(default_factory=dict)
    folded_letters: dict[str, str] = field(default_factory=dict)
    quotation_marks: dict[str, str] = field(default_factory=dict)


def read(root: Path) -> Config:
    """Read the settings from ``conf.py`` in *root*.

    :raises ConfigError: where the file is missing, is not Python, lacks the languages or the title in one of them, or
        has a value of the wrong type.
    """
    path = root / "conf.py"
    try:
        tree = ast.parse(files.data(root, path).decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError(f"no conf.py in {root}: run this in the folder of an edition") from error
    except SyntaxError as error:
        raise ConfigError(f"conf.py:{error.lineno or 1}: this is not Python: {error.msg}") from error
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        raise ConfigError(f"conf.py cannot be read: {error}") from error
    names = {_PREFIX + known.name: known for known in fields(Config)}
    values: dict[str, object] = {}
    for statement in tree.body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            continue
        known = names.get(statement.targets[0].id)
        if known is None:
            continue
        try:
            value = ast.literal_eval(statement.value)
        except (ValueError, TypeError, RecursionError, MemoryError) as error:
            raise ConfigError(f"conf.py:{statement.lineno}: {_PREFIX}{known.name} must be a plain value") from error
        wrong = _wrong_type(known.type, value)
        if wrong:
            raise ConfigError(f"conf.py:{statement.lineno}: {_PREFIX}{known.name} must be {wrong}")
        values[known.name] = tuple(value) if isinstance(value, list) else value
    config = Config(**values)  # type: ignore[arg-type]
    _check(config)
    return config


def _wrong_type(expected: object, value: object) -> str:
    """What the value of a field must be, where it is not; *expected* is the field's annotation."""
    if expected == "str":
        return "" if isinstance(value, str) else "a text in quotation marks"
    if expected == "tuple[str, ...]":
        fits = isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
        return "" if fits else 'a list of texts: ["one", "two"]'
    fits = isinstance(value, dict) and all(isinstance(item, str) for pair in value.items() for item in pair)
    return "" if fits else 'a table of texts: {"one": "two"}'


def _check(config: Config) -> None:
    """Refuse settings with which nothing can be done."""
    if not config.languages:
        raise ConfigError('conf.py: edition_languages is missing; add a line such as edition_languages = ["fr", "de"]')
    for place, language in enumerate(config.languages):
        if _LANGUAGE.fullmatch(language) is None:
            raise ConfigError(f"conf.py: “{language}” in edition_languages is not a language code")
        if language in config.languages[:place]:
            raise ConfigError(f"conf.py: “{language}” stands twice in edition_languages")
        if language not in config.titles:
            raise ConfigError(f"conf.py: edition_titles has no title in the language “{language}”")
    _check_addresses(config)
    _check_letters(config)


def _check_letters(config: Config) -> None:
    """Refuse tables of letters and marks with which nothing can be done."""
    for language, marks in config.quotation_marks.items():
        if len(marks) != 2:
            raise ConfigError(f"conf.py: edition_quotation_marks must have two marks for “{language}”")
    for name in ("replaced_letters", "folded_letters"):
        for letter in getattr(config, name):
            if len(letter) != 1:
                raise ConfigError(f"conf.py: “{letter}” in {_PREFIX}{name} is not one letter")


def _check_addresses(config: Config) -> None:
    """Refuse addresses to which nothing could lead."""
    if config.site and not re.match("https?://", config.site):
        raise ConfigError("conf.py: edition_site must begin with https:// or http://, or be empty")
    try:
        Repository.of(config.repository)
    except ValueError as error:
        raise ConfigError("conf.py: edition_repository must be of the form https://…/edit/main/, or empty") from error
    if config.email and not re.fullmatch(r"[^\s@?&]+@[^\s@?&]+", config.email):
        raise ConfigError("conf.py: edition_email must be an address such as editors@example.org, or empty")
