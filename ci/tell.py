"""Say under a proposal what the check found: one comment, which changes with it, and changes to take over with a click.

    python3 -P -m ci.tell REPORT

The report was written by a job without any rights, about a stranger's files; it is taken for words, and for few of them.
What this needs is Python alone, so that the job with the right to write installs nothing.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
from pathlib import Path
from typing import Any

from ci.github import GitHub

MARKER = "<!-- edition-check -->"
MOST_SUGGESTIONS = 8
"""As many as there are problems shown at their lines."""

_LONGEST = 65_000
_BOT = "github-actions[bot]"
_SUGGESTION = "<!-- edition-suggestion "


def main() -> int:
    """Tell what stands in the folder that is named."""
    report = Path(sys.argv[1])
    github = GitHub(os.environ["GITHUB_API_URL"], os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_TOKEN"])
    number = int(os.environ["NUMBER"])
    say(github, number, _read(report / "comment.md")[:_LONGEST])
    suggest(github, number, os.environ["HEAD"], json.loads(_read(report / "suggestions.json"))[:MOST_SUGGESTIONS])
    return 0


def say(github: GitHub, number: int, text: str) -> None:
    """Write the comment, or write it anew; that of a person who copied its first line is left alone."""
    if not text.startswith(MARKER):
        raise SystemExit("this is no comment of the check")
    for comment in github.all(f"issues/{number}/comments"):
        if _is_ours(comment) and str(comment["body"]).startswith(MARKER):
            if comment["body"] != text:
                github.send("PATCH", f"issues/comments/{int(comment['id'])}", {"body": text})
            return
    github.send("POST", f"issues/{number}/comments", {"body": text})


def suggest(github: GitHub, number: int, head: str, suggestions: list[dict[str, Any]]) -> None:
    """Offer each change once, at its lines."""
    said = {_mark(str(remark["body"])) for remark in github.all(f"pulls/{number}/comments") if _is_ours(remark)}
    for item in suggestions:
        body, start, line = str(item["body"]), int(item["start"]), int(item["line"])
        if not body.startswith(_SUGGESTION) or _mark(body) in said:
            continue
        first = {"start_line": start, "start_side": "RIGHT"} if start < line else {}
        remark = {"body": body, "commit_id": head, "path": str(item["path"]), "line": line, "side": "RIGHT", **first}
        try:
            github.send("POST", f"pulls/{number}/comments", remark)
        except urllib.error.HTTPError as error:
            # The proposal may have changed in the meantime; the next run offers what is left.
            if error.code != 422:
                raise


def _is_ours(comment: dict[str, Any]) -> bool:
    return bool(comment["user"]) and comment["user"]["login"] == _BOT


def _mark(body: str) -> str:
    return body.partition("\n")[0]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
