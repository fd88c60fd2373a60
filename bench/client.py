"""The rule by which the best-known annotation client finds its quotes again, written from its description.

A stored quote has 32 characters of context on either side and its old position. Where the words still stand at that
position they are taken. Otherwise all exact places are candidates, or if there are none, the places with the fewest
errors, up to min(256, half the length). Each is scored, and the best wins, however low its score:

    (50 · quote + 20 · prefix + 20 · suffix + 2 · position) / 92

where each part is 1 − errors / length, and the context is looked for in as many characters beside the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

CONTEXT = 32
QUOTE, PREFIX, SUFFIX, POSITION = 50, 20, 20, 2


@dataclass(frozen=True)
class Selector:
    """What the client stores of a place."""

    exact: str
    prefix: str
    suffix: str
    start: int

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Selector:
        """Describe what stands from *start* to *end*."""
        return cls(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start)


def anchor(selector: Selector, text: str) -> tuple[int, int] | None:
    """The place that the client chooses in *text*."""
    exact = selector.exact
    if text.startswith(exact, selector.start):
        return selector.start, selector.start + len(exact)
    found = list(_exact(exact, text)) or list(_search(exact, text, min(256, len(exact) // 2)))
    best = max(found, key=lambda match: _score(selector, text, match), default=None)
    return best and best[:2]


def _score(selector: Selector, text: str, match: tuple[int, int, int]) -> float:
    start, end, errors = match
    quote = 1 - errors / len(selector.exact)
    prefix = _like(text[max(0, start - len(selector.prefix)) : start], selector.prefix)
    suffix = _like(text[end : end + len(selector.suffix)], selector.suffix)
    position = 1 - abs(start - selector.start) / len(text)
    return (QUOTE * quote + PREFIX * prefix + SUFFIX * suffix + POSITION * position) / 92


def _like(text: str, context: str) -> float:
    """How much of *context* is in *text*; all of it where there is none."""
    if not context:
        return 1.0
    _, errors = _ends(context, text, len(context))
    return 1 - errors / len(context) if text else 0.0


def _exact(words: str, text: str) -> Iterator[tuple[int, int, int]]:
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words), 0
        start = text.find(words, start + 1)


def _search(words: str, text: str, most: int) -> Iterator[tuple[int, int, int]]:
    """The places with the fewest errors, if they have *most* or fewer: start, end and errors."""
    ends, errors = _ends(words, text, most)
    for end in ends:
        # Backwards from the end; of several beginnings the first.
        before = text[max(0, end - len(words) - errors) : end]
        backwards, _ = _ends(words[::-1], before[::-1], errors)
        yield end - max(backwards, default=0), end, errors


def _ends(words: str, text: str, most: int) -> tuple[list[int], int]:
    """Where the places with the fewest errors end, by the bit-parallel method of Myers (1999)."""
    length = len(words)
    full, top = (1 << length) - 1, 1 << (length - 1)
    equal: dict[str, int] = {}
    for place, character in enumerate(words):
        equal[character] = equal.get(character, 0) | 1 << place
    plus, minus, score = full, 0, length
    ends: list[int] = []
    fewest = most
    for place, character in enumerate(text, 1):
        eq = equal.get(character, 0)
        xv = eq | minus
        xh = (((eq & plus) + plus) ^ plus) | eq
        ph = minus | ~(xh | plus) & full
        mh = plus & xh
        score += (1 if ph & top else 0) - (1 if mh & top else 0)
        ph, mh = ph << 1 & full, mh << 1 & full
        plus, minus = mh | ~(xv | ph) & full, ph & xv
        if score < fewest:
            ends, fewest = [place], score
        elif score == fewest:
            ends.append(place)
    return ends, fewest
