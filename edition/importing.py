"""Make the text tree of an edition from the extract of an article: one file a section, one sentence a line.

The tree is written whole or not at all. A file that somebody may have mended since is replaced only on demand.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path

import yaml

from edition.extract import MAX_BYTES, Extract, ExtractError, read
from edition.files import rename_all
from edition.markup import escape
from edition.segmentation import sentences
from edition.textfile import FILE_NAME

_SLUG_LENGTH = 48
_NAMED = 3
"""How many files a message names before it only counts them."""


class ImportFailed(Exception):
    """Nothing was written; the text says why, in words for the person who ran the command."""


def import_extract(
    extract_path: Path,
    into: Path,
    *,
    lead_title: str,
    abbreviations: Collection[str] = (),
    replace: bool = False,
) -> list[Path]:
    """Write the text tree of the extract at *extract_path* into the folder *into*.

    :param lead_title: the title given to the lead, which the extract leaves untitled.
    :param abbreviations: see :func:`edition.segmentation.sentences`.
    :param replace: whether text files that differ may be overwritten, and those of no section taken away.
    :returns: the files of the tree in their order, the unchanged ones too.
    :raises ImportFailed: where the extract cannot be used, or the tree not be written; then nothing has changed.
    """
    files = render(_read(extract_path), lead_title, abbreviations)
    try:
        old = _text_files(into)
        differing = sorted(name for name in old if old[name] != files.get(name))
        if differing and not replace:
            raise ImportFailed(_would_overwrite(into, differing))
        new = {name: data for name, data in files.items() if old.get(name) != data}
        _write(into, new, differing)
    except OSError as error:
        raise ImportFailed(f"{into}: nothing was written: {error.strerror or error}") from error
    return [into / name for name in files]


def render(extract: Extract, lead_title: str, abbreviations: Collection[str]) -> dict[str, bytes]:
    """The text tree of *extract*: the content of each file by its name, in the order of the sections."""
    files: dict[str, bytes] = {}
    for number, section in enumerate(extract.sections):
        head = f"# {escape(section.heading)}\n" if section.heading else _title(lead_title)
        paragraphs = ("".join(escape(line) + "\n" for line in sentences(p, abbreviations)) for p in section.paragraphs)
        name = f"{number:02d}-{slug(section.heading) if section.heading else 'lead'}.md"
        files[name] = "\n".join((head, *paragraphs)).encode("utf-8")
    return files


def slug(heading: str) -> str:
    """A file name from *heading*: as many of its words, in ASCII, as fit; ``section`` where it has none."""
    decomposed = unicodedata.normalize("NFKD", heading.casefold())
    words = re.findall("[a-z0-9]+", "".join(c for c in decomposed if not unicodedata.combining(c)))
    name = words[0][:_SLUG_LENGTH] if words else "section"
    for word in words[1:]:
        if len(name) + 1 + len(word) > _SLUG_LENGTH:
            break
        name += f"-{word}"
    return name


def _title(title: str) -> str:
    """Front matter with an editorial title, quoted only where YAML would read something else."""
    fields = yaml.safe_dump({"title": title}, allow_unicode=True, width=float("inf"))
    return f"---\n{fields}---\n"


def _read(path: Path) -> Extract:
    """Read the extract at *path*; every fault names the file, and its line where there is one."""
    try:
        with path.open("rb") as file:
            # One byte more than is allowed shows that the file is too large, however large it is.
            return read(file.read(MAX_BYTES + 1))
    except OSError as error:
        raise ImportFailed(f"{path}: the extract cannot be read: {error.strerror or error}") from error
    except ExtractError as error:
        raise ImportFailed(f"{path}:{error.line}: {error.message}") from error


def _text_files(folder: Path) -> dict[str, bytes]:
    """The text files that stand in *folder* already; other files are none of our business."""
    if not folder.exists():
        return {}
    return {path.name: path.read_bytes() for path in folder.iterdir() if FILE_NAME.fullmatch(path.name)}


def _would_overwrite(into: Path, names: list[str]) -> str:
    named, others = names[:_NAMED], len(names[_NAMED:])
    listed = ", ".join(named) + (f" and {others} more" if others else "")
    return f"{into}: {listed} would be overwritten or taken away; nothing was written. Use --replace if that is meant"


def _write(into: Path, new: dict[str, bytes], stale: Iterable[str]) -> None:
    """Put the *new* files into the folder *into* and take the *stale* ones away, or leave all as it was.

    All is written beside *into* first, so that what remains are renamings; they are undone if one of them fails.

    :raises OSError: where that cannot be done.
    """
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into.parent, prefix=f".{into.name}-") as folder:
        fresh, aside = Path(folder, "fresh"), Path(folder, "aside")
        fresh.mkdir()
        aside.mkdir()
        for name, data in new.items():
            (fresh / name).write_bytes(data)
        if not into.exists():
            fresh.rename(into)
            return
        away = [(into / name, aside / name) for name in stale]
        rename_all(away + [(fresh / name, into / name) for name in new])
