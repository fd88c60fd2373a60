"""Measure what updates do to numbers and notes: ``make bench``.

Made-up revisions of the article, in which every word knows the passage from which it is; and after each the way back to
the article as it was. An old number, and so a note, leads

- *right* where it leads to words of its passage;
- *wide* where it leads to the paragraph or section that has these;
- *gone* where it is said that they were removed; *missed* where that is said though half of them are there;
- *wrong* where it leads to other words; a number that is still used only if its translation is not said to be old.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.anchoring import ROOT, SEED
from edition import config, corpus
from edition.extract import Extract, ExtractSection
from edition.extract import read as read_extract
from edition.model import Edition, Passage
from edition.revision.updating import update

Word = tuple[str, Passage | None]
"""A word, and the passage from which it is."""

Article = list[tuple[str, list[list[list[Word]]]]]
"""Headings, with paragraphs of sentences."""

_OUTCOMES = ("right", "wide", "gone", "missed", "wrong")


def article_of(edition: Edition) -> Article:
    """The article as it is."""
    return [
        (
            "" if section.editorial else section.heading.text,
            [[[(word, line.passage) for word in line.text.split()] for line in lines] for lines in section.paragraphs],
        )
        for section in edition.original.values()
    ]


Paragraph = list[list[Word]]
"""Sentences."""


def edited(article: Article, rng: random.Random) -> None:
    """Do one of the things that people do to an article."""
    full = [paragraphs for heading, paragraphs in article if heading and paragraphs]
    section = rng.choice(full)
    place = rng.randrange(len(section))
    event = rng.choice([_word_changed] * 6 + [_added, _removed, _divided, _joined, _moved] * 2 + [None] * 3)
    if event is not None:
        event(section[place], rng.choice(section), rng)
        section[:] = [paragraph for paragraph in section if paragraph]
        return
    what = rng.choice(["removed", "moved", "joined", "section moved"])
    if what == "section moved":
        article.insert(rng.randrange(1, len(article)), article.pop(rng.randrange(1, len(article))))
    elif what == "joined":
        section[place : place + 2] = [[line for paragraph in section[place : place + 2] for line in paragraph]]
    else:
        paragraph, there = section.pop(place), rng.choice(full)
        if what == "moved":
            there.insert(rng.randrange(len(there) + 1), paragraph)


def _word_changed(lines: Paragraph, other: Paragraph, rng: random.Random) -> None:
    line = rng.choice(lines)
    line[rng.randrange(len(line))] = ("altceva", None)


def _added(lines: Paragraph, other: Paragraph, rng: random.Random) -> None:
    text = f"O propoziție nouă, a {rng.randrange(10**6)}-a."
    lines.insert(rng.randrange(len(lines)), [(word, None) for word in text.split()])


def _removed(lines: Paragraph, other: Paragraph, rng: random.Random) -> None:
    lines.pop(rng.randrange(len(lines)))


def _moved(lines: Paragraph, other: Paragraph, rng: random.Random) -> None:
    other.append(lines.pop(rng.randrange(len(lines))))


def _divided(lines: Paragraph, other: Paragraph, rng: random.Random) -> None:
    at = rng.randrange(len(lines))
    cut = rng.randrange(len(lines[at]))
    head, tail = lines[at][:cut], lines[at][cut:]
    if head:
        end, (word, origin) = head.pop(), tail[0]
        head.append((f"{end[0].rstrip(',;')}.", end[1]))
        lines[at : at + 1] = [head, [(word.capitalize(), origin), *tail[1:]]]


def _joined(lines: Paragraph, other: Paragraph, rng: random.Random) -> None:
    at = rng.randrange(len(lines))
    if at + 1 < len(lines):
        word, origin = lines[at].pop()
        lines[at : at + 2] = [[*lines[at], (word.rstrip("."), origin), ("iar", None), *lines[at + 1]]]


def extract_of(article: Article, pinned: Extract, revision: str) -> str:
    """An article as it is downloaded."""
    sections = (
        ExtractSection(heading, tuple(" ".join(word for line in lines for word, _ in line) for lines in paragraphs))
        for heading, paragraphs in article
    )
    return replace(pinned, revision=revision, sections=tuple(sections)).text()


def origins_in(article: Article, edition: Edition) -> dict[Passage, Counter[Passage | None]]:
    """From which passages the words of each line of an updated edition are."""
    words = (origin for _, paragraphs in article for lines in paragraphs for line in lines for _, origin in line)
    return {
        segment.passage: Counter(next(words) for _ in segment.text.split())
        for section in edition.original.values()
        for lines in section.paragraphs
        for segment in lines
    }


def numbers(before: Edition, after: Edition, article: Article) -> Iterator[str]:
    """Where each number of the one edition leads in the other."""
    found = origins_in(article, after)
    there = sum(found.values(), Counter[Passage | None]())
    known = set(found) | {alias.to for alias in after.aliases.values()}
    for passage, words in origins_in(article_of(before), before).items():
        to, alias = after.resolve(passage), after.aliases.get(passage)
        inside = [origins for line, origins in found.items() if line.parts[: len(to.parts)] == to.parts]
        if alias is not None and alias.removed:
            yield "missed" if 2 * there[passage] >= words.total() else "gone"
        elif to not in known or not any(origins[passage] for origins in inside):
            marked = any(to in older[language] for older in (after.stale, after.untranslated) for language in older)
            yield "right" if to == passage and marked else "wrong"
        else:
            yield "right" if len(to.parts) == len(passage.parts) else "wide"


def notes(before: Edition, after: Edition, article: Article) -> Iterator[str]:
    """Where the notes of the one edition stand in the other; *gone* are those that a person must place."""
    found = origins_in(article, after)
    for note in before.annotations:
        now = after.by_slug.get(note.slug)
        if now is None:
            yield "gone"
        elif len(note.target.parts) == len(now.target.parts) == 3:  # not those on headings, which have no words here
            lines = [origins for line, origins in found.items() if now.target <= line <= now.last]
            own = any(origin and note.target <= origin <= note.last for origins in lines for origin in origins)
            yield "right" if own else "wrong"


def _copy(folder: Path, *, bare: bool) -> Path:
    """A copy of the edition; a bare one has nothing about which a person could have to decide."""
    shutil.copytree(ROOT / "source", folder / "source", ignore=shutil.ignore_patterns("about") if bare else None)
    shutil.copy2(ROOT / "conf.py", folder)
    if not bare:
        shutil.copytree(ROOT / "annotations", folder / "annotations")
    return folder


def _updated(root: Path, text: str) -> Edition:
    """The edition after an update."""
    path = root / "new.txt"
    path.write_text(text, encoding="utf-8")
    update(root, path)
    return corpus.load(root, config.read(root))[0]


def measure(seed: int) -> dict[str, Counter[str]]:
    """Count what one made-up revision does, and the way back."""
    rng = random.Random(seed)
    settings = config.read(ROOT)
    before, _ = corpus.load(ROOT, settings)
    pinned = read_extract((ROOT / settings.extract).read_bytes())
    article = article_of(before)
    for _ in range(rng.randint(1, 24)):
        edited(article, rng)
    first, second = (f"{int(settings.revision) + more}" for more in (1, 2))
    text = extract_of(article, pinned, first)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        whole = _updated(_copy(Path(folder), bare=False), text)
        root = _copy(Path(other), bare=True)
        there = _updated(root, text)
        back = _updated(root, extract_of(article_of(before), pinned, second))
    return {
        "notes": Counter(notes(before, whole, article)),
        "numbers": Counter(numbers(before, there, article)),
        "numbers, and back": Counter(numbers(before, back, article_of(before))),
    }


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.updating", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--revisions", type=int, default=10, help="how many made-up revisions")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    for number in range(options.revisions):
        for what, found in measure(SEED + number).items():
            counts.setdefault(what, Counter()).update(found)
    print(f"\n{options.revisions} revisions of 1 to 24 edits\n")
    print(f"{'':26}" + "".join(f"{outcome:>8}" for outcome in _OUTCOMES))
    for what, found in counts.items():
        print(f"{what:26}" + "".join(f"{found[outcome]:8}" for outcome in _OUTCOMES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
