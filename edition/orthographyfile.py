"""Read the rules of spelling of one edition."""

from __future__ import annotations

import yaml

from edition.frontmatter import Reader
from edition.messages import say
from edition.model import Problem
from edition.orthography import Orthography

_KEYS = ("words", "replace_words", "keep", "inside", "prefixes")


def parse(name: str, text: str, problems: list[Problem]) -> Orthography:
    """Parse the rules; what is wrong is added to *problems*."""
    reader = Reader(name, 1, problems)
    node = reader.compose(text)
    if node is None:
        return Orthography()
    fields = reader.fields(node, say("the orthography"), (), _KEYS)
    inside = _table(reader, fields, "inside")
    return Orthography(
        _table(reader, fields, "words"),
        _table(reader, fields, "replace_words"),
        frozenset(value.text for value in reader.texts(fields, "keep")),
        (inside["from"], inside["to"]) if {"from", "to"} <= inside.keys() else None,
        tuple(value.text for value in reader.texts(fields, "prefixes")),
    )


def _table(reader: Reader, fields: dict[str, tuple[yaml.Node, int]], key: str) -> dict[str, str]:
    if key not in fields:
        return {}
    rows = reader.mapping(fields[key][0], say("“{key}”", key=key))
    values = {name: reader.text(rows, name) for name in rows}
    return {name: value.text for name, value in values.items() if value is not None}
