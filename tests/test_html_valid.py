"""Every page of the site in front of the Nu HTML checker."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Site

JAR = Path(sys.prefix) / "html-checker/node_modules/vnu-jar/build/dist/vnu.jar"


def complaints(files: list[Path]) -> list[dict[str, object]]:
    """The errors that the checker finds in the pages."""
    if not JAR.exists():
        pytest.fail("the Nu HTML checker is missing: run tests/tools.sh .venv/bin/python")
    arguments = ["java", "-Xmx1g", "-jar", str(JAR), "--errors-only", "--format", "json", *map(str, files)]
    run = subprocess.run(arguments, capture_output=True, text=True, check=False, encoding="utf-8")
    found: list[dict[str, object]] = json.loads(run.stderr)["messages"]
    return found


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><p><div></div></p></html>", encoding="utf-8")
    assert [item["type"] for item in complaints([page])] == ["error"]


def test_every_page_is_valid(real_site: Site) -> None:
    pages = [path for path in sorted(real_site.out.rglob("*.html")) if "_static" not in path.parts]
    assert len(pages) > 60
    found = [
        f"{Path(str(item['url'])).relative_to('file:' + str(real_site.out))}:{item.get('lastLine')}: {item['message']}"
        for item in complaints(pages)
    ]
    assert found == []
