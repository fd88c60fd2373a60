"""The command ``check``: what it looks at, what it mends, and where it tells of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from edition import corpus, fixing, reporting, scoping
from edition.config import read
from edition.messages import say
from edition.model import Problem
from edition.scoping import Scope


@dataclass(frozen=True)
class Wish:
    """What a person asks for.

    :ivar named: the files and folders that are meant, relative to the root; none for all.
    :ivar base: the edition before the change, where that is known: then the files that differ are meant.
    :ivar form: one of :data:`edition.reporting.FORMATS`.
    :ivar language: of the messages.
    :ivar fix: whether what is certain is mended first.
    """

    named: Collection[str]
    base: Path | None
    form: str
    language: str
    fix: bool


def check(root: Path, wish: Wish) -> int:
    """Check the edition in *root* and print what is wrong.

    :returns: 1 where there are problems that are meant, else 0.
    :raises ConfigError: where ``conf.py`` cannot be read.
    """
    scope = _scope(root, wish, wish.named)
    if wish.fix:
        done, scope = mended(root, scope, lambda: _scope(root, wish, wish.named))
        # A file that was moved is still one of those that were named.
        moved = {patch.path for problem in scope.own if wish.named and (patch := problem.patch) and patch.certain}
        print(*done, sep="\n", end="\n" if done else "", file=sys.stdout if wish.form == "text" else sys.stderr)
        scope = _scope(root, wish, {*wish.named, *moved})
    text = reporting.render(scope.own, wish.form, wish.language)
    if text:
        print(text)
    _conclude(scope, wish)
    return 0 if all(problem.notice for problem in scope.own) else 1


def mended(root: Path, scope: Scope, again: Callable[[], Scope]) -> tuple[list[str], Scope]:
    """Mend in *root* what of *scope* is certain.

    :param again: looks once more, for what was looked for with wrong letters.
    :returns: a line for each thing that was done, and the problems by which it was done.
    """
    done = fixing.fix_letters(root, scope.own, read(root))
    scope = again() if done else scope
    return done + fixing.fix(root, scope.own), scope


def of_change(root: Path, base: Path) -> Scope:
    """The problems of the edition in *root*, divided by whether the change from that in *base* is to blame for them.

    :raises ConfigError: where a ``conf.py`` cannot be read.
    """
    return scoping.divide(_problems(root), scoping.changed(root, base), partial(_problems, base))


def _scope(root: Path, wish: Wish, named: Collection[str]) -> Scope:
    if wish.base is not None:
        return of_change(root, wish.base)
    problems = _problems(root)
    return scoping.divide(problems, named) if named else Scope(tuple(problems), ())


def _problems(root: Path) -> list[Problem]:
    return corpus.load(root, read(root))[1]


def _conclude(scope: Scope, wish: Wish) -> None:
    """Say how many problems there are; of those that have nothing to do with the change in one line only."""
    count = reporting.counted(scope.own, wish.language)
    older = [problem for problem in scope.others if not problem.notice]
    said = say("in other files, which are not meant here: {counted}", counted=reporting.counted(older, wish.language))
    others = said.in_language(wish.language) if older else ""
    if wish.form == "text":
        print("; ".join(filter(None, (count, others))), file=sys.stderr)
    elif wish.form == "github" and others:
        print(f"::notice::{others}")
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if wish.form == "github" and summary:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(reporting.summary(scope.own, wish.language) + (f"\n{others}\n" if others else ""))
