"""Fetch the sites of all releases, for :mod:`ci.pages`.

    python3 -P -m ci.kept RELEASES

leaves for each release a folder named by its tag, with the archive of its site and its list of checksums.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from ci.github import GitHub

_WANTED = re.compile(r"site-[\w.-]+\.zip|SHA256SUMS")
TAG = re.compile(r"v[0-9][\w.-]*")


def main() -> int:
    """Fetch into the folder that is named."""
    github = GitHub(os.environ["GITHUB_API_URL"], os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_TOKEN"])
    for name in fetch(github, Path(sys.argv[1])):
        print(name)
    return 0


def fetch(github: GitHub, into: Path) -> list[str]:
    """Fetch what is published.

    :returns: the tags, the newest first.
    """
    into.mkdir(parents=True, exist_ok=True)
    tags = []
    for release in github.all("releases"):
        tag = str(release["tag_name"])
        wanted = [item for item in release["assets"] if _WANTED.fullmatch(str(item["name"]))]
        if release["draft"] or TAG.fullmatch(tag) is None or not wanted:
            continue
        (into / tag).mkdir()
        for item in wanted:
            (into / tag / str(item["name"])).write_bytes(github.file(str(item["url"])))
        tags.append(tag)
    return tags


if __name__ == "__main__":
    sys.exit(main())
