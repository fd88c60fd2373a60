"""What can be searched for: one record for each passage, note, entry of a register and entry of the chronology.

A record has the text in every language, as it is shown, and for each of its words the *tokens* by which it is found.
What a reader types becomes tokens by folding and stemming alone, so that a script can do it
(``scripts/later/search.js``); all that must be known besides — other spellings, other forms of a name — is in the
records. A search engine only compares tokens; it knows nothing of languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

import Stemmer
from babel import Locale

from edition.addresses import address_of_entry, address_of_event, address_of_note, address_of_passage
from edition.dates import locale_of, sentence
from edition.markup import without_roles
from edition.mentions import Finder
from edition.messages import message
from edition.model import Annotation, Edition, Passage, spelt_plainly
from edition.numbers import ZERO
from edition.orthography import Orthography
from edition.readings import DEFAULT_STATE, STATES, Run, runs

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NOTE = re.compile(r"\{note\}`(?P<slug>[a-z0-9-]+)`")
_SHORT = 3
_NOWHERE = Passage((ZERO,))

# Letters with which no word of a text begins: the first stands before passage numbers, each of the others before the
# tokens of one language. A search engine takes them for letters like others, so one index serves all languages.
_MARKS = 0x1401

FOLDER = "search"
"""Where the index stands, beside the trees."""

RECORDS = f"{FOLDER}/records.js"
"""All records as one script, for where the engine cannot run."""

KINDS = ("passage", "note", "persons", "places", "organisations", "events", "terms", "chronology")
"""What a record is of, in the order in which they are offered to a reader."""


@dataclass(frozen=True)
class Record:
    """Something that can be found.

    :ivar name: a passage number or a slug; with *kind* it names one record.
    :ivar kind: one of :data:`KINDS`.
    :ivar section: the section in which it stands; empty for entries.
    :ivar address: page and fragment, relative to the tree of any language.
    :ivar label: the passage number; of a note its number, then the passage; empty for others.
    :ivar texts: in every language title and text, with a line feed between them; either may be empty.
    :ivar tokens: for each word of all texts, in the order of the languages, its tokens; then what else it is found by.
    """

    name: str
    kind: str
    section: str
    address: str
    label: str
    texts: dict[str, str]
    tokens: tuple[tuple[str, ...], ...]

    @property
    def content(self) -> str:
        """All tokens for the engine, which counts what is joined by hyphens as one word."""
        return " ".join("-".join(tokens) for tokens in self.tokens)


def stemmer_of(language: str) -> str:
    """The name of the stemming algorithm of a language; empty where there is none."""
    name = (Locale.parse(language, sep="-" if "-" in language else "_").english_name or "").split(" ")[0].lower()
    return name if name in Stemmer.algorithms() else ""


def words_of(text: str) -> list[str]:
    """The words of a text, as a script finds them too."""
    return _WORD.findall(text)


def fold(word: str) -> str:
    """A word in small letters, without diacritics, its apostrophe straight."""
    return spelt_plainly(word).replace("’", "'")


def records(edition: Edition, regions: dict[str, str]) -> list[Record]:
    """All records: the text in reading order, then the notes, the registers and the chronology.

    :param regions: see :class:`edition.config.Config`.
    """
    drafts = [*_passages(edition), *_notes(edition), *_entries(edition, regions), *_events(edition, regions)]
    vocabularies = [
        _Vocabulary(edition, place, language, (draft.texts[language] for draft in drafts))
        for place, language in enumerate(edition.languages)
    ]
    found = []
    for draft in drafts:
        words, more = zip(*(item.tokens_of(draft) for item in vocabularies), strict=True)
        tokens = (*chain(*words), *chain(*more), *_more(draft, vocabularies))
        found.append(Record(draft.name, draft.kind, draft.section, draft.address, draft.label, draft.texts, tokens))
    return found


@dataclass(frozen=True)
class _Draft:
    """A record without its tokens.

    :ivar passage: where it stands in the text, if it does.
    :ivar readings: of a passage, its runs in the language of the original.
    """

    name: str
    kind: str
    section: str
    address: str
    label: str
    texts: dict[str, str]
    passage: Passage = _NOWHERE
    readings: tuple[Run, ...] = ()


def _passages(edition: Edition) -> Iterator[_Draft]:
    original = edition.languages[0]
    for number, section in edition.original.items():
        for passage, segment in section.segments.items():
            found = tuple(runs(segment.text, edition.emended.get(passage, ()), edition.orthography))
            texts = {
                language: edition.sections[language][number].segments[passage].text
                for language in edition.languages[1:]
                if passage in edition.sections[language][number].segments
            }
            texts = {original: "".join(run[DEFAULT_STATE] for run in found)} | texts
            shown = {language: f"\n{texts.get(language, '')}" for language in edition.languages}
            yield _Draft(
                str(passage),
                "passage",
                str(number),
                address_of_passage(edition, passage),
                str(passage),
                shown,
                passage,
                found,
            )


def _notes(edition: Edition) -> Iterator[_Draft]:
    for note in edition.annotations:
        shown = {
            language: f"{_quote(edition, note, language)}\n{_shown(edition, note.parts[language].text, language)}"
            for language in edition.languages
        }
        label = f"{edition.numbers[note.slug]} · {note.target}"
        yield _Draft(
            note.slug, "note", str(note.target.section), address_of_note(edition, note), label, shown, note.target
        )


def _shown(edition: Edition, text: str, language: str) -> str:
    """A Markdown text as words; notes have their number, as on a page."""

    def number(match: re.Match[str]) -> str:
        return message("note %s", language) % edition.numbers[match["slug"]]

    return without_roles(_NOTE.sub(number, text))


def _quote(edition: Edition, note: Annotation, language: str) -> str:
    """The words that a note is about, where they stand in one passage."""
    if language == edition.languages[0]:
        return note.quote
    span = note.companion_spans.get(language)
    if span is None or note.target != note.last:
        return ""
    return edition.sections[language][note.target.section].segments[note.target].text[slice(*span)]


def _entries(edition: Edition, regions: dict[str, str]) -> Iterator[_Draft]:
    for entry in edition.entries.values():
        shown = {}
        for language, name in entry.names.items():
            dates = sentence(entry.dates, language, regions.get(language, ""))
            text = _shown(edition, name.description, language)
            shown[language] = f"{name.name}\n{dates} {text}" if dates else f"{name.name}\n{text}"
        yield _Draft(entry.slug, entry.register, "", address_of_entry(entry), "", shown)


def _events(edition: Edition, regions: dict[str, str]) -> Iterator[_Draft]:
    for event in edition.chronology:
        shown = {}
        for language, part in event.texts.items():
            date = event.date.words(language, locale_of(language, regions.get(language, "")))
            shown[language] = f"{part.name}\n{date}. {_shown(edition, part.text, language)}"
        yield _Draft(event.slug, "chronology", "", address_of_event(event), "", shown)


def _more(draft: _Draft, vocabularies: Sequence[_Vocabulary]) -> Iterator[tuple[str, ...]]:
    """What a record is found by that is no word of its texts: the title once more, which counts twice; what readers filter by, and the number."""
    for item in vocabularies:
        title = draft.texts[item.language].partition("\n")[0] if not draft.section else ""
        yield from (item.tokens(word) for word in words_of(title))
    mark = chr(_MARKS)
    yield (f"{mark}{draft.kind}",)
    if draft.section:
        yield (f"{mark}section{draft.section}",)
    if draft.kind == "passage":
        yield (passage_token(draft.name),)


def passage_token(number: str) -> str:
    """The token of a passage number; that of a paragraph or section begins those of its segments."""
    mark = chr(_MARKS)
    return f"{mark}{number.replace('.', mark)}{mark}"


class _Vocabulary:
    """The words of one language, with all forms by which each is found."""

    def __init__(self, edition: Edition, place: int, language: str, texts: Iterable[str]) -> None:
        self.language = language
        self._edition = edition
        self._mark = chr(_MARKS + 1 + place)
        self._finder = Finder(edition, language)
        name = stemmer_of(language)
        self._stem = lru_cache(None)(Stemmer.Stemmer(name).stemWord if name else str)
        self._spelling = _Spelling(edition) if place == 0 else None
        self._texts = tuple(texts)
        self._tokens = lru_cache(None)(self._tokens_of_word)

    @cached_property
    def _families(self) -> dict[str, set[str]]:
        """Words that differ in their diacritics may be of one stem, but of two without these: țară, țări."""
        found: dict[str, set[str]] = {}
        for word in {word for text in self._texts for word in words_of(text)}:
            found.setdefault(self._family(word), set()).add(self._stem(fold(word)))
        return found

    def _family(self, word: str) -> str:
        return fold(self._stem(word.lower().replace("’", "'")))

    def tokens(self, word: str) -> tuple[str, ...]:
        """The tokens of a word; the first is that of the word itself."""
        return self._tokens(word)

    def _tokens_of_word(self, word: str) -> tuple[str, ...]:
        found = []
        for form in self._spelling.forms(word) if self._spelling else [word]:
            found += [fold(form), self._stem(fold(form)), *sorted(self._families.get(self._family(form), ()))]
        return tuple(dict.fromkeys(self._mark + re.sub(r"\W", "", form) for form in found))

    def tokens_of(self, draft: _Draft) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        """The tokens of each word of a record's text in this language, and others that are of none of its words."""
        text = draft.texts[self.language]
        places = [match.span() for match in _WORD.finditer(text)]
        found = [list(self.tokens(text[start:end])) for start, end in places]
        more: list[str] = []
        if self.language == self._edition.languages[0]:
            for place, word in _other_words(draft.readings):
                # After the line feed.
                found[_word_at(places, place + 1)] += self.tokens(word)
        for mention in self._finder.find(draft.passage, text):
            first, last = (_word_at(places, place) for place in (mention.span[0], mention.span[1] - 1))
            own = {token for place in range(first, last + 1) for token in found[place]}
            for form in self._edition.entries[mention.slug].names[self.language].all_forms:
                for place, word in enumerate(words_of(form), first):
                    tokens = [token for token in self.tokens(word) if token not in own]
                    # Short words and years of a name belong to no word of the text, and are not marked there.
                    names = len(word) > _SHORT and not word.isdigit()
                    (found[min(place, last)] if names else more).extend(tokens)
        words = [tuple(dict.fromkeys(tokens)) for tokens in found]
        return words, [(token,) for token in dict.fromkeys(more)]


def _word_at(places: Sequence[tuple[int, int]], place: int) -> int:
    """Which word stands at a place of the text, or is the next one, or the last."""
    return next((index for index, (_, end) in enumerate(places) if place < end), len(places) - 1)


def _other_words(found: Sequence[Run]) -> Iterator[tuple[int, str]]:
    """The words of a passage in its other states, each with its place in the text that is shown."""
    for state in STATES:
        if state == DEFAULT_STATE:
            continue
        shown = other = 0
        starts = []
        for run in found:
            starts.append((other, shown))
            other, shown = other + len(run[state]), shown + len(run[DEFAULT_STATE])
        for match in _WORD.finditer("".join(run[state] for run in found)):
            begin, place = max(item for item in starts if item[0] <= match.start())
            yield place + match.start() - begin, match[0]


class _Spelling:
    """The spellings of a word of the original: as it stands, in the modern orthography, and in the older one."""

    def __init__(self, edition: Edition) -> None:
        self._orthography: Orthography = edition.orthography
        self._older = {new: old for old, new in edition.orthography.replace_words.items()}
        letter = edition.orthography.letter
        self._letter = letter
        # Letters that are exchanged everywhere, and not inside of words only.
        self._everywhere = [pair for pair in edition.folded_letters.items() if pair != letter]

    def forms(self, word: str) -> list[str]:
        """The word itself, then its other spellings."""
        found = [word, self._orthography.modernise(word)]
        found += [self._older[form.lower()] for form in found if form.lower() in self._older]
        if self._letter is not None:
            old, new = self._letter
            found += [form[0] + form[1:-1].replace(new, old) + form[-1] for form in found if len(form) > 1]
        for one, other in self._everywhere:
            found += [form.lower().replace(one, other) for form in found]
            found += [form.lower().replace(other, one) for form in found]
        return list(dict.fromkeys(found))
