"""The rules that hold between the registers, and between them and the text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from edition.checks import Placed, gone, passage_hint
from edition.markup import references
from edition.mentions import Finder
from edition.messages import say
from edition.model import Alias, Edition, Entry, Limited, Passage, Problem
from edition.nearest import did_you_mean


def together(
    registers: Iterable[dict[str, Entry]], aliases: Mapping[Passage, Alias], problems: list[Problem]
) -> dict[str, Entry]:
    """The entries of all registers; a name that is given twice is a problem (G06).

    :param aliases: old numbers, which lead to the new place.
    """
    entries: dict[str, Entry] = {}
    for register in registers:
        for slug, entry in register.items():
            if slug in entries:
                message = say("the name “{slug}” is taken by an entry of {path}", slug=slug, path=entries[slug].path)
                problems.append(
                    Problem(
                        entry.path,
                        entry.line,
                        "G06",
                        message,
                        say("give this entry another name"),
                        other=(entries[slug].path, entries[slug].line),
                    )
                )
            else:
                places, exceptions = (
                    tuple(_now(item, aliases) for item in items) for items in (entry.places, entry.exceptions)
                )
                entries[slug] = replace(entry, places=places, exceptions=exceptions)
    return entries


def _now(item: Limited, aliases: Mapping[Passage, Alias]) -> Limited:
    alias = aliases.get(item.passage)
    return item if alias is None or alias.removed else replace(item, passage=alias.to)


def cited(entries: Iterable[Entry]) -> list[Placed]:
    """The references in the descriptions."""
    return [
        Placed(entry.path, language, reference)
        for entry in entries
        for language, name in entry.names.items()
        for reference in references(name.description, name.line)
    ]


def ownership(edition: Edition) -> Iterator[Problem]:
    """Each form belongs to one entry: a reader who looks it up must be led to one place (G02)."""
    for language in edition.languages:
        finder = Finder(edition, language)
        owners: dict[str, Entry] = {}
        for entry in edition.entries.values():
            name = entry.names[language]
            for form, line in zip(name.all_forms, name.form_lines, strict=True):
                owner = owners.setdefault(finder.folded(form).casefold(), entry)
                if owner.slug != entry.slug:
                    message = say(
                        "the form “{form}” stands in “{slug}” and in “{slug2}”",
                        form=form,
                        slug=owner.slug,
                        slug2=entry.slug,
                    )
                    hint = say("keep it in the entry that it belongs to; for some passages use “places”")
                    yield Problem(entry.path, line, "G02", message, hint, other=(owner.path, owner.line))


def limits(edition: Edition) -> Iterator[Problem]:
    """What is said of one passage only: the passage is there and has the words (G05), and one entry has them (G02)."""
    finders = {language: Finder(edition, language) for language in edition.languages}
    owners: dict[tuple[str, Passage, str], str] = {}
    for entry in edition.entries.values():
        for item in (*entry.places, *entry.exceptions):
            if (problem := _misplaced(edition, finders[item.language], item)) is not None:
                yield replace(problem, path=entry.path)
        for item in entry.exceptions:
            finder = finders[item.language]
            own = map(finder.folded, entry.names[item.language].all_forms)
            if finder.folded(item.words) not in own:
                hint = did_you_mean(
                    item.words, entry.names[item.language].all_forms, say("name the form that is meant")
                )
                yield Problem(
                    entry.path,
                    item.line,
                    "G05",
                    say("“{words}” is no form of “{slug}”", words=item.words, slug=entry.slug),
                    hint,
                )
        for item in entry.places:
            key = (item.language, item.passage, finders[item.language].folded(item.words))
            if owners.setdefault(key, entry.slug) != entry.slug:
                message = say(
                    "“{words}” in {passage} stands in “{found}” and in “{slug}”",
                    words=item.words,
                    passage=item.passage,
                    found=owners[key],
                    slug=entry.slug,
                )
                yield Problem(entry.path, item.line, "G02", message, say("keep it in the entry that is meant"))


def _misplaced(edition: Edition, finder: Finder, item: Limited) -> Problem | None:
    section = edition.sections[item.language].get(item.passage.section)
    segment = section.segments.get(item.passage) if section else None
    if segment is not None:
        if finder.stands(item.words, segment.text):
            return None
        hint = say("copy the words from the passage")
        return Problem(
            "",
            item.line,
            "G05",
            say("“{words}” does not stand in {passage}", words=item.words, passage=item.passage),
            hint,
        )
    alias = edition.aliases.get(item.passage)
    if alias is None or not alias.removed:
        known = [passage for section in edition.sections[item.language].values() for passage in section.segments]
        hint = passage_hint(str(item.passage), known)
        return Problem(
            "", item.line, "G05", say("there is no passage {passage} with words", passage=item.passage), hint
        )
    return Problem("", item.line, "G05", gone(item.passage, alias), say("take the line away"))


def unused(edition: Edition, used: Collection[tuple[str, str]]) -> Iterator[Problem]:
    """Notices of forms that occur nowhere (G08); what is in the glossary has some for those who look it up.

    :param used: forms to which somebody refers, each with the language.
    """
    for language in edition.languages:
        finder = Finder(edition, language)
        texts = [
            segment.text for section in edition.sections[language].values() for segment in section.segments.values()
        ]
        whole = "\n".join(texts)
        for entry in edition.entries.values():
            if entry.in_glossary:
                continue
            name = entry.names[language]
            for form, line in zip(name.forms, name.form_lines[1:], strict=True):
                if (language, form.casefold()) in used or finder.stands(form, whole):
                    continue
                message = say("the form “{form}” stands nowhere in the text", form=form)
                hint = say("copy it as it stands in the text, or take it away")
                yield Problem(entry.path, line, "G08", message, hint, notice=True)
