"""Find where the text mentions the entries of the registers: whole words, the longest form first, in one pass.

Like quotes, forms are compared on folded text, so that white space, kinds of quotation marks and dashes do not matter,
nor the letters that two spellings exchange; capital and small letters do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from edition.anchor import fold
from edition.model import Edition, Passage

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, order=True)
class Mention:
    """Words that mean an entry.

    :ivar span: where they stand in the passage: 0-based code points, of the original those of the transmitted words,
        end exclusive.
    """

    passage: Passage
    span: tuple[int, int]
    slug: str


def mentions(edition: Edition) -> dict[str, tuple[Mention, ...]]:
    """All mentions in each language, in the order of the text; none overlaps another."""
    return {
        language: tuple(
            mention
            for section in edition.sections[language].values()
            for segment in section.segments.values()
            for mention in finder.find(segment.passage, segment.text)
        )
        for language in edition.languages
        for finder in [Finder(edition, language)]
    }


class Finder:
    """What is looked for in one language."""

    def __init__(self, edition: Edition, language: str) -> None:
        letters = edition.folded_letters
        self._letters = str.maketrans(letters | {old.upper(): new.upper() for old, new in letters.items()})
        self._forms: dict[str, str] = {}
        self._limited: dict[Passage, dict[str, str]] = {}
        self._excepted: set[tuple[Passage, str, str]] = set()
        # The whole text is folded once for all forms that are looked for in it.
        self._fold = cache(self._folded_with_origins)
        for slug, entry in edition.entries.items():
            self._forms |= dict.fromkeys(map(self.folded, entry.names[language].all_forms), slug)
            for item in entry.places:
                if item.language == language:
                    self._limited.setdefault(item.passage, {})[self.folded(item.words)] = slug
            for item in entry.exceptions:
                if item.language == language:
                    self._excepted.add((item.passage, self.folded(item.words), slug))

    def folded(self, words: str) -> str:
        """Words as they are compared."""
        return self._fold(words)[0].strip()

    def _folded_with_origins(self, text: str) -> tuple[str, list[int]]:
        folded, origins = fold(text)
        return folded.translate(self._letters), origins

    @cached_property
    def _by_first_word(self) -> dict[str, list[str]]:
        return _by_first_word(self._forms)

    def find(self, passage: Passage, text: str) -> Iterator[Mention]:
        """The mentions in one passage. Where a form and a designation of this passage are the same, the latter wins."""
        folded, origins = self._fold(text)
        limited = self._limited.get(passage, {})
        of_passage = _by_first_word(limited)
        end = 0
        for word in _WORD.finditer(folded):
            if word.start() < end:
                continue
            begun = [*of_passage.get(word[0], ()), *self._by_first_word.get(word[0], ())]
            for form in sorted(begun, key=len, reverse=True):
                slug = limited.get(form) or self._forms[form]
                if _stands_at(form, folded, word.start()) and (passage, form, slug) not in self._excepted:
                    end = word.start() + len(form)
                    yield Mention(passage, (origins[word.start()], origins[end - 1] + 1), slug)
                    break

    def stands(self, words: str, text: str) -> bool:
        """Whether *words* stand in *text*, by themselves or in a longer form."""
        form, folded = self.folded(words), self.folded(text)
        start = folded.find(form)
        while start >= 0:
            if _stands_at(form, folded, start) and not (start and _in_word(folded[start - 1])):
                return True
            start = folded.find(form, start + 1)
        return False


def _by_first_word(forms: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form in forms:
        # A form without a word in it has been reported.
        if word := _WORD.match(form):
            found.setdefault(word[0], []).append(form)
    return found


def _stands_at(form: str, folded: str, start: int) -> bool:
    """Whether *form* stands there, and not the beginning of a longer word."""
    end = start + len(form)
    return folded.startswith(form, start) and not (_in_word(form[-1:]) and _in_word(folded[end : end + 1]))


def _in_word(character: str) -> bool:
    return _WORD.match(character) is not None
