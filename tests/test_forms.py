"""The forms with which somebody contributes who never touches a file, and the guide for those who do."""

from __future__ import annotations

import re
import shutil
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

from edition import config, corpus
from edition.annotationfile import SANDBOX
from edition.markup import blocks
from edition.model import KINDS

FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"
NAMES = ("annotation", "correction", "question", "translation")
KEYS = {
    "markdown": {"type", "attributes"},
    **{kind: {"type", "id", "attributes", "validations"} for kind in ("input", "textarea", "dropdown")},
    "checkboxes": {"type", "id", "attributes"},
}
"""What an element of a form may have; GitHub shows no form at all where one has another."""


def form(name: str) -> dict[str, Any]:
    return yaml.safe_load((FORMS / f"{name}.yml").read_text(encoding="utf-8"))


def fields(name: str) -> dict[str, dict[str, Any]]:
    return {element["id"]: element for element in form(name)["body"] if "id" in element}


def test_there_is_a_form_for_each_thing_and_no_empty_issue() -> None:
    assert sorted(path.stem for path in FORMS.glob("*.yml")) == sorted((*NAMES, "config"))
    assert form("config") == {"blank_issues_enabled": False}


@pytest.mark.parametrize("name", NAMES)
def test_a_form_is_one_that_github_shows(name: str) -> None:
    found = form(name)
    assert set(found) == {"name", "description", "title", "labels", "body"}
    ids = [element.get("id") for element in found["body"] if element["type"] != "markdown"]
    assert all(re.fullmatch(r"[\w-]+", str(known)) for known in ids)
    assert len(ids) == len(set(ids)) > 0
    for element in found["body"]:
        assert set(element) <= KEYS[element["type"]], element
        known = {"value"} if element["type"] == "markdown" else {"label", "description", "placeholder", "options"}
        assert set(element["attributes"]) <= known
        assert element.get("validations", {"required": True}) == {"required": True}


@pytest.mark.parametrize("name", NAMES)
def test_a_form_is_in_both_languages(name: str) -> None:
    found = form(name)
    attributes = [element["attributes"] for element in found["body"]]
    said = [found["name"], found["description"], *(known["label"] for known in attributes if "label" in known)]
    said += [option["label"] for known in attributes for option in known.get("options", ()) if isinstance(option, dict)]
    assert all(re.fullmatch(r"[^/]+ / [^/]+\s?", text) for text in said), said
    assert not re.search("[şţŞŢ]", (FORMS / f"{name}.yml").read_text(encoding="utf-8"))


def test_the_form_of_a_note_has_what_a_note_needs() -> None:
    found = fields("annotation")
    assert list(found) == ["passage", "quote", "kind", "note", "sources", "name", "licence"]
    assert found["kind"]["attributes"]["options"] == list(KINDS)
    assert all(f"**{kind}**" in found["kind"]["attributes"]["description"] for kind in KINDS)
    [consent] = found["licence"]["attributes"]["options"]
    assert consent["required"] is True
    assert consent["label"].count("CC BY-SA 4.0") == 2


def test_a_proposal_has_three_ticks() -> None:
    text = (ROOT / ".github" / "pull_request_template.md").read_text(encoding="utf-8")
    ticks = re.findall(r"^- \[ \] (.+)$", text, re.MULTILINE)
    assert len(ticks) == 3
    assert all(" / " in tick for tick in ticks)
    assert "CC BY-SA 4.0" in ticks[2]


LABELLED = {
    "annotations/4/tratatul-din-1925.md": "annotation",
    "annotations/4/emendations.yaml": "correction",
    "source/en/text/00-lead.md": "translation",
    "source/ro/text/00-lead.md": "transmitted text",
    "source/registers/persons.yaml": "register",
    "source/references.bib": "bibliography",
    "source/ro/about/read.md": "page",
    "README.md": "documentation",
    "edition/checks.py": "code",
    ".github/workflows/check.yml": "workflows",
    f"annotations/{SANDBOX}/exercitiu.md": "practice",
}


def labels(path: str) -> set[str]:
    known = yaml.safe_load((ROOT / ".github" / "labeler.yml").read_text(encoding="utf-8"))
    globs = {label: rules[0]["changed-files"][0]["any-glob-to-any-file"] for label, rules in known.items()}
    # A single star stops at a slash there, and none here.
    return {
        label
        for label, patterns in globs.items()
        if any(
            fnmatchcase(path, pattern)
            and ("**" in pattern or pattern.count("/") == path.count("/"))
            for pattern in patterns
        )
    }  # fmt: skip


@pytest.mark.parametrize("path", LABELLED)
def test_a_proposal_is_labelled_by_what_it_changes(path: str) -> None:
    assert (ROOT / path).is_file()
    assert labels(path) == {LABELLED[path]}


# -- The guide ----------------------------------------------------------------------------------------


def guide(language: str) -> str:
    return (ROOT / "source" / language / "about" / "contribute.md").read_text(encoding="utf-8")


def test_the_example_of_the_guides_is_a_whole_note_without_a_mistake(tmp_path: Path) -> None:
    [example] = {next(token.content for token in blocks(guide(code)) if token.type == "fence") for code in ("ro", "en")}
    [named] = {*re.findall(r"such as `(annotations/\d+/[a-z0-9-]+\.md)`", guide("en"))}
    assert f"ca `{named}`" in guide("ro")
    assert (ROOT / named).is_file()
    for name in ("source", "annotations"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / named).write_text(example, encoding="utf-8")
    problems = corpus.load(tmp_path, config.read(ROOT))[1]
    assert [problem for problem in problems if problem.path == named] == []


def test_the_guides_name_what_there_is_and_say_the_same() -> None:
    named = {}
    for language in ("ro", "en"):
        text = guide(language).replace("secțiune", "section").replace("nume>", "name>")
        named[language] = re.findall(r"`((?:annotations|source|docs)/[^`]*)`", text)
        for path in named[language]:
            wanted = path.replace("<section>", "4").replace("<name>.md", "").rstrip("/")
            wanted = wanted.replace("….yaml", "").replace("…", "")
            assert (ROOT / wanted).exists(), path
    assert named["ro"] == named["en"]
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^):]+)\)", contributing):
        assert (ROOT / target).exists(), target
