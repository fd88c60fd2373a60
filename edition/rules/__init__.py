"""What each code of the check means: the pages of help, and ``python -m edition explain``, are made of these files.

One file for each letter; for each code what is wrong, why it matters and how it is mended, in the languages of the
catalogues, with an example of what is wrong and one of what is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from edition.messages import message

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Rule:
    """One code of the check, in one language.

    :ivar what: what is wrong.
    :ivar why: why that matters.
    :ivar mend: how it is mended.
    :ivar bad: an example of what is wrong.
    :ivar good: the same as it should be.
    """

    code: str
    what: str
    why: str
    mend: str
    bad: str
    good: str

    @property
    def anchor(self) -> str:
        """The fragment of the rule on the page of help: ``rule-a05``."""
        return f"rule-{self.code.lower()}"


@cache
def _data() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(_FOLDER.glob("*.yaml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))
    return dict(sorted(found.items()))


def rules(language: str) -> dict[str, Rule]:
    """All rules by code, in *language*; in the first that they are written in where that is another."""
    return {
        code: Rule(code, **data.get(language, next(iter(data.values()))), bad=data["bad"], good=data["good"])
        for code, data in _data().items()
    }


def explained(rule: Rule, language: str) -> str:
    """A rule as plain text."""

    def indented(text: str) -> str:
        return "".join(f"    {line}\n" for line in text.split("\n"))

    return (
        f"{rule.code}: {rule.what}\n\n{rule.why}\n\n{message('Wrong:', language)}\n{indented(rule.bad)}\n"
        f"{message('Right:', language)}\n{indented(rule.good)}\n{rule.mend}"
    )
