"""Which line of a newer revision comes from which line of the present text.

Lines are compared by their words; white space does not count. The likeness is that of :mod:`edition.anchoring`:
1 − errors / length of the longer side, by Levenshtein's distance. Found are, one after the other and never again
another place for the same line:

1. lines whose words stand once in both versions of a section, then once in both whole texts;
2. in what lies between these, keeping the order: lines nearly the same (:data:`NEARLY`), also one that was divided in
   two or two that were joined;
3. lines nearly the same anywhere else: they were moved and touched;
4. again between what is known now, lines that are like each other at all (:data:`LEAST`);
5. beside lines that were moved, what stood beside them before and is like it (:data:`LEAST`).

What is left is new, or gone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

LEAST = 0.55
"""The least likeness of a line and what it comes from."""

NEARLY = 0.8
"""The least likeness of lines that are taken for the same wherever they stand."""

_STEPS = ((1, 1), (1, 2), (2, 1))
"""How many lines of the present text may become how many of the new one."""

Links = dict[int, tuple[int, ...]]
"""For lines of the new text, by their places, the places of the lines that they come from, in their order.

Two lines in a row that come from one are what it was divided into; a line that comes from two was joined.
"""


def likeness(old: str, new: str, least: float = 0.0) -> float:
    """How like two texts are, from 0 to 1; 0 where they are less so than *least*."""
    return Levenshtein.normalized_similarity(old, new, score_cutoff=least)


def links(old: Sequence[str], new: Sequence[str], pairs: Sequence[tuple[range, range]]) -> Links:
    """Say for the lines of *new* from which lines of *old* they come; none for those that are new.

    :param pairs: the places of the lines of a section in *old*, and of the same section in *new*.
    """
    return _Linking([_words(line) for line in old], [_words(line) for line in new], pairs).found


def _words(line: str) -> str:
    return " ".join(line.split())


class _Linking:
    def __init__(self, old: list[str], new: list[str], pairs: Sequence[tuple[range, range]]) -> None:
        self.old, self.new = old, new
        self.found: Links = {}
        self._taken: set[int] = set()
        for ours, theirs in pairs:
            self._exact(ours, theirs)
        self._exact(range(len(old)), range(len(new)))
        for least in (NEARLY, LEAST):
            for ours, theirs in pairs:
                for gap in list(self._gaps(ours, theirs)):
                    self._in_order(*gap, least)
            if least == NEARLY:
                self._elsewhere()
        self._beside(range(len(new)), 1)
        self._beside(reversed(range(len(new))), -1)

    def _link(self, theirs: Iterable[int], ours: tuple[int, ...]) -> None:
        self.found |= dict.fromkeys(theirs, ours)
        self._taken.update(ours)

    def _free(self, ours: Iterable[int], theirs: Iterable[int]) -> tuple[list[int], list[int]]:
        """The places that are not linked yet."""
        return [i for i in ours if i not in self._taken], [j for j in theirs if j not in self.found]

    def _exact(self, ours: Iterable[int], theirs: Iterable[int]) -> None:
        """Link lines that stand once on each side."""
        left, right = self._free(ours, theirs)
        before, after = Counter(self.old[i] for i in left), Counter(self.new[j] for j in right)
        places = {self.old[i]: i for i in left if before[self.old[i]] == 1}
        for j in right:
            if after[self.new[j]] == 1 and (i := places.get(self.new[j])) is not None:
                self._link([j], (i,))

    def _gaps(self, ours: range, theirs: range) -> Iterator[tuple[list[int], list[int]]]:
        """What is free between lines that kept their order."""
        known = [(j, self.found[j]) for j in theirs if j in self.found and self.found[j][0] in ours]
        kept = [known[place] for place in increasing([origins[0] for _, origins in known])]
        steps = [(theirs.start - 1, ours.start - 1, ours.start - 1)]
        steps += [(j, origins[0], origins[-1]) for j, origins in kept]
        steps.append((theirs.stop, ours.stop, ours.stop))
        for (j, _, i), (next_j, next_i, _) in pairwise(steps):
            gap = self._free(range(i + 1, next_i), range(j + 1, next_j))
            if all(gap):
                yield gap

    def _in_order(self, ours: list[int], theirs: list[int], least: float) -> None:
        """Link what is alike, each line at most once and in the order of the text, so that as much as can be is."""
        best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
        chosen: dict[tuple[int, int], tuple[int, int]] = {}
        for i in range(1, len(ours) + 1):
            for j in range(1, len(theirs) + 1):
                best[i][j], step = max((best[i - 1][j], (1, 0)), (best[i][j - 1], (0, 1)))
                for m, n in _STEPS:
                    weight = self._weight(ours[max(0, i - m) : i], theirs[max(0, j - n) : j], (m, n), least)
                    if weight and best[i - m][j - n] + weight > best[i][j]:
                        best[i][j], step = best[i - m][j - n] + weight, (m, n)
                chosen[i, j] = step
        i, j = len(ours), len(theirs)
        while i and j:
            m, n = chosen[i, j]
            if m and n:
                self._link(theirs[j - n : j], tuple(ours[i - m : i]))
            i, j = i - m, j - n

    def _weight(self, ours: list[int], theirs: list[int], step: tuple[int, int], least: float) -> float:
        """How many characters are the same in lines in a row; 0 where they are less alike than *least*."""
        if (len(ours), len(theirs)) != step or ours[-1] - ours[0] >= step[0] or theirs[-1] - theirs[0] >= step[1]:
            return 0.0
        left, right = [self.old[i] for i in ours], [self.new[j] for j in theirs]
        old, new = " ".join(left), " ".join(right)
        score = likeness(old, new, least)
        # Every part must be in the whole, or a long line would carry a strange one with it.
        whole, parts = (old, right) if len(right) > 1 else (new, left)
        if score and step != (1, 1) and not all(contained(part, whole) for part in parts):
            return 0.0
        return score * max(len(old), len(new))

    def _elsewhere(self) -> None:
        """Link lines that were moved and touched, the most like ones first."""
        left, right = self._free(range(len(self.old)), range(len(self.new)))
        scored = ((likeness(self.old[i], self.new[j], NEARLY), i, j) for i in left for j in right)
        for _, i, j in sorted((item for item in scored if item[0]), key=lambda item: (-item[0], item[1:])):
            if i not in self._taken and j not in self.found:
                self._link([j], (i,))

    def _beside(self, places: Iterable[int], step: int) -> None:
        """Link what stands beside a known line, and stood there before."""
        for j in places:
            if j in self.found or j - step not in self.found:
                continue
            i = self.found[j - step][-1 if step > 0 else 0] + step
            if i in range(len(self.old)) and i not in self._taken and likeness(self.old[i], self.new[j], LEAST):
                self._link([j], (i,))


def contained(part: str, whole: str) -> bool:
    """Whether *part* is like some words of *whole*."""
    return fuzz.partial_ratio(part, whole, score_cutoff=100 * LEAST) > 0


def increasing(values: Sequence[int]) -> list[int]:
    """The places of a longest strictly increasing series in *values*."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for place, value in enumerate(values):
        length = bisect_left(ends, value)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1] = [value]
        last[length : length + 1] = [place]
    series: list[int] = []
    at: int | None = last[-1] if last else None
    while at is not None:
        series.append(at)
        at = before[at]
    return series[::-1]
