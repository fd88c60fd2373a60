"""The nearest right value, for messages that say “did you mean …?”."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from edition.messages import Said, say

_LIKE = 60
"""How many characters of a hundred must be the same."""


def nearest(value: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like *value*, or None where none is like it.

    Likeness is the share of characters that both have in the same order, without regard to case.
    """
    by_case = {candidate.lower(): candidate for candidate in candidates}
    found = process.extractOne(value.lower(), by_case.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return by_case[found[0]] if found else None


def did_you_mean(value: str, candidates: Iterable[str], otherwise: Said) -> Said:
    """A hint that names the nearest candidate, or *otherwise* where there is none."""
    match = nearest(value, candidates)
    return say("did you mean “{match}”?", match=match) if match else otherwise
