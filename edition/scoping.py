"""Tell a contributor what is wrong with the change, and nothing of what was wrong before.

A problem may stand in a file that the change does not touch and yet come from it: two notes get one name, a note is
taken away to which another one leads. It is told at the file that was touched.
"""

from __future__ import annotations

import filecmp
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from edition.messages import say
from edition.model import Problem

WATCHED = ("annotations", "conf.py", "source")
"""What of an edition a check reads."""


@dataclass(frozen=True)
class Scope:
    """The problems of a change, and those that have nothing to do with it."""

    own: tuple[Problem, ...]
    others: tuple[Problem, ...]


def divide(
    problems: Iterable[Problem], touched: Collection[str], before: Callable[[], Collection[Problem]] | None = None
) -> Scope:
    """Divide *problems* into those of the files and folders *touched*, and the others.

    :param before: gives the problems that there were before the change; asked only where it matters. Without it what is
        not known to come from the touched files counts as older.
    """
    own: list[Problem] = []
    others: list[Problem] = []
    for problem in problems:
        if _within(problem.path, touched):
            own.append(problem)
        elif problem.other is not None and _within(problem.other[0], touched):
            own.append(_told_at(problem, *problem.other))
        else:
            others.append(problem)
    if before is not None and others and touched:
        older = Counter(map(_key, before()))
        new = []
        for problem in others:
            older[_key(problem)] -= 1
            if older[_key(problem)] < 0:
                new.append(problem)
        own += [_told_at(problem, _culprit(problem, touched), 1) for problem in new]
        others = [problem for problem in others if problem not in new]
    return Scope(tuple(sorted(own)), tuple(others))


def changed(root: Path, base: Path) -> set[str]:
    """The files of the edition in *root* that differ from those in *base*, are new, or are there no more."""
    names = {name for folder in (root, base) for name in _files(folder)}
    return {name for name in names if not _same(root / name, base / name)}


def _files(root: Path) -> Iterator[str]:
    for watched in WATCHED:
        if os.path.lexists(root / watched) and not (root / watched).is_dir():
            yield watched
        for folder, folders, names in os.walk(root / watched):
            links = [name for name in folders if (Path(folder) / name).is_symlink()]
            yield from ((Path(folder) / name).relative_to(root).as_posix() for name in (*names, *links))


def _same(one: Path, other: Path) -> bool:
    if one.is_symlink() or other.is_symlink():
        return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


def _within(path: str, touched: Collection[str]) -> bool:
    return path in touched or any(folder.as_posix() in touched for folder in PurePosixPath(path).parents)


def _key(problem: Problem) -> tuple[str, int, str]:
    # Not the message, which may name lines of a file that was changed.
    return problem.path, problem.line, problem.code


def _told_at(problem: Problem, path: str, line: int) -> Problem:
    message = say(
        "because of this, {path}:{line} is wrong: {message}",
        path=problem.path,
        line=problem.line,
        message=problem.message,
    )
    return replace(problem, path=path, line=line, message=message, patch=None, other=None)


def _culprit(problem: Problem, touched: Collection[str]) -> str:
    """The touched file that is named in the message, or else the first."""
    named = (
        path
        for path in sorted(touched)
        if re.search(rf"(?<![\w-]){re.escape(PurePosixPath(path).stem)}(?![\w-])", problem.message)
    )
    return next(named, min(touched))
