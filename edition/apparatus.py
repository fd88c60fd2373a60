"""Read the emendations of one section: a list of places where the transmitted text is corrected, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise, takewhile

import yaml

from edition.anchor import find
from edition.anchoring import LONGEST, SHOWN, Kind, Range, Text, locate
from edition.checks import gone, passage_hint
from edition.files import letters
from edition.frontmatter import Reader, Value
from edition.markup import plain
from edition.messages import NOTHING, Listed, Said, say
from edition.model import CATEGORIES, CERTAINTIES, LOST_NOTE, Alias, Emendation, Passage, Patch, Problem, Segment

_ADVISED = 20
"""For how many wrong quotes of a list the nearest words are looked for."""

_COPY: tuple[Said, dict[str, str]] = (
    say("copy the words from the passage, as many as make the place certain"),
    {},
)

REQUIRED = ("passage", "quote", "emendation", "category", "certainty", "reason")


def parse(
    name: str,
    text: str,
    languages: tuple[str, ...],
    section: Text,
    aliases: Mapping[Passage, Alias],
    replaced: dict[str, str],
    problems: list[Problem],
) -> list[Emendation]:
    """Parse one list of emendations; those that cannot be used are left out and added to *problems*.

    :param section: the words of the section in the language of the transmitted text.
    :param aliases: numbers that are no longer used.
    :param replaced: letters that the reasons do not use, see :func:`edition.files.letters`.
    """
    reader = Reader(name, 1, problems)
    node = reader.compose(text)
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        reader.problem(1, "E01", say("the emendations must be a list"), say("begin each entry with “- passage: …”"))
        return []
    found = [
        emendation
        for item in node.value
        if (emendation := _emendation(reader, item, languages, section, aliases, replaced)) is not None
    ]
    found.sort(key=lambda emendation: emendation.order)
    for earlier, later in pairwise(found):
        if earlier.passage == later.passage and (later.span[0] < earlier.span[1] or later.span == earlier.span):
            reader.problem(
                later.line,
                "E05",
                say(
                    "“{quote}” overlaps the emendation of “{quote2}” on line {line}",
                    quote=later.quote,
                    quote2=earlier.quote,
                    line=earlier.line,
                ),
                say("make one entry of the two"),
            )
    return found


def _emendation(
    reader: Reader,
    node: yaml.Node,
    languages: tuple[str, ...],
    text: Text,
    aliases: Mapping[Passage, Alias],
    replaced: dict[str, str],
) -> Emendation | None:
    fields = reader.fields(node, say("an emendation"), REQUIRED)
    values = {key: reader.text(fields, key) for key in ("passage", "quote", "category", "certainty")}
    replacement = _replacement(reader, fields)
    reasons = _reasons(reader, fields, languages, replaced)
    reader.one_of(values["category"], "E02", "category", CATEGORIES)
    reader.one_of(values["certainty"], "E03", "certainty", CERTAINTIES)
    known = {key: value for key, value in values.items() if value is not None}
    if len(known) < len(values) or replacement is None or len(reasons) < len(languages):
        return None
    passage = _passage(reader, known["passage"], text.segments, aliases)
    if passage is None:
        return None
    quote, line, segment = known["quote"].text, known["quote"].line, text.segments[passage]
    spans = find(quote, segment.text)
    category = known["category"].text
    if len(spans) != 1:
        message = (
            say("“{quote}” stands {count} times in {passage}", quote=quote, count=len(spans), passage=passage)
            if spans
            else say("“{quote}” is not in {passage}", quote=quote, passage=passage)
        )
        mended = category == LOST_NOTE and not spans and len(find(replacement, segment.text)) == 1
        # To look for like words in a list that was made for another text would take minutes.
        advised = sum(problem.code == "E04" for problem in reader.problems)
        hint, new = (
            _for_a_mended_trace(replacement)
            if mended
            else _advice(quote, passage, text)
            if advised < _ADVISED and len(quote) <= LONGEST
            else _COPY
        )
        patch = Patch(new, reader.name, certain=False) if new else None
        reader.problems.append(Problem(reader.name, line, "E04", message, hint, patch))
        return None
    span, put = spans[0], replacement
    if category == LOST_NOTE:
        span, put = ((span[1], span[1]), "") if put == quote else _trace(span, segment.text, put)
    elif replacement == quote:
        hint = say("take the entry away; only a {category} leaves the words as they are", category=LOST_NOTE)
        reader.problem(line, "E04", say("“{quote}” is emended to itself", quote=quote), hint)
        return None
    return Emendation(passage, span, quote, replacement, put, category, known["certainty"].text, reasons, line)


def _for_a_mended_trace(words: str) -> tuple[Said, dict[str, str]]:
    """What to say, and to write, of a lost note whose mark has left nothing any more."""
    hint = say(
        "the text has the emended words already: if the note stood there, write the same words twice, "
        "quote: {words} and emendation: {words}; else take the entry away",
        words=words,
    )
    return (hint, {"quote": words, "emendation": words})


def _advice(quote: str, passage: Passage, text: Text) -> tuple[Said, dict[str, str]]:
    """How to mend a quote that does not stand at one place of its passage, and what to write, where that can be said."""
    outcome = locate(quote, Range(passage, passage), text)
    if outcome.kind is Kind.AMBIGUOUS:
        advice = say("quote as many words as make the place certain")
        longer = Listed(" or ", (say("“{words}”", words=words) for words in outcome.quotes))
        return (Listed(": ", (advice, longer)) if outcome.quotes else advice), {}
    if not outcome.places:
        return _COPY
    if len(outcome.places) > 1:
        places = ", ".join(dict.fromkeys(str(place.passages) for place in outcome.places[:SHOWN]))
        return (
            say("these words stand in {places}: if one of them is meant, write it as the passage", places=places),
            {},
        )
    place = outcome.places[0]
    there, words = place.passages.first, " ".join(place.words.split())
    new = {"passage": str(there)} if there != passage else {}
    new |= {"quote": words} if outcome.score < 1 or not new else {}
    hint = say(
        "the nearest words are “{words}” (score {score:.2f}) in {passages}",
        words=words,
        score=outcome.score,
        passages=place.passages,
    )
    if place.passages.last != there or len(find(new.get("quote", quote), text.segments[there].text)) != 1:
        return (hint, {})
    values = Listed(
        " and ", (f'{key}: "{value}"' if key == "passage" else f"{key}: {value}" for key, value in new.items())
    )
    adapted = say(", and the emendation to match") if "quote" in new else NOTHING
    return (say("{hint}; if they are meant, write {values}{adapted}", hint=hint, values=values, adapted=adapted), new)


def _trace(span: tuple[int, int], text: str, emendation: str) -> tuple[tuple[int, int], str]:
    """What a lost mark left in the quote that stands at *span*, and what is read for that.

    The mark stood where the two begin to differ, before any blank.
    """
    start, end = span
    quote = text[start:end]
    same = len(quote[: _alike(quote, emendation)].rstrip())
    after = _alike(quote[same:][::-1], emendation[same:][::-1])
    return (start + same, end - after), emendation[same : len(emendation) - after]


def _alike(first: str, second: str) -> int:
    """How many characters at the beginning are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _replacement(reader: Reader, fields: dict[str, tuple[yaml.Node, int]]) -> str | None:
    """The words to be read instead; unlike other texts they may be none."""
    if "emendation" not in fields:
        return None
    node, line = fields["emendation"]
    if not isinstance(node, yaml.ScalarNode):
        reader.problem(
            line, "Y05", say("“emendation” must be a text"), say("write the words to be read, or '' for none")
        )
        return None
    return str(node.value)


def _reasons(
    reader: Reader, fields: dict[str, tuple[yaml.Node, int]], languages: tuple[str, ...], replaced: dict[str, str]
) -> dict[str, str]:
    if "reason" not in fields:
        return {}
    parts = reader.fields(fields["reason"][0], say("the reason"), languages)
    texts = {language: reader.text(parts, language) for language in languages}
    known = {language: value for language, value in texts.items() if value is not None}
    for value in known.values():
        reader.problems += _in_words(reader.name, value, replaced)
    return {language: value.text for language, value in known.items()}


def _in_words(name: str, value: Value, replaced: dict[str, str]) -> Iterator[Problem]:
    """What is wrong with words of our own that are shown as they are written."""
    words = " ".join(value.text.split())
    for problem in letters(name, words, replaced):
        yield replace(problem, line=value.line)
    if plain(words) != words:
        hint = say("write plain words, without marks, roles or HTML")
        yield Problem(
            name, value.line, "E06", say("a reason is shown as it is written, but there is Markdown in it"), hint
        )


def _passage(
    reader: Reader, value: Value, passages: Mapping[Passage, Segment], aliases: Mapping[Passage, Alias]
) -> Passage | None:
    try:
        passage = Passage.parse(value.text)
    except ValueError:
        hint = say("write section.paragraph.segment, as in 4.2.3, or 4.0 for a heading")
        reader.problem(value.line, "A01", say("“{value}” is no passage number", value=value.text), hint)
        return None
    if passage in aliases:
        reader.problem(value.line, "A01", *_renumbered(passage, aliases[passage]))
        return None
    if passage not in passages:
        hint = passage_hint(str(passage), passages)
        reader.problem(value.line, "A01", say("there is no passage {passage} in this section", passage=passage), hint)
        return None
    return passage


def _renumbered(passage: Passage, alias: Alias) -> tuple[Said, Said]:
    """What to say of an emendation with an old number, and how to mend it."""
    if alias.removed:
        return (gone(passage, alias), say("take the entry away, or give it the passage in which its words stand now"))
    elsewhere = alias.to.section != passage.section
    file = f"annotations/{alias.to.section}/emendations.yaml"
    move = say(", and move the entry to {file}", file=file) if elsewhere else NOTHING
    return (
        say("{passage} is an old number; the passage is {to} now", passage=passage, to=alias.to),
        say('write passage: "{to}"{move}', to=alias.to, move=move),
    )
