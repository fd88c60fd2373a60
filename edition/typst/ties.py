"""What a typesetter does not part at the end of a line."""

from __future__ import annotations

import re

_BLANK = "\u00a0"
_BEFORE_NUMBER = re.compile(r"\b([^\W\d_]{1,4}\.) (?=\d)")
_BEFORE_DASH = re.compile(r" (?=[–—] )")
_WHOLE = re.compile(r"(\d+[–/](?:\d+|[IVX]+)|(?:\b[^\W\d_]{1,3}\.)+-[^\W\d_]\b)")


def tied(text: str) -> str:
    """*text* with blanks that do not break: between an abbreviation and its number (p. 5), and before a dash."""
    return _BEFORE_DASH.sub(_BLANK, _BEFORE_NUMBER.sub(rf"\1{_BLANK}", text))


def pieces(text: str) -> list[tuple[str, bool]]:
    """*text* in pieces, each with whether it is whole: a range (195–196, 1940/I), or the letter after a year (n.d.-a)."""
    return [(piece, place % 2 == 1) for place, piece in enumerate(_WHOLE.split(text)) if piece]
