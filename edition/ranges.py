"""The words that a note is about: where they lie in each passage and language, and the lemma that is made of them."""

from __future__ import annotations

from collections.abc import Iterable

from edition.model import Annotation, Edition, Segment
from edition.readings import STATES, Run

_LONGEST, _FIRST, _LAST = 6, 3, 2  # words
_NOTHING = "–"


def place_in(edition: Edition, note: Annotation, item: Segment, language: str) -> tuple[int, int] | None:
    """Where the range of *note* lies in the segment *item*: 0-based code points of its words, end exclusive.

    None where it does not touch the segment, and where no words of that language are quoted.
    """
    span = note.span if language == edition.languages[0] else note.companion_spans.get(language)
    if span is None or not note.target <= item.passage <= note.last:
        return None
    return (span[0] if item.passage == note.target else 0, span[1] if item.passage == note.last else len(item.text))


def within(runs: Iterable[Run], start: int, end: int) -> list[Run]:
    """The runs from *start* to *end* of the transmitted words; of what varies nothing is cut off."""
    found = []
    place = 0
    for run in runs:
        before, place = place, place + len(run.transmitted)
        if before >= end or place <= start:
            continue
        if not run.varies:
            same = run.transmitted[max(0, start - before) : end - before]
            run = Run(same, same, same)
        found.append(run)
    return found


def lemma_of(pieces: Iterable[Iterable[Run]]) -> Run:
    """The lemma of a range in every state, as one run without emendations.

    :param pieces: the runs of the range in each passage that it touches.
    """
    parts = [list(piece) for piece in pieces]
    transmitted, emended, modernised = (
        _shortened(" ".join("".join(run[state] for run in part) for part in parts)) for state in STATES
    )
    return Run(transmitted, emended, modernised)


def _shortened(text: str) -> str:
    """The words, of many only the first and the last; a dash where the state has none."""
    words = text.split()
    if len(words) > _LONGEST:
        words = [*words[:_FIRST], "…", *words[-_LAST:]]
    return " ".join(words) or _NOTHING
