"""Fingerprints: for which words of the original a line of a translation, or a note, was made.

They stand in sidecars, one for each language but the original's and one for the notes, which commands write and nobody
by hand. What has no fingerprint is taken as made for the text as it stands. Codes: S01, S05.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

from edition.messages import Said, say
from edition.model import Annotation, Passage, Problem, Section

NOTES = "annotations/fingerprints.json"
"""The sidecar of the notes, relative to the edition's root."""

UNTRANSLATED = "[…]"
"""What stands as a line of a translation until somebody translates it."""

Key = TypeVar("Key", Passage, str)

_LENGTH = 16
_VALUE = re.compile(f"[0-9a-f]{{{_LENGTH}}}")
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: |$)", re.MULTILINE)
_ENTRY = re.compile(rf'"([^"\\\n]+)"\s*:\s*"({_VALUE.pattern})"')


def fingerprint(words: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of *words*, joined by single blanks."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:_LENGTH]


def sidecar(language: str) -> str:
    """The sidecar of a translation, relative to the edition's root."""
    return f"source/{language}/fingerprints.json"


def of_passages(sections: Iterable[Section]) -> dict[Passage, str]:
    """The fingerprint of each heading and segment of the original, in reading order."""
    return {passage: fingerprint(segment.text) for section in sections for passage, segment in section.segments.items()}


def of_notes(notes: Iterable[Annotation], sections: Iterable[Section]) -> dict[str, str]:
    """For each note, in its order, the fingerprint of the passages of the original in which its quote stands."""
    segments = {passage: segment for section in sections for passage, segment in section.segments.items()}
    order = sorted(segments)

    def words(note: Annotation) -> str:
        between = order[bisect_left(order, note.target) : bisect_right(order, note.last)]
        return " ".join(segments[passage].text for passage in between)

    return {note.slug: fingerprint(words(note)) for note in notes}


def untranslated(translation: Iterable[Section], original: Iterable[Section]) -> frozenset[Passage]:
    """The passages of a translation that still wait for it."""
    words = {passage: segment.text for section in original for passage, segment in section.segments.items()}
    return frozenset(
        passage
        for section in translation
        for passage, segment in section.segments.items()
        if segment.text == UNTRANSLATED != words.get(passage, UNTRANSLATED)
    )


def outdated(recorded: Mapping[str, str], current: Mapping[Key, str]) -> frozenset[Key]:
    """The keys of *current* for which another fingerprint is recorded."""
    return frozenset(key for key, value in current.items() if recorded.get(str(key), value) != value)


# -- Sidecars ----------------------------------------------------------------------


def parse(name: str, text: str, problems: list[Problem]) -> dict[str, str] | None:
    """The entries of the sidecar *name*; None where they cannot be used, which is added to *problems*."""
    conflict = _CONFLICT.search(text)
    if conflict is not None:
        line = text.count("\n", 0, conflict.start()) + 1
        hint = say("run “python -m edition confirm”, which joins them")
        problems.append(Problem(name, line, "S01", say("the two sides of a merge stand here side by side"), hint))
        return None
    put_back = say("put the file back as it was; it is written by “python -m edition confirm” and never by hand")
    try:
        found = json.loads(text, object_pairs_hook=list)
    except json.JSONDecodeError as error:
        problems.append(Problem(name, error.lineno, "S01", say("this is not JSON: {msg}", msg=error.msg), put_back))
        return None
    except (ValueError, RecursionError):  # a number of thousands of digits, lists in lists in lists
        found = None
    if not text.lstrip().startswith("{") or not isinstance(found, list) or not all(map(_is_entry, found)):
        message = say("this must be an object of fingerprints, each {LENGTH} digits 0–9 and a–f", LENGTH=_LENGTH)
        problems.append(Problem(name, 1, "S01", message, put_back))
        return None
    ((key, count),) = Counter(key for key, _ in found).most_common(1) or (("", 0),)
    if count > 1:
        problems.append(Problem(name, 1, "S01", say("“{key}” is given twice", key=key), put_back))
        return None
    return dict(found)


def _is_entry(pair: tuple[str, object]) -> bool:
    key, value = pair
    return key.isprintable() and isinstance(value, str) and _VALUE.fullmatch(value) is not None


def joined(text: str, current: Mapping[Key, str]) -> str:
    """A sidecar without the marks of a merge; others are returned as they are.

    Of two fingerprints that is kept which one side has recorded for the words that stand in the text now.
    """
    if _CONFLICT.search(text) is None:
        return text
    fitting = {str(key): value for key, value in current.items()}
    entries: dict[str, str] = {}
    for key, value in _ENTRY.findall(text):
        if key not in entries or value == fitting.get(key):
            entries[key] = value
    return render(entries)


def render(entries: Mapping[Key, str]) -> str:
    """A sidecar: one entry a line, in the order given, which is the reading order."""
    return json.dumps({str(key): value for key, value in entries.items()}, ensure_ascii=False, indent=1) + "\n"


def missing(name: str) -> Problem:
    """The notice that the sidecar *name* is not there, though the edition has others (S05)."""
    hint = say(
        "if it was taken away by mistake, put it back as it was, since it alone knows what is older than the text; "
        "else run “python -m edition confirm”"
    )
    message = say("there is no such file, though there are other fingerprints; changes of the text go unnoticed")
    return Problem(name, 1, "S05", message, hint, notice=True)


def gaps(
    name: str, recorded: Mapping[str, str], expected: Iterable[Key], known: Iterable[Key], what: Said
) -> list[Problem]:
    """Notices of a sidecar: entries for what is no more (S01), and what has no entry yet (S05).

    :param expected: what should have an entry.
    :param known: what may have one.
    :param what: what the entries are of, in the plural.
    """
    hint = say("run “python -m edition confirm”, and have the file published with the rest")
    notices = []
    gone = sorted(recorded.keys() - set(map(str, known)))
    if gone:
        message = say("here are {what} that are no more: {listed}", what=what, listed=", ".join(gone))
        notices.append(Problem(name, 1, "S01", message, hint, notice=True))
    count = len(set(map(str, expected)) - recorded.keys())
    if count:
        message = say(
            "{what} without a fingerprint: {count}; a change of their words would not be noticed",
            what=what,
            count=count,
        )
        notices.append(Problem(name, 1, "S05", message, hint, notice=True))
    return notices
