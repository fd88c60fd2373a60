"""The schemas are current, accept all real files, and refuse what the check refuses."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import ROOT

from edition import config, schemas
from edition.model import REGISTERS, SLUG, Passage, register_path
from edition.numbers import Number

RECORDS = ROOT / "tests" / "records" / "bad"
BY_SCHEMA = {"A04", "A05", "Y02", "Y04"}
"""Codes of front matter that a schema can know."""


def schema(name: str, root: Path = ROOT) -> Any:
    found = schemas.documents(config.read(root))[name]
    jsonschema.Draft7Validator.check_schema(found)
    return jsonschema.Draft7Validator(found)


def front_matter(path: Path) -> object:
    return yaml.load(path.read_text(encoding="utf-8").split("---\n")[1], Loader=yaml.BaseLoader)


def test_the_files_in_the_repository_are_current(tmp_path: Path) -> None:
    for path in schemas.write(config.read(ROOT), tmp_path):
        assert path.read_text(encoding="utf-8") == (ROOT / "schemas" / path.name).read_text(encoding="utf-8"), (
            "run “python -m edition schemas”"
        )


def test_all_real_files_are_accepted() -> None:
    annotation = schema("annotation.json")
    for path in sorted((ROOT / "annotations").glob("*/*.md")):
        annotation.validate(front_matter(path))
    for name, paths in {
        "emendations.json": sorted((ROOT / "annotations").glob("*/emendations.yaml")),
        "register.json": [ROOT / register_path(register) for register in REGISTERS],
        "chronology.json": [ROOT / "source/registers/chronology.yaml"],
    }.items():
        known = schema(name)
        for path in paths:
            text = path.read_text(encoding="utf-8")
            known.validate(yaml.load(text, Loader=yaml.BaseLoader))


@pytest.mark.parametrize(
    "path",
    sorted(path for path in RECORDS.glob("*.md") if path.name[:3].upper() in BY_SCHEMA),
    ids=lambda path: path.stem,
)
def test_a_bad_annotation_is_refused(path: Path, small: Path) -> None:
    text = re.sub(r"^# expect.*\n|^# hint.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    values = yaml.load(text.split("---\n")[1], Loader=yaml.BaseLoader)
    assert not schema("annotation.json", small).is_valid(values)


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("emendations.json", [{"passage": "4.2.3"}]),
        ("emendations.json", {"passage": "4.2.3"}),
        ("register.json", {"A name": {}}),
        ("register.json", {"a": {"ro": {"name": "x"}, "en": {"name": "x", "description": "y"}}}),
        ("chronology.json", {"a": {"date": "1939", "kind": "treaty"}}),
        (
            "annotation.json",
            {"target": "4.2.3.1", "quote": "x", "kind": "context", "author": "x", "status": "proposed"},
        ),
        (
            "annotation.json",
            {"target": "4.2", "quote": "x" * 1001, "kind": "context", "author": "x", "status": "proposed"},
        ),
    ],
)
def test_other_bad_values_are_refused(name: str, bad: object) -> None:
    assert not schema(name).is_valid(bad)


@pytest.mark.parametrize("text", ["0", "4.2.3", "4.2a.1", "04", "4.", "1000000", "4.2.3.4", "4aaaa", "x"])
def test_the_pattern_of_passages_is_that_of_the_model(text: str) -> None:
    pattern = schemas.documents(config.read(ROOT))["rules.json"]["patterns"]["passage"]
    try:
        Passage.parse(text)
        parsed = True
    except ValueError:
        parsed = False
    assert bool(re.search(pattern, text)) is parsed
    assert Number.parse("2a") == Number(2, "a")
    assert SLUG.fullmatch("a-b")


def test_the_patterns_are_those_of_javascript() -> None:
    found = schemas.documents(config.read(ROOT))["rules.json"]["patterns"]
    script = f"for (const p of Object.values({json.dumps(found)})) new RegExp(p, 'u'); console.log(new RegExp({json.dumps(found['slug'])}).test('a-b'))"
    try:
        done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no JavaScript without a browser here")
    assert done.stdout == "true\n", done.stderr
