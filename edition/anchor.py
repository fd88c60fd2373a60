"""Find the exact words to which an annotation is anchored.

The quote is looked for inside its target passage only, after folding both sides; where it is not found exactly once
the caller reports a problem, and nothing is guessed.
"""

from __future__ import annotations

import unicodedata

_QUOTATION_MARKS = dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′", "'")
_DASHES = dict.fromkeys("‐‑‒–—−", "-")


def fold(text: str) -> tuple[str, list[int]]:
    """Fold quotation marks, dashes, white space and compatibility forms, keeping track of places.

    :returns: the folded text, and for each of its characters the 0-based code point in *text* that it came from,
        with the length of *text* at the end.
    """
    folded: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        character = _QUOTATION_MARKS.get(character, _DASHES.get(character, character))
        for result in unicodedata.normalize("NFKC", character):
            if result.isspace():
                if folded and folded[-1] == " ":
                    continue
                result = " "
            folded.append(result)
            origins.append(place)
    return "".join(folded), [*origins, len(text)]


def find(quote: str, text: str) -> list[tuple[int, int]]:
    """All places of *quote* in *text*, overlapping ones too, as 0-based code points, end exclusive.

    White space around the quote does not count, nor whether its accents are composed.
    """
    folded, origins = fold(text)
    wanted = fold(quote)[0].strip()
    if wanted not in folded:
        wanted = fold(unicodedata.normalize("NFC", quote))[0].strip()
    spans: list[tuple[int, int]] = []
    start = folded.find(wanted)
    while wanted and start >= 0:
        end = start + len(wanted)
        span = (origins[start], origins[end - 1] + 1)
        # A character that is folded to several, as “…” to three dots, is one place.
        if span not in spans[-1:]:
            spans.append(span)
        start = folded.find(wanted, start + 1)
    return spans
