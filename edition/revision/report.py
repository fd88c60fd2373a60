"""What an update did, in words for the people who answer for the edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from edition.fingerprints import UNTRANSLATED
from edition.model import Annotation, Edition, Emendation, Passage, Problem, Section
from edition.reporting import render as render_problems
from edition.revision.comparing import Line, Paragraph
from edition.revision.numbering import NumberedSection, Renumbering
from edition.revision.standoff import Emended

_SHOWN = 60
"""How many characters of a passage are shown where its words did not change."""

_AROUND = 6
"""How many words are shown on each side of what did change."""

_COLUMN = 12


@dataclass(frozen=True)
class Outcome:
    """What an update did.

    :ivar old: the edition as it was.
    :ivar new: as it is now, as far as it could be read.
    :ivar left: what a person must decide or mend.
    :ivar mentions: the places, as ``path:line``, where a person wrote the old revision, the name of its extract or the
        checksum of that.
    :ivar old_numbers: the same for numbers of passages given up now, where they are not references.
    """

    old: Edition
    new: Edition
    old_revision: str
    revision: str
    renumbering: Renumbering
    emended: Emended
    left: tuple[Problem, ...]
    mentions: tuple[str, ...]
    old_numbers: tuple[str, ...]


def render(outcome: Outcome, *, written: bool) -> str:
    """The report on an update.

    :param written: whether the files of the edition were changed.
    """
    changes = _Changes(outcome)
    blocks = [
        _summary(outcome, changes, written=written),
        *changes.sections(),
        _translations(outcome),
        _notes(outcome),
        _emendations(outcome),
        _named(f"Revision {outcome.old_revision}, its file or its checksum is still named here", outcome.mentions),
        _named("Numbers here may be old passage numbers in plain words", outcome.old_numbers),
        _decisions(outcome),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _words(text: str) -> list[str]:
    return text.split()


def _short(text: str) -> str:
    """A passage by its first words."""
    words = " ".join(text.split())
    return f"“{words}”" if len(words) <= _SHOWN else f"“{words[:_SHOWN].rsplit(' ', 1)[0]} …”"


def _row(what: str, where: str, text: str = "") -> str:
    return f"  {what:<{_COLUMN}}{where}{'  ' if text else ''}{text}"


def _below(what: str, text: str) -> str:
    return f"  {'':<{_COLUMN}}{what}: {' '.join(text.split())}"


def _was_and_is(before: str, after: str) -> Iterator[str]:
    """The words that differ, with some around them."""
    old, new = before.split(), after.split()
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    for what, words in (("was", old), ("now", new)):
        first, last = max(0, start - _AROUND), min(len(words), len(words) - end + _AROUND)
        yield _below(what, " ".join([*["…"][: first > 0], *words[first:last], *["…"][: last < len(words)]]))


def _same(old: list[str], new: list[str]) -> int:
    """How many words at the beginning are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _listed(items: Iterable[object]) -> str:
    return ", ".join(map(str, items))


# -- The text ------------------------------------------------------------------------------------------------


class _Changes:
    """What became of the passages, line by line, with a count of each kind."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._before = {p: item for section in outcome.old.original.values() for p, item in section.segments.items()}
        self._back = dict(_back(outcome))
        self.counts = Counter[str]()
        self.section_counts = Counter[str]()
        self._rows = [(section, list(self._of(section))) for section in outcome.renumbering.sections]
        self._gone = {section.number: list(self._removed(section)) for section in outcome.old.original.values()}
        self._continued = {section.chapter.origin.number for section, _ in self._rows if section.chapter.origin}
        removed = len(self._gone.keys() - self._continued)
        self.section_counts += Counter(removed=removed)

    def sections(self) -> Iterator[list[str]]:
        """What changed in each section that changed; those that are gone come last."""
        for section, rows in self._rows:
            origin = section.chapter.origin
            rows = rows + (self._gone[origin.number] if origin else [])
            heading = self._outcome.new.original.get(section.number)
            title = heading.heading.text if heading else section.chapter.heading
            if rows:
                yield [f"Section {section.number}  {title}", *rows]
        for old in self._outcome.old.original.values():
            if old.number not in self._continued:
                removed = _row("removed", "the section; its files were taken away")
                headings = self._translated(old, old.heading.passage)
                yield [f"Section {old.number}  {old.heading.text}", removed, *headings, *self._gone[old.number]]

    def _count(self, what: str, row: str) -> str:
        self.counts[what] += 1
        return row

    def _of(self, section: NumberedSection) -> Iterator[str]:
        origin = section.chapter.origin
        if origin is None:
            self.section_counts["new"] += 1
            yield _row("new", "the section")
        elif origin.number != section.number:
            self.section_counts["moved"] += 1
            yield _row("moved", f"the section: {origin.number} → {section.number}")
        if (
            origin is not None
            and not origin.editorial
            and _words(origin.heading.text) != _words(section.chapter.heading)
        ):
            self.section_counts["with another heading"] += 1
            yield _row("changed", f"{section.heading}, the heading")
            yield from _was_and_is(origin.heading.text, section.chapter.heading)
        for passages, paragraph in zip(section.passages, section.chapter.paragraphs, strict=True):
            yield from self._paragraph(passages, paragraph)

    def _paragraph(self, passages: Sequence[Passage], paragraph: Paragraph) -> Iterator[str]:
        here = passages[0].paragraph
        moved = paragraph.origin is not None and paragraph.origin != here
        if moved:
            yield _row("moved", f"{paragraph.origin} → {here}, the paragraph")
        for place, (passage, line) in enumerate(zip(passages, paragraph.lines, strict=True)):
            with_paragraph = moved and [origin.paragraph for origin in line.origins] == [paragraph.origin]
            divided = line.further or (place + 1 < len(passages) and paragraph.lines[place + 1].further)
            yield from self._line(passage, line, divided=divided, is_told=with_paragraph)

    def _line(self, passage: Passage, line: Line, *, divided: bool, is_told: bool) -> Iterator[str]:
        """What became of one line.

        :param is_told: whether its new number is plain from that of its paragraph.
        """
        where = str(passage) if line.origins in ((), (passage,)) else f"{_listed(line.origins)} → {passage}"
        before = " ".join(self._before[origin].text for origin in line.origins)
        if not line.origins:
            yield self._count("new", _row("new", where))
            yield _below("now", line.text)
            if passage in self._back:
                yield _below("back", "the words of {}, missing since revision {}".format(*self._back[passage]))
        elif divided or len(line.origins) > 1:
            what = "divided" if divided else "joined"
            yield self._count(what, _row(what, where))
            if not line.further:
                yield _below("was", before)
            yield _below("now", line.text)
        elif _words(before) != _words(line.text):
            yield self._count("changed", _row("changed", where))
            yield from _was_and_is(before, line.text)
        else:
            self.counts["with the same words"] += 1
            if line.origins != (passage,) and not is_told:
                yield _row("moved", where, _short(line.text))
        if line.origins and not line.further and passage not in line.origins:
            self.counts["with a new number"] += 1

    def _removed(self, section: Section) -> Iterator[str]:
        renumbering, old = self._outcome.renumbering, self._outcome.old
        for passage, segment in section.segments.items():
            if passage in renumbering.destinations or passage == section.heading.passage:
                continue
            where = f"{passage}; the number leads to {renumbering.aliases[passage].to} now"
            yield self._count("removed", _row("removed", where))
            yield _below(old.languages[0], segment.text)
            yield from self._translated(section, passage)

    def _translated(self, section: Section, passage: Passage) -> Iterator[str]:
        """What the translations had for a passage."""
        old = self._outcome.old
        for language in old.languages[1:]:
            text = old.sections[language][section.number].segments[passage].text
            if text != UNTRANSLATED:
                yield _below(language, text)


def _back(outcome: Outcome) -> Iterator[tuple[Passage, tuple[Passage, str]]]:
    """For passages whose words had been removed before, their old number and the revision that had them no longer."""
    for old, alias in outcome.old.aliases.items():
        now = outcome.renumbering.aliases[old]
        if alias.removed and not now.removed:
            yield now.to, (old, alias.removed)


def _summary(outcome: Outcome, changes: _Changes, *, written: bool) -> list[str]:
    counts = changes.counts
    before, after = (
        sum(len(lines) for section in edition.original.values() for lines in section.paragraphs)
        for edition in (outcome.old, outcome.new)
    )
    kinds = ("changed", "new", "removed", "divided", "joined", "with a new number")
    passages = [f"{counts[kind]} {kind}" for kind in ("with the same words", *kinds) if counts[kind]]
    sections = [f"{count} {kind}" for kind, count in changes.section_counts.items()]
    done = "The edition is of this revision now." if written else "This is a trial: nothing was written."
    return [
        f"Revision {outcome.old_revision} → {outcome.revision}. {done}",
        "",
        f"Passages: {before} before, {after} now: {_listed(passages)}",
        *([f"Sections: {_listed(sections)}"] if sections else []),
    ]


# -- What stands beside the text ---------------------------------------------------------------------------


def _translations(outcome: Outcome) -> list[str]:
    """What translators have to do."""
    rows: list[str] = []
    for language in outcome.new.languages[1:]:
        waiting = sorted(outcome.new.untranslated[language])
        stale = sorted(outcome.new.stale[language])
        rows += [_row("translate", f"{language}: {_listed(waiting)}")] if waiting else []
        rows += [_row("read again", f"{language}: {_listed(stale)}")] if stale else []
    hint = "  When a line was read again: python -m edition confirm PASSAGE"
    return ["Translations", *rows, *([hint] if any("read again" in row for row in rows) else [])] if rows else []


def _notes(outcome: Outcome) -> list[str]:
    """What became of the annotations."""
    after = outcome.new.by_slug
    changed = [row for note in outcome.old.annotations if note.slug in after for row in _anchor(note, after[note.slug])]
    stale = sorted(outcome.new.stale_notes)
    rows = changed + ([_row("read again", _listed(stale))] if stale else [])
    count = len(outcome.old.annotations)
    lost = sum(note.slug not in after for note in outcome.old.annotations)
    told = f"Notes: {count}" + (f"; to be decided, see below: {lost}" if lost else "")
    return [told, *rows] if rows or lost else []


def _anchor(old: Annotation, new: Annotation) -> Iterator[str]:
    """How an annotation was anchored anew."""
    if _target(old) != _target(new):
        yield _row("moved", f"{old.slug}: {_target(old)} → {_target(new)}")
    if old.quote != new.quote:
        yield _row("new quote", f"{old.slug}: “{old.quote}” → “{new.quote}”")


def _target(note: Annotation) -> str:
    return str(note.target) if note.target == note.last else f"{note.target}-{note.last}"


def _emendations(outcome: Outcome) -> list[str]:
    """What became of the emendations."""
    emended = outcome.emended
    rows = [row for item in emended.made for row in _taken_out(item, "the article now has it so")]
    rows += [row for item in emended.gone for row in _taken_out(item, "its words are gone")]
    return (
        [f"Emendations: {emended.kept} kept, {len(emended.made) + len(emended.gone)} taken out", *rows] if rows else []
    )


def _taken_out(emendation: Emendation, why: str) -> Iterator[str]:
    yield _row("taken out", f"{emendation.passage} “{emendation.quote}” → “{emendation.emendation}”: {why}")
    for language, reason in emendation.reasons.items():
        yield _below(language, reason)


def _named(what: str, places: Sequence[str]) -> list[str]:
    return [f"{what}; mend what is to be mended", *(f"  {place}" for place in places)] if places else []


def _decisions(outcome: Outcome) -> list[str]:
    """What is left for a person."""
    if not outcome.left:
        return ["Nothing is left to decide."]
    count = "1 thing is" if len(outcome.left) == 1 else f"{len(outcome.left)} things are"
    head = f"{count} left for you to decide; the edition cannot be built before (python -m edition check)"
    return [head, *(f"  {line}" for line in render_problems(outcome.left, "text").split("\n"))]
