"""What a contributor reads under a proposal: one comment in the languages of the edition, and changes to take over."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from babel import Locale

from ci.proposal import Proposal, hunks
from ci.tell import MARKER, MOST_SUGGESTIONS
from edition.config import Config
from edition.messages import Said, say
from edition.model import Problem
from edition.reporting import as_words, summary

_LONGEST = 25_000
"""How many characters the problems may take in one language; GitHub takes 65,536 in all."""

_FILES = 20
"""How many files are named in a list."""


@dataclass(frozen=True)
class Where:
    """Where a proposal can be looked at, for links; empty where it is not known.

    :ivar edit: where its author edits a file, up to its path.
    :ivar run: the page of the run, with the whole summary.
    :ivar help: the pages of the edition, up to the language.
    """

    edit: str = ""
    run: str = ""
    help: str = ""

    @classmethod
    def of(cls, server: str, repository: str, branch: str, run: str, config: Config) -> Where:
        """Of the fork *repository* and its *branch*, which have names that a stranger chose."""
        known = re.fullmatch(r"[\w.-]+/[\w.-]+", repository) is not None and bool(branch)
        edit = f"{server}/{repository}/edit/{quote(branch)}/" if known else ""
        return cls(edit, run, f"{config.site.rstrip('/')}/" if config.site else "")


@dataclass(frozen=True)
class Suggestion:
    """Lines of a file of the proposal, and what they should be.

    :ivar start: the first line, 1-based; *line* is the last.
    :ivar body: the remark, with the lines in the form that GitHub offers to take over.
    """

    path: str
    start: int
    line: int
    body: str


@dataclass(frozen=True)
class Found:
    """What a check found.

    :ivar left: the files of the proposal at which a person must look.
    :ivar suggested: whether there are changes to take over.
    """

    problems: Sequence[Problem]
    left: Sequence[str]
    suggested: bool


def comment(found: Found | Said, config: Config, where: Where) -> str:
    """The comment: what was found, or why nothing could be looked at, and what to do next."""
    parts = [
        _failed(found, language) if isinstance(found, Said) else _told(found, language, where)
        for language in config.languages
    ]
    folded = (
        f'<details lang="{language}"><summary>{_name(language)}</summary>\n\n{part}\n</details>\n'
        for language, part in zip(config.languages[1:], parts[1:], strict=True)
    )
    return "\n".join([MARKER, "", parts[0], *folded])


def _name(language: str) -> str:
    return Locale.parse(language).get_display_name(language) or language


def _failed(said: Said, language: str) -> str:
    next_step = say("An editor will look at it. There is nothing that you must do.").in_language(language)
    return f"### {as_words(said.in_language(language))}\n\n{next_step}\n"


def _told(found: Found, language: str, where: Where) -> str:
    sentences = []
    if any(not problem.notice for problem in found.problems):
        sentences.append(say("Thank you! Before an editor reads it, these things of its form must be mended."))
        sentences.append(
            say("Mend them in this same proposal, and this comment will change by itself; ask below what is not clear.")
        )
    else:
        sentences.append(say("The form is right. An editor will read it now; thank you!"))
    if found.suggested:
        sentences.append(say("What can be mended without a thought is suggested at its line: one click takes it over."))
    paragraphs = [
        summary(found.problems, language, _LONGEST, _link(language, where)).rstrip(),
        " ".join(sentence.in_language(language) for sentence in sentences),
    ]
    if found.left:
        more = len(found.left) - _FILES
        files = ", ".join(f"`` {_plainly(name)} ``" for name in found.left[:_FILES]) + f" … (+{more})" * (more > 0)
        said = say("An editor must look at these files, which this check does not read: {files}", files=files)
        paragraphs.append(said.in_language(language))
    if where.run:
        paragraphs.append(f"[{say('The whole summary of the check').in_language(language)}]({where.run})")
    return "\n\n".join(paragraphs) + "\n"


def _plainly(name: str) -> str:
    return re.sub(r"[^\w./ -]", "?", name)[:200]


def _link(language: str, where: Where) -> Callable[[Problem], str]:
    def link(problem: Problem) -> str:
        links = []
        if where.edit:
            address = f"{where.edit}{quote(problem.path, errors='replace')}#L{problem.line}"
            links.append(f"[{say('mend it in the browser').in_language(language)}]({address})")
        if where.help:
            address = f"{where.help}{language}/about/check.html#rule-{problem.code.lower()}"
            links.append(f"[{say('what this means').in_language(language)}]({address})")
        return "<br>" + " · ".join(links) if links else ""

    return link


def suggestions(proposal: Proposal, before: Path, after: Path) -> tuple[list[Suggestion], bytes]:
    """What the check would change in the files of a proposal, as remarks on their lines and as one patch.

    :param before: the edition with the proposal; *after* the same, mended.
    """
    with tempfile.TemporaryDirectory() as folder:
        names = [name for name in proposal.taken if _changed(before / name, after / name)]
        for name in names:
            for side, root in (("a", before), ("b", after)):
                place = Path(folder, side, name)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(root / name, place)
        found = [suggestion for name in names for suggestion in _of_file(proposal, name, Path(folder))]
        return found[:MOST_SUGGESTIONS], _diff(Path(folder), "a", "b") if names else b""


def _changed(before: Path, after: Path) -> bool:
    # Of a name that is too long it says that there is none.
    there = os.path.lexists(before) and before.is_file() and after.is_file()
    return there and before.read_bytes() != after.read_bytes()


def _of_file(proposal: Proposal, name: str, folder: Path) -> Iterator[Suggestion]:
    added = proposal.added_lines(name)
    for hunk in hunks(_diff(folder, f"a/{name}", f"b/{name}", "-U0", "--ignore-cr-at-eol")):
        last = hunk.old_start + hunk.old_count - 1
        if hunk.old_count == 0 or not added.issuperset(range(hunk.old_start, last + 1)):
            continue
        text = b"\n".join(line.rstrip(b"\r") for line in hunk.lines).decode("utf-8", "replace")
        ticks = max((len(run) for run in re.findall("`+", text)), default=0)
        fence = "`" * max(3, ticks + 1)
        digest = hashlib.sha256(f"{name}\0{hunk.old_start}\0{last}\0{text}".encode("utf-8", "replace")).hexdigest()[:16]
        body = f"<!-- edition-suggestion {digest} -->\n{fence}suggestion\n{text}\n{fence}\n"
        yield Suggestion(name, hunk.old_start, last, body)


def _diff(folder: Path, before: str, after: str, *options: str) -> bytes:
    command = ["git", "diff", "--no-index", "--no-color", "--no-prefix", "--no-ext-diff", "--no-textconv", *options]
    return subprocess.run([*command, "--", before, after], cwd=folder, stdout=subprocess.PIPE, check=False).stdout


def as_data(found: Sequence[Suggestion]) -> list[dict[str, object]]:
    """Suggestions for a file of JSON."""
    return [asdict(suggestion) for suggestion in found]
