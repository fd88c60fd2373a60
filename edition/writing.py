"""Begin an annotation: a file with everything filled in that is known, for a person who has the words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from edition import files
from edition.anchoring import Kind, Range, Text, locate
from edition.config import Config
from edition.messages import say
from edition.model import KINDS, SLUG, STATUSES, Edition, Passage, spelt_plainly
from edition.nearest import did_you_mean

WORDS_OF_NAME = 5
"""Of so many words of the quote the name of a file is made."""


class NotWritten(Exception):
    """The annotation could not be begun; the text says why."""


@dataclass(frozen=True)
class Beginning:
    """What is known of an annotation before it is written.

    :ivar where: a passage, paragraph or section in which the words are looked for; empty for the whole text.
    :ivar quote: words of the transmitted text.
    :ivar kind: one of :data:`edition.model.KINDS`.
    :ivar author: who writes it.
    :ivar name: the name of the file; empty for one made of the quote.
    """

    where: str
    quote: str
    kind: str = KINDS[0]
    author: str = "editors"
    name: str = ""


def begin(root: Path, config: Config, edition: Edition, wish: Beginning) -> PurePosixPath:
    """Write the file of a new annotation.

    :returns: its path, relative to *root*.
    :raises NotWritten: where the words do not stand in one place of the text; it names the nearest.
    """
    if wish.kind not in KINDS:
        hint = did_you_mean(wish.kind, KINDS, say("a {key} is one of {listed}", key="kind", listed=", ".join(KINDS)))
        raise NotWritten(f"unknown kind “{wish.kind}”; {hint}")
    if wish.name and SLUG.fullmatch(wish.name) is None:
        raise NotWritten(f"“{wish.name}” cannot be the name of an annotation: small letters, digits and single hyphens")
    target, quote = _place(config, edition, wish)
    slug = wish.name or _free_name(root, quote)
    path = PurePosixPath("annotations", str(target.first.section), f"{slug}.md")
    if any((root / "annotations").glob(f"*/{slug}.md")):
        raise NotWritten(f"there is a note “{slug}” already; choose another name with --name")
    (root / path.parent).mkdir(parents=True, exist_ok=True)
    files.write(root / path, _text(config, target, quote, wish))
    return path


def _place(config: Config, edition: Edition, wish: Beginning) -> tuple[Range, str]:
    """Where the words stand, and the words as they stand there."""
    sections = edition.original.values()
    if wish.where:
        try:
            within = edition.resolve(Passage.parse(wish.where))
        except ValueError as error:
            raise NotWritten(f"“{wish.where}” is no passage number such as 4.2") from error
        length = len(within.parts)
        found = [key for section in sections for key in section.segments if key.parts[:length] == within.parts]
        if not found:
            raise NotWritten(f"there is no passage {wish.where}")
        # A quote runs from the heading into the text nowhere.
        meant = Range(found[1] if length == 1 and len(found) > 1 else found[0], found[-1])
    else:
        meant = None
    text = Text(sections, config.folded_letters)
    outcome = locate(wish.quote, meant, text)
    if outcome.kind in (Kind.OK, Kind.MOVED):
        [place] = outcome.places
        if meant is None or (meant.first <= place.passages.first and place.passages.last <= meant.last):
            return place.passages, " ".join(place.words.split())
    if outcome.kind is Kind.AMBIGUOUS:
        longer = ": " + " or ".join(f"“{quote}”" for quote in outcome.quotes) if outcome.quotes else ""
        raise NotWritten(f"these words stand there {len(outcome.places)} times; quote some more{longer}")
    places = list(
        dict.fromkeys(f"“{' '.join(place.words.split())}” in {place.passages}" for place in outcome.places[:3])
    )
    nearest = f"; the nearest are {' or '.join(places)}" if places else ""
    raise NotWritten(f"these words do not stand once in {meant or 'the text'}{nearest}")


def _free_name(root: Path, quote: str) -> str:
    """A name made of the first words of the quote that no note has."""
    words = re.findall(r"[a-z0-9]+", spelt_plainly(quote))[:WORDS_OF_NAME] or ["note"]
    name = "-".join(words if words[0][0].isalpha() else ["n", *words])
    taken = {path.stem for path in (root / "annotations").glob("*/*.md")}
    names = [name, *(f"{name}-{count}" for count in range(2, len(taken) + 3))]
    return next(free for free in names if free not in taken)


def _text(config: Config, target: Range, quote: str, wish: Beginning) -> str:
    values = {"quote": _scalar(quote), "kind": wish.kind, "author": _scalar(wish.author), "status": STATUSES[0]}
    return file_of({"target": f'"{target}"', **values}, dict.fromkeys(config.languages, "…"))


def file_of(values: Mapping[str, str], parts: Mapping[str, str]) -> str:
    """The text of an annotation file.

    :param values: the front matter, as it is written there.
    :param parts: the words in each language.
    """
    front = "".join(f"{key}: {value}\n" for key, value in values.items())
    return f"---\n{front}---\n" + "\n".join(f"# {language}\n{words}\n" for language, words in parts.items())


def _scalar(text: str) -> str:
    """*text* as a value on one line of the front matter."""
    try:
        plain = yaml.safe_load(f"key: {text}\n") == {"key": text}
    except yaml.YAMLError:
        plain = False
    return text if plain else "'" + text.replace("'", "''") + "'"
