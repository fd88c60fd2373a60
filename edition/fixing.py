"""Mend what the checks are certain about: write new values into front matters, and move files to their folders.

Everything else of a file stays as it is, byte for byte; where that cannot be proved, the file is not touched.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from edition import keyboard
from edition.config import Config
from edition.files import data, within
from edition.model import Patch, Problem

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*\r?$", re.MULTILINE | re.DOTALL)


_WRITTEN = {"F02", "F03", "F04", "F05", "F10", "F11"}
"""The codes of what is written wrong, and can be written right without a thought."""

_QUOTING = "emendations.yaml"


@dataclass(frozen=True)
class _Scalar:
    """A value as it stands in the front matter: the text it means, and where it is written."""

    text: str
    start: int
    end: int
    style: str | None


def fix(root: Path, problems: Sequence[Problem]) -> list[str]:
    """Apply the certain patches of *problems* to the files in *root*.

    :returns: one line for each thing that was done, or was not because two patches of a file contradict each other.
    """
    patches: dict[str, list[Patch]] = {}
    for problem in problems:
        if problem.patch is not None and problem.patch.certain:
            patches.setdefault(problem.path, []).append(problem.patch)
    return [line for name in sorted(patches) for line in _mend(root, name, patches[name])]


def fix_letters(root: Path, problems: Sequence[Problem], config: Config) -> list[str]:
    """Write letters, accents, quotation marks and line ends as they should be in those files of *problems* that are our own.

    Left alone are the transmitted text, which is sacred, and emendations, which quote it.

    :returns: one line for each file that was changed.
    """
    sacred = PurePosixPath("source", config.languages[0], "text")
    meant = {problem.path for problem in problems if problem.code in _WRITTEN}
    own = (
        name for name in sorted(meant) if not PurePosixPath(name).is_relative_to(sacred) and not name.endswith(_QUOTING)
    )
    return [f"{name}: letters, marks and line ends mended" for name in own if _mend_letters(name, root, config)]


def _mend_letters(name: str, root: Path, config: Config) -> bool:
    path = root / name
    try:
        before = data(root, path)
        text = before.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    table = {ord(old): new for old, new in config.replaced_letters.items()}
    text = unicodedata.normalize("NFC", text).translate(table)
    after = (keyboard.mended(name, text, config) if path.suffix == ".md" else text).encode()
    if after == before:
        return False
    _write(path, path, after)
    return True


def _mend(root: Path, name: str, patches: list[Patch]) -> Iterator[str]:
    """Apply all patches of one file, or none."""
    wanted = {(key, text) for patch in patches for key, text in patch.values.items()}
    values, paths = dict(wanted), {patch.path for patch in patches}
    if len(values) < len(wanted) or len(paths) > 1:
        yield f"{name}: not changed, as two patches contradict each other"
        return
    path, place = root / name, root / paths.pop()
    if not (within(root, path) and within(root, place)):
        yield f"{name}: not changed, as a link leads to another file"
        return
    if place != path and os.path.lexists(place):
        yield f"{name}: not changed, as there is a file {place.relative_to(root).as_posix()} already"
        return
    data = path.read_bytes()
    changed = rewritten(data, values)
    if changed is None:
        yield f"{name}: not changed, as its front matter could not be rewritten without touching anything else"
        return
    for key, (line, old) in _lines(data, values).items():
        yield f"{name}:{line}: {key}: “{old}” → “{values[key]}”"
    _write(path, place, changed)
    if place != path:
        yield f"{name} → {place.relative_to(root).as_posix()}"


def rewritten(data: bytes, values: dict[str, str]) -> bytes | None:
    """The file *data* with other *values* of keys of its front matter; None where nothing else can be left alone."""
    if not values:
        return data
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    before = _scalars(text)
    if before is None or not values.keys() <= before.keys():
        return None
    changed = text
    for key in sorted(values, key=lambda key: before[key].start, reverse=True):
        old = before[key]
        written = text[old.start : old.end]
        # The line end of a block scalar belongs to it.
        changed = (
            changed[: old.start] + _written(values[key], old) + written[len(written.rstrip()) :] + changed[old.end :]
        )
    after = _scalars(changed)
    meant = {key: values.get(key, value.text) for key, value in before.items()}
    return changed.encode() if after and {key: value.text for key, value in after.items()} == meant else None


def _written(text: str, old: _Scalar) -> str:
    """*text* as a scalar on one line, in the manner of the one before it if that can be."""
    if old.style == '"' and not re.search(r'["\\]', text):
        return f'"{text}"'
    if old.style not in {"'", '"'} and _means(text, text):
        return text
    return "'" + text.replace("'", "''") + "'"


def _means(scalar: str, text: str) -> bool:
    """Whether YAML reads a plain scalar as *text*."""
    try:
        node = yaml.compose(f"key: {scalar}\n", Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return False
    return isinstance(node, yaml.MappingNode) and [value.value for _, value in node.value] == [text]


def _scalars(text: str) -> dict[str, _Scalar] | None:
    """The values of the front matter by key; None where it is none that is known to be understood."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return None
    try:
        node = yaml.compose(match["yaml"], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    if not isinstance(node, yaml.MappingNode):
        return None
    found: dict[str, _Scalar] = {}
    offset, reached = match.start("yaml"), 0
    for key, value in node.value:
        # An alias has the place of what it stands for.
        if not isinstance(value, yaml.ScalarNode) or key.value in found or value.start_mark.index < reached:
            return None
        reached = value.end_mark.index
        found[key.value] = _Scalar(value.value, offset + value.start_mark.index, offset + reached, value.style)
    return found


def _lines(data: bytes, values: dict[str, str]) -> dict[str, tuple[int, str]]:
    """For each key its 1-based line and its old value."""
    text = data.decode("utf-8")
    found = _scalars(text) or {}
    return {key: (text.count("\n", 0, found[key].start) + 1, found[key].text) for key in found if key in values}


def _write(path: Path, place: Path, data: bytes) -> None:
    """Put *data* where the file is to be, whole or not at all."""
    place.parent.mkdir(exist_ok=True)
    beside = place.with_name(f".{place.name}.new")
    beside.write_bytes(data)
    beside.chmod(path.stat().st_mode)
    beside.replace(place)
    if place != path:
        path.unlink()
