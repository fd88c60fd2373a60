"""Everything that the check says can be said in every language that has a catalogue."""

from __future__ import annotations

import ast
import copy
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from conftest import ROOT

from edition.messages import Listed, Said, message, say

LOCALE = ROOT / "edition" / "locale"
CALLS = {"say": 0, "Said": 0}


def said() -> Iterator[tuple[Path, int, ast.expr]]:
    for path in sorted(path for folder in ("edition", "ci") for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args:
                yield path, node.lineno, node.args[0]


def names(template: str) -> list[str]:
    return sorted(f"{name}:{form}" for _, name, form, _ in string.Formatter().parse(template) if name)


@pytest.mark.parametrize("language", sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/check.po")))
def test_every_message_has_a_translation_with_the_same_names(language: str) -> None:
    known = set()
    for path in (LOCALE / language / "LC_MESSAGES").glob("*.po"):
        with path.open("rb") as file:
            known |= {str(item.id) for item in read_po(file) if item.id and item.string}
    missing = []
    for path, line, template in said():
        if isinstance(template, ast.Constant) and template.value:
            if template.value not in known:
                missing.append(f"{path.name}:{line}: {template.value}")
            elif names(template.value) != names(message(template.value, language)):
                missing.append(f"{path.name}:{line}: other names in {message(template.value, language)}")
    assert missing == []


def test_what_was_said_is_translated_through_and_through() -> None:
    inner = say("the register")
    outer = say("{what} must be written as “key: value” lines", what=inner)
    assert outer == "the register must be written as “key: value” lines"
    assert outer.in_language("ro") == "registrul trebuie să fie scris ca rânduri „cheie: valoare”"
    assert outer.in_language("xx") == outer
    assert Listed(" or ", ("a", inner)).in_language("ro") == "a sau registrul"


def test_values_are_never_templates_and_copies_are_alike() -> None:
    hostile = say("unknown key “{key}”", key="{0.__class__} {key}")
    assert hostile == "unknown key “{0.__class__} {key}”"
    for text in (hostile, Listed(", and ", ("a", hostile))):
        assert copy.deepcopy(text) == text
        assert copy.deepcopy(text).in_language("ro") == text.in_language("ro")
    assert len(Said("{x}", x="a" * 100_000)) < 5000
