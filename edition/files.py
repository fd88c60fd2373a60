"""Reading files that people wrote, where every fault of encoding becomes a problem; and writing them whole."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from edition.characters import CONTROL, UNSEEN, of_two_alphabets
from edition.messages import Said, say
from edition.model import Problem

LARGEST = 400_000
"""The greatest size of a file in bytes; the largest of an edition has a quarter of it."""


class TooLarge(OSError):
    """A file is so large that reading it would stop the check for everybody."""


def data(root: Path, path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of an ordinary file in the folder *root*.

    :raises TooLarge: where there are more than *largest*.
    :raises OSError: where it cannot be read, is no ordinary file, or a link leads elsewhere: what stands outside the
        edition is nobody's business.
    """
    status = path.stat()
    if not within(root, path):
        raise OSError(errno.ELOOP, "a link leads to another place")
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is no ordinary file")
    with path.open("rb") as file:
        read = file.read(largest + 1)
    if len(read) > largest:
        raise TooLarge(errno.EFBIG, "it is too large")
    return read


def read(root: Path, path: Path, problems: list[Problem], largest: int = LARGEST) -> str | None:
    """Read the file *path* as text with line feeds at its line ends; None where nothing can be made of it.

    Faults of encoding are added to *problems*.

    :param largest: the greatest number of bytes.
    """
    name = path.relative_to(root).as_posix()
    try:
        text = data(root, path, largest).decode("utf-8")
    except TooLarge:
        message = say("this file is larger than {count} kB", count=largest // 1000)
        problems.append(Problem(name, 1, "F07", message, say("divide it, or take away what does not belong here")))
        return None
    except OSError as error:
        problems.append(
            Problem(
                name,
                1,
                "F06",
                say("this file cannot be read: {reason}", reason=error.strerror),
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
    control = CONTROL.search(text)
    if control is not None:
        line = text.count("\n", 0, control.start()) + 1
        message = say("there is a control character here: U+{code:04X}", code=ord(control[0]))
        problems.append(Problem(name, line, "F08", message, say("take it away, or write the line again")))
        return None
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


def letters(name: str, text: str, replaced: dict[str, str]) -> Iterator[Problem]:
    """Find letters that our own writing does not use: decomposed ones, and those that *replaced* names.

    Characters that deceive a reader (:mod:`edition.characters`) are found too.
    """
    table = str.maketrans(replaced)
    for number, line in enumerate(text.split("\n"), 1):
        # What is right of a line is right of its words.
        if line.translate(table) == line and (line.isascii() or _in_word(line, table) is None):
            continue
        for word in line.split():
            found = _in_word(word, table)
            if found is not None:
                yield Problem(name, number, *found)


def _in_word(word: str, table: dict[int, str]) -> tuple[str, Said, Said] | None:
    """What is wrong with the letters of a word: code, message and hint."""
    right = unicodedata.normalize("NFC", word).translate(table)
    unseen = UNSEEN.search(word)
    if unseen is not None:
        message = say("“{word}” has a character that nobody sees: U+{code:04X}", word=word, code=ord(unseen[0]))
        return "F08", message, say("write the word again: “{right}”", right=UNSEEN.sub("", right))
    if not unicodedata.is_normalized("NFC", word):
        message = say("“{word}” is written with separate accents (Unicode NFD)", word=word)
        return "F04", message, say("type it again: “{right}”", right=right)
    if right != word:
        return (
            "F05",
            say("“{word}” has a letter that is not used here", word=word),
            say("write “{right}” instead", right=right),
        )
    other = of_two_alphabets(word)
    if other:
        message = say("“{word}” has letters of two alphabets: {letter} stands among others", word=word, letter=other)
        return "F09", message, say("type the word again on one keyboard")
    return None


def within(root: Path, path: Path) -> bool:
    """Whether *path* is in the folder *root* and no link leads to another file."""
    return path.is_relative_to(root) and path.resolve() == root.resolve() / path.relative_to(root)
