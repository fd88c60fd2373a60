"""Put the data files of a proposal over a copy of the edition, as plain bytes.

Git is asked for trees and blobs only. So no link is made, no filter, hook or attribute of the proposal is in force, and a
path that leads out of the edition is a name like any other until it is refused.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from edition.files import LARGEST
from edition.messages import Said, say
from edition.model import Problem
from edition.scoping import WATCHED

DATA = ("annotations", "source")
"""The folders whose files are data."""

MOST = 500
"""How many data files a proposal may change; nobody reads more, and a new revision of the article is the editors' work."""

_ORDINARY = {b"100644", b"100755"}
_HUNK = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


class NotTaken(Exception):
    """A proposal cannot be looked at by a program; *said* is what a person is told."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True)
class Proposal:
    """What a proposal changes.

    :ivar origin: the commit from which it departs.
    :ivar head: its last commit.
    :ivar taken: the data files that were put over, or taken away.
    :ivar refused: what is no ordinary file, and was not put over.
    :ivar left: the other files it changes, which a person must look at: code, settings, guides.
    """

    repository: Path
    origin: str
    head: str
    taken: tuple[str, ...]
    refused: tuple[Problem, ...]
    left: tuple[str, ...]

    def added_lines(self, name: str) -> set[int]:
        """The 1-based lines of a file that the proposal adds or changes, the only ones that GitHub takes remarks on."""
        found = _git(
            self.repository, "diff-tree", "-p", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames",
            self.origin, self.head, "--", f":(literal){name}",
        )  # fmt: skip
        return {line for hunk in hunks(found) for line in range(hunk.start, hunk.start + hunk.count)}


@dataclass(frozen=True)
class Hunk:
    """Lines that differ: where they stand in the file before and after, and the lines after."""

    old_start: int
    old_count: int
    start: int
    count: int
    lines: tuple[bytes, ...]


def hunks(diff: bytes) -> Iterator[Hunk]:
    """The hunks of the diff of one file, made without lines of context."""
    lines = diff.split(b"\n")
    for place, line in enumerate(lines):
        match = _HUNK.match(line)
        if match is not None:
            old, old_count, new, count = (int(number) if number is not None else 1 for number in match.groups())
            after = lines[place + 1 + old_count :]
            # Where a file does not end in a line feed, git says so between the lines.
            added = [text[1:] for text in after if not text.startswith(b"\\")][:count]
            yield Hunk(old, old_count, new, count, tuple(added))


def take_over(repository: Path, revision: str, into: Path) -> Proposal:
    """Make in the folder *into* the edition as it would be with the data of a proposal.

    :param repository: a checkout of the base branch, in which *revision*, the last commit of the proposal, was fetched.
    :raises NotTaken: where it changes too much to be looked at.
    """
    head = _git(repository, "rev-parse", "--verify", f"{revision}^{{commit}}").decode().strip()
    try:
        origin = _git(repository, "merge-base", "HEAD", head).decode().strip()
    except subprocess.CalledProcessError as error:
        raise NotTaken(say("this proposal has no commit in common with the edition")) from error
    entries = list(_entries(repository, origin, head))
    data = [entry for entry in entries if PurePosixPath(entry.name).parts[:1] in {(folder,) for folder in DATA}]
    if len(data) > MOST:
        raise NotTaken(say("this proposal changes {count} data files; more than {most} are read by an editor only",
                           count=len(data), most=MOST))  # fmt: skip
    _copy(repository, into)
    for entry in data:
        _remove(into, entry)
    refused = [problem for entry in data if (problem := _put(repository, into, entry)) is not None]
    taken = tuple(sorted(entry.name for entry in data))
    left = tuple(sorted(entry.name for entry in entries if entry not in data))
    return Proposal(repository, origin, head, taken, tuple(refused), left)


@dataclass(frozen=True)
class _Entry:
    """A file that differs; *blob* is empty where it is there no more."""

    name: str
    mode: bytes
    blob: str

    @property
    def leads_out(self) -> bool:
        """Whether the name has parts that are no names."""
        return bool({"", ".", ".."} & set(self.name.split("/"))) or "\0" in self.name


def _entries(repository: Path, origin: str, head: str) -> Iterator[_Entry]:
    found = _git(repository, "diff-tree", "-r", "-z", "--raw", "--no-renames", origin, head).split(b"\0")
    for about, name in zip(found[::2], found[1::2], strict=False):
        _, mode, _, blob, status = about.split(b" ")
        yield _Entry(name.decode("utf-8", "surrogateescape"), mode, "" if status == b"D" else blob.decode())


def _copy(repository: Path, into: Path) -> None:
    for name in WATCHED:
        if (repository / name).is_dir():
            shutil.copytree(repository / name, into / name, symlinks=True)
        else:
            into.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(repository / name, into / name)


def _remove(into: Path, entry: _Entry) -> None:
    """Take a file away, and the folders that are empty then, where a file may come."""
    if entry.leads_out:
        return
    path = into / entry.name
    # Of a name that is too long it says that there is none.
    if os.path.lexists(path) and not path.is_dir():
        path.unlink()
        for folder in path.parents:
            if folder == into or any(folder.iterdir()):
                break
            folder.rmdir()


def _put(repository: Path, into: Path, entry: _Entry) -> Problem | None:
    """Write a file of the proposal; what is none is a problem instead."""
    if not entry.blob:
        return None
    reason = say("it is a link") if entry.mode == b"120000" else say("it is no ordinary file")
    if entry.mode in _ORDINARY:
        reason = say("its name leads out of the edition")
        if not entry.leads_out:
            try:
                path = into / entry.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(_beginning(repository, entry.blob))
            except OSError as error:
                reason = say("{reason}", reason=error.strerror)
            else:
                return None
    message = say("this file cannot be read: {reason}", reason=reason)
    return Problem(entry.name, 1, "F06", message, say("put an ordinary file here, not a folder or a link"))


def _beginning(repository: Path, blob: str) -> bytes:
    """The bytes of a blob; of one that is too large just enough for the check to see that."""
    with subprocess.Popen(_command(repository, "cat-file", "blob", blob), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        data = process.stdout.read(LARGEST + 1)
        process.kill()
    return data


def _git(repository: Path, *arguments: str) -> bytes:
    """What git writes.

    :raises subprocess.CalledProcessError: where it fails.
    """
    return subprocess.run(_command(repository, *arguments), stdout=subprocess.PIPE, check=True).stdout


def _command(repository: Path, *arguments: str) -> Sequence[str]:
    return ("git", "-C", str(repository), "-c", "core.quotePath=false", *arguments)
