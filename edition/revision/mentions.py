"""Find where people wrote what an update has made old: what names the old extract, and numbers of passages in plain words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from edition.model import Passage
from edition.revision.settings import by_itself

_TELLING = 4
"""How many characters a name must have to be known wherever it stands."""

# Not the text of a role, which is checked as a reference, nor a target, which is checked as an anchor.
_NUMBER = re.compile(r"(?<![\w.`\"-])(?:[0-9]+[a-z]*\.){1,2}[0-9]+[a-z]*(?![\w`\"]|\.[0-9])")


def written_by_hand(root: Path) -> list[Path]:
    """The files of the edition in *root* in which people write, but for the text."""
    paths = [path for kind in ("*.md", "*.cff", "*.toml", "conf.py") for path in root.glob(kind)]
    paths += [path for name in ("source", "annotations") for path in (root / name).rglob("*.md")]
    paths += [path for name in ("source/registers", "annotations") for path in (root / name).rglob("*.yaml")]
    return sorted(path for path in paths if path.parent.name != "text")


def of_names(root: Path, paths: Iterable[Path], names: Iterable[str]) -> tuple[str, ...]:
    """The places, as ``path:line``, that have one of *names*; none of a name that any number could be."""
    patterns = [re.compile(by_itself(name)) for name in names if len(name) >= _TELLING]
    return tuple(place for place, line in _lines(root, paths) if any(pattern.search(line) for pattern in patterns))


def of_passages(root: Path, paths: Iterable[Path], passages: Collection[Passage]) -> tuple[str, ...]:
    """The places, as ``path:line: number``, that may name one of *passages* in plain words.

    A section is not found, as its number has no point.
    """
    numbers = set(map(str, passages))
    return tuple(
        f"{place}: {match[0]}"
        for place, line in _lines(root, paths)
        for match in _NUMBER.finditer(line)
        if match[0] in numbers
    )


def _lines(root: Path, paths: Iterable[Path]) -> Iterable[tuple[str, str]]:
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
            yield f"{path.relative_to(root).as_posix()}:{number}", line
