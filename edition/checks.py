"""The rules that hold between files: alignment of the languages, and references that must lead somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from edition.markup import references as _references
from edition.messages import Said, say
from edition.model import Alias, Edition, Map, Passage, Problem, Reference, Section
from edition.nearest import did_you_mean
from edition.numbers import ZERO, Number


@dataclass(frozen=True)
class Placed:
    """A reference with the file and the language in which it stands."""

    path: str
    language: str
    reference: Reference


def alignment(edition: Edition, unread: Mapping[str, Collection[Number]]) -> Iterator[Problem]:
    """The languages have the same files, and in each paragraph the same number of lines.

    :param unread: for each language the sections that have a file that could not be used, which is reported already.
    """
    original = edition.original
    numbers = {*original, *unread[edition.languages[0]]}
    missing = _missing(edition, numbers)
    if missing is not None and original:
        folder = next(iter(original.values())).path.parent
        yield Problem(
            str(folder),
            1,
            "T06",
            say("there is no file for section {missing}", missing=missing),
            say("sections count from 00"),
        )
    for language in edition.languages[1:]:
        companions = edition.sections[language]
        for number, section in original.items():
            if number in companions:
                yield from _aligned(section, companions[number])
            elif companions and number not in unread[language]:
                path = str(next(iter(companions.values())).path.with_name(section.path.name))
                yield Problem(
                    path,
                    1,
                    "T03",
                    say("section {number} is missing", number=number),
                    say("translate {path}", path=section.path),
                    other=(str(section.path), 1),
                )
        for number, companion in companions.items():
            if number not in numbers and number != missing:
                hint = (
                    say("the last section of the original is {max}", max=max(numbers))
                    if numbers
                    else say("the original has no text")
                )
                yield Problem(
                    str(companion.path),
                    1,
                    "T03",
                    say("there is no section {number} in the original", number=number),
                    hint,
                )


def _missing(edition: Edition, numbers: Collection[Number]) -> Number | None:
    """The first number that no section has; nor was it given up, with an alias."""
    last = max(numbers, default=ZERO)
    counts = (Number(count) for count in range(last.count + 1))
    left_out = (number for number in counts if number not in numbers and Passage((number,)) not in edition.aliases)
    return next(left_out, None)


def _aligned(section: Section, companion: Section) -> Iterator[Problem]:
    path = str(companion.path)
    if companion.path.name != section.path.name:
        yield Problem(
            path,
            1,
            "T03",
            say("the name differs from that of the original"),
            say("call it {name}", name=section.path.name),
            other=(str(section.path), 1),
        )
    if companion.editorial != section.editorial:
        hint = say("use a title in the front matter in both languages, or a heading in both")
        yield Problem(path, companion.heading.line, "T02", say("the heading is editorial in one language only"), hint)
    if len(companion.paragraphs) != len(section.paragraphs):
        line = companion.paragraphs[-1][-1].line if companion.paragraphs else companion.heading.line
        yield Problem(
            path,
            line,
            "T04",
            say(
                "{count} paragraphs here, but {count2} in {path}",
                count=len(companion.paragraphs),
                count2=len(section.paragraphs),
                path=section.path,
            ),
            say("a blank line makes a new paragraph; put as many as there are in the original"),
            other=(str(section.path), section.heading.line),
        )
        return
    for ours, theirs in zip(companion.paragraphs, section.paragraphs, strict=True):
        if len(ours) != len(theirs):
            yield Problem(
                path,
                ours[min(len(ours), len(theirs)) - 1].line,
                "T05",
                say(
                    "paragraph {paragraph} has {count} lines here, but {count2} in {path} (from line {line})",
                    paragraph=ours[0].passage.paragraph,
                    count=len(ours),
                    count2=len(theirs),
                    path=section.path,
                    line=theirs[0].line,
                ),
                say("one line translates one line: divide or join the lines of this paragraph"),
                other=(str(section.path), theirs[0].line),
            )


def references(edition: Edition, slugs: Collection[str], placed: list[Placed]) -> Iterator[Problem]:
    """Every reference leads to a note, a passage, a term or a work that there is.

    :param slugs: the names of all annotation files, the broken ones too, so that one mistake is reported once.
    """
    segments = [passage for section in edition.original.values() for passage in section.segments]
    for item in placed:
        role, target = item.reference.role, item.reference.target
        if role.startswith("cite:"):
            known: Collection[str] = edition.citations
            code, message, otherwise = "R01", say("unknown citation key"), say("the keys are in source/references.bib")
        elif role == "note":
            known, code, message, otherwise = slugs, "R02", say("unknown note"), say("a note is named by its file")
        elif role == "passage":
            yield from _to_passage(item, edition, segments)
            continue
        else:
            if edition.entry_called(target, item.language) is not None:
                continue
            known, code, message = edition.forms[item.language], "R04", say("unknown term")
            otherwise = say("the terms and their forms are in source/registers")
            target = target.casefold()
        if target not in known:
            hint = did_you_mean(target, known, otherwise)
            yield Problem(
                item.path,
                item.reference.line,
                code,
                say("{message} “{target}”", message=message, target=item.reference.target),
                hint,
            )


def _to_passage(item: Placed, edition: Edition, segments: Collection[Passage]) -> Iterator[Problem]:
    """A reference to a passage that there is not; old numbers lead to where the words went."""
    path, line, target = item.path, item.reference.line, item.reference.target
    try:
        passage = Passage.parse(target)
    except ValueError:
        yield Problem(
            path, line, "R03", say("unknown passage “{target}”", target=target), passage_hint(target, segments)
        )
        return
    alias = edition.aliases.get(passage)
    if alias is not None and alias.removed:
        yield Problem(
            path, line, "R03", gone(passage, alias), say("if the passage before it is meant, write “{to}”", to=alias.to)
        )
    elif not any(edition.resolve(passage) in section.passages for section in edition.original.values()):
        yield Problem(
            path, line, "R03", say("unknown passage “{target}”", target=target), passage_hint(target, segments)
        )


def gone(passage: Passage, alias: Alias) -> Said:
    """What a message says of a passage that was removed."""
    return say("{passage} was no longer in the article in revision {removed}", passage=passage, removed=alias.removed)


def staleness(edition: Edition, lines: Mapping[str, int]) -> Iterator[Problem]:
    """Notices of what is older than the text: translations (S02), what waits for one (S03), notes (S04).

    :param lines: for each note the 1-based line of its target.
    """
    for language in edition.languages[1:]:
        for number, section in edition.original.items():
            if number in edition.sections[language]:
                yield from _stale_lines(edition, language, section, edition.sections[language][number])
    for note in edition.annotations:
        if note.slug in edition.stale_notes:
            where = str(note.target) if note.target == note.last else f"{note.target}-{note.last}"
            message = say("{where} has changed since this note was written", where=where)
            hint = say(
                "read the note again with the passage, then run “python -m edition confirm {slug}”", slug=note.slug
            )
            yield Problem(str(note.path), lines[note.slug], "S04", message, hint, notice=True)


def _stale_lines(edition: Edition, language: str, section: Section, companion: Section) -> Iterator[Problem]:
    path = str(companion.path)
    for passage, segment in section.segments.items():
        if passage not in companion.segments:
            continue
        line, there = companion.segments[passage].line, f"{section.path}:{segment.line}"
        if passage in edition.stale[language]:
            message = say("the translation of {passage} is older than the text", passage=passage)
            hint = say(
                "read it again against {there}, then run “python -m edition confirm {passage}”",
                there=there,
                passage=passage,
            )
            yield Problem(path, line, "S02", message, hint, notice=True)
        elif passage in edition.untranslated[language]:
            yield Problem(
                path,
                line,
                "S03",
                say("{passage} is not translated yet", passage=passage),
                say("write here what {there} says", there=there),
                notice=True,
            )


def uncited(path: str, lines: Mapping[str, int], placed: list[Placed]) -> Iterator[Problem]:
    """Notices of works that nothing cites (B04), which the bibliography does not list.

    :param path: the file of the bibliography.
    :param lines: for each work the 1-based line on which its entry begins.
    """
    cited = {item.reference.target for item in placed if item.reference.role.startswith("cite:")}
    for key, line in lines.items():
        if key not in cited:
            yield Problem(
                path,
                line,
                "B04",
                say("nothing cites “{key}”", key=key),
                say("cite it, or take the entry away"),
                notice=True,
            )


def map_references(found: Map) -> list[Placed]:
    """The references in the texts of a map."""
    return [
        Placed(str(found.path), language, reference)
        for language, part in found.texts.items()
        for reference in _references(part.text, part.line)
    ]


def passage_hint(target: str, passages: Collection[Passage]) -> Said:
    """The passage nearest to one that there is not: in its paragraph, else in its section, else of like number."""
    otherwise = say("write section.paragraph.segment, as in 4.2.3, or 4.0 for a heading")
    try:
        parts = Passage.parse(target).parts
    except ValueError:
        return did_you_mean(target, map(str, passages if "." in target else ()), otherwise)
    section = sorted(passage for passage in passages if passage.parts[:1] == parts[:1])
    paragraph = [passage for passage in section if passage.parts[:2] == parts[:2]]
    if not section:
        return did_you_mean(target, map(str, passages), otherwise)
    within, what = (
        (paragraph, say("paragraph {number}", number=paragraph[0].paragraph))
        if paragraph
        else (section, say("section {number}", number=parts[0]))
    )
    nearest = max((passage for passage in within if passage.parts <= parts), default=within[0])
    has = (
        say("{first} to {last}", first=within[0], last=within[-1])
        if len(within) > 1
        else say("{first} only", first=within[0])
    )
    return say("did you mean “{nearest}”? {what} has {has}", nearest=nearest, what=what, has=has)


def mirrored(pages: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Every page is there in every language.

    :param pages: for each language the pages of its tree, relative to it.
    """
    for language, names in pages.items():
        for other, others in pages.items():
            for name in sorted(set(others) - set(names)):
                hint = say("translate source/{other}/{name}", other=other, name=name)
                yield Problem(
                    f"source/{language}/{name}",
                    1,
                    "T03",
                    say("this page is there in “{other}” only", other=other),
                    hint,
                )
