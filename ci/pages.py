"""Put together what is served: the newest state at the top, and each release for ever under ``/v/<release>/``.

python -P -m ci.pages --site build/html --releases RELEASES --out PUBLIC
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

KEPT = "v"
"""The folder of the releases."""

_SUMS = "SHA256SUMS"


class NotServed(Exception):
    """A release is not what it was when it was published; the text says which."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Put one site together."""
    parser = argparse.ArgumentParser(prog="python -P -m ci.pages", description=__doc__.partition("\n")[0])
    parser.add_argument("--site", type=Path, required=True, help="the newest state")
    parser.add_argument("--releases", type=Path, required=True, help="a folder for each release, named by its tag")
    parser.add_argument("--out", type=Path, required=True, help="what is to be served; must not be there yet")
    options = parser.parse_args(arguments)
    try:
        for release in together(options.site, options.releases, options.out):
            print(f"/{KEPT}/{release}/")
    except NotServed as error:
        print(f"::error::{error}")
        return 2
    return 0


def together(site: Path, releases: Path, out: Path) -> list[str]:
    """Copy *site* to *out*, and unpack the releases below it.

    :returns: the releases that are kept.
    :raises NotServed: where an archive does not have its checksum; nothing is served then, rather than something else.
    """
    shutil.copytree(site, out)
    found = []
    for folder in sorted(path for path in releases.iterdir() if path.is_dir()):
        release = folder.name.removeprefix("v")
        archive = folder / f"site-{release}.zip"
        data = archive.read_bytes() if archive.is_file() else b""
        if f"{hashlib.sha256(data).hexdigest()}  {archive.name}" not in _sums(folder / _SUMS):
            raise NotServed(f"{folder.name}: {archive.name} does not have the checksum with which it was published")
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(out / KEPT / release)  # which leaves no folder, whatever the names
        found.append(release)
    return found


def _sums(path: Path) -> list[str]:
    return path.read_text(encoding="ascii").splitlines() if path.is_file() else []


if __name__ == "__main__":
    sys.exit(main())
