"""Problems as people and machines read them.

What is told repeats words of strangers. So every form writes characters that a terminal obeys as their numbers, and
none lets a text begin a command of the machine that shows it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from edition.characters import in_json, visible
from edition.messages import KEYS, Said, message, say, translated
from edition.model import Problem

FORMATS = ("text", "json", "github")

ANNOTATIONS = 8
"""How many problems are shown at their lines in a pull request; more would hide the first."""

LONGEST = 500_000
"""How many characters of a summary are written; GitHub shows none that is longer than a megabyte."""

_COMMAND = re.compile(r"##\[")
"""What begins a command in a workflow's log wherever it stands in a line."""

_MEANING = re.compile(r"[!-/:-@\[-`{-~]")
"""All that can mean something in Markdown."""


def render(problems: Sequence[Problem], form: str, language: str = KEYS) -> str:
    """All problems in one of the :data:`FORMATS`; an empty text where there are none, but for JSON.

    ``github`` writes workflow commands, which a pull request shows at their lines: the first :data:`ANNOTATIONS`,
    problems before notices, then a notice of how many there are.
    """
    if form == "json":
        text = json.dumps([_record(problem, language) for problem in problems], ensure_ascii=False, indent=2)
        return _COMMAND.sub(r"#\\u0023[", in_json(text))
    if form == "github":
        return "\n".join(_commands(problems, language))
    return "\n".join(_plain(problem, language) for problem in problems)


def counted(problems: Sequence[Problem], language: str = KEYS) -> str:
    """How many problems there are, and how many notices if any."""
    notices = sum(problem.notice for problem in problems)
    count = len(problems) - notices
    found = _number(count, say("no problems"), say("1 problem"), say("{count} problems", count=count))
    more = _number(notices, say(""), say(", 1 notice"), say(", {count} notices", count=notices))
    return found.in_language(language) + more.in_language(language)


def summary(
    problems: Sequence[Problem],
    language: str = KEYS,
    longest: int = LONGEST,
    link: Callable[[Problem], str] | None = None,
) -> str:
    """All problems as Markdown, for the page of a pull request; no text in it can be more than words.

    :param longest: how many characters it may have: what is left out is counted at the end.
    :param link: what ends the item of a problem, in Markdown.
    """
    lines = [f"### {counted(problems, language)}", ""]
    length = len(lines[0])
    ordered = sorted(problems, key=lambda problem: problem.notice)
    for place, problem in enumerate(ordered):
        line = _item(problem, language) + (link(problem) if link is not None else "")
        length += len(line) + 1
        if length > longest:
            left = say("{counted} more are in the summary of this run", counted=counted(ordered[place:], language))
            lines += ["", left.in_language(language)]
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def _item(problem: Problem, language: str) -> str:
    place = as_words(f"{problem.path}:{problem.line}")
    what = as_words(_text(problem.message, language))
    hint = as_words(_text(problem.hint, language))
    level = f" ({message('notice', language)})" if problem.notice else ""
    return f"- **{place}** {problem.code}{level}: {what}" + (f"<br>{hint}" if hint else "")


def _number(count: int, none: Said, one: Said, many: Said) -> Said:
    return none if count == 0 else one if count == 1 else many


def _record(problem: Problem, language: str) -> dict[str, object]:
    found: dict[str, object] = {
        "path": problem.path,
        "line": problem.line,
        "code": problem.code,
        "message": str(translated(problem.message, language)),
        "hint": str(translated(problem.hint, language)),
        "severity": "notice" if problem.notice else "problem",
    }
    if problem.patch is not None:
        patch = problem.patch
        found["patch"] = {"values": patch.values, "path": patch.path, "certain": patch.certain}
    return found


def _text(said: Said, language: str) -> str:
    """A sentence on one line that no terminal and no workflow obeys."""
    words = " ".join(str(translated(said, language)).split())
    return _COMMAND.sub(r"#\#[", visible(words))


def _plain(problem: Problem, language: str) -> str:
    path = _COMMAND.sub(r"#\#[", visible(problem.path))
    what = f"{message('notice', language)}: " if problem.notice else ""
    text = f"{path}:{problem.line}: {problem.code} {what}{_text(problem.message, language)}"
    return f"{text}\n    {_text(problem.hint, language)}" if problem.hint else text


def _commands(problems: Sequence[Problem], language: str) -> list[str]:
    first = sorted(problems, key=lambda problem: problem.notice)[:ANNOTATIONS]
    lines = [_command(problem, language) for problem in first]
    if len(problems) > len(first):
        left = say(
            "{counted}; here are the first {shown}, the summary of this run has all of them",
            counted=counted(problems, language),
            shown=len(first),
        )
        lines.append(f"::notice::{_escaped(left.in_language(language))}")
    return lines


def _command(problem: Problem, language: str) -> str:
    text = "\n".join(filter(None, (_text(problem.message, language), _text(problem.hint, language))))
    level = "notice" if problem.notice else "error"
    place = f"file={_property(problem.path)},line={problem.line},title={_property(problem.code)}"
    return f"::{level} {place}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    # Line feeds and colons have a form of their own; what else a terminal obeys has none.
    kept = "\n".join("\r".join(map(visible, line.split("\r"))) for line in text.split("\n"))
    return _escaped(kept).replace(":", "%3A").replace(",", "%2C")


def as_words(text: str) -> str:
    """*text* in Markdown with no mark left that means something, nor the name of a person or an issue."""
    return _MEANING.sub(lambda mark: f"&#{ord(mark[0])};" + ("&#8203;" if mark[0] in "@#" else ""), visible(text))
