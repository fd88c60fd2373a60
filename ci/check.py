"""Check a proposal as data, with the checker of the base branch.

    python -P -m ci.check --repository BASE --proposal REVISION --out REPORT

prints what GitHub shows at the lines of the proposal, writes all problems into the summary of the run, and leaves in the
folder REPORT what :mod:`ci.tell` says under it. Exit codes: 0 all is well, 1 there are problems, 2 it could not look.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from ci.comment import Found, Suggestion, Where, as_data, comment, suggestions
from ci.proposal import NotTaken, Proposal, take_over
from edition import checking, reporting
from edition.characters import visible
from edition.config import Config, read
from edition.messages import Said, say
from edition.model import Problem


def main(arguments: Sequence[str] | None = None) -> int:
    """Look at one proposal."""
    parser = argparse.ArgumentParser(prog="python -P -m ci.check", description=__doc__.partition("\n")[0])
    parser.add_argument("--repository", type=Path, required=True, help="a checkout of the base branch")
    parser.add_argument("--proposal", required=True, help="the last commit of the proposal, which was fetched into it")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the report")
    options = parser.parse_args(arguments)
    config = read(options.repository)
    options.out.mkdir(parents=True, exist_ok=True)
    report = _Report(config, options.out)
    with tempfile.TemporaryDirectory() as folder:
        try:
            proposal, problems = _checked(options.repository, options.proposal, Path(folder), report)
        except NotTaken as error:
            return report.failed(error.said)
        except Exception:
            # Whatever is wrong with a file, its author sees no traceback; and no line of it may begin a command.
            for line in traceback.format_exc().splitlines():
                print("|", visible(line).replace("##[", "#["), file=sys.stderr)
            return report.failed(say("The check broke off at this proposal."))
    return report.told(proposal, problems)


def _checked(repository: Path, revision: str, folder: Path, report: _Report) -> tuple[Proposal, list[Problem]]:
    root = repository.resolve()
    proposal = take_over(root, revision, folder / "edition")
    scope = checking.of_change(folder / "edition", root)
    mended = Path(shutil.copytree(folder / "edition", folder / "mended", symlinks=True))
    checking.mended(mended, scope, lambda: checking.of_change(mended, root))
    report.suggest(*suggestions(proposal, folder / "edition", mended))
    return proposal, sorted((*scope.own, *proposal.refused))


class _Report:
    """The files that are left for :mod:`ci.tell`, and what the run itself shows."""

    def __init__(self, config: Config, out: Path) -> None:
        self.config = config
        self.out = out
        known = os.environ.get
        run = f"{known('GITHUB_SERVER_URL')}/{known('GITHUB_REPOSITORY')}/actions/runs/{known('GITHUB_RUN_ID')}"
        server = known("GITHUB_SERVER_URL", "https://github.com")
        self.where = Where.of(
            server,
            known("HEAD_REPOSITORY", ""),
            known("HEAD_BRANCH", ""),
            run if known("GITHUB_RUN_ID") else "",
            config,
        )
        self.suggest([], b"")

    def suggest(self, found: Sequence[Suggestion], patch: bytes) -> None:
        """Leave the changes that are certain."""
        self.suggested = bool(found)
        self._write("suggestions.json", json.dumps(as_data(found), indent=1).encode())
        self._write("fix.patch", patch)

    def failed(self, said: Said) -> int:
        """Nothing could be looked at."""
        self._write("comment.md", comment(said, self.config, self.where).encode())
        print(f"::error::{visible(said.in_language(self.config.languages[0]))}")
        return 2

    def told(self, proposal: Proposal, problems: Sequence[Problem]) -> int:
        """The problems of a proposal."""
        commands = reporting.render(problems, "github", self.config.languages[0])
        if commands:
            print(commands)
        if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
            with Path(summary).open("a", encoding="utf-8") as file:
                limit = reporting.LONGEST // len(self.config.languages)
                file.writelines(reporting.summary(problems, language, limit) for language in self.config.languages)
        text = comment(Found(problems, proposal.left, self.suggested), self.config, self.where)
        self._write("comment.md", text.encode("utf-8", "replace"))
        return 0 if all(problem.notice for problem in problems) else 1

    def _write(self, name: str, data: bytes) -> None:
        (self.out / name).write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
