"""Record that translations and notes fit the text as it now stands: the one hand that writes the sidecars.

What has no fingerprint yet gets one on the way, as it is taken to fit; what is no more, and what is not translated,
loses its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition import files, fingerprints
from edition.checks import passage_hint
from edition.fingerprints import Key
from edition.model import Edition, Passage, Problem
from edition.nearest import did_you_mean

_DASH = re.compile(r"\s*[-‐-―−]\s*")
_NAMED = 10
"""How many entries a line names before it only counts them."""


class ConfirmFailed(Exception):
    """Nothing was written; the text says why, in words for the person who ran the command."""


@dataclass(frozen=True)
class Selection:
    """What is confirmed: passages, in all translations, and notes by their slugs."""

    passages: frozenset[Passage]
    notes: frozenset[str]

    @classmethod
    def everything(cls, edition: Edition) -> Selection:
        """All that there is."""
        return cls(frozenset(fingerprints.of_passages(edition.original.values())), frozenset(edition.by_slug))

    @classmethod
    def named(cls, edition: Edition, names: Sequence[str]) -> Selection:
        """What *names* mean: slugs of notes; passages, also a paragraph or a section for all in it; ranges of them.

        :raises ConfirmFailed: where there is nothing of that name, with the nearest that there is.
        """
        known = list(fingerprints.of_passages(edition.original.values()))
        passages: set[Passage] = set()
        for name in names:
            if name[:1].isdigit():
                passages |= _passages(name, known)
            elif name not in edition.by_slug:
                hint = did_you_mean(name, edition.by_slug, "a note is named by its file, a passage as in 4.2.3")
                raise ConfirmFailed(f"there is no note “{name}”; {hint}")
        return cls(frozenset(passages), frozenset(names) & edition.by_slug.keys())


def _passages(name: str, known: Collection[Passage]) -> set[Passage]:
    """The passages of one number, or of a range of them."""
    ends = [_within(number, known) for number in _DASH.split(name)]
    found = {passage for passage in known if min(ends[0]) <= passage <= max(ends[-1])}
    if len(ends) > 2 or not found:
        raise ConfirmFailed(f"“{name}” is no range of passages; write the first and the last, as in 4.2.3-4.2.5")
    return found


def _within(number: str, known: Collection[Passage]) -> list[Passage]:
    """The passages that a passage number names: itself, or those in it."""
    try:
        parts = Passage.parse(number).parts
    except ValueError:
        parts = ()
    found = [passage for passage in known if parts and passage.parts[: len(parts)] == parts]
    if not found:
        raise ConfirmFailed(f"there is no passage “{number}”; {passage_hint(number, known)}")
    return found


def confirm(root: Path, edition: Edition, chosen: Selection) -> list[str]:
    """Write the sidecars of *edition* anew.

    :returns: one line for each thing that was done, or was not.
    :raises ConfirmFailed: where a sidecar cannot be read.
    :raises OSError: where one cannot be written.
    """
    passages = fingerprints.of_passages(edition.original.values())
    done: list[str] = []
    for language in edition.languages[1:]:
        waiting = edition.untranslated[language]
        name = fingerprints.sidecar(language)
        translated = {passage: value for passage, value in passages.items() if passage not in waiting}
        done += _write(root, name, translated, chosen.passages)
        done += [
            f"{name}: not confirmed, as not translated yet: {passage}" for passage in sorted(waiting & chosen.passages)
        ]
    notes = fingerprints.of_notes(edition.annotations, edition.original.values())
    return done + list(_write(root, fingerprints.NOTES, notes, chosen.notes))


def _write(root: Path, name: str, current: Mapping[Key, str], chosen: Collection[Key]) -> Iterator[str]:
    """Write one sidecar, and say what is new in it."""
    before = _read(root, name, current)
    entries = {key: value if key in chosen else before.get(str(key), value) for key, value in current.items()}
    known = set(map(str, entries))
    confirmed = [str(key) for key, value in entries.items() if before.get(str(key), value) != value]
    added = [str(key) for key in entries if str(key) not in before]
    dropped = [key for key in before if key not in known]
    text = fingerprints.render(entries)
    path = root / name
    if (entries or before) and (not path.exists() or path.read_bytes() != text.encode()):
        files.write(path, text)
        for what, keys in (("confirmed", confirmed), ("recorded for the first time", added), ("taken away", dropped)):
            if keys:
                yield f"{name}: {what}: {', '.join(keys) if len(keys) <= _NAMED else len(keys)}"


def _read(root: Path, name: str, current: Mapping[Key, str]) -> dict[str, str]:
    """The entries of one sidecar, with both sides of an unfinished merge."""
    path = root / name
    problems: list[Problem] = []
    text = files.read(root, path, problems) if path.exists() else "{}"
    entries = fingerprints.parse(name, fingerprints.joined(text, current), problems) if text is not None else None
    if entries is None:
        raise ConfirmFailed(f"{problems[0]}; {problems[0].hint}")
    return entries
