"""Numbers that stay: what is inserted is numbered with letters, and no number is ever given twice.

A passage number is cited in books, so it must never come to mean other words. Between 2 and 3 stand 2a, 2b, …, as in
legal codes and in editions of the classics.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from string import ascii_lowercase

NUMBER = r"(?:0|[1-9][0-9]{0,5})[a-z]{0,3}"
"""The form of a number, for programs that know no more than patterns."""

_NUMBER = re.compile(r"(?P<count>0|[1-9]\d{,5})(?P<letters>[a-z]{,3})", re.ASCII)


@dataclass(frozen=True, order=True)
class Number:
    """One part of a passage number: ``2``, or ``2a`` for what was inserted after 2. They sort 2 < 2a < 2aa < 2b < 3.

    :ivar count: 0 is a heading, or the lead among the sections.
    """

    count: int
    letters: str = ""

    @classmethod
    def parse(cls, text: str) -> Number:
        """Read a number such as ``2a``.

        :raises ValueError: where *text* is not of that form.
        """
        match = _NUMBER.fullmatch(text)
        if match is None:
            raise ValueError(f"not a number: {text!r}")
        return cls(int(match["count"]), match["letters"])

    def __str__(self) -> str:
        return f"{self.count}{self.letters}"


ZERO = Number(0)
"""The number of a heading, and of the lead; what is inserted before the first stands after it: 0a."""


def counted(count: int) -> tuple[Number, ...]:
    """The numbers 1, 2, 3, … up to *count*."""
    return tuple(map(Number, range(1, count + 1)))


def numbered(kept: Sequence[Number | None], used: Collection[Number]) -> list[Number]:
    """Number the items of a list that was changed, so that the numbers increase and none comes to mean something else.

    As many items as possible keep their number: the longest increasing subsequence of *kept* that leaves room for what
    stands between; of several the one whose items come first. The others get numbers that were never used: after the
    last kept one the counts after all used ones, before it the number before them with letters.

    :param kept: for each item, in reading order, the number that it would like to keep; None for new ones.
    :param used: the numbers that were ever used here; those of *kept* are among them, whether given or not.
    """
    taken = {*used, *(number for number in kept if number is not None)}
    numbers: list[Number] = []
    last: Number | None = None
    for place, number in _keeping(kept, taken):
        numbers += [*_between(last, number, place - len(numbers), taken), number]
        last = number
    start = max(taken, default=ZERO).count + 1
    return numbers + [Number(start + more) for more in range(len(kept) - len(numbers))]


def _keeping(kept: Sequence[Number | None], taken: Collection[Number]) -> tuple[tuple[int, Number], ...]:
    """The items that can keep their number, each with its place."""
    # From the end backwards: for each item the longest chain that begins with it; the empty one follows any.
    chains: list[tuple[tuple[int, Number], ...]] = [()]

    def longest(before: int, last: Number | None) -> tuple[tuple[int, Number], ...]:
        """The longest chain that can follow the number *last* at the place *before*."""

        def follows(chain: tuple[tuple[int, Number], ...]) -> bool:
            place, number = chain[0]
            room = place - before - 1
            return (last is None or last < number) and len(_between(last, number, room, taken)) == room

        ordered = sorted(chains, key=lambda chain: (-len(chain), chain[:1]))
        return next(chain for chain in ordered if not chain or follows(chain))

    for place, number in reversed(list(enumerate(kept))):
        if number is not None:
            chains.append(((place, number), *longest(place, number)))
    return longest(-1, None)


def _between(last: Number | None, after: Number, wanted: int, taken: Collection[Number]) -> list[Number]:
    """At most *wanted* free numbers after *last* and before *after*: the count of *last* with letters, few if may be."""
    before = last or ZERO
    found: list[Number] = []
    while before < after and len(found) < wanted:
        free = (
            number
            for names in _letters()
            for letters in names[bisect_right(names, before.letters) :]
            if before.count < after.count or letters < after.letters
            if (number := Number(before.count, letters)) not in taken
        )
        before = next(free, after)
        found += [before] if before != after else []
    return found


@cache
def _letters() -> tuple[list[str], ...]:
    """All letters that a number may have, the sorted ones of each length."""
    return tuple(["".join(letters) for letters in product(ascii_lowercase, repeat=length)] for length in (1, 2, 3))
