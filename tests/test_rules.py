"""Every code has its help, in every language; and no help is of a code that there is not."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from edition.cli import main
from edition.rules import rules

REPORTS = {"U01", "U02"}
"""Codes of the report of an update, which no file of a contributor has."""


def codes() -> set[str]:
    found = set()
    for path in (ROOT / "edition").glob("*.py"):
        found |= set(re.findall(r'"([A-Z]\d\d)"', path.read_text(encoding="utf-8")))
    return found - REPORTS


@pytest.mark.parametrize("language", ["en", "ro"])
def test_every_code_has_its_help(language: str) -> None:
    known = rules(language)
    assert known.keys() == codes()
    for rule in known.values():
        assert all((rule.what, rule.why, rule.mend, rule.bad, rule.good)), rule
        assert rule.bad != rule.good
    assert language == "en" or all(rules("en")[code].why != rule.why for code, rule in known.items())


def test_romanian_has_its_own_letters() -> None:
    for rule in rules("ro").values():
        if rule.code != "F05":
            assert not re.search("[şţŞŢ]", repr(rule))


def test_explain(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["explain", "a05", "--language", "ro"]) == 0
    assert capsys.readouterr().out.startswith("A05: Starea notei nu este cunoscută.\n")
    assert main(["explain", "A99", "--language", "en"]) == 2
    assert "there is no code A99; did you mean “A09”?" in capsys.readouterr().err
