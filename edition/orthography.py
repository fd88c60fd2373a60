"""Modernise the spelling of a text by rules that are data.

The rules of a language stand in ``annotations/orthography.yaml``; here is only how they are applied, in this order, and
what one step has changed no later step looks at:

1. ``words``: exact forms as a whole; a letter, a digit or a hyphen just before or after means that it is no match.
2. ``replace_words``: a word (a run of letters) that is a key, case folded, becomes the value, in the case of the word.
3. ``keep``: a word that is an item, case folded, stays.
4. ``inside``: in every other word the letter ``from`` becomes ``to`` unless it is the first or the last letter, or
   stands just after one of the ``prefixes`` with which the word begins.

Applied a second time the rules change nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Orthography:
    """The rules of one language; without any, nothing changes."""

    words: dict[str, str] = field(default_factory=dict)
    replace_words: dict[str, str] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()
    letter: tuple[str, str] | None = None
    prefixes: tuple[str, ...] = ()

    def changes(self, text: str) -> list[tuple[int, int, str]]:
        """The words of *text* that change: start and end in code points, and the modern form; in their order."""
        found = [
            (match.start(), match.end(), new)
            for old, new in self.words.items()
            for match in re.finditer(rf"(?<![\w-]){re.escape(old)}(?![\w-])", text)
        ]
        taken = {place for start, end, _ in found for place in range(start, end)}
        for match in _WORD.finditer(text):
            if match.start() in taken:
                continue
            new = self._word(match[0])
            if new != match[0]:
                found.append((match.start(), match.end(), new))
        return sorted(found)

    def modernise(self, text: str) -> str:
        """*text* in the modern spelling."""
        for start, end, new in reversed(self.changes(text)):
            text = text[:start] + new + text[end:]
        return text

    def _word(self, word: str) -> str:
        folded = word.lower()
        if folded in self.replace_words:
            return _in_case_of(word, self.replace_words[folded])
        if folded in self.keep or self.letter is None:
            return word
        old, new = self.letter
        spared = {0, len(word) - 1}
        spared |= {
            len(prefix)
            for prefix in self.prefixes
            if folded.startswith(prefix) and folded[len(prefix) :].startswith(old)
        }
        return "".join(
            _in_case_of(letter, new) if letter.lower() == old and place not in spared else letter
            for place, letter in enumerate(word)
        )


def _in_case_of(model: str, text: str) -> str:
    if model.isupper() and (len(model) > 1 or len(text) == 1):
        return text.upper()
    return text[:1].upper() + text[1:] if model[:1].isupper() else text
