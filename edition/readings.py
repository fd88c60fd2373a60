"""The three states of a passage as one sequence of runs.

Each run has its words in every state; joined, the words of one state are the passage in that state. Places of the
transmitted text — quotes, marks — therefore hold in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from edition.model import Emendation
from edition.orthography import Orthography

STATES = ("transmitted", "emended", "modernised")
"""The reading states, in the order in which they arise."""

DEFAULT_STATE = "emended"

_BLANK = "\u2423"


@dataclass(frozen=True)
class Run:
    """Some words of a passage in every state.

    :ivar emendations: what was corrected in them.
    """

    transmitted: str
    emended: str
    modernised: str
    emendations: tuple[Emendation, ...] = ()

    def __getitem__(self, state: str) -> str:
        return {"transmitted": self.transmitted, "emended": self.emended, "modernised": self.modernised}[state]

    @property
    def varies(self) -> bool:
        """Whether the states differ here, if only in that two of them show where a note was lost."""
        return bool(self.emendations) or not self.transmitted == self.emended == self.modernised


def runs(text: str, emendations: Iterable[Emendation], orthography: Orthography) -> list[Run]:
    """Divide the transmitted *text* into runs.

    :param emendations: those of this passage; they do not overlap.
    """
    ordered = sorted(emendations, key=lambda item: item.span)
    emended, units = _emended(text, ordered)
    changes = orthography.changes(emended)
    units += [
        _Unit(start, end, _origin(start, ordered, begins=True), _origin(end, ordered, begins=False))
        for start, end, _ in changes
    ]
    found: list[Run] = []
    place = origin = 0
    for unit in _merged(units):
        if unit.start > place:
            same = emended[place : unit.start]
            found.append(Run(same, same, same))
        modern = emended[unit.start : unit.end]
        for start, end, new in reversed([item for item in changes if unit.start <= item[0] and item[1] <= unit.end]):
            modern = modern[: start - unit.start] + new + modern[end - unit.start :]
        found.append(Run(text[unit.origin : unit.origin_end], emended[unit.start : unit.end], modern, unit.emendations))
        place, origin = unit.end, unit.origin_end
    if place < len(emended):
        same = text[origin:]
        found.append(Run(same, same, same))
    return found


def in_state(text: str, emendations: Iterable[Emendation], orthography: Orthography, state: str) -> str:
    """The passage in one state."""
    return "".join(run[state] for run in runs(text, emendations, orthography))


def transmitted_span(found: Sequence[Run], state: str, start: int, end: int) -> tuple[int, int]:
    """Where those words were transmitted that one state has from *start* to *end*; a run that varies is taken whole."""
    read = sent = 0
    spans = []
    for run in found:
        stop = read + len(run[state])
        if read < end and start < stop:
            inner = (0, len(run.transmitted)) if run.varies else (max(start - read, 0), min(end, stop) - read)
            spans.append((sent + inner[0], sent + inner[1]))
        read, sent = stop, sent + len(run.transmitted)
    return spans[0][0], spans[-1][1]


def word_before(found: Sequence[Run], emendation: Emendation, state: str) -> str:
    """The last word before the place of an emendation, by which an apparatus names the place of a lost note."""
    place = next(index for index, run in enumerate(found) if emendation in run.emendations)
    words = "".join(run[state] for run in found[: place + 1]).split()
    return words[-1] if words else ""


def trace_of(emendation: Emendation) -> str:
    """What was transmitted where a note was lost, its blanks shown; nothing where the mark left none."""
    if emendation.quote == emendation.emendation:
        return ""
    return with_blanks_shown(emendation.emendation, emendation.quote)[1]


def with_blanks_shown(read: str, transmitted: str) -> tuple[str, str]:
    """What is read and what was transmitted, for an apparatus; where they differ in blanks only, one must see these."""
    if "".join(read.split()) != "".join(transmitted.split()):
        return read.strip(), transmitted.strip()
    return read.replace(" ", _BLANK), transmitted.replace(" ", _BLANK)


@dataclass(frozen=True)
class _Unit:
    """A stretch that varies: its place in the emended text and in the transmitted one."""

    start: int
    end: int
    origin: int
    origin_end: int
    emendations: tuple[Emendation, ...] = ()


def _emended(text: str, ordered: list[Emendation]) -> tuple[str, list[_Unit]]:
    pieces, units, place, length = [], [], 0, 0
    for item in ordered:
        start, end = item.span
        pieces += [text[place:start], item.replacement]
        length += start - place
        units.append(_Unit(length, length + len(item.replacement), start, end, (item,)))
        length += len(item.replacement)
        place = end
    return "".join([*pieces, text[place:]]), units


def _origin(place: int, ordered: list[Emendation], *, begins: bool) -> int:
    """Where a place of the emended text lies in the transmitted one; inside an emendation, at its end.

    :param begins: whether words begin there: then what was taken away just before is not theirs.
    """
    shift = 0
    for item in ordered:
        start = item.span[0] + shift
        end = start + len(item.replacement)
        if place < start or (place == start and not (begins and end == start)):
            break
        if place < end:
            return item.span[1]
        shift += len(item.replacement) - (item.span[1] - item.span[0])
    return place - shift


def _merged(units: list[_Unit]) -> list[_Unit]:
    """Units that overlap as one: a word may be both emended and modernised."""
    merged: list[_Unit] = []
    for unit in sorted(units, key=lambda item: (item.start, item.end)):
        if merged and (unit.start < merged[-1].end or (unit.start == merged[-1].start and unit.end == unit.start)):
            last = merged.pop()
            unit = _Unit(
                last.start,
                max(last.end, unit.end),
                min(last.origin, unit.origin),
                max(last.origin_end, unit.origin_end),
                last.emendations + unit.emendations,
            )
        merged.append(unit)
    return merged
