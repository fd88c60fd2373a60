"""Record that translations and notes fit the text as it now stands.

What has no fingerprint yet gets one on the way, as it is taken to fit; what is no more, and what is not translated,
loses its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition import files, fingerprints
from edition.checks import gone, passage_hint
from edition.fingerprints import Key
from edition.messages import say
from edition.model import Edition, Passage, Problem
from edition.nearest import did_you_mean

_DASH = re.compile(r"\s*[-‐-―−]\s*")
_NAMED = 10
"""How many entries a line names before it only counts them."""


class ConfirmFailed(Exception):
    """Nothing was written; the text says why, in words for the person who ran the command."""


@dataclass(frozen=True)
class Selection:
    """What is confirmed: passages, in all translations, and notes by their slugs.

    :ivar renumbered: the old numbers by which passages were named.
    """

    passages: frozenset[Passage]
    notes: frozenset[str]
    renumbered: frozenset[Passage] = frozenset()

    @classmethod
    def everything(cls, edition: Edition) -> Selection:
        """All that there is."""
        return cls(frozenset(fingerprints.of_passages(edition.original.values())), frozenset(edition.by_slug))

    @classmethod
    def named(cls, edition: Edition, names: Sequence[str]) -> Selection:
        """What *names* mean: slugs of notes; passages, also a paragraph or a section for all in it; ranges of them.

        :raises ConfirmFailed: where there is nothing of that name, with the nearest that there is.
        """
        passages: set[Passage] = set()
        renumbered: set[Passage] = set()
        for name in names:
            if name[:1].isdigit():
                ends = [_read_number(number, edition) for number in _DASH.split(name)]
                passages |= _passages(name, [edition.resolve(end) for end in ends], edition)
                renumbered |= edition.aliases.keys() & ends
            elif name not in edition.by_slug:
                hint = did_you_mean(name, edition.by_slug, say("a note is named by its file, a passage as in 4.2.3"))
                raise ConfirmFailed(f"there is no note “{name}”; {hint}")
        return cls(frozenset(passages), frozenset(names) & edition.by_slug.keys(), frozenset(renumbered))


def _read_number(number: str, edition: Edition) -> Passage:
    """The passage, paragraph or section of a number, which may be an old one."""
    known = _known(edition)
    try:
        passage = Passage.parse(number)
    except ValueError:
        raise ConfirmFailed(f"there is no passage “{number}”; {passage_hint(number, known)}") from None
    alias = edition.aliases.get(passage)
    if alias is not None and alias.removed:
        raise ConfirmFailed(f"{gone(passage, alias)}; the passage before it is {alias.to}")
    if not _within(edition.resolve(passage), known):
        raise ConfirmFailed(f"there is no passage “{number}”; {passage_hint(number, known)}")
    return passage


def _known(edition: Edition) -> list[Passage]:
    """All headings and segments, in reading order."""
    return list(fingerprints.of_passages(edition.original.values()))


def _within(whole: Passage, known: Collection[Passage]) -> list[Passage]:
    """A passage itself, or those in it."""
    return [passage for passage in known if passage.parts[: len(whole.parts)] == whole.parts]


def _passages(name: str, ends: Sequence[Passage], edition: Edition) -> set[Passage]:
    """The passages of one number, or of a range of them."""
    known = _known(edition)
    first, last = min(_within(ends[0], known)), max(_within(ends[-1], known))
    found = {passage for passage in known if first <= passage <= last}
    if len(ends) > 2 or not found:
        raise ConfirmFailed(f"“{name}” is no range of passages; write the first and the last, as in 4.2.3-4.2.5")
    return found


def confirm(root: Path, edition: Edition, chosen: Selection) -> list[str]:
    """Write the sidecars of *edition* anew.

    :returns: one line for each thing that was done, or was not.
    :raises ConfirmFailed: where a sidecar cannot be read.
    :raises OSError: where one cannot be written.
    """
    sidecars = list(_sidecars(root, edition, chosen))  # all are read before one is written
    followed = [
        f"{old} is an old number; the passage is {edition.resolve(old)} now" for old in sorted(chosen.renumbered)
    ]
    return [*followed, *(line for sidecar in sidecars for line in sidecar.write(root))] + [
        f"{fingerprints.sidecar(language)}: not confirmed, as not translated yet: {passage}"
        for language, waiting in edition.untranslated.items()
        for passage in sorted(waiting & chosen.passages)
    ]


@dataclass(frozen=True)
class _Sidecar:
    """One sidecar: its entries by key, as they are and as they are to be."""

    name: str
    before: dict[str, str]
    entries: dict[str, str]

    def write(self, root: Path) -> Iterator[str]:
        """Write it where it changes, and say what is new in it."""
        path, text = root / self.name, fingerprints.render(self.entries)
        if not (self.entries or self.before) or (path.exists() and path.read_bytes() == text.encode()):
            return
        new_file = not path.exists()
        files.write(path, text)
        changes = {
            "confirmed": [key for key, value in self.entries.items() if self.before.get(key, value) != value],
            "recorded for the first time": [key for key in self.entries if key not in self.before],
            "taken away": [key for key in self.before if key not in self.entries],
        }
        for what, keys in changes.items():
            if keys:
                yield f"{self.name}: {what}: {', '.join(keys) if len(keys) <= _NAMED else len(keys)}"
        if new_file:
            yield (
                f"{self.name}: there was no such file; all {len(self.entries)} entries are recorded as fitting the text "
                "as it stands. If the file was lost, put it back as it was: it knew what is older than the text"
            )
        if not any(changes.values()):
            yield f"{self.name}: put in order"


def _sidecars(root: Path, edition: Edition, chosen: Selection) -> Iterator[_Sidecar]:
    sections = edition.original.values()
    passages = fingerprints.of_passages(sections)
    for language, waiting in edition.untranslated.items():
        translated = {passage: value for passage, value in passages.items() if passage not in waiting}
        yield _sidecar(root, fingerprints.sidecar(language), translated, chosen.passages)
    notes = fingerprints.of_notes(edition.annotations, sections)
    yield _sidecar(root, fingerprints.NOTES, notes, chosen.notes)


def _sidecar(root: Path, name: str, current: Mapping[Key, str], chosen: Collection[Key]) -> _Sidecar:
    """The entries of what was chosen are new; the others stay, and what has none gets one."""
    before = _read(root, name, current)
    return _Sidecar(
        name,
        before,
        {str(key): value if key in chosen else before.get(str(key), value) for key, value in current.items()},
    )


def _read(root: Path, name: str, current: Mapping[Key, str]) -> dict[str, str]:
    """The entries of one sidecar, with both sides of an unfinished merge."""
    path = root / name
    problems: list[Problem] = []
    text = files.read(root, path, problems) if path.exists() else "{}"
    entries = fingerprints.parse(name, fingerprints.joined(text, current), problems) if text is not None else None
    if entries is None:
        raise ConfirmFailed(f"{problems[0]}; {problems[0].hint}")
    return entries
