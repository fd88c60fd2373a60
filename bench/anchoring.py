"""Measure how well quotes are found again after the text was changed: ``make bench``.

The rule of the edition and that of the best-known annotation client see the same quotes and the same edits. A quote is

- *kept* where it is found, or for the edition reported as drifted or moved with its right place; after a deletion,
  where nothing is proposed;
- *lost* where nothing is proposed though it is there;
- *wrongly proposed* where a person is told a wrong place, and decides;
- *falsely anchored* where the note would stand at wrong words: what the build takes, or ``check --fix`` writes.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bench import client
from bench.edits import EVENTS, Book, Event, Sample, lines_of, read, samples, strip, text_of
from edition import config
from edition.anchoring import Kind, Place, locate

ROOT = Path(__file__).resolve().parent.parent
SEED = 7


def ours(sample: Sample, book: Book, true: Place | None, letters: dict[str, str]) -> str:
    """What the rule of the edition makes of a quote."""
    witness = " ".join(line for _, line in lines_of(strip(sample.book)[0]))
    outcome = locate(sample.place.words, sample.place.passages, text_of(book, letters, witness))
    if outcome.kind in {Kind.ORPHAN, Kind.AMBIGUOUS}:
        return "kept" if true is None else "lost"
    place = outcome.places[0]
    if true is not None and _overlap(_absolute(book, place), _absolute(book, true)):
        return "kept"
    return "false" if outcome.kind is Kind.OK or outcome.certain else "proposed"


def theirs(sample: Sample, book: Book, true: Place | None) -> str:
    """What the rule of the client makes of it."""
    before = strip(sample.book)[0]
    selector = client.Selector.of(_document(before), *_absolute(before, sample.place))
    found = client.anchor(selector, _document(book))
    if found is None:
        return "kept" if true is None else "lost"
    return "kept" if true is not None and _overlap(found, _absolute(book, true)) else "false"


def _document(book: Book) -> str:
    return "\n".join(line for _, line in lines_of(book))


def _absolute(book: Book, place: Place) -> tuple[int, int]:
    """A place in the running text of the whole book."""
    offset, starts = 0, {}
    for passage, line in lines_of(book):
        starts[passage] = offset
        offset += len(line) + 1
    return starts[place.passages.first] + place.span[0], starts[place.passages.last] + place.span[1]


def _overlap(found: tuple[int, int], true: tuple[int, int]) -> bool:
    """Whether two places have at least half of the shorter one in common."""
    common = min(found[1], true[1]) - max(found[0], true[0])
    return common > 0 and common >= min(found[1] - found[0], true[1] - true[0]) / 2


def measure(event: Event, chosen: Iterable[Sample], letters: dict[str, str], *, both: bool) -> dict[str, Counter[str]]:
    """Count what becomes of the quotes in one event, by each rule."""
    counts: dict[str, Counter[str]] = {"ours": Counter(), "theirs": Counter()}
    for number, sample in enumerate(chosen):
        book, true = strip(event(sample, random.Random(SEED + number)))
        if true is not None and not true.words.strip():
            true = None
        counts["ours"][ours(sample, book, true, letters)] += 1
        if both:
            counts["theirs"][theirs(sample, book, true)] += 1
    return counts


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.anchoring", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--quotes", type=int, default=400, help="how many quotes for each event")
    options = parser.parse_args()
    settings = config.read(ROOT)
    book = read(ROOT / "source" / settings.languages[0] / "text")
    letters = settings.folded_letters
    chosen = list(samples(book, letters, options.quotes, random.Random(SEED)))
    print(f"{len(chosen)} quotes of 8 to 160 characters; figures in %\n")
    print(f"{'':26}{'this edition':^36}  {'best-known client':^18}")
    print(f"{'event':26}{'kept':>8}{'lost':>8}{'proposed':>10}{'false':>8}    {'kept':>8}{'false':>8}")
    for name, event in EVENTS.items():
        counts = measure(event, chosen, letters, both=True)
        shares = {rule: {key: 100 * found[key] / len(chosen) for key in found} for rule, found in counts.items()}
        ours_, theirs_ = (shares[rule] for rule in ("ours", "theirs"))
        figures = [
            f"{ours_.get(key, 0):{width}.1f}"
            for key, width in (("kept", 8), ("lost", 8), ("proposed", 10), ("false", 8))
        ]
        figures += ["    ", *(f"{theirs_.get(key, 0):8.1f}" for key in ("kept", "false"))]
        print(f"{name:26}" + "".join(figures), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
