"""Divide a paragraph into sentences, for the first draft of a text tree.

The rules know punctuation and the case of letters, no language. What depends on a language, its abbreviations, is
data. Where a rule guesses wrong the lines of the text file are mended by hand: the division is proposed here, not kept.

1. A sentence ends after one or more stops (``. ! ?`` and their like), closing quotation marks and brackets included,
   where white space follows, and then, behind any opening marks, a letter that is not lower-case, or a digit.
   So ``U.R.S.S. și`` and ``ș.a. produse`` go on, while ``U.R.S.S. Stalin`` is divided.
2. It does not end after one of the given abbreviations, nor after the bracket that closes behind one:
   ``tov. Stalin``, ``nr. 21``, ``– n.a.) Stalin``.
3. It does not end after an initial, one capital letter with its full stop: ``J. Stalin``.
   An abbreviation of several letters, such as ``U.R.S.S.``, may end a sentence.
4. It does not end after a remark of one word in brackets: ``(sic!) Germania``.
5. It does not end after an ellipsis that opens a quotation: ``„... În``; the ellipsis belongs to what follows.

A quotation of several sentences is divided like any other text. Nothing is divided at a semicolon or a colon.
A stray blank before a full stop stays in its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_STOPS = ".!?…؟۔।։"
_OPENING = "„“‟\"«»‹›‚‘'([¿¡"
_CLOSING = "”“\"»«›‹’‘')\\]"

# Possessive, and begun only where a run of stops begins: a hostile line of full stops is read once.
_END = re.compile(
    rf"(?<![{_STOPS}])[{_STOPS}]++[{re.escape(_CLOSING)}]*+(?P<space>\s++)(?=(?P<next>[{re.escape(_OPENING)}]*+\w))"
)
_INITIAL = re.compile(r"[^\W\d_]\.")
_REMARK = re.compile(r"\(.*\)|\[.*\]")
_OPENING_ELLIPSIS = re.compile(rf"[{re.escape(_OPENING)}]+(?:\.{{2,}}|…)")


def sentences(paragraph: str, abbreviations: Collection[str]) -> list[str]:
    """Divide *paragraph* into sentences by the rules above; their characters are those of the paragraph.

    :param abbreviations: each with its full stop, as ``nr.``; one in lower case may also begin with a capital.
    :returns: the sentences without the white space around them; none for a blank paragraph.
    """
    known = {*abbreviations, *(short[:1].upper() + short[1:] for short in abbreviations)}
    found: list[str] = []
    start = 0
    for match in _END.finditer(paragraph):
        if _opens(match["next"]) and not _goes_on(_last_word(paragraph, start, match.start("space")), known):
            found.append(paragraph[start : match.start("space")])
            start = match.end()
    found.append(paragraph[start:])
    return [stripped for sentence in found if (stripped := sentence.strip())]


def _opens(following: str) -> bool:
    """Whether *following*, opening marks and one character, may begin a sentence.

    A letter without case, as in Arabic or Georgian, may.
    """
    return not following[-1].islower()


def _last_word(paragraph: str, start: int, end: int) -> str:
    """What stands between the last white space and *end*, not looking back beyond *start*."""
    place = end
    while place > start and not paragraph[place - 1].isspace():
        place -= 1
    return paragraph[place:end]


def _goes_on(word: str, abbreviations: Collection[str]) -> bool:
    """Whether the sentence goes on after *word*, although its stop looks like an end."""
    if _REMARK.fullmatch(word) or _OPENING_ELLIPSIS.fullmatch(word):
        return True
    bare = word.lstrip(_OPENING)
    return bare.rstrip(_CLOSING) in abbreviations or (_INITIAL.fullmatch(bare) is not None and bare[0].isupper())
