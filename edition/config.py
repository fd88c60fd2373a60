"""The settings of an edition, read from ``conf.py`` without running it.

``conf.py`` holds names and values only, so its assignments can be read as literals; a checker that runs on a
stranger's copy executes nothing of it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, fields
from pathlib import Path

_PREFIX = "edition_"


class ConfigError(Exception):
    """``conf.py`` cannot be used; the text says why."""


@dataclass(frozen=True)
class Config:
    """What the pure half needs to know; each field is ``edition_<field>`` in ``conf.py``.

    :ivar languages: language codes, that of the transmitted text first.
    :ivar titles: the title of the edition in each language; that of the original is the title of the article.
    :ivar subtitles: what stands under the title, in each language.
    :ivar authors: who signs the edition, in each language.
    :ivar release: the edition's own version.
    :ivar date: the day of the release, as ``YYYY-MM-DD``.
    :ivar extract: the pinned extract, relative to the root.
    :ivar revision: the revision of the article that was extracted.
    :ivar url: the address of the article.
    :ivar article: the permanent address of that revision.
    :ivar lead_title: the title given to the lead, which the extract leaves untitled.
    :ivar abbreviations: abbreviations after whose full stop a sentence goes on, whatever follows.
    :ivar replaced_letters: letters that our own writing does not use, each with the right one.
    """

    languages: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    subtitles: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    release: str = ""
    date: str = ""
    extract: str = ""
    revision: str = ""
    url: str = ""
    article: str = ""
    lead_title: str = "Lead"
    abbreviations: tuple[str, ...] = ()
    replaced_letters: dict[str, str] = field(default_factory=dict)


def read(root: Path) -> Config:
    """Read the settings from ``conf.py`` in *root*.

    :raises ConfigError: where the file is missing, is not Python or lacks the languages.
    """
    path = root / "conf.py"
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"no conf.py in {root}: run this in the folder of an edition") from error
    except (SyntaxError, UnicodeDecodeError) as error:
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
        except ValueError as error:
            raise ConfigError(f"conf.py:{statement.lineno}: {_PREFIX}{known.name} must be a plain value") from error
        values[known.name] = tuple(value) if isinstance(value, list) else value
    config = Config(**values)  # type: ignore[arg-type]
    if not config.languages:
        raise ConfigError("conf.py: edition_languages is missing")
    return config
