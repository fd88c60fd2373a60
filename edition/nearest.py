"""The nearest right value, for messages that say “did you mean …?”."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(value: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like *value*, or None where none is like it.

    Likeness is :func:`difflib.get_close_matches`, without regard to case.
    """
    by_case = {candidate.lower(): candidate for candidate in candidates}
    found = difflib.get_close_matches(value.lower(), by_case, n=1, cutoff=0.6)
    return by_case[found[0]] if found else None


def did_you_mean(value: str, candidates: Iterable[str], otherwise: str) -> str:
    """A hint that names the nearest candidate, or *otherwise* where there is none."""
    match = nearest(value, candidates)
    return f"did you mean “{match}”?" if match else otherwise
