"""Take over a newer revision of the article: all of it, or nothing.

Everything is done in a copy of the edition beside it, which is loaded and checked like any other; then what changed is
put in place by renamings, which are undone if one of them fails.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from edition import corpus, fixing, passagesfile
from edition.attaching import Texts
from edition.config import Config, read
from edition.extract import MAX_BYTES, Extract, ExtractError
from edition.extract import read as read_extract
from edition.files import rename_all, within
from edition.model import Edition, Problem
from edition.revision import mentions, settings, standoff
from edition.revision.comparing import compare
from edition.revision.numbering import Renumbering
from edition.revision.report import Outcome
from edition.revision.texts import write_notes_sidecar, write_texts

_CONTENT = ("source", "annotations")
_CONF = "conf.py"
_NOT_OURS = ("T", "N", "S", "Y", "F")
"""The codes of problems that no person can have caused here."""


class UpdateFailed(Exception):
    """Nothing was written; the text says why, in words for the person who ran the command."""


@dataclass(frozen=True)
class _Pinned:
    """An extract with the bytes of its file."""

    data: bytes
    extract: Extract


def update(root: Path, extract: Path, *, dry_run: bool = False) -> Outcome:
    """Make of the edition in *root* that of the revision in the file *extract*.

    :param dry_run: whether nothing is to be written in any case.
    :raises UpdateFailed: where that cannot be done; then nothing has changed.
    :raises ConfigError: where ``conf.py`` cannot be used.
    """
    config = read(root)
    pinned = _read(extract)
    _require_newer(root, config, pinned.extract)
    edition = _sound(root, config)
    try:
        with tempfile.TemporaryDirectory(dir=root, prefix=".update-") as folder:
            stage = Path(folder, "stage")
            before = _copy(root, stage)
            outcome = _update(stage, config, edition, pinned)
            if not dry_run:
                _put_in_place(root, Path(folder), before, _files(stage))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise UpdateFailed(f"{where}{error.strerror or error}; nothing was written") from error
    except standoff.NotRewritten as error:
        raise UpdateFailed(f"{error}; nothing was written") from error
    return outcome


# -- What is refused ---------------------------------------------------------------------------------------


def _read(path: Path) -> _Pinned:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        return _Pinned(data, read_extract(data))
    except OSError as error:
        raise UpdateFailed(f"{path}: the extract cannot be read: {error.strerror or error}") from error
    except ExtractError as error:
        raise UpdateFailed(f"{path}:{error.line}: {error.message}") from error


def _require_newer(root: Path, config: Config, new: Extract) -> None:
    """Refuse what is not a newer revision of the same article."""
    for name in ("extract", "revision"):
        if not getattr(config, name):
            raise UpdateFailed(f"conf.py has no edition_{name}: it is not known which revision this edition is of")
    old = _read(root / config.extract).extract
    if old.title != new.title:
        raise UpdateFailed(f"this is another article: “{new.title}”, not “{old.title}”")
    if unquote(old.url) != unquote(new.url):
        raise UpdateFailed(f"this is another article: {new.url}, not {old.url}")
    if new.revision == config.revision:
        raise UpdateFailed(f"the edition is of revision {config.revision} already")
    if config.revision.isdecimal() and new.revision.isdecimal() and int(new.revision) < int(config.revision):
        raise UpdateFailed(f"revision {new.revision} is older than {config.revision}, of which the edition is")


def _sound(root: Path, config: Config) -> Edition:
    """The present edition, which must have no problems: what is wrong in it would be carried on unseen."""
    edition, found = corpus.load(root, config)
    problems = [problem for problem in found if not problem.notice]
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise UpdateFailed(f"the edition has {count}; run “python -m edition check”, mend what it says, and try again")
    return edition


# -- In the copy --------------------------------------------------------------------------------------------


def _update(stage: Path, config: Config, edition: Edition, pinned: _Pinned) -> Outcome:
    """Update the copy in the folder *stage*."""
    revised = settings.with_revision(config, pinned.extract.revision)
    chapters = compare(edition.original.values(), pinned.extract, config.abbreviations)
    renumbering = Renumbering.of(tuple(edition.original.values()), chapters, edition.aliases, pinned.extract.revision)
    texts = Texts.of(stage, config, edition.sections, (), edition.aliases, edition.emended, edition.orthography)
    write_notes_sidecar(stage, edition)
    emended = standoff.move_emendations(stage, edition, renumbering)
    standoff.move_annotations(stage, edition, renumbering)
    left = write_texts(stage, edition, renumbering)
    _write_table(stage, renumbering)
    _pin(stage, revised, pinned)
    _, problems = corpus.load(stage, revised)
    fixing.fix(stage, [problem for problem in problems if _is_certain(problem, edition, texts)])
    new, problems = corpus.load(stage, revised)
    for problem in problems:
        if not problem.notice and problem.code.startswith(_NOT_OURS):
            raise UpdateFailed(f"the new text would not be sound, and nothing was written: {problem}")
    left += [problem for problem in problems if not problem.notice]
    by_hand = mentions.written_by_hand(stage)
    given_up = renumbering.aliases.keys() - edition.aliases.keys()
    return Outcome(
        edition,
        new,
        config.revision,
        revised.revision,
        renumbering,
        emended,
        tuple(sorted(left)),
        mentions.of_names(stage, by_hand, _names(stage / config.extract, config.revision)),
        mentions.of_passages(stage, by_hand, given_up),
    )


def _names(extract: Path, revision: str) -> tuple[str, ...]:
    """What people may have called the old text: its revision, its file, the checksum of that."""
    return revision, extract.name, hashlib.sha256(extract.read_bytes()).hexdigest()


def _write_table(stage: Path, renumbering: Renumbering) -> None:
    """Write the table of passages where there is something to say in it."""
    numbering = renumbering.numbering
    if numbering.lists or renumbering.aliases:
        text = passagesfile.render(numbering, renumbering.aliases)
        (stage / corpus.PASSAGES).write_text(text, encoding="utf-8", newline="\n")


def _pin(stage: Path, revised: Config, pinned: _Pinned) -> None:
    """Put the new extract beside the old one, and name it in the settings."""
    path = stage / revised.extract
    if path.exists() and path.read_bytes() != pinned.data:
        raise UpdateFailed(f"{revised.extract} is there already, and is another file; nothing was written")
    path.write_bytes(pinned.data)
    conf = stage / _CONF
    conf.write_bytes(settings.rewritten(conf.read_bytes(), revised))
    written = read(stage)
    if (written.extract, written.revision) != (revised.extract, revised.revision):
        raise UpdateFailed("conf.py: edition_extract and edition_revision cannot be rewritten; nothing was written")


def _is_certain(problem: Problem, edition: Edition, texts: Texts) -> bool:
    """Whether a quote may be anchored anew without a person.

    The new extract says nothing about words that are gone, so words elsewhere are the same ones only if the old text
    had them once.
    """
    patch, note = problem.patch, edition.by_slug.get(Path(problem.path).stem)
    if patch is None or note is None or not patch.certain:
        return False
    return "target" not in patch.values or texts.original.attested(texts.original.wanted(note.quote)) == 1


# -- Copying and putting in place ------------------------------------------------------------------------


def _copy(root: Path, stage: Path) -> dict[str, bytes]:
    """Copy what belongs to the edition's content, and what names it.

    :returns: the files as they are now.
    """
    stage.mkdir()
    for kind in (_CONF, "*.md", "*.cff", "*.toml"):
        for path in root.glob(kind):
            shutil.copy2(path, stage)
    for name in _CONTENT:
        if (root / name).exists():
            shutil.copytree(root / name, stage / name)
    return _files(stage)


def _files(folder: Path) -> dict[str, bytes]:
    """All files in a folder by their paths in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _put_in_place(root: Path, folder: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Make the files in *root* those of the copy, or leave all as it was.

    :param folder: the one that holds the copy.
    """
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    for name in changed:
        path = root / name
        if not within(root, path):
            raise UpdateFailed(f"{name}: a link leads to another file; nothing was written")
        if (path.read_bytes() if path.exists() else None) != before.get(name):
            raise UpdateFailed(f"{name}: somebody has changed this file meanwhile; nothing was written")
    aside = folder / "aside"
    pairs = [(root / name, aside / name) for name in changed if name in before]
    pairs += [(folder / "stage" / name, root / name) for name in changed if name in after]
    made = _make_folders(new.parent for _, new in pairs)
    try:
        rename_all(pairs)
    except BaseException:
        _take_away_empty(made)
        raise
    _take_away_empty({(root / name).parent for name in changed if name not in after})


def _make_folders(folders: Iterable[Path]) -> list[Path]:
    """Make the folders that are not there yet.

    :returns: those that were made, the deepest ones first.
    """
    missing = {parent for folder in folders for parent in (folder, *folder.parents) if not parent.exists()}
    made = sorted(missing, key=lambda path: len(path.parts))
    for folder in made:
        folder.mkdir()
    return made[::-1]


def _take_away_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
