"""Say where a quote stands, or what has become of it; nothing is guessed.

The words of a quote are looked for on folded text (:func:`edition.anchor.fold`) in its target, a passage or several in a
row, and only if they are not there in the rest of the text. Of the five outcomes only *ok* is an anchor; the others are
reported with the nearest place, how like it is, and what to write instead:

- *ok*: exactly once in the target, and from its first passage to its last.
- *ambiguous*: more than once in the target. Longer quotes that are unique are offered.
- *drifted*: not in the target, but words like it: those with the best score.
- *moved*: not in the target, but exactly once elsewhere; or in the target, but in fewer passages than it has.
- *orphan*: none of these. The words most like it are named, in the target or else in the whole text.

The score is 1 − errors / length of the longer side, by Levenshtein's distance of the folded words, for each run of
whole words of the target that is about as long as the quote.

The rule is the block-scoped one of ``anchors.md`` 4.1 (the evidence of the project): look in the stored block first,
on folded text; accept nothing below a least score; accept exact words only elsewhere, and only with their context.
Two things differ. A quote is stored without context; the pinned extract, in which nothing moves, bears witness instead:
words that it has once are the same words wherever they stand, and of words that it has more often those of the quote
may have been taken away, so that they are an orphan. And words like the quote are never an anchor, so that the least
score could be lowered from 0.80 to :data:`DRIFTED`: what is told to a person may be wrong now and then, what is built
may not. For the same reason ``check --fix`` writes only what is *certain*:

- moved: one place here and one in the extract, and nothing like it in the target;
- drifted: a score of :data:`CERTAIN`, a quote of :data:`LEAST` characters, nowhere else, and no second place in the
  target whose score comes within :data:`RIVAL`.

The figures were chosen on the text of this repository: `make bench` measures what they do.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from edition.anchor import fold, occurrences, wanted
from edition.model import Passage, Section, Segment

DRIFTED = 0.6
"""The least score of words that are reported as those of the quote, changed."""

EXACT_ELSEWHERE = 0.8
"""The least score of words in the target that are preferred to the exact words elsewhere, if no witness decides."""

CERTAIN = 0.9
"""The least score of words that ``check --fix`` takes over."""

RIVAL = 0.1
"""By how much the best words must be better than others in the target for that."""

LEAST = 20
"""The least number of characters of a quote for that: shorter ones are like others by chance."""

NEAREST = 0.5
"""The least score of words in the target that are named for an orphan; elsewhere it is :data:`DRIFTED`."""

LONGEST = 1000
"""The greatest number of characters of a quote for which words like it are looked for; the time grows with it."""

WORK = 4_000_000_000
"""How much may be compared for one quote: pairs of words times the square of its length. A long quote whose target is
a whole section would take minutes; its nearest words are found in a quicker way."""

MORE = 6
"""How many words a quote that is not unique may be made longer by."""

SHOWN = 3
"""How many of several places are named in a message."""

_WORDS = re.compile(r"\w+")
_RUNS = re.compile(r"\S+")


class Kind(StrEnum):
    """What became of a quote."""

    OK = "ok"
    DRIFTED = "drifted"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    ORPHAN = "orphan"


@dataclass(frozen=True, order=True)
class Range:
    """One passage, or several in a row in one section: from *first* to *last*."""

    first: Passage
    last: Passage

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class Place:
    """Where words stand.

    :ivar span: start in the first passage, end in the last: 0-based code points, end exclusive.
    :ivar words: as they stand there, the passages joined by blanks.
    """

    passages: Range
    span: tuple[int, int]
    words: str


@dataclass(frozen=True)
class Outcome:
    """What became of a quote.

    :ivar places: where it stands: one for *ok* and *moved*, all for *ambiguous*; the most like one for *drifted*; for
        *orphan* all where the very words stand, or else the most like one, or none.
    :ivar score: how like the words are, from 0 to 1.
    :ivar patch: what to write instead: ``target``, ``quote`` or both.
    :ivar certain: whether that may be written without a person looking at it.
    :ivar quotes: for *ambiguous*, longer quotes that are unique.
    """

    kind: Kind
    places: tuple[Place, ...] = ()
    score: float = 0.0
    patch: dict[str, str] = field(default_factory=dict)
    certain: bool = False
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """Some segments in a row as one running text."""

    segments: tuple[Segment, ...]
    letters: Mapping[str, str]

    @cached_property
    def text(self) -> str:
        """The words of all segments, joined by blanks."""
        return " ".join(segment.text for segment in self.segments)

    @cached_property
    def folded(self) -> tuple[str, list[int]]:
        """The text as :func:`edition.anchor.fold` gives it."""
        return fold(self.text, self.letters)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for segment in self.segments:
            starts.append(starts[-1] + len(segment.text) + 1)
        return starts[:-1]

    def exact(self, words: str) -> list[tuple[int, int]]:
        """All places of the folded *words* in :attr:`text`."""
        return occurrences(words, *self.folded)

    def place(self, start: int, end: int) -> Place:
        """The place of what stands from *start* to *end* in :attr:`text`."""
        first, last = (bisect_right(self._starts, offset) - 1 for offset in (start, end - 1))
        passages = Range(self.segments[first].passage, self.segments[last].passage)
        return Place(passages, (start - self._starts[first], end - self._starts[last]), self.text[start:end])

    def like(self, words: str, least: float) -> list[tuple[float, Place]]:
        """The places that are like the folded *words*, each with its score; of those that overlap only the best.

        They begin and end where words do, or the marks around them. The best is the first.
        """
        found = sorted(self._scored(words, least))
        apart: list[tuple[float, int, int]] = []
        for distance, _, start, end in found:
            if all(end <= other or start >= other_end for _, other, other_end in apart):
                apart.append((1 - distance, start, end))
        return [(score, self._unfolded(start, end)) for score, start, end in apart]

    def _scored(self, words: str, least: float) -> Iterator[tuple[float, int, int, int]]:
        """Runs of words that are like *words*: distance, difference in length, start and end in the folded text."""
        folded, _ = self.folded
        if not 0 < len(words) <= LONGEST:
            return
        spans = [match.span() for kind in (_WORDS, _RUNS) for match in kind.finditer(folded)]
        ends = sorted({end for _, end in spans})
        # What differs more in length cannot be like enough.
        runs = [
            (start, bisect_left(ends, start + least * len(words)), bisect_right(ends, start + len(words) / least))
            for start in sorted({start for start, _ in spans})
        ]
        if sum(high - low for _, low, high in runs) * len(words) ** 2 > WORK:
            return
        for start, low, high in runs:
            for end in ends[low:high]:
                score = Levenshtein.normalized_similarity(words, folded[start:end], score_cutoff=least)
                if score >= least:
                    yield 1 - score, abs(end - start - len(words)), start, end

    def nearest(self, words: str) -> tuple[float, Place] | None:
        """The whole words most like the folded *words*; found quickly, so not always the best."""
        folded, _ = self.folded
        if not words or len(words) > min(LONGEST, len(folded)):
            return None
        found = fuzz.partial_ratio_alignment(words, folded, score_cutoff=100 * NEAREST)
        if found is None:
            return None
        spans = [match.span() for match in _WORDS.finditer(folded)]
        inside = [span for span in spans if span[0] < found.dest_end and span[1] > found.dest_start]
        if not inside:
            return None
        start, end = inside[0][0], inside[-1][1]
        score = Levenshtein.normalized_similarity(words, folded[start:end])
        return (score, self._unfolded(start, end)) if score >= NEAREST else None

    def _unfolded(self, start: int, end: int) -> Place:
        _, origins = self.folded
        return self.place(origins[start], origins[end - 1] + 1)


class Text:
    """The text of one language, to be searched.

    :param letters: letters to be read as others, see :func:`edition.anchor.fold`.
    :param witness: the running text from which this was divided into passages, where there is one.
    """

    def __init__(self, sections: Iterable[Section], letters: Mapping[str, str], witness: str | None = None) -> None:
        self._sections = tuple(sections)
        self._letters = letters
        self._witness = witness
        self.segments = {passage: item for section in self._sections for passage, item in section.segments.items()}

    def wanted(self, quote: str) -> str:
        """*quote* as it is looked for."""
        return wanted(quote, self._letters)

    def holds(self, passages: Range) -> bool:
        """Whether the text has these passages."""
        return passages.first in self.segments and passages.last in self.segments

    def stretch(self, passages: Range | None) -> Stretch:
        """The running text of some passages; empty where there are none."""
        if passages is None:
            return Stretch((), self._letters)
        first, end = bisect_left(self._order, passages.first), bisect_right(self._order, passages.last)
        return Stretch(tuple(self.segments[passage] for passage in self._order[first:end]), self._letters)

    @cached_property
    def _order(self) -> list[Passage]:
        return sorted(self.segments)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The whole text; no quote runs from a heading into the text, nor from one section into the next."""
        headings = [(section.heading,) for section in self._sections]
        bodies = [tuple(item for lines in section.paragraphs for item in lines) for section in self._sections]
        return tuple(Stretch(items, self._letters) for items in (*headings, *bodies) if items)

    def exact(self, words: str) -> list[Place]:
        """All places of the folded *words*."""
        return [stretch.place(*span) for stretch in self.stretches for span in stretch.exact(words)]

    def nearest(self, words: str) -> tuple[float, Place] | None:
        """The words in the whole text that are most like the folded *words*."""
        found = [near for stretch in self.stretches if (near := stretch.nearest(words)) is not None]
        best = max(found, key=lambda near: near[0], default=None)
        return best if best and best[0] >= DRIFTED else None

    def attested(self, words: str) -> int:
        """How often the witness has the folded *words*; never where there is none."""
        return len(occurrences(words, *self._witnessed))

    @cached_property
    def _witnessed(self) -> tuple[str, list[int]]:
        return fold(self._witness or "", self._letters)


def locate(quote: str, target: Range | None, text: Text) -> Outcome:
    """Say what became of *quote*, which was to stand in *target*.

    :param target: where it is None or *text* has no such passages, the quote is looked for elsewhere only.
    """
    words = text.wanted(quote)
    stretch = text.stretch(target)
    spans = stretch.exact(words)
    places = tuple(stretch.place(*span) for span in spans)
    if len(places) > 1:
        longer = tuple(quote for span in spans[:SHOWN] for quote in _longer(stretch, *span))
        return Outcome(Kind.AMBIGUOUS, places, 1.0, quotes=longer)
    if places and places[0].passages == target:
        return Outcome(Kind.OK, places, 1.0)
    if places:
        return Outcome(Kind.MOVED, places, 1.0, {"target": str(places[0].passages)}, certain=True)
    like = stretch.like(words, DRIFTED)
    elsewhere = text.exact(words)
    attested = text.attested(words)
    gone = attested == 1 or (attested == 0 and like and like[0][0] < EXACT_ELSEWHERE)
    if like and not (len(elsewhere) == 1 and gone):
        score, place = like[0]
        alone = all(other < score - RIVAL for other, _ in like[1:])
        certain = score >= CERTAIN and len(words) >= LEAST and alone and not elsewhere
        return Outcome(Kind.DRIFTED, (place,), score, _patch(place, target), certain)
    if len(elsewhere) == 1:
        # Where the witness has the words more often, those of the quote may be gone, and these be others.
        kind = Kind.MOVED if attested <= 1 else Kind.ORPHAN
        certain = attested == 1 and not like
        return Outcome(kind, tuple(elsewhere), 1.0, {"target": str(elsewhere[0].passages)}, certain)
    if elsewhere:
        return Outcome(Kind.ORPHAN, tuple(elsewhere), 1.0)
    near = stretch.nearest(words) or text.nearest(words)
    return Outcome(Kind.ORPHAN, (near[1],), near[0], _patch(near[1], target)) if near else Outcome(Kind.ORPHAN)


def _patch(place: Place, target: Range | None) -> dict[str, str]:
    """What makes an annotation on *target* one on *place* and its words."""
    words = {"quote": " ".join(place.words.split())}
    return words if place.passages == target else {"target": str(place.passages), **words}


def _longer(stretch: Stretch, start: int, end: int) -> Iterator[str]:
    """The words from *start* to *end* with the fewest words around them that make them unique; none if there are none."""
    starts = [match.start() for match in _WORDS.finditer(stretch.text) if match.start() < start]
    ends = [match.end() for match in _WORDS.finditer(stretch.text) if match.end() > end]
    for more in range(1, MORE + 1):
        for after in range(min(more, len(ends)), -1, -1):
            before = more - after
            if before > len(starts):
                continue
            words = stretch.text[starts[-before] if before else start : ends[after - 1] if after else end]
            if len(stretch.exact(wanted(words, stretch.letters))) == 1:
                yield " ".join(words.split())
                return
