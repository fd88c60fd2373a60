"""Let annotations and emendations follow the passages on which they stand.

Only places are changed here, and only by what the comparison knows; whether the words of a quote are still there is
found out afterwards by the ordinary anchoring (:mod:`edition.attaching`). Of emendations the ones go that the new
revision has made itself, just so, and those whose words are gone; both are returned, so that nothing is lost unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml
from rapidfuzz.distance import Levenshtein

from edition.anchor import find
from edition.fixing import rewritten
from edition.model import Annotation, Edition, Emendation, Passage
from edition.numbers import Number
from edition.revision.numbering import Renumbering

EMENDATIONS = "emendations.yaml"


class NotRewritten(Exception):
    """A file is written in a manner in which a value cannot be changed alone; the text says what to do."""


# -- Annotations -----------------------------------------------------------------------------------------


def move_annotations(root: Path, edition: Edition, renumbering: Renumbering) -> None:
    """Write the new targets into the annotations in *root*, and put them into the folders of their sections.

    One whose passages are all gone stays as it is: a person must decide.

    :raises NotRewritten: where a target cannot be rewritten.
    """
    for note in edition.annotations:
        target = _target(note, edition, renumbering)
        if target is None:
            continue
        path = root / note.path
        place = root / "annotations" / str(target[0].section) / note.path.name
        data = path.read_bytes()
        if target != (note.target, note.last):
            first, last = map(str, target)
            changed = rewritten(data, {"target": first if first == last else f"{first}-{last}"})
            if changed is None:
                raise NotRewritten(f'{note.path}: write the target on one line, as target: "{note.target}"')
            data = changed
        if place != path or data != path.read_bytes():
            path.unlink()
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(data)


def _target(note: Annotation, edition: Edition, renumbering: Renumbering) -> tuple[Passage, Passage] | None:
    """The first and the last passage to which the passages of a note went: those in the section of the first."""
    segments = edition.original[note.target.section].segments
    went = [
        place
        for passage in segments
        if note.target <= passage <= note.last
        # A part that was split off is tried only where the quote is not in the first one.
        for place in renumbering.destinations.get(passage, ())[: None if note.target != note.last else 1]
    ]
    together = [place for place in went if place.section == went[0].section]
    return (min(together), max(together)) if together else None


# -- Emendations -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Emended:
    """What became of the emendations.

    :ivar kept: how many stay in the lists.
    :ivar made: those that the new revision has made itself.
    :ivar gone: those whose words are gone.
    """

    kept: int
    made: tuple[Emendation, ...]
    gone: tuple[Emendation, ...]


def move_emendations(root: Path, edition: Edition, renumbering: Renumbering) -> Emended:
    """Write the lists of emendations in *root* anew; entries keep the form in which they were written.

    :raises NotRewritten: where a list is not written as a list of entries on lines of their own.
    """
    old = {p: segment.text for section in edition.original.values() for p, segment in section.segments.items()}
    new = dict(_new_words(renumbering))
    by_line = {(emendation.passage.section, emendation.line): emendation for emendation in edition.emendations}
    lists = {number: _List.read(root, number) for number in edition.original}
    files: dict[Number, _List] = {}
    kept, made, gone = [], [], []
    for number, found in lists.items():
        home = renumbering.destinations.get(Passage((number,)), (Passage((number,)),))[0].section
        files.setdefault(home, _List(gap=found.gap, is_sorted=found.is_sorted)).preamble += found.preamble
        for entry in found.entries:
            emendation = by_line[number, entry.line]
            places = renumbering.destinations.get(emendation.passage, ())
            changes = [_Change(old[emendation.passage], new[place], emendation) for place in places]
            if any(change.is_made for change in changes):
                made.append(emendation)
            elif all(change.is_gone for change in changes):
                gone.append(emendation)
            else:
                place = next((p for p, change in zip(places, changes, strict=True) if change.fits), places[0])
                files.setdefault(place.section, _List()).entries.append(entry.moved_to(place))
                kept.append(emendation)
    for number in lists.keys() | files.keys():
        if number not in lists or number not in files or files[number].entries != lists[number].entries:
            files.get(number, _List()).write(root, number)
    return Emended(len(kept), tuple(made), tuple(gone))


def _new_words(renumbering: Renumbering) -> Iterator[tuple[Passage, str]]:
    for section in renumbering.sections:
        yield section.heading, section.chapter.heading
        for passage, line in section.lines:
            yield passage, line.text


@dataclass(frozen=True)
class _Change:
    """What a passage was and what it is, seen from one of its emendations."""

    old: str
    new: str
    emendation: Emendation

    @property
    def fits(self) -> bool:
        """Whether the emendation can stay as it is."""
        return len(find(self.emendation.quote, self.new)) == 1

    @property
    def is_made(self) -> bool:
        """Whether the emendation is one of the steps that lead from the old words to the new ones.

        A lost note is not found again when its trace is mended: a person must say where its place is now.
        """
        if self.emendation.lost:
            return False
        wanted = self.emendation.emendation
        start, end = self._quoted
        emended = self.old[:start] + wanted + self.old[end:]
        nearer = Levenshtein.distance(self.old, self.new) - Levenshtein.distance(emended, self.new)
        return nearer == Levenshtein.distance(self.old[start:end], wanted) > 0 and wanted in self.new

    @property
    def is_gone(self) -> bool:
        """Whether nothing stands in the place of the quoted words."""
        start, end = self._quoted
        return not self.fits and not self.new[max(self._places(start)) : min(self._places(end))].strip()

    @property
    def _quoted(self) -> tuple[int, int]:
        return find(self.emendation.quote, self.old)[0]

    def _places(self, place: int) -> set[int]:
        """Where a place of the old words lies in the new ones: before and after what was put in there."""
        found: set[int] = set()
        for edit in Levenshtein.opcodes(self.old, self.new):
            if edit.src_start <= place <= edit.src_end:
                into = min(place - edit.src_start, edit.dest_end - edit.dest_start)
                found |= {edit.dest_start + into} if edit.src_start < edit.src_end else {edit.dest_start, edit.dest_end}
        return found or {0}


@dataclass(frozen=True)
class _Entry:
    """An emendation as it is written.

    :ivar text: its lines, with the comments before it and without the line end after it.
    :ivar after: what stands between it and the next entry; nothing where there is none.
    :ivar line: the 1-based line of its quote in the list.
    :ivar value: where the value of its passage stands in *text*.
    :ivar mark: the quotation mark around that.
    """

    text: str
    after: str
    line: int
    passage: Passage
    value: tuple[int, int]
    mark: str

    def moved_to(self, passage: Passage) -> _Entry:
        """The same entry on another passage."""
        if passage == self.passage:
            return self
        start, end = self.value
        return replace(
            self, text=f"{self.text[:start]}{self.mark}{passage}{self.mark}{self.text[end:]}", passage=passage
        )


@dataclass
class _List:
    """A list of emendations as it is written.

    :ivar preamble: what stands before the first entry.
    :ivar gap: what stands between two entries.
    :ivar is_sorted: whether the entries stand in the order of their passages.
    """

    preamble: str = ""
    entries: list[_Entry] = field(default_factory=list)
    gap: str = "\n\n"
    is_sorted: bool = True

    @classmethod
    def read(cls, root: Path, number: Number) -> _List:
        """The list of a section; an empty one where there is none."""
        path = _path(root, number)
        if not path.exists():
            return cls()
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        if not isinstance(node, yaml.SequenceNode):
            return cls(text)
        entries = None if node.flow_style else list(_entries(text, node))
        if not entries or None in entries:
            name = path.relative_to(root).as_posix()
            raise NotRewritten(f"{name}: write each emendation as an entry of its own, beginning with “- passage: …”")
        known = [entry for entry in entries if entry is not None]
        passages = [entry.passage for entry in known]
        preamble = text[: text.index(known[0].text)]
        return cls(preamble, known, known[0].after or "\n\n", passages == sorted(passages))

    def write(self, root: Path, number: Number) -> None:
        """Write the list of a section; none where nothing is left."""
        path = _path(root, number)
        entries = sorted(self.entries, key=lambda entry: entry.passage) if self.is_sorted else self.entries
        text = "".join(entry.text + (entry.after or self.gap) for entry in entries[:-1])
        text = self.preamble + text + "".join(f"{entry.text}\n" for entry in entries[-1:])
        if text.strip():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        else:
            path.unlink(missing_ok=True)


def _path(root: Path, number: Number) -> Path:
    return root / "annotations" / str(number) / EMENDATIONS


def _entries(text: str, node: yaml.SequenceNode) -> Iterator[_Entry | None]:
    """The entries of a list; None for one that cannot be understood as lines of its own."""
    starts = [_start(text, item.start_mark.index, first=place == 0) for place, item in enumerate(node.value)]
    for item, start, end in zip(node.value, starts, [*starts[1:], len(text)], strict=True):
        values = {key.value: value for key, value in item.value}
        passage, quote = values["passage"], values["quote"]
        place = passage.start_mark.index - start, passage.end_mark.index - start
        written = text[start:end].rstrip()
        if start == end or passage.style in ("|", ">") or not 0 < place[0] < place[1] <= len(written):
            yield None
            continue
        yield _Entry(
            written,
            text[start + len(written) : end] if end < len(text) else "",
            text.count("\n", 0, quote.start_mark.index) + 1,
            Passage.parse(passage.value.strip()),
            place,
            passage.style or "",
        )


def _start(text: str, place: int, *, first: bool) -> int:
    """Where the lines of the entry begin that has its first key at *place*; its comments belong to it.

    :param first: those before the first entry may be about the whole list.
    """
    start = text.rfind("\n", 0, text.rfind("-", 0, place)) + 1
    while not first and start and text[text.rfind("\n", 0, start - 1) + 1 : start].lstrip().startswith("#"):
        start = text.rfind("\n", 0, start - 1) + 1
    return start
