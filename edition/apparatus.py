"""Read the emendations of one section: a list of places where the transmitted text is corrected, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise, takewhile

import yaml

from edition.anchor import find
from edition.anchoring import SHOWN, Kind, Range, Text, locate
from edition.checks import gone
from edition.files import letters
from edition.frontmatter import Reader, Value
from edition.markup import plain
from edition.model import CATEGORIES, CERTAINTIES, LOST_NOTE, Alias, Emendation, Passage, Patch, Problem, Segment
from edition.nearest import did_you_mean

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
        reader.problem(1, "E01", "the emendations must be a list", "begin each entry with “- passage: …”")
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
                f"“{later.quote}” overlaps the emendation of “{earlier.quote}” on line {earlier.line}",
                "make one entry of the two",
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
    fields = reader.fields(node, "an emendation", REQUIRED)
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
        how = "is not in" if not spans else f"stands {len(spans)} times in"
        message = f"“{quote}” {how} {passage}"
        mended = category == LOST_NOTE and not spans and len(find(replacement, segment.text)) == 1
        hint, new = _for_a_mended_trace(replacement) if mended else _advice(quote, passage, text)
        patch = Patch(new, reader.name, certain=False) if new else None
        reader.problems.append(Problem(reader.name, line, "E04", message, hint, patch))
        return None
    span, put = spans[0], replacement
    if category == LOST_NOTE:
        span, put = ((span[1], span[1]), "") if put == quote else _trace(span, segment.text, put)
    elif replacement == quote:
        hint = f"take the entry away; only a {LOST_NOTE} leaves the words as they are"
        reader.problem(line, "E04", f"“{quote}” is emended to itself", hint)
        return None
    return Emendation(passage, span, quote, replacement, put, category, known["certainty"].text, reasons, line)


def _for_a_mended_trace(words: str) -> tuple[str, dict[str, str]]:
    """What to say, and to write, of a lost note whose mark has left nothing any more."""
    hint = (
        "the text has the emended words already: if the note stood there, write the same words twice, "
        f"quote: {words} and emendation: {words}; else take the entry away"
    )
    return hint, {"quote": words, "emendation": words}


def _advice(quote: str, passage: Passage, text: Text) -> tuple[str, dict[str, str]]:
    """How to mend a quote that does not stand at one place of its passage, and what to write, where that can be said."""
    outcome = locate(quote, Range(passage, passage), text)
    if outcome.kind is Kind.AMBIGUOUS:
        longer = ": " + " or ".join(f"“{words}”" for words in outcome.quotes) if outcome.quotes else ""
        return f"quote as many words as make the place certain{longer}", {}
    if not outcome.places:
        return "copy the words from the passage, as many as make the place certain", {}
    if len(outcome.places) > 1:
        places = ", ".join(dict.fromkeys(str(place.passages) for place in outcome.places[:SHOWN]))
        return f"these words stand in {places}: if one of them is meant, write it as the passage", {}
    place = outcome.places[0]
    there, words = place.passages.first, " ".join(place.words.split())
    new = {"passage": str(there)} if there != passage else {}
    new |= {"quote": words} if outcome.score < 1 or not new else {}
    hint = f"the nearest words are “{words}” (score {outcome.score:.2f}) in {place.passages}"
    if place.passages.last != there or len(find(new.get("quote", quote), text.segments[there].text)) != 1:
        return hint, {}
    values = " and ".join(f'{key}: "{value}"' if key == "passage" else f"{key}: {value}" for key, value in new.items())
    adapted = ", and the emendation to match" if "quote" in new else ""
    return f"{hint}; if they are meant, write {values}{adapted}", new


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
        reader.problem(line, "Y05", "“emendation” must be a text", "write the words to be read, or '' for none")
        return None
    return str(node.value)


def _reasons(
    reader: Reader, fields: dict[str, tuple[yaml.Node, int]], languages: tuple[str, ...], replaced: dict[str, str]
) -> dict[str, str]:
    if "reason" not in fields:
        return {}
    parts = reader.fields(fields["reason"][0], "the reason", languages)
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
        hint = "write plain words, without marks, roles or HTML"
        yield Problem(name, value.line, "E06", "a reason is shown as it is written, but there is Markdown in it", hint)


def _passage(
    reader: Reader, value: Value, passages: Mapping[Passage, Segment], aliases: Mapping[Passage, Alias]
) -> Passage | None:
    try:
        passage = Passage.parse(value.text)
    except ValueError:
        hint = "write section.paragraph.segment, as in 4.2.3, or 4.0 for a heading"
        reader.problem(value.line, "A01", f"“{value.text}” is no passage number", hint)
        return None
    if passage in aliases:
        reader.problem(value.line, "A01", *_renumbered(passage, aliases[passage]))
        return None
    if passage not in passages:
        hint = did_you_mean(str(passage), map(str, passages), "the passages of this section are meant")
        reader.problem(value.line, "A01", f"there is no passage {passage} in this section", hint)
        return None
    return passage


def _renumbered(passage: Passage, alias: Alias) -> tuple[str, str]:
    """What to say of an emendation with an old number, and how to mend it."""
    if alias.removed:
        return gone(passage, alias), "take the entry away, or give it the passage in which its words stand now"
    elsewhere = alias.to.section != passage.section
    move = f", and move the entry to annotations/{alias.to.section}/emendations.yaml" if elsewhere else ""
    return f"{passage} is an old number; the passage is {alias.to} now", f'write passage: "{alias.to}"{move}'
