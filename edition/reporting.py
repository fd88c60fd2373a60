"""Problems as people and machines read them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from edition.model import Problem

FORMATS = ("text", "json", "github")


def render(problems: Sequence[Problem], form: str) -> str:
    """All problems in one of the :data:`FORMATS`; an empty text where there are none, but for JSON.

    ``github`` writes workflow commands, which a pull request shows at their lines.
    """
    if form == "json":
        return json.dumps([_record(problem) for problem in problems], ensure_ascii=False, indent=2)
    return "\n".join((_command if form == "github" else _plain)(problem) for problem in problems)


def counted(problems: Sequence[Problem]) -> str:
    """How many problems there are, and how many notices if any."""
    notices = sum(problem.notice for problem in problems)
    count = len(problems) - notices
    found = "no problems" if not count else "1 problem" if count == 1 else f"{count} problems"
    return found if not notices else f"{found}, 1 notice" if notices == 1 else f"{found}, {notices} notices"


def _record(problem: Problem) -> dict[str, object]:
    known = {key: value for key, value in asdict(problem).items() if value is not None and key != "notice"}
    return {**known, "severity": "notice" if problem.notice else "problem"}


def _plain(problem: Problem) -> str:
    return f"{problem}\n    {' '.join(problem.hint.split())}" if problem.hint else str(problem)


def _command(problem: Problem) -> str:
    text = f"{problem.message}\n{problem.hint}".strip()
    level = "notice" if problem.notice else "error"
    place = f"file={_property(problem.path)},line={problem.line},title={_property(problem.code)}"
    return f"::{level} {place}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
