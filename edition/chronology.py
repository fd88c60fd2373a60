"""Read the chronology: what happened on which day, in every language, and in which passages the article speaks of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import yaml

from edition.checks import Placed
from edition.dates import Period
from edition.frontmatter import Reader, Value
from edition.markup import allowed, references
from edition.messages import say
from edition.model import EVENT_KINDS, SLUG, DatedEvent, EventText, Passage, Problem, Reference
from edition.nearest import did_you_mean

REQUIRED = ("date", "kind")


def parse(
    name: str, text: str, languages: tuple[str, ...], events: Collection[str], problems: list[Problem]
) -> tuple[tuple[DatedEvent, ...], list[Placed]]:
    """Parse the chronology.

    :param events: the entries of the register of events, which an entry here may name.
    :returns: the entries that can be used, in the order of their dates, and everything that they refer to. Passages are
        among the references, so that one rule looks after all of them.
    """
    reader = Reader(name, 1, problems)
    node = reader.compose(text)
    if node is None:
        return (), []
    found: list[DatedEvent] = []
    placed: list[Placed] = []
    for slug, (item, line) in reader.mapping(node, say("the chronology")).items():
        if SLUG.fullmatch(slug) is None:
            reader.problem(
                line,
                "C01",
                say("“{slug}” cannot be the name of an entry", slug=slug),
                say("use small letters and hyphens"),
            )
        fields = reader.fields(
            item, say("the entry “{slug}”", slug=slug), (*REQUIRED, *languages), ("event", "passages")
        )
        date, kind, event = (reader.text(fields, key) for key in ("date", "kind", "event"))
        passages = reader.texts(fields, "passages")
        texts = {code: part for code in languages if (part := _text(reader, slug, code, fields)) is not None}
        reader.one_of(kind, "C03", "kind", EVENT_KINDS)
        if event is not None and event.text not in events:
            hint = did_you_mean(event.text, events, say("the entries are in source/registers/events.yaml"))
            reader.problem(event.line, "C04", say("there is no event “{event}”", event=event.text), hint)
        period = _period(reader, date) if date is not None else None
        placed += _placed(name, languages[0], passages, texts)
        if period is not None and period.days and kind is not None and len(texts) == len(languages):
            known = tuple(passage for value in passages if (passage := _passage(value)) is not None)
            about = event.text if event else ""
            found.append(DatedEvent(slug, line, period, *period.days, known, kind.text, about, texts))
    return tuple(sorted(found, key=lambda entry: (entry.first, entry.last))), placed


def _text(reader: Reader, slug: str, language: str, fields: dict[str, tuple[yaml.Node, int]]) -> EventText | None:
    if language not in fields:
        return None
    parts = reader.fields(
        fields[language][0], say("“{language}” of the entry “{slug}”", language=language, slug=slug), ("name", "text")
    )
    name, text = reader.text(parts, "name"), reader.text(parts, "text")
    if name is None or text is None:
        return None
    reader.problems.extend(allowed(reader.name, text.text, text.line))
    return EventText(name.text, text.text, text.line)


def _period(reader: Reader, value: Value) -> Period | None:
    try:
        period = Period.parse(value.text)
    except ValueError:
        hint = say("write 1939, 1939-08 or 1939-08-23, or two of them with a slash: 1938-09-29/1938-09-30")
        reader.problem(value.line, "C02", say("“{value}” is no date in EDTF", value=value.text), hint)
        return None
    if period.days is None:
        hint = say("write dates without “~” and without “..”, and say in the text what is not sure")
        reader.problem(value.line, "C02", say("“{value}” has no place on an axis", value=value.text), hint)
    return period


def _placed(name: str, original: str, passages: Iterable[Value], texts: dict[str, EventText]) -> list[Placed]:
    return [
        *(Placed(name, original, Reference("passage", value.text, value.line)) for value in passages),
        *(
            Placed(name, language, reference)
            for language, part in texts.items()
            for reference in references(part.text, part.line)
        ),
    ]


def _passage(value: Value) -> Passage | None:
    """The passage of a number; one that cannot be read is reported as any other reference is."""
    try:
        return Passage.parse(value.text)
    except ValueError:
        return None
