"""Gather what a release consists of, under names that say which one it is, with their checksums.

    python -P -m ci.release TAG --build build --out build/release

The tag must be the release that the settings, the citation and the changelog name; what is missing is an error, for a
release is never mended. The same build gives the same files, byte for byte.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from edition.config import Config, read

SUMS = "SHA256SUMS"
NOTES = "notes.md"

_KINDS = (("pdf", "pdf", "*.pdf"), ("books", "pdf", "*.pdf"), ("epub", "epub", "*.epub"), ("export", "export", "*"))
"""What a release has beside the site: the folder of the build, whether it must have something, and which files."""

_NEEDED = {"pdf", "epub", "export"}


class NotReleased(Exception):
    """There can be no such release; the text says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Gather one release in the folder of the edition."""
    parser = argparse.ArgumentParser(prog="python -P -m ci.release", description=__doc__.partition("\n")[0])
    parser.add_argument("tag", help="v and the number of the release")
    parser.add_argument("--build", type=Path, default=Path("build"), help="where everything was built")
    parser.add_argument("--out", type=Path, required=True, help="a folder for the files, which must not be there yet")
    options = parser.parse_args(arguments)
    try:
        for path in gather(Path.cwd(), options.tag, options.build, options.out):
            print(path)
    except NotReleased as error:
        print(f"::error::{error}")
        return 2
    return 0


def gather(root: Path, tag: str, build: Path, out: Path) -> list[Path]:
    """Put the files of the release *tag* into the folder *out*.

    :returns: their paths; the last is the list of checksums. The notes stand beside the folder, as they are no file of it.
    :raises NotReleased: where something does not fit, or is not there.
    """
    config = read(root)
    release = config.release
    if tag != f"v{release}":
        raise NotReleased(f"the tag is {tag}, but edition_release in conf.py is {release}")
    notes = _notes(root, config)
    if not (build / "html" / "index.html").is_file():
        raise NotReleased(f"there is no site in {build / 'html'}: run make")
    found = dict(_files(build, release))
    missing = sorted(kind for kind in _NEEDED if not any(name.startswith(f"{kind}-") for name in found))
    if missing:
        raise NotReleased(f"there is nothing in build/{missing[0]}: run make {missing[0]}")
    out.mkdir(parents=True)
    for name, path in found.items():
        shutil.copyfile(path, out / name.partition("-")[2])
    _pack(build / "html", out / f"site-{release}.zip", config)
    out.with_name(NOTES).write_text(notes, encoding="utf-8")
    files = sorted(out.iterdir())
    sums = "".join(f"{digest(path)}  {path.name}\n" for path in files)
    (out / SUMS).write_text(sums, encoding="ascii")
    return [*files, out / SUMS]


def digest(path: Path) -> str:
    """The SHA-256 of a file, as ``sha256sum`` writes it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(build: Path, release: str) -> Iterator[tuple[str, Path]]:
    """For each file its kind and its name in the release, joined by a hyphen."""
    for folder, kind, pattern in _KINDS:
        for path in sorted((build / folder).rglob(pattern)):
            if path.is_file() and not path.name.startswith("."):
                name = "-".join(path.relative_to(build / folder).parts)
                stem, dot, suffix = name.partition(".")
                yield f"{kind}-{stem}-{release}{dot}{suffix}", path


def _notes(root: Path, config: Config) -> str:
    """What the changelog says of the release.

    :raises NotReleased: where it does not, or the citation names another one.
    """
    release = re.escape(config.release)
    citation = (root / "CITATION.cff").read_text(encoding="utf-8")
    if re.search(rf"^version: [\"']?{release}[\"']?$", citation, re.MULTILINE) is None:
        raise NotReleased(f"the version in CITATION.cff is not {config.release}")
    if re.search(rf"^date-released: [\"']?{re.escape(config.date)}[\"']?$", citation, re.MULTILINE) is None:
        raise NotReleased(f"the date in CITATION.cff is not {config.date}, that of conf.py")
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    section = re.search(rf"^## \[{release}\].*\n(?P<notes>(?:(?!## \[).*\n?)*)", changelog, re.MULTILINE)
    if section is None or not section["notes"].strip():
        raise NotReleased(f"CHANGELOG.md has no section [{config.release}]")
    return section["notes"].strip() + "\n"


def _pack(folder: Path, archive: Path, config: Config) -> None:
    """Make an archive that depends on names and bytes only."""
    day = tuple(map(int, config.date.split("-")))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            about = zipfile.ZipInfo(name, (day[0], day[1], day[2], 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            packed.writestr(about, path.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
