"""Attach annotations to the words they are about, or say why they cannot be.

What becomes of a quote is found out by :mod:`edition.anchoring`; here it is put into words. Codes: A01 no such target,
A02 *orphan*, A03 *ambiguous*, A11 the wrong folder, A13 *drifted*, A14 *moved*.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from edition import extract, files
from edition.anchoring import LONGEST, SHOWN, Kind, Outcome, Range, Stretch, Text, locate
from edition.annotationfile import Draft
from edition.checks import gone, passage_hint
from edition.config import Config
from edition.fingerprints import UNTRANSLATED
from edition.markup import plain
from edition.messages import NOTHING, Listed, Said, say
from edition.model import Alias, Annotation, Emendation, Passage, Patch, Problem, Section
from edition.numbers import ZERO, Number
from edition.orthography import Orthography
from edition.readings import STATES, runs, transmitted_span

_DASH = re.compile(r"[-‐-―−]")
_CODES = {Kind.ORPHAN: "A02", Kind.AMBIGUOUS: "A03", Kind.DRIFTED: "A13", Kind.MOVED: "A14"}


@dataclass(frozen=True)
class Texts:
    """The text in every language, with what could not be read of the original.

    :ivar by_language: that of the transmitted text first.
    :ivar unread: sections of the original that have a file that could not be used, which is reported already.
    :ivar aliases: numbers that are no longer used.
    :ivar emended: the emendations of each passage, which with the rules of spelling make the other states.
    """

    by_language: dict[str, Text]
    unread: Collection[Number]
    aliases: Mapping[Passage, Alias]
    emended: Mapping[Passage, Sequence[Emendation]]
    orthography: Orthography

    @classmethod
    def of(
        cls,
        root: Path,
        config: Config,
        sections: Mapping[str, Mapping[Number, Section]],
        unread: Collection[Number],
        aliases: Mapping[Passage, Alias],
        emended: Mapping[Passage, Sequence[Emendation]],
        orthography: Orthography,
    ) -> Texts:
        """The texts of the edition in *root*, the pinned extract being the witness of the original."""
        original = config.languages[0]
        texts = {
            language: Text(
                sections[language].values(),
                config.folded_letters,
                _witness(root, config) if language == original else "",
            )
            for language in config.languages
        }
        return cls(texts, unread, aliases, emended, orthography)

    @property
    def original(self) -> Text:
        """The transmitted text."""
        return next(iter(self.by_language.values()))


def _witness(root: Path, config: Config) -> str:
    """The running text of the pinned extract; empty where there is none that can be read."""
    try:
        pinned = extract.read(files.data(root, root / config.extract, extract.LARGEST))
    except (OSError, extract.ExtractError):
        return ""
    return "\n".join(line for section in pinned.sections for line in (section.heading, *section.paragraphs))


def attach(draft: Draft, texts: Texts, problems: list[Problem]) -> Annotation | None:
    """The annotation that a draft makes; None where its words are not found, or the draft is not sound."""
    value, quote = draft.values.get("target"), draft.values.get("quote")
    if value is None:
        return None
    target = _range(value.text, texts)
    if isinstance(target, Range) and target.first.section in texts.unread:
        return None
    if not isinstance(target, Range):
        problems.append(_without_target(draft, texts, *target))
        return None
    if quote is None or any(_too_long(draft, key, problems) for key in draft.values if key.startswith("quote")):
        return None
    outcome, companions = _located(draft, quote.text, target, texts)
    if str(target) != value.text:
        problems.append(_renumbered(draft, target, outcome))
        return None
    place = _path(draft, outcome.places[0].passages if outcome.kind is Kind.MOVED else target)
    if draft.path.parent.name != str(target.first.section) and place != draft.path:
        problems.append(_misplaced(draft, target, outcome))
        return None
    if outcome.kind is not Kind.OK:
        problems.append(_read_otherwise(draft, target, texts) or _problem(draft, "quote", target, outcome))
    there = outcome.places[0].passages if outcome.kind is Kind.MOVED else target
    problems += [
        _untranslated(draft, language, there, texts) or _problem(draft, _key(language), there, found)
        for language, found in companions.items()
        if found.kind is not Kind.OK
    ]
    if any(found.kind is not Kind.OK for found in (outcome, *companions.values())) or not draft.sound:
        return None
    return Annotation(
        slug=draft.slug,
        path=draft.path,
        target=target.first,
        last=target.last,
        quote=quote.text,
        span=outcome.places[0].span,
        kind=draft.values["kind"].text,
        author=draft.values["author"].text,
        status=draft.values["status"].text,
        parts=draft.parts,
        companion_spans={language: found.places[0].span for language, found in companions.items()},
    )


def _too_long(draft: Draft, key: str, problems: list[Problem]) -> bool:
    value = draft.values[key]
    if len(value.text) <= LONGEST:
        return False
    message = say("the {key} has {count} characters; the most is {most}", key=key, count=len(value.text), most=LONGEST)
    hint = say("quote the first words and the last of them in two notes, or fewer words")
    problems.append(Problem(str(draft.path), value.line, "A15", message, hint))
    return True


def _key(language: str) -> str:
    """The key of the quote in another language than that of the transmitted text."""
    return f"quote-{language}"


def _located(draft: Draft, quote: str, target: Range | None, texts: Texts) -> tuple[Outcome, dict[str, Outcome]]:
    """What became of the quote, and of those in the other languages; these stand in the passages that translate it."""
    outcome = _locate(quote, target, texts.original)
    there = outcome.places[0].passages if outcome.kind is Kind.MOVED else target
    companions = {
        language: _locate(draft.values[_key(language)].text, there, text)
        for language, text in texts.by_language.items()
        # Where a translation has other passages than the original, that is reported by itself.
        if text is not texts.original and _key(language) in draft.values and there is not None and text.holds(there)
    }
    # What moved is moved with all its words, or not without a person looking at it.
    together = outcome.kind is not Kind.MOVED or all(found.kind is Kind.OK for found in companions.values())
    return replace(outcome, certain=outcome.certain and together), companions


def _locate(quote: str, target: Range | None, text: Text) -> Outcome:
    """What became of a quote as it is written, or as a reader sees it where it was copied with its marks."""
    outcome = locate(quote, target, text)
    shown = plain(quote)
    if outcome.kind is Kind.OK or shown == quote:
        return outcome
    unmarked = locate(shown, target, text)
    return unmarked if unmarked.score >= outcome.score else outcome


def _range(value: str, texts: Texts) -> Range | tuple[Said, Said]:
    """The passages that *value* names, or what is wrong with it and how to mend it.

    Old numbers lead to the new place: then the passages have other numbers than *value*.
    """
    passages = texts.original.segments
    ends = [end.strip() for end in _DASH.split(value)]
    try:
        parsed = [Passage.parse(end) for end in ends]
    except ValueError:
        parsed = []
    if not 1 <= len(parsed) <= 2:
        return (say("“{value}” is no passage number", value=value), passage_hint(value, passages))
    now = [texts.aliases[end].to if end in texts.aliases else end for end in parsed]
    for passage, alias in ((end, texts.aliases.get(end)) for end in parsed):
        if alias is not None and alias.removed:
            return (gone(passage, alias), say("take the annotation away, if its words are gone too"))
    for passage in now:
        if passage.section not in texts.unread and passage not in passages:
            several = any(other.parts[: len(passage.parts)] == passage.parts for other in passages)
            message = (
                say("{passage} is not one passage but several", passage=passage)
                if several
                else say("there is no passage {passage}", passage=passage)
            )
            return (message, passage_hint(str(passage), passages))
    return _unsuitable(value, Range(parsed[0], parsed[-1]), Range(now[0], now[-1])) or Range(now[0], now[-1])


def _unsuitable(value: str, written: Range, found: Range) -> tuple[Said, Said] | None:
    """Why a note cannot be on the passages *found*, which *value* names by the numbers *written*."""
    if found.first.section != found.last.section:
        return (
            say("“{value}” runs from one section into another", value=value),
            say("write an annotation for each section"),
        )
    if written.first > written.last or (_DASH.search(value) and str(written) != value):
        return (
            say("“{value}” is no passage number", value=value),
            say('write target: "{target}"', target=Range(*sorted((written.first, written.last)))),
        )
    if found.first > found.last:
        return (
            say("the passages of “{value}” no longer follow each other", value=value),
            say("write an annotation on one of them"),
        )
    if found.first != found.last and found.first.parts[1:] == (ZERO,):
        return (
            say("“{value}” runs from the heading into the text", value=value),
            say('write target: "{first}" or begin after it', first=found.first),
        )
    return None


def _without_target(draft: Draft, texts: Texts, message: Said, hint: Said) -> Problem:
    """There is no such target; where the words of the quote stand at one place, that is offered."""
    quote = draft.values.get("quote")
    patch = None
    if quote is not None and len(quote.text) <= LONGEST:
        outcome, _ = _located(draft, quote.text, None, texts)
        patch = _patch(draft, "quote", outcome) if outcome.kind is Kind.MOVED else None
    if patch is not None:
        before = NOTHING if hint.startswith("write target") else Listed("", (hint, " " if hint.endswith("?") else "; "))
        hint = say(
            "{before}the quote stands in {passage}: {instruction}",
            before=before,
            passage=patch.values["target"],
            instruction=_instruction(draft, patch),
        )
    return Problem(str(draft.path), draft.values["target"].line, "A01", message, hint, patch)


def _renumbered(draft: Draft, target: Range, outcome: Outcome) -> Problem:
    """The target has an old number. What it is now is certain; what else became of the quote is told after that."""
    value = draft.values["target"]
    moved = outcome.patch if outcome.certain else {}
    place = _path(draft, outcome.places[0].passages if "target" in moved else target)
    patch = Patch({"target": str(target), **moved}, str(place), certain=True)
    message = say("{value} is an old number; the passage is {target} now", value=value.text, target=target)
    return Problem(str(draft.path), value.line, "A14", message, _instruction(draft, patch), patch)


def _misplaced(draft: Draft, target: Range, outcome: Outcome) -> Problem:
    section = target.first.section
    message = say(
        "an annotation on section {section} stands in the folder “{name}”", section=section, name=draft.path.parent.name
    )
    patch = Patch({}, str(_path(draft, target)), outcome.kind is Kind.OK)
    return Problem(str(draft.path), draft.values["target"].line, "A11", message, _instruction(draft, patch), patch)


def _path(draft: Draft, passages: Range) -> PurePosixPath:
    """Where the file of an annotation on *passages* has its place; one to practise on stays where it is."""
    if draft.practice:
        return draft.path
    return draft.path.parent.with_name(str(passages.first.section)) / draft.path.name


def _patch(draft: Draft, key: str, outcome: Outcome) -> Patch | None:
    """What to write for an outcome; None where it cannot be written down.

    :param key: the key of the quote. The target is that of the quote in the original; no other quote may change it.
    """
    if not outcome.patch or (key != "quote" and "target" in outcome.patch):
        return None
    place = _path(draft, outcome.places[0].passages) if "target" in outcome.patch else draft.path
    values = {key if name == "quote" else name: text for name, text in outcome.patch.items()}
    return Patch(values, str(place), outcome.certain)


def _instruction(draft: Draft, patch: Patch) -> Said:
    """A patch in words."""
    written = [f'{name}: "{text}"' if name == "target" else f"{name}: {text}" for name, text in patch.values.items()]
    steps = [say("write {values}", values=Listed(" and ", written))] if written else []
    steps += [say("move the file to {path}", path=patch.path)] if patch.path != str(draft.path) else []
    done = Listed(", and ", steps)
    return say("{steps}; “check --fix” does it", steps=done) if patch.certain else done


def _problem(draft: Draft, key: str, target: Range, outcome: Outcome) -> Problem:
    """What to tell about a quote that is not found.

    :param key: the key of the quote in the front matter.
    """
    value = draft.values[key]
    message = say("the {key} “{value}” {became}", key=key, value=value.text, became=_became(target, outcome))
    patch = _patch(draft, key, outcome)
    hint = _advice(key, target, outcome) if patch is None or outcome.kind is Kind.ORPHAN else NOTHING
    if patch is not None:
        hint = (
            say("{hint}; if they are meant, {instruction}", hint=hint, instruction=_instruction(draft, patch))
            if hint
            else _instruction(draft, patch)
        )
    return Problem(str(draft.path), value.line, _CODES[outcome.kind], message, hint, patch)


def _untranslated(draft: Draft, language: str, target: Range, texts: Texts) -> Problem | None:
    """The quote in another language cannot stand where nothing is translated yet."""
    lines = texts.by_language[language].stretch(target).segments
    waiting = [str(line.passage) for line in lines if line.text == UNTRANSLATED]
    if not waiting:
        return None
    key = _key(language)
    value = draft.values[key]
    message = say(
        "the {key} “{value}” is not in {target}, as {passages} is not translated yet",
        key=key,
        value=value.text,
        target=target,
        passages=", ".join(waiting),
    )
    hint = say("take “{key}” away until that is translated, then quote the words of the translation", key=key)
    return Problem(str(draft.path), value.line, "A02", message, hint)


def _read_otherwise(draft: Draft, target: Range, texts: Texts) -> Problem | None:
    """The quote has the words of another state: those that were transmitted in their place are meant, certainly."""
    value = draft.values["quote"]
    for state in STATES[1:]:
        quote = _transmitted(plain(value.text), target, texts, state)
        if quote is not None and locate(quote, target, texts.original).kind is Kind.OK:
            message = say(
                "the quote “{value}” is not in {target} as it was transmitted, but in the {state} text",
                value=value.text,
                target=target,
                state=say(state),
            )
            hint = say("quote the transmitted words: “{quote}”; “check --fix” does it", quote=quote)
            patch = Patch({"quote": quote}, str(draft.path), certain=True)
            return Problem(str(draft.path), value.line, _CODES[Kind.DRIFTED], message, hint, patch)
    return None


def _transmitted(quote: str, target: Range, texts: Texts, state: str) -> str | None:
    """What was transmitted where one state has the words of *quote* in *target*; None where it has not, or not once."""
    original = texts.original.stretch(target)
    found = {
        item.passage: runs(item.text, texts.emended.get(item.passage, ()), texts.orthography)
        for item in original.segments
    }
    read = (replace(item, text="".join(run[state] for run in found[item.passage])) for item in original.segments)
    stretch = Stretch(tuple(read), original.letters)
    spans = stretch.exact(texts.original.wanted(quote))
    if len(spans) != 1:
        return None
    place = stretch.place(*spans[0])
    start, _ = transmitted_span(found[place.passages.first], state, place.span[0], place.span[0] + 1)
    _, end = transmitted_span(found[place.passages.last], state, place.span[1] - 1, place.span[1])
    words = [item.text for item in texts.original.stretch(place.passages).segments]
    words[-1] = words[-1][:end]
    words[0] = words[0][start:]
    return " ".join(" ".join(words).split())


def _became(target: Range, outcome: Outcome) -> Said:
    """What a message says of a quote."""
    if outcome.kind is Kind.AMBIGUOUS:
        return say("stands {count} times in {target}", count=len(outcome.places), target=target)
    if outcome.kind is Kind.DRIFTED:
        return say("is not in {target}, which has {like}", target=target, like=_like(outcome))
    if outcome.kind is Kind.ORPHAN:
        return say("is not in {target}", target=target)
    there = outcome.places[0].passages
    within = target.first <= there.first and there.last <= target.last
    return (
        say("does not run from {first} to {last}", first=target.first, last=target.last)
        if within
        else say("is not in {target}, but in {there}", target=target, there=there)
    )


def _advice(key: str, target: Range, outcome: Outcome) -> Said:
    """How to mend a quote where nothing can be written down for it.

    :param key: the key of the quote. The target is that of the quote in the original, and stays.
    """
    if outcome.kind is Kind.AMBIGUOUS:
        advice = say("quote some more words, so that it is unique")
        return Listed(": ", (advice, Listed(" or ", map(_quoted, outcome.quotes)))) if outcome.quotes else advice
    if key != "quote" and outcome.places and not target.first <= outcome.places[0].passages.first <= target.last:
        return say(
            "copy the words from {target} that translate the quote, or take “{key}” away", target=target, key=key
        )
    if outcome.kind is Kind.ORPHAN and len(outcome.places) > 1:
        others = list(dict.fromkeys(str(place.passages) for place in outcome.places))
        more = say(" and elsewhere") if len(others) > SHOWN else NOTHING
        return say(
            "these words stand in {passages}{more}: if one of them is meant, write it as the target",
            passages=", ".join(others[:SHOWN]),
            more=more,
        )
    if outcome.kind is Kind.ORPHAN and outcome.places:
        return say(
            "the nearest words are {like} in {passages}", like=_like(outcome), passages=outcome.places[0].passages
        )
    return say("copy the words from {target}, exactly as they stand in the text file", target=target)


def _like(outcome: Outcome) -> Said:
    return say("“{words}” (score {score:.2f})", words=" ".join(outcome.places[0].words.split()), score=outcome.score)


def _quoted(words: str) -> Said:
    return say("“{words}”", words=words)
