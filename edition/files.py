"""Reading files that people wrote, where every fault of encoding becomes a problem; and writing them whole."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from edition.messages import say
from edition.model import Problem


def read(root: Path, path: Path, problems: list[Problem]) -> str | None:
    """Read the file *path* as text with line feeds at its line ends; None where nothing can be made of it.

    Faults of encoding are added to *problems*.
    """
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        problems.append(
            Problem(
                name,
                1,
                "F06",
                say("this file cannot be read: {strerror}", strerror=error.strerror),
                say("put an ordinary file here, not a folder or a link"),
            )
        )
        return None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(
            Problem(name, line, "F01", say("this file is not UTF-8 text"), say("save it again with the encoding UTF-8"))
        )
        return None
    if text.startswith("\ufeff"):
        text = text[1:]
        problems.append(
            Problem(
                name, 1, "F02", say("the file begins with a byte-order mark"), say("save it as UTF-8 “without BOM”")
            )
        )
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        problems.append(
            Problem(
                name,
                line,
                "F03",
                say("the lines end in the Windows manner (CRLF)"),
                say("save it with line ends LF (Unix)"),
            )
        )
    return text


def write(path: Path, text: str) -> None:
    """Write *text* to the file *path*, whole or not at all.

    :raises OSError: where that cannot be done.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(text.encode())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def rename_all(pairs: Sequence[tuple[Path, Path]]) -> None:
    """Rename each first path to the second, or none, even where somebody interrupts it.

    :raises OSError: where one cannot be renamed; the others have their old names again.
    """
    begun: list[tuple[Path, Path]] = []
    try:
        for old, new in pairs:
            begun.append((old, new))
            old.rename(new)
    except BaseException:
        for old, new in reversed(begun):
            if os.path.lexists(new) and not os.path.lexists(old):
                new.rename(old)
        raise


def within(root: Path, path: Path) -> bool:
    """Whether *path* is in the folder *root* and no link leads to another file."""
    return path.resolve() == root.resolve() / path.relative_to(root)


def letters(name: str, text: str, replaced: dict[str, str]) -> Iterator[Problem]:
    """Find letters that our own writing does not use: decomposed ones, and those that *replaced* names."""
    table = str.maketrans(replaced)
    for number, line in enumerate(text.split("\n"), 1):
        for word in line.split():
            composed, right = unicodedata.normalize("NFC", word), word.translate(table)
            if composed != word:
                yield Problem(
                    name,
                    number,
                    "F04",
                    say("“{word}” is written with separate accents (Unicode NFD)", word=word),
                    say("type it again: “{translate}”", translate=composed.translate(table)),
                )
            elif right != word:
                yield Problem(
                    name,
                    number,
                    "F05",
                    say("“{word}” has a letter that is not used here", word=word),
                    say("write “{right}” instead", right=right),
                )
