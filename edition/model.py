"""What an edition is made of: passages, segments, sections, annotations, entries of registers and problems.

Plain frozen data, shared by the checks, the Sphinx half and the exports.
Nothing here reads a file or knows an output format.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from edition.dates import Period
from edition.messages import NOTHING, Said
from edition.numbers import ZERO, Number, counted
from edition.orthography import Orthography

_DEPTH = 3

KINDS = ("context", "source", "correction", "dispute", "language", "translation")
"""The kinds of annotation, in the order in which they are offered to contributors."""

STATUSES = ("proposed", "reviewed", "accepted")
"""How far an annotation has come: written, read by a second person, taken over by the editors."""


REGISTERS = ("persons", "places", "organisations", "events", "terms")
"""The registers; each is a file ``source/registers/<name>.yaml``. Events are agreements too."""

AUTHORITIES = {
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/%s"),
    "viaf": ("VIAF", "https://viaf.org/viaf/%s"),
    "geonames": ("GeoNames", "https://www.geonames.org/%s"),
}
"""Who gives identifiers: the name of each, and the address at which it says what is meant by one."""

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""The form of permanent ids: docutils and every browser take them as they are."""

CATEGORIES = (
    "letter",
    "doubling",
    "omission",
    "agreement",
    "word",
    "name",
    "punctuation",
    "spacing",
    "capital",
    "residue",
    "lost-note",
)
"""What an emendation mends: a slip of the pen, of grammar, of typography, or a trace of what the transmission lost."""

LOST_NOTE = "lost-note"
"""The category of places where the text had a reference that the transmission lost; it may leave the words as they are."""

CERTAINTIES = ("certain", "probable", "possible")
"""How sure an emendation is."""


EVENT_KINDS = ("diplomacy", "war", "territory", "economy", "politics")
"""What an entry of the chronology is about."""

FEATURE_TYPES = ("area", "line", "place", "label")
"""What is drawn on a map."""

FEATURE_STYLES = ("first", "second", "third", "fourth", "frontier", "river")
"""How areas and lines of a map look; the first four are told apart by their pattern too."""


def spelt_plainly(form: str) -> str:
    """A form in small letters without diacritics, as it is typed where there is no keyboard for them."""
    decomposed = unicodedata.normalize("NFKD", form.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def register_path(register: str) -> str:
    """The file of a register, relative to the edition's root."""
    return f"source/registers/{register}.yaml"


@dataclass(frozen=True, order=True)
class Passage:
    """A passage number: ``4`` a section, ``4.0`` its heading, ``4.2`` a paragraph, ``4.2.3`` a segment.

    Section 0 is the lead; paragraphs and segments count from 1. What was inserted later has letters: ``4.2a.1``.
    Passages sort in reading order.
    """

    parts: tuple[Number, ...]

    @classmethod
    def parse(cls, text: str) -> Passage:
        """Read a passage number such as ``4.2.3``.

        :raises ValueError: where *text* is not of that form.
        """
        try:
            parts = tuple(map(Number.parse, text.split(".")))
        except ValueError:
            parts = ()
        # Only a section and a heading are numbered 0; a heading has no segments.
        if not 1 <= len(parts) <= _DEPTH or (len(parts) == _DEPTH and ZERO in parts[1:]):
            raise ValueError(f"not a passage number: {text!r}")
        return cls(parts)

    def __str__(self) -> str:
        return ".".join(map(str, self.parts))

    @property
    def section(self) -> Number:
        """The number of the section in which the passage stands."""
        return self.parts[0]

    @property
    def paragraph(self) -> Passage:
        """The paragraph (or heading) in which the passage stands."""
        return Passage(self.parts[:2])

    @property
    def anchor(self) -> str:
        """The permanent fragment of the passage in every output: ``s4-2-3``."""
        return "s" + "-".join(map(str, self.parts))


@dataclass(frozen=True)
class Numbering:
    """How the parts of sections and paragraphs are numbered: 1, 2, 3, … or as the table of passages says.

    :ivar lists: the numbers of the parts of a section or paragraph, in reading order, where they are others.
    """

    lists: dict[Passage, tuple[Number, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, paragraphs: Iterable[Sequence[Passage]]) -> Numbering:
        """The numbering that gives the lines of some paragraphs, in reading order, the numbers that they have."""
        wholes: dict[Passage, list[Number]] = {}
        for lines in paragraphs:
            place = lines[0].paragraph
            wholes.setdefault(Passage((place.section,)), []).append(place.parts[-1])
            wholes[place] = [passage.parts[-1] for passage in lines]
        return cls({whole: tuple(parts) for whole, parts in wholes.items() if tuple(parts) != counted(len(parts))})

    def parts(self, whole: Passage, count: int) -> tuple[Passage, ...]:
        """The *count* paragraphs of a section, or segments of a paragraph.

        Where the table has another number of them, which is reported by itself, it is cut off or counted on.
        """
        numbers = self.lists.get(whole, ())[:count] or counted(count)
        last = numbers[-1].count if numbers else 0
        more = (Number(last + place) for place in range(1, count - len(numbers) + 1))
        return tuple(Passage((*whole.parts, number)) for number in (*numbers, *more))


COUNTED = Numbering()
"""The numbering of an article of which there was no other revision."""


@dataclass(frozen=True)
class Alias:
    """Where the number of a passage leads that is no longer used.

    :ivar to: the passage to which its words went, or the paragraph or section where it is not known to which passage
        of it; of those that were removed, the one before.
    :ivar removed: the revision of the article that no longer had the words; empty where they are there.
    :ivar line: 1-based line in the table of passages.
    :ivar page: of a section, the page on which it was shown and which is no more: ``04-short-title``.
    :ivar words: of a heading or segment, the fingerprint of the words that it had when its number was given up.
    """

    to: Passage
    removed: str
    line: int
    page: str = ""
    words: str = ""


@dataclass(frozen=True)
class Segment:
    """One line of a text file: the unit of alignment.

    :ivar text: the words as a reader sees them, without Markdown's escapes.
    :ivar line: 1-based line in the file.
    """

    passage: Passage
    text: str
    line: int


@dataclass(frozen=True)
class Section:
    """One text file in one language.

    :ivar path: file path relative to the edition's root.
    :ivar heading: the heading as a segment with passage ``N.0``.
    :ivar editorial: whether the heading is ours, the transmitted text having none.
    """

    number: Number
    language: str
    path: PurePosixPath
    heading: Segment
    editorial: bool
    paragraphs: tuple[tuple[Segment, ...], ...]

    @cached_property
    def segments(self) -> dict[Passage, Segment]:
        """Heading and segments by passage number, in reading order."""
        lines = (segment for paragraph in self.paragraphs for segment in paragraph)
        return {segment.passage: segment for segment in (self.heading, *lines)}

    @cached_property
    def passages(self) -> frozenset[Passage]:
        """Everything in it that has a number: the section itself, its heading, its paragraphs and their segments."""
        return frozenset(Passage(passage.parts[:length]) for passage in self.segments for length in (1, 2, 3))


@dataclass(frozen=True)
class Reference:
    """A role in somebody's text that points to something of the edition.

    :ivar role: ``cite:p``, ``cite:t``, ``note``, ``passage`` or ``term``.
    :ivar target: the key, slug, passage number or form pointed to.
    :ivar line: 1-based line in the file.
    """

    role: str
    target: str
    line: int


@dataclass(frozen=True)
class Part:
    """The text of an annotation in one language.

    :ivar line: 1-based line of the first line of *text* in the file.
    """

    text: str
    line: int
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Annotation:
    """One file in ``annotations/``: a statement about exact words of one passage.

    :ivar slug: the file's name without its ending, the permanent id.
    :ivar target: the passage in which the quote begins.
    :ivar last: the passage in which it ends, and where its mark stands; nearly always the same. Both are of one section.
    :ivar span: where the quote stands: its start in *target*, its end in *last*, 0-based code points, end exclusive.
    :ivar parts: one text for each language.
    :ivar companion_spans: for each other language in which exact words are quoted too, where these stand in the same
        passages of that language, like *span*.
    """

    slug: str
    path: PurePosixPath
    target: Passage
    last: Passage
    quote: str
    span: tuple[int, int]
    kind: str
    author: str
    status: str
    parts: dict[str, Part]
    companion_spans: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def order(self) -> tuple[Passage, int, str]:
        """The key by which notes are numbered: the place of the mark, which is the end of the quote; then the slug."""
        return self.last, self.span[1], self.slug


@dataclass(frozen=True)
class Emendation:
    """A correction of the transmitted text, with its reason.

    :ivar span: what is corrected in its segment: 0-based code points of the transmitted words, end exclusive. It is the
        quote; of a lost note what was left of the mark, or else nothing, after the quote: there the mark stood.
    :ivar emendation: what is read instead of the quote.
    :ivar replacement: what is read instead of the words in *span*.
    :ivar reasons: why, in each language.
    :ivar line: 1-based line in the list of its section.
    """

    passage: Passage
    span: tuple[int, int]
    quote: str
    emendation: str
    replacement: str
    category: str
    certainty: str
    reasons: dict[str, str]
    line: int

    @property
    def lost(self) -> bool:
        """Whether the mark of a note was lost here."""
        return self.category == LOST_NOTE

    @property
    def order(self) -> tuple[Passage, tuple[int, int]]:
        """The key by which the apparatus is sorted: its place in the text."""
        return self.passage, self.span


@dataclass(frozen=True)
class Name:
    """What an entry of a register is called in one language, and what is said of it there.

    :ivar name: the dictionary form, which is looked for in the text like the other forms.
    :ivar sort: the form by which it is sorted.
    :ivar forms: all other forms: inflected, variant, misspelt.
    :ivar description: Markdown.
    :ivar line: 1-based line of the description in the register.
    :ivar form_lines: the 1-based lines of *name* and of each of *forms*.
    """

    name: str
    sort: str
    forms: tuple[str, ...]
    description: str
    line: int
    form_lines: tuple[int, ...]

    @property
    def all_forms(self) -> tuple[str, ...]:
        """The dictionary form and all others."""
        return self.name, *self.forms


@dataclass(frozen=True)
class Limited:
    """A designation of an entry that holds for one passage only, or a form that does not hold there.

    :ivar line: 1-based line in the register.
    """

    language: str
    passage: Passage
    words: str
    line: int


@dataclass(frozen=True)
class Entry:
    """An entry of a register, in every language of the edition.

    :ivar register: one of :data:`REGISTERS`.
    :ivar slug: the permanent id, unique over all registers.
    :ivar line: 1-based line in the register.
    :ivar dates: EDTF, see :mod:`edition.dates`; empty where none are known.
    :ivar identifiers: what it is called by authorities, see :data:`AUTHORITIES`.
    :ivar places: designations that mean it in their passages only.
    :ivar exceptions: forms that do not mean it in their passages.
    :ivar glossary: whether it stands in the glossary as well.
    """

    register: str
    slug: str
    line: int
    names: dict[str, Name]
    dates: str = ""
    identifiers: dict[str, str] = field(default_factory=dict)
    places: tuple[Limited, ...] = ()
    exceptions: tuple[Limited, ...] = ()
    glossary: bool = False

    @property
    def in_glossary(self) -> bool:
        """Whether it is a term, or stands in the glossary beside its own register."""
        return self.glossary or self.register == "terms"

    @property
    def path(self) -> str:
        """The file of its register, relative to the edition's root."""
        return register_path(self.register)


@dataclass(frozen=True)
class EventText:
    """An entry of the chronology in one language.

    :ivar name: what happened, in a few plain words.
    :ivar text: the same in a sentence, as Markdown, with its sources.
    :ivar line: 1-based line of the sentence in the chronology.
    """

    name: str
    text: str
    line: int


@dataclass(frozen=True)
class DatedEvent:
    """An entry of the chronology.

    :ivar line: 1-based line in the chronology.
    :ivar first: the first day of the date.
    :ivar last: its last day; that of a single day is the first.
    :ivar passages: where the article speaks of it; none where it is only needed to follow the rest.
    :ivar kind: one of :data:`EVENT_KINDS`.
    :ivar event: the entry of the register of events about the same, or empty.
    :ivar texts: in every language of the edition.
    """

    slug: str
    line: int
    date: Period
    first: datetime.date
    last: datetime.date
    passages: tuple[Passage, ...]
    kind: str
    event: str
    texts: dict[str, EventText]


Point = tuple[float, float]
"""A place on the earth: longitude and latitude, in degrees east and north."""


@dataclass(frozen=True)
class BaseMap:
    """Coasts, lakes and frontiers of today, as far as the maps need them.

    :ivar land: closed rings of the land.
    :ivar lakes: closed rings.
    :ivar countries: closed rings of each country, by its code.
    :ivar frontiers: lines between two countries, by their codes: ``EST-LVA``.
    """

    land: tuple[tuple[Point, ...], ...] = ()
    lakes: tuple[tuple[Point, ...], ...] = ()
    countries: dict[str, tuple[tuple[Point, ...], ...]] = field(default_factory=dict)
    frontiers: dict[str, tuple[tuple[Point, ...], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Feature:
    """Something on a map.

    :ivar type: one of :data:`FEATURE_TYPES`.
    :ivar style: one of :data:`FEATURE_STYLES`; empty for places and labels.
    :ivar parts: lines, or closed rings of an area; one point for a place or a label.
    :ivar at: where the middle of its name stands, if it has one; that of a place stands beside it.
    :ivar names: what is written on the map, in every language; or nothing.
    :ivar legends: what the legend says of it, in every language; or nothing.
    """

    type: str
    style: str
    parts: tuple[tuple[Point, ...], ...]
    at: Point | None
    names: dict[str, str]
    legends: dict[str, str]


@dataclass(frozen=True)
class MapText:
    """A map in one language: its title, and as Markdown all that it shows.

    :ivar line: 1-based line of the text in the file.
    """

    title: str
    text: str
    line: int


@dataclass(frozen=True)
class Map:
    """One file in ``source/maps/``.

    :ivar extent: what it shows, in degrees: west, south, east, north.
    :ivar parallels: the standard parallels of its projection, in degrees.
    """

    slug: str
    path: PurePosixPath
    extent: tuple[float, float, float, float]
    parallels: tuple[float, float]
    features: tuple[Feature, ...]
    texts: dict[str, MapText]


@dataclass(frozen=True)
class Patch:
    """What mends a mistake in the front matter of a file, or in an entry of a list, which only a person may write.

    :ivar values: the new values of keys.
    :ivar path: where the file belongs, relative to the edition's root; mostly where it is.
    :ivar certain: whether that may be done without a person looking at it.
    """

    values: dict[str, str]
    path: str
    certain: bool


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake found by the checks, or something that the editors should know.

    :ivar path: file path relative to the edition's root.
    :ivar line: 1-based line.
    :ivar code: the stable code of the rule.
    :ivar hint: how to mend it.
    :ivar patch: the same for a program, where it can be written down.
    :ivar other: the path and line of what else takes part in it, where that stands in another file: the first of two
        that have one name, or the original of a translation.
    :ivar notice: whether it is only told, and stops nothing.
    """

    path: str
    line: int
    code: str
    message: Said
    hint: Said = NOTHING
    patch: Patch | None = field(default=None, compare=False)
    notice: bool = False
    other: tuple[str, int] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        what = "notice: " if self.notice else ""
        return f"{self.path}:{self.line}: {self.code} {what}{' '.join(self.message.split())}"


@dataclass(frozen=True)
class Edition:
    """The whole edition, as far as it could be read.

    :ivar languages: language codes, that of the transmitted text first.
    :ivar sections: the sections of each language, by number.
    :ivar annotations: in the order in which their notes are numbered.
    :ivar entries: the entries of all registers by slug.
    :ivar chronology: what happened, in the order of the dates.
    :ivar maps: the maps by their name.
    :ivar base_map: what all maps are drawn on.
    :ivar citations: raw text of each bibliography entry, by key.
    :ivar emendations: corrections of the transmitted text, in the order of their places.
    :ivar orthography: the rules that make the modernised state out of the emended one.
    :ivar aliases: the numbers that are no longer used, in reading order, each with where it leads.
    :ivar stale: for each translation, the passages that were translated from other words than the text now has.
    :ivar untranslated: for each translation, the passages that still wait for it.
    :ivar stale_notes: the slugs of notes that were written about other words than their passages now have.
    :ivar folded_letters: letters that two spellings of a language exchange, each with the one that it is read as.
    """

    languages: tuple[str, ...]
    sections: dict[str, dict[Number, Section]] = field(default_factory=dict)
    annotations: tuple[Annotation, ...] = ()
    entries: dict[str, Entry] = field(default_factory=dict)
    citations: dict[str, str] = field(default_factory=dict)
    emendations: tuple[Emendation, ...] = ()
    orthography: Orthography = field(default_factory=Orthography)
    aliases: dict[Passage, Alias] = field(default_factory=dict)
    stale: dict[str, frozenset[Passage]] = field(default_factory=dict)
    untranslated: dict[str, frozenset[Passage]] = field(default_factory=dict)
    stale_notes: frozenset[str] = frozenset()
    chronology: tuple[DatedEvent, ...] = ()
    maps: dict[str, Map] = field(default_factory=dict)
    base_map: BaseMap = field(default_factory=BaseMap)
    folded_letters: dict[str, str] = field(default_factory=dict)

    @property
    def original(self) -> dict[Number, Section]:
        """The sections in the language of the transmitted text."""
        return self.sections[self.languages[0]]

    def resolve(self, passage: Passage) -> Passage:
        """The passage that an old number leads to; any other is itself."""
        return self.aliases[passage].to if passage in self.aliases else passage

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each note, from 1, through the whole edition."""
        return {note.slug: number for number, note in enumerate(self.annotations, 1)}

    @cached_property
    def by_slug(self) -> dict[str, Annotation]:
        """Annotations by their slug."""
        return {note.slug: note for note in self.annotations}

    @cached_property
    def referrers(self) -> dict[str, tuple[str, ...]]:
        """For each note, the slugs of the notes that refer to it, in the order of their numbers."""
        found: dict[str, list[str]] = {}
        for note in self.annotations:
            targets = {ref.target for part in note.parts.values() for ref in part.references if ref.role == "note"}
            for target in targets - {note.slug}:
                found.setdefault(target, []).append(note.slug)
        return {slug: tuple(slugs) for slug, slugs in found.items()}

    @cached_property
    def citing(self) -> dict[str, tuple[str, ...]]:
        """For each work that notes cite, their slugs, in the order of their numbers."""
        found: dict[str, list[str]] = {}
        for note in self.annotations:
            references = [ref for part in note.parts.values() for ref in part.references]
            for key in {ref.target for ref in references if ref.role.startswith("cite:")}:
                found.setdefault(key, []).append(note.slug)
        return {key: tuple(slugs) for key, slugs in found.items()}

    @cached_property
    def forms(self) -> dict[str, dict[str, str]]:
        """For each language, the slug of the entry that each form (see :func:`spelt_plainly`) belongs to.

        A form without its diacritics leads to the same entry, unless it is the form of another one.
        """
        found: dict[str, dict[str, str]] = {}
        for language in self.languages:
            forms = [(form, slug) for slug, entry in self.entries.items() for form in entry.names[language].all_forms]
            plain = {spelt_plainly(form): slug for form, slug in reversed(forms)}
            found[language] = plain | {form.casefold(): slug for form, slug in forms}
        return found

    def entry_called(self, form: str, language: str) -> Entry | None:
        """The entry of any register that *form* belongs to, written with capitals and diacritics or without."""
        forms = self.forms[language]
        slug = forms.get(form.casefold()) or forms.get(spelt_plainly(form))
        return self.entries[slug] if slug else None

    def register(self, name: str) -> tuple[Entry, ...]:
        """The entries of one register."""
        return tuple(entry for entry in self.entries.values() if entry.register == name)

    @cached_property
    def former(self) -> dict[Passage, tuple[Passage, ...]]:
        """The numbers that each passage had before, if it had others."""
        found: dict[Passage, list[Passage]] = {}
        for old, alias in self.aliases.items():
            if not alias.removed:
                found.setdefault(alias.to, []).append(old)
        return {passage: tuple(olds) for passage, olds in found.items()}

    def anchor_of(self, emendation: Emendation) -> str:
        """The fragment of an emendation in the apparatus: that of its passage, and its place among those there."""
        place = self.emended[emendation.passage].index(emendation) + 1
        return f"e{emendation.passage.anchor[1:]}-{place}"

    @cached_property
    def emended(self) -> dict[Passage, tuple[Emendation, ...]]:
        """The emendations of each passage that has some."""
        found: dict[Passage, list[Emendation]] = {}
        for emendation in self.emendations:
            found.setdefault(emendation.passage, []).append(emendation)
        return {passage: tuple(items) for passage, items in found.items()}

    def notes_of(self, section: Number) -> tuple[Annotation, ...]:
        """The annotations of one section, in the order of their numbers."""
        return tuple(note for note in self.annotations if note.target.section == section)
