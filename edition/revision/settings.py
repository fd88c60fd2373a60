"""Name the new revision in ``conf.py``; everything else of the file stays as it is, byte for byte."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import PurePosixPath

from edition.config import Config

_NAMES = {"extract": "edition_extract", "revision": "edition_revision", "article": "edition_article"}


def with_revision(config: Config, revision: str) -> Config:
    """The settings of an edition of another revision: its number, its pinned extract, its permanent address."""
    extract = PurePosixPath(config.extract)
    name = _renamed(extract.name, config.revision, revision)
    if name == extract.name:
        name = f"{extract.stem}.{revision}{extract.suffix}"
    return replace(
        config,
        revision=revision,
        extract=str(extract.with_name(name)),
        article=_renamed(config.article, config.revision, revision),
    )


def _renamed(text: str, old: str, new: str) -> str:
    """*text* with another number of the revision, where the old one stands in it once and by itself."""
    found = re.findall(by_itself(old), text)
    return re.sub(by_itself(old), lambda _: new, text) if len(found) == 1 else text


def by_itself(number: str) -> str:
    """A pattern for a number that is not a part of another word."""
    return rf"(?<![0-9A-Za-z]){re.escape(number)}(?![0-9A-Za-z])"


def rewritten(source: bytes, config: Config) -> bytes:
    """``conf.py`` with the extract, the revision and the article of *config*."""
    lines = source.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    byte_order_mark = source[: len(source) - sum(map(len, lines))]
    values = {name: getattr(config, field) for field, name in _NAMES.items()}
    places = [
        (statement.value, values[target.id])
        for statement in ast.parse(b"".join(lines)).body
        if isinstance(statement, ast.Assign) and isinstance(target := statement.targets[0], ast.Name)
        if target.id in values and ast.literal_eval(statement.value) != values[target.id]
    ]
    for node, value in reversed(places):
        assert node.end_lineno is not None
        start, end = node.lineno - 1, node.end_lineno - 1
        before, after = lines[start][: node.col_offset], lines[end][node.end_col_offset :]
        lines[start : end + 1] = [before + _quoted(value).encode() + after]
    return byte_order_mark + b"".join(lines)


def _quoted(text: str) -> str:
    """*text* as Python writes it, in double quotation marks where that can be."""
    return f'"{text}"' if not re.search(r'["\\\n]', text) else repr(text)
