"""Fuzz the parsers of what strangers write: front matter, emendations, quotes, and the reports made of them.

    nice python -m bench.fuzzing [SECONDS] [SEED]

Real files are mutated; what is looked for are exceptions, problems without a line that there is, and inputs that take
longer than :data:`SLOW` seconds of the processor. Whatever is found is printed with its seed, to be kept as a test.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from edition import (
    annotationfile,
    apparatus,
    attaching,
    bibliography,
    chronology,
    config,
    corpus,
    keyboard,
    register,
    reporting,
)
from edition.anchoring import Text
from edition.files import letters
from edition.model import Edition, Problem

Parse = Callable[[str, list[Problem]], object]
Known = dict[str, tuple[list[str], Parse]]

SLOW = 2.0
ROOT = Path(__file__).resolve().parent.parent
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ")
_TOKENS = (
    "---\n", "\n", "\n\n", " ", "    ", "\t", "# ro\n", "target: ", "quote: ", "- ", ": ", "&a ", "*a ", "!!x ", "%TAG", "'", '"', "|\n", ">\n", "{", "}",
    "[", "]", "{note}`", "`", "``", "```{x}\n", "<b", "<!--", "](", "\\", "*", "_", "“", "„", "…", "\u0301", "\u202e", "\x00", "\x85", "\u2028", "ș", "î",
    "{cite:p}`", "$", "@", "#", "0.1.1", "0.0-0.9.9", "99999999999", "1a", "-", "–", "~", "\U0010ffff", "&#x3c;", "&lt;", "? ", "<<: ",
)  # fmt: skip


def mutated(text: str, other: str, chance: random.Random) -> str:
    """*text* with up to eight changes: pieces taken away, doubled, moved, taken from *other*, or tokens put in."""
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + int(chance.expovariate(1 / 12)))
        kind = chance.random()
        if kind < 0.45:
            text = text[:start] + chance.choice(_TOKENS) * chance.choice((1, 1, 1, 2, 40)) + text[start:]
        elif kind < 0.6:
            text = text[:start] + text[end:]
        elif kind < 0.7:
            text = text[:start] + text[start:end] * chance.randint(2, 30) + text[end:]
        elif kind < 0.85:
            place = chance.randrange(len(other) + 1)
            text = text[:start] + other[place : place + chance.randint(1, 60)] + text[end:]
        else:
            text = text[:start] + chr(chance.randrange(0x3000)) + text[end:]
    # As the reader of files makes it.
    return text.replace("\r", "\n")[: annotationfile.LARGEST]


def parsers(root: Path, edition: Edition) -> Known:
    """For each kind of file its samples, and what reads one of them."""
    settings = config.read(root)
    languages = settings.languages
    emended = edition.emended
    texts = attaching.Texts.of(root, settings, edition.sections, (), edition.aliases, emended, edition.orthography)
    section = next(section for section in edition.original.values() if str(section.number) == "8")

    def annotation(text: str, problems: list[Problem]) -> None:
        draft = annotationfile.parse(PurePosixPath("annotations/8/a.md"), text, languages, problems)
        if draft is not None:
            attaching.attach(draft, texts, problems)

    def emendations(text: str, problems: list[Problem]) -> None:
        apparatus.parse("e", text, languages, Text([section], {}), {}, settings.replaced_letters, problems)

    def quote(text: str, problems: list[Problem]) -> None:
        whole = json.dumps(text[:1200], ensure_ascii=False)
        front = f'target: "8.1.1-8.4.2"\nquote: {whole}\nkind: context\nauthor: a\nstatus: proposed\n'
        annotation(f"---\n{front}---\n# ro\na\n# en\na\n", problems)

    def marks(text: str, problems: list[Problem]) -> None:
        problems += keyboard.left("annotations/8/a.md", text, settings)
        once = keyboard.mended("annotations/8/a.md", text, settings)
        assert keyboard.mended("annotations/8/a.md", once, settings) == once, "mended twice"

    notes = [path.read_text(encoding="utf-8") for path in sorted((root / "annotations").glob("*/*.md"))]
    lists = [path.read_text(encoding="utf-8") for path in sorted((root / "annotations").glob("*/emendations.yaml"))]
    persons = (root / "source/registers/persons.yaml").read_text(encoding="utf-8")
    events = (root / "source/registers/chronology.yaml").read_text(encoding="utf-8")
    works = (root / "source/references.bib").read_text(encoding="utf-8")
    return {
        "front matter": (notes, annotation),
        "emendations": ([text[:3000] for text in lists], emendations),
        "marks": (notes, marks),
        "quotes": ([segment.text for segment in section.segments.values()], quote),
        "registers": ([persons[:3000]], lambda text, found: register.parse("persons", text, languages, found)),
        "chronology": ([events[:3000]], lambda text, found: chronology.parse("c", text, languages, (), found)),
        "bibliography": ([works[:3000]], lambda text, found: bibliography.parse("b", text, languages, found)),
    }


def main(seconds: float = 600, seed: int = 1) -> int:
    """Fuzz for so many seconds.

    :returns: how many inputs made a parser fail.
    """
    edition, _ = corpus.load(ROOT, config.read(ROOT))
    known = parsers(ROOT, edition)
    runs: Counter[str] = Counter()
    finds: Counter[tuple[str, str]] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seed += 1
        name, text, parse = case(known, seed)
        runs[name] += 1
        fault = fault_of(text, parse)
        if fault:
            finds[name, fault] += 1
            if finds[name, fault] == 1:
                print(f"{name}, seed {seed}: {fault}: {text[:2000]!r}", flush=True)
    for name, count in runs.items():
        print(f"{name}: {count} executions, {sum(n for (kind, _), n in finds.items() if kind == name)} finds")
    return sum(finds.values())


def case(known: Known, seed: int) -> tuple[str, str, Parse]:
    """One input: its kind, its text, and what reads it."""
    chance = random.Random(seed)
    name = chance.choice(("front matter", "emendations", "quotes", *known))
    samples, parse = known[name]
    return name, mutated(chance.choice(samples), chance.choice(samples), chance), parse


def fault_of(text: str, parse: Parse) -> str:
    """What is wrong with how *text* is read; empty where nothing is."""
    problems: list[Problem] = []
    begun = time.process_time()
    try:
        parse(text, problems)
        problems += letters("f", text, {"ş": "ș"})
        for form in reporting.FORMATS:
            shown = reporting.render(problems, form)
            assert shown.replace("\n", "").translate(_BLANKS).isprintable(), "not printable"
        for problem in problems:
            assert 1 <= problem.line <= text.count("\n") + 9, f"line {problem.line} of {problem.code}"
    except Exception as error:
        return f"{type(error).__name__} {str(error)[:80]}"
    took = time.process_time() - begun
    return f"slow, {took:.1f} s" if took > SLOW else ""


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
